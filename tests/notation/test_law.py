"""What is written is what is read."""

from __future__ import annotations

from hypothesis import given, settings
from written_trees import trees

from papergrad.notation import latex
from papergrad.notation.tree import Node
from papergrad.source import Source, Span


@settings(max_examples=300, deadline=None)
@given(trees)
def test_reading_back_what_was_written(tree: Node) -> None:
    text = latex.write(tree)
    assert latex.read(Source(text), Span(0, len(text))) == [tree], text
