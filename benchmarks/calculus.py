"""Forty derivatives of neural networks and matrix calculus: how soon, how right, how short. Peers beside them in the same run.

    PYTHONPATH=src python benchmarks/calculus.py                          # with SymPy, tensorgrad and PyTensor
    PYTHONPATH=src python benchmarks/calculus.py --peers sympy,sympy_index --repeats 5
    PYTHONPATH=src python benchmarks/calculus.py --peers "" --show        # Papergrad alone, with its formulas

The expressions, their hand-written closed forms and the peers' versions of them are those of ``../shared/peers/peer_bench.py``.
Times are milliseconds of processor time, from freshly built expressions to LaTeX: *fresh* with every cache empty, *warm* with
the caches that a derivation before it left behind. A peer's time ends when it has derived; printing is not counted.
What takes a peer more than ``--limit`` seconds of processor time is stopped and called a timeout.
Length is that of the formula over that of the one written by hand.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "shared" / "peers"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "writing"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from closed_forms import FORMS, ROWS
from test_closed_forms import LONGER, facts_for, formula, value_of, values_of

from papergrad.notation import latex_writer
from papergrad.writing.fold import fold
from papergrad.writing.forms import cost

FOLDING = importlib.import_module(fold.__module__)
MEDIAN, MOST = 5, 100  # milliseconds of processor time, fresh


@dataclass(frozen=True)
class Row:
    """What came of one expression. ``fresh`` and ``warm`` in milliseconds; ``longer`` as a ratio."""

    name: str
    right: bool
    fresh: float
    warm: float
    longer: float
    latex: str


def derived(name: str, bench: Any) -> tuple[Any, Any, str]:
    """Everything that is timed: the derivative of an expression, its formula, and that as LaTeX."""
    expression = bench.EXPRS[name]
    tensor, form = formula(name, expression, facts_for(bench, expression))
    explained = [" = ".join(map(latex_writer.write, place)) for place in form.places]
    return tensor, form, ", ".join([latex_writer.write(form.node), *explained])


def timed(name: str, bench: Any, repeats: int, fresh: bool) -> float:
    """Median milliseconds of processor time. Nodes live as long as somebody holds them, so a kept result keeps them warm."""
    kept = None if fresh else derived(name, bench)
    spent = []
    for _ in range(repeats):
        if fresh:
            FOLDING._simple.cache_clear()
            gc.collect()
        started = time.process_time()
        found = derived(name, bench)
        spent.append((time.process_time() - started) * 1e3)
        del found
    del kept
    return statistics.median(spent)


def measured(name: str, bench: Any, repeats: int) -> Row:
    fresh, warm = (timed(name, bench, repeats, kind) for kind in (True, False))
    tensor, form, latex = derived(name, bench)
    expression = bench.EXPRS[name]
    right = True
    for seed in (5, 6):
        given = bench.values(expression, seed)
        expected = np.asarray(expression["ref"](given), float)
        values = values_of(name, given, bench.DIMS, name.startswith(ROWS))
        found = value_of(form, tensor, values, bench.DIMS, expected.shape)
        right &= np.allclose(found, expected, rtol=1e-9, atol=1e-9)
    explained = sum(cost(x) + cost(y) + 3 for x, y in form.places if "m_f =" in expression["closed"])
    return Row(name, right, fresh, warm, (cost(form.node) + explained) / len(expression["closed"]), latex)


@contextmanager
def within(seconds: float, error: type[Exception]) -> Iterator[None]:
    """Raise ``error`` each time that so much more processor time has gone: a peer may try one way after another."""

    def stop(*_: object) -> None:
        raise error(f"over {seconds:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@dataclass(frozen=True)
class Cell:
    """What came of one expression in a peer's hands. ``shown`` is the length of its text; ``error`` says why there is no result."""

    ms: float | None = None
    right: bool = False
    shown: int = 0
    error: str = ""

    def __str__(self) -> str:
        return self.error if self.ms is None else f"{self.ms:.1f} {'' if self.right else 'wrong '}({self.shown})"


