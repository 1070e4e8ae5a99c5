"""A peer that takes too long is stopped and called so; one that says why it cannot is quoted."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def calculus():
    spec = importlib.util.spec_from_file_location("benchmarks_calculus", ROOT / "benchmarks" / "calculus.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class Timeout(Exception):
    pass


def bench(run_one):
    return SimpleNamespace(Timeout=Timeout, run_one=run_one)


def test_what_takes_too_long_is_stopped(calculus):
    def forever(*_):
        while True:
            pass

    assert str(calculus.peer("tool", "quad", bench(forever), 1, 0.05)) == "timeout"


def test_each_mode_has_its_own_limit(calculus):
    def modes(*_):
        found = {}
        for mode in ("first", "second"):
            try:
                while True:
                    pass
            except Timeout as late:
                found[mode] = {"ok": False, "error": f"timeout {late}"}
        found["third"] = {"ok": True, "cpu_ms": 2.5, "correct": True, "shown_len": 7}
        return found

    assert str(calculus.peer("tool", "quad", bench(modes), 1, 0.05)) == "2.5 (7)"


@pytest.mark.parametrize(("error", "cell"), [("unsupported: inverse", "unsupported"), ("TypeError: no", "error")])
def test_why_there_is_no_result(calculus, error, cell):
    found = {"tool": "x", "default": {"ok": False, "error": error}}
    assert str(calculus.peer("tool", "quad", bench(lambda *_: found), 1, 1)) == cell
