"""Losses and forms that no other list has, typed as one-liners or written as a page, against complex steps by hand in NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from tests.asking.test_more_identities import evaluated, given, sig, sm, stepped

import papergrad
from papergrad.asking import formulas, gradients
from papergrad.notation import latex
from papergrad.source import PaperError

inv, det, tr, log, exp, sqrt = np.linalg.inv, np.linalg.det, np.trace, np.log, np.exp, np.sqrt


def most(a, b=0.0):
    """The larger of two, of complex numbers the one with the larger real part."""
    return np.where(np.real(a) > b, a, b)


def large(a):
    return np.where(np.real(a) > 0, a, -a)


def norm(x):
    return sqrt((x**2).sum())


def apart(A, B, X, Y):
    """How far ``(A ⊗ B) vec(X)`` is from ``vec(Y)``, which stack columns."""
    return ((np.kron(A, B) @ X.T.ravel() - Y.T.ravel()) ** 2).sum()


# (formula, by what, shapes, its value)
ONE_LINERS = [
    ("sqrt(1 + norm2(A*x-b)^2)", "x", {"A": "mn", "x": "n", "b": "m"}, lambda A, x, b: sqrt(1 + norm(A @ x - b) ** 2)),
    ("norm2(x + norm2(x)*a)", "x", {"x": "n", "a": "n"}, lambda x, a: norm(x + norm(x) * a)),
    ("log(det(A + x*x'))", "x", {"A": "nn", "x": "n"}, lambda A, x: log(det(A + np.outer(x, x)))),
    ("log(det(X + X'))", "X", {"X": "nn"}, lambda X: log(det(X + X.T))),
    ("log(det(A*X*A' + B))", "X", {"A": "mn", "X": "nn", "B": "mm"}, lambda A, X, B: log(det(A @ X @ A.T + B))),
    ("tr(inv(A+X)*inv(B+X))", "X", {"A": "nn", "B": "nn", "X": "nn"}, lambda A, B, X: tr(inv(A + X) @ inv(B + X))),
    ("tr(inv(X)*A*inv(X)*B)", "X", {"X": "nn", "A": "nn", "B": "nn"}, lambda X, A, B: tr(inv(X) @ A @ inv(X) @ B)),
    ("a'*inv(X*X')*b", "X", {"a": "m", "X": "mn", "b": "m"}, lambda a, X, b: a @ inv(X @ X.T) @ b),
    ("x'*(A.*B)*x", "A", {"x": "n", "A": "nn", "B": "nn"}, lambda x, A, B: x @ (A * B) @ x),
    ("(x.*y)'*A*(x.*y)", "x", {"x": "n", "y": "n", "A": "nn"}, lambda x, y, A: (x * y) @ A @ (x * y)),
    ("tr(A*diag(x)*B*diag(x))", "x", {"A": "nn", "x": "n", "B": "nn"}, lambda A, x, B: tr(A @ np.diag(x) @ B @ np.diag(x))),
    ("norm2(diag(w)*X*v)^2", "w", {"w": "m", "X": "mn", "v": "n"}, lambda w, X, v: norm(w * (X @ v)) ** 2),
    ("sum((A*x).*(B*x).*(C*x))", "x", {"A": "mn", "B": "mn", "C": "mn", "x": "n"},
     lambda A, B, C, x: ((A @ x) * (B @ x) * (C @ x)).sum()),
    ("sum(softmax(x).*softmax(y))", "x", {"x": "n", "y": "n"}, lambda x, y: (sm(x) * sm(y)).sum()),
    ("-sum(softmax(x).*log(softmax(x)))", "x", {"x": "n"}, lambda x: -(sm(x) * log(sm(x))).sum()),
    ("sum(softmax(x).*log(softmax(x)./softmax(y)))", "y", {"x": "n", "y": "n"}, lambda x, y: (sm(x) * log(sm(x) / sm(y))).sum()),
    ("sum(softmax(x).*log(softmax(x)./softmax(y)))", "x", {"x": "n", "y": "n"}, lambda x, y: (sm(x) * log(sm(x) / sm(y))).sum()),
    ("1 - (A*x)'*(B*y)/(norm2(A*x)*norm2(B*y))", "A", {"A": "mn", "x": "n", "B": "mk", "y": "k"},
     lambda A, x, B, y: 1 - (A @ x) @ (B @ y) / (norm(A @ x) * norm(B @ y))),
    ("max(0, 1 - y*(w'*x + b))", "w", {"y": "", "w": "n", "x": "n", "b": ""}, lambda y, w, x, b: most(1 - y * (w @ x + b))),
    ("sum(sqrt(1 + (y - X*w).^2) - 1)", "w", {"y": "m", "X": "mn", "w": "n"}, lambda y, X, w: (sqrt(1 + (y - X @ w) ** 2) - 1).sum()),
    ("-(1 - sigma(w'*x))^2*log(sigma(w'*x))", "w", {"w": "n", "x": "n"}, lambda w, x: -((1 - sig(w @ x)) ** 2) * log(sig(w @ x))),
    ("exp(-g*norm2(A*(x-y))^2)", "A", {"g": "", "A": "mn", "x": "n", "y": "n"}, lambda g, A, x, y: exp(-g * norm(A @ (x - y)) ** 2)),
    ("(x'*y + c)^3", "x", {"x": "n", "y": "n", "c": ""}, lambda x, y, c: (x @ y + c) ** 3),
    ("tanh(a*x'*y + c)", "a", {"a": "", "x": "n", "y": "n", "c": ""}, lambda a, x, y, c: np.tanh(a * (x @ y) + c)),
    ("sum(sigma(W*x).*tanh(V*x))", "x", {"W": "mn", "V": "mn", "x": "n"}, lambda W, V, x: (sig(W @ x) * np.tanh(V @ x)).sum()),
    ("norm2(kron(A,B)*vec(X) - vec(Y))^2", "A", {"A": "mn", "B": "pd", "X": "dn", "Y": "pm"}, lambda A, B, X, Y: apart(A, B, X, Y)),
    ("norm2(kron(A,B)*vec(X) - vec(Y))^2", "B", {"A": "mn", "B": "pd", "X": "dn", "Y": "pm"}, lambda A, B, X, Y: apart(A, B, X, Y)),
    ("norm2(kron(A,B)*vec(X) - vec(Y))^2", "X", {"A": "mn", "B": "pd", "X": "dn", "Y": "pm"}, lambda A, B, X, Y: apart(A, B, X, Y)),
    ("vec(Y)'*kron(A,B)*vec(X)", "A", {"A": "mn", "B": "pd", "X": "dn", "Y": "pm"},
     lambda A, B, X, Y: Y.T.ravel() @ np.kron(A, B) @ X.T.ravel()),
    ("log(det(kron(A,B) + kron(B,A)))", "A", {"A": "nn", "B": "pp"}, lambda A, B: log(det(np.kron(A, B) + np.kron(B, A)))),
    ("sum(sigma(kron(x,y)).*vec(y*x'))", "x", {"x": "n", "y": "m"}, lambda x, y: (sig(np.kron(x, y)) * np.kron(x, y)).sum()),
    ("x'*A*x*(y'*B*y)", "x", {"x": "n", "A": "nn", "y": "m", "B": "mm"}, lambda x, A, y, B: x @ A @ x * (y @ B @ y)),
    ("tr(A*X*B*X'*C)", "X", {"A": "mn", "X": "nk", "B": "kk", "C": "nm"}, lambda A, X, B, C: tr(A @ X @ B @ X.T @ C)),
    ("norm2(X - A*inv(A'*A)*A'*X)^2", "X", {"X": "nk", "A": "nm"}, lambda X, A: norm(X - A @ inv(A.T @ A) @ A.T @ X) ** 2),
    ("sqrt(tr(X'*A*X))", "X", {"X": "nm", "A": "nn"}, lambda X, A: sqrt(tr(X.T @ A @ X))),
    ("sum(abs(X*w - y))", "w", {"X": "mn", "w": "n", "y": "m"}, lambda X, w, y: large(X @ w - y).sum()),
    ("sum(exp(X))/n", "X", {"X": "nm"}, lambda X: exp(X).sum() / len(X)),
    ("det(X)*tr(inv(X))", "X", {"X": "nn"}, lambda X: det(X) * tr(inv(X))),
    ("log(1 + x'*inv(A)*x)", "A", {"x": "n", "A": "nn"}, lambda x, A: log(1 + x @ inv(A) @ x)),
    ("(A*x + b)./norm2(A*x + b)", "x", {"A": "mn", "x": "n", "b": "m"}, lambda A, x, b: (A @ x + b) / norm(A @ x + b)),
    ("||A*x - b||^2/2 + l*||x||_1", "x", {"A": "mn", "x": "n", "b": "m", "l": ""},
     lambda A, x, b, l: norm(A @ x - b) ** 2 / 2 + l * large(x).sum()),
    ("||X - A*Y||_F^2", "A", {"X": "nk", "A": "nm", "Y": "mk"}, lambda X, A, Y: norm(X - A @ Y) ** 2),
    ("normF(A*X - B)^2", "X", {"A": "mn", "X": "nk", "B": "mk"}, lambda A, X, B: norm(A @ X - B) ** 2),
    ("inner(x, A*x) + dot(b, x)", "x", {"x": "n", "A": "nn", "b": "n"}, lambda x, A, b: x @ A @ x + b @ x),
    ("ones(n)'*tanh(X)*ones(m)", "X", {"X": "nm"}, lambda X: np.tanh(X).sum()),
    ("x'*inv(A + l*I)*x", "l", {"x": "n", "A": "nn"} | {"l": ""}, lambda x, A, l: x @ inv(A + l * np.eye(len(x))) @ x),
    ("log(det(eye(n) + X*X'))", "X", {"X": "nm"}, lambda X: log(det(np.eye(len(X)) + X @ X.T))),
    ("W'*sigma(W*x)", "x", {"W": "mn", "x": "n"}, lambda W, x: W.T @ sig(W @ x)),
]  # fmt: skip

# (name, page, by what, shapes, value of J)
PAGES = [
    ("Huber", r"""Let $w, x \in \mathbb{R}^n$ and $y, \delta \in \mathbb{R}$. With $r = y - w^T x$ the loss is
