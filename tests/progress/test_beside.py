"""The same figure since the start of the year and of the plan; and windows that cut a quarter."""

from datetime import date

import pytest
from progress_kit import EN, LADDER, LONG_AFTER, Returns, indicator, plan_of, targets

CUMULATIVE = {"target_is": "cumulative", "targets": targets(("2013", "100", "2011-01-01"))}
PERSONS = {"counting_unit": "person", "repeats": "possible"}
RATIO = {"kind": "ratio", "numerator": EN, "denominator": EN}


def sent(*figures, start=2012, **keys):
    """A plan of one indicator, of which these figures came quarter by quarter."""
    plan_keys = {key: keys.pop(key) for key in ("span", "campaigns") if key in keys}
    returns = Returns(plan_of(indicator(**{"over": "lead_only"} | keys), **plan_keys))
    for quarter, figure in enumerate(figures):
        if figure is not None:
            returns.put("MOI", f"{start + quarter // 4}-Q{quarter % 4 + 1}", figure)
    return returns


def year(row):
    return (row.year_to_date, row.year_to_date_coverage)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2012-Q1", (1, "complete")),
        ("2012-Q2", (3, "complete")),
        ("2012-Q3", (3, "partial")),
        ("2012-H2", (11, "partial")),
        ("2012", (11, "partial")),
        ("2013-Q1", (16, "complete")),
        ("2012-04-01--2012-09-30", (3, "partial")),
        ("2011-10-01--2012-03-31", (None, None)),
        ("2011-01-01--2012-12-31", (None, None)),
    ],
)
def test_a_year_to_date_begins_with_the_year_in_which_the_period_ends(period, expected):
    assert year(sent(1, 2, None, 8, 16).total(period)) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"time": "mean"}, (3, "complete")),
        ({"time": "max"}, (4, "complete")),
        ({"time": "min"}, (2, "complete")),
        ({"time": "none"}, (None, "not-aggregated")),
        ({"time": "last"}, (None, None)),
        ({"time": "last_in_period"}, (None, None)),
        ({"time": "max", "stock_or_flow": "stock"}, (None, None)),
    ],
)
def test_it_is_put_together_as_the_definition_says_and_never_of_what_stands(keys, expected):
    assert year(sent(2, 4, **keys).total("2012-Q2")) == expected


def test_a_share_to_date_is_a_ratio_of_sums():
    row = sent("1/2", "2/6", **RATIO, time="ratio_of_sums").total("2012-Q2")
    assert (str(row.actual)[:6], row.year_to_date) == ("0.3333", 3 * row.year_to_date / 3)
    assert str(row.year_to_date) == "0.375"


def test_each_part_and_each_reporter_has_its_own():
    returns = Returns(plan_of(indicator(breakdowns=[["sex"]], contributing=["MOND"])))
    for quarter in ("2012-Q1", "2012-Q2"):
        for who, value in (("MOI", 1), ("MOND", 10)):
            returns.put(who, quarter, value).put(who, quarter, value, at="sex=female")
    rows = {row.at: row for row in returns.rows("2012-Q2", by=("sex", "reporter"))}
    moi = (("reporter", "MOI"),)
    found = {at: rows[at].year_to_date for at in ((), (("sex", "female"),), moi)}
    assert list(found.values()) == [22, 22, 2]
    assert rows[*moi, ("sex", "female")].year_to_date == 2


def test_what_is_worked_out_has_one_too():
    made = indicator(id="D", formula="[A] + [B]", time="none", over="none")
    returns = Returns(plan_of(indicator(id="A"), indicator(id="B"), made))
    for quarter in ("2012-Q1", "2012-Q2"):
        returns.put("MOI", quarter, 1, of="A").put("MOI", quarter, 2, of="B")
    *_, row = returns.rows("2012-Q2")
    assert (row.actual, row.year_to_date) == (3, 6)


def test_a_milestone_has_none():
    keys = {"kind": "milestone", "states": LADDER, "time": "latest_state"}
    row = sent("=signed", "=signed", **keys).total("2012-Q2")
    assert year(row) == (None, None)


class TestCumulative:
    @pytest.mark.parametrize(
        ("period", "expected"),
        [
            ("2011", (10, "complete")),
            ("2011-Q2", (3, "complete")),
            ("2012", (26, "partial")),
            ("2012-Q1", (26, "complete")),
            ("2013", (26, "partial")),
        ],
    )
    def test_it_is_all_since_the_start_of_the_plan(self, period, expected):
        row = sent(1, 2, 3, 4, 16, start=2011, **CUMULATIVE).total(period)
        assert (row.cumulative, row.cumulative_coverage) == expected

    def test_it_is_that_which_the_target_is_held_against(self):
        row = sent(1, 2, 3, 4, 16, 0, 0, 0, 0, 0, 0, 0, start=2011, **CUMULATIVE).total("2013")
        assert (row.cumulative, row.to_date, str(row.achievement)) == (26, 26, "0.26")

    def test_also_before_any_target_is_known(self):
        row = sent(1, 2, start=2011, **CUMULATIVE).total("2011-H1", as_of=date(2010, 12, 31))
        assert row.why_not_rated in {"no-target", "no-data", "not-asked"}
        row = sent(1, 2, start=2011, target_is="cumulative").total("2011-Q2")
        assert (row.cumulative, row.to_date) == (3, None)

    def test_other_targets_have_none(self):
        row = sent(1, 2, target_is="per_period").total("2012")
        assert (row.cumulative, row.cumulative_coverage) == (None, None)


