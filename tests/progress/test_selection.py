"""Figures of some bodies: by ministry, working group, level, country; and what is never added."""

import pytest
from progress_kit import EN, LADDER, OURS, Returns, indicator, plan_of, targets

from mne.model import Objective
from mne.model.selection import COUNTRY, LEVEL, WORKING_GROUP, Selection
from mne.progress import REPORTER


def body(name, kind="ministry", **keys):
    return {"id": name, "name": EN, "abbreviation": name, "kind": kind, "country": "KH"} | keys


BODIES = (
    body("MOI", aliases=["Interior"]),
    body("MOJ"),
    body("PCCT-01", "provincial-committee"),
    body("PCCT-02", "provincial-committee"),
    body("TF-TH", "task-force", country="TH"),
    body("NGO", "ngo", country=None),
)


def told(*names, time="sum", over="sum", bodies=BODIES, **keys):
    """1, 2, 4, ... from each in the first quarter."""
    plan = plan_of(
        indicator(lead=names[0], contributing=names[1:], time=time, over=over, **keys),
        reporters=bodies,
    )
    returns = Returns(plan)
    for place, name in enumerate(names):
        returns.put(name, "2012-Q1", 2**place)
    return returns


def by_place(rows):
    return {"".join(code for _, code in row.at): (row.actual, row.coverage) for row in rows}


class TestWhatMayTellOfTheSameEvent:
    @pytest.mark.parametrize("over", ["sum", "mean"])
    def test_a_province_and_a_ministry_are_never_added_whatever_the_definition_says(self, over):
        row = told("MOI", "PCCT-01", "PCCT-02", over=over).total("2012-Q1")
        assert (row.actual, row.coverage, row.why_not_rated) == (
            None,
            "not-aggregated",
            "not-aggregated",
        )
        assert (row.reported, row.expected) == (3, 3)

    def test_nor_are_what_they_count_above_and_below_a_line(self):
        ratio = {"kind": "ratio", "numerator": EN, "denominator": EN}
        rules = {"time": "ratio_of_sums", "over": "ratio_of_sums"}
        plan = plan_of(indicator(contributing=["PCCT-01"], **rules, **ratio), reporters=BODIES)
        returns = Returns(plan).put("MOI", "2012-Q1", "1/2").put("PCCT-01", "2012-Q1", "1/2")
        assert returns.total("2012-Q1").coverage == "not-aggregated"

    def test_the_higher_of_the_two_counts_nothing_twice(self):
        assert told("MOI", "PCCT-01", over="max").total("2012-Q1").actual == 2

    def test_provinces_alone_and_ministries_alone_are_added(self):
        assert told("PCCT-01", "PCCT-02").total("2012-Q1").actual == 3
        assert told("MOI", "MOJ").total("2012-Q1").actual == 3

    def test_a_body_and_what_belongs_to_it_are_never_added_however_far_below(self):
        bodies = (
            body("MOI"),
            body("POLICE", part_of="MOI"),
            body("UNIT", part_of="POLICE"),
            body("MOJ"),
        )
        for part in ("POLICE", "UNIT"):
            row = told("MOI", part, bodies=bodies).total("2012-Q1")
            assert (row.actual, row.coverage) == (None, "not-aggregated")
        assert told("MOJ", "UNIT", bodies=bodies).total("2012-Q1").actual == 3

    def test_each_level_has_a_figure_of_its_own(self):
        rows = told("MOI", "MOJ", "PCCT-01", "PCCT-02").rows("2012-Q1", by=(LEVEL,))
        assert by_place(rows) == {
            "": (None, "not-aggregated"),
            "national": (3, "complete"),
            "sub-national": (12, "complete"),
        }
        assert [row.at for row in rows[1:]] == [
            ((LEVEL, "national"),),
            ((LEVEL, "sub-national"),),
        ]


