"""Lists of persons: rows with a name beside a date of birth, an age, a telephone or a number.

Told by headings, in any of the languages, or by what stands in the columns: names beside dates that
are spread as dates of birth are. One list is one thing, however many rows it has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from mne.checks.privacy.numbers import CASES, IDENTITIES, PHONES, is_phone_alone
from mne.checks.privacy.words import HEADINGS
from mne.model import Cell
from mne.refs import column_number, split_ref
from mne.typed import clean, read_date

LISTS = "persons-listed"
_FEWEST_UNDER_HEADINGS = 1
_FEWEST = 3
"""Rows without headings from which a list is a list."""
_APART = 4
"""Years over which dates of birth are spread; what happened under a plan lies closer together."""
_BESIDE = 3
"""Columns within which the name stands."""
_LONGEST_NAME = 40
_LONGEST_OTHER_NAME = 30
"""In Khmer, Thai, Lao and Burmese no space parts the words of a sentence."""
_MOST_WORDS = 5
_OLDEST = 110
_FEWEST_DIGITS = 6


_KIND_BY_HEADING = {word: kind for kind, words in HEADINGS.items() for word in words}
_LATIN = "\u0e00"
"""The first letter of Thai; Khmer, Lao, Burmese and Chinese come after it."""
_NAME = re.compile(r"[^\W\d_][^\d@#:;!?/=_]*")
_YEAR = re.compile(r"(?:19|20|24|25)\d\d")
_AGE = re.compile(r"(\d{1,3})(?:\s*(?:years?|yrs?|ឆ្នាំ|ປີ|ปี|tuổi|နှစ်|岁)(?:\s*old)?)?")

_Row = Mapping[int, Cell]
_Table = Mapping[int, _Row]


class Listed(NamedTuple):
    """A list: what it is, and the cells that it takes up, the first first."""

    code: str
    cells: tuple[Cell, ...]
    rows: int


def kind_of_heading(text: str) -> str:
    """What the column below such a heading holds; empty where it is no such heading."""
    plain = re.split(r"[(/\[:\n]", clean(text).lower(), maxsplit=1)[0].strip(" .*-")
    first = re.split(r"[ -]", plain, maxsplit=1)[0]
    found = _KIND_BY_HEADING.get(plain, "")
    # "Name" alone is of a person; in the other scripts so is "name and family name".
    return found or (_KIND_BY_HEADING.get(first, "") if plain > _LATIN else "")


def lists_in(
    cells: Iterable[Cell], headings: Collection[Cell], marks: Mapping[str, str]
) -> Iterator[Listed]:
    """The lists of one sheet. `marks`: by address the code of what was found, or a day's year."""
    kinds = {kind_of_heading(cell.raw) for cell in headings}
    is_headed = bool(kinds & _CODES.keys()) or ("name" in kinds and len(kinds) > 1)
    if not (is_headed or _may_be_persons(marks.values())):
        return
    table = _table(cells)
    taken: set[str] = set()
    for listed in (*_under_headings(table, headings), *_beside_names(table, marks)):
        if not taken & {cell.ref for cell in listed.cells}:
            taken |= {cell.ref for cell in listed.cells}
            yield listed


def _table(cells: Iterable[Cell]) -> dict[int, dict[int, Cell]]:
    table: dict[int, dict[int, Cell]] = defaultdict(dict)
    for cell in cells:
        letters, row = split_ref(cell.ref)
        table[row][column_number(letters)] = cell
    return table


def _under_headings(table: _Table, headings: Iterable[Cell]) -> Iterator[Listed]:
    columns_by_row: dict[int, dict[str, int]] = defaultdict(dict)
    for cell in headings:
        letters, row = split_ref(cell.ref)
        columns_by_row[row].setdefault(kind_of_heading(cell.raw), column_number(letters))
    for head, columns in columns_by_row.items():
        below = range(head + 1, max(table) + 1)
        others = {kind: column for kind, column in columns.items() if kind in _HOLDS}
        held = {
            kind: [row for row in below if _HOLDS[kind](_text(table, row, column))]
            for kind, column in others.items()
        }
        named = [row for row in below if _is_name(_text(table, row, columns.get("name", 0)))]
        rows = sorted({*named} & {row for some in held.values() for row in some})
        if len(rows) >= _FEWEST_UNDER_HEADINGS:
            yield Listed(LISTS, _cells_of(table, [head, *rows], columns["name"]), len(rows))
            continue
        for kind, rows in held.items():
            if kind in _CODES and len(rows) >= _FEWEST_UNDER_HEADINGS:
                cells = tuple(table[row][others[kind]] for row in (head, *rows))
                yield Listed(_CODES[kind], cells, len(rows))


