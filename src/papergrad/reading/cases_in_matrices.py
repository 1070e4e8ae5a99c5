r"""Cases in the brackets of a matrix: ``f(z) = \begin{Bmatrix} z & z > 0 \\ 0 & z \le 0 \end{Bmatrix}``.

A condition is no entry of a matrix. Where each row has a value first and says then when it holds, the rows are cases, whatever the
bracket around them is.
"""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.cursor import fold
from papergrad.notation.glyphs import BESIDE, LEVEL, RELATION, SEPARATOR
from papergrad.notation.tree import Blank, Branches, Infix, Matrix, Node, Run, Words
from papergrad.phrasebook import cases


def cased(node: Node) -> Node:
    """An expression with cases where a matrix has conditions in all its rows."""
    node = tree.rebuild(node, cased)
    match node:
        case Matrix(rows) if len(rows) > 1:
            branches = tuple(map(_branch, rows))
            conditions = [when for _, when in branches]
            if all(c is not None and _says_when(c) for c in conditions) and any(map(_compares, conditions)):
                return Branches(branches, span=node.span)
    return node


def _branch(row: tuple[Node, ...]) -> tuple[Node, Node | None]:
    """A value and what stands behind it in its row."""
    if len(row) > 1:
        return row[0], fold(list(row[1:]), [BESIDE] * (len(row) - 2))
    match row[0]:
        case Infix((value, *rest), (",", *signs)):
            return value, fold(list(rest), list(signs))
    return row[0], None


def _says_when(node: Node) -> bool:
    """Whether this is a condition, or the words for all other cases."""
    return _compares(node) or isinstance(node, Words) and node.text.strip(" ,.").lower() in cases.ELSE


def _compares(node: Node | None) -> bool:
    """``z > 0``, with words such as "if" before it or without."""
    match node:
        case Infix(operands, operators) if LEVEL.get(operators[0]) == RELATION:
            return not any(isinstance(o, Blank) for o in operands)
        case Infix(operands, operators) if LEVEL.get(operators[0]) == SEPARATOR:
            return any(map(_compares, operands)) and all(isinstance(o, Words) or _compares(o) for o in operands)
        case Run((Words(), *rest)):
            return any(map(_compares, rest))
    return False
