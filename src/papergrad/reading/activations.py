r"""Another activation by the letter of the sigmoid: ``σ(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}`` says that σ is tanh here."""

from __future__ import annotations

import numpy as np

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.functions import FUNCTIONS
from papergrad.algebra.nodes import Tensor
from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.reading.meaning import Reader
from papergrad.reading.scope import Scope, Shape
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import plain, survey
from papergrad.reading.values import ShapeMismatch
from papergrad.source import PaperError

LETTER, MEANT = "σ", "sigmoid"
ARGUMENT = Name("v", accents=("underline",))
POINTS = (-1.3, -0.4, 0.7, 2.1)


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements with the name of the function that σ is here, if the first that says what σ is means another."""
    means = next((name for one in stated if (name := _said(one)) is not None), MEANT)
    if means == MEANT:
        return stated
    written = Name(functions.FUNCTIONS[means].spellings[0], font="word")
    return [mapped(one, lambda node: _put(node, written)) for one in stated]


def _said(one: Stated) -> str | None:
    """The known function that a statement says σ is; None where it says nothing, or nothing known."""
    match one.left:
        case Run((Name(text), Fence("(", Name() as argument))) if (
            text == LETTER and one.relation == "=" and not one.link
        ):
            values = _values(_at(one.right, argument))
        case _:
            return None
    if values is None:
        return None
    known = (row.name for row in functions.FUNCTIONS.values() if row.kind == "elementwise" and row.arity == 1)
    with np.errstate(all="ignore"):
        return next(
            (
                n
                for n in known
                if n in FUNCTIONS and np.allclose(FUNCTIONS[n].value(np.array(POINTS)), values, rtol=1e-9)
            ),
            None,
        )


def _values(right: Node) -> list[float] | None:
    """What an expression is worth where its argument is each of some numbers; None where it is made of more than that."""
    scope = Scope(survey([(right,)]))
    key = plain(ARGUMENT)
    scope.declared[key], scope.names[key] = Shape(()), ARGUMENT
    try:
        value = Reader(scope).value(right)
        return (
            [float(evaluate(Tensor(value.body), World({key: np.array(x)}, {}))) for x in POINTS]
            if not value.axes
            else None
        )
    except (PaperError, ShapeMismatch):
        return None


def _at(node: Node, argument: Name) -> Node:
    return ARGUMENT if node == argument else tree.rebuild(node, lambda part: _at(part, argument))


def _put(node: Node, name: Name) -> Node:
    """An expression with the name for σ where σ is applied, or has a slope."""
    if isinstance(node, Run):
        followed = (*node.items[1:], None)
        items = tuple(
            _named(item, name) if isinstance(getattr(after, "base", after), Fence) else _put(item, name)
            for item, after in zip(node.items, followed, strict=True)
        )
        return Run(items, span=node.span)
    return (
        _named(node, name) if isinstance(node, Script) and node.primes else tree.rebuild(node, lambda n: _put(n, name))
    )


def _named(node: Node, name: Name) -> Node:
    match node:
        case Name(text, (), "") if text == LETTER:
            return Name(name.text, font=name.font, span=node.span)
        case Script(Name(text, (), "") as base, None, None, primes) if text == LETTER and primes:
            return Script(Name(name.text, font=name.font, span=base.span), primes=primes, span=node.span)
    return tree.rebuild(node, lambda n: _put(n, name))
