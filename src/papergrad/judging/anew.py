"""What is said anew: a symbol, a function or a loss of which a text says once more, and otherwise, what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from papergrad.judging.comparing import Question
from papergrad.judging.explaining import holding_with
from papergrad.judging.verdict import HOLDS, Finding
from papergrad.notation import tree, unicode
from papergrad.phrasebook import functions, gradient, transpose
from papergrad.reading import applied
from papergrad.reading.definitions import function_head, key_of
from papergrad.reading.named import Again
from papergrad.reading.parts import appearance, names_in, of_numbers
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.statements import EQUAL, Stated
from papergrad.reading.symbols import apart
from papergrad.reading.understood import Read

SAID_ANEW = "this may be said anew, of something else"


def anew(one: Read, scope: Scope) -> str:
    """Why a first link about a symbol that is defined may say anew what the symbol is: it speaks of other things. Else empty."""
    before = restated(one, scope)
    if before is None:
        return ""
    if _spelled(before) == _spelled(one.stated.right):
        return "the same was said before, and read otherwise"
    old, new = names_in(before), names_in(one.stated.right)
    # A slip leaves something out, or puts one symbol for another.
    slip = new <= old or len(new - old) == len(old - new) == 1
    return "" if slip else SAID_ANEW


def restated(one: Read, scope: Scope) -> tree.Node | None:
    """What a symbol (or a function) was defined as, of which a first link says what it is; None where that says something else.

    A symbol for a derivative is no such: there the derivative is worked out.
    """
    key = _key(one.stated.left, scope)
    before = scope.all_written.get(key) if key is not None else None
    first = one.kind == "equality" and not one.stated.link
    return before if before is not None and first and not any(map(gradient.read, tree.walk(before))) else None


def another_example(one: Read, scope: Scope) -> bool:
    """Whether a symbol that was the value of numbers is now that of others: ``a = sgn(1 + 1 - 1)``, and then ``a = sgn(c + d) =
    sgn(-1)``; or ``x = y = 1`` of a ``y = -1`` in another part; or ``D(x) = 0`` after ``D(x) = 1``."""
    key = _key(one.stated.head, scope)
    before = scope.all_written.get(key) if key is not None else None
    turned = transpose.read(one.stated.right)
    if turned is not None and before is not None and (other := transpose.read(before)) is not None:
        both = _several(turned.of) and _several(other.of)
        return both and of_numbers(turned.of) and of_numbers(other.of) and turned.of != other.of
    if not of_numbers(one.stated.right):
        return False
    if _with_other_numbers(one, scope):
        return True
    if not one.stated.link:
        inputs = _several(one.stated.right) and before is not None and _several(before)
        another = inputs or isinstance(one.stated.left, tree.Run)
        return another and before is not None and before != one.stated.right and of_numbers(before)
    if before is not None and before == one.stated.before:
        named = key_of(before, scope)
        before = scope.all_written.get(named) if named is not None and named not in scope.written else None
    return before is not None and before != one.stated.before and of_numbers(before)


def _several(node: tree.Node) -> bool:
    """A matrix, or a list in brackets."""
    listed = isinstance(node, tree.Fence) and isinstance(node.inside, tree.Infix) and "," in node.inside.operators
    return isinstance(node, tree.Matrix) or listed


def _with_other_numbers(one: Read, scope: Scope) -> bool:
    """Whether something that a claim rests on was a matrix of numbers, and is one of others by now."""
    if one.left is None:
        return False
    rests = reach(one.left.body, one.definitions)
    before = (s for group in scope.told for s in group if s.span.end <= one.stated.head.span.start)
    for said in before:
        if isinstance(said.right, tree.Matrix) and said.relation in EQUAL and of_numbers(said.right):
            key = key_of(said.head, scope)
            first = scope.all_written.get(key or "")
            if key in rests and isinstance(first, tree.Matrix) and first != said.right:
                return True
    return False


def another_case(one: Read) -> bool:
    """Whether it is said of a symbol that it is not what it was defined as: ``p ≠ 1/2`` after ``p = 1/2``, which is another case."""
    key = _key(one.stated.left, one.scope) if one.scope is not None else None
    return key is not None and one.scope is not None and one.scope.all_written.get(key) == one.stated.right


def _key(node: tree.Node, scope: Scope) -> str | None:
    """The symbol that a node is, or the function that it calls."""
    key = key_of(node, scope)
    return function_head(node) if key is None and isinstance(node, tree.Run) else key


def beside(one: Read, q: Question) -> str:
    """An input that the right side speaks of and nothing on the left depends on; empty if there is none."""
    mine, theirs = (reach(side.body, q.definitions) - q.definitions.keys() for side in (q.left, q.right))
    derived = one.scope.keys_in(one.stated.head) if one.scope is not None else frozenset()
    entries = {key.swapcase() for key in mine if key.isalpha()}  # W may be what the w_ij on the left are the entries of
    return min(theirs - mine - derived - entries, default="")


def elsewhere(one: Read, q: Question, scope: Scope) -> bool:
    """Whether the right side is made of inputs that the left knows nothing of, or of a function that is new there."""
    mine, theirs = (reach(side.body, q.definitions) - q.definitions.keys() for side in (q.left, q.right))
    here, there = scope.keys_in(one.stated.right), reach(q.left.body, q.definitions)
    return not theirs <= mine or any(scope.function(key) is not None for key in here - there)


def remade(one: Read) -> bool:
    """``f(x, y) = …`` or ``z = …`` of what was defined before: another example, if not the same formula."""
    return one.scope is not None and restated(one, one.scope) is not None


def says_what_a_letter_is(one: Read) -> bool:
    """``σ(z) = …``, ``H(y, ŷ) = …`` in a first link: the letter of a known function may stand for another."""
    match one.stated.left:
        case tree.Run((tree.Name(text), tree.Fence("(", inside))) if text in functions.LETTERS or named_loss(
            one.stated
        ):
            symbols = all(apart(argument) is not None for argument in applied.arguments(inside))
            return one.kind == "equality" and not one.stated.link and symbols
    return False


def named_loss(stated: Stated) -> bool:
    """Whether a first link says what a loss that everybody knows by name is: ``CE(y, ŷ) = …``, of many classes or of two."""
    match stated.left:
        case tree.Run((tree.Name(text), tree.Fence())) if text in functions.SPELLED:
            return functions.SPELLED[text].kind == "loss" and not stated.link
    return False


def by_another(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict on a derivative by the last formula before it that says what is derived, where that is another than is known:
    ``f(x, y) = x + y`` after ``f(x, y) = x y``. None where it does not hold by that one either."""
    asked, scope = gradient.read(one.stated.head), one.scope
    if asked is None or asked.of is None or scope is None:
        return None
    again = said_again(one, scope)
    if not again:
        return None

    def put(node: tree.Node) -> tree.Node:
        return tree.Fence("(", again[-1].formula, ")") if node == asked.of else tree.rebuild(node, put)

    stated = replace(one.stated, left=put(one.stated.left), head=put(one.stated.head))
    found = holding_with(one, stated, plain, claim)
    if found is None:
        return None
    words = f"{unicode.write(again[-1].left)} = {unicode.write(again[-1].formula)}"
    return replace(found, verdict="right-if", code="PG207", assumption=words)


