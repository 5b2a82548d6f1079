"""What ministries say of their delays, line by line."""

from invented_report import QUARTERS, annual

from mne.layout import LANGUAGE
from mne.model import Cell, Observation
from mne.report import render_report
from mne.report.figures import Figures
from mne.report.narrative import delays
from mne.report.wording import load_wording

ENGLISH = load_wording("en")


def written(part, words, *, quarter=0, row=None, language="en", reporter="MOJ"):
    cell = Cell("0" * 64, "Narrative", f"D{row}", words, "text") if row else None
    return Observation(
        "T-COOP-04",
        QUARTERS[quarter],
        reporter,
        ((LANGUAGE, language),),
        part,
        words,
        "reported",
        "",
        cell,
    )


def delays_of(*narratives):
    given = annual(narratives=narratives)
    return [
        (one.reporter, one.periods, *one.words)
        for one in delays(given, Figures(given, ENGLISH), ENGLISH)
    ]


def test_delay_reason_and_recommendation_of_one_line_stand_side_by_side():
    assert delays_of(
        written("delayed", "late one", row=13),
        written("delayed", "late three", row=15),
        written("reason", "reason three", row=18),
        written("recommendation", "what to do about one", row=19),
    ) == [
        ("MoJ", "Q1 2012", "late one", "", "what to do about one"),
        ("MoJ", "Q1 2012", "late three", "reason three", ""),
    ]


def test_what_was_written_again_is_printed_once_with_its_quarters():
    again = [
        written(part, f"the {part}", quarter=quarter, row=row + line)
        for quarter in (2, 0)
        for part, row in (("delayed", 13), ("reason", 16))
        for line in (0, 1)
    ]
    other = written("delayed", "the delayed", quarter=1, row=13)
    assert delays_of(*again, other) == [
        ("MoJ", "Q1, Q3 2012", "the delayed", "the reason", ""),
        ("MoJ", "Q2 2012", "the delayed", "", ""),
    ]


def test_the_same_words_of_two_ministries_are_not_merged():
    found = delays_of(
        written("delayed", "late"), written("delayed", "late", reporter="MOI", quarter=1)
    )
    assert found == [("MoI", "Q2 2012", "late", "", ""), ("MoJ", "Q1 2012", "late", "", "")]


def test_lines_of_a_file_without_cells_are_paired_in_order():
    assert delays_of(
        written("delayed", "a"),
        written("delayed", "b"),
        written("reason", "why a"),
        written("reason", "why b"),
    ) == [("MoJ", "Q1 2012", "a", "why a", ""), ("MoJ", "Q1 2012", "b", "why b", "")]


def test_another_language_stands_in_where_this_one_was_left_empty():
    given = annual(narratives=(written("delayed", "យឺត", language="km"),))
    assert '<td class="free" lang="km">' in render_report(given).html
