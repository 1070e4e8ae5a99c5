"""Update rules against independent implementations, and on what is known of them."""

from itertools import pairwise

import numpy as np
import pytest

from papergrad.learning.schedules import SCHEDULES
from papergrad.learning.updates import RULES


def walk(rule, slope, θ, rate, steps):
    """The plain loop of a rule."""
    memory = tuple(np.zeros_like(θ) for _ in rule.kept)
    for t in range(1, steps + 1):
        way, memory = rule.formula(slope(θ), rate, t, *memory)
        θ = θ - way
    return θ


@pytest.mark.parametrize("name", RULES)
def test_a_rule_finds_the_bottom_of_a_bowl(name):
    bowl = np.array([1.0, 3.0, 0.5])
    found = walk(RULES[name], lambda θ: bowl * (θ - 2), np.zeros(3), RULES[name].rate, 3000)
    np.testing.assert_allclose(found, 2, atol=1e-2)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_that_of_pytorch(name):
    torch = pytest.importorskip("torch")
    peers = {
        "sgd": lambda p: torch.optim.SGD(p, 0.03),
        "momentum": lambda p: torch.optim.SGD(p, 0.03, momentum=0.9),
        "adagrad": lambda p: torch.optim.Adagrad(p, 0.03, eps=1e-8),
        "adam": lambda p: torch.optim.Adam(p, 0.03),
    }
    weights = torch.tensor([0.5, -1.0, 2.0], dtype=torch.float64, requires_grad=True)
    peer = peers[name]([weights])
    for _ in range(20):
        peer.zero_grad()
        torch.sum(torch.sin(weights) * weights**2).backward()
        peer.step()
    slope = lambda θ: np.cos(θ) * θ**2 + 2 * θ * np.sin(θ)  # noqa: E731
    ours = walk(RULES[name], slope, np.array([0.5, -1.0, 2.0]), 0.03, 20)
    np.testing.assert_allclose(ours, weights.detach().numpy(), rtol=1e-10)


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_begins_with_the_whole_rate_and_never_rises(name):
    parts = [SCHEDULES[name](done) for done in np.linspace(0, 0.999, 50)]
    assert parts[0] == 1 and all(a >= b > 0 for a, b in pairwise(parts))
