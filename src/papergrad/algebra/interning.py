"""Values that exist once: equal arguments give the same object, so that equality and hashing cost nothing."""

from __future__ import annotations

from typing import Any
from weakref import ref


class _Kept(ref[Any]):
    """A weak reference that knows where it is kept, and under which key."""

    __slots__ = ("key", "known")
    key: tuple[Any, ...]
    known: dict[tuple[Any, ...], _Kept]


class Interned(type):
    """A class whose instances are told apart by their (positional) arguments alone. What nobody holds is forgotten."""

    _known: dict[tuple[Any, ...], _Kept]

    def __init__(cls, *args: Any) -> None:
        super().__init__(*args)
        cls._known = {}

    def __call__(cls, *args: Any) -> Any:
        kept = cls._known.get(args)
        if kept is not None and (found := kept()) is not None:
            return found
        fields: tuple[str, ...] = cls.__match_args__  # type: ignore[attr-defined]
        if len(args) < len(fields):
            return cls(*args, *(getattr(cls, name) for name in fields[len(args) :]))
        found = object.__new__(cls)  # type: ignore[arg-type]
        for name, value in zip(fields, args, strict=True):  # what a frozen dataclass does
            object.__setattr__(found, name, value)
        kept = cls._known[args] = _Kept(found, _forget)
        kept.key, kept.known = args, cls._known
        return found


def _forget(kept: _Kept) -> None:
    if kept.known.get(kept.key) is kept:
        del kept.known[kept.key]
