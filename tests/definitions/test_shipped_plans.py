"""The shipped plans: which there are, whom they ask; and nothing passes for what it is not."""

from collections import Counter
from datetime import date
from functools import cache

import pytest
from python_calamine import CalamineWorkbook

from mne.definitions import check_workspace, list_plans, load_plan
from mne.intake import slot_of
from mne.layout import asked_of, expected_slots
from mne.periods import Period
from mne.template import write_template
from mne.workspace import shipped

INDICATORS = shipped("indicators")
PLANS = list_plans(INDICATORS)
SIX = ["TF-KH", "TF-CN", "TF-LA", "TF-MM", "TF-TH", "TF-VN"]


@cache
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


def test_every_plan_of_the_mission_has_its_folder():
    assert set(PLANS) >= {
        *("spa-1", "spa-2", "spa-3", "spa-4"),
        *("npa-kh-2011", "npa-kh-2014", "npa-kh-2019", "npa-kh-2024"),
    }


@pytest.mark.parametrize(
    ("plan_id", "years", "adopted_on", "first_return"),
    [
        ("spa-1", "2005-2007", None, "2005-01-01"),
        ("spa-2", "2008-2010", None, "2008-01-01"),
        ("spa-3", "2011-2013", None, "2011-01-01"),
        ("spa-4", "2015-2018", None, "2015-01-01"),
        ("npa-kh-2011", "2011-2013", None, "2011-01-01"),
        ("npa-kh-2014", "2014-2018", None, "2014-01-01"),
        ("npa-kh-2019", "2019-2023", None, "2019-10-01"),
        ("npa-kh-2024", "2024-2028", "2024-08-01", "2024-07-01"),
    ],
)
def test_a_plan_s_years_its_adoption_and_its_returns_are_three_things(
    plan_id, years, adopted_on, first_return
):
    found = plan(plan_id)
    assert f"{found.span.start.year}-{found.span.end.year}" == years
    assert (found.adopted_on and found.adopted_on.isoformat()) == adopted_on
    assert found.span.reporting.start.isoformat() == first_return


@pytest.mark.parametrize("plan_id", ["npa-kh-2011", "npa-kh-2014", "npa-kh-2019", "npa-kh-2024"])
def test_no_indicator_of_a_national_plan_passes_for_the_plan_s_own(plan_id):
    assert {one.provenance.basis for one in plan(plan_id).indicators} == {
        "adapted",
        "illustrative",
    }


@pytest.mark.parametrize("plan_id", ["spa-3", "spa-4"])
def test_no_indicator_of_the_later_regional_plans_passes_for_the_plan_s_own(plan_id):
    assert {one.provenance.basis for one in plan(plan_id).indicators} == {
        "adapted",
        "illustrative",
    }


def test_only_what_a_source_words_is_called_sourced_among_the_objectives():
    sourced = {
        plan_id: [one.id for one in plan(plan_id).objectives if one.provenance.basis == "sourced"]
        for plan_id in PLANS
        if plan_id != "commit-milestones"
    }
    assert sourced == {
        "npa-kh-2011": [],
        "npa-kh-2014": [],
        "npa-kh-2019": [],
        "npa-kh-2024": ["NPA4-COOP", "NPA4-PREV", "NPA4-CRIM", "NPA4-PROT"],
        "spa-1": ["SPA1-CRIM", "SPA1-PREV", "SPA1-PROT"],
        "spa-2": ["SPA2-PPC2", "SPA2-PPC3"],
        "spa-3": ["SPA3-COORD", "SPA3-DATA", "SPA3-CAP"],
        "spa-4": ["SPA4-POL", "SPA4-PRE", "SPA4-PROT", "SPA4-PROS", "SPA4-ME"],
    }


@pytest.mark.parametrize("plan_id", PLANS)
def test_every_target_of_ours_says_that_it_is_not_the_plan_s(plan_id):
    ours = [
        target.reference
        for one in plan(plan_id).indicators
        if one.provenance.basis != "sourced"
        for target in one.targets
    ]
    assert [text for text in ours if not text.startswith("Illustrative ")] == []


@pytest.mark.parametrize("plan_id", PLANS)
def test_all_that_is_printed_stands_in_khmer_too_and_awaits_a_reader(plan_id):
    found = plan(plan_id)
    assert found.languages == {"en": "reviewed", "km": "awaiting-reader"}
    named = [found.title, *(one.title for one in found.objectives)]
    for indicator in found.indicators:
        named += [indicator.title, *(one.name for one in (*indicator.states, *indicator.flags))]
        named += filter(None, (indicator.numerator, indicator.denominator))
    named += [one.name for one in found.reporters]
    assert [text.say("en") for text in named if "km" not in text.root] == []


def test_the_first_regional_plan_asks_nothing_because_its_projects_were_not_read():
    first = plan("spa-1")
    assert [len(one.indicators) for one in first.objectives] == [0, 0, 0]
    assert list(expected_slots(first)) == []
    assert first.asked_reporters == ()


@pytest.mark.parametrize("plan_id", ["spa-1", "spa-2", "spa-3", "spa-4"])
def test_a_regional_plan_has_one_task_force_for_each_of_the_six_countries(plan_id):
    found = plan(plan_id)
    assert found.scope == "regional"
    assert [one.id for one in found.reporters] == SIX
    assert {one.id: one.country for one in found.reporters} == {one: one[3:] for one in SIX}
    assert {one.kind for one in found.reporters} == {"task-force"}


