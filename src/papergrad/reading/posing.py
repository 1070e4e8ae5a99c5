"""Is a formula claimed, or is it supposed, asked for, chosen? What the words of its sentence before it say of that."""

from __future__ import annotations

import re

from papergrad.records import dataclass

POSING = re.compile(
    r"\b(?:if|when(?:ever)?|unless|until|while|as long as|provided|assum(?:e|es|ed|ing)|suppos(?:e|es|ed|ing)|given that"
    r"|such that|so that|s\.t\.|subject to|satisf(?:y|ies|ying)|constraints?|conditions?|requir(?:e|es|ed|ing)|wants?"
    r"|needs?|ensur(?:e|es|ed|ing)|enforc(?:e|es|ed|ing)|guarantee[sd]?|must|should|choose|pick|set(?:s|ting)?"
    r"|solv(?:e|es|ed|ing)|find|hypothes[ie]s|instead of|boundar(?:y|ies))\b"
    r"|如果|若|当|假设|满足|约束|要求|使得|确保|保证|必须|令|设",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:[.;!?]\s|[。；！？]|\n[ \t]*(?:[-*+]|\d+\.|\\item)\s|\n[ \t]*\n)")
_OPENING = re.compile(r"(?:[\s$>]|\\\[|\\\(|\\begin\{[a-zA-Z*]+\}|&)*\Z")
_CLAIMED = re.compile(
    r"\b(?:then|hence|thus|therefore|so(?!\s+that)|gives?|yields?|get|obtain|have|that is|i\.e\.)\b(?:(?!\\\]|\\end\b)[^$])*\Z"
)
REACH = 240  # characters of a sentence that are looked at


def posed(text: str, start: int) -> bool:
    """Whether the sentence before a formula says "if", "such that", "we require": then the formula says what is to hold."""
    sentence = _before(text, start)
    if (again := _IN_OTHER_WORDS.search(sentence)) is not None:  # "assume that it is white; i.e., $X^T X = n I$"
        sentence = _before(text, len(text[: text.rfind(again[1], 0, start)].rstrip(";,: \n")))
    return POSING.search(sentence) is not None and _CLAIMED.search(sentence) is None


_SUPPOSED = re.compile(r"\b(?:suppos|assum)(?:e|es|ing)(?:\s+that)?[\s:,$]*\Z", re.IGNORECASE)


def standing(text: str, start: int) -> bool:
    """Whether the words right before a formula say "suppose that": it holds from there on."""
    return _SUPPOSED.search(_before(text, start)) is not None


_TO_ZERO = re.compile(
    r"\b(?:set(?:ting|s)?|equat(?:e|es|ing)|put(?:ting|s)?)\b[^.]{0,120}?(?:\b(?:to|equal|equals)\b|=)[\s$]*(?:zero|0)\b",
    re.IGNORECASE,
)
_OR_BEFORE = re.compile(r"\$[\s,]*\bor\b[\s$]*\Z")
_OR_BEHIND = re.compile(r"[\s,]*\$[\s,]*\bor\b\s*\$")


def set_to_zero(text: str, start: int) -> bool:
    """Whether the sentence before a formula sets something to zero: what it says holds there, and not in general."""
    return _TO_ZERO.search(_before(text, start)) is not None


_SOMEWHERE = re.compile(
    r"(?:\A|[.;:]|\n)[\s*\\]*(?:At|On|Near|Along)\s+(?:the|an?|any|this|that|such|its)\s+"
    r"(?!(?:output|input|last|first|next|hidden|top|bottom|end|other|one|left|right|same|final)\b)[^$.;]{1,60}[\s,$]*\Z"
    r"|\b(?:for|at|on)\s+(?:the|an?)\s+[a-z -]{3,40},\s+where[\s,$]*\Z"
)


def somewhere(text: str, start: int) -> bool:
    """Whether the sentence before a formula begins with a place where it holds: "on the sphere", "at the uniform policy"."""
    return _SOMEWHERE.search(_before(text, start)) is not None


_HELD = re.compile(
    r"\b(?:(?:h[eo]ld|kept|keep|holding|keeping|treat|treated|treating|regard|regarded|regarding)\b.{0,60}\b(?:fixed|constants?)"
    r"|(?:fixed|constant)\b.{0,20}\Z|functions?\s+of\b.{0,60}\b(?:only|alone))\b",
    re.IGNORECASE | re.DOTALL,
)


