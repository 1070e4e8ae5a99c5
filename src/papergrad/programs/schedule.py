"""The stair from algebra to programs: which arrays to compute, in which order, each one once.

An expression becomes an array over its free indices. Arrays are computed in *blocks*: the program itself, and the body of
each loop. An expression belongs to the outermost block that knows what it mentions, so whatever a recurrence does not need
from its own past is computed for all positions at once, before the loop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import assert_never

from papergrad.algebra.nodes import (
    ZERO,
    Add,
    Affine,
    Apply,
    At,
    Cases,
    Definition,
    Definitions,
    Delta,
    Determinant,
    Entry,
    Expr,
    Extent,
    Index,
    Indicator,
    Inverse,
    LogSumExp,
    Lookup,
    Mul,
    Number,
    Position,
    Power,
    Product,
    Select,
    Stack,
    Sum,
    Tensor,
    children,
    entries,
    free,
    mul,
    rename,
    running,
    subscripts,
    substitute,
    symbols,
)  # fmt: skip
from papergrad.algebra.recurrences import Knot, knots
from papergrad.algebra.sizes import Size
from papergrad.programs import elementary, sums
from papergrad.programs.contraction import path
from papergrad.programs.names import Names
from papergrad.programs.prepare import Hidden, Preparation
from papergrad.programs.program import (
    Axis,
    Call,
    Constant,
    Contract,
    Determine,
    Fold,
    Input,
    Invert,
    Join,
    Length,
    Loop,
    Map,
    Output,
    Part,
    Place,
    Program,
    Read,
    Scatter,
    State,
    Step,
    Tree,
    axes_of,
    sizes_of,
)  # fmt: skip
from papergrad.programs.sharing import Sharing
from papergrad.programs.stable import stable
from papergrad.source import PaperError

Inputs = Mapping[str, tuple[Size, ...]]
TYPICAL = 64  # the length of an axis nobody has told, when the order of a product is chosen


def schedule(
    outputs: Mapping[str, Tensor],
    definitions: Definitions,
    *,
    gradients: Mapping[str, Tensor] | None = None,
    inputs: Inputs | None = None,
    sizes: Mapping[str, int] | None = None,
    formula: str = "",
) -> Program:
    """The program that computes ``outputs``, and ``gradients`` by the name of the input they belong to.

    ``definitions`` say what the names mean that are not inputs. ``inputs`` are shapes of inputs; one that is not listed
    gets its shape from its subscripts. ``sizes`` are typical lengths, for choosing the order of products.
    Raises PaperError where a shape is not known, and for recurrences that do not run along an axis.
    """
    wanted = [(name, tensor, None) for name, tensor in outputs.items()]
    wanted += [(f"d_{name}", tensor, name) for name, tensor in (gradients or {}).items()]
    plan = _Plan(definitions, [tensor.body for _, tensor, _ in wanted], dict(inputs or {}), dict(sizes or {}))
    results = [plan.output(symbol, tensor, wrt) for symbol, tensor, wrt in wanted]
    return plan.program(results, formula)


@dataclass
class _Block:
    """A place for steps: the program (``index`` None), or the body of a loop along ``index`` that fills ``busy``."""

    outer: _Block | None = None
    index: Index | None = None
    busy: frozenset[str] = frozenset()
    steps: list[Step] = field(default_factory=list)
    known: dict[tuple[int, tuple[Index | None, ...]], tuple[str, tuple[int, ...]]] = field(default_factory=dict)

    @property
    def fixed(self) -> frozenset[Index]:
        return frozenset() if self.outer is None or self.index is None else self.outer.fixed | {self.index}


@dataclass(frozen=True)
class _Stored:
    """Where a definition is: the axes of the array, as places among the definition's, and how far positions are moved."""

    name: str
    order: tuple[int, ...]
    running: int | None = None
    before: int = 0


