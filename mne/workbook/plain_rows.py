"""The rows of a sheet of an .xlsx that is written plainly: one pattern from first cell to last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import compress, islice
from operator import lt

from mne.workbook.facts import (
    MAX_COLUMN,
    MAX_ROW,
    SPOT_BITS,
    SPOT_COLUMN,
    Odd,
    ReadSheet,
    SheetFacts,
    column_number,
    hides_it,
    spot,
    whole,
)
from mne.workbook.plain_text import MORE, NAME, TEXT
from mne.workbook.styles import DAY, NUMBER
from mne.workbook.values import DATE, cell_value, is_short_whole, reads_outside
from mne.workbook.values import TEXT as WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mne.workbook.styles import Look

    OddCell = tuple[str, str, str, str]
    """A cell that is more than a text of the list: style, kind, formula, value behind its tag."""

_END_ROW = "</row>"
_ESCAPED = "_x"
_KNOWN_SPOTS, _KNOWN_RUNS, _KNOWN_FORMULAS = 500_000, 50_000, 5_000
_FIRST_DAY, _LAST_DAY = 61, 2_958_465
"""Serial numbers of 1900-03-01, before which Excel counts a day that never was, and 9999-12-31."""

_FORMULA = rf"(<f{MORE}(?:/>|>{TEXT}</f>))?+"
_VALUE = rf"(?:(<v>{TEXT})</v>)?+"
_STYLE = r"(?: s=\"(\d{1,6}+)\")?+"
_HELD = (
    rf"{_STYLE}(?: t=\"s\"><v>(\d{{1,9}}+)</v></c>|(?: t=\"(str|[nbe])\")?+>{_FORMULA}{_VALUE}</c>)"
)
_ROW = rf"({MORE})(?:>|(/)>(?=<row |\Z))"
_BLANK = r"<c r=\"([A-Z]{1,3}+[1-9]\d{0,6}+)\"(?: s=\"\d{1,6}+\")?+/>"
_TAGS = re.compile(
    r"((?:<(c) r=\"(?=[A-Z])|(?:</row>)?+<row r=\"(?=[1-9]))([A-Z]{0,3}+[1-9]\d{0,6}+)\""
    rf"(?(2){_HELD}|{_ROW})((?:{_BLANK.replace('(', '(?:', 1)})*+)(?(10)|(?=<c |</row><|\Z)))",
    re.ASCII,
)
"""A cell that holds something, or the beginning of a row (after the end of the one before), and the
blank cells behind it. What is not an empty row goes on with a cell or is ended."""
_BLANK_REFS = re.compile(_BLANK, re.ASCII)
_ERRORS = frozenset({"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!"})
_FIGURE = re.compile(r"[^<&>\x00-\x20]*+")
_PAIR = re.compile(rf"({NAME})=\"([^\"]*+)\"", re.ASCII)
_NO_RUN = (1 << 60, 0)
_spots: dict[str, int] = {}
_runs: dict[str, tuple[int, int]] = {"": _NO_RUN}
"""First and last spot of so many blank cells in a row; the forms of one kind share them."""


class NotPlainError(Exception):
    """Something is not written in the plain form: another way must read it."""


class Looks:
    """What a number is in each style, and in which an old Khmer font is."""

    def __init__(self, looks: list[Look]) -> None:
        self.shows = {str(style): shows for style, (shows, _) in enumerate(looks)}
        self.shows[""] = self.shows.get("0", NUMBER)
        self.fonts = {str(style): font for style, (_, font) in enumerate(looks) if font}


def read_rows(rows: str, facts: SheetFacts, strings: dict[str, str], looks: Looks) -> ReadSheet:
    """The cells of these rows; `strings` are the workbook's texts by their numbers."""
    inner = rows.removesuffix(_END_ROW)
    tags = _TAGS.findall(inner)
    if not tags:
        if rows:
            raise NotPlainError
        return ReadSheet(facts, [], [])
    columns = list(zip(*tags, strict=True))
    tiles, is_cell, refs, styles, indexes, kinds, formulas, values, marks, is_empty, blanks = (
        columns
    )
    if sum(map(len, tiles)) != len(inner) or is_cell[0] or bool(is_empty[-1]) == (inner != rows):
        raise NotPlainError
    spots = _spots_of(refs)
    _check_order(spots, _runs_of(blanks), is_cell.count(""))
    facts.hidden_rows = _hidden_rows(refs, marks)
    held = [one or two or three for one, two, three in zip(indexes, values, formulas, strict=True)]
    facts.spots, facts.refs = list(compress(spots, held)), list(compress(refs, held))
    others = compress(zip(styles, kinds, formulas, values, strict=True), held)
    return _read_cells(facts, list(compress(indexes, held)), others, strings, looks)


def _spots_of(refs: Sequence[str]) -> list[int]:
    """Row and column of each reference as one number; a row alone stands before its cells."""
    try:
        return list(map(_spots.__getitem__, refs))
    except KeyError:
        pass
    if len(_spots) > _KNOWN_SPOTS:
        _spots.clear()
    for ref in refs:
        letters = ref.rstrip("0123456789")
        row, column = int(ref[len(letters) :]), column_number(letters) if letters else 0
        if row > MAX_ROW or column > MAX_COLUMN:
            raise NotPlainError
        _spots[ref] = spot(row, column)
    return list(map(_spots.__getitem__, refs))


