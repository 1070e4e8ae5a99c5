"""Networks of any depth are read with three layers, and what is said of them is said in the writer's letters."""

from __future__ import annotations

import re

import pytest

import papergrad

GIVEN = r"""An $L$-layer network: $a^{(0)} = x$, and for $l = 1,\dots,L$
$$z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}, \qquad a^{(l)} = \sigma(z^{(l)}).$$
The cost is $C = \frac{1}{2} \| y - a^{(L)} \|^2$.

"""
SIGNAL = r"""Let $\delta^{(l)} = \frac{\partial C}{\partial z^{(l)}}$. Then

"""
CLAIMS = [
    (r"\delta^{(L)} = (a^{(L)} - y) \odot \sigma'(z^{(L)})", "right"),
    (r"\delta^{(L)} = (y - a^{(L)}) \odot \sigma'(z^{(L)})", "wrong"),
    (r"\delta^{(l)} = \left( {W^{(l+1)}}^\top \delta^{(l+1)} \right) \odot \sigma'(z^{(l)})", "right"),
    (r"\delta^{(l)} = \left( {W^{(l)}}^\top \delta^{(l+1)} \right) \odot \sigma'(z^{(l)})", "wrong"),
    (r"\delta^{(l)} = \left( {W^{(l+1)}}^\top \delta^{(l+1)} \right) \odot \sigma'(z^{(l+1)})", "wrong"),
    (r"\frac{\partial C}{\partial W^{(l)}} = \delta^{(l)} {a^{(l-1)}}^\top", "right"),
    (r"\frac{\partial C}{\partial W^{(l)}} = \delta^{(l)} {a^{(l)}}^\top", "wrong"),
    (r"\frac{\partial C}{\partial b^{(l)}} = \delta^{(l)}", "right"),
    (r"\frac{\partial C}{\partial b^{(l)}} = 2 \delta^{(l)}", "wrong"),
]
STYLES = {
    "(l)": lambda text: text,
    "[l]": lambda text: re.sub(r"\^\{\((.*?)\)\}", r"^{[\1]}", text),
    "raised": lambda text: re.sub(r"\^\{\((.*?)\)\}", r"^{\1}", text),
    "below": lambda text: re.sub(r"\^\{\((.*?)\)\}", r"_{\1}", text),
}


@pytest.mark.parametrize(("claim", "verdict"), CLAIMS)
@pytest.mark.parametrize("style", STYLES)
def test_any_layer(style: str, claim: str, verdict: str) -> None:
    found = papergrad.read(STYLES[style](f"{GIVEN}{SIGNAL}$${claim}$$")).findings[-1]
    said = {"wrong": ("wrong", "ill-typed")}.get(verdict, (verdict,))
    assert found.verdict in said, found.message


def test_a_signal_may_be_defined_backwards() -> None:
    backwards = r"""With $\delta^{(L)} = (a^{(L)} - y) \odot \sigma'(z^{(L)})$ and
$\delta^{(l)} = ({W^{(l+1)}}^\top \delta^{(l+1)}) \odot \sigma'(z^{(l)})$ we have
$\frac{\partial C}{\partial W^{(l)}} = \delta^{(l)} {a^{(l-1)}}^\top$ and
$\frac{\partial C}{\partial W^{(l)}} = \delta^{(l)} {a^{(l)}}^\top$."""
    found = papergrad.read(GIVEN + backwards).findings
    assert [one.verdict for one in found[-4:-1]] == ["defines", "defines", "right"]
    assert found[-1].bad


@pytest.mark.parametrize(("style", "right"), [("(l)", r"W^{(l + 1)"), ("raised", "W^{"), ("below", "W_{l + 1}")])
def test_the_writers_letters_come_back(style: str, right: str) -> None:
    claim = r"\frac{\partial C}{\partial a^{(l)}} = W^{(l+1)} \delta^{(l+1)}"
    found = papergrad.read(STYLES[style](f"{GIVEN}{SIGNAL}$${claim}$$")).findings[-1]
    assert found.verdict in ("wrong", "ill-typed")
    assert found.correct is not None and right in found.correct and "l + 1" in found.correct
    assert not re.search(r"[_^]\{?\(?[123]", found.correct + found.reading)


def test_layers_may_have_declared_widths() -> None:
    widths = r"Here $W^{(l)} \in \mathbb{R}^{n_l \times n_{l-1}}$ and $b^{(l)} \in \mathbb{R}^{n_l}$. "
    claims = r"""$\frac{\partial C}{\partial a^{(l)}} = {W^{(l+1)}}^\top \delta^{(l+1)}$ and
$\frac{\partial C}{\partial a^{(l)}} = W^{(l+1)} \delta^{(l+1)}$."""
    found = papergrad.read(GIVEN + widths + SIGNAL + claims).findings
    assert found[-2].verdict == "right"
    assert found[-1].verdict in ("wrong", "ill-typed")


