"""Odd files that honest programs and honest people make: each has one right reading.

A reading is written as `attacks` tells it: a line for each sheet, a line for each cell with its
address, type and exact text, then what is hidden, merged or filtered.
"""

from __future__ import annotations

from tests.workbook.hostile import (
    BOOK,
    HEAD,
    MAIN,
    ODS,
    OFFICE,
    PACKAGE,
    RELS,
    SHEET,
    Attack,
    Maker,
    cell,
    ods,
    ods_cell,
    ods_parts,
    ods_row,
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

MIME = "application/vnd.openxmlformats-officedocument"
HONEST_ODS = ods_parts(ods_row(ods_cell("41")))


def reads(*lines: str, sheet: str = "[Return]") -> str:
    return "\n".join((sheet, *lines))


PLAIN = reads("A1 number '41'")
NOTHING = reads()
ATTRIBUTES = "".join(f' a{number}="1"' for number in range(60_000))


def inline(text: str) -> Maker:
    return xlsx(row(1, f'<c r="A1" t="inlineStr"><is>{text}</is></c>'))


def value(text: str, more: str = "") -> Maker:
    return xlsx(row(1, cell("A1", text, more)))


def days(form: str, *values: str, since_1904: bool = False) -> Maker:
    return lambda: pack(styled(form, *values, since_1904=since_1904))


def ods_with(**parts: bytes) -> Maker:
    return lambda: pack({**HONEST_ODS, **{name.replace("__", "/"): parts[name] for name in parts}})


def ods_text(inner: str) -> Maker:
    return ods(ods_row(f'<table:table-cell office:value-type="string">{inner}</table:table-cell>'))


def ods_before(old: str, new: str) -> Maker:
    def make() -> bytes:
        xml = HONEST_ODS["content.xml"]
        assert old.encode() in xml
        return pack({**HONEST_ODS, "content.xml": xml.replace(old.encode(), (new + old).encode())})

    return make


def text_csv(text: str, encoding: str = "utf-8") -> Maker:
    return lambda: text.encode(encoding)


def external_link() -> bytes:
    """A formula that reads another workbook, and the copy of that workbook's figure."""
    parts = xlsx_parts(row(1, '<c r="A1"><f>[1]Other!$B$2</f><v>41</v></c>'))
    link = (
        f'{HEAD}<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="r1">'
        '<sheetNames><sheetName val="Other"/></sheetNames></externalBook></externalLink>'
    )
    relations = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/externalLinkPath" Target="file:///C:/other.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    parts["xl/externalLinks/externalLink1.xml"] = link.encode()
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = relations.encode()
    return pack(parts)


ODD_XLSX: dict[str, Attack] = {
    "a dimension over the whole sheet": (
        "a.xlsx",
        xlsx(row(1, cell("A1")), before='<dimension ref="A1:XFD1048576"/>'),
        reads("A1 number '1'"),
    ),
    "a dimension smaller than the sheet": (
        "a.xlsx",
        xlsx(row(1, cell("A1")) + row(5, cell("C5")), before='<dimension ref="A1:A1"/>'),
        reads("A1 number '1'", "C5 number '1'"),
    ),
    "a last cell at the end of the first row": (
        "a.xlsx",
        xlsx(row(1, cell("A1"), cell("XFD1"))),
        reads("A1 number '1'", "XFD1 number '1'"),
    ),
    "a first cell in the last row": (
        "a.xlsx",
        xlsx(row(1048576, cell("A1048576"))),
        reads("A1048576 number '1'"),
    ),
    "days since 1900": (
        "a.xlsx",
        days("yyyy-mm-dd", "61", "40999", "2958465", "40999.5"),
        reads(
            "A1 date '1900-03-01'",
            "B1 date '2012-03-31'",
            "C1 date '9999-12-31'",
            "D1 date '2012-03-31T12:00:00'",
        ),
    ),
    "days since 1904": (
        "a.xlsx",
        days("yyyy-mm-dd", "1", "39537", since_1904=True),
        reads("A1 date '1904-01-02'", "B1 date '2012-03-31'"),
    ),
    "a day in Khmer digits": (
        "a.xlsx",
        days("yyyy-mm-dd", "៤០៩៩៩"),
        reads("A1 text '៤០៩៩៩'"),
    ),
    "days before the calendar and after it": (
        "a.xlsx",
        days("yyyy-mm-dd", "-1", "2958466", "1e10"),
        reads("A1 error '-1'", "B1 number '2958466'", "C1 number '10000000000'"),
    ),
    "a day that is no number": (
        "a.xlsx",
        days("yyyy-mm-dd", "NaN", "1e309"),
        reads("A1 error 'NaN'", "B1 error '1e309'"),
    ),
    "lengths of time": (
        "a.xlsx",
        days("[h]:mm:ss", "0.5", "1.5", "-0.5"),
        reads("A1 date '12:00:00'", "B1 date '36:00:00'", "C1 error '-0.5'"),
    ),
    "numbers that are none": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "NaN"), cell("B1", "inf"), cell("C1", "-1e309"))),
        reads("A1 error 'NaN'", "B1 error 'inf'", "C1 error '-1e309'"),
    ),
    "more digits than a number holds": (
        "a.xlsx",
        value("9007199254740993"),
        reads("A1 number '9007199254740993'"),
    ),
    "a figure with a point of a hundred thousand digits": (
        "a.xlsx",
        value("0." + "1" * 100_000),
        reads(f"A1 number '0.{'1' * 100_000}'"),
    ),
    "text that looks like a number": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "41", ' t="str"'), cell("B1", "0x10"), cell("C1", "៣"))),
        reads("A1 text '41'", "B1 text '0x10'", "C1 text '៣'"),
    ),
    "a figure with blanks around it": ("a.xlsx", value(" 41 "), reads("A1 text ' 41 '")),
    "a text that is empty": ("a.xlsx", value("", ' t="s"'), NOTHING),
    "yes and no": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "1", ' t="b"'), cell("B1", "false", ' t="b"'))),
        reads("A1 boolean 'TRUE'", "B1 boolean 'FALSE'"),
    ),
    "a day written out": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "2012-03-31", ' t="d"'), cell("B1", "rubbish", ' t="d"'))),
        reads("A1 date '2012-03-31'", "B1 text 'rubbish'"),
    ),
    "errors of every kind": (
        "a.xlsx",
        xlsx(
            row(
                1,
                cell("A1", "#REF!", ' t="e"'),
                cell("B1", "#DIV/0!", ' t="e"'),
                cell("C1", "#N/A", ' t="e"'),
            )
        ),
        reads("A1 error '#REF!'", "B1 error '#DIV/0!'", "C1 error '#N/A'"),
    ),
    "formulas with and without a result": (
        "a.xlsx",
        xlsx(
            row(
                1,
                '<c r="A1"><f>6*7</f><v>42</v></c>',
                '<c r="B1"><f>6*7</f></c>',
                '<c r="C1" t="str"><f>""</f><v></v></c>',
                '<c r="D1"/>',
            )
        ),
        reads("A1 number formula '42'", "B1 formula formula '=6*7'", "C1 text formula ''"),
    ),
    "a formula that reads another file": (
        "a.xlsx",
        external_link,
        reads("A1 number of another file '41'"),
    ),
    "a formula that asks another program": (
        "a.xlsx",
        xlsx('<row r="1"><c r="A1"><f>cmd|\'/c calc\'!A0</f><v>1</v></c></row>'),
        reads("A1 number of another file '1'"),
    ),
    "a link to another program in a part of its own": (
        "a.xlsx",
        with_part(
            "xl/externalLinks/externalLink1.xml",
            f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/>'
            "</externalLink>",
        ),
        PLAIN,
    ),
    "a hidden sheet": (
        "a.xlsx",
        replaced(BOOK, "sheetId", 'state="hidden" sheetId'),
        reads("A1 number '41'", sheet="[Return] hidden"),
    ),
    "a very hidden sheet": (
        "a.xlsx",
        replaced(BOOK, "sheetId", 'state="veryHidden" sheetId'),
        reads("A1 number '41'", sheet="[Return] hidden"),
    ),
    "hidden rows and columns": (
        "a.xlsx",
        xlsx(
            '<row r="1" hidden="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row>'
            '<row r="2" ht="0"/><row r="3" hidden="0"><c r="A3"><v>3</v></c></row>'
            '<row r="9" hidden="1"/>',
            before='<cols><col min="1" max="2" hidden="true"/><col min="3" max="3" width="0"/>'
            '<col min="4" max="16384" hidden="1"/></cols>',
        ),
        reads(
            "A1 number '1'",
            "C1 number '2'",
            "A3 number '3'",
            "hidden rows 1, 2",
            "hidden columns 1, 2, 3",
        ),
    ),
    "every column hidden": (
        "a.xlsx",
        xlsx(row(1, cell("B1")), before='<cols><col min="1" max="99999" hidden="1"/></cols>'),
        reads("B1 number '1'", "hidden columns 1, 2"),
    ),
    "merged cells": (
        "a.xlsx",
        xlsx(
            row(1, cell("A1"), cell("B1", "2")),
            after='<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="D4"/></mergeCells>',
        ),
        reads("A1 number '1'", "B1 number '2'", "merged A1:B2, D4:D4"),
    ),
    "cells of styles that are not there": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "1", ' s="99999"'), cell("B1", "2", ' s="-1"'))),
        reads("A1 number '1'", "B1 number '2'"),
    ),
    "rich text with a reading aid": (
        "a.xlsx",
        inline(
            '<r><t xml:space="preserve">ខ្ញុំ </t></r><r><t>41</t></r>'
            '<rPh sb="0" eb="1"><t>aid</t></rPh>'
        ),
        reads("A1 text 'ខ្ញុំ 41'"),
    ),
    "letters written as numbers": (
        "a.xlsx",
        inline("<t>&#x1780;&amp;&lt;_x0041__x000D_</t>"),
        reads("A1 text 'ក&<A\\r'"),
    ),
    "a text of forty thousand letters": (
        "a.xlsx",
        inline(f"<t>{'ក' * 40_000}</t>"),
        reads(f"A1 text '{'ក' * 40_000}'"),
    ),
    "a mark of UTF-8 before the sheet": (
        "a.xlsx",
        with_part(SHEET, sheet_xml(row(1, cell("A1", "41"))).encode("utf-8-sig")),
        PLAIN,
    ),
    "XML of version 1.1": (
        "a.xlsx",
        with_part(SHEET, sheet_xml(row(1, cell("A1", "41"))).replace('"1.0"', '"1.1"')),
        PLAIN,
    ),
    "an encoding in small letters and single quotes": (
        "a.xlsx",
        with_part(SHEET, sheet_xml(row(1, cell("A1", "41"))).replace('"UTF-8"', "'utf-8'")),
        PLAIN,
    ),
    "many tags within each other": (
        "a.xlsx",
        xlsx(row(1, cell("A1", "41")), after="<x>" * 100_000 + "</x>" * 100_000),
        PLAIN,
    ),
    "a row of sixty thousand attributes": (
        "a.xlsx",
        xlsx(f'<row r="1"{ATTRIBUTES}>{cell("A1", "41")}</row>'),
        PLAIN,
    ),
    "a sheet found by its full name": (
        "a.xlsx",
        replaced(RELS, "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"),
        PLAIN,
    ),
    "no list of texts": ("a.xlsx", without_part("xl/sharedStrings.xml"), PLAIN),
    "more texts promised than there are": (
        "a.xlsx",
        with_part("xl/sharedStrings.xml", strings_xml("a", promise="900000")),
        PLAIN,
    ),
    "a chart on a sheet of its own": (
        "a.xlsx",
        replaced(
            RELS,
            "</Relationships>",
            f'<Relationship Id="r9" Type="{OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/>'
            "</Relationships>",
        ),
        PLAIN,
    ),
    "a sheet whose name has quotes and Khmer": (
        "a.xlsx",
        replaced(BOOK, '"Return"', "'ស \"x\" &amp;'"),
        reads("A1 number '41'", sheet='[ស "x" &]'),
    ),
    "an object of another program": (
        "a.xlsx",
        with_part("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" + bytes(99)),
        PLAIN,
    ),
    "a packed file within": (
        "a.xlsx",
        with_part("xl/embeddings/b.zip", pack({"x": b" " * 20_000_000})),
        PLAIN,
    ),
    "parts in UTF-16 that no reader opens": (
        "a.xlsx",
        with_part("customXml/item1.xml", f"{HEAD}<x/>".replace("UTF-8", "UTF-16").encode("utf-16")),
        PLAIN,
    ),
    "folders with entries of their own": (
        "a.xlsx",
        lambda: pack({"xl/": b"", **xlsx_parts(), "xl/worksheets/": b""}),
        PLAIN,
    ),
    "parts that are not packed": ("a.xlsx", lambda: pack(xlsx_parts(), method=0), PLAIN),
    "a template": ("a.xltx", lambda: pack(xlsx_parts()), PLAIN),
    "no ending to its name": ("return", lambda: pack(xlsx_parts()), PLAIN),
    "an xlsx named ods": ("a.ods", lambda: pack(xlsx_parts()), PLAIN),
}

