"""The mistakes people make in gradients, each recognised from the gradient given and the gradient measured.

A mistake is one function: it returns the ``Cause`` if correcting that mistake alone turns what was given into what was
measured, else None. ``MISTAKES`` lists them, the simplest explanation first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from papergrad.gradcheck.result import Cause
from papergrad.records import dataclass


@dataclass(frozen=True)
class Evidence:
    """A wrong block: the gradient as given and as measured, the parameter itself, and the other measured blocks.

    ``blurs`` is how far each measured entry may be off, ``near`` how far (norm) the given block may be for its precision.
    """

    name: str
    given: np.ndarray
    measured: np.ndarray
    parameter: np.ndarray
    blurs: np.ndarray
    near: float
    others: dict[str, np.ndarray]

    @property
    def blur(self) -> float:
        return float(np.linalg.norm(self.blurs))

    def explains(self, corrected: np.ndarray) -> bool:
        """Whether a corrected gradient is the measured one: a hundredth of the mistake is left at most, and only blur."""
        left = float(np.linalg.norm(corrected - self.measured))
        mistake = float(np.linalg.norm(self.given - self.measured))
        return left <= min(10 * self.blur + self.near, 0.01 * mistake)

    @property
    def bad(self) -> np.ndarray:
        """Which entries are wrong."""
        off = abs(self.given - self.measured)
        found = off > np.maximum(20 * self.blurs, 1e-3 * off.max())
        return np.asarray(found if found.any() else off == off.max())


Mistake = Callable[[Evidence], Cause | None]


def nice(value: float) -> Fraction | None:
    """A fraction people would write that equals the value to seven digits, or None."""
    for largest in (12, 1000):
        fraction = Fraction(value).limit_denominator(largest)
        if fraction and abs(float(fraction) - value) <= 1e-6 * abs(value):
            return fraction
    return None


def _ratio(e: Evidence) -> float:
    below = float(np.sum(e.given**2))
    return float(np.sum(e.given * e.measured)) / below if below else 0.0


def _amount(value: float) -> str:
    fraction = nice(value)
    return f"{value:.4g}" if fraction is None or fraction.denominator > 12 else str(fraction)


def absent(e: Evidence) -> Cause | None:
    """Every entry given is 0."""
    return None if e.given.any() else Cause("zero", "all of it is zero, but the function does depend on this block")


def vanished(e: Evidence) -> Cause | None:
    """Every entry should be 0."""
    if np.linalg.norm(e.measured) <= 1e-9 * np.linalg.norm(e.given) + e.blur:
        return Cause("not zero", "it should be zero: the function does not depend on this block here")
    return None


def factor(e: Evidence) -> Cause | None:
    """given = measured / c."""
    c = _ratio(e)
    if not e.explains(c * e.given):
        return None
    fraction = nice(c)
    if fraction == -1:
        return Cause("sign", "the sign: the right gradient is -1 × yours", fraction)
    if fraction is None:
        return Cause("factor", f"factor {c:.6g}: the right gradient is {c:.6g} × yours", Fraction(c))
    doubled = ": yours is doubled" if fraction == Fraction(1, 2) else ""
    return Cause("factor", f"factor {fraction}: the right gradient is {fraction} × yours{doubled}", fraction)


def transposed(e: Evidence) -> Cause | None:
    """given = measured.T, perhaps with a factor; or the entries in column order."""
    if e.given.ndim != 2 or min(e.given.shape) < 2:
        return None
    if e.given.shape[0] == e.given.shape[1]:
        c = _ratio(_with(e, e.given.T))
        if e.explains(c * e.given.T):
            fraction = nice(c)
            more = "" if fraction == 1 else f", and off by a factor: the right gradient is {_amount(c)} × yours.T"
            return Cause("transposed", f"transposed{more}", fraction)
    if e.explains(e.given.ravel().reshape(e.given.shape, order="F")):
        return Cause("transposed", "transposed before it was reshaped: the entries are right but in column order")
    return None


def _with(e: Evidence, given: np.ndarray) -> Evidence:
    return replace(e, given=given)


def regulariser(e: Evidence) -> Cause | None:
    """measured - given = c × the parameter (a penalty on squares), or c × its signs (a penalty on sizes)."""
    if e.given.size < 3:
        return None
    for basis, text in ((e.parameter, e.name), (np.sign(e.parameter), f"sign({e.name})")):
        below = float(np.sum(basis**2))
        c = float(np.sum((e.measured - e.given) * basis)) / below if below else 0.0
        if c and e.explains(e.given + c * basis):
            what = "missing" if c > 0 else "too much by"
            return Cause("regulariser", f"{what} {abs(c):.6g} × {text}: the regulariser")
    return None


def borrowed(e: Evidence) -> Cause | None:
    """given is the gradient of another block."""
    for name, other in e.others.items():
        near = 0.01 * np.linalg.norm(e.given - e.measured)
        if other.shape == e.given.shape and np.linalg.norm(other - e.given) <= near:
            return Cause("borrowed", f"this is the gradient of {name}")
    return None


def moved(e: Evidence) -> Cause | None:
    """The rows (or columns, or entries of a vector) are right but in the wrong order."""
    for axis, word in enumerate(("rows", "columns") if e.given.ndim > 1 else ("entries",)):
        length = e.given.shape[axis] if e.given.ndim else 0
        if length < 2 or axis > 1:
            continue
        for by in range(1, length):
            if e.explains(np.roll(e.given, -by, axis)):
                back = by - length if by > length / 2 else by
                return Cause("shifted", f"{word} shifted by {back}")
        order = _order(e, axis)
        if order is not None:
            out = tuple(int(k) for k in np.flatnonzero(order != np.arange(length)))
            swap = len(out) == 2
            return Cause(
                "swapped" if swap else "permuted",
                f"{word} {out[0]} and {out[1]} swapped" if swap else f"{word} permuted: {_list(out)}",
                rows=out if word == "rows" else (),
                columns=out if word == "columns" else (),
                entries=tuple((k,) for k in out) if word == "entries" else (),
            )
    return None


def _order(e: Evidence, axis: int) -> np.ndarray | None:
    """The order that puts the given slices into place, found slice by slice; None where there is none."""
    given = np.moveaxis(e.given, axis, 0).reshape(e.given.shape[axis], -1)
    measured = np.moveaxis(e.measured, axis, 0).reshape(e.given.shape[axis], -1)
    if len(given) > 512:
        return None
    apart = np.linalg.norm(given[None, :, :] - measured[:, None, :], axis=2)
    order = np.full(len(given), -1)
    free = np.ones(len(given), dtype=bool)
    for k in np.argsort(np.diag(apart)):  # those in place stay in place
        cost = np.where(free, apart[k], np.inf)
        order[k] = k if free[k] and cost[k] <= cost.min() * (1 + 1e-9) else int(np.argmin(cost))
        free[order[k]] = False
    moved_ = np.take(e.given, order, axis)
    return order if e.explains(moved_) and not np.array_equal(order, np.arange(len(order))) else None


def local(e: Evidence) -> Cause | None:
    """All is right but for a few entries, rows or columns."""
    bad = e.bad
    places = tuple(tuple(int(i) for i in at) for at in np.argwhere(bad))
    if not 0 < len(places) < bad.size:
        return None
    if len(places) == 1:
        at = places[0]
        text = f"one entry ({_place(at)}): {e.given[at]:.6g} should be {e.measured[at]:.6g}"
        return Cause("entry", text, _factor_at(e, at), entries=places)
    for axis, word in enumerate(("rows", "columns")):
        if e.given.ndim != 2:
            break
        hit = np.flatnonzero(bad.any(1 - axis))
        if len(hit) <= max(1, e.given.shape[axis] // 2) and len(hit) < e.given.shape[axis] and len(places) > 1:
            which = tuple(int(k) for k in hit)
            how = _how(_with_slices(e, hit, axis))
            which_are = f"{word} {_list(which)} are" if len(which) > 1 else f"{word[:-1]} {which[0]} is"
            text = f"only {which_are} wrong{how}"
            return Cause(
                word, text, rows=which if axis == 0 else (), columns=which if axis == 1 else (), entries=places
            )
    if len(places) <= max(3, bad.size // 4):
        shown = ", ".join(f"({_place(at)})" for at in places[:6]) + (", ..." if len(places) > 6 else "")
        return Cause("entries", f"{len(places)} entries of {bad.size}: {shown}", entries=places)
    return None


def _list(places: tuple[int, ...]) -> str:
    return ", ".join(map(str, places[:8])) + (", ..." if len(places) > 8 else "")


def _place(at: tuple[int, ...]) -> str:
    return ", ".join(map(str, at))


def _factor_at(e: Evidence, at: tuple[int, ...]) -> Fraction | None:
    return nice(float(e.measured[at] / e.given[at])) if e.given[at] else None


def _with_slices(e: Evidence, hit: np.ndarray, axis: int) -> Evidence:
    def cut(array: np.ndarray) -> np.ndarray:
        return np.take(array, hit, axis)

    return Evidence(e.name, cut(e.given), cut(e.measured), cut(e.parameter), cut(e.blurs), e.near, {})


def _how(part: Evidence) -> str:
    if part.given.size < 2:
        return ""
    for mistake in (absent, vanished, factor):
        cause = mistake(part)
        if cause:
            return {"zero": ": given as zero", "not zero": ": should be zero"}.get(cause.code, f": {cause.text}")
    return ""


def constant(e: Evidence) -> Cause | None:
    """measured - given is the same number everywhere."""
    c = float(np.mean(e.measured - e.given))
    return (
        Cause("constant", f"missing {_amount(c)} in every entry")
        if e.given.size > 2 and e.explains(e.given + c)
        else None
    )


def signs(e: Evidence) -> Cause | None:
    """The sizes are right, some signs are not."""
    if e.given.size > 2 and e.explains(np.copysign(e.given, e.measured)):
        places = tuple(tuple(int(i) for i in at) for at in np.argwhere(e.bad))
        return Cause("signs", f"the sign of {len(places)} entries of {e.given.size}", entries=places)
    return None


def scaled_slices(e: Evidence) -> Cause | None:
    """Each row (or column) has a factor of its own: a factor of the chain rule, such as a slope σ'(z), is missing."""
    if e.given.ndim != 2 or min(e.given.shape) < 2:
        return None
    for axis, word in ((1, "row"), (0, "column")):
        below = np.sum(e.given**2, axis, keepdims=True)
        c = np.divide(
            np.sum(e.given * e.measured, axis, keepdims=True), below, out=np.zeros_like(below), where=below > 0
        )
        if np.count_nonzero(e.given) >= 2 * c.size and e.explains(c * e.given):
            text = f"each {word} is off by a factor of its own ({_amount(float(c.min()))} to {_amount(float(c.max()))})"
            return Cause(
                "chain", f"{text}: a factor of the chain rule, such as the slope of an activation, is missing or wrong"
            )
    return None


