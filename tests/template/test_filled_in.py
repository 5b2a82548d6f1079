"""A form that is written with answers reads as if they had been typed."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import openpyxl
import pytest

from mne.layout import RETURN
from mne.template import Answer, write_template


@pytest.fixture
def questions(form):
    return {one.question.key: one.question for one in form.open_cells() if one.entry == "value"}


@pytest.fixture
def cells(form):
    return {
        (one.question.key, one.entry): one.cell for one in form.open_cells() if one.sheet == RETURN
    }


def read_back(plan, slot, answers, *, values=True):
    written = write_template(plan, slot, answers)
    return openpyxl.load_workbook(BytesIO(written), data_only=values)[RETURN]


def group_row(form, *group):
    lines = form.lines
    return next(one.row for one in lines if one.role == "group" and one.group == group)


def in_sexes(questions, female: str, male: str, unknown: str, total: str):
    return {
        questions["T-01"]: Answer(total),
        questions["T-01@sex=female"]: Answer(female),
        questions["T-01@sex=male"]: Answer(male),
        questions["T-01@sex=unknown"]: Answer(unknown),
    }


def test_numbers_days_and_words_are_kept_as_excel_keeps_them(plan, slot, questions, cells):
    answers = {
        questions["T-01"]: Answer("1577"),
        questions["T-02#numerator"]: Answer("", "ND", "=not kept"),
        questions["T-03#state"]: Answer("adopted"),
        questions["T-03#reached_on"]: Answer("2012-11-30"),
        questions["T-05"]: Answer("about 40"),
    }
    sheet = read_back(plan, slot, answers, values=False)
    assert sheet[cells["T-01", "value"]].value == 1577
    assert sheet[cells["T-02#numerator", "status"]].value == "ND"
    assert sheet[cells["T-02#numerator", "note"]].value == "=not kept"
    assert sheet[cells["T-02#numerator", "note"]].data_type == "s"
    assert sheet[cells["T-03#state", "value"]].value == "adopted"
    assert sheet[cells["T-03#reached_on", "value"]].value == datetime(2012, 11, 30)  # noqa: DTZ001
    assert sheet[cells["T-05", "value"]].value == "about 40"


def test_a_number_longer_than_excel_keeps_is_written_as_text(plan, slot, questions, cells):
    sheet = read_back(plan, slot, {questions["T-05"]: Answer("1234567890123.4567")})
    assert sheet[cells["T-05", "value"]].value == "1234567890123.4567"


def test_the_counter_shows_what_is_answered_and_why_the_rest_is_not(plan, slot, questions):
    answers = {
        questions["T-01"]: Answer("0"),
        questions["T-02#numerator"]: Answer("", "NA", "no court"),
        questions["T-05"]: Answer("", "estimated"),
        questions["T-03#reached_on"]: Answer("2012-11-30"),
    }
    assert read_back(plan, slot, answers)["F3"].value.startswith("Answered: 2 of ")


def test_a_breakdown_that_adds_up_is_silent(plan, slot, form, questions):
    sheet = read_back(plan, slot, in_sexes(questions, "20", "21", "0", "41"))
    row = group_row(form, "sex")
    assert sheet[f"D{row}"].value == 41
    assert not sheet[f"F{row}"].value


def test_a_breakdown_that_does_not_add_up_says_so_with_both_figures(plan, slot, form, questions):
    sheet = read_back(plan, slot, in_sexes(questions, "20", "21", "0", "43"))
    message = sheet[f"F{group_row(form, 'sex')}"].value
    assert "do not add up" in message
    assert "41 ≠ 43" in message


def test_an_incomplete_breakdown_is_not_blamed(plan, slot, form, questions):
    sheet = read_back(plan, slot, in_sexes(questions, "20", "21", "", "43"))
    assert not sheet[f"F{group_row(form, 'sex')}"].value


def test_zero_is_a_value_and_not_a_blank(plan, slot, questions, cells):
    sheet = read_back(plan, slot, {questions["T-01"]: Answer("0")})
    assert sheet[cells["T-01", "value"]].value == 0
    assert sheet[cells["T-01@sex=male", "value"]].value is None
