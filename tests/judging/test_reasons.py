"""What is left open, or only defines, says why: the words are part of what people read."""

import pytest

import papergrad

PAGES = {
    "what it stands for is not read: argmin is not understood": r"Let $\theta^* = \arg\min_\theta L(\theta)$.",
    "a command that is not defined here: \\foo": r"Let $y = \foo{x} + 1$.",
}


@pytest.mark.parametrize("reason", PAGES)
def test_the_reason_is_said(reason):
    found = papergrad.read(PAGES[reason]).findings[-1]
    assert found.verdict not in ("right", "wrong")
    assert reason in found.message


def test_what_is_made_of_something_unread_names_its_line():
    text = "$x, y \\in \\mathbb{R}^n$, $L = s \\|x - y\\|^2$\n\n$$s = \\oint x$$\n\n$$\\frac{\\partial L}{\\partial x} = x - y$$\n"
    found = papergrad.read(text).findings[-1]
    assert found.verdict == "unknown"
    assert found.message.startswith("what s is, is not known: line 3 was not understood")
