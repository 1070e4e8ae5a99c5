"""What stands side by side, sorted into factors: calls with their arguments, operators with their operands, and the rest.

``W x`` is two factors, ``\\sigma(W x)`` one call, ``\\nabla_x f(x) A`` a derivative and a factor. Which names are functions is
asked of the scope, since ``h(1-h)`` is a product and ``h(x)`` may be a call.
"""

from __future__ import annotations

from collections.abc import Callable

from papergrad.notation.tree import Big, Blank, Fence, Fraction, Infix, Name, Node, Numeral, Prefix, Run, Script
from papergrad.phrasebook import functions, gradient, indicator
from papergrad.phrasebook.trees import beside, sequence
from papergrad.reading import applied
from papergrad.records import dataclass
from papergrad.source import Span

ROUND = {("(", ")"), ("[", "]"), ("{", "}")}


@dataclass(frozen=True)
class Call:
    """A function of arguments. ``name`` is a row of ``phrasebook.functions`` or, with ``known`` false, a name of the writer's."""

    name: str
    head: Node
    arguments: tuple[Node, ...]
    known: bool = True
    primes: int = 0
    power: Node | None = None
    scripts: Script | None = None  # what hangs on the closing bracket: softmax(z)_i
    span: Span = Span(0, 0)


@dataclass(frozen=True)
class Operator:
    """A derivative sign before what it differentiates; ``rest`` is what could also belong to it."""

    derivative: gradient.Derivative
    span: Span = Span(0, 0)


Factor = Node | Call | Operator
IsFunction = Callable[[Node, "Node | None"], "str | None"]
# (head, what follows) -> name of a known function, "?f" for one of the writer's, None for a symbol


def factors(items: tuple[Node, ...], is_function: IsFunction, greedy: bool = False) -> tuple[Factor, ...]:
    """The factors of a run. ``greedy``: a derivative sign takes all that follows, not the next factor only."""
    out: list[Factor] = []
    at = 0
    while at < len(items):
        if annotation(items[at]):
            at += 1
            continue
        if (
            len(items) > at + 1
            and indicator.read(condition := Run(items[at : at + 2], span=items[at].span | items[at + 1].span))
            is not None
        ):
            out.append(condition)
            at += 2
            continue
        found, used = _one(items[at:], is_function, greedy)
        out.append(found)
        at += used
    return tuple(out)


def loss_first(node: Node, is_function: IsFunction) -> bool:
    """``∇_θ CE(y, ŷ) W^T``: what a derivative sign differentiates ends with a loss and its arguments; the rest is a product."""
    if not isinstance(node, Run) or len(node.items) < 3 or not _operator(node.items[0]):
        return False
    found, used = _one(node.items[1:], is_function, False)
    row = functions.FUNCTIONS.get(found.name) if isinstance(found, Call) and found.known else None
    return row is not None and row.kind == "loss" and used + 1 < len(node.items)


def annotation(node: Node) -> bool:
    """A script that hangs on nothing, such as the number of rows before a matrix."""
    return isinstance(node, Script) and isinstance(node.base, Blank)


def _one(items: tuple[Node, ...], is_function: IsFunction, greedy: bool) -> tuple[Factor, int]:
    head = items[0]
    if len(items) > 1 and _operator(head):
        taken = len(items) - 1 if greedy else _extent(items[1:], is_function)
        whole = beside(head, *items[1 : 1 + taken])
        found = gradient.read(whole)
        if found is not None and found.of is not None:
            return Operator(found, head.span | items[taken].span), 1 + taken
    name, primes, power = _head(head)
    following = items[1] if len(items) > 1 else None
    known = is_function(name, following) if name is not None else None
    if known is None or (following is None and not primes):
        return head, 1
    if following is None:
        return head, 1
    text = known.removeprefix("?")
    is_known = not known.startswith("?")
    fence = following.base if isinstance(following, Script) else following
    if isinstance(fence, Fence) and (fence.open, fence.close) in ROUND:
        arguments = sequence(fence.inside) if is_known else applied.arguments(fence.inside)
        scripts = following if isinstance(following, Script) else None
        if scripts is not None and scripts.primes and not any(map(_composed, arguments)):
            primes, scripts = (
                primes + scripts.primes,
                Script(scripts.base, scripts.sub, scripts.sup) if scripts.sub or scripts.sup else None,
            )
        return Call(text, head, arguments, is_known, primes, power, scripts, head.span | following.span), 2
    taken = _argument(items[1:], is_function)
    if not taken:
        return head, 1
    argument = beside(*items[1 : 1 + taken])
    if text == "det" and isinstance(argument, Fence) and argument.open == argument.close == "|":
        argument = argument.inside  # det|A|: the bars say the same once more
    return Call(text, head, (argument,), is_known, primes, power, None, head.span | items[taken].span), 1 + taken


