"""Parameters that a text solves for behind what it claims of them."""

import papergrad

LOSS = r"$$L(w, b) = \frac{1}{2n} \sum_{i=1}^n (w^T x_i + b - y_i)^2$$"
SOLVED = r"$$\frac{\partial L}{\partial b} = 0 \iff b = \bar y - w^T \bar x$$"


def first_gradient(claim):
    findings = papergrad.read(f"{LOSS}\n$${claim}$$\n{SOLVED}").findings
    return next(f.verdict for f in findings if f.kind == "gradient")


def test_a_parameter_is_free_until_it_is_solved_for():
    assert first_gradient(r"\frac{\partial L}{\partial w} = \frac1n \sum_{i=1}^n (w^T x_i + b - y_i) x_i") == "right"


def test_what_holds_neither_way_is_wrong():
    assert first_gradient(r"\frac{\partial L}{\partial w} = \frac1n \sum_{i=1}^n (w^T x_i - b - y_i) x_i") == "wrong"
