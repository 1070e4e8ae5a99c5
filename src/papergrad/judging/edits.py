"""Small changes of written mathematics: where one can be made, and the tree after it.

A *spot* is a node that stands for a value (not a subscript, not the bound of a sum, not one half of a derivative), with the
way to put another node in its place. A *product* is what stands side by side or is joined by a product sign, taken apart; a
*sum* likewise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from papergrad.notation import glyphs
from papergrad.notation.glyphs import LEVEL, PRODUCT
from papergrad.notation.tree import (
    Accented,
    Big,
    Blank,
    Fence,
    Fraction,
    Infix,
    Name,
    Node,
    Numeral,
    Prefix,
    Run,
    Script,
    children,
    rebuild,
)
from papergrad.phrasebook import gradient, indicator
from papergrad.records import dataclass
from papergrad.remembered import remembered

ONE = Numeral("1")
SUM_SIGNS = frozenset("+-")  # the signs of ± and ∓ cannot be turned one by one

# -- any tree -----------------------------------------------------------------------------------------------------


def with_children(node: Node, new: tuple[Node, ...]) -> Node:
    """The same node around other children."""
    left = iter(new)
    return rebuild(node, lambda _: next(left))


@dataclass(frozen=True)
class Spot:
    """A node somewhere in a tree; ``put`` gives the tree with another node there. ``above``: its ancestors, nearest last."""

    node: Node
    put: Callable[[Node], Node]
    above: tuple[Node, ...] = ()

    def inside(self, place: int) -> Spot:
        """The spot of one child."""
        inner = children(self.node)

        def put(new: Node) -> Node:
            return self.put(with_children(self.node, (*inner[:place], new, *inner[place + 1 :])))

        return Spot(inner[place], put, (*self.above, self.node))


def _value_children(node: Node) -> Iterator[int]:
    """Which children stand for values of their own: no subscripts, no bounds; a superscript only as an exponent of e."""
    match node:
        case Script(base, sub, sup):
            if not isinstance(base, Name | Script):
                yield 0
            if sup is not None and base in (Name("e"), Name("exp", font="word")):
                yield 1 if sub is None else 2
        case Big():
            yield len(children(node)) - 1
        case Accented(accent) if accent not in ("underbrace", "overbrace", "bar", "overline"):
            return
        case _:
            yield from range(len(children(node)))


def spots(tree: Node, derived: bool = False) -> Iterator[Spot]:
    """Every place of a value, the outer ones first, left before right; with ``derived`` also what derivatives are of and by."""
    todo = [Spot(tree, lambda new: new)]
    while todo:
        spot = todo.pop(0)
        if not _no_value(spot, derived):
            yield spot
        todo[:0] = [spot.inside(place) for place in _value_children(spot.node)]


def _no_value(spot: Spot, derived: bool) -> bool:
    """Whether a node only carries values: a half of a derivative, its sign, or a list of arguments."""
    node, above = spot.node, spot.above
    if isinstance(node, Infix) and "," in node.operators:
        return True
    quotients = [k for k, n in enumerate(above) if isinstance(n, Fraction) and _is_derivative(n)]
    if not quotients:
        return False
    last = quotients[-1]
    half = above[last + 1] if last + 1 < len(above) else node
    if half is node or node in PARTIALS:  # a half of a derivative, or its sign
        return True
    if half is above[last].below or (above[-1] is half and _symbol(node)):
        return not derived or not _symbol(node)
    return False


def _symbol(node: Node) -> bool:
    """A name with or without scripts."""
    return isinstance(node, Name) or (isinstance(node, Script) and _symbol(node.base))


PARTIALS = (Name("∂"), Name("d"))


def _is_derivative(node: Fraction) -> bool:
    return gradient.read(node) is not None


def scripts(tree: Node) -> Iterator[Spot]:
    """Every subscript, superscript (but exponents of e) and bound of a sum, and the nodes inside them."""
    todo = [(Spot(tree, lambda new: new), False)]
    while todo:
        spot, within = todo.pop(0)
        if within:
            yield spot
        values = () if within else tuple(_value_children(spot.node))
        hangs = isinstance(spot.node, Script | Big)
        for k in reversed(range(len(children(spot.node)))):
            base = isinstance(spot.node, Script) and k == 0
            todo.insert(0, (spot.inside(k), not base and (within or (hangs and k not in values))))


# -- products -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Factors:
    """``factors[0] signs[0] factors[1] ...``; the sign of juxtaposition is ``''``."""

    factors: tuple[Node, ...]
    signs: tuple[str, ...]

    def tree(self) -> Node:
        """The product as a node: what is side by side becomes a run, the signs join the runs."""
        runs: list[list[Node]] = [[self.factors[0]]]
        joins: list[str] = []
        for sign, factor in zip(self.signs, self.factors[1:], strict=True):
            if sign == "":
                runs[-1].append(factor)
            else:
                joins.append(sign)
                runs.append([factor])
        operands = tuple(run(items) for items in runs)
        return operands[0] if len(operands) == 1 else Infix(operands, tuple(joins))

    def without(self, place: int) -> Factors | None:
        """The product without one factor; None if it was the only one, or what follows would be divided by nothing."""
        if len(self.factors) == 1 or (place == 0 and self.signs[0] == "/"):
            return None
        signs = self.signs[1:] if place == 0 else (*self.signs[: place - 1], *self.signs[place:])
        return Factors((*self.factors[:place], *self.factors[place + 1 :]), signs)

    def put(self, place: int, factor: Node) -> Factors:
        """Another factor in one place."""
        return Factors((*self.factors[:place], guard(factor), *self.factors[place + 1 :]), self.signs)

    def insert(self, place: int, factor: Node, sign: str = "") -> Factors:
        """One factor more, before the one at ``place``; a 1 that was all there is gives way to it."""
        if self.factors == (Numeral("1"),):
            return Factors((guard(factor),), ())
        factors = (*self.factors[:place], guard(factor), *self.factors[place:])
        signs = (sign, *self.signs) if place == 0 else (*self.signs[: place - 1], sign, *self.signs[place - 1 :])
        return Factors(factors, signs)

    def swap(self, one: int, other: int) -> Factors:
        factors = list(self.factors)
        factors[one], factors[other] = factors[other], factors[one]
        return Factors(tuple(factors), self.signs)

    def sign(self, place: int, sign: str) -> Factors:
        return Factors(self.factors, (*self.signs[:place], sign, *self.signs[place + 1 :]))


def run(items: list[Node] | tuple[Node, ...]) -> Node:
    """Nodes side by side; runs among them dissolve."""
    flat: list[Node] = []
    for item in items:
        flat.extend(item.items if isinstance(item, Run) else (item,))
    return flat[0] if len(flat) == 1 else Run(tuple(flat))


def guard(node: Node) -> Node:
    """The node in parentheses where a factor needs them."""
    match node:
        case Infix() | Prefix() | Big():
            return Fence("(", node, ")")
        case _:
            return node


Functions = frozenset[str | Node]  # names of the table, and what a document calls: the h_θ of h_θ(x)


def applies(node: Node, following: Node, functions: Functions) -> bool:
    """Whether a node and what follows are one: a function and its argument, ``d/dx`` or ``∇_W`` before something, ``1[z > 0]``."""
    if _spelled(node, functions) or indicator.read(Run((node, following))) is not None:
        return True
    bracket = following.base if isinstance(following, Script) else following
    if isinstance(bracket, Fence) and _called(node, functions):
        return True
    operator = gradient.read(node) if isinstance(node, Fraction | Script | Name) else None
    return operator is not None and operator.of is None


def is_function(node: Node, functions: Functions) -> bool:
    """Whether a node is the name of a function: ``\\log``, ``\\tanh^2``, ``σ'``, or what the document calls, ``h_θ``."""
    return _spelled(node, functions) or _called(node, functions)


