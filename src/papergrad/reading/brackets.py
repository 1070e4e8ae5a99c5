"""Square brackets: positions behind a name (``W[i, j]``), and lists written in a line (``[x_1, …, x_n]^T``, ``[h; x]``)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Run, Script, Words
from papergrad.phrasebook import functions
from papergrad.phrasebook.trees import sequence
from papergrad.reading import dotted, literals
from papergrad.reading.values import Value
from papergrad.source import PaperError

if TYPE_CHECKING:
    from papergrad.reading.meaning import Reader

POSITIONS = frozenset("ijklmnpqrst:")
NO_SYMBOLS = frozenset((*"∂∇dEP", "Var", "Cov", "Pr"))  # what stands in brackets behind these is no position


def indexed(node: Node) -> Node:
    """The same expression with positions in brackets as scripts: ``W[i, j]`` is ``W_{i, j}``, ``W_{f[i, j]}`` is that of W_f."""
    node = tree.rebuild(_outside(node), indexed)
    if not isinstance(node, Run):
        return node
    items: list[Node] = []
    for item in node.items:
        before = items[-1] if items else None
        if isinstance(item, Fence) and item.open == "[" and _named(before) and _positions(sequence(item.inside)):
            assert before is not None
            items[-1] = Script(before, sub=item.inside, span=before.span | item.span)
        elif isinstance(item, Fence) and item.open == "[" and _at_step(before) and _word(item.inside):
            assert before is not None
            items[-1] = Script(Fence("(", before, ")", span=before.span), sub=item.inside, span=before.span | item.span)
        else:
            weight = before.base if isinstance(before, Script) else before
            items.append(_side_by_side(item) if _named(weight) else item)
    return items[0] if len(items) == 1 else Run(tuple(items), span=node.span)


def _outside(node: Node) -> Node:
    """A symbol with the positions that stand in brackets below it as positions of its own."""
    match node:
        case Script(_, Fence("[", inside, "]")) if _positions(sequence(inside)):
            return replace(node, sub=inside)
        case Script(base, Run((Name() as label, Fence("[", inside, "]")))) if _positions(sequence(inside)):
            return replace(node, base=Script(base, label, span=base.span | label.span), sub=inside)
    return node


def _side_by_side(node: Node) -> Node:
    """``[h_{t-1} x_t]`` behind a weight, the input of a step and a state of it, is a list with a space for its comma."""
    match node:
        case Fence("[", Run((Script() as one, Script() as other)), "]") if (
            _at_step(one) and _at_step(other) and len({_letter(one), _letter(other)} & {"x", "X"}) == 1
        ):
            return Fence("[", Infix((one, other), (",",), span=node.inside.span), "]", span=node.span)
    return node


def _word(node: Node) -> bool:
    """The ``target_t`` of ``p_t[target_t]``, the entry at it."""
    match node:
        case Script(Name(font="word"), Node(), None, 0):
            return _at_step(node)
    return False


def _at_step(node: Node | None) -> bool:
    scripts = (node.sub, node.sup) if isinstance(node, Script) else ()
    return any(s is not None and any(n == Name("t") for n in tree.walk(s)) for s in scripts)


def _letter(node: Script) -> str:
    return node.base.text if isinstance(node.base, Name) else ""


def _named(node: Node | None) -> bool:
    """Whether a symbol with positions stands here: ``W``, ``gradapprox``, the ``W_1`` of a layer."""
    match node:
        case Script(base, Numeral() | Words() | Name(font="word"), None, 0):
            return _named(base)
        case Name(text=text):
            return text not in functions.SPELLED and text not in NO_SYMBOLS
    return False


def _positions(parts: tuple[Node, ...]) -> bool:
    """Whether these are positions: letters and numbers; beside one of them also a label, the ``y_i`` of ``p[i, y_i]``."""
    labels = [p for p in parts if isinstance(p, Script) and p.sup is None and p.sub is not None and _position(p.sub)]
    return len(labels) < len(parts) and all(_position(p) or p in labels for p in parts)


def _position(node: Node) -> bool:
    match node:
        case Name(text=text, accents=()):
            return text in POSITIONS
        case Numeral(text):
            return text.isdigit()
        case Infix((Name(text=text), Numeral()), ("+" | "-",)):
            return text in POSITIONS
    return False


def listed(node: Node) -> tuple[Node, ...] | None:
    """The parts of a list in square or round brackets; None for anything else."""
    match node:
        case Fence("[" | "(", Infix(parts, operators), "]" | ")") if set(operators) == {","}:
            return parts
    return None


def value(reader: Reader, parts: tuple[Node, ...], node: Fence) -> Value:
    """A list: numbers are the entries of a vector; with dots its parts stand side by side; vectors without are joined.

    Raises PaperError for lists of anything else.
    """
    if any(dotted.is_dots(p) for p in parts):
        return literals.with_dots(reader, (parts,), node)
    values = [reader.value(p).plain() for p in parts]
    vectors = any(v.axes for v in values)
    if vectors and node.open == "(":
        raise PaperError("a tuple of vectors is not understood as a value", node.span, code="PG001")
    upright = vectors and all(v.order <= 1 and not v.lying for v in values)
    return literals.stacked(reader, [[v] for v in values] if upright else [values], node)
