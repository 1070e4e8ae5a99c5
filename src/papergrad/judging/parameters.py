"""Parameters that the text solves for later: the b of ``∂L/∂w = …`` is free where ``∂L/∂b = 0 ⇔ b = ȳ - w^T x̄`` comes behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

from papergrad.algebra.traversal import symbols
from papergrad.judging.explaining import holding_with
from papergrad.judging.verdict import Finding
from papergrad.notation.tree import Name, Node, Run
from papergrad.phrasebook import gradient
from papergrad.reading import definitions
from papergrad.reading.claims import sides
from papergrad.reading.named import key_of
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.understood import Read


def while_free(one: Read, plain: Finding, found: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding:
    """The verdict on a derivative that is wrong with what is said of parameters behind it, if it holds without that.

    What holds for all their values is right, whichever of them the text goes on with.
    """
    later = _solved_later(one, one.scope) if found.bad and one.kind == "gradient" else set()
    if one.scope is None or not later:
        return found
    with free(one.scope, later):
        return holding_with(one, one.stated, plain, claim) or found


def _solved_later(one: Read, scope: Scope | None) -> set[str]:
    """The symbols that are defined behind a claim, and that somebody derives by."""
    places = scope.places if scope is not None else {}
    return {key for key, at in places.items() if at > one.span.start and scope is not None and scope.derived_by(key)}


def held_as_written(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict where a partial derivative is that of the formula as it is written, with the other quantities in it held fixed:
    ``∂h_t/∂f_t = h̃_t - h_{t-1}`` of ``h_t = (1 - f_t) ⊙ h_{t-1} + f_t ⊙ h̃_t``, where h̃_t is made of f_t, too. None where it fails
    so, too. A variational density is derived where it is taken: ``∂ log q/∂μ = (w - μ)/σ²``, where w is ``μ + σ ε``."""
    scope, asked = one.scope, gradient.read(one.stated.left)
    density = _density(asked.of) if asked is not None and asked.of is not None else None
    # the slope of a loss goes through all that it is made of
    if one.left is None or not (one.left.top or density is not None):
        return None
    if (
        scope is None
        or asked is None
        or asked.of is None
        or len(asked.wrt) != 1
        or asked.form != "∂"
        or one.stated.link
    ):
        return None
    of, by = (key_of(node, scope.symbols) for node in (density or asked.of, asked.wrt[0]))
    formula = scope.written.get(of or "")
    beside = scope.keys_in(formula) - {by} if formula is not None and by in scope.keys_in(formula) else frozenset()
    through = {
        key for key in beside & scope.definitions.keys() if by in reach(scope.definitions[key].body, scope.everything)
    }
    if not through or through & scope.own == set():
        return None
    with free(scope, through):
        found = holding_with(one, one.stated, plain, claim)
    if found is None or found.verdict not in ("right", "right-if"):
        return None
    words = "; ".join(a for a in (f"{', '.join(sorted(through))} held fixed", found.assumption) if a)
    return replace(found, verdict="right-if", code="PG207", assumption=words)


