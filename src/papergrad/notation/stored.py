"""Trees as lists that JSON can hold, and back; spans are left out."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from papergrad.notation import tree
from papergrad.notation.tree import Node

KINDS: dict[str, type[Node]] = {
    kind.__name__: kind for kind in vars(tree).values() if isinstance(kind, type) and issubclass(kind, Node)
}


def stored(value: Any) -> Any:
    """A tree, or a part of one, as JSON: a node is ``{"Script": [base, sub, ...]}``, in the order of its fields."""
    if isinstance(value, Node):
        return {type(value).__name__: [stored(getattr(value, name)) for name in _names(type(value))]}
    return [stored(part) for part in value] if isinstance(value, tuple) else value


def restored(value: Any) -> Any:
    """What ``stored`` was given. Raises ValueError for anything else."""
    match value:
        case dict() if len(value) == 1 and (kind := KINDS.get(next(iter(value)))) is not None:
            (parts,) = value.values()
            names = _names(kind)
            if not isinstance(parts, list) or len(parts) != len(names):
                raise ValueError(f"a {kind.__name__} has other parts")
            return kind(**{name: restored(part) for name, part in zip(names, parts, strict=True)})
        case list():
            return tuple(map(restored, value))
        case None | bool() | int() | str():
            return value
    raise ValueError("this is no part of a tree")


def _names(kind: type[Node]) -> list[str]:
    return [field.name for field in fields(kind) if field.name != "span"]
