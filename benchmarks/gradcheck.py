"""How good is the gradient checker? 75 right gradients, 460 wrong ones (and more), beside scipy and PyTorch.

Run ``python benchmarks/gradcheck.py``. Fifteen small models of the kind that papers and coursework have, five seeds each; every
mistake is one that people make. Prints one row per checker and, for Papergrad, one row per mistake: how many were caught,
and how many were called by their name. Exits with 1 if a wrong gradient is accepted or a right one rejected.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from papergrad.gradcheck import Check, gradcheck

Arrays = dict[str, np.ndarray]
Gradient = Callable[[Arrays], Arrays]


@dataclass(frozen=True)
class Model:
    name: str
    point: Arrays
    loss: Callable[[Arrays], np.floating]
    gradient: Gradient
    random: bool = False
    penalty: float = 0.0  # λ of λ/2 |W|²


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def one_hot(rng: np.random.Generator, rows: int, classes: int) -> np.ndarray:
    return np.eye(classes)[rng.integers(0, classes, rows)]


# -- the models ---------------------------------------------------------------------------------------------------


def softmax_regression(seed: int) -> Model:
    """A linear classifier with a penalty on its weights."""
    rng = np.random.default_rng(seed)
    X, Y, lam = rng.standard_normal((8, 5)), one_hot(rng, 8, 4), 0.1

    def loss(p: Arrays) -> np.floating:
        return -np.sum(Y * np.log(softmax(X @ p["W"]))) / 8 + lam / 2 * np.sum(p["W"] ** 2)

    def gradient(p: Arrays) -> Arrays:
        return {"W": X.T @ (softmax(X @ p["W"]) - Y) / 8 + lam * p["W"]}

    return Model("softmax regression", {"W": rng.standard_normal((5, 4))}, loss, gradient, penalty=lam)


def siamese(seed: int) -> Model:
    """Two inputs through the same layer, the distance of their codes, a penalty."""
    rng = np.random.default_rng(seed)
    lam, x1, x2 = 0.3, rng.standard_normal(5), rng.standard_normal(5)

    def codes(p: Arrays) -> tuple[np.ndarray, np.ndarray]:
        return sigmoid(p["W"] @ x1 + p["b"]), sigmoid(p["W"] @ x2 + p["b"])

    def loss(p: Arrays) -> np.floating:
        h1, h2 = codes(p)
        return np.sum((h1 - h2) ** 2) / 2 + lam / 2 * np.sum(p["W"] ** 2)

    def gradient(p: Arrays) -> Arrays:
        h1, h2 = codes(p)
        d1, d2 = (h1 - h2) * h1 * (1 - h1), (h1 - h2) * h2 * (1 - h2)
        return {"W": np.outer(d1, x1) - np.outer(d2, x2) + lam * p["W"], "b": d1 - d2}

    return Model(
        "siamese", {"W": rng.standard_normal((5, 5)), "b": rng.standard_normal(5)}, loss, gradient, penalty=lam
    )


def two_branches(seed: int, name: str, N: int, n: int, m: int, zero: bool = False) -> Model:
    """A sigmoid and a ReLU branch side by side; with ``zero``, the ReLU branch starts exactly at its kink."""
    rng = np.random.default_rng(seed)
    X, Y = rng.standard_normal((N, n)), one_hot(rng, N, 3)
    point = {
        "W1": rng.standard_normal((n, m)), "b1": rng.standard_normal(m),
        "W2": rng.standard_normal((n, m)), "b2": rng.standard_normal(m),
        "W3": rng.standard_normal((m, 3)) / 2, "b3": rng.standard_normal(3),
    }  # fmt: skip
    if zero:
        point |= {"W2": np.zeros((n, m)), "b2": np.zeros(m)}

    def forward(p: Arrays) -> tuple[np.ndarray, ...]:
        h1, z2 = sigmoid(X @ p["W1"] + p["b1"]), X @ p["W2"] + p["b2"]
        h2 = np.where(z2 > 0, z2, 0)
        return h1, z2, h2, softmax((h1 + h2) @ p["W3"] + p["b3"])

    def loss(p: Arrays) -> np.floating:
        return -np.sum(Y * np.log(forward(p)[3])) / N

    def gradient(p: Arrays) -> Arrays:
        h1, z2, h2, yhat = forward(p)
        d = (yhat - Y) / N
        d1, d2 = d @ p["W3"].T * h1 * (1 - h1), d @ p["W3"].T * (z2 > 0)
        return {"W1": X.T @ d1, "b1": d1.sum(0), "W2": X.T @ d2, "b2": d2.sum(0), "W3": (h1 + h2).T @ d, "b3": d.sum(0)}

    return Model(name, point, loss, gradient)


def two_layers(seed: int, name: str, scale: float = 1.0, offset: float = 0.0, drop: bool = False) -> Model:
    """A network with one hidden layer; scaled down, with a constant added, or with a fresh random mask at each call."""
    rng, masks = np.random.default_rng(seed), np.random.default_rng(seed + 9)
    X, Y = rng.standard_normal((10, 6)), one_hot(rng, 10, 4)
    point = {
        "W1": rng.standard_normal((6, 5)),
        "b1": rng.standard_normal(5),
        "W2": rng.standard_normal((5, 4)),
        "b2": rng.standard_normal(4),
    }

    def forward(p: Arrays) -> tuple[np.ndarray, np.ndarray]:
        h = sigmoid(X @ p["W1"] + p["b1"])
        return h, softmax(h @ p["W2"] + p["b2"])

    def loss(p: Arrays) -> np.floating:
        if drop:
            p = {**p, "W2": p["W2"] * (masks.random(p["W2"].shape) < 0.5) * 2}
        return -scale * np.sum(Y * np.log(forward(p)[1])) + offset

    def gradient(p: Arrays) -> Arrays:
        h, yhat = forward(p)
        d = scale * (yhat - Y)
        dh = d @ p["W2"].T * h * (1 - h)
        return {"W1": X.T @ dh, "b1": dh.sum(0), "W2": h.T @ d, "b2": d.sum(0)}

    return Model(name, point, loss, gradient, random=drop)


def max_over_time(seed: int) -> Model:
    """A convolution of width one over a sentence, the maximum over time, a logistic output."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((9, 4))

    def forward(p: Arrays) -> tuple[np.ndarray, np.ndarray, np.floating]:
        A = np.tanh(X @ p["U"])
        i = np.argmax(A, 0)
        h = A[i, np.arange(5)]
        return i, h, sigmoid(np.sum(p["v"] * h))

    def loss(p: Arrays) -> np.floating:
        return -np.log(forward(p)[2])

    def gradient(p: Arrays) -> Arrays:
        i, h, s = forward(p)
        return {"U": X[i].T * ((s - 1) * p["v"] * (1 - h**2)), "v": (s - 1) * h}

    return Model("max over time", {"U": rng.standard_normal((4, 5)), "v": rng.standard_normal(5)}, loss, gradient)


