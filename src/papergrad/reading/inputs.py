"""An input and the inputs of the data: ``h(x) = θᵀx`` beside ``Σ_i (h(x_i) - y_i)²`` speaks of any x, and of every x_i.

The x is no vector of which the x_i are the entries: each of them is what the x is, and may be put in its place. Which is meant,
calls tell: x is an argument where a function is defined, and x_i where it is used, ``h(x_i)``; or they meet, ``k(x_i, x)``,
``x - x_i``. Where something is made of the entries of x, ``f(x) = Σ_i g(x_i)``, or x stands where no function of it is spoken
of, they are what they are elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Name, Node, Run, Script
from papergrad.phrasebook import functions, sets
from papergrad.reading import applied
from papergrad.reading.named import symbols_in
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import COUNTERS, Written, apart

Pair = tuple[str, str]  # a symbol, and the letter that stands below it


class _Call(NamedTuple):
    """A function that is called, by its letter, and the symbols that it is called with."""

    name: str
    arguments: tuple[Written, ...]


def put_in(stated: Iterable[Stated], parent: Scope | None) -> frozenset[Pair]:
    """The symbols, each with its letter, that are put in for an input of the same name: x and i."""
    chains: dict[int, list[Node]] = defaultdict(list)
    defined: dict[str, set[str]] = {}  # parameter -> the functions that are defined with it
    bodies: dict[str, list[Node]] = defaultdict(list)  # parameter -> what they are
    for one in stated:
        if sets.read_space(one.right) is None or one.relation != "∈":
            chains[one.chain] += (one.left, one.right)
        _note(one, defined, bodies)
    calls = [call for sides in chains.values() for side in sides for call in _calls(side)]
    _known(parent, {call.name for call in calls}, defined, bodies)
    calls += [call for known in bodies.values() for body in known for call in _calls(body)]
    found: set[Pair] = set()
    for base, names in defined.items():
        names |= {call.name for call in calls if any(_bare(w, base) for w in call.arguments)}
        letters = {x for call in calls if call.name in names for w in call.arguments if (x := _one_of(w, base))}
        letters |= {x for body in bodies[base] for x in _met(body, base)}
        made = (body for body in bodies[base] if not _met(body, base))
        position = any(applied.hangs(body, base) for body in bodies[base])  # F(w, c) = u_w^T u_c
        if letters and not position and not any(_letters(body, base) & letters for body in made):
            if all(_of_any(sides, base, names) for sides in chains.values()):
                found |= {(base, x) for x in letters}
    return frozenset(found)


def _note(one: Stated, defined: dict[str, set[str]], bodies: dict[str, list[Node]]) -> None:
    """The parameters of a function that is defined, and what it is made of, in every link of the chain."""
    head = next(_calls(one.head), None) if isinstance(one.head, Run) and len(one.head.items) == 2 else None
    for written in head.arguments if head is not None and one.relation in EQUAL else ():
        if not written.slots:
            defined.setdefault(written.base, set()).add(head.name if head is not None else "")
            bodies[written.base].append(one.right)


def _known(
    scope: Scope | None, called: Collection[str], defined: dict[str, set[str]], bodies: dict[str, list[Node]]
) -> None:
    """The same for the functions of the parts before that are called here."""
    while scope is not None:
        for name, function in scope.functions.items():
            if name[:1] not in called:
                continue
            for written in filter(None, map(apart, function.written)):
                if not written.slots and function.body is not None:
                    defined.setdefault(written.base, set()).add(name[:1])
                    bodies[written.base].append(function.body)
        scope = scope.parent


def _calls(node: Node) -> Iterator[_Call]:
    """The calls in an expression of functions that are not known by their names."""
    for run in tree.walk(node):
        for head, fence in pairwise(run.items) if isinstance(run, Run) else ():
            fence = fence.base if isinstance(fence, Script) else fence
            name = head.base if isinstance(head, Script) else head
            if isinstance(name, Name) and isinstance(fence, Fence) and fence.open == "(":
                if name.text not in functions.SPELLED:
                    arguments = tuple(filter(None, map(apart, applied.arguments(fence.inside))))
                    yield _Call(name.text, arguments)


def _bare(written: Written, base: str) -> bool:
    return written.base == base and not written.slots


def _one_of(written: Written, base: str) -> str:
    """The letter of ``x_i``."""
    items = [slot.item for slot in written.slots if slot.place == "sub"]
    if written.base != base or len(items) != len(written.slots) or len(items) != 1:
        return ""
    return items[0].text if isinstance(items[0], Name) and items[0].text in COUNTERS else ""


def _letters(node: Node, base: str) -> set[str]:
    """The letters that stand alone below a symbol."""
    return {x for written in symbols_in(node) if (x := _one_of(written, base))}


def _met(node: Node, base: str) -> set[str]:
    """The letters of the data that an input meets: the i of ``k(x_i, x)``, of ``x_i^T x`` and of ``x - x_i``."""
    groups = [call.arguments for call in _calls(node)]
    for part in tree.walk(node):
        match part:
            case Run(items):
                pairs = ((apart(a), apart(b)) for a, b in pairwise(items))
                groups += [(a, b) for a, b in pairs if a is not None and b is not None and a.transposed]
            case Infix((one, other), ("-",)) if (a := apart(one)) is not None and (b := apart(other)) is not None:
                groups.append((a, b))
    with_input = (group for group in groups if any(_bare(w, base) for w in group))
    return {x for group in with_input for w in group if (x := _one_of(w, base))}


def _of_any(sides: Collection[Node], base: str, names: Collection[str]) -> bool:
    """Whether the input stands only where a function of it is spoken of."""
    if not any(_bare(written, base) for side in sides for written in symbols_in(side)):
        return True
    return any(isinstance(n, Name) and n.text in names for side in sides for n in tree.walk(side))
