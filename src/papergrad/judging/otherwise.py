"""The verdict on a claim that fails as it was read, where what is written may be read otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from papergrad.algebra.traversal import entries, symbols
from papergrad.judging.explaining import holding_with
from papergrad.judging.verdict import Finding
from papergrad.notation import tree, unicode
from papergrad.notation.style import Style
from papergrad.phrasebook import determinant, evaluation, gradient, trace
from papergrad.phrasebook.indicator import compares
from papergrad.phrasebook.trees import bare, beside
from papergrad.reading.multiply import CONVOLVES
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.statements import Stated, is_number
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read

OPEN = (*determinant.NAMES, *trace.NAMES)


def either(one: Read, plain: Finding) -> Finding | None:
    """The verdict on a claim about a ⊗ that may be Kronecker's product, as it was read, or entry by entry; and about a * that may
    be a convolution."""
    scope = one.scope
    assert scope is not None
    if not (scope.either or scope.convolves):
        return None
    spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right)
    keys = spoken.union(
        *(reach(scope.definitions[k].body, scope.definitions) for k in spoken if k in scope.definitions)
    )
    sides = [one.stated.left, one.stated.right, *(scope.all_written[k] for k in keys if k in scope.all_written)]
    products = [node for side in sides for node in tree.walk(side) if isinstance(node, tree.Infix)]
    if scope.either and any("⊗" in node.operators for node in products):
        return replace(plain, code="PG303", message="⊗ may be Kronecker's product here, or multiply entry by entry")
    if scope.convolves and any(map(_convolution, products)):
        return replace(plain, code="PG303", message="* may be a convolution here")
    return None


def _convolution(node: tree.Infix) -> bool:
    """Whether a ``*`` stands between two things that are no numbers."""
    pairs = zip(node.operators, pairwise(node.operands), strict=True)
    return any(sign in CONVOLVES - {"×"} and not any(map(is_number, both)) for sign, both in pairs)


def of_bracket(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict where a derivative sign may take the bracket behind it and no more: ``∇_w (f) g``. None where it fails so, too."""
    return _read_as(_closed(one.stated.right), "the derivative is that of the bracket alone", one, plain, claim)


def of_one_factor(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    r"""The verdict where a determinant or a trace without brackets takes the next factor and no more: ``\det A (A^{-1})^T``. None
    where it fails so, too."""
    return _read_as(
        _of_one_factor(one.stated.right), "a determinant or a trace is that of the next factor", one, plain, claim
    )


def _of_one_factor(node: tree.Node) -> tree.Node:
    match node:
        case tree.Run((*before, tree.Name(text) as name, tree.Name() | tree.Script() as of, after)) if text in OPEN:
            taken = tree.Fence("(", tree.Run((name, tree.Fence("(", of, ")"))), ")", span=name.span | of.span)
            return tree.Run((*before, taken, after), span=node.span)
    return tree.rebuild(node, _of_one_factor)


def at_each_step(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict where ``∂s_k/∂W``, behind ``∂s_t/∂s_k``, is the derivative at step k alone, the states before it held fixed;
    and so is the ``∂s_t/∂W`` that a claim is about, where the text sums over steps to get a slope by W. None where it fails so,
    too."""
    assert one.scope is not None
    words = "a derivative at a step holds the states before it fixed"
    head, asked = one.stated.head, gradient.read(one.stated.head)
    keys = frozenset().union(*map(one.scope.keys_in, asked.wrt)) if asked is not None else frozenset()
    if (found := _read_as(_stepwise(one.stated.right, one.scope), words, one, plain, claim)) is not None:
        return found
    if asked is None or asked.held is not None or not keys or not all(map(one.scope.summed_over_steps, keys)):
        return None
    return _stated_as(replace(one.stated, left=_at_its_step(head), head=_at_its_step(head)), words, one, plain, claim)


def of_entries_in_bars(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict where single bars, which are the norm of a vector, may be taken entry by entry: ``sign(z) = z / |z|``. None where
    it fails so, too."""
    return _read_as(_unbarred(one.stated.right), "| | is taken entry by entry", one, plain, claim)


def _unbarred(node: tree.Node) -> tree.Node:
    """An expression with ``abs(z)`` for every ``|z|``."""
    node = tree.rebuild(node, _unbarred)
    bars = isinstance(node, tree.Fence) and node.open == node.close == "|"
    return tree.Run((tree.Name("abs"), tree.Fence("(", node.inside, ")"))) if bars else node


def _read_as(
    right: tree.Node, words: str, one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]
) -> Finding | None:
    """The verdict on a claim with another reading of its right side, which ``words`` tell; None where that fails, or is the same."""
    return _stated_as(replace(one.stated, right=right), words, one, plain, claim)


def _stated_as(
    stated: Stated, words: str, one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]
) -> Finding | None:
    """The verdict on a claim that is stated otherwise, in a way that ``words`` tell; None where that fails, or is the same."""
    if (stated.head, stated.right) == (one.stated.head, one.stated.right):
        return None
    found = holding_with(one, stated, plain, claim)
    if found is None or found.verdict == "right-up-to-layout":
        return None
    assumed = "; ".join(a for a in (words, found.assumption) if a)
    return replace(found, verdict="right-if", code="PG207", assumption=assumed)


def _stepwise(node: tree.Node, scope: Scope) -> tree.Node:
    """An expression with an evaluation bar at each ``∂s_k/∂W`` whose s is a state that goes through the steps."""
    derived = gradient.read(node)
    if derived is None:
        return tree.rebuild(node, lambda part: _stepwise(part, scope))
    of = scope.keys_in(derived.of) if derived.of is not None else frozenset()
    by = frozenset().union(*(scope.keys_in(variable) for variable in derived.wrt))
    several = scope.steps_of(next(iter(of))) if len(of) == 1 else frozenset()
    if derived.held is not None or not several or by & several:
        return node
    return _at_its_step(node)


