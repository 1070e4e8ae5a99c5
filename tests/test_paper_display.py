"""A paper in a notebook: verdicts in colour, what is right beside what is wrong, and no half of a pair of dollar signs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from papergrad import paper

EXAMPLES = sorted(p for p in (Path(__file__).parents[1] / "examples").iterdir() if p.suffix in (".md", ".tex"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda p: p.name)
def test_dollar_signs_come_in_pairs(file: Path) -> None:
    cells = re.findall(r"<td [^>]*>(.*?)</td>", paper.open(file)._repr_html_(), re.DOTALL)
    assert cells and all(cell.count("$") % 2 == 0 for cell in cells)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("There are $m(n + 1)$ parameters in $W$ and $b$.", "$m(n + 1)$ parameters"),
        (r"where $y \in \mathbb{R}^m$ is one-hot.", r"$y \in \mathbb{R}^m$ is one-hot"),
        (r"with a one-hot $y \in \mathbb{R}^m$.", r"one-hot $y \in \mathbb{R}^m$"),
    ],
)
def test_words_are_quoted_with_all_their_mathematics(line: str, shown: str) -> None:
    start = r"$W \in \mathbb{R}^{m \times n}$, $b \in \mathbb{R}^m$."
    assert f">{shown}</td>" in paper.read(f"{start}\n\n{line}\n")._repr_html_()


def test_what_is_wrong_stands_beside_what_is_right() -> None:
    text = "$x, w \\in \\mathbb{R}^n$\n\n$$J = (w^T x)^2$$\n\n$$\\frac{\\partial J}{\\partial w} = (w^T x) x$$\n"
    found = paper.read(text + "\n$$\\frac{\\partial J}{\\partial x} = ?$$\n")
    page = found._repr_html_()
    wrong, answered = (next(f for f in found.findings if f.verdict == v) for v in ("wrong", "answered"))
    assert f"it is ${wrong.correct}$</td>" in page and f"it is ${answered.correct}$</td>" in page
    assert re.search(r'<b style="color:#\w+">wrong</b>', page)
