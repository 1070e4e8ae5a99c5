r"""Samples that a definition leaves out: ``y_k = Σ_i w_{ki} x_i`` beside ``E_n = ½ Σ_k (y_{nk} - t_{nk})²``, where ``x_{ni}`` is met.

What is computed is the same for every sample n, so the definition is one of ``y_{nk}``. Without that, y_k would be a row of y.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from papergrad.notation import tree
from papergrad.notation.tree import Name, Node, Run, Script
from papergrad.phrasebook.trees import items
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import apart, letter

Letters = tuple[str, ...]
NEAR = 6  # statements before and after; farther away, a letter may be called otherwise


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements, with the letter of a sample where a definition has left it out."""
    return [_with_sample(one, stated[max(0, at - NEAR) : at + NEAR + 1]) for at, one in enumerate(stated)]


def _samples(near: list[Stated]) -> dict[str, str]:
    """The n of every symbol that is written ``y_{nk}`` and ``y_k`` among some statements; of none, where it is only one."""
    met = _met(side for one in near for side in (one.left, one.right))
    found = {base: first for base, letters in met.items() if (first := _sample(letters)) is not None}
    return found if len(found) > 1 else {}


def _met(sides: Iterable[Node]) -> dict[str, set[Letters]]:
    """The letters below every symbol, wherever it stands."""
    found: dict[str, set[Letters]] = defaultdict(set)
    for side in sides:
        for node in tree.walk(side):
            if (pair := _written(node)) is not None:
                found[pair[0]].add(pair[1])
    return found


def _written(node: Node) -> tuple[str, Letters] | None:
    """A symbol and the letters below it, where it has nothing else."""
    match node:
        case Script(Name(font=font), Node() as below, None, 0) if (
            font != "bold" and (written := apart(node)) is not None
        ):
            letters = [item.text for item in items(below) if isinstance(item, Name) and letter(item)]
            return (written.base, tuple(letters)) if len(letters) == len(items(below)) else None
    return None


def _sample(met: set[Letters]) -> str | None:
    """The n of a symbol that is written ``y_{nk}`` and ``y_k``, and never ``y_n``; None of any other."""
    pairs, ones = {at for at in met if len(at) == 2}, {at[0] for at in met if len(at) == 1}
    first = {at[0] for at in pairs}
    if len(first) != 1 or not ones or len(pairs) + len(ones) != len(met):
        return None
    (sample,) = first
    return sample if sample not in ones | {at[1] for at in pairs} else None


def _with_sample(one: Stated, near: list[Stated]) -> Stated:
    """A definition of one entry for each sample, made of others that are left out as well."""
    head = _written(one.left) if one.relation in EQUAL and not one.link else None
    samples = _samples(near) if head is not None and len(head[1]) == 1 else {}
    if head is None or head[0] not in samples:
        return one
    made_of = _met((one.right,))
    sample = samples[head[0]]
    same = all(samples[base] == sample for base in made_of.keys() & samples.keys())
    free = not any(sample in letters for found in made_of.values() for letters in found)
    if not (same and free and made_of.keys() & samples.keys() - {head[0]}):
        return one

    def put(node: Node) -> Node:
        written = _written(node)
        if written is not None and len(written[1]) == 1 and samples.get(written[0]) == sample:
            assert isinstance(node, Script)
            assert node.sub is not None
            return Script(node.base, Run((Name(sample), node.sub)), span=node.span)
        return tree.rebuild(node, put)

    return mapped(one, put)
