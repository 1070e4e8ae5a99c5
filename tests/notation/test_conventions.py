r"""Commands without a definition: read where their names say what they stand for, and left unread, with the command, elsewhere."""

from __future__ import annotations

import pytest

import papergrad
from papergrad.notation import latex
from papergrad.notation.conventions import convention
from papergrad.notation.glyphs import COMMANDS, GREEK
from papergrad.notation.lexer import definitions
from papergrad.notation.tree import Name, Script, Unread, walk
from papergrad.source import Source


@pytest.mark.parametrize(
    ("command", "spelled"),
    [
        (r"\vx", r"\mathbf{x}"),
        (r"\Vx", r"\mathbf{x}"),
        (r"\mW", r"\mathbf{W}"),
        (r"\MW", r"\mathbf{W}"),
        (r"\vtheta", r"\boldsymbol{\theta}"),
        (r"\Vepsilon", r"\boldsymbol{\epsilon}"),
        (r"\mSigma", r"\boldsymbol{\Sigma}"),
        (r"\bw", r"\mathbf{w}"),
        (r"\rvx", r"\mathbf{x}"),
        (r"\RSy", "y"),
        (r"\cL", r"\mathcal{L}"),
        (r"\calD", r"\mathcal{D}"),
        (r"\SetE", r"\mathbb{E}"),
        (r"\vw_1^\Tsp \vx", r"\mathbf{w}_1^\top \mathbf{x}"),
        (r"\X^\T(\y - s(\X\w))", r"X^\top (y - s(X w))"),
        (r"\grad_{\W_k} \Lagr", r"\nabla_{W_k} \mathcal{L}"),
        (r"\Uptheta + \upeta + \Upalpha", r"\Theta + \eta + A"),
        (r"\yhat_k = \sigmahat + \xbar", r"\hat{y}_k = \hat{\sigma} + \bar{x}"),
        (r"\red{x} + \blu{w_i}", "{x} + {w_i}"),
        (r"\vb{W} \vb{x} + \va{u} + \vu{v}", r"\mathbf{W} \mathbf{x} + \vec{u} + \hat{v}"),
        (r"z = \vb{w} \vdot \vb{x} + b", r"z = \mathbf{w} \cdot \mathbf{x} + b"),
        (r"\dd{z} = 2 \dd{x}", "d z = 2 d x"),
        (r"f \qty(x) + \qty{a + b}", "f (x) + {a + b}"),
        (r"\pderiv {\pur{\loss}} {\blu{W}}", r"\frac{\partial \mathcal{L}}{\partial W}"),
    ],
)
def test_a_command_of_a_well_known_list_is_its_letter(command: str, spelled: str) -> None:
    assert latex.parse(command) == latex.parse(spelled)


@pytest.mark.parametrize("command", ["plim", "be", "ve", "mx", "foo", "vxy", "cx", "bbeta2"])
def test_other_commands_stay_unread(command: str) -> None:
    assert convention(command) is None
    assert any(isinstance(n, Unread) for n in walk(latex.parse(rf"\{command} = 1")))


def test_a_document_that_defines_a_command_means_its_own() -> None:
    macros = definitions(Source(r"\newcommand{\vx}{\mathcal{X}}"))
    assert latex.parse(r"\vx", macros) == Name("X", font="cal")


def test_a_command_that_takes_an_argument_is_no_letter() -> None:
    assert any(isinstance(n, Unread) for n in walk(latex.parse(r"\bx{3} + 1")))


def test_no_command_that_is_known_follows_a_convention_first() -> None:
    for command in [*COMMANDS, *GREEK.values()]:
        if command.isalpha() and COMMANDS[command][0] == "name":
            assert latex.parse("\\" + command) == Name(COMMANDS[command][1]) or len(COMMANDS[command][1]) > 1


def test_a_transpose_of_a_convention_hangs_on_its_base() -> None:
    found = latex.parse(r"\MX^\Tsp")
    assert isinstance(found, Script) and found.sup == Name("⊤")


def test_a_statement_in_such_commands_is_judged() -> None:
    paper = papergrad.read(r"$f(\vx) = \vx^\top \mA \vx$, so $\nabla_{\vx} f = (\mA + \mA^\top) \vx$.")
    assert [f.verdict for f in paper.findings] == ["defines", "right"]


def test_what_is_not_read_is_named() -> None:
    paper = papergrad.read(r"$y = 3 \foo + 1$ and $y = \foo$.")
    assert any(r"\foo" in f.message for f in paper.findings)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\pdv{f}{x}", r"\frac{\partial f}{\partial x}"),
        (r"\dv{f}{x}", r"\frac{d f}{d x}"),
        (r"\pdv[2]{f}{x}", r"\frac{\partial^2 f}{\partial x^2}"),
        (r"\pdv{f}{x}{y}", r"\frac{\partial^2 f}{\partial x \partial y}"),
        (r"\pdv{x} f", r"\frac{\partial}{\partial x} f"),
        (r"\pd{J}{W_{ij}}", r"\frac{\partial J}{\partial W_{ij}}"),
        (r"\bigpderiv{J}{w}", r"\frac{\partial J}{\partial w}"),
        (r"\pderivslash{J}{w}", r"\frac{\partial J}{\partial w}"),
        (r"\dsum_{i} x_i", r"\sum_{i} x_i"),
    ],
)
def test_quotients_of_differentials(written: str, meant: str) -> None:
    assert latex.parse(written) == latex.parse(meant)


def test_a_quotient_without_its_arguments_is_no_quotient() -> None:
    assert any(isinstance(n, Unread) for n in walk(latex.parse(r"\pd f x")))
    assert any(isinstance(n, Unread) for n in walk(latex.parse(r"\pd{f} x")))


def test_a_document_that_defines_a_quotient_means_its_own() -> None:
    macros = definitions(Source(r"\newcommand{\pd}[2]{#1 - #2}"))
    assert latex.parse(r"\pd{a}{b}", macros) == latex.parse("a - b")
