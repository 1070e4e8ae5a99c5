"""Numbers that are put in for symbols: ``net = w_1 * i_1 + b`` and then ``net = 0.15 * 0.05 + 0.35`` says what w_1, i_1 and b are.

What stands there number for symbol, in the same order and under the same signs, is an example of the formula. Later numbers are held
against it; a number that does not agree with an earlier one says nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator

from papergrad.algebra.nodes import Definition, Expr, minus
from papergrad.notation import tree, unicode
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Prefix, Run
from papergrad.phrasebook import functions, gradient
from papergrad.reading.grouping import product
from papergrad.reading.meaning import Reader
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read
from papergrad.source import PaperError

CONSTANTS = frozenset("eπ") | functions.SPELLED.keys()


def examples(scope: Scope, reads: list[Read]) -> None:
    """Note the numbers that formulas are worked out with as the values of their symbols."""
    formula: Node | None = None  # that the chain has come to
    for one in reads:
        stated = one.stated
        if stated.link == 0:
            written = apart(stated.left)
            formula = scope.written_as(scope.symbols.key(written)) if written is not None else None
        if one.role == "claims" and stated.relation in EQUAL and formula is not None and _worked(stated.right):
            found = _matched(formula, stated.right, scope)
            if found:
                one.supposed = (*one.supposed, *_entered(scope, found))
        elif not _worked(stated.right):
            formula = stated.right


def _worked(node: Node) -> bool:
    """Whether numbers are worked with here, and no symbols: a number alone is what they come to."""
    names = {n.text for n in tree.walk(node) if isinstance(n, Name)}
    numbers = sum(isinstance(n, Numeral) for n in tree.walk(node))
    return names <= CONSTANTS and numbers > 1


def _matched(formula: Node, worked: Node, scope: Scope) -> list[tuple[Node, Node]] | None:
    """The symbols of a formula, each with the number that stands in its place; None where the two are not built alike."""
    try:
        pairs = list(_pairs(_bare(formula), _bare(worked)))
    except ValueError:
        return None
    values: dict[str, str] = {}
    for symbol, number in pairs:
        written = apart(symbol)
        if written is None or scope.symbols.running(written) or written.primes or written.power is not None:
            return None
        if values.setdefault(scope.symbols.key(written), unicode.write(number)) != unicode.write(number):
            return None
    return pairs


def _pairs(formula: Node, worked: Node) -> Iterator[tuple[Node, Node]]:
    """Symbols with their numbers. Raises ValueError where something else stands."""
    if _number(worked):
        if formula == worked or gradient.read(formula) is not None:  # what a slope comes to is computed
            return
        if apart(formula) is None:
            raise ValueError
        yield formula, worked
        return
    many, several = _factors(formula), _factors(worked)
    if many is not None and several is not None and len(many) == len(several):
        for one, other in zip(many, several, strict=True):
            yield from _pairs(_bare(one), _bare(other))
        return
    if type(formula) is not type(worked) or _shape(formula) != _shape(worked):
        raise ValueError
    parts, others = tree.children(formula), tree.children(worked)
    if len(parts) != len(others) or (not parts and formula != worked):
        raise ValueError
    for one, other in zip(parts, others, strict=True):
        yield from _pairs(_bare(one), _bare(other))


def _factors(node: Node) -> tuple[Node, ...] | None:
    """The factors of a product, whatever stands between them."""
    if isinstance(node, Run):
        return node.items
    found = product(node) if isinstance(node, Infix) else None
    return found[0] if found is not None and not {"/", "÷"} & set(found[1]) else None


def _shape(node: Node) -> object:
    """What a node is, but for its parts."""
    match node:
        case Infix(operators=operators):
            return operators
        case Prefix(sign):
            return sign
        case Name(text):
            return text
    return None


def _bare(node: Node) -> Node:
    """A number, or a symbol, without the brackets around it."""
    while isinstance(node, Fence) and node.open == "(" and (_number(node.inside) or apart(node.inside) is not None):
        node = node.inside
    return node


def _number(node: Node) -> bool:
    return isinstance(node, Numeral) or (
        isinstance(node, Prefix) and node.sign == "-" and isinstance(node.operand, Numeral)
    )


def _entered(scope: Scope, found: list[tuple[Node, Node]]) -> list[str]:
    """Enter the values that are new, in words; none where one does not agree with what is known."""
    known, new = scope.all_settings(), dict[str, Definition]()
    words: list[str] = []
    for symbol, number in found:
        written = apart(symbol)
        assert written is not None
        key, body = scope.symbols.key(written), _body(number, scope)
        if body is None or (key in known and known[key].body is not body):
            return []
        if key not in known and not scope.known(key):
            new[key] = Definition(key, (), body)
            words.append(f"{unicode.write(symbol)} = {unicode.write(number)}")
    scope.settings.update(new)
    return list(dict.fromkeys(words))


def _body(number: Node, scope: Scope) -> Expr | None:
    negative = isinstance(number, Prefix)
    try:
        value = Reader(scope).value(number.operand if isinstance(number, Prefix) else number).body
    except PaperError:
        return None
    return minus(value) if negative else value
