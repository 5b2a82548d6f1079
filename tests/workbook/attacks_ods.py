"""The XML of an .ods, which can say "a million times over" in a few letters."""

from __future__ import annotations

from tests.workbook.hostile import (
    Attack,
    Maker,
    ods,
    ods_cell,
    ods_parts,
    ods_row,
    pack,
)

DIFFER = "file-ambiguous readers-differ"
URN = "urn:oasis:names:tc:opendocument:xmlns"
EMPTY = "<table:table-cell/>"


def rewritten(old: str, new: str) -> Maker:
    def make() -> bytes:
        parts = ods_parts(ods_row(ods_cell()))
        assert old.encode() in parts["content.xml"]
        return pack(
            {**parts, "content.xml": parts["content.xml"].replace(old.encode(), new.encode())}
        )

    return make


def other_prefix() -> bytes:
    """Rightly written, with another short name for what is nearly always called "table"."""
    parts = ods_parts(ods_row(ods_cell()))
    xml = parts["content.xml"].decode().replace("table:", "t:").replace("xmlns:table=", "xmlns:t=")
    return pack({**parts, "content.xml": xml.replace("xmlns:t:1.0", "xmlns:table:1.0").encode()})


def typed(kind: str, *, value: str = "", shown: str = "1") -> Maker:
    """One cell of this type; what it shows need not be what it holds."""
    return ods(
        ods_row(
            f'<table:table-cell office:value-type="{kind}"{value}><text:p>{shown}</text:p>'
            "</table:table-cell>"
        )
    )


