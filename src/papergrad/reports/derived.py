"""A derivation as text, LaTeX, Markdown or plain ASCII."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papergrad.asking.derivations import Stage
from papergrad.notation import latex, plain, unicode
from papergrad.reports.lines import printable


def rows(stages: Iterable[Stage], form: str) -> Iterator[str]:
    """The lines of all the steps; ``form`` is ``text``, ``latex``, ``markdown`` or ``plain``."""
    stages = list(stages)
    alone = len(stages) == 1
    for stage in stages:
        indent = "" if alone and not stage.name else "  "
        match form:
            case "latex":
                yield from ([f"% {printable(stage.name)}"] if stage.name else [])
                yield from (f"\\[ {printable(latex.write(e))} \\]" for e in stage.equations)
            case "markdown":
                yield from ([f"{printable(stage.name)}", ""] if stage.name else [])
                for equation in stage.equations:
                    yield from (f"$${printable(latex.write(equation))}$$", "")
            case _:
                write = plain.write if form == "plain" else unicode.write
                yield from ([printable(stage.name)] if stage.name else [])
                yield from (indent + printable(write(e)) for e in stage.equations)
