r"""Nablas that do not say by what: the w of ``∇ \ln p(t ∣ w, β)``, where ``∇E(w)`` or ``∇_w`` is by w.

Books say once that all gradients are by the weights. What other nablas of a document are by, one is by as well whose
function has that, and nothing else they are by, among its arguments.

In ``w_{t+1} = w_t - η ∇w_t`` nothing is derived but an error that is not spoken of: ∇w is the name of its gradient.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.reading import applied
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import apart

NABLA, LOGARITHMS = Name("∇"), ("ln", "log")
NAMED = "∇"  # as an accent: a gradient that has a name of its own


def bare(stated: list[Stated]) -> list[Stated]:
    r"""The statements with every nabla as it is, ``\vec{\nabla}`` and bold ones too, and with a name for what steps go along."""
    stated = [mapped(one, _plain) for one in stated]
    weights = {base for one in stated for base in _stepped(one)}
    return [mapped(one, lambda node: _named(node, weights)) for one in stated] if weights else stated


def _plain(node: Node) -> Node:
    if isinstance(node, Name) and node.text == "∇":
        return Name("∇", span=node.span)
    return tree.rebuild(node, _plain)


def _stepped(one: Stated) -> Iterator[str]:
    """The w of ``w_{t+1} = w_t - η ∇w_t``."""
    left = apart(one.left)
    if left is not None and one.relation and any(_weight(pair) == left.base for pair in _pairs(one.right)):
        yield left.base


def _pairs(root: Node) -> Iterator[tuple[Node, Node]]:
    """What stands one behind the other in products, and where there is nothing in brackets behind these two."""
    for run in (node for node in tree.walk(root) if isinstance(node, Run)):
        for at, pair in enumerate(pairwise(run.items)):
            if not isinstance((run.items[at + 2 : at + 3] or (None,))[0], Fence):
                yield pair


def _weight(pair: tuple[Node, Node]) -> str:
    """What a nabla stands before, if it is a symbol with no more than letters below it."""
    match pair:
        case (Name("∇"), Name(accents=()) as name) | (Name("∇"), Script(Name(accents=()) as name, _, None, 0)):
            return name.text
    return ""


def _named(node: Node, weights: set[str]) -> Node:
    if not isinstance(node, Run):
        return tree.rebuild(node, lambda part: _named(part, weights))
    items: list[Node] = []
    for item in node.items:
        if items and _weight((items[-1], item)) in weights:
            base = item.base if isinstance(item, Script) else item
            assert isinstance(base, Name)
            name = replace(base, accents=(NAMED,), span=items[-1].span | base.span)
            items[-1] = replace(item, base=name) if isinstance(item, Script) else name
        else:
            items.append(_named(item, weights))
    return items[0] if len(items) == 1 else replace(node, items=tuple(items))


def shown(node: Node) -> Node:
    """Such a name as its writer spells it."""
    name = node.base if isinstance(node, Script) else node
    assert isinstance(name, Name)
    plain = replace(name, accents=())
    return Run((NABLA, replace(node, base=plain) if isinstance(node, Script) else plain), span=node.span)


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with a variable below every nabla of a function that has one, and only one, of those that nablas are by
    elsewhere among its arguments."""
    known = {by for one in stated for side in (one.left, one.right) for by in _variables(side)}
    return [mapped(one, lambda node: _put(node, known)) for one in stated] if known else stated


def by_argument(items: list[Node], bracket: Node) -> list[Node]:
    """A nabla and what it is of, with the symbol in the bracket behind them for what it is by: ∇J(w) is ``∇_w J``."""
    match items, bracket:
        case [nabla, of], Fence(inside=inside) if nabla == NABLA and apart(inside) is not None:
            return [Script(NABLA, inside, span=nabla.span), of]
    return items


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
