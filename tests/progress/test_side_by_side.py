"""Countries side by side: what stands in each cell, what is together, and what never is."""

from contextlib import ExitStack

import pytest
from progress_kit import EN, LADDER, LONG_AFTER, Returns, codelist, indicator, plan_of, targets

from mne.crosswalk import walk_across
from mne.model import Frameworks, Objective
from mne.model.selection import COUNTRY, Selection
from mne.periods import Period
from mne.progress import REPORTER, Wanted, measure_progress
from mne.progress.across import Opened, figures_across, ties_to
from mne.progress.side_by_side import columns_of, lay_side_by_side

SIX = ("KH", "CN", "LA", "MM", "TH", "VN")
FORCES = [{"id": f"TF-{one}", "name": EN, "abbreviation": one, "country": one} for one in SIX]
ALL = {"lead": "TF-KH", "contributing": [f"TF-{one}" for one in SIX[1:]]}
SHARE = {"kind": "ratio", "numerator": EN, "denominator": EN, "time": "ratio_of_sums"}
STATE = {"kind": "milestone", "time": "latest_state", "counting_unit": None}
PAIRS = {"KH-TH": ["TF-KH", "TF-TH"], "CN-VN": ["TF-CN", "TF-VN"]}
PAIR = codelist("pair", PAIRS, **{pair: {"asked_of": who} for pair, who in PAIRS.items()})


def objective(name, *indicators):
    keys = {"title": EN, "level": "output", "pillar": "follow-up"}
    return Objective(id=name, provenance={"basis": "illustrative"}, indicators=indicators, **keys)


def region(**keys):
    one = indicator(**{"id": "R", **ALL, **keys})
    own = {"id": "SPA", "calendar": "year", "reporters": FORCES}
    lists = {"codelists": {"pair": PAIR}} if "breakdowns" in keys else {}
    return Returns(plan_of(one, objectives=(objective("O-SPA", one),), **own, **lists))


def told(returns, **values):
    for country, value in values.items():
        returns.put(f"TF-{country}", "2012", value, of="R")
    return returns


def lines(returns, key=COUNTRY, fed=(), of=None):
    plan = returns.plan
    rows = returns.rows("2012", by=(key,), of=of)
    return lay_side_by_side(plan, rows, key, columns_of(plan, key, rows, fed, of), fed)


def cells(line):
    return {one.column: one.row.actual if not one.why else one.why for one in line.cells}


def together(line):
    value = line.together.actual if line.together and not line.why_not else line.why_not
    return value, line.missing


class TestCells:
    def test_a_country_without_a_figure_has_a_reason_and_is_never_zero(self):
        returns = told(region(), KH=4, CN=0, LA="ND", MM="NA", TH="blank")
        (line,) = lines(returns)
        assert cells(line) == {
            "KH": 4,
            "CN": 0,
            "LA": "ND",
            "MM": "NA",
            "TH": "blank",
            "VN": "not-received",
        }
        assert together(line) == (4, ("LA", "MM", "TH", "VN"))
        assert (line.together.coverage, len(line.asked)) == ("partial", 6)

    def test_they_stand_in_the_official_order_whatever_they_reported(self):
        returns = told(region(), VN=900, KH=1, CN=50)
        (line,) = lines(returns)
        assert [one.column for one in line.cells] == list(SIX)
        (by_body,) = lines(returns, REPORTER)
        assert [one.column for one in by_body.cells] == [f"TF-{one}" for one in SIX]

    def test_all_six_stand_there_before_anything_is_due(self):
        plan = region().plan
        assert columns_of(plan, COUNTRY, region().rows("2012")) == SIX

    def test_of_one_country_only_that_stands_there(self):
        (line,) = lines(told(region(), KH=4, TH=6), of=Selection(country="TH"))
        assert cells(line) == {"TH": 6}


class TestTogether:
    @pytest.mark.parametrize(
        ("over", "keys", "values", "expected"),
        [
            ("sum", {}, (1, 2, 3, 4, 5, 6), 21),
            ("max", {}, (1, 2, 3, 4, 5, 6), 6),
            ("ratio_of_sums", SHARE, ("1/2", "99/100", "0/1", "0/1", "0/1", "0/1"), "100/106"),
            ("none", {}, (1, 2, 3, 4, 5, 6), "kept-apart"),
        ],
    )
    def test_it_is_put_together_as_the_definition_says_or_not_at_all(
        self, over, keys, values, expected
    ):
        returns = told(region(over=over, **keys), **dict(zip(SIX, values, strict=True)))
        (line,) = lines(returns)
        found, missing = together(line)
        if over == "ratio_of_sums":
            found = f"{line.together.numerator}/{line.together.denominator}"
        assert (found, missing) == (expected, ())
        assert "kept-apart" not in cells(line).values()

    def test_a_country_and_a_part_of_it_are_not_added(self):
        bodies = [*FORCES[:1], {**FORCES[1], "part_of": "TF-KH"}]
        one = indicator(id="R", lead="TF-KH", contributing=["TF-CN"])
        plan = plan_of(one, id="SPA", calendar="year", reporters=bodies)
        (line,) = lines(told(Returns(plan), KH=4, CN=2))
        assert (cells(line), together(line)) == ({"KH": 4, "CN": 2}, ("not-added", ()))

    def test_of_states_it_says_how_many_have_come_so_far(self):
        aims = targets(("2012", "signed", "2011-03-01"))
        returns = region(
            over="all_reached", states=LADDER, targets=aims, target_is="level", **STATE
        )
        (line,) = lines(told(returns, KH="=signed", CN="=drafting", TH="=in-force"))
        assert cells(line)["TH"] == "in-force"
        assert (line.together.numerator, line.together.denominator) == (2, 6)
        assert line.missing == ("LA", "MM", "VN")


