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
        place = {"start": token.start, "end": end}
        result: list[Token] = []
        body = bodies[token.text]
        skip = False
        for here, following in zip(body, [*body[1:], None], strict=True):
            if skip:
                skip = False
            elif here.kind == "#" and following is not None and following.kind == "num":
                which = int(following.text[0]) - 1
                result += arguments[which] if which < len(arguments) else []
                if len(following.text) > 1:
                    result.append(following._replace(text=following.text[1:], **place))
                skip = True
            elif here.kind == "text" and "#" in here.text:
                result.append(here._replace(text=_filled(here.text, arguments, text), **place))
            else:
                result.append(here._replace(**place))
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


def _filled(words: str, arguments: list[list[Token]], text: str) -> str:
    def one(match: re.Match[str]) -> str:
        which = int(match.group(1)) - 1
        given = arguments[which] if which < len(arguments) else []
        return text[given[0].start : given[-1].end] if given else ""

    return re.sub(r"#([1-9])", one, words)
