"""Sums of products as steps: matrix products where possible, pair by pair, and scatters where a delta places a term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from papergrad.algebra.nodes import Add, At, Delta, Entry, Expr, Extent, Index, Mul, Number, Sum, fresh, mul
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import rename
from papergrad.algebra.traversal import free, running
from papergrad.programs import sums
from papergrad.programs.blocks import UNNAMED, Block
from papergrad.programs.contraction import path
from papergrad.programs.program import Call, Constant, Contract, Fold, Length, Part, Read, Scatter, Tree, axes_of
from papergrad.programs.questions import is_straight
from papergrad.records import dataclass

if TYPE_CHECKING:
    from papergrad.programs.schedule import Plan

TYPICAL = 64  # the length of an axis nobody has told, when the order of a product is chosen


@dataclass(frozen=True)
class _Factor:
    """A factor of a sum: an expression not computed yet, or a tree; with the indices it runs over."""

    expr: Expr | None
    tree: Tree | None
    labels: frozenset[Index]


class Products:
    """The part of a schedule that knows about sums of products. ``sizes`` are typical lengths."""

    def __init__(self, plan: Plan, sizes: Mapping[str, int]) -> None:
        self.plan, self.sizes = plan, sizes

    def opened(self, e: Expr) -> sums.Term:
        """A sum over a product, with the sums in it that nobody else needs."""
        outer = self.plan.prepare.symbols(e)

        def opens(inner: Sum) -> bool:
            again = self.plan.sharing.uses[self.plan.sharing.shape(inner)[0]] > 1
            # a part that mentions less may be known before a loop
            return inner is e or (
                isinstance(e, Sum)
                and not again
                and not (outer - self.plan.prepare.symbols(inner)) & self.plan.knots.keys()
            )

        return sums.term((), e, opens, self.plan.prepare.tops)

    def product(self, e: Sum | Mul, block: Block, order: Sequence[Index] = (), name: str = UNNAMED) -> Tree:
        return self.term(self.opened(e), block, order, name)

    def term(self, term: sums.Term, block: Block, order: Sequence[Index], name: str) -> Tree:
        """The tree of a sum over a product."""
        over, factors = term.over, term.factors
        several = sums.opened(factors, over)
        if (
            several is None
            and len(factors) == 1
            and over
            and sums.spread(factors[0], over)
            and isinstance(factors[0], Add)
        ):
            several = [(t,) for t in factors[0].terms]
        if several is not None:
            inner = [sums.term(over, mul(*each), lambda _: True, self.plan.prepare.tops) for each in several]
            return Call("add", tuple(self.term(_with_targets(t, term.targets), block, (), UNNAMED) for t in inner))
        if term.targets:
            return self.scatter((), (term,), block, order, name)
        outside = [f for f in factors if free(f).isdisjoint(over)]
        inside = [f for f in factors if not free(f).isdisjoint(over)]
        idle = [i for i in over if not any(i in free(f) for f in inside)]
        trees: list[Tree] = [Length(i.size) for i in idle]
        kept = tuple(i for i in over if i not in idle)
        span = frozenset(i for f in factors for i in free(f)) - set(over) - block.fixed
        alone = not outside and not idle
        if inside:
            trees.append(self.contraction(kept, inside, block, order if alone else (), name if alone else UNNAMED))
        trees += self.factors(outside, block, span)
        return trees[0] if len(trees) == 1 else Call("multiply", tuple(trees)) if trees else Constant(Fraction(1))

    def factors(self, factors: Sequence[Expr], block: Block, span: frozenset[Index]) -> list[Tree]:
        """Trees of factors; those that a loop does not change are multiplied before it."""
        outer = [f for f in factors if self.plan.home(f, block) is not block and not isinstance(f, Number | Extent)]
        if len(outer) > 1:
            factors = [mul(*outer), *(f for f in factors if f not in outer)]
        groups: dict[frozenset[Index], list[Tree]] = {}
        for f in factors:
            groups.setdefault(free(f) - block.fixed, []).append(self.plan.child(f, block, span))
        return [g[0] if len(g) == 1 else Call("multiply", tuple(g)) for g in groups.values()]

    def contraction(
        self, over: Sequence[Index], factors: Sequence[Expr], block: Block, order: Sequence[Index], name: str
    ) -> Tree:
        """``Σ over Π factors``, pair by pair."""
        over_set, fixed = frozenset(over), block.fixed
        products = [_Factor(f, None, free(f) - fixed) for f in sums.together(factors)]
        keep = frozenset(i for p in products for i in p.labels) - over_set
        numbers = {i: n for n, i in enumerate(dict.fromkeys(i for p in products for i in p.labels))}
        lengths = {n: self._typical(i.size) for i, n in numbers.items()}
        steps = path(
            [frozenset(numbers[i] for i in p.labels) for p in products], frozenset(numbers[i] for i in keep), lengths
        )
        for one, other in steps:
            left, right = products[one], products[other]
            products = [p for place, p in enumerate(products) if place not in (one, other)]
            needed = keep.union(*(p.labels for p in products))
            last = not products
            products.append(self._pair(left, right, needed, block, order if last else (), name if last else UNNAMED))
        (result,) = products
        rest = result.labels & over_set
        if rest:
            result = self._summed(result, rest, block, order, name)
        return self._tree_of(result, block)

    def _typical(self, size: Size) -> int:
        try:
            return max(1, size.value({name: self.sizes.get(name, TYPICAL) for name in size.names}))
        except ZeroDivisionError:
            return TYPICAL

    def _tree_of(self, f: _Factor, block: Block) -> Tree:
        return (
            f.tree
            if f.tree is not None
            else self.plan.child(f.expr, block, f.labels)
            if f.expr is not None
            else Constant(Fraction(1))
        )

    def _summed(self, f: _Factor, over: frozenset[Index], block: Block, order: Sequence[Index], name: str) -> _Factor:
        """A factor summed over indices that stand in it alone."""
        tree = self._tree_of(f, block)
        mine = [i for i in f.labels if i not in over]
        axes = self.plan.ordered(tree, sorted(mine, key=lambda i: i.name), order)
        target = self.plan.names.new("total" if name == UNNAMED else name)
        runs = tuple(sorted(map(self.plan.axis, over), key=lambda a: a.name))
        self.plan.write(Fold(target, tuple(map(self.plan.axis, axes)), "sum", runs, tree), block)
        return _Factor(None, Read(target, tuple(self.plan.place(i, block) for i in axes)), frozenset(axes))

    def _pair(
        self, left: _Factor, right: _Factor, needed: frozenset[Index], block: Block, order: Sequence[Index], name: str
    ) -> _Factor:
        both = left.labels & right.labels
        gone = (left.labels | right.labels) - needed
        for one in (left, right):
            alone = (one.labels & gone) - both
            if alone:
                new = self._summed(one, alone, block, (), UNNAMED)
                left, right = (new, right) if one is left else (left, new)
        over = both & gone
        labels = (left.labels | right.labels) - over
        if not over:
            return _Factor(None, Call("multiply", (self._tree_of(left, block), self._tree_of(right, block))), labels)
        if left.labels == right.labels and not (self._plain(left) and self._plain(right)):
            tree = Call("multiply", (self._tree_of(left, block), self._tree_of(right, block)))
            return self._summed(_Factor(None, tree, left.labels), over, block, order, name)
        return self._dot(left, right, over, labels, block, order, name)

    @staticmethod
    def _plain(f: _Factor) -> bool:
        return isinstance(f.tree, Read) or (f.tree is None and isinstance(f.expr, Entry))

    def _dot(
        self, left: _Factor, right: _Factor, over: frozenset[Index], labels: frozenset[Index], block: Block,
        order: Sequence[Index], name: str,
    ) -> _Factor:  # fmt: skip
        if left.labels & right.labels & labels:  # no matrix product: what is looked up need not be copied
            one, other = self._read_of(left, block), self._read_of(right, block)
        else:
            one, other = self._operand(left, block), self._operand(right, block)
        back = {self.plan.axis(i): i for i in left.labels | right.labels}
        first = [i for i in order or self.plan.wish if i in labels]
        if first and first[0] in right.labels and first[0] not in left.labels:
            one, other, left, right = other, one, right, left
        batch = [back[a] for a in axes_of(one) if a in back and back[a] in left.labels & right.labels & labels]
        rows = [back[a] for a in axes_of(one) if a in back and back[a] in labels and back[a] not in batch]
        columns = [back[a] for a in axes_of(other) if a in back and back[a] in labels and back[a] not in batch]
        axes = (*batch, *rows, *columns)
        target = self.plan.names.new(self.plan.called(name, (one, other)))
        runs = tuple(a for a in axes_of(one) if a in back and back[a] in over)
        self.plan.write(Contract(target, tuple(map(self.plan.axis, axes)), one, other, runs), block)
        return _Factor(None, Read(target, tuple(self.plan.place(i, block) for i in axes)), labels)

    def _read_of(self, f: _Factor, block: Block) -> Read:
        tree = self._tree_of(f, block)
        return tree if isinstance(tree, Read) else self._operand(f, block)

    def _operand(self, f: _Factor, block: Block) -> Read:
        """A factor as an array that a matrix product can take: each place an axis, moved by a constant at most."""
        tree = self._tree_of(f, block)
        if isinstance(tree, Read) and not tree.guarded and is_straight(tree, {self.plan.axis(i) for i in block.fixed}):
            return tree
        if f.expr is not None:
            return self.plan.array(f.expr, block)
        mine = sorted(f.labels, key=lambda i: i.name)
        target, axes = self.plan.map(tree, mine, block, (), UNNAMED)
        return Read(target, tuple(self.plan.place(i, block) for i in axes))

    def scatter(
        self, dense: Sequence[Expr], terms: Sequence[sums.Term], block: Block, order: Sequence[Index], name: str
    ) -> Tree:
        """Sums over products with deltas that place them: what stands at each position is added to where it belongs.

        All ``terms`` have the same targets but for the places; ``dense`` is what they are added to.
        """
        plain = tuple(self.plan.child(e, block, frozenset()) for e in dense)
        start = Call("add", plain) if len(plain) > 1 else plain[0] if plain else None
        spots = [i for i, _ in terms[0].targets]
        trees = []
        for term in terms:
            gone = frozenset(i for _, at in term.targets for i in running(at)) - block.fixed
            inner = sums.Term(tuple(i for i in term.over if i not in gone), term.factors)
            trees.append(self.term(inner, block, (), UNNAMED))
        mine = frozenset(spots).union(*(_kept(t) for t in terms), *map(free, dense)) - block.fixed
        wish = [
            *spots,
            *(i for i in self.plan.ordered(trees[0], sorted(mine, key=lambda i: i.name), ()) if i not in spots),
        ]
        axes = (
            self.plan.ordered(start, list(mine), order)
            if start is not None
            else tuple(order)
            if set(order) == mine
            else tuple(wish)
        )
        parts = []
        for term, tree in zip(terms, trees, strict=True):
            to = dict(term.targets)
            places = tuple(self.plan.place(to[i], block) if i in to else None for i in axes)
            gone = frozenset(i for at in to.values() for i in running(at))
            guarded = not all(sums.inside(at, i.size, self.plan.prepare.tops) for i, at in term.targets)
            parts.append(Part(places, tuple(self.plan.axis(i) for i in term.over if i in gone), tree, guarded))
        target = self.plan.names.new(name)
        self.plan.write(Scatter(target, tuple(map(self.plan.axis, axes)), start, tuple(parts)), block)
        return Read(target, tuple(self.plan.place(i, block) for i in axes))

    def placed(self, e: Expr, block: Block) -> list[tuple[Expr, sums.Term]]:
        """The terms of a sum that are best added where they belong, all at the same axes."""
        found: list[tuple[Expr, sums.Term]] = []
        for t in e.terms if isinstance(e, Add) else ():
            if isinstance(t, Sum | Mul | Delta):
                term = self.opened(t)
                term = term if term.targets else _on_a_diagonal(t, block) or term
                if term.targets and sums.opened(term.factors, term.over) is None:
                    found.append((t, term))
        spots = {i for i, _ in found[0][1].targets} if found else set()
        found = [(t, term) for t, term in found if {i for i, _ in term.targets} == spots]
        whole = all(free(t) == free(e) for t, _ in found)
        return found if whole else []


def _on_a_diagonal(e: Expr, block: Block) -> sums.Term | None:
    """``p_i δ_ij`` as what stands at the places ``k k``: only they are written, and not a matrix of zeros around them."""
    factors = e.factors if isinstance(e, Mul) else (e,)
    for delta in factors:
        match delta:
            case Delta(Index() as i, Index() as j) if i is not j and i.size is j.size and not {i, j} & block.fixed:
                k = fresh(i.size, "k")
                rest = tuple(rename(f, {i: k, j: k}) for f in factors if f is not delta)
                return sums.Term((k,), rest, ((i, k), (j, k)))
    return None


def _kept(term: sums.Term) -> frozenset[Index]:
    """The indices that a term leaves free, aside from its targets."""
    every = [*map(free, term.factors), *(running(at) for _, at in term.targets)]
    return frozenset[Index]().union(*every) - set(term.over)


def _with_targets(term: sums.Term, targets: tuple[tuple[Index, At], ...]) -> sums.Term:
    return sums.Term(term.over, term.factors, (*targets, *term.targets))
