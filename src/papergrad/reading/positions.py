"""Where a script points: the position along an axis that ``i``, ``t - 1``, ``2k``, ``w_i`` or ``n`` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergrad.algebra.nodes import Affine, At, Entry, Index, Lookup, Position, affine, shift
from papergrad.algebra.sizes import Size
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Run, Script
from papergrad.reading.symbols import apart, letter, text_of
from papergrad.reading.values import ShapeMismatch, Unknown, Value

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader


def at(reader: Reader, item: Node, size: Size | None) -> At:
    """The position that a running script names, along an axis of this size."""
    sizes = reader.scope.sizes
    match item:
        case Numeral(text) if text.isdigit():
            return Affine((), Size.of(int(text) - 1)) if int(text) else Affine((), Size.of(0))
        case Name() if letter(item) is not None or len(item.text) == 1:
            name = item.text + "".join(item.accents)
            if name in reader.locals and (put := _place(reader, reader.locals[name])) is not None:
                return put
            if name not in reader.letters and reader.scope.is_fixed(name):
                return Lookup(name, ())
            if name not in reader.letters:
                if size is not None and sizes.settle(size).name == name:
                    return Affine((), Size.of(name) - 1)  # x_n of n entries is the last
                if _is_last(reader, name, size):
                    return Affine((), Size.of(name) - 1)
                if size is not None and reader.scope.steps is not None and name in reader.scope.steps.lengths:
                    told = reader.scope.size(reader.scope.steps.lengths[name])
                    size = told if told is not None and sizes.unify(size, told) else size
                reader.letters[name] = Index(name, sizes.settle(size) if size is not None else sizes.fresh())
            known = reader.letters[name]
            if known in reader.ranged and not (size is not None and str(sizes.settle(size)).startswith("?")):
                return known
            if isinstance(known, Index) and size is not None and not sizes.unify(known.size, size):
                words = f"{name} runs over {sizes.settle(known.size)} here and over {sizes.settle(size)} there"
                raise ShapeMismatch(words, False)  # a slip has a name; else it is more often a letter that was misread
            return known
        case Infix((first, *rest), operators) if set(operators) <= {"+", "-"}:
            return _moved(reader, first, rest, operators, size)
        case Run((Numeral(text), inner)) if text.isdigit() and int(text):  # 2t, counted from 1
            return affine(((at(reader, inner, None), int(text)),), int(text) - 1)
        case Run((*before, inner)) if (block := _length(reader, before)) is not None:  # q(j - 1), in blocks of q
            return affine(((at(reader, inner, None), block),), block - 1)
        case Script():
            written = apart(item)
            if written is not None:
                inner = reader.scope.symbols.key(written)
                slots = reader.scope.symbols.running(written) or written.slots
                name = inner if reader.scope.symbols.running(written) else written.base
                if inner in reader.letters:
                    return reader.letters[inner]
                found = tuple(at(reader, s.item, None) for s in slots)
                if all(map(_is_one, found)):  # the y_i of the one sample that is spoken of, the y_2 of the second step
                    return Lookup(inner, ())
                return Lookup(name, found)
        case Fence(_, inside, _):
            return at(reader, inside, size)
    raise Unknown(f"{text_of(item)} is not a position that is understood", item.span)


def _is_one(at: At) -> bool:
    """Whether a position is a single one, chosen or numbered."""
    return not at.at if isinstance(at, Lookup) else isinstance(at, Affine) and not at.terms


def _length(reader: Reader, factors: list[Node]) -> Size | None:
    """The length that a product of names is, if all of them are lengths."""
    whole = Size.of(1)
    for part in factors:
        if not isinstance(part, Name) or part.text in reader.letters or part.text not in reader.scope.size_names:
            return None
        whole = whole * (reader.scope.size(part) or 0)
    return whole if factors else None


def _place(reader: Reader, found: Value) -> At | None:
    """The position that a value is: the argument of a function that reads a row."""
    match found.body:
        case Position(at) if not found.axes:
            return at
        case Entry(symbol, at) if not found.axes and reader.scope.steps is not None:
            return Lookup(symbol, at) if symbol in reader.scope.steps.positions else None
    return None


def _is_last(reader: Reader, name: str, size: Size | None) -> bool:
    """Whether the T of ``h_T`` is the number of steps, where steps run."""
    scope = reader.scope
    if scope.steps is None or size is None or not name.isupper() or name not in scope.size_names:
        return False
    return scope.sizes.unify(size, Size.of(name))


def _moved(reader: Reader, first: Node, rest: list[Node], operators: tuple[str, ...], size: Size | None) -> At:
    base: At | None = None
    offset, last = Size.of(0), False
    for sign, part in zip(("+", *operators), (first, *rest), strict=True):
        known = reader.scope.size(part) if not (isinstance(part, Name) and part.text in reader.letters) else None
        if isinstance(part, Numeral) and known is not None:
            offset = offset + known if sign == "+" else offset - known
        elif base is None and sign == "+":
            last = size is not None and isinstance(part, Name) and reader.scope.sizes.settle(size).name == part.text
            base = at(reader, part, size if last else None)  # x_{n-1} of n entries stands before the last
        else:
            other = at(reader, part, None)
            if base is None:
                raise Unknown("this position is not understood", part.span)
            weight = 1 if sign == "+" else -1
            base = affine(((base, 1), (other, weight)), weight)  # both count from 1
    if base is None:
        return Affine((), offset - 1)
    moved = offset.number
    if last and moved is not None and moved > 0 and reader.scope.steps is None:
        raise Unknown(f"entry {text_of(first)} is the last one, and this speaks of one behind it", first.span)
    if moved is None:
        raise Unknown("this position is not understood", first.span)
    return shift(base, int(moved))
