"""Functions of the writer's: densities named by their arguments, averages, generic functions and their rules."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


@pytest.mark.parametrize(
    "rule",
    [
        r"\frac{d}{dx} (u(x) v(x)) = u'(x) v(x) + u(x) v'(x)",
        r"\frac{d}{dx} \frac{u(x)}{v(x)} = \frac{u'(x) v(x) - u(x) v'(x)}{v(x)^2}",
        r"\frac{d}{dx} u(v(x)) = u'(v(x)) v'(x)",
        r"\frac{d}{dx} \log u(x) = \frac{u'(x)}{u(x)}",
        r"\frac{d}{dx} (a u(x) + b v(x)) = a \frac{d}{dx} u(x) + b \frac{d}{dx} v(x)",
    ],
)
def test_rules_of_differentiation_hold_for_functions_of_which_nothing_is_said(rule):
    assert verdicts(f"$${rule}$$") == ["right"]


def test_what_does_not_hold_for_all_functions_may_hold_for_the_writers():
    assert verdicts(r"$$\frac{d}{dx} u(v(x)) = u'(x) v'(x)$$") == ["unknown"]


def test_an_event_is_part_of_the_name_of_a_probability():
    text = r"""The classes have $P(c=1 ∣ s) = \frac{1}{1+e^{-s}}$ and $P(c=0 ∣ s) = 1 - P(c=1 ∣ s) = \frac{e^{-s}}{1+e^{-s}}$,
hence $\log \frac{P(c=1 ∣ s)}{P(c=0 ∣ s)} = s$."""
    assert verdicts(text.replace("∣", "|")) == ["defines", "defines", "right", "right"]


def test_a_density_may_be_derived_by_its_parameter():
    text = r"""$$p(n; \rho) = h(n) \exp(\rho n - c(\rho))$$
$$\frac{\partial}{\partial \rho} p(n; \rho) = p(n; \rho) (n - \frac{\partial}{\partial \rho} c(\rho))$$"""
    assert verdicts(text) == ["defines", "right"]


def test_densities_of_different_things_are_different_functions():
    assert verdicts(
        r"$$p(x) = \frac{1}{1+e^{-x}}$$ $$p(y) = \frac{1}{2}$$ $$p(x) - p(y) = \sigma(x) - \frac{1}{2}$$"
    ) == [
        "defines",
        "defines",
        "right",
    ]


def test_a_probability_of_which_something_else_is_said_is_not_wrong():
    text = r"$$p(y|x) = q$$ $$p(y|x) = q^y (1-q)^{1-y}$$"
    assert verdicts(text) == ["defines", "unknown"]


def test_an_average_is_a_number_with_a_name():
    text = r"""$$\mathbb{E}[X] = \mu$$ $$\mathrm{Var}[X] = \mathbb{E}[X^2] - \mathbb{E}[X]^2$$
