"""Symbols beside a sum over their kind: ``-log σ(u_o^T v) - Σ_{k=1}^K log σ(-u_k^T v)`` counts u_o once, so o is none of the k."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Fraction, Infix, Name, Node, Numeral, Prefix, Run
from papergrad.phrasebook import sums
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import LETTERS, Symbols, apart

Pair = tuple[str, str]  # a symbol, and the letter that stands below it


def known(group: list[Stated], before: Symbols | None) -> tuple[dict[Pair, str], dict[Pair, str]]:
    """What stands beside a sum in a part, and what is drawn (see ``drawn``); and what does before it, unless that is said anew."""
    own = beside(group)
    taken = drawn(group, own, {base for base, *_ in before.axes} if before is not None else ())
    left = {pair: k for pair, k in own.items() if (pair[0], k) not in taken}
    if before is None:
        return left, taken
    anew = {w.base for one in group if one.relation in (*EQUAL, "∈") and (w := apart(one.left)) is not None}
    kept, kept_taken = ({p: k for p, k in d.items() if p[0] not in anew} for d in (before.beside, before.drawn))
    return {**kept, **left}, {**kept_taken, **taken}


def beside(stated: Iterable[Stated]) -> dict[Pair, str]:
    """The symbols with a letter of their own that a definition adds to a sum over others of their kind, with the letter of
    that sum."""
    found: dict[Pair, str] = {}
    for one in stated:
        head = _defined(one.left)
        if one.relation not in EQUAL or one.link or apart(head) is None:
            continue
        named = set(_named(head))
        for node in tree.walk(one.right):
            if not isinstance(node, Infix) or not set(node.operators) <= {"+", "-"}:
                continue
            totals = [t for term in node.operands if (t := _total(term)) is not None]
            alone = {pair for term in node.operands if _total(term) is None for pair in _subscripted(term)}
            for total in totals:
                index = total.ranges[0].index
                if not isinstance(index, Name) or total.ranges[0].excluded:
                    continue
                summed = {base for base, letter in _subscripted(total.body) if letter == index.text}
                found |= {
                    (base, x): index.text for base, x in alone if base in summed and x not in (index.text, *named)
                }
    return found


def _named(head: Node) -> Iterator[str]:
    """The letters of what is defined, without those that a name below it is called with: the o of ``J_{neg(v, o, U)}``."""
    match head:
        case Name(text):
            yield text
        case Run((*names, Fence("(", Infix(_, (",", *_))))) if names:
            yield from _named(Run(tuple(names)))
        case _:
            for child in tree.children(head):
                yield from _named(child)


def _defined(left: Node) -> Node:
    """The J of ``J = …`` and of ``J(v, o, U) = …``."""
    match left:
        case Run((head, Fence("("))):
            return head
    return left


def drawn(stated: Iterable[Stated], known: dict[Pair, str], families: Collection[str]) -> dict[Pair, str]:
    """Where ``u_o`` stands beside a sum over k, but is one of the ``u_w`` that another sum runs over: the ``u_k`` are then
    drawn from all of them, and are symbols of their own. Each with the letter of what it stands beside. ``families``: what ran
    before."""
    found = {(base, letter): x for (base, x), letter in known.items() if base in families}
    for one in stated:
        alone = set(_subscripted(Infix((one.left, one.right), ("=",)))) & known.keys()
        for base, x in alone:
            for node in tree.walk(one.right):
                whole = sums.read(node) if isinstance(node, Big) and node.sign == "∑" else None
                index = whole.ranges[0].index if whole is not None and len(whole.ranges) == 1 else None
                if whole is not None and isinstance(index, Name) and index.text != known[base, x]:
                    if (base, index.text) in set(_subscripted(whole.body)):
                        found[base, known[base, x]] = x
    return found


def _total(term: Node) -> sums.Total | None:
    """The sum that a term is, with a number before it or in brackets."""
    match term:
        case Prefix(_, inside) | Fence(_, inside, _):
            return _total(inside)
        case Run((*scale, last)) if isinstance(last, Big) and all(isinstance(s, (Numeral, Fraction)) for s in scale):
            return _total(last)
        case Big("∑"):
            whole = sums.read(term)
            return whole if whole is not None and len(whole.ranges) == 1 and not whole.conditions else None
    return None


def _subscripted(node: Node) -> Iterator[Pair]:
    """Symbols with one plain letter below, where no sum runs over it."""
    if isinstance(node, Big):
        return
    written = apart(node)
    if written is not None:
        if len(written.slots) == 1 and written.slots[0].place == "sub" and isinstance(written.slots[0].item, Name):
            letter = written.slots[0].item.text
            if letter in LETTERS and len(letter) == 1:
                yield written.base, letter
        return
    for child in tree.children(node):
        yield from _subscripted(child)
