"""The gate: looks a file over before anything opens it.

A workbook arrives from outside, by mail or on a stick. Before any reader touches it, the gate says
what it really is (by its content, whatever its name says), refuses what nobody should open -
macros, passwords, old binary formats, files built to swallow the machine - and counts what there
is to read. It uses nothing but the standard library and parses nothing.

`find_kind` looks at the first bytes, before a process is started for them; `inspect_container`
unpacks, in that process, and hands on what it has unpacked, so that nothing is unpacked twice.
"""

from __future__ import annotations

from mne.workbook.faults import Refusal, too_large, unsafe
from mne.workbook.parts import MAX_ALL_BYTES, Part, inflate, list_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Content = Callable[[str], bytes]

MAX_FILE_BYTES = 25 * 2**20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins in which an .xls, or a workbook under a password, is packed."""
KEPT_BYTES = 2**20
"""A larger part is unpacked again when it is read: many of them at once would fill the memory."""
MAX_TAG_BYTES = 2**20
MAX_STRINGS = 1_500_000
MAX_STYLES = 70_000
MAX_RULES = 100_000

_UTF8_MARK = b"\xef\xbb\xbf"
_OLD_SHEETS = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_OTHER_KINDS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<head", b"<workbook")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MACRO_TYPES = (b"macroEnabled", b"vbaProject")
_MACRO_RELATIONS = (b"/vbaProject", b"/xlMacrosheet", b"/xlIntlMacrosheet")
_MACRO_NAMES = (".xlsm", ".xltm", ".xlam", ".xla")
_TEXT_NAMES = (".csv", ".txt", ".tsv", ".tab")
_SHEET_NAMES = (".xlsx", ".xltx", ".ods", ".ots", ".xls", ".xlsb")
# What no reader of ours opens need not be UTF-8: Power Query keeps UTF-16 in customXml, for one.
_UNREAD = (
    "customXml/",
    "docProps/",
    "xl/media/",
    "xl/embeddings/",
    "Pictures/",
    "Thumbnails/",
    "Object ",
)
_COUNTED = (
    ("xl/styles.xml", b"<xf", "styles", MAX_STYLES),
    ("xl/sharedStrings.xml", b"<si", "strings", MAX_STRINGS),
    ("content.xml", b"<style:style", "styles", MAX_STYLES),
    ("xl/workbook.xml", b"<definedName", "names", MAX_RULES),
)
_RULES = (b"<mergeCell ", b"<dataValidation ", b"<cfRule ", b"<hyperlink ", b"<col ")


def find_kind(data: bytes, name: str, *, old: bool = False) -> str:
    """Whether these bytes are a "zip" container or "csv" text; everything else is refused.

    With `old` an "xls" of Excel 97-2003 is let through too.
    """
    ending = _ending(name)
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise Refusal("file-empty")
    if data.startswith(OLE):
        return _find_in_ole(data, old=old)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _refuse_false_name(ending, "zip", _TEXT_NAMES)
        if ending == ".xlsb":
            raise Refusal("file-xls", found="xlsb")
        return "zip"
    for magic, kind in _OTHER_KINDS:
        if data.startswith(magic):
            raise Refusal("file-type", found=kind)
    _refuse_not_text(data)
    _refuse_sylk(data)
    _refuse_false_name(ending, "text", _SHEET_NAMES)
    return "csv"


def inspect_container(data: bytes) -> tuple[str, Content]:
    """Look through every part of a zip container: is it an "xlsx" or an "ods", and what is in it?

    Its parts are then had by their names, in any case of letters; one that is not there is empty.
    """
    parts = list_parts(data)
    _refuse_macro_parts(parts)
    _refuse_encrypted(data, parts)
    kind = _container_kind(data, parts)
    kept: dict[str, bytes] = {}
    budget = MAX_ALL_BYTES
    for part in parts.values():
        content = inflate(data, part)
        budget -= len(content)
        if budget < 0:
            raise too_large("all-bytes", MAX_ALL_BYTES - budget, MAX_ALL_BYTES)
        if _is_markup(part, content):
            inspect_markup(part.name, content)
            if len(content) <= KEPT_BYTES:
                kept[part.name] = content
    names = {name.casefold(): name for name in parts}

    def content_of(name: str) -> bytes:
        own = names.get(name.casefold())
        if own is None:
            return b""
        content = kept[own] if own in kept else inflate(data, parts[own])
        return content.removeprefix(_UTF8_MARK)

    return kind, content_of


def inspect_markup(name: str, content: bytes) -> None:
    """One XML part: plain UTF-8, no entities, no giant tags, no absurd numbers of anything."""
    _refuse_macro_marks(name, content)
    # OpenOffice once named a document type in its list of parts; no reader of ours opens that.
    listed = name == "META-INF/manifest.xml"
    if b"!" in content and (b"<!ENTITY" in content or (b"<!DOCTYPE" in content and not listed)):
        raise unsafe("entities", name)
    _refuse_other_encoding(name, content)
    _refuse_long_tags(name, content)
    for counted, mark, what, limit in _COUNTED:
        if name == counted:
            _refuse_many(content, mark, what, limit)
    if name.startswith("xl/worksheets/"):
        for mark in _RULES:
            _refuse_many(content, mark, "rules", MAX_RULES)


def _ending(name: str) -> str:
    _, dot, ending = name.lower().rpartition(".")
    ending = dot + ending
    if ending in _MACRO_NAMES:
        raise Refusal("file-macros", part=ending)
    return ending


def _find_in_ole(data: bytes, *, old: bool) -> str:
    """What lies in the container that office programs used before 2007, by the names in it."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise Refusal("file-encrypted", found="office")
    if not (holds("Workbook") or holds("Book")):
        raise Refusal("file-type", found="office-97")
    if holds("_VBA_PROJECT"):
        raise Refusal("file-macros", part="_VBA_PROJECT")
    if not old:
        raise Refusal("file-xls", found="xls")
    return "xls"


