"""Any text is judged and reported on: no exception but our own, no breakdown, in bounded time.

Pieces of real documents are mutated (``benchmarks/fuzz.py``, where it can run for longer); LaTeX is put together from signs.
"""

from __future__ import annotations

import importlib.util
import sys
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]


def load(name: str):
    spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


fuzz = load("fuzz")


@pytest.mark.parametrize("seed", range(4))
def test_mutated_pieces_of_documents_are_judged(seed: int) -> None:
    failures = [fuzz.failure(text, kind) for text, kind in islice(fuzz.pieces(fuzz.documents(), seed), 10)]
    assert not [f for f in failures if f is not None]


@given(st.lists(st.sampled_from(fuzz.SIGNS), max_size=30), st.sampled_from(["markdown", "tex", "text"]))
@settings(max_examples=60, deadline=None)
def test_any_signs_are_judged(signs: list[str], kind: str) -> None:
    text = "$W \\in \\mathbb{R}^{m \\times n}$, $h = \\tanh(W x)$\n\n$$h = " + "".join(signs) + "$$\n"
    assert fuzz.failure(text, kind) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("$L = a" + "_i" * 40 + "$", "text"),  # a symbol with very many subscripts
        ("$$(A.) \\hat{y} = \\sigma(W\u202e x)$$", "text"),  # letters that turn a line round
        ("$x = {} {} * {}$", "markdown"),
        ("$\\frac{\\partial}{\\partial}$ $= ?$ $\\frac{\\partial J}{\\partial {}} = ?$", "markdown"),
    ],
)
def test_what_was_found_once_stays_mended(text: str, kind: str) -> None:
    assert fuzz.failure(text, kind) is None
