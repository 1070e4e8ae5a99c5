"""Hessians in closed form: derived, printed, run as NumPy, beside PyTorch's and JAX's in the same run.

    PYTHONPATH=src python benchmarks/hessians.py [--show] [--only quadratic]

Every Hessian is derived from the loss as it is stated below, twice; the program that runs is made of that formula. The peers
get the same loss: ``torch.func.hessian``, and ``jax.hessian`` under ``jit``. One thread, float64, contestants take turns,
milliseconds of processor time (other people use the machine), the median of the rounds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"  # read when NumPy is loaded
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.writing.matlab import Meaning, parse

from papergrad.algebra.derive import derivative
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Definition, Index, Tensor
from papergrad.algebra.simplify import simplify
from papergrad.algebra.sizes import Size
from papergrad.notation import latex_writer
from papergrad.notation.style import Style
from papergrad.programs import Compiled, compile
from papergrad.writing import fold, written

FASTER = 4  # times as fast as torch.func.hessian, at least
Arrays = Mapping[str, Any]


@dataclass(frozen=True)
class Library:
    """What losses need of NumPy, PyTorch or JAX."""

    sigmoid: Callable[[Any], Any]
    softplus: Callable[[Any], Any]
    log_softmax: Callable[[Any], Any]  # along the last axis


@dataclass(frozen=True)
class Case:
    """A loss, stated for us (in the language of the tests, with definitions) and for the libraries; ``wrt`` one or more names."""

    shapes: Mapping[str, Sequence[str]]
    lets: Sequence[tuple[str, str]]
    stated: str
    wrt: tuple[str, ...]
    loss: Callable[[Library, Arrays], Any]
    sizes: Mapping[str, Mapping[str, int]]
    one_hot: tuple[str, ...] = ()

    def arrays(self, sizes: Mapping[str, int], seed: int = 0) -> dict[str, np.ndarray]:
        rng = np.random.default_rng(seed)
        found = {s: rng.normal(size=tuple(sizes[n] for n in shape)) * 0.3 for s, shape in self.shapes.items()}
        for name in self.one_hot:
            length = found[name].shape[-1]
            found[name] = np.eye(length)[rng.integers(length, size=found[name].shape[:-1])]
        return found


def _least(lib: Library, a: Arrays) -> Any:
    return ((a["A"] - a["U"] @ a["V"].T) ** 2).sum()


def _entropy(lib: Library, y: Any, z: Any) -> Any:
    return -(y * lib.log_softmax(z)).sum()


def _net(lib: Library, a: Arrays) -> Any:
    return _entropy(lib, a["y"], lib.sigmoid(a["x"] @ a["W1"] + a["b1"]) @ a["W2"] + a["b2"])


def _batch(lib: Library, a: Arrays) -> Any:
    return _entropy(lib, a["Y"], lib.sigmoid(a["X"] @ a["W"] + a["b"]) @ a["V"] + a["c"])


LOGITS = Case(
    {"z": "k", "y": "k"}, [("p", "softmax(z)")], "-y'*log(p)", ("z",),
    lambda lib, a: _entropy(lib, a["y"], a["z"]), {str(k): {"k": k} for k in (100, 300, 1000)}, ("y",),
)  # fmt: skip
LOGISTIC = Case(
    {"X": "Nn", "y": "N", "w": "n"}, [("s", "sigma(y.*(X*w))")], "sum(log(1+exp(-y.*(X*w))))", ("w",),
    lambda lib, a: lib.softplus(-a["y"] * (a["X"] @ a["w"])).sum(),
    {"2000x200": {"N": 2000, "n": 200}, **{f"{2 * n}x{n}": {"N": 2 * n, "n": n} for n in (100, 300, 1000)}},
)  # fmt: skip
CASES = {
    "quadratic": Case(
        {"x": "n", "A": "nn"}, [], "x'*A*x", ("x",), lambda lib, a: a["x"] @ a["A"] @ a["x"], {"1000": {"n": 1000}},
    ),
    "logistic": LOGISTIC,
    "logits": LOGITS,
    "factors": Case(
        {"A": "nm", "U": "nr", "V": "mr"}, [], "norm2(A-U*V')^2", ("U",), _least, {"100x100x5": {"n": 100, "m": 100, "r": 5}},
    ),
    "net by input": Case(
        {"x": "n", "W1": "nh", "b1": "h", "W2": "hk", "b2": "k", "y": "k"},
        [("h", "sigma(W1'*x + b1)"), ("yhat", "softmax(W2'*h + b2)")], "-y'*log(yhat)", ("x",), _net,
        {"100-50-10": {"n": 100, "h": 50, "k": 10}}, ("y",),
    ),
    "softmax regression": Case(
        {"X": "md", "Y": "mk", "W": "dk"}, [("P", "rowsoftmax(X*W)")], "-sum(Y.*log(P))", ("W",),
        lambda lib, a: _entropy(lib, a["Y"], a["X"] @ a["W"]),
        {f"{d}x{k}": {"d": d, "k": k, "m": 2 * d * k} for d, k in ((20, 5), (30, 10), (100, 10))}, ("Y",),
    ),
    "net by all": Case(
        {"X": "md", "Y": "mk", "W": "dh", "b": "h", "V": "hk", "c": "k"},
        [("H", "sigma(X*W + ones(m)*b')"), ("P", "rowsoftmax(H*V + ones(m)*c')")], "-sum(Y.*log(P))", tuple("WbVc"), _batch,
        {
            "115": {"d": 10, "h": 8, "k": 3, "m": 115},
            "298": {"d": 20, "h": 10, "k": 8, "m": 298},
            "988": {"d": 40, "h": 20, "k": 8, "m": 988},
        },
        ("Y",),
    ),
}  # fmt: skip


def blocks(case: Case) -> tuple[dict[tuple[str, str], Tensor], dict[str, Definition]]:
    """The second derivatives by every pair of names (in their order), and the definitions they mention."""
    meaning = Meaning(case.shapes, case.lets)
    value = meaning(parse(case.stated))
    facts = Facts({name: frozenset({"one-hot"}) for name in case.one_hot})
    found = {}
    for n, one in enumerate(case.wrt):
        first = _by(Tensor(value.e, value.axes), one, "pq", case, meaning, facts)
        for other in case.wrt[n:]:
            found[one, other] = _by(first, other, "uv", case, meaning, facts)
    return found, meaning.definitions


def _by(of: Tensor, wrt: str, letters: str, case: Case, meaning: Meaning, facts: Facts) -> Tensor:
    axes = tuple(Index(letter, Size.of(n)) for letter, n in zip(letters, case.shapes[wrt], strict=False))
    found = derivative(of, wrt, axes, meaning.definitions).tensor
    return Tensor(simplify(found.body, facts), found.axes)


def formulas(case: Case) -> list[str]:
    """Every block in LaTeX."""
    found, definitions = blocks(case)
    return [latex_writer.write(written(tensor, Style(), definitions).node) for tensor in found.values()]


def program(case: Case, sizes: Mapping[str, int], backend: str = "numpy") -> Compiled:
    found, definitions = blocks(case)
    inputs = {symbol: tuple(map(Size.of, shape)) for symbol, shape in case.shapes.items()}
    # as it is printed: what equals a definition is computed once, under its name
    outputs = {
        f"{one}{other}": Tensor(fold(tensor.body, definitions), tensor.axes) for (one, other), tensor in found.items()
    }
    return compile(outputs, definitions, inputs=inputs, sizes=sizes, backend=backend)


def ours(case: Case, sizes: Mapping[str, int], arrays: Mapping[str, np.ndarray]) -> Callable[[], np.ndarray]:
    """A call that gives the Hessian as a matrix over all entries of ``wrt``."""
    compiled = program(case, sizes)
    needed = {i.symbol: arrays[i.symbol] for i in compiled.program.inputs} | {
        n: sizes[n] for n in compiled.program.free
    }
    given = compiled.arrays(needed)
    lengths = [arrays[w].size for w in case.wrt]
    if len(lengths) == 1:
        return lambda: compiled.function(*given)[0].reshape(lengths[0], lengths[0])
    ends = np.cumsum([0, *lengths])
    pairs = [(n, m) for n in range(len(lengths)) for m in range(n, len(lengths))]

    def call() -> np.ndarray:
        whole = np.empty((ends[-1], ends[-1]))
        for (n, m), block in zip(pairs, compiled.function(*given), strict=True):
            flat = block.reshape(lengths[n], lengths[m])
            whole[ends[n] : ends[n + 1], ends[m] : ends[m + 1]] = flat
            if n != m:
                whole[ends[m] : ends[m + 1], ends[n] : ends[n + 1]] = flat.T
        return whole

    return call


def _of_flat(case: Case, lib: Library, arrays: Arrays) -> Callable[[Any], Any]:
    """The loss as a function of the entries of ``wrt`` in one row."""

    def loss(flat: Any) -> Any:
        given, start = dict(arrays), 0
        for name in case.wrt:
            count = int(np.prod(arrays[name].shape))
            given[name] = flat[start : start + count].reshape(tuple(arrays[name].shape))
            start += count
        return case.loss(lib, given)

    return loss


def flat(case: Case, arrays: Mapping[str, np.ndarray]) -> np.ndarray:
    return np.concatenate([arrays[w].ravel() for w in case.wrt])


def in_torch(case: Case, arrays: Mapping[str, np.ndarray]) -> Callable[[], Any]:
    import torch

    torch.set_num_threads(1)
    lib = Library(torch.sigmoid, torch.nn.functional.softplus, lambda z: torch.log_softmax(z, -1))
    loss = _of_flat(case, lib, {k: torch.from_numpy(v) for k, v in arrays.items()})
    hessian, at = torch.func.hessian(loss), torch.from_numpy(flat(case, arrays))
    return lambda: hessian(at).numpy()


def in_jax(case: Case, arrays: Mapping[str, np.ndarray]) -> Callable[[], Any]:
    import jax

    jax.config.update("jax_enable_x64", True)
    lib = Library(jax.nn.sigmoid, jax.nn.softplus, jax.nn.log_softmax)
    given = {k: jax.numpy.asarray(v) for k, v in arrays.items()}
    hessian, at = jax.jit(jax.hessian(_of_flat(case, lib, given))), jax.numpy.asarray(flat(case, arrays))
    return lambda: jax.block_until_ready(hessian(at))


def race(contestants: Sequence[Callable[[], Any]], seconds: float) -> list[float]:
    """Median milliseconds of processor time of each, in turns."""
    spent: list[list[float]] = [[] for _ in contestants]
    for call in contestants:
        call()
    until = time.perf_counter() + seconds * len(contestants)
    while min(map(len, spent)) < 3 or time.perf_counter() < until:
        for call, times in zip(contestants, spent, strict=True):
            started = time.process_time()
            call()
            times.append((time.process_time() - started) * 1e3)
    return [statistics.median(times) for times in spent]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="cases whose name starts so")
    parser.add_argument("--seconds", type=float, default=0.5, help="for each contestant")
    parser.add_argument("--show", action="store_true", help="print the formulas")
    options = parser.parse_args(arguments)
    print(f"{'Hessian':20}{'size':>10}{'ours':>10}{'torch':>10}{'times':>7}{'jax, jit':>10}{'times':>7}  difference")
    slowest = float("inf")
    for name, case in CASES.items():
        if not name.startswith(options.only):
            continue
        for label, sizes in case.sizes.items():
            arrays = case.arrays(sizes)
            mine, torch, jax = ours(case, sizes, arrays), in_torch(case, arrays), in_jax(case, arrays)
            apart = max(float(np.abs(mine() - other()).max()) for other in (torch, jax))
            a, b, c = race((mine, torch, jax), options.seconds)
            slowest = min(slowest, b / a)
            print(f"{name:20}{label:>10}{a:10.3f}{b:10.3f}{b / a:7.1f}{c:10.3f}{c / a:7.1f}  {apart:.0e}", flush=True)
        if options.show:
            print("\n".join("    " + text for text in formulas(case)))
    return 0 if slowest >= FASTER else 1


if __name__ == "__main__":
    sys.exit(main())
