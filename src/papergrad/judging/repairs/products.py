"""Numbers, signs, order, transposes and kinds of products."""

from __future__ import annotations

from itertools import combinations, pairwise

from papergrad.judging.edits import ONE, Factors, Terms, factors, is_function, multiply, run, spots, terms
from papergrad.judging.repairs.places import EULER, HALF, TWO, Trees, over, products, sums
from papergrad.judging.vocabulary import Vocabulary, letter
from papergrad.notation.tree import Fence, Fraction, Infix, Matrix, Name, Node, Numeral, Prefix, Run, Script

# -- factors and signs --------------------------------------------------------------------------------------------


def drop_numbers(tree: Node, v: Vocabulary) -> Trees:
    """Without one of its numeric factors (2, ½, 1/N); then without the first of every term."""
    for spot, product in products(tree, v):
        for place, factor in enumerate(product.factors):
            if v.is_number(factor) and (left := product.without(place)) is not None:
                yield spot.put(left.tree())
            elif (
                isinstance(factor, Numeral)
                and factor != ONE
                and spot.above
                and not isinstance(spot.above[-1], Fraction)
            ):
                yield spot.put(ONE)
            if isinstance(factor, Fraction) and v.is_number(factor.below) and not v.is_number(factor.above):
                yield spot.put(product.put(place, factor.above).tree())
    parts = terms(tree)
    if len(parts.terms) > 1:
        bare = tuple(_bare(term, v) for term in parts.terms)
        if bare != parts.terms:
            yield Terms(bare, parts.signs).tree()


def _bare(term: Node, v: Vocabulary) -> Node:
    product = factors(term, v.functions)
    for place, factor in enumerate(product.factors):
        if v.is_number(factor) and (left := product.without(place)) is not None:
            return left.tree()
    return term


def insert_numbers(tree: Node, v: Vocabulary) -> Trees:
    """With a factor 2, ½, 1/N or N more: in front of everything, of one term, of what stands in a sum or a bracket."""
    common, counts = (TWO, HALF), (*map(over, v.sizes), *v.sizes)
    parts = terms(tree)
    places = range(len(parts.terms)) if len(parts.terms) > 1 else ()
    for numbers, within in ((common, common), (counts, counts[: len(v.sizes)])):
        for number in numbers:
            yield multiply(tree, number, v.functions)
        for place in places:
            for number in within:
                yield parts.put(place, multiply(parts.terms[place], number, v.functions)).tree()
    for spot, product in products(tree, v):
        if spot.above and len(product.factors) > 1:
            for number in (TWO, HALF):
                yield spot.put(product.insert(0, number).tree())


def factor_repairs(tree: Node, v: Vocabulary) -> Trees:
    yield from drop_numbers(tree, v)
    yield from insert_numbers(tree, v)


def negative(node: Node) -> Node:
    """Minus a node, with the sign where a person would write it."""
    parts = terms(node)
    if len(parts.terms) == 1 or isinstance(node, Prefix):
        return parts.flip(0).tree()
    return parts.negative().tree()


def sign_edits(tree: Node, v: Vocabulary) -> Trees:
    """With one sign turned: of the whole, of a difference, of a term, of an argument or an exponent."""
    yield Prefix("-", Fence("(", tree, ")")) if len(terms(tree).terms) > 2 else negative(tree)
    for spot, parts in sums(tree):
        if len(parts.terms) == 2 and spot.above:
            yield spot.put(parts.negative().tree())
        for place in range(len(parts.terms)):
            yield spot.put(parts.flip(place).tree())
    for spot in spots(tree):
        parent = spot.above[-1] if spot.above else None
        match spot.node, parent:
            case Prefix("-", operand), _ if parent is not None:
                yield spot.put(operand)
            case node, Matrix():
                yield spot.put(negative(node))
            case Fence(inside=inside), Run(items) if _called(spot.node, items, v) and not _list(inside):
                yield spot.put(Fence("(", negative(inside), ")"))
            case node, Script(base) if node is not base and base in EULER:
                yield spot.put(negative(node))


