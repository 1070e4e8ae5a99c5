r"""The one table of signs: how each is spelled in every dialect, and how tightly it binds.

A sign has one canonical Unicode glyph, which is what the tree holds. LaTeX may have several commands for it; the first
is the one that is written. ``LEVEL`` is the only precedence table of the house.
"""

from __future__ import annotations

# -- how tightly signs bind, loosest first ------------------------------------------------------------------------

WIDE = "\u2003"  # \quad or more: a space that sets statements apart
BESIDE = " "  # no sign at all, where words meet mathematics: "let" | "z = Wx"

ROWS: tuple[tuple[str, ...], ...] = (
    ("∣", "∥"),  # p(a, b | c)
    (",", ";", ".", "⇒", "⇔", "⇐", "∴", "∵", "∧", "∨", WIDE, BESIDE),
    (":",),
    (
        "=", "≠", "≤", "≥", "<", ">", "≪", "≫", "∈", "∉", "∋", "≈", "≡", "≢", "≔", "≕", "≜", "≐", "≃", "≅", "←", "→", "↦",
        "↔", "↓", "↑",
        "∝", "∼", "⊂", "⊆", "⊃", "⊇", "⊥", "≻", "≽", "≺", "≼",
    ),
    ("+", "-", "±", "∓", "∪", "⊕", "⊖", "∖"),
    ("·", "×", "⊙", "⊘", "*", "∘", "⊗", "/", "⋆", "∩", "÷", "•", ".*", "./"),
)  # fmt: skip
MID, SEPARATOR, COLON, RELATION, SUM, PRODUCT, SIDE_BY_SIDE, ATOM = range(8)
LEVEL: dict[str, int] = {glyph: level for level, row in enumerate(ROWS) for glyph in row} | {".^": ATOM}

SIGNS = frozenset("+-±∓")  # also stand before an operand, and then take the whole product after it
QUANTIFIERS = frozenset("∀∃∄")  # stand before a relation: ∀ i ∈ {1, 2}
BIG = frozenset("∑∏∫∮⋃⋂⨁⨂")  # take the product after them
LIMITS = frozenset(
    {"max", "min", "argmax", "argmin", "lim", "sup", "inf", "limsup", "liminf"}
)  # big, if they have a subscript

PAIRS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "|": "|",
    "‖": "‖",
    "⟨": "⟩",
    "⌊": "⌋",
    "⌈": "⌉",
    "⟦": "⟧",
}

# -- spellings ----------------------------------------------------------------------------------------------------

_GREEK = (
    "α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma "
    "τ tau υ upsilon φ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi "
    "Ω Omega ϵ varepsilon ϑ vartheta ϖ varpi ϱ varrho ς varsigma ϕ varphi"
).split()

GREEK: dict[str, str] = dict(zip(_GREEK[::2], _GREEK[1::2], strict=True))

_NAMES = {
    "∂": "partial part", "∇": "nabla bigtriangledown triangledown", "⊤": "top intercal transpose", "∞": "infty", "ℓ": "ell",
    "ℏ": "hbar",
    "∅": "emptyset varnothing empty",
    "…": "dots ldots cdots vdots ddots dotsc dotsb dotsm hdots hdotsfor", "†": "dagger", "℘": "wp", "ℜ": "Re", "ℑ": "Im",
    "ı": "imath",
    "ȷ": "jmath", "△": "triangle bigtriangleup vartriangle", "∠": "angle", "⊢": "vdash", "♯": "sharp", "♭": "flat", "%": "%", "#": "#",
    "$": "$",
    "◦": "bigcirc", "ℵ": "aleph", "ð": "eth", "✓": "checkmark",
}  # fmt: skip
_OPERATORS = {
    "∣": "mid", "∥": "parallel", "⇒": "Rightarrow implies Longrightarrow",
    "⇔": "Leftrightarrow iff Longleftrightarrow longleftrightarrow leftrightharpoons rightleftharpoons",
    "⇐": "Leftarrow impliedby", "∴": "therefore", "∵": "because", "∧": "wedge land", "∨": "vee lor", ":": "colon",
    "≠": "neq ne", "≤": "leq le leqslant", "≥": "geq ge geqslant", "≪": "ll", "≫": "gg", "∈": "in", "∉": "notin", "∋": "ni",
    "≈": "approx",
    "≡": "equiv", "≢": "nequiv", "≔": "coloneqq", "≕": "eqqcolon", "≜": "triangleq", "≐": "doteq", "≃": "simeq", "≅": "cong",
    "←": "leftarrow gets longleftarrow", "→": "to rightarrow longrightarrow", "↦": "mapsto longmapsto",
    "↔": "leftrightarrow", "↓": "downarrow", "↑": "uparrow", "∝": "propto", "≻": "succ", "≽": "succeq succcurlyeq",
    "≺": "prec", "≼": "preceq preccurlyeq",
    "∼": "sim thicksim", "⊂": "subset", "⊆": "subseteq", "⊃": "supset", "⊇": "supseteq", "⊥": "perp bot", "<": "lt", ">": "gt",
    "±": "pm", "∓": "mp", "∪": "cup", "⊕": "oplus", "⊖": "ominus", "∖": "setminus backslash",
    "·": "cdot cdotp centerdot", "×": "times",
    "⊙": "odot bigodot", "⊘": "oslash", "*": "ast", "∘": "circ", "⊗": "otimes", "⋆": "star", "∩": "cap", "÷": "div", "•": "bullet",
}  # fmt: skip
_BIG = {
    "∑": "sum dsum tsum", "∏": "prod dprod tprod", "∫": "int dint tint", "∮": "oint", "⋃": "bigcup", "⋂": "bigcap",
    "⨁": "bigoplus", "⨂": "bigotimes",
}  # fmt: skip
_QUANTIFIERS = {"∀": "forall", "∃": "exists", "∄": "nexists", "¬": "neg lnot"}
_OPEN = {
    "{": "{ lbrace", "[": "lbrack", "|": "lvert", "‖": "lVert", "⟨": "langle", "⌊": "lfloor", "⌈": "lceil", "⟦": "llbracket",
}  # fmt: skip
_CLOSE = {
    "}": "} rbrace", "]": "rbrack", "|": "rvert", "‖": "rVert", "⟩": "rangle", "⌋": "rfloor", "⌉": "rceil", "⟧": "rrbracket",
}  # fmt: skip
_BARS = {"|": "vert arrowvert", "‖": "| Vert Arrowvert"}

