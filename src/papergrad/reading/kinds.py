"""Is a symbol a number, a column, a row or a matrix? Found out from how the writer uses it.

Every symbol and every sub-expression has a set of possible kinds; every product, sum and function narrows them (arc
consistency over small tables). What stays open is decided by habit: capitals are matrices, Greek letters numbers, and vectors
lie the way the others of the document do.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import pairwise

from papergrad.notation import tree
from papergrad.notation.tree import (
    Accented,
    Big,
    Branches,
    Fence,
    Fraction,
    Infix,
    Matrix,
    Name,
    Node,
    Numeral,
    Postfix,
    Prefix,
    Root,
    Run,
    Script,
)  # fmt: skip
from papergrad.phrasebook import functions, gradient, indicator, matrices, norm, sums, transpose
from papergrad.phrasebook.trees import sequence
from papergrad.reading import applied, tables
from papergrad.reading.at_a_glance import (
    among_others,
    counts_something,
    entries_by_place,
    is_literal,
    of_small_letters,
    sums_numbers,
)
from papergrad.reading.grouping import Call, Factor, IsFunction, Operator, factors, product
from papergrad.reading.habits import (
    ALWAYS_NUMBERS,
    ANY,
    COLUMN,
    LETTER_LABEL,
    MATRIX,
    NUMBER,
    ROW,
    VECTORS,
    Habit,
    Key,
    is_any,
    is_bold,
    is_loss,
    is_matrix,
)
from papergrad.reading.named import symbols_in
from papergrad.reading.statements import is_number
from papergrad.reading.symbols import EACH, SAMPLES, Symbols, Written, apart, exponential
from papergrad.reading.turns import Turns

HADAMARD = frozenset("⊙∘") | {".*"}
LAYER_LABEL = re.compile(r"\^\(·\)$|\^[(\[⟨]?\d+[)\]⟩]?$|_\d+$")
SCHEMATIC_LABEL = re.compile(r"\^\(·\)$|\^[(\[⟨]?[tlLTτℓ]([+-]\d)?[)\]⟩]?$|_[tτ]([+-]\d)?$")


class Kinds:
    """The constraint problem of one scope.

    It is built once, stage by stage (``close`` ends one), and solved for many guesses: ``begin`` forgets what was found and
    ``go_on`` adds the variables and constraints of the next stage to those that count.
    """

    def __init__(self, symbols: Symbols, is_function: IsFunction, layered: frozenset[str] = frozenset()) -> None:
        self.symbols, self.is_function, self.layered = symbols, is_function, layered
        self.domains: list[frozenset[str]] = []
        self.sampled = {base for base, place, _ in symbols.axes if place in SAMPLES}
        self.of: dict[Key, int] = {}
        self.looks: dict[Key, Node] = {}
        self.derived: set[Node] = set()  # what derivatives are of
        self.variables: set[Node] = set()  # and by
        self.objectives: frozenset[str] = frozenset()  # letters (see ``only_derived``)
        self.states: set[str] = set()  # letters of what is computed from itself at another step
        self.loose: frozenset[str] = frozenset()  # vectors that only habit lays down or stands up
        self.families: dict[Key, int] = {}  # h^(t) and h^(t-1) are of one kind
        self.firm: set[str] = set()  # decided by use, once capitals with a transpose are matrices
        self.turned: set[Key] = set()  # written with a transpose somewhere
        self.vectorial: set[str] = set()  # values of functions about which nothing is said
        self.of_small: set[str] = set()  # capitals that are computed from small letters alone
        self.turns = Turns()  # what follows from other symbols, and so is decided after them
        self.small_matrices: frozenset[str] = frozenset()  # letters (see ``totals``)
        self.entrywise: set[Key] = set()  # what meets something entry by entry, as a number need not
        self.beside: set[Key] = set()  # what stands right beside a sign for that, also in a claim
        self.values: dict[str, int] = {}  # of functions of the writer's
        self._of_functions: dict[str, int] = {}  # the value of R where R(w) = … defines it
        self.divisors: Counter[Key] = Counter()  # how often it is divided by, which vectors hardly are
        self.exponents: Counter[Key] = Counter()  # how often it stands in an exponent of e, as the A of e^{A+B}
        self.uses: Counter[Key] = Counter()
        self.weighing: set[Key] = set()  # small letters whose transpose stands before a capital, the w of w^T X
        self.offsets: set[Key] = set()  # what is added to that, the b of w^T X + b: one number for all samples
        self.mapped: set[Key] = set()  # small letters behind a capital, the x_i of W x_i
        self.partners: set[Key] = set()  # what stands behind a transposed small letter, the x of w^T x
        self.unsaid: set[int] = set()  # known from before, but not spoken of here
        self.doubtful: list[tuple[frozenset, tuple[int, ...]]] | None = (
            None  # Hadamard products of claims, while claims are read
        )
        self.guessed: dict[Key, frozenset[str]] = {}  # what habit decided, and what else it could have been
        self._initial: list[frozenset[str]] = []
        self._said: list[tuple[int, frozenset[str], frozenset[str]]] = []  # what is said of single variables
        self._stages: list[tuple[int, int, int]] = []  # how many variables, constraints, sayings there are at its end
        self._active = self._stage = 0  # constraints that count by now, and stages
        self._constraints: list[tuple[tuple[int, ...], frozenset]] = []
        self._at: dict[int, list[int]] = {}
        self.broadcasting: frozenset[int] = frozenset()  # statements in which a symbol is added to something larger
        self._declared: set[Key] = set()
        self.taken_over: set[str] = set()  # what the part before guessed
        self._statement = -1  # the one that constraints are of at present
        self._of_statement: list[int] = []
        self._claimed: list[tuple[int, tuple[int, ...], frozenset]] = []  # what is claimed; it narrows nothing

    # -- building ---------------------------------------------------------------------------------------------------

    def new(self, domain: frozenset[str] = ANY) -> int:
        self._initial.append(domain)
        return len(self._initial) - 1

    def restrict(self, variable: int, allowed: frozenset[str], otherwise: frozenset[str] = frozenset()) -> None:
        """What is said of one variable; where that cannot be, it is ``otherwise``, or nothing was said."""
        self._said.append((variable, allowed, otherwise))

    def tie(self, allowed: frozenset, *variables: int) -> None:
        for v in variables:
            self._at.setdefault(v, []).append(len(self._constraints))
        self._constraints.append((variables, allowed))
        self._of_statement.append(self._statement)

    @contextmanager
    def stating(self, statement: int) -> Iterator[None]:
        """What is said within is said by this statement."""
        self._statement = statement
        yield
        self._statement = -1

    def claim(self, left: int | None, right: int, written: Node) -> None:
        """A statement that both sides are the same thing, which may be wrong."""
        if left is not None and not is_literal(written):
            self._claimed.append((self._statement, (left, right), tables.SAME | tables.FLIP))

    def close(self) -> None:
        """A stage is built. What is doubtful about it counts only when it is solved, one by one."""
        self._stages.append((len(self._initial), len(self._constraints), len(self._said)))
        for allowed, variables in self.doubtful or ():
            self.tie(allowed, *variables)

    def begin(self) -> None:
        """Nothing is known yet, and the first stage counts."""
        self.domains, self.guessed = [], {}
        self._active = self._stage = 0
        self.go_on()

    def go_on(self) -> None:
        """The next stage counts as well."""
        variables, self._active, said = self._stages[self._stage]
        before = self._stages[self._stage - 1][2] if self._stage else 0
        self._stage += 1
        self.domains += self._initial[len(self.domains) : variables]
        for v, allowed, otherwise in self._said[before:said]:
            self.domains[v] = self.domains[v] & allowed or otherwise or self.domains[v]

    def _variables(self) -> list[tuple[Key, int]]:
        """The symbols that count by now."""
        return [pair for pair in self.of.items() if pair[1] < len(self.domains)]

    def decided(self) -> set[str]:
        """The symbols of which nothing is left open by now."""
        return {name for (name, _), v in self._variables() if len(self.domains[v]) == 1}

    def suppose(self, guesses: Mapping[Key, str]) -> None:
        """Decide some symbols before habit does; that x_i is an entry of x, before anything else."""
        for key, kind in guesses.items():
            if key[1] and kind == NUMBER and self._counts(key):
                self.domains[self.of[key]] = frozenset((kind,))
        self.narrow()
        for key, kind in guesses.items():
            if self._counts(key) and kind in self.domains[self.of[key]]:
                self.domains[self.of[key]] = frozenset((kind,))
                self.narrow((self.of[key],))

    def whole_entries(self, kinds: Mapping[Key, str]) -> list[Key]:
        """The x_i that came out as vectors beside a vector x, of which they would be entries."""
        vectors = {key for key, kind in kinds.items() if kind in VECTORS}
        return [(name, 1) for name, running in kinds if running == 0 and {(name, 0), (name, 1)} <= vectors]

    def misfits(self) -> set[int]:
        """The statements that do not fit with the kinds that were found."""
        return {
            statement
            for statement, variables, allowed in (
                *((s, *c) for s, c in zip(self._of_statement, self._constraints, strict=True)),
                *self._claimed,
            )
            if statement >= 0 and not _left(allowed, tuple(self.domains[v] for v in variables))
        }

    def symbol(self, key: Key, looks: Node) -> int:
        self.uses[key] += 1
        if key not in self.of:
            number = frozenset((NUMBER,))
            self.of[key] = self.new(ANY - number if key in self.turned else number if key[0] in ALWAYS_NUMBERS else ANY)
            self.looks[key] = looks
            name, running = key
            label = LAYER_LABEL if name.split("^")[0].split("_")[0] in self.layered else SCHEMATIC_LABEL
            family = (label.sub("", name), running)
            if family[0] != name or name in self.sampled:
                if family in self.families:
                    self.tie(tables.SAME, self.families[family], self.of[key])
                self.families.setdefault(family, self.of[key])
            self._as_an_input(key)
            if not running and name in self._of_functions:
                self.tie(tables.SAME, self._of_functions[name], self.of[key])
            for other in (0, 1, 2):
                if other != running and (name, other) in self.of:
                    fewer, more = sorted((other, running))
                    self.tie(
                        tables.FEWER[min(more - fewer, max(tables.FEWER))], self.of[name, fewer], self.of[name, more]
                    )
        return self.of[key]

    def _as_an_input(self, key: Key) -> None:
        """An x_i that is put in for an input x, or that a vector x is compared with, is of its kind."""
        for letter in {base for base, _ in self.symbols.own_letters} | self.symbols.anchors:
            pair = (letter, 0), (letter + EACH, 1)
            if key in pair and all(one in self.of for one in pair):
                self.tie(tables.SAME, *(self.of[one] for one in pair))

    def note_transposes(self, trees: Iterable[Node]) -> None:
        """Nobody transposes a number: what has a transpose anywhere is none, also where it is first met without."""
        for root in trees:
            for here in tree.walk(root):
                written = apart(here) if isinstance(here, Script) else None
                if written is not None and written.transposed and not written.primes:
                    self.turned.add((self.symbols.key(written), self.symbols.entries(written)))

    def doubt(self) -> None:
        """From here on claims are read. Students write ⊙ for a matrix product: what a Hadamard sign says counts last."""
        self.doubtful = []

    def declare(self, name: str, kinds: frozenset[str], looks: Node, running: int = 0) -> None:
        v = self.symbol((name, running), looks)
        self._declared.add((name, running))
        self.restrict(v, kinds, kinds)

    def declared(self, key: Key) -> bool:
        """Whether the text says of what kind a symbol is."""
        return key in self._declared

    def define(self, left: Node, right: Node) -> None:
        """A statement that both sides are the same thing."""
        self.tie(tables.SAME, value := self.node(left), self.node(right))
        if isinstance(left, Run) and len(left.items) == 2 and value in self.values.values():
            self._of_functions |= {name: value for name, _ in self._keys(left.items[0])}
        made = factors(right.items, self.is_function) if isinstance(right, Run) else ()
        written = apart(left)
        if written is not None:
            parts = [w for n in tree.walk(right) if (w := apart(n)) is not None]
            self.turns.define(self.symbols.key(written), {self.symbols.key(w) for w in parts})
            at_others = any(w.base == written.base and w.slots != written.slots for w in parts)
            if isinstance(written.name, Name) and written.slots and at_others:  # but the L of Σ_t L_t has no steps
                self.states.add(written.name.text)
        if written is not None and not self.symbols.entries(written) and written.base.isupper() and sums_numbers(right):
            self._a_number(self.node(left))
        if written is not None and not written.slots and written.base.isupper() and of_small_letters(right):
            self.of_small.add(self.symbols.key(written))
        if len(made) == 1 and isinstance(made[0], Call) and not made[0].known and written is not None:
            self.vectorial.add(self.symbols.key(written))
        if written is not None and (among_others(written, right) or self.symbols.entries(written) == 1):
            self.vectorial.add(self.symbols.key(written))

    def node(self, node: Node) -> int:
        """The variable of an expression."""
        if (holds := indicator.read(node)) is not None and isinstance(holds.condition, Infix):
            return self.node(holds.condition.operands[0])
        written = apart(node)
        if written is not None and not written.primes:
            name = self.symbols.key(written)
            if written.base == "1" and isinstance(written.name, Name) and written.name.font in ("bold", "bb"):
                return self.new(frozenset((ROW,)) if written.transposed else frozenset((COLUMN,)))
            entries = self.symbols.entries(written)
            base = self.symbol((name, entries), written.name)
            whole = sum(isinstance(s.item, Name) and s.item.text in (":", "·") for s in self.symbols.running(written))
            if whole == 1 and entries == 2 and written.power is None:  # a row of a matrix, W_{j,:}, or a column
                self._a_number(base)
                return self.new(VECTORS)
            if written.transposed:
                self._not_a_number(base)
                base = self._through(tables.FLIP, base)
            return self._power(base, written.power)
        match node:
            case Numeral():
                return self.new(frozenset((NUMBER,)))
            case Fence("|" | "‖" | "||", inside, _):
                self.node(inside)
                return self.new(frozenset((NUMBER,)))
            case Fence("⟨", Infix((one, other), (",",)), "⟩"):
                self.tie(tables.SAME, first := self.node(one), self.node(other))
                self._not_a_number(first)
                return self.new(frozenset((NUMBER,)))
            case Fence("[", _, "]") if (piled := matrices.piled(node)) is not None:
                return self.node(Matrix(piled))
            case Fence("[", Infix(parts, operators), "]") if set(operators) == {","}:
                return self._list(parts)
            case Fence("(", Infix(parts, operators), ")") if set(operators) == {","} and all(map(is_number, parts)):
                return self.new(VECTORS)
            case Fence(_, inside, _):
                return self.node(inside)
            case Prefix(_, operand):
                return self.node(operand)
            case Root(inside):
                return self.node(inside)
            case Fraction(above, below):
                if (derived := gradient.read(node)) is not None:
                    return self._derivative(derived)
                parts = self.node(above), self.node(below)
                self.divisors.update(self._keys(below))
                if counts_something(below):
                    self._a_number(parts[1])
                return self._tied(tables.ENTRYWISE, *parts)
            case Infix(operands, operators) if set(operators) <= {"+", "-", "±"}:
                return self._sum([self.node(o) for o in operands], operands)
            case Infix() | Run() if product(node) is not None:
                return self._product(node)
            case Big("∑" | "∏", _, _, body):
                return self.node(body) if sums.read(node) is not None else self.new()
            case Postfix(operand, "'"):
                return self._through(tables.FLIP, self.node(operand))
            case Postfix(operand, "!"):
                return self.node(operand)
            case Matrix(rows):
                wide, high = max((len(r) for r in rows), default=0), len(rows)
                cells = [self.node(c) for row in rows for c in row if not (isinstance(c, Name) and c.text in "…⋯")]
                for cell in entries_by_place(rows):
                    v = self.node(cell)
                    self.restrict(v, frozenset((NUMBER,)))
                if cells and (wide == 1) != (high == 1):
                    return self._through(tables.PILED if wide == 1 else tables.BESIDE, cells[0])
                return self.new(
                    frozenset((NUMBER if wide == high == 1 else COLUMN if wide == 1 else ROW if high == 1 else MATRIX,))
                )
            case Branches(branches):
                parts = [self.node(value) for value, _ in branches if not is_literal(value)]
                whole = self.new() if parts or not branches else self.new(frozenset((NUMBER,)))
                for p in parts:  # a number, where others are larger, is that for every entry
                    self.tie(tables.ADDED, p, whole)
                return whole
            case Script(base, sub, sup, 0) if norm.read(node) is None and not exponential(node):
                if (flipped := transpose.read(node)) is not None:
                    return self._through(tables.FLIP, self.node(flipped.of))
                if sub is not None:  # an entry (..)_i of something larger
                    inner = self.node(base)
                    if isinstance(base, Fence) and apart(base.inside) is not None:  # (u_k)_i
                        self._not_a_number(inner)
                    return self._through(tables.FEWER[1 if len(listed_script(sub)) == 1 else 2], inner)
                return self._power(self.node(base), sup)
            case Script(_, None, sup, 0) if sup is not None and exponential(node):
                for part in sup.operands if isinstance(sup, Infix) else (sup,):
                    self.exponents.update(self._keys(part))
                return self.node(sup)
            case Accented(_, inside):
                return self.node(inside)
        for child in tree.children(node):
            if norm.read(node) is not None:
                self.node(norm.read(node).of)  # type: ignore[union-attr]
                break
            _ = child
        return self.new(frozenset((NUMBER,)) if norm.read(node) is not None else ANY)

    def _list(self, parts: tuple[Node, ...]) -> int:
        """``[x_1, …, x_n]`` with dots puts its parts side by side; ``[h, x]`` joins vectors, and numbers to a vector."""
        inner = [self.node(p) for p in parts if not (isinstance(p, Name) and p.text in "…⋯")]
        return (
            self._through(tables.LISTED if len(inner) < len(parts) else tables.JOINED, inner[0])
            if inner
            else self.new()
        )

    def _through(self, table: frozenset, source: int) -> int:
        out = self.new()
        self.tie(table, source, out)
        return out

    def _tied(self, table: frozenset, a: int, b: int) -> int:
        out = self.new()
        self.tie(table, a, b, out)
        return out

    def _power(self, base: int, sup: Node | None) -> int:
        return base if sup is None else self._through(tables.SQUARE, base) if sup == Numeral("2") else base

    def _sum(self, parts: list[int], nodes: tuple[Node, ...]) -> int:
        literal = [is_literal(n) for n in nodes]
        made_of = {self.symbols.key(w) for n in nodes if isinstance(n, Run) for w in symbols_in(n)}
        self.turns.add({key[0] for n in nodes for key in self._keys(n)}, made_of)
        weighed = any(isinstance(n, Run) and len(n.items) == 2 and _weighs(*map(apart, n.items)) for n in nodes)
        broadcast = self._statement in self.broadcasting or weighed
        bare = [broadcast and apart(n) is not None for n in nodes]
        if weighed:
            self.offsets |= {key for n in nodes for key in self._keys(n) if not key[1]}
        large = [p for p, *small in zip(parts, literal, bare, strict=True) if not any(small)]
        whole = (large or [p for p, plain in zip(parts, literal, strict=True) if not plain] or parts)[0]
        if large:  # what is added to something larger is as large, unless it must be a number
            self.entrywise |= {
                key for node, added in zip(nodes, bare, strict=True) if added for key in self._keys(node)
            }
        for part, plain, added in zip(parts, literal, bare, strict=True):
            if part != whole:
                self.tie(tables.ADDED if plain else tables.BROADCAST if added else tables.SAME, part, whole)
        return whole

    def _product(self, node: Node) -> int:
        parts: list[int] = []
        signs: list[str] = []
        nodes: list[Factor] = []
        for sign, operand in _flat(node):
            found = factors(operand.items, self.is_function) if isinstance(operand, Run) else (operand,)
            nodes += found
            inner = [self._factor(f) for f in found]
            signs += [sign] + [""] * (len(inner) - 1)
            parts += inner
        for at, (found, part) in enumerate(zip(nodes[1:], parts[1:], strict=True), 1):
            before = apart(nodes[at - 1]) if isinstance(nodes[at - 1], Node) else None
            after = apart(found) if isinstance(found, Node) else None
            if signs[at] == "/" and isinstance(found, Node):
                self.divisors.update(self._keys(found))
            side_by_side = before is not None and before.power is None and signs[at] in ("", "·")
            if side_by_side and before is not None and after is not None and isinstance(found, Node):
                capital = before.base.isupper() and not before.slots and after.base.islower() and not after.transposed
                self.mapped |= self._keys(found) if capital else set()
            turned = before is not None and before.transposed and side_by_side
            if turned and after is not None and not after.transposed:
                self._not_a_number(part)  # w^T x
                self.partners |= self._keys(found) if before.base.islower() and isinstance(found, Node) else set()
                if _weighs(before, after):
                    self.weighing.add((self.symbols.key(before), self.symbols.entries(before)))
            if turned and before is not None and before.base.islower() and self._is_value(found):
                self.restrict(part, VECTORS)  # w^T φ(x)
        if not parts:  # nothing stands between the signs
            return self.new()
        total = parts[0]
        for sign, pair in zip(signs[1:], pairwise(nodes), strict=True):
            if sign in HADAMARD:
                self.beside |= {key for node in pair if isinstance(node, Node) for key in self._keys(node)}
        for sign, part in zip(signs[1:], parts[1:], strict=True):
            doubtful = sign in HADAMARD and self.doubtful is not None
            if sign in HADAMARD and not doubtful:
                self.entrywise |= {key for node in nodes if isinstance(node, Node) for key in self._keys(node)}
            total = (
                self._entrywise(total, part)
                if doubtful
                else self._tied(tables.TABLES.get(sign, tables.LOOSE), total, part)
            )
        return total

    def _keys(self, node: Node) -> set[Key]:
        """The symbol that a node is, if it is one."""
        written = apart(node)
        return set() if written is None else {(self.symbols.key(written), self.symbols.entries(written))}

    def _order(self, key: Key, habit: Habit, vectorial: bool, rows: bool) -> tuple[str, ...]:
        """What a symbol can be, likeliest first: by its look, but for what stands in products and quotients of entries."""
        order = habit(key, self.looks[key], self._more(key), vectorial, rows)
        looks = self.looks[key]
        if is_loss(key, looks) and self._is_state(looks):
            return (*(k for k in order if k in VECTORS), NUMBER, MATRIX)
        if self._is_objective(key, looks) or self._is_raised(key, looks) or key in self.offsets:
            return (NUMBER, *(k for k in order if k != NUMBER))
        if is_loss(key, looks) and self._is_factor(key, looks):
            return (MATRIX, *(k for k in order if k != MATRIX))
        if not key[1] and isinstance(looks, Name) and looks.text in self.small_matrices:
            return (MATRIX, *(k for k in order if k != MATRIX))
        if key in self.mapped and (key[1] == 1 or LETTER_LABEL.search(key[0])) and order[0] == NUMBER:
            return (*(k for k in order if k != NUMBER), NUMBER)
        if key in self.entrywise:
            return (*(k for k in order if k != NUMBER), NUMBER)
        if key in self.divisors and not is_bold(self.looks[key]):  # vectors hardly are
            first = order[:1] if order[0] == MATRIX else ()
            return (*first, NUMBER, *(k for k in order if k not in (*first, NUMBER)))
        return order

    def _turn(self, item: tuple[Key, int]) -> tuple[bool, int, bool, bool, int]:
        """When a symbol is decided: what runs first, what is computed after what it is made of, what has a transpose early, and
        then what stands behind one or is multiplied entry by entry."""
        key, v = item
        late = key not in self.partners and key not in self.entrywise
        return not key[1], self.turns.depth(key[0]), key not in self.turned, late, v

    def _entrywise(self, a: int, b: int) -> int:
        out = self.new()
        assert self.doubtful is not None
        self.doubtful.append((tables.ENTRYWISE, (a, b, out)))
        return out

    def _derivative(self, derived: gradient.Derivative) -> int:
        """The derivative of a number lies as what it is derived by, or the other way."""
        of = self.node(derived.of) if derived.of is not None else self.new()
        by = [self.node(w) for w in derived.wrt]
        self.derived |= {derived.of} if derived.of is not None else set()
        self.variables |= set(derived.wrt)
        return self._tied(tables.BY, of, by[0]) if len(by) == 1 and derived.order == 1 else self.new()

    def _not_a_number(self, v: int) -> None:
        """Nobody transposes a number."""
        self.restrict(v, ANY - {NUMBER})

    def _a_number(self, v: int) -> None:
        self.restrict(v, frozenset((NUMBER,)))

    def _factor(self, factor: Factor) -> int:
        match factor:
            case Operator(derived):
                return self._derivative(derived)
            case Call(name, _, arguments, known):
                inner = [self.node(a) for a in arguments]
                if known and name == "diag" and len(inner) > 1:
                    return self.new(frozenset((MATRIX,)))
                if known and name == "diag":
                    return self._through(tables.DIAGONAL, inner[0])
                if known and name == "kron" and len(inner) == 2:
                    return self._tied(tables.KRONECKER, *inner)
                if known and name == "vec":
                    return self._through(tables.STACKED, inner[0])
                if known and name in ("trace", "det", "logdet"):
                    return self.new(frozenset((NUMBER,)))
                if known and name in ("max", "min") and len(inner) == 2 and any(map(is_literal, arguments)):
                    return inner[is_literal(arguments[0])]  # max(0, z) is as large as z
                row = functions.FUNCTIONS.get(name) if known else None
                if row is None:
                    return self._unspecified(factor)
                if row.kind == "loss" or name in ("logsumexp", "sum", "mean") or (row.arity == 2 and len(inner) == 1):
                    if row.kind == "loss" and len(inner) == 2:
                        self.tie(tables.SAME | tables.FLIP, inner[0], inner[1])
                    return self.new(frozenset((NUMBER,)))
                if name in ("softmax", "log_softmax"):
                    self.restrict(inner[0], ANY - {NUMBER}, VECTORS)
                if row.kind in ("elementwise", "vector") and len(inner) == 1 and factor.scripts is None:
                    return inner[0]
                return self.new(ANY)
        return self.node(factor)

    def _unspecified(self, call: Call) -> int:
        """The value of a function of the writer's: of one kind wherever it is called with the same."""
        if applied.is_number(call.name):
            return self.new(frozenset((NUMBER,)))
        key = applied.value_of(call.name, call.arguments, self.symbols)
        if key not in self.values:
            self.values[key] = self.new()
        if call.scripts is None:
            return self.values[key]
        self._not_a_number(self.values[key])
        if call.scripts.sub is None and transpose.read(call.scripts) is not None:
            return self._through(tables.FLIP, self.values[key])
        return self.new()  # f(x)_j: an entry

    def _is_value(self, factor: Factor) -> bool:
        """Whether it is the value of a function of the writer's, and no entry of one."""
        own = isinstance(factor, Call) and not factor.known
        return own and factor.scripts is None and not applied.is_number(factor.name)  # type: ignore[union-attr]

    def _vectorial(self) -> bool:
        """Whether vectors are spoken of. A part on a function of one number is about numbers, whatever came before it."""
        return any(d <= VECTORS or d == {MATRIX} for v, d in enumerate(self.domains) if v not in self.unsaid)

    def _more(self, key: Key) -> bool:
        """Whether the symbol is written with more running scripts elsewhere: y_j beside y_j^i."""
        return self._counts((key[0], key[1] + 1))

    def _counts(self, key: Key) -> bool:
        return self.of.get(key, len(self.domains)) < len(self.domains)

    def is_loss(self, key: Key, looks: Node) -> bool:
        """A letter for a loss, but for the C_t of ``C_t = f_t ⊙ C_{t-1} + …``, a state that goes on from step to step, and for the
        E that something is derived by and that nobody derives, and the C of ``A ⊙ C``."""
        loss = is_loss(key, looks) or self._is_objective(key, looks)
        return loss and not self._is_state(looks) and not self._is_factor(key, looks)

    def _is_objective(self, key: Key, looks: Node) -> bool:
        """A letter of which elsewhere only derivatives speak, where it is derived or defined."""
        own = isinstance(looks, Name) and looks.text in self.objectives and key == (looks.text, 0)
        return own and (looks in self.derived or key[0] in self.turns.defined)

    def _is_factor(self, key: Key, looks: Node) -> bool:
        capital = isinstance(looks, Name) and looks.text.isupper() and looks.font != "cal"
        only_by = looks in self.variables or key in self.beside
        return capital and only_by and looks not in self.derived

    def _is_state(self, looks: Node) -> bool:
        return isinstance(looks, Name) and looks.text in self.states

    def is_mean(self, key: Key, looks: Node) -> bool:
        """``X̄`` beside ``X_i``, as in statistics: the mean of numbers, however large the letter is."""
        plain = isinstance(looks, Name) and looks.accents == ("bar",) and looks.text.isupper()
        return plain and self._counts((looks.text, 1)) and not {(looks.text, 0), (looks.text, 1)} & self.turned  # type: ignore[attr-defined]

    def is_number(self, key: Key, looks: Node) -> bool:
        """A capital that is no matrix by how it looks: a mean, something that is computed from small letters alone, or that is
        only ever divided by, or only met in exponents."""
        divisor = not is_bold(looks) and 0 < self.divisors[key] == self.uses[key]
        return (
            divisor
            or self._is_raised(key, looks)
            or self.is_mean(key, looks)
            or (key[0] in self.of_small and not key[1])
        )

    def _is_raised(self, key: Key, looks: Node) -> bool:
        """``e^{A+B} = e^A e^B`` is a law of numbers."""
        capital = isinstance(looks, Name) and looks.text.isupper() and not is_bold(looks)
        return capital and 0 < self.exponents[key] == self.uses[key]

    def is_weighing(self, key: Key, looks: Node) -> bool:
        """The w of ``w^T X``, a vector whatever ``A = σ(w^T X)`` looks like."""
        return key in self.weighing and not (isinstance(looks, Name) and looks.text in self.small_matrices)

    # -- solving ----------------------------------------------------------------------------------------------------

    def narrow(self, start: Iterable[int] | None = None) -> bool:
        """Arc consistency; a constraint that nothing can satisfy is dropped, since documents contain mistakes."""
        waiting = deque(
            range(self._active)
            if start is None
            else {c for v in start for c in self._at.get(v, ()) if c < self._active}
        )
        queued = set(waiting)
        while waiting:
            c = waiting.popleft()
            queued.discard(c)
            variables, allowed = self._constraints[c]
            for v, left in zip(variables, _left(allowed, tuple([self.domains[v] for v in variables])), strict=False):
                if left < self.domains[v]:
                    self.domains[v] = left
                    for other in self._at.get(v, ()):
                        if other not in queued and other < self._active:
                            waiting.append(other)
                            queued.add(other)
        return True

    def orders(self, habit: Habit) -> None:
        """Decide what is a number, a vector and a matrix, but leave open which way vectors lie."""
        for name in self.vectorial:
            if self._counts((name, 0)) and self._counts((name, 1)):  # ŷ = f(x) has entries where ŷ_k is spoken of
                v = self.of[name, 0]
                said = ANY if name in ALWAYS_NUMBERS else self.domains[v]
                self.domains[v] = said - {NUMBER} or said
        self.narrow()
        for wanted in (self.is_loss, self.is_number, self.is_weighing, is_matrix, is_any):
            for key, v in sorted(self._variables(), key=self._turn):
                domain = self.domains[v]
                if len(domain) == 1 or domain == VECTORS or not wanted(key, self.looks[key]):
                    continue
                order = self._order(key, habit, self._vectorial(), False)
                order = (NUMBER, *order) if self.is_number(key, self.looks[key]) else order
                best = next(k for k in (*order, *ANY) if k in domain)
                self.guessed.setdefault(key, domain)
                self.domains[v] = domain & VECTORS if best in VECTORS else frozenset((best,))
                self.narrow((v,))

    def widen(self, trees: Iterable[Node]) -> None:
        """Other forms of the same symbols (y_j beside y), decided before what is claimed of them can mislead."""
        known = {name for name, _ in self.of}
        for root in trees:
            waiting = [root]
            while waiting:
                here = waiting.pop()
                written = apart(here)
                if written is None or written.primes:
                    waiting.extend(tree.children(here))
                    continue
                key = (self.symbols.key(written), self.symbols.entries(written))
                if key[0] in known and key not in self.of:
                    self.symbol(key, written.name)

    def solve(self, habit: Habit) -> dict[Key, str]:
        """One kind for every symbol. ``habit`` gives an order of preference where several are possible."""
        self.narrow()
        self.loose = frozenset(name for (name, _), v in self.of.items() if self.domains[v] >= VECTORS)
        vectorial = self._vectorial()
        by_look: set[Key] = set()
        for wanted in (True, False):  # capitals first: they decide most
            for key, v in sorted(self._variables(), key=self._turn):
                if len(self.domains[v]) > 1 and (
                    not wanted or habit(key, self.looks[key], self._more(key), True, False)[0] == MATRIX
                ):
                    lie = [next(iter(self.domains[v])) for _, v in self._variables() if len(self.domains[v]) == 1]
                    rows = lie.count(ROW) > lie.count(COLUMN)
                    vectorial = vectorial or self._vectorial()
                    order = self._order(key, habit, vectorial, rows)
                    by_look.add(key)
                    self.guessed.setdefault(key, self.domains[v])
                    self.domains[v] = frozenset((next(k for k in (*order, *ANY) if k in self.domains[v]),))
                    self.narrow((v,))
            if wanted:
                sure = (k for k, v in self.of.items() if not k[1] and len(self.domains[v]) == 1)
                used = (k[0] for k in sure if k not in by_look or k in self.turned)
                self.firm = {
                    name for name in used if name != "d" and not LETTER_LABEL.search(name)
                }  # d may be a differential, x_i an entry
            for _, variables in self.doubtful or () if wanted else ():
                self._active += 1
                self.narrow(variables)
        values = (((name, 0), v) for name, v in self.values.items() if len(self.domains[v]) == 1)
        return {key: next(iter(self.domains[v])) for key, v in (*self.of.items(), *values)}


@lru_cache(maxsize=1 << 14)
def _left(allowed: frozenset, domains: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    """What a constraint leaves of the domains of its variables; nothing where none of its rows fits."""
    fits = [row for row in allowed if all(k in domain for k, domain in zip(row, domains, strict=True))]
    return tuple(frozenset(column) for column in zip(*fits, strict=True))


def _weighs(weights: Written | None, data: Written | None) -> bool:
    """``w^T X``: weights of small letters, and all the data; a number that is added to them is added for every sample."""
    if weights is None or data is None or not weights.transposed or data.transposed:
        return False
    return weights.base.islower() and data.base.isupper()


def listed_script(sub: Node) -> tuple[Node, ...]:
    parts = sequence(sub)
    return parts if len(parts) > 1 else (sub.items if isinstance(sub, Run) else (sub,))


def _flat(node: Node) -> list[tuple[str, Node]]:
    operands, signs = product(node) or ((node,), ())
    if isinstance(node, Run):
        return [("", node)]
    return [(sign, operand) for sign, operand in zip(("", *signs), operands, strict=True)]
