"""The callable: what it tells, what it refuses, and what it exports."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from tests.programs.cases import CASES, Case, objective

from papergrad.algebra.nodes import Apply, Entry, Index, Sum, Tensor, affine, mul
from papergrad.algebra.sizes import Size
from papergrad.programs import BACKENDS, compile, emit, schedule, with_gradients
from papergrad.programs.names import Names, identifier
from papergrad.programs.source import checked
from papergrad.source import PaperError

TWO = next(case for case in CASES if case.name == "two branches")


def compiled(case: Case, backend: str = "numpy"):
    gradients, definitions = with_gradients(objective(case), case.wrt, case.definitions)
    return compile(
        {"J": objective(case)}, definitions, gradients=gradients, inputs=case.inputs, backend=backend, formula="J = ..."
    )


def test_wrong_shape_is_told_in_the_symbols_of_the_document() -> None:
    values = TWO.values()
    values["b1"] = np.zeros(7)
    with pytest.raises(PaperError, match=r"^b1 is 7, but it must be m, where m = 4 \(from W3\)$"):
        compiled(TWO)(**values)
    values["b1"] = np.zeros((4, 1))
    with pytest.raises(PaperError, match=r"^b1 is 4 × 1, but it must be m$"):
        compiled(TWO)(**values)


def test_missing_and_unknown_inputs_are_named() -> None:
    values = TWO.values()
    del values["b1"]
    with pytest.raises(PaperError, match=r"^the program lacks b1; does not take c"):
        compiled(TWO)(**values, c=1)


def test_positions_must_be_whole() -> None:
    case = next(c for c in CASES if c.name == "trigram")
    with pytest.raises(PaperError, match=r"^w holds positions: whole numbers from 0"):
        compiled(case)(**{**case.values(), "w": np.full((5, 3), 0.5)})


@pytest.mark.parametrize("value", [None, "abc", ["a"] * 4, np.ones(4, complex), {}], ids=str)
def test_what_is_no_number_is_refused(value) -> None:
    with pytest.raises(PaperError, match=r"^b1 must hold real numbers, not (object|<U\d|complex128)$"):
        compiled(TWO)(**{**TWO.values(), "b1": value})


def test_rows_of_different_lengths_are_refused() -> None:
    with pytest.raises(PaperError, match=r"^x must be N × n, but its parts have different lengths \(fill up the short"):
        compiled(TWO)(**{**TWO.values(), "x": [[1.0, 2.0, 3.0], [1.0]]})


def test_backend_that_does_not_exist() -> None:
    with pytest.raises(PaperError, match=r"there is no backend cuda \(one of numpy, numba, jax, torch\)"):
        compiled(TWO, "cuda")


def test_printing_shows_the_steps() -> None:
    text = repr(compiled(TWO))
    assert "in   W1[m, n]" in text and "map  h1[s, i] = sigmoid(" in text and "dot  d_W1[w0, w1] = Σ s" in text


def test_bound_call_sees_arrays_change_in_place() -> None:
    call, values = compiled(TWO), TWO.values()
    step = call.bind(**values)
    before, _ = step()
    values["b3"] += np.arange(5.0)
    after, slopes = step()
    assert before != after and set(slopes) == set(TWO.wrt)
    assert after == call(**values)[0]


def test_sizes_that_no_input_tells_are_asked_for() -> None:
    i = Index("i", Size.of("n"))
    call = compile({"e": Tensor(Sum(i, Entry("a")))}, {}, backend="numpy")
    assert call(a=2.0, n=3) == 6.0
    with pytest.raises(PaperError, match="lacks n"):
        call(a=2.0)


def test_a_size_is_solved_from_a_sum() -> None:
    n = Size.of("n")
    i, j = Index("i", n + 1), Index("j", n)
    call = compile(
        {"e": Tensor(mul(Sum(i, Entry("x", (i,))), Sum(j, Entry("x", (affine(((j, 1),), 1),)))))},
        {},
        inputs={"x": (n + 1,)},
        backend="numpy",
    )
    assert call(x=np.array([1.0, 2.0, 3.0])) == 6.0 * 5.0


@pytest.mark.parametrize("backend", BACKENDS)
def test_source_runs_without_papergrad(backend: str, tmp_path: Path) -> None:
    pytest.importorskip(backend)
    source = compiled(TWO, backend).source
    assert "papergrad" not in source and '"""J = ...' in source and "# N × m" in source
    file = tmp_path / "pasted.py"
    file.write_text(source.replace("cache=True", "cache=False"), encoding="utf-8")
    code = (
        "import sys, pasted; print([m for m in sys.modules if 'papergrad' in m], pasted.value_and_gradients.__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, env={"PATH": ""}, check=False
    )
    assert done.stdout.strip() == "[] value_and_gradients", done.stderr


