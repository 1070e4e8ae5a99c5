"""Where one scope ends and the next begins: statements that share their definitions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import zip_longest

from papergrad.document import Document, Section
from papergrad.notation import tree
from papergrad.notation.tree import (
    Big,
    Branches,
    Fence,
    Fraction,
    Hole,
    Infix,
    Matrix,
    Name,
    Node,
    Numeral,
    Prefix,
    Run,
    Script,
)
from papergrad.phrasebook import functions, gradient, sums
from papergrad.phrasebook.trees import sequence
from papergrad.reading import applied, declarations, definitions, run_in, worked
from papergrad.reading.dotted import MARKS
from papergrad.reading.statements import EQUAL, Stated, is_condition, is_number
from papergrad.reading.symbols import SCHEMATIC, Slot, apart, exponential, letter, text_of

_ANEW = re.compile(r"\b(?:now|instead|redefine|re-define)\b[^.$]*[$\\(\[\s]*$", re.IGNORECASE)
_ITEM = re.compile(r"(?:^|\n)[ \t]*(?:[-*+]|\d+\.|\\item)[ \t]+(?:\$|\\\()[ \t]*\Z")
_WORD = re.compile(r"(?<![\\a-zA-Z{])[a-zA-Z]{2,}|[\u3400-\u9fff]")  # none of TeX's own


def parts(stated: list[Stated], document: Document) -> Iterable[list[Stated]]:
    """Statements that share their definitions. A new scope starts at a heading or question, and where a symbol is defined
    anew from new symbols or declared anew with another shape: then with the part (a), (b) ... in which that happens."""
    group: list[Stated] = []
    meanings: dict[str, tuple[Node, int]] = {}  # what a symbol is, and the part in which that was said
    values: dict[str, Node] = {}  # what it is in numbers
    arities: dict[str, int] = {}  # of how many arguments a function is
    seen: set[str] = set()
    said: dict[int, set[str]] = {}  # what each part speaks of, and what it explains
    explained: dict[int, set[str]] = {}
    for one in stated:
        said.setdefault(one.section, set()).update(appearances(one.left) | appearances(one.right))
        condition = is_condition(Infix((one.left, one.right), (one.relation,)))  # "if w = o" explains nothing
        if (
            one.relation in EQUAL
            and one.link == 0
            and apart(one.left) is not None
            and not isinstance(one.right, Hole)
            and not condition
        ):
            explained.setdefault(one.section, set()).add(appearance(one.left))
    major = {s.id: s for s in document.sections}
    titles = run_in.titles(document)
    for one, after in zip_longest(stated, stated[1:]):
        looks = appearances(one.right) if one.lettered is None else _free(one.right)  # units by letters: k is no news
        conflict = again = False
        for key, meant in _meanings(one):
            old = (meanings[key][0] if key in meanings else None, values.get(key))
            if (count := _arity(one)) and key in meanings and 0 < arities.get(key, 0) != count:
                conflict = again = True
            if any(o is not None and another(one.left, o, meant) for o in old) and not _restates(group, one, document):
                conflict = again = True
            if key in meanings and meanings[key][0] != meant:
                different = names_in(meant) != names_in(meanings[key][0]) or recast(meanings[key][0], meant)
                different &= not of_numbers(meant) or of_numbers(meanings[key][0])  # numbers that are put in
                different &= not _open_name(meanings[key][0], meanings)  # y_k = a_k, and then y_k = Σ_j w_kj z_j
                row = after is not None and different and _of_a_rule(one, after)
                new = bool(looks - seen) and not _worked_out(meanings[key][0], one)
                redefines = _redefines(one, document) or run_in.of_another(
                    meanings[key][0].span.start, one.span.start, titles, document
                )
                new |= row or (different and redefines)
                conflict |= one.relation == "∈" or new or (different and meanings[key][1] != one.section)
                again |= different and meanings[key][1] == one.section and redefines
        anew = _lets_anew(one, group, meanings)
        if group and one.section != group[-1].section:  # a part that shares hardly a letter with what came before
            anew |= len(said[one.section] & seen) <= 1 < len(said[one.section])
            known = {key.rstrip("0123456789") for key in meanings}
            anew |= bool(explained.get(one.section, set()) & seen - known)  # it now says what was spoken of before
        if group and (anew or question(one.section, major) != question(group[-1].section, major)):
            yield group
            group, meanings, values = [], {}, {}
        elif conflict:
            part = next((n for n, old in enumerate(group) if old.section == one.section), len(group))
            if group[:part] and not again:
                yield group[:part]
                group, meanings = (
                    group[part:],
                    {key: (m, old.section) for old in group[part:] for key, m in _meanings(old)},
                )
            else:
                yield group
                group, meanings = [], {}
            values = {}
        for key, meant in _meanings(one):
            arities[key] = _arity(one)
            meanings.setdefault(key, (meant, one.section))
            if of_numbers(meant):
                values.setdefault(key, meant)
        seen |= looks | appearances(one.left)
        group.append(one)
    if group:
        yield group


def _arity(one: Stated) -> int:
    """Of how many arguments a function is that a formula defines, if it is not made of its own values: ``J(w_1)`` after
    ``J(w_0, w_1)`` is that of a simpler model. 0 for what is no function."""
    match one.left:
        case Run((head, Fence("(", inside, ")"))) if definitions.function_head(one.left) is not None:
            own = any(isinstance(n, Run) and head in n.items for n in tree.walk(one.right))
            return 0 if own else len(applied.arguments(inside))
    return 0


def _open_name(node: Node, meanings: Mapping[str, tuple[Node, int]]) -> bool:
    """Whether a formula is a symbol of which nothing was said yet: it may be what the next formula says."""
    written = apart(node)
    return written is not None and appearance(node) + str(len(written.slots)) not in meanings


def _worked_out(before: Node, one: Stated) -> bool:
    """Whether a signal of units by letters was said to be a derivative, and is now what that comes to: ``δ_k = y_k - t_k``."""
    return one.lettered is not None and gradient.read(before) is not None and gradient.read(one.right) is None


def _restates(group: list[Stated], one: Stated, document: Document) -> bool:
    """Whether a bare number is stated of what was just spoken of, without a word between: that contradicts what was before."""
    same = any(old.left == one.left for old in group)
    gap = group[-1].span.end, one.span.start
    return same and worked.is_plain(one.right) and _WORD.search(document.legible.text, *gap) is None


def _redefines(one: Stated, document: Document) -> bool:
    """Whether the words before a formula say that something is different from now on, or it begins an item of a list."""
    before = document.legible.text[max(0, one.span.start - 80) : one.span.start]
    return _ANEW.search(before) is not None or _ITEM.search(before) is not None


def _of_a_rule(one: Stated, after: Stated) -> bool:
    """Whether a formula is the first half of a rule, ``y = log x ⇒ ∂y/∂x = 1/x``: those of a table each have a y of their own."""
    derived = gradient.read(after.left) if after.follows else None
    return derived is not None and derived.of == one.left


def _lets_anew(one: Stated, group: list[Stated], meanings: Mapping[str, tuple[Node, int]]) -> bool:
    """``Let z = W x + b`` after z was the letter of identities such as σ'(z) = σ(z)(1 - σ(z)): from here on it is another z."""
    if (
        "let" not in one.words.split()
        or one.relation not in EQUAL
        or apart(one.left) is None
        or isinstance(one.right, Numeral)
    ):
        return False
    look = appearance(one.left)
    if any(key.rstrip("0123456789") == look for key in meanings):
        return False
    met = any(look in appearances(old.left) | appearances(old.right) for old in group)
    used = any(
        apart(old.left) is not None and old.relation in EQUAL and look in appearances(old.right) for old in group
    )
    return met and not used


