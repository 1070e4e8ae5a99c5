"""A document read: every statement with what it claims, in the scope it stands in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from papergrad.algebra.nodes import Definition, symbols
from papergrad.document import Document, Passage, Section
from papergrad.notation import latex, lexer, tree
from papergrad.notation.tree import Blank, Fence, Hole, Infix, Name, Node, Numeral, Prefix, Run, Script
from papergrad.phrasebook import differential, functions, gradient, sets
from papergrad.reading import (
    declarations,
    definitions,
    labelled,
    predictions,
    prose,
    softmaxes,
    supposing,
    wholes,
    worked,
)
from papergrad.reading.kinds import Kinds, habits
from papergrad.reading.meaning import Reader
from papergrad.reading.probabilities import named, opaque
from papergrad.reading.scope import Scope, inherited
from papergrad.reading.settle import Settling
from papergrad.reading.statements import EQUAL, ORDERED, UPDATE, Stated, statements, without_footnotes
from papergrad.reading.statements import is_condition as _condition
from papergrad.reading.symbols import SAMPLED, across, apart, exponential, letter, survey, text_of
from papergrad.reading.unrolling import unrolled
from papergrad.reading.values import ShapeMismatch, Sizes, Value
from papergrad.source import PaperError, Span


@dataclass
class Read:
    """One statement as understood. ``role``: ``declares defines claims asks updates orders solves unread``."""

    stated: Stated
    role: str
    kind: str
    scope: Scope | None = None
    left: Value | None = None
    right: Value | None = None
    problem: PaperError | None = None
    assumptions: tuple[str, ...] = ()
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    heads: tuple[Node, ...] = ()  # what a line that starts with = may go on from, likeliest first
    key: str = ""
    supposed: tuple[str, ...] = ()  # what the statement takes as known
    claim: prose.Claim | None = None  # of a statement of the prose
    reckoned: worked.Reckoned | None = None  # of a statement about numbers

    @property
    def span(self) -> Span:
        return self.stated.span


@dataclass
class Reading:
    document: Document
    reads: list[Read]
    scopes: list[Scope]


def read(document: Document) -> Reading:
    """Read a document: all its mathematics first, then scope by scope what is declared, defined and claimed."""
    stated, unread, trees = _stated(document)
    spoken = prose.spoken(document, trees)
    reads: list[Read] = []
    scopes: list[Scope] = []
    parent: Scope | None = None
    major = {s.id: s for s in document.sections}
    groups = list(_scopes(stated, document)) or [[]]
    said = prose.dealt(spoken, groups, document)
    for group, words in zip(groups, said, strict=True):
        continues = (
            bool(reads)
            and bool(group)
            and _question(group[0].section, major) == _question(reads[-1].stated.section, major)
        )
        scope, found = _scope(group, words, parent, continues)
        if any(isinstance(w.claim, prose.Shaped) for w in words) and (trouble := _trouble(found)):
            scope, found = _valued(group, words, parent, continues, trouble) or (scope, found)
        if parent is not None and (not continues or _own_letters(group, parent)) and (trouble := _trouble(found)) > 1:
            alone, anew = _scope(group, words, None)  # a new question may use old letters for new things
            if 2 * _trouble(anew) <= trouble:
                scope, found = alone, anew
        scopes.append(scope)
        reads += found
        parent = scope
    return Reading(document, sorted(reads + unread, key=lambda r: (r.span.start, r.span.end)), scopes)


def _valued(
    group: list[Stated], words: list[prose.Said], parent: Scope | None, continues: bool, trouble: int
) -> tuple[Scope, list[Read]] | None:
    """The scope once more, with letters that may have stated numbers as values, if that settles more of it."""
    sizes = parent.sizes if parent is not None else Sizes()
    before = sizes.save()
    sizes.valued = True
    scope, found = _scope(group, words, parent, continues, sizes)
    sizes.valued = False
    if _trouble(found) < trouble:
        return scope, found
    sizes.restore(before)
    return None


def _own_letters(group: list[Stated], parent: Scope) -> bool:
    """Whether a part speaks of hardly anything that was explained before it."""
    keys = {key for one in group for side in (one.left, one.right) for key in parent.keys_in(side)}
    return sum(parent.known(key) for key in keys) <= min(2, len(keys) // 2)


def _trouble(reads: list[Read]) -> int:
    """How many statements do not conform."""
    return sum(one.problem is not None for one in reads)


# -- statements of the whole document -----------------------------------------------------------------------------------


def _stated(document: Document) -> tuple[list[Stated], list[Read], dict[int, tuple[Node, ...]]]:
    macros = lexer.definitions(document.legible)
    found: list[Stated] = []
    unread: list[Read] = []
    trees: dict[int, tuple[Node, ...]] = {}
    chain = 0
    for passage in document.passages:
        try:
            lines = latex.read(document.legible, passage.span, macros)
        except PaperError as problem:
            unread.append(_unread(passage, problem))
            continue
        trees[passage.span.start] = tuple(lines)
        for line in lines:
            for one in statements(line, document.legible):
                chain += one.link == 0 and not isinstance(one.left, Blank)
                found.append(replace(one, section=passage.scope, chain=chain))
    return named(without_footnotes(found)), unread, trees


def _unread(passage: Passage, problem: PaperError) -> Read:
    stated = Stated(passage.span, Blank(), "", Blank(), Blank(), section=passage.scope)
    return Read(stated, "unread", "equality", problem=problem)


def _scopes(stated: list[Stated], document: Document) -> Iterable[list[Stated]]:
    """Statements that share their definitions. A new scope starts at a heading or question, and where a symbol is defined
    anew from new symbols or declared anew with another shape: then with the part (a), (b) ... in which that happens."""
    group: list[Stated] = []
    meanings: dict[str, tuple[Node, int]] = {}  # what a symbol is, and the part in which that was said
    seen: set[str] = set()
    said: dict[int, set[str]] = {}  # what each part speaks of, and what it explains
    explained: dict[int, set[str]] = {}
    for one in stated:
        said.setdefault(one.section, set()).update(_looks(one.left) | _looks(one.right))
        condition = _condition(Infix((one.left, one.right), (one.relation,)))  # "if w = o" explains nothing
        if (
            one.relation in EQUAL
            and one.link == 0
            and apart(one.left) is not None
            and not isinstance(one.right, Hole)
            and not condition
        ):
            explained.setdefault(one.section, set()).add(_look(one.left))
    major = {s.id: s for s in document.sections}
    for one in stated:
        looks = _looks(one.right)
        conflict = False
        for key, meant in _meanings(one):
            if key in meanings and meanings[key][0] != meant:
                other = meanings[key][1] != one.section and _names(meant) != _names(meanings[key][0])
                conflict |= one.relation == "∈" or bool(looks - seen) or other
        anew = _lets_anew(one, group, meanings)
        if group and one.section != group[-1].section:  # a part that shares hardly a letter with what came before
            anew |= len(said[one.section] & seen) <= 1 < len(said[one.section])
            known = {key.rstrip("0123456789") for key in meanings}
            anew |= bool(explained.get(one.section, set()) & seen - known)  # it now says what was spoken of before
        if group and (anew or _question(one.section, major) != _question(group[-1].section, major)):
            yield group
            group, meanings = [], {}
        elif conflict:
            part = next((n for n, old in enumerate(group) if old.section == one.section), len(group))
            if group[:part]:
                yield group[:part]
                group, meanings = (
                    group[part:],
                    {key: (m, old.section) for old in group[part:] for key, m in _meanings(old)},
                )
            else:
                yield group
                group, meanings = [], {}
        for key, meant in _meanings(one):
            meanings.setdefault(key, (meant, one.section))
        seen |= looks | _looks(one.left)
        group.append(one)
    if group:
        yield group


def _lets_anew(one: Stated, group: list[Stated], meanings: Mapping[str, tuple[Node, int]]) -> bool:
    """``Let z = W x + b`` after z was the letter of identities such as σ'(z) = σ(z)(1 - σ(z)): from here on it is another z."""
    if (
        "let" not in one.words.split()
        or one.relation not in EQUAL
        or apart(one.left) is None
        or isinstance(one.right, Numeral)
    ):
        return False
    look = _look(one.left)
    if any(key.rstrip("0123456789") == look for key in meanings):
        return False
    met = any(look in _looks(old.left) | _looks(old.right) for old in group)
    used = any(apart(old.left) is not None and old.relation in EQUAL and look in _looks(old.right) for old in group)
    return met and not used


