"""Does a statement conform? What is ill-typed for certain, what remains after a repair, and what is only a matter of layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from papergrad.algebra.nodes import Delta, Entry, mul, position
from papergrad.algebra.sizes import ONE_ENTRY
from papergrad.algebra.substitution import rename
from papergrad.algebra.traversal import free
from papergrad.judging.comparing import SAID, question
from papergrad.judging.equality import compare
from papergrad.judging.explaining import holding, mended, named
from papergrad.judging.nearest import Repair
from papergrad.judging.verdict import Finding
from papergrad.notation import tree
from papergrad.phrasebook import determinant, functions, gradient, indicator, trace, transpose
from papergrad.phrasebook.trees import bare, sequence
from papergrad.reading.applied import of_probabilities
from papergrad.reading.claims import sides
from papergrad.reading.meaning import Reader
from papergrad.reading.named import symbols_in
from papergrad.reading.parts import of_numbers
from papergrad.reading.scope import Scope
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import SAMPLED, apart
from papergrad.reading.understood import Read
from papergrad.reading.values import IllTyped, ShapeMismatch, Value
from papergrad.source import PaperError

SHAPES = ("PG101", "PG103")


def clashes(one: Read) -> bool:
    """Whether what keeps a statement from being read is a clash of shapes that are all sure."""
    problem = one.problem
    if not isinstance(problem, IllTyped) or problem.code not in SHAPES or not problem.certain or one.scope is None:
        return False
    if one.role == "defines" and not (problem.product and _all_declared(one)):
        return False
    if one.stated.around.square and "square matrix" in problem.what:  # another X than the m × n of before
        return False
    if (
        stationary(one)
        or of_probabilities(one.stated.head)
        or _says_what_a_function_is(one)
        or _of_another_part(one, one.scope)
        or _lists_itself(one)
        or _takes_rows(one)
        or _may_be_called(one, one.scope)
    ):
        return False
    return firm(one, one.scope)


def _takes_rows(one: Read) -> bool:
    """Whether a row of a matrix is a factor, ``w_{j:} e``: some write it as it lies, and others stand it up."""
    written = (w for side in (one.stated.left, one.stated.right) for w in symbols_in(side))
    return any(isinstance(s.item, tree.Name) and s.item.text == ":" for w in written for s in w.slots[1:])


def _may_be_called(one: Read, scope: Scope) -> bool:
    """Whether a vector that is a function, too, stands right before a bracket, ``s(X w)`` beside ``s_i = s(x_i)``; or what stands
    in square brackets behind a symbol may choose from it: ``E[I]``."""
    for node in (n for side in (one.stated.left, one.stated.right) for n in tree.walk(side) if isinstance(n, tree.Run)):
        for head, fence in pairwise(node.items):
            written = apart(head) if isinstance(head, tree.Name | tree.Script) else None
            if written is None or written.transposed or not isinstance(fence, tree.Fence):
                continue
            if fence.open == "[" and apart(fence.inside) is not None:
                return True
            if fence.open != "(":
                continue
            itself = written.base not in scope.always_called  # it stands without a bracket, too
            shape = scope.met_shape(scope.symbols.key(written))
            if itself and shape is not None and len(shape.sizes) == 1 and scope.function(written.base) is not None:
                return True
    return False


def stationary(one: Read) -> bool:
    """``∂J/∂θ = 0``, ``f'(x) = 0``: a slope that is to vanish is a condition on where it is taken."""
    branch = bool(one.stated.conditions)  # 0 if z > 0 is what the derivative is there
    return one.kind == "gradient" and not branch and one.stated.right == tree.Numeral("0")


def _of_another_part(one: Read, scope: Scope) -> bool:
    """Whether an equality says something of matrices of which an earlier part said how large they are: ``tr(A) = Σ_i A_ii``.

    Of a chain that goes on, what does not conform stands on the right.
    """
    sides = (one.stated.right,) if one.stated.link else (one.stated.left, one.stated.right)
    keys = {key for side in sides for key in scope.keys_in(side)}
    return bool(keys) and one.kind == "equality" and not any(key in scope.own or key in scope.declared for key in keys)


def _lists_itself(one: Read) -> bool:
    """``μ = (μ_1, …, μ_K)``: whatever the entries are, they are its own."""
    written = apart(one.stated.left)
    inside = one.stated.right.inside if isinstance(one.stated.right, tree.Fence) else None
    entries = [apart(item) for item in sequence(inside)] if inside is not None else []
    return written is not None and len(entries) > 1 and {w.base for w in entries if w is not None} == {written.base}