def skip_gram(seed: int, negative: bool) -> Model:
    """Word vectors with a full softmax, or with negative samples of which one is drawn twice."""
    rng = np.random.default_rng(seed)
    c, o, drawn = 3, 7, [1, 4, 4, 9]

    def loss(p: Arrays) -> np.floating:
        z = p["U"] @ p["V"][c]
        if negative:
            return -np.log(sigmoid(z[o])) - np.sum(np.log(sigmoid(-z[drawn])))
        return -np.log(softmax(z))[o]

    def gradient(p: Arrays) -> Arrays:
        v = p["V"][c]
        z = p["U"] @ v
        e = np.zeros_like(z) if negative else softmax(z)
        e[o] += sigmoid(z[o]) - 1 if negative else -1
        if negative:
            np.add.at(e, drawn, sigmoid(z[drawn]))
        dV = np.zeros_like(p["V"])
        dV[c] = e @ p["U"]
        return {"V": dV, "U": np.outer(e, v)}

    point = {"V": rng.standard_normal((12, 5)), "U": rng.standard_normal((12, 5))}
    return Model("negative sampling" if negative else "skip-gram", point, loss, gradient)


def recurrent(seed: int, name: str, T: int, size: float, last: bool) -> Model:
    """A recurrent language model; with ``last``, only its final output counts, so gradients vanish through time."""
    rng = np.random.default_rng(seed)
    X, Y = rng.standard_normal((T, 4)), one_hot(rng, T, 6)
    steps = [T - 1] if last else list(range(T))
    point = {
        "H": size * rng.standard_normal((4, 4)), "I": rng.standard_normal((4, 4)), "b1": rng.standard_normal(4),
        "U": rng.standard_normal((4, 6)), "b2": rng.standard_normal(6),
    }  # fmt: skip

    def forward(p: Arrays) -> tuple[list[np.ndarray], list[np.ndarray]]:
        hidden, outputs = [np.zeros(4, dtype=p["H"].dtype)], []
        for t in range(T):
            hidden.append(sigmoid(hidden[-1] @ p["H"] + X[t] @ p["I"] + p["b1"]))
            outputs.append(softmax(hidden[-1] @ p["U"] + p["b2"]) if t in steps else hidden[-1])
        return hidden, outputs

    def loss(p: Arrays) -> np.floating:
        outputs = forward(p)[1]
        return -sum(np.sum(Y[t] * np.log(outputs[t])) for t in steps)

    def gradient(p: Arrays) -> Arrays:
        hidden, outputs = forward(p)
        g, back = {k: np.zeros_like(v) for k, v in p.items()}, np.zeros_like(hidden[0])
        for t in reversed(range(T)):
            if t in steps:
                d = outputs[t] - Y[t]
                g["U"] += np.outer(hidden[t + 1], d)
                g["b2"] += d
                back = back + p["U"] @ d
            a = back * hidden[t + 1] * (1 - hidden[t + 1])
            g["H"] += np.outer(hidden[t], a)
            g["I"] += np.outer(X[t], a)
            g["b1"] += a
            back = p["H"] @ a
        return g

    return Model(name, point, loss, gradient)


