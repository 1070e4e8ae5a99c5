r"""Gradients under a short name: ``dW = \frac1m dZ A^T`` is read as ``∂J/∂W = …``, with the J that the text defines.

In real courses and notebooks ``dz`` is the derivative of the loss of one example by z. Where the objective is a mean over m
examples, some writers divide at the end, in the parameters (``dZ = A - Y``, ``dW = \frac1m dZ X^T``): then ``dZ`` is the
derivative of the sum, m J. Others divide at once (``dZ = \frac1m (A - Y)``). Which it is, the places of the m tell; where
they do not, or where several objectives depend on what is derived by, nothing is read into the name.

Where none does, ``dW = X^T dZ`` beside ``Z = X W`` is about some loss that has no name: all it says is how one derivative
follows from the other. ``\delta W`` is such a name only where the text says so of one (``\delta h = \partial E / \partial h``).
``\nabla W = …`` and ``\nabla_W = …`` are such names where W is no loss, and something is made of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import field, replace
from typing import NamedTuple

from papergrad.notation import tree
from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Fraction, Infix, Name, Node, Numeral, Run, Script
from papergrad.phrasebook import differential, gradient, transpose
from papergrad.reading.habits import is_loss
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import SAMPLE_LETTERS, Look, Written, apart, look_of
from papergrad.records import dataclass

LAST = ("[sup]L",)  # how the layer is called that comes last
WEIGHTS = ("W", "Θ")
LOSSES = ("L", "ℓ", "J", "E")  # what a loss without a name may be called, if nothing else is


@dataclass
class _Defined:
    """What is made of what, as it is written: the symbols on the right side of every definition."""

    made_of: dict[Look, set[Look]] = field(default_factory=dict)
    written: dict[Look, tuple[Node, Node]] = field(default_factory=dict)  # the symbol and its first right side

    def note(self, left: Node | None, right: Node) -> None:
        head = left.items[0] if isinstance(left, Run) and _called(left) else left
        written = apart(head) if head is not None else None
        if head is not None and written is not None and not written.primes:
            self.made_of.setdefault(look_of(written), set()).update(set(_looks(right)) - {look_of(written)})
            self.written.setdefault(look_of(written), (head, right))

    def above(self, one: Look) -> list[set[Look]]:
        """What is made of a symbol, what is made of that, and so on: the nearest first."""
        levels, seen = [{one}], {one}
        while levels[-1]:
            levels.append({new for new, parts in self.made_of.items() if parts & levels[-1] and new not in seen})
            seen |= levels[-1]
        return levels[1:-1]

    def behind(self, one: Look, other: Look) -> bool:
        """Whether the other is made of this, or of what is made of it."""
        return any(other in level for level in self.above(one))

    def weights(self) -> Iterator[Written]:
        """What is called as weights are, and made of nothing."""
        for _, right in self.written.values():
            for node in tree.walk(right):
                written = apart(node)
                if written is not None and written.base in WEIGHTS and look_of(written) not in self.made_of:
                    yield written

    def across(self, weights: Written) -> Iterator[tuple[Look, bool]]:
        """What is made of some weights: whether its samples are columns (``Z = W X``), or rows (``Z = X W``)."""
        for look, (head, right) in self.written.items():
            for node in tree.walk(right):
                ends = (
                    [apart(node.items[end]) for end in (0, -1)]
                    if isinstance(node, Run) and len(node.items) == 2
                    else []
                )
                places = [w is not None and look_of(w) == look_of(weights) for w in ends]
                if any(places) and not all(places) and (of := apart(head)) is not None and of.base.isupper():
                    yield look, places[0]

    def losses(self, symbol: Look) -> list[Look]:
        """The losses that are made of a symbol, the nearest first; none where two are equally near."""
        levels = [[one for one in level if self._is_loss(one)] for level in self.above(symbol)]
        return [level[0] for level in levels if level] if all(len(level) < 2 for level in levels) else []

    def some_loss(self, symbol: Look) -> bool:
        """Whether a loss is made of a symbol, or several that are equally near."""
        return any(self._is_loss(one) for level in self.above(symbol) for one in level)

    def _is_loss(self, symbol: Look) -> bool:
        written = apart(self.written[symbol][0]) if symbol in self.written else None
        return written is not None and is_loss((written.base, 0), written.name)


def spelled_out(group: list[Stated], parent: Scope | None) -> list[Stated]:
    """The statements of a part with every such name as the derivative that it stands for."""
    group, nabla = _nablas(group, parent)
    named = names(group) or (parent.all_short_names if parent is not None else ())
    kinds = frozenset(("d", *nabla, *(kind for kind, _ in named)))
    heads = {look_of(w): w for one in group if (w := _head(one, kinds)) is not None}
    used = {look_of(w) for one in group for w in _inside(one.right, kinds)} if named else set()  # δ = dz
    if not (heads or used) or (kinds == {"d"} and _names_a_length(group, parent) and len(heads) < 2):
        return group
    known = _definitions(group, parent)
    told = [
        (look_of(w), look_of(inner))
        for one in group
        if (w := _head(one, kinds)) is not None
        for inner in _inside(one.right, kinds)
    ]
    if not named and any(known.behind(inner, head) and not known.behind(head, inner) for head, inner in told):
        return group  # dy = f'(x) dx: differentials, which run the other way (layers are made of one another)
    meant = {look: of for look in heads if (of := _of(look, group, known, kinds)) is not None}
    for _, look in told:
        if look in known.made_of and (of := _of(look, group, known, kinds)) is not None:
            meant.setdefault(look, of)
    said = list(dict.fromkeys(of for _, of in named))
    if len(said) == 1:
        meant = {**dict.fromkeys((*heads, *(look for _, look in told), *used), said[0]), **meant}
    elif not said:
        meant = {**_unnamed(told, group, known, parent), **meant}

    weights = [*known.weights(), *(w for w in heads.values() if look_of(w) not in known.made_of)]
    across = {of: side for w in weights for of, side in known.across(w)}

    def put(node: Node) -> Node:
        return _put(node, meant, kinds, across)

    found = [one if is_named(one) else mapped(one, put) for one in group] if meant else group
    return [new if new is one else replace(new, short=True) for new, one in zip(found, group, strict=True)]


def _nablas(group: list[Stated], parent: Scope | None) -> tuple[list[Stated], frozenset[str]]:
    """The statements with ``∇ W`` for a ``∇_W`` of nothing, where equations are about such; and the sign, if it makes names here."""
    bare = any(one.relation in EQUAL and not one.link and _bare_nabla(one.left) is not None for one in group)
    if not bare and all(_nabla(one.head) is None for one in group):
        return group, frozenset()
    known = _definitions(group, parent)
    parts = {part for parts in known.made_of.values() for part in parts}

    def ours(by: Node | None) -> bool:
        written = apart(by) if by is not None else None
        return written is not None and look_of(written) in parts and not is_loss((written.base, 0), written.name)

    def put(node: Node) -> Node:
        if ours(by := _bare_nabla(node)):
            return Run((Name("∇"), by), span=node.span)  # type: ignore[arg-type]
        if isinstance(node, Run):  # but not the ∇_W of ∇_W J
            pairs = zip(node.items, (*node.items[1:], None), strict=True)
            return replace(node, items=tuple(one if _a_loss(after) else put(one) for one, after in pairs))
        return tree.rebuild(node, put)

    found = [mapped(one, put) for one in group] if bare else group
    heads = [by for one in found if (by := _nabla(one.head)) is not None]
    return (found, frozenset("∇")) if heads and all(map(ours, heads)) else (group, frozenset())


def _a_loss(node: Node | None) -> bool:
    written = apart(node) if node is not None else None
    return written is not None and is_loss((written.base, 0), written.name)


def _nabla(node: Node) -> Node | None:
    """The W of ``∇W``."""
    found = differential.read(node)
    return found.inner if found is not None and found.kind == "∇" else None


def _bare_nabla(node: Node) -> Node | None:
    """The W of ``∇_W``."""
    match node:
        case Script(Name("∇", accents=()), Node() as by, None, 0):
            return by
    return None


def _unnamed(
    told: list[tuple[Look, Look]], group: list[Stated], known: _Defined, parent: Scope | None
) -> dict[Look, Node]:
    """A loss without a name, for each derivative that is said to follow from that by something made of it, and for those."""
    follow = [pair for pair in told if known.behind(*pair) and not known.some_loss(pair[1])]
    taken = {n.text for one in group for side in (one.left, one.right) for n in tree.walk(side) if isinstance(n, Name)}
    free = [x for x in LOSSES if x not in taken and (parent is None or not parent.known(x))]
    if not free:
        return {}
    loss, m = Name(free[0]), _counted(group, known)
    mean = Fence("(", Run((Fraction(Numeral("1"), Name(m)), loss)), ")") if m else loss
    return {look: loss if look in known.made_of else mean for pair in follow for look in pair}


def _counted(group: list[Stated], known: _Defined) -> str:
    """The m by which the gradients of parameters are divided, and nothing else: those of what is computed are of the sum."""
    early, late = set[str](), list[frozenset[str]]()
    for one in group:
        head = _head(one)
        if head is None or look_of(head) in known.made_of or not any(_inside(one.right)):
            early |= _denominators(one.right)
        else:
            late.append(_denominators(one.right))
    return min(frozenset.intersection(*late) - early, default="") if late else ""


def named(left: Node) -> Node:
    """The O of a ``dO`` that is given as a name: its d is no symbol of which ``d_k`` could be an entry."""
    found = differential.read(left) if is_short(left) else None
    return found.inner if found is not None else left


def is_short(node: Node, kinds: Collection[str] = "d") -> bool:
    """Whether this is ``dW``."""
    found = differential.read(node)
    return found is not None and found.kind in kinds and apart(found.inner) is not None


def names(group: list[Stated]) -> tuple[Naming, ...]:
    """What a part says that short names stand for."""
    return tuple(found for one in group if (found := _named(one)) is not None)


def is_named(one: Stated) -> bool:
    """``dW = ∂L/∂W``: that is what the short name stands for."""
    return _named(one) is not None


class Naming(NamedTuple):
    """What stands before the symbol in a short name, and what is derived."""

    kind: str
    of: Node


def _named(one: Stated) -> Naming | None:
    """What a statement says that a short name stands for."""
    if one.relation not in EQUAL or one.link:
        return None
    named, meant = differential.read(one.left), gradient.read(one.right)
    if named is None or named.kind not in ("d", "δ") or meant is None or meant.of is None:
        return None
    return Naming(named.kind, meant.of) if meant.wrt == (named.inner,) else None


def _head(one: Stated, kinds: Collection[str] = "d") -> Written | None:
    """The W of ``dW = …``."""
    found = differential.read(one.head) if one.relation in EQUAL else None
    return apart(found.inner) if found is not None and found.kind in kinds else None


def _names_a_length(group: list[Stated], parent: Scope | None) -> bool:
    """Whether d is a symbol here: a length, or something that is defined."""
    if parent is not None and (parent.known("d") or "d" in parent.size_names):
        return True
    spaces = (n for one in group if one.relation == "∈" for n in tree.walk(one.right))
    return Name("d") in spaces or any(one.left == Name("d") for one in group)


def _definitions(group: list[Stated], parent: Scope | None) -> _Defined:
    known = _Defined()
    for one in group:
        if one.relation in EQUAL and not is_short(one.head) and not _steps(one):
            for left in (one.head, one.left, one.before):
                known.note(left, one.right)
    while parent is not None:
        for key, right in parent.written.items():
            known.note(parent.names.get(key), right)
        parent = parent.parent
    parts = {part for parts in known.made_of.values() for part in parts}
    for last in {look for part in parts for look in (part, (part[0].upper(), *part[1:])) if look[1:] == LAST}:
        if last[:1] in known.made_of:
            known.made_of.setdefault(last, {last[:1]})  # the A^{[L]} of any A^{[l]}
    for sample in parts - known.made_of.keys():
        whole = (sample[0].upper(), *sample[1:])  # the a^(i) of A
        if len(sample[0]) == 1 and whole != sample and whole in known.made_of:
            known.made_of[sample] = {whole}
    return known


def _steps(one: Stated) -> bool:
    """``W := W - α dW`` says nothing of what W is made of, and no more does ``W = W - α dW``."""
    written = apart(one.head)
    return written is not None and look_of(written) in set(_looks(one.right))


def _of(look: Look, group: list[Stated], known: _Defined, kinds: Collection[str]) -> Node | None:
    """What ``dX`` is the derivative of: the nearest loss, the objective, or the sum that the objective is the mean of."""
    losses = [known.written[loss] for loss in known.losses(look)]
    if not losses:
        return None
    (nearest, _), (top, right) = losses[0], losses[-1]
    counts = _denominators(right) - {defined[0] for defined in known.made_of}
    early = {m for one in group for m in _divided(one, kinds) & counts if not any(_inside(one.right, kinds))}
    late = {m for one in group for m in _divided(one, kinds) & counts if any(_inside(one.right, kinds))}
    if not counts or (not (early or late) and len(losses) > 1):
        return nearest
    if early or (late and look not in known.made_of):
        return top
    if not late:
        return None
    return nearest if len(losses) > 1 else Fence("(", Run((Name(min(late)), top)), ")")


def _divided(one: Stated, kinds: Collection[str]) -> frozenset[str]:
    return _denominators(one.right) if _head(one, kinds) is not None else frozenset()


def _denominators(node: Node) -> frozenset[str]:
    """The letters that something is divided by."""
    below = [n.below for n in tree.walk(node) if isinstance(n, Fraction) and gradient.read(n) is None]
    below += [n.operands[1] for n in tree.walk(node) if isinstance(n, Infix) and n.operators == ("/",)]
    return frozenset(
        n.text for part in below for n in tree.walk(part) if isinstance(n, Name) and len(n.text) == 1 and not n.accents
    )


def _inside(node: Node, kinds: Collection[str] = "d") -> Iterator[Written]:
    """The symbols whose short gradients occur in an expression."""
    if gradient.read(node) is not None and not is_short(node, kinds):
        return
    if is_short(node, kinds):
        yield from filter(None, (apart(differential.read(node).inner),))  # type: ignore[union-attr]
        return
    for part in _parts(node, kinds):
        yield from _inside(part, kinds)


def _parts(node: Node, kinds: Collection[str]) -> tuple[Node, ...]:
    """The parts of an expression, a d with what stands behind it as one."""
    return tuple(_paired(node.items, kinds)) if isinstance(node, Run) else tree.children(node)


def _paired(items: Iterable[Node], kinds: Collection[str]) -> list[Node]:
    found: list[Node] = []
    for item in items:
        last = found[-1] if found else None
        if (
            isinstance(last, Name)
            and last.text in kinds
            and not last.accents
            and is_short(whole := Run((last, item)), kinds)
        ):
            found[-1] = replace(whole, span=last.span | item.span)
        else:
            found.append(item)
    return found


def _put(node: Node, meant: dict[Look, Node], kinds: Collection[str], across: dict[Look, bool]) -> Node:
    """An expression with the short names as derivatives; ``dZ^{(i)}`` is a column of that by Z, or a row."""
    if gradient.read(node) is not None and not is_short(node, kinds):
        return node
    found = differential.read(node)
    if found is not None and found.kind in kinds:
        turned = transpose.read(found.inner)
        by = found.inner if turned is None else turned.of
        written = apart(by)
        if written is not None and look_of(written) in meant:
            if turned is None and written.base.isupper() and (sample := _sample(by)) is not None:
                if look_of(written) not in across:
                    return node  # which side of the whole the samples are on is not known
                by, letter_ = sample
                whole = gradient.write(gradient.Derivative(meant[look_of(written)], (by,)), Style())
                places = (Name(":"), letter_) if across[look_of(written)] else (letter_, Name(":"))
                return Script(Fence("(", whole, ")"), Infix(places, (",",)), span=node.span)
            whole = gradient.write(gradient.Derivative(meant[look_of(written)], (by,)), Style())
            whole = whole if turned is None else transpose.write(transpose.Transpose(Fence("(", whole, ")")), Style())
            return replace(whole, span=node.span)
    paired = _paired(node.items, kinds) if isinstance(node, Run) else ()
    if isinstance(node, Run) and len(paired) > 1 and any(is_short(part, kinds) for part in paired):
        items = tuple(_put(item, meant, kinds, across) for item in paired)
        return items[0] if len(items) == 1 else replace(node, items=items)
    return tree.rebuild(node, lambda part: _put(part, meant, kinds, across))


def _sample(node: Node) -> tuple[Node, Node] | None:
    """The Z and the i of ``Z^{(i)}``, and of ``Z^{[l](i)}``."""
    match node:
        case Script(base, sub, Fence("(", Name(text=text) as sample), 0) if text in SAMPLE_LETTERS:
            return (base if sub is None else Script(base, sub)), sample
        case Script(base, sub, Run((label, Fence("(", Name(text=text) as sample))), 0) if text in SAMPLE_LETTERS:
            return Script(base, sub, label), sample
    return None


def _called(node: Run) -> bool:
    """``L(y, a)`` where it is defined."""
    return len(node.items) == 2 and isinstance(node.items[0], Name) and isinstance(node.items[1], Fence)


def _looks(node: Node) -> Iterator[Look]:
    """The symbols of an expression."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        written = apart(here)
        if written is not None:
            yield look_of(written)
        else:
            waiting.extend(tree.children(here))
