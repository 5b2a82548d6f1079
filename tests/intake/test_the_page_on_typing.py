"""Every row of docs/what-may-be-typed.md is typed into a real file, and read as the page says."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from mne.issues import SEVERITY_BY_CODE
from mne.tables import plain
from tests.fixtures.trial_kit import (
    as_csv,
    check,
    csv_lines,
    good_form,
    said,
    spoil,
    write,
)

PAGE = Path(__file__).parents[2] / "docs" / "what-may-be-typed.md"
CELLS = {
    "Figures": ("Return", "D36", "J-05"),
    "Days": ("Return", "D29", "J-03#reached_on"),
    "States, flags and statuses": ("Return", "D28", "J-03#state"),
    "Words": ("Narrative", "D7", "J-06@lang=en#done"),
}
PLACES = "Places, in a CSV"


class Row(NamedTuple):
    section: str
    typed: str
    kept_as: str
    value: str
    code: str


def unhidden(text):
    return re.sub(r"\{([A-Z -]+)\}", lambda found: unicodedata.lookup(found[1]), text)


def rows():
    section = ""
    for line in PAGE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:]
        if found := re.fullmatch(r"\| `(.*)` \| ([a-z ]+) \| (.*?) ?\| (?:`(.*)` )?\|", line):
            typed, kept_as, value, code = found.groups("")
            yield Row(section, unhidden(typed), kept_as, unhidden(value), code)


ROWS = list(rows())


def cell_value(row):
    match row.kept_as:
        case "number":
            return float(row.typed)
        case "date":
            return date.fromisoformat(row.typed)
        case "truth value":
            return row.typed == "TRUE"
        case _:
            return row.typed


def read_in_form(workspace, row):
    sheet, ref, key = CELLS[row.section]

    def damage(book):
        cell = book[sheet][ref]
        cell.value = cell_value(row)
        if row.kept_as == "number":
            cell.number_format = "General"

    path = write(workspace.root, "typed.xlsx", spoil(good_form(), damage))
    verdict = check(workspace, path)
    return said(verdict)[key][0], {(one.code, one.cell) for one in verdict.issues}, ref


def read_in_csv(workspace, row):
    lines = csv_lines()
    meant = row.value or "01"
    (number,) = (at for at, line in enumerate(lines, 1) if (line[0], line[2]) == ("J-01", meant))
    lines[number - 1][2] = row.typed
    path = write(workspace.root, "typed.csv", as_csv(lines))
    verdict = check(workspace, path, plan="trial", period="2012-Q1", reporter="MOJ")
    found = [
        dict(one.at)["province"]
        for one in verdict.observations
        if one.cell and one.cell.ref == f"E{number}"
    ]
    return "".join(found), {(one.code, one.cell) for one in verdict.issues}, f"C{number}"


def test_the_page_has_its_rows_and_no_other_table():
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("|")]
    heads = [line for line in lines if line.startswith(("| typed |", "|---"))]
    assert len(lines) - len(heads) == len(ROWS) > 90
    assert {row.section for row in ROWS} == {*CELLS, PLACES}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.section}-{row.kept_as}-{row.typed}")
def test_what_the_page_says_is_so(workspace, row):
    read = read_in_csv if row.section == PLACES else read_in_form
    value, issues, ref = read(workspace, row)
    if row.code:
        assert SEVERITY_BY_CODE[row.code] == "error"
        assert issues == {(row.code, ref)}
    else:
        assert issues == set()
        assert plain(value) == row.value
