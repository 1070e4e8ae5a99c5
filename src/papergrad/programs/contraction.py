"""In which order to multiply and sum the factors of one big sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Labels = frozenset[int]


def path(factors: Sequence[Labels], keep: Labels, lengths: Mapping[int, int]) -> list[tuple[int, int]]:
    """Pairs of factors to contract, one after the other; a pair leaves its list, its result goes to the end.

    Uses opt_einsum where it is installed (optimal for few factors), else takes the cheapest pair each time.
    """
    if len(factors) <= 2:
        return [(0, 1)] * (len(factors) - 1)
    try:  # loaded late: it is optional, and slower to load than most sums are to order
        from opt_einsum import contract_path, get_symbol  # type: ignore[import-untyped]
    except ImportError:
        return greedy(factors, keep, lengths)
    letters = [[get_symbol(label) for label in sorted(labels)] for labels in factors]
    formula = ",".join(map("".join, letters)) + "->" + "".join(get_symbol(label) for label in sorted(keep))
    shapes = [tuple(lengths[label] for label in sorted(labels)) for labels in factors]
    found, _ = contract_path(formula, *shapes, shapes=True)
    return pairs(found, len(factors))


def pairs(steps: Sequence[tuple[int, ...]], count: int) -> list[tuple[int, int]]:
    """A path whose steps may take more than two factors, in steps of two."""
    names, made, result = list(range(count)), count, []
    for step in steps:
        chosen = [names[place] for place in sorted(step)]
        while len(chosen) > 1:
            one, other = sorted((names.index(chosen[0]), names.index(chosen[1])))
            result.append((one, other))
            names = [name for place, name in enumerate(names) if place not in (one, other)] + [made]
            chosen = [*chosen[2:], made]
            made += 1
    return result


def greedy(factors: Sequence[Labels], keep: Labels, lengths: Mapping[int, int]) -> list[tuple[int, int]]:
    """Each time the pair whose product costs least, by the number of multiplications."""

    def cost(labels: Labels) -> int:
        total = 1
        for label in labels:
            total *= lengths[label]
        return total

    left, result = list(factors), []
    while len(left) > 1:
        one, other = min(
            ((i, j) for j in range(len(left)) for i in range(j)), key=lambda pair: cost(left[pair[0]] | left[pair[1]])
        )
        result.append((one, other))
        product = left[one] | left[other]
        left = [labels for place, labels in enumerate(left) if place not in (one, other)]
        needed = keep.union(*left)
        left.append(product & needed)
    return result
