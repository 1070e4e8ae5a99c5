"""What is neither a sum nor a product, on paper: one case for every kind of expression."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from papergrad.algebra.facts import Facts
from papergrad.algebra.laws.matrices import is_symmetric
from papergrad.algebra.nodes import (
    Add,
    Apply,
    At,
    Cases,
    Delta,
    Determinant,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Inverse,
    LogSumExp,
    Mul,
    Number,
    Position,
    Power,
    Product,
    Select,
    Stack,
    Sum,
)
from papergrad.algebra.substitution import apart, rename
from papergrad.algebra.traversal import free
from papergrad.notation.glyphs import ATOM, PRODUCT, SIDE_BY_SIDE, SUM
from papergrad.notation.tree import Big, Fence, Infix, Name, Node, Numeral, Prefix, Run, Script
from papergrad.phrasebook import cases, determinant, diag, functions, indicator, inverse, kronecker, matrices
from papergrad.writing.apart import softmax_of
from papergrad.writing.forms import Form, cost, held, transposed, turns
from papergrad.writing.hand import Hand
from papergrad.writing.spelling import Letters, entry, scripted, size_node, spelling, subscript


def leaf(hand: Hand, e: Expr, row: Index | None, column: Index | None) -> Form | None:
    """An expression that is neither a sum nor a product."""
    match e:
        case Extent(size):
            node, is_sum = size_node(size)
            return Form(node, SUM if is_sum else SIDE_BY_SIDE if isinstance(node, Run) else ATOM)
        case Position(at):
            node = subscript(at, hand.letters)
            return Form(node, SUM if isinstance(node, Infix | Prefix) else ATOM)
        case Entry(symbol, at):
            return _entry(hand, symbol, at, row, column)
        case Delta(one, other):
            if isinstance(one, Index) and isinstance(other, Index) and one in hand.scripts and other in hand.scripts:
                one, other = sorted((one, other), key=lambda i: hand.letters.order(i))
            return _delta(hand, one, other, row, column)
        case Indicator(relation, left, right):
            return _indicator(hand, relation, left, right, row, column)
        case Apply(function, argument):
            return _apply(hand, function, argument, row, column)
        case LogSumExp(index, body):
            return _log_sum(hand, index, body, row, column)
        case Product(index, body):
            inside = hand.lay(body)
            return None if inside is None or row or column else _big(hand, "∏", index, inside)
        case Select(index, key, body):
            return _select(hand, index, key, body, row, column)
        case Cases():
            return _cases(hand, e, row, column)
        case Inverse(r, c, body, i, j) if hand.inner is not None:
            if isinstance(i, Index) and isinstance(j, Index):
                return _borrowed(hand, e)
            row_, column_ = apart(r, free(e)), apart(c, free(e) | {r})
            inner = hand.inner.with_written(hand.inner.scripts.written & free(body) - {r, c})
            whole = inner.lay(Inverse(r, c, body, row_, column_), row_, column_)
            return None if whole is None else _at(whole, (subscript(i, hand.letters), subscript(j, hand.letters)))
        case Inverse(r, c, Inverse(_, _, inner, one, other), i, j) if {one, other} == {r, c}:
            # the inverse of an inverse; turned where the inner one is
            return hand.lay(_unbound(e, inner, (i, j) if one is r else (j, i)), row, column)
        case Inverse(r, c, body, i, j):
            inside = hand.lay(body, r, c)
            if inside is None or {i, j} != {row, column} or i is j:
                return None
            form = Form(inverse.write(inverse.Inverse(inside.node), hand.style), ATOM, row, column)
            facts = Facts({symbol: frozenset({"symmetric"}) for symbol in hand.style.symmetric})
            if i is row or is_symmetric(body, r, c, facts):
                return form
            return transposed(form.along(column, row), hand.style)
        case Determinant() if hand.inner is not None:
            return _borrowed(hand, e)
        case Determinant(r, c, body):
            inside = hand.lay(body, r, c)
            if inside is None:
                return None
            upright = inside.under or inside  # a matrix and its transpose have one determinant
            return Form(determinant.write(determinant.Determinant(upright.node), hand.style), SIDE_BY_SIDE)
        case Stack(at, pieces):
            return _stack(hand, at, pieces, row, column)
        case Sum(index, body):
            borrowed = _borrowed(hand, e)
            if borrowed is not None:
                return borrowed
            inside = hand.lay(body, row, column)
            return None if inside is None else _big(hand, "∑", index, inside)
        case Power():
            return hand.power(e, row, column)
        case Add() | Mul() | Number():
            return None  # the sheet takes these apart
        case _:
            assert_never(e)


def _borrowed(hand: Hand, e: Expr) -> Form | None:
    """Index form: a part that is a matrix, with its subscripts outside: ``(V^T V)_{jl}``."""
    if hand.inner is None:
        return None
    axes = sorted(hand.inner.scripts.open(e), key=lambda i: i.name)
    if len(axes) > 2:
        return None
    if not axes:
        return hand.inner.lay(e)
    ways = [axes, axes[::-1]] if len(axes) > 1 else [[axes[0], None], [None, axes[0]]]
    forms = [(way, hand.inner.lay(e, *way)) for way in ways]
    known = [(way, form) for way, form in forms if form is not None]
    if not known:
        return None
    way, form = min(known, key=lambda pair: cost(pair[1].node))
    return _at(form, tuple(hand.letters[i] for i in way if i is not None))


def _at(form: Form, places: tuple[Node, ...]) -> Form:
    """One entry of a matrix on paper."""
    base = form.node if form.level >= ATOM and not isinstance(form.node, Script) else Fence("(", form.node, ")")
    return Form(scripted(base, places), ATOM)


def _big(hand: Hand, sign: str, index: Index, inside: Form) -> Form:
    return replace(inside, node=Big(sign, hand.letters[index], None, held(inside, PRODUCT)), level=PRODUCT, under=None)


def _entry(hand: Hand, symbol: str, at: tuple[At, ...], row: Index | None, column: Index | None) -> Form | None:
    how = spelling(symbol, hand.style)
    core = [a for n, a in enumerate(at) if (how.places[n] if n < len(how.places) else "entry") == "entry"]
    runs = [isinstance(a, Index) and a not in hand.scripts for a in core]
    if not any(runs):
        return Form(entry(symbol, at, hand.letters), ATOM)
    if all(runs):
        node = entry(symbol, at, hand.letters, entries=False)
    elif len(core) == 2 and runs == [False, True]:
        node = entry(symbol, tuple(a for a in at if a not in (row, column)), hand.letters)
    else:
        return None
    own = [a for a in core if isinstance(a, Index) and a not in hand.scripts]
    form = Form(node, ATOM, row, column)
    if len(own) == 2 and own[0] is own[1]:
        column_form = Form(diag.write(diag.Diagonal(node), hand.style), SIDE_BY_SIDE, own[0])
        return column_form if row is not None else transposed(column_form, hand.style)
    if len(own) == 2:
        upright = own[0] is row or symbol in hand.style.symmetric
        return form if upright else transposed(Form(node, ATOM, column, row), hand.style)
    if len(own) != 1:
        return None
    lies = how.row or (symbol not in hand.style.spelled and hand.style.rows)
    if lies == (column is not None):
        return form
    return transposed(Form(node, ATOM, column, row), hand.style)


def _delta(hand: Hand, one: At, other: At, row: Index | None, column: Index | None) -> Form | None:
    if {one, other} == {row, column}:
        return Form(Name("I"), ATOM, row, column)
    a, b = subscript(one, hand.letters), subscript(other, hand.letters)
    if row is not None or column is not None:
        axis = row if row is not None else column
        if axis not in (one, other):
            return None
        unit = Form(Script(Name("e"), b if one is axis else a), ATOM, axis)
        return unit if row is not None else transposed(unit, hand.style)
    if isinstance(one, Index) and isinstance(other, Index):
        return Form(kronecker.write(kronecker.Kronecker(a, b), hand.style), ATOM)
    return Form(Fence("[", Infix((a, b), ("=",)), "]"), ATOM)


def _indicator(
    hand: Hand, relation: str, left: Expr, right: Expr, row: Index | None, column: Index | None
) -> Form | None:
    one, other = _side(hand, left, row, column), _side(hand, right, row, column)
    if one is None or other is None:
        return None
    turned = relation != "=" and _short(one) and cost(one.node) < cost(other.node)  # |x| < c, not c > |x|
    turned |= relation != "=" and isinstance(left, Number) and not isinstance(right, Number)
    sides = (other, one) if turned else (one, other)
    sign = {">=": "≤" if turned else "≥", ">": "<" if turned else ">"}.get(relation, relation)
    condition = Infix((held(sides[0], SUM), held(sides[1], SUM)), (sign,))
    written = indicator.write(indicator.Iverson(condition), hand.style)
    return Form(written.items[1] if isinstance(written, Run) else written, ATOM, row, column)


def _short(form: Form) -> bool:
    return isinstance(form.node, Name | Numeral | Script)


def _side(hand: Hand, e: Expr, row: Index | None, column: Index | None) -> Form | None:
    """One side of a comparison: a number stands for a whole vector."""
    return hand.lay(e) if not hand.scripts.open(e) else hand.lay(e, row, column)


def _apply(hand: Hand, function: str, argument: Expr, row: Index | None, column: Index | None) -> Form | None:
    softmax = softmax_of(argument) if function == "exp" else None
    if softmax is not None and softmax[1] in hand.scripts:
        return _one_of_softmax(hand, Apply(function, argument), softmax[1], row, column)
    if softmax is not None:
        inside, name = hand.lay(softmax[0], row, column), "softmax"
    else:
        inside, name = hand.lay(argument, row, column), function
    if inside is None:
        return None
    turned = inside.under
    if turned is None and turns(inside.node, hand.style):  # f(W x)ᵀ, not f(xᵀ Wᵀ)
        other = hand.lay(argument if softmax is None else softmax[0], column, row)
        turned = other.along(row, column) if other is not None and not turns(other.node, hand.style) else None
        if turned is not None:
            return transposed(_named(hand, name, turned.along(column, row)), hand.style)
    if turned is not None:
        return transposed(_named(hand, name, turned), hand.style)
    return _named(hand, name, inside)


def _one_of_softmax(hand: Hand, e: Expr, index: Index, row: Index | None, column: Index | None) -> Form | None:
    """``softmax(z)_i``: the vector, then the subscript."""
    if row is not None or column is not None:
        return None
    sheet = hand if hand.inner is None else hand.inner
    own = frozenset(i for i in free(e) if i is not index) | sheet.scripts.written - {index}
    form = sheet.with_written(own).lay(e, index, None)
    return None if form is None else Form(scripted(form.node, (hand.letters[index],)), ATOM)


def _named(hand: Hand, name: str, inside: Form) -> Form:
    if name == "abs":
        return replace(inside, node=Fence("|", inside.node, "|"), level=ATOM, under=None)
    node = functions.write(functions.Application(name, (inside.node,)), hand.style)
    return replace(inside, node=node, level=SIDE_BY_SIDE, under=None)


def _log_sum(hand: Hand, index: Index, body: Expr, row: Index | None, column: Index | None) -> Form | None:
    inside = hand.lay(Sum(index, Apply("exp", body)), row, column)
    return None if inside is None else _named(hand, "log", inside)


def _select(hand: Hand, index: Index, key: Expr, body: Expr, row: Index | None, column: Index | None) -> Form | None:
    if row is not None or column is not None:
        return None
    inner = hand.with_written(hand.scripts.written | {index})
    chosen = inner.lay(key)
    if chosen is None:
        return None
    if key is body:
        return Form(Big("max", hand.letters[index], None, held(chosen, PRODUCT)), PRODUCT)
    below = tuple(hand.letters[i] for i in sorted(free(Select(index, key, key)), key=lambda i: i.name))
    place = scripted(Name("m"), below)
    known = (place, Big("argmax", hand.letters[index], None, held(chosen, PRODUCT)))
    if known not in hand.places:
        hand.places.append(known)
    here = Letters(hand.style, hand.letters.taken)
    here.known = dict(hand.letters.known) | {index: place}
    return hand.with_written(hand.scripts.written | {index}, here).lay(body)


def _cases(hand: Hand, e: Cases, row: Index | None, column: Index | None) -> Form | None:
    if row is not None or column is not None:
        return None
    rows: list[tuple[Node, Node]] = []
    for condition, value in e.branches:
        shown, when = hand.lay(value), _condition(hand, condition)
        if shown is None or when is None:
            return None
        rows.append((shown.node, when))
    last = hand.lay(e.otherwise)
    return None if last is None else Form(cases.write(cases.ByCases(tuple(rows), last.node), hand.style), ATOM)


def _condition(hand: Hand, condition: Expr) -> Node | None:
    match condition:
        case Delta(one, other):
            return Infix((subscript(one, hand.letters), subscript(other, hand.letters)), ("=",))
        case _:
            form = hand.lay(condition)
            return None if form is None else form.node.inside if isinstance(form.node, Fence) else form.node


def _stack(
    hand: Hand, at: At, pieces: tuple[tuple[Index | None, Expr], ...], row: Index | None, column: Index | None
) -> Form | None:
    if at not in (row, column) or (row is not None and column is not None):
        return None
    cells: list[Node] = []
    for own, body in pieces:
        cell = hand.lay(body) if own is None else hand.lay(body, own, None)
        if cell is None:
            return None
        cells.append(cell.node)
    block = Form(matrices.write(matrices.Block(tuple((c,) for c in cells)), hand.style), ATOM, at)
    return block if row is not None else transposed(block, hand.style)


def _unbound(e: Inverse, inner: Expr, at: tuple[At, At]) -> Expr:
    """Entry ``at`` of the matrix inside two inverses."""
    assert isinstance(e.body, Inverse)
    return rename(inner, {e.body.row: at[0], e.body.column: at[1]})
