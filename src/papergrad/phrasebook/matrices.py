r"""Matrices, vectors and stacks written out.

In real papers: "$\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$", "$[x; h]$", "$[h_1, h_2]$", "$(1, 2, 3)^T$",
"np.array([[1, 2], [3, 4]])".
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Infix, Matrix, Node
from papergrad.phrasebook.trees import listed
from papergrad.records import dataclass

KINDS = ("matrix", "pmatrix", "bmatrix", "array")


@dataclass(frozen=True)
class Block:
    """Rows of cells. ``in_line``: written in a line with commas, so that it may lie down or stand."""

    rows: tuple[tuple[Node, ...], ...]
    in_line: bool = False


def read(node: Node) -> Block | None:
    match node:
        case Matrix(rows, kind) if kind in KINDS:
            return Block(rows)
        case Fence("[" | "(", Matrix(rows, "matrix" | "array"), "]" | ")"):
            return Block(rows)
        case Fence("[", Infix(operands, operators), "]") if set(operators) == {","}:
            inner = [read(operand) for operand in operands]
            if all(i is not None and i.in_line and len(i.rows) == 1 for i in inner):  # [[1, 2], [3, 4]]
                return Block(tuple(i.rows[0] for i in inner if i is not None), True)
            return Block((operands,), True)
        case Fence("(", Infix(operands, operators), ")") if set(operators) == {","}:
            return Block((operands,), True)
        case Fence("[", Infix(operands, operators), "]") if set(operators) == {";"}:
            return Block(tuple(_row(operand) for operand in operands), True)
    return None


def piled(node: Node) -> tuple[tuple[Node, ...], ...] | None:
    """The rows of ``[x; h]``: things one below the other, in a line; None for anything else."""
    found = read(node)
    return found.rows if found is not None and found.in_line and len(found.rows) > 1 and ";" in _signs(node) else None


def _signs(node: Node) -> tuple[str, ...]:
    return node.inside.operators if isinstance(node, Fence) and isinstance(node.inside, Infix) else ()


def _row(node: Node) -> tuple[Node, ...]:
    return node.operands if isinstance(node, Infix) and set(node.operators) == {","} else (node,)


def write(parts: Block, style: Style) -> Node:
    if not parts.in_line:
        return Matrix(parts.rows)
    if len(parts.rows) == 1:
        return Fence("[", listed(parts.rows[0]), "]")
    return Fence("[", Infix(tuple(listed(row) for row in parts.rows), (";",) * (len(parts.rows) - 1)), "]")
