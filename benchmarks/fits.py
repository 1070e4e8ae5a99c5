"""Every model of the pages, from its text alone: read, compiled on each backend, gradient-checked, fitted to made data.

    python benchmarks/fits.py [--backends numpy,numba,jax] [PAGE ...]

``agree`` is the largest difference of value and gradients between a backend and NumPy, relative to 1 + the number. ``check`` is the
verdict of the gradient checker on the compiled gradients. ``fit s`` is processor time of the fit on NumPy.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import Any

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from benchmarks.fit_cases import CASES, PAGES, Case

import papergrad
from papergrad.asking.fits import Bound, bind
from papergrad.asking.models import model
from papergrad.learning.fitting import Settings, fit
from papergrad.learning.problem import Problem


def bound(case: Case, backend: str = "numpy") -> Bound:
    """A page with its made data."""
    arrays = case.arrays(np.random.default_rng(0))
    paper = papergrad.open(PAGES / f"{case.page}.md")
    known = model(paper.computing, data=list(arrays), given=list(case.given))
    return bind(known, arrays, sizes=case.sizes, given=case.given, backend=backend)


def values(problem: Problem, start: dict[str, Any]) -> list[Any]:
    """Value and gradients at the start, over the first samples."""
    flat = problem.flat(start)
    value, slope = problem.value_and_slope(flat, np.arange(min(20, problem.count)))
    return [value, slope]


def apart(one: list[Any], other: list[Any]) -> float:
    return max(float(np.max(np.abs(a - b) / (1 + np.abs(a)))) for a, b in zip(one, other, strict=True))


def checked(problem: Problem, start: dict[str, Any]) -> Any:
    """The verdict of the gradient checker: measured slopes of the compiled value against the compiled gradients."""
    some = np.arange(min(10, problem.count))

    def value(parameters: dict[str, Any]) -> float:
        return problem.value(problem.flat(parameters), some)

    def slopes(parameters: dict[str, Any]) -> dict[str, Any]:
        return problem.apart(problem.value_and_slope(problem.flat(parameters), some)[1])

    rng = np.random.default_rng(3)
    moved = {name: array + rng.normal(size=array.shape) * 0.3 for name, array in start.items()}
    return papergrad.gradcheck(value, slopes, moved)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backends", default="numpy,numba,jax")
    parser.add_argument("pages", nargs="*")
    args = parser.parse_args()
    others = [b for b in args.backends.split(",") if b != "numpy"]
    print(
        f"{'':4}{'page':26}"
        + "".join(f"{b + ' agree':>15}" for b in others)
        + f"{'check':>8}{'start':>10}{'end':>10}{'goal':>8}{'fit s':>7}"
    )
    failed = []
    for case in CASES:
        if args.pages and case.page not in args.pages:
            continue
        here = bound(case)
        start = here.start(0)
        right = values(here.problem, start)
        agree = [apart(right, values(bound(case, b).problem, start)) for b in others]
        verdict = checked(here.problem, start).verdict
        clock = time.process_time()
        found = fit(here.problem, start, Settings(**case.how))
        clock = time.process_time() - clock
        losses = found.history["loss"]
        good = losses[-1] < case.goal and verdict == "right" and all(a < 1e-10 for a in agree)
        failed += [] if good else [case.page]
        print(
            f"{case.system:4}{case.page:26}" + "".join(f"{a:15.1e}" for a in agree)
            + f"{verdict:>8}{losses[0]:10.4g}{losses[-1]:10.4g}{case.goal:8.4g}{clock:7.2f}", flush=True,
        )  # fmt: skip
    print(f"{len(failed)} failed: {', '.join(failed)}" if failed else "all came below their goal")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
