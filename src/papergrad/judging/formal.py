"""What chains of derivatives take for granted of quantities that nobody defines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papergrad.notation import tree
from papergrad.notation.tree import Name, Node, Run
from papergrad.phrasebook import gradient
from papergrad.reading.grouping import product
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import MARKS, apart
from papergrad.reading.understood import Read
from papergrad.reading.wholes import extreme

STEP = re.compile(r"(_|\^\(|\^\[|\^)\d+[\])]?$")


def formal(one: Read) -> tuple[str, ...]:
    """The assumptions under which a chain that is right for any function is right here."""
    attained = tuple(_attained(one))
    if one.scope is None or not one.scope.made_up():
        return attained
    return (*attained, *_lookalikes(one, one.scope), *_steps(one, one.scope))


def _attained(one: Read) -> Iterator[str]:
    """The derivative of a maximum is that of what it is the maximum of, where that is largest once."""
    if one.stated.link == 0 and _extremes(one.stated.left) and not _extremes(one.stated.right):
        yield "the largest value is attained once"


def _extremes(node: Node) -> bool:
    return any(isinstance(n, Name) and n.font == "" and extreme(n.text) for n in tree.walk(node))


def _lookalikes(one: Read, scope: Scope) -> Iterator[str]:
    """``ỹ`` that nobody defines, where ŷ is defined: one name for the other."""
    made_up = scope.made_up()
    spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right)
    for name in sorted(spoken & made_up):
        for other in sorted(set(scope.everything) - made_up):
            if other != name and _marked(name) and _marked(other) and _unmarked(name) == _unmarked(other):
                yield f"{name} is {other}"


def _marked(key: str) -> bool:
    return any(c in MARKS.values() for c in key)


def _unmarked(key: str) -> str:
    return "".join(c for c in key if c not in MARKS.values())


def _steps(one: Read, scope: Scope) -> Iterator[str]:
    """``∂L/∂h_2 = ∂L/∂h_3 ∂h_3/∂h_2`` with an L that nobody defines: no other way leads from the one state to L."""
    pairs = list(_links(one.stated.right, scope))
    if len(pairs) != 2:
        return
    (of, through), (inner, by) = pairs
    if (
        of in scope.made_up()
        and through == inner
        and through != by
        and STEP.search(by)
        and STEP.sub("", through) == STEP.sub("", by)
    ):
        yield f"{of} depends on {by} through {through} only"


def against(one: Read, scope: Scope) -> tuple[str, str] | None:
    """The link ``∂m/∂h`` of a chain through quantities that only chains speak of, where the others compute h from m."""
    made_up = scope.made_up() - _several(one.stated.right, scope)
    for above, below in _links(one.stated.right, scope):
        if above in made_up and below in made_up and above in scope.surrogates.get(below, ()):
            return above, below
    return None


def _several(node: Node, scope: Scope) -> frozenset[str]:
    """What a chain writes with different letters below: in ``∂L/∂Z_o ∂Z_o/∂H ∂H/∂Z_h`` Z is two things, so much for its letters."""
    met = {(scope.symbols.key(w), w.slots) for part in tree.walk(node) if (w := apart(part)) is not None and w.slots}
    keys = [key for key, _ in met]
    return frozenset(key for key in keys if keys.count(key) > 1)


def _links(node: Node, scope: Scope) -> Iterator[tuple[str, str]]:
    """What is derived by what in a product of derivatives of symbols."""
    parts = product(node)
    for operand in parts[0] if parts is not None else ():
        for factor in operand.items if isinstance(operand, Run) else (operand,):
            derived = gradient.read(factor)
            above = apart(derived.of) if derived is not None and derived.of is not None else None
            below = apart(derived.wrt[0]) if derived is not None and len(derived.wrt) == 1 else None
            yield (
                scope.symbols.key(above) if above is not None else "",
                scope.symbols.key(below) if below is not None else "",
            )
