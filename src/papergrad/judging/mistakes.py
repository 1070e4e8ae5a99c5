r"""The table of mistakes people make in derivations, from a survey of 143 defects in 26 documents: one row each.

A row describes a mistake three times: in words, by an example (broken and right, in LaTeX, with what it is about), and by
its edits: ``repairs`` lists trees in which the mistake is undone, ``slips`` trees in which it is made (for testing the
judge). Codes are stable; rows stand in the order in which their repairs are tried: few candidates first, likely ones first.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from papergrad.judging import repairs as edit
from papergrad.judging.repairs import Trees
from papergrad.judging.vocabulary import Vocabulary
from papergrad.notation.tree import Node
from papergrad.records import dataclass

Edits = Callable[[Node, Vocabulary], Trees]


@dataclass(frozen=True)
class Mistake:
    """One kind of mistake. ``given`` introduces the symbols of the example; ``claim`` is its left side."""

    code: str
    name: str
    explanation: str
    given: str
    claim: str
    broken: str
    right: str
    repairs: Edits
    slips: Edits
    fits: bool = True  # whether what is written still conforms after such a slip, as a rule

    def plant(self, tree: Node, vocabulary: Vocabulary, rng: Random) -> Node | None:
        """The tree with this mistake made somewhere; None where it cannot be made."""
        made = [slip for slip in self.slips(tree, vocabulary) if slip != tree]
        return rng.choice(made) if made else None


_LINEAR = r"$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $y \in \mathbb{R}^m$, $e = W x - y$, $J = \frac{1}{2} \|e\|^2$"
_LAYER = (
    r"$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $b, y \in \mathbb{R}^m$, $z = W x + b$, "
    r"$h = \sigma(z)$, $J = \frac{1}{2} \|h - y\|^2$"
)
_DEEP = (
    r"$W_1 \in \mathbb{R}^{m \times n}$, $W_2 \in \mathbb{R}^{k \times m}$, $x \in \mathbb{R}^n$, $y \in \mathbb{R}^k$, $h = W_1 x$, "
    r"$e = W_2 h - y$, $J = \frac{1}{2} \|e\|^2$"
)

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "PG202", "sign",
        "A sign is turned: a minus got lost on the way down a chain, a difference stands the wrong way round "
        r"($y - \hat y$ for $\hat y - y$), or an argument lost its sign ($\sigma(u)$ for $\sigma(-u)$).",
        _LINEAR, r"\frac{\partial J}{\partial W}", r"(y - W x) x^T", r"(W x - y) x^T",
        edit.sign_edits, edit.sign_edits,
    ),
    Mistake(
        "PG201", "factor",
        r"A number is missing or too many: the 2 of a derivative of a square (which cancels a $\frac12$), or a mean's $\frac1N$ "
        "that is dropped, or counted twice.",
        _LINEAR, r"\frac{\partial J}{\partial W}", r"2 (W x - y) x^T", r"(W x - y) x^T",
        edit.factor_repairs, edit.factor_repairs,
    ),
    Mistake(
        "PG203", "order or transpose",
        "Two factors of a matrix product stand in the wrong order, or a transpose is missing or too many. The sizes show it: "
        "the inner ones of a product must agree, and a gradient has the shape of what one differentiates by.",
        _DEEP, r"\frac{\partial J}{\partial h}", r"e W_2^T", r"W_2^T e",
        edit.order_edits, edit.order_edits, fits=False,
    ),
    Mistake(
        "PG208", "kind of product",
        "An entrywise (Hadamard) product is written where a matrix product belongs, or the reverse; a vector of slopes that "
        r"multiplies a matrix from the left needs $\mathrm{diag}(\cdot)$.",
        _LAYER, r"\frac{\partial J}{\partial b}", r"(h - y) h (1 - h)", r"(h - y) \odot h \odot (1 - h)",
        edit.product_edits, edit.product_edits, fits=False,
    ),
    Mistake(
        "PG213", "half a derivative",
        r"One half of a derivative lacks its $\partial$: $\frac{J}{\partial U}$ is a quotient, not a derivative.",
        _LAYER, r"\frac{\partial J}{\partial b}", r"\frac{J}{\partial z}", r"\frac{\partial J}{\partial z}",
        edit.half_repairs, edit.half_slips, fits=False,
    ),
    Mistake(
        "PG211", "bracket",
        "A bracket takes in too much or too little: $a b + c$ for $a (b + c)$, $-a + b$ for $-(a + b)$.",
        _LAYER, r"\frac{\partial J}{\partial b}", r"h - y \odot h \odot (1 - h)", r"(h - y) \odot h \odot (1 - h)",
        edit.bracket_edits, edit.bracket_edits, fits=False,
    ),
    Mistake(
        "PG212", "power",
        r"A square or another power is lost or added, as in $1 - \tanh$ for $1 - \tanh^2$, or a denominator that the quotient "
        "rule squares.",
        r"$z \in \mathbb{R}$, $s(z) = \frac{1}{1 + e^{-z}}$", r"\frac{\partial s}{\partial z}",
        r"\frac{e^{-z}}{1 + e^{-z}}", r"\frac{e^{-z}}{(1 + e^{-z})^2}",
        edit.power_edits, edit.power_edits,
    ),
    Mistake(
        "PG216", "wrong function",
        r"Another function stands where one belongs: $\sigma$ for its slope $\sigma'$, $\tanh'$ for $\sigma'$, log for exp.",
        _LAYER, r"\frac{\partial J}{\partial b}", r"(h - y) \odot \sigma(z)", r"(h - y) \odot \sigma'(z)",
        edit.function_edits, edit.function_edits,
    ),
    Mistake(
        "PG217", "upside down",
        "A fraction stands upside down, or two arguments stand in the wrong order, as in a cross entropy with prediction and "
        "target exchanged.",
        r"$a, b \in \mathbb{R}$, $f = a \log b$", r"\frac{\partial f}{\partial b}", r"\frac{b}{a}", r"\frac{a}{b}",
        edit.turn_over, edit.turn_over, fits=False,
    ),
    Mistake(
        "PG214", "factor too many",
        "A factor stands there that does not belong, or stands there twice.",
        _LINEAR, r"\frac{\partial J}{\partial e}", r"e \odot e", r"e",
        edit.drop_factors, edit.double_factors, fits=False,
    ),
    Mistake(
        "PG215", "term too many",
        "A term stands there that the derivative does not have: one that does not depend on the variable, or a regulariser on "
        "a bias.",
        _LAYER + r", $\lambda \in \mathbb{R}$", r"\frac{\partial J}{\partial b}", r"(h - y) \odot \sigma'(z) + \lambda b",
        r"(h - y) \odot \sigma'(z)",
        edit.drop_terms, edit.insert_terms,
    ),
    Mistake(
        "PG218", "sign of operation",
        "One sign of operation stands for another, such as = for -, or + for a product.",
        r"$z \in \mathbb{R}$, $h = \sigma(z)$", r"\frac{\partial h}{\partial z}", r"h + (1 - h)", r"h (1 - h)",
        edit.operator_edits, edit.operator_edits, fits=False,
    ),
    Mistake(
        "PG206", "sum or mean",
        "A sum is missing or too many, a mean lacks its number, or a sum runs over the wrong range. What several terms share "
        "collects a contribution from each of them.",
        r"$w \in \mathbb{R}$, $x, y \in \mathbb{R}^N$, $J = \frac{1}{2} \sum_{i=1}^N (w x_i - y_i)^2$",
        r"\frac{\partial J}{\partial w}",
        r"(w x_i - y_i) x_i", r"\sum_{i=1}^N (w x_i - y_i) x_i",
        edit.sum_repairs, edit.sum_slips,
    ),
    Mistake(
        "PG205", "factor of the chain rule missing",
        "The chain rule was left too early: the slope of an activation, or the derivative of an inner quantity, is missing "
        "from the product.",
        _LAYER, r"\frac{\partial J}{\partial b}", r"(h - y)", r"(h - y) \odot \sigma'(z)",
        edit.insert_factors, edit.drop_chain_factors, fits=False,
    ),
    Mistake(
        "PG204", "term missing",
        "A term of the sum was forgotten on the way: often the regulariser, whose derivative appears in every weight's gradient.",
        _LINEAR.replace(r"\|e\|^2$", r"\|e\|^2 + \frac{\lambda}{2} \|W\|_F^2$") + r", $\lambda \in \mathbb{R}$",
        r"\frac{\partial J}{\partial W}", r"e x^T", r"e x^T + \lambda W",
        edit.insert_terms, edit.forget_terms,
    ),
    Mistake(
        "PG210", "wrong symbol",
        r"Another symbol was copied: another letter, or the same letter with another accent ($\tilde y$ for $\hat y$).",
        _LAYER, r"\frac{\partial J}{\partial b}", r"(z - y) \odot \sigma'(z)", r"(h - y) \odot \sigma'(z)",
        edit.symbol_edits, edit.symbol_edits, fits=False,
    ),
    Mistake(
        "PG209", "index",
        r"A subscript is wrong: $i$ for $j$, another layer's ($W_1$ for $W_2$), a time step off by one, or a subscript that is "
        "missing.",
        r"$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $z_i = \sum_{j=1}^n W_{ij} x_j$",
        r"\frac{\partial z_i}{\partial W_{ij}}",
        r"x_i", r"x_j",
        edit.index_edits, edit.index_edits, fits=False,
    ),
)  # fmt: skip

BY_CODE = {row.code: row for row in MISTAKES}
