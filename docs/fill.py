"""Writes the parts of the documentation that the program itself knows: what commands print, and the table of codes.

Run it with ``make readme``. In the README, blocks between ``<!-- output of: COMMAND -->`` and ``<!-- end of output -->`` are replaced.
"""

import re
import subprocess
import sys
from pathlib import Path

from papergrad.judging.rules import RULES

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(
    r"(<!-- output of: papergrad (?P<words>[^\n]*) -->\n```\w*\n)(?:(?!```).*\n)*(```\n<!-- end of output -->)"
)


def printed(words: str) -> str:
    """What a command says, without the spaces at the ends of its lines."""
    command = [sys.executable, "-m", "papergrad", *words.split()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines()) + "\n"


def filled(page: str) -> str:
    """A page with the output of its commands."""
    return BLOCK.sub(lambda m: m[1] + printed(m["words"]) + m[3], page)


def rules() -> str:
    """The page of codes."""
    rows = [
        f"## {r.code} {r.name}\n\n{r.explanation}\n" + (f"\n```text\n{r.example}\n```\n" if r.example else "")
        for r in RULES.values()
    ]
    return (
        "# Codes\n\nPrinted from `judging/rules.py` by `make readme`; `papergrad rule CODE` shows one of them.\n\n"
        + "\n".join(rows)
    )


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(filled(readme.read_text(encoding="utf-8")), encoding="utf-8")
    (ROOT / "docs" / "rules.md").write_text(rules(), encoding="utf-8")
