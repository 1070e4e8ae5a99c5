"""Fuzzes the whole way of a document: mutated pieces of real ones are read, judged and reported on.

    PYTHONPATH=src python benchmarks/fuzz.py                 # 60 seconds
    PYTHONPATH=src python benchmarks/fuzz.py --seconds 600 --seed 7 --show

Nothing may happen but findings or a ``PaperError``, no finding may be a breakdown (PG999), and no piece may take longer than
``SLOWEST`` seconds of this process. Exit code 1 and the pieces otherwise.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import papergrad
from papergrad.reports import as_json, as_markdown, terminal
from papergrad.reports.lines import page
from papergrad.source import PaperError

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / ".." / "shared" / "seeds"
KINDS = {".md": "markdown", ".tex": "tex", ".txt": "text"}
CONTROL = frozenset("\x00\x07\x08\x9b\u202e\u2066")  # some of what no terminal may be sent
SLOWEST = 20.0  # seconds of this process for one piece
_TYPED = (
    r"$ $$ \ { } ^ _ & \\ = ? ( ) [ ] | ' \frac \partial \sum_ \left \right \begin{cases} \end{cases} \begin{bmatrix} \end{bmatrix} "
    r"\nabla_ \hat \in \mathbb{R}^ \leftarrow := \dots \text{ \boxed{ \max \log e^ ^T ^{(i)} _{ij} 0 1 99999999999999999999 W x d T "
    "# ` <!-- \x00 \ufeff ² ∂ Σ π ⊙ ŷ \u202e 𝟙 ½ ，"
)
SIGNS = [*_TYPED.split(" "), "\n\n", " "]


@dataclass(frozen=True)
class Failure:
    """A piece of text and what went wrong with it."""

    text: str
    kind: str
    what: str


def documents(seeds: bool = False) -> list[tuple[str, str]]:
    """The texts that are cut up, each with its kind."""
    paths = sorted((ROOT / "tests" / "documents").glob("*.*")) + (sorted(SEEDS.glob("0*.txt")) if seeds else [])
    return [(p.read_text(encoding="utf-8"), KINDS[p.suffix]) for p in paths if p.suffix in KINDS]


def pieces(texts: list[tuple[str, str]], seed: int) -> Iterator[tuple[str, str]]:
    """Some neighbouring lines of a document (sometimes of two), with a few mutations of characters, signs, bytes and lines."""
    rng = Random(seed)
    while True:
        text, kind = rng.choice(texts)
        cut = _cut(text, rng) + (_cut(rng.choice(texts)[0], rng) if rng.random() < 0.2 else "")
        for _ in range(rng.choice((1, 1, 2, 3, 8, 20))):
            cut = _mutated(cut, rng)
        yield cut, kind


def _cut(text: str, rng: Random) -> str:
    lines = text.splitlines(keepends=True)
    start = rng.randrange(len(lines))
    return "".join(lines[start : start + rng.randint(1, 12)])


def _mutated(text: str, rng: Random) -> str:
    at = rng.randrange(len(text) + 1)
    end = min(len(text), at + rng.choice((1, 1, 2, 5, 20)))
    match rng.randrange(7):
        case 0:
            return text[:at] + text[end:]
        case 1:
            return text[:at] + rng.choice(SIGNS) + text[at:]
        case 2:
            return text[:at] + rng.choice(SIGNS) + text[end:]
        case 3:  # something said twice, or very often
            return text[:at] + text[at:end] * rng.choice((2, 3, 40)) + text[end:]
        case 4:
            other = rng.randrange(len(text) + 1)
            return text[:at] + text[other : other + 15] + text[at:]
        case 5:  # bits of bytes, read again as far as they are text
            raw = bytearray(text.encode())
            if raw:
                raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
            return raw.decode(errors="replace")
        case _:
            lines = text.splitlines(keepends=True)
            rng.shuffle(lines)
            return "".join(lines)


def failure(text: str, kind: str) -> Failure | None:
    """What goes wrong when a text is judged and reported on; None if nothing does."""
    start = time.process_time()
    try:
        paper = papergrad.read(text, "<fuzz>", kind)
        broken = [f.message for f in paper.findings if f.code == "PG999"]
        shown = page(paper.document, paper.findings)
        text_of = [
            *as_markdown.report(shown, True),
            *terminal.full(shown, True),
            *terminal.concise(shown),
            as_json.report([shown]),
        ]
        broken += [f"a report prints {c!r}" for line in text_of for c in line if c in CONTROL]
    except PaperError:
        broken = []
    except Exception as problem:
        broken = [f"{type(problem).__name__}: {problem}"]
    took = time.process_time() - start
    if broken:
        return Failure(text, kind, broken[0])
    return Failure(text, kind, f"took {took:.1f} s") if took > SLOWEST else None


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--show", action="store_true", help="print every piece that fails")
    given = ask.parse_args()
    until, tried, failures = time.monotonic() + given.seconds, 0, dict[str, Failure]()
    for text, kind in pieces(documents(seeds=True), given.seed):
        if time.monotonic() > until:
            break
        tried += 1
        found = failure(text, kind)
        if found is not None and found.what not in failures:
            failures[found.what] = found
            print(f"{found.kind}: {found.what}", flush=True)
            if given.show:
                print(repr(found.text), flush=True)
    print(f"{tried} pieces, {len(failures)} different failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
