"""What a gradient check answers: one verdict per parameter block, and what went wrong where it did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from fractions import Fraction
from html import escape
from typing import Literal

import numpy as np

from papergrad.records import dataclass

Verdict = Literal["right", "wrong", "inconclusive"]


@dataclass(frozen=True)
class Cause:
    """The mistake by name. ``code`` is stable (``factor``, ``sign``, ``transposed``, ``regulariser`` ...), ``text`` is for people.

    ``factor`` is what the given gradient must be multiplied by; ``rows``, ``columns`` and ``entries`` count from 0 as NumPy does.
    """

    code: str
    text: str
    factor: Fraction | None = None
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    entries: tuple[tuple[int, ...], ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Block:
    """One parameter: ``error`` is |given - measured| / |measured|, ``bound`` how far the measurement itself may be off.

    ``step`` is the shortest difference step used; ``measured`` the right gradient as far as it was measured entry by entry;
    ``formula`` says whether the given gradient equals the formula it was compared with.
    """

    name: str
    shape: tuple[int, ...]
    verdict: Verdict
    error: float
    bound: float
    step: float
    cause: Cause | None = None
    why: str = ""  # of an inconclusive verdict
    measured: np.ndarray | None = field(default=None, repr=False, compare=False)
    formula: bool | None = None

    @property
    def says(self) -> str:
        return self.cause.text if self.cause else self.why


@dataclass(frozen=True)
class Check:
    """The answer of ``gradcheck``. It is true only where every block is right, so it can be asserted."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    evaluations: int = 0
    cause: Cause | None = None  # one mistake that explains every wrong block

    @property
    def verdict(self) -> Verdict:
        found = {block.verdict for block in self.blocks}
        return "wrong" if "wrong" in found else "inconclusive" if "inconclusive" in found or not found else "right"

    def __bool__(self) -> bool:
        return self.verdict == "right"

    def __getitem__(self, name: str) -> Block:
        for block in self.blocks:
            if block.name == name:
                return block
        raise KeyError(name)

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        wrong = [b for b in self.blocks if b.verdict == "wrong"]
        open_ = [b for b in self.blocks if b.verdict == "inconclusive"]
        if wrong:
            rest = "" if len(wrong) == len(self.blocks) else " The rest is right." if not open_ else ""
            if self.cause:
                return f"The gradient is wrong: {self.cause}.{rest}"
            each = "; ".join(f"the gradient of {b.name} is wrong: {b.cause}" for b in wrong)
            return f"T{each[1:]}.{rest}"
        if open_:
            reasons = {b.why for b in open_}
            which = "the gradient" if len(open_) == len(self.blocks) else _and([b.name for b in open_])
            return f"No verdict on {which}: {'; '.join(sorted(reasons))}."
        return f"The gradient is right, to within {max((b.bound for b in self.blocks), default=0):.0e} of itself."

    @property
    def against_formula(self) -> str:
        """How the given gradient compares with the formula, in one sentence; empty where there was none."""
        compared = [b for b in self.blocks if b.formula is not None]
        if not compared:
            return ""
        off = [b.name for b in compared if not b.formula]
        if not off:
            return "It equals your formula."
        if len(off) == len(compared):
            return "It differs from your formula everywhere." if len(off) > 1 else "It differs from your formula."
        return f"It equals your formula for everything but {_and(off)}."

    def __str__(self) -> str:
        rows = [("", "shape", "verdict", "error", "± bound", "step", "")]
        for b in self.blocks:
            shape = " × ".join(map(str, b.shape)) or "number"
            rows.append((b.name, shape, b.verdict, _short(b.error), _short(b.bound), _short(b.step), b.says))
        wide = [max(len(row[k]) for row in rows) for k in range(7)]
        table = ["  ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)).rstrip() for row in rows]
        lead = [line for line in (self.headline, self.against_formula) if line]
        return "\n".join([*lead, "", *table, *(f"note: {note}" for note in self.notes)])

    def _repr_html_(self) -> str:
        colour = {"right": "#1a7f37", "wrong": "#cf222e", "inconclusive": "#9a6700"}
        left = 'style="text-align:left"'
        head = "".join(f"<th {left}>{h}</th>" for h in ("block", "shape", "verdict", "error", "± bound", "what"))
        body = "".join(
            f"<tr><td {left}><code>{escape(b.name)}</code></td>"
            f"<td {left}>{' × '.join(map(str, b.shape)) or 'number'}</td>"
            f'<td {left}><b style="color:{colour[b.verdict]}">{b.verdict}</b></td>'
            f"<td {left}>{_short(b.error)}</td><td {left}>{_short(b.bound)}</td><td {left}>{escape(b.says)}</td></tr>"
            for b in self.blocks
        )
        lead = "".join(f"<p>{escape(line)}</p>" for line in (self.headline, self.against_formula, *self.notes) if line)
        return f"<div>{lead}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _short(value: float) -> str:
    return "-" if not np.isfinite(value) else "0" if value == 0 else f"{value:.1e}"


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
