"""Law: what is evaluated over many instances at once is what it is in each of them."""

import numpy as np
import pytest

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.many import INSTANCES, lifted, lifted_definitions
from papergrad.algebra.nodes import (
    Affine,
    Apply,
    Definition,
    Delta,
    Entry,
    Index,
    Inverse,
    Lookup,
    Position,
    Stack,
    Sum,
    Tensor,
    add,
    mul,
    number,
    position,
)
from papergrad.algebra.sizes import Size

N, M = Size.of("n"), Size.of("m")
I, J, K, R, C = Index("i", N), Index("j", M), Index("k", N), Index("r", N), Index("c", N)
STATE = Definition(
    "h", (I,), add(mul(number("1/2"), Entry("h", (Affine(((I, 1),), Size.of(-1)),))), Entry("x", (I,))), Entry("s")
)
CASES = [
    Tensor(Sum(J, mul(Entry("A", (I, J)), Entry("y", (J,)))), (I,)),
    Tensor(Apply("tanh", add(Entry("x", (I,)), Entry("s"))), (I,)),
    Tensor(add(Delta(I, position(1)), Position(I)), (I,)),
    Tensor(Entry("x", (Lookup("w", (J,)),)), (J,)),
    Tensor(Inverse(R, C, add(Delta(R, C), mul(number("1/9"), Entry("x", (R,)), Entry("x", (C,)))), I, K), (I, K)),
    Tensor(Stack(J, ((None, Entry("s")), (None, Sum(I, Entry("x", (I,)))))), (J,)),
    Tensor(Entry("h", (I,)), (I,)),
    Tensor(number(3), (I,)),
]


@pytest.mark.parametrize("tensor", CASES, ids=lambda t: type(t.body).__name__)
def test_many_instances_are_each(tensor):
    rng = np.random.default_rng(0)
    worlds = [
        {
            "A": rng.normal(size=(3, 2)), "x": rng.normal(size=3), "y": rng.normal(size=2), "s": rng.normal(size=()),
            "w": rng.integers(0, 3, size=2),
        }
        for _ in range(4)
    ]  # fmt: skip
    sizes, definitions = {"n": 3, "m": 2}, {"h": STATE}
    each = [evaluate(tensor, World(values, sizes, definitions)) for values in worlds]
    stacked = {name: np.stack([values[name] for values in worlds]) for name in worlds[0]}
    together = World(stacked, {**sizes, INSTANCES: len(worlds)}, lifted_definitions(definitions))
    assert np.allclose(evaluate(lifted(tensor), together), np.stack(each))
