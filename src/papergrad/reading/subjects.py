"""What a section speaks of: the f of a section of its own may be another than the f of one before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from papergrad.document import Document
from papergrad.notation import tree
from papergrad.notation.tree import Name, Node
from papergrad.phrasebook import functions, gradient
from papergrad.reading.scope import Scope
from papergrad.reading.statements import Stated
from papergrad.reading.understood import Read

_WORD = re.compile(r"[a-zA-Z]+")

Words = tuple[int, frozenset[str]]  # where a formula ends, and the words in it


def unstated(stated: Iterable[Stated], document: Document) -> dict[int, list[Words]]:
    """The words of the formulas that state nothing, or could not be read, by their sections."""
    stating = {one.passage for one in stated}
    found: dict[int, list[Words]] = {}
    for number, passage in enumerate(document.passages):
        if number not in stating:
            words = frozenset(_WORD.findall(document.legible[passage.span]))
            found.setdefault(passage.scope, []).append((passage.span.end, words))
    return found


def note(reads: Iterable[Read], group: Iterable[Stated], besides: Mapping[int, list[Words]]) -> None:
    """Note of claims that derive what only another section says, where this one has spoken of the functions on the right side, that
    they may speak of another by that name."""
    sections: dict[int, list[Stated]] = {}
    for stated in group:
        sections.setdefault(stated.section, []).append(stated)
    for one in reads:
        theirs = _functions(one.stated.right) if one.role == "claims" and one.kind == "gradient" else frozenset()
        asked = gradient.read(one.stated.head) if theirs else None
        if one.scope is None or asked is None or asked.of is None or len(keys := _called(asked.of, one.scope)) != 1:
            continue
        (key,) = keys
        section, start = one.stated.section, one.span.start
        before = (s for s in sections.get(section, ()) if s.span.end <= start)
        sides = [side for stated in before for side in (stated.left, stated.right)]
        lost = (words for end, words in besides.get(section, ()) if end <= start)
        met = frozenset().union(*map(_functions, sides), *lost)
        if theirs <= met and not any(key in _called(side, one.scope) for side in sides):
            one.elsewhere = key


def _called(node: Node, scope: Scope) -> frozenset[str]:
    """The functions of the writer's that are called in an expression; the symbols in it, if there are none."""
    names = (n.text for n in tree.walk(node) if isinstance(n, Name) and scope.function(n.text) is not None)
    return frozenset(names) or scope.keys_in(node)


def _functions(node: Node) -> frozenset[str]:
    """The known functions that are written in an expression, such as exp."""
    return frozenset(n.text for n in tree.walk(node) if isinstance(n, Name) and n.text in functions.SPELLED)
