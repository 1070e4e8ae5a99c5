"""From lines to statements: chains taken apart into links, conditions and words put beside what they belong to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.glyphs import BESIDE, COLON, LEVEL, RELATION, SEPARATOR
from papergrad.notation.tree import Blank, Fence, Infix, Name, Node, Numeral, Prefix, Run, Script, Words
from papergrad.phrasebook import cases, gradient
from papergrad.phrasebook.trees import beside
from papergrad.reading.braces import unbraced
from papergrad.reading.brackets import indexed
from papergrad.reading.cases_in_matrices import cased
from papergrad.reading.dotted import summed
from papergrad.reading.grouping import product
from papergrad.reading.named_in_place import given_in, named_behind
from papergrad.reading.posing import Around
from papergrad.reading.rows_in_line import rowed
from papergrad.reading.scopes_of_sums import given, lettered, paired, widened
from papergrad.reading.slashed import quotients
from papergrad.reading.symbols import apart
from papergrad.reading.zeros_and_ones import zeros_and_ones
from papergrad.records import dataclass
from papergrad.source import Source, Span

EQUAL = frozenset("=≡≔≜≐≝") | {":="}
UPDATE = frozenset("←≔") | {":="}
GIVES = frozenset("=≔") | {":="}  # of these a link may be a step: θ = θ - α ∇J
ORDERED = frozenset("<>≤≥≪≫")
OTHER = {"=": "≠", "≠": "=", "<": "≥", ">": "≤", "≤": ">", "≥": "<"}  # what holds where a relation does not
NEARLY = frozenset("≈≃≅")
FOLLOWING = frozenset("⇒⇔∴")
_LEAD = re.compile(r"(?:[\s&)}\]]|\\\\|\\[,;:!})])*")  # what may stand between a formula and its next relation sign
CONDITIONAL = ("if", "when", "for", "where", "with", "given", "s.t.", "such that", "assuming", "unless", "since")


@dataclass(frozen=True)
class Lettered:
    """How a statement is written that is read at single steps or layers: its sides, and the labels behind the numbers of
    ``symbols``. ``raised``: where a label stands as a power does, ``a^l``."""

    left: Node
    right: Node
    labels: tuple[tuple[int, Node], ...]
    symbols: frozenset[str]
    raised: bool


@dataclass(frozen=True)
class Stated:
    """One relation between two expressions: a link of a chain. ``head`` is what the chain is about."""

    span: Span
    left: Node
    relation: str
    right: Node
    head: Node
    link: int = 0
    chain: int = 0
    conditions: tuple[Node, ...] = ()
    turned: str = ""  # how its section orders the same two things the other way round
    above: tuple[Node, ...] = ()  # the cases that the headings above it name
    words: str = ""
    section: int = 0
    passage: int = -1  # in which display it stands, or in which formula of a sentence
    row: int = 0  # of displays with no words between them: the number of the first
    follows: bool = False  # ⇒ stands before it
    listed: bool = False  # dots follow: i = 1, …, n
    before: Node | None = None  # the expression printed just before this link
    lettered: Lettered | None = None  # what it was before numbers were put for the letters of its steps
    around: Around = Around()  # what the words around it say of it
    implied: bool = False  # nobody wrote it: it is said of another layer
    short: bool = False  # its gradients have short names: dW
    names: tuple[tuple[Node, Node], ...] = ()  # what is named in it, each name with what it is given to
    in_place: bool = (
        False  # it is said at a brace or in a bracket of another statement, so that no line goes on from it
    )


def statements(line: Node, source: Source, before: Node) -> Iterator[Stated]:
    """The statements of one line, with every sum as far as its index says that it reaches. ``before``: what the line before it is
    about, which a line that starts with = goes on from."""
    for one in _statements(cased(line), source):
        plain, names = given_in(one.right)
        about = before if isinstance(one.head, Blank) else one.head
        left, right, head = (spelled(side, about) for side in (one.left, plain, one.head))
        named = tuple((spelled(name, name), spelled(value, name)) for name, value in names)
        yield replace(one, left=left, right=right, head=head, names=named)


def spelled(node: Node, head: Node) -> Node:
    """A side of a chain that is about ``head``, with every sum as far as its index says."""
    outer = given(head)
    node = rowed(unbraced(node))
    return widened(summed(quotients(indexed(paired(lettered(zeros_and_ones(node), outer), outer)))), outer)


def mapped(one: Stated, change: Callable[[Node], Node]) -> Stated:
    """The statement with its expressions changed."""
    left, right = change(one.left), change(one.right)
    head = left if one.head is one.left else change(one.head)
    before = change(one.before) if one.before is not None else None
    if left is one.left and right is one.right and head is one.head and before is one.before:
        return one  # as most are by most changes
    return replace(one, left=left, right=right, head=head, before=before)


def without_footnotes(stated: list[Stated]) -> list[Stated]:
    """The statements without starred words that mark a remark: the last factor of ``y = 3 ⋆ Sorry``, met nowhere else."""
    met = Counter(
        n.text
        for one in stated
        for side in (one.left, one.right)
        for n in tree.walk(side)
        if isinstance(n, Name) and n.font == "word"
    )

    def kept(one: Stated) -> Stated:
        match one.right:
            case Infix((first, Name(text=text, font="word")), ("⋆" | "∗" | "*",)) if len(text) > 1 and met[text] == 1:
                return replace(one, right=first)
        return one

    return [kept(one) for one in stated]


def without_titles(stated: list[Stated]) -> list[Stated]:
    """The statements without a word in brackets that tells in front of a formula what it is about, and is met nowhere else:
    ``(Mean) μ = …``."""
    met = Counter(
        n.text for one in stated for side in (one.left, one.right) for n in tree.walk(side) if isinstance(n, Name)
    )

    def kept(one: Stated) -> Stated:
        match one.left:
            case Run((Fence("(", Name(text=text, font="word"), ")"), *rest)) if (
                len(text) > 3 and met[text] == 1 and rest
            ):
                about = beside(*rest)
                return replace(one, left=about, head=about)
        return one

    return [kept(one) for one in stated]


def _statements(line: Node, source: Source) -> Iterator[Stated]:
    """The statements of one line, in order; the first may start with a Blank left side (a chain that goes on)."""
    words = ""
    waiting: list[Node] = []  # symbols that share the relation of the next: x_1, x_2 ∈ ℝ^n
    pending: list[Stated] = []
    conditional = False
    conditions: list[Node] = []
    for sign, item in items(line):
        if isinstance(item, Words):
            text = item.text.strip().lower().rstrip(",:")
            conditional = any(text.split()[-1:] == [c.split()[-1]] for c in CONDITIONAL) if text else conditional
            words = (words + " " + text).strip()
            continue
        if isinstance(item, Prefix) and item.sign in "∀∃" or conditional and _as_condition(words, item):
            every = isinstance(item, Prefix) and item.sign == "∀" and is_condition(item.operand)
            condition = item.operand if every and isinstance(item, Prefix) else item
            if pending and not _starts(words):
                pending[-1] = replace(pending[-1], conditions=(*pending[-1].conditions, condition))
            else:
                conditions.append(condition)
            if isinstance(item, Prefix):
                pending += [s for s in _links(item.operand, source, words) if s.relation == "∈"]
            conditional = False
            words = ""
            continue
        if isinstance(item, Name) and item.text in "…⋯" and pending:
            pending[-1] = replace(pending[-1], listed=True)
            continue
        if not related(item):
            if sign in (",", ";") and waiting or not pending or sign == ",":
                waiting.append(item)
            continue
        found = [replace(s, follows=sign in FOLLOWING) for s in _links(item, source, words)]
        if found and found[0].relation == "∈":
            for symbol in waiting:
                found.insert(0, replace(found[0], left=symbol, head=symbol))
            if len(found) > 1 and waiting:
                found = [replace(s, span=waiting[0].span | found[-1].span) for s in found]
        elif pending and is_condition(item) and sign == ",":
            pending[-1] = replace(pending[-1], conditions=(*pending[-1].conditions, item))
            continue
        waiting = []
        pending += [replace(s, conditions=(*conditions, *s.conditions)) for s in found]
        words = ""
    yield from pending


def _as_condition(words: str, item: Node) -> bool:
    """After "if" and "when" any relation is a condition; after "where" only one between running letters is."""
    last = words.split()[-1] if words.split() else ""
    return last in ("if", "when", "for", "unless", "assuming", "given") and related(item) or is_condition(item)


def _starts(words: str) -> bool:
    return words.split()[:1] in (["let"], ["suppose"])


def is_condition(item: Node) -> bool:
    """``i = j``, ``(i ≠ j)``: a relation between running letters only; ``j ≠ y_i``, of all but one."""
    inner = item.inside if isinstance(item, Fence) else item
    if not isinstance(inner, Infix) or not set(inner.operators) <= set("=≠<>≤≥"):
        return False
    if inner.operators == ("≠",):
        one, other = inner.operands
        return _runs(one) and isinstance(other.base if isinstance(other, Script) else other, Name)
    return all(map(_runs, inner.operands))


def _runs(node: Node) -> bool:
    return isinstance(node, Name) and len(node.text) == 1 and node.text in "ijklmnopqrstw"


def opposite(condition: Node) -> Node | None:
    """``i ≠ j`` of ``i = j``, ``z ≤ 0`` of ``z > 0``; None where what is left is no single case."""
    inner = condition.inside if isinstance(condition, Fence) else condition
    match inner:
        case Infix((one, other), (sign,)) if sign in OTHER and (sign not in "=≠" or is_condition(inner)):
            return Infix((one, other), (OTHER[sign],), span=inner.span)
    return None


def conditional(one: Stated) -> bool:
    """Whether a statement has a condition that is more than what its running letters are."""
    return not all(map(is_condition, one.conditions))


def related(item: Node) -> bool:
    return isinstance(item, Infix) and LEVEL.get(item.operators[0]) == RELATION


def items(line: Node) -> Iterator[tuple[str, Node]]:
    """The parts of a line between separators, each with the separator before it."""
    match line:
        case Infix(operands, operators) if LEVEL.get(operators[0]) == SEPARATOR:
            for sign, part in zip(("", *operators), operands, strict=True):
                for n, (inner_sign, inner) in enumerate(items(part)):
                    yield (sign if n == 0 else inner_sign), inner
        case Infix(operands, operators) if LEVEL.get(operators[0]) == COLON:
            for part in operands:
                yield from ((BESIDE, inner) for _, inner in items(part))
        case Fence("{" | "(" | "." | "[", Infix() as inside, close) if related(inside) and (
            close != ")" or not is_condition(inside)
        ):
            yield "", inside
        case Run((Words() as words, *rest)) if rest:
            yield "", words
            yield from items(rest[0] if len(rest) == 1 else Run(tuple(rest), span=line.span))
        case Blank():
            return
        case _:
            yield "", line


def _links(item: Node, source: Source, words: str) -> Iterator[Stated]:
    """The links of a chain ``a = b = c``."""
    if not isinstance(item, Infix) or not related(item):
        return
    item = named_behind(item)
    head = item.operands[0]
    if isinstance(head, Prefix) and head.sign == "+":  # a plus used as a bullet
        item = replace(item, operands=(head.operand, *item.operands[1:]))
        head = head.operand
    plain = True
    for n, (sign, right) in enumerate(zip(item.operators, item.operands[1:], strict=True)):
        before = item.operands[n]
        left = head if plain else before
        start = before.span.start if n == 0 and not isinstance(before, Blank) else before.span.end
        span = _trimmed(source, Span(min(start, right.span.end), right.span.end), right)
        link = Stated(span, left, sign, right, head, n, words=words, before=before)
        yield from _branches(link)
        plain = plain and sign in EQUAL and not stepped(link)


def stepped(one: Stated) -> bool:
    """``θ = θ - α ∇J``, ``v = β v + (1 - β) g``: as an equation this says nothing of θ, so it is meant as an update."""
    if (
        one.relation not in GIVES
        or one.link
        or one.listed
        or (apart(one.left) is None and not isinstance(one.left, Run))
    ):
        return False
    right = one.right
    terms = right.operands if isinstance(right, Infix) and set(right.operators) <= {"+", "-"} else (right,)
    if one.left in terms:
        return len(terms) > 1
    parts = [product(term) for term in terms]
    factors = [
        [
            f
            for operand in p[0]
            for f in (operand.items if isinstance(operand, Run) and operand != one.left else (operand,))
        ]
        for p in parts
        if p is not None
    ]
    return any(one.left in f and all(g == one.left or apart(g) is not None or is_number(g) for g in f) for f in factors)


def next_step(one: Stated) -> bool:
    """``w_{t+1} = w_t + η g``, ``w^{new} = w^{old} - η g``: a rule for one step, and another rule is another method, no slip."""
    right = one.right
    terms = right.operands if isinstance(right, Infix) and set(right.operators) <= {"+", "-"} else ()
    before = _step_before(one.left)
    return before != one.left and before in terms


def _step_before(node: Node) -> Node:
    """A symbol with the step before the one that stands in its scripts."""
    match node:
        case Infix((Name() as step, Numeral("1")), ("+",)):
            return step
        case Name("new"):
            return replace(node, text="old")
        case Numeral(text) if text.isdigit():  # of steps that are written out
            return replace(node, text=str(int(text) - 1))
    return tree.rebuild(node, _step_before)


def _branches(one: Stated) -> Iterator[Stated]:
    """A derivative given by cases, each with its condition: every branch claims something of its own, or, as a chain, several
    things."""
    inside = one.right.inside if isinstance(one.right, Fence) else one.right
    given = cases.read(inside)
    if given is None or given.otherwise is not None or gradient.read(one.head) is None or one.relation not in EQUAL:
        yield one
        return
    for value, condition in given.branches:
        said = (
            condition.operands[-1]
            if isinstance(condition, Infix) and isinstance(condition.operands[0], Words)
            else condition
        )
        chain = value.operands if isinstance(value, Infix) and EQUAL.issuperset(value.operators) else (value,)
        for before, right in zip((one.before, *chain), chain, strict=False):
            span = right.span | condition.span if right is chain[-1] else right.span
            yield replace(one, span=span, right=right, before=before, conditions=(said,))


def _trimmed(source: Source, span: Span, right: Node) -> Span:
    """Without the spaces and alignment marks before a relation sign."""
    lead = _LEAD.match(source.text, span.start, span.end)
    start = lead.end() if lead else span.start
    return Span(start, span.end) if start < span.end else right.span


def mentions(node: Node, names: frozenset[str]) -> bool:
    return any(isinstance(n, Name) and n.text in names for n in tree.walk(node))


def is_number(node: Node) -> bool:
    """``2``, ``-4``, ``0.5``."""
    return isinstance(node, Numeral) or (isinstance(node, Prefix) and node.sign in "+-" and is_number(node.operand))
