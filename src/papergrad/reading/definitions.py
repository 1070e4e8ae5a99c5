"""Definitions: symbols that stand for expressions, functions of the writer, and quantities about which only chains speak."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from papergrad.algebra.nodes import ZERO, At, Definition, Delta, Entry, Expr, Index, Power, Sum, fresh, mul
from papergrad.algebra.recurrences import knots
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import expand, rename
from papergrad.algebra.traversal import free, kinds_below
from papergrad.notation import tree
from papergrad.notation.tree import Big, Blank, Fence, Matrix, Name, Node, Numeral, Run, Script
from papergrad.phrasebook import functions as known_functions
from papergrad.phrasebook import gradient, sums
from papergrad.reading import applied, brackets, calls, underived
from papergrad.reading.families import own_member
from papergrad.reading.grouping import factors, product
from papergrad.reading.habits import NUMBER
from papergrad.reading.meaning import Reader
from papergrad.reading.named import WHOLE, Function
from papergrad.reading.ranges import ONE_TERM
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope, Shape
from papergrad.reading.settle import Settling
from papergrad.reading.statements import Stated
from papergrad.reading.symbols import SAMPLED, SAMPLES, Written, apart, exponential
from papergrad.reading.understood import Read
from papergrad.reading.unspecified import varied
from papergrad.reading.values import ShapeMismatch, Value
from papergrad.reading.values import running as running_along
from papergrad.source import PaperError, breakdown


def function_head(left: Run) -> str | None:
    """The name of ``f`` on the left side ``f(x, y) =``; None where that is a product."""
    match left.items:
        case (Name() | Script() as head, Fence("(" | "[", inside, _) as fence):
            arguments = applied.arguments(inside)
            written = apart(head)
            if written is None or written.power is not None or written.primes:
                return None
            known = head.text if isinstance(head, Name) else ""
            if known in WHOLE or (
                known in known_functions.SPELLED and len(known) > 1 and not applied.is_divergence(inside)
            ):
                return known
            key = applied.key_of(written)
            name = applied.name_of(key, head, fence)
            if fence.open == "[" and name == key:
                return None  # W[i] is an entry
            if (
                applied.is_average(head)
                or applied.is_divergence(inside)
                or all(apart(a) is not None for a in arguments)
                and not (isinstance(head, Name) and head.text in "∂∇d")
            ):
                return name
    return None


def functions(scope: Scope, reads: list[Read]) -> None:
    """Note the functions that the writer defines: ``σ(x) = 1/(1 + e^{-x})``, ``L(y, t) = -t^T log y``."""
    for one, after in pairwise([*reads, None]):
        assert one is not None
        if one.role == "names" and after is not None and isinstance(one.stated.right, Run):
            _named(scope, one.stated.right, after.stated.right)
        left = one.stated.left
        if one.role != "defines" or not isinstance(left, Run):
            continue
        name = function_head(left)
        fence = left.items[1]
        if name is None or not isinstance(fence, Fence):
            continue
        arguments = () if applied.is_average(left.items[0]) else applied.arguments(fence.inside)
        parameters = tuple(scope.symbols.key(w) for a in arguments if (w := apart(a)) is not None)
        one.key = name
        known = name in WHOLE or (name in known_functions.SPELLED and known_functions.takes(name, arguments))
        if known and scope.function(name) is None and not own_member(one.stated):
            one.role = "claims"  # a definition of something known is a claim about it
            continue
        scope.functions[name] = Function(parameters, one.stated.right, arguments)
        if name.split("_")[0][0].isupper() or "cal" in name or name[0] in "ℓℒ":
            scope.objective = scope.objective or name


def _named(scope: Scope, call: Run, body: Node) -> None:
    """The p of ``ŷ_o = p(o ∣ c) = …``."""
    name, fence = function_head(call), call.items[1]
    if name is not None and isinstance(fence, Fence) and applied.is_number(name) and scope.function(name) is None:
        arguments = applied.arguments(fence.inside)
        parameters = tuple(scope.symbols.key(w) for a in arguments if (w := apart(a)) is not None)
        scope.functions[name] = Function(parameters, body, arguments)


def size_names(scope: Scope, trees: list[Node]) -> None:
    """Upper ends of sums are sizes."""
    for root in trees:
        for node in tree.walk(root):
            if isinstance(node, Big) and node.upper is not None:
                scope.size(node.upper)
            if scope.steps is not None and (written := apart(node)) is not None:
                for slot in scope.symbols.running(written):
                    if isinstance(slot.item, Name) and slot.item.text.isupper():
                        scope.size(slot.item)  # the T of h_T


def variables(scope: Scope, trees: list[Node]) -> None:
    """Note by what derivatives are taken."""
    for root in trees:
        for node in tree.walk(root):
            derived = gradient.read(node)
            for wrt in derived.wrt if derived is not None else ():
                written = apart(_bare(wrt))
                if written is not None:
                    scope.variables.add(scope.symbols.key(written))


def key_of(node: Node, scope: Scope) -> str | None:
    """The symbol that a node is; None for anything with a power, a prime or a transpose."""
    written = apart(node)
    if written is None or written.power is not None or written.primes or written.transposed:
        return None
    return scope.symbols.key(written)


def settings(scope: Scope, reads: list[Read]) -> None:
    """Numbers that are put in for an example: ``x = -2, y = 5``. Formulas are judged without them, numeric work with them."""
    for one in reads:
        if one.role == "sets":
            scope.numbered.add(one.key)
        if one.role == "sets" and one.key not in scope.own and not scope.shape(one.key).sizes:
            value = Reader(scope).value(one.stated.right)
            scope.settings[one.key] = found = Definition(one.key, (), value.body)
            scope.given_at.setdefault(one.key, []).append((one.span.start, found))


def define(scope: Scope, one: Read) -> None:
    """Enter a definition. What does not conform is kept as the problem of the statement."""
    left = one.stated.left
    if isinstance(left, Run):
        _define_function(scope, one)
        return
    written = apart(left)
    assert written is not None
    key = one.key = scope.symbols.key(written)
    if one.role == "starts":
        _start(scope, one, key)
        return
    reader = Reader(scope)
    saved = scope.sizes.save()
    one.problem = None
    try:
        slots = scope.symbols.running(written)
        shape = scope.shape(key, len(slots))
        letters: list[Index] = []
        if slots and slots[0].place in SAMPLES and not key.endswith(SAMPLED):
            slots = slots[1:]
        for slot, size in zip(slots, shape.sizes, strict=False):
            if isinstance(slot.item, Name) and scope.is_fixed(slot.item.text):
                reader.letters[slot.item.text] = Index(slot.item.text, scope.sizes.settle(size))  # here it runs
            at = reader.at(slot.item, size)
            if not isinstance(at, Index):
                raise PaperError("a definition at this position is not understood", left.span)
            letters.append(at)
        right = reader.value(one.stated.right).plain()
        reader.settle_ranges()
        nameless = {k: d for k, d in reader.extra.items() if k.startswith("%")}  # the W h + b of ``∂ℓ/∂(W h + b)``
        right = replace(right, body=expand(right.body, nameless))
        letters, right = _on_the_diagonal(scope, written, letters, right)
        if not right.axes and len(shape.sizes) > len(letters) and _unspecified(one.stated.right, reader):
            right = _spread(right, shape, len(letters), reader)
        right = _fitted(scope, key, shape, len(letters), right, reader, one.stated.right)
        scope.fixed |= {i.name for i in free(right.body) - set(letters) - set(right.axes)}
        if right.body == Entry(key, (*letters, *right.axes)):  # a matrix written out by its own entries
            one.role, one.kind = "declares", "shape"
            return
        made = Definition(key, (*letters, *right.axes), right.body, _started(scope, key, right))
        if key in reach(right.body, {k: v for k, v in scope.everything.items() if k != key}):
            if scope.steps is None or knots({**scope.everything, key: made})[key] is None:
                raise PaperError(f"{key} is defined by itself", one.span, code="PG104")
        settle = Settling(scope.sizes)
        scope.definitions[key] = settle.definition(made)
        scope.letters[key] = dict(reader.letters)
        scope.places[key] = one.span.start
        scope.written[key] = one.stated.right
        one.left, one.right = (
            settle.value(Value(Entry(key, (*letters, *right.axes)), right.axes, right.lying)),
            settle.value(right),
        )
    except PaperError as problem:
        scope.sizes.restore(saved)
        one.problem = problem
    except ShapeMismatch as mismatch:
        scope.sizes.restore(saved)
        one.problem = mismatch.at(one.span)
    except Exception as error:
        scope.sizes.restore(saved)
        one.problem = breakdown(error, one.span)
    _note_assumptions(scope, one, key, reader)


def _on_the_diagonal(scope: Scope, written: Written, letters: list[Index], right: Value) -> tuple[list[Index], Value]:
    """``R_{nn} = y_n (1 - y_n)`` says all of R where no other entry is spoken of: it is diagonal."""
    if len(letters) != 2 or letters[0] != letters[1]:
        return letters, right
    others = (scope.symbols.labelled.get((written.base, "sub", n), set()) for n in (0, 1))
    if any(texts - {letters[0].name} for texts in others) or right.axes:
        raise PaperError("only the diagonal is said", written.name.span)
    across = fresh(letters[0])
    return [letters[0], across], replace(right, body=mul(Delta(letters[0], across), right.body))


def _note_assumptions(scope: Scope, one: Read, key: str, reader: Reader) -> None:
    one.assumptions = tuple(reader.assumptions)
    scope.guessed |= {key} if ONE_TERM in one.assumptions else set()
    for said in one.assumptions:
        if said.endswith("is some function"):
            scope.invented[key] = said.removesuffix(" is some function")


def at_start(scope: Scope, left: Node) -> bool:
    """Whether a symbol stands at the step before the first: the h_0 of ``h_0 = 0``."""
    written = apart(left)
    if written is None or written.power is not None or written.primes or scope.steps is None:
        return False
    return any(isinstance(s.item, Numeral) and s.item.text == "0" for s in scope.symbols.running(written))


def _start(scope: Scope, one: Read, key: str) -> None:
    """Note what stands before the first step; a number stands in every entry."""
    reader = Reader(scope)
    one.problem = None
    try:
        scope.starts[key] = reader.value(one.stated.right).plain()
    except (PaperError, ShapeMismatch) as problem:
        one.problem = problem if isinstance(problem, PaperError) else PaperError(str(problem), one.span, code="PG101")


def _started(scope: Scope, key: str, right: Value) -> Expr | None:
    """The start of a recurrence over the axes of its right side. Raises ShapeMismatch where it does not fit."""
    found = scope.starts.get(key)
    if found is None or found.body is ZERO:
        return None
    if found.order and found.order != right.order:
        raise ShapeMismatch(f"{key} starts as {found.describe(scope.sizes)}, and then is {right.describe(scope.sizes)}")
    for axis, other in zip(found.axes, right.axes, strict=False):
        if not scope.sizes.unify(axis.size, other.size):
            raise ShapeMismatch(
                f"{key} starts as {found.describe(scope.sizes)}, and then is {right.describe(scope.sizes)}"
            )
    return found.named(right.axes) if found.order else found.body


def _unspecified(right: Node, reader: Reader) -> bool:
    """Whether an expression is one call of a function about which nothing is said."""
    made = factors(right.items, reader.scope.is_function) if isinstance(right, Run) else ()
    return len(made) == 1 and f"{getattr(made[0], 'name', '')} is some function" in reader.assumptions


def _spread(right: Value, shape: Shape, running: int, reader: Reader) -> Value:
    """``ŷ = f(x, θ)`` where ŷ has entries: another function for each of them."""
    axes = tuple(running_along(reader.scope.sizes, s) for s in shape.sizes[running:])
    body = right.body
    for along in axes:
        body = varied(body, along)
    return Value(body, axes, shape.lying and len(axes) == 1)


def harden(scope: Scope) -> None:
    """After the definitions are read, lengths they leave open are lengths of their own: a claim cannot make them equal."""
    settle = Settling(scope.sizes)
    known = {**scope.definitions}
    known = {
        key: d for key, d in known.items() if key not in scope.positions.values()
    }  # a unit vector is as long as it is used
    mentioned = {name for d in known.values() for name in (d.symbol, *reach(d.body, known))}
    for key in sorted(mentioned):
        shape = scope.shapes.get(key)
        for axis, size in enumerate(shape.sizes if shape is not None else ()):
            open_name = scope.sizes.settle(size).name
            if shape is not None and open_name is not None and open_name.startswith("?"):
                name = f"#{key}" + (f".{axis + 1}" if len(shape.sizes) > 1 else "")
                known_as = name if name not in scope.sizes.hard else name + "'" * scope.sizes.hard.count(name)
                scope.sizes.bind(open_name, Size.of(known_as))
                scope.sizes.hard.append(name)
    settle = Settling(scope.sizes)
    scope.definitions.update(settle.definitions(scope.definitions))


def _fitted(scope: Scope, key: str, shape: Shape, running: int, right: Value, reader: Reader, written: Node) -> Value:
    """The right side against what is known of the left: its order, its sizes, and which way it lies."""
    rest = shape.sizes[running:]
    if right.order and not rest and scope.kinds.get((key, running)) == NUMBER and key not in scope.declared:
        if _squared(right):
            reader.assumptions.append("the squares are summed")
            body = right.body
            for axis in right.axes:
                body = Sum(axis, body)
            return Value(body)
    if len(rest) != right.order:
        if key in scope.declared:
            raise ShapeMismatch(f"{key} was declared {_words(shape)}, and this is {right.describe(scope.sizes)}")
        scope.shapes[key] = Shape(
            (*shape.sizes[:running], *(i.size for i in right.axes)), running if shape.scripts else 0, right.lying
        )
        return right
    for size, axis in zip(rest, right.axes, strict=True):
        if not scope.sizes.unify(size, axis.size):
            raise ShapeMismatch(f"{key} was {_words(shape)}, and this is {right.describe(scope.sizes)}")
    if right.order == 1 and len(rest) == 1 and right.lying != shape.lying:
        if brackets.listed(written) is not None or _of_lists(
            written, scope
        ):  # (x_1, …, x_n) in a line of text lies as x does
            return replace(right, lying=shape.lying)
        scope.shapes[key] = Shape(shape.sizes, shape.scripts, right.lying)
    return right


def _of_lists(node: Node, scope: Scope) -> bool:
    """Whether all that is no number in a formula of numbers is a list in a line of text: ``tanh([0.7, 0, 0])``."""
    here = list(tree.walk(node))
    plain = not any(isinstance(n, Matrix) for n in here) and scope.keys_in(node) <= known_functions.SPELLED.keys()
    return plain and any(brackets.listed(n) for n in here)


def _words(shape: Shape) -> str:
    return " × ".join(str(s) for s in shape.sizes) or "a scalar"


def _squared(value: Value) -> bool:
    return Power in kinds_below(value.body)


def _define_function(scope: Scope, one: Read) -> None:
    """The body of a function at its own parameters is what its bare name means."""
    found = scope.functions.get(one.key)
    if found is None or found.body is None:
        return
    reader = Reader(scope)
    one.problem = None
    saved = scope.sizes.save()
    try:
        right = _body(found, found.body, reader)
        reader.settle_ranges()
        scope.fixed |= {i.name for i in free(right.body) - set(right.axes)}
        if one.key in reach(right.body, {k: v for k, v in scope.everything.items() if k != one.key}):
            raise PaperError(f"{one.key} is defined by itself", one.span, code="PG104")
        settle = Settling(scope.sizes)
        scope.definitions[one.key] = settle.definition(Definition(one.key, right.axes, right.body))
        scope.shapes[one.key] = Shape(tuple(i.size for i in right.axes), 0, right.lying)
        scope.written[one.key] = found.body
        scope.places[one.key] = one.span.start
        scope.letters[one.key] = dict(reader.letters)
        one.left, one.right = (
            settle.value(Value(Entry(one.key, right.axes), right.axes, right.lying)),
            settle.value(right),
        )
    except PaperError as problem:
        scope.sizes.restore(saved)
        one.problem = problem
    except ShapeMismatch as mismatch:
        scope.sizes.restore(saved)
        one.problem = mismatch.at(one.span)
    except Exception as error:
        scope.sizes.restore(saved)
        one.problem = breakdown(error, one.span)
    _note_assumptions(scope, one, one.key, reader)


def _body(function: Function, body: Node, reader: Reader) -> Value:
    """The body of a function at its own parameters."""
    try:
        return reader.value(body).plain()
    except PaperError as problem:
        shapes = {p: reader.scope.shape(p) for p in function.parameters}
        axes = {p: tuple(running_along(reader.scope.sizes, size) for size in s.sizes) for p, s in shapes.items()}
        own = {p: Value(Entry(p, axes[p]), axes[p], s.lying and len(axes[p]) == 1) for p, s in shapes.items()}
        return calls.entry_by_entry(reader, body, own, problem)


# -- definitions that follow from a chain -----------------------------------------------------------------------------------


def implied(scope: Scope, reads: list[Read]) -> list[Read]:
    """``y = softmax(Wh + b) = softmax(z)`` says what z is, if nobody else does; so do two formulas for one y."""
    found: list[Read] = []
    first: dict[int, Node] = {}
    written = dict(scope.parent.all_written) if scope.parent is not None else {}
    for one in reads:
        chain, right = one.stated.chain, one.stated.right
        if one.role == "claims" and one.stated.link and chain in first:
            found += _where_they_differ(scope, one, first[chain])
        if one.role == "defines" or (one.role == "claims" and not one.stated.link):
            first[chain] = right
            key = key_of(one.stated.left, scope) if not one.stated.link else None
            if key is not None and key in written:  # h = g(Wx + b), and then h = g(z)
                found += _where_they_differ(scope, one, written[key])
            if key is not None and one.role == "defines":
                written[key] = right
        if one.role != "claims" or one.stated.link:
            continue
        if (pair := _numerators(one.stated.left, one.stated.right)) is not None:
            if (said := _imply(scope, one, *pair)) is not None:
                found.append(said)
                if _matrix_chain(one):
                    scope.numbers.update(k for k in (key_of(pair[0], scope),) if k is not None)
        elif (pair := underived.read(one.stated.left, one.stated.right)) is not None:
            if (said := _imply(scope, one, *pair)) is not None:
                found.append(said)
                key = key_of(pair[0], scope) or ""
                scope.underived[key] = one.stated.chain
                scope.numbers |= {key} if key[:1].isupper() else set()  # a capital that is derived on its own: an error
    return found


def _where_they_differ(scope: Scope, one: Read, before: Node) -> list[Read]:
    """The definition of a symbol that stands where another formula for the same has an expression, if there is one."""
    pair = difference(before, one.stated.right)
    both = (pair, pair[::-1]) if pair is not None else ()
    return [said for symbol, meant in both if (said := _imply(scope, one, symbol, meant)) is not None][:1]


def _matrix_chain(one: Read) -> bool:
    """``∂A/∂U`` of two factors or more, U a capital: an error, which is a number."""
    asked, parts = gradient.read(one.stated.left), product(one.stated.right)
    by = apart(_bare(asked.wrt[0])) if asked is not None else None
    return parts is not None and len(parts[0]) > 1 and by is not None and by.base.isupper()


def _imply(scope: Scope, one: Read, symbol: Node, meant: Node) -> Read | None:
    """The definition of a symbol of which nothing else is said."""
    written = apart(symbol)
    if (
        written is None
        or written.power is not None
        or written.primes
        or written.transposed
        or not _with_the_head(scope, written, one.stated.head)
    ):
        return None
    key = scope.symbols.key(written)
    if any(other.startswith(key + "_") and len(other) > len(key) + 2 for other in scope.own):
        return None  # J is the J_{CBOW} before it
    if (
        key in scope.own
        or scope.known(key)
        or apart(meant) is not None
        or any(apart(n) == written for n in tree.walk(meant))
    ):
        return None
    scope.names[key] = symbol
    scope.own.add(key)
    stated = replace(one.stated, left=symbol, right=meant, head=symbol, link=0)
    return replace(one, stated=stated, role="implied", kind="definition")


def _with_the_head(scope: Scope, written: Written, head: Node) -> bool:
    """Whether all letters that run at a symbol run at what the chain is about too: the j of ``o_j = f(z_j) = f(Σ_k w_kj x_k)``."""
    about = apart(head)
    own = {slot.item for slot in scope.symbols.running(about)} if about is not None else set()
    return all(isinstance(slot.item, Name) and slot.item in own for slot in scope.symbols.running(written))


def _numerators(left: Node, right: Node) -> tuple[Node, Node] | None:
    """``∂z/∂b = ∂(Wh + b)/∂b`` and ``∂A/∂U = ∂(y log s)/∂s · ∂s/∂U`` say what z and A are."""
    asked = gradient.read(left)
    if asked is None or asked.of is None or len(asked.wrt) != 1:
        return None
    parts = product(right)
    chain = (
        [f for operand in parts[0] for f in (operand.items if isinstance(operand, Run) else (operand,))]
        if parts is not None
        else [right]
    )
    links = [gradient.read(f) for f in chain]
    if not links or any(d is None or d.of is None or len(d.wrt) != 1 or d.half for d in links):
        return None
    first, last = links[0], links[-1]
    assert first is not None and last is not None and first.of is not None
    if _bare(last.wrt[0]) != _bare(asked.wrt[0]) or apart(_bare(first.of)) is not None:
        return None
    return asked.of, _bare(first.of)


def _bare(node: Node) -> Node:
    return node.inside if isinstance(node, Fence) else node


def at_steps(scope: Scope, steps: list[Stated], reads: list[Read]) -> list[Read]:
    """The definitions at the single steps of a sum over steps."""
    found = []
    claimed = {r.span for r in reads if r.role == "claims"}
    for one in steps:
        if one.span in claimed:
            continue  # what is claimed of one step defines nothing at another
        key = key_of(one.left, scope)
        later = _defined_later(reads, key, one, scope) if gradient.read(one.right) is not None else None
        if later is not None and key is not None:
            later.role = "claims"  # δ^l = ∂C/∂z^l says what δ^L is, too
            scope.own.discard(key)
        if key is not None and key not in scope.own and reads:
            scope.names.setdefault(key, one.left)
            scope.own.add(key)
            scope.unrolled.add(key)
            found.append(replace(reads[0], stated=one, role="implied", kind="definition", problem=None, key=key))
    for one in steps:
        about = apart(one.left)
        before = [w for n in tree.walk(one.right) if (w := apart(n)) is not None]
        goes_on = {scope.symbols.key(w) for w in before if about is not None and w.base == about.base}
        if about is not None and goes_on:
            scope.states.update(dict.fromkeys({scope.symbols.key(about), *goes_on}, about.base))
    return found


def _defined_later(reads: list[Read], key: str | None, one: Stated, scope: Scope) -> Read | None:
    """The definition of a symbol that stands behind a statement."""
    later = (r for r in reads if r.role == "defines" and r.span.start > one.span.start and not r.stated.link)
    return next((r for r in later if key_of(r.stated.left, scope) == key), None)


def logits(scope: Scope, reads: list[Read]) -> list[Read]:
    """``ŷ = softmax(hW + b)`` says what θ is, where ŷ was taken for the softmax of θ before."""
    found: list[Read] = []
    for one in reads:
        written = apart(one.stated.left) if one.role == "defines" else None
        if written is None:
            continue
        name = scope.assumed_logits(scope.symbols.key(written)) or _spelled_out(
            scope, reads, scope.symbols.key(written)
        )
        right = one.stated.right
        if name is None or name in scope.own or not isinstance(right, Run) or len(right.items) != 2:
            continue
        head, fence = right.items
        if (
            isinstance(head, Name)
            and head.text in known_functions.SPELLED
            and isinstance(fence, Fence)
            and apart(fence.inside) is None
        ):
            if known_functions.SPELLED[head.text].name == "softmax":
                met = apart(scope.name_of(name) or Name(name))
                symbol = (
                    met.name if met is not None and met.base == name else scope.name_of(name) or Name(name)
                )  # z of z_k
                scope.names[name] = symbol
                scope.own.add(name)
                stated = replace(one.stated, left=symbol, right=fence.inside, head=symbol, link=0)
                found.append(replace(one, stated=stated, role="implied", kind="definition"))
    return found


def _spelled_out(scope: Scope, reads: list[Read], prediction: str) -> str | None:
    """The z of ``-log ŷ_k = -z_k + log Σ_i e^{z_i}``, if nothing else is said of it."""
    for one in reads:
        if one.role != "claims" or one.stated.before is None or prediction not in scope.keys_in(one.stated.before):
            continue
        for node in tree.walk(one.stated.right):
            whole = sums.read(node) if isinstance(node, Big) and node.sign == "∑" else None
            inside = (
                whole.body.sup
                if whole is not None and isinstance(whole.body, Script) and exponential(whole.body)
                else None
            )
            written = apart(inside) if inside is not None else None
            if whole is None or written is None or [s.item for s in written.slots] != [r.index for r in whole.ranges]:
                continue
            others = [w for n in tree.walk(one.stated.right) if (w := apart(n)) is not None and w.base == written.base]
            if any(w.slots != written.slots for w in others) and not scope.definition(written.base):
                return written.base
    return None


def difference(one: Node, other: Node) -> tuple[Node, Node] | None:
    """The one place where two expressions differ; None if they differ in several, or not at all."""
    if one == other:
        return None
    if type(one) is type(other):
        a, b = tree.children(one), tree.children(other)
        if a and len(a) == len(b) and tree.rebuild(one, lambda n: Blank()) == tree.rebuild(other, lambda n: Blank()):
            apart_at = [(x, y) for x, y in zip(a, b, strict=True) if x != y and not _same_function(x, y)]
            if len(apart_at) == 1:
                return difference(*apart_at[0]) or apart_at[0]
            return None
    return one, other


def _same_function(one: Node, other: Node) -> bool:
    """``sigmoid'`` and ``σ'``."""
    if (
        isinstance(one, Script)
        and isinstance(other, Script)
        and one.primes == other.primes
        and one.sub == other.sub
        and one.sup == other.sup
    ):
        return _same_function(one.base, other.base)
    if not isinstance(one, Name) or not isinstance(other, Name):
        return False
    a, b = known_functions.SPELLED.get(one.text), known_functions.SPELLED.get(other.text)
    return a is not None and b is not None and a.name == b.name


__all__ = ["At", "define", "function_head", "functions", "rename", "size_names"]
