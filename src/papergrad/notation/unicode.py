"""Mathematics on one line of Unicode: for terminals, messages and pages without a formula engine, and for plain text.

``∂J/∂W = ½ (h₁ − h₂) ⊙ σ′(Wx₁ + b) x₁ᵀ + λW``. Scripts are small letters where Unicode has them, else ``W^(l)``; a fraction is
a slash with the brackets it needs; a matrix is ``[1 2; 3 4]``, cases are ``{a if c; b if d}``.
"""

from __future__ import annotations

from papergrad.notation import glyphs, latex
from papergrad.notation.glyphs import (
    ATOM,
    BESIDE,
    LEVEL,
    MID,
    PRODUCT,
    RELATION,
    SEPARATOR,
    SIDE_BY_SIDE,
    SIGNS,
    SUM,
    WIDE,
)
from papergrad.notation.lexer import Macros
from papergrad.notation.names import glyph
from papergrad.notation.tree import (
    Accented,
    Big,
    Blank,
    Branches,
    Fence,
    Fraction,
    Hole,
    Infix,
    Matrix,
    Name,
    Node,
    Numeral,
    Postfix,
    Prefix,
    Root,
    Run,
    Script,
    Unread,
    Words,
    rebuild,
)
from papergrad.source import Source, Span

_RAISED = {plain: small for small, plain in glyphs.SUPERSCRIPTS.items()}
_LOWERED = {plain: small for small, plain in glyphs.SUBSCRIPTS.items()}
_HALVES = {("1", "2"): "½", ("1", "3"): "⅓", ("1", "4"): "¼", ("3", "4"): "¾", ("2", "3"): "⅔", ("1", "8"): "⅛"}


def read(source: Source, span: Span, macros: Macros | None = None) -> list[Node]:
    """The rows of a passage of plain mathematical text: the LaTeX reader, whose lexer knows Unicode, with ``[1 2; 3 4]`` a matrix.

    What ``write`` gave is read to the same meaning, not always to the same tree: a fraction comes back as a slash.
    """
    return [_with_matrices(row, source.text) for row in latex.read(source, span, macros)]


def _with_matrices(node: Node, text: str) -> Node:
    inner = rebuild(node, lambda part: _with_matrices(part, text))
    match inner:
        case Fence("[", Infix(operands, operators), "]") if set(operators) == {";"}:
            rows = tuple(tuple(_cells(row, text)) for row in operands)
            if len({len(row) for row in rows}) == 1:
                return Matrix(rows, span=inner.span)
        case Fence("[", row, "]") if len(cells := _cells(row, text)) > 1 and all(map(_constant, cells)):
            return Matrix((tuple(cells),), span=inner.span)
    return inner


def _constant(node: Node) -> bool:
    return isinstance(node.operand if isinstance(node, Prefix) else node, Numeral)


def _cells(row: Node, text: str) -> list[Node]:
    """The cells of a row: what stands side by side. A sign with a space before it only belongs to its number: ``3 -4``."""
    match row:
        case Run(items):
            return list(items)
        case Infix((first, *others), operators) if LEVEL[operators[0]] == SUM:
            cells = _cells(first, text)
            for sign, operand in zip(operators, others, strict=True):
                start = operand.span.start
                if text[start - 1].isspace() or not text[start - 2 : start - 1].isspace():
                    return [row]
                head, *rest = _cells(operand, text)
                cells += [Prefix(sign, head, span=Span(start - 1, head.span.end)), *rest]
            return cells
    return [row]


def write(node: Node) -> str:
    """One line of Unicode. Prints what the tree says; brackets are added where only the layout held things together."""
    return " ".join(_text(node).split(" "))


def _level(node: Node) -> int:
    match node:
        case Infix():
            return LEVEL[node.operators[0]]
        case Prefix():
            return SUM if node.sign in SIGNS else RELATION
        case Fraction(Numeral(above), Numeral(below)) if (above, below) in _HALVES:
            return ATOM
        case Fraction():
            return PRODUCT
        case Big():
            return PRODUCT
        case Run():
            return SIDE_BY_SIDE
        case Words():
            return SUM
        case _:
            return ATOM


def _put(node: Node, need: int) -> str:
    text = _text(node)
    return f"({text})" if _level(node) < need else text


