"""The forms in which prose states something, as patterns over a page (see ``prose``).

On a page every inline formula is a run of one sign (``MATH``), and every break between paragraphs another (``BREAK``).
"""

from __future__ import annotations

import re

MATH, BREAK = "\ue000", "\ue001"


class Form:
    """A pattern, and the beginnings of words of which any page that has this form has one; none, where that is not so."""

    def __init__(self, words: str, pattern: str) -> None:
        self.words, self.pattern = tuple(words.split()), pattern


FORMULA = f"(?<!{MATH}){MATH}++"  # a whole formula: none of its signs is given back
SYMBOL = (
    rf"(?-i:{FORMULA}|(?<![\w\\'’-])(?!(?:It|We|In|So|If|Is|As|At|To|Of|On|Or|By|My|No|An|Be|Do|Us|He)\b)"
    r"(?:[B-HJ-Zb-hj-zα-ωΑ-Ω]|A(?=\s+is\b)|[A-Z][a-z](?=\s)|[A-Za-z]\w*_\w+|[A-Za-z]\d)(?![\w'’(-]))"
)
SYMBOLS = rf"(?P<of>{SYMBOL}(?:\s*(?:,\s*and|,|and)\s*{SYMBOL})*)"
ATOM = rf"(?:{FORMULA}|\d+|(?<!\w)[A-Za-z](?:_\w+)?(?!\w))"
# (a * that begins a line is that of a list)
TIMES = r"(?:\s*[×·]\s*|[^\S\n]*\*[^\S\n]*|\s+x\s+|(?<=\d)x(?=\d)|\s+by\s+|-by-|\s*\\times\s*)"
ITEM = rf"(?:{FORMULA}|\w+)"
TUPLE = rf"[(\[<⟨]\s*{ITEM}(?:\s*,\s*{ITEM})+\s*,?\s*[)\]>⟩]"
SEVERAL = rf"(?:\(?{ATOM}(?:{TIMES}{ATOM})+\)?|{TUPLE})"
SHAPE = rf"(?P<shape>{SEVERAL}|{FORMULA})"
BARE = rf"(?P<bare>{SEVERAL}|{FORMULA})"  # no word says that it is a shape: it must look like one
WORDS = r"(?:[a-z]+[\s-]+){0,4}?"
SHAPES = r"(?:shapes?|dimensions?|dimensionality|sizes?)"
IS = r"(?:is|are|be|being|was|will\s+be|must\s+be|should\s+be|denotes?|represents?)"
END = r"(?![\w^_×]|[^\S\n]*\*)"
CLOSE = rf"(?=[^\S\n]*(?:[,;.):\n{BREAK}]|$|(?:and|where|while|with|for|so|then)\b))"
NUMBER = rf"(?P<number>{FORMULA}|\d+(?:\.\d+)?(?:/\d+)?)"

