"""Symbols that have one value: ``a = b = 0`` gives a number to a and to b, and says of neither that it is made of the other."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from papergrad.reading.statements import Stated, is_number
from papergrad.reading.symbols import apart


def told(stated: list[Stated]) -> list[Stated]:
    """The statements, with a chain of symbols that ends at a number as one equation for each symbol."""
    found: list[Stated] = []
    for _, links in groupby(stated, key=lambda one: one.chain):
        chain = list(links)
        found += _each(chain) if _ends_at_a_number(chain) else chain
    return found


def _ends_at_a_number(chain: list[Stated]) -> bool:
    symbols = [chain[0].left, *(one.right for one in chain[:-1])]
    links = [one.link for one in chain] == list(range(len(chain)))
    equal = len(chain) > 1 and links and all(one.relation == "=" for one in chain) and is_number(chain[-1].right)
    return equal and all((w := apart(node)) is not None and w.power is None and not w.primes for node in symbols)


def _each(chain: list[Stated]) -> list[Stated]:
    number, symbols = chain[-1].right, [chain[0].left, *(one.right for one in chain[:-1])]
    return [
        replace(one, left=symbol, head=symbol, right=number, before=symbol, link=0, chain=-1_000_000 - one.span.start)
        for one, symbol in zip(chain, symbols, strict=True)
    ]