ODD_ODS: dict[str, Attack] = {
    "an ods named xlsx": ("a.xlsx", lambda: pack(HONEST_ODS), PLAIN),
    "a kind that ends in a new line": ("a.ods", ods_with(mimetype=ODS.encode() + b"\n"), PLAIN),
    "a list of parts with a document type": (
        "a.ods",
        ods_with(
            **{
                "META-INF__manifest.xml": b'<!DOCTYPE m PUBLIC "-//O//DTD M 1.0//EN" "M.dtd">'
                + HONEST_ODS["META-INF/manifest.xml"].partition(b"?>")[2]
            }
        ),
        PLAIN,
    ),
    "an empty library of macros": (
        "a.ods",
        ods_with(**{"Basic__Standard__script-lb.xml": b"<x/>", "Basic__script-lc.xml": b"<x/>"}),
        PLAIN,
    ),
    "an ods figure that shows another": (
        "a.ods",
        ods(ods_row(ods_cell("41").replace("<text:p>41", "<text:p>43"))),
        PLAIN,
    ),
    "ods numbers that are none": (
        "a.ods",
        ods(ods_row(ods_cell("NaN"), ods_cell("INF"), ods_cell("1e400"))),
        reads("A1 error 'NaN'", "B1 error 'INF'", "C1 error '1e400'"),
    ),
    "ods money, shares, days and times": (
        "a.ods",
        ods(
            ods_row(
                '<table:table-cell office:value-type="currency" office:currency="USD" '
                'office:value="12.50"><text:p>$12</text:p></table:table-cell>',
                '<table:table-cell office:value-type="percentage" office:value="0.5">'
                "<text:p>50 %</text:p></table:table-cell>",
                '<table:table-cell office:value-type="date" office:date-value="2012-03-31">'
                "<text:p>31/03/12</text:p></table:table-cell>",
                '<table:table-cell office:value-type="time" office:time-value="PT10H20M30S">'
                "<text:p>10:20</text:p></table:table-cell>",
            )
        ),
        reads(
            "A1 number '12.5'",
            "B1 number '0.5'",
            "C1 date '2012-03-31'",
            "D1 date '10:20:30'",
        ),
    ),
    "ods days that are none": (
        "a.ods",
        ods(
            ods_row(
                '<table:table-cell office:value-type="date" office:date-value="2012-13-45"/>',
                '<table:table-cell office:value-type="date" office:date-value="-0044-03-15"/>',
            )
        ),
        reads("A1 date '2012-13-45'", "B1 date '-0044-03-15'"),
    ),
    "an ods text that is kept twice": (
        "a.ods",
        ods(
            ods_row(
                '<table:table-cell office:value-type="string" office:string-value="41"/>',
                '<table:table-cell office:value-type="string" office:string-value="41">'
                "<text:p>41</text:p></table:table-cell>",
            )
        ),
        reads("A1 text '41'", "B1 text '41'"),
    ),
    "an ods text of two lines, with spaces and a link": (
        "a.ods",
        ods_text('<text:p>a<text:s text:c="2"/>b</text:p><text:p><text:a>c</text:a>d</text:p>'),
        reads("A1 text 'a  b\\ncd'"),
    ),
    "an ods text with a broken line": (
        "a.ods",
        ods_text("<text:p>a<text:line-break/>b</text:p>"),
        reads("A1 text 'a\\nb'"),
    ),
    "an ods note": (
        "a.ods",
        ods_text(
            "<office:annotation><text:p>not 43</text:p></office:annotation><text:p>41</text:p>"
        ),
        reads("A1 text '41'"),
    ),
    "ods formulas of another file and of another program": (
        "a.ods",
        ods(
            ods_row(
                ods_cell("1", " table:formula=\"of:='file:///tmp/a.ods'#$Sheet1.A1\""),
                ods_cell("2", ' table:formula="of:=DDE(&quot;soffice&quot;;&quot;a&quot;)"'),
                ods_cell("3", ' table:formula="of:=[.A1]+2"'),
            )
        ),
        reads(
            "A1 number of another file '1'",
            "B1 number of another file '2'",
            "C1 number formula '3'",
        ),
    ),
    "rows under a head that is printed on every page": (
        "a.ods",
        ods(
            f"<table:table-header-rows>{ods_row(ods_cell('1'))}</table:table-header-rows>"
            f"<table:table-row-group>{ods_row(ods_cell('2'))}</table:table-row-group>"
        ),
        reads("A1 number '1'", "A2 number '2'"),
    ),
    "rows of a group that is closed": (
        "a.ods",
        ods(
            '<table:table-row-group table:display="false">'
            + ods_row(ods_cell("1"), more=' table:visibility="collapse"')
            + "</table:table-row-group>"
            + ods_row(ods_cell("2"))
        ),
        reads("A1 number '1'", "A2 number '2'", "hidden rows 1"),
    ),
    "a figure under a merge": (
        "a.ods",
        ods(
            ods_row(
                ods_cell("1", ' table:number-columns-spanned="2"'),
                ods_cell("9").replace("table:table-cell", "table:covered-table-cell"),
            )
        ),
        reads("A1 number '1'", "B1 number '9'", "merged A1:B1"),
    ),
    "a million hidden rows before the first figure": (
        "a.ods",
        ods(
            ods_row("<table:table-cell/>", more=' table:number-rows-repeated="1048575"')
            + ods_row(ods_cell("1"))
        ),
        reads("A1048576 number '1'"),
    ),
    "empty rows to the end of the sheet": (
        "a.ods",
        ods(
            '<table:table-column table:number-columns-repeated="16384"/>'
            + ods_row(ods_cell("41"), '<table:table-cell table:number-columns-repeated="16383"/>')
            + ods_row(
                '<table:table-cell table:number-columns-repeated="16384"/>',
                more=' table:number-rows-repeated="1048575"',
            )
        ),
        PLAIN,
    ),
    "changes that were recorded": (
        "a.ods",
        ods_before(
            "<table:table ",
            "<table:tracked-changes><table:cell-content-change><table:previous>"
            '<table:change-track-table-cell office:value-type="float" office:value="77">'
            "<text:p>77</text:p></table:change-track-table-cell></table:previous>"
            "</table:cell-content-change></table:tracked-changes>",
        ),
        PLAIN,
    ),
    "an ods whose parts stand in another order": (
        "a.ods",
        lambda: pack(dict(reversed(HONEST_ODS.items()))),
        PLAIN,
    ),
}

