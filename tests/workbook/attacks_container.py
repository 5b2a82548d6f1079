"""The container, and what a file is at all: what is wrong before any cell is looked at."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.workbook.hostile import (
    ODS,
    OFFICE,
    RELS,
    SHEET,
    TYPES,
    Attack,
    Maker,
    cell,
    directory,
    ods_cell,
    ods_parts,
    ods_row,
    ole,
    pack,
    put,
    replaced,
    row,
    sheet_xml,
    with_part,
    with_second,
    xlsx_parts,
)

BASIC = "Basic/Standard/Module1.xml"
MACROS = "http://schemas.microsoft.com/office/2006/relationships"


def edited(edit: Callable[[bytes], bytes]) -> Maker:
    return lambda: edit(pack(xlsx_parts()))


def _lie_about_size(data: bytes) -> bytes:
    return put(put(data, directory(data) + 24, "<L", 5), 22, "<L", 5)


def _encrypt_flag(data: bytes) -> bytes:
    return put(data, directory(data) + 8, "<H", 1)


def _lzma_method(data: bytes) -> bytes:
    return put(data, directory(data) + 10, "<H", 14)


def _overlap(data: bytes) -> bytes:
    second = data.index(b"PK\x01\x02", directory(data) + 4)
    return put(data, second + 42, "<L", 10)


def _same_bytes_twice(data: bytes) -> bytes:
    second = data.index(b"PK\x01\x02", directory(data) + 4)
    return put(data, second + 42, "<L", 0)


def _other_local_name(data: bytes) -> bytes:
    return data.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml", 1)


def _wrong_checksum(data: bytes) -> bytes:
    at = directory(data) + 16
    return put(data, at, "<L", struct.unpack_from("<L", data, at)[0] ^ 1)


def _hidden_between(data: bytes) -> bytes:
    """Bytes that belong to no part, between the last part and the directory."""
    at = directory(data)
    data = data[:at] + b"MZ" * 500 + data[at:]
    return put(data, len(data) - 6, "<L", at + 1000)


def _zip64(data: bytes) -> bytes:
    return put(data, directory(data) + 24, "<L", 0xFFFFFFFF)


def _second_name(data: bytes) -> bytes:
    """The field by which some programs give a part another name than the one in the directory."""
    at = directory(data)
    name_size = struct.unpack_from("<H", data, at + 28)[0]
    name = data[at + 46 : at + 46 + name_size]
    other = b"xl/other.xml"
    field = struct.pack("<2HBL", 0x7075, 5 + len(other), 1, zlib.crc32(name)) + other
    extra = at + 46 + name_size
    data = put(data[:extra] + field + data[extra:], at + 30, "<H", len(field))
    end = len(data) - 22
    size = struct.unpack_from("<L", data, end + 12)[0]
    return put(data, end + 12, "<L", size + len(field))


def bomb() -> bytes:
    return pack(xlsx_parts(), ("xl/theme/theme1.xml", b" " * 20_000_000))


def _fewer_parts(data: bytes) -> bytes:
    end = len(data) - 22
    return put(put(data, end + 8, "<H", 3), end + 10, "<H", 3)


def many_small_bombs() -> bytes:
    """Each below the size from which the ratio counts; together more than all may be."""
    return pack(xlsx_parts(), *((f"xl/media/{n}", b" " * 4_000_000) for n in range(70)))


def large_part() -> bytes:
    """Packed no better than honest text is, and 140 MB for all that."""
    some = random.Random(4)
    content = b"".join(some.randbytes(1000) + b" " * 100_000 for _ in range(1400))
    return pack(xlsx_parts(), ("xl/media/image1.png", content))


def shared_bomb() -> bytes:
    """One packed run of zeros that every entry of the directory points at."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/0", b"\0" * 3_900_000)
    data = buffer.getvalue()
    at = directory(data)
    entry = data[at : len(data) - 22]
    entries = b"".join(entry.replace(b"xl/media/0", f"xl/media/{n}".encode()) for n in range(10))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 10, 10, len(entries), at, 0)
    return data[:at] + entries + end


