r"""Trees into LaTeX that a person would write.

Brackets are where the tree has a ``Fence``; where the grammar alone would read something else, invisible braces keep things
together, so that ``read(write(t)) == t``.
"""

from __future__ import annotations

from typing import assert_never

from papergrad.notation.glyphs import (
    ATOM,
    BESIDE,
    COLON,
    COMMAND_FUNCTIONS,
    FONT_WRITTEN,
    FUNCTIONS,
    LATEX,
    LATEX_CLOSE,
    LATEX_OPEN,
    LEVEL,
    MID,
    PAIRS,
    PRODUCT,
    PROSE,
    QUANTIFIERS,
    RELATION,
    SEPARATOR,
    SIDE_BY_SIDE,
    SIGNS,
    SUM,
    WIDE,
)
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
)

_WIDE_ACCENTS = {"hat": "widehat", "tilde": "widetilde", "bar": "overline", "vec": "overrightarrow"}
_TALL = (r"\frac", r"\sum", r"\prod", r"\int", r"\begin", r"\left", r"\sqrt[")


def write(node: Node) -> str:
    """One row of LaTeX. What would be taken for a label at the start of a row is kept from it by an empty group."""
    text = _text(node)
    if _label_before(node):
        text = "{} " + text
    if isinstance(node, Infix) and node.operators[-1] == WIDE and isinstance(node.operands[-1], Fence):
        text += "{}"
    return text


def _label_before(node: Node) -> bool:
    """Whether a row starts with what a reader drops: ``(A)``, ``(1)``, an array that only aligns."""
    while isinstance(node, (Infix, Run)):
        node = node.operands[0] if isinstance(node, Infix) else node.items[0]
    match node:
        case Matrix(_, "array") | Fence("(", Name() | Numeral(), ")"):
            return True
    return False


def level(node: Node) -> int:
    """How tightly a node holds together when it is written."""
    match node:
        case Infix():
            return LEVEL[node.operators[0]]
        case Prefix():
            return SUM if node.sign in SIGNS else RELATION if node.sign != "¬" else SIDE_BY_SIDE
        case Words():
            return SUM
        case Big():
            return PRODUCT
        case Run():
            return SIDE_BY_SIDE
        case Name() if node.text in LEVEL and not node.accents and not node.font:
            return MID
        case _:
            return ATOM


def _open_ended(node: Node) -> bool:
    """Whether what is written after a node would become part of it."""
    match node:
        case Big():
            return True
        case Run():
            return _open_ended(node.items[-1])
        case Infix():
            return level(node) == PRODUCT and _open_ended(node.operands[-1])
        case _:
            return False


def _put(node: Node, need: int, last: bool = True) -> str:
    """A node where only what binds at least as tightly as ``need`` stands without braces."""
    if isinstance(node, Blank):
        return "{}"
    text = _text(node)
    loose = level(node) < need or (not last and _open_ended(node) and need >= SIDE_BY_SIDE)
    return "{" + text + "}" if loose else text


def _text(node: Node) -> str:
    match node:
        case Numeral():
            return node.text
        case Name():
            return _name(node)
        case Accented():
            return rf"\{_WIDE_ACCENTS.get(node.accent, node.accent)}{{{_text(node.inside)}}}"
        case Words():
            return rf"\text{{{node.text} }}"
        case Hole():
            return "?"
        case Blank():
            return ""
        case Unread():
            return node.text
        case Script():
            return _base(node.base) + "'" * node.primes + _hung("_", node.sub) + _hung("^", node.sup)
        case Fraction():
            return rf"\frac{{{_text(node.above)}}}{{{_text(node.below)}}}"
        case Root():
            degree = "" if node.degree is None else f"[{_text(node.degree)}]"
            return rf"\sqrt{degree}{{{_text(node.inside)}}}"
        case Fence():
            return _fence(node)
        case Run():
            return _run(node)
        case Prefix():
            return _prefix(node)
        case Postfix(operand, "'"):  # a transpose in the plain dialect
            return _text(Script(operand, None, Name("⊤")))
        case Infix((operand, exponent), (".^",)):
            return _base(operand) + rf"^{{\circ {_put(exponent, ATOM)}}}"
        case Postfix():
            return _base(node.operand) + node.sign
        case Infix():
            return _infix(node)
        case Big():
            return _big(node)
        case Matrix():
            rows = r" \\ ".join(" & ".join(_text(cell) for cell in row) for row in node.rows)
            columns = "{" + "c" * max(map(len, node.rows)) + "}" if node.kind == "array" else ""
            return rf"\begin{{{node.kind}}}{columns} {rows} \end{{{node.kind}}}"
        case Branches():
            rows = r" \\ ".join(
                _text(value) + ("" if when is None else " & " + _text(when)) for value, when in node.branches
            )
            return rf"\begin{{cases}} {rows} \end{{cases}}"
        case _:
            raise AssertionError(f"not a node of the tree: {node}")


