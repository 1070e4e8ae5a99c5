"""Gradients through time as the command prints them: with their error signals, whole or truncated."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import papergrad
from papergrad import PaperError, cli
from papergrad.notation import latex

PAGES = Path(papergrad.__file__).parent / "models" / "pages"
LANGUAGE, CLASSIFIER = (str(PAGES / f"recurrent_{name}.md") for name in ("language_model", "classifier"))


def run(*arguments: str) -> list[str]:
    found = CliRunner().invoke(cli.commands, ["derive", *arguments])
    assert found.exit_code == 0, found.output
    return found.output.splitlines()


def test_a_gradient_comes_with_the_signals_it_speaks_of():
    assert run(LANGUAGE, "--wrt", "H") == [
        "δₕ⁽ᵗ⁾ = (1/T (ŷ⁽ᵗ⁾ − y⁽ᵗ⁾) Uᵀ + δₕ^(t+1) Hᵀ) ⊙ h⁽ᵗ⁾ ⊙ (1 − h⁽ᵗ⁾)",
        "∂J/∂H = ∑ₜ h⁽ᵗ⁻¹⁾ᵀ δₕ⁽ᵗ⁾",
    ]
    assert run(LANGUAGE, "--wrt", "U") == ["∂J/∂U = (∑ₜ h⁽ᵗ⁾ᵀ(ŷ⁽ᵗ⁾ − y⁽ᵗ⁾))/T"]


def test_a_signal_of_a_number_takes_in_what_stands_beside_it():
    assert run(CLASSIFIER, "--wrt", "W^{(h)},W^{(o)}", "--deltas") == [
        "δ_ŷ = ŷ − y",
        "δ_(h,t) = (1 − hₜ²) ⊙ (W⁽ʰ⁾ᵀ δ_(h,t+1) + [t = T] δ_ŷ W⁽ᵒ⁾ᵀ)",
        "∂L/∂W⁽ʰ⁾ = ∑ₜ δ_(h,t) [hₜ₋₁; xₜ]ᵀ",
        "∂L/∂W⁽ᵒ⁾ = δ_ŷ h_Tᵀ",
    ]


def test_the_chain_names_the_step():
    steps = run(LANGUAGE, "--wrt", "H", "--steps")
    assert any(row.strip().startswith("∂J/∂h⁽ᵗ⁾ = ") and "∂J/∂h^(t+1)" in row for row in steps)


def test_truncated():
    found = run(LANGUAGE, "--wrt", "H", "--truncate", "3")
    assert found == [
        "Errors go back at most 3 steps: j = 1, …, 3",
        "  δ_(h,0)⁽ᵗ⁾ = 1/T (ŷ⁽ᵗ⁾ − y⁽ᵗ⁾) Uᵀ ⊙ h⁽ᵗ⁾ ⊙ (1 − h⁽ᵗ⁾)",
        "  δ_(h,j)⁽ᵗ⁾ = δ_(h,j-1)^(t+1) Hᵀ ⊙ h⁽ᵗ⁾ ⊙ (1 − h⁽ᵗ⁾)",
        "  ∂J/∂H = ∑ₜ h⁽ᵗ⁻¹⁾ᵀ(δ_(h,0)⁽ᵗ⁾ + ∑ⱼ δ_(h,j)⁽ᵗ⁾)",
    ]
    signals = papergrad.open(CLASSIFIER).signals(["W^{(h)}"], truncate=2)
    assert [latex.write(e).split(" = ")[0] for e in signals.equations][-1] == r"\frac{\partial L}{\partial W^{(h)}}"
    assert str(signals).count("\n") == 3
    assert signals._repr_latex_().startswith("$$ \\begin{gathered}")
    assert repr(signals) == f"<{str(signals).replace(chr(10), '; ')}>"


def test_a_plain_network_has_nothing_to_truncate():
    assert run(str(PAGES / "two_layers.md"), "--wrt", "W_2", "--truncate", "1")[1:] == ["  ∂J/∂W₂ = hᵀ(ŷ − y)"]


def test_errors_that_are_cut_do_not_get_to_the_start():
    text = (
        "For $t = 1, \\dots, T$, $x_t, y_t \\in \\mathbb{R}^n$; $W \\in \\mathbb{R}^{n \\times n}$ and $h_0 \\in \\mathbb{R}^n$.\n\n"
        "$$h_t = \\tanh(W h_{t-1} + x_t)$$\n\n$$J = \\sum_{t=1}^T \\|h_t - y_t\\|^2$$\n"
    )
    with pytest.raises(PaperError):
        papergrad.read(text).signals(["h_0"], truncate=1)


def test_no_number_of_steps_is_made_up():
    text = (
        "For $t = 1, \\dots, T$, $x_t, y_t \\in \\mathbb{R}^n$; $W \\in \\mathbb{R}^{n \\times n}$ and $h_0 = 0$.\n\n"
        "$$h_t = \\tanh(W h_{t-1} + x_t)$$\n\n$$J = \\sum_{t=1}^T \\|h_t - y_t\\|^2$$\n"
    )
    assert str(papergrad.read(text).gradient("J", "W")) == "∂J/∂W = ∑ₜ (δ_(h,t) ⊙ (1 − hₜ²)) hₜ₋₁ᵀ"


STARTED = r"""Let $s \in \mathbb{R}^n$, $V, W, U \in \mathbb{R}^{n \times n}$, $x_t, y_t \in \mathbb{R}^n$ for $t = 1, \dots, T$,
and $h_0 = START$.

$$h_t = \tanh(W h_{t-1} + U x_t)$$
$$J = \sum_{t=1}^T \frac12 \|h_t - y_t\|^2$$
"""


def started(values, of_start):
    h, total = of_start(values), 0
    for x, y in zip(values["x"], values["y"], strict=True):
        h = np.tanh(values["W"] @ h + values["U"] @ x)
        total += ((h - y) ** 2).sum() / 2
    return total


@pytest.mark.parametrize(
    ("start", "wrt", "of_start"),
    [
        ("s", "s", lambda v: v["s"]),
        (r"\tanh(V s)", "V", lambda v: np.tanh(v["V"] @ v["s"])),
        ("s", "W", lambda v: v["s"]),
    ],
)
@pytest.mark.parametrize("steps", [1, 2, 5])
def test_a_state_that_is_defined_is_where_it_starts(start, wrt, of_start, steps):
    """The derivative by what the first state is made of, in formulas and in code, beside complex steps."""
    rng = np.random.default_rng(steps)
    shapes = {"s": (3,), "V": (3, 3), "W": (3, 3), "U": (3, 3), "x": (steps, 3), "y": (steps, 3)}
    values = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    expected = np.zeros(values[wrt].shape)
    for at in np.ndindex(*expected.shape):
        moved = values[wrt].astype(complex)
        moved[at] += 1e-30j
        expected[at] = np.imag(started({**values, wrt: moved}, of_start)) / 1e-30
    paper = papergrad.read(STARTED.replace("START", start))
    program = paper.compile([wrt], backend="numpy")
    names = [i.symbol for i in program.program.inputs]
    np.testing.assert_allclose(program(**{name: values[name] for name in names})[1][wrt], expected, rtol=1e-9)
    assert "[t < 1]" not in str(paper.gradient(wrt=wrt))
