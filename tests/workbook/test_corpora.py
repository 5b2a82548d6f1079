"""Spreadsheets that nobody here wrote: each is read, or refused in our own words, and soon."""

from __future__ import annotations

import subprocess
import sys
import time
import warnings
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from mne.errors import UnreadableError
from mne.workbook import FAULTS, Sheet, Workbook, read_workbook

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
FILES = sorted(path for path in CORPORA.rglob("*") if path.is_file())
SECONDS = 15
BIG = 200_000

pytestmark = pytest.mark.skipif(not FILES, reason=f"no corpora at {CORPORA.name}/")

REFUSED = {
    "issue_594_dos.ods": "file-unsafe",  # a filled cell repeated over the whole sheet
    "issue252.xlsx": "file-unsafe",  # a part that inflates to more than it says
    "pass_protected.xlsx": "file-encrypted",
    "pass_protected.ods": "file-encrypted",
    "vba.xlsm": "file-macros",
    "issue_186.xlsb": "file-xls",
    "date.xls": "file-xls",
    "structure-errors.csv": "csv-ragged",
    "empty.csv": "file-empty",
}

DEFENSIBLE: dict[str, str] = {}
"""Macro-free workbooks that calamine reads and we refuse, with why: two at most, and none today.

The two of our refusals that are neither encrypted nor old, it refuses as well.
"""
BARE = """
import sys
from python_calamine import CalamineWorkbook
for path in sys.argv[1:]:
    try:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    except BaseException as error:
        print("refused", flush=True)
    else:
        print("read", flush=True)
"""
"""Bare calamine, whose panics are no `Exception`."""


@cache
def outcome(path: Path) -> Workbook | UnreadableError:
    started = time.perf_counter()
    try:
        return read_workbook(path)
    except UnreadableError as error:
        return error
    finally:
        assert time.perf_counter() - started < SECONDS


def result(path: Path) -> str:
    read = outcome(path)
    return read.code if isinstance(read, UnreadableError) else read.kind


def test_every_file_is_read_or_refused() -> None:
    results = {path: result(path) for path in FILES}
    print(Counter(results.values()))
    assert set(results.values()) <= {"xlsx", "ods", "csv", *FAULTS} - {"file-reader-failed"}
    by_name = {path.name: code for path, code in results.items()}
    assert {name: by_name.get(name) for name in REFUSED} == REFUSED


def test_the_honest_workbooks_are_all_read() -> None:
    workbooks = [path for path in FILES if path.suffix in {".xlsx", ".ods"}]
    refused = {path.name for path in workbooks if result(path) not in {"xlsx", "ods"}}
    assert refused == {name for name in REFUSED if name.endswith((".xlsx", ".ods"))}


def test_what_calamine_reads_is_read() -> None:
    workbooks = [path for path in FILES if path.suffix in {".xlsx", ".ods"}]
    read = read_by_calamine(workbooks)
    assert len(read) > 130
    refused = {path.name: result(path) for path in read if result(path) not in {"xlsx", "ods"}}
    print(f"of {len(read)} that calamine reads, {len(refused)} are refused: {refused}")
    assert refused.keys() == DEFENSIBLE.keys()
    assert len(DEFENSIBLE) <= 2


def read_by_calamine(paths: list[Path]) -> list[Path]:
    """Those that it reads, in processes of its own: some files end the process."""
    told: list[str] = []
    while len(told) < len(paths):
        command = [sys.executable, "-c", BARE, *paths[len(told) :]]
        more = subprocess.run(command, capture_output=True, text=True, check=False)
        told += more.stdout.splitlines()
        if more.returncode:
            told.append("aborted")
    return [path for path, word in zip(paths, told, strict=True) if word == "read"]


def test_an_independent_reader_sees_the_same_errors_and_formulas() -> None:
    """openpyxl, which shares no code with our readers, on every workbook that it can open."""
    compared = 0
    for path in FILES:
        ours = outcome(path)
        if isinstance(ours, UnreadableError) or ours.kind != "xlsx" or ours.size > BIG:
            continue
        try:
            with warnings.catch_warnings(action="ignore"):
                theirs = openpyxl.load_workbook(BytesIO(path.read_bytes()))
        except Exception:  # noqa: BLE001 - what it cannot open is not compared
            continue
        for sheet in ours.sheets:
            if sheet.name not in theirs.sheetnames:
                continue  # openpyxl leaves out sheets whose part it does not recognise
            assert marks(sheet) == their_marks(theirs[sheet.name]), path.name
            compared += 1
    assert compared > 100


def marks(sheet: Sheet) -> dict[str, str]:
    told = {cell.ref: "f" if cell.formula else cell.type[0] for cell in sheet.cells}
    return {ref: mark for ref, mark in told.items() if mark in "ef"}


def their_marks(sheet: Worksheet) -> dict[str, str]:
    # Only the cells that exist: going row by row would make those between two far ones.
    cells = sheet._cells.values()
    return {cell.coordinate: cell.data_type for cell in cells if cell.data_type in "ef"}