def encrypted_ods() -> bytes:
    parts = ods_parts(ods_row(ods_cell()))
    mark = b"<manifest:encryption-data/></manifest:manifest>"
    manifest = parts["META-INF/manifest.xml"].replace(b"</manifest:manifest>", mark)
    return pack({**parts, "META-INF/manifest.xml": manifest, "content.xml": b"\x8f\x00\xff" * 50})


CONTAINER: dict[str, Attack] = {
    "a zip bomb": ("a.xlsx", bomb, "file-unsafe ratio"),
    "a part larger than declared": ("a.xlsx", edited(_lie_about_size), "file-unsafe size"),
    "a part marked encrypted": ("a.xlsx", edited(_encrypt_flag), "file-encrypted"),
    "a part packed with LZMA": ("a.xlsx", edited(_lzma_method), "file-unsafe compression"),
    "parts that overlap": ("a.xlsx", edited(_overlap), "file-unsafe overlap"),
    "two parts sharing bytes": ("a.xlsx", edited(_same_bytes_twice), "file-unsafe overlap"),
    "a part with two names": ("a.xlsx", edited(_other_local_name), "file-unsafe two-names"),
    "a part renamed in an extra field": (
        "a.xlsx",
        edited(_second_name),
        "file-unsafe two-names",
    ),
    "a wrong checksum": ("a.xlsx", edited(_wrong_checksum), "file-damaged"),
    "bytes between the parts": ("a.xlsx", edited(_hidden_between), "file-unsafe extra-bytes"),
    "sizes beyond 4 GB": ("a.xlsx", edited(_zip64), "file-unsafe zip64"),
    "junk in front, binary": ("a.xlsx", edited(lambda d: b"\x00\x01" * 20 + d), "file-type"),
    "a program in front": ("a.xlsx", edited(lambda d: b"MZ\x90" + d), "file-type"),
    "junk behind": ("a.xlsx", edited(lambda d: d + b"junk"), "file-unsafe extra-bytes"),
    "a second zip behind": ("a.xlsx", edited(lambda d: d + d), "file-unsafe extra-bytes"),
    "cut off in the middle": ("a.xlsx", edited(lambda d: d[: len(d) // 2]), "file-damaged"),
    "only the first four bytes": ("a.xlsx", lambda: b"PK\x03\x04", "file-damaged"),
    "an empty zip": ("a.xlsx", lambda: pack({}), "file-type"),
    "a part written twice": (
        "a.xlsx",
        with_second(SHEET, sheet_xml(row(1, cell("A1", "999"))).encode()),
        "file-ambiguous part-twice",
    ),
    "a part name differing in case": (
        "a.xlsx",
        with_second("xl/worksheets/Sheet1.xml", sheet_xml("").encode()),
        "file-ambiguous part-case",
    ),
    "a part name with backslashes beside one with slashes": (
        "a.xlsx",
        edited(lambda _: pack(xlsx_parts(), ("xl\\worksheets\\sheet1.xml", b"<x/>"))),
        "file-ambiguous part-twice",
    ),
    "a part climbing out": (
        "a.xlsx",
        with_part("../../evil.xml", "<x/>"),
        "file-unsafe part-name",
    ),
    "a part with an absolute name": (
        "a.xlsx",
        with_part("/etc/evil", "x"),
        "file-unsafe part-name",
    ),
    "a part on another drive": (
        "a.xlsx",
        with_part("C:/evil.xml", "x"),
        "file-unsafe part-name",
    ),
    "a part name with a line break": (
        "a.xlsx",
        with_part("xl/a\nb", "x"),
        "file-unsafe part-name",
    ),
    "thousands of parts": (
        "a.xlsx",
        lambda: pack({**xlsx_parts(), **{f"xl/media/{n}": b"" for n in range(2100)}}),
        "file-too-large",
    ),
    "a file of 26 MB": (
        "a.xlsx",
        lambda: b"PK\x03\x04" + b"x" * (26 * 2**20),
        "file-too-large",
    ),
    "many bombs that are small one by one": ("a.xlsx", many_small_bombs, "file-too-large"),
    "a part of 140 MB": ("a.xlsx", large_part, "file-too-large"),
    "one bomb under ten names": ("a.xlsx", shared_bomb, "file-unsafe overlap"),
    "a bomb within a drawing": (
        "a.xlsx",
        with_part("xl/drawings/drawing1.xml", b"<x>" + b" " * 20_000_000 + b"</x>"),
        "file-unsafe ratio",
    ),
    "words behind the directory": (
        "a.xlsx",
        edited(lambda d: d[:-2] + b"\x05\0hello"),
        "file-unsafe extra-bytes",
    ),
    "a directory that leaves parts out": (
        "a.xlsx",
        edited(_fewer_parts),
        "file-unsafe extra-bytes",
    ),
    "a directory beyond the end": (
        "a.xlsx",
        edited(lambda d: put(d, len(d) - 6, "<L", 2 * len(d))),
        "file-damaged",
    ),
    "a part that says of itself that it is not packed": (
        "a.xlsx",
        edited(lambda d: put(d, 8, "<H", 0)),
        "file-damaged",
    ),
    "a part that says of itself that it is encrypted": (
        "a.xlsx",
        edited(lambda d: put(d, 6, "<H", 1)),
        "file-damaged",
    ),
    "a part that says of itself that it is smaller": (
        "a.xlsx",
        edited(lambda d: put(d, 22, "<L", 5)),
        "file-damaged",
    ),
    "a part that says of itself that it has another checksum": (
        "a.xlsx",
        edited(lambda d: put(d, 14, "<L", 5)),
        "file-damaged",
    ),
    "a part name with a zero in it": (
        "a.xlsx",
        edited(lambda d: d.replace(b"xl/sharedStrings.xml", b"xl/sharedStrings\0xml")),
        "file-unsafe part-name",
    ),
    "a part name that turns the reading order": (
        "a.xlsx",
        with_part("xl/\u202elmx.xml", "<x/>"),
        "file-unsafe part-name",
    ),
    "a part name with a step that leads nowhere": (
        "a.xlsx",
        with_part("xl/./worksheets/sheet1.xml", "<x/>"),
        "file-unsafe part-name",
    ),
    "a part name with an empty step": (
        "a.xlsx",
        with_part("xl//worksheets/sheet1.xml", "<x/>"),
        "file-unsafe part-name",
    ),
    "ten thousand sheets with a part each": (
        "a.xlsx",
        lambda: pack(
            {
                **xlsx_parts(),
                **{f"xl/worksheets/s{n}.xml": b"<x/>" for n in range(10_000)},
            }
        ),
        "file-too-large",
    ),
}

KINDS: dict[str, Attack] = {
    "macros by content": ("a.xlsx", with_part("xl/vbaProject.bin", "x"), "file-macros"),
    "macros under another folder": (
        "a.xlsx",
        with_part("xl/x/VBAPROJECT.BIN", "x"),
        "file-macros",
    ),
    "macros by name": ("a.xlsm", lambda: pack(xlsx_parts()), "file-macros"),
    "a macro sheet": (
        "a.xlsx",
        with_part("xl/macrosheets/sheet1.xml", "<x/>"),
        "file-macros",
    ),
    "macros by declared type": (
        "a.xlsx",
        replaced(TYPES, "application/xml", "application/vnd.x.macroEnabled.main+xml"),
        "file-macros",
    ),
    "macros in an ods": (
        "a.ods",
        lambda: pack({**ods_parts(ods_row(ods_cell())), BASIC: b"<x/>"}),
        "file-macros",
    ),
    "a password-protected xlsx": (
        "a.xlsx",
        lambda: ole("Root Entry", "EncryptionInfo", "EncryptedPackage"),
        "file-encrypted",
    ),
    "a password-protected ods": ("a.ods", encrypted_ods, "file-encrypted"),
    "an old xls": ("a.xls", lambda: ole("Root Entry", "Workbook"), "file-xls"),
    "an old xls named xlsx": ("a.xlsx", lambda: ole("Root Entry", "Book"), "file-xls"),
    "a bare BIFF stream": ("a.xls", lambda: b"\x09\x08\x10\x00" + bytes(90), "file-xls"),
    "an xlsb": ("a.xlsx", with_part("xl/workbook.bin", "x"), "file-xls"),
    "an old Word file": ("a.doc", lambda: ole("Root Entry", "WordDocument"), "file-type"),
    "a Word file": ("a.docx", lambda: pack({"word/document.xml": b"<x/>"}), "file-type"),
    "an ordinary zip": ("a.zip", lambda: pack({"readme.txt": b"x"}), "file-type"),
    "a PDF named xlsx": ("a.xlsx", lambda: b"%PDF-1.7\n" + b"x" * 99, "file-type"),
    "a PNG": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "file-type"),
    "a web page named csv": ("a.csv", lambda: b"<html><table></table></html>", "file-type"),
    "a 2003 XML sheet": ("a.xml", lambda: b'<?xml version="1.0"?><Workbook/>', "file-type"),
    "a workbook named csv": ("a.csv", lambda: pack(xlsx_parts()), "file-type"),
    "text named xlsx": ("a.xlsx", lambda: b"a,b\n1,2\n", "file-type"),
    "nothing": ("a.xlsx", lambda: b"", "file-empty"),
    "only zero bytes": ("a.xlsx", lambda: bytes(5000), "file-empty"),
    "both an ods and an xlsx": ("a.xlsx", with_part("mimetype", ODS), "file-unsafe two-names"),
    "macros in a template": ("a.xltm", lambda: pack(xlsx_parts()), "file-macros"),
    "an add-in": ("a.xlam", lambda: pack(xlsx_parts()), "file-macros"),
    "macros under an innocent name, told by their type": (
        "a.xlsx",
        replaced(
            TYPES,
            "</Types>",
            '<Override PartName="/xl/code.bin" '
            'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        ),
        "file-macros",
    ),
    "macros under an innocent name, told by their relation": (
        "a.xlsx",
        replaced(
            RELS,
            "</Relationships>",
            f'<Relationship Id="r9" Type="{MACROS}/vbaProject" Target="code.bin"/></Relationships>',
        ),
        "file-macros",
    ),
    "a macro sheet under an innocent name": (
        "a.xlsx",
        replaced(RELS, f"{OFFICE}/worksheet", f"{MACROS}/xlMacrosheet"),
        "file-macros",
    ),
    "a macro sheet of an international edition": (
        "a.xlsx",
        replaced(RELS, f"{OFFICE}/worksheet", f"{MACROS}/xlIntlMacrosheet"),
        "file-macros",
    ),
    "Python in an ods": (
        "a.ods",
        lambda: pack({**ods_parts(ods_row(ods_cell())), "Scripts/python/a.py": b"x"}),
        "file-macros",
    ),
    "an ods without contents": (
        "a.ods",
        lambda: pack({"mimetype": ODS.encode(), "META-INF/manifest.xml": b"<x/>"}),
        "file-type",
    ),
    "an ods without a list of its parts": (
        "a.ods",
        lambda: pack(
            {
                name: content
                for name, content in ods_parts(ods_row(ods_cell())).items()
                if name != "META-INF/manifest.xml"
            }
        ),
        "file-damaged",
    ),
    "a flat ods": ("a.fods", lambda: b'<?xml version="1.0"?><office:document/>', "file-type"),
    "a PowerPoint file": (
        "a.pptx",
        lambda: pack({"ppt/presentation.xml": b"<x/>"}),
        "file-type",
    ),
    "a packed csv": ("a.csv.gz", lambda: b"\x1f\x8b\x08" + bytes(30), "file-type"),
    "a program named xlsx": ("a.xlsx", lambda: b"\x7fELF" + bytes(60), "file-type"),
    "a letter in RTF named csv": ("a.csv", lambda: b"{\\rtf1 a,b}", "file-type"),
    "a SYLK sheet named csv": (
        "a.csv",
        lambda: b'ID;PWXL;N;E\r\nC;Y1;X1;K"a"\r\nC;Y2;X1;EEXEC("calc")\r\nE\r\n',
        "file-type",
    ),
    "text named ods": ("a.ods", lambda: b"a,b\n1,2\n", "file-type"),
    "text named xls": ("a.xls", lambda: b"a\tb\n1\t2\n", "file-type"),
}