def steep(seed: int) -> Model:
    """Waves so short that a fixed step of difference jumps over them."""
    rng = np.random.default_rng(seed)
    a = rng.standard_normal(6) * 300

    def loss(p: Arrays) -> np.floating:
        return np.sum(np.sin(a * p["w"]) * np.exp(p["w"]))

    def gradient(p: Arrays) -> Arrays:
        return {"w": np.exp(p["w"]) * (a * np.cos(a * p["w"]) + np.sin(a * p["w"]))}

    return Model("steep", {"w": rng.standard_normal(6)}, loss, gradient)


MODELS: dict[str, Callable[[int], Model]] = {
    "softmax regression": softmax_regression,
    "siamese": siamese,
    "two branches": lambda s: two_branches(s, "two branches", 6, 4, 5),
    "12,000 kinks": lambda s: two_branches(s, "12,000 kinks", 600, 6, 20),
    "ReLU from zero": lambda s: two_branches(s, "ReLU from zero", 6, 4, 5, zero=True),
    "two layers": lambda s: two_layers(s, "two layers"),
    "tiny gradient": lambda s: two_layers(s, "tiny gradient", scale=1e-7),
    "constant offset": lambda s: two_layers(s, "constant offset", offset=1e6),
    "max over time": max_over_time,
    "skip-gram": lambda s: skip_gram(s, negative=False),
    "negative sampling": lambda s: skip_gram(s, negative=True),
    "recurrent": lambda s: recurrent(s, "recurrent", 5, 1.0, last=False),
    "recurrent, 40 steps": lambda s: recurrent(s, "recurrent, 40 steps", 40, 0.6, last=True),
    "steep": steep,
    "fresh masks": lambda s: two_layers(s, "fresh masks", drop=True),
}
SINGLE = ("two layers", "recurrent", "softmax regression", "negative sampling")

# -- the mistakes -------------------------------------------------------------------------------------------------


def mistakes(model: Model) -> Iterator[tuple[str, Gradient, tuple[str, ...]]]:
    """Label, the wrong gradient as a function, and the codes of causes that name it rightly."""
    right = model.gradient(model.point)
    largest = max(right, key=lambda k: right[k].size)
    smallest = min(right, key=lambda k: np.linalg.norm(right[k]) / np.sqrt(right[k].size))
    square = next((k for k, g in right.items() if g.ndim == 2 and g.shape[0] == g.shape[1]), None)
    worst = np.unravel_index(np.argmax(abs(right[largest])), right[largest].shape)

    def changed(name: str, change: Callable[[np.ndarray], np.ndarray]) -> Gradient:
        return lambda p: {k: change(g) if k == name else g for k, g in model.gradient(p).items()}

    def one_entry(g: np.ndarray) -> np.ndarray:
        g = g.copy()
        g[worst] = g[worst] * 21 / 20
        return g

    def swapped(g: np.ndarray) -> np.ndarray:
        first, second = np.argsort(-np.linalg.norm(right[largest], axis=1))[:2]
        g = g.copy()
        g[[first, second]] = g[[second, first]]
        return g

    yield "half", changed(largest, lambda g: g / 2), ("factor",)
    yield "sign", changed(largest, lambda g: -g), ("sign",)
    if square is not None:
        yield "transposed", changed(square, lambda g: g.T), ("transposed",)
    yield "mean forgotten (10 ×)", lambda p: {k: 10 * g for k, g in model.gradient(p).items()}, ("mean", "factor")
    yield "one entry off by 5 %", changed(largest, one_entry), ("entry",)
    yield "small block doubled", changed(smallest, lambda g: 2 * g), ("factor",)
    if right[largest].ndim == 2:
        yield "rows swapped", changed(largest, swapped), ("swapped", "shifted")
        yield "columns shifted", changed(largest, lambda g: np.roll(g, 1, axis=1)), ("shifted",)
    if model.penalty:
        yield (
            "regulariser forgotten",
            lambda p: {k: g - model.penalty * p[k] if k == "W" else g for k, g in model.gradient(p).items()},
            ("regulariser",),
        )


