"""Values that exist once: equal arguments give the same object, so that equality and hashing cost nothing."""

from __future__ import annotations

from typing import Any, ClassVar
from weakref import ref


class _Kept(ref):  # type: ignore[type-arg]
    """A weak reference that knows under which key it is kept."""

    __slots__ = ("key",)

    def __new__(cls, value: Any, forget: Any, key: Any) -> _Kept:
        self: _Kept = super().__new__(cls, value, forget)
        self.key = key
        return self

    def __init__(self, value: Any, forget: Any, key: Any) -> None:
        super().__init__(value, forget)


class Interned(type):
    """A class whose instances are told apart by their (positional) arguments alone. What nobody holds is forgotten."""

    _known: ClassVar[dict[Any, _Kept]] = {}

    def __call__(cls, *args: Any) -> Any:
        fields: tuple[str, ...] = cls.__match_args__  # type: ignore[attr-defined]
        if len(args) < len(fields):
            args += tuple(getattr(cls, name) for name in fields[len(args) :])
        key = (cls, *args)
        kept = Interned._known.get(key)
        found = kept() if kept is not None else None
        if found is None:
            found = super().__call__(*args)
            Interned._known[key] = _Kept(found, _forget, key)
        return found


def _forget(kept: _Kept, known: dict[Any, _Kept] = Interned._known) -> None:
    if known.get(kept.key) is kept:
        del known[kept.key]
