"""What is kept on disk: whole at every moment, shared between processes, and compiled anew where it is broken."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from papergrad import kept
from papergrad.algebra.nodes import Apply, Entry, Index, Sum, Tensor
from papergrad.algebra.sizes import Size
from papergrad.programs import load, schedule

I = Index("i", Size.of("n"))
PROGRAM = schedule({"e": Tensor(Sum(I, Apply("exp", Entry("x", (I,)))))}, {}, inputs={"x": (Size.of("n"),)})
X = np.array([0.0, 1.0, -2.0])
RIGHT = float(np.exp(X).sum())

WORK = """
import sys
import numpy as np
from tests.programs.test_kept import PROGRAM, X
from papergrad.programs import load
print("ready", flush=True)
sys.stdin.readline()
call = load(PROGRAM, "numba", sys.argv[1])
print(float(call(x=X.astype(sys.argv[1]))), sum(call.function.stats.cache_hits.values()))
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPERGRAD_CACHE", str(tmp_path))
    return tmp_path


def together(*dtypes: str) -> list[tuple[float, int]]:
    """The value that processes compute which start at the same moment, and how often each found it compiled."""
    paths = os.pathsep.join(p or os.getcwd() for p in sys.path)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORK, dtype], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        for dtype in dtypes
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    found = []
    for worker in workers:
        value, hits = worker.communicate()[0].split()
        assert worker.returncode == 0
        found.append((float(value), int(hits)))
    return found


def test_processes_that_compile_the_same_at_once_do_not_disturb_each_other(cache: Path) -> None:
    pytest.importorskip("numba")
    dtypes = ("float64", "float64", "float32")
    for value, _ in together(*dtypes):
        assert value == pytest.approx(RIGHT, rel=1e-6)
    assert not [file for file in cache.rglob("*") if "tmp" in file.name]
    for value, hits in together("float64", "float32"):  # and later ones find it
        assert value == pytest.approx(RIGHT, rel=1e-6) and hits == 1


@pytest.mark.parametrize("content", [b"", b"\x80\x04\xff half a file"], ids=["empty", "broken"])
def test_broken_files_are_made_again(cache: Path, content: bytes) -> None:
    pytest.importorskip("numba")
    assert load(PROGRAM, "numba")(x=X) == pytest.approx(RIGHT)
    files = [file for file in cache.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    assert {file.suffix for file in files} == {".py", ".nbi", ".nbc"}
    for suffix in (".nbc", ".nbi", ".py"):
        for file in files:
            if file.suffix == suffix:
                file.write_bytes(content)
        assert load(PROGRAM, "numba")(x=X) == pytest.approx(RIGHT), suffix
    again = load(PROGRAM, "numba")
    assert again(x=X) == pytest.approx(RIGHT) and again.function.stats.cache_hits


def test_code_for_other_types_is_not_taken(cache: Path) -> None:
    """Where two processes gave the same number to code for different types, the types decide."""
    pytest.importorskip("numba")
    call = load(PROGRAM, "numba")
    for dtype in ("float64", "float32"):  # both in one index
        call.function(X.astype(dtype))
    one, other = sorted(cache.rglob("*value_and_gradients*.nbc"))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert load(PROGRAM, "numba")(x=X) == pytest.approx(RIGHT, rel=1e-12)


def test_choices_that_are_no_text_are_made_again(cache: Path) -> None:
    file = cache / "choice"
    kept.write(file, "numba")
    assert kept.read(file) == "numba" and [f.name for f in cache.iterdir()] == ["choice"]
    file.write_bytes(b"\xff\xfe")
    assert kept.read(file) == "" == kept.read(cache / "none")


def test_a_cache_that_cannot_be_written_is_replaced_for_this_run(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (cache / "file").write_text("")
    monkeypatch.setenv("PAPERGRAD_CACHE", str(cache / "file"))
    place = kept.folder("programs")
    assert place == kept.folder("programs") and place.parent.is_dir()
    kept.write(place / "x", "text")
    assert kept.read(place / "x") == "text"
