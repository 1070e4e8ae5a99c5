"""Sizes and shapes in emitted source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import gcd

from papergrad.algebra.sizes import Size
from papergrad.programs.program import Axis, Input, Program


def head(program: Program) -> Iterator[str]:
    """Lines that read the sizes off the inputs."""
    rows: dict[Input, list[str]] = {}
    late = []
    for name, (given, place) in program.lengths.items():
        if given.shape[place].name is not None:
            rows.setdefault(given, ["_"] * len(given.shape))[place] = name
        else:
            late.append(_solved(name, given, place))
    for given, names in rows.items():
        yield f"{', '.join(names)}{',' if len(names) == 1 else ''} = {given.name}.shape"
    yield from late


def size_code(size: Size) -> str:
    """A size as an expression of whole numbers."""
    parts = []
    denominator = 1
    for _, weight in size.terms:
        denominator = denominator * weight.denominator // gcd(denominator, weight.denominator)
    for monomial, weight in reversed(size.terms):
        number = int(weight * denominator)
        names = [n if power == 1 else f"{n}**{power}" for n, power in monomial]
        parts.append(" * ".join([*([str(number)] if number != 1 or not names else []), *names]).replace("-1 * ", "-"))
    text = " + ".join(parts).replace("+ -", "- ") or "0"
    return f"({text}) // {denominator}" if denominator > 1 else text


def weighted(weight: int | Size, text: str) -> str:
    """A position times its weight."""
    return text if weight == 1 else f"{weight if isinstance(weight, int) else size_atom(weight)} * {text}"


def size_atom(size: Size) -> str:
    text = size_code(size)
    return text if text.isidentifier() or text.isdigit() else f"({text})"


def _solved(name: str, given: Input, place: int) -> str:
    size = given.shape[place]
    weight = next(w for monomial, w in size.terms if monomial)
    offset = next((w for monomial, w in size.terms if not monomial), Fraction(0))
    inner = f"{given.name}.shape[{place}]" + (f" - {offset}" if offset > 0 else f" + {-offset}" if offset else "")
    inner = f"({inner})" if offset else inner
    text = inner if weight == 1 else f"{inner} * {weight.denominator} // {weight.numerator}"
    return f"{name} = {text}"


def shape_code(axes: Sequence[Axis]) -> str:
    return "(" + ", ".join(size_code(a.size) for a in axes) + ("," if len(axes) == 1 else "") + ")"


def shape_text(axes: Sequence[Axis]) -> str:
    return " × ".join(str(a.size) for a in axes) or "a number"


def comment(axes: Sequence[Axis]) -> str:
    return f"  # {shape_text(axes)}"
