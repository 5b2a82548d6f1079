"""How far the form is, on top of the sheet `Return`: a count, and a mark when all is done.

All is done when every figure is answered and nothing is left to look at again: no breakdown that
does not add up, no reason that is lacking, no word where a number belongs, no status or state that
is not in its list. The plan's own rules between figures are left to the checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import groupby, zip_longest
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from mne.kinds.activity import REASON, SPENT, STATUS
from mne.layout import (
    ACTIVITIES,
    ACTIVITY_COLUMNS,
    FIRST_ROW,
    KEY_COLUMN,
    NOTE_COLUMN,
    STATUS_COLUMN,
    VALUE_COLUMN,
    Line,
    Question,
    has_status,
    is_counted,
)
from mne.template.answers import NOTHING, Answer, Answers, count_answered
from mne.template.desk import Desk
from mne.template.formulas import (
    filled_but_not,
    is_whole_text,
    one_of,
    quoted,
    right_number,
    right_status,
    sums_that_differ,
)
from mne.template.help import Asked, all_words, explained_words, mark, money_rule
from mne.template.words import say, unfilled
from mne.typed import read_stored

_FIRST_COLUMN, _LAST_COLUMN, _ROW = 5, 7, 1
_NO_FIGURE = frozenset({"NA", "ND"})


class Count(NamedTuple):
    """A number that the form works out, and what it comes to in the form as it is written."""

    formula: str
    shown: int


def write_counters(sheet: Worksheet, desk: Desk, asked: list[Asked], unequal: int) -> None:
    """Once in each language; `unequal` is how many breakdowns do not add up as they are written."""
    figures = [one for one in asked if is_counted(one.question)]
    lines = [line for line in desk.form.activities if line.questions]
    answered, odd = [], []
    if figures:
        last = figures[-1].row  # the offices heard stand below, and are not counted
        above = [one.question for one in asked if one.row <= last]
        answered.append(_figures_answered(above, last, desk.answers))
        odd.append(Count(sums_that_differ(desk.words, (FIRST_ROW, last)), unequal))
        odd.append(_reasons_lacking(above, last, desk.answers))
        odd.append(_no_numbers([one for one in asked if one.row <= last], last, desk.answers))
        odd.append(_odd_statuses(above, last, desk.answers))
    if lines:
        answered.append(_activities_answered(lines, desk.answers))
        odd.append(_activities_unexplained(desk, lines))
        odd.append(_activities_odd(desk, lines))
    of = len(figures) + len(lines)
    for row, (language, name) in enumerate(
        zip(desk.words.languages, ("counter", "counter second"), strict=False), _ROW
    ):
        look = desk.looks[name]
        sheet.merge_range(row, _FIRST_COLUMN, row, _LAST_COLUMN, "", look)
        if of:
            formula, shown = _tell(language, of, answered, odd)
            sheet.write_formula(row, _FIRST_COLUMN, formula, look, shown)
        else:
            sheet.write_string(row, _FIRST_COLUMN, say("nothing_asked", language), look)
    _mark_all_done(sheet, desk, of)


def _mark_all_done(sheet: Worksheet, desk: Desk, of: int) -> None:
    """Colour the counters when they say so."""
    done = say("all_done", desk.words.own, of=of)
    rows = [(_ROW + 1, _ROW + len(desk.words.languages))]
    says_so = f"${NOTE_COLUMN}${_ROW + 1}={quoted(done)}"
    mark(sheet, desk, rows, (_FIRST_COLUMN, _LAST_COLUMN), says_so, "all done")


def _tell(language: str, of: int, answered: list[Count], odd: list[Count]) -> tuple[str, str]:
    """The formula of one counter, and what it says in the form as it is written."""
    facts = {"of": str(of)}
    for name, counts in (("count", answered), ("odd", odd)):
        facts[name] = f"({'+'.join(one.formula for one in counts)})"
    some, again, done = (
        _joined(unfilled(key, language), facts) for key in ("answered", "look_again", "all_done")
    )
    formula = f'=IFERROR(IF({facts["count"]}<{of},{some},IF({facts["odd"]}=0,{done},{again})),"")'
    numbers = {"of": of, "count": _sum(answered), "odd": _sum(odd)}
    key = "answered" if numbers["count"] < of else "look_again" if numbers["odd"] else "all_done"
    return formula, say(key, language, **numbers)


def _sum(counts: list[Count]) -> int:
    return sum(one.shown for one in counts)


def _joined(sentence: str, facts: dict[str, str]) -> str:
    """`Answered: {count} of {of}` as a formula that puts it together."""
    pieces = re.split(r"\{(\w+)\}", sentence)
    texts = (quoted(text) if text else "" for text in pieces[::2])
    numbers = (facts[name] for name in pieces[1::2])
    found = (piece for pair in zip_longest(texts, numbers) for piece in pair)
    return "&".join(filter(None, found))


def _figures_answered(asked: list[Question], last: int, answers: Answers) -> Count:
    """How many have a value, or say why there is none."""
    values, statuses = _area(VALUE_COLUMN, last), _area(STATUS_COLUMN, last)
    answered = f'((({values}<>"")+({statuses}="NA")+({statuses}="ND"))>0)'
    formula = f"SUMPRODUCT({_rows_of(asked, last, is_counted)}*{answered})"
    return Count(formula, count_answered(answers, asked))


def _reasons_lacking(asked: list[Question], last: int, answers: Answers) -> Count:
    """How many are NA or ND without a note."""
    values, statuses, notes = (
        _area(column, last) for column in (VALUE_COLUMN, STATUS_COLUMN, NOTE_COLUMN)
    )
    said = "+".join(f'({cells}="{code}")' for cells in (values, statuses) for code in ("NA", "ND"))
    rows = _rows_of(asked, last, has_status)
    formula = f'SUMPRODUCT({rows}*(({said})>0)*({notes}=""))'
    return Count(formula, sum(_lacks_reason(one) for one in _given(answers, asked, has_status)))


def _lacks_reason(answer: Answer) -> bool:
    return bool({answer.value, answer.status} & _NO_FIGURE) and not answer.note


def _no_numbers(asked: list[Asked], last: int, answers: Answers) -> Count:
    """How many hold words, less than zero, or a fraction where a whole number belongs."""
    values, questions = _area(VALUE_COLUMN, last), [one.question for one in asked]
    fractions = _rows_of_fractions([one for one in asked if _is_number(one.question)], values)
    rows = _rows_of(questions, last, _is_number)
    formula = filled_but_not(right_number(values, fractions=fractions), values, rows)
    given = [(answers.get(one, NOTHING).value, one) for one in questions if _is_number(one)]
    return Count(formula, sum(_is_odd(text, whole=one.part.whole) for text, one in given))


def _rows_of_fractions(asked: list[Asked], values: str) -> str:
    """The rows in which a number need not be whole; nothing where there are none."""
    row, found = f"ROW({values})", []
    for whole, neighbours in groupby(asked, lambda one: one.question.part.whole):
        first, *_, last = [one.row for one in neighbours for _ in range(2)]
        if not whole:
            found.append(f"({row}>={first})*({row}<={last})")
    return f"({'+'.join(found)})" if found else ""


def _is_number(question: Question) -> bool:
    return question.part.holds == "number"


def _is_odd(text: str, *, whole: bool) -> bool:
    if text in {"", *_NO_FIGURE} or is_whole_text(text):
        return False
    number = read_stored(text)
    return not isinstance(number, Decimal) or number < 0 or (whole and number % 1 != 0)


def _odd_statuses(asked: list[Question], last: int, answers: Answers) -> Count:
    """How many are not known, or say another thing than the value beside them."""
    statuses = _area(STATUS_COLUMN, last)
    fits = right_status(statuses, _area(VALUE_COLUMN, last))
    formula = filled_but_not(fits, statuses, _rows_of(asked, last, has_status))
    return Count(formula, sum(_is_odd_status(one) for one in _given(answers, asked, has_status)))


def _is_odd_status(answer: Answer) -> bool:
    if answer.status == "estimated":
        return answer.value in {"", *_NO_FIGURE}
    fits = answer.status in _NO_FIGURE and answer.value in {"", answer.status}
    return bool(answer.status) and not fits


def _activities_answered(lines: list[Line], answers: Answers) -> Count:
    """How many have a state."""
    last, asked = lines[-1].row, [one for line in lines for one in line.questions]
    keys = _area(KEY_COLUMN, last, ACTIVITIES)
    states = _area(ACTIVITY_COLUMNS[STATUS], last, ACTIVITIES)
    formula = f'SUMPRODUCT(({keys}<>"")*({states}<>""))'
    return Count(formula, count_answered(answers, asked))


def _activities_unexplained(desk: Desk, lines: list[Line]) -> Count:
    """How many are late or dropped and do not say why."""
    last, words = lines[-1].row, explained_words(desk.indicator(lines[0].id))
    keys, states, reasons = (
        _area(column, last, ACTIVITIES)
        for column in (KEY_COLUMN, ACTIVITY_COLUMNS[STATUS], ACTIVITY_COLUMNS[REASON])
    )
    late = "+".join(f"({states}={quoted(word)})" for word in words)
    formula = f'SUMPRODUCT(({keys}<>"")*(({late})>0)*({reasons}=""))'
    shown = 0
    for line in lines:
        given = {one.part.name: desk.answers.get(one, NOTHING).value for one in line.questions}
        shown += given[STATUS] in words and not given[REASON]
    return Count(formula, shown)


def _activities_odd(desk: Desk, lines: list[Line]) -> Count:
    """How many have a state that is none of the list, or spent what is no amount."""
    words = all_words(desk.indicator(lines[0].id))
    keys, states, spent = (
        _area(column, lines[-1].row, ACTIVITIES)
        for column in (KEY_COLUMN, ACTIVITY_COLUMNS[STATUS], ACTIVITY_COLUMNS[SPENT])
    )
    rows = f'({keys}<>"")'
    known = filled_but_not(one_of(states, words), states, rows)
    formula = f"{known}+{filled_but_not(money_rule(spent), spent, rows)}"
    known_words = {"", *(word.casefold() for word in words)}
    shown = 0
    for one in (question for line in lines for question in line.questions):
        given = desk.answers.get(one, NOTHING).value
        shown += one.part.name == STATUS and given.casefold() not in known_words
        # NA and ND are no answers here: there is no room for a reason.
        shown += one.part.name == SPENT and (given in _NO_FIGURE or _is_odd(given, whole=False))
    return Count(formula, shown)


def _area(column: str, last: int, sheet: str = "") -> str:
    where = f"{sheet}!" if sheet else ""
    return f"{where}${column}${FIRST_ROW}:${column}${last}"


def _rows_of(asked: list[Question], last: int, wanted: Callable[[Question], bool]) -> str:
    """The rows of the figures wanted, told by their keys: headings have none."""
    keys = _area(KEY_COLUMN, last)
    others = sorted({one.part.name for one in asked if not wanted(one)})
    left_out = "".join(f'*(RIGHT({keys},{len(one) + 1})<>"#{one}")' for one in others)
    return f'({keys}<>""){left_out}'


def _given(
    answers: Answers, asked: list[Question], wanted: Callable[[Question], bool]
) -> Iterable[Answer]:
    return (answers.get(one, NOTHING) for one in asked if wanted(one))
