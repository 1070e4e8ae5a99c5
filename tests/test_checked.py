"""What is kept of a check on disk: believed only if it is whole, of this version, and of this document."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from papergrad import checked, cli, document, kept, paper
from papergrad.checked import Checked

TEXT = (
    "$W \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$, $J = \\frac{1}{2} \\|W x\\|^2$\n\n"
    "$$\\frac{\\partial J}{\\partial W} = 2 W x x^T$$\n\n$$\\frac{\\partial J}{\\partial x} = ?$$\n"
)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PAPERGRAD_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "checks"


@pytest.fixture
def file(tmp_path):
    (tmp_path / "work.md").write_text(TEXT)
    return tmp_path / "work.md"


def check(*words):
    with pytest.raises(SystemExit) as caught:
        cli.main(["check", *map(str, words)])
    return caught.value.code


def never(one):
    raise AssertionError("judged again")


def test_what_is_kept_is_what_was_found(file, cache):
    opened = paper.open(file)
    Checked(opened.document).keep(opened.findings, opened.known)
    again = Checked(document.open(file))
    assert again.findings == opened.findings
    assert again.known == opened.known
    assert len(list(cache.iterdir())) == 1


def test_an_unchanged_document_is_not_read_again(file, capsys, monkeypatch):
    assert check(file) == 1
    first = capsys.readouterr().out
    monkeypatch.setattr(paper, "understand", never)
    assert check(file) == 1
    assert capsys.readouterr().out == first
    assert check("--no-cache", file) == 2


def test_an_edited_document_is_judged_where_it_changed(file, monkeypatch):
    check(file)
    asked = []
    real = paper.judge
    monkeypatch.setattr(paper, "judge", lambda one: asked.append(one) or real(one))
    file.write_text(TEXT.replace("2 W x x^T", "W x x^T"))
    assert check(file) == 0
    assert len(asked) == 1


def test_no_cache_keeps_nothing(file, cache):
    check("--no-cache", file)
    assert not cache.exists()


def spoiled(body):
    """What may have happened to a file."""
    yield ""
    yield body[: len(body) // 2]
    yield body.replace("wrong", "right")
    yield body + " "
    _, rest = body.split("\n", 1)
    said = json.loads(rest)
    for wrong in (
        [],
        {},
        {**said, "findings": 3, "verdicts": None},
        {**said, "findings": [{}], "verdicts": {"a": {}}},
        {**said, "version": "0"},
    ):
        text = json.dumps(wrong)
        yield f"{checked._digest(text)}\n{text}"


def test_a_spoiled_file_counts_as_nothing(file, cache, capsys):
    check(file)
    good = capsys.readouterr().out
    (kept_file,) = cache.iterdir()
    body = kept_file.read_text()
    for wrong in spoiled(body):
        kept_file.write_text(wrong)
        assert check(file) == 1
        assert capsys.readouterr().out == good
        assert kept_file.read_text() == body


def test_bytes_that_are_no_text_count_as_nothing(file, cache):
    check(file)
    (kept_file,) = cache.iterdir()
    kept_file.write_bytes(b"\xff\xfe\x00")
    assert check(file) == 1


def test_another_version_believes_nothing(file, cache, monkeypatch):
    check(file)
    monkeypatch.setattr(checked, "_version", lambda: "another")
    assert Checked(document.open(file)).findings is None
    assert not Checked(document.open(file)).known.verdicts


def test_a_cache_that_cannot_be_written_does_no_harm(file, tmp_path, monkeypatch):
    (tmp_path / "occupied").write_text("")
    monkeypatch.setenv("PAPERGRAD_CACHE", str(tmp_path / "occupied"))
    assert check(file) == 1


def test_only_so_many_files_are_kept(tmp_path, cache, monkeypatch):
    monkeypatch.setattr(checked, "MOST_FILES", 3)
    for number in range(5):
        name = tmp_path / f"{number}.md"
        name.write_text("$x = 1$")
        check(name)
        os.utime(max(cache.iterdir(), key=lambda f: f.stat().st_mtime_ns), (number, number))
    assert len(list(cache.iterdir())) == 3
    assert Checked(document.open(tmp_path / "4.md")).findings is not None
    assert Checked(document.open(tmp_path / "0.md")).findings is None


def test_writers_at_the_same_time_leave_a_whole_file(file, cache):
    opened = paper.open(file)
    last = Checked(opened.document)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: last.keep(opened.findings, opened.known), range(40)))
    assert Checked(opened.document).findings == opened.findings
    assert len(list(cache.iterdir())) == 1


def test_a_second_check_loads_no_numbers(file):
    program = "import sys\nfrom papergrad import cli\ntry: cli.main(['check', sys.argv[1]])\nfinally: print('numpy' in sys.modules)"
    words = [sys.executable, "-c", program, str(file)]
    runs = [subprocess.run(words, capture_output=True, text=True, env=os.environ).stdout for _ in range(2)]
    assert [run.splitlines()[-1] for run in runs] == ["True", "False"]


def test_the_folder_is_where_systems_keep_caches(monkeypatch, tmp_path):
    monkeypatch.delenv("PAPERGRAD_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept.folder("checks") == Path(tmp_path) / "papergrad" / "checks"
