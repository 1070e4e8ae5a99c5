"""What is found about a thing that does not change is found once."""

import pickle
from dataclasses import dataclass

from papergrad.remembered import remembered


@dataclass(frozen=True)
class Pair:
    one: int
    other: int


@dataclass(frozen=True)
class Other:
    one: int


LOOKED: list[object] = []


@remembered(Pair)
def total(pair: Pair) -> int:
    LOOKED.append(pair)
    return pair.one + pair.other


@remembered(Pair)
def double(pair: Pair) -> int | None:
    LOOKED.append(pair)
    return 2 * total(pair) or None


def test_it_looks_once_at_each() -> None:
    LOOKED.clear()
    one, other = Pair(1, 2), Pair(3, 4)
    assert [total(one), total(other), total(one), double(one), double(one)] == [3, 7, 3, 6, 6]
    assert [one, other, one] == LOOKED


def test_that_there_is_nothing_is_remembered_too() -> None:
    LOOKED.clear()
    nothing = Pair(0, 0)
    assert double(nothing) is None and double(nothing) is None
    assert len(LOOKED) == 2  # its total and its double


def test_it_changes_nothing_about_a_thing() -> None:
    looked, fresh = Pair(1, 2), Pair(1, 2)
    total(looked)
    assert looked == fresh and hash(looked) == hash(fresh) and repr(looked) == repr(fresh)
    assert pickle.loads(pickle.dumps(looked)) == fresh
