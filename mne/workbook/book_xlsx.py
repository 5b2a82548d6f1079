"""Which parts of an .xlsx are what: its sheets in their order, its list of texts, its styles."""

from __future__ import annotations

from xml.parsers import expat

from mne.workbook.facts import MAX_SHEETS
from mne.workbook.faults import ambiguous, damaged, too_large

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mne.workbook.gate import Content

    Attributes = dict[str, str]
    Relations = dict[str, tuple[str, str]]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_STATES = ("visible", "hidden", "veryHidden")
TRUE = ("1", "true")
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"


class Book:
    """The parts of one workbook, by what they are."""

    __slots__ = ("days_from_1904", "only_worksheets", "sheets", "strings", "styles")

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        """Name, part, and whether it is shown: one for each worksheet, in order."""
        self.only_worksheets = True
        self.days_from_1904 = False
        self.strings = _STRINGS
        self.styles = _STYLES


def open_book(content: Content) -> Book:
    """Find out from the lists of relations; `content` gives a part by its name."""
    folder, main = _find_main(content)
    name = main.removeprefix(folder)
    relations = _relations(content, f"{folder}_rels/{name}.rels", folder)
    book = Book()
    book.strings = _the_one(relations, "sharedStrings", _STRINGS)
    book.styles = _the_one(relations, "styles", _STYLES)

    def start(tag: str, attributes: Attributes) -> None:
        local = tag.rpartition(":")[2]
        if local == "sheet":
            _add_sheet(book, relations, attributes)
        elif local == "workbookPr":
            book.days_from_1904 |= attributes.get("date1904") in TRUE

    parse(content(main), main, start)
    _check_sheets(book)
    return book


def parse(
    xml: bytes,
    part: str,
    start: Callable[[str, Attributes], None] | None = None,
    hear: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    """Follow a part's XML; with nobody to listen, only see that it is sound."""
    if not xml:
        raise damaged(part)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.CharacterDataHandler = hear
    parser.EndElementHandler = end
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat takes it by position only
    except expat.ExpatError:
        raise damaged(part) from None


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

    parse(content(part), part, start)
    return found


def _part_of(target: str, folder: str) -> str:
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target[1:]
    if folder and target.startswith(folder):
        return target
    return folder + target.removeprefix("./")


def _the_one(relations: Relations, wanted: str, usual: str) -> str:
    names = {part for part, kind in relations.values() if kind == wanted} or {usual}
    if len(names) > 1:
        raise ambiguous("part-twice", usual)
    return names.pop()


def _add_sheet(book: Book, relations: Relations, attributes: Attributes) -> None:
    ids = [value for key, value in attributes.items() if key.rpartition(":")[2] == "id"]
    part, kind = relations.get(ids[0] if ids else "", ("", ""))
    book.only_worksheets &= kind == "worksheet"
    if kind in ("worksheet", ""):
        state = attributes.get("state", "visible")
        if state not in _STATES:
            raise damaged("xl/workbook.xml")
        shown = state == "visible"
        book.sheets.append((attributes.get("name", ""), part, shown))


def _check_sheets(book: Book) -> None:
    if len(book.sheets) > MAX_SHEETS:
        raise too_large("sheets", len(book.sheets), MAX_SHEETS)
    names = {name.casefold() for name, _, _ in book.sheets}
    parts = {part.casefold() for _, part, _ in book.sheets}
    if len(names) < len(book.sheets) or len(parts) < len(book.sheets):
        raise ambiguous("sheet-twice", "xl/workbook.xml")
