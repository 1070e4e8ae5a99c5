r"""Every code that a finding or an error can carry: ``papergrad rule PG203`` prints its row.

``PG0`` reading, ``PG1`` names and shapes, ``PG2`` claims, ``PG3`` what is missing to decide, ``PG4`` programs, ``PG5`` stated
numbers, ``PG6`` fitting, ``PG9`` limits. The rows of claims come from the table of mistakes.
"""

from __future__ import annotations

from papergrad.judging.mistakes import MISTAKES, Mistake
from papergrad.records import dataclass


@dataclass(frozen=True)
class Rule:
    """A code, in a few words, in a few sentences, and by example."""

    code: str
    name: str
    explanation: str
    example: str


def _of(mistake: Mistake) -> Rule:
    example = (
        f"Given: {mistake.given}\n"
        f"Wrong: ${mistake.claim} = {mistake.broken}$\n"
        f"Right: ${mistake.claim} = {mistake.right}$"
    )  # fmt: skip
    return Rule(mistake.code, mistake.name, mistake.explanation, example)


_ROWS = (
    # -- reading --------------------------------------------------------------------------------------------------
    Rule(
        "PG001", "cannot be read",
        "The formula is not well formed: a bracket is not closed, an operand is missing, a command is unknown. The finding points "
        "at the place; the rest of the document is read all the same.",
        r"$\frac{\partial J}{\partial W = (\hat y - y) x^T$",
    ),
    Rule(
        "PG002", "not understood",
        "The formula can be parsed, but what it says is not known to papergrad, or it is not a statement that can be judged.",
        r"$J \approx O(n)$",
    ),
    Rule(
        "PG003", "nothing to go on from",
        "A line starts with an equals sign, but no formula stands before it.",
        r"$= W^T (\hat y - y)$ at the start of a section",
    ),
    Rule("PG010", "no document", "The file cannot be opened, or is not of the kind its name says.", "a notebook that is no JSON"),
    # -- names and shapes -----------------------------------------------------------------------------------------
    Rule(
        "PG101", "shapes do not agree",
        "Two tensors meet whose sizes differ: in a sum, in a product, or on the two sides of a claim. Both shapes are shown.",
        r"$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^m$, $h = W x$",
    ),
    Rule(
        "PG102", "number of subscripts",
        "A tensor carries more subscripts than it has axes, or the rows of a matrix literal differ in length.",
        r"$x \in \mathbb{R}^n$, $y = x_{ij}$",
    ),
    Rule(
        "PG103", "condition on a vector",
        "A condition such as $z \\geq 0$ decides about a single number, but speaks of a whole vector. Say which entry is meant.",
        r"$\frac{\partial h}{\partial z} = 1$ if $z \geq 0$, where $z \in \mathbb{R}^n$",
    ),
    Rule(
        "PG104", "defined by itself",
        "A definition goes round in a circle. A recurrence needs an earlier position on its right side.",
        r"$h_t = \tanh(W h_t + U x_t)$; meant was $h_{t-1}$",
    ),
    # -- claims ---------------------------------------------------------------------------------------------------
    Rule(
        "PG200", "wrong",
        "The two sides differ, and no single mistake of the table (nor two of them) explains it. The counterexample is a program "
        "that shows the difference; the right formula is derived anew.",
        r"$J = x^2$, $\frac{\partial J}{\partial x} = \sin x$",
    ),
    Rule(
        "PG207", "right only if",
        "The claim is false in general but true under an assumption that the text does not state, such as targets that add up to 1, "
        "or a single output. Say so in the text.",
        r"$\hat y = \mathrm{softmax}(z)$, $J = -\sum_i y_i \log \hat y_i$, $\frac{\partial J}{\partial z} = \hat y - y$: "
        r"right if $\sum_i y_i = 1$",
    ),
    *map(_of, MISTAKES),
    Rule(
        "PG220", "bound exceeded",
        "An inequality fails at the point shown.",
        r"$|\tanh(z)| \leq \frac{1}{2}$ fails at $z = 1$",
    ),
    Rule(
        "PG221", "strict bound attained",
        r"A strict inequality holds with equality at the point shown: $\leq$ is right, $<$ is not.",
        r"$\sigma'(z) < \frac{1}{4}$ fails at $z = 0$",
    ),
    Rule(
        "PG222", "another maximum",
        "The largest value, or the place where it is taken, is not the one stated.",
        r"the maximum of $\sigma'(z)$ is $(0, 0.5)$; it is $(0, 0.25)$",
    ),
    Rule(
        "PG223", "layout changes",
        "A derivative is written in one layout here and in the transposed one elsewhere. Each is right by itself; together they do "
        "not multiply.",
        r"$\frac{\partial J}{\partial x} = W^T e$ on one line, $\frac{\partial J}{\partial x} = e^T W$ on another",
    ),
    # -- what is missing to decide --------------------------------------------------------------------------------
    Rule(
        "PG301", "not said how",
        "Whether the claim is right depends on a definition that the text does not give.",
        r"$\frac{\partial J}{\partial z} = \hat y - y$ where nothing is said about $\hat y$",
    ),
    Rule(
        "PG302", "name without meaning",
        "The claim speaks of a quantity that is neither declared nor defined, so nothing can be said about it.",
        r"$\frac{\partial J}{\partial W} = q x^T$ where nothing is said about $q$",
    ),
    Rule(
        "PG303", "reading in doubt",
        "Most of what is claimed here fails as it was read, and no known mistake explains it: the reading is doubted, not the writer.",
        r"three gradients in a row that have nothing to do with the loss as it was understood",
    ),
    Rule(
        "PG304", "condition, not a law",
        "The equation does not hold in general, and its sides speak of different things: it is read as a condition, which is not "
        "judged.",
        r"$A x = 0$",
    ),
    Rule("PG320", "circle", "Definitions need each other at the same position.", r"$a = b + 1$, $b = a$"),
    Rule("PG321", "size without a number", "To evaluate, every size needs a number.", r"$\frac{1}{N} \sum_i x_i$ without $N$"),
    Rule("PG322", "subscript that runs nowhere", "A free subscript is not among the axes of the result.", r"$y = x_i$"),
    Rule("PG323", "number of subscripts", "A value has more or fewer axes than its symbol has subscripts.", r"$W_i$ of a matrix $W$"),
    Rule("PG324", "symbol without a value", "A symbol has neither a value nor a definition.", r"$y = W x$ without $W$"),
    Rule("PG325", "matrix not square", "Only square matrices have an inverse or a determinant.", r"$W^{-1}$ of a $3 \times 4$ matrix"),
    # -- programs -------------------------------------------------------------------------------------------------
    Rule("PG401", "shape not known", "A program needs the shape of every input.", r"compile $W x$ where $W$ is not declared"),
    Rule("PG402", "no such backend", "There is no backend of this name.", "backend='fortran'"),
    Rule("PG403", "backend not installed", "The backend needs a package that is not installed.", "backend='jax' without jax"),
    Rule("PG404", "inputs", "A program was called with too few inputs, or with unknown ones.", "program(W=W) where x is needed"),
    Rule("PG405", "positions", "An input holds real numbers; one that holds positions, whole numbers from 0.", "words = [0.5, 1]"),
    Rule("PG406", "sizes do not fit", "The arrays given to a program disagree about a size.", "W of shape (3, 4), x of shape (5,)"),
    Rule("PG410", "not allowed in a program", "Generated code is checked before it runs; this should never appear.", "import"),
    Rule("PG411", "update rule", "An update rule that is compiled may only calculate with numbers.", "return p - open('rate')"),
    Rule("PG412", "epoch", "An epoch runs the gradients of one number; a parameter of it is not data.", "samples='W', by='W'"),
    Rule("PG413", "arrays of an epoch", "Arrays of an epoch have one type, and samples for every batch.", "a batch past the end"),
    Rule("PG414", "threads", "Threads of Papergrad's own are for Numba, and for auto.", "threads=2 with JAX"),
    # -- what is asked to be derived ------------------------------------------------------------------------------
    Rule("PG420", "not a formula", "What is to be derived, or by what, cannot be read.", "papergrad derive 'x^2 +' --wrt x"),
    Rule("PG421", "no such symbol", "There is nothing of this name to derive by.", "--wrt Q where nothing is called Q"),
    Rule(
        "PG422", "nothing to derive",
        "What is to be derived has no meaning here: it is not defined, it is no number, or what it depends on is not said.",
        "--of J where J is not defined",
    ),
    Rule("PG423", "no closed form", "The derivative cannot be written down without subscripts or names for its parts.", ""),
    Rule("PG424", "formula does not conform", "No shapes make a formula without declarations conform.", "derive 'A b c' --wrt A"),
    Rule("PG425", "not a shape", "A shape is one or two sizes.", "--shape A=large; meant was A=m×n"),
    Rule(
        "PG426", "not through a recurrence",
        "What is asked has no closed form through a recurrence: a Hessian, a derivative by one of its steps, or errors that are"
        " cut off where they go back several steps at a time.",
        "--hessian where J depends on $h_t = \\tanh(W h_{t-1} + x_t)$",
    ),
    # -- stated numbers -------------------------------------------------------------------------------------------
    Rule(
        "PG501", "count",
        "A stated number of parameters or features differs from the one that follows from the shapes.",
        r"$W \in \mathbb{R}^{10 \times 5}$, $b \in \mathbb{R}^{10}$: 50 parameters; it is 60",
    ),
    Rule(
        "PG502", "numeric result",
        "A computed matrix or number differs from the one that is printed.",
        r"$\begin{bmatrix} 1 & 2 \end{bmatrix} \begin{bmatrix} 3 \\ 4 \end{bmatrix} = 10$; it is 11",
    ),
    Rule(
        "PG503", "stated shape",
        "A shape in the text, or beside a matrix, differs from the shape that follows.",
        r"$W x \in \mathbb{R}^n$ for $W \in \mathbb{R}^{m \times n}$",
    ),
    # -- fitting --------------------------------------------------------------------------------------------------
    Rule("PG601", "not a file of parameters", "The file was not written by papergrad, or is damaged.", "--checkpoint table.csv"),
    Rule("PG602", "not a way to fit", "There is no such rule or schedule, or a setting makes no sense.", "--rule newton"),
    Rule("PG603", "loss is no number", "The loss grew beyond all numbers: most often the rate is too large.", "--rate 1000"),
    Rule(
        "PG604", "checkpoint of another fit",
        "The checkpoint was written with another formula, other data or other settings, so going on from it would give neither fit.",
        "papergrad fit a.md --checkpoint of_b.npz",
    ),
    Rule("PG605", "not a table", "Tables are CSV, NPZ and Parquet files with named columns.", "--data notes.txt"),
    Rule(
        "PG606", "role not clear",
        "Which quantity is the target, or what the model predicts, does not follow from the text.",
        "Formula(text) where the text has two targets; meant was Formula(text, target='y')",
    ),
    Rule(
        "PG607", "neither a sum nor a mean",
        "Over a part of the samples an objective is estimated by scaling its sums; this one is no sum and no mean.",
        r"$J = \sqrt{\sum_{i=1}^N (y_i - \hat y_i)^2}$ with batches",
    ),
    Rule(
        "PG608", "data does not fit",
        "An array has not the shape or the values that the formula asks of it, or there is no data for one of its symbols.",
        r"$x \in \mathbb{R}^4$ and a table with three columns of x",
    ),
    Rule(
        "PG609", "number not given", "The objective has a number that is neither learned nor said.",
        r"$J = L + \lambda \|W\|^2$ without --set λ=0.01",
    ),
    Rule(
        "PG610", "length not given", "No data and no text tells how long an axis is.",
        r"$W \in \mathbb{R}^{m \times n}$ without --size m=16",
    ),
    # -- limits ---------------------------------------------------------------------------------------------------
    Rule("PG900", "document too large", "Documents may have 2 MB.", "a book in one file"),
    Rule("PG901", "formula too large", "Too many signs, too deeply nested, or a macro that never ends.", r"\def\a{\a\a}"),
    Rule("PG902", "expression too large", "Multiplied out, the formula grows beyond its limit. Name parts of it.", r"$(a + b)^{50}$"),
    Rule("PG903", "too large to evaluate", "An array would be too large, or a shape is not known.", r"$x \in \mathbb{R}^{10^9}$"),
    Rule(
        "PG904", "document takes too long", "The work for one document is used up; what comes after is not judged.",
        "hundreds of claims that are all hard to decide",
    ),
    Rule("PG905", "out of time", "A claim takes longer to decide than it may.", "a recurrence over thousands of steps"),
    Rule(
        "PG906", "not decided",
        "Too few random instances lie in the domain of both sides, or they are too close to call even with 50 digits.",
        r"$\log(-x^2) = 2 \log(-x)$",
    ),
    Rule("PG907", "document too long", "Documents may have 3,000 statements; what comes after them is not read.", "a whole book"),
    Rule("PG910", "unused suppression", "A comment silences a code that does not occur.", "<!-- papergrad: ignore PG203 -->"),
    Rule("PG999", "papergrad broke down", "A fault of papergrad itself at this formula; please report it. The others are judged.", ""),
)  # fmt: skip

RULES: dict[str, Rule] = {row.code: row for row in sorted(_ROWS, key=lambda row: row.code)}
