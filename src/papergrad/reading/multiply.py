"""Products as papers write them: matrix products, Hadamard products, and chains of derivatives.

A chain ``∂J/∂z · ∂z/∂h`` is contracted over what the two factors share, whichever way the writer lays out Jacobians and in
whichever order they stand: layouts are compared when the claim as a whole is judged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from papergrad.algebra.nodes import ONE, Entry, Index, minus, mul, power, total
from papergrad.algebra.traversal import symbols
from papergrad.notation.tree import Big, Fence, Infix, Node, Run, Script
from papergrad.phrasebook import gradient
from papergrad.reading import calls, derivatives
from papergrad.reading.grouping import Call, Factor, Operator, factors, product
from papergrad.reading.values import IllTyped, ShapeMismatch, Sizes, Value, dot, entrywise, kronecker, running, times
from papergrad.source import PaperError

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader

HADAMARD = frozenset("⊙∘⊗") | {".*"}
QUOTIENT = frozenset("/⊘÷") | {"./"}
CONVOLVES = frozenset("*×⋆∗⊛")  # what may stand between a picture and a filter
__all__ = ["entrywise", "infix", "inner", "run", "times"]


def run(reader: Reader, node: Run) -> Value:
    """Things side by side."""

    def folded() -> Value:
        values = _values(reader, node)
        if not values:
            raise PaperError("nothing is said here", node.span, code="PG002")
        return _fold(reader, [("", v) for v in values])

    return _greedily(reader, (node,), folded)


def infix(reader: Reader, node: Infix) -> Value:
    """A product with signs."""
    operands, _ = product(node) or ((node,), ())
    return _greedily(reader, operands, lambda: _infix(reader, node))


def below(reader: Reader, node: Node) -> Value:
    """What stands below the line. Vectors side by side that do not conform there are multiplied entry by entry, as they divide:
    ``(ŷ - y) / (ŷ (1 - ŷ))``."""
    saved = reader.scope.sizes.save()
    try:
        return reader.value(node)
    except IllTyped as clash:
        reader.scope.sizes.restore(saved)
        parts = _values(reader, node) if isinstance(node, Run) and clash.product else []
        if any(part.order > 1 for part in parts) or sum(part.order for part in parts) < 2:
            raise
        whole = parts[0]
        for part in parts[1:]:
            whole = entrywise(whole, part, reader.scope.sizes)
        reader.assumptions.append("what is divided by is multiplied entry by entry")
        return whole


def _greedily(reader: Reader, operands: tuple[Node, ...], read: Callable[[], Value]) -> Value:
    """A product; where it does not conform, a derivative sign takes all that stands side by side behind it: ``∇_h h W``."""
    saved = reader.scope.sizes.save()
    try:
        return read()
    except ShapeMismatch:
        open_ended = (f for o in operands if isinstance(o, Run) for f in _grouped(reader, o)[:-1])
        if reader.greedy or not any(isinstance(f, Operator) for f in open_ended):
            raise
        reader.scope.sizes.restore(saved)
        reader.greedy = True
        try:
            return read()
        finally:
            reader.greedy = False


def _infix(reader: Reader, node: Infix) -> Value:
    """Where runs bind tighter than the signs and that does not conform, all bind alike."""
    operands, signs = product(node) or ((node,), ())
    tight: list[tuple[str, Value]] = []
    flat: list[tuple[str, Value]] = []
    widths: list[int] = []
    saved = reader.scope.sizes.save()
    for sign, operand in zip(("", *signs), operands, strict=True):
        inner = _values(reader, operand) if isinstance(operand, Run) else [reader.value(operand)]
        flat += [(sign if n == 0 else "", v) for n, v in enumerate(inner)]
        below = _below(_grouped(reader, operand), inner) if sign == "/" and isinstance(operand, Run) else len(inner)
        widths += [below, len(inner) - below] if below < len(inner) else [below]
    try:
        at = 0
        for width in widths:
            tight.append((flat[at][0], _fold(reader, [("", v) for _, v in flat[at : at + width]])))
            at += width
        return _fold(reader, tight)
    except ShapeMismatch as mismatch:
        reader.scope.sizes.restore(saved)
        try:
            return _fold(reader, flat)
        except ShapeMismatch:
            reader.scope.sizes.restore(saved)
            raise mismatch from None


def _below(parts: tuple[Factor, ...], values: list[Value]) -> int:
    """How many of the things side by side behind a slash it divides by: up to a sum, as in ``1/n Σ_i x_i``, and of numbers
    and lengths up to a bracket, a call or a tensor, as in ``1/2 (y - t)²``, ``λ/2 ‖w‖²`` and ``1/2 xᵀ x``."""
    before = constant = True
    for at, (part, value) in enumerate(zip(parts, values, strict=True)):
        constant &= not symbols(value.body)
        closed = isinstance(part.base if isinstance(part, Script) else part, Fence | Call)
        if at and (isinstance(part, Big) or (before and not constant and (closed or value.axes))):
            return at
        before = constant
    return len(parts)


def _grouped(reader: Reader, node: Run) -> tuple[Factor, ...]:
    return factors(node.items, reader.scope.is_function, reader.greedy)


def _values(reader: Reader, node: Run) -> list[Value]:
    out = []
    for factor in _grouped(reader, node):
        match factor:
            case Call():
                out.append(calls.call(reader, factor, node))
            case Operator(derivative):
                out.append(derivatives.derivative(reader, derivative, node))
            case _:
                out.append(reader.value(factor))
    if not out:
        raise PaperError("nothing stands here that could be multiplied", node.span)
    return out


def _fold(reader: Reader, parts: list[tuple[str, Value]]) -> Value:
    whole = parts[0][1]
    try:
        saved = reader.scope.sizes.save()
        for sign, value in parts[1:]:
            whole = combine(whole, value, sign, reader)
        return whole
    except ShapeMismatch as mismatch:  # a (b c) where (a b) c does not conform: scalars and inner products behind
        if len(parts) < 3 or any(sign in HADAMARD | QUOTIENT for sign, _ in parts[1:]):
            raise
        reader.scope.sizes.restore(saved)
        try:
            whole = parts[-1][1]
            for (_, value), (sign, _) in zip(reversed(parts[:-1]), reversed(parts[1:]), strict=True):
                whole = combine(value, whole, sign, reader)
            return whole
        except ShapeMismatch:
            reader.scope.sizes.restore(saved)
            raise mismatch from None


def combine(a: Value, b: Value, sign: str, reader: Reader) -> Value:
    """``a sign b``. Raises ShapeMismatch."""
    sizes = reader.scope.sizes
    if sign in QUOTIENT:
        below = replace(b.plain(), body=power(b.body, -1))
        return entrywise(a.plain(), below, sizes) if b.axes else replace(a, body=mul(a.body, below.body))
    if not a.axes or not b.axes:
        return _scaled(a, b)
    if a.top is not None or b.top is not None:
        chained = _chain(a, b, sizes)
        if chained is not None:
            return chained
    if sign == "⊗":
        return _tensor(a.plain(), b.plain(), reader)
    if sign in HADAMARD or (sign == "·" and reader.entrywise_dots and a.order == b.order == 1):
        if a.order == b.order == 1 and a.lying != b.lying and (_gradient(a, reader) or _gradient(b, reader)):
            return entrywise(replace(a.plain(), lying=True), replace(b.plain(), lying=True), sizes)
        return entrywise(a.plain(), b.plain(), sizes)
    saved = sizes.save()
    try:
        return times(a.plain(), b.plain(), sizes)
    except ShapeMismatch as mismatch:
        sizes.restore(saved)
        for other in _charity(sign, a, b, reader):
            try:
                return other(a, b, sizes)
            except ShapeMismatch:
                sizes.restore(saved)
        if sign in CONVOLVES and a.order == b.order:
            raise ShapeMismatch(f"{mismatch}, if {sign} is no convolution", False, mismatch.product) from None
        raise mismatch from None


def _tensor(a: Value, b: Value, reader: Reader) -> Value:
    """``a ⊗ b``: of vectors entry by entry where they go together so, else the outer product; of matrices Kronecker's, in a
    document that fits so, else entry by entry."""
    sizes, vectors = reader.scope.sizes, a.order == b.order == 1
    if vectors or reader.scope.entrywise:
        saved = sizes.save()
        try:
            found = entrywise(a, b, sizes)
            reader.scope.met_entrywise |= not vectors
            return found
        except ShapeMismatch:
            sizes.restore(saved)
    if vectors:
        return times(replace(a, lying=False), replace(b, lying=True), sizes)
    return kronecker(a, b, sizes)


def _scaled(a: Value, b: Value) -> Value:
    """A number times something; a derivative stays one, and a chain through a number is joined."""
    body = mul(a.body, b.body)
    if a.top is not None and b.top is not None:
        if a.wrt and a.wrt == b.of:
            return Value(
                body, a.axes + b.axes, a.lying or b.lying, len(a.axes[: a.top]) + len(b.axes[: b.top]), a.of, b.wrt
            )
        if b.wrt and b.wrt == a.of:
            return Value(
                body, b.axes + a.axes, a.lying or b.lying, len(b.axes[: b.top]) + len(a.axes[: a.top]), b.of, a.wrt
            )
    whole = a if a.axes else b if b.axes else a if a.top is not None else b
    return replace(whole, body=body)


def _charity(sign: str, a: Value, b: Value, reader: Reader):  # type: ignore[no-untyped-def]
    """What a sign may mean besides a matrix product, in the order it is tried."""
    if sign in ("·", "⋆", "∗") and a.order == b.order == 1:
        yield lambda x, y, sizes: dot(x.plain(), y.plain(), sizes)
    if sign in ("*", "×", "⋆", "∗", "·"):
        yield lambda x, y, sizes: entrywise(x.plain(), y.plain(), sizes)
    if a.top is not None and a.order == 2:
        yield lambda x, y, sizes: times(x.plain().transposed, y.plain(), sizes)
    if b.top is not None and b.order == 2:
        yield lambda x, y, sizes: times(x.plain(), y.plain().transposed, sizes)
    if _gradient(a, reader):
        yield lambda x, y, sizes: times(x.plain().transposed, y.plain(), sizes)
    if _gradient(b, reader):
        yield lambda x, y, sizes: times(x.plain(), y.plain().transposed, sizes)


def _gradient(value: Value, reader: Reader) -> bool:
    """Whether this is the derivative of a number by a vector, or the name of one: it lies where derivatives are rows, and its
    transpose stands up."""
    if value.order != 1:
        return False
    match value.body:
        case Entry(symbol) if value.top is None and reader.scope.declaration(symbol) is None:
            named = reader.scope.written_as(symbol)
            return named is not None and gradient.read(named) is not None
    return value.top == 0


def _chain(a: Value, b: Value, sizes: Sizes) -> Value | None:
    """Two factors of which one is a derivative at least, contracted over what they share; None where they share nothing."""
    if a.top is not None and b.top is not None:
        if a.wrt and a.wrt == b.of:
            return _contract(a, b, sizes)
        if b.wrt and b.wrt == a.of:
            return _contract(b, a, sizes)
    for one, other in ((b, a), (a, b)):  # a plain error signal times a Jacobian
        if one.top and other.top is None and other.order == one.top and len(one.axes) > one.top:
            saved = sizes.save()
            if all(sizes.unify(i.size, j.size) for i, j in zip(one.axes[: one.top], other.axes, strict=True)):
                if (
                    one.order == 2
                    and other.order == 1
                    and _square(one, sizes)
                    and (one is b) != other.lying
                    and one is a
                ):
                    sizes.restore(saved)  # J v with a square J: a matrix product as it stands
                    return None
                return _contract(Value(other.body, other.axes, top=0, of="", wrt=one.of), one, sizes, True)
            sizes.restore(saved)
    return None


def _square(value: Value, sizes: Sizes) -> bool:
    return sizes.settle(value.axes[0].size) == sizes.settle(value.axes[1].size)


def _contract(left: Value, right: Value, sizes: Sizes, plain: bool = False) -> Value | None:
    """``∂A/∂B`` with ``∂B/∂C``, summed over the axes of B."""
    assert left.top is not None and right.top is not None
    shared_left, shared_right = left.axes[left.top :], right.axes[: right.top]
    saved = sizes.save()
    if len(shared_left) != len(shared_right) or not all(
        sizes.unify(i.size, j.size) for i, j in zip(shared_left, shared_right, strict=True)
    ):
        sizes.restore(saved)
        return None
    summed = tuple(running(sizes, i.size) for i in shared_left)
    top = tuple(running(sizes, i.size) for i in left.axes[: left.top])
    bottom = tuple(running(sizes, i.size) for i in right.axes[right.top :])
    body = total(summed, mul(left.named(top + summed), right.named(summed + bottom)))
    axes: tuple[Index, ...] = top + bottom
    lying = right.lying if not top else left.lying
    return Value(body, axes, lying and len(axes) == 1, len(top), left.of, right.wrt)


def inner(reader: Reader, a: Value, b: Value) -> Value:
    return dot(a.plain(), b.plain(), reader.scope.sizes)


def negate(value: Value) -> Value:
    return replace(value, body=minus(value.body))


def one_like(value: Value) -> Value:
    return replace(value, body=ONE)


def is_product(node: Node) -> bool:
    return product(node) is not None
