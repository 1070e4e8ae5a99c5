"""Scores Papergrad on the seed documents against their ground truth, statement by statement, by place in the source.

    PYTHONPATH=src python benchmarks/seeds.py            # the table, and the acceptance figures
    PYTHONPATH=src python benchmarks/seeds.py --list     # also every statement that did not get its verdict
    PYTHONPATH=src python benchmarks/seeds.py --seed 002 --list

A record of the ground truth names a line and an exact piece of it. It is matched with the finding whose span overlaps it
best; a finding serves one record only, except that the branches of one ``cases`` may share the finding of their equation.
Exit code 0 if the acceptance holds (90 % the same verdict, at most 1 % contradicting), else 1.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).resolve().parents[1] / ".." / "shared" / "seeds"

Place = tuple[int, int]

NOT_CHECKABLE_KINDS = {"prose", "plot-or-figure", "code-part"}
FAMILY = {
    "claim-gradient": {"gradient", "equality", "update", "definition"},
    "claim-equality": {"equality", "definition", "gradient", "numeric"},
    "claim-inequality": {"inequality"},
    "definition": {"definition", "update", "equality"},
    "declaration": {"declaration", "shape", "definition"},
    "shape": {"shape", "declaration", "count"},
    "count": {"count", "shape"},
    "numeric": {"numeric", "equality"},
    "question": {"question"},
}
GOOD = {"right", "right-if", "right-up-to-layout", "defines", "declares", "answered"}
BAD = {"wrong", "ill-typed"}
STATED = {
    "definition",
    "declaration",
    "shape",
    "count",
    "numeric",
    "claim-equality",
}  # may be stated rather than claimed

OUTCOMES = ("same", "agreeing", "contradicting", "unknown", "missing")


@dataclass(frozen=True)
class Record:
    """One statement of the ground truth, at its place in the source."""

    name: str
    seed: str
    line: int
    place: Place
    latex: str
    kind: str
    verdict: str
    why: str
    correct: str = ""
    branch: bool = False  # stands inside ``cases``, and shares its equation with the other branches


@dataclass(frozen=True)
class Found:
    """One finding, reduced to what is scored."""

    place: Place
    kind: str
    verdict: str
    code: str = ""
    message: str = ""
    source: str = ""
    correct: str = ""


@dataclass(frozen=True)
class Score:
    record: Record
    found: Found | None
    outcome: str


# -- the ground truth ---------------------------------------------------------------------------------------------


def locate(text: str, records: Iterable[dict[str, Any]]) -> dict[str, Place]:
    """Where each record's piece stands, by name. Records of one line that share a text are taken in order."""
    starts = [0] + [m.end() for m in re.finditer("\n", text)]
    last: dict[tuple[int, str], int] = {}
    reached: dict[int, int] = {}
    places: dict[str, Place] = {}
    for record in records:
        line, piece = record["line"], record["latex"]
        after = max(reached.get(line, 0), last.get((line, piece), -1) + 1)
        start = text.find(piece, max(after, starts[line - 1]))
        if not starts[line - 1] <= start < starts[line - 1] + _line_length(text, starts, line):
            start = text.find(piece, max(starts[line - 1], last.get((line, piece), -1) + 1))
        if start < 0 or not piece:
            continue
        last[line, piece] = reached[line] = start
        places[record["id"]] = (start, start + len(piece))
    return places


def _line_length(text: str, starts: Sequence[int], line: int) -> int:
    return (starts[line] if line < len(starts) else len(text) + 1) - starts[line - 1]


def records_of(truth: Sequence[dict[str, Any]], seed: str, text: str) -> list[Record]:
    """The checkable statements of one seed that stand in its text."""
    mine = [r for r in truth if r["seed"] == seed]
    places = locate(text, mine)
    cases = [m.span() for m in re.finditer(r"\\begin\{cases\}.*?\\end\{cases\}", text, re.DOTALL)]
    return [
        Record(
            r["id"], seed, r["line"], places[r["id"]], r["latex"], r["kind"], r["verdict"], r["why"], r["correct"],
            any(a <= places[r["id"]][0] and places[r["id"]][1] <= b for a, b in cases),
        )
        for r in mine
        if r["id"] in places and r["kind"] not in NOT_CHECKABLE_KINDS and r["verdict"] != "not-checkable"
    ]  # fmt: skip


