"""The XML of an .xlsx: entities, encodings, giants, and sheets that could be read in two ways."""

from __future__ import annotations

from tests.workbook.hostile import (
    BOOK,
    HEAD,
    MAIN,
    OFFICE,
    PACKAGE,
    RELS,
    SHEET,
    Attack,
    Maker,
    cell,
    pack,
    replaced,
    row,
    sheet_xml,
    strings_xml,
    styled,
    with_part,
    without_part,
    xlsx,
    xlsx_parts,
)

LAUGHS = (
    f'{HEAD}<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
)
QUADRATIC = (
    f'{HEAD}<!DOCTYPE x [<!ENTITY a "{"ha" * 50_000}">]>'
    f'<worksheet xmlns="{MAIN}"><sheetData><x>{"&a;" * 10_000}</x></sheetData></worksheet>'
)
UTF16 = sheet_xml(row(1, cell("A1"))).replace("UTF-8", "UTF-16").encode("utf-16")
TWO_VALUES = "file-ambiguous cell-twice"
DIFFER = "file-ambiguous readers-differ"
IGNORABLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ALL_HIDDEN = '<col min="1" max="16384" hidden="1"/>'


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


def sheets_of_one_part(number: int) -> Maker:
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, number + 1))
    one = '<sheet name="Return" sheetId="1" r:id="r1"/>'
    return replaced(BOOK, one, sheets)


def many_cells() -> bytes:
    lines = (
        "".join(
            f"<c><v>{(column * 7919 + row * 104729) % 999983}</v></c>" for column in range(1000)
        )
        for row in range(510)
    )
    return pack(xlsx_parts("".join(f"<row>{line}</row>" for line in lines)))


def value(text: str, more: str = "") -> Maker:
    """A workbook of one cell with this in its value."""
    return xlsx(row(1, cell("A1", text, more)))


