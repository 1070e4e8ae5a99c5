"""Made data for every model of ``models/pages``: small, with a structure that the model can find, and how low its loss should come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

PAGES = Path(__file__).resolve().parents[1] / "src" / "papergrad" / "models" / "pages"
Arrays = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """Data for a page. ``goal``: what the loss has to fall below; ``why`` that is to be expected."""

    system: str  # of the seeds
    page: str
    arrays: Callable[[np.random.Generator], Arrays]
    goal: float
    why: str
    sizes: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[str, float] = field(default_factory=dict)
    how: Mapping[str, Any] = field(default_factory=dict)


N = 200


def points(rng: np.random.Generator) -> Arrays:
    """Three classes, apart by the angle: a linear model cannot do better than chance within a ring."""
    angle, label = rng.uniform(0, 2 * np.pi, N), rng.integers(0, 3, N)
    radius = 1 + label + rng.normal(size=N) * 0.1
    return {"x": np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1), "y": label}


def linear_classes(rng: np.random.Generator) -> Arrays:
    x = rng.normal(size=(N, 4))
    return {"x": x, "y": (x @ rng.normal(size=(4, 3))).argmax(1)}


def pairs(rng: np.random.Generator) -> Arrays:
    x = rng.normal(size=(N, 4))
    return {"x_1": x, "x_2": x + rng.normal(size=x.shape) * 0.3}


def bump(rng: np.random.Generator) -> Arrays:
    x = rng.normal(size=(N, 3))
    return {"x": x, "y": np.abs(x[:, 0]) + 0.5 * x[:, 1]}


def masked(rng: np.random.Generator) -> Arrays:
    """Every second connection is there: the target needs no more."""
    mask = (np.add.outer(np.arange(8), np.arange(4)) % 2 == 0).astype(float)
    x = rng.normal(size=(N, 4))
    return {"x": x, "y": np.tanh(x[:, 0] - x[:, 2]) + 0.5 * np.tanh(x[:, 1] + x[:, 3]), "M": mask}


def next_words(rng: np.random.Generator) -> Arrays:
    """Every word is followed by the next one of seven."""
    words = (np.arange(9) + rng.integers(0, 7, (N, 1))) % 7
    return {"x": words[:, :-1], "y": words[:, 1:]}


def remembered(rng: np.random.Generator) -> Arrays:
    """The label is the sign of the sum of one coordinate over six steps."""
    x = rng.normal(size=(N, 6, 3))
    return {"x": x, "y": x[:, :, 0].sum(1) > 0}


def document(rng: np.random.Generator) -> Arrays:
    found = remembered(rng)
    return {"w": found["x"], "y": found["y"]}


def loud(rng: np.random.Generator) -> Arrays:
    """The label says whether a window of three words holds a certain pattern."""
    w = rng.normal(size=(N, 7, 3)) * 0.3
    y = rng.integers(0, 2, N)
    for sentence in np.flatnonzero(y):
        at = rng.integers(0, 5)
        w[sentence, at : at + 3] += np.eye(3)
    return {"w": w, "y": y}


def triples(rng: np.random.Generator) -> Arrays:
    """The next word is the first of three and one more, among ten."""
    words = rng.integers(0, 10, (N, 3))
    return {"x_a": words[:, 0], "x_b": words[:, 1], "x_c": words[:, 2], "t": (words[:, 0] + 1) % 10}


def triples_one_hot(rng: np.random.Generator) -> Arrays:
    found = triples(rng)
    x = np.zeros((N, 750))
    for n, name in enumerate(("x_a", "x_b", "x_c")):
        x[np.arange(N), 250 * n + found[name]] = 1
    return {"x": x, "t": found["t"]}


def neighbours(rng: np.random.Generator) -> Arrays:
    """An outside word is one of the two after the centre word, each as often: log 2 is the least loss."""
    c = rng.integers(0, 10, 400)
    return {"c": c, "o": (c + rng.integers(1, 3, 400)) % 10}


def sampled(rng: np.random.Generator) -> Arrays:
    return {**neighbours(rng), "w": rng.integers(0, 10, (400, 3))}


def windows(rng: np.random.Generator) -> Arrays:
    c = rng.integers(0, 10, 400)
    return {"c": c, "w": np.stack([c - 1, c + 1], 1) % 10}


CASES = (
    Case("A1", "siamese", pairs, 2e-3, "only the penalty is left where W = 0", {"m": 3}, {"λ": 0.01}),
    Case("A5", "two_branches", points, 0.15, "rings of width 0.1 are apart", {"m": 12}, how={"epochs": 150, "rate": 0.03}),
    Case("A6", "recurrent_language_model", next_words, 0.1, "the next word is certain", {"d": 5, "D": 8}),
    Case("B2", "text_convolution", loud, 0.1, "the pattern is 3 times the noise", {"F": 5}, how={"rate": 0.03}),
    Case("C1", "relu_regression", bump, 2.0, "|x| is two ReLUs: a sum of squares over 200 rows", {"m": 12}),
    Case("C2", "dropconnect", masked, 1e-4, "the target has this form", how={"rate": 0.02}),
    Case("C3", "recurrent_classifier", remembered, 0.2, "the state can add up", {"d": 6}),
    Case("C4", "document_classifier", document, 0.2, "the state can add up", {"q": 5}),
    Case("D1", "trigram_one_hot", triples_one_hot, 0.1, "the next word is certain", {"K": 12}),
    Case("D2", "softmax_squared", triples_one_hot, 0.1, "the next word is certain", {"K": 12}, how={"epochs": 200}),
    Case("D5", "trigram_shared_table", triples, 0.1, "the next word is certain", {"D": 5, "K": 12}),
    Case("E3", "two_layers", linear_classes, 0.15, "the classes are linear", {"H": 8}),
    Case("E5", "word2vec_softmax", neighbours, 0.75, "log 2 = 0.693 is the least", {"n": 6}),
    Case("E6", "word2vec_negative", sampled, 1.2, "from 4 log 2; sampled words are neighbours at times", {"n": 6}),
    Case("E7", "skip_gram", windows, 1.45, "2 log 2 = 1.386 is the least", {"n": 6}),
    Case("E8", "cbow", windows, 0.1, "the word between is certain", {"n": 6}),
    Case("E11", "softmax_regression", linear_classes, 0.45, "the classes are linear, the penalty is small", given={"λ": 0.01}),
)  # fmt: skip
