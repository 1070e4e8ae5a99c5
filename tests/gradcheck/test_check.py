"""Right gradients are never rejected, planted mistakes never accepted, and each mistake is called by its name."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papergrad.gradcheck
from papergrad.gradcheck import gradcheck
from papergrad.source import PaperError

EXTENDED = np.finfo(np.longdouble).eps < 1e-18

FUNCTIONS = {  # a function and its slope
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sine": (np.sin, np.cos),
    "square": (np.square, lambda z: 2 * z),
    "softplus": (lambda z: np.logaddexp(0, z), lambda z: 1 / (1 + np.exp(-z))),
    "bell": (lambda z: np.exp(-z * z), lambda z: -2 * z * np.exp(-z * z)),
}


def smooth(seed, kind, height=1.0, offset=0.0):
    """A random smooth loss of a matrix and a vector, with its gradient written out by hand."""
    rng = np.random.default_rng(seed)
    n, m = rng.integers(2, 6, 2)
    X, lam = rng.standard_normal((4, n)), 0.1
    act, act_slope = FUNCTIONS[kind]
    point = {"W": rng.standard_normal((n, m)), "v": rng.standard_normal(m)}

    def loss(p):
        return height * (np.sum(act(X @ p["W"]) @ p["v"]) ** 2 + lam / 2 * np.sum(p["W"] ** 2)) + offset

    def gradient(p):
        a = act(X @ p["W"])
        s = 2 * np.sum(a @ p["v"])
        return {"W": height * (s * X.T @ (act_slope(X @ p["W"]) * p["v"]) + lam * p["W"]), "v": height * s * a.sum(0)}

    return loss, gradient, point


def planted(right, how, rng):
    """A gradient with one mistake in one block; None where the mistake changes (almost) nothing."""
    name = str(rng.choice(list(right)))
    g = right[name].copy()
    at = tuple(int(rng.integers(0, n)) for n in g.shape)
    match how:
        case "scaled":
            g = g * rng.choice([0.5, 2, -1, 0.1, 1.001])
        case "one entry":
            g[at] += 1e-3 * np.linalg.norm(g) * rng.choice([-1, 1])
        case "rolled":
            g = np.roll(g, 1, axis=0)
        case "added":
            g = g + 1e-3 * np.linalg.norm(g) / np.sqrt(g.size)
        case "zero":
            g = np.zeros_like(g)
    if np.linalg.norm(g - right[name]) <= 1e-4 * np.linalg.norm(right[name]):
        return None
    return {**right, name: g}


scenes = (
    st.integers(0, 10**6),
    st.sampled_from(sorted(FUNCTIONS)),
    st.sampled_from([1.0, 1e-7, 1e5]),
    st.sampled_from([0.0, 1e4]),
)


@settings(max_examples=40, deadline=None)
@given(*scenes)
def test_right_gradients_are_right(seed, kind, height, offset):
    loss, gradient, point = smooth(seed, kind, height, offset)
    assert gradcheck(loss, gradient, point)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(FUNCTIONS)))
def test_right_single_precision_is_never_rejected(seed, kind):
    loss, gradient, point = smooth(seed, kind)
    single = {k: v.astype(np.float32) for k, v in point.items()}
    rounded = {k: v.astype(np.float32) for k, v in gradient(single).items()}
    assert gradcheck(loss, rounded, single).verdict != "wrong"
    narrow = gradcheck(lambda p: np.float32(loss({k: v.astype(np.float32) for k, v in p.items()})), rounded, single)
    assert narrow.verdict != "wrong"


@settings(max_examples=40, deadline=None)
@given(*scenes, st.sampled_from(["scaled", "one entry", "rolled", "added", "zero"]))
def test_planted_mistakes_are_never_accepted(seed, kind, height, offset, how):
    loss, gradient, point = smooth(seed, kind, height, offset)
    wrong = planted(gradient(point), how, np.random.default_rng(seed))
    if wrong is not None:
        check = gradcheck(loss, wrong, point)
        assert check.verdict == "wrong"
        assert all(b.cause is not None for b in check if b.verdict == "wrong")


def square_scene():
    rng = np.random.default_rng(1)
    A, B = rng.standard_normal((4, 4)), rng.standard_normal((4, 4))
    return (
        (lambda W: np.sum(np.tanh(A @ W) * B)),
        (lambda W: A.T @ (B * (1 - np.tanh(A @ W) ** 2))),
        rng.standard_normal((4, 4)),
    )


def replaced(g, at, value):
    g = g.copy()
    g[at] = value
    return g


@pytest.mark.parametrize(
    ("mistake", "code", "words"),
    [
        (lambda g, W: g / 2, "factor", "the right gradient is 2 × yours"),
        (lambda g, W: 2 * g, "factor", "yours is doubled"),
        (lambda g, W: -g, "sign", "sign"),
        (lambda g, W: g.T, "transposed", "transposed"),
        (lambda g, W: 3 * g.T, "transposed", "1/3 × yours.T"),
        (lambda g, W: g - 0.1 * W, "regulariser", "missing 0.1 × W: the regulariser"),
        (lambda g, W: g + 0.25 * W, "regulariser", "too much by 0.25 × W"),
        (lambda g, W: g - 0.01 * np.sign(W), "regulariser", "sign(W)"),
        (lambda g, W: np.roll(g, 1, 0), "shifted", "rows shifted by 1"),
        (lambda g, W: np.roll(g, -1, 1), "shifted", "columns shifted by -1"),
        (lambda g, W: g[[0, 3, 2, 1]], "swapped", "rows 1 and 3 swapped"),
        (lambda g, W: g[:, [2, 0, 1, 3]], "permuted", "columns permuted"),
        (lambda g, W: replaced(g, (3, 2), 7), "entry", "one entry (3, 2)"),
        (lambda g, W: replaced(g, 2, 0), "rows", "only row 2 is wrong: given as zero"),
        (lambda g, W: replaced(g, (slice(None), 1), -g[:, 1]), "columns", "only column 1 is wrong: the sign"),
        (lambda g, W: 0 * g, "zero", "zero"),
        (lambda g, W: g - 0.5, "constant", "missing 1/2 in every entry"),
        (lambda g, W: abs(g), "signs", "the sign of"),
        (lambda g, W: g * np.array([[1.3], [2.1], [0.7], [0.4]]), "chain", "each row"),
        (lambda g, W: 5 * (g - 0.1 * W) + 0.1 * W, "factor and regulariser", "regulariser"),
    ],
)
def test_mistakes_have_names(mistake, code, words):
    f, g, W = square_scene()
    check = gradcheck(f, lambda W: mistake(g(W), W), W)
    cause = check["W"].cause
    assert check.verdict == "wrong"
    assert cause.code == code
    assert words in cause.text
    np.testing.assert_allclose(check["W"].measured, g(W), rtol=1e-6)


def test_a_forgotten_mean_is_one_mistake():
    loss, gradient, point = smooth(3, "tanh")
    check = gradcheck(loss, lambda p: {k: 10 * g for k, g in gradient(p).items()}, point)
    assert check.cause.code == "mean"
    assert "1/N with N = 10" in check.headline


def test_swapped_blocks_are_recognised():
    def loss(a, b):
        return np.sum(np.sin(a) * np.cos(2 * b))

    a, b = np.random.default_rng(0).standard_normal((2, 5))
    da, db = np.cos(a) * np.cos(2 * b), -2 * np.sin(a) * np.sin(2 * b)
    assert gradcheck(loss, (da, db), (a, b))
    assert gradcheck(loss, (db, da), (a, b))["a"].cause.code == "borrowed"


def test_a_large_block_is_searched_by_rows():
    rng = np.random.default_rng(0)
    x, W = rng.standard_normal(90), rng.standard_normal((90, 50))
    right = np.cos(W) * x[:, None]

    def loss(W):
        return x @ np.sin(W).sum(1)

    assert gradcheck(loss, right, W)
    cause = gradcheck(loss, replaced(right, 17, -right[17]), W)["W"].cause
    assert cause.rows == (17,)
    assert "sign" in cause.text
    assert gradcheck(loss, right / 3, W)["W"].cause.factor == 3


def test_kinks_are_checked_nearby():
    """ReLU at 0 has no slope; the gradient as a function is judged next to it, as arrays it is left open."""

    def loss(w):
        return np.sum(np.where(w > 0, 3 * w, 0)) + np.sum(w * w)

    def slope(w):
        return np.where(w > 0, 3, 0) + 2 * w

    zero = np.zeros(6)
    nearby = gradcheck(loss, slope, zero)
    assert nearby
    assert "a point nearby" in nearby.notes[0]
    assert gradcheck(loss, lambda w: 2 * slope(w), zero).verdict == "wrong"
    assert gradcheck(loss, slope(zero), zero).verdict == "inconclusive"


def test_random_functions_are_recognised():
    rng = np.random.default_rng(0)
    check = gradcheck(lambda x: np.sum(x * (rng.random(4) < 0.5)), np.ones(4), np.ones(4))
    assert check.verdict == "inconclusive"
    assert "random" in check.headline


def test_numpys_own_random_numbers_are_held_fixed():
    def mask():
        return np.random.rand(30) < 0.5

    np.random.seed(5)
    before = np.random.get_state()[1].copy()
    assert gradcheck(lambda x: np.sum(np.sin(x) * mask()), lambda x: np.cos(x) * mask(), np.ones(30))
    assert (
        gradcheck(lambda x: np.sum(np.sin(x) * mask()), lambda x: 2 * np.cos(x) * mask(), np.ones(30)).verdict
        == "inconclusive"
    )
    assert np.array_equal(before, np.random.get_state()[1])


def test_rounded_functions_stay_open():
    x = np.random.default_rng(0).standard_normal(5)
    assert gradcheck(lambda x: np.sum(np.round(x, 2) ** 2), lambda x: 2 * x, x).verdict == "inconclusive"


@pytest.mark.parametrize("digits", [2, 3, 4, 5, 7, 10])
@pytest.mark.parametrize("kind", FUNCTIONS)
def test_right_gradients_of_rounded_losses_are_never_rejected(kind, digits):
    """As of a loss that is printed and read again."""
    losses = [smooth(seed, kind) for seed in range(8)]
    rounded = [(lambda p, loss=loss: np.round(loss(p), digits), gradient, point) for loss, gradient, point in losses]
    assert "wrong" not in [gradcheck(*case).verdict for case in rounded]


def test_sixty_parameters_need_few_evaluations():
    """Right blocks take two short steps for each direction, wrong ones two evaluations for each entry besides."""
    rng = np.random.default_rng(0)
    X, point = rng.standard_normal((4, 9)), {"W": rng.standard_normal((9, 6)), "v": rng.standard_normal(6)}

    def loss(p):
        return np.sum(np.tanh(X @ p["W"]) @ p["v"])

    def gradient(p):
        a = np.tanh(X @ p["W"])
        return {"W": X.T @ ((1 - a**2) * p["v"]), "v": a.sum(0)}

    right = gradient(point)
    assert gradcheck(loss, gradient, point).evaluations <= (60 if EXTENDED else 200)
    wrong = gradcheck(loss, {**right, "W": right["W"] / 2}, point)
    assert wrong["W"].cause.code == "factor"
    assert wrong.evaluations <= (210 if EXTENDED else 700)


@pytest.mark.parametrize("near", [1e-9, 1e-5, 1e-3, 0.1])
def test_entries_next_to_kinks_are_measured(near):
    """However near the kinks are to some entries, the mistake is found where it is, and nowhere else."""
    x = np.array([near, -near, 0.7, -0.2, 1.3])
    right = np.where(x > 0, 3, -1) + 2 * x
    given = right.copy()
    given[3] *= 2
    check = gradcheck(lambda x: np.sum(np.where(x > 0, 3 * x, -x)) + np.sum(x * x), given, x)
    assert check.verdict in ("wrong", "inconclusive")
    if near > 1e-4:
        assert check["x"].cause.entries == ((3,),)


def test_functions_that_are_not_finite_stay_open():
    assert "nan" in gradcheck(lambda x: np.sum(np.log(x)), lambda x: 1 / x, np.array([1.0, -1.0])).headline
    assert gradcheck(lambda x: np.sum(x), np.array([np.nan, 1.0]), np.ones(2)).verdict == "wrong"


def test_unused_parameters_have_slope_zero():
    check = gradcheck(
        lambda p: np.sum(np.exp(p["a"])),
        lambda p: {"a": np.exp(p["a"]), "b": 0 * p["b"]},
        {"a": np.ones(3), "b": np.ones(2)},
    )
    assert check
    check = gradcheck(
        lambda p: np.sum(np.exp(p["a"])),
        lambda p: {"a": np.exp(p["a"]), "b": p["b"]},
        {"a": np.ones(3), "b": np.ones(2)},
    )
    assert check["b"].cause.code == "not zero"


def test_a_function_may_return_its_gradient():
    assert gradcheck(lambda x: (np.sum(x**3), 3 * x**2), params=np.arange(1.0, 5))
    assert not gradcheck(lambda x: (np.sum(x**3), 2 * x**2), params=np.arange(1.0, 5))


def test_parameters_may_be_packed_in_any_way():
    a, b = np.arange(1.0, 4), np.array([[2.0]])
    assert gradcheck(lambda p: np.sum(p[0] ** 2) + p[1] ** 2, lambda p: [2 * p[0], 2 * p[1]], [a, b])
    check = gradcheck(
        lambda left, right: np.sum(left**2) * right, lambda left, right: (2 * left * right, np.sum(left**2)), (a, 3.0)
    )
    assert [block.name for block in check] == ["left", "right"]
    assert check
    assert gradcheck(lambda x: x * x, lambda x: 2 * x, 3)


def test_against_a_formula():
    loss, gradient, point = smooth(5, "sine")

    def off(p):
        return {**gradient(p), "v": gradient(p)["v"] * 2}

    assert "your formula for everything but v" in str(gradcheck(loss, off, point, truth=gradient))
    assert "equals your formula." in str(gradcheck(loss, gradient, point, truth=gradient(point)))
    check = gradcheck(loss, gradient, point, truth=off)
    assert check
    assert "the formula is not the gradient of this function for v" in str(check)
    alone = gradcheck(None, off(point), point, truth=gradient)
    assert alone["v"].cause.code == "factor"
    assert alone["W"].verdict == "right"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gradcheck(lambda x: x, lambda x: x, np.ones(3)), "must return one number, not an array of shape (3,)"),
        (
            lambda: gradcheck(lambda x: np.sum(x), lambda x: np.ones((3, 2)), np.ones((2, 3))),
            "it has the shape of the transpose",
        ),
        (lambda: gradcheck(lambda p: np.sum(p["a"]), {"b": 1}, {"a": np.ones(2)}), "grad has nothing for a"),
        (lambda: gradcheck(lambda x: np.sum(x), params=np.ones(2)), "there is no gradient to check"),
        (
            lambda: gradcheck(lambda x: np.sum(np.multiply(x, 2, out=x)), np.ones(2), np.ones(2)),
            "changes its parameters in place",
        ),
    ],
)
def test_errors_say_what_to_do(call, words):
    with pytest.raises(PaperError) as error:
        call()
    assert words in str(error.value)


def test_the_answer_reads_like_one():
    f, g, W = square_scene()
    check = gradcheck(f, lambda W: g(W) / 2, W)
    assert str(check).startswith("The gradient of W is wrong: factor 2: the right gradient is 2 × yours.\n")
    assert ">wrong</b>" in check._repr_html_()
    assert str(gradcheck(f, g, W)).startswith("The gradient is right, to within")


def test_the_room_can_be_called():
    assert papergrad.gradcheck(lambda x: np.sum(x * x), lambda x: 2 * x, np.ones(2))
