"""Claims about functions, ``σ' = σ(1 - σ)`` and ``dσ/dz = σ(1 - σ)``: both sides at one argument, and at a number."""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Fraction, Hole, Infix, Name, Node, Numeral, Prefix, Root, Run, Script
from papergrad.phrasebook import functions, gradient
from papergrad.reading.named import WHOLE
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import apart

NUMBER = Name("u", accents=("underline",))  # what functions are compared at


def pointwise(left: Node, right: Node, scope: Scope) -> tuple[Node, Node]:
    """``σ' = σ(1 - σ)`` is about functions: both sides at one argument; ``dσ/dz = σ(1 - σ)`` at z, or, where z is something else
    in the text, at a number."""
    if _function(left):
        return _at(left, NUMBER), _at(right, NUMBER)
    asked = gradient.read(left)
    if asked is None or asked.of is None or len(asked.wrt) != 1 or not _function(asked.of) or _known(asked.of, scope):
        return left, right
    argument = asked.wrt[0]
    if not _known(argument, scope) or any(map(_whole, tree.walk(right))):
        return _at(left, argument), _at(right, argument)
    if apart(argument) is None or not (_of_numbers(left) and _of_numbers(right)):
        return left, right
    named = (_renamed(side, argument) for side in (left, right))  # the letter is only the name of the argument
    return next(named), next(named)


def of_functions(left: Node, right: Node) -> bool:
    """Whether a claim is about the slope of a known function and speaks of nothing but functions: ``dσ/dz = σ(1 - σ)``."""
    asked = gradient.read(left)
    if asked is None or asked.of is None or len(asked.wrt) != 1 or not _function(asked.of) or not _of_numbers(right):
        return False
    names = {n for n in tree.walk(right) if isinstance(n, Name)}
    return _names_function(right) and all(_function(n) or _whole(n) or n == asked.wrt[0] for n in names)


def of_a_function(left: Node, right: Node) -> bool:
    """Whether a claim says of a known function what its slope is, at a symbol that may be anything: ``σ'(a) = σ(a)(1 - σ(a))``,
    ``dσ(a)/da = σ(a)(1 - σ(a))``, ``dσ/da = σ(1 - σ)``."""
    asked = gradient.read(left)
    called = left if asked is None else asked.of
    match called:
        case Run((Script(Name(), None, None) | Name() as head, Fence("(", Name() as argument, ")"))) if _function(head):
            names = {n for n in tree.walk(right) if isinstance(n, Name)}
            alone = asked is None or asked.wrt == (argument,)
            return alone and _of_numbers(right) and all(_function(n) or n in (argument, Name("e")) for n in names)
    return of_functions(left, right)


def _at(node: Node, argument: Node) -> Node:
    """An expression with every bare name of a function called at an argument."""
    if _function(node):
        return Run((node, Fence("(", argument, ")")), span=node.span)
    if isinstance(node, Run):
        called = [isinstance(after, Fence) and not _names_function(after) for after in node.items[1:]]
        parts = zip(node.items, (*called, False), strict=True)
        return replace(node, items=tuple(item if call else _at(item, argument) for item, call in parts))
    return tree.rebuild(node, lambda part: _at(part, argument))


def at_a_number(left: Node, right: Node, scope: Scope) -> tuple[Node, Node] | None:
    """``σ'(z) = σ(z)(1 - σ(z))``, where z is a vector, is about the function: both sides at one number in the place of z.

    So is ``dσ(z)/dz = σ(z)(1 - σ(z))`` with a z of which nobody says what it is, where all that is written works on numbers.
    """
    asked = gradient.read(left)
    match left:
        case Run((Script(base=Name(), primes=primes), Fence("(", argument, ")"))) if primes:
            pass
        case _ if asked is not None and asked.of is not None and len(asked.wrt) == 1 and asked.held is None:
            (argument,) = asked.wrt
            if _known(argument, scope) or not (_of_numbers(left) and _of_numbers(right)):
                return None
        case _:
            return None
    key = scope.keys_in(argument)
    spoken = scope.keys_in(left) | scope.keys_in(right)
    others = {k for k in spoken - key - {"d", "e"} if k not in functions.SPELLED and scope.function(k) is None}
    if apart(argument) is None or len(key) != 1 or others - _called(left, scope):
        return None

    def put(node: Node) -> Node:
        return NUMBER if node == argument else tree.rebuild(node, put)

    return put(left), put(right)


def _called(left: Node, scope: Scope) -> frozenset[str] | set[str]:
    """The function whose derivative a primed call is."""
    return scope.keys_in(left.items[0]) if isinstance(left, Run) else frozenset()


def _renamed(node: Node, argument: Node) -> Node:
    """What is said of a function at a symbol, said of it at a number."""

    def put(part: Node) -> Node:
        return NUMBER if part == argument else tree.rebuild(part, put)

    return _at(put(node), NUMBER)


def _whole(node: Node) -> bool:
    """Whether a name is that of a function of a whole vector or matrix."""
    return isinstance(node, Name) and node.text in WHOLE


def _known(node: Node, scope: Scope) -> bool:
    """Whether the text says what a symbol is, or of what shape."""
    return node != NUMBER and any(scope.known(key) for key in scope.keys_in(node))


def _of_numbers(node: Node) -> bool:
    """Whether all that is written in an expression can be said of numbers: no sums, transposes, norms or subscripts."""
    for part in tree.walk(node):
        match part:
            case (
                Hole() | Name() | Numeral() | Infix() | Prefix() | Run() | Fraction() | Root() | Fence("(" | "[" | "{")
            ):
                continue
            case Script(sub=None, sup=None) | Script(sub=None, sup=Numeral() | Prefix(operand=Numeral())):
                continue
            case Script(Name("e"), None):
                continue
        return False
    return True


def _function(node: Node) -> bool:
    """A bare name of a known elementwise function, with or without primes."""
    name = node.base if isinstance(node, Script) and node.primes and node.sub is None and node.sup is None else node
    return (
        isinstance(name, Name) and name.text in functions.SPELLED and functions.SPELLED[name.text].kind == "elementwise"
    )


def _names_function(node: Node) -> bool:
    return any(_function(n) for n in tree.walk(node))
