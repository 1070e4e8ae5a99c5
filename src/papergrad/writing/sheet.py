"""One formula on its way to paper: every kind of expression as a matrix expression, or with its subscripts where none says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction as Exact
from typing import assert_never

from papergrad.algebra.nodes import (
    Add, Apply, At, Cases, Delta, Determinant, Entry, Expr, Extent, Index, Indicator, Inverse, LogSumExp, Mul, Number, Position,
    Power, Product, Select, Stack, Sum, children, fresh, free, mul, rename, symbols,
)  # fmt: skip
from papergrad.notation.glyphs import ATOM, PRODUCT, SIDE_BY_SIDE, SUM
from papergrad.notation.style import Style
from papergrad.notation.tree import Big, Fence, Infix, Name, Node, Numeral, Prefix, Root, Run, Script
from papergrad.phrasebook import (
    cases,
    determinant,
    diag,
    functions,
    indicator,
    inverse,
    kronecker,
    matrices,
    norm,
    trace,
)
from papergrad.writing import network
from papergrad.writing.fold import same
from papergrad.writing.forms import Form, cost, entrywise, held, numeral, over, product, raised, summed, transposed, turns
from papergrad.writing.spelling import Letters, entry, scripted, size_node, spelling, subscript
from papergrad.writing.terms import Term, on_paper, together

MOST_TERMS = 64  # of one product multiplied out


@dataclass
class Sheet:
    """The hand of one writer. ``written`` indices stand in scripts; ``places`` gathers the letters of largest positions.

    A sheet with an ``inner`` one writes every index: it is index form, and borrows matrices from the inner sheet for parts.
    """

    style: Style
    letters: Letters
    written: frozenset[Index]
    places: list[tuple[Node, Node]] = field(default_factory=list)
    inner: Sheet | None = None
    _done: dict[tuple, Form | None] = field(default_factory=dict)

    def is_written(self, index: Index) -> bool:
        return self.inner is not None or index in self.written

    def open(self, e: Expr) -> frozenset[Index]:
        """The free indices of an expression that are axes here."""
        return frozenset() if self.inner is not None else free(e) - self.written

    def _with_written(self, changed: frozenset[Index], letters: Letters | None = None) -> Sheet:
        inner = None if self.inner is None else self.inner._with_written(changed, letters)
        return Sheet(self.style, letters or self.letters, changed, self.places, inner)

    # -- matrices -----------------------------------------------------------------------------------------------------

    def lay(self, e: Expr, row: Index | None = None, column: Index | None = None) -> Form | None:
        """The matrix with ``e`` as its entry (``row``, ``column``), the shorter way round; None where no matrices say it."""
        key = (e, row, column)
        if key not in self._done:
            self._done[key] = self._shorter(e, row, column)
        return self._done[key]

    def _shorter(self, e: Expr, row: Index | None, column: Index | None) -> Form | None:
        if not self.open(e) <= {row, column}:
            return None
        found = self._direct(e, row, column)
        if (row is None and column is None) or (found is not None and not turns(found.node, self.style)):
            return found
        turned = self._direct(e, column, row)
        if turned is None:
            return found
        turned = transposed(replace(turned, row=column, column=row), self.style)
        return turned if found is None or _length(turned) < _length(found) else found

    def _direct(self, e: Expr, row: Index | None, column: Index | None) -> Form | None:
        match e:
            case Add() | Mul() | Number():
                return self._terms(e, row, column)
            case Sum(index) if not self.is_written(index):
                return self._terms(e, row, column)
            case _:
                wanted = {i for i in (row, column) if i is not None}
                if wanted - free(e):
                    return self._terms(e, row, column)
                form = self._leaf(e, row, column)
                return None if form is None else replace(form, row=row, column=column)

    def _terms(self, e: Expr, row: Index | None, column: Index | None) -> Form | None:
        """A sum of products."""
        expanded = _same_way(list(_multiplied_out(e, self)))
        terms: list[Term] = []
        spread = (row is not None or column is not None) and len(expanded) > 1
        for part in expanded:
            term = self._term(part, row, column, spread)
            if term is None:
                return None
            terms.append(term)
        if spread and not any(t.factors for t in terms):
            return self._spread(terms, row, column)
        form = together(terms, self.style)
        return replace(form, row=row, column=column)

    def _spread(self, terms: list[Term], row: Index | None, column: Index | None) -> Form:
        """A number in every place of a matrix."""
        number = together(terms, self.style)
        ones = self._oriented(network.Ones(tuple(i for i in (row, column) if i is not None)), row, column)
        assert ones is not None
        return replace(product((number, ones)), row=row, column=column)

    def _term(self, e: Expr, row: Index | None, column: Index | None, spread: bool) -> Term | None:
        """One product, summed over some indices, as a term; with ``spread``, a bare number stands for a whole matrix."""
        factors, summed_over, numeric = _factors(e, self)
        factors, turns = _signs(factors)
        numeric *= turns
        below: list[Expr] = []
        rest: list[Expr] = []
        for factor in factors:
            if isinstance(factor, Power) and _negative(factor) and not self.open(factor):
                below.append(
                    Power(factor.base, Number(-factor.exponent.value)) if factor.exponent.value != -1 else factor.base
                )  # type: ignore[union-attr]
            else:
                rest.append(factor)
        if spread and not rest and not summed_over and not below:
            return Term(numeric)
        found = network.reduce(rest, summed_over, self._scripts(rest), row, column)
        if found is None:
            return None
        scalars, main = found
        written_scalars = [self._scalar(s) for s in scalars]
        written_below = [self._base(b) for b in below]
        if any(f is None for f in (*written_scalars, *written_below)):
            return None
        term = Term(
            numeric,
            tuple(f for f in written_scalars if f),
            tuple(f for f in written_below if f),
            row=row,
            column=column,
        )
        if main is None:
            return term
        return self._with_factors(term, main, row, column)

    def _scripts(self, factors: list[Expr]) -> frozenset[Index]:
        return self.written if self.inner is None else frozenset().union(*map(free, factors))

    def _with_factors(self, term: Term, main: network.Item, row: Index | None, column: Index | None) -> Term | None:
        if isinstance(main, network.Entrywise):
            above = [p for p in main.parts if not _divides(p)]
            parts = [self._oriented(p, row, column) for p in above]
            divided = [
                self._oriented(network.Leaf(_turned(p), p.indices), row, column) for p in main.parts if _divides(p)
            ]
            if any(p is None for p in (*parts, *divided)):
                return None
            ordered = tuple(sorted((p for p in parts if p is not None), key=_weight))
            bottom = tuple(p for p in divided if p is not None)
            if bottom:
                top = entrywise(ordered, self.style) if ordered else None
                ordered = (replace(over(top, entrywise(bottom, self.style)), row=row, column=column),)
            return replace(term, factors=ordered, entries=len(ordered) > 1)
        if isinstance(main, network.Chain):
            ordered_chain = self._links(main, row, column)
            return None if ordered_chain is None else replace(term, factors=ordered_chain)
        form = self._oriented(main, row, column)
        return None if form is None else replace(term, factors=(form,))

    # -- what a network is made of ------------------------------------------------------------------------------------

    def _links(self, chain: network.Chain, row: Index | None, column: Index | None) -> tuple[Form, ...] | None:
        """The factors of a product of matrices, in order."""
        if row is None and column is None:
            ways = [self._along(chain), self._along(network.Chain(chain.parts[::-1], chain.joints[::-1]))]
            known = [way for way in ways if way is not None]
            return min(known, key=lambda way: sum(cost(f.node) for f in way)) if known else None
        if chain.joints[0] is not row:
            chain = network.Chain(chain.parts[::-1], chain.joints[::-1])
        return self._along(chain)

    def _along(self, chain: network.Chain) -> tuple[Form, ...] | None:
        forms: list[Form] = []
        for n, part in enumerate(chain.parts):
            form = self._oriented(part, chain.joints[n], chain.joints[n + 1])
            if form is None:
                return None
            form = replace(form, row=chain.joints[n], column=chain.joints[n + 1])
            if forms and self._undoes(forms[-1], form):
                forms.pop()
            else:
                forms.append(form)
        return tuple(forms) or (Form(Name("I"), ATOM, chain.joints[0], chain.joints[-1]),)

    def _undoes(self, one: Form, other: Form) -> bool:
        """``X⁻¹ X`` is nothing."""
        if (one.under is None) != (other.under is None):
            return False
        a, b = one.under or one, other.under or other
        return any(inverse.write(inverse.Inverse(x.node), self.style) == y.node for x, y in ((a, b), (b, a)))

    def _oriented(self, item: network.Item, row: Index | None, column: Index | None) -> Form | None:
        """An item as the matrix (``row``, ``column``)."""
        match item:
            case network.Leaf(e):
                return self.lay(e, row, column)
            case network.Ones(indices):
                form = Form(Name("1", font="bold"), ATOM, indices[0])
                if len(indices) > 1:
                    standing = replace(form, column=None)
                    lying = transposed(Form(form.node, ATOM, indices[1]), self.style)
                    return product((standing, lying), row, column)
                return form if row is not None else transposed(form, self.style)
            case network.Chain():
                links = self._links(item, row, column)
                return None if links is None else product(links, row, column)
            case network.Entrywise():
                term = self._with_factors(Term(Exact(1), row=row, column=column), item, row, column)
                direct = None if term is None else on_paper(term, self.style)[1]
                if direct is None or (row is None and column is None) or not turns(direct.node, self.style):
                    return direct
                return self._turn_if_shorter(item, direct, row, column)
            case network.Diagonal(part, index):
                inside = self._oriented(part, index, None)
                if inside is None:
                    return None
                upright = inside.under or inside  # diag does not care whether its vector stands or lies
                return Form(diag.write(diag.Diagonal(upright.node), self.style), SIDE_BY_SIDE, row, column)
            case network.Trace(part, one, other):
                inside = self._oriented(part, one, other)
                return None if inside is None else Form(trace.write(trace.Trace(inside.node), self.style), SIDE_BY_SIDE)
            case network.Square(part):
                found = self._length(part)
                return None if found is None else replace(raised(found, Numeral("2")), level=ATOM)
            case _:
                assert_never(item)

    def _turn_if_shorter(self, item: network.Entrywise, direct: Form, row: Index | None, column: Index | None) -> Form:
        other = self._with_factors(Term(Exact(1), row=column, column=row), item, column, row)
        if other is None:
            return direct
        turned = transposed(replace(on_paper(other, self.style)[1], row=column, column=row), self.style)
        return turned if cost(turned.node) < cost(direct.node) else direct

    def _length(self, part: network.Leaf) -> Form | None:
        """``‖x‖``, ``‖W‖_F``."""
        indices = part.indices
        inside = self.lay(part.e, indices[0], indices[1] if len(indices) > 1 else None)
        if inside is None:
            return None
        upright = inside.under or inside
        which = "F" if len(indices) > 1 else None
        bars = norm.write(norm.Norm(upright.node, which), self.style)
        return Form(bars if which is None else bars, ATOM)

    def _scalar(self, item: network.Item) -> Form | None:
        form = self._oriented(item, None, None)
        return None if form is None else replace(form, row=None, column=None)

    def _base(self, e: Expr) -> Form | None:
        return self.lay(e)

    # -- single factors -----------------------------------------------------------------------------------------------

    def power(self, e: Power, row: Index | None, column: Index | None) -> Form | None:
        """A number, or every entry, to a power: squares, roots, fractions, lengths."""
        base, exponent = e.base, e.exponent
        if not isinstance(exponent, Number):
            below, above = self.lay(base, row, column), self.lay(exponent)
            return None if below is None or above is None else raised(below, above.node)
        value = exponent.value
        if value < 0:
            inner = base if value == -1 else Power(base, Number(-value))
            below = self.lay(inner, row, column)
            return None if below is None else over(None, below)
        square = self._squared_length(base)
        if square is not None:
            twice = value * 2
            if twice.denominator == 1:
                return square if twice == 1 else raised(square, Numeral(str(twice)))
        form = self.lay(base, row, column)
        if form is None:
            return None
        if value == Exact(1, 2):
            return replace(form, node=Root(form.node), level=ATOM, under=None)
        if value == 1:
            return form
        if form.under is not None and value.denominator == 1:
            return transposed(raised(form.under, Numeral(str(value))), self.style)
        return raised(form, numeral(value).node if value.denominator == 1 else _slashed(value))

    def _squared_length(self, base: Expr) -> Form | None:
        if not isinstance(base, Sum):
            return None
        factors, over_these, numeric = _factors(base, self)
        found = network.reduce(factors, over_these, self._scripts(factors), None, None) if numeric == 1 else None
        if found is None or len(found[0]) != 1 or not isinstance(found[0][0], network.Square):
            return None
        return self._length(found[0][0].part)

    def _leaf(self, e: Expr, row: Index | None, column: Index | None) -> Form | None:
        """An expression that is neither a sum nor a product."""
        match e:
            case Extent(size):
                node, is_sum = size_node(size)
                return Form(node, SUM if is_sum else SIDE_BY_SIDE if isinstance(node, Run) else ATOM)
            case Position(at):
                node = subscript(at, self.letters)
                return Form(node, SUM if isinstance(node, Infix | Prefix) else ATOM)
            case Entry(symbol, at):
                return self._entry(symbol, at, row, column)
            case Delta(one, other):
                if isinstance(one, Index) and isinstance(other, Index) and self.is_written(one) and self.is_written(other):
                    one, other = sorted((one, other), key=lambda i: self.letters.order(i))
                return self._delta(one, other, row, column)
            case Indicator(relation, left, right):
                return self._indicator(relation, left, right, row, column)
            case Apply(function, argument):
                return self._apply(function, argument, row, column)
            case LogSumExp(index, body):
                return self._log_sum(index, body, row, column)
            case Product(index, body):
                inside = self.lay(body)
                return None if inside is None or row or column else self._big("∏", index, inside)
            case Select(index, key, body):
                return self._select(index, key, body, row, column)
            case Cases():
                return self._cases(e, row, column)
            case Inverse() if self.inner is not None:
                return self._borrowed(e)
            case Inverse(r, c, Inverse(_, _, inner, one, other), i, j) if {one, other} == {r, c}:
                # the inverse of an inverse; turned where the inner one is
                return self.lay(_unbound(e, inner, (i, j) if one is r else (j, i)), row, column)
            case Inverse(r, c, body, i, j):
                inside = self.lay(body, r, c)
                if inside is None or {i, j} != {row, column} or i is j:
                    return None
                form = Form(inverse.write(inverse.Inverse(inside.node), self.style), ATOM, row, column)
                return form if i is row else transposed(replace(form, row=column, column=row), self.style)
            case Determinant() if self.inner is not None:
                return self._borrowed(e)
            case Determinant(r, c, body):
                inside = self.lay(body, r, c)
                if inside is None:
                    return None
                upright = inside.under or inside  # a matrix and its transpose have one determinant
                return Form(determinant.write(determinant.Determinant(upright.node), self.style), SIDE_BY_SIDE)
            case Stack(at, pieces):
                return self._stack(at, pieces, row, column)
            case Sum(index, body):
                borrowed = self._borrowed(e)
                if borrowed is not None:
                    return borrowed
                inside = self.lay(body, row, column)
                return None if inside is None else self._big("∑", index, inside)
            case Power():
                return self.power(e, row, column)
            case Add() | Mul() | Number():
                return self._terms(e, row, column)
            case _:
                assert_never(e)

    def _borrowed(self, e: Expr) -> Form | None:
        """Index form: a part that is a matrix, with its subscripts outside: ``(V^T V)_{jl}``."""
        if self.inner is None:
            return None
        axes = sorted(self.inner.open(e), key=lambda i: i.name)
        if len(axes) > 2:
            return None
        if not axes:
            return self.inner.lay(e)
        ways = [axes, axes[::-1]] if len(axes) > 1 else [[axes[0], None], [None, axes[0]]]
        forms = [(way, self.inner.lay(e, *way)) for way in ways]
        known = [(way, form) for way, form in forms if form is not None]
        if not known:
            return None
        way, form = min(known, key=lambda pair: cost(pair[1].node))
        base = form.node if form.level >= ATOM and not isinstance(form.node, Script) else Fence("(", form.node, ")")
        return Form(scripted(base, tuple(self.letters[i] for i in way if i is not None)), ATOM)

    def _big(self, sign: str, index: Index, inside: Form) -> Form:
        return replace(
            inside, node=Big(sign, self.letters[index], None, held(inside, PRODUCT)), level=PRODUCT, under=None
        )

    def _entry(self, symbol: str, at: tuple[At, ...], row: Index | None, column: Index | None) -> Form | None:
        how = spelling(symbol, self.style)
        core = [a for n, a in enumerate(at) if (how.places[n] if n < len(how.places) else "entry") == "entry"]
        runs = [isinstance(a, Index) and not self.is_written(a) for a in core]
        if not any(runs):
            return Form(entry(symbol, at, self.letters), ATOM)
        if all(runs):
            node = entry(symbol, at, self.letters, entries=False)
        elif len(core) == 2 and runs == [False, True]:
            node = entry(symbol, tuple(a for a in at if a not in (row, column)), self.letters)
        else:
            return None
        own = [a for a, run in zip(core, runs, strict=True) if run]
        form = Form(node, ATOM, row, column)
        if len(own) == 2 and own[0] is own[1]:
            column_form = Form(diag.write(diag.Diagonal(node), self.style), SIDE_BY_SIDE, own[0])  # type: ignore[arg-type]
            return column_form if row is not None else transposed(column_form, self.style)
        if len(own) == 2:
            return form if own[0] is row else transposed(Form(node, ATOM, column, row), self.style)
        if len(own) != 1:
            return None
        lies = how.row or (symbol not in self.style.spelled and self.style.rows)
        if lies == (column is not None):
            return form
        return transposed(Form(node, ATOM, column, row), self.style)

    def _delta(self, one: At, other: At, row: Index | None, column: Index | None) -> Form | None:
        if {one, other} == {row, column}:
            return Form(Name("I"), ATOM, row, column)
        a, b = subscript(one, self.letters), subscript(other, self.letters)
        if row is not None or column is not None:
            axis = row if row is not None else column
            if axis not in (one, other):
                return None
            unit = Form(Script(Name("e"), b if one is axis else a), ATOM, axis)
            return unit if row is not None else transposed(unit, self.style)
        if isinstance(one, Index) and isinstance(other, Index):
            return Form(kronecker.write(kronecker.Kronecker(a, b), self.style), ATOM)
        return Form(Fence("[", Infix((a, b), ("=",)), "]"), ATOM)

    def _indicator(
        self, relation: str, left: Expr, right: Expr, row: Index | None, column: Index | None
    ) -> Form | None:
        sides = [self._side(side, row, column) for side in (left, right)]
        if sides[0] is None or sides[1] is None:
            return None
        sign = {">=": "≥"}.get(relation, relation)
        condition = Infix((held(sides[0], SUM), held(sides[1], SUM)), (sign,))
        written = indicator.write(indicator.Iverson(condition), self.style)
        return Form(written.items[1] if isinstance(written, Run) else written, ATOM, row, column)

    def _side(self, e: Expr, row: Index | None, column: Index | None) -> Form | None:
        """One side of a comparison: a number stands for a whole vector."""
        return self.lay(e) if not self.open(e) else self.lay(e, row, column)

    def _apply(self, function: str, argument: Expr, row: Index | None, column: Index | None) -> Form | None:
        softmax = _softmax(argument) if function == "exp" else None
        if softmax is not None and self.is_written(softmax[1]):
            return self._one_of_softmax(Apply(function, argument), softmax[1], row, column)
        if softmax is not None:
            inside, name = self.lay(softmax[0], row, column), "softmax"
        else:
            inside, name = self.lay(argument, row, column), function
        if inside is None:
            return None
        turned = inside.under
        if turned is not None:
            return transposed(self._named(name, turned), self.style)
        return self._named(name, inside)

    def _one_of_softmax(self, e: Expr, index: Index, row: Index | None, column: Index | None) -> Form | None:
        """``softmax(z)_i``: the vector, then the subscript."""
        if row is not None or column is not None:
            return None
        sheet = self if self.inner is None else self.inner
        own = frozenset(i for i in free(e) if i is not index) | sheet.written - {index}
        form = sheet._with_written(own).lay(e, index, None)
        return None if form is None else Form(scripted(form.node, (self.letters[index],)), ATOM)

    def _named(self, name: str, inside: Form) -> Form:
        if name == "abs":
            return replace(inside, node=Fence("|", inside.node, "|"), level=ATOM, under=None)
        node = functions.write(functions.Application(name, (inside.node,)), self.style)
        return replace(inside, node=node, level=SIDE_BY_SIDE, under=None)

    def _log_sum(self, index: Index, body: Expr, row: Index | None, column: Index | None) -> Form | None:
        inside = self.lay(Sum(index, Apply("exp", body)), row, column)
        return None if inside is None else self._named("log", inside)

    def _select(self, index: Index, key: Expr, body: Expr, row: Index | None, column: Index | None) -> Form | None:
        if row is not None or column is not None:
            return None
        inner = self._with_written(self.written | {index})
        chosen = inner.lay(key)
        if chosen is None:
            return None
        if key is body:
            return Form(Big("max", self.letters[index], None, held(chosen, PRODUCT)), PRODUCT)
        below = tuple(self.letters[i] for i in sorted(free(Select(index, key, key)), key=lambda i: i.name))
        place = scripted(Name("m"), below)
        known = (place, Big("argmax", self.letters[index], None, held(chosen, PRODUCT)))
        if known not in self.places:
            self.places.append(known)
        here = Letters(self.style, self.letters.taken)
        here.known = dict(self.letters.known) | {index: place}
        return self._with_written(self.written | {index}, here).lay(body)

    def _cases(self, e: Cases, row: Index | None, column: Index | None) -> Form | None:
        if row is not None or column is not None:
            return None
        rows: list[tuple[Node, Node]] = []
        for condition, value in e.branches:
            shown, when = self.lay(value), self._condition(condition)
            if shown is None or when is None:
                return None
            rows.append((shown.node, when))
        last = self.lay(e.otherwise)
        return None if last is None else Form(cases.write(cases.ByCases(tuple(rows), last.node), self.style), ATOM)

    def _condition(self, condition: Expr) -> Node | None:
        match condition:
            case Delta(one, other):
                return Infix((subscript(one, self.letters), subscript(other, self.letters)), ("=",))
            case _:
                form = self.lay(condition)
                return None if form is None else form.node.inside if isinstance(form.node, Fence) else form.node

    def _stack(
        self, at: At, pieces: tuple[tuple[Index | None, Expr], ...], row: Index | None, column: Index | None
    ) -> Form | None:
        if at not in (row, column) or (row is not None and column is not None):
            return None
        cells: list[Node] = []
        for own, body in pieces:
            cell = self.lay(body) if own is None else self.lay(body, own, None)
            if cell is None:
                return None
            cells.append(cell.node)
        block = Form(matrices.write(matrices.Block(tuple((c,) for c in cells)), self.style), ATOM, at)  # type: ignore[arg-type]
        return block if row is not None else transposed(block, self.style)


# -- products and sums taken apart --------------------------------------------------------------------------------


def _factors(e: Expr, sheet: Sheet) -> tuple[list[Expr], list[Index], Exact]:
    """The factors of a product under sums, the indices summed over, and the number in front."""
    factors: list[Expr] = []
    summed_over: list[Index] = []
    numeric = Exact(1)
    waiting = [e]
    taken: set[Index] = set(free(e))
    while waiting:
        part = waiting.pop(0)
        match part:
            case Number(value):
                numeric *= value
            case Mul(parts):
                waiting[:0] = parts
            case Sum(index, body) if sheet.is_written(index):
                own, outside = [], []
                for factor in body.factors if isinstance(body, Mul) else (body,):
                    (own if index in free(factor) else outside).append(factor)
                waiting[:0] = outside
                factors.append(part if not outside else Sum(index, mul(*own)))
            case Sum(index, body):
                new = index if index not in taken else fresh(index)
                taken.add(new)
                summed_over.append(new)
                waiting.insert(0, body if new is index else rename(body, {index: new}))
            case _:
                factors.append(part)
    return factors, summed_over, numeric


def _signs(factors: list[Expr]) -> tuple[list[Expr], int]:
    """Differences turned round where that makes them like others: ``h (h - 1)`` is ``-h (1 - h)``, ``(a - x) / |x - a|`` is ``-(x - a) / |x - a|``."""
    turns = 1
    kept: list[Expr] = []
    for n, factor in enumerate(factors):
        others = factors[:n] + factors[n + 1 :]
        if isinstance(factor, Add) and any(_weight_of(t) < 0 for t in factor.terms):
            turned = Add(tuple(_opposite(t) for t in factor.terms))
            if _slope_turned(factor, others) or any(_holds(other, turned, n > m) for m, other in enumerate(factors) if m != n):
                factor, turns = turned, -turns
        kept.append(factor)
    return kept, turns


def _same_way(terms: list[Expr]) -> list[Expr]:
    """``(b - a) c + (a - b) d`` is ``(a - b) d - (a - b) c``: one difference, one way round, the one in the order of names."""
    differences = list(dict.fromkeys(f for term in terms for f in _inside_product(term) if isinstance(f, Add)))
    turn: dict[Expr, Expr] = {}
    for one in differences:
        other = next((d for d in differences if d is not one and d not in turn and _opposites(one, d)), None)
        if other is not None and one not in turn:
            late = one if _first_name(one) > _first_name(other) else other
            assert isinstance(late, Add)
            turn[late] = mul(Number(Exact(-1)), Add(tuple(map(_opposite, late.terms))))
    return [_turned_in(term, turn) for term in terms] if turn else terms


def _inside_product(e: Expr) -> Iterable[Expr]:
    match e:
        case Mul(factors):
            for factor in factors:
                yield from _inside_product(factor)
        case Sum(_, body):
            yield from _inside_product(body)
        case _:
            yield e


def _turned_in(e: Expr, turn: dict[Expr, Expr]) -> Expr:
    match e:
        case Mul(factors):
            return mul(*(_turned_in(f, turn) for f in factors))
        case Sum(index, body):
            return Sum(index, _turned_in(body, turn))
        case _:
            return turn.get(e, e)


def _opposites(one: Add, other: Add) -> bool:
    if len(one.terms) != len(other.terms):
        return False
    turned = Add(tuple(map(_opposite, one.terms)))
    return set(turned.terms) == set(other.terms) or _similar(turned, other)


def _first_name(e: Add) -> str:
    """The first name that is added."""
    return min((min(symbols(t), default="") for t in e.terms if _weight_of(t) > 0), default="")


def _weight_of(e: Expr) -> Exact:
    if isinstance(e, Number):
        return e.value
    return next((f.value for f in e.factors if isinstance(f, Number)), Exact(1)) if isinstance(e, Mul) else Exact(1)


def _opposite(e: Expr) -> Expr:
    if isinstance(e, Number):
        return Number(-e.value)
    if not isinstance(e, Mul):
        return Mul((Number(Exact(-1)), e))
    value = _weight_of(e)
    rest = [f for f in e.factors if not isinstance(f, Number)]
    return mul(*rest) if value == -1 else mul(Number(-value), *rest)


def _slope_turned(factor: Add, others: list[Expr]) -> bool:
    """``y - 1`` beside y, or ``y² - 1``: the slopes of the sigmoid and of tanh, turned."""
    if len(factor.terms) != 2 or Number(Exact(-1)) not in factor.terms:
        return False
    y = next(t for t in factor.terms if not isinstance(t, Number))
    return y in others or isinstance(y, Power)


def _holds(e: Expr, difference: Expr, before: bool) -> bool:
    """Whether a factor is this difference (and stands before), or has it inside."""
    if isinstance(e, Add):
        return before and _similar(e, difference)
    return isinstance(e, Power) and any(isinstance(part, Add) and _similar(part, difference) for part in _inside(e))


def _inside(e: Expr) -> Iterable[Expr]:
    yield e
    for child in children(e):
        yield from _inside(child)


def _similar(one: Expr, other: Expr) -> bool:
    """Whether two vectors are the same along different indices."""
    mine, theirs = free(one), free(other)
    if len(mine) != 1 or len(theirs) != 1:
        return one is other
    return same(rename(one, dict(zip(mine, theirs, strict=True))), other)


def _multiplied_out(e: Expr, sheet: Sheet) -> Iterable[Expr]:
    """The terms of a sum; products with a factor that no matrix can be (or that holds an identity) are multiplied out."""
    match e:
        case Add(terms):
            for term in terms:
                yield from _multiplied_out(term, sheet)
        case Sum(index, body) if not sheet.is_written(index):
            parts = list(_multiplied_out(body, sheet))
            yield from (Sum(index, part) for part in parts)
        case Mul(factors):
            wide = next((f for f in factors if isinstance(f, Add) and _wide(f, sheet)), None)
            if wide is None:
                yield e
            else:
                rest = tuple(f for f in factors if f is not wide)
                for term in wide.terms:
                    yield from _multiplied_out(mul(term, *rest), sheet)
        case _:
            yield e


def _wide(factor: Add, sheet: Sheet) -> bool:
    if len(sheet.open(factor)) > 2:
        return True
    if sheet.inner is not None:
        return False
    return any(
        isinstance(f, Delta) for term in factor.terms for f in (term.factors if isinstance(term, Mul) else (term,))
    )


def _unbound(e: Inverse, inner: Expr, at: tuple[At, At]) -> Expr:
    """Entry ``at`` of the matrix inside two inverses."""
    assert isinstance(e.body, Inverse)
    return rename(inner, {e.body.row: at[0], e.body.column: at[1]})


def _negative(e: Power) -> bool:
    return isinstance(e.exponent, Number) and e.exponent.value < 0


def _divides(item: network.Item) -> bool:
    return isinstance(item, network.Leaf) and isinstance(item.e, Power) and _negative(item.e)


def _turned(item: network.Item) -> Expr:
    assert isinstance(item, network.Leaf) and isinstance(item.e, Power) and isinstance(item.e.exponent, Number)
    value = -item.e.exponent.value
    return item.e.base if value == 1 else Power(item.e.base, Number(value))


def _weight(form: Form) -> int:
    """The order of factors multiplied entry by entry: differences, products, symbols, then ``1 - h``."""
    if form.level == SUM:
        return 3 if any(isinstance(part, Numeral) for part in getattr(form.node, "operands", ())) else 0
    return (
        1
        if form.level == SIDE_BY_SIDE and isinstance(form.node, Run) and not isinstance(form.node.items[-1], Fence)
        else 2
    )


def _softmax(argument: Expr) -> tuple[Expr, Index] | None:
    """The z and the i of ``z_i - log Σ_k exp z_k``."""
    if not isinstance(argument, Add):
        return None
    for term in argument.terms:
        if (
            isinstance(term, Mul)
            and len(term.factors) == 2
            and isinstance(term.factors[0], Number)
            and term.factors[0].value == -1
        ):
            inner = term.factors[1]
            if isinstance(inner, LogSumExp):
                rest = tuple(t for t in argument.terms if t is not term)
                logit = rest[0] if len(rest) == 1 else Add(rest)
                for i in free(logit) - free(inner):
                    if same(rename(inner.body, {inner.over: i}), logit):
                        return logit, i
    return None


def _length(form: Form) -> float:
    """What a form costs; a sum may need brackets."""
    return cost(form.node) + (1.5 if form.level < SIDE_BY_SIDE else 0)


def _slashed(value: Exact) -> Node:
    return Infix((Numeral(str(value.numerator)), Numeral(str(value.denominator))), ("/",))
