"""A claim read on its own: what it says without the rest of its part, where that does not fit together.

A letter that is a vector in one paragraph and a number in the next makes formulas unreadable that are plain where they stand.
Only the declared shapes are kept, and the definitions under the heading where these are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from papergrad.algebra.nodes import Definitions
from papergrad.notation import tree
from papergrad.notation.tree import Big, Blank, Name, Node, Run, Script
from papergrad.phrasebook import gradient
from papergrad.reading.named import key_of, symbols_in
from papergrad.reading.reading import scope_of
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import LETTERS, SCHEMATIC, Written, survey
from papergrad.reading.understood import Read


def alone(one: Read) -> Iterator[Read]:
    """The claim as it reads in its chain alone, and then with what is defined under its heading, where that agrees with what is
    known of it."""
    scope = one.scope
    if scope is None:
        return
    groups = companions(one, scope)
    for group in dict.fromkeys(groups):
        _, found = scope_of([_as_it_is(s, one) if _is(s, one) else s for s in group], _declared(scope))
        for other in found:
            if other.role == "claims" and other.span == one.span and not other.supposed:
                if agrees(one, other):
                    yield other
                break


def companions(one: Read, scope: Scope) -> tuple[tuple[Stated, ...], ...]:
    """What a claim is read with on its own: the first link of its chain; the definitions under its heading, too; of these, only
    the last ones before it that it rests on."""
    heading = next((group for group in scope.told if any(_is(s, one) for s in group)), ())
    chain = tuple(s for s in heading if s.chain == one.stated.chain and (s.link == 0 or _is(s, one)))
    first = tuple(s for n, s in enumerate(chain) if n == 0 or _is(s, one))
    defining = tuple(s for s in heading if s in first or (s.link == 0 and _defines(s, scope)))
    return (first, defining, (*_last_before(one, heading, scope), *first)) if first else ()


def _last_before(one: Read, heading: tuple[Stated, ...], scope: Scope) -> tuple[Stated, ...]:
    """The definitions that a claim rests on, of each symbol the last one that stands before it."""
    wanted = {key for side in (one.stated.head, one.stated.right) for key in scope.keys_in(side)}
    found: list[Stated] = []
    for stated in reversed(heading):
        if (
            stated.span.start >= one.span.start
            or stated.chain == one.stated.chain
            or stated.link
            or stated.relation not in EQUAL
        ):
            continue
        head = stated.left.items[0] if isinstance(stated.left, Run) else stated.left
        key = key_of(head, scope.symbols)
        if key in wanted:
            wanted = (wanted - {key}) | scope.keys_in(stated.right)
            found.append(stated)
    return tuple(reversed(found))


def _as_it_is(stated: Stated, one: Read) -> Stated:
    """The statement with the sides that the claim has by now, if these are not written for single layers."""
    if one.stated.lettered is not None:
        return stated
    left = stated.left if isinstance(stated.left, Blank) else one.stated.left
    return replace(stated, left=left, right=one.stated.right, head=stated.head if left is stated.left else left)


def _is(stated: Stated, one: Read) -> bool:
    return stated.span == one.span and stated.link == one.stated.link


def _defines(stated: Stated, scope: Scope) -> bool:
    key = key_of(stated.left, scope.symbols)
    return key is not None and scope.written.get(key) == stated.right


def _declared(scope: Scope) -> Scope:
    """What is declared, and nothing else of what is known."""
    kept = Scope(survey([]))
    kept.size_names = set(scope.size_names)
    for key, shape in scope.all_declared().items():
        met = scope.met_shape(key) or shape
        kept.declared[key] = replace(shape, sizes=tuple(map(scope.sizes.settle, shape.sizes)))
        kept.shapes[key] = replace(met, sizes=tuple(map(scope.sizes.settle, met.sizes)))
    kept.layers = scope.all_layers
    kept.small_matrices, kept.always_called = scope.small_matrices, scope.always_called
    kept.objectives = scope.objectives
    kept.facts = {key: set(said) for key, said in scope.said_facts().items()}
    return kept


def agrees(one: Read, other: Read) -> bool:
    """Whether nothing that is known of a claim contradicts how it reads on its own."""
    here, there = one.scope, other.scope
    assert here is not None and there is not None
    met = [w for side in (one.stated.head, one.stated.right) for w in symbols_in(side)]
    names = {there.symbols.key(w): here.symbols.key(w) for w in met}
    if any(old != new for old, new in names.items()) and _between(other) & names.keys():
        return False  # an entry, of which nobody knows what the others have to do with it
    later = _later(one, there, names)
    if any(_apart(here, there, w) for w in met if here.symbols.key(w) not in later) or (
        _between(other) & names.keys() and _loose(one)
    ):
        return False
    for key in names.keys() - there.made_up():
        written, known = there.written_as(key), here.written_as(names[key])
        if written is not None and known is not None and written != known:
            return False
    return not _other_ways(one, other, names)


def _later(one: Read, there: Scope, names: Mapping[str, str]) -> frozenset[str]:
    """What becomes another thing in definitions after the claim, and what is made of that here."""
    assert one.scope is not None
    later = frozenset(new for new in names.values() if one.scope.places.get(new, -1) > one.span.start)
    made = {key: by for key in names if (by := there.written_as(key)) is not None}
    return later.union(names[key] for key, by in made.items() if {names.get(k) for k in there.keys_in(by)} & later)


def _loose(one: Read) -> frozenset[str]:
    """The letters in scripts on the right that its head has not and no sum runs over: of a chain, a sum may be missing."""
    bound = {
        n.text for big in tree.walk(one.stated.right) if isinstance(big, Big) and big.lower for n in _names(big.lower)
    }
    return _hung(one.stated.right) - _hung(one.stated.head) - bound


def _hung(node: Node) -> frozenset[str]:
    """The single letters that hang on symbols."""
    scripts = [part for n in tree.walk(node) if isinstance(n, Script) for part in (n.sub, n.sup) if part is not None]
    return frozenset(n.text for part in scripts for n in _names(part) if n.text in LETTERS and n.text not in SCHEMATIC)


def _names(node: Node) -> Iterator[Name]:
    return (n for n in tree.walk(node) if isinstance(n, Name))


def _derived(one: Read) -> tuple[frozenset[str], frozenset[str]]:
    """What a claim derives, and by what."""
    asked, scope = gradient.read(one.stated.head), one.scope
    if asked is None or scope is None:
        return frozenset(), frozenset()
    of = scope.keys_in(asked.of) if asked.of is not None else frozenset()
    return of, frozenset(key for wrt in asked.wrt for key in scope.keys_in(wrt))


def _between(one: Read) -> frozenset[str]:
    """The quantities without a definition through which chains lead to what is derived."""
    return one.scope.made_up() - _derived(one)[0] if one.scope is not None else frozenset()


def _apart(here: Scope, there: Scope, written: Written) -> bool:
    """Whether a symbol has as many axes where it stands alone as it is known to have."""
    key = here.symbols.key(written)
    orders = [_order(scope, written) for scope in (here, there)]
    return here.firm(key) and min(orders) >= 0 and orders[0] != orders[1]


def _order(scope: Scope, written: Written) -> int:
    """How many axes a symbol has as it is written; less than none where that is not known."""
    shape = scope.met_shape(scope.symbols.key(written))
    return len(shape.sizes) - len(scope.symbols.running(written)) if shape is not None else -1


def _other_ways(one: Read, other: Read, names: Mapping[str, str]) -> bool:
    """Whether something in a claim is known to depend on what it is derived by in a way that the claim does not show."""
    here, there = one.scope, other.scope
    assert here is not None and there is not None
    (of, by), between = _derived(other), _between(other)
    mine = {key: d for key, d in here.everything.items() if key not in between}
    theirs = {key: d for key, d in there.everything.items() if key not in between}
    for key in names.keys() - by - between:
        known = _behind(names[key], mine)
        if any(names[variable] in known and variable not in _behind(key, theirs) for variable in by & names.keys()):
            return True
    shown = names.keys() - by - of
    mine = {key: d for key, d in mine.items() if key not in {names[one] for one in shown}}
    theirs = {key: d for key, d in theirs.items() if key not in shown}
    return any(  # ∂L/∂z by way of some of the gates, where another one is made of z too
        names[variable] in _behind(names[key], mine) and variable not in _behind(key, theirs)
        for key in of & names.keys()
        for variable in by & names.keys()
    )


def _behind(key: str, definitions: Definitions) -> frozenset[str]:
    return reach(definitions[key].body, definitions) if key in definitions else frozenset()
