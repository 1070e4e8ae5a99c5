"""Repairs that the right formula suggests: a term, a factor or a part of it in a place of what was claimed.

Where no small edit of a claim makes it right, the right formula, as this writer would write it, is laid beside it. What it
has and the claim has not is tried where it may be missing; what stands in the place of something else is exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest

from papergrad.judging.edits import factors, scripts, spots, terms
from papergrad.judging.mistakes import BY_CODE, Mistake
from papergrad.judging.repairs.places import products
from papergrad.judging.vocabulary import Vocabulary
from papergrad.notation.tree import Fence, Name, Node, Script, rebuild, walk

Step = tuple[Mistake, Node]


def steps(tree: Node, truth: Node, v: Vocabulary) -> Iterator[Step]:
    """What the truth has more and what it has instead, in turns, each with the mistake that it would be to write what stands there."""
    more = chain(_terms_more(tree, truth), _symbols_instead(tree, truth), _factors_more(tree, truth, v))
    for pair in zip_longest(more, _instead(tree, truth, v)):
        yield from (step for step in pair if step is not None)


def _terms_more(tree: Node, truth: Node) -> Iterator[Step]:
    here, there = terms(tree), terms(truth)
    for term, sign in zip(there.terms, there.signs, strict=True):
        if term not in here.terms:
            yield BY_CODE["PG204"], here.plus(term, sign).tree()


def _factors_more(tree: Node, truth: Node, v: Vocabulary) -> Iterator[Step]:
    there = list(dict.fromkeys(f for _, product in products(truth, v) for f in product.factors))
    for spot, product in products(tree, v):
        if len(spot.above) > 4:
            continue
        for factor in there:
            if factor in product.factors or v.is_number(factor):
                continue
            for place in range(len(product.factors), -1, -1):
                for sign in ("", v.hadamard) if place else ("",):
                    yield BY_CODE["PG205"], spot.put(product.insert(place, factor, sign).tree())
            yield BY_CODE["PG205"], spot.put(product.insert(0, factor, v.hadamard).tree())


def _symbols_instead(tree: Node, truth: Node) -> Iterator[Step]:
    """A symbol that the truth does not speak of, everywhere exchanged for one that it speaks of."""
    here, there = (
        dict.fromkeys(spot.node for spot in spots(side) if isinstance(spot.node, Name | Script))
        for side in (tree, truth)
    )
    for symbol in here:
        for other in there if symbol not in there else ():
            code = "PG209" if _letters(symbol) == _letters(other) else "PG210"
            yield BY_CODE[code], _exchanged(tree, symbol, other)


def _exchanged(tree: Node, old: Node, new: Node) -> Node:
    return new if tree == old else rebuild(tree, lambda child: _exchanged(child, old, new))


def _instead(tree: Node, truth: Node, v: Vocabulary) -> Iterator[Step]:
    parts = [node for node in dict.fromkeys(spot.node for spot in spots(truth)) if not v.is_number(node)]
    for spot in spots(tree):
        for part in parts:
            mistake = _difference(spot.node, part, v)
            if mistake is not None:
                yield mistake, spot.put(part)


def _difference(claimed: Node, right: Node, v: Vocabulary) -> Mistake | None:
    """The mistake of writing one for the other, if it is one of the table."""
    if claimed == right:
        return None
    claimed, right = (node.inside if isinstance(node, Fence) else node for node in (claimed, right))
    sums = [set(terms(node).terms) for node in (claimed, right)]
    if max(map(len, sums)) > 1 and sums[0] != sums[1]:
        return BY_CODE["PG204"] if sums[0] < sums[1] else BY_CODE["PG215"] if sums[1] < sums[0] else None
    made = [set(factors(node, v.functions).factors) for node in (claimed, right)]
    if max(map(len, made)) > 1 and made[0] != made[1]:
        return BY_CODE["PG205"] if made[0] < made[1] else BY_CODE["PG214"] if made[1] < made[0] else None
    if isinstance(claimed, Name | Script) and isinstance(right, Name | Script):
        same = _letters(claimed) == _letters(right)
        return BY_CODE["PG209" if same else "PG210"]
    return None


def _letters(node: Node) -> list[str]:
    """The names in a symbol without its scripts."""
    hung = [spot.node for spot in scripts(node)]
    return [n.text for n in walk(node) if isinstance(n, Name) and n not in hung]