class TestWindows:
    """A window's figure is only of periods wholly inside; what it cuts off is named."""

    @pytest.mark.parametrize(
        ("period", "actual", "coverage", "cut"),
        [
            ("2012-H1", 3, ("complete", 2, 2), []),
            ("2012-01-01--2012-10-31", 7, ("partial", 3, 4), ["2012-Q4"]),
            ("2012-02-01--2012-12-31", 14, ("partial", 3, 4), ["2012-Q1"]),
            ("2012-02-15--2012-10-31", 6, ("partial", 2, 4), ["2012-Q1", "2012-Q4"]),
            ("2012-02-15--2012-05-31", None, ("none", 0, 0), []),
        ],
    )
    def test_a_quarter_that_lies_only_partly_in_it_is_missing_and_said_to_be(
        self, period, actual, coverage, cut
    ):
        row = sent(1, 2, 4, 8).total(period)
        assert (row.actual, (row.coverage, row.reported, row.expected)) == (actual, coverage)
        assert [(one.reporter, one.period.label, one.why) for one in row.missing] == [
            ("MOI", label, "not-whole") for label in cut
        ]
        if cut:
            assert (row.low, row.high) == (actual, None)
        if actual is None:
            assert row.why_not_rated == "not-asked"

    def test_what_is_cut_off_could_change_a_rating(self):
        window = "2012-01-01--2012-10-31"
        keys = {"target_is": "per_period", "targets": targets((window, "8", "2011-01-01"))}
        assert sent(1, 2, 4, 8, **keys).total(window).why_not_rated == "partial"
        assert sent(1, 2, 5, 8, **keys).total(window).rating == "met"
        stock = {**keys, "time": "last_in_period", "stock_or_flow": "stock"}
        row = sent(1, 2, 9, 8, **stock).total(window)
        assert (row.actual, row.why_not_rated) == (9, "partial")

    def test_it_is_cut_off_as_soon_as_its_days_in_the_window_are_over(self):
        returns = sent(1, 2, 4)
        days = [date(2012, 10, 30), date(2012, 10, 31)]
        rows = [returns.total("2012-01-01--2012-10-31", as_of=day) for day in days]
        assert [(row.coverage, row.expected) for row in rows] == [("complete", 3), ("partial", 4)]

    def test_a_year_of_a_yearly_figure_that_is_only_partly_in_it_is_named(self):
        returns = sent(frequency="year").put("MOI", "2012-Q4", 7, about="2012")
        row = returns.total("2012-01-01--2013-06-30")
        assert (row.actual, row.reported, row.expected) == (7, 1, 2)
        assert [(one.period.label, one.why) for one in row.missing] == [("2013", "not-whole")]
        assert returns.total("2012-H1").why_not_rated == "not-asked"

    def test_a_body_of_which_nothing_whole_lies_in_it_is_named_too(self):
        begins = {"id": "MOND", "name": EN, "abbreviation": "MOND", "valid_from": "2012-10-01"}
        plan = plan_of(indicator(contributing=["MOND"]), reporters=("MOI", begins))
        returns = Returns(plan)
        for quarter in (1, 2, 3, 4):
            returns.put("MOI", f"2012-Q{quarter}", 1)
        row = returns.total("2012-01-01--2012-10-31")
        assert [(one.reporter, one.why) for one in row.missing] == [
            ("MOI", "not-whole"),
            ("MOND", "not-whole"),
        ]

    def test_what_is_worked_out_lacks_what_its_parts_lack(self):
        made = indicator(id="D", formula="[A] + [B]", time="none", over="none")
        late = indicator(
            id="L", formula="[A] * 2", time="none", over="none", since=date(2012, 2, 15)
        )
        returns = Returns(plan_of(indicator(id="A"), indicator(id="B"), made, late))
        for quarter in (1, 2, 3, 4):
            returns.put("MOI", f"2012-Q{quarter}", 1, of="A")
            returns.put("MOI", f"2012-Q{quarter}", 2, of="B")
        rows = {row.indicator: row for row in returns.rows("2012-01-01--2012-10-31")}
        assert (rows["D"].actual, rows["D"].reported, rows["D"].expected) == (9, 3, 4)
        assert [(one.period.label, one.why) for one in rows["D"].missing] == [
            ("2012-Q4", "not-whole")
        ]
        # Its own first day cuts the first quarter, which is not asked of it for that reason.
        assert (rows["L"].actual, rows["L"].reported, rows["L"].expected) == (4, 2, 3)
        whole = {row.indicator: row for row in returns.rows("2012")}
        assert (whole["L"].coverage, whole["L"].expected) == ("complete", 3)


