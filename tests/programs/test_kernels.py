"""What compiled programs call does what NumPy does: the kernels are plain Python before they are compiled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from tests.algebra.strategies import DRAWS

from papergrad.algebra.nodes import Entry, Index, Sum, Tensor, mul, power
from papergrad.algebra.sizes import Size
from papergrad.programs import load, schedule, with_gradients
from papergrad.programs.compiled import Way
from papergrad.programs.kernels import BIG, kernel

PRODUCTS = {"dot": lambda a, b: a @ b, "dot_t": lambda a, b: a @ b.T, "t_dot": lambda a, b: a.T @ b}


def made(name: str, dtype: str = "float64") -> Any:
    space = {"np": np}
    exec(kernel(name, dtype), space)
    return space[name]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_logarithm(dtype: str) -> None:
    log, about, rng = made("log", dtype), np.finfo(dtype), np.random.default_rng(0)
    numbers = [*np.exp(rng.uniform(-80, 80, 300)), *(1 + 1e-3 * rng.normal(size=100)), *rng.uniform(0.5, 2, 100)]
    numbers += [1.0, about.tiny, about.tiny / 8, about.smallest_subnormal, about.max]
    with np.errstate(all="ignore"):
        for x in np.array(numbers, dtype):
            right = np.log(x.astype(np.longdouble))
            assert abs(log(x) - right) <= 3 * about.eps * abs(right), x
        ends = [log(np.dtype(dtype).type(x)) for x in (0.0, -1.0, np.inf, -np.inf, np.nan)]
    np.testing.assert_equal([float(x) for x in ends], [-np.inf, np.nan, np.inf, np.nan, np.nan])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_exponential(dtype: str) -> None:
    """To the last number whose exponential is finite, and 0 before numbers lose digits."""
    exp, about, rng = made("exp", dtype), np.finfo(dtype), np.random.default_rng(0)
    top = float(np.log(about.max))
    numbers = [*rng.uniform(2 - top, top - 1, 300), *rng.normal(size=100), 0.0, -0.0, about.tiny]
    with np.errstate(all="ignore"):
        for x in np.array(numbers, dtype):
            right = np.exp(x.astype(np.longdouble))
            assert abs(exp(x) - right) <= 4 * about.eps * right, x
        for x in np.linspace(top - 1, top - 1e-4, 50).astype(dtype):
            right = np.exp(x.astype(np.longdouble))
            assert abs(exp(x) - right) <= 1e3 * about.eps * right, x
        ends = [exp(np.dtype(dtype).type(x)) for x in (2 * top, -2 * top, np.inf, -np.inf, np.nan)]
    np.testing.assert_equal([float(x) for x in ends], [np.inf, 0, np.inf, 0, np.nan])


@pytest.mark.parametrize("name", PRODUCTS)
@pytest.mark.parametrize("shape", [(1, 1, 1), (2, 3, 4), (3, 4, 2), (1, 9, 5), (3, 11, 100), (2, 6, 300), (40, 9, 11)])
def test_products(name: str, shape: tuple[int, int, int]) -> None:
    (m, k, n), rng = shape, np.random.default_rng(1)
    a = rng.normal(size=(k, m) if name == "t_dot" else (m, k))
    b = rng.normal(size=(n, k) if name == "dot_t" else (k, n))
    np.testing.assert_allclose(made(name)(a, b), PRODUCTS[name](a, b), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("dtype", ["float32", *(["float64"] if DRAWS >= 1000 else [])])  # Numba takes long to compile
def test_big_products_by_numpy_are_those_of_the_program(dtype: str) -> None:
    """Also where several threads ask for them at once."""
    pytest.importorskip("numba")
    i, j, k = Index("i", Size.of("m")), Index("j", Size.of("n")), Index("k", Size.of("p"))
    product = Sum(k, mul(Entry("A", (i, k)), Entry("B", (k, j))))
    objective, shapes = Tensor(Sum(i, Sum(j, power(product, 2)))), {"A": (i.size, k.size), "B": (k.size, j.size)}
    gradients, definitions = with_gradients(objective, {"A": (i, k), "B": (k, j)}, {})
    whole = schedule({"J": objective}, definitions, gradients=gradients, inputs=shapes)
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(130, 90)).astype(dtype), rng.normal(size=(90, 110)).astype(dtype)
    assert BIG < 130 * 90 * 110
    way = Way("numba", whole, by_numpy=True)
    source, function = way.loaded(dtype)
    assert source.count(f'with objmode(c="{dtype}[:, ::1]")') == 3
    value, slopes = load(whole, "numpy", dtype)(A=a, B=b)
    with ThreadPoolExecutor(3) as pool:
        for found, by_a, by_b in pool.map(lambda _: function(a, b), range(12)):
            np.testing.assert_allclose(found, value, rtol=1e-5 if dtype == "float32" else 1e-12)
            for one, other in ((by_a, slopes["A"]), (by_b, slopes["B"])):
                np.testing.assert_allclose(one, other, rtol=1e-3 if dtype == "float32" else 1e-9, atol=1e-3)
                assert one.dtype == dtype
