"""Where the mathematics stands: what holds for every document, and the marks people use."""

import json
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papergrad import document
from papergrad.source import LimitError, PaperError

MARKS = [
    "$", "$$", "\\[", "\\]", "\\(", "\\)", "\\begin{align}", "\\end{align}", "\\begin{aligned}", "\\end{aligned}", "\n", "\n\n", "> ",
    "# ", "`", "```", "~~~", "<!--", "-->", "<!-- papergrad: ignore PG203 -->", "<!-- papergrad: off -->", "% papergrad: on\n", "%",
    "a)", "(b) ", "2. ", "x = y", "\\", "{", "}", "\\item ", "\\begin{enumerate}", "\\end{enumerate}", "\\section{", "\\question ",
    "\\newcommand{\\R}{x}", "---\n", "papergrad: W: m x n\n", "\\textcircled{1}", "①", "5", "a few words in a row ", "Question 2)",
    "\\begin{document}", "\\end{document}", "\\verb|", "===\n", "\r\n", "\x00", "²",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(MARKS) | st.text(max_size=3), max_size=40).map("".join)
KINDS = ["markdown", "tex", "text"]


def mathematics(text, kind="markdown"):
    doc = document.of(text, kind=kind)
    return [doc.legible[p.span] for p in doc.passages]


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(KINDS))
@example("$$ a\n\nb $c$", "markdown")
@example("\\begin{align} a) \\quad x\\end{align}", "tex")
def test_spans_are_disjoint_in_order_and_inside(text, kind):
    doc = document.of(text, "x", kind)
    assert doc.source.text == text and len(doc.legible.text) == len(text)
    at = 0
    for piece in doc.pieces:
        assert at <= piece.span.start < piece.span.end <= len(text)
        assert doc.source[piece.span].strip() == doc.source[piece.span]
        section = doc.sections[piece.scope]
        assert section.span.start <= piece.span.start <= section.span.end
        at = piece.span.end
    for section in doc.sections[1:]:
        parent = doc.sections[section.parent]
        assert parent.level < section.level
        assert parent.span.start <= section.span.start <= section.span.end <= parent.span.end
    for suppression in doc.suppressions:
        assert text[suppression.span.start : suppression.span.end].lstrip("%<!- ").startswith("papergrad:")


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([".md", ".tex", ".ipynb", ".txt"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory, raw, suffix):
    path = tmp_path_factory.mktemp("any") / f"any{suffix}"
    path.write_bytes(raw)
    with suppress(PaperError):
        document.open(path)


@settings(max_examples=50, deadline=None)
@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from(["cells", "cell_type", "source", "x"]), x), max_leaves=12))  # fmt: skip
def test_any_json_is_a_notebook_or_refused(value):
    try:
        document.of(json.dumps(value), kind="notebook")
    except PaperError as error:
        assert error.source is not None


@pytest.mark.parametrize("text, found", [
    ("so $a$ and \\(b\\) and \\\\(c\\\\)", ["a", "b", "c"]),
    ("$$a$$ $$\nb\n$$", ["a", "b"]),
    ("\\[ a \\] \\\\[ b = 1 \\\\]", ["a", "b = 1"]),
    ("It costs $5 and $6.", []),
    ("It costs US$10, or \\$7, but $x = 5$.", ["x = 5"]),
    ("$ a $, $b$$c$", ["a", "b", "c"]),
    ("costs $x and $y$ too", ["y"]),
    ("`$a$` ``b ` $c$`` $d$", ["d"]),
    ("```\n$a$\n```\n$b$", ["b"]),
    ("~~~\n$a$\n", []),
    ("<!-- $a$ --> $b$", ["b"]),
    ("[\\[1\\]](link) \\[word\\]", []),
    ("| $a$ | $b|c$ |\n|---|---|\n| $d |", ["a", "b|c"]),
    ("\\begin{align*}\na\n\\end{align*}", ["\\begin{align*}\na\n\\end{align*}"]),
    ("$$\\begin{align}a\\end{align}$$", ["\\begin{align}a\\end{align}"]),
    ("$$\na = 1\n\nHere are words and $k$.\n\n$$b$$", ["a = 1", "k", "b"]),
    ("$$\na = 1\n\n+ 2\n$$", ["a = 1\n\n+ 2"]),
    ("> $$\n> a\n> = b\n> $$", ["a\n  = b"]),
    ("$$\\newcommand{\\R}{\\mathbb{R}}$$ $$\\newcommand{\\b}{b} \\b$$", ["\\b"]),
    ("$\\textcircled{1} \\quad a$", ["a"]),
    ("$$(A) \\quad a = b$$", ["a = b"]),
    ("$$3) b) *) a$$", ["a"]),
    ("$(a) = b$", ["(a) = b"]),
    ("$2. 5$", ["2. 5"]),
    ("$$\\begin{aligned} b) \\quad x &= 1\\end{aligned}$$", ["\\begin{aligned}          x &= 1\\end{aligned}"]),
    ("---\ntitle: $a$\n---\n$b$", ["b"]),
    ("- item\n\n  $$\n  a\n  $$", ["a"]),
])  # fmt: skip
def test_mathematics_in_markdown(text, found):
    assert mathematics(text) == found


