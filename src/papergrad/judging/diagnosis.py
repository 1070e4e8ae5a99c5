"""What is wrong with an array, told from its numbers alone, for claims that no single edit repairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from fractions import Fraction
from itertools import permutations

import numpy as np

from papergrad.records import dataclass


@dataclass(frozen=True)
class Diagnosis:
    """``code`` as in the table of mistakes; ``words`` for people."""

    code: str
    words: str


@dataclass(frozen=True)
class Evidence:
    """The claimed array and the true one, the inputs they were computed from and the sizes of their axes."""

    claim: np.ndarray
    truth: np.ndarray
    inputs: Mapping[str, np.ndarray] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)

    @property
    def same_shape(self) -> bool:
        return self.claim.shape == self.truth.shape


def close(one: np.ndarray, other: np.ndarray) -> bool:
    """Equal up to rounding, measured by the largest entry."""
    if one.shape != other.shape or not one.size:
        return False
    large = max(abs(one).max(), abs(other).max())
    return bool(np.isfinite(large) and abs(one - other).max() <= 1e-9 * large)


def ratio(claim: np.ndarray, truth: np.ndarray) -> float | None:
    """The c with ``claim = c · truth``, if there is one."""
    bottom = float((truth * truth).sum())
    if claim.shape != truth.shape or bottom == 0:
        return None
    c = float((claim * truth).sum()) / bottom
    return c if c and close(claim, c * truth) else None


def name_of(c: float, sizes: Mapping[str, int]) -> str | None:
    """How people would write a factor: a fraction, a size, one over a size, or a fraction of one."""
    for name, n in sizes.items():
        if n > 1:
            for value, text in (
                (n, name),
                (1 / n, f"1/{name}"),
                (2 * n, f"2{name}"),
                (0.5 / n, f"1/(2{name})"),
                (2 / n, f"2/{name}"),
            ):
                if abs(abs(c) - value) < 1e-9 * value:
                    return text if c > 0 else "-" + text
    fraction = Fraction(c).limit_denominator(64)
    return str(fraction) if fraction and abs(float(fraction) - c) < 1e-9 * abs(c) else None


def _factor(e: Evidence) -> Diagnosis | None:
    c = ratio(e.claim, e.truth)
    if c is None:
        return None
    if abs(c + 1) < 1e-9:
        return Diagnosis("PG202", "the sign is turned")
    text = name_of(c, e.sizes)
    sign = " and the sign is turned" if c < 0 else ""
    return Diagnosis("PG201", f"it is {(text or f'{c:.6g}').lstrip('-')} times what is right{sign}") if text else None


def _order(e: Evidence) -> Diagnosis | None:
    for order in permutations(range(e.claim.ndim)):
        if order != tuple(range(e.claim.ndim)):
            turned = np.transpose(e.claim, order)
            c = ratio(turned, e.truth)
            if c is not None and abs(c - 1) < 1e-9:
                return Diagnosis(
                    "PG203",
                    "it is the transpose of what is right" if e.claim.ndim == 2 else "its axes stand in another order",
                )
    return None


def _signs(e: Evidence) -> Diagnosis | None:
    if e.same_shape and close(np.abs(e.claim), np.abs(e.truth)):
        return Diagnosis("PG202", "some of its entries have the wrong sign")
    return None


def _power(e: Evidence) -> Diagnosis | None:
    if not e.same_shape or e.claim.size < 2:
        return None
    with np.errstate(over="ignore"):
        claim, truth = e.claim * e.claim, e.truth * e.truth
    if close(claim, np.abs(e.truth)):
        return Diagnosis("PG212", "its square is right: a square is missing")
    if close(e.claim, truth):
        return Diagnosis("PG212", "it is the square of what is right")
    return None


def _sum(e: Evidence) -> Diagnosis | None:
    """The claim summed over some axis is the truth, or the truth summed is the claim."""
    for short, long, words in (
        (e.truth, e.claim, "a sum over an axis is missing"),
        (e.claim, e.truth, "it sums over an axis that stays"),
    ):
        for axis in range(long.ndim):
            if close(short, long.sum(axis=axis)):
                return Diagnosis("PG206", words)
            if close(short, long.mean(axis=axis)):
                return Diagnosis("PG206", words.replace("a sum", "a mean").replace("sums", "averages"))
    if e.claim.ndim and e.claim.size == 1 and close(e.claim.reshape(()), e.truth.sum()):
        return Diagnosis("PG206", "it sums over what stays")
    if e.same_shape:
        for axis in range(e.claim.ndim):
            if close(e.claim, np.broadcast_to(e.truth.sum(axis=axis, keepdims=True), e.claim.shape)):
                return Diagnosis("PG206", "every entry is a sum over an axis")
    return None


def _rows(e: Evidence) -> Diagnosis | None:
    if not e.same_shape or e.claim.ndim == 0:
        return None
    for axis in range(e.claim.ndim):
        length = e.claim.shape[axis]
        gap = abs(e.claim.sum(axis=axis) - e.truth.sum(axis=axis)).max()
        if 2 <= length <= 5 and gap <= 1e-6 * length * abs(e.truth).max():  # the same entries have the same sum
            for order in permutations(range(length)):
                if order != tuple(range(length)) and close(np.take(e.claim, order, axis=axis), e.truth):
                    return Diagnosis("PG209", "its entries are right but stand in another order along an axis")
    return None


def _term(e: Evidence) -> Diagnosis | None:
    """The difference is a multiple of an input of the same shape: a regulariser forgotten, or one too many."""
    if not e.same_shape:
        return None
    gap = e.truth - e.claim
    constants = {"": 1.0} | {name: float(value) for name, value in e.inputs.items() if value.ndim == 0}
    for symbol, value in e.inputs.items():
        c = ratio(gap, value) if value.ndim else None
        if c is None:
            continue
        for name, unit in constants.items():
            text = name_of(c / unit, e.sizes) if unit else None
            if text is not None:
                factor = " ".join(part for part in (text if abs(abs(c / unit) - 1) > 1e-9 else "", name) if part)
                words = (
                    f"the term {factor} {symbol} is missing"
                    if not text.startswith("-")
                    else f"the term {factor} {symbol} is too many"
                )
                return Diagnosis(
                    "PG204" if not text.startswith("-") else "PG215", " ".join(words.replace(" -", " ").split())
                )
    return None


def _some_entries(e: Evidence) -> Diagnosis | None:
    if not e.same_shape or e.claim.size < 4:
        return None
    gap = np.abs(e.claim - e.truth) > 1e-9 * max(float(np.max(np.abs(e.truth))), 1e-300)
    wrong = int(gap.sum())
    if 0 < wrong <= e.claim.size // 4:
        place = ", ".join(str(int(i) + 1) for i in np.argwhere(gap)[0])
        return Diagnosis("PG200", f"{wrong} of {e.claim.size} entries are wrong, the first at [{place}]")
    return None


CAUSES: tuple[Callable[[Evidence], Diagnosis | None], ...] = (
    _factor,
    _order,
    _signs,
    _term,
    _sum,
    _power,
    _rows,
    _some_entries,
)


def diagnose(
    claim: np.ndarray,
    truth: np.ndarray,
    inputs: Mapping[str, np.ndarray] | None = None,
    sizes: Mapping[str, int] | None = None,
) -> Diagnosis | None:
    """The first cause that explains the difference exactly; None if none does, or there is no difference."""
    if not (np.isfinite(claim).all() and np.isfinite(truth).all()) or close(claim, truth):
        return None
    evidence = Evidence(np.asarray(claim, float), np.asarray(truth, float), inputs or {}, sizes or {})
    with np.errstate(all="ignore"):  # what is too large for a float explains nothing
        return next((found for cause in CAUSES if (found := cause(evidence)) is not None), None)
