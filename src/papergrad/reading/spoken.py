"""What prose states: a shape, a kind, a count, a property, a bound ..., and the statement that it makes of it."""

from __future__ import annotations

from papergrad.notation.tree import Matrix, Name, Node
from papergrad.reading.statements import Stated
from papergrad.records import dataclass
from papergrad.source import Span

ARGUMENT = Name("v", accents=("underline",))  # of functions of one number that the text speaks of


@dataclass(frozen=True)
class Shaped:
    """Something has these sizes. ``of`` is None where only words name it; ``supposed``: "if x is n × m", for one case of several;
    ``loose``: no word says that it is a shape, and "the area A is w × h" is a product of numbers."""

    of: Node | None
    sizes: tuple[Node, ...]
    lying: bool | None = None
    supposed: bool = False
    loose: bool = False


@dataclass(frozen=True)
class Multiplied:
    """Shapes one after the other: their product, and the shape it is said to have (None: only that they follow)."""

    factors: tuple[tuple[Node, ...], ...]
    result: tuple[Node, ...] | None


@dataclass(frozen=True)
class Rows:
    """A matrix with its number of rows (or, behind it, whatever its writer means) beside it."""

    number: int
    matrix: Matrix


@dataclass(frozen=True)
class Counted:
    """So many parameters, entries ...; ``times`` of what the count before it says, where the writer multiplies."""

    number: Node
    noun: str
    of: Node | None = None
    before: Node | None = None
    times: Node | None = None
    stated: bool = False  # whether a shape stated before has such a length
    partial: bool = False  # whether the writer counts for one layer, one filter ...


@dataclass(frozen=True)
class Property:
    """A word about a symbol: symmetric, one-hot ..."""

    of: Node
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Extreme:
    """The largest value of a function of one number and where it is taken. ``sure``: the writer names the function."""

    of: Node
    at: Node | None
    value: Node
    sure: bool


@dataclass(frozen=True)
class Falling:
    """A function of one number falls (or grows) as its argument, or the argument's absolute value, grows."""

    of: Node
    falls: bool
    absolute: bool


@dataclass(frozen=True)
class Chosen:
    """A value that the writer settles on (stride 2), or the values to try; ``repeated`` are the ones listed twice."""

    what: str
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfKind:
    """Something is called a vector or a matrix; how long it is, is not said."""

    of: Node
    kind: str


Claim = OfKind | Shaped | Multiplied | Rows | Counted | Property | Extreme | Falling | Chosen


@dataclass(frozen=True)
class Said:
    """A statement of the prose: what it claims, or (``claim`` is None) the relation it states in words."""

    stated: Stated
    role: str
    kind: str
    claim: Claim | None = None

    @property
    def span(self) -> Span:
        return self.stated.span
