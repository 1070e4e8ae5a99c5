"""Numbers side by side."""

from __future__ import annotations

import papergrad


def test_boxes_are_not_multiplied() -> None:
    page = r"Let $p = \boxed{0.09}\boxed{0.245}\boxed{0.665}$ and $L = -\log p_1$. $$L = -\log(0.245) = 1.406$$"
    assert not {"wrong", "ill-typed"} & {f.verdict for f in papergrad.read(page).findings}


def test_thousands_are_joined() -> None:
    found = papergrad.read(r"$$5 \cdot 2000 = 10\,000$$ $$5 \cdot 2000 = 10\,001$$").findings
    assert [f.verdict for f in found] == ["right", "wrong"]