def _says_what_a_function_is(one: Read) -> bool:
    """``softmax(z) = …`` of a single symbol, ``tr(A) = …``, ``f(x) = a x^2``, ``x = tr(x)``: that letter is an argument here, and
    no vector where it is squared, whatever it is elsewhere."""
    left, right = one.stated.left, one.stated.right
    if (traced := trace.read(right)) is not None and bare(traced.of) == left:
        return True
    if one.kind == "equality" and (trace.read(left) is not None or determinant.read(left) is not None):
        return True
    match left:
        case tree.Run((tree.Name(text), tree.Fence("(", argument))) if text in functions.SPELLED:
            return one.kind == "equality" and functions.SPELLED[text].kind != "loss" and apart(argument) is not None
        case tree.Run((tree.Name(), tree.Fence("(", tree.Name() as argument, ")"))):
            squared = tree.Script(argument, None, tree.Numeral("2"))
            return one.kind == "equality" and any(n == squared for n in tree.walk(right))
    return False


def _all_declared(one: Read) -> bool:
    """A definition says what its symbol is from here on: only products of declared symbols clash in it (a sum may add rows)."""
    scope = one.scope
    return scope is not None and all(key in scope.declared for key in scope.keys_in(one.stated.right))


_NAMED = re.compile(r"\([^()]*[A-Za-z][^()]*\)")  # a shape with a letter in it


def with_numbers(one: Read, scope: Scope) -> bool:
    """Whether a claim is about an example with numbers, in which a matrix may be one: ``∂L/∂W = -0.05 + 0``."""
    spoken = scope.keys_in(one.stated.head) | scope.keys_in(one.stated.right)
    decimals = any(isinstance(n, tree.Numeral) and "." in n.text for n in tree.walk(one.stated.right))
    if one.problem is not None and _NAMED.search(one.problem.what):  # its size is a number, where others have names
        if any(isinstance(scope.written_as(key), tree.Matrix) for key in spoken):
            return True
    return (decimals and of_numbers(one.stated.right)) or any(map(scope.given_a_number, spoken))


def firm(one: Read, scope: Scope) -> bool:
    """Whether the shapes of all the symbols of a statement follow from declarations and definitions, not from habit."""
    sides = one.stated.left, one.stated.right
    if one.stated.around.of_scalars or _by_what(one):
        return False
    if any(scope.some_slope(node) or _open_sum(node) for side in sides for node in tree.walk(side)):
        return False
    sums = [node for side in sides for node in tree.walk(side) if isinstance(node, tree.Big) and node.lower is not None]
    summed = {key for node in sums for key in _indices(node.lower or node, scope)}
    signs = set() if any(map(_loose_d, sides)) else {"d"}
    signs |= {key for side in sides for node in tree.walk(side) for key in scope.keys_in(_indicator(node))}
    keys = {key for side in sides for key in scope.keys_in(side)} - summed - signs
    if not all(map(scope.firm, keys)) or _other_font(sides, keys, scope):
        return False
    if any(key in keys and said.span != one.span for key, said in scope.all_overlooked().items()):
        return False
    return not (_bare_of_several(sides, scope) or _beside_several(keys, scope) or _outgrown(keys, scope))


def _by_what(one: Read) -> bool:
    """Whether a ∇ that does not say by what was read as a slope by a number: f may be a function of more than that here."""
    derived = gradient.read(one.stated.head)
    return derived is not None and not derived.wrt and one.left is not None and not one.left.axes


def _outgrown(keys: set[str], scope: Scope) -> bool:
    """Whether a symbol keeps the shape of an earlier part, and another one that was as large there has another number of axes now:
    the y beside a ŷ that is that of one sample since."""
    if scope.parent is None:
        return False
    before = {key: shape for key in keys if (shape := scope.parent.met_shape(key)) is not None and shape.sizes}
    now = {key: len(shape.sizes) for key in before if (shape := scope.met_shape(key)) is not None}
    alike = ((one, other) for one in now.keys() & scope.own for other in now.keys() - scope.own)
    return any(len(before[one].sizes) == len(before[other].sizes) and now[one] != now[other] for one, other in alike)


