"""A fit that is killed goes on: the small version of the benchmark."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_killed_fit_ends_where_an_undisturbed_one_does():
    command = [sys.executable, "benchmarks/kills.py", "--kills", "2", "--epochs", "60", "siamese"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "killed 2 times" in done.stdout and "bit for bit: True; left over at the end: nothing" in done.stdout
