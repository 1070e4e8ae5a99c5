"""The picture of a fit: axes that suit the losses."""

from __future__ import annotations

from pathlib import Path

import pytest

from papergrad.reports.fitted import picture


@pytest.mark.parametrize(
    ("losses", "scale"),
    [([1.0, 0.5], "linear"), ([1.0, 1e-4], "log"), ([1.0, 1e-4, -1.0], "linear"), ([0.0], "linear")],
)
def test_losses_over_orders_of_magnitude_are_drawn_by_their_logarithm(
    losses: list[float], scale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = pytest.importorskip("matplotlib.figure")
    drawn = []
    save = figures.Figure.savefig
    monkeypatch.setattr(
        figures.Figure, "savefig", lambda figure, *a, **k: (drawn.append(figure), save(figure, *a, **k))
    )
    picture({"loss": losses, "held out": losses}, "J", tmp_path / "losses.png")
    (axes,) = drawn[0].axes
    assert axes.get_yscale() == scale
    assert [t.get_text() for t in axes.get_legend().get_texts()] == ["J", "J, held out"]
    assert (tmp_path / "losses.png").read_bytes()[:4] == b"\x89PNG"
