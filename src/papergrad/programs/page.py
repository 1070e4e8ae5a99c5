"""What the names of one program mean: definitions made ready to be scheduled, inputs and their shapes, axes and their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from papergrad.algebra.nodes import (
    Affine,
    At,
    Definition,
    Definitions,
    Entry,
    Expr,
    Index,
    Lookup,
    mul,
)
from papergrad.algebra.recurrences import Knot, circle, knots
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import rename, substitute
from papergrad.algebra.traversal import entries, parts, subscripts, symbols
from papergrad.programs import sums
from papergrad.programs.names import Names
from papergrad.programs.prepare import Preparation
from papergrad.programs.program import Axis, Input
from papergrad.programs.sharing import Sharing
from papergrad.programs.stable import stable
from papergrad.source import PaperError


class Page:
    """The definitions that ``roots`` need, in the forms in which they are computed.

    ``reach`` says how far before the first and after the last position a recurrence is read; ``whole`` are the names that
    positions are looked up in. Raises PaperError for definitions that go round in a circle.
    """

    def __init__(self, definitions: Definitions, roots: Sequence[Expr], shapes: Mapping[str, tuple[Size, ...]]) -> None:
        needed = _needed(definitions, roots)
        self.sharing = Sharing()
        self.prepare = Preparation(self.sharing)
        self.knots: dict[str, Knot] = {}
        for name, knot in knots(needed).items():
            if knot is None:
                raise circle(name)
            self.knots[name] = knot
        self.plain = {name: d for name, d in needed.items() if name not in self.knots}
        ready = {name: self._ready(d) for name, d in needed.items()}
        self.sparse = {name: d for name, d in ready.items() if name in self.plain and sums.placed(d)}
        self.definitions = {name: replace(d, body=self.dense(d.body)) for name, d in ready.items()}
        # the document's names are for what the document calls so; lengths come after what is computed
        lengths = sorted({name for shape in shapes.values() for size in shape for name in size.names})
        self.names, self.shapes = Names(kept=[*shapes, *needed, *lengths]), shapes
        self.inputs: dict[str, Input] = {}
        self._axes: dict[Index, Axis] = {}
        prepared = [self.form(root) for root in roots]
        bodies = {name: d.body for name, d in self.definitions.items()} | {
            name: h.body for name, h in self.prepare.hidden.items()
        }
        self.sharing.count(prepared, bodies)
        self.whole = _whole([*prepared, *bodies.values()])
        self.reach = self._reach([*prepared, *bodies.values()])

    def _ready(self, d: Definition) -> Definition:
        start = None if d.start is None else self.prepare(stable(d.start, self.plain))
        return Definition(d.symbol, d.axes, self.prepare(stable(d.body, self.plain)), start)

    def form(self, e: Expr) -> Expr:
        """An expression in the form in which it is computed."""
        return self.dense(self.prepare(stable(e, self.plain)))

    def dense(self, e: Expr) -> Expr:
        """``e`` with definitions that are 0 but at one looked-up place put in: sums over them then have one term."""

        def change(entry: Entry) -> Expr | None:
            if entry.symbol not in self.sparse:
                return None
            d = self.sparse[entry.symbol]
            where = sums.placed(d)  # off these axes it is 0 by itself
            kept = [(i, at) for i, at in zip(d.axes, entry.at, strict=True) if i not in where]
            guards = [g for i, at in kept for g in sums.on_axis(at, i.size, self.prepare.tops)]
            return self.dense(mul(*guards, rename(d.body, dict(zip(d.axes, entry.at, strict=True)))))

        return substitute(e, change) if not self.sparse.keys().isdisjoint(symbols(e)) else e

    def _reach(self, roots: Sequence[Expr]) -> dict[str, tuple[int, int]]:
        """How far before the first and after the last position a recurrence is read."""
        found = dict.fromkeys(self.knots, (0, 0))
        for entry in frozenset[Entry]().union(*map(entries, roots)):
            if entry.symbol in found:
                at = entry.at[self.knots[entry.symbol].place[entry.symbol]]
                ahead = at.offset.number if isinstance(at, Affine) and len(at.terms) == 1 else None
                before, after = found[entry.symbol]
                if ahead is not None and isinstance(at, Affine) and at.terms[0][1] == 1:
                    found[entry.symbol] = max(before, int(-ahead)), max(after, int(ahead))
        return found

    def axis(self, i: Index) -> Axis:
        if i not in self._axes:
            self._axes[i] = Axis(self.names.other(i.name.split("%")[0]), i.size)
        return self._axes[i]

    def input(self, symbol: str, at: tuple[At, ...]) -> Input:
        if symbol not in self.inputs:
            shape = self.shapes.get(symbol)
            if shape is None:
                if not all(isinstance(a, Index) for a in at):
                    raise PaperError(f"the shape of {symbol} is not known", hint="declare its shape", code="PG401")
                shape = tuple(a.size for a in at if isinstance(a, Index))
            self.inputs[symbol] = Input(self.names.new(symbol), symbol, shape, symbol in self.whole)
        return self.inputs[symbol]


def _needed(definitions: Definitions, roots: Iterable[Expr]) -> dict[str, Definition]:
    """The definitions that expressions mention, directly or through others."""
    found: dict[str, Definition] = {}
    todo = [name for root in roots for name in symbols(root)]
    while todo:
        name = todo.pop()
        if name in definitions and name not in found:
            found[name] = d = definitions[name]
            todo += symbols(d.body) | (symbols(d.start) if d.start is not None else frozenset())
    return {name: d for name, d in definitions.items() if name in found}


def _whole(roots: Sequence[Expr]) -> frozenset[str]:
    """The names that positions are looked up in."""
    found: set[str] = set()
    for part in parts(*roots):
        ats = list(subscripts(part))
        while ats:
            at = ats.pop()
            if isinstance(at, Affine):
                ats += [term for term, _ in at.terms]
            elif isinstance(at, Lookup):
                found.add(at.symbol)
                ats += at.at
    return frozenset(found)
