"""What other plans say of a figure: what stands in for it, what is only shown, and why."""

from contextlib import ExitStack
from datetime import date

import pytest
from progress_kit import EN, LADDER, LONG_AFTER, SEX, Returns, codelist, indicator, plan_of, targets

from mne.crosswalk import walk_across
from mne.model import FrameworkItem, Frameworks, Objective
from mne.periods import Period
from mne.progress import Wanted
from mne.progress.across import Opened, figures_across, mismatches, ties_to
from mne.progress.goals import figures_of_goal

COUNTRIES = ("KH", "TH", "VN")
FORCES = [{"id": f"TF-{one}", "name": EN, "abbreviation": one, "country": one} for one in COUNTRIES]
MINISTRIES = [
    {"id": one, "name": EN, "abbreviation": one, "country": "KH"} for one in ("MOI", "MOSVY")
]
GOALS = {
    "id": "SDG",
    "title": EN,
    "provenance": {"basis": "illustrative"},
    "items": [{"id": "GOAL", "title": EN}],
}


def link(relation, to="R", **days):
    return {"to": to, "relation": relation, **days}


def national(*links, name="N", plan="NPA", lead="MOI", **keys):
    """A plan of one country, asked each quarter."""
    one = indicator(id=name, lead=lead, over=keys.pop("over", "lead_only"), links=links, **keys)
    return plan_of(one, id=plan, reporters=MINISTRIES, objectives=(objective(f"O-{plan}", one),))


def regional(**keys):
    """A plan of three countries, asked each year."""
    keys = {"id": "R", "lead": "TF-KH", "contributing": ["TF-TH", "TF-VN"]} | keys
    one = indicator(**keys)
    own = {"id": "SPA", "calendar": "year", "reporters": FORCES}
    return plan_of(one, objectives=(objective("O-SPA", one),), **own)


def objective(name, *indicators):
    return Objective(
        id=name,
        title=EN,
        level="output",
        pillar="follow-up",
        provenance={"basis": "illustrative"},
        indicators=indicators,
    )


class Region:
    """A regional plan with other plans beside it, and what was returned under each."""

    def __init__(self, own, *others):
        self.own = Returns(own)
        self.others = {one.id: Returns(one) for one in others}

    def quarters(self, *values, plan="NPA", reporter="MOI", **keys):
        for number, value in enumerate(values, start=1):
            one = self.others[plan]
            of = one.plan.indicators[0].id
            one.put(reporter, f"2012-Q{number}", value, of=of, **keys)
        return self

    def says(self, country, value, **keys):
        self.own.put(f"TF-{country}", "2012", value, of="R", **keys)
        return self

    def fed(self, period="2012", by=(), as_of=LONG_AFTER):
        plans = [self.own.plan, *(one.plan for one in self.others.values())]
        crosswalk = walk_across(plans, Frameworks())
        period = Period.parse(period)
        ids = [one.id for one in self.own.plan.objectives]
        ties = ties_to(crosswalk, [*ids, "R"], period)
        with ExitStack() as stack:
            own, *others = (
                Opened(
                    stack.enter_context(one._kept("duckdb", None)),
                    Wanted(one.plan, period, one.counting, as_of, by),
                )
                for one in (self.own, *self.others.values())
            )
            return figures_across(own, ties, {one.plan.id: one for one in others})

    def only(self, **keys):
        (one,) = self.fed(**keys)
        return one


def told(one):
    return one.country, one.row.actual, one.row.coverage, one.standing, one.reasons


