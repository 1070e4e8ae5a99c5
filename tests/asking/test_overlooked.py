"""What was not understood is said: by answers that would use it, by programs, by fits and by verdicts on claims."""

import numpy as np
import pytest
from click.testing import CliRunner

from papergrad import paper
from papergrad.asking.fits import bind
from papergrad.asking.models import model
from papergrad.cli import commands
from papergrad.source import PaperError

OPEN = r"""Let $x, w \in \mathbb{R}^n$ and $b, t \in \mathbb{R}$.

$$v = \oint w^T x + \heartsuit$$

$$y = v^2 + b$$

$$L = \frac12 (y - t)^2$$

"""
SAID = "line 3 was not understood"


def test_a_derivative_tells_what_counts_as_given():
    work = paper.read(OPEN)
    assert [text[:26] for text in work.gradient("L", "b").overlooked] == ["v counts as given: line 3 "]
    assert work.gradient("t^2 b", "b").overlooked == ()
    with pytest.raises(PaperError) as error:
        work.gradient(None, "w")
    assert SAID in error.value.hint


def test_a_definition_that_is_understood_is_not_told():
    work = paper.read(OPEN.replace(r"\oint w^T x + \heartsuit", r"w^T x"))
    assert work.gradient("L", "b").overlooked == () and work.gradient("L", "w").overlooked == ()


def test_what_may_be_the_objective_is_told():
    text = OPEN.replace(r"\oint w^T x + \heartsuit", r"w^T x") + r"$$R = \oint L + \heartsuit$$"
    assert paper.read(text).gradient(None, "b").overlooked[0].startswith("R is left out: line 9 ")
    assert paper.read(text).gradient("L", "b").overlooked == ()


@pytest.mark.parametrize("claim", ["3 (y - t)", "b (y - t)"])
def test_a_claim_about_it_is_not_called_wrong(claim):
    text = rf"$$\frac{{\partial L}}{{\partial b}} = {claim}$$"
    found = paper.read(OPEN + text).findings[-1]
    assert found.verdict == "unknown" and SAID in found.message
    plain = OPEN.replace(r"\oint w^T x + \heartsuit", r"w^T x")
    assert paper.read(plain + text).findings[-1].verdict == "wrong"


def test_a_question_about_it_stays_open():
    question = r"$$\frac{\partial L}{\partial b} = ?$$"
    found = paper.read(OPEN + question).findings[-1]
    assert (found.verdict, found.correct) == ("unknown", None) and SAID in found.message
    plain = OPEN.replace(r"\oint w^T x + \heartsuit", r"w^T x")
    assert paper.read(plain + question).findings[-1].verdict == "answered"


def test_a_program_tells_it_too():
    program = paper.read(OPEN).program(["b"])
    assert SAID in program.notes[0] and SAID in program.formula


def test_nothing_is_fitted_that_leaves_it_out():
    known = model(paper.read(OPEN).computing, data=["t"])
    with pytest.raises(PaperError, match=SAID):
        bind(known, {"t": np.zeros(4)})
    named = model(paper.read(OPEN).computing, data=["t"], parameters=["b", "v"])
    assert bind(named, {"t": np.zeros(4)}, sizes={"m": 2}).parameters.keys() == {"b", "v"}


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["derive", "--wrt", "b"], 1),
        (["derive", "--wrt", "t"], 1),
        (["code", "--wrt", "b"], 1),
        (["derive", "--of", "b t", "--wrt", "b"], 0),
    ],
)
def test_commands_leave_with_what_they_found(tmp_path, command, code):
    file = tmp_path / "open.md"
    file.write_text(OPEN)
    done = CliRunner().invoke(commands, [command[0], str(file), *command[1:]], standalone_mode=False)
    assert done.return_value == code and (SAID in done.stderr) == bool(code)
