"""Models as people write them, each beside the same objective by hand in NumPy: the same value for the same numbers."""

import numpy as np
import pytest

import papergrad
from papergrad.asking.fits import bind
from papergrad.asking.models import model

N = 6
rng = np.random.default_rng(0)
X, SEQUENCE = rng.normal(size=(N, 3)), rng.normal(size=(N, 5, 3))
REAL, SIGN, BIT = rng.normal(size=N), np.sign(rng.normal(size=N)), rng.integers(0, 2, N)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def log_loss(y, p):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def logistic(p):
    return np.mean(np.log1p(np.exp(-SIGN * (X @ p["w"])))) + 0.01 / 2 * p["w"] @ p["w"]


def factors(p):
    u, i = BIT, np.arange(N) % 3
    return np.mean((REAL - np.sum(p["p"][u] * p["q"][i], 1) - p["b"]) ** 2)


def autoencoder(p):
    return 0.5 * np.mean(np.sum((X - sigmoid(X @ p["W"].T + p["b"]) @ p["V"].T - p["c"]) ** 2, 1))


def lstm(p):
    h = c = np.zeros((N, 4))
    for t in range(5):
        f, i, o = (sigmoid(SEQUENCE[:, t] @ p[f"W_{g}"].T + h @ p[f"U_{g}"].T + p[f"b_{g}"]) for g in "fio")
        c = f * c + i * np.tanh(SEQUENCE[:, t] @ p["W_g"].T + h @ p["U_g"].T + p["b_g"])
        h = o * np.tanh(c)
    return log_loss(BIT, sigmoid(h @ p["v"]))


def gru(p):
    h = np.zeros((N, 4))
    for t in range(5):
        both = np.concatenate([h, SEQUENCE[:, t]], 1)
        z, r = sigmoid(both @ p["W_z"].T), sigmoid(both @ p["W_r"].T)
        h = (1 - z) * h + z * np.tanh(np.concatenate([r * h, SEQUENCE[:, t]], 1) @ p["W_h"].T)
    return log_loss(BIT, sigmoid(h @ p["v"]))


def poisson(p):
    score = X @ p["w"] + p["b"]
    return np.mean(np.exp(score) - BIT * score)


def hinge(p):
    return np.mean(np.maximum(0, 1 - SIGN * (X @ p["w"] + p["b"]))) + 0.1 * p["w"] @ p["w"]


def batch_net(p):
    hat = np.tanh(X @ p["W_1"] + p["b_1"]) @ p["W_2"]
    return np.sum((hat - X[:, :2]) ** 2) / N


def glove(p):
    i, j = BIT, np.arange(N) % 3
    return np.mean(np.exp(REAL) * (np.sum(p["w"][i] * p["u"][j], 1) + p["a"][i] + p["a"][j] - REAL) ** 2)


def attention(p):
    a = np.exp(SEQUENCE @ p["q"])
    c = np.einsum("st,std->sd", a / a.sum(1, keepdims=True), SEQUENCE)
    return np.mean((c @ p["v"] - REAL) ** 2)


def network_of_sums(p):
    return 0.5 * np.mean((np.tanh(X @ p["w"] + p["b"]) @ p["v"] - REAL) ** 2)


def autoregression(p):
    x = SEQUENCE[:, :, 0]
    return np.mean(np.sum((x[:, 2:] - p["a"] * x[:, 1:-1] - p["b"] * x[:, :-2]) ** 2, 1) / 5)


def many_samples(p):
    return log_loss(BIT, sigmoid(X @ p["θ"]))


def normal(p):
    inverse = np.linalg.inv(p["Σ"])
    away = X - p["μ"]
    return np.mean(np.einsum("si,ij,sj->s", away, inverse, away)) / 2 + np.log(np.linalg.det(p["Σ"])) / 2


