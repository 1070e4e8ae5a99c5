"""Models with arrays: what is learned, which axis runs over samples, and what does not fit."""

import numpy as np
import pytest

import papergrad
from papergrad.asking.fits import bind
from papergrad.asking.models import model, of_table
from papergrad.source import PaperError

ROW = r"Let $x \in \mathbb{R}^n$, $w \in \mathbb{R}^n$ and $\hat y = w^T x + b$. "
ROWS = r"Let $X \in \mathbb{R}^{N \times n}$, $w \in \mathbb{R}^n$, $y \in \mathbb{R}^N$ and $r = X w - y$. "
rng = np.random.default_rng(0)
X, Y = rng.normal(size=(12, 3)), rng.normal(size=12)


def read(text, **told):
    return model(papergrad.read(text).computing, **told)


@pytest.mark.parametrize(
    ("text", "parameters", "data", "unset"),
    [
        (ROW + "$$J = (y - \\hat y)^2$$", "b w", "x y", ""),
        (ROW + "$$J = (y - \\hat y)^2 + \\lambda \\|w\\|^2$$", "b w", "x y", "λ"),
        (ROW + "$$J = (y - \\hat y)^2 + c \\|w\\|^2$$", "b w", "x y", "c"),  # c weighs a penalty only
        (ROWS + "$$J = \\|r\\|^2$$", "w", "X y", ""),
        (r"Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$. $$J = \|A x\|^2$$", "A", "x", ""),
    ],
)
def test_roles(text, parameters, data, unset):
    found = read(text)
    assert (" ".join(sorted(found.parameters)), " ".join(sorted(found.data)), " ".join(found.unset)) == (
        parameters,
        data,
        unset,
    )


def test_what_is_told_goes_before_what_is_guessed():
    text = r"Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $z \in \mathbb{R}^m$. $$J = \|A x - z\|^2$$"
    assert read(text).parameters == ("A", "z")
    assert read(text, data=["A", "z"]).parameters == ("x",)
    told = read(text, data=["x"], parameters=["A"])
    assert told.parameters == ("A",) and told.unset == ("z",)


@pytest.mark.parametrize("kind", ["one-hot", "binary"])
def test_choices_are_not_learned_unless_somebody_says_so(kind):
    text = rf"Let $x \in \mathbb{{R}}^n$, $W \in \mathbb{{R}}^{{k \times n}}$. The vector $y$ is {kind}. $$J = \|W x - y\|^2$$"
    assert read(text, data=["x"]).parameters == ("W",)
    with pytest.raises(PaperError, match="there is no data for y"):
        bind(read(text, data=["x"]), {"x": X}, sizes={"k": 2})
    assert set(read(text, data=["x"], parameters=["W", "y"]).parameters) == {"W", "y"}


def test_outputs_and_targets():
    found = read(ROW + "$$J = (y - \\hat y)^2$$")
    assert (found.output, found.targets) == ("y\u0302", ("y",))
    for name in (r"\hat y", "ŷ", "y\u0302"):
        assert read(ROW + "$$J = (y - \\hat y)^2$$", output=name).output == "y\u0302"
    found = read(
        r"Let $x, t \in \mathbb{R}^n$, $W, V \in \mathbb{R}^{n \times n}$. $$h = \tanh(W x)$$ $$o = V h$$ $$J = \|o - t\|^2$$"
    )
    assert (found.output, found.targets) == ("o", ("t",))


def values(text, arrays, parts, **told):
    """The objective over some of the samples, at one point."""
    problem = bind(read(text, data=list(arrays)), arrays, **told).problem
    point = np.linspace(0.1, 0.5, problem.length)
    return [problem.value_and_slope(point, np.asarray(part)) for part in parts]


HALVES = [range(12), range(6), range(6, 12)]


@pytest.mark.parametrize(
    ("text", "arrays", "expected"),
    [
        (ROW + "$$J = (y - \\hat y)^2 + 2 \\|w\\|^2$$", {"x": X, "y": Y}, "mean"),
        (ROWS + "$$J = \\frac1N \\|r\\|^2 + 2 \\|w\\|^2$$", {"X": X, "y": Y}, "mean"),
        (ROWS + "$$J = \\|r\\|^2 + 2 \\|w\\|^2$$", {"X": X, "y": Y}, "sum"),
        (ROWS + "$$J = \\frac{1}{2N} \\sum_{i=1}^N r_i^2$$", {"X": X, "y": Y}, "mean"),
    ],
)
def test_the_halves_of_the_samples_estimate_the_whole(text, arrays, expected):
    (whole, slope), (one, d_one), (two, d_two) = values(text, arrays, HALVES)
    assert (one + two) / 2 == pytest.approx(whole) and one != pytest.approx(two)
    np.testing.assert_allclose((d_one + d_two) / 2, slope)
    w = np.linspace(0.1, 0.5, 4)[1:] if "b" in text.split("$$")[0] and "hat" in text else None
    if w is None and "r_i" not in text:
        w = np.linspace(0.1, 0.5, 3)
        squares = (X @ w - Y) ** 2
        assert whole == pytest.approx((squares.mean() if expected == "mean" else squares.sum()) + 2 * w @ w)


