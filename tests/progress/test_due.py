"""A milestone by its day: not due yet, reached, reached late, overdue, or lapsed; else unknown."""

from datetime import date

import pytest
from progress_kit import LADDER, LONG_AFTER, Returns, codelist, indicator, plan_of, targets

from mne.cli.progress.listing import CSV_COLUMNS, as_json, csv_line

FIRST, LATER = "2011-01-01", "2012-06-01"
BY_2012 = (("2012", "signed", FIRST),)
END_OF_2012 = date(2012, 12, 31)
QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2011, 2012, 2013) for quarter in (1, 2, 3, 4))


def law(**keys):
    defaults = {
        "kind": "milestone",
        "states": LADDER,
        "time": "latest_state",
        "over": "lead_only",
        "target_is": "level",
        "targets": targets(*BY_2012),
    }
    return indicator(**defaults | keys)


def told(*states, **keys):
    """What MOI said from 2011-Q1 on, a day after the state: `signed 2012-05-02`."""
    returns = Returns(plan_of(law(**keys)))
    for quarter, said in zip(QUARTERS, states, strict=False):
        if said:
            state, _, day = said.partition(" ")
            returns.put("MOI", quarter, f"={state}" if state != "ND" else state)
            if day:
                returns.say("MOI", quarter, day, of="A", part="reached_on")
    return returns


def due_of(returns, period="2012", as_of=LONG_AFTER):
    return returns.total(period, as_of=as_of).due


NOT_YET = ("none", "none", "none", "none", "drafting", "drafting", "drafting")


@pytest.mark.parametrize(
    ("states", "period", "state"),
    [
        ((*NOT_YET, "drafting"), "2012-Q3", "not-due"),
        ((*NOT_YET, "drafting"), "2012", "overdue"),
        ((*NOT_YET, "signed"), "2012", "reached"),
        ((*NOT_YET, "in-force"), "2012", "reached"),
        ((*NOT_YET, "drafting", "signed"), "2012", "overdue"),
        ((*NOT_YET, "drafting", "signed"), "2013-Q1", "reached-late"),
        ((*NOT_YET, "drafting", "in-force"), "2013-Q1", "reached-late"),
        ((*NOT_YET, "drafting", "drafting"), "2013-Q1", "overdue"),
        ((*NOT_YET, "signed", "drafting", "signed"), "2013-Q2", "reached-late"),
    ],
)
def test_the_returns_tell_whether_it_was_reached_by_its_day(states, period, state):
    found = due_of(told(*states), period)
    assert (found.day, found.state) == (END_OF_2012, state)


def test_the_day_itself_is_still_in_time_and_its_end_is_the_limit():
    returns = told(*NOT_YET, "drafting")
    days = [date(2012, 12, 30), END_OF_2012]
    assert [due_of(returns, as_of=day).state for day in days] == ["not-due", "overdue"]


@pytest.mark.parametrize(
    ("said", "state", "on"),
    [
        ("signed 2012-12-31", "reached", END_OF_2012),
        ("signed 2013-01-04", "reached-late", date(2013, 1, 4)),
        ("signed 2012-02-29", "reached", date(2012, 2, 29)),
    ],
)
def test_a_named_day_counts_also_where_it_lies_outside_the_period_of_the_return(said, state, on):
    found = due_of(told(*NOT_YET, said))
    assert (found.state, found.reached_on, found.reached_by) == (state, on, on)
    later = due_of(told(*NOT_YET, "drafting", said), "2013-Q1")
    assert (later.state, later.reached_on) == (state, on)


def test_the_first_return_that_says_so_bounds_the_day_and_later_ones_do_not_move_it():
    found = due_of(told(*NOT_YET[:5], "signed", "signed", "in-force 2012-11-11"))
    assert (found.state, found.reached_on, found.reached_by) == (
        "reached",
        None,
        date(2012, 6, 30),
    )


def test_the_day_of_a_later_state_is_only_the_latest_for_an_earlier_one():
    found = due_of(told(*NOT_YET, "", "in-force 2012-12-20"), "2013-Q1")
    assert (found.state, found.reached_on, found.reached_by) == (
        "reached",
        None,
        date(2012, 12, 20),
    )


def test_nobody_is_called_late_where_no_return_says_that_it_was_not_reached_in_time():
    found = due_of(told(*NOT_YET, "", "signed"), "2013-Q1")
    assert (found.state, found.reached_on, found.reached_by) == (None, None, date(2013, 3, 31))


@pytest.mark.parametrize("last", ["", "ND"])
def test_a_return_that_is_missing_and_could_change_it_leaves_it_unknown(last):
    assert due_of(told(*NOT_YET, last)).state is None
    assert due_of(told(*NOT_YET[:6], "signed", last)).state is None
    assert due_of(told(*NOT_YET, last), "2012-Q3").state == "not-due"