ODD_CSV: dict[str, Attack] = {
    "a csv of formulas": (
        "a.csv",
        text_csv("a,b\n=cmd|'/c calc'!A0,@SUM(1)\n"),
        reads(
            "A1 text 'a'",
            "B1 text 'b'",
            "A2 text \"=cmd|'/c calc'!A0\"",
            "B2 text '@SUM(1)'",
            sheet="[csv]",
        ),
    ),
    "a csv as Excel's Unicode text": (
        "a.txt",
        text_csv("a\tខ\r\n1\t2\r\n", "utf-16"),
        reads("A1 text 'a'", "B1 text 'ខ'", "A2 text '1'", "B2 text '2'", sheet="[csv]"),
    ),
    "a csv whose lines end in three ways": (
        "a.csv",
        text_csv("a\r\n1\n2\r3"),
        reads("A1 text 'a'", "A2 text '1'", "A3 text '2'", "A4 text '3'", sheet="[csv]"),
    ),
    "a csv with a page break and a mark between fields": (
        "a.csv",
        text_csv("a,b\n1\x0c,2\x1c3\n"),
        reads("A1 text 'a'", "B1 text 'b'", "A2 text '1\\x0c'", "B2 text '2\\x1c3'", sheet="[csv]"),
    ),
    "a csv with lines that only some programs know": (
        "a.csv",
        text_csv("a\n1\u0085x\n2\u2028y\n"),
        reads("A1 text 'a'", "A2 text '1\\x85x'", "A3 text '2\\u2028y'", sheet="[csv]"),
    ),
    "a csv of semicolons whose first column is an id": (
        "a.csv",
        text_csv("ID;Province\nC;1\n"),
        reads("A1 text 'ID'", "B1 text 'Province'", "A2 text 'C'", "B2 text '1'", sheet="[csv]"),
    ),
    "a csv of a single empty text": ("a.csv", text_csv('""'), "[csv]"),
    "a csv that begins like a packed file": (
        "a.csv",
        text_csv("PK,b\n1,2\n"),
        reads("A1 text 'PK'", "B1 text 'b'", "A2 text '1'", "B2 text '2'", sheet="[csv]"),
    ),
}

ODD = {**ODD_XLSX, **ODD_ODS, **ODD_CSV}
