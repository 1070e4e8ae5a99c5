"""What each name stands for within one question of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from papergrad.algebra.facts import Facts
from papergrad.algebra.laws.matrices import is_symmetric
from papergrad.algebra.nodes import At, Definition, Index
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import symbols as symbols_of
from papergrad.notation import tree, unicode
from papergrad.notation.tree import Fence, Hole, Infix, Name, Node, Numeral, Prefix, Run, Script
from papergrad.phrasebook import functions, gradient, transpose
from papergrad.reading import applied
from papergrad.reading.habits import COLUMN, MATRIX, NUMBER, ROW, Key
from papergrad.reading.refolding import reach
from papergrad.reading.steps import Steps
from papergrad.reading.symbols import LETTERS, SAMPLED, Slot, Symbols, Written, apart, exponential, plain
from papergrad.reading.unrolling import Stepped
from papergrad.reading.values import Sizes, Value, known
from papergrad.records import dataclass
from papergrad.remembered import remembered
from papergrad.source import PaperError

if TYPE_CHECKING:
    from papergrad.reading.layers import Layers
    from papergrad.reading.overlooked import Overlooked
    from papergrad.reading.shorthand import Naming
    from papergrad.reading.statements import Stated

ORDER = {NUMBER: 0, COLUMN: 1, ROW: 1, MATRIX: 2}


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
class Shape:
    """The axes of one symbol: ``scripts`` of them are always written (samples, steps), the others are entries."""

    sizes: tuple[Size, ...]
    scripts: int = 0
    lying: bool = False
    sure: bool = False  # declared as n × 1 or 1 × n, in so many words

    @property
    def core(self) -> int:
        return len(self.sizes) - self.scripts


@dataclass(frozen=True)
class Function:
    """A function the writer defines: its parameters and, as written, its body (None: nothing is said about it)."""

    parameters: tuple[str, ...]
    body: Node | None
    written: tuple[Node, ...] = ()  # the parameters, as they stand


@dataclass
class Scope:
    """Symbols, shapes and definitions. What is not found here is looked up in the scope before it."""

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

    def alike(self, key: str) -> list[str]:
        """Declared symbols of the same letter with another label and another shape, of those that are written somewhere."""
        here = self.declaration(key)
        if here is None:
            return []
        names = {**(self.parent.all_declared() if self.parent is not None else {}), **self.declared}
        settled = [self.sizes.settle(s) for s in here.sizes]
        letter = key.split("^")[0].split("_")[0]
        return [
            other for other, shape in names.items()
            if other != key and other.split("^")[0].split("_")[0] == letter and [self.sizes.settle(s) for s in shape.sizes] != settled
            and self.name_of(other) is not None
        ]  # fmt: skip

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

    def variant(self, key: str, place: int, running: int = 0) -> str:
        """``J`` after ``J_{CBOW} = ...`` means that, if nothing else is called J."""
        if self.known(key) or key in self.own:
            return key
        bare = key.removesuffix(SAMPLED)
        if bare != key and (self.definition(bare) is not None or bare in self.own):
            return bare  # what is computed is computed alike for every sample
        other = key.swapcase()
        if (
            len(key) == 1
            and key.isalpha()
            and self.known(other)
            and not self.known(key)
            and self.order_of(other) == 2
            and key.islower()
            and (running == 2 or (running == 1 and key in self.symbols.columns))
        ):
            return other  # x_{ij} is an entry of X, and x_j a column where j is the second letter
        if (
            len(key) == 1
            and key.isupper()
            and running == 0
            and (found := self.definition(other)) is not None
            and len(found.axes) == 2
            and key not in symbols_of(found.body)
        ):
            return other  # and P is the matrix of the p_{ij}, if those are not said to be entries of P
        labelled = [
            (at, k)
            for k, at in self.places.items()
            if k.startswith(key + "_") and k[len(key) + 1 :].replace("-", "").replace("_", "").isalpha() and at <= place
        ]
        labelled = [(at, k) for at, k in labelled if len(k) > len(key) + 2]
        return max(labelled)[1] if labelled else key

    def labelled(self, key: str) -> bool:
        """Whether something of this name with a word for a label is defined: ``J_{CBOW}``, which J may stand for."""
        names = (*self.own, *self.definitions, *self.functions)
        here = any(k.startswith(key + "_") and len(k) > len(key) + 2 for k in names)
        return here or (self.parent is not None and self.parent.labelled(key))

    def leans(self, key: str) -> bool:
        """Whether only habit says which way a vector lies."""
        return key in self.loose or (self.parent is not None and self.parent.leans(key))

    def order_of(self, key: str) -> int:
        found = self.definition(key)
        if found is not None:
            return len(found.axes)
        declared = self.declaration(key)
        return declared.core if declared is not None else -1

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

    def given(self, key: str) -> bool:
        """Whether a symbol is plainly an input: declared, and nothing more is said of it."""
        return self.declaration(key) is not None

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

    # -- shapes -----------------------------------------------------------------------------------------------------

    def shape(self, key: str, running: int = 0) -> Shape:
        """The axes of a symbol, made up from its kind the first time it is asked for."""
        if key in self.shapes:
            return self.shapes[key]
        if (
            self.parent is not None
            and key not in self.own
            and key not in self.declared
            and (self.parent.known(key) or self._spoken_of(key))
        ):
            found = self.parent.shape(key, running)
            if (
                len(found.sizes) == 1
                and (key, 0) in self.kinds
                and (self.definition(key) is None or self.parent.leans(key))
            ):
                found = Shape(found.sizes, found.scripts, self.kinds[key, 0] == ROW)
            self.shapes[key] = found
            return found
        declared = self.declaration(key)
        kinds = {n: kind for (name, n), kind in self.kinds.items() if name == key}
        if not kinds and (before := self.parent and self.parent.met_shape(key)) is not None:
            return before
        bare = kinds.get(0)
        most = max(kinds, default=running)
        if declared is not None:
            scripts = most if bare is None and declared.core and most and ORDER[kinds[most]] == declared.core else 0
            if not declared.core and most and bare is None:
                scripts = most
            told = self._declared_running(key)
            if declared.core == 2 and told == most and bare is None and told:
                scripts = told  # "the matrix Λ_k of shape d × d" is one of many
            if (
                bare is not None and told and ORDER[bare] == declared.core + told
            ):  # y ∈ {0, 1}^N is made of y_i ∈ {0, 1}
                declared = Shape(tuple(self._run(key, n) for n in range(told)) + declared.sizes)
            free = tuple(self._run(key, n) for n in range(scripts))
            lying = declared.lying or (declared.core == 1 and any(k == ROW for k in kinds.values()))
            found = Shape(free + declared.sizes, scripts, lying)
        else:
            top = max((n + ORDER[k] for n, k in kinds.items()), default=running)
            if bare == NUMBER and kinds[most] == NUMBER and key not in self.own and self.definition(key) is None:
                bare = None  # of μ and μ_j, only the entries are known to be numbers
            order = ORDER[bare] if bare is not None else top
            scripts = 0 if bare is not None else most
            lying = any(k == ROW for k in kinds.values())
            found = Shape(tuple(self._run(key, n) for n in range(order)), scripts, lying)
        if key.endswith(SAMPLED):
            found = Shape((self._run(key, 0), *found.sizes), found.scripts + 1, found.lying)
        self.shapes[key] = found
        return found

    def _run(self, key: str, place: int) -> Size:
        """The length of an axis that a script runs along: as far as the text lists it, x_1, …, x_T, if it does."""
        told = self.ends.get(key.removesuffix(SAMPLED)) if place == 0 else None
        return told if told is not None else self.sizes.fresh()

    def fits(self, key: str, shape: Shape, slots: tuple[Slot, ...] | list[Slot], node: Node) -> None:
        """Raises PaperError where two positions are written on a vector: ``b_{ji}`` of a bias is b_j or something else."""
        vector = len(shape.sizes) == 1 and not shape.scripts and self._bare(key)
        if vector and len(slots) == 2 and all(s.place == "sub" for s in slots):
            raise PaperError(f"{key} has one axis, and two positions are written on it", node.span, code="PG102")

    def _bare(self, key: str) -> bool:
        """Whether a symbol was declared or defined without anything that runs: b, but not t_i."""
        if key in self.declared or key in self.definitions:
            written = apart(self.names.get(key, Name(key)))
            return written is not None and not self.symbols.running(written)
        return self.parent is not None and self.parent._bare(key)

    def _spoken_of(self, key: str) -> bool:
        """Whether a derivative is taken by what the definitions before speak of, or what is spoken of here is made of it by
        them: that is the same thing, of the same shape."""
        if self.parent is None or not self.parent.in_definitions(key):
            return False
        if key not in self.variables and key not in self._behind():
            return False
        kinds = {running: kind for (name, running), kind in self.kinds.items() if name == key}
        before = self.parent.shape(key)
        alone = key not in self.variables or all(base != key for base, _ in (*self.symbols.beside, *self.symbols.drawn))
        same = alone and self._lettered_alike(key)  # x_i here, as it was there
        running = before.scripts if same and 0 not in kinds else 0
        return running in kinds and before.sizes != () and before.core == ORDER[kinds[running]]

    def _lettered_alike(self, key: str) -> bool:
        """Whether a symbol runs by a letter that it ran by in the parts before."""
        letters = {text for axis, texts in self.symbols.labelled.items() if axis[0] == key for text in texts}
        before = self.parent
        while before is not None:
            if any(axis[0] == key and texts & letters for axis, texts in before.symbols.labelled.items()):
                return True
            before = before.parent
        return False

    def _behind(self) -> frozenset[str]:
        """What the symbols of this part are made of by the definitions of the parts before."""
        if self.behind is None or self.behind[0] is not self.kinds:
            before = self.parent.everything if self.parent is not None else {}
            spoken = {name for name, _ in self.kinds} - self.own
            made_of = frozenset().union(*(reach(before[name].body, before) for name in spoken & before.keys()))
            self.behind = self.kinds, made_of
        return self.behind[1]

    def declaration(self, key: str, anew: bool = False) -> Shape | None:
        """The declared shape. ``anew``: something is called so since, so that what an earlier question says of it is gone."""
        key = key.removesuffix(SAMPLED)
        if key in self.declared or self.parent is None:
            return self.declared.get(key)
        anew = anew or key in self.own
        return None if anew and not self.continues else self.parent.declaration(key, anew)

    def _declared_running(self, key: str) -> int:
        """How many of the scripts that a symbol was declared with run: one in ``y_i ∈ {0, 1}``."""
        if key in self.declared or self.parent is None:
            return self.declared_running.get(key, 0)
        return self.parent._declared_running(key)

    def keys_in(self, node: Node) -> frozenset[str]:
        """The symbols that occur in an expression."""
        return frozenset(map(self.symbols.key, symbols_in(node)))

    def has_shape(self, key: str) -> bool:
        """Whether a symbol was given a shape by now, here or before."""
        return key in self.shapes or (self.parent is not None and self.parent.has_shape(key))

    def firm(self, key: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether the shape of a symbol follows from what is declared and defined, not from habit."""
        if self.declaration(key) is not None or key in self.size_names or key in self.forced | self.guessed:
            return True
        if key in functions.SPELLED or key in WHOLE or self.function(key) is not None:
            return True
        if key in ("e", "1") and not self.known(key):  # of the exponential, of an indicator
            return True
        if len(key) == 1 and key.islower() and not self.has_shape(key) and self.declaration(key.upper()) is not None:
            return True  # the x_{ij} of X
        if key in self.written and not seen & {key}:  # what is computed from firm things is firm
            if any(map(self.some_slope, tree.walk(self.written[key]))):
                return False
            return all(self.firm(k, seen | {key}) for k in self.keys_in(self.written[key]))
        return self.parent is not None and self.parent.firm(key, seen)

    def some_slope(self, node: Node) -> bool:
        """Whether an expression is the derivative of a function of which nothing is said: how it lies is anybody's guess."""
        derived = gradient.read(node)
        head = derived.of.items[0] if derived is not None and isinstance(derived.of, Run) else None
        if derived is None or head is None or not isinstance(derived.of, Run):
            return False
        name = self.is_function(head, derived.of.items[1])
        known = self.function(name[1:]) if name is not None and name.startswith("?") else None
        return name is not None and name.startswith("?") and (known is None or known.body is None)

    def inputs(self) -> Inputs:
        """The axes of every symbol met so far, at the lengths that are known by now."""
        return Inputs(self, self.sizes.save())

    def met_shape(self, key: str) -> Shape | None:
        """The shape that a symbol was given by now, here or before."""
        return self.shapes.get(key) or (self.parent.met_shape(key) if self.parent is not None else None)

    def shaped(self) -> dict[str, None]:
        """All the symbols that were given a shape by now, in order."""
        return {**(self.parent.shaped() if self.parent is not None else {}), **dict.fromkeys(self.shapes)}

    # -- sizes ------------------------------------------------------------------------------------------------------

    def size(self, node: Node) -> Size | None:
        """A written size: ``n``, ``750``, ``2d + 1``, ``D_x``, ``|V|``; ``?`` is some length; None where it is none."""
        match node:
            case Numeral(text) if text.isdigit():
                return Size.of(int(text)) if int(text) < 8 else Size.of(text)
            case Hole():
                return self.sizes.fresh()
            case Name() if node.text not in "…⋯?":
                return self._named(plain(node))
            case Script():
                written = apart(node)
                return self._named(self.symbols.key(written)) if written is not None and written.power is None else None
            case Fence("|", inside, "|") if (whole := self.size(inside)) is not None and whole.name is not None:
                return self._named(f"|{whole.name}|")
            case Fence("(" | "{" | "[", inside, _):
                return self.size(inside)
            case Infix(operands, operators):
                parts = [self.size(o) for o in operands]
                if any(p is None for p in parts):
                    return None
                total = parts[0]
                for sign, part in zip(operators, parts[1:], strict=True):
                    if total is None or part is None or sign not in ("+", "-", "·", "*", "/"):
                        return None
                    if sign == "/" and part.number is None:
                        return None
                    total = (
                        total + part
                        if sign == "+"
                        else total - part
                        if sign == "-"
                        else total * part
                        if sign != "/"
                        else total * (1 / part.number)
                    )  # type: ignore[operator]
                return total
            case Run((*_, Name(), Fence("(", Name(), ")"))):  # dim(x)
                return self._named(unicode.write(node).replace(" ", ""))
            case Run(items):
                whole = Size.of(1)
                for item in items:
                    part = self.size(item)
                    if part is None:
                        return None
                    whole = whole * part
                return whole
            case Prefix("-", operand):
                inner = self.size(operand)
                return None if inner is None else -inner
        return None

    def _named(self, name: str) -> Size:
        meant = self.written_as(name)
        if isinstance(meant, (Name, Script)) and apart(meant) is not None and key_of(meant, self.symbols) != name:
            same = self.size(meant)  # K = n_y: one length under two names
            if same is not None and not isinstance(self.written_as(same.name or ""), (Name, Script)):
                return same
        self.size_names.add(name)
        return Size.of(name)

    def settle_index(self, index: Index) -> Index:
        return Index(index.name, self.sizes.settle(index.size))


