"""``dW`` is the derivative of the objective by W, where the text has one; which one, the places of a mean's m tell."""

import pytest

import papergrad

ONE_EXAMPLE = (
    r"$x, w \in \mathbb{R}^n$, $b, y \in \mathbb{R}$, $z = w^T x + b$, $a = \sigma(z)$, "
    r"$L = -y \log a - (1 - y) \log(1 - a)$."
)
MANY = (
    r"$X \in \mathbb{R}^{N \times D}$, $W \in \mathbb{R}^{D \times C}$, $b \in \mathbb{R}^C$, $Z = X W + b$, "
    r"$T \in \mathbb{R}^{N \times C}$, $J = \frac{1}{2 N} \| Z - T \|^2$."
)


def verdicts(given: str, *claims: str) -> list[str]:
    """The verdicts on claims that stand together."""
    findings = papergrad.read(given + "".join(f"\n\n$${claim}$$" for claim in claims)).findings
    return [found.verdict for found in findings[-len(claims) :]]


def test_of_one_example():
    claims = (r"dz = a - y", r"dw = x \, dz", r"db = dz", r"da = -\frac{y}{a} + \frac{1-y}{1-a}")
    assert verdicts(ONE_EXAMPLE, *claims) == ["right"] * 4


@pytest.mark.parametrize(
    ("claim", "code"),
    [(r"dw = 2 x \, dz", "PG201"), (r"dz = y - a", "PG202"), (r"\mathrm{d}z = (a - y) a", "PG214")],
)
def test_a_slip_has_its_name(claim: str, code: str):
    paper = papergrad.read(f"{ONE_EXAMPLE}\n\n$$dz = a - y$$\n\n$${claim}$$")
    assert (paper.findings[-1].verdict, paper.findings[-1].code) == ("wrong", code)


def test_a_mean_that_is_divided_at_once():
    claims = (r"dZ = \frac{1}{N} (Z - T)", r"dW = X^T dZ", r"dX = dZ \, W^T", r"db = \sum_i dZ_i")
    assert verdicts(MANY, *claims) == ["right"] * 4


def test_a_mean_that_is_divided_at_the_end():
    claims = (r"dZ = Z - T", r"dW = \frac{1}{N} X^T dZ", r"dW = X^T dZ")
    assert verdicts(MANY, *claims) == ["right", "right", "wrong"]


def test_a_mean_that_is_divided_twice_is_caught():
    assert verdicts(MANY, r"dZ = \frac{1}{N} (Z - T)", r"dW = \frac{1}{N} X^T dZ") == ["right", "wrong"]


def test_a_mean_that_is_nowhere_divided_is_left_open():
    assert verdicts(MANY, r"dZ = Z - T", r"dW = X^T dZ") == ["unknown", "unknown"]


LAYER = r"$X \in \mathbb{R}^{N \times D}$, $W \in \mathbb{R}^{D \times C}$ and $Z = X W$."


def test_without_an_objective_one_derivative_follows_from_the_other():
    claims = (r"dW = X^T dZ", r"dX = dZ \, W^T", r"dW = dZ \, X^T", r"dX = 2 \, dZ \, W^T")
    assert verdicts(LAYER, *claims) == ["right", "right", "ill-typed", "wrong"]


def test_without_an_objective_nothing_else_is_read_into_it():
    paper = papergrad.read(r"$x \in \mathbb{R}^n$, $w \in \mathbb{R}^n$, $z = w^T x$. $$dv = x \, dz$$ $$dz = 2$$")
    assert [(f.verdict, f.code) for f in paper.findings[-2:]] == [("unknown", "PG302")] * 2


def test_a_loss_without_a_name_is_called_as_nothing_else_is():
    paper = papergrad.read(LAYER + r" There are $L = 3$ layers. $$dW = X^T dZ$$")
    assert r"\partial \ell" in paper.findings[-1].reading


LSTM = (
    r"$c_t = f_t \odot c_{t-1} + i_t \odot g_t$, $h_t = o_t \odot \tanh(c_t)$ with $h_t, c_t \in \mathbb{R}^H$. "
    r"Write $\delta h_t = \partial E / \partial h_t$."
)


def test_a_delta_that_the_text_explains_is_a_derivative_of_the_same():
    claims = (
        r"\delta c_t = \delta h_t \odot o_t \odot (1 - \tanh^2(c_t))",
        r"\delta f_t = \delta c_t \odot c_{t-1}",
        r"\frac{\partial E}{\partial o_t} = \delta h_t \odot \tanh(c_t)",
        r"\delta c_t = \delta h_t \odot o_t \odot (1 - \tanh(c_t))",
    )
    assert verdicts(LSTM, *claims) == ["right", "right", "right", "wrong"]
    (named,) = [f for f in papergrad.read(LSTM).findings if "delta" in f.reading]
    assert named.verdict == "defines"


