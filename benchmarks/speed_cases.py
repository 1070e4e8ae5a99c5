"""The dense models of the speed comparison: each as a formula, in PyTorch, in JAX, and by hand in NumPy.

A formula here is made of nodes; ``peers`` write the same objective the way a careful user of each library would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from papergrad.algebra.nodes import (
    Apply,
    Definition,
    Entry,
    Expr,
    Extent,
    Index,
    LogSumExp,
    Lookup,
    Select,
    Sum,
    Tensor,
    add,
    affine,
    minus,
    mul,
    power,
)
from papergrad.algebra.sizes import Size

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Model:
    """``objective`` over ``definitions``; ``shapes`` of the inputs; ``tops`` of the inputs that hold positions."""

    objective: Expr
    definitions: Mapping[str, Definition]
    shapes: Mapping[str, tuple[Size, ...]]
    wrt: tuple[str, ...]
    tops: Mapping[str, str]

    @property
    def axes(self) -> dict[str, tuple[Index, ...]]:
        return {w: tuple(Index(f"w{k}", n) for k, n in enumerate(self.shapes[w])) for w in self.wrt}

    @property
    def tensor(self) -> Tensor:
        return Tensor(self.objective)

    def arrays(self, sizes: Mapping[str, int], dtype: str) -> Arrays:
        rng = np.random.default_rng(1)
        found = {}
        for symbol, shape in self.shapes.items():
            dims = tuple(n.value(sizes) for n in shape)
            if symbol in self.tops:
                found[symbol] = rng.integers(0, sizes[self.tops[symbol]], dims)
            else:
                found[symbol] = (rng.normal(size=dims) * (0.1 if len(dims) > 1 else 0.01)).astype(dtype)
        return found


def _model(
    objective: Expr, definitions: list[Definition], shapes: dict[str, str], wrt: str, tops: dict[str, str]
) -> Model:
    sizes = {s: tuple(Size.of(int(t) if t.isdigit() else t) for t in text.split()) for s, text in shapes.items()}
    return Model(objective, {d.symbol: d for d in definitions}, sizes, tuple(wrt.split()), tops)


def _index(name: str, length: str | int | Size) -> Index:
    return Index(name, length if isinstance(length, Size) else Size.of(length))


def _mean(i: Index, body: Expr) -> Expr:
    return mul(power(Extent(i.size), -1), Sum(i, body))


s, t = _index("s", "N"), _index("t", "T")


def two_branches() -> Model:
    """``softmax(W3 (σ(W1 x + b1) + relu(W2 x + b2)) + b3)``, mean cross entropy with the class looked up."""
    i, j, k, k_ = _index("i", "H"), _index("j", "D"), _index("k", "K"), _index("k_", "K")

    def layer(w: str, b: str) -> Expr:
        return add(Sum(j, mul(Entry(w, (i, j)), Entry("x", (s, j)))), Entry(b, (i,)))

    both = add(Entry("h1", (s, i)), Entry("h2", (s, i)))
    definitions = [
        Definition("h1", (s, i), Apply("sigmoid", layer("W1", "b1"))),
        Definition("h2", (s, i), Apply("relu", layer("W2", "b2"))),
        Definition("z", (s, k), add(Sum(i, mul(Entry("W3", (k, i)), both)), Entry("b3", (k,)))),
    ]
    loss = add(LogSumExp(k_, Entry("z", (s, k_))), minus(Entry("z", (s, Lookup("y", (s,))))))
    shapes = {"x": "N D", "y": "N", "W1": "H D", "b1": "H", "W2": "H D", "b2": "H", "W3": "K H", "b3": "K"}
    return _model(_mean(s, loss), definitions, shapes, "W1 b1 W2 b2 W3 b3", {"y": "K"})


def trigram() -> Model:
    """Three words looked up in a shared table, a sigmoid layer, a softmax over the vocabulary."""
    c, e, i, v, v_ = _index("c", 3), _index("e", "E"), _index("i", "H"), _index("v", "V"), _index("v_", "V")
    inner = Sum(c, Sum(e, mul(Entry("W", (c, e, i)), Entry("L", (Lookup("w", (s, c)), e)))))
    definitions = [
        Definition("h", (s, i), Apply("sigmoid", add(inner, Entry("b", (i,))))),
        Definition("z", (s, v), add(Sum(i, mul(Entry("U", (i, v)), Entry("h", (s, i)))), Entry("d", (v,)))),
    ]
    loss = add(LogSumExp(v_, Entry("z", (s, v_))), minus(Entry("z", (s, Lookup("y", (s,))))))
    shapes = {"L": "V E", "w": "N 3", "y": "N", "W": "3 E H", "b": "H", "U": "H V", "d": "V"}
    return _model(_mean(s, loss), definitions, shapes, "L W b U d", {"w": "V", "y": "V"})


def recurrent() -> Model:
    """A sigmoid RNN language model, mean cross entropy over all steps, backpropagation through all of them."""
    d, o, e, v, v_ = _index("d", "D"), _index("o", "D"), _index("e", "D"), _index("v", "V"), _index("v_", "V")
    before = Entry("h", (s, affine(((t, 1),), -1), o))
    inner = [
        Sum(o, mul(before, Entry("H", (o, d)))),
        Sum(e, mul(Entry("L", (Lookup("x", (s, t)), e)), Entry("I", (e, d)))),
    ]
    definitions = [
        Definition("h", (s, t, d), Apply("sigmoid", add(*inner, Entry("b", (d,))))),
        Definition("z", (s, t, v), add(Sum(d, mul(Entry("h", (s, t, d)), Entry("U", (d, v)))), Entry("c", (v,)))),
    ]
    loss = add(LogSumExp(v_, Entry("z", (s, t, v_))), minus(Entry("z", (s, t, Lookup("y", (s, t))))))
    shapes = {"L": "V D", "x": "N T", "y": "N T", "H": "D D", "I": "D D", "b": "D", "U": "D V", "c": "V"}
    return _model(_mean(s, _mean(t, loss)), definitions, shapes, "L H I b U c", {"x": "V", "y": "V"})


def convolution() -> Model:
    """Windows of 3, 4 and 5 words, tanh, the largest over time, a sigmoid: mean log loss."""
    f, e = _index("f", "F"), _index("e", "E")
    definitions, score = [], Entry("c")
    for width in (3, 4, 5):
        w, p = _index(f"w{width}", width), _index(f"p{width}", Size.of("T") - (width - 1))
        window = Entry("L", (Lookup("x", (s, affine(((p, 1), (w, 1))))), e))
        a = Definition(f"a{width}", (s, p, f), Sum(w, Sum(e, mul(window, Entry(f"U{width}", (f, w, e))))))
        act = Apply("tanh", add(Entry(f"a{width}", (s, p, f)), Entry(f"b{width}", (f,))))
        h = Definition(f"h{width}", (s, f), Select(p, act, act))
        definitions += [a, h]
        score = add(score, Sum(f, mul(Entry(f"V{width}", (f,)), Entry(f"h{width}", (s, f)))))
    definitions.append(Definition("u", (s,), score))
    # log loss for y = 0, 1:  softplus(u) - y u
    loss = add(Apply("softplus", Entry("u", (s,))), minus(mul(Entry("y", (s,)), Entry("u", (s,)))))
    shapes = {"L": "M E", "x": "N T", "y": "N", "c": ""}
    for width in (3, 4, 5):
        shapes |= {f"U{width}": f"F {width} E", f"b{width}": "F", f"V{width}": "F"}
    wrt = "L c " + " ".join(f"U{w} b{w} V{w}" for w in (3, 4, 5))
    return _model(_mean(s, loss), definitions, shapes, wrt, {"x": "M"})


# -- the same, by hand in NumPy ------------------------------------------------------------------------------------


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def _softmax_loss(z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean cross entropy over rows, and its gradient by the scores."""
    rows = np.arange(len(z))
    z = z - z.max(1, keepdims=True)
    e = np.exp(z)
    total = e.sum(1, keepdims=True)
    value = float(np.mean(np.log(total[:, 0]) - z[rows, y]))
    e /= total
    e[rows, y] -= 1
    e /= len(z)
    return value, e


