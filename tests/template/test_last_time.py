"""A form shows what was answered last time, and its activities go on from it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from mne.archive import Archive
from mne.intake import earlier_returns
from mne.layout import ACTIVITIES, RETURN, lay_out
from mne.template import Answer, write_template
from tests.fixtures.acting_kit import GOOD, REASON, acting, desk, fill, slot
from tests.fixtures.checks import marks_in
from tests.fixtures.trial_kit import CAME, keep, spoil, typing, write

YEARLY = {"T-01#confirmed", "T-02#confirmed"}
QUARTER = {key: answer for key, answer in GOOD.items() if key[0] not in YEARLY}
TOTAL, NONE, FIRST, SECOND, UNKNOWN = (
    "T-01",
    "T-02",
    *(f"T-01@province={c}" for c in ("01", "12", "unknown")),
)


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    return desk(folder)


def send(workspace, period, came=CAME, typed=None):
    """Keeps the return of a quarter; what is typed comes on top of good answers."""
    typed = (GOOD if period.endswith("Q4") else QUARTER) | (typed or {})
    path = write(workspace.root, f"acting_{period}_MOI.xlsx", fill(typed, slot(period)))
    return keep(workspace, path, came)


def form_bytes(workspace, period, as_of=None, answers=None):
    archive = Archive(workspace.submissions)
    earlier = earlier_returns(archive, acting(), slot(period), as_of)
    return write_template(acting(), slot(period), answers, earlier=earlier)


def form(workspace, period, **more):
    return openpyxl.load_workbook(BytesIO(form_bytes(workspace, period, **more)), data_only=True)


def last(workspace, period, key, **more):
    """What stands in the column of last time, in the row of a key."""
    return cell_of(form(workspace, period, **more)[RETURN], key).value


def cell_of(sheet, key, column="H"):
    (row,) = (
        row
        for row in range(6, sheet.max_row + 1)
        if str(sheet[f"A{row}"].value).partition(" ")[2] == key
    )
    return sheet[f"{column}{row}"]


def test_the_heading_says_which_period_it_was_and_bears_its_mark(workspace):
    send(workspace, "2012-Q3")
    sheet = form(workspace, "2012-Q4")[RETURN]
    assert sheet["H5"].value == "លើកមុន៖ ត្រីមាសទី៣ ឆ្នាំ២០១២\nLast time: Quarter 3 of 2012"
    assert marks_in(sheet)["H"] == "last"


def test_the_first_form_has_nothing_to_show(workspace):
    sheet = form(workspace, "2012-Q1")[RETURN]
    assert sheet["H5"].value == "លើកមុន\nLast time"
    assert all(sheet[f"H{row}"].value is None for row in range(6, sheet.max_row + 1))


def test_each_figure_shows_its_own_number_zero_included(workspace):
    send(workspace, "2012-Q3")
    shown = [last(workspace, "2012-Q4", key) for key in (TOTAL, FIRST, SECOND, UNKNOWN)]
    assert shown == [30, 10, 20, 0]


def test_a_status_is_shown_as_such_and_a_blank_as_a_dash(workspace):
    typed = {
        (TOTAL, ""): Answer("1500", "estimated", "Half of the posts counted"),
        (FIRST, ""): Answer("500"),
        (SECOND, ""): Answer("1000"),
        (NONE, ""): Answer("", "ND", "The register was lost"),
        ("coverage@province=12", ""): Answer(""),
    }
    send(workspace, "2012-Q3", typed=typed)
    sheet = form(workspace, "2012-Q4")[RETURN]
    keys = (TOTAL, NONE, "coverage@province=01", "coverage@province=12")
    assert [cell_of(sheet, key).value for key in keys] == [
        "1,500 (estimated)",
        "ND",
        "បាទ/ចាស",
        "–",
    ]


def test_what_the_last_return_did_not_ask_is_shown_from_the_one_that_did_with_its_year(workspace):
    for period in ("2012-Q4", "2013-Q1", "2013-Q2", "2013-Q3"):
        send(workspace, period)
    sheet = form(workspace, "2013-Q4")[RETURN]
    assert "Quarter 3 of 2013" in sheet["H5"].value
    assert cell_of(sheet, "T-01#confirmed").value == "95 (ឆ្នាំ២០១២)"
    assert cell_of(sheet, "T-02#confirmed").value == "ND (ឆ្នាំ២០១២)"


def test_the_receipt_that_counts_is_the_one_to_go_by(workspace):
    send(workspace, "2012-Q2", typed={(NONE, ""): Answer("11")})
    verdict, _ = send(workspace, "2012-Q3", typed={(NONE, ""): Answer("twelve")})
    assert verdict.verdict == "refused"
    sheet = form(workspace, "2012-Q4")[RETURN]
    assert "Quarter 2 of 2012" in sheet["H5"].value
    assert cell_of(sheet, NONE).value == 11
    corrected = CAME + timedelta(days=2)
    send(workspace, "2012-Q3", corrected, typed={(NONE, ""): Answer("13")})
    assert last(workspace, "2012-Q4", NONE) == 13
    assert last(workspace, "2012-Q4", NONE, as_of=CAME + timedelta(days=1)) == 11


def test_what_came_later_than_the_period_is_not_last_time(workspace):
    send(workspace, "2013-Q1")
    assert last(workspace, "2012-Q3", TOTAL) is None


def test_another_reporters_answers_are_never_shown(workspace):
    send(workspace, "2012-Q3")
    archive = Archive(workspace.submissions)
    other = slot("2012-Q4", "MOJ")
    assert earlier_returns(archive, acting(), other) == ()


def test_last_times_answers_stand_in_locked_cells(workspace):
    send(workspace, "2012-Q3")
    book = form(workspace, "2012-Q4")
    unlocked = {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert unlocked == {
        (one.sheet, one.cell) for one in lay_out(acting(), slot("2012-Q4")).open_cells()
    }


# --- activities ---------------------------------------------------------------------------------
def row_of(sheet, row):
    return [sheet[f"{column}{row}"].value for column in "DEFG"]


def test_an_activity_goes_on_from_state_reason_and_recommendation_and_not_from_its_money(workspace):
    send(workspace, "2012-Q3")
    sheet = form(workspace, "2012-Q4")[ACTIVITIES]
    assert row_of(sheet, 7) == ["យឺតយ៉ាវ", REASON, "Release it in January", None]
    assert row_of(sheet, 8) == ["តាមកាលកំណត់", None, None, None]


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_is_closed_stays_so_unless_somebody_changes_it(workspace, state):
    typed = {("A1.1", "status"): Answer(state)}
    send(workspace, "2012-Q3", typed=typed)
    sheet = form(workspace, "2012-Q4")[ACTIVITIES]
    assert sheet["D7"].value == {"done": "បានបញ្ចប់", "dropped": "បានបោះបង់"}[state]


def test_the_sheet_says_whose_answers_these_are(workspace):
    send(workspace, "2012-Q3")
    lines = form(workspace, "2012-Q4")[ACTIVITIES]["B3"].value.split("\n")
    assert lines[-1].startswith("In italics is what you said last time (Quarter 3 of 2012).")
    assert "italics" not in form(workspace, "2012-Q1")[ACTIVITIES]["B3"].value


def marks_at(sheet, ref):
    found = sheet.conditional_formatting
    return [rule for one in found if ref in one.sqref for rule in one.rules]


def test_an_answer_is_in_italics_for_as_long_as_it_is_last_times(workspace):
    send(workspace, "2012-Q3")
    sheet = form(workspace, "2012-Q4")[ACTIVITIES]
    formulas = {ref: [one.formula[0] for one in marks_at(sheet, ref)] for ref in ("D7", "F7", "G7")}
    assert 'D7="យឺតយ៉ាវ"' in formulas["D7"]
    assert 'F7="Release it in January"' in formulas["F7"]
    (italics,) = (one for one in marks_at(sheet, "D7") if one.formula[0].startswith("D7="))
    assert italics.dxf.font.i
    assert not any(one.startswith("G7=") for one in formulas["G7"])


def test_a_long_reason_is_compared_by_as_much_as_a_formula_may_hold(workspace):
    reason = 'He said "no". ' * 20
    send(workspace, "2012-Q3", typed={("A1.1", "reason"): Answer(reason)})
    sheet = form(workspace, "2012-Q4")[ACTIVITIES]
    (rule,) = (one.formula[0] for one in marks_at(sheet, "E7") if "LEFT(" in one.formula[0])
    assert rule.startswith('LEFT(E7,120)="He said ""no"". ')
    assert len(rule) < 255


def test_the_money_cell_tells_what_it_was_last_time(workspace):
    send(workspace, "2012-Q3")
    sheet = form(workspace, "2012-Q4")[ACTIVITIES]
    (rule,) = (one for one in sheet.data_validations.dataValidation if "G7" in one.sqref)
    assert rule.prompt == "លើកមុន (ត្រីមាសទី៣ ឆ្នាំ២០១២)៖ 1,250,000.5 KHR"
    assert rule.type == "custom"


def test_what_the_form_comes_with_counts_on_top_as_it_will_in_the_receipt(workspace):
    send(workspace, "2012-Q3")
    assert form(workspace, "2012-Q4")[RETURN]["F3"].value == "Answered: 3 of 8"


def test_a_form_that_is_filled_in_has_only_what_was_typed(workspace):
    send(workspace, "2012-Q3")
    book = form(workspace, "2012-Q4", answers={})
    assert row_of(book[ACTIVITIES], 7) == [None] * 4
    assert cell_of(book[RETURN], TOTAL).value == 30


def test_a_form_that_comes_back_as_it_went_out_is_empty_and_counts_for_nothing(workspace):
    send(workspace, "2012-Q2")
    path = write(workspace.root, "acting_2012-Q3_MOI.xlsx", form_bytes(workspace, "2012-Q3"))
    verdict, receipt = keep(workspace, path)
    assert [one.code for one in verdict.issues] == ["return-empty"]
    assert verdict.verdict == "refused"
    assert (receipt.cells.answered, receipt.cells.blank) == (0, 8)


def test_a_form_that_went_out_before_the_last_return_came_in_is_known_for_what_it_is(workspace):
    send(workspace, "2012-Q1")
    gone_out = form_bytes(workspace, "2012-Q3")
    send(workspace, "2012-Q2", typed={("A1.1", "recommendation"): Answer("Hurry")})
    verdict, _ = keep(workspace, write(workspace.root, "acting_2012-Q3_MOI.xlsx", gone_out))
    assert [one.code for one in verdict.issues] == ["return-empty"]


def test_one_figure_is_enough_for_what_the_form_came_with_to_be_meant(workspace):
    send(workspace, "2012-Q3")
    row = cell_of(form(workspace, "2012-Q4")[RETURN], NONE).row
    one = spoil(form_bytes(workspace, "2012-Q4"), typing(**{f"D{row}": 12}))
    path = write(workspace.root, "acting_2012-Q4_MOI.xlsx", one)
    verdict, receipt = keep(workspace, path)
    assert "return-empty" not in {issue.code for issue in verdict.issues}
    assert receipt.cells.answered == 4


def test_where_nothing_but_activities_is_asked_all_may_be_as_it_was(workspace):
    where = slot("2012-Q3", "MOJ")
    typed = {("A1.3", "status"): Answer("On schedule")}
    keep(workspace, write(workspace.root, "acting_2012-Q3_MOJ.xlsx", fill(typed, where)))
    then = slot("2012-Q4", "MOJ")
    earlier = earlier_returns(Archive(workspace.submissions), acting(), then)
    content = write_template(acting(), then, earlier=earlier)
    verdict, receipt = keep(workspace, write(workspace.root, "acting_2012-Q4_MOJ.xlsx", content))
    assert verdict.verdict == "accepted"
    assert receipt.cells.answered == receipt.cells.required == 1
