"""The form is read back by a reader that is not ours."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from mne.kinds import kind_of
from mne.kinds.milestone import parse
from mne.layout import (
    DEFINITIONS,
    FIRST_ROW,
    HEADER_ROW,
    LISTS,
    NARRATIVE,
    README,
    RETURN,
    STAMP_CELL,
    column_marks,
    form_file_name,
    lay_out,
)
from mne.model import Slot
from mne.template import address_map, write_template
from tests.fixtures.checks import keys_in, marks_in


def every_cell(book):
    return (cell for sheet in book for row in sheet.iter_rows() for cell in row)


def text_of(sheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def validations_at(sheet, ref):
    return [rule for rule in sheet.data_validations.dataValidation if ref in rule.sqref]


def offered(book, rule) -> list[str]:
    sheet, area = rule.formula1.replace("$", "").split("!")
    return [cell.value for (cell,) in book[sheet][area]]


def open_cells(form) -> set[tuple[str, str]]:
    return {(one.sheet, one.cell) for one in form.open_cells()}


def test_the_sheets_stand_in_the_order_in_which_they_are_needed(book):
    assert book.sheetnames == [README, RETURN, NARRATIVE, DEFINITIONS, LISTS]


def test_a_form_without_a_narrative_has_no_such_sheet(plan, slot):
    other = write_template(plan, slot._replace(reporter="ABROAD"))
    names = openpyxl.load_workbook(BytesIO(other)).sheetnames
    assert names == [README, RETURN, DEFINITIONS, LISTS]


def test_the_stamp_says_which_form_it_is(book, form):
    assert book[RETURN][STAMP_CELL].value == form.stamp


def test_the_columns_carry_their_marks(book, form):
    for name in (RETURN, NARRATIVE):
        assert marks_in(book[name]) == column_marks(form, name)


def test_every_row_carries_the_key_of_the_layout_and_no_other_row_has_one(book, form):
    for name, columns, lines in ((RETURN, "BC", form.lines), (NARRATIVE, "B", form.narrative)):
        expected = {line.row: line.questions[0].key for line in lines if line.questions}
        assert keys_in(book[name], columns) == expected


def test_only_the_open_cells_are_unlocked(book, form):
    unlocked = {
        (cell.parent.title, cell.coordinate)
        for cell in every_cell(book)
        if not cell.protection.locked
    }
    assert unlocked == open_cells(form)


def test_all_sheets_are_protected_without_a_password_and_columns_may_be_widened(book):
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert not sheet.protection.formatColumns
        assert not sheet.protection.sort
        assert not sheet.protection.autoFilter


def test_the_address_map_names_every_unlocked_cell_once(form):
    entries = address_map(form)
    assert {(one["sheet"], one["cell"]) for one in entries} == open_cells(form)
    assert len(entries) == len(open_cells(form))


def test_the_address_map_says_what_belongs_in_a_cell(form):
    found = {
        (one["indicator"], str(one["at"]), one["part"]): one["entry"] for one in address_map(form)
    }
    assert found["T-01", "{}", ""] == "value"
    assert found["T-01", "{}", "note"] == "note"
    assert found["T-02", "{'sex': 'male'}", "numerator-status"] == "status"
    assert found["T-06", "{'lang': 'km'}", "done"] == "value"
    assert ("T-03", "{}", "reached_on-status") not in found


def test_the_status_drop_down_offers_exactly_the_codes(book, form):
    for one in form.open_cells():
        if one.entry == "status":
            (rule,) = validations_at(book[RETURN], one.cell)
            assert offered(book, rule) == ["NA", "ND", "estimated"]


def test_the_state_drop_down_offers_names_that_the_reader_takes_for_its_states(book, form, plan):
    indicator = plan.indicators_by_id["T-03"]
    part = kind_of(indicator).parts(indicator)[0]
    (cell,) = [
        one.cell
        for one in form.open_cells()
        if one.question.key == "T-03#state" and one.entry == "value"
    ]
    (rule,) = validations_at(book[RETURN], cell)
    names = offered(book, rule)
    assert names == ["កំពុងព្រាង", "អនុម័ត"]
    assert [parse(indicator, part, name) for name in names] == ["drafting", "adopted"]


def test_flags_are_typed_with_the_accepted_codes_in_view(book, form):
    (cell,) = [
        one.cell
        for one in form.open_cells()
        if one.question.key == "T-04#state" and one.entry == "value"
    ]
    (rule,) = validations_at(book[RETURN], cell)
    assert "none; law; body" in rule.prompt


def test_every_value_has_one_rule_that_warns_and_never_stops(book, form):
    for one in form.open_cells():
        if one.sheet == RETURN and one.entry == "value" and one.question.part.holds != "flags":
            (rule,) = validations_at(book[RETURN], one.cell)
            assert rule.errorStyle == "warning"
            assert rule.error


def test_every_open_cell_has_a_rule(book, form):
    for one in form.open_cells():
        assert len(validations_at(book[one.sheet], one.cell)) == 1, one


def test_a_note_may_be_as_long_as_can_be_printed(book, form):
    for one in form.open_cells():
        if one.entry == "note":
            (rule,) = validations_at(book[RETURN], one.cell)
            assert (rule.type, rule.operator, rule.formula1) == (
                "textLength",
                "lessThanOrEqual",
                "5000",
            )


def test_the_rule_of_a_cell_looks_at_that_cell(book):
    for rule in book[RETURN].data_validations.dataValidation:
        if rule.type == "custom":
            first = min(one.min_row for one in rule.sqref.ranges)
            assert f"(D{first})" in rule.formula1


def test_a_count_must_be_whole_and_an_amount_need_not(book, form):
    by_key = {one.question.key: one.cell for one in form.open_cells() if one.entry == "value"}
    (count,) = validations_at(book[RETURN], by_key["T-01"])
    (amount,) = validations_at(book[RETURN], by_key["T-05"])
    assert "ISNUMBER(" not in count.formula1  # digits alone are a whole number
    assert "ISNUMBER(" in amount.formula1
    assert all('="NA"' in one.formula1 for one in (count, amount))


def test_a_day_may_not_lie_after_the_period(book, form):
    cell = next(one.cell for one in form.open_cells() if one.question.part.name == "reached_on")
    (rule,) = validations_at(book[RETURN], cell)
    assert "DATE(2012,12,31)" in rule.formula1


def marks_at(sheet, ref) -> list[str]:
    marks = sheet.conditional_formatting
    return [rule.formula[0] for one in marks if ref in one.sqref for rule in one.rules]


def test_a_wrong_number_and_a_missing_reason_are_marked_where_they_stand(book, form):
    for one in form.open_cells():
        row = one.cell[1:]
        if one.sheet == RETURN and one.entry == "note":
            (rule,) = marks_at(book[RETURN], one.cell)
            assert '="NA"' in rule
            assert '="ND"' in rule
        elif one.entry == "value" and one.question.part.holds == "number":
            assert marks_at(book[RETURN], f"D{row}")


def test_only_a_breakdown_that_has_a_total_is_watched(book, form, plan):
    for line in form.lines:
        if line.role == "group":
            assert kind_of(plan.indicators_by_id[line.id]).HAS_TOTAL
            (rule,) = marks_at(book[RETURN], f"B{line.row}")
            assert rule.startswith("$F")
            assert book[RETURN][f"F{line.row}"].data_type == "f"
        elif line.role == "indicator":
            assert not marks_at(book[RETURN], f"B{line.row}")


def test_a_ratio_is_added_up_above_and_below_the_line_apart(book, form):
    group = next(one.row for one in form.lines if one.role == "group" and one.id == "T-02")
    rows = {one.question.key: one.cell for one in form.open_cells() if one.entry == "value"}
    formula = book[RETURN][f"F{group}"].value
    for key in ("T-02#numerator", "T-02#denominator", "T-02@sex=female#numerator"):
        assert rows[key] in formula


def test_formulas_stand_only_in_locked_cells(book):
    formulas = [cell for cell in every_cell(book) if cell.data_type == "f"]
    assert formulas
    assert all(cell.protection.locked for cell in formulas)


def test_an_empty_form_says_that_nothing_is_answered(shown, form):
    asked = [one for one in form.open_cells() if one.entry == "status"]
    assert shown[RETURN]["F3"].value == f"Answered: 0 of {len(asked)}"
    assert shown[RETURN]["F2"].value.startswith("បានឆ្លើយ")


def test_a_text_that_looks_like_a_formula_is_a_text(plan, slot):
    written = write_template(plan, slot._replace(reporter="ABROAD"))
    book = openpyxl.load_workbook(BytesIO(written))
    found = [cell for cell in every_cell(book) if cell.value == "=Embassy & Sons"]
    assert found
    assert all(cell.data_type == "s" for cell in found)


def test_the_same_definitions_give_the_same_bytes(plan, slot, written):
    assert write_template(plan, slot) == written


def test_the_workbook_is_dated_by_its_period_and_not_by_a_clock(book):
    assert book.properties.created.isoformat() == "2012-10-01T00:00:00"


def test_both_languages_stand_side_by_side_the_reporters_own_first(book):
    title = book[RETURN]["B2"].value
    assert title == "ក្រសួងយុត្តិធម៌\nMinistry of Justice"
    assert "តាមភេទ និងអាយុ  ·  by sex and age" in text_of(book[RETURN])


def test_a_form_in_one_language_repeats_nothing(plan, slot):
    written = write_template(plan, slot._replace(reporter="ABROAD"))
    sheet = openpyxl.load_workbook(BytesIO(written))[RETURN]
    # Khmer digits stand in the rules of every form, for they are read in all of them.
    assert not any("\u1780" <= letter <= "\u17df" for letter in text_of(sheet))
    assert "Female" in [cell.value for cell in sheet["B"]]


def test_the_form_says_that_its_khmer_awaits_a_native_reader(book):
    assert "awaits a native reader" in text_of(book[README])


def test_the_read_me_tells_the_period_the_due_date_and_the_provenance(book):
    text = text_of(book[README])
    assert "Quarter 4 of 2012" in text
    assert "15 January 2013" in text
    assert "not an official commitment" in text


def test_the_target_that_was_set_last_stands_beside_the_indicator(book, form):
    row = next(line.row for line in form.lines if line.role == "indicator")
    assert "180" in book[RETURN][f"G{row}"].value
    assert "150" not in book[RETURN][f"G{row}"].value


def test_every_indicator_shows_where_it_comes_from(book, form):
    words = ["illustrative", "from the plan", "adapted", "illustrative", "illustrative"]
    rows = [line.row for line in form.lines if line.role == "indicator"]
    for row, word in zip(rows, words, strict=True):
        assert word in book[RETURN][f"F{row}"].value


def test_a_yearly_figure_says_that_it_is_about_the_year(book, form):
    row = next(line.row for line in form.lines if line.role == "indicator" and line.id == "T-05")
    assert "for the whole of 2012" in book[RETURN][f"B{row}"].value


def by_key(form):
    return {one.question.key: one.cell for one in form.open_cells() if one.entry == "value"}


def heading_row(form, indicator):
    return next(one.row for one in form.lines if one.role == "indicator" and one.id == indicator)


def test_what_counts_and_its_register_stand_under_the_title_in_the_reporters_language(book, form):
    heading = book[RETURN][f"B{heading_row(form, 'T-01')}"].value
    assert heading.split("\n")[2:] == [
        "Persons helped in the period.",
        "បញ្ជី ឬកំណត់ត្រា៖ បញ្ជីមណ្ឌល",
    ]


def test_what_counts_is_told_in_excel_where_the_total_is_typed(book, form):
    (rule,) = validations_at(book[RETURN], by_key(form)["T-01"])
    assert rule.promptTitle == "T-01"
    assert rule.prompt.split("\n") == [
        "Persons helped in the period.",
        "បញ្ជី ឬកំណត់ត្រា៖ បញ្ជីមណ្ឌល",
        "Register or record: The register of the shelter",
    ]


def test_no_window_hides_the_cells_of_the_parts_that_are_typed_one_after_the_other(book, form):
    (rule,) = validations_at(book[RETURN], by_key(form)["T-01@sex=female"])
    assert not rule.prompt


def test_a_heading_leads_to_its_definition_and_back(book, form):
    for name in ("T-01", "T-02", "T-03", "T-04", "T-05"):
        row = heading_row(form, name)
        target = book[RETURN][f"C{row}"].hyperlink.location
        sheet, ref = target.replace("'", "").split("!")
        there = book[sheet][ref]
        assert there.value == f"\u2190 {name}"
        assert there.hyperlink.location == f"'{RETURN}'!A{row}"


def test_a_narrative_is_led_back_to_from_its_definition(book, form):
    (there,) = (cell for cell in book[DEFINITIONS]["A"] if cell.value == "\u2190 T-06")
    (row,) = (one.row for one in form.narrative if one.role == "indicator")
    assert there.hyperlink.location == f"'{NARRATIVE}'!A{row}"


def test_the_lists_hold_the_codes_of_every_breakdown_with_what_they_mean(book):
    rows = [[cell.value for cell in row] for row in book[LISTS].iter_rows(max_col=4)]
    start = next(number for number, row in enumerate(rows) if "\u1797\u17c1\u1791" in str(row[0]))
    assert rows[start][0].split() == ["ភេទ", "Sex"]
    assert [row[1:] for row in rows[start + 2 : start + 5]] == [
        ["female", "ស្រី", "Female"],
        ["male", "ប្រុស", "Male"],
        ["unknown", "មិនដឹង", "Not known"],
    ]


def test_the_definitions_hold_every_indicator_that_is_asked(book):
    text = text_of(book[DEFINITIONS])
    for indicator in ("T-01", "T-02", "T-03", "T-04", "T-05", "T-06"):
        assert indicator in text
    assert "Persons helped in the period." in text


def test_the_head_stays_in_view_and_is_printed_on_every_page(book):
    sheet = book[RETURN]
    assert sheet.freeze_panes == f"C{FIRST_ROW}"
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages long as it needs, one wide


def test_a_long_label_gets_a_higher_row(book, form):
    heights = book[RETURN].row_dimensions
    two_languages = next(line.row for line in form.lines if line.role == "indicator")
    one_line = next(line.row for line in form.lines if line.group and line.questions)
    assert heights[two_languages].height > heights[one_line].height


@pytest.mark.parametrize("reporter", ["MOJ", "ABROAD"])
def test_the_file_is_named_after_its_slot(slot, reporter):
    named = Slot(slot.plan, slot.period, reporter)
    assert form_file_name(named) == f"trial_2012-Q4_{reporter}.xlsx"


def test_every_reporter_and_quarter_has_a_form(plan):
    for period in plan.span.reporting.parts(plan.calendar):
        for reporter in plan.reporters:
            here = Slot(plan.id, period, reporter.id)
            book = openpyxl.load_workbook(BytesIO(write_template(plan, here)))
            assert book[RETURN][STAMP_CELL].value == lay_out(plan, here).stamp
