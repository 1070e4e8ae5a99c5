"""An epoch of training as source: the steps of an update rule over mini-batches, around the function of value and gradients.

The function that is written takes the inputs of the program, what the rule remembers of each parameter, the ``order`` of the
samples, where it is cut into batches (``order[cuts[k]:cuts[k + 1]]``), the ``rate``, and how many steps were made before. It
gives the value before each step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from papergrad.algebra.sizes import Size
from papergrad.programs.names import Names
from papergrad.programs.program import Axis, Call, Input, Place, Program, Read, Scatter, Tree, subtrees, trees
from papergrad.programs.scalars import Scalars
from papergrad.programs.spelling import Dialect, Spelling
from papergrad.programs.updates import Update
from papergrad.records import dataclass
from papergrad.source import PaperError

NAME = "epoch"
NOTHING = Program((), (), ())


@dataclass(frozen=True)
class Course:
    """A program with one value, and the rule that moves every input it has a gradient for. ``sampled`` are symbols of inputs
    with one row for each sample."""

    program: Program
    update: Update
    sampled: frozenset[str]

    @cached_property
    def parameters(self) -> tuple[Input, ...]:
        """The inputs that are moved, in the order of the program's gradients."""
        given = {i.symbol: i for i in self.program.inputs}
        return tuple(given[o.wrt] for o in self.program.outputs if o.wrt is not None)

    @cached_property
    def names(self) -> dict[tuple[str, str], str]:
        """For each thing kept of a parameter, and for its gradient (``d``), an identifier."""
        fresh = Names(name for i in self.program.inputs for name in (i.name, *(s for n in i.shape for s in n.names)))
        return {
            (what, i.name): fresh.new(f"{what}_{i.name}") for i in self.parameters for what in ("d", *self.update.kept)
        }

    @cached_property
    def kept(self) -> tuple[str, ...]:
        return tuple(self.names[what, i.name] for what in self.update.kept for i in self.parameters)

    @cached_property
    def given(self) -> tuple[str, ...]:
        """The arguments of the function."""
        inputs = (*(i.name for i in self.program.inputs), *self.program.free)
        return (*inputs, *self.kept, "order", "cuts", "rate", "step")

    def results(self, rows: Collection[str] = ()) -> str:
        """What the function of value and gradients gives; of gradients in ``rows``, how many rows there are."""
        given = {i.symbol: i.name for i in self.program.inputs}
        names = [o.wrt and self.names["d", given[o.wrt]] for o in self.program.outputs]
        return ", ".join("value" if n is None else f"n_{n}" if n in rows else n for n in names)

    def arguments(self, batch: str) -> str:
        """What the function of value and gradients takes, with the samples of a batch."""
        rows = [f"{i.name}[{batch}]" if i.symbol in self.sampled else i.name for i in self.program.inputs]
        return ", ".join((*rows, *self.program.free))

    def involved(self, i: Input) -> list[str]:
        """The names of a parameter, its gradient and its memory."""
        return [i.name, *(self.names[what, i.name] for what in ("d", *self.update.kept))]

    def checked(self) -> Course:
        """Raises PaperError where there is nothing to train."""
        values = [o for o in self.program.outputs if o.wrt is None]
        if len(values) != 1 or values[0].axes or not self.parameters:
            raise PaperError("an epoch needs a program with one number and its gradients", code="PG412")
        wrong = self.sampled & {i.symbol for i in self.parameters}
        if wrong:
            raise PaperError(f"{', '.join(sorted(wrong))} cannot be a parameter and have samples", code="PG412")
        return self


def documented(course: Course, what: str = "change in place") -> list[str]:
    """The docstring of an epoch."""
    moved = ", ".join(i.name for i in course.parameters)
    rows = ", ".join(i.name for i in course.program.inputs if i.symbol in course.sampled)
    return [
        '    """Steps over mini-batches; the value before each comes back.',
        "",
        f"    {', '.join([moved, *course.kept])} {what}",
        *([f"    {rows}: one row for each sample"] if rows else []),
        "    order: positions of samples; batch k is order[cuts[k]:cuts[k + 1]]",
        "    rate: of the update rule; step: how many steps were made before",
        '    """',
    ]


# -- sparse gradients ---------------------------------------------------------------------------------------------


