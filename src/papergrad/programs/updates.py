"""Update rules for one entry: the *trace* of a formula that is written for whole arrays.

A rule such as momentum is written once, as a function of arrays; the plain loop of training runs it. What a compiled epoch
needs is the tree of the operations it makes of one entry, and that is found by running the function on a stand-in. So a rule
may use ``+ - * / **`` and ``abs`` only, and treats every entry alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Protocol

from papergrad.programs.program import Call, Constant, Read, Tree, subtrees
from papergrad.records import dataclass
from papergrad.source import PaperError

ZERO, ONE = Constant(Fraction(0)), Constant(Fraction(1))


class Rule(Protocol):
    """``kept`` names what a rule remembers for every entry, 0 at first. ``formula`` takes the gradient, the rate, the number of
    the step (from 1) and the memory; it gives what is subtracted from the parameters, and the new memory."""

    @property
    def kept(self) -> tuple[str, ...]: ...

    @property
    def formula(self) -> Callable[..., tuple[Any, tuple[Any, ...]]]: ...


@dataclass(frozen=True)
class Update:
    """An update rule as trees over ``g``, the names in ``kept``, and ``factors``: what depends on ``rate`` and ``step`` alone.

    ``memory`` has what is to be remembered next; ``way``, what is subtracted, may read it as ``new_`` and the name.
    ``lazy``: an entry without a gradient does not move and remembers what it did.
    """

    kept: tuple[str, ...]
    factors: tuple[tuple[str, Tree], ...]
    memory: tuple[Tree, ...]
    way: Tree
    lazy: bool


class Traced:
    """Stands for a number in a formula and remembers what is done to it. What is plainly 0 stays so."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def __add__(self, other: Any) -> Traced:
        one, two = self.tree, _tree(other)
        if isinstance(one, Constant) and isinstance(two, Constant):
            return Traced(Constant(one.value + two.value))
        return Traced(two if one == ZERO else one if two == ZERO else Call("add", (one, two)))

    def __mul__(self, other: Any) -> Traced:
        one, two = self.tree, _tree(other)
        if isinstance(one, Constant) and isinstance(two, Constant):
            return Traced(Constant(one.value * two.value))
        if ZERO in (one, two):
            return Traced(ZERO)
        return Traced(two if one == ONE else one if two == ONE else Call("multiply", (one, two)))

    def __pow__(self, other: Any) -> Traced:
        up = _tree(other)
        if self.tree == ZERO and isinstance(up, Constant) and up.value > 0:
            return Traced(ZERO)
        return self if up == ONE else Traced(Call("power", (self.tree, up)))

    def __rpow__(self, other: Any) -> Traced:
        return Traced(Call("power", (_tree(other), self.tree)))

    def __truediv__(self, other: Any) -> Traced:
        return self * Traced(_tree(other)) ** -1

    def __rtruediv__(self, other: Any) -> Traced:
        return Traced(_tree(other)) / self

    def __neg__(self) -> Traced:
        return self * -1

    def __sub__(self, other: Any) -> Traced:
        return self + -Traced(_tree(other))

    def __rsub__(self, other: Any) -> Traced:
        return Traced(_tree(other)) + -self

    def __abs__(self) -> Traced:
        return self if self.tree == ZERO else Traced(Call("abs", (self.tree,)))

    def __radd__(self, other: Any) -> Traced:
        return Traced(_tree(other)) + self

    def __rmul__(self, other: Any) -> Traced:
        return Traced(_tree(other)) * self


def _tree(value: Any) -> Tree:
    return value.tree if isinstance(value, Traced) else Constant(Fraction(value))


def traced(rule: Rule) -> Update:
    """The trace of a rule. Raises PaperError for one whose formula does more than arithmetic on entries."""

    def run(g: Tree) -> tuple[Tree, tuple[Tree, ...]]:
        try:
            way, memory = rule.formula(*(Traced(t) for t in (g, Read("rate"), Read("step"), *map(Read, rule.kept))))
            return _tree(way), tuple(map(_tree, memory))
        except (TypeError, AttributeError, ValueError) as problem:
            raise PaperError(
                f"the update rule cannot be compiled: {problem}", hint="it may use + - * / ** and abs", code="PG411"
            ) from None

    way, memory = run(Read("g"))
    if len(memory) != len(rule.kept):
        what = f"the update rule keeps {', '.join(rule.kept) or 'nothing'}, but gives {len(memory)} of them"
        raise PaperError(what, code="PG411")
    still = (ZERO, tuple(map(Read, rule.kept)))
    new = {tree: Read(f"new_{name}") for tree, name in zip(memory, rule.kept, strict=True)}
    factors: dict[Tree, str] = {}
    memory = tuple(_named(tree, {}, factors) for tree in memory)
    way = _named(way, new, factors)
    return Update(rule.kept, tuple((name, tree) for tree, name in factors.items()), memory, way, run(ZERO) == still)


def _named(tree: Tree, new: Mapping[Tree, Read], factors: dict[Tree, str]) -> Tree:
    """A tree with names for what was computed before, and for what does not depend on the entry."""
    if tree in new:
        return new[tree]
    names = {sub.array for sub in subtrees(tree) if isinstance(sub, Read)}
    if names and names <= {"rate", "step"}:
        return Read(factors.setdefault(tree, f"factor_{len(factors) + 1}"))
    return (
        Call(tree.operation, tuple(_named(part, new, factors) for part in tree.arguments))
        if isinstance(tree, Call)
        else tree
    )