def factor_and_regulariser(e: Evidence) -> Cause | None:
    """measured = c × given + d × the parameter."""
    if e.given.size < 6 or not e.parameter.any() or not e.given.any():
        return None
    basis = np.stack([e.given.ravel(), e.parameter.ravel()], 1).astype(float)
    (c, d), *_ = np.linalg.lstsq(basis, e.measured.ravel().astype(float), rcond=None)
    if not e.explains(c * e.given + d * e.parameter):
        return None
    sign = "+" if d > 0 else "-"
    right = f"{_amount(c)} × yours {sign} {_amount(abs(d))} × {e.name}"
    text = f"the factor of the data term against the regulariser: the right gradient is {right}"
    return Cause("factor and regulariser", text)


MISTAKES: tuple[Mistake, ...] = (
    absent, vanished, factor, transposed, regulariser, borrowed, moved, local, constant, signs, scaled_slices, factor_and_regulariser,
)  # fmt: skip


def cause_of(e: Evidence) -> Cause:
    """The first mistake that explains the evidence; where none does, how many entries are wrong and the worst."""
    for mistake in MISTAKES:
        found = mistake(e)
        if found is not None:
            return found
    bad = e.bad
    places = tuple(tuple(int(i) for i in at) for at in np.argwhere(bad))
    worst = tuple(int(i) for i in np.unravel_index(np.argmax(abs(e.given - e.measured)), e.given.shape))
    most = f"{e.given[worst]:.6g} should be {e.measured[worst]:.6g}"
    text = f"{len(places)} of {bad.size} entries differ, most of all ({_place(worst)}): {most}"
    return Cause("differs", text, entries=places)


def shared(causes: dict[str, Cause], blocks: int) -> Cause | None:
    """One mistake that explains every wrong block: the same factor in all of them, such as a forgotten mean."""
    found = list(causes.values())
    if (
        blocks != len(found)
        or len(found) < 2
        or any(c.factor is None or c.code not in ("factor", "sign") for c in found)
    ):
        return None
    one = found[0].factor
    if one is None or any(c.factor != one for c in found):
        return None
    if one == -1:
        return Cause("sign", "the sign of the whole gradient", one)
    if one.numerator == 1 and one.denominator > 2:
        return Cause(
            "mean",
            f"missing mean 1/N with N = {one.denominator}: the right gradient is {one} × yours in every block",
            one,
        )
    if one.denominator == 1 and one > 2:
        return Cause(
            "mean", f"a mean 1/N too much with N = {one}: the right gradient is {one} × yours in every block", one
        )
    return Cause("factor", f"factor {one} in every block: the right gradient is {one} × yours", one)