def _meanings(one: Stated) -> Iterable[tuple[str, Node]]:
    """What a statement says a symbol is (its definition, or its shape), by the look of the symbol."""
    if one.relation == "∈":
        yield from (("∈" + appearance(node), one.right) for node in declarations.symbols_of(one.left))
    elif (
        one.relation in EQUAL
        and one.link == 0
        and not (isinstance(one.right, Hole) or is_number(one.right))
        and apart(one.left) is not None
    ):
        written = apart(one.left)
        yield appearance(one.left) + str(len(written.slots) if written is not None else 0), one.right
    elif (
        one.relation in EQUAL
        and one.link == 0
        and isinstance(one.left, Run)
        and (name := definitions.function_head(one.left)) is not None
    ):
        yield (name if applied.is_number(name) else appearance(one.left.items[0]) + "0"), one.right


def another(left: Node, before: Node, after: Node) -> bool:
    """Whether two formulas for ``left`` differ in their numbers alone, or are numbers that differ: nobody rewrites one as the
    other, so the second is that of another example. An activation of the same numbers is none. Functions may differ in their
    signs as well, ``f(x, y) = x² + y²`` and ``f(x, y) = x² - 3 y²``; of a symbol that is a slip."""
    if isinstance(left, Run) and is_number(before) and not of_numbers(after):
        return True  # 0 outside of an interval, and this inside
    if isinstance(left, Run) and (old_most := _most(before)) and (new_most := _most(after)):
        return old_most != new_most  # max(0, x), and then max(0.01x, x)
    if isinstance(before, Branches) and isinstance(after, Branches) and names_in(before) != names_in(after):
        return True  # nobody rewrites cases with other parameters
    if not (of_numbers(before) and of_numbers(after)):
        signs = isinstance(left, Run)
        alike = _without_numbers(before, signs) == _without_numbers(after, signs)
        return before != after and alike and not (of_numbers(before) or of_numbers(after))
    old, new = (worked.grid(node, {}, lambda _: None) for node in (before, after))
    if old is None or new is None:
        return before != after
    return old != new and not worked.activation(old, new)


