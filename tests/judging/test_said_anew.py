"""What is said anew, of something else: later claims are about that, or about nothing that is known."""

from __future__ import annotations

import pytest

import papergrad


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in papergrad.read(text).findings]


GATES = r"""# Gates

- **Add**
  - $z = x + y$ for numbers
  - $\partial z / \partial x = 1$
- **Multiply**
  - $z = x \cdot y$
  - $\partial z / \partial x = %s$
"""


@pytest.mark.parametrize(("slope", "verdict"), [("y", "right"), ("x", "wrong"), ("1", "wrong")])
def test_another_operation_on_the_same_symbols_is_another_example(slope: str, verdict: str) -> None:
    assert verdicts(GATES % slope)[-2:] == ["defines", verdict]


@pytest.mark.parametrize(("slope", "verdict"), [(r"\text{sign}(a_i - y_i)", "right"), ("2 (a_i - y_i)", "wrong")])
def test_another_loss_below_another_heading(slope: str, verdict: str) -> None:
    page = "# Squares\n\n" + r"$L = \sum_i (y_i - a_i)^2$ and $\frac{\partial L}{\partial a_i} = -2 (y_i - a_i)$."
    page += "\n\n# Absolutes\n\n" + r"$L = \sum_i |y_i - a_i|$ and $\frac{\partial L}{\partial a_i} = %s$."
    assert verdicts(page % slope)[-2:] == ["defines", verdict]


def test_what_is_multiplied_out_is_the_same_thing() -> None:
    page = "# A\n\n" + r"$X \in \mathbb{R}^{n \times d}$, $y \in \mathbb{R}^n$, $b \in \mathbb{R}^d$, "
    page += r"$R = (y - X b)^T (y - X b)$." + "\n\n# B\n\n$%s$"
    assert verdicts(page % "R = y^T y - 2 b^T X^T y + b^T X^T X b")[-1] == "right"
    assert verdicts(page % "R = y^T y - b^T X^T y + b^T X^T X b")[-1] == "wrong"


MEANS = r"""
$$\mu = \frac{1}{N} \sum_{n=1}^{N} x_n, \quad v = \frac{1}{N} \sum_{n=1}^{N} (x_n - \mu)^2$$
$$y = \frac{x - \mu}{\sqrt{v + \epsilon}}$$
By components:
$$\mu_d = \frac{1}{N} \sum_{n=1}^{N} x_{nd}$$
$$\frac{\partial \mu_d}{\partial x_{ij}} = %s$$
"""


def test_what_rests_on_a_symbol_that_was_said_anew_is_open() -> None:
    found = papergrad.read(MEANS % r"\frac{1}{N} \delta_{dj}").findings[-1]
    assert found.verdict in (
        "unknown",
        "right",
    )  # right as the components say; as the mean was read before them, it is not
    found = papergrad.read(MEANS % r"\frac{x_{id}}{N} \delta_{dj}").findings[-1]
    assert found.verdict == "unknown" and "μ was said anew before this" in found.message


def test_a_failure_that_brings_in_what_nothing_depends_on_is_open() -> None:
    page = r"$L = -\log \frac{e^{z_t}}{\sum_j e^{z_j}}$, $p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$. "
    (*_, found) = papergrad.read(page + r"$$\frac{\partial L}{\partial z_i} = p_i - y_i$$").findings
    assert found.verdict == "unknown" and "y" in found.message
    assert verdicts(page + r"$$\frac{\partial L}{\partial z_t} = p_t + 1$$")[-1] == "wrong"


@pytest.mark.parametrize(
    "text",
    [
        r"Let $h = a z$ if $z$ is negative and $h = z$ otherwise. $$\frac{\partial h}{\partial z} = 1$$",
        r"Let $\ell = y - w x$ where this is positive, $\ell = w x - y$ elsewhere. $$\frac{\partial \ell}{\partial w} = x$$",
        r"The signal is $s = 3 u$ for the output layer, $s = u - v$ for hidden ones. $$\frac{\partial s}{\partial u} = 3$$",
    ],
)
def test_what_has_a_formula_for_each_case_is_not_known_by_one_of_them(text: str) -> None:
    assert not any(found.bad for found in papergrad.read(text).findings)


