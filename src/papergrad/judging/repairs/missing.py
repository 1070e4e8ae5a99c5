"""Factors, terms and sums that are missing or too many."""

from __future__ import annotations

from itertools import pairwise

from papergrad.judging.edits import ONE, Factors, Spot, Terms, factors, guard, is_function, run, scripts, spots, terms
from papergrad.judging.repairs.places import TWO, Trees, over, products, sums
from papergrad.judging.repairs.products import DIAG, _bodies
from papergrad.judging.vocabulary import Vocabulary, letter
from papergrad.notation.glyphs import LEVEL, RELATION
from papergrad.notation.tree import Big, Fence, Fraction, Infix, Node, Numeral, Prefix, Run, Script

# -- factors and terms that are missing or too many ---------------------------------------------------------------


def is_slope(factor: Node) -> bool:
    """Whether a factor looks like the slope of an activation: σ'(z), (1 - h²), h ⊙ (1 - h)."""
    match factor:
        case Run((Script(primes=primes), *_)) if primes:
            return True
        case Fence(inside=Infix((Numeral("1"), *_), ("-", *_))):
            return True
        case Run((head, Fence(inside=inside))) if letter(head).lower() == "diag":
            return is_slope(inside) or is_slope(Fence("(", inside, ")"))
        case _:
            return False


def insert_factors(tree: Node, v: Vocabulary) -> Trees:
    """With a factor of the chain rule more: the slope of an activation, or a symbol, at every place of a product."""
    found = [(spot, product) for spot, product in products(tree, v) if _outer(spot)]
    for spot, product in found:
        for slope in v.slopes:
            yield spot.put(Factors((*map(guard, product.factors), guard(slope)), (*product.signs, v.hadamard)).tree())
            yield spot.put(product.insert(len(product.factors), slope).tree())
    for spot, product in found:
        end = len(product.factors)
        for factor in product.factors:
            if isinstance(factor, Run) and is_function(factor.items[0], v.functions):
                for rest in (
                    factor,
                    v.hang(factor, TWO),
                ):  # σ(z) lacks 1 - σ(z), and 1 - tanh²(z) may be what is missing
                    yield spot.put(product.insert(end, Infix((Numeral("1"), rest), ("-",))).tree())
                    yield spot.put(product.insert(end, Infix((Numeral("1"), rest), ("-",)), v.hadamard).tree())
    for spot, product in found:
        for slope in v.slopes:
            for place in range(len(product.factors) + 1):
                yield spot.put(product.insert(place, run((DIAG, Fence("(", slope, ")")))).tree())
                if place > 0:
                    yield spot.put(product.insert(place, slope, v.hadamard).tree())
    near = _near(tree, v)
    for spot, product in found:
        end = len(product.factors)
        for symbol in near:
            rest = Infix((Numeral("1"), symbol), ("-",))
            if symbol in {v.split(f)[0] for f in product.factors}:
                yield spot.put(product.insert(end, rest).tree())
                yield spot.put(product.insert(end, rest, v.hadamard).tree())
                yield spot.put(
                    product.insert(end, Infix((Numeral("1"), v.hang(symbol, TWO)), ("-",)), v.hadamard).tree()
                )
        for symbol in near:
            yield spot.put(product.insert(end, symbol, v.hadamard).tree())
            yield spot.put(product.insert(end, v.turn(symbol)).tree())
            yield spot.put(product.insert(0, v.turn(symbol)).tree())
    for spot, product in found:
        for symbol in near:
            for place in range(len(product.factors), -1, -1):
                yield spot.put(product.insert(place, symbol).tree())
                yield spot.put(product.insert(place, v.turn(symbol)).tree())


def _outer(spot: Spot) -> bool:
    """Not inside an argument or a fraction: only signs, sums, big sums and at most one bracket lie above."""
    return sum(not isinstance(a, Prefix | Big | Infix) for a in spot.above) <= 1


def drop_factors(tree: Node, v: Vocabulary) -> Trees:
    """Without one factor that is not a number."""
    for spot, product in products(tree, v):
        for place in reversed(_bodies(product, v)):
            if (left := product.without(place)) is not None:
                yield spot.put(left.tree())


