"""Kinds by use, then by habit, and by the next likeliest guess where the claims of a scope would not fit."""

import pytest

import papergrad
from papergrad.reading import choosing

OUTPUT = r"""
$$z = W x + b, \quad a = \mathrm{ReLU}(z), \quad \hat{y} = \sigma(w^\top a + c)$$
$$\mathcal{L} = -y \log \hat y - (1-y)\log(1-\hat y)$$
"""


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings if f.kind == "gradient"]


def test_one_output_is_a_number_though_the_layers_below_are_vectors():
    claims = r"""
$$\frac{\partial \mathcal{L}}{\partial \hat y} = -\frac{y}{\hat y} + \frac{1-y}{1-\hat y}$$
$$\frac{\partial \mathcal{L}}{\partial w} = (\hat y - y) a, \quad \frac{\partial \mathcal{L}}{\partial a} = (\hat y - y) w$$
"""
    paper = papergrad.read(OUTPUT + claims)
    assert verdicts(OUTPUT + claims) == ["right"] * 3
    assert len(paper.shapes["y"]) == 0


@pytest.mark.parametrize("batch", [r"$$Z = X W^\top + b$$", r"$$Z = W X + b$$"])
def test_a_bias_is_added_to_every_sample_of_a_batch(batch):
    """Without that, b and with it x and a would be matrices."""
    claims = (
        r"$$\frac{\partial \mathcal{L}}{\partial a} = (\hat y - y) w, "
        r"\quad \frac{\partial \mathcal{L}}{\partial c} = \hat y - y$$"
    )
    assert verdicts(OUTPUT + batch + claims) == ["right", "right"]


def test_a_wrong_claim_does_not_make_vectors_of_numbers():
    """The one statement that does not fit is the wrong one; the others keep their kinds."""
    claims = r"""
$$\frac{\partial \mathcal{L}}{\partial w} = (\hat y - y) a^\top a, \quad \frac{\partial \mathcal{L}}{\partial a} = (\hat y - y) w$$
"""
    first, second = verdicts(OUTPUT + claims)
    assert first != "right"
    assert second == "right"


def test_letters_that_run_on_one_side_run_on_the_other():
    text = r"""
$z = W a$ and $C = \frac{1}{2} \|z - t\|^2$, and with $\delta = \frac{\partial C}{\partial z}$:
$$\frac{\partial C}{\partial W_{jk}} = a_k \delta_j$$
"""
    assert verdicts(text) == ["right"]


@pytest.mark.parametrize("cost", [1, 1000])
def test_no_guess_is_tried_that_could_not_pay_even_if_all_fitted(cost, monkeypatch):
    tried, attempt = [], choosing.Attempts.attempt
    monkeypatch.setattr(choosing.Attempts, "attempt", lambda self, guess: tried.append(guess) or attempt(self, guess))
    monkeypatch.setattr(choosing, "_cost", lambda best, guess: cost)
    assert papergrad.read(OUTPUT + r"$$\frac{\partial \mathcal{L}}{\partial w} = (\hat y - y) a^\top a$$").reading
    assert (len(tried) > 1) == (cost == 1)


def test_what_is_defined_entry_by_entry_is_a_vector_where_it_stands_alone():
    """Not even a μ, which alone is a number more often than not."""
    logistic = r"""
$$\mu_i = \sigma(w^T x_i), \quad L(w) = -\sum_{i=1}^N [y_i \log \mu_i + (1 - y_i) \log (1 - \mu_i)]$$
$$\nabla_w L(w) = \sum_i (\mu_i - y_i) x_i = X^T (\mu - y)$$
"""
    assert verdicts(logistic) == ["right", "right"]
    multiplier = r"""
$$\mathcal{L}(\theta, \lambda) = \sum_k n_k \log \theta_k + \lambda (1 - \sum_k \theta_k)$$
$$\frac{\partial \mathcal{L}}{\partial \theta_k} = \frac{n_k}{\theta_k} - \lambda, \quad \theta_k = \frac{n_k}{\lambda}$$
"""
    assert verdicts(multiplier) == ["right"]


