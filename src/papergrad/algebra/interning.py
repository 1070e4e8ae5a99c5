"""Values that exist once: equal arguments give the same object, so that equality and hashing cost nothing."""

from __future__ import annotations

from typing import Any, ClassVar
from weakref import ref


class _Kept(ref[Any]):
    """A weak reference that knows under which key it is kept."""

    __slots__ = ("key",)
    key: Any


class Interned(type):
    """A class whose instances are told apart by their (positional) arguments alone. What nobody holds is forgotten."""

    _known: ClassVar[dict[Any, _Kept]] = {}

    def __call__(cls, *args: Any) -> Any:
        key = (cls, *args)
        kept = Interned._known.get(key)
        found: Any = kept() if kept is not None else None
        if found is None:
            fields: tuple[str, ...] = cls.__match_args__  # type: ignore[attr-defined]
            if len(args) < len(fields):
                return cls(*args, *(getattr(cls, name) for name in fields[len(args) :]))
            found = object.__new__(cls)  # type: ignore[arg-type]
            found.__dict__.update(zip(fields, args, strict=True))  # what a frozen dataclass does field by field
            kept = Interned._known[key] = _Kept(found, _forget)
            kept.key = key
        return found


def _forget(kept: _Kept, known: dict[Any, _Kept] = Interned._known) -> None:
    if known.get(kept.key) is kept:
        del known[kept.key]
