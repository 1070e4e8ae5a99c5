"""``∂CE/∂z``, where ``CE(y, ŷ)`` stands elsewhere: capitals that are the name of a function in one place are so in all.

Without arguments a known function is taken of those that it is called with, where they are always the same. What an equation is
about, ``MSE = …``, is called by all its capitals too, unless they are used one by one: ``AB = …`` in a text about A and B.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.reading.applied import is_divergence
from papergrad.reading.statements import EQUAL, Stated, mapped


def joined(stated: list[Stated]) -> list[Stated]:
    """The statements, with letters that stand side by side as one name where they are called by it elsewhere."""
    calls: dict[str, dict[Fence, None]] = {}
    for one in stated:
        for side in (one.left, one.right):
            for name, arguments in _calls(side):
                calls.setdefault(name, {})[arguments] = None
    alone = {name: next(iter(found)) for name, found in calls.items() if len(found) == 1 and _loss(name)}
    # but KL is no function of q and p
    alone = {name: call for name, call in alone.items() if not is_divergence(call.inside)}
    names = sorted({*calls, *_abbreviations(stated)}, key=lambda name: (-len(name), name))
    return [mapped(one, lambda node: _whole(node, names, alone)) for one in stated] if names else stated


def _abbreviations(stated: list[Stated]) -> list[str]:
    """The names of what equations are about."""
    found = {name for one in stated if not one.link and one.relation in EQUAL and (name := _abbreviation(one.left))}
    if not found:
        return []
    met: Counter[str] = Counter()  # letters that stand for themselves
    names = sorted(found, key=lambda name: (-len(name), name))
    for one in stated:
        for side in (one.left, one.right):
            met.update(n.text for n in tree.walk(_whole(side, names, {})) if isinstance(n, Name) and not n.font)
    return [name for name in names if sum(letter in met for letter in set(name)) < _enough(name)]


def _enough(name: str) -> int:
    """How many letters of a name must be used on their own before it is their product: all but one, or none is left over."""
    return 1 if len(name) == 2 else max(2, len(set(name)) - 1)


def _abbreviation(node: Node) -> str:
    """Capitals that stand side by side and are all there is, whatever stands below the last."""
    items = node.items if isinstance(node, Run) else ()
    if items and isinstance(items[-1], Script) and items[-1].sup is not None:
        return ""
    letters = _letters(items)
    close = all(a.span.end == b.span.start for a, b in pairwise(letters))
    return "".join(n.text for n in letters if _capital(n)) if close and all(map(_capital, letters)) else ""


def _capital(node: Node) -> bool:
    return (
        isinstance(node, Name) and len(node.text) == 1 and "A" <= node.text <= "Z" and not (node.accents or node.font)
    )


def _calls(node: Node) -> Iterator[tuple[str, Fence]]:
    """``CE(y, ŷ)``: the name and the arguments."""
    for run in tree.walk(node):
        for head, after in pairwise(run.items) if isinstance(run, Run) else ():
            if isinstance(head, Name) and isinstance(after, Fence) and 1 < len(head.text) < 4 and head.text.isupper():
                yield head.text, after


def _loss(name: str) -> bool:
    return name in functions.SPELLED and functions.SPELLED[name].kind == "loss"


def _whole(node: Node, names: Sequence[str], alone: Mapping[str, Fence]) -> Node:
    """An expression with names in one piece and calls with their arguments."""

    def put(part: Node) -> Node:
        match part:
            case Name(text) if text in alone:
                return Run((part, alone[text]), span=part.span)
            case Script(Name(text)) if text in alone:
                return part
            case Run(items):
                return _run(part, [n if isinstance(n, Name) else put(n) for n in items])
        return tree.rebuild(part, put)

    def _run(run: Run, items: list[Node]) -> Node:
        found: list[Node] = []
        while items:
            name = next((name for name in names if _spelled(items[: len(name)]) == name), "")
            found.append(_named(name, items[: len(name)]) if name else items[0])
            items = items[len(name) or 1 :]
        whole: list[Node] = []
        for item, after in pairwise([*found, None]):
            assert item is not None
            whole.append(item)
            if isinstance(item, Name) and item.text in alone and not isinstance(after, Fence):
                whole.append(alone[item.text])
        return whole[0] if len(whole) == 1 else replace(run, items=tuple(whole))

    return put(node)


def _letters(items: Sequence[Node]) -> list[Node]:
    """What stands side by side, the last without what hangs on it: the B, C and E of BCE_i."""
    return [item.base if isinstance(item, Script) and item is items[-1] else item for item in items]


def _spelled(items: Sequence[Node]) -> str:
    return "".join(n.text if isinstance(n, Name) and not n.accents else " " for n in _letters(items))


def _named(text: str, items: Sequence[Node]) -> Node:
    letters, last = _letters(items), items[-1]
    name = Name(text, font="word", span=letters[0].span | letters[-1].span)
    return replace(last, base=name, span=name.span | last.span) if isinstance(last, Script) else name
