"""The commands, as somebody runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from papergrad import cli

ROOT = Path(__file__).resolve().parents[1]
RIGHT = (
    "$W \\in \\mathbb{R}^{m \\times n}$, $x \\in \\mathbb{R}^n$, $J = \\frac{1}{2} \\|W x\\|^2$\n\n"
    "$$\\frac{\\partial J}{\\partial W} = W x x^T$$\n"
)
WRONG = RIGHT.replace("W x x^T", "2 W x x^T")
QUESTION = RIGHT.replace("W x x^T", "?")


def run(*words, text=None, tmp_path=None):
    """Exit code and output of a command; ``text`` goes to a file that the words call ``FILE``."""
    if text is not None:
        (tmp_path / "work.md").write_text(text)
        words = [str(tmp_path / "work.md") if word == "FILE" else word for word in words]
    with pytest.raises(SystemExit) as caught:
        cli.main(list(words))
    return caught.value.code


def test_exit_codes(tmp_path, capsys):
    assert run("check", "FILE", text=RIGHT, tmp_path=tmp_path) == 0
    assert run("check", "FILE", text=WRONG, tmp_path=tmp_path) == 1
    assert run("check", "--fail-on", "unknown", "FILE", text=WRONG, tmp_path=tmp_path) == 0
    assert run("check", str(tmp_path / "none.md")) == 2
    assert "No such file" in capsys.readouterr().err
    assert run("check") == 2
    assert run("check", "--fail-on", "ugly", "FILE", text=RIGHT, tmp_path=tmp_path) == 2
    assert "there is no verdict 'ugly'" in capsys.readouterr().err


def test_a_breakdown_is_2(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("papergrad.document.open", lambda path: 1 / 0)
    monkeypatch.delenv("PAPERGRAD_DEBUG", raising=False)
    assert run("check", "FILE", text=RIGHT, tmp_path=tmp_path) == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_check_says_what_is_wrong(tmp_path, capsys):
    run("check", "FILE", text=WRONG, tmp_path=tmp_path)
    out = capsys.readouterr().out
    assert "work.md:3:3: PG2" in out and "^^^^" in out and "1 wrong" in out
    assert "\x1b" not in out  # no colours where nobody looks


def test_formats(tmp_path, capsys):
    run("check", "--output-format", "json", "FILE", text=WRONG, tmp_path=tmp_path)
    statements = json.loads(capsys.readouterr().out)["files"][0]["statements"]
    assert [s["verdict"] for s in statements][-1] == "wrong"
    assert {WRONG[s["offset"] : s["offset"] + s["length"]] == s["source"] for s in statements} == {True}
    run("check", "--output-format", "markdown", "FILE", text=WRONG, tmp_path=tmp_path)
    assert "- **3:3**" in capsys.readouterr().out
    run("check", "--output-format", "concise", "FILE", text=WRONG, tmp_path=tmp_path)
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_folder(tmp_path, capsys):
    (tmp_path / "a.md").write_text(RIGHT)
    (tmp_path / "b.tex").write_text(WRONG)
    (tmp_path / "c.py").write_text("x = '$$1 = 2$$'")
    assert run("check", str(tmp_path)) == 1
    assert "in 2 documents" in capsys.readouterr().out


def test_answers(tmp_path, capsys):
    assert run("answer", "FILE", text=QUESTION, tmp_path=tmp_path) == 0
    assert "∂J/∂W=Wxxᵀ" in capsys.readouterr().out.replace(" ", "")
    assert run("answer", "--write", "FILE", text=QUESTION, tmp_path=tmp_path) == 0
    new = (tmp_path / "work.md").read_text()
    assert "?" not in new and new.startswith(QUESTION[: QUESTION.index("?")])
    assert run("check", "FILE", text=new, tmp_path=tmp_path) == 0


def test_derive(tmp_path, capsys):
    assert run("derive", "x'Ax + b'x", "--wrt", "x") == 0
    assert capsys.readouterr().out == "∂f/∂x = (A + Aᵀ) x + b\n"
    assert run("derive", "A*x", "--wrt", "x", "--shape", "A=3×n", "--format", "markdown") == 0
    assert capsys.readouterr().out == "$$\\frac{\\partial f}{\\partial x} = A$$\n\n"
    assert run("derive", "FILE", "--wrt", "W,x", "--of", "J", text=RIGHT, tmp_path=tmp_path) == 0
    assert capsys.readouterr().out.splitlines() == ["∂J/∂W = Wxxᵀ", "∂J/∂x = Wᵀ Wx"]
    assert run("derive", "FILE", "--wrt", "W", "--steps", text=RIGHT, tmp_path=tmp_path) == 0
    assert capsys.readouterr().out.startswith("By definition\n  J = ½ ‖Wx‖²\n")
    assert run("derive", "FILE", "--wrt", "W,x", "--deltas", text=RIGHT, tmp_path=tmp_path) == 0
    assert run("derive", "x'x", "--wrt", "z") == 2
    assert run("derive", "x'x", "--wrt", "x", "--shape", "x") == 2
    assert "nothing here is called z" in capsys.readouterr().err


def test_code(tmp_path, capsys, monkeypatch):
    assert run("code", "FILE", "--wrt", "W", text=RIGHT, tmp_path=tmp_path) == 0
    out = capsys.readouterr().out
    assert "def value_and_gradients(W, x):" in out and "∂J/∂W = Wxxᵀ" in out and "papergrad" not in out
    monkeypatch.setitem(sys.modules, "papergrad.programs.jax", None)
    assert run("code", "FILE", "--wrt", "W", "--backend", "jax", text=RIGHT, tmp_path=tmp_path) == 2
    assert "pip install papergrad[jax]" in capsys.readouterr().err


def test_explain(tmp_path, capsys):
    run("explain", "FILE", "3", text=WRONG, tmp_path=tmp_path)
    known, _, line = capsys.readouterr().out.partition("\n\n")
    assert [row.split(maxsplit=1) for row in known.splitlines()] == [
        ["J", "number  = ½ ‖Wx‖²"],
        ["W", "m × n"],
        ["x", "n"],
    ]
    assert line.startswith("3:3 gradient, wrong") and "∂J/∂W = 2Wxxᵀ" in line
    run("explain", "FILE", text=RIGHT, tmp_path=tmp_path)
    assert "lines 1 to 3" in capsys.readouterr().out


def test_rules(capsys):
    assert run("rule", "PG203") == 0
    assert capsys.readouterr().out.startswith("PG203  ")
    assert run("rule") == 0
    assert "PG201" in capsys.readouterr().out
    assert run("rule", "PG000") == 2


def test_gradcheck(tmp_path, capsys, monkeypatch):
    (tmp_path / "mine.py").write_text(
        "import numpy as np\n\ndef problem():\n    return lambda x: (x**2).sum(), lambda x: 3 * x, np.ones(3)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert run("gradcheck", "mine:problem") == 1
    assert run("gradcheck", "mine:none") == 2
    assert run("gradcheck", "mine") == 2


def test_help_names_every_command():
    text = CliRunner().invoke(cli.commands, ["--help"]).output
    for name in cli.commands.commands:
        assert name in text
        assert CliRunner().invoke(cli.commands, [name, "--help"]).exit_code == 0


def test_importing_is_quick():
    code = "import sys, papergrad; assert not {'numpy', 'click', 'mpmath', 'papergrad.source'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT / "src")


COMMAND = "import atexit, sys; from papergrad import cli; atexit.register(print, 'at exit'); cli.main()"


@pytest.mark.parametrize("debug", ["", "1"])
@pytest.mark.parametrize(("text", "code"), [(RIGHT, 0), (WRONG, 1)])
def test_a_process_ends_with_all_that_it_has_to_say(debug, text, code, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("PAPERGRAD_CACHE", str(tmp_path / "cache"))
    assert run("check", "FILE", text=text, tmp_path=tmp_path) == code
    said = capsys.readouterr().out
    env = {**os.environ, "PAPERGRAD_DEBUG": debug} if debug else os.environ
    words = [sys.executable, "-c", COMMAND, "check", str(tmp_path / "work.md")]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT / "src", env=env)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout == said + "at exit\n"


def test_nobody_has_to_read_to_the_end(tmp_path):
    (tmp_path / "work.md").write_text(WRONG)
    words = [sys.executable, "-m", "papergrad", "check", "--no-cache", str(tmp_path / "work.md")]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT / "src")
    process.stdout.close()
    assert process.stderr.read() == b"" and process.wait() in (0, 1)
    process.stderr.close()


FIT = ["fit", "examples/rings.md", "--data", "examples/rings.csv", "--size", "m=6", "--epochs", "20"]


def test_fit(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert run(*FIT, "--rate", "0.03", "--held-out", "0.2", "--save", str(tmp_path / "p.npz")) == 0
    said = capsys.readouterr().out
    assert "learns W_1 (6 × 2), W_2 (6 × 2), W_3 (3 × 6), b_1 (6), b_2 (6), b_3 (3): 57 numbers" in said
    assert "by     adam, rate 0.03, batches of 32, 30 of 150 samples held out" in said
    assert "J fell from" in said and "ended after 20 epochs" in said
    with np.load(tmp_path / "p.npz") as file:
        assert file["W_1"].shape == (6, 2) and file["b_3"].shape == (3,)


def test_fit_goes_on_from_a_checkpoint(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    said = []
    for _ in range(2):
        assert run(*FIT, "--checkpoint", str(tmp_path / "c.npz")) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert run(*FIT, "--seed", "1", "--checkpoint", str(tmp_path / "c.npz")) == 2
    assert "is of another fit" in capsys.readouterr().err


def test_the_curve_of_a_fit(tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(ROOT)
    assert run(*FIT, "--curve", str(tmp_path / "c.png")) == 0
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["--size", "m"], "'m' is no number for a name: as in --size m=16"),
        (["--rule", "newton"], "there is no rule newton (one of sgd, momentum, adagrad, adam)"),
        (["--params", "Q"], "the objective J has no Q"),
        (["--set", "β=1"], "the objective J has no β"),
        (["--size", "n=3"], "no length is called n (there is m)"),
        (["--data", "README.md"], "is no table that is known"),
        (["--data", "none.csv"], "cannot be read"),
    ],
)
def test_fit_says_what_is_wrong(words, error, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert run(*FIT, *words) == 2
    assert error in capsys.readouterr().err