FUNCTIONS = frozenset(
    """log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan max min argmax argmin sup inf lim limsup liminf
    det dim ker deg gcd Pr arg hom tr Tr trace Trace diag Diag rank sgn sign softmax Softmax SoftMax sigmoid Sigmoid relu
    ReLU Relu RELU
    LeakyReLU gelu GELU elu ELU swish silu SiLU softplus logsumexp LogSumExp logsoftmax vec vect Var Cov Cor erf erfc mean sum prod
    concat logit onehot round floor ceil span sech csch clip norm abs sqrt std var cov logdet inv""".split()
)  # fmt: skip
COMMAND_FUNCTIONS = frozenset(
    """log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan max min sup inf lim limsup liminf
    det dim ker deg gcd Pr arg hom""".split()
)
# Short words that name a quantity where others would write a letter: net_j, err, obs.
SHORT_NAMES = frozenset("net out err obs avg std var cov val pos neg ref".split())
# Words that are functions even where they touch other letters: tanhx, xlna.
GLUED = tuple(
    sorted(
        "log ln exp sin cos tan tanh sinh cosh softmax sigmoid relu ReLU argmax argmin max min diag".split(),
        key=len,
        reverse=True,
    )
)

_KINDS = (
    ("name", GREEK | _NAMES),
    ("op", _OPERATORS),
    ("big", _BIG),
    ("quantifier", _QUANTIFIERS),
    ("open", _OPEN),
    ("close", _CLOSE),
    ("bar", _BARS),
)
COMMANDS: dict[str, tuple[str, str]] = {
    command: (kind, glyph)
    for kind, table in _KINDS
    for glyph, commands in table.items()
    for command in commands.split()
}
"""LaTeX command -> (kind of token, glyph)."""
COMMANDS |= {
    name: ("name", name)
    for name in FUNCTIONS
    if name not in COMMANDS and name not in {"vec", "span", "norm", "abs", "sqrt"}
}
COMMANDS |= {
    "R": ("set", "R"),
    "N": ("set", "N"),
    "Z": ("set", "Z"),
    "reals": ("set", "R"),
    "Real": ("set", "R"),
    "real": ("set", "R"),
    "RR": ("set", "R"),
    "E": ("set", "E"),
}

LATEX: dict[str, str] = {
    glyph: "\\" + commands.split()[0] for _, table in _KINDS[:4] for glyph, commands in table.items()
}
"""Glyph -> how it is written in LaTeX. A glyph that is not here is written as it is."""
LATEX |= {name: "\\" + name for name in COMMAND_FUNCTIONS}
del LATEX["<"], LATEX[">"], LATEX[":"], LATEX["*"]
LATEX |= {WIDE: r"\quad", "≔": ":=", "%": r"\%", "#": r"\#", "$": r"\$"}

LATEX |= {".*": r"\odot", "./": r"\oslash"}

PLAIN: dict[str, str] = {
    "·": "*", "×": "*", "⋆": "*", "⊙": ".*", "⊘": "./", "∘": ".*", "⊗": "(x)", "÷": "/", "•": "*", "≤": "<=", "≥": ">=", "≠": "!=",
    "≔": ":=", "←": "<-", "→": "->",
    "⇒": "=>", "⇔": "<=>", "∈": "in", "≈": "~=", "≡": "==", "∼": "~", "±": "+-", "∣": "|", "…": "...", "∂": "d",
    "∇": "grad ", "∑": "sum", "∏": "prod",
    "∫": "int", "∞": "Inf", "ℓ": "l", "⊤": "T", "∀": "forall ", "∃": "exists ", "¬": "not ", "‖": "||", "⟨": "<", "⟩": ">",
    WIDE: "  ",
}  # fmt: skip
"""Glyph -> how it is written in plain ASCII, where that is not its name in ``GREEK``."""

