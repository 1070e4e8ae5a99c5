"""A value and its gradients as one set of definitions: what the gradients share is defined once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from papergrad.algebra.derive import derivative
from papergrad.algebra.nodes import Definition, Definitions, Index, Tensor
from papergrad.algebra.recurrences import knots
from papergrad.algebra.substitution import rename
from papergrad.programs.stable import stable


def with_gradients(
    of: Tensor, wrt: Mapping[str, tuple[Index, ...]], definitions: Definitions
) -> tuple[dict[str, Tensor], dict[str, Definition]]:
    """The gradients of ``of`` by every name of ``wrt``, and all definitions they need.

    Logarithms are brought into stable form before they are derived: the slope of ``log σ(u)`` is ``σ(-u)``, and no quotient.
    """
    gradients: dict[str, Tensor] = {}
    running = knots(definitions)
    plain = {name: d for name, d in definitions.items() if name not in running and name not in wrt}
    of = Tensor(stable(of.body, plain), of.axes)
    definitions = {name: replace(d, body=stable(d.body, plain)) for name, d in definitions.items()}
    found: dict[str, Definition] = dict(definitions)
    for number, (symbol, axes) in enumerate(wrt.items()):
        d = derivative(of, symbol, axes, definitions)
        if any(new.symbol in found and not _same(found[new.symbol], new) for new in d.deltas):
            d = derivative(of, symbol, axes, definitions, name=f"δ{number}")
        found.update({new.symbol: new for new in d.deltas if new.symbol not in found})
        gradients[symbol] = d.shared
    return gradients, found


def _same(one: Definition, other: Definition) -> bool:
    """Whether two definitions of a name say the same (their axes may have other names)."""
    if len(one.axes) != len(other.axes) or [i.size for i in one.axes] != [i.size for i in other.axes]:
        return False
    return one.body is rename(other.body, dict(zip(other.axes, one.axes, strict=True)))
