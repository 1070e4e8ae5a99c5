"""Fills in what commands print between ``<!-- output of: COMMAND -->`` and ``<!-- end of output -->`` in the README."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(<!-- output of: papergrad (?P<words>[^\n]*) -->\n```\w*\n).*?(```\n<!-- end of output -->)", re.S)


def printed(words: str) -> str:
    """What a command says."""
    done = subprocess.run([sys.executable, "-m", "papergrad", *words.split()], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.rstrip() + "\n"


def filled(page: str) -> str:
    return BLOCK.sub(lambda m: m[1] + printed(m["words"]) + m[3], page)


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(filled(readme.read_text()))