def inline(text: str) -> Maker:
    return xlsx(row(1, f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'))


def recoded(encoding: str, *, declared: bool = True) -> Maker:
    """The sheet in another encoding, which its first line names or does not."""
    xml = sheet_xml(row(1, cell("A1")))
    named = f' encoding="{encoding}"' if declared else ""
    return with_part(SHEET, xml.replace(' encoding="UTF-8"', named).encode(encoding))


def declared(old: str, new: str) -> Maker:
    return with_part(SHEET, sheet_xml(row(1, cell("A1"))).replace(old, new))


def one_text_everywhere() -> bytes:
    """A text of a megabyte, once; and a thousand cells that show it."""
    parts = xlsx_parts(row(1, *('<c t="s"><v>0</v></c>' for _ in range(1000))))
    return pack({**parts, "xl/sharedStrings.xml": strings_xml("x" * 1_000_000).encode()})


XML: dict[str, Attack] = {
    "entities that multiply": ("a.xlsx", with_part(SHEET, LAUGHS), "file-unsafe entities"),
    "a document type in the strings": (
        "a.xlsx",
        with_part(
            "xl/sharedStrings.xml", f'{HEAD}<!DOCTYPE sst SYSTEM "file:///etc/passwd"><sst/>'
        ),
        "file-unsafe entities",
    ),
    "a sheet in UTF-16": ("a.xlsx", with_part(SHEET, UTF16), "file-unsafe xml-encoding"),
    "a sheet in Latin-1": (
        "a.xlsx",
        with_part(SHEET, sheet_xml("").replace("UTF-8", "ISO-8859-1")),
        "file-unsafe xml-encoding",
    ),
    "a sheet that declares UTF-7": (
        "a.xlsx",
        with_part(SHEET, sheet_xml("").replace('"UTF-8"', "'UTF-7'")),
        "file-unsafe xml-encoding",
    ),
    "a sheet with broken UTF-8": (
        "a.xlsx",
        with_part(SHEET, sheet_xml("").encode().replace(b"<sheetData>", b"<sheetData>\xff")),
        "file-unsafe xml-encoding",
    ),
    "a tag of two megabytes": (
        "a.xlsx",
        with_part(SHEET, sheet_xml(f'<row r="1" x="{"y" * 2_100_000}"/>')),
        "file-unsafe long-tag",
    ),
    "XML that breaks off": ("a.xlsx", with_part(SHEET, sheet_xml("")[:-9]), "file-damaged"),
    "a sheet that is missing": ("a.xlsx", without_part(SHEET), "file-damaged"),
    "no list of relations": ("a.xlsx", without_part(RELS), "file-damaged"),
    "entities that are long": ("a.xlsx", with_part(SHEET, QUADRATIC), "file-unsafe entities"),
    "an entity that reads a file": (
        "a.xlsx",
        with_part(
            SHEET,
            f'{HEAD}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            f'<worksheet xmlns="{MAIN}"><sheetData>&a;</sheetData></worksheet>',
        ),
        "file-unsafe entities",
    ),
    "an entity of a document type elsewhere": (
        "a.xlsx",
        with_part(SHEET, '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://example.org/a.dtd">%a;]><x/>'),
        "file-unsafe entities",
    ),
    "entities in the relations": (
        "a.xlsx",
        with_part("_rels/.rels", '<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        "file-unsafe entities",
    ),
    "entities in the list of types": (
        "a.xlsx",
        with_part("[Content_Types].xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        "file-unsafe entities",
    ),
    "entities in the theme": (
        "a.xlsx",
        with_part("xl/theme/theme1.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        "file-unsafe entities",
    ),
    "an entity that nobody declared": ("a.xlsx", inline("&foo;"), "file-damaged"),
    "a sheet in UTF-16 without a mark": (
        "a.xlsx",
        recoded("utf-16-be", declared=False),
        "file-unsafe xml-encoding",
    ),
    "a sheet in UTF-32": ("a.xlsx", recoded("utf-32"), "file-unsafe xml-encoding"),
    "a sheet in EBCDIC": ("a.xlsx", recoded("cp037"), "file-unsafe xml-encoding"),
    "a sheet in UTF-8 that says UTF-16": (
        "a.xlsx",
        declared("UTF-8", "UTF-16"),
        "file-unsafe xml-encoding",
    ),
    "an encoding with spaces around its sign": (
        "a.xlsx",
        declared('encoding="UTF-8"', "encoding = 'ISO-8859-1'"),
        "file-unsafe xml-encoding",
    ),
    "an encoding far behind the beginning": (
        "a.xlsx",
        declared(' encoding="UTF-8"', f'{" " * 5000}encoding="ISO-8859-1"'),
        "file-unsafe xml-encoding",
    ),
    "an encoding behind a mark of UTF-8": (
        "a.xlsx",
        with_part(SHEET, sheet_xml("").replace("UTF-8", "windows-1252").encode("utf-8-sig")),
        "file-unsafe xml-encoding",
    ),
    "two million tags within each other": (
        "a.xlsx",
        xlsx("", after="<x>" * 2_000_000 + "</x>" * 2_000_000),
        "file-unsafe ratio",
    ),
    "an attribute twice": (
        "a.xlsx",
        xlsx('<row r="1"><c r="A1" r="B1"><v>1</v></c></row>'),
        "file-damaged",
    ),
    "the letter zero": ("a.xlsx", inline("a&#0;b"), "file-damaged"),
    "half a letter": ("a.xlsx", inline("a&#xD800;b"), "file-damaged"),
    "a letter that is none": ("a.xlsx", inline("a\ufffeb"), "file-damaged"),
    "a second root": ("a.xlsx", with_part(SHEET, sheet_xml("") + "<x/>"), "file-damaged"),
}

SHEETS: dict[str, Attack] = {
    "two cells far apart": (
        "a.xlsx",
        xlsx(row(1, cell("A1")) + row(1048576, cell("XFD1048576"))),
        "file-unsafe area",
    ),
    "a cell below the last row": (
        "a.xlsx",
        xlsx(row(1, cell("A1048577"))),
        "file-unsafe outside-grid",
    ),
    "a row beyond the last": (
        "a.xlsx",
        xlsx(row(4294967295, cell("A1"))),
        "file-unsafe outside-grid",
    ),
    "a column beyond the last": (
        "a.xlsx",
        xlsx(row(1, cell("XFE1"))),
        "file-unsafe outside-grid",
    ),
    "a column of seven letters": (
        "a.xlsx",
        xlsx(row(1, cell("ZZZZZZZ1"))),
        "file-unsafe outside-grid",
    ),
    "a cell without a row": ("a.xlsx", xlsx(row(1, cell("A"))), "file-damaged"),
    "a cell at row zero": ("a.xlsx", xlsx(row(1, cell("A0"))), "file-unsafe outside-grid"),
    "a cell with foreign digits": ("a.xlsx", xlsx(row(1, cell("A១"))), "file-damaged"),
    "the same cell twice": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "3"), cell("A1", "2"))),
        "file-ambiguous cell-twice",
    ),
    "one cell with two values": (
        "a.xlsx",
        xlsx('<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>'),
        "file-ambiguous cell-twice",
    ),
    "the same row twice": (
        "a.xlsx",
        xlsx(row(1, cell("A1")) + row(1, cell("B1"))),
        "file-ambiguous row-order",
    ),
    "rows out of order": (
        "a.xlsx",
        xlsx(row(2, cell("A2")) + row(1, cell("A1"))),
        "file-ambiguous row-order",
    ),
    "cells out of order": (
        "a.xlsx",
        xlsx(row(1, cell("C1"), cell("B1"))),
        "file-ambiguous cell-order",
    ),
    "a cell naming another row": ("a.xlsx", xlsx(row(1, cell("A5"))), "file-ambiguous cell-row"),
    "a value outside any cell": (
        "a.xlsx",
        xlsx('<row r="1"><c r="A1"/><v>5</v></row>'),
        "file-ambiguous readers-differ",
    ),
    "a negative text number": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "-1", ' t="s"'))),
        "file-ambiguous string-index",
    ),
    "a text number past the end": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "2", ' t="s"'))),
        "file-ambiguous string-index",
    ),
    "a promise of four thousand million texts": (
        "a.xlsx",
        with_part("xl/sharedStrings.xml", strings_xml("a", promise="4294967295")),
        "file-unsafe string-count",
    ),
    "a merge over the whole sheet": (
        "a.xlsx",
        xlsx("", after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "file-unsafe merge",
    ),
    "a merge beyond the sheet": (
        "a.xlsx",
        xlsx("", after='<mergeCells><mergeCell ref="A1:A1048577"/></mergeCells>'),
        "file-unsafe outside-grid",
    ),
    "a hundred thousand merges": (
        "a.xlsx",
        xlsx("", after="<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 100_001 + "</mergeCells>"),
        "file-too-large",
    ),
    "half a million cells": ("a.xlsx", many_cells, "file-too-large"),
    "three hundred sheets": ("a.xlsx", many_sheets, "file-too-large"),
    "two sheets of one name": (
        "a.xlsx",
        replaced(BOOK, "</sheets>", '<sheet name="RETURN" sheetId="2" r:id="r1"/></sheets>'),
        "file-ambiguous sheet-twice",
    ),
    "two relations of one id": (
        "a.xlsx",
        replaced(RELS, 'Id="r2"', 'Id="r1"'),
        "file-ambiguous part-twice",
    ),
    "eighty thousand styles": (
        "a.xlsx",
        with_part(
            "xl/styles.xml", f'{HEAD}<styleSheet xmlns="{MAIN}">{"<xf/>" * 80_000}</styleSheet>'
        ),
        "file-too-large",
    ),
    "ten thousand sheets of one part": (
        "a.xlsx",
        sheets_of_one_part(10_000),
        "file-too-large",
    ),
    "two sheets of one part": (
        "a.xlsx",
        sheets_of_one_part(2),
        "file-ambiguous sheet-twice",
    ),
    "a text of a megabyte in a thousand cells": (
        "a.xlsx",
        one_text_everywhere,
        "file-unsafe repeat",
    ),
    "a figure parted by a comment": ("a.xlsx", value("4<!-- x -->1"), DIFFER),
    "a figure parted by an order to programs": ("a.xlsx", value("4<?x y?>1"), DIFFER),
    "a figure in a section of its own": ("a.xlsx", value("<![CDATA[41]]>"), DIFFER),
    "a figure with a power of five thousand digits": (
        "a.xlsx",
        value("1e-" + "9" * 5000),
        DIFFER,
    ),
    "a figure that would be a thousand million digits": ("a.xlsx", value("1e-999999999"), DIFFER),
    "a length of time beyond all time": (
        "a.xlsx",
        lambda: pack(styled("[h]:mm:ss", "1e300")),
        "file-damaged",
    ),
    "an address in dollars": ("a.xlsx", xlsx(row(1, cell("$A$1"))), "file-damaged"),
    "an address in small letters": ("a.xlsx", xlsx(row(1, cell("a1"))), "file-damaged"),
    "a row zero": (
        "a.xlsx",
        xlsx('<row r="0"><c><v>1</v></c></row>'),
        "file-unsafe outside-grid",
    ),
    "a cell outside any row": (
        "a.xlsx",
        xlsx(cell("A1")),
        "file-ambiguous cell-row",
    ),
    "a text number with a point": (
        "a.xlsx",
        value("1.0", ' t="s"'),
        "file-ambiguous string-index",
    ),
    "a text number with a sign": ("a.xlsx", value("+1", ' t="s"'), "file-ambiguous string-index"),
    "a promise of a negative number of texts": (
        "a.xlsx",
        with_part("xl/sharedStrings.xml", strings_xml("a", promise="-1")),
        "file-unsafe string-count",
    ),
    "a type of cell that nobody knows": ("a.xlsx", value("1", ' t="z"'), "file-damaged"),
    "an error that nobody knows": ("a.xlsx", value("#ODD!", ' t="e"'), "file-damaged"),
    "a yes or no that is two": ("a.xlsx", value("2", ' t="b"'), "file-damaged"),
    "two texts in one cell": (
        "a.xlsx",
        xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>41</t></is><is><t>43</t></is></c></row>'),
        TWO_VALUES,
    ),
    "an end of a row that never began": ("a.xlsx", xlsx("</row>"), "file-damaged"),
    "a size of the sheet that is none": (
        "a.xlsx",
        xlsx(row(1, cell("A1")), before='<dimension ref="1,5"/>'),
        "file-damaged",
    ),
    "a value behind the rows": ("a.xlsx", xlsx(row(1, cell("A1")), after="<v>9</v>"), TWO_VALUES),
    "rows in two places": (
        "a.xlsx",
        xlsx(row(1, cell("A1")), after=f"<sheetData>{row(2, cell('A2'))}</sheetData>"),
        DIFFER,
    ),
    "a row for newer programs only": (
        "a.xlsx",
        xlsx(
            row(1, cell("A1")),
            after='<m:AlternateContent xmlns:m="urn:m"><m:Choice Requires="x">'
            f"{row(2, cell('A2'))}</m:Choice></m:AlternateContent>",
        ),
        DIFFER,
    ),
    "a cell among the extensions": (
        "a.xlsx",
        xlsx(row(1, cell("A1")), after=f"<extLst><ext>{cell('A1', '9')}</ext></extLst>"),
        TWO_VALUES,
    ),
    "a cell of another vocabulary, which Excel passes over": (
        "a.xlsx",
        with_part(
            SHEET,
            sheet_xml(row(1, cell("A1"), '<q:c r="B1"><q:v>9</q:v></q:c>')).replace(
                "<worksheet", f'<worksheet xmlns:q="urn:q" xmlns:m="{IGNORABLE}" m:Ignorable="q"'
            ),
        ),
        DIFFER,
    ),
    "a sheet of another vocabulary": (
        "a.xlsx",
        with_part(SHEET, sheet_xml(row(1, cell("A1"))).replace(MAIN, "urn:q")),
        DIFFER,
    ),
    "a cell that changes the vocabulary": (
        "a.xlsx",
        xlsx(row(1, cell("A1"), cell("B1", "9", ' xmlns="urn:q"'))),
        DIFFER,
    ),
    "two texts in one of the shared texts": (
        "a.xlsx",
        lambda: pack(
            {
                **xlsx_parts(row(1, cell("A1", "0", ' t="s"'))),
                "xl/sharedStrings.xml": strings_xml("41</t><t>43").encode(),
            }
        ),
        TWO_VALUES,
    ),
    "a text in a cell that holds a figure": (
        "a.xlsx",
        xlsx('<row r="1"><c r="A1"><is><t>41</t></is></c></row>'),
        DIFFER,
    ),
    "a sheet that lies on the web": (
        "a.xlsx",
        replaced(
            RELS,
            'Target="worksheets/sheet1.xml"',
            'Target="http://example.org/sheet1.xml" TargetMode="External"',
        ),
        "file-damaged",
    ),
    "a sheet that climbs out": (
        "a.xlsx",
        replaced(RELS, "worksheets/sheet1.xml", "../../etc/passwd"),
        "file-damaged",
    ),
    "a sheet without a relation": ("a.xlsx", replaced(BOOK, '"r1"', '"r7"'), "file-damaged"),
    "a sheet neither hidden nor shown": (
        "a.xlsx",
        replaced(BOOK, "sheetId", 'state="odd" sheetId'),
        "file-damaged",
    ),
    "two workbooks in one": (
        "a.xlsx",
        replaced(
            "_rels/.rels",
            "</Relationships>",
            f'<Relationship Id="r2" Type="{OFFICE}/officeDocument" Target="xl/other.xml"/>'
            "</Relationships>",
        ),
        "file-ambiguous part-twice",
    ),
    "columns beyond the sheet": (
        "a.xlsx",
        xlsx("", before='<cols><col min="16385" max="16390" hidden="1"/></cols>'),
        "file-unsafe outside-grid",
    ),
    "columns hidden a thousand times over": (
        "a.xlsx",
        xlsx("", before=f"<cols>{ALL_HIDDEN * 1000}</cols>"),
        "file-damaged",
    ),
    "a merge turned round": (
        "a.xlsx",
        xlsx("", after='<mergeCells><mergeCell ref="B2:A1"/></mergeCells>'),
        "file-damaged",
    ),
    "a merge of nothing": (
        "a.xlsx",
        xlsx("", after="<mergeCells><mergeCell/></mergeCells>"),
        "file-damaged",
    ),
    "a hundred thousand rules": (
        "a.xlsx",
        xlsx("", after='<dataValidation sqref="A1"/>' * 100_001),
        "file-too-large",
    ),
}
