"""The shipped example keeps the rules that it shows, and holds the figures that were published."""

from __future__ import annotations

import shutil
from decimal import Decimal

import pytest

from mne.definitions import load_plan
from mne.demo.answers import Writer, total_of
from mne.layout import expected_slots
from mne.periods import Period
from mne.template import write_template
from mne.workspace import Workspace, shipped
from tests.fixtures.trial_kit import check, slot_of, write

PLAN = load_plan(shipped("indicators"), "npa-kh-2011")
SAMPLE = [
    "2011-Q1/MOWA",
    "2011-Q2/MOJ",
    "2011-Q3/MOSVY",
    "2011-Q4/NCCT",
    "2012-Q1/MOLVT",
    "2012-Q2/MOINFO",
    "2012-Q4/MOI",
    "2013-Q1/MOND",
    "2013-Q2/MOEYS",
    "2013-Q4/MFAIC",
    "2013-Q4/MOT",
    "2011-Q4/COM",
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(shipped("indicators"), root / "indicators")
    (root / "submissions").mkdir()
    return Workspace(root)


@pytest.mark.parametrize("where", SAMPLE)
def test_a_filled_form_of_the_example_has_no_errors_and_no_gaps(desk, where):
    slot = slot_of(f"npa-kh-2011/{where}")
    form = write_template(PLAN, slot, Writer(PLAN, slot).answers())
    verdict = check(desk, write(desk.root, f"{slot.reporter}.xlsx", form))
    assert verdict.verdict == "accepted"
    # a breakdown that is left out on purpose is the most that is said
    assert {one.code for one in verdict.issues} <= {"not-broken-down"}
    assert verdict.cells.figures + verdict.cells.zeros + verdict.cells.nd + verdict.cells.na > 0


def test_the_sample_has_every_reporter_once_and_every_year():
    assert {one.partition("/")[2] for one in SAMPLE} == {one.id for one in PLAN.asked_reporters}
    assert {one[:4] for one in SAMPLE} == {"2011", "2012", "2013"}
    expected = {f"{slot.period.label}/{slot.reporter}" for slot in expected_slots(PLAN)}
    assert set(SAMPLE) <= expected


@pytest.mark.parametrize(
    ("indicator", "reporter", "year", "published"),
    [
        ("NPA1-JUS-02", "MOJ", "2012", 44),
        ("NPA1-JUS-02", "MOJ", "2013", 18),
        ("NPA1-LAW-01", "MOI", "2013", 35),
    ],
)
def test_the_quarters_add_up_to_the_year_that_was_published(indicator, reporter, year, published):
    asked = PLAN.indicators_by_id[indicator]
    quarters = Period.parse(year).parts("quarter")
    slots = [slot_of(f"npa-kh-2011/{quarter.label}/{reporter}") for quarter in quarters]
    assert sum(total_of(PLAN, asked, slot) for slot in slots) == published


def test_the_published_convictions_of_2013_are_kept_by_their_form_too(desk):
    found: dict[str, Decimal] = {}
    for quarter in Period.parse("2013").parts("quarter"):
        slot = slot_of(f"npa-kh-2011/{quarter.label}/MOJ")
        form = write_template(PLAN, slot, Writer(PLAN, slot).answers())
        verdict = check(desk, write(desk.root, "moj.xlsx", form))
        for one in verdict.observations:
            if one.indicator == "NPA1-JUS-02" and len(one.at) <= 1:
                place = "".join(code for dimension, code in one.at if dimension == "form")
                if place or not one.at:
                    found[place] = found.get(place, Decimal()) + one.value
    assert found[""] == 18
    assert (found["sexual"], found["forced_labour"]) == (10, 8)
