"""How long a check takes: per document the command as a user starts it, and what the library does within it.

    PYTHONPATH=src python benchmarks/speed_check.py              # the seeds
    PYTHONPATH=src python benchmarks/speed_check.py FILE...      # other documents

``wall`` and ``cpu`` are of ``python -m papergrad check FILE`` from its start to its end, the best of three; ``import`` is the
CPU time of loading all that a check needs (``import papergrad`` alone, which loads a room when it is asked for, is printed
below), ``peak`` the most memory held. ``edited`` is the CPU time of ``paper.edited`` with findings after a claim in the middle
was changed, and ``judged`` how many of how many statements that judges; ``same`` is the wall time of the command for a
document that did not change since it was last checked. All but ``same`` are without a cache, and all are with Papergrad
compiled to byte code, as where it is installed.
CPU times are of the user; wall times depend on who else is at work. Asked: wall under 1 s, import under 0.25 s, peak under 200 MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / ".." / "shared" / "seeds"
ROUNDS = 3
EDITED = """
import sys, time
from papergrad import paper
first = paper.open(sys.argv[1])
text, raw = first.source.text, open(sys.argv[1], encoding="utf-8").read()
claims = [one.span for one in first.reading.reads if one.role == "claims" and raw.count(text[one.span.start : one.span.end]) == 1]
assert first.findings
asked, judge = [], paper.judge
paper.judge = lambda one: asked.append(one) or judge(one)
words = text[claims[len(claims) // 2].start : claims[len(claims) // 2].end] if claims else ""
start = time.process_time()
again = first.edited(raw.replace(words, words + " + 1") if words else raw)
total = len(again.findings)
print(time.process_time() - start, len(asked), total)
"""
ALONE = """
import time
start = time.process_time()
import papergrad
print(time.process_time() - start)
"""
LOADED = """
import time
start = time.process_time()
import papergrad.paper, papergrad.reports.terminal
print(time.process_time() - start)
"""


def finished(*arguments: str) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of the user, and megabytes of a Python process that is run to its end."""
    start = time.perf_counter()
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, *arguments], **silent)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_utime, usage.ru_maxrss / 1024


def told(program: str, *arguments: str) -> list[float]:
    """The numbers that a program prints."""
    words = [sys.executable, "-c", program, *arguments]
    return [float(word) for word in subprocess.run(words, capture_output=True, check=True).stdout.split()]


def main() -> int:
    files = [Path(name) for name in sys.argv[1:]] or sorted(SEEDS.glob("*.txt"))
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="papergrad-speed-")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    loaded, alone = (min(told(program)[0] for _ in range(ROUNDS)) for program in (LOADED, ALONE))
    os.environ["PAPERGRAD_CACHE"] = tempfile.mkdtemp(prefix="papergrad-speed-")
    head = [f"{name:>7}" for name in ("wall", "cpu", "import", "peak", "edited", "judged", "same")]
    print(f"{'document':40} {' '.join(head)}")
    slow = False
    for file in files:
        runs = [finished("-m", "papergrad", "check", "--no-cache", str(file)) for _ in range(ROUNDS)]
        wall, cpu, peak = (min(run[k] for run in runs) for k in range(3))
        edited, judged, total = told(EDITED, str(file))
        finished("-m", "papergrad", "check", str(file))
        same = min(finished("-m", "papergrad", "check", str(file))[0] for _ in range(ROUNDS))
        figures = f"{wall:6.2f}s {cpu:6.2f}s {loaded:6.2f}s {peak:4.0f} MB {edited:6.2f}s {judged:3.0f}/{total:3.0f} {same:6.2f}s"
        print(f"{file.name:40} {figures}", flush=True)
        slow |= wall > 1 or loaded > 0.25 or peak > 200
    print(f"import papergrad alone: {alone:.3f}s")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