$$J = \begin{cases} \frac12 r^2 & \text{if } |r| \le \delta \\ \delta (|r| - \frac12 \delta) & \text{otherwise} \end{cases}$$""",
     "w x", {"w": "n", "x": "n", "y": "", "δ": ""},
     lambda w, x, y, δ: (lambda r: r**2 / 2 if abs(r.real) <= δ else δ * (large(r) - δ / 2))(y - w @ x)),
    ("focal", r"""Let $w, x \in \mathbb{R}^n$, $p = \sigma(w^T x)$ and
$$J = -\alpha (1 - p)^\gamma \log p.$$""",
     "w", {"w": "n", "x": "n", "α": "", "γ": ""},
     lambda w, x, α, γ: -α * (1 - sig(w @ x)) ** γ * log(sig(w @ x))),
    ("squared hinge", r"""Let $X \in \mathbb{R}^{N \times n}$ with rows $x_i$, $w \in \mathbb{R}^n$ and $y \in \{-1, 1\}^N$.
$$J = \frac{1}{N} \sum_{i=1}^N \max(0, 1 - y_i\, w^T x_i)^2 + \frac{\lambda}{2} \|w\|^2$$""",
     "w", {"X": "Nn", "w": "n", "y": "N", "λ": ""},
     lambda X, w, y, λ: (most(1 - y * (X @ w)) ** 2).mean() + λ / 2 * w @ w),
    ("hinge of many classes", r"""Let $W \in \mathbb{R}^{K \times n}$, $x \in \mathbb{R}^n$, $s = W x$, $t \in \mathbb{R}$.
