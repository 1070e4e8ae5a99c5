"""The parameter of the class that a sample has: ``μ_{y^{(i)}}`` beside μ_0 and μ_1 is the one of these whose number y^{(i)} is.

Where the classes are two, they have symbols of their own, by which the text derives: the symbol with a class for a script is
written with both. Where classes are many and run (``μ_k``), they are positions instead (see ``positions``).
"""

from __future__ import annotations

from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Prefix, Run, Script
from papergrad.reading.scope import Scope
from papergrad.reading.statements import Stated, mapped
from papergrad.reading.symbols import apart, letter

LABELS = ({"0", "1"}, {"-1", "1"}, {"1", "2"})  # how two classes are called


def spelled_out(group: list[Stated], parent: Scope | None) -> list[Stated]:
    """The statements of a part with what belongs to one of two classes as that of the first or that of the second."""
    sides = [side for one in group for side in (one.left, one.right)]
    numbered: dict[str, set[str]] = {}
    running: set[str] = set()
    of_class: set[str] = set()
    for node in (n for side in sides for n in tree.walk(side)):
        match node:
            case Script(Name(), sub, _, _) if (written := apart(node)) is not None and sub is not None:
                if (number := _number(sub)) is not None:
                    numbered.setdefault(written.base, set()).add(number)
                elif letter(sub) is not None:
                    running.add(written.base)
                elif _class(sub) is not None:
                    of_class.add(written.base)
    before = _known_before(parent)
    two = {
        base: sorted(numbers, key=int)
        for base in of_class - running
        if (numbers := numbered.get(base, set()) | before.get(base, set())) in LABELS
    }

    def put(node: Node) -> Node:
        match node:
            case Script(Name() as name, sub, None, 0) if sub is not None and _class(sub) is not None:
                written = apart(node)
                if written is not None and written.base in two:
                    parts = tuple(_if(sub, number, name) for number in two[written.base])
                    return Fence("(", Infix(parts, ("+",)), ")", span=node.span)
        return tree.rebuild(node, put)

    return [mapped(one, put) for one in group] if two else group


def _class(sub: Node) -> Node | None:
    """The y of a script ``y``, ``y_i`` or ``y^{(i)}``; None for letters that run, and labels."""
    match sub:
        case Script(Name(text), None, Fence("(", Name()), 0) | Script(Name(text), Name(), None, 0) if text in "yzctl":
            return sub
    return None


def _number(sub: Node) -> str | None:
    match sub:
        case Numeral(text) if text.isdigit():
            return text
        case Prefix("-", Numeral(text)) if text.isdigit():
            return f"-{text}"
    return None


def _known_before(parent: Scope | None) -> dict[str, set[str]]:
    """The numbers that symbols of the parts before have."""
    found: dict[str, set[str]] = {}
    while parent is not None:
        for node in parent.names.values():
            written = apart(node)
            if (
                written is not None
                and len(written.slots) == 1
                and (number := _number(written.slots[0].item)) is not None
            ):
                found.setdefault(written.base, set()).add(number)
        parent = parent.parent
    return found


def _if(sub: Node, number: str, name: Name) -> Node:
    """``1{y^{(i)} = k} μ_k``."""
    value: Node = Numeral(number.removeprefix("-"))
    value = Prefix("-", value) if number.startswith("-") else value
    return Run((Numeral("1"), Fence("{", Infix((sub, value), ("=",)), "}"), Script(replace(name), sub=value)))
