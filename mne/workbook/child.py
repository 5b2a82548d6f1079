"""The reading itself, done in a separate process that cannot harm the rest.

Spreadsheet readers can be made to crash or to eat all memory by a file of a few kilobytes. So they
run here, in a process of their own with little memory and little time; if it dies, the sender gets
an answer and everything else goes on. It receives the file's bytes on standard input and answers
in JSON on standard output. It is started for every file, so it imports as little as it can.
"""

from __future__ import annotations

import sys
from io import BytesIO

from mne.workbook.facts import SheetFacts
from mne.workbook.faults import Refusal, ambiguous, damaged
from mne.workbook.parts import inflate, list_parts
from mne.workbook.values import cell_value, reads_outside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from python_calamine import CalamineWorkbook

    Grid = Sequence[Sequence[object]]
    Scan = Callable[[Callable[[str], bytes]], list[SheetFacts]]

MEMORY_BYTES = 2**30
CPU_SECONDS = 10
OPEN_FILES = 32

_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(32), 0x22, 0x5C, 0x7F)}

_SPECIAL = bytes(_ESCAPES)
_BREAK, _BETWEEN = "\n", '","'


def main(kind: str, site: str) -> None:
    """Read the workbook on standard input; `site` is the folder that holds the reader."""
    # Appended, so that nothing in that folder can stand in for the standard library.
    sys.path.append(site)
    import python_calamine  # noqa: F401, PLC0415 - the path is known only now, the limits come after

    scan = choose_scan(kind)
    limit_process()
    try:
        answer = read(sys.stdin.buffer.read(), scan)
    except Refusal as refusal:
        facts = ",".join(
            f"{_text(name)}:{_text(str(value))}" for name, value in refusal.params.items()
        )
        answer = f'{{"refused":{_text(refusal.code)},"params":{{{facts}}}}}'
    sys.stdout.buffer.write(answer.encode("utf-8"))
    sys.stdout.buffer.flush()


def limit_process() -> None:
    """Little memory, little time, no core dump, no file written, hardly any opened."""
    try:
        import resource  # noqa: PLC0415 - Windows has none; there the parent's clock must do
    except ImportError:
        return
    for name, limit in (
        ("RLIMIT_AS", MEMORY_BYTES),
        ("RLIMIT_CPU", CPU_SECONDS),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NOFILE", OPEN_FILES),
    ):
        try:
            resource.setrlimit(getattr(resource, name), (limit, limit))
        except (OSError, ValueError):
            continue  # not every system knows every limit; the others still hold


def choose_scan(kind: str) -> Scan:
    """The second look for this kind of workbook; the other one is not even imported."""
    if kind == "xlsx":
        from mne.workbook.scan_xlsx import scan_xlsx  # noqa: PLC0415

        return scan_xlsx
    from mne.workbook.scan_ods import scan_ods  # noqa: PLC0415

    return scan_ods


def read(data: bytes, scan: Scan) -> str:
    """The whole workbook as JSON: second look first, because it also guards the fast reader."""
    sheets = scan(_opener(data))
    book = _open_workbook(data)
    shown = _visible_sheets(book)
    if [name for name, _ in shown] != [facts.name for facts in sheets]:
        raise ambiguous("readers-differ", "workbook")
    written = [
        _write_sheet(book, facts, visible=visible)
        for facts, (_, visible) in zip(sheets, shown, strict=True)
    ]
    return f'{{"sheets":[{",".join(written)}]}}'


def _opener(data: bytes) -> Callable[[str], bytes]:
    parts = {name.casefold(): part for name, part in list_parts(data).items()}

    def content(name: str) -> bytes:
        part = parts.get(name.casefold())
        return inflate(data, part).removeprefix(b"\xef\xbb\xbf") if part else b""

    return content


def _open_workbook(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415

    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError:
        raise Refusal("file-encrypted", found="workbook") from None
    except (CalamineError, ValueError, OSError):
        raise damaged("workbook") from None


def _visible_sheets(book: CalamineWorkbook) -> list[tuple[str, bool]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    shown = []
    for sheet in book.sheets_metadata:
        if sheet.typ == SheetTypeEnum.MacroSheet:
            raise Refusal("file-macros", part=sheet.name[:100])
        if sheet.typ == SheetTypeEnum.WorkSheet:
            shown.append((sheet.name, sheet.visible == SheetVisibleEnum.Visible))
    return shown


def _write_sheet(book: CalamineWorkbook, facts: SheetFacts, *, visible: bool) -> str:
    from python_calamine import CalamineError  # noqa: PLC0415

    try:
        grid = book.get_sheet_by_name(facts.name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError):
        raise damaged(facts.name) from None
    refs, raws, types, formulas = _merge_readings(grid, facts)
    hidden_rows = [row for row in facts.hidden_rows if row <= facts.last_row]
    hidden_columns = [column for column in facts.hidden_columns if column <= facts.last_column]
    fields = (
        ("name", _text(facts.name)),
        ("visible", "true" if visible else "false"),
        ("refs", _texts(refs)),
        ("raws", _texts(raws)),
        ("types", f'"{"".join(types)}"'),
        ("formulas", f'"{"".join(formulas)}"'),
        ("hidden_rows", str(hidden_rows)),
        ("hidden_columns", str(hidden_columns)),
        ("merged", _texts(facts.merged)),
        ("filtered", "true" if facts.filtered else "false"),
    )
    return "{" + ",".join(f'"{name}":{value}' for name, value in fields) + "}"


def _merge_readings(
    grid: Grid, facts: SheetFacts
) -> tuple[list[str], list[str], list[str], list[str]]:
    """The fast reader's values laid over the cells of the second look, which must be the same."""
    refs, raws, types, formulas = [], [], [], []
    height, seen = len(grid), 0
    for fact in facts.cells:
        row = grid[fact.row - 1] if fact.row <= height else ()
        value = row[fact.column - 1] if fact.column <= len(row) else ""
        seen += value != ""
        raw, letter = cell_value(fact, value)
        if raw or fact.formula is not None:
            refs.append(fact.ref)
            raws.append(raw)
            types.append(letter)
            formulas.append("0" if fact.formula is None else "12"[reads_outside(fact.formula)])
    if seen != sum(len(row) - row.count("") for row in grid):
        raise ambiguous("readers-differ", facts.name)
    return refs, raws, types, formulas


def _text(text: str) -> str:
    # Written by hand because importing json would take as long as the reading.
    return f'"{text.translate(_ESCAPES)}"'


def _texts(texts: list[str]) -> str:
    joined = "\n".join(texts)
    encoded = joined.encode()
    # Nearly always nothing but our own line breaks needs an escape; then one pass does for all.
    if len(encoded) - len(encoded.translate(None, _SPECIAL)) == max(0, len(texts) - 1):
        return f'["{joined.replace(_BREAK, _BETWEEN)}"]' if texts else "[]"
    return f"[{','.join([_text(text) for text in texts])}]"