@pytest.mark.parametrize("text, found", [
    ("$a$ % $b$\n\\(c\\)", ["a", "c"]),
    ("100\\% of $a$", ["a"]),
    ("\\[ a % $\n = b \\]", ["a    \n = b"]),
    ("\\[ a \\\\[2pt] b \\]", ["a \\\\[2pt] b"]),
    ("\\begin{verbatim}$a$\\end{verbatim} $b$ \\verb|$c$|", ["b"]),
    ("\\begin{lstlisting}[x]\n$a$\n\\end{lstlisting}", []),
    ("$z$ \\begin{document} $a$ \\end{document} $b$", ["a"]),
    ("\\begin{equation} a \\end{equation}", ["\\begin{equation} a \\end{equation}"]),
    ("Price \\$5 and \\$6", []),
])  # fmt: skip
def test_mathematics_in_tex(text, found):
    assert mathematics(text, "tex") == found


def test_a_notebook_is_its_markdown_cells():
    cells = [
        ("markdown", "# One\n$a$"),
        ("code", "x = '$no$'"),
        ("markdown", ["$$b\n", "$$"]),
        ("markdown", "$$ open = 1"),
        ("markdown", "$c$"),
    ]
    raw = json.dumps({"cells": [{"cell_type": kind, "source": source} for kind, source in cells]})
    doc = document.of(raw, "n.ipynb", "notebook")
    assert doc.source.text == "# One\n$a$\n\n$$b\n$$\n\n$$ open = 1\n\n$c$"
    assert [doc.source[p.span] for p in doc.passages] == ["a", "b", "open = 1", "c"]
    assert [doc.source.cell(p.span.start) for p in doc.passages] == [1, 2, 3, 4]


def test_too_large():
    with pytest.raises(LimitError) as caught:
        document.of("x" * (document.LARGEST + 1))
    assert caught.value.code == "PG900"


def test_a_notebook_of_format_3_has_its_cells_in_worksheets():
    sheets = [
        {"cells": [{"cell_type": "markdown", "source": ["$a$"]}]},
        {"cells": [{"cell_type": "code", "input": ["b"]}]},
    ]
    raw = json.dumps({"worksheets": [*sheets, {"cells": [{"cell_type": "markdown", "source": "$c$"}]}]})
    assert document.of(raw, "n.ipynb", "notebook").source.text == "$a$\n\n$c$"


@pytest.mark.parametrize(
    "raw, words", [("{", "no notebook"), ("[" * 100_000, "no notebook"), ("[]", "no cells"), ("{}", "no cells")]
)
def test_what_is_no_notebook(raw, words):
    with pytest.raises(PaperError, match=words):
        document.of(raw, kind="notebook")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(PaperError, match="No such file"):
        document.open(tmp_path / "none.md")


@pytest.mark.parametrize(
    "unit", ["$a ", "$$a\n\n", "\\[a\n\n", "a)\n", "① ", "\\begin{align}", "\\newcommand{\\a}{", "`", "> "]
)
def test_scanning_is_linear(unit):
    document.of(unit * (200_000 // len(unit)) + "\\]$$")  # quadratic would take minutes


def test_comments_and_names_of_characters_inside_formulas_are_blank():
    doc = document.of("$$a = b\n% c = d\n&= 50\\%$$ and $x&plus;y&space;&lt;z$", kind="markdown")
    assert doc.legible.text == "$$a = b\n       \n&= 50\\%$$ and $x+     y       <   z$"
    assert doc.source.text.count("&plus;") == 1
