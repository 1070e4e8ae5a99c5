r"""Named functions, in every spelling.

In real papers: "$\hat y = \mathrm{softmax}(W x)$", "$h = \sigma(z)$", "tanh z", "$\log^2 x$", "$\mathrm{CE}(y, \hat y)$",
"$e^{-x}$", "sgn(x)".
A Greek letter may be a function (``LETTERS``) or a symbol: reading decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Name, Node, Root, Run, Script
from papergrad.phrasebook.trees import beside, fenced, items, listed, sequence
from papergrad.records import dataclass


@dataclass(frozen=True)
class Function:
    """``kind``: ``elementwise``, ``vector`` (acts along an axis), ``loss`` (numbers of vectors) or ``matrix``."""

    name: str
    spellings: tuple[str, ...]  # the first is written
    kind: str = "elementwise"
    arity: int = 1


FUNCTIONS: dict[str, Function] = {
    row.name: row
    for row in (
        Function("sigmoid", ("σ", "sigmoid", "Sigmoid", "sigm", "sig", "logistic", "expit", "logsig")),
        Function("tanh", ("tanh", "Tanh", "tansig")),
        Function("relu", ("ReLU", "relu", "Relu", "RELU", "rect", "rectify")),
        Function("leaky_relu", ("LeakyReLU", "leakyrelu", "lrelu", "LReLU")),
        Function("softplus", ("softplus", "Softplus", "SoftPlus")),
        Function("softsign", ("softsign", "Softsign")),
        Function("gelu", ("GELU", "gelu", "GeLU")),
        Function("silu", ("SiLU", "silu", "swish", "Swish")),
        Function("elu", ("ELU", "elu")),
        Function("exp", ("exp", "Exp")),
        Function("log", ("log", "ln", "Log", "lg")),
        Function("log2", ("log2",)),
        Function("sqrt", ("sqrt",)),
        Function("abs", ("abs",)),
        Function("sign", ("sign", "sgn", "Sign", "signum")),
        Function("step", ("step", "heaviside", "Heaviside", "Θ")),
        Function("sin", ("sin",)),
        Function("cos", ("cos",)),
        Function("tan", ("tan",)),
        Function("sinh", ("sinh",)),
        Function("cosh", ("cosh",)),
        Function("arcsin", ("arcsin", "asin")),
        Function("arccos", ("arccos", "acos")),
        Function("arctan", ("arctan", "atan")),
        Function("erf", ("erf",)),
        Function("square", ("square", "sq")),
        Function("max", ("max", "maximum"), "elementwise", 2),
        Function("min", ("min", "minimum"), "elementwise", 2),
        Function("log_sigmoid", ("logsigmoid", "LogSigmoid")),
        Function("softmax", ("softmax", "Softmax", "SoftMax", "soft-max", "smax", "SM"), "vector"),
        Function("log_softmax", ("logsoftmax", "LogSoftmax", "log_softmax"), "vector"),
        Function("logsumexp", ("lse", "LSE", "logsumexp"), "vector"),
        Function("sum", ("sum",), "vector"),
        Function("mean", ("mean", "avg", "average"), "vector"),
        Function(
            "cross_entropy", ("CE", "CrossEntropy", "crossentropy", "XE", "xent", "cross_entropy", "H"), "loss", 2
        ),
        Function("squared_error", ("SE",), "loss", 2),
        Function("mean_squared_error", ("MSE", "mse"), "loss", 2),
        Function("kl", ("KL",), "loss", 2),
        Function("vec", ("vec",), "matrix"),
        Function("flatten", ("flatten",), "matrix"),
        Function("kron", ("kron",), "matrix", 2),
        Function("onehot", ("onehot", "OneHot", "one_hot"), "vector"),
        Function("concat", ("concat", "concatenate", "cat"), "matrix", 2),
        Function("eye", ("eye",), "matrix"),
        Function("ones", ("ones",), "matrix"),
        Function("zeros", ("zeros",), "matrix"),
        Function("dropout", ("dropout", "Dropout"), "vector"),
    )
}
SPELLED: dict[str, Function] = {text: row for row in FUNCTIONS.values() for text in row.spellings}
LETTERS = frozenset("σφϕψθρηgfhFGSHΘ")  # one letter, so it may be a symbol instead: only where nothing else declares it
DOUBTFUL = frozenset({"H", "S", "sq", "step", "rect", "sum", "mean", "SM", "SE", "cat"}) | LETTERS


def takes(text: str, arguments: Sequence[Node]) -> bool:
    """Whether a spelling can be called with so many arguments: the H of H(x) is no cross-entropy, but a function of the writer's."""
    return text not in LETTERS or SPELLED[text].arity == 1 or len(arguments) == SPELLED[text].arity


@dataclass(frozen=True)
class Application:
    """``function`` (a row of ``FUNCTIONS``) of arguments; ``power`` as in ``\\log^2 x``, ``sub`` as in ``\\log_2 x``.

    ``open``: the argument has no brackets, and all that stood after the name is taken (reading may give some back).
    """

    function: str
    arguments: tuple[Node, ...]
    power: Node | None = None
    sub: Node | None = None
    open: bool = False


def read(node: Node) -> Application | None:
    match node:
        case Root(inside, None):
            return Application("sqrt", (inside,))
        case Fence("|", inside, "|"):
            return None
        case Script(Name("e" | "ⅇ", accents=()), None, Node() as argument, 0):
            return Application("exp", (argument,))
        case Run((head, *rest)) if rest:
            return _applied(head, tuple(rest))
    return None


def _applied(head: Node, rest: tuple[Node, ...]) -> Application | None:
    name, power, sub = head, None, None
    if isinstance(head, Script) and not head.primes:
        name, power, sub = head.base, head.sup, head.sub
    if not isinstance(name, Name) or name.accents or name.text not in SPELLED:
        return None
    row = SPELLED[name.text]
    if len(rest) == 1 and isinstance(rest[0], Fence) and rest[0].open in "([{" and rest[0].close in ")]}":
        inside = rest[0].inside
        arguments = sequence(inside) if row.arity > 1 else (inside,)
        return Application(row.name, arguments, power, sub)
    return Application(row.name, (beside(*rest),), power, sub, True)


def spelling(function: str) -> Name:
    """How a function's name is written."""
    text = FUNCTIONS[function].spellings[0]
    return Name(text, font="word" if len(text) > 1 else "")


def write(parts: Application, style: Style) -> Node:
    if parts.function == "sqrt" and parts.power is None:
        return Root(parts.arguments[0])
    head: Node = spelling(parts.function)
    if parts.power is not None or parts.sub is not None:
        head = Script(head, parts.sub, parts.power)
    if parts.open:
        return Run((head, *items(parts.arguments[0])))
    return Run((head, fenced(listed(parts.arguments))))
