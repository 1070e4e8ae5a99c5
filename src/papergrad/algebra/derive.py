"""Derivatives by reverse accumulation over the graph of definitions.

Each defined name on the way has an *adjoint*, the derivative of the whole by that name, and the adjoint is a definition
too (a *delta*). What one definition adds to the adjoints of the names it mentions is found by walking down its body once
with the adjoint in hand (``contributions``): one line per kind of node. So results stay in terms of the writer's names.

A recurrence needs nothing special: where ``h`` at ``t`` mentions ``h`` at ``t - 1``, the delta of ``h`` at ``t`` mentions the
delta at ``t + 1``. It is a recurrence that runs backwards (see ``nodes.Definition``), which is backpropagation through time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from papergrad.algebra.functions import FUNCTIONS
from papergrad.algebra.nodes import (
    ONE,
    ZERO,
    Add,
    Affine,
    Apply,
    At,
    Cases,
    Definition,
    Definitions,
    Delta,
    Determinant,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Inverse,
    LogSumExp,
    Mul,
    Number,
    Position,
    Power,
    Product,
    Select,
    Stack,
    Sum,
    Tensor,
    add,
    affine,
    inside,
    minus,
    mul,
    position,
    power,
    total,
)
from papergrad.algebra.recurrences import Knot, circle, distance, knots, order
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import apart, avoid, expand, moved, rename
from papergrad.algebra.traversal import free, running, symbols
from papergrad.effort import spend
from papergrad.records import dataclass
from papergrad.source import PaperError


@dataclass(frozen=True)
class Contribution:
    """The share ``amount`` of one entry in a derivative, to be summed over ``scope``."""

    entry: Entry
    amount: Expr
    scope: tuple[Index, ...]


@dataclass(frozen=True)
class Derivative:
    """The derivative of a tensor; its axes are the tensor's and then those of what it was taken by.

    ``shared`` speaks of the ``deltas``, which follow each other so that each needs only those before it. ``tensor`` has them
    put in, all but those that are recurrences: ``running`` holds these, and evaluating ``tensor`` needs them.
    """

    tensor: Tensor
    shared: Tensor
    deltas: tuple[Definition, ...]
    running: tuple[Definition, ...] = ()


def delta_name(symbol: str, name: str = "δ") -> str:
    """The symbol of the adjoint of ``symbol``; no writer can write a ``%``."""
    return f"{name}%{symbol}"


def derivative(
    of: Tensor,
    wrt: str,
    wrt_axes: tuple[Index, ...],
    definitions: Definitions,
    *,
    held: frozenset[str] = frozenset(),
    name: str = "δ",
) -> Derivative:
    """The total derivative of ``of`` by every entry of ``wrt``, through all definitions that depend on it.

    ``wrt`` may be defined itself: then what it does to the rest counts, its later positions in a recurrence among it. A
    ``held`` symbol is a constant; a held recurrence is constant at other positions than the one being computed, which is
    the partial at time t with earlier states fixed. ``name`` goes into the names of the deltas (``delta_name``), so that
    those of different objectives can live together. The indices of ``wrt_axes`` must not be among ``of.axes``. Other free
    indices of ``of`` are positions that somebody chose: the deltas have them as axes, the derivative has not.
    """
    chosen = tuple(sorted(free(of.body) - {*of.axes}, key=lambda i: i.name))
    if not set(wrt_axes).isdisjoint((*chosen, *of.axes)):
        raise ValueError("the axes of what is derived and of what it is derived by must have different names")
    found = _Graph(Tensor(of.body, chosen + of.axes), wrt, wrt_axes, definitions, held, name).derivative()
    tensor, shared = (Tensor(t.body, t.axes[len(chosen) :]) for t in (found.tensor, found.shared))
    return replace(found, tensor=tensor, shared=shared)


def partial(e: Expr, symbol: str, at: tuple[At, ...]) -> Expr:
    """The derivative of an expression by one entry of a tensor, definitions left alone: ``∂(Σ_j W_ij x_j)/∂x_k = Σ_j W_ij δ_jk``."""
    taken = free(e).union(*map(running, at))
    return add(
        *(
            total(c.scope, mul(*(Delta(a, b) for a, b in zip(c.entry.at, at, strict=True)), c.amount))
            for c in contributions(e, ONE, frozenset((symbol,)), taken)
            if c.entry.symbol == symbol
        )
    )


HALF = Number(Fraction(1, 2))

# -- one body ----------------------------------------------------------------------------------------------------


def contributions(
    e: Expr, g: Expr, active: frozenset[str], taken: frozenset[Index], called: Expr | None = None
) -> Iterator[Contribution]:
    """What every entry of an active symbol below ``e`` gets, when ``e`` itself has the adjoint ``g``.

    Bound indices that are met become part of the scope, under names that are not in ``taken``. ``called`` is the name that
    ``e`` goes by, if it has one: the slope of ``h = σ(z)`` is ``h (1 - h)``.
    """
    if symbols(e).isdisjoint(active):
        return
    e = avoid(e, taken)
    match e:
        case Number() | Extent() | Position() | Delta() | Indicator():
            return
        case Entry():
            yield Contribution(e, g, ())
        case Add(terms):
            for term in terms:
                yield from contributions(term, g, active, taken)
        case Mul(factors):
            for n, factor in enumerate(factors):
                if not symbols(factor).isdisjoint(active):
                    yield from contributions(factor, mul(g, *factors[:n], *factors[n + 1 :]), active, taken)
        case Power(base, exponent):
            # d(bᵉ) = e bᵉ⁻¹ db + bᵉ log b de; where σ = √b is a name, dσ = db / 2σ
            if not symbols(base).isdisjoint(active):
                root = called is not None and g is not ONE and exponent is HALF
                slope = power(called, -1) if root and called is not None else power(base, _less_one(exponent))
                yield from contributions(base, mul(g, exponent, slope), active, taken)
            if not symbols(exponent).isdisjoint(active):
                yield from contributions(exponent, mul(g, e, Apply("log", base)), active, taken)
        case Apply(function, x):
            yield from contributions(x, mul(g, FUNCTIONS[function].slope(x, called or e)), active, taken)
        case Sum(i, body):
            yield from _bound((i,), body, g, active, taken)
        case Product(i, body):
            # d Π_i b_i = Σ_i (Π_k [k = i] 1 else b_k) db_i, which needs no division
            k = apart(i, taken | free(body) | {i})
            others = Product(k, Cases(((Delta(k, i), ONE),), rename(body, {i: k})))
            yield from _bound((i,), body, mul(g, others), active, taken)
        case LogSumExp(i, body):
            # d log Σ exp b_i = Σ_i softmax(b)_i db_i
            k = apart(i, taken | free(body) | {i})
            softmax = Apply("exp", add(body, minus(LogSumExp(k, rename(body, {i: k})))))
            yield from _bound((i,), body, mul(g, softmax), active, taken)
        case Select(i, key, body):
            # the body's adjoint stands at the chosen position alone
            k = apart(i, taken | free(key) | free(body) | {i})
            chosen = Select(k, rename(key, {i: k}), Delta(k, i))
            yield from _bound((i,), body, mul(g, chosen), active, taken)
        case Cases(branches, otherwise):
            for n, (_, value) in enumerate((*branches, (ONE, otherwise))):
                # the condition goes around the whole, so that a branch not taken cannot spoil it
                before = tuple((condition, ZERO) for condition, _ in branches[:n])
                for c in contributions(value, g, active, taken):
                    mine = ((*before, (branches[n][0], c.amount)), ZERO) if n < len(branches) else (before, c.amount)
                    yield Contribution(c.entry, Cases(*mine), c.scope)
        case Inverse(r, c, body, i, j):
            # d X⁻¹ = -X⁻¹ dX X⁻¹
            left, right = Inverse(r, c, body, i, r), Inverse(r, c, body, c, j)
            yield from _bound((r, c), body, mul(g, minus(mul(left, right))), active, taken)
        case Determinant(r, c, body):
            # d det X = det X · tr(X⁻¹ dX)
            yield from _bound((r, c), body, mul(g, e, Inverse(r, c, body, c, r)), active, taken)
        case Stack(at, pieces):
            start = Size(())
            for along, body in pieces:
                if along is None:
                    yield from contributions(body, mul(g, Delta(at, Affine((), start))), active, taken)
                    start = start + 1
                else:
                    here = mul(g, Delta(at, affine(((along, 1),), start)))
                    yield from _bound((along,), body, here, active, taken)
                    start = start + along.size
        case _:
            assert_never(e)


def _bound(
    indices: tuple[Index, ...], body: Expr, g: Expr, active: frozenset[str], taken: frozenset[Index]
) -> Iterator[Contribution]:
    for c in contributions(body, g, active, taken.union(indices)):
        yield Contribution(c.entry, c.amount, (*indices, *c.scope))


def _less_one(exponent: Expr) -> Expr:
    return Number(exponent.value - 1) if isinstance(exponent, Number) else add(exponent, Number(Fraction(-1)))


# -- the graph of definitions -------------------------------------------------------------------------------------


def _parts(definition: Definition) -> frozenset[str]:
    """The names that a definition mentions, in its start too."""
    return symbols(definition.body) | (symbols(definition.start) if definition.start is not None else frozenset())


def _leading(to: str, definitions: Definitions) -> set[str]:
    """The defined names that a name has a part in, by way of others too."""
    found: set[str] = set()
    parts = {s: _parts(d) for s, d in definitions.items()}
    while new := [s for s, names in parts.items() if s not in found and (to in names or not names.isdisjoint(found))]:
        found.update(new)
    return found


def _reach(names: frozenset[str], definitions: Definitions) -> frozenset[str]:
    """Names, and those their definitions mention, all the way down."""
    found, left = set(names), list(names)
    while left:
        definition = definitions.get(left.pop())
        if definition is not None:
            new = _parts(definition) - found
            left += new
            found |= new
    return frozenset(found)


class _Graph:
    """One derivative in the making: the shares of every adjoint, gathered from the users of a name before its own turn."""

    def __init__(
        self,
        of: Tensor,
        wrt: str,
        wrt_axes: tuple[Index, ...],
        definitions: Definitions,
        held: frozenset[str],
        name: str,
    ):
        self.of, self.wrt, self.wrt_axes, self.held, self.name = of, wrt, wrt_axes, held, name
        below = _reach(symbols(of.body), definitions)
        self.knots: dict[str, Knot] = {}
        for s, knot in knots({s: d for s, d in definitions.items() if s in below}).items():
            if knot is None:
                raise circle(s)
            self.knots[s] = knot
        # what is derived by counts as independent, unless it runs back into itself; a held name is a constant
        stop = {s for s in (wrt, *held) if s not in self.knots}
        open_ = {s: d for s, d in definitions.items() if s not in stop}
        below = _reach(symbols(of.body), open_)
        given = {s: d for s, d in open_.items() if s in below}
        leading = _leading(wrt, given)
        self.definitions = {s: d for s, d in given.items() if s in leading}
        self.active = frozenset((wrt, *self.definitions))
        self.shares: dict[str, list[Expr]] = {s: [] for s in self.definitions}
        self.direct: list[Expr] = []

    def axes(self, symbol: str) -> tuple[Index, ...]:
        """The axes of a definition, aside from those of what is derived."""
        found: tuple[Index, ...] = ()
        for i in self.definitions[symbol].axes:
            found += (apart(i, {*self.of.axes, *found}),)
        return found

    def derivative(self) -> Derivative:
        self._walk(self.of.body, ONE, (), None, None)
        deltas: list[Definition] = []
        for found in reversed(order(self.definitions)):
            knot = self.knots.get(found[0])
            # at one position, errors go from the last computed to the first
            group = tuple(s for s in reversed(knot.members) if s in found) if knot is not None else found
            for symbol in group:
                definition, axes = self.definitions[symbol], self.axes(symbol)
                body = rename(definition.body, {i: j for i, j in zip(definition.axes, axes, strict=True) if i is not j})
                adjoint = None if symbol in self.knots else add(*self.shares[symbol])
                if adjoint is None or not _simple(adjoint):
                    adjoint = Entry(delta_name(symbol, self.name), self.of.axes + axes)
                self._walk(body, adjoint, axes, symbol, Entry(symbol, axes))
            for symbol in group:
                adjoint = add(*self.shares[symbol])
                if symbol in self.knots or not _simple(adjoint):
                    deltas.append(Definition(delta_name(symbol, self.name), self.of.axes + self.axes(symbol), adjoint))
        shared = Tensor(add(*self.direct), self.of.axes + self.wrt_axes)
        named = {d.symbol: d for d in deltas}
        again = knots(named)  # with earlier states held fixed, what was a recurrence is none
        runs = [d for d in deltas if d.symbol in again]
        keep = frozenset(d.symbol for d in runs)
        running_deltas = tuple(Definition(d.symbol, d.axes, expand(d.body, named, keep)) for d in runs)
        return Derivative(Tensor(expand(shared.body, named, keep), shared.axes), shared, tuple(deltas), running_deltas)

    def _walk(self, body: Expr, g: Expr, scope: tuple[Index, ...], user: str | None, called: Expr | None) -> None:
        """Give everything a body mentions its share. ``user`` is the name whose body it is; its delta is 0 outside its axes."""
        taken = frozenset((*self.of.axes, *scope)) | free(g) | free(body)
        vanishing = frozenset(scope) if isinstance(g, Entry) else frozenset[Index]()
        for c in contributions(body, g, self.active, taken, called):
            self._give(Contribution(c.entry, c.amount, (*scope, *c.scope)), vanishing, user)

    def _give(self, c: Contribution, vanishing: frozenset[Index], user: str | None) -> None:
        spend()
        symbol = c.entry.symbol
        axes = self.definitions[symbol].axes if symbol in self.definitions else self.wrt_axes
        if len(axes) != len(c.entry.at):
            raise PaperError(
                f"{symbol} has {len(c.entry.at)} axes in one place and {len(axes)} in another", code="PG323"
            )
        if (
            symbol in self.held
            and symbol in self.knots
            and user is not None
            and self.knots.get(user) is self.knots[symbol]
        ):
            place = self.knots[user].place
            if distance(c.entry.at[place[symbol]], self.axes(user)[place[user]]) != 0:
                return  # an earlier state, held fixed
        outer = frozenset(self.of.axes)
        if symbol == self.wrt:
            self.direct.append(_settle(c, self.wrt_axes, vanishing, outer))
        if symbol in self.definitions:
            self.shares[symbol].append(_settle(c, self.axes(symbol), vanishing, outer))
            if self.definitions[symbol].start is not None and symbol in self.knots:
                self._give_start(c, user)

    def _give_start(self, c: Contribution, user: str | None) -> None:
        """What reads a recurrence before its first position reads the start."""
        definition, knot = self.definitions[c.entry.symbol], self.knots[c.entry.symbol]
        place = knot.place[c.entry.symbol]
        at, size = c.entry.at[place], definition.axes[place].size
        if definition.start is None or symbols(definition.start).isdisjoint(self.active) or inside(at, size):
            return  # nothing starts from what is derived by, or no start is read here
        others = {i: a for n, (i, a) in enumerate(zip(definition.axes, c.entry.at, strict=True)) if n != place}
        start = rename(definition.start, others)
        scope, amount = c.scope, c.amount
        first = next((t for t in scope if distance(at, t) == -1 and t.size == size), None)
        if knot.step > 0 and first is not None:
            start, amount = (rename(e, {first: position(0)}) for e in (start, amount))
            scope = tuple(t for t in scope if t is not first)
        else:
            outside = Indicator(">", ONE, Position(at)) if knot.step > 0 else Indicator(">", Position(at), Extent(size))
            amount = mul(outside, amount)
        taken = frozenset((*self.of.axes, *scope)) | free(amount) | free(start)
        for inner in contributions(start, amount, self.active, taken):
            self._give(Contribution(inner.entry, inner.amount, (*scope, *inner.scope)), frozenset(), user)


def _simple(e: Expr) -> bool:
    """Whether an adjoint is too plain for a name of its own."""
    return isinstance(e, Number | Delta) or isinstance(e, Mul) and all(isinstance(f, Number | Delta) for f in e.factors)


def _settle(c: Contribution, axes: tuple[Index, ...], vanishing: frozenset[Index], outer: frozenset[Index]) -> Expr:
    """The sum over the scope of an amount, where the entry's subscripts are ``axes``.

    ``Σ_i δ(a, i) f_i = f_a`` whenever an axis is as long as the index it meets; and ``Σ_t δ(a, t - 1) f_t = f_{a+1}`` where f is
    0 outside its axis (the index is ``vanishing``).
    """
    standing = {i for i, at in zip(axes, c.entry.at, strict=True) if i is at}
    taken = {*axes, *c.scope, *outer} | free(c.amount)
    aside = {i: apart(i, taken) for i in c.scope if i in axes and i not in standing}
    amount = rename(c.amount, aside)
    ats = [moved(at, aside) for at in c.entry.at]
    left = [aside.get(i, i) for i in c.scope]
    zero_outside = {aside.get(i, i) for i in vanishing}
    put: dict[Index, At] = {}
    unsolved: list[tuple[Index, At]] = []
    for axis, at in zip(axes, ats, strict=True):
        solved = _solve(moved(at, put), axis, left, zero_outside)
        if solved is None:
            unsolved.append((axis, at))
        else:
            put = {**{i: moved(value, dict([solved])) for i, value in put.items()}, solved[0]: solved[1]}
            left.remove(solved[0])
    deltas = [Delta(axis, moved(at, put)) for axis, at in unsolved]
    return total(tuple(left), mul(*deltas, rename(amount, put)))


def _solve(at: At, axis: Index, left: list[Index], vanishing: set[Index]) -> tuple[Index, At] | None:
    """The index of ``left`` that ``at = axis`` determines, and its value."""
    if isinstance(at, Index):
        return (at, axis) if at in left and at.size == axis.size else None
    if isinstance(at, Affine):
        for i, weight in at.terms:
            if isinstance(i, Index) and i in left and i in vanishing and weight in (1, -1):
                rest = [(inner, -weight * w) for inner, w in at.terms if inner is not i]
                return i, affine([(axis, weight), *rest], at.offset * -weight)
    return None
