"""Repairs that the right formula suggests: a term, a factor or a part of it in a place of what was claimed.

Where no small edit of a claim makes it right, the right formula, as this writer would write it, is laid beside it. What it
has and the claim has not is tried where it may be missing; what stands in the place of something else is exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from papergrad.judging.edits import Factors, Spot, Terms, factors, is_function, spots, terms
from papergrad.judging.mistakes import BY_CODE, Mistake
from papergrad.judging.nearest import Step
from papergrad.judging.repairs.places import products
from papergrad.judging.vocabulary import Vocabulary, letter, unscripted
from papergrad.notation.tree import Fence, Node, Numeral, rebuild
from papergrad.records import dataclass

_SYMBOLS = {"PG203": 1, "PG209": 1, "PG212": 1, "PG210": 2}  # the mistake of writing another symbol, last


def steps(tree: Node, truth: Node, v: Vocabulary) -> Iterator[Step]:
    """What the truth has more and what it has instead, in turns, each with the mistake that it would be to write what stands there."""
    more = chain(_terms_more(tree, truth, v), _symbols_instead(tree, truth, v), _factors_more(tree, truth, v))
    for pair in zip_longest(more, _instead(tree, truth, v)):
        yield from (step for step in pair if step is not None)


def _terms_more(tree: Node, truth: Node, v: Vocabulary) -> Iterator[Step]:
    here, there = terms(tree), _opened(truth, v)
    for term, sign in zip(there.terms, there.signs, strict=True) if len(there.terms) > 1 else ():
        if (
            term not in here.terms
        ):  # a truth of one term that is missing is all of it: then what stands there is another slip
            yield BY_CODE["PG204"], here.plus(term, sign).tree()


def _opened(truth: Node, v: Vocabulary) -> Terms:
    """The terms of a sum, also where a number stands before its bracket."""
    product = factors(truth, v.functions)
    match product.factors:
        case (*numbers, Fence(inside=inside)) if numbers and all(map(v.is_number, numbers)):
            parts, last = terms(inside), len(numbers)
            return Terms(tuple(product.put(last, term).tree() for term in parts.terms), parts.signs)
    return terms(truth)


def _factors_more(tree: Node, truth: Node, v: Vocabulary) -> Iterator[Step]:
    """A factor of the truth in a product: first where one of its products has it and all the others of this one."""
    made = [product.factors for _, product in products(truth, v)]
    there = [factor for factor in dict.fromkeys(f for product in made for f in product) if not v.is_number(factor)]
    here = [(spot, product) for spot, product in products(tree, v) if len(spot.above) <= 4]
    for spot, product in here:
        lacking = (_lacking(product.factors, other) for other in made)
        for factor in dict.fromkeys(one[0] for one in lacking if len(one) == 1 and not v.is_number(one[0])):
            yield from _inserted(spot, product, factor, v)
    for spot, product in here:
        for factor in there:
            if factor not in product.factors:
                yield from _inserted(spot, product, factor, v)


def _lacking(some: Sequence[Node], more: Sequence[Node]) -> tuple[Node, ...]:
    """What a product has that another one lacks; nothing, where that one has something of its own."""
    rest = list(more)
    for factor in some:
        if factor not in rest:
            return ()
        rest.remove(factor)
    return tuple(rest)


def _inserted(spot: Spot, product: Factors, factor: Node, v: Vocabulary) -> Iterator[Step]:
    for place in range(len(product.factors), -1, -1):
        for sign in ("", v.hadamard) if place else ("",):
            yield BY_CODE["PG205"], spot.put(product.insert(place, factor, sign).tree())
    yield BY_CODE["PG205"], spot.put(product.insert(0, factor, v.hadamard).tree())


def _symbols_instead(tree: Node, truth: Node, v: Vocabulary) -> Iterator[Step]:
    """A symbol that the truth does not speak of, everywhere exchanged for one that it speaks of."""
    here, there = (dict.fromkeys(spot.node for spot in spots(side) if _symbol(spot.node, v)) for side in (tree, truth))
    for symbol in here:
        for other in there if symbol not in there else ():
            yield _confused(symbol, other, v), _exchanged(tree, symbol, other)


def _exchanged(tree: Node, old: Node, new: Node) -> Node:
    return new if tree == old else rebuild(tree, lambda child: _exchanged(child, old, new))


def _instead(tree: Node, truth: Node, v: Vocabulary) -> Iterator[Step]:
    """Parts of the truth in the place of others: what has more or fewer terms or factors first, one symbol for another last."""
    parts = [_Part.of(node, v) for node in dict.fromkeys(spot.node for spot in spots(truth)) if not v.is_number(node)]
    found = [
        (mistake, spot, part.node)
        for spot in spots(tree)
        for claimed in (_Part.of(spot.node, v),)
        for part in parts
        if (mistake := _difference(claimed, part, v)) is not None
    ]
    for mistake, spot, part in sorted(found, key=lambda one: _SYMBOLS.get(one[0].code, 0)):
        yield mistake, spot.put(part)


@dataclass(frozen=True)
class _Part:
    """A node, and without its bracket the terms and the factors that it is made of."""

    node: Node
    inside: Node
    terms: tuple[Node, ...]
    factors: tuple[Node, ...]

    @staticmethod
    def of(node: Node, v: Vocabulary) -> _Part:
        inside = node.inside if isinstance(node, Fence) else node
        return _Part(node, inside, terms(inside).terms, factors(inside, v.functions).factors)


def _difference(claimed: _Part, right: _Part, v: Vocabulary) -> Mistake | None:
    """The mistake of writing one for the other, if it is one of the table."""
    if claimed.node == right.node:
        return None
    for here, there, missing, spare in (
        (claimed.terms, right.terms, "PG204", "PG215"),
        (claimed.factors, right.factors, "PG205", "PG214"),
    ):
        if len(here) > 1 or len(there) > 1:
            more, less = (there, here) if len(here) < len(there) else (here, there)
            return BY_CODE[missing if more is there else spare] if _lacking(less, more) else None
    symbols = _symbol(claimed.inside, v) and _symbol(right.inside, v)
    return _confused(claimed.inside, right.inside, v) if symbols else None


def _symbol(node: Node, v: Vocabulary) -> bool:
    """A letter with or without scripts that is no function."""
    return bool(letter(node)) and not is_function(node, v.functions)


def _confused(claimed: Node, right: Node, v: Vocabulary) -> Mistake:
    """The mistake of writing one symbol for another: with another power or transpose, with another script, or another letter."""
    (one, hung), (other, instead) = v.split(claimed), v.split(right)
    if one == other:
        return BY_CODE["PG212" if isinstance(hung or instead, Numeral) else "PG203"]
    return BY_CODE["PG209" if unscripted(one) == unscripted(other) else "PG210"]