LSTM = r"""Let $x_1, \dots, x_T \in \mathbb{R}^d$ and $y \in \{0, 1\}$. The weights are
$W_f, W_i, W_o, W_g \in \mathbb{R}^{n \times d}$,
$U_f, U_i, U_o, U_g \in \mathbb{R}^{n \times n}$ and $b_f, b_i, b_o, b_g, v \in \mathbb{R}^n$.
$$f_t = \sigma(W_f x_t + U_f h_{t-1} + b_f)$$ $$i_t = \sigma(W_i x_t + U_i h_{t-1} + b_i)$$
$$o_t = \sigma(W_o x_t + U_o h_{t-1} + b_o)$$ $$g_t = \tanh(W_g x_t + U_g h_{t-1} + b_g)$$
$$c_t = f_t \odot c_{t-1} + i_t \odot g_t$$ $$h_t = o_t \odot \tanh(c_t)$$
$$p = \sigma(v^T h_T)$$ $$L = -y \log p - (1-y) \log (1-p)$$"""
GRU = r"""Let $x_t \in \mathbb{R}^d$ for $t = 1, \dots, T$, $y \in \{0, 1\}$,
$W_z, W_r, W_h \in \mathbb{R}^{n \times (n + d)}$, $v \in \mathbb{R}^n$.
$$z_t = \sigma(W_z [h_{t-1}; x_t])$$ $$r_t = \sigma(W_r [h_{t-1}; x_t])$$ $$\tilde h_t = \tanh(W_h [r_t \odot h_{t-1}; x_t])$$
$$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde h_t$$ $$p = \sigma(v^T h_T)$$ $$L = -y \log p - (1-y) \log (1-p)$$"""
MODELS = [  # the text, its data, lengths, settings, and the objective by hand
    (
        r"For $i = 1, \dots, N$ let $x_i \in \mathbb{R}^n$ and $y_i \in \{-1, 1\}$; $w \in \mathbb{R}^n$. "
        r"$$J = \frac1N \sum_{i=1}^N \log(1 + \exp(-y_i w^T x_i)) + \frac{\lambda}{2} \|w\|^2$$",
        {"x": X, "y": SIGN}, {}, {"λ": 0.01}, logistic,
    ),
    (
        r"User $u \in \{1, \dots, U\}$ gave item $i \in \{1, \dots, I\}$ the rating $r$; $p_1, \dots, p_U \in \mathbb{R}^k$ and "
        r"$q_1, \dots, q_I \in \mathbb{R}^k$. $$\hat r = p_u^T q_i + b$$ $$J = (r - \hat r)^2$$",
        {"u": BIT, "i": np.arange(N) % 3, "r": REAL}, {"k": 2}, {}, factors,
    ),
    (
        r"Let $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $V \in \mathbb{R}^{n \times m}$, $b \in \mathbb{R}^m$, "
        r"$c \in \mathbb{R}^n$. "
        r"$$h = \sigma(W x + b)$$ $$\hat x = V h + c$$ $$J = \frac12 \|x - \hat x\|^2$$",
        {"x": X}, {"m": 4}, {}, autoencoder,
    ),
    (LSTM, {"x": SEQUENCE, "y": BIT}, {"n": 4}, {}, lstm),
    (GRU, {"x": SEQUENCE, "y": BIT}, {"n": 4}, {}, gru),
    (
        r"Let $x, w \in \mathbb{R}^n$. The rate is $\mu = \exp(w^T x + b)$ and $$J = \mu - y \log \mu$$",
        {"x": X, "y": BIT}, {}, {}, poisson,
    ),
    (
        r"Let $x, w \in \mathbb{R}^n$ and $y \in \{-1, 1\}$. $$J = \max(0, 1 - y (w^T x + b)) + \lambda \|w\|^2$$",
        {"x": X, "y": SIGN}, {}, {"λ": 0.1}, hinge,
    ),
    (
        r"Let $X \in \mathbb{R}^{N \times D}$, $Y \in \mathbb{R}^{N \times K}$, $W_1 \in \mathbb{R}^{D \times H}$, "
        r"$b_1 \in \mathbb{R}^H$, $W_2 \in \mathbb{R}^{H \times K}$. $$Z = X W_1 + \mathbf{1} b_1^T$$ $$\hat Y = \tanh(Z) W_2$$ "
        r"$$J = \frac{1}{N} \|\hat Y - Y\|_F^2$$",
        {"X": X, "Y": X[:, :2]}, {"H": 4}, {}, batch_net,
    ),
    (
        r"Words $i, j \in \{1, \dots, V\}$ stand together $X$ times, with weight $f$. Let $w_1, \dots, w_V \in \mathbb{R}^d$, "
        r"$u_1, \dots, u_V \in \mathbb{R}^d$, $a_1, \dots, a_V \in \mathbb{R}$. $$J = f \cdot (w_i^T u_j + a_i + a_j - \log X)^2$$",
        {"i": BIT, "j": np.arange(N) % 3, "X": np.exp(REAL), "f": np.exp(REAL)}, {"d": 2}, {}, glove,
    ),
    (
        r"Let $H \in \mathbb{R}^{T \times d}$ be the words of a text, $q, v \in \mathbb{R}^d$, $y \in \mathbb{R}$. "
        r"$$a = \mathrm{softmax}(H q)$$ $$c = H^T a$$ $$J = (v^T c - y)^2$$",
        {"H": SEQUENCE, "y": REAL}, {}, {}, attention,
    ),
    (
        r"Let $x \in \mathbb{R}^n$. $$h_j = \tanh\left(\sum_{i=1}^n w_{ij} x_i + b_j\right)$$ $$\hat y = \sum_{j=1}^m v_j h_j$$ "
        r"$$E = \frac12 (\hat y - y)^2$$",
        {"x": X, "y": REAL}, {"m": 4}, {}, network_of_sums,
    ),
    (
        r"Let $x_1, \dots, x_T \in \mathbb{R}$. $$J = \frac{1}{T} \sum_{t=3}^T (x_t - a x_{t-1} - b x_{t-2})^2$$",
        {"x": SEQUENCE[:, :, 0]}, {}, {}, autoregression,
    ),
    (
        r"Given $x^{(i)} \in \mathbb{R}^n$ and $y^{(i)} \in \{0,1\}$, $i = 1, \dots, m$, let $h^{(i)} = \sigma(\theta^T x^{(i)})$. "
        r"$$J(\theta) = -\frac1m \sum_{i=1}^m \left[ y^{(i)} \log h^{(i)} + (1 - y^{(i)}) \log(1 - h^{(i)}) \right]$$",
        {"x": X, "y": BIT}, {}, {}, many_samples,
    ),
    (
        r"Let $x, \mu \in \mathbb{R}^d$ and $\Sigma \in \mathbb{R}^{d \times d}$. "
        r"$$J = \frac12 (x - \mu)^T \Sigma^{-1} (x - \mu) + \frac12 \log \det \Sigma$$",
        {"x": X}, {}, {}, normal,
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "data", "sizes", "given", "by_hand"), MODELS, ids=[row[-1].__name__ for row in MODELS]
)
def test_the_objective_is_the_one_by_hand(text, data, sizes, given, by_hand):
    known = model(papergrad.read(text).computing, data=list(data), given=list(given))
    found = bind(known, data, sizes=sizes, given=given)
    start = found.start(1)
    flat = found.problem.flat(start) + 0.1 * np.random.default_rng(2).normal(size=found.problem.length)
    point = found.problem.apart(flat)
    value, slope = found.problem.value_and_slope(flat, np.arange(N))
    assert value == pytest.approx(by_hand(point), rel=1e-10)
    step = 1e-6 * np.random.default_rng(3).normal(size=len(flat))
    up, down = by_hand(found.problem.apart(flat + step)), by_hand(found.problem.apart(flat - step))
    assert (up - down) / 2 == pytest.approx(slope @ step, rel=1e-5, abs=1e-12)
