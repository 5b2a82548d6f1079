"""The short way and the two readers: they tell the same, or the short way tells nothing."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mne.workbook import child
from mne.workbook.book_xlsx import open_book
from mne.workbook.faults import Refusal
from mne.workbook.gate import inspect_container
from mne.workbook.plain_xlsx import read_plain
from mne.workbook.scan_xlsx import scan_xlsx
from tests.workbook.attacks import ALL
from tests.workbook.hostile import (
    MAIN,
    cell,
    pack,
    replaced,
    row,
    sheet_xml,
    strings_xml,
    xlsx_parts,
)
from tests.workbook.test_corpora import FILES

NOT_PLAIN = "not plain"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"

Told = list[dict[str, Any]] | str


def both_ways(data: bytes) -> tuple[Told, Told]:
    """What the short way tells of an .xlsx that is past the gate, and what the two readers tell."""
    _, content = inspect_container(data)
    book = open_book(content)
    plain = read_plain(content, book)
    try:
        twice = child._read_twice(data, scan_xlsx(content, book))
        readers: Told = [json.loads(child._write_sheet(*one)) for one in zip(*twice, strict=True)]
    except Refusal as refusal:
        readers = refusal.code
    if plain is None:
        return NOT_PLAIN, readers
    shown = [one for _, _, one in book.sheets]
    return [json.loads(child._write_sheet(*one)) for one in zip(plain, shown, strict=True)], readers


def is_xlsx(path: Path) -> bool:
    try:
        return inspect_container(path.read_bytes())[0] == "xlsx"
    except Refusal:
        return False


@pytest.mark.skipif(not FILES, reason="no corpora")
def test_of_every_workbook_of_the_corpora_both_ways_tell_the_same() -> None:
    short = 0
    for path in FILES:
        if path.suffix == ".xlsx" and is_xlsx(path):
            plain, readers = both_ways(path.read_bytes())
            assert plain in (NOT_PLAIN, readers), path.name
            short += plain != NOT_PLAIN
    assert short >= 45  # of some 120: else the rest says little


@pytest.mark.parametrize("sentence", ALL)
def test_of_every_attack_and_odd_file_both_ways_tell_the_same(sentence: str) -> None:
    data = ALL[sentence][1]()
    if not data.startswith(b"PK"):
        return
    try:
        plain, readers = both_ways(data)
    except (Refusal, KeyError):
        return  # refused before either way begins
    assert plain in (NOT_PLAIN, readers)


def sheet_of(rows: str, **around: str) -> bytes:
    return pack(xlsx_parts(rows, **around))


def listed(text: str) -> bytes:
    """A workbook whose one cell is this text of the list."""
    parts = xlsx_parts(row(1, TEXT))
    return pack({**parts, STRINGS: parts[STRINGS].replace(b"<t>indicator</t>", text.encode())})


TEXT = '<c r="A1" t="s"><v>0</v></c>'
FORMULA = '<c r="A1"><f>SUM(B1:B2)</f><v>3</v></c>'

PLAIN: dict[str, bytes] = {
    "a text of the list": sheet_of(row(1, TEXT)),
    "a number": sheet_of(row(1, cell("A1", "41"))),
    "a number with an exponent": sheet_of(row(1, cell("A1", "1.5E+3"))),
    "a number with noise": sheet_of(row(1, cell("A1", "0.30000000000000004"))),
    "zero": sheet_of(row(1, cell("A1", "0"))),
    "a negative number": sheet_of(row(1, cell("A1", "-0.5"))),
    "a formula with its result": sheet_of(row(1, FORMULA)),
    "a formula without one": sheet_of(row(1, '<c r="A1"><f>SUM(B1:B2)</f></c>')),
    "a formula whose result is no text": sheet_of(row(1, '<c r="A1" t="str"><f>B1</f><v></v></c>')),
    "a formula that reads another file": sheet_of(
        row(1, '<c r="A1"><f>[1]Sheet1!A1</f><v>3</v></c>')
    ),
    "a shared formula": sheet_of(
        row(1, '<c r="A1"><f t="shared" ref="A1:B1" si="0">C1&amp;"&lt;"</f><v>1</v></c>')
        + row(2, '<c r="A2"><f t="shared" si="0"/><v>2</v></c>')
    ),
    "an error": sheet_of(row(1, '<c r="A1" t="e"><v>#REF!</v></c>')),
    "an error that a formula made": sheet_of(
        row(1, '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    ),
    "true and false": sheet_of(row(1, cell("A1", "1", ' t="b"'), cell("B1", "0", ' t="b"'))),
    "blank cells between": sheet_of(row(1, '<c r="A1"/>', '<c r="B1"/>', cell("C1", "2"))),
    "an empty row between": sheet_of(row(1, TEXT) + '<row r="2"/>' + row(4, cell("A4", "2"))),
    "an empty row at the end": sheet_of(row(1, TEXT) + '<row r="2" ht="15"/>'),
    "a hidden row": sheet_of(
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>' + row(2, cell("A2"))
    ),
    "a row without height": sheet_of('<row r="1" ht="0"><c r="A1"><v>1</v></c></row>'),
    "a hidden column": sheet_of(
        row(1, cell("A1"), cell("B1")), before='<cols><col min="2" max="2" hidden="1"/></cols>'
    ),
    "merged cells": sheet_of(
        row(1, cell("A1")), after='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    ),
    "a filter": sheet_of(
        row(1, cell("A1")),
        after='<autoFilter ref="A1:B2"><filterColumn colId="0"/></autoFilter>',
    ),
    "signs in a text": listed("<t>a &lt; b &amp;amp; ខ្មែរ</t>"),
    "spaces that are meant": listed('<t xml:space="preserve">  a  </t>'),
    "a text of several pieces": listed(
        '<r><rPr><b/><sz val="9"/><color theme="1" tint="-0.5"/></rPr><t>One</t></r>'
        '<r><t xml:space="preserve"> two</t></r>'
    ),
    "no text at all": sheet_of(""),
}


@pytest.mark.parametrize("written", PLAIN)
def test_what_is_written_plainly_is_read_the_short_way_and_alike(written: str) -> None:
    plain, readers = both_ways(PLAIN[written])
    assert plain == readers
    assert written == "no text at all" or plain[0]["refs"]


def styled(number: str, form: str, value: str) -> bytes:
    formats = f'<numFmts><numFmt numFmtId="164" formatCode="{form}"/></numFmts>' if form else ""
    styles = (
        f'<styleSheet xmlns="{MAIN}">{formats}<fonts><font><name val="Arial"/></font></fonts>'
        f'<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="{number}" fontId="0"/></cellXfs>'
        "</styleSheet>"
    )
    rows = row(1, f'<c r="A1" s="1"><v>{value}</v></c>')
    return pack({**xlsx_parts(rows), STYLES: styles.encode()})


@pytest.mark.parametrize(
    ("number", "form", "value", "raw"),
    [
        ("3", "", "1577", "1577"),
        ("164", "#,##0.00##", "3.5", "3.5"),
        ("164", "&quot;Σ &quot;#,##0", "12", "12"),
        ("14", "", "40968", "2012-02-29"),
        ("164", "yyyy\\-mm\\-dd", "40968", "2012-02-29"),
        ("164", "dd/mm/yyyy", "61", "1900-03-01"),
    ],
)
def test_a_number_is_a_day_only_where_it_is_shown_as_one(number, form, value, raw):
    plain, readers = both_ways(styled(number, form, value))
    assert plain == readers
    assert plain[0]["raws"] == [raw]
    assert plain[0]["types"] == ("d" if "-" in raw else "n")


@pytest.mark.parametrize(
    ("number", "form", "value"),
    [
        ("14", "", "40968.5"),
        ("14", "", "60"),
        ("14", "", "9" * 5_000),
        ("14", "", "-1"),
        ("22", "", "40968"),
        ("46", "", "1.5"),
        ("164", "[h]:mm", "1.5"),
        ("164", "mmm", "40968"),
        ("164", "[$-409]d", "40968"),
    ],
)
def test_of_a_day_that_is_not_plain_the_readers_are_asked(number, form, value):
    assert both_ways(styled(number, form, value))[0] == NOT_PLAIN


NOT_WRITTEN_PLAINLY = {
    "a comment in the rows": sheet_of(row(1, cell("A1"), "<!-- x -->")),
    "a text in its cell": sheet_of(row(1, '<c r="A1" t="inlineStr"><is><t>x</t></is></c>')),
    "cells without their places": sheet_of("<row><c><v>1</v></c></row>"),
    "a space before an end": sheet_of('<row r="1"><c r="A1" ><v>1</v></c></row>'),
    "an apostrophe for a quotation mark": sheet_of("<row r='1'><c r='A1'><v>1</v></c></row>"),
    "spaces that may be meant": listed("<t>  a  </t>"),
    "spaces around the result of a formula": sheet_of(
        row(1, '<c r="A1" t="str"><f>B1</f><v> a</v></c>')
    ),
    "a letter by its number": listed("<t>a_x000D_b</t>"),
    "a reference to a letter": listed("<t>a&#65;b</t>"),
    "readings beside a text": listed('<t>a</t><rPh sb="0" eb="1"><t>b</t></rPh>'),
    "a text in an old font": listed('<r><rPr><rFont val="Limon S1"/></rPr><t>a</t></r>'),
    "days from 1904": replaced(
        "xl/workbook.xml", "<sheets>", '<workbookPr date1904="1"/><sheets>'
    )(),
    "a prefix before each name": pack(
        {
            **xlsx_parts(),
            SHEET: sheet_xml(row(1, cell("A1")))
            .replace("<", "<x:")
            .replace("<x:/", "</x:")
            .replace("<x:?", "<?")
            .replace("xmlns=", "xmlns:x=")
            .encode(),
        }
    ),
    "a boolean that is neither": sheet_of(row(1, cell("A1", "2", ' t="b"'))),
    "a cell twice": sheet_of(row(1, cell("A1"), cell("A1"))),
    "a blank cell twice": sheet_of(row(1, cell("A1"), '<c r="A1"/>')),
    "a cell of another row": sheet_of(row(1, cell("A2")) + row(5, cell("A5"))),
    "a row twice": sheet_of(row(1, cell("A1")) + row(1, cell("B1"))),
    "cells out of order": sheet_of(row(1, cell("B1"), cell("A1"))),
    "a text that is not in the list": sheet_of(row(1, '<c r="A1" t="s"><v>2</v></c>')),
    "a negative text": sheet_of(row(1, '<c r="A1" t="s"><v>-1</v></c>')),
    "a row that is not ended": sheet_of('<row r="1"><c r="A1"><v>1</v></c><row r="2"></row>'),
    "a row that is ended twice": sheet_of('<row r="1"/></row>' + row(2, cell("A2"))),
    "cells after an empty row": sheet_of('<row r="1"/><c r="A1"><v>1</v></c>'),
    "more texts promised than can be counted": pack(
        {**xlsx_parts(), STRINGS: strings_xml("a", promise="9" * 5_000).encode()}
    ),
    "more texts promised than can be": pack(
        {**xlsx_parts(), STRINGS: strings_xml("a", promise="4294967295").encode()}
    ),
}


@pytest.mark.parametrize("written", NOT_WRITTEN_PLAINLY)
def test_of_anything_else_the_short_way_tells_nothing(written: str) -> None:
    assert both_ways(NOT_WRITTEN_PLAINLY[written])[0] == NOT_PLAIN


HONEST = xlsx_parts(
    row(1, TEXT, '<c r="B1" t="s"><v>1</v></c>', '<c r="C1" s="1"/>')
    + '<row r="2" ht="15" hidden="1">'
    + "".join(
        [cell("A2", "41"), '<c r="B2"><f>A2+1</f><v>42</v></c>', cell("D2", "#N/A", ' t="e"')]
    )
    + "</row>"
    + '<row r="3"/>'
    + row(5, '<c r="A5" t="str"><f>""</f><v></v></c>', cell("B5", "1", ' t="b"')),
    before='<cols><col min="3" max="3" hidden="1"/></cols>',
    after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
)


SIGNS = ["", "<", ">", "/", '"', "&", " ", "0", "1", "-", "A", "e", ".", "</c>", "<v>", "\x00"]


def spoiled(text: str, at: int, length: int, put: str, to: int) -> str:
    """A piece is replaced by a sign that XML is made of; or, without one, stands elsewhere."""
    at, to = at % len(text), to % len(text)
    piece, rest = text[at : at + length], text[:at] + put + text[at + length :]
    return rest if put else rest[:to] + piece + rest[to:]


def tell_the_same(part: str, text: str) -> bool:
    """Whether the short way read it; if so, as the readers did."""
    try:
        plain, readers = both_ways(pack({**HONEST, part: text.encode()}))
    except Refusal:
        return False
    assert plain in (NOT_PLAIN, readers), text
    return plain != NOT_PLAIN


@given(
    part=st.sampled_from([SHEET, STRINGS]),
    at=st.integers(0, 2_000),
    length=st.integers(0, 40),
    put=st.sampled_from(SIGNS),
    to=st.integers(0, 2_000),
)
def test_however_a_plain_workbook_is_spoiled_both_ways_tell_the_same(part, at, length, put, to):
    tell_the_same(part, spoiled(HONEST[part].decode(), at, length, put, to))


@pytest.mark.long
def test_of_twenty_thousand_spoiled_workbooks_both_ways_tell_the_same():
    chance, short = random.Random(1), 0
    for _ in range(20_000):
        part = chance.choice([SHEET, STRINGS])
        at, to, length = chance.randrange(2_000), chance.randrange(2_000), chance.randrange(8)
        short += tell_the_same(
            part, spoiled(HONEST[part].decode(), at, length, chance.choice(SIGNS), to)
        )
    assert short > 1_000  # else the rest says little
