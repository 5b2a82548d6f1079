"""The second look at an .ods (LibreOffice): reads content.xml, cell by cell.

It finds the same things as the second look at an .xlsx. An .ods may say "this row, a million
times over" in a few letters, so repeats of filled cells and runs of spaces are counted before
anything writes them out.
"""

from __future__ import annotations

from mne.workbook.book_xlsx import parse
from mne.workbook.facts import (
    MAX_COLUMN,
    MAX_ROW,
    MAX_SHEETS,
    SheetFacts,
    cell_ref,
    spot,
    whole,
)
from mne.workbook.faults import ambiguous, damaged, too_large, unsafe
from mne.workbook.styles import old_font

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Attributes = dict[str, str]

PART = "content.xml"
MAX_SPACES = 1_000_000
MAX_REPEATS = 100_000
MAX_LETTERS = 2**26
_WORDS = (b"office", b"table", b"text")
_URI = b"urn:oasis:names:tc:opendocument:xmlns:%s:1.0"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "Err:")
_VALUES = ("office:value", "office:date-value", "office:time-value", "office:boolean-value")


def scan_ods(content: Callable[[str], bytes]) -> list[SheetFacts]:
    """The facts of every sheet, in order; `content` gives a part by its name."""
    xml = content(PART)
    scan = _ContentScan()
    parse(xml, PART, scan.start, scan.hear, scan.end)
    for words in _WORDS:
        # Each under the one name by which it is known here; nearly all programs write it so.
        uri = _URI % words
        bound = b'xmlns:%s="%s"' % (words, uri)
        if (xml.count(b"xmlns:%s=" % words), xml.count(uri), xml.count(bound)) != (1, 1, 1):
            raise ambiguous("readers-differ", PART)
    names = [sheet.name.casefold() for sheet in scan.sheets]
    if len(set(names)) < len(names):
        raise ambiguous("sheet-twice", PART)
    return scan.sheets