def drop_chain_factors(tree: Node, v: Vocabulary) -> Trees:
    """Without one slope of an activation, or one symbol, of an outer product."""
    for spot, product in products(tree, v):
        for place, factor in enumerate(product.factors) if _outer(spot) else ():
            if factor in v.slopes or is_slope(factor) or v.split(factor)[0] in v.kinds:
                left = product.without(place)
                if left is not None:
                    yield spot.put(left.tree())


def double_factors(tree: Node, v: Vocabulary) -> Trees:
    """With one factor written twice."""
    for spot, product in products(tree, v):
        for place in _bodies(product, v) if len(product.factors) > 1 else ():
            sign = v.hadamard if v.hadamard in product.signs else ""
            yield spot.put(product.insert(place, product.factors[place], sign).tree())


def insert_terms(tree: Node, v: Vocabulary) -> Trees:
    """With a term more: a regulariser of what is differentiated by, a symbol beside another of its shape, any regulariser."""
    whole = terms(tree)
    wanted = [] if v.target is None else [v.target]
    yield from _regularised(whole, wanted, v)
    inner = [spot for spot in spots(tree) if spot.above and isinstance(spot.above[-1], Fence | Fraction)]
    inner.sort(key=lambda spot: (not isinstance(spot.node, Prefix), _argument(spot, v)))  # (-h) may have lost its 1
    for others in (lambda node: [ONE], lambda node: _alike(node, v, tree)):
        for spot in inner:
            yield from map(spot.put, _with_terms(spot.node, others(spot.node)))
        for spot, product in products(tree, v):
            for place in _bodies(product, v) if len(product.factors) > 1 else ():
                factor = product.factors[place]
                if v.split(factor)[0] in v.kinds:
                    added = _with_terms(factor, others(factor))
                    yield from (spot.put(product.put(place, more).tree()) for more in added)
    others = [s for s in v.kinds if s != v.target]
    for symbol in (*others, *wanted, Numeral("1")):
        for sign in "+-":
            yield whole.plus(symbol, sign).tree()
    yield from _regularised(whole, others, v)


def _regularised(whole: Terms, symbols: list[Node], v: Vocabulary) -> Trees:
    for symbol in symbols:
        for factor in v.scalars:
            yield whole.plus(run((factor, symbol))).tree()
            yield whole.plus(run((TWO, factor, symbol))).tree()


def _near(tree: Node, v: Vocabulary) -> list[Node]:
    """The symbols of the vocabulary, those that occur in a tree first."""
    present = {v.split(spot.node)[0] for spot in spots(tree)}
    return sorted(v.kinds, key=lambda symbol: symbol not in present)


def _argument(spot: Spot, v: Vocabulary) -> bool:
    """Whether a function is applied to what stands in a bracket."""
    call = spot.above[-2] if len(spot.above) > 1 else None
    return isinstance(call, Run) and any(
        a is spot.above[-1] and is_function(f, v.functions) for f, a in pairwise(call.items)
    )


def _alike(node: Node, v: Vocabulary, tree: Node) -> list[Node]:
    """The symbols that have the shape of one, those that occur in a tree first; all, where it is no symbol."""
    kind = v.kinds.get(v.split(node)[0])
    return [s for s in _near(tree, v) if kind in (None, v.kinds[s])]


def _with_terms(node: Node, others: list[Node]) -> Trees:
    """A sum with one more term."""
    parts = terms(node)
    for other in others:
        yield Terms((other, *parts.terms), ("+", *parts.signs)).tree()
        if parts.signs[0] == "+":
            yield Terms((other, *parts.terms), ("+", "-", *parts.signs[1:])).tree()
        yield parts.plus(other, "-").tree()
        yield parts.plus(other, "+").tree()


def drop_terms(tree: Node, v: Vocabulary) -> Trees:
    """Without one term of a sum."""
    for spot, parts in sums(tree):
        for place in reversed(range(len(parts.terms))):
            yield spot.put(parts.without(place).tree())


