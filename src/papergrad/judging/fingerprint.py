"""What a verdict depends on, as one word: two statements with the same fingerprint get the same verdict.

A fingerprint covers a statement as it was read and all that its part of the document and the parts before it say, but not
where anything stands: places count only by whether they come before the statement. Lengths and indices that a reading called
into being (``?3``, ``k%1000012``) are named after numbers that depend on how much was read before; they count by their order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from hashlib import sha256
from typing import Any

from papergrad.algebra.sizes import Size
from papergrad.reading.alone import companions
from papergrad.reading.scope import Scope
from papergrad.reading.understood import Read
from papergrad.reading.values import Sizes
from papergrad.records import dataclass
from papergrad.source import PaperError, Span

PLACED = ("places", "cases", "overlooked", "said_again", "told")  # fields of a scope that tell where something stands
ELSEWHERE = frozenset(("parent", "sizes", "scope", "section", "chain", "span"))  # told apart, or no matter
PLAIN = frozenset((type(None), bool, int, float, str, Fraction))
MADE = re.compile(r"(\?\d+|%\d{7,})")  # what was called into being by a reading


@dataclass(frozen=True)
class _Known:
    """A scope with those before it: a digest, names for what was called into being, and where things stand."""

    digest: str
    names: Mapping[str, str]
    places: tuple[int, ...]


class Fingerprints:
    """The fingerprints of the statements of one document, taken before any of them is judged."""

    def __init__(self) -> None:
        self._scopes: dict[int, _Known] = {}

    def of(self, one: Read) -> str:
        """The fingerprint of a statement; empty where it has none (too large, or made of what nobody foresaw)."""
        try:
            return fingerprint(one) if one.scope is None else self._of(one, one.scope)
        except (TypeError, RecursionError):
            return ""

    def _of(self, one: Read, scope: Scope) -> str:
        known = self._scope(scope)
        everything = scope.everything
        words = _Words(scope.sizes)
        said = words.of(one)
        own = words.of({name: d for name, d in one.definitions.items() if everything.get(name) is not d})
        said += [len(one.definitions), *own]
        for stated in companions(one, scope)[:1]:  # of the definitions beside it the scope tells
            said += words.of(stated)
        start = one.span.start
        where = (bisect_left(known.places, start), bisect_right(known.places, start))
        names = _named(said := repr(said), known.names, "")
        lengths = [names[name] for name in sorted(names) if name.startswith("?")]
        cases = [case.near(start, one.stated.chain) for case in scope.cases]
        return _digest(known.digest, where, _with(said, names), lengths, cases)

    def _scope(self, scope: Scope) -> _Known:
        if id(scope) not in self._scopes:
            self._scopes[id(scope)] = self._looked_at(scope)
        return self._scopes[id(scope)]

    def _looked_at(self, scope: Scope) -> _Known:
        before = self._scope(scope.parent) if scope.parent is not None else _Known("", {}, ())
        sizes = scope.sizes
        said = _Words(sizes).of(scope)
        said += [sizes.relaxed, sizes.valued, *map(str, sizes.hard)]
        own = sorted((place, name) for name, place in scope.places.items())
        said += [name for _, name in own]
        for one in scope.cases:
            said += [*_Words(sizes).of(one.condition), one.chain is None, one.said]
        for other in scope.said_again:
            said += _Words(sizes).of([other.left, other.formula])
        for name, found in scope.overlooked.items():
            said += [name, found.words, *sorted(found.right)]
        places = (
            *before.places,
            *(place for place, _ in own),
            *(one.place for one in (*scope.cases, *scope.said_again)),
        )
        places += tuple(found.span.start for found in scope.overlooked.values())
        names = _named(said := repr(said), before.names, before.digest[:8])
        order = [rank for _, rank in sorted((place, rank) for rank, place in enumerate(places))]
        return _Known(_digest(before.digest, order, _with(said, names)), names, tuple(sorted(places)))


def fingerprint(thing: object) -> str:
    """The fingerprint of what stands for itself: a statement without a scope, the hand of a writer."""
    said = repr(_Words(None).of(thing))
    return _digest(_with(said, _named(said, {}, "")))


class _Words:
    """Anything that a reading is made of, as a list of words and numbers; what comes again is told by its number."""

    def __init__(self, sizes: Sizes | None) -> None:
        self._sizes = sizes
        self._met: dict[int, int] = {}
        self._held: list[object] = []  # so that no two things have one id

    def of(self, thing: object) -> list[Any]:
        said: list[Any] = []
        self._say(thing, said)
        return said

    def _say(self, thing: object, said: list[Any]) -> None:
        if type(thing) in PLAIN:
            said.append(thing)
            return
        match thing:
            case tuple() | list():
                said.append(len(thing))
                for part in thing:
                    self._say(part, said)
            case Size():
                said.append(str(self._sizes.settle(thing) if self._sizes is not None else thing))
            case Span() | Sizes():
                pass
            case PaperError():
                told = getattr(thing, "certain", None), getattr(thing, "product", None)
                said += (type(thing).__name__, thing.what, thing.code, thing.hint, *told)
            case dict():
                said.append(len(thing))
                for key, value in thing.items():
                    self._say(key, said)
                    self._say(value, said)
            case set() | frozenset():
                said += (len(thing), *sorted(map(repr, thing)))
            case _ if is_dataclass(thing):
                self._fields(thing, said)
            case _:
                raise TypeError(f"{type(thing).__name__} has no fingerprint")

    def _fields(self, thing: Any, said: list[Any]) -> None:
        if id(thing) in self._met:
            said.append(f"={self._met[id(thing)]}")
            return
        self._met[id(thing)] = len(self._met)
        self._held.append(thing)
        said.append(type(thing).__name__)
        for name in _fields_of(type(thing)):
            self._say(getattr(thing, name), said)


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    apart = {*ELSEWHERE, *(PLACED if kind is Scope else ()), *(("definitions",) if kind is Read else ())}
    return tuple(field.name for field in fields(kind) if field.name not in apart)


def _named(said: str, before: Mapping[str, str], where: str) -> dict[str, str]:
    """Names for all that was called into being, those that have one already among them."""
    met = set(MADE.findall(said)) - before.keys()
    fresh = sorted(met, key=lambda name: (name[0], int(name[1:])))
    return {**before, **{name: f"{name[0]}{where}:{k}" for k, name in enumerate(fresh)}}


def _with(said: str, names: Mapping[str, str]) -> str:
    return MADE.sub(lambda found: names[found[0]], said)


def _digest(*words: object) -> str:
    return sha256(repr(words).encode()).hexdigest()[:32]
