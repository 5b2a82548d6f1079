"""The sheet `Return`: every figure that is asked for, one row each, in the rows of the layout."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from mne.kinds import kind_of
from mne.kinds.coverage import YES
from mne.layout import DEFINITIONS, HEADER_ROW, RETURN, Line, Question, has_status
from mne.model import COVERAGE, Indicator
from mne.periods import Period
from mne.template.answers import NOTHING, numbers_of, write_entry
from mne.template.counter import write_counters
from mne.template.desk import (
    Desk,
    protect,
    say_target,
    set_page,
    target_for,
    write_band,
    write_key,
    write_link,
)
from mne.template.formulas import Parts, message, offices_heard, shown_message
from mne.template.head import (
    KEY,
    LABEL,
    LAST,
    NOTE,
    STATUS,
    TARGET,
    UNIT,
    VALUE,
    WIDTHS,
    write_head,
)
from mne.template.help import Asked, add_help, mark_groups
from mne.template.last import show_last
from mne.template.lists import Lists
from mne.template.style import Runs, height_for, in_two, write_runs
from mne.template.words import say, say_period


class _Table(NamedTuple):
    """The sheet while it is written."""

    sheet: Worksheet
    desk: Desk
    periods: dict[str, Period]
    """What each indicator's figures are about: the form's period, or the year that it ends."""
    totals: dict[tuple[str, str], Asked]
    """Each total, by indicator and part."""
    explained: dict[str, int]
    """The row (from 1) of the sheet `Definitions` where each indicator is explained."""

    def write(self, line: Line, column: int, runs: Runs, look: str) -> None:
        """One cell of a line."""
        write_runs(self.sheet, self.desk.looks, (line.row - 1, column), runs, look)

    def fill(self, line: Line, first: int, last: int, look: str) -> None:
        """Empty cells that carry the line's colour or rule."""
        for column in range(first, last + 1):
            self.sheet.write_blank(line.row - 1, column, None, self.desk.looks[look])

    def set_height(self, line: Line, columns: list[tuple[Runs, int]], least: float) -> None:
        """As high as the highest of its cells needs."""
        needed = [(runs, WIDTHS[column]) for runs, column in columns]
        self.sheet.set_row(line.row - 1, height_for(needed, least))


def write_return(desk: Desk, lists: Lists, explained: dict[str, int]) -> None:
    """Write the sheet; `explained` are the rows of `Definitions`."""
    sheet = desk.book.add_worksheet(RETURN)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    lines = desk.form.lines
    asked = [Asked(line.row, one) for line in lines for one in line.questions]
    table = _Table(
        sheet,
        desk,
        {
            one.question.indicator: one.question.period
            for one in asked
            if not one.question.part.yearly
        },
        {_key(one.question): one for one in asked if not one.question.at},
        explained,
    )
    write_head(sheet, desk)
    for line in lines:
        _WRITERS[line.role](table, line)
    write_counters(sheet, desk, asked, _write_sums(table))
    add_help(sheet, desk, lists, asked)
    mark_groups(sheet, desk, [line.row for line in lines if line.role == "group"])
    sheet.freeze_panes(HEADER_ROW, UNIT)
    set_page(sheet, desk, landscape=True, repeat=HEADER_ROW - 1)
    protect(sheet)


def _key(question: Question) -> tuple[str, str]:
    return question.indicator, question.part.name


def _write_objective(table: _Table, line: Line) -> None:
    titles = table.desk.words.texts(table.desk.objective(line.id).title)
    write_band(table.sheet, table.desk, line.row, titles, (LAST, WIDTHS[LABEL]))