def forget_terms(tree: Node, v: Vocabulary) -> Trees:
    """Without a term that people forget: a symbol, with or without a scalar in front."""
    for spot, parts in sums(tree):
        for place, term in enumerate(parts.terms):
            plain = [v.split(f)[0] for f in factors(term, v.functions).factors]
            if plain[-1] in (*v.kinds, Numeral("1")) and all(f in v.scalars or v.is_number(f) for f in plain[:-1]):
                yield spot.put(parts.without(place).tree())


# -- sums ---------------------------------------------------------------------------------------------------------


def _letters(tree: Node, v: Vocabulary) -> list[Node]:
    """The running subscripts that occur in a tree, in the order of the vocabulary."""
    present = {spot.node for spot in scripts(tree)}
    return [i for i in v.indices if i in present]


def insert_sums(tree: Node, v: Vocabulary) -> Trees:
    """With a sum (or a mean) over a subscript; the numbers in front stay in front."""
    minus, body = ("-", tree.operand) if isinstance(tree, Prefix) and tree.sign == "-" else ("", tree)
    product = factors(body, v.functions)
    front = 0
    while front < len(product.factors) - 1 and v.is_number(product.factors[front]) and product.signs[front] == "":
        front += 1
    rest = (
        product.factors[front]
        if front == len(product.factors) - 1
        else Factors(product.factors[front:], product.signs[front:]).tree()
    )
    inner = Fence("(", rest, ")") if len(terms(rest).terms) > 1 else rest
    letters = _letters(tree, v) or list(v.indices)

    def summed(i: Node, upper: Node | None, number: tuple[Node, ...]) -> Node:
        big = Big("∑", i if upper is None else Infix((i, Numeral("1")), ("=",)), upper, inner)
        whole = run((*product.factors[:front], *number, big))
        return Prefix("-", whole) if minus else whole

    yield from (summed(i, None, ()) for i in letters)
    for spot, inside in products(tree, v):
        if spot.above and not isinstance(spot.above[-1], Big):
            yield from (spot.put(Big("∑", i, None, inside.tree())) for i in _letters(spot.node, v))
    for i in letters:
        for upper in (None, *v.sizes):
            for number in ((), *((over(n),) for n in v.sizes)):
                if upper is not None or number:
                    yield summed(i, upper, number)


def drop_sums(tree: Node, v: Vocabulary) -> Trees:
    """Without one sum sign; then without a mean, sum sign and number in front."""
    for spot in spots(tree):
        if isinstance(spot.node, Big) and spot.node.sign in "∑∏":
            yield spot.put(spot.node.body)
    for spot, product in products(tree, v):
        for place, factor in enumerate(product.factors):
            if isinstance(factor, Big) and place and v.is_number(product.factors[place - 1]):
                left = product.put(place, factor.body).without(place - 1)
                if left is not None:
                    yield spot.put(left.tree())


def change_ranges(tree: Node, v: Vocabulary) -> Trees:
    """With another end of a sum, or without its own subscript (j ≠ i)."""
    for spot in spots(tree):
        if not isinstance(spot.node, Big):
            continue
        big = spot.node
        if big.upper is not None:
            for size in v.sizes:
                if size != big.upper:
                    yield spot.put(Big(big.sign, big.lower, size, big.body))
        match big.lower:
            case Infix((first, *_), (relation, *_)) if LEVEL.get(relation) == RELATION:
                bound = first
            case _:
                bound = big.lower
        for i in v.indices:
            if bound is not None and i != bound:
                yield spot.put(Big(big.sign, Infix((bound, i), ("≠",)), None, big.body))


def sum_repairs(tree: Node, v: Vocabulary) -> Trees:
    yield from drop_sums(tree, v)
    yield from insert_sums(tree, v)
    yield from change_ranges(tree, v)


def sum_slips(tree: Node, v: Vocabulary) -> Trees:
    dropped = list(drop_sums(tree, v))
    yield from dropped or insert_sums(tree, v)