_AT = re.compile(r"\b(?:at|around|near)\s*\Z", re.IGNORECASE)


def at_a_point(text: str, start: int) -> bool:
    """Whether the word right before a formula is "at": it says where something is looked at, "at $\\mu = \\hat\\mu$"."""
    return _AT.search(_before(text, start)) is not None


_SQUARE = re.compile(r"\b(?:invertible|non-?singular|square\s+(?:matri|\$))", re.IGNORECASE)


def square(text: str, start: int) -> bool:
    """Whether the words of the last paragraphs before a formula call a matrix square, or say that it has an inverse."""
    return _SQUARE.search(text, max(0, start - 3 * REACH), start) is not None


def held(text: str, start: int) -> bool:
    """Whether the sentence before a formula says that something is held fixed: "as a function of the decoder's W only"."""
    return _HELD.search(_before(text, start)) is not None


_OF_A_WORD = re.compile(
    r"(?<![\\\w])(?!(?:which|this|that|these|then|thus|hence|and|therefore|becomes?|equals?|gives?|yields?|get|obtain|have|where|with|but|are)\b)"
    r"[A-Za-z]{3,}(?:'|\$'\$)?\s*\$\s*\Z"
)


def of_a_word(text: str, start: int) -> bool:
    """Whether a formula begins right behind a word that it says something of: "all biases $= 0$"."""
    return _OF_A_WORD.search(text, max(0, start - 40), start) is not None


def alternative(text: str, start: int, end: int) -> bool:
    """Whether another formula stands beside this one, with nothing but "or" between them."""
    return _OR_BEFORE.search(text, max(0, start - 20), start) is not None or _OR_BEHIND.match(text, end) is not None


_IN_OTHER_WORDS = re.compile(r"\b(i\.e\.|that is)[\s,$]*\Z")
_LET = re.compile(
    r"\b(?:let|update|initiali[sz]e|assign|sei(?:en)?|soit|soient|sean?)\b(?:[\s,;$]|\band\b|\$[^$]*\$)*\Z",
    re.IGNORECASE,
)


def given(text: str, start: int) -> bool:
    """Whether nothing but other formulas stands between "let" and a formula: ``let $f = x^2$, $g = f + 1$``."""
    return _LET.search(_before(text, start)) is not None


def concluded(text: str, start: int) -> bool:
    """Whether the sentence before a formula says "then", "hence", "we get": then the formula claims something."""
    return _CLAIMED.search(_before(text, start).lower()) is not None


def _before(text: str, start: int) -> str:
    """The sentence before a formula."""
    before = text[max(0, start - REACH) : start]
    before = before[: _OPENING.search(before).start()]  # type: ignore[union-attr]  # it matches nothing at least
    return sentence(before)


def sentence(text: str) -> str:
    """The last sentence of a text, as far as it goes."""
    return _SENTENCE.split(text)[-1]


CASE_WORDS = (
    r"if|when(?:ever)?|where|for|(?:in(?: the)? )?case|si|lorsque|quand|pour|wenn|falls|für|cuando|quando|se|если|при"
)
_CASE = re.compile(rf"(?:\b(?:{CASE_WORDS})|当|若|如果)[\s:,]*\Z", re.IGNORECASE)

_WITH, _NUMBER = re.compile(r"(?:^|[.;]\s*|\n)With\s*\Z"), re.compile(r"=\s*-?[\d.]+\s*\Z")

_NEW = re.compile(r"(?:\b(?:If|When|Whenever|For|Where)|[.;。；]\s*\w+)[\s:,]*\Z")
_CLAUSE = re.compile(r"\b(?:so|and|but|then|thus|hence|while|whereas)\s+(?:if|when|for|where)[\s:,]*\Z", re.IGNORECASE)
_COMMA = re.compile(r"(?:[\s$]|\\\]|\\\))*,")
_STOPPED = re.compile(r"(?:[\s$]|\\\]|\\\))*[.;。；]")
_ITEM = re.compile(r"(?:^|\n)[ \t]*(?:[-*+]|\d+[.)]|\\item)[\s*]*\Z")
_COLON = re.compile(r"(?:[\s$*]|\\\]|\\\))*[:：]")


