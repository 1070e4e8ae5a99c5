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
from papergrad.reading.kinds import COLUMN, MATRIX
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import apart
from papergrad.records import dataclass
from papergrad.source import PaperError, Span

MATH, BREAK = "\ue000", "\ue001"
ARGUMENT = Name("v", accents=("underline",))  # of functions of one number that the text speaks of


@dataclass(frozen=True)
class Shaped:
    """Something has these sizes. ``of`` is None where only words name it; ``supposed``: "if x is n × m", for one case of several;
    ``loose``: no word says that it is a shape, and "the area A is w × h" is a product of numbers."""

    of: Node | None
    sizes: tuple[Node, ...]
    lying: bool | None = None
    supposed: bool = False
    loose: bool = False


@dataclass(frozen=True)
class Multiplied:
    """Shapes one after the other: their product, and the shape it is said to have (None: only that they follow)."""

    factors: tuple[tuple[Node, ...], ...]
    result: tuple[Node, ...] | None


@dataclass(frozen=True)
class Rows:
    """A matrix with its number of rows (or, behind it, whatever its writer means) beside it."""

    number: int
    matrix: Matrix


@dataclass(frozen=True)
class Counted:
    """So many parameters, entries ...; ``times`` of what the count before it says, where the writer multiplies."""

    number: Node
    noun: str
    of: Node | None = None
    before: Node | None = None
    times: Node | None = None
    stated: bool = False  # whether a shape stated before has such a length
    partial: bool = False  # whether the writer counts for one layer, one filter ...


@dataclass(frozen=True)
class Property:
    """A word about a symbol: symmetric, one-hot ..."""

    of: Node
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Extreme:
    """The largest value of a function of one number and where it is taken. ``sure``: the writer names the function."""

    of: Node
    at: Node | None
    value: Node
    sure: bool


@dataclass(frozen=True)
class Falling:
    """A function of one number falls (or grows) as its argument, or the argument's absolute value, grows."""

    of: Node
    falls: bool
    absolute: bool


@dataclass(frozen=True)
class Chosen:
    """A value that the writer settles on (stride 2), or the values to try; ``repeated`` are the ones listed twice."""

    what: str
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfKind:
    """Something is called a vector or a matrix; how long it is, is not said."""

    of: Node
    kind: str


Claim = OfKind | Shaped | Multiplied | Rows | Counted | Property | Extreme | Falling | Chosen


@dataclass(frozen=True)
class Said:
    """A statement of the prose: what it claims, or (``claim`` is None) the relation it states in words."""

    stated: Stated
    role: str
    kind: str
    claim: Claim | None = None

    @property
    def span(self) -> Span:
        return self.stated.span


# -- words ----------------------------------------------------------------------------------------------------------------


class _Form:
    """A pattern, and the beginnings of words of which any page that has this form has one; none, where that is not so."""

    def __init__(self, words: str, pattern: str) -> None:
        self.words, self.pattern = tuple(words.split()), pattern


_M = f"(?<!{MATH}){MATH}++"  # a whole formula: none of its signs is given back
_SYMBOL = (
    rf"(?-i:{_M}|(?<![\w\\'’-])(?!(?:It|We|In|So|If|Is|As|At|To|Of|On|Or|By|My|No|An|Be|Do|Us|He)\b)"
    r"(?:[B-HJ-Zb-hj-zα-ωΑ-Ω]|A(?=\s+is\b)|[A-Z][a-z](?=\s)|[A-Za-z]\w*_\w+|[A-Za-z]\d)(?![\w'’(-]))"
)
_SYMBOLS = rf"(?P<of>{_SYMBOL}(?:\s*(?:,\s*and|,|and)\s*{_SYMBOL})*)"
_ATOM = rf"(?:{_M}|\d+|(?<!\w)[A-Za-z](?:_\w+)?(?!\w))"
_TIMES = r"(?:\s*[×*·]\s*|\s+x\s+|(?<=\d)x(?=\d)|\s+by\s+|-by-|\s*\\times\s*)"
_ITEM = rf"(?:{_M}|\w+)"
_TUPLE = rf"[(\[<⟨]\s*{_ITEM}(?:\s*,\s*{_ITEM})+\s*,?\s*[)\]>⟩]"
_SEVERAL = rf"(?:\(?{_ATOM}(?:{_TIMES}{_ATOM})+\)?|{_TUPLE})"
_SHAPE = rf"(?P<shape>{_SEVERAL}|{_M})"
_BARE = rf"(?P<bare>{_SEVERAL}|{_M})"  # no word says that it is a shape: it must look like one
_WORDS = r"(?:[a-z]+[\s-]+){0,4}?"
_SHAPES = r"(?:shapes?|dimensions?|dimensionality|sizes?)"
_IS = r"(?:is|are|be|being|was|will\s+be|must\s+be|should\s+be|denotes?|represents?)"
_END = r"(?![\w^_×*])"
_CLOSE = rf"(?=[^\S\n]*(?:[,;.):\n{BREAK}]|$|(?:and|where|while|with|for|so|then)\b))"
_NUMBER = rf"(?P<number>{_M}|\d+(?:\.\d+)?(?:/\d+)?)"

