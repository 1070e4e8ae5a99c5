"""Brackets, powers, halves of derivatives, functions, fractions and signs of operation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papergrad.judging.edits import PARTIALS, Factors, Spot, Terms, factors, guard, is_function, run, spots, terms
from papergrad.judging.repairs.places import EULER, TWO, Trees, products, sums
from papergrad.judging.vocabulary import Vocabulary, letter
from papergrad.notation.tree import Fence, Fraction, Infix, Name, Node, Numeral, Prefix, Run, Script


def bracket_edits(tree: Node, v: Vocabulary) -> Trees:
    """With a bracket that takes in more or less: ``a (b + c)`` for ``a b + c``, ``σ(z + b)`` for ``σ(z) + b``, and back."""
    for spot, product in products(tree, v):
        for place, factor in enumerate(product.factors):
            match factor:
                case Fence(inside=Infix() as inside) if (
                    place == len(product.factors) - 1 and len((parts := terms(inside)).terms) > 1
                ):
                    if place:
                        opened = parts.put(0, product.put(place, parts.terms[0]).tree())
                        yield spot.put(Fence("(", opened.tree(), ")") if spot.above else opened.tree())
                case Fence(inside=Infix() as inside) if (
                    place == 0 and len(product.factors) > 1 and len((parts := terms(inside)).terms) > 1
                ):
                    last = len(parts.terms) - 1
                    opened = parts.put(last, Factors((parts.terms[last], *product.factors[1:]), product.signs).tree())
                    yield spot.put(Fence("(", opened.tree(), ")") if spot.above else opened.tree())
                case Run((*head, Fence(open_, inside, close))) if len((parts := terms(inside)).terms) > 1:
                    call = run((*head, Fence(open_, Terms(parts.terms[:-1], parts.signs[:-1]).tree(), close)))
                    rest = Terms((product.put(place, call).tree(), parts.terms[-1]), ("+", parts.signs[-1])).tree()
                    yield spot.put(Fence("(", rest, ")") if spot.above else rest)
    for spot, parts in sums(tree):
        for place in range(len(parts.terms) - 1):
            yield from _close(spot, parts, place, v)
        if parts.signs[0] == "-":
            yield spot.put(Prefix("-", Fence("(", Terms(parts.terms, ("+", *parts.signs[1:])).tree(), ")")))
    match tree:
        case Prefix("-", Fence(inside=inside)) if len((parts := terms(inside)).terms) > 1:
            yield parts.flip(0).tree()
    for spot, product in products(tree, v):
        for place in range(len(product.factors) - 2) if len(set(product.signs)) > 1 else ():
            inner = Fence("(", Factors(product.factors[place + 1 :], product.signs[place + 1 :]).tree(), ")")
            yield spot.put(Factors((*product.factors[: place + 1], inner), product.signs[: place + 1]).tree())


def _close(spot: Spot, parts: Terms, place: int, v: Vocabulary) -> Trees:
    """``a b + c`` as ``a (b + c)`` and ``(a + b) c`` for ``a + b c``, at one place of a sum."""
    left, right = (factors(parts.terms[k], v.functions) for k in (place, place + 1))

    def joined(middle: Node) -> Node:
        kept = Terms(
            (*parts.terms[:place], middle, *parts.terms[place + 2 :]),
            (*parts.signs[: place + 1], *parts.signs[place + 2 :]),
        )
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
                yield spot.put(replace(spot.node, sup=TWO))
    for spot in spots(tree):
        match spot.node:
            case Script(sup=Numeral("2")):
                yield spot.put(replace(spot.node, sup=Numeral("3")))
    for spot in spots(tree):
        parent = spot.above[-1] if spot.above else None
        core, hung = v.split(spot.node)
        if hung is not None or v.is_number(core) or isinstance(parent, Script) or core in EULER:
            continue
        if isinstance(core, Fence | Script) or (
            isinstance(core, Name) and (core in v.kinds or core.text in v.functions)
        ):
            yield spot.put(v.hang(core, TWO))
        elif isinstance(parent, Fraction) and isinstance(core, Infix):
            yield spot.put(Script(Fence("(", core, ")"), sup=TWO))


def half_repairs(tree: Node, v: Vocabulary) -> Trees:
    """With the ∂ that one half of a derivative lacks."""
    for spot in spots(tree):
        match spot.node:
            case Fraction(above, below) if (_heads(above) is None) != (_heads(below) is None):
                mark = _heads(above) or _heads(below)
                assert mark is not None
                yield spot.put(
                    Fraction(run((mark, above)), below)
                    if _heads(above) is None
                    else Fraction(above, run((mark, below)))
                )


def half_slips(tree: Node, v: Vocabulary) -> Trees:
    for spot in spots(tree):
        match spot.node:
            case Fraction(Run((mark, *above)), Run((other, *below))) if (
                mark in PARTIALS and other == mark and above and below
            ):
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
        for one, other_text in (
            ("exp", "log"),
            ("log", "exp"),
            ("sin", "cos"),
            ("cos", "sin"),
            ("max", "min"),
            ("min", "max"),
        ):
            if isinstance(core, Name) and core.text == one:
                yield spot.put(Name(other_text, font="word"))


def _function_spots(tree: Node, v: Vocabulary) -> Iterator[Spot]:
    for spot in spots(tree):
        if (
            spot.above
            and isinstance(spot.above[-1], Run)
            and is_function(spot.node, v.functions | {letter(a) for a in v.activations})
        ):
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
            case Run() if len(parts := factors(spot.node, v.functions).factors) > 1:
                for place in range(1, len(parts)):
                    for sign in "+-":
                        yield spot.put(Infix((run(parts[:place]), run(parts[place:])), (sign,)))


def _joined(operands: tuple[Node, ...], operators: tuple[str, ...], place: int, sign: str) -> Node:
    middle = Infix((operands[place], operands[place + 1]), (sign,))
    if len(operators) == 1:
        return middle
    return Infix((*operands[:place], middle, *operands[place + 2 :]), (*operators[:place], *operators[place + 1 :]))