def test_what_has_no_last_layer_is_left_alone() -> None:
    found = papergrad.read(
        r"$h_k = \tanh(W h_{k-1})$. Then $\frac{\partial h_k}{\partial h_{k-1}} = \mathrm{diag}(1 - h_k^2) W$."
    )
    assert found.findings[-1].verdict == "right"
    assert "h_k" in found.findings[-1].reading


def test_layers_go_on_in_the_next_section() -> None:
    forward = "# Forward\n\n" + GIVEN
    claims = r"""# Backward

$$\delta^{(L)} = (a^{(L)} - y) \odot \sigma'(z^{(L)})$$
$$\frac{\partial C}{\partial W^{(l)}} = \delta^{(l)} {a^{(l-1)}}^\top$$
$$\frac{\partial C}{\partial W^{(l)}} = \delta^{(l)} {a^{(l)}}^\top$$
"""
    found = papergrad.read(forward + claims.replace("\n\n$$", "\n\n" + SIGNAL + "$$", 1)).findings[-3:]
    assert [one.bad for one in found] == [False, False, True]
    assert found[1].verdict == "right"


def test_another_section_may_use_the_letter_for_something_else() -> None:
    forward = "# Forward\n\n" + GIVEN.replace("(l", "(k").replace("$l =", "$k =")
    softmax = r"""# Softmax

Let $u \in \mathbb{R}^n$ and $p_k = \frac{e^{u_k}}{\sum_j e^{u_j}}$. Then $\frac{\partial p_k}{\partial u_k} = p_k (1 - p_k)$.
"""
    found = papergrad.read(forward + softmax).findings[-1]
    assert found.verdict == "right" and "p_k" in found.reading


def test_what_layers_have_is_of_one_kind() -> None:
    page = r"""$$a_j^l = f \left( \sum_k w_{jk}^l a_k^{l-1} + b_j^l \right)$$ Let the inputs of layer $l$ be
$z^l = w^l a^{l-1} + b^l$, where $z^l \in \mathbb{R}^d$. The cost is $C = \frac{1}{2} \sum_j (a_j^L - y_j)^2$.
$$\frac{\partial C}{\partial a_j^L} = a_j^L - y_j$$ $$\frac{\partial C}{\partial a_j^L} = y_j - a_j^L$$"""
    found = papergrad.read(page)
    assert [f.verdict for f in found.findings][-2:] == ["right", "wrong"]
    weights = {key: shape for key, shape in found.reading.scopes[0].shapes.items() if key.startswith("w^")}
    assert {len(shape.sizes) for shape in weights.values()} == {2}


def test_samples_in_square_brackets_are_no_layers() -> None:
    page = r"""With $n$ samples, $\hat{y}^{[i]} = \sigma(w^T x^{[i]} + b)$, $L = \frac{1}{n} \sum_{i=1}^n (\hat{y}^{[i]} - y^{[i]})^2$.
$$\frac{\partial L}{\partial w_j} = \frac{2}{n} \sum_{i=1}^n (\hat{y}^{[i]} - y^{[i]}) \hat{y}^{[i]} (1 - \hat{y}^{[i]}) x^{[i]}_j$$
$$\frac{\partial L}{\partial w_j} = \frac{2}{n} \sum_{i=1}^n (\hat{y}^{[i]} - y^{[i]}) \hat{y}^{[i]} x^{[i]}_j$$"""
    assert [f.verdict for f in papergrad.read(page).findings][-2:] == ["right", "wrong"]


def test_layers_that_are_summed_over_stay_layers() -> None:
    page = r"""$$z = W^{[2]} \sigma(W^{[1]} x), \quad R = \sum_{i=1}^2 \| W^{[i]} \|^2$$ $$\frac{\partial z}{\partial x} = 3$$"""
    assert "W^(·)" not in papergrad.read(page).reading.scopes[0].shapes


def test_what_goes_on_in_the_next_line_is_no_statement() -> None:
    page = r"""$$L = \frac{1}{2} (w x - y)^2$$
$$\begin{aligned} \frac{\partial L}{\partial w} &= \\ &= \ldots \\ &= (w x - y) x \\ &= (w x - y) y \end{aligned}$$"""
    assert [f.verdict for f in papergrad.read(page).findings] == ["defines", "right", "wrong"]


def test_layers_that_one_part_defines_and_another_ends():
    page = r"""
# Layers

$$a^{l} = \sigma(w^l a^{l-1} + b^l)$$ with entries $$a^{l}_j = \sigma\left(\sum_k w^{l}_{jk} a^{l-1}_k + b^l_j\right)$$

$$z^l = w^l a^{l-1} + b^l$$

# Cost

$$C = \frac{1}{2} \sum_j (y_j - a^L_j)^2$$

# Errors

$$\delta^l_j = \frac{\partial C}{\partial z^l_j}$$

$$\frac{\partial C}{\partial b^l_j} = %s$$
"""
    assert papergrad.read(page % r"\delta^l_j").findings[-1].verdict == "right"
    assert papergrad.read(page % r"-\delta^l_j").findings[-1].verdict == "wrong"


