r"""``\exp -\frac{(x - μ)^2}{2σ^2}``: a minus right behind a function, or behind ``∂/∂x``, is the sign of what it is
applied to, and takes nothing away."""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Fraction, Infix, Name, Node, Prefix, Run
from papergrad.phrasebook import functions, gradient
from papergrad.reading.statements import Stated, mapped


def called(stated: list[Stated]) -> list[Stated]:
    """The statements with functions that nothing but a minus stands behind called of what is behind that."""
    return [mapped(one, _called) for one in stated]


def _called(node: Node) -> Node:
    node = tree.rebuild(node, _called)
    if not isinstance(node, Infix) or "-" not in node.operators:
        return node
    operands, operators = [node.operands[0]], list[str]()
    for sign, operand in zip(node.operators, node.operands[1:], strict=True):
        whole = _of(operands[-1], operand) if sign == "-" else None
        if whole is not None:
            operands[-1] = whole
        else:
            operands.append(operand)
            operators.append(sign)
    return operands[0] if not operators else replace(node, operands=tuple(operands), operators=tuple(operators))


def _of(node: Node, argument: Node) -> Node | None:
    """An expression that ends in a function without an argument, with that of minus the argument; None where it does not."""
    match node:
        case Name(text) if len(text) > 1 and text in functions.SPELLED:
            row = functions.SPELLED[text]
            if row.kind != "elementwise" or row.arity != 1:
                return None
            return Run((node, Fence("(", Prefix("-", argument, span=argument.span), ")", span=argument.span)))
        case Fraction() if (derived := gradient.read(node)) is not None and derived.of is None:
            return Run((node, Fence("(", Prefix("-", argument, span=argument.span), ")", span=argument.span)))
        case Run((*before, last)) if (whole := _of(last, argument)) is not None:
            inner = whole.items if isinstance(last, Name | Fraction) and isinstance(whole, Run) else (whole,)
            return replace(node, items=(*before, *inner))
        case Big(body=body) if (whole := _of(body, argument)) is not None:
            return replace(node, body=whole)
    return None
