"""Comments beside marked cells, in the two parts that every program reads: their words and boxes.

Other people's comments stay as they are, threaded ones too; a cell that has one gets none of ours,
for a cell can hold only one. Ours of an earlier time are taken away first: they bear our name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mne.workbook.book_xlsx import MAIN
from mne.workbook.edit import (
    Edits,
    behind,
    closes_itself,
    local,
    prefix_of,
    quoted,
    tag_at,
    text,
    walk,
)
from mne.workbook.facts import cell_ref, place
from mne.workbook.marks import AUTHOR
from mne.workbook.room import height_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from mne.workbook.edit import Attributes
    from mne.workbook.facts import Place
    from mne.workbook.mark_sheet import SheetXml

    Words = tuple[str, str, str]
    """Severity, headline, and the rest."""

NO_COMMENTS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN}">'
    "<authors></authors><commentList></commentList></comments>"
).encode()
NO_BOXES = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" '
    b'xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="%d"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SPACES = (
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
)
_BOX = re.compile(rb"\s*<(?:\w+:)?shape\s.*?</(?:\w+:)?shape>", re.DOTALL)
_BOX_AT = re.compile(rb"<(?:\w+:)?(Row|Column)>\s*(\d+)\s*</")
_SIGNED = f" · {AUTHOR}"
_PIECE = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")
_NEW_LINE = re.compile(rb"[\r\n]|&#(?:10|13|x[aAdD]);|_x000[aAdD]_")
_IDS = re.compile(rb"_x0000_s(\d+)")
_COLORS = {"error": "B3261F", "warning": "A36200", "note": "46627B"}
_BOX_GROUNDS = {"error": "#fdf1ef", "warning": "#fff7e3", "note": "#f1f5f8"}
_IDS_EACH = 1024
_WIDE, _HEAD = 260.0, 24.0
_DIGITS = 46.0
"""So many digits fit beside each other in a box."""


class _Comment(NamedTuple):
    """One comment that was found: where it is written, its cell, and whose it is."""

    start: int
    end: int
    ref: str
    is_ours: bool


class Comments:
    """The comments of one sheet."""

    def __init__(self, xml: bytes, part: str) -> None:
        self._xml = xml
        self.prefix = ""
        self._authors: list[str] = []
        self._spots: dict[str, tuple[int, int]] = {}
        self._found: list[_Comment] = []
        self._path: list[tuple[str, int]] = []
        self._open: Attributes = {}
        self._names = _author_names(self._xml)
        walk(self._xml, part, self._start, self._end)

    @property
    def ours(self) -> set[Place]:
        """Where comments of ours are."""
        return {place(one.ref, "") for one in self._found if one.is_ours}

    @property
    def others(self) -> set[Place]:
        """Where comments of others are."""
        return {place(one.ref, "") for one in self._found if not one.is_ours}

    def with_ours(self, words_by_place: dict[Place, Words], font: str) -> bytes:
        """The part with these comments of ours, and no earlier ones."""
        edits = Edits(self._xml)
        for one in self._found:
            if one.is_ours:
                edits.replace(one.start, one.end, b"")
        if words_by_place:
            number = len(self._names)
            if AUTHOR in self._names:
                number = self._names.index(AUTHOR)
            else:
                self._put(edits, "authors", self._own(f"<author>{AUTHOR}</author>"))
            written = [
                self._own(_comment(at, words, number, font))
                for at, words in sorted(words_by_place.items())
            ]
            self._put(edits, "commentList", b"".join(written))
        return edits.done()

    def _is_ours(self, author: str) -> bool:
        return author.isdigit() and self._names[int(author) : int(author) + 1] == [AUTHOR]

    def _own(self, xml: str) -> bytes:
        opened = xml.replace("</", "\0").replace("<", f"<{self.prefix}")
        return opened.replace("\0", f"</{self.prefix}").encode()

    def _put(self, edits: Edits, name: str, content: bytes) -> None:
        start, end = self._spots[name]
        if closes_itself(tag_at(self._xml, start)):
            edits.open_up(start, content)
        else:
            edits.insert(end, content)

    def _start(self, at: int, name: str, attributes: Attributes) -> None:
        if not self._path:
            self.prefix = prefix_of(name)
        if local(name) == "comment":
            self._open = attributes
        self._path.append((local(name), at))

    def _end(self, at: int, _: str) -> None:
        name, start = self._path.pop()
        if name == "comment":
            end = at if closes_itself(tag_at(self._xml, start)) else behind(self._xml, at)
            whose = self._open.get("authorId", "")
            is_ours = self._is_ours(whose) or _is_signed(self._xml[start:end])
            self._found.append(_Comment(start, end, self._open.get("ref", ""), is_ours))
        elif name in ("authors", "commentList"):
            self._spots[name] = (start, at)


def _is_signed(comment: bytes) -> bool:
    """Whether its first line ends with our name: LibreOffice forgets who wrote a comment."""
    words = b"".join(_PIECE.findall(comment))
    return _NEW_LINE.split(words)[0].rstrip().endswith(_SIGNED.strip().encode())


def _author_names(xml: bytes) -> list[str]:
    found = re.findall(rb"<(?:\w+:)?author(?:\s[^>]*)?(?:/>|>([^<]*)<)", xml)
    return [name.decode("utf-8").strip() for name in found]


def _comment(at: Place, words: Words, author: int, font: str) -> str:
    severity, headline, rest = words
    look = f'<sz val="9"/><color rgb="FF{{}}"/><rFont val="{quoted(font)}"/><family val="2"/>'
    return (
        f'<comment ref="{cell_ref(*at)}" authorId="{author}" shapeId="0"><text>'
        f"<r><rPr><b/>{look.format(_COLORS[severity])}</rPr>"
        f'<t xml:space="preserve">{text(headline + _SIGNED)}\n</t></r>'
        f'<r><rPr>{look.format("1F2D3A")}</rPr><t xml:space="preserve">{text(rest)}</t></r>'
        "</text></comment>"
    )


def without_boxes(vml: bytes, gone: Collection[Place]) -> bytes:
    """The boxes, without those of comments that were taken away."""

    def keep(box: re.Match[bytes]) -> bytes:
        if b'ObjectType="Note"' not in box[0]:
            return box[0]
        at = {name: int(number) + 1 for name, number in _BOX_AT.findall(box[0])}
        return b"" if (at.get(b"Row"), at.get(b"Column")) in gone else box[0]

    return _BOX.sub(keep, vml) if gone else vml


def with_boxes(
    vml: bytes, sheet: SheetXml, words_by_place: dict[Place, Words], number: int
) -> bytes:
    """A hidden box for each comment, beside its cell, as large as its words need."""
    vml = vml or NO_BOXES % number
    used = [int(one) for one in _IDS.findall(vml)]
    first = max(used, default=number * _IDS_EACH) + 1
    pieces = [] if b'id="_x0000_t202"' in vml else [_SHAPE_TYPE]
    for shape, (at, words) in enumerate(sorted(words_by_place.items()), first):
        pieces.append(_box(shape, at, words, sheet))
    end = vml.rfind(b"</xml>")
    if end < 0:
        return vml
    missing = "".join(
        f' xmlns:{prefix}="{name}"'
        for prefix, name in _SPACES
        if f"xmlns:{prefix}=".encode() not in vml[: vml.find(b">", vml.find(b"<xml"))]
    )
    head = vml.find(b"<xml") + len(b"<xml")
    content = "".join(pieces).encode()
    return vml[:head] + missing.encode() + vml[head:end] + content + vml[end:]


def _box(shape: int, at: Place, words: Words, sheet: SheetXml) -> str:
    row, column = at
    high = round(_HEAD + height_of(words[2], _DIGITS, 9))
    anchor = _anchor(sheet, at, high)
    return (
        f'<v:shape id="_x0000_s{shape}" type="#_x0000_t202" style="position:absolute;'
        f"margin-left:60pt;margin-top:2pt;width:{_WIDE:g}pt;height:{high:g}pt;z-index:1;"
        f'visibility:hidden" fillcolor="{_BOX_GROUNDS[words[0]]}" '
        f'strokecolor="#{_COLORS[words[0]].lower()}" o:insetmode="auto">'
        f'<v:fill color2="{_BOX_GROUNDS[words[0]]}"/><v:shadow on="t" color="#c9d1d8" '
        'obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        "<x:MoveWithCells/><x:SizeWithCells/>"
        f"<x:Anchor>{', '.join(map(str, anchor))}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _anchor(sheet: SheetXml, at: Place, high: float) -> tuple[int, ...]:
    """From which cell to which the box reaches, in Excel's way: columns and rows with pixels."""
    row, column = at
    right = _reach((sheet.width(one) for one in _from(column + 1)), 12 + _WIDE)
    low = _reach((sheet.height(one) for one in _from(row)), 2 + high)
    return (column, 16, row - 1, 2, column + right[0], right[1], row - 1 + low[0], low[1])


def _from(first: int) -> Iterator[int]:
    return iter(range(first, first + 500))


def _reach(lengths: Iterable[float], wanted: float) -> tuple[int, int]:
    """How many cells lie wholly within a length, and the pixels into the next one."""
    passed = 0
    for length in lengths:
        if wanted <= length:
            break
        wanted -= length
        passed += 1
    return passed, int(wanted * 4 / 3)
