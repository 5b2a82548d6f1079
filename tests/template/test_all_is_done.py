"""The top of the sheet counts, says what is marked, and says when all is done."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest

from mne.layout import ACTIVITIES, RETURN, lay_out
from mne.template import Answer, write_template
from tests.fixtures.acting_kit import GOOD, acting, fill, slot
from tests.fixtures.soffice import convert, needs_soffice

DONE = ("✓ បានឆ្លើយគ្រប់ទាំង 8 ហើយ។ សូមផ្ញើមកវិញ។", "✓ All 8 are answered. Please send it.")
NOT_NUMBER, NO_REASON, NOT_EQUAL, NO_WHY = (
    {("T-02", ""): Answer("about 40")},
    {("T-02", ""): Answer("", "ND")},
    {("T-01@province=12", ""): Answer("21")},
    {("A1.1", "reason"): Answer("")},
)
ODD = [NOT_NUMBER, NO_REASON, NOT_EQUAL, NO_WHY, {("T-02", ""): Answer("-4")}]


def top(content: bytes) -> tuple[str, str]:
    sheet = openpyxl.load_workbook(BytesIO(content), data_only=True)[RETURN]
    return sheet["F2"].value, sheet["F3"].value


def test_it_says_so_when_everything_is_answered_and_nothing_is_marked():
    assert top(fill()) == DONE


@pytest.mark.parametrize("wrong", ODD)
def test_it_does_not_say_so_while_something_is_marked(wrong):
    assert top(fill(GOOD | wrong))[1] == (
        "Answered: 8 of 8. Please look again at what is marked: 1"
    )


def test_all_that_is_marked_is_counted():
    wrong = NOT_NUMBER | NOT_EQUAL | NO_WHY
    assert top(fill(GOOD | wrong))[1].endswith("what is marked: 3")


def test_while_something_is_blank_it_only_counts():
    assert top(fill(GOOD | NOT_EQUAL | {("A1.2", "status"): Answer("")}))[1] == "Answered: 7 of 8"


def test_the_mark_is_green_when_the_counter_says_so_and_not_before():
    sheet = openpyxl.load_workbook(BytesIO(write_template(acting(), slot())))[RETURN]
    (rule,) = (
        rule
        for found in sheet.conditional_formatting
        if "F2" in found.sqref
        for rule in found.rules
    )
    assert rule.formula == [f'$F$2="{DONE[0]}"']
    assert rule.dxf.fill.bgColor.rgb == "FFDCEBD3"


def test_a_form_in_one_language_has_one_counter():
    content = write_template(acting(), slot("2012-Q1", "MOJ"))
    assert top(content) == ("Answered: 0 of 1", None)


# --- worked out by another program --------------------------------------------------------------
def typed_by_hand(wrong):
    """An empty form filled in by openpyxl, which leaves no results behind: LibreOffice must."""
    form = lay_out(acting(), slot())
    book = openpyxl.load_workbook(BytesIO(write_template(acting(), slot())))
    typed = GOOD | wrong
    for one in form.open_cells():
        answer = typed.get((one.question.key, one.question.part.name))
        if answer is None:
            continue
        text = {"value": answer.value, "status": answer.status, "note": answer.note}[one.entry]
        number = one.question.part.holds == "number" and re.fullmatch(r"-?[\d.]+", text)
        book[one.sheet][one.cell] = float(text) if number else text or None
    return book


@needs_soffice
def test_libreoffice_works_out_the_same(tmp_path):
    cases = [{}, *ODD, NOT_EQUAL | {("A1.2", "status"): Answer("")}]
    for number, wrong in enumerate(cases):
        typed_by_hand(wrong).save(tmp_path / f"{number}.xlsx")
    convert("xlsx", tmp_path / "out", *sorted(tmp_path.glob("*.xlsx")))
    for number, wrong in enumerate(cases):
        content = (tmp_path / "out" / f"{number}.xlsx").read_bytes()
        assert top(content) == top(fill(GOOD | wrong)), wrong
        assert openpyxl.load_workbook(BytesIO(content))[ACTIVITIES]["D7"].value
