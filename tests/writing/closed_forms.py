"""Forty gradients of neural networks and matrix calculus, stated in the test language, by the names the hand-written forms use."""

from papergrad.algebra import nodes as a
from papergrad.algebra.sizes import Size


def _ce(z):
    return f"-y'*log(softmax({z}))"


NET = [("h", "sigma(W1'*x + b1)"), ("yhat", "softmax(W2'*h + b2)")]
SIAMESE = [("h1", "sigma(W*x1 + b)"), ("h2", "sigma(W*x2 + b)")]
STEP = [("h", "sigma(H'*h0 + I'*e + b1)"), ("yhat", "softmax(U'*h + b2)")]
RECURRENT = [
    row
    for n in "123"
    for row in (
        (f"h{n}", f"sigma(H'*h{int(n) - 1} + I'*x{n} + b1)"),
        (f"yhat{n}", f"softmax(U'*h{n} + b2)"),
    )
]
CROSS = "-(y*log(s) + (1-y)*log(1-s))"


def _looked_up(meaning):
    """e = L_i"""
    d = meaning.index("d")
    return meaning.value(a.Entry("L", (a.Lookup("i", ()), d)), d)


def _negative_sampling(meaning):
    """-log σ(U_o v) - Σ_k log σ(-U_{i_k} v)"""
    d, k = meaning.index("d"), meaning.index("K")

    def score(at):
        return a.Sum(d, a.mul(a.Entry("U", (at, d)), a.Entry("v", (d,))))

    def log_sigma(e):
        return a.Apply("log", a.Apply("sigmoid", e))

    picked = score(a.Lookup("neg", (k,)))
    return meaning.value(a.minus(a.add(log_sigma(score(a.Lookup("o", ()))), a.Sum(k, log_sigma(a.minus(picked))))))


def _pooled(meaning):
    """h_f = max_i tanh T_if"""
    axes = meaning.definitions["T"].axes
    i, f = meaning.index(axes[0].size), meaning.index("F")
    key = a.Apply("tanh", a.Entry("T", (i, f)))
    return meaning.value(a.Select(i, key, key), f)


def _convolved(meaning):
    """T_if = Σ_ab Z_{i+a,b} U_abf"""
    i = meaning.index(Size.of("S") - Size.of("r") + 1)
    f, p, q = meaning.index("F"), meaning.index("r"), meaning.index("d")
    window = a.Entry("Z", (a.affine(((i, 1), (p, 1))), q))
    return meaning.value(a.total((p, q), a.mul(window, a.Entry("U", (p, q, f)))), i, f)


FORMS = {
    "quad": ([], "x'*A*x"),
    "lsq": ([], "norm2(A*x-b)^2"),
    "tr_axbxc": ([], "tr(A*X*B*X'*C)"),
    "logdet": ([], "logdet(X)"),
    "invform": ([], "a'*inv(X)*b"),
    "gauss_S": ([], "1/2*logdet(S) + 1/2*(x-u)'*inv(S)*(x-u)"),
    "norm2": ([], "norm2(x)"),
    "frob": ([], "l/2*norm2(W)^2"),
    "matfac": ([], "norm2(A-U*V')^2"),
    "logistic": ([], "sum(log(1+exp(-y.*(X*w))))"),
    "ce_logits": ([], _ce("z")),
    "sq_softmax": ([("p", "softmax(z)")], "1/2*norm2(p-t)^2"),
    "jac_softmax": ([("p", "softmax(z)")], "p"),
    "hess_ce": ([("p", "softmax(z)")], "-y'*log(p)"),
    "hess_logistic": ([("s", "sigma(y.*(X*w))")], "sum(log(1+exp(-y.*(X*w))))"),
    "hess_matfac": ([], "norm2(A-U*V')^2"),
    "softreg_W": ([("Yhat", "rowsoftmax(X*W)")], "-sum(Y.*log(Yhat))/N + l/2*norm2(W)^2"),
    **{f"nn2_{w}": (NET, "-y'*log(yhat)") for w in ("W1", "b1", "W2", "b2", "x")},
    **{f"siam_{w}": (SIAMESE, "1/2*norm2(h1-h2)^2 + l/2*norm2(W)^2") for w in "Wb"},
    "branch_x": (
        [("h1", "sigma(W1*x+b1)"), ("z2", "W2*x+b2"), ("yhat", "softmax(W3*(h1+relu(z2))+b3)"), ("g", "W3'*(yhat-y)")],
        "-y'*log(yhat)",
    ),
    "branch_h1": ([("yhat", "softmax(W3*(h1+h2)+b3)")], "-y'*log(yhat)"),
    "relu_mlp_W1": ([("yhat", "W2*relu(W1*x)")], "1/2*norm2(yhat-t)^2"),
    "dropconnect_W": ([("h", "sigma((M.*W)*x)")], "1/2*norm2(h-t)^2"),
    "sg_v": ([("yhat", "softmax(U*v)")], "-y'*log(yhat)"),
    "sg_U": ([("yhat", "softmax(U*v)")], "-y'*log(yhat)"),
    "ns_v": ([], "-log(sigma(uo'*v)) - sum(log(sigma(-(Uk*v))))"),
    "ns_U": ([], _negative_sampling),
    "cnn_U": ([("T", "X*U"), ("h", _pooled), ("s", "sigma(v'*h)")], CROSS),
    "conv_U": ([("T", _convolved), ("h", _pooled), ("s", "sigma(v'*h)")], CROSS),
    **{f"rnn1_{w}": ([("e", _looked_up), *STEP], "-y'*log(yhat)") for w in ("H", "I", "U", "b1", "L")},
    "rnn3_H": (RECURRENT, "-y1'*log(yhat1) - y2'*log(yhat2) - y3'*log(yhat3)"),
}
ROWS = ("nn2_", "rnn1_", "rnn3_", "softreg")
ONE_HOT = ("y", "Y", "y1", "y2", "y3")
NUMBERS = ("i", "o", "neg")
