"""One formula on its way to paper: sums of products as sums of products of matrices, or with subscripts where none says it."""

from __future__ import annotations

from dataclasses import field, replace
from fractions import Fraction as Exact
from typing import assert_never

from papergrad.algebra.nodes import ONE, Add, Expr, Index, Mul, Number, Power, Sum
from papergrad.algebra.traversal import free
from papergrad.notation.glyphs import ATOM, PRODUCT, SIDE_BY_SIDE, SUM
from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Infix, Name, Node, Numeral, Prefix, Root, Run, Script
from papergrad.phrasebook import blocks, diag, functions, inverse, norm, trace
from papergrad.records import dataclass
from papergrad.writing import apart, fused, network
from papergrad.writing.forms import Form, cost, entrywise, held, numeral, over, product, raised, transposed, turns
from papergrad.writing.hand import Scripts
from papergrad.writing.leaves import leaf
from papergrad.writing.spelling import Letters
from papergrad.writing.terms import Term, on_paper, together, unsigned


@dataclass(frozen=True)
class _Product:
    """A number times ``items`` over ``below``."""

    number: Exact
    below: tuple[Expr, ...]
    items: tuple[network.Item, ...]


@dataclass
class Sheet:
    """The hand of one writer. ``places`` gathers the letters of largest positions.

    A sheet with an ``inner`` one writes every index: it is index form, and borrows matrices from the inner sheet for parts.
    """

    style: Style
    letters: Letters
    scripts: Scripts
    places: list[tuple[Node, Node]] = field(default_factory=list)
    inner: Sheet | None = None
    _apart: dict[Expr, tuple[_Product, ...] | None] = field(default_factory=dict)
    _items: dict[tuple[network.Item, Index | None, Index | None], Form | None] = field(default_factory=dict)
    _straight: dict[tuple[Expr | network.Item, Index | None, Index | None], Form | None] = field(default_factory=dict)
    _done: dict[tuple[Expr, Index | None, Index | None], Form | None] = field(default_factory=dict)

    def with_written(self, changed: frozenset[Index], letters: Letters | None = None) -> Sheet:
        """The same hand with other indices in scripts."""
        inner = None if self.inner is None else self.inner.with_written(changed, letters)
        return Sheet(self.style, letters or self.letters, Scripts(changed, self.scripts.all), self.places, inner)

    # -- matrices -----------------------------------------------------------------------------------------------------

    def lay(self, e: Expr, row: Index | None = None, column: Index | None = None) -> Form | None:
        """The matrix with ``e`` as its entry (``row``, ``column``), the shorter way round; None where no matrices say it."""
        key = (e, row, column)
        if key not in self._done:
            self._done[key] = self._shorter(e, row, column)
        return self._done[key]

    def _shorter(self, e: Expr, row: Index | None, column: Index | None) -> Form | None:
        if not self.scripts.open(e) <= {row, column}:
            return None
        found = self._direct(e, row, column)
        if (row is None and column is None) or (
            found is not None and not turns((found.under or found).node, self.style)
        ):
            return found  # nothing is transposed in it, or it is the transpose of such
        turned = self._direct(e, column, row)
        if turned is None:
            return found
        turned = transposed(turned.along(column, row), self.style)
        under = turned.under  # a sum is turned over as a whole where that leaves no transpose in it
        several = under is not None and under.level <= SUM and turns(under.node, self.style)
        return turned if found is None or _length(turned) + 2 * several < _length(found) else found

    def _direct(self, e: Expr, row: Index | None, column: Index | None) -> Form | None:
        """The matrix as it is, not turned over; one way round is asked for from both."""
        key = (e, row, column)
        if key not in self._straight:
            self._straight[key] = self._laid(e, row, column)
        return self._straight[key]

    def _laid(self, e: Expr, row: Index | None, column: Index | None) -> Form | None:
        match e:
            case Add() | Mul() | Number():
                return self._terms(e, row, column)
            case Sum(index) if index not in self.scripts:
                return self._terms(e, row, column)
            case _:
                wanted = {i for i in (row, column) if i is not None}
                if wanted - free(e):
                    return self._terms(e, row, column)
                form = leaf(self, e, row, column)
                return None if form is None else form.along(row, column)

    def _terms(self, e: Expr, row: Index | None, column: Index | None) -> Form | None:
        """A sum of products."""
        products = self._products(e)
        if products is None:
            return None
        terms: list[Term] = []
        spread = (row is not None or column is not None) and len(products) > 1
        for part in products:
            term = self._term(part, row, column, spread)
            if term is None:
                return None
            terms.append(term)
        if spread and not any(t.factors for t in terms):
            return self._spread(terms, row, column)
        form = together(terms, self.style)
        return form.along(row, column)

    def _spread(self, terms: list[Term], row: Index | None, column: Index | None) -> Form:
        """A number in every place of a matrix."""
        number = together(terms, self.style)
        ones = self._oriented(network.Ones(tuple(i for i in (row, column) if i is not None)), row, column)
        assert ones is not None
        return replace(product((number, ones)), row=row, column=column)

    def _term(self, part: _Product, row: Index | None, column: Index | None, spread: bool) -> Term | None:
        """One product as a term; with ``spread``, a bare number stands for a whole matrix."""
        if spread and not part.items and not part.below:
            return Term(part.number)
        found = network.laid(part.items, row, column)
        if found is None:
            return None
        scalars, main = found
        above, below = [self._scalar(s) for s in scalars], [self.lay(b) for b in part.below]
        if any(f is None for f in (*above, *below)):
            return None
        factors = ((), False) if main is None else self._factors(main, row, column)
        if factors is None:
            return None
        return unsigned(
            Term(part.number, tuple(f for f in above if f), tuple(f for f in below if f), *factors, row, column)
        )

    def _products(self, e: Expr) -> tuple[_Product, ...] | None:
        """A sum taken apart, which does not depend on how it is laid."""
        if e not in self._apart:
            expanded = apart.same_way(apart.joined(list(apart.multiplied_out(e, self.scripts)), self.scripts))
            found = [self._product(part) for part in expanded]
            known = tuple(part for part in found if part is not None)
            self._apart[e] = known if len(known) == len(found) else None
        return self._apart[e]

    def _product(self, e: Expr) -> _Product | None:
        """One product, summed over some indices, taken apart; None where no products of matrices say it."""
        factors, summed_over, numeric = apart.factors(e, self.scripts)
        factors, sign = apart.signs(factors)
        numeric = numeric if sign > 0 else -numeric
        below: list[Expr] = []
        rest: list[Expr] = []
        for factor in factors:
            divisor = None if self.scripts.open(factor) else apart.divisor(factor)
            if divisor is None:
                rest.append(factor)
            elif isinstance(divisor, Number) and divisor.value:
                numeric /= divisor.value
            else:
                below.append(divisor)
        written = self._written(rest)
        made, rest, summed_over = fused.apart(rest, summed_over, written)
        items = network.reduce(rest, summed_over, written, made)
        return None if items is None else _Product(numeric, tuple(below), items)

    def _written(self, factors: list[Expr]) -> frozenset[Index]:
        return self.scripts.written if not self.scripts.all else frozenset().union(*map(free, factors))

    def _factors(
        self, main: network.Item, row: Index | None, column: Index | None
    ) -> tuple[tuple[Form, ...], bool] | None:
        """What an item is made of, and whether that is multiplied entry by entry."""
        if isinstance(main, network.Entrywise):
            divisors = [_divisor(p) for p in main.parts]
            above = [p for p, divisor in zip(main.parts, divisors, strict=True) if divisor is None]
            parts = [self._oriented(p, row, column) for p in above]
            divided = [self._oriented(p, row, column) for p in divisors if p is not None]
            if any(p is None for p in (*parts, *divided)):
                return None
            ordered = tuple(sorted((p for p in parts if p is not None), key=_weight))
            bottom = tuple(p for p in divided if p is not None)
            if bottom:
                top = entrywise(ordered, self.style) if ordered else None
                ordered = (replace(over(top, entrywise(bottom, self.style)), row=row, column=column),)
            return ordered, len(ordered) > 1
        if isinstance(main, network.Chain):
            ordered_chain = self._links(main, row, column)
            return None if ordered_chain is None else (ordered_chain, False)
        form = self._oriented(main, row, column)
        return None if form is None else ((form,), False)

    # -- what a network is made of ------------------------------------------------------------------------------------

    def _links(self, chain: network.Chain, row: Index | None, column: Index | None) -> tuple[Form, ...] | None:
        """The factors of a product of matrices, in order."""
        if row is None and column is None:
            ways = [self._along(chain), self._along(network.Chain(chain.parts[::-1], chain.joints[::-1]))]
            known = [way for way in ways if way is not None]
            return min(known, key=self._burden) if known else None
        if chain.joints[0] is not row:
            chain = network.Chain(chain.parts[::-1], chain.joints[::-1])
        return self._along(chain)

    def _burden(self, way: tuple[Form, ...]) -> tuple[int, int]:
        """How long factors are, and in how many of them something is transposed: of two ways round that are as long, the plainer."""
        return sum(cost(f.node) for f in way), sum(turns(f.node, self.style) for f in way)

    def _along(self, chain: network.Chain) -> tuple[Form, ...] | None:
        forms: list[Form] = []
        for n, part in enumerate(chain.parts):
            form = self._oriented(part, chain.joints[n], chain.joints[n + 1])
            if form is None:
                return None
            form = form.along(chain.joints[n], chain.joints[n + 1])
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
        if not any(isinstance(form.node, Script) and isinstance(form.node.sup, Prefix) for form in (a, b)):
            return False
        return any(inverse.write(inverse.Inverse(x.node), self.style) == y.node for x, y in ((a, b), (b, a)))

    def _oriented(self, item: network.Item, row: Index | None, column: Index | None) -> Form | None:
        """An item as the matrix (``row``, ``column``)."""
        if isinstance(item, network.Leaf):
            return self.lay(item.e, row, column)
        key = (item, row, column)
        found = self._items.get(key, self)
        if isinstance(found, Sheet):  # not looked for yet
            found = self._items[key] = self._item(item, row, column)
        return found

    def _item(self, item: network.Item, row: Index | None, column: Index | None) -> Form | None:
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
                direct = self._entrywise(item, row, column)
                if direct is None or (row is None and column is None) or not turns(direct.node, self.style):
                    return direct
                return self._turn_if_shorter(item, direct, row, column)
            case network.Diagonal(part, index):
                # diag does not care whether its vector stands or lies
                ways = [form for form in (self._oriented(part, index, None), self._oriented(part, None, index)) if form]
                if not ways:
                    return None
                inside = min(ways, key=lambda form: cost(form.node))
                upright = inside.under or inside
                return Form(diag.write(diag.Diagonal(upright.node), self.style), SIDE_BY_SIDE, row, column)
            case network.Trace(part, one, other):
                ways = [self._oriented(part, one, other), self._oriented(part, other, one)]  # Aᵀ has the trace of A
                known = [way for way in ways if way is not None]
                if not known:
                    return None
                inside = min(known, key=lambda way: cost(way.node))
                return Form(trace.write(trace.Trace(inside.node), self.style), SIDE_BY_SIDE)
            case network.Blocks():
                return self._blocks(item, row, column)
            case network.Stacked(part, within, block, index):
                inside = self.lay(part, within, block)
                if inside is None:
                    return None
                called = functions.write(functions.Application("vec", (inside.node,)), self.style)
                standing = Form(called, SIDE_BY_SIDE, index)
                return standing if row is not None else transposed(standing, self.style)
            case network.Square(part):
                found = self._length(part)
                return None if found is None else replace(raised(found, Numeral("2")), level=ATOM)
            case _:
                assert_never(item)

    def _blocks(self, item: network.Blocks, row: Index | None, column: Index | None) -> Form | None:
        """``A ⊗ B``, or ``Aᵀ ⊗ Bᵀ``."""
        upright = item.joints == (row, column)
        rows, columns = (item.rows, item.columns) if upright else (item.columns, item.rows)
        one, other = self.lay(item.one, rows[0], columns[0]), self.lay(item.other, rows[1], columns[1])
        if one is None or other is None:
            return None
        parts = blocks.Blocks((held(one, SIDE_BY_SIDE), held(other, SIDE_BY_SIDE)))
        return Form(blocks.write(parts, self.style), PRODUCT, row, column)

    def _entrywise(self, item: network.Entrywise, row: Index | None, column: Index | None) -> Form | None:
        key = (item, row, column)
        if key not in self._straight:
            found = self._factors(item, row, column)
            form = None if found is None else on_paper(Term(ONE.value, (), (), *found, row, column), self.style)[1]
            self._straight[key] = form
        return self._straight[key]

    def _turn_if_shorter(self, item: network.Entrywise, direct: Form, row: Index | None, column: Index | None) -> Form:
        other = self._entrywise(item, column, row)
        if other is None:
            return direct
        turned = transposed(other.along(column, row), self.style)
        all_turned = isinstance(direct.node, Infix) and not turns(other.node, self.style)
        return turned if cost(turned.node) < cost(direct.node) + 2 * all_turned else direct

    def _length(self, part: network.Leaf) -> Form | None:
        """``‖x‖``, ``‖W‖_F``."""
        indices = part.indices
        inside = self.lay(part.e, indices[0], indices[1] if len(indices) > 1 else None)
        if inside is None:
            return None
        upright = inside.under or inside
        which = "F" if len(indices) > 1 else None
        bars = norm.write(norm.Norm(upright.node, which), self.style)
        return Form(bars, ATOM)

    def _scalar(self, item: network.Item) -> Form | None:
        form = self._oriented(item, None, None)
        return None if form is None else form.along(None, None)

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
        if (
            row is not None
            and column is not None
            and row.size == column.size
            and _as_matrix(form)
            and value in (2, 3, 4)
        ):
            return entrywise((form,) * value.numerator, self.style)  # X² would be X X
        if form.under is not None and value.denominator == 1:
            return transposed(raised(form.under, Numeral(str(value))), self.style)
        return raised(form, numeral(value).node if value.denominator == 1 else _slashed(value))

    def _squared_length(self, base: Expr) -> Form | None:
        if not isinstance(base, Sum):
            return None
        factors, over_these, numeric = apart.factors(base, self.scripts)
        items = network.reduce(factors, over_these, self._written(factors)) if numeric == 1 else None
        if items is None or len(items) != 1 or not isinstance(items[0], network.Square):
            return None
        return self._length(items[0].part)


