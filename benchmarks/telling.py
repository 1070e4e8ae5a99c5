"""Tells a model of ``retold.py`` as one of many authors would: one telling a seed, the same for the same seed.

A telling has one hand throughout (``Hand``: letters, transposes, products, derivatives, functions) and one arrangement of its
parts. Claims carry marks while the page is put together, so that it is known where each of them stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from retold import FUNCTIONS, OBJECTIVE, Claim, Model

OPEN, CLOSE = "\ue000", "\ue001"  # around a claim, until its place is known
GREEK = dict(
    zip("αβγδεζηθκλμνξπρστφχψωΔΣΛΦ", "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau "
    "phi chi psi omega Delta Sigma Lambda Phi".split(), strict=True)
)  # fmt: skip
WORD = re.compile(
    r"\\(?:text|mathrm|operatorname|mathbb|mathbf|mathcal|begin|end)\{[^}]*\}|\\[A-Za-z]+|(?P<name>[^\W\d_]+\d*)"
)
SLOPE = re.compile(r"D\[(?P<of>[^|\]]*)\|(?P<by>[^\]]*)\](?P<more>\^)?")


@dataclass(frozen=True)
class Placed:
    """A claim of a telling, and whether a slip stands in its place."""

    place: tuple[int, int]
    claim: Claim
    slip: bool
    follows: bool = False  # from a slip before it, so that it is neither right nor a slip of its own


@dataclass(frozen=True)
class Telling:
    model: Model
    seed: int
    text: str
    suffix: str  # of the file it would be
    letters: dict[str, str]
    claims: list[Placed]

    @property
    def name(self) -> str:
        return f"{self.seed}-{self.model.name}"


# -- one hand -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hand:
    """How one author writes formulas."""

    letters: dict[str, str]
    transpose: str
    hadamard: str
    dot: str  # of products with a bracket
    norm: tuple[str, str]
    slope: str  # frac, total (with d), slash, nabla or short: ``dW``
    function: str  # the command that sets names of functions
    sum: str  # limits in braces, bare, or only the index
    inside: bool  # ``W^{(2)T}`` rather than ``(W^{(2)})^T``
    tight: bool

    def spell(self, formula: str) -> str:
        """A formula of the table in this hand."""
        left, sign, right = formula.partition(" = ")
        text = self._sums(self._norms(self._slopes(left, False) + sign + self._slopes(right, True)))
        text = text.replace("⊙", self.hadamard)
        text = re.sub(r"(?<=\^T) (?=\()|(?<=\)) (?=[^\W\d_])", lambda _: f" {self.dot} ", text)
        text = re.sub(" +", " ", WORD.sub(partial(self._word, text), text)).replace("∂", "d")
        if self.inside:
            text = re.sub(r"\(([^()]+\^\{[^{}]+)\}\)\^T", r"\1^T}", text)
            text = text.replace("^T}", self.transpose.strip("{}") + "}")
        text = text.replace("^T", f"^{self.transpose}")
        return re.sub(r" ([-+=]) ", r"\1", text) if self.tight else text

    def _slopes(self, text: str, within: bool) -> str:
        """Derivatives; those on one line stand in brackets where a product might take part of them for its own."""

        def slope(match: re.Match[str]) -> str:
            of, by, power = match["of"], match["by"], match["more"] or ""
            spelling = self.slope if of == OBJECTIVE or self.slope in ("slash", "total") else "frac"
            spelling = "frac" if not of and spelling == "slash" else spelling
            whole = {
                "frac": rf"\frac{{\partial {of}}}{{\partial {by}}}",
                "total": rf"\frac{{d {of}}}{{d {by}}}",
                "slash": rf"\partial {of} / \partial {by}",
                "nabla": rf"\nabla_{{{by}}} {of}",
                "short": f"∂{by}",
            }[spelling]
            alone = match[0].strip() == text.strip()
            bare = not power and (not within or alone or spelling in ("frac", "total", "short"))
            return whole if bare else f"({whole}){power}"

        return SLOPE.sub(slope, text)

    def _norms(self, text: str) -> str:
        pieces = text.split("‖")
        return pieces[0] + "".join(self.norm[n % 2] + piece for n, piece in enumerate(pieces[1:]))

    def _sums(self, text: str) -> str:
        shown = {"braces": r"\\sum_{\1=1}^{\2}", "bare": r"\\sum_{\1=1}^\2", "index": r"\\sum_\1"}[self.sum]
        return re.sub(r"\\sum_\{(\w)=1\}\^(\w)\b", shown, text)

    def _word(self, text: str, match: re.Match[str]) -> str:
        """A letter in the place of a name: in brackets where an index or power would be its second one."""
        name, after = match["name"], text[match.end() : match.end() + 1]
        if name is None:
            return match[0]
        if name in FUNCTIONS:
            return rf"{self.function}{{{'ReLU' if name == 'relu' else name}}}"
        letter = self.letters.get(name) or (f"\\{GREEK[name]}" if name in GREEK else name)
        return f"({letter})" if after in ("_", "^") and after in letter else letter


def letters(model: Model, rng: Random) -> dict[str, str]:
    """A letter for every name, no two alike, and none that the model uses for something else."""
    taken = literals(model)
    chosen: dict[str, str] = {}
    for group, choices in model.letters.items():
        free = [c for c in choices if not taken & set(c)]
        letter = rng.choice(free or choices[:1])
        taken |= set(letter)
        chosen |= dict(zip(group, letter, strict=True))
    return chosen


def literals(model: Model) -> set[str]:
    """Letters that stand for themselves in the formulas of a model."""
    names = {name for group in model.letters for name in group}
    alone = words(model) - names
    return {f"\\{GREEK[w]}" if w in GREEK else w for w in alone} | {"T", "d"}


def words(model: Model) -> set[str]:
    """Every name in the formulas of a model."""
    plain = [SLOPE.sub(r"\g<of> \g<by>", formula) for formula in formulas(model)]
    return {m["name"] for formula in plain for m in WORD.finditer(formula) if m["name"]}


def formulas(model: Model) -> list[str]:
    """Everything in a model that is a formula."""
    claims = [f"{c.left} = {right}" for c in model.claims for right in [c.right, *c.slips]]
    return [*model.definitions, *claims, *(part for pair in (*model.spaces, *model.ranges) for part in pair)]


def hand(model: Model, rng: Random) -> Hand:
    """A hand for a model. Rows of ``align`` and sentences use the same one."""
    slopes = ["frac", "frac", "slash", "nabla", "frac" if "d" in words(model) else "short"]  # ``dm`` may be d times m
    return Hand(
        letters(model, rng),
        rng.choice(["T", r"\top", r"{\top}", r"\intercal"]),
        rng.choice([r"\odot", r"\odot", r"\circ", "*"]),
        rng.choice([r"\cdot", "", ""]),
        rng.choice([("\\|", "\\|"), (r"\lVert ", r" \rVert"), (r"\left\| ", r" \right\|"), ("||", "||")]),
        rng.choice(slopes),
        rng.choice([r"\text", r"\mathrm", r"\operatorname"]),
        rng.choice(["braces", "bare", "index"]),
        rng.random() < 0.5,
        rng.random() < 0.3,
    )


# -- one page -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """How one author arranges a page, in Markdown or in TeX."""

    tex: bool
    show: tuple[str, str]  # around a display
    rng: Random

    def heading(self, title: str) -> str:
        return rf"\section{{{title}}}" if self.tex else f"## {title}"

    def listed(self, items: Sequence[str], numbered: bool) -> str:
        if not self.tex:
            return "\n".join(f"{n}. {item}" if numbered else f"- {item}" for n, item in enumerate(items, 1))
        name = "enumerate" if numbered else "itemize"
        return f"\\begin{{{name}}}\n" + "\n".join(rf"\item {item}" for item in items) + f"\n\\end{{{name}}}"

    def display(self, formula: str) -> str:
        return self.show[0] + formula + self.show[1]

    def aligned(self, rows: Iterable[str]) -> str:
        lines = " \\\\\n".join(re.sub(r" ?(=|\\leftarrow) ?", r" &\1 ", row, count=1) for row in rows)
        text = f"\\begin{{align}}\n{lines}\n\\end{{align}}"
        return text if self.tex else f"$$\n{text}\n$$"

    def formulas(self, rows: Sequence[str], leads: Sequence[str]) -> str:
        """Formulas below each other, in one ``align``, in sentences, or in a list."""
        way = self.rng.choice(["displays", "displays", "align", "sentences", "items", "numbers"])
        if (way == "align" and any("cases" in row for row in rows)) or (way in ("items", "numbers") and len(rows) == 1):
            way = "displays"
        lead = self.rng.choice(leads)
        if way == "align":
            return f"{lead}\n\n{self.aligned(rows)}".strip()
        if way == "sentences":
            words = [lead or "We have", *(self.rng.choice(["Then", "Also,", "Moreover,", "Here"]) for _ in rows[1:])]
            return "\n".join(f"{word} ${row}$." for word, row in zip(words, rows, strict=True))
        if way in ("items", "numbers"):
            return f"{lead}\n\n{self.listed([f'${row}$' for row in rows], way == 'numbers')}".strip()
        return "\n\n".join(filter(None, [lead, *map(self.display, rows)]))

    def questions(self, rows: Sequence[str]) -> str:
        """Each formula below a number of its own."""
        name = r"\paragraph{{Question {}.}}" if self.tex else "**Question {}.**"
        ask = self.rng.choice(["Show that", "Prove:", "Why is this so?"])
        return "\n\n".join(f"{name.format(n)} {ask}\n\n{self.display(row)}" for n, row in enumerate(rows, 1))


def page(rng: Random) -> Page:
    if rng.random() < 0.4:
        shows = [("\\[\n", "\n\\]"), ("\\begin{equation}\n", "\n\\end{equation}"), ("$$", "$$")]
        return Page(True, rng.choice(shows), rng)
    return Page(False, rng.choice([("$$", "$$"), ("$$\n", "\n$$"), ("```math\n", "\n```")]), rng)


def listing(items: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""


def space_of(symbol: str, space: str, rng: Random) -> str:
    """Where a symbol lies, as a set or (for plain vectors, matrices and numbers) in words."""
    many = "," in symbol
    dimensions, size = space.split(" × "), space.replace("×", r"\times")
    if space.startswith("one-hot "):
        return rf"the one-hot vector{'s' * many} ${symbol} \in \{{0, 1\}}^{{{size[8:]}}}$"
    if space.startswith("\\"):
        return rf"${symbol} \in {size}$"
    if rng.random() < 0.7:
        braces = len(size) > 1 or rng.random() < 0.5
        power = "" if space == "1" else f"^{{{size}}}" if braces else f"^{size}"
        return rf"${symbol} \in \mathbb{{R}}{power}$"
    if space == "1":
        return f"the scalar{'s' * many} ${symbol}$"
    if len(dimensions) == 1:
        return f"the ${space}$-dimensional vector{'s' * many} ${symbol}$"
    return rf"the ${dimensions[0]} \times {dimensions[1]}$ matri{'ces' if many else 'x'} ${symbol}$"


def declared(model: Model, page: Page, spell: Callable[[str], str], rng: Random, leads: Sequence[str]) -> str:
    """Where the symbols lie, in one sentence or in a list, and how far the indices run."""
    spaces = [space_of(spell(symbol), spell(space), rng) for symbol, space in model.spaces]
    shown = rng.choice([r"${} \in \{{1, \dots, {}\}}$", r"${} = 1, \dots, {}$"])
    runs = [shown.format(spell(index), spell(end)) for index, end in model.ranges]
    indices = f"Here {listing(runs)}." if runs else ""
    if spaces and rng.random() < 0.25:
        return f"The symbols are\n\n{page.listed(spaces, False)}\n\n{indices}".strip()
    lead = rng.choice(leads)
    return "\n".join(filter(None, [f"{lead} {listing(spaces)}." if spaces else "", indices]))


def remarks(model: Model, hand: Hand, rng: Random) -> str:
    """What an author explains before using it: signs of products, and ``dW``."""
    told = []
    everything = " ".join(formulas(model))
    if "⊙" in everything and (hand.hadamard == "*" or rng.random() < 0.5):
        told.append(f"We write ${hand.hadamard}$ for the elementwise product.")
    by = next((m["by"] for m in SLOPE.finditer(everything) if m["of"] == OBJECTIVE), "")
    if hand.slope == "short" and by:
        one, whole = hand.spell(f"D[{OBJECTIVE}|{by}]"), hand.spell(rf"\frac{{\partial {OBJECTIVE}}}{{\partial {by}}}")
        told.append(f"We write ${one}$ for ${whole}$, and likewise for the other variables.")
    return " ".join(told)


def tell(model: Model, seed: int) -> Telling:
    """One telling of a model."""
    rng = Random(f"{seed}-{model.name}")
    mine, sheet = hand(model, rng), page(rng)
    slip = rng.choice([(c, s) for c in model.claims for s in c.slips] or [None]) if rng.random() < 0.5 else None
    claims = list(model.claims)
    if rng.random() < 0.4:
        rng.shuffle(claims)
    text = arranged(model, mine, sheet, [_marked(c, mine, slip) for c in claims], rng)
    if sheet.tex:
        text = f"\\documentclass{{article}}\n\\begin{{document}}\n{text}\n\\end{{document}}"
    plain, places = places_of(text + "\n")
    placed = [Placed(p, c, slip is not None and slip[0] is c) for p, c in zip(places, claims, strict=True)]
    return Telling(model, seed, plain, ".tex" if sheet.tex else ".md", mine.letters, placed)


def _marked(claim: Claim, hand: Hand, slip: tuple[Claim, str] | None) -> str:
    right = slip[1] if slip is not None and slip[0] is claim else claim.right
    when = rf" \quad \text{{for }} {hand.spell(claim.when.removeprefix('for '))}" if claim.when else ""
    return f"{OPEN}{hand.spell(f'{claim.left} {claim.sign} {right}')}{CLOSE}{when}"


def arranged(model: Model, hand: Hand, page: Page, claims: Sequence[str], rng: Random) -> str:
    """The parts of a page in some order, with or without headings."""
    headings = rng.choice(["", "parts", "notation", "title"])
    order = rng.choice(["first", "first", "between", "end"])
    leads = (
        ["Let", "We have", "Consider"]
        if order == "first"
        else ["Here", "where"]
        if order == "between"
        else ["Throughout,"]
    )
    spaces = declared(model, page, hand.spell, rng, leads)
    if headings == "notation" and order != "between" and spaces:
        spaces = f"{page.heading('Notation')}\n\n{spaces}"
    definitions = page.formulas([hand.spell(d) for d in model.definitions], ["", "Let", "We define", "The model is"])
    if headings:
        title = model.name.replace("-", " ").capitalize() if headings == "title" else "Model"
        definitions = f"{page.heading(title)}\n\n{definitions}"
    shown = (
        page.questions(claims) if rng.random() < 0.15 else page.formulas(claims, ["", "We have", "Hence", "Therefore"])
    )
    if headings in ("parts", "notation"):
        shown = f"{page.heading(rng.choice(['Gradients', 'Derivatives', 'Backward pass']))}\n\n{shown}"
    said = " ".join(map(partial(sentence, hand), model.sayings))
    noted = remarks(model, hand, rng)
    early = "D[" in " ".join([*model.definitions, *model.sayings])  # then what ``dW`` means is said before it is used
    model_of = [noted, said, definitions] if early else [said, definitions, noted]
    parts = {"first": [spaces, *model_of], "between": [*model_of, spaces], "end": model_of}[order]
    parts += [shown] + [spaces] * (order == "end")
    return "\n\n".join(filter(None, parts))


def sentence(hand: Hand, text: str) -> str:
    return re.sub(r"\$([^$]*)\$", lambda m: f"${hand.spell(m[1])}$", text)


def places_of(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its marks, and where the marked pieces stand in it."""
    plain, places = "", []
    for piece in re.split(f"({OPEN}[^{CLOSE}]*{CLOSE})", marked):
        if piece.startswith(OPEN):
            places.append((len(plain), len(plain) + len(piece) - 2))
        plain += piece.strip(OPEN + CLOSE)
    return plain, places
