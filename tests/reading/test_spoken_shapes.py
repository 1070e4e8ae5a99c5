"""The ways in which people say what shape something has."""

from __future__ import annotations

import pytest

import papergrad

MATRIX = [
    r"$X$ is $N \times D$.",
    r"$V$ is $D \times H$, $X$ is $N \times D$ and $b$ is $H \times 1$.",
    r"where $X$ is $N \times D$ and $V$ is $D \times H$.",
    r"$X$ and $V$ are $N \times D$.",
    r"$X$ is an $N \times D$ matrix.",
    r"$X$ is a $N$ by $D$ matrix.",
    r"$X$ is $N$-by-$D$.",
    r"X is N x D.",
    r"Let $X$ be $N \times D$.",
    r"Let $X$ be a matrix in $\mathbb{R}^{N \times D}$.",
    r"$X$ is in $\mathbb{R}^{N \times D}$.",
    r"$X$ is $\mathbb{R}^{N \times D}$.",
    r"$X$ has shape $(N, D)$.",
    r"$X$ has dimensions $N \times D$.",
    r"$X$, of shape $(N, D)$, is given.",
    r"$X$ is a matrix of size $N \times D$.",
    r"where $X$ is the input matrix with shape $(N, D)$.",
    r"The shape of $X$ is $[N, D]$.",
    r"the $N \times D$ matrix $X$.",
    r"an $N \times D$ data matrix $X$.",
    r"$X$ denotes the $N \times D$ matrix of inputs.",
    r"$X$ ($N \times D$).",
    r"$X$: $N \times D$",
    "- $X$: $(N, D)$\n- $V$: $(D, H)$\n",
    r"$X$ — $N \times D$.",
    "| symbol | shape | what |\n|---|---|---|\n| $X$ | $N \\times D$ | inputs |\n",
    r"$X: N \times D$.",
    r"$X.shape = (N, D)$.",
    r"$\text{shape}(X) = (N, D)$, $\text{shape}(V) = (D, H)$.",
    r"$\dim(X) = N \times D$.",
]
VECTOR = [
    r"$x$ is a $D$-dimensional vector.",
    r"a $D$-dimensional vector $x$.",
    r"a vector $x$ of length $D$.",
    r"$x$ is $D \times 1$.",
    r"$x$ has $D$ entries.",
    r"$x$ is a column vector with $D$ elements.",
    r"$x$ is a vector in $\mathbb{R}^D$.",
    r"$x$ lies in $\mathbb{R}^D$.",
]
NEITHER = [
    r"$x$ is in $(0, 1)$.",
    r"$x$ is $y$.",
    r"$x$ is $a + b$.",
    r"$x$ belongs to $(a, b)$.",
]
USE = "\n\n$L = \\sin({})$."  # says nothing of the shape


@pytest.mark.parametrize("words", MATRIX)
def test_a_matrix(words: str) -> None:
    assert papergrad.read(words + USE.format("X")).shapes["X"] == ("N", "D")


@pytest.mark.parametrize("words", VECTOR)
def test_a_vector(words: str) -> None:
    assert papergrad.read(words + USE.format("x")).shapes["x"] == ("D",)


@pytest.mark.parametrize("words", NEITHER)
def test_what_only_looks_like_a_shape(words: str) -> None:
    assert papergrad.read(words + USE.format("x")).shapes["x"] == ()


CALLED = [
    (r"Given column vectors $x$ and $b,$ and a symmetric matrix $C,$", "x", 1),
    (r"Given column vectors $x$ and $b,$ and a symmetric matrix $C,$", "C", 2),
    (r"For vectors $x, b$ and a matrix $C$,", "b", 1),
    (r"For vectors $x, b$ and a matrix $C$,", "C", 2),
    (r"$x$ is a vector in $V$ and $A$ is an invertible matrix.", "x", 1),
    (r"$x$ is a vector in $V$ and $A$ is an invertible matrix.", "A", 2),
    (r"a vector $x$ of length $1$.", "x", 1),
]


@pytest.mark.parametrize(("words", "name", "axes"), CALLED)
def test_what_is_called_a_vector_or_a_matrix_is_one(words: str, name: str, axes: int) -> None:
    assert len(papergrad.read(words + USE.format(name)).shapes[name]) == axes


def test_vectors_are_told_from_numbers_by_what_they_are_called() -> None:
    page = r"Given vectors $a$ and $b$ and a matrix $C$, $$\frac{\partial}{\partial C} (a - b)^\top C (a - b) = %s$$"
    good, bad = r"(a - b)(a - b)^\top", r"2 (a - b)(a - b)^\top"
    assert [papergrad.read(page % right).findings[-1].verdict for right in (good, bad)] == ["right", "wrong"]


NETWORK = r"$W \in \mathbb{R}^{m \times n}$, $b \in \mathbb{R}^m$, $x \in \mathbb{R}^n$ and $h = W x + b$. "
STATED = [
    (r"$\text{shape}(h) = (m, 1)$", "right"),
    (r"$\dim(h) = n \times 1$", "wrong"),
    (r"$W.shape = (m, n)$", "declares"),
    (r"$W.shape = (n, m)$", "wrong"),
    (r"$h$ is $m \times 1$", "right"),
    (r"$h$ is $n \times 1$", "wrong"),
    (r"$\frac{\partial h}{\partial x}: (m, n)$", "right"),
    (r"$\frac{\partial h}{\partial x}: (n, m)$", "wrong"),
    (r"$s = x^\top x$. The area $s$ is $m \times n$", "declares"),  # a product of numbers, perhaps
]


@pytest.mark.parametrize(("said", "verdict"), STATED)
def test_what_is_computed_has_a_shape_already(said: str, verdict: str) -> None:
    assert papergrad.read(NETWORK + said + ".").findings[-1].verdict == verdict


@pytest.mark.parametrize(("said", "verdict"), [("2", "right"), ("3", "wrong")])
def test_two_digits_in_the_corner_of_a_matrix_are_two_places(said: str, verdict: str) -> None:
    matrix = r"$$X = \begin{bmatrix} x_{11} & x_{12} \\ \vdots & \vdots \\ x_{N1} & x_{N2} \end{bmatrix}$$"
    found = papergrad.read(f"The inputs are given as a $N \\times {said}$ matrix $X$:\n\n{matrix}").findings[0]
    assert found.verdict == verdict, found.message


def test_a_formula_for_one_sample_beside_the_matrix_of_all() -> None:
    text = r"$\gamma, \beta \in \mathbb{R}^N$, $u \in \mathbb{R}^N$ and $y = \gamma \odot u + \beta$. $y$ is a $N \times D$ matrix."
    assert papergrad.read(text).findings[-1].verdict == "unknown"


@pytest.mark.parametrize(
    "words", ["a scalar $c$", "any constant $c$", "every real number $c$", "some scalars $c$ and $d$"]
)
def test_a_scalar_is_said_before_its_name(words: str) -> None:
    claims = [r"\mathrm{softmax}(x) = \mathrm{softmax}(x + c)", r"\mathrm{softmax}(x) = \mathrm{softmax}(c x)"]
    page = f"For {words} we have ${claims[0]}$, ${claims[1]}$."
    assert [f.verdict for f in papergrad.read(page).findings if f.kind == "equality"] == ["right", "wrong"]
