"""The top of the sheet counts, says what is marked, and says when all is done."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from openpyxl.formula.translate import Translator

from mne.layout import ACTIVITIES, RETURN, is_counted, lay_out
from mne.template import Answer, write_template
from mne.typed import Unreadable, read_number
from tests.fixtures.acting_kit import GOOD, acting, fill, slot
from tests.fixtures.soffice import convert, needs_soffice

DONE = (
    "✓ បានឆ្លើយគ្រប់ទាំង 8 ហើយ។ សូមផ្ញើមកវិញដើម្បីពិនិត្យ។",
    "✓ All 8 are answered. Please send it for checking.",
)
NOT_NUMBER, NO_REASON, NOT_EQUAL, NO_WHY = (
    {("T-02", ""): Answer("about 40")},
    {("T-02", ""): Answer("", "ND")},
    {("T-01@province=12", ""): Answer("21")},
    {("A1.1", "reason"): Answer("")},
)
ODD = [
    *(NOT_NUMBER, NO_REASON, NOT_EQUAL, NO_WHY),
    *({("T-02", ""): Answer(text)} for text in ("-4", "3.5", "១២persons", "1២", "12345678901234")),
    {("T-02", ""): Answer("12", "NA", "There are none")},
    {("T-02", ""): Answer("NA", "ND", "There are none")},
    {("T-02", ""): Answer("NA", "estimated", "There are none")},
    {("T-02", ""): Answer("12", "guessed")},
    {("A1.2", "status"): Answer("nearly done")},
    {("A1.1", "spent"): Answer("a lot")},
    {("A1.1", "spent"): Answer("NA")},
]
EVEN = [
    {("T-02", ""): Answer("១២")},
    {("T-02", ""): Answer("12", "estimated")},
    {("T-02", ""): Answer("NA", "NA", "There are none")},
    {("A1.1", "spent"): Answer("១២៥០០០០")},
    {("A1.2", "status"): Answer("On Schedule")},
]


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


@pytest.mark.parametrize("right", EVEN)
def test_what_the_reader_takes_is_not_told_to_be_looked_at_again(right):
    assert top(fill(GOOD | right)) == DONE


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
        number = one.question.part.holds == "number" and re.fullmatch(r"-?[0-9.]+", text)
        book[one.sheet][one.cell] = float(text) if number else text or None
    return book


@needs_soffice
def test_libreoffice_works_out_the_same(tmp_path):
    cases = [{}, *ODD, *EVEN, NOT_EQUAL | {("A1.2", "status"): Answer("")}]
    for number, wrong in enumerate(cases):
        typed_by_hand(wrong).save(tmp_path / f"{number}.xlsx")
    convert("xlsx", tmp_path / "out", *sorted(tmp_path.glob("*.xlsx")))
    for number, wrong in enumerate(cases):
        content = (tmp_path / "out" / f"{number}.xlsx").read_bytes()
        assert top(content) == top(fill(GOOD | wrong)), wrong
        assert openpyxl.load_workbook(BytesIO(content))[ACTIVITIES]["D7"].value


def answered(form, wrong):
    """Every figure of a form as none, but for some."""
    typed = {"number": "0", "state": "adopted", "flags": "none", "text": "Nothing"}
    questions = [one.question for one in form.open_cells() if is_counted(one.question)]
    answers = {one: Answer(typed[one.part.holds]) for one in questions}
    return answers | {one: Answer(wrong[one.key]) for one in questions if one.key in wrong}


@needs_soffice
def test_only_an_amount_may_be_a_fraction(plan, slot, form, tmp_path):
    cases = {"amount": {"T-05": "12.5"}, "persons": {"T-01": "0.5"}, "words": {"T-05": "much"}}
    sure = {name: write_template(plan, slot, answered(form, cases[name])) for name in cases}
    for name, content in sure.items():  # openpyxl leaves no results behind
        openpyxl.load_workbook(BytesIO(content)).save(tmp_path / f"{name}.xlsx")
    convert("xlsx", tmp_path / "out", *sorted(tmp_path.glob("*.xlsx")))
    ends = {"amount": "for checking.", "persons": "marked: 3", "words": "marked: 1"}
    for name, end in ends.items():
        assert top(sure[name])[1].endswith(end)
        assert top((tmp_path / "out" / f"{name}.xlsx").read_bytes()) == top(sure[name])


MARKED: dict[str, list[tuple[object, str, bool]]] = {
    "D": [
        *((typed, "", False) for typed in (12, "12", "១២", "0012", "NA", 1234567890123, None)),
        *((typed, "", True) for typed in (3.5, -4, "3.5", "-4", "50%", "1e5", "3-10", "(4)", "1២")),
        *((typed, "", True) for typed in ("១2", "about 40", "12345678901234", "១ ២", "គ្មាន")),
    ],
    "E": [
        *((None, "NA", False), ("ND", "ND", False), (12, "estimated", False), ("១២", "", False)),
        *((12, "NA", True), ("NA", "ND", True), ("ND", "estimated", True), (None, "none", True)),
    ],
}
"""By the column that is marked: the value, the status, and whether there is a mark."""


def mark_of(column: str) -> tuple[str, str]:
    """The first cell of a column that may be marked, and the formula that says when it is."""
    sheet = openpyxl.load_workbook(BytesIO(write_template(acting(), slot())))[RETURN]
    row = next(one.row for one in lay_out(acting(), slot()).lines if one.questions)
    for found in sheet.conditional_formatting:
        if str(found.sqref).startswith(f"{column}{row}"):
            return f"{column}{row}", "=" + found.rules[0].formula[0]
    raise AssertionError(column)


@needs_soffice
def test_a_cell_is_marked_where_the_reader_would_refuse_it(tmp_path):
    book = openpyxl.Workbook()
    for column, cases in MARKED.items():
        cell, formula = mark_of(column)
        sheet = book.create_sheet(column)
        for row, (value, status, _) in enumerate(cases, 20):
            sheet[f"D{row}"], sheet[f"E{row}"] = value, status or None
            translated = Translator(formula, cell).translate_formula(f"{column}{row}")
            sheet[f"K{row}"] = translated
    book.save(tmp_path / "marks.xlsx")
    (saved,) = convert("xlsx", tmp_path / "out", tmp_path / "marks.xlsx")
    shown = openpyxl.load_workbook(saved, data_only=True)
    for column, cases in MARKED.items():
        found = [bool(shown[column][f"K{row}"].value) for row, _ in enumerate(cases, 20)]
        assert found == [marked for *_, marked in cases], column


def test_what_is_not_marked_is_a_figure_to_the_reader():
    for typed, _, marked in MARKED["D"]:
        if not marked and typed not in {None, "NA"}:
            assert not isinstance(read_number(str(typed)), Unreadable), typed
