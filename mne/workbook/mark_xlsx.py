"""The sender's own .xlsx back, with what is to be mended marked in it.

Runs in the limited child, for it takes a stranger's file apart. Parts that need no change stay as
they are, byte for byte; in the others only what is new is put in. A workbook that is built so
strangely that this cannot be done safely is not marked at all.
"""

from __future__ import annotations

import json
import re

from mne.workbook.book_xlsx import MAIN, STRICT, open_book
from mne.workbook.edit import CannotMarkError, Edits, local, prefix_of, quoted, tag_at, walk
from mne.workbook.facts import cell_ref, place
from mne.workbook.gate import inspect_container
from mne.workbook.mark_comments import NO_COMMENTS, Comments, with_boxes, without_boxes
from mne.workbook.mark_relations import Relations, add_type
from mne.workbook.mark_sheet import SheetXml, let_go, with_drawing
from mne.workbook.mark_styles import PLAIN, Styles
from mne.workbook.marks import FIRST_ROW, SEVERITIES, Mark, Wish
from mne.workbook.mend_sheet import Looks, write_list
from mne.workbook.pack import Box, pack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mne.workbook.book_xlsx import Book
    from mne.workbook.edit import Attributes
    from mne.workbook.facts import Place

    Words = tuple[str, str, str]
    Tag = tuple[int, str, Attributes]

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LONGEST_NAME = 31
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_BLANK = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    "</Types>",
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
    f'Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><bookViews>'
    '<workbookView activeTab="0"/></bookViews><sheets></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    "</Relationships>",
}


def answer_to_mark(question: bytes, data: bytes) -> bytes:
    """The marked workbook; CannotMarkError where this one cannot be marked safely."""
    told = json.loads(question)
    kept = {ref: (sheet, cell) for ref, (sheet, cell) in told.pop("kept").items()}
    return mark_workbook(data, Wish(**told, kept=kept))


def question_of(wish: Wish) -> bytes:
    """What is wanted, as the child takes it."""
    return json.dumps({**wish._asdict(), "kept": wish.kept or {}}).encode()


def list_alone(wish: Wish) -> bytes:
    """A workbook that holds the list and nothing else."""
    return mark_workbook(pack({name: one.encode() for name, one in _BLANK.items()}), wish)


def mark_workbook(data: bytes, wish: Wish) -> bytes:
    """The workbook with its marks, and with its list as the first sheet.

    Where nothing is to be marked, and nothing was, it is the same to the last byte.
    """
    if not wish.rows and not wish.old_list and not wish.marks:
        return data
    kind, content = inspect_container(data)
    if kind != "xlsx":
        raise CannotMarkError
    box = Box(data)
    if any(name.casefold().startswith("_xmlsignatures") for name in box.names()):
        raise CannotMarkError  # a signature would be broken by any change
    return _Marking(box, open_book(content), wish).done()