# -- matching and scoring -----------------------------------------------------------------------------------------


def closeness(record: Record, found: Found) -> float:
    """How well a finding covers a record: shared characters over all characters of both, a little more for the same kind."""
    shared = min(record.place[1], found.place[1]) - max(record.place[0], found.place[0])
    if shared <= 0:
        return 0.0
    lengths = record.place[1] - record.place[0], found.place[1] - found.place[0]
    if shared < 0.6 * min(lengths):
        return 0.0
    return shared / (sum(lengths) - shared) + (0.1 if found.kind in FAMILY[record.kind] else 0.0)


def match(records: Sequence[Record], found: Sequence[Found]) -> dict[str, Found]:
    """The finding of each record, best pairs first, each finding once (branches of one ``cases`` may share theirs)."""
    pairs = [(closeness(r, f), r, i) for r in records for i, f in enumerate(found)]
    pairs = sorted((p for p in pairs if p[0] > 0.1), key=lambda p: (-p[0], p[1].place))
    matched: dict[str, Found] = {}
    users: dict[int, Record] = {}
    for _, record, i in pairs:
        if record.name not in matched and i not in users:
            matched[record.name] = found[i]
            users[i] = record
    for _, record, i in pairs:
        if record.name not in matched and record.branch and users[i].branch and _inside(record.place, found[i].place):
            matched[record.name] = found[i]
    return matched


def _inside(small: Place, big: Place) -> bool:
    return big[0] <= small[0] and small[1] <= big[1]


def outcome(record: Record, found: Found | None) -> str:
    """Same verdict, only the same side, the other side, undecided, or nothing said at all."""
    if found is None:
        return "missing"
    if found.verdict == "unknown":
        return "unknown"
    truth, ours = record.verdict, found.verdict
    if truth == "question" or ours == "answered":
        return "same" if truth == "question" and ours == "answered" else "missing"
    if (truth in BAD) != (ours in BAD):
        return "contradicting"
    stated = ours in ("defines", "declares") and record.kind in STATED
    same = {
        "right": ours == "right" or stated,
        "right-only-under-an-assumption": ours == "right-if" or stated,
        "right-up-to-transpose-or-layout": ours == "right-up-to-layout",
    }.get(truth, ours == truth)
    return "same" if same else "agreeing"


def score(records: Sequence[Record], found: Sequence[Found]) -> list[Score]:
    matched = match(records, found)
    return [Score(r, matched.get(r.name), outcome(r, matched.get(r.name))) for r in records]


# -- Papergrad's findings -----------------------------------------------------------------------------------------


def findings(path: Path) -> list[Found]:
    """What Papergrad says about a document."""
    import papergrad

    return _reduced(papergrad.open(path))


def findings_of(text: str) -> list[Found]:
    """What Papergrad says about a text."""
    import papergrad

    return _reduced(papergrad.read(text))


def _reduced(paper: Any) -> list[Found]:
    return [
        Found(
            (f.span.start, f.span.end),
            str(f.kind),
            str(f.verdict),
            f.code or "",
            f.message,
            paper.source[f.span],
            f.correct or "",
        )
        for f in paper.findings
    ]


def run(seeds: Path, check: Callable[[Path], list[Found]], only: str = "") -> list[Score]:
    """All seeds (or one of them), scored."""
    truth = json.loads((seeds / "ground_truth.json").read_text(encoding="utf-8"))
    scores: list[Score] = []
    for path in sorted(seeds.glob("00*.txt")):
        seed = path.name[:3]
        if only in ("", seed):
            scores += score(records_of(truth, seed, path.read_text(encoding="utf-8")), check(path))
    return scores


# -- questions ----------------------------------------------------------------------------------------------------


