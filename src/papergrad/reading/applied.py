"""What the writer's functions are called and what they are applied to: ``f(x; θ)``, ``p(y ∣ x)``, ``E[X]``.

A density is named by what it is the density of: p(x) and p(y) are two functions, p(x_1 ∣ θ) and p(x_2 ∣ θ) are one. An event
such as the t = 1 of P(t = 1 ∣ z) is part of the name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from papergrad.notation import tree, unicode
from papergrad.notation.tree import Big, Fence, Infix, Name, Node, Numeral, Run, Script
from papergrad.reading.symbols import EACH, Symbols, Written, apart, plain, text_of

UNSAID = frozenset("fgFGφψϕ")  # letters that are functions when they stand before a bracket and nothing else is said
SPELLED_OUT = frozenset(("Pr", "Prob", "bb P"))
DENSITIES = SPELLED_OUT | {"p", "P", "q"}
POLICIES = frozenset(("π", "μ", "b"))  # are functions of an action and a state, whatever these are called
AVERAGES = frozenset(("bb E", "Var", "Cov", "Std", "var", "cov"))
APART = frozenset(",;∣∥")
_PLACES = re.compile(r"[^,;∣∥]+")
_OF_SOMETHING = re.compile(r"(?<!\^)[(\[].*[)\]]$")


def arguments(inside: Node) -> tuple[Node, ...]:
    """The arguments between the brackets of a call, whatever stands between them; an event is none, but for the o of ``O = o``."""
    if isinstance(inside, Infix) and set(inside.operators) <= APART:
        return tuple(argument for part in inside.operands for argument in arguments(part))
    drawn = _drawn(inside)
    return (drawn,) if drawn is not None else () if _event(inside) else (inside,)


def _drawn(node: Node) -> Name | None:
    """The o of ``O = o``: which value a variable has."""
    match node:
        case Infix((Name(variable), Name(text, accents=()) as value), ("=",)) if text == variable.lower() != variable:
            return value
        case Infix((Name(variable), Name(text, accents=()) as value), ("=",)) if (
            len(variable) == 1 and variable.isupper()
        ):
            return value if len(text) == 1 and text.islower() else None
    return None


def value_of(name: str, called_with: Sequence[Node], symbols: Symbols) -> str:
    """What the value of an unspecified function is called, where its kind is looked for; it is one for φ(x) and all the φ(x_n)
    for which the x_n are put in."""
    keys = [symbols.key(w).removesuffix(EACH) if (w := apart(a)) is not None else unicode.write(a) for a in called_with]
    return f"the value of {name}({', '.join(keys)})"


def of_a_density(text: str, fence: Fence) -> bool:
    """Whether a bracket holds what a density is taken at, ``p(x)``: also beside a number ``p``, which multiplies ``p (1 - p)``."""
    return text in DENSITIES and fence.open == "(" and bare_argument(fence.inside)


def several(inside: Node) -> bool:
    """Whether more than one thing stands between the brackets: that is no product."""
    return isinstance(inside, Infix) and set(inside.operators) <= APART


def key_of(written: Written) -> str:
    """A function's name without its arguments: ``h_θ``, ``g^[l]``."""
    return written.base + "".join(
        f"^{s.place[0]}{text_of(s.item)}{s.place[-1]}" if s.place.endswith((")", "]", "⟩")) else "_" + text_of(s.item)
        for s in written.slots
    )


def name_of(key: str, head: Node, fence: Fence) -> str:
    """The name of the function ``head``: for densities and averages together with what they are taken of."""
    letter = _letter(head)
    densities = DENSITIES if fence.open == "(" else SPELLED_OUT
    whole = letter in AVERAGES or is_divergence(fence.inside)
    if fence.open == "(" and not whole and letter in POLICIES and _conditional(fence.inside):
        return f"{key}({_PLACES.sub('·', _signature(fence.inside, whole))})"
    if fence.open in "([" and (whole or letter in densities or _conditional(fence.inside)):
        return f"{key}{fence.open}{_signature(fence.inside, whole)}{fence.close}"
    return key


def is_average(head: Node) -> bool:
    """``E[X]``, ``Var(X)``: a number, of which nothing is known but its name."""
    return _letter(head) in AVERAGES


def is_divergence(inside: Node) -> bool:
    """``KL(q ∥ p)``: of two distributions, whatever they are called with."""
    return isinstance(inside, Infix) and set(inside.operators) == {"∥"}


def is_number(name: str) -> bool:
    """Whether the value of a function of this name is a number: densities, probabilities and averages."""
    return _OF_SOMETHING.search(name) is not None


def averages(key: str) -> bool:
    """Whether a symbol is an average, or the sign of one: what it comes to is not said by its name."""
    return is_number(key) or key in AVERAGES


def of_probabilities(node: Node) -> bool:
    """Whether an expression speaks of densities, probabilities or averages written as such."""
    return any(True for _ in letters_of_probabilities(node))


def letters_of_probabilities(node: Node) -> Iterator[str]:
    """The letters of the densities, probabilities and averages in an expression."""
    for run in tree.walk(node):
        for head, fence in pairwise(run.items) if isinstance(run, Run) else ():
            if isinstance(head, (Name, Script)) and isinstance(fence, Fence) and is_number(name_of("", head, fence)):
                yield _letter(head)


def bare_argument(inside: Node) -> bool:
    """Whether a single symbol, or a single call, stands between the brackets: nobody writes a product with those."""
    match inside:
        case Run((Name(), Fence("(", argument, ")"))):
            return bare_argument(argument)
    return apart(inside) is not None and not isinstance(inside, Fence)


