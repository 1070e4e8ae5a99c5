"""Answers are judged by putting them where the question mark stood, and measured beside those a person gives."""

import json
from pathlib import Path

import pytest

import papergrad
from papergrad import paper
from papergrad.judging.judge import HOLDS, judge
from papergrad.notation.latex import parse
from papergrad.notation.tree import Infix
from papergrad.writing.forms import cost

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"
PAGES = {
    "two branches into one softmax": r"""
$x \in \mathbb{R}^n$, $A, B \in \mathbb{R}^{m \times n}$, $C \in \mathbb{R}^{k \times m}$, $c, t \in \mathbb{R}^k$

$$u = \tanh(A x)$$
$$v = \sigma(B x)$$
$$p = \mathrm{softmax}(C (u + v) + c)$$
$$s = C (u + v) + c$$
$$L = -\sum_{i=1}^k t_i \log p_i$$
$$\frac{\partial L}{\partial u} = ?$$
""",
    "least squares": r"""
$X \in \mathbb{R}^{N \times d}$, $w \in \mathbb{R}^d$, $y \in \mathbb{R}^N$

$$E = \frac{1}{2 N} \| X w - y \|^2$$
$$\frac{\partial E}{\partial w} = ?$$
""",
}


def asked(one):
    return [f for f in one.findings if f.kind == "question" and f.correct]


def judged_in_place(one, question):
    """The verdict on the answer, read where the question stood."""
    start, end = question.span.start, question.span.end
    said = one.source.text[start:end]
    text = one.source.text[:start] + said.replace("?", question.correct) + one.source.text[end:]
    reads = paper.read(text, one.source.name).reading.reads
    return next(judge(read).verdict for read in reads if read.span.start == start)


@pytest.mark.parametrize("page", PAGES)
def test_an_answer_holds_where_the_question_stood(page):
    one = paper.read(PAGES[page], "page.md")
    questions = asked(one)
    assert questions
    assert all(judged_in_place(one, q) in HOLDS for q in questions)


def test_logits_that_have_a_name_of_their_own_do_not_hide_the_softmax():
    (question,) = asked(paper.read(PAGES["two branches into one softmax"], "page.md"))
    assert question.correct == "C^T(p - t)"


@pytest.mark.skipif(not SEEDS.exists(), reason="the seed documents are not here")
def test_answers_to_the_seeds_hold_and_are_no_longer_than_a_persons():
    path = sorted(SEEDS.glob("000_*.txt"))[0]
    theirs = {
        (s["line"], s["latex"].split("=")[0].strip()): s["correct"]
        for s in json.loads((SEEDS / "ground_truth.json").read_text())
        if s["kind"] == "question"
    }
    one = paper.open(path)
    questions = asked(one)
    assert len(questions) == len(theirs) == 5
    for question in questions:
        line = one.source.text.count("\n", 0, question.span.start) + 1
        left = one.source.text[question.span.start : question.span.end].split("=")[0].strip()
        right = parse(theirs[line, left])
        if isinstance(right, Infix) and "=" in right.operators:
            right = right.operands[-1]
        assert judged_in_place(one, question) in HOLDS
        assert cost(parse(question.correct)) <= 1.6 * cost(right)


def test_what_is_right_never_speaks_of_a_function_that_was_made_up() -> None:
    page = r"""Let $A, V \in \mathbb{R}^{n \times n}$ and $O = A V$.
    $$\frac{\partial C}{\partial V} = A^T \frac{\partial C}{\partial O}$$
    $$\frac{\partial C}{\partial A} = 2 \frac{\partial C}{\partial O}$$"""
    assert not any("cos" in (found.correct or "") for found in papergrad.read(page).findings)
