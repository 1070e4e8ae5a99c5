"""How far a sum reaches, and over what.

``-Σ_i y_i log p_i + (1 - y_i) log(1 - p_i)`` is one sum: the i of the second term runs nowhere else. ``Σ x_i y_i`` runs over i.
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Infix, Name, Node, Prefix, Run
from papergrad.phrasebook import sums
from papergrad.reading.symbols import apart

PAIRS = ("ij", "kl", "mn")  # letters that are written for the two of a pair
RUNNING = frozenset("ijkmnpqrstc")  # letters of entries, samples, classes and steps


def lettered(node: Node, outer: frozenset[str] = frozenset()) -> Node:
    """The same expression, with the letter below each sum that has nothing there: the one letter that its body runs over.

    ``outer``: letters that run for another reason, such as those of the left side.
    """
    if isinstance(node, Big) and node.sign in "∑∏" and node.lower is None and node.upper is None:
        inner = {letter for part in tree.walk(node.body) if isinstance(part, Big) for letter in _letters(part)}
        letters = _scripts(node.body) - inner
        if len(letters) == 1 and not letters & outer:
            node = replace(node, lower=Name(*letters, span=node.span))
    return tree.rebuild(node, lambda part: lettered(part, outer))


def paired(node: Node, outer: frozenset[str] = frozenset()) -> Node:
    r"""``Σ_{k≠l} e^{-d_{kl}}``, where neither letter runs for another reason: the sum is over all pairs of two.

    Other letters, as in ``Σ_{j≠y} \max(0, s_j - s_y + 1)``, are those of one that is given and of all the others.
    """
    match node:
        case Big("∑" | "∏", Infix((Name() as one, Name() as other), ("≠",)), None) if (
            not {one.text, other.text} & outer
        ):
            given = any(isinstance(n, Name) and n.text == "max" for n in tree.walk(node.body))
            if one.text + other.text in PAIRS and {one.text, other.text} <= _below(node.body) and not given:
                node = replace(node, lower=Infix((one, Infix((other, one), ("≠",))), (",",)))
    if isinstance(node, Big):
        return replace(node, body=paired(node.body, outer | _letters(node)))
    return tree.rebuild(node, lambda part: paired(part, outer))


def over_pairs(node: Node) -> bool:
    """Whether an expression has a sum over pairs of two."""
    return any(
        isinstance(n, Big) and isinstance(n.lower, Infix) and isinstance(n.lower.operands[-1], Infix)
        and n.lower.operands[-1].operands[1:] == n.lower.operands[:1] for n in tree.walk(node)
    )  # fmt: skip


def open_ended(node: Node) -> bool:
    """Whether an expression has a sum below which only a letter stands: how far it runs is not written."""
    return any(isinstance(n, Big) and n.upper is None and isinstance(n.lower, Name) for n in tree.walk(node))


def given(head: Node) -> frozenset[str]:
    """The letters that what a statement is about is written with, outside of sums without a letter."""
    if isinstance(head, Big) and head.lower is None:
        return frozenset()
    if isinstance(head, Name):
        return frozenset((head.text,))
    return frozenset().union(*map(given, tree.children(head)))


def _scripts(node: Node) -> set[str]:
    """The single letters that stand as scripts of the symbols of an expression."""
    return _below(node) & RUNNING


def _below(node: Node) -> set[str]:
    """All the names that stand as scripts of the symbols of an expression."""
    written = (apart(part) for part in tree.walk(node))
    return {slot.item.text for one in written if one is not None for slot in one.slots if isinstance(slot.item, Name)}


def widened(node: Node, outer: frozenset[str] = frozenset()) -> Node:
    """The same expression, with the later terms of a sum taken into a sum whose index they mention.

    ``outer``: letters that run for another reason. Only terms after the sum are taken, and only where its index is not
    among the letters of the terms before it.
    """
    if isinstance(node, Infix) and set(node.operators) <= {"+", "-"}:
        node = _terms(node, outer)
    if isinstance(node, Big):
        return replace(node, body=widened(node.body, outer | _letters(node)))
    return tree.rebuild(node, lambda part: widened(part, outer))


def _terms(node: Infix, outer: frozenset[str]) -> Node:
    for at, operand in enumerate(node.operands[:-1]):
        found = _last_sum(operand)
        if found is None:
            continue
        letters = _letters(found) - outer
        before = set().union(*(_free(o) for o in node.operands[:at]), _free_but(operand, found))
        rest = node.operands[at + 1 :]
        if not letters or letters & before or not all(_free(o) & letters for o in rest):
            continue
        sign, _ = _sign(operand)
        signs = tuple(s if sign > 0 else ("-" if s == "+" else "+") for s in node.operators[at:])
        first = _product_of(found)
        body = Infix(
            (first, *rest), node.operators[at:] if _plain(operand, found) else signs, span=found.span | rest[-1].span
        )
        if not _plain(operand, found) and sign < 0:
            body = Infix((first, *rest), node.operators[at:], span=body.span)
        whole = _put(operand, found, replace(found, body=Fence("(", body, ")", span=body.span)))
        operands = (*node.operands[:at], whole)
        return whole if len(operands) == 1 else Infix(operands, node.operators[:at], span=node.span)
    return node


def _plain(operand: Node, found: Big) -> bool:
    return operand == found


def _product_of(found: Big) -> Node:
    return found.body


def _sign(node: Node) -> tuple[int, Node]:
    sign = 1
    while isinstance(node, Prefix) and node.sign in "+-":
        sign = -sign if node.sign == "-" else sign
        node = node.operand
    return sign, node


def _last_sum(node: Node) -> Big | None:
    """The sum that a term ends in."""
    _, inner = _sign(node)
    if isinstance(inner, Run):
        inner = inner.items[-1]
    elif isinstance(inner, Infix) and not set(inner.operators) & {"+", "-"}:
        return _last_sum(inner.operands[-1])
    if isinstance(inner, Big) and inner.sign == "∑" and sums.read(inner) is not None:
        deeper = _last_sum(inner.body)
        return inner if deeper is None else deeper
    return None


def _put(node: Node, old: Big, new: Big) -> Node:
    return new if node is old else tree.rebuild(node, lambda part: _put(part, old, new))


def _letters(big: Big) -> frozenset[str]:
    whole = sums.read(big)
    return (
        frozenset(r.index.text for r in whole.ranges if isinstance(r.index, Name)) if whole is not None else frozenset()
    )


def _free(node: Node) -> set[str]:
    """The letters of an expression that no sum inside it binds."""
    if isinstance(node, Big):
        inner = set().union(*(_free(part) for part in tree.children(node)))
        return inner - _letters(node)
    if isinstance(node, Name):
        return {node.text}
    return set().union(set(), *(_free(part) for part in tree.children(node)))


def _free_but(node: Node, big: Big) -> set[str]:
    if node is big:
        return set()
    if isinstance(node, Name):
        return {node.text}
    return set().union(set(), *(_free_but(part, big) for part in tree.children(node)))
