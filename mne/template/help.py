"""Live help inside the form: drop-downs, gentle warnings while typing, and marks on what is odd.

It derives from the same indicator as the checks do, so Excel says at once what a check would say
later. It only ever warns: a ministry is never kept from sending what it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from mne.kinds import kind_of
from mne.kinds.kind import LONGEST_TEXT
from mne.kinds.milestone import state_ids
from mne.layout import NOTE_COLUMN, STATUS_COLUMN, VALUE_COLUMN, Question, has_status, is_counted
from mne.model import Indicator
from mne.template.desk import Desk
from mne.template.formulas import filled_but_not, right_number, right_status
from mne.template.lists import Lists

_LONGEST_HINT, _LONGEST_TITLE = 255, 32
_LEAST_HINT = 40
"""With less room than this the beginning of a definition would say nothing."""
_MOST_RUNS = 40
"""Excel keeps the places of one rule in one attribute, which must not grow without end."""
_VALUE, _STATUS, _NOTE = 3, 4, 5
_EXPLAINED = ("behind-schedule", "dropped")

Run = tuple[int, int]


class Asked(NamedTuple):
    """A figure and its row (from 1)."""

    row: int
    question: Question


_NO_ROW = 0
"""For a rule that is the same in whatever row it stands."""


def add_help(sheet: Worksheet, desk: Desk, lists: Lists, asked: list[Asked]) -> None:
    """Add every rule to the sheet `Return`, each once for all the cells that it holds for."""
    rows_by_rule: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for one in asked:
        rows_by_rule[*_rule(desk, lists, one.question), _explains(desk, one.question)].append(
            one.row
        )
    for (rule, source, explained), rows in rows_by_rule.items():
        for batch in batches(rows):
            options = _options(desk, rule, source, batch[0][0])
            validate(sheet, batch, _VALUE, options | _meaning(desk, explained, options))
            if rule in {"whole", "number"}:
                cell = f"{VALUE_COLUMN}{batch[0][0]}"
                wrong = f"{filled_but_not(_number_rule(rule, cell), cell)}>0"
                mark(sheet, desk, batch, (_VALUE, _VALUE), wrong, "mark number")
    for batch in batches([one.row for one in asked if has_status(one.question)]):
        validate(sheet, batch, _STATUS, _status_options(desk, lists))
        status = f"{STATUS_COLUMN}{batch[0][0]}"
        wrong = filled_but_not(right_status(status, f"{VALUE_COLUMN}{batch[0][0]}"), status)
        mark(sheet, desk, batch, (_STATUS, _STATUS), f"{wrong}>0", "mark")
        validate(sheet, batch, _NOTE, words_options(desk))
        mark(sheet, desk, batch, (_NOTE, _NOTE), _reason_missing(batch[0][0]), "mark")


def batches(rows: Iterable[int]) -> Iterator[list[Run]]:
    """Rows as runs of neighbours, so many at a time as one rule may hold."""
    found = iter(runs(rows))
    while batch := list(islice(found, _MOST_RUNS)):
        yield batch


def runs(rows: Iterable[int]) -> Iterator[Run]:
    """6, 7, 8, 11 are the runs 6-8 and 11-11."""
    first = last = 0
    for row in rows:
        if first and row != last + 1:
            yield first, last
            first = row
        first, last = first or row, row
    if first:
        yield first, last


def _rule(desk: Desk, lists: Lists, question: Question) -> tuple[str, str]:
    """The name of the rule for an answer, and for a state or flag where its words stand."""
    part = question.part
    if part.holds == "number":
        return ("whole" if part.whole else "number"), ""
    if part.holds == "state":
        rule = "state" if has_status(question) else "choice"
        return rule, lists.by_indicator[question.indicator].source
    if part.holds == "flags":
        return "flags", f"{'; '.join(state_ids(desk.indicator(question.indicator)))}"
    return part.holds, ""


def _explains(desk: Desk, question: Question) -> str:
    """The indicator that is explained where this is answered; beside each part it would be noise.

    The window that Excel shows hides the cells below, and parts are typed one after the other.
    """
    kind = kind_of(desk.indicator(question.indicator))
    is_part = bool(question.at) and kind.HAS_TOTAL
    return "" if is_part or not is_counted(question) else question.indicator


def _meaning(desk: Desk, explained: str, options: dict[str, Any]) -> dict[str, Any]:
    """What counts and from which register, in as many languages as the small window has room for.

    It stands below what the window says already.
    """
    if not explained:
        return {}
    indicator, text = desk.indicator(explained), options.get("input_message", "")
    for language in desk.words.languages:
        for piece in desk.meaning(indicator, language):
            room = _LONGEST_HINT - len(text) - 1
            shown = _cut(piece, room) if language == desk.words.own else piece
            if shown and shown not in text and len(shown) <= room:
                text = f"{text}\n{shown}".strip()
    return {"input_title": explained[:_LONGEST_TITLE], "input_message": text} if text else {}


def _cut(text: str, room: int) -> str:
    """As much of a text as there is room for; nothing where that would say nothing."""
    if len(text) <= room:
        return text
    return f"{text[: room - 1].rstrip()}\u2026" if room >= _LEAST_HINT else ""


def _options(desk: Desk, rule: str, source: str, row: int) -> dict[str, Any]:
    """Excel's settings for one rule; `row` is the first that it holds for."""
    say = desk.words.first
    match rule:
        case "state":
            shown = {"validate": "list", "source": source, **_hint(desk, say("hint_state"))}
        case "choice":
            shown = {"validate": "list", "source": source, **_hint(desk, say("hint_choice"))}
        case "flags":
            codes = say("hint_flags", codes=source)
            hint = codes if len(codes) <= _LONGEST_HINT else say("hint_flags_long")
            return {"validate": "any", **_hint(desk, hint)}
        case "date":
            shown = {"validate": "custom", "value": _date_rule(row, desk.form.slot.period.end)}
            shown |= _hint(desk, say("hint_date"))
        case "text":
            shown = {"validate": "length", "criteria": "<=", "value": LONGEST_TEXT}
        case _:
            cell = f"{VALUE_COLUMN}{row}"
            shown = {"validate": "custom", "value": f"=SUMPRODUCT({_number_rule(rule, cell)})>0"}
    return shown | {
        "error_type": "warning",
        "error_title": say("warn_title"),
        "error_message": say(f"warn_{rule}", most=LONGEST_TEXT, end=desk.form.slot.period.end),
    }


