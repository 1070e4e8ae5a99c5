"""What can be told of a thing that does not change is found once, and stays with it."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeVar

_Thing = TypeVar("_Thing")
_Found = TypeVar("_Found")


class _Once:
    """An attribute that is found when it is first asked for; from then on the thing has it itself, and nobody comes here."""

    def __init__(self, look: Callable[[Any], Any], name: str) -> None:
        self.look, self.name = look, name

    def __get__(self, thing: Any, kind: type | None = None) -> Any:
        if thing is None:
            return self
        found = self.look(thing)
        object.__setattr__(thing, self.name, found)
        return found


def remembered(kind: type) -> Callable[[Callable[[_Thing], _Found]], Callable[[_Thing], _Found]]:
    """A function of things of one kind that looks at each of them once. They must be frozen: what is found must stay true."""

    def once(look: Callable[[_Thing], _Found]) -> Callable[[_Thing], _Found]:
        name = f"_{look.__module__}_{look.__qualname__}".replace(".", "_")
        setattr(kind, name, _Once(look, name))
        return attrgetter(name)

    return once
