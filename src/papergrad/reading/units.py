r"""Units whose letter says in which layer they are: ``δ_k = y_k - t_k`` of outputs, ``δ_j = h'(a_j) \sum_k w_{kj} δ_k`` before them.

Classic texts on networks number the layers by the letters i, j and k. What two letters tell apart are two things, and what is
said of one layer without saying of which, ``a_j = \sum_i w_{ji} z_i``, is said of the others too. The letters become labels,
and reports leave these out. Where letters run over the same things (``e^{z_i} / \sum_j e^{z_j}``) nothing is told apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from papergrad.notation import tree
from papergrad.notation.tree import Big, Blank, Fence, Name, Node, Numeral, Run, Script
from papergrad.phrasebook import gradient, sums
from papergrad.reading.statements import EQUAL, Lettered, Stated
from papergrad.reading.symbols import Written, apart, letter

ERRORS = frozenset(("δ", "ε", "Δ", "e"))  # what is passed backwards
FEWEST, MOST = 2, 5  # layers


class Units(NamedTuple):
    """The letters of the layers, from the inputs on, and what they tell apart: single units and weights between two layers."""

    letters: tuple[str, ...]
    singles: frozenset[str]
    pairs: frozenset[str]
    labels: dict[tuple[str, frozenset[str]], Node]  # of weights that have a label of their own elsewhere


def told_apart(stated: list[Stated]) -> list[Stated]:
    """The statements, section by section, with labels in the place of letters that tell layers apart, each followed by what it
    says of the other layers."""
    sections: dict[int, list[Stated]] = defaultdict(list)
    for one in stated:
        sections[one.section].append(one)
    found = {section: units for section, group in sections.items() if (units := _units(group)) is not None}
    if not found and (whole := _units(stated)) is not None:
        found = dict.fromkeys(sections, whole)
    if not found:
        return stated
    out: list[Stated] = []
    for section, group in sections.items():
        out += _labelled(group, found[section]) if section in found else group
    return sorted(out, key=lambda one: (one.span.start, one.implied)) if len(sections) > 1 else out


def _units(group: list[Stated]) -> Units | None:
    """The layers of which a section speaks by letters; None where nothing tells two of them apart."""
    letters = _chain({edge for one in group for edge in _edges(one)})
    if letters is None or not _tells_apart(group, letters) or any(_of_one_layer(one, letters) for one in group):
        return None
    single: dict[str, set[str]] = defaultdict(set)
    pairs: dict[str, set[frozenset[str]]] = defaultdict(set)
    labels: dict[tuple[str, frozenset[str]], Node] = {}
    raised: set[str] = set()
    for written in (w for one in group for side in (one.left, one.right) for w in _symbols(side)):
        below = [s for s in written.slots if s.place == "sub"]
        names = [s.item.text for s in below if isinstance(s.item, Name) and s.item.text in letters]
        above = [s.item for s in written.slots if s.place != "sub"]
        if not names or len(names) != len(below):
            continue
        if above:
            raised.add(written.base)
        if len(names) == 1:
            single[written.base].add(names[0])
        elif len(names) == 2:
            pairs[written.base].add(frozenset(names))
            if above:
                labels[written.base, frozenset(names)] = above[0]
    singles = {base for base, met in single.items() if len(met) > 1 and base not in raised}
    between = {base for base, met in pairs.items() if met <= {frozenset(p) for p in pairwise(letters)}}
    return Units(letters, frozenset(singles), frozenset(between), labels)


def _edges(one: Stated) -> Iterator[tuple[str, str]]:
    """Pairs of letters of which the first is that of the layer before: j and k of ``a_k = Σ_j w_{kj} z_j``."""
    derived = gradient.read(one.head)
    about = apart(derived.wrt[0] if derived is not None and len(derived.wrt) == 1 else one.head)
    here = _letter(about)
    if about is None or here is None or one.relation not in EQUAL:
        return
    backwards = derived is not None or about.base in ERRORS
    for node in tree.walk(one.right):
        for there in _summed(node):
            if there != here and _joined(node, here, there):
                yield (here, there) if backwards else (there, here)


def _summed(node: Node) -> set[str]:
    whole = sums.read(node) if isinstance(node, Big) and node.sign == "∑" else None
    return {r.index.text for r in whole.ranges if isinstance(r.index, Name)} if whole is not None else set()


def _joined(node: Node, here: str, there: str) -> bool:
    """Whether a weight stands between two letters somewhere in a sum, or the derivative of a unit by one of another layer."""
    for w in _symbols(node):
        if {s.item.text for s in w.slots if s.place == "sub" and isinstance(s.item, Name)} == {here, there}:
            return True
    links = (d for n in tree.walk(node) if (d := gradient.read(n)) is not None and d.of is not None and len(d.wrt) == 1)
    return any({_letter(apart(d.of)), _letter(apart(d.wrt[0]))} == {here, there} for d in links if d.of is not None)


def _chain(edges: set[tuple[str, str]]) -> tuple[str, ...] | None:
    """The letters in order, if each has one layer before it and one behind at most."""
    behind = dict(edges)
    first = {a for a, _ in edges} - {b for _, b in edges}
    if len(behind) != len(edges) or len({b for _, b in edges}) != len(edges) or len(first) != 1:
        return None
    found = [first.pop()]
    while found[-1] in behind and len(found) <= MOST:
        found.append(behind[found[-1]])
    return tuple(found) if FEWEST <= len(found) <= MOST and len(found) == len(edges) + 1 else None


def _tells_apart(group: list[Stated], letters: tuple[str, ...]) -> bool:
    """Whether a symbol has two formulas that do not say the same of two letters."""
    formulas: dict[str, dict[str, Node]] = defaultdict(dict)
    for one in group:
        written = apart(one.left)
        here = _letter(written)
        if written is None or here not in letters or here is None or one.link or one.relation not in EQUAL:
            continue
        if gradient.read(one.right) is None:
            formulas[written.base].setdefault(here, one.right)
    for base, known in formulas.items():
        for here, right in known.items():
            if base in ERRORS and any(base in {w.base for w in _symbols(n)} for n in tree.walk(right) if _summed(n)):
                return True  # δ_j by the δ_k
            for other, another in known.items():
                if other != here and _shifted(right, letters, letters.index(other) - letters.index(here)) != another:
                    return True
    return False


def _of_one_layer(one: Stated, letters: tuple[str, ...]) -> bool:
    """Whether two letters run over the same units in a statement: the i and j of ``p_i = e^{z_i} / Σ_j e^{z_j}``."""
    for node in (n for side in (one.left, one.right) for n in tree.walk(side) if isinstance(n, Big)):
        for there in _summed(node) & set(letters):
            inside = {w.base for w in _symbols(node.body) if _letter(w) == there}
            outside = {
                w.base: _letter(w)
                for side in (one.left, one.right)
                for w in _symbols(side)
                if _letter(w) in letters and _letter(w) != there
            }
            shared = inside & outside.keys()
            if shared and not any(_joined(node.body, there, str(outside[base])) for base in shared):
                return True
    return False


def _labelled(group: list[Stated], units: Units) -> list[Stated]:
    """The statements with labels, each followed by those that it makes for layers of which nothing of the kind is said."""
    said = {(w.base, _letter(w)) for one in group if one.relation in EQUAL and (w := apart(one.left)) is not None}
    symbols = units.singles | {base for base in units.pairs if not any(base == b for b, _ in units.labels)}
    out: list[Stated] = []
    for one in group:
        out.append(_with_labels(one, units, symbols))
        written = apart(one.left)
        here = _letter(written)
        if written is None or here not in units.letters or here is None or one.relation not in EQUAL or one.link:
            continue
        if written.base in ERRORS or written.base not in units.singles or not _of_any_layer(one.right, units):
            continue
        for other in units.letters:
            shift = units.letters.index(other) - units.letters.index(here)
            right = _shifted(one.right, units.letters, shift)
            if (written.base, other) not in said and right is not None and shift:
                left = _shifted(one.left, units.letters, shift) or one.left
                made = replace(one, left=left, right=right, head=left, implied=True)
                out.append(_with_labels(made, units, symbols))
    return out


def _of_any_layer(node: Node, units: Units) -> bool:
    """Whether all that has letters of layers in a formula is there in other layers too: the z_i and w_{ji}, and not the x_i."""
    if gradient.read(node) is not None:
        return False
    for written in _symbols(node):
        names = [s.item.text for s in written.slots if isinstance(s.item, Name) and s.item.text in units.letters]
        if names and (len(names) != len(written.slots) or _label(written, units) is None):
            return False
        if (written.base, frozenset(names)) in units.labels:
            return False
    return True


def _shifted(node: Node, letters: tuple[str, ...], shift: int) -> Node | None:
    """An expression of the layer that is so many further; None where there is none."""
    change: dict[str, str] = {}
    for name in {n.text for n in tree.walk(node) if isinstance(n, Name)} & set(letters):
        at = letters.index(name) + shift
        if not 0 <= at < len(letters):
            return None
        change[name] = letters[at]

    def put(part: Node) -> Node:
        if isinstance(part, Name) and part.text in change:
            return replace(part, text=change[part.text])
        return tree.rebuild(part, put)

    return put(node)


def _with_labels(one: Stated, units: Units, symbols: frozenset[str]) -> Stated:
    left, right, head = (_put(side, units) for side in (one.left, one.right, one.head))
    if left == one.left and right == one.right:
        return one
    before = _put(one.before, units) if one.before is not None else None
    labels = tuple((n, Blank()) for n in range(1, len(units.letters) + 1))
    return replace(
        one,
        left=left,
        right=right,
        head=head,
        before=before,
        lettered=Lettered(one.left, one.right, labels, symbols, True),
    )


def _put(node: Node, units: Units) -> Node:
    match node:
        case Script(base, sub, sup, primes) if sub is not None and (written := apart(node)) is not None:
            label = _label(written, units)
            if label is not None:
                named = Script(base, sub, label, primes if sup is None else 0, span=node.span)
                return named if sup is None else Script(named, None, _put(sup, units), primes, span=node.span)
    return tree.rebuild(node, lambda part: _put(part, units))


def _label(written: Written, units: Units) -> Node | None:
    names = [s.item.text if isinstance(s.item, Name) else "" for s in written.slots]
    if any(s.place != "sub" for s in written.slots) or not set(names) <= set(units.letters):
        return None
    if len(names) == 1 and written.base in units.singles:
        return Fence("(", Numeral(str(units.letters.index(names[0]) + 1)), ")")
    if len(names) == 2 and written.base in units.pairs and len(set(names)) == 2:
        own = units.labels.get((written.base, frozenset(names)))
        if own is not None:
            return Fence("(", own, ")") if not isinstance(own, Fence) else own
        return Fence("(", Numeral(str(max(map(units.letters.index, names)) + 1)), ")")
    return None


def _letter(written: Written | None) -> str | None:
    """The letter of a symbol with nothing but one letter below it."""
    if written is None or len(written.slots) != 1 or written.slots[0].place != "sub":
        return None
    item = written.slots[0].item
    return item.text if isinstance(item, Name) and letter(item) is not None and not item.accents else None


def _symbols(node: Node) -> Iterable[Written]:
    """The symbols of an expression, also those in scripts that are exponents."""
    for part in tree.walk(node):
        if isinstance(part, Script | Run) and (written := apart(part)) is not None and written.slots:
            yield written