_STATED_SHAPES = (
    _Form(
        "shape dimension size",
        rf"\b{_SHAPES}\s+of\s+(?:the\s+|our\s+|each\s+)?{_WORDS}{_SYMBOLS}\s*(?:{_IS}|=|:)[\s:]*{_SHAPE}{_END}",
    ),
    _Form(
        "shape dimension size",
        rf"{_SYMBOLS}\s*,?\s+(?:(?:which\s+)?(?:has|have|is|are|be|with|having)\s+)?(?:of\s+)?(?:the\s+|an?\s+)?{_SHAPES}\s*(?:of|is|:|=)?\s*{_SHAPE}{_END}",
    ),
    _Form(
        "matri vector tensor",
        rf"{_SYMBOLS}\s+{_IS}\s+(?:(?:an?|the|our|some|both|all)\s+)?(?:real\s+)?(?P<shape>{_SEVERAL}|{_M})\s+(?:[a-z-]+\s+){{0,2}}?(?P<noun>matri(?:x|ces)|vectors?|tensors?)\b",
    ),
    _Form(
        "dimensional",
        rf"{_SYMBOLS}\s+{_IS}\s+(?:an?|the|our|both)?\s*(?P<length>{_ATOM})[\s-]+dimensional\b(?P<noun>\s+(?:[a-z-]+\s+){{0,2}}?vectors?)?",
    ),
    _Form(
        "vector",
        rf"{_SYMBOLS}\s+{_IS}\s+(?:an?\s+)?(?P<noun>(?:[a-z-]+\s+){{0,2}}?vectors?)\s+(?:of|with)\s+(?:the\s+)?(?:(?:size|length|dimension|dimensionality)\s+)?(?P<length>{_ATOM}|{_SEVERAL})(?:\s+(?:entries|elements|components))?{_END}",
    ),
    _Form("scalar", rf"{_SYMBOLS}\s+{_IS}\s+(?:an?\s+)?(?P<noun>(?:real\s+)?scalars?)\b"),
    _Form(
        "scalar constant number",
        rf"\b(?P<noun>scalars?|(?:any|every|some|arbitrary)\s+(?:real\s+)?(?:constants?|numbers?))\s+(?P<of>{_M}(?:\s+and\s+{_M})?)(?!\s*[-+*/])",
    ),
    _Form("", rf"{_SYMBOLS}\s+{_IS}\s+{_BARE}{_CLOSE}"),
    _Form(
        "shape dimension size",
        rf"{_SYMBOLS}\s+{_IS}\s+(?:an?|the|our)\s+(?P<noun>{_WORDS}(?:matri(?:x|ces)|vectors?|tensors?|arrays?))\s+(?:of|with)\s+{_SHAPES}\s+(?:of\s+)?{_BARE}{_END}",
    ),
    _Form(
        "",
        rf"{_SYMBOLS}\s+(?:{_IS}|lies?|lives?|belongs?)(?:\s+(?:an?|the|our)\s+(?P<noun>{_WORDS}(?:matri(?:x|ces)|vectors?|tensors?)))?(?:\s+(?:in|to|from))?\s+(?P<space>{_M}){_END}",
    ),
    _Form(
        "entries elements components coordinates",
        rf"{_SYMBOLS}\s+(?:has|have|with|having)\s+(?P<length>{_ATOM})\s+(?:entries|elements|components|coordinates){_END}",
    ),
    _Form(
        "matrix vector tensor",
        rf"(?<![-×*]){_BARE}\s+(?:(?!(?:and|or|an?|the|with|for)\b)[a-z-]+\s+){{0,2}}?(?P<noun>matrix|vector|tensor)\s+(?P<of>{_M})(?!\s*[-+*/])",
    ),
    _Form(
        "dimensional", rf"(?P<length>{_ATOM})[\s-]+dimensional\s+(?P<noun>(?:[a-z-]+\s+){{0,2}}?vector)\s+(?P<of>{_M})"
    ),
    _Form("vector", rf"\b(?P<noun>vector)\s+(?P<of>{_M})\s+of\s+length\s+(?P<length>{_M}|[A-Za-z]){_END}"),
    _Form("|", rf"(?P<of>{_M})\s*\|\s*{_BARE}\s*\|"),
    _Form(
        "",
        rf"(?P<of>{_M})\s*(?:\(|:|—|–)\s*(?:(?:of\s+)?{_SHAPES}\s+(?:of\s+)?)?(?P<shape>{_SEVERAL}|{_M})(?:\s*\)|{_CLOSE}|(?=\s+(?:matrix|weights?)\b))",
    ),
)
_KIND = r"(?P<noun>vectors?|matri(?:x|ces))"
_KINDS = (
    _Form("vector matri", rf"\b{_KIND}\s+(?P<of>{_M}(?:\s*(?:,\s*and|,|and)\s*{_M})*)(?!\s*[-+*/=])"),
    _Form("vector matri", rf"{_SYMBOLS}\s+{_IS}\s+(?:(?:an?|the|our|both|all)\s+)?(?:[a-z-]+\s+){{0,2}}?{_KIND}\b"),
)
_HOT = rf"{_SYMBOLS}\s+{_IS}\s+(?:an?|the|our)?\s*one[\s-]?hot\s+(?:(?:encoded|target|label)\s+)?(?:vector|encoding|representation)\s*,?"
_PLACE = rf"(?:the\s+)?(?:(?:[a-z]+\s+){{0,3}}(?:word|class|label|position|index|token)\s+)?(?P<at>{_M}){_END}"
_ITS_ONE = rf"(?:with|having|has)\s+(?:an?\s+|the\s+|its\s+)?(?:single\s+)?(?:1|one|{_M})\s+(?:for|at|in|on)"
_UNITS = (
    _Form("hot", rf"{_HOT}\s+(?:of|for|{_ITS_ONE})\s+{_PLACE}"),
    _Form(
        "hot",
        rf"{_HOT}\s+(?:where|with|so\s+that|such\s+that|in\s+which|whose)\s+{_M}\s+(?:when|where|if|iff|only\s+if|for)\s+(?P<at>{_M})",
    ),
)
_PARTS = (
    _Form("column row", rf"\b(?P<how>columns?|rows?)\s+(?P<part>{_M})\s+of\s+(?:the\s+)?(?:matrix\s+)?(?P<whole>{_M})"),
    _Form(
        "column row",
        rf"(?P<whole>{_M})(?:\s+[a-z]+){{0,6}}?,?\s+(?:with|whose|having)\s+(?:the\s+)?(?P<how>columns?|rows?)\s+(?:are\s+)?(?P<part>{_M})",
    ),
)
_UNOWNED = (
    _Form("matrix vector tensor", rf"\b(?:a|an|the)\s+(?P<shape>{_SEVERAL})\s+(?:matrix|vector|tensor)\b"),
    _Form("shape", rf"\b(?:a|the|of)\s+shape\s+(?:of\s+)?(?P<shape>{_SEVERAL})"),
)
_PRODUCT = rf"(?P<first>\({_ATOM}{_TIMES}{_ATOM}\))(?:\s*(?:x|×|\*|·|times)\s*)(?P<second>\({_ATOM}{_TIMES}{_ATOM}\))"
_GETS = rf"[^.;{BREAK}]{{0,40}}?(?:get|gets|gives|give|is|yields|obtain|results?\s+in|=)\s+(?:an?\s+)?(?P<result>\(?{_ATOM}{_TIMES}{_ATOM}\)?)(?:\s+(?:matrix|vector))?"
_MULTIPLIED = _Form("", _PRODUCT + _GETS)

