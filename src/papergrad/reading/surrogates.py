"""Quantities that only derivatives speak about: of ``∂L/∂X = ∂L/∂Z Y^T`` nobody needs to know what L is.

Such a quantity becomes some smooth function of what it is derived by: an identity that holds for that function is the chain
rule, and holds for all.
"""

from __future__ import annotations

from collections import Counter

from papergrad.algebra.nodes import Definition, Entry, Index, fresh
from papergrad.algebra.sizes import ONE_ENTRY
from papergrad.notation import tree
from papergrad.notation.tree import Blank, Fence, Infix, Node, Run
from papergrad.phrasebook import gradient
from papergrad.phrasebook.trees import sequence
from papergrad.reading.grouping import product
from papergrad.reading.habits import COLUMN, NUMBER, ROW
from papergrad.reading.pointwise import of_functions
from papergrad.reading.refolding import reach, written_out
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import LETTERS, apart
from papergrad.reading.understood import Read
from papergrad.reading.unspecified import unspecified, varied
from papergrad.reading.values import Value

MOST = 4  # symbols that a quantity nobody defines is taken to depend on; with more they are entries of something


def depends(one: Stated, scope: Scope) -> tuple[str, tuple[str, ...]] | None:
    """The L and the y of ``L = L(y)``, which only says on what L depends."""
    match one.right:
        case Run((head, Fence("(", inside, ")"))) if head == one.left and one.relation in EQUAL and one.link == 0:
            written, below = apart(head), [apart(argument) for argument in sequence(inside)]
            if written is None or written.power is not None or written.primes or written.transposed or written in below:
                return None
            keys = tuple(scope.symbols.key(w) for w in below if w is not None)
            return (scope.symbols.key(written), keys) if len(keys) == len(below) else None
    return None


def find(scope: Scope, reads: list[Read]) -> None:
    """Find the quantities that nobody defines, and what each depends on."""
    for one in reads:
        said = depends(one.stated, scope) if one.role == "declares" else None
        if said is not None and said[0] not in scope.own and not scope.known(said[0]):
            scope.names.setdefault(said[0], one.stated.left)
            scope.own.add(said[0])
            scope.dependent.add(said[0])
            scope.surrogates[said[0]] = said[1]
    links: Counter[tuple[str, str]] = Counter()
    for one in reads:
        for side in (one.stated.left, one.stated.right):
            for node in tree.walk(side):
                for above, below in _adjacent(node, scope):
                    links[above, below] += 1
    defined = {one.stated.left for one in reads if one.role == "defines"}
    taken = {scope.symbols.key(w) for left in defined if (w := apart(left)) is not None}
    beside = _beside(scope, reads)
    for above in sorted({a for a, _ in links}):
        if above in taken or scope.known(above) or above in scope.own or scope.starting(above):
            continue
        below = sorted(b for a, b in links if a == above and links[a, b] > links[b, a])
        below = [
            b for b in below
            if above in beside.get(b, ()) or not any(c != b and links[c, b] > links[b, c] and (above, c) in links for c in below)
        ]  # fmt: skip
        if below:
            scope.own.add(above)
            scope.surrogates[above] = tuple(below)
    for variable, several in beside.items():
        if several <= set(scope.surrogates):
            scope.local[variable] = several
    _objectives(scope, reads, taken)


def one_way(above: str, scope: Scope) -> bool:
    """Whether a quantity depends on all else through one thing alone that the text computes and by which it never works out the
    slope: the ∂L/∂Y of a layer is given. Nothing is left out then but what a step after this one may add."""
    here: Scope | None = scope
    while here is not None and above not in here.surrogates:
        here = here.parent
    below = here.surrogates[above] if here is not None else ()
    if len(below) != 1 or scope.definition(below[0]) is None or scope.all_stepped.letter:
        return False
    if not LETTERS.isdisjoint(below[0].split("_")[1:]):  # of the Y_{ij} one alone, it may be that others were meant
        return False
    heads = (gradient.read(one.head) for group in scope.told for one in group)
    return not any(
        asked is not None and len(asked.wrt) == 1 and asked.of is not None
        and (scope.keys_in(asked.of), scope.keys_in(asked.wrt[0])) == ({above}, {below[0]})
        for asked in heads
    )  # fmt: skip


def enter(scope: Scope) -> None:
    """Enter a function for every quantity that nobody defines, with the shapes that are known by now."""
    for above in sorted(scope.surrogates):
        _surrogate(scope, above)


def _objectives(scope: Scope, reads: list[Read], taken: set[str]) -> None:
    """A number that is derived by Z, X and Y and is no symbol's definition depends on the last of them, the Z that is
    computed from the others. So does a vector, where its derivative is written out by those of its entries."""
    by: dict[str, set[str]] = {}
    for one in reads:
        if of_functions(one.stated.left, one.stated.right):
            continue
        for side in (one.stated.left, one.stated.right):
            for node in () if isinstance(side, Blank) else tree.walk(side):
                pair = _pair(node, scope)
                if pair is not None:
                    by.setdefault(pair[0], set()).add(pair[1])
    through, vectors = _computed(scope, reads), _by_entries(scope, reads)
    for above, variables in sorted(by.items()):
        made_up = above in scope.made_up() and above not in scope.surrogates
        number = scope.kinds.get((above, 0)) == NUMBER
        if above in taken or not (number or above in vectors) or scope.function(above) is not None:
            continue
        if (scope.known(above) or above in scope.own) and not made_up or scope.labelled(above):
            continue
        before = _before(scope, above) if made_up else set()
        known = made_up and variables <= before | {v for b in before for v in _upstream(b, through)}
        if known and before.isdisjoint(scope.own):  # what is said anew may have another shape
            continue
        last = _last((variables | before) - {above}, through)
        if len(last) > MOST:  # another example begins, with the same loss at its end
            last = _last(variables - {above}, through)
        if len(last) > 1:
            last = _flowing_into(last, above, scope, reads, through)
        if 0 < len(last) <= MOST:
            if not known or scope.vague(above):
                scope.guessed.add(above)
            scope.own.add(above)
            scope.surrogates[above] = tuple(sorted(last))


