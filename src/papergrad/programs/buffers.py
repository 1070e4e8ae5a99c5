"""Which steps can write over an array that nobody reads any more."""

from __future__ import annotations

from papergrad.programs.program import Axis, Fold, Loop, Map, Program, Read, Scatter, Step, Tree, subtrees, trees


def reused(program: Program) -> dict[str, str]:
    """For targets of steps outside loops: the array whose memory they take over.

    That array is of the same size, is read here at the very position that is written, and nowhere later.
    """
    last: dict[str, int] = {}
    for number, step in enumerate(program.steps):
        for tree in trees(step):
            last.update((sub.array, number) for sub in subtrees(tree) if isinstance(sub, Read))
    kept = {o.read.array for o in program.outputs} | {i.name for i in program.inputs}
    # positions are whole numbers: no room for anything else
    places = {step.target for step in program.steps if isinstance(step, Fold) and step.kind == "argmax"}
    sizes = {
        s.target: [a.size for a in s.axes] for s in program.steps if not isinstance(s, Loop) and s.target not in places
    }
    found: dict[str, str] = {}
    for number, step in enumerate(program.steps):
        written = _written(step)
        if written is None or not written[0]:
            continue
        axes, tree = written
        reads = [sub for sub in subtrees(tree) if isinstance(sub, Read)]
        for array in dict.fromkeys(read.array for read in reads):
            here = all([p.plain for p in read.at] == list(axes) for read in reads if read.array == array)
            free = array in sizes and array not in kept and array not in found.values() and last[array] == number
            if here and free and sizes[array] == [a.size for a in axes] and not isinstance(step, Loop):
                found[step.target] = array
                break
    return found


def _written(step: Step) -> tuple[tuple[Axis, ...], Tree] | None:
    match step:
        case Map(_, axes, tree, None):
            return axes, tree
        case Scatter(_, axes, start, parts) if start is not None:
            # what the parts read must still be there after the start is written
            later = {sub.array for part in parts for sub in subtrees(part.tree) if isinstance(sub, Read)}
            later |= {s.array for part in parts for p in part.places if p for s in subtrees(p) if isinstance(s, Read)}
            first = {sub.array for sub in subtrees(start) if isinstance(sub, Read)}
            return None if later & first else (axes, start)
    return None
