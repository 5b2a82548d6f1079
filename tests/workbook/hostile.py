"""Builds attack files at run time: each is what a hostile or broken program might send.

`ATTACKS` maps a sentence to (file name, maker, expected code, expected reason or None). None of
these files is kept in the repository; each is a few lines of what makes it hostile.
"""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

Maker = Callable[[], bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def strings_xml(*texts: str, promise: str | None = None) -> str:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{promise or len(texts)}">{items}</sst>'


def xlsx_parts(
    rows: str = '<row r="1"><c r="A1"><v>41</v></c></row>', **sheet: str
) -> dict[str, bytes]:
    """The parts of the smallest honest workbook, to be spoiled one at a time."""
    parts = {
        "[Content_Types].xml": (
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>"
        ),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            '<sheets><sheet name="Return" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>"
        ),
        "xl/sharedStrings.xml": strings_xml("indicator", "value"),
        "xl/worksheets/sheet1.xml": sheet_xml(rows, **sheet),
    }
    return {name: content.encode() for name, content in parts.items()}


def ods_parts(rows: str, table: str = 'table:name="Return"', styles: str = "") -> dict[str, bytes]:
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text", "style")
    )
    calc = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"{HEAD}<office:document-content{names}{calc}>{styles}<office:body><office:spreadsheet>"
        f"<table:table {table}>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f"{HEAD}<manifest:manifest xmlns:manifest="
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
        "</manifest:manifest>"
    )
    return {
        "mimetype": ODS.encode(),
        "content.xml": content.encode(),
        "META-INF/manifest.xml": manifest.encode(),
    }


def pack(
    parts: dict[str, bytes], *more: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip of these parts; `more` may repeat names."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in (*parts.items(), *more):
            archive.writestr(name, content)
    return buffer.getvalue()


def xlsx(rows: str, **sheet: str) -> Maker:
    return lambda: pack(xlsx_parts(rows, **sheet))


def ods(rows: str, **more: str) -> Maker:
    return lambda: pack(ods_parts(rows, **more))


def with_part(name: str, content: bytes | str) -> Maker:
    content = content.encode() if isinstance(content, str) else content
    return lambda: pack({**xlsx_parts(), name: content})


def with_second(name: str, content: bytes) -> Maker:
    return lambda: pack(xlsx_parts(), (name, content))


def without_part(name: str) -> Maker:
    return lambda: pack({key: value for key, value in xlsx_parts().items() if key != name})


def replaced(part: str, old: str, new: str) -> Maker:
    def make() -> bytes:
        parts = xlsx_parts()
        assert old.encode() in parts[part]
        return pack({**parts, part: parts[part].replace(old.encode(), new.encode())})

    return make


def edited(edit: Callable[[bytes], bytes]) -> Maker:
    return lambda: edit(pack(xlsx_parts()))


def cell(ref: str, value: str = "1", more: str = "") -> str:
    return f'<c r="{ref}"{more}><v>{value}</v></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def ods_cell(value: str = "1", more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}"{more}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def _directory(data: bytes) -> int:
    return data.index(b"PK\x01\x02")


def _set(data: bytes, at: int, layout: str, value: int) -> bytes:
    size = struct.calcsize(layout)
    return data[:at] + struct.pack(layout, value) + data[at + size :]


def _lie_about_size(data: bytes) -> bytes:
    return _set(data, _directory(data) + 24, "<L", 5)


def _encrypt_flag(data: bytes) -> bytes:
    return _set(data, _directory(data) + 8, "<H", 1)


def _lzma_method(data: bytes) -> bytes:
    return _set(data, _directory(data) + 10, "<H", 14)


def _overlap(data: bytes) -> bytes:
    second = data.index(b"PK\x01\x02", _directory(data) + 4)
    return _set(data, second + 42, "<L", 10)


def _same_bytes_twice(data: bytes) -> bytes:
    second = data.index(b"PK\x01\x02", _directory(data) + 4)
    return _set(data, second + 42, "<L", 0)


def _other_local_name(data: bytes) -> bytes:
    return data.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml", 1)


def _wrong_checksum(data: bytes) -> bytes:
    at = _directory(data) + 16
    return _set(data, at, "<L", struct.unpack_from("<L", data, at)[0] ^ 1)


def _hidden_between(data: bytes) -> bytes:
    """Bytes that belong to no part, between the last part and the directory."""
    at = _directory(data)
    data = data[:at] + b"MZ" * 500 + data[at:]
    return _set(data, len(data) - 6, "<L", at + 1000)


def _zip64(data: bytes) -> bytes:
    return _set(data, _directory(data) + 24, "<L", 0xFFFFFFFF)


def _second_name(data: bytes) -> bytes:
    """The field by which some programs give a part another name than the one in the directory."""
    at = _directory(data)
    name_size = struct.unpack_from("<H", data, at + 28)[0]
    name = data[at + 46 : at + 46 + name_size]
    other = b"xl/other.xml"
    field = struct.pack("<2HBL", 0x7075, 5 + len(other), 1, zlib.crc32(name)) + other
    extra = at + 46 + name_size
    data = _set(data[:extra] + field + data[extra:], at + 30, "<H", len(field))
    end = len(data) - 22
    size = struct.unpack_from("<L", data, end + 12)[0]
    return _set(data, end + 12, "<L", size + len(field))


def bomb() -> bytes:
    return pack(xlsx_parts(), ("xl/theme/theme1.xml", b" " * 20_000_000))


def ole(*streams: str) -> bytes:
    names = b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


def many_sheets() -> bytes:
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, 300))
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, 300)
    )
    parts = xlsx_parts()
    parts["xl/workbook.xml"] = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    ).encode()
    parts["xl/_rels/workbook.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
    ).encode()
    return pack(parts)


