"""What is not said: names without a meaning, conditions that writers leave out, and slips that are certain all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import ZERO, Add, Definition, Delta, Entry, Expr, Index, Number, Sum, Tensor, add, position
from papergrad.algebra.simplify import is_number, simplify
from papergrad.algebra.substitution import substitute
from papergrad.algebra.traversal import children, free, symbols
from papergrad.judging.anew import anew, remade, said_again
from papergrad.judging.comparing import Question, alignments, letters_of, question, vacuous
from papergrad.judging.conditions import INPUTS
from papergrad.judging.conforming import firm
from papergrad.judging.equality import compare
from papergrad.judging.explaining import holding, mended, named
from papergrad.judging.formal import STEP
from papergrad.judging.left_out import function_left_out, way_left_out
from papergrad.judging.nearest import Repair
from papergrad.judging.totals import unrelated_slope
from papergrad.judging.verdict import Finding
from papergrad.notation import tree, unicode
from papergrad.phrasebook import functions, gradient, sums
from papergrad.reading import applied
from papergrad.reading.claims import sides
from papergrad.reading.grouping import product
from papergrad.reading.habits import COUNTS
from papergrad.reading.named import symbols_in
from papergrad.reading.overlooked import missed, missed_anew
from papergrad.reading.parts import of_numbers
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.symbols import MARKS, apart
from papergrad.reading.understood import Read
from papergrad.reading.values import NoWay
from papergrad.source import PaperError

# -- a slip that explains it -------------------------------------------------------------------------------------------------

SHAPES = ("PG101", "PG102")
OPEN = ("PG001", *SHAPES, "PG302", "PG304")  # what such a finding may say
TERMS = (
    "PG204",
    "PG205",
    "PG206",
    "PG209",
    "PG210",
    "PG215",
)  # a loss that nobody defines may depend on more, or on less
LEAVES_OUT = ("PG214", "PG215")
MAY_BE_ONE = ("PG201", "PG206", "PG214")  # with a name that nobody explains: a number that may well be 1


def explained(one: Read, found: Finding, but: tuple[str, ...] = ()) -> Finding:
    """A finding that would be unknown: bad if one slip explains it (none of ``but``), and the claim holds without it whatever
    is not said."""
    scope = one.scope
    if one.role != "claims" or one.left is None or scope is None or found.code not in OPEN or scope.sums_repeated:
        return found
    if (found.code in SHAPES and not firm(one, scope)) or commuted(one):
        return found
    if one.kind == "equality" and scope.keys_in(one.stated.head) and not scope.keys_in(one.stated.right):
        return found  # the numbers of an example that is not known
    if anew(one, scope) or said_again(one, scope) or of_a_case(one, scope) or remade(one):
        return found
    if unrelated_slope(one) or function_left_out(one) or _said_in_part(one, scope):
        return found
    if one.kind == "gradient" and simplify(one.left.body) == ZERO:
        return found  # nothing leads from one to the other, as it was read
    if of_numbers(one.stated.right):
        return found  # "∇f(x) = 0" is a condition, and another number that of an example
    unread = found.code == "PG001" and not isinstance(one.problem, NoWay)  # then it is we who do not understand
    repaired = mended(one, one.left, scope, single=True)
    if repaired is None:
        return found
    mistake = repaired.mistakes[0]
    if mistake.code == "PG206" and _sums_over(repaired.tree) & {
        n.text for n in tree.walk(one.stated.head) if isinstance(n, tree.Name)
    }:
        return found  # what is about one i sums over no i
    if repaired.tree == one.stated.left and (found.code == "PG302" or mistake.code == "PG210"):
        return found  # x(1) = x(1), and ⟨w, u⟩ = ⟨w, u⟩, explain nothing
    if mistake.code in but or (found.code in SHAPES and mistake.code == "PG205") or _by_itself(repaired.tree):
        return found
    if one.kind == "equality" and (
        (found.code in SHAPES and mistake.code == "PG210")  # rather a symbol whose shape was misread
        or (found.code == "PG302" and one.stated.link == 0 and mistake.code in TERMS)  # another J, with a term more
    ):
        return found
    if same := input_of_layers(one, repaired):
        return replace(found, verdict="right-if", code="PG207", message="", assumption=same, evidence="numbers")
    here, there = scope.keys_in(one.stated.right), scope.keys_in(repaired.tree)
    if _brings_in(there - here, one, scope):
        return found
    unknown = {key for key in here - there if not scope.known(key) and key not in scope.size_names}
    for key in sorted(unknown):
        for other in sorted(there - here):
            if _look(key) == _look(other):
                words = f"{key} is {other}"
                return replace(
                    found, verdict="right-if", code="PG207", message="", assumption=words, evidence="numbers"
                )
    if mistake.code in MAY_BE_ONE and here - there and here - there <= COUNTS:
        return found  # 1/m: what stands beside it may be of a batch
    if (found.code == "PG302" and unknown and mistake.code in MAY_BE_ONE) or (unread and mistake.code != "PG213"):
        return found
    if mistake.code in LEAVES_OUT and way_left_out(one.stated.right, repaired.tree, one.stated.head, scope):
        return found
    if unknown and apart(one.stated.right) is not None:  # a name for what stands before it
        return found
    verdict = "ill-typed" if mistake.code == "PG213" or found.code in SHAPES else "wrong"
    reason = found.message if found.code in SHAPES else "the claim holds once this is put right"
    message = f"{named(repaired)}: {reason}"
    said = replace(found, verdict=verdict, code=mistake.code, message=message, evidence="numbers")
    return replace(said, correct_node=repaired.tree, assumption="; ".join(repaired.granted))


def _said_in_part(one: Read, scope: Scope) -> bool:
    """Whether a definition of what is derived, or of what the claim is made of, was not understood."""
    asked = gradient.read(one.stated.head)
    derived = scope.keys_in(asked.of) if asked is not None and asked.of is not None else frozenset()
    spoken = derived | scope.keys_in(one.stated.right)
    open_ones = {**missed(scope, spoken, one.definitions), **missed_anew(scope, spoken, one.span.start)}
    return any(said.span != one.span for said in open_ones.values())


def of_a_case(one: Read, scope: Scope) -> bool:
    """Whether what is derived has a formula here that is made of less than the one of a part before: that of some case, after which
    another one may follow."""
    asked = gradient.read(one.stated.head)
    for key in scope.keys_in(asked.of) if asked is not None and asked.of is not None else ():
        before = scope.parent.definition(key) if scope.parent is not None else None
        if before is not None and scope.parent is not None and key in scope.definitions:
            known = ((scope.definitions[key], scope.everything), (before, scope.parent.everything))
            here, there = (reach(d.body, by) - by.keys() for d, by in known)
            if here < there:
                return True
    return False


def _sums_over(node: tree.Node) -> set[str]:
    """The letters that a whole expression is summed over."""
    whole = sums.read(node) if isinstance(node, tree.Big) else None
    return {r.index.text for r in whole.ranges if isinstance(r.index, tree.Name)} if whole is not None else set()


def _by_itself(node: tree.Node) -> bool:
    """Whether something is derived by itself, ``∂Z/∂Z · ∂L/∂Z``: that holds of everything, and nobody meant to write it."""
    derived = (gradient.read(part) for part in tree.walk(node))
    return any(d is not None and d.of is not None and _bare(d.of) in map(_bare, d.wrt) for d in derived)


def _bare(node: tree.Node) -> tree.Node:
    return _bare(node.inside) if isinstance(node, tree.Fence) and node.open == "(" else node


def _brings_in(new: frozenset[str], one: Read, scope: Scope) -> bool:
    """Whether a repair needs a symbol from elsewhere, which what is claimed does not depend on."""
    assert one.left is not None
    known = scope.everything
    made_of = reach(one.left.body, one.definitions) | scope.keys_in(one.stated.left) | scope.size_names
    made_of |= {key for key in new & known.keys() if reach(known[key].body, known) <= made_of}
    written = scope.all_written  # functions are spoken of there only
    made_of |= {key for name in made_of & written.keys() for key in scope.keys_in(written[name])}
    return any(scope.function(key) is None and key not in functions.SPELLED for key in new - made_of)


# -- names that nobody explained -------------------------------------------------------------------------------------------


def said_to_vanish(one: Read, q: Question) -> str:
    """What is said to be 0 of a symbol of a claim alone, ``ε² = 0``: no number but 0 is so, and no instance; empty if nothing."""
    scope = one.scope
    spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right) if scope is not None else frozenset()
    for said in (s for group in scope.told for s in group) if scope is not None else ():
        about = scope.keys_in(said.left) if said.relation == "=" and said.right == tree.Numeral("0") else frozenset()
        power = isinstance(said.left, tree.Script) and gradient.read(said.left) is None and apart(said.left) is not None
        if len(about) == 1 and about <= spoken and power and said.span != one.span and said.left.sup is not None:
            return f"{unicode.write(said.left)} = 0 is said, and was not put in"
    return ""


def computed(one: Read, q: Question) -> bool:
    """Whether numbers stand for symbols that were computed before, where they were rounded, or worked in another way.

    ``df/dx at x = 3`` is a number that nobody could have rounded before."""
    shown = one.stated.before if one.stated.link and one.stated.before is not None else one.stated.left
    keys = one.scope.keys_in(shown) if one.scope is not None else frozenset()
    known = (q.definitions[key].body for key in keys if key in q.definitions)
    return of_numbers(one.stated.right) and bool(symbols(q.left.body)) and any(map(symbols, known))


def reckoned(one: Read, q: Question) -> bool:
    """Whether numbers that were put in stand for what depends on inputs that were not given in numbers, or rounded on the way."""
    put_in = of_numbers(one.stated.right) and any(isinstance(n, tree.Infix) for n in tree.walk(one.stated.right))
    rests = [q.definitions.get(key) for key in reach(q.left.body, q.definitions)] if put_in else []
    return any(known is None or symbols(known.body) for known in rests)


def vague(one: Read, scope: Scope) -> str:
    """A quantity of a claim that nobody defines: it may depend on more than the text shows, such as a regulariser."""
    spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right)
    return next((key for key in sorted(spoken) if scope.vague(key)), "")


def case(one: Read, q: Question) -> tuple[str, bool] | None:
    """The case of which the text speaks just before, if the claim holds in that case: "when j ≠ k", "if y = 0".

    And whether it is said to be meant there: for other links of the chain, in so many words, or as the other case is claimed on
    its own.
    """
    assert one.scope is not None
    running = {i.name for i in letters_of(q.left) | letters_of(q.right)}
    near = [c for c in one.scope.cases if c.near(one.span.start, one.stated.chain) and not c.standing]
    supposed = [c for c in one.scope.standing_cases() if c.near(one.span.start, one.stated.chain)]
    for found in (*reversed(near[-1:] if near and near[-1].said else near[-2:]), *supposed):
        node = found.condition
        letters = running & {n.text for n in tree.walk(node) if isinstance(n, tree.Name)}
        spoken = one.scope.keys_in(node) & reach(q.left.body, q.definitions)
        if not (letters or spoken) or _meet(q.right.body, letters) or node in one.stated.conditions:
            continue
        if _holds_at(node, one, q):
            return unicode.write(node), found.said or found.chain is not None
        stated = replace(one.stated, conditions=(*one.stated.conditions, node))
        if _holds_in_case(question(replace(one, stated=stated), q.left, q.right, one.scope)):
            return unicode.write(node), found.said or found.chain is not None
    return None


def _holds_at(node: tree.Node, one: Read, q: Question) -> bool:
    """Whether a claim holds where a symbol is a number, ``β = 1``, which no instance is by chance."""
    match node:
        case tree.Infix((symbol, tree.Numeral(text)), ("=",)) if one.scope is not None and apart(symbol) is not None:
            keys = one.scope.keys_in(symbol)
            if len(keys) != 1 or q.inputs.get(min(keys)) or not text.isdigit():
                return False
            known = {**q.definitions, min(keys): Definition(min(keys), (), Number(Fraction(int(text))))}
            sides = [(a, b) for how, a, b in alignments(q) if not how]
            return any(compare(a, b, known, q.facts, q.inputs).equal for a, b in sides)
    return False


def _holds_in_case(q: Question) -> bool:
    try:
        sides = [(a, b) for how, a, b in alignments(q) if not how]
        return any(compare(a, b, q.definitions, q.facts, q.inputs).equal for a, b in sides) and not vacuous(q)
    except PaperError:  # the condition speaks of a letter that runs nowhere here
        return False


def untested_case(one: Read, q: Question) -> str:
    """The case that words say to be meant, where it is one that no instance meets: "when y = 0", of a y that is computed."""
    assert one.scope is not None
    said = [c.condition for c in one.scope.cases if c.said and c.near(one.span.start, one.stated.chain)]
    if not said or not one.scope.keys_in(said[-1]) & reach(q.left.body, q.definitions):
        return ""
    stated = replace(one.stated, conditions=(*one.stated.conditions, said[-1]))
    try:
        return (
            unicode.write(said[-1])
            if vacuous(question(replace(one, stated=stated), q.left, q.right, one.scope))
            else ""
        )
    except PaperError:  # of a letter that runs nowhere here
        return ""


def _meet(body: Expr, letters: set[str]) -> bool:
    """Whether an expression asks itself whether two of these letters are equal: δ_ij speaks of both cases."""
    match body:
        case Delta(Index(name=one), Index(name=other)) if {one, other} <= letters:
            return True
    return any(_meet(part, letters) for part in children(body))


def undefined(one: Read, q: Question, left: Tensor, right: Tensor) -> list[str]:
    """Symbols of the right side that were never declared, defined or used in what the left side is made of."""
    assert one.scope is not None
    known = reach(left.body, q.definitions)
    names = sorted(
        s for s in reach(right.body, q.definitions)
        if not (s in known or s in q.definitions or one.scope.given(s) or s.startswith("%"))
        and one.scope.position(s) is None
        and (not one.scope.in_definitions(s) or _of_other_step(s, q))
    )  # fmt: skip
    return names if any(isinstance(e, str) for e in names) else []


def _of_other_step(name: str, q: Question) -> bool:
    """Whether a symbol is not defined at this layer or step, and is at another: the δ^3 of which only δ^2 is made."""
    base = STEP.sub("", name)
    return base != name and any(base == STEP.sub("", other) for other in q.definitions)


def input_of_layers(one: Read, repaired: Repair) -> str:
    """In words, that the lowest layer is what a claim writes for it: the x of ``a^1 = x``, where a^2 and a^3 are defined, or what
    the units before gave out: the x of ``o_j = φ(Σ_k w_kj x_k)``, where ``Σ_k w_kj o_k`` stands as well."""
    scope = one.scope
    assert scope is not None
    here, there = scope.keys_in(one.stated.right), scope.keys_in(repaired.tree)
    only, other = here - there, there - here
    if [m.code for m in repaired.mistakes] != ["PG210"] or len(only) != 1 or len(other) != 1:
        return ""
    (mine,), (layer,) = only, other
    base = STEP.sub("", layer)
    defined = [key for key in scope.everything if key != layer and STEP.sub("", key) == base]
    made_of = scope.definition(mine)
    given = made_of is None or not symbols(made_of.body)
    at = _places(mine, one.stated.right, scope), _places(layer, repaired.tree, scope)
    if not given and scope.definition(layer) is None and at[0] == at[1]:
        if _summed_with(layer, scope) & _summed_with(mine, scope):
            return f"{layer} is {mine} of the units before"
    return f"{layer} is {mine}" if given and base != layer and defined and scope.definition(layer) is None else ""


def _places(key: str, node: tree.Node, scope: Scope) -> set[tuple[tree.Node, ...]]:
    """What stands below a symbol, wherever it is met."""
    return {tuple(slot.item for slot in w.slots) for w in symbols_in(node) if scope.symbols.key(w) == key}


def _summed_with(key: str, scope: Scope) -> set[str]:
    """The weights with which the entries of a symbol are added up."""
    sides = (side for under in scope.told for one in under for side in (one.left, one.right))
    bodies = (n.body for side in sides for n in tree.walk(side) if isinstance(n, tree.Big) and n.sign == "∑")
    found = ({scope.symbols.key(w): w for w in symbols_in(body)} for body in bodies)
    return {other for here in found if key in here for other, w in here.items() if len(w.slots) == 2}


def synonym(one: Read, q: Question, left: Tensor, right: Tensor) -> str | None:
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
    mine, theirs = (reach(side.body, q.definitions) & q.inputs.keys() for side in (left, right))
    pairs = [(a, b) for a in sorted(theirs - mine) for b in sorted(mine - theirs) if a != b and _look(a) == _look(b)]
    for name, other in pairs:  # W by its entries w_ij
        if [i.size for i in q.inputs[name]] == [i.size for i in q.inputs[other]] and name in symbols(right.body):
            changed = Tensor(_exchanged(right.body, name, other), right.axes)
            if compare(left, changed, q.definitions, q.facts, q.inputs).equal:
                return f"{name} is {other}"
    whole = right.body
    for name, other in pairs:
        whole = _exchanged(whole, name, other)
    if len(pairs) > 1 and compare(left, Tensor(whole, right.axes), q.definitions, q.facts, q.inputs).equal:
        return "; ".join(f"{name} is {other}" for name, other in pairs)
    return None


def same_in_all(one: Read, q: Question, left: Tensor, right: Tensor) -> str | None:
    """In words, that something is a number if an equality holds for that: the c of ``softmax(x + c) = softmax(x)``, of which
    nothing is said and which is only added to something."""
    assert one.scope is not None
    if one.kind != "equality":
        return None
    for name in sorted(q.inputs.keys() & (reach(left.body, q.definitions) | reach(right.body, q.definitions))):
        if len(q.inputs[name]) != 1 or one.scope.declaration(name) is not None or not _only_added(left, name, right):
            continue
        a, b = (Tensor(_at_first(side.body, name), side.axes) for side in (left, right))
        if compare(a, b, q.definitions, q.facts, q.inputs).equal:
            return f"{name} is the same number for every entry"
    return None


def _only_added(left: Tensor, name: str, right: Tensor) -> bool:
    """Whether a symbol stands nowhere but as a term of a sum."""

    def added(e: Expr) -> bool:
        parts = children(e)
        alone = any(isinstance(part, Entry) and part.symbol == name for part in parts)
        return (not alone or isinstance(e, Add)) and all(map(added, parts))

    return added(left.body) and added(right.body)


def _at_first(body: Expr, name: str) -> Expr:
    return substitute(body, lambda e: Entry(name, (position(0),)) if e.symbol == name else None)


def meant(one: Read, plain: Finding, name: str, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
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

    def read(right: tree.Node) -> Read:
        stated = replace(one.stated, left=put(one.stated.left), right=put(right), head=put(one.stated.head))
        fresh = replace(one, stated=stated, problem=None, heads=())
        fresh.problem = sides(fresh, stated.head)
        return fresh

    def holds(right: tree.Node) -> Finding | None:
        found = holding(read(right), plain, claim)
        return found if found is not None and found.verdict != "right-up-to-layout" else None

    words = f"{name} is {alike[0]}"
    if (found := holds(one.stated.right)) is not None:
        said = "; ".join(a for a in (words, found.assumption) if a)
        return replace(found, verdict="right-if", code="PG207", assumption=said)
    # X need not be x: only where the link before holds for that is a failure the writer's
    before = one.stated.before
    if one.stated.link == 0 or name not in scope.keys_in(before) or holds(before) is None:
        return None
    found = claim(read(one.stated.right), plain)
    return replace(found, message=f"with {words}: {found.message}") if found.verdict == "wrong" else None


def _exchanged(body: Expr, name: str, other: str) -> Expr:
    return substitute(body, lambda e: Entry(other, e.at) if e.symbol == name else None)


def _look(key: str) -> str:
    return "".join(c for c in key if c not in MARKS.values()).lower()


# -- conditions --------------------------------------------------------------------------------------------------------------


def is_condition(one: Read, q: Question, left: Tensor, right: Tensor) -> bool:
    """Whether two sides speak of different inputs, none of which the other could know of: ``A x = 0``, ``A U = U Λ``."""
    if one.kind != "equality":
        return False
    if all(is_number(t.body, q.facts) for t in (left, right)):
        return False  # two numbers that differ whatever the inputs are
    if (
        any(isinstance(side, tree.Numeral) for side in (one.stated.left, one.stated.right))
        or commuted(one)
        or of_one(one)
    ):
        return True
    mine, theirs = (frozenset(s for s in reach(t.body, q.definitions) if s not in q.definitions) for t in (left, right))
    return mine != theirs and not any(_computed(s, q) for s in symbols(left.body))


def _computed(symbol: str, q: Question) -> bool:
    """Whether a symbol is defined by more than whose entries it has, as the columns of an input are."""
    known = q.definitions.get(symbol)
    return known is not None and not (isinstance(known.body, Entry) and known.body.symbol not in q.definitions)


def required(one: Read, q: Question) -> bool:
    """Whether a condition says what is required of inputs: ``w^T x = 0``, ``u_i^T u_j = δ_ij``, ``Uᵀ = U⁻¹``, or the ``= 0`` behind a
    slope that was worked out. Of what is computed it would claim something."""
    zero = one.stated.right == tree.Numeral("0")
    if one.kind == "gradient":
        return zero and one.stated.link > 0
    sides = (one.stated.left, one.stated.right)
    plain = (
        one.stated.link == 0
        and one.stated.relation == "="
        and not one.stated.around.concluded
        and not any(map(gradient.read, sides))
    )
    spoken = {s for side in (q.left, q.right) for s in symbols(side.body)}
    inputs = not any(_computed(s, q) or s.split("_")[0] in ("E", *applied.AVERAGES) for s in spoken)
    return plain and inputs and (of_one(one) or not all(symbols(side.body) for side in (q.left, q.right)))


def of_one(one: Read) -> bool:
    """``P^2 = P``, ``U^T = U^{-1}``: what is said of one symbol, by powers, transposes and inverses of it, is a condition; so is
    the second link of "let ``B = A^T = A^{-1}``"."""
    stated = one.stated
    first = stated.before if stated.link and stated.before is not None else stated.left
    symbols = [apart(f) for side in (first, stated.right) for f in _factors(side) or (side,)]
    bases = {w.base for w in symbols if w is not None}
    bare = all(w is not None and not w.slots and not w.primes for w in symbols)
    return bare and len(bases) == 1 and stated.relation == "=" and (stated.around.given or not stated.link)


def commuted(one: Read) -> bool:
    """``A B = B A``: that two factors commute is a condition on them."""
    left, right = (_factors(side) for side in (one.stated.left, one.stated.right))
    same = len(left) > 1 and sorted(map(unicode.write, left)) == sorted(map(unicode.write, right))
    return same and left != right and one.stated.relation == "=" and not one.stated.link


def targets(q: Question, left: Tensor, right: Tensor) -> str | None:
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


def is_slip(one: Read, q: Question, words: str) -> bool:
    """Whether an assumption of symmetry only hides a transpose that is missing, and one of signs, or of an input that is
    one-hot, another slip."""
    other = "negative" in words or ("one-hot" in words and words[:1] in INPUTS)
    if "symmetric" not in words and not other:
        return False
    assert one.scope is not None
    repaired = mended(one, q.left, one.scope, single="symmetric" not in words)
    return repaired is not None and (other or all(m.code == "PG203" for m in repaired.mistakes))


def repeated(one: Read) -> bool:
    """Whether a running letter stands twice on the right and never on the left: ``∂f/∂γ = ∂f/∂y_i ∂y_i/∂γ``."""
    below = [
        n.sub.text for n in tree.walk(one.stated.right) if isinstance(n, tree.Script) and isinstance(n.sub, tree.Name)
    ]
    bound = {n.text for n in tree.walk(one.stated.head) if isinstance(n, tree.Name)}
    for whole in map(sums.read, tree.walk(one.stated.right)):
        bound |= {r.index.text for r in whole.ranges if isinstance(r.index, tree.Name)} if whole is not None else set()
    return any(below.count(letter) == 2 and letter not in bound for letter in below)


def after_repeated(one: Read) -> bool:
    """Whether the chain that a claim goes on with has a link that leaves out a sum over the letter of its derivatives."""
    told = one.scope.told if one.scope is not None else ()
    links = [s for group in told for s in group if s.chain == one.stated.chain and s.link < one.stated.link]
    return any(product(s.right) is not None and chain_only(s.right) and repeated(replace(one, stated=s)) for s in links)


def with_sums(q: Question) -> bool:
    """Whether the sides are equal once the right one is summed, term by term, over the letters that the left has not."""
    spare = letters_of(q.right) - letters_of(q.left)
    terms = q.right.body.terms if isinstance(q.right.body, Add) else (q.right.body,)

    def summed(term: Expr) -> Expr:
        for letter in sorted(spare & free(term), key=lambda i: i.name):
            term = Sum(letter, term)
        return term

    again = replace(q, right=replace(q.right, body=add(*map(summed, terms))))
    sides = [(a, b) for how, a, b in alignments(again) if not how]
    return bool(spare) and any(compare(a, b, q.definitions, q.facts, q.inputs).equal for a, b in sides)


def chain_only(node: tree.Node) -> bool:
    """Whether an expression consists of derivatives only: then the chain rule itself is claimed."""
    return all(gradient.read(f) is not None for f in _factors(node) or (node,))


def _factors(node: tree.Node) -> list[tree.Node]:
    """The factors of a product, whatever stands between them; none of anything else."""
    operands, _ = product(node) or ((), ())
    return [f for o in operands for f in (o.items if isinstance(o, tree.Run) else (o,))]