def sparse(course: Course) -> dict[str, Input]:
    """Gradients that are 0 but in rows that were looked up, where such rows need not move: their arrays, and whose they are."""
    if not course.update.lazy:
        return {}
    program, found = course.program, {}
    scattered = {s.target: s for s in program.steps if isinstance(s, Scatter) and s.start is None}
    read = {
        sub.array for step in program.steps for tree in trees(step) for sub in subtrees(tree) if isinstance(sub, Read)
    }
    given = {i.symbol: i for i in program.inputs}
    for o in program.outputs:
        step = scattered.get(o.read.array)
        if o.wrt is None or step is None or step.target in read or len(step.axes) < 2:
            continue
        whole = [p.plain for p in o.read.at] == list(step.axes) == list(o.axes)
        rows = all(p.places[0] is not None and p.places[0].plain is None for p in step.parts)
        if whole and rows and all(p is None for part in step.parts for p in part.places[1:]):
            found[step.target] = given[o.wrt]
    return found


# -- in loops -----------------------------------------------------------------------------------------------------


def looped(course: Course, function: str, jit: str) -> str:
    """The functions of a compiled epoch, after those of value and gradients. Gradients in rows have memory of their own."""
    tables = {course.names["d", i.name]: i.name for i in sparse(course).values()}
    rows = "".join(f", {d}, rows_{d}, seen_{d}" for d in tables)
    names = [name for name, _ in course.update.factors]
    body = ["losses = np.empty(cuts.size - 1)"]
    for d, table in tables.items():
        body.append(f"{d} = np.zeros_like({table})")
        body.append(f"rows_{d}, seen_{d} = np.empty(len({table}), np.int64), np.zeros(len({table}), np.bool_)")
    inner = [
        "batch = order[cuts[k]:cuts[k + 1]]",
        f"{course.results(tables)} = {function}({course.arguments('batch')}{rows})",
        "losses[k] = value",
        "step += 1",
        *([f"{', '.join(names)}, = factors(rate, step)"] if names else []),
        *(line for i in course.parameters for line in _moved(course, i, names, course.names["d", i.name] in tables)),
    ]
    body += ["for k in range(cuts.size - 1):", *(f"    {line}" for line in inner), "return losses"]
    head = [f"{jit}def {NAME}({', '.join(course.given)}):", *documented(course)]
    blocks = [
        *moves(course.update, jit),
        "\n".join([*head, *(f"    {line}" for line in body)]) + "\n",
    ]
    return "".join("\n\n" + block for block in blocks)


def _moved(course: Course, i: Input, factors: Sequence[str], row_by_row: bool) -> Iterator[str]:
    theta, d, *kept = course.involved(i)
    if row_by_row:
        here = [f"{name}[row].reshape(-1)" for name in (theta, d, *kept)]
        yield f"for n in range(n_{d}):  # the other rows have no gradient"
        yield f"    row = rows_{d}[n]"
        yield f"    move({', '.join([*here, *factors])})"
        yield f"    {d}[row] = 0"
        yield f"    seen_{d}[row] = False"
        return
    shape = "-1" if i.shape else "1"
    slope = f"np.ascontiguousarray({d}).reshape(-1)" if i.shape else f"np.full(1, {d}, {theta}.dtype)"
    here = [f"{theta}.reshape({shape})", slope, *(f"{name}.reshape({shape})" for name in kept)]
    yield f"move({', '.join([*here, *factors])})"


def moves(update: Update, jit: str) -> Iterator[str]:
    """The functions of an update rule."""
    yield from _factors(update, jit)
    yield _move(update, jit)


def _factors(update: Update, jit: str) -> Iterator[str]:
    """What all entries share, in double precision."""
    if update.factors:
        scalars = Scalars(NOTHING)
        texts = [scalars.tree(tree) for _, tree in update.factors]
        yield f"{jit}def factors(rate, step):\n    real = np.float64\n    return {', '.join(texts)},\n"


def _move(update: Update, jit: str) -> str:
    at = (Place(((Axis("i", Size.of("n")), 1),)),)
    scalars, here = Scalars(NOTHING), {name: Read(name, at) for name in ("g", *update.kept)}
    factors = [name for name, _ in update.factors]
    lines = [
        f"def move({', '.join(['theta', 'g', *update.kept, *factors])}):",
        "    # the update rule, entry by entry, in place",
        "    real = theta.dtype.type",
        *(f"    {name} = real({name})" for name in factors),
        "    for i in range(theta.size):",
        *(f"        new_{k} = {scalars.tree(_put(t, here))}" for k, t in zip(update.kept, update.memory, strict=True)),
        f"        theta[i] -= {scalars.tree(_put(update.way, here))}",
        *(f"        {k}[i] = new_{k}" for k in update.kept),
    ]
    return jit + "\n".join(lines) + "\n"


def _put(tree: Tree, new: Mapping[str, Read]) -> Tree:
    match tree:
        case Read(name, ()):
            return new.get(name, tree)
        case Call(operation, arguments):
            return Call(operation, tuple(_put(a, new) for a in arguments))
    return tree


# -- for whole arrays ---------------------------------------------------------------------------------------------


