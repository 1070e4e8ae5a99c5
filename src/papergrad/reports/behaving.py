"""How gradients behave, in words and as pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.nodes import Tensor
from papergrad.asking.behaviour import RATE, STEPS, Behaviour, Layer, Saturation, Slope
from papergrad.notation import latex, unicode
from papergrad.source import PaperError

DEPTHS = (1, 2, 5, 10, 20)  # of layers for which a bound is given as a number
SHOWN = (0, 12, 24, 36, 48)  # pushes whose lengths are printed


def rows(found: Behaviour) -> Iterator[str]:
    """What there is to be said, part by part; parts of which there is nothing to say are left out."""
    if found.slopes:
        yield "Slopes"
        yield from (f"  {_slope(s)}" for s in found.slopes)
    if found.layers:
        yield "What a layer does to an error"
        yield from (row for layer in found.layers for row in _layer(layer))
        yield from _chain(found.layers)
    if found.saturation is not None:
        yield "Where the output is sure of the wrong class"
        yield from _saturation(found.saturation)
    if found.from_zero:
        yield f"After {STEPS} steps of gradient descent (rate {RATE:g}) on one random sample, every parameter at 0 first"
        yield from (f"  {row}" for row in _from_zero(found))


def _slope(s: Slope) -> str:
    said = f"{unicode.write(s.equation)}: between {_number(s.least)} and {_number(s.greatest)}"
    if s.at is not None:
        said += f", largest at z = {_number(s.at)}"
    if any(s.dead):
        said += f"; exactly 0 on the {' and '.join(w for w, d in zip(('left', 'right'), s.dead, strict=True) if d)}:"
        said += " a unit that is there on every sample is dead, no error passes it"
    elif s.saturates:
        said += "; it goes to 0 far out, where the unit saturates"
    return said


def _layer(layer: Layer) -> Iterator[str]:
    yield f"  {unicode.write(layer.equation)}"
    if layer.part_of is not None:
        yield f"    with {unicode.write(layer.weights)} for the columns of {unicode.write(layer.part_of)} that it meets"
    weights, most = unicode.write(layer.weights), layer.slope.greatest
    factor = f"‖{weights}‖" if most == 1 else f"{_number(most)} ‖{weights}‖"
    yield f"    makes an error at most {factor} times as long" + (
        f", k steps at most ({factor})ᵏ" if layer.repeated else ""
    )
    if most < 1:
        numbers = ", ".join(f"{depth}: {float(most) ** depth:.2g}" for depth in DEPTHS)
        yield f"    with ‖{weights}‖ = 1, after so many of them at most {numbers}"


def _chain(layers: Sequence[Layer]) -> Iterator[str]:
    """All the layers that follow each other, as one factor."""
    layers = [layer for layer in layers if not layer.repeated]
    if not layers:
        return
    chain = [layers[0]]
    while (after := next((x for x in layers if x.of == chain[-1].by and x not in chain), None)) is not None:
        chain.append(after)
    if len(chain) > 1:
        most = np.prod([Fraction(layer.slope.greatest) for layer in chain])
        norms = " ".join(f"‖{unicode.write(layer.weights)}‖" for layer in chain)
        yield f"  through all {len(chain)} of them: at most {'' if most == 1 else f'{_number(most)} '}{norms}"


def _saturation(found: Saturation) -> Iterator[str]:
    yield f"  {unicode.write(found.equation)}"
    lengths = ", ".join(f"{found.pushes[n]:g}: {found.lengths[n]:.2g}" for n in SHOWN)
    yield f"    its length where a wrong logit is ahead by {lengths}"
    yield "    it dies out: the loss saturates" if found.stops else "    it stays: the loss does not saturate"


def _from_zero(found: Behaviour) -> Iterator[str]:
    still = [s.name for s in found.from_zero if not s.moved]
    if still:
        yield f"{', '.join(still)} has not moved" if len(still) == 1 else f"{', '.join(still)} have not moved"
    for s in found.from_zero:
        if s.moved and s.units > 1:
            alike = "all alike" if s.different == 1 else f"{s.different} different ones"
            yield f"the {s.units} units of {s.name}: {alike}"


def _number(value: Fraction | float) -> str:
    return str(value) if isinstance(value, Fraction) else f"{value:.6g}"


def picture(found: Behaviour, file: Path) -> None:
    """The slopes, the bounds by depth and the saturation as a picture. Raises PaperError without Matplotlib."""
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError:
        hint = "pip install papergrad[plots]"
        raise PaperError("a picture needs Matplotlib, which is not installed", hint=hint, code="PG403") from None
    shrinking = [layer for layer in found.layers if layer.slope.greatest < 1]
    panels = [_draw_slopes] * bool(found.slopes) + [_draw_depths] * bool(shrinking)
    panels += [_draw_saturation] * (found.saturation is not None)
    if not panels:
        raise PaperError("there is nothing here to draw", code="PG422")
    figure = Figure(figsize=(4.6 * len(panels), 3.6), layout="constrained")
    for axes, draw in zip(np.atleast_1d(figure.subplots(1, len(panels))), panels, strict=True):
        draw(axes, found)
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, dpi=150)


def _draw_slopes(axes: Any, found: Behaviour) -> None:
    z = np.linspace(-6, 6, 481)
    for s in found.slopes:
        values = [float(evaluate(Tensor(s.formula), World({"z": np.asarray(x)}, {}, {}))) for x in z]
        (line,) = axes.plot(z, values, label=f"${latex.write(s.equation)}$")
        if s.at is not None:
            axes.plot([float(s.at)], [float(s.greatest)], "o", color=line.get_color())
    axes.set(xlabel="$z$", title="slopes")
    axes.set_ylim(
        bottom=min(0, *(float(s.least) for s in found.slopes)) - 0.02,
        top=1.3 * max(float(s.greatest) for s in found.slopes),
    )
    axes.legend(fontsize=8, frameon=False, loc="upper left")


def _draw_depths(axes: Any, found: Behaviour) -> None:
    depths = np.arange(1, 21)
    for slope in {layer.slope.function: layer.slope for layer in found.layers if layer.slope.greatest < 1}.values():
        axes.semilogy(depths, float(slope.greatest) ** depths, "o-", markersize=3, label=f"{slope.function}, at most")
    axes.set(xlabel="layers with weights of norm 1", title="what is left of an error")
    axes.set_xticks([1, 5, 10, 15, 20])
    axes.legend(fontsize=8, frameon=False)


def _draw_saturation(axes: Any, found: Behaviour) -> None:
    assert found.saturation is not None
    axes.plot(found.saturation.pushes, found.saturation.lengths)
    left = latex.write(found.saturation.equation).split(" = ")[0]
    axes.set(xlabel="how far a wrong logit is ahead", title=f"length of ${left}$")
    axes.set_ylim(bottom=0)