class _ContentScan:
    """Follows content.xml from the first sheet's first row to the last sheet's last."""

    def __init__(self) -> None:
        self.sheets: list[SheetFacts] = []
        self.facts = SheetFacts("")
        self.row = self.column = 1
        self.row_repeats = 1
        self.next_column = 1
        self.pending: list[tuple[int, str, str, str | None, str]] = []
        self.cell: Attributes | None = None
        self.repeats = 1
        self.heard: list[str] = []
        self.listening = False
        self.aside = 0
        self.spaces = 0
        self.letters = self.row_letters = 0
        self.paragraphs = 0
        self.is_parted = False
        self.fonts: dict[str, str] = {}
        """The old Khmer font of a style, by the style's name."""
        self.style = ""
        self.font = ""
        self.column_styles: list[tuple[int, str]] = []
        self.starts = {
            "style:style": self._start_style,
            "style:text-properties": self._start_look,
            "text:span": self._start_span,
            "table:table": self._start_sheet,
            "table:table-column": self._start_columns,
            "table:table-row": self._start_row,
            "table:table-cell": self._start_cell,
            "table:covered-table-cell": self._start_cell,
            "office:annotation": self._start_aside,
            "text:p": self._start_paragraph,
            "text:s": self._start_spaces,
            "text:tab": self._start_tab,
            "text:line-break": self._start_line,
        }
        self.ends = {
            "table:table-row": self._end_row,
            "table:table-cell": self._end_cell,
            "table:covered-table-cell": self._end_cell,
            "office:annotation": self._end_aside,
            "text:p": self._end_paragraph,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        react = self.starts.get(name)
        if react is not None:
            react(attributes)

    def end(self, name: str) -> None:
        react = self.ends.get(name)
        if react is not None:
            react()

    def hear(self, text: str) -> None:
        if self.listening:
            self.heard.append(text)

    def _start_sheet(self, attributes: Attributes) -> None:
        self.facts = SheetFacts(attributes.get("table:name", ""))
        self.sheets.append(self.facts)
        if len(self.sheets) > MAX_SHEETS:
            raise too_large("sheets", len(self.sheets), MAX_SHEETS)
        self.row = self.next_column = 1
        self.column_styles = []

    def _start_style(self, attributes: Attributes) -> None:
        self.style = attributes.get("style:name", "")

    def _start_look(self, attributes: Attributes) -> None:
        names = [
            attributes[key] for key in ("style:font-name", "fo:font-family") if key in attributes
        ]
        for name in names:
            if font := old_font(name.strip("'")):
                self.fonts[self.style] = font

    def _start_span(self, attributes: Attributes) -> None:
        self.font = self.font or self.fonts.get(attributes.get("text:style-name", ""), "")

    def _start_columns(self, attributes: Attributes) -> None:
        count = _count(attributes, "table:number-columns-repeated", MAX_COLUMN)
        if attributes.get("table:visibility", "visible") != "visible":
            self.facts.hidden_columns.extend(range(self.next_column, self.next_column + count))
        self.next_column += count
        self.column_styles.append(
            (self.next_column, attributes.get("table:default-cell-style-name", ""))
        )
        if self.next_column > MAX_COLUMN + 1:
            raise unsafe("outside-grid", PART)

    def _start_row(self, attributes: Attributes) -> None:
        self.row_repeats = _count(attributes, "table:number-rows-repeated", MAX_ROW)
        self.column = 1
        self.pending = []
        visibility = attributes.get("table:visibility", "visible")
        if visibility == "filter":
            self.facts.filtered = True
        if visibility != "visible":
            self.facts.hidden_rows.extend(range(self.row, self.row + self.row_repeats))

    def _end_row(self) -> None:
        self.letters += self.row_repeats * self.row_letters
        self.row_letters = 0
        too_many = self.row_repeats * len(self.pending) > MAX_REPEATS
        if self.pending and (too_many or self.letters > MAX_LETTERS):
            raise unsafe("repeat", PART)
        for row in range(self.row, self.row + self.row_repeats if self.pending else self.row):
            for column, kind, text, formula, font in self.pending:
                if font:
                    self.facts.fonts[len(self.facts.refs)] = font
                at, ref = spot(row, column), cell_ref(row, column)
                self.facts.add(at, ref, kind, text, formula, cached=bool(kind))
            self.facts.end_row(row, self.pending[-1][0])
        self.row += self.row_repeats
        if self.row > MAX_ROW + 1:
            raise unsafe("outside-grid", PART)

    def _start_cell(self, attributes: Attributes) -> None:
        if self.cell is not None:
            raise damaged(PART)
        self.cell = attributes
        self.repeats = _count(attributes, "table:number-columns-repeated", MAX_COLUMN)
        self.heard = []
        self.paragraphs = 0
        self.is_parted = False
        self.font = self.fonts.get(self._style_of(attributes), "") if self.fonts else ""

    def _style_of(self, attributes: Attributes) -> str:
        """Of a cell without a style of its own, that of its column."""
        own = attributes.get("table:style-name")
        if own is not None:
            return own
        return next((style for end, style in self.column_styles if self.column < end), "")

    def _end_cell(self) -> None:
        attributes = self.cell or {}
        self.cell = None
        kind = attributes.get("office:value-type", "")
        formula = attributes.get("table:formula")
        self.row_letters += self.repeats * sum(map(len, self.heard))
        if kind or formula is not None:
            self._keep_cell(attributes, kind, formula)
        elif "".join(self.heard).strip():
            raise ambiguous("readers-differ", cell_ref(self.row, self.column))
        self._merge(attributes)
        self.column += self.repeats
        if self.column > MAX_COLUMN + 1:
            raise unsafe("outside-grid", PART)

    def _keep_cell(self, attributes: Attributes, kind: str, formula: str | None) -> None:
        if self.repeats > MAX_REPEATS or len(self.pending) + self.repeats > MAX_COLUMN:
            raise unsafe("repeat", PART)
        shown = "".join(self.heard)
        text = next((attributes[key] for key in _VALUES if key in attributes), "")
        if _is_error(attributes, shown, formula):
            kind, text = "e", shown
        elif kind == "string" and self.is_parted:
            text = shown  # the fast reader leaves out what parts the words
        elif _only_shows(kind, text, shown):
            raise ambiguous("readers-differ", cell_ref(self.row, self.column))
        equation = None if formula is None else "=" + formula.partition("=")[2]
        for column in range(self.column, self.column + self.repeats):
            self.pending.append((column, kind, text, equation, self.font))

    def _merge(self, attributes: Attributes) -> None:
        columns = _count(attributes, "table:number-columns-spanned", MAX_COLUMN)
        rows = _count(attributes, "table:number-rows-spanned", MAX_ROW)
        if columns > 1 or rows > 1:
            first = (self.row, self.column)
            self.facts.merge(first, (self.row + rows - 1, self.column + columns - 1))

    def _start_aside(self, _: Attributes) -> None:
        self.aside += 1
        self.listening = False

    def _end_aside(self) -> None:
        self.aside -= 1

    def _start_paragraph(self, _: Attributes) -> None:
        self.listening = self.cell is not None and not self.aside
        if self.listening:
            self.heard += "\n" * bool(self.paragraphs)
            self.paragraphs += 1

    def _end_paragraph(self) -> None:
        self.listening = False

    def _start_spaces(self, attributes: Attributes) -> None:
        self.spaces += _count(attributes, "text:c", MAX_SPACES) * max(1, self.repeats)
        if self.spaces > MAX_SPACES:
            raise unsafe("repeat", PART)
        if self.listening:
            self.heard.append(" " * _count(attributes, "text:c", MAX_SPACES))

    def _start_tab(self, _: Attributes) -> None:
        if self.listening:
            self.heard.append("\t")
            self.is_parted = True

    def _start_line(self, _: Attributes) -> None:
        if self.listening:
            self.heard.append("\n")
            self.is_parted = True


def _is_error(attributes: Attributes, shown: str, formula: str | None) -> bool:
    if attributes.get("calcext:value-type") == "error":
        return True
    # OpenOffice has no mark for errors: it stores a zero and shows the error.
    return formula is not None and shown.startswith(_ERRORS)


def _only_shows(kind: str, text: str, shown: str) -> bool:
    """Whether a cell shows what it does not hold: to some programs that is its value."""
    if kind == "boolean":
        return text not in ("true", "false")
    return kind not in ("", "string") and not text and shown.strip() != ""


def _count(attributes: Attributes, key: str, limit: int) -> int:
    count = whole(attributes.get(key, "1"))
    if count is None or count > limit:
        raise unsafe("repeat", PART)
    return max(1, count)