def _text(node: Node) -> str:
    match node:
        case Numeral(text) | Words(text) | Unread(text):
            return text
        case Name("1", (), "bold"):
            return "𝟏"
        case Name(text, accents, font):
            return glyph(text, accents, font)
        case Accented(accent, inside):
            return _text(inside) if "brace" in accent else f"{accent}({_text(inside)})"
        case Hole():
            return "?"
        case Blank():
            return ""
        case Script():
            return _script(node)
        case Fraction(above, below):
            return _fraction(above, below)
        case Root(inside, degree):
            root = "√" if degree is None else _hung("^", degree) + "√"
            return root + (_text(inside) if isinstance(inside, (Name, Numeral, Fence)) else f"({_text(inside)})")
        case Fence(opening, inside, closing):
            return opening.strip(".") + _text(inside) + closing.strip(".")
        case Run(items):
            return _run(items)
        case Prefix(sign, operand):
            return ("−" if sign == "-" else sign) + _put(operand, PRODUCT if sign in SIGNS else RELATION)
        case Postfix(operand, "'"):
            return _put(operand, ATOM) + "ᵀ"
        case Infix((base, exponent), (".^",)):
            return _put(base, ATOM) + ".^" + _put(exponent, ATOM)
        case Postfix(operand, sign):
            return _put(operand, ATOM) + sign
        case Infix():
            return _infix(node)
        case Big(sign, lower, upper, body):
            return sign + _hung("_", lower) + _hung("^", upper) + " " + _put(body, PRODUCT)
        case Matrix(rows, kind):
            cells = "; ".join(" ".join(_put(cell, SIDE_BY_SIDE) for cell in row) for row in rows)
            return f"|{cells}|" if kind == "vmatrix" else f"[{cells}]"
        case Branches(branches):
            return "{" + "; ".join(_branch(value, condition) for value, condition in branches) + "}"
        case _:
            raise AssertionError(f"not a node of the tree: {node}")


def _branch(value: Node, condition: Node | None) -> str:
    if condition is None:
        return _text(value)
    match condition:
        case Run((Words(word), asked)):
            said = f"{word.strip()} {_text(asked)}"
        case _:
            said = _text(condition)
    return _text(value) + ("" if said.startswith(("if ", "otherwise", "else", "when ", "for ")) else " if") + " " + said


def _script(node: Script) -> str:
    base = _put(node.base, ATOM)
    if isinstance(node.base, Script) and node.base.sup is not None:
        base = f"({base})"
    if isinstance(node.base, Fraction):
        base = f"({_text(node.base)})"
    if isinstance(node.base, Fence) and node.base.open == ".":
        base = _text(node.base)
    return base + "′" * node.primes + _hung("_", node.sub) + _hung("^", node.sup)


def _hung(mark: str, node: Node | None) -> str:
    """A script in small letters if there are some for all of it, else with ``_`` or ``^`` and brackets where it is long."""
    if node is None:
        return ""
    text = _text(node).replace("−", "-").replace(" ", "")
    small = _LOWERED if mark == "_" else _RAISED
    if mark == "^" and text in ("⊤", "*", "⋆", "†"):
        return "ᵀ" if text == "⊤" else text if text in "*†" else "^⋆"
    if (
        text
        and all(letter in small for letter in text)
        and not (mark == "^" and isinstance(node, Fence) and len(text) > 3)
    ):
        return "".join(small[letter] for letter in text)
    short = len(text) == 1 or isinstance(node, (Fence, Numeral)) or (isinstance(node, Name) and not node.accents)
    return mark + (text if short else f"({text})")


def _fraction(above: Node, below: Node) -> str:
    if isinstance(above, Numeral) and isinstance(below, Numeral) and (above.text, below.text) in _HALVES:
        return _HALVES[above.text, below.text]
    top = _text(above) if isinstance(above, Run) else _half(above)
    return f"{top}/{_half(below)}"


def _half(node: Node) -> str:
    """One side of a slash: ``∂J`` and ``dx`` need no brackets."""
    match node:
        case Run((Name("∂" | "d"), *_)) | Run((Name(), Fence("(", _, ")"))):
            text = _text(node)
            return text if " " not in text or isinstance(node.items[-1], Fence) else f"({text})"
    return _put(node, ATOM)


def _run(items: tuple[Node, ...]) -> str:
    out = ""
    for k, item in enumerate(items):
        text = _put(item, ATOM) if not (isinstance(item, Big) and k == len(items) - 1) else _text(item)
        before = items[k - 1]
        if isinstance(item, Fraction) and not isinstance(item.above, Run) and not (k and isinstance(before, Name)):
            text = _text(item)
        bracket = item.base if isinstance(item, Script) else item
        glued = (isinstance(before, Name) and before.font != "word" and _letter(item)) or (
            isinstance(bracket, Fence) and bracket.open in "([" and isinstance(before, (Name, Script, Fence))
        )
        numbered = isinstance(before, Numeral) and isinstance(item, Name) and item.font != "word"
        out += text if not k or glued or numbered else " " + text
    return out


def _letter(node: Node) -> bool:
    symbol = node.base if isinstance(node, Script) else node
    return isinstance(symbol, Name) and symbol.font != "word"


def _infix(node: Infix) -> str:
    at = LEVEL[node.operators[0]]
    out = ""
    for k, operand in enumerate(node.operands):
        signed = isinstance(operand, Prefix) and operand.sign in SIGNS and (at < PRODUCT and not k)
        text = _text(operand) if signed or (at == PRODUCT and isinstance(operand, Fraction)) else _put(operand, at + 1)
        if k:
            sign = node.operators[k - 1]
            if sign in (",", ";", ":", "."):
                out += sign + " "
            elif sign in (WIDE, BESIDE):
                out += "   " if sign == WIDE else " "
            elif sign in ("/", "∣"):
                out += {"/": "/", "∣": "|"}[sign]
            else:
                out += f" {'−' if sign == '-' else sign} "
        out += text
    return out.strip()


__all__ = ["MID", "SEPARATOR", "read", "write"]
