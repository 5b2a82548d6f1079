"""Changes XML at exact places and leaves every other byte as it was.

A part is never read into a tree and written out again: that would lose what we do not know. The
parser says at which byte a tag begins; there something is put in, or an attribute gets another
value.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from mne.workbook.faults import damaged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Attributes = dict[str, str]
    HearStart = Callable[[int, str, Attributes], None]
    HearEnd = Callable[[int, str], None]

_VALUE = rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')"
_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=/>]+" + _VALUE + rb")*\s*/?>")
_END_TAG = re.compile(rb"</[^>]*>")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would take for a letter that is written by its number."""
_LONGEST_TEXT = 32_000


class CannotMarkError(Exception):
    """This workbook is not built in a way in which marks could be put in safely."""


class Edits:
    """Changes to one text, all at places of the text as it was."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self._changes: list[tuple[int, int, int, bytes]] = []

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put something else in the place of these bytes."""
        self._changes.append((start, end, len(self._changes), new))

    def insert(self, at: int, new: bytes) -> None:
        """Put something in; what is put in at one place stays in the order in which it came."""
        self.replace(at, at, new)

    def set(self, at: int, **attributes: str) -> None:
        """Give the tag at this place these attributes."""
        tag = tag_at(self.xml, at)
        self.replace(at, at + len(tag), with_attributes(tag, **attributes))

    def open_up(self, at: int, content: bytes, **attributes: str) -> None:
        """Give the element at this place, which is empty and closes itself, a content."""
        tag = tag_at(self.xml, at)
        opened = with_attributes(tag, **attributes)[:-2].rstrip() + b">"
        name = opened[1:].split(b">", 1)[0].split(None, 1)[0]
        self.replace(at, at + len(tag), opened + content + b"</" + name + b">")

    def done(self) -> bytes:
        """The text with all changes."""
        pieces = []
        reached = 0
        for start, end, _, new in sorted(self._changes):
            if start < reached:
                raise CannotMarkError
            pieces += [self.xml[reached:start], new]
            reached = end
        return b"".join((*pieces, self.xml[reached:]))


def walk(xml: bytes, part: str, start: HearStart, end: HearEnd | None = None) -> None:
    """Follow a part's tags with the byte at which each begins.

    The end of an element that closes itself is told too, with the place behind it.
    """
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda name, attributes: start(
        parser.CurrentByteIndex, name, attributes
    )
    if end is not None:
        parser.EndElementHandler = lambda name: end(parser.CurrentByteIndex, name)
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat takes it by position only
    except expat.ExpatError:
        raise damaged(part) from None


def tag_at(xml: bytes, at: int) -> bytes:
    """The whole start tag that begins here."""
    found = _TAG.match(xml, at)
    if found is None:
        raise CannotMarkError
    return found[0]


def closes_itself(tag: bytes) -> bool:
    """Whether an element is its start tag alone."""
    return tag.endswith(b"/>")


def behind(xml: bytes, at: int) -> int:
    """The place behind the end tag that begins here; here, where none does."""
    found = _END_TAG.match(xml, at)
    return found.end() if found else at


def with_attributes(tag: bytes, **attributes: str) -> bytes:
    """The tag with these attributes set; a new one comes behind `r`, as Excel writes it."""
    for name, value in attributes.items():
        written = name.encode() + b'="' + value.encode() + b'"'
        old = re.search(rb"(?<=\s)" + name.encode() + _VALUE, tag)
        if old:
            tag = tag[: old.start()] + written + tag[old.end() :]
            continue
        place = re.search(rb"(?<=\s)r" + _VALUE, tag)
        at = place.end() if place else len(tag.rstrip(b"/>").rstrip())
        tag = tag[:at] + b" " + written + tag[at:]
    return tag


def prefix_of(name: str) -> str:
    """`x:` of `x:worksheet`: what stands before all names of a part, for some writers."""
    before, colon, _ = name.rpartition(":")
    return before + colon


def local(name: str) -> str:
    """`row` of `x:row`."""
    return name.rpartition(":")[2]


def text(words: str) -> str:
    """Words as they may stand between tags: nothing that is markup, a formula or no letter."""
    kept = "".join(letter for letter in words if _is_allowed(letter))
    kept = _ESCAPE.sub("_x005F_", kept[:_LONGEST_TEXT])
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(words: str) -> str:
    """Words as they may stand in an attribute."""
    return text(words).replace('"', "&quot;").replace("\n", " ")


def _is_allowed(letter: str) -> bool:
    """Whether XML may hold this letter, and nothing is steered by it."""
    if letter < " " or "\x7f" <= letter <= "\x9f":
        return letter in "\t\n"
    return not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff"