def _rows(table: np.ndarray, at: np.ndarray, values: np.ndarray) -> np.ndarray:
    g = np.zeros_like(table)
    np.add.at(g, at.ravel(), values.reshape(-1, table.shape[1]))
    return g


def numpy_two(a: Arrays) -> Any:
    x = a["x"]
    h1, z2 = _sigmoid(x @ a["W1"].T + a["b1"]), x @ a["W2"].T + a["b2"]
    h = h1 + np.maximum(z2, 0)
    value, d = _softmax_loss(h @ a["W3"].T + a["b3"], a["y"])
    u = d @ a["W3"]
    d1, d2 = u * h1 * (1 - h1), u * (z2 > 0)
    return value, (d1.T @ x, d1.sum(0), d2.T @ x, d2.sum(0), d.T @ h, d.sum(0))


def numpy_trigram(a: Arrays) -> Any:
    n, e = len(a["w"]), a["L"].shape[1]
    x, w = a["L"][a["w"]].reshape(n, 3 * e), a["W"].reshape(3 * e, -1)
    h = _sigmoid(x @ w + a["b"])
    value, d = _softmax_loss(h @ a["U"] + a["d"], a["y"])
    q = (d @ a["U"].T) * h * (1 - h)
    return value, (_rows(a["L"], a["w"], q @ w.T), (x.T @ q).reshape(a["W"].shape), q.sum(0), h.T @ d, d.sum(0))


