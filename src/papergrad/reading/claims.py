"""Both sides of a claim as values, and of the line before where the claim goes on from there."""

from __future__ import annotations

from dataclasses import replace

from papergrad.algebra.nodes import Definition, Definitions, Extent, Index
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import symbols
from papergrad.notation import tree
from papergrad.notation.tree import Blank, Hole, Infix, Name, Node, Numeral
from papergrad.phrasebook import functions, gradient
from papergrad.reading import ranges
from papergrad.reading.meaning import Reader
from papergrad.reading.multiply import HADAMARD
from papergrad.reading.nablas import NABLA
from papergrad.reading.pointwise import at_a_number, pointwise
from papergrad.reading.refolding import reach
from papergrad.reading.roles import primed
from papergrad.reading.scope import Scope
from papergrad.reading.settle import Settling
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import apart, letter, text_of
from papergrad.reading.understood import Read
from papergrad.reading.values import ShapeMismatch, Value
from papergrad.source import PaperError, breakdown

KNOWN = functions.SPELLED.keys() - functions.LETTERS | {"e", "π"}  # cos(2) is a number
LOOSE = frozenset("∝≤≥<>≈")  # what stands left of these is not what an equality behind them is about


def heads(reads: list[Read]) -> None:
    """For a line that starts with =: the chains it may go on from, the nearest first, and what was printed just before.

    In a display that has a chain of its own, it goes on from that."""
    recent: list[tuple[Node, int]] = []  # and in which display they stand
    last: Node | None = None
    for one in reads:
        if one.stated.in_place:
            continue
        head, display = one.stated.head, one.stated.passage
        if isinstance(head, Blank):
            behind = one.stated.link > 0 and not isinstance(one.stated.left, Blank)  # ≥ b = c: c goes on from b
            own = [node for node, where in recent if where == display]
            one.heads = (one.stated.left,) if behind else tuple(reversed((own or [node for node, _ in recent])[-4:]))
            if one.stated.link == 0 and last is not None:
                one.stated = replace(one.stated, before=last)
            if _loosely(one.stated):
                recent.append((one.stated.right, display))
        elif one.role == "updates" or _loosely(one.stated):
            # from an update, what the symbol becomes goes on; from p ∝ q, q does
            recent.append((one.stated.right, display))
        elif one.role in ("claims", "defines", "names") and one.stated.link == 0:
            recent = [pair for pair in recent if pair[0] != head] + [(head, display)]
        last = one.stated.right


def _loosely(one: Stated) -> bool:
    """``p ∝ q`` with a formula q, which an equality may go on from; ``l ≥ 2`` is a range."""
    formula = apart(one.right) is None and not isinstance(one.right, Numeral)
    return one.relation in LOOSE and not one.link and formula


def claim(scope: Scope, one: Read) -> None:
    """Read both sides of a claim. What cannot be read is kept as the problem."""
    head = one.heads[0] if one.heads else one.stated.left
    if isinstance(head, Blank):
        one.problem = PaperError("nothing stands before this line that it could go on from", one.span, code="PG003")
        return
    one.problem = sides(one, head)


def sides(one: Read, head: Node) -> PaperError | None:
    """Read both sides of a claim about ``head``; the problem, if one of them cannot be read.

    Lengths that have no name are lengths of their own at first; where that does not conform, they may be named ones.
    """
    scope = one.scope
    assert scope is not None
    one.stated = replace(one.stated, left=head, head=head)
    if one.role == "claims":
        one.kind = "gradient" if gradient.read(head) is not None or primed(head) else "equality"
    problem = _sides(one, head, one.stated.right, scope)
    if problem is None and one.left is not None and one.left.axes:  # at a vector, a matrix, or at every sample
        numbers = at_a_number(head, one.stated.right, scope)
        if numbers is None or _sides(one, *numbers, scope) is None:
            return None
        return _sides(one, head, one.stated.right, scope)
    if problem is not None and problem.code.startswith("PG10"):
        numbers = at_a_number(head, one.stated.right, scope)
        if numbers is not None and _sides(one, *numbers, scope) is None:
            return None
        saved = scope.sizes.save()
        scope.sizes.relaxed = True
        try:
            again = _sides(one, head, one.stated.right, scope)
            if again is None:
                return None
        finally:
            scope.sizes.relaxed = False
            scope.sizes.restore(saved)
        _sides(one, head, one.stated.right, scope)
        if again.code.startswith("PG10") and "·" in problem.what:
            return again  # what still clashes where lengths without a name agree says more
    return problem