def _most(node: Node) -> tuple[str, frozenset[Node]] | None:
    """Whether a formula takes the largest or the smallest of several, and what these are."""
    match node:
        case Run((Name("max" | "min") as which, Fence("(" | "{", inside))):
            return which.text, frozenset(sequence(inside))
    return None


def recast(before: Node, after: Node) -> bool:
    """Whether two formulas do different things with the same symbols, each of them as often as before, whatever they sum over:
    ``x + y`` and ``x y``, ``Σ (y - a)²`` and ``Σ |y - a|``. Nobody says the same anew so; what is multiplied out repeats itself."""
    old, new = (Counter(n for n in tree.walk(node) if isinstance(n, Name | Matrix)) for node in (before, after))
    return old == new and not any(isinstance(n, Matrix) for n in new) and _made_by(before) != _made_by(after)


def _made_by(node: Node) -> str:
    """What is done last in an expression, below sums and factors of numbers alone."""
    match node:
        case Big(sign, body=body) if sign == "∑":
            return _made_by(body)
        case Fence("(" | "[" | "{", inside, _):
            return _made_by(inside)
        case Prefix(_, operand):
            return _made_by(operand)
        case Run(items):
            left = [item for item in items if not _amount(item)]
            if len(left) == 1:
                return _made_by(left[0])
            return "product"
        case Infix(_, operators):
            return "sum" if set(operators) <= {"+", "-"} else "product"
        case Script(sup=sup) if isinstance(sup, Numeral):
            return "power"
        case Fence("|" | "‖" as bar, _, _):
            return bar
    return "symbol" if apart(node) is not None else type(node).__name__


def _amount(node: Node) -> bool:
    """Whether a factor only counts: ½, 1/N."""
    return isinstance(node, Numeral) or (isinstance(node, Fraction) and isinstance(node.above, Numeral))


def _without_numbers(node: Node, signs: bool) -> Node:
    match node:
        case Infix(operands, operators) if signs and set(operators) <= {"+", "-"}:
            return Infix(tuple(_without_numbers(o, signs) for o in operands), ("+",) * len(operators))
        case Run(items):
            left = tuple(_without_numbers(item, signs) for item in items if not of_numbers(item))
            return left[0] if len(left) == 1 else Run(left)
        case Prefix("-" | "+", operand) if signs:
            return _without_numbers(operand, signs)
        case Numeral():
            return Numeral("1")
    return tree.rebuild(node, lambda n: _without_numbers(n, signs))


def of_numbers(node: Node) -> bool:
    """Whether an expression is made of numbers (and dots between them) and known functions alone."""
    names = {n.text for n in tree.walk(node) if isinstance(n, Name)} - {"e", *MARKS}
    return names <= functions.SPELLED.keys() and any(isinstance(n, Numeral) for n in tree.walk(node))


def names_in(node: Node) -> set[str]:
    """All the symbols in an expression with their labels, and the functions: a formula rewritten is made of the same."""
    return appearances(node) | {n.text for n in tree.walk(node) if isinstance(n, Name) and n.text in functions.SPELLED}


def appearances(node: Node) -> set[str]:
    """The looks of the symbols in an expression (what stands in their scripts does not count)."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Script) and here.sup is not None and exponential(here):
            waiting.append(here.sup)
        elif apart(here) is not None:
            if not (isinstance(here, Name) and here.text == "d"):
                found.add(appearance(here))
        elif isinstance(here, Script):
            waiting.append(here.base)
        else:
            waiting.extend(tree.children(here))
    return found


def _free(node: Node) -> set[str]:
    """The looks of the symbols in an expression, but for what its sums run over."""
    totals = (sums.read(n) for n in tree.walk(node) if isinstance(n, Big))
    return appearances(node) - {appearance(r.index) for whole in totals if whole is not None for r in whole.ranges}


def question(section: int, sections: Mapping[int, Section]) -> int:
    """The heading or question that a part belongs to."""
    here = sections.get(section)
    while here is not None and here.level > 8 and here.parent is not None:
        here = sections.get(here.parent)
    return here.id if here is not None else 0


def appearance(node: Node) -> str:
    """A symbol with its labels, without the letters that may run."""
    written = apart(node)
    if written is None:
        return ""
    return repr((written.base, tuple((s.place, text_of(s.item)) for s in written.slots if _says_which(s))))


def _says_which(slot: Slot) -> bool:
    """Whether a label is no letter that runs; in square brackets only those of layers do."""
    return letter(slot.item) is None or (slot.place == "[sup]" and letter(slot.item) not in SCHEMATIC)
