"""The sheet that lists what is to be mended: one line each, with a link to the cell.

Everything on it is text that is marked as text. What a sender typed is repeated here, so nothing on
it can ever be taken for a formula.
"""

from __future__ import annotations

from mne.workbook.book_xlsx import MAIN
from mne.workbook.edit import quoted, text
from mne.workbook.mark_styles import FRAMES, GROUNDS, ground, letters
from mne.workbook.marks import FIRST_ROW, KEPT_COLUMN, LIST_MARK, SEVERITIES
from mne.workbook.room import height_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mne.workbook.mark_styles import Styles
    from mne.workbook.marks import Row, Wish

_HEAD_ROW = FIRST_ROW - 1
_COLUMNS = "ABCDEF"
_WIDTHS = (14.0, 16.0, 32.0, 40.0, 32.0, 40.0)
_TOP = '<alignment horizontal="left" vertical="top" wrapText="1" indent="1"/>'
_FLAT = '<alignment vertical="center"/>'
_DEEP, _INK, _GREY = "FF24506B", "FF1F2D3A", "FF66737F"
_UNDER = (
    '<border><left/><right/><top/><bottom style="{}"><color rgb="{}"/></bottom><diagonal/></border>'
)
_HAIR = _UNDER.format("thin", "FFDDE4E9")
_SIZE, _FOR_BOLD = 10.0, 0.8
_HIGHEST = 409.0
"""Excel cannot draw a higher row."""
_LINKED_BLUE = "FF12456B"


class Looks:
    """The styles of the list, added to those of the workbook."""

    def __init__(self, styles: Styles, font: str) -> None:
        look, words = styles.look, letters
        self.title = look(words(font, 18, _DEEP, "<b/>"), how=_FLAT)
        self.line = look(words(font, 11), how=_FLAT)
        self.hint = look(words(font, 10, _GREY), how=_TOP.replace(' indent="1"', ""))
        self.head = look(
            words(font, 10, "FFFFFFFF", "<b/>"),
            f'<fill><patternFill patternType="solid"><fgColor rgb="{_DEEP}"/></patternFill></fill>',
            how=_TOP.replace("top", "center"),
        )
        self.plain = look(words(font, 10), border=_HAIR, how=_TOP)
        self.strong = look(words(font, 10, _INK, "<b/>"), border=_HAIR, how=_TOP)
        self.grey = look(words(font, 10, _GREY), border=_HAIR, how=_TOP)
        self.link = look(words(font, 10, _LINKED_BLUE, "<u/>"), border=_HAIR, how=_TOP)
        self.severity = {
            one: look(words(font, 10, FRAMES[one], "<b/>"), ground(one), _HAIR, _TOP)
            for one in GROUNDS
        }
        self.hidden = look(words(font, 6, "FFA9B3BB"), how=_FLAT)


def write_list(
    wish: Wish, looks: Looks, style_of: Callable[[str, str], int | None], known: set[str]
) -> bytes:
    """The sheet's XML.

    `style_of` a marked cell is how it looked before: a hidden column keeps that, so that the mark
    can be taken off again. Links go to the `known` sheets.
    """
    rows = [
        _row(1, [(looks.title, wish.title)], 34, (looks.hidden, f"{LIST_MARK} 1")),
        *(
            _row(2 + number, [(looks.line if not number else looks.hint, line)], high)
            for number, (line, high) in enumerate(zip(wish.lines, (20, 42), strict=False))
        ),
        _row(_HEAD_ROW, [(looks.head, one) for one in wish.headings], 26),
    ]
    links = []
    for number, row in enumerate(wish.rows, FIRST_ROW):
        is_linked = row[2] in known
        rows.append(_line(number, row, looks, style_of, is_linked=is_linked))
        if is_linked:
            links.append(_link(number, row[2], row[3]))
    return _sheet("".join(rows), "".join(links)).encode()


def _line(
    number: int,
    row: Row,
    looks: Looks,
    style_of: Callable[[str, str], int | None],
    *,
    is_linked: bool,
) -> str:
    severity, word, sheet, ref, label, wrong, expected, fix = row
    where = looks.link if is_linked else looks.grey
    cells = [
        (looks.severity[severity], word),
        (where, f"{sheet}!{ref}" if ref else sheet),
        (looks.grey, label),
        (looks.strong, wrong),
        (looks.plain, expected),
        (looks.plain, fix),
    ]
    style = style_of(sheet, ref)
    kept = None if style is None else (style, f"{sheet}!{ref}")
    high = max(
        height_of(words, wide - 2.5, _SIZE + _FOR_BOLD * (style == looks.strong))
        for (style, words), wide in zip(cells, _WIDTHS, strict=True)
    )
    return _row(number, cells, min(_HIGHEST, high + 7), kept)


def _row(
    number: int,
    cells: list[tuple[int, str]],
    high: float,
    kept: tuple[int, str] | None = None,
) -> str:
    written = [
        _cell(f"{column}{number}", *one) for column, one in zip(_COLUMNS, cells, strict=False)
    ]
    if kept:
        written.append(_cell(f"{KEPT_COLUMN}{number}", *kept))
    return f'<row r="{number}" ht="{high:g}" customHeight="1">{"".join(written)}</row>'


def _cell(ref: str, style: int, words: str) -> str:
    if not words:
        return f'<c r="{ref}" s="{style}"/>'
    inside = f'<is><t xml:space="preserve">{text(words)}</t></is>'
    return f'<c r="{ref}" s="{style}" t="inlineStr">{inside}</c>'


def _link(number: int, sheet: str, ref: str) -> str:
    quote = sheet.replace("'", "''")
    target = quoted(f"'{quote}'!{ref or 'A1'}")
    return f'<hyperlink ref="B{number}" location="{target}" display="{target}"/>'


def _sheet(rows: str, links: str) -> str:
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{wide:g}" customWidth="1"/>'
        for number, wide in enumerate(_WIDTHS, 1)
    )
    hidden = len(_WIDTHS) + 1
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
        f'<sheetPr><tabColor rgb="{FRAMES[SEVERITIES[0]]}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{_HEAD_ROW}" topLeftCell="A{FIRST_ROW}" activePane="bottomLeft" '
        'state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="B{FIRST_ROW}" sqref="B{FIRST_ROW}"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f'<cols>{widths}<col min="{hidden}" max="{hidden}" width="12" hidden="1" '
        f'customWidth="1"/></cols><sheetData>{rows}</sheetData>'
        '<mergeCells count="1"><mergeCell ref="A3:F3"/></mergeCells>'
        + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
        + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.35"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;8&amp;A&amp;R&amp;8&amp;P / &amp;N</oddFooter>"
        "</headerFooter></worksheet>"
    )