_ONE_HOT = (
    r"one[\s-]?hot(?:[\s-]+encoded)?(?:\s+(?:[a-z]+\s+)?(?:vectors?|labels?|targets?|encodings?|matri(?:x|ces)))?"
)
_FACTS = {
    r"positive[\s-](?:semi[\s-]?)?definite": ("spd",),
    r"symmetric\s+(?:and\s+)?positive[\s-](?:semi[\s-]?)?definite": ("spd",),
    r"symmetric": ("symmetric",),
    r"orthogonal|orthonormal": ("orthogonal",),
    _ONE_HOT: ("one-hot",),
    r"probability\s+(?:vectors?|distributions?)": ("probability",),
    r"binary": ("binary",),
}
_PROPERTY = _Form(
    "definite symmetric ortho hot probability binary",
    rf"{_SYMBOLS}\s+(?P<verb>is|are|be|denotes?)\s+(?:(?:an?|the|also|assumed\s+to\s+be|(?:given|represented)\s+as)\s+)*(?P<fact>{'|'.join(sorted(_FACTS, key=len, reverse=True))})\b(?!\s+(?:if|when|iff|only))",
)
_BEFORE = _Form(
    "hot probability symmetric",
    rf"\b(?P<fact>{_ONE_HOT}|probability\s+(?:vectors?|distributions?)|symmetric(?=\s+matri))\s+(?:matri(?:x|ces)\s+)?(?P<of>{_M})",
)
_BEHIND = _Form("hot", rf"(?P<of>{_M})\s*(?:\(\s*|(?P<article>the\s+|an?\s+))(?P<fact>{_ONE_HOT})\b(?!\s+{_M})")

