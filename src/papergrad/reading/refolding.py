"""What an expression depends on, also where that is written out.

What a symbol stands for may be written out in other definitions: there the symbol is put in its place, so that it can be derived by.

``a_j = f(Σ_k w_jk x_k + b_j)`` depends on ``z = W x + b``, although nobody writes ``a = f(z)``, and in other letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papergrad.algebra.nodes import Affine, At, Definition, Definitions, Entry, Expr, Index, Lookup
from papergrad.algebra.substitution import expand, rename
from papergrad.algebra.terms import key
from papergrad.algebra.traversal import entries, free, over, symbols

LARGEST = 4  # axes of a symbol that is looked for
FIXED = 3  # places that do not run, of which an expression may be the entry
LEVELS = 2  # definitions that are written out within one


def reach(body: Expr, definitions: Definitions) -> frozenset[str]:
    """All the symbols that an expression depends on, through definitions and the states they start from."""
    found: set[str] = set()
    waiting = list(symbols(body))
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            definition = definitions.get(here)
            if definition is not None:
                waiting.extend(symbols(definition.body))
                waiting.extend(symbols(definition.start) if definition.start is not None else ())
    return frozenset(found)


def depends(body: Expr, name: str, definitions: Definitions) -> bool:
    return name in reach(body, definitions)


def refolded(e: Expr, name: str, definitions: Definitions) -> tuple[Expr, dict[str, Definition]]:
    """An expression, and the definitions that it reaches, with a symbol where its definition is written out, or that with the
    definitions of what it is made of: ``σ(Σ_k w_jk x_k + b_j)`` is the a_j of ``a_j = σ(z_j)``."""
    for sought in _spellings(definitions[name], definitions):
        whole, found = _refolded(e, sought, definitions)
        if found or whole is not e:
            return whole, found
    return e, {}


def _spellings(sought: Definition, definitions: Definitions) -> Iterator[Definition]:
    """A definition as it stands, and with its parts written out, level by level."""
    if len(sought.axes) > LARGEST or isinstance(sought.body, Entry) or sought.start is not None:
        return
    yield sought
    for _ in range(LEVELS):
        inner = {k: definitions[k] for k in symbols(sought.body) if k in definitions and k != sought.symbol}
        uneven = {
            e.symbol for e in entries(sought.body) if e.symbol in inner and len(e.at) != len(inner[e.symbol].axes)
        }
        body = expand(sought.body, {k: d for k, d in inner.items() if d.start is None and k not in uneven})
        if body is sought.body or sought.symbol in symbols(body):
            return
        sought = replace(sought, body=body)
        yield sought


def _refolded(e: Expr, sought: Definition, definitions: Definitions) -> tuple[Expr, dict[str, Definition]]:
    found: dict[str, Definition] = {}
    seen, waiting = {sought.symbol}, sorted(symbols(e))
    while waiting:
        here = waiting.pop()
        known = definitions.get(here)
        if here in seen or known is None:
            continue
        seen.add(here)
        waiting.extend(sorted(symbols(known.body)))
        body = _put(known.body, sought)
        if body is not known.body:
            found[here] = replace(known, body=body)
    return _put(e, sought), found


def written_out(one: Definition, definitions: Definitions) -> frozenset[str]:
    """The symbols whose definitions are written out in another."""
    return frozenset(
        name
        for name, other in definitions.items()
        if name != one.symbol and symbols(other.body) <= symbols(one.body) and _put(one.body, other) is not one.body
    )


def _put(e: Expr, sought: Definition) -> Expr:
    """An expression with entries of what is sought in the place of its formula; the parts that it shares are looked at once."""
    done: dict[Expr, Expr] = {}

    def put(part: Expr) -> Expr:
        if not symbols(part) >= symbols(sought.body):
            return part
        if part not in done:
            done[part] = _entry(part, sought) or over(part, put)
        return done[part]

    return put(e)


def _entry(e: Expr, sought: Definition) -> Entry | None:
    """The entry that an expression is, if it is one of what is sought."""
    if type(e) is not type(sought.body):
        return None
    other = symbols(e) - symbols(sought.body)  # of positions only: the y of w_y
    alike = symbols(sought.body) <= symbols(e) and other <= {at.symbol for at in _fixed(e) if isinstance(at, Lookup)}
    at = _places(e, sought) if alike else None
    return Entry(sought.symbol, at) if at is not None else None


def _places(e: Expr, sought: Definition) -> tuple[At, ...] | None:
    """Where an expression is an entry of what is sought: the z_j, or a z_0, or a z_y."""
    for at in _choices(sought.axes, sorted(free(e), key=lambda i: i.name), _fixed(e)[:FIXED]):
        if key(rename(sought.body, dict(zip(sought.axes, at, strict=True)))) == key(e):
            return at
    return None


def _fixed(e: Expr) -> list[At]:
    """The places in an expression that do not run."""
    places = {at for one in entries(e) for at in one.at}
    found = [at for at in places if isinstance(at, Lookup) or (isinstance(at, Affine) and not at.terms)]
    return sorted(found, key=repr)


def _choices(axes: tuple[Index, ...], letters: list[Index], fixed: list[At]) -> list[tuple[At, ...]]:
    """All ways to run along axes with different letters of the same lengths, or to stay at fixed places."""
    if not axes:
        return [()]
    running = [
        (i, *rest)
        for i in letters
        if i.size == axes[0].size
        for rest in _choices(axes[1:], [other for other in letters if other != i], fixed)
    ]
    return running + [(place, *rest) for place in fixed for rest in _choices(axes[1:], letters, fixed)]