def test_what_never_was_reported_is_not_due_until_its_day_and_then_unknown():
    assert [due_of(told(), as_of=day).state for day in (date(2012, 7, 1), LONG_AFTER)] == [
        "not-due",
        None,
    ]


class TestFromOtherSources:
    @staticmethod
    def known(on, *states, period="2012", **keys):
        found = [{"state": "signed", "on": on, "evidence": "the text", "source": "a page"}]
        return due_of(told(*states, attained=found, **keys), period)

    def test_a_day_from_a_named_source_counts_without_a_return(self):
        found = self.known("2012-05-02--2012-05-02")
        assert (found.state, found.reached_on) == ("reached", date(2012, 5, 2))
        found = self.known("2013-01-02--2013-01-02", period="2013-Q1")
        assert (found.state, found.reached_on) == ("reached-late", date(2013, 1, 2))

    def test_a_month_or_year_is_as_exact_as_it_is_known(self):
        found = self.known("2012-05")
        assert (found.state, found.reached_on, found.reached_by) == (
            "reached",
            None,
            date(2012, 5, 31),
        )
        assert self.known("2013-01", period="2013-Q1").state == "reached-late"
        assert self.known("2012-12-15--2013-01-15", period="2013-Q1").state is None

    def test_it_makes_an_answer_without_a_day_exact(self):
        found = self.known("2012-12-30--2012-12-30", *NOT_YET, "", "signed", period="2013-Q1")
        assert (found.state, found.reached_on) == ("reached", date(2012, 12, 30))


class TestLapsed:
    def test_a_target_that_was_ended_by_a_decision_has_lapsed_with_its_reference(self):
        returns = told(*NOT_YET, "drafting", targets=targets(*BY_2012, ("2012", None, LATER)))
        row = returns.total("2012")
        assert (row.due.state, row.due.reference) == ("lapsed", "minutes")
        assert (row.rating, row.why_not_rated) == ("not-rated", "target-ended")
        before = due_of(returns, "2012-Q1", as_of=date(2012, 5, 31))
        assert (before.state, before.reference) == ("not-due", "")

    def test_an_indicator_that_ended_before_the_day_has_neither_met_nor_failed(self):
        row = told(*NOT_YET, until=date(2012, 9, 30)).total("2012")
        assert (row.due.state, row.actual) == ("lapsed", "drafting")
        assert (row.rating, row.why_not_rated, row.achievement) == ("not-rated", "lapsed", None)

    def test_until_it_ends_it_is_not_due_and_what_was_reached_before_stays_reached(self):
        ends = {"until": date(2012, 9, 30)}
        assert due_of(told(*NOT_YET, **ends), "2012-Q2").state == "not-due"
        row = told(*NOT_YET[:6], "signed", **ends).total("2012")
        assert (row.due.state, row.rating) == ("reached", "met")

    def test_one_that_ends_on_or_after_its_day_was_due(self):
        row = told(*NOT_YET, "drafting", until=END_OF_2012).total("2012")
        assert (row.due.state, row.rating) == ("overdue", "needs-attention")

    def test_while_a_return_could_say_that_it_was_reached_it_is_unknown(self):
        row = told(*NOT_YET[:6], until=date(2012, 9, 30)).total("2012")
        assert (row.due.state, row.why_not_rated) == (None, "partial")


class TestMoved:
    ENDED = (*BY_2012, ("2012", None, LATER), ("2013", "signed", LATER))
    SET_ANEW = (*BY_2012, ("2013", "signed", LATER))

    @pytest.mark.parametrize("aims", [ENDED, SET_ANEW])
    def test_it_is_judged_by_its_new_day_and_shows_the_old_one(self, aims):
        row = told(*NOT_YET, "drafting", targets=targets(*aims)).total("2012")
        assert (row.due.day, row.due.state) == (date(2013, 12, 31), "not-due")
        assert row.due.original == END_OF_2012
        assert (row.target, row.why_not_rated) == ("signed", "not-due-yet")

    @pytest.mark.parametrize("aims", [ENDED, SET_ANEW])
    def test_before_the_decision_the_old_day_holds_and_no_other_is_known(self, aims):
        returns = told(*NOT_YET, "drafting", targets=targets(*aims))
        found = due_of(returns, "2012-Q1", as_of=date(2012, 5, 31))
        assert (found.day, found.original) == (END_OF_2012, None)

    def test_moved_twice_it_shows_the_very_first_day(self):
        aims = (*self.SET_ANEW, ("2013-H1", "signed", "2012-09-01"))
        found = due_of(told(*NOT_YET, targets=targets(*aims)), "2012-Q3")
        assert (found.day, found.original) == (date(2013, 6, 30), END_OF_2012)

    def test_another_state_that_was_set_at_first_for_a_later_day_is_no_new_day(self):
        aims = (*BY_2012, ("2013", "in-force", FIRST), ("2012", None, LATER))
        assert due_of(told(*NOT_YET, targets=targets(*aims))).state == "lapsed"


