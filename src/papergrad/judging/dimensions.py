"""A line of shapes below a formula: ``(n, m) = (n, k) × (k, m) + (n, 1)`` says that the product conforms."""

from __future__ import annotations

from dataclasses import replace

from papergrad.algebra.sizes import Size
from papergrad.judging.verdict import Finding
from papergrad.notation.tree import Fence, Infix, Node, Run
from papergrad.phrasebook.trees import sequence
from papergrad.reading.scope import Scope
from papergrad.reading.understood import Read

Shape = tuple[Size, ...]
ONE = Size.of(1)
ENTRYWISE = frozenset("*⊙∘∗")  # * beside ×, which multiplies matrices


def judge_dimensions(one: Read, plain: Finding) -> Finding | None:
    """The verdict on an equality of shapes; None for any other claim."""
    scope, left = one.scope, one.stated.head
    if scope is None or one.kind != "equality" or not _pair(left) or not _made_of_shapes(one.stated.right):
        return None
    lengths = scope.keys_in(left) | scope.keys_in(one.stated.right)
    if not lengths or any(scope.known(key) and key not in scope.size_names for key in lengths):
        return None  # pairs of values
    claimed, found = _shape(left, scope), _shape(one.stated.right, scope)
    if claimed is None or found is None:
        return replace(plain, code="PG002", message="this line of shapes is not understood")
    if claimed == found:
        return replace(plain, verdict="right", evidence="shapes")
    words = " × ".join(map(str, found)) or "a number"
    return replace(plain, code="PG303", message=f"as these shapes were read, the right side is {words}")


def _pair(node: Node) -> bool:
    return isinstance(node, Fence) and node.open in "([" and len(sequence(node.inside)) == 2


def _made_of_shapes(node: Node) -> bool:
    """Whether an expression has shapes where others have matrices, at least one of two lengths."""
    match node:
        case Fence("(" | "[", inside):
            return len(sequence(inside)) <= 2 and not isinstance(inside, Fence)
        case Infix(parts) | Run(parts):
            return any(map(_pair, parts)) and all(_made_of_shapes(part) for part in parts)
    return False


def _shape(node: Node, scope: Scope) -> Shape | None:
    match node:
        case Fence(_, inside):
            sizes = [scope.size(part) for part in sequence(inside)]
            known = tuple(size for size in sizes if size is not None)
            return None if len(known) < len(sizes) else () if known == (ONE,) else known
        case Run(parts):
            return _folded(parts, ("",) * (len(parts) - 1), scope)
        case Infix(parts, signs):
            return _folded(parts, signs, scope)
    return None


def _folded(parts: tuple[Node, ...], signs: tuple[str, ...], scope: Scope) -> Shape | None:
    whole = _shape(parts[0], scope)
    for sign, part in zip(signs, parts[1:], strict=True):
        other = _shape(part, scope)
        whole = None if whole is None or other is None else _combined(whole, sign, other)
    return whole


def _combined(a: Shape, sign: str, b: Shape) -> Shape | None:
    """The shape of ``a sign b``, where there is one; what is one entry long goes with any length in a sum."""
    if not a or not b:
        return a or b
    if sign in ENTRYWISE and a == b:
        return a
    if sign in ("+", "-") and len(a) == len(b) and all(x == y or ONE in (x, y) for x, y in zip(a, b, strict=True)):
        return tuple(y if x == ONE else x for x, y in zip(a, b, strict=True))
    if sign not in ("+", "-", "⊙", "∘") and len(a) == len(b) == 2 and a[1] == b[0]:
        return a[0], b[1]
    return None
