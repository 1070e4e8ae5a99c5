r"""How far a derivative that stands before something may reach, where a claim fails as it was read.

``\frac{∂}{∂w} A - B - \frac{∂}{∂w} C`` is the derivative of A - B, and then that of C.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice, product

from papergrad.judging.explaining import holding_with
from papergrad.judging.verdict import Finding
from papergrad.notation import tree, unicode
from papergrad.notation.tree import Fence, Infix, Node, Run
from papergrad.phrasebook import gradient
from papergrad.reading.operators import as_written
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.understood import Read

MOST = 8  # readings of one right side that are tried


def of_more_terms(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict where a derivative sign at the head of a term may take terms behind it, too: all up to the next such sign, or fewer.

    None where the claim fails so, too.
    """
    asked = gradient.read(one.stated.head)
    if one.tried or one.scope is None or asked is None or asked.of is None:
        return None  # it is asked whether one reading holds: no other is tried in it
    for right, taken in islice(_readings(as_written(one.stated.right), asked.wrt, one.scope), MOST):
        found = holding_with(one, replace(one.stated, right=right), plain, claim)
        if found is not None and found.verdict != "right-up-to-layout":
            signs = (f"{unicode.write(sign)} reaches over {unicode.write(whole)}" for sign, whole in taken)
            words = "; ".join((*signs, found.assumption) if found.assumption else signs)
            return replace(found, verdict="right-if", code="PG207", assumption=words)
    return None


def _readings(node: Node, wrt: tuple[Node, ...], scope: Scope) -> Iterator[tuple[Node, list[tuple[Node, Node]]]]:
    """A sum with brackets behind its derivative signs, the widest first, and what each sign then takes."""
    if not isinstance(node, Infix) or not set(node.operators) <= {"+", "-"}:
        return
    terms = node.operands
    starts = [at for at, term in enumerate(terms) if _sign(term, wrt) is not None]
    ends = [*starts[1:], len(terms)]
    widths = [list(_widths(terms[at:end], wrt, scope)) for at, end in zip(starts, ends, strict=False)]
    for chosen in product(*widths):
        reached = {at: width for at, width in zip(starts, chosen, strict=True) if width > 1}
        if reached:
            yield _bracketed(node, reached, wrt)


def _widths(terms: tuple[Node, ...], wrt: tuple[Node, ...], scope: Scope) -> Iterator[int]:
    """How many terms the sign in the first of them may take: those behind it only as far as there is something to derive."""
    moving = [n for n, term in enumerate(terms) if n and _depends(term, wrt, scope)]
    if moving:
        yield len(terms)
        yield from (n + 1 for n in reversed(moving) if n + 1 < len(terms))
    yield 1


def _depends(term: Node, wrt: tuple[Node, ...], scope: Scope) -> bool:
    """Whether a term is made of what is derived by, and not yet derived itself."""
    if any(gradient.read(part) is not None for part in tree.walk(term)):
        return False
    by = frozenset().union(*map(scope.keys_in, wrt))
    keys = scope.keys_in(term)
    known = scope.everything
    return bool(by & keys.union(*(reach(known[key].body, known) for key in keys & known.keys())))


def _sign(term: Node, wrt: tuple[Node, ...]) -> Node | None:
    """The derivative sign by these variables that a term begins with."""
    derived = gradient.read(term) if isinstance(term, Run) else None
    if not isinstance(term, Run) or derived is None or not derived.form.endswith("[]") or derived.wrt != wrt:
        return None
    return term.items[0]


def _bracketed(node: Infix, reached: dict[int, int], wrt: tuple[Node, ...]) -> tuple[Node, list[tuple[Node, Node]]]:
    """A sum with a bracket around as many terms as each sign takes."""
    terms: list[Node] = []
    operators: list[str] = []
    taken: list[tuple[Node, Node]] = []
    at = 0
    while at < len(node.operands):
        term, width = node.operands[at], reached.get(at, 1)
        if at:
            operators.append(node.operators[at - 1])
        if width > 1 and isinstance(term, Run):
            first = term.items[1] if len(term.items) == 2 else replace(term, items=term.items[1:])
            whole = Infix((first, *node.operands[at + 1 : at + width]), node.operators[at : at + width - 1])
            taken.append((term.items[0], whole))
            term = Run((term.items[0], Fence("(", whole, ")", span=term.span)), span=term.span)
        terms.append(term)
        at += width
    right = terms[0] if len(terms) == 1 else Infix(tuple(terms), tuple(operators), span=node.span)
    return right, taken
