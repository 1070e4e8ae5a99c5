r"""Mathematics in LaTeX: one passage, without its dollar signs, into one tree a row."""

from __future__ import annotations

from papergrad.notation.angles import bracketed
from papergrad.notation.broken import joined
from papergrad.notation.expansion import expand
from papergrad.notation.glyphs import LEVEL, RELATION, WIDE
from papergrad.notation.grammar import Parser
from papergrad.notation.latex_writer import write
from papergrad.notation.lexer import Macros, Token
from papergrad.notation.loose_boxes import unparted
from papergrad.notation.tree import Blank, Fence, Matrix, Node
from papergrad.source import Source, Span

_LAYOUT = frozenset(
    """align aligned alignat alignedat flalign gather gathered split eqnarray equation multline math displaymath dmath
    center subequations empheq IEEEeqnarray tabular""".split()
)


def read(source: Source, span: Span, macros: Macros | None = None, comments: bool = False) -> list[Node]:
    r"""The rows of one passage of mathematics, as trees; empty rows are left out.

    A row ends at ``\\`` where that is not inside brackets or a matrix. A row that starts with a relation has ``Blank`` on its
    left. ``papergrad.notation.grammar`` says how a row is read. Raises ``LimitError`` only.
    """
    lines: list[Node] = []
    for row in _rows(bracketed(_bare_signs(_given_above(_hung(unparted(expand(source, span, macros, comments))))))):
        found = Parser(_unlabelled(row), source.text).all()
        if found is not None and not isinstance(found, Blank):
            lines += _spread(found)
    return lines


def parse(text: str, macros: Macros | None = None) -> Node:
    """One formula from a string: ``Blank`` if there is none, the first row if there are several."""
    rows = read(Source(text), Span(0, len(text)), macros)
    return rows[0] if rows else Blank()


def _spread(node: Node) -> list[Node]:
    """The rows of an array that stands behind a brace, or for itself."""
    match node:
        case Fence("." | "{", Matrix(rows, "array"), "." | "}") if all(len(row) == 1 for row in rows):
            return [cell for (cell,) in rows if not isinstance(cell, Blank)]
    return [node]


def _rows(tokens: list[Token]) -> list[list[Token]]:
    """Rows of a passage: environments that only align are taken away, and so are line breaks within brackets."""
    delimiters = {k + 1 for k, t in enumerate(tokens) if t.kind == "cmd" and t.text in ("left", "right")}
    balanced = not sum((t.kind == "open") - (t.kind == "close") for k, t in enumerate(tokens) if k not in delimiters)
    rows: list[list[Token]] = [[]]
    indented = [False]  # whether a row stands behind its first &
    stack: list[str] = []  # what is open: { ( \left, and environments by name

    def close(*kinds: str) -> bool:
        if stack and stack[-1] in kinds:
            stack.pop()
            return True
        return False

    for k, token in enumerate(tokens):
        kind = token.kind if k not in delimiters else "delimiter"
        if kind == "begin" and (token.text in _LAYOUT or _only_layout(tokens, k, rows[-1], stack)):
            stack.append("layout")
            if token.text in ("array", "tabular"):
                stack[-1] = "layout array"
            continue
        if kind == "columns" and tokens[k - 1].kind == "begin" and stack and stack[-1].startswith("layout"):
            continue
        if kind == "end":
            while stack and stack[-1] in ("{", "(", "left", "substack"):
                stack.pop()
            if not stack or stack.pop().startswith("layout"):
                continue
        elif kind == "begin":
            stack.append("environment")
        elif kind == "{" and not rows[-1] and _around_layout(tokens, k):  # {\textstyle \begin{aligned} … \end{aligned}}
            stack.append("layout group")
            continue
        elif kind == "}" and stack and stack[-1] == "layout group":
            stack.pop()
            continue
        elif kind == "{" or (kind == "open" and balanced) or (kind == "cmd" and token.text == "left"):
            stacked = kind == "{" and k > 0 and tokens[k - 1] == ("cmd", "substack", *tokens[k - 1][2:])
            stack.append("substack" if stacked else {"{": "{", "open": "("}.get(kind, "left"))
        elif kind == "}":
            close("{", "substack")
        elif kind == "close":
            close("(")
        elif kind == "cmd" and token.text == "right":
            close("left")
        elif kind in ("&", "newline") and "environment" not in stack:
            if kind == "newline" and all(s.startswith("layout") for s in stack):
                rows.append([])
                indented.append(False)
            elif kind == "newline" and stack[-1] == "substack":
                rows[-1].append(token._replace(kind="op", text=","))
            elif kind == "&" and _new_column(rows[-1], tokens, k):
                rows[-1].append(token._replace(kind="op", text=WIDE))
            elif kind == "&" and not rows[-1]:
                indented[-1] = True
            continue
        rows[-1].append(token)
    return joined(rows, indented)


