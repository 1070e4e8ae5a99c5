"""Mutation test of the judge: right claims, broken on purpose with every mistake of the table, must be called wrong.

    PYTHONPATH=src python benchmarks/mutants.py                   # 2,000 mutants
    PYTHONPATH=src python benchmarks/mutants.py --count 200 --list

Claims that papergrad judges right are taken from ``tests/documents``, from the seeds and from the identities (where they
are at hand), and one mistake is planted in the right side of each. Whether that changes the value is decided without the
judge: both sides are evaluated with numbers of their own. Then it is counted how many mutants that change the value are
called wrong or ill-typed (*caught*), are called right (*missed*) or are left undecided (*open*), how many that do not change
it are called wrong (*false alarms*), and how often the planted mistake is named. Exit code 0 if nothing is missed, nothing is
a false alarm and nine in ten are named; what is open does not count against that, and is listed with the reason.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

from papergrad import paper
from papergrad.algebra.evaluate import evaluate
from papergrad.algebra.facts import Facts
from papergrad.algebra.nodes import Definitions
from papergrad.algebra.traversal import symbols
from papergrad.judging.comparing import question, tensors
from papergrad.judging.explaining import unchanged, vocabulary
from papergrad.judging.judge import judge
from papergrad.judging.mistakes import MISTAKES, Mistake
from papergrad.judging.sampling import instances, needs
from papergrad.judging.vocabulary import Vocabulary
from papergrad.notation import plain
from papergrad.notation.latex import parse
from papergrad.notation.latex_writer import write
from papergrad.notation.tree import Node
from papergrad.reading.claims import sides
from papergrad.reading.pointwise import NUMBER, at_a_number
from papergrad.reading.symbols import plain as symbol_key
from papergrad.reading.understood import Read
from papergrad.reading.values import Value
from papergrad.source import PaperError

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT / ".." / "shared"
RIGHT = ("right", "right-if", "right-up-to-layout")


@dataclass(frozen=True)
class Claim:
    """A right statement, ready to be broken."""

    document: str
    read: Read
    vocabulary: Vocabulary


@dataclass(frozen=True)
class Outcome:
    claim: Claim
    mistake: Mistake
    mutant: Node
    changed: bool
    verdict: str
    code: str
    message: str

    @property
    def kind(self) -> str:
        """caught, missed, open (changed, and not decided), spared, alarm (not changed, called wrong), open too."""
        if self.verdict in ("wrong", "ill-typed"):
            return "caught" if self.changed else "alarm"
        if self.verdict == "right-up-to-layout" and self.mistake.code == "PG203":
            return "caught" if self.changed else "spared"
        if self.verdict in RIGHT:
            return "missed" if self.changed else "spared"
        return "open"

    @property
    def named(self) -> bool:
        return self.code == self.mistake.code or self.mistake.name in self.message


# -- right claims ---------------------------------------------------------------------------------------------------------


def identities() -> Iterator[tuple[str, str]]:
    """The collected identities of matrix calculus, each as a document of its own."""
    path = SHARED / "identities.json"
    for one in json.loads(path.read_text())["identities"] if path.exists() else ():
        if one.get("kind") not in ("grad", "jac", "dscal") or "let" in one or one.get("gen"):
            continue
        shapes = ", ".join(_declared(symbol, shape) for symbol, shape in one["shapes"].items())
        try:
            f, df = (write(plain.parse(one[part])) for part in ("f", "df"))
        except PaperError:
            continue
        yield (
            one["id"],
            f"{shapes}\n\n" + rf"$$\frac{{\partial}}{{\partial {one['wrt']}}} \left[ {f} \right] = {df}$$" + "\n",
        )


def _declared(symbol: str, shape: list[str]) -> str:
    times = r" \times ".join(map(str, shape))
    return rf"${symbol} \in \mathbb{{R}}^{{{times}}}$" if shape else rf"${symbol} \in \mathbb{{R}}$"


def claims() -> Iterator[Claim]:
    """Every claim of the collected documents that is judged right, and stays so when its right side is written anew."""
    files = sorted((ROOT / "tests" / "documents").glob("*.*")) + sorted((SHARED / "seeds").glob("0*.txt"))
    papers = [(path.name, paper.open(path)) for path in files if path.suffix in (".md", ".tex", ".txt", ".ipynb")]
    papers += [(name, paper.read(text, name)) for name, text in identities()]
    for name, one in papers:
        try:
            reads = one.reading.reads
        except PaperError:
            continue
        for read in reads:
            if read.role != "claims" or read.scope is None or read.problem is not None or read.heads:
                continue
            if judge(read).verdict == "right" and judged(read, read.stated.right)[0] == "right":
                yield Claim(name, read, vocabulary(read, read.scope))


def judged(read: Read, right: Node) -> tuple[str, str, str, Value | None, Definitions]:
    """The verdict on a claim with another right side, which is written and read again on the way; that side, and what it uses."""
    again = replace(
        read, stated=replace(read.stated, right=parse(write(right)), lettered=None)
    )  # it is not what was written
    assert again.scope is not None
    saved = again.scope.sizes.save()
    with unchanged(again.scope):
        again.problem = sides(again, again.stated.left)
        found = judge(again)
    again.scope.sizes.restore(saved)
    _at_a_number(read, again)
    return found.verdict, found.code, found.message, again.right, again.definitions


def _at_a_number(read: Read, again: Read) -> None:
    """What is said of a function, ``σ'(z) = σ(z)(1 - σ(z))``, is read at one number where it was before: it is no vector."""
    assert read.scope is not None and read.right is not None
    pair = at_a_number(read.stated.left, again.stated.right, read.scope)
    if pair is None or symbol_key(NUMBER) not in symbols(read.right.body):
        return
    saved = read.scope.sizes.save()
    with unchanged(read.scope):
        at_number = replace(again, stated=replace(again.stated, right=pair[1]), problem=None)
        sides(at_number, pair[0])
    read.scope.sizes.restore(saved)
    again.right, again.definitions = at_number.right, at_number.definitions


