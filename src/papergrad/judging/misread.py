"""Why a difference without a name is more likely the reader's than the writer's."""

from __future__ import annotations

from dataclasses import replace

from papergrad.algebra.nodes import Affine, Apply, Definitions, Expr
from papergrad.algebra.traversal import children, entries
from papergrad.judging.anew import (
    SAID_ANEW,
    beside,
    defined_after,
    restated,
    said_again,
    says_what_a_letter_is,
)
from papergrad.judging.comparing import Question, letters_of
from papergrad.judging.conforming import firm
from papergrad.judging.unsaid import computed, reckoned, repeated
from papergrad.notation import tree, unicode
from papergrad.phrasebook import gradient, sums
from papergrad.reading.habits import is_loss
from papergrad.reading.named import symbols_in
from papergrad.reading.parts import of_numbers
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.scopes_of_sums import open_ended, over_pairs
from papergrad.reading.symbols import Written, apart, exponential, letter, text_of
from papergrad.reading.understood import Read

COUNTS = frozenset("nNmM")  # letters of how many there are


def misread(one: Read, q: Question) -> str:
    """Why a difference without a name is more likely the reader's than the writer's; empty if nothing speaks for that."""
    assert one.scope is not None and one.left is not None and one.right is not None
    left, right = (one.scope.keys_in(side) for side in (one.stated.left, one.stated.right))
    if one.kind == "equality" and one.stated.around.posed:
        return "the words before it suppose it or ask for it"
    if one.kind == "equality" and one.stated.around.somewhere:
        return "the words before it say where it holds"
    before = restated(one, one.scope)
    if (
        said_again(one, one.scope)
        or (before is not None and not of_numbers(one.stated.right))
        or says_what_a_letter_is(one)
    ):
        return SAID_ANEW  # a slip would have a name
    if one.kind == "equality" and not one.stated.link and (again := _slope_of_before(one, one.scope)):
        return f"{again} was said in a part before, and in another case it may be this"
    if one.kind == "equality" and not one.stated.link and (again := _power_anew(one, one.scope)):
        return f"{again} may be said anew, of something else"
    if one.elsewhere and not _curved(
        q.left.body, q.definitions
    ):  # nobody who derives a polynomial comes to exponentials
        return f"what {one.elsewhere} is in this section is not said"
    if one.kind == "equality" and (chosen := letters_of(q.right) - letters_of(q.left)):
        return f"which {min(letter.name for letter in chosen)} is meant is not said"
    if late := defined_after(one, one.scope):
        return f"{late} is said anew after it"
    if computed(one, q) or reckoned(one, q) or (_rounded(one.stated.right) and not of_numbers(one.stated.right)):
        return "the numbers of the example may be others"
    if later := begins_later(one, q):
        return f"where {later} begins is not said for this entry"
    if repeated(one):
        return "letters that are repeated may be summed over"
    if COUNTS & (left | right) and any(map(open_ended, (one.stated.left, one.stated.right))):
        return "how many terms the sums have is not written"
    if one.left.top and (loss := loss_of_several(one, one.scope)):
        return f"{loss} was read as a vector"
    if letter := _without_a_range(one.stated.right):
        return f"over what {letter} runs is not said"
    if pairs := _of_pairs(one, one.scope):
        return f"what {pairs} is where its letters are equal is not said"
    if table := _numbered(one, one.scope):
        return f"which entries of {table} one letter numbers is not said"
    if foreign := beside(one, q):
        return f"what {foreign} has to do with the left side is not said"
    guessed = {key for key in (left | right) - {"d", "e"} if not one.scope.firm(key)}
    numbers = (
        not (one.left.axes or one.right.axes) and len(guessed) <= 1
    )  # whose shape nobody needs to say: tanh'(x) = 1
    among_arrays = any(map(str.isupper, guessed)) and any(
        e.at for side in (one.left, one.right) for e in entries(side.body)
    )
    return "" if (numbers and not among_arrays) or firm(one, one.scope) else "shapes were guessed"


