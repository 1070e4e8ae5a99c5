"""What a prediction is where no definition says so, but the loss written out does: ``-log ŷ_k = -θ_k + log Σ_i e^{θ_i}``."""

from __future__ import annotations

from papergrad.algebra.nodes import Apply, Definition, Entry, LogSumExp, add, minus
from papergrad.algebra.simplify import canonical
from papergrad.algebra.substitution import rename, substitute
from papergrad.algebra.traversal import entries
from papergrad.notation import tree
from papergrad.notation.tree import Name, Node
from papergrad.reading.meaning import Reader
from papergrad.reading.scope import Scope
from papergrad.reading.settle import Settling
from papergrad.reading.symbols import MARKS
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch, running
from papergrad.source import PaperError

PREDICTED = MARKS["hat"]


def written_out(scope: Scope, reads: list[Read]) -> None:
    """Where the entry of a prediction (or its logarithm) is said to be a softmax written out, the prediction is that softmax."""
    for one in reads:
        if one.role == "claims" and one.stated.before is not None and _about_prediction(one.stated.before):
            saved = scope.sizes.save()
            try:
                found = _softmax(scope, one)
            except (PaperError, ShapeMismatch):
                found = None
            if found is None:
                scope.sizes.restore(saved)
                continue
            prediction, logits, meant = found
            scope.definitions[prediction] = meant
            scope.logits[prediction] = logits


def _about_prediction(node: Node) -> bool:
    return any(isinstance(n, Name) and ("hat" in n.accents or n.text == "p") for n in tree.walk(node))


def _softmax(scope: Scope, one: Read) -> tuple[str, str, Definition] | None:
    """The prediction that a link of a chain is about, the logits it is said to come from, and its definition."""
    assert one.stated.before is not None
    reader = Reader(scope, place=one.span.start)
    left, right = reader.value(one.stated.before), reader.value(one.stated.right)
    if left.axes or right.axes:
        return None
    reader.settle_ranges()
    settle = Settling(scope.sizes)
    left_body, right_body = settle(left.body), settle(right.body)
    predictions = [e for e in entries(left_body) if _looks_predicted(e, scope)]
    if len(predictions) != 1 or entries(left_body) != frozenset(predictions):
        return None
    said = predictions[0]
    for name in sorted({e.symbol for e in entries(right_body) if e.at == said.at}):
        if not scope.sizes.unify(scope.shape(name).sizes[0], scope.shape(said.symbol).sizes[0]):
            continue
        k, other = (running(scope.sizes, scope.shape(name).sizes[0]) for _ in range(2))
        body = Apply("exp", add(Entry(name, (k,)), minus(LogSumExp(other, Entry(name, (other,))))))
        at_entry = rename(body, {k: said.at[0]})
        if canonical(substitute(left_body, {said: at_entry}.get)) is canonical(right_body):
            return said.symbol, name, Definition(said.symbol, (k,), body)
    return None


def _looks_predicted(entry: Entry, scope: Scope) -> bool:
    """One entry of a vector with a hat, or called p, of which nothing is said."""
    name = entry.symbol
    unsaid = scope.definition(name) is None and not scope.given(name)
    return unsaid and len(entry.at) == 1 and (PREDICTED in name or name[0] == "p")