_FUNCTIONS = {
    "sigmoid": "σ",
    "logistic": "σ",
    "tanh": "tanh",
    "relu": "ReLU",
    "softplus": "softplus",
    "softmax": "softmax",
}
_FUNCTION = rf"(?:(?P<derived>derivative|gradient|slope)\s+of\s+)?(?:the\s+)?(?P<name>{'|'.join(_FUNCTIONS)})(?:\s+activation)?(?:\s+function)?"
_ABOUT = rf"(?:(?P<of>{_M})|{_FUNCTION})"
_COPULA = (
    r"(?:\s*,?\s+(?:is|it|it's|are|must\s+be|will\s+be|can\s+be|always|surely|strictly|stays|remains|has\s+to\s+be))+"
)
_ORDER = (
    (
        r"(?:smaller|less|lower)\s+than\s+or\s+equal\s+to|at\s+most|bounded\s+(?:above\s+)?by|no\s+(?:more|larger|greater)\s+than",
        "≤",
    ),
    (r"(?:greater|larger|bigger|more)\s+than\s+or\s+equal\s+to|at\s+least|no\s+(?:less|smaller)\s+than", "≥"),
    (r"(?:smaller|less|lower)\s+than", "<"),
    (r"(?:greater|larger|bigger)\s+than", ">"),
)
_BOUNDS = "|".join(words for words, _ in _ORDER)
_BOUND = _Form("than most least bounded", rf"{_ABOUT}{_COPULA}\s+(?P<order>{_BOUNDS})\s+{_NUMBER}")
_SIGN = _Form(
    "positive negative", rf"{_ABOUT}{_COPULA}\s+(?P<sign>positive|negative|non-?negative)\b(?![\s-]+(?:semi|definite))"
)
_IT_BOUND = _Form(
    "than most least bounded", rf"\b(?:it's|it\s+is)\s+(?:always\s+)?(?P<order>{_BOUNDS})\s+(?P<number>{_M})"
)
_EXTREME = _Form(
    "maximum",
    rf"\bmaximum\s+(?:value\s+)?(?:of\s+{_ABOUT}\s+)?is\s+(?:\(\s*(?P<at>[\d./-]+)\s*,\s*(?P<value>[\d./]+)\s*\)|(?P<number>{_M}|\d+(?:\.\d+)?(?:/\d+)?))(?:\s+at\s+(?P<where>{_M}))?",
)
_FALLING = _Form(
    "increases grows larger",
    rf"{_ABOUT}\s*,?\s+(?:it\s+)?(?:will\s+)?(?P<how>(?:get|become)s?\s+(?:smaller|larger|bigger)(?:\s+and\s+(?:smaller|larger|bigger))?|decreases?|increases?|grows|shrinks|vanishes)\s+as\s+(?P<absolute>the\s+(?:absolute\s+value|magnitude)\s+of\s+)?(?:the\s+)?(?:input\s+)?(?:{_SYMBOL}|it|input|argument)\s+(?:increases|grows|gets\s+larger)",
)
_EITHER = _Form(
    "either",
    rf"{_ABOUT}\s+is\s+either\s+(?P<low>\d+)\s*\(\s*if\s*[a-z]?\s*<\s*0\s*\)\s*or\s+(?P<high>\d+)\s*\(\s*if\s*[a-z]?\s*>\s*0\s*\)",
)
_WITHIN = _Form(
    "softmax sigmoid tanh",
    rf"\b(?P<name>softmax|sigmoid|tanh)\b[^.;{BREAK}]{{0,40}}?\b(?:each|every|all)\s+(?:component|entry|entries|components|element|output|value)s?\s+(?:is|are|lies?|will\s+be)\s+(?:in|between|within)\s+(?P<range>{_M}|\(\s*-?\d\s*,\s*-?\d\s*\))",
)
_SUPPOSED = re.compile(r"\b(?:if|when|whenever|in\s+case|in\s+the\s+case)\b", re.IGNORECASE)
_SAME = _Form("which", r"(?P<one>\d+(?:\.\d+)?)\s+which\s+is\s+(?:equal\s+to\s+|just\s+)?(?P<number>" + _M + ")")