def _spelled(node: Node, functions: Functions) -> bool:
    """A name of the table, bare or with scripts."""
    return (
        node.text in functions
        if isinstance(node, Name)
        else isinstance(node, Script) and _spelled(node.base, functions)
    )


def _called(node: Node, functions: Functions) -> bool:
    """What the document calls, or its derivative."""
    if isinstance(node, Script) and node.primes:
        node = replace(node, primes=0) if node.sub is not None or node.sup is not None else node.base
    return node in functions


def factors(node: Node, functions: Functions) -> Factors:
    """A node as a product; anything else is a product of one factor. A function and its argument are one factor."""
    match node:
        case Run(items):
            units: list[Node] = []
            k = 0
            while k < len(items):
                start = k
                while k + 1 < len(items) and applies(items[k], items[k + 1], functions):
                    k += 1
                units.append(run(items[start : k + 1]))
                k += 1
            return Factors(tuple(units), ("",) * (len(units) - 1))
        case Infix(operands, operators) if all(LEVEL.get(o) == PRODUCT for o in operators):
            parts: list[Node] = []
            signs: list[str] = []
            for place, operand in enumerate(operands):
                inner = factors(operand, functions) if isinstance(operand, Run) else Factors((operand,), ())
                signs.extend([operators[place - 1]] if place else [])
                parts.extend(inner.factors)
                signs.extend(inner.signs)
            return Factors(tuple(parts), tuple(signs))
        case _:
            return Factors((node,), ())


