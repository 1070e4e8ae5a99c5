"""Sums over steps: ``L = Σ_t L_t`` with ``h_t = f(h_{t-1})`` is read at three steps, and what is claimed at step t at the second.

Letters of steps and layers are labels elsewhere (what they label may differ in shape); a sum over them needs the steps one by
one. An identity that holds for all numbers of steps holds for three; a slip shows already there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from papergrad.notation import tree
from papergrad.notation.tree import Big, Blank, Fence, Infix, Name, Node, Numeral, Run, Script
from papergrad.phrasebook import gradient, sums
from papergrad.phrasebook.trees import listed
from papergrad.reading.spoken import Claim, Property, Shaped
from papergrad.reading.statements import EQUAL, Lettered, Stated
from papergrad.reading.symbols import ENTRIES, SCHEMATIC, Slot, along_entries, apart

STEPS, HERE = 3, 2
LAST = frozenset(
    "TL"
)  # how the last step, and the last layer, is called; other ends may be letters of their own further on
NUMBERED = ""  # among the letters that are known: sums between numbers are written out too


class Stepped(NamedTuple):
    """What is read step by step: the letter of a step, the symbols that have steps, and how many steps are called."""

    letter: str = ""
    symbols: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()


class Unrolled(NamedTuple):
    """Statements with their sums over steps written out, and the definitions at the single steps."""

    group: list[Stated]
    steps: list[Stated]
    stepped: Stepped = Stepped()


def unrolled(group: list[Stated], before: Stepped) -> Unrolled:
    """The statements of a part at single steps, where sums run over steps, or where they speak of what ran over steps before."""
    group = _over_entries(group)
    earlier = {k: t for one in group for side in (one.left, one.right) for k, t in _between(side)}
    letters = {x for one in group for side in (one.left, one.right) for x in _summed(side)} | {*earlier.values()}
    letters -= {x for x in letters if x == "l" and _counts_units(group, x)}
    if not letters and before.symbols & symbols_with(group, {before.letter, *(before.ends & LAST)}):
        letters = {before.letter}
    if not letters:
        return Unrolled(group, [])
    ends = {e for one in group for side in (one.left, one.right) for e in _ends(side, letters)}
    letter = next((x for x in sorted(letters) if x in "tτ"), sorted(letters)[0])
    if before.letter != letter:
        before = Stepped()
    ends |= before.ends & LAST
    group = _over_numbers(group, symbols_with(group, {letter}))
    known = {**dict.fromkeys(ends, STEPS), letter: HERE}
    known |= {k: HERE - 1 for k, t in earlier.items() if t == letter and k not in known}
    symbols = symbols_with(group, known) | before.symbols
    found = [at(one, {x: n for x, n in known.items() if x not in _entries(one, earlier)}, symbols) for one in group]
    steps: list[Stated] = []
    for one in group:
        if one.relation in EQUAL and one.link == 0 and _labels(one.left, letter) and gradient.read(one.left) is None:
            steps += [at(one, {**known, letter: n}, symbols) for n in range(1, STEPS + 1) if n != HERE]
    return Unrolled(found, steps, Stepped(letter, symbols, frozenset(ends)))


def said_at_steps(claim: Claim | None, letter: str) -> list[Claim | None]:
    """What the prose says of some y_t, said of y_1, y_2 and y_3 too."""
    if not letter or not isinstance(claim, (Property, Shaped)) or claim.of is None or not _labels(claim.of, letter):
        return [claim]
    return [claim, *(replace(claim, of=_put(claim.of, {letter: n})) for n in range(1, STEPS + 1))]


def _over_entries(group: list[Stated]) -> list[Stated]:
    """``Σ_{t=1}^K e^{z_t}`` beside z_j runs over the entries of z, not over steps: with a letter that no step has.

    Likewise ``Σ_l e^{s_{il}}`` beside s_{ij}, where the entries are at the same place.
    """
    sides = [side for one in group for side in (one.left, one.right)]
    if not any(isinstance(n, Big) for side in sides for n in tree.walk(side)):
        return group
    entries = {
        (w.base, s.place, s.number)
        for side in sides
        for n in tree.walk(side)
        if (w := apart(n)) is not None
        for s in w.slots
        if isinstance(s.item, Name) and s.item.text in ENTRIES
    }

    def renamed(node: Node) -> Node:
        node = tree.rebuild(node, renamed)
        whole = sums.read(node)
        index = whole.ranges[0].index if whole is not None and len(whole.ranges) == 1 else None
        if not isinstance(node, Big) or whole is None or not isinstance(index, Name) or index.text not in "tτl":
            return node
        places = _axes(whole.body, index.text)  # what has layers and steps may have entries behind them: y_{t,k}
        if whole.ranges[0].last in (Name("T"), Name("L")) or not places <= entries:
            return node
        used = {n.text for n in tree.walk(node) if isinstance(n, Name)}
        letter = next((x for x in "rsqpnm" if x not in used), None)
        return (
            tree.renamed(node, index.text, letter) if letter is not None and _labels(whole.body, index.text) else node
        )

    return [replace(one, left=renamed(one.left), right=renamed(one.right), head=renamed(one.head)) for one in group]


def _over_numbers(group: list[Stated], symbols: frozenset[str]) -> list[Stated]:
    """``Σ_{k=0}^3 … ∂s_k/∂W``, for an example of three steps, term by term; ``symbols`` have steps."""

    def spread(node: Node) -> Node:
        node = tree.rebuild(node, spread)
        whole = sums.read(node) if isinstance(node, Big) and node.sign == "∑" else None
        if not isinstance(node, Big) or whole is None or len(whole.ranges) != 1 or whole.conditions:
            return node
        index, last = whole.ranges[0].index, whole.ranges[0].last
        if not isinstance(index, Name) or not isinstance(last, Numeral):
            return node
        labelled = {w.base for n in tree.walk(node.body) if (w := apart(n)) is not None and _labels(n, index.text)}
        few = last.text.isdigit() and int(last.text) <= STEPS
        return _put(node, {NUMBERED: 0}) if few and labelled and labelled <= symbols else node

    return [replace(one, left=spread(one.left), right=spread(one.right), head=spread(one.head)) for one in group]


def _counts_units(group: list[Stated], letter: str) -> bool:
    """Whether a letter of layers is one of entries here: the l of ``o_l = Σ_j B_{lj} z_j`` and ``Σ_{l=1}^k (o_l - t_l)^2``, which is
    raised nowhere, and has no next."""
    slots = [slot for one in group for _, slot in _met(one, {letter})]
    below = all(slot.place == "sub" and isinstance(slot.item, (Name, Run)) for slot in slots)
    pairs = {
        w.slots
        for one in group
        for side in (one.left, one.right)
        for n in tree.walk(side)
        if (w := apart(n)) is not None
    }
    beside = any(len(found) == 2 and any(slot in slots for slot in found) for found in pairs)
    ends = {e for one in group for side in (one.left, one.right) for e in _ends(side, {letter})}
    return below and beside and not ends & {"L"}


def _axes(node: Node, letter: str) -> set[tuple[str, str, int]]:
    """The places where a letter stands as a script."""
    found = [w for n in tree.walk(node) if (w := apart(n)) is not None]
    return {
        (w.base, s.place, s.number)
        for w in found
        for s in w.slots
        if isinstance(s.item, Name) and s.item.text == letter
    }


def _summed(node: Node) -> Iterator[str]:
    """The letters of steps that sums run over, where the body has labels with them."""
    for part in tree.walk(node):
        whole = sums.read(part) if isinstance(part, Big) and part.sign == "∑" else None
        if isinstance(part, Big) and whole is not None and len(whole.ranges) == 1:  # Σ_{k,l} x_kl runs over entries
            index = whole.ranges[0].index
            if isinstance(index, Name) and index.text in SCHEMATIC and _labels(part.body, index.text):
                if not along_entries(part, index.text):
                    yield index.text


def _between(node: Node) -> Iterator[tuple[str, str]]:
    """The k and the t of ``∏_{j=k+1}^t ∂h_j/∂h_{j-1}``: an earlier step, and this one."""
    for part in tree.walk(node):
        if isinstance(part, Big) and part.sign == "∏" and (whole := sums.read(part)) is not None:
            for one in whole.ranges:
                first = one.first.operands[0] if isinstance(one.first, Infix) else one.first
                if isinstance(first, Name) and isinstance(one.last, Name) and one.last.text in SCHEMATIC:
                    if isinstance(one.index, Name) and _labels(part.body, one.index.text):
                        yield first.text, one.last.text


def _entries(one: Stated, earlier: dict[str, str]) -> set[str]:
    """Letters for an earlier step that stand behind the step somewhere in a statement: the k of ``g_{t,k}``, an entry there."""
    written = (w for side in (one.left, one.right) for n in tree.walk(side) if (w := apart(n)) is not None)
    pairs = {(a.item, b.item) for w in written for a, b in pairwise(w.slots) if a.place == b.place}
    return {b.text for a, b in pairs if isinstance(a, Name) and isinstance(b, Name) and earlier.get(b.text) == a.text}


def _labels(node: Node, letter: str) -> bool:
    """Whether some symbol carries the letter as a label."""
    for part in tree.walk(node):
        written = apart(part)
        if written is not None and any(
            isinstance(n, Name) and n.text == letter for s in written.slots for n in tree.walk(s.item)
        ):
            return True
    return False


def _ends(node: Node, letters: set[str]) -> Iterator[str]:
    for part in tree.walk(node):
        if isinstance(part, Big) and (whole := sums.read(part)) is not None:
            for one in whole.ranges:
                if (
                    isinstance(one.index, Name)
                    and one.index.text in letters
                    and isinstance(one.last, Name)
                    and one.last.text in "TLnNK"
                ):
                    yield one.last.text


def at(one: Stated, known: dict[str, int], symbols: frozenset[str]) -> Stated:
    """A statement with numbers for its letters of steps; ``symbols`` have such labels somewhere."""
    left, right, head = (_put(side, known) for side in (one.left, one.right, one.head))
    conditions = tuple(_put(c, known) for c in one.conditions)
    return replace(
        one, left=left, right=right, head=head, conditions=conditions, lettered=_lettered(one, known, symbols)
    )


def _lettered(one: Stated, known: dict[str, int], symbols: frozenset[str]) -> Lettered | None:
    """How a statement is written in which letters have numbers now; None where it has none of the letters."""
    here = next((x for x, n in known.items() if n == HERE), None)
    met = list(_met(one, known))
    if here is None or not met:
        return None
    letter, one_step = Name(here), Numeral("1")
    last = next((s.item for _, s in met if isinstance(s.item, Name) and known.get(s.item.text) == STEPS), None)
    before, behind = (Infix((letter, one_step), (sign,)) for sign in "-+")
    labels = ((HERE - 1, before), (HERE, letter), (HERE + 1, last if last is not None else behind))
    return Lettered(one.left, one.right, labels, symbols, any(s.place == "sup" for _, s in met))


def symbols_with(group: list[Stated], known: Collection[str]) -> frozenset[str]:
    """The symbols that have a label with one of the letters somewhere."""
    return frozenset(base for one in group for base, _ in _met(one, known))


def _met(one: Stated, known: Collection[str]) -> Iterator[tuple[str, Slot]]:
    """The labels with one of some letters, and the symbols that have them."""
    for node in (node for side in (one.left, one.right) for node in tree.walk(side)):
        if (written := apart(node)) is not None:
            for slot in written.slots:
                if any(isinstance(n, Name) and n.text in known for n in tree.walk(slot.item)):
                    yield written.base, slot


def with_letters(node: Node, known: Lettered) -> Node:
    """A formula as its writer would have it, with letters where single steps have numbers."""
    labels = dict(known.labels)

    def put(part: Node) -> Node:
        return (
            replace(labels[int(part.text)], span=part.span)
            if isinstance(part, Numeral) and part.text.isdigit() and int(part.text) in labels
            else tree.rebuild(part, put)
        )

    written = apart(node)
    if not isinstance(node, Script) or written is None or written.base not in known.symbols:
        return tree.rebuild(node, lambda part: with_letters(part, known))
    sup = node.sup
    if sup is not None and _is_label(sup):
        raised = known.raised and isinstance(sup, Fence) and sup.open == "(" and isinstance(sup.inside, Numeral)
        sup = put(sup.inside if raised and isinstance(sup, Fence) else sup)
    sub = put(node.sub) if node.sub is not None else None
    base = with_letters(node.base, known)  # (a^{(1)})^T
    return replace(node, base=base, sub=sub, sup=None if isinstance(sup, Blank) else sup)


def _put(node: Node, known: dict[str, int]) -> Node:
    """Numbers in the place of the letters of steps, and sums over them written out."""
    match node:
        case Big("∑" | "∏", Infix(letters), None, body) if (step := _step_among(letters, known)) is not None:
            rest = listed(tuple(letter for letter in letters if letter is not step))
            return _put(replace(node, lower=step, body=replace(node, lower=rest, body=body)), known)
        case Big("∑", _, _, body) if (terms := _terms(node, known)) is not None:
            parts = tuple(_put(body, {**known, name: n}) for name, values in (terms,) for n in values)
            if not parts:
                return Numeral("0", span=node.span)
            whole: Node = Infix(parts, ("+",) * (len(parts) - 1), span=node.span) if len(parts) > 1 else parts[0]
            return Fence("(", whole, ")", span=node.span)
        case Big("∏", _, _, body) if (terms := _terms(node, known)) is not None:
            if not terms[1]:
                return Numeral("1", span=node.span)
            parts = tuple(
                Fence("(", _put(body, {**known, terms[0]: n}), ")", span=node.span) for n in reversed(terms[1])
            )  # the last step comes first
            return Run(parts, span=node.span) if len(parts) > 1 else parts[0]
        case Script(Name("∇"), Node() as by, None, 0):
            return replace(node, sub=_put(by, known))
        case Script(base, sub, sup, primes):
            new_sub = _label(sub, known) if sub is not None else None
            new_sup = (
                _raised(_label(sup, known))
                if sup is not None and _is_label(sup)
                else _put(sup, known)
                if sup is not None
                else None
            )
            return Script(_put(base, known), new_sub, new_sup, primes, span=node.span)
    return tree.rebuild(node, lambda part: _put(part, known))


def _step_among(letters: tuple[Node, ...], known: dict[str, int]) -> Node | None:
    """The l of ``Σ_{i,j,l}``."""
    steps = [x for x in letters if isinstance(x, Name) and x.text in known and x.text in SCHEMATIC]
    return steps[0] if len(steps) == 1 and all(isinstance(x, Name) for x in letters) else None


def _raised(label: Node) -> Node:
    """A number that is a label and no power."""
    return Fence("(", label, ")", span=label.span) if isinstance(label, Numeral) else label


def _is_label(sup: Node) -> bool:
    return (
        isinstance(sup, Fence)
        or (isinstance(sup, Name) and sup.text != "T")
        or (isinstance(sup, Run) and isinstance(sup.items[0], Fence))
        or (isinstance(sup, Infix) and isinstance(sup.operands[0], Name) and sup.operands[0].text in SCHEMATIC)
    )


def _label(node: Node, known: dict[str, int]) -> Node:
    """A label with numbers for the letters, sums worked out: t - 1 is 1."""
    value = _value(node, known)
    if value is not None:
        return Numeral(str(value), span=node.span)
    return tree.rebuild(
        node,
        lambda part: (
            _label(part, known) if not (isinstance(part, Name) and part.text == "T" and isinstance(node, Run)) else part
        ),
    )


def _value(node: Node, known: dict[str, int]) -> int | None:
    match node:
        case Name(text=text, accents=()) if text in known:
            return known[text]
        case Numeral(text) if text.isdigit():
            return int(text)
        case Infix((first, *rest), operators) if set(operators) <= {"+", "-"}:
            total = _value(first, known)
            for sign, part in zip(operators, rest, strict=True):
                more = _value(part, known)
                if total is None or more is None:
                    return None
                total += more if sign == "+" else -more
            return total
    return None


def _terms(node: Big, known: dict[str, int]) -> tuple[str, range] | None:
    whole = sums.read(node)
    if whole is None or len(whole.ranges) != 1 or whole.conditions or whole.ranges[0].excluded:
        return None
    one = whole.ranges[0]
    if not isinstance(one.index, Name) or not _labels(node.body, one.index.text) or along_entries(node, one.index.text):
        return None
    first = _value(one.first, known) if one.first is not None else 1
    last = _value(one.last, known) if one.last is not None else STEPS
    if first is None or last is None or (one.index.text not in SCHEMATIC and one.index.text not in "iksτj"):
        return None
    if one.index.text not in SCHEMATIC and NUMBERED not in known:
        if not (set(map(_name, (one.first, one.last))) & set(known)):
            return None
    return one.index.text, range(first, min(last, STEPS) + 1)


def _name(node: Node | None) -> str:
    return node.text if isinstance(node, Name) else ""
