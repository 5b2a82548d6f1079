"""What is fuzzed: each target takes any bytes, and ends in a reading or a `Refusal`.

Anything else - another exception, a wrong number, five seconds, a gigabyte - is a finding.
`python -m tests.fuzz.targets NAME FOLDER [options of libFuzzer]` runs one under atheris, which
grows inputs that reach new lines from those in FOLDER.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from tests.workbook.hostile import cell, pack, row, sheet_xml, styled
from tests.workbook.odd_but_honest import ODD

Target = Callable[[bytes], None]

PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
SPELLINGS = {"01": ("Phnom Penh", "ភ្នំពេញ"), "12": ("KH-12", "Kampot"), "male": ("M", "ប្រុស")}
RELATIONS = (
    b'<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/>'
    b"</Relationships>"
)
BOOK = (
    b'<workbook><sheets><sheet name="Return" sheetId="1" r:id="r1"/></sheets></workbook>',
    (
        b'<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        b'<Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
    b'<sst count="2"><si><t>a</t></si><si><t>b</t></si></sst>',
    b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
)
NAMES = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/worksheets/sheet1.xml",
)
LARGEST_SEED = 20_000
NUMBERS = (
    *("41", "-3.50", "1.1000000000000001", "9007199254740993", "1E+20", "1.5e-7", "0041", "1_000"),
    *("NaN", "inf", "1e309", "-0", "1,577", "70,5000", "១២", "about 40", "1.577", "１２"),
)
TYPED = (
    *("31/03/2012", "2012-03-31T10:00", "31-3-2555", "3-Oct", "Kampot", "KH-1", "1", "01"),
    *("kñúgRsuk", "???? ???", "ខេត្តកំពត", "\u202e12", "\u200b", "áž€áž€", "mœ<1>", "ភ្នំពេញ"),
)
FORMULAS = ("[1]Sheet1!A1", "cmd|'/c calc'!A0", 'DDE("a";"b")', "Table1[[#This Row],[2]]*S!A1")
ANSWERS = (
    (
        '{"kind":"xlsx","sheets":[{"name":"S","visible":true,"refs":["A1"],"raws":["1"],'
        '"types":"n","formulas":"0","fonts":{"0":"Limon S1"},"hidden_rows":[],'
        '"hidden_columns":[],"merged":["A1:B2"],"filtered":false}]}'
    ),
    '{"refused":"file-damaged","params":{"part":"x"}}',
)
FORM = styled("yyyy-mm-dd", "40999")
PLAIN_SHEETS = [
    sheet_xml(rows, before=before, after=after).encode()
    for rows, before, after in (
        (
            row(1, cell("A1", "0", ' t="s"'), '<c r="C1" s="1"/>') + row(2, cell("B2", "1.5E+3")),
            "",
            "",
        ),
        (row(1, '<c r="A1" s="1"><f>B1+1</f><v>61</v></c>') + '<row r="2" hidden="1"/>', "", ""),
        (
            row(1, cell("A1", "#N/A", ' t="e"'), '<c r="B1" t="str"><f>""</f><v></v></c>'),
            '<cols><col min="2" max="3" hidden="1"/></cols>',
            (
                '<autoFilter ref="A1:B2"><filterColumn colId="0"/></autoFilter>'
                '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
            ),
        ),
    )
]


def kind(data: bytes) -> None:
    from mne.workbook.gate import find_kind

    for name in ("a.xlsx", "a.csv", "a"):
        with suppress(_refusal()):
            assert find_kind(data, name) in {"zip", "csv"}


def container(data: bytes) -> None:
    from mne.workbook.gate import inspect_container

    with suppress(_refusal()):
        found, content = inspect_container(data)
        assert found in {"xlsx", "ods"}
        assert content("no such part") == b""


def markup(data: bytes) -> None:
    """What the gate lets pass is UTF-8 without entities, however it was written."""
    from mne.workbook.gate import inspect_markup

    with suppress(_refusal()):
        inspect_markup(NAMES[3], data)
        assert b"<!ENTITY" not in data.decode("utf-8").encode()


def csv_text(data: bytes) -> None:
    from mne.workbook.csvfile import read_csv

    with suppress(_refusal()):
        sheet = read_csv(data, "digest")
        assert all(cell.raw and cell.type == "text" for cell in sheet.cells)


def number(data: bytes) -> None:
    """A number's text is plain, and means the number that was stored."""
    from mne.workbook.values import number_text

    text = _text(data)
    found = number_text(text)
    if found is not None:
        assert PLAIN.fullmatch(found), found
        assert found != "-0"
        assert float(found) == float(text)


def typed(data: bytes) -> None:
    from mne.typed import is_old_khmer, read_date, read_number, which_codes, words_fault

    text = _text(data)
    figure = read_number(text)
    assert not isinstance(figure, Decimal) or figure.is_finite()
    assert isinstance(read_date(text), date | tuple)
    assert set(which_codes(text, SPELLINGS)) <= SPELLINGS.keys()
    assert words_fault(text) in {None, "text-lost", "text-not-unicode"}
    is_old_khmer(text, "Limon S1")


