"""Tellings are what they say they are: the same for the same seed, with letters that differ and claims where they are said to be."""

from __future__ import annotations

import importlib.util
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str):
    spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


retellings = load("retellings")
telling = sys.modules["telling"]
seeds = sys.modules["seeds"]
TOLD = retellings.tellings(6 * len(retellings.TABLE), 0)
DERIVED = [t for t in TOLD if isinstance(t.model, retellings.Derivation)]


def test_a_seed_tells_the_same_again_and_another_one_something_else():
    assert [t.text for t in retellings.tellings(20, 5)] == [t.text for t in TOLD[5:25]]
    assert retellings.named(TOLD[7].name) == TOLD[7]
    assert len({t.text for t in TOLD}) == len(TOLD)


def test_names_of_models_differ():
    assert len({m.name for m in retellings.TABLE}) == len(retellings.TABLE)


@pytest.mark.parametrize("model", retellings.TABLE, ids=lambda m: m.name)
def test_every_model_has_claims_and_slips_that_differ_from_them(model):
    assert sum(bool(c.slips) for c in model.claims) >= 2
    for claim in model.claims:
        assert len({claim.right, *claim.slips}) == 1 + len(claim.slips)


def test_no_letter_stands_for_two_things():
    for told in TOLD:
        letters = list(told.letters.values())
        assert len(set(letters)) == len(letters), told.name
        assert not telling.literals(told.model) & set(letters), told.name


def test_claims_stand_where_they_are_said_to_stand():
    for told in TOLD:
        pieces = [told.text[slice(*c.place)] for c in told.claims]
        assert sorted(map(id, told.model.claims)) == sorted(id(c.claim) for c in told.claims)
        for piece, claim in zip(pieces, told.claims, strict=True):
            signs = {r"\leftarrow": [r"\leftarrow"], r"\approx": ["=", r"\approx"]}.get(claim.claim.sign, ["="])
            assert any(sign in piece for sign in signs), told.name
            assert not any(sign in piece for sign in ("$", "\n", "D[", "‖", "⊙", "⇒", "«", "»")), told.name
        places = [c.place for c in told.claims]
        assert places == sorted(places) and all(a[1] <= b[0] for a, b in pairwise(places))


def test_a_telling_has_one_slip_or_none():
    assert {sum(c.slip for c in told.claims) for told in TOLD} == {0, 1}


@pytest.mark.parametrize("derivation", retellings.DERIVATIONS, ids=lambda d: d.name)
def test_every_chain_has_steps_and_slips_are_carried_to_its_end(derivation):
    assert sorted(map(id, derivation.claims)) == sorted(id(k) for c in derivation.chains for k in c.links[c.given :])
    assert max(len(chain.links) for chain in derivation.chains) >= 3
    for chain in derivation.chains:
        for behind, link in enumerate(reversed(chain.links)):
            assert all(len(steps) in (0, behind) for steps in link.carried.values())


def test_only_steps_right_behind_a_slip_or_carrying_it_on_count_as_neither():
    assert {t.model.name for t in DERIVED} == {d.name for d in retellings.DERIVATIONS}
    for told in DERIVED:
        place = next((n for n, c in enumerate(told.claims) if c.slip), None)
        following = [n for n, c in enumerate(told.claims) if c.follows]
        assert following == ([] if place is None else list(range(place + 1, place + 1 + len(following)))), told.name
        chain = next(
            (c for c in told.model.chains if any(told.claims[n].claim is k for n in following for k in c.links)), None
        )
        assert chain is None or any(told.claims[place].claim is link for link in chain.links), told.name
    assert {sum(c.follows for c in t.claims) for t in DERIVED} >= {0, 1, 2}


def test_braces_and_brackets_are_closed_and_no_letter_has_two_powers():
    for told in TOLD:
        assert told.text.count("{") == told.text.count("}"), told.name
        assert told.text.count("(") == told.text.count(")"), told.name
        for twice in ("}^T^", "}^{(1)}^", "}^{[1]}^", "_1_", "_t_", "^l^"):
            assert twice not in told.text, told.name


def test_outcomes_by_what_is_said_of_the_place_of_a_claim():
    told = next(t for t in TOLD if any(c.slip for c in t.claims) and len(t.claims) > 2)
    behind = next(t for t in DERIVED if any(c.follows for c in t.claims))
    wrong = [seeds.Found(c.place, "gradient", "wrong") for c in behind.claims if c.follows]
    assert {o.kind for o in retellings.outcomes(behind, wrong)} <= {"open", "undecided"}
    places = [(c.place, c.slip) for c in told.claims]

    def outcomes(right: str, slip: str, elsewhere: str = "defines") -> set[str]:
        found = [seeds.Found(place, "gradient", slip if slipped else right) for place, slipped in places]
        found += [seeds.Found((0, 1), "definition", elsewhere)]
        return {o.kind for o in retellings.outcomes(told, found)}

    assert outcomes("right", "wrong") == {"right", "caught"}
    assert outcomes("right-up-to-layout", "right-if") == {"right", "missed"}
    assert outcomes("ill-typed", "unknown") == {"accused", "undecided"}
    assert outcomes("unknown", "ill-typed") == {"open", "caught"}
    assert outcomes("right", "wrong", "wrong") == {"right", "caught", "accused"}


def test_the_table_and_the_list_of_a_short_run(capsys):
    status = retellings.main(["--count", "2", "--only", "ridge", "--list"])
    printed = capsys.readouterr().out
    assert printed.splitlines()[-1].split()[:2] == ["all", "2"]
    assert status == ("ACCUSED" in printed or "MISSED" in printed)
