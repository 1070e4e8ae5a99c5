"""The law on real documents, where they are at hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from papergrad.notation import latex, plain, unicode
from papergrad.notation.tree import Unread, walk
from papergrad.source import Source, Span

SHARED = Path(__file__).parents[3] / "shared"
SEEDS = sorted(SHARED.glob("seeds/00*.txt"))
IDENTITIES = SHARED / "identities.json"
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+?)\$", re.DOTALL)


@pytest.mark.skipif(not SEEDS, reason="the seeds are not here")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_every_formula_of_a_seed_reads_back(path: Path) -> None:
    source = Source(path.read_text(), path.name)
    for match in FORMULA.finditer(source.text):
        place = Span(*match.span(match.lastindex or 0))
        for tree in latex.read(source, place):
            assert not [node for node in walk(tree) if isinstance(node, Unread)]
            text = latex.write(tree)
            assert latex.read(Source(text), Span(0, len(text))) == [tree], text
            assert unicode.write(tree).isprintable()


@pytest.mark.skipif(not IDENTITIES.exists(), reason="the identities are not here")
def test_every_identity_reads_back() -> None:
    for row in json.loads(IDENTITIES.read_text())["identities"]:
        for text in (row["f"], row["df"], *(pair[1] for pair in row.get("let") or ())):
            if isinstance(text, str):
                tree = plain.parse(text)
                assert not [node for node in walk(tree) if isinstance(node, Unread)], text
                assert plain.parse(plain.write(tree)) == tree, text