$$J = \sum_{k=1}^K \max(0, s_k - t + 1)$$""",
     "W x", {"W": "Kn", "x": "n", "t": ""}, lambda W, x, t: most(W @ x - t + 1).sum()),
    ("divergence of Gaussians", r"""Let $\mu, m \in \mathbb{R}^d$ and $S, T \in \mathbb{R}^{d \times d}$.
$$J = \frac12 \left( \mathrm{tr}(T^{-1} S) + (m - \mu)^T T^{-1} (m - \mu) - d + \log \frac{\det T}{\det S} \right)$$""",
     r"S T \mu", {"μ": "d", "m": "d", "S": "dd", "T": "dd"},
     lambda μ, m, S, T: 0.5 * (tr(inv(T) @ S) + (m - μ) @ inv(T) @ (m - μ) - len(m) + log(det(T) / det(S)))),
    ("divergence of Bernoullis", r"""Let $z \in \mathbb{R}^n$, $\hat\rho = \sigma(z)$ and $\rho \in \mathbb{R}$.
$$J = \sum_{j=1}^n \left[ \rho \log \frac{\rho}{\hat\rho_j} + (1 - \rho) \log \frac{1 - \rho}{1 - \hat\rho_j} \right]$$""",
     "z", {"z": "n", "ρ": ""},
     lambda z, ρ: (ρ * log(ρ / sig(z)) + (1 - ρ) * log((1 - ρ) / (1 - sig(z)))).sum()),
    ("cosine", r"""Let $W \in \mathbb{R}^{m \times n}$, $a, b \in \mathbb{R}^n$, $u = W a$, $v = W b$.
