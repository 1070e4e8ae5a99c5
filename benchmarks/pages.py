"""Pages with planted mistakes: 120 documents as people write them, with 128 mistakes whose lines are known, in ``pages/``.

    PYTHONPATH=src python benchmarks/pages.py                # the figures, per set of thirty pages
    PYTHONPATH=src python benchmarks/pages.py --list         # also every right statement accused, every mistake missed or left open
    PYTHONPATH=src python benchmarks/pages.py --only c24     # of pages whose names begin so
    PYTHONPATH=src python benchmarks/pages.py --open         # also every right statement that is left open

The main gradients of every page were checked by finite differences, and not by Papergrad. What is right on a page may still be
called wrong here where the page says in words alone in which case it holds: then the words have to be read, or it is left open.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import papergrad

FOLDER = Path(__file__).resolve().parent / "pages"
BAD, OPEN = ("wrong", "ill-typed"), ("unknown", "defines")
OUTCOMES = ("right", "open", "accused", "caught", "undecided", "missed")


class Said(NamedTuple):
    """A statement of a page with its verdict, and the lines that it stands on."""

    first: int
    last: int
    source: str
    kind: str
    verdict: str
    message: str


def said(name: str) -> list[Said]:
    """All that a page says, judged."""
    paper = papergrad.open(FOLDER / name)
    out = []
    for found in paper.findings:
        span = found.span
        lines = paper.source.place(span.start)[0], paper.source.place(max(span.start, span.end - 1))[0]
        out.append(Said(*lines, paper.source.text[span.start : span.end], found.kind, found.verdict, found.message))
    return out


def scored(name: str, planted: list[dict[str, object]]) -> list[tuple[str, str]]:
    """What came of every statement of a page, and of every mistake planted in it, each with a line to read."""
    statements, out, taken = said(name), [], set[int]()
    for mistake in planted:
        line, wrong = int(str(mistake["line"])), _bare(str(mistake["formula"]))
        there = [n for n, one in enumerate(statements) if one.first <= line <= one.last and one.kind != "shape"]
        exact = [n for n in there if wrong[-40:] in (bare := _bare(statements[n].source)) or bare[-40:] in wrong]
        chosen = exact or there
        taken |= set(chosen)
        verdicts = {statements[n].verdict for n in chosen}
        outcome = "caught" if verdicts & set(BAD) else "undecided" if not chosen or verdicts & set(OPEN) else "missed"
        out.append((outcome, f"{name}:{line}: {mistake['what']}"))
    for n, one in enumerate(statements):
        if n not in taken:
            outcome = "accused" if one.verdict in BAD else "open" if one.verdict == "unknown" else "right"
            out.append((outcome, f"{name}:{one.first}: {' '.join(one.source.split())[:100]} | {one.message[:100]}"))
    return out


def _bare(text: str) -> str:
    return "".join(text.split()).replace("&", "").replace("\\\\", "").rstrip(".,")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="the beginning of the names of pages")
    parser.add_argument("--list", action="store_true", help="print what was accused, missed and left undecided")
    parser.add_argument("--open", action="store_true", help="print what was right and left open, too")
    args = parser.parse_args()
    labels = json.loads((FOLDER / "labels.json").read_text())
    names = [name for name in sorted(labels) if name.startswith(args.only)]
    shown = {"accused", "missed", "undecided"} if args.list else set()
    shown |= {"accused", "missed", "undecided", "open"} if args.open else set()
    counts: dict[str, Counter[str]] = {}
    with ProcessPoolExecutor() as pool:
        for name, outcomes in zip(names, pool.map(scored, names, [labels[name] for name in names]), strict=True):
            counts.setdefault(name[:1], Counter()).update(outcome for outcome, _ in outcomes)
            for outcome, line in outcomes:
                if outcome in shown:
                    print(f"{outcome:>9}  {line}")
    print(f"{'set':8}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES))
    for group, found in [*sorted(counts.items()), ("all", sum(counts.values(), Counter()))]:
        print(f"{group:8}" + "".join(f"{found[outcome]:10}" for outcome in OUTCOMES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
