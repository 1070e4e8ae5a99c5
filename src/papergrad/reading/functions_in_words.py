r"""Functions that words say to be known ones: "where $g$ is the sigmoid function", "$f(\cdot)$ denotes the ReLU".

What they say is a definition, ``g(u) = σ(u)``, of a letter that the text calls and of which no formula says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Name, Node, Run, Script
from papergrad.phrasebook import functions
from papergrad.reading import activations, applied
from papergrad.reading.spoken import ARGUMENT, Said
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import apart
from papergrad.reading.wordings import BREAK, FORMULA, IS, Form

if TYPE_CHECKING:
    from papergrad.reading.prose import Page

KNOWN = {
    r"(?:logistic(?:\s+sigmoid)?|sigmoid(?:al)?)": "σ",
    r"(?:tanh|hyperbolic\s+tangent)": "tanh",
    r"(?:re-?lu|rectifier|rectified\s+linear(?:\s+unit)?)": "ReLU",
    r"softplus": "softplus",
    r"softmax": "softmax",
    r"identity": "",
}
_NAME = rf"(?P<name>{'|'.join(KNOWN)})(?:\s*\((?:re-?lu|tanh|sigmoid)\))?"
_NOUN = r"(?:\s+(?:activations?|non-?linearity|transfer|squashing|link|unit))?(?:\s+functions?)?"
_GOES_ON = rf"and\s+(?!the\b|an?\b|{'|'.join(KNOWN)})|with\b|so\b|then\b|which\b|that\b|applied\b"
_ENDS = rf"(?P<ends>(?=\s*(?:[,;:)\n{BREAK}]|\.(?!\d)|$|{_GOES_ON})))?"
FORMS = (
    Form(
        "sigm logistic tanh tangent relu rectif softplus softmax identity",
        rf"(?P<of>{FORMULA})\s+(?:{IS}|stands?\s+for)\s+(?:the\s+|an?\s+)?(?:element-?wise\s+|standard\s+|usual\s+|well-known\s+)?"
        rf"{_NAME}{_NOUN}{_ENDS}",
    ),
    Form(
        "sigm logistic tanh tangent relu rectif softplus softmax identity",
        rf"(?:with|denote|let)\s+(?:by\s+)?(?P<of>{FORMULA})\s+(?:be\s+)?(?:the\s+|an?\s+){_NAME}{_NOUN}{_ENDS}",
    ),
)
# "if g is the sigmoid", "for example f is the ReLU": one case of several
_ONE_CASE = re.compile(
    r"\b(?:if|when(?:ever)?|in\s+(?:the\s+)?case|suppose|for\s+(?:example|instance)|e\.g\.|such\s+as|say|or|either|often|unless|not)\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"[.;:!?]\s")


def said(page: Page, trees: Iterable[Node]) -> Iterator[Said]:
    """The definitions that words make, one for each letter that words say to be one function."""
    found = [one for form in FORMS for match in page.matches(form) if (one := _said(page, match)) is not None]
    if not found:
        return
    lines = tuple(trees)
    called, defined = _heads(lines), _defined(lines)
    means: dict[Node, set[Node]] = {}
    for head, body, *_ in found:
        means.setdefault(head, set()).add(body)
    for head, body, span, sure in found:
        known = isinstance(head, Name) and head.text in functions.SPELLED and head.text != activations.LETTER
        if head in called and head not in defined and len(means[head]) == 1 and sure and not known:
            left = _at(head)
            stated = Stated(page.take(*span), left, "=", body, left, section=page.section(span[0]))
            yield Said(stated, "defines", "definition")


def _said(page: Page, match: re.Match[str]) -> tuple[Node, Node, tuple[int, int], bool] | None:
    """The letter that a sentence is about, what it is at some argument, where that is said, and whether no more is said there."""
    before = _LAST.split(page.text[max(0, match.start() - 200) : match.start()].split(BREAK)[-1])[-1]
    of = page.group(match, "of")
    if of is None:
        return None
    sure = match["ends"] is not None and _ONE_CASE.search(before) is None
    match of:
        case Run((head, Fence("(", inside, ")"))) if applied.bare_argument(inside) or applied.any_argument(of.items[1]):
            of = head
    written = apart(of)
    if written is None or written.primes or written.transposed or written.power is not None:
        return None
    name = next(known for pattern, known in KNOWN.items() if re.fullmatch(pattern, match["name"], re.IGNORECASE))
    return of, _at(Name(name, font="" if name == "σ" else "word")) if name else ARGUMENT, match.span(), sure


def _at(head: Node) -> Node:
    return Run((head, Fence("(", ARGUMENT, ")")))


def _heads(trees: Iterable[Node]) -> set[Node]:
    """What stands right before a bracket, or has a prime: what is called."""
    out: set[Node] = set()
    for node in (n for root in trees for n in tree.walk(root)):
        if isinstance(node, Run):
            out |= {_plain(head) for head, fence in pairwise(node.items) if isinstance(_bare(fence), Fence)}
    return out


def _bare(node: Node) -> Node:
    return node.base if isinstance(node, Script) else node


def _plain(head: Node) -> Node:
    """The f of ``f'``."""
    if isinstance(head, Script) and head.primes:
        return head.base if head.sub is head.sup is None else Script(head.base, head.sub, head.sup)
    return head


def _defined(trees: Iterable[Node]) -> set[Node]:
    """The letters of which a formula says what they are at an argument: the g of ``g(z) = 1/(1 + e^{-z})``."""
    out: set[Node] = set()
    for line in (n for root in trees for n in tree.walk(root)):
        match line:
            case Infix((Run((head, Fence("(", inside, ")"))), *_), (sign, *_)) if sign in EQUAL:
                out |= {head} if applied.bare_argument(inside) else set()
            case Infix((Name() | Script() as head, *_), (sign, *_)) if sign in EQUAL:
                out.add(head)
    return out
