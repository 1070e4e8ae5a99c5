"""What is not understood is shown as it was read, with what would be."""

import pytest

import papergrad

PAGES = {
    "how the dots in “x₁ …xₙ” go on is not shown; the first, the second and the last term would show it": r"$$y = x_1 ... x_n$$",
    "something is missing in “x +”, where a value is due": r"$$y = x + $$",
    "“z > 0” is a statement or a condition, and a value is due here": r"$$y = 2 (z > 0)$$",
    "“x, z” is a list, and one value is due here": r"$$y = 2 \{x, z\}$$",
    "the sign ∪ in “x ∪ z” is not understood between values": r"$$y = (x \cup z)$$",
    "the root “ᵏ√A” is not understood": r"$$y = \sqrt[k]{A}$$",
    "“⌊z⌋” is not understood as a value": r"$$y = \lfloor z \rfloor$$",
    "the sign ± in “±x” is not understood": r"$$y = \pm x$$",
}


@pytest.mark.parametrize("reason", PAGES)
def test_the_piece_is_shown(reason):
    found = papergrad.read(r"Let $x, z \in \mathbb{R}$. " + PAGES[reason]).findings[-1]
    assert found.verdict in ("unknown", "defines")
    assert reason in found.message