def test_jax_takes_the_closed_form_as_its_gradient() -> None:
    jax = pytest.importorskip("jax")
    case, values = TWO, TWO.values(dtype="float32")
    call = compiled(case, "jax")
    space: dict = {}
    exec(call.source, space)
    names = [i.symbol for i in call.program.inputs]
    found = jax.grad(lambda W: 2 * space["value"](*(W if n == "W1" else values[n] for n in names)))(values["W1"])
    assert np.allclose(found, 2 * np.asarray(compiled(case)(**values)[1]["W1"]), atol=1e-5)


def test_torch_takes_the_closed_form_as_its_gradient() -> None:
    torch = pytest.importorskip("torch")
    case, values = TWO, TWO.values()
    call = compiled(case, "torch")
    space: dict = {}
    exec(call.source, space)
    arrays = [torch.tensor(values[i.symbol], requires_grad=i.symbol in case.wrt) for i in call.program.inputs]
    assert torch.autograd.gradcheck(space["value"], arrays)
    (2 * space["value"](*arrays)).backward()
    place = [i.symbol for i in call.program.inputs].index("W1")
    assert np.allclose(arrays[place].grad, 2 * np.asarray(compiled(case)(**values)[1]["W1"]))


def test_identifiers() -> None:
    assert [identifier(s) for s in ("ŷ", "σ", "W^{(1)}", "δ%h", "Ω", "x̄", "2b", "†")] == [
        "yhat", "sigma", "W_1", "delta_h", "Omega", "xbar", "v2b", "v",
    ]  # fmt: skip
    names = Names()
    assert [names.new("x"), names.new("x"), names.new("np"), names.new("lambda"), names.new("exp")] == [
        "x",
        "x_2",
        "np_2",
        "lambda_2",
        "exp_2",
    ]


def test_names_that_are_kept_are_given_to_whom_they_are_kept_for() -> None:
    names = Names(kept=["k", "ŷ", "k"])
    assert [names.other("k"), names.new("yhat"), names.new("k"), names.new("ŷ"), names.new("k")] == [
        "k_2",
        "yhat_2",
        "k",
        "yhat",
        "k_3",
    ]


@pytest.mark.parametrize(
    "bad", ["import os", "from os import path", "eval('1')", "x.__class__", "open('f')", "__builtins__", "a._b"]
)
def test_nothing_else_is_ever_run(bad: str) -> None:
    with pytest.raises(PaperError, match="must not contain"):
        checked(f"import numpy as np\n{bad}\n", "f")


def test_a_formula_cannot_break_out_of_its_docstring() -> None:
    i = Index("i", Size.of("n"))
    program = schedule({"e": Tensor(Apply("exp", Entry("x", (i,))), (i,))}, {}, formula='"""\nimport os\n"""\\')
    for backend in filter(find_spec, BACKENDS):
        checked(emit(program, backend), "f")


def test_symbols_cannot_break_out_either() -> None:
    i = Index("i", Size.of("n"))
    program = schedule({"x): pass\nimport os #": Tensor(Apply("exp", Entry("a\nimport os", (i,))), (i,))}, {})
    for backend in filter(find_spec, BACKENDS):
        source = emit(program, backend)
        checked(source, "f")
        assert "\nimport os" not in source


def test_sizes_have_names_of_their_own() -> None:
    """A size may be called like an input, or like nothing that is an identifier."""
    i, v = Index("i", Size.of("n")), Index("v", Size.of("|V|"))
    e = Sum(v, mul(Entry("n"), Entry("A", (i, v)), Entry("x", (v,))))
    call = compile({"e": Tensor(e, (i,))}, {}, backend="numpy")
    assert np.allclose(call(A=np.ones((2, 3)), n=2.0, x=np.ones(3)), 6.0)
    with pytest.raises(PaperError, match=r"^x is 4, but it must be \|V\|, where \|V\| = 3 \(from A\)$"):
        call(A=np.ones((2, 3)), n=2.0, x=np.ones(4))
