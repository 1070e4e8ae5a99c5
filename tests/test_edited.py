"""An edited paper is judged again only where something changed, and says what a fresh one says."""

import random
from dataclasses import fields

import pytest

import papergrad
from papergrad import paper

TEXT = r"""# Question 1

Let $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $b, t \in \mathbb{R}^m$ and

$$z = W x + b$$

$$h = \sigma(z)$$

$$J = \frac{1}{2} \|h - t\|^2$$

Then

$$\frac{\partial J}{\partial h} = h - t$$

$$\frac{\partial J}{\partial z} = (h - t) \circ h \circ (1 - h)$$

$$\frac{\partial J}{\partial b} = (h - t) \circ h \circ (1 + h)$$

$$\frac{\partial J}{\partial W} = ?$$

# Question 2

$$L = \frac{1}{2} \lambda \|u\|^2$$

$$\frac{\partial L}{\partial u} = 2 \lambda u$$

$$= \lambda u$$
"""
FIRST_CLAIM = TEXT.split("\n").index(r"$$\frac{\partial J}{\partial h} = h - t$$")


@pytest.fixture
def judged(monkeypatch):
    """The statements that the judge was asked about."""
    asked = []

    def judge(one):
        asked.append(one)
        return real(one)

    real = paper.judge
    monkeypatch.setattr(paper, "judge", judge)
    return asked


@pytest.fixture(scope="module")
def before():
    first = papergrad.read(TEXT)
    assert first.findings
    return first


def changed(line, new):
    lines = TEXT.split("\n")
    lines[line] = new
    return "\n".join(lines)


def told(findings):
    return [[getattr(found, field.name) for field in fields(found)] for found in findings]


def test_the_same_text_is_not_judged_again(before, judged):
    again = before.edited(TEXT)
    assert told(again.findings) == told(before.findings)
    assert not judged


def test_words_in_front_change_nothing_but_places(before, judged):
    again = before.edited("Some words.\n\n" + TEXT)
    assert [f.verdict for f in again.findings] == [f.verdict for f in before.findings]
    assert [f.span.start - 13 for f in again.findings] == [f.span.start for f in before.findings]
    assert not judged


def test_an_edited_claim_is_judged_alone(before, judged):
    text = changed(FIRST_CLAIM, r"$$\frac{\partial J}{\partial h} = t - h$$")
    again = before.edited(text)
    assert len(again.findings) == len(before.findings)
    assert len(judged) == 1
    assert told(again.findings) == told(papergrad.read(text).findings)
    assert [f.verdict for f in again.findings if f.span.start == judged[0].span.start] == ["wrong"]


def test_an_edited_definition_leaves_earlier_parts_alone(before, judged):
    text = TEXT.replace(r"\frac{1}{2} \lambda", r"\frac{1}{4} \lambda")
    again = before.edited(text)
    later = text.index("# Question 2")
    found = again.findings
    assert judged and all(one.span.start > later for one in judged)
    assert told(found) == told(papergrad.read(text).findings)


def test_edits_follow_one_another(before, judged):
    text = changed(FIRST_CLAIM, r"$$\frac{\partial J}{\partial h} = t - h$$")
    once = before.edited(text)
    assert once.findings
    twice = once.edited(text.replace("1 + h", "1 - h"))
    assert twice.findings
    assert len(judged) == 2


def test_a_paper_that_was_not_judged_hands_on_what_it_was_given(before, judged):
    again = before.edited(TEXT + "\nMore words.").edited(TEXT)
    assert told(again.findings) == told(before.findings)
    assert not judged


SWAPS = (("+", "-"), ("-", "+"), ("h", "x"), ("2", "3"), ("=", "= 2"), ("W", "W^T"), ("J", "L"), (r"\circ", " "))


@pytest.mark.parametrize("seed", range(16))
def test_any_edit_gives_what_a_fresh_paper_gives(before, seed):
    rng = random.Random(seed)
    lines = TEXT.split("\n")
    for _ in range(rng.choice([1, 1, 2])):
        k = rng.choice([k for k, line in enumerate(lines) if "$" in line])
        kind = rng.choice(["swap", "swap", "swap", "delete", "copy"])
        one, other = rng.choice([pair for pair in SWAPS if pair[0] in lines[k]])
        at = rng.choice([n for n in range(len(lines[k])) if lines[k].startswith(one, n)])
        new = {
            "swap": [lines[k][:at] + other + lines[k][at + len(one) :]],
            "delete": [""],
            "copy": [lines[k], "", lines[k]],
        }
        lines[k : k + 1] = new[kind]
    text = "\n".join(lines)
    assert told(before.edited(text).findings) == told(papergrad.read(text).findings)
