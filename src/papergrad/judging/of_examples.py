"""Numbers that stand in a formula for what they are in an example: ``∂L/∂a = -2 · b``, where ∂L/∂e came to -2 before."""

from __future__ import annotations

import re

from papergrad.algebra.nodes import Add, Entry, Expr, Mul, Power, Sum
from papergrad.algebra.simplify import is_number
from papergrad.algebra.substitution import expand
from papergrad.algebra.traversal import children, free, lengths, symbols
from papergrad.judging.comparing import Question, alignments
from papergrad.judging.equality import compare
from papergrad.judging.nearest import Repair
from papergrad.notation import tree
from papergrad.phrasebook import gradient
from papergrad.reading.parts import of_numbers
from papergrad.reading.pointwise import NUMBER
from papergrad.reading.refolding import reach
from papergrad.reading.symbols import SAMPLE_LETTERS, apart, plain
from papergrad.reading.understood import Read

OF_EXAMPLE = "the number may be that of an example"
EXAMPLES = SAMPLE_LETTERS | {"t"}  # T transposes
_DECIMAL = re.compile(r"\d+(\.\d*)?")


def of_example(one: Read, q: Question) -> str:
    """Why no slip explains a number that is given for what depends on things that were not given; empty if it does not."""
    derived = one.kind == "gradient" and apart(one.stated.left) is None
    return OF_EXAMPLE if not derived and _at_some_point(one, q) else ""


def with_numbers_of_example(one: Read, q: Question) -> str:
    """Why a claim with a number fails, where the number is what a derivative before it came to in an example: the 2 of
    ``∂L/∂a = -2 · b`` after ``∂L/∂e = … = -2.0``. Empty if it is not.

    Where all numbers of the example are known, the claim holds with them; it may be no more than ``0 · x`` there.
    """
    scope = one.scope
    if scope is None or (holds := _holds_in_example(one, q)) is False:
        return ""
    if holds:
        return OF_EXAMPLE
    before = [s for group in scope.told for s in group if s.span.start < one.span.start]
    asked = gradient.read(one.stated.head)
    if asked is not None and of_numbers(one.stated.right):
        chosen = {
            key for s in before if of_numbers(s.right) and apart(s.left) is not None for key in scope.keys_in(s.left)
        }
        if any(chosen & scope.keys_in(by) for by in asked.wrt):
            return OF_EXAMPLE
        own = any(map(scope.known, scope.keys_in(one.stated.right)))  # an error that is called e is no number
        worked = (s for s in before if not own and of_numbers(s.right) and gradient.read(s.head) is None)
        if any(scope.keys_in(s.head) & scope.keys_in(asked.of) for s in worked if asked.of is not None):
            return OF_EXAMPLE  # the loss of the example was worked out before
    came_to = {
        number
        for stated in before
        if gradient.read(stated.head) is not None and of_numbers(stated.right)
        for number in _numbers(stated.right)
    }
    return OF_EXAMPLE if came_to & (_numbers(one.stated.right) - {0.0, 1.0}) else ""


def of_some_example(one: Read, repaired: Repair) -> bool:
    """Whether a repair only leaves out which example is meant: ``δ^L = a^L - y^t`` for every example t, after ``δ^L = a^L - y``."""
    written = one.stated.right
    left_out = any(_example(n) for n in tree.walk(written)) and not any(_example(n) for n in tree.walk(repaired.tree))
    return left_out and _of_any(written) == _of_any(repaired.tree)


def _example(node: tree.Node) -> bool:
    """A symbol with one letter of examples above it: ``y^t``, ``y^{(i)}``."""
    match node:
        case tree.Script(tree.Name(), _, tree.Name(text) | tree.Fence("(", tree.Name(text), ")"), 0):
            return text in EXAMPLES
    return False


def _of_any(node: tree.Node) -> tree.Node:
    if isinstance(node, tree.Script) and _example(node):
        return node.base if node.sub is None else tree.Script(node.base, node.sub)
    return tree.rebuild(node, _of_any)


def _holds_in_example(one: Read, q: Question) -> bool | None:
    """Whether a claim with a number in it holds with the numbers that were given; None if they are not all known."""
    given = one.scope.all_settings(one.span.start) if one.scope is not None else {}
    asked = (reach(q.left.body, q.definitions) | reach(q.right.body, q.definitions)) - q.definitions.keys()
    if not given or not asked <= given.keys():
        return None
    known = {**q.definitions, **given}
    sides = [(left, right) for how, left, right in alignments(q) if not how]
    return bool(_numbers(one.stated.right)) and any(compare(a, b, known, q.facts, q.inputs).equal for a, b in sides)


def _numbers(node: tree.Node) -> set[float]:
    return {float(n.text) for n in tree.walk(node) if isinstance(n, tree.Numeral) and _DECIMAL.fullmatch(n.text)}


def of_example_after_all(one: Read, q: Question, slips: int) -> bool:
    """Whether a number for a derivative that depends on what was not given is likelier that of an example than so many slips:
    ``∂f/∂y = 4`` where it is x, and x may well be 4. One slip leaves 1 of x."""
    anything = _polynomial(expand(q.left.body, q.definitions))  # σ'(z) is never 3
    return one.kind == "gradient" and slips != 1 and anything and _at_some_point(one, q)


def _polynomial(e: Expr) -> bool:
    """Whether an expression is made of its inputs by sums, products and powers alone."""
    if not symbols(e):
        return True
    return isinstance(e, Add | Mul | Power | Sum | Entry) and all(map(_polynomial, children(e)))


def _at_some_point(one: Read, q: Question) -> bool:
    inputs = reach(q.left.body, q.definitions) - q.definitions.keys()
    if not q.left.axes and not free(q.left.body):
        inputs |= lengths(q.left.body)  # how many there are was not given, either
    decimals = any(isinstance(n, tree.Numeral) and "." in n.text for n in tree.walk(one.stated.right))
    function = plain(NUMBER) in inputs and not decimals  # σ' = σ(1 - σ) speaks of all numbers
    shown = of_numbers(one.stated.right) and inputs and not function
    return bool(shown) and not is_number(q.left.body, q.facts)
