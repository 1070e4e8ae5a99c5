"""Letters before numbers in brackets, ``x(1) = x(2) = 0``: rather the values of x at 1 and at 2 than multiples of x."""

from __future__ import annotations

from itertools import pairwise

from papergrad.judging.comparing import Question
from papergrad.notation import tree, unicode
from papergrad.phrasebook import functions
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read


def called_at(one: Read, q: Question) -> str:
    """Why a letter of an equality may be called with numbers, where it stands before several; empty if there is none. As a factor
    nobody writes ``x(1)``."""
    assert one.scope is not None
    met: dict[str, set[str]] = {}
    for node in (n for side in (one.stated.left, one.stated.right) for n in tree.walk(side)):
        for head, fence in pairwise(node.items) if isinstance(node, tree.Run) else ():
            match fence:
                case tree.Fence("(", tree.Numeral(text), ")") if (
                    text.isdigit() and (written := apart(head)) is not None
                ):
                    known = written.base in functions.SPELLED or one.scope.function(written.base) is not None
                    met.setdefault(unicode.write(head), set()).update(() if known else (text,))
    name = next((name for name, places in met.items() if len(places) > 1), "")
    return f"whether {name} is called with the numbers behind it is not said" if name else ""
