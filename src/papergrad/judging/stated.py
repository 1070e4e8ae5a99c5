"""What prose states beside formulas: shapes, counts, annotations, maxima, monotony."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from typing import assert_never

from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Apply, Entry, Expr, Tensor, minus
from papergrad.algebra.sizes import ONE_ENTRY, Size
from papergrad.algebra.substitution import substitute
from papergrad.judging.bounds import judge_monotony, maximum
from papergrad.judging.extremes import beside
from papergrad.judging.verdict import Finding
from papergrad.notation.tree import Fence, Infix, Node, Numeral, Prefix, Run, Script
from papergrad.notation.tree import Fraction as Ratio
from papergrad.phrasebook import transpose
from papergrad.phrasebook.trees import sequence
from papergrad.reading import told
from papergrad.reading.declarations import shape_of
from papergrad.reading.meaning import Reader
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope, Shape
from papergrad.reading.settle import Settling
from papergrad.reading.spoken import (
    ARGUMENT,
    Chosen,
    Claim,
    Counted,
    Extreme,
    Falling,
    Multiplied,
    OfKind,
    Property,
    Rows,
    Shaped,
)
from papergrad.reading.symbols import apart
from papergrad.reading.values import ShapeMismatch, Value
from papergrad.source import PaperError

DATA = frozenset("xXyYtTδ")  # letters of what is given; whatever else is not computed may be learned
BEFORE = re.compile(r"[tτ][-+]\d")  # h_{t-1} is what another step gave
MOST_WEIGHTS = 9  # of which every selection is tried
UNDERIVED = "what is counted here does not follow from the shapes that are known"


def judge_stated(claim: Claim, scope: Scope, plain: Finding) -> Finding:
    """The verdict on a statement of the prose."""
    match claim:
        case Shaped():
            return _shaped(claim, scope, plain)
        case Multiplied():
            return _multiplied(claim, plain)
        case Rows(number, matrix):
            if len(matrix.rows) == number:
                return replace(plain, verdict="right", evidence="computed")
            words = f"{number} is not the number of rows; there are {len(matrix.rows)}"
            return replace(plain, verdict="wrong", code="PG503", message=words, evidence="computed")
        case Counted():
            return _counted(claim, scope, plain)
        case Property() | OfKind():
            return replace(plain, verdict="declares", evidence="declared")
        case Extreme():
            return _extreme(claim, scope, plain)
        case Falling():
            return _falling(claim, scope, plain)
        case Chosen(_, repeated):
            if not repeated:
                return replace(plain, verdict="declares", evidence="declared")
            words = f"{', '.join(repeated)} is meant to be listed twice"
            return replace(plain, verdict="right-if", assumption=words, evidence="declared")
        case _:
            assert_never(claim)


# -- shapes ---------------------------------------------------------------------------------------------------------------


def _shaped(claim: Shaped, scope: Scope, plain: Finding) -> Finding:
    declares = replace(plain, verdict="declares", evidence="declared")
    if claim.of is None:
        return declares
    sizes = [scope.size(s) for s in claim.sizes]
    if any(s is None for s in sizes):
        return replace(plain, code="PG002", message="these sizes are not understood")
    stated = shape_of([s for s in sizes if s is not None])
    worst = declares
    for node in sequence(claim.of):
        found = _one_shape(node, stated, claim.loose, scope, declares)
        found = declares if claim.supposed and found.bad else found  # another case than the one known here
        worst = found if found.verdict not in ("declares", "right") or worst.verdict == "declares" else worst
    return worst


def _one_shape(node: Node, stated: Shape, loose: bool, scope: Scope, plain: Finding) -> Finding:
    """Does one thing have the stated shape? Of a number, ``loose`` words state a product."""
    if isinstance(node, Fence) and node.open == "{":
        return plain  # {x_i} is all of the x_i together
    key = told.key_of(scope, node)
    if key is not None and scope.declaration(key) is not None:
        known = scope.declaration(key)
        assert known is not None
        found = plain if known == stated else _against(known, stated, scope, plain)
        if found.bad and _by_other_letters(known, stated):
            return replace(plain, verdict="unknown", code="PG303", message=f"{found.message}, as was said before")
        return found
    value = _value(node, scope)
    if value is None:
        if key is not None or not all(scope.known(k) or k in scope.shapes for k in scope.keys_in(node)):
            return plain  # then the text declares it
        return replace(plain, verdict="unknown", code="PG302", message="nothing is known of this expression")
    known = Shape(tuple(scope.sizes.settle(i.size) for i in value.axes), 0, value.lying)
    if loose and not known.sizes:
        return plain
    found = _against(known, stated, scope, plain)
    if found.bad and transpose.read(node) is not None and _by_other_letters(known, stated):
        return replace(plain, verdict="unknown", code="PG303", message=f"{found.message}, as was said before")
    # The formula may be that of one sample, and the matrix that of all.
    of_all = len(known.sizes) == 1 and len(stated.sizes) == 2 and known.sizes[0] in (*stated.sizes, ONE_ENTRY)
    inputs = [k for k in reach(value.body, scope.everything) if scope.definition(k) is None]
    # an x of which nobody says what it is need not be the number that it was taken for
    vague = any(k[:1] in DATA and scope.declaration(k) is None and not scope.shape(k).sizes for k in inputs)
    unread = not scope.all_overlooked().keys().isdisjoint((key, *reach(value.body, scope.everything)))
    unsure = of_all or vague or unread or _of_one(known, stated) or _of_example(known, stated, scope)
    if found.bad and (unsure or not all(map(scope.firm, inputs))):
        return replace(plain, verdict="unknown", code="PG302", message=found.message, evidence="")
    return found


def _of_one(known: Shape, stated: Shape) -> bool:
    """Whether a length that the text names came out as 1, of which nobody speaks: formulas for one example are read so."""
    pairs = zip(known.sizes[known.scripts :], stated.sizes, strict=False)
    return any(one == ONE_ENTRY and other.number is None for one, other in pairs)


def _of_example(known: Shape, stated: Shape, scope: Scope) -> bool:
    """Whether formulas count entries of which the text speaks by letters alone: those of an example, it may be."""
    counted = any(scope.sizes.settle(size).number is not None for size in known.sizes[known.scripts :])
    return counted and all(size.number is None for size in stated.sizes)


def _by_other_letters(one: Shape, other: Shape) -> bool:
    """Whether two shapes that words give are lengths with names, and not the same ones turned: of two examples, more likely."""
    sizes = [sorted(map(str, shape.sizes)) for shape in (one, other)]
    named = all(size.name is not None and not str(size).isdigit() for size in (*one.sizes, *other.sizes))
    return named and len(sizes[0]) == len(sizes[1]) and sizes[0] != sizes[1]


def _against(known: Shape, stated: Shape, scope: Scope, plain: Finding) -> Finding:
    """A known shape against a stated one. Lengths that nobody named may be anything; a row may be called a vector."""
    one, other = known.sizes[known.scripts :], stated.sizes
    words = f"the text says {_words(other)}, from the formulas it is {_words(one)}"
    wrong = replace(plain, verdict="wrong", code="PG503", message=words, evidence="shapes")
    if len(one) != len(other):
        guessed = any(map(scope.sizes.open, one))
        return replace(plain, verdict="unknown", code="PG302", message=words, evidence="") if guessed else wrong
    pairs = [(scope.sizes.settle(a), scope.sizes.settle(b)) for a, b in zip(one, other, strict=True)]
    if all(a == b for a, b in pairs):
        return replace(plain, verdict="right", evidence="shapes")
    if all(a == b or scope.sizes.but_for_a_bias(a, b) for a, b in pairs):
        return replace(
            plain, verdict="unknown", code="PG302", message=f"{words}: whether it counts the bias is not said"
        )
    if any("?" in name or "#" in name for a, b in pairs for name in a.names | b.names):
        saved = scope.sizes.save()
        fits = all(scope.sizes.unify(a, b) for a, b in pairs)
        scope.sizes.restore(saved)
        return plain if fits else replace(plain, verdict="unknown", code="PG302", message=words, evidence="")
    numbers = [(_number(a), _number(b)) for a, b in pairs]
    if any(a is not None and b is not None and a != b for a, b in numbers):
        return wrong
    mine, theirs = ({name for pair in pairs for name in pair[side].names} for side in (0, 1))
    if mine == theirs:
        return wrong
    named = {name for shape in scope.declared.values() for size in shape.sizes for name in size.names}
    if any(len((a.names | b.names) - named) == 0 for a, b in pairs if a != b):
        return wrong  # both lengths have their own names
    same = " and ".join(f"{a} = {b}" for a, b in pairs if a != b)
    return replace(plain, verdict="right-if", code="PG207", assumption=same, evidence="shapes")


def _number(size: Size) -> Fraction | None:
    """The number of a size, numerals that serve as names among them."""
    return _plain(size).number


def _plain(size: Size) -> Size:
    return size.put({name: Size.of(int(name)) for name in size.names if name.isdigit()})


def _words(sizes: Iterable[Size]) -> str:
    return " × ".join("·" if "?" in str(s) or "#" in str(s) else str(s) for s in sizes) or "a scalar"


def _value(node: Node, scope: Scope) -> Value | None:
    """What an expression of the prose means."""
    if not all(scope.known(key) or key in scope.shapes for key in scope.keys_in(node)):
        return None
    saved = scope.sizes.save()
    try:
        return Settling(scope.sizes).value(Reader(scope).value(node))
    except (PaperError, ShapeMismatch):
        return None
    finally:
        scope.sizes.restore(saved)


def _multiplied(claim: Multiplied, plain: Finding) -> Finding:
    """Shapes that follow each other: do they conform, and is the product what is stated?"""
    for one, other in zip(claim.factors, claim.factors[1:], strict=False):
        if one[-1] != other[0]:
            if claim.result is None:
                return replace(plain, verdict="declares", evidence="declared")
            return replace(
                plain, verdict="ill-typed", code="PG101", message="these shapes do not multiply", evidence="shapes"
            )
    if claim.result is not None and claim.result != (claim.factors[0][0], claim.factors[-1][-1]):
        return replace(plain, verdict="wrong", code="PG503", message="the product has another shape", evidence="shapes")
    return replace(plain, verdict="right", evidence="shapes")


# -- counts ---------------------------------------------------------------------------------------------------------------


def _counted(claim: Counted, scope: Scope, plain: Finding) -> Finding:
    stated = _size(claim.number, scope)
    if stated is None:
        return replace(plain, code="PG002", message="this number is not understood")
    if claim.times is not None and claim.before is not None:
        one, times = _size(claim.before, scope), _size(claim.times, scope)
        if one is not None and times is not None:
            return _compared(stated, one * times, plain)
    if claim.of is not None:
        shape = scope.declaration(told.key_of(scope, claim.of) or "")
        if shape is not None and not claim.noun.startswith(("free", "distinct", "independent", "unique")):
            return _compared(stated, _entries(shape), plain)
    if claim.stated:
        return replace(plain, verdict="right", evidence="shapes", message="a length stated before")
    if claim.noun.endswith(("parameters", "params", "weights")):
        return _parameters(claim, stated, scope, plain)
    return replace(plain, code="PG302", message=UNDERIVED)


def _parameters(claim: Counted, stated: Size, scope: Scope, plain: Finding) -> Finding:
    """A number of parameters against the shapes of what is learned: all of it, some of it, or all of it under other names."""
    weights = _weights(scope)
    if not weights:
        return replace(plain, code="PG302", message=UNDERIVED)
    for some in range(len(weights), 0 if len(weights) <= MOST_WEIGHTS else len(weights) - 2, -1):
        for chosen in combinations(sorted(weights), some):
            if _total(weights[k] for k in chosen) == stated:
                return replace(plain, verdict="right", evidence="shapes", message="the entries of " + ", ".join(chosen))
    whole = _total(weights.values())
    if (named := _renamed(stated, whole)) is not None:
        return replace(plain, verdict="right", evidence="shapes", message=f"with {named}")
    sure = (
        scope.parent is None
        and all(scope.declaration(key) is not None for key in weights)
        and len(weights) <= MOST_WEIGHTS
    )
    if sure and not claim.partial and stated.names <= whole.names and (stated.names or not whole.names):
        words = f"it is {whole}, the entries of {', '.join(weights)}"
        return replace(plain, verdict="wrong", code="PG501", message=words, evidence="shapes")
    return replace(plain, code="PG302", message=UNDERIVED)


def _total(sizes: Iterable[Size]) -> Size:
    return sum(sizes, Size(()))


def _renamed(stated: Size, whole: Size) -> str | None:
    """Lengths of the text that the formulas know by other names (or not apart): in words, or None if there is no such way."""
    new, old = sorted(stated.names - whole.names), sorted(whole.names)
    if not new or len(old) ** len(new) > 500:
        return None
    for chosen in product(old, repeat=len(new)):
        if stated.put({n: Size.of(o) for n, o in zip(new, chosen, strict=True)}) == whole:
            return ", ".join(f"{n} for {_words((Size.of(o),))}" for n, o in zip(new, chosen, strict=True))
    return None


def _compared(stated: Size, real: Size, plain: Finding) -> Finding:
    if stated == real:
        return replace(plain, verdict="right", evidence="shapes")
    return replace(plain, verdict="wrong", code="PG501", message=f"it is {real}", evidence="shapes")


def _weights(scope: Scope) -> dict[str, Size]:
    """How many entries everything has that may be learned: no data by its letter, and not computed."""
    found: dict[str, Size] = {}
    here: Scope | None = scope
    while here is not None:
        for key, shape in {**here.shapes, **here.declared}.items():
            if key[:1] in DATA or BEFORE.search(key):
                continue
            if shape.sizes and scope.definition(key) is None and key not in scope.size_names:
                whole = Shape(tuple(scope.sizes.settle(s) for s in shape.sizes), shape.scripts)
                found.setdefault(key, _entries(whole))
        here = here.parent
    return found


def _entries(shape: Shape) -> Size:
    whole = Size.of(1)
    for size in shape.sizes[shape.scripts :]:
        whole = whole * _plain(size)
    return whole


def _size(node: Node, scope: Scope) -> Size | None:
    """A stated number as a polynomial in lengths."""
    match node:
        case Ratio(above, Numeral(text)) if text.isdigit() and int(text):
            inner = _size(above, scope)
            return None if inner is None else inner * Fraction(1, int(text))
        case Run(items):
            whole = Size.of(1)
            for item in items:
                part = _size(item, scope)
                if part is None:
                    return None
                whole = whole * part
            return whole
        case Fence("(", inside, ")"):
            return _size(inside, scope)
        case Infix(operands, operators) if set(operators) <= {"+", "-"}:
            parts = [_size(o, scope) for o in operands]
            if any(p is None for p in parts):
                return None
            signed = [
                -p if sign == "-" else p for sign, p in zip(("+", *operators), parts, strict=True) if p is not None
            ]
            return _total(signed)
        case Script(base, None, Numeral(text), 0) if text in "23":
            inner = _size(base, scope)
            return None if inner is None else inner * inner * (inner if text == "3" else 1)
    found = scope.size(node)
    return None if found is None else _plain(found)


# -- functions of one number ------------------------------------------------------------------------------------------------


def _function(node: Node, scope: Scope) -> tuple[Tensor, str] | None:
    """A function of one number, and its argument."""
    match node:
        case Run((head, Fence("(", inside, ")"))) if apart(inside) is not None:
            reader = Reader(scope)
            try:
                value = Settling(scope.sizes).value(reader.value(Run((head, Fence("(", ARGUMENT, ")")))))
            except (PaperError, ShapeMismatch):
                return None
            key = next(iter(scope.keys_in(ARGUMENT)))
            return (value.tensor, key) if not value.axes else None
    return None


def _extreme(claim: Extreme, scope: Scope, plain: Finding) -> Finding:
    found = _function(claim.of, scope)
    value, at = _rational(claim.value), _rational(claim.at) if claim.at is not None else None
    if found is None or value is None:
        return replace(plain, code="PG302", message="what has its maximum here is not clear")
    top = maximum(found[0], found[1], {}, Facts({}))
    found_as = beside(top, value, at, plain)
    return found_as if claim.sure or not found_as.bad else replace(found_as, verdict="unknown")


def _rational(node: Node) -> Fraction | None:
    match node:
        case Numeral(text):
            return Fraction(text)
        case Prefix("-", inside):
            inner = _rational(inside)
            return None if inner is None else -inner
        case Ratio(above, below) | Infix((above, below), ("/",)):
            a, b = _rational(above), _rational(below)
            return a / b if a is not None and b else None
    return None


def _falling(claim: Falling, scope: Scope, plain: Finding) -> Finding:
    found = _function(claim.of, scope)
    if found is None:
        return replace(plain, code="PG302", message="what is said to change is not clear")
    value, variable = found
    inputs = {variable: ()}
    sides = (_positive(value, variable, False), _positive(value, variable, True)) if claim.absolute else (value,)
    for side in sides:
        bound = judge_monotony(side, variable, {}, Facts({}), inputs, falling=claim.falls)
        if bound.refuted:
            words = f"it does not: {bound.counterexample}"
            return replace(plain, verdict="wrong", code="PG220", message=words, evidence="numbers")
    return replace(plain, verdict="right", evidence="numbers", message="no counterexample found")


def _positive(value: Tensor, variable: str, mirrored: bool) -> Tensor:
    """The same function at ± e^u, which grows with u over all positive numbers (over all negative ones falls)."""

    def at(entry: Entry) -> Expr | None:
        if entry.symbol != variable:
            return None
        return minus(Apply("exp", entry)) if mirrored else Apply("exp", entry)

    return Tensor(substitute(value.body, at), value.axes)
