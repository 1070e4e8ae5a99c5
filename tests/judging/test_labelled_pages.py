"""What pages with planted mistakes showed: right claims that were accused, and slips that were let go."""

import pytest

import papergrad

RIGHT = {
    "a prime on what is made of one number": r"We have $g = \log(1 + e^x)$ and $$g' = \frac{e^x}{1 + e^x}$$",
    "D is a matrix": r"Let $D \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^n$. $$x^T D x = \sum_i \sum_j D_{ij} x_i x_j$$",
    "triangular": r"Put $A = L L^T$ with $L$ lower triangular. $$\log\det A = 2 \sum_j \log L_{jj}$$",
    "unit vectors": r"For the unit vectors $a, b \in \mathbb{R}^d$ we have $$\|a - b\|^2 = 2 - 2 a^T b$$",
    "a row of a matrix": r"""Let $W \in \mathbb{R}^{m \times n}$, $v \in \mathbb{R}^n$, $c \in \mathbb{R}^m$.
$$F(v) = \sum_{j=1}^m \log(1 + e^{c_j + W_{j,:} v})$$ $$\frac{\partial F}{\partial W_{ji}} = \sigma(c_j + W_{j,:} v) v_i$$""",
    "a capital that is divided by": r"""Let $\mathbf p = \text{softmax}(\mathbf z / T)$ with $T > 0$ and
$\ell = -\mathbf y^T \log \mathbf p$, where $\mathbf 1^T \mathbf y = 1$.
$$\nabla_{\mathbf z} \ell = \frac1T (\mathbf p - \mathbf y)$$""",
    "an index that is a length too": r"""$\hat Y = H W_2$ with $W_2 \in \mathbb R^{h \times k}$, $L = \frac12 \|\hat Y - Y\|_F^2$.

## Entries

$$\frac{\partial L}{\partial (W_2)_{jk}} = \sum_{i=1}^n H_{ij} (\hat Y_{ik} - Y_{ik})$$""",
    "labels that run further on": r"""$y_n = \sigma(a_n)$ with $a_n = \mathbf w^T \boldsymbol\phi_n$.

## Error

$$E(\mathbf w) = -\sum_{n=1}^N \{t_n \ln y_n + (1 - t_n) \ln(1 - y_n)\}$$

## Slope

$$\nabla E(\mathbf w) = \sum_{n=1}^N (y_n - t_n) \boldsymbol\phi_n$$""",
    "said once more, behind the claim": r"""$y_k = \frac{e^{a_k}}{\sum_j e^{a_j}}$

## Loss

$E = -\sum_k t_k \ln y_k$

## Slope

$$\frac{\partial E}{\partial a_i} = \sum_k \frac{\partial E}{\partial y_k} \frac{\partial y_k}{\partial a_i}$$""",
    "a fixed entry of the logits": r"""$L = -\log\frac{e^{w_y^T x}}{\sum_k e^{w_k^T x}}$ with $z_k = w_k^T x$ and
$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$. $$\frac{\partial L}{\partial z_y} = p_y - 1$$""",
    "a sign in words": r"""$$f(x) = \begin{cases} x, & x > 0 \\ e^x - 1, & x \le 0 \end{cases}$$
For negative $x$ the slope is $f'(x) = f(x) + 1$""",
    "a convolution": r"""$$z_i = b + \sum_{k=1}^K w_k x_{i+k-1}$$ Let $\delta_i = \frac{\partial E}{\partial z_i}$.
$$\frac{\partial E}{\partial w_k} = \sum_{i=1}^{n-K+1} \delta_i x_{i+k-1}$$""",
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_claims(name):
    text = RIGHT[name]
    if name == "said once more, behind the claim":
        text += "\n\nAlso $E = -\\sum_k t_k a_k + \\ln \\sum_j e^{a_j}$."
        assert papergrad.read(text).findings[-2].verdict in ("right", "right-if")
    else:
        assert papergrad.read(text).findings[-1].verdict in ("right", "right-if")


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (RIGHT["a prime on what is made of one number"].replace(r"\frac{e^x}", r"-\frac{e^x}"), "PG202"),
        (RIGHT["a row of a matrix"].replace("= \\sigma", "= -\\sigma"), "PG202"),
        (RIGHT["labels that run further on"].replace("(y_n - t_n)", "(t_n - y_n)"), "PG202"),
        (RIGHT["a fixed entry of the logits"].replace("p_y - 1$$", "p_y + 1$$"), "PG202"),
        (
            r"""$X$ is $n \times d$. $Z = X W_1$, $A = \max(0, Z)$, $F = A W_2$, $Y = X + F$. Given $G = \partial L / \partial Y$,
$$\frac{\partial L}{\partial Z} = (G W_2^T) \odot \mathbb 1[Z > 0] =: D$$ $$\frac{\partial L}{\partial X} = D W_1^T$$""",
            "PG204",
        ),
        (
            r"""$X \in \mathbb{R}^{n \times d}$, $Q = X W_Q$, $K = X W_K$, $V = X W_V$, $W_Q, W_K \in \mathbb{R}^{d \times d_k}$,
$W_V \in \mathbb{R}^{d \times d_v}$. $$S = \frac{Q K^T}{\sqrt{d_k}}, \qquad P = \mathrm{softmax}(S), \qquad O = P V.$$
We are given $dO = \partial\mathcal{L} / \partial O$. $$dK = \frac{1}{\sqrt{d_k}} dS\, Q$$""",
            "PG203",
        ),
    ],
)
def test_slips(page, code):
    found = papergrad.read(page).findings[-1]
    assert found.verdict in ("wrong", "ill-typed") and found.code == code