def formula(data: bytes) -> None:
    from mne.workbook.values import reads_outside

    assert reads_outside("=" + _text(data)) in {True, False}


def xlsx(data: bytes) -> None:
    """Any bytes as one of the parts that say where the cells are; the first byte says as which."""
    from mne.workbook.book_xlsx import open_book
    from mne.workbook.scan_xlsx import scan_xlsx

    def content(name: str) -> bytes:
        return parts.get(name, b"")

    parts: dict[str, bytes] = dict(zip(NAMES, BOOK, strict=True)) | {"_rels/.rels": RELATIONS}
    parts[NAMES[(data[0] if data else 0) % len(NAMES)]] = data[1:]
    with suppress(_refusal()):
        for facts in scan_xlsx(content, open_book(content)):
            _judge(facts)


def both(data: bytes) -> None:
    """What is read the short way, the two readers read alike; the first byte as above."""
    from tests.workbook.test_both_ways import NOT_PLAIN, both_ways

    if len(data) < 2:
        return  # an empty part is none to us, and a damaged one to the fast reader
    part = (NAMES[2], NAMES[3], "xl/styles.xml")[data[0] % 3]
    with suppress(_refusal()):
        plain, readers = both_ways(pack({**FORM, part: data[1:]}))
        assert plain in (NOT_PLAIN, readers)


def ods(data: bytes) -> None:
    from mne.workbook.scan_ods import scan_ods

    with suppress(_refusal()):
        for facts in scan_ods(lambda _: data):
            _judge(facts)


def answer(data: bytes) -> None:
    """The child may have been taken over: its answer is any bytes as well."""
    from mne.workbook.cells import parse_answer

    with suppress(_refusal()):
        parse_answer(data, "digest")


TARGETS: dict[str, Target] = {
    one.__name__: one
    for one in (kind, container, markup, csv_text, number, typed, formula, xlsx, both, ods, answer)
}


def seeds() -> dict[str, list[bytes]]:
    """Honest and odd inputs of each target, to begin with."""
    made = [make() for _, make, _ in ODD.values()]
    files = [one for one in made if len(one) < LARGEST_SEED]
    packed = [one for one in files if one.startswith(b"PK\x03\x04")]
    parts = [_parts_of(packed, name) for name in NAMES]
    contents = _parts_of(packed, "content.xml")
    return {
        "kind": files,
        "container": packed,
        "markup": parts[3] + contents,
        "csv_text": [one for one in files if not one.startswith(b"PK\x03\x04")],
        "number": [one.encode() for one in NUMBERS],
        "typed": [one.encode() for one in (*NUMBERS, *TYPED)],
        "formula": [one.encode() for one in FORMULAS],
        "xlsx": [bytes([number]) + one for number in range(4) for one in parts[number]],
        "both": [
            *(b"\1" + one for one in (*parts[3], *PLAIN_SHEETS)),
            *(b"\0" + one for one in (*parts[2], FORM["xl/sharedStrings.xml"])),
            *(b"\2" + one for one in (*_parts_of(packed, "xl/styles.xml"), FORM["xl/styles.xml"])),
        ],
        "ods": contents,
        "answer": [one.encode() for one in ANSWERS],
    }


def _parts_of(files: list[bytes], name: str) -> list[bytes]:
    found = []
    for file in files:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            found += [archive.read(one) for one in archive.namelist() if one == name]
    return list(dict.fromkeys(found))


def _refusal() -> type[Exception]:
    from mne.workbook.faults import Refusal

    return Refusal


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _judge(facts: Any) -> None:
    """Every cell lies on the sheet, in order, and has the address that it says."""
    from mne.workbook.facts import MAX_COLUMN, MAX_ROW, SPOT_BITS, SPOT_COLUMN, place

    before = (0, 0)
    assert len(facts.spots) == len(facts.refs)
    for at, ref in zip(facts.spots, facts.refs, strict=True):
        here = (at >> SPOT_BITS, at & SPOT_COLUMN)
        assert place(ref, "") == here
        assert before < here
        assert here[0] <= MAX_ROW
        assert here[1] <= MAX_COLUMN
        before = here


def main(name: str, options: list[str]) -> None:
    """Under atheris, which sees the lines of whatever is imported while it looks."""
    import atheris

    with atheris.instrument_imports(include=["mne"]):
        import mne.typed
        import mne.workbook.cells
        import mne.workbook.csvfile
        import mne.workbook.gate
        import mne.workbook.plain_xlsx
        import mne.workbook.scan_ods
        import mne.workbook.scan_xlsx
        import mne.workbook.values  # noqa: F401
    atheris.Setup([name, *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
