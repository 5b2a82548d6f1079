"""Deeds, offices heard and the year are read alike from workbook, ODS, CSV and archive."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from mne.archive import Archive
from mne.checks.confirmation import CONFIRMED
from mne.issues import sentence
from mne.periods import Period
from tests.fixtures.acting_kit import GOOD, REASON, acting, desk, fill, slot
from tests.fixtures.soffice import convert, needs_soffice
from tests.fixtures.trial_kit import as_csv, check, keep, spoil, typing, write

WHERE = {"plan": "acting", "period": "2012-Q4", "reporter": "MOI"}
LINES = [
    ["indicator", "province", "part", "value", "status", "note"],
    ["T-01", "", "", "30", "", ""],
    ["T-01", "", "confirmed", "95", "", "Five came twice"],
    ["T-01", "01", "", "10", "", ""],
    ["T-01", "12", "", "20", "", ""],
    ["T-01", "unknown", "", "0", "", ""],
    ["T-02", "", "", "12", "", ""],
    ["T-02", "", "confirmed", "", "ND", "No list of names is kept"],
    ["coverage", "1", "", "yes", "", ""],
    ["coverage", "KH-12", "", "YES", "", ""],
    ["A1.1", "", "status", "behind-schedule", "", ""],
    ["A1.1", "", "reason", REASON, "", ""],
    ["A1.1", "", "recommendation", "Release it in January", "", ""],
    ["A1.1", "", "spent", "1250000.5", "", ""],
    ["A1.2", "", "status", "On schedule", "", ""],
    ["A2.1", "", "status", "មិនទាន់ចាប់ផ្តើម", "", ""],
]


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    return desk(folder)


def by_place(verdict):
    """Value, status and note of everything that was said."""
    return {
        (one.indicator, one.at, one.part): (one.value, one.status, one.note)
        for one in verdict.observations
    }


def codes(verdict):
    return [(one.code, one.sheet, one.cell) for one in verdict.issues]


def xlsx(workspace):
    return write(workspace.root, "return.xlsx", fill())


def csv(workspace, lines=LINES):
    return write(workspace.root, "return.csv", as_csv(lines))


def test_each_answer_is_read_from_its_own_cell(workspace):
    verdict = check(workspace, xlsx(workspace))
    said = {
        (one.indicator, one.part): (one.value, one.cell.sheet, one.cell.ref)
        for one in verdict.observations
        if not one.at and one.part
    }
    assert said == {
        ("T-01", "confirmed"): (Decimal(95), "Return", "D9"),
        ("T-02", "confirmed"): (None, "Return", "D16"),
        ("A1.1", "status"): ("behind-schedule", "Activities", "D7"),
        ("A1.1", "reason"): (REASON, "Activities", "E7"),
        ("A1.1", "recommendation"): ("Release it in January", "Activities", "F7"),
        ("A1.1", "spent"): (Decimal("1250000.5"), "Activities", "G7"),
        ("A1.2", "status"): ("on-schedule", "Activities", "D8"),
        ("A1.2", "reason"): (None, "Activities", "E8"),
        ("A1.2", "recommendation"): (None, "Activities", "F8"),
        ("A2.1", "status"): ("not-started", "Activities", "D10"),
        ("A2.1", "reason"): (None, "Activities", "E10"),
        ("A2.1", "recommendation"): (None, "Activities", "F10"),
    }
    assert (verdict.verdict, codes(verdict)) == ("accepted", [])


def test_the_form_and_the_check_count_the_same_answers(workspace):
    cells = check(workspace, xlsx(workspace)).cells
    assert (cells.required, cells.figures, cells.zeros, cells.blank) == (8, 7, 1, 0)


def test_the_year_is_what_the_confirmation_is_about(workspace):
    verdict = check(workspace, xlsx(workspace))
    periods = {
        one.part: one.period.label for one in verdict.observations if one.indicator == "T-01"
    }
    assert periods == {"": "2012-Q4", CONFIRMED: "2012"}


def test_no_persons_known_has_its_reason_beside_it(workspace):
    typed = {("T-02#confirmed", "confirmed"): GOOD["T-02#confirmed", "confirmed"]._replace(note="")}
    path = write(workspace.root, "return.xlsx", fill(GOOD | typed))
    assert codes(check(workspace, path)) == [("reason-needed", "Return", "D16")]


def test_a_csv_says_the_same(workspace):
    from_form = check(workspace, xlsx(workspace))
    from_lines = check(workspace, csv(workspace), **WHERE)
    assert by_place(from_lines) == by_place(from_form)
    assert from_lines.cells == from_form.cells
    assert codes(from_lines) == []


@needs_soffice
@pytest.mark.parametrize("style", ["xlsx", "ods"])
def test_libreoffice_changes_nothing(workspace, tmp_path, style):
    path = xlsx(workspace)
    (saved,) = convert(style, tmp_path / "saved", path)
    before, after = check(workspace, path), check(workspace, saved)
    assert by_place(after) == by_place(before)
    assert codes(after) == []


def test_the_archive_gives_back_what_was_said(workspace):
    came = datetime(2013, 1, 10, 9, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    verdict, receipt = keep(workspace, xlsx(workspace), came)
    kept = Archive(workspace.submissions).observations(receipt, acting())
    assert kept == verdict.observations
    year = Period.parse("2012")
    assert {one.period for one in kept if one.part == CONFIRMED} == {year}
    folder = workspace.submissions / "acting/2012-Q4/MOI/r0001/data"
    lines = (folder / "values.csv").read_text("utf-8").splitlines()
    assert "T-01,,confirmed,95,,Five came twice,Return,D9,95,number" in lines
    assert "coverage,12,,yes,,,Return,D20,Yes,text" in lines
    assert "A1.1,,spent,1250000.5,,,Activities,G7,1250000.5,number" in lines


def test_an_archived_values_file_may_be_sent_again(workspace):
    came = datetime(2013, 1, 10, 9, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    verdict, _ = keep(workspace, xlsx(workspace), came)
    folder = workspace.submissions / "acting/2012-Q4/MOI/r0001/data"
    again = check(workspace, folder / "values.csv", **WHERE)
    assert by_place(again) == by_place(verdict)


@pytest.mark.parametrize(
    ("ref", "typed", "code"),
    [
        ("D7", "nearly", "state-unknown"),
        ("D7", "NA", "state-unknown"),
        ("G7", "much", "number-expected"),
        ("G7", -5, "number-negative"),
        ("E7", "x" * 5001, "text-too-long"),
    ],
)
def test_a_faulty_cell_of_an_activity_is_named(workspace, ref, typed, code):
    form = spoil(fill(), typing("Activities", **{ref: typed}))
    verdict = check(workspace, write(workspace.root, "return.xlsx", form))
    assert (code, "Activities", ref) in codes(verdict)
    assert verdict.verdict == "refused"


@pytest.mark.parametrize("typed", ["maybe", "NA", "1"])
def test_an_office_was_heard_or_was_not(workspace, typed):
    form = spoil(fill(), typing(D19=typed))
    verdict = check(workspace, write(workspace.root, "return.xlsx", form))
    assert codes(verdict) == [("state-unknown", "Return", "D19")]


def test_an_office_left_open_and_a_year_left_open_are_no_blank_answers(workspace):
    left = {("coverage@province=12", ""), ("T-01#confirmed", "confirmed")}
    kept = {key: answer for key, answer in GOOD.items() if key not in left}
    verdict = check(workspace, write(workspace.root, "return.xlsx", fill(kept)))
    assert codes(verdict) == [
        ("confirmation-blank", "Return", "D9"),
        ("coverage-partly-blank", "Return", "D20"),
    ]
    assert verdict.cells.blank == 0


def test_an_activity_without_a_state_is_a_blank_answer(workspace):
    kept = {key: answer for key, answer in GOOD.items() if key[0] != "A2.1"}
    verdict = check(workspace, write(workspace.root, "return.xlsx", fill(kept)))
    assert codes(verdict) == [("answer-blank", "Activities", "D10")]
    assert verdict.cells.blank == 1


def test_a_sheet_that_was_taken_out_is_missed_and_its_answers_are_unknown(workspace):
    form = spoil(fill(), lambda book: book.remove(book["Activities"]))
    verdict = check(workspace, write(workspace.root, "return.xlsx", form))
    assert ("sheet-missing", "Activities", "") in codes(verdict)
    unread = {one.indicator for one in verdict.observations if one.status == "unreadable"}
    assert unread == {"A1.1", "A1.2", "A2.1"}


def test_rows_of_activities_may_change_places(workspace):
    def swap(book):
        sheet = book["Activities"]
        for column in "ABCDEFGH":
            one, other = sheet[f"{column}7"], sheet[f"{column}8"]
            one.value, other.value = other.value, one.value

    verdict = check(workspace, write(workspace.root, "return.xlsx", spoil(fill(), swap)))
    assert by_place(verdict)["A1.1", (), "status"] == ("behind-schedule", "reported", "")
    assert codes(verdict) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["A1.3", "", "status", "done", "", ""], "csv-not-asked"),
        (["A9.9", "", "status", "done", "", ""], "csv-indicator-unknown"),
        (["A1.2", "", "spent", "5", "", ""], "csv-part-unknown"),
        (["coverage", "unknown", "", "no", "", ""], "csv-not-asked"),
        (["coverage", "25", "", "no", "", ""], "code-not-in-period"),
        (["A1.1", "", "status", "done", "", ""], "csv-row-twice"),
    ],
)
def test_a_line_that_is_not_asked_for_is_named(workspace, line, code):
    verdict = check(workspace, csv(workspace, [*LINES, line]), **WHERE)
    assert code in {one.code for one in verdict.issues}
    assert verdict.verdict == "refused"


def test_the_year_is_not_asked_for_before_it_ends(workspace):
    where = WHERE | {"period": "2012-Q3"}
    verdict = check(workspace, csv(workspace), **where)
    assert codes(verdict)[:2] == [("csv-not-asked", "csv", "A3"), ("csv-not-asked", "csv", "A8")]


def test_a_campaigns_return_is_read_like_any_other(workspace):
    where = slot("2012-08-18--2012-11-10")
    path = write(workspace.root, "campaign.xlsx", spoil(fill({}, where), typing(D8=17)))
    verdict = check(workspace, path)
    assert by_place(verdict) == {("B-01", (), ""): (Decimal(17), "reported", "")}
    assert verdict.slot == where
    assert codes(verdict) == []


def test_a_blank_activity_is_asked_for_in_its_own_words(workspace):
    kept = {key: answer for key, answer in GOOD.items() if key[0] != "A2.1"}
    verdict = check(workspace, write(workspace.root, "return.xlsx", fill(kept)))
    words = sentence(verdict.issues[0], "en", acting())
    assert words.message == "It is not said how far the activity is."
    assert "NA" not in (words.expected or "")