def _runs_of(blanks: Sequence[str]) -> list[tuple[int, int]]:
    """First and last spot of each run of blank cells."""
    if len(_runs) > _KNOWN_RUNS:
        _runs.clear()
        _runs[""] = _NO_RUN
    for run in set(blanks).difference(_runs):
        spots = _spots_of(_BLANK_REFS.findall(run))
        if not all(map(lt, spots, islice(spots, 1, None))):
            raise NotPlainError
        _runs[run] = (spots[0], spots[-1])
    return list(map(_runs.__getitem__, blanks))


def _check_order(spots: list[int], runs: list[tuple[int, int]], rows: int) -> None:
    """Each cell stands after the one before, and in the row that it names."""
    firsts, lasts = zip(*runs, strict=True)
    ends = [last or at for at, last in zip(spots, lasts, strict=True)]
    if not (all(map(lt, spots, firsts)) and all(map(lt, ends, islice(spots, 1, None)))):
        raise NotPlainError
    # A cell of another row stands before the tag of that row, unless there is no such tag.
    if (ends[-1] >> SPOT_BITS) - (spots[0] >> SPOT_BITS) + 1 != rows:
        named = {one >> SPOT_BITS for one in spots} | {one >> SPOT_BITS for one in ends}
        if len(named) != rows:
            raise NotPlainError


def _hidden_rows(refs: Sequence[str], marks: Sequence[str]) -> list[int]:
    """The numbers of the rows that their marks hide."""
    hides = {}
    for one in set(marks):
        attributes = attributes_of(one)
        if "r" in attributes:
            raise NotPlainError
        hides[one] = hides_it(attributes, "ht")
    if not any(hides.values()):
        return []
    return [int(ref) for ref, one in zip(refs, marks, strict=True) if hides[one]]


def attributes_of(text: str) -> dict[str, str]:
    """Attributes by their names, none of which may be given twice."""
    pairs = _PAIR.findall(text)
    by_name = dict(pairs)
    if len(by_name) < len(pairs):
        raise NotPlainError
    return by_name


def _read_cells(
    facts: SheetFacts,
    indexes: list[str],
    others: Iterable[OddCell],
    strings: dict[str, str],
    looks: Looks,
) -> ReadSheet:
    """What each cell holds: a text of the list, or more than that."""
    try:
        raws = list(map(strings.__getitem__, indexes))
    except KeyError:
        raise NotPlainError from None
    sheet = ReadSheet(facts, raws, [WORDS] * len(raws))
    for position, (index, one) in enumerate(zip(indexes, others, strict=True)):
        if looks.fonts and (font := looks.fonts.get(one[0] or "0")):
            facts.fonts[position] = font
        if not index:
            _read_odd(sheet, position, one, looks.shows.get(one[0], ""))
        elif not raws[position]:
            raise NotPlainError
    if raws:
        columns = [one & SPOT_COLUMN for one in facts.spots]
        facts.end_row(facts.spots[-1] >> SPOT_BITS, max(columns))
    return sheet


def _read_odd(sheet: ReadSheet, position: int, one: OddCell, shows: str) -> None:
    """One cell that is more than a text of the list."""
    _, kind, formula, tagged = one
    text = tagged[3:]
    if not kind and not formula and shows == NUMBER and is_short_whole(text):
        sheet.raws[position], sheet.types[position] = text, NUMBER  # by far the commonest
        return
    if kind == "str":
        text = unescaped(text)
    elif not _FIGURE.fullmatch(text):
        raise NotPlainError
    equation, outside = _equation(formula) if formula else (None, False)
    cached = bool(text) or (kind == "str" and tagged != "")
    if equation is None and not cached:
        raise NotPlainError
    odd = (position, kind or "n", text.strip(), equation, cached)
    if cached and shows == DAY and kind in ("", "n"):
        sheet.raws[position], sheet.types[position] = _day(text), DATE
    else:
        value = _value(odd, text, shows)
        ref = sheet.facts.refs[position]
        sheet.raws[position], sheet.types[position] = cell_value(ref, odd, value)
    if equation is not None:
        sheet.formulas[position] = "12"[outside]


def _day(text: str) -> str:
    """The day that a serial number is."""
    number = whole(text)
    if number is None or not _FIRST_DAY <= number <= _LAST_DAY:
        raise NotPlainError
    return (date(1899, 12, 30) + timedelta(number)).isoformat()


def _value(odd: Odd, text: str, shows: str) -> object:
    """What the fast reader would say that the cell holds."""
    _, kind, figure, _, cached = odd
    if figure in _ERRORS if kind == "e" else not cached:
        return ""
    if kind == "str" and _ESCAPED not in text and text == text.strip():
        return text
    if kind == "b" and figure in ("0", "1"):
        return figure == "1"
    if kind == "n" and shows == NUMBER:
        try:
            return float(figure)
        except ValueError:
            raise NotPlainError from None
    raise NotPlainError


@lru_cache(_KNOWN_FORMULAS)
def _equation(formula: str) -> tuple[str, bool]:
    """A formula as the parser gives it, and whether it reads another file; forms share many."""
    head, _, text = formula.removesuffix("/>").partition(">")
    attributes_of(head)
    equation = "=" + unescaped(text.removesuffix("</f>"))
    return equation, reads_outside(equation)


def unescaped(text: str) -> str:
    """Text as it was before it was written into XML."""
    if "&" in text:
        for sign, letter in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'"), ("amp", "&")):
            text = text.replace(f"&{sign};", letter)
    return text
