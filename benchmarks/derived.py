r"""The derivations of ``retellings.py``: chains of several right steps, and slips that people make in one of them.

A derivation has the lines of a model (``retold.py`` explains them) and instead of single claims

- ``+ D[J|w] = step``: a chain begins. Its first link is claimed; in ``> z = w x + b`` it is only given;
- ``= step``, ``≈ step``: the chain goes on, exactly or with numbers that are rounded;
- ``? D[J|μ] = 0``: a condition to be solved, and with ``⇒ equation`` what follows from it, one line a step;
- ``- step``: the step above with a slip in it, or ``- step => step => ...`` with steps that carry the slip on to the end;
- ``; by the chain rule`` behind a step are words that lead to it, ``; for i \neq j`` says when its chain holds;
- ``with x = 2``: a value of an example;
- ``bold x w``: names that stand for vectors and matrices, which some authors set in bold.

``«`` and ``»`` are brackets that each telling spells in its own way. Each step is equal to the one before it and to the head
of its chain, and a step with a slip differs from both; all were checked with numbers when the table was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from derived_classification import CLASSIFICATION
from derived_layers import LAYERS
from derived_networks import NETWORKS
from derived_numbers import NUMBERS
from derived_regression import REGRESSION
from derived_statistics import STATISTICS
from derived_words import WORDS
from retold import Claim, Model, read

STEPS = {"=": "=", "≈": r"\approx", "⇒": "⇒"}


@dataclass(frozen=True)
class Link(Claim):
    """One step of a chain. ``left`` is the step before it, or the head, or the left side of an equation that follows."""

    words: str = ""
    carried: dict[str, list[str]] = field(default_factory=dict)  # by slip, the steps that go on from it


@dataclass(frozen=True)
class Chain:
    """Links below each other; the first one may only be given."""

    links: list[Link]
    given: bool
    solved: bool  # a condition and equations that follow from it


@dataclass(frozen=True)
class Derivation(Model):
    """One derivation as the table has it. Its claims are the links of its chains."""

    chains: list[Chain] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Takes in one line of the table. ValueError if it is none of the kinds above."""
        word, _, rest = line.partition(" ")
        if word in ("+", ">", "?"):
            self.chains.append(Chain([], word != "+", word == "?"))
            self._link("", "=", rest)
        elif word in STEPS:
            self._link(self.chains[-1].links[-1].right, word, rest)
        elif word == "-":
            slip, *carried = rest.split(" => ")
            self.claims[-1].slips.append(slip)
            self.claims[-1].carried[slip] = carried
        elif word == "with":
            self.values.append(rest)
        elif word == "bold":
            self.bold.extend(rest.split())
        else:
            super().add(line)

    def _link(self, before: str, sign: str, text: str) -> None:
        chain = self.chains[-1]
        formula, *notes = text.split(" ; ")
        if not before or chain.solved:
            before, formula = formula.split(" = ", 1)
        when = next((n for n in notes if n.startswith("for ")), "")
        link = Link(before, STEPS[sign], formula, when, words=" ".join(n for n in notes if n != when))
        if chain.links or not chain.given:
            self.claims.append(link)
        chain.links.append(link)


DERIVATIONS = [
    d
    for table in (CLASSIFICATION, REGRESSION, STATISTICS, NETWORKS, LAYERS, WORDS, NUMBERS)
    for d in read(table, Derivation)
]
