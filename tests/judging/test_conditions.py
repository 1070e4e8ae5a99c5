"""Unsaid assumptions are found where there is one, and nowhere else."""

import papergrad
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Apply, Entry, Index, LogSumExp, Sum, Tensor, add, minus, mul, number
from papergrad.algebra.sizes import size
from papergrad.judging.conditions import side_condition

I, J, K = Index("i", size("m")), Index("j", size("m")), Index("k", size("n"))
INPUTS = {"y": (I,), "z": (I,), "W": (I, K), "x": (K,), "b": (I,), "S": (I, J)}


def found(left, right, **more):
    return side_condition(left, right, {}, Facts({}), INPUTS, **more)


def softmax(i):
    return Apply("exp", add(Entry("z", (i,)), minus(LogSumExp(J, Entry("z", (J,))))))


def test_targets_that_sum_to_one():
    y, total = Entry("y", (I,)), Sum(J, Entry("y", (J,)))
    truth = Tensor(add(mul(total, softmax(I)), minus(y)), (I,))
    claim = Tensor(add(softmax(I), minus(y)), (I,))
    condition = found(claim, truth)
    assert condition is not None and condition.kind == "values" and condition.symbols == ("y",)
    assert condition.words == "the entries of y add up to 1"


def test_all_units_active():
    x = Entry("x", (K,))
    condition = found(Tensor(Apply("relu", x), (K,)), Tensor(x, (K,)))
    assert condition is not None and condition.kind == "values"  # no entry of x is negative is the weaker wish
    z = add(Sum(K, mul(Entry("W", (I, K)), x)), Entry("b", (I,)))
    condition = found(Tensor(Apply("relu", z), (I,)), Tensor(z, (I,)))
    assert condition is not None and condition.kind == "active"


def test_one_output_and_symmetry():
    y = Entry("y", (I,))
    condition = found(
        Tensor(Sum(I, Sum(J, mul(Entry("y", (I,)), Entry("y", (J,)))))), Tensor(Sum(I, mul(y, y))), kinds=("one",)
    )
    assert condition is not None and condition.kind == "one" and condition.symbols == ("m",)
    condition = found(Tensor(Entry("S", (I, J)), (I, J)), Tensor(Entry("S", (J, I)), (I, J)))
    assert condition is not None and condition.words == "S is symmetric"


def test_no_condition_for_what_is_plainly_wrong_or_right():
    y = Entry("y", (I,))
    assert found(Tensor(y, (I,)), Tensor(mul(number(2), y), (I,))) is None
    assert found(Tensor(y, (I,)), Tensor(y, (I,))) is None


def test_a_forgotten_bias_needs_a_zero_bias_only_if_zeros_are_asked_for():
    z = Sum(K, mul(Entry("W", (I, K)), Entry("x", (K,))))
    left, right = Tensor(z, (I,)), Tensor(add(z, Entry("b", (I,))), (I,))
    assert found(left, right, kinds=("values", "active", "equal", "one")) is None
    condition = found(left, right)
    assert condition is not None and condition.words == "b = 0"


def test_what_one_differentiates_by_is_not_taken_for_one_hot():
    """A squared y is y where y is one-hot; but a variable does not stay on corners."""
    one, squared = Tensor(Entry("y", (I,)), (I,)), Tensor(mul(Entry("y", (I,)), Entry("y", (I,))), (I,))
    condition = found(one, squared, kinds=("values",))
    assert condition is not None and condition.symbols == ("y",)
    assert found(one, squared, kinds=("values",), varied="y") is None


def test_a_vector_in_the_place_of_a_matrix_is_not_right_where_its_entries_happen_to_stand_on_the_diagonal():
    """a aᵀ is diag(a) for a one-hot a: that excuses nobody who lost a factor."""
    found = papergrad.read(r"$$\frac{\partial}{\partial X} [a^\top X a] = a^\top$$").findings[-1]
    assert found.verdict == "wrong"
    assert found.code == "PG205"


def test_nobody_takes_weights_for_a_distribution() -> None:
    page = r"$w, x \in \mathbb{R}^n$, $b \in \mathbb{R}$, $L = \log(1 + \exp(w^T x + b))$. $$\frac{\partial L}{\partial b} = "
    assert papergrad.read(page + r"\sigma(w^T x + b)$$").findings[-1].verdict == "right"
    assert papergrad.read(page + r"\sigma(w^T (x + b))$$").findings[-1].bad


def test_what_weighs_a_logarithm_may_add_up_to_1() -> None:
    page = r"$u, r \in \mathbb{R}^n$, $q = \mathrm{softmax}(u)$, $L = -\sum_k r_k \log q_k$. $$\frac{\partial L}{\partial u} = q - r$$"
    found = papergrad.read(page).findings[-1]
    assert found.verdict == "right-if" and "r add up to 1" in found.assumption


def test_labels_of_plus_and_minus_one_are_no_distribution():
    """A factor too many would be excused by "y is one-hot"."""
    text = r"""Let $x_i, w \in \mathbb{R}^d$, $b \in \mathbb{R}$ and $y_i \in \{-1, 1\}$. The loss is
$L = \frac{1}{n} \sum_{i=1}^n \max(0, 1 - y_i (w^\top x_i + b))$ and
$$\frac{\partial L}{\partial b} = -\frac{1}{n} \left( \sum_{i=1}^n \mathbf{1}[y_i (w^\top x_i + b) < 1] y_i \right)
\sum_{i=1}^n \mathbf{1}[y_i (w^\top x_i + b) < 1] y_i$$"""
    assert papergrad.read(text).findings[-1].verdict == "wrong"


def test_labels_of_one_and_minus_one():
    """The square of a label that stands in an exponent; of any other number it is a slip."""
    hessian = r"""
$$L(w) = \sum_{i=1}^n \log(1 + \exp(-y_i w^T x_i))$$
$$\nabla^2 L(w) = \sum_{i=1}^n \sigma(y_i w^T x_i) (1 - \sigma(y_i w^T x_i)) x_i x_i^T$$
"""
    last = papergrad.read(hessian).findings[-1]
    assert (last.verdict, last.assumption) == ("right-if", "every entry of y is 1 or -1")
    squares = r"$$L(w) = \sum_{i=1}^n (w^T x_i - y_i)^2$$ $$\nabla L(w) = 2 \sum_{i=1}^n (y_i^2 w^T x_i - y_i) x_i$$"
    assert papergrad.read(squares).findings[-1].verdict == "wrong"
