"""``A ⊗ B`` is Kronecker's product, an outer product of vectors, or entry by entry where a document fits in no other way."""

import numpy as np
import pytest

import papergrad
from papergrad.notation import latex_writer

SHAPES = r"""
Let $A \in \mathbb{R}^{m \times n}$, $B \in \mathbb{R}^{p \times q}$, $C \in \mathbb{R}^{n \times s}$,
$D \in \mathbb{R}^{q \times t}$,
$X \in \mathbb{R}^{n \times p}$, $M \in \mathbb{R}^{nq \times mp}$, $S \in \mathbb{R}^{m\times m}$, $T \in \mathbb{R}^{p \times p}$,
$K, L \in \mathbb{R}^{m \times m}$, $u \in \mathbb{R}^m$, $v \in \mathbb{R}^p$.
"""
SAID = "Of matrices, $\\otimes$ is the Kronecker product.\n"

CLAIMS = [
    (r"(A \otimes B)(C \otimes D) = (AC) \otimes (BD)", True),
    (r"(A \otimes B)(C \otimes D) = (AC) \otimes D B", False),
    (r"(S \otimes K)(L \otimes S) = (SL) \otimes (KS)", True),
    (r"(S \otimes K)(L \otimes S) = (KS) \otimes (SL)", False),
    (r"(A \otimes B)^T = A^T \otimes B^T", True),
    (r"(A \otimes B)^T = B^T \otimes A^T", False),
    (r"\mathrm{tr}(S \otimes T) = \mathrm{tr}(S)\, \mathrm{tr}(T)", True),
    (r"\mathrm{tr}(S \otimes T) = \mathrm{tr}(S) + \mathrm{tr}(T)", False),
    (r"(S \otimes T)^{-1} = S^{-1} \otimes T^{-1}", True),
    (r"(S \otimes T)^{-1} = T^{-1} \otimes S^{-1}", False),
    (r"\|A \otimes B\|_F = \|A\|_F \|B\|_F", True),
    (r"\mathrm{vec}(A X B) = (B^T \otimes A)\, \mathrm{vec}(X)", True),
    (r"\mathrm{vec}(A X B) = (A \otimes B^T)\, \mathrm{vec}(X)", False),
    (r"(A \otimes B) \otimes C = A \otimes (B \otimes C)", True),
    (r"\mathrm{vec}(u v^T) = \mathrm{kron}(v, u)", True),
    (r"\mathrm{vec}(u v^T) = \mathrm{kron}(u, v)", False),
    (r"u \otimes v = u v^T", True),
    (r"\frac{\partial}{\partial C} \mathrm{tr}(M (A \otimes B)) = 0", True),
    (r"\frac{\partial\, \mathrm{tr}(M (A \otimes B))}{\partial M} = A^T \otimes B^T", True),
    (r"\frac{\partial\, \mathrm{tr}(M (A \otimes B))}{\partial M} = B^T \otimes A^T", False),
]


@pytest.mark.parametrize(("claim", "holds"), CLAIMS)
def test_claims(claim, holds):
    found = papergrad.read(f"{SHAPES}{SAID}\n$${claim}$$\n").findings[-1]
    assert found.verdict == "right" if holds else found.verdict in ("wrong", "ill-typed"), found


def test_what_may_be_either_accuses_nobody():
    """Entry by entry, the claim conforms as well; another sign for entries, or different shapes, leave no doubt."""
    claim = r"$$\mathrm{tr}(K \otimes L) = \mathrm{tr}(K)\, \mathrm{tr}(L) + 1$$"
    found = papergrad.read(f"{SHAPES}\n{claim}\n").findings[-1]
    assert (found.verdict, found.code) == ("unknown", "PG303")
    assert "may be Kronecker's product here" in found.message
    assert papergrad.read(f"{SHAPES}{SAID}\n{claim}\n").findings[-1].verdict == "wrong"
    other = r"$$K \odot L = L \odot K$$"
    assert papergrad.read(f"{SHAPES}\n{other}\n{claim}\n").findings[-1].verdict == "wrong"
    clear = claim.replace("K", "S").replace("L", "T")
    assert papergrad.read(f"{SHAPES}\n{clear}\n").findings[-1].verdict == "wrong"


