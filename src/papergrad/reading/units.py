r"""Units whose letter says in which layer they are: ``δ_k = y_k - t_k`` of outputs, ``δ_j = h'(a_j) \sum_k w_{kj} δ_k`` before them.

Classic texts on networks number the layers by the letters i, j and k. What two letters tell apart are two things, and what is
said of one layer without saying of which, ``a_j = \sum_i w_{ji} z_i``, is said of the others too. The letters become labels,
and reports leave these out. Where letters run over the same things (``e^{z_i} / \sum_j e^{z_j}``) nothing is told apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from papergrad.notation import tree
from papergrad.notation.tree import Big, Blank, Fence, Name, Node, Numeral, Prefix, Script
from papergrad.phrasebook import gradient, sums
from papergrad.reading.definitions import difference
from papergrad.reading.statements import EQUAL, Lettered, Stated
from papergrad.reading.symbols import Written, apart, letter

ERRORS = frozenset(("δ", "ε", "Δ", "e"))  # what is passed backwards
MOST = 5  # layers
Unit = tuple[str, int]  # a symbol in a layer


class Units(NamedTuple):
    """Of every letter, in which layer it is, and of every layer its commonest letter; and what the letters tell apart: single
    units, and weights between two layers."""

    depths: dict[str, int]
    usual: dict[int, str]
    singles: frozenset[str]
    pairs: frozenset[str]
    labels: dict[tuple[str, frozenset[int]], Node]  # of weights that have a label of their own elsewhere


def told_apart(stated: list[Stated]) -> list[Stated]:
    """The statements with labels in the place of letters that tell layers apart, each followed by what it says of other layers.

    Sections belong together as long as their letters agree: one in which a_n is of an example leaves a_j and a_k before it alone.
    """
    sections: dict[int, list[Stated]] = defaultdict(list)
    for one in stated:
        sections[one.section].append(one)
    if not any(True for one in stated for _ in _edges(one)):
        return stated
    clusters: list[list[Stated]] = [[]]
    for group in sections.values():
        together = clusters[-1] + group
        if _agree(together) and (_units(together) is not None or _units(clusters[-1]) is None):
            clusters[-1] = together
        else:
            clusters.append(group)
    found = [_labelled(group, units) if (units := _units(group)) is not None else group for group in clusters]
    return sorted((one for group in found for one in group), key=lambda one: one.span.start)


def _agree(group: list[Stated]) -> bool:
    depths = _depths(group)
    return depths is not None and not _of_one_layer(group, depths)


def _units(group: list[Stated]) -> Units | None:
    """The layers of which statements speak by letters; None where nothing tells two of them apart."""
    depths = _depths(group)
    if not depths or _of_one_layer(group, depths) or not _tells_apart(group, depths):
        return None
    depths = depths | _bound_beside(group, depths)
    single: dict[str, set[int]] = defaultdict(set)
    loose: set[str] = set()  # what has letters of no layer
    pairs: dict[str, set[frozenset[int]]] = defaultdict(set)
    labels: dict[tuple[str, frozenset[int]], Node] = {}
    raised: set[str] = set()
    met: Counter[str] = Counter()
    for written in (w for one in group for side in (one.left, one.right) for w in _symbols(side)):
        names = _names(written)
        if not names or not set(names) <= depths.keys():
            loose |= {written.base} if names else set()
            continue
        met.update(names)
        layers = [depths[name] for name in names]
        above = [s.item for s in written.slots if s.place != "sub"]
        raised |= {written.base} if above else set()
        if len(names) == 1:
            single[written.base].add(layers[0])
        elif len(names) == 2:
            pairs[written.base].add(frozenset(layers))
            labels.update({(written.base, frozenset(layers)): above[0]} if above else {})
    singles = {base for base, found in single.items() if len(found) > 1 and base not in raised}
    if singles & loose:
        return None
    between = {base for base, found in pairs.items() if all(len(p) == 2 and max(p) - min(p) == 1 for p in found)}
    usual = {depths[name]: name for name, _ in reversed(met.most_common())}
    return Units(depths, usual, frozenset(singles), frozenset(between), labels)


# -- in which layer a letter is ----------------------------------------------------------------------------------------------


def _depths(group: list[Stated]) -> dict[str, int] | None:
    """In which layer each letter is, from 1 on; None where the letters contradict one another."""
    edges: set[tuple[str, str]] = set()
    upright: dict[str, set[bool]] = defaultdict(set)  # whether the letter of the layer before stands first on a weight
    for before, after, weight in (edge for one in group for edge in _edges(one)):
        edges.add((before, after))
        if weight is not None:
            upright[weight.base].add(_names(weight)[0] == before)
    for written in (w for one in group for side in (one.left, one.right) for w in _symbols(side)):
        names, ways = _names(written), upright.get(written.base, set())
        if len(names) == 2 and len(set(names)) == 2 and len(ways) == 1:
            edges.add((names[0], names[1]) if True in ways else (names[1], names[0]))
    return _ranked(edges)


def _ranked(edges: set[tuple[str, str]]) -> dict[str, int] | None:
    """Numbers for the letters, one more from edge to edge; None where there are none, or too many, or parts without a link."""
    beside: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for before, after in sorted(edges):
        beside[before].append((after, 1))
        beside[after].append((before, -1))
    if not beside:
        return {}
    ranks = {min(beside): 0}
    waiting = list(ranks)
    while waiting:
        here = waiting.pop()
        for there, step in beside[here]:
            if there not in ranks:
                ranks[there] = ranks[here] + step
                waiting.append(there)
            elif ranks[there] != ranks[here] + step:
                return None
    low, high = min(ranks.values()), max(ranks.values())
    return (
        {name: rank - low + 1 for name, rank in ranks.items()}
        if len(ranks) == len(beside) and high - low < MOST
        else None
    )


def _bound_beside(group: list[Stated], depths: dict[str, int]) -> dict[str, int]:
    """The letters that sums run over beside a unit of one layer: the m of ``y_k = e^{a_k} / Σ_m e^{a_m}`` is of that of k."""
    found: dict[str, int] = {}
    for one in group:
        sides = (one.left, one.right)
        for node in (n for side in sides for n in tree.walk(side)):
            for name in _summed(node) - depths.keys():
                bases = {w.base for w in _symbols(node) if _letter(w) == name}
                beside = [_letter(w) for side in sides for w in _symbols(side) if w.base in bases]
                layers = {depths[x] for x in beside if x is not None and x in depths}
                if len(layers) == 1:
                    found.setdefault(name, layers.pop())
    return found


def _edges(one: Stated) -> Iterator[tuple[str, str, Written | None]]:
    """Pairs of letters of which the first is that of the layer before, and the weight between: j, k of ``a_k = Σ_j w_{kj} z_j``."""
    derived = gradient.read(one.head)
    about = apart(derived.wrt[0] if derived is not None and len(derived.wrt) == 1 else one.head)
    here = _letter(about)
    if about is None or here is None or one.relation not in EQUAL:
        return
    backwards = derived is not None or about.base in ERRORS
    for node in tree.walk(one.right):
        for there in _summed(node) - {here}:
            weights = [w for w in _symbols(node) if set(_names(w)) == {here, there} and len(_names(w)) == 2]
            if weights or _linked(node, here, there):
                weight = weights[0] if weights else None
                yield (here, there, weight) if backwards else (there, here, weight)


def _summed(node: Node) -> set[str]:
    whole = sums.read(node) if isinstance(node, Big) and node.sign == "∑" else None
    return {r.index.text for r in whole.ranges if isinstance(r.index, Name)} if whole is not None else set()


def _linked(node: Node, here: str, there: str) -> bool:
    """Whether a unit of one letter is derived by one of the other: ``∂a_k/∂a_j``."""
    links = (d for n in tree.walk(node) if (d := gradient.read(n)) is not None and d.of is not None and len(d.wrt) == 1)
    return any({_letter(apart(d.of)), _letter(apart(d.wrt[0]))} == {here, there} for d in links if d.of is not None)


# -- whether letters tell anything apart -------------------------------------------------------------------------------------


def _tells_apart(group: list[Stated], depths: dict[str, int]) -> bool:
    """Whether a unit is made of a unit of the same symbol in another layer, or has another formula there."""
    made: dict[Unit, set[Unit]] = defaultdict(set)
    formulas: dict[str, dict[int, Node]] = defaultdict(dict)
    for one in group:
        written = apart(one.left if one.link == 0 else one.head)
        here = _letter(written)
        if written is None or here not in depths or here is None or one.relation not in EQUAL:
            continue
        made[written.base, depths[here]] |= {
            (w.base, depths[name]) for w in _symbols(one.right) if (name := _letter(w)) in depths and name is not None
        }
        if one.link == 0 and not any(map(gradient.read, tree.walk(one.right))):
            formulas[written.base].setdefault(depths[here], one.right)
    if any(base == other and depth != there for base, depth in made for other, there in _all_of((base, depth), made)):
        return True
    usual = {depth: name for name, depth in depths.items()}
    return any(
        _shifted(right, depths, usual, other - here) not in (None, another)
        for known in formulas.values()
        for here, right in known.items()
        for other, another in known.items()
        if other != here
    )


def _all_of(unit: Unit, made: dict[Unit, set[Unit]]) -> set[Unit]:
    met: set[Unit] = set()
    waiting = list(made.get(unit, ()))
    while waiting:
        here = waiting.pop()
        if here not in met:
            met.add(here)
            waiting += made.get(here, ())
    return met


def _of_one_layer(group: list[Stated], depths: dict[str, int]) -> bool:
    """Whether two letters run over the same units somewhere: ``p_i = e^{z_i} / Σ_j e^{z_j}``, ``Σ_i Σ_j w_{ij} s_i s_j``; or a
    letter of units before the outputs over outputs, too: ``∂E/∂o_j = o_j - t_j`` beside ``E = ½ Σ_k (t_k - o_k)^2``."""
    return _several_targets(group, depths) or any(
        _same_units(one, node, depths) for one in group for side in (one.left, one.right) for node in tree.walk(side)
    )


def _several_targets(group: list[Stated], depths: dict[str, int]) -> bool:
    """Whether what is given in a loss that sums over the outputs is spoken of in another layer."""
    made = {w.base for one in group if (w := apart(one.left)) is not None and _letter(w) is not None}
    given: dict[str, int] = {}
    for one in group:
        if _letter(apart(one.left)) is None and apart(one.left) is not None and one.relation in EQUAL and not one.link:
            for node in tree.walk(one.right):
                for name in _summed(node) & depths.keys():
                    given.update(
                        {w.base: depths[name] for w in _symbols(node) if _letter(w) == name and w.base not in made}
                    )
    met = ((w.base, _letter(w)) for one in group for side in (one.left, one.right) for w in _symbols(side))
    return any(base in given and depths.get(str(name), given[base]) != given[base] for base, name in met)


def _same_units(one: Stated, node: Node, depths: dict[str, int]) -> bool:
    bound = _summed(node) & depths.keys()
    if not isinstance(node, Big) or not bound:
        return False
    inner = {name for part in tree.walk(node.body) for name in _summed(part)} & depths.keys()
    inside = {(w.base, name) for w in _symbols(node.body) if (name := _letter(w)) is not None and name in depths}
    if any(
        (base, other) in inside and depths[other] != depths[name]
        for base, name in inside
        for other in (bound | inner) - {name}
        if name in bound
    ):
        return True
    outside = {
        (w.base, name) for side in (one.left, one.right) for w in _symbols(side) if (name := _letter(w)) in depths
    }
    for base, name in inside:
        for other, there in outside:
            if name in bound and base == other and there is not None and depths[there] != depths[name]:
                joined = any(set(_names(w)) == {name, there} for w in _symbols(node.body))
                if not (joined or _linked(node.body, name, there)):
                    return True
    return False


# -- labels ------------------------------------------------------------------------------------------------------------------


def _labelled(group: list[Stated], units: Units) -> list[Stated]:
    """The statements with labels, and what they say of layers of which nothing of the kind is said."""
    said = {
        (w.base, units.depths[name])
        for one in group
        if one.relation in EQUAL
        and (w := apart(one.left)) is not None
        and (name := _letter(w)) in units.depths
        and name is not None
        and (w.base not in ERRORS or _slope(one.right, units.depths) is not None)
    }
    met = {
        (w.base, units.depths[name])
        for one in group
        for side in (one.left, one.right)
        for w in _symbols(side)
        if (name := _letter(w)) is not None and name in units.depths
    }
    symbols = units.singles | {base for base in units.pairs if not any(base == b for b, _ in units.labels)}
    out: list[Stated] = []
    for one in group:
        out.append(_with_labels(one, units, symbols))
        for left, right in _said_of(one, units):
            slope = _slope(right, units.depths)
            for depth in units.usual:
                if slope is not None and (slope[0], depth) not in met:
                    continue
                shift = depth - units.depths[str(_letter(apart(left)))]
                sides = [_shifted(side, units.depths, units.usual, shift) for side in (left, right)]
                if shift and (str(_base(left)), depth) not in said and sides[0] is not None and sides[1] is not None:
                    made = replace(one, left=sides[0], right=sides[1], head=sides[0], before=None, link=0, implied=True)
                    out.append(_with_labels(made, units, symbols))
    return out


def _said_of(one: Stated, units: Units) -> Iterator[tuple[Node, Node]]:
    """The definitions of units that a statement has, also that of net_j in ``o_j = f(net_j) = f(Σ_i w_{ij} o_i)``."""
    if one.relation not in EQUAL or _letter(apart(one.head)) not in units.depths:
        return
    pair = (
        (one.left, one.right) if not one.link else difference(one.before, one.right) if one.before is not None else None
    )
    if pair is None or _letter(apart(pair[0])) not in units.depths:
        return
    base = _base(pair[0])
    signal = not one.around.branched and _slope(pair[1], units.depths) is not None
    if base in units.singles and (signal if base in ERRORS else _of_any_layer(pair[1], units)):
        yield pair


def implied(group: list[Stated]) -> tuple[list[Stated], list[Stated], list[Stated]]:
    """What is written, the error signals of other layers that nobody wrote, ``δ_k = ∂E/∂a_k``, and what else nobody wrote. What is
    written of such a signal is what it comes to."""
    made = [one for one in group if one.implied]
    signals = [one for one in made if one.lettered is not None and gradient.read(_unsigned(one.right)) is not None]
    others = [one for one in made if one not in signals]
    return [one for one in group if not one.implied], signals, others


def _unsigned(node: Node) -> Node:
    return node.operand if isinstance(node, Prefix) else node


def _slope(node: Node, depths: Mapping[str, int]) -> Unit | None:
    """The a_j of an error signal ``∂E/∂a_j``, or of its negative."""
    derived = gradient.read(_unsigned(node))
    if derived is None or derived.of is None or len(derived.wrt) != 1 or _letter(apart(derived.of)) in depths:
        return None
    by = apart(derived.wrt[0])
    name = _letter(by)
    return (by.base, depths[name]) if by is not None and name is not None and name in depths else None


def _base(node: Node) -> str | None:
    written = apart(node)
    return written.base if written is not None else None


def _of_any_layer(node: Node, units: Units) -> bool:
    """Whether all that has letters of layers in a formula is there in other layers too: the z_i and w_{ji}, and not the x_i."""
    if gradient.read(node) is not None:
        return False
    for written in _symbols(node):
        names = [s.item.text for s in written.slots if isinstance(s.item, Name) and s.item.text in units.depths]
        if names and (len(names) != len(written.slots) or _label(written, units) is None):
            return False
    return True


def _shifted(node: Node, depths: dict[str, int], usual: dict[int, str], shift: int) -> Node | None:
    """An expression of the layer that is so many further; None where there is none."""
    change: dict[str, str] = {}
    for name in {n.text for n in tree.walk(node) if isinstance(n, Name)} & depths.keys():
        if depths[name] + shift not in usual:
            return None
        change[name] = usual[depths[name] + shift]

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
    labels = tuple((depth, Blank()) for depth in sorted(units.usual))
    lettered = Lettered(one.left, one.right, labels, symbols, True)
    around = one.around
    if around.of_a_layer and left != one.left:  # then its label says of which layer it is
        around = replace(around, branched=False)
    return replace(one, left=left, right=right, head=head, before=before, lettered=lettered, around=around)


def _put(node: Node, units: Units) -> Node:
    match node:
        case Script(base, sub, sup, primes) if sub is not None and (written := apart(node)) is not None:
            label = _label(written, units)
            if label is not None:
                named = Script(base, sub, label, primes if sup is None else 0, span=node.span)
                return named if sup is None else Script(named, None, _put(sup, units), primes, span=node.span)
    return tree.rebuild(node, lambda part: _put(part, units))


def _label(written: Written, units: Units) -> Node | None:
    """The layer of a unit, or behind a weight; the label that such weights have elsewhere."""
    layers = [units.depths.get(name, 0) for name in _names(written)]
    if len(layers) != len(written.slots) or 0 in layers:
        return None
    if len(layers) == 1 and written.base in units.singles:
        return Fence("(", Numeral(str(layers[0])), ")")
    if len(layers) == 2 and written.base in units.pairs:
        own = units.labels.get((written.base, frozenset(layers)), Numeral(str(max(layers))))
        return own if isinstance(own, Fence) else Fence("(", own, ")")
    return None


def _names(written: Written) -> list[str]:
    """The letters below a symbol."""
    below = [s.item for s in written.slots if s.place == "sub"]
    names = [item.text for item in below if isinstance(item, Name) and letter(item) is not None and not item.accents]
    return names if len(names) == len(below) else []


def _letter(written: Written | None) -> str | None:
    """The letter of a symbol with nothing but one letter below it."""
    names = _names(written) if written is not None and not written.primes and len(written.slots) == 1 else []
    return names[0] if names else None


def _symbols(node: Node) -> Iterable[Written]:
    """The symbols of an expression that have scripts."""
    for part in tree.walk(node):
        if isinstance(part, Script) and (written := apart(part)) is not None and written.slots:
            yield written
