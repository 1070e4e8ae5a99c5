"""The repair that is nearest to what stands there: one edit of the table of mistakes, or two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from papergrad.algebra.nodes import Tensor
from papergrad.judging.diagnosis import Diagnosis
from papergrad.judging.edits import Terms, awkward, size, terms
from papergrad.judging.mistakes import BY_CODE, MISTAKES, Mistake
from papergrad.judging.vocabulary import Vocabulary
from papergrad.notation.tree import Node
from papergrad.records import dataclass

# How many trees are read, in turns: edits of what stands there, edits that the right formula suggests (see ``toward``). What
# one of the two does not use, the other may. Of what does not conform, the rows that mend that come first, so less suffices.
# Counted, so that the answer is the same on every machine.
TURNS = ((35, 16), (45, 20))
TURNS_UNREAD = ((35, 16), (30, 4))
PAIRS = 10  # trees with two edits
FIRST = 60  # of which those that leave something out are tried before the others, where a number is the matter
UNFIT = 35  # edits of what does not conform, before others get a turn
MOST = 600  # candidates of one row
GUIDED, BLIND = 40, 12  # second edits after a first one, with and without a reason to try them


@dataclass(frozen=True)
class Repair:
    """A tree that is right, and the mistakes whose undoing leads to it."""

    mistakes: tuple[Mistake, ...]
    tree: Node
    tensor: Tensor
    granted: tuple[str, ...] = ()  # in words, what it is right under


Read = Callable[[Node], Tensor | None]
Accept = Callable[[Tensor], bool]
Explain = Callable[[Tensor], Diagnosis | None]
Step = tuple[Mistake, Node]


def candidates(tree: Node, vocabulary: Vocabulary, rows: Sequence[Mistake], portion: int = 4) -> Iterator[Step]:
    """Single edits, each tree once: the first few of every row, then more of every row, and so on.

    None leads to what nobody writes; where that stands already, what mends it comes first.
    """
    seen = {tree}
    clumsy = awkward(tree)
    if clumsy:
        single = [(row, edited) for row in rows for edited in islice(row.repairs(tree, vocabulary), MOST)]
        for row, edited in sorted(
            (step for step in single if awkward(step[1]) < clumsy), key=lambda step: size(step[1])
        ):
            if edited not in seen:
                seen.add(edited)
                yield row, edited
    streams = [(row, row.repairs(tree, vocabulary)) for row in rows]
    given = 0
    while streams and given < MOST * len(rows):
        going = []
        for row, stream in streams:
            for _ in range(portion):
                edited = next(stream, None)
                if edited is None:
                    break
                given += 1
                if edited not in seen:
                    seen.add(edited)
                    if awkward(edited) <= clumsy:
                        yield row, edited
            else:
                going.append((row, stream))
        streams, portion = going, portion * 2


def nearest_repair(
    tree: Node,
    read: Read,
    accept: Accept,
    vocabulary: Vocabulary,
    pairs: bool = True,
    explain: Explain | None = None,
    suggested: Iterable[Step] = (),
) -> Repair | None:
    """The first candidate that can be read and is accepted; None if there is none among the likeliest.

    ``read`` gives None for what does not conform. ``explain`` may say how a meaning differs from what is right (see
    ``diagnosis``); after one edit that does not suffice it names the second one. ``suggested``: single edits that somebody
    who knows what is right would try. ``pairs``: whether two edits are tried as well.
    """
    meant = read(tree)
    blind = _unread(tree, read, vocabulary) if meant is None else _read(tree, explain and explain(meant), vocabulary)
    turns = TURNS if meant is not None else TURNS_UNREAD
    near: list[tuple[Mistake, Node, Tensor]] = []
    unread: list[Step] = []
    for row, edited in _in_turns(blind, iter(suggested), turns):
        found = read(edited)
        if found is None:
            unread.append((row, edited))
        elif accept(found):
            return Repair((row,), edited, found)
        else:
            near.append((row, edited, found))
    near.sort(key=lambda tried: MISTAKES.index(tried[0]))  # likely ones first
    second = _pairs(near, unread if meant is None else [], vocabulary, explain)
    for first, then, again in islice(second, PAIRS if pairs else 0):
        found = read(again)
        if found is not None and accept(found):
            return Repair((first, then), again, found)
    return None


def _read(tree: Node, guess: Diagnosis | None, vocabulary: Vocabulary) -> Iterator[Step]:
    """Edits of what conforms: first those that the numbers suggest."""
    rows = MISTAKES
    if guess is not None and guess.code in BY_CODE:
        rows = (BY_CODE[guess.code], *(row for row in rows if row.code != guess.code))
    blind = candidates(tree, vocabulary, rows)
    if guess is None or guess.code != "PG201":
        return blind
    # what is so many times right may say something too often: what is left out explains more than another number does
    first = list(islice(blind, FIRST))
    return chain(sorted(first, key=lambda step: size(step[1]) >= size(tree)), blind)


def _unread(tree: Node, read: Read, vocabulary: Vocabulary) -> Iterator[Step]:
    """Edits of what does not conform: those that may mend that first, and in a sum those of the terms that do not fit."""
    rows = [row for row in MISTAKES if not row.fits]
    parts = terms(tree)
    for place in _misfits(parts, read):
        for row, edited in islice(candidates(parts.terms[place], vocabulary, rows, portion=2), UNFIT):
            yield row, parts.put(place, edited).tree()
    unfit = candidates(tree, vocabulary, rows, portion=2)
    yield from islice(unfit, UNFIT)
    yield from islice(candidates(tree, vocabulary, [row for row in MISTAKES if row.fits]), UNFIT)
    yield from unfit


def _misfits(parts: Terms, read: Read) -> list[int]:
    """The terms that cannot be read, or have another shape than most of the others; none where no term stands out."""
    meant = [read(term) for term in parts.terms] if len(parts.terms) > 1 else []
    shapes = [tuple(str(axis.size) for axis in found.axes) if found is not None else None for found in meant]
    counts = Counter(shape for shape in shapes if shape is not None).most_common(2)
    if not counts or (len(counts) == 2 and counts[0][1] == counts[1][1]):
        return []
    return [place for place, shape in enumerate(shapes) if shape != counts[0][0]]


def _in_turns(blind: Iterator[Step], guided: Iterator[Step], turns: Sequence[tuple[int, int]]) -> Iterator[Step]:
    """So many of the one, so many of the other; each tree once."""
    seen: set[Node] = set()
    left = 0
    for portions in turns:
        for stream, portion in zip((blind, guided), portions, strict=True):
            left += portion
            for step in islice(stream, left):
                left -= 1
                if step[1] not in seen:
                    seen.add(step[1])
                    yield step
    yield from islice(blind, left)


def _pairs(
    near: list[tuple[Mistake, Node, Tensor]],
    unread: list[Step],
    vocabulary: Vocabulary,
    explain: Explain | None,
) -> Iterator[tuple[Mistake, Mistake, Node]]:
    """Second edits: what the numbers suggest after the first, then the commonest; then for what does not conform even so."""
    for row, edited, found in near if explain is not None else ():
        cause = explain(found)
        if cause is not None and cause.code in BY_CODE:
            second = BY_CODE[cause.code]
            yield from ((row, second, again) for again in islice(second.repairs(edited, vocabulary), GUIDED))
    for second in MISTAKES[:4]:
        for row, edited, _ in near:
            yield from ((row, second, again) for again in islice(second.repairs(edited, vocabulary), BLIND))
    for row, edited in unread:
        if not row.fits:
            for second in MISTAKES:
                if not second.fits:
                    yield from ((row, second, again) for again in islice(second.repairs(edited, vocabulary), BLIND))