def _slope_of_before(one: Read, scope: Scope) -> str:
    """A symbol for a slope that a part before works out: the δ of ``δ = W e``, where the units are linear now. Empty if it is none."""
    written = apart(one.stated.left)
    key = scope.symbols.key(written) if written is not None and written.power is None else ""
    said = scope.all_written.get(key) if key and key not in scope.own else None
    if said is None or not any(map(gradient.read, tree.walk(said))):
        return ""
    here = scope.parent
    while here is not None:
        for stated in (s for group in here.told for s in group):
            if stated.head == one.stated.left and stated.right != said:
                return unicode.write(one.stated.left)
        here = here.parent
    return ""


def _power_anew(one: Read, scope: Scope) -> str:
    """A power of a symbol that a part before defines: the s of ``s² = (1/d) Σ_j x_j² + ε`` after ``s = √(v + ε)``. Empty if none."""
    written = apart(one.stated.left)
    if written is None or written.power is None or written.inverse or of_numbers(one.stated.right):
        return ""
    key = scope.symbols.key(replace(written, power=None))
    return unicode.write(one.stated.left) if scope.definition(key) is not None else ""


def otherwise_supposed(one: Read, q: Question) -> str:
    """A matrix that the text supposes to be symmetric, and that is not as it was defined before: the A of "if ``A = A^T``" after an
    example with numbers. Empty if there is none."""
    scope = one.scope
    assert scope is not None
    supposed = {key for key, facts in scope.supposed.items() if facts & {"symmetric", "spd"}} - scope.symmetric()
    spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right) if supposed else frozenset()
    return f"{min(found)} is supposed to be symmetric" if (found := supposed & spoken) else ""


def bold_entries(one: Read, scope: Scope) -> str:
    r"""A bold symbol with one letter in a sum beside weights with that letter and another one, ``Σ_i v_{ij} \mathbf x_i``: the entries
    of a vector that is written bold, or vectors. Empty if there is none, or it is declared."""
    spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right)
    made_of = spoken.union(*(reach(one.definitions[k].body, one.definitions) for k in spoken & one.definitions.keys()))
    sums = (n for k in made_of for n in tree.walk(scope.written_as(k) or tree.Hole()) if isinstance(n, tree.Big))
    for total in sums:
        pairs = [(w, [s.item for s in w.slots if s.place == "sub"]) for w in symbols_in(total.body)]
        weights = {item for _, items in pairs if len(items) == 2 for item in items}
        for written, items in pairs:
            bold = isinstance(written.name, tree.Name) and written.name.font == "bold"
            key = scope.symbols.key(written)
            if bold and len(items) == 1 and items[0] in weights and scope.declaration(key) is None:
                return unicode.write(written.name)
    return ""


def begins_later(one: Read, q: Question) -> str:
    """What is derived by and has no first entries, the b of ``Σ_{i=M+1}^D b_i u_i``: which of them b_j may be, only words say.
    Empty if there is none."""
    by = one.left.wrt.split(":")[0] if one.left is not None else ""
    found = [e for known in q.definitions.values() for e in entries(known.body) if by and e.symbol == by]
    late = all(any(isinstance(at, Affine) and len(at.terms) == 1 and at.offset.names for at in e.at) for e in found)
    return by if found and late else ""


def exponential_of_matrix(one: Read, scope: Scope) -> str:
    """``e^A`` of a matrix: that of its entries, or the sum of the powers of A. Empty if there is none."""
    for node in (n for side in (one.stated.left, one.stated.right) for n in tree.walk(side)):
        if isinstance(node, tree.Script) and exponential(node) and node.sup is not None:
            shapes = [scope.met_shape(scope.symbols.key(w)) for w in symbols_in(node.sup) if not w.slots]
            if any(shape is not None and len(shape.sizes) - shape.scripts == 2 for shape in shapes):
                return unicode.write(node)
    return ""


def raised_by_a_sum(one: Read) -> str:
    """``β^i`` below a sum over i, of a factor or of what stands alone beside it: a power, or the i-th β. Empty if there is none."""
    written = one.stated.lettered or one.stated
    sides = (written.left, written.right)
    scripted = {id(n.base) for side in sides for n in tree.walk(side) if isinstance(n, tree.Script)}
    alone = {n.text for side in sides for n in tree.walk(side) if isinstance(n, tree.Name) and id(n) not in scripted}
    for total in (n for side in sides for n in tree.walk(side)):
        whole = sums.read(total) if isinstance(total, tree.Big) and total.sign == "∑" else None
        letters = {r.index.text for r in whole.ranges if isinstance(r.index, tree.Name)} if whole is not None else set()
        for part in tree.walk(total) if letters else ():
            match part:
                case tree.Script(tree.Name(base, (), ""), None, tree.Name(text, ()), 0) if text in letters:
                    if base in alone or base in "γβρλ":
                        return unicode.write(part)
    return ""


