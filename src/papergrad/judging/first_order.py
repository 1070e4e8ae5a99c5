r"""Changes to first order: ``ΔC ≈ \frac{∂C}{∂v_1} Δv_1 + \frac{∂C}{∂v_2} Δv_2`` is what derivatives are, whatever C is."""

from __future__ import annotations

from papergrad.notation.tree import Big, Infix, Node, Run, walk
from papergrad.phrasebook import gradient, sums, transpose
from papergrad.phrasebook.trees import bare
from papergrad.reading.grouping import product
from papergrad.reading.increments import change_of, with_changes
from papergrad.reading.statements import EQUAL, NEARLY
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read

TO_FIRST_ORDER = "the changes are small, and nothing else changes"
_NEARLY = EQUAL | NEARLY
_TIMES = {"", *"·×*⋆∗"}


def to_first_order(one: Read) -> bool:
    """Whether a statement says of a change that it is the slope times the change of what it is derived by, added up over all
    that changes."""
    changed = change_of(with_changes(one.stated.head))
    if changed is None or one.stated.relation not in _NEARLY:
        return False
    right = with_changes(one.stated.right)
    terms = right.operands if isinstance(right, Infix) and set(right.operators) == {"+"} else (right,)
    found = [_by(term, changed) for term in terms]
    return None not in found and len(set(found)) == len(found)


def _by(term: Node, changed: Node) -> Node | None:
    """The v of ``∂C/∂v Δv``, of ``∇C · Δv``, and of a sum of such over the letter of v."""
    if isinstance(term, Big) and term.sign == "∑":
        whole, by = sums.read(term), _by(term.body, changed)
        letters = {r.index for r in whole.ranges} if whole is not None else set()
        return by if by is not None and letters and letters <= set(walk(by)) else None
    parts = product(bare(term))
    if parts is None or not _TIMES.issuperset(parts[1]):
        return None
    factors = [f for part in parts[0] for f in (part.items if isinstance(part, Run) and not _slope(part) else (part,))]
    if len(factors) != 2:
        return None
    by = change_of(bare(factors[1]))
    slope = _slope(factors[0])
    if by is None or apart(by) is None or slope is None or slope.of != changed or slope.order != 1 or slope.half:
        return None
    return by if slope.wrt in ((), (by,)) else None


def _slope(node: Node) -> gradient.Derivative | None:
    """A derivative, in brackets or turned as it may be."""
    turned = transpose.read(node)
    return gradient.read(bare(turned.of if turned is not None else node))
