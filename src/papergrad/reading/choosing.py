"""Which kind every symbol of a scope is: by use, then by habit, and by the next likeliest where claims would not fit.

Habits are guesses. Where the statements of a scope do not fit the first guess (as kinds: their lengths are not looked at
here), the guesses about the symbols in question are changed one by one, as long as that makes clearly more of them fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import pairwise

from papergrad.notation.tree import Blank, Fence, Hole, Infix, Name, Node, Run, Script, walk
from papergrad.reading import declarations, told
from papergrad.reading.habits import COLUMN, MATRIX, NUMBER, ROW, VECTORS, Key, habits, is_loss, is_matrix
from papergrad.reading.kinds import Kinds
from papergrad.reading.named import symbols_in
from papergrad.reading.pointwise import of_a_function
from papergrad.reading.refolding import reach
from papergrad.reading.roles import ranges
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL
from papergrad.reading.symbols import SAMPLED, apart
from papergrad.reading.understood import Read
from papergrad.records import dataclass
from papergrad.source import Span

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

    looks: Mapping[Key, Node]
    kinds: Mapping[Key, str]
    forced: set[str]
    misfits: float
    guessed: Mapping[Key, frozenset[str]]  # what habit decided, and what else it could have been
    firm: set[str]  # decided by use
    loose: frozenset[str]  # vectors that only habit lays down or stands up
    whole: list[Key]  # x_i that are vectors beside a vector x
    taken_over: set[str]  # guessed by the part before


def choose(scope: Scope, reads: list[Read]) -> None:
    """Find the kinds of the symbols of a scope: sets ``kinds``, ``forced`` and ``loose``."""
    guessed, attempts = Guess(scope.said_kinds()), Attempts(scope, reads)
    best = attempts.attempt(guessed)
    if guessed.kinds and best.misfits:  # the letter may have been something else before the words, or after them
        other = attempts.attempt(Guess())
        guessed, best = (Guess(), other) if other.misfits < best.misfits else (guessed, best)
    for _ in range(ROUNDS):
        likely = (guess for guess in _other_guesses(best, guessed, reads) if _cost(best, guess) <= best.misfits)
        tried = [(guess, attempts.attempt(guessed + guess)) for guess in likely]
        gains = [(best.misfits - found.misfits - _cost(best, guess), n) for n, (guess, found) in enumerate(tried)]
        gain, n = max(gains, key=lambda g: (g[0], -g[1]), default=(-1, 0))
        if gain < 0:
            break
        guess, best = tried[n]
        guessed += guess
    names = {name for name, _ in guessed.kinds} | best.taken_over
    scope.kinds = dict(best.kinds)
    scope.forced = best.forced - names
    scope.forced |= {name for name in best.firm - names if scope.parent is None or not scope.parent.has_shape(name)}
    defined = {
        key
        for one in reads
        if one.role in ("defines", "implied")
        for side in (one.stated.left, one.stated.right)
        for key in scope.keys_in(side)
    }
    scope.loose = best.loose - defined  # definitions are read again as they were


def _other_guesses(best: Attempt, guessed: Guess, reads: list[Read]) -> Iterator[Guess]:
    """Sums that broadcast, other kinds for what only habit decided, and at last all small letters as numbers."""
    sums: dict[Span, set[int]] = defaultdict(set)  # what is said of each layer broadcasts in all of them
    for n, one in enumerate(reads):
        if one.role in ("defines", "implied") and n not in guessed.broadcasting and isinstance(one.stated.right, Infix):
            sums[one.span].add(n)
    yield from (Guess(broadcasting=frozenset(same)) for same in sums.values())
    shifts = {n: added for n, one in enumerate(reads) if one.role == "claims" and (added := _shifts(one))}
    for key in (key for key, looks in best.looks.items() if any(looks in added for added in shifts.values())):
        yield Guess({key: NUMBER}, frozenset(shifts))
    for key in best.whole:
        yield Guess({key: NUMBER}, frozenset(n for n, one in enumerate(reads) if one.role in ("defines", "implied")))
    open_ = {
        key: domain
        for key, domain in best.guessed.items()
        if key not in guessed.kinds and not is_loss(key, best.looks[key])
    }
    others = [
        Guess({key: kind})
        for key in sorted(open_, key=lambda k: (_weight(best, k), k))
        for kind in (NUMBER, COLUMN, ROW, MATRIX)
        if kind in open_[key] and {kind, best.kinds.get(key)} - VECTORS and kind != best.kinds.get(key)
    ]
    yield from others[:GUESSES]
    small = {
        key: NUMBER
        for key, domain in open_.items()
        if NUMBER in domain and best.kinds.get(key) in (COLUMN, ROW) and _weight(best, key) == 1
    }
    if len(small) > 1:
        yield Guess(small)
    capitals = {
        key: NUMBER
        for key, domain in open_.items()
        if NUMBER in domain and best.kinds.get(key) != NUMBER and is_matrix((key[0], 0), best.looks[key])
    }
    if len(capitals) > 1:  # statistics: Y_i = β_0 + β_1 X_i
        yield Guess(capitals)


def _shifts(one: Read) -> set[Node]:
    """What is added to the arguments of functions: the c of ``softmax(x + c)``."""
    return {
        added
        for side in (one.stated.left, one.stated.right)
        for run in walk(side)
        for word, behind in pairwise(run.items if isinstance(run, Run) else ())
        for fence in (behind.base if isinstance(behind, Script) else behind,)  # softmax(x + c)_i
        if isinstance(word, Name) and word.font == "word" and isinstance(fence, Fence)
        if isinstance(fence.inside, Infix) and set(fence.inside.operators) <= {"+", "-"}
        for added in fence.inside.operands[1:]
        if apart(added) is not None
    }


def _weight(best: Attempt, key: Key) -> int:
    """How much has to speak against the look of a symbol: least for a small letter, most for a bold one."""
    looks = best.looks[key]
    if isinstance(looks, Name) and (looks.font == "bold" or "vec" in looks.accents):
        return 3
    return 2 if isinstance(looks, Name) and looks.text[:1].isupper() else 1


def _cost(best: Attempt, guess: Guess) -> int:
    """How many statements more have to fit for a guess to be taken; where so many do not fit, it is not even tried."""
    return max((_weight(best, key) for key in guess.kinds), default=1) + (len(guess.kinds) > 1)


class Attempts:
    """The constraint problems of a scope: one for each set of sums that broadcast; each is built once."""

    def __init__(self, scope: Scope, reads: list[Read]) -> None:
        self._scope, self._reads = scope, reads
        self._built: dict[frozenset[int], Kinds] = {}

    def attempt(self, guess: Guess) -> Attempt:
        """The kinds under some guesses: declared ones first, then what definitions say, then what is claimed."""
        problem = self._built.get(guess.broadcasting)
        if problem is None:
            problem = self._built[guess.broadcasting] = self._problem(guess.broadcasting)
        problem.begin()
        problem.suppose(guess.kinds)
        problem.orders(habits)
        problem.go_on()
        problem.orders(habits)
        forced = problem.decided()
        problem.go_on()
        said = self._scope.said_kinds().items()
        problem.suppose(
            {key: kind for key, kind in said if guess.kinds.get(key) == kind}
        )  # of what is only claimed, too
        kinds = problem.solve(habits)
        small = sum(
            kinds[key] != MATRIX
            and not (kinds[key] == ROW and problem.weighing)  # the A of A = σ(w^T X)
            and is_matrix(key, looks)
            and not (problem.declared(key) or problem.is_number(key, looks))
            for key, looks in problem.looks.items()
        )  # capitals that would be no matrices
        whole = problem.whole_entries(kinds)
        misfits = len(problem.misfits()) + len(whole) + small / 2
        found = problem.looks, kinds, forced, misfits, problem.guessed, problem.firm, problem.loose, whole
        return Attempt(*found, problem.taken_over)

    def _problem(self, broadcasting: frozenset[int]) -> Kinds:
        layers = self._scope.layers
        labelled = self._scope.stepped.symbols | (layers.symbols if layers is not None else frozenset())
        problem = Kinds(self._scope.symbols, self._scope.is_function, labelled)
        problem.broadcasting, problem.small_matrices = broadcasting, self._scope.small_matrices
        problem.objectives = self._scope.objectives
        reads = self._reads
        problem.note_transposes(side for one in reads for side in (one.stated.left, one.stated.right))
        _declared(problem, self._scope, reads)
        for n, one in enumerate(reads):
            if one.role in ("defines", "implied"):
                with problem.stating(n):
                    problem.define(one.stated.left, one.stated.right)
        for one in reads:
            told.kinds(problem, one.claim)
        problem.close()
        problem.widen(side for one in reads if not ranges(one) for side in (one.stated.left, one.stated.right))
        problem.close()
        problem.doubt()
        heads: dict[int, int] = {}  # chain -> the variable of what it is about
        for n, one in enumerate(reads):
            if one.role in ("declares", "condition") or of_a_function(one.stated.left, one.stated.right):
                continue
            with problem.stating(n):
                left, right = (
                    None if isinstance(side, (Blank, Hole)) else problem.node(side)
                    for side in (one.stated.left, one.stated.right)
                )
                if left is not None:
                    heads.setdefault(one.stated.chain, left)
                if right is not None and one.role == "claims" and one.stated.relation in EQUAL:
                    problem.claim(heads.get(one.stated.chain), right, one.stated.right)
        problem.close()
        return problem


def _kind_before(scope: Scope | None, key: Key) -> str:
    """The kind that a symbol was last found to have."""
    while scope is not None and key not in scope.kinds:
        scope = scope.parent
    return scope.kinds[key] if scope is not None else ""


def _was_number(before: Scope, name: str) -> bool:
    """Whether a symbol is declared as a number in an earlier question, so that a y with entries is another one."""
    declared = before.declaration(name)
    return declared is not None and not declared.sizes and before.definition(name) is None


def _declared(problem: Kinds, scope: Scope, reads: list[Read]) -> None:
    """What is known before the statements are looked at: shapes of earlier parts, declared shapes, and numbers."""
    before, anew, same = scope.parent, set(scope.own), scope.continues
    met = {w for one in reads for side in (one.stated.left, one.stated.right) for w in symbols_in(side)}
    here = {(scope.symbols.key(w), scope.symbols.entries(w)) for w in met}
    said = {name for name, _ in here}
    if not scope.continues and scope.parent is not None:
        scope.own |= {name for name, runs in here if runs and (name, 0) in here and _was_number(scope.parent, name)}
        anew |= scope.own
    earlier = scope.parent.everything if scope.parent is not None else {}
    made_of = frozenset().union(*(reach(earlier[name].body, earlier) for name in said & earlier.keys() - scope.own))
    while before is not None:
        for name, shape in {**before.declared, **before.shapes}.items():
            running = shape.scripts - name.endswith(SAMPLED)
            if name not in before.shapes:  # what is declared, and not spoken of there
                running = before.declared_running.get(name, 0)
            if name in anew and not same:
                continue  # in a new question something else is called so
            if (
                name not in scope.declared
                and (before.known(name) or scope.continues or (name in made_of and (name, running) in here))
                and (name, running + name.endswith(SAMPLED)) not in problem.of
            ):
                sure = scope.continues or name not in before.declared or before.declared[name].lying
                sure = sure and name not in before.loose
                if not (before.known(name) or scope.continues or before.firm(name)):
                    problem.taken_over.add(name)
                looks = before.names.get(name, Name(name))
                problem.declare(name, declarations.kinds_of(shape, sure), looks, running)
                entry = (name, shape.core)  # the G_k of a vector G, as it was there
                if entry in here and not shape.scripts and shape.core and _kind_before(before, entry) == NUMBER:
                    problem.declare(name, frozenset((NUMBER,)), looks, shape.core)
        anew, same = anew | before.own, same and before.continues
        before = before.parent
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
