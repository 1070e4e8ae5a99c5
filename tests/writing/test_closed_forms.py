"""Forty derivatives, from statement to formula: the formula is right, and no longer than people write it."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from closed_forms import FORMS, NUMBERS, ONE_HOT, ROWS
from tests.writing.matlab import Meaning, Page, arrays, parse

from papergrad.algebra import nodes as a
from papergrad.algebra.derive import derivative
from papergrad.algebra.facts import Facts
from papergrad.algebra.simplify import simplify
from papergrad.algebra.sizes import Size
from papergrad.notation.style import Style
from papergrad.writing import written
from papergrad.writing.forms import cost

BENCH = Path(__file__).parents[3] / "shared" / "peers" / "peer_bench.py"
pytestmark = pytest.mark.skipif(not BENCH.exists(), reason="the forty expressions are not here")
LONGER = 1.5  # than the hand-written form, at most
UNROLLED = {"rnn3_H"}  # three steps written out: the closed form is the recurrence (test_recurrences)


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("peer_bench", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules["peer_bench"] = module
    spec.loader.exec_module(module)
    return module


def formula(name, expression, facts):
    lets, stated = FORMS[name]
    meaning = Meaning(expression["shapes"], lets)
    value = stated(meaning) if callable(stated) else meaning(parse(stated))
    tensor = a.Tensor(value.e, value.axes)
    for letters in ("pqr", "uvw")[: 2 if expression["order"] == 2 else 1]:
        axes = tuple(
            a.Index(n, Size.of(s)) for n, s in zip(letters, expression["shapes"][expression["wrt"]], strict=False)
        )
        derived = derivative(tensor, expression["wrt"], axes, meaning.definitions).tensor
        tensor = a.Tensor(simplify(derived.body, facts), derived.axes)
    return tensor, written(tensor, Style(rows=name.startswith(ROWS)), meaning.definitions)


def column(value):
    value = np.asarray(value, float)
    return value.reshape(1, 1) if value.ndim == 0 else value.reshape(-1, 1) if value.ndim == 1 else value


def values_of(name, given, sizes, rows):
    values = {key: column(value) for key, value in given.items()}
    for key, text in FORMS[name][0]:
        if isinstance(text, str):
            values[key] = arrays(parse(text), values, sizes)
        elif key == "e":
            values[key] = given["L"][int(given["i"])].reshape(-1, 1)
        elif key == "T":
            z, u = given["Z"], given["U"]
            values[key] = np.stack([np.einsum("ab,abf->f", z[i : i + len(u)], u) for i in range(len(z) - len(u) + 1)])
        else:
            values[key] = np.tanh(values["T"]).max(axis=0).reshape(-1, 1)
    values |= {key: values[key] + 1 for key in NUMBERS if key in values}
    return {key: v.T if rows and v.ndim == 2 and v.shape[1] == 1 else v for key, v in values.items()}


def value_of(form, tensor, values, sizes, shape):
    """The formula in numbers: whole, or place by place along the axes that have letters."""
    result = np.zeros(shape)
    lettered = [n for n, letter in enumerate(form.letters) if letter is not None]
    for at in np.ndindex(*(shape[n] for n in lettered)):
        letters = {form.letters[n].text: place + 1 for n, place in zip(lettered, at, strict=True)}
        where = tuple(dict(zip(lettered, at, strict=True)).get(n, slice(None)) for n in range(len(shape)))
        found = Page(values, sizes, letters, form.places)(form.node)
        result[where] = found.reshape(np.shape(result[where]))
    return result


def facts_for(bench, expression):
    generators = expression.get("gen", {})
    return Facts({n: frozenset({"one-hot"}) for n in ONE_HOT if generators.get(n) in (bench.oh, bench.ohrows)})


@pytest.mark.parametrize("name", FORMS)
def test_right_and_short(bench, name):
    expression = bench.EXPRS[name]
    tensor, form = formula(name, expression, facts_for(bench, expression))
    for seed in (3, 4):
        given = bench.values(expression, seed)
        expected = np.asarray(expression["ref"](given), float)
        values = values_of(name, given, bench.DIMS, name.startswith(ROWS))
        np.testing.assert_allclose(
            value_of(form, tensor, values, bench.DIMS, expected.shape), expected, rtol=1e-9, atol=1e-9
        )
    if name not in UNROLLED:
        length = cost(form.node) + sum(cost(x) + cost(y) + 3 for x, y in form.places if "m_f =" in expression["closed"])
        assert length <= LONGER * len(expression["closed"]), form.node


def test_all_forty(bench):
    assert set(FORMS) == set(bench.EXPRS)
