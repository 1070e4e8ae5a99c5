"""What one written expression means in its scope."""

from __future__ import annotations

from dataclasses import field, replace
from fractions import Fraction as Exact

from papergrad.algebra.derive import derivative as derive
from papergrad.algebra.functions import slope
from papergrad.algebra.nodes import (
    ONE,
    Apply,
    At,
    Cases,
    Definition,
    Delta,
    Determinant,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Inverse,
    LogSumExp,
    Number,
    Position,
    Power,
    Tensor,
    add,
    fresh,
    minus,
    mul,
    number,
    power,
)
from papergrad.algebra.simplify import simplify
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import expand, rename
from papergrad.algebra.traversal import symbols
from papergrad.notation import tree, unicode
from papergrad.notation.style import Style
from papergrad.notation.tree import (
    Accented,
    Big,
    Branches,
    Fence,
    Fraction,
    Hole,
    Infix,
    Matrix,
    Name,
    Node,
    Numeral,
    Postfix,
    Prefix,
    Root,
    Run,
    Script,
    Unread,
    Words,
)  # fmt: skip
from papergrad.phrasebook import evaluation, functions, gradient, indicator, matrices, norm, sums, transpose
from papergrad.reading import (
    brackets,
    calls,
    derivatives,
    dotted,
    factorials,
    inverse_functions,
    literals,
    multiply,
    not_understood,
    one_term,
    positions,
    ranges,
)
from papergrad.reading.grouping import PRODUCTS, loss_first
from papergrad.reading.memory import Memory
from papergrad.reading.refolding import depends, reach, refolded
from papergrad.reading.scope import Scope, Shape
from papergrad.reading.symbols import (
    ENTRIES,
    SAMPLED,
    SAMPLES,
    Slot,
    Written,
    apart,
    exponential,
    letter,
    listed,
    text_of,
)
from papergrad.reading.values import IllTyped, NoWay, ShapeMismatch, Unknown, Value, mismatch, not_square, plus, running
from papergrad.records import dataclass
from papergrad.source import LimitError

DEEP = 150


