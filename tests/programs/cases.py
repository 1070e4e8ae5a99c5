"""Models made of nodes by hand, each with an objective, its parameters and numbers to try it on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from papergrad.algebra.nodes import (
    ONE,
    Affine,
    Apply,
    Cases,
    Definition,
    Delta,
    Determinant,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Inverse,
    LogSumExp,
    Lookup,
    Position,
    Product,
    Select,
    Stack,
    Sum,
    Tensor,
    add,
    affine,
    divide,
    minus,
    mul,
    number,
    power,
    total,
)
from papergrad.algebra.sizes import Size


@dataclass(frozen=True)
class Case:
    """An objective, what it is derived by (with axes), the definitions, lengths, and the top of each table of positions."""

    name: str
    objective: Expr
    wrt: Mapping[str, tuple[Index, ...]]
    definitions: Mapping[str, Definition]
    inputs: Mapping[str, tuple[Size, ...]]
    sizes: Mapping[str, int]
    tops: Mapping[str, str] = None  # type: ignore[assignment]

    def values(self, seed: int = 0, dtype: str = "float64") -> dict[str, np.ndarray]:
        rng = np.random.default_rng(seed)
        found = {}
        for symbol, shape in self.inputs.items():
            dims = [size.value(self.sizes) for size in shape]
            if symbol in (self.tops or {}):
                found[symbol] = rng.integers(0, Size.of(self.tops[symbol]).value(self.sizes), dims)
            else:
                found[symbol] = rng.uniform(0.2, 1.0, dims).astype(dtype) * np.sign(rng.normal(size=dims)).astype(dtype)
        return found


def size(text: str | int) -> Size:
    return Size.of(text)


def index(name: str, length: str | int | Size) -> Index:
    return Index(name, length if isinstance(length, Size) else Size.of(length))


def define(symbol: str, axes: tuple[Index, ...], body: Expr, start: Expr | None = None) -> Definition:
    return Definition(symbol, axes, body, start)


def made(
    name: str, objective: Expr, wrt: str, definitions: list[Definition], inputs: Mapping[str, str], sizes, tops=None
) -> Case:
    """``inputs`` are shapes as text: ``"m n"``."""
    shapes = {s: tuple(size(int(t) if t.isdigit() else t) for t in text.split()) for s, text in inputs.items()}
    wanted = {s: tuple(Index(f"w{k}", n) for k, n in enumerate(shapes[s])) for s in wrt.split()}
    return Case(name, objective, wanted, {d.symbol: d for d in definitions}, shapes, sizes, tops or {})


def sigmoid(e: Expr) -> Expr:
    return Apply("sigmoid", e)


def half(e: Expr) -> Expr:
    return mul(number(Fraction(1, 2)), e)


def square(e: Expr) -> Expr:
    return power(e, 2)


def cross_entropy(scores: Callable[[Index], Expr], target: Callable[[Index], Expr], k: Index) -> Expr:
    other = Index(k.name + "_", k.size)
    return minus(Sum(k, mul(target(k), add(scores(k), minus(LogSumExp(other, scores(other)))))))


i, j, k, l = index("i", "m"), index("j", "n"), index("k", "K"), index("l", "m")
s, t = index("s", "N"), index("t", "T")


def siamese() -> Case:
    h = [
        define(f"h{q}", (i,), sigmoid(add(Sum(j, mul(Entry("W", (i, j)), Entry(f"x{q}", (j,)))), Entry("b", (i,)))))
        for q in (1, 2)
    ]
    norm = Sum(i, square(add(Entry("h1", (i,)), minus(Entry("h2", (i,))))))
    weight = Sum(i, Sum(j, square(Entry("W", (i, j)))))
    return made(
        "siamese", add(half(norm), half(mul(Entry("lam"), weight))), "W b", h,
        {"W": "m n", "b": "m", "x1": "n", "x2": "n", "lam": ""}, {"m": 4, "n": 3},
    )  # fmt: skip


def two_branches() -> Case:
    def layer(w: str, b: str) -> Expr:
        return add(Sum(j, mul(Entry(w, (i, j)), Entry("x", (s, j)))), Entry(b, (i,)))

    definitions = [
        define("h1", (s, i), sigmoid(layer("W1", "b1"))),
        define("h2", (s, i), Apply("relu", layer("W2", "b2"))),
        define(
            "z",
            (s, k),
            add(Sum(i, mul(Entry("W3", (k, i)), add(Entry("h1", (s, i)), Entry("h2", (s, i))))), Entry("b3", (k,))),
        ),
    ]
    k_ = index("k_", "K")
    soft = Apply("exp", add(Entry("z", (s, k)), minus(LogSumExp(k_, Entry("z", (s, k_))))))
    definitions.append(define("ŷ", (s, k), soft))
    loss = mul(
        minus(power(Extent(size("N")), -1)), Sum(s, Sum(k, mul(Entry("y", (s, k)), Apply("log", Entry("ŷ", (s, k))))))
    )
    return made(
        "two branches", loss, "W1 b1 W2 b2 W3 b3", definitions,
        {"x": "N n", "y": "N K", "W1": "m n", "b1": "m", "W2": "m n", "b2": "m", "W3": "K m", "b3": "K"},
        {"m": 4, "n": 3, "K": 5, "N": 6},
    )  # fmt: skip


def trigram() -> Case:
    """Three words looked up in a shared table, a hidden layer, a softmax over the words."""
    c, e, v = index("c", 3), index("e", "E"), index("v", "V")
    look = Entry("L", (Lookup("w", (s, c)), e))
    definitions = [
        define("h", (s, i), sigmoid(add(Sum(c, Sum(e, mul(Entry("W", (c, e, i)), look))), Entry("b", (i,))))),
        define("z", (s, v), add(Sum(i, mul(Entry("U", (i, v)), Entry("h", (s, i)))), Entry("d", (v,)))),
    ]
    loss = Sum(s, add(LogSumExp(v, Entry("z", (s, v))), minus(Entry("z", (s, Lookup("y", (s,)))))))
    return made(
        "trigram", mul(power(Extent(size("N")), -1), loss), "L W b U d", definitions,
        {"L": "V E", "w": "N 3", "y": "N", "W": "3 E m", "b": "m", "U": "m V", "d": "V"}, {"V": 7, "E": 2, "m": 4, "N": 5},
        {"w": "V", "y": "V"},
    )  # fmt: skip


def recurrent(start: bool = False) -> Case:
    """A language model over a batch: rows, one-hot targets looked up."""
    d, o, v = index("d", "D"), index("o", "D"), index("v", "V")
    e = index("e", "E")
    before = Entry("h", (s, affine(((t, 1),), -1), o))
    inner = add(
        Sum(o, mul(before, Entry("H", (o, d)))),
        Sum(e, mul(Entry("L", (Lookup("x", (s, t)), e)), Entry("I", (e, d)))),
        Entry("b", (d,)),
    )
    definitions = [
        define("h", (s, t, d), sigmoid(inner), Entry("h0", (s, d)) if start else None),
        define("z", (s, t, v), add(Sum(d, mul(Entry("h", (s, t, d)), Entry("U", (d, v)))), Entry("c", (v,)))),
    ]
    loss = Sum(s, Sum(t, add(LogSumExp(v, Entry("z", (s, t, v))), minus(Entry("z", (s, t, Lookup("y", (s, t))))))))
    inputs = {"L": "V E", "H": "D D", "I": "E D", "U": "D V", "b": "D", "c": "V", "x": "N T", "y": "N T"}
    return made(
        "recurrent with start" if start else "recurrent", loss, "L H I U b c" + (" h0" if start else ""), definitions,
        {**inputs, "h0": "N D"} if start else inputs, {"V": 6, "E": 3, "D": 4, "N": 2, "T": 5}, {"x": "V", "y": "V"},
    )  # fmt: skip


def long_short_term() -> Case:
    """An LSTM over one sequence, its loss on the last state."""
    d, o, e = index("d", "D"), index("o", "D"), index("e", "E")
    earlier = affine(((t, 1),), -1)

    def gate(name: str, f: str) -> Definition:
        inner = add(
            Sum(o, mul(Entry("h", (earlier, o)), Entry(f"U{name}", (o, d)))),
            Sum(e, mul(Entry("x", (t, e)), Entry(f"W{name}", (e, d)))),
        )
        return define(name, (t, d), Apply(f, inner))

    definitions = [
        gate("i", "sigmoid"), gate("f", "sigmoid"), gate("o", "sigmoid"), gate("g", "tanh"),
        define("c", (t, d), add(mul(Entry("f", (t, d)), Entry("c", (earlier, d))), mul(Entry("i", (t, d)), Entry("g", (t, d))))),
        define("h", (t, d), mul(Entry("o", (t, d)), Apply("tanh", Entry("c", (t, d))))),
    ]  # fmt: skip
    last = Affine((), size("T") - 1)
    loss = Sum(d, square(add(Entry("h", (last, d)), minus(Entry("y", (d,))))))
    names = "i f o g".split()
    return made(
        "LSTM", loss, " ".join(f"U{n} W{n}" for n in names), definitions,
        {**{f"U{n}": "D D" for n in names}, **{f"W{n}": "E D" for n in names}, "x": "T E", "y": "D"}, {"D": 3, "E": 2, "T": 4},
    )  # fmt: skip


def convolution() -> Case:
    """Windows over word vectors, tanh, the largest over time, a sigmoid."""
    f, w, e = index("f", "F"), index("w", 2), index("e", "E")
    p = Index("p", size("T") - 1)
    window = Entry("x", (s, affine(((p, 1), (w, 1))), e))
    definitions = [
        define("a", (s, p, f), Sum(w, Sum(e, mul(window, Entry("U", (w, e, f)))))),
        define("h", (s, f), Select(p, Apply("tanh", Entry("a", (s, p, f))), Apply("tanh", Entry("a", (s, p, f))))),
        define("ŷ", (s,), sigmoid(Sum(f, mul(Entry("V", (f,)), Entry("h", (s, f)))))),
    ]
    y, guess = Entry("y", (s,)), Entry("ŷ", (s,))
    loss = minus(
        Sum(s, add(mul(y, Apply("log", guess)), mul(add(ONE, minus(y)), Apply("log", add(ONE, minus(guess))))))
    )
    return made(
        "convolution", loss, "U V x", definitions, {"x": "N T E", "U": "2 E F", "V": "F", "y": "N"}, {"N": 3, "T": 6, "E": 2, "F": 4},
    )  # fmt: skip


def skip_gram() -> Case:
    """Negative sampling: looked-up rows of two tables."""
    d, q = index("d", "D"), index("q", "Q")

    def score(row: Lookup) -> Expr:
        return Sum(d, mul(Entry("U", (row, d)), Entry("V", (Lookup("c", (s,)), d))))

    good = Apply("log", sigmoid(score(Lookup("o", (s,)))))
    bad = Sum(q, Apply("log", sigmoid(minus(score(Lookup("r", (s, q)))))))
    return made(
        "skip-gram", minus(Sum(s, add(good, bad))), "U V", [],
        {"U": "W D", "V": "W D", "c": "N", "o": "N", "r": "N Q"}, {"W": 8, "D": 3, "N": 5, "Q": 2}, {"c": "W", "o": "W", "r": "W"},
    )  # fmt: skip


def gaussian() -> Case:
    """The log density of a normal distribution: an inverse and a determinant."""
    a, b, r, c = index("a", "m"), index("b", "m"), index("r", "m"), index("c", "m")
    body = add(Sum(l, mul(Entry("A", (r, l)), Entry("A", (c, l)))), Delta(r, c))
    away = [add(Entry("x", (q,)), minus(Entry("μ", (q,)))) for q in (a, b)]
    form = Sum(a, Sum(b, mul(away[0], Inverse(r, c, body, a, b), away[1])))
    return made(
        "gaussian",
        add(form, Apply("log", Determinant(r, c, body))),
        "A μ",
        [],
        {"A": "m m", "x": "m", "μ": "m"},
        {"m": 3},
    )


def masked() -> Case:
    """DropConnect with leaky units, penalties and a product."""
    inner = Sum(j, mul(Entry("M", (i, j)), Entry("W", (i, j)), Entry("x", (j,))))
    definitions = [define("h", (i,), Apply("leaky_relu", inner))]
    penalty = Sum(
        i,
        Sum(
            j,
            Cases(
                ((Indicator(">", Entry("W", (i, j)), number(0)), Entry("W", (i, j))),),
                minus(mul(number(2), Entry("W", (i, j)))),
            ),
        ),
    )
    weight = Sum(i, mul(Position(i), square(Entry("h", (i,)))))
    return made(
        "masked", add(weight, penalty, Product(i, add(number(2), Entry("h", (i,))))), "W x", definitions,
        {"M": "m n", "W": "m n", "x": "n"}, {"m": 4, "n": 3},
    )  # fmt: skip


def stacked() -> Case:
    """A recurrent classifier over [h; x], read at its last step."""
    d, both, o, e = index("d", "D"), Index("q", size("D") + size("E")), index("o", "D"), index("e", "E")
    pair = Stack(both, ((o, Entry("h", (affine(((t, 1),), -1), o))), (e, Entry("x", (t, e)))))
    definitions = [define("h", (t, d), Apply("tanh", Sum(both, mul(Entry("W", (d, both)), pair))))]
    guess = sigmoid(Sum(d, mul(Entry("v", (d,)), Entry("h", (Affine((), size("T") - 1), d)))))
    loss = minus(
        add(
            mul(Entry("y"), Apply("log", guess)), mul(add(ONE, minus(Entry("y"))), Apply("log", add(ONE, minus(guess))))
        )
    )
    case = made("stacked", loss, "v x", definitions, {"x": "T E", "v": "D", "y": ""}, {"D": 3, "E": 2, "T": 4})
    shapes = {**case.inputs, "W": (size("D"), both.size)}
    wrt = {**case.wrt, "W": (index("w0", "D"), Index("w1", both.size))}
    return Case(case.name, loss, wrt, case.definitions, shapes, case.sizes, {})


def softmax_penalty() -> Case:
    """Softmax regression written as a quotient, with a penalty."""
    k_ = index("k_", "K")

    def scores(q: Index) -> Expr:
        return Sum(j, mul(Entry("W", (q, j)), Entry("x", (s, j))))

    p = divide(Apply("exp", scores(k)), Sum(k_, Apply("exp", scores(k_))))
    definitions = [define("p", (s, k), p)]
    loss = minus(Sum(s, Sum(k, mul(Entry("y", (s, k)), Apply("log", Entry("p", (s, k)))))))
    penalty = half(mul(Entry("λ"), total((k, j), square(Entry("W", (k, j))))))
    return made(
        "softmax",
        add(loss, penalty),
        "W",
        definitions,
        {"W": "K n", "x": "N n", "y": "N K", "λ": ""},
        {"K": 4, "n": 3, "N": 5},
    )


def squared_behind_softmax() -> Case:
    k_ = index("k_", "K")
    definitions = [define("p", (k,), Apply("exp", add(Entry("z", (k,)), minus(LogSumExp(k_, Entry("z", (k_,)))))))]
    return made(
        "squared behind softmax", half(Sum(k, square(add(Entry("p", (k,)), minus(Entry("y", (k,))))))), "z", definitions,
        {"z": "K", "y": "K"}, {"K": 5},
    )  # fmt: skip


def squared_behind_softmax_of_labels() -> Case:
    """The prediction is needed again after the label was taken off it."""
    k_ = index("k_", "K")

    def score(k: Index) -> Expr:
        return Sum(j, mul(Entry("W", (k, j)), Entry("x", (s, j))))

    definitions = [define("p", (s, k), Apply("exp", add(score(k), minus(LogSumExp(k_, score(k_))))))]
    away = add(Entry("p", (s, k)), minus(Delta(k, Lookup("t", (s,)))))
    return made(
        "squared behind softmax of labels", half(Sum(s, Sum(k, square(away)))), "W", definitions,
        {"W": "K n", "x": "N n", "t": "N"}, {"K": 5, "n": 3, "N": 4}, {"t": "K"},
    )  # fmt: skip


CASES = [
    siamese(), two_branches(), trigram(), recurrent(), recurrent(True), long_short_term(), convolution(), skip_gram(), gaussian(),
    masked(), stacked(), softmax_penalty(), squared_behind_softmax(), squared_behind_softmax_of_labels(),
]  # fmt: skip


def objective(case: Case) -> Tensor:
    return Tensor(case.objective)
