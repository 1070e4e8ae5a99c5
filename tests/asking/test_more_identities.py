"""Classics of matrix calculus and of neural networks, typed as one-liners or written as papers, against complex steps.

The values are NumPy's, stated by hand beside each formula; they share no code with what derives it.
"""

from __future__ import annotations

import numpy as np
import pytest

import papergrad
from papergrad.algebra.evaluate import World, evaluate
from papergrad.algebra.traversal import lengths
from papergrad.asking import formulas, gradients

inv, det, tr = np.linalg.inv, np.linalg.det, np.trace
SIZES = {"n": 5, "m": 3, "k": 2, "d": 2, "p": 4, "N": 4, "K": 3, "V": 6, "c": 4}


def sig(x):
    return 1 / (1 + np.exp(-x))


def sm(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


# (formula, by what, shapes, its value)
ONE_LINERS = [
    ("tr(X)", "X", {"X": "nn"}, lambda v: tr(v["X"])),
    ("tr(A*X)", "X", {"A": "mn", "X": "nm"}, lambda v: tr(v["A"] @ v["X"])),
    ("tr(A*X')", "X", {"A": "nm", "X": "nm"}, lambda v: tr(v["A"] @ v["X"].T)),
    ("tr(A*X*B)", "X", {"A": "mn", "X": "nk", "B": "km"}, lambda v: tr(v["A"] @ v["X"] @ v["B"])),
    ("tr(X*X)", "X", {"X": "nn"}, lambda v: tr(v["X"] @ v["X"])),
    ("tr(X'*X)", "X", {"X": "nm"}, lambda v: tr(v["X"].T @ v["X"])),
    ("tr(X'*B*X*C)", "X", {"X": "nm", "B": "nn", "C": "mm"}, lambda v: tr(v["X"].T @ v["B"] @ v["X"] @ v["C"])),
    ("tr(X*X*X)", "X", {"X": "nn"}, lambda v: tr(v["X"] @ v["X"] @ v["X"])),
    ("tr(inv(X))", "X", {"X": "nn"}, lambda v: tr(inv(v["X"]))),
    ("tr(A*inv(X)*B)", "X", {"A": "mn", "X": "nn", "B": "nm"}, lambda v: tr(v["A"] @ inv(v["X"]) @ v["B"])),
    ("det(X)", "X", {"X": "nn"}, lambda v: det(v["X"])),
    ("det(A*X*B)", "X", {"A": "nn", "X": "nn", "B": "nn"}, lambda v: det(v["A"] @ v["X"] @ v["B"])),
    ("det(X'*X)", "X", {"X": "nm"}, lambda v: det(v["X"].T @ v["X"])),
    ("log(det(X'*X))", "X", {"X": "nm"}, lambda v: np.log(det(v["X"].T @ v["X"]))),
    ("log(det(X'*A*X))", "X", {"X": "nm", "A": "nn"}, lambda v: np.log(det(v["X"].T @ v["A"] @ v["X"]))),
    ("det(X)^2", "X", {"X": "nn"}, lambda v: det(v["X"]) ** 2),
    ("log(det(inv(X)))", "X", {"X": "nn"}, lambda v: np.log(det(inv(v["X"])))),
    ("a'*X*b", "X", {"a": "n", "X": "nm", "b": "m"}, lambda v: v["a"] @ v["X"] @ v["b"]),
    ("a'*X'*X*b", "X", {"a": "m", "X": "nm", "b": "m"}, lambda v: v["a"] @ v["X"].T @ v["X"] @ v["b"]),
    (
        "b'*X'*D*X*c",
        "X",
        {"b": "m", "X": "nm", "D": "nn", "c": "m"},
        lambda v: v["b"] @ v["X"].T @ v["D"] @ v["X"] @ v["c"],
    ),
    (
        "(A*x+b)'*C*(D*x+r)",
        "x",
        {"A": "mn", "x": "n", "b": "m", "C": "mk", "D": "kn", "r": "k"},
        lambda v: (v["A"] @ v["x"] + v["b"]) @ v["C"] @ (v["D"] @ v["x"] + v["r"]),
    ),
    ("(x-u)'*S*(x-u)", "u", {"x": "n", "u": "n", "S": "nn"}, lambda v: (v["x"] - v["u"]) @ v["S"] @ (v["x"] - v["u"])),
    (
        "(x-A*s)'*W*(x-A*s)",
        "A",
        {"x": "n", "A": "nm", "s": "m", "W": "nn"},
        lambda v: (v["x"] - v["A"] @ v["s"]) @ v["W"] @ (v["x"] - v["A"] @ v["s"]),
    ),
    ("norm2(x-u)", "x", {"x": "n", "u": "n"}, lambda v: np.sqrt(((v["x"] - v["u"]) ** 2).sum())),
    (
        "norm2(A*x)^2 / norm2(x)^2",
        "x",
        {"A": "mn", "x": "n"},
        lambda v: ((v["A"] @ v["x"]) ** 2).sum() / (v["x"] ** 2).sum(),
    ),
    ("x'*A*x / (x'*x)", "x", {"A": "nn", "x": "n"}, lambda v: v["x"] @ v["A"] @ v["x"] / (v["x"] @ v["x"])),
    ("sum(X*Y)", "X", {"X": "nk", "Y": "km"}, lambda v: (v["X"] @ v["Y"]).sum()),
    ("sum(X.*X.*Y)", "X", {"X": "nm", "Y": "nm"}, lambda v: (v["X"] ** 2 * v["Y"]).sum()),
    ("sum(exp(A*x))", "x", {"A": "mn", "x": "n"}, lambda v: np.exp(v["A"] @ v["x"]).sum()),
    ("log(sum(exp(A*x)))", "x", {"A": "mn", "x": "n"}, lambda v: np.log(np.exp(v["A"] @ v["x"]).sum())),
    ("y'*log(softmax(W*x))", "W", {"y": "k", "W": "kn", "x": "n"}, lambda v: v["y"] @ np.log(sm(v["W"] @ v["x"]))),
    (
        "log(1+exp(-y*(w'*x)))",
        "w",
        {"y": "", "w": "n", "x": "n"},
        lambda v: np.log(1 + np.exp(-v["y"] * (v["w"] @ v["x"]))),
    ),
    ("sum(log(sigma(X*w)))", "w", {"X": "mn", "w": "n"}, lambda v: np.log(sig(v["X"] @ v["w"])).sum()),
    (
        "v'*tanh(W*x+b)",
        "W",
        {"v": "m", "W": "mn", "x": "n", "b": "m"},
        lambda v: v["v"] @ np.tanh(v["W"] @ v["x"] + v["b"]),
    ),
    (
        "norm2(tanh(W*x)-y)^2/2",
        "W",
        {"W": "mn", "x": "n", "y": "m"},
        lambda v: ((np.tanh(v["W"] @ v["x"]) - v["y"]) ** 2).sum() / 2,
    ),
    ("sum((x-y)./(x+y))", "x", {"x": "n", "y": "n"}, lambda v: ((v["x"] - v["y"]) / (v["x"] + v["y"])).sum()),
    (
        "x'*y/(norm2(x)*norm2(y))",
        "x",
        {"x": "n", "y": "n"},
        lambda v: v["x"] @ v["y"] / np.sqrt((v["x"] @ v["x"]) * (v["y"] @ v["y"])),
    ),
    (
        "x'*inv(S)*x + log(det(S))",
        "S",
        {"x": "n", "S": "nn"},
        lambda v: v["x"] @ inv(v["S"]) @ v["x"] + np.log(det(v["S"])),
    ),
    ("x'*inv(A'*A)*x", "A", {"x": "m", "A": "nm"}, lambda v: v["x"] @ inv(v["A"].T @ v["A"]) @ v["x"]),
    (
        "tr(inv(X'*C*X)*A)",
        "X",
        {"X": "nm", "C": "nn", "A": "mm"},
        lambda v: tr(inv(v["X"].T @ v["C"] @ v["X"]) @ v["A"]),
    ),
    ("tr(A*(X.*B))", "X", {"A": "mn", "X": "nm", "B": "nm"}, lambda v: tr(v["A"] @ (v["X"] * v["B"]))),
    ("norm2(X)^2", "X", {"X": "nm"}, lambda v: (v["X"] ** 2).sum()),
    (
        "norm2(A*X*B-C)^2",
        "X",
        {"A": "mn", "X": "nk", "B": "kp", "C": "mp"},
        lambda v: ((v["A"] @ v["X"] @ v["B"] - v["C"]) ** 2).sum(),
    ),
    (
        "norm2(X*w-y)^2 + l*norm2(w)^2",
        "w",
        {"X": "mn", "w": "n", "y": "m", "l": ""},
        lambda v: ((v["X"] @ v["w"] - v["y"]) ** 2).sum() + v["l"] * (v["w"] @ v["w"]),
    ),
    (
        "exp(-norm2(x-u)^2/(2*s^2))",
        "x",
        {"x": "n", "u": "n", "s": ""},
        lambda v: np.exp(-((v["x"] - v["u"]) ** 2).sum() / (2 * v["s"] ** 2)),
    ),
    (
        "exp(-norm2(x-u)^2/(2*s^2))",
        "s",
        {"x": "n", "u": "n", "s": ""},
        lambda v: np.exp(-((v["x"] - v["u"]) ** 2).sum() / (2 * v["s"] ** 2)),
    ),
    ("(a'*x)*(b'*x)", "x", {"a": "n", "b": "n", "x": "n"}, lambda v: (v["a"] @ v["x"]) * (v["b"] @ v["x"])),
    ("log(x'*A*x)", "x", {"x": "n", "A": "nn"}, lambda v: np.log(v["x"] @ v["A"] @ v["x"])),
    ("sum(sqrt(x))", "x", {"x": "n"}, lambda v: np.sqrt(v["x"]).sum()),
    ("sum(x.*log(x))", "x", {"x": "n"}, lambda v: (v["x"] * np.log(v["x"])).sum()),
    ("sum(x.*log(x./y))", "x", {"x": "n", "y": "n"}, lambda v: (v["x"] * np.log(v["x"] / v["y"])).sum()),
    ("softmax(x)'*v", "x", {"x": "n", "v": "n"}, lambda v: sm(v["x"]) @ v["v"]),
    ("V'*softmax(K*q)", "q", {"V": "kn", "K": "kd", "q": "d"}, lambda v: v["V"].T @ sm(v["K"] @ v["q"])),
    ("A*x", "x", {"A": "mn", "x": "n"}, lambda v: v["A"] @ v["x"]),
    ("sigma(W*x)", "x", {"W": "mn", "x": "n"}, lambda v: sig(v["W"] @ v["x"])),
    ("x/norm2(x)", "x", {"x": "n"}, lambda v: v["x"] / np.sqrt(v["x"] @ v["x"])),
    ("inv(X)", "X", {"X": "nn"}, lambda v: inv(v["X"])),
    ("X'*X", "X", {"X": "nm"}, lambda v: v["X"].T @ v["X"]),
    ("A*X*B", "X", {"A": "mn", "X": "nk", "B": "kp"}, lambda v: v["A"] @ v["X"] @ v["B"]),
]

# (name, paper, by what, shapes, value of J)
PAPERS = [
    (
        "gru",
        r"""$x \in \mathbb{R}^n$, $h_0 \in \mathbb{R}^m$, $W_z, W_r, W \in \mathbb{R}^{m \times n}$,
$U_z, U_r, U \in \mathbb{R}^{m \times m}$, $v \in \mathbb{R}^m$.

$$z = \sigma(W_z x + U_z h_0)$$
$$r = \sigma(W_r x + U_r h_0)$$
$$c = \tanh(W x + U (r \odot h_0))$$
$$h = (1 - z) \odot h_0 + z \odot c$$
$$J = v^T h$$
""",
        "W_z,W_r,U,h_0,x",
        {"x": "n", "h_0": "m", "W_z": "mn", "W_r": "mn", "W": "mn", "U_z": "mm", "U_r": "mm", "U": "mm", "v": "m"},
        lambda v: (lambda z, r: v["v"] @ ((1 - z) * v["h_0"] + z * np.tanh(v["W"] @ v["x"] + v["U"] @ (r * v["h_0"]))))(
            sig(v["W_z"] @ v["x"] + v["U_z"] @ v["h_0"]), sig(v["W_r"] @ v["x"] + v["U_r"] @ v["h_0"])
        ),
    ),
    (
        "lstm",
        r"""$x \in \mathbb{R}^n$, $h_0, c_0 \in \mathbb{R}^m$, $W_i, W_f, W_o, W_g \in \mathbb{R}^{m \times n}$,
$U_i, U_f, U_o, U_g \in \mathbb{R}^{m \times m}$, $v \in \mathbb{R}^m$.

$$i = \sigma(W_i x + U_i h_0)$$
$$f = \sigma(W_f x + U_f h_0)$$
$$o = \sigma(W_o x + U_o h_0)$$
$$g = \tanh(W_g x + U_g h_0)$$
$$c = f \odot c_0 + i \odot g$$
$$h = o \odot \tanh(c)$$
$$J = v^T h$$
""",
        "W_f,U_o,c_0,h_0",
        {
            "x": "n",
            "h_0": "m",
            "c_0": "m",
            "W_i": "mn",
            "W_f": "mn",
            "W_o": "mn",
            "W_g": "mn",
            "U_i": "mm",
            "U_f": "mm",
            "U_o": "mm",
            "U_g": "mm",
            "v": "m",
        },
        lambda v: (lambda a: v["v"] @ (sig(a("o")) * np.tanh(sig(a("f")) * v["c_0"] + sig(a("i")) * np.tanh(a("g")))))(
            lambda k: v["W_" + k] @ v["x"] + v["U_" + k] @ v["h_0"]
        ),
    ),
    (
        "attention",
        r"""$Q \in \mathbb{R}^{n \times d}$, $K \in \mathbb{R}^{m \times d}$, $V \in \mathbb{R}^{m \times p}$,
$G \in \mathbb{R}^{n \times p}$.

$$A = \mathrm{softmax}\left(\frac{Q K^T}{\sqrt{d}}\right)$$
$$Y = A V$$
$$J = \mathrm{tr}(G^T Y)$$
""",
        "V,Q,K",
        {"Q": "nd", "K": "md", "V": "mp", "G": "np"},
        lambda v: np.trace(v["G"].T @ (sm(v["Q"] @ v["K"].T / np.sqrt(v["Q"].shape[1])) @ v["V"])),
    ),
    (
        "batch norm",
        r"""$X, Y \in \mathbb{R}^{N \times n}$, $\gamma, \beta \in \mathbb{R}^n$.

$$\mu_j = \frac{1}{N} \sum_{i=1}^N X_{ij}$$
$$v_j = \frac{1}{N} \sum_{i=1}^N (X_{ij} - \mu_j)^2$$
$$Z_{ij} = \gamma_j \frac{X_{ij} - \mu_j}{\sqrt{v_j + \epsilon}} + \beta_j$$
$$J = \sum_{i=1}^N \sum_{j=1}^n Y_{ij} Z_{ij}$$
""",
        "X,γ,β",
        {"X": "Nn", "Y": "Nn", "γ": "n", "β": "n", "ε": ""},
        lambda v: (lambda d: (v["Y"] * (v["γ"] * d / np.sqrt((d**2).mean(0) + v["ε"]) + v["β"])).sum())(
            v["X"] - v["X"].mean(0)
        ),
    ),
    (
        "convolution",
        r"""$x \in \mathbb{R}^n$, $w \in \mathbb{R}^k$, $u \in \mathbb{R}^{n-k+1}$.

$$z_i = \sum_{j=1}^k w_j x_{i+j-1}$$
$$J = \sum_{i=1}^{n-k+1} u_i \tanh(z_i)$$
""",
        "w,x",
        {"x": "n", "w": "k", "u": "c"},
        lambda v: (
            v["u"]
            * np.tanh(
                np.array([sum(v["w"][j] * v["x"][i + j] for j in range(len(v["w"]))) for i in range(len(v["u"]))])
            )
        ).sum(),
    ),
    (
        "mean pool",
        r"""$X \in \mathbb{R}^{N \times n}$, $W \in \mathbb{R}^{m \times n}$, $v \in \mathbb{R}^m$.

$$h = \frac{1}{N} \sum_{i=1}^N X_i$$
$$J = v^T \tanh(W h)$$
""",
        "W,X",
        {"X": "Nn", "W": "mn", "v": "m"},
        lambda v: v["v"] @ np.tanh(v["W"] @ v["X"].mean(0)),
    ),
    (
        "dropout",
        r"""$x, m \in \mathbb{R}^n$, $W \in \mathbb{R}^{k \times n}$, $y \in \mathbb{R}^k$, $p \in \mathbb{R}$.

$$\tilde x = \frac{1}{1-p} m \odot x$$
$$J = \|W \tilde x - y\|^2$$
""",
        "W,x",
        {"x": "n", "m": "n", "W": "kn", "y": "k", "p": ""},
        lambda v: ((v["W"] @ (v["m"] * v["x"] / (1 - v["p"])) - v["y"]) ** 2).sum(),
    ),
    (
        "negative",
        r"""$v_c \in \mathbb{R}^d$, $u_o \in \mathbb{R}^d$ and $u_1, \dots, u_K \in \mathbb{R}^d$.

$$J = -\log \sigma(u_o^T v_c) - \sum_{k=1}^K \log \sigma(-u_k^T v_c)$$
""",
        "v_c,u_o",
        {"v_c": "d", "u_o": "d", "u": "Kd"},
        lambda v: -np.log(sig(v["u_o"] @ v["v_c"])) - np.log(sig(-(v["u"] @ v["v_c"]))).sum(),
    ),
    (
        "embedding",
        r"""$E \in \mathbb{R}^{V \times d}$, $x \in \mathbb{R}^V$ is one-hot, $W \in \mathbb{R}^{k \times d}$,
$y \in \mathbb{R}^k$ is one-hot.

$$e = E^T x$$
$$\hat y = \mathrm{softmax}(W e)$$
$$J = -y^T \log \hat y$$
""",
        "E,W",
        {"E": "Vd", "x": "V", "W": "kd", "y": "k"},
        lambda v: -v["y"] @ np.log(sm(v["W"] @ (v["E"].T @ v["x"]))),
    ),
    (
        "gaussian",
        r"""$x_1, \dots, x_N \in \mathbb{R}^d$, $\mu \in \mathbb{R}^d$, $\Sigma \in \mathbb{R}^{d \times d}$.

$$L = -\frac{N}{2} \log \det \Sigma - \frac12 \sum_{i=1}^N (x_i - \mu)^T \Sigma^{-1} (x_i - \mu)$$
""",
        "μ,Σ",
        {"x": "Nd", "μ": "d", "Σ": "dd"},
        lambda v: (
            -len(v["x"]) / 2 * np.log(np.linalg.det(v["Σ"]))
            - 0.5 * sum((r - v["μ"]) @ np.linalg.inv(v["Σ"]) @ (r - v["μ"]) for r in v["x"])
        ),
    ),
    (
        "residual",
        r"""$x \in \mathbb{R}^n$, $W_1 \in \mathbb{R}^{m \times n}$, $W_2 \in \mathbb{R}^{n \times m}$,
$t \in \mathbb{R}^n$.

$$h = x + W_2 \mathrm{relu}(W_1 x)$$
$$J = \frac12 \|h - t\|^2$$
""",
        "x,W_1,W_2",
        {"x": "n", "W_1": "mn", "W_2": "nm", "t": "n"},
        lambda v: (
            0.5 * ((v["x"] + v["W_2"] @ ((v["W_1"] @ v["x"]) * ((v["W_1"] @ v["x"]).real > 0)) - v["t"]) ** 2).sum()
        ),
    ),
    (
        "autoencoder",
        r"""$x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $b \in \mathbb{R}^m$, $c \in \mathbb{R}^n$.

$$h = \sigma(W x + b)$$
$$\hat x = W^T h + c$$
$$J = \|x - \hat x\|^2$$
""",
        "W,b,c",
        {"x": "n", "W": "mn", "b": "m", "c": "n"},
        lambda v: (lambda h: ((v["x"] - v["W"].T @ h - v["c"]) ** 2).sum())(sig(v["W"] @ v["x"] + v["b"])),
    ),
    (
        "bilinear",
        r"""$a \in \mathbb{R}^n$, $b \in \mathbb{R}^m$, $W \in \mathbb{R}^{n \times m}$, $y \in \mathbb{R}$.

$$s = \sigma(a^T W b)$$
$$J = -y \log s - (1-y) \log(1-s)$$
""",
        "W,a,b",
        {"a": "n", "b": "m", "W": "nm", "y": ""},
        lambda v: (lambda s: -v["y"] * np.log(s) - (1 - v["y"]) * np.log(1 - s))(sig(v["a"] @ v["W"] @ v["b"])),
    ),
    (
        "gelu",
        r"""$x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $v \in \mathbb{R}^m$.

$$J = v^T \mathrm{softplus}(W x)$$
""",
        "W,x",
        {"x": "n", "W": "mn", "v": "m"},
        lambda v: v["v"] @ np.log(1 + np.exp(v["W"] @ v["x"])),
    ),
]


def given(shapes, seed):
    rng = np.random.default_rng(seed)
    found = {}
    for name, shape in shapes.items():
        found[name] = rng.uniform(0.2, 0.9, tuple(SIZES[s] for s in shape))
        if len(shape) == 2 and shape[0] == shape[1]:
            found[name] += 2 * np.eye(len(found[name]))
    return found


def stepped(value, values, wrt):
    """The derivative by steps in imaginary direction (Squire and Trapp 1998), exact to rounding."""
    x = np.asarray(values[wrt], complex)
    found = np.zeros(np.shape(value(values)) + x.shape)
    for at in np.ndindex(*x.shape):
        y = x.copy()
        y[at] += 1e-30j
        found[(..., *at)] = np.imag(value({**values, wrt: y})) / 1e-30
    return found


def evaluated(found, values):
    names = lengths(found.tensor.body).union(*(i.size.names for i in found.tensor.axes))
    names = names.union(*(lengths(d.body) for d in found.definitions.values()))
    sizes = SIZES | {n: SIZES[n.strip("?#")] for n in names if n.strip("?#") in SIZES}
    samples = {f"{k}^(·)": v for k, v in values.items()}
    return evaluate(found.tensor, World({**samples, **values}, sizes, found.definitions))


@pytest.mark.parametrize(("text", "wrt", "shapes", "value"), ONE_LINERS, ids=[row[0] for row in ONE_LINERS])
def test_one_liner(text, wrt, shapes, value):
    told = {name: " x ".join(shape) if shape else "1" for name, shape in shapes.items()}
    reading, name = formulas.page(gradients.parse(text), told)
    found = gradients.gradient(reading, name, gradients.parse(wrt))
    for seed in (1, 2):
        values = given(shapes, seed)
        np.testing.assert_allclose(evaluated(found, values), stepped(value, values, wrt), rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize(("name", "text", "symbols", "shapes", "value"), PAPERS, ids=[row[0] for row in PAPERS])
def test_paper(name, text, symbols, shapes, value):
    paper = papergrad.read(text)
    values = given(shapes, 3)
    if name == "embedding":
        values |= {"x": np.eye(SIZES["V"])[2], "y": np.eye(SIZES["k"])[1]}
    for wrt in symbols.split(","):
        found = paper.gradient(wrt=wrt)
        np.testing.assert_allclose(evaluated(found, values), stepped(value, values, wrt), rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize(
    ("formula", "wrt", "printed"),
    [
        ("sum(sqrt(x))", "x", "1/(2 √x)"),
        ("sum(X*Y)", "X", "𝟏𝟏ᵀ Yᵀ"),
        ("det(X'*X)", "X", "2fX(Xᵀ X)⁻¹"),
        ("log(sum(exp(A*x)))", "x", "Aᵀ softmax(Ax)"),
        ("tr(X*X*X)", "X", "3 Xᵀ Xᵀ"),
        ("x'*inv(S)*x + log(det(S))", "S", "S⁻ᵀ − S⁻ᵀ xxᵀ S⁻ᵀ"),
    ],
)
def test_is_printed_as_people_write_it(formula, wrt, printed):
    reading, name = formulas.page(gradients.parse(formula), {})
    assert gradients.gradient(reading, name, gradients.parse(wrt)).unicode == printed
