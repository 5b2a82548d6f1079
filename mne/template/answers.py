"""Answers that a form is written with: for the example, and for a form given back filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mne.kinds.milestone import state_ids
from mne.layout import Question, is_counted
from mne.model import Indicator
from mne.typed import Unreadable, read_date, read_stored


class Answer(NamedTuple):
    """What stands in the open cells of one figure, as it would be typed."""

    value: str
    status: str = ""
    note: str = ""


Answers = Mapping[Question, Answer]
NOTHING = Answer("")


def write_entry(
    sheet: Worksheet, place: tuple[int, int], text: str, look: Format, *, holds: str = "text"
) -> None:
    """One open cell: blank, or a number, a day or a text as Excel would have kept it."""
    row, column = place
    number = read_stored(text) if holds == "number" else None
    day = read_date(text) if holds == "date" else None
    if not text:
        sheet.write_blank(row, column, None, look)
    elif isinstance(number, Decimal) and _as_excel_keeps_it(number) == number:
        sheet.write_number(row, column, float(number), look)
    elif isinstance(day, date):
        sheet.write_datetime(row, column, datetime.combine(day, time()), look)
    else:
        sheet.write_string(row, column, text, look)


def _as_excel_keeps_it(number: Decimal) -> Decimal | Unreadable:
    """A cell holds sixteen digits; a longer number is written as text, so that none is lost."""
    return read_stored(f"{float(number):.16G}")


def offered_states(indicator: Indicator, language: str) -> dict[str, str]:
    """What the drop-down offers for each state: its name in the reporter's own language.

    The reader takes a code or a name in any language. Where two states have one name in that
    language only the codes can tell them apart.
    """
    codes = state_ids(indicator)
    names = [one.name.say(language) for one in indicator.states]
    offered = names if len(set(names)) == len(names) else codes
    return dict(zip(codes, offered, strict=True))


def count_answered(answers: Answers, questions: Iterable[Question]) -> int:
    """How many of the figures asked for have a value, or say why there is none."""
    found = [answers.get(one, NOTHING) for one in questions if is_counted(one)]
    return sum(bool(one.value) or one.status in {"NA", "ND"} for one in found)


def numbers_of(answers: Answers, questions: Iterable[Question]) -> list[Decimal]:
    """The figures among the answers."""
    read = (read_stored(answers.get(one, NOTHING).value) for one in questions)
    return [one for one in read if isinstance(one, Decimal)]