def held_fixed(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict where the words before a slope say that something is held fixed, if it holds with one of the quantities on the way
    held so: ``∂J/∂V = (x̂ - x) hᵀ``, where h is made of V, too. None where it does not."""
    scope, asked = one.scope, gradient.read(one.stated.head)
    if scope is None or asked is None or len(asked.wrt) != 1 or one.left is None or not one.stated.around.held:
        return None
    known, by = scope.everything, key_of(asked.wrt[0], scope.symbols) or ""
    varied = {by} | (reach(known[by].body, known) if by in known else frozenset())
    of = scope.keys_in(asked.of) if asked.of is not None else frozenset()
    rests_on = frozenset().union(*(reach(known[key].body, known) for key in of & known.keys()))
    for key in sorted(rests_on & known.keys())[:MOST_HELD]:
        if varied & reach(known[key].body, known):
            with free(scope, {key}):
                found = holding_with(one, one.stated, plain, claim)
            if found is not None and found.verdict in ("right", "right-if"):
                words = "; ".join(a for a in (f"{key} held fixed", found.assumption) if a)
                return replace(found, verdict="right-if", code="PG207", assumption=words)
    return None


MOST_HELD = 8  # quantities that are held fixed, one after the other


def with_arguments_fixed(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict where a function is derived by one of its arguments, with the others held fixed, whatever was said of them before:
    ``∇_w ℒ(w, b, α)`` after an ``α = (wᵀx + b)/‖w‖²``. None where it fails so, too."""
    scope, asked = one.scope, gradient.read(one.stated.head)
    if scope is None or asked is None or len(asked.wrt) != 1 or not isinstance(asked.of, Run):
        return None
    name = definitions.function_head(asked.of)
    called = scope.function(name) if name is not None else None
    by = key_of(asked.wrt[0], scope.symbols)
    if called is None or by not in called.parameters:
        return None
    known = scope.everything
    through = {k for k in called.parameters if k != by and k in known and by in reach(known[k].body, known)}
    if not through:
        return None
    with free(scope, through):
        found = holding_with(one, one.stated, plain, claim)
    return found if found is not None and found.verdict in ("right", "right-if") else None


SLIPS = (
    "PG201",
    "PG202",
    "PG203",
    "PG207",
    "PG211",
)  # in a formula that is said once more: no other formula has the same terms


def by_formulas(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict by what the parts before said of what a slope rests on: of what is only a number here, ``a = σ(0)`` after
    ``a = σ(s)``; of what is said once more behind the claim; and of what is said once more of the same things, which is the same
    or has a slip. None where it fails so, too."""
    scope = one.scope
    if scope is None or one.kind != "gradient":
        return None
    known, spoken = scope.everything, scope.keys_in(one.stated.head) | scope.keys_in(one.stated.right)
    rests_on = spoken.union(*(reach(known[key].body, known) for key in spoken & known.keys()))
    others = {key for key in rests_on & scope.definitions.keys() if _said_before(key, one, scope)}
    others |= {key for key in rests_on & scope.own - others if _with_a_slip(key, one, plain, claim)}
    others |= {key for key in scope.functions if key in spoken and _called_before(key, one, scope)}
    if not others:
        return None
    with free(scope, others, before=True):
        return holding_with(one, one.stated, plain, claim)


def _said_before(key: str, one: Read, scope: Scope) -> bool:
    """Whether a part before has a formula for what is only a number here, or is defined behind a claim, or by the same things."""
    before = scope.parent.definition(key) if scope.parent is not None else None
    if before is None or scope.parent is None or not symbols(before.body):
        return False
    return not symbols(scope.definitions[key].body) or scope.places.get(key, -1) > one.span.start


def _with_a_slip(key: str, one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> bool:
    """Whether what is said once more of a symbol is what a part before said, of the same things, but for a sign or the like."""
    scope = one.scope
    before = scope.parent.definition(key) if scope is not None and scope.parent is not None else None
    if (
        scope is None
        or scope.parent is None
        or before is None
        or key not in scope.definitions
        or key not in scope.written
    ):
        return False
    known = ((scope.definitions[key], scope.everything), (before, scope.parent.everything))
    inputs = [reach(d.body, by) - by.keys() for d, by in known]
    name = scope.name_of(key)
    if inputs[0] != inputs[1] or name is None:
        return False
    again = replace(one.stated, left=name, right=scope.written[key], head=name, link=0, before=None, conditions=())
    with free(scope, {key}, before=True):
        fresh = replace(one, stated=again, role="claims", kind="equality", problem=None, heads=())
        fresh.problem = sides(fresh, name)
        return claim(fresh, plain).code in SLIPS


def _called_before(key: str, one: Read, scope: Scope) -> bool:
    """Whether a part before says what a function is that is said once more behind a claim."""
    before = scope.parent.function(key) if scope.parent is not None else None
    return before is not None and before.body is not None and scope.places.get(key, -1) > one.span.start


def _density(node: Node) -> Name | None:
    """The q of ``log q``, by which variational densities go; one of the data, ``log p``, goes through all that it is made of."""
    match node:
        case Run((Name("log" | "ln"), Name("q") as letter)):
            return letter
    return None


@contextmanager
def free(scope: Scope, keys: Collection[str], before: bool = False) -> Iterator[None]:
    """The scope without some definitions, while a claim is judged without them. ``before``: those of the parts before hold again."""
    kept, functions, renewed = scope.definitions, scope.functions, scope.renewed
    scope.definitions = {key: found for key, found in kept.items() if key not in keys}
    scope.functions = {key: found for key, found in functions.items() if key not in keys}
    scope.renewed = renewed if before else renewed | set(keys)
    try:
        yield
    finally:
        scope.definitions, scope.functions, scope.renewed = kept, functions, renewed
