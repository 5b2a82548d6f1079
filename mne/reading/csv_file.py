"""Reads a return that comes as CSV: one line for each figure, in the columns of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from mne.issues import raise_issue
from mne.kinds import kind_of
from mne.layout import LANGUAGE, Question, questions
from mne.model import At, Cell, Codelist, Issue, Plan, Slot
from mne.reading.answers import Entries, Reading, read_answers, unknown
from mne.reading.text import clean
from mne.tables import unguard
from mne.typed import Spellings, nearest, read_stored, which_codes
from mne.workbook import Sheet, Workbook

_FIXED = ("indicator", "part", "value", "status", "note")
_NEEDED = ("indicator", "value")
_ARCHIVED = "cell_type"
_IGNORED = frozenset({"sheet", "cell", "raw", _ARCHIVED, "cell_file"})
"""An archived values.csv may be sent again as it is."""


class _Line(NamedTuple):
    """One line of the file: its cells by column name."""

    number: int
    cells: dict[str, Cell]

    def text(self, column: str) -> str:
        cell = self.cells.get(column)
        return clean(cell.raw) if cell else ""

    def entries(self, question: Question) -> Entries:
        """The cells that answer; `blank`, as the archive writes it, is no status."""
        value, status, note = (self.cells.get(column) for column in ("value", "status", "note"))
        if value and question.part.holds == "number" and _ARCHIVED in self.cells:
            value = _as_archived(value)
        if not self.text("value") and self.text("status") == "blank":
            status = None
        return Entries(question, value, status, note)

    def address(self, column: str) -> dict[str, str]:
        """Where an issue about a column points; to the line's start if there is no such column."""
        cell = self.cells.get(column)
        first = next(iter(self.cells.values()))
        return {"sheet": first.sheet, "cell": cell.ref if cell else f"A{self.number}"}


def _as_archived(cell: Cell) -> Cell:
    """In a values.csv of ours a figure is a number, and its point a decimal point."""
    is_number = isinstance(read_stored(cell.raw), Decimal)
    return cell._replace(type="number") if is_number else cell


_Key = tuple[str, frozenset[tuple[str, str]], str]
"""Indicator, place in whatever order the columns stand, part."""


def read_csv_return(plan: Plan, slot: Slot, workbook: Workbook) -> Reading:
    """Every answer of the file; what is asked and does not stand in it is blank."""
    sheet = workbook.sheets[0]
    columns, issues = _columns(plan, sheet)
    if issues:
        lost = (unknown(slot, question) for question in questions(plan, slot))
        return Reading(tuple(lost), tuple(issues))
    doubts = [raise_issue("csv-old-encoding", sheet=sheet.name)] if sheet.guessed_encoding else []
    asked: dict[_Key, list[Question]] = {}
    for question in questions(plan, slot):
        key = (question.indicator, frozenset(question.at), question.part.name)
        asked.setdefault(key, []).append(question)
    entry_by_question, unsure, found = _take_lines(plan, slot, _lines(sheet, columns), asked)
    open_ones = [one for many in asked.values() for one in many if one not in entry_by_question]
    blank = (Entries(one, None) for one in open_ones if one.indicator not in unsure)
    lost = (unknown(slot, one) for one in open_ones if one.indicator in unsure)
    reading = read_answers(plan, slot, (*entry_by_question.values(), *blank))
    return Reading((*reading.observations, *lost), (*doubts, *found, *reading.issues))


