"""How far sums run that nobody gives an end."""

import pytest

import papergrad
from papergrad.algebra.nodes import Entry, Index, Sum, add, mul
from papergrad.algebra.sizes import Size
from papergrad.reading.ranges import alike
from papergrad.reading.values import Sizes


def total(letter: str, length: str) -> Sum:
    over = Index(f"{letter}%k%1", Size.of(length))
    return Sum(over, Entry("x", (over,)))


def test_sums_over_one_letter_run_alike() -> None:
    sizes = Sizes()
    one, other, third = sizes.fresh(), sizes.fresh(), sizes.fresh()
    alike(sizes, [total("τ", one.name), add(total("τ", other.name), total("s", third.name))])
    assert sizes.settle(one) == sizes.settle(other) != sizes.settle(third)


def test_what_stands_in_many_places_is_looked_at_once() -> None:
    """A derivative through many layers is a small graph, and a tree beyond all bounds."""
    body = total("τ", Sizes().fresh().name)
    for n in range(200):
        body = add(mul(Entry(f"a{n}"), body), mul(Entry(f"b{n}"), body))
    alike(Sizes(), [body])


def test_samples_of_a_set_are_counted_by_their_letter():
    page = r"$$L(w, b) = -\sum_{x_i \in M} y_i (w^T x_i + b)$$ "
    found = papergrad.read(page + r"$$\nabla_w L(w, b) = -\sum_{x_i \in M} y_i x_i$$").findings
    assert [f.verdict for f in found] == ["defines", "right"]
    page = r"$$J(w) = \sum_{(x_i, y_i) \in D} (w^T x_i - y_i)^2$$ "
    found = papergrad.read(page + r"$$\nabla_w J(w) = 2 \sum_{(x_i, y_i) \in D} (w^T x_i - y_i) x_i$$").findings
    assert [f.verdict for f in found] == ["defines", "right"]


def test_a_sum_over_a_word_is_over_what_no_letter_tells_apart() -> None:
    page = (
        r"$a_t = \tanh(W a_{t-1} + b)$. $$\frac{\partial a_t}{\partial b} = \sum_{batch} (1 - \tanh^2(W a_{t-1} + b))$$"
    )
    assert papergrad.read(page).findings[-1].verdict == "unknown"


ENTRIES = r"Let $w \in \mathbb{R}^n$ and $f = \sum_{i=1}^{n-1} (w_{i+1} - w_i)^2$. "


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\sum_{i=1}^{n-1} (w_{i+1} - w_i) = w_n - w_1", "right"),
        (r"\sum_{i=1}^{n-1} (w_{i+1} - w_i) = w_n", "wrong"),
        (r"\sum_{t=1}^{n-1} (w_{t+1} - w_t) = w_n - w_1", "right"),
        (r"\sum_{i=2}^n (w_i - w_{i-1}) = w_n - w_1", "right"),
        (r"\frac{\partial f}{\partial w_1} = -2 (w_2 - w_1)", "right"),
        (r"\frac{\partial f}{\partial w_n} = 2 (w_n - w_{n-1})", "right"),
        (r"\frac{\partial f}{\partial w_n} = 2 (w_{n-1} - w_n)", "wrong"),
    ],
)
def test_differences_of_entries_are_one_less(claim: str, verdict: str) -> None:
    assert papergrad.read(ENTRIES + f"$${claim}$$").findings[-1].verdict == verdict
