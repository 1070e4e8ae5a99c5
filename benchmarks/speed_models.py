"""Value and gradient of the dense models: ours on each backend beside PyTorch, JAX and NumPy by hand, in one run.

    python benchmarks/speed_models.py [--threads 1] [--dtype float32] [--seconds 0.3] [--epoch] [--rounds 30] [CASE ...]

``--epoch`` measures whole epochs of gradient descent in mini-batches instead: one compiled call beside the loops of the others.
JAX and PyTorch get arrays of their own, placed before; ours gets those of NumPy, as does the loop by hand.

Everything runs in one process on the same cores; short rounds of all contestants take turns, in a new order each time, after
``auto`` has chosen. A number is the least of its rounds: whatever else the machine does only adds to it; ratios are medians over
the rounds. Each turn begins with a call that does not count, for what the contestant before left in the caches.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

ROUNDS = 30
BATCHES = 20  # of an epoch
RATE = 1e-4


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--dtype", default="float32", choices=["float32", "float64"])
    parser.add_argument("--seconds", type=float, default=0.3, help="for each contestant of each case")
    parser.add_argument("--cpu", action="store_true", help="measure processor time, for machines that others use too")
    parser.add_argument("--only", default="", help="contestants, with commas between")
    parser.add_argument("--epoch", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--compiled", action="store_true", help="torch.compile too (it takes minutes to compile)")
    parser.add_argument("cases", nargs="*")
    return parser.parse_args()


def contestants(
    name: str, sizes: dict[str, int], dtype: str, threads: int, wanted: list[str]
) -> dict[str, Callable[[], Any]]:
    """Calls without arguments, each giving a value and a sequence of gradients."""
    from benchmarks import speed_cases
    from papergrad.programs.compiled import load
    from papergrad.programs.gradients import with_gradients
    from papergrad.programs.schedule import schedule

    model = speed_cases.MODELS[name]()
    arrays = model.arrays(sizes, dtype)
    found: dict[str, Callable[[], Any]] = {}
    gradients, definitions = with_gradients(model.tensor, model.axes, model.definitions)
    program = schedule({"J": model.tensor}, definitions, gradients=gradients, inputs=model.shapes, sizes=sizes)
    for backend in ("auto", "numpy", "numba", "jax"):
        if not wanted or f"ours-{backend}" in wanted:
            compiled = load(program, backend, dtype)
            if backend == "jax":
                import jax

                jax.config.update("jax_enable_x64", dtype == "float64")
                placed = [jax.numpy.asarray(a) for a in compiled.arrays(arrays)]
                found["ours-jax"] = lambda f=compiled.function, p=placed: jax.block_until_ready(f(*p))
            else:
                found[f"ours-{backend}"] = partial(compiled.function, *compiled.arrays(arrays))
    if threads > 1 and (not wanted or "ours-threads" in wanted):
        in_threads = load(program, "numba", dtype, threads)
        found["ours-threads"] = partial(in_threads.function, *in_threads.arrays(arrays))
    if not wanted or "hand" in wanted:
        found["hand"] = lambda: speed_cases.BY_HAND[name](arrays)
    if not wanted or "torch" in wanted:
        found["torch"] = _torch(name, arrays, model.wrt, threads)
    if not wanted or "jax" in wanted:
        found["jax"] = _jax(name, arrays, model.wrt, dtype)
    return found


def _torch(
    name: str, arrays: dict[str, Any], wrt: tuple[str, ...], threads: int, compiled: bool = False
) -> Callable[[], Any]:
    import torch

    from benchmarks import speed_cases

    torch.set_num_threads(threads)
    loss = speed_cases.torch_loss(name)
    loss = torch.compile(loss) if compiled else loss
    tensors = {k: torch.from_numpy(v.copy()) if v.shape else torch.tensor(v) for k, v in arrays.items()}
    parameters = [tensors[w].requires_grad_() for w in wrt]

    def call() -> Any:
        value = loss(tensors)
        return value, torch.autograd.grad(value, parameters)

    return call


def _jax(name: str, arrays: dict[str, Any], wrt: tuple[str, ...], dtype: str) -> Callable[[], Any]:
    import jax

    from benchmarks import speed_cases

    jax.config.update("jax_enable_x64", dtype == "float64")
    step = jax.jit(jax.value_and_grad(speed_cases.jax_loss(name)))
    parameters = {w: jax.numpy.asarray(arrays[w]) for w in wrt}
    data = {k: jax.numpy.asarray(v) for k, v in arrays.items() if k not in wrt}
    return lambda: jax.block_until_ready(step(parameters, data))


def epochs(
    name: str, sizes: dict[str, int], dtype: str, threads: int, wanted: list[str]
) -> dict[str, Callable[[], Any]]:
    """Calls that take one step of gradient descent for each of ``BATCHES`` batches, and give the values before the steps."""
    import numpy as np

    from benchmarks import speed_cases
    from papergrad.programs import epoch, schedule, with_gradients

    model = speed_cases.MODELS[name]()
    data = model.arrays({**sizes, "N": BATCHES * sizes["N"]}, dtype)
    sampled = [k for k, shape in model.shapes.items() if shape and shape[0].name == "N"]
    batches = np.array_split(np.random.default_rng(2).permutation(BATCHES * sizes["N"]), BATCHES)
    start = {w: data[w] for w in model.wrt}
    given = {k: a for k, a in data.items() if k not in start}
    gradients, definitions = with_gradients(model.tensor, model.axes, model.definitions)
    program = schedule({"J": model.tensor}, definitions, gradients=gradients, inputs=model.shapes, sizes=sizes)
    found: dict[str, Callable[[], Any]] = {}
    for backend in ("auto", "jax"):
        if not wanted or f"ours-{backend}" in wanted:
            run = epoch(program, Descent(), sampled=sampled, backend=backend, dtype=dtype)
            moved = {w: np.array(a) for w, a in start.items()}
            found[f"ours-{backend}"] = partial(run, moved, [], given, batches, RATE)
    if not wanted or "hand" in wanted:
        found["hand"] = _hand_epoch(name, start, given, sampled, batches)
    if not wanted or "torch" in wanted:
        found["torch"] = _torch_epoch(name, start, given, sampled, batches, threads)
    if not wanted or "jax" in wanted:
        found["jax"] = _jax_epoch(name, start, given, sampled, batches, dtype)
    return found


class Descent:
    """The update rule of all contestants."""

    kept = ()

    @staticmethod
    def formula(g: Any, rate: Any, step: Any) -> tuple[Any, tuple[Any, ...]]:
        return rate * g, ()


def _hand_epoch(name: str, start: Any, given: Any, sampled: list[str], batches: Any) -> Callable[[], Any]:
    import numpy as np

    from benchmarks import speed_cases

    step, moved = speed_cases.BY_HAND[name], {w: np.array(a) for w, a in start.items()}

    def call() -> Any:
        losses = []
        for b in batches:
            value, slopes = step({**moved, **{k: a[b] if k in sampled else a for k, a in given.items()}})
            for parameter, slope in zip(moved.values(), slopes, strict=True):
                parameter -= RATE * slope
            losses.append(value)
        return losses

    return call


def _torch_epoch(
    name: str, start: Any, given: Any, sampled: list[str], batches: Any, threads: int
) -> Callable[[], Any]:
    import torch

    from benchmarks import speed_cases

    torch.set_num_threads(threads)
    loss = speed_cases.torch_loss(name)
    moved = {w: torch.tensor(a).requires_grad_() for w, a in start.items()}
    data = {k: torch.tensor(a) for k, a in given.items()}
    cuts, parameters = [torch.from_numpy(b) for b in batches], list(moved.values())

    def call() -> Any:
        losses = []
        for b in cuts:
            value = loss({**moved, **{k: a[b] if k in sampled else a for k, a in data.items()}})
            slopes = torch.autograd.grad(value, parameters)
            with torch.no_grad():
                torch._foreach_add_(parameters, slopes, alpha=-RATE)
            losses.append(value.item())
        return losses

    return call


def _jax_epoch(name: str, start: Any, given: Any, sampled: list[str], batches: Any, dtype: str) -> Callable[[], Any]:
    import jax

    from benchmarks import speed_cases

    jax.config.update("jax_enable_x64", dtype == "float64")
    loss = speed_cases.jax_loss(name)

    @partial(jax.jit, donate_argnums=0)
    def step(p: Any, data: Any, b: Any) -> Any:
        value, slopes = jax.value_and_grad(loss)(p, {k: a[b] if k in sampled else a for k, a in data.items()})
        return {k: a - RATE * slopes[k] for k, a in p.items()}, value

    state = [{w: jax.numpy.asarray(a) for w, a in start.items()}]
    data = {k: jax.numpy.asarray(a) for k, a in given.items()}
    cuts = [jax.numpy.asarray(b) for b in batches]

    def call() -> Any:
        losses = []
        for b in cuts:
            state[0], value = step(state[0], data, b)
            losses.append(value)
        return [float(v) for v in losses]

    return call


def measure(
    calls: dict[str, Callable[[], Any]], seconds: float, clock: Callable[[], float], rounds: int
) -> dict[str, list[float]]:
    """Microseconds of a call in each round; in a round, all take turns."""
    numbers, times = {}, {name: [] for name in calls}
    for name, call in calls.items():
        for _ in range(3):
            call()
        while name == "ours-auto" and not chosen(call):
            call()
        start = time.perf_counter()
        call()
        once = time.perf_counter() - start
        numbers[name] = max(1, int(seconds / rounds / max(once, 1e-7)))
    turns, shuffled = list(calls.items()), random.Random(1)
    for _ in range(rounds):
        shuffled.shuffle(turns)
        for name, call in turns:
            call()
            start = clock()
            for _ in range(numbers[name]):
                call()
            times[name].append((clock() - start) / numbers[name] * 1e6)
    return times


def beside(one: list[float], other: list[float]) -> float:
    """How many times as long one takes as the other: the median over rounds, as a machine's speed changes from one to the next."""
    return median(a / b for a, b in zip(one, other, strict=True))


