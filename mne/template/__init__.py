"""Writes the form that a ministry fills in for one period, from the definitions alone.

`figures` writes the sheet with the figures, `head` its top, `help` the drop-downs and warnings,
`formulas` the few sums; `activities` writes what the plan does, `pages` the sheets around these and
`lists` the code lists. `last` says what was answered last time. The rows and columns come from
`layout`, the wording from `locale/form.<language>.yaml`.
"""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO

from xlsxwriter import Workbook

from mne.layout import RETURN, Form, OpenCell, asked_of, lay_out
from mne.model import Plan, Slot
from mne.periods import deadline
from mne.template.activities import write_activities
from mne.template.answers import Answer, Answers
from mne.template.desk import Desk
from mne.template.figures import write_return
from mne.template.head import TARGET
from mne.template.last import Earlier, carry_over, read_past
from mne.template.lists import lay_lists, write_lists
from mne.template.pages import definition_rows, write_definitions, write_narrative, write_readme
from mne.template.style import Looks
from mne.template.words import FALLBACK, Words, say_period

SYNTHETIC_MARK = "SYNTHETIC: invented figures \u00b7 តួលេខប្រឌិត"
"""On every form of the example that holds figures."""


def write_template(
    plan: Plan,
    slot: Slot,
    answers: Answers | None = None,
    mark: str = "",
    earlier: Earlier = (),
    *,
    due: date | None = None,
) -> bytes:
    """The form of one reporter for one period. The same definitions and returns, the same bytes.

    `earlier` are the reporter's accepted returns, the latest first: what was answered last time
    stands beside each figure, and the activities go on from it. With `answers` the form comes
    filled in with these alone, as the reporter would have typed them. `mark` says, on top of every
    sheet, what kind of form it is. `due` is the day it is due by where that was extended.
    """
    form, past = lay_out(plan, slot), read_past(earlier)
    words = Words(form.languages or (FALLBACK,))
    due = due or deadline(slot.period, plan.due_days, plan.holidays)
    if answers is None:
        answers = carry_over(plan, form, past, words.own)
    written = BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        desk = Desk(plan, form, book, words, Looks(book), past, answers, due)
        book.set_properties(_properties(desk))
        lists = lay_lists(desk, list(asked_of(plan, slot)))
        write_readme(desk)
        write_return(desk, lists, definition_rows(desk))
        if form.activities:
            write_activities(desk, lists)
        if form.narrative:
            write_narrative(desk)
        write_definitions(desk)
        write_lists(desk, lists)
        if mark:
            _write_mark(book, desk, mark)
    return written.getvalue()


def _write_mark(book: Workbook, desk: Desk, mark: str) -> None:
    """In print on every sheet, and on the screen beside the stamp."""
    for sheet in book.worksheets():
        sheet.set_header(f"&C{mark}")
        if sheet.get_name() == RETURN:
            sheet.write_string(0, TARGET, mark, desk.looks["synthetic"])


def _properties(desk: Desk) -> dict[str, object]:
    """What a file manager shows. The day is the period's first: no clock, so no two versions."""
    slot = desk.form.slot
    plan, period = desk.plan.title.say(FALLBACK), say_period(slot.period, FALLBACK)
    return {
        "title": f"{plan}, {period}, {slot.reporter}",
        "subject": str(slot),
        "created": datetime.combine(slot.period.start, time()),
    }


def address_map(form: Form) -> list[dict[str, object]]:
    """Every open cell and what belongs in it, for scripts that fill in a form."""
    return [
        {
            "sheet": one.sheet,
            "cell": one.cell,
            "indicator": one.question.indicator,
            "at": dict(one.question.at),
            "part": _part(one),
            "entry": one.entry,
        }
        for one in form.open_cells()
    ]


def _part(cell: OpenCell) -> str:
    """`numerator`, `numerator-note`, or `note` for a figure that has only one part."""
    entry = "" if cell.entry == "value" else cell.entry
    return "-".join(filter(None, (cell.question.part.name, entry)))


__all__ = ["SYNTHETIC_MARK", "Answer", "Earlier", "address_map", "write_template"]