def of_a_case(text: str, start: int, end: int) -> bool:
    """Whether the words right before a formula say "if" or "when", and the sentence goes on: what it says is claimed in that case.

    So it is where the formula heads a case: ``Case y = 1.``, or an item ``- y = 1:``.
    """
    before = text[max(0, start - 40) : start]
    opened = before[: _OPENING.search(before).start()]  # type: ignore[union-attr]
    if _WITH.search(opened) is not None and _NUMBER.search(text, start, end) is not None:  # with $β = 1$
        return _STOPPED.match(text, end) is None
    if (found := _CASE.search(opened)) is not None:
        return _STOPPED.match(text, end) is None or found[0].lower().startswith("case")
    return _ITEM.search(opened) is not None and _COLON.match(text, end) is not None


def opens(text: str, start: int, end: int) -> bool:
    """Whether a sentence, or a clause, begins with the word right before a formula: "so for w ≠ o, … holds"."""
    before = text[max(0, start - 40) : start]
    before = before[: _OPENING.search(before).start()]  # type: ignore[union-attr]
    clause = _CLAUSE.search(before) is not None and _COMMA.match(text, end) is not None
    return clause or _NEW.search(before) is not None


_STATES = r"active|inactive|positive|negative|violated|satisfied|on|off|zero|non-?zero|holds?|greater|larger|less|smaller|above|below"
_IF = rf"(?:if|when(?:ever)?|where|for|unless|as long as|provided|assum(?:e|es|ing)|suppos(?:e|es|ing))\b[^.$]{{0,60}}\b(?:{_STATES})"
_SIDE = r"on the (?:negative|positive|left|right|other) (?:side|part|branch|half)"
_SUPPOSING = re.compile(rf"\b(?:{_IF}|{_SIDE}|otherwise)\b", re.IGNORECASE)
_AFTER = re.compile(rf"(?:[\s$,]|\\\]|\\\))*{_IF}\b", re.IGNORECASE)
_DISPLAY = re.compile(r"\$\$[^$]*\$\$|\\\[.*?\\\]", re.DOTALL)


def in_some_case(text: str, start: int, end: int) -> bool:
    """Whether the words around a formula, or around the displays right before it, say that it holds in some case: "if the loss
    is positive". Which case that is only the words say."""
    before = _DISPLAY.sub(" ", text[max(0, start - 2 * REACH) : start])
    before = before[: _OPENING.search(before).start()]  # type: ignore[union-attr]
    return _SUPPOSING.search(sentence(f"{before} ")) is not None or _AFTER.match(text, end) is not None


_ROW = re.compile(r"(?:\s|\$\$|\\[\[\]]|\\(?:begin|end)\{[a-z]+\*?\}|[.,;])*")


def in_a_row(text: str, end: int, start: int) -> bool:
    """Whether there are no words between the end of one display and the start of the next: one sentence is about both."""
    return start - end < REACH and _ROW.fullmatch(text, end, start) is not None


_SCALARS = re.compile(
    r"\b(?:if|when(?:ever)?|where|for|assum(?:e|es|ing)|suppos(?:e|es|ing)|consider(?:ing)?)\b[^.$]{0,60}\bscalars?\b"
    r"|\b(?:scalar|one-dimensional|1-?d) case\b",
    re.IGNORECASE,
)


def of_scalars(text: str, start: int) -> bool:
    """Whether the sentence before a formula says that it is about numbers: "when the inputs are scalars"."""
    return _SCALARS.search(_before(text, start)) is not None


_LAYERS = "output|hidden|first|last|final|inner|interior"
_BRANCH = (
    r"\b(?:if|when(?:ever)?|unless|otherwise|else(?:where)?|in (?:the|this|that|any) (?:\w+ )?case|for (?:(?:the|all|an?|every) )?"
    rf"(?:positive|negative|{_LAYERS}|other|terminal|non-?\w+)"
    r"|si|sinon|quand|lorsque|wenn|falls|sonst|cuando|sino|quando|altrimenti|se|если|иначе|при)\b|如果|若|当|否则|时"
)
OTHERWISE_WORDS = r"otherwise|else(?:where)?|in (?:the|all) other cases?|sinon|sonst|andernfalls|altrimenti|иначе"
_OTHERWISE = re.compile(rf"(?:\b(?:{OTHERWISE_WORDS})\b|否则|其他情况)[^.$]{{0,60}}\Z", re.IGNORECASE)
_BRANCHED = re.compile(_BRANCH, re.IGNORECASE)
_BRANCHED_AFTER = re.compile(rf"(?:[\s$,]|\\\]|\\\))*(?:{_BRANCH})", re.IGNORECASE)