def named(check: Check, codes: tuple[str, ...]) -> bool:
    """Whether every wrong block is explained by a mistake with the right name."""
    wrong = [b for b in check if b.verdict == "wrong"]
    together = check.cause is not None and check.cause.code in codes
    return bool(wrong) and (together or all(b.cause is not None and b.cause.code in codes for b in wrong))


# -- the others ---------------------------------------------------------------------------------------------------


def packed(model: Model, dtype: type) -> tuple[np.ndarray, Callable[[np.ndarray], Arrays]]:
    sizes = np.cumsum([0, *(a.size for a in model.point.values())])

    def unpack(x: np.ndarray) -> Arrays:
        return {
            k: x[lo:hi].reshape(a.shape) for (k, a), lo, hi in zip(model.point.items(), sizes, sizes[1:], strict=False)
        }

    return np.concatenate([a.ravel() for a in model.point.values()]).astype(dtype), unpack


def by_scipy(model: Model, gradient: Gradient, dtype: type) -> bool:
    from scipy.optimize import check_grad

    x, unpack = packed(model, dtype)
    flat = np.concatenate([g.ravel() for g in gradient(unpack(x)).values()]).astype(float)
    return bool(
        check_grad(lambda v: float(model.loss(unpack(v.astype(dtype)))), lambda v: flat, x.astype(float)) < 1e-5
    )


def by_torch(model: Model, gradient: Gradient, dtype: type) -> bool:
    import torch

    x, unpack = packed(model, dtype)
    flat = np.concatenate([g.ravel() for g in gradient(unpack(x)).values()]).astype(dtype)

    class Loss(torch.autograd.Function):
        @staticmethod
        def forward(ctx, v):  # type: ignore[no-untyped-def]
            return torch.tensor(np.array(model.loss(unpack(v.detach().numpy())), dtype=dtype))

        @staticmethod
        def backward(ctx, g):  # type: ignore[no-untyped-def]
            return g * torch.tensor(flat)

    return torch.autograd.gradcheck(Loss.apply, torch.tensor(x, requires_grad=True), raise_exception=False)


def others() -> dict[str, Callable[[Model, Gradient, type], bool]]:
    """The checkers to compare with, as far as they are installed."""
    found: dict[str, Callable[[Model, Gradient, type], bool]] = {}
    for name, module, check in (("scipy check_grad < 1e-5", "scipy", by_scipy), ("torch gradcheck", "torch", by_torch)):
        try:
            __import__(module)
        except ImportError:
            continue
        found[name] = check
    return found


# -- the table ----------------------------------------------------------------------------------------------------


def compare(name: str, check: Callable[[Model, Gradient, type], bool], seeds: range) -> None:
    alarms = missed = rights = wrongs = single = singles = 0
    times = []
    for make in MODELS.values():
        for seed in seeds:
            model, began = make(seed), time.perf_counter()
            accepted = check(model, model.gradient, np.float64)
            times.append(time.perf_counter() - began)
            rights, alarms = rights + 1, alarms + (not accepted)
            if model.random or model.name == "ReLU from zero":
                continue
            for label, wrong, _ in mistakes(model):
                if label != "regulariser forgotten":
                    wrongs, missed = wrongs + 1, missed + check(model, wrong, np.float64)
    for kind in SINGLE:
        for seed in seeds:
            model = MODELS[kind](seed)
            singles, single = singles + 1, single + (not check(model, model.gradient, np.float32))
    print(
        f"{name:26}{alarms:6} of {rights}{missed:8} of {wrongs}{single:8} of {singles}{1e3 * statistics.median(times):10.1f}"
    )