$$J = 1 - \frac{u^T v}{\|u\| \|v\|}$$""",
     "W a", {"W": "mn", "a": "n", "b": "n"}, lambda W, a, b: 1 - (W @ a) @ (W @ b) / (norm(W @ a) * norm(W @ b))),
    ("triplet by norms", r"""Let $W \in \mathbb{R}^{m \times n}$ and $a, p, q \in \mathbb{R}^n$.
$$J = \max\left(0, \|W a - W p\| - \|W a - W q\| + \alpha \right)$$""",
     "W a q", {"W": "mn", "a": "n", "p": "n", "q": "n", "α": ""},
     lambda W, a, p, q, α: most(norm(W @ (a - p)) - norm(W @ (a - q)) + α)),
    ("mixture", r"""Let $x, \mu_1, \dots, \mu_K \in \mathbb{R}^d$ and $\pi \in \mathbb{R}^K$.
$$J = -\log \sum_{k=1}^K \pi_k \exp\left(-\frac12 \|x - \mu_k\|^2\right)$$""",
     r"x \mu \pi", {"x": "d", "μ": "Kd", "π": "K"},
     lambda x, μ, π: -log((π * exp(-0.5 * ((x - μ) ** 2).sum(1))).sum())),
    ("responsibilities", r"""Let $x, v \in \mathbb{R}^d$, $\mu_1, \dots, \mu_K \in \mathbb{R}^d$, $c \in \mathbb{R}^K$.
$$r_k = \frac{\exp(-\frac12 \|x - \mu_k\|^2)}{\sum_{j=1}^K \exp(-\frac12 \|x - \mu_j\|^2)}$$ $$J = \sum_{k=1}^K c_k r_k$$""",
     r"x \mu", {"x": "d", "μ": "Kd", "c": "K"}, lambda x, μ, c: c @ sm(-0.5 * ((x - μ) ** 2).sum(1))),
    ("radial basis", r"""Let $x, c_1, \dots, c_K \in \mathbb{R}^n$, $w \in \mathbb{R}^K$ and $y, \gamma \in \mathbb{R}$.
$$\phi_k = \exp(-\gamma \|x - c_k\|^2)$$ $$J = \frac12 \left(\sum_{k=1}^K w_k \phi_k - y\right)^2$$""",
     r"x w \gamma c", {"x": "n", "c": "Kn", "w": "K", "γ": "", "y": ""},
     lambda x, c, w, γ, y: 0.5 * (w @ exp(-γ * ((x - c) ** 2).sum(1)) - y) ** 2),
    ("masked attention", r"""Let $Q, K \in \mathbb{R}^{n \times d}$, $V, G \in \mathbb{R}^{n \times p}$ and the mask
$M \in \mathbb{R}^{n \times n}$. $$A = \mathrm{softmax}\left(\frac{Q K^T}{\sqrt{d}} + M\right)$$ $$J = \mathrm{tr}(G^T A V)$$""",
     "Q K V M", {"Q": "nd", "K": "nd", "V": "np", "G": "np", "M": "nn"},
     lambda Q, K, V, G, M: tr(G.T @ sm(Q @ K.T / sqrt(Q.shape[1]) + M) @ V)),
    ("layer norm of a layer", r"""Let $W \in \mathbb{R}^{n \times m}$, $x \in \mathbb{R}^m$, $\gamma, \beta, t \in \mathbb{R}^n$,
