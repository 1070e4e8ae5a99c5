"""Keys of expressions: what they come to does not depend on names, and what they take does not grow without end."""

from papergrad.algebra import terms
from papergrad.algebra.nodes import Apply, Entry, Expr, Index, Sum, mul
from papergrad.algebra.sizes import size
from papergrad.algebra.terms import key

N = size("n")


def nested(depth: int, names: str, outer: tuple[Index, ...] = ()) -> Expr:
    """Products of logarithms of sums of such products; every sum runs over two indices that look alike."""
    if not depth:
        return mul(*(Entry("x", (k,)) for k in outer))
    i, j = Index(f"{names}{depth}", N), Index(f"{names}{depth}'", N)
    inside = Apply("log", nested(depth - 1, names, (i, j)))
    return Sum(i, Sum(j, mul(inside, *(Entry("W", (a, b)) for a in (i, j) for b in outer or (i, j)))))


def test_bound_names_do_not_matter() -> None:
    assert key(nested(3, "a")) == key(nested(3, "b")) != key(nested(2, "a"))


def test_sums_within_sums_are_not_looked_at_again_and_again() -> None:
    terms._named_key.cache_clear()
    assert key(nested(12, "a"))
    assert terms._named_key.cache_info().misses < 1_000
