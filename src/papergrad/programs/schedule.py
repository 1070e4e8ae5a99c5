"""The stair from algebra to programs: which arrays to compute, in which order, each one once.

An expression becomes an array over its free indices. Arrays are computed in *blocks*: the program itself, and the body of
each loop. An expression belongs to the outermost block that knows what it mentions, so whatever a recurrence does not need
from its own past is computed for all positions at once, before the loop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
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
)
from papergrad.algebra.recurrences import Knot
from papergrad.algebra.sizes import Size
from papergrad.algebra.substitution import rename
from papergrad.algebra.traversal import free
from papergrad.programs import elementary, sums
from papergrad.programs.blocks import UNNAMED, Block, Stored
from papergrad.programs.page import Page
from papergrad.programs.prepare import Hidden
from papergrad.programs.products import Products
from papergrad.programs.program import (
    Call,
    Constant,
    Determine,
    Fold,
    Invert,
    Join,
    Length,
    Loop,
    Map,
    Output,
    Place,
    Program,
    Read,
    State,
    Step,
    Tree,
    axes_of,
    sizes_of,
    with_sizes,
)  # fmt: skip
from papergrad.programs.questions import is_costly, is_direct, is_leaf, is_straight, is_trivial, reads_of
from papergrad.programs.repeated import without_repeats

Inputs = Mapping[str, tuple[Size, ...]]


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
    wanted: list[tuple[str, Tensor, str | None]] = [(name, tensor, None) for name, tensor in outputs.items()]
    wanted += [(f"d_{name}", tensor, name) for name, tensor in (gradients or {}).items()]
    plan = Plan(Page(definitions, [tensor.body for _, tensor, _ in wanted], inputs or {}), sizes or {})
    results = [plan.output(symbol, tensor, wrt) for symbol, tensor, wrt in wanted]
    return plan.program(results, formula)


class Plan:
    """The steps of one program in the making."""

    def __init__(self, page: Page, sizes: Mapping[str, int]) -> None:
        self.page, self.prepare, self.sharing = page, page.prepare, page.sharing
        self.names, self.axis, self.definitions, self.knots = page.names, page.axis, page.definitions, page.knots
        self.products = Products(self, sizes)
        self.stored: dict[str, Stored] = {}
        self.root = Block()
        self.given_out: set[str] = set()  # the arrays of outputs
        self.wish: tuple[Index, ...] = ()  # the order of axes in the definition being computed

    # -- blocks ---------------------------------------------------------------------------------------------------

    def depends(self, e: Expr, block: Block) -> bool:
        return not self.prepare.symbols(e).isdisjoint(block.busy)

    def home(self, e: Expr, block: Block) -> Block:
        while block.outer is not None and not self.depends(e, block):
            block = block.outer
        return block

    # -- arrays ---------------------------------------------------------------------------------------------------

    def array(self, e: Expr, block: Block, order: Sequence[Index] = (), name: str = UNNAMED) -> Read:
        """The array of an expression over its free indices; ``order`` is the wished order of its axes."""
        block = self.home(e, block)
        number, indices = self.sharing.shape(e)
        key = number, tuple(i if i in block.fixed else None for i in indices)
        if key not in block.known:
            target, axes = self._compute(e, block, order or self.wish, name)
            block.known[key] = target, tuple(indices.index(i) for i in axes)
        target, places = block.known[key]
        return Read(target, tuple(self.place(indices[p], block) for p in places))

    def _compute(self, e: Expr, block: Block, order: Sequence[Index], name: str) -> tuple[str, tuple[Index, ...]]:
        """Steps for an expression, and the name and axes of the array they leave."""
        mine = [i for i in self.sharing.shape(e)[1] if i not in block.fixed]
        match e:
            case Sum() | Mul():
                tree = self.products.product(e, block, order, name)
            case Add() if self.products.placed(e, block):
                found = self.products.placed(e, block)
                dense = [t for t in e.terms if t not in [placed for placed, _ in found]]
                tree = self.products.scatter(dense, [term for _, term in found], block, order, name)
            case Product(over, body):
                return self._fold("product", over, body, block, order, name)
            case Inverse() | Determinant():
                return self._matrix(e, block, name)
            case Stack():
                return self._stack(e, block, name)
            case _:
                tree = self.tree(e, block, frozenset(mine))
        if (
            isinstance(tree, Read)
            and not tree.guarded
            and tree.array not in {i.name for i in self.page.inputs.values()}
        ):
            back = {self.axis(i): i for i in mine}
            if all(p.plain in back for p in tree.at) and len({p.plain for p in tree.at}) == len(tree.at):
                return tree.array, tuple(back[p.plain] for p in tree.at if p.plain is not None)
        return self.map(tree, mine, block, order, name)

    def map(
        self, tree: Tree, mine: list[Index], block: Block, order: Sequence[Index], name: str
    ) -> tuple[str, tuple[Index, ...]]:
        axes = self.ordered(tree, mine, order)
        if isinstance(tree, Call) and tree.operation in elementary.ELEMENTARY:
            name = self.called(name, reads_of(tree)[:1], f"{tree.operation}_")
        target = self.names.new(name)
        self.write(Map(target, tuple(map(self.axis, axes)), tree), block)
        return target, axes

    def called(self, name: str, reads: Iterable[Read], before: str = "") -> str:
        """A name for an array that has none in the document: ``W_x`` for what is made of ``W`` and ``x``, if these have one."""
        known = {*(i.name for i in self.page.inputs.values()), *(s.name for s in self.stored.values())}
        arrays = [r.array for r in reads]
        return before + "_".join(arrays) if name == UNNAMED and arrays and known.issuperset(arrays) else name

    def write(self, step: Step, block: Block) -> None:
        block.steps.append(step)

    def ordered(self, tree: Tree, mine: Sequence[Index], order: Sequence[Index]) -> tuple[Index, ...]:
        """The order of axes of a step: as in the biggest array it reads if that has them all, else as wished."""
        axes = {self.axis(i): i for i in mine}
        reads = sorted(reads_of(tree), key=lambda r: -len([a for a in axes_of(r) if a in axes]))
        found = list(dict.fromkeys(a for r in reads for a in axes_of(r) if a in axes))
        if set(order) >= set(mine) and not (reads and set(axes_of(reads[0])) >= axes.keys() and is_direct(reads[0])):
            return tuple(i for i in order if i in mine)
        return tuple(dict.fromkeys([axes[a] for a in found] + list(mine)))

    def _fold(
        self, kind: str, over: Index, body: Expr, block: Block, order: Sequence[Index], name: str
    ) -> tuple[str, tuple[Index, ...]]:
        mine = [i for i in self.sharing.shape(body)[1] if i is not over and i not in block.fixed]
        tree = self.child(body, block, frozenset((*mine, over)))
        axes = self.ordered(tree, mine, order)
        target = self.names.new(name)
        self.write(Fold(target, tuple(map(self.axis, axes)), kind, (self.axis(over),), tree), block)
        return target, axes

    def _matrix(self, e: Inverse | Determinant, block: Block, name: str) -> tuple[str, tuple[Index, ...]]:
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
        return self.map(Read(target, places, guarded), mine, block, (), name)

    def _stack(self, e: Stack, block: Block, name: str) -> tuple[str, tuple[Index, ...]]:
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
        return self.map(read, mine, block, (), name)

    # -- trees ----------------------------------------------------------------------------------------------------

    def place(self, at: At, block: Block) -> Place:
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

    def entry(self, symbol: str, at: tuple[At, ...], block: Block) -> Read:
        """One entry of an input, a definition or a hidden name."""
        if symbol in self.prepare.hidden:
            return self._hidden(symbol, at, block)
        if symbol not in self.definitions:
            given = self.page.input(symbol, at)
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
                before, after = self.page.reach[symbol]
                ahead = _shifted(moved, before)
                guarded |= not sums.inside(ahead, d.axes[spot].size + before + after, self.prepare.tops)
                places.append(self.place(ahead, block))
            else:
                guarded |= not sums.inside(moved, d.axes[spot].size, self.prepare.tops)
                places.append(self.place(moved, block))
        return Read(stored.name, tuple(places), guarded)

    def _hidden(self, symbol: str, at: tuple[At, ...], block: Block) -> Read:
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

    def _fold_once(self, h: Hidden, block: Block) -> Read:
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

    def tree(self, e: Expr, block: Block, span: frozenset[Index]) -> Tree:
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
            case Add():
                return self._add(e, block, span)
            case Mul():
                return self.products.product(e, block)
            case Power(base, exponent):
                return Call("power", (self.child(base, block, span), self.child(exponent, block, span)))
            case Apply(function, argument):
                return elementary.apply(function, self.child(argument, block, span))
            case Cases(branches, otherwise):
                result = self.child(otherwise, block, span)
                for condition, branch in reversed(branches):
                    result = Call(
                        "choose", (self.child(condition, block, span), self.child(branch, block, span), result)
                    )
                return result
            case Sum() | Product() | Inverse() | Determinant() | Stack():
                return self.array(e, block)
            case LogSumExp() | Select():
                return self.tree(self.prepare(e), block, span)
            case _:
                assert_never(e)

    def _add(self, e: Add, block: Block, span: frozenset[Index]) -> Tree:
        terms = e.terms
        if self.products.placed(e, block):
            return self.array(e, block)
        outer = [t for t in terms if self.home(t, block) is not block]
        if len(outer) > 1 and any(not is_leaf(t) for t in outer):
            terms = (Add(tuple(outer)), *(t for t in terms if t not in outer))
        return Call("add", tuple(self.child(t, block, span) for t in terms))

    def child(self, e: Expr, block: Block, span: frozenset[Index]) -> Tree:
        """A part of a tree: in line, or as an array of its own where it is shared, costly to repeat, or known before a loop."""
        if is_leaf(e):
            return self.tree(e, block, span)
        number, indices = self.sharing.shape(e)
        known = (number, tuple(i if i in block.fixed else None for i in indices)) in self.home(e, block).known
        again = (known or self.sharing.uses[number] > 1) and not is_trivial(e)
        repeated = (free(e) - block.fixed) < span and is_costly(e)
        if again or repeated or self.home(e, block) is not block:
            return self.array(e, block)
        return self.tree(e, block, span)

    # -- definitions ----------------------------------------------------------------------------------------------

    def define(self, d: Definition, block: Block) -> None:
        """The array of a definition, under its name."""
        before, self.wish = self.wish, d.axes
        read = self.array(d.body, self.root, d.axes, d.symbol)
        self.wish = before
        spots = {self.axis(i): place for place, i in enumerate(d.axes)}
        self.stored[d.symbol] = Stored(read.array, tuple(spots[p.plain] for p in read.at if p.plain is not None))

    def loop(self, knot: Knot, block: Block) -> None:
        """The loop that fills all members of a knot."""
        first = self.definitions[knot.members[0]]
        index = first.axes[knot.place[first.symbol]]
        inner = Block(self.root, index, frozenset(knot.members))
        states = []
        for name in knot.members:
            d, spot = self.definitions[name], knot.place[name]
            rest = tuple(i for i in d.axes if i is not d.axes[spot])
            start = self.tree(d.start if d.start is not None else ZERO, self.root, frozenset(rest))
            target = self.names.new(name)
            before, after = self.page.reach[name]
            axes = (self.axis(index), *map(self.axis, rest))
            states.append(State(target, axes, before, after, start))
            order = (spot, *(p for p in range(len(d.axes)) if p != spot))
            self.stored[name] = Stored(target, order, spot, before)
        for name in knot.members:
            d, spot = self.definitions[name], knot.place[name]
            body = rename(d.body, {d.axes[spot]: index})
            rest = tuple(i for i in d.axes if i is not d.axes[spot])
            wish, self.wish = self.wish, (index, *rest)
            tree = self.child(body, inner, frozenset(rest))
            self.wish = wish
            at = self.place(_shifted(index, self.page.reach[name][0]), inner)
            self.write(Map(self.stored[name].name, tuple(map(self.axis, rest)), tree, at), inner)
        self.root.steps.append(Loop(self.axis(index), knot.step < 0, tuple(states), tuple(inner.steps)))

    def output(self, symbol: str, tensor: Tensor, wrt: str | None) -> Output:
        """What the caller gets. It is his own: no array that he gave, and none that he gets as another output."""
        e = self.page.form(tensor.body)
        found = (
            self.tree(e, self.root, frozenset(tensor.axes))
            if isinstance(e, Entry)
            else self.array(e, self.root, tensor.axes, symbol)
        )
        axes = tuple(map(self.axis, tensor.axes))
        straight = isinstance(found, Read) and not found.guarded and is_straight(found, set())
        fits = isinstance(found, Read) and straight and len(found.at) == len(axes) and set(axes_of(found)) == set(axes)
        taken = self.given_out | {i.name for i in self.page.inputs.values()}
        if isinstance(found, Read) and fits and found.array not in taken:
            self.given_out.add(found.array)
            return Output(self.names.new(f"out_{symbol}"), symbol, axes, found, wrt)
        target = self.names.new(symbol)
        self.write(Map(target, axes, found), self.root)
        read = Read(target, tuple(Place(((a, 1),)) for a in axes))
        return Output(self.names.new(f"out_{symbol}"), symbol, axes, read, wrt)

    def program(self, outputs: Sequence[Output], formula: str) -> Program:
        """The program of all steps so far, every size under a name that is an identifier."""
        parts = tuple(self.page.inputs.values()), tuple(self.root.steps), tuple(outputs)
        symbols = {self.names.new(name): name for name in sorted(sizes_of(parts))}
        inputs, steps, results = with_sizes(parts, {symbol: Size.of(name) for name, symbol in symbols.items()})
        renamed = tuple((name, symbol) for name, symbol in symbols.items() if name != symbol)
        program: Program = without_repeats(Program(inputs, steps, results, (), formula, renamed))
        return replace(program, free=tuple(name for name in symbols if name not in program.lengths))


def _shifted(at: At, by: int) -> At:
    return Affine(((at, 1),), Size.of(by)) if by and isinstance(at, Index) else _more(at, by)


def _more(at: At, by: int) -> At:
    if not by or isinstance(at, Lookup | Index):
        return at
    moved = at.offset + by
    single = len(at.terms) == 1 and at.terms[0][1] == 1 and not moved.terms
    return at.terms[0][0] if single else Affine(at.terms, moved)
