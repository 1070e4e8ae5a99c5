"""Hessians and their products with a vector, asked of a paper: against JAX, and as they are printed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import papergrad
from papergrad import PaperError, cli
from papergrad.algebra.evaluate import World, evaluate
from papergrad.programs import load

NET = """
$x \\in \\mathbb{R}^n$, $y \\in \\mathbb{R}^k$ is one-hot, $W \\in \\mathbb{R}^{m \\times n}$, $b \\in \\mathbb{R}^m$,
$V \\in \\mathbb{R}^{k \\times m}$ and $c \\in \\mathbb{R}^k$.

$$h = \\sigma(W x + b)$$

$$\\hat y = \\mathrm{softmax}(V h + c)$$

$$J = -y^T \\log \\hat y$$
"""
SIZES = {"n": 4, "m": 3, "k": 5}
SHAPES = {"x": "n", "W": "mn", "b": "m", "V": "km", "c": "k"}


def given(seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    found = {name: rng.normal(size=tuple(SIZES[s] for s in shape)) for name, shape in SHAPES.items()}
    return found | {"y": np.eye(SIZES["k"])[rng.integers(SIZES["k"])]}


def loss(p):
    import jax

    h = jax.nn.sigmoid(p["W"] @ p["x"] + p["b"])
    return -p["y"] @ jax.nn.log_softmax(p["V"] @ h + p["c"])


@pytest.fixture(scope="module")
def paper():
    return papergrad.read(NET)


@pytest.mark.parametrize("wrt", [("b",), ("x",), ("c", "b"), ("b", "c"), ("V",), ("W", "c"), ("W", "V")])
def test_equals_jax(paper, wrt):
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    values = given(len(wrt))
    run = load(paper.program(wrt, hessian=True), "numpy")
    found = run(**{i.symbol: values[i.symbol] for i in run.program.inputs})
    found = list(found.values()) if isinstance(found, dict) else [found]
    expected = jax.hessian(lambda part: loss({**values, **part}))({name: values[name] for name in wrt})
    blocks = [(a, b) for n, a in enumerate(wrt) for b in wrt[n:]]
    for (a, b), block in zip(blocks, found, strict=True):
        np.testing.assert_allclose(block, expected[a][b], rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("wrt", ["b", "x", "c", "W", "V"])
def test_product_equals_jax(paper, wrt):
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    values = given(7)
    r = np.random.default_rng(8).normal(size=values[wrt].shape)
    found = paper.hvp(wrt, "r")
    names = {s for i in found.tensor.axes for s in i.size.names}
    world = World({**values, "r": r}, {**SIZES, **{n: SIZES[n] for n in names}}, found.definitions)
    slope = jax.grad(lambda part: loss({**values, wrt: part}))
    expected = jax.jvp(slope, (values[wrt],), (r,))[1]
    np.testing.assert_allclose(evaluate(found.tensor, world), expected, rtol=1e-8, atol=1e-10)


def test_is_printed_as_a_textbook_would(paper):
    (c,) = paper.hessian(["c"])
    assert c.latex == r"\text{diag}(\hat{y}) - \hat{y} \hat{y}^T"
    assert str(c.layout) == "k × k, c down and c across"
    _, mixed, b = paper.hessian(["c", "b"])
    assert mixed.latex == r"(\text{diag}(\hat{y}) - \hat{y} \hat{y}^T) V \text{diag}(h \odot (1 - h))"
    assert r"(1 - 2 h)" in b.latex


def run(*arguments: str) -> str:
    found = CliRunner().invoke(cli.commands, ["derive", *arguments])
    assert found.exit_code == 0, found.output
    return found.output


def test_one_liners():
    assert run("x'Ax + b'x", "--wrt", "x", "--hessian") == "n × n, x down and x across\n  ∂² f/∂x² = A + Aᵀ\n"
    assert run("x'Ax", "--wrt", "x", "--hvp", "r") == "n\n  (∂² f/∂x²) r = (A + Aᵀ) r\n"
    steps = run("sum(log(1+exp(-y.*(X*w))))", "--wrt", "w", "--hessian", "--steps")
    assert steps.startswith("Derive once\n") and "Derive again" in steps


def test_what_has_none(tmp_path: Path):
    file = tmp_path / "recurrent.md"
    file.write_text(
        "For $t = 1, \\dots, T$, $x_t, y_t \\in \\mathbb{R}^n$; $W \\in \\mathbb{R}^{n \\times n}$, $h_0 = 0$.\n\n"
        "$$h_t = \\tanh(W h_{t-1} + x_t)$$\n\n$$J = \\sum_{t=1}^T \\|h_t - y_t\\|^2$$\n"
    )
    with pytest.raises(PaperError, match="through a recurrence"):
        papergrad.open(file).hessian(["W"])
    with pytest.raises(PaperError, match="letter of its own"):
        papergrad.read(NET).hvp("b", "c")


def test_running_letters_are_none_of_the_symbols():
    paper = papergrad.open(Path(__file__).parents[2] / "examples" / "homework.md")
    (found,) = paper.hessian(["b"])
    assert str(found).startswith("∂² J/(∂bᵢ ∂bⱼ) = δᵢⱼ(")
