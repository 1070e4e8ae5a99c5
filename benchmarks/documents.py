"""Scores Papergrad on documents in many hands (``tests/documents``), each with an answer key beside it.

    PYTHONPATH=src python benchmarks/documents.py            # the table
    PYTHONPATH=src python benchmarks/documents.py --list     # also every statement that did not get its verdict
    PYTHONPATH=src python benchmarks/documents.py recurrent --list

A key has one statement a line, in the order of the document: ``verdict [mistake] | text exactly as it stands there``.
Where a document leaves room for more than one right verdict they stand side by side: ``right-if,wrong``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from seeds import OUTCOMES, Found, Record, explain, findings, match, outcome, table
from seeds import Score as Scored

DOCUMENTS = Path(__file__).resolve().parents[1] / "tests" / "documents"

TRUTH = {"right-if": "right-only-under-an-assumption", "right-up-to-layout": "right-up-to-transpose-or-layout",
         "answered": "question", "defines": "right", "declares": "right"}  # fmt: skip
KINDS = {"answered": "question", "defines": "definition", "declares": "declaration"}


@dataclass(frozen=True)
class Expected:
    """One line of a key, at its place in the document."""

    line: int
    verdicts: tuple[str, ...]
    mistake: str
    text: str
    start: int

    def record(self, verdict: str, document: str) -> Record:
        kind = KINDS.get(self.verdicts[0], "count" if self.text.endswith("parameters") else "claim-gradient")
        if kind == "claim-gradient" and not any(
            sign in self.text for sign in ("partial", "nabla", "\\delta", "'(", "d}{d")
        ):
            kind = "claim-equality"
        place = (self.start, self.start + len(self.text))
        why = self.mistake or self.verdicts[0]
        return Record(
            f"{document}:{self.start}", document, self.line, place, self.text, kind, TRUTH.get(verdict, verdict), why
        )


def text_of(path: Path) -> str:
    """A document as Papergrad counts its characters: of a notebook the Markdown cells, joined by a blank line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def key_of(path: Path) -> list[Expected]:
    """The answer key of a document. ValueError where a text of the key does not stand in it (in this order)."""
    text, reached = text_of(path), -1
    key = []
    for row in path.with_suffix(".key").read_text(encoding="utf-8").splitlines():
        head, _, piece = row.partition(" | ")
        verdicts, _, mistake = head.partition(" ")
        start = text.find(piece, reached + 1)
        if start < 0:
            raise ValueError(f"{path.name}: the key's {piece!r} does not stand after character {reached}")
        reached = start
        key.append(Expected(text.count("\n", 0, start) + 1, tuple(verdicts.split(",")), mistake, piece, start))
    return key


def documents(folder: Path = DOCUMENTS) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.suffix in (".md", ".tex", ".ipynb", ".txt"))


def score(path: Path, found: Sequence[Found]) -> list[tuple[Expected, Scored]]:
    """Every line of the key with its outcome; of several right verdicts the one that fits best counts."""
    key = key_of(path)
    first = [e.record(e.verdicts[0], path.stem) for e in key]
    matched = match(first, found)
    scores = []
    for expected, record in zip(key, first, strict=True):
        mine = matched.get(record.name)
        choices = [expected.record(v, path.stem) for v in expected.verdicts]
        best = min(choices, key=lambda r: OUTCOMES.index(outcome(r, mine)))
        scores.append((expected, Scored(best, mine, outcome(best, mine))))
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="?", default="", help="only documents whose name starts so")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args(arguments)
    everything, named = [], Counter()
    for path in documents():
        if path.name.startswith(options.only):
            started = time.perf_counter()
            found = findings(path)
            took = time.perf_counter() - started
            scores = score(path, found)
            everything += [s for _, s in scores]
            named.update(
                (e.mistake, s.found.code) for e, s in scores if e.mistake and s.found and s.outcome != "missing"
            )
            print(f"{path.name}: {took:.2f} s, {len(found)} findings for {len(scores)} statements of the key")
            if options.list:
                for _, one in scores:
                    if one.outcome != "same":
                        print(explain(one))
    print(table(everything))
    for (mistake, code), count in sorted(named.items()):
        print(f"planted {mistake:16} called {code or '-':8} {count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
