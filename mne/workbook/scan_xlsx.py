"""The second look at an .xlsx: reads the XML of each sheet, cell by cell.

It sees what the fast reader hides - errors such as #REF!, formulas whose result was never
computed, hidden rows and columns, merged ranges, every digit of a number - and refuses sheets that
two programs would read in two ways: a cell written twice, rows out of order, a missing text.
"""

from __future__ import annotations

from mne.workbook.book_xlsx import MAIN, STRICT, parse
from mne.workbook.facts import (
    MAX_COLUMN,
    SheetFacts,
    cell_ref,
    check_place,
    column_number,
    hides_it,
    place,
    spot,
    whole,
)
from mne.workbook.faults import ambiguous, damaged, unsafe
from mne.workbook.styles import old_font, read_styles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mne.workbook.book_xlsx import Attributes, Book
    from mne.workbook.gate import Content

MAX_STRINGS = 1_500_000
MAX_LETTERS = 2**26
_PIECES = ("si", "r", "rPh", "t")


def scan_xlsx(content: Content, book: Book) -> list[SheetFacts]:
    """The facts of every worksheet, in the workbook's order; `content` gives a part by its name."""
    strings = _Strings(content(book.strings), book.strings)
    fonts = {
        str(style): font
        for style, (_, font) in enumerate(read_styles(content(book.styles), book.styles))
        if font
    }
    sheets = []
    for name, part, _ in book.sheets:
        scan = _SheetScan(SheetFacts(name), strings, fonts)
        xml = content(part)
        if xml.count(b" xmlns=") > 1:
            raise ambiguous("readers-differ", name)
        parse(xml, part, scan.start, scan.hear)
        scan.finish()
        sheets.append(scan.facts)
    return sheets


class _Strings:
    """How many texts the shared list really holds, and which of them are in an old Khmer font."""

    def __init__(self, xml: bytes, part: str) -> None:
        self.part = part
        self.count = 0
        self.lengths = list(map(len, xml.split(b"<si")))[1:]
        self.may_begin = False
        self.letters = 0
        self.fonts: dict[str, str] = {}
        if xml:
            parse(xml, part, self._start)

    def _start(self, tag: str, attributes: Attributes) -> None:
        local = tag.rpartition(":")[2]
        if local in _PIECES:
            self._start_piece(local)
        elif local == "rFont":
            font = old_font(attributes.get("val", ""))
            if font:
                self.fonts[str(self.count - 1)] = font
        elif local == "sst":
            for promise in (attributes.get("uniqueCount", "0"), attributes.get("count", "0")):
                promised = whole(promise)
                if promised is None or promised > 2 * MAX_STRINGS:
                    raise unsafe("string-count", self.part)

    def _start_piece(self, local: str) -> None:
        """A text is one text, or several pieces of one text each."""
        if local == "t" and not self.may_begin:
            raise ambiguous("cell-twice", self.part)
        self.may_begin = local != "t"
        self.count += local == "si"

    def use(self, index: int) -> None:
        """One more cell shows this text; written out, they must fit into the memory."""
        self.letters += self.lengths[index] if index < len(self.lengths) else 0
        if self.letters > MAX_LETTERS:
            raise unsafe("repeat", self.part)


class _SheetScan:
    """Follows one sheet's XML from its first row to its last.

    A cell is finished by whatever begins next, so that nobody need listen for ends: a form has
    thousands of cells, and each call costs.
    """

    def __init__(self, facts: SheetFacts, strings: _Strings, fonts: dict[str, str]) -> None:
        self.facts = facts
        self.strings = strings
        self.fonts = fonts
        self.row = self.column = self.filled = 0
        self.row_text = "0"
        self.ref = ""
        self.kind = "n"
        self.font = ""
        self.inside = self.inline = False
        self.heard: list[str] | None = None
        self.value: list[str] | None = None
        self.formula: list[str] | None = None
        self.prefixes: set[str] = set()
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
            "rFont": self._start_run,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        react = self.starts.get(name)
        if react is None:
            if not self.starts:
                self._learn_words(attributes)
            # Some writers put a prefix before every name: x:c is c, if x means the same words.
            prefix, _, local = name.rpartition(":")
            known = self.known if prefix in self.prefixes else {}
            react = self.starts[name] = known.get(local, self._ignore)
        react(attributes)

    def _learn_words(self, attributes: Attributes) -> None:
        """Which prefixes stand for the words of a sheet; others' words are passed over."""
        for key, words in attributes.items():
            if words in (MAIN, STRICT) and key.startswith("xmlns"):
                self.prefixes.add(key[5:].removeprefix(":"))

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
        if hides_it(attributes, "ht"):
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
        self.font = self.fonts.get(attributes.get("s", "0"), "")

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
        if self.inline:
            raise ambiguous("cell-twice", f"{self.facts.name}!{self.ref}")
        if self.inside and self.kind != "inlineStr":
            raise ambiguous("readers-differ", f"{self.facts.name}!{self.ref}")
        self.inline = self.inside
        self.heard = None

    def _start_run(self, attributes: Attributes) -> None:
        self.heard = None
        self.font = self.font or old_font(attributes.get("val", ""))

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
            if self.font:
                self.facts.fonts[len(self.facts.refs)] = self.font
            at = spot(self.row, self.column)
            self.facts.add(at, self.ref, self.kind, text, formula, cached=cached)

    def _check_string(self, text: str) -> None:
        index = whole(text)
        if index is None or index >= self.strings.count:
            raise ambiguous("string-index", f"{self.facts.name}!{self.ref}")
        self.font = self.font or self.strings.fonts.get(str(index), "")
        self.strings.use(index)

    def _start_columns(self, attributes: Attributes) -> None:
        self.heard = None
        self.facts.note_columns(attributes)

    def _start_filter(self, attributes: Attributes) -> None:
        self.heard = None
        self.facts.note_filter(attributes)

    def _start_merge(self, attributes: Attributes) -> None:
        self.heard = None
        self.facts.note_merge(attributes)
