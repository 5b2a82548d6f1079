"""Every attack file, and the odd but honest ones: each has one right end, and comes to it soon.

`python -m tests.workbook.attacks` writes them all, reads them in a process of its own, and prints
"N passed, 0 failed" if each ended in the right reading or the right refusal, within 15 seconds and
a gigabyte, and the process that asked for the readings lived to tell.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from mne.errors import UnreadableError
from mne.workbook import Sheet, read_workbook
from tests.workbook.attacks_container import CONTAINER, KINDS
from tests.workbook.attacks_csv import CSV
from tests.workbook.attacks_ods import ODS_SHEETS
from tests.workbook.attacks_xlsx import SHEETS, XML
from tests.workbook.odd_but_honest import ODD

ATTACKS = {**CONTAINER, **KINDS, **XML, **SHEETS, **ODS_SHEETS, **CSV}
ALL = {**ATTACKS, **ODD}
SECONDS = 15
KILOBYTES = 2**20
_PEAK = "VmHWM:"


def main(arguments: list[str]) -> int:
    """Write the files and have them read; or, told where they lie, read them."""
    if arguments:
        return read_all(Path(arguments[0]))
    with TemporaryDirectory() as folder:
        for number, (name, make, _) in enumerate(ALL.values()):
            path = _path(Path(folder), number, name)
            path.parent.mkdir()
            path.write_bytes(make())
        # Anew, for whoever has made these files has held hundreds of megabytes.
        command = [sys.executable, "-m", "tests.workbook.attacks", folder]
        status = subprocess.run(command, check=False).returncode
    if status not in {0, 1}:
        print(f"0 passed, {len(ALL)} failed: the process that reads them ended with {status}")
    return status


def read_all(folder: Path) -> int:
    passed, failed, slowest, largest = 0, 0, 0.0, 0
    for number, (sentence, (name, _, expected)) in enumerate(ALL.items()):
        started = time.perf_counter()
        end = end_of(_path(folder, number, name))
        seconds, peak = time.perf_counter() - started, peak_of_children()
        slowest, largest = max(slowest, seconds), max(largest, peak)
        if end == expected and seconds < SECONDS and peak < KILOBYTES:
            passed += 1
            continue
        failed += 1
        print(f"FAILED {sentence} ({name}, {seconds:.1f} s, {peak // 1024} MB)")
        print(f"  expected: {expected!r}\n  found:    {end!r}")
    print(f"slowest {slowest:.1f} s, most memory in a reading process {largest // 1024} MB")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def end_of(path: Path) -> str:
    """The code and its reason, or the whole reading, one line a cell."""
    try:
        return "\n".join(line for sheet in read_workbook(path).sheets for line in lines_of(sheet))
    except UnreadableError as refused:
        return f"{refused.code} {refused.params.get('reason', '')}".strip()
    except Exception as error:  # noqa: BLE001 - whatever it is, it should not have come out
        return repr(error)


def lines_of(sheet: Sheet) -> Iterator[str]:
    yield f"[{sheet.name}]" if sheet.visible else f"[{sheet.name}] hidden"
    for cell in sheet.cells:
        formula = " of another file" if cell.outside else " formula" if cell.formula else ""
        yield f"{cell.ref} {cell.type}{formula} {cell.raw!r}"
    for what, numbers in (("rows", sheet.hidden_rows), ("columns", sheet.hidden_columns)):
        if numbers:
            yield f"hidden {what} {', '.join(map(str, sorted(numbers)))}"
    if sheet.merged:
        yield f"merged {', '.join(sheet.merged)}"
    if sheet.filtered:
        yield "filtered"


def peak_of_children() -> int:
    """The most memory, in kilobytes, that a process started from here has held, ended or not."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max([ended, *map(_peak, _running())])


def _running() -> set[int]:
    """Our children, and theirs."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # ended meanwhile
    found: set[int] = set()
    newer = {os.getpid()}
    while newer:
        newer = {child for child, parent in parents.items() if parent in newer} - found
        found |= newer
    return found


def _peak(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(one.split()[1]) for one in status.splitlines() if one.startswith(_PEAK)), 0)


def _path(folder: Path, number: int, name: str) -> Path:
    return folder / str(number) / name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
