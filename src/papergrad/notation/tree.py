"""Mathematics as written: the one tree that every dialect reads into and writes out of.

Nothing here has a meaning yet: ``W x`` may be a product or a call, ``y^i`` a power or a component.
Every node knows where it stands (``span``, not compared), so ``read(write(t)) == t`` can hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, fields, replace
from functools import cache
from typing import Any, TypeVar, dataclass_transform

from papergrad.records import dataclass
from papergrad.remembered import remembered
from papergrad.source import NOWHERE, Span

_Kind = TypeVar("_Kind", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def _node(kind: _Kind) -> _Kind:
    """A frozen dataclass that remembers its hash: the nodes of a tree are looked up again and again.

    What is remembered (see ``remembered`` too) is not pickled.
    """
    made: Any = dataclass(frozen=True)(kind)
    hashed = remembered(made)(made.__hash__)
    made.__hash__ = lambda self: hashed(self)
    made.__getstate__ = lambda self: {name: self.__dict__[name] for name in made.__dataclass_fields__}
    return made  # type: ignore[no-any-return]


@_node
class Node:
    span: Span = field(default=NOWHERE, compare=False, kw_only=True)


@_node
class Numeral(Node):
    """A number as it stands: ``2``, ``0.01``."""

    text: str


@_node
class Name(Node):
    r"""One symbol: ``W``, ``σ``, ``ℝ``, ``softmax``, ``∂``, ``∇``, ``…``.

    ``text`` is Unicode, without accents or fonts. ``accents``: outermost last, of ``hat tilde bar vec dot ddot
    underline``. ``font``: ``''``, ``bold``, ``cal``, ``bb``, ``frak``, ``sans``, ``type`` or ``word`` (upright: ``\text{net}``,
    ``\operatorname{softmax}``, ``\tanh``). A name of several letters is always ``word``, however it was spelled.
    """

    text: str
    accents: tuple[str, ...] = ()
    font: str = ""


@_node
class Accented(Node):
    r"""An accent over more than one symbol: ``\overline{a + b}``, ``\widehat{xy}``, ``\underbrace{...}_{...}``."""

    accent: str
    inside: Node


@_node
class Words(Node):
    r"""Prose inside mathematics: ``\text{if }``, ``\text{where}``. Never a symbol."""

    text: str


@_node
class Hole(Node):
    """The question mark of ``= ?``."""


@_node
class Blank(Node):
    """Nothing, where something was due: the left side of a line that starts with ``=``; the base of ``{}_2``."""


@_node
class Unread(Node):
    """What could not be read, as it stands, with the reason. Reading goes on after it."""

    text: str
    reason: str


@_node
class Script(Node):
    """A base and what hangs on it: ``W_1^T``, ``σ'``, ``h^{(t)}``. ``primes`` counts the dashes."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None
    primes: int = 0


@_node
class Fraction(Node):
    r"""``\frac{a}{b}``; a slash is an ``Infix``."""

    above: Node
    below: Node


@_node
class Root(Node):
    inside: Node
    degree: Node | None = None


@_node
class Fence(Node):
    r"""Anything between a pair: ``( )  [ ]  { }  | |  ‖ ‖  ⟨ ⟩  ⌊ ⌋  ⟦ ⟧``, or ``.`` for ``\left.`` and ``\right.``."""

    open: str
    inside: Node
    close: str


@_node
class Run(Node):
    """Things side by side, no sign between them: a product, a call, a name of several letters. Reading decides."""

    items: tuple[Node, ...]


@_node
class Prefix(Node):
    """A sign before its operand: ``-x``, ``+x``, ``±x``, ``∀x``, ``∃x``, ``¬x``."""

    sign: str
    operand: Node


@_node
class Postfix(Node):
    """A sign after its operand: ``n!``, and MATLAB's transpose ``A'`` in the plain dialect (sign ``'``)."""

    operand: Node
    sign: str


@_node
class Infix(Node):
    """``a op b op c`` with operators of one row of the precedence table, flat, left to right as written."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]


@_node
class Big(Node):
    r"""``\sum_{i=1}^n body`` and its kin: ``sign`` is ``∑ ∏ ∫ max min argmax argmin lim ⋃ ⋂``. ``lower`` and ``upper`` as written."""

    sign: str
    lower: Node | None
    upper: Node | None
    body: Node


@_node
class Matrix(Node):
    """Rows of cells in one of ``matrix pmatrix bmatrix vmatrix array`` (kept in ``kind``)."""

    rows: tuple[tuple[Node, ...], ...]
    kind: str = "bmatrix"


@_node
class Branches(Node):
    """``cases``: each branch a value and a condition (None where there is none)."""

    branches: tuple[tuple[Node, Node | None], ...]


# -- walking ------------------------------------------------------------------------------------------------------


def _parts(value: object) -> tuple[Node, ...]:
    if isinstance(value, Node):
        return (value,)
    return tuple(part for item in value for part in _parts(item)) if isinstance(value, tuple) else ()


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of node that hold nodes."""
    return tuple(f.name for f in fields(kind) if "Node" in str(f.type))


@remembered(Node)
def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, in the order they are written."""
    return tuple(part for name in _names(type(node)) for part in _parts(getattr(node, name)))  # type: ignore[arg-type]


def walk(node: Node) -> Iterator[Node]:
    """A node and everything inside it, outermost first, left to right."""
    return iter(_all(node))


@remembered(Node)
def _all(node: Node) -> tuple[Node, ...]:
    found, waiting = [], [node]
    while waiting:
        here = waiting.pop()
        found.append(here)
        waiting.extend(reversed(children(here)))
    return tuple(found)


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same node with ``change`` done to each node directly inside it; the span is kept."""
    if not children(node):
        return node
    new: dict[str, Any] = {}
    for name in _names(type(node)):  # type: ignore[arg-type]
        old = getattr(node, name)
        put = _changed(old, change)
        if put is not old and put != old:
            new[name] = put
    return replace(node, **new) if new else node


def _changed(value: Any, change: Callable[[Node], Node]) -> Any:
    """What a field holds, with each node changed."""
    if isinstance(value, Node):
        return change(value)
    return tuple([_changed(item, change) for item in value]) if isinstance(value, tuple) else value


def renamed(node: Node, old: str, new: str) -> Node:
    """The same with another letter in the place of one, wherever that stands without accents."""
    if isinstance(node, Name) and node.text == old and not node.accents:
        return replace(node, text=new)
    return rebuild(node, lambda part: renamed(part, old, new))
