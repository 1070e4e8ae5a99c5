"""How long an axis is: a polynomial in names, such as ``n``, ``750``, ``2d + 1`` or ``km/2``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property, lru_cache

from papergrad.algebra.interning import Interned
from papergrad.records import dataclass

Monomial = tuple[tuple[str, int], ...]  # (("d", 1), ("k", 2)) is d k²


@dataclass(frozen=True, eq=False)
class Size(metaclass=Interned):
    """A polynomial with rational coefficients; equal polynomials are the same object."""

    terms: tuple[tuple[Monomial, Fraction], ...]  # sorted, no zero coefficients

    def __reduce__(self) -> tuple[type[Size], tuple[object, ...]]:
        return Size, (self.terms,)

    @staticmethod
    def of(value: str | int | Fraction | Size) -> Size:
        """A name, a number or a size, as a size."""
        return value if isinstance(value, Size) else _of(value)

    @staticmethod
    def _collect(pairs: Iterable[tuple[Monomial, Fraction]]) -> Size:
        total: dict[Monomial, Fraction] = {}
        for monomial, weight in pairs:
            total[monomial] = total.get(monomial, Fraction(0)) + weight
        return Size(tuple(sorted((m, w) for m, w in total.items() if w)))

    def __add__(self, other: Size | int) -> Size:
        return Size._collect(self.terms + Size.of(other).terms)

    def __neg__(self) -> Size:
        return Size(tuple((m, -w) for m, w in self.terms))

    def __sub__(self, other: Size | int) -> Size:
        return self + (-Size.of(other))

    def __mul__(self, other: Size | int | Fraction) -> Size:
        def times(a: Monomial, b: Monomial) -> Monomial:
            powers = dict(a)
            for name, power in b:
                powers[name] = powers.get(name, 0) + power
            return tuple(sorted(powers.items()))

        return Size._collect((times(a, b), v * w) for a, v in self.terms for b, w in Size.of(other).terms)

    __radd__, __rmul__ = __add__, __mul__

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(name for monomial, _ in self.terms for name, _ in monomial)

    @cached_property
    def number(self) -> Fraction | None:
        """The value of a constant size, else None."""
        if not self.terms:
            return Fraction(0)
        return self.terms[0][1] if len(self.terms) == 1 and not self.terms[0][0] else None

    @cached_property
    def name(self) -> str | None:
        """The name of a size that is one name, else None."""
        if (
            len(self.terms) == 1
            and self.terms[0][1] == 1
            and len(self.terms[0][0]) == 1
            and self.terms[0][0][0][1] == 1
        ):
            return self.terms[0][0][0][0]
        return None

    def over(self, block: Size) -> Size | None:
        """The quotient by one product of names, such as ``p q`` over q; None where there is a rest."""
        (below, weight), *more = block.terms or (((), Fraction(0)),)
        found = []
        for monomial, w in self.terms:
            powers = dict(monomial)
            for name, power in below:
                powers[name] = powers.get(name, 0) - power
            if more or not weight or min(powers.values(), default=0) < 0 or (w / weight).denominator != 1:
                return None
            found.append((tuple(sorted((n, p) for n, p in powers.items() if p)), w / weight))
        return Size._collect(found)

    @property
    def never_negative(self) -> bool:
        """Whether the size is at least 0 for all lengths of at least 1."""
        return all(weight >= 0 for _, weight in self.put({name: Size.of(name) + 1 for name in self.names}).terms)

    def value(self, sizes: Mapping[str, int]) -> int:
        """The number of entries, rounded down. Raises KeyError where a name has no value."""
        if self.name is not None:
            return sizes[self.name]
        total = Fraction(0)
        for monomial, weight in self.terms:
            for name, power in monomial:
                weight *= Fraction(sizes[name]) ** power
            total += weight
        return int(total // 1)

    def put(self, new: Mapping[str, Size]) -> Size:
        """The same size with other sizes in the place of names."""
        if self.name is not None:
            return new.get(self.name, self)
        total = Size(())
        for monomial, weight in self.terms:
            term = Size.of(weight)
            for name, power in monomial:
                for _ in range(power):
                    term = term * new.get(name, Size.of(name))
            total = total + term
        return total

    def __str__(self) -> str:
        return self._words

    @cached_property
    def _words(self) -> str:
        def one(monomial: Monomial, weight: Fraction) -> str:
            letters = " ".join(name if power == 1 else f"{name}^{power}" for name, power in monomial)
            return (
                letters
                if weight == 1 and letters
                else "-" + letters
                if weight == -1 and letters
                else f"{weight} {letters}".strip()
            )

        return " + ".join(one(*term) for term in reversed(self.terms)).replace("+ -", "- ") or "0"


@lru_cache(maxsize=4096)
def _of(value: str | int | Fraction) -> Size:
    if isinstance(value, str):
        return Size(((((value, 1),), Fraction(1)),))
    return Size((((), Fraction(value)),)) if value else Size(())


size = Size.of
ONE_ENTRY = Size.of(1)
