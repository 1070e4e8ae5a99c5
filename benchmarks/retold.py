r"""The models of ``retellings.py``: what is defined, what is right about it, and slips that people make there.

A model is a few lines. The first, ``# ridge``, is its name, and below it stand

- ``let w = w \theta \beta``: letters for the name w; ``let h1 h2 = h_1 h_2 u v`` chooses for both at once, and
  ``or`` goes on with the choices. What no line lets is written as it is, Greek letters as commands;
- ``w ∈ n``, ``X ∈ m × n``, ``y ∈ one-hot K``, ``b ∈ 1``, ``y ∈ \{0, 1\}``: where a symbol lies;
- ``over i m``: the index i runs from 1 to m;
- ``say ...``: a sentence that comes before the formulas;
- ``J = ...``: a definition. The objective is always called J here;
- ``+ D[J|w] = ... ; for ...``: a right claim, and when it holds; D[J|w] is the derivative of J by w, laid out as w is;
- ``- ...``: the right side of the claim above with a slip in it. It is wrong in value, not only in layout.

Formulas are LaTeX, but for ``^T`` (transpose), ``⊙`` (entry by entry), ``‖x‖`` and the names of FUNCTIONS, which each telling
spells in its own way. Letters that are multiplied have a space between them; a function stands right before its bracket.
Every claim and every slip was checked with numbers when the table was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeVar

from retold_classification import CLASSIFICATION
from retold_layers import LAYERS
from retold_networks import NETWORKS
from retold_regression import REGRESSION
from retold_statistics import STATISTICS
from retold_words import WORDS

OBJECTIVE = "J"
FUNCTIONS = ("softmax", "diag", "sign", "tr", "relu")


@dataclass(frozen=True)
class Claim:
    """What is right, when it is (``for i \\neq j``), and slips that may stand in the place of the right side."""

    left: str
    sign: str
    right: str
    when: str = ""
    slips: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Model:
    """One model as the table has it."""

    name: str
    letters: dict[tuple[str, ...], list[tuple[str, ...]]] = field(default_factory=dict)
    spaces: list[tuple[str, str]] = field(default_factory=list)
    ranges: list[tuple[str, str]] = field(default_factory=list)
    sayings: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Takes in one line of the table. ValueError if it is none of the kinds above."""
        word, _, rest = line.partition(" ")
        if word == "let":
            names, _, choices = rest.partition(" = ")
            group = tuple(names.split())
            self.letters[group] = _grouped(choices, len(group))
        elif word == "or":
            group = list(self.letters)[-1]
            self.letters[group] += _grouped(rest, len(group))
        elif word == "say":
            self.sayings.append(rest)
        elif word == "over":
            index, end = rest.split()
            self.ranges.append((index, end))
        elif word == "+":
            self.claims.append(_claim(rest))
        elif word == "-":
            self.claims[-1].slips.append(rest)
        elif " ∈ " in line:
            symbol, space = line.split(" ∈ ")
            self.spaces.append((symbol, space))
        elif " = " in line:
            self.definitions.append(line)
        else:
            raise ValueError(f"{self.name}: {line!r} is no line of a model")


Some = TypeVar("Some", bound=Model)


def _grouped(choices: str, size: int) -> list[tuple[str, ...]]:
    return list(zip(*[iter(choices.split())] * size, strict=True))


def _claim(text: str) -> Claim:
    formula, _, when = text.partition(" ; ")
    left, sign, right = re.split(r" (=|\\leftarrow) ", formula, maxsplit=1)
    return Claim(left, sign, right, when)


def read(table: str, kind: type[Some]) -> list[Some]:
    """The models of a table."""
    found: list[Some] = []
    for line in filter(None, map(str.strip, table.splitlines())):
        if line.startswith("# "):
            found.append(kind(line[2:]))
        else:
            found[-1].add(line)
    return found


MODELS = [m for table in (REGRESSION, CLASSIFICATION, STATISTICS, NETWORKS, LAYERS, WORDS) for m in read(table, Model)]
