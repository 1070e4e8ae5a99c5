"""The symbols of one question of a document, with their shapes and lengths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from papergrad.algebra.nodes import Index
from papergrad.algebra.sizes import Size
from papergrad.algebra.traversal import symbols as symbols_of
from papergrad.notation import tree, unicode
from papergrad.notation.tree import Fence, Hole, Infix, Name, Node, Numeral, Prefix, Run, Script
from papergrad.phrasebook import functions, gradient
from papergrad.reading.habits import COLUMN, MATRIX, NUMBER, ROW
from papergrad.reading.named import WHOLE, Named, key_of, symbols_in
from papergrad.reading.refolding import reach
from papergrad.reading.symbols import SAMPLED, Slot, Symbols, apart, only_labels, plain
from papergrad.reading.values import known
from papergrad.records import dataclass
from papergrad.source import PaperError

ORDER = {NUMBER: 0, COLUMN: 1, ROW: 1, MATRIX: 2}


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


@dataclass
class Scope(Named):
    """Symbols, shapes and definitions. What is not found here is looked up in the scope before it."""

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

    def order_of(self, key: str) -> int:
        found = self.definition(key)
        if found is not None:
            return len(found.axes)
        declared = self.declaration(key)
        return declared.core if declared is not None else -1

    def given(self, key: str) -> bool:
        """Whether a symbol is plainly an input: declared, and nothing more is said of it."""
        return self.declaration(key) is not None

    def variant(self, key: str, place: int, running: int = 0) -> str:
        """``J`` after ``J_{CBOW} = ...`` means that, if nothing else is called J."""
        if self.known(key) or key in self.own:
            return key
        bare = key.removesuffix(SAMPLED)
        if bare != key and (self.definition(bare) is not None or bare in self.own):
            return bare  # what is computed is computed alike for every sample
        other = key[:1].swapcase() + key[1:]
        labelled = len(key) > 1 and key[1] in "^_" and other not in self.own
        if key[:1].islower() and (len(key) == 1 or labelled) and self._matrix(other):
            if running == 2 or (running == 1 and key in self.symbols.columns):
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
        others = [
            (at, k)
            for k, at in self.places.items()
            if k.startswith(key + "_") and k[len(key) + 1 :].replace("-", "").replace("_", "").isalpha() and at <= place
        ]
        others = [(at, k) for at, k in others if len(k) > len(key) + 2]
        return max(others)[1] if others else key

    def _matrix(self, key: str) -> bool:
        """Whether a symbol is a matrix that definitions speak of, or that is declared or defined."""
        if self.known(key):
            return self.order_of(key) == 2
        shape = self.met_shape(key) if self.in_definitions(key) else None
        return shape is not None and shape.core == 2 and not shape.scripts

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


def inherited(symbols: Symbols, parent: Scope | None, varied: frozenset[str]) -> Symbols:
    """What ran before runs on, unless only labels stand there now: ``W_j`` before does not make ``W_1`` an entry."""
    if parent is not None:
        for axis in parent.symbols.axes:
            texts = symbols.labelled.get(axis, set())
            if not texts or not only_labels(texts, varied):
                symbols.axes.add(axis)
    return symbols
