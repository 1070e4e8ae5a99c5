"""What is known at a line of a document: symbols with their shapes and definitions, and how the line was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papergrad.document import Document
from papergrad.judging.verdict import Finding
from papergrad.reading.reading import Reading
from papergrad.reading.scope import Scope, Shape
from papergrad.reading.squares import spelled
from papergrad.reading.understood import Read
from papergrad.reports.answers import stated
from papergrad.reports.formulas import as_said, readable
from papergrad.reports.lines import headline, printable

_UNKNOWN = "·"  # a size that nothing in the document tells


def at_line(reading: Reading, findings: Sequence[Finding], line: int) -> Iterator[str]:
    """The symbols in scope at a line, and the statements that stand on it."""
    source = reading.document.source
    before = [one for one in reading.reads if one.scope and source.place(one.span.start)[0] <= line]
    if before and (scope := before[-1].scope):
        yield from _symbols(scope, [one for one in reading.reads if one.scope is scope])
    else:
        yield "nothing is known here yet"
    here = [f for f in findings if source.place(f.span.start)[0] <= line <= source.place(f.span.end)[0]]
    if here:
        yield ""
        yield from _statements(reading.document, here)


def everywhere(reading: Reading, findings: Sequence[Finding]) -> Iterator[str]:
    """Question by question: its symbols, and its statements."""
    groups: list[tuple[Scope | None, list[Read]]] = []
    for one in reading.reads:
        if not groups or groups[-1][0] is not one.scope:
            groups.append((one.scope, []))
        groups[-1][1].append(one)
    source = reading.document.source
    for scope, reads in groups:
        first, last = reads[0].span, reads[-1].span
        yield f"lines {source.place(first.start)[0]} to {source.place(last.end)[0]}"
        if scope:
            yield from (f"  {row}" for row in _symbols(scope, reads))
        inside = [f for f in findings if first.start <= f.span.start <= last.start]
        yield from (f"  {row}" for row in _statements(reading.document, inside))
        yield ""


def _symbols(scope: Scope, reads: Sequence[Read]) -> Iterator[str]:
    """A line for each symbol of some statements and their definitions: name, shape, definition, what the text says of it."""
    used = {key for one in reads for side in (one.stated.left, one.stated.right) for key in scope.keys_in(side)}
    for _ in scope.everything:  # what a definition speaks of is used with it
        more = {key for name in used & scope.all_written.keys() for key in scope.keys_in(scope.all_written[name])}
        if more <= used:
            break
        used |= more
    rows: dict[str, tuple[str, str, str]] = {}
    step: Scope | None = scope
    while step:
        for key, name in step.names.items():
            shape = step.shapes.get(key) or step.declared.get(key)
            spoken_of = key in used or (step is scope and key in step.declared)
            if key in rows or not spoken_of or (shape is None and key not in step.written):
                continue
            told = ", ".join(sorted(step.facts.get(key, ())))
            meaning = f"= {readable(None, spelled(step.written[key]))}" if key in step.written else told
            rows[key] = readable(None, spelled(name)), _shape(step, shape) if shape else "", meaning
        step = step.parent
    wide = [max((len(row[k]) for row in rows.values()), default=0) for k in (0, 1)]
    for name, size, meaning in sorted(rows.values()):
        yield f"{name:{wide[0]}}  {size:{wide[1]}}  {meaning}".rstrip()


def _shape(scope: Scope, shape: Shape) -> str:
    sizes = [str(scope.sizes.settle(size)) for size in shape.sizes]
    sizes = [_UNKNOWN if size.startswith(("?", "#")) else size for size in sizes]
    over, core = sizes[: shape.scripts], sizes[shape.scripts :]
    entries = (
        {0: "number", 1: f"row of {core[0]}" if shape.lying else core[0]}.get(len(core), " × ".join(core))
        if core
        else "number"
    )
    return printable(f"{entries} for each of {' × '.join(over)}" if over else entries)


def _statements(document: Document, findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        line, column = document.source.place(finding.span.start)
        said = (
            finding.kind
            if finding.verdict in ("defines", "declares")
            else f"{finding.kind}, {printable(headline(finding))}"
        )
        yield f"{line}:{column} {said}"
        yield f"    {readable(finding.reading) if finding.reading else as_said(document, finding.span)}"
        if (right := stated(finding)) is not None:
            yield f"    {'answer' if finding.verdict == 'answered' else 'right is'}: {readable(None, right)}"