def _as_matrix(form: Form) -> bool:
    """Whether a power of a form would be read as that of a matrix; that of a function's name (tanh²) is not."""
    return not (
        isinstance(form.node, Run) and isinstance(form.node.items[0], Name) and form.node.items[0].font == "word"
    )


def _divisor(item: network.Item) -> network.Leaf | None:
    """What an item of a product divides by, if it is one divided by something."""
    found = apart.divisor(item.e) if isinstance(item, network.Leaf) else None
    return None if found is None else network.Leaf(found, item.indices)


def _weight(form: Form) -> int:
    """The order of factors multiplied entry by entry: differences, products, symbols, then ``1 - h``."""
    if form.level == SUM:
        return 3 if any(isinstance(part, Numeral) for part in getattr(form.node, "operands", ())) else 0
    return (
        1
        if form.level == SIDE_BY_SIDE and isinstance(form.node, Run) and not isinstance(form.node.items[-1], Fence)
        else 2
    )


def _length(form: Form) -> float:
    """What a form costs; a sum may need brackets."""
    return cost(form.node) + (1.5 if form.level < SIDE_BY_SIDE else 0)


def _slashed(value: Exact) -> Node:
    return Infix((Numeral(str(value.numerator)), Numeral(str(value.denominator))), ("/",))
