"""Forks are safe while no other thread is at work: then commands use as many as there are processors."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from papergrad import forks

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")


def test_work_is_spread_over_forks():
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", str(HERE / "forked.py")],
        capture_output=True, text=True, cwd=HERE.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_nothing_is_forked_while_another_thread_is_at_work():
    done = threading.Event()
    waiting = threading.Thread(target=done.wait)
    waiting.start()
    try:
        assert forks.useful() == 1
    finally:
        done.set()
        waiting.join()


def test_the_command_finds_no_thread_at_work():
    """Numerical libraries start threads of their own when they are loaded, unless they are told not to."""
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one processor")
    asked = "from papergrad import cli, forks; "
    asked += "forks.spread = lambda work, count, n: print('with', n) or [work(k) for k in range(count)]; "
    asked += f"cli.main(['check', '--no-cache', {str(DOCUMENTS / 'deep_columns.tex')!r}])"
    free = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=free)
    assert f"with {len(os.sched_getaffinity(0))}" in done.stdout, done.stderr