STATED_SHAPES = (
    Form(
        "shape dimension size",
        rf"\b{SHAPES}\s+of\s+(?:the\s+|our\s+|each\s+)?{WORDS}{SYMBOLS}\s*(?:{IS}|=|:)[\s:]*{SHAPE}{END}",
    ),
    Form(
        "shape dimension size",
        rf"{SYMBOLS}\s*,?\s+(?:(?:which\s+)?(?:has|have|is|are|be|with|having)\s+)?(?:of\s+)?(?:the\s+|an?\s+)?{SHAPES}\s*(?:of|is|:|=)?\s*{SHAPE}{END}",
    ),
    Form(
        "matri vector tensor",
        rf"{SYMBOLS}\s+{IS}\s+(?:(?:an?|the|our|some|both|all)\s+)?(?:real\s+)?(?P<shape>{SEVERAL}|{FORMULA})\s+(?:[a-z-]+\s+){{0,2}}?(?P<noun>matri(?:x|ces)|vectors?|tensors?)\b",
    ),
    Form(
        "dimensional",
        rf"{SYMBOLS}\s+{IS}\s+(?:an?|the|our|both)?\s*(?P<length>{ATOM})[\s-]+dimensional\b(?P<noun>\s+(?:[a-z-]+\s+){{0,2}}?vectors?)?",
    ),
    Form(
        "vector",
        rf"{SYMBOLS}\s+{IS}\s+(?:an?\s+)?(?P<noun>(?:[a-z-]+\s+){{0,2}}?vectors?)\s+(?:of|with)\s+(?:the\s+)?(?:(?:size|length|dimension|dimensionality)\s+)?(?P<length>{ATOM}|{SEVERAL})(?:\s+(?:entries|elements|components))?{END}",
    ),
    Form("scalar", rf"{SYMBOLS}\s+{IS}\s+(?:an?\s+)?(?P<noun>(?:real\s+)?scalars?)\b"),
    Form(
        "scalar constant number",
        rf"\b(?P<noun>scalars?|(?:any|every|some|arbitrary)\s+(?:real\s+)?(?:constants?|numbers?))\s+(?P<of>{FORMULA}(?:\s+and\s+{FORMULA})?)(?!\s*[-+*/])",
    ),
    Form("", rf"{SYMBOLS}\s+{IS}\s+{BARE}{CLOSE}"),
    Form(
        "shape dimension size",
        rf"{SYMBOLS}\s+{IS}\s+(?:an?|the|our)\s+(?P<noun>{WORDS}(?:matri(?:x|ces)|vectors?|tensors?|arrays?))\s+(?:of|with)\s+{SHAPES}\s+(?:of\s+)?{BARE}{END}",
    ),
    Form(
        "",
        rf"{SYMBOLS}\s+(?:{IS}|lies?|lives?|belongs?)(?:\s+(?:an?|the|our)\s+(?P<noun>{WORDS}(?:matri(?:x|ces)|vectors?|tensors?)))?(?:\s+(?:in|to|from))?\s+(?P<space>{FORMULA}){END}",
    ),
    Form(
        "entries elements components coordinates",
        rf"{SYMBOLS}\s+(?:has|have|with|having)\s+(?P<length>{ATOM})\s+(?:entries|elements|components|coordinates){END}",
    ),
    Form(
        "matrix vector tensor",
        rf"(?<![-×*]){BARE}\s+(?:(?!(?:and|or|an?|the|with|for)\b)[a-z-]+\s+){{0,2}}?(?P<noun>matrix|vector|tensor)\s+(?P<of>{FORMULA})(?!\s*[-+*/])",
    ),
    Form(
        "dimensional",
        rf"(?P<length>{ATOM})[\s-]+dimensional\s+(?P<noun>(?:[a-z-]+\s+){{0,2}}?vector)\s+(?P<of>{FORMULA})",
    ),
    Form("vector", rf"\b(?P<noun>vector)\s+(?P<of>{FORMULA})\s+of\s+length\s+(?P<length>{FORMULA}|[A-Za-z]){END}"),
    Form("|", rf"(?P<of>{FORMULA})\s*\|\s*{BARE}\s*\|"),
    Form(
        "",
        rf"(?P<of>{FORMULA})\s*(?:\(|:|—|–)\s*(?:(?:of\s+)?{SHAPES}\s+(?:of\s+)?)?(?P<shape>{SEVERAL}|{FORMULA})(?:\s*\)|{CLOSE}|(?=\s+(?:matrix|weights?)\b))",
    ),
)
SEVERAL_OR_FORMULA = rf"{SEVERAL}|{FORMULA}"
MORE_SHAPES = re.compile(
    rf"(?P<shapes>(?:\s*,?\s*and\s+(?:{SEVERAL_OR_FORMULA})|\s*,\s*(?:{SEVERAL_OR_FORMULA}))+)\s+(?:[a-z-]+\s+){{0,2}}?matrices\b"
)
KIND = r"(?P<noun>vectors?|matri(?:x|ces))"
KINDS = (
    Form("vector matri", rf"\b{KIND}\s+(?P<of>{FORMULA}(?:\s*(?:,\s*and|,|and)\s*{FORMULA})*)(?!\s*[-+*/=])"),
    Form("vector matri", rf"{SYMBOLS}\s+{IS}\s+(?:(?:an?|the|our|both|all)\s+)?(?:[a-z-]+\s+){{0,2}}?{KIND}\b"),
)
HOT = rf"{SYMBOLS}\s+{IS}\s+(?:an?|the|our)?\s*one[\s-]?hot\s+(?:(?:encoded|target|label)\s+)?(?:vector|encoding|representation)\s*,?"
PLACE = rf"(?:the\s+)?(?:(?:[a-z]+\s+){{0,3}}(?:word|class|label|position|index|token)\s+)?(?P<at>{FORMULA}){END}"
ITS_ONE = rf"(?:with|having|has)\s+(?:an?\s+|the\s+|its\s+)?(?:single\s+)?(?:1|one|{FORMULA})\s+(?:for|at|in|on)"
UNITS = (
    Form("hot", rf"{HOT}\s+(?:of|for|{ITS_ONE})\s+{PLACE}"),
    Form(
        "hot",
        rf"{HOT}\s+(?:where|with|so\s+that|such\s+that|in\s+which|whose)\s+{FORMULA}\s+(?:when|where|if|iff|only\s+if|for)\s+(?P<at>{FORMULA})",
    ),
)
PARTS = (
    Form(
        "column row",
        rf"\b(?P<how>columns?|rows?)\s+(?P<part>{FORMULA})\s+of\s+(?:the\s+)?(?:matrix\s+)?(?P<whole>{FORMULA})",
    ),
    Form(
        "column row",
        rf"(?P<whole>{FORMULA})(?:\s+[a-z]+){{0,6}}?,?\s+(?:with|whose|having)\s+(?:the\s+)?(?P<how>columns?|rows?)\s+(?:are\s+)?(?P<part>{FORMULA})",
    ),
)
UNOWNED = (
    Form("matrix vector tensor", rf"\b(?:a|an|the)\s+(?P<shape>{SEVERAL})\s+(?:matrix|vector|tensor)\b"),
    Form("shape", rf"\b(?:a|the|of)\s+shape\s+(?:of\s+)?(?P<shape>{SEVERAL})"),
)
PRODUCT = rf"(?P<first>\({ATOM}{TIMES}{ATOM}\))(?:\s*(?:x|×|\*|·|times)\s*)(?P<second>\({ATOM}{TIMES}{ATOM}\))"
GETS = rf"[^.;{BREAK}]{{0,40}}?(?:get|gets|gives|give|is|yields|obtain|results?\s+in|=)\s+(?:an?\s+)?(?P<result>\(?{ATOM}{TIMES}{ATOM}\)?)(?:\s+(?:matrix|vector))?"
MULTIPLIED = Form("", PRODUCT + GETS)