def words_options(desk: Desk) -> dict[str, Any]:
    """The rule for a narrative or a note: no longer than can be printed."""
    return _options(desk, "text", "", _NO_ROW)


def choice_options(desk: Desk, source: str) -> dict[str, Any]:
    """The rule for an answer that is one of a list, and neither NA nor ND."""
    return _options(desk, "choice", source, _NO_ROW)


def money_options(desk: Desk, cell: str, last: str) -> dict[str, Any]:
    """The rule for an amount that may stay empty; `last` says what it was last time, if known."""
    say = desk.words.first
    hint = _hint(desk, last) if last else {}
    return hint | {
        "validate": "custom",
        "value": f"=SUMPRODUCT({money_rule(cell)})>0",
        "error_type": "warning",
        "error_title": say("warn_title"),
        "error_message": say("warn_money"),
    }


def _hint(desk: Desk, message: str) -> dict[str, Any]:
    return {"input_title": desk.words.first("hint_title"), "input_message": message}


def _number_rule(rule: str, cell: str) -> str:
    """More than zero for a right number and for NA and ND, which may be typed instead of one."""
    return right_number(cell, fractions="" if rule == "whole" else "1")


def money_rule(cells: str) -> str:
    """More than zero for a right amount that was spent on an activity."""
    return right_number(cells, fractions="1", codes=False)


def _date_rule(row: int, last: date) -> str:
    # A day typed as text is right too, if it has the length of one: the reader takes both.
    cell, end = f"{VALUE_COLUMN}{row}", f"DATE({last.year},{last.month},{last.day})"
    typed = f"AND(LEN({cell})>=8,LEN({cell})<=10)"
    return f"=IF(ISNUMBER({cell}),AND({cell}>=DATE(1950,1,1),{cell}<={end}),{typed})"


def _status_options(desk: Desk, lists: Lists) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": lists.status.source,
        "error_title": desk.words.first("warn_title"),
        "error_message": desk.words.first("warn_status"),
    }


def _reason_missing(row: int) -> str:
    value, status = f"${VALUE_COLUMN}{row}", f"${STATUS_COLUMN}{row}"
    said = ",".join(f'{cell}="{code}"' for cell in (value, status) for code in ("NA", "ND"))
    return f'AND(OR({said}),${NOTE_COLUMN}{row}="")'


def explained_words(activity: Indicator) -> tuple[str, ...]:
    """The states that need a reason, in whatever words."""
    return words_for(activity, _EXPLAINED)


def all_words(indicator: Indicator) -> tuple[str, ...]:
    """Every state, in whatever words."""
    return words_for(indicator, state_ids(indicator))


def words_for(indicator: Indicator, states: tuple[str, ...]) -> tuple[str, ...]:
    """These states, however the reader lets them be written."""
    wanted = [one for one in indicator.states if one.id in states]
    return tuple(
        dict.fromkeys(text for one in wanted for text in (one.id, *one.name.root.values()))
    )


def validate(sheet: Worksheet, batch: list[Run], column: int, options: dict[str, Any]) -> None:
    """One rule for a column of some rows."""
    first, *others = [[start - 1, column, end - 1, column] for start, end in batch]
    sheet.data_validation(*first, {**options, "other_cells": others})


def mark(
    sheet: Worksheet,
    desk: Desk,
    batch: list[Run],
    columns: tuple[int, int],
    formula: str,
    look: str,
) -> None:
    """Show cells of some rows in another look wherever a formula is true."""
    letters = [chr(ord("A") + column) for column in columns]
    places = " ".join(f"{letters[0]}{start}:{letters[1]}{end}" for start, end in batch)
    start, end = batch[0]
    sheet.conditional_format(
        *(start - 1, columns[0], end - 1, columns[1]),
        {
            "type": "formula",
            "criteria": f"={formula}",
            "format": desk.looks[look],
            "multi_range": places,
        },
    )


def mark_groups(sheet: Worksheet, desk: Desk, rows: list[int]) -> None:
    """Colour the heading of each breakdown whose message cell says that it does not add up."""
    for batch in batches(rows):
        message = f'$F{batch[0][0]}<>""'
        mark(sheet, desk, batch, (1, 6), message, "mark")
