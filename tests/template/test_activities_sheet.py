"""The sheet `Activities`, the offices heard and the year's persons, read by another reader."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from mne.layout import (
    ACTIVITIES,
    DEFINITIONS,
    LISTS,
    README,
    RETURN,
    column_marks,
    form_file_name,
    lay_out,
)
from mne.template import address_map, write_template
from tests.fixtures.acting_kit import CAMPAIGN, acting, fill, slot
from tests.fixtures.checks import keys_in, marks_in

STATES = ["មិនទាន់ចាប់ផ្តើម", "តាមកាលកំណត់", "យឺតយ៉ាវ", "បានបញ្ចប់", "បានបោះបង់"]


def opened(content: bytes, *, values: bool = False):
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


@pytest.fixture(scope="module")
def book():
    return opened(write_template(acting(), slot()))


@pytest.fixture(scope="module")
def sheet(book):
    return book[ACTIVITIES]


def rules_at(sheet, ref):
    return [rule for rule in sheet.data_validations.dataValidation if ref in rule.sqref]


def marks_at(sheet, ref) -> list[str]:
    marks = sheet.conditional_formatting
    return [rule.formula[0] for one in marks if ref in one.sqref for rule in one.rules]


def offered(book, rule) -> list[str]:
    sheet, area = rule.formula1.replace("$", "").split("!")
    return [cell.value for (cell,) in book[sheet][area]]


def text_of(sheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def test_activities_stand_between_the_figures_and_what_they_mean(book):
    assert book.sheetnames == [README, RETURN, ACTIVITIES, DEFINITIONS, LISTS]


def test_a_reporter_without_activities_has_no_such_sheet():
    written = write_template(acting(), slot(CAMPAIGN))
    assert opened(written).sheetnames == [README, RETURN, DEFINITIONS, LISTS]
    assert "Activities" not in text_of(opened(written)[README])


def test_each_row_bears_its_number_under_its_objective(sheet):
    assert keys_in(sheet) == {7: "A1.1", 8: "A1.2", 10: "A2.1"}
    assert sheet["B6"].value == "ការបណ្តុះបណ្តាល\nTraining"
    assert sheet["B9"].value == "ព្រំដែន\nBorders"


def test_what_the_plan_says_of_an_activity_stands_in_both_languages(sheet):
    own, other, *facts = sheet["B7"].value.split("\n")
    assert (own, other) == ("A1.1   បើកវគ្គ", "Hold a course")
    assert [line.split("  ·  ") for line in facts] == [
        [
            "ជាមួយ MoJ",
            "គ្រោង 40,000,000 KHR (state budget)",
            "អនុម័ត 1,250.5 USD (a partner)",
            "ឧទាហរណ៍",
        ],
        [
            "with MoJ",
            "KHR 40,000,000 planned (state budget)",
            "USD 1,250.5 approved (a partner)",
            "illustrative",
        ],
    ]
    assert sheet["C7"].value == "ថ្ងៃទី៣១ ខែធ្នូ ឆ្នាំ២០១២\n31 December 2012"
    assert sheet["B8"].value.endswith("\nWrite a handbook\nឧទាហរណ៍\nillustrative")


def test_money_is_asked_for_in_the_currency_shown_and_only_where_there_is_a_budget(sheet):
    assert (sheet["G7"].protection.locked, sheet["H7"].value) == (False, "KHR")
    assert (sheet["G8"].protection.locked, sheet["H8"].value) == (True, None)


def test_only_the_cells_of_the_layout_are_open(book):
    form = lay_out(acting(), slot())
    unlocked = {
        (one.title, cell.coordinate)
        for one in book
        for row in one.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert unlocked == {(one.sheet, one.cell) for one in form.open_cells()}


def test_the_columns_carry_their_marks_and_the_head_stays(sheet):
    assert marks_in(sheet) == column_marks(lay_out(acting(), slot()), ACTIVITIES)
    assert sheet.freeze_panes == "C6"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.protection.sheet
    assert not sheet.protection.password


def test_the_state_is_chosen_by_name_in_the_ministrys_language(book, sheet):
    for row in (7, 8, 10):
        (rule,) = rules_at(sheet, f"D{row}")
        assert offered(book, rule) == STATES
        assert rule.errorStyle == "warning"
        assert "NA" not in rule.error


def test_a_delay_without_a_reason_is_marked_in_whatever_words_it_is_said(sheet):
    (rule,) = marks_at(sheet, "E7")
    for word in ("behind-schedule", "Behind schedule", "យឺតយ៉ាវ", "dropped", "បានបោះបង់"):
        assert f'$D7="{word}"' in rule
    assert "on-schedule" not in rule
    assert rule.endswith('$E7="")')


def test_only_a_day_that_has_passed_is_marked_until_the_thing_is_done(sheet):
    (rule,) = marks_at(sheet, "C7")
    assert rule.startswith('NOT(OR($D7="done"')
    assert '$D7="dropped"' in rule
    assert marks_at(sheet, "C8") == []


def test_the_counter_counts_figures_and_states_and_neither_offices_nor_the_year(book):
    empty = opened(write_template(acting(), slot()), values=True)[RETURN]
    assert empty["F3"].value == "Answered: 0 of 8"
    filled = opened(fill(), values=True)[RETURN]
    assert filled["F3"].value == "✓ All 8 are answered. Please send it for checking."
    formula = book[RETURN]["F3"].value
    assert "$D$6:$D$15" in formula
    assert '"#confirmed"' in formula
    assert "Activities!$D$6:$D$10" in formula


def test_the_offices_are_asked_for_at_the_end_with_yes_and_no(book):
    sheet = book[RETURN]
    assert sheet["B17"].value == (
        "ខេត្តណាខ្លះបានរាយការណ៍\nWhich provinces reported to you\n"
        "បាទ/ចាស៖ បានផ្ញើតួលេខ ទោះសូន្យទាំងអស់ក៏ដោយ។ ទេ៖ មិនបានផ្ញើអ្វីសោះ។\n"
        "Yes: it sent you its figures, even if they are all zero. No: it sent nothing."
    )
    keys = keys_in(sheet)
    assert [keys[row] for row in (19, 20)] == ["coverage@province=01", "coverage@province=12"]
    assert sheet.max_row == 20
    for row in (19, 20):
        (rule,) = rules_at(sheet, f"D{row}")
        assert offered(book, rule) == ["បាទ/ចាស", "ទេ"]
        assert sheet[f"E{row}"].protection.locked


def test_the_heading_says_how_many_offices_were_heard():
    sheet = opened(fill(), values=True)[RETURN]
    assert sheet["D18"].value == "2 / 2"
    formula = opened(fill())[RETURN]["D18"].value
    assert formula == '=COUNTIF(D19:D20,"Yes")+COUNTIF(D19:D20,"បាទ/ចាស")&" / 2"'


def test_the_year_is_asked_for_in_its_last_return_with_room_for_a_note(book):
    sheet = book[RETURN]
    lines = sheet["B9"].value.split("\n")
    assert lines[0] == ("ចំនួនមនុស្សផ្សេងៗគ្នា ក្នុងឆ្នាំ២០១២ទាំងមូល   Different persons in the whole of 2012")
    assert lines[-1].startswith("Each person once")
    assert keys_in(sheet)[9] == "T-01#confirmed"
    assert not any(sheet[f"{column}9"].protection.locked for column in "DEF")
    earlier = opened(write_template(acting(), slot("2012-Q3")))[RETURN]
    assert "Different persons" not in text_of(earlier)


def test_a_figure_beside_its_year_is_still_about_the_quarter(book):
    assert "for the whole of" not in book[RETURN]["B14"].value


def test_the_definitions_leave_out_what_is_said_in_its_place_and_explain_the_year(book):
    text = text_of(book[DEFINITIONS])
    assert "A1.1" not in text
    assert "coverage" not in text
    assert "how many different persons the year's figures are" in text


def test_the_list_of_states_is_named_after_what_it_says(book):
    assert "How far an activity is" in text_of(book[LISTS])


def test_the_read_me_speaks_of_what_the_form_asks(book):
    text = text_of(book[README])
    assert 'On the sheet "Activities" choose' in text
    assert "say for each office whether it sent you its figures" in text
    assert "Count each person once" in text


def test_the_address_map_lists_the_cells_of_an_activity_an_office_and_a_year():
    found = {
        (one["sheet"], one["cell"]): (one["indicator"], one["at"], one["part"], one["entry"])
        for one in address_map(lay_out(acting(), slot()))
    }
    assert [found[ACTIVITIES, f"{column}7"] for column in "DEFG"] == [
        ("A1.1", {}, "status", "value"),
        ("A1.1", {}, "reason", "value"),
        ("A1.1", {}, "recommendation", "value"),
        ("A1.1", {}, "spent", "value"),
    ]
    assert (ACTIVITIES, "G8") not in found
    assert found[RETURN, "D20"] == ("coverage", {"province": "12"}, "", "value")
    assert [found[RETURN, f"{column}9"] for column in "DEF"] == [
        ("T-01", {}, "confirmed", "value"),
        ("T-01", {}, "confirmed-status", "status"),
        ("T-01", {}, "confirmed-note", "note"),
    ]


def test_a_campaigns_form_asks_its_figures_alone_and_says_its_days():
    where = slot(CAMPAIGN)
    assert form_file_name(where) == f"acting_{CAMPAIGN}_MOI.xlsx"
    sheet = opened(write_template(acting(), where))[RETURN]
    assert keys_in(sheet) == {8: "B-01"}
    assert "Border campaign, 18 August 2012 to 10 November 2012" in sheet["B3"].value
    assert "Please send by 26 November 2012" in sheet["B3"].value


def test_whole_money_is_shown_whole_and_cents_where_there_are_some():
    sheet = opened(fill())[ACTIVITIES]
    assert (sheet["G7"].value, sheet["G7"].number_format) == (1250000.5, "#,##0")
    assert any("INT(G7)" in rule for rule in marks_at(sheet, "G7"))