def _open_sum(node: tree.Node) -> bool:
    """Whether a sum does not say over what it runs: it may be over what stands beside it."""
    return isinstance(node, tree.Big) and node.sign == "∑" and node.lower is None


def _bare_of_several(sides: tuple[tree.Node, ...], scope: Scope) -> bool:
    """Whether a symbol stands alone of which only the single ones were met, the σ of all σ_k, or only those were declared,
    ``x_k ∈ R^n``: it may be another."""
    for written in (w for side in sides for w in symbols_in(side)):
        key = scope.symbols.key(written)
        shape, single = scope.met_shape(key), scope.declaration(key)
        several = shape is not None and (shape.scripts or (single is not None and len(single.sizes) < len(shape.sizes)))
        samples = key not in scope.own and scope.met_shape(key + SAMPLED) is not None  # ŷ beside ŷ^(i)
        if (several or samples) and not scope.symbols.running(written):
            return True
    return False


def _beside_several(keys: set[str], scope: Scope) -> bool:
    """Whether the shape of a symbol follows from how it stands beside such a one elsewhere: the Σ of ``(x - μ)^T Σ^{-1} (x - μ)``."""
    found = {key for key in keys if scope.declaration(key) is None and key in scope.forced}
    told = (
        one for group in scope.told for one in group if found & (scope.keys_in(one.left) | scope.keys_in(one.right))
    )
    return any(_bare_of_several((one.left, one.right), scope) for one in told)


def _other_font(sides: tuple[tree.Node, ...], keys: set[str], scope: Scope) -> bool:
    """Whether a letter is plain here that is bold where its shape was found out: f(x) of one number beside f(𝐱) of many."""
    plain = {n.text for side in sides for n in tree.walk(side) if isinstance(n, tree.Name) and not n.font}
    looks = (n for key in keys for node in _spellings(key, scope) for n in tree.walk(node))
    return any(isinstance(n, tree.Name) and n.font == "bold" and n.text in plain for n in looks)


def _spellings(key: str, scope: Scope) -> Iterator[tree.Node]:
    """How a symbol was written in this part and in those before it."""
    here: Scope | None = scope
    while here is not None:
        if key in here.names:
            yield here.names[key]
        here = here.parent


def _loose_d(node: tree.Node) -> bool:
    """Whether a d stands anywhere but in a derivative, as in ``dW`` of which nobody says what it is."""
    if isinstance(node, tree.Fraction) and gradient.read(node) is not None:
        return False
    return node == tree.Name("d") or any(map(_loose_d, tree.children(node)))


def _indicator(node: tree.Node) -> tree.Node:
    """The 𝟙 of ``𝟙[z > 0]``; nothing where that is something else."""
    if indicator.read(node) is None:
        return tree.Blank()
    return node.items[0] if isinstance(node, tree.Run) else node.base if isinstance(node, tree.Script) else tree.Blank()


def _indices(lower: tree.Node, scope: Scope) -> frozenset[str]:
    """What runs below the sign of a sum: the i of ``i = 1``, the i and j of ``i, j``."""
    named = lower.operands[0] if isinstance(lower, tree.Infix) and lower.operators[0] in "=∈≠" else lower
    return scope.keys_in(named)


def of_some_length(left: Value, right: Value) -> bool:
    """Whether two shapes only differ in a length that is a letter on one side and a number on the other: C classes, worked out
    for 3 of them; or in an axis of length 1, which is one of an example of one sample or one output."""
    many = [[axis.size for axis in side.axes if axis.size != ONE_ENTRY] for side in (left, right)]
    if many[0] == many[1] and len(left.axes) != len(right.axes):
        return True
    pairs = [(a.size, b.size) for a, b in zip(left.axes, right.axes, strict=False) if a.size != b.size]
    named = all(
        (a.name is None) != (b.name is None) and None not in (a.name or a.number, b.name or b.number) for a, b in pairs
    )
    return len(left.axes) == len(right.axes) and bool(pairs) and named


# -- what remains after a repair --------------------------------------------------------------------------------------------


def ill_typed(one: Read, found: Finding) -> Finding:
    """What remains after the nearest repair of something that does not conform."""
    if one.scope is None or one.left is None or one.role != "claims":
        return found
    repaired = mended(one, one.left, one.scope)
    if repaired is None:
        return found
    if _only_layout(one, repaired):
        message = "right with a derivative laid out the other way"
        return replace(found, verdict="right-up-to-layout", code="PG203", message=message)
    words = f"{found.message}; right after a repair ({named(repaired)})"
    return replace(found, message=words, correct_node=repaired.tree, assumption="; ".join(repaired.granted))


