"""What a statement is in its document: a declaration, a definition, a claim, a question, an update ..."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from papergrad.notation import tree
from papergrad.notation.tree import Big, Blank, Fence, Hole, Infix, Name, Node, Numeral, Run, Script, Words
from papergrad.phrasebook import differential, functions, gradient, kronecker, sets
from papergrad.phrasebook.trees import sequence
from papergrad.reading import (
    declarations,
    definitions,
    shorthand,
    surrogates,
)
from papergrad.reading.grouping import product
from papergrad.reading.named import Again, Case
from papergrad.reading.overall import of_its_terms
from papergrad.reading.parts import another, appearance, names_in, of_numbers, recast
from papergrad.reading.probabilities import opaque, said_explicitly
from papergrad.reading.scope import Scope
from papergrad.reading.singled_out import left_out, letters_below, singled_out
from papergrad.reading.spoken import Multiplied, Said
from papergrad.reading.statements import (
    EQUAL,
    NEARLY,
    ORDERED,
    UPDATE,
    Stated,
    is_condition,
    is_number,
    next_step,
    opposite,
    stepped,
)
from papergrad.reading.symbols import CHANGES, ENTRIES, SCHEMATIC, apart, letter
from papergrad.reading.understood import Read
from papergrad.source import PaperError

LEADS = frozenset("→↦∼")
ORDERS = frozenset(("orders", "declares"))
CHOSEN = frozenset(("sets", "solves"))
COUNTING = frozenset("ijk")


def role_of(one: Stated, scope: Scope) -> Read:
    """What a statement is, by its look."""
    if one.relation == "∈":
        kind = "declaration" if "∀" in repr(one.left) or one.words.startswith("for all") else "shape"
        return Read(one, "declares", kind, scope)
    if one.relation in EQUAL and (key := declarations.one_hot(one, scope)) is not None:
        return Read(one, "declares", "declaration", scope, key=key)
    if isinstance(one.right, Hole):
        return Read(one, "asks", "question", scope)
    index = isinstance(one.left, Name) and letter(one.left) is not None
    if one.relation in EQUAL and isinstance(one.right, Words) and (index or not scope.keys_in(one.left)):
        return Read(one, "declares", "declaration", scope)  # what it is called: [1 0 0 0]^T = "h", c = "true class"
    if one.relation in EQUAL | UPDATE and isinstance(one.left, Words) and not one.link:
        return Read(one, "names", "definition", scope)  # what words speak of: "output length" = n - k + 1
    if surrogates.depends(one, scope) is not None or _of_shapes(one):
        return Read(one, "declares", "declaration", scope)
    if one.relation in EQUAL and not one.link and _collects(one.right):
        return Read(one, "declares", "declaration", scope)
    if one.relation in EQUAL and (symmetric := declarations.symmetric(one)) is not None:
        return Read(one, "declares", "declaration", scope, claim=symmetric)
    if (multiplied := _multiplied(one)) is not None:
        return Read(one, "prose", "shape", scope, claim=multiplied)
    if one.relation in LEADS and (role := _leads(one)):
        return Read(one, role, "declaration", scope)
    if one.relation in ORDERED and declarations.bounded(one, scope):
        return Read(one, "declares", "declaration", scope)
    if one.relation in ORDERED and _reaches(one, scope):
        return Read(one, "declares", "inequality", scope)
    if one.relation in ORDERED:
        return Read(one, "orders", "inequality", scope)
    derived = gradient.read(one.head) is not None or primed(one.head)
    kind = "gradient" if derived else "equality"
    if (one.relation in UPDATE and _itself(one.left, one.right)) or stepped(one):
        return Read(one, "updates", "update", scope)
    if one.relation in UPDATE - EQUAL and of_numbers(one.right) and not one.link:
        return Read(one, "names", "definition", scope)  # θ ← 0: what it begins with, of whatever shape it is
    if one.relation in EQUAL and _grows(one):
        problem = PaperError("how fast something grows is not judged", one.span, code="PG002")
        return Read(one, "unread", kind, scope, problem=problem)
    if is_condition(Infix((one.left, one.right), (one.relation,))) or _range(one) or _meets(one, scope):
        return Read(one, "condition", "declaration", scope)
    if (
        one.relation == "≠"
        and isinstance(one.left, Name)
        and one.left.text in ENTRIES
        and isinstance(one.right, Numeral)
    ):
        return Read(one, "condition", "declaration", scope)  # k ≠ 0
    if outside(one):
        return Read(one, "declares", "declaration", scope)
    a_symbol = scope.known("d") or "d" in scope.size_names  # d is a symbol of its own here, but for one that is upright
    sign = not a_symbol or _upright(one.left) or _upright(one.right)
    if sign and (_differential(one.left) or _differential(one.right) or _upright_differential(one)):
        problem = PaperError("differentials are not judged yet", one.span, code="PG001")
        return Read(one, "unread", kind, scope, problem=problem)
    if sign and shorthand.is_named(one):
        return Read(one, "names", "definition", scope)
    if _in_pairs(one, scope):
        return Read(one, "declares", "declaration", scope)
    if sign and shorthand.is_short(one.head):
        problem = PaperError("of what this is the gradient is not said", one.span, code="PG302")
        return Read(one, "unread", "gradient", scope, problem=problem)
    if _stipulates(one, scope) or _chosen(one) or _of_what(one):
        return Read(one, "declares", "declaration", scope)
    if one.relation == "≠":
        return Read(one, "differs", "inequality", scope)
    if one.relation in NEARLY:
        return Read(one, "approximates", "gradient" if derived else "equality", scope)
    if one.relation == "∝" and one.link == 0 and not derived and definable(one, scope, note=False):
        return Read(one, "names", "definition", scope)  # but for a factor, which an equation may still say
    if one.relation not in EQUAL | UPDATE:
        problem = PaperError(f"what {one.relation} claims is not checked", one.span, code="PG002")
        return Read(one, "unread", kind, scope, problem=problem)
    if (
        isinstance(one.right, Numeral)
        and not derived
        and one.link == 0
        and not (one.around.given or _said(one.words))
        and scope.mentioned(one.left)
    ):
        declarations.adds_up(one, scope)
        return Read(one, "solves", "equality", scope)
    if scope.steps is not None and one.relation in EQUAL and definitions.at_start(scope, one.left):
        return Read(one, "starts", "definition", scope)
    if (
        is_number(one.right)
        and not derived
        and one.link == 0
        and (key := definitions.key_of(one.left, scope)) is not None
        and one.relation in EQUAL
    ):
        return Read(one, "sets", "definition", scope, key=key)
    if _one_case(one, scope) or (one.around.at_a_point and not one.link and _symbols(one)):
        return Read(one, "solves", "equality", scope)
    scope.mention(one.left, one.right)
    if one.link == 0 and not derived and definable(one, scope):
        return Read(one, "defines", "definition", scope)
    if one.link == 0 and not derived and next_step(one):
        return Read(one, "names", "definition", scope)  # the second rule for a step that the text gives
    return Read(one, "claims", kind, scope)


def _collects(node: Node) -> bool:
    """``{ξ_i}_{i=1}^m``, ``(x_i)_{i=1}^n`` and ``{W, b}``: what belongs together under one name, and no value."""
    match node:
        case Script(Fence("{" | "("), Infix((Name(), _), ("=" | "∈",))):
            return True
        case Fence("{", inside):
            return all(apart(part) is not None for part in sequence(inside))
    return False


def _in_pairs(one: Stated, scope: Scope) -> bool:
    """``(n_x, n_h) = (2, 6)`` says how large things are, ``(w^*, b^*) = argmin …`` what they are called: symbols are given."""
    left = sequence(one.left.inside) if isinstance(one.left, Fence) and one.left.open == "(" else ()
    if len(left) < 2 or one.relation not in EQUAL or one.link:
        return False
    if isinstance(one.right, Fence) and one.right.open == "(":
        right = sequence(one.right.inside)
        numbers = all(isinstance(r, Numeral) for r in right) and len(right) == len(left)
        new = [l for l, r in zip(left, right, strict=False) if l != r]
        return numbers and bool(new) and all(_new(part, scope) for part in new)
    best = isinstance(one.right, Big) and one.right.sign in ("argmin", "argmax")
    return best and all(_new(part, scope) for part in left)


def _new(node: Node, scope: Scope) -> bool:
    key = definitions.key_of(node, scope)
    return key is not None and key not in scope.own and not scope.known(key)


def _of_shapes(one: Stated) -> bool:
    """``(4 × m) = (4 × 2)(2 × m) + (4 × 1)``: shapes, of which a sum stands for what is added."""
    terms = one.right.operands if isinstance(one.right, Infix) and set(one.right.operators) == {"+"} else ()
    times = isinstance(one.left, Fence) and isinstance(one.left.inside, Infix) and one.left.inside.operators == ("×",)
    return times and _pair(one.left) is not None and any(_pair(term) is not None for term in terms)


def _multiplied(one: Stated) -> Multiplied | None:
    """``(N × M) × (M × 1) = N × 1``: shapes, not numbers."""
    parts = product(one.left) if one.relation in EQUAL or one.relation in LEADS else None
    factors = [_pair(part) for part in parts[0]] if parts is not None else []
    result = _pair(one.right) or (sets.read_sizes(one.right) if parts is not None and parts[1] != ("·",) else None)
    if len(factors) < 2 or result is None or len(result) != 2:
        return None
    return Multiplied(tuple(f for f in factors if f is not None), result) if all(factors) else None


def _pair(node: Node) -> tuple[Node, ...] | None:
    """``(N × M)`` and ``(N, M)``: two sizes in brackets."""
    sizes = sets.read_sizes(node) if isinstance(node, Fence) and node.open in "([" else None
    atoms = sizes is not None and all(isinstance(s, (Name, Numeral, Script)) or is_number(s) for s in sizes)
    return sizes if sizes is not None and len(sizes) == 2 and atoms else None


def _leads(one: Stated) -> str:
    """``ℝ^n → ℝ^m`` and ``z ∼ N(0, 1)`` declare; ``a → u`` only says what leads to what, and claims nothing."""
    if one.relation == "∼" or any(sets.read_space(side) is not None for side in (one.left, one.right)):
        return "declares"
    names = all(apart(side) is not None or isinstance(side, (Blank, Numeral)) for side in (one.left, one.right))
    return "condition" if names else ""


def _stipulates(one: Stated, scope: Scope) -> bool:
    """Whether a relation says what is given and not what follows: ``f: A → B``, ``x → 0``, ``w ∼ N(0, 1)``, ``x ≠ 0``."""
    match one.relation:
        case "→" | "↦" | "⊂" | "⊆" | "≻" | "≽" | "≺" | "≼":
            return True
        case "∼":
            right = one.right.items[0] if isinstance(one.right, Run) else one.right
            return apart(right) is not None and apart(one.left) is not None
        case "≠":
            given = (definitions.key_of(side, scope) for side in (one.left, one.right))
            if isinstance(one.left, Name) and letter(one.left) in ENTRIES and apart(one.right) is not None:
                return True  # j ≠ y_i: of all but one
            return is_number(one.right) or all(key is not None and not scope.known(key) for key in given)
    return False


def _chosen(one: Stated) -> bool:
    """``ℓ = L - 1``: a layer or a step that is spoken of now, whichever it was before."""
    match one.left, one.right:
        case Name(text), Infix((Name(), Numeral()), ("-" | "+",)):
            return text in SCHEMATIC and not one.link and one.relation == "="
    return False


def _grows(one: Stated) -> bool:
    """``n² + 3 n = O(n²)``: what is no symbol of its own is of an order."""
    match one.right:
        case Run((Name("O" | "Θ" | "Ω"), Fence("(", _, ")"))):
            return apart(one.head) is None and gradient.read(one.head) is None and not isinstance(one.head, Blank)
    return False


def _upright(node: Node) -> bool:
    r"""Whether a ``\mathrm{d}`` is written."""
    return any(isinstance(n, Name) and (n.text, n.font) == ("d", "word") for n in tree.walk(node))


def _upright_differential(one: Stated) -> bool:
    r"""Whether an upright d stands before anything but the symbol of a short name, ``\mathrm{d}A^{-1} A + A^{-1} \mathrm{d}A``; or
    a line goes on with one before a transpose."""
    if not isinstance(one.left, Blank):
        return not shorthand.is_short(one.left) and any(True for _ in _behind_d(one.left))
    return any((written := apart(node)) is not None and written.transposed for node in _behind_d(one.right))


def _behind_d(node: Node) -> Iterator[Node]:
    """What stands behind an upright d, but in derivatives and integrals."""
    if gradient.read(node) is not None or (isinstance(node, Big) and node.sign == "∫"):
        return
    for sign, item in itertools.pairwise(node.items) if isinstance(node, Run) else ():
        d = sign.base if isinstance(sign, Script) else sign  # d_w, by w alone
        if isinstance(d, Name) and (d.text, d.font) == ("d", "word"):
            yield item
    for part in tree.children(node):
        yield from _behind_d(part)


def _differential(node: Node) -> bool:
    """``d(XY)``, ``(dX) Y``, ``⟨a, dx⟩``: a differential on its own.

    Not ``dW = …``, the short name of a gradient, nor a distance ``d(x, y)``.
    """
    match node:
        case Run(items) if any(
            isinstance(a, Name)
            and (a.text, a.accents) == ("d", ())
            and isinstance(b, Fence)
            and "," not in getattr(b.inside, "operators", ())
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


def without_repetitions(reads: list[Read], repeated: frozenset[int]) -> list[Read]:
    """What was written once for many numbers is one statement for the reader."""
    kept = [one for one in reads if id(one.stated) not in repeated or one.role == "defines"]
    return [replace(one, role="implied") if id(one.stated) in repeated else one for one in kept]


def conditions(reads: list[Read]) -> None:
    """``if k ≠ j:`` before a claim, or ``for k ≠ j`` after it, where nothing else stands between them."""
    for place, one in enumerate(reads):
        before, after = (reads[place - 1] if place else None), (reads[place + 1] if place + 1 < len(reads) else None)
        if one.role != "condition" or one.stated.listed or one.stated.relation in LEADS:
            continue
        node = _relation(one)
        near = before is not None and before.role == "claims" and one.span.start - before.span.end < 12
        if (
            before is not None and near and not one.stated.around.opening and not before.stated.conditions
        ):  # one claim has one case
            before.stated = replace(before.stated, conditions=(*before.stated.conditions, node))
        elif after is not None and after.role == "claims" and after.span.start - one.span.end < 60:
            _in_chain(after.stated.chain, node, reads[place + 1 :])
    for place, one in enumerate(reads):
        if one.stated.around.trails and one.stated.relation in ORDERED and one.role in ORDERS:
            last = reads[place - 1]
            if place and last.role == "claims" and not last.stated.conditions:
                last.stated = replace(last.stated, conditions=(_relation(one),))
        elif _says_when(one):
            _in_case(one, reads[place + 1 :])


def _says_when(one: Read) -> bool:
    """``when y = 0:``, ``if z > 0``."""
    chosen = one.stated.relation == "=" and one.role in CHOSEN and is_number(one.stated.right)
    ordered = one.stated.relation in ORDERED and one.role in ORDERS
    return one.stated.around.case and one.stated.link == 0 and (ordered or chosen)


def _in_chain(chain: int, node: Node, rest: list[Read]) -> None:
    """What holds for the first link of a chain holds for all of them."""
    for link in itertools.takewhile(lambda one: one.stated.chain == chain, rest):
        link.stated = replace(link.stated, conditions=(*link.stated.conditions, node))


def _in_case(case: Read, rest: list[Read]) -> None:
    """``If z > 0:`` before a display: what is claimed in it, and in those right behind it, holds in that case."""
    node = _relation(case)
    end, reach, chain, row = case.span.end, 60, None, None
    for one in rest:
        goes_on = chain in (None, one.stated.chain) or isinstance(one.stated.left, Blank)
        goes_on |= one.stated.row == row and case.stated.relation in ORDERED
        if one.stated.around.case or not goes_on or not 0 <= one.span.start - end < reach:
            return
        spoken = any(_inside(case.stated.left, side) for side in (one.stated.head, one.stated.right))
        spoken |= case.stated.relation != "=" or gradient.read(one.stated.head) is not None
        if one.role == "claims" and not one.stated.conditions and spoken:
            one.stated = replace(one.stated, conditions=(node,))
        end, reach, chain, row = one.span.end, 40, one.stated.chain, one.stated.row


def cases(reads: list[Read], before: Scope | None) -> Iterator[Case]:
    """The conditions that the text names, each with its place: "when j = k", "if y = 0", and the other case where it says
    "otherwise".

    Where ∂o_i/∂z_i is claimed on its own, what is claimed of ∂o_j/∂z_i is for the others, j ≠ i; so is what is claimed of
    ∂ℓ/∂s_k beside ∂ℓ/∂s_0. ``before``: the parts before.
    """
    derived = [(one, _derived(one.stated.head)) for one in reads if one.role == "claims"]
    met = {found for _, found in derived if found is not None}
    last: Node | None = None
    for one in reads:
        place, chain = one.span.start, one.stated.chain
        if last is not None and one.stated.around.otherwise and (other := opposite(last)) is not None:
            yield Case(place, other, said=True)
            last = None
        if one.role == "condition" and one.stated.relation in "=≠" and not one.stated.listed:
            last = _relation(one)
            yield Case(place, last)
        elif one.stated.around.standing and one.stated.relation in ORDERED and one.role in ORDERS:
            yield Case(place, _relation(one), said=True, standing=True)
        elif _says_when(one):
            last = _relation(one)
            yield Case(place, last, said=True)
        elif one.role == "claims" and one.stated.conditions:
            last = one.stated.conditions[-1]
            yield Case(place, last, chain)
    for one, found in derived:
        letters = sorted(letters_below(found[0]) ^ letters_below(found[1])) if found is not None else []
        if found is not None and len(letters) == 2 and not met.isdisjoint(_meeting(found, *letters)):
            yield Case(
                one.span.start, Infix((Name(letters[0]), Name(letters[1])), ("≠",), span=one.span), one.stated.chain
            )
        apart = (*singled_out(found, met), *left_out(found, reads, before)) if found is not None else ()
        for running, other in apart:
            yield Case(one.span.start, Infix((running, other), ("≠",), span=one.span), one.stated.chain)


def _relation(one: Read) -> Node:
    return Infix((one.stated.left, one.stated.right), (one.stated.relation,), span=one.span)


def _meeting(sides: tuple[Node, Node], one: str, other: str) -> set[tuple[Node, Node]]:
    """What is derived and by what where two letters meet: ``o_i`` by ``z_i``, or ``o_j`` by ``z_j``."""
    of, by = sides
    return {(tree.renamed(of, a, b), tree.renamed(by, a, b)) for a, b in ((one, other), (other, one))}


def again(reads: list[Read], scope: Scope) -> Iterator[Again]:
    """Formulas for functions and symbols that were defined before, and symbols that are now said to be some function: ``z = f(x)``."""
    for one in reads:
        left, right = one.stated.left, one.stated.right
        if one.role != "claims" or one.kind != "equality" or one.stated.link:
            continue
        name = definitions.function_head(left) if isinstance(left, Run) else None
        if isinstance(left, Run) and name is not None and scope.function(name) is not None:
            yield Again(one.span.start, appearance(left.items[0]), left, right)
        elif apart(left) is not None and _otherwise(left, right, scope):
            yield Again(one.span.start, appearance(left), left, right)


def _otherwise(left: Node, right: Node, scope: Scope) -> bool:
    """Whether a symbol is now said to be some function, or something else than its definition in this part says."""
    if isinstance(right, Run) and definitions.function_head(right) is not None:
        return True
    key = definitions.key_of(left, scope)
    before = scope.written.get(key) if key is not None else None
    return before is not None and scope.name_of(key or "") == left and recast(before, right)


def _derived(head: Node) -> tuple[Node, Node] | None:
    """What is derived, and by what, where that is one thing."""
    found = gradient.read(head)
    return (found.of, found.wrt[0]) if found is not None and found.of is not None and len(found.wrt) == 1 else None


def named_first(reads: list[Read], scope: Scope) -> None:
    """``ŷ_o = p(o|c) = exp(...)/...``: what only has a name in the first link, or terms by its own, is defined by the second."""
    for one, other in itertools.pairwise(reads):
        if (
            one.role == "defines"
            and (opaque(one.stated.right) or of_its_terms(one.stated))
            and other.stated.chain == one.stated.chain
            and other.stated.link == 1
        ):
            one.role, other.role = "names", "defines"
        elif one.role == "defines" and (said := _of_another_name(one, other)) is not None and definable(said, scope):
            other.stated, other.role, other.kind = said, "defines", "definition"
    for _, links in itertools.groupby(reads, key=lambda one: one.stated.chain):
        said_explicitly(list(links), reads, scope)


def _of_another_name(one: Read, other: Read) -> Stated | None:
    """What ``Error = E = -Σ t_i log x_i`` says of E, which may have been another error in a part before."""
    name = one.stated.right
    if (
        other.role != "claims"
        or other.stated.chain != one.stated.chain
        or (one.stated.link, other.stated.link) != (0, 1)
    ):
        return None
    return replace(other.stated, left=name, head=name, link=0) if apart(name) is not None else None


def _of_what(one: Stated) -> bool:
    """``C = C(z_1, …, z_m)`` says what C depends on, and not how."""
    match one.right:
        case Run((head, Fence("(", _, ")"))):
            return head == one.left and apart(head) is not None and one.relation in EQUAL
    return False


def _range(one: Stated) -> bool:
    """``j = 1`` of ``j = 1, …, n``."""
    if not isinstance(one.left, Name) or letter(one.left) is None or one.link:
        return False
    match one.right:
        case Run((Numeral(), Name("…" | "⋯"), *_)):  # 1 … n
            return True
    return isinstance(one.right, Numeral) and one.listed


def _reaches(one: Stated, scope: Scope) -> bool:
    """``1 ≤ j``, ``j ≤ n_l``: how far a letter runs that counts entries, and nobody says to be anything else."""
    sides = (one.left, one.right)
    runs = [side for side in sides if isinstance(side, Name) and letter(side) in COUNTING and _new(side, scope)]
    ends = [side for side in sides if is_number(side) or (apart(side) is not None and _new(side, scope))]
    return bool(runs) and len(ends) == len(sides) and not one.around.case


def _meets(one: Stated, scope: Scope) -> bool:
    """``u = k`` where u is what a sum runs over and k another position: one case, not a definition."""
    sides = one.left, one.right
    letters = [side.text for side in sides if isinstance(side, Name) and letter(side) is not None]
    return (
        one.relation == "="
        and len(letters) == 2
        and letters[0] in scope.symbols.bound
        and one.link == 0
        and (letters[1] in scope.symbols.bound or letters[1] in ENTRIES)
    )


def _said(words: str) -> bool:
    return bool(set(words.split()) & {"let", "set", "define", "where", "suppose", "with", "take"})


def _symbols(one: Stated) -> bool:
    """Whether both sides are symbols: ``μ = μ̂``."""
    sides = (apart(one.left), apart(one.right))
    return all(w is not None and not (w.power or w.primes or w.transposed or w.inverse) for w in sides)


def _one_case(one: Stated, scope: Scope) -> bool:
    """``x_i = x̄``: where one of the x lies, not what all of them are."""
    left, right = apart(one.left), apart(one.right)
    if one.link or left is None or right is None or left.base == right.base or _said(one.words):
        return False
    letters = {s.item.text for s in scope.symbols.running(left) if isinstance(s.item, Name)} & scope.symbols.bound
    return bool(letters) and letters.isdisjoint(n.text for n in tree.walk(one.right) if isinstance(n, Name))


def _inside(part: Node, whole: Node) -> bool:
    return any(n == part for n in tree.walk(whole))


def _itself(symbol: Node, whole: Node) -> bool:
    """Whether a symbol stands in an expression, and not only one of its letter: ``J := Σ_t J_t`` is made of others."""
    if whole == symbol:
        return True
    inside = tree.children(whole)
    if isinstance(whole, Script) and whole.base == symbol and whole.sub is not None:
        inside = inside[1:]
    return any(_itself(symbol, part) for part in inside)


def primed(node: Node) -> bool:
    return any(isinstance(n, Script) and n.primes for n in tree.walk(node))


def definable(one: Stated, scope: Scope, note: bool = True) -> bool:
    """Whether the left side is a symbol, or a function of symbols, of which nothing was said before in this scope.

    ``note``: from now on something was."""
    left = one.left
    key: str | None = None
    written = apart(left)
    if written is not None and written.power is None and not written.primes and not written.transposed:
        key = scope.symbols.key(written)
    elif isinstance(left, Run) and (made := definitions.function_head(left)) is not None:
        key = made
    if key is None or key in scope.names or isinstance(one.left, Blank):
        return False
    if kronecker.read(left) is not None and apart(one.right) is not None:
        return False  # δ_{jc} = t_j is about t; an error signal is computed
    if isinstance(left, Run) and _of_another_function(key, one.right, scope.parent):
        return False
    before = scope.parent.all_written.get(key) if scope.parent is not None else None
    if before is not None and before != one.right and names_in(before) == names_in(one.right):
        if not another(left, before, one.right) and not recast(before, one.right):
            return False  # the same thing, written again
    if before is not None and _worked_out(before, one.right, scope.parent):
        return False
    if before is not None and written is not None and written.base in CHANGES and _part_of(one.right, before):
        return False
    if note:
        scope.names[key] = left
        scope.own.add(key)
    return True


def _of_another_function(key: str, right: Node, before: Scope | None) -> bool:
    """Whether a function that was defined is now said by another one that was: ``h(z) = 2 f(2z) - 1`` after both."""
    known = before.function(key) if before is not None else None
    if before is None or known is None or known.body is None:
        return False
    pairs = (pair for n in tree.walk(right) if isinstance(n, Run) for pair in itertools.pairwise(n.items))
    calls = {
        before.symbols.key(w) for head, fence in pairs if isinstance(fence, Fence) and (w := apart(head)) is not None
    }
    return any(before.function(name) is not None for name in calls - {key})


def _part_of(after: Node, before: Node) -> bool:
    """Whether a formula for an error signal leaves out something of the one before, and has nothing of its own."""
    left_out = names_in(before) - names_in(after)
    return bool(left_out) and names_in(after) <= names_in(before) and apart(after) is None


def _worked_out(before: Node, after: Node, known: Scope | None) -> bool:
    """Whether a formula may be what a derivative is, for which a symbol stands: ``δ = ∂C/∂z`` and then ``δ = (a - y) ⊙ σ'(z)``.

    It speaks of things that are known, and is no derivative of its own.
    """
    if known is None or gradient.read(before) is None or any(map(gradient.read, tree.walk(after))):
        return False
    ends = [end for n in tree.walk(after) if isinstance(n, Big) for end in (n.lower, n.upper) if end is not None]
    keys = known.keys_in(after) - {key for end in ends for key in known.keys_in(end)}  # the k and K of Σ_{k=1}^K
    spoken_of = {n.text for node in known.all_written.values() for n in tree.walk(node) if isinstance(n, Name)}
    return all(
        known.known(key) or known.in_definitions(key) or key in functions.SPELLED or key in spoken_of for key in keys
    )


def spoken(word: Said, scope: Scope) -> Read:
    """A statement of the prose; what it defines counts only if no formula does."""
    role = word.role
    if role == "defines" and not definable(word.stated, scope):
        role = "names"
    key = declarations.one_hot(word.stated, scope) if role == "declares" and word.claim is None else None
    return Read(word.stated, role, word.kind, scope, claim=word.claim, key=key or "")


def outside(one: Stated) -> bool:
    """``o ∉ {1, …, K}``, ``o ∉ {w_1, …, w_K}``: u_o is none of the u_k, and so has a name of its own."""
    if one.relation != "∉" or letter(one.left) is None:
        return False
    space = sets.read_space(one.right)
    inside = one.right.inside if isinstance(one.right, Fence) else one.right
    listed = len(sequence(inside)) > 1 and any(isinstance(n, Name) and n.text in "…⋯" for n in sequence(inside))
    return listed or (space is not None and space.kind == "range")


def ranges(one: Read) -> bool:
    """Whether a statement only says what a letter runs over, ``w ∈ ⟦1, W⟧``: the letter is no symbol."""
    found = declarations.membership(one.stated) if one.role == "declares" else None
    return one.role == "condition" or (found is not None and found.space.kind == "range")