_NOUN = r"(?P<noun>(?:(?:free|trainable|learnable|total|distinct|independent|unique)\s+)*(?:parameters|params|weights|entries|elements))"
_COUNT = _Form("param weights entries elements", rf"(?<![\w.,]){_NUMBER}\s+{_NOUN}\b")
_SUCH = rf"\b(?P<times>{_M}|\d+)\s+(?:of\s+(?:these|them|those)|such\s+[a-z]+|filters|copies)\s*(?:gives?|makes?|have|=|:|,|need)?\s*=?\s*$"
_MEANT = _Form(
    "represent denote stands",
    r"\b(?P<what>\d+)(?:\s+here)?\s+(?:represents?|denotes?|stands\s+for)\s+(?:the\s+)?(?:[a-z]+\s+){1,3}?(?:size|dimension|length|number)\b",
)
_CHOSEN = _Form(
    "stride padding dilation batch rate momentum",
    r"\b(?:assume|assuming|use|using|with|take)\s+(?:an?\s+)?(?P<what>stride|padding|dilation|batch\s+size|learning\s+rate|momentum)\s+(?:of\s+)?(?P<n>\d+(?:\.\d+)?)",
)


# -- the page -------------------------------------------------------------------------------------------------------------


@dataclass
class _Page:
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

    def matches(self, form: _Form, core: str | int = 0) -> Iterator[re.Match[str]]:
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


def _page(document: Document, trees: Mapping[int, tuple[Node, ...]]) -> _Page:
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
    return _Page(document, text, formulas)


# -- reading --------------------------------------------------------------------------------------------------------------


def spoken(document: Document, trees: Mapping[int, tuple[Node, ...]]) -> list[Said]:
    """The statements of the prose, and those beside matrices, in the order of the page. ``trees``: the lines of each
    passage, by its start."""
    page = _page(document, trees)
    shapes = [*_annotations(page, trees), *_products(page), *_units(page), *_lines(page), *_shapes(page)]
    found = [*shapes, *_orders(page), *_counts(page, shapes), *_properties(page), *_others(page), *_kinds(page)]
    return sorted(found, key=lambda one: (one.span.start, one.span.end))


