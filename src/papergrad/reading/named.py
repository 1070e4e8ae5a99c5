"""What is known of the names within one question of a document: what they stand for, what is said of them, and where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from papergrad.algebra.facts import Facts
from papergrad.algebra.laws.matrices import is_symmetric
from papergrad.algebra.nodes import At, Definition
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import symbols as symbols_of
from papergrad.notation import tree
from papergrad.notation.tree import Fence, Name, Node, Run, Script
from papergrad.phrasebook import functions, transpose
from papergrad.reading import applied
from papergrad.reading.habits import Key
from papergrad.reading.steps import Steps
from papergrad.reading.symbols import LETTERS, SAMPLED, Symbols, Written, apart, exponential
from papergrad.reading.unrolling import Stepped
from papergrad.reading.values import Sizes, Value
from papergrad.records import dataclass
from papergrad.remembered import remembered

if TYPE_CHECKING:
    from papergrad.reading.layers import Layers
    from papergrad.reading.overlooked import Overlooked
    from papergrad.reading.scope import Scope, Shape
    from papergrad.reading.shorthand import Naming
    from papergrad.reading.statements import Stated

WHOLE = {
    "diag": "diag",
    "Diag": "diag",
    "tr": "trace",
    "Tr": "trace",
    "trace": "trace",
    "det": "det",
    "Det": "det",
    "logdet": "logdet",
}
_WORD = re.compile(r"(?<=[(,;∣])\w")  # an argument of one letter
_WHICH = re.compile(r"(?P<all>.+?)(?:_[ijkmn]|\^\([ijkmn]\))")  # one of several


class Case(NamedTuple):
    """A condition that a claim may be made under."""

    place: int
    condition: Node
    chain: int | None = None  # the one it is meant in: said for a link of it, or the other case is claimed on its own
    said: bool = False  # in so many words: "when y = 0"
    standing: bool = False  # from there on: "suppose that z > 0"

    def near(self, place: int, chain: int) -> bool:
        """Whether what stands at a place may be meant in this case."""
        return self.place <= place and self.chain in (None, chain)


class Again(NamedTuple):
    """A formula for what had another one before."""

    place: int
    name: str
    left: Node
    formula: Node


@dataclass(frozen=True)
class Function:
    """A function the writer defines: its parameters and, as written, its body (None: nothing is said about it)."""

    parameters: tuple[str, ...]
    body: Node | None
    written: tuple[Node, ...] = ()  # the parameters, as they stand


@dataclass
class Named:
    """Symbols and definitions, with all that is said of them. What is not found here is looked up in the scope before it."""

    symbols: Symbols
    parent: Scope | None = None
    continues: bool = False  # the same question as the scope before
    kinds: dict[Key, str] = field(default_factory=dict)
    behind: tuple[Mapping[Key, str], frozenset[str]] | None = None  # what those are made of by the parts before
    entrywise: bool = False  # ⊗ between matrices of one shape multiplies entry by entry, and is not Kronecker's
    met_entrywise: bool = False  # there was such a ⊗
    small_matrices: frozenset[str] = frozenset()  # letters that the document puts two places on, and never one
    objectives: frozenset[str] = frozenset()  # letters that are only derived (see ``only_derived``)
    always_called: frozenset[str] = frozenset()  # letters that the document never writes without a bracket
    normal: frozenset[str] = frozenset()  # letters for functions of the standard normal distribution (see ``normal``)
    either: bool = False  # both conform, and nothing says which is meant
    declared: dict[str, Shape] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    sizes: Sizes = field(default_factory=Sizes)
    definitions: dict[str, Definition] = field(default_factory=dict)
    lying: dict[str, bool] = field(default_factory=dict)
    written: dict[str, Node] = field(default_factory=dict)  # the right side of each definition, as it stands
    letters: dict[str, dict[str, At]] = field(default_factory=dict)  # what runs on the left side of each definition
    functions: dict[str, Function] = field(default_factory=dict)
    names: dict[str, Node] = field(default_factory=dict)  # symbol -> as the writer wrote it
    facts: dict[str, set[str]] = field(default_factory=dict)
    supposed: dict[str, set[str]] = field(default_factory=dict)  # of symbols that are defined here
    size_names: set[str] = field(default_factory=set)
    objective: str = ""
    own: set[str] = field(default_factory=set)  # symbols that this scope defines
    renewed: set[str] = field(
        default_factory=set
    )  # and those that it declares, with other axes than they had by a definition
    met: set[str] = field(default_factory=set)  # symbols met so far, while the roles of statements are found
    loose: frozenset[str] = frozenset()  # vectors that only habit lays down or stands up
    forced: set[str] = field(default_factory=set)  # symbols whose kind nothing but definitions decided
    variables: set[str] = field(default_factory=set)  # symbols by which derivatives are taken
    settings: dict[str, Definition] = field(default_factory=dict)  # numbers that symbols are given for an example
    numbered: set[str] = field(default_factory=set)  # what a number is put in for, of whatever shape it is
    given_at: dict[str, list[tuple[int, Definition]]] = field(default_factory=dict)  # all of them, and where
    fixed: set[str] = field(default_factory=set)  # letters that stand for one position throughout
    declared_running: dict[str, int] = field(default_factory=dict)  # how many scripts ran where a symbol was declared
    places: dict[str, int] = field(default_factory=dict)  # where each definition stands
    positions: dict[str, str] = field(default_factory=dict)  # letter -> the one-hot vector that has its 1 there
    logits: dict[str, str] = field(default_factory=dict)  # prediction -> the symbol that a claim takes for its logits
    conventions: set[str] = field(default_factory=set)  # what definitions say of how functions are written
    invented: dict[str, str] = field(default_factory=dict)  # a definition -> a function in it of which nothing is said
    surrogates: dict[str, tuple[str, ...]] = field(default_factory=dict)  # undefined quantity -> what it depends on
    dependent: set[str] = field(default_factory=set)  # of which the text says what all it is a function of
    short_names: tuple[Naming, ...] = ()  # what dW, or δW, is said to stand for
    stepped: Stepped = Stepped()  # what has steps that are read one by one
    unrolled: set[str] = field(default_factory=set)  # what is defined at the other steps of a sum over steps
    states: dict[str, str] = field(default_factory=dict)  # and what goes on from step to step, s_0 to s_3: their letter
    sums_repeated: bool = False  # whether letters that stand twice are summed over, as the document says
    convolves: bool = False  # whether * may be a convolution, in a document that speaks of such
    layers: Layers | None = None  # of a network of any depth
    written_out: bool = False  # whether sums over steps are written out, for a few steps
    called: dict[tuple[str, int], str] = field(default_factory=dict)  # "the vector x": kinds by words, with what runs
    with_inverse: frozenset[str] = frozenset()  # what has an inverse, and so is square
    said_again: tuple[Again, ...] = ()  # formulas for what had other ones before
    cases: list[Case] = field(default_factory=list)  # "if j = k" in the text
    guessed: set[str] = field(default_factory=set)  # surrogates of which no chain says all that they depend on
    numbers: set[str] = field(default_factory=set)  # symbols that can be nothing but numbers
    steps: Steps | None = None  # where letters of steps run: what the document is read for is to be computed
    starts: dict[str, Value] = field(default_factory=dict)  # what stands before the first step of a recurrence
    ends: dict[str, Size | None] = field(default_factory=dict)  # how far the list x_1, …, x_T goes, once it has begun
    overlooked: Mapping[str, Overlooked] = field(
        default_factory=dict
    )  # what may say what a symbol is, and was not used
    squares: Mapping[tuple[str, ...], Node] = field(default_factory=dict)  # what is one symbol with its power: σ²
    solutions: set[str] = field(
        default_factory=set
    )  # what was found as the solution of a condition: w of ∂J/∂w = 0 ⇒ w = …
    signed_roots: set[str] = field(default_factory=set)  # e after e² = (r - p)²: r - p, as far as anybody knows
    summed: frozenset[str] = frozenset()  # variables by which the text gives a slope as a sum over steps
    local: dict[str, frozenset[str]] = field(
        default_factory=dict
    )  # variable -> the quantities through which chains reach it
    underived: dict[str, int] = field(default_factory=dict)  # what only a derivative says, and the chain that does
    told: tuple[tuple[Stated, ...], ...] = ()  # the statements it was read from, by their headings

    # -- names ------------------------------------------------------------------------------------------------------

    def is_function(self, head: Node, following: Node | None) -> str | None:
        """Whether a name is a function where it stands: its row, ``?name`` for one of the writer's, or None."""
        written = apart(head) if isinstance(head, (Name, Script)) else None
        inner = following.base if isinstance(following, Script) else following
        if written is None or (isinstance(inner, Fence) and applied.with_itself(head, inner.inside)):
            return None
        text = head.text if isinstance(head, Name) else ""
        key = self.symbols.key(written)
        called = isinstance(following, Fence) or (isinstance(following, Script) and isinstance(following.base, Fence))
        own = next((name for name in (key, written.base) if self.function(name) is not None), "")
        if own and called and not self._times(written, own, inner):
            return "?" + own
        fence = following.base if isinstance(following, Script) else following
        spelled = text in functions.SPELLED or text in WHOLE
        if isinstance(fence, Fence) and not spelled and not (self.known(key) and not applied.of_a_density(text, fence)):
            own = applied.key_of(written)
            name = applied.name_of(own, head, fence)
            if self.function(name) is not None or name != own or self._applied(text, written, fence):
                return "?" + name
        if text in WHOLE:
            return WHOLE[text]
        if text in functions.SPELLED and (called or text not in functions.LETTERS):
            if text in functions.DOUBTFUL and text != "σ" and self.known(key):
                return None
            if text in functions.DOUBTFUL and not called:
                return None
            if text in functions.LETTERS and text != "σ" and functions.SPELLED[text].name != "cross_entropy":
                return None
            if called and not functions.takes(
                text, applied.arguments(fence.inside) if isinstance(fence, Fence) else ()
            ):
                return "?" + key
            return functions.SPELLED[text].name
        return None

    def _times(self, written: Written, name: str, fence: Node | None) -> bool:
        """Whether a bracket holds a factor and no argument: that of ``y_n (1 - y_n)``, where y is a function of x and w."""
        found = self.function(name)
        if found is None or not written.slots or not isinstance(fence, Fence) or applied.bare_argument(fence.inside):
            return False
        return len(applied.arguments(fence.inside)) != len(found.parameters)

    def _applied(self, text: str, written: Written, fence: Fence) -> bool:
        """Whether a bracket behind a name of which nothing is said holds its arguments: ``f(z)``, ``f_s(W x + b)``."""
        labelled = written.power is None and not self.symbols.running(written) and written.base in self.always_called
        known = text in applied.UNSAID or text in self.always_called or labelled
        return fence.open == "(" and (known or applied.several(fence.inside) or applied.bare_argument(fence.inside))

    def function(self, key: str) -> Function | None:
        return self.functions.get(key) or (self.parent.function(key) if self.parent is not None else None)

    def calls_by(self, letter: str) -> bool:
        """Whether a function by some letter is defined here or before."""
        here = any(name.startswith(letter) and found.body is not None for name, found in self.functions.items())
        return here or (self.parent is not None and self.parent.calls_by(letter))

    def by_name(self, node: Node) -> Node:
        """The f of ``f(x, y)`` at the parameters it was defined with: a derivative by that value is one by f."""
        match node:
            case Run((Name() | Script() as head, Fence("(", inside, ")"))) if (written := apart(head)) is not None:
                found = self.function(self.symbols.key(written))
                keys = tuple(self.symbols.key(w) for a in applied.arguments(inside) if (w := apart(a)) is not None)
                if found is not None and found.body is not None and keys == found.parameters:
                    return head
        return node

    def at_other_places(self, name: str, arguments: tuple[Node, ...]) -> tuple[str, Node] | None:
        """What ``P(w ∣ c)`` is where ``P(o ∣ c)`` is defined: that, and its body with the letters of this call."""
        letters = tuple(self.symbols.key(w) if (w := apart(a)) is not None else "" for a in arguments)
        for other, found in self.functions.items():
            change = {old: new for old, new in zip(found.parameters, letters, strict=False) if old != new}
            alike = len(letters) == len(found.parameters) and _WORD.sub("", other) == _WORD.sub("", name)
            if found.body is not None and alike and {*change, *change.values()} <= LETTERS:
                body = applied.with_letters(found.body, change)
                return (other, body) if body is not None else None
        return self.parent.at_other_places(name, arguments) if self.parent is not None else None

    def standing_cases(self) -> list[Case]:
        """The conditions that are supposed from some place on, here or before."""
        before = self.parent.standing_cases() if self.parent is not None else []
        return before + [case for case in self.cases if case.standing]

    def inverted(self) -> frozenset[str]:
        """What has an inverse, here or before."""
        return self.with_inverse | (self.parent.inverted() if self.parent is not None else frozenset())

    def said_kinds(self) -> dict[tuple[str, int], str]:
        """The kinds that words say, here and in the parts before."""
        before = self.parent.said_kinds().items() if self.parent is not None else ()
        return {**{key: kind for key, kind in before if key[0] not in self.own}, **self.called}

    def known(self, key: str) -> bool:
        """Whether a symbol was declared or defined."""
        return key in self.declared or key in self.definitions or (self.parent is not None and self.parent.known(key))

    def defined_before(self, key: str, place: int) -> bool:
        """Whether the definition of a symbol that holds here stands before a place."""
        if key in self.places:
            return self.places[key] < place
        return self.parent is not None and self.parent.defined_before(key, place)

    def definition(self, key: str) -> Definition | None:
        before = self.parent.definition(key) if self.parent is not None and key not in self.renewed else None
        return self.definitions.get(key) or before

    @property
    def all_short_names(self) -> tuple[Naming, ...]:
        """What short names were said last to stand for."""
        return self.short_names or (self.parent.all_short_names if self.parent is not None else ())

    @property
    def all_stepped(self) -> Stepped:
        """What was read step by step last."""
        return self.stepped if self.stepped.letter or self.parent is None else self.parent.all_stepped

    @property
    def all_layers(self) -> Layers | None:
        """The layers that were spoken of last."""
        return self.layers or (self.parent.all_layers if self.parent is not None else None)

    @property
    def everything(self) -> Mapping[str, Definition]:
        """All the definitions that hold here."""
        before = self.parent.everything if self.parent is not None else {}
        return {**{key: d for key, d in before.items() if key not in self.renewed}, **self.definitions}

    def formulas(self) -> dict[str, Definition]:
        """What parts before said of what is only a number here."""
        found: dict[str, Definition] = {}
        for key, here in self.definitions.items():
            before = self.parent.definition(key) if self.parent is not None else None
            if before is not None and not symbols_of(here.body) and symbols_of(before.body):
                found[key] = before
        return found

    def made_up(self) -> frozenset[str]:
        """The quantities that only chains speak about, or that are made of functions of which nothing is said.

        What is defined later on is no longer one of them.
        """
        before = self.parent.made_up() if self.parent is not None else frozenset()
        return frozenset(self.surrogates) | frozenset(self.invented) | (before - self.definitions.keys())

    def some_function(self, key: str) -> bool:
        """Whether the text says what a quantity is a function of, and no more."""
        return key in self.dependent or (self.parent is not None and self.parent.some_function(key))

    def few_steps(self) -> bool:
        """Whether what is said holds for the few steps for which sums over steps are written out."""
        return self.written_out or (self.parent is not None and self.parent.few_steps())

    def other_steps(self) -> frozenset[str]:
        """The states at all steps but the one that is spoken of."""
        return frozenset(self.unrolled) | (self.parent.other_steps() if self.parent is not None else frozenset())

    def steps_of(self, key: str) -> frozenset[str]:
        """A state that goes on from step to step, at all of the steps that are written out; nothing for other symbols."""
        if key in self.states:
            return frozenset(other for other, letter in self.states.items() if letter == self.states[key])
        return self.parent.steps_of(key) if self.parent is not None else frozenset()

    def starting(self, key: str) -> bool:
        """Whether a symbol is a state before the first step: it is given, and no parameter changes it."""
        return bool(self.steps_of(key)) and not self.known(key)

    def vague(self, key: str) -> bool:
        """Whether all that a quantity depends on is a guess."""
        return key in self.guessed or (
            key not in self.surrogates
            and key not in self.definitions
            and self.parent is not None
            and self.parent.vague(key)
        )

    @property
    def all_invented(self) -> Mapping[str, str]:
        return {**(self.parent.all_invented if self.parent is not None else {}), **self.invented}

    def ways(self, variable: str) -> frozenset[str]:
        """The quantities through each of which a sum of chains reaches a variable."""
        return self.local.get(variable) or (self.parent.ways(variable) if self.parent is not None else frozenset())

    def summed_over_steps(self, variable: str) -> bool:
        """Whether the text gives a slope by this variable as a sum over steps, here or before."""
        return variable in self.summed or (self.parent is not None and self.parent.summed_over_steps(variable))

    def is_fixed(self, letter: str) -> bool:
        return (
            letter in self.fixed
            or self.position(letter) is not None
            or (self.parent is not None and self.parent.is_fixed(letter))
        )

    def position(self, letter: str) -> str | None:
        """The one-hot vector whose 1 stands at this letter."""
        return self.positions.get(letter) or (self.parent.position(letter) if self.parent is not None else None)

    def name_of(self, key: str) -> Node | None:
        """A symbol as the writer wrote it."""
        return self.names.get(key) or (self.parent.name_of(key) if self.parent is not None else None)

    def defined_as(self, key: str) -> Node | None:
        """A symbol as it stands where it is defined."""
        if key in self.definitions or self.parent is None:
            return self.names.get(key)
        return self.parent.defined_as(key)

    def all_overlooked(self) -> Mapping[str, Overlooked]:
        return {**(self.parent.all_overlooked() if self.parent is not None else {}), **self.overlooked}

    def all_declared(self) -> dict[str, Shape]:
        return {**(self.parent.all_declared() if self.parent is not None else {}), **self.declared}

    def all_settings(self, place: int | None = None) -> dict[str, Definition]:
        """The numbers that symbols are given for an example; of those that are given several, the last before a place."""
        before = self.parent.all_settings(place) if self.parent is not None else {}
        here = dict(self.settings)
        for key, given in self.given_at.items() if place is not None else ():
            first = before.get(key, given[0][1])
            here[key] = next((value for start, value in reversed(given) if start <= place), first)
        return {**before, **here}

    def given_a_number(self, key: str) -> bool:
        """Whether a symbol is a number in an example, however large it is elsewhere."""
        return key in self.numbered or (self.parent is not None and self.parent.given_a_number(key))

    def solution(self, key: str) -> bool:
        """Whether what is said of a symbol is where a condition holds, and not what it is made of."""
        return key in self.solutions or (self.parent is not None and self.parent.solution(key))

    def derived_by(self, key: str) -> bool:
        """Whether somebody takes a derivative by this symbol."""
        return key in self.variables or (self.parent is not None and self.parent.derived_by(key))

    def labelled(self, key: str) -> bool:
        """Whether something of this name with a word for a label is defined: ``J_{CBOW}``, which J may stand for."""
        names = (*self.own, *self.definitions, *self.functions)
        here = any(k.startswith(key + "_") and len(k) > len(key) + 2 for k in names)
        return here or (self.parent is not None and self.parent.labelled(key))

    def leans(self, key: str) -> bool:
        """Whether only habit says which way a vector lies."""
        return key in self.loose or (self.parent is not None and self.parent.leans(key))

    def in_definitions(self, key: str) -> bool:
        """Whether a definition speaks of a symbol."""
        here = any(key in symbols_of(d.body) for d in self.definitions.values())
        return here or (self.parent is not None and self.parent.in_definitions(key))

    def assumed_logits(self, key: str) -> str | None:
        return self.logits.get(key) or (self.parent.assumed_logits(key) if self.parent is not None else None)

    @property
    def all_written(self) -> Mapping[str, Node]:
        return {**(self.parent.all_written if self.parent is not None else {}), **self.written}

    def bodies(self) -> tuple[Node, ...]:
        """The bodies of the functions that the writer defines, here and before."""
        here = tuple(found.body for found in self.functions.values() if found.body is not None)
        return here + (self.parent.bodies() if self.parent is not None else ())

    def written_as(self, key: str) -> Node | None:
        """The right side of a definition, as it stands."""
        if key in self.written:
            return self.written[key]
        return self.parent.written_as(key) if self.parent is not None else None

    def definition_letters(self, symbol: str) -> Mapping[str, At]:
        """The letters that run on the left side of a definition."""
        if symbol in self.letters:
            return self.letters[symbol]
        return self.parent.definition_letters(symbol) if self.parent is not None else {}

    def known_facts(self) -> dict[str, frozenset[str]]:
        """What is known of symbols; ``y_i`` and ``y^(i)`` are each y, and what is said of y is said of every one."""
        found = self.said_facts()
        each = {base: found[k] for k in found if (base := _single(k)) is not None and not self.known(base)}
        found = {**each, **found}
        return {**{key + SAMPLED: words for key, words in found.items()}, **found}

    def said_facts(self) -> dict[str, frozenset[str]]:
        before = self.parent.said_facts() if self.parent is not None else {}
        return {**before, **{k: before.get(k, frozenset()) | v for k, v in self.facts.items()}}

    def symmetric(self) -> frozenset[str]:
        """The matrices that are said or seen to be symmetric, as ``S = XᵀX`` is."""
        said = {k for k, words in self.known_facts().items() if words & {"symmetric", "spd"}}
        facts = Facts({k: frozenset({"symmetric"}) for k in said})
        seen = {k for k, d in self.everything.items() if len(d.axes) == 2 and is_symmetric(d.body, *d.axes, facts)}
        return frozenset(said | seen)

    def mention(self, *sides: Node) -> None:
        for side in sides:
            self.met |= self.keys_in(side)

    def mentioned(self, node: Node) -> bool:
        """Whether an expression speaks only of symbols that were used before and never defined."""
        keys = self.keys_in(node)
        return bool(keys) and keys <= self.met and not keys & self.own


def _single(key: str) -> str | None:
    """The symbol of which one is meant, where a letter says which: y for ``y_i`` and ``y^(i)``."""
    found = _WHICH.fullmatch(key)
    return found["all"] if found is not None else None


@remembered(Node)
def symbols_in(node: Node) -> tuple[Written, ...]:
    """The symbols that are written in an expression, each with what hangs on it."""
    written = apart(node)
    if written is not None:
        return (written,)
    turned = transpose.read(node) if not _power_of_e(node) else None
    inside = tree.children(node) if turned is None else (turned.of,)
    return tuple([found for part in inside for found in symbols_in(part)])


def _power_of_e(node: Node) -> bool:
    return isinstance(node, Script) and exponential(node)


def key_of(node: Node, symbols: Symbols) -> str | None:
    """The symbol that a node is, without regard to what runs on it; None for anything else."""
    written = apart(node)
    if written is None or written.power is not None or written.primes or written.transposed:
        return None
    return symbols.key(written)
