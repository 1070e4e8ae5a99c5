"""Mathematics as run: a closed ``Program``. A backend sees this and nothing else.

A program is a list of steps over named arrays. Within a step, *axes* run over positions, and every value is a *tree* of
scalars: what stands at one position. ``Map`` writes a tree for every position of its axes, ``Fold`` also runs over axes
that disappear, ``Contract`` is a matrix product, and so on. Sizes stay symbolic: a program runs for every size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from papergrad.algebra.sizes import Size
from papergrad.records import dataclass

NOTHING = Size(())

# -- places and trees ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Axis:
    """A running subscript of a step; ``name`` is an identifier, unique in the program."""

    name: str
    size: Size


@dataclass(frozen=True)
class Place:
    """A whole number, counted from 0: ``Σ weight · term + offset``; a term is an axis or an entry of an array of whole numbers,
    a weight a number or a length."""

    terms: tuple[tuple[Axis | Read, int | Size], ...] = ()
    offset: Size = NOTHING

    @property
    def plain(self) -> Axis | None:
        """The axis of a place that is just an axis."""
        return self.run[0] if self.run and self.run[1] == 1 and not self.offset.terms else None

    @property
    def run(self) -> tuple[Axis, int] | None:
        """Axis and weight of a place ``weight · axis + offset``."""
        match self.terms:
            case ((Axis() as axis, int(weight)),) if weight > 0:
                return axis, weight
        return None


@dataclass(frozen=True)
class Read:
    """One entry of an array. ``guarded``: it is 0 where a place falls off the array, else every place is known to lie in it."""

    array: str
    at: tuple[Place, ...] = ()
    guarded: bool = False


@dataclass(frozen=True)
class Constant:
    value: Fraction


@dataclass(frozen=True)
class Length:
    """The length of an axis, as a number."""

    size: Size


@dataclass(frozen=True)
class Call:
    """An operation on scalars. ``OPERATIONS`` lists them all; ``equal``, ``greater`` and ``atleast`` are 0 or 1."""

    operation: str
    arguments: tuple[Tree, ...]


Tree = Constant | Length | Place | Read | Call

RELATIONS = ("equal", "greater", "atleast")
OPERATIONS = ("add", "multiply", "power", "choose", *RELATIONS)  # besides the functions of one argument

# -- steps --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Map:
    """``target[axes] = tree``. In a loop, ``at`` says at which position of the loop's array ``target`` this is written."""

    target: str
    axes: tuple[Axis, ...]
    tree: Tree
    at: Place | None = None


@dataclass(frozen=True)
class Fold:
    """``target[axes] = kind over`` of ``tree``; kind is ``sum``, ``product``, ``largest`` or ``argmax`` (the first of several)."""

    target: str
    axes: tuple[Axis, ...]
    kind: str
    over: tuple[Axis, ...]
    tree: Tree


@dataclass(frozen=True)
class Contract:
    """``target[axes] = Σ over left · right``: a matrix product, when each place of both factors is ``axis + offset``."""

    target: str
    axes: tuple[Axis, ...]
    left: Read
    right: Read
    over: tuple[Axis, ...]


@dataclass(frozen=True)
class Part:
    """``target[places] += tree`` for every position of ``over``; a place is None where the axis of the target runs along.

    ``guarded``: what falls off the target is dropped, else every place is known to lie in it.
    """

    places: tuple[Place | None, ...]
    over: tuple[Axis, ...]
    tree: Tree
    guarded: bool = False


@dataclass(frozen=True)
class Scatter:
    """``target[axes] = start`` (zero where there is none), and then every part is added to it."""

    target: str
    axes: tuple[Axis, ...]
    start: Tree | None
    parts: tuple[Part, ...]

    def spot(self, part: Part) -> tuple[Place, ...]:
        """Where in the target a part is added."""
        return tuple(Place(((a, 1),)) if p is None else p for a, p in zip(self.axes, part.places, strict=True))


@dataclass(frozen=True)
class Join:
    """Pieces one after the other along the first of ``axes``: a piece is one position (None) or runs along its own axis."""

    target: str
    axes: tuple[Axis, ...]
    pieces: tuple[tuple[Axis | None, Tree], ...]


@dataclass(frozen=True)
class Invert:
    """``target`` = the inverses of the matrices in the last two axes of ``matrix``."""

    target: str
    axes: tuple[Axis, ...]
    matrix: Read


@dataclass(frozen=True)
class Determine:
    """``target[axes]`` = the determinants of the matrices in the last two axes of ``matrix``."""

    target: str
    axes: tuple[Axis, ...]
    matrix: Read


@dataclass(frozen=True)
class State:
    """An array that a loop fills: its first axis is the loop's, with ``before`` and ``after`` more positions.

    Those where the loop comes from hold ``start``, the others hold 0.
    """

    target: str
    axes: tuple[Axis, ...]
    before: int
    after: int
    start: Tree


