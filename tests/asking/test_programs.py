"""Programs of papers: the same numbers as the slow evaluator, and slopes that differences confirm."""

from pathlib import Path

import numpy as np
import pytest

import papergrad
from papergrad.algebra.derive import derivative
from papergrad.algebra.evaluate import World, evaluate
from papergrad.asking import gradients, programs
from papergrad.programs import emit
from papergrad.source import PaperError

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
CASES = [  # document, what, by what
    ("000_*.txt", None, "W,b"),
    ("000_*.txt", None, "W_1,W_2,W_3,b_1,b_2,b_3,x"),
    ("004_*.txt", r"CE(y, \hat y)", "W_1,W_2,b_1,b_2"),
    ("004_*.txt", "J", "W"),
    ("softmax_regression.md", None, "W"),
]


def document(pattern):
    found = [*SEEDS.glob(pattern), *DOCUMENTS.glob(pattern)]
    if not found:
        pytest.skip(f"{pattern} is not here")
    return papergrad.open(found[0])


def instance(program, rng):
    """Small random arrays for the inputs of a program; every length is different."""
    names = sorted({n for i in program.inputs for size in i.shape for n in size.names} | {*program.free})
    sizes = {name: 3 + k for k, name in enumerate(names)}
    arrays = {}
    for i in program.inputs:
        shape = tuple(size.value(sizes) for size in i.shape)
        arrays[i.symbol] = rng.integers(0, 2, shape) if i.whole else rng.normal(size=shape)
    return arrays


def differences(call, arrays, symbol, step=1e-6):
    """Central differences of a value by one input: they share no code with any derivative."""
    array = np.array(arrays[symbol], float)
    found = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        up, down = array.copy(), array.copy()
        up[place] += step
        down[place] -= step
        found[place] = (call(**{**arrays, symbol: up})[0] - call(**{**arrays, symbol: down})[0]) / (2 * step)
    return found


@pytest.mark.parametrize(("pattern", "of", "wrt"), CASES)
def test_gradients_are_slopes(pattern, of, wrt):
    call = document(pattern).compile(wrt.split(","), of, backend="numpy")
    arrays = instance(call.program, np.random.default_rng(1))
    value, slopes = call(**arrays)
    assert np.isfinite(value) and list(slopes) == wrt.split(",")
    for symbol in slopes:
        np.testing.assert_allclose(slopes[symbol], differences(call, arrays, symbol), rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize(("pattern", "of", "wrt"), CASES)
def test_values_are_those_of_the_evaluator(pattern, of, wrt):
    found = document(pattern)
    symbols = wrt.split(",")
    asked = programs.objective(found.reading, of and gradients.parse(of), [gradients.parse(s) for s in symbols])
    call = found.compile(symbols, of, backend="numpy")
    arrays = instance(call.program, np.random.default_rng(3))
    value, slopes = call(**arrays)
    sizes = {}
    for key, shape in asked.inputs.items():
        sizes.update({size.name: n for size, n in zip(shape, arrays[key].shape, strict=True) if size.name})
    world = World(arrays, sizes, asked.definitions)
    assert value == pytest.approx(float(evaluate(asked.value, world)), rel=1e-10)
    for symbol, axes in asked.wrt.items():
        slope = derivative(asked.value, symbol, axes, asked.definitions).tensor
        np.testing.assert_allclose(slopes[symbol], evaluate(slope, world), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("backend", ["numba", "jax", "torch"])
def test_backends_agree(backend):
    pytest.importorskip(backend)
    paper = document("000_*.txt")
    plain, other = (paper.compile(["W_1", "b_2"], backend=b) for b in ("numpy", backend))
    arrays = instance(plain.program, np.random.default_rng(2))
    if backend == "torch":
        torch = pytest.importorskip("torch")
        given = {k: torch.as_tensor(a) for k, a in arrays.items()}
    else:
        given = arrays
    (value, slopes), (its, theirs) = plain(**arrays), other(**given)
    assert float(its) == pytest.approx(float(value), rel=1e-5)
    for symbol in slopes:
        np.testing.assert_allclose(np.asarray(theirs[symbol]), slopes[symbol], rtol=1e-4, atol=1e-6)


def test_what_cannot_be_compiled():
    paper = papergrad.read(r"Let $x \in \mathbb{R}^n$ and $y = \tanh(x)$.")
    with pytest.raises(PaperError, match="is a number to be derived"):
        paper.compile(["x"])
    with pytest.raises(PaperError, match="is no number"):
        programs.program(paper.reading, gradients.parse("y"), [gradients.parse("x")])
    with pytest.raises(PaperError, match="by what"):
        paper.compile([])
    with pytest.raises(PaperError, match="there is no backend abacus"):
        papergrad.read(r"$x \in \mathbb{R}^n$, $J = \|x\|^2$").compile(["x"], backend="abacus")


def test_a_recurrence_is_compiled_for_every_number_of_steps():
    """The objective of a recurrent network against a loop by hand."""
    call = document("recurrent.md").compile(["W_{hh}", "b_h"], "L", backend="numpy")
    assert {"W_h_h", "b_h"} <= {i.symbol for i in call.program.inputs}
    rng = np.random.default_rng(0)
    for steps in (1, 4, 7):
        lengths = {"T": steps, "n": 3, "d": 2, "k": 5}
        names = {n for i in call.program.inputs for size in i.shape for n in size.names}
        sizes = {name: lengths[call.program.written(name)] for name in names}
        given = {i.symbol: rng.normal(size=[s.value(sizes) for s in i.shape]) for i in call.program.inputs}
        given["y"] = np.eye(5)[rng.integers(0, 5, steps)]
        h, loss = np.zeros(3), 0.0
        for t in range(steps):
            h = np.tanh(given["W_h_h"] @ h + given["W_x_h"] @ given["x"][t] + given["b_h"])
            scores = given["W_h_y"] @ h + given["b_y"]
            loss -= given["y"][t] @ (scores - np.log(np.sum(np.exp(scores))))
        value, slopes = call(**given)
        assert value == pytest.approx(loss)
        np.testing.assert_allclose(slopes["W_h_h"], differences(call, given, "W_h_h"), rtol=1e-4, atol=1e-7)


NET = r"""Let $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $U \in \mathbb{R}^{k \times m}$ and $y \in \mathbb{R}^k$.

$$v = \tanh(W x), \qquad z = U v, \qquad p = \mathrm{softmax}(z), \qquad J = -\sum_k y_k \log p_k$$
"""


def test_code_speaks_of_things_as_the_document_does():
    """Lengths and definitions keep their letters, though sums run over them too and other arrays need names."""
    program = papergrad.read(NET).compile(["W"], backend="numpy").program
    source = emit(program)
    assert "y: k\n" in source and "U: k × m\n" in source
    assert "W_x = W @ x  # m" in source and "v = np.tanh(W_x)  # m" in source and "z = U @ v  # k" in source
    assert "exp_z = np.exp(z - largest)" in source and "d_W = " in source


def test_code_says_what_its_docstring_takes_for_granted():
    program = papergrad.read(NET).compile(["U"], backend="numpy").program
    assert "∂J/∂U = (p − y) vᵀ, if the entries of y add up to 1" in program.formula


def test_code_shows_what_a_function_of_parameters_is():
    program = (
        papergrad.read(r"Let $w, x \in \mathbb{R}^n$. $$L(w, b) = (w^T x + b)^2$$")
        .compile(["w"], backend="numpy")
        .program
    )
    assert program.formula.startswith("L(w, b) = (wᵀ x + b)²") and "    L = " in emit(program)
