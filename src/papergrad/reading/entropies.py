r"""``-y_t \log \hat y_t`` of whole vectors: the cross entropy of a prediction ``\hat y_t = softmax(V s_t)``, its sum left out.

In real papers: "$E_t(y_t, \hat{y}_t) = -y_t \log \hat{y}_t$", which makes y a row where it is read as a product, and then no
``\hat y_t - y_t`` fits.
"""

from __future__ import annotations

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Infix, Name, Node, Run
from papergrad.phrasebook import functions
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import MARKS, apart

LOGARITHMS = frozenset(("log", "ln"))


def summed(stated: list[Stated]) -> list[Stated]:
    """Statements with inner products in the place of ``y \\log ŷ``, where ŷ is the softmax of a vector."""
    predictions = {one.left for one in stated if one.relation in EQUAL and not one.link and _softmax(one.right)}
    if not predictions:
        return stated

    def put(node: Node) -> Node:
        node = tree.rebuild(node, put)
        match node:
            case Run((*before, target, Name(log) as name, prediction)) if log in LOGARITHMS:
                bare = prediction.inside if isinstance(prediction, Fence) else prediction
                if bare in predictions and _of(target, bare):
                    pair = Infix((target, Run((name, prediction), span=name.span | prediction.span)), (",",))
                    product = Fence("⟨", pair, "⟩", span=target.span | prediction.span)
                    return Run((*before, product), span=node.span) if before else product
        return node

    return [mapped(one, put) for one in stated]


def _softmax(node: Node) -> bool:
    """Whether a whole side is the softmax of something that is computed: of a vector, not of an entry."""
    match node:
        case Run((Name(text), Fence("(", inside))):
            row = functions.SPELLED.get(text)
            return row is not None and row.name == "softmax" and apart(inside) is None
    return False


def _of(target: Node, prediction: Node) -> bool:
    """Whether the one is the other without its hat."""
    one, other = apart(target), apart(prediction)
    if one is None or other is None or one.transposed or one.primes or one.power is not None:
        return False
    return one.base != other.base == one.base + MARKS["hat"] and one.slots == other.slots
