"""Products that are one quantity: ``∂(Vh)/∂U`` where the text calls Vh a scalar and nothing says how V or h depends on U.

Such a product is some function of U as a whole: a chain that is right for any such function is the chain rule. It gets a
symbol of its own in every statement of the scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run
from papergrad.phrasebook import gradient
from papergrad.reading import prose
from papergrad.reading.scope import Scope, Shape
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import apart


@dataclass(frozen=True)
class Whole:
    """A product, the symbol that stands for it, and what it is a function of."""

    product: Run
    symbol: Name
    by: Node


def wholes(group: list[Stated], words: Iterable[prose.Said], parent: Scope | None) -> list[Whole]:
    """The products of this scope that are numbers and functions of something nobody relates to their factors."""
    numbers = [w.claim.of for w in words if isinstance(w.claim, prose.Shaped) and not w.claim.sizes and isinstance(w.claim.of, Run)]
    if not numbers:
        return []
    derived = list(_derived(group))
    said = {w.base for one in group if one.relation in EQUAL and one.link == 0 and (w := apart(one.left)) is not None}
    said |= {w.base for of, by in derived for node in (of, by) if (w := apart(node)) is not None}
    found: dict[Node, Whole] = {}
    for of, by in derived:
        variable = apart(by)
        bases = _bases(of)
        if of not in numbers or of in found or not isinstance(of, Run) or variable is None or variable.slots or not bases:
            continue
        related = bases & (said | {variable.base, variable.base.swapcase()})
        if not related and not any(parent is not None and parent.known(b) for b in bases):
            found[of] = Whole(of, Name("".join(i.text for i in tree.walk(of) if isinstance(i, Name)), span=of.span), by)
    return list(found.values())


def enter(scope: Scope, known: list[Whole]) -> None:
    """Note that every whole is a number, and some function of what it is derived by."""
    for whole in known:
        one, by = apart(whole.symbol), apart(whole.by)
        assert one is not None and by is not None
        key = scope.symbols.key(one)
        scope.declared.setdefault(key, Shape(()))
        scope.names.setdefault(key, whole.symbol)
        scope.surrogates[key] = (scope.symbols.key(by),)


def put(one: Stated, known: list[Whole]) -> Stated:
    """A statement in which every whole is one symbol."""
    sides = {name: getattr(one, name) for name in ("left", "right", "head", "before") if getattr(one, name) is not None}
    return replace(one, **{name: _put(node, known) for name, node in sides.items()})


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
