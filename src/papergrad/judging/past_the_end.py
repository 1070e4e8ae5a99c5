r"""Entries past the end: after ``w \in \mathbb{R}^n``, the w_{n+1} of ``-θ = -1 · w_{n+1}`` is one of a longer w, of which the text
begins to speak there."""

from __future__ import annotations

from papergrad.algebra.nodes import Affine, At, Entry, Index, Lookup
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import entries
from papergrad.judging.comparing import Question
from papergrad.reading.refolding import reach


def past_the_end(q: Question) -> str:
    """Why a difference is no slip: an entry behind the last is spoken of, by a side or by a definition that it rests on. Empty if
    there is none."""
    sides = (q.left.body, q.right.body)
    behind = frozenset().union(*(reach(side, q.definitions) for side in sides)) & q.definitions.keys()
    bodies = (*sides, *(q.definitions[key].body for key in sorted(behind)))
    longer = min((e.symbol for body in bodies for e in entries(body) if _past(e, q)), default="")
    return f"{longer} is longer here than was said before" if longer else ""


def _past(entry: Entry, q: Question) -> bool:
    axes = q.inputs.get(entry.symbol, ())
    return any(_behind(at, axis.size) for at, axis in zip(entry.at, axes, strict=False))


def _behind(at: At, length: Size) -> bool:
    """Whether a position is that of n + 1, or more, where the length is n, whatever the letter n was taken for."""
    match at:
        case Affine(((Index(name, _) | Lookup(name, ()), 1),), offset) if name == length.name:
            return offset.number is not None and offset.number > 0
        case Affine((), offset):
            return (more := (offset - length).number) is not None and more >= 0
    return False