def numpy_recurrent(a: Arrays) -> Any:
    n, steps = a["x"].shape
    x = a["L"][a["x"].T]
    pre = x @ a["I"] + a["b"]
    h = np.zeros((steps + 1, n, pre.shape[2]), pre.dtype)
    for k in range(steps):
        h[k + 1] = _sigmoid(pre[k] + h[k] @ a["H"])
    flat = h[1:].reshape(steps * n, -1)
    value, d = _softmax_loss(flat @ a["U"] + a["c"], a["y"].T.ravel())
    dh = (d @ a["U"].T).reshape(steps, n, -1)
    q, carry = np.empty_like(dh), 0
    for k in reversed(range(steps)):
        q[k] = (dh[k] + carry) * h[k + 1] * (1 - h[k + 1])
        carry = q[k] @ a["H"].T
    q2 = q.reshape(steps * n, -1)
    gradients = (
        _rows(a["L"], a["x"].T, q2 @ a["I"].T), h[:-1].reshape(steps * n, -1).T @ q2, x.reshape(steps * n, -1).T @ q2,
        q2.sum(0), flat.T @ d, d.sum(0),
    )  # fmt: skip
    return value, gradients


def numpy_convolution(a: Arrays) -> Any:
    n, length = a["x"].shape
    x = a["L"][a["x"]]
    u, kept = np.full(n, a["c"]), {}
    for w in (3, 4, 5):
        flat = np.lib.stride_tricks.sliding_window_view(x, w, 1).transpose(0, 1, 3, 2).reshape(n, length - w + 1, -1)
        act = np.tanh(flat @ a[f"U{w}"].reshape(-1, flat.shape[2]).T + a[f"b{w}"])
        best = act.argmax(1)
        top = np.take_along_axis(act, best[:, None], 1)[:, 0]
        kept[w] = flat, best, top
        u = u + top @ a[f"V{w}"]
    value = float(np.mean(np.logaddexp(0, u) - a["y"] * u))
    d = (_sigmoid(u) - a["y"]) / n
    gl, rows = np.zeros_like(a["L"]), np.arange(n)[:, None]
    found = [gl, d.sum()]
    for w in (3, 4, 5):
        flat, best, top = kept[w]
        g = d[:, None] * a[f"V{w}"] * (1 - top * top)
        windows = flat[rows, best]
        found += [np.einsum("sfk,sf->fk", windows, g).reshape(a[f"U{w}"].shape), g.sum(0), d @ top]
        back = g[:, :, None, None] * a[f"U{w}"]
        np.add.at(gl, a["x"][rows[:, :, None], best[:, :, None] + np.arange(w)], back)
    return value, tuple(found)


# -- in PyTorch and JAX --------------------------------------------------------------------------------------------


