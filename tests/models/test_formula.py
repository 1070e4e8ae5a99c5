"""The estimator: scikit-learn's own checks, and what only a formula can do."""

import numpy as np
import pytest

pytest.importorskip("sklearn")

from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from papergrad import Formula, PaperError

LINE = r"Let $x, w \in \mathbb{R}^n$ and $\hat y = w^T x + b$. $$J = (y - \hat y)^2$$"
CLASSES = r"""
Let $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{k \times n}$, $b \in \mathbb{R}^k$, and let $y \in \mathbb{R}^k$ be one-hot.
$$\hat y = \mathrm{softmax}(W x + b)$$
$$J = -\sum_{i=1}^k y_i \log \hat y_i + \lambda \|W\|_F^2$$
"""
HIDDEN = (
    r"Let $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $v \in \mathbb{R}^m$. $$J = (v^T \tanh(W x) - y)^2$$"
)
rng = np.random.default_rng(0)
X = rng.normal(size=(120, 3))
LABEL = (X @ rng.normal(size=(3, 4))).argmax(1)


@parametrize_with_checks([Formula(LINE, epochs=2)])
def test_scikit_learns_own_checks(estimator, check):
    check(estimator)


def test_regression_comes_to_least_squares():
    y = X @ [1.0, -2.0, 0.5] + 3 + 0.1 * rng.normal(size=120)
    line = Formula(LINE, epochs=500, rate=0.03, batch=None).fit(X, y)
    best, *_ = np.linalg.lstsq(np.c_[X, np.ones(120)], y, rcond=None)
    np.testing.assert_allclose(np.append(line.parameters_["w"], line.parameters_["b"]), best, atol=1e-3)
    np.testing.assert_allclose(line.predict(X), np.c_[X, np.ones(120)] @ best, atol=1e-2)
    assert line.score(X, y) > 0.99 and line.history_["loss"][-1] < line.history_["loss"][0]


@pytest.mark.parametrize("target", [LABEL, np.eye(4)[LABEL]], ids=["labels", "one-hot"])
def test_classes_by_label_or_one_hot(target):
    found = Formula(CLASSES, given={"λ": 1e-4}, epochs=200, rate=0.05).fit(X, target)
    assert found.predict(X).shape == (120, 4) and found.score(X, target) > 0.95
    np.testing.assert_allclose(found.predict(X).sum(1), 1)


def test_classes_by_name():
    names = np.array(["ant", "bee", "cat", "dog"])[LABEL]
    found = Formula(CLASSES, given={"λ": 1e-4}, epochs=200, rate=0.05).fit(X, names)
    assert list(found.classes_) == ["ant", "bee", "cat", "dog"] and found.score(X, names) > 0.95


def test_works_with_the_tools_of_scikit_learn():
    grid = GridSearchCV(Formula(CLASSES, epochs=20), {"given": [{"λ": 1e-3}, {"λ": 10.0}]}, cv=3).fit(X, LABEL)
    assert grid.best_params_ == {"given": {"λ": 1e-3}}
    line = make_pipeline(StandardScaler(), Formula(LINE, epochs=100, rate=0.05))
    assert cross_val_score(line, X, X[:, 0], cv=3).min() > 0.95
    copy = clone(Formula(LINE, epochs=7, sizes={"m": 2}))
    assert copy.get_params()["epochs"] == 7 and copy.get_params()["sizes"] == {"m": 2}


def test_inputs_by_name():
    text = r"Let $u, v, p, q \in \mathbb{R}^n$. $$J = (p^T u + q^T v - y)^2$$"
    data = {"u": X, "v": X[::-1].copy()}
    y = X[:, 0] - data["v"][:, 1]
    model = Formula(text, target="y", epochs=300, rate=0.05).fit(data, y)
    assert set(model.parameters_) == {"p", "q"} and model.history_["loss"][-1] < 1e-3
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"x_1": X[:, 0], "x_2": X[:, 1], "x_3": X[:, 2]})
    line = Formula(LINE, epochs=300, rate=0.05).fit(frame, y=X[:, 0])
    np.testing.assert_allclose(line.parameters_["w"], [1, 0, 0], atol=0.01)


@pytest.mark.parametrize(
    ("text", "how", "error"),
    [
        (
            CLASSES,
            {},
            "the paper does not say how large λ is .as in --set λ=0.01, or given={'λ': 0.01}; params to learn it",
        ),
        (CLASSES, {"given": {"μ": 1.0}}, "has no μ"),
        (HIDDEN, {}, "nothing says how large m .axis 1 of W. is .as in --size m=16, or sizes={'m': 16}"),
        (HIDDEN, {"sizes": {"m": 2, "q": 3}}, "no length is called q .there is m, n"),
        ("There is nothing here.", {}, "nothing here is a number that can be made small"),
        (LINE, {"output": "z"}, "is called z"),
    ],
)
def test_what_cannot_be_fitted(text, how, error):
    with pytest.raises(PaperError, match=error):
        Formula(text, **how).fit(X, LABEL)