$$\mathrm{Var}[X] = \mathbb{E}[X^2] - \mu^2$$ $$\frac{\partial \mathbb{E}[g(X)]}{\partial \theta} = 0$$"""
    assert verdicts(text) == ["defines", "defines", "right", "unknown"]


def test_bars_and_powers_are_no_arguments():
    assert verdicts(r"$$r = \lambda \|w\|^2$$ $$\frac{\partial r}{\partial \lambda} = \|w\|^2$$") == [
        "defines",
        "right",
    ]


STEP = r"""$z \in \mathbb{R}^n$, $w \in \mathbb{R}^n$, $\phi(z) = \begin{cases} 1 & z \ge 0 \\ -1 & \text{otherwise} \end{cases}$,
$L = w^T \phi(z)$, """


@pytest.mark.parametrize(("claim", "verdict"), [(r"\phi(z)", "right"), (r"-\phi(z)", "wrong")])
def test_what_is_said_case_by_case_of_a_number_is_done_to_each_entry(claim: str, verdict: str) -> None:
    assert verdicts(STEP + rf"$\frac{{\partial L}}{{\partial w}} = {claim}$")[-4:] == [
        "declares",
        "defines",
        "defines",
        verdict,
    ]


def test_a_condition_on_a_vector_is_refused_on_either_side() -> None:
    text = r"$v \in \mathbb{R}^n$, $f(z) = \begin{cases} 1 & z \ge v \\ 0 & \text{otherwise} \end{cases}$, $f(3) = 1$"
    assert verdicts(text)[1:] == ["unknown", "ill-typed"]


@pytest.mark.parametrize("prime", [r"g^{[1]'}", r"{g^{[1]}}'", r"g'^{[1]}"])
def test_a_function_of_a_layer_has_its_label_above(prime: str) -> None:
    slope = r"\frac{\partial a}{\partial w}"
    text = rf"$z = w x + b$, $a = g^{{[1]}}(z)$, ${slope} = {prime}(z) x$, ${slope} = {prime}(z)$"
    assert verdicts(text) == ["defines", "defines", "right", "wrong"]


def test_functions_of_two_layers_are_two() -> None:
    slope = r"\frac{\partial a}{\partial z}"
    text = rf"$a = g^{{(1)}}(z)$, $b = g^{{(2)}}(z)$, ${slope} = g'^{{(1)}}(z)$, ${slope} = g'^{{(2)}}(z)$"
    assert verdicts(text) == ["defines", "defines", "right", "wrong"]


def test_a_function_of_one_of_several_is_that_of_each() -> None:
    text = r"Let $\ell(x_i) = (w^T x_i - y_i)^2$ and $J = \sum_i \ell(x_i)$. "
    text += r"$$\frac{\partial J}{\partial w} = \sum_i %s (w^T x_i - y_i) x_i$$"
    assert [papergrad.read(text % factor).findings[-1].verdict for factor in "23"] == ["right", "wrong"]


@pytest.mark.parametrize("event", ["{} | {}", r"O = {} \mid C = {}", "O={}|C={}"])
def test_a_probability_at_another_word(event: str) -> None:
    of, at = event.format("o", "c"), event.format("w", "c")
    page = (
        rf"$$P({of}) = \frac{{\exp(u_o^\top v_c)}}{{\sum_{{w \in V}} \exp(u_w^\top v_c)}}$$ $$J(v_c, o, U) = -\log P({of})$$ "
        rf"$$\frac{{\partial J}}{{\partial v_c}} = -u_o SIGN \sum_{{w\in V}} P({at}) u_w$$"
    )
    assert papergrad.read(page.replace("SIGN", "+")).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("SIGN", "-")).findings[-1].verdict == "wrong"


def test_a_probability_in_the_middle_of_a_chain_is_defined_there() -> None:
    page = (
        r"$$\hat y_o = P(o|c) = \frac{\exp(u_o^\top v_c)}{\sum_{w \in V} \exp(u_w^\top v_c)}$$ $$J = -\log P(o|c)$$ "
        r"$$\frac{\partial J}{\partial v_c} = SIGN u_o + \sum_{w\in V} P(w|c) u_w$$"
    )
    assert papergrad.read(page.replace("SIGN", "-")).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("SIGN", "")).findings[-1].verdict == "wrong"


def test_nothing_is_called_with_itself() -> None:
    page = r"Let $x^{(i)} \in \mathbb{R}^n$, $z \in \mathbb{R}^n$ and $H = \sum_i x^{(i)} (x^{(i)})^T$. "
    assert verdicts(page + r"$$z^T H z = \sum_i (z^T x^{(i)})^2$$")[-1] in ("right", "right-if")
    assert verdicts(page + r"$$z^T H z = 2 \sum_i (z^T x^{(i)})^2$$")[-1] == "wrong"


def test_a_density_is_called_also_where_its_letter_was_a_number() -> None:
    page = r"""The coin has $p = \frac12$.

# Energies
For $u, v \in \mathbb{R}^d$ let $U(u) = -\log p(u)$ and $K(v) = -\log p(v)$. $$\exp(-U(u)) \exp(-K(v)) = p(u) p(v)$$"""
    assert papergrad.read(page).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("= p(u)", "= 2 p(u)")).findings[-1].verdict != "right"
    number = r"For $p = \frac14$ let $v = p (1 - p)$. $$v = \frac{3}{16}$$"
    assert papergrad.read(number).findings[-1].verdict == "right"


def test_a_dot_in_brackets_presents_a_function() -> None:
    page = r"""Let $\varepsilon(\cdot)$ be a step function, and $$h = \varepsilon(a - b - 0.5), \quad y = \varepsilon(h + c - 0.5)$$
For $a = 0$: $h = \varepsilon(0 - 1 - 0.5)$, and so $y = \varepsilon(0 + 1 - 0.5)$."""
    found = papergrad.read(page).findings
    assert not any(f.bad for f in found) and found[-1].message.startswith("what ")
    factor = r"""$\varepsilon(\cdot)$ is noise. Let $q = \varepsilon (a + b)$ for numbers $a$, $b$, $\varepsilon$.
$$q / \varepsilon = a %s b$$"""
    assert [papergrad.read(factor % sign).findings[-1].verdict for sign in "+-"] == ["right", "wrong"]


@pytest.mark.parametrize(("factor", "verdict"), [("1 - h_j", "right"), ("1 + h_j", "wrong")])
def test_a_function_may_be_a_symbol_further_on(factor: str, verdict: str) -> None:
    page = r"Let $h(x) = \sigma(W x + b)$ for $W \in \mathbb{R}^{m \times n}$. Here $z = W x + b$ and $h = \sigma(z)$. "
    assert verdicts(page + rf"$$\frac{{\partial h_j}}{{\partial z_j}} = h_j ({factor})$$")[-1] == verdict
    nested = r"For numbers, $f(x) = x^2$ and $g(x) = f(1 - f(x))$. $$g'(x) = %s x (1 - x^2)$$"
    assert verdicts(nested % "-4")[-1] == "right" and verdicts(nested % "4")[-1] == "wrong"