def counted(course: Course, function: str, dialect: Dialect, begin: str) -> str:
    """The functions of an epoch in a language of whole arrays that change in place; ``begin`` makes the array of losses."""
    update, names = course.update, [name for name, _ in course.update.factors]
    spell = _spelling(dialect, "g", *names, *update.kept, *(f"new_{k}" for k in update.kept))
    move = [
        f"def move({', '.join(['theta', 'g', *update.kept, *names])}):",
        "    # the update rule, in place",
        *(f"    new_{k} = {spell.tree(t, ()).text}" for k, t in zip(update.kept, update.memory, strict=True)),
        f"    theta -= {spell.tree(update.way, ()).text}",
        *(f"    {k}[...] = new_{k}" for k in update.kept),
    ]
    inner = [
        "batch = order[cuts[k]:cuts[k + 1]]",
        f"{course.results()} = {function}({course.arguments('batch')})",
        "losses[k] = value",
        "step += 1",
        *plainly(update, dialect),
        *(f"move({', '.join([*course.involved(i), *names])})" for i in course.parameters),
    ]
    body = [begin, "for k in range(len(cuts) - 1):", *(f"    {line}" for line in inner), "return losses"]
    head = [f"def {NAME}({', '.join(course.given)}):", *documented(course)]
    blocks = ["\n".join(lines) + "\n" for lines in (move, [*head, *(f"    {line}" for line in body)])]
    return "".join("\n\n" + block for block in blocks)


def scanned(course: Course, function: str, dialect: Dialect) -> str:
    """The functions of an epoch in JAX: batches of one length run in one compiled scan. What changes comes back with the losses."""
    update, names = course.update, [name for name, _ in course.update.factors]
    spell = _spelling(dialect, "g", *names, *update.kept, *(f"new_{k}" for k in update.kept))
    new = [f"new_{k}" for k in update.kept]
    move = [
        f"def move({', '.join(['theta', 'g', *update.kept, *names])}):",
        "    # the update rule",
        *(f"    {n} = {spell.tree(t, ()).text}" for n, t in zip(new, update.memory, strict=True)),
        f"    return {', '.join([f'theta - ({spell.tree(update.way, ()).text})', *new])},",
    ]
    state = ", ".join([*(i.name for i in course.parameters), *course.kept]) + ","
    each = "".join(f", {name}" for name in names)
    given = ", ".join([*course.given[:-4], "batches", *names])
    steps = [
        f"@partial(jax.jit, static_argnames={course.program.free!r})" if course.program.free else "@jax.jit",
        f"def steps({given}):",
        "    def one_step(state, at):",
        f"        {state} = state",
        f"        batch{each}, = at",
        f"        {course.results()} = {function}({course.arguments('batch')})",
        *(
            f"        {', '.join(moved)}, = move({', '.join([*course.involved(i), *names])})"
            for i in course.parameters
            for moved in [[n for k, n in enumerate(course.involved(i)) if k != 1]]
        ),
        f"        return ({state}), value",
        "",
        f"    return jax.lax.scan(one_step, ({state}), (batches{each},))",
    ]
    inner = [
        "end = begin",
        "while end < len(lengths) and lengths[end] == lengths[begin]:",
        "    end += 1",
        "batches = order[cuts[begin]:cuts[end]].reshape(end - begin, -1)",
        "at = step + 1 + np.arange(begin, end)",
        *plainly(update, dialect, "at"),
        *(f"{name} = np.broadcast_to({name}, end - begin).astype(dtype)" for name in names),
        f"({state}), values = steps({given})",
        "losses.append(np.asarray(values))",
        "begin = end",
    ]
    body = [
        f"dtype = {course.parameters[0].name}.dtype",
        "losses, lengths, begin = [], np.diff(cuts), 0",
        "while begin < len(lengths):  # batches of one length at a time",
        *(f"    {line}" for line in inner),
        f"return np.concatenate(losses), {state}",
    ]
    head = [f"def {NAME}({', '.join(course.given)}):", *documented(course, "come back after them")]
    blocks = ["\n".join(lines) + "\n" for lines in (move, steps, [*head, *(f"    {line}" for line in body)])]
    return "".join("\n\n" + block for block in blocks)


def plainly(update: Update, dialect: Dialect, step: str = "step") -> Iterator[str]:
    """Statements for the factors of a rule, as Python's own numbers."""
    plain = replace(dialect, functions={**dialect.functions, "sqrt": "({}) ** 0.5", "abs": "abs({})"})
    for name, tree in update.factors:
        yield f"{name} = {_spelling(plain, 'rate', step).tree(_put(tree, {'step': Read(step)}), ()).text}"


def _spelling(dialect: Dialect, *names: str) -> Spelling:
    return Spelling(Program(tuple(Input(name, name, ()) for name in names), (), ()), dialect)