def _around_layout(tokens: list[Token], k: int) -> bool:
    """Whether a brace only holds rows together, in a size of their own."""
    following = next((t for t in tokens[k + 1 :] if t.kind != "{"), None)
    return following is not None and following.kind == "begin" and following.text in _LAYOUT


def _new_column(row: list[Token], tokens: list[Token], k: int) -> bool:
    """Whether an ``&`` keeps two equations of one row apart: a relation on both sides of it, and none beside it."""

    def relates(token: Token) -> bool:
        return token.kind == "op" and LEVEL.get(token.text) == RELATION

    since = next((n for n in range(len(row) - 1, -1, -1) if row[n].kind == "op" and row[n].text == WIDE), -1)
    if not any(map(relates, row[since + 1 :])) or (row[-1].kind == "op" and row[-1].text != ","):
        return False
    ahead = tokens[
        k + 1 : next((n for n in range(k + 1, len(tokens)) if tokens[n].kind in ("newline", "end")), len(tokens))
    ]
    return bool(ahead) and ahead[0].kind != "op" and any(map(relates, ahead))


def _only_layout(tokens: list[Token], k: int, row: list[Token], stack: list[str]) -> bool:
    """Whether an array is there for the sake of alignment only: the whole passage, with a column for the relation."""
    if tokens[k].text != "array" or row or any(not s.startswith("layout") for s in stack):
        return False
    depth = 0
    for at in range(k, len(tokens)):
        depth += (tokens[at].kind == "begin") - (tokens[at].kind == "end")
        if not depth:
            return at == len(tokens) - 1
    return True


_DECORATING = {"overset": 1, "stackrel": 1, "underset": 1, "mathrel": 0, "mathbin": 0, "mathop": 0, "mathpunct": 0}
_STRUCK = {"=": "≠", "∈": "∉", "≡": "≢", "∃": "∄"}


def _given_above(tokens: list[Token]) -> list[Token]:
    r"""Tokens with what is written over a sign, where that is a relation, behind what follows the sign: it says under which
    condition the sign holds, ``A \overset{A^T = A}{=} B``."""
    out: list[Token] = []
    given: list[Token] = []
    depth = skipped = 0
    for k, token in enumerate(tokens):
        row_ends = token.kind in ("newline", "end")
        if given and (row_ends or (depth <= 0 and token.kind == "op" and token.text in (",", ";", WIDE))):
            out += _condition(given)
            given = []
        depth = 0 if row_ends else depth + (token.kind in ("{", "open")) - (token.kind in ("}", "close"))
        if k >= skipped and depth <= 0 and _relates(token):
            given = []  # the chain goes on: of which of its links that is said cannot be told here
        if token.kind == "cmd" and token.text in ("overset", "stackrel") and depth <= 0:
            end = _after_argument(tokens, k + 1)
            skipped, inside = _after_argument(tokens, end), tokens[k + 2 : end - 1]
            given = inside if any(map(_relates, inside)) else []
        out.append(token)
    return out + _condition(given)


def _condition(given: list[Token]) -> list[Token]:
    at = given[0].start if given else 0
    return [Token("op", ",", at, at), Token("text", "if", at, at), *given] if given else []


def _relates(token: Token) -> bool:
    return token.kind == "op" and LEVEL.get(token.text) == RELATION


