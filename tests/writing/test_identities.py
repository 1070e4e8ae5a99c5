"""Derivative identities of other people: what is derived and written equals what they state, read by the test language alone."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.writing.matlab import Identity, Meaning, Page, arrays, parse

from papergrad.algebra import nodes as a
from papergrad.algebra.derive import derivative
from papergrad.algebra.facts import Facts
from papergrad.algebra.simplify import simplify
from papergrad.algebra.sizes import Size
from papergrad.notation.style import Style
from papergrad.writing import written

FILE = Path(__file__).parents[3] / "shared" / "identities.json"
DATA = json.loads(FILE.read_text()) if FILE.exists() else {"dims": {}, "identities": []}
RECORDS = {record["id"]: record for record in DATA["identities"]}
WORDS = {"symmetric": "symmetric", "spd": "symmetric", "onehot": "one-hot", "onehotrows": "one-hot"}


def generated(kind, rng, shape):
    match kind:
        case "posdet" | "spd" | "symmetric":
            matrix = rng.normal(size=shape)
            return (matrix + matrix.T) / 2 if kind == "symmetric" else matrix @ matrix.T + np.eye(len(matrix))
        case "positive":
            return rng.uniform(0.5, 1.5, shape)
        case "smallpos":
            return rng.uniform(0.2, 0.8, shape)
        case "onehot" | "onehotrows":
            return np.eye(shape[-1])[rng.integers(shape[-1], size=shape[:-1])]
        case "pm1":
            return np.sign(rng.normal(size=shape))
        case "mask":
            return (rng.random(shape) < 0.6) * 1.0
    return rng.normal(size=shape) * 0.7


def instance(record, seed):
    rng = np.random.default_rng([seed, *map(ord, record["id"])])
    sizes = DATA["dims"]
    values = {}
    for name, shape in record["shapes"].items():
        lengths = tuple(sizes[s] for s in shape)
        value = np.asarray(generated((record.get("gen") or {}).get(name), rng, lengths), float)
        values[name] = value.reshape(1, 1) if value.ndim == 0 else value.reshape(-1, 1) if value.ndim == 1 else value
    for name, text in record.get("let", []):
        values[name] = arrays(parse(text), values, sizes)
    return values, sizes


def derived(record):
    meaning = Meaning(record["shapes"], record.get("let", []))
    value = meaning(parse(record["f"]))
    facts = Facts({n: frozenset({WORDS[g]}) for n, g in (record.get("gen") or {}).items() if g in WORDS})
    tensor = a.Tensor(value.e, value.axes)
    for letters in ("pq", "uv")[: 2 if record["kind"] == "hess" else 1]:
        axes = tuple(a.Index(n, Size.of(s)) for n, s in zip(letters, record["shapes"][record["wrt"]], strict=False))
        found = derivative(tensor, record["wrt"], axes, meaning.definitions).tensor
        tensor = a.Tensor(simplify(found.body, facts), found.axes)
    return written(tensor, Style(), meaning.definitions)


def expected(record, values, sizes):
    if record["kind"] != "t4":
        return arrays(parse(record["df"]), values, sizes)
    return sum(
        c * np.einsum(rule, *(arrays(parse(x), values, sizes) for x in operands)) for c, rule, *operands in record["df"]
    )


@pytest.mark.parametrize("name", RECORDS)
def test_identity(name):
    record = RECORDS[name]
    form = derived(record)
    for seed in (1, 2):
        values, sizes = instance(record, seed)
        want = expected(record, values, sizes)
        if record["kind"] == "t4":
            letters = [letter.text for letter in form.letters]
            got = np.zeros(want.shape)
            for at in np.ndindex(*want.shape):
                got[at] = Page(values, sizes, {n: p + 1 for n, p in zip(letters, at, strict=True)})(form.node).item()
        else:
            got = Page(values, sizes)(form.node)
            got = np.eye(len(want)) * got.by if isinstance(got, Identity) else got
        np.testing.assert_allclose(got, want, rtol=1e-8, atol=1e-8)
