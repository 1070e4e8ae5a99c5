"""What a written expression means while it is being read: a tensor that knows which way it lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from papergrad.algebra.nodes import Affine, Delta, Entry, Expr, Index, Tensor, add, affine, fresh, mul, total
from papergrad.algebra.sizes import ONE_ENTRY, Size
from papergrad.algebra.substitution import rename
from papergrad.records import dataclass
from papergrad.source import PaperError, Source, Span


class Unknown(PaperError):
    """Something that is not understood (as against: that cannot be)."""


class NoWay(PaperError):
    """A derivative of something by something that nobody says it depends on."""


class IllTyped(PaperError):
    """Something that does not conform. ``certain``: whatever the lengths are that are still open; ``product``: two factors do not."""

    certain = True
    product = False

    def at(self, source: Source, span: Span | None = None) -> PaperError:
        found = super().at(source, span)
        assert isinstance(found, IllTyped)
        found.certain, found.product = self.certain, self.product
        return found


class ShapeMismatch(Exception):
    """Two things do not fit; the words are for people. ``certain`` and ``product`` as in ``IllTyped``.

    Most mismatches are met while readings are tried, and nobody reads what they say: ``words`` and ``certain`` may be functions,
    which are asked when somebody does.
    """

    def __init__(
        self, words: str | Callable[[], str], certain: bool | Callable[[], bool] = True, product: bool = False
    ) -> None:
        super().__init__()
        self._words, self._certain, self.product = words, certain, product

    def __str__(self) -> str:
        return self._words if isinstance(self._words, str) else self._words()

    @property
    def certain(self) -> bool:
        return self._certain if isinstance(self._certain, bool) else self._certain()

    def at(self, span: Span) -> IllTyped:
        """The same as an error at a place."""
        found = IllTyped(str(self), span, code="PG101")
        found.certain, found.product = self.certain, self.product
        return found


class Sizes:
    """Which sizes are the same: one unification over a whole scope. Unknown sizes are names that start with ``?``."""

    def __init__(self) -> None:
        self.bound: dict[str, Size] = {}
        self._saved = False  # whether somebody has kept ``bound`` to come back to it
        self.hard: list[str] = []  # the lengths that definitions leave open, named after their symbols
        self.relaxed = False  # whether a length that has no name may be one that has
        self.valued = False  # whether a letter may have a number as its value: K and 250
        self.made = 0  # lengths that were called into being so far

    def fresh(self) -> Size:
        self.made += 1
        return Size.of(f"?{self.made}")

    def settle(self, size: Size) -> Size:
        """The size with everything put in that is known by now."""
        return known(size, self.bound)

    def bind(self, name: str, size: Size) -> None:
        """From here on a name is a size."""
        if self._saved:
            self.bound, self._saved = dict(self.bound), False
        self.bound[name] = size

    def unify(self, one: Size, other: Size) -> bool:
        """Make two sizes the same. False if they cannot be."""
        a, b = self.settle(one), self.settle(other)
        if a is b:
            return True
        for unknown, known in ((a, b), (b, a)):
            soft = unknown.name is not None and (
                unknown.name.startswith("?")
                or (self.relaxed and unknown.name.startswith("#") and known.number != 1)  # a vector is no number
                or (self.valued and _valued(unknown, known))
            )
            if soft and unknown.name is not None and unknown.name not in known.names:
                self.bind(unknown.name, known)
                return True
        if not any(name.startswith("?") for size in (a, b) for name in size.names):
            return False
        rest = a - b  # such as ?1 + d = 3 d
        for name in rest.names:
            weight = next((w for m, w in rest.terms if m == ((name, 1),)), None)
            if name.startswith("?") and weight in (1, -1) and sum(name in dict(m) for m, _ in rest.terms) == 1:
                self.bind(name, (Size.of(name) * weight - rest) * weight)
                return True
        return False

    def open(self, *sizes: Size) -> bool:
        """Whether one of these lengths has no name of its own yet, and so may turn out to be any."""
        return any(name[0] in "?#" for size in sizes for name in self.settle(size).names)

    def clash(self, one: Size, other: Size) -> bool:
        """Whether two lengths differ for certain: both have names, and not the same, nor is one the other with a unit for the bias."""
        return (
            not self.open(one, other) and self.settle(one) != self.settle(other) and not self.but_for_a_bias(one, other)
        )

    def but_for_a_bias(self, one: Size, other: Size) -> bool:
        """Whether two lengths are n and n + 1, which is n again for who does not count the unit of the bias."""
        settled = self.settle(one), self.settle(other)
        gap = (settled[0] - settled[1]).number
        return gap is not None and abs(gap) == 1 and any(size.number is None for size in settled)

    def save(self) -> dict[str, Size]:
        """What is known by now; the next binding leaves it as it is."""
        self._saved = True
        return self.bound

    def restore(self, saved: dict[str, Size]) -> None:
        self.bound, self._saved = saved, True

    def as_now(self) -> Sizes:
        """The same, as far as it is known now."""
        now = Sizes()
        now.restore(self.save())
        return now


def known(size: Size, bound: dict[str, Size]) -> Size:
    """A size with everything put in that ``bound`` says of its names."""
    for _ in range(50):
        if size.names.isdisjoint(bound):
            return size
        size = size.put(bound)
    return size


def _valued(letter: Size, number: Size) -> bool:
    """A letter, and a number that may be its value (sizes from 8 on are named by their numerals)."""
    return (
        letter.name is not None
        and not letter.name.isdigit()
        and bool(number.terms)
        and all(n.isdigit() for n in number.names)
    )


@dataclass(frozen=True)
class Value:
    """A tensor as read. ``lying``: a vector that is a row. ``top``: how many of the axes of a derivative belong to its
    numerator; ``of`` and ``wrt`` name what was derived by what. ``row``: it was taken from a matrix as ``W_{j,:}``, and lies before
    what stands behind it."""

    body: Expr
    axes: tuple[Index, ...] = ()
    lying: bool = False
    top: int | None = None
    of: str = ""
    wrt: str = ""
    row: bool = False

    @property
    def tensor(self) -> Tensor:
        return Tensor(self.body, self.axes)

    @property
    def order(self) -> int:
        return len(self.axes)

    def plain(self) -> Value:
        """The same numbers, no longer known to be a derivative."""
        return self if self.top is None and not self.of and not self.wrt else Value(self.body, self.axes, self.lying)

    def named(self, axes: tuple[Index, ...]) -> Expr:
        """The body with other names for its axes."""
        return rename(self.body, dict(zip(self.axes, axes, strict=True)))

    @property
    def written(self) -> tuple[Size, ...]:
        """The shape as people write it: a column is n × 1."""
        lengths = tuple(i.size for i in self.axes)
        if len(lengths) != 1:
            return lengths
        return (ONE_ENTRY, *lengths) if self.lying else (*lengths, ONE_ENTRY)

    @property
    def transposed(self) -> Value:
        if self.order == 1:
            return Value(self.body, self.axes, not self.lying)
        return Value(self.body, self.axes[::-1])

    def describe(self, sizes: Sizes) -> str:
        """The shape, in words."""
        names = [str(sizes.settle(i.size)) for i in self.axes]
        names = ["·" if "?" in n or "#" in n else n for n in names]
        if not names:
            return "a scalar"
        if len(names) == 1:
            return f"1 × {names[0]}" if self.lying else f"{names[0]} × 1"
        return " × ".join(names)


def running(sizes: Sizes, size: Size, name: str = "k") -> Index:
    """A fresh index along a size."""
    return fresh(sizes.settle(size), name)


def same_axes(a: Value, b: Value, sizes: Sizes) -> bool:
    return a.order == b.order and all(sizes.unify(i.size, j.size) for i, j in zip(a.axes, b.axes, strict=True))


def differ(a: Value, b: Value, sizes: Sizes) -> bool:
    """Whether two shapes differ whatever their open lengths are: ``n × 1`` and ``1 × ·`` do, ``n × 1`` and ``· × 1`` may not."""
    one, other = a.written, b.written
    if len(one) != len(other):
        return not sizes.open(*one, *other)
    return any(sizes.clash(x, y) for x, y in zip(one, other, strict=True))


def mismatch(a: Value, b: Value, sizes: Sizes, words: str) -> ShapeMismatch:
    """Two things that should have one shape."""
    now = sizes.as_now()
    return ShapeMismatch(lambda: f"{a.describe(now)} and {b.describe(now)} {words}", lambda: differ(a, b, now))


def not_square(x: Value, sizes: Sizes, words: str) -> ShapeMismatch:
    """Something that should be a square matrix."""
    sure = x.order < 2 or (x.order == 2 and sizes.clash(*x.written))  # how larger ones are laid out is a convention
    return ShapeMismatch(f"{words}, not {x.describe(sizes)}", sure)


def _inner_mismatch(a: Value, b: Value, sizes: Sizes) -> ShapeMismatch:
    """Two factors whose inner lengths do not agree."""
    now = sizes.as_now()
    return ShapeMismatch(
        lambda: f"({a.describe(now)}) ({b.describe(now)}) does not conform",
        lambda: now.clash(a.written[-1], b.written[0]),
        product=True,
    )


def entrywise(a: Value, b: Value, sizes: Sizes, combine=mul) -> Value:  # type: ignore[no-untyped-def]
    """``a ∘ b`` entry by entry; a scalar goes with everything. Raises ShapeMismatch."""
    if not a.axes or not b.axes:
        whole = a if a.axes else b
        return Value(combine(a.body, b.body), whole.axes, whole.lying)
    if a.order == b.order == 2 or (a.order == b.order and a.lying == b.lying):
        saved = sizes.save()
        if same_axes(a, b, sizes):
            return Value(combine(a.body, b.named(a.axes)), a.axes, a.lying)
        sizes.restore(saved)
    raise mismatch(a, b, sizes, "do not go together entry by entry")


def plus(a: Value, b: Value, sizes: Sizes) -> Value:
    """The sum. Raises ShapeMismatch."""
    try:
        return entrywise(a, b, sizes, add)
    except ShapeMismatch:
        raise mismatch(a, b, sizes, "cannot be added") from None


def times(a: Value, b: Value, sizes: Sizes) -> Value:
    """The matrix product, strictly. Raises ShapeMismatch."""
    if not a.axes or not b.axes:
        whole = a if a.axes else b
        return Value(mul(a.body, b.body), whole.axes, whole.lying)
    if a.order == 1 and b.order == 1 and not a.lying and b.lying:  # outer
        i, j = running(sizes, a.axes[0].size), running(sizes, b.axes[0].size)
        return Value(mul(a.named((i,)), b.named((j,))), (i, j))
    if a.order > 2 or b.order > 2:
        raise ShapeMismatch(f"a product with a tensor of {max(a.order, b.order)} axes needs its indices", certain=False)
    if (a.order == 1 and not a.lying) or (b.order == 1 and b.lying):
        # a column before, or a row behind, something that is not one thick
        inner_a = ONE_ENTRY if a.order == 1 and not a.lying else a.axes[-1].size
        inner_b = ONE_ENTRY if b.order == 1 and b.lying else b.axes[0].size
        saved = sizes.save()
        if a.order + b.order > 2 and sizes.unify(inner_a, inner_b):
            return _thin(a, b, sizes)
        sizes.restore(saved)
        if a.row and not a.lying and not (b.order == 1 and b.lying):
            return times(replace(a, lying=True), b, sizes)
        raise _inner_mismatch(a, b, sizes)
    saved = sizes.save()
    if not sizes.unify(a.axes[-1].size, b.axes[0].size):
        sizes.restore(saved)
        raise _inner_mismatch(a, b, sizes)
    k = running(sizes, a.axes[-1].size)
    left, right = a.axes[:-1], b.axes[1:]
    fresh_left = tuple(running(sizes, i.size) for i in left)
    fresh_right = tuple(running(sizes, i.size) for i in right)
    body = total((k,), mul(a.named((*fresh_left, k)), b.named((k, *fresh_right))))
    return Value(body, fresh_left + fresh_right, lying=a.order == 1 and b.order == 2)


def _thin(a: Value, b: Value, sizes: Sizes) -> Value:
    """A product over an axis of one entry: a column (n × 1) times a matrix (1 × m), or a matrix (n × 1) times a row."""
    first = Affine((), Size.of(0))
    if b.order == 2:
        i, j = running(sizes, a.axes[0].size), b.axes[1]
        return Value(mul(a.named((i,)), rename(b.body, {b.axes[0]: first})), (i, j))
    i, j = a.axes[0], running(sizes, b.axes[0].size)
    return Value(mul(rename(a.body, {a.axes[1]: first}), b.named((j,))), (i, j))


def kronecker(a: Value, b: Value, sizes: Sizes) -> Value:
    """``A ⊗ B``: the matrix of blocks ``A_ij B``; a vector counts as a matrix that is one wide. Raises ShapeMismatch."""
    if max(a.order, b.order) > 2:
        raise ShapeMismatch(f"a Kronecker product with a tensor of {max(a.order, b.order)} axes", certain=False)
    mine = tuple(running(sizes, i.size) for i in a.axes)
    theirs = tuple(running(sizes, i.size) for i in b.axes)
    body, summed, whole = mul(a.named(mine), b.named(theirs)), list[Index](), list[Index]()
    for one, other in zip(_sides(mine, a.lying), _sides(theirs, b.lying), strict=True):
        if one is not None and other is not None:
            body, fused = in_blocks(body, one, other, sizes)
            summed += (one, other)
            whole.append(fused)
        else:
            whole += [i for i in (one, other) if i is not None]
    lying = len(whole) == 1 and (a.lying or b.lying)
    return Value(total(tuple(summed), body), tuple(whole), lying)


def _sides(axes: tuple[Index, ...], lying: bool) -> tuple[Index | None, Index | None]:
    """The row and the column that a value runs over; None where it is one entry long."""
    if len(axes) == 1:
        return (None, axes[0]) if lying else (axes[0], None)
    return (axes[0], axes[1]) if axes else (None, None)


def in_blocks(body: Expr, block: Index, within: Index, sizes: Sizes) -> tuple[Expr, Index]:
    """A body over two indices, to be summed over both, and one index over all places: those in the first block come first."""
    length = sizes.settle(within.size)
    fused = running(sizes, sizes.settle(block.size) * length)
    return mul(Delta(fused, affine(((block, length), (within, 1)))), body), fused


def dot(a: Value, b: Value, sizes: Sizes) -> Value:
    """The sum of the products of all entries, whichever way vectors lie. Raises ShapeMismatch."""
    if a.order == b.order:
        saved = sizes.save()
        if same_axes(a, b, sizes):
            return Value(total(a.axes, mul(a.body, b.named(a.axes))))
        sizes.restore(saved)
    raise mismatch(a, b, sizes, "have no inner product")


def entry_of(symbol: str, axes: tuple[Index, ...], lying: bool = False) -> Value:
    return Value(Entry(symbol, axes), axes, lying)
