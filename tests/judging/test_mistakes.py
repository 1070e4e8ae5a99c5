"""Laws of the table of mistakes: what a row breaks, it mends."""

from random import Random

import pytest

from papergrad.judging.edits import factors, spots, terms
from papergrad.judging.mistakes import BY_CODE, MISTAKES
from papergrad.judging.vocabulary import FUNCTIONS, Vocabulary
from papergrad.notation.latex import parse
from papergrad.notation.latex_writer import write
from papergrad.notation.tree import Name

VOCABULARY = Vocabulary(
    kinds={parse(s): shape for s, shape in {
        "W": "mn", "W_1": "mn", "W_2": "km", "x": "n", "y": "m", "b": "m", "z": "m", "h": "m", "e": "k", "a": "m",
        r"\hat y": "m", r"\tilde y": "m",
    }.items()},
    indices=tuple(map(parse, "ijt")),
    sizes=tuple(map(parse, "Nm")),
    scalars=(parse(r"\lambda"),),
    slopes=tuple(map(parse, [r"\sigma'(z)", r"h \odot (1 - h)"])),
    target=parse("W"),
    activations=tuple(map(parse, [r"\sigma", r"\tanh"])),
)  # fmt: skip

FORMULAS = [
    r"(W x - y) x^T",
    r"(h - y) \odot h \odot (1 - h) x^T + \lambda W",
    r"W_2^T (\hat y - y) \odot \sigma'(z)",
    r"\frac{1}{N} \sum_{i=1}^N (\hat y_i - y_i) x_i",
    r"-\frac{1}{2} e^{-z} \frac{1}{(1 + e^{-z})^2}",
    r"\mathrm{diag}(\sigma'(z)) W",
    r"\sum_j W_{ij} x_j - \log a_{t-1}",
    r"\frac{\partial J}{\partial h} \frac{\partial h}{\partial z}",
]


@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: row.name)
def test_the_example_of_a_row_is_mended_by_its_repairs(row):
    right = parse(row.right)
    assert right in set(row.repairs(parse(row.broken), VOCABULARY))


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: row.name)
def test_a_repair_undoes_a_slip(row, formula):
    tree = parse(formula)
    slips = [s for s in row.slips(tree, VOCABULARY) if s != tree]
    slips = slips if len(slips) < 40 else Random(0).sample(slips, 40)
    lost = [s for s in slips if flat(tree) not in set(map(flat, row.repairs(s, VOCABULARY)))]
    assert len(lost) <= 0.34 * len(slips), [write(s) for s in lost]


def flat(tree):
    """Up to needless parentheses and how a product is grouped: as text."""
    return "".join(c for c in write(tree).replace("\\left", "").replace("\\right", "") if c not in "() {}")


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: row.name)
def test_what_an_edit_makes_can_be_written_and_read_again(row, formula):
    tree = parse(formula)
    for edited in [*row.slips(tree, VOCABULARY), *row.repairs(tree, VOCABULARY)][:60]:
        assert parse(write(edited)) == edited, write(edited)


@pytest.mark.parametrize("formula", FORMULAS)
def test_products_and_sums_come_apart_and_together(formula):
    for spot in spots(parse(formula)):
        assert spot.put(spot.node) == parse(formula)
        assert terms(spot.node).tree() == spot.node
        assert factors(spot.node, FUNCTIONS).tree() == spot.node


def test_codes_are_different_and_every_row_can_be_planted_somewhere():
    assert len(BY_CODE) == len(MISTAKES)
    rng = Random(1)
    for row in MISTAKES:
        assert any(row.plant(parse(f), VOCABULARY, rng) is not None for f in FORMULAS), row.name


def test_a_transpose_turns_back():
    for text in ("x", "W_1", "h^{(i)}", "(a + b)"):
        node = parse(text)
        assert VOCABULARY.turn(VOCABULARY.turn(node)) == node
    assert VOCABULARY.turn(Name("x")) == parse("x^T")


@pytest.mark.parametrize(
    "formula",
    [
        r"\frac{\partial J}{\partial h} \frac{\partial h}{\partial z}",
        r"\mathrm{CE}(y, h) \frac{d}{dx} x",
        r"\nabla_W e \mathbf{1}[z > 0]",
    ],
)
def test_no_slip_tears_a_derivative_or_a_list_apart(formula):
    torn = (
        r"\partial +",
        r"+ \partial",
        r"\partial -",
        r"\partial \partial",
        "{y, h}",
        r"\frac{d}{d x} +",
        r"\mathbf{1} +",
    )
    for row in MISTAKES:
        for slip in row.slips(parse(formula), VOCABULARY):
            assert not any(t in write(slip) for t in torn), (row.name, write(slip))
