"""Every page of the shelf is a model from its text alone: gradients are slopes, backends agree, and the loss falls as it should."""

import numpy as np
import pytest
from benchmarks.fit_cases import CASES, PAGES
from benchmarks.fits import apart, bound, values
from tests.algebra.strategies import DRAWS

from papergrad.learning.fitting import Settings, fit

QUICK = {"siamese", "word2vec_negative"}  # on backends that take seconds to compile; all of them join the nightly run


def test_every_page_has_a_case():
    assert sorted(case.page for case in CASES) == sorted(page.stem for page in PAGES.glob("*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.page)
def test_gradients_are_slopes_and_the_loss_falls(case):
    here = bound(case)
    problem, start = here.problem, here.start(0)
    rng = np.random.default_rng(4)
    point, some = problem.flat(start) + rng.normal(size=problem.length) * 0.1, np.arange(min(8, problem.count))
    _, slope = problem.value_and_slope(point, some)
    for _ in range(3):
        way = rng.normal(size=problem.length)
        up, down = (problem.value(point + step * way, some) for step in (1e-6, -1e-6))
        assert (up - down) / 2e-6 == pytest.approx(slope @ way, rel=1e-5, abs=1e-6)
    found = fit(problem, start, Settings(**case.how))
    assert found.history["loss"][-1] < case.goal < found.history["loss"][0], case.why


@pytest.mark.parametrize("backend", ["numba", "jax"])
@pytest.mark.parametrize("case", [c for c in CASES if c.page in QUICK or DRAWS >= 1000], ids=lambda c: c.page)
def test_backends_agree(case, backend):
    pytest.importorskip(backend)
    plain, other = bound(case), bound(case, backend)
    start = plain.start(0)
    assert apart(values(plain.problem, start), values(other.problem, start)) < 1e-10
    one, two = (fit(b.problem, start, Settings(epochs=2)).history["loss"] for b in (plain, other))
    np.testing.assert_allclose(two, one, rtol=1e-9)