$a = W x$.
$$\mu = \frac1n \sum_{i=1}^n a_i, \quad \sigma = \sqrt{\frac1n \sum_{i=1}^n (a_i - \mu)^2}$$
$$y = \gamma \odot \frac{a - \mu}{\sigma} + \beta$$ $$J = \|y - t\|^2$$""",
     r"W x \gamma", {"W": "nm", "x": "m", "γ": "n", "β": "n", "t": "n"},
     lambda W, x, γ, β, t: (lambda d: ((γ * d / sqrt((d**2).mean()) + β - t) ** 2).sum())(W @ x - (W @ x).mean())),
    ("gated linear unit", r"""Let $x \in \mathbb{R}^n$, $W, V \in \mathbb{R}^{m \times n}$, $b, c, t \in \mathbb{R}^m$.
$$h = (W x + b) \odot \sigma(V x + c)$$ $$J = \frac12 \|h - t\|^2$$""",
     "x W V b c", {"x": "n", "W": "mn", "V": "mn", "b": "m", "c": "m", "t": "m"},
     lambda x, W, V, b, c, t: 0.5 * (((W @ x + b) * sig(V @ x + c) - t) ** 2).sum()),
    ("highway", r"""Let $x, t \in \mathbb{R}^n$ and $W_H, W_T \in \mathbb{R}^{n \times n}$. The gate is $g = \sigma(W_T x)$ and
$$y = g \odot \tanh(W_H x) + (1 - g) \odot x$$ $$J = \|y - t\|^2$$""",
     "x W_H W_T", {"x": "n", "t": "n", "W_H": "nn", "W_T": "nn"},
     lambda x, t, W_H, W_T: (lambda g: ((g * np.tanh(W_H @ x) + (1 - g) * x - t) ** 2).sum())(sig(W_T @ x))),
    ("swish", r"""Let $z \in \mathbb{R}^n$, $v \in \mathbb{R}^n$ and $\beta \in \mathbb{R}$.
$$a = z \odot \sigma(\beta z)$$ $$J = v^T a$$""",
     r"z \beta", {"z": "n", "v": "n", "β": ""}, lambda z, v, β: v @ (z * sig(β * z))),
    ("label smoothing", r"""Let $z \in \mathbb{R}^K$, $y \in \mathbb{R}^K$ one-hot, $p = \mathrm{softmax}(z)$.
$$q_k = (1 - \epsilon) y_k + \frac{\epsilon}{K}$$ $$J = -\sum_{k=1}^K q_k \log p_k$$""",
     "z", {"z": "K", "y": "K", "ε": ""}, lambda z, y, ε: -(((1 - ε) * y + ε / len(z)) * log(sm(z))).sum()),
    ("distillation", r"""Let $z, t \in \mathbb{R}^K$ be logits of the student and the teacher, and $\tau$ a temperature.
$$p = \mathrm{softmax}(z / \tau)$$ $$q = \mathrm{softmax}(t / \tau)$$ $$J = -\tau^2 \sum_{k=1}^K q_k \log p_k$$""",
     "z", {"z": "K", "t": "K", "τ": ""}, lambda z, t, τ: -(τ**2) * (sm(t / τ) * log(sm(z / τ))).sum()),
    ("factorisation machine", r"""Let $x, w \in \mathbb{R}^n$, $V \in \mathbb{R}^{n \times k}$ and $b \in \mathbb{R}$.
$$J = b + w^T x + \frac12 \left( \|V^T x\|^2 - \sum_{i=1}^n \sum_{f=1}^k V_{if}^2 x_i^2 \right)$$""",
     "V x", {"x": "n", "w": "n", "V": "nk", "b": ""},
     lambda x, w, V, b: b + w @ x + 0.5 * (norm(V.T @ x) ** 2 - ((V * x[:, None]) ** 2).sum())),
    ("ridge path", r"""Let $X \in \mathbb{R}^{N \times n}$, $y \in \mathbb{R}^N$, $\lambda \in \mathbb{R}$.
