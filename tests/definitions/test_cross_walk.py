"""The shipped cross-walk and milestones claim no more than their definitions and sources allow."""

from pathlib import Path
from typing import NamedTuple

import pytest

from mne.definitions import check_workspace, load_frameworks, load_plan
from mne.model import Indicator, Link, Plan

INDICATORS = Path(__file__).resolve().parents[2] / "indicators"

PLANS = check_workspace(INDICATORS)[0]
FRAMEWORKS = load_frameworks(INDICATORS).frameworks
MILESTONES = load_plan(INDICATORS, "commit-milestones").indicators_by_id
HOME = {one.id: plan for plan in PLANS for one in (*plan.indicators, *plan.objectives)}
INDICATOR = {one.id: one for plan in PLANS for one in plan.indicators}


class Walk(NamedTuple):
    """A link with the indicator and the plan in which it stands."""

    plan: Plan
    indicator: Indicator
    link: Link


WALKS = [
    Walk(plan, indicator, link)
    for plan in PLANS
    for indicator in plan.indicators
    for link in indicator.links
]
LINKS = [pytest.param(walk, id=f"{walk.indicator.id}-{walk.link.to}") for walk in WALKS]
ATTAINED = [
    pytest.param(indicator, one, id=f"{indicator.id}-{one.state}")
    for indicator in MILESTONES.values()
    for one in indicator.attained
]


def framework_items():
    return [item.id for framework in FRAMEWORKS for item in framework.items]


def test_every_framework_entry_has_an_id_of_its_own():
    assert framework_items() == [
        "SDG-16.2.2",
        "ASEAN-BOHOL",
        "ASEAN-BOHOL-MATRIX",
        "ASEAN-2023-2028",
        "ICTIP-EVENT",
        "ICTIP-VICTIM",
        "ICTIP-PERPETRATOR",
        "ICTIP-REPORTING-ENTITY",
    ]
    assert not set(framework_items()) & set(HOME)


def test_no_framework_is_called_ours_or_said_to_be_read_in_full_unless_it_was():
    assert {one.id: one.provenance.basis for one in FRAMEWORKS} == {
        "SDG": "sourced",
        "ASEAN": "adapted",
        "IC-TIP": "adapted",
    }
    partly = [one.provenance.source for one in FRAMEWORKS if one.provenance.basis == "adapted"]
    assert all("not read" in source for source in partly)


@pytest.mark.parametrize("walk", LINKS)
def test_a_link_leads_out_of_its_plan_to_something_that_exists(walk):
    assert walk.link.to in HOME or walk.link.to in framework_items()
    assert HOME.get(walk.link.to) is not walk.plan


@pytest.mark.parametrize("walk", LINKS)
def test_a_link_is_dated_within_its_plan(walk):
    assert walk.link.since
    assert walk.link.until
    assert walk.plan.span.start <= walk.link.since <= walk.link.until <= walk.plan.span.end


@pytest.mark.parametrize("walk", LINKS)
def test_a_link_stands_in_one_direction_only(walk):
    back = INDICATOR[walk.link.to].links if walk.link.to in INDICATOR else ()
    assert walk.indicator.id not in [one.to for one in back]
    assert [one.to for one in walk.indicator.links].count(walk.link.to) == 1


@pytest.mark.parametrize("walk", LINKS)
def test_what_is_called_the_same_is_counted_alike(walk):
    if walk.link.relation == "same":
        assert counting(walk.indicator) == counting(INDICATOR[walk.link.to])


def counting(indicator):
    """What two indicators must agree on to be the same."""
    return (
        indicator.definition,
        indicator.counts_in,
        indicator.counts_out,
        indicator.kind,
        indicator.unit,
        indicator.counting_unit,
        indicator.stock_or_flow,
        indicator.repeats,
        [state.id for state in indicator.states],
        set(indicator.breakdowns),
        indicator.combine,
        set(indicator.reporters),
    )


@pytest.mark.parametrize("walk", LINKS)
def test_a_part_is_of_the_same_kind_as_its_whole(walk):
    if walk.link.relation == "part_of":
        whole = INDICATOR[walk.link.to]
        assert (walk.indicator.kind, walk.indicator.unit) == (whole.kind, whole.unit)
        assert walk.indicator.counting_unit == whole.counting_unit


