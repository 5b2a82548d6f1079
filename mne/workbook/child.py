"""The reading itself, done in a separate process that cannot harm the rest.

Spreadsheet readers can be made to crash or to eat all memory by a file of a few kilobytes. So they
run here, in a process of their own with little memory and little time; if it dies, the sender gets
an answer and everything else goes on. It takes one file after another on standard input, looks each
over at the gate, and answers in JSON on standard output. It can also be asked to mark what is to be
mended in a workbook, and then answers with the marked workbook. After so many files, or once it has
grown large, it ends, and another takes its place. Its start is waited for, so it imports as little
as it can.
"""

from __future__ import annotations

import gc
import sys
from io import BytesIO

from mne.workbook.book_xlsx import open_book
from mne.workbook.facts import SPOT_BITS, ReadSheet, SheetFacts
from mne.workbook.faults import Refusal, ambiguous, damaged
from mne.workbook.gate import OLE, inspect_container
from mne.workbook.plain_xlsx import read_plain
from mne.workbook.scan_ods import scan_ods
from mne.workbook.scan_xls import scan_xls
from mne.workbook.scan_xlsx import scan_xlsx
from mne.workbook.values import TEXT, cell_value, reads_outside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from python_calamine import CalamineWorkbook

    Grid = Sequence[Sequence[object]]

MEMORY_BYTES = 2**30
CPU_SECONDS = 10
OPEN_FILES = 32
GROWN_BYTES = 2**28
"""So much memory in use after a file, and the next one gets a fresh process."""
HEAD_BYTES = 12
READ, MARK = b"r", b"m"
"""What is asked, before the size of what follows: a workbook, or a wish and a workbook."""
NOT_MARKED = b"not marked"
"""The answer where a workbook is built so strangely that it had better be left alone."""
GOES_ON, LAST = "+", "."

_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(32), 0x22, 0x5C)}
_COMMON = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))
_CONTROLS = bytes(range(32))
_BETWEEN, _PARTED = "\x1e", '","'


def main(files: int, site: str) -> None:
    """Read so many workbooks from standard input; `site` is the folder that holds the reader."""
    # Appended, so that nothing in that folder can stand in for the standard library.
    sys.path.append(site)
    import python_calamine  # noqa: F401, PLC0415 - the path is known only now, the limits come after

    gc.disable()  # cells come by the thousand; what refers back to itself is cleared between files
    gc.freeze()
    limit_process()
    for left in reversed(range(files)):
        head = sys.stdin.buffer.read(HEAD_BYTES)
        if not head:
            return
        limit_time()
        asked = sys.stdin.buffer.read(int(head[1:]))
        answer = mark(asked) if head[:1] == MARK else answer_to(asked).encode("utf-8")
        goes_on = LAST if not left or has_grown() else GOES_ON
        sys.stdout.buffer.write(f"{goes_on}{len(answer):{HEAD_BYTES - 1}}".encode())
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
        if goes_on == LAST:
            return
        gc.collect()


def limit_process() -> None:
    """Little memory, no core dump, no file written, hardly any opened."""
    try:
        import resource  # noqa: PLC0415 - Windows has none; there the parent's clock must do
    except ImportError:
        return
    for name, limit in (
        ("RLIMIT_AS", MEMORY_BYTES),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NOFILE", OPEN_FILES),
    ):
        try:
            resource.setrlimit(getattr(resource, name), (limit, limit))
        except (OSError, ValueError):
            continue  # not every system knows every limit; the others still hold


def limit_time() -> None:
    """Little time for the next file, however much the ones before have taken."""
    try:
        import resource  # noqa: PLC0415 - as above
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        return


