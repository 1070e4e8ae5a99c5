r"""Nablas that do not say by what: the w of ``∇ \ln p(t ∣ w, β)``, where ``∇E(w)`` or ``∇_w`` is by w.

Books say once that all gradients are by the weights. What other nablas of a document are by, one is by as well whose
function has that, and nothing else they are by, among its arguments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.reading import applied
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import apart

NABLA, LOGARITHMS = Name("∇"), ("ln", "log")


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with a variable below every nabla of a function that has one, and only one, of those that nablas are by
    elsewhere among its arguments."""
    known = {by for one in stated for side in (one.left, one.right) for by in _variables(side)}
    return [mapped(one, lambda node: _put(node, known)) for one in stated] if known else stated


def _variables(root: Node) -> Iterator[Node]:
    """What nablas are by: what stands below them, or is the one symbol that a function is of."""
    for node in tree.walk(root):
        match node:
            case Script(Name("∇"), sub, _, 0) if sub is not None:
                yield sub
            case Run(items):
                for at, item in enumerate(items):
                    arguments = _arguments(items[at + 1 :]) if item == NABLA else ()
                    if len(arguments) == 1:
                        yield arguments[0]


def _arguments(items: tuple[Node, ...]) -> tuple[Node, ...]:
    """The arguments of the function behind a nabla, or of the one that it takes the logarithm of, if all are symbols."""
    if items and isinstance(items[0], Name) and items[0].text in LOGARITHMS:
        items = items[1:]
    match items:
        case (Name() | Script(), Fence("(", inside, ")"), *_):
            found = applied.arguments(inside)
            return found if all(apart(argument) is not None for argument in found) else ()
    return ()


def _put(node: Node, known: set[Node]) -> Node:
    if not isinstance(node, Run):
        return tree.rebuild(node, lambda part: _put(part, known))
    items = [_put(item, known) for item in node.items]
    for at, item in enumerate(items):
        arguments = _arguments(tuple(items[at + 1 :])) if item == NABLA else ()
        by = [argument for argument in arguments if argument in known]
        if len(arguments) > 1 and len(by) == 1:
            items[at] = Script(item, by[0], span=item.span)
    return replace(node, items=tuple(items))