$$J = y^T X (X^T X + \lambda I)^{-1} X^T y$$""",
     r"\lambda y", {"X": "Nn", "y": "N", "λ": ""},
     lambda X, y, λ: y @ X @ inv(X.T @ X + λ * np.eye(X.shape[1])) @ X.T @ y),
    ("Gaussian process", r"""Let $y \in \mathbb{R}^n$, $K \in \mathbb{R}^{n \times n}$ and $s \in \mathbb{R}$. With $C = K + s^2 I$
$$J = \frac12 y^T C^{-1} y + \frac12 \log \det C$$""",
     "s K", {"y": "n", "K": "nn", "s": ""},
     lambda y, K, s: (lambda C: 0.5 * y @ inv(C) @ y + 0.5 * log(det(C)))(K + s**2 * np.eye(len(y)))),
    ("sums of columns", r"""Let $A, B \in \mathbb{R}^{n \times K}$ with columns $a_k$ and $b_k$, and $M \in \mathbb{R}^{n \times n}$.
$$J = \left\| M - \sum_{k=1}^K a_k b_k^T \right\|_F^2$$""",
     "A B", {"A": "nK", "B": "nK", "M": "nn"}, lambda A, B, M: norm(M - A @ B.T) ** 2),
    ("pairs of distances", r"""Let $x_1, \dots, x_N \in \mathbb{R}^d$ and $D \in \mathbb{R}^{N \times N}$.
$$J = \sum_{i=1}^N \sum_{j=1}^N (\|x_i - x_j\|^2 - D_{ij})^2$$""",
     "x", {"x": "Nd", "D": "NN"},
     lambda x, D: ((((x[:, None] - x[None]) ** 2).sum(-1) - D) ** 2).sum()),
    ("Poisson", r"""Let $X \in \mathbb{R}^{N \times n}$, $y \in \mathbb{R}^N$, $\theta \in \mathbb{R}^n$ and $\eta = X \theta$.
