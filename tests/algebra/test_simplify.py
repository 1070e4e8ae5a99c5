"""Every law, on expressions made for it and on random ones: what stood there and what stands there now are equal."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergrad.algebra import nodes
from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.facts import Facts, Mean
from papergrad.algebra.nodes import (
    ONE,
    ZERO,
    Affine,
    Apply,
    Cases,
    Delta,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Inverse,
    LogSumExp,
    Lookup,
    Mul,
    Number,
    Position,
    Power,
    Product,
    Select,
    Sum,
    Tensor,
    add,
    affine,
    divide,
    minus,
    mul,
    number,
    power,
    shift,
    total,
)
from papergrad.algebra.show import show
from papergrad.algebra.simplify import (
    FOR_COMPARISON,
    FOR_PEOPLE,
    _Pass,
    canonical,
    is_number,
    simplify,
    simplify_by_steps,
)
from papergrad.algebra.sizes import Size, size
from papergrad.algebra.substitution import rename
from papergrad.algebra.terms import key
from papergrad.algebra.traversal import children, free, rebuild
from papergrad.source import LimitError

from .strategies import DRAWS, SIZES, expressions, tensors, values

I, J, K, M = Index("i", size("n")), Index("j", size("m")), Index("k", size("n")), Index("l", size("m"))
a, xi, xk, yj, yl = Entry("a"), Entry("x", (I,)), Entry("x", (K,)), Entry("y", (J,)), Entry("y", (M,))
IN_BLOCKS = Index("r", size("n") * size("m"))  # place (i, j), block by block
Aij, Akj = Entry("A", (I, J)), Entry("A", (K, J))
pi, Qkl = Entry("p", (I,)), Entry("Q", (J, M))
FACTS = Facts(
    {
        "p": frozenset({"probability"}),
        "Q": frozenset({"orthogonal"}),
        "c": frozenset({"positive"}),
        "S": frozenset({"symmetric"}),
    },
    {"μ": Mean((), I, xi)},
)
c = Entry("c")
P1, P2 = Index("p1", size("m")), Index("p2", size("m"))
B12 = Entry("B", (P1, P2))
half = number(Fraction(1, 2))
R = Index("r", size("m"))
above = Indicator(">", a, ZERO)


def numbers(seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.1, 1, 2)
    q = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    s = rng.normal(size=(3, 3))
    found = {**values(seed), "p": p / p.sum(), "Q": q, "c": np.array(rng.uniform(0.5, 2)), "S": s + s.T}
    return {**found, "μ": np.mean(found["x"])}


def equal(one: Expr, other: Expr, seed: int = 0) -> None:
    axes = tuple(sorted(free(one) | free(other), key=lambda i: i.name))
    world = World(numbers(seed), SIZES)
    before, after = evaluate(Tensor(one, axes), world), evaluate(Tensor(other, axes), world)
    kept = np.isfinite(before) & (abs(before) < 1e9)
    scale = max(1.0, float(np.max(abs(before[kept]), initial=0)))
    message = f"{show(one)}\n= {show(other)}"
    np.testing.assert_allclose(after[kept], before[kept], rtol=1e-7, atol=1e-8 * scale, err_msg=message)


# one expression for each law, and what it becomes for people (None: something else that is equal)
EXAMPLES: dict[str, tuple[Expr, Expr | None]] = {
    "name_number": (Extent(Size.of(5)), number(5)),
    "collect_terms": (add(mul(number(2), xi), add(yj, mul(number(3), xi))), add(mul(number(5), xi), yj)),
    "collect_powers": (mul(power(xi, 2), mul(yj, power(xi, -1))), mul(xi, yj)),
    "fold_power": (power(mul(number(2), xi), 2), mul(number(4), power(xi, 2))),
    "factor_out": (add(mul(a, xi), mul(a, yj)), mul(a, add(xi, yj))),
    "factor_powers": (add(mul(a, power(xi, 2), yj), minus(mul(a, xi, power(yj, 2)))), None),
    "join_terms": (add(mul(a, add(ONE, minus(xi))), mul(number(5), yj), minus(mul(a, xi))), None),
    "multiply_out_if_shorter": (add(mul(a, add(xi, minus(ONE))), mul(add(ONE, minus(a)), xi)), add(minus(a), xi)),
    "cancel_quotients": (
        mul(xi, add(ONE, minus(xi)), add(divide(yj, xi), minus(divide(add(ONE, minus(yj)), add(ONE, minus(xi)))))),
        add(yj, minus(xi)),
    ),
    "turn_sign": (minus(add(xi, minus(yj))), add(yj, minus(xi))),
    "multiply_out": (mul(a, add(xi, yj)), None),
    "multiply_power_out": (power(add(xi, yj), 2), None),
    "sum_of_constant": (Sum(K, xi), mul(Extent(size("n")), xi)),
    "pull_out": (Sum(K, mul(a, xi, xk)), mul(a, xi, Sum(K, xk))),
    "sift": (Sum(K, mul(Delta(I, K), Akj)), Aij),
    "split_for_delta": (Sum(K, mul(add(Delta(I, K), minus(xi)), xk)), None),
    "split_sum": (Sum(K, add(xk, a)), None),
    "join_sums": (
        add(Sum(J, mul(Aij, yj)), Sum(M, mul(Entry("A", (K, M)), yl))), Sum(J, mul(add(Aij, Akj), yj)),
    ),
    "sum_of_probabilities": (Sum(I, pi), ONE),
    "sum_of_deviations": (Sum(I, add(xi, minus(Entry("μ")))), ZERO),
    "sum_of_softmax": (Sum(I, Apply("exp", add(xi, minus(LogSumExp(K, xk))))), ONE),
    "sum_of_choice": (Sum(I, mul(xi, Select(K, Akj, Delta(K, I)))), Select(K, Akj, xk)),
    "sum_of_orthogonal": (Sum(J, mul(Qkl, Entry("Q", (J, Index("r", size("m")))))), Delta(M, Index("r", size("m")))),
    "inverse_times_matrix": (
        Sum(J, mul(Inverse(P1, P2, B12, M, J), Entry("B", (J, Index("r", size("m")))))),
        Delta(Index("r", size("m")), M),
    ),
    "product_of_constant": (Product(I, mul(a, Apply("exp", xi))), None),
    "choose_constant": (Select(K, Akj, mul(a, xk)), mul(a, Select(K, Akj, xk))),
    "value_at_number": (Apply("sigmoid", ZERO), half),
    "exp_of_log": (Apply("exp", add(xi, Apply("log", c))), mul(c, Apply("exp", xi))),
    "log_of_exp": (Apply("log", mul(c, Apply("exp", xi))), add(Apply("log", c), xi)),
    "shift_lse": (LogSumExp(K, add(xk, a)), add(a, LogSumExp(K, xk))),
    "softmax_of_quotient": (
        divide(Apply("exp", xi), Sum(K, Apply("exp", xk))), Apply("exp", add(xi, minus(LogSumExp(K, xk)))),
    ),
    "cancel_exponentials": (mul(Apply("exp", add(xi, a)), Apply("exp", minus(a))), Apply("exp", xi)),
    "join_exponentials": (mul(Apply("exp", xi), Apply("exp", yj)), None),
    "power_of_exponential": (power(Apply("exp", xi), 2), None),
    "sum_of_exponentials": (Sum(I, Apply("exp", xi)), None),
    "sigmoid_of_quotient": (power(add(ONE, Apply("exp", minus(xi))), -1), Apply("sigmoid", xi)),
    "sigmoid_times_exp": (divide(Apply("exp", xi), add(ONE, Apply("exp", xi))), Apply("sigmoid", xi)),
    "one_minus_sigmoid_minus": (add(ONE, minus(Apply("sigmoid", minus(xi)))), Apply("sigmoid", xi)),
    "turn_argument": (Apply("tanh", minus(xi)), None),
    "log_of_sigmoid": (Apply("log", Apply("sigmoid", xi)), None),
    "compare_subscripts": (Delta(I, shift(I, 1)), ZERO),
    "compare_numbers": (Indicator(">", xi, xi), ZERO),
    "name_step": (Apply("step", xi), Indicator(">", xi, ZERO)),
    "name_relu": (Apply("relu", xi), None),
    "name_abs": (Apply("abs", xi), None),
    "sign_times_abs": (mul(Apply("sign", xi), Apply("abs", xi), a), mul(xi, a)),
    "prune_cases": (Cases(((ZERO, xi), (Indicator(">", a, ZERO), yj)), yj), yj),
    "factor_slope": (add(xi, minus(power(xi, 2))), mul(xi, add(ONE, minus(xi)))),
    "join_cases": (
        add(Cases(((above, xi),), a), Cases(((above, yj),), xi)), Cases(((above, add(xi, yj)),), add(a, xi)),
    ),
    "name_choice": (Cases(((above, ZERO),), ONE), Indicator(">=", ZERO, a)),
    "symmetric_entry": (Entry("S", (R, J)), Entry("S", (J, R))),
    "symmetric_inverse": (
        Inverse(P1, P2, Entry("S", (P1, P2)), R, J), Inverse(P1, P2, Entry("S", (P1, P2)), J, R),
    ),
    "same_subscript": (mul(Delta(I, K), Akj), None),
    "split_blocks": (Delta(affine(((I, size("m")), (J, 1))), affine(((K, size("m")), (M, 1)))), mul(Delta(I, K), Delta(J, M))),
    "sift_blocks": (Sum(IN_BLOCKS, mul(Delta(IN_BLOCKS, affine(((I, size("m")), (J, 1)))), Position(IN_BLOCKS))), None),
}  # fmt: skip


def all_laws() -> set[str]:
    return {law.__name__ for laws in (FOR_PEOPLE, FOR_COMPARISON) for some in laws.values() for law in some}


@pytest.mark.parametrize("length", ["m", 3])
def test_subscripts_are_split_only_within_blocks(length) -> None:
    """A place is in one block; with what runs further than a block, it may be in several."""
    block, wide = Index("k", size(length)), Index("w", size(length) + 1)
    for low, apart in ((block, True), (wide, False)):
        other = Index(low.name + "'", low.size)
        e = Delta(affine(((I, size(length)), (low, 1))), affine(((K, size(length)), (other, 1))))
        assert (simplify(e) is mul(Delta(I, K), Delta(low, other))) is apart


def test_every_law_has_an_example() -> None:
    assert all_laws() == EXAMPLES.keys()


@pytest.mark.parametrize("law", sorted(EXAMPLES))
def test_law(law: str) -> None:
    before, expected = EXAMPLES[law]
    used = set()
    for laws in (FOR_PEOPLE, FOR_COMPARISON):
        going = _Pass(laws, FACTS)
        going.visit(before)
        for step in going.steps:
            used.add(step.law)
            equal(step.before, step.after)
    assert law in used
    if expected is not None:
        assert show(simplify(before, FACTS)) == show(expected)


@settings(max_examples=DRAWS, deadline=None)
@given(tensors(depth=3), st.integers(0, 1000))
def test_every_step_keeps_the_value(tensor: Tensor, seed: int) -> None:
    for laws in (FOR_PEOPLE, FOR_COMPARISON):
        going = _Pass(laws, FACTS)
        after = going.visit(tensor.body)
        for step in going.steps:
            equal(step.before, step.after, seed)
        equal(tensor.body, after, seed)


@settings(max_examples=DRAWS, deadline=None)
@given(tensors(depth=3), st.integers(0, 1000))
def test_simple_stays_simple(tensor: Tensor, seed: int) -> None:
    once = simplify(tensor.body)
    assert show(simplify(once)) == show(once)


@settings(max_examples=DRAWS, deadline=None)
@given(tensors(depth=3), st.integers(0, 1000))
def test_canonical_keeps_the_value_and_is_its_own_canonical_form(tensor: Tensor, seed: int) -> None:
    form = canonical(tensor.body)
    equal(tensor.body, form, seed)
    assert show(canonical(form)) == show(form)


def shuffled(e: Expr, rng: np.random.Generator) -> Expr:
    """The same, written in another order with other bound names."""
    bodies = [shuffled(child, rng) for child in children(e)]
    match e:
        case nodes.Add() | nodes.Mul():
            return type(e)(tuple(bodies[n] for n in rng.permutation(len(bodies))))
        case nodes.Sum(over) | nodes.Product(over) | nodes.LogSumExp(over):
            other = Index(f"{over.name}{rng.integers(1000)}", over.size)
            return type(e)(other, rename(bodies[0], {over: other}))
        case _:
            return rebuild(e, bodies)


@settings(max_examples=DRAWS, deadline=None)
@given(expressions((I, J), 3), st.integers(0, 1000))
def test_order_and_bound_names_do_not_matter(e: Expr, seed: int) -> None:
    other = shuffled(e, np.random.default_rng(seed))
    assert key(e) == key(other)
    assert canonical(e) is canonical(other)


IDENTICAL = [
    # x'Ax as two orders of sums
    (Sum(I, Sum(K, mul(xi, Entry("B", (I, K)), xk))), Sum(K, mul(Sum(I, mul(Entry("B", (I, K)), xi)), xk))),
    # tr(AB) = tr(BA)
    (Sum(I, Sum(J, mul(Aij, Entry("B", (J, I))))), Sum(J, Sum(I, mul(Entry("B", (J, I)), Aij)))),
    # (a + b)² = a² + 2ab + b²
    (power(add(xi, yj), 2), add(power(xi, 2), mul(number(2), xi, yj), power(yj, 2))),
    # e⁻ˣ / (1 + e⁻ˣ)² = σ(1 - σ)
    (
        divide(Apply("exp", minus(a)), power(add(ONE, Apply("exp", minus(a))), 2)),
        mul(Apply("sigmoid", a), add(ONE, minus(Apply("sigmoid", a)))),
    ),
    # σ(-x) = 1 - σ(x)
    (Apply("sigmoid", minus(xi)), add(ONE, minus(Apply("sigmoid", xi)))),
    # Σ (x_i - m)² = Σ x_i² - 2 m Σ x_i + n m²
    (
        Sum(I, power(add(xi, minus(a)), 2)),
        add(Sum(I, power(xi, 2)), mul(number(-2), a, Sum(K, xk)), mul(Extent(size("n")), power(a, 2))),
    ),
    # log softmax
    (Apply("log", divide(Apply("exp", xi), Sum(K, Apply("exp", xk)))), add(xi, minus(LogSumExp(K, xk)))),
    # -log σ(x) = log(1 + e⁻ˣ)
    (minus(Apply("log", Apply("sigmoid", xi))), Apply("log", add(ONE, Apply("exp", minus(xi))))),
    # ‖x‖ / ‖x‖² = 1 / ‖x‖
    (
        divide(power(Sum(I, power(xi, 2)), Fraction(1, 2)), Sum(K, power(xk, 2))),
        power(Sum(I, power(xi, 2)), Fraction(-1, 2)),
    ),
    # Σ_k (δ_ik - p_i) g_k = g_i - p_i Σ g
    (Sum(K, mul(add(Delta(I, K), minus(pi)), xk)), add(xi, minus(mul(pi, Sum(K, xk))))),
    # a row of a matrix by lookup
    (Sum(I, mul(Delta(I, Lookup("w", (J,))), xi)), Entry("x", (Lookup("w", (J,)),))),
    # diag(x) A
    (Sum(K, mul(Delta(I, K), xi, Akj)), mul(xi, Aij)),
]


@pytest.mark.parametrize("pair", IDENTICAL, ids=lambda pair: show(pair[0])[:40])
def test_identities(pair: tuple[Expr, Expr]) -> None:
    one, other = pair
    equal(one, other)
    assert show(canonical(one)) == show(canonical(other))


def test_different_things_stay_different() -> None:
    assert canonical(Sum(K, Akj)) is not canonical(Sum(J, Aij))
    assert canonical(mul(xi, Sum(I, xi))) is not canonical(Sum(I, mul(xi, xi)))
    assert canonical(power(power(a, 2), Fraction(1, 2))) is not canonical(a)
    assert canonical(Apply("log", power(a, 2))) is not canonical(mul(number(2), Apply("log", a)))


def test_cycles_of_sums_are_told_apart() -> None:
    """Σ A_ij A_jk A_ki is one triangle; two opposed cycles are no triangle each way round."""
    i, j, k = (Index(n, size("m")) for n in "ijk")
    b = lambda p, q: Entry("B", (p, q))  # noqa: E731
    triangle = total((i, j, k), mul(b(i, j), b(j, k), b(k, i)))
    again = total((k, i, j), mul(b(k, j), b(i, k), b(j, i)))
    other = total((i, j, k), mul(b(i, j), b(j, k), b(i, k)))
    assert canonical(triangle) is canonical(again)
    assert canonical(triangle) is not canonical(other)


def test_a_limit_instead_of_an_explosion() -> None:
    wide = Mul(tuple(add(Entry(f"u{n}"), Entry(f"v{n}"), ONE) for n in range(12)))
    with pytest.raises(LimitError, match="too many terms"):
        canonical(wide)


def test_steps_are_told() -> None:
    after, steps = simplify_by_steps(Sum(I, Apply("exp", add(xi, minus(LogSumExp(K, xk))))))
    assert after is ONE
    assert [s.law for s in steps][-1] == "sum_of_softmax"


def test_a_shifted_delta_is_not_sifted_over_the_end() -> None:
    e = Sum(I, mul(Delta(I, shift(K, -1)), add(xi, ONE)))
    equal(e, simplify(e))
    fixed = Sum(I, mul(Delta(I, Affine((), Size.of(0))), xi))
    assert simplify(fixed) is Entry("x", (Affine((), Size.of(0)),))


def test_position_of_a_fixed_place() -> None:
    assert simplify(Position(Affine((), Size.of(2)))) is number(3)
    assert simplify(Power(Number(Fraction(4, 9)), half)) is number(Fraction(2, 3))


def test_what_would_take_too_long_to_be_put_in_order_is_refused_by_its_limit(monkeypatch):
    monkeypatch.setattr("papergrad.algebra.simplify.MOST_PARTS", 3)
    x = Entry("x", ())
    with pytest.raises(LimitError) as refused:
        canonical(Apply("sin", Apply("cos", Apply("tan", Apply("exp", x)))))
    assert refused.value.code == "PG902"
    assert not is_number(Apply("sin", Apply("cos", Apply("tan", Apply("exp", x)))))