def layer_or_unit(one: Read, scope: Scope) -> bool:
    """Whether the letter l numbers layers or units is not clear: it stands below what is derived, and sums run over it."""
    below = any(
        isinstance(slot.item, tree.Name) and slot.item.text == "l" and slot.place == "sub"
        for w in symbols_in(one.stated.head)
        for slot in w.slots
    )
    sides = (one.stated.right, *scope.all_written.values()) if below else ()
    totals = (sums.read(n) for side in sides for n in tree.walk(side) if isinstance(n, tree.Big))
    return any(tree.Name("l") == r.index for total in totals if total is not None for r in total.ranges)


def dealt(one: Read) -> str:
    """The count of a sum over all, on one side, beside those of sums over parts of them on the other: m, and m_1 and m_2. Empty if
    there is none. Of what part each of the summed is, only words tell."""
    left, right = ({_end(n) for n in tree.walk(side)} - {None} for side in (one.stated.left, one.stated.right))
    for some, others in ((left, right), (right, left)):
        for runs, count in filter(None, some):
            parts = [end for end in filter(None, others) if end[0] == runs and end[1].base == count.base != end[1]]
            if count.base in COUNTS and not count.slots and parts and all(part.slots for _, part in parts):
                return count.base
    return ""


def _end(node: tree.Node) -> tuple[tree.Node, Written] | None:
    """The letter that a sum runs over, and the count that it runs up to."""
    match node:
        case tree.Big("∑", tree.Infix((tree.Name() as runs, _), ("=",)), tree.Node() as upper):
            written = apart(upper)
            return (runs, written) if written is not None else None
    return None


def _curved(body: Expr, definitions: Definitions) -> bool:
    """Whether a function stands in an expression, or in a definition that it rests on."""
    waiting = [body, *(definitions[key].body for key in reach(body, definitions) if key in definitions)]
    met = set[Expr]()
    while waiting:
        here = waiting.pop()
        if isinstance(here, Apply):
            return True
        if here not in met:
            met.add(here)
            waiting.extend(children(here))
    return False


def unit_vector(one: Read) -> str:
    """An ``e_i`` that a claim, or what it speaks of, was read with as a unit vector, since nothing says what it is."""
    scope = one.scope
    assert scope is not None
    if scope.known("e"):
        return ""
    spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right)
    made = (scope.written_as(key) for key in spoken)
    sides = [one.stated.left, one.stated.right, *(node for node in made if node is not None)]
    units = (n for side in sides for n in symbols_in(side) if n.base == "e" and len(n.slots) == 1 and n.power is None)
    return next((f"e_{text_of(n.slots[0].item)}" for n in units if n.slots[0].place == "sub"), "")


def _without_a_range(node: tree.Node) -> str:
    """The letter of a sum below which stands only what it is not, ``Σ_{j≠0}``. Empty if there is none."""
    for total in (n for n in tree.walk(node) if isinstance(n, tree.Big) and n.upper is None):
        match total.lower:
            case tree.Infix((tree.Name(text), tree.Numeral()), ("≠",)):
                return text
    return ""


def _of_pairs(one: Read, scope: Scope) -> str:
    """A symbol that is divided by a sum over pairs of two: the p_ij of ``e^{-d_ij} / Σ_{k≠l} e^{-d_kl}`` is none where i is j."""
    spoken = scope.keys_in(one.stated.left) | scope.keys_in(one.stated.right)
    behind = spoken.union(
        *(reach(one.definitions[key].body, one.definitions) for key in spoken & one.definitions.keys())
    )
    pairs = (key for key in sorted(behind) if key in one.definitions and len(one.definitions[key].axes) > 1)
    written = ((key, scope.written_as(key)) for key in pairs)
    return next((key for key, node in written if node is not None and over_pairs(node)), "")


