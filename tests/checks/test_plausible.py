"""The most that one return can say: the program's bound, the plan's, the indicator's own."""

from __future__ import annotations

import pytest

from tests.fixtures.trial_kit import as_csv, check, csv_lines, listed, write

MOJ = {"plan": "trial", "period": "2012-Q1", "reporter": "MOJ"}
STAFF = ("csv", "E23")
"""The figure of J-07, staff trained: 30 persons."""


@pytest.fixture
def said(workspace):
    def said(staff="30", plan="", indicator=""):
        header = workspace.indicators / "trial" / "plan.yaml"
        header.write_text(header.read_text("utf-8") + plan, "utf-8")
        file = workspace.indicators / "trial" / "justice.yaml"
        text = file.read_text("utf-8")
        file.write_text(text.replace("  J-07:\n", f"  J-07:\n{indicator}", 1), "utf-8")
        lines = csv_lines(**{"J-07": staff})
        verdict = check(workspace, write(workspace.root, "r.csv", as_csv(lines)), **MOJ)
        return [(code, place) for code, _, *place in listed(verdict)]

    return said


WRONG = [("number-implausible", list(STAFF))]


@pytest.mark.parametrize(("staff", "told"), [("1000000", []), ("1000001", WRONG)])
def test_a_million_persons_is_the_most_where_nothing_is_said(said, staff, told):
    assert said(staff) == told


@pytest.mark.parametrize(("staff", "told"), [("41", []), ("42", WRONG)])
def test_a_plan_may_say_what_is_the_most_of_a_counting_unit(said, staff, told):
    assert said(staff, plan="most_plausible: {person: 41}\n") == told


@pytest.mark.parametrize(("most", "told"), [(30, []), (29, WRONG)])
def test_an_indicator_may_say_it_of_itself(said, most, told):
    own = f"    most_plausible: {most}\n"
    assert said(plan="most_plausible: {person: 5000}\n", indicator=own) == told


def test_a_plan_that_names_other_units_leaves_this_one_without_a_bound(said):
    assert said("999999999", plan="most_plausible: {case: 10}\n") == []