# -- numbers of our own ---------------------------------------------------------------------------------------------------


def changed(read: Read, before: Value, after: Value | None, more: Definitions) -> bool:
    """Whether two right sides differ as arrays, whichever way vectors lie. What cannot be read differs.

    Lengths that nobody named are whatever the other side has there: how they are numbered is no matter. The conditions of the
    claim are put in: at ``z = 0`` a term more that is z changes nothing.
    """
    if after is None or len(after.axes) != len(before.axes):
        return True
    fixed = {
        str(other.size): str(own.size)
        for own, other in zip(before.axes, after.axes, strict=True)
        if str(other.size).startswith("?") and own.size != other.size and own.size.names == {str(own.size)}
    }
    if sorted(fixed.get(str(i.size), str(i.size)) for i in after.axes) != sorted(str(i.size) for i in before.axes):
        return True
    assert read.scope is not None
    q = question(replace(read, definitions={**more, **read.definitions}), before, after, read.scope)
    one, other = tensors(q, q.left, q.right)
    known = q.definitions
    try:
        need = needs((one, other), known, read.scope.inputs())
        fixed = {name: size for name, size in fixed.items() if name in need.sizes and size in need.sizes}
    except PaperError:
        return True
    facts = Facts(read.scope.known_facts())
    tried = 0
    for number, world in enumerate(instances(need, facts, known, seed=777, points=2, fixed=fixed)):
        try:
            a, b = evaluate(one, world), evaluate(other, world)
        except PaperError:  # the mutant takes a symbol for something else than it is
            return True
        if np.all(np.isfinite(a)) and np.all(np.isfinite(b)):
            tried += 1
            if a.shape != b.shape or not np.allclose(a, b, rtol=1e-7, atol=1e-10 * (1 + np.abs(a).max(initial=0))):
                return True
        if tried == 4 or number == 40:
            return tried == 0  # nothing but points outside the domain: another thing
    return False


# -- the test -------------------------------------------------------------------------------------------------------------


def mutants(pool: list[Claim], count: int, seed: int) -> Iterator[Outcome]:
    rng = Random(seed)
    made = attempts = 0
    while made < count and attempts < 20 * count:
        attempts += 1
        mistake, claim = MISTAKES[attempts % len(MISTAKES)], rng.choice(pool)
        mutant = mistake.plant(claim.read.stated.right, claim.vocabulary, rng)
        if mutant is None:
            continue
        try:
            verdict, code, message, value, more = judged(claim.read, mutant)
        except PaperError as problem:
            verdict, code, message, value, more = "unknown", problem.code, problem.what, None, {}
        assert claim.read.right is not None
        made += 1
        # half a derivative is wrong as written, even where it can be read by charity
        differs = mistake.code == "PG213" or changed(claim.read, claim.read.right, value, more)
        yield Outcome(claim, mistake, mutant, differs, verdict, code, message)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--count", type=int, default=2000)
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--list", action="store_true", help="show what was missed, falsely alarmed or not named")
    given = ask.parse_args()
    pool = list(claims())
    print(f"{len(pool)} right claims in {len({c.document for c in pool})} documents")
    kinds: Counter[tuple[str, str]] = Counter()
    named: Counter[str] = Counter()
    for o in mutants(pool, given.count, given.seed):
        sys.stdout.flush()
        kinds[o.mistake.name, o.kind] += 1
        named[o.mistake.name] += o.kind == "caught" and o.named
        if given.list and (
            o.kind in ("missed", "alarm") or (o.kind == "caught" and not o.named) or (o.kind == "open" and o.changed)
        ):
            stated = o.claim.read.stated
            print(f"{o.kind:7} {o.mistake.code} {o.claim.document}: {write(stated.left)} = {write(stated.right)}")
            print(f"        -> {write(o.mutant)}   {o.verdict} {o.code} {o.message[:90]}")
    columns = ("caught", "missed", "spared", "alarm", "open")
    print(f"\n{'mistake':36}" + "".join(f"{c:>8}" for c in columns) + f"{'named':>8}")
    total: Counter[str] = Counter()
    for mistake in MISTAKES:
        row = {c: kinds[mistake.name, c] for c in columns}
        total.update(row)
        share = f"{100 * named[mistake.name] / row['caught']:.0f} %" if row["caught"] else ""
        print(f"{mistake.name:36}" + "".join(f"{row[c]:8}" for c in columns) + f"{share:>8}")
    share_named = sum(named.values()) / max(1, total["caught"])
    print(f"{'all':36}" + "".join(f"{total[c]:8}" for c in columns) + f"{100 * share_named:7.1f} %")
    return 0 if not total["missed"] and not total["alarm"] and share_named >= 0.9 else 1


if __name__ == "__main__":
    sys.exit(main())