def from_zero(one: Read, q: Question) -> str:
    """A symbol whose entry 0 a claim is about, beside a sum over its entries that begins with 1, or beside all of it: the θ of
    ``θ_0 + θ_1 x_1 + … = θᵀ x``. Whether the sum leaves out that entry, or it is the first that counts, is for words to say. Empty
    if there is none."""
    scope = one.scope
    assert scope is not None
    sides = [one.stated.left, one.stated.right, *((one.stated.before,) if one.stated.before is not None else ())]
    spoken = [w for side in sides for w in symbols_in(side)]
    zeros = {w.base for w in spoken if any(s.place == "sub" and s.item == tree.Numeral("0") for s in w.slots)}
    if not zeros:
        return ""
    written = (*scope.all_written.values(), *scope.bodies(), one.stated.left, one.stated.right)
    summed = {base for side in written for n in tree.walk(side) if isinstance(n, tree.Big) for base in _from_one(n)}
    if one.kind == "equality":
        summed |= {w.base for w in spoken if not w.slots}
    return f"whether the sum counts {min(found)}_0 is not said" if (found := zeros & summed) else ""


def said_before(one: Read, q: Question) -> str:
    """An input of a claim that was defined in a part before, where its scripts were read otherwise: the μ_l of ``μ_l = …``, with
    an l that runs only here. What it is made of is not seen. Empty if there is none."""
    scope = one.scope
    assert scope is not None
    spoken = reach(q.left.body, q.definitions) | reach(q.right.body, q.definitions)
    inputs = sorted(spoken - q.definitions.keys())
    open_ = {unicode.write(name): key for key in inputs if (name := scope.name_of(key)) is not None and _hung(name)}
    here = scope.parent if open_ else None
    while here is not None:
        for name in filter(None, map(here.name_of, here.written)):
            if unicode.write(name) in open_:
                return f"what {unicode.write(name)} is, was said in a part before, and its scripts were read otherwise there"
        here = here.parent
    return ""


def _hung(name: tree.Node) -> bool:
    written = apart(name)
    return written is not None and bool(written.slots)


def _from_one(total: tree.Big) -> set[str]:
    """The bases of what a sum from 1 numbers the entries of."""
    match total.lower:
        case tree.Infix((tree.Name(text), tree.Numeral("1")), ("=",)):
            return {
                w.base
                for w in symbols_in(total.body)
                if any(s.place == "sub" and s.item == tree.Name(text) for s in w.slots)
            }
    return set()


def _numbered(one: Read, scope: Scope) -> str:
    """A matrix in lower case of which one letter is to name an entry: all of its entries in some order, or its rows."""
    for written in (w for side in (one.stated.left, one.stated.right) for w in symbols_in(side)):
        shape = scope.met_shape(scope.symbols.key(replace(written, slots=())))
        letters = [letter(slot.item) for slot in written.slots if slot.place == "sub"]
        if shape is not None and len(shape.sizes) - shape.scripts == 2 and len(letters) == 1 and letters[0] is not None:
            if written.base.islower():
                return written.base
    return ""


def loss_of_several(one: Read, scope: Scope) -> str:
    """What a claim derives that was read as more than one number, if it looks like a loss: a sum of squares is a number, and so is
    a logarithm that a ∇ is taken of."""
    asked = gradient.read(one.stated.head)
    if asked is None or asked.of is None:
        return ""
    match asked.of:
        case tree.Run((tree.Name("log" | "ln"), *_)) if asked.form == "∇":
            return unicode.write(asked.of)
    written = apart(asked.of)
    if written is None:
        return ""
    key = scope.symbols.key(written)
    known = scope.function(key)
    body = known.body if known is not None else scope.written_as(key)
    squares = any(map(_summed_square, tree.walk(body))) if body is not None else False
    return key if squares or is_loss((key, 0), written.name) else ""


def _summed_square(node: tree.Node) -> bool:
    return isinstance(node, tree.Big) and isinstance(node.body, tree.Script) and node.body.sup == tree.Numeral("2")


def _rounded(node: tree.Node) -> bool:
    """Whether somebody has worked out a part of an expression: 0.91 is no factor that anybody would write by hand."""
    numbers = (n.text for n in tree.walk(node) if isinstance(n, tree.Numeral))
    return any(len(text.partition(".")[2]) > 1 and not text.endswith(("01", "05", "25", "75")) for text in numbers)