class _Marking:
    """One workbook while it is marked."""

    def __init__(self, box: Box, book: Book, wish: Wish) -> None:
        self.box = box
        self.wish = wish
        self.relations = Relations(box, "")
        self.main = self.relations.part_of_kind("officeDocument") or "xl/workbook.xml"
        self.of_book = Relations(box, self.main)
        self.folder = self.main.rpartition("/")[0] + "/" * ("/" in self.main)
        self.parts = {name: part for name, part, _ in book.sheets}
        self.styles = Styles(box.read(book.styles), book.styles)
        self.styles_part = book.styles
        self.looked: dict[tuple[str, str], int] = {}
        """How marked cells looked before, by sheet and cell."""
        self.tags: list[Tag] = []
        walk(box.read(self.main), self.main, self._note)

    def done(self) -> bytes:
        """Everything in turn; the styles last, for the others add to them."""
        before = self._kept_styles()
        senders = [one for one in self.parts if one != self.wish.old_list]
        for number, sheet in enumerate(senders, 1):
            marks = [one for one in self.wish.marks if one[0] == sheet]
            self._mark_sheet(sheet, marks, before, number)
        looks = Looks(self.styles, self.wish.font)
        known = self.parts.keys() - {self.wish.old_list}
        page = self._own(write_list(self.wish, looks, lambda *at: self.looked.get(at), known))
        if self.wish.old_list in self.parts:
            self.box.write(self.parts[self.wish.old_list], page)
            self._show_old_list()
        else:
            self._add_list(page)
        if self.styles_part not in self.box:
            self.box.write(self.styles_part, self._own(PLAIN))
            self.of_book.add("styles", self.styles_part)
            add_type(self.box, self.styles_part, _STYLES)
        self.box.write(self.styles_part, self.styles.done())
        return self.box.done()

    def _own(self, xml: bytes) -> bytes:
        """A part of ours in the words of this workbook: a strict one has others."""
        is_strict = STRICT.encode() in self.box.read(self.main)
        return xml.replace(MAIN.encode(), STRICT.encode()) if is_strict else xml

    def _mark_sheet(
        self,
        sheet: str,
        marks: list[Mark],
        before: dict[tuple[str, str], int],
        number: int,
    ) -> None:
        """Cells and comments of one sheet; marks of an earlier time are taken off first."""
        part = self.parts[sheet]
        old = {place(ref, ""): style for (name, ref), style in before.items() if name == sheet}
        xml = let_go(self.box.read(part))
        if not marks and not old and not self._has_our_comments(part):
            self.box.write(part, xml)
            return
        wanted = {place(one[1], ""): one for one in marks}
        looked = SheetXml(xml, part, (*wanted, *old))
        styles = self._styles_for(looked, sheet, wanted, old)
        edits = looked.styled(styles)
        self._comment(part, looked, edits, wanted, number)
        self.box.write(part, edits.done())

    def _styles_for(
        self,
        looked: SheetXml,
        sheet: str,
        wanted: dict[Place, Mark],
        old: dict[Place, int],
    ) -> dict[Place, int]:
        """The new style of each marked cell, and the old one of each that is marked no more."""
        severities: dict[Place, str] = {}
        for at, mark in wanted.items():
            anchor = looked.anchor(at)
            severities[anchor] = min(severities.get(anchor, "note"), mark[2], key=SEVERITIES.index)
        styles: dict[Place, int] = {}
        for at in {*severities, *old}:
            now = looked.style_at(at)
            if self.styles.is_marked(now):
                now = old[at] if at in old else self.styles.without_mark(now)
            elif at not in severities:
                continue  # somebody has given it another look since
            styles[at] = now
            if at in severities:
                styles[at] = self.styles.marked(now, severities[at])
                self.looked[sheet, cell_ref(*at)] = now
        for at in wanted:
            anchor = looked.anchor(at)
            self.looked[sheet, cell_ref(*at)] = self.looked[sheet, cell_ref(*anchor)]
        return styles

    def _has_our_comments(self, part: str) -> bool:
        relations = Relations(self.box, part)
        name = relations.part_of_kind("comments")
        return bool(name and Comments(self.box.read(name), name).ours)

    def _comment(
        self, part: str, looked: SheetXml, edits: Edits, wanted: dict[Place, Mark], number: int
    ) -> None:
        """Ours of an earlier time go, and the new ones come, where nobody else's are."""
        relations = Relations(self.box, part)
        name = relations.part_of_kind("comments")
        comments = Comments(self.box.read(name) if name else self._own(NO_COMMENTS), name)
        words: dict[Place, Words] = {}
        for at, (_, _, severity, headline, rest) in wanted.items():
            anchor = looked.anchor(at)
            before = f"{words[anchor][2]}\n\n" if anchor in words else ""
            if anchor not in comments.others:
                words[anchor] = (severity, headline, before + rest)
        if not words and not comments.ours:
            return
        if not name:
            name = self.box.free_name(f"{self.folder}comments", ".xml")
            relations.add("comments", name)
            add_type(self.box, name, _COMMENTS)
        self.box.write(name, comments.with_ours(words, self.wish.font))
        boxes = relations.part_of(looked.drawing) if looked.drawing else ""
        if not boxes:
            boxes = self.box.free_name(f"{self.folder}drawings/vmlDrawing", ".vml")
            with_drawing(looked, edits, relations.add("vmlDrawing", boxes), relations.base)
            add_type(self.box, boxes, _VML, ending="vml")
        kept = without_boxes(self.box.read(boxes), comments.ours)
        self.box.write(boxes, with_boxes(kept, looked, words, number) if words else kept)

    def _kept_styles(self) -> dict[tuple[str, str], int]:
        """How each cell looked that was marked the last time, as the old list keeps it."""
        part = self.parts.get(self.wish.old_list)
        kept = self.wish.kept or {}
        if part is None or not kept:
            return {}
        spots = {place(ref, ""): at for ref, at in kept.items()}
        old = SheetXml(self.box.read(part), part, spots)
        return {at: old.style_at(spot) for spot, at in spots.items()}

    def _note(self, at: int, name: str, attributes: Attributes) -> None:
        self.tags.append((at, name, attributes))

    def _tags(self, name: str) -> list[Tag]:
        return [one for one in self.tags if local(one[1]) == name]

    def _add_list(self, page: bytes) -> None:
        """Our sheet comes first, and is the one that is shown."""
        part = self.box.free_name(f"{self.folder}worksheets/sheet", ".xml")
        self.box.write(part, page)
        add_type(self.box, part, _SHEET)
        relation = self.of_book.add("worksheet", part)
        name = self._free_sheet_name()
        ids = [int(one[2].get("sheetId", "0")) for one in self._tags("sheet")]
        xml = self.box.read(self.main)
        edits = Edits(xml)
        sheets = self._tags("sheets")
        if len(sheets) != 1:
            raise CannotMarkError
        at, own, _ = sheets[0]
        tag = (
            f'<{prefix_of(own)}sheet name="{quoted(name)}" sheetId="{max(ids, default=0) + 1}" '
            f'r:id="{relation}"'
        )
        if b"xmlns:r=" not in xml[:at]:
            tag += f' xmlns:r="{self.of_book.base}"'
        edits.insert(at + len(tag_at(xml, at)), f"{tag}/>".encode())
        for place_, _, attributes in self._tags("definedName"):
            if (number := attributes.get("localSheetId", "")).isdigit():
                edits.set(place_, localSheetId=str(int(number) + 1))
        self._look_at(edits, 0)
        self._repeat_headings(edits, xml, name)
        self.box.write(self.main, edits.done())

    def _show_old_list(self) -> None:
        """Our sheet of an earlier time is where it was; it is shown again."""
        names = [one[2].get("name") for one in self._tags("sheet")]
        edits = Edits(self.box.read(self.main))
        index = names.index(self.wish.old_list)
        at, _, attributes = self._tags("sheet")[index]
        if "state" in attributes:
            edits.set(at, state="visible")
        self._look_at(edits, index)
        self.box.write(self.main, edits.done())

    def _look_at(self, edits: Edits, index: int) -> None:
        for at, _, attributes in self._tags("workbookView"):
            changed = {
                name: str(index if name == "activeTab" else 0)
                for name in ("activeTab", "firstSheet")
                if name in attributes or (name == "activeTab" and index)
            }
            if changed:
                edits.set(at, **changed)
        for part in self.of_book.parts_of_kind("chartsheet"):
            self.box.write(part, let_go(self.box.read(part)))

    def _repeat_headings(self, edits: Edits, xml: bytes, name: str) -> None:
        """On paper the headings stand on every page."""
        quote = quoted(name.replace("'", "''"))
        row = FIRST_ROW - 1
        for at, own, _ in self._tags("definedNames"):
            tag = tag_at(xml, at)
            entry = (
                f'<{prefix_of(own)}definedName name="_xlnm.Print_Titles" localSheetId="0">'
                f"'{quote}'!${row}:${row}</{prefix_of(own)}definedName>"
            )
            if not tag.endswith(b"/>"):
                edits.insert(at + len(tag), entry.encode())

    def _free_sheet_name(self) -> str:
        """What it is to be called, with a number where the sender has such a sheet already."""
        taken = {one[2].get("name", "").casefold() for one in self._tags("sheet")}
        wanted = _NO_NAME.sub(" ", self.wish.name)[:_LONGEST_NAME]
        number = 1
        name = wanted
        while name.casefold() in taken:
            number += 1
            name = f"{wanted[: _LONGEST_NAME - 5]} ({number})"
        return name
