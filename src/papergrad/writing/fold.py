"""Definitions back to their names: whatever equals one, up to the names of indices, is written under its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from papergrad.algebra.nodes import (
    ONE,
    Add,
    Affine,
    Apply,
    At,
    Definition,
    Definitions,
    Entry,
    Expr,
    Index,
    LogSumExp,
    Lookup,
    Mul,
    Number,
    Select,
    Sum,
    add,
    minus,
    mul,
)
from papergrad.algebra.simplify import simplify
from papergrad.algebra.traversal import binders, children, free, over, subscripts, symbols

MOST_STEPS = 4000  # of one comparison
Env = Mapping[Index, At]


class _Steps:
    def __init__(self) -> None:
        self.left = MOST_STEPS

    def spend(self) -> bool:
        self.left -= 1
        return self.left > 0


def same(a: Expr, b: Expr) -> bool:
    """Whether two expressions are one, up to the names of bound indices and the order of terms and factors."""
    if a is b:
        return True
    fixed = {i: i for i in free(a)}
    return next(_match(a, b, fixed, _Steps()), None) is not None


def _match(pattern: Expr, e: Expr, env: Env, steps: _Steps) -> Iterator[Env]:
    """The ways to put subscripts in the place of the pattern's indices that make it ``e``."""
    if type(pattern) is not type(e) or not steps.spend() or symbols(pattern) != symbols(e):
        return
    below, under = children(pattern), children(e)
    if len(below) != len(under):
        return
    if isinstance(pattern, Add | Mul):
        yield from _any_order(below, under, env, steps)
        return
    if not below:
        if isinstance(pattern, Entry) or subscripts(pattern):
            yield from _subscripts(pattern, e, env)
        elif pattern is e:
            yield env
        return
    if _label(pattern) != _label(e):
        return
    inner: dict[Index, At] = dict(env)
    for own, other in zip(binders(pattern), binders(e), strict=True):
        if len(own) != len(other):
            return
        for i, j in zip(own, other, strict=True):
            if i.size != j.size:
                return
            inner[i] = j
    for found in _in_order(below, under, inner, steps):
        bound = {i for own in binders(pattern) for i in own}
        theirs = {i for own in binders(e) for i in own}
        kept = {i: env[i] if i in bound and i in env else at for i, at in found.items() if i not in bound or i in env}
        if bound and any(at in theirs for i, at in kept.items() if i not in env):
            continue  # an outer index cannot stand for a bound one
        yield from _subscripts(pattern, e, kept)


def _label(e: Expr) -> tuple[str, ...]:
    """What a node says beside its children and indices."""
    return tuple(getattr(e, name) for name in ("function", "relation") if hasattr(e, name))


def _subscripts(pattern: Expr, e: Expr, env: Env) -> Iterator[Env]:
    if isinstance(pattern, Entry) and isinstance(e, Entry) and pattern.symbol != e.symbol:
        return
    found: Env | None = env
    for one, other in zip(subscripts(pattern), subscripts(e), strict=True):
        found = None if found is None else _at(one, other, found)
    if found is not None:
        yield found


def _at(one: At, other: At, env: Env) -> Env | None:
    match one:
        case Index():
            if one in env:
                return env if env[one] is other else None
            if isinstance(other, Index) and other.size != one.size:
                return None
            return {**env, one: other}
        case Affine(terms, offset):
            if not isinstance(other, Affine) or offset != other.offset or len(terms) != len(other.terms):
                return None
            found: Env | None = env
            for (inner, weight), (theirs, weighs) in zip(terms, other.terms, strict=True):
                found = None if found is None or weight != weighs else _at(inner, theirs, found)
            return found
        case Lookup(symbol, inside):
            if not isinstance(other, Lookup) or other.symbol != symbol or len(inside) != len(other.at):
                return None
            found = env
            for place, its in zip(inside, other.at, strict=True):
                found = None if found is None else _at(place, its, found)
            return found


def _in_order(below: Sequence[Expr], under: Sequence[Expr], env: Env, steps: _Steps) -> Iterator[Env]:
    if not below:
        yield env
        return
    for found in _match(below[0], under[0], env, steps):
        yield from _in_order(below[1:], under[1:], found, steps)


def _any_order(below: Sequence[Expr], under: Sequence[Expr], env: Env, steps: _Steps) -> Iterator[Env]:
    for found, _ in _some_of(below, under, env, steps):
        yield found


def _some_of(
    below: Sequence[Expr], under: Sequence[Expr], env: Env, steps: _Steps
) -> Iterator[tuple[Env, tuple[Expr, ...]]]:
    """Every part of the pattern met by a part of its own, in any order, and what is left over."""
    if not below:
        yield env, tuple(under)
        return
    for n, part in enumerate(under):
        for found in _match(below[0], part, env, steps):
            yield from _some_of(below[1:], (*under[:n], *under[n + 1 :]), found, steps)


# -- folding ------------------------------------------------------------------------------------------------------


def fold(e: Expr, definitions: Definitions) -> Expr:
    """The same expression in terms of the names that stand for parts of it."""
    useful = [d for d in _within_reach(e, definitions) if not isinstance(d.body, Entry | Number) and _covers(d)]
    useful += [replace(d, body=plain) for d in useful if (plain := _simple(d.body)) is not d.body]
    useful.sort(key=lambda d: -_size(d.body))
    return _fold(e, useful, {}) if useful else e