def test_multipliers_are_no_step_though_their_letter_is_that_of_one():
    dual = r"""
$$L(\alpha) = \sum_{i=1}^n \alpha_i - \frac12 \sum_{i=1}^n \sum_{j=1}^n \alpha_i \alpha_j y_i y_j x_i^T x_j$$
$$\frac{\partial L}{\partial \alpha_i} = 1 - y_i \sum_{j=1}^n \alpha_j y_j x_i^T x_j, \quad \alpha_i = C - \mu_i$$
"""
    assert verdicts(dual) == ["right"]
    ridge = r"""
$$J(\alpha) = \frac12 (K \alpha - y)^T (K \alpha - y) + \frac{\lambda}{2} \alpha^T K \alpha$$ where $K$ is symmetric.
$$\nabla_\alpha J = K (K \alpha - y) + \lambda K \alpha$$
"""
    assert verdicts(ridge) == ["right"]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [(r"\frac{\partial L}{\partial e} x^T", "right"), (r"2 \frac{\partial L}{\partial e} x^T", "wrong")],
)
def test_what_is_derived_by_is_no_loss(claim: str, verdict: str) -> None:
    page = rf"$e = E x$ with a one-hot $x$: $$\frac{{\partial L}}{{\partial E}} = {claim}$$"
    assert papergrad.read(page).findings[-1].verdict == verdict


@pytest.mark.parametrize("letter", ["C", "L", "J", "E", "N"])
def test_a_letter_for_a_loss_that_stands_beside_a_sign_for_entries_is_a_matrix(letter: str) -> None:
    right = rf"- $tr(AB) = tr(BA)$ - $tr(A^T(B \odot {letter})) = tr((A \odot B)^T{letter})$"
    wrong = rf"- $tr(AB) = tr(BA)$ - $tr(A^T(B \odot {letter})) = tr((A^T \odot B)^T{letter})$"
    assert papergrad.read(right).findings[-1].verdict == "right"
    assert papergrad.read(wrong).findings[-1].verdict == "wrong"


@pytest.mark.parametrize(
    "first", [r"J = \frac12 (h - y)^2, \quad h = w^T x", r"h = w^T x, \quad J = \frac12 (h - y)^2"]
)
def test_a_target_is_as_large_as_what_is_compared_with_it_whatever_comes_first(first: str) -> None:
    page = rf"$${first}$$ $$\nabla_w J = CLAIM$$"
    for claim, verdict in (
        (r"(w^T x - y) x", "right"),
        ("(h - y) x", "right"),
        ("(y - h) x", "wrong"),
        ("(h - y) w", "wrong"),
    ):
        assert papergrad.read(page.replace("CLAIM", claim)).findings[-1].verdict == verdict


@pytest.mark.parametrize(
    ("what", "slope"),
    [
        (r"-\log \sigma(u^T v)", r"(\sigma(u^T v) - 1) u"),
        ("u^T v", "u"),
        (r"u^\top v + c", "u"),
        ("(u^T v)^2", "2 (u^T v) u"),
        (r"\log(1 + e^{u^T v})", r"\sigma(u^T v) u"),
    ],
)
def test_a_capital_that_inner_products_of_small_letters_give_is_a_number(what: str, slope: str) -> None:
    page = rf"$$Q = {what}$$ $$\frac{{\partial Q}}{{\partial v}} = SIGN{slope}$$"
    assert papergrad.read(page.replace("SIGN", "")).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("SIGN", "-")).findings[-1].verdict == "wrong"


def test_an_outer_product_of_small_letters_is_a_matrix() -> None:
    assert papergrad.read(r"$$S = u u^T$$ $$S^T = S$$").findings[-1].verdict == "right"
    assert papergrad.read(r"$$S = u v^T$$ $$S^T = v u^T$$").findings[-1].verdict == "right"


@pytest.mark.parametrize("called", ["", "(w, b)"])
def test_a_bias_is_as_large_as_the_product_it_is_added_to(called: str) -> None:
    page = rf"$$R{called} = \frac12 (f - y)^2$$ where $f = w^\top x + b$. $$\frac{{d R}}{{d w}} = SIGN(f - y) x$$"
    assert papergrad.read(page.replace("SIGN", "")).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("SIGN", "-")).findings[-1].verdict == "wrong"


def test_nobody_divides_by_a_matrix_that_counts() -> None:
    page = r"$$S = \frac{1}{2m} \|X \beta - y\|^2$$ $$\frac{d S}{d \beta} = \frac{SIGN1}{m} X^T (X \beta - y)$$"
    assert papergrad.read(page.replace("SIGN", "")).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("SIGN", "-")).findings[-1].verdict == "wrong"
