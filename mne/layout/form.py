"""The form as data: its sheets, its columns, its rows and the figure that each of them asks for.

Rows are known by a key in column A, not by their number, so that they may be sorted. Each key
stands behind a short check of the words that the officer reads beside it: where a key and its words
were parted, as by a sort that left out column A, the two no longer agree. So it is with the marks
above the columns, with the title of the form, and with the stamp itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Literal, NamedTuple

from mne.kinds import Part
from mne.model import At, Slot, at_text
from mne.periods import Period

RETURN, ACTIVITIES, NARRATIVE = "Return", "Activities", "Narrative"
README, DEFINITIONS, LISTS = "Read me", "Definitions", "Lists"
# Leelawadee UI comes with every Windows since 8.1 and holds Khmer and Latin letters of one design.
# The older Khmer fonts (Khmer UI, DaunPenh) are only an option since Windows 10, and the Khmer OS
# family has to be installed. Where it is missing, Excel and LibreOffice take another Khmer font.
FONT = "Leelawadee UI"
SHEET_ORDER = (README, RETURN, ACTIVITIES, NARRATIVE, DEFINITIONS, LISTS)
STAMP_CELL = "A1"
STAMP_MARK = "mne-form"
FORM_VERSION = "2"
KEY_COLUMN, LABEL_COLUMN, UNIT_COLUMN = "A", "B", "C"
VALUE_COLUMN, STATUS_COLUMN, NOTE_COLUMN = "D", "E", "F"
TARGET_COLUMN, LAST_COLUMN = "G", "H"
LABEL_COLUMNS = {RETURN: "BC", ACTIVITIES: "BC", NARRATIVE: "B"}
"""What belongs to a row's key: its name, and its unit or the day it is due."""
TITLE_CELLS = {"A2": "B2", "A3": "B3"}
"""On the sheet `Return`: where the check of each line of the title stands, and the line itself."""
NARRATIVE_COLUMNS = "CDEFGHIJ"
"""One for each language of the form."""
DUE_COLUMN, CURRENCY_COLUMN = "C", "H"
ACTIVITY_COLUMNS = {"status": "D", "reason": "E", "recommendation": "F", "spent": "G"}
"""One row for each activity, one column for each part of its answer."""
MARK_ROW = 4
"""Small grey words above the headings, the same in every language, tell the columns apart."""
HEADER_ROW = 5
FIRST_ROW = HEADER_ROW + 1
LANGUAGE = "lang"
"""The place of a narrative: not a dimension of the plan, but the language it is written in."""
_REMEMBERED = 8192
"""Words of rows and headings: most are those of many forms."""
_CHECKED = re.compile("([0-9a-f]{4}) (.+)")
STATUS_CODES = ("NA", "ND", "estimated")

Role = Literal["objective", "indicator", "group", "figure"]
Entry = Literal["value", "status", "note"]


class _Question(NamedTuple):
    indicator: str
    period: Period
    """The period that the figure is about; a yearly figure's is the year, in whichever form."""
    at: At
    part: Part
    line: int = 1
    """Which of several lines, for a narrative."""


class Question(_Question):
    """One figure that is asked for."""

    def __hash__(self) -> int:
        return hash(self.key)

    @cached_property
    def key(self) -> str:
        """`NPA1-INT-01@partner=TH#state`: how a row of the form is known."""
        place = tuple(pair for pair in self.at if pair[0] != LANGUAGE)
        at = f"@{at_text(place)}" if place else ""
        if self.part.in_row:
            return f"{self.indicator}{at}"
        line = f".{self.line}" if self.part.lines > 1 else ""
        part = f"#{self.part.name}{line}" if self.part.name else ""
        return f"{self.indicator}{at}{part}"


class Line(NamedTuple):
    """One row of a sheet: a heading, or what is asked."""

    row: int
    role: Role
    id: str
    """The objective's or indicator's id."""
    group: tuple[str, ...] = ()
    """The dimensions of a breakdown's heading, or of the figures under it."""
    questions: tuple[Question, ...] = ()
    """One for a figure; one for each language of a narrative, for each part of an activity."""


