"""How long a check takes: per document the command as a user starts it, and what the library does within it.

    PYTHONPATH=src python benchmarks/speed_check.py              # the seeds
    PYTHONPATH=src python benchmarks/speed_check.py FILE...      # other documents

``wall`` and ``cpu`` are of ``python -m papergrad check FILE`` from its start to its end, the best of three; ``import`` is the
CPU time of loading all that a check needs, ``peak`` the most memory held. ``again`` is a check in a process that has the
library loaded and has just checked the same document with one line changed (nothing of the first check is reused yet).
CPU times are of the user; wall times depend on who else is at work. Asked: wall under 1 s, import under 0.25 s, peak under 200 MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / ".." / "shared" / "seeds"
ROUNDS = 3
AGAIN = """
import sys, time
import papergrad
kind = {"md": "markdown", "tex": "tex", "ipynb": "notebook"}.get(sys.argv[1].rsplit(".")[-1], "text")
text = open(sys.argv[1], encoding="utf-8").read()
lines = text.split("\\n")
last = max(n for n, line in enumerate(lines) if line.strip())
papergrad.read("\\n".join([*lines[:last], lines[last] + " "]), kind=kind).findings
start = time.process_time()
papergrad.read(text, kind=kind).findings
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
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_utime, usage.ru_maxrss / 1024


def told(program: str, *arguments: str) -> float:
    """The number that a program prints."""
    return float(subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=True).stdout)


def main() -> int:
    files = [Path(name) for name in sys.argv[1:]] or sorted(SEEDS.glob("*.txt"))
    loaded = min(told(LOADED) for _ in range(ROUNDS))
    print(f"{'document':40} {'wall':>7} {'cpu':>7} {'import':>7} {'again':>7} {'peak':>8}")
    slow = False
    for file in files:
        runs = [finished("-m", "papergrad", "check", str(file)) for _ in range(ROUNDS)]
        wall, cpu, peak = (min(run[k] for run in runs) for k in range(3))
        again = told(AGAIN, str(file))
        print(f"{file.name:40} {wall:6.2f}s {cpu:6.2f}s {loaded:6.2f}s {again:6.2f}s {peak:5.0f} MB")
        slow |= wall > 1 or loaded > 0.25 or peak > 200
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