ONE_HOT = r"one[\s-]?hot(?:[\s-]+encoded)?(?:\s+(?:[a-z]+\s+)?(?:vectors?|labels?|targets?|encodings?|matri(?:x|ces)))?"
UNIT_VECTOR = r"unit\s+vectors?"
FACTS = {
    r"positive[\s-](?:semi[\s-]?)?definite": ("spd",),
    r"symmetric\s+(?:and\s+)?positive[\s-](?:semi[\s-]?)?definite": ("spd",),
    r"symmetric": ("symmetric",),
    r"orthogonal|orthonormal": ("orthogonal",),
    r"diagonal": ("diagonal",),
    r"lower[\s-]triangular": ("lower-triangular",),
    r"upper[\s-]triangular": ("upper-triangular",),
    ONE_HOT: ("one-hot",),
    r"probability\s+(?:vectors?|distributions?)": ("probability",),
    r"binary": ("binary",),
    UNIT_VECTOR: ("unit-norm",),
}
KINDS_OF_MATRICES = r"symmetric|diagonal|orthogonal|(?:lower|upper)[\s-]triangular"
PROPERTY = Form(
    "definite symmetric ortho diagonal triangular hot probability binary unit",
    rf"{SYMBOLS}\s+(?P<verb>is|are|be|denotes?)\s+(?:(?:an?|the|also|assumed\s+to\s+be|(?:given|represented)\s+as)\s+)*(?P<fact>{'|'.join(sorted(FACTS, key=len, reverse=True))})\b(?!\s+(?:if|when|iff|only))",
)
BEFORE = Form(
    "hot probability symmetric diagonal orthogonal triangular unit",
    rf"\b(?P<fact>{ONE_HOT}|{UNIT_VECTOR}|probability\s+(?:vectors?|distributions?)|(?:{KINDS_OF_MATRICES})(?=\s+(?:matri|{FORMULA})))\s+(?:matri(?:x|ces)\s+)?(?P<of>{FORMULA})",
)
WITH = Form(
    "symmetric diagonal orthogonal triangular",
    rf"\b(?:with|for|where)\s+(?P<of>{FORMULA})\s+(?P<fact>{KINDS_OF_MATRICES})\b",
)
BEHIND = Form("hot", rf"(?P<of>{FORMULA})\s*(?:\(\s*|(?P<article>the\s+|an?\s+))(?P<fact>{ONE_HOT})\b(?!\s+{FORMULA})")

