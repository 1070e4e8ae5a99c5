"""Terms of a sum: their signs, numbers and factors, what they have in common, and how they come together on paper."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as Exact
from typing import Any

from papergrad.algebra.nodes import Index
from papergrad.notation.glyphs import ATOM, PRODUCT, SIDE_BY_SIDE, SUM
from papergrad.notation.style import Style
from papergrad.notation.tree import Fence, Fraction, Infix, Name, Node, Numeral, Prefix, Root, Run, Script
from papergrad.phrasebook.trees import beside
from papergrad.records import dataclass
from papergrad.writing.forms import Form, cost, entrywise, held, numeral, over, product, summed, transposed

ONES = Name("1", font="bold")


@dataclass(frozen=True)
class Term:
    """``number`` times ``scalars`` over ``below`` times ``factors``; the factors are multiplied as matrices, or entry by entry."""

    number: Exact
    scalars: tuple[Form, ...] = ()
    below: tuple[Form, ...] = ()
    factors: tuple[Form, ...] = ()
    entries: bool = False
    row: Index | None = None
    column: Index | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        return (
            tuple(f.node for f in self.factors),
            tuple(f.node for f in self.scalars),
            tuple(f.node for f in self.below),
        )


def unsigned(term: Term) -> Term:
    """A term whose factors have no minus in front: it is in the number."""
    negative = [form for form in term.factors if isinstance(form.node, Prefix) and form.node.sign == "-"]
    if not negative or any(form.under is not None for form in negative):
        return term
    turned = tuple(_opposite(form) if form in negative else form for form in term.factors)
    return replace(term, number=term.number * (-1) ** len(negative), factors=turned)


def _opposite(form: Form) -> Form:
    assert isinstance(form.node, Prefix)
    inner = form.node.operand
    level = SIDE_BY_SIDE if isinstance(inner, Run) else PRODUCT if isinstance(inner, Infix) else ATOM
    return replace(form, node=inner, level=level)


def on_paper(term: Term, style: Style) -> tuple[int, Form]:
    """A term as its sign and the rest."""
    sign, size = (-1, -term.number) if term.number.numerator < 0 else (1, term.number)
    above: list[Form] = []
    below = list(term.below)
    if (inverse := _one_over(term)) is not None and size.denominator != 1:
        bottom = product((numeral(Exact(size.denominator)), inverse))
        return sign, over(numeral(Exact(size.numerator)), bottom).along(term.row, term.column)
    if below and size.denominator != 1:
        below.insert(0, numeral(Exact(size.denominator)))
        size = Exact(size.numerator)
    if size != 1:
        above.append(numeral(size))
    several = term.factors or sum(_runs(form) for form in term.scalars) > 1
    scalars = sorted(term.scalars, key=lambda form: not _single(form.node))  # γ(1 - p), not (1 - p) γ
    above += map(_apart, scalars) if several else scalars
    if below:
        return sign, _fraction(above, below, term, style)
    if not term.factors:
        return sign, product(tuple(above)) if above else numeral(size)
    if term.entries and len(term.factors) > 1:
        first = product((*above, term.factors[0])) if above else term.factors[0]
        return sign, replace(entrywise((first, *term.factors[1:]), style), row=term.row, column=term.column)
    return sign, product((*above, *term.factors), term.row, term.column)


def _single(node: Node) -> bool:
    """A symbol, or a condition in brackets."""
    return isinstance(node, Name | Script) or (isinstance(node, Fence) and node.open == "[")


def _one_over(term: Term) -> Form | None:
    """The b of a term that is a number times ``1 / b`` in every place."""
    if term.scalars or term.below or len(term.factors) != 1:
        return None
    match term.factors[0].node:
        case Fraction(Numeral("1"), below) if not isinstance(below, Infix | Prefix):
            return replace(
                term.factors[0], node=below, level=SIDE_BY_SIDE if isinstance(below, Run) else ATOM, under=None
            )
    return None


def _fraction(above: list[Form], below: list[Form], term: Term, style: Style) -> Form:
    match term.factors:
        case (Form(Fraction(top, under), row=row, column=column),) if not isinstance(under, Infix | Prefix):
            # a / b over c is a over c b
            inner = Form(under, SIDE_BY_SIDE if isinstance(under, Run) else ATOM, row, column)
            outer = Form(top, SUM if isinstance(top, Infix | Prefix) else SIDE_BY_SIDE, row, column)
            whole = product((*below, inner), term.row, term.column)
            return over(product((*above, outer)) if above else outer, whole).along(term.row, term.column)
    above, below = _one_root(above), _one_root(below)
    bottom = product(tuple(below))
    if not term.factors:
        return over(product(tuple(above)) if above else None, bottom)
    if not all(_plain(form.node) for form in below) or (not above and _short(term)):
        whole = on_paper(replace(term, number=Exact(1), scalars=tuple(above), below=()), style)[1]
        return replace(over(whole, bottom), row=term.row, column=term.column)
    if len(term.factors) == 1 and not (above and term.factors[0].level < SIDE_BY_SIDE):
        return replace(
            over(product((*above, term.factors[0])) if above else term.factors[0], bottom),
            row=term.row,
            column=term.column,
        )
    front = over(product(tuple(above)) if above else None, bottom)
    return on_paper(replace(term, number=Exact(1), scalars=(front,), below=()), style)[1]


def _apart(form: Form) -> Form:
    """A number made of vectors, in brackets: the ``(xᵀ y)`` of ``(xᵀ y) z``."""
    return replace(form, node=Fence("(", form.node, ")"), level=ATOM) if _runs(form) else form


def _runs(form: Form) -> bool:
    return isinstance(form.node, Run) and not isinstance(form.node.items[-1], Fence)


def _plain(node: Node) -> bool:
    """What may stand below a fraction in front of a product: ``1/N``, ``1/√d``."""
    match node:
        case Name() | Numeral():
            return True
        case Script(base, _, sup, 0):
            return _plain(base) and (sup is None or isinstance(sup, Numeral))
        case Root(inside):
            return isinstance(inside, Name | Numeral | Script) and _plain(inside)
        case Run(items):
            return all(map(_plain, items))
    return False


def _short(term: Term) -> bool:
    """Whether a product is short enough to go over a fraction: ``K q / √d``."""
    names = [f for f in term.factors if isinstance(f.node, Name | Script) and _plain(f.node)]
    return len(names) == len(term.factors) <= 2 and not term.entries


def _one_root(forms: list[Form]) -> list[Form]:
    """``√a √b = √(a b)``."""
    roots = [f for f in forms if isinstance(f.node, Root) and f.node.degree is None]
    if len(roots) < 2:
        return forms
    inside = [f.node.inside for f in roots if isinstance(f.node, Root)]
    whole = beside(*(n if _level_of(n) >= SIDE_BY_SIDE else Fence("(", n, ")") for n in inside))
    return [*(f for f in forms if f not in roots), Form(Root(whole), ATOM)]


def _level_of(node: Node) -> int:
    return SUM if isinstance(node, Infix | Prefix) else SIDE_BY_SIDE


# -- what terms share ---------------------------------------------------------------------------------------------


def together(terms: list[Term], style: Style) -> Form:
    """The sum of terms, with common factors taken out where that makes it shorter."""
    if len(terms) == 1 and terms[0].number:
        return summed((on_paper(terms[0], style),))
    terms = _alike(terms)
    products = any(len(term.factors) + len(term.scalars) + len(term.below) > 1 for term in terms)
    terms = sorted(terms, key=lambda term: _rank(term) if products else _rank(term)[1:])
    if not terms:
        return Form(numeral(Exact(0)).node, ATOM)
    if len(terms) == 1:
        return together(terms, style)
    plain = summed(tuple(on_paper(term, style) for term in terms))
    best, best_cost = plain, cost(plain.node) + 1  # what is factored may be a little longer
    for candidate in _factored(terms, style):
        found = together(candidate, style)
        if cost(found.node) <= best_cost:
            best, best_cost = found, cost(found.node)
    return best


def _rank(term: Term) -> tuple[bool, bool]:
    """The place of a term in a sum: products before symbols, a symbol before a transpose."""
    bare = len(term.factors) == 1 and isinstance(term.factors[0].node, Name | Script)
    return bare, bare and term.factors[0].under is not None


def _alike(terms: list[Term]) -> list[Term]:
    """Terms that differ in their number alone become one."""
    kept: dict[tuple[Any, ...], Term] = {}
    for term in terms:
        key = term.key
        known = kept.get(key)
        kept[key] = term if known is None else replace(known, number=known.number + term.number)
    return [term for term in kept.values() if term.number]


def _factored(terms: list[Term], style: Style) -> list[list[Term]]:
    """The ways to take something out of several terms: of the longest groups only."""
    found: list[list[Term]] = []
    groups: dict[tuple[Any, ...], list[Term]] = {}
    for term in terms:
        if term.factors:
            if term.entries or len(term.factors) == 1:
                for factor in term.factors:
                    groups.setdefault(("any", factor.node, term.row, term.column), []).append(term)
            if not term.entries:
                groups.setdefault(("first", term.factors[0].node, term.row, term.column), []).append(term)
                groups.setdefault(("last", term.factors[-1].node, term.row, term.column), []).append(term)
    for node in dict.fromkeys(f.node for term in terms for f in (*term.scalars, *term.below)):
        groups[("scalar", node)] = [term for term in terms if any(f.node == node for f in (*term.scalars, *term.below))]
    if abs(terms[0].number) != 1 and len({abs(term.number) for term in terms}) == 1:
        groups[("number",)] = list(terms)
    shared_groups = [(way, members) for way, members in groups.items() if len(members) > 1]
    shared_groups.sort(key=lambda group: -(len(group[1]) - 1) * (cost(group[0][1]) if len(group[0]) > 1 else 1))
    for way, members in shared_groups[: 3 if len(terms) < 5 else 1]:
        taken = _taken(way, members, style)
        if taken is not None:
            rest: list[Term] = []
            for term in terms:
                if term is members[0]:
                    rest.append(taken)
                elif not any(term is m for m in members):
                    rest.append(term)
            found.append(rest)
    return found


def _taken(way: tuple[Any, ...], members: list[Term], style: Style) -> Term | None:
    """One term for several that have something in common; a sign that all have stands in front."""
    if all(t.number < 0 for t in members):
        turned = _taken(way, [replace(t, number=-t.number) for t in members], style)
        return None if turned is None else replace(turned, number=-turned.number)
    model = members[0]
    if way[0] == "number":
        size = abs(model.number)
        inner = together([replace(t, number=t.number / size) for t in members], style)
        return _around(inner, Term(size, row=inner.row, column=inner.column))
    if way[0] == "scalar":
        return _without_scalar(way[1], members, style)
    if way[0] == "any":
        return _without_entrywise(way[1], members, style)
    common = _common(members, first=way[0] == "first")
    rests = [t.factors[common:] if way[0] == "first" else t.factors[: len(t.factors) - common] for t in members]
    if any(not rest for rest in rests):
        return None
    shared = model.factors[:common] if way[0] == "first" else model.factors[len(model.factors) - common :]
    inner = together(
        [
            replace(t, factors=rest, row=rests[0][0].row, column=rests[0][-1].column)
            for t, rest in zip(members, rests, strict=True)
        ],
        style,
    )
    factors = (*shared, inner) if way[0] == "first" else (inner, *shared)
    return Term(Exact(1), factors=factors, row=model.row, column=model.column)


def _common(members: list[Term], first: bool) -> int:
    """How many factors all members share at one end."""
    many = 0
    while all(len(t.factors) > many for t in members):
        ends = {t.factors[many if first else -1 - many].node for t in members}
        if len(ends) > 1:
            break
        many += 1
    return many


def _without_scalar(factor: object, members: list[Term], style: Style) -> Term | None:
    above = all(any(f.node == factor for f in t.scalars) for t in members)
    below = all(any(f.node == factor for f in t.below) for t in members)
    if not above and not below:
        return None
    shared = next(f for f in (members[0].scalars if above else members[0].below) if f.node == factor)
    inner = together([_drop(t, factor, above) for t in members], style)
    outer = Term(
        Exact(1), (shared,) if above else (), () if above else (shared,), row=members[0].row, column=members[0].column
    )
    return _around(inner, outer)


def _drop(term: Term, factor: object, above: bool) -> Term:
    if above:
        place = next(n for n, f in enumerate(term.scalars) if f.node == factor)
        return replace(term, scalars=term.scalars[:place] + term.scalars[place + 1 :])
    place = next(n for n, f in enumerate(term.below) if f.node == factor)
    return replace(term, below=term.below[:place] + term.below[place + 1 :])


def _around(inner: Form, outer: Term) -> Term:
    """``outer`` times an inner sum."""
    if inner.scalar and outer.row is None and outer.column is None:
        return replace(outer, scalars=(*outer.scalars, inner))
    return replace(outer, factors=(inner,))


def _ones(term: Term, style: Style) -> Form:
    """A number in every place of the term's shape needs ones to multiply."""
    ones = [Form(ONES, ATOM, axis) for axis in (term.row, term.column) if axis is not None]
    if len(ones) > 1:
        return product((ones[0], transposed(ones[1], style)), term.row, term.column)
    return ones[0] if term.row is not None else transposed(ones[0], style)


def _without_entrywise(factor: object, members: list[Term], style: Style) -> Term | None:
    if factor == ONES:
        return None
    rests = []
    alone = all(len(term.factors) == 1 for term in members)
    for term in members:
        place = next(n for n, f in enumerate(term.factors) if f.node == factor)
        rest = term.factors[:place] + term.factors[place + 1 :]
        if not rest and not alone and (term.scalars or term.below):
            rest = (_ones(term, style),)
        rests.append(replace(term, factors=rest))
    shared = next(f for f in members[0].factors if f.node == factor)
    inner = together([t if t.factors else replace(t, row=None, column=None) for t in rests], style)
    if inner.scalar:
        return Term(Exact(1), scalars=(inner,), factors=(shared,), row=members[0].row, column=members[0].column)
    ordered = (inner, shared) if held(shared, PRODUCT) is shared.node else (shared, inner)
    return Term(Exact(1), factors=ordered, entries=True, row=members[0].row, column=members[0].column)