@dataclass(frozen=True)
class Loop:
    """The steps once for every position of ``axis``, first to last or last to first."""

    axis: Axis
    backwards: bool
    states: tuple[State, ...]
    steps: tuple[Step, ...]


Step = Map | Fold | Contract | Scatter | Join | Invert | Determine | Loop

# -- programs -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Input:
    """An array that the caller gives. ``symbol`` is its name in the document, ``name`` an identifier, ``whole`` for positions."""

    name: str
    symbol: str
    shape: tuple[Size, ...]
    whole: bool = False


@dataclass(frozen=True)
class Output:
    """An array that the caller gets, its axes in this order. ``wrt`` names the input whose gradient it is."""

    name: str
    symbol: str
    axes: tuple[Axis, ...]
    read: Read
    wrt: str | None = None


@dataclass(frozen=True)
class Program:
    """A computation in closed form. ``free`` are sizes that no input tells: the caller gives them by name.

    All names are identifiers; ``symbols`` says which size stands under another name in the document.
    """

    inputs: tuple[Input, ...]
    steps: tuple[Step, ...]
    outputs: tuple[Output, ...]
    free: tuple[str, ...] = ()
    formula: str = ""
    symbols: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()  # what one must know of it, in words

    def written(self, size: Size | str) -> str:
        """A size (or the name of one) in the symbols of the document."""
        return str(Size.of(size).put({name: Size.of(symbol) for name, symbol in self.symbols}))

    @cached_property
    def lengths(self) -> dict[str, tuple[Input, int]]:
        """For each named size, an input and the axis of it that tells the size."""
        told: dict[str, tuple[Input, int]] = {}
        for exact in (True, False):
            for given in self.inputs:
                for place, size in enumerate(given.shape):
                    names = size.names - told.keys()
                    if len(names) == 1 and (size.name is not None or (not exact and linear(size))):
                        told.setdefault(next(iter(names)), (given, place))
        return told

    def __str__(self) -> str:
        lines = [f"in   {i.name}{_sizes(i.shape)}" + ("  whole numbers" if i.whole else "") for i in self.inputs]
        lines += [line for step in self.steps for line in describe(step)]
        return "\n".join(lines + [f"out  {o.symbol} = {show(o.read)}" for o in self.outputs])


def told(program: Program, arrays: Sequence[Any]) -> dict[str, int]:
    """The named sizes, from the arguments of a program: an array for each input, a number for each free size."""
    given = dict(zip(program.inputs, arrays, strict=False))
    sizes = {n: int(value) for n, value in zip(program.free, arrays[len(program.inputs) :], strict=True)}
    return sizes | {n: solved(i.shape[k], given[i].shape[k]) for n, (i, k) in program.lengths.items()}


def solved(size: Size, length: int) -> int:
    """The value of the one name in a size, where an axis of that size has this length."""
    if size.name is not None or not linear(size):
        return length
    weight = next(w for monomial, w in size.terms if monomial)
    offset = next((w for monomial, w in size.terms if not monomial), 0)
    return int((length - offset) / weight)


def linear(size: Size) -> bool:
    """Whether a size is ``a·name + b`` for one name."""
    return len(size.names) == 1 and all(sum(power for _, power in monomial) <= 1 for monomial, _ in size.terms)


def _sizes(shape: tuple[Size, ...]) -> str:
    return "[" + ", ".join(map(str, shape)) + "]" if shape else ""


def show(tree: Tree | Axis) -> str:
    """A tree, in one line."""
    match tree:
        case Axis(name, _):
            return name
        case Constant(value):
            return str(value)
        case Length(size):
            return f"({size})" if len(size.terms) > 1 else str(size)
        case Place(terms, offset):
            parts = [show(term) if weight == 1 else f"{weight} {show(term)}" for term, weight in terms]
            return " + ".join(parts + ([str(offset)] if offset.terms or not terms else [])).replace("+ -", "- ")
        case Read(array, at):
            return array + ("[" + ", ".join(map(show, at)) + "]" if at else "")
        case Call("add", arguments):
            return "(" + " + ".join(map(show, arguments)) + ")"
        case Call("multiply", arguments):
            return " · ".join(map(show, arguments))
        case Call("power", (base, exponent)):
            return f"{show(base)}^{show(exponent)}"
        case Call(operation, arguments):
            return f"{operation}(" + ", ".join(map(show, arguments)) + ")"