@pytest.mark.parametrize(
    "page",
    [
        r"$s(x) = \tanh x$. Values at $x = 1$: $s = 0.7616$, $s' = 0.4200$",
        r"Start with $\theta = (0, 0)^T$. Later $\theta = (2/3, 1/2)^T$",
        r"""$E = \frac12 \sum_{(u,i) \in K} (r_{ui} - p_u^T q_i)^2$. For one term
$$\frac{\partial E_{ui}}{\partial p_u} = -(r_{ui} - p_u^T q_i) q_i$$""",
        "| score | probability |\n|---|---|\n| $= 0$ | $= 0.5$ |",
        r"""$H = -\sum_a \pi_a \log \pi_a$ for $\pi = \text{softmax}(z)$.
It is zero for the uniform distribution, where $\log \pi_k = -H$""",
    ],
)
def test_what_is_said_of_an_example_or_a_place_is_not_accused(page):
    assert papergrad.read(page).findings[-1].verdict not in ("wrong", "ill-typed")


def test_a_strict_bound_is_attained_where_its_slack_goes_to_zero():
    assert papergrad.read(r"$\sigma'(z) < 1/4$").findings[-1].verdict == "wrong"
    page = r"$\ell = \max(z, 0) - y z + \log(1 + e^{-|z|})$. It is convex: $\frac{d^2\ell}{dz^2} = \sigma(z)(1 - \sigma(z)) > 0$"
    assert papergrad.read(page).findings[-1].verdict != "wrong"


def test_a_sum_without_a_range_accuses_nobody():
    page = r"""$J = \sum_{-m \le j \le m, j \ne 0} e^{u_j^T v}$ with $u_j, v \in \mathbb{R}^d$.
$$\frac{\partial J}{\partial v} = \sum_{j \neq 0} e^{u_j^T v} u_j$$"""
    assert papergrad.read(page).findings[-1].verdict != "wrong"


def test_a_formula_of_a_case_opens_nothing_before_it():
    page = r"""$Z = X W$, $P = \text{softmax}(Z)$ row by row,
$L = -\frac1N \sum_{n=1}^N \sum_{c=1}^C Y_{nc} \log P_{nc} + \frac\lambda2 \|W\|_F^2$
where $Y$ has one-hot rows.
$$\frac{\partial L}{\partial W} = \frac1N X^T (P - Y)$$
If all weights are zero, $P_{nc} = 1/C$. If $C = 2$, $P_{n1} = \sigma(Z_{n1} - Z_{n2})$."""
    (claim,) = (one for one in papergrad.read(page).findings if one.kind == "gradient")
    assert claim.verdict in ("wrong", "unknown")
    assert "several formulas" not in claim.message


def test_a_list_of_numbers_in_brackets_is_a_vector():
    page = r"""Let $w \in \mathbb{R}^d$.

## Example

Then $w = \frac14 (1, 1) + \frac14 (1, 1) = (\frac12, \frac12)$. The margin is $1/\|w\| = \sqrt2$"""
    assert papergrad.read(page).findings[-1].verdict == "right"


@pytest.mark.parametrize("letter", ["a", "u"])
def test_the_slope_of_a_known_function_says_nothing_of_its_letter(letter):
    page = rf"""$a_j = \sum_{{i=1}}^d w_{{ji}} x_i + b_j$, $z_j = \sigma(a_j)$,
$y = \sum_{{j=1}}^M v_j z_j + c$ and $E = \frac12 (y - t)^2$.
Recall that $\sigma'({letter}) = \sigma({letter})(1 - \sigma({letter}))$.
$$\frac{{\partial E}}{{\partial v_j}} = (y - t) z_j$$"""
    assert papergrad.read(page).findings[-1].verdict == "right"
    assert papergrad.read(page.replace("(y - t) z_j", "(y - t) v_j")).findings[-1].verdict == "wrong"
