r"""Factorials, ``\log y_i!`` in the likelihood of counts.

Of a number that is written it is worked out. Of a symbol it is some positive function of the number, ``y! = e^{s sin y}`` with an s
that is given nowhere: no gradient by the parameters of a model goes through it. What comes to depend on s says more of the factorial
than is known here, and is neither called wrong nor computed.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as Exact
from math import factorial
from typing import TYPE_CHECKING

from papergrad.algebra.nodes import Apply, Entry, mul, number
from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Numeral, Postfix, Run, Script
from papergrad.reading.scope import Shape
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.values import Unknown, Value

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader

FACTORIAL = "!"  # the symbol of s
MOST = 20


def value(reader: Reader, operand: Node) -> Value:
    """The factorial of every entry."""
    bare = operand.inside if isinstance(operand, Fence) else operand
    if isinstance(bare, Numeral):
        if not bare.text.isdigit() or int(bare.text) > MOST:
            raise Unknown("this factorial is not worked out here", operand.span)
        return Value(number(factorial(int(bare.text))))
    of = reader.value(operand)
    reader.scope.shapes[FACTORIAL] = Shape(())
    turned = Apply("sin", mul(number(Exact(13, 10)), of.body))
    return replace(of, body=Apply("exp", mul(Entry(FACTORIAL), turned)))


def powers(stated: list[Stated]) -> list[Stated]:
    """The statements with ``μ^k`` as a power where k! stands beside it: the letter counts, and says nothing of which μ is meant."""
    found = []
    for one in stated:
        counted = {n.operand.text for side in (one.left, one.right) for n in tree.walk(side) if _counts(n)}
        found.append(mapped(one, lambda node, counted=counted: _powers(node, counted)) if counted else one)
    return found


def _counts(node: Node) -> bool:
    return isinstance(node, Postfix) and node.sign == "!" and isinstance(node.operand, Name)


def _powers(node: Node, counted: set[str]) -> Node:
    match node:
        case Script(base, None, Name(text, ()) as exponent, 0) if text in counted:
            return replace(node, base=_powers(base, counted), sup=Run((exponent,), span=exponent.span))
    return tree.rebuild(node, lambda part: _powers(part, counted))
