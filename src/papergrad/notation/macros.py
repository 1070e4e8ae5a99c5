"""Macros that a document defines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from papergrad.records import dataclass
from papergrad.source import Source

DEFINING = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand|providecommand)\*?|(?P<operator>DeclareMathOperator)\*?|(?P<def>[gex]?def)|(?P<let>let))(?![A-Za-z])"
)


@dataclass(frozen=True)
class Macro:
    """``arity`` arguments, the first of them optional if it has a ``default``. A ``frozen`` body is not expanded again."""

    arity: int
    body: str
    default: str | None = None
    frozen: bool = False


Macros = Mapping[str, Macro]


def definitions(source: Source) -> dict[str, Macro]:
    """All macros that a document defines; of several definitions of one name the last."""
    found: dict[str, Macro] = {}
    at = 0
    while match := DEFINING.search(source.text, at):
        at = max(define(source.text, match, len(source.text), found), match.end())
    return found


def define(text: str, match: re.Match[str], end: int, macros: dict[str, Macro]) -> int:
    """Enters one definition; returns where reading goes on."""
    at = match.end()
    if match["let"]:
        pair = re.compile(r"\s*\\([A-Za-z]+)\s*=?\s*(\\[A-Za-z]+|\\.|\S)").match(text, at, end)
        if not pair:
            return at
        meant = pair.group(2)
        macros[pair.group(1)] = macros.get(meant[1:], Macro(0, meant, frozen=True))
        return pair.end()
    if match["def"]:
        head = re.compile(r"\s*\\([A-Za-z]+)((?:#[1-9])*)\s*(?=\{)").match(text, at, end)
        if not head:
            return at
        first, last, at = argument(text, head.end(), end)
        macros[head.group(1)] = Macro(len(head.group(2)) // 2, text[first:last])
        return at
    first, last, at = argument(text, at, end)
    name = text[first:last].strip().lstrip("\\")
    arity, default = None, None
    if match["new"]:
        arity, at = optional(text, at, end)
        default, at = optional(text, at, end)
    first, last, at = argument(text, at, end)
    body = text[first:last]
    if name.isalpha():
        many = int(arity) if arity and arity.strip() in "123456789" else 0
        macros[name] = Macro(
            many,
            rf"\operatorname{{{body}}}" if match["operator"] else body,
            default if many else None,
        )
    return at


def argument(text: str, at: int, end: int) -> tuple[int, int, int]:
    """Where one argument starts and ends, without its braces, and where reading goes on."""
    while at < end and text[at].isspace():
        at += 1
    if at >= end:
        return end, end, end
    if text[at] != "{":
        match = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL).match(text, at, end)
        assert match is not None
        return at, match.end(), match.end()
    depth, k = 0, at
    while k < end:
        if text[k] == "\\":
            k += 1
        elif text[k] == "{":
            depth += 1
        elif text[k] == "}":
            depth -= 1
            if not depth:
                return at + 1, k, k + 1
        k += 1
    return at + 1, end, end


def optional(text: str, at: int, end: int) -> tuple[str | None, int]:
    """What stands in square brackets here, and where reading goes on."""
    while at < end and text[at].isspace():
        at += 1
    close = text.find("]", at, min(end, at + 200)) if at < end and text[at] == "[" else -1
    return (text[at + 1 : close], close + 1) if close >= 0 else (None, at)