def torch_loss(name: str) -> Callable[..., Any]:
    """The objective as a function of a dictionary of tensors."""
    import torch
    from torch.nn import functional as F

    def two(a: Any) -> Any:
        h = torch.sigmoid(F.linear(a["x"], a["W1"], a["b1"])) + torch.relu(F.linear(a["x"], a["W2"], a["b2"]))
        return F.cross_entropy(F.linear(h, a["W3"], a["b3"]), a["y"])

    def tri(a: Any) -> Any:
        x = F.embedding(a["w"], a["L"]).reshape(len(a["w"]), -1)
        h = torch.sigmoid(torch.addmm(a["b"], x, a["W"].reshape(x.shape[1], -1)))
        return F.cross_entropy(torch.addmm(a["d"], h, a["U"]), a["y"])

    def rnn(a: Any) -> Any:
        pre = F.embedding(a["x"].T, a["L"]) @ a["I"] + a["b"]
        h, states = torch.zeros_like(pre[0]), []
        for k in range(len(pre)):
            h = torch.sigmoid(pre[k] + h @ a["H"])
            states.append(h)
        return F.cross_entropy(torch.cat(states) @ a["U"] + a["c"], a["y"].T.reshape(-1))

    def cnn(a: Any) -> Any:
        x, u = F.embedding(a["x"], a["L"]).transpose(1, 2), a["c"]
        for w in (3, 4, 5):
            top = torch.tanh(F.conv1d(x, a[f"U{w}"].transpose(1, 2), a[f"b{w}"])).amax(2)
            u = u + top @ a[f"V{w}"]
        return F.binary_cross_entropy_with_logits(u, a["y"])

    return {"two": two, "tri": tri, "rnn": rnn, "cnn": cnn}[name]


def jax_loss(name: str) -> Callable[..., Any]:
    """The objective as a function of parameters and data, two dictionaries."""
    import jax
    import jax.numpy as jnp

    def entropy(z: Any, y: Any) -> Any:
        return jnp.mean(jax.nn.logsumexp(z, axis=-1) - jnp.take_along_axis(z, y[..., None], -1)[..., 0])

    def two(p: Any, x: Any) -> Any:
        h = jax.nn.sigmoid(x["x"] @ p["W1"].T + p["b1"]) + jax.nn.relu(x["x"] @ p["W2"].T + p["b2"])
        return entropy(h @ p["W3"].T + p["b3"], x["y"])

    def tri(p: Any, x: Any) -> Any:
        e = p["L"][x["w"]].reshape(len(x["w"]), -1)
        return entropy(jax.nn.sigmoid(e @ p["W"].reshape(e.shape[1], -1) + p["b"]) @ p["U"] + p["d"], x["y"])

    def rnn(p: Any, x: Any) -> Any:
        pre = p["L"][x["x"].T] @ p["I"] + p["b"]

        def step(h: Any, a: Any) -> Any:
            h = jax.nn.sigmoid(a + h @ p["H"])
            return h, h

        _, h = jax.lax.scan(step, jnp.zeros_like(pre[0]), pre)
        return entropy(h @ p["U"] + p["c"], x["y"].T)

    def cnn(p: Any, x: Any) -> Any:
        e, u = p["L"][x["x"]], p["c"]
        for w in (3, 4, 5):
            a = jax.lax.conv_general_dilated(e, p[f"U{w}"], (1,), "VALID", dimension_numbers=("NWC", "OWI", "NWC"))
            u = u + jnp.tanh(a + p[f"b{w}"]).max(1) @ p[f"V{w}"]
        return jnp.mean(jnp.logaddexp(0, u) - x["y"] * u)

    return {"two": two, "tri": tri, "rnn": rnn, "cnn": cnn}[name]


MODELS = {"two": two_branches, "tri": trigram, "rnn": recurrent, "cnn": convolution}
BY_HAND = {"two": numpy_two, "tri": numpy_trigram, "rnn": numpy_recurrent, "cnn": numpy_convolution}
SIZES: dict[str, tuple[str, dict[str, int]]] = {
    **{f"two_toy{n}": ("two", {"D": 10, "H": 5, "K": 10, "N": n}) for n in (1, 32, 512)},
    **{f"two_big{n}": ("two", {"D": 300, "H": 100, "K": 50, "N": n}) for n in (1, 32, 512)},
    "tri_small": ("tri", {"V": 250, "E": 16, "H": 128, "N": 100}),
    "tri_big": ("tri", {"V": 10000, "E": 100, "H": 200, "N": 100}),
    "rnn1": ("rnn", {"V": 10000, "D": 100, "T": 20, "N": 1}),
    "rnn20": ("rnn", {"V": 10000, "D": 100, "T": 20, "N": 20}),
    "cnn": ("cnn", {"M": 15000, "E": 300, "F": 100, "T": 30, "N": 50}),
}