def peer(tool: str, name: str, bench: Any, repeats: int, limit: float) -> Cell:
    """What a peer's last (most simplified) mode came to that ended in time; the limit holds for each of its modes."""
    try:
        with within(limit, bench.Timeout):
            found = bench.run_one(tool, name, repeats, round(20 * limit))  # its own limit is by the clock
    except bench.Timeout:
        found = {}
    modes = [r for r in found.values() if isinstance(r, dict)]
    done = [r for r in modes if r.get("ok")]
    if not done:
        errors = " ".join(str(r.get("error", "")) for r in modes)
        return Cell(
            error="unsupported"
            if "unsupported" in errors
            else "error"
            if modes and "timeout" not in errors
            else "timeout"
        )
    best = done[-1]
    length = best.get("shown_len", 0)
    shown = min(length.values()) if isinstance(length, dict) and length else length or 0
    return Cell(best["cpu_ms"], bool(best.get("correct")), shown)


def table(rows: Sequence[Row], peers: dict[str, dict[str, Cell]]) -> str:
    lines = [
        f"{'expression':14} {'right':6}{'fresh':>7}{'warm':>7}{'length':>8}" + "".join(f"{tool:>24}" for tool in peers)
    ]
    lines += [
        f"{r.name:14} {'yes' if r.right else 'NO':6}{r.fresh:7.2f}{r.warm:7.2f}{r.longer:8.2f}"
        + "".join(f"{cells[r.name]!s:>24}" for cells in peers.values())
        for r in rows
    ]
    short = sum(r.longer <= LONGER for r in rows)
    for kind in ("fresh", "warm"):
        spent = [getattr(r, kind) for r in rows]
        lines.append(f"papergrad, {kind}: median {statistics.median(spent):.2f} ms, most {max(spent):.2f} ms")
    lines.append(
        f"papergrad: {sum(r.right for r in rows)} of {len(rows)} right, {short} at most {LONGER} times as long as by hand"
    )
    ours = {r.name: r.fresh for r in rows}
    for tool, cells in peers.items():
        spent = {name: cell.ms for name, cell in cells.items() if cell.ms is not None}
        right = sum(cell.right for cell in cells.values())
        without = Counter(cell.error for cell in cells.values() if cell.ms is None)
        said = ", ".join([f"{len(spent) - right} wrong", *(f"{n} {why}" for why, n in sorted(without.items()))])
        lines.append(f"{tool}: {right} of {len(cells)} right, {said}")
        if spent:
            times = f"median {statistics.median(spent.values()):.2f} ms, most {max(spent.values()):.2f} ms"
            slower = statistics.median(ms / ours[name] for name, ms in spent.items())
            lines.append(f"    {times}; median of its time over ours, where it came to something: {slower:.1f}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", help="names of expressions")
    parser.add_argument(
        "--peers",
        default="sympy,tensorgrad,pytensor",
        help="with commas between; those that are not installed are left out",
    )
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument(
        "--limit", type=float, default=10, help="seconds of processor time for a peer, an expression and a mode"
    )
    parser.add_argument("--show", action="store_true", help="print the formulas")
    options = parser.parse_args(arguments)
    try:
        bench = importlib.import_module("peer_bench")
    except ImportError:
        print("the expressions are not here: ../shared/peers/peer_bench.py")
        return 2
    names = options.only or list(FORMS)
    derived(names[0], bench)  # imports that wait for a first use
    rows = [measured(name, bench, options.repeats) for name in names]
    peers = {}
    for tool in filter(None, options.peers.split(",")):
        try:
            exec(bench.PEERS[tool][0], {})
        except ImportError as missing:
            print(f"{tool} is left out: {missing}")
            continue
        peers[tool] = {name: peer(tool, name, bench, options.repeats, options.limit) for name in names}
    print(table(rows, peers))
    if options.show:
        for row in rows:
            print(f"{row.name:14} {row.latex}")
    usual = statistics.median(r.fresh for r in rows)
    return 0 if all(r.right and r.fresh <= MOST for r in rows) and usual <= MEDIAN else 1


if __name__ == "__main__":
    sys.exit(main())
