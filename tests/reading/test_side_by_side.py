"""Numbers side by side."""

from __future__ import annotations

import papergrad


def test_boxes_are_not_multiplied() -> None:
    page = r"Let $p = \boxed{0.09}\boxed{0.245}\boxed{0.665}$ and $L = -\log p_1$. $$L = -\log(0.245) = 1.406$$"
    assert not {"wrong", "ill-typed"} & {f.verdict for f in papergrad.read(page).findings}


def test_thousands_are_joined() -> None:
    found = papergrad.read(r"$$x = 10\,000$$ $$x = 10000$$ $$x = 1000$$").findings
    assert [f.verdict for f in found][-2:] == ["right", "wrong"]
