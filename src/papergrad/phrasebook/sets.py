r"""Where a symbol lives, and sizes.

In real papers: "$W^{(1)} \in \mathbb{R}^{H \times D_x}$", "$b \in \mathbb{R}^n$", "$y \in \{0,1\}^k$", "$\forall x \in \mathbb{R}$",
"$t \in ⟦1,T⟧$",
"$x: (N, D)$", "$\text{shape}(X) = (N, D)$", "$W^{[1]}.shape = (n, m)$", "$\langle 1 \times d \rangle$".
"""

from __future__ import annotations

from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Prefix, Run, Script
from papergrad.phrasebook.trees import is_number, listed, sequence
from papergrad.records import dataclass

FIELDS = {"ℝ": "real", "ℤ": "whole", "ℕ": "natural", "ℂ": "complex"}
LETTERS = {"R": "ℝ", "Z": "ℤ", "N": "ℕ", "C": "ℂ"}
FONTS = ("bb", "bold", "cal")
TIMES = {"×", "*", "x"}


@dataclass(frozen=True)
class Space:
    """``kind``: ``real whole natural complex binary`` (0 or 1), ``sign`` (-1 or 1), ``interval`` or ``range`` (with ``ends``).

    ``sizes`` axis by axis, () for a number.
    """

    kind: str
    sizes: tuple[Node, ...] = ()
    ends: tuple[Node, Node] | None = None


@dataclass(frozen=True)
class Membership:
    """``of`` lies in ``space``; ``each`` where the writer says "for all"."""

    of: Node
    space: Space
    each: bool = False


def read(node: Node) -> Membership | None:
    match node:
        case Prefix("∀", operand):
            found = read(operand)
            return None if found is None else Membership(found.of, found.space, True)
        case Infix((Prefix("∀", of), space), ("∈",)):
            known = read_space(space)
            return None if known is None else Membership(of, known, True)
        case Infix((of, space), ("∈",)):
            known = read_space(space)
            return None if known is None else Membership(of, known)
    return None


def read_space(node: Node) -> Space | None:
    match node:
        case Name():
            kind = _field(node)
            return None if kind is None else Space(kind)
        case Script(Name() as name, sub, sup, 0) if sup is not None:
            kind = _field(name, plain=True)
            if kind is None or not (sub is None or isinstance(sub, Name | Prefix)):
                return None
            return Space(kind, read_sizes(sup) or (sup,))
        case Script(base, None, sup, 0) if sup is not None:
            inner = read_space(base)
            return None if inner is None or inner.sizes else Space(inner.kind, read_sizes(sup) or (sup,), inner.ends)
        case Fence("{", inside, "}"):
            return _listed(inside)
        case Fence("⟦", Infix((first, last), (",",)), "⟧"):
            return Space("range", ends=(first, last))
        case Fence("[" | "(", Infix((first, last), (",",)), "]" | ")"):
            return Space("interval", ends=(first, last))
        case Infix(operands, operators) if set(operators) <= TIMES:  # ℝ^m × ℝ^n is rare; sizes side by side
            spaces = [read_space(operand) for operand in operands]
            if all(s is not None and s.kind == "real" for s in spaces):
                return Space("real", tuple(size for s in spaces if s is not None for size in s.sizes))
    return None


def _listed(inside: Node) -> Space | None:
    parts = sequence(inside)
    if len(parts) == 2 and is_number(parts[0], "0") and is_number(parts[1], "1"):
        return Space("binary")
    if len(parts) == 2 and {_unit(part) for part in parts} == {"+", "-"}:
        return Space("sign")
    if len(parts) >= 3 and any(isinstance(p, Name) and p.text in "…⋯" for p in parts):
        return Space("range", ends=(parts[0], parts[-1]))
    return None


def _unit(node: Node) -> str:
    """The sign of 1, +1 or -1; empty for anything else."""
    match node:
        case Prefix("+" | "-" as sign, Numeral("1")):
            return sign
    return "+" if is_number(node, "1") else ""


def _field(name: Name, plain: bool = False) -> str | None:
    if name.text in FIELDS:
        return FIELDS[name.text]
    if name.text in LETTERS and (name.font in FONTS or (plain and name.text == "R")):
        return FIELDS[LETTERS[name.text]]
    return None


def read_shape(node: Node) -> tuple[Node, tuple[Node, ...]] | None:
    """``shape(X) = (N, D)``, ``X.shape = (N, D)``, ``X: N × D``: what has which sizes. None where it is something else."""
    match node:
        case (
            Infix((of, right), (":",))
            | Infix(
                (Run((Name(text="shape" | "dim" | "dims" | "size", font="word"), Fence("(", of, ")"))), right),
                ("=" | ":",),
            )
            | Infix((Infix((of, Name(text="shape" | "size", font="word")), ("·",)), right), ("=",))
        ):
            sizes = read_sizes(right)
            return (of, sizes) if sizes is not None and len(sizes) > 1 else None
    return None


def read_sizes(node: Node) -> tuple[Node, ...] | None:
    """``m × n``, ``(N, D)``, ``⟨1 × d⟩``, ``[m, n]``: the sizes; None where there is only one thing."""
    match node:
        case Infix(operands, operators) if set(operators) <= TIMES or set(operators) <= {","}:
            return tuple(inner for operand in operands for inner in (read_sizes(operand) or (operand,)))
        case Fence("(" | "[" | "⟨" | "<", inside, ")" | "]" | "⟩" | ">"):
            inner = read_sizes(inside)
            return inner if inner is not None else (inside,) if node.open in "⟨<" else None
    return None


def write(parts: Membership, style: Style) -> Node:
    inside = Infix((parts.of, write_space(parts.space, style)), ("∈",))
    return Prefix("∀", inside) if parts.each else inside


def write_space(space: Space, style: Style) -> Node:
    match space.kind:
        case "binary":
            base: Node = Fence("{", listed((Numeral("0"), Numeral("1"))), "}")
        case "sign":
            base = Fence("{", listed((Prefix("-", Numeral("1")), Numeral("1"))), "}")
        case "range" if space.ends is not None:
            base = Fence("{", listed((space.ends[0], Name("…"), space.ends[1])), "}")
        case "interval" if space.ends is not None:
            base = Fence("[", listed(space.ends), "]")
        case kind:
            base = Name(next(letter for letter, plain in LETTERS.items() if FIELDS[plain] == kind), font="bb")
    return Script(base, sup=write_sizes(space.sizes, style)) if space.sizes else base


def write_sizes(sizes: tuple[Node, ...], style: Style) -> Node:
    return sizes[0] if len(sizes) == 1 else Infix(sizes, ("×",) * (len(sizes) - 1))