def test_a_delta_that_nobody_explains_is_a_letter():
    given = r"$z = W x$ with $W \in \mathbb{R}^{m \times n}$, $L = \frac{1}{2} \|z\|^2$, $\delta = z$."
    assert verdicts(given, r"\frac{\partial L}{\partial W} = \delta x^T") == ["right"]


def test_a_length_that_is_called_d_stays_one():
    paper = papergrad.read(
        r"$x \in \mathbb{R}^d$, $J = \frac{1}{2} x^T x$. $$\frac{\partial J}{\partial x} = x$$ $$J = d x$$"
    )
    assert [found.verdict for found in paper.findings][-2] == "right"
    assert r"\partial" not in paper.findings[-1].reading


def test_a_step_down_the_short_gradient():
    given = r"$w, x \in \mathbb{R}^n$, $y \in \mathbb{R}$, $J = \frac{1}{2} (w^T x - y)^2$."
    assert verdicts(given, r"dw = (w^T x - y) x", r"w \leftarrow w - \alpha \, dw") == ["right", "right"]
    assert verdicts(given, r"dw = (w^T x - y) x", r"w \leftarrow w + \alpha \, dw") == ["right", "wrong"]


LAYERS = r"""
$X \in \mathbb{R}^{n_0 \times m}$, $Y \in \mathbb{R}^{1 \times m}$,
$W^{[1]} \in \mathbb{R}^{n_1 \times n_0}$, $b^{[1]} \in \mathbb{R}^{n_1}$,
$W^{[2]} \in \mathbb{R}^{1 \times n_1}$, $b^{[2]} \in \mathbb{R}$.

$$Z^{[1]} = W^{[1]} X + b^{[1]}$$
$$A^{[1]} = \tanh(Z^{[1]})$$
$$Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}$$
$$A^{[2]} = \sigma(Z^{[2]})$$
$$J = -\frac{1}{m} \sum_{i=1}^m \left( y^{(i)} \log a^{[2](i)} + (1 - y^{(i)}) \log(1 - a^{[2](i)}) \right)$$
"""


def test_layers_with_the_cost_said_sample_by_sample():
    claims = (
        r"dZ^{[2]} = A^{[2]} - Y",
        r"dW^{[2]} = \frac{1}{m} dZ^{[2]} A^{[1]T}",
        r"dZ^{[1]} = W^{[2]T} dZ^{[2]} * (1 - (A^{[1]})^2)",
        r"dW^{[1]} = \frac{1}{m} dZ^{[1]} X^T",
        r"dZ^{[1]} = W^{[2]T} dZ^{[2]} * (1 - A^{[1]})^2",
        r"dW^{[1]} = \frac{1}{m} dZ^{[1]} X",
    )
    assert verdicts(LAYERS, *claims) == ["right", "right", "right", "right", "wrong", "ill-typed"]


def test_differentials_are_none():
    claims = (r"dz = w^T dx", r"da = a (1 - a) \, dz")
    assert verdicts(ONE_EXAMPLE, *claims) == ["unknown", "unknown"]


FORWARD = r"$Z^{[l]} = W^{[l]}A^{[l-1]} + b^{[l]}$, $A^{[l]} = g^{[l]}(Z^{[l]})$."
ANY_LAYER = (
    r"dZ^{[l]} = dA^{[l]} * g'^{[l]}(Z^{[l]})",
    r"dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l-1]T}",
    r"db^{[l]} = \frac{1}{m} \sum_{i=1}^{m} dZ^{[l](i)}",
    r"dA^{[l-1]} = W^{[l]T} dZ^{[l]}",
)


def test_layers_are_made_of_one_another():
    """No loss has a name; the mean over m samples is taken in the gradients of the parameters, which add up columns."""
    assert set(verdicts(FORWARD, *ANY_LAYER)) <= {"right", "right-if"}
    assert set(verdicts(FORWARD, *(claim.replace(r"\frac{1}{m}", "") for claim in ANY_LAYER))) <= {"right", "right-if"}


@pytest.mark.parametrize("place", range(4))
def test_a_slip_among_layers_is_found(place: int):
    claims = [f"{c.replace(' = ', ' = -', 1)}" if n == place else c for n, c in enumerate(ANY_LAYER)]
    found = verdicts(FORWARD, *claims)
    assert found[place] == "wrong" and set(found[:place] + found[place + 1 :]) <= {"right", "right-if"}


