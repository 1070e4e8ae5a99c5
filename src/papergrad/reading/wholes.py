"""Products that are one quantity: ``∂(Vh)/∂U`` where the text calls Vh a scalar and nothing says how V or h depends on U.

Such a product is some function of U as a whole: a chain that is right for any such function is the chain rule. It gets a
symbol of its own in every statement of the scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import gradient
from papergrad.reading.scope import Scope, Shape
from papergrad.reading.spoken import Said, Shaped
from papergrad.reading.squares import spelled as with_squares
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import apart, letter
from papergrad.records import dataclass


@dataclass(frozen=True)
class Whole:
    """A product, the symbol that stands for it, and what it is a function of."""

    product: Run
    symbol: Name
    by: Node


def wholes(group: list[Stated], words: Iterable[Said], parent: Scope | None) -> list[Whole]:
    """The products of this scope that are numbers and functions of something nobody relates to their factors."""
    numbers = [
        w.claim.of for w in words if isinstance(w.claim, Shaped) and not w.claim.sizes and isinstance(w.claim.of, Run)
    ]
    if not numbers:
        return []
    derived = list(_derived(group))
    said = {w.base for one in group if one.relation in EQUAL and one.link == 0 and (w := apart(one.left)) is not None}
    said |= {w.base for of, by in derived for node in (of, by) if (w := apart(node)) is not None}
    found: dict[Node, Whole] = {}
    for of, by in derived:
        variable = apart(by)
        bases = _bases(of)
        if (
            of not in numbers
            or of in found
            or not isinstance(of, Run)
            or variable is None
            or variable.slots
            or not bases
        ):
            continue
        related = bases & (said | {variable.base, variable.base.swapcase()})
        if not related and not any(parent is not None and parent.known(b) for b in bases):
            found[of] = Whole(of, Name("".join(i.text for i in tree.walk(of) if isinstance(i, Name)), span=of.span), by)
    return list(found.values())


# -- extremes and the positions where they lie -------------------------------------------------------------------------------


def extremes(group: list[Stated]) -> list[Stated]:
    """``max(p_j)`` of something met nowhere else is one symbol, and ``tanh x_m^T u_j = max(p_j)`` says what it is; where m_j
    is a position elsewhere, the m of this is that of j."""
    sides = [side for one in group for side in (one.left, one.right)]
    inside = {
        id(n): w.base
        for side in sides
        for run in tree.walk(side)
        for _, n in _maxima(run)
        if (w := apart(n)) is not None and len(w.slots) == 1
    }
    bases = set(inside.values())
    met = [w.base for side in sides for n in _symbols(side) if (w := apart(n)) is not None and id(n) not in inside]
    bases -= set(met)
    if not bases:
        return group
    positions = {found[0]: found[1] for side in sides for n in tree.walk(side) if (found := _position(n)) is not None}

    def changed(node: Node) -> Node:
        if isinstance(node, Run):
            node = _named(node, bases)
        if isinstance(node, Script) and isinstance(node.sub, Name) and node.sub.text in positions:
            return replace(node, sub=Script(node.sub, sub=positions[node.sub.text], span=node.sub.span))
        return tree.rebuild(node, changed)

    return [_turned(mapped(one, changed)) for one in group]


def _maxima(node: Node) -> Iterator[tuple[int, Node]]:
    """Where in a run a maximum stands, with the symbol it is taken of."""
    if not isinstance(node, Run):
        return
    for at, (head, following) in enumerate(zip(node.items, node.items[1:], strict=False)):
        inside = following.inside if isinstance(following, Fence) and following.open == "(" else following
        if (
            head in (Name("max", font="word"), Name("min", font="word"))
            and isinstance(inside, Script)
            and inside.sub is not None
            and inside.sup is None
        ):
            yield at, inside


def _symbols(node: Node) -> Iterator[Node]:
    if apart(node) is not None and not isinstance(node, Fence):
        yield node
        return
    for child in tree.children(node):
        yield from _symbols(child)


def _position(node: Node) -> tuple[str, Name] | None:
    """The two letters of ``m_j``, a position for every j."""
    match node:
        case Script(Name(text="m" | "n" | "k" as text), Name() as sub, None, 0) if letter(sub) is not None:
            return text, sub
    return None


def _named(node: Run, bases: set[str]) -> Node:
    for at, symbol in _maxima(node):
        written = apart(symbol)
        if written is not None and written.base in bases and isinstance(symbol, Script):
            head, following = node.items[at : at + 2]
            assert isinstance(head, Name)
            one = Script(
                Name(head.text + written.base, span=head.span), sub=symbol.sub, span=head.span | following.span
            )
            items = (*node.items[:at], one, *node.items[at + 2 :])
            return _named(replace(node, items=items), bases) if len(items) > 1 else one
    return node


def spelled(node: Node) -> Node:
    """An expression with its maxima and its squares as their writer spells them."""
    return _with_maxima(with_squares(node))


def _with_maxima(node: Node) -> Node:
    node = tree.rebuild(node, _with_maxima)
    match node:
        case Script(Name(text=text, font=""), sub, sup, 0) if extreme(text) and sub is not None:
            fence = Fence("(", Script(Name(text[3:]), sub=sub), ")")
            return Run((Name(text[:3], font="word"), fence if sup is None else Script(fence, sup=sup)), span=node.span)
    return node


def extreme(text: str) -> bool:
    """Whether a name stands for a maximum or minimum."""
    return text[:3] in ("max", "min") and len(text) > 3


def _turned(one: Stated) -> Stated:
    """An equation that says on its right what is defined."""
    if (
        one.link == 0
        and one.relation in EQUAL
        and isinstance(one.right, Script)
        and isinstance(one.right.base, Name)
        and extreme(one.right.base.text)
    ):
        return replace(one, left=one.right, right=one.left, head=one.right)
    return one


# -- wholes ------------------------------------------------------------------------------------------------------------------


def enter(scope: Scope, known: list[Whole]) -> None:
    """Note that every whole is a number, and some function of what it is derived by."""
    for whole in known:
        one, by = apart(whole.symbol), apart(whole.by)
        assert one is not None and by is not None
        key = scope.symbols.key(one)
        scope.declared.setdefault(key, Shape(()))
        scope.names.setdefault(key, whole.symbol)
        if key not in scope.own:  # nor do we know what it is
            scope.surrogates[key] = (scope.symbols.key(by),)


def put(one: Stated, known: list[Whole]) -> Stated:
    """A statement in which every whole is one symbol."""
    return mapped(one, lambda node: _put(node, known))


def _put(node: Node, known: list[Whole]) -> Node:
    if isinstance(node, Run):
        for whole in known:
            node = _within(node, whole) if isinstance(node, Run) else node
    return tree.rebuild(node, lambda part: _put(part, known))


def _within(node: Run, whole: Whole) -> Node:
    """A run with the factors of the whole, where they stand side by side, as one symbol."""
    wide = len(whole.product.items)
    for at in range(len(node.items) - wide + 1):
        piece = node.items[at : at + wide]
        if piece == whole.product.items:
            symbol = replace(whole.symbol, span=piece[0].span | piece[-1].span)
            rest = (*node.items[:at], symbol, *node.items[at + wide :])
            return replace(node, items=rest) if len(rest) > 1 else symbol
    return node


def _derived(group: list[Stated]) -> Iterator[tuple[Node, Node]]:
    for one in group:
        for side in (one.left, one.right):
            for node in tree.walk(side):
                asked = gradient.read(node)
                if asked is not None and asked.of is not None and len(asked.wrt) == 1:
                    yield _bare(asked.of), _bare(asked.wrt[0])


def _bases(node: Node) -> frozenset[str]:
    """The symbols of a product of nothing but symbols; empty for anything else."""
    if not isinstance(node, Run):
        return frozenset()
    written = [apart(item) for item in node.items]
    return frozenset(w.base for w in written if w is not None) if all(written) else frozenset()


def _bare(node: Node) -> Node:
    return node.inside if isinstance(node, Fence) else node