def _name(node: Name) -> str:
    text = node.text
    if node.font == "word":
        if len(text) == 1:
            written = rf"\mathrm{{{text}}}"
        elif text in COMMAND_FUNCTIONS:
            written = "\\" + text
        elif text in FUNCTIONS or _plain_word(text):
            written = rf"\text{{{text}}}"
        else:
            written = rf"\operatorname{{{text}}}"
    else:
        written = LATEX.get(text, text)
        font = FONT_WRITTEN.get(node.font, "")
        if font:
            written = rf"\{'boldsymbol' if font == 'mathbf' and not text.isascii() else font}{{{written}}}"
    for accent in node.accents:
        written = rf"\{accent}{{{written}}}"
    return written


def _plain_word(text: str) -> bool:
    return text.lower() not in PROSE and text.replace("-", "").isalnum() and text[-1] != "-"


def _base(node: Node) -> str:
    simple = isinstance(node, (Name, Numeral, Fence, Fraction, Root, Accented, Hole, Matrix))
    text = _put(node, ATOM)
    return text if simple or text.startswith("{") and isinstance(node, Blank) else "{" + _text(node) + "}"


def _hung(mark: str, node: Node | None) -> str:
    if node is None:
        return ""
    text = _text(node)
    bare = len(text) == 1 and (text.isalnum() or text == "*")
    command = (
        isinstance(node, Name) and not node.font and not node.accents and text[1:].isalpha() and text in LATEX.values()
    )
    return mark + (text if bare or command else "{" + text + "}")


def _fence(node: Fence) -> str:
    inside = _text(node.inside)
    opening, closing = LATEX_OPEN.get(node.open, node.open), LATEX_CLOSE.get(node.close, node.close)
    bars = node.open in "|‖" and ("|" in inside or not inside)
    if PAIRS.get(node.open) != node.close or bars or any(tall in inside for tall in _TALL):
        return rf"\left{opening} {inside} \right{closing}"
    space = " " if opening[-1].isalpha() else ""
    return f"{opening}{space}{inside}{' ' if space else ''}{closing}"


def _run(node: Run) -> str:
    out = ""
    for k, item in enumerate(node.items):
        text = _put(item, ATOM if not isinstance(item, Big) else PRODUCT, last=True)
        if isinstance(item, Big) and k < len(node.items) - 1:
            text = "{" + text + "}"
        touching = isinstance(item, Fence) and text[0] in "([" and isinstance(node.items[k - 1], (Name, Script))
        out += text if not k or touching else " " + text
    return out


def _prefix(node: Prefix) -> str:
    sign = LATEX.get(node.sign, node.sign)
    need = PRODUCT if node.sign in SIGNS else RELATION if node.sign != "¬" else ATOM
    operand = _put(node.operand, need)
    return sign + (" " if sign[-1].isalpha() else "") + operand


def _infix(node: Infix) -> str:
    at = level(node)
    count = len(node.operands)
    out = ""
    for k, operand in enumerate(node.operands):
        last = k == count - 1
        if isinstance(operand, Blank):
            silent = (at == RELATION and (last or not k)) or (not k and node.operators[0] in "⇒⇔∴∵")
            text = "" if silent else "{}"
        elif isinstance(operand, Prefix) and operand.sign in SIGNS and at >= SUM:
            tight = at == SUM or (
                k > 0 and level(operand.operand) >= SIDE_BY_SIDE and (last or not _open_ended(operand.operand))
            )
            text = _text(operand) if tight else "{" + _text(operand) + "}"
        elif at == PRODUCT and isinstance(operand, Big):
            text = _text(operand) if last else "{" + _text(operand) + "}"
        else:
            text = _put(operand, at + 1, last)
            if k and node.operators[k - 1] == BESIDE and _starts_empty(operand):
                text = "{} " + text
        if k:
            operator = node.operators[k - 1]
            sign = LATEX.get(operator, operator)
            tight_left = operator in (",", ";", ".") or (operator == ":" and at == COLON)
            out += (
                sign if tight_left else " " if operator == BESIDE else f" {sign} " if operator != "/" else sign
            ).rstrip(" ")
            out += "" if operator == "/" else " "
        out += text
    return out.strip()


def _starts_empty(node: Node) -> bool:
    """Whether a node starts with a blank, and so with an operator."""
    while isinstance(node, Infix):
        node = node.operands[0]
    return isinstance(node, Blank)


def _big(node: Big) -> str:
    if node.sign in ("argmax", "argmin"):
        sign = rf"\operatorname*{{{node.sign}}}"
    else:
        sign = LATEX.get(node.sign, node.sign)
    body = _text(node.body) if isinstance(node.body, Prefix) and node.body.sign in SIGNS else _put(node.body, PRODUCT)
    return f"{sign}{_hung('_', node.lower)}{_hung('^', node.upper)} {body}"


__all__ = ["MID", "QUANTIFIERS", "SEPARATOR", "assert_never", "level", "write"]