def describe(step: Step) -> Iterator[str]:
    """A step, in a line (a loop: in several)."""

    def named(target: str, axes: tuple[Axis, ...]) -> str:
        return target + ("[" + ", ".join(a.name for a in axes) + "]" if axes else "")

    match step:
        case Map(target, axes, tree, _):
            yield f"map  {named(target, axes)} = {show(tree)}"
        case Fold(target, axes, kind, over, tree):
            yield f"fold {named(target, axes)} = {kind} over {', '.join(a.name for a in over)} of {show(tree)}"
        case Contract(target, axes, left, right, over):
            yield f"dot  {named(target, axes)} = Σ {', '.join(a.name for a in over)} {show(left)} · {show(right)}"
        case Scatter(target, axes, start, parts):
            if start is not None:
                yield f"map  {named(target, axes)} = {show(start)}"
            for part in parts:
                spots = ", ".join(a.name if p is None else show(p) for a, p in zip(axes, part.places, strict=True))
                runs = f" for all {', '.join(a.name for a in part.over)}" if part.over else ""
                yield f"add  {target}[{spots}] += {show(part.tree)}{runs}"
        case Join(target, axes, pieces):
            yield f"join {named(target, axes)} = " + " ; ".join(show(tree) for _, tree in pieces)
        case Invert(target, axes, matrix):
            yield f"inv  {named(target, axes)} = inverse of {show(matrix)}"
        case Determine(target, axes, matrix):
            yield f"det  {named(target, axes)} = determinant of {show(matrix)}"
        case Loop(axis, backwards, states, steps):
            yield f"for  {axis.name} in {'reversed ' if backwards else ''}{axis.size}: " + ", ".join(
                s.target for s in states
            )
            yield from ("     " + line for inner in steps for line in describe(inner))


# -- walking ------------------------------------------------------------------------------------------------------


def parts_of(thing: Any) -> Iterator[Any]:
    """A thing and all that it is made of."""
    yield thing
    if isinstance(thing, tuple):
        for part in thing:
            yield from parts_of(part)
    elif is_dataclass(thing):
        for f in fields(thing):
            yield from parts_of(getattr(thing, f.name))


def rebuilt(thing: Any, change: Callable[[Any], Any]) -> Any:
    """The same with ``change`` made to all that a thing is made of; axes and sizes are made of nothing."""
    if isinstance(thing, tuple):
        return tuple(map(change, thing))
    if not is_dataclass(thing) or isinstance(thing, Axis | Size):
        return thing
    return replace(thing, **{f.name: change(getattr(thing, f.name)) for f in fields(thing)})  # type: ignore[type-var]


def targets_of(step: Step) -> Iterator[str]:
    """The arrays that a step writes."""
    if isinstance(step, Loop):
        yield from (state.target for state in step.states)
        for inner in step.steps:
            yield from targets_of(inner)
    else:
        yield step.target


def subtrees(tree: Tree) -> Iterator[Tree]:
    """A tree and all that is in it, places of reads included."""
    yield tree
    match tree:
        case Place(terms, _):
            for term, _ in terms:
                if isinstance(term, Read):
                    yield from subtrees(term)
        case Read(_, at):
            for place in at:
                yield from subtrees(place)
        case Call(_, arguments):
            for argument in arguments:
                yield from subtrees(argument)


def axes_of(tree: Tree) -> tuple[Axis, ...]:
    """The axes a tree runs along, each once, in order of first mention."""
    found = (t for sub in subtrees(tree) if isinstance(sub, Place) for t, _ in sub.terms if isinstance(t, Axis))
    return tuple(dict.fromkeys(found))


def trees(step: Step) -> Iterator[Tree]:
    """The trees of a step; those inside a loop too."""
    match step:
        case Loop(_, _, states, steps):
            yield from (s.start for s in states)
            for inner in steps:
                yield from trees(inner)
        case Join(_, _, pieces):
            yield from (tree for _, tree in pieces)
        case Contract(_, _, left, right, _):
            yield from (left, right)
        case Invert(_, _, matrix) | Determine(_, _, matrix):
            yield matrix
        case Scatter(_, _, start, parts):
            yield from (start,) if start is not None else ()
            for part in parts:
                yield part.tree
                yield from (p for p in part.places if p is not None)
        case Map(_, _, tree, at):
            yield tree
            yield from (at,) if at is not None else ()
        case Fold(_, _, _, _, tree):
            yield tree


def sizes_of(thing: object) -> frozenset[str]:
    """The names of all sizes in a step, a tree, or a tuple of such."""
    if isinstance(thing, Size):
        return thing.names
    if isinstance(thing, tuple):
        return frozenset().union(*map(sizes_of, thing))
    if hasattr(thing, "__dataclass_fields__"):
        return frozenset().union(*(sizes_of(getattr(thing, f.name)) for f in fields(thing)))  # type: ignore[arg-type]
    return frozenset()


def with_sizes(thing: Any, new: Mapping[str, Size]) -> Any:
    """A step, a tree, or a tuple of such, with other sizes in the place of names."""
    if isinstance(thing, Size):
        return thing.put(new)
    if isinstance(thing, tuple):
        return tuple(with_sizes(part, new) for part in thing)
    if hasattr(thing, "__dataclass_fields__"):
        return type(thing)(**{f.name: with_sizes(getattr(thing, f.name), new) for f in fields(thing)})
    return thing
