"""A line that starts with = may go on from several chains: it is judged from each, and explained from one."""

from papergrad import read
from papergrad.judging import explaining, judge

PAGE = """
Let $x, a \\in R^n$ and $f = \\sum_i a_i x_i^2$.

$$\\frac{\\partial f}{\\partial x_i} = 2 a_i x_i$$

$$\\frac{\\partial f}{\\partial a_i} = x_i^2$$

$$= %s$$
"""


def last(right: str) -> str:
    return read(PAGE % right).findings[-1].verdict


def test_a_line_holds_if_it_goes_on_from_any_of_them() -> None:
    assert last("x_i x_i") == "right"
    assert last("a_i x_i + x_i a_i") == "right"


def test_what_goes_on_from_none_is_wrong() -> None:
    assert last("3 x_i x_i") == "wrong"


def test_only_one_of_them_says_why_it_does_not_hold(monkeypatch) -> None:
    asked = []
    nearest = explaining._nearest
    monkeypatch.setattr(explaining, "_nearest", lambda *given: asked.append(1) or nearest(*given))
    statement = read(PAGE % "3 x_i x_i").reading.reads[-1]
    assert len(statement.heads) > 1
    assert judge.judge(statement).verdict == "wrong"
    assert len(asked) == 1


def test_a_line_that_nobody_can_judge_is_shown_from_the_likeliest_head() -> None:
    page = r"$u = v + w$, $c = d \, e$ and $$\frac{\partial q}{\partial r} = \frac{\partial q}{\partial s} t$$ $$= g(k) \, t$$"
    assert read(page).findings[-1].reading.startswith(r"\frac{\partial q}{\partial r} =")
