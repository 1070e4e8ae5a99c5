"""The way to a gradient: every equation of it is one that the judge calls right."""

import pytest

from papergrad import paper
from papergrad.asking import derivations, gradients
from papergrad.notation import latex

PAPERS = [
    (
        r"""
Let $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ and $b, t \in \mathbb{R}^m$. Let $h = \tanh(W x + b)$.

$$J = \frac{1}{2} \|h - t\|^2 + \frac{\lambda}{2} \|W\|_F^2$$
""",
        "W",
    ),
    (
        r"""
Let $U \in \mathbb{R}^{k \times m}$, $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $t \in \mathbb{R}^k$.
Let $h = \sigma(W x)$, $o = U h$.

$$E = \frac{1}{2} \|o - t\|^2$$
""",
        "W",
    ),
]


@pytest.mark.parametrize(("text", "wrt"), PAPERS)
def test_every_step_is_right(text, wrt):
    stages = derivations.derivation(paper.read(text).reading, None, gradients.parse(wrt))
    assert stages[0].name == "By definition" and stages[-1].name == "Result"
    claims = [e for stage in stages if stage.name != "By definition" for e in stage.equations]
    assert len(claims) >= 3
    judged = paper.read(text + "".join(f"\n$${latex.write(claim)}$$\n" for claim in claims)).findings
    assert {f.verdict for f in judged[-len(claims) :]} == {"right"}


def test_simplifications_show_what_they_changed():
    """Each law is named, and its equation is one that the judge calls right."""
    text = PAPERS[0][0].replace(r"\|h - t\|^2", r"\|t - h\|^2")
    stages = derivations.derivation(paper.read(text).reading, None, gradients.parse("W"))
    laws = [stage for stage in stages if stage.name.startswith("Simplify: ")]
    assert laws and all(len(stage.equations) == 1 for stage in laws)
    claims = [stage.equations[0] for stage in laws]
    judged = paper.read(text + "".join(f"\n$${latex.write(claim)}$$\n" for claim in claims)).findings
    assert {f.verdict for f in judged[-len(claims) :]} == {"right"}
