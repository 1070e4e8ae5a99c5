"""The edits behind the table of mistakes: each function lists trees that differ from a given one by one slip of a kind.

A slip and its repair are mostly the same edit (a sign turns both ways), so one generator often serves both. The likeliest
edit comes first. Everything works on what is written; whether a tree means anything is for the reader to find out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice

from papergrad.judging.edits import Factors, Spot, Terms, factors, guard, is_function, multiply, run, scripts, spots, terms
from papergrad.judging.vocabulary import Vocabulary, letter
from papergrad.notation.glyphs import LEVEL, PRODUCT, RELATION
from papergrad.notation.tree import Big, Blank, Fence, Fraction, Infix, Matrix, Name, Node, Numeral, Prefix, Run, Script, walk

Trees = Iterator[Node]

TWO = Numeral("2")
HALF = Fraction(Numeral("1"), TWO)
EULER = (Name("e"), Name("e", font="word"), Name("exp", font="word"))


def over(below: Node) -> Node:
    """One over something."""
    return Fraction(Numeral("1"), below)


def _products(tree: Node, v: Vocabulary) -> Iterator[tuple[Spot, Factors]]:
    """Every place of a product (or of a single factor) that is not itself part of a product or behind a sign."""
    for spot in spots(tree):
        parent = spot.above[-1] if spot.above else None
        inside = isinstance(parent, Run) or (isinstance(parent, Infix) and any(LEVEL.get(o) == PRODUCT for o in parent.operators))
        if not inside and not isinstance(spot.node, Prefix | Blank) and len(terms(spot.node).terms) == 1:
            yield spot, factors(spot.node, v.functions)


def _sums(tree: Node) -> Iterator[tuple[Spot, Terms]]:
    """Every place of a sum: not behind a sign of its own."""
    for spot in spots(tree):
        if isinstance(spot.node, Infix) and len((parts := terms(spot.node)).terms) > 1:
            yield spot, parts


# -- factors and signs --------------------------------------------------------------------------------------------


def drop_numbers(tree: Node, v: Vocabulary) -> Trees:
    """Without one of its numeric factors (2, ½, 1/N); then without the first of every term."""
    for spot, product in _products(tree, v):
        for place, factor in enumerate(product.factors):
            if v.is_number(factor) and (left := product.without(place)) is not None:
                yield spot.put(left.tree())
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
    numbers = (TWO, HALF, *map(over, v.sizes), *v.sizes)
    for number in numbers:
        yield multiply(tree, number, v.functions)
    parts = terms(tree)
    for place in range(len(parts.terms)) if len(parts.terms) > 1 else ():
        for number in numbers[: 2 + len(v.sizes)]:
            yield parts.put(place, multiply(parts.terms[place], number, v.functions)).tree()
    for spot, product in _products(tree, v):
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
    for spot, parts in _sums(tree):
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
            case Fence(inside=inside), Run(items) if _called(spot.node, items, v):
                yield spot.put(Fence("(", negative(inside), ")"))
            case node, Script(base) if node is not base and base in EULER:
                yield spot.put(negative(node))


def _called(argument: Node, items: tuple[Node, ...], v: Vocabulary) -> bool:
    return any(after is argument and is_function(before, v.functions) for before, after in zip(items, items[1:], strict=False))


# -- order, transposes, kinds of products -------------------------------------------------------------------------


def _bodies(product: Factors, v: Vocabulary) -> list[int]:
    """The places of the factors that are not mere numbers (at most 7)."""
    return [k for k, factor in enumerate(product.factors) if not v.is_number(factor)][:7]


def order_edits(tree: Node, v: Vocabulary) -> Trees:
    """With factors in another order, or transposed; then both."""
    found = [(spot, product, _bodies(product, v)) for spot, product in _products(tree, v)]
    for spot, product, places in found:
        for one, other in zip(places, places[1:], strict=False):
            yield spot.put(product.swap(one, other).tree())
        if len(product.factors) > 1 or not spot.above:
            for place in places:
                yield spot.put(product.put(place, v.turn(product.factors[place])).tree())
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
            yield spot.put(product.put(one, v.turn(product.factors[one])).put(other, v.turn(product.factors[other])).tree())
    yield v.turn(tree) if isinstance(tree, Name | Script | Fence) else v.turn(Fence("(", tree, ")"))


DIAG = Name("diag", font="word")


def product_edits(tree: Node, v: Vocabulary) -> Trees:
    """With a product of another kind: matrix product for Hadamard and back, a factor as a diagonal matrix and back."""
    found = list(_products(tree, v))
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
    found = [(spot, product) for spot, product in _products(tree, v) if _outer(spot)]
    for spot, product in found:
        for slope in v.slopes:
            yield spot.put(Factors((*map(guard, product.factors), guard(slope)), (*product.signs, v.hadamard)).tree())
            yield spot.put(product.insert(len(product.factors), slope).tree())
    for spot, product in found:
        for slope in v.slopes:
            for place in range(len(product.factors) + 1):
                yield spot.put(product.insert(place, run((DIAG, Fence("(", slope, ")")))).tree())
                if 0 < place:
                    yield spot.put(product.insert(place, slope, v.hadamard).tree())
    near = _near(tree, v)
    for spot, product in found:
        end = len(product.factors)
        for symbol in near:
            rest = Infix((Numeral("1"), symbol), ("-",))
            if symbol in {v.split(f)[0] for f in product.factors}:
                yield spot.put(product.insert(end, rest).tree())
                yield spot.put(product.insert(end, rest, v.hadamard).tree())
                yield spot.put(product.insert(end, Infix((Numeral("1"), v.hang(symbol, TWO)), ("-",)), v.hadamard).tree())
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
    for spot, product in _products(tree, v):
        for place in reversed(_bodies(product, v)):
            if (left := product.without(place)) is not None:
                yield spot.put(left.tree())


def drop_chain_factors(tree: Node, v: Vocabulary) -> Trees:
    """Without one slope of an activation, or one symbol, of an outer product."""
    for spot, product in _products(tree, v):
        for place, factor in enumerate(product.factors) if _outer(spot) else ():
            if factor in v.slopes or is_slope(factor) or v.split(factor)[0] in v.kinds:
                left = product.without(place)
                if left is not None:
                    yield spot.put(left.tree())


def double_factors(tree: Node, v: Vocabulary) -> Trees:
    """With one factor written twice."""
    for spot, product in _products(tree, v):
        for place in _bodies(product, v) if len(product.factors) > 1 else ():
            sign = v.hadamard if v.hadamard in product.signs else ""
            yield spot.put(product.insert(place, product.factors[place], sign).tree())


def insert_terms(tree: Node, v: Vocabulary) -> Trees:
    """With a term more: a regulariser of what is differentiated by, a symbol beside another of its shape, any regulariser."""
    whole = terms(tree)
    wanted = [] if v.target is None else [v.target]
    yield from _regularised(whole, wanted, v)
    for spot in spots(tree):
        if spot.above and isinstance(spot.above[-1], Fence | Fraction):
            yield from map(spot.put, _with_term(spot.node, v, tree))
    for spot, product in _products(tree, v):
        for place in _bodies(product, v) if len(product.factors) > 1 else ():
            factor = product.factors[place]
            if v.split(factor)[0] in v.kinds:
                yield from (spot.put(product.put(place, more).tree()) for more in _with_term(factor, v, tree))
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


def _with_term(node: Node, v: Vocabulary, tree: Node) -> Trees:
    """A sum with one more term: 1, or a symbol of the shape of one that stands there."""
    parts = terms(node)
    kind = v.kinds.get(v.split(node)[0])
    for other in (Numeral("1"), *(s for s in _near(tree, v) if kind in (None, v.kinds[s]))):
        yield Terms((other, *parts.terms), ("+", *parts.signs)).tree()
        if parts.signs[0] == "+":
            yield Terms((other, *parts.terms), ("+", "-", *parts.signs[1:])).tree()
        yield parts.plus(other, "-").tree()
        yield parts.plus(other, "+").tree()


def drop_terms(tree: Node, v: Vocabulary) -> Trees:
    """Without one term of a sum."""
    for spot, parts in _sums(tree):
        for place in reversed(range(len(parts.terms))):
            yield spot.put(parts.without(place).tree())


def forget_terms(tree: Node, v: Vocabulary) -> Trees:
    """Without a term that people forget: a symbol, with or without a scalar in front."""
    for spot, parts in _sums(tree):
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
    rest = product.factors[front] if front == len(product.factors) - 1 else Factors(product.factors[front:], product.signs[front:]).tree()
    inner = Fence("(", rest, ")") if len(terms(rest).terms) > 1 else rest
    letters = _letters(tree, v) or list(v.indices)

    def summed(i: Node, upper: Node | None, number: tuple[Node, ...]) -> Node:
        big = Big("∑", i if upper is None else Infix((i, Numeral("1")), ("=",)), upper, inner)
        whole = run((*product.factors[:front], *number, big))
        return Prefix("-", whole) if minus else whole

    yield from (summed(i, None, ()) for i in letters)
    for spot, inside in _products(tree, v):
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
    for spot, product in _products(tree, v):
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


# -- subscripts and symbols ---------------------------------------------------------------------------------------


def index_edits(tree: Node, v: Vocabulary) -> Trees:
    """With another subscript in one place, or off by one, or in all places of one subscript."""
    for spot in scripts(tree):
        node = spot.node
        match node:
            case _ if node in v.indices:
                for other in v.indices:
                    if other != node:
                        yield spot.put(other)
            case Numeral(text) if text.isdigit() and not _is_power(spot):
                for other_number in (int(text) - 1, int(text) + 1):
                    if other_number >= 0:
                        yield spot.put(Numeral(str(other_number)))
    for spot in scripts(tree):
        match spot.node:
            case Name() if spot.node in v.indices and not isinstance(spot.above[-1], Infix):
                yield from (spot.put(Infix((spot.node, Numeral("1")), (sign,))) for sign in "-+")
            case Infix((name, Numeral("1")), (("-" | "+") as sign,)):
                yield spot.put(name)
                yield spot.put(Infix((name, Numeral("1")), ("-" if sign == "+" else "+",)))
    for one, other in combinations(_letters(tree, v), 2):
        yield _everywhere(tree, {one: other})
        yield _everywhere(tree, {other: one})
        yield _everywhere(tree, {one: other, other: one})
    yield from index_presence(tree, v)


def _is_power(spot: Spot) -> bool:
    parent = spot.above[-1]
    return isinstance(parent, Script) and parent.sup is spot.node


def index_presence(tree: Node, v: Vocabulary) -> Trees:
    """With a subscript hung on a symbol that has none, or taken off one that has."""
    for spot in spots(tree):
        core, hung = v.split(spot.node)
        match core:
            case Script(base, sub, None) if sub in v.indices and not core.primes:
                yield spot.put(v.hang(base, hung))
            case Script(base, None, sup) if sup in v.indices or (isinstance(sup, Fence) and sup.inside in v.indices):
                yield spot.put(v.hang(base, hung))
            case Name() if core in v.kinds or any(letter(s) == core.text for s in v.kinds):
                for i in v.indices:
                    yield spot.put(v.hang(Script(core, sub=i), hung))
                    yield spot.put(v.hang(Script(core, sup=Fence("(", i, ")")), hung))


def _everywhere(tree: Node, change: dict[Node, Node]) -> Node:
    """The tree with subscripts replaced in all places at once."""
    places = [k for k, spot in enumerate(scripts(tree)) if spot.node in change]
    for k in places:  # a replaced name is a name again, so that the places stay the same
        spot = next(islice(scripts(tree), k, None))
        tree = spot.put(change[spot.node])
    return tree


def symbol_edits(tree: Node, v: Vocabulary) -> Trees:
    """With another symbol of the same shape or the same letter in one place; then in all places."""
    seen = []
    for spot in spots(tree):
        core, hung = v.split(spot.node)
        for other in v.alike(core):
            yield spot.put(v.hang(other, hung))
        if core in v.kinds and core not in seen:
            seen.append(core)
    for symbol in seen:
        for other in v.alike(symbol):
            result = tree
            for _ in range(sum(1 for node in walk(tree) if node == symbol) + 1):
                found = next((s for s in spots(result) if v.split(s.node)[0] == symbol), None)
                if found is None:
                    break
                result = found.put(v.hang(other, v.split(found.node)[1]))
            yield result


# -- false algebra ------------------------------------------------------------------------------------------------


def bracket_edits(tree: Node, v: Vocabulary) -> Trees:
    """With a bracket that takes in more or less: ``a (b + c)`` for ``a b + c``, ``σ(z + b)`` for ``σ(z) + b``, and back."""
    for spot, product in _products(tree, v):
        for place, factor in enumerate(product.factors):
            match factor:
                case Fence(inside=Infix() as inside) if place == len(product.factors) - 1 and len((parts := terms(inside)).terms) > 1:
                    if place:
                        opened = parts.put(0, product.put(place, parts.terms[0]).tree())
                        yield spot.put(Fence("(", opened.tree(), ")") if spot.above else opened.tree())
                case Fence(inside=Infix() as inside) if place == 0 and len(product.factors) > 1 and len((parts := terms(inside)).terms) > 1:
                    last = len(parts.terms) - 1
                    opened = parts.put(last, Factors((parts.terms[last], *product.factors[1:]), product.signs).tree())
                    yield spot.put(Fence("(", opened.tree(), ")") if spot.above else opened.tree())
                case Run((*head, Fence(open_, inside, close))) if len((parts := terms(inside)).terms) > 1:
                    call = run((*head, Fence(open_, Terms(parts.terms[:-1], parts.signs[:-1]).tree(), close)))
                    rest = Terms((product.put(place, call).tree(), parts.terms[-1]), ("+", parts.signs[-1])).tree()
                    yield spot.put(Fence("(", rest, ")") if spot.above else rest)
    for spot, parts in _sums(tree):
        for place in range(len(parts.terms) - 1):
            yield from _close(spot, parts, place, v)
        if parts.signs[0] == "-":
            yield spot.put(Prefix("-", Fence("(", Terms(parts.terms, ("+", *parts.signs[1:])).tree(), ")")))
    match tree:
        case Prefix("-", Fence(inside=inside)) if len((parts := terms(inside)).terms) > 1:
            yield parts.flip(0).tree()
    for spot, product in _products(tree, v):
        for place in range(len(product.factors) - 2) if len(set(product.signs)) > 1 else ():
            inner = Fence("(", Factors(product.factors[place + 1 :], product.signs[place + 1 :]).tree(), ")")
            yield spot.put(Factors((*product.factors[: place + 1], inner), product.signs[: place + 1]).tree())


def _close(spot: Spot, parts: Terms, place: int, v: Vocabulary) -> Trees:
    """``a b + c`` as ``a (b + c)`` and ``(a + b) c`` for ``a + b c``, at one place of a sum."""
    left, right = (factors(parts.terms[k], v.functions) for k in (place, place + 1))

    def joined(middle: Node) -> Node:
        kept = Terms((*parts.terms[:place], middle, *parts.terms[place + 2 :]), (*parts.signs[: place + 1], *parts.signs[place + 2 :]))
        return spot.put(kept.tree())

    sign = parts.signs[place + 1]
    last = left.factors[-1]
    match last:
        case Run((*head, Fence(open_, inside, close))) if len(head):
            inner: Node = run((*head, Fence(open_, terms(inside).plus(parts.terms[place + 1], sign).tree(), close)))
            yield joined(left.put(len(left.factors) - 1, inner).tree())
    if len(left.factors) > 1:
        inner = Fence("(", Terms((last, parts.terms[place + 1]), ("+", sign)).tree(), ")")
        yield joined(left.put(len(left.factors) - 1, inner).tree())
    if len(right.factors) > 1:
        inner = Fence("(", Terms((parts.terms[place], right.factors[0]), ("+", sign)).tree(), ")")
        yield joined(right.put(0, inner).tree())


def power_edits(tree: Node, v: Vocabulary) -> Trees:
    """With a square more or less, a root more or less."""
    for spot in spots(tree):
        match spot.node:
            case Script(base, sub, Numeral("2"), primes):
                yield spot.put(base if sub is None and not primes else Script(base, sub, None, primes))
            case Script(sup=Numeral("3")):
                yield spot.put(Script(spot.node.base, spot.node.sub, TWO, spot.node.primes))
    for spot in spots(tree):
        parent = spot.above[-1] if spot.above else None
        core, hung = v.split(spot.node)
        if hung is not None or v.is_number(core) or isinstance(parent, Script) or core in EULER:
            continue
        if isinstance(core, Fence | Script) or (isinstance(core, Name) and (core in v.kinds or core.text in v.functions)):
            yield spot.put(v.hang(core, TWO))
        elif isinstance(parent, Fraction) and isinstance(core, Infix):
            yield spot.put(Script(Fence("(", core, ")"), sup=TWO))


PARTIALS = (Name("∂"), Name("d"))


def half_repairs(tree: Node, v: Vocabulary) -> Trees:
    """With the ∂ that one half of a derivative lacks."""
    for spot in spots(tree):
        match spot.node:
            case Fraction(above, below) if (_heads(above) is None) != (_heads(below) is None):
                mark = _heads(above) or _heads(below)
                assert mark is not None
                yield spot.put(Fraction(run((mark, above)), below) if _heads(above) is None else Fraction(above, run((mark, below))))


def half_slips(tree: Node, v: Vocabulary) -> Trees:
    for spot in spots(tree):
        match spot.node:
            case Fraction(Run((mark, *above)), Run((other, *below))) if mark in PARTIALS and other == mark and above and below:
                yield spot.put(Fraction(run(above), spot.node.below))
                yield spot.put(Fraction(spot.node.above, run(below)))


def _heads(node: Node) -> Node | None:
    """The ∂ that a half of a derivative starts with."""
    return node.items[0] if isinstance(node, Run) and node.items[0] in PARTIALS else None


def function_edits(tree: Node, v: Vocabulary) -> Trees:
    """With another function: its derivative for it and back, another activation, exp for log."""
    for spot in _function_spots(tree, v):
        core = spot.node.base if isinstance(spot.node, Script) else spot.node
        primes = spot.node.primes if isinstance(spot.node, Script) else 0
        if core in v.activations:
            yield spot.put(core if spot.node == Script(core, primes=1) else Script(core, primes=1))
        for other in v.activations if core in v.activations else ():
            if other != core:
                yield spot.put(Script(other, primes=primes) if primes else other)
        for one, other_text in (("exp", "log"), ("log", "exp"), ("sin", "cos"), ("cos", "sin"), ("max", "min"), ("min", "max")):
            if isinstance(core, Name) and core.text == one:
                yield spot.put(Name(other_text, font="word"))


def _function_spots(tree: Node, v: Vocabulary) -> Iterator[Spot]:
    for spot in spots(tree):
        if spot.above and isinstance(spot.above[-1], Run) and is_function(spot.node, v.functions | {letter(a) for a in v.activations}):
            yield spot


def turn_over(tree: Node, v: Vocabulary) -> Trees:
    """With a fraction upside down, or two arguments in the other order."""
    for spot in spots(tree):
        match spot.node:
            case Fraction(above, below) if not (v.is_number(above) and v.is_number(below)):
                yield spot.put(Fraction(below, above))
            case Fence(open_, Infix((one, other), ((",") as comma,)), close):
                yield spot.put(Fence(open_, Infix((other, one), (comma,)), close))
            case Infix((one, other), ("/",)):
                yield spot.put(Infix((other, one), ("/",)))


def operator_edits(tree: Node, v: Vocabulary) -> Trees:
    """With another sign of operation: a product for a sum, a minus for an equals sign, and back."""
    for spot in spots(tree):
        match spot.node:
            case Infix(operands, operators):
                for place, sign in enumerate(operators):
                    if sign == "=":
                        yield spot.put(_joined(operands, operators, place, "-"))
                    elif sign in "+-" and len(operators) == 1:
                        yield spot.put(run(tuple(map(guard, operands))))
                        yield spot.put(Infix(tuple(map(guard, operands)), (v.hadamard,)))
                    elif sign in ("·", "⊙", "×", "∘", "*") and len(operators) == 1:
                        yield spot.put(Infix(operands, ("+",)))
                        yield spot.put(Infix(operands, ("-",)))
            case Run((one, other)) if not is_function(one, v.functions):
                yield spot.put(Infix((one, other), ("+",)))
                yield spot.put(Infix((one, other), ("-",)))


def _joined(operands: tuple[Node, ...], operators: tuple[str, ...], place: int, sign: str) -> Node:
    middle = Infix((operands[place], operands[place + 1]), (sign,))
    if len(operators) == 1:
        return middle
    return Infix((*operands[:place], middle, *operands[place + 2 :]), (*operators[:place], *operators[place + 1 :]))