class Inputs(Mapping[str, tuple[Index, ...]]):
    """The axes of the symbols of a scope, each worked out when it is asked for: a claim is about few of them."""

    def __init__(self, scope: Scope, bound: dict[str, Size]) -> None:
        self._scope, self._bound = scope, bound
        self._known: dict[str, tuple[Index, ...]] = {}

    def __getitem__(self, key: str) -> tuple[Index, ...]:
        if key not in self._known:
            shape = self._scope.met_shape(key)
            if shape is None:
                raise KeyError(key)
            given = self._scope.is_fixed(key) and not self._scope.known(key)
            sizes = () if given else shape.sizes
            self._known[key] = tuple(Index(f"{n}", known(size, self._bound)) for n, size in enumerate(sizes))
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._scope.met_shape(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._scope.shaped())

    def __len__(self) -> int:
        return len(self._scope.shaped())


def vectors_before(parent: Scope | None) -> frozenset[str]:
    """The letters of what has entries in the parts before: ``x_i`` is an entry of the x there."""
    found: set[str] = set()
    while parent is not None:
        sure = (k for k, s in parent.shapes.items() if s.core and (parent.known(k) or k in parent.forced))
        found |= {k.split("^")[0] for k in sure}
        parent = parent.parent
    return frozenset(found)


def inherited(symbols: Symbols, parent: Scope | None) -> Symbols:
    """What ran before runs on, unless only numbers stand there now: ``W_j`` before does not make ``W_1`` an entry."""
    if parent is not None:
        for axis in parent.symbols.axes:
            texts = symbols.labelled.get(axis, set())
            if not texts or not all(t.isdigit() for t in texts):
                symbols.axes.add(axis)
    return symbols


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
