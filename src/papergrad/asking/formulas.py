r"""A formula without a paper around it: ``x'*A*x + b'*x`` becomes the paper that says what its letters are.

By convention a capital is a matrix (I the identity), a Greek letter a number, another small letter a vector, and one of a to g
a number where that conforms and nothing is added to it or transposed; so is what stands before I. What is declared goes before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise, product

from papergrad import document
from papergrad.algebra.traversal import symbols as symbols_of
from papergrad.asking.gradients import parse
from papergrad.notation import latex, plain, unicode
from papergrad.notation.tree import (
    Fence,
    Fraction,
    Infix,
    Name,
    Node,
    Numeral,
    Postfix,
    Prefix,
    Run,
    Script,
    children,
    rebuild,
    walk,
)
from papergrad.phrasebook import functions
from papergrad.phrasebook.trees import sequence
from papergrad.reading.named import WHOLE
from papergrad.reading.reading import Reading
from papergrad.reading.reading import read as understand
from papergrad.source import PaperError

Kinds = Mapping[str, str]  # LaTeX of a symbol -> LaTeX of the space it lives in
NUMBER, VECTOR, MATRIX = r"\mathbb{R}", r"\mathbb{R}^{? \times 1}", r"\mathbb{R}^{? \times ?}"
NUMBERS = frozenset("abcdefg")
NEVER = frozenset("…∞∂∇ℝ")
TURNED = (Name("T"), Name("⊤"))
NORMS = {"norm2": None, "norm": None, "norm1": Numeral("1"), "normF": Name("F"), "frob": Name("F")}
MADE = {"ones": Name("1", font="bold"), "eye": Name("I")}  # as long as they must be
INNER = frozenset(("dot", "inner"))
PRODUCTS = frozenset(("*", "/", ".*", "./"))
ENTRYWISE = {".*": "⊙", "./": "⊘"}
MOST_TRIES = 64


def page(formula: Node, shapes: Mapping[str, str]) -> tuple[Reading, Node]:
    """The paper that states ``name = formula``, and the name. ``shapes``: ``A`` -> ``m x n``.

    Raises PaperError where the formula does not conform, however its letters are taken.
    """
    body = spelled(formula)
    if (entry := _entry(formula)) is not None:
        raise PaperError(
            f"{unicode.write(entry)} may be an entry, or a product with a number",
            hint="write a subscript for the entry, a * for the product",
            code="PG424",
        )
    lengths = {part for size in shapes.values() for part in _lengths(size)}  # the n of 1/n is that of n×m
    found = dict.fromkeys(latex.write(n) for n in _symbols(body))
    symbols = [s for s in found if s in shapes or (s != "I" and s not in lengths)]  # I is the identity
    told = {latex.write(parse(symbol)): _space(size) for symbol, size in shapes.items()}
    name = next((n for n in ("f", "J", "L", "y") if n not in symbols), "f_0")
    added, turned = ({latex.write(n) for n in found} for found in (_terms(body), _turned(body)))
    scaling = {latex.write(n) for n in _scaling(body)}
    choices = [
        (told[s],) if s in told else (NUMBER,) if s in scaling else _kinds(s, s in added, s in turned) for s in symbols
    ]
    words = _called(body)
    best: Reading | None = None
    tries = (
        sorted(product(*(range(len(c)) for c in choices)), key=lambda picks: (sum(picks), [-n for n in picks]))
        if _few(choices)
        else []
    )
    for picks in tries[:MOST_TRIES]:
        spaces = {s: c[n] for s, c, n in zip(symbols, choices, picks, strict=True)}
        reading = _read(name, body, spaces)
        definition = reading.scopes[-1].definition(name)
        if reading.reads[-1].problem is None and definition is not None:
            unknown = sorted(words & symbols_of(definition.body))
            if unknown:
                raise PaperError(f"what {unknown[0]} is, is not said", hint="write it out", code="PG424")
            if not definition.axes:
                return reading, Name(name)
            best = best or reading
    if best is None:
        raise PaperError(
            "this formula does not conform, however its letters are taken",
            hint="declare shapes, as in --shape A=m×n",
            code="PG424",
        )
    return best, Name(name)


def _few(choices: list[tuple[str, ...]]) -> bool:
    return sum(len(c) > 1 for c in choices) <= 10


def _read(name: str, body: Node, spaces: Kinds) -> Reading:
    told = ", ".join(f"${symbol} \\in {space}$" for symbol, space in spaces.items())
    text = f"{told}\n\n$${name} = {latex.write(body)}$$\n"
    return understand(document.of(text, "<formula>", "markdown"))


def _symbols(node: Node) -> list[Node]:
    """The symbols of a formula with their labels, in order."""
    match node:
        case Script(Name() as base, sub, sup) if _symbols(base):
            above = [] if sup is None or sup in TURNED else _symbols(sup)
            return ([Script(base, sub)] if sub is not None else _symbols(base)) + above
        case Script(base, _, sup):
            return _symbols(base) + ([] if sup is None or sup in TURNED else _symbols(sup))
        case Run(items):
            called = [
                isinstance(x, Name) and (x.text in functions.SPELLED or x.font == "word") and _bracket(y)
                for x, y in pairwise((*items, None))
            ]
            return [s for item, function in zip(items, called, strict=True) if not function for s in _symbols(item)]
        case Name(text=text, font=font):
            known = text in NEVER or (font == "word" and (text in functions.SPELLED or text in WHOLE))
            return [] if known else [node]
    return [s for part in children(node) for s in _symbols(part)]


def _called(node: Node) -> set[str]:
    """The words that stand before brackets, as functions do."""
    found = set()
    for part in walk(node):
        for head, after in pairwise(part.items if isinstance(part, Run) else ()):
            base = head.base if isinstance(head, Script) else head
            if isinstance(base, Name) and base.font == "word" and _bracket(after):
                found |= {base.text, plain.write(head)}
    return found


def _entry(node: Node) -> Node | None:
    """The first symbol with nothing but numbers in brackets behind it, as in MATLAB: ``x(1)``, ``A(1, 2)``."""
    for part in walk(node):
        for head, after in pairwise(part.items if isinstance(part, Run) else ()):
            inside = after.base if isinstance(after, Script) else after
            base = head.base if isinstance(head, Script) else head
            symbol = isinstance(base, Name) and base.text not in functions.SPELLED and bool(_symbols(base))
            if symbol and isinstance(inside, Fence) and all(isinstance(n, Numeral) for n in sequence(inside.inside)):
                return Run((head, inside))
    return None


def _bracket(node: Node | None) -> bool:
    return isinstance(node, Fence) or (isinstance(node, Script) and isinstance(node.base, Fence))


def _terms(node: Node) -> list[Node]:
    """Symbols that are added to something."""
    sums = [n.operands for n in walk(node) if isinstance(n, Infix) and set(n.operators) <= {"+", "-"}]
    return [term for operands in sums for term in operands if isinstance(term, Name | Script)]


def _scaling(node: Node) -> list[Node]:
    """The l of ``l I``."""
    pairs = [pair for n in walk(node) if isinstance(n, Run) for pair in pairwise(n.items)]
    return [one for one, other in pairs if other == Name("I") and isinstance(one, Name) and not one.text.isupper()]


def _turned(node: Node) -> list[Node]:
    """Symbols that are transposed."""
    found = [n for n in walk(node) if isinstance(n, Script) and n.sup in TURNED]
    return [n.base if n.sub is None else Script(n.base, n.sub) for n in found]


def _kinds(symbol: str, added: bool, turned: bool) -> tuple[str, ...]:
    """The spaces that a letter may live in, likeliest first."""
    if symbol[0].isupper():
        return (MATRIX,)
    if turned:
        return (VECTOR,)
    return (NUMBER, VECTOR) if symbol[0] == "\\" or (symbol[0] in NUMBERS and not added) else (VECTOR, NUMBER)


def _space(size: str) -> str:
    """``m x n`` as ``\\mathbb{R}^{m \\times n}``; nothing or ``1`` for a number."""
    sizes = _lengths(size)
    if not sizes or sizes == ["1"]:
        return NUMBER
    sizes += ["1"] * (len(sizes) == 1)  # a vector is a column
    if len(sizes) > 2 or not all(re.fullmatch(r"[A-Za-z0-9]+", part) for part in sizes):
        raise PaperError(f"{size!r} is no shape", hint="as in m×n, or 5", code="PG425")
    return "\\mathbb{R}^{" + r" \times ".join(sizes) + "}"


def _lengths(size: str) -> list[str]:
    return [part for part in re.split(r"\s*[x×*,]\s*", size.strip()) if part]


def spelled(node: Node) -> Node:
    """ASCII habits in the words of papers: a quote is a transpose, ``*`` a product, ``norm2(x)`` a norm, ``.^`` a power."""
    match node:
        case Infix(_, operators) if ":" in operators:
            raise PaperError("a colon may mean more than one thing", hint="write tr(A'*B) for A:B", code="PG424")
        case Run((Name(text, font="word"), Postfix(Fence(), "'"))) if text in MADE:  # ones(n)'
            return Script(MADE[text], sup=Name("T"))
        case Postfix(inside, "'"):
            return Script(_held(spelled(inside)), sup=Name("T"))
        case Infix((base, exponent), (".^",)):
            return Script(_held(spelled(base)), sup=spelled(exponent))
        case Infix(operands, operators) if not PRODUCTS.isdisjoint(operators):
            return _products(tuple(map(spelled, operands)), operators)
        case Run(items):
            return _norms(tuple(map(spelled, items)))
    return rebuild(node, spelled)


def _held(node: Node) -> Node:
    return (
        node
        if isinstance(node, Name | Fence | Numeral) or (isinstance(node, Script) and node.sup is None)
        else Fence("(", node, ")")
    )


def _products(operands: tuple[Node, ...], operators: tuple[str, ...]) -> Node:
    """From the left, as MATLAB does: ``*`` puts side by side, ``/`` divides by what comes next alone, so ``1/2 * x`` is half of x."""
    parts, signs = [operands[0]], list[str]()
    for sign, operand in zip(operators, operands[1:], strict=True):
        if sign not in ENTRYWISE and signs:
            parts, signs = [Fence("(", Infix(tuple(parts), tuple(signs)), ")")], []
        if sign == "*":
            before = parts[-1].items if isinstance(parts[-1], Run) else (parts[-1],)
            after = operand.items if isinstance(operand, Run) else (operand,)
            parts[-1] = Run((*before, *after))
        elif sign == "/":
            parts[-1] = Fraction(parts[-1], operand)
        else:
            parts.append(operand)
            signs.append(ENTRYWISE.get(sign, sign))
    return Infix(tuple(parts), tuple(signs)) if signs else parts[0]


def _pair(node: Node) -> bool:
    return isinstance(node, Infix) and node.operators == (",",)


def _norms(items: tuple[Node, ...]) -> Node:
    found: list[Node] = []
    for item in items:
        head = found[-1] if found else None
        hung = item.base if isinstance(item, Script) else item
        if isinstance(head, Name) and head.text in NORMS and isinstance(hung, Fence):
            sub = item.sub if isinstance(item, Script) and item.sub is not None else NORMS[head.text]
            norm = Script(Fence("‖", hung.inside, "‖"), sub=sub, sup=item.sup if isinstance(item, Script) else None)
            found[-1] = norm if norm.sub or norm.sup else norm.base
        elif isinstance(head, Name) and head.text in MADE and isinstance(item, Fence):
            found[-1] = MADE[head.text]
        elif isinstance(head, Name) and head.text in INNER and isinstance(item, Fence) and _pair(item.inside):
            one, other = item.inside.operands  # type: ignore[attr-defined]
            found[-1:] = [Script(_held(one), sup=Name("T")), _held(other)]
        elif isinstance(head, Name) and head.text == "inv" and isinstance(item, Fence):
            found[-1] = Script(_held(item.inside), sup=Prefix("-", Numeral("1")))
        else:
            found.append(item)
    return found[0] if len(found) == 1 else Run(tuple(found))