class _Plan:
    def __init__(
        self, definitions: Definitions, roots: list[Expr], shapes: dict[str, tuple[Size, ...]], sizes: dict[str, int]
    ):
        self.sharing = Sharing()
        self.prepare = Preparation(self.sharing)
        self.knots = knots(definitions)
        plain = {name: d for name, d in definitions.items() if name not in self.knots}
        self.definitions = {
            name: Definition(
                name, d.axes, self.prepare(stable(d.body, plain)), d.start and self.prepare(stable(d.start, plain))
            )
            for name, d in definitions.items()
        }
        self.plain = plain
        self.sparse = {name: d for name, d in self.definitions.items() if name in plain and sums.placed(d)}
        self.definitions = {name: replace(d, body=self.dense(d.body)) for name, d in self.definitions.items()}
        bodies = {name: d.body for name, d in self.definitions.items()}
        hidden = {name: h.body for name, h in self.prepare.hidden.items()}
        self.prepared = [self.prepared_form(root) for root in roots]
        hidden |= {name: h.body for name, h in self.prepare.hidden.items()}
        self.sharing.count(self.prepared, bodies | hidden)
        self.names, self.shapes, self.sizes = Names(), shapes, sizes
        self.inputs: dict[str, Input] = {}
        self.stored: dict[str, _Stored] = {}
        self.axis_of: dict[Index, Axis] = {}
        self.arrays: dict[str, tuple[Size, ...]] = {}
        self.root = _Block()
        self.wish: tuple[Index, ...] = ()  # the order of axes in the definition being computed
        self.whole = self._whole([*self.prepared, *bodies.values(), *hidden.values()])
        self.reach = self._reach([*self.prepared, *bodies.values(), *hidden.values()])

    def prepared_form(self, e: Expr) -> Expr:
        return self.dense(self.prepare(stable(e, self.plain)))

    def dense(self, e: Expr) -> Expr:
        """``e`` with definitions that are 0 but at one looked-up place put in: sums over them then have one term."""

        def change(entry: Entry) -> Expr | None:
            if entry.symbol not in self.sparse:
                return None
            d = self.sparse[entry.symbol]
            where = sums.placed(d)  # off these axes it is 0 by itself
            kept = [(i, at) for i, at in zip(d.axes, entry.at, strict=True) if i not in where]
            guards = [g for i, at in kept for g in sums.on_axis(at, i.size, self.prepare.tops)]
            return self.dense(mul(*guards, rename(d.body, dict(zip(d.axes, entry.at, strict=True)))))

        return substitute(e, change) if not self.sparse.keys().isdisjoint(symbols(e)) else e

    # -- names and shapes -----------------------------------------------------------------------------------------

    @staticmethod
    def _whole(roots: Sequence[Expr]) -> frozenset[str]:
        """The names that positions are looked up in."""
        found: set[str] = set()
        todo, seen = list(roots), set()
        while todo:
            e = todo.pop()
            if e in seen:
                continue
            seen.add(e)
            todo += children(e)
            ats = list(subscripts(e))
            while ats:
                at = ats.pop()
                if isinstance(at, Affine):
                    ats += [term for term, _ in at.terms]
                elif isinstance(at, Lookup):
                    found.add(at.symbol)
                    ats += at.at
        return frozenset(found)

    def _reach(self, roots: Sequence[Expr]) -> dict[str, tuple[int, int]]:
        """How far before the first and after the last position a recurrence is read."""
        found = dict.fromkeys(self.knots, (0, 0))
        for entry in frozenset[Entry]().union(*map(entries, roots)):
            if entry.symbol in found:
                at = entry.at[self.knots[entry.symbol].place[entry.symbol]]
                ahead = at.offset.number if isinstance(at, Affine) and len(at.terms) == 1 else None
                before, after = found[entry.symbol]
                if ahead is not None and isinstance(at, Affine) and at.terms[0][1] == 1:
                    found[entry.symbol] = max(before, int(-ahead)), max(after, int(ahead))
        return found

    def axis(self, i: Index) -> Axis:
        if i not in self.axis_of:
            self.axis_of[i] = Axis(self.names.new(i.name.split("%")[0]), i.size)
        return self.axis_of[i]

    def input(self, symbol: str, at: tuple[At, ...]) -> Input:
        if symbol not in self.inputs:
            shape = self.shapes.get(symbol)
            if shape is None:
                if not all(isinstance(a, Index) for a in at):
                    raise PaperError(f"the shape of {symbol} is not known", hint="declare its shape", code="PG401")
                shape = tuple(a.size for a in at if isinstance(a, Index))
            self.inputs[symbol] = Input(self.names.new(symbol), symbol, shape, symbol in self.whole)
        return self.inputs[symbol]

    def program(self, outputs: Sequence[Output], formula: str) -> Program:
        inputs = tuple(sorted(self.inputs.values(), key=lambda given: not given.whole))
        inputs = tuple(sorted(inputs, key=lambda given: list(self.inputs).index(given.symbol)))
        program = Program(inputs, tuple(self.root.steps), tuple(outputs), (), formula)
        told = program.lengths
        missing = (sizes_of(program.steps) | sizes_of(program.outputs)) - told.keys()
        return Program(inputs, program.steps, program.outputs, tuple(sorted(missing)), formula)

    # -- blocks ---------------------------------------------------------------------------------------------------

    def depends(self, e: Expr, block: _Block) -> bool:
        return not self.prepare.symbols(e).isdisjoint(block.busy)

    def home(self, e: Expr, block: _Block) -> _Block:
        while block.outer is not None and not self.depends(e, block):
            block = block.outer
        return block

    # -- arrays ---------------------------------------------------------------------------------------------------

    def array(self, e: Expr, block: _Block, order: Sequence[Index] = (), name: str = "v") -> Read:
        """The array of an expression over its free indices; ``order`` is the wished order of its axes."""
        block = self.home(e, block)
        number, indices = self.sharing.shape(e)
        key = number, tuple(i if i in block.fixed else None for i in indices)
        if key not in block.known:
            target, axes = self._compute(e, block, order or self.wish, name)
            block.known[key] = target, tuple(indices.index(i) for i in axes)
        target, places = block.known[key]
        return Read(target, tuple(self.place(indices[p], block) for p in places))

    def _compute(self, e: Expr, block: _Block, order: Sequence[Index], name: str) -> tuple[str, tuple[Index, ...]]:
        """Steps for an expression, and the name and axes of the array they leave."""
        mine = [i for i in self.sharing.shape(e)[1] if i not in block.fixed]
        match e:
            case Sum() | Mul():
                tree = self.product(e, block, order, name)
            case Add() if self.placed(e):
                found = self.placed(e)
                dense = [t for t in e.terms if t not in [placed for placed, _ in found]]
                tree = self._scatter(dense, [term for _, term in found], block, order, name)
            case Product(over, body):
                return self._fold("product", over, body, block, order, name)
            case Inverse() | Determinant():
                return self._matrix(e, block, name)
            case Stack():
                return self._stack(e, block, name)
            case _:
                tree = self.tree(e, block, frozenset(mine))
        if isinstance(tree, Read) and not tree.guarded and tree.array not in {i.name for i in self.inputs.values()}:
            back = {self.axis(i): i for i in mine}
            if all(p.plain in back for p in tree.at) and len({p.plain for p in tree.at}) == len(tree.at):
                return tree.array, tuple(back[p.plain] for p in tree.at if p.plain is not None)
        return self._map(tree, mine, block, order, name)

    def _map(
        self, tree: Tree, mine: list[Index], block: _Block, order: Sequence[Index], name: str
    ) -> tuple[str, tuple[Index, ...]]:
        axes = self._ordered(tree, mine, order)
        target = self.names.new(name)
        self.write(Map(target, tuple(map(self.axis, axes)), tree), block)
        return target, axes

    def write(self, step: Step, block: _Block) -> None:
        block.steps.append(step)
        if not isinstance(step, Loop):
            self.arrays[step.target] = tuple(axis.size for axis in step.axes)

    def _ordered(self, tree: Tree, mine: Sequence[Index], order: Sequence[Index]) -> tuple[Index, ...]:
        """The order of axes of a step: as in the biggest array it reads if that has them all, else as wished."""
        axes = {self.axis(i): i for i in mine}
        reads = sorted(_reads(tree), key=lambda r: -len([a for a in axes_of(r) if a in axes]))
        found = list(dict.fromkeys(a for r in reads for a in axes_of(r) if a in axes))
        if set(order) >= set(mine) and not (reads and set(axes_of(reads[0])) >= axes.keys() and _direct(reads[0])):
            return tuple(i for i in order if i in mine)
        return tuple(dict.fromkeys([axes[a] for a in found] + list(mine)))

    def _fold(
        self, kind: str, over: Index, body: Expr, block: _Block, order: Sequence[Index], name: str
    ) -> tuple[str, tuple[Index, ...]]:
        mine = [i for i in self.sharing.shape(body)[1] if i is not over and i not in block.fixed]
        tree = self.child(body, block, frozenset((*mine, over)))
        axes = self._ordered(tree, mine, order)
        target = self.names.new(name)
        self.write(Fold(target, tuple(map(self.axis, axes)), kind, (self.axis(over),), tree), block)
        return target, axes

    def _matrix(self, e: Inverse | Determinant, block: _Block, name: str) -> tuple[str, tuple[Index, ...]]:
        row, column = e.row, e.column
        rest = [i for i in self.sharing.shape(e.body)[1] if i not in (row, column) and i not in block.fixed]
        axes = (*rest, row, column)
        matrix = self.names.new("matrix")
        tree = self.tree(e.body, block, frozenset(axes))
        self.write(Map(matrix, tuple(map(self.axis, axes)), tree), block)
        read = Read(matrix, tuple(self.place(i, block) for i in axes))
        target = self.names.new("inverse" if isinstance(e, Inverse) else "determinant")
        if isinstance(e, Determinant):
            self.write(Determine(target, tuple(map(self.axis, rest)), read), block)
            return target, tuple(rest)
        self.write(Invert(target, tuple(map(self.axis, axes)), read), block)
        places = tuple(self.place(at, block) for at in (*rest, e.i, e.j))
        mine = [i for i in self.sharing.shape(e)[1] if i not in block.fixed]
        if (e.i, e.j) == (mine[-2:][0] if len(mine) > 1 else None, mine[-1] if mine else None) and mine[:-2] == rest:
            return target, tuple(mine)
        guarded = not all(sums.inside(at, row.size, self.prepare.tops) for at in (e.i, e.j))
        return self._map(Read(target, places, guarded), mine, block, (), name)

    def _stack(self, e: Stack, block: _Block, name: str) -> tuple[str, tuple[Index, ...]]:
        length = Size.of(0)
        for k, _ in e.pieces:
            length = length + (k.size if k is not None else 1)
        along = Index(f"place%{self.names.new('place')}", length)
        rest = tuple(
            dict.fromkeys(
                i for k, body in e.pieces for i in self.sharing.shape(body)[1] if i is not k and i not in block.fixed
            )
        )
        pieces = tuple(
            (None if k is None else self.axis(k), self.tree(body, block, frozenset((*rest, *((k,) if k else ())))))
            for k, body in e.pieces
        )
        target = self.names.new("stack")
        self.write(Join(target, (self.axis(along), *map(self.axis, rest)), pieces), block)
        if isinstance(e.at, Index) and e.at.size == length and e.at not in rest and e.at not in block.fixed:
            return target, (e.at, *rest)
        mine = [i for i in self.sharing.shape(e)[1] if i not in block.fixed]
        read = Read(
            target,
            (self.place(e.at, block), *(self.place(i, block) for i in rest)),
            not sums.inside(e.at, length, self.prepare.tops),
        )
        return self._map(read, mine, block, (), name)

    # -- sums of products -----------------------------------------------------------------------------------------

    def opened(self, e: Expr) -> sums.Term:
        """A sum over a product, with the sums in it that nobody else needs."""
        outer = self.prepare.symbols(e)

        def opens(inner: Sum) -> bool:
            again = self.sharing.uses[self.sharing.shape(inner)[0]] > 1
            # a part that mentions less may be known before a loop
            return inner is e or (
                isinstance(e, Sum) and not again and not (outer - self.prepare.symbols(inner)) & self.knots.keys()
            )

        return sums.term((), e, opens, self.prepare.tops)

    def product(self, e: Sum | Mul, block: _Block, order: Sequence[Index] = (), name: str = "v") -> Tree:
        return self.term(self.opened(e), block, order, name)

    def term(self, term: sums.Term, block: _Block, order: Sequence[Index], name: str) -> Tree:
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
            inner = [sums.term(over, mul(*each), lambda _: True, self.prepare.tops) for each in several]
            return Call("add", tuple(self.term(_with_targets(t, term.targets), block, (), "v") for t in inner))
        if term.targets:
            return self._scatter((), (term,), block, order, name)
        outside = [f for f in factors if free(f).isdisjoint(over)]
        inside = [f for f in factors if not free(f).isdisjoint(over)]
        idle = [i for i in over if not any(i in free(f) for f in inside)]
        trees: list[Tree] = [Length(i.size) for i in idle]
        kept = tuple(i for i in over if i not in idle)
        span = frozenset(i for f in factors for i in free(f)) - set(over) - block.fixed
        alone = not outside and not idle
        if inside:
            trees.append(self.contraction(kept, inside, block, order if alone else (), name if alone else "v"))
        trees += self.factors(outside, block, span)
        return trees[0] if len(trees) == 1 else Call("multiply", tuple(trees)) if trees else Constant(Fraction(1))

    def factors(self, factors: Sequence[Expr], block: _Block, span: frozenset[Index]) -> list[Tree]:
        """Trees of factors; those that a loop does not change are multiplied before it."""
        outer = [f for f in factors if self.home(f, block) is not block and not isinstance(f, Number | Extent)]
        if len(outer) > 1:
            factors = [mul(*outer), *(f for f in factors if f not in outer)]
        groups: dict[frozenset[Index], list[Tree]] = {}
        for f in factors:
            groups.setdefault(free(f) - block.fixed, []).append(self.child(f, block, span))
        return [g[0] if len(g) == 1 else Call("multiply", tuple(g)) for g in groups.values()]

    def contraction(
        self, over: Sequence[Index], factors: Sequence[Expr], block: _Block, order: Sequence[Index], name: str
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
            products.append(self._pair(left, right, needed, block, order if last else (), name if last else "v"))
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

    def _tree_of(self, f: _Factor, block: _Block) -> Tree:
        return (
            f.tree
            if f.tree is not None
            else self.child(f.expr, block, f.labels)
            if f.expr is not None
            else Constant(Fraction(1))
        )

    def _summed(self, f: _Factor, over: frozenset[Index], block: _Block, order: Sequence[Index], name: str) -> _Factor:
        """A factor summed over indices that stand in it alone."""
        tree = self._tree_of(f, block)
        mine = [i for i in f.labels if i not in over]
        axes = self._ordered(tree, sorted(mine, key=lambda i: i.name), order)
        target = self.names.new(name)
        runs = tuple(sorted(map(self.axis, over), key=lambda a: a.name))
        self.write(Fold(target, tuple(map(self.axis, axes)), "sum", runs, tree), block)
        return _Factor(None, Read(target, tuple(self.place(i, block) for i in axes)), frozenset(axes))

    def _pair(
        self, left: _Factor, right: _Factor, needed: frozenset[Index], block: _Block, order: Sequence[Index], name: str
    ) -> _Factor:
        both = left.labels & right.labels
        gone = (left.labels | right.labels) - needed
        for one in (left, right):
            alone = (one.labels & gone) - both
            if alone:
                new = self._summed(one, alone, block, (), "v")
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
        self, left: _Factor, right: _Factor, over: frozenset[Index], labels: frozenset[Index], block: _Block,
        order: Sequence[Index], name: str,
    ) -> _Factor:  # fmt: skip
        if left.labels & right.labels & labels:  # no matrix product: what is looked up need not be copied
            one, other = self._read_of(left, block), self._read_of(right, block)
        else:
            one, other = self._operand(left, block), self._operand(right, block)
        back = {self.axis(i): i for i in left.labels | right.labels}
        first = [i for i in order or self.wish if i in labels]
        if first and first[0] in right.labels and first[0] not in left.labels:
            one, other, left, right = other, one, right, left
        batch = [back[a] for a in axes_of(one) if a in back and back[a] in left.labels & right.labels & labels]
        rows = [back[a] for a in axes_of(one) if a in back and back[a] in labels and back[a] not in batch]
        columns = [back[a] for a in axes_of(other) if a in back and back[a] in labels and back[a] not in batch]
        axes = (*batch, *rows, *columns)
        target = self.names.new(name)
        runs = tuple(a for a in axes_of(one) if a in back and back[a] in over)
        self.write(Contract(target, tuple(map(self.axis, axes)), one, other, runs), block)
        return _Factor(None, Read(target, tuple(self.place(i, block) for i in axes)), labels)

    def _read_of(self, f: _Factor, block: _Block) -> Read:
        tree = self._tree_of(f, block)
        return tree if isinstance(tree, Read) else self._operand(f, block)

    def _operand(self, f: _Factor, block: _Block) -> Read:
        """A factor as an array that a matrix product can take: each place an axis, moved by a constant at most."""
        tree = self._tree_of(f, block)
        if isinstance(tree, Read) and not tree.guarded and _straight(tree, {self.axis(i) for i in block.fixed}):
            return tree
        if f.expr is not None:
            return self.array(f.expr, block)
        mine = sorted(f.labels, key=lambda i: i.name)
        target, axes = self._map(tree, mine, block, (), "v")
        return Read(target, tuple(self.place(i, block) for i in axes))

    def _scatter(
        self, dense: Sequence[Expr], terms: Sequence[sums.Term], block: _Block, order: Sequence[Index], name: str
    ) -> Tree:
        """Sums over products with deltas that place them: what stands at each position is added to where it belongs.

        All ``terms`` have the same targets but for the places; ``dense`` is what they are added to.
        """
        start = Call("add", tuple(self.child(e, block, frozenset()) for e in dense)) if dense else None
        spots = [i for i, _ in terms[0].targets]
        trees = []
        for term in terms:
            gone = frozenset(i for _, at in term.targets for i in running(at)) - block.fixed
            inner = sums.Term(tuple(i for i in term.over if i not in gone), term.factors)
            trees.append(self.term(inner, block, (), "v"))
        mine = frozenset(spots).union(*(_kept(t) for t in terms), *map(free, dense)) - block.fixed
        wish = [*spots, *(i for i in self._ordered(trees[0], sorted(mine, key=lambda i: i.name), ()) if i not in spots)]
        axes = (
            self._ordered(start, list(mine), order)
            if start is not None
            else tuple(order)
            if set(order) == mine
            else tuple(wish)
        )
        parts = []
        for term, tree in zip(terms, trees, strict=True):
            to = dict(term.targets)
            places = tuple(self.place(to[i], block) if i in to else None for i in axes)
            gone = frozenset(i for at in to.values() for i in running(at))
            guarded = not all(sums.inside(at, i.size, self.prepare.tops) for i, at in term.targets)
            parts.append(Part(places, tuple(self.axis(i) for i in term.over if i in gone), tree, guarded))
        target = self.names.new(name)
        self.write(Scatter(target, tuple(map(self.axis, axes)), start, tuple(parts)), block)
        return Read(target, tuple(self.place(i, block) for i in axes))

    # -- trees ----------------------------------------------------------------------------------------------------

    def place(self, at: At, block: _Block) -> Place:
        match at:
            case Index():
                return Place(((self.axis(at), 1),))
            case Affine(terms, offset):
                total, moved = [], offset
                for term, weight in terms:
                    inner = self.place(term, block)
                    total += [(t, w * weight) for t, w in inner.terms]
                    moved = moved + inner.offset * weight
                return Place(tuple(total), moved)
            case Lookup(symbol, inside):
                return Place(((self.entry(symbol, inside, block), 1),))
            case _:
                assert_never(at)

    def entry(self, symbol: str, at: tuple[At, ...], block: _Block) -> Read:
        """One entry of an input, a definition or a hidden name."""
        if symbol in self.prepare.hidden:
            return self._hidden(symbol, at, block)
        if symbol not in self.definitions:
            given = self.input(symbol, at)
            guarded = not all(sums.inside(a, n, self.prepare.tops) for a, n in zip(at, given.shape, strict=True))
            return Read(given.name, tuple(self.place(a, block) for a in at), guarded)
        if symbol not in self.stored:
            if symbol in self.knots:
                self.loop(self.knots[symbol], block)
            else:
                self.define(self.definitions[symbol], block)
        stored, d = self.stored[symbol], self.definitions[symbol]
        places, guarded = [], False
        for spot in stored.order:
            moved = at[spot]
            if spot == stored.running:
                before, after = self.reach[symbol]
                ahead = _shifted(moved, before)
                guarded |= not sums.inside(ahead, d.axes[spot].size + before + after, self.prepare.tops)
                places.append(self.place(ahead, block))
            else:
                guarded |= not sums.inside(moved, d.axes[spot].size, self.prepare.tops)
                places.append(self.place(moved, block))
        return Read(stored.name, tuple(places), guarded)

    def _hidden(self, symbol: str, at: tuple[At, ...], block: _Block) -> Read:
        h = self.prepare.hidden[symbol]
        plain = all(isinstance(a, Index) for a in at) and len(set(at)) == len(at)
        new: dict[Index, At] = dict(zip(h.axes, at, strict=True)) if plain else {}
        over = h.over and Index(f"{h.over.name.split('%')[0]}%{symbol}", h.over.size)
        body = rename(h.body, {**new, **({h.over: over} if h.over is not None and over is not None else {})})
        read = self._fold_once(Hidden(h.kind, over, body, tuple(new.get(i, i) for i in h.axes)), block)  # type: ignore[misc]
        if plain:
            return read
        spots = {self.axis(i): a for i, a in zip(h.axes, at, strict=True)}
        places = tuple(self.place(spots[p.plain], block) if p.plain in spots else p for p in read.at)
        return Read(
            read.array,
            places,
            not all(sums.inside(a, i.size, self.prepare.tops) for i, a in zip(h.axes, at, strict=True)),
        )

    def _fold_once(self, h: Hidden, block: _Block) -> Read:
        if h.over is None:
            return self.array(h.body, block)
        block = self.home(h.body, block)
        number, indices = self.sharing.bound(h.kind, h.over, h.body)
        key = number, tuple(i if i in block.fixed else None for i in indices)
        if key not in block.known:
            target, axes = self._fold(h.kind, h.over, h.body, block, (), h.kind)
            block.known[key] = target, tuple(indices.index(i) for i in axes)
        target, places = block.known[key]
        return Read(target, tuple(self.place(indices[p], block) for p in places))

    def tree(self, e: Expr, block: _Block, span: frozenset[Index]) -> Tree:
        """The scalar tree of an expression in a step that runs over ``span``."""
        match e:
            case Number(value):
                return Constant(value)
            case Extent(size):
                return Length(size)
            case Position(at):
                place = self.place(at, block)
                return Place(place.terms, place.offset + 1)
            case Entry(symbol, at):
                return self.entry(symbol, at, block)
            case Delta(one, other):
                return Call("equal", (self.place(one, block), self.place(other, block)))
            case Indicator(relation, left, right):
                name = {">": "greater", ">=": "atleast", "=": "equal"}[relation]
                return Call(name, (self.child(left, block, span), self.child(right, block, span)))
            case Add(terms):
                return self._add(e, block, span)
            case Mul():
                return self.product(e, block)
            case Power(base, exponent):
                return Call("power", (self.child(base, block, span), self.child(exponent, block, span)))
            case Apply(function, argument):
                return elementary.apply(function, self.child(argument, block, span))
            case Cases(branches, otherwise):
                result = self.child(otherwise, block, span)
                for condition, value in reversed(branches):
                    result = Call(
                        "choose", (self.child(condition, block, span), self.child(value, block, span), result)
                    )
                return result
            case Sum() | Product() | Inverse() | Determinant() | Stack():
                return self.array(e, block)
            case LogSumExp() | Select():
                return self.tree(self.prepare(e), block, span)
            case _:
                assert_never(e)

    def _add(self, e: Add, block: _Block, span: frozenset[Index]) -> Tree:
        terms = e.terms
        if self.placed(e):
            return self.array(e, block)
        outer = [t for t in terms if self.home(t, block) is not block]
        if len(outer) > 1 and any(not _leaf(t) for t in outer):
            terms = (Add(tuple(outer)), *(t for t in terms if t not in outer))
        return Call("add", tuple(self.child(t, block, span) for t in terms))

    def placed(self, e: Expr) -> list[tuple[Expr, sums.Term]]:
        """The terms of a sum that are best added where they belong, all at the same axes."""
        found = []
        for t in e.terms if isinstance(e, Add) else ():
            if isinstance(t, Sum | Mul | Delta):
                term = self.opened(t)
                if term.targets and sums.opened(term.factors, term.over) is None:
                    found.append((t, term))
        spots = {i for i, _ in found[0][1].targets} if found else set()
        found = [(t, term) for t, term in found if {i for i, _ in term.targets} == spots]
        whole = all(free(t) == free(e) for t, _ in found)
        return found if whole else []

    def child(self, e: Expr, block: _Block, span: frozenset[Index]) -> Tree:
        """A part of a tree: in line, or as an array of its own where it is shared, costly to repeat, or known before a loop."""
        if _leaf(e):
            return self.tree(e, block, span)
        number, indices = self.sharing.shape(e)
        known = (number, tuple(i if i in block.fixed else None for i in indices)) in self.home(e, block).known
        again = (known or self.sharing.uses[number] > 1) and not _trivial(e)
        repeated = (free(e) - block.fixed) < span and _costly(e)
        if again or repeated or self.home(e, block) is not block:
            return self.array(e, block)
        return self.tree(e, block, span)

    # -- definitions ----------------------------------------------------------------------------------------------

    def define(self, d: Definition, block: _Block) -> None:
        """The array of a definition, under its name."""
        before, self.wish = self.wish, d.axes
        read = self.array(d.body, self.root, d.axes, d.symbol)
        self.wish = before
        spots = {self.axis(i): place for place, i in enumerate(d.axes)}
        self.stored[d.symbol] = _Stored(read.array, tuple(spots[p.plain] for p in read.at if p.plain is not None))

    def loop(self, knot: Knot, block: _Block) -> None:
        """The loop that fills all members of a knot."""
        first = self.definitions[knot.members[0]]
        index = first.axes[knot.place[first.symbol]]
        inner = _Block(self.root, index, frozenset(knot.members))
        states = []
        for name in knot.members:
            d, spot = self.definitions[name], knot.place[name]
            rest = tuple(i for i in d.axes if i is not d.axes[spot])
            start = self.tree(d.start if d.start is not None else ZERO, self.root, frozenset(rest))
            target = self.names.new(name)
            before, after = self.reach[name]
            axes = (self.axis(index), *map(self.axis, rest))
            states.append(State(target, axes, before, after, start))
            self.arrays[target] = (index.size + before + after, *(i.size for i in rest))
            order = (spot, *(p for p in range(len(d.axes)) if p != spot))
            self.stored[name] = _Stored(target, order, spot, before)
        for name in knot.members:
            d, spot = self.definitions[name], knot.place[name]
            body = rename(d.body, {d.axes[spot]: index})
            rest = tuple(i for i in d.axes if i is not d.axes[spot])
            before, self.wish = self.wish, (index, *rest)
            tree = self.child(body, inner, frozenset(rest))
            self.wish = before
            at = self.place(_shifted(index, self.reach[name][0]), inner)
            self.write(Map(self.stored[name].name, tuple(map(self.axis, rest)), tree, at), inner)
        self.root.steps.append(Loop(self.axis(index), knot.step < 0, tuple(states), tuple(inner.steps)))

    def output(self, symbol: str, tensor: Tensor, wrt: str | None) -> Output:
        e = self.prepared_form(tensor.body)
        read = (
            self.tree(e, self.root, frozenset(tensor.axes))
            if isinstance(e, Entry)
            else self.array(e, self.root, tensor.axes, symbol)
        )
        axes = tuple(map(self.axis, tensor.axes))
        plain = (
            isinstance(read, Read) and not read.guarded and all(p.run is not None and p.run[1] == 1 for p in read.at)
        )
        if not plain or set(axes_of(read)) != set(axes) or len(read.at) != len(axes):
            target = self.names.new(symbol)
            self.write(Map(target, axes, read), self.root)
            read = Read(target, tuple(Place(((a, 1),)) for a in axes))
        return Output(self.names.new(f"out_{symbol}"), symbol, axes, read, wrt)


