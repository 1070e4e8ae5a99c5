"""What is said of a piece of a formula that is not understood: the piece as it was read, and what would be understood there.

Nothing, or dots, say little for themselves: of them the smallest piece around speaks that has more in it.
"""

from __future__ import annotations

from papergrad.notation import tree, unicode
from papergrad.notation.glyphs import BESIDE, LEVEL, RELATION, SEPARATOR
from papergrad.notation.tree import Accented, Blank, Infix, Name, Node, Root
from papergrad.reading.values import Unknown

LONG = 40  # signs of a piece that are shown
MARKS = ("…", "⋯")
SUMMED = "the first, the second and the last term would show it, as in a₁ + a₂ + … + aₙ or (a₁, a₂, …, aₙ)"


class OfSome(Unknown):
    """What is not understood is nothing, or dots: ``around`` is told by the piece in which it stands."""


def refused(node: Node) -> Unknown:
    """The error that says of a node why it has no value."""
    match node:
        case Blank():
            return OfSome("something is missing where a value is due", node.span)
        case Name("…" | "⋯"):
            return OfSome(f"how these dots go on is not shown; {SUMMED}", node.span)
    return Unknown(_why(node), node.span)


def around(problem: OfSome, node: Node) -> Unknown:
    """The same said of the piece that it stands in."""
    if all(isinstance(n, Blank) or (isinstance(n, Name) and n.text in MARKS) for n in tree.walk(node)):
        return problem
    if problem.what.startswith("something"):
        return Unknown(f"something is missing in {shown(node)}, where a value is due", problem.span)
    if isinstance(node, Infix) and LEVEL.get(node.operators[0]) == SEPARATOR:
        return Unknown(f"{shown(node)} is a list, and one value is due here; a vector stands in brackets", problem.span)
    return Unknown(f"how the dots in {shown(node)} go on is not shown; {SUMMED}", node.span)


def _why(node: Node) -> str:
    piece = shown(node)
    match node:
        case Infix(_, operators) if LEVEL.get(operators[0]) == RELATION:
            return f"{piece} is a statement or a condition, and a value is due here; cases stand in \\begin{{cases}}"
        case Infix(_, (sign, *_)) if sign == BESIDE:
            return f"{piece} has words in it, and a value is due here"
        case Infix(_, operators) if LEVEL.get(operators[0]) == SEPARATOR:
            return f"{piece} is a list, and one value is due here; a vector stands in brackets"
        case Infix(_, operators):
            signs = " and ".join(dict.fromkeys(operators))
            return f"the sign {signs} in {piece} is not understood between values; + - · / ⊙ would be"
        case tree.Postfix(_, sign) | tree.Prefix(sign, _):
            return (
                f"the sign {sign} in {piece} is not understood; + and - before a value and ! behind a number would be"
            )
        case Accented(accent):
            return f"{accent} in {piece} is not understood over more than one symbol"
        case Root():
            return f"the root {piece} is not understood; a square root, or a power of a number, would be"
        case Name(text):
            return f"{text} stands here alone, and a value is due"
    return f"{piece} is not understood as a value"


def shown(node: Node) -> str:
    """A piece of a formula as it was read, cut where it is long."""
    text = unicode.write(node)
    return f"“{text}”" if len(text) <= LONG else f"“{text[: LONG - 1]}…”"
