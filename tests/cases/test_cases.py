"""Worked examples hold for the plans that are shipped, and one that does not is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from mne.cases import run_cases
from mne.definitions import list_plans, load_plan
from mne.kinds import KINDS
from mne.messages import say

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "indicators"
RULES = ROOT / "tests" / "fixtures" / "rules" / "indicators"
WITH_CASES = [
    (folder, plan_id)
    for folder in (SHIPPED, RULES)
    for plan_id in list_plans(folder)
    if (folder / plan_id / "cases").is_dir()
]


@pytest.mark.parametrize(("folder", "plan_id"), WITH_CASES, ids=[one for _, one in WITH_CASES])
def test_every_worked_example_holds(folder, plan_id):
    count, faults = run_cases(folder, load_plan(folder, plan_id))
    assert faults == ()
    assert count > 0


def indicators_of_examples():
    for folder, plan_id in WITH_CASES:
        plan = load_plan(folder, plan_id)
        for path in (folder / plan_id / "cases").glob("*.yaml"):
            for case in yaml.safe_load(path.read_text("utf-8"))["cases"].values():
                yield plan.indicators_by_id[case["indicator"]]


def test_there_are_two_examples_for_each_kind_of_indicator():
    shown = [one.kind for one in indicators_of_examples()]
    asked_by_the_form_alone = {"activity", "coverage"}
    for kind in KINDS.keys() - asked_by_the_form_alone:
        assert shown.count(kind) >= 2, kind


def test_there_is_an_example_for_each_way_to_put_figures_together():
    shown = list(indicators_of_examples())
    kinds = [kind for name, kind in KINDS.items() if name not in {"activity", "coverage"}]
    over_time = {rule for kind in kinds for rule in kind.OVER_TIME}
    over_reporters = {rule for kind in kinds for rule in kind.OVER_REPORTERS}
    assert over_time <= {one.combine.over_time for one in shown}
    assert over_reporters <= {one.combine.over_reporters for one in shown}


def test_there_is_an_example_for_each_kind_of_target():
    shown = {one.target_is for one in indicators_of_examples()}
    assert {"per_period", "cumulative", "level", "maintain", "ceiling"} <= shown


@pytest.fixture
def plan_with(tmp_path):
    """The plan of every rule, with one example of our own."""

    def write(then, given="NORTH reports 5 in 2012-Q1", indicator="T-SUM"):
        folder = tmp_path / "indicators"
        shutil.copytree(RULES, folder)
        shutil.rmtree(folder / "every-rule" / "cases")
        (folder / "every-rule" / "cases").mkdir()
        text = (
            "cases:\n"
            "  ours:\n"
            "    title: {en: Ours}\n"
            f"    indicator: {indicator}\n"
            "    given:\n"
            f"      - {given}\n"
            "    then:\n"
            f'      - "{then}"\n'
        )
        (folder / "every-rule" / "cases" / "one.yaml").write_text(text, "utf-8")
        _, faults = run_cases(folder, load_plan(folder, "every-rule"))
        return [(fault.line, fault.code, dict(fault.params)) for fault in faults]

    return write


def test_an_example_that_does_not_hold_is_named_with_what_is_so(plan_with):
    assert plan_with("in 2012-Q1: the figure is 6") == [
        (8, "case-fails", {"found": "5", "expected": "the figure is 6", "case": "ours"})
    ]


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("there is no figure", "5"),
        ("partial", "complete"),
        ("from 1 of 2 returns", "1 of 1"),
        ("missing NORTH in 2012-Q1 (ND)", "nothing"),
        ("met", "not rated / not rated (no-target)"),
        ("not rated (neutral)", "not rated / not rated (no-target)"),
        ("the target is 5", "nothing"),
        ("achieved 100 %", "nothing"),
        ("to date it is 5", "nothing"),
        ("it is no figure", "5"),
    ],
)
def test_every_claim_can_fail(plan_with, claim, found):
    expected = claim
    ((line, code, facts),) = plan_with(f"in 2012-Q1: {claim}")
    assert (line, code, facts["found"], facts["expected"]) == (8, "case-fails", found, expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "NORTH says 5 in 2012-Q1",
        "NORTH reports 5 in spring",
        "NORTH reports about 5 in 2012-Q1",
        "NORTH reports 5 of 6 in 2012-Q1",
        "NORTH reports 5 at sex in 2012-Q1",
    ],
)
def test_a_sentence_of_the_first_half_that_says_nothing_is_named(plan_with, sentence):
    found = plan_with("in 2012-Q1: the figure is 5", given=sentence)
    assert found == [(6, "case-sentence", {"sentence": sentence})]


@pytest.mark.parametrize(
    "sentence",
    ["in 2012-Q1 the figure is 5", "in 2012-Q1: it is five", "in spring: the figure is 5"],
)
def test_a_sentence_of_the_second_half_that_says_nothing_is_named(plan_with, sentence):
    assert plan_with(sentence) == [(8, "case-sentence", {"sentence": sentence})]


@pytest.mark.parametrize(
    "sentence",
    [
        "SOUTH reports 5 in 2012-Q1",
        "NORTH reports 5 in 2012",
        "NORTH reports 5 at sex=female in 2012-Q1",
    ],
)
def test_what_nobody_is_asked_cannot_be_reported(plan_with, sentence):
    ((line, code, _),) = plan_with("in 2012-Q1: the figure is 5", given=sentence)
    assert (line, code) == (6, "case-not-asked")


def test_an_indicator_that_the_plan_does_not_have_is_named(plan_with):
    found = plan_with("in 2012: the figure is 5", indicator="T-SUMS")
    ((line, code, facts),) = found
    assert (line, code, facts["near"]) == (4, "indicator-not-in-plan", "T-SUM")


@pytest.mark.parametrize(
    ("sentence", "code", "near"),
    [
        ("NROTH reports 5 in 2012-Q1", "reporter-not-in-plan", "NORTH"),
        ("NORTH reports 5 as T-SMU in 2012-Q1", "indicator-not-in-plan", "T-SUM"),
    ],
)
def test_a_name_that_is_misspelt_in_a_sentence_is_told_with_what_was_meant(
    plan_with, sentence, code, near
):
    ((line, found, facts),) = plan_with("in 2012-Q1: the figure is 5", given=sentence)
    assert (line, found, facts["near"]) == (6, code, near)


def test_an_example_that_does_not_hold_says_what_was_found_and_what_was_claimed(plan_with):
    ((_, code, facts),) = plan_with("in 2012-Q1: the figure is 6")
    words = say(code, "en", facts)
    assert words.message == "The worked example ours does not hold. Found: 5."
    assert words.expected == "the figure is 6"