def _write_indicator(table: _Table, line: Line) -> None:
    """A heading that says what there is to say of an indicator beside its figures."""
    words, indicator = table.desk.words, table.desk.indicator(line.id)
    if indicator.id == COVERAGE:
        texts = (*words.texts(indicator.title), *words.all("offices_legend"))
        write_band(table.sheet, table.desk, line.row, texts, (LAST, WIDTHS[LABEL]))
        return
    titles = [
        ("heading id", f"{indicator.id}   "),
        *in_two(words.texts(indicator.title), "heading", "second"),
        *_whole_year(table, indicator),
        *_meaning(table, indicator),
    ]
    basis = words.all(f"basis_{indicator.provenance.basis}")
    goals = _goals(table, indicator)
    table.fill(line, KEY, LAST, "heading")
    table.write(line, LABEL, titles, "heading")
    link = "\u2192 " + " / ".join(words.all("to_definition"))
    place = (line.row - 1, UNIT)
    write_link(table.sheet, table.desk, place, (DEFINITIONS, table.explained[line.id]), link)
    table.write(line, NOTE, [("heading small", " / ".join(basis))], "heading small")
    table.write(line, TARGET, goals, "heading target")
    table.set_height(line, [(titles, LABEL), (goals, TARGET)], least=24)


def _whole_year(table: _Table, indicator: Indicator) -> Runs:
    """A warning where the figure is not about the form's own period, but the year it ends."""
    period = table.periods[indicator.id]
    if period == table.desk.form.slot.period:
        return []
    spans = table.desk.words.each(
        lambda one: say("whole_period", one, period=say_period(period, one))
    )
    return [("heading period", "\n" + " / ".join(spans))]


def _meaning(table: _Table, indicator: Indicator) -> Runs:
    """What counts and from which register, in the reporter's own language, before any figure."""
    told = table.desk.meaning(indicator, table.desk.words.own)
    return [("heading meaning", f"\n{text}") for text in told]


def _goals(table: _Table, indicator: Indicator) -> Runs:
    target = target_for(indicator, table.periods[indicator.id])
    if target is None:
        return []
    goals = table.desk.words.each(lambda one: say_target(indicator, target, one))
    return in_two(goals, "heading target", "heading small")


def _write_group(table: _Table, line: Line) -> None:
    runs = in_two(table.desk.group_names(line.group), "group", "second", parted="  \u00b7  ")
    table.fill(line, KEY, LAST, "group")
    table.write(line, LABEL, runs, "group")
    table.set_height(line, [(runs, LABEL)], least=20)


def _write_figure(table: _Table, line: Line) -> None:
    """One figure: its key, its name, and the cells that are the ministry's."""
    (question,), desk, row = line.questions, table.desk, line.row - 1
    runs = in_two(desk.names(question), "plain", "second", parted="   ")
    if question.part.yearly:
        runs += [("second", f"\n{text}") for text in desk.words.all("confirmed_legend")]
    indicator = desk.indicator(question.indicator)
    counted = question.part.holds == "number" and not question.at
    unit = in_two(desk.units(indicator), "unit", "unit", " / ") if counted else []
    write_key(table.sheet, desk, row, question.key, runs, unit)
    table.write(line, LABEL, runs, "figure in group" if line.group else "figure")
    table.write(line, UNIT, unit, "unit")
    _write_answer(table, line, question)
    table.fill(line, TARGET, TARGET, "closed")
    last = _write_last(table, line, question)
    needed = [(runs, LABEL), (unit, UNIT), (last, LAST), _longest_state(table, question)]
    table.set_height(line, needed, least=19)


def _write_last(table: _Table, line: Line, question: Question) -> Runs:
    """What was answered last time, in a cell that is never the ministry's."""
    desk, place = table.desk, (line.row - 1, LAST)
    indicator = desk.indicator(question.indicator)
    last = show_last(desk.past, indicator, question, desk.words.own)
    if last is None:
        table.fill(line, LAST, LAST, "closed")
        return []
    look = ("last exact" if "." in last.text else "last") if last.is_number else "last text"
    holds = "number" if last.is_number else "text"
    write_entry(table.sheet, place, last.text, desk.looks[look], holds=holds)
    return [(look, last.text)]


