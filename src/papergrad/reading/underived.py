r"""What a quantity is of which only the derivative is written out: ``∂J/∂w = \frac{∂}{∂w} \frac12 (w^T x - y)^2`` says it of J."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from papergrad.notation.tree import Big, Fence, Fraction, Infix, Name, Node, Numeral, Prefix, Run, walk
from papergrad.phrasebook import gradient
from papergrad.phrasebook.trees import atomic, beside, fenced
from papergrad.reading.habits import COUNTS
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import apart


def read(left: Node, right: Node) -> tuple[Node, Node] | None:
    """The J and the formula of ``∂J/∂w = ∂/∂w (formula)``, also where the right side is a sum of such derivatives."""
    asked = gradient.read(left)
    if asked is None or asked.of is None or len(asked.wrt) != 1 or asked.order != 1 or asked.half:
        return None
    found = _formula(right, asked.wrt[0])
    return (asked.of, found) if found is not None and apart(found) is None else None


def said_elsewhere(key: str, chain: int, scope: Scope) -> bool:
    """Whether only the derivative at the head of another chain says what a quantity is: there it may have been another one."""
    here: Scope | None = scope
    while here is not None:
        if key in here.underived:
            return here.underived[key] != chain
        here = here.parent
    return False


def _formula(node: Node, by: Node) -> Node | None:
    """A sum of derivatives by a symbol, each with a number before it, as the derivative of a sum; None for anything else."""
    derived = gradient.read(node)
    if derived is not None:
        plain = derived.order == 1 and derived.held is None and not derived.half
        return derived.of if plain and derived.wrt == (by,) else None
    match node:
        case Prefix("-" | "+" as sign, operand):
            return _around(_formula(operand, by), lambda inside: Prefix(sign, _closed(inside), span=node.span))
        case Fence("(" | "[", inside, ")" | "]"):
            return _around(_formula(inside, by), fenced)
        case Infix(operands, operators) if set(operators) <= {"+", "-"}:
            terms = [_formula(operand, by) for operand in operands]
            whole = tuple(_closed(term) for term in terms if term is not None)
            return replace(node, operands=whole) if len(whole) == len(terms) else None
        case Big("∑", lower, _, body) if lower is not None and _letters(lower).isdisjoint(_letters(by)):
            return _around(_formula(body, by), lambda inside: replace(node, body=_closed(inside)))
        case Run((first, *rest)) if rest and _number(first):
            return _around(_formula(beside(*rest), by), lambda inside: beside(first, _closed(inside)))
    return None


def _around(inside: Node | None, put: Callable[[Node], Node]) -> Node | None:
    return None if inside is None else put(inside)


def _closed(node: Node) -> Node:
    return node if atomic(node) else fenced(node)


def _number(node: Node) -> bool:
    """2, ½ and 1/m."""
    match node:
        case Fraction(Numeral(), Numeral() | Name() as below):
            return isinstance(below, Numeral) or below.text in COUNTS
    return isinstance(node, Numeral)


def _letters(node: Node) -> set[str]:
    return {part.text for part in walk(node) if isinstance(part, Name)}
