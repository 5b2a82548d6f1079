"""The shipped plans: which there are, whom they ask; and nothing passes for what it is not."""

from datetime import date

import pytest

from mne.definitions import check_workspace, list_plans, load_plan
from mne.intake import slot_of
from mne.periods import Period
from mne.workspace import shipped

INDICATORS = shipped("indicators")
PLANS = list_plans(INDICATORS)
SIX = ["TF-KH", "TF-CN", "TF-LA", "TF-MM", "TF-TH", "TF-VN"]


def plan(plan_id):
    return load_plan(INDICATORS, plan_id)


def test_the_shipped_plans_have_no_faults():
    assert check_workspace(INDICATORS)[1] == ()


def test_spa_2_has_its_eight_sourced_milestones():
    second = plan("spa-2")
    sourced = [one.id for one in second.indicators if one.provenance.basis == "sourced"]
    assert sourced == [f"SPA2-{number}" for number in ("2.1", "2.2", "2.3", "2.4")] + [
        f"SPA2-3.{number}" for number in range(1, 5)
    ]
    assert all(second.indicators_by_id[one].targets for one in sourced)


def test_province_25_exists_only_from_2014_and_was_cut_out_of_03():
    first = plan("npa-kh-2011")
    before, after = (
        [code for code in first.codes("province", Period.parse(label)) if code != "unknown"]
        for label in ("2013-Q4", "2014-Q1")
    )
    assert len(before) == 24
    assert [code for code in after if code not in before] == ["25"]
    assert first.codelists["province"].codes["25"].split_from == "03"


def test_twelve_bodies_report_under_the_first_national_plan_and_six_groups_are_named():
    first = plan("npa-kh-2011")
    assert [one.id for one in first.asked_reporters] == [
        *("MOWA", "MOJ", "MOSVY", "MOI", "MOLVT", "MOINFO"),
        *("MFAIC", "MOND", "MOT", "MOEYS", "COM", "NCCT"),
    ]
    groups = [one for one in first.reporters if one.kind == "working-group"]
    assert [one.id for one in groups] == [
        *("WG-PREV", "WG-PROT", "WG-LAW", "WG-JUS", "WG-INT", "WG-CHI")
    ]
    assert {one.part_of for one in groups} == {"NCCT"}
    assert len(first.reporters) == 18


def test_each_working_group_looks_after_one_objective_of_the_first_national_plan():
    assert {one.id: one.working_group for one in plan("npa-kh-2011").objectives} == {
        "NPA1-PREV": "WG-PREV",
        "NPA1-PROT": "WG-PROT",
        "NPA1-LAW": "WG-LAW",
        "NPA1-JUS": "WG-JUS",
        "NPA1-INT": "WG-INT",
        "NPA1-CHI": "WG-CHI",
        "NPA1-COORD": None,
    }


@pytest.mark.parametrize(
    ("day", "abbreviation", "name"),
    [
        ("2012-06-30", "NC/STSLS", "National Committee (NC/STSLS), secretariat"),
        ("2014-12-31", "NC/STSLS", "National Committee (NC/STSLS), secretariat"),
        ("2015-01-01", "NCCT", "National Committee for Counter Trafficking, secretariat"),
    ],
)
def test_the_committee_is_called_what_it_was_called_on_the_day(day, abbreviation, name):
    committee = plan("npa-kh-2011").reporters_by_id["NCCT"]
    assert committee.abbreviation_on(date.fromisoformat(day)) == abbreviation
    assert committee.name_on(date.fromisoformat(day)).say("en") == name


@pytest.mark.parametrize(
    ("spelling", "reporter"),
    [
        ("MoSVY", "MOSVY"),
        ("MOSAVY", "MOSVY"),
        ("MoSAVY", "MOSVY"),
        ("Social Affairs", "MOSVY"),
        ("MLVT", "MOLVT"),
        ("MoFAIC", "MFAIC"),
        ("NC/STSLS", "NCCT"),
        ("the NC", "NCCT"),
    ],
)
def test_a_body_is_found_under_every_spelling_that_occurs(spelling, reporter):
    assert slot_of(plan("npa-kh-2011"), "2012-Q1", spelling).reporter == reporter