def test_one_formula_in_a_case_is_known() -> None:
    text = r"If the unit is linear, $h = a z$ for numbers. $$\frac{\partial h}{\partial z} = z$$"
    assert verdicts(text) == ["defines", "wrong"]


def test_a_finding_says_whether_it_may_be_said_anew() -> None:
    text = r"For numbers let $h = a z + b$. Later on $h = u^2 v$. $$\frac{\partial h}{\partial u} = z$$"
    found = papergrad.read(text).findings
    assert [one.anew for one in found[:2]] == [False, found[1].verdict == "unknown"]


def test_a_value_in_another_example_is_another_value() -> None:
    page = r"First $r = \max(2, 5)$. Then $s = 1 - t$, so $r = \max(s + t, 0) = \max(1, 3) = 3$."
    assert not any(one.bad for one in papergrad.read(page).findings)
    slip = r"First $r = \max(2, 5) = 5 + 3$."
    assert papergrad.read(slip).findings[-1].verdict not in ("right", "right-if")


def test_a_point_of_another_item_is_another_point() -> None:
    page = "- $m = -1/2$: $u = v = -1/2$ (the least)\n- $m = +1/2$: $u = v = +1/2$ (the most)\n"
    assert not any(one.bad for one in papergrad.read(page).findings)
    assert verdicts("- $u = v = -1/2$\n- $u = v = 1/4 + 1/4 = 1$\n")[-1] not in ("right", "right-if")


def test_what_a_symbol_is_not_is_another_case() -> None:
    page = r"The coin may be fair, $q = \frac13$, or else $q \neq \frac13$."
    assert verdicts(page) == ["defines", "declares"]
    slip = r"Let $q = a + b$. $$q^2 \neq a^2 + 2 a b + b^2$$"
    assert verdicts(slip)[-1] == "wrong"


def test_each_rule_of_a_table_has_a_letter_of_its_own() -> None:
    page = r"""$$L = -\sum_j t_j \log p_j$$
$$\begin{align*}
u = \exp(v) &\leftrightharpoons \frac{du}{dv} = \exp(v) \\ u = \log v &\leftrightharpoons \frac{du}{dv} = %s
\end{align*}$$"""
    assert verdicts(page % r"\frac{1}{v}")[1:] == ["defines", "right", "defines", "right"]
    assert verdicts(page % r"\frac{1}{v^2}")[1:] == ["defines", "right", "defines", "wrong"]


LOSSES = r"""# Losses
Let $u = \log p$ and $v = \log(1 - p)$. With $E(p, y) = \frac{1}{2} (y - p)^2$ this is $E_1$. A better one is
$$E(p, y) = -y \log p - (1 - y) \log(1 - p)$$

# Cost
%s
$$J = \frac{1}{m} \sum_{i=1}^m E(p_i, y_i) = -\frac{1}{m} \sum_{i=1}^m (%s)$$"""


def test_what_a_part_before_said_anew_is_open_in_the_parts_after_it() -> None:
    found = papergrad.read(LOSSES % ("", r"y_i \log p_i + (1 - y_i) \log(1 - p_i)")).findings[-1]
    assert found.verdict == "unknown" and "was said anew before this" in found.message


def test_what_a_part_says_itself_is_known_in_it() -> None:
    own = r"Here $E(p, y) = -\log p$ for all $y$."
    assert papergrad.read(LOSSES % (own, r"\log p_i")).findings[-1].verdict == "right"
    assert papergrad.read(LOSSES % (own, r"\log y_i")).findings[-1].verdict == "wrong"


CLIPPED = r"""Clipping by the norm:

$$\tilde g = \begin{cases} g & \text{if } \|g\| \leq \theta \\ \theta \frac{g}{\|g\|} & \text{otherwise} \end{cases}$$

Clipping by value:

$$\tilde g_i = %s$$"""


def test_two_slips_in_what_is_made_of_other_functions_are_another_thing() -> None:
    assert verdicts(CLIPPED % r"\max(-\theta, \min(\theta, g_i))") == ["defines", "unknown"]
    assert verdicts(CLIPPED % r"\theta g_i") == ["defines", "wrong"]