def test_what_a_derivative_is_stays_a_claim_in_a_later_part():
    page = (
        r"$J = \|a - y\|^2$ and $a = \sigma(z)$ for $z, y \in \mathbb{R}^n$. $\delta = \frac{\partial J}{\partial z}$."
    )
    page += "\n\n# Later\n\n" + r"$\delta = %s (a - y) \odot a \odot (1 - a)$"
    assert papergrad.read(page % "2").findings[-1].verdict == "right"
    assert papergrad.read(page % "-2").findings[-1].verdict == "wrong"


def test_what_something_depends_on_is_no_definition():
    found = papergrad.read(r"$C = C(z_1, \dots, z_m)$, $z = W x$ and $C = \|z\|^2$.").findings
    assert [f.verdict for f in found] == ["declares", "defines", "defines"]


def test_only_the_last_layer_is_defined():
    page = r"""
$$a_j^L = \sigma(z_j^L), \quad z_j^L = \sum_k w_{jk}^L a_k^{L-1} + b_j^L$$

$$C = \frac{1}{n} \sum_{j=1}^n \frac{1}{2} (\sigma(\sum_k w_{jk}^L a_k^{L-1} + b_j^L) - y_j)^2$$

$$\frac{\partial C}{\partial a_j^L} = \frac{1}{n} (a_j^L - y_j)$$

# Every layer

$$\delta_j^l = \frac{\partial C}{\partial z_j^l}$$

$$\frac{\partial C}{\partial w_{jk}^l} = \delta_j^l a_k^{%s}$$
"""
    found = papergrad.read(page % "l-1").findings
    assert [f.verdict for f in found if f.kind == "gradient"] == ["right", "right"]
    assert papergrad.read(page % "l").findings[-1].verdict in ("wrong", "ill-typed")


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\delta^{(l)} = (W^{(l+1)})^T \delta^{(l+1)} \odot \sigma'(z^{(l)})", "right"),
        (r"\delta^{(l)} = (W^{(L)})^T \delta^{(L)} \odot \sigma'(z^{(l)})", "wrong"),
        (r"\delta^{(L-1)} = (W^{(L)})^T \delta^{(L)} \odot \sigma'(z^{(L-1)})", "right"),
    ],
)
def test_the_layer_behind_any_one_is_not_the_last(claim: str, verdict: str) -> None:
    page = (
        r"For layers $l = 1, \dots, L$ let $z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}$ and $a^{(l)} = \sigma(z^{(l)})$, with cost "
        r"$C = \frac12\|a^{(L)} - y\|^2$ and $\delta^{(l)} = \frac{\partial C}{\partial z^{(l)}}$. "
    )
    assert papergrad.read(page + f"$${claim}$$").findings[-1].verdict == verdict


@pytest.mark.parametrize(("slope", "verdict"), [(r"\odot \sigma'(z^L)", "right"), (r"\odot \sigma(z^L)", "wrong")])
def test_the_outputs_below_a_nabla_are_those_of_the_last_layer(slope: str, verdict: str) -> None:
    page = (
        r"With $z^l = w^l a^{l-1} + b^l$, $a^l = \sigma(z^l)$, the cost $C = \frac12 \|y - a^L\|^2$ and "
        r"$\delta^l = \frac{\partial C}{\partial z^l}$: $$\delta^L = \nabla_a C SLOPE$$"
    )
    assert papergrad.read(page.replace("SLOPE", slope)).findings[-1].verdict == verdict


ANY_DEPTH = r"""
$$z^{(l)} REL W^{(l)} a^{(l-1)} + b^{(l)}, \quad a^{(l)} REL \sigma(z^{(l)})$$
$$\delta^{(l)} REL \frac{\partial J}{\partial z^{(l)}}$$
HEADING
$$\frac{\partial J}{\partial W^{(l)}} = \delta^{(l)} (a^{(l-1)})^T$$
$$\delta^{(l)} = (W^{(l+1)})^T \delta^{(l+1)} \odot \sigma'(z^{(l)})$$
"""


@pytest.mark.parametrize("loss", ["J", "C", r"\mathcal{L}", "R"])
@pytest.mark.parametrize("relation", ["=", ":="])
@pytest.mark.parametrize("heading", ["", "## Gradients"])
def test_layers_of_which_nobody_names_the_last(loss: str, relation: str, heading: str) -> None:
    page = ANY_DEPTH.replace("REL", relation).replace("HEADING", heading).replace("J", loss)
    assert [f.verdict for f in papergrad.read(page).findings][-2:] == ["right", "right"]
    for slip in ("(W^{(l+1)})^T", r"\odot \sigma'(z^{(l)})", "(a^{(l-1)})^T"):
        assert {f.verdict for f in papergrad.read(page.replace(slip, "")).findings[-2:]} & {
            "wrong",
            "ill-typed",
            "unknown",
        }
    for slip in (r"= \delta^{(l)} (a", r"= (W^{(l+1)})^T"):
        wrong = papergrad.read(page.replace(slip, slip.replace("= ", "= -"))).findings[-2:]
        assert "wrong" in [f.verdict for f in wrong]