def _sides(one: Read, head: Node, right: Node, scope: Scope) -> PaperError | None:
    reader = Reader(scope, place=one.span.start)
    saved = scope.sizes.save()
    one.left = one.right = None
    reader.letters.update({name: Index(name, Size.of(name)) for name in _beside_another(head) & scope.size_names})
    try:
        head, right = pointwise(head, right, scope)
        one.left = reader.value(head)
        if not isinstance(right, Hole):
            one.right = _by_entries(reader, one.left, reader.value(right), right)
            _open_lengths(scope, one.left, one.right)
        reader.settle_ranges()
        ranges.alike(scope.sizes, [side.body for side in (one.left, one.right) if side is not None])
    except PaperError as problem:
        scope.sizes.restore(saved)
        return problem
    except ShapeMismatch as mismatch:
        scope.sizes.restore(saved)
        return mismatch.at(one.span)
    except Exception as error:
        scope.sizes.restore(saved)
        return breakdown(error, one.span)
    finally:
        settle = Settling(scope.sizes)
        known = reader.definitions
        if not isinstance(right, Hole) and not scope.keys_in(right) - KNOWN:  # here the numbers that were chosen count
            known = {**scope.all_settings(one.span.start), **known}
        varied = _derived_by(head, scope)
        made_of = {part for key in varied if key in known for part in reach(known[key].body, known)}  # the w of (w, b)
        if solved := {key for key in made_of.union(varied) if scope.solution(key)}:
            known = {key: found for key, found in known.items() if key not in solved}
        known = {**_lengths(one, known, scope), **known}
        one.definitions = settle.definitions(known)
        said = dict.fromkeys((*one.supposed, *reader.assumptions, *_others(head, scope)))
        one.assumptions = tuple(a for a in said if a not in scope.conventions)
        one.left = settle.value(one.left) if one.left is not None else None
        one.right = settle.value(one.right) if one.right is not None else None
    return None


def _beside_another(head: Node) -> set[str]:
    """The letters of ``∂L/∂W_{jk}``: where there are k columns, k is any of them, and not the last."""
    below = [n.sub for n in tree.walk(head) if isinstance(n, tree.Script) and n.sub is not None and n.base != NABLA]
    pairs = [[n for n in tree.walk(sub) if isinstance(n, Name)] for sub in below if not _scripted(sub)]
    return {n.text for names in pairs if len(names) == 2 and all(map(letter, names)) for n in names}


def _scripted(node: Node) -> bool:
    return any(isinstance(n, tree.Script) for n in tree.walk(node))


def _lengths(one: Read, known: Definitions, scope: Scope) -> dict[str, Definition]:
    """The numbers in definitions of the parts before that are lengths by now: the N of ``1/N``, where N samples are counted here."""
    found: dict[str, Definition] = {}
    for side in (one.left, one.right):
        for key in (reach(side.body, known) & scope.size_names) - known.keys() if side is not None else ():
            if (size := scope.size(Name(key))) is not None:
                found[key] = Definition(key, (), Extent(size))
    return found


def _by_entries(reader: Reader, left: Value, read: Value, written: Node) -> Value:
    """A right side that is a number where the left is none, with a ``·`` that may multiply entry by entry: ``∇_a C · σ'(z)``.

    It does not where the writer has another sign for that.
    """
    signs = {s for n in tree.walk(written) if isinstance(n, Infix) for s in n.operators}
    if not left.axes or read.axes or "·" not in signs:
        return read
    known = (n for node in (written, *reader.scope.all_written.values()) for n in tree.walk(node))
    if any(isinstance(n, Infix) and not HADAMARD.isdisjoint(n.operators) for n in known):
        return read
    saved = reader.scope.sizes.save()
    try:
        found = replace(reader, entrywise_dots=True).value(written)
    except (PaperError, ShapeMismatch):
        reader.scope.sizes.restore(saved)
        return read
    if len(found.axes) != len(left.axes):
        reader.scope.sizes.restore(saved)
        return read
    reader.assumptions.append("· multiplies entry by entry")
    return found


def _derived_by(head: Node, scope: Scope) -> list[str]:
    """The symbols by which something is derived: these vary, wherever the solution of a condition may lie."""
    derived = gradient.read(head)
    return [
        scope.symbols.key(w) for node in (derived.wrt if derived is not None else ()) if (w := apart(node)) is not None
    ]


def _others(head: Node, scope: Scope) -> list[str]:
    """What is taken for granted where somebody derives by a symbol beside a sum over its kind."""
    derived = gradient.read(head)
    by = [w for node in (derived.wrt if derived is not None else ()) if (w := apart(node)) is not None]
    known = scope.symbols.beside | {(base, x): k for (base, k), x in scope.symbols.drawn.items()}
    return [
        f"{x} is none of the {letter}"
        for (base, x), letter in known.items()
        if x not in scope.symbols.apart
        for w in by
        if w.base == base and text_of(w.slots[0].item if w.slots else w.name) in (x, letter)
    ]


def _open_lengths(scope: Scope, left: Value, right: Value) -> None:
    """An identity matrix, or anything else without symbols, is as large as the other side."""
    if left.order != right.order or (symbols(right.body) and symbols(left.body)):
        return
    pairs = [
        (scope.sizes.settle(i.size), scope.sizes.settle(j.size)) for i, j in zip(left.axes, right.axes, strict=True)
    ]
    if all(a == b or "?" in (str(a)[:1], str(b)[:1]) for a, b in pairs):
        for a, b in pairs:
            scope.sizes.unify(a, b)
