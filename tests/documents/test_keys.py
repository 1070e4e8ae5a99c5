"""The documents of this folder and their answer keys fit together; Papergrad is scored on them in benchmarks/documents.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from seeds import Found

import documents

VERDICTS = {"right", "right-if", "right-up-to-layout", "wrong", "ill-typed", "answered", "defines", "declares"}


@pytest.mark.parametrize("path", documents.documents(), ids=lambda p: p.name)
def test_every_line_of_a_key_stands_in_its_document_in_order(path):
    key = documents.key_of(path)
    assert 15 <= len(key) <= 40
    assert {v for e in key for v in e.verdicts} <= VERDICTS
    assert {e.mistake for e in key if not set(e.verdicts) & {"wrong", "ill-typed"}} == {""}


@pytest.mark.parametrize("path", documents.documents(), ids=lambda p: p.name)
def test_the_scorer_gives_full_marks_to_the_key_itself_and_none_to_its_opposite(path):
    key = documents.key_of(path)

    def found(opposite):
        turned = {"wrong": "right", "ill-typed": "right"}
        return [
            Found(
                (e.start, e.start + len(e.text)),
                "equality",
                turned.get(e.verdicts[0], "wrong") if opposite else e.verdicts[-1],
            )
            for e in key
        ]

    assert {s.outcome for _, s in documents.score(path, found(False))} == {"same"}
    assert {s.outcome for e, s in documents.score(path, found(True)) if len(e.verdicts) == 1} <= {
        "contradicting",
        "missing",
    }
