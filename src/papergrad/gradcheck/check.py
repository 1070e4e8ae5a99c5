"""Is this gradient the gradient of this function, and if not, why not?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from papergrad.gradcheck.causes import Evidence, cause_of, shared
from papergrad.gradcheck.frameworks import home_of, problem_of
from papergrad.gradcheck.probe import Probe, scale
from papergrad.gradcheck.problem import Blocks, Problem, Structure, blocks_like
from papergrad.gradcheck.result import Block, Cause, Check, Verdict
from papergrad.gradcheck.slopes import Real, Slope, resolution

ACCEPT, REJECT = 10, 100  # a gradient is right within 10 times the bound, wrong beyond 100 times
COARSE = 1e-2  # a bound above this share of the gradient decides nothing
DIGITS = 1e-8  # a gradient given in double precision is asked for eight digits


def gradcheck(
    f: Callable[..., Any] | None,
    grad: Any = None,
    params: Any = None,
    *,
    truth: Any = None,
    directions: int = 4,
    seed: int = 0,
) -> Check:
    """Whether ``grad`` is the gradient of the scalar function ``f`` at ``params``, block by block.

    ``params`` is an array, a dict of arrays, a list (``f`` gets the list), a tuple (``f`` gets its members as arguments), all
    of NumPy, JAX or PyTorch, or a ``torch.nn.Module`` (``f`` takes the module, or nothing). ``grad`` is a function of the same
    arguments, or arrays packed like ``params``; without it, JAX and PyTorch differentiate ``f`` themselves (which checks custom
    derivatives), and a NumPy ``f`` may return ``(value, gradient)``. ``truth`` is a formula for the gradient (a function or
    arrays) that ``grad`` is compared with as well, or alone where ``f`` is None.

    Per block, ``directions`` Gaussian directions u are drawn and ``grad · u`` is compared with the slope of ``f`` along u, which
    is measured with a bound on its error (``slopes``). *Wrong*: some difference is beyond 100 times the bound. *Right*: all are
    within 10 times the bound, and the bound is below a hundredth of the gradient. Else *inconclusive*, with the reason.

    Soundness: for a gradient that is off by e and a Gaussian u, P(|e · u| < t |e|) <= 0.8 t. So K directions overlook an
    error that is 1/t times larger than ten bounds with a probability of at most (0.8 t)^K: 4e-13 for t = 1/1000 and K = 4.
    A right gradient is rejected only where a bound is too small by a factor of 100.

    Where a verdict is open (a kink, as in ReLU at 0) and the gradient is a function, the check moves to a point nearby.
    """
    if params is None:
        raise TypeError("gradcheck needs params: the point at which the gradient is checked")
    if f is None:
        return _against_truth(grad, params, truth)
    with np.errstate(all="ignore"):
        with problem_of(f, grad, params) as problem:
            check = _check(problem, directions, seed, can_stand=grad is None)
        return check if truth is None else _compare(check, problem, truth, params)


def _check(problem: Problem, directions: int, seed: int, can_stand: bool) -> Check:
    """``can_stand``: a wrong gradient of a random function drew the same random numbers as the function did."""
    tally = [0]

    def value(blocks: Blocks) -> Real:
        tally[0] += 1
        return problem.value(blocks)

    first, second = value(problem.point), value(problem.point)
    if first != second and not (np.isnan(first) and np.isnan(second)):
        why = f"the function is random: two calls at one point differ by {abs(float(first - second)):.1e}; fix its seed or its mask"
        return Check(_open(problem, why), problem.notes, tally[0])
    if not np.isfinite(first):
        return Check(_open(problem, f"the function is {float(first)} at this point"), problem.notes, tally[0])
    rng = np.random.default_rng(seed)
    point, given, moved = problem.point, problem.given, ""
    check = _at(problem, value, point, given, directions, rng)
    if all(b.error == 0 == b.bound for b in check) and not any(g.any() for g in given.values()):
        check = replace(check, notes=("the function does not change with its parameters at all; does it use them?",))
    for attempt in range(3):
        if check.verdict != "inconclusive" or problem.gradient is None:
            break
        point = {
            k: p + Real(0.01 * 2**attempt * scale(p)) * rng.standard_normal(p.shape) for k, p in problem.point.items()
        }
        nearby = _at(problem, value, point, problem.gradient(point), directions, rng)
        if nearby.verdict != "inconclusive":
            moved = f"no verdict at the point itself ({_reasons(check)}); checked at a point nearby, where the function is smooth"
            check = nearby
    if problem.frozen and not can_stand and check.verdict == "wrong":
        check = replace(check, blocks=tuple(_reopen(b) for b in check.blocks), cause=None)
    return replace(check, notes=(*problem.notes, *((moved,) if moved else ()), *check.notes), evaluations=tally[0])


def _reasons(check: Check) -> str:
    return "; ".join(sorted({b.why for b in check.blocks if b.why}))


def _reopen(block: Block) -> Block:
    if block.verdict != "wrong":
        return block
    why = "the function is random, and the gradient may have drawn other random numbers"
    return replace(block, verdict="inconclusive", cause=None, why=why)


def _open(problem: Problem, why: str) -> tuple[Block, ...]:
    nan = float("nan")
    return tuple(Block(name, p.shape, "inconclusive", nan, nan, nan, why=why) for name, p in problem.point.items())


def _at(
    problem: Problem,
    value: Callable[[Blocks], Real],
    point: Blocks,
    given: Blocks,
    directions: int,
    rng: np.random.Generator,
) -> Check:
    probe = Probe.at(value, point, problem.eps, rng)
    eps = {name: max(problem.claimed_eps, resolution(g) if g.size else 0.0) for name, g in given.items()}
    exact = {name: g.astype(Real) for name, g in given.items()}
    whole = float(np.sqrt(sum(float(np.sum(g**2)) for g in exact.values())))
    blocks = [_block(probe, name, exact[name], eps[name], whole, directions, rng) for name in point]
    plain = {name: g.astype(float) for name, g in exact.items()}
    found = {
        b.name: probe.localised(b.name, exact[b.name], rng) for b in blocks if b.verdict == "wrong" and not b.cause
    }
    others = {name: found[name][0] if name in found else plain[name] for name in point}
    causes = {b.name: b.cause for b in blocks if b.cause}
    for k, block in enumerate(blocks):
        if block.name in found:
            near = max(1e-7, 16 * eps[block.name]) * float(np.linalg.norm(plain[block.name]))
            evidence = _evidence(block.name, plain, point, found[block.name], near, others)
            blocks[k], causes[block.name] = _named(block, evidence)
    return Check(tuple(blocks), cause=shared(causes, len(blocks)))


def _block(
    probe: Probe, name: str, given: np.ndarray, eps: float, whole: float, directions: int, rng: np.random.Generator
) -> Block:
    """One verdict, from slopes along Gaussian directions."""
    shape, norm = given.shape, float(np.sqrt(np.sum(given**2)))
    if not np.isfinite(norm):
        return Block(
            name, shape, "wrong", float("inf"), 0.0, 0.0, Cause("not finite", "the gradient given is not finite")
        )
    rounding = max(DIGITS, 64 * eps) * norm + 8 * eps * whole
    pairs: list[tuple[Real, Slope]] = []
    for _ in range(directions if given.size > 1 else 1):
        u = rng.standard_normal(shape).astype(Real) if given.size > 1 else np.ones(shape, dtype=Real)
        claim, found = np.sum(given * u), probe.slope(name, u, 0.1 * rounding)
        if claim == 0 == found.value and found.error > 0 and probe.unused(name, u):
            found = replace(found, error=Real(0))
        if abs(claim - found.value) > REJECT * (found.error + rounding):
            found = probe.surely(name, u, found, 0.1 * rounding)
        pairs.append((claim, found))
        if np.isfinite(found.error) and not found.flat and abs(claim - found.value) > REJECT * (found.error + rounding):
            break
    return _judged(probe, name, shape, pairs, rounding, norm, whole, u)


def _judged(
    probe: Probe,
    name: str,
    shape: tuple[int, ...],
    pairs: list[tuple[Real, Slope]],
    rounding: float,
    norm: float,
    whole: float,
    last: np.ndarray,
) -> Block:
    apart = [float(abs(claim - s.value)) for claim, s in pairs]
    bounds = [float(s.error) + rounding for _, s in pairs]
    size = float(np.sqrt(np.mean([float(s.value) ** 2 for _, s in pairs])))
    scale = max(size, norm) or 1.0
    step = float(min(s.step for _, s in pairs))

    def block(verdict: Verdict, why: str = "") -> Block:
        error = float(np.sqrt(np.mean(np.square(apart)))) / (size or scale)
        return Block(name, shape, verdict, error, float(max(float(s.error) for _, s in pairs)) / scale, step, why=why)

    if not np.all(np.isfinite(bounds)):
        return block("inconclusive", "the function is not finite around this point")
    if any(s.flat and a > ACCEPT * b for (_, s), a, b in zip(pairs, apart, bounds, strict=True)):
        return block("inconclusive", "the function changes in jumps: it is rounded or constant here")
    if any(a > REJECT * b for a, b in zip(apart, bounds, strict=True)):
        broken = probe.jump(name, last)
        if abs(broken) > 0.02 * max(apart):
            return block("inconclusive", f"a kink: the slope jumps by {abs(float(broken)):.1e} here")
        return block("wrong")
    if any(a > ACCEPT * b for a, b in zip(apart, bounds, strict=True)):
        return block("inconclusive", "the difference is too near to the rounding error")
    if ACCEPT * max(bounds) > COARSE * max(size, norm) and max(bounds) > 1e-6 * whole:
        return block("inconclusive", "the rounding error of the function hides its slope")
    return block("right")


def _evidence(
    name: str,
    given: Blocks,
    point: Blocks,
    found: tuple[np.ndarray, np.ndarray, np.ndarray],
    near: float,
    others: Blocks,
) -> Evidence:
    """What is known of a wrong block, cut down to whole rows where only some were measured."""
    measured, blurs, known = found
    if known.all():
        rest = {other: g.astype(float) for other, g in others.items() if other != name}
        return Evidence(name, given[name].astype(float), measured, point[name].astype(float), blurs, near, rest)
    rows = known.reshape(len(known), -1)
    pick, width = np.flatnonzero(rows.any(1)), int(rows.sum(1).max())

    def cut(array: np.ndarray) -> np.ndarray:
        return np.asarray(array.reshape(len(array), -1)[pick, :width], dtype=float)

    return Evidence(name, cut(given[name]), cut(measured), cut(point[name]), cut(blurs), near, {})


def _named(block: Block, evidence: Evidence) -> tuple[Block, Cause]:
    """A wrong block with its mistake."""
    cause, size = cause_of(evidence), float(np.linalg.norm(evidence.measured))
    apart = float(np.linalg.norm(evidence.given - evidence.measured))
    return replace(block, error=apart / size if size else float("inf"), cause=cause, measured=evidence.measured), cause


# -- against a formula --------------------------------------------------------------------------------------------


def _formula(truth: Any, params: Any, point: Blocks) -> Blocks:
    """A gradient by formula at the point, as plain arrays."""
    home, packed = home_of(params), Structure.of(params, None)
    raw = packed.call(truth, packed.unpack(params, "params")) if callable(truth) else truth
    by_name = isinstance(raw, Mapping) or packed.kind == "dict"
    structure = Structure(tuple(point), "dict" if by_name else packed.kind, packed.keys)
    return blocks_like(
        {name: home.take(g) for name, g in structure.unpack(raw, "truth").items()}, point, "the formula's gradient"
    )


def _equal(given: np.ndarray, formula: np.ndarray) -> bool:
    eps = max(resolution(given), resolution(formula)) if given.size else 0.0
    apart = np.linalg.norm((given.astype(Real) - formula.astype(Real)).astype(float))
    return bool(apart <= ACCEPT * max(DIGITS, 64 * eps) * np.linalg.norm(formula.astype(float)))


def _compare(check: Check, problem: Problem, truth: Any, params: Any) -> Check:
    formula = _formula(truth, params, problem.point)
    blocks = tuple(replace(b, formula=_equal(problem.given[b.name], formula[b.name])) for b in check.blocks)
    odd = [
        b.name
        for b in blocks
        if b.formula is not None and b.formula != (b.verdict == "right") and b.verdict != "inconclusive"
    ]
    note = (f"the formula is not the gradient of this function for {', '.join(odd)}",) if odd else ()
    return replace(check, blocks=blocks, notes=(*check.notes, *note))


def _against_truth(grad: Any, params: Any, truth: Any) -> Check:
    """Only the given gradient and a formula: no differences are taken."""
    if truth is None or grad is None:
        raise TypeError("gradcheck needs a function f, or a gradient and a formula (truth) to compare it with")
    structure, home = Structure.of(params, grad if callable(grad) else None), home_of(params)
    point = {name: home.take(p).astype(Real) for name, p in structure.unpack(params, "params").items()}
    given, formula = _formula(grad, params, point), _formula(truth, params, point)
    blocks, causes = [], {}
    for name, p in point.items():
        other = formula[name].astype(float)
        equal = _equal(given[name], formula[name])
        size = float(np.linalg.norm(other))
        error = float(np.linalg.norm(given[name].astype(float) - other)) / (size or 1.0)
        block = Block(name, p.shape, "right" if equal else "wrong", error, 0.0, 0.0, formula=equal)
        if not equal:
            near = max(1e-7, 16 * resolution(given[name]), 16 * resolution(formula[name])) * size
            exactly = other, np.zeros(p.shape), np.ones(p.shape, dtype=bool)
            block, causes[name] = _named(block, _evidence(name, given, point, exactly, near, formula))
        blocks.append(block)
    return Check(tuple(blocks), cause=shared(causes, len(blocks)))
