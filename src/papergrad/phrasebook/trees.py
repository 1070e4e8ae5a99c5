"""Looking at written trees: what several idioms ask of a node, said once."""

from __future__ import annotations

from collections.abc import Container

from papergrad.notation.tree import (
    Accented,
    Blank,
    Fence,
    Fraction,
    Hole,
    Infix,
    Matrix,
    Name,
    Node,
    Numeral,
    Root,
    Run,
    Script,
    Words,
)

PARENS = {("(", ")"), ("[", "]"), ("{", "}")}
ATOMS = (Numeral, Name, Accented, Fence, Root, Matrix, Hole, Blank, Words)


def items(node: Node) -> tuple[Node, ...]:
    """What stands side by side in a node: the items of a run, else the node alone."""
    return node.items if isinstance(node, Run) else (node,)


def beside(*nodes: Node) -> Node:
    """Nodes side by side, runs flattened; a single one stays itself."""
    flat = tuple(item for node in nodes for item in items(node))
    return flat[0] if len(flat) == 1 else Run(flat, span=flat[0].span | flat[-1].span)


def bare(node: Node) -> Node:
    """A node without the brackets round it."""
    return node.inside if isinstance(node, Fence) and (node.open, node.close) in PARENS else node


def fenced(node: Node) -> Node:
    """A node in round brackets."""
    return Fence("(", node, ")", span=node.span)


def atomic(node: Node) -> bool:
    """Whether a node takes a script or stands in a product without brackets of its own."""
    return isinstance(node, ATOMS) or (isinstance(node, Script) and atomic(node.base)) or isinstance(node, Fraction)


def named(node: Node | None, names: Container[str]) -> bool:
    """Whether a node is one plain symbol of these."""
    return isinstance(node, Name) and node.text in names and not node.accents


def is_number(node: Node | None, text: str) -> bool:
    return isinstance(node, Numeral) and node.text == text


def sequence(node: Node) -> tuple[Node, ...]:
    """The parts of a list with commas; a node without commas is a list of one."""
    return node.operands if isinstance(node, Infix) and set(node.operators) <= {",", ";"} else (node,)


def listed(nodes: tuple[Node, ...]) -> Node:
    """Nodes with commas between them."""
    return nodes[0] if len(nodes) == 1 else Infix(nodes, (",",) * (len(nodes) - 1))


def called(node: Node, names: Container[str]) -> Node | None:
    """The argument of ``name(argument)`` or ``name argument``, without brackets, if the name is one of these."""
    match node:
        case Run((head, *rest)) if rest and named(head, names):
            return bare(rest[0]) if len(rest) == 1 else beside(*rest)
    return None


def call(name: str, argument: Node) -> Node:
    """``name(argument)``."""
    return Run((Name(name, font="word"), fenced(argument)))