class TestPlacesTogether:
    @staticmethod
    def of(period="2012-Q4", **states):
        partners = codelist("partner", ("TH", "VN", "LA"))
        keys = {"breakdowns": [["partner"]]}
        returns = Returns(plan_of(law(**keys), codelists={"partner": partners}))
        for place, said in states.items():
            for quarter, state in zip(("2012-Q3", "2012-Q4", "2013-Q1"), said, strict=False):
                returns.put("MOI", quarter, f"={state}", at=f"partner={place}")
        total, *places = returns.rows(period)
        return total, places

    def test_each_has_its_own_and_together_they_are_counted(self):
        total, places = self.of(
            TH=("drafting", "signed"), VN=("signed", "in-force"), LA=("none", "none")
        )
        assert [row.due.state for row in places] == ["reached", "reached", "overdue"]
        assert dict(total.due.counts) == {"reached": 2, "overdue": 1}
        assert (total.due.state, total.due.day) == (None, END_OF_2012)

    def test_what_is_not_known_is_counted_too(self):
        total, _ = self.of(TH=("drafting", "signed"), VN=("drafting",))
        assert dict(total.due.counts) == {"reached": 1, "unknown": 2}

    def test_those_that_are_all_alike_have_one_answer(self):
        total, _ = self.of(**dict.fromkeys(("TH", "VN", "LA"), ("drafting", "drafting", "signed")))
        assert (total.due.state, dict(total.due.counts)) == ("overdue", {"overdue": 3})
        total, _ = self.of(
            "2013-Q1", **dict.fromkeys(("TH", "VN", "LA"), ("drafting", "drafting", "signed"))
        )
        assert total.due.state == "reached-late"


def test_of_several_bodies_the_last_to_reach_it_counts():
    returns = Returns(plan_of(law(over="all_reached", contributing=["MOND"])))
    for who, third, fourth in (("MOI", "signed", "signed"), ("MOND", "drafting", "signed")):
        returns.put(who, "2012-Q3", f"={third}").put(who, "2012-Q4", f"={fourth}")
    returns.say("MOND", "2012-Q4", "2013-01-03", of="A", part="reached_on")
    total, moi, mond = returns.rows("2012-Q4", by=("reporter",))
    assert [row.due.state for row in (moi, mond)] == ["reached", "reached-late"]
    assert dict(total.due.counts) == {"reached": 1, "reached-late": 1}


def test_flags_are_reached_when_all_that_are_wanted_are():
    aims = targets(("2012", "drafting;signed", FIRST))
    keys = {"flags": LADDER[1:], "states": (), "targets": aims}
    late = told(*NOT_YET[:6], "drafting", "drafting", "drafting;signed", **keys)
    assert due_of(late).state == "overdue"
    assert due_of(late, "2013-Q1").state == "reached-late"
    assert due_of(told(*NOT_YET[:6], "drafting", "drafting;signed;in-force", **keys)).state == (
        "reached"
    )


def test_without_a_target_and_for_other_kinds_nothing_is_due():
    assert told(*NOT_YET, targets=()).total("2012").due is None
    row = Returns(plan_of(indicator())).put("MOI", "2012-Q1", 3).total("2012-Q1")
    assert row.due is None


def test_a_script_reads_the_day_the_state_and_the_counts():
    aims = targets(*BY_2012, ("2013", "signed", LATER))
    returns = told(*NOT_YET, "drafting", "signed 2013-01-04", targets=aims)
    row = returns.total("2013-Q1")
    listed = as_json(returns.plan, row)
    names = ("due", "due_state", "reached_on", "reached_by", "original_due", "due_reference")
    assert [listed[name] for name in names] == [
        "2013-12-31",
        "reached",
        "2013-01-04",
        "2013-01-04",
        "2012-12-31",
        None,
    ]
    line = dict(zip(CSV_COLUMNS, csv_line(returns.plan, row), strict=True))
    assert {name: line[name] for name in names} == {name: listed[name] for name in names}
    together, _ = TestPlacesTogether.of(TH=("drafting", "signed"))
    assert as_json(returns.plan, together)["due_states"] == {"reached": 1, "unknown": 2}
    line = dict(zip(CSV_COLUMNS, csv_line(returns.plan, together), strict=True))
    assert line["due_states"] == "reached:1 unknown:2"
