"""The secretariat's own good and bad returns, held against what they are to come to.

A folder holds `good/` and `bad/`. A file in `good/` comes to no issue at all. A file in `bad/` is
named after its one code, and may name its cell: `number-malformed D18 seventy.xlsx`. Where more
than one thing is wrong, or one of several sheets is meant, `expected.csv` beside the two folders
says it.
They are checked by themselves: no return that was ever received has a say in it.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mne.catalogue import FAMILIES, family_of
from mne.errors import UsageError
from mne.intake import Checked, Declared, Desk, NotOpened
from mne.typed import nearest
from mne.workbook import Readers
from mne.workspace import Workspace

GOOD, BAD, EXPECTED = "good", "bad", "expected.csv"
CHECKS = "checks"
"""The folder of a plan that holds its good and bad returns."""
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]*")
_SLOT = ("plan", "period", "reporter")
_COLUMNS = ("file", "code", "sheet", "cell", *_SLOT, "layout")


class Found(NamedTuple):
    """A code at a place; of what is expected, an empty sheet or cell is any."""

    code: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        place = "!".join(filter(None, (self.sheet, self.cell)))
        return f"{self.code} {place}".strip()

    def covers(self, other: Found) -> bool:
        """Whether this is what was expected there."""
        places = ((self.sheet, other.sheet), (self.cell, other.cell))
        return self.code == other.code and all(ours in {"", theirs} for ours, theirs in places)


class Specimen(NamedTuple):
    """One file, and what it is to come to."""

    path: Path
    name: str
    """`bad/number-malformed D18.xlsx`."""
    declared: Declared
    expected: tuple[Found, ...]


class Outcome(NamedTuple):
    """What a file came to."""

    specimen: Specimen
    found: tuple[Found, ...]

    @property
    def passed(self) -> bool:
        """Whether all that was expected came, and nothing else."""
        left = list(self.found)
        for one in self.specimen.expected:
            match = next((found for found in left if one.covers(found)), None)
            if match is None:
                return False
            left.remove(match)
            if not one.cell and not one.sheet:  # the same mistake in several cells is one code
                left = [found for found in left if found.code != one.code]
        return not left


def specimen_folders(workspace: Workspace) -> list[Path]:
    """Where a workspace keeps its good and bad returns: beside the definitions of each plan."""
    return sorted(path for path in workspace.indicators.glob(f"*/{CHECKS}") if path.is_dir())


def find_specimens(folder: Path) -> list[Specimen]:
    """The files of a folder, good ones first; UsageError where one is not named after a code."""
    told = _expected(folder)
    found = [
        _specimen(path, f"{kind}/{path.name}", told.get(f"{kind}/{path.name}", ()))
        for kind in (GOOD, BAD)
        for path in sorted((folder / kind).glob("*"))
        if path.is_file() and not path.name.startswith((".", "~", "README"))
    ]
    if not found:
        raise UsageError("specimens-none", folder=folder)
    if lost := set(told) - {one.name for one in found}:
        raise UsageError("specimen-missing", file=min(lost), expected=EXPECTED)
    return found


def try_specimens(
    workspace: Workspace, specimens: Sequence[Specimen], scratch: Path
) -> Iterator[Outcome]:
    """Check each by itself, in a scratch workspace whose archive holds definitions alone."""
    desk_root = scratch / "workspace"
    desk_root.mkdir()
    shutil.copytree(workspace.indicators, desk_root / "indicators")
    if (kept := workspace.submissions / "definitions").is_dir():  # for forms that are older
        shutil.copytree(kept, desk_root / "submissions" / "definitions")
    with Readers(len(specimens)) as readers:
        desk = Desk(Workspace(desk_root), readers)
        for one in specimens:
            (checked,) = desk.judge(list(desk.open([one.path], one.declared)))
            yield Outcome(one, tuple(sorted(_found(checked))))


def _found(checked: Checked | NotOpened) -> Iterator[Found]:
    if isinstance(checked, NotOpened):
        yield Found(checked.error.code)
    else:
        yield from (Found(one.code, one.sheet, one.cell) for one in checked.verdict.issues)


def _specimen(path: Path, name: str, told: Sequence[Mapping[str, str]]) -> Specimen:
    words = path.stem.split(" ")
    slot = next((word.split("_") for word in words if word.count("_") == len(_SLOT) - 1), [])
    said: dict[str, Any] = dict(zip(_SLOT, slot, strict=False))
    for row in told:
        said |= {key: row[key] for key in (*_SLOT, "layout") if row.get(key)}
    declared = Declared(**said)
    if path.suffix != ".csv" and not declared.layout:
        declared = Declared()  # a form says itself whose it is
    expected = tuple(_read_row(row) for row in told if row.get("code"))
    if not expected and name.startswith(BAD):
        expected = (_from_name(words, name),)
    return Specimen(path, name, declared, expected)


def _from_name(words: Sequence[str], name: str) -> Found:
    cell = next((word for word in words[1:2] if _CELL.fullmatch(word)), "")
    return _known(Found(words[0].partition(".")[0], cell=cell), name)


def _read_row(row: Mapping[str, str]) -> Found:
    return _known(Found(row["code"], row.get("sheet", ""), row.get("cell", "")), EXPECTED)


def _known(found: Found, where: str) -> Found:
    try:
        family_of(found.code)
    except KeyError:
        near = nearest(found.code, [code for codes in FAMILIES.values() for code in codes])
        facts = {"file": where, "check": found.code, "near": near or "-"}
        raise UsageError("specimen-code-unknown", **facts) from None
    return found


def _expected(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of `expected.csv` by the file that they speak of."""
    path = folder / EXPECTED
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, restval="")
        rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
        columns = set(reader.fieldnames or ())
    if "file" not in columns or columns - {*_COLUMNS}:
        known = ", ".join(_COLUMNS)
        raise UsageError("specimen-columns", file=EXPECTED, known=known)
    by_file: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_file.setdefault(row["file"], []).append(row)
    return by_file
