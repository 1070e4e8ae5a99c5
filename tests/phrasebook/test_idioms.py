"""The law of the phrasebook, over every idiom: what is written reads back as it was meant; and spellings of the survey."""

import pytest

from papergrad.notation.style import Style
from papergrad.notation.tree import (
    Big,
    Branches,
    Fence,
    Fraction,
    Infix,
    Matrix,
    Name,
    Numeral,
    Postfix,
    Prefix,
    Run,
    Script,
    Words,
)
from papergrad.phrasebook import (
    IDIOMS,
    blocks,
    cases,
    determinant,
    diag,
    differential,
    evaluation,
    extremes,
    functions,
    gradient,
    indicator,
    inverse,
    kronecker,
    matrices,
    norm,
    prime,
    products,
    sets,
    sums,
    trace,
    transpose,
    updates,
)

J, W, U, x, y, z, i, j, k, n, m, t, f = (Name(c) for c in "JWUxyzijknmtf")
d, r, nabla, R = Name("d"), Name("∂"), Name("∇"), Name("R", font="bb")
one, two, zero = Numeral("1"), Numeral("2"), Numeral("0")
W1, layer = Script(W, sub=one), Fence("(", two, ")")
product = Run((W, x))
total = Infix((x, y), ("+",))
condition = Infix((z, zero), (">",))

PARTS = {
    extremes: [
        extremes.Extreme(Run((f, Fence("(", x, ")"))), x, least, place)
        for least in (False, True)
        for place in (False, True)
    ],
    blocks: [blocks.Blocks((W, U)), blocks.Blocks((W, Script(U, sup=Name("T")), x))],
    gradient: [
        gradient.Derivative(J, (W,)),
        gradient.Derivative(J, (W1,), form="d"),
        gradient.Derivative(J, (W,), form="∂/"),
        gradient.Derivative(J, (W,), form="d/"),
        gradient.Derivative(f, (x,), 2),
        gradient.Derivative(f, (Script(x, sub=i),), 2),
        gradient.Derivative(f, (x, y), 2),
        gradient.Derivative(Script(J, sup=Fence("(", t, ")")), (U,), held=Fence("(", t, ")")),
        gradient.Derivative(J, (U,), form="half"),
        gradient.Derivative(total, (x,), form="∂[]"),
        gradient.Derivative(x, (y,), 2, form="∂[]"),
        gradient.Derivative(None, (x,)),
        gradient.Derivative(J, (W,), form="∇"),
        gradient.Derivative(J, (W,), 2, form="∇"),
        gradient.Derivative(J, (), form="∇"),
        gradient.Derivative(f, (x,), form="D"),
        gradient.Derivative(Infix((x, y), ("·",)), (z,)),
    ],
    differential: [differential.Differential(kind, inner) for kind in differential.KINDS for inner in (W, W1)],
    evaluation: [evaluation.Evaluation(f, Infix((x, zero), ("=",)))],
    prime: [prime.Prime(Name("σ")), prime.Prime(f, 2, x), prime.Prime(Script(f, sub=one), 1, total)],
    transpose: [
        transpose.Transpose(of)
        for of in (
            W,
            W1,
            product,
            total,
            Script(W, sup=layer),
            inverse.write(inverse.Inverse(W), Style()),
            Script(W, sub=i, sup=layer),
        )
    ],
    inverse: [inverse.Inverse(of) for of in (W, W1, product, total)],
    norm: [norm.Norm(W, which, power) for which in (None, *norm.WHICH) for power in (None, two)],
    trace: [trace.Trace(of) for of in (W, product, total)],
    determinant: [determinant.Determinant(of) for of in (W, product)],
    diag: [diag.Diagonal(of) for of in (x, total)],
    products: [products.Hadamard((x, y)), products.Hadamard((x, y, z))],
    functions: [functions.Application(name, (x, y)[: row.arity]) for name, row in functions.FUNCTIONS.items()]
    + [functions.Application("log", (x,), power=two), functions.Application("log", (x,), open=True)],
    sums: [
        sums.Total("∑", ranges, x, conditions)
        for ranges, conditions in (
            ((), ()),
            ((sums.Range(i),), ()),
            ((sums.Range(i, one, n),), ()),
            ((sums.Range(i, excluded=(j,)),), ()),
            ((sums.Range(i, one, n, excluded=(j,)),), ()),
            ((sums.Range(i, among=Name("V")),), ()),
            ((sums.Range(j, Prefix("-", m), m, excluded=(zero,)), sums.Range(i)), ()),
            ((sums.Range(i), sums.Range(j)), (Infix((i, j), ("<",)),)),
        )
    ],
    cases: [cases.ByCases(((x, condition),), zero), cases.ByCases(((x, condition), (y, condition)))],
    indicator: [indicator.Iverson(condition)],
    kronecker: [kronecker.Kronecker(i, j), kronecker.Kronecker(i, Script(k, sub=one))],
    sets: [
        sets.Membership(x, space, each)
        for each in (False, True)
        for space in (
            sets.Space("real"),
            sets.Space("real", (n,)),
            sets.Space("real", (n, m)),
            sets.Space("binary", (k,)),
            sets.Space("range", ends=(one, n)),
            sets.Space("interval", (n,), (zero, one)),
            sets.Space("natural"),
        )
    ],
    updates: [updates.Update(W, total), updates.Update(f, x, ":="), updates.Update(f, x, "-=")],
    matrices: [
        matrices.Block(((one, two), (zero, one))),
        matrices.Block(((one, two),), True),
        matrices.Block(((one,), (two,)), True),
        matrices.Block(((x,),)),
    ],
}


