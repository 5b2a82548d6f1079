"""What the list of styles of an .xlsx says of a cell: is its number a day, is its font an old one?

A day is kept as a number, and only the way it is shown makes it a day. Text that was typed in one
of the old Khmer fonts is Latin letters for everybody who does not have that font.
"""

from __future__ import annotations

from mne.workbook.book_xlsx import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    Attributes = dict[str, str]
    Look = tuple[str, str]

NUMBER, DAY, UNSURE = "nd?"
"""What a number shown in a style is; of what is not plain to see, the fast reader is asked."""

_OLD_FONTS = ("limon", "abc-", "baidok", "khek")
"""How the names of the fonts begin that draw Khmer in the places of Latin letters."""
_NUMBERS = frozenset(map(str, (*range(14), *range(37, 41), 48, 49)))
_DAYS = frozenset(map(str, range(14, 18)))
_NUMBER_SIGNS = frozenset("0#?,.%_-+() *@;")
_DAY_SIGNS = frozenset("ymd-/. ")


def old_font(name: str) -> str:
    """The name of a font if it is one of the old ones for Khmer; else nothing."""
    return name if name.strip().lower().startswith(_OLD_FONTS) else ""


def read_styles(xml: bytes, part: str) -> list[Look]:
    """For each style that a cell may have: NUMBER, DAY or UNSURE, and its font if that is old."""
    if not xml:
        return []
    list_ = _Styles()
    parse(xml, part, list_.start, end=list_.end)
    return list_.looks()


class _Styles:
    """Follows styles.xml from its formats and fonts to the styles that are made of them."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.formats: dict[str, str] = {}
        self.fonts: list[str] = []
        self.made_of: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        local = name.rpartition(":")[2]
        above = self.path[-1] if self.path else ""
        if local == "numFmt" and above == "numFmts":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "font" and above == "fonts":
            self.fonts.append("")
        elif local == "name" and above == "font" and self.fonts:
            self.fonts[-1] = old_font(attributes.get("val", ""))
        elif local == "xf" and above == "cellXfs":
            self.made_of.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))
        self.path.append(local)

    def end(self, _: str) -> None:
        self.path.pop()

    def looks(self) -> list[Look]:
        fonts = {str(number): font for number, font in enumerate(self.fonts)}
        return [(self._shows(shown), fonts.get(font, "")) for shown, font in self.made_of]

    def _shows(self, number: str) -> str:
        code = self.formats.get(number)
        if code is None:
            return NUMBER if number in _NUMBERS else DAY if number in _DAYS else UNSURE
        code = "".join(code.split('"')[::2])  # words in quotes are only shown
        if code == "General" or _NUMBER_SIGNS.issuperset(code):
            return NUMBER
        letters = code.lower().replace("\\", "")
        is_day = _DAY_SIGNS.issuperset(letters) and "y" in letters and "d" in letters
        return DAY if is_day else UNSURE
