"""A verdict for every statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Entry, Expr, Number, Tensor, children, position, rename, substitute, symbols
from papergrad.judging.bounds import judge_inequality
from papergrad.judging.comparing import SAID, Question, alignments, letters_of, question, vacuous
from papergrad.judging.conditions import side_condition
from papergrad.judging.counterexample import Counterexample
from papergrad.judging.equality import Comparison, compare, up_to_layout
from papergrad.judging.explaining import repair
from papergrad.judging.formal import against, formal
from papergrad.judging.losses import other_loss
from papergrad.judging.stated import judge_stated
from papergrad.judging.verdict import Finding
from papergrad.notation import tree
from papergrad.phrasebook import gradient
from papergrad.reading.claims import sides
from papergrad.reading.grouping import product
from papergrad.reading.meaning import reach
from papergrad.reading.scope import Scope
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import MARKS, apart
from papergrad.reading.understood import Read
from papergrad.reading.values import IllTyped, ShapeMismatch, Value, differ
from papergrad.source import PaperError

SHAPES = ("PG101", "PG103")
ASSUMED = ("add up to 1", "is one-hot", "is symmetric", "is negative")  # what writers leave unsaid


def judge(one: Read) -> Finding:
    """The verdict on one statement."""
    plain = Finding(one.span, one.kind)
    match one.role:
        case "sets":
            return replace(plain, verdict="defines", evidence="declared")
        case "names" | "declares":
            return replace(plain, verdict="declares" if one.role == "declares" else "defines", evidence="declared")
        case "defines":
            return _defines(one, plain)
        case "asks":
            return replace(plain, verdict="answered") if one.problem is None else _problem(one, plain)
        case "updates":
            return replace(plain, verdict="defines", evidence="shapes") if one.problem is None else _problem(one, plain)
        case "prose":
            return (
                judge_stated(one.claim, one.scope, plain)
                if one.claim is not None and one.scope is not None
                else _problem(one, plain)
            )
        case "orders":
            return _orders(one, plain)
        case "reckoned":
            return _reckoned(one, plain)
        case "claims" | "solves":
            return _claims(one, plain)
        case _:
            return _problem(one, plain)


def _problem(one: Read, plain: Finding) -> Finding:
    """The verdict on what could not be read: ill-typed where all the shapes are sure, else unknown."""
    if one.role == "claims" and (other := _other_symbol(one, plain)) is not None:
        return other
    problem = one.problem or PaperError("this is not judged yet", code="PG002")
    if problem.code == "PG001" and one.scope is not None and (link := against(one, one.scope)) is not None:
        above, below = link
        words = (
            f"{below} is computed from {above}, so ∂{above}/∂{below} is no link of this chain: two links are exchanged"
        )
        return replace(plain, verdict="wrong", code="PG217", message=words, evidence="declared")
    clash = isinstance(problem, IllTyped) and problem.code in SHAPES and problem.certain
    if one.role == "defines":
        clash = clash and isinstance(problem, IllTyped) and problem.product and _all_declared(one)
    if clash and one.scope is not None and firm(one, one.scope):
        return _ill_typed(
            one, replace(plain, verdict="ill-typed", code=problem.code, message=problem.what, evidence="shapes")
        )
    return replace(plain, verdict="unknown", code=problem.code, message=problem.what)


def _all_declared(one: Read) -> bool:
    """A definition says what its symbol is from here on: only products of declared symbols clash in it (a sum may add rows)."""
    scope = one.scope
    return scope is not None and all(key in scope.declared for key in scope.keys_in(one.stated.right))


def firm(one: Read, scope: Scope) -> bool:
    """Whether the shapes of all the symbols of a statement follow from declarations and definitions, not from habit."""
    sides = one.stated.left, one.stated.right
    sums = [node for side in sides for node in tree.walk(side) if isinstance(node, tree.Big) and node.lower is not None]
    summed = {key for node in sums for key in _indices(node.lower or node, scope)}
    return all(scope.firm(key) for side in sides for key in scope.keys_in(side) - summed)


def _indices(lower: tree.Node, scope: Scope) -> frozenset[str]:
    """What runs below the sign of a sum: the i of ``i = 1``, the i and j of ``i, j``."""
    named = lower.operands[0] if isinstance(lower, tree.Infix) and lower.operators[0] in "=∈≠" else lower
    return scope.keys_in(named)


def _other_symbol(one: Read, plain: Finding) -> Finding | None:
    """A derivative by W^(1) of which nothing can be said, where the claim holds for the W^(2) of another shape: the wrong symbol."""
    asked = gradient.read(one.stated.head)
    scope = one.scope
    if one.problem is None or one.problem.code != "PG001" or asked is None or len(asked.wrt) != 1 or scope is None:
        return None
    written = apart(asked.wrt[0])
    if written is None:
        return None
    key = scope.symbols.key(written)
    for other in scope.alike(key):
        meant = replace(one, stated=_renamed(one.stated, key, other, scope), problem=None, heads=())
        if sides(meant, meant.stated.head) is None and _claim(meant, plain).verdict in (
            "right",
            "right-if",
            "right-up-to-layout",
        ):
            message = f"wrong symbol: it holds for {other}, which has another shape than {key}"
            return replace(plain, verdict="wrong", code="PG210", message=message, evidence="shapes")
    return None


def _renamed(stated: Stated, key: str, other: str, scope: Scope) -> Stated:
    """A statement about another symbol of the same letter."""
    shown = scope.name_of(other)
    assert shown is not None

    def put(node: tree.Node) -> tree.Node:
        written = apart(node)
        if written is not None and scope.symbols.key(written) == key and isinstance(node, tree.Script):
            label = apart(shown)
            if label is not None:
                running = scope.symbols.running(written)
                below = tuple(s.item for s in running if s.place == "sub")
                base = shown.base if isinstance(shown, tree.Script) else shown
                sup = shown.sup if isinstance(shown, tree.Script) else None
                sub = (below[0] if len(below) == 1 else tree.Run(below)) if below else None
                return tree.Script(
                    base,
                    sub if sub is not None else (shown.sub if isinstance(shown, tree.Script) and not running else None),
                    sup,
                )
        return tree.rebuild(node, put)

    return replace(stated, left=put(stated.left), right=put(stated.right), head=put(stated.head))


def _ill_typed(one: Read, found: Finding) -> Finding:
    """What remains after the nearest repair of something that does not conform."""
    if one.scope is None or one.left is None or one.role != "claims":
        return found
    mended = repair(one, one.scope, _acceptance(one, one.left, one.scope))
    if mended is None:
        return found
    names = " and ".join(m.name for m in mended.mistakes)
    return replace(found, message=f"{found.message}; right after a repair ({names})", correct_node=mended.tree)


def _defines(one: Read, plain: Finding) -> Finding:
    if one.problem is not None:
        return _problem(one, plain)
    return replace(plain, verdict="defines", evidence="shapes", assumption="; ".join(one.assumptions))


# -- equalities -----------------------------------------------------------------------------------------------------------


def _claims(one: Read, plain: Finding) -> Finding:
    """Judge a claim; a line that starts with = may go on from several chains, and is right if it does from one."""
    best: Finding | None = None
    for head in _heads(one):
        if head is not None:
            one.problem = sides(one, head)
        found = _claim(one, plain)
        if found.verdict in ("right", "right-if", "right-up-to-layout"):
            return _half(one, found)
        if best is None or (best.verdict == "unknown" and found.verdict != "unknown"):
            best = found
    assert best is not None
    return best


def _half(one: Read, found: Finding) -> Finding:
    """A derivative that has lost its first ∂ is not right, whatever it says."""
    if not any("missing in the numerator" in a for a in one.assumptions):
        return found
    message = "the numerator has lost its ∂; with it the statement is right"
    return replace(found, verdict="ill-typed", code="PG213", message=message, assumption="")


def _heads(one: Read) -> Iterator[tree.Node | None]:
    if not one.heads:
        yield None
    yield from one.heads


def _claim(one: Read, plain: Finding) -> Finding:
    if one.problem is not None:
        return _problem(one, plain)
    if one.left is None or one.right is None or one.scope is None:
        return _problem(one, plain)
    try:
        return _compared(one, plain, question(one, one.left, one.right, one.scope))
    except ShapeMismatch as mismatch:
        if (single := _single_entry(one, plain)) is not None:
            return single
        words = f"{one.left.describe(one.scope.sizes)} on the left, {one.right.describe(one.scope.sizes)} on the right"
        sure = firm(one, one.scope) and differ(one.left, one.right, one.scope.sizes)
        if sure and one.left.top is not None:
            return _ill_typed(one, replace(plain, verdict="ill-typed", code="PG101", message=words, evidence="shapes"))
        return replace(plain, verdict="unknown", code="PG101", message=str(mismatch))
    except PaperError as problem:
        return replace(plain, verdict="unknown", code=problem.code, message=problem.what)


def _single_entry(one: Read, plain: Finding) -> Finding | None:
    """``∂b/∂b = [1]``: a matrix written out with one entry, right where the other side has no more than that."""
    written = one.stated.right
    bracket = isinstance(written, tree.Fence) and written.open == "[" and isinstance(written.inside, tree.Numeral)
    if not bracket or one.left is None or one.right is None or one.right.axes or one.scope is None:
        return None
    entry = replace(one.left, body=rename(one.left.body, {axis: position(0) for axis in one.left.axes}), axes=())
    q = question(one, entry, one.right, one.scope)
    if not compare(q.left.tensor, q.right.tensor, q.definitions, q.facts, q.inputs).equal:
        return None
    sizes = dict.fromkeys(f"{axis.size} = 1" for axis in one.left.axes)
    return replace(plain, verdict="right-if", code="PG207", assumption="; ".join(sizes), evidence="numbers")


def _compared(one: Read, plain: Finding, q: Question) -> Finding:
    different: tuple[Tensor, Tensor, Comparison] | None = None
    for how, left, right in alignments(q):
        found = compare(left, right, q.definitions, q.facts, q.inputs)
        if found.outcome == "equal" and vacuous(q):
            message = "the condition holds in none of the instances that were tried"
            return replace(plain, verdict="unknown", code="PG906", message=message)
        if found.outcome == "equal":
            return _right(one, plain, found, how, q.assumed)
        if found.outcome == "undecided":
            return replace(plain, verdict="unknown", code=found.code, message=found.reason)
        if not how and q.left.order > 1:
            layout = up_to_layout(left, right, q.definitions, q.facts, q.inputs)
            if layout is not None:
                return _right(one, plain, layout.comparison, "transposed", q.assumed)
        different = different or (left, right, found)
    assert different is not None
    return _different(one, plain, q, *different)


def _right(one: Read, plain: Finding, found: Comparison, how: str, said: tuple[str, ...] = ()) -> Finding:
    assumed = [*(a for a in one.assumptions if not a.endswith("is some function")), *said, *formal(one)]
    if how in SAID:
        assumed.append(SAID[how])
    if how == "transposed" and said:
        assumed.append("the Jacobian is laid out the other way")
    elif how == "transposed":
        return replace(
            plain,
            verdict="right-up-to-layout",
            code="PG203",
            message="right up to transposition",
            evidence=found.evidence,
        )
    if assumed:
        return replace(plain, verdict="right-if", code="PG207", assumption="; ".join(assumed), evidence=found.evidence)
    return replace(plain, verdict="right", evidence=found.evidence)


def _different(one: Read, plain: Finding, q: Question, left: Tensor, right: Tensor, found: Comparison) -> Finding:
    """The sides differ: is there an assumption under which they do not, is something undefined, or is it wrong?"""
    assert one.scope is not None
    if one.role == "solves":
        return replace(plain, verdict="defines", message="a condition to be solved", evidence="declared")
    if (same := _synonym(one, q, left, right)) is not None:
        return replace(plain, verdict="right-if", code="PG207", assumption=same, evidence="numbers")
    if any("= softmax(" in a for a in one.assumptions):
        message = f"how the prediction is computed is not said; it is not {one.assumptions[0]}"
        return replace(plain, verdict="unknown", code="PG301", message=message)
    if any(a.endswith("is some function") for a in one.assumptions):
        vague = next(a for a in one.assumptions if a.endswith("is some function")).split()[0]
        return replace(plain, verdict="unknown", code="PG302", message=f"what {vague} is, is not said")
    made_up = reach(left.body, q.definitions) & one.scope.made_up()
    if made_up and not _chain_only(one.stated.right):
        return replace(plain, verdict="unknown", code="PG302", message=f"what {sorted(made_up)[0]} is, is not said")
    if one.kind == "equality" and (isinstance(one.stated.right, tree.Numeral) or _condition(q, left, right)):
        message = "this does not hold in general: read as a condition on what stands in it"
        return replace(plain, verdict="unknown", code="PG304", message=message)
    undefined = _undefined(one, q, left, right)
    if undefined:
        meant = _meant(one, plain, undefined[0]) if len(undefined) == 1 else None
        return meant or replace(
            plain, verdict="unknown", code="PG302", message=f"what {', '.join(undefined)} is, is not said"
        )
    if (targets := _targets(q, left, right)) is not None:
        words = "; ".join((*one.assumptions, f"the entries of {targets} add up to 1"))
        return replace(plain, verdict="right-if", code="PG207", assumption=words, evidence="numbers")
    condition = side_condition(left, right, q.definitions, q.facts, q.inputs, kinds=("values",), budget=15_000)
    if condition is not None and any(w in condition.words for w in ASSUMED) and not _slip(one, q, condition.words):
        words = "; ".join((*one.assumptions, condition.words))
        return replace(plain, verdict="right-if", code="PG207", assumption=words, evidence="numbers")
    return _wrong(one, plain, found)


def _repeated(one: Read) -> bool:
    """Whether a running letter stands twice on the right and never on the left: ``∂f/∂γ = ∂f/∂y_i ∂y_i/∂γ``."""
    below = [
        n.sub.text for n in tree.walk(one.stated.right) if isinstance(n, tree.Script) and isinstance(n.sub, tree.Name)
    ]
    left = {n.text for n in tree.walk(one.stated.head) if isinstance(n, tree.Name)}
    return any(below.count(letter) == 2 and letter not in left for letter in below)


def _chain_only(node: tree.Node) -> bool:
    """Whether an expression consists of derivatives only: then the chain rule itself is claimed."""
    parts = product(node)
    factors = (
        [f for o in parts[0] for f in (o.items if isinstance(o, tree.Run) else (o,))] if parts is not None else [node]
    )
    return all(gradient.read(f) is not None for f in factors)


def _condition(q: Question, left: Tensor, right: Tensor) -> bool:
    """Whether two sides speak of different inputs, none of which the other could know of: ``A x = 0``, ``A U = U Λ``."""
    one, other = (frozenset(s for s in reach(t.body, q.definitions) if s not in q.definitions) for t in (left, right))
    return one != other and not any(s in q.definitions for s in symbols(left.body))


def _targets(q: Question, left: Tensor, right: Tensor) -> str | None:
    """The targets, if the claim holds where they add up to one: all of ``y_1, y_2, y_3`` at once."""
    families: dict[str, list[str]] = {}
    for name in reach(left.body, q.definitions) & set(q.inputs) - set(q.definitions):
        if q.inputs[name] and not q.facts.say(name, "one-hot", "probability", "sums-to-one"):
            families.setdefault(re.sub(r"[_^(\[]*\d+[)\]]*$", "", name), []).append(name)
    for family, names in sorted(families.items()):
        facts = Facts({**q.facts.properties, **{n: frozenset(("sums-to-one",)) for n in names}})
        if len(names) > 1 and compare(left, right, q.definitions, facts, q.inputs, budget=10_000).equal:
            return family
    return None


def _slip(one: Read, q: Question, words: str) -> bool:
    """Whether an assumption of symmetry only hides a transpose that is missing."""
    if "symmetric" not in words:
        return False
    assert one.scope is not None
    mended = repair(one, one.scope, _acceptance(one, q.left, one.scope))
    return mended is not None and all(m.code == "PG203" for m in mended.mistakes)


def _wrong(one: Read, plain: Finding, found: Comparison) -> Finding:
    assert one.scope is not None and one.left is not None
    example = found.counterexample
    words, script = (str(example), _script(example)) if example is not None else ("", "")
    plain = replace(plain, verdict="wrong", evidence=found.evidence, counterexample=script)
    if (loss := other_loss(one, one.scope)) is not None:
        return replace(plain, code="PG210", message=f"wrong symbol: this is the gradient of {loss}: {words}")
    mended = repair(one, one.scope, _acceptance(one, one.left, one.scope))
    if mended is None:
        return replace(plain, code="PG200", message=f"the two sides differ: {words}")
    names = " and ".join(m.name for m in mended.mistakes)
    if (
        [m.code for m in mended.mistakes] == ["PG206"]
        and product(one.stated.right) is not None
        and _chain_only(one.stated.right)
        and _repeated(one)
    ):
        return replace(
            plain, verdict="right-if", code="PG207", assumption="the repeated index is summed over", counterexample=""
        )
    return replace(plain, code=mended.mistakes[0].code, message=f"{names}: {words}", correct_node=mended.tree)


LONGEST = 3000  # parts of an expression that are still written out


def _script(example: Counterexample) -> str:
    """The counterexample as a program; as words where the program would be too long to read."""
    sides = [t.body for t in example.claim or ()]
    bodies = sides + [d.body for d in (example.definitions or {}).values()]
    return example.script() if sum(map(_extent, bodies)) <= LONGEST else str(example)


def _extent(e: Expr) -> int:
    """How many parts an expression has when it is written out."""
    known: dict[Expr, int] = {}

    def count(node: Expr) -> int:
        if node not in known:
            known[node] = 1 + sum(count(child) for child in children(node))
        return known[node]

    return count(e)


def _acceptance(one: Read, left: Value, scope: Scope):  # type: ignore[no-untyped-def]
    """A test for candidates: do they equal the left side?"""

    def accepts(candidate: Value) -> bool:
        try:
            q = question(one, left, candidate, scope)
            return any(
                not how and compare(a, b, q.definitions, q.facts, q.inputs, budget=5_000).equal
                for how, a, b in alignments(q)
            )
        except (ShapeMismatch, PaperError):
            return False

    return accepts


# -- names that nobody explained -------------------------------------------------------------------------------------------


def _undefined(one: Read, q: Question, left: Tensor, right: Tensor) -> list[str]:
    """Symbols of the right side that were never declared, defined or used in what the left side is made of."""
    assert one.scope is not None
    known = reach(left.body, q.definitions)
    names = sorted(
        s for s in reach(right.body, q.definitions)
        if not (s in known or s in q.definitions or one.scope.given(s) or s.startswith("%"))
        and one.scope.position(s) is None
        and not one.scope.in_definitions(s)
    )  # fmt: skip
    return names if any(isinstance(e, str) for e in names) else []


def _synonym(one: Read, q: Question, left: Tensor, right: Tensor) -> str | None:
    """``Z_k`` for a defined z̄_k, ``ỹ`` for ŷ: an undefined name that looks like a defined one, if the claim holds for that."""
    assert one.scope is not None
    for name in sorted(symbols(right.body) - set(q.definitions)):
        if one.scope.given(name) or one.scope.in_definitions(name):
            continue
        for other, known in q.definitions.items():
            if other != name and _look(other) == _look(name) and len(known.axes) == len(q.inputs.get(name, ())):
                changed = Tensor(_exchanged(right.body, name, other), right.axes)
                if compare(left, changed, q.definitions, q.facts, q.inputs).equal:
                    return f"{name} is {other}"
    return None


def _meant(one: Read, plain: Finding, name: str) -> Finding | None:
    """The verdict with ``Z_k`` read as the defined z̄_k from the start, derivatives included, where one name only looks alike."""
    scope = one.scope
    assert scope is not None
    alike = [other for other in scope.everything if other != name and _look(other) == _look(name)]
    shown = scope.name_of(alike[0]) if len(alike) == 1 else None
    if shown is None:
        return None

    def put(node: tree.Node) -> tree.Node:
        written = apart(node)
        return shown if written is not None and scope.symbols.key(written) == name else tree.rebuild(node, put)

    def judged(right: tree.Node) -> Finding:
        stated = replace(one.stated, left=put(one.stated.left), right=put(right), head=put(one.stated.head))
        read = replace(one, stated=stated, problem=None, heads=())
        read.problem = sides(read, stated.head)
        return _claim(read, plain)

    found, words = judged(one.stated.right), f"{name} is {alike[0]}"
    if found.verdict in ("right", "right-if"):
        said = "; ".join(a for a in (words, found.assumption) if a)
        return replace(found, verdict="right-if", code="PG207", assumption=said)
    # X need not be x: only where the link before holds for that is a failure the writer's
    before = one.stated.before
    borne_out = (
        one.stated.link > 0 and name in scope.keys_in(before) and judged(before).verdict in ("right", "right-if")
    )
    return replace(found, message=f"with {words}: {found.message}") if found.verdict == "wrong" and borne_out else None


def _exchanged(body, name: str, other: str):  # type: ignore[no-untyped-def]
    return substitute(body, lambda e: Entry(other, e.at) if e.symbol == name else None)


def _look(key: str) -> str:
    return "".join(c for c in key if c not in MARKS.values()).lower()


# -- numbers ----------------------------------------------------------------------------------------------------------------


def _reckoned(one: Read, plain: Finding) -> Finding:
    """What the numbers of a worked example say."""
    found = one.reckoned
    assert found is not None
    plain = replace(plain, kind="numeric", evidence="computed")
    if found.taken:
        words = f"{found.taken} is applied to what was stated before"
        return replace(plain, verdict="right-if", code="PG207", assumption=words)
    if found.lost:
        words = f"{found.lost} is missing: what is stated for this is {found.lost} of it"
        right = tree.Run(
            (tree.Name(found.lost), tree.Fence("(", one.stated.before if one.stated.link else one.stated.right, ")"))
        )
        return replace(plain, verdict="wrong", code="PG216", message=words, correct_node=right)
    if found.same:
        return replace(plain, verdict="right")
    return replace(plain, verdict="wrong", code="PG200", message="the numbers on the two sides differ")


# -- inequalities -----------------------------------------------------------------------------------------------------------


def _orders(one: Read, plain: Finding) -> Finding:
    if one.problem is not None or one.left is None or one.right is None or one.scope is None:
        return _problem(one, plain)
    made_up = sorted((one.scope.keys_in(one.stated.left) | one.scope.keys_in(one.stated.right)) & one.scope.made_up())
    if made_up:
        return replace(plain, verdict="unknown", code="PG302", message=f"what {made_up[0]} is, is not said")
    try:
        q = question(one, one.left, one.right, one.scope)
        letters = tuple(sorted(letters_of(one.left) | letters_of(one.right), key=lambda i: i.name))
        left, right = Tensor(q.left.body, letters + q.left.axes), Tensor(q.right.body, letters + q.right.axes)
        bound = judge_inequality(left, one.stated.relation, right, q.definitions, q.facts, q.inputs)
    except PaperError as problem:
        return replace(plain, verdict="unknown", code=problem.code, message=problem.what)
    if bound.refuted and ({left.body, right.body} <= _chosen(left, right, q) or one.stated.relation in "≪≫"):
        return replace(
            plain, verdict="unknown", code="PG304", message="this says of what size something is meant to be"
        )
    return bound_finding(plain, bound)


def _chosen(left: Tensor, right: Tensor, q: Question) -> set[Expr]:
    """The sides that are plain numbers or symbols that nobody defines: ``x ≥ 0`` bounds nothing, it says what x may be."""
    return {
        t.body
        for t in (left, right)
        if isinstance(t.body, Number) or (isinstance(t.body, Entry) and t.body.symbol not in q.definitions)
    }


def _about_functions(bound) -> bool:  # type: ignore[no-untyped-def]
    """Whether a bound is about a function (σ' ≤ 1/4) and not about freely chosen matrices (xᵀAx ≥ 0)."""
    example = bound.counterexample
    return example is None or all(np.ndim(v) < 2 for v in example.values.values())


def bound_finding(plain: Finding, bound) -> Finding:  # type: ignore[no-untyped-def]
    """The verdict that the outcome of a search deserves."""
    if bound.refuted and not _about_functions(bound):
        return replace(
            plain, verdict="unknown", code="PG304", message="this does not hold in general: read as a condition"
        )
    if bound.refuted:
        example = bound.counterexample
        script = _script(example) if example is not None else ""
        words = "it holds with equality there" if bound.outcome == "attained" else "it is violated"
        return replace(
            plain,
            verdict="wrong",
            code="PG220",
            message=f"{words}: {example}",
            evidence="numbers",
            counterexample=script,
        )
    return replace(
        plain, verdict="right", evidence="numbers", message=f"no counterexample found in {bound.points} points"
    )


__all__ = ["apart", "bound_finding", "firm", "judge"]
