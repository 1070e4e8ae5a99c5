"""What is right, as the writer would write it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import chain

from papergrad.algebra.consequences import with_definitions
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Entry, Expr, LogSumExp, Sum, Tensor
from papergrad.algebra.simplify import simplify
from papergrad.algebra.traversal import children, over, running, symbols
from papergrad.notation import unicode
from papergrad.notation.style import Style
from papergrad.notation.tree import Node
from papergrad.reading.factorials import FACTORIAL
from papergrad.reading.refolding import reach
from papergrad.reading.symbols import SAMPLED
from papergrad.reading.understood import Read
from papergrad.reading.values import Value
from papergrad.source import PaperError
from papergrad.writing import Written, fold, written


def entries_first(e: Expr) -> Expr:
    """``Σ_i Σ_j y_ji`` as ``Σ_j Σ_i y_ji``: the entries of one target together."""
    e = over(e, entries_first)
    if isinstance(e, Sum) and isinstance(e.body, Sum) and isinstance(e.body.body, Entry):
        entry = e.body.body
        if entry.at and entry.at[-1] is e.over and e.body.over in entry.at[:-1]:
            return Sum(e.body.over, Sum(e.over, entry))
    return e


def _summed(e: Expr) -> set[Entry]:
    """The entries that are added up all alone along their last axis: the y of Σ_i y_i."""
    found: set[Entry] = set()
    waiting, seen = [e], {e}
    while waiting:
        here = waiting.pop()
        if isinstance(here, Sum) and isinstance(here.body, Entry) and here.body.at and here.body.at[-1] is here.over:
            if not any(here.over in running(at) for at in here.body.at[:-1]):  # a trace is no such sum
                found.add(here.body)
        for child in children(here):
            if child not in seen:
                seen.add(child)
                waiting.append(child)
    return found


def known_facts(one: Read) -> Facts:
    """What is said of the values, and what definitions say of them: which are symmetric, means, distributions."""
    if one.scope is None:
        return Facts()
    said = one.scope.known_facts()
    spoken = frozenset().union(*(symbols(d.body) for d in one.definitions.values()))
    each = {k: said[k.removesuffix(SAMPLED)] for k in spoken if k.endswith(SAMPLED) and k.removesuffix(SAMPLED) in said}
    said = {**each, **said}  # what is said of y is said of every y^(t)
    said = {**said, **{k: said.get(k, frozenset()) | {"symmetric"} for k in one.scope.symmetric()}}
    return with_definitions(Facts(said), one.definitions)


def distributions(body: Expr, one: Read) -> set[str]:
    """The symbols that an answer takes for distributions, without being told: their entries add up to 1."""
    if not _softmaxes(body, one):
        return set()  # nobody means a distribution where no likelihood is
    told = known_facts(one).properties
    found = {e.symbol for e in _summed(body)} - set(one.definitions)
    return {symbol for symbol in found if not told.get(symbol, frozenset()) & {"one-hot", "probability"}}


def _softmaxes(body: Expr, one: Read) -> bool:
    """Whether an expression, or a quantity that it speaks of, is made with a softmax."""
    bodies = [body, *(one.definitions[k].body for k in reach(body, one.definitions) & one.definitions.keys())]
    waiting, seen = bodies, set[Expr]()
    while waiting:
        here = waiting.pop()
        if isinstance(here, LogSumExp):
            return True
        if here not in seen:
            seen.add(here)
            waiting += children(here)
    return False


def taken_for_granted(one: Read) -> tuple[str, ...]:
    """What an answer is right under, in words."""
    if one.left is None or one.scope is None:
        return ()
    body = entries_first(simplify(one.left.body, known_facts(one)))
    return in_words(distributions(body, one))


def in_words(targets: Collection[str]) -> tuple[str, ...]:
    """What it means that symbols are distributions."""
    return tuple(dict.fromkeys(f"the entries of {symbol.split('^')[0]} add up to 1" for symbol in sorted(targets)))


def unsaid(one: Read) -> str | None:
    """A function, or a quantity, on the way to an answer of which the paper says nothing."""
    if one.left is None or one.scope is None:
        return None
    if FACTORIAL in reach(one.left.body, one.definitions):
        return FACTORIAL
    behind, scope = _behind(one.left, one), one.scope
    functions = (name for key, name in scope.all_invented.items() if key in behind)
    shown = (node for key in sorted(scope.made_up() & behind) if (node := scope.name_of(key)) is not None)
    return next(chain(functions, map(unicode.write, shown)), None)


def _behind(left: Value, one: Read) -> frozenset[str]:
    """What is derived, and all that it and its derivative are made of. ``h:t`` is h at the step t."""
    of = left.of.partition(":")[0]
    start = one.definitions.get(of)
    above = reach(start.body, one.definitions) if start is not None else frozenset()
    return frozenset((of,)) | above | reach(left.body, one.definitions)


def answer(one: Read, style: Style) -> Node | None:
    """The right side that a question asks for, or that a wrong claim should have; None where it cannot be written."""
    found = lettered(one, style)
    return None if found is None else found.explained


def lettered(one: Read, style: Style) -> Written | None:
    """``answer``, with the letters that its axes have."""
    if one.left is None or one.left.top is None or one.scope is None:
        return None
    facts = known_facts(one)
    if any(a.endswith("is some function") for a in one.assumptions):
        return None
    if unsaid(one) is not None or _behind(one.left, one) & one.scope.made_up():
        return None  # it would speak of functions that we made up
    known = {k: d for k, d in one.definitions.items() if not k.startswith("%") and k not in one.scope.made_up()}
    try:
        known = {k: replace(d, body=fold(d.body, {o: e for o, e in known.items() if o != k})) for k, d in known.items()}
        body = entries_first(simplify(one.left.body, facts))
        targets = distributions(body, one)
        if targets:  # what stands beside Σ y is clutter: y is a distribution (and the answer says so)
            more = {t: facts.properties.get(t, frozenset()) | {"probability"} for t in targets}
            facts = replace(facts, properties={**facts.properties, **more})
            body = simplify(body, facts)
        return written(Tensor(body, one.left.axes), style, known, lying=one.left.lying if one.left.order == 1 else None)
    except (PaperError, ValueError, RecursionError):
        return None