def test_a_count_by_the_police_is_a_proxy_of_the_countrys_count():
    found = {link.to: link.relation for link in INDICATOR["NPA1-PROT-01"].links}
    assert found == {"SPA3-DATA-02": "proxy", "SDG-16.2.2": "contributes", "ICTIP-VICTIM": "proxy"}


def test_only_one_indicator_is_asked_again_word_for_word():
    same = {indicator.id: link.to for _, indicator, link in WALKS if link.relation == "same"}
    assert same == {"NPA3-CRIM-02": "NPA1-JUS-02"}


def test_a_plan_whose_provisions_were_not_read_is_never_more_than_contributed_to():
    found = {link.relation for _, _, link in WALKS if link.to.startswith("ASEAN")}
    assert found == {"contributes"}


def test_cambodias_work_plan_is_a_part_of_the_six_countries_work_plans():
    found = {link.to: link.relation for link in INDICATOR["NPA1-INT-03"].links}
    assert found == {"SPA3-COORD-03": "part_of"}


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_a_baseline_is_counted_as_the_actual_is(plan):
    known = [one for one in plan.indicators if one.baseline and one.baseline.value is not None]
    assert [one.id for one in known if one.baseline.method != one.method] == []
    assert [one.id for one in known if not (one.method and one.baseline.source)] == []


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_no_neutral_indicator_has_a_target(plan):
    assert [one.id for one in plan.indicators if one.direction == "neutral" and one.targets] == []


def test_the_milestones_hold_every_step_that_they_were_asked_to_hold():
    assert list(MILESTONES) == [
        *(f"CM-REG-0{number}" for number in range(1, 5)),
        *(f"CM-BIL-TH-0{number}" for number in range(1, 5)),
        *(f"CM-BIL-VN-0{number}" for number in range(1, 6)),
        *(f"CM-LAW-0{number}" for number in range(1, 5)),
        *(f"CM-STD-0{number}" for number in range(1, 5)),
        *(f"CM-PLAN-SPA{number}" for number in range(1, 5)),
        *(f"CM-PLAN-NPA{number}" for number in range(1, 5)),
    ]
    assert {one.kind for one in MILESTONES.values()} == {"milestone"}


@pytest.mark.parametrize(("indicator", "attained"), ATTAINED)
def test_a_dated_state_has_its_paper_and_its_page(indicator, attained):
    assert attained.state in [state.id for state in indicator.states[1:]]
    assert attained.evidence
    assert "http" in attained.source


@pytest.mark.parametrize("indicator", MILESTONES.values(), ids=lambda one: one.id)
def test_states_are_attained_in_their_order(indicator):
    order = [state.id for state in indicator.states]
    reached = [order.index(one.state) for one in indicator.attained]
    days = [one.on.end for one in indicator.attained]
    assert reached == sorted(set(reached))
    assert days == sorted(days)


@pytest.mark.parametrize("indicator", MILESTONES.values(), ids=lambda one: one.id)
def test_a_step_that_was_read_nowhere_is_called_ours_and_has_no_day(indicator):
    if "http" not in indicator.provenance.source:
        assert indicator.provenance.basis == "illustrative"
        assert indicator.attained == ()
    if indicator.provenance.basis == "illustrative":
        assert indicator.attained == ()


def test_days_are_given_as_exactly_as_they_were_read():
    on = {id_: [str(one.on) for one in each.attained] for id_, each in MILESTONES.items()}
    assert on["CM-REG-01"] == ["2004-10-29--2004-10-29"]
    assert on["CM-REG-03"] == ["2012-02-14--2012-02-16"]
    assert on["CM-LAW-01"] == ["2007-12-20--2007-12-20", "2008-01-18--2008-01-18", "2008-02"]
    assert on["CM-STD-02"] == ["2009"]
    assert on["CM-PLAN-NPA3"] == ["2019-10"]
    assert on["CM-PLAN-NPA4"] == ["2024-08-01--2024-08-01"]
    assert [id_ for id_, days in on.items() if not days] == [
        "CM-BIL-TH-01",
        "CM-BIL-TH-02",
        "CM-BIL-TH-04",
        "CM-BIL-VN-05",
        "CM-LAW-02",
        "CM-STD-03",
        "CM-PLAN-SPA1",
    ]