def _meanings(one: Stated) -> Iterable[tuple[str, Node]]:
    """What a statement says a symbol is (its definition, or its shape), by the look of the symbol."""
    if one.relation == "∈":
        yield from (("∈" + _look(node), one.right) for node in declarations.symbols_of(one.left))
    elif (
        one.relation in EQUAL
        and one.link == 0
        and not (isinstance(one.right, Hole) or _is_number(one.right))
        and apart(one.left) is not None
    ):
        written = apart(one.left)
        yield _look(one.left) + str(len(written.slots) if written is not None else 0), one.right
    elif (
        one.relation in EQUAL
        and one.link == 0
        and isinstance(one.left, Run)
        and definitions.function_head(one.left) is not None
    ):
        yield _look(one.left.items[0]) + "0", one.right


def _names(node: Node) -> set[str]:
    """All the symbols in an expression with their labels, and the functions: a formula rewritten is made of the same."""
    return _looks(node) | {n.text for n in tree.walk(node) if isinstance(n, Name) and n.text in functions.SPELLED}


def _looks(node: Node) -> set[str]:
    """The looks of the symbols in an expression (what stands in their scripts does not count)."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Script) and here.sup is not None and exponential(here):
            waiting.append(here.sup)
        elif apart(here) is not None:
            if not (isinstance(here, Name) and here.text == "d"):
                found.add(_look(here))
        elif isinstance(here, Script):
            waiting.append(here.base)
        else:
            waiting.extend(tree.children(here))
    return found


def _question(section: int, sections: Mapping[int, Section]) -> int:
    """The heading or question that a part belongs to."""
    here = sections.get(section)
    while here is not None and here.level > 8 and here.parent is not None:
        here = sections.get(here.parent)
    return here.id if here is not None else 0


def _look(node: Node) -> str:
    """A symbol with its labels, without the letters that may run."""
    written = apart(node)
    if written is None:
        return ""
    return repr(
        (
            written.base,
            tuple((s.place, text_of(s.item)) for s in written.slots if letter(s.item) is None or s.place == "[sup]"),
        )
    )


# -- one scope ------------------------------------------------------------------------------------------------------------


def _scope(
    group: list[Stated],
    words: list[prose.Said],
    parent: Scope | None,
    continues: bool = False,
    sizes: Sizes | None = None,
) -> tuple[Scope, list[Read]]:
    group, steps = unrolled(group)
    group = wholes.extremes(softmaxes.spelled(group))
    known = wholes.wholes(group, words, parent)
    group = [wholes.put(one, known) for one in group] if known else group
    group, repeated = labelled.instances(group, parent)
    trees = [
        side
        for one in (*group, *steps)
        for side in (one.left, one.right, *one.conditions)
        if not isinstance(side, (Blank, Hole))
    ]
    trees += [side for word in words if word.role == "defines" for side in (word.stated.left, word.stated.right)]
    scope = Scope(inherited(survey(trees), parent), parent, continues=continues)
    for one in group:
        if one.relation in EQUAL:
            across(scope.symbols, one.left, one.right)
    scope.symbols.apart |= {one.left.text for one in group if _outside(one) and isinstance(one.left, Name)}
    if sizes is not None:
        scope.sizes = sizes
    elif parent is not None:
        scope.sizes = parent.sizes
    if parent is not None:
        scope.size_names |= parent.size_names
    reads = _without_repetitions([_role(one, scope) for one in group], repeated)
    _conditions(reads)
    reads += [_spoken(w, scope) for w in words]
    _named_first(reads, scope)
    reads += definitions.at_steps(scope, steps, reads)
    reads += worked.reckon(scope, reads)
    supposing.named_in_passing(scope, reads)
    reads += definitions.implied(scope, reads)
    reads += supposing.losses(scope, reads)
    reads += supposing.same_things(scope, reads)
    reads += definitions.logits(scope, reads)
    definitions.size_names(scope, trees)
    for one in reads:
        if one.role == "declares":
            found = declarations.membership(one.stated)
            if found is not None:
                declarations.declare(scope, found)
            elif one.key:
                scope.own.add(one.key)
                declarations.declare_one_hot(scope, one.key, one.stated.right)
    definitions.variables(scope, trees)
    for word in words:
        prose.enter(scope, word.claim)
    wholes.enter(scope, known)
    definitions.functions(scope, reads)
    _kinds(scope, reads)
    definitions.surrogates(scope, reads)
    for _ in range(2):  # once to find out sizes, once more with all of them known
        for one in reads:
            if one.role in ("defines", "implied"):
                definitions.define(scope, one)
    declarations.define_one_hot(scope)
    definitions.settings(scope, reads)
    definitions.harden(scope)
    predictions.written_out(scope, reads)
    scope.conventions |= {
        a for one in reads if one.role == "defines" for a in one.assumptions if a.startswith("the second argument")
    }
    _heads(reads)
    for one in reads:
        if one.role in ("claims", "orders", "asks", "updates", "solves"):
            _claim(scope, one)
    return scope, [one for one in reads if one.role not in ("implied", "condition")]


def _role(one: Stated, scope: Scope) -> Read:
    """What a statement is, by its look."""
    if one.relation == "∈":
        kind = "declaration" if "∀" in repr(one.left) or one.words.startswith("for all") else "shape"
        return Read(one, "declares", kind, scope)
    if one.relation in EQUAL and (key := declarations.one_hot(one, scope)) is not None:
        return Read(one, "declares", "declaration", scope, key=key)
    if isinstance(one.right, Hole):
        return Read(one, "asks", "question", scope)
    if (
        one.relation in ORDERED
        and apart(one.left) is not None
        and one.right == Numeral("0")
        and one.relation in ">≥"
        and one.link == 0
    ):
        key = definitions.key_of(one.left, scope)
        if key is not None and not scope.known(key):
            scope.facts.setdefault(key, set()).add("positive")
            return Read(one, "declares", "declaration", scope)
    if one.relation in ORDERED:
        return Read(one, "orders", "inequality", scope)
    derived = gradient.read(one.head) is not None or _primed(one.head)
    kind = "gradient" if derived else "equality"
    if one.relation in UPDATE and _inside(one.left, one.right):
        return Read(one, "updates", "update", scope)
    if _condition(Infix((one.left, one.right), (one.relation,))) or _range(one):
        return Read(one, "condition", "declaration", scope)
    if _outside(one):
        return Read(one, "declares", "declaration", scope)
    if not scope.known("d") and "d" not in scope.size_names and (_differential(one.left) or _differential(one.right)):
        problem = PaperError("differentials are not judged yet", one.span, code="PG001")
        return Read(one, "unread", kind, scope, problem=problem)
    if one.relation not in EQUAL | UPDATE:
        problem = PaperError(f"what {one.relation} claims is not checked", one.span, code="PG002")
        return Read(one, "unread", kind, scope, problem=problem)
    if (
        isinstance(one.right, Numeral)
        and not derived
        and one.link == 0
        and not _said(one.words)
        and scope.mentioned(one.left)
    ):
        return Read(one, "solves", "equality", scope)
    if (
        _is_number(one.right)
        and not derived
        and one.link == 0
        and (key := definitions.key_of(one.left, scope)) is not None
        and one.relation in EQUAL
    ):
        return Read(one, "sets", "definition", scope, key=key)
    scope.mention(one.left, one.right)
    if one.link == 0 and not derived and _definable(one, scope):
        return Read(one, "defines", "definition", scope)
    return Read(one, "claims", kind, scope)


def _differential(node: Node) -> bool:
    """``d(XY)``, ``(dX) Y``, ``⟨a, dx⟩``: a differential on its own.

    Not ``dW = …``, the short name of a gradient, nor a distance ``d(x, y)``.
    """
    match node:
        case Run(items) if any(
            a == Name("d") and isinstance(b, Fence) and "," not in getattr(b.inside, "operators", ())
            for a, b in itertools.pairwise(items)
        ):
            return gradient.read(node) is None
        case Fence("(", inside, ")") if differential.read(inside) is not None and isinstance(inside, Run):
            return True
        case Fence("⟨", Infix(operands, _), _) if any(
            isinstance(o, Run) and differential.read(o) is not None for o in operands
        ):
            return True
    return gradient.read(node) is None and any(_differential(n) for n in tree.children(node))


def _without_repetitions(reads: list[Read], repeated: frozenset[int]) -> list[Read]:
    """What was written once for many numbers is one statement for the reader."""
    kept = [one for one in reads if id(one.stated) not in repeated or one.role == "defines"]
    return [replace(one, role="implied") if id(one.stated) in repeated else one for one in kept]


def _conditions(reads: list[Read]) -> None:
    """``if k ≠ j:`` before a claim, or ``for k ≠ j`` after it, where nothing else stands between them."""
    for before, one, after in zip([None, *reads], reads, [*reads[1:], None], strict=False):
        if one.role != "condition" or one.stated.listed:
            continue
        node = Infix((one.stated.left, one.stated.right), (one.stated.relation,), span=one.span)
        if before is not None and before.role == "claims" and one.span.start - before.span.end < 12:
            before.stated = replace(before.stated, conditions=(*before.stated.conditions, node))
        elif after is not None and after.role == "claims" and after.span.start - one.span.end < 60:
            after.stated = replace(after.stated, conditions=(*after.stated.conditions, node))


def _named_first(reads: list[Read], scope: Scope) -> None:
    """``ŷ_o = p(o|c) = exp(...)/...``: what only has a name in the first link is defined by the second."""
    for one, other in itertools.pairwise(reads):
        if (
            one.role == "defines"
            and opaque(one.stated.right)
            and other.stated.chain == one.stated.chain
            and other.stated.link == 1
        ):
            one.role, other.role = "names", "defines"


def _range(one: Stated) -> bool:
    """``j = 1`` of ``j = 1, …, n``."""
    return (
        isinstance(one.left, Name)
        and letter(one.left) is not None
        and isinstance(one.right, Numeral)
        and one.link == 0
        and one.listed
    )


def _is_number(node: Node) -> bool:
    """``2``, ``-4``, ``0.5``."""
    return isinstance(node, Numeral) or (isinstance(node, Prefix) and node.sign in "+-" and _is_number(node.operand))


def _said(words: str) -> bool:
    return bool(set(words.split()) & {"let", "set", "define", "where", "suppose", "with", "take"})


def _inside(part: Node, whole: Node) -> bool:
    return any(n == part for n in tree.walk(whole))


def _primed(node: Node) -> bool:
    return any(isinstance(n, Script) and n.primes for n in tree.walk(node))


def _definable(one: Stated, scope: Scope) -> bool:
    """Whether the left side is a symbol, or a function of symbols, of which nothing was said before in this scope."""
    left = one.left
    key: str | None = None
    written = apart(left)
    if written is not None and written.power is None and not written.primes and not written.transposed:
        key = scope.symbols.key(written)
    elif isinstance(left, Run) and (made := definitions.function_head(left)) is not None:
        key = made
    if key is None or key in scope.names or isinstance(one.left, Blank):
        return False
    before = scope.parent.all_written.get(key) if scope.parent is not None else None
    if before is not None and before != one.right and _names(before) == _names(one.right):
        return False  # the same thing, written again
    scope.names[key] = left
    scope.own.add(key)
    return True


def _kinds(scope: Scope, reads: list[Read]) -> None:
    problem = Kinds(scope.symbols, scope.is_function)
    problem.note_transposes(side for one in reads for side in (one.stated.left, one.stated.right))
    before, anew, same = scope.parent, set(scope.own), scope.continues
    while before is not None:
        for name, shape in before.shapes.items():
            if name in anew and not same:
                continue  # in a new question something else is called so
            if (
                name not in scope.declared
                and (before.known(name) or scope.continues)
                and (name, shape.scripts) not in problem.of
            ):
                sure = scope.continues or name not in before.declared or before.declared[name].lying
                sure = sure and name not in before.loose
                problem.declare(
                    name,
                    declarations.kinds_of(shape, sure),
                    before.names.get(name, Name(name)),
                    shape.scripts - name.endswith(SAMPLED),
                )
        anew, same = anew | before.own, same and before.continues
        before = before.parent
    said = {key for one in reads for side in (one.stated.left, one.stated.right) for key in scope.keys_in(side)}
    problem.unsaid = {v for (name, _), v in problem.of.items() if name not in said}
    for name, shape in scope.declared.items():
        problem.declare(
            name, declarations.kinds_of(shape, shape.lying), scope.names[name], scope.declared_running.get(name, 0)
        )
    for name in scope.numbers:
        problem.declare(name, frozenset(("number",)), scope.names[name])
    for one in reads:
        if one.role in ("defines", "implied"):
            problem.define(one.stated.left, one.stated.right)
    for one in reads:
        prose.kinds(problem, one.claim)
    problem.orders(habits)
    problem.widen([side for one in reads if not _ranges(one) for side in (one.stated.left, one.stated.right)], habits)
    scope.forced = {name for (name, _), v in problem.of.items() if len(problem.domains[v]) == 1}
    problem.doubt()
    for one in reads:
        for side in (one.stated.left, one.stated.right):
            if one.role not in ("declares", "condition") and not isinstance(side, (Blank, Hole)):
                problem.node(side)
    scope.kinds = problem.solve(habits)
    scope.forced |= {name for name in problem.firm if scope.parent is None or not scope.parent.has_shape(name)}
    defined = [
        side for one in reads if one.role in ("defines", "implied") for side in (one.stated.left, one.stated.right)
    ]
    scope.loose = problem.loose - {
        key for side in defined for key in scope.keys_in(side)
    }  # definitions are read again as they were


def _spoken(word: prose.Said, scope: Scope) -> Read:
    """A statement of the prose; what it defines counts only if no formula does."""
    role = word.role
    if role == "defines" and not _definable(word.stated, scope):
        role = "names"
    key = declarations.one_hot(word.stated, scope) if role == "declares" and word.claim is None else None
    return Read(word.stated, role, word.kind, scope, claim=word.claim, key=key or "")


def _outside(one: Stated) -> bool:
    """``o ∉ {1, …, K}``: u_o is none of the u_k, and so has a name of its own."""
    space = sets.read_space(one.right) if one.relation == "∉" and letter(one.left) is not None else None
    return space is not None and space.kind == "range"


def _ranges(one: Read) -> bool:
    """Whether a statement only says what a letter runs over, ``w ∈ ⟦1, W⟧``: the letter is no symbol."""
    found = declarations.membership(one.stated) if one.role == "declares" else None
    return one.role == "condition" or (found is not None and found.space.kind == "range")


def _heads(reads: list[Read]) -> None:
    """For a line that starts with =: the chains it may go on from, the nearest first."""
    recent: list[Node] = []
    for one in reads:
        head = one.stated.head
        if isinstance(head, Blank):
            one.heads = tuple(reversed(recent[-4:]))
        elif one.role in ("claims", "defines", "names") and one.stated.link == 0:
            recent = [h for h in recent if h != head] + [head]


def _claim(scope: Scope, one: Read) -> None:
    """Read both sides of a claim. What cannot be read is kept as the problem."""
    head = one.heads[0] if one.heads else one.stated.left
    if isinstance(head, Blank):
        one.problem = PaperError("nothing stands before this line that it could go on from", one.span, code="PG003")
        return
    one.problem = sides(one, head)


def sides(one: Read, head: Node) -> PaperError | None:
    """Read both sides of a claim about ``head``; the problem, if one of them cannot be read.

    Lengths that have no name are lengths of their own at first; where that does not conform, they may be named ones.
    """
    scope = one.scope
    assert scope is not None
    one.stated = replace(one.stated, left=head, head=head)
    if one.role == "claims":
        one.kind = "gradient" if gradient.read(head) is not None or _primed(head) else "equality"
    problem = _sides(one, head, scope)
    if problem is not None and problem.code.startswith("PG10"):
        saved = scope.sizes.save()
        scope.sizes.relaxed = True
        try:
            again = _sides(one, head, scope)
            if again is None:
                return None
        finally:
            scope.sizes.relaxed = False
            scope.sizes.restore(saved)
        _sides(one, head, scope)
        if again.code.startswith("PG10") and "·" in problem.what:
            return again  # what still clashes where lengths without a name agree says more
    return problem


def _sides(one: Read, head: Node, scope: Scope) -> PaperError | None:
    reader = Reader(scope, place=one.span.start)
    saved = scope.sizes.save()
    one.left = one.right = None
    right = one.stated.right
    try:
        head, right = pointwise(head, right)
        one.left = reader.value(head)
        if not isinstance(right, Hole):
            one.right = reader.value(right)
            _open_lengths(scope, one.left, one.right)
        reader.settle_ranges()
    except PaperError as problem:
        scope.sizes.restore(saved)
        return problem
    except ShapeMismatch as mismatch:
        scope.sizes.restore(saved)
        return PaperError(str(mismatch), one.span, code="PG101")
    except Exception as breakdown:
        scope.sizes.restore(saved)
        return PaperError(f"papergrad broke down here: {type(breakdown).__name__}: {breakdown}", one.span, code="PG999")
    finally:
        settle = Settling(scope.sizes)
        known = reader.definitions
        if not isinstance(right, Hole) and not scope.keys_in(
            right
        ):  # numeric work: here the numbers that were chosen count
            known = {**scope.all_settings(), **known}
        one.definitions = settle.definitions(known)
        said = dict.fromkeys((*one.supposed, *reader.assumptions))
        one.assumptions = tuple(a for a in said if a not in scope.conventions)
        one.left = settle.value(one.left) if one.left is not None else None
        one.right = settle.value(one.right) if one.right is not None else None
    return None


def _open_lengths(scope: Scope, left: Value, right: Value) -> None:
    """An identity matrix, or anything else without symbols, is as large as the other side."""
    if left.order != right.order or symbols(right.body):
        return
    pairs = [
        (scope.sizes.settle(i.size), scope.sizes.settle(j.size)) for i, j in zip(left.axes, right.axes, strict=True)
    ]
    if all(a == b or "?" in (str(a)[:1], str(b)[:1]) for a, b in pairs):
        for a, b in pairs:
            scope.sizes.unify(a, b)


def pointwise(left: Node, right: Node) -> tuple[Node, Node]:
    """``σ' = σ(1 - σ)`` is about functions: both sides at one argument."""
    if not _function(left):
        return left, right
    argument = Fence("(", Name("u", accents=("underline",)), ")")

    def at(node: Node) -> Node:
        if _function(node):
            return Run((node, argument))
        if isinstance(node, Run):
            items = []
            for n, item in enumerate(node.items):
                called = (
                    n + 1 < len(node.items)
                    and isinstance(node.items[n + 1], Fence)
                    and not _names_function(node.items[n + 1])
                )
                items.append(item if called else at(item))
            return replace(node, items=tuple(items))
        return tree.rebuild(node, at)

    return at(left), at(right)


def _function(node: Node) -> bool:
    """A bare name of a known elementwise function, with or without primes."""
    name = node.base if isinstance(node, Script) and node.primes and node.sub is None and node.sup is None else node
    return (
        isinstance(name, Name) and name.text in functions.SPELLED and functions.SPELLED[name.text].kind == "elementwise"
    )


def _names_function(node: Node) -> bool:
    return any(_function(n) for n in tree.walk(node))


def reread(scope: Scope, one: Read, right: Node) -> Value | None:
    """The right side of a claim after an edit; None where it does not conform."""
    reader = Reader(scope)
    saved = scope.sizes.save()
    try:
        reader.value(one.stated.left)
        found = reader.value(right)
        return Settling(scope.sizes).value(found)
    except (PaperError, ShapeMismatch):
        return None
    finally:
        scope.sizes.restore(saved)


Judge = Callable[[Read], object]