def _within_reach(e: Expr, definitions: Definitions) -> list[Definition]:
    """The definitions of what may be found in an expression: made of what stands in it, or of what is found."""
    here, found = set(symbols(e)), list[Definition]()
    left = list(definitions.values())
    while new := [d for d in left if symbols(d.body) <= here]:
        found += new
        here.update(d.symbol for d in new)
        left = [d for d in left if d not in new]
    return [d for d in definitions.values() if d in found]


_simple = lru_cache(maxsize=4096)(simplify)


def _covers(definition: Definition) -> bool:
    """Whether the body says which entry of the symbol it is, and does not come back to itself."""
    return set(definition.axes) <= free(definition.body) and definition.symbol not in symbols(definition.body)


def _size(e: Expr) -> int:
    return 1 + sum(map(_size, children(e)))


def _fold(e: Expr, definitions: Sequence[Definition], done: dict[Expr, Expr]) -> Expr:
    if e not in done:
        here = symbols(e)
        if not any(symbols(d.body) <= here for d in definitions):
            return e  # nothing in it has a name
        new = _largest(e, definitions) if isinstance(e, Select) else e
        new = _in_softmax(new, definitions, done) or over(new, lambda child: _fold(child, definitions, done))
        for _ in range(len(definitions) + 1):
            named = next((found for d in definitions if (found := _name(new, d)) is not None), None)
            if named is None:
                break
            new = named
        done[e] = new
    return done[e]


def _in_softmax(e: Expr, definitions: Sequence[Definition], done: dict[Expr, Expr]) -> Expr | None:
    """``exp(z_i - log Σ_k exp z_k)`` stays a softmax, also where the logarithm has a name of its own."""
    if not (isinstance(e, Apply) and e.function == "exp" and isinstance(e.argument, Add)):
        return None
    if not any(isinstance(f, LogSumExp) for t in e.argument.terms for f in children(t)):
        return None

    def fold(part: Expr) -> Expr:
        return _fold(part, definitions, done)

    def total(term: Expr) -> bool:
        return isinstance(term, Mul) and any(isinstance(f, LogSumExp) for f in term.factors)

    logs = [
        over(t, lambda f: over(f, fold) if isinstance(f, LogSumExp) else fold(f)) for t in e.argument.terms if total(t)
    ]
    logits = fold(add(*(t for t in e.argument.terms if not total(t))))  # as one sum, which may have a name
    return Apply("exp", add(*(logits.terms if isinstance(logits, Add) else (logits,)), *logs))


def _largest(e: Select, definitions: Sequence[Definition]) -> Expr:
    """Where ``h = max_i a_i`` is a name, a at the largest position is h."""
    if e.key is e.body:
        return e
    for definition in definitions:
        body = definition.body
        if isinstance(body, Select) and body.key is body.body and body.over.size == e.over.size:
            for env in _match(body.key, e.key, {body.over: e.over}, _Steps()):
                found = _entry(definition, env)
                if found is not None and e.over not in free(found):
                    put = _in_place(e.body, e.key, found)
                    return put if e.over not in free(put) else Select(e.over, e.key, put)
    return e


def _in_place(e: Expr, old: Expr, new: Expr) -> Expr:
    return new if same(e, old) else over(e, lambda child: _in_place(child, old, new))


def _name(e: Expr, definition: Definition) -> Expr | None:
    """``e`` with (a part of) it under the name, if it equals the definition."""
    body = definition.body
    if type(e) is not type(body) or not symbols(body) <= symbols(e):
        return None
    steps = _Steps()
    if isinstance(e, Add | Mul):
        for env, rest in _some_of(children(body), children(e), {}, steps):
            found = _entry(definition, env)
            if found is not None:
                return add(found, *rest) if isinstance(e, Add) else mul(found, *rest)
        return None
    for env in _match(body, e, {}, steps):
        return _entry(definition, env)
    if isinstance(e, Apply) and isinstance(body, Apply) and e.function == body.function == "sigmoid":
        # σ(-z) is 1 - σ(z)
        for env in _match(body.argument, _simple(minus(e.argument)), {}, steps):
            found = _entry(definition, env)
            return None if found is None else add(ONE, minus(found))
    return _part_of_sum(e, definition, steps)


def _part_of_sum(e: Expr, definition: Definition, steps: _Steps) -> Expr | None:
    """``Σ_j W_ij x_j u_i`` where ``Σ_j W_ij x_j`` has a name."""
    body = definition.body
    if not isinstance(e, Sum) or not isinstance(body, Sum) or not isinstance(e.body, Mul):
        return None
    parts = children(body.body) if isinstance(body.body, Mul) else (body.body,)
    if len(parts) >= len(e.body.factors):
        return None
    for env, rest in _some_of(parts, e.body.factors, {body.over: e.over}, steps):
        if any(e.over in free(r) for r in rest):
            continue
        found = _entry(definition, env)
        if found is not None and e.over not in free(found):
            return mul(found, *rest)
    return None


def _entry(definition: Definition, env: Env) -> Expr | None:
    if any(i not in env for i in definition.axes):
        return None
    return Entry(definition.symbol, tuple(env[i] for i in definition.axes))
