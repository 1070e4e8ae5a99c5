"""Random trees in the form that the reader gives them."""

from __future__ import annotations

from hypothesis import strategies as st

from papergrad.notation.glyphs import BESIDE, BIG, LEVEL, LIMITS, PRODUCT, RELATION, SEPARATOR, SUM, WIDE
from papergrad.notation.tree import (
    Accented,
    Big,
    Blank,
    Branches,
    Fence,
    Fraction,
    Hole,
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
    Words,
)

ACCENTS = ("hat", "tilde", "bar", "vec", "dot", "ddot", "underline")
letters = st.sampled_from("abxyzWUTℓσθδΣ∂∇∞…⊤")
numerals = st.sampled_from(["0", "1", "2", "12", "0.25", "1e-4"]).map(Numeral)
words = st.sampled_from(["softmax", "log", "tanh", "diag", "neg-sample", "net", "T", "if", "Relu", "d"]).map(
    lambda w: Name(w, font="word")
)
plain = st.builds(Name, letters, st.lists(st.sampled_from(ACCENTS), max_size=2).map(tuple))
styled = st.builds(
    Name, st.sampled_from("xWLRθ"), st.just(()), st.sampled_from(["bold", "cal", "bb", "frak", "sans", "type"])
)
names = st.one_of(plain, plain, styled, words)
prose = st.sampled_from(["if", "where", "similarly", "Identity Matrix", "hello", "so, then:"]).map(Words)
leaves = st.one_of(names, names, numerals, st.just(Hole()))

PAIRS = [
    ("(", ")"),
    ("[", "]"),
    ("{", "}"),
    ("|", "|"),
    ("‖", "‖"),
    ("⟨", "⟩"),
    ("⌊", "⌋"),
    ("⟦", "⟧"),
    ("[", ")"),
    (".", "|"),
    ("(", "."),
    ("{", "."),
]
OPERATORS = {
    RELATION: ["=", "≠", "≤", "∈", "≔", "←", "→", "∼", "≈", "<"],
    SUM: ["+", "-", "±"],
    PRODUCT: ["·", "×", "⊙", "*", "∘", "⊗", "/", "⋆"],
    SEPARATOR: [",", ";", "⇒", WIDE],
    0: ["∣"],
}  # fmt: skip


def _script(base: Node, sub: Node | None, sup: Node | None, primes: int) -> Node:
    if isinstance(base, Name) and base.text in LIMITS | BIG and sub is not None:
        sub = None
    if sub is None and sup is None and not primes:
        return base
    if isinstance(base, Script) and base.sup is None and (base.sub is None or sub is None):
        return Script(base.base, base.sub or sub, sup, base.primes + primes)
    return Script(base, sub, sup, primes)


def _accented(accent: str, inside: Node) -> Node:
    symbol = inside.base if isinstance(inside, Script) else inside
    return inside if isinstance(symbol, Name) and accent != "underbrace" else Accented(accent, inside)


def _run(items: list[Node]) -> Node:
    out: list[Node] = []
    for item in items:
        if isinstance(item, Run):
            item = Fence("(", item, ")")
        if not isinstance(item, Blank):
            out.append(item)
    return out[0] if len(out) == 1 else Run(tuple(out)) if out else Hole()


def _infix(level: int, operands: list[Node], signs: list[int]) -> Node:
    choice = OPERATORS[level]
    return Infix(tuple(operands), tuple(choice[k % len(choice)] for k in signs[: len(operands) - 1]))


def _beside(words: Node, node: Node) -> Node:
    return Infix(
        (words, Fence("(", node, ")") if isinstance(node, Infix) and LEVEL[node.operators[0]] <= SEPARATOR else node),
        (BESIDE,),
    )


def _fence(pair: tuple[str, str], inside: Node) -> Node:
    return (
        inside if isinstance(inside, Matrix) and inside.kind in ("array", "matrix") else Fence(pair[0], inside, pair[1])
    )


def _matrix(cells: list[Node], width: int, kind: str) -> Node:
    rows = [tuple(cells[k : k + width]) for k in range(0, len(cells), width)]
    return Matrix(tuple(row for row in rows if len(row) == width) or ((cells[0],),), kind)


def _branches(pairs: list[tuple[Node, Node | None]]) -> Node:
    def plain_value(value: Node) -> Node:
        loose = isinstance(value, Infix) and LEVEL[value.operators[0]] <= SEPARATOR
        return Fence("(", value, ")") if loose else value

    return Branches(tuple((plain_value(value), condition) for value, condition in pairs))


def _extend(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    maybe = st.none() | inner
    operands = st.lists(inner, min_size=2, max_size=4)
    signs = st.lists(st.integers(0, 9), min_size=3, max_size=3)
    return st.one_of(
        st.builds(_script, inner, maybe, maybe, st.integers(0, 2)),
        st.builds(Fraction, inner, inner),
        st.builds(Root, inner, maybe),
        st.builds(_fence, st.sampled_from(PAIRS), inner),
        st.lists(inner, min_size=2, max_size=4).map(_run),
        st.builds(Prefix, st.sampled_from("+-±∀∃¬"), inner),
        st.builds(Postfix, names, st.just("!")),
        st.builds(_infix, st.sampled_from(list(OPERATORS)), operands, signs),
        st.builds(
            lambda right, level, k: _infix(level, [Blank(), right], [k]),
            inner,
            st.sampled_from([RELATION, SUM, PRODUCT]),
            st.integers(0, 9),
        ),
        st.builds(_beside, prose, inner),
        st.builds(Big, st.sampled_from("∑∏∫⋃"), maybe, maybe, inner),
        st.builds(Big, st.sampled_from(sorted(LIMITS)), inner, maybe, inner),
        st.builds(
            _matrix,
            st.lists(inner, min_size=1, max_size=6),
            st.integers(1, 3),
            st.sampled_from(["matrix", "pmatrix", "bmatrix", "vmatrix", "array"]),
        ),
        st.lists(st.tuples(inner, maybe), min_size=1, max_size=3).map(_branches),
        st.builds(_accented, st.sampled_from((*ACCENTS, "underbrace")), inner),
        st.builds(lambda k: Fence("(", Script(Name("W"), Name(k)), ")"), st.sampled_from("·*+⋆")),
    )


trees = st.recursive(leaves, _extend, max_leaves=12)