def _take_lines(
    plan: Plan, slot: Slot, lines: Iterable[_Line], asked: dict[_Key, list[Question]]
) -> tuple[dict[Question, Entries], set[str], list[Issue]]:
    """What the lines answer, the indicators that a faulty line may be about, and its faults."""
    entry_by_question: dict[Question, Entries] = {}
    unsure: set[str] = set()
    issues: list[Issue] = []
    taken: dict[_Key, list[_Line]] = {}
    for line in lines:
        given = _key(plan, slot, line)
        found = given if isinstance(given, Issue) else _answered(given, line, asked, taken, slot)
        if isinstance(found, Question):
            entry_by_question[found] = line.entries(found)
            continue
        issues.append(found)
        unsure.update(_indicators(plan, line) or {line.text("indicator")})
        if not isinstance(given, Issue):  # which of two lines is right cannot be known
            for question in asked.get(given, ()):
                entry_by_question.pop(question, None)
    if not unsure <= plan.asked_by_id.keys():  # a line that may be about any of them
        unsure |= plan.asked_by_id.keys()
    return entry_by_question, unsure, issues


def _columns(plan: Plan, sheet: Sheet) -> tuple[dict[str, str], list[Issue]]:
    """The letter of each column by its name, and what is wrong with the headings."""
    known = (*_FIXED, LANGUAGE, *plan.codelists)
    names = dict.fromkeys((*known, *_IGNORED), ())
    columns: dict[str, str] = {}
    wrong: dict[str, Issue] = {}
    head = _head(sheet)
    for cell in sheet.cells:
        letter, number = _place(cell)
        facts = {"sheet": sheet.name, "cell": cell.ref, "found": cell.raw}
        if not clean(cell.raw) or letter in columns or letter in wrong:
            continue
        name = next(iter(which_codes(cell.raw, names)), "")
        if number > head:
            wrong[letter] = raise_issue("csv-column-unnamed", **facts)
        elif not name:
            wrong[letter] = _unknown("csv-column-unknown", facts, known)
        elif name in columns.values():
            wrong[letter] = raise_issue("csv-column-twice", **facts)
        else:
            columns[letter] = name
    where, expected = {"sheet": sheet.name, "cell": f"A{head}"}, ", ".join(known)
    if wrong and not columns and not any("near" in dict(one.params) for one in wrong.values()):
        found = next(iter(sheet.cells)).raw
        return {}, [raise_issue("csv-no-headings", **where, found=found, expected=expected)]
    missing = _missing(columns, wrong)
    gone = [
        raise_issue("csv-column-missing", **where, column=name, expected=expected)
        for name in missing
    ]
    return columns, [*wrong.values(), *gone]


def _missing(columns: Mapping[str, str], wrong: Mapping[str, Issue]) -> list[str]:
    """Columns that cannot be done without, unless one of the unknown headings was meant for it."""
    missing = [name for name in _NEEDED if name not in columns.values()]
    unknown = [dict(one.params) for one in wrong.values() if one.code == "csv-column-unknown"]
    missing = [name for name in missing if name not in {one.get("near") for one in unknown}]
    others = [one for one in unknown if "near" not in one]
    return missing if len(missing) > len(others) else []


def _head(sheet: Sheet) -> int:
    """The row of the headings: the first in which anything stands."""
    return _place(sheet.cells[0])[1] if sheet.cells else 1


def _place(cell: Cell) -> tuple[str, int]:
    letter = cell.ref.rstrip("0123456789")
    return letter, int(cell.ref.removeprefix(letter))


def _unknown(code: str, facts: Mapping[str, str], known: Iterable[str]) -> Issue:
    """A word that is none of those known, and the one that was most likely meant."""
    words = tuple(known)
    near = nearest(clean(facts["found"]), words)
    expected = {"expected": ", ".join(one or '""' for one in words)}
    return raise_issue(code, **facts, **expected, **({"near": near} if near else {}))


def _lines(sheet: Sheet, columns: dict[str, str]) -> Iterator[_Line]:
    by_number: dict[int, dict[str, Cell]] = {}
    head = _head(sheet)
    for cell in sheet.cells:
        letter, number = _place(cell)
        if number > head and letter in columns:
            by_number.setdefault(number, {})[columns[letter]] = cell._replace(raw=unguard(cell.raw))
    for number, cells in sorted(by_number.items()):
        model = next(iter(cells.values()))
        blank = {  # a field that is left empty has an address all the same
            name: model._replace(ref=f"{letter}{number}", raw="")
            for letter, name in columns.items()
        }
        yield _Line(number, blank | cells)


