"""What is declared for the whole document, wherever that stands: behind "throughout", or at the end.

Such declarations are read before everything else, as a section on notation in front would be. What stands behind the last claim may
be of the whole document or of its last part: which it is, only reading it both ways can tell.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from papergrad.document import Document
from papergrad.notation import tree
from papergrad.notation.tree import Node
from papergrad.reading.scope import Scope
from papergrad.reading.spoken import OfKind, Property, Said, Shaped
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import apart
from papergrad.source import Span

_THROUGHOUT = re.compile(r"(?<![^\s])Throughout\b(?:(?!\n\s*\n|[.;]\s)[\s\S]){0,2000}")

Groups = list[list[Stated]]
Words = list[list[Said]]


def first(groups: Groups, said: Words, document: Document) -> tuple[Groups, Words]:
    """The parts of a document and what the prose says in each, with a first part of what is declared throughout."""
    where = [Span(*found.span()) for found in _THROUGHOUT.finditer(document.legible.text)]
    return _moved(groups, said, where) or (groups, said)


def at_the_end(groups: Groups, said: Words) -> tuple[Groups, Words] | None:
    """The same with a first part of what is declared behind the last claim; None where nothing is that earlier parts speak of."""
    claims = [one.span.end for group in groups for one in group if not (_declares(one) or one.listed)]
    if not claims:
        return None
    behind = [Span(max(claims), max(one.span.end for one in (*itertools.chain(*groups), *itertools.chain(*said))))]
    nodes = [one.left for group in groups for one in group if _declares(one) and _within(one.span, behind)]
    nodes += [
        of
        for words in said
        for one in words
        if _within(one.span, behind) and (of := getattr(one.claim, "of", None)) is not None
    ]
    spoken = {
        base
        for group in groups
        for one in group
        if not _within(one.span, behind)
        for base in _bases(one.left, one.right)
    }
    return _moved(groups, said, behind) if spoken & set(_bases(*nodes)) else None


def guessed_otherwise(scopes: Sequence[Scope]) -> bool:
    """Whether a part guessed that a symbol has other axes than those that the last part declares it with."""
    declared = scopes[-1].declared if scopes else {}
    return any(
        not scope.known(key) and scope.shapes[key].core != shape.core
        for scope in scopes[:-1]
        for key, shape in declared.items()
        if key in scope.shapes
    )


def _bases(*roots: Node) -> Iterator[str]:
    return (written.base for root in roots for node in tree.walk(root) if (written := apart(node)) is not None)


def _moved(groups: Groups, said: Words, where: Sequence[Span]) -> tuple[Groups, Words] | None:
    """The parts with the declarations in some places in a first part of their own; None if there are none that stand elsewhere."""
    if not where or len(groups) < 2:
        return None
    declared = [one for group in groups for one in group if _declares(one) and _within(one.span, where)]
    spoken = [
        one for words in said for one in words
        if isinstance(one.claim, Shaped | Property | OfKind) and _within(one.span, where)
    ]  # fmt: skip
    if not (declared or spoken) or (groups[0] and declared and groups[0][0] is declared[0]):
        return None
    moved, heard = set(map(id, declared)), set(map(id, spoken))
    rest = [[one for one in group if id(one) not in moved] for group in groups]
    others = [[one for one in words if id(one) not in heard] for words in said]
    kept = [(group, words) for group, words in zip(rest, others, strict=True) if group or words]
    return [declared, *(group for group, _ in kept)], [spoken, *(words for _, words in kept)]


def _declares(one: Stated) -> bool:
    return one.relation == "∈" and not one.link


def _within(span: Span, where: Sequence[Span]) -> bool:
    return any(place.start <= span.start and span.end <= place.end for place in where)