class TestSideBySide:
    def test_by_country_those_that_report_for_none_have_no_row(self):
        rows = told("MOI", "TF-TH", "NGO").rows("2012-Q1", by=(COUNTRY,))
        assert by_place(rows) == {"": (7, "complete"), "KH": (1, "complete"), "TH": (2, "complete")}
        assert rows[1].at == ((COUNTRY, "KH"),)

    def test_a_group_is_not_added_where_the_definition_forbids_it(self):
        rows = told("MOI", "MOJ", "TF-TH", over="none").rows("2012-Q1", by=(COUNTRY,))
        assert by_place(rows) == {
            "": (None, "not-aggregated"),
            "KH": (None, "not-aggregated"),
            "TH": (4, "complete"),
        }

    def test_beside_a_lead_s_figure_others_are_shown_and_never_added(self):
        returns = told("MOI", "MOJ", "PCCT-01", "PCCT-02", over="lead_only")
        assert by_place(returns.rows("2012-Q1", by=(LEVEL,))) == {
            "": (1, "complete"),
            "national": (1, "complete"),
            "sub-national": (None, "not-aggregated"),
        }

    def test_by_working_group_the_members_stand_together_and_others_in_the_objective_s(self):
        bodies = (
            body("WG-LAW", "working-group"),
            body("MOI", part_of="WG-LAW"),
            body("MOJ"),
        )
        objective = Objective(
            id="O",
            title=EN,
            level="output",
            pillar="follow-up",
            provenance=OURS,
            working_group="WG-JUS",
            indicators=(indicator(contributing=["MOJ"]),),
        )
        plan = plan_of(reporters=bodies, objectives=(objective,))
        returns = Returns(plan).put("MOI", "2012-Q1", 1).put("MOJ", "2012-Q1", 2)
        rows = returns.rows("2012-Q1", by=(WORKING_GROUP,))
        assert by_place(rows) == {
            "": (3, "complete"),
            "WG-LAW": (1, "complete"),
            "WG-JUS": (2, "complete"),
        }

    def test_a_breakdown_is_shown_for_each_group_too(self):
        returns = told("PCCT-01", "PCCT-02", breakdowns=[["sex"]])
        returns.put("PCCT-01", "2012-Q1", 1, at="sex=female")
        rows = returns.rows("2012-Q1", by=("sex", LEVEL))
        at = ((LEVEL, "sub-national"), ("sex", "female"))
        (row,) = (one for one in rows if one.at == at)
        assert (row.actual, row.reported, row.expected) == (1, 1, 2)


