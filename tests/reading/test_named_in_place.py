r"""Names that are given at braces and in brackets behind a formula."""

import pytest

import papergrad

HEAD = r"Let $w, x \in \mathbb{R}^n$, $t, b \in \mathbb{R}$, $z = w^T x + b$ and $E = (t - \sigma(z))^2$. "
SLOPE = r"2 (\sigma(z) - t) \sigma'(z)"
NAMING = [
    rf"\underbrace{{{SLOPE}}}_{{=: @}}",
    rf"\underbrace{{{SLOPE}}}_{{\equiv @}}",
    rf"\underbrace{{{SLOPE}}}_{{@ :=}}",
    rf"\overbrace{{{SLOPE}}}^{{= @}}",
    rf"{SLOPE} \; (= @)",
    rf"{SLOPE} \left( \equiv @ \right)",
]


def verdicts(text):
    return [f.verdict for f in papergrad.read(text).findings]


@pytest.mark.parametrize("naming", NAMING)
@pytest.mark.parametrize("name", ["\\delta", "-\\delta", "q", "-g"])
def test_what_is_named_in_place_is_defined_there(naming, name):
    text = HEAD + rf"$$\frac{{\partial E}}{{\partial z}} = {naming.replace('@', name)}$$"
    assert verdicts(text)[-2:] in (["right", "defines"], ["defines", "right"])
    symbol, sign = name.lstrip("-"), "-" if name.startswith("-") else ""
    other = "" if sign else "-"
    assert verdicts(text + rf"$$\frac{{\partial E}}{{\partial w}} = {sign}{symbol} x$$")[-1] == "right"
    assert verdicts(text + rf"$$\frac{{\partial E}}{{\partial w}} = {other}{symbol} x$$")[-1] == "wrong"


@pytest.mark.parametrize(("last", "verdict"), [("-\\delta x", "right"), ("\\delta x", "wrong"), (SLOPE + "x", "right")])
def test_a_chain_goes_on_behind_a_name(last, verdict):
    text = (
        HEAD
        + rf"""
\begin{{align*}}
\frac{{\partial E}}{{\partial w}} &= \underbrace{{{SLOPE}}}_{{=: -\delta}} x \\
&= {last}
\end{{align*}}"""
    )
    assert verdicts(text)[-1] == verdict


def test_what_is_known_is_claimed_there():
    for inside, verdict in (("w^T x + b", "right"), ("w^T x - b", "wrong")):
        assert verdict in verdicts(HEAD + rf"$$f = 3 + \underbrace{{{inside}}}_{{= z}}$$")[-2:]


@pytest.mark.parametrize("label", ["n \\times 1", "\\text{the score}", "= 0", "z"])
def test_other_labels_name_nothing(label):
    assert len(verdicts(HEAD + rf"$$f = 3 + \underbrace{{w^T x + b}}_{{{label}}}$$")) == len(
        verdicts(HEAD + "$$f = 3$$")
    )
