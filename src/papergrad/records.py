"""Dataclasses that cost little to define: what a class may never be asked for is made when it is asked for.

``dataclasses.dataclass`` compiles six functions for every class, which is a third of the time that it takes to load all that a
check needs. Here ``__init__`` is compiled for the first instance, and the others are not compiled but closed over the names of
the fields. All else, such as ``fields`` and ``replace``, is that of ``dataclasses``.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, FrozenInstanceError, fields
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(kind=None, /, *, frozen=False, eq=True, order=False, repr=True):
        """As ``dataclasses.dataclass``, with the same meaning."""

        def made(kind):
            kind.__doc__ = kind.__doc__ or kind.__name__  # else one is made of the signature, which takes long
            dataclasses.dataclass(init=False, repr=False, eq=False)(kind)
            _define(kind, frozen, eq, order, repr)
            return kind

        return made if kind is None else made(kind)


def _define(kind: Any, frozen: bool, eq: bool, order: bool, repr: bool) -> None:
    """The methods of a dataclass, but for those that it has written itself."""
    own = set(kind.__dict__)
    if "__init__" not in own:
        kind.__init__ = _at_first(kind, frozen)
    if repr and "__repr__" not in own:
        kind.__repr__ = _shown
    if frozen:
        kind.__setattr__ = kind.__delattr__ = _refused
    if not eq:
        return
    values = _values([f.name for f in fields(kind) if f.compare])
    if "__eq__" not in own:
        kind.__eq__ = lambda self, other: (
            values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        )
    if not own & {"__hash__", "__eq__"}:
        kind.__hash__ = (lambda self: hash(values(self))) if frozen else None
    if order:
        kind.__lt__ = lambda self, other: (
            values(self) < values(other) if other.__class__ is self.__class__ else NotImplemented
        )


def _values(names: list[str]) -> Any:
    """A function that gives the tuple of the values that are compared."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple([getattr(self, name) for name in names])


@recursive_repr("...")
def _shown(self: Any) -> str:
    told = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({told})"


def _refused(self: Any, name: str, *value: Any) -> NoReturn:
    raise FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")


def _at_first(kind: Any, frozen: bool) -> Any:
    """The ``__init__`` until the first instance, which it makes the real one for."""

    def __init__(self: Any, *given: Any, **named: Any) -> None:
        kind.__init__ = _constructor(kind, frozen)
        kind.__init__(self, *given, **named)

    return __init__


def _constructor(kind: Any, frozen: bool) -> Any:
    """The ``__init__`` of a dataclass: its fields in their order, those by name only last."""
    known: dict[str, Any] = {"_put": object.__setattr__, "_MISSING": MISSING}
    parameters: dict[bool, list[str]] = {False: ["self"], True: []}
    lines = ["pass"]
    for f in fields(kind):
        value, default = f.name, f"_of_{f.name}"
        known[default] = f.default_factory if f.default is MISSING else f.default
        if f.default_factory is not MISSING:
            value = f"{default}() if {f.name} is _MISSING else {f.name}" if f.init else f"{default}()"
            default = "_MISSING"
        if f.init:
            optional = f.default is not MISSING or f.default_factory is not MISSING
            parameters[f.kw_only].append(f"{f.name}={default}" if optional else f.name)
        elif f.default_factory is MISSING:
            continue
        lines.append(f"_put(self, {f.name!r}, {value})" if frozen else f"self.{f.name} = {value}")
    if hasattr(kind, "__post_init__"):
        lines.append("self.__post_init__()")
    taken = ", ".join(parameters[False] + (["*", *parameters[True]] if parameters[True] else []))
    exec(f"def __init__({taken}):\n " + "\n ".join(lines), known)
    return known["__init__"]