def _beside_names(table: _Table, marks: Mapping[str, str]) -> Iterator[Listed]:
    """Names beside dates of birth or numbers, whatever stands above them."""
    rows_by_columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    for ref in marks:
        letters, row = split_ref(ref)
        column = column_number(letters)
        for name in range(column - _BESIDE, column + _BESIDE + 1):
            if name != column and _is_capital_name(_text(table, row, name)):
                rows_by_columns[name, column].append(row)
    for (name, column), rows in rows_by_columns.items():
        names = {clean(table[row][name].raw) for row in rows}
        if len(names) < max(_FEWEST, len(rows) // 4):
            continue
        if _may_be_persons(marks[table[row][column].ref] for row in rows):
            yield Listed(LISTS, _cells_of(table, rows, name), len(rows))


def _cells_of(table: _Table, rows: Iterable[int], column: int) -> tuple[Cell, ...]:
    """What stands in some rows, as far as it goes without a gap on both sides of a column."""
    cells = []
    for row in rows:
        first = last = column
        while first - 1 in table[row]:
            first -= 1
        while last + 1 in table[row]:
            last += 1
        cells += [table[row][one] for one in range(first, last + 1) if one in table[row]]
    return tuple(cells)


def names_beside(cells: Iterable[Cell], found: Iterable[Cell]) -> list[Cell]:
    """What looks like a name in the rows of what was found."""
    rows = {split_ref(cell.ref)[1] for cell in found}
    return [cell for cell in cells if split_ref(cell.ref)[1] in rows and _is_capital_name(cell.raw)]


def _text(table: _Table, row: int, column: int) -> str:
    cell = table.get(row, {}).get(column)
    return cell.raw if cell else ""


def _is_name(text: str) -> bool:
    plain = clean(text)
    longest = _LONGEST_NAME if plain.isascii() else _LONGEST_OTHER_NAME
    few = len(plain.split()) <= _MOST_WORDS and len(plain) <= longest
    return bool(plain) and few and bool(_NAME.fullmatch(plain))


def _is_capital_name(text: str) -> bool:
    """As a name, and in Latin letters each word with a capital, two at least."""
    plain = clean(text)
    if not _is_name(plain) or kind_of_heading(plain):
        return False
    words = plain.split()
    latin = plain[0].isascii()
    return not latin or (len(words) > 1 and all(word[0].isupper() for word in words))


def year_of(text: str) -> int:
    """The year of a day, of the common calendar; 0 where the text is no day."""
    day = read_date(text)
    if isinstance(day, date):
        return day.year
    known = dict(day.params).get("expected", "") if day.code == "date-buddhist-era" else ""
    return int(known[:4]) if known else 0


def _may_be_persons(marks: Iterable[str]) -> bool:
    """Some numbers, or some days as far apart as dates of birth are."""
    found = [*marks]
    years = [int(one) for one in found if one.isdecimal()]
    if len(found) - len(years) >= _FEWEST:
        return True
    return len(found) >= _FEWEST and bool(years) and max(years) - min(years) >= _APART


def _is_birth(text: str) -> bool:
    return bool(year_of(text)) or bool(_YEAR.fullmatch(clean(text)))


def _is_age(text: str) -> bool:
    found = _AGE.fullmatch(clean(text).lower())
    return found is not None and int(found[1]) <= _OLDEST


def _is_number(text: str) -> bool:
    return sum(map(str.isdecimal, text)) >= _FEWEST_DIGITS


_HOLDS: dict[str, Callable[[str], bool]] = {
    "birth": _is_birth,
    "age": _is_age,
    "phone": is_phone_alone,
    "identity": _is_number,
    "case": lambda text: any(map(str.isdecimal, text)),
}
"""Whether a text can be what the heading says."""
_CODES = {"phone": PHONES, "identity": IDENTITIES, "case": CASES}
"""What a column of such is, without names beside it."""