def single_precision(model: Model) -> tuple[Callable[[Arrays], np.floating], Arrays, Callable[[Gradient], Arrays]]:
    """The loss in float32 whatever it is given, the parameters in float32, and gradients computed in float32."""
    point = {k: v.astype(np.float32) for k, v in model.point.items()}
    return (
        lambda p: np.float32(model.loss({k: v.astype(np.float32) for k, v in p.items()})),
        point,
        lambda g: {k: v.astype(np.float32) for k, v in g(point).items()},
    )


def main() -> int:
    np.seterr(all="ignore")
    seeds = range(5)
    rights, wrongs, names, called, times, sixty = Counter[str](), Counter[str](), Counter[str](), Counter[str](), [], []
    extra, single, single_wrong = Counter[str](), Counter[str](), Counter[str]()
    evaluations: list[int] = []
    slips: list[str] = []
    for kind, make in MODELS.items():
        for seed in seeds:
            model = make(seed)
            size = sum(a.size for a in model.point.values())

            def timed(gradient: Gradient, model: Model = model, size: int = size) -> Check:
                began = time.perf_counter()
                check = gradcheck(model.loss, gradient, model.point)
                times.append(time.perf_counter() - began)
                if 50 <= size <= 70:
                    sixty.append(times[-1])
                    evaluations.append(check.evaluations)
                return check

            verdict = timed(model.gradient).verdict
            rights[verdict] += 1
            if verdict != "right" and not (verdict == "inconclusive" and model.random):
                slips.append(f"right gradient of {kind}, seed {seed}: {verdict}")
            if model.random:
                continue
            for label, wrong, codes in mistakes(model):
                check = timed(wrong)
                (extra if kind == "ReLU from zero" or label == "regulariser forgotten" else wrongs)[check.verdict] += 1
                names[label] += 1
                called[label] += named(check, codes)
                if check.verdict != "wrong" or not named(check, codes):
                    slips.append(f"{label} in {kind}, seed {seed}: {check.headline}")
            if kind in SINGLE:
                loss, point, rounded = single_precision(model)
                for how, verdict in (
                    ("cast up", gradcheck(model.loss, rounded(model.gradient), point).verdict),
                    ("float32 only", gradcheck(loss, rounded(model.gradient), point).verdict),
                ):
                    single[verdict] += 1
                    if verdict == "wrong":
                        slips.append(f"right float32 gradient of {kind}, seed {seed}, {how}: wrong")
                for label, wrong, _ in mistakes(model):
                    verdict = gradcheck(loss, rounded(wrong), point).verdict
                    single_wrong[verdict] += 1
                    if verdict == "right":
                        slips.append(f"{label} in float32 {kind}, seed {seed}: accepted")
    print(f"right gradients ({sum(rights.values())}):             {dict(rights)}")
    print(f"wrong gradients ({sum(wrongs.values())}):            {dict(wrongs)}")
    print(
        f"more wrong ones ({sum(extra.values())}):             {dict(extra)}   (ReLU from zero, regulariser forgotten)"
    )
    print(f"right, in float32 ({sum(single.values())}):           {dict(single)}")
    print(f"wrong, only float32 ({sum(single_wrong.values())}):        {dict(single_wrong)}")
    share = sum(called.values()) / sum(names.values())
    print(f"cause named: {100 * share:.1f} %   " + ", ".join(f"{k} {called[k]}/{names[k]}" for k in names))
    print(
        f"median time of a check: {1e3 * statistics.median(times):.1f} ms; of a model of 50 to 70 parameters:"
        f" {1e3 * statistics.median(sixty):.1f} ms and {statistics.median(evaluations):.0f} evaluations"
    )
    for slip in slips:
        print("  ", slip)
    if "--alone" not in sys.argv:
        print(f"\n{'':26}{'false alarms':>12}{'missed':>15}{'float32 alarms':>16}{'ms':>8}")
        for name, checker in others().items():
            compare(name, checker, seeds)
    bad = rights["wrong"] + wrongs["right"] + extra["right"] + single["wrong"] + single_wrong["right"]
    return int(bad > 0 or share < 0.95)


if __name__ == "__main__":
    sys.exit(main())
