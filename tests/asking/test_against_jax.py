"""Layers and losses as people write them, in several hands: every gradient is that of JAX for the same numbers."""

import numpy as np
import pytest

from papergrad import paper
from papergrad.algebra.evaluate import World, evaluate

jax = pytest.importorskip("jax")
jnp, nn = jax.numpy, jax.nn
jax.config.update("jax_enable_x64", True)

rng = np.random.default_rng(0)
SIX, TARGETS, GAINS, SHIFTS = rng.normal(size=(4, 6))
VECTOR, OTHER, THIRD = rng.normal(size=(3, 3))
DOWN, UP = rng.normal(size=(4, 3)), rng.normal(size=(3, 4))
FOUR, FOURTH = rng.normal(size=(2, 4))
STEPS = 5


def weights(letters: str, names: str, *shape: int) -> dict[str, np.ndarray]:
    return {f"{letter}_{name}": rng.normal(size=shape) for letter in letters for name in names}


def squares(a, b):
    return 0.5 * jnp.sum((a - b) ** 2)


def normalised(p):
    away = p["x"] - p["x"].mean()
    return squares(p["γ"] * away / jnp.sqrt((away**2).mean() + p["ε"]) + p["β"], p["t"])


def root_mean_square(p):
    return squares(p["g"] * p["x"] / jnp.sqrt((p["x"] ** 2).mean() + p["ε"]), p["t"])


def residual(p):
    hidden = nn.relu(p["W_1"] @ p["x"] + p["b_1"])
    return squares(p["x"] + p["W_2"] @ hidden + p["b_2"], p["t"])


def dropout(p):
    return 0.5 * (p["v"] @ (jnp.tanh(p["W"] @ p["x"] + p["b"]) * p["m"] / p["p"]) - p["y"]) ** 2


def attention(p):
    x, y = (p["X"], p["Y"]) if "X" in p else (p["x"], p["y"])
    queries, keys, values = x @ p["W_Q"], x @ p["W_K"], x @ p["W_V"]
    return squares(nn.softmax(queries @ keys.T / jnp.sqrt(2.0), -1) @ values, y)


def triplet(p):
    def far(one, other):
        return jnp.sum((p["W"] @ (one - other)) ** 2)

    return nn.relu(far(p["a"], p["p"]) - far(p["a"], p["n"]) + p["m"])


def contrastive(p):
    far = jnp.sqrt(jnp.sum((p["W"] @ (p["x_1"] - p["x_2"])) ** 2))
    return (1 - p["y"]) * far**2 / 2 + p["y"] * nn.relu(p["m"] - far) ** 2 / 2


def info_nce(p):
    return -nn.log_softmax(p["z"] @ p["q"] / p["τ"])[0]


def autoencoder(p):
    hidden = jnp.tanh(p["W"] @ p["x"] + p["b"])
    mean, log_variance = p["W_μ"] @ hidden + p["b_μ"], p["W_σ"] @ hidden + p["b_σ"]
    seen = p["U"] @ (mean + jnp.exp(log_variance / 2) * p["ε"]) + p["c"]
    return squares(p["x"], seen) + 0.5 * jnp.sum(mean**2 + jnp.exp(log_variance) - log_variance - 1)


def chosen_action(p):
    return -p["R"] * nn.log_softmax(p["W"] @ p["s"] + p["b"])[p["a"]]


def one_hot_action(p):
    return -p["G"] * (p["a"] @ nn.log_softmax(p["θ"] @ p["s"]))


def long_short_term(p):
    hidden = cell = jnp.zeros(4)
    for x in p["x"]:
        f, i, o, c = (p[f"W_{g}"] @ x + p[f"U_{g}"] @ hidden + p[f"b_{g}"] for g in "fioc")
        cell = nn.sigmoid(f) * cell + nn.sigmoid(i) * jnp.tanh(c)
        hidden = nn.sigmoid(o) * jnp.tanh(cell)
    return 0.5 * (p["v"] @ hidden - p["y"]) ** 2


def joined_long_short_term(p):
    hidden = cell = jnp.zeros(4)
    for x in p["x"]:
        f, i, o, c = (p[f"W_{g}"] @ jnp.concatenate([hidden, x]) + p[f"b_{g}"] for g in "fioC")
        cell = nn.sigmoid(f) * cell + nn.sigmoid(i) * jnp.tanh(c)
        hidden = nn.sigmoid(o) * jnp.tanh(cell)
    return 0.5 * (p["v"] @ hidden - p["y"]) ** 2