def branched(text: str, start: int, end: int) -> bool:
    """Whether the words of the sentence before a formula, or those right behind it, say for which case it is given: "otherwise",
    "for output units". Other cases may have other formulas."""
    before = text[max(0, start - REACH) : start]
    before = before[: _OPENING.search(before).start()]  # type: ignore[union-attr]
    return _BRANCHED.search(sentence(before)) is not None or _BRANCHED_AFTER.match(text, end) is not None


_OF_LAYER = re.compile(rf"\bfor (?:(?:the|all|an?|every) )?(?:{_LAYERS})\b", re.IGNORECASE)


def of_a_layer(text: str, start: int, end: int) -> bool:
    """Whether the words that say for which case a formula is given say nothing but a layer: "for output units"."""
    before = text[max(0, start - REACH) : start]
    before = before[: _OPENING.search(before).start()]  # type: ignore[union-attr]
    words = sentence(before)
    return (
        _OF_LAYER.search(words) is not None
        and _BRANCHED.search(_OF_LAYER.sub(" ", words)) is None
        and _BRANCHED_AFTER.match(text, end) is None
    )


def otherwise(text: str, start: int) -> bool:
    """Whether the words right before a formula say "otherwise"."""
    before = text[max(0, start - REACH) : start]
    before = before[: _OPENING.search(before).start()]  # type: ignore[union-attr]
    return _OTHERWISE.search(before) is not None


_SUMMED = re.compile(
    r"\bEinstein('s)?\s+(summation|notation|convention)|\bsummation\s+convention|\brepeated\s+ind(ex|ices)\s+(is|are)\s+summed"
    r"|\bsum(s|mations?)?\s+(is|are)\s+implied",
    re.IGNORECASE,
)


_CONVOLVED = re.compile(r"convol|cross-correl|faltung|свёртк|свертк|卷积|畳み込み", re.IGNORECASE)


def convolves(text: str) -> bool:
    """Whether a document speaks of convolutions, so that its ``*`` may be one."""
    return _CONVOLVED.search(text) is not None


def sums_repeated(text: str) -> bool:
    """Whether a document says that letters which stand twice in a term are summed over."""
    return _SUMMED.search(text) is not None


@dataclass(frozen=True)
class Around:
    """What the words around a formula say of it. Each is false where they say nothing of the kind."""

    posed: bool = False  # they suppose it, ask for it or choose it: "if", "such that", "we require"
    concluded: bool = False  # they say that it follows: "then", "hence", "we get"
    standing: bool = False  # it is supposed from here on: "suppose that z > 0"
    at_zero: bool = False  # they set something to zero, so that it holds there
    somewhere: bool = False  # it holds at some place: "on the sphere"
    at_a_point: bool = False  # the word right before it is "at"
    square: bool = False  # some matrix is square there, or has an inverse
    held: bool = False  # something is held fixed
    alternative: bool = False  # another formula is told beside it: "y = a or y = b"
    of_scalars: bool = False  # it is about numbers, whatever the shapes are elsewhere
    some_case: bool = False  # it holds in some case: "if the loss is positive"
    case: bool = False  # the word right before it is "if" or "when"
    opening: bool = False  # and that word begins a sentence
    trails: bool = False  # the formula right before them holds in this case
    given: bool = False  # it stands after "let", first or among other formulas that do
    otherwise: bool = False  # it holds in the other case
    branched: bool = False  # they, or a condition, say in which case it holds, so that there may be others
    of_a_layer: bool = False  # they only say which layer of units it is of


def around(text: str, start: int, end: int, display: bool, conditional: bool) -> Around:
    """What the words around a formula, from ``start`` to ``end``, say of it by themselves. ``conditional``: it names a condition."""
    case, other = of_a_case(text, start, end), otherwise(text, start)
    in_case = other or conditional
    return Around(
        posed=posed(text, start),
        concluded=concluded(text, start),
        standing=standing(text, start),
        at_zero=set_to_zero(text, start),
        somewhere=somewhere(text, start),
        at_a_point=at_a_point(text, start),
        square=square(text, start),
        held=held(text, start),
        alternative=not display and alternative(text, start, end),
        case=case,
        opening=case and opens(text, start, end),
        given=given(text, start),
        otherwise=other,
        branched=in_case or branched(text, start, end),
        of_a_layer=not in_case and of_a_layer(text, start, end),
    )
