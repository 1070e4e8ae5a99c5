"""The command line: ``papergrad check FILE``. Every command loads what it needs when it runs."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from papergrad import __version__, forks

if TYPE_CHECKING:
    from papergrad.asking.signals import Stage
    from papergrad.document import Document
    from papergrad.judging.verdict import Finding
    from papergrad.notation.tree import Node
    from papergrad.paper import Paper
    from papergrad.reading.reading import Reading
    from papergrad.reports.lines import Page
    from papergrad.source import PaperError

WRONG, FAILED = 1, 2  # exit codes: something in the document is wrong; the command could not be carried out
FORMATS = ("full", "concise", "json", "markdown")
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="papergrad")
def commands() -> None:
    """Papergrad reads the mathematics of a paper, judges what it claims, and answers what it asks."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command; leaves with 0 (nothing wrong), 1 (something wrong) or 2 (it could not be done)."""
    gc.set_threshold(500_000, 30, 30)  # nearly all that is made here is kept; the process ends soon
    try:
        code = commands.main(arguments, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = FAILED
    except click.Abort:
        code = FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        if "PAPERGRAD_DEBUG" in os.environ:
            raise
        click.echo(
            f"papergrad broke: {type(error).__name__}: {error}\nPAPERGRAD_DEBUG=1 shows where; please report it.",
            err=True,
        )
        code = FAILED
    code = code if isinstance(code, int) else 0
    if arguments is None and "PAPERGRAD_DEBUG" not in os.environ:
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> NoReturn:
    """Ends the process as it is: to take apart all that it made would take a tenth of a second, and nobody needs it."""
    atexit._run_exitfuncs()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


@commands.command()
@FILES
@click.option("--output-format", "form", type=click.Choice(FORMATS), default="full", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Show every statement, also what is right or not understood.")
@click.option("--counterexample", is_flag=True, help="Show a program for each wrong statement that refutes it.")
@click.option(
    "--fail-on",
    default="wrong,ill-typed",
    show_default=True,
    metavar="VERDICTS",
    help="Leave with 1 on these verdicts.",
)
@click.option("--cache/--no-cache", "cached", default=True, help="Use and keep what the last check found out.")
def check(
    files: tuple[Path, ...], form: str, everything: bool, counterexample: bool, fail_on: str, cached: bool
) -> int:
    """Judge every statement of a document.

    FILES are Markdown, TeX, notebooks or plain text, or folders of them.
    """
    forks.single()
    from papergrad.judging.verdict import VERDICTS
    from papergrad.reports import lines

    failing = [verdict.strip() for verdict in fail_on.split(",") if verdict.strip()]
    if unknown := [verdict for verdict in failing if verdict not in VERDICTS]:
        raise click.BadParameter(
            f"there is no verdict {unknown[0]!r}; there are {', '.join(VERDICTS)}", param_hint="--fail-on"
        )
    pages: list[Page] = []
    errors: list[PaperError] = []
    for document in _documents(files, errors):
        pages.append(lines.page(document, _findings(document, cached)))
        if form != "json":
            _print(pages[-1], form, everything, counterexample)
    if form == "json":
        from papergrad.reports import as_json

        click.echo(as_json.report(pages, errors))
    elif form != "markdown" and pages:
        hint = " --all shows every one." if not everything and any(page.counts["unknown"] for page in pages) else ""
        click.echo(lines.summary(pages) + hint)
    _complain(errors)
    return FAILED if errors else WRONG if any(page.counts[verdict] for page in pages for verdict in failing) else 0


def _print(page: Page, form: str, everything: bool, counterexample: bool) -> None:
    from papergrad.reports import as_markdown, terminal

    show: dict[str, Callable[[], Iterator[str]]] = {
        "full": lambda: terminal.full(page, everything, counterexample, _width()),
        "concise": lambda: terminal.concise(page, everything),
        "markdown": lambda: as_markdown.report(page, everything),
    }
    for line in show[form]():
        click.echo(line)


def _width() -> int:
    return shutil.get_terminal_size((100, 24)).columns


def _findings(document: Document, cached: bool) -> Sequence[Finding]:
    """The findings of a document; as far as nothing changed since the last check, from the cache."""
    from papergrad.checked import Checked

    last = Checked(document) if cached else None
    found = last.findings if last is not None else None
    if found is None:
        from papergrad.paper import Paper

        paper = Paper(document, last.known) if last is not None else Paper(document)
        found = paper.judged(forks.useful())
        if last is not None:
            last.keep(found, paper.known)
    return found


def _papers(files: Sequence[Path], errors: list[PaperError]) -> Iterator[Paper]:
    """The papers in files and folders; what cannot be opened goes to ``errors``."""
    from papergrad.paper import Paper

    return map(Paper, _documents(files, errors))


def _documents(files: Sequence[Path], errors: list[PaperError]) -> Iterator[Document]:
    """The documents in files and folders; what cannot be opened goes to ``errors``."""
    from papergrad import document
    from papergrad.document import KINDS
    from papergrad.source import PaperError

    for path in files:
        inside = (
            sorted(p for p in path.rglob("*") if p.suffix.lower() in KINDS and p.is_file()) if path.is_dir() else [path]
        )
        for file in inside:
            try:
                yield document.open(file)
            except PaperError as error:
                errors.append(error)


def _complain(errors: Sequence[PaperError]) -> None:
    from papergrad.reports import terminal

    for error in errors:
        click.echo(terminal.failure(error), err=True)


def _paper(file: Path) -> Paper:
    """The paper in one file; what cannot be opened ends the command."""
    errors: list[PaperError] = []
    for paper in _papers([file], errors):
        return paper
    _complain(errors)
    raise click.ClickException(f"nothing to read in {file}")


@commands.command()
@FILE
@click.option("--diff", "show_diff", is_flag=True, help="Show the edit instead of the answers.")
@click.option("--write", is_flag=True, help="Put the answers into the file.")
@click.option("--all", "everything", is_flag=True, help="Show also all other gradients of the objectives.")
def answer(file: Path, show_diff: bool, write: bool, everything: bool) -> int:
    """Answer every "= ?" of a document.

    The answers are closed forms in the writer's own notation.
    """
    forks.single()
    from papergrad.reports import answers, lines, terminal

    paper = _paper(file)
    questions = [finding for finding in paper.judged(forks.useful()) if finding.kind == "question"]
    page = lines.page(paper.document, questions)
    if show_diff or write:
        new = answers.filled(paper.source, questions)
        if show_diff:
            click.echo(lines.printable(answers.diff(paper.source, new)), nl=False)
        if write:
            _replace(file, paper, new)
    else:
        for line in terminal.full(page, everything=True, width=_width()):
            click.echo(line)
    left_open: tuple[str, ...] = ()
    if everything:
        from papergrad.asking import gradients

        for found in gradients.every(paper.reading):
            click.echo(lines.printable(str(found)))
            left_open += found.overlooked
    open_ones = sum(finding.verdict != "answered" or not finding.correct for finding in questions)
    click.echo(f"{len(questions) - open_ones} of {len(questions)} questions answered.", err=show_diff)
    return _given(left_open) or (WRONG if open_ones else 0)


def _replace(file: Path, paper: Paper, new: str) -> None:
    """The file gets its new text all at once."""
    if paper.document.kind == "notebook":
        raise click.ClickException("answers cannot be written into a notebook yet; --diff shows them")
    if file.read_bytes() != paper.source.text.encode():
        raise click.ClickException(f"{file} is not plain UTF-8, so it is left as it is; --diff shows the edit")
    beside = file.with_name(f".{file.name}.papergrad")
    beside.write_bytes(new.encode())
    shutil.copymode(file, beside)
    beside.replace(file)


@commands.command()
@FILE
@click.argument("line", type=click.IntRange(min=1), required=False)
def explain(file: Path, line: int | None) -> None:
    """Show what is known at a line: symbols, shapes, definitions.

    Without a line, question by question for the whole document, with every statement as it was read.
    """
    from papergrad.reports import known

    paper = _paper(file)
    rows = known.everywhere(paper.reading, paper.findings)
    for row in known.at_line(paper.reading, paper.findings, line) if line else rows:
        click.echo(row)


@commands.command()
@click.argument("what", metavar="FILE|FORMULA")
@click.option("--wrt", required=True, metavar="SYMBOLS", help="By what: one symbol, or several with commas.")
@click.option("--of", "of", metavar="FORMULA", help="What to derive; without it, the objective of the paper.")
@click.option("--line", type=click.IntRange(min=1), help="In which part of the paper: the one this line belongs to.")
@click.option("--steps", is_flag=True, help="Show the way: definitions, the chain rule, simplifications by name.")
@click.option(
    "--deltas", is_flag=True, help="Show the error signals that several gradients share as equations of their own."
)
@click.option(
    "--truncate",
    type=click.IntRange(min=0),
    metavar="K",
    help="Through time: errors go back at most K steps of a recurrence.",
)
@click.option("--hessian", is_flag=True, help="Derive twice: a block for every pair of SYMBOLS.")
@click.option("--hvp", metavar="LETTER", help="The Hessian times something called LETTER, of the shape of SYMBOLS.")
@click.option("--shape", "shapes", multiple=True, metavar="A=m×n", help="The shape of a symbol of FORMULA.")
@click.option(
    "--format", "form", type=click.Choice(("text", "latex", "markdown", "plain")), default="text", show_default=True
)
def derive(
    what: str, wrt: str, of: str | None, line: int | None, shapes: tuple[str, ...], form: str, **how: Any
) -> int:
    """Derive what a paper defines, or a formula: papergrad derive "x'Ax + b'x" --wrt x.

    In a FORMULA a capital is a matrix, a small letter a vector, and a to g or a Greek letter a number where that conforms.
    """
    from papergrad.asking import formulas, gradients
    from papergrad.reports import derived
    from papergrad.source import PaperError

    try:
        symbols = gradients.listed(wrt)
        if Path(what).is_file():
            paper, objective = _paper(Path(what)), gradients.parse(of) if of else None
            stages, given = paper.asked(lambda reading: _derived(reading, objective, symbols, line, **how))
        else:
            told = dict(_declared(shape) for shape in shapes)
            stages, given = _derived(*formulas.page(gradients.parse(what), told), symbols, line, **how)
        for row in (row for group in stages for row in derived.rows(group, form)):
            click.echo(row)
    except PaperError as error:
        raise click.ClickException(str(error)) from None
    return _given(given)


def _given(words: Sequence[str]) -> int:
    """Say what was not understood and therefore counts as given; an answer that leaves something out is not a success."""
    from papergrad.reports import lines

    for text in dict.fromkeys(words):
        click.echo(f"papergrad: {lines.printable(text)}", err=True)
    return WRONG if words else 0


def _derived(
    reading: Reading,
    of: Node | None,
    symbols: Sequence[Node],
    line: int | None,
    steps: bool,
    deltas: bool,
    truncate: int | None,
    hessian: bool,
    hvp: str | None,
) -> tuple[list[list[Stage]], list[str]]:
    """What is shown of a derivative: groups of steps; and what counts as given in it."""
    from papergrad.asking import derivations, gradients, hessians, signals

    given = [text for symbol in symbols for text in gradients.counted_as_given(reading, of, symbol, line)]
    if hvp is not None:
        vector = gradients.parse(hvp)
        return [[hessians.shown(hessians.product(reading, of, s, vector, line))] for s in symbols], given
    if hessian:
        return [hessians.stages(reading, of, symbols, line, steps)], given
    if deltas or truncate is not None:
        return [[signals.shared(reading, of, symbols, line, truncate)]], given
    if steps:
        return [derivations.derivation(reading, of, symbol, line) for symbol in symbols], given
    return [[signals.told(reading, of, symbol, line)] for symbol in symbols], given


def _declared(shape: str) -> tuple[str, str]:
    symbol, sign, size = shape.partition("=")
    if not sign:
        raise click.BadParameter(f"{shape!r} is no shape: as in A=m×n", param_hint="--shape")
    return symbol.strip(), size.strip()


@commands.command()
@FILE
@click.option("--of", "of", metavar="FORMULA", help="Whose gradients; without it, those of the objective of the paper.")
@click.option("--line", type=click.IntRange(min=1), help="In which part of the paper: the one this line belongs to.")
@click.option("--plot", type=click.Path(path_type=Path), help="Where a picture goes.")
def behave(file: Path, of: str | None, line: int | None, plot: Path | None) -> None:
    """Tell how the gradients of a paper behave.

    The bounds of its slopes, what its layers do to an error, where they saturate or die, and what happens from zero.
    """
    from papergrad.asking import gradients
    from papergrad.asking.behaviour import behaviour_of
    from papergrad.reports import behaving, lines
    from papergrad.source import PaperError

    try:
        what = gradients.parse(of) if of else None
        found = _paper(file).asked(lambda reading: behaviour_of(reading, what, line))
        for row in behaving.rows(found):
            click.echo(lines.printable(row))
        if plot is not None:
            behaving.picture(found, plot)
    except PaperError as error:
        raise click.ClickException(str(error)) from None


@commands.command()
@FILE
@click.option("--wrt", required=True, metavar="SYMBOLS", help="By what: one symbol, or several with commas.")
@click.option("--of", "of", metavar="FORMULA", help="What to derive; without it, the objective of the paper.")
@click.option("--line", type=click.IntRange(min=1), help="In which part of the paper: the one this line belongs to.")
@click.option("--backend", type=click.Choice(("numpy", "numba", "jax", "torch")), default="numpy", show_default=True)
@click.option("--dtype", type=click.Choice(("float32", "float64")), default="float64", show_default=True)
@click.option("--hessian", is_flag=True, help="Second derivatives, a block for every pair of SYMBOLS.")
def code(file: Path, wrt: str, of: str | None, line: int | None, backend: str, dtype: str, hessian: bool) -> int:
    """Print a program for a paper's objective and its gradients, ready to paste."""
    from papergrad.programs import emit
    from papergrad.source import PaperError

    try:
        names = [symbol.strip() for symbol in wrt.split(",")]
        steps = _paper(file).program(names, of, line=line, hessian=hessian)
        click.echo(emit(steps, backend, dtype=dtype), nl=False)
    except PaperError as error:
        raise click.ClickException(str(error)) from None
    return _given(steps.notes)


@commands.command()
@FILE
@click.option("--data", "table", required=True, type=click.Path(path_type=Path), help="A table: CSV, NPZ or Parquet.")
@click.option("--of", "of", metavar="FORMULA", help="What to make small; without it, the objective of the paper.")
@click.option("--line", type=click.IntRange(min=1), help="In which part of the paper: the one this line belongs to.")
@click.option("--params", metavar="SYMBOLS", help="What is learned; without it, all that the table does not have.")
@click.option("--set", "given", multiple=True, metavar="λ=0.01", help="A number that the paper leaves open.")
@click.option("--size", "sizes", multiple=True, metavar="m=16", help="A length that the data does not tell.")
@click.option("--rule", default="adam", show_default=True, metavar="RULE", help="sgd, momentum, adagrad or adam.")
@click.option("--rate", type=float, help="The learning rate; without it, the usual one of the rule.")
@click.option("--schedule", default="constant", show_default=True, help="constant, linear, cosine, steps or inverse.")
@click.option("--epochs", type=int, default=100, show_default=True)
@click.option("--batch", type=int, default=32, show_default=True, help="Samples in a batch; 0 takes all at once.")
@click.option("--held-out", type=float, default=0.0, show_default=True, help="The part of the samples to look at only.")
@click.option("--patience", type=int, help="Epochs without a better loss after which to stop.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--backend", type=click.Choice(("numpy", "numba", "jax")), default="numpy", show_default=True)
@click.option("--dtype", type=click.Choice(("float32", "float64")), default="float64", show_default=True)
@click.option("--threads", type=int, help="Threads that take some samples of a batch each; for numba.")
@click.option("--checkpoint", type=click.Path(path_type=Path), help="A file to go on from if the fit is interrupted.")
@click.option("--save", type=click.Path(path_type=Path), help="Where the parameters go, as NPZ.")
@click.option("--curve", type=click.Path(path_type=Path), help="Where a picture of the losses goes.")
def fit(file: Path, table: Path, of: str | None, line: int | None, **chosen: Any) -> None:
    """Fit the parameters of a paper's objective to a table.

    A column belongs to the symbol it is called like; x_1, x_2, ... are the entries of x. What else the objective speaks of is
    learned. In a formula for one sample, the mean over the rows of the table is made small.
    """
    from papergrad.source import PaperError

    try:
        _fit(_paper(file), table, of, line, **chosen)
    except PaperError as error:
        raise click.ClickException(str(error)) from None


def _fit(
    paper: Paper,
    table: Path,
    of: str | None,
    line: int | None,
    params: str | None,
    given: tuple[str, ...],
    sizes: tuple[str, ...],
    save: Path | None,
    curve: Path | None,
    checkpoint: Path | None,
    backend: str,
    dtype: str,
    threads: int | None,
    batch: int,
    **how: Any,
) -> None:
    from papergrad.asking.fits import bind
    from papergrad.asking.gradients import parse
    from papergrad.asking.models import of_table
    from papergrad.learning import checkpoints, fitting, tables
    from papergrad.reports import fitted, lines

    numbers = {name: float(value) for name, value in map(partial(_told, "--set"), given)}
    lengths = {name: int(value) for name, value in map(partial(_told, "--size"), sizes)}
    settings = fitting.Settings(batch=batch or None, **how)
    learned = [name.strip() for name in params.split(",")] if params else []
    known, arrays, left = of_table(
        paper.computing,
        tables.read(table),
        parse(of) if of else None,
        parameters=learned,
        given=tuple(numbers),
        line=line,
    )
    if left:
        click.echo(f"not used: {lines.printable(', '.join(left))}", err=True)
    rows, run = table.suffix != ".npz", {"backend": backend, "dtype": dtype, "threads": threads}
    bound = bind(known, arrays, sizes=lengths, given=numbers, rows=rows, **run)
    for row in fitted.opening(bound, settings):
        click.echo(lines.printable(row))
    shown: dict[str, Any] = {"file": sys.stderr, "item_show_func": _loss, "hidden": not sys.stderr.isatty()}
    with click.progressbar(length=settings.epochs, label="fitting", **shown) as bar:
        found = fitting.fit(
            bound.problem, bound.start(settings.seed), settings, checkpoint=checkpoint,
            watch=lambda epoch, _, losses: bar.update(epoch - bar.pos, losses),
        )  # fmt: skip
    for row in fitted.closing(bound, found):
        click.echo(lines.printable(row))
    if save is not None:
        checkpoints.save(save, found.parameters, {"objective": known.name, "history": dict(found.history)})
    if curve is not None:
        fitted.picture(found.history, known.name, curve)


def _loss(losses: Any) -> str:
    return ", ".join(f"{name} {value:.5g}" for name, value in losses.items()) if losses else ""


def _told(option: str, text: str) -> tuple[str, str]:
    """The name and the number of ``m=16``."""
    name, sign, value = text.partition("=")
    try:
        float(value)
    except ValueError:
        sign = ""
    if not sign:
        raise click.BadParameter(f"{text!r} is no number for a name: as in {option} m=16", param_hint=option)
    return name.strip(), value


@commands.command()
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """Explain a code such as PG203.

    Without one, list them all.
    """
    from papergrad.judging.rules import RULES

    if code is None:
        for known in RULES.values():
            click.echo(f"{known.code}  {known.name}")
    elif code.upper() in RULES:
        click.echo(_page_of(RULES[code.upper()]))
    else:
        raise click.BadParameter(f"there is no {code}; `papergrad rule` lists the codes", param_hint="CODE")


def _page_of(known: Any) -> str:
    explanation = textwrap.fill(known.explanation, min(_width(), 100))
    return f"{known.code}  {known.name}\n\n{explanation}\n\n{known.example}".rstrip()


@commands.command()
@click.argument("problem", metavar="MODULE:FUNCTION")
def gradcheck(problem: str) -> int:
    """Check the gradient of your own code. FUNCTION takes nothing and gives (f, grad, params)."""
    from importlib import import_module

    from papergrad.gradcheck import gradcheck as checked

    module, _, function = problem.partition(":")
    if not function:
        raise click.BadParameter("say which function, as in models:problem", param_hint="MODULE:FUNCTION")
    sys.path.insert(0, "")
    try:
        make = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise click.BadParameter(str(error), param_hint="MODULE:FUNCTION") from error
    result = checked(*make())
    click.echo(str(result))
    return WRONG if result.verdict == "wrong" else 0
