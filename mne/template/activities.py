"""The sheet `Activities`: how far each thing is that the reporter leads, one row each.

What the plan says of an activity stands on the left; its state, a reason, a recommendation and
the money spent are the ministry's to fill in, side by side.
"""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from mne.kinds.activity import REASON, RECOMMENDATION, SPENT, STATUS
from mne.layout import ACTIVITIES, ACTIVITY_COLUMNS, HEADER_ROW, Line, Question
from mne.model import Activity, Budget
from mne.template.answers import NOTHING, write_entry
from mne.template.desk import (
    Desk,
    protect,
    set_page,
    write_band,
    write_column_names,
    write_heading,
    write_key,
)
from mne.template.formulas import filled_but_not, one_of, quoted
from mne.template.help import (
    all_words,
    batches,
    choice_options,
    explained_words,
    mark,
    money_options,
    money_rule,
    validate,
    words_for,
    words_options,
)
from mne.template.last import carry_over
from mne.template.lists import Lists
from mne.template.style import Runs, height_for, in_two, write_runs
from mne.template.words import say, say_day, say_list, say_period

KEY, LABEL, DUE, STATE, WHY, PROPOSED, MONEY, CURRENCY = range(8)
_WIDTHS = (7.0, 54.0, 19.0, 18.0, 34.0, 34.0, 18.0, 10.0)
_HEADERS = ("key", "activity", "due", STATUS, REASON, RECOMMENDATION, SPENT, "currency")
_LOOKS = {
    STATUS: "answer state",
    REASON: "answer note",
    RECOMMENDATION: "answer note",
    SPENT: "answer whole",
}
_CLOSED = ("done", "dropped")
"""The states after which a day that has passed is nothing to worry about."""
_LEAST_HEIGHT = 60
_LONGEST_COMPARED = 120


def write_activities(desk: Desk, lists: Lists) -> None:
    """Write the sheet."""
    sheet = desk.book.add_worksheet(ACTIVITIES)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 6)
    period, width = desk.past.period, sum(_WIDTHS[LABEL : WHY + 1])
    carried = (
        desk.words.each(lambda one: say("carried", one, period=say_period(period, one)))
        if period
        else ()
    )
    write_heading(sheet, desk, "activities", width, WHY, also=carried)
    names = [_column_name(desk, one) for one in _HEADERS]
    write_column_names(sheet, desk, names)
    needed = list(zip(names, _WIDTHS, strict=True))[LABEL:]
    sheet.set_row(HEADER_ROW - 1, height_for(needed, least=36))
    activities = {one.id: one for one in desk.plan.activities}
    for line in desk.form.activities:
        if line.role == "objective":
            titles = desk.words.texts(desk.objective(line.id).title)
            write_band(sheet, desk, line.row, titles, (CURRENCY, _WIDTHS[LABEL]))
        else:
            _write_activity(sheet, desk, line, activities[line.id])
    _add_help(sheet, desk, lists, activities)
    _mark_unchanged(sheet, desk)
    sheet.freeze_panes(HEADER_ROW, DUE)
    set_page(sheet, desk, landscape=True, repeat=HEADER_ROW - 1)
    protect(sheet)


def _column_name(desk: Desk, name: str) -> Runs:
    if name == "key":
        return in_two(desk.words.all("column_key"), "key", "key")
    return in_two(desk.words.all(f"activity_{name}"), "header", "second")


def _write_activity(sheet: Worksheet, desk: Desk, line: Line, activity: Activity) -> None:
    row, looks = line.row - 1, desk.looks
    label = [
        ("heading id", f"{activity.id}   "),
        *in_two(desk.words.texts(activity.title), "bold", "second"),
        *(("small", f"\n{text}") for text in _facts(desk, activity)),
    ]
    due = in_two(desk.words.each(lambda one: say_day(activity.due, one)), "plain", "second")
    write_key(sheet, desk, row, line.questions[0].key, label, due)
    write_runs(sheet, looks, (row, LABEL), label, "activity")
    write_runs(sheet, looks, (row, DUE), due, "activity")
    sheet.write_blank(row, MONEY, None, looks["closed"])
    needed = [(label, _WIDTHS[LABEL]), (due, _WIDTHS[DUE])]
    for question in line.questions:
        look, column = _LOOKS[question.part.name], _column(question.part.name)
        answer = desk.answers.get(question, NOTHING).value
        write_entry(sheet, (row, column), answer, looks[look], holds=question.part.holds)
        needed.append(([(look, answer)], _WIDTHS[column]))
    write_runs(sheet, looks, (row, CURRENCY), [("currency", activity.currency)], "currency")
    sheet.set_row(row, height_for(needed, least=_LEAST_HEIGHT))


