"""What an expression shows of its kind by how it is written: that it is a number, or no matrix, whatever its symbols are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import Big, Fence, Fraction, Infix, Name, Node, Numeral, Prefix, Run, Script
from papergrad.phrasebook import sums, transpose
from papergrad.reading.habits import COUNTS
from papergrad.reading.symbols import Slot, Written, apart, exponential, text_of

ENTRYWISE = frozenset("log ln exp tanh sin cos sqrt max min".split())


def is_literal(node: Node) -> bool:
    """A number as it stands, with a sign or in brackets."""
    return isinstance(node, Numeral) or (
        isinstance(node, (Prefix, Fence)) and all(is_literal(c) for c in tree.children(node))
    )


def counts_something(node: Node) -> bool:
    """``m``, ``2 m``: nobody divides by a matrix that is called so."""
    match node:
        case Run((Numeral(), Name(text=text))) | Name(text=text):
            return text in COUNTS
    return False


def sums_numbers(node: Node) -> bool:
    """``Σ (y_i - t_i)^2``, with any factor: a number, also where y_i is a vector; so are ``Σ e^{z_k}``, ``-Σ p_k log p_k`` and
    ``Σ (1 + log v_j - m_j^2)``."""
    match node:
        case Big("∑", body=Fence("(", Infix(operands, signs) as body)) if set(signs) <= {"+", "-"}:
            small = all(n.text.islower() and n.font != "bold" for n in tree.walk(body) if isinstance(n, Name))
            return small and any(isinstance(o, Numeral) for o in operands)
        case Prefix(_, inside):
            return sums_numbers(inside)
        case Fence("(", Infix(operands, signs)) if set(signs) <= {"+", "-"}:  # of several layers
            return all(map(sums_numbers, operands))
        case Big("∑", body=Run((*_, Name("log" | "ln"), Script(sub=Node()) | Fence(inside=Script(sub=Node()))))):
            return True
        case Big("∑", body=Script(sup=Numeral("2"))):
            return True
        case Big("∑", body=Script(sup=Node() as power) as body) if exponential(body):
            return all(n.text.islower() and n.font != "bold" for n in tree.walk(power) if isinstance(n, Name))
        case Big("∑", body=inside) | Fraction(inside, _) | Run((*_, inside)):
            return sums_numbers(inside)
        case Infix((*_, inside), (*_, sign)) if sign not in "+-":
            return sums_numbers(inside)
    return False


def of_small_letters(node: Node) -> bool:
    """Whether something is computed from small letters alone, entry by entry if they are vectors, or by inner products: no matrix
    comes of that."""
    pairs = [pair for whole in tree.walk(node) for pair in pairwise(_multiplied(whole))]
    turned = {id(n): n.sup for n, _ in pairs if isinstance(n, Script) and not n.sub and transpose.read(n) is not None}
    signs = set(map(id, turned.values()))
    plain = True
    for n in tree.walk(node):
        match n:
            case Name(text=text, font=font) if id(n) not in signs:
                plain = plain and font not in ("bold", "cal") and (text in ENTRYWISE or not text[:1].isupper())
                plain = plain and (len(text) == 1 or text in ENTRYWISE)
            case Fence(open="(" | "|") | Fraction() | Prefix() | Infix() | Run() | Numeral() | Name():
                pass
            case Script(sup=sup, sub=None):
                plain = plain and (id(n) in turned or not (isinstance(sup, Name) and sup.text in "T⊤"))
            case _:
                return False
    return plain and any(isinstance(n, Name) and n.text not in ENTRYWISE for n in tree.walk(node))


def _multiplied(node: Node) -> tuple[Node, ...]:
    match node:
        case Run(items):
            return items
        case Infix(operands, operators) if set(operators) <= {"·", "×"}:
            return operands
    return ()


def among_others(written: Written, right: Node) -> bool:
    """``ŷ_j = e^{z_j} / Σ_k e^{z_k}``: an entry that depends on all the entries of something is no sample."""
    letters = [slot.item for slot in written.slots if isinstance(slot.item, Name)]
    if len(letters) != 1 or len(written.slots) != 1:
        return False
    met = {(w.base, s.item) for w, s in _places(right)}
    for node in tree.walk(right):
        whole = sums.read(node) if isinstance(node, Big) else None
        over = [r.index for r in whole.ranges] if whole is not None else []
        if any(s.item in over and (w.base, letters[0]) in met for w, s in _places(node)):
            return True
    return False


def _places(node: Node) -> Iterator[tuple[Written, Slot]]:
    """The symbols in an expression with what stands below them."""
    for written in filter(None, map(apart, tree.walk(node))):
        yield from ((written, slot) for slot in written.slots)


def entries_by_place(rows: tuple[tuple[Node, ...], ...]) -> list[Node]:
    """The cells of a matrix that are called by their place in it: the W_{12} of the first row and second column."""
    found = []
    for r, row in enumerate(rows, 1):
        for c, cell in enumerate(row, 1):
            written = apart(cell)
            below = "".join(text_of(s.item) for s in written.slots if s.place == "sub") if written is not None else ""
            if below == f"{r}{c}":
                found.append(cell)
    return found if len(found) > 1 else []
