"""Tells a derivation of ``derived.py`` as one of many authors would, with the hand and the page of ``telling.py``.

A chain is told in one ``align``, in one display, within a sentence, in displays that go on with ``= ...``, or as equations that
all begin with the head. Where a step has a slip, those behind it either stay as they were or carry the slip on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from derived import Chain, Derivation, Link
from telling import (
    CLOSE,
    OPEN,
    Hand,
    Page,
    Placed,
    Telling,
    declared,
    hand,
    listing,
    page,
    places_of,
    sentence,
    words,
)

LEADS = ("so that", "which gives", "that is,", "Hence", "and therefore", "Simplifying,", "This is")
BRACKETS = (
    ("(", ")"),
    (r"\left( ", r" \right)"),
    (r"\left[ ", r" \right]"),
    ("[", "]"),
    (r"\big( ", r" \big)"),
    (r"\Bigl[ ", r" \Bigr]"),
    (r"\left\{ ", r" \right\}"),
)
FONTS = (r"\mathbf{{{}}}", r"\boldsymbol{{{}}}", r"\bm{{{}}}")
ARROWS = (r"\Rightarrow", r"\implies", r"\quad \Rightarrow \quad", r"\Longrightarrow", r"\Leftrightarrow")


@dataclass(frozen=True)
class Step:
    """A link as it is told: a formula with marks around it if it is claimed."""

    head: str  # with which the chain began, or the left side of an equation
    sign: str
    right: str
    words: str
    claimed: bool

    def row(self, whole: bool, align: bool = False) -> str:
        """The formula with its left side or from its sign on, marked."""
        sign = f"{'&' * align}{self.sign}"
        text = f"{self.head} {sign} {self.right}" if whole else f"{sign} {self.right}"
        return f"{OPEN}{text}{CLOSE}" if self.claimed else text


@dataclass(frozen=True)
class Writer:
    """Who tells it: spells formulas, and arranges chains on a page."""

    hand: Hand
    page: Page
    brackets: tuple[str, str]
    product: str  # between derivatives
    equals: bool  # = where numbers are rounded
    rng: Random

    def spell(self, formula: str) -> str:
        text = formula.replace("] D[", f"] {self.product} D[")
        text = re.sub(" +", " ", self.hand.spell(text))
        return text.replace("«", self.brackets[0]).replace("»", self.brackets[1])

    def steps(self, chain: Chain, rights: Sequence[str]) -> list[Step]:
        """The links of a chain with the steps that are told in their places."""
        head, steps = self.spell(chain.links[0].left), []
        for number, (link, right) in enumerate(zip(chain.links, rights, strict=True)):
            if chain.solved:
                left, right = right.split(" = ", 1) if " = " in right else (link.left, right)
                head = self.spell(left)
            sign = "=" if self.equals or link.sign == "⇒" else link.sign
            spelled = self.spell(f" = {right}").removeprefix(" ").removeprefix("=").strip()
            steps.append(Step(head, sign, spelled, link.words, number > 0 or not chain.given))
        return steps

    def told(self, chain: Chain, rights: Sequence[str]) -> str:
        steps = self.steps(chain, rights)
        ways: list[Callable[[Sequence[Step], bool], str]] = [self.aligned, self.aligned, self.displays, self.displays]
        ways += [self.inline, self.one] if chain.solved or sum(len(s.right) for s in steps) < 300 else []
        ways += [] if chain.solved else [self.restated]
        way = self.rng.choice(ways)
        return "\n\n".join(filter(None, [self.case(chain.links[0]), way(steps, chain.solved)]))

    def case(self, link: Link) -> str:
        if not link.when:
            return ""
        shown = f"${self.spell(link.when.removeprefix('for '))}$"
        strong = (r"\textbf{", "}") if self.page.tex else ("**", "**")
        return self.rng.choice(
            [f"For {shown}:", f"If {shown}, then", f"{strong[0]}Case {shown}.{strong[1]}", f"When {shown}, we have"]
        )

    def lead(self, step: Step) -> str:
        return f"{step.words[:1].upper()}{step.words[1:]}," if step.words else self.rng.choice(LEADS)

    def opening(self, step: Step, solved: bool) -> str:
        """What stands before a chain."""
        if solved:
            return self.rng.choice(
                ["Setting the derivative to zero:", "At the optimum,", "We set the derivative to zero."]
            )
        return self.lead(step) if step.words else self.rng.choice(["", "", "We have", "Then", "We compute"])

    def aligned(self, steps: Sequence[Step], solved: bool) -> str:
        name = self.rng.choice(["align", "align*", "aligned", "aligned", "split", "eqnarray"])
        reasons = "align" in name and self.rng.random() < 0.5
        arrow = self.rng.choice([r"\Rightarrow ", r"\Rightarrow \quad ", r"\implies ", ""]) if solved else ""
        rows = []
        for number, step in enumerate(steps):
            why = rf" && \text{{({step.words})}}" if reasons and step.words else ""
            rows.append(arrow * bool(number) + step.row(solved or not number, True) + why)
        if name == "eqnarray":
            rows = [re.sub(r"&(=|\\approx) ", r"&\1& ", row) for row in rows]
        body = f"\\begin{{{name}}}\n" + " \\\\\n".join(rows) + f"\n\\end{{{name}}}"
        free = self.page.tex and name in ("align", "align*", "eqnarray")
        shown = body if free else f"\\[\n{body}\n\\]" if self.page.tex else f"$$\n{body}\n$$"
        opening = "" if reasons and steps[0].words else self.opening(steps[0], solved)
        return f"{opening}\n\n{shown}".strip()

    def one(self, steps: Sequence[Step], solved: bool) -> str:
        return f"{self.opening(steps[0], solved)}\n\n{self.page.display(self.joined(steps, solved))}".strip()

    def inline(self, steps: Sequence[Step], solved: bool) -> str:
        if solved and self.rng.random() < 0.5:
            lead = self.rng.choice(["Setting", "If we set"])
            first, *others = [step.row(True) for step in steps]
            return f"{lead} ${first}$ gives ${'$, hence $'.join(others)}$."
        lead = self.opening(steps[0], solved) or "We have"
        return f"{lead} ${self.joined(steps, solved)}$."

    def joined(self, steps: Sequence[Step], solved: bool) -> str:
        between = f" {self.rng.choice(ARROWS)} " if solved else " "
        return between.join(step.row(solved or not number) for number, step in enumerate(steps))

    def displays(self, steps: Sequence[Step], solved: bool) -> str:
        """A display for each step, which goes on from the one before."""
        parts = [self.opening(steps[0], solved), self.page.display(steps[0].row(True))]
        for step in steps[1:]:
            parts += [self.lead(step), self.page.display(step.row(solved))]
        return "\n\n".join(filter(None, parts))

    def restated(self, steps: Sequence[Step], solved: bool) -> str:
        """An equation for each step, all with the same left side."""
        parts = [self.opening(steps[0], solved), self.page.display(steps[0].row(True))]
        for step in steps[1:]:
            parts += [self.lead(step), self.page.display(step.row(True))]
        return "\n\n".join(filter(None, parts))


def writer(derivation: Derivation, rng: Random) -> Writer:
    slopes = ["frac", "frac", "frac", "slash", "nabla", "frac" if "d" in words(derivation) else "total"]
    mine = replace(hand(derivation, rng), slope=rng.choice(slopes))
    if rng.random() < 0.4:
        font = rng.choice(FONTS)
        mine = replace(
            mine, letters={n: font.format(x) if n in derivation.bold else x for n, x in mine.letters.items()}
        )
    product, equals = rng.choice(["", "", r"\cdot", r"\cdot", r"\,", r"\times"]), rng.random() < 0.4
    return Writer(mine, page(rng), rng.choice(BRACKETS), product, equals, rng)


def planned(derivation: Derivation, rng: Random) -> tuple[list[list[str]], dict[int, str]]:
    """The right sides of each chain, and what a link is that is not right: ``slip`` or ``follows``, by its identity."""
    slips = [(chain, link, slip) for chain in derivation.chains for link in chain.links for slip in link.slips]
    rights = [[link.right for link in chain.links] for chain in derivation.chains]
    if not slips or rng.random() < 0.5:
        return rights, {}
    chain, link, slip = rng.choice(slips)
    mine = rights[derivation.chains.index(chain)]
    place = chain.links.index(link)
    behind = chain.links[place + 1 :]
    marks = {id(link): "slip"}
    mine[place] = slip
    carried = link.carried.get(slip, [])
    if carried and rng.random() < 0.6:
        mine[place + 1 :] = carried
        marks |= {id(other): "follows" for other in behind}
    elif not chain.solved:
        marks |= {id(other): "follows" for other in behind[:1]}
    return rights, marks


def derive(derivation: Derivation, seed: int) -> Telling:
    """One telling of a derivation."""
    rng = Random(f"{seed}-{derivation.name}")
    author = writer(derivation, rng)
    rights, marks = planned(derivation, rng)
    chains = [author.told(chain, mine) for chain, mine in zip(derivation.chains, rights, strict=True)]
    text = arranged(derivation, author, chains, rng)
    if author.page.tex:
        text = f"\\documentclass{{article}}\n\\begin{{document}}\n{text}\n\\end{{document}}"
    plain, places = places_of(text + "\n")
    placed = [
        Placed(place, claim, marks.get(id(claim)) == "slip", marks.get(id(claim)) == "follows")
        for place, claim in zip(places, derivation.claims, strict=True)
    ]
    return Telling(derivation, seed, plain, ".tex" if author.page.tex else ".md", author.hand.letters, placed)


def arranged(derivation: Derivation, author: Writer, chains: Sequence[str], rng: Random) -> str:
    """The parts in some order: what lies where, what is defined, and the chains below numbers, steps or nothing."""
    sheet, spell = author.page, author.spell
    order = rng.choice(["first", "first", "between", "end"])
    leads = {"first": ["Let", "Consider", "Suppose that"], "between": ["Here", "where"], "end": ["Throughout,"]}[order]
    spaces = declared(derivation, sheet, spell, rng, leads)
    values = [f"${spell(v)}$" for v in derivation.values]
    valued = rng.choice(["Let {}.", "Suppose {}.", "As an example, take {}.", "We start from {}."]) if values else ""
    parts = {"first": [spaces], "between": [], "end": []}[order]
    parts += [sentence(author.hand, text) for text in derivation.sayings]
    parts += [defined([spell(d) for d in derivation.definitions], author, rng) if derivation.definitions else ""]
    parts += [spaces] if order == "between" else []
    parts += [valued.format(listing(values))]
    strong = r"\textbf{{{{{}}}}}" if sheet.tex else "**{}**"
    title = rng.choice(["", "Derivation", "Solution", "Proof", "Solution.", "Proof.", "Derivatives"])
    if title.endswith("."):
        parts.append(strong.format(title).format())
    elif title:
        parts.append(sheet.heading(title))
    label = rng.choice(["", "", "({})", "Step {}.", strong.format("({})"), strong.format("Step {}:")])
    for number, chain in enumerate(chains):
        name = label.format(number + 1 if "Step" in label else "abcdefgh"[number]) if len(chains) > 1 else ""
        between = " " if chain[0].isalpha() else "\n\n"  # a display stands alone
        parts.append(f"{name}{between}{chain}".strip())
    return "\n\n".join(filter(None, [*parts, spaces if order == "end" else ""]))


def defined(definitions: Sequence[str], author: Writer, rng: Random) -> str:
    """Definitions as formulas below each other, or from the last to the first in one sentence."""
    if rng.random() < 0.3 and not any("cases" in d for d in definitions):
        *inner, outer = [f"${d}$" for d in definitions]
        return f"{rng.choice(['Let', 'Take the loss', 'We look at'])} {outer}{', where ' + listing(inner[::-1]) if inner else ''}."
    return author.page.formulas(definitions, ["", "Let", "We define", "The model is"])
