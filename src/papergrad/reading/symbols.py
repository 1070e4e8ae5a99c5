"""Which parts of a written symbol belong to its name, and which run: ``W_1`` is a name, the ``i`` of ``y_i`` runs.

A script *runs* (is an axis of the symbol) where a sum or another symbol shows that it does; otherwise it is a label. Letters
for layers and time steps (``l``, ``t``) stay labels: a definition at ``l`` is taken over to ``l + 1`` when that is asked for
(layers differ in shape, and a partial at time t holds the earlier states fixed by itself).
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import field, replace

from papergrad.notation import tree
from papergrad.notation.tree import (
    Accented,
    Big,
    Blank,
    Fence,
    Infix,
    Matrix,
    Name,
    Node,
    Numeral,
    Prefix,
    Run,
    Script,
    Words,
)
from papergrad.phrasebook import sums, transpose
from papergrad.phrasebook.trees import items
from papergrad.reading import dotted
from papergrad.records import dataclass
from papergrad.remembered import remembered

SCHEMATIC = frozenset("tlLTτℓ")  # letters of layers and time steps
COUNTERS = frozenset("ijkmn")  # letters of samples and iterations
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzαβγμνıȷℓ")
ENTRIES = frozenset("ijkmnpqrs")  # letters that run over rows and columns
NEVER_SYMBOLS = frozenset("∂∇…⋯∞∀∃ℝℕℤ=")
MARKS = {
    "hat": "\u0302",
    "tilde": "\u0303",
    "bar": "\u0304",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "underline": "\u0332",
}
LINKED = frozenset("cfghosuvxyz")  # what the weights between two layers are called after: W^{xh}, W^{hh}, and no power
SAMPLED, EACH = "^(·)", "_·"
SAMPLES = ("(sup)", "[sup]")  # where the letter of a sample stands: x^{(i)}, and x^{[i]} where no layer is meant
SAMPLE_LETTERS = frozenset("ijmn")
KEPT_FONTS = {"cal": "cal ", "bb": "bb ", "frak": "frak ", "function": "function "}  # the last: see ``namesakes``
CHANGES = ("Δ", "δ")  # the marks of symbols that stand for a change of others (see ``increments``)
LABEL = "label"  # the font of letters that label and never run; it is not written (see ``gates``)


@dataclass(frozen=True)
class Slot:
    """One script of a symbol: where it stands (``sub``, ``sup``, ``(sup)``, ``[sup]``, ``⟨sup⟩``, ``[]``), which one, and what."""

    place: str
    number: int
    item: Node


@dataclass(frozen=True)
class Written:
    """A symbol taken apart."""

    base: str
    name: Node
    slots: tuple[Slot, ...] = ()
    transposed: bool = False
    primes: int = 0
    power: Node | None = None
    inverse: bool = False


def upright(node: Node) -> Node:
    """A symbol without its transpose."""
    found = apart(node)
    if found is None or not found.transposed or not isinstance(node, Script):
        return node
    return Script(node.base, node.sub) if node.sub is not None else node.base


def plain(name: Name) -> str:
    """The key of one name: accents count, upright and bold do not."""
    change = "".join(a for a in name.accents if a in CHANGES)  # stands before its letter, as no other mark does
    marks = "".join(MARKS.get(a, a) for a in name.accents if a not in CHANGES)
    return KEPT_FONTS.get(name.font, "") + change + name.text + marks


def text_of(node: Node) -> str:
    """A label as plain text."""
    match node:
        case Name():
            return plain(node)
        case Numeral(text):
            return text
        case Words(text):
            return text.strip()
        case Fence(open_, inside, close):
            return f"{open_}{text_of(inside)}{close}"
        case Prefix(sign, operand):
            return sign + text_of(operand)
        case Infix(operands, operators):
            out = text_of(operands[0])
            for sign, operand in zip(operators, operands[1:], strict=True):
                out += sign + text_of(operand)
            return out
        case _:
            return "".join(text_of(part) for part in tree.children(node)) or type(node).__name__


@remembered(Node)
def exponential(node: Node) -> bool:
    """``e^x``; but ``e^{(t)}`` is some e at step t."""
    if not isinstance(node, Script) or node.sub is not None or node.sup is None or node.primes:
        return False
    if not isinstance(node.base, Name) or node.base.text != "e" or node.base.accents or node.base.font == "bold":
        return False
    if isinstance(node.sup, Name) and node.sup.text in ("T", "⊤"):
        return False
    inside = node.sup.inside if isinstance(node.sup, Fence) and node.sup.open == "(" else None
    return inside is None or letter(inside) not in SCHEMATIC | COUNTERS


@remembered(Node)
def apart(node: Node) -> Written | None:
    """Take a symbol apart; None for what is not a symbol with scripts."""
    match node:
        case Name(text=text) if text not in NEVER_SYMBOLS:
            return Written(plain(node), node)
        case Accented(accent, inside) if accent in MARKS and (inner := apart(inside)) is not None and not inner.slots:
            return replace(inner, base=inner.base + MARKS[accent], name=node)
        case Fence("(" | "[" | "{", inside, _) if isinstance(inside, (Name, Script)):
            return apart(inside)
        case Script(base, sub, sup, primes) if not exponential(node):
            inner = apart(base)
            if inner is None or inner.power is not None or inner.primes:
                return None
            if isinstance(base, Fence) and inner.transposed and sub is not None:
                return None  # (W^T)_{ij}: an entry of the transpose
            found = replace(inner, primes=inner.primes + primes)
            if sub is not None:
                found = replace(found, slots=found.slots + _slots("sub", sub, found))
            whole = _superscript(found, sup) if sup is not None else found
            return _turned(whole) if sub is not None and whole is not None and whole.transposed else whole
    return None


def _turned(written: Written) -> Written:
    """``W^T_{ij}`` is entry ``ij`` of the transpose, ``W_{ji}``; of ``x_i^T`` one letter runs, and it is a vector that lies."""
    match written.slots:
        case (Slot("sub", 0, first), Slot("sub", 1, second)) if {
            letter(first),
            letter(second),
        } <= ENTRIES and written.base[:1].isupper():
            return replace(written, slots=(Slot("sub", 0, second), Slot("sub", 1, first)), transposed=False)
    return written


def _slots(place: str, node: Node, so_far: Written) -> tuple[Slot, ...]:
    number = sum(s.place == place for s in so_far.slots)
    return tuple(Slot(place, number + at, item) for at, item in enumerate(listed(node)))


def listed(node: Node) -> tuple[Node, ...]:
    """The items of a script: ``ij``, ``i,j``, ``1,j``; ``11`` is two digits only where a letter could stand for each."""
    match node:
        case Infix(operands, operators) if set(operators) <= {",", ";"}:
            return tuple(item for part in operands for item in listed(part))
        case Infix((one, other), ("→",)):  # w_{i→j}: of the way from one to the other
            return (*listed(one), *listed(other))
        case Infix((Blank(), other), ("·",)):  # W_{·i}: a whole column
            return (Name(":"), *listed(other))
        case Infix((other, Blank()), ("·",)):
            return (*listed(other), Name(":"))
        case Script(Name(text=word), Node() as below, None, 0) if (
            len(word) > 1
        ):  # c_{neg_i}: one of several with a label
            return (node.base, *listed(below))
        case Run((Numeral(), Name(text="t" | "τ" | "T"))):  # x_{2t}: one step, and not an entry
            return (node,)
        case Run() if _unit(node):
            return (node,)
        case Run(parts) if all(
            isinstance(p, (Numeral, Script)) or (isinstance(p, Name) and len(p.text) == 1) for p in parts
        ):
            return tuple(item for part in parts for item in listed(part))
        case Run(parts) if len(parts) > 1 and all(
            isinstance(p, Fence) and p.open == "(" for p in parts
        ):  # y_{(i-a)(j-b)}
            return tuple(part.inside for part in parts if isinstance(part, Fence))
    return (node,)


def _superscript(found: Written, sup: Node) -> Written | None:
    *before, last = items(sup)
    if isinstance(sup, Prefix) and transpose.read(Script(Name("x"), sup=sup)) is not None:  # A^{-T}
        return replace(found, transposed=not found.transposed, inverse=True, power=Prefix("-", Numeral("1")))
    if transpose.read(Script(Name("x"), sup=sup)) is not None and not (
        isinstance(last, Name) and last.text == "t" and before == []
    ):
        if not before:
            return replace(found, transposed=not found.transposed)
        inner = _superscript(found, before[0] if len(before) == 1 else Run(tuple(before)))
        return replace(inner, transposed=True) if inner is not None else None
    match sup:
        case Fence("(", inside, ")"):
            return replace(found, slots=found.slots + _slots("(sup)", inside, found))
        case Fence("[", inside, "]"):
            return replace(found, slots=found.slots + _slots("[sup]", inside, found))
        case Fence("⟨", inside, "⟩"):
            return replace(found, slots=found.slots + _slots("⟨sup⟩", inside, found))
        case Run((*first, Fence() as two)) if all(isinstance(one, Fence) for one in first):
            before = _superscript(found, first[0] if len(first) == 1 else Run(tuple(first)))
            return _superscript(before, two) if before is not None else None
        case Run((*first, Numeral() as power)) if first and all(isinstance(one, Fence) for one in first):  # A^{[1]2}
            before = _superscript(found, first[0] if len(first) == 1 else Run(tuple(first)))
            return replace(before, power=power) if before is not None else None
        case Prefix("-", Numeral("1")):
            return replace(found, inverse=True, power=sup)
        case Numeral(text):
            if text in ("0", "1") and not found.slots:
                return replace(found, slots=found.slots + _slots("sup", sup, found))
            return replace(found, power=sup)
        case Name(font=font) if font == LABEL:
            return replace(found, slots=found.slots + _slots("sup", sup, found))
        case Name(text=text, accents=()) if (
            text in SCHEMATIC | frozenset("ijkn") or text in "EHOhow" or len(text) > 1 or text.isdigit()
        ):
            return (
                replace(found, slots=found.slots + _slots("sup", sup, found))
                if text != "*"
                else replace(found, power=None)
            )
        case Name(text="*" | "∗" | "+" | "-" | "†"):
            return replace(found, slots=found.slots + _slots("sup", sup, found))
        case Run((Name(accents=()) as one, Name(accents=()) as other)) if (
            found.base.isupper() and {one.text, other.text} <= LINKED
        ):
            return replace(found, slots=(*found.slots, Slot("sup", sum(s.place == "sup" for s in found.slots), sup)))
        case Name(text="Q" | "K" | "V", accents=()) if found.base.isupper():  # the W^Q of an attention, no power
            return replace(found, slots=found.slots + _slots("sup", sup, found))
        case Infix((Name(text=text), _), ("+" | "-",)) if text in SCHEMATIC:
            return replace(found, slots=found.slots + _slots("sup", sup, found))
    return replace(found, power=sup)


def letter(item: Node) -> str | None:
    """The letter that runs in a script: of ``i``, of ``t - 1``, of ``c + j`` the last."""
    match item:
        case Name(text=text, accents=(), font=font) if len(text) == 1 and text in LETTERS and font != LABEL:
            return text
        case Infix(operands, operators) if set(operators) <= {"+", "-"}:
            names = [o.text for o in operands if isinstance(o, Name) and len(o.text) == 1 and o.text in LETTERS]
            return names[-1] if names else None
    return None


Look = tuple[str, ...]  # a symbol with its labels, without letters that may run


def look_of(written: Written) -> Look:
    """How a symbol looks before it is known which scripts run. A number beside a letter is a place as well: ``A_{1i}`` is of A."""
    below = [s for s in written.slots if s.place == "sub"]
    entry = len(below) > 1 and any(letter(s.item) for s in below)
    labels = (s for s in written.slots if letter(s.item) is None and not (entry and s.place == "sub"))
    return (written.base, *(s.place + text_of(s.item) for s in labels))


Axis = tuple[str, str, int]  # base, place, number
Labels = tuple[tuple[str, str], ...]  # the scripts of a symbol: where they stand, and what they are


@dataclass
class Symbols:
    """What runs and what does not, for all the symbols of one scope."""

    axes: set[Axis] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)  # written somewhere without a script
    numbered: set[tuple[str, str]] = field(default_factory=set)  # written somewhere with a number and nothing else: b_1
    stepped: set[tuple[str, Labels]] = field(
        default_factory=set
    )  # written somewhere with a step and nothing else: o^{(t)}
    labelled: dict[Axis, set[str]] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)  # what one script names a column of: u_j beside u_{ij}
    each: frozenset[str] = frozenset()  # what is one thing at every step, and another without a step
    anchors: frozenset[str] = frozenset()  # vectors that are compared with others of their letter (see ``anchors``)
    bound: set[str] = field(default_factory=set)  # letters that sums run over
    beside: dict[tuple[str, str], str] = field(default_factory=dict)  # u and o beside a sum over u_k, and the k
    drawn: dict[tuple[str, str], str] = field(
        default_factory=dict
    )  # u and k where Σ_k u_k draws from all the u_w, and the o
    own_letters: frozenset[tuple[str, str]] = frozenset()  # x and i where x_i is put in for an input x (see ``inputs``)
    apart: set[str] = field(default_factory=set)  # letters outside of what the others run over: o ∉ {1, …, K}

    def runs(self, written: Written, slot: Slot) -> bool:
        """Whether a script is an axis here."""
        if isinstance(slot.item, Name) and (
            slot.item.text in self.apart or (written.base, slot.item.text) in self.beside
        ):
            return False
        return (written.base, slot.place, slot.number) in self.axes and not _word(slot.item)

    def key(self, written: Written) -> str:
        """The name of the symbol with its labels; ``^(·)`` where it is one of many samples."""
        if not written.slots:
            return written.base
        out, ran = written.base, list[Slot]()
        for slot in written.slots:
            if self.runs(written, slot):
                ran.append(slot)
            else:
                text = text_of(slot.item)
                out += (
                    f"^({text})"
                    if slot.place == "(sup)"
                    else f"^[{text}]"
                    if slot.place == "[sup]"
                    else f"^⟨{text}⟩"
                    if slot.place == "⟨sup⟩"
                    else f"^{text}"
                    if slot.place == "sup"
                    else f"_{text}"
                )
        below = [s for s in ran if s.place == "sub"]
        drawn = any(isinstance(s.item, Name) and (written.base, s.item.text) in self.drawn for s in below)
        own = any((written.base, letter(s.item)) in self.own_letters for s in below)  # x_{k+1} as well as x_k
        if (written.base in self.each and below) or drawn or own:
            out += EACH
        return out + (SAMPLED if any(s.place in SAMPLES for s in ran) else "")

    def running(self, written: Written) -> tuple[Slot, ...]:
        """The scripts that run, that of a sample first."""
        return tuple(sorted((s for s in written.slots if self.runs(written, s)), key=lambda s: s.place not in SAMPLES))

    def entries(self, written: Written) -> int:
        """How many of the running scripts are of entries (a sample of x is of the kind of x)."""
        return sum(s.place not in SAMPLES for s in self.running(written))


def _unit(item: Node) -> bool:
    """``net_{h1}``, ``out_{o2}``: a unit of a hidden layer, or of the last one, has a name of its own."""
    match item:
        case Run((Name("o" | "h" | "H" | "O", accents=()), Numeral())):
            return True
    return False


def _word(item: Node) -> bool:
    return _unit(item) or (
        isinstance(item, Name)
        and (len(item.text) > 1 or item.font == LABEL or (item.text.isupper() and item.font != ""))
        and item.text not in (":", "·")
    )


def only_labels(texts: Set[str], varied: Set[str]) -> bool:
    """Whether scripts are no positions: numbers, and what derivatives are taken by."""
    return all(text.isdigit() or text in varied for text in texts)


def survey(
    statements: Iterable[Iterable[Node]],
    steps: frozenset[str] = frozenset(),
    axes: Iterable[Axis] = (),
    before: frozenset[str] = frozenset(),
    ran: Iterable[Axis] = (),
    varied: frozenset[str] = frozenset(),
) -> Symbols:
    """Look at all the trees of all statements of a scope: which scripts run? Those with the letters ``steps`` do, and ``axes``.

    ``before``: the letters of what has entries in the parts before; ``ran``: the scripts that run there; ``varied``: what is derived
    by here, which is no position: the T of ``p_T`` beside ``∂ℓ/∂T``.
    """
    found = Symbols(set(axes))
    per_statement = []
    for trees in statements:
        seen: list[tuple[Written, frozenset[str]]] = []
        for root in trees:
            _visit(root, steps, seen)
        per_statement.append(seen)
        for written, bound in seen:
            found.bound |= bound
            if not written.slots:
                found.bare.add(written.base)
            if len(written.slots) == 1 and isinstance(written.slots[0].item, Numeral):
                found.numbered.add((written.base, written.slots[0].item.text))
            if written.slots and all(_is_step(slot.item) for slot in written.slots):
                found.stepped.add((written.base, _labels(written.slots)))
            for slot in written.slots:
                axis = (written.base, slot.place, slot.number)
                found.labelled.setdefault(axis, set()).add(text_of(slot.item))
                if slot.place != "[sup]" and (
                    letter(slot.item) in bound or (slot.place == "sub" and _picked(slot.item) in bound)
                ):
                    found.axes.add(axis)
                if isinstance(slot.item, Name) and slot.item.text in (":", "·"):
                    found.axes.add(axis)
                if slot.place != "[sup]" and not steps.isdisjoint(names(slot.item)):
                    found.axes.add(axis)
    bracketed = {
        axis for axis, labels in found.labelled.items() if axis[1] == "[sup]" and labels <= SAMPLE_LETTERS & found.bound
    }
    found.axes |= bracketed  # a number in such brackets is a layer, and so is every letter there
    found.axes |= {axis for axis in ran if not only_labels(found.labelled.get(axis, {"0"}), varied)}
    found.axes |= _numbered_alike([w for seen in per_statement for w, _ in seen], found)
    for seen in per_statement:
        for written, bound in seen:
            _components(written, found, bound, before)
    for _ in range(4):  # a letter that runs on one symbol of a statement runs on all of them
        many = len(found.axes)
        for seen in per_statement:
            for places in (("sub", "sup", "[]"), SAMPLES):
                letters = {
                    letter(s.item)
                    for w, _ in seen
                    for s in w.slots
                    if (w.base, s.place, s.number) in found.axes and (s.place in SAMPLES) == (places is SAMPLES)
                } - {None, *(SCHEMATIC - steps)}
                found.axes |= {
                    (w.base, s.place, s.number)
                    for w, _ in seen
                    for s in w.slots
                    if s.place in places and isinstance(s.item, Name) and letter(s.item) in letters
                }
        if len(found.axes) == many:
            break
    _columns([w for seen in per_statement for w, _ in seen], found)
    return found


def _numbered_alike(met: Iterable[Written], found: Symbols) -> set[Axis]:
    """The numbers below the w and x of ``w^T x`` that both have the same ones: ``w_1`` and ``x_1`` are their entries."""
    turned = {w.base for w in met if w.transposed and not w.slots and w.base[:1].islower()}
    numbers = {
        axis: labels
        for axis, labels in found.labelled.items()
        if axis[1] == "sub" and axis[0] in found.bare and all(map(str.isdigit, labels))
    }
    return {
        axis
        for one, labels in numbers.items()
        for other, others in numbers.items()
        if one[0] in turned and other[0] != one[0] and labels == others
        for axis in (one, other)
    }


def _is_step(item: Node) -> bool:
    """Whether a script is a step, or the number of one."""
    return (isinstance(item, Name) and item.text in SCHEMATIC) or isinstance(item, Numeral)


def _is_class(item: Node) -> bool:
    """Whether a script is the number that something has at a step: the y_t of ``p_{t,y_t}``."""
    written = apart(item)
    return written is not None and bool(written.slots) and all(_is_step(slot.item) for slot in written.slots)


def _labels(slots: tuple[Slot, ...]) -> Labels:
    return tuple((slot.place, text_of(slot.item)) for slot in slots)


def names(item: Node) -> set[str]:
    """All the letters in a script."""
    return {n.text for n in tree.walk(item) if isinstance(n, Name)}


def _picked(item: Node) -> str | None:
    """The letter j of a position ``m_j``."""
    return (
        letter(item.sub)
        if isinstance(item, Script) and isinstance(item.base, Name) and item.sub is not None and item.sup is None
        else None
    )


def _columns(seen: list[Written], found: Symbols) -> None:
    """Letters keep their places: j of ``u_j`` is the second of ``u_{ij}``, so that is a column."""
    places: dict[str, tuple[set[str], set[str], set[str]]] = {}
    for written in seen:
        below = [s.item for s in written.slots]
        names = [
            n.text
            for item in below
            if isinstance(n := item.base if isinstance(item, Script) else item, Name)
            and n.text in LETTERS - {dotted.ROW, dotted.COLUMN}
        ]
        if len(below) not in (1, 2) or any(s.place != "sub" for s in written.slots):
            continue
        single, first, second = places.setdefault(written.base, (set(), set(), set()))
        if len(below) == 1:
            single.update(names)
        elif len(names) == 2:
            first.add(names[0])
            second.add(names[1])
    found.columns |= {
        base for base, (single, first, second) in places.items() if single and single <= second and not single & first
    }


def across(found: Symbols, left: Node, right: Node) -> None:
    """``ŷ_o = exp(u_o^T v) / Σ_w exp(u_w^T v)``: where o runs on the right, it runs on a left side that also stands alone."""
    written = apart(left)
    if written is None or len(written.slots) != 1 or written.base not in found.bare or written.slots[0].place != "sub":
        return
    slot = written.slots[0]
    inside = [w for n in tree.walk(right) if (w := apart(n)) is not None]
    same = any(found.runs(w, s) and s.item == slot.item and s.place == "sub" for w in inside for s in w.slots)
    if same and isinstance(slot.item, Name) and letter(slot.item) not in SCHEMATIC | {None}:
        found.axes.add((written.base, slot.place, slot.number))


def _components(written: Written, found: Symbols, bound: frozenset[str], before: frozenset[str]) -> None:
    """``y_i`` beside a bare ``y``, and ``W_{ij}``: entries of a vector and of a matrix; also of the ``b_1`` of a layer, ``b_1[j]``."""
    below = [s for s in written.slots if s.place == "sub"]
    if any(isinstance(s.item, Name) and s.item.text in (":", "·") for s in below):  # U_{:w}: a column, for every w
        found.axes |= {(written.base, s.place, s.number) for s in below if letter(s.item) is not None}
    whole = written.base in found.bare or written.base in before
    steps = tuple(s for s in written.slots if s != below[-1]) if below else ()
    if (written.base, _labels(steps)) in found.stepped:  # o_i^{(t)} beside o^{(t)}
        whole, below = True, below[-1:]
        if _is_class(below[0].item):  # ŷ^{(t)}_{y^{(t)}}
            found.axes.add((written.base, below[0].place, below[0].number))
    if len(below) > 1 and isinstance(below[0].item, Numeral):
        whole = (written.base, below[0].item.text) in found.numbered
        below = below[1:] if whole else below
    letters = [letter(s.item) if isinstance(s.item, Name) else None for s in below]
    among = LETTERS if written.base == "δ" else ENTRIES | bound  # Kronecker's
    both = len(below) == 2 and all(x in among for x in letters) and letters[0] != letters[1]
    if both or (len(below) == 1 and letters[0] in frozenset("ijkmn") and whole):
        for slot in below:
            found.axes.add((written.base, slot.place, slot.number))


def along_entries(node: Big, letter_: str) -> bool:
    """Whether a letter of layers runs along the entries of a matrix: ``Σ_{l=1}^H h_l W_{li}``."""
    whole = sums.read(node)
    ends = {r.last.text for r in whole.ranges if isinstance(r.last, Name)} if whole is not None else set()
    if letter_ != "l" or ends & SCHEMATIC:
        return False
    for part in filter(None, map(apart, tree.walk(node.body))):
        below = [letter(s.item) for s in part.slots if s.place == "sub" and letter(s.item) is not None]
        if part.base[:1].isupper() and len(below) > 1 and letter_ in below:
            return True
    return False


def _visit(node: Node, bound: frozenset[str], seen: list[tuple[Written, frozenset[str]]]) -> None:
    if isinstance(node, Big):
        whole = sums.read(node)
        over = {r.index.text for r in whole.ranges if isinstance(r.index, Name)} if whole is not None else set()
        inner = bound | {x for x in over if x not in SCHEMATIC or len(over) > 1 or along_entries(node, x)}
        for part in (node.lower, node.upper):
            if part is not None:
                _visit(part, bound, seen)
        _visit(node.body, inner, seen)
        return
    written = apart(node)
    if written is not None:
        seen.append((written, bound))
        for slot in written.slots:
            _visit(slot.item, bound, seen)
        if written.power is not None:
            _visit(written.power, bound, seen)
        return
    if isinstance(node, Matrix) and dotted.has_dots(node.rows) and (shown := dotted.pattern(node.rows)) is not None:
        _visit(shown.entry, bound | {dotted.ROW, dotted.COLUMN}, seen)
        return
    for child in tree.children(node):
        _visit(child, bound, seen)
