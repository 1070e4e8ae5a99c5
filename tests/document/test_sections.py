"""Scopes by heading, question and part."""

from papergrad import document
from papergrad.source import Source


def outline(text, kind="markdown"):
    doc = document.of(text, kind=kind)
    return [(s.parent, s.label, s.title) for s in doc.sections[1:]]


def scopes(text, kind="markdown"):
    doc = document.of(text, kind=kind)
    return {doc.legible[p.span]: doc.sections[p.scope].label for p in doc.passages}


def test_headings_nest():
    text = "# One\n\n## 1.2 Two\n\nThree\n=====\n\n$a$"
    assert outline(text) == [(0, "", "One"), (1, "1.2", "Two"), (0, "", "Three")]


def test_a_price_or_a_sentence_is_no_heading():
    assert outline("60 parameters are\nenough.\n\n2.5 is more than 2\n\nx) y", "text") == [(0, "x", "y")]


def test_numbered_lines_of_plain_text():
    text = "1 Softmax\n\n- a) Trivial\n- b) Code\n\n3 word2vec\n\na) $x$\n\n3.1 Gradient\n\n$y$"
    assert outline(text, "text") == [
        (0, "1", "Softmax"),
        (1, "a", "Trivial"),
        (1, "b", "Code"),
        (0, "3", "word2vec"),
        (4, "a", ""),
        (4, "3.1", "Gradient"),
    ]


def test_questions_and_their_parts():
    text = "Question 2)\n\na)\n\n$p$\n\nc) $q$ let\n\nQ3)\n\n$r$\n\n4c)\n\n$s$\n\n4d)\n\n$t$"
    assert scopes(text, "text") == {"p": "a", "q": "c", "r": "3", "s": "c", "t": "d"}
    parents = {s.label: s.parent for s in document.of(text, kind="text").sections}
    assert parents["4"] == 0 and parents["c"] == parents["d"]


def test_labels_inside_formulas():
    assert scopes("$$\\textcircled{1} \\quad a$$\n\n$$b$$\n\n$\\textcircled{2}$ 60\n\n$c$\n\n$$3) b) d$$") == {
        "a": "1",
        "b": "1",
        "c": "2",
        "d": "b",
    }


def test_roman_after_letters():
    assert [label for _, label, _ in outline("h) x\n\ni) y\n\nj) z")] == ["h", "i", "j"]
    doc = document.of("a) x\n\ni) y\n\nii) z\n\nb) w")
    assert [(s.label, s.parent) for s in doc.sections[1:]] == [("a", 0), ("i", 1), ("ii", 1), ("b", 0)]


def test_tex():
    text = r"""\section{One}\subsection*{Two {x}} $a$ \begin{enumerate} \item $b$ \begin{enumerate}\item $c$\end{enumerate}
    \item[(z)] $d$ \end{enumerate} $e$ \question $f$ \part[5] $g$"""
    assert scopes(text, "tex") == {"a": "", "b": "1", "c": "a", "d": "z", "e": "", "f": "1", "g": "a"}
    assert outline(text, "tex")[1][2] == "Two {x}"


def test_environments_of_problems():
    text = r"\begin{myProblem} $a$ \end{myProblem} $b$ \begin{exercise*} $c$ \end{exercise*} \begin{problems} $d$ \end{problems}"
    assert scopes(text, "tex") == {"a": "1", "b": "", "c": "1", "d": ""}


def test_bold_labels():
    assert scopes("**Question 3**\n\n**(a)** $x$\n\n* **b)** $y$") == {"x": "a", "y": "b"}


def test_prose_stands_between_formulas():
    doc = document.of("d) There are $n$ parameters.\n\nshape of x is: 750x1\n\n# Head", kind="text")
    prose = [doc.source[p.span] for p in doc.pieces if isinstance(p, document.Prose)]
    assert prose == ["There are", "parameters.", "shape of x is: 750x1", "# Head"]


def test_remarks():
    text = (
        "---\npapergrad: W: m x n\n---\n<!-- papergrad: ignore PG203 -->\n$$\na\n$$\n\n$$b$$ <!-- papergrad: ignore -->\n\n"
        "<!-- papergrad: off PG201, PG202 -->\n$c$\n<!-- papergrad: on PG201, PG202 -->\n$d$\n<!-- papergrad: t: one-hot -->"
    )
    doc = document.of(text)
    assert [doc.source[s] for s in doc.declarations] == ["W: m x n", "t: one-hot"]
    silenced = {
        doc.source[p.span]: [
            code for code in ("PG201", "PG203") if any(s.silences(code, p.span) for s in doc.suppressions)
        ]
        for p in doc.passages
    }
    assert silenced == {"a": ["PG203"], "b": ["PG201", "PG203"], "c": ["PG201"], "d": []}


def test_remarks_in_tex():
    doc = document.of("% papergrad: x: n\n$a$ % papergrad: ignore PG201\n$b$", kind="tex")
    assert [doc.source[s] for s in doc.declarations] == ["x: n"]
    assert [any(s.silences("PG201", p.span) for s in doc.suppressions) for p in doc.passages] == [True, False]


def test_macros():
    text = "\\newcommand{\\R}[1]{\\mathbb{#1}} % x\n\\def\\vx#1{\\mathbf{x}}\n"
    text += "\\DeclareMathOperator*{\\argmax}{arg\\,max}\n\\begin{document}$a$"
    doc = document.of(text, kind="tex")
    assert [doc.source[s] for s in doc.macros] == [
        "\\newcommand{\\R}[1]{\\mathbb{#1}}", "\\def\\vx#1{\\mathbf{x}}", "\\DeclareMathOperator*{\\argmax}{arg\\,max}",
    ]  # fmt: skip
    assert isinstance(doc.legible, Source)


def test_slides_about_a_question_go_on_with_it():
    text = r"""\begin{frame}{Question 3: Nets} $a$ \end{frame} \begin{frame}[t]{[Solution] Question 3} $b$ \end{frame}
\begin{frame} \frametitle{Exercise 4} $c$ \end{frame} \begin{frame}{A question} $d$ \end{frame}"""
    assert scopes(text, "tex") == {"a": "3", "b": "3", "c": "4", "d": "4"}
    assert len(outline(text, "tex")) == 2
