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


def spelled(stated: list[Stated]) -> list[Stated]:
    """The statements, with the letter of a sample where a definition has left it out."""
    met = _met(side for one in stated for side in (one.left, one.right))
    samples = {base: first for base, found in met.items() if (first := _sample(found)) is not None}
    return [_with_sample(one, samples) for one in stated] if len(samples) > 1 else stated


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


def _with_sample(one: Stated, samples: dict[str, str]) -> Stated:
    """A definition of one entry for each sample, made of others that are left out as well."""
    head = _written(one.left)
    if head is None or len(head[1]) != 1 or head[0] not in samples or one.relation not in EQUAL or one.link:
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