def defined_after(one: Read, scope: Scope) -> str:
    """What a statement, or a definition that it rests on, speaks of that an earlier part defined and this part defines anew
    behind it; empty if there is none."""
    spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right)
    before = scope.parent.everything if scope.parent is not None else {}
    rests = [(scope.keys_in(scope.written[key]), scope.places.get(key, 0)) for key in spoken & scope.written.keys()]
    for keys, place in ((spoken, one.span.end), *rests):
        for key in sorted(keys & before.keys()):
            if scope.places.get(key, -1) > place:
                return key
    return ""


def let_after(one: Read, scope: Scope) -> str:
    """What a statement speaks of that a "let" behind it says: an example of it, and not what it was before; empty if there is
    none. What follows a "where" explains what stands before."""
    spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right)
    for later in (s for group in scope.told for s in group if s.span.start > one.span.end):
        lets = later.around.given or "let" in later.words.split()
        head = later.left.items[0] if isinstance(later.left, tree.Run) else later.left
        key = _key(head, scope) if lets and not later.link and later.relation in EQUAL else None
        if key in spoken and not of_numbers(later.right):
            return key or ""
    return ""


def goes_on_anew(one: Read, plain: Finding, claim: Callable[[Read, Finding], Finding]) -> Finding | None:
    """The verdict on a link of a chain that does not go on from what its head was said to be before the chain:
    ``g(η) = E[y; η] = λ``, where g was the logistic function. None if it does."""
    stated, scope = one.stated, one.scope
    if scope is None or one.kind != "equality" or not stated.link or stated.before is None:
        return None
    head = stated.head
    key = _key(head, scope)
    if key is None or not scope.defined_before(key, head.span.start):
        return None
    if holding_with(one, replace(stated, right=stated.before, link=0), plain, claim) is not None:
        return None
    words = f"{unicode.write(head)} was something else before, and what is said of it here may be said anew"
    return replace(plain, verdict="unknown", code="PG303", message=words)


def given_anew(one: Read, q: Question) -> bool:
    """Whether an equality gives something for another example: a symbol after "let", or one as another, ``a = -b``, where
    both were numbers that were worked out."""
    stated = one.stated
    if one.kind != "equality" or stated.link or apart(stated.left) is None:
        return False
    right = stated.right.operand if isinstance(stated.right, tree.Prefix) else stated.right
    numbers = not any(reach(side.body, q.definitions) - q.definitions.keys() for side in (q.left, q.right))
    said = stated.around.given or "update" in stated.words.lower().split()
    return said or (numbers and apart(right) is not None)


