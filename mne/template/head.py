"""The top of the sheet `Return`: the stamp, whose form it is, when it is due, and the columns."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from mne.layout import HEADER_ROW, TITLE_CELLS, check_of
from mne.template.desk import Desk, write_column_names
from mne.template.style import Runs, height_for, in_two, text_of, write_runs
from mne.template.words import say, say_day, say_period

KEY, LABEL, UNIT, VALUE, STATUS, NOTE, TARGET, LAST = range(8)
WIDTHS = (7.0, 62.0, 18.0, 15.0, 12.0, 36.0, 22.0, 18.0)
_HEADERS = ("key", "label", "unit", "value", "status", "note", "target", "last")


def write_head(sheet: Worksheet, desk: Desk) -> None:
    """Rows 1 to 5, which stay in view while the officer scrolls."""
    words, looks = desk.words, desk.looks
    sheet.write_string(0, KEY, desk.form.stamp, looks["stamp"])
    sheet.set_row(0, 10)
    reporter = desk.plan.reporters_by_id[desk.form.slot.reporter]
    name = reporter.name_on(desk.form.slot.period.end)
    names = in_two(words.texts(name), "title", "title second")
    when = in_two(words.each(lambda one: say_when(desk, one)), "lead", "second")
    legend = [("legend", f"\n{text}") for text in words.all("legend")]
    title = [names, [*when, *legend]]
    for row, (check_cell, runs) in enumerate(zip(TITLE_CELLS, title, strict=True), 1):
        sheet.write_string(check_cell, check_of(text_of(runs)), looks["key"])
        _write_merged(sheet, desk, row, runs)
    columns = [_column_name(desk, one) for one in _HEADERS]
    write_column_names(sheet, desk, columns)
    needed = list(zip(columns, WIDTHS, strict=True))[LABEL:]
    sheet.set_row(HEADER_ROW - 1, height_for(needed, least=36))


def say_when(desk: Desk, language: str) -> str:
    """`Quarter 1 of 2012 – please send by 16 April 2012`."""
    period = ", ".join(say_form_period(desk, language))
    due = say("send_by", language, day=say_day(desk.due, language))
    return f"{period}  \u2013  {due}"


def say_form_period(desk: Desk, language: str) -> tuple[str, ...]:
    """`Quarter 1 of 2012`; of a campaign what it is called, and then its days."""
    period = desk.form.slot.period
    titles = (one.title.say(language) for one in desk.plan.campaigns if one.period == period)
    return (*titles, say_period(period, language))


def _write_merged(sheet: Worksheet, desk: Desk, row: int, runs: Runs) -> None:
    look = runs[0][0]
    sheet.merge_range(row, LABEL, row, STATUS, "", desk.looks[look])
    write_runs(sheet, desk.looks, (row, LABEL), runs, look)
    sheet.set_row(row, height_for([(runs, sum(WIDTHS[LABEL:NOTE]))], least=20))


def _column_name(desk: Desk, name: str) -> Runs:
    if name == "last" and (period := desk.past.period):
        names = desk.words.each(lambda one: say("last_from", one, period=say_period(period, one)))
        return in_two(names, "header", "second")
    looks = ("key", "key") if name == "key" else ("header", "second")
    return in_two(desk.words.all(f"column_{name}"), *looks)
