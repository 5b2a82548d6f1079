"""The short way to read an .xlsx: whole parts by one pattern, not tag by tag.

Nearly every workbook is written in the one plain form that Excel, LibreOffice and our own writer
share. One that keeps to it from its first byte to its last can be read in one way only; it is taken
apart by patterns, several times faster than by two readers that must then agree. Of any other
nothing is told here, and the two look at it. Both ways find the same: a test holds them together.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mne.workbook.book_xlsx import MAIN, Book, parse
from mne.workbook.facts import ReadSheet, SheetFacts, holds_any, whole
from mne.workbook.faults import Refusal
from mne.workbook.plain_rows import Looks, NotPlainError, attributes_of, read_rows, unescaped
from mne.workbook.plain_text import MORE, NAME, TEXT, VALUES
from mne.workbook.styles import old_font, read_styles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mne.workbook.gate import Content

    Around = tuple[list[int], list[str], bool]

MAX_BYTES = 4 * 2**20
"""What is found is held twice here; a larger part is left to the other way."""

_KNOWN_PARTS = 256
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_ELSEWHERE = (b"<row", b"<c ", b"<v", b"<!")
"""Rows in two places; a comment, within which the rows may lie."""
_NO_TEXT = (b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""What XML allows in no text: an end without its beginning, and two letters that are none."""
_ESCAPED = b"_x"
"""Begins a letter that is written by its number: for the fast reader to tell."""
_MOST_PROMISED = 10**6

_AROUND = re.compile(rf"<(col|mergeCell|filterColumn)({MORE})/?>", re.ASCII)
_ANY_AROUND = re.compile(r"[<:](?:col|mergeCell|filterColumn)\b", re.ASCII)
_HEAD = r"<\?xml version=\"1\.0\" encoding=\"(?:UTF|utf)-8\"(?: standalone=\"(?:yes|no)\")?+\?>\s*+"
_OWN_WORDS = re.compile(
    rf"(?:{_HEAD})?+<worksheet(?: {NAME}=\"{VALUES}\")*? xmlns=\"{re.escape(MAIN)}\"", re.ASCII
)
_SIZE = re.compile(
    r"<dimension ref=\"[A-Z]{1,3}[1-9]\d{0,6}(?::[A-Z]{1,3}[1-9]\d{0,6})?\"/>", re.ASCII
)
_KEPT = r"<t xml:space=\"preserve\">"
_TRIMMED = r"<t>(?!\s)"
_ONE_TEXT = rf"(?:{_KEPT}{TEXT}|{_TRIMMED}{TEXT}(?<!\s))</t>"
"""What begins or ends with a space says so; of others it is not plain whether it is meant."""
_TINTED = rf"<color [a-z]++=\"{VALUES}\" tint=\"{VALUES}\"/>"
_LOOK = rf"<rPr>(?:<[A-Za-z]++(?: [a-z]++=\"{VALUES}\")?+/>|{_TINTED})*+</rPr>"
_STRINGS = re.compile(
    rf"(<si>(?:{_ONE_TEXT.replace(TEXT, f'({TEXT})')}"
    rf"|((?:<r>(?:{_LOOK})?+{_ONE_TEXT}</r>)++))</si>)"
)
_WORDS = re.compile(r"<t(?: [^>]*+)?>([^<]*+)</t>")
_LIST = re.compile(rf"(?:{_HEAD})?+<sst((?: {NAME}=\"{VALUES}\")*+)>", re.ASCII)
_END_LIST = "</sst>"
_NUMERALS: list[str] = []
"""The numbers of texts as they are written, as far as they were needed."""
_RUN_FONT = re.compile(r"<rFont val=\"([^\"]*+)\"")


def read_plain(content: Content, book: Book) -> list[ReadSheet] | None:
    """Every sheet of the workbook; None if any part of it is not written plainly, or is unsound."""
    if book.days_from_1904 or not book.only_worksheets:
        return None
    try:
        strings = _read_strings(content(book.strings))
        looks = _read_looks(content(book.styles), book.styles)
        return [
            _read_sheet(content(part), SheetFacts(name), strings, looks)
            for name, part, _ in book.sheets
        ]
    except (NotPlainError, Refusal):
        return None  # the other way says what is wrong in the words that it always has


@lru_cache(_KNOWN_PARTS)
def _read_looks(xml: bytes, part: str) -> Looks:
    """The same for the same bytes, which the forms of one plan share."""
    return Looks(read_styles(xml, part))


def _read_strings(xml: bytes) -> dict[str, str]:
    """The list of texts, by their numbers as they are written; the empty number is no text."""
    if not xml:
        return {"": ""}
    text = xml.decode("utf-8")
    head = _LIST.match(text)
    if head is None or len(xml) > MAX_BYTES or not text.endswith(_END_LIST):
        raise NotPlainError
    _check_promises(attributes_of(head[1]))
    inner = text[head.end() : -len(_END_LIST)]
    found = _STRINGS.findall(inner)
    if sum([len(one[0]) for one in found]) != len(inner):
        raise NotPlainError
    if holds_any(xml, (*_NO_TEXT, _ESCAPED)) or any(map(old_font, {*_RUN_FONT.findall(inner)})):
        raise NotPlainError
    texts = ["".join(_WORDS.findall(runs)) if runs else one or two for _, one, two, runs in found]
    if b"&" in xml:
        texts = list(map(unescaped, texts))
    _NUMERALS.extend(map(str, range(len(_NUMERALS), len(texts))))
    strings = dict(zip(_NUMERALS, texts, strict=False))
    strings[""] = ""
    return strings


def _check_promises(attributes: dict[str, str]) -> None:
    for promise in (attributes.get("count", "0"), attributes.get("uniqueCount", "0")):
        number = whole(promise)
        if number is None or number > _MOST_PROMISED:
            raise NotPlainError


def _read_sheet(xml: bytes, facts: SheetFacts, strings: dict[str, str], looks: Looks) -> ReadSheet:
    """One sheet: its rows by a pattern, and what stands around them by the parser."""
    begin, end = xml.find(_BEGIN), xml.rfind(_END)
    if not 0 < begin < end or len(xml) > MAX_BYTES or holds_any(xml, _NO_TEXT):
        raise NotPlainError
    around = xml[: begin + len(_BEGIN)] + xml[end:]
    facts.hidden_columns, facts.merged, facts.filtered = _read_around(around)
    return read_rows(xml[begin + len(_BEGIN) : end].decode("utf-8"), facts, strings, looks)


@lru_cache(_KNOWN_PARTS)
def _read_around(xml: bytes) -> Around:
    """What is hidden, merged or filtered; the same for the same bytes, which many forms share."""
    text = xml.decode("utf-8")
    tags = _AROUND.findall(text)
    if not _OWN_WORDS.match(text) or text.count("xmlns=") > 1:
        raise NotPlainError
    if text.count("<dimension") != len(_SIZE.findall(text)):
        raise NotPlainError
    if holds_any(xml, _ELSEWHERE) or b"<?" in xml[1:] or xml.count(b"<sheetData") > 1:
        raise NotPlainError
    if len(tags) != len(_ANY_AROUND.findall(text)):
        raise NotPlainError
    parse(xml, "")
    facts = SheetFacts("")
    reacts = {
        "col": facts.note_columns,
        "mergeCell": facts.note_merge,
        "filterColumn": facts.note_filter,
    }
    for name, attributes in tags:
        reacts[name](attributes_of(attributes))
    return facts.hidden_columns, facts.merged, facts.filtered
