"""The gradient of another loss than the one that is named: a question goes on to a new loss, and its lines keep the old name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papergrad.judging.comparing import alignments, question
from papergrad.judging.equality import compare
from papergrad.notation.style import Style
from papergrad.notation.tree import Node
from papergrad.phrasebook import gradient
from papergrad.reading.meaning import Reader
from papergrad.reading.refolding import depends
from papergrad.reading.scope import Scope
from papergrad.reading.settle import Settling
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch
from papergrad.source import PaperError

MOST = 4  # losses that are tried


def other_loss(one: Read, scope: Scope) -> str | None:
    """The loss defined before a wrong claim whose gradient the right side is; None if there is none."""
    asked = gradient.read(one.stated.left)
    if asked is None or asked.of is None or one.right is None or one.left is None or one.left.top != 0:
        return None
    for _, (key, loss) in zip(range(MOST), _losses(one, scope, one.left.wrt.split(":")[0]), strict=False):
        if loss != asked.of and _is_gradient(one, scope, gradient.write(replace(asked, of=loss), Style())):
            return key
    return None


def of_its_kind(one: Read, loss: str) -> str:
    """``df/dx`` that is that of ``f_a``, just defined: in words, that f is f_a. Empty where their letters differ."""
    asked = gradient.read(one.stated.left)
    written = apart(asked.of) if asked is not None and asked.of is not None else None
    whole = written is not None and not written.slots and not written.primes
    base, script, _ = loss.partition("_")
    return f"{written.base} is {loss}" if written is not None and whole and script and base == written.base else ""


def objectives(one: Read, scope: Scope, wrt: str = "") -> list[tuple[str, Node]]:
    """What an update may be a step of: the latest numbers before it that depend on its target (or on ``wrt``)."""
    written = apart(one.stated.left)
    key = wrt or (scope.symbols.key(written) if written is not None else "")
    return [loss for _, loss in zip(range(MOST), _losses(one, scope, key), strict=False)] if key else []


def _losses(one: Read, scope: Scope, wrt: str) -> Iterator[tuple[str, Node]]:
    """The numbers defined before a claim that depend on what is derived by, the latest first."""
    here: Scope | None = scope
    while here is not None:
        for key, place in sorted(here.places.items(), key=lambda item: -item[1]):
            known = here.definitions.get(key)
            if (
                place < one.span.start
                and known is not None
                and not known.axes
                and depends(known.body, wrt, one.definitions)
            ):
                name = scope.name_of(key)
                if name is not None:
                    yield key, _symbol(name)
        here = here.parent if here.continues else None


def _symbol(name: Node) -> Node:
    """The name of a function without its parameters."""
    items = getattr(name, "items", (name,))
    return items[0]  # type: ignore[no-any-return]


def _is_gradient(one: Read, scope: Scope, left: Node) -> bool:
    reader = Reader(scope, place=one.span.start)
    saved = scope.sizes.save()
    try:
        found, right = reader.value(left), reader.value(one.stated.right)
        reader.settle_ranges()
        settle = Settling(scope.sizes)
        asked = question(
            replace(one, definitions=settle.definitions(reader.definitions)),
            settle.value(found),
            settle.value(right),
            scope,
        )
        return any(
            not how and compare(a, b, asked.definitions, asked.facts, asked.inputs).equal
            for how, a, b in alignments(asked)
        )
    except (PaperError, ShapeMismatch):
        return False
    finally:
        scope.sizes.restore(saved)
