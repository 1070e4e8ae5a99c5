r"""Left sides that are solved for their one symbol: ``\log p = -\frac{1}{2} (x - \mu)^2`` says what p is.

Only where that is certain: the head is an elementary function of one symbol of which nothing else is said, and which the right
side does not speak of. ``y^\top = x^\top W``, ``2y = …``, ``1/α = …``, ``e^z = …``, ``\log \frac{p}{1-p} = …``, ``Σ^{-1} = …``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Blank, Fence, Fraction, Hole, Infix, Name, Node, Numeral, Prefix, Root, Run, Script
from papergrad.phrasebook import functions, gradient, transpose
from papergrad.phrasebook.trees import bare, beside
from papergrad.reading.definitions import function_head
from papergrad.reading.named import key_of
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL, is_number
from papergrad.reading.symbols import apart, exponential
from papergrad.reading.understood import Read

ONE, TWO = Numeral("1"), Numeral("2")


def solve(scope: Scope, reads: list[Read]) -> None:
    """Make claims whose left side can be solved for something unsaid definitions of that."""
    for one in reads:
        stated = one.stated
        if not _open(one) or stated.link or stated.relation not in EQUAL:
            continue
        found = (
            None
            if isinstance(stated.right, Hole | Blank) or is_number(stated.right)
            else solved(stated.left, stated.right)
        )
        written = apart(found[0]) if found is not None else None
        if found is None or written is None or written.power is not None or written.primes or found[0] == stated.left:
            continue
        key = scope.symbols.key(written)
        if _said(scope, key) or key in scope.keys_in(stated.right):
            continue
        scope.names[key] = found[0]
        scope.own.add(key)
        one.role, one.kind = "defines", "definition"
        one.stated = replace(stated, left=found[0], right=found[1])


def _open(one: Read) -> bool:
    """Whether a statement says something about an expression, and no function of the writer's."""
    if one.role == "defines":
        return isinstance(one.stated.left, Run) and function_head(one.stated.left) in functions.SPELLED
    return one.role == "claims" and one.kind == "equality"


def _said(scope: Scope, key: str) -> bool:
    """Whether a symbol means something, or is a number of things."""
    means = key in scope.own or scope.definition(key) is not None or scope.function(key) is not None
    return means or key in scope.size_names or key in functions.SPELLED


def solved(left: Node, right: Node) -> tuple[Node, Node] | None:
    """The symbol of a left side (or its square), and what it equals; None where that is not certain."""
    written = apart(left)
    if written is not None and not written.transposed and written.power in (None, TWO):
        return left, right
    for inner, meant in _outermost(left, right):
        return solved(inner, replace(meant, span=right.span))
    return None


def _outermost(left: Node, right: Node) -> Iterator[tuple[Node, Node]]:
    """What remains on both sides when the outermost operation of the left side is undone."""
    match left:
        case Fence("(" | "[" | "{", inside, _):
            yield inside, right
        case Prefix("-", inside):
            yield inside, Prefix("-", _held(right))
        case Fraction(above, below) | Infix((above, below), ("/",)) if _constant(below):
            yield above, beside(below, _held(right))
        case Fraction(above, below) | Infix((above, below), ("/",)) if _constant(above):
            yield below, Fraction(above, right)
        case Run((first, *rest)) if _constant(first):
            yield beside(*rest), Fraction(right, first)
        case Run((Name(text="log" | "ln"), inside)) if (odds := _odds(bare(inside))) is not None:
            yield odds, _called("sigmoid", right)
        case Run((Name(text="log" | "ln"), inside)):
            yield inside, _called("exp", right)
        case Run((Name(text="exp", font="word"), inside)):
            yield inside, _called("log", right)
        case Root(inside, None):
            yield inside, Script(_held(right), sup=TWO)
        case Script(_, None, sup, 0) if sup is not None and exponential(left):
            yield sup, _called("log", right)
        case Script(base, sub, Prefix("-", Numeral("1")) as sup, 0):
            yield (base if sub is None else Script(base, sub)), Script(_held(right), sup=sup)
        case Script() if (turned := transpose.read(left)) is not None and apart(turned.of) is not None:
            yield turned.of, Script(_held(right), sup=Name("T"))


def _held(node: Node) -> Node:
    return node if apart(node) is not None or isinstance(node, Fence) else Fence("(", node, ")", span=node.span)


def _called(name: str, argument: Node) -> Node:
    return Run((Name(name, font="word"), Fence("(", argument, ")")))


def _constant(node: Node) -> bool:
    """A number, such as 2 or ½."""
    return isinstance(node, Numeral) or (
        isinstance(node, Fraction | Fence | Prefix) and all(map(_constant, tree.children(node)))
    )


def _odds(node: Node) -> Node | None:
    """The p of ``p/(1 - p)``."""
    match node:
        case Fraction(above, below) | Infix((above, below), ("/",)) if bare(below) == Infix((ONE, above), ("-",)):
            return above
    return None


def solutions(scope: Scope, reads: list[Read]) -> set[str]:
    """What is defined as following from a condition, ``∂J/∂w = 0 ⇒ X^T X w = X^T y ⇒ w = …``: it says where that holds.

    Such a condition is zero, or speaks of the same symbol and is no definition. What somebody has derived by and then gives by an
    inverse, ``w = (X^T X)^{-1} X^T y``, is solved for as well, whatever words stand between.
    """
    found: set[str] = set()
    conditioned, before = False, frozenset[str]()
    varied: set[str] = set()
    for one in reads:
        given = key_of(one.stated.left, scope.symbols) if one.role == "defines" and not one.stated.link else None
        if given is not None and any(map(_inverse, tree.walk(one.stated.right))):
            if given in varied or (scope.parent is not None and scope.parent.derived_by(given)):
                found.add(given)
        derived = gradient.read(one.stated.head)
        wrt = (key_of(by, scope.symbols) for by in derived.wrt) if derived is not None else ()
        varied.update(key for key in wrt if key is not None)
        conditioned = (conditioned and one.stated.follows) or one.stated.right == Numeral("0")
        key = key_of(one.stated.left, scope.symbols) if one.role == "defines" and one.stated.follows else None
        if key is not None and (conditioned or key in before):
            found.add(key)
        spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right)
        before = spoken if one.role in ("claims", "solves") else frozenset()
    return found


def _inverse(node: Node) -> bool:
    """The inverse of a matrix, ``(X^T X)^{-1}``."""
    match node:
        case Script(Fence() | Name() as base, _, Prefix("-", Numeral("1")), 0):
            return not (isinstance(base, Name) and (base.text in functions.SPELLED or base.text.islower()))
    return False
