r"""Updates and definitions with a sign of their own.

In real papers: "$W \leftarrow W - \alpha \nabla_W J$", "$\theta := \theta - \eta\, d\theta$", "$f(x) \equiv \sigma(Wx)$".
A target that stands on the right too is an update; else ``:=`` defines.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from papergrad.notation.style import Style
from papergrad.notation.tree import Infix, Node, Script
from papergrad.records import dataclass

SIGNS = {"←": "←", "⟵": "←", ":=": ":=", "≔": ":=", "=:": "=:", "≡": "≡", "≜": "≜", "+=": "+=", "-=": "-="}


@dataclass(frozen=True)
class Update:
    """``target`` becomes ``value``. ``defines``: the target does not occur in the value."""

    target: Node
    value: Node
    sign: str = "←"

    @property
    def defines(self) -> bool:
        return self.sign not in ("+=", "-=") and not occurs(self.target, self.value)


def occurs(part: Node, whole: Node) -> bool:
    """Whether a node stands somewhere in another."""
    waiting: list[object] = [whole]
    while waiting:
        node = waiting.pop()
        if node == part or (isinstance(node, Script) and node.base == part and node.sup is None and node.sub is None):
            return True
        if isinstance(node, tuple):
            waiting.extend(node)
        elif isinstance(node, Node) and is_dataclass(node):
            waiting.extend(getattr(node, f.name) for f in fields(node) if f.name != "span")
    return False


def read(node: Node) -> Update | None:
    match node:
        case Infix((value, target), ("=:",)):
            return Update(target, value, ":=")
        case Infix((target, value), (sign,)) if sign in SIGNS:
            return Update(target, value, SIGNS[sign])
    return None


def write(parts: Update, style: Style) -> Node:
    return Infix((parts.target, parts.value), (parts.sign,))
