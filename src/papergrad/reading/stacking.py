"""A matrix of data and its samples: ``X`` beside ``x_i`` has the samples as its rows, or as its columns.

Hardly anybody writes that down. Which of them it is follows from the lengths; where nothing says, samples are rows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from papergrad.algebra.nodes import Affine, Definition, Entry
from papergrad.algebra.sizes import Size
from papergrad.reading.as_used import in_columns, speaks_of
from papergrad.reading.habits import NUMBER
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope, Shape
from papergrad.reading.symbols import EACH, MARKS, SAMPLED
from papergrad.reading.understood import Read
from papergrad.reading.values import Sizes, running

ONE, ARROW = Size.of(1), MARKS["vec"]
DATA = frozenset(
    "xytφϕψ"
)  # data and features: samples are rows of their matrices where the lengths do not say otherwise


def stack(scope: Scope, reads: Sequence[Read]) -> None:
    """Say of every sample x_i that it is a row or a column of X, where both are data that nothing else is said of.

    An ``a^{(i)}`` or ``a^{[2](i)}`` of which nothing else is said is of an ``A`` or ``A^{[2]}`` that may be computed; so is a
    number ``y^{(i)}`` of a vector Y.
    """
    met = {name for (name, scripts), kind in scope.kinds.items() if kind != NUMBER and not scripts}
    here, before = {name for name, scripts in scope.kinds if _many(name, scripts)}, _before(scope, met)
    for small in sorted(here | before):
        letter = small.removesuffix(SAMPLED).removesuffix(EACH)  # x_i, put in for an x
        whole = letter[:1].upper() + letter[1:]
        if whole not in met and letter + ARROW in met:  # the \vec{y} of all the y^{(i)}
            whole = letter + ARROW
        computed = small != letter and not _input(
            scope, letter
        )  # the a^{(i)} of a = σ(z), which is said of each of them
        if computed or not (_plain(letter) and whole in met and _stands_for_itself(scope, small, whole)):
            continue
        samples, matrix = scope.shape(small), scope.shape(whole)
        if samples.scripts != 1 or matrix.scripts:
            continue
        if len(samples.sizes) == 1 and len(matrix.sizes) == 2 and small.endswith(SAMPLED):
            _in_a_row(scope, small, whole)
        if len(samples.sizes) != len(matrix.sizes):
            continue
        if len(samples.sizes) == 1 and small.endswith(SAMPLED) and scope.sizes.unify(*samples.sizes, *matrix.sizes):
            number = running(scope.sizes, *samples.sizes)
            scope.definitions[small] = Definition(small, (number,), Entry(whole, (number,)))
            scope.conventions.add(f"{letter}_i is entry i of {whole}")
        if len(samples.sizes) != 2:
            continue
        relaxed = scope.sizes.relaxed
        scope.sizes.relaxed |= small in before  # how long they are is said where their matrix is
        across = _across(scope.sizes, samples, matrix)
        used = across is None and letter in DATA and in_columns(scope, reads, whole, samples.sizes)
        if across is None and letter in DATA and _same(scope.sizes, samples, matrix, used):
            across = used
        scope.sizes.relaxed = relaxed
        if across is None:
            continue
        number, length = (running(scope.sizes, size) for size in samples.sizes)
        places = (length, number) if across else (number, length)
        scope.definitions[small] = Definition(small, (number, length), Entry(whole, places))
        if not used:
            scope.conventions.add(f"{letter}_i is {'column' if across else 'row'} i of {whole}")
        for one in reads if used else ():
            if speaks_of(one, scope, whole):
                one.supposed = (*one.supposed, f"the {letter}_i are the columns of {whole}")


def _before(scope: Scope, met: Collection[str]) -> set[str]:
    """The samples x_i of data that the parts before speak of, of an X that is met here first."""
    found: set[str] = set()
    here = scope.parent
    while here is not None:
        met = {name for name in met if (name, 0) not in here.kinds}
        small = {name for name, scripts in here.kinds if _many(name, scripts) and name[:1] in DATA}
        found |= {name for name in small if {name[:1].upper(), name[:1] + ARROW} & {*met}}
        here = here.parent
    return found


def _in_a_row(scope: Scope, small: str, whole: str) -> None:
    """The numbers ``a^{(i)}`` of an A that has one row of them, or one column."""
    (samples,), sizes = scope.shape(small).sizes, scope.shape(whole).sizes
    for along in (1, 0):
        saved = scope.sizes.save()
        if scope.sizes.unify(sizes[1 - along], ONE) and scope.sizes.unify(samples, sizes[along]):
            number, first = running(scope.sizes, samples), Affine((), Size.of(0))
            places = (first, number) if along else (number, first)
            scope.definitions[small] = Definition(small, (number,), Entry(whole, places))
            scope.conventions.add(f"{small.removesuffix(SAMPLED)}_i is entry i of {whole}")
            return
        scope.sizes.restore(saved)


def _plain(letter: str) -> bool:
    """One small letter, with a label of its layer or without."""
    return letter[:1].islower() and letter[1:2] in ("", "^")


def _stands_for_itself(scope: Scope, small: str, whole: str) -> bool:
    """Whether nothing else says what a sample is: data as its matrix is, or one whose matrix is computed."""
    computed = scope.definition(whole)
    if computed is not None and small.endswith(SAMPLED):
        alone = scope.definition(small) is None and small not in scope.own
        return alone and small not in reach(computed.body, scope.everything)
    return _input(scope, small) and _input(scope, whole)


def _many(name: str, scripts: int) -> bool:
    return scripts == (0 if name.endswith(SAMPLED) else 1)


def _input(scope: Scope, key: str) -> bool:
    """Whether a symbol is neither computed from others nor a parameter that somebody derives by."""
    return scope.definition(key) is None and key not in scope.own and not scope.derived_by(key)


def _across(sizes: Sizes, samples: Shape, matrix: Shape) -> bool | None:
    """Whether the samples are columns, as their lengths have it; None if these do not tell. Makes the lengths the same."""
    known = [c for c in (False, True) if any(sizes.settle(a) == sizes.settle(b) for a, b in _pairs(samples, matrix, c))]
    return known[0] if len(known) == 1 and _same(sizes, samples, matrix, known[0]) else None


def _same(sizes: Sizes, samples: Shape, matrix: Shape, across: bool) -> bool:
    """Make the lengths of samples and of their matrix the same, if they can be."""
    saved = sizes.save()
    if all(sizes.unify(a, b) for a, b in _pairs(samples, matrix, across)):
        return True
    sizes.restore(saved)
    return False


def _pairs(samples: Shape, matrix: Shape, across: bool) -> list[tuple[Size, Size]]:
    whole = matrix.sizes[::-1] if across else matrix.sizes
    return list(zip(samples.sizes, whole, strict=True))
