"""The second look at an .xlsx: reads the XML of each sheet, cell by cell.

It sees what the fast reader hides - errors such as #REF!, formulas whose result was never
computed, hidden rows and columns, merged ranges, every digit of a number - and refuses sheets that
two programs would read in two ways: a cell written twice, rows out of order, a missing text.
"""

from __future__ import annotations

from xml.parsers import expat

from mne.workbook.facts import (
    MAX_COLUMN,
    MAX_SHEETS,
    Fact,
    SheetFacts,
    cell_ref,
    check_place,
    column_number,
    place,
    whole,
)
from mne.workbook.faults import ambiguous, damaged, too_large, unsafe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Attributes = dict[str, str]
    Content = Callable[[str], bytes]
    Relations = dict[str, tuple[str, str]]

MAX_STRINGS = 1_500_000
_STRINGS = "xl/sharedStrings.xml"
_TRUE = ("1", "true")


def scan_xlsx(content: Content) -> list[SheetFacts]:
    """The facts of every worksheet, in the workbook's order; `content` gives a part by its name."""
    folder, main = _find_main(content)
    name = main.removeprefix(folder)
    relations = _relations(content, f"{folder}_rels/{name}.rels", folder)
    strings = _count_strings(content, relations)
    sheets = []
    for name, part in _list_sheets(content, main, relations):
        scan = _SheetScan(SheetFacts(name), strings)
        _parse(content(part), part, scan.start, scan.hear)
        scan.finish()
        sheets.append(scan.facts)
    return sheets


class _SheetScan:
    """Follows one sheet's XML from its first row to its last.

    A cell is finished by whatever begins next, so that nobody need listen for ends: a form has
    thousands of cells, and each call costs.
    """

    def __init__(self, facts: SheetFacts, strings: int) -> None:
        self.facts = facts
        self.strings = strings
        self.row = self.column = self.filled = 0
        self.row_text = "0"
        self.ref = ""
        self.kind = "n"
        self.inside = self.inline = False
        self.heard: list[str] | None = None
        self.value: list[str] | None = None
        self.formula: list[str] | None = None
        self.starts: dict[str, Callable[[Attributes], None]] = {}
        self.known = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_value,
            "f": self._start_formula,
            "is": self._start_inline,
            "col": self._start_columns,
            "mergeCell": self._start_merge,
            "filterColumn": self._start_filter,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        react = self.starts.get(name)
        if react is None:
            # Some writers put a prefix before every name: x:c is c.
            react = self.starts[name] = self.known.get(name.rpartition(":")[2], self._ignore)
        react(attributes)

    def hear(self, text: str) -> None:
        if self.heard is not None:
            self.heard.append(text)

    def finish(self) -> None:
        """The sheet has ended, and with it its last row."""
        self._end_cell()
        if self.filled:
            self.facts.end_row(self.row, self.filled)

    def _ignore(self, _: Attributes) -> None:
        self.heard = None

    def _start_row(self, attributes: Attributes) -> None:
        self.finish()
        row = whole(attributes.get("r") or str(self.row + 1))
        if row is None:
            raise damaged(self.facts.name)
        check_place(row, 1, self.facts.name)
        if row <= self.row:
            raise ambiguous("row-order", f"{self.facts.name}!{row}")
        self.row, self.row_text, self.column, self.filled = row, str(row), 0, 0
        if attributes.get("hidden") in _TRUE or _is_nothing(attributes.get("ht")):
            self.facts.hidden_rows.append(row)

    def _start_cell(self, attributes: Attributes) -> None:
        if self.inside:
            self._end_cell()
        ref = attributes.get("r")
        column = self._column(ref) if ref else self.column + 1
        if column <= self.column:
            reason = "cell-twice" if column == self.column else "cell-order"
            raise ambiguous(reason, f"{self.facts.name}!{ref}")
        if column > MAX_COLUMN or not self.row:
            raise unsafe("outside-grid", self.facts.name)
        self.column = column
        self.ref = ref or cell_ref(self.row, column)
        self.inside = True
        self.kind = attributes.get("t", "n")

    def _column(self, ref: str) -> int:
        letters = ref.removesuffix(self.row_text)
        column = column_number(letters)
        if letters == ref or not 0 < column <= MAX_COLUMN:
            row, column = place(ref, self.facts.name)
            if row != self.row:
                raise ambiguous("cell-row", f"{self.facts.name}!{ref}")
        return column

    def _start_value(self, _: Attributes) -> None:
        if self.inside:
            if self.value is not None:
                raise ambiguous("cell-twice", f"{self.facts.name}!{self.ref}")
            self.value = self.heard = []

    def _start_formula(self, _: Attributes) -> None:
        if self.inside:
            self.formula = self.heard = []

    def _start_inline(self, _: Attributes) -> None:
        self.inline = self.inside
        self.heard = None

    def _end_cell(self) -> None:
        self.inside = False
        self.heard = None
        if self.value is None and self.formula is None and not self.inline:
            return
        text = "".join(self.value).strip() if self.value else ""
        if self.kind == "s" and text:
            self._check_string(text)
        cached = bool(text) or self.inline or (self.kind == "str" and self.value is not None)
        formula = None if self.formula is None else "=" + "".join(self.formula)
        self.value = self.formula = None
        self.inline = False
        if cached or formula is not None:
            self.filled = self.column
            fact = Fact((self.row, self.column), self.ref, self.kind, text, formula, cached=cached)
            self.facts.cells.append(fact)

    def _check_string(self, text: str) -> None:
        index = whole(text)
        if index is None or index >= self.strings:
            raise ambiguous("string-index", f"{self.facts.name}!{self.ref}")

    def _start_columns(self, attributes: Attributes) -> None:
        self.heard = None
        first, last = whole(attributes.get("min", "")), whole(attributes.get("max", ""))
        if first is None or last is None:
            raise damaged(self.facts.name)
        check_place(1, first, self.facts.name)
        if attributes.get("hidden") in _TRUE or _is_nothing(attributes.get("width")):
            self.facts.hidden_columns.extend(range(first, min(last, MAX_COLUMN) + 1))
            if len(self.facts.hidden_columns) > MAX_COLUMN:
                raise damaged(self.facts.name)

    def _start_filter(self, _: Attributes) -> None:
        self.heard = None
        self.facts.filtered = True

    def _start_merge(self, attributes: Attributes) -> None:
        self.heard = None
        first, _, last = attributes.get("ref", "").partition(":")
        corner = place(first, self.facts.name)
        self.facts.merge(corner, place(last, self.facts.name) if last else corner)