LATEX_OPEN = {"(": "(", "[": "[", "|": "|", "‖": r"\|", ".": "."} | {
    g: "\\" + c.split()[0] for g, c in _OPEN.items() if g not in "[|‖"
}
LATEX_CLOSE = {")": ")", "]": "]", "|": "|", "‖": r"\|", ".": "."} | {
    g: "\\" + c.split()[0] for g, c in _CLOSE.items() if g not in "]|‖"
}

CHARACTERS: dict[str, tuple[str, str]] = {
    glyph: (kind, glyph) for kind, table in _KINDS[:4] for glyph in table if len(glyph) == 1 and glyph not in "%#$"
}
"""A single character -> (kind of token, glyph)."""
CHARACTERS |= {glyph: ("op", glyph) for glyph in "= + - * / , ; . : < >".split()}
CHARACTERS |= {glyph: ("open", glyph) for glyph in PAIRS if glyph not in "{|‖"} | {
    g: ("close", g) for g in PAIRS.values() if g not in "}|‖"
}
CHARACTERS |= {
    "|": ("bar", "|"), "‖": ("bar", "‖"), "−": ("op", "-"), "–": ("op", "-"), "—": ("op", "-"), "⋅": ("op", "·"),
    "∙": ("op", "·"), "ʘ": ("op", "⊙"),
    "∗": ("op", "*"), "☆": ("op", "⋆"), "★": ("op", "⋆"), "˙": ("op", "·"), "∕": ("op", "/"), "（": ("open", "("),
    "）": ("close", ")"), "［": ("open", "["),
    "］": ("close", "]"), "，": ("op", ","), "；": ("op", ";"), "：": ("op", ":"), "＝": ("op", "="), "＋": ("op", "+"),
    "⩽": ("op", "≤"), "⩾": ("op", "≥"),
    "⟵": ("op", "←"), "⟶": ("op", "→"), "⟹": ("op", "⇒"), "⟺": ("op", "⇔"), "⋯": ("name", "…"),
    "⋮": ("name", "…"),
    "⋱": ("name", "…"), "〈": ("open", "⟨"), "〉": ("close", "⟩"), "µ": ("name", "μ"), "∆": ("name", "Δ"), "∥": ("bar", "‖"),
    "≝": ("op", "≜"),
    "'": ("prime", "'"), "′": ("prime", "'"), "’": ("prime", "'"), "″": ("prime", "''"), "`": ("prime", "'"), "!": ("bang", "!"),
    "?": ("hole", "?"), "？": ("hole", "?"), "√": ("root", "√"), "∣": ("bar", "|"), "ﬁ": ("name", "fi"), "ᵀ": ("sup", "T"),
}  # fmt: skip

ACCENTS = {
    "hat": "hat widehat", "tilde": "tilde widetilde", "bar": "bar overline", "vec": "vec overrightarrow", "dot": "dot",
    "ddot": "ddot",
    "underline": "underline underbar ubar uline utilde undertilde", "check": "check widecheck",
    "breve": "breve", "underbrace": "underbrace",
    "overbrace": "overbrace",
}  # fmt: skip
ACCENT_COMMANDS = {command: accent for accent, commands in ACCENTS.items() for command in commands.split()}
COMBINING = {
    "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar", "\u20d7": "vec", "\u0307": "dot", "\u0308": "ddot",
    "\u0332": "underline", "\u0331": "underline", "\u030c": "check", "\u0306": "breve",
}  # fmt: skip

FONT_COMMANDS = {
    "mathbf": "bold", "boldsymbol": "bold", "bm": "bold", "pmb": "bold", "bold": "bold", "bf": "bold", "mathbfit": "bold",
    "symbf": "bold", "mathbold": "bold", "symbfit": "bold",
    "boldmath": "bold", "bfseries": "bold", "mathcal": "cal", "mathscr": "cal", "cal": "cal", "mathbb": "bb",
    "mathds": "bb", "Bbb": "bb", "mathfrak": "frak",
    "mathsf": "sans", "mathtt": "type", "mathnormal": "", "mathit": "", "it": "", "mit": "",
}  # fmt: skip
FONT_WRITTEN = {
    "bold": "mathbf",
    "cal": "mathcal",
    "bb": "mathbb",
    "frak": "mathfrak",
    "sans": "mathsf",
    "type": "mathtt",
}

SUPERSCRIPTS = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿᵀᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
        "0123456789+-=()inTabcdefghjklmoprstuvwxyz",
        strict=True,
    )
)
SUBSCRIPTS = dict(
    zip(
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        "0123456789+-=()aehijklmnoprstuvxβγρφχ",
        strict=True,
    )
)

PROSE = frozenset(
    """if where when for and or so then let similarly with since thus hence therefore otherwise because as is are such
    that given note all each
    every we have by in of to the from else but now also iff assume suppose define denote use using get recall finally first
    second a an
    at on it this these not which be can only note here via st otherwise likewise everywhere elsewhere therefore consider say
    while unless
    implies using follows recalling noting know obtain""".split()
)
"""Single words inside ``\\text{}`` that are prose, never a symbol."""
