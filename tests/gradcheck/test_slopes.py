"""A measured slope is within its bound of the slope known in closed form, and the bound is small where it can be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergrad.gradcheck.slopes import Real, jump, noise, resolution, slope

EXTENDED = np.finfo(np.longdouble).eps < 1e-18


def measured(phi, start=2**-6):
    sigma = noise(phi, 1e-6)
    return slope(phi, phi(Real(0)), start, sigma), sigma


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-3, 3), min_size=1, max_size=5),
    st.floats(0.01, 400),
    st.floats(-1e6, 1e6),
    st.floats(1e-9, 1e3),
)
def test_the_bound_holds_for_smooth_functions(weights, speed, offset, height):
    """Waves of any steepness, height and offset: the truth is within ten bounds, as the checker assumes."""
    w = [Real(v) for v in weights]

    def phi(t):
        return Real(height) * sum(v * np.sin(speed * t + k) for k, v in enumerate(w)) + Real(offset)

    truth = Real(height) * sum(v * speed * np.cos(Real(k)) for k, v in enumerate(w))
    found, _ = measured(phi)
    assert abs(found.value - truth) <= 10 * found.error


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-3, 3), min_size=1, max_size=5),
    st.floats(0.01, 400),
    st.floats(-1e6, 1e6),
    st.floats(1e-12, 1e-3),
)
def test_the_bound_holds_where_it_is_soon_enough(weights, speed, offset, share):
    """Short steps are tried first, and what they give is bounded too. Faster waves pass between steps, which none can tell."""
    w = [Real(v) for v in weights]

    def phi(t):
        return sum(v * np.sin(speed * t + k) for k, v in enumerate(w)) + Real(offset)

    truth = sum(v * speed * np.cos(Real(k)) for k, v in enumerate(w))
    found = slope(phi, phi(Real(0)), 2**-6, noise(phi, 1e-6), enough=share * speed)
    assert abs(found.value - truth) <= 10 * found.error


def test_two_short_steps_are_enough_for_a_smooth_function():
    calls = []

    def phi(t):
        calls.append(t)
        return np.exp(t)

    found = slope(phi, Real(1), 2**-6, Real(np.finfo(Real).eps), enough=1e-9)
    assert len(calls) == (4 if EXTENDED else len(calls))
    assert abs(found.value - 1) <= 10 * found.error <= 1e-8


@pytest.mark.parametrize("digits", [2, 4, 6])
def test_the_grain_of_a_rounded_function_is_noise(digits):
    """Over a millionth nothing moves; what moves first moves by a grain."""
    found = noise(lambda t: np.round(np.exp(t) + Real(0.3) * 10.0**-digits, digits), 1e-9)
    assert found * np.sqrt(12) == pytest.approx(10.0**-digits, rel=1e-3)


@pytest.mark.parametrize("phi", [lambda t: Real(0), lambda t: np.maximum(t - Real(0.01), 0), lambda t: t**8 + 1])
def test_a_function_that_rests_is_not_rounded(phi):
    """Nor is the 1 of ``t⁸ + 1``, which narrow numbers hold exactly, taken for more than it may be."""
    assert noise(phi, 1e-6) <= np.finfo(np.float32).eps / 2


@pytest.mark.parametrize(
    ("phi", "truth"), [(np.exp, 1.0), (np.sin, 1.0), (lambda t: (1 + t) ** 5, 5.0), (lambda t: 1 / (2 + t), -0.25)]
)
def test_smooth_slopes_are_known_to_nine_digits(phi, truth):
    found, _ = measured(phi)
    assert abs(found.value - truth) <= 1e-9 * abs(truth)
    assert found.error <= 1e-7 * abs(truth)


def test_noise_is_measured():
    """Rounding to single precision inside a function is seen, although its values pass as wider numbers."""
    rng = np.random.default_rng(0)
    assert noise(lambda t: np.sin(t) + Real(1e-6) * rng.standard_normal(), 1e-6) == pytest.approx(1e-6, rel=1.5)
    quiet = noise(lambda t: np.sin(t) + 3, 1e-6)
    assert quiet < (1e-17 if EXTENDED else 1e-14)


def test_resolution_tells_single_from_double():
    values = np.random.default_rng(0).standard_normal(9)
    assert resolution(values.astype(np.float32)) == np.finfo(np.float32).eps
    assert resolution(values) == np.finfo(np.float64).eps


@pytest.mark.parametrize("slopes", [(0.0, 1.0), (-2.0, 3.0), (1.0, 0.999)])
def test_kinks_are_seen(slopes):
    left, right = slopes

    def phi(t):
        return (Real(right) if t > 0 else Real(left)) * t + t**2 + 1

    assert jump(phi, phi(Real(0)), Real(1e-3), noise(phi, 1e-6)) == pytest.approx(right - left, rel=1e-3)


@pytest.mark.parametrize("phi", [np.exp, np.sin, np.cos, lambda t: 1e6 + np.exp(300 * t), lambda t: t**3])
def test_smooth_functions_have_no_kinks(phi):
    assert jump(phi, phi(Real(0)), Real(1e-3), noise(phi, 1e-6)) == 0


def test_a_function_that_is_not_finite_has_no_bound():
    found = slope(lambda t: Real(0) if t == 0 else Real(np.nan), Real(0), 0.01, Real(0))
    assert np.isinf(found.error)


def test_a_rounded_function_is_flat():
    assert slope(lambda t: np.round(t * 20), Real(0), 0.05, Real(0)).flat
