r"""Known functions with a parameter of the writer's own: ``softplus(x) = \frac{1}{\beta} \log(1 + e^{\beta x})``.

What is said of such a function is no claim about the one that everybody knows, which is another member of the family: it is
the writer's definition. So is the slope of a leaky ReLU, whose usual value is nobody's law, and whether a loss is halved, or is
the mean of something: ``MSE(y, p) = \frac{1}{2} \sum_i (y_i - p_i)^2``.
"""

from __future__ import annotations

import numpy as np

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.functions import FUNCTIONS
from papergrad.algebra.nodes import Tensor
from papergrad.algebra.traversal import symbols
from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Fraction, Name, Node, Numeral, Prefix, Run
from papergrad.phrasebook import functions
from papergrad.reading.meaning import Reader
from papergrad.reading.scope import Scope, Shape
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import plain, survey
from papergrad.reading.values import ShapeMismatch
from papergrad.source import PaperError

ARGUMENT = Name("v", accents=("underline",))
POINTS = (-1.3, -0.4, 0.7, 2.1)
USUAL = 1.0  # the value of a parameter with which most people leave it out


def own_member(one: Stated) -> bool:
    """Whether a statement says that the known function on its left has a parameter, a leaky ReLU some slope, or a loss a factor."""
    match one.left:
        case Run((Name(text), Fence("("))) if text in functions.SPELLED and functions.SPELLED[text].kind == "loss":
            return one.link == 0 and _scaled(one.right, negative=functions.SPELLED[text].name == "cross_entropy")
        case Run((Name(text), Fence("(", Name() as argument))) if one.link == 0 and text in functions.SPELLED:
            name = functions.SPELLED[text].name
        case _:
            return False
    found = values(one.right, argument, parameters=True)
    if found is None or name not in FUNCTIONS:
        return False
    usual, parametric = found
    return _leaks(usual) if name == "leaky_relu" else parametric and _is(name, usual)


def known_as(right: Node, argument: Name) -> str | None:
    """The known function that an expression is, of its argument; None where it is made of more, or is none of them."""
    found = values(right, argument)
    known = (row.name for row in functions.FUNCTIONS.values() if row.kind == "elementwise" and row.arity == 1)
    return next((n for n in known if n in FUNCTIONS and _is(n, found[0])), None) if found is not None else None


def values(right: Node, argument: Name, parameters: bool = False) -> tuple[list[float], bool] | None:
    """What an expression is worth where its argument is each of ``POINTS``, and whether it has parameters: those have their usual
    value, if there may be any. None where it is worth no number."""
    right = _at(right, argument)
    scope = Scope(survey([(right,)]))
    key = plain(ARGUMENT)
    scope.declared[key], scope.names[key] = Shape(()), ARGUMENT
    try:
        value = Reader(scope).value(right)
        others = symbols(value.body) - {key}
        if value.axes or (others and not parameters):
            return None
        put = {name: np.array(USUAL) for name in others}
        found = [float(evaluate(Tensor(value.body), World({**put, key: np.array(x)}, {}))) for x in POINTS]
    except (PaperError, ShapeMismatch):
        return None
    return found, bool(others)


def _is(name: str, worth: list[float]) -> bool:
    with np.errstate(all="ignore"):
        return np.allclose(FUNCTIONS[name].value(np.array(POINTS)), worth, rtol=1e-9)


def _scaled(right: Node, negative: bool) -> bool:
    """Whether a loss is written with a factor, or as a sum of sums; a ``negative`` one with its sign."""
    if negative and not (isinstance(right, Prefix) and right.sign == "-"):
        return False
    while isinstance(right, Prefix):
        right = right.operand
    match right:
        case Run((Fraction(Numeral(), Numeral() | Name()), _, *_)) | Big("∑", body=Big("∑")):
            return True
    return False


def _leaks(worth: list[float]) -> bool:
    """``max(a x, x)``, whatever a is."""
    one, two, *positive = (y / x for x, y in zip(POINTS, worth, strict=True))
    return np.allclose(positive, 1, rtol=1e-9) and np.isclose(one, two, rtol=1e-9) and 0 < one <= 1


def _at(node: Node, argument: Name) -> Node:
    return ARGUMENT if node == argument else tree.rebuild(node, lambda part: _at(part, argument))
