"""What a paper says can be learned: its objective, and which of its letters are parameters, data, and settings.

Of the letters that no definition explains, *data* is what the caller names or has; else what the text calls one-hot, a
probability or binary, what has samples, what positions are looked up in, and what is called x, y or t. A *setting* is a
number that only penalties speak of, or a Greek letter. All others are *parameters*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from papergrad.algebra.nodes import Add, Affine, At, Definition, Expr, Index, Lookup, Number
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import children as parts_of
from papergrad.algebra.traversal import entries, symbols
from papergrad.algebra.traversal import subscripts as subscripts_of
from papergrad.asking.gradients import objectives, parse, scopes
from papergrad.asking.programs import computed
from papergrad.asking.shapes import lengths_of
from papergrad.judging.sampling import needs
from papergrad.learning import tables
from papergrad.learning.samples import dependent
from papergrad.learning.tables import Column
from papergrad.notation import unicode
from papergrad.notation.tree import Name, Node
from papergrad.reading.named import key_of
from papergrad.reading.overlooked import missed
from papergrad.reading.reading import Reading
from papergrad.reading.refolding import reach
from papergrad.reading.scope import Scope
from papergrad.reading.squares import put, spelled
from papergrad.reading.symbols import SAMPLED
from papergrad.records import dataclass
from papergrad.source import PaperError

AIMS = frozenset(("y", "Y", "t"))  # what targets are called where nothing else is said
OBSERVED = AIMS | {"x", "X"}  # and data
SAID = frozenset(("one-hot", "probability", "binary"))
CHOICES = frozenset(("one-hot", "binary"))  # which no small steps lead to: never learned, unless somebody says so


@dataclass(frozen=True)
class Model:
    """An objective that can be learned. Symbols are keys; ``shapes`` has those of all that no definition explains.

    ``tops``: how far the positions in a symbol reach. ``settings``: numbers that the text itself gives (lengths too).
    ``output`` is what the model predicts, ``targets`` the data that it predicts without knowing.
    """

    name: str
    value: Expr
    definitions: Mapping[str, Definition]
    shapes: Mapping[str, tuple[Size, ...]]
    parameters: tuple[str, ...]
    data: tuple[str, ...]
    unset: tuple[str, ...]
    settings: Mapping[str, float]
    facts: Mapping[str, frozenset[str]]
    tops: Mapping[str, Size]
    output: str
    targets: tuple[str, ...]
    written: Mapping[str, str]  # what the caller may call a symbol -> its key
    overlooked: Mapping[
        str, str
    ]  # what nobody named and the text defines in words that were not understood: those words

    def key(self, name: str) -> str:
        """The symbol that a name means. Raises PaperError where there is none."""
        if name in self.written:
            return self.written[name]
        there = ", ".join(sorted(_bare(k) for k in self.shapes))
        raise PaperError(f"the objective {_bare(self.name)} has no {name}", hint=f"it has {there}", code="PG421")


def model(
    reading: Reading,
    of: Node | None = None,
    *,
    parameters: Collection[str] = (),
    data: Collection[str] = (),
    given: Collection[str] = (),
    output: str = "",
    line: int | None = None,
) -> Model:
    """The objective of a paper (or ``of``) as something to be learned. Names are as the caller writes them.

    Raises PaperError where there is no number to be made small, or where it does not speak of what was named.
    """
    trouble: PaperError | None = None
    best: tuple[int, Model] | None = None
    wanted = {*parameters, *data, *given}
    for scope, node in _objectives(reading, of, line):
        try:
            found = _model(reading, scope, node, parameters, data, given, output)
        except PaperError as problem:
            trouble = trouble or problem
            continue
        met = sum(name in found.written for name in wanted)
        if found.parameters and (best is None or met > best[0]):
            best = met, found
    if best is None:
        raise trouble or PaperError(
            "nothing here is a number that can be made small", hint="say what, as in --of J", code="PG422"
        )
    for name in (*parameters, *given):
        best[1].key(name)
    return best[1]


def of_table(
    reading: Reading, columns: Mapping[str, Column], of: Node | None = None, **told: Any
) -> tuple[Model, dict[str, Column], list[str]]:
    """The model whose data a table has, its arrays, and the columns that belong to none of its symbols."""
    first = model(reading, of, **told)
    orders = {_bare(key): len(shape) for key, shape in first.shapes.items()}
    arrays = tables.by_symbol(columns, orders)
    if not arrays:
        there = ", ".join(sorted(orders))
        raise PaperError(
            "the table has nothing that the objective speaks of",
            hint=f"it speaks of {there}; the columns of a vector x are x_1, x_2, …",
            code="PG608",
        )
    return model(reading, of, data=list(arrays), **told), arrays, tables.unused(columns, orders)


def _objectives(reading: Reading, of: Node | None, line: int | None) -> Iterator[tuple[Scope, Node]]:
    for scope in scopes(reading, line):
        if of is not None:
            yield scope, put(of, scope.squares)
            continue
        for name in objectives(scope):
            yield scope, scope.name_of(name) or Name(name)


def _model(
    reading: Reading,
    scope: Scope,
    of: Node,
    parameters: Collection[str],
    data: Collection[str],
    given: Collection[str],
    output: str,
) -> Model:
    value, known = computed(scope, of, reading)
    chosen = scope.steps.positions if scope.steps is not None else frozenset()  # as long as they are used
    inputs = {k: axes for k, axes in scope.inputs().items() if k not in chosen}
    lengths = lengths_of(scope, value, known)
    value, known = lengths.through(value), {k: lengths.through(d) for k, d in known.items()}
    axes = {k: tuple(lengths.through(found)) for k, found in inputs.items()}
    need = needs([value], known, axes)
    shapes = {k: tuple(i.size for i in a) for k, a in need.inputs.items() if k not in known}
    facts = {k: v for k, v in _facts(scope, shapes).items() if v}
    asked = [*parameters, *data, *given]
    written = _names(scope, shapes, asked)
    roles = _roles(
        value.body, known, shapes, facts, need.ranges,
        [{written[n] for n in names if n in written} for names in (parameters, data, given)],
    )  # fmt: skip
    settings = {k: v for k, d in scope.all_settings().items() if (v := _number(d.body)) is not None}
    made = _names(scope, known, [output]).get(output) if output else None
    if output and made is None:
        raise PaperError(
            f"nothing that {_bare(str(key_of(of, scope.symbols)))} is made of is called {output}", code="PG421"
        )
    target, guess = _prediction(value.body, known, roles["data"], shapes, made)
    return Model(
        unicode.write(spelled(of)), value.body, known, shapes, *map(tuple, roles.values()),
        settings, facts, need.ranges, guess, target, written,
        {
            key: said.words for key, said in missed(scope, scope.keys_in(of), known).items()
            if key in shapes and key not in {written.get(name) for name in asked}
        },
    )  # fmt: skip


def _number(e: Expr) -> float | None:
    return float(e.value) if isinstance(e, Number) else None


def _facts(scope: Scope, keys: Collection[str]) -> dict[str, frozenset[str]]:
    said = scope.known_facts()
    return {k: said.get(k, frozenset()) | said.get(_bare(k), frozenset()) for k in keys}


def _bare(key: str) -> str:
    return key.removesuffix(SAMPLED)


def _names(scope: Scope, keys: Collection[str], asked: Collection[str]) -> dict[str, str]:
    """What may be written for each symbol: its key, or anything that reads as its name."""
    found = {_bare(k): k for k in keys} | {k: k for k in keys}
    for name in asked:
        if name not in found:
            try:
                key = key_of(put(parse(name), scope.squares), scope.symbols)
            except PaperError:
                continue
            if key is not None and (key in keys or _bare(key) in found):
                found[name] = key if key in keys else found[_bare(key)]
    return found


# -- roles ----------------------------------------------------------------------------------------------------------


def _roles(
    objective: Expr,
    known: Mapping[str, Definition],
    shapes: Mapping[str, tuple[Size, ...]],
    facts: Mapping[str, frozenset[str]],
    tops: Mapping[str, Size],
    told: Sequence[Collection[str]],
) -> dict[str, list[str]]:
    """``parameters``, ``data`` and ``unset``; what was told goes before what can be guessed."""
    learned, observed, given = told

    def is_data(key: str) -> bool:
        if key in observed or key in tops:
            return True
        words = facts.get(key, frozenset())
        if words & CHOICES:
            return True
        said = bool(words & SAID) or key.endswith(SAMPLED)
        return not observed and (said or _letter(key) in OBSERVED)

    data = [k for k in shapes if k not in learned and k not in given and is_data(k)]
    moving = dependent(known, data)
    terms = objective.terms if isinstance(objective, Add) else (objective,)
    model = {k for t in terms if not symbols(t).isdisjoint(moving) for k in reach(t, known)}
    unset = [
        k for k, shape in shapes.items()
        if k not in learned and k not in data and (k in given or (not shape and (k not in model or _is_greek(k))))
    ]  # fmt: skip
    found = [k for k in shapes if k not in data and k not in unset]
    if learned:
        unset += [k for k in found if k not in learned]
        found = [k for k in found if k in learned]
    return {"parameters": found, "data": data, "unset": unset}


def _letter(key: str) -> str:
    return _bare(key).split("_")[0].split("^")[0]


def _is_greek(key: str) -> bool:
    return "α" <= key[0] <= "ω"


def _prediction(
    objective: Expr,
    known: Mapping[str, Definition],
    data: Sequence[str],
    shapes: Mapping[str, tuple[Size, ...]],
    output: str | None,
) -> tuple[tuple[str, ...], str]:
    """The targets and the output: what meets, in one formula, data that it does not depend on and that it is like."""
    reached = {name: reach(d.body, known) for name, d in known.items()}

    def targets(name: str) -> tuple[str, ...]:
        return tuple(k for k in data if k not in reached[name])

    if output is not None:
        return targets(output), output
    met: list[str] = []
    for body in (objective, *(d.body for d in known.values())):
        here = symbols(body)
        met += [
            name for name in here & known.keys()
            if reached[name] & set(data) and any(_is_like(known[name], k, shapes[k], body) for k in targets(name) if k in here)
        ]  # fmt: skip
    order = list(known)
    best = max(met, key=lambda name: ("\u0302" in name, order.index(name)), default="")
    return (targets(best), best) if best else (tuple(k for k in data if _letter(k) in AIMS), "")


def _is_like(d: Definition, target: str, shape: tuple[Size, ...], body: Expr) -> bool:
    """Whether a quantity can be a guess of a target: of its shape, or read at the position that the target is."""
    read_at = {at for e in entries(body) if e.symbol == d.symbol for at in e.at}
    if any(isinstance(at, Lookup) and at.symbol == target for at in read_at):
        return True
    looked_up = {s for e in _all(body) for at in subscripts_of(e) for s in _looked(at)}
    return len(d.axes) == len(shape) and d.symbol not in looked_up and target not in looked_up


def _all(e: Expr) -> Iterator[Expr]:
    yield e
    for child in parts_of(e):
        yield from _all(child)


def _looked(at: At) -> Iterator[str]:
    match at:
        case Index():
            return
        case Affine(terms):
            for inner, _ in terms:
                yield from _looked(inner)
        case Lookup(symbol, inside):
            yield symbol
            for place in inside:
                yield from _looked(place)
