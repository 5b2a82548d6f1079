"""Builds workbooks by hand, part by part and byte by byte: what no honest program would write.

The smallest honest workbook of each kind is here, and the hands that spoil it. The files that are
made of them stand in the tables of `attacks`.
"""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable

Maker = Callable[[], bytes]
Attack = tuple[str, Maker, str]
"""Name of the file, what makes it, and its one right end: a code with its reason, or a reading."""

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


def directory(data: bytes) -> int:
    """Where the container's list of its parts begins."""
    return data.index(b"PK\x01\x02")


def put(data: bytes, at: int, layout: str, value: int) -> bytes:
    size = struct.calcsize(layout)
    return data[:at] + struct.pack(layout, value) + data[at + size :]


def ole(*streams: str) -> bytes:
    names = b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


def styled(form: str, *values: str, since_1904: bool = False) -> dict[str, bytes]:
    """Figures in one row that a number format shows as days or lengths of time."""
    cells = (cell(f"{chr(65 + number)}1", one, ' s="1"') for number, one in enumerate(values))
    parts = xlsx_parts(row(1, *cells))
    parts["xl/styles.xml"] = (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1">'
        f'<numFmt numFmtId="164" formatCode="{form}"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
        "</styleSheet>"
    ).encode()
    styles = f'<Relationship Id="r9" Type="{OFFICE}/styles" Target="styles.xml"/>'
    parts[RELS] = parts[RELS].replace(b"</Rel", f"{styles}</Rel".encode())
    if since_1904:
        parts[BOOK] = parts[BOOK].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    return parts


SHEET = "xl/worksheets/sheet1.xml"
RELS = "xl/_rels/workbook.xml.rels"
BOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
