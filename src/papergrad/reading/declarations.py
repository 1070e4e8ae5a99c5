"""What a document declares: where a symbol lives, how long things are, what is known of the values."""

from __future__ import annotations

from collections.abc import Iterable

from papergrad.algebra.nodes import Definition, Delta, Index, Lookup, fresh
from papergrad.algebra.sizes import ONE_ENTRY, Size
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Prefix, Script, Words
from papergrad.phrasebook import sets, sums, transpose
from papergrad.phrasebook.trees import sequence
from papergrad.reading.habits import COLUMN, MATRIX, NUMBER, ROW, VECTORS
from papergrad.reading.named import key_of
from papergrad.reading.scope import Scope, Shape
from papergrad.reading.spoken import Property
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import SAMPLED, Written, apart, upright
from papergrad.reading.understood import Read


def membership(stated: Stated) -> sets.Membership | None:
    """The declaration that a statement is: ``W ∈ ℝ^{m×n}``."""
    if stated.relation != "∈":
        return None
    return sets.read(Infix((stated.left, stated.right), ("∈",), span=stated.span))


def symbols_of(node: Node) -> tuple[Node, ...]:
    """The symbols that a declaration is about: ``W_1, W_2``."""
    inner = node.operand if isinstance(node, Prefix) else node
    return tuple(s for s in sequence(inner) if apart(s) is not None)


def enter(scope: Scope, reads: Iterable[Read]) -> None:
    """Note all that statements declare."""
    for one in reads:
        if one.role != "declares":
            continue
        if (found := membership(one.stated)) is not None:
            declare(scope, found)
        elif one.key:
            scope.own.add(one.key)
            declare_one_hot(scope, one.key, one.stated.right)


def symmetric(stated: Stated) -> Property | None:
    """``if A = A^T``: the matrix that is supposed to be so."""
    left, flipped = apart(stated.left), transpose.read(stated.right)
    supposed = (stated.around.posed or stated.around.given) and not stated.link
    if not supposed or left is None or left.transposed or flipped is None or flipped.of != stated.left:
        return None
    return Property(stated.left, ("symmetric",))


def declare(scope: Scope, found: sets.Membership) -> list[str]:
    """Note the shapes (and what is known of the values); the keys that were declared."""
    keys = []
    for node in symbols_of(found.of):
        written = apart(node)
        if written is None:
            continue
        key = scope.symbols.key(written)
        if found.space.kind == "range":
            continue
        sizes = [scope.size(s) for s in found.space.sizes]
        if any(s is None for s in sizes) or len(sizes) > 2:
            continue
        known = [s for s in sizes if s is not None]
        if written.transposed:  # xᵀ ∈ ℝ^{1×n}: x itself is n × 1
            known.reverse()
        key = key.removesuffix(SAMPLED)
        if scope.steps is not None:
            _ends(scope, key, written)
        entries = scope.symbols.entries(written)
        if known or not entries or not _computed_before(key, scope):
            scope.declared[key] = shape_of(known)
            scope.declared_running[key] = entries
            before = scope.definition(key)
            if known and before is not None and len(before.axes) != scope.declared[key].core + entries:
                scope.renewed.add(key)
        scope.names.setdefault(key, upright(node))
        if found.space.kind in ("binary", "sign"):
            scope.facts.setdefault(key, set()).add(found.space.kind)
        elif found.space.kind == "interval" and found.space.ends is not None and found.space.ends[0] == Numeral("0"):
            scope.facts.setdefault(key, set()).add("unit" if found.space.ends[1] == Numeral("1") else "positive")
        keys.append(key)
    return keys


def _computed_before(key: str, scope: Scope) -> bool:
    """Whether an earlier part says what a symbol is, and this one does not: then ``p_k ∈ (0, 1)`` tells of that, and how many there
    are is known."""
    return scope.parent is not None and key not in scope.own and scope.parent.definition(key) is not None


