"""Which definitions run along an axis: the knots of a graph of definitions, and the order to compute them in.

A *knot* is a set of definitions that need each other (an LSTM's gates, cell and state). Each of its members has one axis
along which the knot runs; a member may need another at the same position (in an order without circles) or at earlier
positions (``t - 1``), or else all of them at later ones (``t + 1``: the knot runs backwards, as errors do).
"""

from __future__ import annotations

from collections.abc import Mapping

from papergrad.algebra.nodes import Affine, At, Definitions, Entry, Index
from papergrad.algebra.traversal import entries, symbols
from papergrad.records import dataclass
from papergrad.source import PaperError


@dataclass(frozen=True)
class Knot:
    """``members`` in the order to compute them at one position; ``place`` is the number of each one's running axis."""

    members: tuple[str, ...]
    place: Mapping[str, int]
    step: int  # 1: from the first position to the last; -1: from the last to the first


def order(definitions: Definitions) -> list[tuple[str, ...]]:
    """The definitions in groups that need each other, each group after those it needs (Tarjan 1972)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    groups: list[tuple[str, ...]] = []

    def visit(start: str) -> None:
        # with a stack of its own, since chains of definitions may be longer than Python's
        work = [(start, iter(sorted(needs(definitions, start))))]
        number[start] = low[start] = len(number)
        path.append(start)
        while work:
            name, rest = work[-1]
            for needed in rest:
                if needed not in number:
                    number[needed] = low[needed] = len(number)
                    path.append(needed)
                    work.append((needed, iter(sorted(needs(definitions, needed)))))
                    break
                if needed in path:
                    low[name] = min(low[name], number[needed])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == number[name]:
                    cut = path.index(name)
                    groups.append(tuple(path[cut:]))
                    del path[cut:]

    for name in definitions:
        if name not in number:
            visit(name)
    return groups


def needs(definitions: Definitions, name: str) -> frozenset[str]:
    """The defined names that one definition mentions (its start is not part of the running)."""
    return symbols(definitions[name].body) & definitions.keys()


def knots(definitions: Definitions) -> dict[str, Knot | None]:
    """The knot of every definition that is part of one; None for those that go round in a circle (``circle``)."""
    found: dict[str, Knot | None] = {}
    for group in order(definitions):
        if len(group) > 1 or group[0] in needs(definitions, group[0]):
            starts = [symbols(d.start) for d in map(definitions.__getitem__, group) if d.start is not None]
            knot = _knot(definitions, group) if all(s.isdisjoint(group) for s in starts) else None
            found.update(dict.fromkeys(group, knot))
    return found


def circle(name: str) -> PaperError:
    """The error for a definition that needs itself at no earlier position."""
    return PaperError(
        f"the definition of {name} goes round in a circle", hint="is an earlier position, t - 1, meant?", code="PG320"
    )


def distance(at: At, along: Index) -> int | None:
    """How far a subscript is ahead of an index; None if that is no fixed number."""
    if at is along:
        return 0
    if isinstance(at, Affine) and at.terms == ((along, 1),):
        ahead = at.offset.number
        return int(ahead) if ahead is not None and ahead.denominator == 1 else None
    return None


def _knot(definitions: Definitions, group: tuple[str, ...]) -> Knot | None:
    links = [(name, entry) for name in group for entry in entries(definitions[name].body) if entry.symbol in group]
    for name, entry in links:
        for place, at in enumerate(entry.at):
            for axis, along in enumerate(definitions[name].axes):
                if distance(at, along):
                    found = _try(definitions, group, links, {name: axis, entry.symbol: place})
                    if found is not None:
                        return found
    return None


def _try(
    definitions: Definitions, group: tuple[str, ...], links: list[tuple[str, Entry]], place: dict[str, int]
) -> Knot | None:
    """The knot with a first guess at running axes carried along the links; None if the guess does not fit."""
    for _ in group:
        for name, entry in links:
            if name in place and entry.symbol not in place:
                axis = definitions[name].axes[place[name]]
                there = [p for p, at in enumerate(entry.at) if distance(at, axis) is not None]
                if there:
                    place[entry.symbol] = there[0]
    if len(place) < len(group):
        return None
    same: dict[str, set[str]] = {name: set() for name in group}
    ahead = set()
    for name, entry in links:
        by = distance(entry.at[place[entry.symbol]], definitions[name].axes[place[name]])
        if by is None:
            return None
        if by == 0:
            same[name].add(entry.symbol)
        else:
            ahead.add(1 if by > 0 else -1)
    members = _sorted(same)
    return Knot(members, place, -ahead.pop()) if len(ahead) == 1 and members is not None else None


def _sorted(same: dict[str, set[str]]) -> tuple[str, ...] | None:
    """Names so that each comes after those it needs at the same position; None for a circle."""
    done: list[str] = []
    while len(done) < len(same):
        ready = [name for name in same if name not in done and same[name] <= set(done)]
        if not ready:
            return None
        done += ready
    return tuple(done)
