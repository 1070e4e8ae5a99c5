"""Value and gradient of the dense models: ours on each backend beside PyTorch, JAX and NumPy by hand, in one run.

    python benchmarks/speed_models.py [--threads 1] [--dtype float32] [--seconds 0.3] [CASE ...]

Everything runs in one process on the same cores; short rounds of all contestants take turns. A number is the least of its
rounds: whatever else the machine does only adds to it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

ROUNDS = 30


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--dtype", default="float32", choices=["float32", "float64"])
    parser.add_argument("--seconds", type=float, default=0.3, help="for each contestant of each case")
    parser.add_argument("--cpu", action="store_true", help="measure processor time, for machines that others use too")
    parser.add_argument("--only", default="", help="contestants, with commas between")
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
    for backend in ("numpy", "numba", "jax"):
        if not wanted or f"ours-{backend}" in wanted:
            compiled = load(program, backend, dtype)
            if backend == "jax":
                import jax

                placed = [jax.numpy.asarray(a) for a in compiled.arrays(arrays)]
                found["ours-jax"] = lambda f=compiled.function, p=placed: jax.block_until_ready(f(*p))
            else:
                found[f"ours-{backend}"] = partial(compiled.function, *compiled.arrays(arrays))
    if not wanted or "hand" in wanted:
        found["hand"] = lambda: speed_cases.BY_HAND[name](arrays)
    if not wanted or "torch" in wanted:
        found["torch"] = _torch(name, arrays, model.wrt, threads)
    if not wanted or "jax" in wanted:
        found["jax"] = _jax(name, arrays, model.wrt, dtype)
    return found


def _torch(name: str, arrays: dict[str, Any], wrt: tuple[str, ...], threads: int) -> Callable[[], Any]:
    import torch

    from benchmarks import speed_cases

    torch.set_num_threads(threads)
    loss = speed_cases.torch_loss(name)
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


def measure(calls: dict[str, Callable[[], Any]], seconds: float, clock: Callable[[], float]) -> dict[str, float]:
    """Least microseconds of a call, over rounds that take turns."""
    numbers, times = {}, {name: [] for name in calls}
    for name, call in calls.items():
        call()
        start = time.perf_counter()
        call()
        once = time.perf_counter() - start
        numbers[name] = max(1, int(seconds / ROUNDS / max(once, 1e-7)))
    for _ in range(ROUNDS):
        for name, call in calls.items():
            start = clock()
            for _ in range(numbers[name]):
                call()
            times[name].append((clock() - start) / numbers[name])
    return {name: min(t) * 1e6 for name, t in times.items()}


def check(calls: dict[str, Callable[[], Any]], wrt: tuple[str, ...], dtype: str) -> None:
    """All contestants give the same value."""

    values = {name: float(call()[0].detach() if name == "torch" else call()[0]) for name, call in calls.items()}
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
        calls = contestants(name, sizes, args.dtype, args.threads, wanted)
        check(calls, speed_cases.MODELS[name]().wrt, args.dtype)
        found = measure(calls, args.seconds, time.process_time if args.cpu else time.perf_counter)
        if not names:
            names = list(found)
            print(
                f"{'case':10}" + "".join(f"{n:>12}" for n in names) + f"{'best/peer':>12}{'vs torch':>10}", flush=True
            )
        ours = min((v for k, v in found.items() if k.startswith("ours")), default=float("nan"))
        peers = [v for k, v in found.items() if not k.startswith("ours")]
        torch = found.get("torch", float("nan"))
        ratio = f"{min(peers) / ours:11.2f}x" if peers else ""
        print(f"{case:10}" + "".join(f"{found[n]:12.1f}" for n in names) + f"{ratio}{torch / ours:9.1f}x", flush=True)
    from threadpoolctl import threadpool_info

    for pool in threadpool_info():
        print(
            f"# {pool['internal_api']} {pool.get('version')} {pool.get('architecture', '')} {pool['num_threads']} threads"
        )


if __name__ == "__main__":
    main()