def test_every_idiom_is_tested():
    assert set(IDIOMS) == set(PARTS)


@pytest.mark.parametrize(("idiom", "parts"), [(idiom, parts) for idiom, many in PARTS.items() for parts in many])
@pytest.mark.parametrize("style", [Style(), Style(hadamard="∘", transpose=Name("⊤")), Style(transpose=Name("'"))])
def test_written_reads_back(idiom, parts, style):
    assert idiom.read(idiom.write(parts, style)) == parts


@pytest.mark.parametrize("idiom", IDIOMS)
def test_every_idiom_quotes_a_paper(idiom):
    assert "In real" in idiom.__doc__


def partial(above, below):
    return Fraction(Run((r, above)), Run((r, below)))


@pytest.mark.parametrize(
    ("idiom", "node", "parts"),
    [
        (gradient, Infix((Name("dL", font="word"), Name("dz", font="word")), ("/",)), gradient.Derivative(Name("L"), (z,), form="d/")),
        (gradient, Run((partial(f, x).__class__(r, Run((r, x))), Fence("[", product, "]"))),
         gradient.Derivative(product, (x,), form="∂[]")),
        (gradient, Run((Fraction(d, Run((d, x))), f)), gradient.Derivative(f, (x,), form="d[]")),
        (gradient, Fraction(f, Run((d, x))), None),
        (gradient, Fraction(Run((Name("t"), y)), Run((r, Script(z, sub=i)))),
         gradient.Derivative(Run((t, y)), (Script(z, sub=i),), form="half")),
        (differential, Name("dW", font="word"), differential.Differential("d", W)),
        (differential, Script(Name("dW", font="word"), sup=Fence("[", one, "]")),
         differential.Differential("d", Script(W, sup=Fence("[", one, "]")))),
        (transpose, Script(W, sup=Run((layer, Name("T")))), transpose.Transpose(Script(W, sup=layer))),
        (transpose, Script(Script(W, sup=layer), sup=Name("⊤")), transpose.Transpose(Script(W, sup=layer))),
        (transpose, Script(W, sub=Numeral("3"), sup=Name("T")), transpose.Transpose(Script(W, sub=Numeral("3")))),
        (transpose, Postfix(Fence("(", product, ")"), "'"), transpose.Transpose(product)),
        (transpose, Script(W, sup=Prefix("-", Name("T"))), transpose.Transpose(inverse.write(inverse.Inverse(W), Style()))),
        (norm, Script(Fence("|", W, "|"), Name("F"), two), norm.Norm(W, "F", two)),
        (norm, Script(Script(Fence("‖", x, "‖"), two), sup=two), norm.Norm(x, "2", two)),
        (norm, Fence("|", x, "|"), None),
        (determinant, Matrix(((one,),), "vmatrix"), determinant.Determinant(Matrix(((one,),)))),
        (prime, Run((Name("σ"), Script(Fence("(", x, ")"), primes=1))), prime.Prime(Name("σ"), 1, x)),
        (indicator, Run((one, Fence("{", condition, "}"))), indicator.Iverson(condition)),
        (indicator, Fence("[", condition, "]"), indicator.Iverson(condition)),
        (indicator, Script(Numeral("1"), sub=condition), indicator.Iverson(condition)),
        (sums, Big("∑", Infix((i, Infix((j, one), ("=",))), (",",)), n, x),
         sums.Total("∑", (sums.Range(i, one, n), sums.Range(j, one, n)), x)),
        (cases, Branches(((x, Run((Words("if "), condition))), (zero, Words("otherwise.")))), cases.ByCases(((x, condition),), zero)),
        (functions, Run((Name("tanh", font="word"), W, x)), functions.Application("tanh", (product,), open=True)),
        (functions, Script(Name("e"), sup=z), functions.Application("exp", (z,))),
        (sets, Infix((x, Script(Name("R"), sup=Infix((n, m), ("×",)))), ("∈",)), sets.Membership(x, sets.Space("real", (n, m)))),
        (updates, Infix((W, Infix((W, x), ("-",))), (":=",)), updates.Update(W, Infix((W, x), ("-",)), ":=")),
    ],
)  # fmt: skip
def test_spellings_of_the_survey(idiom, node, parts):
    assert idiom.read(node) == parts


@pytest.mark.parametrize(
    ("node", "sizes"),
    [
        (Infix((n, m), ("×",)), (n, m)),
        (Fence("(", Infix((n, m), (",",)), ")"), (n, m)),
        (Fence("⟨", Infix((one, n), ("×",)), "⟩"), (one, n)),
        (n, None),
    ],
)
def test_sizes(node, sizes):
    assert sets.read_sizes(node) == sizes


def test_an_update_is_not_a_definition():
    assert not updates.Update(W, Infix((W, x), ("-",))).defines
    assert updates.Update(f, x, ":=").defines