def answers(seeds: Path) -> list[str]:
    """Every question with its answer, and what the judge says when the answer, or the true formula, stands in its place."""
    truth = json.loads((seeds / "ground_truth.json").read_text(encoding="utf-8"))
    rows = []
    for path in sorted(seeds.glob("00*.txt")):
        text = path.read_text(encoding="utf-8")
        records = records_of(truth, path.name[:3], text)
        matched = match(records, findings_of(text)) if any(r.kind == "question" for r in records) else {}
        for record in records:
            if record.kind == "question":
                answer = matched[record.name].correct if record.name in matched else ""
                true = record.correct
                rows.append(f"{record.name} {record.latex}\n    ours ({_stated(text, record, answer)}): {answer}\n"
                            f"    true ({_stated(text, record, true)}): {true}")  # fmt: skip
    return rows


def _stated(text: str, record: Record, formula: str) -> str:
    """The verdict on a formula that stands in the place of a question mark."""
    left = record.latex.removesuffix("= ?")
    new = formula if formula.startswith(left) else f"{left}= {formula}"
    start = record.place[0]
    claim = Found((start, start + len(new)), "gradient", "")
    found = [f for f in findings_of(text[:start] + new + text[record.place[1] :]) if _inside(f.place, claim.place)]
    return ", ".join(f"{f.verdict} {f.code}".strip() for f in found) or "nothing said"


# -- the table ----------------------------------------------------------------------------------------------------


def table(scores: Sequence[Score]) -> str:
    """Outcomes per seed and per kind."""
    groups = [(s, [x for x in scores if x.record.seed == s]) for s in sorted({x.record.seed for x in scores})]
    kinds = Counter(x.record.kind for x in scores)
    groups += [(k, [x for x in scores if x.record.kind == k]) for k, _ in kinds.most_common()]
    groups += [("all", list(scores))]
    rows = [f"{'':18}{'statements':>11}" + "".join(f"{o:>15}" for o in OUTCOMES)]
    for name, group in groups:
        counts = Counter(x.outcome for x in group)
        cells = "".join(f"{counts[o]:>7}{100 * counts[o] / max(1, len(group)):>6.1f} %" for o in OUTCOMES)
        rows.append(f"{name:18}{len(group):>11}{cells}")
    return "\n".join(rows)


def explain(one: Score) -> str:
    record, found = one.record, one.found
    said = f"{found.verdict} {found.code} ({found.kind}) {found.message}" if found else "nothing"
    return (
        f"{one.outcome.upper()} {record.name} line {record.line} {record.kind}\n"
        f"    text   {record.latex[:150]}\n"
        f"    truth  {record.verdict}: {record.why[:220]}\n"
        f"    ours   {said[:300]}" + (f"\n    at     {found.source[:150]!r}" if found and found.source != record.latex else "")
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="print every statement that did not get its verdict")
    parser.add_argument("--answers", action="store_true", help="put every answer, and every true one, to the judge")
    parser.add_argument("--seed", default="", help="only this seed, such as 002")
    parser.add_argument("--seeds", type=Path, default=SEEDS, help="the folder with the seeds and ground_truth.json")
    options = parser.parse_args(arguments)
    if not (options.seeds / "ground_truth.json").exists():
        print("no seeds here, nothing to score")
        return 0
    if options.answers:
        print("\n".join(answers(options.seeds)))
        return 0
    scores = run(options.seeds, findings, options.seed)
    if options.list:
        order = ("contradicting", "missing", "unknown", "agreeing")
        for one in sorted((s for s in scores if s.outcome != "same"), key=lambda s: order.index(s.outcome)):
            print(explain(one))
    print(table(scores))
    counts = Counter(s.outcome for s in scores)
    same, against = counts["same"] / len(scores), counts["contradicting"] / len(scores)
    print(f"same verdict {same:.1%} (asked: 90 %), same side {same + counts['agreeing'] / len(scores):.1%}, "
          f"contradicting {against:.1%} (asked: at most 1 %)")  # fmt: skip
    return 0 if same >= 0.9 and against <= 0.01 else 1


if __name__ == "__main__":
    sys.exit(main())
