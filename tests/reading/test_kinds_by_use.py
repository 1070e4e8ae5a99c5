"""What a symbol is by how it is used: divided by, behind a capital, beside a transpose, in a branch."""

from __future__ import annotations

import pytest

import papergrad


def last(text: str) -> str:
    return papergrad.read(text).findings[-1].verdict


@pytest.mark.parametrize(("slope", "verdict"), [(r"\frac{1}{T} (p_i - q_i)", "right"), (r"p_i - q_i", "wrong")])
def test_a_capital_that_is_only_divided_by_is_a_number(slope: str, verdict: str) -> None:
    page = (
        r"Let $\sum_i q_i = 1$. $$p_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}$$ $$L = -\sum_i q_i \log p_i$$"
        rf"$$\frac{{\partial L}}{{\partial z_i}} = {slope}$$"
    )
    assert last(page).startswith(verdict)


@pytest.mark.parametrize(("factor", "verdict"), [("", "right"), ("2", "wrong")])
def test_the_branches_of_a_number_are_numbers(factor: str, verdict: str) -> None:
    page = r"""Let $\delta > 0$. $$e = y - w^T x$$
$$L = \begin{cases} \frac12 e^2 & |e| \le \delta \\ \delta |e| - \frac12 \delta^2 & \text{otherwise} \end{cases}$$
$$\frac{\partial L}{\partial e} = \begin{cases} %s e & |e| \le \delta \\ \delta \, \text{sign}(e) & \text{otherwise} \end{cases}$$"""
    assert last(page % factor) == verdict


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("", "wrong")])
def test_what_stands_behind_a_transpose_is_a_vector(sign: str, verdict: str) -> None:
    page = rf"$\delta = r + \gamma v - w^T x$ and $L = \frac12 \delta^2$. Then $\frac{{\partial L}}{{\partial w}} = {sign}\delta x$."
    assert last(page) == verdict


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("", "wrong")])
def test_what_is_multiplied_entry_by_entry_is_a_vector(sign: str, verdict: str) -> None:
    page = r"""## Model

$z = \mu + \sigma \odot \epsilon$ and $L = \frac12 \|x - W z\|^2$.

## Derivation

$\frac{\partial L}{\partial \mu} = %sW^T (x - W z)$"""
    assert last(page % sign) == verdict


@pytest.mark.parametrize("sample", ["_i", "^{(i)}"])
@pytest.mark.parametrize(("sign", "verdict"), [("", "right"), ("-", "wrong")])
def test_a_sample_behind_a_matrix_is_a_vector(sample: str, sign: str, verdict: str) -> None:
    page = r"""$$h@ = \tanh(W x@ + c)$$ $$o@ = v^T h@$$ $$J = \frac{1}{2m} \sum_{i=1}^m (o@ - y@)^2$$
$$\frac{\partial J}{\partial v} = %s\frac1m \sum_{i=1}^m (o@ - y@) h@$$"""
    assert last((page % sign).replace("@", sample)) == verdict


def test_bold_symbols_beside_weights_may_be_entries() -> None:
    page = r"""The model is $h_j = \sigma(\sum_{i=1}^n v_{ij} \mathbf{x}_i)$, $o_k = \sum_{j=1}^m w_{jk} h_j$ and
$E = \frac12 \sum_{k=1}^K (t_k - o_k)^2$. Then $\frac{\partial E}{\partial w_{jk}} = -(t_k - o_k) h_j$."""
    found = papergrad.read(page).findings[-1]
    assert found.verdict == "unknown" and "whether the entries of x are numbers is not said" in found.message