BATCH = r"""
Let $X \in \mathbb{R}^{N \times d}$, $W \in \mathbb{R}^{d \times k}$, $V \in \mathbb{R}^{k \times c}$, $Y \in \mathbb{R}^{N \times c}$,
and let $H = \sigma(XW)$, $E = HV - Y$, $J = \frac12 \|E\|_F^2$.

$$\frac{\partial J}{\partial W} = X^T (E V^T \otimes H \otimes (1 - H))$$

$$\frac{\partial J}{\partial W} = X^T (E V^T \otimes H)$$
"""


def test_entry_by_entry_where_nothing_else_conforms():
    """A batch: as Kronecker's, the products would have other shapes than the gradient."""
    assert [f.verdict for f in papergrad.read(BATCH).findings[-2:]] == ["right", "wrong"]


MASKED = r"""
Let $X, Y, M \in \mathbb{R}^{n \times d}$ and $J = \frac12 \|(X - Y) \otimes M\|_F^2$.

$$\frac{\partial J}{\partial X} = (X - Y) \otimes M \otimes M$$
"""


def test_a_definition_is_read_as_what_is_claimed_of_it():
    assert papergrad.read(MASKED).findings[-1].verdict == "right"


PAGE = r"""
Let $A \in \mathbb{R}^{m \times n}$, $B \in \mathbb{R}^{p \times q}$, $M \in \mathbb{R}^{nq \times mp}$,
$X \in \mathbb{R}^{q \times n}$, $Y \in \mathbb{R}^{p \times m}$.

$$J = \mathrm{tr}((A \otimes B) M) + \|(A \otimes B)\, \mathrm{vec}(X) - \mathrm{vec}(Y)\|^2$$
"""


@pytest.mark.parametrize("backend", ["numpy", "numba", "jax", "torch"])
def test_programs(backend):
    pytest.importorskip(backend)
    rng = np.random.default_rng(0)
    shapes = {"A": (2, 3), "B": (4, 2), "M": (6, 8), "X": (2, 3), "Y": (4, 2)}
    values = {name: rng.normal(size=shape) for name, shape in shapes.items()}

    def direct(A, B, M, X, Y):
        whole = np.kron(A, B)
        return np.trace(whole @ M) + ((whole @ X.T.ravel() - Y.T.ravel()) ** 2).sum()

    value, slopes = papergrad.read(PAGE).compile(list(shapes), backend=backend)(**values)
    np.testing.assert_allclose(float(value), direct(**values), rtol=1e-10)
    for name, slope in slopes.items():
        for place in np.ndindex(shapes[name]):
            moved = {k: v.astype(complex) for k, v in values.items()}
            moved[name][place] += 1e-30j
            np.testing.assert_allclose(np.asarray(slope)[place], direct(**moved).imag / 1e-30, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("objective", "wrt", "written"),
    [
        (r"\|(A \otimes B) \mathrm{vec}(X)\|^2", "X", "2 Bᵀ BXAᵀ A"),
        (r"w^T (A \otimes B) z", "z", "(Aᵀ ⊗ Bᵀ) w"),
        (r"\mathrm{tr}((A \otimes B) M)", "M", "(A ⊗ B)ᵀ"),
        (r"\mathrm{tr}((A \otimes B) M)", "A", "∑ₗ ∑ⱼ M_(q(i-1)+j,p(k-1)+l) Bₗⱼ"),
    ],
)
def test_gradients_are_written_with_blocks(objective, wrt, written):
    text = PAGE.split("$$")[0] + rf"Let $w \in \mathbb{{R}}^{{mp}}$, $z \in \mathbb{{R}}^{{nq}}$. $$J = {objective}$$"
    found = papergrad.read(text).gradient(wrt=wrt)
    assert found.unicode == written
    claim = f"{text}\n$${latex_writer.write(found.left)} = {found.latex}$$\n"
    assert papergrad.read(claim).findings[-1].verdict == "right"
