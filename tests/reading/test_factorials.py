r"""Factorials in the likelihood of counts."""

import pytest

import papergrad

POISSON = r"""With rates $\lambda_i = e^{x_i^T\beta}$:
$$\ell(\beta) = \sum_i \left(y_i x_i^T\beta - e^{x_i^T\beta} - \log y_i!\right)$$
"""
NAMED = [(r"\beta", r"\lambda", "y"), (r"\theta", r"\mu", "t"), ("w", "r", "c")]


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings]


@pytest.mark.parametrize("letters", NAMED)
@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla\ell(\beta) = \sum_i (y_i - \lambda_i) x_i", "right"),
        (r"\nabla\ell(\beta) = \sum_i (\lambda_i - y_i) x_i", "wrong"),
        (r"\nabla\ell(\beta) = X^T (y - \lambda)", "right"),
        (r"\nabla\ell(\beta) = X^T (\lambda - y)", "wrong"),
        (r"\nabla^2\ell(\beta) = -X^T \mathrm{diag}(\lambda) X", "right"),
        (r"\nabla^2\ell(\beta) = X^T \mathrm{diag}(\lambda) X", "wrong"),
    ],
)
def test_the_likelihood_of_counts_is_derived_by_its_parameters(letters, claim, verdict):
    parameter, rate, count = letters
    text = (POISSON + f"$${claim}$$").replace(r"\beta", parameter).replace(r"\lambda", rate)
    text = text.replace("y_i", f"{count}_i").replace("(y -", f"({count} -").replace("- y)", f"- {count})")
    assert verdicts(text)[-1] == verdict


@pytest.mark.parametrize("letter", ["k", "y", "n"])
@pytest.mark.parametrize("factorial", ["{}!", "({}!)"])
def test_the_logarithm_of_a_probability_of_counts(letter, factorial):
    factorial = factorial.format(letter)
    head = rf"Let $p({letter}) = \frac{{\mu^{letter} e^{{-\mu}}}}{{{letter}!}}$. "
    for sign, verdict in (("-", "right"), ("+", "wrong")):
        claim = rf"$$\log p({letter}) = {letter} \log \mu {sign} \mu - \log {factorial}$$"
        slope = rf"$$\frac{{\partial}}{{\partial\mu}} \log p({letter}) = \frac{{{letter}}}{{\mu}} {sign} 1$$"
        assert verdicts(head + claim) == ["defines", verdict]
        assert verdicts(head + slope) == ["defines", verdict]


def test_a_power_beside_a_factorial_is_no_label():
    text = r"$$L(\mu) = -\sum_{n=1}^N \log \frac{\mu^{t_n} e^{-\mu}}{t_n!}$$"
    assert verdicts(text + r"$$\frac{dL}{d\mu} = N - \frac1\mu \sum_{n=1}^N t_n$$")[-1] == "right"
    assert verdicts(text + r"$$\frac{dL}{d\mu} = N + \frac1\mu \sum_{n=1}^N t_n$$")[-1] == "wrong"
    assert verdicts(text + r"$$\frac{dL}{d\mu} = N - \sum_{n=1}^N t_n$$")[-1] == "wrong"


def test_factorials_of_numbers_are_worked_out():
    assert verdicts("We have $4! = 24$ and $3! = 7$.") == ["right", "wrong"]


def test_the_gradient_of_a_likelihood_of_counts_is_written_and_its_value_is_not_computed():
    paper = papergrad.read(POISSON)
    assert "!" not in str(paper.gradient("ℓ", "β"))
    with pytest.raises(papergrad.PaperError, match="factorials are not computed"):
        paper.compile(["β"])