class TestOnlySome:
    @pytest.mark.parametrize(
        ("chosen", "actual"),
        [
            ({}, 31),
            ({"reporter": "MOJ"}, 2),
            ({"country": "KH"}, 7),
            ({"country": "TH"}, 8),
            ({"country": "KH", "reporter": "MOI"}, 1),
            ({"level": "national"}, 31),
        ],
    )
    def test_a_figure_is_that_of_the_bodies_meant(self, chosen, actual):
        bodies = (*BODIES[:2], body("COM"), *BODIES[4:])
        returns = told("MOI", "MOJ", "COM", "TF-TH", "NGO", bodies=bodies)
        (row,) = returns.rows("2012-Q1", of=Selection(**chosen))
        assert (row.actual, row.coverage, row.at) == (actual, "complete", ())

    def test_what_none_of_them_is_asked_for_is_not_listed(self):
        returns = told("MOI", "MOJ")
        assert returns.rows("2012-Q1", of=Selection(reporter="NGO")) == ()
        assert returns.rows("2012-Q1", of=Selection(reporter="MOI", country="TH")) == ()

    def test_a_contributor_s_own_figure_is_shown_where_the_lead_s_alone_counts(self):
        returns = told("MOI", "MOJ", over="lead_only")
        (row,) = returns.rows("2012-Q1", of=Selection(reporter="MOJ"))
        assert (row.actual, row.sources) == (2, ("NPA/2012-Q1/MOJ/r0001",))
        (row,) = returns.rows("2012-Q1", of=Selection(country="KH"))
        assert row.actual == 1

    def test_where_nothing_may_be_added_one_body_has_its_own_figure(self):
        (row,) = told("MOI", "MOJ", over="none").rows("2012-Q1", of=Selection(reporter="MOJ"))
        assert (row.actual, row.coverage) == (2, "complete")

    def test_a_target_is_for_all_whose_figures_count_and_not_for_some(self):
        aim = {"target_is": "per_period", "targets": targets(("2012-Q1", "1", "2011-01-01"))}
        returns = told("MOI", "MOJ", **aim)
        (row,) = returns.rows("2012-Q1", of=Selection(reporter="MOJ"))
        assert (row.target, row.why_not_rated) == (None, "part-of-total")
        (row,) = returns.rows("2012-Q1", of=Selection(country="KH"))
        assert (row.target, row.rating) == (1, "met")
        returns = told("MOI", "MOJ", over="lead_only", **aim)
        (row,) = returns.rows("2012-Q1", of=Selection(reporter="MOI"))
        assert (row.target, row.rating) == (1, "met")

    def test_missing_are_those_of_the_bodies_meant(self):
        returns = told("MOI", "MOJ")
        (row,) = returns.rows("2012-H1", of=Selection(reporter="MOJ"))
        assert [str(one.reporter) for one in row.missing] == ["MOJ"]
        assert (row.coverage, row.reported, row.expected) == ("partial", 1, 2)

    def test_side_by_side_stand_only_those_meant(self):
        returns = told("MOI", "MOJ", "TF-TH")
        rows = returns.rows("2012-Q1", by=(REPORTER, COUNTRY), of=Selection(country="KH"))
        assert by_place(rows) == {
            "": (3, "complete"),
            "MOI": (1, "complete"),
            "MOJ": (2, "complete"),
            "KH": (3, "complete"),
        }

    def test_a_milestone_of_some_is_held_against_the_same_state(self):
        returns = Returns(
            plan_of(
                indicator(
                    kind="milestone",
                    time="latest_state",
                    over="all_reached",
                    contributing=["MOJ"],
                    states=LADDER,
                    targets=targets(("2012", "signed", "2011-01-01")),
                ),
                reporters=BODIES,
            )
        )
        returns.put("MOI", "2012-Q4", "=in-force").put("MOJ", "2012-Q4", "=drafting")
        (row,) = returns.rows("2012", of=Selection(reporter="MOI"))
        assert (row.actual, row.rating) == ("in-force", "met")
        assert returns.total("2012").achievement * 2 == 1

    def test_a_view_of_another_indicator_is_narrowed_like_it(self):
        view = {"indicator": "A", "where": {"sex": ("female",)}}
        plan = plan_of(
            indicator(contributing=["MOJ"], breakdowns=[["sex"]]),
            indicator(id="B", view_of=view),
            reporters=BODIES,
        )
        returns = Returns(plan)
        for name, value in (("MOI", 1), ("MOJ", 2)):
            returns.put(name, "2012-Q1", value, at="sex=female")
        rows = returns.rows("2012-Q1", of=Selection(reporter="MOJ"))
        assert [(row.indicator, row.actual) for row in rows if not row.at] == [
            ("A", None),
            ("B", 2),
        ]


def test_a_figure_that_is_worked_out_is_that_of_the_bodies_whose_figures_it_names():
    plan = plan_of(
        indicator(contributing=["MOJ"]),
        indicator(id="B", lead="NGO", formula="[A] + [A]", combine={}),
        reporters=BODIES,
    )
    returns = Returns(plan).put("MOI", "2012-Q1", 1).put("MOJ", "2012-Q1", 2)
    rows = returns.rows("2012-Q1", of=Selection(reporter="MOJ"))
    assert [(row.indicator, row.actual) for row in rows] == [("A", 2), ("B", 4)]


def test_a_working_group_is_asked_for_by_its_objectives():
    def objective(name, group, *indicators):
        return Objective(
            id=name,
            title=EN,
            level="output",
            pillar="follow-up",
            provenance=OURS,
            working_group=group,
            indicators=indicators,
        )

    plan = plan_of(
        reporters=BODIES,
        objectives=(
            objective("LAW", "WG-LAW", indicator(id="A", contributing=["MOJ"])),
            objective("JUS", "WG-JUS", indicator(id="B", lead="MOJ"), indicator(id="C")),
            objective("REST", None, indicator(id="D", lead="NGO")),
        ),
    )
    returns = Returns(plan)

    def found(**chosen):
        return [row.indicator for row in returns.rows("2012-Q1", of=Selection(**chosen))]

    assert found(group="WG-LAW") == ["A"]
    assert found(group="WG-JUS") == ["B", "C"]
    assert found(group="WG-JUS", reporter="MOJ") == ["B"]
    assert found(group="WG-LAW", country="TH") == []
    assert found() == ["A", "B", "C", "D"]
    assert Selection(group="WG-LAW").senders(plan) == {"MOI", "MOJ"}
    assert Selection(group="WG-JUS", reporter="MOJ").senders(plan) == {"MOJ"}
    assert Selection(level="sub-national").senders(plan) == {"PCCT-01", "PCCT-02"}