def _column(part: str) -> int:
    return ord(ACTIVITY_COLUMNS[part]) - ord("A")


def _facts(desk: Desk, activity: Activity) -> tuple[str, ...]:
    """Who else does it, what it may cost, where it comes from: a line for each language."""
    day = desk.form.slot.period.end
    bodies = [desk.plan.reporters_by_id[one].abbreviation_on(day) for one in activity.contributing]

    def tell(language: str) -> str:
        told = [_say_budget(one, language) for one in activity.budget]
        if bodies:
            told.insert(0, say("activity_with", language, bodies=say_list(bodies, language)))
        return "  \u00b7  ".join([*told, say(f"basis_{activity.provenance.basis}", language)])

    return desk.words.each(tell)


def _say_budget(budget: Budget, language: str) -> str:
    """`USD 12,000 planned (a partner)`."""
    facts = {"amount": f"{budget.amount:,f}", "currency": budget.currency, "source": budget.source}
    return say(f"budget_{budget.stage}", language, **facts)


def _add_help(sheet: Worksheet, desk: Desk, lists: Lists, activities: dict[str, Activity]) -> None:
    """Drop-downs and warnings, and marks on what lacks a reason or is past its day."""
    lines = [one for one in desk.form.activities if one.questions]
    for batch in batches([one.row for one in lines]):
        row = batch[0][0]
        source = lists.by_indicator[lines[0].id].source
        validate(sheet, batch, STATE, choice_options(desk, source))
        known = one_of(f"D{row}", all_words(desk.indicator(lines[0].id)))
        mark(sheet, desk, batch, (STATE, STATE), f"{filled_but_not(known, f'D{row}')}>0", "mark")
        for column in (WHY, PROPOSED):
            validate(sheet, batch, column, words_options(desk))
        explained = _is_one_of(row, explained_words(desk.indicator(lines[0].id)))
        mark(sheet, desk, batch, (WHY, WHY), f'AND({explained},$E{row}="")', "mark")
    for line in lines:
        if line.questions[-1].part.name == SPENT:
            options = money_options(desk, f"G{line.row}", _spent_last(desk, line.questions[-1]))
            validate(sheet, [(line.row, line.row)], MONEY, options)
    for batch in batches([one.row for one in lines if one.questions[-1].part.name == SPENT]):
        row = batch[0][0]
        wrong = filled_but_not(money_rule(f"G{row}"), f"G{row}")
        mark(sheet, desk, batch, (MONEY, MONEY), f"{wrong}>0", "mark")
        parts = f"IF(ISNUMBER(G{row}),G{row}<>INT(G{row}),FALSE)"
        mark(sheet, desk, batch, (MONEY, MONEY), parts, "exact")
    last = desk.form.slot.period.end
    for batch in batches([one.row for one in lines if activities[one.id].due <= last]):
        row = batch[0][0]
        closed = _is_one_of(row, words_for(desk.indicator(lines[0].id), _CLOSED))
        mark(sheet, desk, batch, (DUE, DUE), f"NOT({closed})", "mark")


def _spent_last(desk: Desk, question: Question) -> str:
    """`Last time: 12,000 USD`; nothing where no sum was given."""
    last = desk.past.find(question)
    if last is None or not isinstance(last.value, Decimal):
        return ""
    unit, period = desk.indicator(question.indicator).unit, last.period
    facts = {"amount": f"{last.value:,f}", "currency": unit}
    own = desk.words.own
    return say("spent_last", own, period=say_period(period, own), **facts)


def _mark_unchanged(sheet: Worksheet, desk: Desk) -> None:
    """Show in another look what still says what it said last time."""
    carried = carry_over(desk.plan, desk.form, desk.past, desk.words.own)
    for line in desk.form.activities:
        for question in line.questions:
            if question in carried:
                column = _column(question.part.name)
                cell = f"{ACTIVITY_COLUMNS[question.part.name]}{line.row}"
                same = _begins_with(cell, carried[question].value)
                mark(sheet, desk, [(line.row, line.row)], (column, column), same, "as before")


def _begins_with(cell: str, text: str) -> str:
    # A text inside a formula may have 255 letters; quotation marks count twice.
    if len(text) <= _LONGEST_COMPARED:
        return f"{cell}={quoted(text)}"
    return f"LEFT({cell},{_LONGEST_COMPARED})={quoted(text[:_LONGEST_COMPARED])}"


def _is_one_of(row: int, words: tuple[str, ...]) -> str:
    return f"OR({','.join(f'$D{row}={quoted(text)}' for text in words)})"
