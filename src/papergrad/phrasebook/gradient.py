r"""Derivatives, however they are spelled.

In real papers: "it follows that $\frac{\partial J}{\partial W^{(2)}} = h^\top(\hat y - y)$", "$\nabla_{W} J = ...$", "dL/dz = ...",
"$\frac{\partial}{\partial x}[x^T A x]$", "$\left.\frac{\partial J^{(t)}}{\partial U}\right|_{(t)}$". Some writers lose the
first ∂ (a *half* derivative, ``\frac{J}{\partial U}``); it is read as meant and flagged.
Some mix the signs (``\frac{\partial L}{dw}``).
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation.style import Style
from papergrad.notation.tree import Blank, Fence, Fraction, Infix, Name, Node, Numeral, Run, Script, walk
from papergrad.phrasebook import evaluation
from papergrad.phrasebook.trees import bare, beside, is_number, items, sequence
from papergrad.records import dataclass
from papergrad.remembered import remembered

ROUND, STRAIGHT = {"∂", "ð"}, {"d"}


@dataclass(frozen=True)
class Derivative:
    """The derivative of ``of`` by every one of ``wrt``.

    ``of`` is None where the operator stands alone (``\\frac{d}{dx}``); ``wrt`` is empty where a nabla names none.
    ``order`` counts the differentiations. ``held``: what stands at an evaluation bar. ``form``: ``∂`` or ``d`` (a fraction),
    ``∂/`` or ``d/`` (with a slash), ``∂[]`` or ``d[]`` (an operator before what it differentiates), ``∇``, ``D``, ``∂_`` or
    ``grad_`` (with the variable below), or ``half`` (the first sign is missing); ``∂d`` and ``d∂`` where another sign stands
    below than above.
    """

    of: Node | None
    wrt: tuple[Node, ...]
    order: int = 1
    held: Node | None = None
    form: str = "∂"

    @property
    def half(self) -> bool:
        return self.form == "half"


@remembered(Node)
def read(node: Node) -> Derivative | None:
    if (bar := evaluation.read(node)) is not None:
        inner = read(bar.of)
        return replace(inner, held=bar.at) if inner is not None and inner.held is None else None
    match node:
        case Fraction(above, below):
            return _quotient(above, below, "")
        case Infix((above, below), ("/",)):
            return _quotient(above, below, "/")
        case Run((first, *rest)) if rest:
            return _operator(first, beside(*rest))
        case Infix((Fraction() as first, second), ("·",)):  # d/du · 1/u: nothing else takes a dot after d/du
            return _operator(first, second)
        case Script() | Name("∇"):
            return _operator(node, None)
    return None


def derives_by(node: Node, variable: Node) -> bool:
    """Whether a derivative by this variable stands in an expression."""
    derived = filter(None, map(read, walk(node)))
    return any(bare(by) == variable for found in derived for by in found.wrt)


def _sign(node: Node) -> tuple[str, int] | None:
    """The differential sign a node is, and its order: ``∂``, ``d``, ``∂²``."""
    match node:
        case Name(text=text, accents=()) if text in ROUND or text in STRAIGHT:
            return ("∂" if text in ROUND else "d"), 1
        case Script(Name(text=text, accents=()), None, Numeral(order), 0) if (
            text in ROUND | STRAIGHT and order.isdigit()
        ):
            return ("∂" if text in ROUND else "d"), max(1, int(order[:4]))
    return None


def _glued(node: Node) -> bool:
    """Whether a name starts with its differential sign: ``dz``, ``dW_1``."""
    name = node.base if isinstance(node, Script) else node
    return isinstance(name, Name) and name.font == "word" and len(name.text) > 1 and name.text[0] in "∂d"


def _below(node: Node) -> tuple[str, tuple[Node, ...], int] | None:
    r"""The denominator: ``\partial x \partial y``, ``\partial x^2``, ``dx``, ``dWh``; sign, variables and order."""
    parts = items(node)
    if _glued(parts[0]):
        parts = (*_unglued(parts[0]), *parts[1:])
    signs = [_sign(part) for part in parts]
    if signs[0] is None or len(parts) < 2:
        return None
    if len(parts) == 2 and signs[1] == signs[0]:
        return signs[0][0], (parts[1],), 1  # the second d of dL/dd is a symbol
    sign, wrt, order = signs[0][0], [], 0
    group: list[Node] = []
    for part, mark in zip((*parts[1:], Blank()), (*signs[1:], ("", 1)), strict=True):
        if mark is None or (mark[0] != sign and mark[0] != ""):
            group.append(part)
            continue
        if not group:
            return None
        variable, times = _power(beside(*group))
        wrt.append(variable)
        order += times
        group = []
    return sign, tuple(wrt), order


def _unglued(node: Node) -> tuple[Name, Node]:
    """A sign and the rest of the name that starts with it."""
    name = node.base if isinstance(node, Script) else node
    assert isinstance(name, Name)
    rest = Name(name.text[1:], name.accents, "word" if len(name.text) > 2 else "", span=name.span)
    return Name(name.text[0], span=name.span), replace(node, base=rest) if isinstance(node, Script) else rest


def _power(node: Node) -> tuple[Node, int]:
    """``x^2`` below a second derivative is x, twice."""
    if (
        isinstance(node, Script)
        and isinstance(node.sup, Numeral)
        and node.sup.text.isdigit()
        and int(node.sup.text[:4]) > 1
    ):
        kept = node.base if node.sub is None and not node.primes else replace(node, sup=None)
        return kept, int(node.sup.text[:4])
    return node, 1


def _quotient(above: Node, below: Node, slash: str) -> Derivative | None:
    denominator = _below(below)
    if denominator is None:
        return None
    sign, wrt, order = denominator
    of, above_order, whole = _above(above, sign)
    other = "d" if sign == "∂" else "∂"
    if not whole and (mixed := _above(above, other))[2] and mixed[0] is not None:
        of, above_order, whole = mixed
        sign = other + sign
    if not whole:
        if sign == "d":  # a fraction over dx with a plain numerator is a quotient, not a slip
            return None
        variable, _ = (wrt[0], 1)
        return Derivative(above, wrt if order == len(wrt) else (variable,), order, form="half")
    if order != above_order:  # ∂y/∂x^2 with one ∂ above: the power belongs to the variable
        if above_order != 1 or len(wrt) != 1:
            return None
        wrt, order = (beside(*items(below)[1:]),), 1
    return Derivative(of, wrt, order, form=sign + slash)


def _above(node: Node, sign: str) -> tuple[Node | None, int, bool]:
    """The numerator: what is differentiated, how often, and whether the sign was there."""
    if isinstance(node, Infix) and node.operators[0] not in "+-,":
        # ∂ v_j · max p_j: the sign stands before the whole product
        of, order, whole = _above(node.operands[0], sign)
        if not whole or of is None:
            return node, order, False
        return replace(node, operands=(of, *node.operands[1:])), order, True
    parts = items(node)
    if len(parts) == 1 and _glued(node):
        found, rest = _unglued(node)
        return (rest, 1, True) if found.text == sign else (node, 1, False)
    mark = _sign(parts[0])
    if mark is None or mark[0] != sign:
        return node, 1, False
    return (beside(*parts[1:]) if len(parts) > 1 else None), mark[1], True


def _operator(first: Node, rest: Node | None) -> Derivative | None:
    r"""``\nabla_W J``, ``\nabla^2_x f``, ``\frac{\partial}{\partial x} f``, ``D_x f``."""
    of = bare(rest) if rest is not None else None
    match first:
        case Fraction(above, below) | Infix((above, below), ("/",)):
            found = _quotient(above, below, "")
            return (
                replace(found, of=of, form=found.form + "[]")
                if found and found.of is None and rest is not None
                else None
            )
        case Name("∇", accents=()):
            return Derivative(of, (), form="∇")
        case Script(Name("∇"), Name(font="cal") as loss, None, 0) if isinstance(rest, Fence) and of is not None:
            return Derivative(loss, sequence(of), form="∇")  # ∇_𝒥(W): of the loss by its argument
        case Script(Name("∇", accents=()), sub, sup, 0) if sup is None or is_number(sup, "2"):
            wrt = sequence(sub) if sub is not None else ()
            return Derivative(of, wrt, 2 if sup is not None else 1, form="∇")
        case Script(Name("D", accents=()), Node() as sub, None, 0) if rest is not None and not isinstance(rest, Fence):
            return Derivative(of, (sub,), form="D") if not _counts(sub) else None
        case Script(Name("∂" | "grad" as sign, accents=()), Node() as sub, None, 0) if rest is not None:
            return Derivative(of, sequence(sub), form=sign + "_")
    return None


def _counts(sub: Node) -> bool:
    """Whether a script is a position: the ij of ``D_{ij} x_i x_j`` is that of an entry of D."""
    return all(isinstance(n, Numeral) or (isinstance(n, Name) and n.text in "ijklmn") for n in items(sub))


def write(parts: Derivative, style: Style) -> Node:
    if parts.held is not None:
        return evaluation.write(evaluation.Evaluation(write(replace(parts, held=None), style), parts.held), style)
    if parts.form in ("∇", "D", "∂_", "grad_"):
        return _prefixed(parts)
    sign = Name("d" if parts.form.startswith("d") else "∂")
    raised = Script(sign, sup=Numeral(str(parts.order))) if parts.order > 1 else sign
    sign = Name(parts.form[1]) if parts.form[:2] in ("∂d", "d∂") else sign
    if len(parts.wrt) == 1 and parts.order > 1:
        below: Node = Run((sign, _raised(parts.wrt[0], parts.order)))
    else:
        below = beside(*(part for variable in parts.wrt for part in (sign, variable)))
    if parts.half:
        return Fraction(parts.of or Blank(), below)
    if parts.form.endswith("[]"):
        assert parts.of is not None
        inside = parts.of if not isinstance(parts.of, Infix) else Fence("[", parts.of, "]")
        return beside(Fraction(raised, below), inside)
    above = _signed(raised, parts.of)
    return Infix((above, below), ("/",)) if parts.form.endswith("/") else Fraction(above, below)


def _signed(sign: Node, of: Node | None) -> Node:
    if isinstance(of, Infix) and of.operators[0] not in "+-,":
        return replace(of, operands=(beside(sign, of.operands[0]), *of.operands[1:]))
    return sign if of is None else beside(sign, Fence("(", of, ")") if isinstance(of, Infix) else of)


def _raised(variable: Node, order: int) -> Node:
    power = Numeral(str(order))
    if isinstance(variable, Script) and variable.sup is None and not variable.primes:
        return replace(variable, sup=power)
    return Script(variable, sup=power)


def _prefixed(parts: Derivative) -> Node:
    name = parts.form.removesuffix("_")
    sign: Node = Name(name, font="word" if len(name) > 1 else "")
    if parts.wrt or parts.order > 1:
        below = (
            None
            if not parts.wrt
            else parts.wrt[0]
            if len(parts.wrt) == 1
            else Infix(parts.wrt, (",",) * (len(parts.wrt) - 1))
        )
        sign = Script(sign, sub=below, sup=Numeral("2") if parts.order == 2 else None)
    if parts.of is None:
        return sign
    return beside(sign, Fence("(", parts.of, ")") if isinstance(parts.of, Infix) else parts.of)
