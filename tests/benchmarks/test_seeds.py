"""The scorer is judged before it judges: synthetic findings with known outcomes."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str):
    spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


seeds = load("seeds")
needs_seeds = pytest.mark.skipif(not (seeds.SEEDS / "ground_truth.json").exists(), reason="the seeds are not here")

TEXT = "intro\n$a = b = c$ and $c = d$\n$$F = \\begin{cases} u & (i=j) \\\\ v & (i \\neq j) \\end{cases}$$\n"


def raw(name, line, latex, kind="claim-equality", verdict="right"):
    return {
        "id": name,
        "seed": "000",
        "line": line,
        "latex": latex,
        "kind": kind,
        "verdict": verdict,
        "why": "",
        "correct": "",
    }


def found(text, verdict="right", kind="equality", nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(text, start + 1)
    return seeds.Found((start, start + len(text)), kind, verdict)


def records(*rows):
    return seeds.records_of(rows, "000", TEXT)


def outcomes(rows, findings):
    return [s.outcome for s in seeds.score(records(*rows), findings)]


def test_each_record_gets_the_tightest_finding_whatever_the_order():
    rows = [raw("1", 2, "a = b"), raw("2", 2, "= c", verdict="wrong"), raw("3", 2, "c = d")]
    links = [found("a = b"), found("= c", "wrong"), found("c = d")]
    assert outcomes(rows, links) == ["same"] * 3
    assert outcomes(rows, links[::-1]) == ["same"] * 3


def test_one_finding_over_a_whole_chain_serves_one_record_only():
    rows = [raw("1", 2, "a = b"), raw("2", 2, "= c")]
    assert sorted(outcomes(rows, [found("a = b = c")])) == ["missing", "same"]


def test_branches_of_cases_share_the_finding_of_their_equation_and_links_do_not_share_with_them():
    rows = [raw("1", 3, "u & (i=j)", verdict="wrong"), raw("2", 3, "v & (i \\neq j)", verdict="wrong")]
    whole = TEXT.split("\n")[2].strip("$")
    assert outcomes(rows, [found(whole, "wrong")]) == ["same", "same"]
    assert outcomes(rows, [found(whole, "right")]) == ["contradicting"] * 2


def test_the_same_text_twice_on_one_line_is_taken_in_order():
    text = "$x = y$, $x = y$"
    places = seeds.locate(text, [raw("1", 1, "x = y"), raw("2", 1, "x = y")])
    assert places == {"1": (1, 6), "2": (10, 15)}


def test_a_finding_elsewhere_does_not_count():
    assert outcomes([raw("1", 2, "a = b")], [found("c = d")]) == ["missing"]


@pytest.mark.parametrize(
    ("truth", "kind", "ours", "expected"),
    [
        ("right", "claim-gradient", "right", "same"),
        ("right", "claim-gradient", "right-if", "agreeing"),
        ("right", "claim-gradient", "defines", "agreeing"),
        ("right", "definition", "defines", "same"),
        ("right", "shape", "declares", "same"),
        ("right", "claim-gradient", "ill-typed", "contradicting"),
        ("right-only-under-an-assumption", "claim-gradient", "right-if", "same"),
        ("right-only-under-an-assumption", "claim-gradient", "right", "agreeing"),
        ("right-only-under-an-assumption", "definition", "defines", "same"),
        ("right-up-to-transpose-or-layout", "claim-gradient", "right-up-to-layout", "same"),
        ("wrong", "claim-gradient", "wrong", "same"),
        ("wrong", "claim-gradient", "ill-typed", "agreeing"),
        ("wrong", "claim-gradient", "right-if", "contradicting"),
        ("wrong", "claim-equality", "defines", "contradicting"),
        ("ill-typed", "claim-gradient", "right-up-to-layout", "contradicting"),
        ("question", "question", "answered", "same"),
        ("question", "question", "declares", "missing"),
        ("right", "claim-gradient", "answered", "missing"),
        ("wrong", "claim-gradient", "unknown", "unknown"),
    ],
)
def test_outcomes(truth, kind, ours, expected):
    record = records(raw("1", 2, "a = b", kind, truth))[0]
    assert seeds.outcome(record, seeds.Found((0, 1), "equality", ours)) == expected


@needs_seeds
def test_every_checkable_record_of_the_seeds_is_found_in_its_line():
    truth = json.loads((seeds.SEEDS / "ground_truth.json").read_text(encoding="utf-8"))
    located = 0
    for path in sorted(seeds.SEEDS.glob("00*.txt")):
        text = path.read_text(encoding="utf-8")
        for record in seeds.records_of(truth, path.name[:3], text):
            assert text[slice(*record.place)] == record.latex
            assert text.count("\n", 0, record.place[0]) + 1 == record.line
            located += 1
    assert located == 288  # all but the one that the page only implies


@needs_seeds
def test_perfect_findings_score_full_marks_and_shuffled_ones_do_not():
    names = {"right-only-under-an-assumption": "right-if", "right-up-to-transpose-or-layout": "right-up-to-layout",
             "question": "answered"}  # fmt: skip
    truth = json.loads((seeds.SEEDS / "ground_truth.json").read_text(encoding="utf-8"))
    shift = 0

    def oracle(path):
        rows = seeds.records_of(truth, path.name[:3], path.read_text(encoding="utf-8"))
        verdicts = [names.get(r.verdict, r.verdict) for r in rows]
        verdicts = verdicts[shift:] + verdicts[:shift]
        return [seeds.Found(r.place, "equality", v) for r, v in zip(rows, verdicts, strict=True)]

    assert {s.outcome for s in seeds.run(seeds.SEEDS, oracle)} == {"same"}
    shift = 1
    assert sum(s.outcome == "contradicting" for s in seeds.run(seeds.SEEDS, oracle)) > 40