TWO_LAYERS = (
    r"$Z^{[1]} = W^{[1]}X + b^{[1]}$, $A^{[1]} = \tanh(Z^{[1]})$, $Z^{[2]} = W^{[2]}A^{[1]} + b^{[2]}$, "
    r"$A^{[2]} = \sigma(Z^{[2]})$. The cost is "
    r"$J = -\frac{1}{m}\sum_{i=1}^m \left(y^{(i)} \log a^{[2](i)} + (1-y^{(i)})\log(1-a^{[2](i)})\right)$."
)


def test_samples_of_one_row():
    claims = (
        r"dZ^{[2]} = A^{[2]} - Y",
        r"dW^{[2]} = \frac{1}{m} dZ^{[2]} A^{[1]T}",
        r"db^{[2]} = \frac{1}{m} \sum_{i=1}^{m} dZ^{[2](i)}",
        r"dZ^{[1]} = W^{[2]T} dZ^{[2]} * (1 - A^{[1]2})",
        r"dW^{[1]} = \frac{1}{m} dZ^{[1]} X^{T}",
    )
    assert verdicts(TWO_LAYERS, *claims) == ["right"] * 5
    wrong = (*claims[:3], r"dZ^{[1]} = W^{[2]T} dZ^{[2]} * (1 - A^{[1]})", r"dW^{[1]} = dZ^{[1]} X^{T}")
    assert "right" not in verdicts(TWO_LAYERS, *wrong)[3:]


NABLAS = (
    (r"\nabla a = p - y", r"\nabla W = (p - y) x^T", r"\nabla b = \nabla a", r"\nabla x = W^T \nabla a"),
    (r"\nabla_a = p - y", r"\nabla_W = \nabla_a x^T", r"\nabla_b = \nabla_a", r"\nabla_x = W^T \nabla_a"),
    (r"\partial_a L = p - y", r"\partial_W L = (p - y) x^T", r"\partial_b L = p - y", r"\partial_x L = W^T (p - y)"),
    (r"\mathrm{grad}_a L = p - y", r"\mathrm{grad}_W L = (p - y) x^T", r"\mathrm{grad}_b L = p - y"),
)


@pytest.mark.parametrize("claims", NABLAS)
def test_the_gradient_by_something_is_called_by_a_sign(claims: tuple[str, ...]) -> None:
    page = r"Let $a = W x + b$, $p = \mathrm{softmax}(a)$ and $L = -\sum_k y_k \log p_k$ where $y$ is one-hot. "
    assert set(verdicts(page, *claims)) == {"right"}
    for place, claim in enumerate(claims):
        slipped = [*claims[:place], claim.replace(" = ", " = -"), *claims[place + 1 :]]
        assert verdicts(page, *slipped)[place] == "wrong"


def test_a_nabla_of_a_function_is_its_gradient() -> None:
    page = r"Let $f(x, y) = x^2 y$ and $g = x + y$. "
    assert verdicts(page, r"\nabla f = \begin{bmatrix} 2xy \\ x^2\end{bmatrix}") == ["right"]
    assert verdicts(page, r"\nabla f = \begin{bmatrix} x^2 \\ 2xy\end{bmatrix}") == ["wrong"]
    assert verdicts(page, r"\partial_x f + \partial_y f = 2 x y + x^2") == ["right"]


DEEP = r"""$$Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}, \quad A^{[l]} = g^{[l]}(Z^{[l]})$$
$$J = -\frac{1}{m} \sum_{i=1}^m \left( y^{(i)} \log(a^{[L](i)}) + (1 - y^{(i)}) \log(1 - a^{[L](i)}) \right)$$
$$dA^{[L]} = -\frac{Y}{A^{[L]}} + \frac{1-Y}{1-A^{[L]}}$$
$$W^{[l]} = W^{[l]} - \alpha \, dW^{[l]}$$
$$%s$$"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l-1]T}", "right"),
        (r"dW^{[l]} = \frac{2}{m} dZ^{[l]} A^{[l-1]T}", "wrong"),
        (r"db^{[l]} = \frac{1}{m} \sum_{i=1}^m dZ^{[l](i)}", "right"),
        (r"db^{[l]} = \frac{2}{m} \sum_{i=1}^m dZ^{[l](i)}", "wrong"),
        (r"dA^{[l-1]} = W^{[l]T} dZ^{[l]}", "right"),
        (r"dA^{[l-1]} = 2 W^{[l]T} dZ^{[l]}", "wrong"),
    ],
)
def test_a_step_written_with_an_equals_sign_makes_weights_of_nothing(claim: str, verdict: str) -> None:
    page = DEEP % r"dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l-1]T}" + f"\n$${claim}$$"
    assert papergrad.read(page).findings[-1].verdict == verdict