def unsettled(findings: Sequence[Finding], reads: Sequence[Read]) -> list[Finding]:
    """The findings, with what fails made unknown where it rests on a symbol that was said anew before it and is not known so, or
    that has several formulas, each in its case."""
    open_since: dict[tuple[int, str], int] = {}
    for found, one in zip(findings, reads, strict=True):
        key = _key(one.stated.left, one.scope) if one.scope is not None and found.anew else None
        if key is not None:
            open_since.setdefault((id(one.scope), key), one.span.end)
    branches = _branches(findings, reads)
    return [_unsettled(found, one, open_since, branches) for found, one in zip(findings, reads, strict=True)]


def _branches(findings: Sequence[Finding], reads: Sequence[Read]) -> dict[tuple[int, str], int]:
    """The symbols of each section that have several formulas, one of which is said to be that of some case, and from where on: what
    stands before the first that is of a case, or fails, is about the one before it."""
    formulas: dict[tuple[int, str], list[tuple[bool, Finding]]] = {}
    in_case = False
    for found, one in zip(findings, reads, strict=True):
        in_case, headed = one.stated.around.case and one.role in ("sets", "solves", "orders"), in_case
        key = _key(one.stated.left, one.scope) if _says_what(one) and one.scope is not None else None
        if key is not None:
            branched = one.stated.around.branched or headed
            formulas.setdefault((one.stated.section, key), []).append((branched, found))
    return {
        key: _first_of_a_case(said)
        for key, said in formulas.items()
        if any(branched for branched, _ in said) and sum(found.verdict not in HOLDS for _, found in said) > 1
    }


def _first_of_a_case(said: Sequence[tuple[bool, Finding]]) -> int:
    """Where the first formula stands that is of a case, or that is not the one before it."""
    (of_a_case, first), others = said[0], said[1:]
    return first.span.start if of_a_case else min(f.span.start for of, f in others if of or f.verdict not in HOLDS)


def _says_what(one: Read) -> bool:
    """Whether a statement says by a first link what something is; "when y = 0" only says when."""
    role = one.role in ("defines", "claims") or (one.role == "sets" and not one.stated.around.case)
    return role and one.kind != "gradient" and not one.stated.link


def _unsettled(
    found: Finding, one: Read, open_since: Mapping[tuple[int, str], int], branches: Mapping[tuple[int, str], int]
) -> Finding:
    if not found.bad or one.scope is None or not (open_since or branches):
        return found
    asked = gradient.read(one.stated.head)
    again = asked is not None and asked.of is not None and said_again(one, one.scope)
    tried = one.scope.keys_in(asked.of) if again else frozenset()  # derived by its other formula, it fails as well
    spoken, waiting = set[str](), [*one.scope.keys_in(one.stated.left), *one.scope.keys_in(one.stated.right)]
    while waiting:
        key = waiting.pop()
        if branches.get((one.stated.section, key), one.span.end) <= one.span.start:
            return found.opened(f"{key} has several formulas, each in its case")
        if _said_last(key, one.scope, open_since, one.span.start) < one.span.start and key not in tried:
            return found.opened(f"{key} was said anew before this, of something else")
        if key not in spoken and (written := one.scope.written_as(key)) is not None:
            waiting += one.scope.keys_in(written)
        spoken.add(key)
    return found


def _said_last(key: str, scope: Scope, open_since: Mapping[tuple[int, str], int], never: int) -> int:
    """Where a symbol was said anew, in the part that last says what it is; ``never`` if it was not."""
    here: Scope | None = scope
    while here is not None:
        if (id(here), key) in open_since:
            return open_since[id(here), key]
        here = here.parent if key not in here.places else None
    return never


def said_again(one: Read, scope: Scope) -> list[Again]:
    """The other formulas for what is derived, or claimed, that stand before a claim."""
    asked = gradient.read(one.stated.head)
    name = _called(asked.of) if asked is not None and asked.of is not None else _primed(one.stated.head)
    return [said for said in scope.said_again if said.place < one.span.start and said.name == name != ""]


def _primed(node: tree.Node) -> str:
    """The f of ``f'`` and ``f'(x)``, as it looks; empty for anything else."""
    head = node.items[0] if isinstance(node, tree.Run) else node
    return appearance(head.base) if isinstance(head, tree.Script) and head.primes else ""


def _called(node: tree.Node) -> str:
    """How a symbol looks, or the letter of a function that is called."""
    return appearance(node.items[0] if isinstance(node, tree.Run) else node)


def _spelled(node: tree.Node) -> str:
    """An expression as text, without the signs of products."""
    return re.sub(r"[ ·×∗*]", "", unicode.write(node))