def _list(node: Node) -> bool:
    return isinstance(node, Infix) and "," in node.operators


def _called(argument: Node, items: tuple[Node, ...], v: Vocabulary) -> bool:
    return any(after is argument and is_function(before, v.functions) for before, after in pairwise(items))


# -- order, transposes, kinds of products -------------------------------------------------------------------------


def _bodies(product: Factors, v: Vocabulary) -> list[int]:
    """The places of the factors that are not mere numbers (at most 7)."""
    return [k for k, factor in enumerate(product.factors) if not v.is_number(factor)][:7]


def order_edits(tree: Node, v: Vocabulary) -> Trees:
    """With factors in another order, or transposed; then both."""
    found = [(spot, product, _bodies(product, v)) for spot, product in products(tree, v)]
    for spot, product, places in found:
        for one, other in pairwise(places):
            yield spot.put(product.swap(one, other).tree())
        if len(product.factors) > 1 or not spot.above:
            for place in places:
                yield spot.put(product.put(place, v.turn(product.factors[place])).tree())
    for spot, product, places in found:
        for one, other in pairwise(places):
            turned = [v.turn(product.factors[place]) for place in (one, other)]
            yield spot.put(product.put(one, turned[0]).put(other, turned[1]).tree())
    for spot, product, places in found:
        for one, other in combinations(places, 2):
            swapped = product.swap(one, other)
            turned_one = swapped.put(one, v.turn(swapped.factors[one]))
            turned_other = swapped.put(other, v.turn(swapped.factors[other]))
            yield spot.put(turned_other.put(one, turned_one.factors[one]).tree())
            yield spot.put(turned_one.tree())
            yield spot.put(turned_other.tree())
            if other - one > 1:
                yield spot.put(swapped.tree())
        for one, other in combinations(places, 2):
            yield spot.put(
                product.put(one, v.turn(product.factors[one])).put(other, v.turn(product.factors[other])).tree()
            )
    if not v.is_number(tree):
        yield v.turn(tree) if isinstance(tree, Name | Script | Fence) else v.turn(Fence("(", tree, ")"))


DIAG = Name("diag", font="word")


def product_edits(tree: Node, v: Vocabulary) -> Trees:
    """With a product of another kind: matrix product for Hadamard and back, a factor as a diagonal matrix and back."""
    found = list(products(tree, v))
    for spot, product in found:
        numbers = [v.is_number(factor) for factor in product.factors]
        signs = tuple(
            v.hadamard if sign in ("", "·") and not before and not after else sign
            for sign, before, after in zip(product.signs, numbers, numbers[1:], strict=False)
        )
        if sum(one != other for one, other in zip(signs, product.signs, strict=True)) > 1:
            yield spot.put(Factors(product.factors, signs).tree())
    for spot, product in found:
        for place, sign in enumerate(product.signs):
            if sign != "/" and not v.is_number(product.factors[place]) and not v.is_number(product.factors[place + 1]):
                yield spot.put(product.sign(place, "" if sign in ("⊙", "∘", "∗", "*") else v.hadamard).tree())
    for spot, product in found:
        for place in _bodies(product, v) if len(product.factors) > 1 else ():
            factor = product.factors[place]
            match factor:
                case Run((head, Fence(inside=inside))) if letter(head).lower() == "diag":
                    yield spot.put(product.put(place, inside).tree())
                    if place and product.signs[place - 1] == "":
                        yield spot.put(product.put(place, inside).sign(place - 1, v.hadamard).tree())
                    if place < len(product.signs) and product.signs[place] == "":
                        yield spot.put(product.put(place, inside).sign(place, v.hadamard).tree())
                case _:
                    inside = factor.inside if isinstance(factor, Fence) else factor
                    diagonal = product.put(place, run((DIAG, Fence("(", inside, ")"))))
                    yield spot.put(diagonal.tree())
                    for sign in {place - 1, place} & set(range(len(product.signs))):
                        if product.signs[sign] not in ("", "/"):
                            yield spot.put(diagonal.sign(sign, "").tree())
