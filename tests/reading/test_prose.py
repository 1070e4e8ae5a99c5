"""What the prose says: shapes and facts in the words of many writers, and nothing where nothing is said."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import papergrad
from papergrad.reading import wordings
from papergrad.reading.spoken import Property, Shaped

SHAPES = [
    ("the shape of the input vector x is: 750×1", "x", ["750"]),
    ("dimension of $W$ is: $K \\times 750$", "W", ["K", "750"]),
    ("the dimensions of W are 10 by 5", "W", ["10", "5"]),
    ("W is a 3x4 matrix", "W", ["3", "4"]),
    ("where $W$ is an $m \\times n$ matrix", "W", ["m", "n"]),
    ("where $W$ is a real $m$ by $n$ matrix", "W", ["m", "n"]),
    ("$x$ is a $d$-dimensional vector", "x", ["d"]),
    ("x is a d-dimensional vector", "x", ["d"]),
    ("$\\mathbf{x}$ is a column vector of size $D$", "x", ["D"]),
    ("$X$ has shape $(N, D)$", "X", ["N", "D"]),
    ("$X$ of shape [batch, d]", "X", ["batch", "d"]),
    ("$W^{(h)}$ $\\left\\langle 32+d, d\\right\\rangle$", "W^(h)", ["d + 32", "d"]),
    ("$s$ is a scalar", "s", []),
    ("Both $A$ and $B$ are $n \\times n$ matrices", "B", ["n", "n"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key", "sizes"), SHAPES, ids=[t for t, _, _ in SHAPES])
def test_shapes_in_words(text, key, sizes):
    scope = papergrad.read(text + ".").reading.scopes[0]
    shape = scope.declared[key]
    assert sorted(str(s) for s in shape.sizes) == sorted(sizes)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("$A$ is symmetric", "symmetric"),
        ("$\\Sigma$ is positive definite", "spd"),
        ("$Q$ is an orthogonal matrix", "orthogonal"),
        ("y is one-hot", "one-hot"),
        ("$t$ is a probability distribution", "probability"),
        ("For a one-hot $y \\in \\mathbb{R}^k$ the loss is small", "one-hot"),
        ("Take the one-hot label vector $t$ here", "one-hot"),
        ("There are one-hot labels $y$", "one-hot"),
        ("Take the one-hot encoded target $y$", "one-hot"),
        ("The class $y$ is given as a one-hot vector", "one-hot"),
        ("$y$ denotes the one-hot label", "one-hot"),
        ("The label is $y \\in \\{0, 1\\}^K$ (one-hot)", "one-hot"),
        (
            "Let $X \\in \\mathbb{R}^{N \\times D}$ be data and $Y \\in \\{0, 1\\}^{N \\times K}$ the one-hot labels",
            "one-hot",
        ),
    ],
)
def test_facts_in_words(text, fact):
    scope = papergrad.read(text + ", as before.").reading.scopes[0]
    assert fact in {word for words in scope.facts.values() for word in words}


def test_one_is_one_hot_all_are_one_hot():
    one, both = (
        papergrad.read(rf"$x \in \mathbb{{R}}^d$ and $y \in \{{0, 1\}}^K$ {verb} one-hot.")
        .reading.scopes[0]
        .known_facts()
        for verb in ("is", "are")
    )
    assert "one-hot" in one["y"] and "x" not in one
    assert "one-hot" in both["y"] and "one-hot" in both["x"]


@pytest.mark.parametrize("each", ["y_i", "y^{(i)}", "y^{(n)}"])
def test_what_holds_for_each_sample_holds_for_a_sample(each):
    loss = (
        r"Let $z \in \mathbb{R}^K$, $p = \mathrm{softmax}(z)$ and $J = -\sum_k y_k \log p_k$. "
        r"$$\frac{\partial J}{\partial z} = p - y$$"
    )
    said = rf"There are examples, and ${each} \in \{{0, 1\}}^K$ is one-hot. "
    assert papergrad.read(said + loss).findings[-1].verdict == "right"
    assert (
        papergrad.read(said + r"Here $y \in \mathbb{R}^K$ is something else. " + loss).findings[-1].verdict
        == "right-if"
    )


def test_what_is_said_behind_another_symbol_is_not_said_of_that():
    text = r"Let $z \in \mathbb{R}^K$. Given $z$ the one-hot $y$ is known, and from $z$ the one-hot label follows."
    assert "z" not in papergrad.read(text).reading.scopes[0].known_facts()


@pytest.mark.parametrize(
    "text",
    [
        "This is a simple model of size and shape.",
        "I is a letter. A is another. It is a scalar world.",
        "There is a 5 year plan, and 3 by 4 is twelve.",
        "The size of the effect is large; the shape of things to come is unknown.",
        "It is symmetric in a way. We are positive.",
        "The derivative of the loss is small.",
        "The learning rate is smaller than expected.",
        "If $A$ is symmetric if and only if it is nice.",
    ],
)
def test_what_is_no_statement_is_left_alone(text):
    found = [r for r in papergrad.read(text).reading.reads if not isinstance(r.claim, Property) or "if" not in text]
    assert found == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["shape of ", "$W$", " is ", "a ", "10", "x", " by ", "(", ")", "$", "\n\n", ".", "vector", "{", "_"]
        ),
        max_size=14,
    )
)
def test_no_text_breaks_the_reader(parts):
    for one in papergrad.read("".join(parts)).reading.reads:
        assert one.span.start <= one.span.end


def test_shapes_stand_where_they_were_said():
    text = "Let us start. The shape of $W$ is $m \\times n$ here."
    paper = papergrad.read(text)
    (one,) = [r for r in paper.reading.reads if isinstance(r.claim, Shaped)]
    assert text[one.span.start : one.span.end] == "shape of $W$ is $m \\times n"


def test_shapes_stand_in_brackets():
    paper = papergrad.read(r"The weights are $W$ ($D \times H$) and $b$ ($1 \times H$): $S = XW + b$.")
    assert paper.shapes["W"] == ("D", "H")
    assert paper.shapes["X"][1] == "D"


FORMS = [
    form
    for value in vars(wordings).values()
    for form in (value if isinstance(value, tuple) else (value,))
    if isinstance(form, wordings.Form)
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.pattern[-30:])
@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_no_page_has_a_form_without_one_of_its_words(form, data):
    said = data.draw(st.from_regex(re.compile(form.pattern, re.IGNORECASE)))
    assert not form.words or any(word in said.casefold() for word in form.words)
