"""Probabilities written as such: after ``ŷ_o = P(o ∣ c) = ...`` the sign P(o ∣ c) is another name for ŷ_o."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Blank, Fence, Infix, Node, Run
from papergrad.reading import applied
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read


def opaque(node: Node) -> bool:
    """A probability written as such: p(o ∣ c)."""
    match node:
        case Run((_, Fence("(", Infix(_, ("∣",)), ")"))):
            return True
    return False


def said_explicitly(links: list[Read], reads: list[Read], scope: Scope) -> None:
    r"""``ℓ(μ) = \log p(x ∣ μ) = -\frac{1}{2} Σ_i (x_i - μ)^2``: what probabilities say that nobody defines, a later link may say
    without them, and that is the definition."""
    first = links[0]
    said = _undefined_probabilities(first.stated.right, reads, scope) if first.role == "defines" else False
    if not said or applied.of_probabilities(first.stated.left):
        return
    later = (one for one in links[1:] if one.role == "claims" and one.stated.relation in EQUAL)
    explicit = next((one for one in later if not applied.of_probabilities(one.stated.right)), None)
    if explicit is not None:
        first.role, explicit.role, explicit.kind = "names", "defines", "definition"
        if isinstance(explicit.stated.left, Blank):  # a line that starts with =
            explicit.stated = replace(explicit.stated, left=first.stated.left, head=first.stated.left)


def _undefined_probabilities(node: Node, reads: list[Read], scope: Scope) -> bool:
    """Whether an expression speaks of probabilities, and no function by their letters is defined."""
    heads = set(applied.letters_of_probabilities(node))
    defined = {
        text for one in reads if one.role == "defines" for text in applied.letters_of_probabilities(one.stated.left)
    }
    return bool(heads) and not heads & defined and not any(map(scope.calls_by, heads))


def named(stated: Iterable[Stated]) -> list[Stated]:
    """The statements, with the names that were given to probabilities in the place of these."""
    known: dict[tuple[Node, ...], Node] = {}
    found = []
    for one in stated:
        right = one.right if one.relation in EQUAL and one.link == 0 else None
        if isinstance(right, Run) and opaque(right) and apart(one.left) is not None:
            known[right.items] = one.left
        elif known:
            before = _renamed(one.before, known) if one.before is not None else None
            left, right, head = (_renamed(side, known) for side in (one.left, one.right, one.head))
            one = replace(one, left=left, right=right, head=head, before=before)
        found.append(one)
    return found


def _renamed(node: Node, known: dict[tuple[Node, ...], Node]) -> Node:
    if not isinstance(node, Run):
        return tree.rebuild(node, lambda part: _renamed(part, known))
    items: list[Node] = []
    at = 0
    while at < len(node.items):
        pair = node.items[at : at + 2]
        name = known.get(pair)
        items.append(_renamed(pair[0], known) if name is None else replace(name, span=pair[0].span | pair[1].span))
        at += 1 if name is None else 2
    return items[0] if len(items) == 1 else replace(node, items=tuple(items))
