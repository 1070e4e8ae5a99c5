"""Which kind every symbol of a scope is: by use, then by habit, and by the next likeliest where claims would not fit.

Habits are guesses. Where the statements of a scope do not fit the first guess (as kinds: their lengths are not looked at
here), the guesses about the symbols in question are changed one by one, as long as that makes clearly more of them fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from papergrad.notation.tree import Blank, Hole, Infix, Name
from papergrad.reading import declarations, prose
from papergrad.reading.kinds import COLUMN, MATRIX, NUMBER, ROW, VECTORS, Key, Kinds, habits, is_loss, is_matrix
from papergrad.reading.roles import ranges
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL
from papergrad.reading.symbols import SAMPLED
from papergrad.reading.understood import Read

ROUNDS = 4
GUESSES = 24  # that are tried in one round


@dataclass(frozen=True)
class Guess:
    """What habit would not say: kinds of symbols, and statements in which a symbol is added to something larger."""

    kinds: Mapping[Key, str] = field(default_factory=dict)
    broadcasting: frozenset[int] = frozenset()

    def __add__(self, other: Guess) -> Guess:
        return Guess({**self.kinds, **other.kinds}, self.broadcasting | other.broadcasting)


@dataclass
class Attempt:
    """The kinds of all symbols under some guesses, and how much does not fit with them."""

    problem: Kinds
    kinds: Mapping[Key, str]
    forced: set[str]
    misfits: float


def choose(scope: Scope, reads: list[Read]) -> None:
    """Find the kinds of the symbols of a scope: sets ``kinds``, ``forced`` and ``loose``."""
    guessed = Guess()
    best = _attempt(scope, reads, guessed)
    for _ in range(ROUNDS):
        if not best.misfits:
            break
        tried = [(guess, _attempt(scope, reads, guessed + guess)) for guess in _other_guesses(best, guessed, reads)]
        gains = [
            (best.misfits - found.misfits - _cost(best.problem, guess), n) for n, (guess, found) in enumerate(tried)
        ]
        gain, n = max(gains, key=lambda g: (g[0], -g[1]), default=(-1, 0))
        if gain < 0:
            break
        guess, best = tried[n]
        guessed += guess
    names = {name for name, _ in guessed.kinds}
    scope.kinds = dict(best.kinds)
    scope.forced = best.forced - names
    scope.forced |= {
        name for name in best.problem.firm - names if scope.parent is None or not scope.parent.has_shape(name)
    }
    defined = {
        key
        for one in reads
        if one.role in ("defines", "implied")
        for side in (one.stated.left, one.stated.right)
        for key in scope.keys_in(side)
    }
    scope.loose = best.problem.loose - defined  # definitions are read again as they were


def _other_guesses(best: Attempt, guessed: Guess, reads: list[Read]) -> Iterator[Guess]:
    """Sums that broadcast, other kinds for what only habit decided, and at last all small letters as numbers."""
    problem = best.problem
    for n, one in enumerate(reads):
        if one.role in ("defines", "implied") and n not in guessed.broadcasting and isinstance(one.stated.right, Infix):
            yield Guess(broadcasting=frozenset((n,)))
    open_ = {
        key: domain
        for key, domain in problem.guessed.items()
        if key not in guessed.kinds and not is_loss(key, problem.looks[key])
    }
    others = [
        Guess({key: kind})
        for key in sorted(open_, key=lambda k: (_weight(problem, k), k))
        for kind in (NUMBER, COLUMN, ROW, MATRIX)
        if kind in open_[key] and {kind, best.kinds.get(key)} - VECTORS and kind != best.kinds.get(key)
    ]
    yield from others[:GUESSES]
    small = {
        key: NUMBER
        for key, domain in open_.items()
        if NUMBER in domain and best.kinds.get(key) in (COLUMN, ROW) and _weight(problem, key) == 1
    }
    if len(small) > 1:
        yield Guess(small)


def _weight(problem: Kinds, key: Key) -> int:
    """How much has to speak against the look of a symbol: least for a small letter, most for a bold one."""
    looks = problem.looks[key]
    if isinstance(looks, Name) and (looks.font == "bold" or "vec" in looks.accents):
        return 3
    return 2 if isinstance(looks, Name) and looks.text[:1].isupper() else 1


def _cost(problem: Kinds, guess: Guess) -> int:
    """How many statements more have to fit for a guess to be taken."""
    return max((_weight(problem, key) for key in guess.kinds), default=1) + (len(guess.kinds) > 1)


def _attempt(scope: Scope, reads: list[Read], guess: Guess) -> Attempt:
    """The kinds under some guesses: declared ones first, then what definitions say, then what is claimed."""
    problem = Kinds(scope.symbols, scope.is_function)
    problem.broadcasting = guess.broadcasting
    problem.note_transposes(side for one in reads for side in (one.stated.left, one.stated.right))
    _declared(problem, scope, reads)
    for n, one in enumerate(reads):
        if one.role in ("defines", "implied"):
            with problem.stating(n):
                problem.define(one.stated.left, one.stated.right)
    for one in reads:
        prose.kinds(problem, one.claim)
    problem.suppose(guess.kinds)
    problem.orders(habits)
    problem.widen([side for one in reads if not ranges(one) for side in (one.stated.left, one.stated.right)], habits)
    forced = {name for (name, _), v in problem.of.items() if len(problem.domains[v]) == 1}
    problem.doubt()
    heads: dict[int, int] = {}  # chain -> the variable of what it is about
    for n, one in enumerate(reads):
        if one.role in ("declares", "condition"):
            continue
        with problem.stating(n):
            sides = [
                None if isinstance(side, (Blank, Hole)) else problem.node(side)
                for side in (one.stated.left, one.stated.right)
            ]
            left, right = sides
            if left is not None:
                heads.setdefault(one.stated.chain, left)
            if right is not None and one.role == "claims" and one.stated.relation in EQUAL:
                problem.claim(heads.get(one.stated.chain), right, one.stated.right)
    kinds = problem.solve(habits)
    small = sum(
        kinds[key] != MATRIX and is_matrix(key, looks) and not problem.declared(key)
        for key, looks in problem.looks.items()
    )  # capitals that would be no matrices
    return Attempt(problem, kinds, forced, len(problem.misfits()) + small / 2)


def _declared(problem: Kinds, scope: Scope, reads: list[Read]) -> None:
    """What is known before the statements are looked at: shapes of earlier parts, declared shapes, and numbers."""
    before, anew, same = scope.parent, set(scope.own), scope.continues
    while before is not None:
        for name, shape in before.shapes.items():
            if name in anew and not same:
                continue  # in a new question something else is called so
            if (
                name not in scope.declared
                and (before.known(name) or scope.continues)
                and (name, shape.scripts) not in problem.of
            ):
                sure = scope.continues or name not in before.declared or before.declared[name].lying
                sure = sure and name not in before.loose
                problem.declare(
                    name,
                    declarations.kinds_of(shape, sure),
                    before.names.get(name, Name(name)),
                    shape.scripts - name.endswith(SAMPLED),
                )
        anew, same = anew | before.own, same and before.continues
        before = before.parent
    said = {key for one in reads for side in (one.stated.left, one.stated.right) for key in scope.keys_in(side)}
    problem.unsaid = {v for (name, _), v in problem.of.items() if name not in said}
    for name, shape in scope.declared.items():
        problem.declare(
            name,
            declarations.kinds_of(shape, shape.lying or shape.sure),
            scope.names[name],
            scope.declared_running.get(name, 0),
        )
    for name in scope.numbers:
        problem.declare(name, frozenset((NUMBER,)), scope.names[name])