class TestCampaigns:
    SPRING, WINTER = "2012-03-15--2012-04-20", "2012-12-10--2013-01-20"

    def of(self, period, *windows):
        campaigns = [{"period": one, "title": EN} for one in windows]
        returns = sent(frequency="campaign", campaigns=campaigns)
        for place, window in enumerate(windows, 1):
            returns.put("MOI", window, 10 * place)
        return returns.total(period)

    def test_a_window_over_the_end_of_the_year_is_in_neither_year_and_named_beside_others(self):
        row = self.of("2012", self.SPRING, self.WINTER)
        assert (row.actual, row.coverage, row.reported, row.expected) == (10, "partial", 1, 2)
        assert [(one.period.label, one.why) for one in row.missing] == [(self.WINTER, "not-whole")]
        assert self.of("2013", self.SPRING, self.WINTER).why_not_rated == "not-asked"

    def test_a_window_asked_for_by_itself_lacks_nothing_of_one_that_it_shares_a_day_with(self):
        other = "2012-04-20--2012-05-31"
        row = self.of(self.SPRING, self.SPRING, other)
        assert (row.actual, row.coverage, row.missing) == (10, "complete", ())

    def test_windows_that_share_days_are_never_added_to_date_either(self):
        other = "2012-04-20--2012-05-31"
        row = self.of(other, self.SPRING, other)
        assert (row.actual, *year(row)) == (20, None, "not-aggregated")


class TestRepeats:
    """Where one person may be in several of the periods that were added, the row says so."""

    @pytest.mark.parametrize(
        ("period", "keys", "where"),
        [
            ("2012", {}, ("actual", "year_to_date")),
            ("2012-Q1", {}, ()),
            ("2012-Q2", {}, ("year_to_date",)),
            ("2012", {"time": "mean"}, ("actual", "year_to_date")),
            ("2012", {"time": "max"}, ()),
            ("2012", {"time": "last_in_period"}, ()),
            ("2012", {"time": "none"}, ()),
            ("2012", {"repeats": "none"}, ()),
        ],
    )
    def test_only_where_periods_were_put_together(self, period, keys, where):
        row = sent(1, 2, **PERSONS | keys).total(period)
        assert (row.repeats_in, row.repeats) == (where, bool(where))

    def test_one_quarter_of_a_year_that_came_has_nobody_twice(self):
        assert not sent(None, 2, **PERSONS).total("2012").repeats

    def test_to_date_and_since_the_start_of_the_plan_too(self):
        aims = {"target_is": "cumulative", "targets": targets(("2012", "100", "2011-01-01"))}
        row = sent(1, 2, 3, 4, 5, start=2011, **PERSONS, **aims).total("2012-Q1")
        assert row.repeats_in == ("to_date", "cumulative")

    def test_a_view_and_a_formula_say_so_of_what_they_rest_on(self):
        seen = indicator(id="ALL", breakdowns=[["age"]], **PERSONS)
        view = indicator(
            id="V",
            view_of={"indicator": "ALL", "where": {"age": ("0-14",)}},
            counting_unit="person",
        )
        made = indicator(id="D", formula="[ALL] * 2", time="none", over="none")
        returns = Returns(plan_of(seen, view, made))
        for quarter in ("2012-Q1", "2012-Q2"):
            returns.put("MOI", quarter, 3, of="ALL").put("MOI", quarter, 1, of="ALL", at="age=0-14")
        found = {row.indicator: "actual" in row.repeats_in for row in returns.rows("2012")}
        assert found == {"ALL": True, "V": True, "D": True}


class TestAttested:
    """Provisional, signed and validated are told apart: the weakest source speaks for the row."""

    @pytest.mark.parametrize(
        ("first", "second", "attested"),
        [
            ((), (), "provisional"),
            (("signed",), (), "provisional"),
            (("signed",), ("signed",), "signed"),
            (("signed", "validated"), ("signed",), "signed"),
            (("signed", "validated"), ("signed", "validated"), "validated"),
            (("validated",), ("signed", "validated"), "provisional"),
        ],
    )
    def test_the_weakest_of_its_sources_counts(self, first, second, attested):
        returns = sent(1, 2)
        returns.attest("MOI", "2012-Q1", *first).attest("MOI", "2012-Q2", *second)
        row = returns.total("2012", as_of=LONG_AFTER)
        assert (row.attested, row.provisional) == (attested, attested == "provisional")

    def test_what_rests_on_nothing_is_provisional(self):
        row = sent().total("2012")
        assert (row.attested, row.provisional) == ("provisional", True)