@pytest.mark.parametrize(
    ("plan_id", "asked"),
    [
        ("npa-kh-2011", {"ministry": 11, "secretariat": 1}),
        (
            "npa-kh-2014",
            {"ministry": 11, "secretariat": 1, "provincial-committee": 25, "ngo": 1, "donor": 1},
        ),
        ("npa-kh-2019", {"ministry": 11, "secretariat": 1, "provincial-committee": 25}),
        ("npa-kh-2024", {"ministry": 11, "secretariat": 1, "provincial-committee": 25, "ngo": 1}),
    ],
)
def test_a_national_plan_asks_these_kinds_of_bodies_all_of_one_country(plan_id, asked):
    found = plan(plan_id)
    assert Counter(one.kind for one in found.asked_reporters) == asked
    assert {one.country for one in found.reporters} == {"KH"}


def test_every_province_has_a_committee_as_old_as_the_province():
    second = plan("npa-kh-2014")
    committees = [one for one in second.reporters if one.family == "PCCT"]
    assert [one.id for one in committees] == [f"PCCT-{number:02}" for number in range(1, 26)]
    assert {one.part_of for one in committees} == {"NCCT"}
    assert {one.level for one in committees} == {"sub-national"}
    before, after = (
        [one.place for one in committees if one.valid_during(Period.parse(label))]
        for label in ("2013-Q4", "2014-Q1")
    )
    assert (len(before), len(after)) == (24, 25)
    assert committees[-1].name.root == {
        "en": "Provincial committee for counter trafficking, Tboung Khmum",
        "km": "គណៈកម្មាធិការរាជធានី-ខេត្តប្រឆាំងការជួញដូរ ត្បូងឃ្មុំ",
    }


def test_a_provincial_committee_is_asked_for_its_cases_its_meetings_and_its_words():
    second = plan("npa-kh-2014")
    slot = slot_of(second, "2014-Q1", "PCCT-25")
    assert [one.id for one in asked_of(second, slot)] == [
        *("NPA2-LAW-03", "NPA2-COORD-01", "NPA2-COORD-02")
    ]


def test_nothing_is_expected_of_a_working_group():
    for plan_id in PLANS:
        found = plan(plan_id)
        groups = {one.id for one in found.reporters if one.kind == "working-group"}
        assert [slot for slot in expected_slots(found) if slot.reporter in groups] == []


@pytest.mark.parametrize("plan_id", PLANS)
def test_bodies_that_see_the_same_events_are_never_added(plan_id):
    """A province and a ministry, a partner and whom it supports; ministries have no common part."""
    found = plan(plan_id)
    for indicator in found.indicators:
        kinds = {found.reporters_by_id[one].kind for one in indicator.reporters}
        if len(kinds - {"secretariat"}) > 1 or kinds == {"secretariat", "provincial-committee"}:
            assert indicator.combine.over_reporters in {"lead_only", "none"}, indicator.id


@pytest.mark.parametrize("plan_id", PLANS)
def test_a_province_s_cases_are_in_no_breakdown_that_a_provincial_committee_answers(plan_id):
    found = plan(plan_id)
    committees = {one.id for one in found.reporters if one.kind == "provincial-committee"}
    assert [
        one.id
        for one in found.indicators
        if committees & set(one.reporters) and any("province" in group for group in one.breakdowns)
    ] == []


def test_an_indicator_takes_the_place_of_one_that_is_there_and_counts_otherwise():
    indicators = {one.id: one for plan_id in PLANS for one in plan(plan_id).indicators}
    replaced = {one.id: one.replaces for one in indicators.values() if one.replaces}
    assert replaced == {
        "NPA2-POL-01": "NPA1-COORD-04",
        "NPA2-POL-02": "NPA1-COORD-02",
        "NPA2-PREV-01": "NPA1-PREV-02",
        "NPA2-PROT-01": "NPA1-PROT-02",
        "NPA2-LAW-02": "NPA1-LAW-04",
        "NPA2-LAW-03": "NPA1-LAW-01",
        "NPA2-COORD-01": "NPA1-COORD-01",
        "NPA3-PREV-02": "NPA3-PREV-01",
        "NPA3-PROT-01": "NPA2-PROT-01",
        "NPA4-PREV-01": "NPA3-PREV-02",
        "NPA4-CRIM-01": "NPA3-CRIM-01",
        "NPA4-PROT-01": "NPA3-PROT-01",
        "SPA4-ME-02": "SPA3-DATA-04",
    }
    assert set(replaced.values()) <= set(indicators)


def test_of_a_series_that_ends_within_a_plan_the_next_begins_on_the_day_after():
    third = plan("npa-kh-2019").indicators_by_id
    assert third["NPA3-PREV-01"].until == date(2020, 12, 31)
    assert third["NPA3-PREV-02"].since == date(2021, 1, 1)
    assert third["NPA3-PREV-02"].replaces == "NPA3-PREV-01"


def test_what_was_agreed_in_november_2016_is_asked_from_2017_on():
    fourth = plan("spa-4")
    before, after = (
        {one.id for one in asked_of(fourth, slot_of(fourth, year, "TF-VN"))}
        for year in ("2016", "2017")
    )
    assert after - before == {"SPA4-POL-02", "SPA4-PROT-01"}


def test_a_form_of_2012_is_addressed_to_the_committee_by_its_name_of_then(tmp_path):
    first = plan("npa-kh-2011")
    path = tmp_path / "form.xlsx"
    path.write_bytes(write_template(first, slot_of(first, "2012-Q1", "NCCT")))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Return").to_python()
    assert "National Committee (NC/STSLS), secretariat" in rows[1][1]
