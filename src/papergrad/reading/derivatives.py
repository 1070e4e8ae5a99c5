"""Derivatives: by a symbol, by one of its entries, by an expression that occurs in what is derived."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from papergrad.algebra.nodes import Definition, Entry, Index, fresh, within
from papergrad.algebra.sizes import ONE_ENTRY
from papergrad.algebra.substitution import expand, rename, substitute
from papergrad.algebra.traversal import free
from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Run, Script
from papergrad.phrasebook import gradient
from papergrad.reading import inverses, literals
from papergrad.reading.refolding import reach
from papergrad.reading.symbols import SAMPLED, SAMPLES, apart, upright
from papergrad.reading.values import ShapeMismatch, Unknown, Value, running
from papergrad.source import PaperError

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader


def derivative(reader: Reader, asked: gradient.Derivative, node: Node) -> Value:
    """The derivative of an expression by a symbol, by one of its entries, or by an expression that occurs in it."""
    if isinstance(asked.held, Infix):
        return _at_a_place(reader, derivative(reader, replace(asked, held=None), node), asked.held)
    if asked.of is None:
        raise PaperError("a derivative of nothing", node.span)
    variables = asked.wrt
    if not variables:
        inner = _argument_of(asked.of) or _parameter_of(reader, asked.of)
        called = _called(reader, asked.of)
        if inner is None and len(several := _arguments_of(called)) > 1:
            return _of_numbers(reader, replace(asked, of=called), several, node)
        if inner is None:
            raise PaperError("the derivative by what?", node.span)
        variables = (inner,)
    if len(variables) == asked.order == 1 and (whole := inverses.inverted(variables[0])) is not None:
        slope = derivative(reader, replace(asked, wrt=(whole,)), node)
        return inverses.by_inverse(reader, slope, reader.value(whole))
    variables = tuple(_named(reader, asked.of, variable) for variable in variables)
    if len(variables) * asked.order > 4 or asked.order > 3:
        raise PaperError("a derivative of this order is not understood", node.span)
    if len(variables) == 1:
        variables = variables * asked.order
    if asked.held is not None:
        reader = replace(reader, held=reader.held | _other_steps(reader, asked.of))  # the derivative at one step
    if asked.half:
        reader.assumptions.append("∂ is missing in the numerator")
    found = _value_of(reader, asked.of, variables[0])
    for wrt in variables:
        found = _by(reader, found, wrt, asked.of, node)
    return found


def _other_steps(reader: Reader, of: Node) -> frozenset[str]:
    """The states at all steps but that of what is derived, which is one of them or is of the step that is spoken of."""
    written, others = apart(of), reader.scope.other_steps()
    key = reader.scope.symbols.key(written) if written is not None else ""
    return (others | reader.scope.steps_of(key)) - {key}


def _named(reader: Reader, of: Node, wrt: Node) -> Node:
    """What ``∂ℓ/∂f(x)`` is by: f, where ℓ is known to depend on that, else the expression as it stands."""
    head = reader.scope.by_name(wrt)
    if head is wrt:
        return wrt
    through = reach(reader.value(of).body, reader.definitions)
    written = apart(head)
    return head if written is not None and reader.scope.symbols.key(written) in through else wrt


def _at_a_place(reader: Reader, found: Value, place: Infix) -> Value:
    """``df/dx|_{x=3}``: a derivative with a value in the place of a symbol."""
    symbol, put = place.operands[0], place.operands[-1]
    written = apart(symbol)
    if place.operators != ("=",) or written is None or reader.scope.symbols.running(written):
        raise PaperError("the place of this derivative is not understood", place.span)
    key, value = reader.scope.symbols.key(written), reader.value(put)
    body = expand(found.body, reader.definitions)
    if value.order != len(reader.scope.shape(key).sizes):
        raise ShapeMismatch(f"{key} and its value differ in shape")
    at = substitute(
        body, lambda e: rename(value.body, dict(zip(value.axes, e.at, strict=True))) if e.symbol == key else None
    )
    return replace(found, body=at)


def _argument_of(of: Node) -> Node | None:
    """The one symbol that ``f(x)`` is a function of; that it is called with, whatever brackets its labels have."""
    match of:
        case Run((Name() | Script(), Fence("(", inside, ")"))) if apart(inside) is not None:
            return inside
    names = [n for n in tree.walk(of) if isinstance(n, tree.Fence)]
    if len(names) == 1 and apart(names[0].inside) is not None:
        return names[0].inside
    return None


def _arguments_of(of: Node) -> tuple[Node, ...]:
    """The symbols that ``f(x, y)`` is a function of; none where one of them is no symbol."""
    match of:
        case Run((Name() | Script(), Fence("(", Infix(operands, operators), ")"))) if set(operators) == {","}:
            return operands if all(apart(part) is not None for part in operands) else ()
    return ()


def _of_numbers(reader: Reader, asked: gradient.Derivative, wrt: tuple[Node, ...], node: Node) -> Value:
    """``∇f(x, y)`` of two numbers is the column of the derivatives by each."""
    slopes = [derivative(reader, replace(asked, wrt=(one,)), node) for one in wrt]
    if any(slope.axes for slope in slopes) or asked.order > 1:
        raise PaperError("the derivative by what?", node.span)
    return literals.stacked(reader, [[slope] for slope in slopes], node)


def _parameter_of(reader: Reader, of: Node) -> Node | None:
    """The one symbol that the writer has defined ``f`` as a function of."""
    written = apart(of)
    found = reader.scope.function(reader.scope.symbols.key(written)) if written is not None else None
    name = reader.scope.name_of(found.parameters[0]) if found is not None and len(found.parameters) == 1 else None
    return upright(name) if name is not None else None  # it may have been met as θ^T


def _called(reader: Reader, of: Node) -> Node:
    """The ``f(x, y)`` of an f that the writer has defined as a function of numbers."""
    written = apart(of)
    found = reader.scope.function(reader.scope.symbols.key(written)) if written is not None else None
    if found is None or found.body is None or len(found.written) < 2:
        return of
    inside = Infix(found.written, (",",) * (len(found.written) - 1))
    return Run((of, Fence("(", inside, ")")), span=of.span)


def _value_of(reader: Reader, of: Node, wrt: Node) -> Value:
    """The numerator, with one fresh symbol for a denominator that is an expression."""
    bare = wrt.inside if isinstance(wrt, tree.Fence) else wrt
    if apart(bare) is not None or isinstance(bare, Numeral):
        return reader.value(of)
    meant = reader.value(bare).plain()
    symbol = f"%{fresh(ONE_ENTRY).name}"
    letters = tuple(sorted(free(meant.body) - set(meant.axes), key=lambda i: i.name))  # x_j^T u_j: one for every j
    reader.extra[symbol] = Definition(symbol, letters + meant.axes, meant.body)
    reader.extra_lying[symbol], reader.extra_letters[symbol] = meant.lying, letters
    known = Value(Entry(symbol, letters + meant.axes), meant.axes, meant.lying)
    within = replace(reader, instead=[*reader.instead, (bare, known)])
    reader.named[bare] = symbol
    if not letters:
        reader.refold(bare, known)
    return within.value(of)


def _by(reader: Reader, found: Value, wrt: Node, of: Node, node: Node) -> Value:
    bare = wrt.inside if isinstance(wrt, tree.Fence) else wrt
    symbol = reader.named.get(bare)
    top = len(found.axes)
    if symbol is not None:
        axes = tuple(running(reader.scope.sizes, i.size) for i in reader.extra[symbol].axes)
        slots: tuple = ()  # type: ignore[type-arg]
        lying, name, many = reader.extra_lying[symbol], symbol, False
    else:
        written = apart(bare)
        if written is None or written.power is not None or written.primes:
            raise PaperError("the derivative by this is not understood", wrt.span)
        name = reader.scope.symbols.key(written)
        slots = reader.scope.symbols.running(written)
        if name in reader.locals:
            raise PaperError("a derivative by a parameter of a function", wrt.span)
        name = reader.scope.variant(name, reader.place, len(slots))
        shape = reader.scope.shape(name, reader.scope.symbols.entries(written))
        reader.scope.fits(name, shape, slots, wrt)
        if slots and slots[0].place in SAMPLES and not name.endswith(SAMPLED):
            if _summed_over_samples(written.base, reader):
                raise Unknown(f"{written.base} is defined for one sample, and here there are many", wrt.span)
            slots = slots[1:]
        axes = tuple(running(reader.scope.sizes, s) for s in shape.sizes)
        lying = shape.lying
        many = shape.scripts > 0
    whole_of, places_of = _part_of(reader, name, axes)
    body = reader.differentiate(found.tensor, whole_of, places_of, node, _held(reader, of, name))
    if symbol is not None and (letters := reader.extra_letters[symbol]):
        body, axes = rename(body, dict(zip(axes, letters, strict=False))), axes[len(letters) :]
    whole = Value(body, found.axes + axes, lying, top, _name(reader, of), name)
    if slots:
        kept = slots[len(slots) - len(axes) :] if len(slots) > len(axes) else slots
        places = {axis: reader.at(slot.item, axis.size) for axis, slot in zip(axes, kept, strict=False)}
        rest = tuple(a for a in axes if a not in places)
        label = name + ":" + ",".join(_label(s.item) for s in kept)
        body = rename(body, places)
        for axis, place in places.items():
            body = within(place, axis.size, body)  # there is no entry before the first, and none to derive by
        whole = Value(
            body,
            found.axes + rest,
            lying if len(rest) == 1 and (many or len(axes) == 1) else False,
            top,
            whole.of,
            label,
        )
    if written_transposed(bare):
        whole = replace(whole, lying=not whole.lying)
    return whole


def _summed_over_samples(base: str, reader: Reader) -> bool:
    """Whether a definition sums a symbol over its samples: the h of ``(1/N) Σ_s h_j^{(s)}``."""
    totals = (n for side in reader.scope.all_written.values() for n in tree.walk(side) if isinstance(n, tree.Big))
    inside = (w for total in totals for n in tree.walk(total.body) if (w := apart(n)) is not None)
    return any(w.base == base and any(slot.place in SAMPLES for slot in w.slots) for w in inside)


def _part_of(reader: Reader, name: str, axes: tuple[Index, ...]) -> tuple[str, tuple[Index, ...]]:
    """``∂J/∂u_w``, where the u_w are the columns of U: the derivative by U, with its axes in the order of U."""
    known = reader.definitions.get(name)
    if known is None or not isinstance(known.body, Entry) or len(known.axes) != len(axes):
        return name, axes
    if set(known.body.at) != set(known.axes) or len(known.body.at) != len(axes):
        return name, axes
    return known.body.symbol, tuple(axes[known.axes.index(at)] for at in known.body.at)  # type: ignore[arg-type]


def _held(reader: Reader, of: Node, name: str) -> frozenset[str]:
    """What stays fixed in ``∂h_t/∂W`` where a sum of chains goes through every h_t: the other h."""
    written = apart(of)
    key = reader.scope.symbols.key(written) if written is not None else ""
    several = reader.scope.ways(name)
    if key not in several:
        return frozenset()
    reader.assumptions.append(f"the derivatives of {', '.join(sorted(several))} by {name} hold one another fixed")
    return several - {key}


def written_transposed(node: Node) -> bool:
    found = apart(node)
    return found is not None and found.transposed


def _label(item: Node) -> str:
    return "".join(n.text for n in tree.walk(item) if isinstance(n, (Name, Numeral)))


def _name(reader: Reader, of: Node) -> str:
    """A name for what was derived, so that chains can be joined: the symbol with its running scripts."""
    bare = of.inside if isinstance(of, tree.Fence) else of
    if bare in reader.named:
        return reader.named[bare]
    written = apart(bare)
    if written is None:
        return ""
    slots = reader.scope.symbols.running(written)
    key = reader.scope.symbols.key(written)
    return key + (":" + ",".join(_label(s.item) for s in slots) if slots else "")
