"""Statements that stand in prose: "the shape of x is 750×1", "W is an m × n matrix", "A is symmetric", "σ'(z) is at most 1/4".

A document's prose is laid out as one string of the same length in which every inline formula is a run of one sign (``MATH``)
and every break between paragraphs another. Patterns are tried on that, in order, each on what those before have left. What
does not clearly have one of these forms is no statement.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property

from papergrad.document import Document, Passage
from papergrad.notation import plain, tree
from papergrad.notation.tree import Big, Blank, Branches, Fence, Infix, Matrix, Name, Node, Numeral, Prefix, Run, Script
from papergrad.phrasebook import sets
from papergrad.phrasebook.trees import sequence
from papergrad.reading import functions_in_words, wordings
from papergrad.reading.habits import COLUMN, MATRIX
from papergrad.reading.posing import Around
from papergrad.reading.spoken import (
    Chosen,
    Claim,
    Counted,
    Extreme,
    Falling,
    Multiplied,
    OfKind,
    Property,
    Rows,
    Said,
    Shaped,
)
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import apart
from papergrad.reading.wordings import BREAK, MATH
from papergrad.records import dataclass
from papergrad.source import PaperError, Span

# -- the page -------------------------------------------------------------------------------------------------------------


@dataclass
class Page:
    """The prose of a document as one string, and the formulas in it."""

    document: Document
    text: str
    formulas: Mapping[int, tuple[Passage, tuple[Node, ...]]]  # by the places where their signs start
    taken: list[Span] = field(default_factory=list)

    def node(self, start: int, end: int) -> Node | None:
        """The formula that stands here, or a name or a number of the plain text."""
        if self.text[start : start + 1] == MATH:
            found = self.formulas.get(start)
            return found[1][0] if found is not None and len(found[1]) == 1 else None
        if "_" in self.text[start:end] and len(self.text[start:end].split("_")[0]) > 1:
            return Name(self.text[start:end], font="word", span=Span(start, end))
        try:
            lines = plain.read(self.document.legible, Span(start, end))
        except PaperError:
            return None
        return lines[0] if len(lines) == 1 else None

    def group(self, found: re.Match[str], name: str) -> Node | None:
        if not _has(found, name):
            return None
        return self.node(*found.span(name))

    def section(self, at: int) -> int:
        """The section of a place."""
        inside = 0
        for piece in self.document.pieces:
            if piece.span.start > at:
                break
            inside = piece.scope
        return inside

    @cached_property
    def folded(self) -> str:
        """The text as it is compared where case is no matter."""
        return self.text.casefold()

    def matches(self, form: wordings.Form, core: str | int = 0) -> Iterator[re.Match[str]]:
        """What has this form and is not (or, at least its ``core`` is not) part of a statement found before."""
        if form.words and not any(word in self.folded for word in form.words):
            return
        for found in re.finditer(form.pattern, self.text, re.IGNORECASE):
            if not any(found.start(core) < t.end and t.start < found.end(core) for t in self.taken):
                yield found

    def take(self, start: int, end: int) -> Span:
        span = Span(start, end)
        self.taken.append(span)
        return self._inner(span)

    def _inner(self, span: Span) -> Span:
        """Without the dollar signs at the ends."""
        text, start, end = self.document.source.text, span.start, span.end
        while start < end and text[start] in "$ \n":
            start += 1
        while end > start and text[end - 1] in "$ \n":
            end -= 1
        return Span(start, end)


def _has(found: re.Match[str], name: str) -> bool:
    return name in found.re.groupindex and found.group(name) is not None


def _page(document: Document, trees: Mapping[int, tuple[Node, ...]]) -> Page:
    source = document.legible.text
    letters = [BREAK] * len(source)
    formulas: dict[int, tuple[Passage, tuple[Node, ...]]] = {}
    before = 0
    for piece in document.pieces:
        start, end = piece.span.start, piece.span.end
        for k in range(before, start):
            letters[k] = source[k] if source[k].isspace() else BREAK
        if isinstance(piece, Passage):
            if not piece.display:
                opening = re.search(r"(?:\$|\\\()\s*$", source[before:start])
                closing = re.match(r"\s*(?:\$|\\\))", source[end : end + 80])
                start = before + opening.start() if opening is not None else start
                end += closing.end() if closing is not None else 0
                letters[start:end] = MATH * (end - start)
                formulas[start] = (piece, trees.get(piece.span.start, ()))
        else:
            letters[start:end] = source[start:end]
        before = end
    text = re.sub(r"\n\s*\n", lambda m: BREAK * len(m.group()), "".join(letters))
    text = re.sub(r"\*\*|[`~]", lambda m: " " * len(m.group()), text)
    return Page(document, text, formulas)


# -- reading --------------------------------------------------------------------------------------------------------------


def spoken(document: Document, trees: Mapping[int, tuple[Node, ...]]) -> list[Said]:
    """The statements of the prose, and those beside matrices, in the order of the page. ``trees``: the lines of each
    passage, by its start."""
    page = _page(document, trees)
    shapes = [*_annotations(page, trees), *_products(page), *_units(page), *_lines(page), *_shapes(page)]
    told = functions_in_words.said(page, (line for lines in trees.values() for line in lines))
    found = [*shapes, *told, *_orders(page), *_counts(page, shapes), *_properties(page), *_others(page), *_kinds(page)]
    return sorted(found, key=lambda one: (one.span.start, one.span.end))


def _said(page: Page, found: re.Match[str], claim: Claim, kind: str) -> Said:
    section = page.section(found.start())
    return Said(Stated(page.take(*found.span()), Blank(), "", Blank(), Blank(), section=section), "prose", kind, claim)


def _related(page: Page, found: re.Match[str], left: Node, sign: str, right: Node, kind: str, role: str) -> Said:
    section = page.section(found.start())
    return Said(Stated(page.take(*found.span()), left, sign, right, left, section=section), role, kind)


def _sizes(page: Page, start: int, end: int) -> tuple[Node, ...] | None:
    """The sizes that a stretch of the page names: ``m × n``, ``10 by 5``, ``(N, D)``."""
    found: list[Node] = []
    for atom in re.finditer(rf"{wordings.FORMULA}|\d+x\d+|\d+|\w+", page.text[start:end]):
        if atom.group() in ("x", "by", "times") and found:
            continue
        parts = re.fullmatch(r"(\d+)x(\d+)", atom.group())
        if parts is not None:
            found += [Numeral(parts[1]), Numeral(parts[2])]
            continue
        node = page.node(start + atom.start(), start + atom.end())
        if node is None:
            return None
        space = sets.read_space(node)
        sizes = space.sizes if space is not None and space.kind == "real" else sets.read_sizes(node)
        found += sizes or (node,)
    return tuple(found)


def _annotations(page: Page, trees: Mapping[int, tuple[Node, ...]]) -> Iterator[Said]:
    """``{}_2 [1 2; 3 4]``, a shape in angle brackets after what has it, and values that are listed twice."""
    for passage in page.document.passages:
        lines = trees.get(passage.span.start, ())
        for line in lines:
            for node in tree.walk(line):
                match node:
                    case Run(items):
                        for note, matrix in itertools.pairwise(items):
                            if isinstance(matrix, Matrix) and isinstance(note, Script) and isinstance(note.base, Blank):
                                if isinstance(note.sub, Numeral) and note.sub.text.isdigit() and note.sup is None:
                                    span = note.span | matrix.span
                                    yield _noted(span, passage.scope, Rows(int(note.sub.text), matrix), "shape")
        angles = [s for line in lines for s in _beside(line)]
        shapes = [sets.read_sizes(s) for s in angles if isinstance(s, Fence) and s.open == "⟨"]
        if angles and len(shapes) == len(angles) and all(shapes):
            known = tuple(s for s in shapes if s)
            yield _noted(angles[0].span | angles[-1].span, passage.scope, _angled(page, passage, known), "shape")
        for item in (item for line in lines for item in _beside(line)):
            if (shape := sets.read_shape(item)) is not None and all(map(_counts_as_size, shape[1])):
                yield _noted(item.span, passage.scope, Shaped(*shape), "shape")
        for line in lines:
            match line:
                case Prefix("∀", symbol) if apart(symbol) is not None:
                    yield _noted(line.span, passage.scope, Chosen("for all"), "declaration")
                case Infix((_, Fence("{", inside, "}")), ("∈",)):
                    texts = [v.text for v in sequence(inside) if isinstance(v, Numeral)]
                    repeated = tuple(dict.fromkeys(t for t in texts if texts.count(t) > 1))
                    if repeated:
                        yield _noted(line.span, passage.scope, Chosen("values", repeated), "numeric")


def _angled(page: Page, passage: Passage, shapes: tuple[tuple[Node, ...], ...]) -> Claim:
    if len(shapes) > 1:
        return Multiplied(shapes, None)
    before = [p for p in page.document.pieces if p.span.end <= passage.span.start]
    if before and isinstance(before[-1], Passage) and passage.span.start - before[-1].span.end < 6:
        found = [n for start, n in page.formulas.values() if start is before[-1]]
        if found and len(found[0]) == 1 and apart(found[0][0]) is not None:
            return Shaped(found[0][0], shapes[0])
    return Shaped(None, shapes[0])


def _noted(span: Span, section: int, claim: Claim, kind: str) -> Said:
    return Said(Stated(span, Blank(), "", Blank(), Blank(), section=section), "prose", kind, claim)


def _beside(line: Node) -> tuple[Node, ...]:
    return line.operands if isinstance(line, Infix) and set(line.operators) <= {"\u2003", "⟩", ","} else (line,)


def _products(page: Page) -> Iterator[Said]:
    """``(100x250) x (250x1) and we get a 100x1 vector``."""
    for found in page.matches(wordings.MULTIPLIED):
        parts = [_sizes(page, *found.span(name)) for name in ("first", "second", "result")]
        if all(p is not None and len(p) == 2 for p in parts):
            first, second, result = (p for p in parts if p is not None)
            yield _said(page, found, Multiplied((first, second), result), "shape")


def _units(page: Page) -> Iterator[Said]:
    """``y`` is the one-hot vector of ``o``, has its 1 for the word ``o``, or where ``w = o``: y = e_o."""
    for found in (found for form in wordings.UNITS for found in page.matches(form)):
        of, at = _subjects(page, found), page.group(found, "at")
        at = at.operands[1] if isinstance(at, Infix) and at.operators == ("=",) else at
        if of is not None and isinstance(at, Name) and len(at.text) == 1 and at.text.islower():
            yield _related(page, found, of, "=", Script(Name("e"), sub=at), "declaration", "declares")


def _lines(page: Page) -> Iterator[Said]:
    """The columns ``u_w`` of ``U``: u_w = U_{:w}."""
    for found in (found for form in wordings.PARTS for found in page.matches(form, core="part")):
        part, whole = page.group(found, "part"), page.group(found, "whole")
        whole = whole.operands[0] if isinstance(whole, Infix) and whole.operators[0] == "∈" else whole
        if (
            isinstance(part, Script)
            and isinstance(part.sub, Name)
            and part.sup is None
            and whole is not None
            and (matrix := apart(whole)) is not None
        ):
            if not matrix.slots and not matrix.transposed and len(part.sub.text) == 1:
                at = (Name(":"), part.sub) if found["how"].lower().startswith("c") else (part.sub, Name(":"))
                stated = Stated(
                    page.take(*found.span("part")),
                    part,
                    "=",
                    Script(whole, sub=Infix(at, (",",))),
                    part,
                    section=page.section(found.start()),
                )
                yield Said(stated, "defines", "definition")


def _shapes(page: Page) -> Iterator[Said]:
    for form in wordings.STATED_SHAPES:
        for found in page.matches(form):
            claim = _shaped(page, found)
            if claim is not None:
                sentence = re.split(r"[.;:!?]\s", page.text[max(0, found.start() - 300) : found.start()])[-1]
                if wordings.OTHERWISE.search(sentence) is not None:
                    continue  # "a 2 × 2 or 3 × 3 matrix A" says neither of A
                supposed = wordings.SUPPOSED.search(sentence) is not None
                for one in _one_by_one(page, found, claim):
                    yield _said(page, found, replace(one, supposed=supposed), "shape")
    for form in wordings.UNOWNED:
        for found in page.matches(form):
            sizes = _sizes(page, *found.span("shape"))
            if sizes is not None and len(sizes) > 1 and all(_counts_as_size(s) for s in sizes):
                yield _said(page, found, Shaped(None, sizes), "shape")


def _one_by_one(page: Page, found: re.Match[str], claim: Shaped) -> Iterator[Shaped]:
    """``$A$ and $B$ be $m \\times k$ and $m \\times m$ matrices``: each of its own shape, where as many follow as are named."""
    named = sequence(claim.of) if claim.of is not None else ()
    how = next((name for name in ("shape", "bare") if name in found.re.groupindex), None)
    more = wordings.MORE_SHAPES.match(page.text, found.end(how)) if how is not None and len(named) > 1 else None
    if more is None:
        yield claim
        return
    start = more.start("shapes")
    spans = [(start + m.start(), start + m.end()) for m in re.finditer(wordings.SEVERAL_OR_FORMULA, more["shapes"])]
    sizes = [claim.sizes, *(_sizes(page, *span) for span in spans)]
    if len(sizes) != len(named):
        return
    for of, own in zip(named, sizes, strict=True):
        if own is not None and all(map(_counts_as_size, own)):
            yield replace(claim, of=of, sizes=own)


def _kinds(page: Page) -> Iterator[Said]:
    """``column vectors $a$ and $b$``, ``$A$ is an invertible matrix``: of which kind symbols are, where no shape is said."""
    for found in (found for form in wordings.KINDS for found in page.matches(form)):
        symbols = [node for node in _named(page, found) if apart(node) is not None]
        if symbols:
            of = symbols[0] if len(symbols) == 1 else Infix(tuple(symbols), (",",) * (len(symbols) - 1))
            kind = MATRIX if found["noun"].lower().startswith("matri") else COLUMN
            yield _said(page, found, OfKind(of, kind), "declaration")


def _named(page: Page, found: re.Match[str]) -> list[Node]:
    """The formulas and names that a phrase speaks of, one by one; the ``b,`` of ``$a$ and $b,$`` is b."""
    start = found.start("of")
    pieces = re.finditer(rf"{wordings.FORMULA}|\b(?!and\b)\w+", found["of"])
    nodes = [page.node(start + m.start(), start + m.end()) for m in pieces]
    return [part for node in nodes if node is not None for part in sequence(node) if not isinstance(part, Blank)]


def _shaped(page: Page, found: re.Match[str]) -> Shaped | None:
    nodes = [
        page.node(found.start("of") + m.start(), found.start("of") + m.end())
        for m in re.finditer(rf"{wordings.FORMULA}|\b(?!and\b)\w+", found["of"])
    ]
    known = [n for n in nodes if n is not None]
    if not known or len(known) < len(nodes) or any(isinstance(node, Fence) and node.open == "[" for node in known):
        return None  # "layer [l]" is none of what has a shape
    of = known[0] if len(known) == 1 else Infix(tuple(known), (",",) * (len(known) - 1))
    noun = (found["noun"] or "").lower() if "noun" in found.re.groupindex else ""
    lying = True if "row" in noun.split() else False if "column" in noun.split() else None
    if any(word in noun for word in ("scalar", "constant", "number")):
        return Shaped(of, ())
    how = next(name for name in ("length", "bare", "space", "shape") if name in found.re.groupindex)
    sizes = _sizes(page, *found.span(how))
    if sizes is None or not all(_counts_as_size(s) for s in sizes):
        return None
    if how in ("bare", "space"):
        node = page.group(found, how)
        space = sets.read_space(node) if node is not None else None
        real = space is not None and space.kind == "real"
        return Shaped(of, sizes, lying, loose=True) if real or (how == "bare" and len(sizes) > 1) else None
    if how == "length" and sizes[0] in (
        Numeral("0"),
        Numeral("1"),
    ):  # of length 1 is a unit vector, "of 0" says what is in it
        return None
    if (
        len(sizes) == 1
        and "length" not in found.re.groupindex
        and ("matri" in noun or (not noun and "dimension" not in found.group().lower()))
    ):
        return None
    return Shaped(of, sizes, lying)


def _counts_as_size(node: Node) -> bool:
    """Whether a node can be a length at all (a whole number, a name, sums and products of them)."""
    match node:
        case Numeral(text):
            return text.isdigit()
        case Name():
            return True
        case Script(_, _, _, 0):
            return apart(node) is not None
        case Infix(operands, operators):
            return set(operators) <= set("+-·*/") and all(map(_counts_as_size, operands))
        case Run(items):
            return all(map(_counts_as_size, items))
        case Fence(_, inside, _):
            return _counts_as_size(inside)
        case tree.Fraction(above, below):
            return _counts_as_size(above) and isinstance(below, Numeral)
    return False


def _counts(page: Page, shapes: Sequence[Said]) -> Iterator[Said]:
    """``60 parameters``, ``= 2d + 1 params per filter``, ``32 of these = 64d + 32 params``."""
    before: Node | None = None
    lengths = [(s.span.end, size) for s in shapes if isinstance(s.claim, Shaped) for size in s.claim.sizes]
    for found in page.matches(wordings.COUNT):
        number = page.group(found, "number")
        if number is None or not _counts_as_size(number):
            continue
        lead = page.text[max(0, found.start() - 60) : found.start()].split(BREAK)[-1]
        such = re.search(wordings.SUCH, lead, re.IGNORECASE)
        offset = found.start() - len(lead)
        times = page.node(offset + such.start("times"), offset + such.end("times")) if such is not None else None
        owner = re.search(rf"(?P<of>{wordings.SYMBOL})\s+(?:has|have|contains)\s+$", lead)
        of = page.node(offset + owner.start("of"), offset + owner.end("of")) if owner is not None else None
        stated = any(end <= found.start() and size == number for end, size in lengths)
        around = page.text[max(0, found.start() - 80) : found.end() + 30].lower()
        partial = re.search(r"\b(?:per|each|every|layer|filter|unit|neuron|head)s?\b", around) is not None
        claim = Counted(
            number, found["noun"].lower(), of, before if times is not None else None, times, stated, partial
        )
        before = number
        yield _said(page, found, claim, "count")


def _properties(page: Page) -> Iterator[Said]:
    """``y is one-hot``, ``a one-hot y``, ``y ∈ {0, 1}^K (one-hot)``, and ``X ∈ ℝ^{N×D} and Y ∈ {0, 1}^{N×K} the one-hot labels``."""
    forms = (wordings.PROPERTY, wordings.BEFORE, wordings.WITH, wordings.BEHIND)
    for found in (found for form in forms for found in page.matches(form)):
        facts = next(
            facts for words, facts in wordings.FACTS.items() if re.fullmatch(words, found["fact"], re.IGNORECASE)
        )
        claim = _subjects(page, found)
        if claim is None or (_has(found, "article") and page.group(found, "of") == claim):
            continue  # "given z the one-hot ..." speaks of something else: only what has just been declared is told more
        yield _said(page, found, Property(claim, facts), "declaration")


def _declared(node: Node) -> Node:
    """What ``Σ ∈ ℝ^{d×d}`` declares: in ``let Σ ∈ ℝ^{d×d} be symmetric`` that is what the words are about."""
    member = sets.read(node)
    return member.of if member is not None else node


_SINGULAR = re.compile(r"\s+is\b")


def _subjects(page: Page, found: re.Match[str]) -> Node | None:
    start = found.start("of")
    nodes = [
        page.node(start + m.start(), start + m.end())
        for m in re.finditer(rf"{wordings.FORMULA}|\b(?!and\b)\w+", found["of"])
    ]
    single = _SINGULAR.match(page.text, found.end("of")) is not None
    nodes = nodes[-1:] if single else nodes  # "J = -log ŷ_o and y is the one-hot vector of o" says it of y alone
    known = [_declared(part) for n in nodes if n is not None for part in sequence(n)]
    known = known[-1:] if single else known
    if not known or len(known) < len(nodes) or not all(apart(s) is not None for n in known for s in sequence(n)):
        return None
    return known[0] if len(known) == 1 else Infix(tuple(known), (",",) * (len(known) - 1))


def _sign(word: str) -> str:
    word = word.lower().removeprefix("strictly").strip()
    return "≥" if word.startswith("non") else ">" if word.startswith("p") else "<"


def _orders(page: Page) -> Iterator[Said]:
    """Bounds and signs in words, and the cases that are named by them."""
    for found in page.matches(wordings.IN_CASE):
        left = page.group(found, "of") or page.group(found, "those")
        if left is not None and apart(left) is not None:
            said = _related(
                page, found, left, _sign(found["sign"] or found["which"]), Numeral("0"), "inequality", "orders"
            )
            yield replace(said, stated=replace(said.stated, around=Around(case=True)))
    for found in page.matches(wordings.BOUND):
        left, right = _about(page, found), page.group(found, "number")
        if left is not None and right is not None:
            yield _related(page, found, left, _relation(found["order"]), right, "inequality", "orders")
    for found in page.matches(wordings.SIGN):
        left = _about(page, found)
        if left is not None and apart(left) is None:
            yield _related(page, found, left, _sign(found["sign"]), Numeral("0"), "inequality", "orders")
    for found in page.matches(wordings.IT_BOUND):
        left, right = _nearest(page, found.start()), page.group(found, "number")
        if left is not None and right is not None:
            yield _related(page, found, left, _relation(found["order"]), right, "inequality", "orders")


def _relation(words: str) -> str:
    return next(sign for pattern, sign in wordings.ORDER if re.fullmatch(pattern, words, re.IGNORECASE))


def _about(page: Page, found: re.Match[str]) -> Node | None:
    """What a phrase is about: a formula, or a function named in words (at an argument of its own).

    None where it is about what belongs to that: "the input to the ReLU is negative".
    """
    owner = wordings.OWNER.search(page.text[max(0, found.start() - 60) : found.start()])
    if owner is not None and owner["noun"].casefold() not in wordings.ITS_VALUE:
        return None
    if _has(found, "of"):
        return page.group(found, "of")
    return (
        _called(found["name"], bool("derived" in found.re.groupindex and found["derived"]))
        if _has(found, "name")
        else None
    )


def _called(name: str, derived: bool) -> Node:
    head: Node = Name(wordings.FUNCTIONS[name.lower()], font="" if wordings.FUNCTIONS[name.lower()] == "σ" else "word")
    return Run((Script(head, primes=1) if derived else head, Fence("(", Name("u", accents=("underline",)), ")")))


def _nearest(page: Page, at: int) -> Node | None:
    """The formula that was spoken of last: what ``it`` may be."""
    section = page.section(at)
    for start in sorted(page.formulas, reverse=True):
        passage, lines = page.formulas[start]
        if start < at and passage.scope == section and len(lines) == 1 and apart(lines[0]) is None:
            return lines[0] if not isinstance(lines[0], Infix) else None
    return None


def _others(page: Page) -> Iterator[Said]:
    for found in page.matches(wordings.EXTREME):
        named, value = _about(page, found), page.group(found, "value") or page.group(found, "number")
        at = page.group(found, "at") or _value_of(page.group(found, "where"))
        if isinstance(value, Fence) and isinstance(value.inside, Infix) and value.inside.operators == (",",):
            at, value = value.inside.operands
        of = named or _nearest_slope(page, found.start())
        if of is not None and value is not None:
            yield _said(page, found, Extreme(of, at, value, named is not None), "numeric")
    for found in page.matches(wordings.EITHER):
        left = _about(page, found)
        argument = Name("u", accents=("underline",))
        if left is not None:
            low, high = (
                (Numeral(found[n]), Infix((argument, Numeral("0")), (s,))) for n, s in (("low", "<"), ("high", ">"))
            )
            yield _related(page, found, left, "=", Branches((low, high)), "gradient", "claims")
    for found in page.matches(wordings.WITHIN):
        yield from _ranged(page, found)
    for found in page.matches(wordings.SAME, "number"):
        right = page.group(found, "number")
        if right is not None:
            yield _related(page, found, Numeral(found["one"]), "=", right, "numeric", "claims")
    for found in page.matches(wordings.FALLING):
        of = _about(page, found)
        if of is not None:
            falls = bool(re.search("small|decr|shrink|vanish", found["how"], re.IGNORECASE))
            yield _said(page, found, Falling(of, falls, bool(found["absolute"])), "inequality")
    for found in page.matches(wordings.CHOSEN):
        yield _said(page, found, Chosen(found["what"].lower()), "declaration")
    for found in page.matches(wordings.MEANT):
        yield _said(page, found, Chosen(found["what"]), "count")


def _value_of(node: Node | None) -> Node | None:
    """``0`` of ``z = 0``."""
    return node.operands[1] if isinstance(node, Infix) and node.operators == ("=",) else node


def _nearest_slope(page: Page, at: int) -> Node | None:
    """The derivative of a function that the text spoke of last."""
    section = page.section(at)
    for start in sorted(page.formulas, reverse=True):
        passage, lines = page.formulas[start]
        if start < at and passage.scope == section and len(lines) == 1:
            match lines[0]:
                case Run((Script(Name(), None, None, primes), Fence("(", Name(), ")"))) if primes:
                    return lines[0]
    return None


def _ranged(page: Page, found: re.Match[str]) -> Iterator[Said]:
    """``after softmax each component is in (0, 1) and they sum to 1``."""
    start, end = found.span("range")
    interval = page.node(start, end)
    if not isinstance(interval, Fence) or not isinstance(interval.inside, Infix) or len(interval.inside.operands) != 2:
        return
    low, high = interval.inside.operands
    value = _called(found["name"], False)
    span = page.take(found.start(), found.end())
    section = page.section(found.start())
    yield Said(
        Stated(span, value, ">" if interval.open == "(" else "≥", low, value, section=section), "orders", "inequality"
    )
    yield Said(
        Stated(span, value, "<" if interval.close == ")" else "≤", high, value, section=section), "orders", "inequality"
    )
    total = re.compile(
        rf"[^.;{BREAK}]{{0,40}}?\b(?P<sum>(?:(?:total\s+)?sum\s+(?:up\s+)?(?:to\s+|of\s+|is\s+)?|add\s+up\s+to\s+)(?P<n>\d+))"
    ).match(page.text, found.end())
    if total is not None and found["name"].lower() == "softmax":
        at = Name("i")
        whole = Big("∑", at, None, Script(value, sub=at))
        span = page.take(*total.span("sum"))
        yield Said(Stated(span, whole, "=", Numeral(total["n"]), whole, section=section), "claims", "equality")


# -- where it belongs ------------------------------------------------------------------------------------------------------


def _home(document: Document, section: int) -> int:
    """The heading or question that a part belongs to."""
    sections = {s.id: s for s in document.sections}
    here = sections.get(section)
    while here is not None and here.level > 8 and here.parent is not None:
        here = sections.get(here.parent)
    return here.id if here is not None else 0


def dealt(said: list[Said], groups: Sequence[Sequence[Stated]], document: Document) -> list[list[Said]]:
    """The statements of the prose, group by group: each goes with the formulas of its question, the last that start before it."""
    starts = [group[0].span.start if group else 0 for group in groups]
    homes = [_home(document, group[0].section) if group else 0 for group in groups]
    out: list[list[Said]] = [[] for _ in groups]
    for one in said:
        home = _home(document, one.stated.section)
        near = [n for n, h in enumerate(homes) if h == home] or list(range(len(groups)))
        earlier = [n for n in near if starts[n] <= one.span.start]
        out[earlier[-1] if earlier else near[0]].append(one)
    return out
