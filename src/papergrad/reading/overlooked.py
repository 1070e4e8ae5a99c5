"""Statements that say what something is and were not understood: who computes with it must know that it counts as given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from papergrad.algebra.nodes import Definitions
from papergrad.notation.tree import Blank, Fence, Hole, Name, Node, walk
from papergrad.phrasebook import functions, gradient, kronecker
from papergrad.reading.refolding import reach
from papergrad.reading.roles import primed
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL, is_number
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read
from papergrad.records import dataclass
from papergrad.source import Source, Span

SAYS = EQUAL | frozenset("≈∝≃≅")
LONGEST = 60  # characters of a formula that are shown


@dataclass(frozen=True)
class Overlooked:
    """A statement that may say what ``symbol`` is. ``right``: the symbols it speaks of, as far as they were read."""

    span: Span
    symbol: str
    right: frozenset[str]
    words: str  # where it stands, why it was not understood, and the formula


def overlooked(scope: Scope, reads: Iterable[Read], source: Source) -> dict[str, Overlooked]:
    """By symbol, the statements of a part that were not used though they may say what it is, or say it anew."""
    found: dict[str, Overlooked] = {}
    for one in reads:
        key = _about(one, scope)
        if key is None or key in found or scope.function(key) is not None:
            continue
        before = key not in scope.definitions or scope.places.get(key, one.span.start) < one.span.start
        anew = one.role == "defines" and before
        if scope.definition(key) is not None and not anew:
            continue
        line, _ = source.place(one.span.start)
        formula = " ".join(source[one.span].split())
        shown = formula if len(formula) <= LONGEST else formula[: LONGEST - 1] + "…"
        why = f" ({one.problem.what})" if one.problem is not None else ""
        right = frozenset() if isinstance(one.stated.right, Blank | Hole) else scope.keys_in(one.stated.right)
        found[key] = Overlooked(one.span, key, right, f"line {line} was not understood{why}: {shown}")
    return found


def _about(one: Read, scope: Scope) -> str | None:
    """The symbol that an unused statement may be about."""
    stated = one.stated
    if stated.link or stated.relation not in SAYS or isinstance(stated.left, Blank):
        return None
    if isinstance(stated.right, Fence) and stated.right.open == "{":
        return None  # a set of things is no quantity
    written = apart(stated.right)
    if written is not None and any(s.item == Name(":") for s in written.slots):
        return None  # the columns of something given are given
    if one.role in ("defines", "implied"):
        return one.key or _key(stated.left, scope) if one.problem is not None else None
    if one.role not in ("claims", "unread", "approximates") or isinstance(stated.right, Blank | Hole):
        return None
    derived = gradient.read(stated.left) is not None or primed(stated.left)
    if derived or is_number(stated.right) or kronecker.read(stated.left) is not None:
        return None
    slopes = (found for node in walk(stated.left) if (found := gradient.read(node)) is not None)
    by = frozenset().union(*(scope.keys_in(variable) for found in slopes for variable in found.wrt))
    open_ones = [
        key for key in scope.keys_in(stated.left) - by if not _means(key, scope)
    ]  # (∂E/∂x)(∂x/∂y) is about no y
    right = scope.keys_in(stated.right)
    return open_ones[0] if len(open_ones) == 1 and open_ones[0] not in right else None


def _key(node: Node, scope: Scope) -> str | None:
    written = apart(node)
    return scope.symbols.key(written) if written is not None else None


def _means(key: str, scope: Scope) -> bool:
    """Whether a symbol is given, computed, a function, or a number of things."""
    named = key in functions.SPELLED or key in scope.size_names or key in ("e", "d")
    return named or scope.known(key) or scope.function(key) is not None


def missed(scope: Scope, spoken: Iterable[str], definitions: Definitions) -> Mapping[str, Overlooked]:
    """What was overlooked of all that some symbols are made of."""
    known = scope.all_overlooked()
    if not known:
        return {}
    behind = {key for start in spoken for key in (start, *_through(start, definitions))}
    return {key: said for key, said in known.items() if key in behind and key not in definitions}


def missed_anew(scope: Scope, spoken: Iterable[str], place: int) -> Mapping[str, Overlooked]:
    """What was said anew of some symbols before a place, and not understood: what they are there is not known."""
    known = scope.all_overlooked()
    return {key: known[key] for key in spoken if key in known and scope.known(key) and known[key].span.end <= place}


def left_open(scope: Scope, of: Node, by: Iterable[Node], definitions: Definitions) -> tuple[str, ...]:
    """In words, what counts as given in a derivative because the statements that may define it were not understood."""
    without = {key for node in by for key in scope.keys_in(node)}
    found = missed(scope, scope.keys_in(of), definitions)
    return tuple(f"{key} counts as given: {said.words}" for key, said in found.items() if key not in without)


def _through(key: str, definitions: Definitions) -> frozenset[str]:
    return reach(definitions[key].body, definitions) if key in definitions else frozenset()