def _refuse_false_name(ending: str, found: str, endings: tuple[str, ...]) -> None:
    """The office program would open by the name what we open by the content: two readings."""
    if ending in endings:
        raise Refusal("file-type", found=f"{found} named {ending}")


def _refuse_not_text(data: bytes) -> None:
    if data.startswith(_OLD_SHEETS):
        raise Refusal("file-xls", found="xls")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    if b"\x00" in data:
        raise Refusal("file-type", found="binary")
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        raise Refusal("file-type", found="html" if b"<html" in start else "xml")


def _refuse_sylk(data: bytes) -> None:
    """Excel takes such a text for a sheet of its own, whatever its name is: two readings."""
    if data.startswith(b"ID;P") and any(
        line.startswith(b"C;") and b";K" in line for line in data.splitlines()
    ):
        raise Refusal("file-type", found="sylk")


def _refuse_macro_parts(parts: dict[str, Part]) -> None:
    for part in parts:
        folded = part.casefold()
        if folded.endswith("vbaproject.bin") or folded.startswith(("xl/macrosheets/", "scripts/")):
            raise Refusal("file-macros", part=part)
        # Basic/Standard/script-lb.xml is an empty library's list; a module has a name of its own.
        if (
            folded.startswith("basic/")
            and folded.count("/") > 1
            and not folded.endswith(("-lb.xml", "/"))
        ):
            raise Refusal("file-macros", part=part)
    if any(part.casefold() == "xl/workbook.bin" for part in parts):
        raise Refusal("file-xls", found="xlsb")


def _refuse_encrypted(data: bytes, parts: dict[str, Part]) -> None:
    """LibreOffice encrypts part by part, and says so in its list of parts."""
    manifest = parts.get("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in inflate(data, manifest):
        raise Refusal("file-encrypted", found="ods")


def _container_kind(data: bytes, parts: dict[str, Part]) -> str:
    by_folded = {part.casefold(): part for part in parts}
    if {
        "workbook.xml",
        "_rels/workbook.xml.rels",
    } <= by_folded.keys() or "xl/workbook.xml" in by_folded:
        if "mimetype" in by_folded:
            raise unsafe("two-names", "mimetype")
        return "xlsx"
    for folder, found in (("word/", "word"), ("ppt/", "powerpoint")):
        if any(part.startswith(folder) for part in by_folded):
            raise Refusal("file-type", found=found)
    if "mimetype" in parts:
        mimetype = inflate(data, parts["mimetype"]).strip()
        if mimetype in (_ODS, _ODS + b"-template") and "content.xml" in parts:
            return "ods"
        raise Refusal("file-type", found=mimetype[:80].decode("ascii", "replace"))
    raise Refusal("file-type", found="zip")


def _is_markup(part: Part, content: bytes) -> bool:
    if part.name.startswith(_UNREAD):
        return False
    return part.name.casefold().endswith((".xml", ".rels", ".vml")) or content[:5] == b"<?xml"


def _refuse_macro_marks(name: str, content: bytes) -> None:
    """What makes a part a macro is its type and its relation, whatever its name is."""
    marks: tuple[bytes, ...] = ()
    if name == "[Content_Types].xml":
        marks = _MACRO_TYPES
    elif name.endswith(".rels"):
        marks = _MACRO_RELATIONS
    if any(mark in content for mark in marks):
        raise Refusal("file-macros", part=name)


def _refuse_other_encoding(name: str, content: bytes) -> None:
    if content.startswith((b"<?xml", b"\xef\xbb\xbf<?xml")):
        _, _, declared = content[: content.find(b"?>")].partition(b"encoding")
        declared = declared.lstrip(b"=\"' \t\r\n").lower()
        if declared and not declared.startswith(_ENCODINGS):
            raise unsafe("xml-encoding", name)
    if b"\x00" in content[:4]:
        raise unsafe("xml-encoding", name)
    if content.isascii():
        return
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        raise unsafe("xml-encoding", name) from None


def _refuse_long_tags(name: str, content: bytes) -> None:
    position = 0
    while position < len(content) - MAX_TAG_BYTES:
        closed = content.rfind(b">", position, position + MAX_TAG_BYTES)
        if closed < 0:
            opened = content.find(b"<", position)
            closed = content.find(b">", opened)
            if opened < 0:
                return
            if closed < 0 or closed - opened > MAX_TAG_BYTES:
                raise unsafe("long-tag", name)
        position = closed + 1


def _refuse_many(content: bytes, mark: bytes, what: str, limit: int) -> None:
    if len(content) > limit * len(mark) and content.count(mark) > limit:
        raise too_large(what, content.count(mark), limit)