def bounded(one: Stated, scope: Scope) -> bool:
    """Whether ``λ > 0`` or ``0 < ρ < 1`` says between which numbers a symbol lies of which nothing else is known; noted, if so."""
    left = one.before if one.link else one.left
    if left is None or one.around.case or one.around.trails or one.relation not in "<≤>≥":
        return False
    small, large = (left, one.right) if one.relation in "<≤" else (one.right, left)
    known = [key_of(side, scope.symbols) for side in (small, large)]
    if small == Numeral("0") and known[1] is not None and not scope.known(known[1]):
        scope.facts.setdefault(known[1], set()).add("positive")
        return True
    if large == Numeral("1") and known[0] is not None and not scope.known(known[0]):
        said = scope.facts.get(known[0], set())
        if "positive" in said:
            scope.facts[known[0]] = {*said - {"positive"}, "unit"}
            return True
    return False


def adds_up(one: Stated, scope: Scope) -> None:
    """Note that ``Σ_i y_i = 1`` is said of the entries of a symbol, whatever was said of a y before."""
    whole = sums.read(one.left) if one.right == Numeral("1") else None
    match whole:
        case sums.Total(body=Script(_, Name() as below, None, 0) as body, ranges=(only,)) if only.index == below:
            if (key := key_of(body, scope.symbols)) is not None:
                scope.facts.setdefault(key, set()).add("sums-to-one")


def _ends(scope: Scope, key: str, written: Written) -> None:
    """Note how far the list ``x_1, …, x_T`` goes."""
    for slot in scope.symbols.running(written)[:1]:
        if isinstance(slot.item, Numeral):
            scope.ends.setdefault(key, None)
        elif key in scope.ends and (length := scope.size(slot.item)) is not None:
            scope.ends[key] = length


def shape_of(sizes: list[Size]) -> Shape:
    """The shape of a tensor of these sizes: ``1 × n`` lies, ``n × 1`` and ``n`` stand."""
    one = Size.of(1)
    if len(sizes) == 2:
        if sizes == [one, one]:
            return Shape(())
        if sizes[1] == one:
            return Shape((sizes[0],), 0, False, True)
        if sizes[0] == one:
            return Shape((sizes[1],), 0, True, True)
    return Shape(tuple(sizes), 0, False)


def kinds_of(shape: Shape, sure: bool) -> frozenset[str]:
    """The kinds that a declared shape can be: a vector of which only the length is given may lie or stand, unless one is ``sure``."""
    core = shape.core
    if core == 0:
        return frozenset((NUMBER,))
    if core == 1:
        return frozenset((ROW if shape.lying else COLUMN,)) if sure else VECTORS
    return frozenset((MATRIX,))


def one_hot(stated: Stated, scope: Scope) -> str | None:
    """``y = e_k``: y is one-hot. The key of y."""
    match stated.right:
        case Script(Name("e"), sub, None, 0) if (
            sub is not None and not scope.known("e") and apart(stated.left) is not None
        ):
            written = apart(stated.left)
            return scope.symbols.key(written) if written is not None and not written.slots else None
        case Words(text) | Name(text=text) if text.lower().replace("-", "").replace(" ", "") == "onehot":
            written = apart(stated.left)
            return scope.symbols.key(written) if written is not None else None
    return None


def declare_one_hot(scope: Scope, key: str, right: Node) -> None:
    """``y = e_k``: entry k of y is 1, the others are 0; from here on k is a position that somebody chose."""
    scope.facts.setdefault(key, set()).add("one-hot")
    if isinstance(right, Script) and isinstance(right.sub, Name):
        scope.positions[right.sub.text] = key


def define_one_hot(scope: Scope) -> None:
    """The vectors that were said to be unit vectors, as such."""
    for name, key in scope.positions.items():
        shape = scope.shape(key)
        if len(shape.sizes) == 1:
            axis = Index(f"k%{fresh(ONE_ENTRY).name}", scope.sizes.settle(shape.sizes[0]))
            scope.definitions[key] = Definition(key, (axis,), Delta(axis, Lookup(name, ())))


def sums_to_one(left: Node, right: Node, scope: Scope) -> str | None:
    """``Σ_i y_i = 1``: the key of y."""
    from_sum = left if right == Numeral("1") else None
    body = getattr(from_sum, "body", None)
    written = apart(body) if body is not None else None
    return scope.symbols.key(written) if written is not None and written.power is None else None


def bracketed(node: Node) -> Node:
    return node.inside if isinstance(node, Fence) else node