class TestTheSame:
    def test_it_stands_in_where_the_country_s_own_body_gave_nothing(self):
        one = Region(regional(), national(link("same"))).quarters(1, 2, 3, 4).only()
        assert told(one) == ("KH", 10, "complete", "stands-in", ())
        assert (one.own.actual, one.own.missing[0].why) == (None, "not-received")
        assert (one.tie.source.id, one.plan.id, one.differs) == ("N", "NPA", False)

    def test_a_blank_and_no_data_are_no_figure_but_zero_is_one(self):
        for said, standing in (("blank", "stands-in"), ("ND", "stands-in"), (0, "beside-own")):
            region = Region(regional(), national(link("same"))).quarters(1, 2, 3, 4)
            assert region.says("KH", said).only().standing == standing

    def test_with_both_the_country_s_own_counts_and_the_difference_is_named(self):
        one = Region(regional(), national(link("same"))).quarters(1, 2, 3, 4).says("KH", 12).only()
        assert (one.standing, one.differs, one.difference, one.own.actual) == (
            "beside-own",
            True,
            -2,
            12,
        )

    def test_what_is_partial_stays_so_and_another_country_s_gap_is_not_filled(self):
        one = Region(regional(), national(link("same"))).quarters(1, 2).says("TH", 5).only()
        assert told(one) == ("KH", 3, "partial", "stands-in", ())
        assert (one.row.reported, one.row.expected) == (2, 4)

    def test_it_is_told_from_either_end_wherever_it_is_written(self):
        ours = regional(links=[link("same", to="N")])
        one = Region(ours, national()).quarters(1, 1, 1, 1).only()
        assert told(one) == ("KH", 4, "complete", "stands-in", ())

    def test_of_two_that_could_stand_in_neither_does(self):
        other = national(link("same"), name="M", plan="NPB")
        region = Region(regional(), national(link("same")), other)
        found = region.quarters(1, 1, 1, 1).quarters(2, 2, 2, 2, plan="NPB").fed()
        assert [(one.row.actual, one.standing, one.reasons) for one in found] == [
            (4, "beside", ("several-sources",)),
            (8, "beside", ("several-sources",)),
        ]

    def test_a_figure_that_was_not_given_stands_for_nothing(self):
        assert told(Region(regional(), national(link("same"))).only()) == (
            "KH",
            None,
            "none",
            "no-figure",
            (),
        )

    def test_before_the_country_s_own_is_due_it_stands_in_as_far_as_it_goes(self):
        region = Region(regional(), national(link("same"))).quarters(7)
        one = region.only(as_of=date(2012, 5, 1))
        assert (one.row.actual, one.row.expected, one.standing, one.own) == (
            7,
            1,
            "stands-in",
            None,
        )

    def test_nobody_of_that_country_is_asked(self):
        ours = regional(lead="TF-TH", contributing=["TF-VN"])
        one = Region(ours, national(link("same"))).quarters(1, 1, 1, 1).only()
        assert told(one) == ("KH", 4, "complete", "beside", ("country-not-asked",))

    @pytest.mark.parametrize(
        ("keys", "why"),
        [
            ({"counting_unit": "person"}, "counting-unit"),
            ({"unit": "courses"}, "unit"),
            ({"stock_or_flow": "stock", "time": "last_in_period"}, "stock-or-flow"),
            ({"repeats": "possible"}, "repeats"),
            (
                {"kind": "ratio", "numerator": EN, "denominator": EN, "time": "ratio_of_sums"},
                "kind",
            ),
        ],
    )
    def test_what_differs_in_the_definition_is_said_and_nothing_stands_in(self, keys, why):
        value = "1/2" if why == "kind" else 2
        theirs = national(link("same"), **{"unit": "events", **keys})
        region = Region(regional(unit="events"), theirs)
        assert mismatches(theirs.indicators[0], regional(unit="events").indicators[0])[0] == why
        one = region.quarters(value, value, value, value).only()
        assert (one.standing, why in one.reasons) == ("not-comparable", True)

    def test_so_are_targets_of_different_spans_and_other_states(self):
        aims = targets(("2012", "5", "2011-03-01"))
        one = national(link("same"), targets=aims, target_is="cumulative").indicators[0]
        other = regional(targets=aims, target_is="per_period").indicators[0]
        assert mismatches(one, other) == ("target-span",)
        step = {"kind": "milestone", "time": "latest_state", "counting_unit": None}
        fewer = national(states=LADDER[:2], **step).indicators[0]
        more = regional(states=LADDER, over="all_reached", **step).indicators[0]
        assert mismatches(fewer, more) == ("states",)


class TestOtherRelations:
    def test_a_part_is_at_least_shown_and_never_added(self):
        region = Region(regional(), national(link("part_of"))).quarters(1, 2, 3, 4)
        assert told(region.only()) == ("KH", 10, "complete", "lower-bound", ())
        assert region.says("KH", 12).only().reasons == ()

    def test_a_country_s_figure_below_its_own_part_is_pointed_out(self):
        region = Region(regional(), national(link("part_of"))).quarters(1, 2, 3, 4).says("KH", 9)
        assert told(region.only()) == ("KH", 10, "complete", "lower-bound", ("own-below-part",))

    def test_a_part_of_a_share_bounds_nothing(self):
        share = {"kind": "ratio", "numerator": EN, "denominator": EN, "time": "ratio_of_sums"}
        ours = regional(over="ratio_of_sums", **share)
        one = Region(ours, national(link("part_of"), **share)).quarters("1/2").only()
        assert one.standing == "counted-in"

    @pytest.mark.parametrize("relation", ["contributes", "proxy"])
    def test_what_helps_or_hints_is_shown_beside_even_where_nothing_else_is(self, relation):
        one = Region(regional(), national(link(relation))).quarters(1, 2, 3, 4).only()
        assert told(one) == ("KH", 10, "complete", "beside", ())

    def test_it_may_be_told_of_an_objective(self):
        one = Region(regional(), national(link("contributes", to="O-SPA"))).quarters(1).only()
        assert (one.tie.target.id, one.tie.target.what, one.standing, one.own) == (
            "O-SPA",
            "objective",
            "beside",
            None,
        )