def with_itself(head: Node, inside: Node) -> bool:
    """Whether a bracket behind a symbol holds that symbol, not called itself: ``x (x)^T``, ``h_j (1 - h_j)``. Nothing is called
    with itself."""
    match inside:
        case Run((first, Fence(), *rest)) if first == head:
            return any(with_itself(head, part) for part in rest)
    return inside == head or any(with_itself(head, part) for part in tree.children(inside))


def always(trees: Iterable[Node]) -> frozenset[str]:
    """The letters that never stand without a bracket behind them, one of them around a single symbol or a dot: ``s(z)``,
    ``s(·)`` and ``s(h W + b)``. They are functions. So are letters that mostly are, ``f_s(W x + b)``, without such a one, and
    those that stand before several numbers, ``x(0)`` and ``x(1)``."""
    met: Counter[str] = Counter()
    called: Counter[str] = Counter()
    bare: set[str] = set()
    steps: set[tuple[str, str]] = set()
    for root in trees:
        for node in tree.walk(root):
            if isinstance(node, Name) and len(node.text) == 1:
                met[node.text] += 1
            for head, fence in pairwise(node.items) if isinstance(node, Run) else ():
                name = head.base if isinstance(head, Script) else head  # s_i(z) as well
                fence = fence.base if isinstance(fence, Script) else fence  # and s(z)_i
                if isinstance(name, Name) and isinstance(fence, Fence) and fence.open == "(":
                    called[name.text] += 1
                    alone = bare_argument(fence.inside) or any_argument(fence)
                    bare |= {name.text} if name.text in UNSAID or alone else set()
                    steps |= {(name.text, fence.inside.text)} if isinstance(fence.inside, Numeral) else set()
    bare |= {text for text, times in Counter(text for text, _ in steps).items() if times > 1}
    return frozenset(text for text in bare if called[text] == met[text])


def presented(trees: Iterable[Node]) -> Iterable[Node]:
    """The formulas that present a function, and say no more: ``ε(·)``."""
    return (node for node in trees if isinstance(node, Run) and len(node.items) == 2 and any_argument(node.items[1]))


def any_argument(node: Node) -> bool:
    """A bracket for any argument: ``(·)``."""
    return isinstance(node, Fence) and node.open == "(" and isinstance(node.inside, Name) and node.inside.text in "·⋅∙•"


def with_letters(body: Node, change: dict[str, str]) -> Node | None:
    """What is defined for one position, ``P(o ∣ c) = … u_o …``, at others; None where letters stand for values, or a sum
    would catch one."""
    here = {n.text for n in tree.walk(body) if isinstance(n, Name)} & change.keys()
    hung = {n.text for n in _hanging(body)} & change.keys()
    loose = {n.text for n in _values(body)} & change.keys()
    return None if here != hung or loose or _caught(body, change) else _lettered(body, change, False)


def hangs(node: Node, text: str) -> bool:
    """Whether a letter stands below a symbol."""
    return any(name.text == text for name in _hanging(node))


def _hanging(node: Node) -> Iterator[Name]:
    """The names in subscripts."""
    for here in tree.walk(node):
        if isinstance(here, Script) and here.sub is not None:
            yield from (n for n in tree.walk(here.sub) if isinstance(n, Name))


def _values(node: Node) -> Iterator[Name]:
    """The names outside of subscripts."""
    if isinstance(node, Name):
        yield node
    parts = tree.children(node)
    if isinstance(node, Script) and node.sub is not None:
        parts = tuple(part for part in parts if part is not node.sub)
    for part in parts:
        yield from _values(part)


def _caught(body: Node, change: dict[str, str]) -> bool:
    """Whether a sum runs over a letter that is to be put in for one in it."""
    for big in tree.walk(body):
        if isinstance(big, Big):
            bound = {n.text for n in tree.walk(big.lower) if isinstance(n, Name)} if big.lower is not None else set()
            inside = {n.text for n in _hanging(big.body)}
            if bound & change.keys() or any(new in bound and old in inside for old, new in change.items()):
                return True
    return False


def _lettered(node: Node, change: dict[str, str], below: bool) -> Node:
    if below and isinstance(node, Name):
        return replace(node, text=change.get(node.text, node.text))
    sub = node.sub if isinstance(node, Script) else None
    return tree.rebuild(node, lambda part: _lettered(part, change, below or (part is sub and sub is not None)))


def _letter(head: Node) -> str:
    base = head.base if isinstance(head, Script) else head
    return plain(base) if isinstance(base, Name) else ""


def _conditional(inside: Node) -> bool:
    return isinstance(inside, Infix) and ("∣" in inside.operators or any(map(_conditional, inside.operands)))


def _event(node: Node) -> bool:
    return isinstance(node, Infix) and set(node.operators) <= set("=≠<>≤≥∈")


def _signature(inside: Node, whole: bool) -> str:
    """What stands between the brackets as text: symbols by their letters alone, unless the ``whole`` text counts."""
    if not whole and _drawn(inside) is not None and isinstance(inside, Infix):
        return _signature(inside.operands[0], whole)
    if isinstance(inside, Infix) and (set(inside.operators) <= APART or _event(inside)):
        parts = [_signature(part, whole) for part in inside.operands]
        return parts[0] + "".join(sign + part for sign, part in zip(inside.operators, parts[1:], strict=True))
    written = apart(inside)
    return written.base if written is not None and not whole else unicode.write(inside)
