"""What the prose of a part declares, entered into its scope: shapes, kinds and what is known of values."""

from __future__ import annotations

from papergrad.notation.tree import Infix, Name, Node, Numeral
from papergrad.phrasebook.trees import sequence
from papergrad.reading.declarations import shape_of
from papergrad.reading.habits import COLUMN, MATRIX, NUMBER, ROW
from papergrad.reading.kinds import Kinds
from papergrad.reading.scope import Scope, Shape
from papergrad.reading.spoken import ARGUMENT, Claim, Extreme, Falling, OfKind, Property, Shaped
from papergrad.reading.symbols import SAMPLED, Written, apart
from papergrad.reading.symbols import plain as plain_name

MATRICES = {"symmetric", "orthogonal", "spd", "diagonal", "lower-triangular", "upper-triangular"}


def enter(scope: Scope, claim: Claim | None) -> None:
    """Note what a statement of the prose declares: shapes of symbols that are not computed, and what is known of values."""
    match claim:
        case Shaped(of, sizes, lying) if of is not None and len(sizes) <= 2:
            for node in sequence(of):
                _enter_shape(scope, node, sizes, lying)
        case OfKind(of, kind):
            _enter_kind(scope, of, kind)
        case Property(of, facts):
            if MATRICES & {*facts}:
                _enter_kind(scope, of, MATRIX)
            for node in sequence(of):
                if (key := key_of(scope, node)) is None:
                    continue
                if key in scope.own:
                    scope.supposed.setdefault(key, set()).update(facts)
                elif key not in scope.names or key in scope.declared:
                    scope.facts.setdefault(key, set()).update(facts)
                    if "one-hot" in facts and _was_number(scope, key):
                        scope.own.add(key)
        case Extreme() | Falling():
            key = scope.symbols.key(Written(plain_name(ARGUMENT), ARGUMENT))
            scope.declared.setdefault(key, Shape(()))
            scope.names.setdefault(key, ARGUMENT)
        case _:
            pass


def _was_number(scope: Scope, key: str) -> bool:
    """Whether a part before declares a number of this name; what is one-hot is something else."""
    before = scope.declaration(key) if key not in scope.declared else None
    return before is not None and not before.core


def _enter_kind(scope: Scope, of: Node, kind: str) -> None:
    """A bold letter says itself that it is a vector; the plain one beside it may be a number."""
    for node in sequence(of):
        written = apart(node)
        bold = written is not None and isinstance(written.name, Name) and written.name.font == "bold"
        if written is not None and key_of(scope, node) is not None and not bold:
            scope.called[scope.symbols.key(written), scope.symbols.entries(written)] = kind


def kinds(problem: Kinds, claim: Claim | None) -> None:
    """``Vh`` is a scalar: what the text says an expression is narrows what its symbols can be."""
    match claim:
        case Shaped(of, sizes) if (
            of is not None and apart(of) is None and len(sizes) <= 2 and not isinstance(of, Infix)
        ):
            one = [s == Numeral("1") for s in sizes]
            kind = (
                NUMBER
                if all(one)
                else MATRIX
                if len(sizes) == 2 and not any(one)
                else ROW
                if len(sizes) == 2 and one[0]
                else COLUMN
            )
            v = problem.node(of)
            problem.restrict(v, frozenset((kind,)))
        case _:
            pass


def _enter_shape(scope: Scope, node: Node, sizes: tuple[Node, ...], lying: bool | None) -> None:
    written = apart(node)
    key = key_of(scope, node)
    known = [scope.size(s) for s in sizes]
    if written is None or key is None or key in scope.declared or key in scope.names or any(s is None for s in known):
        return
    shape = shape_of([s for s in known if s is not None])
    if lying is not None and len(shape.sizes) == 1 and len(sizes) == 1:
        shape = type(shape)(shape.sizes, 0, lying)
    scope.declared[key] = shape
    scope.declared_running[key] = scope.symbols.entries(written)
    scope.names.setdefault(key, node)


def key_of(scope: Scope, node: Node) -> str | None:
    """The symbol that a phrase is about; None for other expressions."""
    written = apart(node)
    if written is None or written.power is not None or written.primes or written.transposed:
        return None
    return scope.symbols.key(written).removesuffix(SAMPLED)