@dataclass
class Reader:
    """One reading of expressions: the scope, the running letters met so far, and what was assumed on the way."""

    scope: Scope
    letters: dict[str, At] = field(default_factory=dict)
    locals: dict[str, Value] = field(default_factory=dict)
    instead: list[tuple[Node, Value]] = field(default_factory=list)  # expressions that are one symbol here
    assumptions: list[str] = field(default_factory=list)
    place: int = -1  # where the statement stands; -1: anywhere
    greedy: bool = False  # a derivative sign takes all that follows
    flat: bool = False  # all product signs bind alike, left to right
    loose: bool = True  # products by charity: inner products and entrywise ones for signs that can mean them
    entrywise_dots: bool = False  # · multiplies vectors entry by entry
    depth: int = 0
    opened: frozenset[str] = frozenset()  # functions of the writer being applied
    named: dict[Node, str] = field(default_factory=dict)  # expressions that were given a symbol of their own
    extra: dict[str, Definition] = field(default_factory=dict)  # definitions that hold for this reading only
    held: frozenset[str] = frozenset()  # symbols that no derivative goes through
    extra_lying: dict[str, bool] = field(default_factory=dict)
    extra_letters: dict[str, tuple[Index, ...]] = field(
        default_factory=dict
    )  # the letters that such a symbol runs over
    pending: list[tuple[Index, Size, sums.Range]] = field(default_factory=list)  # what sums say they run over
    ranged: set[At] = field(default_factory=set)  # letters that run as far as is written, and no further
    memory: Memory | None = None  # what parts meant when they were read before

    # -- entry ------------------------------------------------------------------------------------------------------

    def value(self, node: Node) -> Value:
        """The meaning of a node. Raises Unknown, IllTyped or LimitError at its place."""
        self.depth += 1
        if self.depth > DEEP:
            raise LimitError("this formula is nested too deeply", node.span, code="PG902")
        try:
            for pattern, known in self.instead:
                if node == pattern:
                    return known
            return self._value(node) if self.memory is None else self.memory.value(self, node, self._value)
        except ShapeMismatch as problem:
            raise problem.at(node.span) from None
        except not_understood.OfSome as problem:
            raise not_understood.around(problem, node) from None
        finally:
            self.depth -= 1

    def number(self, node: Node) -> Expr:
        """The meaning of a node that must be a number."""
        found = self.value(node)
        if found.axes:
            raise IllTyped(f"a number is due here, not {found.describe(self.scope.sizes)}", node.span, code="PG101")
        return found.body

    def _exponent(self, node: Node) -> Expr:
        """The meaning of an exponent, which is a number: the θ of ``α^θ`` may as well say which α is meant."""
        found = self.value(node)
        if found.axes:
            raise Unknown("an exponent that is no number is not understood here", node.span)
        return found.body

    def _value(self, node: Node) -> Value:
        if (
            (derived := gradient.read(node)) is not None
            and derived.of is not None
            and not loss_first(node, self.scope.is_function)
        ):
            return derivatives.derivative(self, derived, node)
        if (holds := indicator.read(node)) is not None:
            return self._indicator(holds.condition)
        written = apart(node)
        if written is not None:
            return self.symbol(written, node)
        match node:
            case Numeral(text):
                return Value(Number(Exact(text.replace(",", ""))))
            case Fence("|", inside, "|"):
                return self._bars(self.value(inside))
            case Fence("‖" | "||", inside, _):
                return calls.norm(self.value(inside), None)
            case Fence("[", _, "]") if (piled := matrices.piled(node)) is not None:
                return literals.matrix(self, piled, node)
            case Fence() if (parts := brackets.listed(node)) is not None:
                return brackets.value(self, parts, node)
            case Fence("(" | "[" | "{" | ".", inside, _):
                return self.value(inside)
            case Fence("⟨", Infix((a, b), (",",)), "⟩"):
                return multiply.inner(self, self.value(a), self.value(b))
            case Prefix("-", operand):
                found = self.value(operand)
                return replace(found, body=minus(found.body))
            case Prefix("+", operand):
                return self.value(operand)
            case Fraction(above, below):
                return self._divide(self.value(above), multiply.below(self, below), node)
            case Root(inside, None):
                found = self.value(inside)
                return replace(found.plain(), body=power(found.body, Exact(1, 2)))
            case Infix(operands, operators) if set(operators) <= {"+", "-"}:
                return self._sum(operands, operators)
            case Infix(operands, operators) if set(operators) <= PRODUCTS:
                return multiply.infix(self, node)
            case Run():
                return multiply.run(self, node)
            case Big():
                return ranges.big(self, node)
            case Matrix(rows):
                return literals.matrix(self, rows, node)
            case Branches(branches):
                return self._branches(branches, node)
            case Postfix(operand, "'"):
                return self.value(operand).transposed
            case Postfix(operand, "!"):
                return factorials.value(self, operand)
            case Accented("underbrace" | "overbrace" | "overset" | "underset" | "stackrel" | "boxed", inside):
                return self.value(inside)
            case Accented(_, Numeral() as inside):
                return self.value(inside)
            case Script():
                return self._script(node)
            case Hole():
                raise Unknown("a question stands where a value is due", node.span)
            case Words(text):
                return self._words(text, node)
            case Unread(text, reason):
                raise Unknown(f"{reason}: {text}", node.span)
        raise not_understood.refused(node)

    # -- symbols ----------------------------------------------------------------------------------------------------

    def symbol(self, written: Written, node: Node) -> Value:
        """The value of a symbol with its scripts."""
        key = self.scope.symbols.key(written)
        named = key != written.base and self.scope.known(key)  # f_x, of which the text says what it is
        if not named and (by := self._slope_by(written)) is not None:
            return self.value(gradient.write(gradient.Derivative(written.name, (by,)), Style()))
        if key in self.locals and not written.primes:
            found = self._indexed(self.locals[key], self.scope.symbols.running(written), node)
        elif written.primes:
            found = self._primed(written, key, node)
        else:
            slots = self.scope.symbols.running(written)
            if key in self.letters and not slots:
                found = Value(Position(self.letters[key]))
            elif key in self.scope.size_names and not self.scope.known(key) and not slots:
                found = Value(Extent(self.scope.sizes.settle(Size.of(key))))
            elif len(slots) == 2 and (key == "δ" or self._identity_entry(written, key)) and not self.scope.known(key):
                one, other = (self.at(s.item, None) for s in slots)
                found = Value(Delta(one, other))
            elif (
                written.base == "e"
                and len(written.slots) == 1
                and written.slots[0].place == "sub"
                and not self.scope.known("e")
                and not self.scope.known(key)
            ):
                found = self._unit(written.slots[0])
            elif written.base == "1" and isinstance(written.name, Name) and written.name.font in ("bold", "bb"):
                size = (
                    self.scope.size(slots_item)
                    if len(written.slots) == 1 and (slots_item := written.slots[0].item)
                    else None
                )
                found = Value(ONE, (running(self.scope.sizes, size if size is not None else self.scope.sizes.fresh()),))
            elif written.base in ("I",) and self._identity(written, key):
                found = self._identity_matrix(written)
            elif key == "π" and not slots and not self.scope.known(key):
                found = Value(mul(number(4), Apply("arctan", ONE)))
            elif key == "∞":
                raise Unknown(f"{key} has no value here", node.span)
            else:
                found = self._entry(self.scope.variant(key, self.place, len(slots)), slots, node)
        if written.transposed:
            found = found.transposed
        return found if written.power is None else self._raised(found, written.power, node)

    def _slope_by(self, written: Written) -> Node | None:
        """The x_1 of ``f_{x_1}`` where f is a function of x: the derivative by it."""
        found = self.scope.function(written.base) if len(written.slots) == 1 else None
        by = apart(written.slots[0].item) if found is not None and written.slots[0].place == "sub" else None
        plain = by is not None and not (written.primes or written.transposed or written.power is not None)
        return (
            written.slots[0].item
            if plain and found is not None and by is not None and by.base in found.parameters
            else None
        )

    def _entry(self, key: str, slots: tuple[Slot, ...], node: Node) -> Value:
        self.scope.names.setdefault(key, node)
        sampled = bool(slots) and slots[0].place in SAMPLES
        shape = self.scope.shape(key, len(slots) - sampled)
        if sampled and key.endswith(SAMPLED):
            return self._sample(key, shape, slots, node)
        slots = slots[sampled:]
        kept = [s for s in slots if not (isinstance(s.item, Name) and s.item.text in (":", "·"))]
        self.scope.fits(key, shape, kept, node)
        if kept and not shape.sizes and one_term.of_a_sum(self.scope.written_as(key), kept, self.scope.defined_as(key)):
            raise Unknown(f"{key} is one number, and what {unicode.write(node)} is, is not said", node.span)
        if kept and not shape.sizes and self._single(key):
            raise NoWay(f"{key} is one number, and what {unicode.write(node)} is, is not said", node.span)
        if len(kept) > len(shape.sizes):  # samples of something that is the same for all: ŷ_j where ŷ is a vector
            last = self._column(node, None)  # the sample stands behind the entry: x_{id} beside x_d
            kept = kept[: len(shape.sizes)] if last else kept[len(kept) - len(shape.sizes) :] if shape.sizes else []
        kind = self.scope.kinds.get((key, len(slots)))
        if slots and kind is not None and not shape.scripts and shape.sizes:
            entries = len(shape.sizes) - {"number": 0, "column": 1, "row": 1, "matrix": 2}[kind]
            same = kept[: len(kept) - entries] if 0 <= entries <= len(kept) and not _colon(slots) else []
            if any(
                isinstance(s.item, Name) and s.item.text in self.scope.size_names - self.letters.keys() for s in same
            ):
                raise NoWay(f"{key} has no one for each, and what {unicode.write(node)} is, is not said", node.span)
            kept = kept[len(same) :]
        places: list[At | None] = [None] * len(shape.sizes)
        target = (
            [n for n, s in enumerate(slots) if s in kept]
            if _colon(slots) and len(slots) == len(shape.sizes)
            else list(range(len(kept)))
        )
        if len(kept) == 1 and len(slots) == 1 and len(shape.sizes) == 2 and self._column(node, kind):
            target = [1]
        for spot, slot in zip(target, kept, strict=True):
            places[spot] = self.at(slot.item, shape.sizes[spot])
        at: list[At] = []
        axes: list[Index] = []
        for place, size in zip(places, shape.sizes, strict=True):
            if place is None:
                axes.append(running(self.scope.sizes, size))
                at.append(axes[-1])
            else:
                at.append(place)
        lying = shape.lying
        if len(axes) == 1 and len(shape.sizes) == 2 and not shape.scripts:
            lying = kind == "row" if kind is not None else False
        row = len(axes) == 1 and len(at) == 2 and at[1] == axes[0] and _colon(slots)
        return Value(Entry(key, tuple(at)), tuple(axes), lying if len(axes) == 1 else False, row=row)

    def _single(self, key: str) -> bool:
        """Whether a number is computed from what is nowhere one of several: the z of ``z = w^T x``, where no x_i is met."""
        found, running_ = self.scope.definition(key), {base for base, _, _ in self.scope.symbols.axes}
        made = symbols(found.body) if found is not None else frozenset()
        return (
            bool(made)
            and found is not None
            and not found.axes
            and not any(m.split("^")[0].split("_")[0] in running_ for m in made)
        )

    def _column(self, node: Node, kind: str | None) -> bool:
        """Whether one script on a matrix names a column of it."""
        written = apart(node)
        return written is not None and written.base in self.scope.symbols.columns and kind in (None, "column")

    def _identity_entry(self, written: Written, key: str) -> bool:
        """Whether ``I_{kj}`` is an entry of the identity, and no pixel of an image, of which ``I_{i+m,j+n}`` or sums speak."""
        places = (self.scope.symbols.labelled.get((key, "sub", n), ()) for n in (0, 1))
        plain = all(len(text) == 1 and text in ENTRIES for texts in places for text in texts)
        summed = all("%" in str(getattr(self.letters.get(text_of(s.item)), "name", "")) for s in written.slots)
        return plain and not summed and self._identity(replace(written, slots=()), key)

    def _identity(self, written: Written, key: str) -> bool:
        """Whether an I is the identity matrix: nothing else is called I, and nobody derives by it."""
        return (
            written.base == "I"
            and not self.scope.symbols.running(written)
            and not self.scope.known(key)
            and key not in self.scope.own
            and not self.scope.derived_by(key)
        )

    def _identity_matrix(self, written: Written) -> Value:
        size = self.scope.size(written.slots[0].item) if len(written.slots) == 1 else None
        size = size if size is not None else self.scope.sizes.fresh()
        i, j = running(self.scope.sizes, size), running(self.scope.sizes, size)
        return Value(Delta(i, j), (i, j))

    def _unit(self, slot: Slot) -> Value:
        """``e_i``: the unit vector."""
        at = self.at(slot.item, None)
        size = at.size if isinstance(at, Index) else self.scope.sizes.fresh()
        axis = running(self.scope.sizes, size)
        return Value(Delta(axis, at), (axis,))

    def _sample(self, key: str, shape: Shape, slots: tuple[Slot, ...], node: Node) -> Value:
        """One of many samples: x^{(i)}, x_j^{(i)}."""
        if len(slots) > len(shape.sizes):
            raise IllTyped(
                f"{len(slots)} scripts that run on something with {len(shape.sizes)} axes", node.span, code="PG102"
            )
        at: list[At] = [self.at(slot.item, size) for slot, size in zip(slots, shape.sizes, strict=False)]
        axes = tuple(running(self.scope.sizes, size) for size in shape.sizes[len(slots) :])
        return Value(Entry(key, (*at, *axes)), axes, shape.lying and len(axes) == 1)

    def _indexed(self, value: Value, slots: tuple[Slot, ...], node: Node) -> Value:
        if len(slots) > len(value.axes):
            slots = slots[len(slots) - len(value.axes) :]
        axes = value.axes[: len(slots)]
        places = {axis: self.at(slot.item, axis.size) for axis, slot in zip(axes, slots, strict=True)}
        return Value(rename(value.body, places), value.axes[len(slots) :], value.lying) if slots else value

    def _primed(self, written: Written, key: str, node: Node) -> Value:
        """``h'`` where h = f(z) is f'(z), and where h is made of one number, the slope by that."""
        found = self.scope.definition(key)
        by = symbols(found.body) if found is not None and not found.axes else frozenset()
        if found is not None and written.primes == 1 and len(by) == 1 and not self.scope.shape(min(by)).sizes:
            return Value(derive(Tensor(found.body, ()), min(by), (), {}).tensor.body)
        if found is not None and isinstance(found.body, Apply) and written.primes == 1:
            value = self._entry(key, self.scope.symbols.running(written), node)
            if isinstance(value.body, Entry):
                places = dict(zip(found.axes, value.body.at, strict=True))
                return replace(value, body=rename(slope(found.body.function, found.body.argument), places))
        if self.scope.known(key + "'"):
            return self._entry(key + "'", self.scope.symbols.running(written), node)
        raise Unknown(f"{key}' could be a derivative or another name", node.span)

    # -- sums, quotients, powers --------------------------------------------------------------------------------------

    def _sum(self, operands: tuple[Node, ...], operators: tuple[str, ...]) -> Value:
        parts = [self.value(o) for o in operands]
        whole = parts[0].plain()
        for sign, part in zip(operators, parts[1:], strict=True):
            term = part.plain() if sign == "+" else replace(part.plain(), body=minus(part.body))
            whole = self._plus(whole, term)
        if all(p.top is not None and p.top == parts[0].top and p.wrt == parts[0].wrt for p in parts):
            of = "+".join(dict.fromkeys(p.of for p in parts))  # several ways from one to another are one derivative
            return replace(whole, top=parts[0].top, of=of, wrt=parts[0].wrt)
        return whole

    def _plus(self, a: Value, b: Value) -> Value:
        if a.order == b.order == 1 and a.lying != b.lying:
            saved = self.scope.sizes.save()
            if self.scope.sizes.unify(a.axes[0].size, b.axes[0].size) and self._lies_freely(a, b):
                return Value(add(a.body, b.named(a.axes)), a.axes, a.lying)
            self.scope.sizes.restore(saved)
        try:
            return plus(a, b, self.scope.sizes)
        except ShapeMismatch:
            if {a.order, b.order} == {1, 2}:
                return self._broadcast(a, b)
            raise

    def _broadcast(self, a: Value, b: Value) -> Value:
        """A column added to every column of a matrix, or a row to every row. Raises ShapeMismatch."""
        sizes = self.scope.sizes
        matrix, vector = (a, b) if a.order == 2 else (b, a)
        lengths = [sizes.settle(axis.size) for axis in (*matrix.axes, *vector.axes)]
        across = 1 if vector.lying else 0
        if lengths[across] != lengths[2] == lengths[1 - across]:
            across = 1 - across  # rows are samples, though the vector was declared as a column
        axis = matrix.axes[across]
        if not sizes.unify(axis.size, vector.axes[0].size):
            raise mismatch(a, b, sizes, "cannot be added")
        self.assumptions.append(f"the vector is added to every {'row' if across else 'column'}")
        return Value(add(matrix.body, vector.named((axis,))), matrix.axes)

    def _lies_freely(self, a: Value, b: Value) -> bool:
        """Whether one of two vectors is a derivative by a vector, whose layout is a convention."""
        return False

    def _divide(self, above: Value, below: Value, node: Node) -> Value:
        if not below.axes:
            return replace(above, body=mul(above.body, power(below.body, -1)), top=above.top)
        return multiply.entrywise(above.plain(), replace(below.plain(), body=power(below.body, -1)), self.scope.sizes)

    def _raised(self, found: Value, exponent: Node, node: Node) -> Value:
        if exponent == Prefix("-", Numeral("1")) and found.order == 2:
            i, j = found.axes
            if not self.scope.sizes.unify(i.size, j.size):
                raise not_square(found, self.scope.sizes, "only a square matrix has an inverse")
            row, column = fresh(i), fresh(j)
            return Value(Inverse(i, j, found.body, row, column), (row, column))
        if isinstance(exponent, Name) and exponent.text in ("*", "†"):
            raise Unknown("a star is not understood here", node.span)
        to = self._exponent(exponent)
        if to is number(2) and isinstance(found.body, Power) and found.body.exponent is number(Exact(1, 2)):
            return replace(found.plain(), body=found.body.base)
        known = simplify(to) if found.order == 2 else to
        if found.order == 2 and isinstance(known, Number):
            times, one, other = known.value, *(i.size for i in found.axes)
            if times.denominator != 1 and self._perhaps_square(one, other):
                raise Unknown("a root of a matrix is not understood here", node.span)
            if times.denominator == 1 and 2 <= abs(times) <= 6 and self.scope.sizes.unify(one, other):
                whole = part = found if times > 0 else self._raised(found, Prefix("-", Numeral("1")), node)
                for _ in range(abs(int(times)) - 1):
                    whole = multiply.times(whole, part, self.scope.sizes)
                return whole
        return replace(found.plain(), body=power(found.body, to))

    def _perhaps_square(self, one: Size, other: Size) -> bool:
        """Whether two lengths are the same, or nobody has said yet."""
        sizes = [self.scope.sizes.settle(size) for size in (one, other)]
        return sizes[0] == sizes[1] or any("?" in name for size in sizes for name in size.names)

    def _bars(self, inside: Value) -> Value:
        if not inside.axes:
            return Value(Apply("abs", inside.body))
        square = inside.order == 2 and inside.top is None and self._perhaps_square(*(i.size for i in inside.axes))
        if square and isinstance(inside.body, Entry) and inside.body.symbol in self.scope.inverted():
            self.scope.sizes.unify(inside.axes[0].size, inside.axes[1].size)
        if square and len({self.scope.sizes.settle(i.size) for i in inside.axes}) == 1:
            return Value(Determinant(*inside.axes, inside.body))  # single bars around a square matrix
        return calls.norm(inside.plain(), None)

    def at(self, item: Node, size: Size | None) -> At:
        """The position that a running script names, along an axis of this size."""
        return positions.at(self, item, size)

    def settle_ranges(self) -> None:
        """Compare what sums say they run over with what they do run over."""
        ranges.settle(self)

    # -- derivatives --------------------------------------------------------------------------------------------------

    @property
    def definitions(self) -> dict[str, Definition]:
        return {**self.scope.everything, **self.extra}

    def differentiate(
        self, of: Tensor, name: str, axes: tuple[Index, ...], node: Node, held: frozenset[str] = frozenset()
    ) -> Expr:
        """The derivative of a tensor by a symbol, through all that is defined here and not held fixed."""
        if held:
            return derive(of, name, axes, {k: v for k, v in self.definitions.items() if k not in held}).tensor.body
        fixed = self.held
        if self.scope.solution(name):  # the w and the b where J is least vary by themselves
            fixed |= {k for k in self.definitions if k != name and self.scope.solution(k)}
            fixed -= {of.body.symbol} if isinstance(of.body, Entry) else set()
        known = {k: v for k, v in self.definitions.items() if k not in fixed}
        formulas = self.scope.formulas() if not depends(of.body, name, known) else {}
        if formulas and depends(of.body, name, by := {**known, **formulas}):  # not of what it came to in an example
            return expand(derive(of, name, axes, by).tensor.body, formulas)
        if not depends(of.body, name, known) and name in self.scope.all_written and name in known:
            axes_of = known[name].axes
            self.refold(
                self.scope.all_written[name], Value(Entry(name, axes_of), axes_of, self.scope.shape(name).lying)
            )
            known = {k: v for k, v in self.definitions.items() if k not in fixed}
        if not depends(of.body, name, known) and name in known:
            body, through = refolded(of.body, name, known)
            self.extra.update(through)
            of, known = replace(of, body=body), {**known, **through}
        if not depends(of.body, name, known):
            through = reach(of.body, known)
            image = known.get(name) if name not in self.scope.made_up() else None
            if image is not None and (found := inverse_functions.derivative_by(of, image, through, axes, known)):
                return found
            missing = sorted(
                s
                for s in through
                if s not in known
                and not (self.scope.given(s) or self.scope.starting(s))
                and self.scope.position(s) is None
            )
            if len(missing) == 1 and self._softmax_of(missing[0], name):
                return derive(of, name, axes, self.definitions).tensor.body
            if missing and missing != [name]:
                by = "what it is derived by" if name.startswith("%") else name  # an expression has no name
                raise NoWay(f"nothing says how {missing[0]} depends on {by}", node.span)
        return derive(of, name, axes, known).tensor.body

    def _softmax_of(self, prediction: str, logits: str) -> bool:
        """Where a prediction is nowhere defined and is derived by a vector: take it for the softmax of that vector, and say so."""
        if "\u0302" not in prediction and prediction[0] != "p":
            return False
        one, other = self.scope.shape(prediction), self.scope.shape(logits)
        if len(one.sizes) != 1 or len(other.sizes) != 1 or not self.scope.sizes.unify(one.sizes[0], other.sizes[0]):
            return False
        k, j = running(self.scope.sizes, one.sizes[0]), running(self.scope.sizes, one.sizes[0])
        body = Apply("exp", add(Entry(logits, (k,)), minus(LogSumExp(j, Entry(logits, (j,))))))
        self.extra[prediction] = Definition(prediction, (k,), body)
        self.scope.logits[prediction] = logits
        self.assumptions.append(f"{prediction} = softmax({logits})")
        return True

    def refold(self, pattern: Node, known: Value) -> None:
        """Where an expression stands in a definition, let its symbol stand there: ``softmax(Wx + b)`` with ``z = Wx + b``."""
        for symbol, right in list(self.scope.all_written.items()):
            stands = right != pattern and any(n == pattern for n in tree.walk(right))
            if stands and symbol in self.scope.everything and not gradient.derives_by(right, pattern):
                old = self.scope.everything[symbol]
                within = replace(
                    self, instead=[(pattern, known)], letters=dict(self.scope.definition_letters(symbol)), pending=[]
                )
                found = within.value(right)
                if len(found.axes) <= len(old.axes):
                    places = dict(zip(found.axes, old.axes[len(old.axes) - len(found.axes) :], strict=True))
                    self.extra[symbol] = Definition(symbol, old.axes, rename(found.body, places), old.start)

    # -- cases, scripts -------------------------------------------------------------------------------------------------

    def _branches(self, branches: tuple[tuple[Node, Node | None], ...], node: Node) -> Value:
        values = [self.value(v) for v, _ in branches]
        whole = max(values, key=lambda v: v.order)
        if any(value.order not in (0, whole.order) for value in values):
            raise Unknown("the cases of this have different shapes", node.span)
        pairs: list[tuple[Expr, Expr]] = []
        otherwise: Expr = Number(Exact(0))
        for (_, condition), value in zip(branches, values, strict=True):
            body = value.named(whole.axes) if value.axes else value.body
            if (
                condition is None
                or (isinstance(condition, Words) and "otherwise" in condition.text)
                or _else(condition)
            ):
                otherwise = body
            else:
                pairs.append((self.condition(condition, whole), body))
        return Value(Cases(tuple(pairs), otherwise), whole.axes, whole.lying)

    def _indicator(self, condition: Node) -> Value:
        """``1[z > 0]``: entry by entry, of the shape of what is compared."""
        compared = [condition] if not isinstance(condition, Infix) else list(condition.operands)
        if any(self._is_letter(side) for side in compared):
            return Value(self.condition(condition, Value(ONE)))
        like = max((self.value(side) for side in compared), key=lambda value: value.order)
        return replace(like.plain(), body=self.condition(condition, like))

    def condition(self, node: Node, like: Value) -> Expr:
        """A condition as an expression that is 0 or 1, entry by entry of ``like``."""
        match node:
            case Run(items):
                rest = tuple(i for i in items if not isinstance(i, Words))
                if len(rest) == 1:
                    return self.condition(rest[0], like)
            case Fence(_, inside, _):
                return self.condition(inside, like)
            case Infix(operands, operators) if operators and isinstance(operands[0], Words):
                return self.condition(Infix(operands[1:], operators[1:]) if len(operators) > 1 else operands[1], like)
            case Infix((left, right), (("=" | "≠") as sign,)) if (pair := self._positions(left, right)) is not None:
                same = Delta(*pair)
                return same if sign == "=" else add(ONE, minus(same))
            case Infix((left, right), (sign,)) if sign in (">", "<", "≥", "≤", "=", "≠"):
                a, b = self.value(left), self.value(right)
                if any(side.axes and side.order != like.order for side in (a, b)):
                    raise IllTyped("the condition is about a vector, the value is not", node.span, code="PG103")
                one = a.named(like.axes) if a.axes else a.body
                two = b.named(like.axes) if b.axes else b.body
                match sign:
                    case ">":
                        return Indicator(">", one, two)
                    case "≥":
                        return Indicator(">=", one, two)
                    case "<":
                        return Indicator(">", two, one)
                    case "≤":
                        return Indicator(">=", two, one)
                    case "=":
                        return Indicator("=", one, two)
                return add(ONE, minus(Indicator("=", one, two)))
        raise Unknown("this condition is not understood", node.span)

    def _positions(self, left: Node, right: Node) -> tuple[At, At] | None:
        """A running letter and what it is compared with: ``j = k``, ``y_i = k``; None where numbers are compared."""
        for one, other in ((left, right), (right, left)):
            if self._is_letter(one) and isinstance(other, (Name, Numeral, Script)):
                return self.at(one, None), self.at(other, None)
        return None

    def _is_letter(self, node: Node) -> bool:
        if not isinstance(node, Name) or letter(node) is None:
            return False
        return node.text in self.letters or not (self.scope.known(node.text) or node.text in "xyzabhuv")

    def _script(self, node: Script) -> Value:
        if (length := norm.read(node)) is not None:
            found = calls.norm(self.value(length.of).plain(), length.which)
            return found if length.power is None else self._raised(found, length.power, node)
        if exponential(node):
            assert node.sup is not None
            found = self.value(node.sup)
            return replace(found.plain(), body=Apply("exp", found.body))
        if (bar := evaluation.read(node)) is not None:
            return self._evaluated(bar)
        if node.primes:
            return self._primed_bracket(node)
        if (flipped := transpose.read(node)) is not None and not (node.sub is not None):
            return self.value(flipped.of).transposed
        if dotted.annotated(node) and node.sub is not None and (length := self.scope.size(node.sub)) is not None:
            inner = self.value(node.base)
            if length in [self.scope.sizes.settle(i.size) for i in inner.axes]:
                return inner
        if node.sub is not None:
            inner = self.value(Script(node.base, sup=node.sup) if node.sup is not None else node.base).plain()
            items = list(listed(node.sub))
            if len(items) > len(inner.axes):
                raise IllTyped(
                    f"{len(items)} subscripts on {inner.describe(self.scope.sizes)}", node.span, code="PG102"
                )
            return self.taken(inner, tuple(items))
        if node.sup is not None:
            return self._raised(self.value(node.base), node.sup, node)
        return self.value(node.base)

    def taken(self, inner: Value, items: tuple[Node, ...]) -> Value:
        """Entries of a value: ``(A B)_{ij}``, and whole columns and rows ``(A B)_{·j}``, ``(A B)_{i:}``."""
        whole = [isinstance(item, Name) and item.text in (":", "·") for item in items]
        pairs = zip(inner.axes, items, whole, strict=False)
        places = {axis: self.at(item, axis.size) for axis, item, kept in pairs if not kept}
        axes = tuple(axis for axis in inner.axes if axis not in places)
        lying = whole == [False, True] if any(whole) else inner.lying
        return Value(rename(inner.body, places), axes, lying and len(axes) == 1)

    def _evaluated(self, bar: evaluation.Evaluation) -> Value:
        """A value at a place. A bare label is the step whose derivative is taken: the states of all others are held."""
        match bar.at:
            case Infix((symbol, put), ("=",)) if (written := apart(symbol)) is not None:
                key = self.scope.symbols.key(written)
                within = replace(self, locals={**self.locals, key: self.value(put)})
                return within.value(bar.of)
        return replace(self, held=self.held | self.scope.other_steps()).value(bar.of)

    def _primed_bracket(self, node: Script) -> Value:
        """``(1/(1+e^{-x}))'``: the derivative by the one symbol inside."""
        inside = [key for key in sorted(self.scope.keys_in(node.base)) if key not in ("e",)]
        inside = [key for key in inside if key not in functions.SPELLED] or inside
        if len(inside) != 1 or node.primes > 3 or inside[0] in self.locals:
            raise Unknown("the derivative by what?", node.span)
        found = self.value(node.base)
        if self.scope.shape(inside[0]).sizes:
            raise Unknown("a prime on an expression of vectors is not understood", node.span)
        body = found.body
        for _ in range(node.primes):
            body = self.differentiate(Tensor(body, found.axes), inside[0], (), node)
        return replace(found.plain(), body=body)

    def _words(self, text: str, node: Node) -> Value:
        if "identity" in text.lower():
            size = self.scope.sizes.fresh()
            i, j = running(self.scope.sizes, size), running(self.scope.sizes, size)
            return Value(Delta(i, j), (i, j))
        raise Unknown(f"«{text}» is not understood as a value", node.span)


def _else(node: Node) -> bool:
    return any(
        isinstance(n, (Words, Name)) and n.text.strip().lower() in ("otherwise", "else", "o.w.")
        for n in tree.walk(node)
    )


def _colon(slots: tuple[Slot, ...]) -> bool:
    return any(isinstance(s.item, Name) and s.item.text in (":", "·") for s in slots)
