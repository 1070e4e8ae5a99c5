r"""The error of one example, ``δ_j = ∂E_n/∂a_j`` beside ``E = Σ_n E_n``: what nothing but E has the n of, is said of some example.

Where nobody says what E_n is, or only a later section does, the n of an E_n outside of the sum becomes a label; as an index it
would have to run on the a_j and δ_j as well, of which writers leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from papergrad.notation import tree
from papergrad.notation.tree import Big, Name, Node, Script
from papergrad.phrasebook import gradient, sums
from papergrad.reading.statements import EQUAL, Stated, mapped
from papergrad.reading.symbols import LABEL

Term = tuple[str, str]  # the letter of an error, and that of its example


def named(stated: list[Stated]) -> list[Stated]:
    """The statements, section by section, with labels in the place of such letters."""
    out: list[Stated] = []
    defined: set[Term] = set()
    met: set[Term] = set()  # in sections before, where they got their labels
    for _, under in groupby(stated, key=lambda one: one.section):
        group = list(under)
        defined |= {term for one in group if one.relation in EQUAL and not one.link and (term := _term(one.left))}
        for term in sorted(({term for term in map(_summed, group) if term} - defined) | met):
            if _alone(group, *term):
                met.add(term)
                group = [mapped(one, lambda node, term=term: _put(node, *term)) for one in group]  # type: ignore[misc]
        out += group
    return out


def _term(node: Node) -> Term | None:
    """E and n of ``E_n``."""
    match node:
        case Script(Name(base), Name(letter, accents=()), None, 0):
            return base, letter
    return None


def _summed(one: Stated) -> Term | None:
    """E and n of ``E = Σ_n E_n``, where that is all of the right side."""
    if one.relation not in EQUAL or one.link or not isinstance(one.right, Big):
        return None
    found = _term(one.right.body)
    return found if found is not None and found[1] in _letters(one.right) else None


def _alone(group: list[Stated], base: str, letter: str) -> bool:
    """Whether nothing but E_n has the letter, and neither a sum over it nor E itself is spoken of again."""
    nodes = [node for one in group for side in (one.left, one.right) for node in tree.walk(side)]
    terms = [term for node in nodes if (term := _term(node)) is not None and term[1] == letter]
    ranges = [node for node in nodes if isinstance(node, Big) and letter in _letters(node)]
    met = sum(node == Name(letter) for node in nodes)
    derived = (found.of for node in nodes if (found := gradient.read(node)) is not None and found.of is not None)
    whole = [set(_names(one.left)) for one in group if _summed(one) == (base, letter)]
    return (
        len(ranges) == len(whole)
        and all(term[0] == base for term in terms)
        and met == len(terms) + len(ranges)
        and not any(total & set(_names(of)) for total in whole for of in derived if _term(of) != (base, letter))
    )


def _names(node: Node) -> Iterator[str]:
    return (part.text for part in tree.walk(node) if isinstance(part, Name))


def _letters(node: Big) -> set[str]:
    """What a sum runs over."""
    whole = sums.read(node) if node.sign == "∑" else None
    return {r.index.text for r in whole.ranges if isinstance(r.index, Name)} if whole is not None else set()


def _put(node: Node, base: str, letter: str) -> Node:
    match node:
        case Big() if letter in _letters(node):
            return node
        case Script(sub=Name() as sub) if _term(node) == (base, letter):
            return replace(node, sub=replace(sub, font=LABEL))
    return tree.rebuild(node, lambda part: _put(part, base, letter))
