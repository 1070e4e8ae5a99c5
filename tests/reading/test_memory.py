"""A formula that is read again with small changes means what it means without a memory."""

import papergrad
from papergrad.algebra.evaluate import evaluate
from papergrad.judging import explaining
from papergrad.judging.comparing import letters_of, question
from papergrad.judging.mistakes import MISTAKES
from papergrad.judging.nearest import candidates
from papergrad.judging.sampling import instances, needs

TEXT = r"""Let $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $y \in \mathbb{R}^m$ and $z = W x + b$, $h = \tanh(z)$.

$$L = \frac{1}{2} \sum_{i=1}^m (h_i - y_i)^2$$

$$\frac{\partial L}{\partial W} = ((h - y) \odot (1 - h^2)) x^T$$

$$\frac{\partial L}{\partial W} = (1 - h^2) (h - y) x^T$$

$$\frac{\partial L}{\partial x_j} = \sum_{i=1}^m (h_i - y_i) (1 - h_i^2) W_{ij}$$
"""


class Forgetful:
    """A memory that remembers nothing."""

    def __init__(self, shapes: int) -> None:
        pass

    def value(self, reader, node, read):
        return read(node)


def meanings(monkeypatch, memory):
    if memory is not None:
        monkeypatch.setattr(explaining, "Memory", memory)
    found = []
    for one in papergrad.read(TEXT).reading.reads:
        if one.role != "claims":
            continue
        read = explaining._rereading(one, one.scope, {})
        for _, edited in list(candidates(one.stated.right, explaining.vocabulary(one, one.scope), MISTAKES))[:80]:
            value = read(edited)
            if value is None:
                found.append(None)
                continue
            q = question(one, value, value, one.scope)
            need = needs((value.tensor,), q.definitions, q.inputs)
            letters = tuple(sorted(letters_of(value), key=lambda i: i.name))
            tensor = type(value.tensor)(value.body, (*letters, *value.axes))
            found.append(evaluate(tensor, next(instances(need, q.facts, q.definitions))).tobytes())
    return found


def test_a_memory_changes_nothing(monkeypatch):
    remembered = meanings(monkeypatch, None)
    assert remembered == meanings(monkeypatch, Forgetful)
    assert sum(value is not None for value in remembered) > 50 and None in remembered
