"""Where parameters start."""

import numpy as np
import pytest

import papergrad
from papergrad.asking.models import model
from papergrad.learning.start import draw, use

TEXT = r"""
Let $x \in \mathbb{R}^n$, $t \in \mathbb{R}^k$, $W \in \mathbb{R}^{m \times n}$,
$V \in \mathbb{R}^{k \times m}$, $g, b \in \mathbb{R}^m$.
$$z = W x + b$$
$$h = g \odot \mathrm{ReLU}(z)$$
$$J = \|V h - t\|^2 + \lambda \|W\|_F^2$$
"""


@pytest.fixture(scope="module")
def net():
    return model(papergrad.read(TEXT).computing, data=["x", "t"])


def test_uses(net):
    found = {name: use(name, net.value, net.definitions) for name in ("W", "b", "g", "V")}
    assert {name: one.kind for name, one in found.items()} == {"W": "weight", "b": "bias", "g": "scale", "V": "weight"}
    assert found["W"].summed == {1} and found["W"].function == "relu"
    assert found["V"].summed == {1} and found["V"].function == ""


def test_values(net):
    shapes = {name: net.shapes[name] for name in ("W", "b", "g", "V")}
    found = draw(np.random.default_rng(0), shapes, {"n": 300, "m": 200, "k": 100}, net.value, net.definitions)
    assert not found["b"].any() and np.all(found["g"] == 1)
    assert np.std(found["W"]) == pytest.approx(np.sqrt(2 / 300), rel=0.02)  # He
    assert np.std(found["V"]) == pytest.approx(np.sqrt(2 / 300), rel=0.02)  # Glorot: 200 in, 100 out
