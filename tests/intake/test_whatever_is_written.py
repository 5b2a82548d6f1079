"""Whatever answers a form is written with, reading it gives back exactly these.

So it is after it was sorted or filtered, and after LibreOffice saved it, as xlsx and as ods.
"""

from __future__ import annotations

import random
import shutil
from copy import copy
from itertools import count
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mne.kinds.kind import LONGEST_TEXT
from mne.layout import ACTIVITIES, LANGUAGE, NARRATIVE, RETURN, Question, lay_out
from mne.template import Answer, write_template
from tests.fixtures import acting_kit
from tests.fixtures.any_answers import (
    ACTING,
    TRIAL,
    Asked,
    as_libreoffice_keeps_it,
    compare,
    filled,
)
from tests.fixtures.soffice import convert, needs_soffice
from tests.fixtures.trial_kit import check, copy_workspace, spoil, write

IN_ONE_GO = 6
"""Forms for each start of LibreOffice, which is what takes the time."""


def as_kept(cell):
    """Its type too: openpyxl would make a formula of words that begin with =."""
    return cell.value, cell.data_type, copy(cell._style)


def sorted_by(seed):
    """Every row somewhere else, whole: its key, its name and its answers go with it."""

    def change(book):
        for name in {RETURN, ACTIVITIES, NARRATIVE} & set(book.sheetnames):
            sheet = book[name]
            rows = list(range(6, sheet.max_row + 1))
            cells = {row: [as_kept(one) for one in sheet[row]] for row in rows}
            order = random.Random(seed).sample(rows, len(rows))
            for row, source in zip(rows, order, strict=True):
                for cell, kept in zip(sheet[row], cells[source], strict=True):
                    cell.value, cell.data_type, cell._style = kept

    return change


def filtered_by(seed):
    """A filter that shows some rows and hides the others."""

    def change(book):
        sheet = book[RETURN]
        sheet.auto_filter.ref = f"A5:H{sheet.max_row}"
        sheet.auto_filter.add_filter_column(4, ["NA", "estimated"])
        shown = random.Random(seed)
        for row in range(6, sheet.max_row + 1):
            sheet.row_dimensions[row].hidden = shown.random() < 0.5

    return change


@pytest.fixture
def desks(tmp_path):
    """A workspace for each of the plans."""
    (tmp_path / "acting").mkdir()
    return {
        "trial": copy_workspace(tmp_path / "a workspace"),
        "acting": acting_kit.desk(tmp_path / "acting"),
    }


class Made(NamedTuple):
    """A filled form, not printed whole: `compare` tells what is wrong with it."""

    asked: Asked
    answers: dict[Question, Answer]
    content: bytes
    is_sorted: bool

    def __repr__(self):
        return "a sorted form" if self.is_sorted else "a form"


handled = st.sampled_from([None, sorted_by, filtered_by])
seeds = st.integers(0, 99)


@st.composite
def forms_made(draw):
    asked = draw(st.sampled_from([TRIAL, ACTING]))
    answers, hand, seed = draw(filled(asked)), draw(handled), draw(seeds)
    form = write_template(asked.plan, asked.slot, answers)
    return Made(asked, answers, spoil(form, hand(seed)) if hand else form, hand == sorted_by)


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.generate],  # `compare` names the one answer; to look for a smaller form is slow
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(made=forms_made())
def test_every_answer_comes_back_as_it_was_given(desks, tmp_path, made):
    verdict = check(desks[made.asked.plan.id], write(tmp_path, "any.xlsx", made.content))
    compare(verdict, made.asked, made.answers)
    if not made.is_sorted:
        cells = [(one.cell.sheet, one.cell.ref) for one in verdict.observations]
        form = lay_out(made.asked.plan, made.asked.slot)
        assert cells == [(one.sheet, one.cell) for one in form.open_cells() if one.entry == "value"]
    assert not {"rows-hidden", "row-renamed", "rows-mixed"} & {one.code for one in verdict.issues}


def check_after_libreoffice(desks, folder, forms):
    folder.mkdir()
    files = [write(folder, f"{number}.xlsx", one.content) for number, one in enumerate(forms)]
    for style in ("xlsx", "ods"):
        for one, path in zip(forms, convert(style, folder / style, *files), strict=True):
            verdict = check(desks[one.asked.plan.id], path)
            compare(verdict, one.asked, one.answers, as_libreoffice_keeps_it)
    shutil.rmtree(folder)


some_forms = st.lists(forms_made(), min_size=IN_ONE_GO, max_size=IN_ONE_GO)
slow = settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],  # to look for a smaller case would take hours
    suppress_health_check=list(HealthCheck),
)
batch = count()


@needs_soffice
@slow
@given(forms=some_forms)
def test_every_answer_comes_back_from_libreoffice_too(desks, tmp_path, forms):
    check_after_libreoffice(desks, tmp_path / f"batch {next(batch)}", forms)


@pytest.mark.long
@needs_soffice
@settings(slow, max_examples=25)
@given(forms=some_forms)
def test_a_hundred_and_fifty_forms_come_back_from_libreoffice(desks, tmp_path, forms):
    check_after_libreoffice(desks, tmp_path / f"batch {next(batch)}", forms)


def test_the_open_cells_stand_on_three_sheets_and_words_in_their_languages():
    cells = [cell for one in (TRIAL, ACTING) for cell in lay_out(one.plan, one.slot).open_cells()]
    assert {one.sheet for one in cells} == {RETURN, ACTIVITIES, NARRATIVE}
    narrative = [one for one in cells if one.sheet == NARRATIVE]
    languages = {dict(one.question.at)[LANGUAGE]: one.cell[0] for one in narrative}
    assert languages == {"km": "C", "en": "D"}


def test_the_longest_text_that_can_be_printed_comes_back_whole(workspace):
    question = next(one for one in TRIAL.questions if one.part.name == "done")
    text = ("ក" * LONGEST_TEXT)[:LONGEST_TEXT]
    form = write_template(TRIAL.plan, TRIAL.slot, {question: Answer(text)})
    verdict = check(workspace, write(workspace.root, "long.xlsx", form))
    assert text in {one.value for one in verdict.observations}