def _bare_signs(tokens: list[Token]) -> list[Token]:
    r"""Signs without what is written over or through them: ``\stackrel{def}{=}``, ``\mathrel{=}``, ``\not\in``."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "cmd" and (token.text in _DECORATING or token.text == "not"):
            k = at + 1
            for _ in range(_DECORATING.get(token.text, 0)):
                k = _after_argument(tokens, k)
            end = _after_argument(tokens, k)
            sign = [t for t in tokens[k:end] if t.kind not in "{}"] if end - k <= 3 else []
            if len(sign) == 1 and (sign[0].kind == "op" or (token.text == "not" and sign[0].text in _STRUCK)):
                text = _STRUCK.get(sign[0].text, sign[0].text) if token.text == "not" else sign[0].text
                out.append(Token(sign[0].kind, text, token.start, tokens[end - 1].end))
                at = end
                continue
        out.append(token)
        at += 1
    return out


def _hung(tokens: list[Token]) -> list[Token]:
    r"""Tokens without braces around nothing but what hangs on the symbol before them: ``\theta{_k}``."""
    out: list[Token] = []
    closing: set[int] = set()
    for k, token in enumerate(tokens):
        before, after = tokens[k - 1] if k else None, tokens[k + 1] if k + 1 < len(tokens) else None
        hangs = before is not None and before.kind in ("name", "word") and after is not None and after.kind in "^_"
        end = _after_argument(tokens, k) - 1 if token.kind == "{" and hangs else -1
        if end > k + 2 and _after_argument(tokens, k + 2) == end:
            closing.add(end)
        elif k not in closing:
            out.append(token)
    return out


def _after_argument(tokens: list[Token], at: int) -> int:
    """The number of the token after one argument. Decorations are short: a longer one is not looked through."""
    depth = 0
    for k in range(at, min(at + 50, len(tokens))):
        depth += (tokens[k].kind == "{") - (tokens[k].kind == "}")
        if depth <= 0:
            return k + 1
    return min(at + 50, len(tokens))


# -- labels -------------------------------------------------------------------------------------------------------


def _unlabelled(row: list[Token]) -> list[Token]:
    """A row without ``3) b) *)``, ``(A)``, ``2.`` before it and ``(7)`` after it."""
    start = 0
    while True:
        ahead = row[start : start + 5]
        kinds = [t.kind for t in ahead]
        if ahead and ahead[0].kind == "op" and ahead[0].text == WIDE:
            start += 1
        elif (
            (
                len(ahead) > 2
                and kinds[1] == "close"
                and ahead[1].text == ")"
                and (kinds[0] in ("num", "name") or ahead[0].text in "*+⋆")
            )
            or kinds[:2] == ["num", "op"]
            and ahead[1].text == "."
            and len(ahead) > 2
        ):
            start += 2
        elif (used := _bracketed_label(ahead)) and len(row) > start + used:
            start += used
        else:
            break
    stop = len(row)
    if (
        stop - start > 4
        and [t.kind for t in row[stop - 3 :]] == ["open", "num", "close"]
        and row[stop - 4].text == WIDE
    ):
        stop -= 4
    return row[start:stop]


def _bracketed_label(ahead: list[Token]) -> int:
    """How many tokens ``(A)``, ``(b.)`` or ``(1)`` takes here; 0 if this is none."""
    if len(ahead) < 4 or ahead[0].kind != "open" or ahead[0].text != "(" or ahead[1].kind not in ("num", "name"):
        return 0
    dotted = ahead[2].kind == "op" and ahead[2].text == "."
    close = 3 if dotted else 2
    if ahead[close].kind != "close" or ahead[close].text != ")":
        return 0
    after = ahead[close + 1] if len(ahead) > close + 1 else None
    if after is None or after.kind in ("^", "_", "prime", "close") or (after.kind == "op" and after.text != WIDE):
        return 0
    certain = dotted or after.text == WIDE
    return close + 1 if certain or ahead[1].text.isupper() and len(ahead[1].text) == 1 else 0


__all__ = ["parse", "read", "write"]