FUNCTIONS = {
    "sigmoid": "σ",
    "logistic": "σ",
    "tanh": "tanh",
    "relu": "ReLU",
    "softplus": "softplus",
    "softmax": "softmax",
}
FUNCTION = rf"(?:(?P<derived>derivative|gradient|slope)\s+of\s+)?(?:the\s+)?(?P<name>{'|'.join(FUNCTIONS)})(?:\s+activation)?(?:\s+function)?"
ABOUT = rf"(?:(?P<of>{FORMULA})|{FUNCTION})"
OWNER = re.compile(r"\b(?P<noun>[a-z-]+)\s+(?:to|of|into)\s+(?:(?:the|an?|our|this)\s+)?\Z", re.IGNORECASE)
ITS_VALUE = frozenset(
    ("value", "values", "output", "outputs", "result", "range", "maximum")
)  # it is what belongs to it
COPULA = (
    r"(?:\s*,?\s+(?:is|it|it's|are|must\s+be|will\s+be|can\s+be|always|surely|strictly|stays|remains|has\s+to\s+be))+"
)
ORDER = (
    (
        r"(?:smaller|less|lower)\s+than\s+or\s+equal\s+to|at\s+most|bounded\s+(?:above\s+)?by|no\s+(?:more|larger|greater)\s+than",
        "≤",
    ),
    (r"(?:greater|larger|bigger|more)\s+than\s+or\s+equal\s+to|at\s+least|no\s+(?:less|smaller)\s+than", "≥"),
    (r"(?:smaller|less|lower)\s+than", "<"),
    (r"(?:greater|larger|bigger)\s+than", ">"),
)
BOUNDS = "|".join(words for words, _ in ORDER)
BOUND = Form("than most least bounded", rf"{ABOUT}{COPULA}\s+(?P<order>{BOUNDS})\s+{NUMBER}")
SIGN = Form(
    "positive negative", rf"{ABOUT}{COPULA}\s+(?P<sign>positive|negative|non-?negative)\b(?![\s-]+(?:semi|definite))"
)
_SIGNS = r"(?P<sign>(?:strictly\s+)?(?:positive|negative|non-?negative))"
IN_CASE = Form(  # "if $x$ is negative", "for negative $x$"
    "positive negative",
    rf"\b(?:if|when|for)\s+(?:(?:the\s+)?(?P<of>{FORMULA}){COPULA}\s+{_SIGNS}|(?:all\s+)?{_SIGNS.replace('sign', 'which')}\s+(?P<those>{FORMULA}))(?=[\s,:;.])(?![\s-]+(?:semi|definite))",
)
IT_BOUND = Form(
    "than most least bounded", rf"\b(?:it's|it\s+is)\s+(?:always\s+)?(?P<order>{BOUNDS})\s+(?P<number>{FORMULA})"
)
EXTREME = Form(
    "maximum",
    rf"\bmaximum\s+(?:value\s+)?(?:of\s+{ABOUT}\s+)?is\s+(?:\(\s*(?P<at>[\d./-]+)\s*,\s*(?P<value>[\d./]+)\s*\)|(?P<number>{FORMULA}|\d+(?:\.\d+)?(?:/\d+)?))(?:\s+at\s+(?P<where>{FORMULA}))?",
)
FALLING = Form(
    "increases grows larger",
    rf"{ABOUT}\s*,?\s+(?:it\s+)?(?:will\s+)?(?P<how>(?:get|become)s?\s+(?:smaller|larger|bigger)(?:\s+and\s+(?:smaller|larger|bigger))?|decreases?|increases?|grows|shrinks|vanishes)\s+as\s+(?P<absolute>the\s+(?:absolute\s+value|magnitude)\s+of\s+)?(?:the\s+)?(?:input\s+)?(?:{SYMBOL}|it|input|argument)\s+(?:increases|grows|gets\s+larger)",
)
EITHER = Form(
    "either",
    rf"{ABOUT}\s+is\s+either\s+(?P<low>\d+)\s*\(\s*if\s*[a-z]?\s*<\s*0\s*\)\s*or\s+(?P<high>\d+)\s*\(\s*if\s*[a-z]?\s*>\s*0\s*\)",
)
WITHIN = Form(
    "softmax sigmoid tanh",
    rf"\b(?P<name>softmax|sigmoid|tanh)\b[^.;{BREAK}]{{0,40}}?\b(?:each|every|all)\s+(?:component|entry|entries|components|element|output|value)s?\s+(?:is|are|lies?|will\s+be)\s+(?:in|between|within)\s+(?P<range>{FORMULA}|\(\s*-?\d\s*,\s*-?\d\s*\))",
)
OTHERWISE = re.compile(r"\bor\s+(?:an?\s+)?\Z", re.IGNORECASE)
SUPPOSED = re.compile(r"\b(?:if|when|whenever|in\s+case|in\s+the\s+case)\b", re.IGNORECASE)
SAME = Form("which", r"(?P<one>\d+(?:\.\d+)?)\s+which\s+is\s+(?:equal\s+to\s+|just\s+)?(?P<number>" + FORMULA + ")")

NOUN = r"(?P<noun>(?:(?:free|trainable|learnable|total|distinct|independent|unique)\s+)*(?:parameters|params|weights|entries|elements))"
COUNT = Form("param weights entries elements", rf"(?<![\w.,]){NUMBER}\s+{NOUN}\b")
SUCH = rf"\b(?P<times>{FORMULA}|\d+)\s+(?:of\s+(?:these|them|those)|such\s+[a-z]+|filters|copies)\s*(?:gives?|makes?|have|=|:|,|need)?\s*=?\s*$"
MEANT = Form(
    "represent denote stands",
    r"\b(?P<what>\d+)(?:\s+here)?\s+(?:represents?|denotes?|stands\s+for)\s+(?:the\s+)?(?:[a-z]+\s+){1,3}?(?:size|dimension|length|number)\b",
)
CHOSEN = Form(
    "stride padding dilation batch rate momentum",
    r"\b(?:assume|assuming|use|using|with|take)\s+(?:an?\s+)?(?P<what>stride|padding|dilation|batch\s+size|learning\s+rate|momentum)\s+(?:of\s+)?(?P<n>\d+(?:\.\d+)?)",
)
