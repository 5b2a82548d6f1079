"""New looks in a workbook's list of styles: added behind the old ones, which keep their numbers.

A marked cell keeps its own look - its letters, its format, its lock - and gets our ground and our
frame. The frame is there because a conditional format may lay its own ground over ours.
"""

from __future__ import annotations

from mne.workbook.book_xlsx import MAIN
from mne.workbook.edit import (
    CannotMarkError,
    Edits,
    behind,
    closes_itself,
    local,
    prefix_of,
    quoted,
    tag_at,
    walk,
    with_attributes,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mne.workbook.edit import Attributes

GROUNDS = {"error": "FFF7C8C3", "warning": "FFFBDD9B", "note": "FFD3DFEA"}
FRAMES = {"error": "FFB3261F", "warning": "FFC07A07", "note": "FF56728B"}
"""By severity. They are nobody else's, so that our marks are known again."""
PLAIN = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
).encode()
_ORDER = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"),
    *("tableStyles", "colors", "extLst"),
)
_FIRST = {
    "fonts": ('<font><sz val="11"/><name val="Calibri"/></font>',),
    "fills": (
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}
"""What every program expects at the head of a list, where a workbook has no such list."""
_MOST_STYLES = 60_000
_DEEP = 2


class _Section:
    """One of the lists: where it stands, and its entries as they are written."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.at = -1
        self.end = -1
        self.closed = False
        self.entries: list[bytes] = []
        self.added: list[bytes] = []

    def number_of(self, entry: bytes) -> int:
        """The number of an entry; it is added where it is not there yet."""
        for known, before in ((self.entries, 0), (self.added, len(self.entries))):
            if entry in known:
                return before + known.index(entry)
        self.added.append(entry)
        return len(self.entries) + len(self.added) - 1


class Styles:
    """The list of styles of one workbook, to which looks are added."""

    def __init__(self, xml: bytes, part: str) -> None:
        self._xml = xml or PLAIN
        self._sections = {name: _Section(name) for name in _FIRST}
        self._children: list[tuple[str, int]] = []
        self._path: list[tuple[str, int]] = []
        self._root = ("", 0)
        walk(self._xml, part, self._start, self._end)
        self.prefix = prefix_of(self._root[0])
        for name, entries in _FIRST.items():
            if not self._sections[name].entries:
                self._sections[name].added += [self.own(one) for one in entries]

    def own(self, xml: str) -> bytes:
        """One of our tags as this workbook writes its own."""
        opened = xml.replace("</", "\0").replace("<", f"<{self.prefix}")
        return opened.replace("\0", f"</{self.prefix}").encode()

    def look(self, font: str, fill: str = "", border: str = "", how: str = "") -> int:
        """The style that is made of these."""
        numbers = [
            self._sections[name].number_of(self.own(xml or _FIRST[name][0]))
            for name, xml in (("fonts", font), ("fills", fill), ("borders", border))
        ]
        made = 'numFmtId="0" fontId="{}" fillId="{}" borderId="{}" xfId="0"'.format(*numbers)
        applied = 'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        return self._add(self.own(f"<xf {made} {applied}>{how}</xf>"))

    def marked(self, style: int, severity: str) -> int:
        """A style like this one, with our ground and frame."""
        color = FRAMES[severity]
        sides = "".join(
            f'<{side} style="medium"><color rgb="{color}"/></{side}>'
            for side in ("left", "right", "top", "bottom")
        )
        return self._variant(style, ground(severity), f"<border>{sides}<diagonal/></border>")

    def without_mark(self, style: int) -> int:
        """A style like this one, with neither ground nor frame."""
        return self._variant(style, _FIRST["fills"][0], _FIRST["borders"][0])

    def is_marked(self, style: int) -> bool:
        """Whether a style has our ground and our frame."""
        xfs = self._sections["cellXfs"].entries
        tag = tag_at(xfs[style], 0) if style < len(xfs) else b""
        return self._is_ours(tag, "fillId", "fills", GROUNDS) and self._is_ours(
            tag, "borderId", "borders", FRAMES
        )

    def done(self) -> bytes:
        """The list with what was added."""
        edits = Edits(self._xml)
        for name, section in self._sections.items():
            added = b"".join(section.added)
            count = str(len(section.entries) + len(section.added))
            if not added:
                continue
            if section.at < 0:
                whole = self.own(f'<{name} count="{count}"></{name}>')
                edits.insert(self._place_of(name), whole.replace(b"></", b">" + added + b"</", 1))
            elif section.closed:
                edits.open_up(section.at, added, count=count)
            else:
                edits.set(section.at, count=count)
                edits.insert(section.end, added)
        return edits.done()

    def _add(self, xf: bytes) -> int:
        number = self._sections["cellXfs"].number_of(xf)
        if number > _MOST_STYLES:
            raise CannotMarkError
        return number

    def _variant(self, style: int, fill: str, border: str) -> int:
        section = self._sections["cellXfs"]
        xfs = [*section.entries, *section.added]
        xf = xfs[style] if style < len(xfs) else xfs[0]
        fills, borders = self._sections["fills"], self._sections["borders"]
        tag = tag_at(xf, 0)
        new = with_attributes(
            tag,
            fillId=str(fills.number_of(self.own(fill))),
            borderId=str(borders.number_of(self.own(border))),
            applyFill="1",
            applyBorder="1",
        )
        return self._add(new + xf[len(tag) :])

    def _is_ours(self, tag: bytes, key: str, name: str, colors: dict[str, str]) -> bool:
        number = tag.partition(f' {key}="'.encode())[2].partition(b'"')[0]
        entries = self._sections[name].entries
        if not number.isdigit() or int(number) >= len(entries):
            return False
        return any(color.encode() in entries[int(number)] for color in colors.values())

    def _start(self, at: int, name: str, _: Attributes) -> None:
        if not self._path:
            self._root = (name, at)
        elif len(self._path) == 1:
            self._children.append((local(name), at))
            if section := self._sections.get(local(name)):
                section.at = at
        self._path.append((local(name), at))

    def _end(self, at: int, _: str) -> None:
        name, start = self._path.pop()
        if not self._path:
            self._root = (self._root[0], at)
        elif len(self._path) == 1 and name in self._sections:
            self._sections[name].end = at
            self._sections[name].closed = closes_itself(tag_at(self._xml, start))
        elif len(self._path) == _DEEP and (section := self._sections.get(self._path[1][0])):
            closed = closes_itself(tag_at(self._xml, start))
            section.entries.append(self._xml[start : at if closed else behind(self._xml, at)])

    def _place_of(self, name: str) -> int:
        """Where a list that is not there belongs: before the first that comes after it."""
        later = _ORDER[_ORDER.index(name) + 1 :]
        return next((at for child, at in self._children if child in later), self._root[1])


def ground(severity: str) -> str:
    """The ground of a marked cell."""
    color = GROUNDS[severity]
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="{color}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def letters(name: str, size: float, color: str = "FF1F2D3A", more: str = "") -> str:
    """A font."""
    return (
        f'<font>{more}<sz val="{size}"/><color rgb="{color}"/><name val="{quoted(name)}"/></font>'
    )