def has_grown() -> bool:
    """Whether this process holds so much memory that a fresh one had better go on."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib is slow to load
            return int(file.read().split()[1]) * 4096 > GROWN_BYTES
    except OSError:
        return True  # cannot be told on this system: each file gets a process of its own


def answer_to(data: bytes) -> str:
    """The whole workbook as JSON, or why it is refused."""
    try:
        return read(data)
    except Refusal as refusal:
        facts = ",".join(
            f"{_text(name)}:{_text(str(value))}" for name, value in refusal.params.items()
        )
        return f'{{"refused":{_text(refusal.code)},"params":{{{facts}}}}}'


def mark(asked: bytes) -> bytes:
    """The workbook with its marks; what is wanted stands before it, after its own size."""
    from mne.workbook.edit import CannotMarkError  # noqa: PLC0415 - reading never needs it
    from mne.workbook.mark_xlsx import answer_to_mark  # noqa: PLC0415 - likewise

    wished = HEAD_BYTES + int(asked[:HEAD_BYTES])
    try:
        return answer_to_mark(asked[HEAD_BYTES:wished], asked[wished:])
    except (CannotMarkError, Refusal):
        return NOT_MARKED


def read(data: bytes) -> str:
    """Past the gate, then the short way if the workbook is written plainly, else by two readers."""
    if data.startswith(OLE):
        return _as_json("xls", *_read_twice(data, scan_xls(data)))
    kind, content = inspect_container(data)
    if kind == "ods":
        sheets, shown = _read_twice(data, scan_ods(content))
    else:
        book = open_book(content)
        shown = [one for _, _, one in book.sheets]
        plain = read_plain(content, book)
        if plain is not None:
            return _as_json("xlsx", plain, shown, plain="true")
        sheets, shown = _read_twice(data, scan_xlsx(content, book))
    return _as_json(kind, sheets, shown)


def _as_json(kind: str, sheets: list[ReadSheet], shown: list[bool], *, plain: str = "false") -> str:
    written = [_write_sheet(*one) for one in zip(sheets, shown, strict=True)]
    return f'{{"kind":"{kind}","plain":{plain},"sheets":[{",".join(written)}]}}'


def _read_twice(data: bytes, facts: list[SheetFacts]) -> tuple[list[ReadSheet], list[bool]]:
    """The fast reader, which the second look has guarded, and whether each sheet is shown."""
    book = _open_workbook(data)
    shown = _visible_sheets(book)
    if [name for name, _ in shown] != [one.name for one in facts]:
        raise ambiguous("readers-differ", "workbook")
    sheets = [_merge_readings(_grid(book, one.name), one) for one in facts]
    return sheets, [visible for _, visible in shown]


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


def _grid(book: CalamineWorkbook, name: str) -> Grid:
    from python_calamine import CalamineError  # noqa: PLC0415

    try:
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError, ArithmeticError):
        raise damaged(name) from None


def _merge_readings(grid: Grid, facts: SheetFacts) -> ReadSheet:
    """The fast reader's values laid over the cells of the second look, which must be the same."""
    shown = {
        row << SPOT_BITS | column: value
        for row, values in enumerate(grid, 1)
        for column, value in enumerate(values, 1)
        if value != ""
    }
    values = [shown.get(at, "") for at in facts.spots]
    if len(values) - values.count("") != len(shown):
        raise ambiguous("readers-differ", facts.name)
    sheet = ReadSheet(facts, list(map(str, values)), [TEXT] * len(values))
    for odd in facts.odd:
        position, _, _, formula, _ = odd
        ref = facts.refs[position]
        sheet.raws[position], sheet.types[position] = cell_value(ref, odd, values[position])
        if formula is not None:
            sheet.formulas[position] = "12"[reads_outside(formula)]
    return sheet


def _write_sheet(sheet: ReadSheet, shown: bool) -> str:  # noqa: FBT001 - handed on in a row
    facts = sheet.facts
    kept = [
        position
        for position, raw in enumerate(sheet.raws)
        if raw or sheet.formulas[position] != "0"
    ]
    if len(kept) < len(sheet.raws):
        sheet = _only(sheet, kept)
    hidden_rows = [row for row in facts.hidden_rows if row <= facts.last_row]
    hidden_columns = [column for column in facts.hidden_columns if column <= facts.last_column]
    fonts = [f'"{position}":{_text(font)}' for position, font in sheet.facts.fonts.items()]
    fields = (
        ("name", _text(facts.name)),
        ("visible", "true" if shown else "false"),
        ("refs", _texts(sheet.facts.refs)),
        ("raws", _texts(sheet.raws)),
        ("types", f'"{"".join(sheet.types)}"'),
        ("formulas", f'"{"".join(sheet.formulas)}"'),
        ("fonts", f"{{{','.join(fonts)}}}"),
        ("hidden_rows", str(hidden_rows)),
        ("hidden_columns", str(hidden_columns)),
        ("merged", _texts(facts.merged)),
        ("filtered", "true" if facts.filtered else "false"),
    )
    return "{" + ",".join(f'"{name}":{value}' for name, value in fields) + "}"


def _only(sheet: ReadSheet, kept: list[int]) -> ReadSheet:
    """Without the cells that hold nothing after all."""
    facts = SheetFacts(sheet.facts.name)
    facts.refs = [sheet.facts.refs[one] for one in kept]
    facts.fonts = {
        new: sheet.facts.fonts[old] for new, old in enumerate(kept) if old in sheet.facts.fonts
    }
    left = ReadSheet(facts, [sheet.raws[one] for one in kept], [sheet.types[one] for one in kept])
    left.formulas = [sheet.formulas[one] for one in kept]
    return left


def _text(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _texts(texts: list[str]) -> str:
    # Written by hand because importing json would take as long as the reading; and all at once,
    # because a form holds a thousand texts.
    joined = _BETWEEN.join(texts)
    for letter, escape in _COMMON:
        joined = joined.replace(letter, escape)
    encoded = joined.encode()
    if len(encoded) - len(encoded.translate(None, _CONTROLS)) == max(0, len(texts) - 1):
        return f'["{joined.replace(_BETWEEN, _PARTED)}"]' if texts else "[]"
    return f"[{','.join([_text(text) for text in texts])}]"
