r"""A value of a function among others: ``T(k) = 0`` beside ``T(1) = e_1`` and ``T(k - 1) = e_{k-1}`` says what T is at k, and not
what it is anywhere."""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Run
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read


def among_others(reads: list[Read]) -> None:
    """What is said of one value of a function is claimed, and defines nothing, where other values are said as well."""
    called = [_called(one.stated.left) for one in reads if not one.stated.link]
    for one in reads:
        mine = _called(one.stated.left) if one.role == "defines" else None
        if mine is None or not isinstance(mine[1], Name) or any(map(apart, tree.walk(one.stated.right))):
            continue  # of symbols, it may be a formula
        head, letter = mine
        if any(other is not None and other[0] == head and _at_another(other[1], letter) for other in called):
            one.role = "claims"


def _called(left: Node) -> tuple[Node, Node] | None:
    """The T and the k of ``T(k)``."""
    match left:
        case Run((Name() as head, Fence("(", argument, ")"))):
            return head, argument
    return None


def _at_another(argument: Node, letter: Name) -> bool:
    """Whether a function is called with so much more or less than the letter stands for: ``k - 1``."""
    match argument:
        case Infix((first, Numeral()), ("+" | "-",)):
            return first == letter
    return False
