"""A tensor as a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from papergrad.algebra.facts import NOTHING, Facts
from papergrad.algebra.nodes import (
    ONE,
    Apply,
    At,
    Definition,
    Definitions,
    Delta,
    Entry,
    Expr,
    Index,
    Tensor,
    mul,
    number,
)
from papergrad.algebra.simplify import in_places, simplify
from papergrad.algebra.substitution import avoid
from papergrad.algebra.traversal import children, entries, free, over, symbols
from papergrad.notation.style import Style
from papergrad.notation.tree import Infix, Node
from papergrad.records import dataclass
from papergrad.writing.apart import log_softmax, slopes_upright
from papergrad.writing.deltas import tidy
from papergrad.writing.fold import fold
from papergrad.writing.forms import Form
from papergrad.writing.fused import in_blocks
from papergrad.writing.hand import Scripts
from papergrad.writing.sheet import Sheet
from papergrad.writing.spelling import Letters, always_written, entry, spelling

NONE: Definitions = {}


@dataclass(frozen=True)
class Written:
    """A formula. ``letters``: for every axis the letter it has in the formula, or None where it is an axis of a matrix.

    ``places``: what the letters of largest positions in it stand for (``m_f``, ``argmax_i ...``).
    """

    node: Node
    letters: tuple[Node | None, ...] = ()
    places: tuple[tuple[Node, Node], ...] = ()

    @property
    def explained(self) -> Node:
        """The formula, the letters it needs explained behind commas."""
        if not self.places:
            return self.node
        said = tuple(Infix(place, ("=",)) for place in self.places)
        return Infix((self.node, *said), (",",) * len(said))


def write(
    tensor: Tensor, style: Style | None = None, definitions: Definitions = NONE, *, lying: bool | None = None
) -> Node:
    """The formula of a tensor, explained. See ``written``."""
    return written(tensor, style, definitions, lying=lying).explained


def written(
    tensor: Tensor, style: Style | None = None, definitions: Definitions = NONE, *, lying: bool | None = None
) -> Written:
    """The formula of a tensor: matrices where they can say it, else subscripts.

    Whatever equals one of the definitions goes under its name. A vector stands, or lies where the style (or ``lying``) says so.
    """
    body = slopes_upright(_with_pi(fold(log_softmax(tensor.body), definitions)))
    style = _bare(body, style or Style())
    body = _aside(body, free(body), {})
    lies = style.rows if lying is None else lying
    found = _in_matrices(body, tensor, style, lies)
    if found is None and in_blocks(body):
        body = in_places(body)
        found = _in_matrices(body, tensor, style, lies)
    return found or _in_scripts(body, tensor, style)


def _in_matrices(body: Expr, tensor: Tensor, style: Style, lying: bool) -> Written | None:
    """The formula as a product of matrices, with letters only where the writer always has them."""
    scripts = always_written(body, style) | _picked(body)
    sheet = Sheet(style, _letters(style, tensor), Scripts(scripts))
    open_axes = [i for i in tensor.axes if i not in scripts]
    if len(open_axes) > 2:
        return None
    row, column = _sides(open_axes, lying)
    form = sheet.lay(body, row, column)
    letters = (sheet.letters[i] if i in scripts else None for i in tensor.axes)
    return None if form is None else _result(form, tuple(letters), sheet)


def _in_scripts(body: Expr, tensor: Tensor, style: Style) -> Written:
    """The formula of one entry."""
    axes, scripts = tensor.axes, always_written(body, style) | _picked(body)
    inner = Sheet(style, _letters(style, tensor), Scripts(scripts))
    outer = Sheet(style, inner.letters, Scripts(scripts, True), inner.places, inner)
    for i in axes:
        outer.letters[i]
    form = outer.lay(body)
    if form is None:
        raise ValueError("this expression has no written form yet")
    return _result(form, tuple(outer.letters[i] for i in axes), outer)


def _bare(e: Expr, style: Style) -> Style:
    """The same hand, but a ``y_i`` that was never written without its subscript is the vector y, if i runs in matrices too."""
    lettered = {symbol for symbol, how in style.spelled.items() if how.places == ("sub",)} & symbols(e)
    if not lettered:
        return style
    met = {entry for entry in entries(e) if len(entry.at) == 1 and entry.symbol in lettered}
    others = {at for entry in entries(e) - met for at in _as_axes(entry, style)}
    kept = {entry.symbol for entry in met if entry.at[0] not in others}
    changed = {s: replace(style.spelled[s], places=()) for s in {entry.symbol for entry in met} - kept}
    return replace(style, spelled={**style.spelled, **changed}) if changed else style


def _as_axes(e: Entry, style: Style) -> Iterator[At]:
    """The subscripts of an entry that are not written where its matrix is."""
    places = spelling(e.symbol, style).places
    return (at for n, at in enumerate(e.at) if n >= len(places) or places[n] == "entry")


def _aside(e: Expr, taken: frozenset[Index], done: dict[Expr, Expr]) -> Expr:
    """The same expression, with bound indices of their own where one hides an index that the whole speaks of."""
    if e not in done:
        done[e] = avoid(over(e, lambda part: _aside(part, taken, done)), taken)
    return done[e]


QUARTER_OF_PI = Apply("arctan", ONE)
PI = "π"


def _with_pi(e: Expr) -> Expr:
    """``4 arctan 1``, which is how an expression holds it exactly, as π."""
    found = _put_pi(e)
    return e if found is e else simplify(found, Facts({PI: frozenset({"positive"})}))


def _put_pi(e: Expr) -> Expr:
    return mul(number(Fraction(1, 4)), Entry(PI)) if e is QUARTER_OF_PI else over(e, _put_pi)


def _result(form: Form, letters: tuple[Node | None, ...], sheet: Sheet) -> Written:
    return Written(form.node, letters, tuple(sheet.places))


def _sides(axes: Sequence[Index], lying: bool) -> tuple[Index | None, Index | None]:
    if len(axes) == 2:
        return axes[0], axes[1]
    if len(axes) == 1:
        return (None, axes[0]) if lying else (axes[0], None)
    return None, None


def _letters(style: Style, tensor: Tensor) -> Letters:
    """Letters for the indices of a formula; those that it speaks of without running over them keep theirs."""
    letters = Letters(style, {s for i in tensor.axes for s in i.size.names})
    for index in sorted(free(tensor.body) - set(tensor.axes), key=lambda i: i.name):
        letters[index]
    return letters


def _picked(e: Expr) -> frozenset[Index]:
    """The indices that are compared with a place: ``[w = o]``."""
    found: set[Index] = set()
    waiting, seen = [e], set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, Delta):
            one, other = node.one, node.other
            if not (isinstance(one, Index) and isinstance(other, Index)) and not in_blocks(node):
                found |= {i for i in (one, other) if isinstance(i, Index)}
        waiting += children(node)
    return frozenset(found & free(e))


def write_shared(
    tensors: Sequence[Tensor],
    deltas: Sequence[Definition],
    style: Style | None = None,
    definitions: Definitions = NONE,
    facts: Facts = NOTHING,
    lying: Sequence[bool | None] = (),
) -> tuple[list[tuple[Node, Node]], list[Written]]:
    """Gradients by way of shared error signals: the equations ``δ = ...`` in the order they need each other, and the gradients.

    ``lying`` says of each gradient that is a vector whether it lies; None leaves it to the style.
    """
    style = style or Style()
    plain, signals = tidy(tensors, deltas, facts)
    equations = [equation(delta, style, definitions) for delta in signals]
    ways = zip(plain, lying or (None,) * len(plain), strict=True)
    return equations, [written(tensor, style, definitions, lying=way) for tensor, way in ways]


def equation(delta: Definition, style: Style, definitions: Definitions = NONE) -> tuple[Node, Node]:
    """Both sides of what defines a signal, with the letters that its axes have."""
    how = spelling(delta.symbol, style)
    found = written(Tensor(delta.body, delta.axes), style, definitions, lying=how.row or style.rows)
    letters = Letters(style)
    letters.known = {i: node for i, node in zip(delta.axes, found.letters, strict=True) if node is not None}
    named = [i for i in delta.axes if i in letters.known]
    if len(named) == len(delta.axes):
        return entry(delta.symbol, delta.axes, letters), found.explained
    return entry(delta.symbol, tuple(named), letters, entries=False), found.explained