def _composed(argument: Node) -> bool:
    """The ``h(s)`` of ``g(h(s))'``, which is derived by s as a whole."""
    return isinstance(argument, Run) and isinstance(argument.items[-1], Fence)


def _operator(node: Node) -> bool:
    """A sign that waits for what it differentiates."""
    match node:
        case Name("∇") | Script(Name("∇"), _, _, 0) | Script(Name("∂" | "grad"), Node(), None, 0):
            return True
        case Fraction():
            found = gradient.read(node)
            return found is not None and found.of is None
    return False


def _extent(rest: tuple[Node, ...], is_function: IsFunction) -> int:
    """How many items the operand of a derivative sign takes: one call, one bracket, or one symbol."""
    _, used = _one(rest, is_function, False)
    return used


def _argument(rest: tuple[Node, ...], is_function: IsFunction) -> int:
    """How far the argument of ``\\tanh x_m^T u_j`` reaches: up to a bracket, another function or a big sign. That of
    ``\\log \\sigma(z)`` is the call behind it."""
    made, used = _one(rest, is_function, False) if len(rest) > 1 and isinstance(rest[0], (Name, Script)) else (None, 0)
    if isinstance(made, Call) and isinstance(rest[1], (Fence, Script)):
        return used
    taken = 0
    for item in rest:
        name = item.base if isinstance(item, Script) else item
        if isinstance(item, Fence) and taken or isinstance(item, Big) and taken:
            break
        if isinstance(name, Name) and name.font == "word" and name.text in functions.SPELLED and taken:
            break
        taken += 1
        if isinstance(item, (Fence, Big)):
            break
    return taken


def _head(node: Node) -> tuple[Node | None, int, Node | None]:
    """A possible function name, its primes, and a power such as the 2 of ``\\tanh^2``.

    What stands in brackets above is part of the name: ``g^{[l]}``, ``g'^{[l]}``, ``g^{[l]'}`` and ``{g^{[l]}}'``.
    """
    match node:
        case Script(Name() as name, sub, Fence("(" | "[" | "⟨") as label, primes):
            return Script(name, sub, label, span=node.span), primes, None
        case Script(Name() as name, sub, Script(Fence("(" | "[" | "⟨") as label, None, None, primes), 0):
            return Script(name, sub, label, span=node.span), primes, None
        case Script(Script(Name(), _, Fence("(" | "[" | "⟨"), 0) as labelled, None, None, primes):
            return labelled, primes, None
        case Name():
            return node, 0, None
        case Script(Name() as name, None, None, primes):
            return name, primes, None
        case Script(Name() as name, None, sup, primes) if sup is not None and (name.font == "word" or primes):
            return name, primes, sup
        case Script(Name() as name, None, sup, primes) if sup is not None and name.text in functions.SPELLED:
            return name, primes, sup
        case Script(Name() as name, None, (Numeral() | Prefix("-", Numeral("1"))) as sup, primes):
            return name, primes, sup
        case Script(Name(), _, None, primes):
            return node if not primes else Script(node.base, node.sub), primes, None
    return None, 0, None


def product(node: Node) -> tuple[tuple[Node, ...], tuple[str, ...]] | None:
    """The operands and signs of a product, signs of the one level only: ``a · b ⊙ c``."""
    match node:
        case Infix(operands, operators) if set(operators) <= PRODUCTS:
            return operands, operators
        case Run(items):
            return items, ("",) * (len(items) - 1)
    return None


PRODUCTS = frozenset("·×*⋆∗⊙∘⊗/⊘÷") | {".*", "./", "@"}


def negated(node: Node) -> tuple[int, Node]:
    """A sign and what it stands before."""
    sign = 1
    while isinstance(node, Prefix) and node.sign in "+-":
        sign = -sign if node.sign == "-" else sign
        node = node.operand
    return sign, node