def _said(page: _Page, found: re.Match[str], claim: Claim, kind: str) -> Said:
    section = page.section(found.start())
    return Said(Stated(page.take(*found.span()), Blank(), "", Blank(), Blank(), section=section), "prose", kind, claim)


def _related(page: _Page, found: re.Match[str], left: Node, sign: str, right: Node, kind: str, role: str) -> Said:
    section = page.section(found.start())
    return Said(Stated(page.take(*found.span()), left, sign, right, left, section=section), role, kind)


def _sizes(page: _Page, start: int, end: int) -> tuple[Node, ...] | None:
    """The sizes that a stretch of the page names: ``m × n``, ``10 by 5``, ``(N, D)``."""
    found: list[Node] = []
    for atom in re.finditer(rf"{_M}|\d+x\d+|\d+|\w+", page.text[start:end]):
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


def _annotations(page: _Page, trees: Mapping[int, tuple[Node, ...]]) -> Iterator[Said]:
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


def _angled(page: _Page, passage: Passage, shapes: tuple[tuple[Node, ...], ...]) -> Claim:
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


def _products(page: _Page) -> Iterator[Said]:
    """``(100x250) x (250x1) and we get a 100x1 vector``."""
    for found in page.matches(_MULTIPLIED):
        parts = [_sizes(page, *found.span(name)) for name in ("first", "second", "result")]
        if all(p is not None and len(p) == 2 for p in parts):
            first, second, result = (p for p in parts if p is not None)
            yield _said(page, found, Multiplied((first, second), result), "shape")


def _units(page: _Page) -> Iterator[Said]:
    """``y`` is the one-hot vector of ``o``, has its 1 for the word ``o``, or where ``w = o``: y = e_o."""
    for found in (found for form in _UNITS for found in page.matches(form)):
        of, at = _subjects(page, found), page.group(found, "at")
        at = at.operands[1] if isinstance(at, Infix) and at.operators == ("=",) else at
        if of is not None and isinstance(at, Name) and len(at.text) == 1 and at.text.islower():
            yield _related(page, found, of, "=", Script(Name("e"), sub=at), "declaration", "declares")


def _lines(page: _Page) -> Iterator[Said]:
    """The columns ``u_w`` of ``U``: u_w = U_{:w}."""
    for found in (found for form in _PARTS for found in page.matches(form, core="part")):
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


def _shapes(page: _Page) -> Iterator[Said]:
    for form in _STATED_SHAPES:
        for found in page.matches(form):
            claim = _shaped(page, found)
            if claim is not None:
                sentence = re.split(r"[.;:!?]\s", page.text[max(0, found.start() - 300) : found.start()])[-1]
                supposed = _SUPPOSED.search(sentence) is not None
                yield _said(page, found, replace(claim, supposed=supposed), "shape")
    for form in _UNOWNED:
        for found in page.matches(form):
            sizes = _sizes(page, *found.span("shape"))
            if sizes is not None and len(sizes) > 1 and all(_counts_as_size(s) for s in sizes):
                yield _said(page, found, Shaped(None, sizes), "shape")


def _kinds(page: _Page) -> Iterator[Said]:
    """``column vectors $a$ and $b$``, ``$A$ is an invertible matrix``: of which kind symbols are, where no shape is said."""
    for found in (found for form in _KINDS for found in page.matches(form)):
        symbols = [node for node in _named(page, found) if apart(node) is not None]
        if symbols:
            of = symbols[0] if len(symbols) == 1 else Infix(tuple(symbols), (",",) * (len(symbols) - 1))
            kind = MATRIX if found["noun"].lower().startswith("matri") else COLUMN
            yield _said(page, found, OfKind(of, kind), "declaration")


def _named(page: _Page, found: re.Match[str]) -> list[Node]:
    """The formulas and names that a phrase speaks of, one by one; the ``b,`` of ``$a$ and $b,$`` is b."""
    start = found.start("of")
    pieces = re.finditer(rf"{_M}|\b(?!and\b)\w+", found["of"])
    nodes = [page.node(start + m.start(), start + m.end()) for m in pieces]
    return [part for node in nodes if node is not None for part in sequence(node) if not isinstance(part, Blank)]


