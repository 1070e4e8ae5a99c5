"""How gradients behave: what is said of them against the table of functions, plain loops and known cases."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import papergrad
from papergrad import PaperError, cli
from papergrad.algebra.functions import FUNCTIONS
from papergrad.asking.behaviour import slope_of
from papergrad.notation import unicode

PAGES = Path(papergrad.__file__).parent / "models" / "pages"
DEEP = """
$x \\in \\mathbb{R}^{n}$, $t \\in \\mathbb{R}^k$, $W_1 \\in \\mathbb{R}^{m \\times n}$, $W_2 \\in \\mathbb{R}^{m \\times m}$,
$W_3 \\in \\mathbb{R}^{k \\times m}$.

$$h_1 = \\sigma(W_1 x)$$

$$h_2 = \\sigma(W_2 h_1)$$

$$p = \\mathrm{softmax}(W_3 h_2)$$

$$J = \\frac12 \\|p - t\\|^2$$
"""


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "softplus", "sin", "cos", "arctan"])
def test_slopes_lie_where_differences_do(name):
    slope = slope_of(name)
    assert slope is not None
    z = np.linspace(-8, 8, 4001) + 1e-4
    value = FUNCTIONS[name].value
    measured = (value(z + 1e-6) - value(z - 1e-6)) / 2e-6
    assert float(slope.least) <= measured.min() + 1e-6 and measured.max() - 1e-6 <= float(slope.greatest)
    assert float(slope.greatest) - measured.max() < 1e-3
    if slope.at is not None:
        at = float(slope.at)
        assert abs((value(np.asarray(at + 1e-6)) - value(np.asarray(at - 1e-6))) / 2e-6 - float(slope.greatest)) < 1e-6


def test_of_the_sigmoid_and_of_relu():
    sigmoid, relu = slope_of("sigmoid"), slope_of("relu")
    assert (sigmoid.greatest, sigmoid.at, sigmoid.dead, sigmoid.saturates) == (Fraction(1, 4), 0, (False, False), True)
    assert (relu.greatest, relu.dead) == (1, (True, False))


def test_layers_and_their_chain():
    found = papergrad.read(DEEP).behaviour()
    assert [unicode.write(layer.equation) for layer in found.layers] == [
        "∂h₂/∂h₁ = diag(h₂ ⊙ (1 − h₂)) W₂",
        "∂h₁/∂x = diag(h₁ ⊙ (1 − h₁)) W₁",
    ]
    recurrent = papergrad.open(PAGES / "recurrent_language_model.md").behaviour()
    assert "∂h⁽ᵗ⁾/∂h^(t-1) = diag(h⁽ᵗ⁾ ⊙ (1 − h⁽ᵗ⁾)) Hᵀ" in [unicode.write(x.equation) for x in recurrent.layers]
    assert [x.repeated for x in recurrent.layers] == [False, True]


def test_saturation():
    """A squared loss behind a softmax lets its gradient die out where the output is sure and wrong; cross entropy does not."""
    squared = papergrad.read(DEEP).behaviour().saturation
    entropy = papergrad.open(PAGES / "two_layers.md").behaviour().saturation
    assert squared.stops and not entropy.stops
    assert unicode.write(entropy.equation) == "∂J/∂z = (ŷ − y)ᵀ"
    e = np.exp(np.array([0.0, entropy.pushes[8]]))
    assert entropy.lengths[-1] == pytest.approx(np.sqrt(2), abs=1e-3) and e.all()


def test_from_zero_units_stay_alike():
    found = {s.name: s for s in papergrad.open(PAGES / "two_layers.md").behaviour().from_zero}
    assert found["W_1"].units > 1 and found["W_1"].different == found["b_1"].different == 1
    assert found["b_2"].moved > 0
    assert all(not s.moved for s in papergrad.open(PAGES / "recurrent_classifier.md").behaviour().from_zero)


def test_the_command(tmp_path: Path):
    file, picture = tmp_path / "deep.md", tmp_path / "deep.png"
    file.write_text(DEEP)
    found = CliRunner().invoke(cli.commands, ["behave", str(file)])
    assert found.exit_code == 0, found.output
    assert "σ′(z) = σ(z)(1 − σ(z)): between 0 and 1/4, largest at z = 0" in found.output
    assert "through all 2 of them: at most 1/16 ‖W₂‖ ‖W₁‖" in found.output
    assert "it dies out: the loss saturates" in found.output
    pytest.importorskip("matplotlib")
    found = CliRunner().invoke(cli.commands, ["behave", str(file), "--plot", str(picture)])
    assert found.exit_code == 0 and picture.read_bytes()[:4] == b"\x89PNG"


STACKED = r"""Let $x_t \in \mathbb{R}^d$ and $h_t \in \mathbb{R}^n$ for $t = 1, \dots, T$, $v \in \mathbb{R}^n$.

$$h_t = \tanh(W [h_{t-1}; x_t] + b)$$
$$L = \frac12 (v^T h_T - y)^2$$
"""


def test_a_layer_of_stacked_input_is_named_by_its_columns(tmp_path: Path):
    file = tmp_path / "stacked.md"
    file.write_text(STACKED)
    rows = CliRunner().invoke(cli.commands, ["behave", str(file)]).output.splitlines()
    here = rows.index("  ∂hₜ/∂hₜ₋₁ = diag(1 − hₜ²) Wₕ")
    assert rows[here + 1] == "    with Wₕ for the columns of W that it meets"
    assert rows[here + 2] == "    makes an error at most ‖Wₕ‖ times as long, k steps at most (‖Wₕ‖)ᵏ"
    assert "  ∂hₜ/∂xₜ = diag(1 − hₜ²) Wₓ" in rows
    assert not any(row.startswith("  through all") for row in rows)  # one layer, over and over


def test_a_paper_without_an_objective():
    with pytest.raises(PaperError):
        papergrad.read("$x \\in \\mathbb{R}^n$ and nothing else.").behaviour()
