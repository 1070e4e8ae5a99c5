r"""Quantities that are written with a power: ``\sigma_B^2 = \frac{1}{m} \sum_i (x_i - \mu_B)^2`` says what σ_B² is.

In real papers: Ioffe & Szegedy derive by σ_B², and nobody there speaks of σ_B. Such a square is one symbol wherever it stands;
where the symbol without its power is met as well, and nothing else is said of it, it is the root of the square. So it is where
σ² is derived by, or is what a function is of: ``ℓ(μ, σ²)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest

from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Numeral, Root, Run, Script
from papergrad.phrasebook import gradient
from papergrad.phrasebook.trees import bare
from papergrad.reading import applied, increments, nablas
from papergrad.reading.named import key_of
from papergrad.reading.primes import PRIMED, marked, primed, with_mark
from papergrad.reading.scope import Scope
from papergrad.reading.solving import solved
from papergrad.reading.statements import EQUAL, UPDATE, Stated, is_number
from papergrad.reading.supposing import implied
from papergrad.reading.symbols import Look, Written, apart, look_of
from papergrad.reading.understood import Read

SQUARED = "²"  # the mark of a name that stands for a square
TWO = Numeral("2")
Squares = Mapping[Look, Node]  # each with the symbol that stands for it where it is defined


def squares(group: list[Stated], parent: Scope | None) -> Squares:
    """The squares that are quantities of their own here: those defined in this part, and those of the parts before."""
    before = dict(parent.squares) if parent is not None else {}
    defined = [(one, *found) for one in group if (found := _defined(one)) is not None]
    bare = {look_of(w) for one, _, w in defined if w.power is None and not _speaks(one.right, look_of(w), squared=True)}
    found = {look: symbol for look, symbol in before.items() if look not in bare}
    for one, symbol, written in defined:
        look = look_of(written)
        if written.power != TWO or look in bare or look in found or _known(written, parent):
            continue
        whole = written.base[:1].isupper() and any(_speaks(s, look) for o in group for s in (o.left, o.right))
        if not (is_number(one.right) or _speaks(one.right, look) or _speaks(one.right, look, squared=True) or whole):
            found[look] = _marked(symbol)
    derived = list(_derived(group))
    plain = {look_of(w) for _, w in derived if w.power is None}
    for symbol, written in (*derived, *_parameters(group)):
        look = look_of(written)
        if written.power == TWO and look not in bare | plain | found.keys() and not _known(written, parent):
            found[look] = _marked(symbol)
    return {**found, **primed(group, parent)}


def _defined(one: Stated) -> tuple[Node, Written] | None:
    """What stands alone, or squared, on the left side of an equation, or what that is solved for: σ² of ``log σ² = …``."""
    found = solved(one.left, one.right) if one.relation in EQUAL | UPDATE and one.link == 0 else None
    written = apart(found[0]) if found is not None else None
    return None if found is None or written is None or written.primes else (found[0], written)


def _derived(group: list[Stated]) -> Iterator[tuple[Node, Written]]:
    """What is derived by once: the σ² of ``∂ℓ/∂σ²``."""
    for side in (side for one in group for side in (one.left, one.right)):
        for node in tree.walk(side):
            derived = gradient.read(node)
            for by in derived.wrt if derived is not None and derived.order == 1 else ():
                if (written := apart(by)) is not None and not written.transposed:
                    yield by, written


def _parameters(group: list[Stated]) -> Iterator[tuple[Node, Written]]:
    """What functions are defined with: the σ² of ``ℓ(μ, σ²) = …``."""
    for one in group:
        match one.left:
            case Run((Name() | Script(), Fence("(", inside, ")"))) if one.relation in EQUAL and one.link == 0:
                for argument in applied.arguments(inside):
                    if (written := apart(argument)) is not None and not written.transposed:
                        yield argument, written


def _known(written: Written, parent: Scope | None) -> bool:
    return parent is not None and parent.definition(parent.symbols.key(replace(written, power=None))) is not None


def _speaks(node: Node, look: Look, squared: bool = False) -> bool:
    """Whether an expression has a symbol without its square, or (``squared``) with it."""
    return any(look_of(w) == look and (w.power == TWO) == squared for _, w in _symbols(node))


def _symbols(node: Node) -> Iterator[tuple[Node, Written]]:
    """The symbols of an expression, whole: the σ of ``σ^2`` is not one of its own, nor is that of ``σ(z)``."""
    written = apart(node)
    if written is not None:
        yield node, written
        return
    parts = tree.children(node)
    for part, following in zip_longest(parts, parts[1:]):
        called = isinstance(node, Run) and isinstance(following, Fence) and isinstance(part, Name)
        if not called:
            yield from _symbols(part)


def put(node: Node, known: Squares) -> Node:
    """An expression with every known square as one symbol; ``∂²f/∂σ²`` stays a second derivative by σ."""
    if not known:
        return node
    written = apart(node)
    if written is not None and written.power == TWO and not written.transposed and look_of(written) in known:
        return _marked(node)
    if written is not None and written.primes == 1 and (*look_of(written), PRIMED) in known:
        return marked(node)
    derived = gradient.read(node)
    if derived is not None and derived.order > 1:
        return node
    return tree.rebuild(node, lambda part: put(part, known))


def _marked(node: Node) -> Node:
    """``σ_B^2`` as one symbol."""
    match node:
        case Script(base, None, sup) if sup == TWO:
            return with_mark(bare(base), SQUARED)
        case Script(base, sub, sup, primes):
            return Script(with_mark(bare(base), SQUARED), sub, None if sup == TWO else sup, primes, span=node.span)
        case Fence(_, inside, _):
            return _marked(inside)
    return node


def spelled(node: Node) -> Node:
    """An expression with its squares, primes, changes and named gradients as their writer spells them."""
    match node:
        case Name(accents=(nablas.NAMED,)) | Script(Name(accents=(nablas.NAMED,))):
            return nablas.shown(node)
        case Name() | Script() if increments.change_of(node) is not None:
            return increments.spelled(node)
        case Name(accents=(*accents, "′")):
            return Script(replace(node, accents=tuple(accents)), primes=1, span=node.span)
        case Script(Name(accents=(*accents, "′")) as name, sub, sup, 0):
            below, above = (spelled(part) if part is not None else None for part in (sub, sup))
            return Script(replace(name, accents=tuple(accents)), below, above, 1, span=node.span)
        case Name(accents=(*accents, "²")):
            return Script(replace(node, accents=tuple(accents)), sup=TWO, span=node.span)
        case Script(Name(accents=(*accents, "²")) as name, sub, sup, primes):
            below = spelled(sub) if sub is not None else None
            whole = Script(replace(name, accents=tuple(accents)), below, TWO, span=node.span)
            if sup is None and not primes:
                return whole
            above = spelled(sup) if sup is not None else None
            return Script(Fence("(", whole, ")"), None, above, primes, span=node.span)
    return tree.rebuild(node, spelled)


def roots(scope: Scope, reads: list[Read]) -> list[Read]:
    """``σ = √(σ²)``, where σ is spoken of and nothing else says what it is; after ``e² = (r - p)²``, e is
    ``r - p``, or its negative."""
    found: list[Read] = []
    for look, symbol in scope.squares.items():
        if look[-1] == PRIMED:
            continue
        root = _root(symbol)
        written = apart(root)
        assert written is not None
        key = scope.symbols.key(written)
        spoken = next((o for o in reads for s in (o.stated.left, o.stated.right) if _speaks(s, look)), None)
        if spoken is not None and key not in scope.own and scope.definition(key) is None:
            said = next((o.stated.right for o in reads if o.role == "defines" and o.stated.left == symbol), None)
            signed = _squared(said or scope.written_as(key_of(symbol, scope.symbols) or ""))
            scope.signed_roots |= {key} if signed is not None else set()
            found.append(implied(scope, spoken, root, signed or Root(symbol)))
    return found


def _squared(node: Node | None) -> Node | None:
    """The ``r - p`` of ``(r - p)²``."""
    match node:
        case Script(Fence("(" | "[", inside), None, Numeral("2"), 0):
            return inside
    return None


def _root(symbol: Node) -> Node:
    match symbol:
        case Name(accents=(*accents, "²")):
            return replace(symbol, accents=tuple(accents))
    return tree.rebuild(symbol, _root)