def _shaped(page: _Page, found: re.Match[str]) -> Shaped | None:
    nodes = [
        page.node(found.start("of") + m.start(), found.start("of") + m.end())
        for m in re.finditer(rf"{_M}|\b(?!and\b)\w+", found["of"])
    ]
    known = [n for n in nodes if n is not None]
    if not known or len(known) < len(nodes):
        return None
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
    if how == "length" and sizes == (Numeral("1"),):  # a vector of length 1 is a unit vector
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


def _counts(page: _Page, shapes: Sequence[Said]) -> Iterator[Said]:
    """``60 parameters``, ``= 2d + 1 params per filter``, ``32 of these = 64d + 32 params``."""
    before: Node | None = None
    lengths = [(s.span.end, size) for s in shapes if isinstance(s.claim, Shaped) for size in s.claim.sizes]
    for found in page.matches(_COUNT):
        number = page.group(found, "number")
        if number is None or not _counts_as_size(number):
            continue
        lead = page.text[max(0, found.start() - 60) : found.start()].split(BREAK)[-1]
        such = re.search(_SUCH, lead, re.IGNORECASE)
        offset = found.start() - len(lead)
        times = page.node(offset + such.start("times"), offset + such.end("times")) if such is not None else None
        owner = re.search(rf"(?P<of>{_SYMBOL})\s+(?:has|have|contains)\s+$", lead)
        of = page.node(offset + owner.start("of"), offset + owner.end("of")) if owner is not None else None
        stated = any(end <= found.start() and size == number for end, size in lengths)
        around = page.text[max(0, found.start() - 80) : found.end() + 30].lower()
        partial = re.search(r"\b(?:per|each|every|layer|filter|unit|neuron|head)s?\b", around) is not None
        claim = Counted(
            number, found["noun"].lower(), of, before if times is not None else None, times, stated, partial
        )
        before = number
        yield _said(page, found, claim, "count")


def _properties(page: _Page) -> Iterator[Said]:
    """``y is one-hot``, ``a one-hot y``, ``y ∈ {0, 1}^K (one-hot)``, and ``X ∈ ℝ^{N×D} and Y ∈ {0, 1}^{N×K} the one-hot labels``."""
    for found in (*page.matches(_PROPERTY), *page.matches(_BEFORE), *page.matches(_BEHIND)):
        facts = next(facts for words, facts in _FACTS.items() if re.fullmatch(words, found["fact"], re.IGNORECASE))
        claim = _subjects(page, found)
        if claim is None or (_has(found, "article") and page.group(found, "of") == claim):
            continue  # "given z the one-hot ..." speaks of something else: only what has just been declared is told more
        if _has(found, "verb") and found["verb"] == "is":
            claim = sequence(claim)[-1]  # one of them is
        yield _said(page, found, Property(claim, facts), "declaration")


def _declared(node: Node) -> Node:
    """What ``Σ ∈ ℝ^{d×d}`` declares: in ``let Σ ∈ ℝ^{d×d} be symmetric`` that is what the words are about."""
    member = sets.read(node)
    return member.of if member is not None else node


def _subjects(page: _Page, found: re.Match[str]) -> Node | None:
    start = found.start("of")
    nodes = [page.node(start + m.start(), start + m.end()) for m in re.finditer(rf"{_M}|\b(?!and\b)\w+", found["of"])]
    known = [_declared(part) for n in nodes if n is not None for part in sequence(n)]
    if not known or len(known) < len(nodes) or not all(apart(s) is not None for n in known for s in sequence(n)):
        return None
    return known[0] if len(known) == 1 else Infix(tuple(known), (",",) * (len(known) - 1))


