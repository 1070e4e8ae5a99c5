r"""Names that are given where something stands: ``\underbrace{W x + b}_{=: z}`` and ``\frac{\partial E}{\partial z} \; (= -\delta)``.

What is said there is a statement of its own, ``z = W x + b``, and no part of the formula around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from papergrad.notation import tree
from papergrad.notation.glyphs import LEVEL, RELATION
from papergrad.notation.tree import Accented, Blank, Fence, Infix, Node, Prefix, Run, Script
from papergrad.phrasebook.trees import beside
from papergrad.reading.braces import BRACES
from papergrad.reading.symbols import apart

if TYPE_CHECKING:
    from papergrad.reading.statements import Stated

BEFORE = frozenset("=≡≜≔≕≝")  # with these a label at a brace begins
BEHIND = frozenset("≔:")  # and with these it ends

Given = tuple[Node, Node]  # a name, and what it is given to


def given_in(side: Node) -> tuple[Node, tuple[Given, ...]]:
    """A side of an equation without a remark behind it that names it, and all the names that are given in it."""
    plain, name = _without_remark(side)
    found = [*_signed(name, plain)] if name is not None else []
    for node in tree.walk(plain):
        match node:
            case Script(Accented(accent, inside), sub, sup, 0) if accent in BRACES:
                label = sub if BRACES[accent] == "sub" else sup
                if label is not None and (name := _labelled(label)) is not None:
                    found += _signed(name, inside)
    return (plain, tuple(found)) if found else (side, ())


def named_behind(chain: Infix) -> Infix:
    """``a = b =: c`` as an ``a = b`` with a brace that names b; ``b =: c`` as ``c := b``."""
    match chain.operands, chain.operators:
        case (value, name), ("≕",):
            return replace(chain, operands=(name, value), operators=("≔",))
        case (*before, value, name), (*signs, "≕"):
            brace = next(accent for accent, side in BRACES.items() if side == "sub")
            label = Infix((Blank(), name), ("≕",), span=name.span)
            braced = Script(Accented(brace, value, span=value.span), label, span=value.span)
            return replace(chain, operands=(*before, braced), operators=tuple(signs))
    return chain


def said(stated: list[Stated]) -> list[Stated]:
    """The statements, and behind each chain what is named in it."""
    out: list[Stated] = []
    waiting: list[Stated] = []
    for one in stated:
        if waiting and one.chain != out[-1].chain:
            out, waiting = [*out, *waiting], []
        out.append(one)
        for name, value in one.names:
            chain = -1 - len(out) - len(waiting)  # one of its own
            alone = replace(one, span=name.span, chain=chain, link=0, words="", follows=False, names=(), in_place=True)
            waiting.append(replace(alone, left=name, relation="=", right=value, head=name, before=name))
    return out + waiting


def _without_remark(node: Node) -> tuple[Node, Node | None]:
    match node:
        case Run((*items, Fence("(", Infix((Blank(), name), (sign,)), ")"))) if items and sign in BEFORE:
            return (replace(beside(*items), span=node.span), name) if [*_signed(name, node)] else (node, None)
        case Infix((*terms, last), operators) if LEVEL.get(operators[0], 0) > RELATION:
            rest, name = _without_remark(last)
            return (replace(node, operands=(*terms, rest)), name) if name is not None else (node, None)
        case Prefix(_, operand):
            rest, name = _without_remark(operand)
            return (replace(node, operand=rest), name) if name is not None else (node, None)
    return node, None


def _labelled(label: Node) -> Node | None:
    """The name in a label with a sign that gives it; a label without one may as well be a remark."""
    match label:
        case Infix((Blank(), name), (sign,)) if sign in BEFORE:
            return name
        case Infix((name, Blank()), (sign,)) if sign in BEHIND:
            return name
    return None


def _signed(name: Node, value: Node) -> Iterator[Given]:
    """A symbol with what it is given to; -δ is given to what δ is the negative of."""
    match name:
        case Prefix("-", symbol) if apart(symbol) is not None:
            yield symbol, Prefix("-", Fence("(", value, ")", span=value.span), span=value.span)
        case _ if apart(name) is not None:
            yield name, value