@dataclass(frozen=True)
class _Factor:
    """A factor of a sum: an expression not computed yet, or a tree; with the indices it runs over."""

    expr: Expr | None
    tree: Tree | None
    labels: frozenset[Index]


def _kept(term: sums.Term) -> frozenset[Index]:
    """The indices that a term leaves free, aside from its targets."""
    every = [*map(free, term.factors), *(running(at) for _, at in term.targets)]
    return frozenset[Index]().union(*every) - set(term.over)


def _with_targets(term: sums.Term, targets: tuple[tuple[Index, At], ...]) -> sums.Term:
    return sums.Term(term.over, term.factors, (*targets, *term.targets))


def _shifted(at: At, by: int) -> At:
    return Affine(((at, 1),), Size.of(by)) if by and isinstance(at, Index) else _more(at, by)


def _more(at: At, by: int) -> At:
    if not by or isinstance(at, Lookup | Index):
        return at
    moved = at.offset + by
    single = len(at.terms) == 1 and at.terms[0][1] == 1 and not moved.terms
    return at.terms[0][0] if single else Affine(at.terms, moved)


def _leaf(e: Expr) -> bool:
    return isinstance(e, Number | Extent | Position | Entry | Delta)


def _trivial(e: Expr) -> bool:
    """Whether to compute an expression again rather than keep it: a number times an entry, or known from sizes alone."""
    if not symbols(e) and not free(e) and not isinstance(e, Sum):
        return True
    return (
        isinstance(e, Mul)
        and len([f for f in e.factors if not isinstance(f, Number | Extent)]) < 2
        and all(map(_leaf, e.factors))
    )


def _costly(e: Expr) -> bool:
    if isinstance(e, Apply | Cases) or (
        isinstance(e, Power) and e.exponent not in (Number(Fraction(2)), Number(Fraction(-1)))
    ):
        return True
    return not isinstance(e, Sum | Product) and any(map(_costly, children(e)))


def _reads(tree: Tree) -> list[Read]:
    match tree:
        case Read():
            return [tree]
        case Call(_, arguments):
            return [r for a in arguments for r in _reads(a)]
    return []


def _direct(read: Read) -> bool:
    """Whether all places of a read are axes, moved or not: nothing is looked up."""
    return all(p.run is not None for p in read.at)


def _straight(read: Read, fixed: set[Axis]) -> bool:
    """Whether a read is a plain part of its array: every place a different axis, moved by a constant at most."""
    runs = [p.run for p in read.at if any(t not in fixed for t, _ in p.terms)]
    axes = [run[0] for run in runs if run is not None and run[1] == 1]
    still = all(isinstance(t, Axis) for p in read.at for t, _ in p.terms)
    return still and len(axes) == len(runs) and len(set(axes)) == len(axes)
