"""Work that is spread over forks comes back whole and in order, whatever happens to a fork. Run by ``test_forks``, in a process
of its own: other tests load libraries that start threads."""

import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergrad import paper
from papergrad.forks import spread

DOCUMENTS = Path(__file__).parent / "documents"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 40), st.integers(1, 4))
def test_results_come_in_order(count, processes):
    assert spread(lambda n: n * n, count, processes) == [n * n for n in range(count)]


def test_more_pieces_than_a_pipe_holds():
    assert spread(lambda n: n, 20_001, 2) == list(range(20_001))


def test_several_processes_take_part():
    here = os.getpid()

    def slowly(n):
        return sum(range(200_000)), os.getpid()

    workers = {process for _, process in spread(slowly, 200, 2)}
    assert here in workers and len(workers) == 2


def test_what_a_killed_fork_had_taken_is_done_again():
    here = os.getpid()

    def fatal(n):
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    assert spread(fatal, 50, 3) == list(range(50))


def test_what_cannot_be_sent_back_is_done_again():
    results = spread(lambda n: lambda: n, 12, 3)
    assert [one() for one in results] == list(range(12))


def test_an_error_is_raised_here_and_nothing_is_left_over():
    def failing(n):
        if n == 7:
            raise ValueError("seven")
        return n

    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(ValueError, match="seven"):
        spread(failing, 20, 3)
    assert len(os.listdir("/proc/self/fd")) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("name", ["lstm_step.ipynb", "deep_columns.tex"])
def test_findings_are_the_same_from_one_process_and_from_two(name):
    alone, together = paper.open(DOCUMENTS / name), paper.open(DOCUMENTS / name)
    assert together.judged(2) == alone.findings
    assert together.known == alone.known
    assert together.findings is together.judged(1)


@pytest.mark.parametrize("limit", [5, 100, 400])
def test_the_bound_on_work_is_the_same_for_one_process_and_for_two(limit, monkeypatch):
    monkeypatch.setattr(paper, "EFFORT", limit)
    name = DOCUMENTS / "logistic_regression.tex"
    assert paper.open(name).judged(2) == paper.open(name).findings
