"""What prose states beside formulas is judged, and what is no statement is left alone."""

from __future__ import annotations

import pytest

import papergrad

NETWORK = r"$W \in \mathbb{R}^{m \times n}$, $b \in \mathbb{R}^m$, $x \in \mathbb{R}^n$ and $h = W x + b$. "
GATES = (
    r"For $x_t \in \mathbb{R}^D$ and $h_{t-1}, c_{t-1} \in \mathbb{R}^H$: "
    + ", ".join(rf"${g}_t = \sigma(W_{g} x_t + U_{g} h_{{t-1}} + b_{g})$" for g in "ifog")
    + r", $c_t = f_t \odot c_{t-1} + i_t \odot g_t$, $h_t = o_t \odot \tanh(c_t)$. "
)
CASES = [
    (GATES + r"The cell has $4 H (D + H + 1)$ parameters.", "count", "right"),
    (NETWORK + r"There are $m (n + 1)$ parameters.", "count", "right"),
    (NETWORK + r"There are $m n$ weights.", "count", "right"),
    (NETWORK + r"There are $n (m + 1)$ parameters.", "count", "wrong"),
    (NETWORK + r"There are 60 parameters.", "count", "unknown"),
    (NETWORK + r"$W$ is an $m \times n$ matrix.", "shape", "declares"),
    (NETWORK + r"$W$ is an $n \times m$ matrix.", "shape", "wrong"),
    (NETWORK + r"The shape of $h$ is $m \times 1$.", "shape", "right"),
    (NETWORK + r"The shape of $h$ is $n \times 1$.", "shape", "wrong"),
    ("W is a 10x5 matrix and we have 50 weights.", "count", "right"),
    ("We compute (100x250) x (250x1) and get a 100x1 vector.", "shape", "right"),
    ("We compute (100x250) x (250x1) and get a 250x1 vector.", "shape", "wrong"),
    ("We compute (100x250) x (100x1) and get a 100x1 vector.", "shape", "ill-typed"),
    (r"$${}_2 \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$$", "shape", "right"),
    (r"$${}_3 \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}$$", "shape", "wrong"),
    (r"The derivative of the sigmoid function is always smaller than 1.", "inequality", "right"),
    (r"The derivative of the sigmoid function is always smaller than $1/4$.", "inequality", "wrong"),
    (r"$\sigma'(z)$ is at most 0.25.", "inequality", "right"),
    (r"$\sigma'(z)$ is at most 0.2.", "inequality", "wrong"),
    (r"$\sigma'(z)$ must be positive.", "inequality", "right"),
    (r"$\tanh(z)$ is positive.", "inequality", "wrong"),
    (r"The maximum of $\sigma'(z)$ is $(0, 0.25)$.", "numeric", "right"),
    (r"The maximum of $\sigma'(z)$ is $(0, 0.5)$.", "numeric", "wrong"),
    ("The gradient of the relu function is either 0 (if <0) or 1 (if >0).", "gradient", "right"),
    ("The gradient of sigmoid will get smaller as the absolute value of the input x increases.", "inequality", "right"),
    ("The sigmoid function decreases as the input increases.", "inequality", "wrong"),
    (r"We tried $\lambda \in \{0.1, 0.01, 0.01\}$.", "numeric", "right-if"),
    ("Assume stride 2 from here on.", "declaration", "declares"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "verdict"), CASES, ids=[str(n) for n in range(len(CASES))])
def test_statements_of_the_prose_get_their_verdict(text, kind, verdict):
    paper = papergrad.read(text)
    judged = [f for f in paper.findings if f.kind == kind and "∈" not in paper.source[f.span]]
    assert verdict in {f.verdict for f in judged}, judged
    assert not {f.verdict for f in judged} & ({"wrong", "ill-typed"} - {verdict})


def test_stated_shapes_decide_whether_formulas_conform():
    wrong = papergrad.read("$W$ is an $m \\times n$ matrix and $x$ is an $m$-dimensional vector.\n\n$$h = W x$$")
    right = papergrad.read("$W$ is an $m \\times n$ matrix and $x$ is an $n$-dimensional vector.\n\n$$h = W x$$")
    assert [f.verdict for f in wrong.findings if f.kind == "definition"] == ["ill-typed"]
    assert [f.verdict for f in right.findings if f.kind == "definition"] == ["defines"]


def test_a_letter_may_have_a_stated_number_as_its_value():
    text = "$W$ is a $10 \\times d$ matrix.\n\n$z = W x$ and $s = \\sum_{k=1}^K z_k$"
    assert [f.verdict for f in papergrad.read(text).findings if f.kind == "definition"] == ["defines", "defines"]


def test_all_the_entries_in_braces_are_a_vector():
    page = r"$$x_j = \sum_i v_i w_{ij} + b_j$$ where $\{x_j\}$ is a $d$-dimensional layer and $x_j$ is a number."
    assert "wrong" not in [f.verdict for f in papergrad.read(page).findings]