class TestDays:
    def test_a_tie_must_hold_on_every_day_of_the_period(self):
        half = national(link("same", since=date(2012, 4, 1)))
        region = Region(regional(), half).quarters(1, 2, 3, 4)
        assert told(region.only()) == ("KH", 10, "complete", "not-comparable", ("tie-partly",))

    def test_and_one_that_holds_on_none_says_nothing(self):
        later = national(link("same", since=date(2013, 1, 1)))
        assert Region(regional(), later).quarters(1, 2, 3, 4).fed() == ()


class TestBreakdowns:
    def both(self, **keys):
        ours = regional(breakdowns=[["sex"]], **keys)
        region = Region(ours, national(link("same"), breakdowns=[["sex"]])).quarters(5, 5, 5, 5)
        return region.quarters(2, 2, 2, 2, at="sex=female")

    def test_they_carry_over_where_the_list_is_the_same(self):
        found = self.both().fed(by=("sex",))
        assert [(one.at, one.row.actual, one.standing) for one in found] == [
            ((), 20, "stands-in"),
            ((("sex", "female"),), 8, "stands-in"),
            ((("sex", "male"),), None, "no-figure"),
            ((("sex", "unknown"),), None, "no-figure"),
        ]

    def test_and_not_where_the_codes_differ(self):
        region = self.both()
        lists = {"sex": codelist("sex", (*SEX, "other"))}
        region.others["NPA"].plan = region.others["NPA"].plan.model_copy(
            update={"codelists": lists}
        )
        assert [one.at for one in region.fed(by=("sex",))] == [()]


class TestGoals:
    def figures(self, *plans, item=None):
        returns = [Returns(one) for one in plans]
        for one in returns:
            leads = one.plan.indicators[0]
            period = "2012" if one.plan.id == "SPA" else "2012-Q1"
            for place, body in enumerate(leads.reporters):
                one.put(body, period, 10 * (place + 1), of=leads.id)
        goals = Frameworks.model_validate({"frameworks": [GOALS]})
        period = Period.parse("2012")
        ties = ties_to(walk_across(plans, goals), ["GOAL"], period)
        with ExitStack() as stack:
            opened = {
                one.plan.id: Opened(
                    stack.enter_context(one._kept("duckdb", None)),
                    Wanted(one.plan, period, one.counting, LONG_AFTER),
                )
                for one in returns
            }
            return figures_of_goal(
                FrameworkItem.model_validate(item or GOALS["items"][0]), ties, opened
            )

    def test_each_source_stands_by_itself_and_says_which_may_count_the_same(self):
        ours = regional(links=[link("contributes", to="GOAL")], over="none")
        theirs = national(link("contributes", to="GOAL"))
        found = self.figures(ours, theirs)
        assert [(one.fed.indicator.id, one.fed.country, one.fed.row.actual) for one in found] == [
            ("R", "KH", 10),
            ("R", "TH", 20),
            ("R", "VN", 30),
            ("N", "KH", 10),
        ]
        assert [one.overlaps for one in found] == [("N",), (), (), ("R",)]
        assert {(one.rate, one.why_no_rate) for one in found} == {(None, "")}

    def test_the_rate_is_of_the_country_s_population_in_that_year(self):
        people = [
            {"country": "KH", "period": "2012", "value": 3000, "source": "Invented"},
            {"country": "KH", "period": "2011", "value": 1000, "source": "Invented"},
        ]
        item = {**GOALS["items"][0], "per": 100000, "counting_unit": "event", "population": people}
        found = self.figures(regional(links=[link("proxy", to="GOAL")], over="none"), item=item)
        assert [one.why_no_rate for one in found] == ["", "no-population", "no-population"]
        assert str(found[0].rate) == "333.3333333333333333333333333"

    def test_what_counts_something_else_has_no_rate(self):
        item = {**GOALS["items"][0], "per": 100000, "counting_unit": "person"}
        (one,) = self.figures(national(link("proxy", to="GOAL")), item=item)
        assert (one.rate, one.why_no_rate) == (None, "counting-unit")