def _write_answer(table: _Table, line: Line, question: Question) -> None:
    sheet, looks, row = table.sheet, table.desk.looks, line.row - 1
    answer = table.desk.answers.get(question, NOTHING)
    look, holds = looks[_answer_look(question)], question.part.holds
    write_entry(sheet, (row, VALUE), answer.value, look, holds=holds)
    if has_status(question):
        write_entry(sheet, (row, STATUS), answer.status, looks["answer status"])
        write_entry(sheet, (row, NOTE), answer.note, looks["answer note"])
    else:
        table.fill(line, STATUS, NOTE, "closed")


def _answer_look(question: Question) -> str:
    part = question.part
    if part.holds == "number":
        return "answer whole" if part.whole else "answer number"
    return f"answer {part.holds}"


def _longest_state(table: _Table, question: Question) -> tuple[Runs, int]:
    """The name of a state that needs the most room, for the cell that will show it."""
    if question.part.holds != "state":
        return [], VALUE
    own = table.desk.words.own
    names = [one.name.say(own) for one in table.desk.indicator(question.indicator).states]
    return [("answer state", max(names, key=len))], VALUE


def _write_sums(table: _Table) -> int:
    """In the heading of each breakdown: what it adds up to, and whether that is the total.

    The answer is how many do not add up as they are written.
    """
    unequal = 0
    lines = table.desk.form.lines
    for position, line in enumerate(lines):
        below = list(takewhile(lambda one: one.role == "figure", lines[position + 1 :]))
        if line.role != "group" or not below:
            continue
        if kind_of(table.desk.indicator(line.id)).HAS_TOTAL:
            unequal += _write_sum(table, line, below)
        elif line.id == COVERAGE:
            _write_heard(table, line, below)
    return unequal


def _write_heard(table: _Table, line: Line, below: list[Line]) -> None:
    """How many offices were heard so far, of how many."""
    (yes,) = (one for one in table.desk.indicator(line.id).states if one.id == YES)
    words = (yes.id, *yes.name.root.values())
    formula = offices_heard((below[0].row, below[-1].row), words)
    answers = (table.desk.answers.get(one.questions[0], NOTHING).value for one in below)
    heard = sum(one in words for one in answers)
    look = table.desk.looks["group sum"]
    table.sheet.write_formula(line.row - 1, VALUE, formula, look, f"{heard} / {len(below)}")


def _write_sum(table: _Table, line: Line, below: list[Line]) -> bool:
    """Whether the parts that it is written with do not add up is the answer."""
    looks, words = table.desk.looks, table.desk.words
    names = list(dict.fromkeys(one.questions[0].part.name for one in below))
    parts = [_parts(table, below, name, len(names)) for name in names]
    if len(parts) == 1:
        look = looks["group sum" if below[0].questions[0].part.whole else "group sum exact"]
        formula, shown = parts[0].running_sum, parts[0].shown_sum
        table.sheet.write_formula(line.row - 1, VALUE, formula, look, shown)
    shown = shown_message(parts, words)
    look = looks["group message"]
    table.sheet.write_formula(line.row - 1, NOTE, message(parts, words), look, shown)
    return bool(shown)


def _parts(table: _Table, below: list[Line], name: str, step: int) -> Parts:
    """One part of the figures of a breakdown, with what has been answered."""
    mine = [one for one in below if one.questions[0].part.name == name]
    total, answers = table.totals[below[0].id, name], table.desk.answers
    numbers = numbers_of(answers, (one.questions[0] for one in mine))
    totals = numbers_of(answers, [total.question])
    return Parts(mine[0].row, mine[-1].row, step, total.row, numbers, totals)


_WRITERS: dict[str, Callable[[_Table, Line], None]] = {
    "objective": _write_objective,
    "indicator": _write_indicator,
    "group": _write_group,
    "figure": _write_figure,
}
