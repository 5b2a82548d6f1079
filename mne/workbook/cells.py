"""A workbook as the rest of the system sees it: sheets of cells, each with its address.

Also turns the child's answer into these types. The child has handled a stranger's file, so its
answer is believed only if it has exactly the shape that was agreed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import repeat
from typing import Literal, NoReturn, TypeGuard

from mne.model import Cell, CellType
from mne.workbook.faults import FAULTS, Refusal

Kind = Literal["xlsx", "ods", "xls", "csv"]

_KINDS: tuple[Kind, ...] = ("xlsx", "ods", "xls")
_TYPES: dict[str, CellType] = {
    "n": "number",
    "t": "text",
    "b": "boolean",
    "d": "date",
    "e": "error",
    "f": "formula",
}
_cell_of = partial(tuple.__new__, Cell)
_FLAGS = {"0": (False, False), "1": (True, False), "2": (True, True)}
"""Whether a cell holds a formula, and whether that reads another file."""
_REF = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_REFS = re.compile(rf"(?:{_REF.pattern} )*{_REF.pattern}")
_RANGE = re.compile(rf"{_REF.pattern}:{_REF.pattern}")
_LONGEST_FACT = 20  # digits; what is longer was not counted
_SHEET_KEYS = {
    "name",
    "visible",
    "refs",
    "raws",
    "types",
    "formulas",
    "fonts",
    "hidden_rows",
    "hidden_columns",
    "merged",
    "filtered",
}


@dataclass(frozen=True)
class Sheet:
    """One sheet; hidden rows and columns are counted from 1, up to the last filled cell."""

    name: str
    visible: bool
    cells: tuple[Cell, ...]
    """Cells that hold something, row by row. A formula whose result is "" has an empty `raw`."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[str, ...] = ()
    filtered: bool = False
    """Whether a filter is on: rows may then be hidden by it."""
    guessed_encoding: bool = False
    """Of a CSV: whether its letters had to be guessed, for it is not in UTF-8."""
    tells_formulas: bool = True
    """Whether a formula can be told from what was typed; in an old .xls it cannot."""

    @cached_property
    def cell_by_ref(self) -> dict[str, Cell]:
        """Its cells by address."""
        return {cell.ref: cell for cell in self.cells}


@dataclass(frozen=True, slots=True)
class Workbook:
    """One file that has been read: what it is, its digest, its sheets, and what read it."""

    path_name: str
    digest: str
    size: int
    kind: Kind
    sheets: tuple[Sheet, ...]
    reader: str


def parse_answer(answer: bytes, digest: str) -> tuple[Kind, bool, tuple[Sheet, ...]]:
    """What the file is, whether it was read the short way, and its sheets.

    A `Refusal` if the child refused, or answered anything else.
    """
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        _distrust()
    if not isinstance(told, dict):
        _distrust()
    if told.keys() == {"refused", "params"}:
        raise _refusal(told["refused"], told["params"])
    kind, plain, sheets = told.get("kind"), told.get("plain"), told.get("sheets")
    if told.keys() != {"kind", "plain", "sheets"} or not isinstance(sheets, list):
        _distrust()
    if kind not in _KINDS or not isinstance(plain, bool):
        _distrust()
    tells_formulas = kind != "xls"
    return kind, plain, tuple(_parse_sheet(sheet, digest, tells_formulas) for sheet in sheets)


def _distrust() -> NoReturn:
    raise Refusal("file-reader-failed", how="answer")


def _refusal(code: object, params: object) -> Refusal:
    if not (isinstance(code, str) and code in FAULTS and isinstance(params, dict)):
        _distrust()
    if params.keys() != set(FAULTS[code]) or not _all_text(list(params.values())):
        _distrust()
    facts = {
        name: int(fact) if fact.isdecimal() and len(fact) < _LONGEST_FACT else fact
        for name, fact in params.items()
    }
    return Refusal(code, **facts)


def _parse_sheet(told: object, digest: str, tells_formulas: bool) -> Sheet:  # noqa: FBT001 - handed on
    if not isinstance(told, dict) or told.keys() != _SHEET_KEYS:
        _distrust()
    name, visible, merged = told["name"], told["visible"], told["merged"]
    filtered = told["filtered"]
    if not isinstance(name, str) or not _all_text(merged):
        _distrust()
    if not isinstance(visible, bool) or not isinstance(filtered, bool):
        _distrust()
    if not all(map(_RANGE.fullmatch, merged)):
        _distrust()
    return Sheet(
        name=name,
        visible=visible,
        cells=_parse_cells(told, digest, name),
        hidden_rows=_numbers(told["hidden_rows"]),
        hidden_columns=_numbers(told["hidden_columns"]),
        merged=tuple(merged),
        filtered=filtered,
        tells_formulas=tells_formulas,
    )


def _parse_cells(told: dict[str, object], digest: str, sheet: str) -> tuple[Cell, ...]:
    refs, raws, types, flags = told["refs"], told["raws"], told["types"], told["formulas"]
    if not (_all_text(refs) and _all_text(raws)):
        _distrust()
    if not (isinstance(types, str) and isinstance(flags, str)):
        _distrust()
    if not (_TYPES.keys() >= set(types) and _FLAGS.keys() >= set(flags)):
        _distrust()
    if not len(refs) == len(raws) == len(types) == len(flags):
        _distrust()
    if refs and not _REFS.fullmatch(" ".join(refs)):
        _distrust()
    kinds = map(_TYPES.__getitem__, types)
    formulas, outside = zip(*map(_FLAGS.__getitem__, flags), strict=True) if flags else ((), ())
    fonts = [""] * len(refs)
    for position, font in _fonts(told["fonts"], len(refs)):
        fonts[position] = font
    fields = zip(repeat(digest), repeat(sheet), refs, raws, kinds, formulas, outside, fonts)
    return tuple(map(_cell_of, fields))


def _all_text(values: object) -> TypeGuard[list[str]]:
    return isinstance(values, list) and set(map(type, values)) <= {str}


def _fonts(told: object, cells: int) -> Iterator[tuple[int, str]]:
    if not isinstance(told, dict) or not _all_text([*told.values()]):
        _distrust()
    for position, font in told.items():
        if not position.isdecimal() or int(position) >= cells:
            _distrust()
        yield int(position), font


def _numbers(values: object) -> frozenset[int]:
    if not isinstance(values, list) or not all(
        type(value) is int and value > 0 for value in values
    ):
        _distrust()
    return frozenset(values)
