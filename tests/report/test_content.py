"""What a report says, before it is laid out."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from invented_report import against, annual, invented_plan, ministry, result

from mne.errors import UsageError
from mne.model import Due
from mne.progress.trend_words import trend_short
from mne.report import render_report
from mne.report.changes import changes
from mne.report.figures import Figures
from mne.report.summary import headline, mean_of_rated
from mne.report.wording import load_wording

ENGLISH = load_wording("en")


@pytest.fixture(scope="module")
def rows():
    given = annual()
    return {row.id: row for row in Figures(given, ENGLISH).rows(given.plan.indicators)}


def test_the_headline_states_the_finding():
    assert headline(annual(), ENGLISH) == (
        "4 of 10 rated results are met or on schedule; “Cooperation and follow-up” is furthest "
        "from its targets"
    )


def test_without_figures_the_headline_says_that_nothing_can_be_rated():
    nothing = tuple(
        replace(row, rating="no-data", achievement=None, actual=None) for row in annual().progress
    )
    assert headline(annual(progress=nothing), ENGLISH) == (
        "None of the 15 results can be rated yet"
    )


def test_a_mean_counts_each_result_with_at_most_its_whole_target():
    assert mean_of_rated([result("T-PROT-02"), result("T-PROT-04")]) == Decimal("0.73")


def test_no_data_is_a_word_and_never_a_zero(rows):
    row = rows["T-COOP-01"]
    assert (row.actual, row.is_figure, row.achievement, row.bullet) == ("no data", False, "–", None)
    assert row.rating == ("no-data", "No data")
    assert row.missing == "MFAIC Q1 2012, Q2 2012, Q3 2012, Q4 2012 (not received)"


def test_a_reported_zero_is_printed_as_zero(rows):
    row = rows["T-COOP-03"]
    assert (row.actual, row.achievement, row.rating.name) == ("0", "0\u00a0%", "needs-attention")


def test_a_result_just_below_its_target_is_not_printed_as_the_whole(rows):
    assert (rows["T-PREV-04"].actual, rows["T-PREV-04"].achievement) == ("80\u00a0%", "99.6\u00a0%")


def test_a_revised_target_stands_beside_the_original_one(rows):
    assert (rows["T-LAW-02"].target, rows["T-LAW-02"].first_target) == ("210", "150")
    assert rows["T-LAW-03"].first_target == ""


def test_the_persons_confirmed_stand_beside_the_sum(rows):
    expected = "Different persons in the year: 188 (confirmed by 1 of 2)"
    assert rows["T-LAW-02"].confirmed == expected
    assert rows["T-LAW-03"].confirmed == ""


def test_the_offices_heard_travel_with_the_total(rows):
    expected = "Offices heard, by province: 15 of 24; nothing is said of 2"
    assert rows["T-LAW-01"].units == expected
    assert rows["T-LAW-03"].units == ""


def test_coverage_names_how_many_and_who_is_missing(rows):
    row = rows["T-PREV-03"]
    assert (row.coverage, row.missing) == ("2 of 4", "MoT Q3 2012, Q4 2012 (not received)")
    assert row.why == "Missing figures could change it"


def test_every_listed_indicator_carries_its_basis(rows):
    assert {row.facts.rsplit(" · ", 1)[-1] for row in rows.values()} == {"adapted", "illustrative"}


def test_a_neutral_indicator_is_neither_rated_nor_coloured(rows):
    assert rows["T-PROT-01"].neutral
    assert rows["T-PROT-01"].rating.name == "not-rated"


@pytest.mark.parametrize(
    ("indicator", "old", "new", "printed"),
    [
        ("T-PREV-01", "87", "104", "+19.5\u00a0%"),
        ("T-PREV-01", "104", "87", "\u221216.3\u00a0%"),
        ("T-PREV-01", "0", "3", "+3"),
        ("T-PREV-01", "3", "3", "0.0\u00a0%"),
        ("T-PREV-04", "0.55", "0.7966", "+24.7 points"),
    ],
)
def test_a_change_is_computed_from_unrounded_figures(indicator, old, new, printed):
    found = invented_plan().indicators_by_id[indicator]
    row = against(replace(result(indicator), actual=Decimal(new)), Decimal(old))
    assert trend_short(found, row, "en") == printed


def test_any_other_edition_than_the_internal_one_is_refused():
    with pytest.raises(UsageError) as caught:
        render_report(annual(edition="public"))
    assert (caught.value.code, caught.value.params) == ("edition-not-built", {"edition": "public"})


def test_the_annex_holds_the_figures_exactly(annual_report):
    annexes = {one.name: one.content.decode() for one in annual_report.annexes}
    names = ["figures", "activities", "returns", "receipts", "decisions", "narratives"]
    assert list(annexes) == [f"{name}.csv" for name in names]
    found = list(csv.DictReader(io.StringIO(annexes["figures.csv"])))
    ratio = next(row for row in found if row["indicator"] == "T-PREV-04")
    assert (ratio["actual"], ratio["achievement"], ratio["basis"]) == (
        "0.7966",
        "0.99575",
        "adapted",
    )
    missing = next(row for row in found if row["indicator"] == "T-COOP-01")
    assert (missing["actual"], missing["rating"]) == ("", "no-data")
    assert len(list(csv.DictReader(io.StringIO(annexes["returns.csv"])))) == 48


def test_a_ministrys_words_are_carried_unaltered_in_both_languages(ministry_report):
    page = ministry_report.html.replace("\u200b", "")
    for one in ministry().narratives:
        assert f"<p>{one.value}</p>" in page


def test_the_open_issues_are_told_in_plain_words(ministry_report):
    for issue in ministry().issues:
        assert all(words in ministry_report.html for words in issue)


def test_an_answer_without_a_figure_is_listed_with_its_reason(ministry_report):
    assert "No course was held in this quarter." in ministry_report.html
    assert "<b>NA</b> does not apply" in ministry_report.html


LEVEL = {
    "actual": Decimal("0.68"),
    "target": Decimal("0.8"),
    "baseline": Decimal("0.6"),
    "target_is": "level",
    "achievement": Decimal("0.4"),
    "rating": "needs-attention",
}


def with_row(row):
    """The annual report with one total replaced."""
    return annual(
        progress=tuple(
            row if (one.indicator, one.at) == (row.indicator, row.at) else one
            for one in annual().progress
        )
    )


def test_an_achievement_counted_from_the_baseline_says_so():
    given = with_row(replace(result("T-PREV-04"), **LEVEL))
    row = next(
        row for row in Figures(given, ENGLISH).rows(given.plan.indicators) if row.id == "T-PREV-04"
    )
    assert (row.achievement, row.is_way) == ("40\u00a0%", True)
    assert row.short == (
        "68\u00a0% against 80\u00a0%: 40\u00a0% of the way from the baseline of 60\u00a0%"
    )
    page = render_report(given).html
    assert page.count("40\u00a0%†") == 1
    assert page.count("† Of the way from the baseline") == 1
    assert row.short in page


def test_an_achievement_of_the_target_itself_has_no_mark(rows):
    assert not any(row.is_way for row in rows.values())
    assert rows["T-PROT-02"].short == "46\u00a0% of target"


def test_a_milestone_over_several_places_counts_the_places():
    total = replace(
        result("T-LAW-04"), actual=Decimal(2) / 7, numerator=Decimal(2), denominator=Decimal(7)
    )
    figures = Figures(annual(), ENGLISH)
    indicator = annual().plan.indicators_by_id["T-LAW-04"]
    row = figures.row(indicator, total)
    assert (row.actual, row.target, row.coverage) == ("2 of 7", "Adopted", "")
    compared = against(total, Decimal(1) / 7)
    before = replace(compared.trend.earlier, numerator=Decimal(1))
    compared = replace(compared, trend=replace(compared.trend, earlier=before))
    (found,) = changes([indicator], [compared], figures)
    assert (found.before, found.now, found.change) == ("1 of 7", "2 of 7", "+1")


def test_each_place_of_a_milestone_says_whether_it_reached_the_target(rows):
    assert rows["T-LAW-04"].achievement == "not reached"
    reached = replace(result("T-LAW-04"), actual="in-force")
    indicator = annual().plan.indicators_by_id["T-LAW-04"]
    assert Figures(annual(), ENGLISH).row(indicator, reached).achievement == "reached"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("not-due", "not reached"),
        ("reached-late", "reached late"),
        ("overdue", "overdue"),
        ("lapsed", "lapsed"),
        (None, "not reached"),
    ],
)
def test_a_milestone_past_its_day_is_told_from_one_that_is_not_due(state, said):
    row = replace(result("T-LAW-04"), due=Due(date(2012, 12, 31), state))
    indicator = annual().plan.indicators_by_id["T-LAW-04"]
    assert Figures(annual(), ENGLISH).row(indicator, row).achievement == said


def test_what_may_not_be_put_together_says_why_in_place_of_a_rating():
    forbidden = replace(
        result("T-PREV-01"),
        actual=None,
        achievement=None,
        rating="not-rated",
        why_not_rated="not-aggregated",
        why_not_aggregated="same-person",
        coverage="not-aggregated",
    )
    indicator = annual().plan.indicators_by_id["T-PREV-01"]
    row = Figures(annual(), ENGLISH).row(indicator, forbidden)
    assert (row.actual, row.is_figure) == ("not added up", False)
    assert row.why == "The same person may be in the figures of several reporters"


def test_a_sum_that_may_hold_a_person_twice_says_so_under_its_title():
    given = annual()
    words = "The same person may be counted in several of the periods added"
    assert words not in render_report(given).html
    rows = tuple(
        replace(row, repeats_in=("actual",)) if row.indicator == "T-LAW-02" else row
        for row in given.progress
    )
    assert render_report(replace(given, progress=rows)).html.count(words) == 1
    to_date = tuple(replace(row, repeats_in=("year_to_date",)) for row in given.progress)
    assert words not in render_report(replace(given, progress=to_date)).html


NEUTRAL = {"rating": "not-rated", "why_not_rated": "neutral"}


def test_results_that_are_never_rated_are_told_apart_from_those_that_could_not_be(annual_report):
    page = " ".join(annual_report.html.split())
    assert (
        "Results with a rating: 10 of 15 for 2012, of which met: 4, on schedule: 0, behind "
        "schedule: 3, in need of attention: 3. Results without one: neutral, never rated: 2; could "
        "not be rated: 2; no data: 1."
    ) in page


def test_a_ministry_with_neutral_results_alone_is_not_told_that_they_will_be_rated():
    given = ministry()
    rows = tuple(replace(row, **NEUTRAL) for row in given.progress)
    page = render_report(replace(given, progress=rows)).html
    assert "its results are neutral, which is never rated" in page
    assert "no result can be rated yet" not in page


def test_an_objective_without_ratings_says_why():
    given = annual()
    law = {one.id for one in given.plan.objectives[2].indicators}
    rows = tuple(replace(row, **NEUTRAL) if row.indicator in law else row for row in given.progress)
    page = render_report(replace(given, progress=rows)).html
    assert "All 4 results listed are neutral, which is never rated." in page
    some = tuple(
        replace(row, why_not_rated="no-target") if row.indicator == "T-LAW-03" else row
        for row in rows
    )
    page = render_report(replace(given, progress=some)).html
    assert "No result is rated. Neutral, never rated: 3 of 4; could not be rated: 1." in page


def test_the_basis_of_an_objective_is_said_in_words():
    given = annual()
    adapted = given.plan.provenance.model_copy(
        update={"basis": "adapted", "source": "A working group"}
    )
    first, *others = given.plan.objectives
    fields = {name: getattr(given.plan, name) for name in type(given.plan).model_fields}
    first = first.model_copy(update={"provenance": adapted})
    plan = type(given.plan).model_construct(**fields | {"objectives": (first, *others)})
    page = render_report(replace(given, plan=plan)).html
    assert "Basis of this objective: adapted; source: A working group" in page
    assert page.count("Basis of this objective: illustrative") == 3


def test_the_checks_are_named_in_words(annual_report):
    assert "Parts that do not add up to the total" in annual_report.html
    assert "parts-not-total" not in annual_report.html


def test_in_khmer_what_is_counted_is_named_in_khmer_and_money_by_its_currency():
    given = annual("km")
    figures = Figures(given, load_wording("km"))
    by_id = given.plan.indicators_by_id
    assert figures.unit(by_id["T-PROT-01"]) == "មនុស្ស"
    assert figures.unit(by_id["T-PROT-04"]) == "USD"
    assert Figures(annual(), ENGLISH).unit(by_id["T-PROT-01"]) == by_id["T-PROT-01"].unit