def many_cells() -> bytes:
    lines = (
        "".join(
            f"<c><v>{(column * 7919 + row * 104729) % 999983}</v></c>" for column in range(1000)
        )
        for row in range(510)
    )
    return pack(xlsx_parts("".join(f"<row>{line}</row>" for line in lines)))


def encrypted_ods() -> bytes:
    parts = ods_parts(ods_row(ods_cell()))
    mark = b"<manifest:encryption-data/></manifest:manifest>"
    manifest = parts["META-INF/manifest.xml"].replace(b"</manifest:manifest>", mark)
    return pack({**parts, "META-INF/manifest.xml": manifest, "content.xml": b"\x8f\x00\xff" * 50})


LAUGHS = (
    f'{HEAD}<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
)
SHEET = "xl/worksheets/sheet1.xml"
RELS = "xl/_rels/workbook.xml.rels"
BOOK = "xl/workbook.xml"
UTF16 = sheet_xml(row(1, cell("A1"))).replace("UTF-8", "UTF-16").encode("utf-16")
BASIC = "Basic/Standard/Module1.xml"

ATTACKS: dict[str, tuple[str, Maker, str, str | None]] = {
    # -- the container ---------------------------------------------------------------------
    "a zip bomb": ("a.xlsx", bomb, "file-unsafe", "ratio"),
    "a part larger than declared": ("a.xlsx", edited(_lie_about_size), "file-unsafe", "size"),
    "a part marked encrypted": ("a.xlsx", edited(_encrypt_flag), "file-encrypted", None),
    "a part packed with LZMA": ("a.xlsx", edited(_lzma_method), "file-unsafe", "compression"),
    "parts that overlap": ("a.xlsx", edited(_overlap), "file-unsafe", "overlap"),
    "two parts sharing bytes": ("a.xlsx", edited(_same_bytes_twice), "file-unsafe", "overlap"),
    "a part with two names": ("a.xlsx", edited(_other_local_name), "file-unsafe", "two-names"),
    "a part renamed in an extra field": (
        "a.xlsx",
        edited(_second_name),
        "file-unsafe",
        "two-names",
    ),
    "a wrong checksum": ("a.xlsx", edited(_wrong_checksum), "file-damaged", None),
    "bytes between the parts": ("a.xlsx", edited(_hidden_between), "file-unsafe", "extra-bytes"),
    "sizes beyond 4 GB": ("a.xlsx", edited(_zip64), "file-unsafe", "zip64"),
    "junk in front, binary": ("a.xlsx", edited(lambda d: b"\x00\x01" * 20 + d), "file-type", None),
    "a program in front": ("a.xlsx", edited(lambda d: b"MZ\x90" + d), "file-type", None),
    "junk behind": ("a.xlsx", edited(lambda d: d + b"junk"), "file-unsafe", "extra-bytes"),
    "a second zip behind": ("a.xlsx", edited(lambda d: d + d), "file-unsafe", "extra-bytes"),
    "cut off in the middle": ("a.xlsx", edited(lambda d: d[: len(d) // 2]), "file-damaged", None),
    "only the first four bytes": ("a.xlsx", lambda: b"PK\x03\x04", "file-damaged", None),
    "an empty zip": ("a.xlsx", lambda: pack({}), "file-type", None),
    "a part written twice": (
        "a.xlsx",
        with_second(SHEET, sheet_xml(row(1, cell("A1", "999"))).encode()),
        "file-ambiguous",
        "part-twice",
    ),
    "a part name differing in case": (
        "a.xlsx",
        with_second("xl/worksheets/Sheet1.xml", sheet_xml("").encode()),
        "file-ambiguous",
        "part-case",
    ),
    "a part name with backslashes beside one with slashes": (
        "a.xlsx",
        edited(lambda _: pack(xlsx_parts(), ("xl\\worksheets\\sheet1.xml", b"<x/>"))),
        "file-ambiguous",
        "part-twice",
    ),
    "a part climbing out": (
        "a.xlsx",
        with_part("../../evil.xml", "<x/>"),
        "file-unsafe",
        "part-name",
    ),
    "a part with an absolute name": (
        "a.xlsx",
        with_part("/etc/evil", "x"),
        "file-unsafe",
        "part-name",
    ),
    "a part on another drive": (
        "a.xlsx",
        with_part("C:/evil.xml", "x"),
        "file-unsafe",
        "part-name",
    ),
    "a part name with a line break": (
        "a.xlsx",
        with_part("xl/a\nb", "x"),
        "file-unsafe",
        "part-name",
    ),
    "thousands of parts": (
        "a.xlsx",
        lambda: pack({**xlsx_parts(), **{f"xl/media/{n}": b"" for n in range(2100)}}),
        "file-too-large",
        None,
    ),
    "a file of 26 MB": (
        "a.xlsx",
        lambda: b"PK\x03\x04" + b"x" * (26 * 2**20),
        "file-too-large",
        None,
    ),
    # -- what it is ------------------------------------------------------------------------
    "macros by content": ("a.xlsx", with_part("xl/vbaProject.bin", "x"), "file-macros", None),
    "macros under another folder": (
        "a.xlsx",
        with_part("xl/x/VBAPROJECT.BIN", "x"),
        "file-macros",
        None,
    ),
    "macros by name": ("a.xlsm", lambda: pack(xlsx_parts()), "file-macros", None),
    "a macro sheet": (
        "a.xlsx",
        with_part("xl/macrosheets/sheet1.xml", "<x/>"),
        "file-macros",
        None,
    ),
    "macros by declared type": (
        "a.xlsx",
        replaced(
            "[Content_Types].xml", "application/xml", "application/vnd.x.macroEnabled.main+xml"
        ),
        "file-macros",
        None,
    ),
    "macros in an ods": (
        "a.ods",
        lambda: pack({**ods_parts(ods_row(ods_cell())), BASIC: b"<x/>"}),
        "file-macros",
        None,
    ),
    "a password-protected xlsx": (
        "a.xlsx",
        lambda: ole("Root Entry", "EncryptionInfo", "EncryptedPackage"),
        "file-encrypted",
        None,
    ),
    "a password-protected ods": ("a.ods", encrypted_ods, "file-encrypted", None),
    "an old xls": ("a.xls", lambda: ole("Root Entry", "Workbook"), "file-xls", None),
    "an old xls named xlsx": ("a.xlsx", lambda: ole("Root Entry", "Book"), "file-xls", None),
    "a bare BIFF stream": ("a.xls", lambda: b"\x09\x08\x10\x00" + bytes(90), "file-xls", None),
    "an xlsb": ("a.xlsx", with_part("xl/workbook.bin", "x"), "file-xls", None),
    "an old Word file": ("a.doc", lambda: ole("Root Entry", "WordDocument"), "file-type", None),
    "a Word file": ("a.docx", lambda: pack({"word/document.xml": b"<x/>"}), "file-type", None),
    "an ordinary zip": ("a.zip", lambda: pack({"readme.txt": b"x"}), "file-type", None),
    "a PDF named xlsx": ("a.xlsx", lambda: b"%PDF-1.7\n" + b"x" * 99, "file-type", None),
    "a PNG": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "file-type", None),
    "a web page named csv": ("a.csv", lambda: b"<html><table></table></html>", "file-type", None),
    "a 2003 XML sheet": ("a.xml", lambda: b'<?xml version="1.0"?><Workbook/>', "file-type", None),
    "a workbook named csv": ("a.csv", lambda: pack(xlsx_parts()), "file-type", None),
    "text named xlsx": ("a.xlsx", lambda: b"a,b\n1,2\n", "file-type", None),
    "nothing": ("a.xlsx", lambda: b"", "file-empty", None),
    "only zero bytes": ("a.xlsx", lambda: bytes(5000), "file-empty", None),
    "both an ods and an xlsx": ("a.xlsx", with_part("mimetype", ODS), "file-unsafe", "two-names"),
    # -- the XML ---------------------------------------------------------------------------
    "entities that multiply": ("a.xlsx", with_part(SHEET, LAUGHS), "file-unsafe", "entities"),
    "a document type in the strings": (
        "a.xlsx",
        with_part(
            "xl/sharedStrings.xml", f'{HEAD}<!DOCTYPE sst SYSTEM "file:///etc/passwd"><sst/>'
        ),
        "file-unsafe",
        "entities",
    ),
    "a sheet in UTF-16": ("a.xlsx", with_part(SHEET, UTF16), "file-unsafe", "xml-encoding"),
    "a sheet in Latin-1": (
        "a.xlsx",
        with_part(SHEET, sheet_xml("").replace("UTF-8", "ISO-8859-1")),
        "file-unsafe",
        "xml-encoding",
    ),
    "a sheet that declares UTF-7": (
        "a.xlsx",
        with_part(SHEET, sheet_xml("").replace('"UTF-8"', "'UTF-7'")),
        "file-unsafe",
        "xml-encoding",
    ),
    "a sheet with broken UTF-8": (
        "a.xlsx",
        with_part(SHEET, sheet_xml("").encode().replace(b"<sheetData>", b"<sheetData>\xff")),
        "file-unsafe",
        "xml-encoding",
    ),
    "a tag of two megabytes": (
        "a.xlsx",
        with_part(SHEET, sheet_xml(f'<row r="1" x="{"y" * 2_100_000}"/>')),
        "file-unsafe",
        "long-tag",
    ),
    "XML that breaks off": ("a.xlsx", with_part(SHEET, sheet_xml("")[:-9]), "file-damaged", None),
    "a sheet that is missing": ("a.xlsx", without_part(SHEET), "file-damaged", None),
    "no list of relations": ("a.xlsx", without_part(RELS), "file-damaged", None),
    # -- the sheet -------------------------------------------------------------------------
    "two cells far apart": (
        "a.xlsx",
        xlsx(row(1, cell("A1")) + row(1048576, cell("XFD1048576"))),
        "file-unsafe",
        "area",
    ),
    "a cell below the last row": (
        "a.xlsx",
        xlsx(row(1, cell("A1048577"))),
        "file-unsafe",
        "outside-grid",
    ),
    "a row beyond the last": (
        "a.xlsx",
        xlsx(row(4294967295, cell("A1"))),
        "file-unsafe",
        "outside-grid",
    ),
    "a column beyond the last": (
        "a.xlsx",
        xlsx(row(1, cell("XFE1"))),
        "file-unsafe",
        "outside-grid",
    ),
    "a column of seven letters": (
        "a.xlsx",
        xlsx(row(1, cell("ZZZZZZZ1"))),
        "file-unsafe",
        "outside-grid",
    ),
    "a cell without a row": ("a.xlsx", xlsx(row(1, cell("A"))), "file-damaged", None),
    "a cell at row zero": ("a.xlsx", xlsx(row(1, cell("A0"))), "file-unsafe", "outside-grid"),
    "a cell with foreign digits": ("a.xlsx", xlsx(row(1, cell("A១"))), "file-damaged", None),
    "the same cell twice": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "3"), cell("A1", "2"))),
        "file-ambiguous",
        "cell-twice",
    ),
    "one cell with two values": (
        "a.xlsx",
        xlsx('<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>'),
        "file-ambiguous",
        "cell-twice",
    ),
    "the same row twice": (
        "a.xlsx",
        xlsx(row(1, cell("A1")) + row(1, cell("B1"))),
        "file-ambiguous",
        "row-order",
    ),
    "rows out of order": (
        "a.xlsx",
        xlsx(row(2, cell("A2")) + row(1, cell("A1"))),
        "file-ambiguous",
        "row-order",
    ),
    "cells out of order": (
        "a.xlsx",
        xlsx(row(1, cell("C1"), cell("B1"))),
        "file-ambiguous",
        "cell-order",
    ),
    "a cell naming another row": ("a.xlsx", xlsx(row(1, cell("A5"))), "file-ambiguous", "cell-row"),
    "a value outside any cell": (
        "a.xlsx",
        xlsx('<row r="1"><c r="A1"/><v>5</v></row>'),
        "file-ambiguous",
        "readers-differ",
    ),
    "a negative text number": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "-1", ' t="s"'))),
        "file-ambiguous",
        "string-index",
    ),
    "a text number past the end": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "2", ' t="s"'))),
        "file-ambiguous",
        "string-index",
    ),
    "a promise of four thousand million texts": (
        "a.xlsx",
        with_part("xl/sharedStrings.xml", strings_xml("a", promise="4294967295")),
        "file-unsafe",
        "string-count",
    ),
    "a merge over the whole sheet": (
        "a.xlsx",
        xlsx("", after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "file-unsafe",
        "merge",
    ),
    "a merge beyond the sheet": (
        "a.xlsx",
        xlsx("", after='<mergeCells><mergeCell ref="A1:A1048577"/></mergeCells>'),
        "file-unsafe",
        "outside-grid",
    ),
    "a hundred thousand merges": (
        "a.xlsx",
        xlsx("", after="<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 100_001 + "</mergeCells>"),
        "file-too-large",
        None,
    ),
    "half a million cells": ("a.xlsx", many_cells, "file-too-large", None),
    "three hundred sheets": ("a.xlsx", many_sheets, "file-too-large", None),
    "two sheets of one name": (
        "a.xlsx",
        replaced(BOOK, "</sheets>", '<sheet name="RETURN" sheetId="2" r:id="r1"/></sheets>'),
        "file-ambiguous",
        "sheet-twice",
    ),
    "two relations of one id": (
        "a.xlsx",
        replaced(RELS, 'Id="r2"', 'Id="r1"'),
        "file-ambiguous",
        "part-twice",
    ),
    "eighty thousand styles": (
        "a.xlsx",
        with_part(
            "xl/styles.xml", f'{HEAD}<styleSheet xmlns="{MAIN}">{"<xf/>" * 80_000}</styleSheet>'
        ),
        "file-too-large",
        None,
    ),
    # -- ods -------------------------------------------------------------------------------
    "a filled row repeated a million times": (
        "a.ods",
        ods(ods_row(ods_cell(), more=' table:number-rows-repeated="1000000"')),
        "file-unsafe",
        "repeat",
    ),
    "a filled cell repeated beyond the sheet": (
        "a.ods",
        ods(ods_row(ods_cell(more=' table:number-columns-repeated="999999999"'))),
        "file-unsafe",
        "repeat",
    ),
    "two thousand million spaces": (
        "a.ods",
        ods(
            ods_row(
                '<table:table-cell office:value-type="string">'
                '<text:p><text:s text:c="2000000000"/></text:p></table:table-cell>'
            )
        ),
        "file-unsafe",
        "repeat",
    ),
    "many long runs of spaces": (
        "a.ods",
        ods(
            ods_row(
                '<table:table-cell office:value-type="string">'
                '<text:p><text:s text:c="600000"/><text:s text:c="600000"/></text:p>'
                "</table:table-cell>"
            )
        ),
        "file-unsafe",
        "repeat",
    ),
    "a negative repeat": (
        "a.ods",
        ods(ods_row(ods_cell(more=' table:number-columns-repeated="-1"'))),
        "file-unsafe",
        "repeat",
    ),
    "two ods cells far apart": (
        "a.ods",
        ods(
            ods_row(ods_cell())
            + ods_row("<table:table-cell/>", more=' table:number-rows-repeated="1000000"')
            + ods_row('<table:table-cell table:number-columns-repeated="9000"/>', ods_cell())
        ),
        "file-unsafe",
        "area",
    ),
    "ods rows beyond the sheet": (
        "a.ods",
        ods(ods_row("<table:table-cell/>", more=' table:number-rows-repeated="1048576"') * 2),
        "file-unsafe",
        "outside-grid",
    ),
    "entities in an ods": (
        "a.ods",
        lambda: pack({**ods_parts(""), "content.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
        "file-unsafe",
        "entities",
    ),
    "an ods that breaks off": (
        "a.ods",
        lambda: pack({**ods_parts(""), "content.xml": b"<office:document-content>"}),
        "file-damaged",
        None,
    ),
    "a text document": (
        "a.odt",
        lambda: pack({**ods_parts(""), "mimetype": b"application/vnd.oasis.opendocument.text"}),
        "file-type",
        None,
    ),
    # -- csv -------------------------------------------------------------------------------
    "a ragged csv": ("a.csv", lambda: b"a,b\n1,2,3,4\n", "csv-ragged", None),
    "a csv cut in a letter": ("a.csv", lambda: "a,b\nខក".encode()[:-1], "csv-encoding", None),
    "half a UTF-16 csv": ("a.csv", lambda: "a\tb".encode("utf-16") + b"x", "csv-encoding", None),
    "a csv with an open quote": ("a.csv", lambda: b'a,b\n"1,2\n', "csv-quotes", None),
    "a csv with a stray quote": ("a.csv", lambda: b'a,b\n"1"2,3\n', "csv-quotes", None),
    "a csv with zero bytes": ("a.csv", lambda: b"a,b\n1,\x002\n", "file-type", None),
    "a csv of half a million cells": (
        "a.csv",
        lambda: b"1,2,3,4,5,6,7,8,9,10\n" * 50_100,
        "file-too-large",
        None,
    ),
}