def gated(p):
    hidden = jnp.zeros(4)
    for x in p["x"]:
        z, r = (nn.sigmoid(p[f"W_{g}"] @ x + p[f"U_{g}"] @ hidden + p[f"b_{g}"]) for g in "zr")
        hidden = (1 - z) * hidden + z * jnp.tanh(p["W_h"] @ x + p["U_h"] @ (r * hidden) + p["b_h"])
    return 0.5 * (p["v"] @ hidden - p["y"]) ** 2


def embedded(p):
    return -nn.log_softmax(p["U"] @ jnp.tanh(p["W"] @ p["E"][p["w"]] + p["b"]))[p["c"]]


def one_hot_embedded(p):
    return -p["y"] @ nn.log_softmax(p["W"] @ p["E"] @ p["x"] + p["b"])


NORMALISED = {"x": SIX, "t": TARGETS, "ε": 0.1}
EACH = {"γ": GAINS, "β": SHIFTS}
BLOCK = {"x": VECTOR, "t": OTHER, "b_2": THIRD, "b_1": FOUR, "W_1": DOWN, "W_2": UP}
HEADS = {**weights("W", "QK", 3, 2), "W_V": rng.normal(size=(3, 3))}
CODES = {"x": VECTOR, "W": DOWN, "b": FOUR, "U": UP[:, :2], "c": OTHER, "ε": FOURTH[:2]}
CODES |= weights("W", "μσ", 2, 4) | weights("b", "μσ", 2)
SEQUENCE = {"x": rng.normal(size=(STEPS, 3)), "v": FOUR, "y": 0.3}
GATES = SEQUENCE | weights("W", "fioc", 4, 3) | weights("U", "fioc", 4, 4) | weights("b", "fioc", 4)
JOINED = SEQUENCE | weights("W", "fioC", 4, 7) | weights("b", "fioC", 4)
RECURRENT = SEQUENCE | weights("W", "zrh", 4, 3) | weights("U", "zrh", 4, 4) | weights("b", "zrh", 4)
PAGES = [  # a name, the text, its numbers, what is derived by, the same in JAX
    (
        "batch norm", r"""For a mini-batch of inputs $x_1, \dots, x_m$ of a single unit we compute
$$\mu_B = \frac{1}{m}\sum_{i=1}^m x_i$$ $$\sigma_B^2 = \frac{1}{m}\sum_{i=1}^m (x_i - \mu_B)^2$$
$$\hat x_i = \frac{x_i - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}$$ $$y_i = \gamma \hat x_i + \beta$$
The loss is $\ell = \frac12\sum_{i=1}^m (y_i - t_i)^2$.""",
        {**NORMALISED, "γ": 1.3, "β": 0.2}, r"x \gamma \beta", normalised,
    ),
    (
        "batch norm, as an algorithm", r"""Given a mini-batch $\mathcal{B} = \{x_1, \dots, x_m\}$, batch normalization transforms
\begin{align}
\mu_{\mathcal{B}} &\leftarrow \frac{1}{m} \sum_{i=1}^{m} x_i \\
\sigma_{\mathcal{B}}^2 &\leftarrow \frac{1}{m} \sum_{i=1}^{m} (x_i - \mu_{\mathcal{B}})^2 \\
\hat{x}_i &\leftarrow \frac{x_i - \mu_{\mathcal{B}}}{\sqrt{\sigma_{\mathcal{B}}^2 + \epsilon}} \\
y_i &\leftarrow \gamma \hat{x}_i + \beta
\end{align}
With the loss $$\ell = \frac{1}{2}\sum_{i=1}^m (y_i - t_i)^2$$""",
        {**NORMALISED, "γ": 1.3, "β": 0.2}, r"x \gamma \beta", normalised,
    ),
    (
        "batch norm, sample i", r"""For $i = 1, \dots, m$ let $x_i \in \mathbb{R}$ be the inputs of one unit and $t_i$ the targets.
Let $$\mu = \frac{1}{m}\sum_{j=1}^m x_j, \quad \sigma^2 = \frac{1}{m}\sum_{j=1}^m (x_j - \mu)^2.$$
The normalized value of sample $i$ is $\hat{x}_i = (x_i - \mu)(\sigma^2 + \epsilon)^{-1/2}$
and $y_i = \gamma \hat{x}_i + \beta$. Finally
$$L = \frac{1}{2} \sum_{i=1}^m (y_i - t_i)^2.$$""",
        {**NORMALISED, "γ": 1.3, "β": 0.2}, r"x \gamma \beta", normalised,
    ),
    (
        "layer norm, by entries", r"""Let $x \in \mathbb{R}^n$ be the input.
$$\mu = \frac{1}{n}\sum_{i=1}^n x_i, \qquad \sigma^2 = \frac{1}{n}\sum_{i=1}^n (x_i - \mu)^2$$
$$\hat x_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}, \qquad y_i = \gamma_i \hat x_i + \beta_i$$
$$L = \frac12\sum_{i=1}^n (y_i - t_i)^2$$""",
        NORMALISED | EACH, r"x \gamma \beta", normalised,
    ),
    (
        "layer norm, by vectors", r"""Let $x, \gamma, \beta, t \in \mathbb{R}^n$. Layer normalization computes
$$\mu = \frac{1}{n}\sum_{i=1}^n x_i, \qquad \sigma^2 = \frac{1}{n}\sum_{i=1}^n (x_i - \mu)^2$$
$$y = \gamma \odot \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta$$ and the loss is $L = \frac12\|y - t\|^2$.""",
        NORMALISED | EACH, r"x \gamma \beta", normalised,
    ),
    (
        "layer norm, nothing declared but x", r"""Let $x \in \mathbb{R}^n$ be the input.
$$\mu = \frac{1}{n}\sum_{i=1}^n x_i, \qquad \sigma = \sqrt{\frac{1}{n}\sum_{i=1}^n (x_i - \mu)^2 + \epsilon}$$
$$y = \gamma \odot \frac{x - \mu}{\sigma} + \beta$$ $$L = \frac12\|y - t\|^2$$""",
        NORMALISED | EACH, r"x \gamma \beta", normalised,
    ),
    (
        "root mean square norm", r"""Let $x, g, t \in \mathbb{R}^n$. We divide by $r = \sqrt{\frac1n \sum_{i=1}^n x_i^2 + \epsilon}$:
$$y = g \odot \frac{x}{r}$$ $$L = \frac12 \|y - t\|^2$$""",
        NORMALISED | {"g": GAINS}, "x g", root_mean_square,
    ),
    (
        "residual block", r"""A residual block with $x, t, b_2 \in \mathbb{R}^d$,
$W_1 \in \mathbb{R}^{h \times d}$, $W_2 \in \mathbb{R}^{d \times h}$:
$$F(x) = W_2 \, \mathrm{ReLU}(W_1 x + b_1) + b_2$$ $$y = x + F(x)$$ $$L = \frac12 \|y - t\|_2^2$$""",
        BLOCK, "x W_1 W_2 b_1 b_2", residual,
    ),
    (
        "residual block, in bold", r"""Let $\mathbf{x} \in \mathbb{R}^d$ be the input. We set
\begin{align*}
\mathbf{z} &= \mathbf{W}_1 \mathbf{x} + \mathbf{b}_1, \\
\mathbf{h} &= \max(0, \mathbf{z}), \\
\mathbf{y} &= \mathbf{x} + \mathbf{W}_2 \mathbf{h} + \mathbf{b}_2,
\end{align*}
and minimize $\mathcal{L} = \frac{1}{2} \lVert \mathbf{y} - \mathbf{t} \rVert^2$.""",
        BLOCK, "x W_1 W_2 b_1 b_2", residual,
    ),
    (
        "dropout", r"""Let $x \in \mathbb{R}^d$, $W \in \mathbb{R}^{n \times d}$, $b, v, m \in \mathbb{R}^n$, with the mask $m$.
$$h = \tanh(Wx + b)$$ $$\tilde{h} = \frac{1}{p} \, m \odot h$$ $$\hat y = v^T \tilde h$$ $$L = \frac12 (\hat y - y)^2$$""",
        {"x": VECTOR, "W": DOWN, "b": FOUR, "v": FOURTH, "m": np.array([1.0, 0, 1, 1]), "p": 0.8, "y": 0.3}, "x W b v", dropout,
    ),
    (
        "attention", r"""Let $X \in \mathbb{R}^{n \times d}$ hold the tokens as rows,
$W_Q, W_K \in \mathbb{R}^{d \times d_k}$ and $W_V \in \mathbb{R}^{d \times d_v}$.
$$Q = XW_Q, \quad K = XW_K, \quad V = XW_V$$ $$S = \frac{QK^T}{\sqrt{d_k}}$$ $$A = \mathrm{softmax}(S)$$
where the softmax is applied to each row, and $$Z = AV$$ $$L = \frac12 \|Z - Y\|_F^2$$""",
        {**HEADS, "X": rng.normal(size=(5, 3)), "Y": rng.normal(size=(5, 3))}, "X W_Q W_K W_V", attention,
    ),
    (
        "attention, token by token", r"""Let $x_1, \dots, x_n \in \mathbb{R}^d$ and
$$q_i = W_Q^T x_i, \quad k_i = W_K^T x_i, \quad v_i = W_V^T x_i$$
with $W_Q, W_K \in \mathbb{R}^{d \times r}$, $W_V \in \mathbb{R}^{d \times s}$.
The scores are $s_{ij} = \frac{q_i^T k_j}{\sqrt{r}}$, and
$$\alpha_{ij} = \frac{\exp(s_{ij})}{\sum_{l=1}^n \exp(s_{il})}$$ $$z_i = \sum_{j=1}^n \alpha_{ij} v_j$$
$$L = \frac12 \sum_{i=1}^n \|z_i - y_i\|^2$$""",
        {**HEADS, "x": rng.normal(size=(5, 3)), "y": rng.normal(size=(5, 3))}, "x W_Q W_K W_V", attention,
    ),
    (
        "triplets", r"""Let $a, p, n \in \mathbb{R}^d$ be anchor, positive and negative,
$f(x) = Wx$ with $W \in \mathbb{R}^{k\times d}$.
The triplet loss with margin $m$ is $$L = \max(0, \|f(a) - f(p)\|^2 - \|f(a) - f(n)\|^2 + m)$$""",
        {"a": VECTOR, "p": OTHER, "n": THIRD, "W": DOWN, "m": 90.0}, "W a p n", triplet,
    ),
    (
        "pairs", r"""For a pair $x_1, x_2 \in \mathbb{R}^d$ with label $y \in \{0, 1\}$ we embed $h_1 = W x_1$ and $h_2 = W x_2$,
$W \in \mathbb{R}^{k \times d}$. With $$D = \|h_1 - h_2\|_2$$ the contrastive loss is
$$L = (1 - y) \frac12 D^2 + y \frac12 \max(0, m - D)^2$$""",
        {"x_1": VECTOR, "x_2": OTHER, "W": DOWN, "y": 1.0, "m": 9.0}, "W x_1 x_2", contrastive,
    ),
    (
        "contrast with others", r"""Let $q \in \mathbb{R}^d$ be the query and $z_1, \dots, z_K \in \mathbb{R}^d$ the keys, of which
$z_1$ is the positive one. With temperature $\tau$
$$s_k = \frac{q^T z_k}{\tau}$$ $$L = -\log \frac{\exp(s_1)}{\sum_{k=1}^K \exp(s_k)}$$""",
        {"q": VECTOR, "z": rng.normal(size=(6, 3)), "τ": 0.7}, r"q z \tau", info_nce,
    ),
    (
        "variational autoencoder, by log σ²", r"""Let $x \in \mathbb{R}^d$, $W \in \mathbb{R}^{h \times d}$,
$W_\mu, W_\sigma \in \mathbb{R}^{k \times h}$, $U \in \mathbb{R}^{d \times k}$. The encoder is $h = \tanh(Wx + b)$,
$$\mu = W_\mu h + b_\mu$$ $$\log \sigma^2 = W_\sigma h + b_\sigma$$
With $\epsilon \sim \mathcal{N}(0, I)$ we sample $$z = \mu + \sigma \odot \epsilon$$ and decode $\hat x = Uz + c$. The loss is
$$L = \frac12 \|x - \hat x\|^2 + \frac12 \sum_{j=1}^k (\mu_j^2 + \sigma_j^2 - \log \sigma_j^2 - 1)$$""",
        CODES, r"W b W_\mu b_\mu W_\sigma b_\sigma U c", autoencoder,
    ),
    (
        "variational autoencoder, by a name", r"""Let $x \in \mathbb{R}^d$, $W \in \mathbb{R}^{n \times d}$,
$W_\mu, W_\sigma \in \mathbb{R}^{k \times n}$, $U \in \mathbb{R}^{d \times k}$, $\epsilon \in \mathbb{R}^k$.
$$h = \tanh(Wx + b)$$ $$\mu = W_\mu h + b_\mu$$ $$\ell = W_\sigma h + b_\sigma$$ $$\sigma = \exp(\ell/2)$$
$$z = \mu + \sigma \odot \epsilon$$ $$\hat x = Uz + c$$
$$D_{KL} = \frac12 \sum_{j=1}^k \left( \mu_j^2 + \sigma_j^2 - \ell_j - 1 \right)$$ $$L = \frac12 \|x - \hat x\|^2 + D_{KL}$$""",
        CODES, r"W b W_\mu b_\mu W_\sigma b_\sigma U c", autoencoder,
    ),
    (
        "policy gradient, one-hot", r"""Let $s \in \mathbb{R}^d$ and $\theta \in \mathbb{R}^{k \times d}$. The policy is
$\pi = \text{softmax}(\theta s)$. The action $a$ is a one-hot vector, and $G \in \mathbb{R}$ the return. We minimize
$$J = -G \sum_{i=1}^k a_i \log \pi_i$$""",
        {"s": VECTOR, "θ": DOWN, "G": 1.7, "a": np.array([0, 0, 1.0, 0])}, r"\theta", one_hot_action,
    ),
    (
        "one-hot embedding", r"""Let $x \in \mathbb{R}^V$ be a one-hot vector,
$E \in \mathbb{R}^{d \times V}$, $W \in \mathbb{R}^{K \times d}$.
$$h = E x$$ $$\hat y = \mathrm{softmax}(W h + b)$$ $$J = -\sum_{k=1}^K y_k \log \hat y_k$$""",
        {"x": np.eye(7)[2], "E": rng.normal(size=(3, 7)), "W": DOWN, "b": FOUR, "y": np.eye(4)[1]}, "E W b", one_hot_embedded,
    ),
]  # fmt: skip
COMPUTED = [  # what runs over steps, and what is looked up, has a meaning only where it is computed
    (
        "policy gradient, the action chosen", r"""The policy is $\pi = \mathrm{softmax}(z)$ with $z = W s + b$,
$W \in \mathbb{R}^{k \times d}$,
$s \in \mathbb{R}^d$. For the action $a \in \{1, \dots, k\}$ and the return $R$ the loss is $$L = -R \log \pi_a$$""",
        {"s": VECTOR, "W": DOWN, "b": FOUR, "R": 1.7, "a": 1}, "W b", chosen_action,
    ),
    (
        "embedding", r"""Word $w \in \{1, \dots, V\}$ has the embedding $E_w \in \mathbb{R}^d$, a row of
$E \in \mathbb{R}^{V \times d}$.
With $W \in \mathbb{R}^{n \times d}$, $U \in \mathbb{R}^{K \times n}$ $$h = \tanh(W E_w + b)$$ $$\hat y = \mathrm{softmax}(U h)$$
and for the class $c \in \{1, \dots, K\}$ the loss is $L = -\log \hat y_c$.""",
        {"E": rng.normal(size=(7, 3)), "w": 2, "W": DOWN, "b": FOUR, "U": UP, "c": 1}, "E W b U", embedded,
    ),
    (
        "LSTM", r"""Let $x_t \in \mathbb{R}^d$ for $t = 1, \dots, T$, with $W_f, W_i, W_o, W_c \in \mathbb{R}^{n \times d}$,
$U_f, U_i, U_o, U_c \in \mathbb{R}^{n\times n}$.
\begin{align}
f_t &= \sigma(W_f x_t + U_f h_{t-1} + b_f) \\
i_t &= \sigma(W_i x_t + U_i h_{t-1} + b_i) \\
o_t &= \sigma(W_o x_t + U_o h_{t-1} + b_o) \\
\tilde c_t &= \tanh(W_c x_t + U_c h_{t-1} + b_c) \\
c_t &= f_t \odot c_{t-1} + i_t \odot \tilde c_t \\
h_t &= o_t \odot \tanh(c_t)
\end{align}
The output is $\hat y = v^T h_T$ and $L = \frac12 (\hat y - y)^2$.""",
        GATES, "W_f W_i W_o W_c U_f U_i U_o U_c b_f b_i b_o b_c v", long_short_term,
    ),
    (
        "LSTM of joined vectors", r"""Let $x_t \in \mathbb{R}^d$, $h_t \in \mathbb{R}^n$ for $t = 1, \dots, T$.
$$f_t = \sigma(W_f \cdot [h_{t-1}, x_t] + b_f)$$ $$i_t = \sigma(W_i \cdot [h_{t-1}, x_t] + b_i)$$
$$\tilde{C}_t = \tanh(W_C \cdot [h_{t-1}, x_t] + b_C)$$ $$C_t = f_t * C_{t-1} + i_t * \tilde{C}_t$$
$$o_t = \sigma(W_o [h_{t-1}, x_t] + b_o)$$ $$h_t = o_t * \tanh(C_t)$$
The prediction is $\hat y = v^T h_T$, and the loss $L = \frac12(\hat y - y)^2$.""",
        JOINED, "W_f W_i W_o W_C b_f b_i b_o b_C v", joined_long_short_term,
    ),
    (
        "GRU", r"""\begin{align}
z_t &= \sigma(W_z x_t + U_z h_{t-1} + b_z) \\
r_t &= \sigma(W_r x_t + U_r h_{t-1} + b_r) \\
\hat h_t &= \tanh(W_h x_t + U_h (r_t \odot h_{t-1}) + b_h) \\
h_t &= (1 - z_t) \odot h_{t-1} + z_t \odot \hat h_t
\end{align}
where $x_t \in \mathbb{R}^d$ and $h_t \in \mathbb{R}^n$ for $t = 1, \dots, T$. We predict $\hat y = v^T h_T$ and minimise
$$L = \frac{1}{2} (\hat y - y)^2.$$""",
        RECURRENT, "W_z W_r W_h U_z U_r U_h b_z b_r b_h v", gated,
    ),
]  # fmt: skip


