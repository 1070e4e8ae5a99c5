"""Sums, products and maxima over an index, and how far their letters run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from papergrad.algebra.nodes import ONE, Affine, At, Delta, Expr, Index, Product, Sum, add, fresh, minus, mul
from papergrad.algebra.sizes import ONE_ENTRY, Size
from papergrad.algebra.traversal import entries, free, parts
from papergrad.notation.tree import Big, Fence, Infix, Name, Node, Numeral, Script, walk
from papergrad.phrasebook import extremes, sums
from papergrad.reading import limits
from papergrad.reading.calls import largest
from papergrad.reading.named import symbols_in
from papergrad.reading.values import Sizes, Unknown, Value

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader


ONE_TERM = "there is one sample to be summed over"


def big(reader: Reader, node: Big) -> Value:
    """What ``∑_i x_i``, ``∏``, ``max_i`` or ``lim`` with what stands behind it means."""
    if node.sign == "lim":
        return limits.limit(reader, node)
    whole = sums.read(node)
    if whole is None:
        raise Unknown(f"{node.sign} is not understood here", node.span)
    if node.sign not in ("∑", "∏", "max", "min"):
        raise Unknown(f"{node.sign} is not understood", node.span)
    if not whole.ranges:
        found = reader.value(whole.body)
        if node.sign != "∑":
            raise Unknown(f"{node.sign} without an index: over what?", node.span)
        if (
            not found.axes or found.top is not None
        ):  # Σ ½ (y - ŷ)² and its slopes, where y and ŷ are those of one sample
            reader.assumptions.append(ONE_TERM)
            return found
        body = found.body
        for axis in found.axes:
            body = Sum(axis, body)
        return Value(body)
    if whole.conditions and (node.sign != "∑" or not all(map(_of_order, whole.conditions))):
        raise Unknown("this condition below the sign is not understood", node.span)
    if letter := _bound_again(whole):
        raise Unknown(f"which {letter} is meant below two sums over {letter} is not said", node.span)
    with _bound(reader, whole) as indices:
        found = reader.value(whole.body)
        for condition in whole.conditions:
            found = replace(found, body=mul(reader.value(Fence("[", condition, "]")).body, found.body))
        if node.sign == "∏" and found.order > 1:
            raise Unknown("a product of many matrices is not understood", node.span)
        body = found.body
        for index, weight in reversed(indices):
            match node.sign:
                case "∑":
                    word = index.name.partition("%")[0]  # batch: samples that no letter in the body tells apart
                    if len(word) > 1 and index not in free(body):
                        raise Unknown(f"what differs from one {word} to another is not written", node.span)
                    body = Sum(index, mul(weight, body))
                case "∏":
                    body = Product(index, body if weight is ONE else add(mul(weight, body), add(ONE, minus(weight))))
                case _:
                    if weight is not ONE:
                        raise Unknown("a maximum with a condition is not understood", node.span)
                    if extremes.read(node) is not None and not _counts(index, body):
                        raise Unknown(f"the {node.sign} over all numbers is not understood here", node.span)
                    body = largest(index, body, node.sign)
    return replace(found.plain(), body=body)


def _bound_again(whole: sums.Total) -> str:
    """The letter i of ``∑_{i=1}^n ∑_{i=c}^C x_{ic}``, of which the outer sum would see nothing."""
    within = whole.body.inside if isinstance(whole.body, Fence) else whole.body
    inner = sums.read(within) if isinstance(within, Big) else None
    letters = {one.index.text for one in whole.ranges if isinstance(one.index, Name)}
    again = [one.index.text for one in inner.ranges if isinstance(one.index, Name)] if inner is not None else []
    return next((letter for letter in again if letter in letters), "")


def _of_order(condition: Node) -> bool:
    """``x_i > 0``. That numbers are equal they hardly ever are when they are drawn, and the sum would be empty."""
    return isinstance(condition, Infix) and set(condition.operators) <= {"<", ">", "≤", "≥"}


@contextmanager
def _bound(reader: Reader, whole: sums.Sum) -> Iterator[list[tuple[Index, Expr]]]:
    """Bind the letters of a sum; each with its index and a weight that leaves out what is excluded."""
    before = dict(reader.letters)
    indices: list[tuple[Index, Expr]] = []
    later: list[tuple[int, Index, At, Node]] = []
    for one in whole.ranges:
        if not isinstance(one.index, Name):
            raise Unknown("what this sum runs over is not understood", one.index.span)
        name = one.index.text
        index, here = _range(reader, one, name, whole.body)
        reader.letters[name] = here
        indices.append((index, ONE))
        later += [(len(indices) - 1, index, here, other) for other in one.excluded]
    for spot, index, here, other in later:
        inner = (
            reader.at(other, index.size)
            if not (isinstance(other, Numeral) and isinstance(here, Affine))
            else Affine((), Size.of(int(other.text) - 1))
        )
        weight = add(ONE, minus(Delta(here, inner)))
        indices[spot] = (index, mul(indices[spot][1], weight))
    try:
        yield indices
    finally:
        for name in {one.index.text for one in whole.ranges if isinstance(one.index, Name)}:
            # in place: whoever reads a body of a function shares the letters with whoever calls it
            reader.letters.pop(name, None)
            reader.letters.update({name: before[name]} if name in before else {})


def _range(reader: Reader, one: sums.Range, name: str, body: Node) -> tuple[Index, At]:
    sizes, moved = reader.scope.sizes, _moved(body, name)
    if one.last == Name("∞"):
        raise Unknown("a sum without end is not understood", one.last.span)
    index = Index(f"{name}%{fresh(ONE_ENTRY).name}", sizes.fresh())
    first = reader.scope.size(one.first) if one.first is not None else None
    last = reader.scope.size(one.last) if one.last is not None else None
    if one.last is not None and last is None:
        raise Unknown("the end of this sum is not understood", one.last.span)
    if last is None and first is not None and first.number is None:
        raise Unknown("where this sum ends is not written", (one.first or one.index).span)  # or those with y = j
    if last is None:
        return index, index
    start = first if first is not None else Size.of(1)
    length = last - start + 1
    if reader.scope.steps is not None and name in reader.scope.steps.shifted:
        return _as_written(reader, name, length, start)
    if moved and sizes.settle(length).name is None and reader.scope.steps is None:  # n - 1 differences of n entries
        _lengths_of_others(reader, name, body, length)
        return _as_written(reader, name, length, start)
    if start in (Size.of(1), Size.of(0)):
        _extent(reader, index, length, name, one)
        return index, index
    _extent(reader, index, length, name, one)
    return index, Affine(((index, 1),), start - 1)


def _lengths_of_others(reader: Reader, name: str, body: Node, length: Size) -> None:
    """Of what the letter is never moved on, a sum tells the length: that of δ, not of x, in ``∑_{i=1}^{n-K+1} δ_i x_{i+k-1}``."""
    scope, slots = reader.scope, [(w, slot) for w in symbols_in(body) for slot in reader.scope.symbols.running(w)]
    moved = {w.base for w, slot in slots if slot.item != Name(name) and any(n == Name(name) for n in walk(slot.item))}
    for written, slot in slots:
        shape = scope.met_shape(scope.symbols.key(written))
        places = scope.symbols.running(written)
        if (
            slot.item == Name(name)
            and written.base not in moved
            and shape is not None
            and len(shape.sizes) == len(places)
        ):
            size = shape.sizes[places.index(slot)]
            if str(scope.sizes.settle(size)).startswith("#"):  # without a name, and not that of another one so far
                relaxed, scope.sizes.relaxed = scope.sizes.relaxed, True
                scope.sizes.unify(size, length)
                scope.sizes.relaxed = relaxed


def _moved(node: Node, letter: str) -> bool:
    """Whether a letter stands in some script with a number added to it: the i of ``w_{i+1} - w_i``."""
    scripts = (part for n in walk(node) if isinstance(n, Script) for part in (n.sub, n.sup) if part is not None)
    return any(
        isinstance(n, Infix)
        and n.operands[0] == Name(letter)
        and isinstance(n.operands[-1], Numeral)
        and set(n.operators) <= {"+", "-"}
        for part in scripts
        for n in walk(part)
    )


def _as_written(reader: Reader, name: str, length: Size, start: Size) -> tuple[Index, At]:
    """A letter that is also met moved, such as the i of w_i and w_{i+1}: how far it runs is what is written."""
    index = Index(f"{name}%{fresh(ONE_ENTRY).name}", reader.scope.sizes.settle(length))
    reader.ranged.add(index)
    return index, index if start in (Size.of(1), Size.of(0)) else Affine(((index, 1),), start - 1)


def _extent(reader: Reader, index: Index, length: Size, name: str, one: sums.Range) -> None:
    """The range of a sum as written. It is remembered on the side, and held against the axes it runs along when the
    body has been read: a range that is another name for the length of an axis is an assumption, not an error."""
    reader.pending.append((index, length, one))


def settle(reader: Reader) -> None:
    """Compare what sums say they run over with what they do run over."""
    sizes = reader.scope.sizes
    for index, length, _one in reader.pending:
        known = sizes.settle(index.size)
        if known.name is not None and known.name.startswith("?"):
            sizes.unify(index.size, length)
        elif not sizes.unify(known, length):
            reader.assumptions.append(f"{sizes.settle(length)} = {known}")
    reader.pending = []


def _counts(index: Index, body: Expr) -> bool:
    """Whether a letter says which entry is meant, and is no number itself."""
    return any(index in free(entry) for entry in entries(body))


def alike(sizes: Sizes, bodies: Iterable[Expr]) -> None:
    """Sums over one letter reach as far as one another where nothing says how far: the ``Σ_τ`` on both sides of an equation."""
    lengths: dict[str, Size] = {}
    for total in (node for node in parts(*bodies) if isinstance(node, Sum)):
        letter, named, _ = total.over.name.partition("%k%")
        if named and (sizes.settle(total.over.size).name or "").startswith("?"):
            sizes.unify(lengths.setdefault(letter, total.over.size), total.over.size)