def _key(plan: Plan, slot: Slot, line: _Line) -> _Key | Issue:
    facts = {"reporter": slot.reporter, "period": slot.period.label, "plan": plan.id}
    name = _meant(line, "indicator", dict.fromkeys(plan.asked_by_id, ()), facts)
    if isinstance(name, Issue):
        return name
    parts = [one.name for one in kind_of(plan.asked_by_id[name]).parts(plan.asked_by_id[name])]
    part = line.text("part")
    if part or "" not in parts:
        found = _meant(line, "part", dict.fromkeys(parts, ()), {"indicator": name})
        if isinstance(found, Issue):
            return found
        part = found
    at = _at(plan, slot, line)
    return at if isinstance(at, Issue) else (name, frozenset(at), part)


def _indicators(plan: Plan, line: _Line) -> tuple[str, ...]:
    return which_codes(line.text("indicator"), dict.fromkeys(plan.asked_by_id, ()))


def _at(plan: Plan, slot: Slot, line: _Line) -> At | Issue:
    found = []
    if language := line.text(LANGUAGE):
        meant = which_codes(language, dict.fromkeys(plan.languages, ()))
        found.append((LANGUAGE, next(iter(meant), language)))
    for dimension, codelist in plan.codelists.items():
        text = line.text(dimension)
        if not text:
            continue
        facts = {"dimension": dimension, "period": slot.period.label}
        valid = plan.codes(dimension, slot.period)
        code = _meant(line, dimension, codelist.spellings(valid), facts)
        if isinstance(code, Issue):
            return _not_in_period(codelist, line, dimension, slot) or code
        found.append((dimension, code))
    return tuple(found)


def _not_in_period(codelist: Codelist, line: _Line, dimension: str, slot: Slot) -> Issue | None:
    """A code that the list has, but not in this period."""
    text = line.text(dimension)
    meant = which_codes(text, codelist.spellings(codelist.codes))
    if len(meant) != 1 or codelist.codes[meant[0]].valid_during(slot.period):
        return None
    code = codelist.codes[meant[0]]
    return raise_issue(
        "code-not-in-period",
        **line.address(dimension),
        found=text,
        name=meant[0],
        period=slot.period.label,
        days=f"{code.valid_from or ''} \u2013 {code.valid_to or ''}".strip(),
    )


_UNKNOWN = {"indicator": "csv-indicator-unknown", "part": "csv-part-unknown"}


def _meant(line: _Line, column: str, spellings: Spellings, facts: Mapping[str, str]) -> str | Issue:
    """The code that stands in a column, or the issue about it."""
    text = line.text(column)
    where = {**line.address(column), **facts, "found": text}
    found = which_codes(text, spellings)
    if len(found) == 1:
        return found[0]
    if found:
        told = {name: where[name] for name in ("sheet", "cell", "found")}
        return raise_issue("code-ambiguous", **told, expected=", ".join(found))
    return _unknown(_UNKNOWN.get(column, "csv-code-unknown"), where, spellings)


def _answered(
    key: _Key,
    line: _Line,
    asked: dict[_Key, list[Question]],
    taken: dict[_Key, list[_Line]],
    slot: Slot,
) -> Question | Issue:
    """The question that a line answers; a narrative's lines answer one after the other."""
    several = asked.get(key)
    if several is None:
        facts = {"reporter": slot.reporter, "period": slot.period.label}
        where = line.address("indicator")
        return raise_issue("csv-not-asked", **where, indicator=key[0], **facts)
    before = taken.setdefault(key, [])
    before.append(line)
    if len(before) > len(several) and several[0].part.lines == 1:
        first = before[0].address("indicator")["cell"]
        where = line.address("indicator")
        return raise_issue("csv-row-twice", **where, indicator=key[0], first=first)
    return several[min(len(before), len(several)) - 1]._replace(line=len(before))