def test_what_is_no_sum_and_no_mean_is_fitted_at_once_or_not_at_all():
    with pytest.raises(PaperError, match="neither a sum nor a mean over samples"):
        values(ROWS + r"$$J = \|r\|^3$$", {"X": X, "y": Y}, HALVES)


def test_a_label_stands_for_a_one_hot_vector():
    text = (
        r"Let $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{k \times n}$, let $y \in \mathbb{R}^k$ be one-hot. "
        r"$$J = -y^T \log \mathrm{softmax}(W x)$$"
    )
    labels = np.arange(12) % 4
    one, other = (values(text, {"x": X, "y": y}, HALVES) for y in (labels, np.eye(4)[labels]))
    for (a, da), (b, db) in zip(one, other, strict=True):
        assert a == pytest.approx(b)
        np.testing.assert_allclose(da, db)


def test_lengths():
    text = (
        r"Let $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $v \in \mathbb{R}^{2m}$. "
        r"$$h = \tanh(W x)$$ $$J = (v^T [h; -h] - y)^2$$"
    )
    found = bind(read(text), {"x": X, "y": Y}, sizes={"m": 5})
    assert found.parameters == {"W": (5, 3), "v": (10,)}


@pytest.mark.parametrize(
    ("text", "arrays", "told", "error"),
    [
        (ROW + "$$J = (y - \\hat y)^2$$", {"x": X}, {}, "there is no data for y"),
        (ROW + "$$J = (y - \\hat y)^2$$", {"x": X, "y": Y[:5]}, {}, "not all data has as many samples: x has 12, y has 5"),
        (ROW + "$$J = (y - \\hat y)^2$$", {"x": X[None, None], "y": Y}, {}, "x is n, and the data has 4 axes"),
        (ROW + "$$J = (y - \\hat y)^2$$", {"x": X, "y": Y, "q": Y}, {}, "has no q"),
        (
            r"Let $T, Y \in \mathbb{R}^{N \times C}$. $$J = \|T - Y\|^2$$", {"T": X, "Y": np.arange(12) % 3}, {},
            r"Y is N × C, and the data has 1 axis \(if Y is one-hot, the paper should say so\)",
        ),
        (ROW + "$$J = (y - \\hat y)^2$$", {"x": X, "y": Y}, {"sizes": {"n": 4}}, "n is 3 in the data, not 4"),
        (ROWS + "$$J = \\|r\\|^2$$", {"X": X, "y": Y[:5]}, {}, "has an axis of"),
        (
            r"Let $c \in \{1, \dots, W\}$, $u_1, \dots, u_W \in \mathbb{R}^n$. $$J = \|u_c\|^2$$",
            {"c": np.array([0, 5])}, {"sizes": {"W": 3, "n": 2}}, "c holds the position 5, and W is 3",
        ),
        (
            r"Let $c \in \{1, \dots, W\}$, $u_1, \dots, u_W \in \mathbb{R}^n$. $$J = \|u_c\|^2$$",
            {"c": np.array([0, 0.5])}, {"sizes": {"n": 2}}, "c holds positions: whole numbers from 0",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit(text, arrays, told, error):
    known = read(text)
    with pytest.raises(PaperError, match=error):
        bind(known, arrays, **told).problem


def test_a_table():
    paper = papergrad.read(ROW + "$$J = (y - \\hat y)^2$$")
    columns = {"x_1": Y, "x_2": Y, "y": Y, "note": Y}
    found, arrays, left = of_table(paper.computing, columns)
    assert found.parameters and arrays["x"].shape == (12, 2) and left == ["note"]
    with pytest.raises(
        PaperError, match=r"the table has nothing that .* \(it speaks of b, w, x, y; the columns of a vector"
    ):
        of_table(paper.computing, {"note": Y})
