"""A fit that is killed again and again, each time at a random moment, and goes on: it ends at what an undisturbed one ends at.

    python benchmarks/kills.py [--kills 20] [--epochs 400] [--backend numpy] [--seed 0] [PAGE]

The fit runs in a process of its own, which gets SIGKILL at moments that are spread over the whole of it. After every kill the
checkpoint is looked at: it has to be whole. The parameters at the end have to agree bit for bit, and nothing may lie about that a
killed process did not finish.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from benchmarks.fit_cases import CASES

from papergrad.learning import checkpoints
from papergrad.learning.fitting import Settings, fit

PAGE = "recurrent_language_model"


def work(page: str, backend: str, epochs: int, checkpoint: Path, result: Path) -> None:
    """One fit from where the checkpoint stands to its end."""
    from benchmarks.fits import bound

    case = bound(next(c for c in CASES if c.page == page), backend)
    settings = Settings(epochs=epochs, batch=16, held_out=0.2, schedule="cosine", patience=epochs)
    print("ready", flush=True)
    found = fit(case.problem, case.start(0), settings, checkpoint=checkpoint, every=0)
    checkpoints.save(result, found.parameters)


def started(what: list[str], folder: Path) -> subprocess.Popen[str]:
    names = [*what, str(folder / "checkpoint.npz"), str(folder / "result.npz")]
    return subprocess.Popen([sys.executable, __file__, "--work", *names], stdout=subprocess.PIPE, text=True)


def undisturbed(what: list[str], folder: Path) -> float:
    """How many seconds a whole fit takes once it is ready."""
    process = started(what, folder)
    assert process.stdout is not None
    process.stdout.readline()
    begin = time.perf_counter()
    process.wait()
    assert process.returncode == 0, "the undisturbed fit failed"
    return time.perf_counter() - begin


def killed(what: list[str], folder: Path, wait: float) -> bool:
    """Start, wait, kill; whether it was still at work."""
    process = started(what, folder)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        process.wait(wait)
        return False
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True


def epochs(checkpoint: Path) -> int:
    """How far a checkpoint is; it can be read, whenever the writer was killed."""
    if not checkpoint.exists():
        return 0
    with np.load(checkpoint) as file:  # without clearing away what the killed process left
        assert all(np.isfinite(file[name]).all() for name in file.files if file[name].dtype.kind == "f")
        return len(file["history loss"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--epochs", type=int, default=400)
    parser.add_argument("--backend", default="numpy")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--work", nargs=5, help=argparse.SUPPRESS)
    parser.add_argument("page", nargs="?", default=PAGE)
    args = parser.parse_args()
    if args.work:
        page, backend, number, checkpoint, result = args.work
        work(page, backend, int(number), Path(checkpoint), Path(result))
        return
    rng, what = random.Random(args.seed), [args.page, args.backend, str(args.epochs)]
    with tempfile.TemporaryDirectory() as name:
        plain, broken = Path(name) / "plain", Path(name) / "broken"
        plain.mkdir()
        broken.mkdir()
        undisturbed([*what[:2], "1"], plain)  # what is compiled, is compiled before anything is timed
        (plain / "checkpoint.npz").unlink()
        start = undisturbed([*what[:2], "1"], plain)
        (plain / "checkpoint.npz").unlink()
        seconds = undisturbed(what, plain)
        print(f"undisturbed: {args.epochs} epochs in {seconds:.2f} s", flush=True)
        reached, unfinished, kills = [], 0, 0
        while kills < args.kills:
            if not killed(what, broken, rng.uniform(0, 2 * (start + seconds / args.kills))):
                print(f"the fit ended after {kills} kills; it starts anew")
                (broken / "checkpoint.npz").unlink()
                (broken / "result.npz").unlink()
                continue
            kills += 1
            reached.append(epochs(broken / "checkpoint.npz"))
            unfinished += any(p.name.startswith(".") for p in broken.iterdir())
        assert started(what, broken).wait() == 0
        one, other = (checkpoints.load(folder / "result.npz")[0] for folder in (plain, broken))
        same = one.keys() == other.keys() and all(one[k].tobytes() == other[k].tobytes() for k in one)
        left = [p.name for p in broken.iterdir() if p.name not in ("checkpoint.npz", "result.npz")]
        print(
            f"killed {kills} times, after epochs {reached}; {unfinished} times while the checkpoint was being written"
        )
        print(f"parameters agree bit for bit: {same}; left over at the end: {', '.join(left) or 'nothing'}")
        sys.exit(not same or bool(left))


if __name__ == "__main__":
    main()