class TestPairs:
    def pairs(self, *answers):
        aims = targets(("2012", "signed", "2011-03-01"))
        returns = region(
            over="all_reached",
            states=LADDER,
            breakdowns=[["pair"]],
            targets=aims,
            target_is="level",
            **STATE,
        )
        for country, pair, state in answers:
            returns.put(f"TF-{country}", "2012", f"={state}", of="R", at=f"pair={pair}")
        return {dict(one.at).get("pair", ""): one for one in lines(returns)}

    def test_a_pair_is_not_known_before_both_have_answered(self):
        line = self.pairs(("KH", "KH-TH", "signed"))["KH-TH"]
        assert (cells(line)["KH"], cells(line)["TH"], cells(line)["CN"]) == (
            "signed",
            "not-received",
            "not-asked",
        )
        assert (together(line), line.differs) == (("not-all", ("TH",)), False)

    def test_where_they_differ_it_is_as_far_as_both_have_come(self):
        answers = (("KH", "KH-TH", "in-force"), ("TH", "KH-TH", "drafting"))
        line = self.pairs(*answers)["KH-TH"]
        assert (together(line), line.differs) == (("drafting", ()), True)

    def test_the_head_counts_the_pairs_and_points_below(self):
        found = self.pairs(("KH", "KH-TH", "signed"), ("TH", "KH-TH", "signed"))
        head = found[""]
        assert {one.why for one in head.cells} == {"by-place"}
        assert (head.together.numerator, head.together.denominator) == (1, 2)
        assert (together(found["KH-TH"]), found["KH-TH"].differs) == (("signed", ()), False)


class TestWithOtherPlans:
    def line(self, relation="same", over="sum", keys=None, value=7, **values):
        returns = told(region(over=over, **(keys or {})), **values)
        link = {"to": "R", "relation": relation}
        one = indicator(id="N", over="lead_only", lead="MOI", links=[link], **(keys or {}))
        bodies = [{"id": "MOI", "name": EN, "abbreviation": "MOI", "country": "KH"}]
        plan = plan_of(one, id="NPA", reporters=bodies, objectives=(objective("O-NPA", one),))
        others = Returns(plan).put("MOI", "2012-Q1", value, of="N")
        period = Period.parse("2012")
        ties = ties_to(walk_across([returns.plan, plan], Frameworks()), ["R"], period)
        with ExitStack() as stack:
            own, other = (
                Opened(
                    stack.enter_context(each._kept("duckdb", None)),
                    Wanted(each.plan, period, each.counting, LONG_AFTER, (COUNTRY,)),
                )
                for each in (returns, others)
            )
            fed = figures_across(own, ties, {"NPA": other})
            asked = (own.plan, period, own.table, own.wanted.counting)
            rows = measure_progress(*asked, as_of=LONG_AFTER, by=(COUNTRY,))
        (line,) = lay_side_by_side(own.plan, rows, COUNTRY, SIX, fed)
        return line

    def test_what_stands_in_is_added_apart_and_the_plan_s_own_sum_stays(self):
        line = self.line(CN=2, TH=3)
        assert cells(line)["KH"] == "not-received"
        assert [one.standing for one in line.cells[0].fed] == ["stands-in"]
        assert line.together.actual == 5
        assert (line.with_fed.actual, line.with_fed.columns) == (12, ("KH",))

    def test_shares_are_put_together_above_and_below_the_line(self):
        keys = {**SHARE}
        line = self.line(over="ratio_of_sums", keys=keys, value="1/2", CN="99/100")
        assert str(line.with_fed.actual)[:6] == "0.9803"

    @pytest.mark.parametrize(
        ("relation", "over", "own"),
        [
            ("proxy", "sum", {}),
            ("part_of", "sum", {}),
            ("same", "none", {}),
            ("same", "sum", {"KH": 1}),
        ],
    )
    def test_nothing_else_is_added(self, relation, over, own):
        line = self.line(relation, over, CN=2, **own)
        assert line.with_fed is None
        assert line.cells[0].fed[0].row.actual == 7