def key(symbol: str) -> str:
    for command, letter in (
        (r"\gamma", "γ"),
        (r"\beta", "β"),
        (r"\mu", "μ"),
        (r"\sigma", "σ"),
        (r"\theta", "θ"),
        (r"\tau", "τ"),
    ):
        symbol = symbol.replace(command, letter)
    return symbol


def expected(values, symbols, function):
    """The gradients of JAX, by symbol."""
    return jax.grad(lambda some: function({**values, **some}))({key(s): jnp.asarray(values[key(s)]) for s in symbols})


@pytest.mark.parametrize(
    ("text", "values", "wrt", "function"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES]
)
def test_gradients_in_closed_form(text, values, wrt, function):
    work, wanted = paper.read(text), expected(values, wrt.split(), function)
    assert not any(found.bad for found in work.findings)
    inputs = work.reading.scopes[-1].inputs()
    sizes = {
        axis.size.name: length for name, value in values.items() if name in inputs
        for axis, length in zip(inputs[name], np.shape(value), strict=True)
    }  # fmt: skip
    numbers = {name: np.asarray(value, float) for name, value in values.items()}
    for symbol in wrt.split():
        found = work.gradient(None, symbol)
        got = evaluate(found.tensor, World(numbers, sizes, found.definitions))
        np.testing.assert_allclose(
            np.asarray(got, float), wanted[key(symbol)], rtol=1e-8, atol=1e-10, err_msg=str(found)
        )
        assert found.overlooked == ()


@pytest.mark.parametrize(
    ("text", "values", "wrt", "function"),
    [row[1:] for row in PAGES + COMPUTED],
    ids=[row[0] for row in PAGES + COMPUTED],
)
def test_gradients_as_programs(text, values, wrt, function):
    wanted = expected(values, wrt.split(), function)
    compiled = paper.read(text).compile(wrt.split(), backend="numpy")
    given = {one.symbol: values[one.symbol.removesuffix("^(·)").removesuffix("_·")] for one in compiled.program.inputs}
    value, slopes = compiled(**given)
    assert value == pytest.approx(float(function(values)), rel=1e-10)
    for name, slope in slopes.items():
        np.testing.assert_allclose(slope, wanted[name.removesuffix("^(·)").removesuffix("_·")], rtol=1e-8, atol=1e-10)