def chosen(call: Any) -> bool:
    """Whether ``auto`` knows its way; where there is one only, it has nothing to choose."""
    choice = getattr(getattr(call.func, "function", call.func), "choice", None)
    return choice is None or bool(choice.known)


def check(calls: dict[str, Callable[[], Any]], wrt: tuple[str, ...], dtype: str) -> None:
    """All contestants give the same value."""

    found = {name: call()[0] for name, call in calls.items()}
    values = {name: float(v.detach() if hasattr(v, "detach") else v) for name, v in found.items()}
    first = next(iter(values.values()))
    for name, value in values.items():
        if abs(value - first) > (1e-4 if dtype == "float32" else 1e-9) * max(1, abs(first)):
            sys.exit(f"{name} computes {value}, others {first}")


def main() -> None:
    args = arguments()
    for trap in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(trap, None)
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[: args.threads]))  # before any library counts cores
    os.environ["OPENBLAS_NUM_THREADS"] = str(args.threads)
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from benchmarks import speed_cases

    names: list[str] = []
    for case in args.cases or speed_cases.SIZES:
        name, sizes = speed_cases.SIZES[case]
        wanted = [w for w in args.only.split(",") if w]
        calls = (epochs if args.epoch else contestants)(name, sizes, args.dtype, args.threads, wanted)
        if args.compiled and not args.epoch:
            calls["torch.compile"] = _torch(
                name,
                speed_cases.MODELS[name]().arrays(sizes, args.dtype),
                speed_cases.MODELS[name]().wrt,
                args.threads,
                compiled=True,
            )
        check(calls, speed_cases.MODELS[name]().wrt, args.dtype)
        found = measure(calls, args.seconds, time.process_time if args.cpu else time.perf_counter, args.rounds)
        if not names:
            names = list(found)
            print(
                f"{'case':10}" + "".join(f"{n:>14}" for n in names) + f"{'peer/auto':>12}{'vs torch':>10}", flush=True
            )
        ours, peers = found.get("ours-auto"), [n for n in names if not n.startswith("ours")]
        ratios = {n: beside(found[n], ours) for n in peers} if ours else {}
        text = f"{min(ratios.values()):11.2f}x" if ratios else ""
        text += f"{ratios['torch']:9.1f}x" if "torch" in ratios else ""
        print(f"{case:10}" + "".join(f"{min(found[n]):14.1f}" for n in names) + text, flush=True)
    from threadpoolctl import threadpool_info

    for pool in threadpool_info():
        print(
            f"# {pool['internal_api']} {pool.get('version')} {pool.get('architecture', '')} {pool['num_threads']} threads"
        )


if __name__ == "__main__":
    main()
