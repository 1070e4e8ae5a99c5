"""Square brackets: positions behind a name, and lists written in a line."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str, kind: str = "") -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings if not kind or f.kind == kind]


def test_positions_in_brackets_are_scripts() -> None:
    page = r"""$y = W.x$, $y[i] = \sum_j W[i,j] x[j]$.
    $\frac{\partial y[i]}{\partial x[j]} = W[i,j]$, $\frac{\partial y[i]}{\partial x[j]} = W[j,i]$."""
    assert verdicts(page) == ["defines", "right", "right", "wrong"]


def test_a_list_with_dots_is_a_vector_by_its_entries() -> None:
    page = r"""$x = [x_1, x_2, \ldots, x_n]^T$ and $s = \sum_{i=1}^n x_i^2$.
    $\frac{\partial s}{\partial x} = [2x_1, \ldots, 2x_n]^T$, $\frac{\partial s}{\partial x} = [x_1, \ldots, x_n]^T$"""
    assert verdicts(page) == ["declares", "defines", "right", "wrong"]


def test_a_list_of_vectors_joins_them() -> None:
    page = r"""Let $h, x \in \mathbb{R}^n$ and $W \in \mathbb{R}^{m \times 2n}$. $z = W \cdot [h, x] + b$, $L = \|z\|^2$,
    $\frac{\partial L}{\partial W} = 2 z [h, x]^T$, $\frac{\partial L}{\partial W} = z [h, x]^T$."""
    assert verdicts(page, "gradient") == ["right", "wrong"]


@pytest.mark.parametrize("text", ["x \\in [0, 1]", "f[x, y] = x y", "p \\in [a, b]"])
def test_intervals_and_calls_are_no_lists(text: str) -> None:
    assert "wrong" not in verdicts(f"${text}$")


@pytest.mark.parametrize("name", ["Z_1", r"A_{\text{out}}"])
def test_a_name_of_more_than_one_letter_has_positions_too(name):
    page = r"$X \in \mathbb{R}^{n \times d}$ and $W \in \mathbb{R}^{d \times h}$. "
    page += f"$${name}[i, j] = \\sum_{{p=1}}^d X[i, p] W[p, j]$$ $${name} = X W$$"
    assert [f.verdict for f in papergrad.read(page).findings[-2:]] == ["defines", "right"]


def test_a_word_has_positions():
    page = r"Let $x \in \mathbb{R}^n$ and $$gradapprox[i] = 2 x[i]$$ $$gradapprox[k] = 2 x_k$$"
    assert [f.verdict for f in papergrad.read(page).findings[-2:]] == ["defines", "right"]


def test_a_label_is_a_position_beside_a_letter():
    page = r"$Z \in \mathbb{R}^{n \times h}$, $O[i, j] = \sigma(Z[i, j])$ and $L_i = -\log O[i, y_i]$. "
    page += r"$$\frac{\partial L_i}{\partial O[i, y_i]} = %s \frac{1}{O[i, y_i]}$$"
    assert papergrad.read(page % "-").findings[-1].verdict == "right"
    assert papergrad.read(page % "2").findings[-1].verdict == "wrong"


def test_a_mean_has_no_positions():
    found = papergrad.read(r"$$\mathrm{Var}[n] = E[n^2] - E[n]^2$$").findings[-1]
    assert "subscript" not in found.message


@pytest.mark.parametrize(
    ("matrix", "bias"), [("{}_1[{}, {}]", "b_1[j]"), ("{}_{{1, {}, {}}}", "b_{1, j}"), ("{}_{{1{}{}}}", "b_{1j}")]
)
def test_what_a_layer_has_has_positions_too(matrix, bias):
    z, w = matrix.format("Z", "i", "j"), matrix.format("W", "p", "j")
    page = r"$X \in \mathbb{R}^{5 \times 4}$ and $W_1 \in \mathbb{R}^{4 \times 10}$. "
    page += rf"$${z} = \sum_{{p=1}}^4 X_{{i, p}} {w} + {bias}$$ $$Z_1 = X W_1 %s b_1$$"
    assert papergrad.read(page % "+").findings[-1].verdict == "right-if"
    assert papergrad.read(page % "-").findings[-1].verdict == "wrong"


@pytest.mark.parametrize("listed", [r"[\theta_0, \theta_1, ..., \theta_n]", r"(\theta_0, \theta_1, \dots, \theta_n)"])
@pytest.mark.parametrize(
    ("product", "claim"),
    [
        (r"h = \theta^T x", r"\frac{\partial h}{\partial x_j} = %s \theta_j"),  # it stands
        (r"h = \theta W", r"\frac{\partial h_j}{\partial \theta_i} = %s W_{ij}"),  # it lies
    ],
)
def test_a_list_in_a_line_of_text_lies_as_its_symbol_does(listed: str, product: str, claim: str) -> None:
    page = rf"$\theta = {listed}$ and ${product}$. $${claim}$$"
    assert verdicts(page % "", "gradient") == ["right"]
    assert verdicts(page % "2", "gradient") == ["wrong"]


@pytest.mark.parametrize("state", [r"h_{t-1} \; x_t", "h_{t-1} x_t", "h_{t-1}, x_t"])
def test_the_input_and_the_state_of_a_step_are_joined_without_a_comma(state: str) -> None:
    text = rf"Let $f_t = \sigma(W_f [{state}] + b_f)$ and $L = \frac12 \|f_t - y\|^2$. "
    text += r"$$\frac{\partial L}{\partial W_f} = ((f_t - y) \odot f_t \odot (1 - f_t)) [h_{t-1}, x_t]^T$$"
    assert papergrad.read(text).findings[-1].verdict == "right"


def test_a_word_with_the_step_is_a_position() -> None:
    page = r"$p_t = \mathrm{softmax}(y_t)$ and $L_t = -\log p_t[target_t]$, $h_t = \tanh(W h_{t-1} + U x_t)$, $y_t = V h_t$. "
    claim = r"$$\frac{\partial h_t}{\partial h_{t-1}} = \mathrm{diag}(1 - h_t^2) SLOPE$$"
    assert papergrad.read(page + claim.replace("SLOPE", "W")).findings[-1].verdict == "right"
    assert papergrad.read(page + claim.replace("SLOPE", "U")).findings[-1].verdict not in ("right", "right-if")