def _only_layout(one: Read, repaired: Repair) -> bool:
    """Whether a repair only turns derivatives of other things than the one the claim is about: their layout is a convention."""
    asked = gradient.read(one.stated.head)
    if asked is None or any(mistake.code != "PG203" for mistake in repaired.mistakes):
        return False

    def upright(node: tree.Node) -> tree.Node:
        turned = transpose.read(node)
        inner = turned.of if turned is not None and _inner_derivative(turned.of, asked) else node
        while isinstance(inner, tree.Fence) and _inner_derivative(inner.inside, asked):
            inner = inner.inside
        return tree.rebuild(inner, upright)

    return upright(one.stated.right) == upright(repaired.tree)


def _inner_derivative(node: tree.Node, asked: gradient.Derivative) -> bool:
    """Whether an expression has a derivative of something else than a claim is about, and so an inner link of its chain."""
    inner = [found for n in tree.walk(node) if (found := gradient.read(n)) is not None and found.of is not None]
    return bool(inner) and all(found.of != asked.of for found in inner)


def single_entry(one: Read, plain: Finding) -> Finding | None:
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


def in_entries(one: Read, plain: Finding) -> Finding | None:
    """``∂a/∂z = a(1 - a)`` of vectors whose product does not conform: right where it is so entry by entry, a diagonal matrix."""
    asked, scope, problem = gradient.read(one.stated.head), one.scope, one.problem
    if asked is None or asked.of is None or scope is None or problem is None or problem.code not in SHAPES:
        return None
    try:
        left = Reader(scope, place=one.span.start).value(one.stated.head)
        if len(left.axes) != 2 or left.top != 1 or len({scope.sizes.settle(axis.size) for axis in left.axes}) != 1:
            return None
        i, j = left.axes
        keys = [
            key
            for key in scope.keys_in(one.stated.right)
            if [*map(scope.sizes.settle, scope.shape(key).sizes)] == [scope.sizes.settle(i.size)]
        ]
        reader = Reader(scope, place=one.span.start, locals={key: Value(Entry(key, (i,))) for key in keys})
        right = reader.value(one.stated.right)
    except (PaperError, ShapeMismatch):
        return None
    if right.axes or i not in free(right.body):
        return None
    q = question(one, left, Value(mul(Delta(i, j), right.body), left.axes), scope)
    if not compare(q.left.tensor, q.right.tensor, q.definitions, q.facts, q.inputs).equal:
        return None
    words = "; ".join((*one.assumptions, SAID["diagonal"]))
    return replace(plain, verdict="right-if", code="PG207", assumption=words, evidence="numbers")


# -- the derivative by another symbol ---------------------------------------------------------------------------------------


def other_symbol(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
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
        if sides(meant, meant.stated.head) is None and holding(meant, plain, claim) is not None:
            message = f"wrong symbol: it holds for {other}, which has another shape than {key}"
            return replace(plain, verdict="wrong", code="PG210", message=message, evidence="shapes")
    return None


def renamed(whole: tree.Node, key: str, other: str, scope: Scope) -> tree.Node:
    """An expression about another symbol of the same letter, with the same running scripts."""
    shown = scope.name_of(other)
    assert shown is not None

    def put(node: tree.Node) -> tree.Node:
        written = apart(node)
        if written is None or scope.symbols.key(written) != key or not isinstance(node, tree.Script):
            return tree.rebuild(node, put)
        running = scope.symbols.running(written)
        below = tuple(slot.item for slot in running if slot.place == "sub")
        base = shown.base if isinstance(shown, tree.Script) else shown
        own = shown.sub if isinstance(shown, tree.Script) and not running else None
        sub = (below[0] if len(below) == 1 else tree.Run(below)) if below else own
        return tree.Script(base, sub, shown.sup if isinstance(shown, tree.Script) else None)

    return put(whole)


def _renamed(stated: Stated, key: str, other: str, scope: Scope) -> Stated:
    """A statement about another symbol of the same letter."""
    left, right, head = (renamed(side, key, other, scope) for side in (stated.left, stated.right, stated.head))
    return replace(stated, left=left, right=right, head=head)
