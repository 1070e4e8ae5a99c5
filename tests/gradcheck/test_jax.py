"""JAX functions and custom derivatives, in single precision as they come."""

import numpy as np
import pytest

from papergrad.gradcheck import gradcheck

jax = pytest.importorskip("jax")


@pytest.fixture
def scene():
    rng = np.random.default_rng(0)
    X = jax.numpy.asarray(rng.standard_normal((6, 4)), dtype="float32")
    point = {"W": jax.numpy.asarray(rng.standard_normal((4, 3)), dtype="float32")}
    return jax.jit(lambda p: (jax.numpy.tanh(X @ p["W"]) ** 2).sum() + 0.05 * (p["W"] ** 2).sum()), point


def test_its_own_gradient_is_right(scene):
    f, point = scene
    assert gradcheck(f, params=point)
    assert gradcheck(f, jax.grad(f), point)
    assert gradcheck(f, jax.grad(f)(point), point)


def test_mistakes_have_names(scene):
    f, point = scene
    g = jax.grad(f)(point)
    assert gradcheck(f, {"W": g["W"] - 0.1 * point["W"]}, point)["W"].cause.code == "regulariser"
    assert gradcheck(f, {"W": -g["W"]}, point)["W"].cause.code == "sign"


def test_a_custom_derivative_is_checked():
    @jax.custom_vjp
    def sigmoid(z):
        return 1 / (1 + jax.numpy.exp(-z))

    sigmoid.defvjp(lambda z: (sigmoid(z), sigmoid(z)), lambda s, g: (g * s,))  # 1 - s is missing
    assert gradcheck(lambda x: sigmoid(x).sum(), params=jax.numpy.linspace(-1.0, 1.0, 5)).verdict == "wrong"


def test_settings_are_left_alone(scene):
    f, point = scene
    before = jax.numpy.asarray(1.5).dtype  # single, unless another test of this process has asked for more
    gradcheck(f, params=point)
    assert jax.numpy.asarray(1.5).dtype == before
