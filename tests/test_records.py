"""A record is a dataclass, made another way."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergrad import records

FORMS = ({}, {"frozen": True}, {"frozen": True, "eq": False}, {"frozen": True, "order": True}, {"repr": False})


def classes(dataclass, how):
    """A class and one that inherits it, by a way to make dataclasses."""

    @dataclass(**how)
    class Base:
        mark: int = field(default=7, compare=False, kw_only=True)

    @dataclass(**how)
    class Kind(Base):
        """Something."""

        a: int
        b: str = "b"
        c: list[int] = field(default_factory=list, compare=False)
        d: int = field(default=3, init=False, repr=False)
        e: dict[str, int] = field(default_factory=dict, init=False, compare=False)

        def __post_init__(self) -> None:
            self.e["a"] = self.a

    return Base, Kind


def done(what):
    """What comes of a call, or the kind of its error."""
    try:
        return what()
    except (TypeError, AttributeError) as error:
        return type(error)


@pytest.mark.parametrize("how", FORMS)
@given(
    st.lists(st.tuples(st.integers(0, 1), st.sampled_from("bc"), st.integers(0, 1)), min_size=2, max_size=2),
    st.booleans(),
)
def test_a_record_is_a_dataclass(how, values, shorter):
    found = []
    for make in (records.dataclass, dataclasses.dataclass):
        base, kind = classes(make, how)
        one, other = (kind(a) if shorter else kind(a, b, [a], mark=m) for a, b, m in values)
        found.append(
            (
                [f.name for f in fields(kind)],
                kind.__match_args__,
                kind.__doc__,
                repr(one) if how.get("repr", True) else "",
                vars(one),
                one == other,
                one == base(),
                done(lambda one=one, other=other: one < other),
                done(lambda one=one: {one: 1}[one]),
                done(lambda one=one, other=other: how.get("eq", True) and hash(one) == hash(other)),
                done(lambda one=one: vars(replace(one, a=5))),
                done(lambda kind=kind: kind()),
                done(lambda kind=kind: kind(1, wrong=2)),
                done(lambda one=one: setattr(one, "a", 2)),
                done(lambda one=one: delattr(one, "a")),
                vars(copy.copy(one)),
            )
        )
    assert found[0] == found[1]


@records.dataclass(frozen=True)
class Pair:
    left: object
    right: object = None


@records.dataclass(frozen=True)
class Single:
    value: object


@records.dataclass
class Own:
    value: int

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 1

    def __repr__(self) -> str:
        return "own"


def test_what_a_class_writes_itself_stays():
    assert Own(1) == Own(2) and hash(Own(1)) == 1 and repr(Own(1)) == "own"


def test_a_record_is_equal_to_itself_whatever_it_holds():
    array = np.arange(3)
    assert Single(array) == Single(array) and Pair(array) == Pair(array)
    assert Single(1) != Pair(1)


def test_a_record_is_frozen_shown_and_pickled():
    pair = Pair(1, Single("a"))
    with pytest.raises(FrozenInstanceError, match="left"):
        pair.left = 2
    assert repr(pair) == "Pair(left=1, right=Single(value='a'))"
    assert pickle.loads(pickle.dumps(pair)) == pair


def test_one_that_holds_itself_can_be_shown():
    loop: list[object] = []
    loop.append(Single(loop))
    assert "..." in repr(loop)