def _is_nothing(size: str | None) -> bool:
    """A height or width of zero hides as well as hiding does."""
    return size is not None and size.strip("0.") == "" and size != ""


def _find_main(content: Content) -> tuple[str, str]:
    """(folder, part) of the workbook itself; nearly always "xl/" and "xl/workbook.xml"."""
    mains = [
        part
        for part, kind in _relations(content, "_rels/.rels", "").values()
        if kind == "officeDocument"
    ]
    if len(set(mains)) > 1:
        raise ambiguous("part-twice", "_rels/.rels")
    main = mains[0] if mains else "xl/workbook.xml"
    folder, slash, _ = main.rpartition("/")
    return folder + slash, main


def _relations(content: Content, part: str, folder: str) -> Relations:
    """Id -> (part, kind of part), as one list of relations says."""
    found: Relations = {}

    def start(name: str, attributes: Attributes) -> None:
        if name.rpartition(":")[2] == "Relationship":
            relation = attributes.get("Id", "")
            if relation in found:
                raise ambiguous("part-twice", part)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[relation] = (_part_of(attributes.get("Target", ""), folder), kind)

    _parse(content(part), part, start)
    return found


def _list_sheets(content: Content, main: str, relations: Relations) -> list[tuple[str, str]]:
    """(sheet name, part name) of every worksheet, in order."""
    sheets: list[tuple[str, str]] = []

    def start(name: str, attributes: Attributes) -> None:
        if name.rpartition(":")[2] == "sheet":
            ids = [value for key, value in attributes.items() if key.rpartition(":")[2] == "id"]
            part, kind = relations.get(ids[0] if ids else "", ("", ""))
            if kind in ("worksheet", ""):
                sheets.append((attributes.get("name", ""), part))

    _parse(content(main), main, start)
    _check_sheets(sheets)
    return sheets


def _check_sheets(sheets: list[tuple[str, str]]) -> None:
    if len(sheets) > MAX_SHEETS:
        raise too_large("sheets", len(sheets), MAX_SHEETS)
    names = {name.casefold() for name, _ in sheets}
    if len(names) < len(sheets) or len({part.casefold() for _, part in sheets}) < len(sheets):
        raise ambiguous("sheet-twice", "xl/workbook.xml")


def _part_of(target: str, folder: str) -> str:
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target[1:]
    if folder and target.startswith(folder):
        return target
    return folder + target.removeprefix("./")


def _count_strings(content: Content, relations: Relations) -> int:
    """How many texts the shared list really holds; absurd promises are refused."""
    names = {part for part, kind in relations.values() if kind == "sharedStrings"} or {_STRINGS}
    if len(names) > 1:
        raise ambiguous("part-twice", _STRINGS)
    (name,) = names
    xml = content(name)
    if not xml:
        return 0
    count = 0

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal count
        local = tag.rpartition(":")[2]
        if local == "si":
            count += 1
        elif local == "sst":
            for promise in (attributes.get("uniqueCount", "0"), attributes.get("count", "0")):
                promised = whole(promise)
                if promised is None or promised > 2 * MAX_STRINGS:
                    raise unsafe("string-count", name)

    _parse(xml, name, start)
    return count


def _parse(
    xml: bytes,
    part: str,
    start: Callable[[str, Attributes], None],
    hear: Callable[[str], None] | None = None,
) -> None:
    if not xml:
        raise damaged(part)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.CharacterDataHandler = hear
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat takes it by position only
    except expat.ExpatError:
        raise damaged(part) from None