# -- sums ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Terms:
    """Terms with their signs, ``+`` or ``-``; the first sign shows only if it is ``-``."""

    terms: tuple[Node, ...]
    signs: tuple[str, ...]

    def tree(self) -> Node:
        first: Node = Prefix("-", self.terms[0]) if self.signs[0] == "-" else self.terms[0]
        return first if len(self.terms) == 1 else Infix((first, *self.terms[1:]), self.signs[1:])

    def flip(self, place: int) -> Terms:
        turned = "+" if self.signs[place] == "-" else "-"
        return Terms(self.terms, (*self.signs[:place], turned, *self.signs[place + 1 :]))

    def negative(self) -> Terms:
        """All signs turned; a positive term comes first where there is one."""
        pairs = [("+" if s == "-" else "-", t) for s, t in zip(self.signs, self.terms, strict=True)]
        if len(pairs) == 2:
            pairs = sorted(pairs, key=lambda pair: pair[0] == "-")
        return Terms(tuple(t for _, t in pairs), tuple(s for s, _ in pairs))

    def without(self, place: int) -> Terms:
        return Terms((*self.terms[:place], *self.terms[place + 1 :]), (*self.signs[:place], *self.signs[place + 1 :]))

    def put(self, place: int, term: Node) -> Terms:
        term = Fence("(", term, ")") if isinstance(term, Prefix) or _is_sum(term) else term
        return Terms((*self.terms[:place], term, *self.terms[place + 1 :]), self.signs)

    def plus(self, term: Node, sign: str = "+") -> Terms:
        return Terms((*self.terms, term), (*self.signs, sign))


def _is_sum(node: Node) -> bool:
    return isinstance(node, Infix) and set(node.operators) <= SUM_SIGNS


def terms(node: Node) -> Terms:
    """A node as a sum; anything else is a sum of one term."""
    match node:
        case Infix(operands, operators) if set(operators) <= SUM_SIGNS:
            first = operands[0]
            match first:
                case Prefix("-", operand):
                    return Terms((operand, *operands[1:]), ("-", *operators))
                case _:
                    return Terms(operands, ("+", *operators))
        case Prefix("-", operand):
            return Terms((operand,), ("-",))
        case _:
            return Terms((node,), ("+",))


def multiply(node: Node, factor: Node, functions: Functions) -> Node:
    """``factor`` times a node, in front, with parentheses where they are due; a sign stays in front of both."""
    match node:
        case Numeral("1"):
            return factor
        case Prefix("-", operand):
            return Prefix("-", multiply(operand, factor, functions))
        case Infix() if _is_sum(node):
            return run((factor, Fence("(", node, ")")))
        case _:
            return (
                factors(node, functions).insert(0, factor).tree() if not isinstance(node, Big) else run((factor, node))
            )


# -- what nobody writes -------------------------------------------------------------------------------------------


@remembered(Node)
def awkward(node: Node) -> int:
    """How often a formula says what nobody means: ``1 x``, ``x 2``, ``(1)``, ``y - y``, ``∂x/∂x``. A slip may have left it there."""
    within = (node.base,) if isinstance(node, Script) else children(node)  # the (2) of W^{(2)} is no bracket
    return _awkward(node) + sum(map(awkward, within))


@remembered(Node)
def size(node: Node) -> int:
    """How many parts a formula has."""
    return 1 + sum(map(size, children(node)))


def _of_bracket(items: tuple[Node, ...]) -> bool:
    """The 1 of ``1[z > 0]``."""
    return len(items) == 2 and indicator.read(Run(items)) is not None


def _bare(node: Node) -> bool:
    """A bracket around a number alone."""
    return isinstance(node, Fence) and isinstance(node.inside, Numeral)


def _awkward(node: Node) -> int:
    match node:
        case Run(items):
            alone = [k for k, i in enumerate(items) if isinstance(i, Numeral) and not _of_bracket(items[k : k + 2])]
            odd = sum((items[k] == ONE) if k == 0 else not is_function(items[k - 1], glyphs.FUNCTIONS) for k in alone)
            first = (
                not isinstance(before, Name | Script) for before in (Blank(), *items)
            )  # no argument of what stands before
            return odd + sum(_bare(item) for item, no_argument in zip(items, first, strict=False) if no_argument)
        case Fraction(Run((mark, *above)), Run((other, *below))) if mark in PARTIALS and mark == other:
            return above == below
        case Infix(operands, operators) if all(LEVEL.get(o) == PRODUCT for o in operators) and "/" not in operators:
            return sum(o == ONE or _bare(o) for o in operands)
        case Infix() if _is_sum(node):
            parts = terms(node).terms
            return len(parts) - len(set(parts))
        case _:
            return 0
