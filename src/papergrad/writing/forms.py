"""Pieces of a formula on their way to paper: a written tree, how tightly it holds together, and which axes it has."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as Exact

from papergrad.algebra.nodes import Index
from papergrad.notation.glyphs import ATOM, PRODUCT, SIDE_BY_SIDE, SUM
from papergrad.notation.style import Style
from papergrad.notation.tree import (
    Fence,
    Fraction,
    Infix,
    Name,
    Node,
    Numeral,
    Postfix,
    Prefix,
    Root,
    Run,
    Script,
    children,
)
from papergrad.phrasebook import products, transpose
from papergrad.records import dataclass
from papergrad.remembered import remembered


@dataclass(frozen=True)
class Form:
    """A matrix on paper: entry (``row``, ``column``) of what ``node`` says; None where the matrix is one entry long.

    ``level`` is a row of the precedence table. ``under``: what this is the transpose of. ``spreads``: a number that stands for
    a whole vector or matrix, as the 1 of ``1 - h``.
    """

    node: Node
    level: int
    row: Index | None = None
    column: Index | None = None
    under: Form | None = None

    def along(self, row: Index | None, column: Index | None) -> Form:
        """The same on paper, as the matrix (``row``, ``column``)."""
        return (
            self if self.row is row and self.column is column else Form(self.node, self.level, row, column, self.under)
        )

    @property
    def scalar(self) -> bool:
        return self.row is None and self.column is None


@remembered(Node)
def cost(node: Node) -> int:
    """How long a node is: about its characters in a plain dialect."""
    return _own_cost(node) + sum(map(cost, children(node)))


def _own_cost(node: Node) -> int:
    match node:
        case Name(text) | Numeral(text):
            return min(len(text), 4)
        case Infix(operands):
            return 3 * (len(operands) - 1)
        case Run(items):
            return len(items) - 1
        case Fence() | Root() | Fraction():
            return 2
        case Prefix() | Postfix():
            return 1
        case _:
            return 0


def turns(node: Node, style: Style) -> bool:
    """Whether anything in a node is transposed."""
    raised = _raised(node)
    return Postfix in raised or style.transpose in raised


@remembered(Node)
def _raised(node: Node) -> frozenset[Node | type[Postfix] | None]:
    """What stands above something in a node, and what it is the opposite of: the T of ``x^{-T}``; ``Postfix`` for a quote."""
    match node:
        case Postfix():
            own: tuple[Node | type[Postfix] | None, ...] = (Postfix,)
        case Script(_, _, Prefix(_, inner) as above):
            own = (above, inner)
        case Script(_, _, Node() as above):
            own = (above,)
        case _:
            own = ()
    return frozenset(own).union(*map(_raised, children(node)))


def held(form: Form, level: int) -> Node:
    """The node of a form, in brackets where something outside would pull it apart."""
    return form.node if form.level >= level else Fence("(", form.node, ")")


def product(forms: tuple[Form, ...], row: Index | None = None, column: Index | None = None) -> Form:
    """Factors side by side."""
    if len(forms) == 1:
        return forms[0].along(row, column)
    items: list[Node] = []
    for form in forms:
        node = held(form, SIDE_BY_SIDE)
        items += node.items if isinstance(node, Run) else (node,)
    return Form(Run(tuple(items)), SIDE_BY_SIDE, row, column)


def entrywise(forms: tuple[Form, ...], style: Style) -> Form:
    """Factors of one shape multiplied entry by entry."""
    if len(forms) == 1:
        return forms[0]
    parts = products.Hadamard(tuple(held(form, SIDE_BY_SIDE) for form in forms))
    return Form(products.write(parts, style), PRODUCT, forms[0].row, forms[0].column)


def transposed(form: Form, style: Style) -> Form:
    """A form turned over; turned twice it is itself."""
    if form.scalar:
        return form
    if form.under is not None:
        return form.under
    if isinstance(form.node, Prefix) and form.node.sign == "-":  # -(A B)ᵀ
        inner = form.node.operand
        level = SIDE_BY_SIDE if isinstance(inner, Run) else ATOM
        turned = transposed(replace(form, node=inner, level=level), style)
        return Form(Prefix("-", turned.node), SUM, form.column, form.row, form)
    node = transpose.write(transpose.Transpose(form.node), style)
    return Form(node, ATOM, form.column, form.row, form)


def summed(terms: tuple[tuple[int, Form], ...]) -> Form:
    """Terms with their signs; one that is added comes first, if there is one."""
    start_at = next((n for n, (sign, _) in enumerate(terms) if sign > 0), 0)
    ordered = (terms[start_at], *terms[:start_at], *terms[start_at + 1 :])
    row = next((form.row for _, form in ordered if form.row is not None), None)
    column = next((form.column for _, form in ordered if form.column is not None), None)
    sign, first = ordered[0]
    start = held(first, PRODUCT)
    if sign < 0:
        start = Prefix("-", start)
    if len(ordered) == 1:
        return Form(start, SUM if sign < 0 else first.level, row, column)
    operands = (start, *(held(form, PRODUCT) for _, form in ordered[1:]))
    return Form(Infix(operands, tuple("+" if s > 0 else "-" for s, _ in ordered[1:])), SUM, row, column)


def numeral(value: Exact) -> Form:
    """A number of no sign: ``2``, ``1/2``."""
    if value.denominator == 1:
        return Form(Numeral(str(value.numerator)), ATOM)
    text = _decimal(value)
    if text:
        return Form(Numeral(text), ATOM)
    return Form(Fraction(Numeral(str(value.numerator)), Numeral(str(value.denominator))), ATOM)


def _decimal(value: Exact) -> str:
    """A decimal where the denominator is one of tens and large: 0.01, but 1/2."""
    rest = value.denominator
    if rest < 10:
        return ""
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return str(float(value)) if rest == 1 and len(str(float(value))) < 8 else ""


def raised(form: Form, exponent: Node) -> Form:
    """A number, or every entry, to a power."""
    base = form.node
    if isinstance(base, Script) and base.sup is None and not base.primes:
        return replace(form, node=replace(base, sup=exponent), level=ATOM, under=None)
    match base:
        case Run((Name(font="word") as name, Fence() as argument)):  # tanh²(x)
            return replace(form, node=Run((Script(name, sup=exponent), argument)), level=SIDE_BY_SIDE, under=None)
    plain = form.level >= ATOM and not isinstance(base, Script | Fraction)
    return replace(form, node=Script(base if plain else Fence("(", base, ")"), sup=exponent), level=ATOM, under=None)


def over(above: Form | None, below: Form) -> Form:
    """A fraction; nothing above is 1."""
    top: Node = Numeral("1") if above is None else above.node
    row, column = (below.row, below.column) if above is None or above.scalar else (above.row, above.column)
    return Form(Fraction(top, below.node), ATOM, row, column)