class OpenCell(NamedTuple):
    """A cell that the ministry may fill in."""

    sheet: str
    cell: str
    question: Question
    entry: Entry


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form of one reporter for one period."""

    slot: Slot
    definitions: str
    """Digest of the definitions that it was made from."""
    languages: tuple[str, ...]
    lines: tuple[Line, ...]
    """The rows of the sheet `Return`."""
    activities: tuple[Line, ...]
    """The rows of the sheet `Activities`; empty where none is asked."""
    narrative: tuple[Line, ...]
    """The rows of the sheet `Narrative`; empty where none is asked."""

    @property
    def stamp(self) -> str:
        """What stands in the stamp cell: by this a file is known for what it is."""
        slot = self.slot
        words = (STAMP_MARK, FORM_VERSION, slot.plan, slot.period.label, slot.reporter)
        stamp = " ".join((*words, self.definitions))
        return f"{stamp} {check_of(stamp)}"

    @property
    def sheets(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The sheets with open cells and their rows, without those on which nothing is asked."""
        named = (
            (RETURN, self.lines),
            (ACTIVITIES, self.activities),
            (NARRATIVE, self.narrative),
        )
        return tuple((name, lines) for name, lines in named if lines)

    def open_cells(self) -> Iterator[OpenCell]:
        """Every cell that may be filled in, in the order of the sheets."""
        for sheet, lines in self.sheets:
            for line in lines:
                for question in line.questions:
                    column = self.value_column(question)
                    yield OpenCell(sheet, f"{column}{line.row}", question, "value")
                    if has_status(question):
                        yield OpenCell(sheet, f"{STATUS_COLUMN}{line.row}", question, "status")
                        yield OpenCell(sheet, f"{NOTE_COLUMN}{line.row}", question, "note")

    def value_column(self, question: Question) -> str:
        """Where a question is answered: a language or a part may have a column of its own."""
        language = dict(question.at).get(LANGUAGE)
        if language is not None:
            return NARRATIVE_COLUMNS[self.languages.index(language)]
        if question.part.in_row:
            return ACTIVITY_COLUMNS[question.part.name]
        return VALUE_COLUMN


@lru_cache(_REMEMBERED)
def check_of(words: str) -> str:
    """Four letters that change with the words; how they are spaced and parted does not matter."""
    bare = "".join(unicodedata.normalize("NFC", words).split())
    return sha256(bare.encode()).hexdigest()[:4]


def with_check(known_by: str, words: str) -> str:
    """`3fa2 NPA1-INT-01`: a key or mark as it stands in its cell, behind the check of its words."""
    return f"{check_of(words)} {known_by}"


def part_check(text: str) -> tuple[str, str]:
    """A key or mark and the check before it; an empty check where there is none."""
    parted = _CHECKED.fullmatch(text)
    return (parted[2], parted[1]) if parted else (text, "")


def column_marks(form: Form, sheet: str) -> dict[str, str]:
    """What stands in the row of marks, by column."""
    marks = {KEY_COLUMN: "key", LABEL_COLUMN: "label"}
    if sheet == NARRATIVE:
        columns = zip(NARRATIVE_COLUMNS, form.languages, strict=False)
        return marks | {column: f"{LANGUAGE}={language}" for column, language in columns}
    if sheet == ACTIVITIES:
        columns_of_parts = {column: part for part, column in ACTIVITY_COLUMNS.items()}
        return marks | {DUE_COLUMN: "due", **columns_of_parts, CURRENCY_COLUMN: "currency"}
    return marks | {
        UNIT_COLUMN: "unit",
        VALUE_COLUMN: "value",
        STATUS_COLUMN: "status",
        NOTE_COLUMN: "note",
        TARGET_COLUMN: "target",
        LAST_COLUMN: "last",
    }


def form_file_name(slot: Slot) -> str:
    """`npa-kh-2011_2012-Q1_MOJ.xlsx`."""
    return f"{slot.plan}_{slot.period.label}_{slot.reporter}.xlsx"


def is_counted(question: Question) -> bool:
    """Whether a blank leaves something unanswered; a day or a piece of evidence may stay blank."""
    return question.part.required


def has_status(question: Question) -> bool:
    """Whether a figure may be answered by NA or ND, and has a note.

    So may what is counted, and once a year how many different persons the year's figures are: the
    note then says why they are fewer than the sum. In the row of an activity there is no room.
    """
    part = question.part
    return (part.required or part.yearly) and not part.in_row