def _orders(page: _Page) -> Iterator[Said]:
    """Bounds and signs in words."""
    for found in page.matches(_BOUND):
        left, right = _about(page, found), page.group(found, "number")
        if left is not None and right is not None:
            yield _related(page, found, left, _relation(found["order"]), right, "inequality", "orders")
    for found in page.matches(_SIGN):
        left = _about(page, found)
        if left is not None and apart(left) is None:
            sign = {"p": ">", "n": "<"}[found["sign"][0].lower()]
            sign = "≥" if found["sign"].lower().startswith("non") else sign
            yield _related(page, found, left, sign, Numeral("0"), "inequality", "orders")
    for found in page.matches(_IT_BOUND):
        left, right = _nearest(page, found.start()), page.group(found, "number")
        if left is not None and right is not None:
            yield _related(page, found, left, _relation(found["order"]), right, "inequality", "orders")


def _relation(words: str) -> str:
    return next(sign for pattern, sign in _ORDER if re.fullmatch(pattern, words, re.IGNORECASE))


def _about(page: _Page, found: re.Match[str]) -> Node | None:
    """What a phrase is about: a formula, or a function named in words (at an argument of its own)."""
    if _has(found, "of"):
        return page.group(found, "of")
    return (
        _called(found["name"], bool("derived" in found.re.groupindex and found["derived"]))
        if _has(found, "name")
        else None
    )


def _called(name: str, derived: bool) -> Node:
    head: Node = Name(_FUNCTIONS[name.lower()], font="" if _FUNCTIONS[name.lower()] == "σ" else "word")
    return Run((Script(head, primes=1) if derived else head, Fence("(", Name("u", accents=("underline",)), ")")))


def _nearest(page: _Page, at: int) -> Node | None:
    """The formula that was spoken of last: what ``it`` may be."""
    section = page.section(at)
    for start in sorted(page.formulas, reverse=True):
        passage, lines = page.formulas[start]
        if start < at and passage.scope == section and len(lines) == 1 and apart(lines[0]) is None:
            return lines[0] if not isinstance(lines[0], Infix) else None
    return None


def _others(page: _Page) -> Iterator[Said]:
    for found in page.matches(_EXTREME):
        named, value = _about(page, found), page.group(found, "value") or page.group(found, "number")
        at = page.group(found, "at") or _value_of(page.group(found, "where"))
        if isinstance(value, Fence) and isinstance(value.inside, Infix) and value.inside.operators == (",",):
            at, value = value.inside.operands
        of = named or _nearest_slope(page, found.start())
        if of is not None and value is not None:
            yield _said(page, found, Extreme(of, at, value, named is not None), "numeric")
    for found in page.matches(_EITHER):
        left = _about(page, found)
        argument = Name("u", accents=("underline",))
        if left is not None:
            low, high = (
                (Numeral(found[n]), Infix((argument, Numeral("0")), (s,))) for n, s in (("low", "<"), ("high", ">"))
            )
            yield _related(page, found, left, "=", Branches((low, high)), "gradient", "claims")
    for found in page.matches(_WITHIN):
        yield from _ranged(page, found)
    for found in page.matches(_SAME, "number"):
        right = page.group(found, "number")
        if right is not None:
            yield _related(page, found, Numeral(found["one"]), "=", right, "numeric", "claims")
    for found in page.matches(_FALLING):
        of = _about(page, found)
        if of is not None:
            falls = bool(re.search("small|decr|shrink|vanish", found["how"], re.IGNORECASE))
            yield _said(page, found, Falling(of, falls, bool(found["absolute"])), "inequality")
    for found in page.matches(_CHOSEN):
        yield _said(page, found, Chosen(found["what"].lower()), "declaration")
    for found in page.matches(_MEANT):
        yield _said(page, found, Chosen(found["what"]), "count")


def _value_of(node: Node | None) -> Node | None:
    """``0`` of ``z = 0``."""
    return node.operands[1] if isinstance(node, Infix) and node.operators == ("=",) else node


def _nearest_slope(page: _Page, at: int) -> Node | None:
    """The derivative of a function that the text spoke of last."""
    section = page.section(at)
    for start in sorted(page.formulas, reverse=True):
        passage, lines = page.formulas[start]
        if start < at and passage.scope == section and len(lines) == 1:
            match lines[0]:
                case Run((Script(Name(), None, None, primes), Fence("(", Name(), ")"))) if primes:
                    return lines[0]
    return None


def _ranged(page: _Page, found: re.Match[str]) -> Iterator[Said]:
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
