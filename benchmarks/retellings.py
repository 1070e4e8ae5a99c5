"""A metamorphic test of the judge: models told in many ways, none of which may change what is right and what is wrong.

    PYTHONPATH=src python benchmarks/retellings.py                       # 200 tellings, a row for each model
    PYTHONPATH=src python benchmarks/retellings.py --count 50 --seed 900 --only ridge --list
    PYTHONPATH=src python benchmarks/retellings.py --show 907-ridge      # one telling, as it is given to Papergrad

``retold.py`` has the models, ``telling.py`` tells them; ``derived.py`` has derivations in several steps, where each step is
a claim, and ``deriving.py`` tells those. A telling chooses letters, order, headings, displays and spellings,
and has either only right claims or one slip in the place of a right claim. What is right and called wrong or ill-typed is
*accused* (statements that are no claims, such as definitions, count there only), a slip that is called right is *missed*;
right claims that stay undecided are *open*, slips *undecided*. Exit code 1 if anything is accused or missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from derived import DERIVATIONS, Derivation
from deriving import derive
from retold import MODELS, Model
from seeds import Found, findings
from telling import Telling, tell

ACCUSED = {"wrong", "ill-typed"}
PASSED = {"right", "right-if", "right-up-to-layout"}
TABLE: list[Model] = [*MODELS, *DERIVATIONS]
COLUMNS = ("tellings", "right", "open", "accused", "caught", "undecided", "missed")


@dataclass(frozen=True)
class Outcome:
    """What became of one claim, or of another statement that was accused."""

    telling: Telling
    kind: str  # one of COLUMNS
    source: str
    found: Found | None

    def __str__(self) -> str:
        said = f"{self.found.verdict} {self.found.code}: {self.found.message}" if self.found else ""
        return f"{self.kind.upper()} {self.telling.name}\n    {self.source!r}\n    {said}"


def judged(telling: Telling) -> list[Outcome]:
    """Every claim of a telling with its outcome, and what else in it is accused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{telling.name}{telling.suffix}"
        path.write_text(telling.text, encoding="utf-8")
        found = findings(path)
    return outcomes(telling, found)


def outcomes(telling: Telling, found: Sequence[Found]) -> list[Outcome]:
    """Claims matched with findings by where they stand: what overlaps a claim speaks of it, and the gravest word counts."""
    elsewhere = set(found)
    results = []
    for claim in telling.claims:
        mine = [f for f in found if f.place[0] < claim.place[1] and claim.place[0] < f.place[1]]
        elsewhere -= set(mine)
        accused = next((f for f in mine if f.verdict in ACCUSED), None)
        passed = next((f for f in mine if f.verdict in PASSED), None)
        if claim.follows:
            continue
        if claim.slip:
            kind = "caught" if accused else "missed" if passed else "undecided"
        else:
            kind = "accused" if accused else "right" if passed else "open"
        said = accused or passed or next(iter(mine), None)
        results.append(Outcome(telling, kind, telling.text[slice(*claim.place)], said))
    strays = (f for f in found if f in elsewhere and f.verdict in ACCUSED)
    return results + [Outcome(telling, "accused", f.source, f) for f in strays]


def tellings(count: int, seed: int, only: str = "") -> list[Telling]:
    """One telling a seed, of the models in turn."""
    chosen = [m for m in TABLE if only in ("", m.name)]
    return [told(chosen[number % len(chosen)], number) for number in range(seed, seed + count)] if chosen else []


def told(model: Model, seed: int) -> Telling:
    return derive(model, seed) if isinstance(model, Derivation) else tell(model, seed)


def table(chosen: Sequence[Telling], results: Sequence[Outcome]) -> str:
    """Outcomes per model, and all together."""
    counts = Counter((r.telling.model.name, r.kind) for r in results)
    counts.update((t.model.name, "tellings") for t in chosen)
    names = list(dict.fromkeys(t.model.name for t in chosen))
    width = max(map(len, names), default=0) + 2
    rows = [f"{'model':{width}}" + "".join(f"{c:>11}" for c in COLUMNS)]
    rows += [f"{name:{width}}" + "".join(f"{counts[name, c]:>11}" for c in COLUMNS) for name in names]
    total = [sum(counts[name, c] for name in names) for c in COLUMNS]
    return "\n".join([*rows, f"{'all':{width}}" + "".join(f"{n:>11}" for n in total)])


def named(name: str) -> Telling:
    """The telling called ``907-ridge``. KeyError if there is no such model."""
    seed, _, model = name.partition("-")
    return told({m.name: m for m in TABLE}[model], int(seed))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="how many tellings")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first; the others follow")
    parser.add_argument("--only", default="", choices=["", *(m.name for m in TABLE)], metavar="NAME", help="one model")
    parser.add_argument("--list", action="store_true", help="print what was accused and what was missed")
    parser.add_argument("--open", action="store_true", help="print what stayed undecided")
    parser.add_argument("--show", default="", metavar="SEED-NAME", help="print one telling, and judge nothing")
    options = parser.parse_args(arguments)
    if options.show:
        print(named(options.show).text)
        return 0
    chosen = tellings(options.count, options.seed, options.only)
    results = []
    for telling in chosen:
        results += judged(telling)
    bad = [r for r in results if r.kind in ("accused", "missed")]
    if options.list:
        print(*bad, sep="\n")
    if options.open:
        print(*(r for r in results if r.kind in ("open", "undecided")), sep="\n")
    print(table(chosen, results))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