$$\ell = \sum_{i=1}^N (y_i \eta_i - e^{\eta_i})$$""",
     r"\theta", {"X": "Nn", "y": "N", "θ": "n"}, lambda X, y, θ: (y * (X @ θ) - exp(X @ θ)).sum()),
]  # fmt: skip


def of_values(value):
    return lambda v: value(**v)


@pytest.mark.parametrize(
    ("text", "wrt", "shapes", "value"), ONE_LINERS, ids=[f"{row[0]} by {row[1]}" for row in ONE_LINERS]
)
def test_one_liner(text, wrt, shapes, value):
    told = {name: " x ".join(shape) if shape else "1" for name, shape in shapes.items()}
    reading, name = formulas.page(gradients.parse(text), told)
    found = gradients.gradient(reading, name, gradients.parse(wrt))
    values = given(shapes, 1)
    np.testing.assert_allclose(evaluated(found, values), stepped(of_values(value), values, wrt), rtol=1e-8, atol=1e-9)


GREEK = {r"\mu": "μ", r"\gamma": "γ", r"\pi": "π", r"\theta": "θ", r"\beta": "β", r"\lambda": "λ"}


@pytest.mark.parametrize(("name", "text", "symbols", "shapes", "value"), PAGES, ids=[row[0] for row in PAGES])
def test_page(name, text, symbols, shapes, value):
    work, values = papergrad.read(text), given(shapes, 3)
    for wrt in symbols.split():
        found, key = work.gradient(wrt=wrt), GREEK.get(wrt, wrt)
        np.testing.assert_allclose(
            evaluated(found, values), stepped(of_values(value), values, key), rtol=1e-8, atol=1e-9
        )


PRINTED = {  # as people write it
    ("layer norm of a layer", r"\gamma"): "2/σ (y − t) ⊙ (a − μ𝟏)",
    ("layer norm of a layer", "x"): "2 Wᵀ((γᵀ(t − y) 𝟏/n − (t − y) ⊙ γ)/σ + ((t − y)ᵀ((a − μ𝟏) ⊙ γ)/(σ³ n)) (a − μ𝟏))",
    ("masked attention", "M"): "GVᵀ ⊙ A − diag((AV ⊙ G) 𝟏) A",
    ("divergence of Gaussians", r"\mu"): "−½ (T⁻¹ + T⁻ᵀ)(m − μ)",
    ("distillation", "z"): "τ(p − q)",
    ("Huber", "w"): "−{r if |r| ≤ δ; δ sign(r) otherwise} x",
    ("radial basis", "x"): "2γ(y − wᵀ φ)(∑ₖ wₖ φₖ(x − cₖ))",
    ("responsibilities", r"\mu"): "rᵢ(cᵢ − J)(x − μᵢ)",
    ("gated linear unit", "V"): "((h − t) ⊙ h ⊙ (1 − σ(Vx + c))) xᵀ",
}


@pytest.mark.parametrize(("name", "wrt"), PRINTED)
def test_is_printed_as_people_write_it(name, wrt):
    text = next(row[1] for row in PAGES if row[0] == name)
    assert papergrad.read(text).gradient(wrt=wrt).unicode == PRINTED[name, wrt]


@pytest.mark.parametrize("power", [3, 4])
@pytest.mark.parametrize("shape", [r"n \times n", r"n \times m"])
def test_a_power_of_entries_is_not_that_of_a_matrix(power, shape):
    """What is printed is what the judge calls right."""
    text = rf"Let $X \in \mathbb{{R}}^{{{shape}}}$ and $f = \sum_i \sum_j X_{{ij}}^{power}$. "
    answer = latex.write(papergrad.read(text).gradient(wrt="X").equation)
    assert papergrad.read(f"{text}Then $${answer}$$").findings[-1].verdict == "right"


@pytest.mark.parametrize(
    "text",
    ["cross_entropy(y, x)", "normQ(A*X - B)^2", "A:B", "a - A:B", "frobenius(X - Y)", "x(1)^2 + x(2)", "A(1, 2)*y"],
)
def test_what_is_not_understood_is_refused(text):
    """A word before brackets is a function, and no factor; a colon is no quotient; ``x(1)`` may be an entry."""
    with pytest.raises(PaperError):
        formulas.page(gradients.parse(text), {})


def test_what_may_be_an_entry_is_told_with_both_ways_to_write_it():
    with pytest.raises(PaperError, match="x\\(1\\) may be an entry, or a product") as caught:
        formulas.page(gradients.parse("x(1)^2 + x(2)"), {})
    assert caught.value.hint == "write a subscript for the entry, a * for the product"


@pytest.mark.parametrize("text", ["sigma(1)*a", "exp(1)*a", "2(3)*a", "a*(2)", "a(1 - b)"])
def test_functions_and_products_stand_before_brackets(text):
    reading, _ = formulas.page(gradients.parse(text), {})
    assert reading.reads[-1].problem is None


def test_logarithms_of_a_softmax_are_written_so():
    reading, name = formulas.page(gradients.parse("-sum(softmax(x).*log(softmax(x)))"), {})
    found = gradients.gradient(reading, name, gradients.parse("x"))
    assert found.unicode == "((log(softmax(x)))ᵀ softmax(x) 𝟏 − log(softmax(x))) ⊙ softmax(x)"


MATRIX_POWERS = r"""Let $X, G \in \mathbb{R}^{n \times n}$, $a, b \in \mathbb{R}^n$ and $f = STATED$.
Then $$\frac{\partial f}{\partial X} = CLAIMED$$"""


@pytest.mark.parametrize(
    ("stated", "claimed", "verdict"),
    [
        (r"\mathrm{tr}(X^{-2})", r"-2 X^{-T} X^{-T} X^{-T}", "right"),
        (r"\mathrm{tr}(X^{-2})", r"-2 X^{-T} X^{-T}", "wrong"),
        (r"a^T X^{-2} b", r"-X^{-T} a b^T X^{-T} X^{-T} - X^{-T} X^{-T} a b^T X^{-T}", "right"),
        (r"\mathrm{tr}(X^{-3} G)", r"-(X^{-1} G X^{-3} + X^{-2} G X^{-2} + X^{-3} G X^{-1})^T", "right"),
        (r"\mathrm{tr}(X^{1/2})", r"\frac12 (X^{-1/2})^T", "unknown"),  # roots of matrices: not of their entries
    ],
)
def test_powers_of_square_matrices_are_no_powers_of_entries(stated, claimed, verdict):
    text = MATRIX_POWERS.replace("STATED", stated).replace("CLAIMED", claimed)
    assert papergrad.read(text).findings[-1].verdict == verdict
