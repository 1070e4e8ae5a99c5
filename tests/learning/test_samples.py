"""A formula over samples against the slow evaluator, sample by sample."""

import numpy as np
import pytest
from tests.programs.cases import CASES

from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.nodes import Entry, Index, Sum, Tensor, add, mul, number
from papergrad.algebra.sizes import Size
from papergrad.learning.samples import dependent, looked_up, mean

SAMPLED = {  # model -> what differs from sample to sample
    "siamese": "x1 x2", "LSTM": "x y", "stacked": "x y", "masked": "x", "gaussian": "x", "squared behind softmax": "y",
    "recurrent with start": "x y h0", "trigram": "w y", "skip-gram": "c o r",
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLED)
def test_the_mean_over_samples_is_the_mean_of_the_values(name):
    case = next(c for c in CASES if c.name == name)
    sampled = SAMPLED[name].split()
    sample = Index("sample", Size.of("samples"))
    value, known = mean(case.objective, case.definitions, sampled, sample)
    worlds = [case.values(seed) for seed in range(3)]
    same = {k: v for k, v in worlds[0].items() if k not in sampled}
    each = [
        evaluate(Tensor(case.objective), World({**same, **{k: w[k] for k in sampled}}, case.sizes, case.definitions))
        for w in worlds
    ]
    rows = {k: np.stack([w[k] for w in worlds]) for k in sampled}
    whole = evaluate(Tensor(value), World({**same, **rows}, {**case.sizes, "samples": 3}, known))
    np.testing.assert_allclose(whole, np.mean(each), rtol=1e-12)


def test_what_is_the_same_for_all_samples_stays_outside():
    i = Index("i", Size.of("n"))
    penalty = mul(number(3), Sum(i, mul(Entry("w", (i,)), Entry("w", (i,)))))
    loss = Sum(i, mul(Entry("w", (i,)), Entry("x", (i,))))
    value, _ = mean(add(loss, penalty), {}, ["x"], Index("s", Size.of("N")))
    assert penalty in value.terms
    assert dependent({}, ["x"]) == {"x"}


def test_a_one_hot_vector_is_a_position():
    i = Index("i", Size.of("n"))
    e = Sum(i, mul(Entry("w", (i,)), Entry("y", (i,))))
    values = {"w": np.array([3.0, 5.0, 7.0])}
    for place in range(3):
        dense = evaluate(Tensor(e), World({**values, "y": np.eye(3)[place]}, {"n": 3}))
        assert evaluate(Tensor(looked_up(e, {"y": 0})), World({**values, "y": np.array(place)}, {"n": 3})) == dense
