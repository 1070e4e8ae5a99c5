"""The two-way dictionary between what is written and what is meant: one idiom a file.

Every idiom has ``read(node) -> parts | None`` and ``write(parts, style) -> node`` over written trees alone, without scope and
without shapes. Law: ``read(write(parts, style)) == parts``.
"""

from papergrad.phrasebook import (
    blocks,
    cases,
    determinant,
    diag,
    differential,
    evaluation,
    extremes,
    functions,
    gradient,
    indicator,
    inverse,
    kronecker,
    matrices,
    norm,
    prime,
    products,
    sets,
    sums,
    trace,
    transpose,
    updates,
)

IDIOMS = (
    gradient,
    differential,
    evaluation,
    extremes,
    prime,
    transpose,
    inverse,
    norm,
    trace,
    determinant,
    diag,
    products,
    blocks,
    functions,
    sums,
    cases,
    indicator,
    kronecker,
    sets,
    updates,
    matrices,
)  # fmt: skip

__all__ = ["IDIOMS"]