def _by_entries(scope: Scope, reads: list[Read]) -> set[str]:
    """The vectors that are derived as a whole and entry by entry: ``∂w/∂s = [∂w_1/∂s, …, ∂w_n/∂s]``."""
    whole: set[str] = set()
    entries: set[str] = set()
    for side in (side for one in reads for side in (one.stated.left, one.stated.right)):
        for node in tree.walk(side):
            derived = gradient.read(node)
            written = apart(derived.of) if derived is not None and derived.of is not None else None
            if written is not None:
                (entries if scope.symbols.running(written) else whole).add(scope.symbols.key(written))
    return {key for key in whole & entries if scope.kinds.get((key, 0)) in (COLUMN, ROW)}


def _last(variables: set[str], through: dict[str, frozenset[str]]) -> set[str]:
    """The variables that no other of them is computed from; all, where they go round in a circle."""
    return {b for b in variables if not any(b in _upstream(c, through) for c in variables - {b})} or variables


def _flowing_into(
    last: set[str], above: str, scope: Scope, reads: list[Read], through: dict[str, frozenset[str]]
) -> set[str]:
    """What several variables are computed into at last: of an LSTM, a loss depends on its gates through the state c_t, and so on
    the gate too by which the writer forgets to derive. The variables themselves, where there is no such thing."""
    made = {
        scope.symbols.key(w)
        for one in reads
        if one.role == "defines" and not any(gradient.read(n) is not None for n in tree.walk(one.stated.right))
        if (w := apart(one.stated.left)) is not None
    }
    behind = {key: up for key in made if last <= (up := _upstream(key, through)) and above not in up}
    ends = {key for key in behind if not any(key in up for up in behind.values())}
    return ends if len(ends) == 1 else last


def _before(scope: Scope, above: str) -> set[str]:
    """What a quantity depends on, or was taken to depend on, by the parts before."""
    here = scope.parent
    while here is not None:
        if above in here.surrogates:
            return set(here.surrogates[above])
        if above in here.definitions and above in here.invented:  # made of a function of which nothing is said
            return set(reach(here.definitions[above].body, here.everything)) - {above}
        here = here.parent
    return set()


def _computed(scope: Scope, reads: list[Read]) -> dict[str, frozenset[str]]:
    """Every symbol that is defined, with the symbols in its definition."""
    before = scope.parent.everything if scope.parent is not None else {}
    open_ = scope.made_up() - scope.all_invented.keys()
    known = {key: d for key, d in before.items() if key not in open_}
    found = {key: reach(d.body, {}) | written_out(d, known) for key, d in known.items()}
    for one in reads:
        written = apart(one.stated.left) if one.role in ("defines", "implied") else None
        if written is not None:
            found[scope.symbols.key(written)] = scope.keys_in(one.stated.right)
    return found


def _upstream(key: str, through: dict[str, frozenset[str]]) -> set[str]:
    """All that a symbol is computed from."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        for other in through.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found - {key}


def _beside(scope: Scope, reads: list[Read]) -> dict[str, frozenset[str]]:
    """Variables that a sum of chains reaches on several ways, each with the last quantity on every way:
    ``∂L/∂W = ∂L/∂h_1 ∂h_1/∂W + ∂L/∂h_2 ∂h_2/∂W``."""
    found: dict[str, frozenset[str]] = {}
    for one in reads:
        if not isinstance(one.stated.right, Infix) or set(one.stated.right.operators) != {"+"}:
            continue
        ends = [chain[-1] for term in one.stated.right.operands if (chain := _adjacent(term, scope))]
        variables = {below for _, below in ends}
        if len(ends) == len(one.stated.right.operands) == len({above for above, _ in ends}) and len(variables) == 1:
            found[variables.pop()] = frozenset(above for above, _ in ends)
    return found


def _surrogate(scope: Scope, above: str) -> None:
    values = []
    for below in scope.surrogates[above]:
        sizes = scope.shape(below).sizes
        axes = tuple(Index(f"k%{fresh(ONE_ENTRY).name}", s) for s in sizes)
        values.append(Value(Entry(below, axes), axes))
    shape = scope.shape(above)
    axes = tuple(Index(f"k%{fresh(ONE_ENTRY).name}", s) for s in shape.sizes)
    body = unspecified("F_" + above, values, bounded=True).body
    for axis in axes:
        body = varied(body, axis)
    scope.definitions[above] = Definition(above, axes, body)


def _adjacent(node: Node, scope: Scope) -> list[tuple[str, str]]:
    """The (of, by) pairs of the derivatives that are factors of one product."""
    parts = product(node)
    if parts is None:
        return []
    found = []
    for operand in parts[0]:
        for factor in operand.items if isinstance(operand, Run) else (operand,):
            pair = _pair(factor, scope)
            if pair is not None:
                found.append(pair)
    return found if len(found) > 1 else []


def _pair(node: Node, scope: Scope) -> tuple[str, str] | None:
    """What a derivative of a symbol by a symbol is of, and by."""
    derived = gradient.read(node)
    if derived is None or derived.of is None or len(derived.wrt) != 1 or derived.order != 1:
        return None
    above, below = apart(scope.by_name(derived.of)), apart(scope.by_name(derived.wrt[0]))
    return (scope.symbols.key(above), scope.symbols.key(below)) if above is not None and below is not None else None