def _at_its_step(node: tree.Node) -> tree.Node:
    return evaluation.write(evaluation.Evaluation(node, tree.Name("⋅")), Style())


def reparametrized(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict where a derivative by ``ℓ_j = log σ_j^2`` sees all that is made of σ_j as made of ℓ_j: by the rule for inverse
    functions, ``∂D/∂ℓ_j = (∂D/∂σ_j) / (∂ℓ_j/∂σ_j)``. None where it fails so, too."""
    scope, asked = one.scope, gradient.read(one.stated.head)
    if scope is None or asked is None or asked.of is None or len(asked.wrt) != 1 or asked.order > 1 or asked.held:
        return None
    (by,) = asked.wrt
    inside = _made_of(by, scope)
    if inside is None:
        return None
    slopes = (gradient.Derivative(of, (inside,), form="∂") for of in (asked.of, by))
    above, below = (gradient.write(slope, Style()) for slope in slopes)
    head = tree.Fraction(above, below)
    words = f"{unicode.write(inside)} is seen as made of {unicode.write(by)}"
    return _stated_as(replace(one.stated, left=head, head=head), words, one, plain, claim)


def _made_of(node: tree.Node, scope: Scope) -> tree.Node | None:
    """The one number that a number is defined by, as it stands in the definition, where that is not defined itself."""
    written = apart(node)
    key = scope.symbols.key(written) if written is not None else ""
    right, known = scope.all_written.get(key), scope.everything.get(key)
    if right is None or known is None or scope.name_of(key) != node or len(keys := symbols(known.body)) != 1:
        return None
    (inner,) = keys
    if scope.definition(inner) is not None or any(e.at != known.axes for e in entries(known.body)):
        return None
    parts = ((part, apart(part)) for part in tree.walk(right))
    part, symbol = next((part, w) for part, w in parts if w is not None and scope.symbols.key(w) == inner)
    if symbol.power is None or not isinstance(part, tree.Script):
        return part
    return replace(part, sup=None) if part.sub is not None else part.base


def as_printed(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict where TeX's braces, which print nothing, hold a sum together: ``{a - b} c`` is seen as ``a - b c``. None where
    it fails so, too."""
    right = _unbraced(one.stated.right)
    if right == one.stated.right:
        return None
    found = holding_with(one, replace(one.stated, right=right), plain, claim)
    return None if found is None or found.verdict == "right-up-to-layout" else found


def _unbraced(node: tree.Node) -> tree.Node:
    """An expression without the braces around sums that stand beside something: nothing else puts a sum there bare."""
    match node:
        case tree.Run(items):
            terms: list[tree.Node] = []
            signs: list[str] = []
            for item in map(_unbraced, items):
                several = isinstance(item, tree.Infix) and set(item.operators) <= {"+", "-"}
                first, *rest = item.operands if isinstance(item, tree.Infix) and several else (item,)
                terms = [*terms[:-1], beside(*terms[-1:], first), *rest]
                signs += item.operators if isinstance(item, tree.Infix) and several else ()
            return tree.Infix(tuple(terms), tuple(signs), span=node.span) if signs else beside(*terms)
    return tree.rebuild(node, _unbraced)


def of_case_behind(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict where a comparison in brackets behind a formula says when it holds: ``α e^x (x ≤ 0)``.

    None where it fails so, too.
    """
    parts = _case_behind(one.stated.right)
    if parts is None:
        return None
    value, case = parts
    found = holding_with(one, replace(one.stated, right=value, conditions=(case,)), plain, claim)
    if found is None:
        return None
    words = "; ".join(a for a in (unicode.write(case), found.assumption) if a)
    return replace(found, verdict="right-if", code="PG207", assumption=words)


def _case_behind(node: tree.Node) -> tuple[tree.Node, tree.Node] | None:
    """A formula and the comparison in brackets behind it."""
    match node:
        case tree.Prefix(sign, inside) if (parts := _case_behind(inside)) is not None:
            return tree.Prefix(sign, parts[0], span=node.span), parts[1]
        case tree.Run((*items, tree.Fence("(", tree.Infix() as case, ")"))) if items and compares(case):
            return (items[0] if len(items) == 1 else tree.Run(tuple(items), span=node.span)), case
    return None


def _closed(node: tree.Node) -> tree.Node:
    """An expression with a bracket around every derivative sign and the bracket, or the call, right behind it."""
    if not isinstance(node, tree.Run) or len(node.items) < 3:
        return tree.rebuild(node, _closed)
    items, out = tuple(map(_closed, node.items)), list[tree.Node]()
    while items:
        taken = next((n for n in (3, 2) if len(out) + len(items) > n and _derives(items[:n])), 1)
        out.append(tree.Fence("(", tree.Run(items[:taken]), ")") if taken > 1 else items[0])
        items = items[taken:]
    return out[0] if len(out) == 1 else tree.Run(tuple(out), span=node.span)


def _derives(items: tuple[tree.Node, ...]) -> bool:
    """Whether this is a derivative sign with a bracket behind it, or with a call and its bracket."""
    if len(items) < 2 or not isinstance(items[-1], tree.Fence):
        return False
    derived = gradient.read(tree.Run(items))
    return derived is not None and derived.of == (bare(items[1]) if len(items) == 2 else tree.Run(items[1:]))