ODS_SHEETS: dict[str, Attack] = {
    "a filled row repeated a million times": (
        "a.ods",
        ods(ods_row(ods_cell(), more=' table:number-rows-repeated="1000000"')),
        "file-unsafe repeat",
    ),
    "a filled cell repeated beyond the sheet": (
        "a.ods",
        ods(ods_row(ods_cell(more=' table:number-columns-repeated="999999999"'))),
        "file-unsafe repeat",
    ),
    "two thousand million spaces": (
        "a.ods",
        ods(
            ods_row(
                '<table:table-cell office:value-type="string">'
                '<text:p><text:s text:c="2000000000"/></text:p></table:table-cell>'
            )
        ),
        "file-unsafe repeat",
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
        "file-unsafe repeat",
    ),
    "a negative repeat": (
        "a.ods",
        ods(ods_row(ods_cell(more=' table:number-columns-repeated="-1"'))),
        "file-unsafe repeat",
    ),
    "two ods cells far apart": (
        "a.ods",
        ods(
            ods_row(ods_cell())
            + ods_row("<table:table-cell/>", more=' table:number-rows-repeated="1000000"')
            + ods_row('<table:table-cell table:number-columns-repeated="9000"/>', ods_cell())
        ),
        "file-unsafe area",
    ),
    "ods rows beyond the sheet": (
        "a.ods",
        ods(ods_row("<table:table-cell/>", more=' table:number-rows-repeated="1048576"') * 2),
        "file-unsafe outside-grid",
    ),
    "entities in an ods": (
        "a.ods",
        lambda: pack({**ods_parts(""), "content.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
        "file-unsafe entities",
    ),
    "an ods that breaks off": (
        "a.ods",
        lambda: pack({**ods_parts(""), "content.xml": b"<office:document-content>"}),
        "file-damaged",
    ),
    "a text document": (
        "a.odt",
        lambda: pack({**ods_parts(""), "mimetype": b"application/vnd.oasis.opendocument.text"}),
        "file-type",
    ),
    "a long text in a thousand cells": (
        "a.ods",
        ods(
            ods_row(
                '<table:table-cell office:value-type="string" '
                f'table:number-columns-repeated="1000"><text:p>{"x" * 900_000}</text:p>'
                "</table:table-cell>"
            )
        ),
        "file-unsafe repeat",
    ),
    "a long text in a hundred thousand rows": (
        "a.ods",
        ods(
            ods_row(
                f'<table:table-cell office:value-type="string"><text:p>{"x" * 500_000}</text:p>'
                "</table:table-cell>",
                more=' table:number-rows-repeated="100000"',
            )
        ),
        "file-unsafe repeat",
    ),
    "six times a hundred thousand rows": (
        "a.ods",
        ods(ods_row(ods_cell(), more=' table:number-rows-repeated="100000"') * 6),
        "file-too-large",
    ),
    "a row repeated one and a half times": (
        "a.ods",
        ods(ods_row(ods_cell(), more=' table:number-rows-repeated="1.5"')),
        "file-unsafe repeat",
    ),
    "a row repeated no times": (
        "a.ods",
        ods(ods_row(ods_cell(), more=' table:number-rows-repeated="0"')),
        DIFFER,
    ),
    "an ods merge over the whole sheet": (
        "a.ods",
        ods(
            ods_row(
                ods_cell(
                    more=' table:number-columns-spanned="16384" table:number-rows-spanned="1048576"'
                )
            )
        ),
        "file-unsafe merge",
    ),
    "an ods merge beyond the sheet": (
        "a.ods",
        ods(ods_row(EMPTY, ods_cell(more=' table:number-columns-spanned="16384"'))),
        "file-unsafe outside-grid",
    ),
    "ods columns beyond the sheet": (
        "a.ods",
        ods('<table:table-column table:number-columns-repeated="16384"/>' * 2),
        "file-unsafe outside-grid",
    ),
    "ten thousand ods sheets": (
        "a.ods",
        rewritten(
            "</office:spreadsheet>",
            "".join(f'<table:table table:name="S{n}"/>' for n in range(10_000))
            + "</office:spreadsheet>",
        ),
        "file-too-large",
    ),
    "two ods sheets of one name": (
        "a.ods",
        rewritten(
            "</office:spreadsheet>", '<table:table table:name="RETURN"/></office:spreadsheet>'
        ),
        "file-ambiguous sheet-twice",
    ),
    "an ods sheet without a name": ("a.ods", ods(ods_row(ods_cell()), table=""), DIFFER),
    "a sheet within a cell": (
        "a.ods",
        ods(
            ods_row(
                '<table:table-cell office:value-type="float" office:value="1">'
                f'<table:table table:name="Inner">{ods_row(ods_cell("9"))}</table:table>'
                "</table:table-cell>"
            )
        ),
        "file-damaged",
    ),
    "a cell within a cell": (
        "a.ods",
        ods(ods_row(f"<table:table-cell>{ods_cell('9')}</table:table-cell>")),
        "file-damaged",
    ),
    "a sheet within a drawing": (
        "a.ods",
        ods(
            '<table:shapes><table:table table:name="T">'
            + ods_row(ods_cell("9"))
            + "</table:table></table:shapes>"
            + ods_row(ods_cell("1"))
        ),
        DIFFER,
    ),
    "tables under a name of their own": ("a.ods", other_prefix, DIFFER),
    "tables of another vocabulary": ("a.ods", rewritten(f"{URN}:table:1.0", "urn:q"), DIFFER),
    "tables under two names": (
        "a.ods",
        rewritten("<office:body>", f'<office:body xmlns:t="{URN}:table:1.0"><t:table t:name="X"/>'),
        DIFFER,
    ),
    "a figure that only shows": ("a.ods", typed("float", shown="41"), DIFFER),
    "a day that only shows": ("a.ods", typed("date", shown="2012-03-31"), DIFFER),
    "a text of no type": (
        "a.ods",
        ods(ods_row("<table:table-cell><text:p>41</text:p></table:table-cell>")),
        DIFFER,
    ),
    "a type of ods cell that nobody knows": ("a.ods", typed("odd", shown="41"), DIFFER),
    "a yes or no that is maybe": (
        "a.ods",
        typed("boolean", value=' office:boolean-value="maybe"'),
        DIFFER,
    ),
    "an ods figure in hexadecimal": (
        "a.ods",
        typed("float", value=' office:value="0x10"'),
        "file-damaged",
    ),
    "an ods figure with an underscore": (
        "a.ods",
        typed("float", value=' office:value="1_000"'),
        "file-damaged",
    ),
    "an ods figure of a thousand million digits": (
        "a.ods",
        typed("float", value=' office:value="1e-999999999"'),
        DIFFER,
    ),
    "entities in the list of parts of an ods": (
        "a.ods",
        lambda: pack(
            {**ods_parts(""), "META-INF/manifest.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}
        ),
        "file-unsafe entities",
    ),
    "an ods in UTF-16": (
        "a.ods",
        lambda: pack(
            {
                **ods_parts(""),
                "content.xml": ods_parts("")["content.xml"].decode().encode("utf-16"),
            }
        ),
        "file-unsafe xml-encoding",
    ),
}
