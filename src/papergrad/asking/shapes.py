"""How long things are, in letters that people can read: a length that the paper never names gets a letter of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from papergrad.algebra.nodes import Definitions, Index, Tensor
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import entries
from papergrad.reading.reading import Reading
from papergrad.reading.scope import Scope
from papergrad.reading.values import Sizes
from papergrad.records import dataclass

LETTERS = "n m k l d p q r s t".split()


@dataclass(frozen=True)
class Lengths:
    """Sizes as a scope knows them, with ``names`` for those that have none."""

    scope: Scope
    names: Mapping[str, Size]

    def __call__(self, size: Size) -> Size:
        return self.scope.sizes.settle(size).put(self.names)

    def through(self, thing: Any, done: dict[Any, Any] | None = None) -> Any:
        """An expression, a definition, indices or sizes with these lengths."""
        done = {} if done is None else done
        if isinstance(thing, Size):
            return self(thing)
        if isinstance(thing, tuple):
            return tuple(self.through(item, done) for item in thing)
        if not is_dataclass(thing) or isinstance(thing, type):
            return thing
        if thing not in done:
            old = tuple(getattr(thing, f.name) for f in fields(thing))
            new = self.through(old, done)
            done[thing] = thing if all(a is b for a, b in zip(old, new, strict=True)) else type(thing)(*new)
        return done[thing]


def letters(scope: Scope, first: Iterable[Size] = ()) -> dict[str, Size]:
    """A letter for every length that has no name, none that the paper uses. ``first``: lengths to be named before others."""
    shapes = [size for shape in _all(scope).values() for size in shape]
    sizes = [scope.sizes.settle(size) for size in (*first, *shapes)]
    taken = {name for size in sizes for name in size.names} | {*_all(scope), *scope.size_names}
    free = (letter for n in range(100) for letter in (f"{x}{n or ''}" for x in LETTERS) if letter not in taken)
    found: dict[str, Size] = {}
    for size in sizes:
        for name in sorted(size.names):
            if name.startswith(("?", "#")) and name not in found:
                found[name] = Size.of(next(free))
    return found


def lengths_of(scope: Scope, value: Tensor, definitions: Definitions) -> Lengths:
    """The lengths of an objective and what it is made of: where formulas run along the axes of a symbol, the two are as long, even
    if the parts of the paper that speak of them do not both name that length."""
    same = Sizes()
    same.relaxed = True
    inputs = scope.inputs()
    for body in (value.body, *(d.body for d in definitions.values())):
        for entry in entries(body):
            for i, at in zip(inputs.get(entry.symbol, ()), entry.at, strict=False):
                if isinstance(at, Index):
                    same.unify(scope.sizes.settle(i.size), scope.sizes.settle(at.size))
    names = letters(scope, sizes_in((value, tuple(definitions.values()))))
    return Lengths(scope, {**names, **{name: same.settle(Size.of(name)).put(names) for name in same.bound}})


def sizes_in(thing: Any) -> Iterable[Size]:
    """All the lengths that something speaks of."""
    found: dict[Size, None] = {}
    waiting, seen = [thing], set()
    while waiting:
        here = waiting.pop()
        if isinstance(here, Size):
            found[here] = None
        elif isinstance(here, tuple):
            waiting.extend(here)
        elif is_dataclass(here) and id(here) not in seen:
            seen.add(id(here))
            waiting.extend(getattr(here, f.name) for f in fields(here))
    return found


def _all(scope: Scope) -> dict[str, tuple[Size, ...]]:
    before = _all(scope.parent) if scope.parent is not None else {}
    return {**before, **{key: shape.sizes for key, shape in scope.shapes.items()}}


def shape_of(lengths: Lengths, sizes: Sequence[Size]) -> tuple[str, ...]:
    return tuple(str(lengths(size)) for size in sizes)


def shapes(reading: Reading) -> dict[str, tuple[str, ...]]:
    """The shape of every symbol of a paper, by its name; where a name is used anew, of its first use."""
    found: dict[str, tuple[str, ...]] = {}
    for scope in reading.scopes:
        lengths = Lengths(scope, letters(scope))
        for key, shape in scope.shapes.items():
            if key in scope.names and key not in found:
                found[key] = shape_of(lengths, shape.sizes)
    return found
