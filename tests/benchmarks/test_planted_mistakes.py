"""The pages with planted mistakes: each stands where its label says, and what is known of a few pages stays so."""

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from pages import FOLDER, scored  # noqa: E402

LABELS = json.loads((FOLDER / "labels.json").read_text())


@pytest.mark.parametrize("name", sorted(LABELS))
def test_mistakes_stand_where_they_are_said_to(name):
    lines = (FOLDER / name).read_text().splitlines()
    for mistake in LABELS[name]:
        near = "".join("".join(lines[max(0, mistake["line"] - 2) : mistake["line"] + 2]).split())
        assert "".join(mistake["formula"].split())[:12] in near


def test_every_page_has_a_label():
    assert {path.name for path in FOLDER.iterdir()} - {"labels.json"} == set(LABELS)


@pytest.mark.parametrize(
    ("name", "caught"),
    [
        ("a07-softmax-index.md", 1),
        ("a18-activations.tex", 1),
        ("a25-poisson-worked.md", 0),
        ("b29-cross-entropy-logits.md", 0),
        ("c15-attention.md", 1),
        ("c24-svm.tex", 0),
        ("d28-matrix-calculus.tex", 0),
    ],
)
def test_what_came_of_some_pages(name, caught):
    counts = Counter(outcome for outcome, _ in scored(name, LABELS[name]))
    assert counts["caught"] >= caught and counts["missed"] == 0
    assert counts["accused"] <= (name == "c24-svm.tex")
