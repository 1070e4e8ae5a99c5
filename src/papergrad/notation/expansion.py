"""Macros expanded: what comes out of one stands where it was called."""

from __future__ import annotations

import re

from papergrad.notation.lexer import Token, lex
from papergrad.notation.macros import Macro, Macros
from papergrad.source import LimitError, Source, Span

EXPANSIONS = 20_000  # tokens that macros may add to one passage


def expand(source: Source, span: Span, macros: Macros | None = None, comments: bool = False) -> list[Token]:
    """The tokens of a passage, macros expanded. ``comments``: a per cent sign hides the rest of its line, as in TeX files."""
    known = dict(macros or {})
    text = source.text
    tokens = list(lex(text, span.start, span.end, known, comments))
    return _expanded(text, tokens, known) if any(t.kind == "macro" for t in tokens) else tokens


def _expanded(text: str, tokens: list[Token], macros: dict[str, Macro]) -> list[Token]:
    bodies: dict[str, list[Token]] = {}
    out: list[Token] = []
    stack = tokens[::-1]
    added = 0
    while stack:
        token = stack.pop()
        if token.kind != "macro":
            out.append(token)
            continue
        macro = macros[token.text]
        if token.text not in bodies:
            bodies[token.text] = list(lex(macro.body, 0, len(macro.body), {} if macro.frozen else macros))
        arguments = _arguments(stack, macro, macros)
        end = max([token.end, *(t.end for a in arguments for t in a)])
        result = [
            t._replace(start=token.start, end=end) if t.start < 0 else t
            for t in _filled(bodies[token.text], arguments, text)
        ]
        added += 1 + len(result)
        if added > EXPANSIONS or len(stack) > 2 * EXPANSIONS:
            span = Span(token.start, end)
            raise LimitError(
                f"the macros here expand to more than {EXPANSIONS:,} signs",
                span,
                "does one call itself?",
                "PG901",
            )
        stack += reversed(result)
    return out


def _arguments(stack: list[Token], macro: Macro, macros: dict[str, Macro]) -> list[list[Token]]:
    arguments: list[list[Token]] = []
    if macro.default is not None:
        if stack and stack[-1].kind == "open" and stack[-1].text == "[":
            stack.pop()
            given = []
            while stack and not (stack[-1].kind == "close" and stack[-1].text == "]"):
                given.append(stack.pop())
            if stack:
                stack.pop()
            arguments.append(given)
        else:
            arguments.append([t._replace(start=0, end=0) for t in lex(macro.default, 0, len(macro.default), macros)])
    while len(arguments) < macro.arity:
        depth, given = 0, []
        while stack:
            token = stack.pop()
            depth += (token.kind == "{") - (token.kind == "}")
            given.append(token)
            if depth <= 0:
                break
        if given and given[0].kind == "{":
            given = given[1:-1] if given[-1].kind == "}" else given[1:]
        elif len(given) == 1 and given[0].kind == "num" and len(given[0].text) > 1:
            first = given[0]
            stack.append(first._replace(text=first.text[1:], start=first.start + 1))
            given = [first._replace(text=first.text[0], end=first.start + 1)]
        arguments.append(given)
    return arguments


def _filled(body: list[Token], arguments: list[list[Token]], text: str) -> list[Token]:
    """A body with its arguments in. What is the body's own has no place yet (-1)."""
    out: list[Token] = []
    at = 0
    while at < len(body):
        here = body[at]._replace(start=-1)
        at += 1
        if here.kind == "#" and at < len(body) and body[at].kind == "num":
            number = body[at].text
            at += 1
            which = int(number[0]) - 1
            out += arguments[which] if 0 <= which < len(arguments) else []
            if len(number) > 1:
                out.append(Token("num", number[1:], -1, -1))
        elif here.kind == "text" and "#" in here.text:
            out.append(
                here._replace(text=re.sub(r"#([1-9])", lambda m: _source(m.group(1), arguments, text), here.text))
            )
        else:
            out.append(here)
    return out


def _source(number: str, arguments: list[list[Token]], text: str) -> str:
    """An argument as it was written."""
    which = int(number) - 1
    given = arguments[which] if which < len(arguments) else []
    return text[given[0].start : given[-1].end] if given else ""
