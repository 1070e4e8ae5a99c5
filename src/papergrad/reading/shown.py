"""What a quantity depends on, shown in brackets behind it: ``∂L(ŷ(z))/∂w`` after ``L = ½(ŷ - y)²`` and ``ŷ = σ(z)``.

The L is the value that was defined, and no product with what stands in the brackets. Only what its definition depends on can be
shown so, but an objective may be said to depend on anything; a quantity that is called where it is defined is a function.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.reading import applied
from papergrad.reading.habits import OBJECTIVES
from papergrad.reading.scope import Scope
from papergrad.reading.statements import GIVES, Stated, mapped
from papergrad.reading.symbols import apart, letter


def spelled_out(group: list[Stated], parent: Scope | None) -> list[Stated]:
    """The statements of a part, with quantities that show what they depend on as the quantities alone."""
    made = dict(_made_of(parent.all_written) if parent is not None else {})
    called: set[str] = set()
    given = {one.left for one in group if one.relation in GIVES and not one.link}
    for one in group:
        if one.relation in GIVES and not one.link:
            called |= _called(one.left)
            base = _base(one.left)
            if base is None:
                continue
            if base in _called(one.right) or _of_unknown_terms(base, one.right, given):
                called.add(base)  # L = L(y) says what L depends on
            else:
                made[base] = made.get(base, frozenset()) | _bases(one.right)
    values = {base: _all_of(base, made) for base in made if base not in called and base not in functions.SPELLED}
    functions_before = _functions(parent)
    values = {base: found for base, found in values.items() if base not in functions_before}
    return [mapped(one, lambda node: _alone(node, values)) for one in group] if values else group


def of_one(stated: list[Stated]) -> list[Stated]:
    """``E_t(y_t, ŷ_t) = …`` and ``E(y, ŷ) = …`` without their brackets."""
    values = _of_one(stated)
    return [mapped(one, lambda node: _alone(node, values)) for one in stated] if values else stated


def _functions(scope: Scope | None) -> set[str]:
    """The letters of the functions that were defined before: the h of ``h_θ(x)``."""
    found: set[str] = set()
    while scope is not None:
        found |= {_letter(name) for name in scope.functions}
        scope = scope.parent
    return found


def _letter(name: str) -> str:
    return name.split("(")[0].split("^")[0].split("_")[0]


def _made_of(written: Mapping[str, Node]) -> Mapping[str, frozenset[str]]:
    """Of what was defined before, by its letters, the letters of its definitions."""
    found: dict[str, frozenset[str]] = {}
    for key, right in written.items():
        base = _letter(key)
        found[base] = found.get(base, frozenset()) | _bases(right)
    return found


def _base(node: Node) -> str | None:
    written = apart(node) if isinstance(node, (Name, Script, tree.Accented)) else None
    return written.base if written is not None and not written.primes else None


def _bases(node: Node) -> frozenset[str]:
    return frozenset(base for n in tree.walk(node) if (base := _base(n)) is not None)


def _called(side: Node) -> set[str]:
    """The f of ``f(x)``, where that is a whole side."""
    match side:
        case Run((head, Fence("("))) if (base := _base(head)) is not None:
            return {base}
    return set()


def _of_unknown_terms(base: str, right: Node, given: set[Node]) -> bool:
    """Whether a total goes by the letter of its terms, and nobody says what those are: ``L = Σ_t L_t(h_t)``."""
    calls = (pair for n in tree.walk(right) if isinstance(n, Run) for pair in pairwise(n.items))
    return any(
        isinstance(head, Script) and isinstance(fence, Fence) and _base(head) == base and head not in given
        for head, fence in calls
    )


def _of_one(group: list[Stated]) -> dict[str, frozenset[str]]:
    """The quantities of one step or sample that are defined with what they depend on, ``E_t(y_t, ŷ_t) = …``, and are written with
    nothing else anywhere: no functions, which might be called with other arguments."""
    found: dict[str, frozenset[str]] = {}
    for one in group:
        match one.left:
            case Run((Script(_, sub) as head, Fence("(", inside, ")"))) if one.relation in GIVES and not one.link:
                if sub is not None and letter(sub) and (base := _base(head)) is not None and _each(head, inside):
                    found[base] = frozenset(filter(None, map(_base, applied.arguments(inside))))
    for one in group:
        for node in (n for side in (one.left, one.right) for n in tree.walk(side) if isinstance(n, Run)):
            for head, fence in pairwise(node.items):
                base = _base(head)
                if base in found and isinstance(fence, Fence):
                    shown = {_base(argument) for argument in applied.arguments(fence.inside)}
                    if not shown <= found[base] or not _each(head, fence.inside):
                        del found[base]
    return found


def _each(head: Node, inside: Node) -> bool:
    """Whether all that stands between brackets has the scripts of what stands before them."""
    about = apart(head)
    shown = [apart(argument) for argument in applied.arguments(inside)]
    return bool(shown) and about is not None and all(w is not None and w.slots == about.slots for w in shown)


def _all_of(base: str, made: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """All that a quantity depends on, through definitions."""
    met: set[str] = set()
    waiting = list(made[base])
    while waiting:
        here = waiting.pop()
        if here not in met:
            met.add(here)
            waiting += made.get(here, ())
    return frozenset(met - {base})


def _alone(node: Node, values: Mapping[str, frozenset[str]]) -> Node:
    node = tree.rebuild(node, lambda part: _alone(part, values))
    if not isinstance(node, Run):
        return node
    items: list[Node] = []
    for item in node.items:
        if items and isinstance(item, Fence) and item.open == "(" and _shows(items[-1], item.inside, values):
            continue
        items.append(item)
    if len(items) == len(node.items):
        return node
    return items[0] if len(items) == 1 else Run(tuple(items), span=node.span)


def _shows(head: Node, inside: Node, values: Mapping[str, frozenset[str]]) -> bool:
    """Whether all that stands between brackets is what the quantity before them depends on, and nothing but symbols."""
    base = _base(head)
    if base is None or base not in values:
        return False
    shown = [_base(argument) for argument in applied.arguments(inside)]
    return bool(shown) and all(one is not None and (one in values[base] or base in OBJECTIVES) for one in shown)
