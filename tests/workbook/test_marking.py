"""The sender's own workbook back: marked where something is to be mended, all else as it was."""

from __future__ import annotations

import io
import re
import zipfile
from difflib import SequenceMatcher
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mne.errors import UnreadableError
from mne.workbook import Readers
from mne.workbook.mark_xlsx import list_alone
from mne.workbook.returned import return_workbook
from tests.fixtures.marking import (
    AMBER,
    BLUE,
    FRAME,
    PNG,
    RED,
    mark,
    opened,
    parts,
    pictured_book,
    rich_book,
    saved,
    wish,
)
from tests.fixtures.soffice import convert, needs_soffice
from tests.workbook.odd_but_honest import ODD

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
XLSX = sorted(CORPORA.rglob("*.xlsx"))
THREE = (
    ("Return", "B3", "error", "B3 is wrong"),
    ("Return", "C30", "warning", "C30 is blank"),
    ("Return", "K2", "note", "K2 is beside"),
)
RICH = rich_book()
CHANGED = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/comments/comment1.xml",
    "xl/drawings/commentsDrawing1.vml",
    "xl/drawings/legacyDrawing1.vml",
}


def shown(book: openpyxl.Workbook) -> dict[str, dict[str, str]]:
    """Every cell of every sheet but ours: its value and all that is seen of it."""
    seen = ("value", "number_format", "font", "fill", "border", "protection", "alignment")
    return {
        sheet.title: {
            cell.coordinate: repr([getattr(cell, one) for one in seen])
            for row in sheet.iter_rows()
            for cell in row
        }
        for sheet in book.worksheets
        if sheet.title != "To mend"
    }


def look(book: openpyxl.Workbook, sheet: str, ref: str) -> tuple[str, str, str]:
    """Ground, frame and comment of a cell."""
    cell = book[sheet][ref]
    frame = cell.border.left.color.rgb if cell.border.left.color else ""
    return cell.fill.fgColor.rgb, frame, cell.comment.text if cell.comment else ""


def test_every_part_that_needs_no_change_is_the_same_to_the_byte():
    before, after = parts(RICH), parts(mark(RICH, *THREE))
    assert before.keys() <= after.keys()
    touched = {name for name in before if before[name] != after[name]}
    assert touched <= CHANGED
    assert {"xl/charts/chart1.xml", "xl/worksheets/sheet2.xml"} <= before.keys() - touched
    assert list(after)[: len(before)] == list(before)


def test_in_a_changed_part_something_is_put_in_and_nothing_taken_out():
    before, after = parts(RICH), parts(mark(RICH, *THREE))
    touched = [name for name in before if before[name] != after[name]]
    assert len(touched) >= 6
    for name in touched:
        old, new = (re.split(rb"(?=<)", one[name]) for one in (before, after))
        for kind, low, high, new_low, new_high in SequenceMatcher(
            None, old, new, False
        ).get_opcodes():
            assert kind != "delete", name
            if kind == "replace":  # a tag may have got another attribute
                rest = iter(map(tag_name, new[new_low:new_high]))
                assert all(one in rest for one in map(tag_name, old[low:high])), name


def tag_name(tag: bytes) -> bytes:
    return re.split(rb"[\s/>]", tag.lstrip(b"</"), maxsplit=1)[0]


def test_marked_cells_have_a_ground_a_frame_and_a_comment():
    book = opened(mark(RICH, *THREE))
    assert look(book, "Return", "B3") == (RED, FRAME[RED], "To mend · mne\nB3 is wrong")
    assert look(book, "Return", "C30") == (AMBER, FRAME[AMBER], "To mend · mne\nC30 is blank")
    assert look(book, "Return", "K2") == (BLUE, FRAME[BLUE], "To mend · mne\nK2 is beside")
    assert book["Return"]["B3"].comment.author == "mne"


def test_a_marked_cell_keeps_its_value_its_format_its_letters_and_its_lock():
    before, after = opened(RICH)["Return"]["B3"], opened(mark(RICH, *THREE))["Return"]["B3"]
    assert (after.value, after.number_format) == (6, "0.000")
    for what in ("font", "protection", "alignment"):
        assert repr(getattr(after, what)) == repr(getattr(before, what))


def test_nothing_else_is_restyled_or_lost():
    old, new = opened(RICH), opened(mark(RICH, *THREE))
    before, after = shown(old), shown(new)
    for name, cells in before.items():
        marked = {ref for sheet, ref, *_ in THREE if sheet == name}
        assert {ref: one for ref, one in cells.items() if ref not in marked} == {
            ref: after[name][ref] for ref in cells if ref not in marked
        }
    was, now = old["Return"], new["Return"]
    assert now["F2"].value == "=SUM(A2:E2)"
    assert now["A4"].comment.text == "theirs"
    assert now["A4"].comment.author == "An Officer"
    assert now.protection.sheet
    assert now.freeze_panes == was.freeze_panes == "B2"
    assert now.auto_filter.ref == "A1:F11"
    assert [str(one.sqref) for one in now.data_validations.dataValidation] == ["E2:E9"]
    assert [str(one.sqref) for one in now.conditional_formatting] == ["C2:C9"]
    assert [str(one) for one in now.merged_cells.ranges] == ["G5:H6"]
    assert len(now._charts) == 1
    assert new.defined_names["figures"].attr_text == "Return!$A$2:$E$11"
    assert new["Aside"].print_title_rows == "$1:$1"


def test_the_list_comes_first_and_is_the_one_that_is_open():
    book = opened(mark(RICH, *THREE))
    assert book.sheetnames == ["To mend", "Return", "Aside"]
    assert book.active.title == "To mend"
    assert [bool(one.sheet_view.tabSelected) for one in book.worksheets] == [True, False, False]


def test_the_list_leads_to_each_cell():
    sheet = opened(mark(RICH, *THREE))["To mend"]
    lines = [[one.value for one in row][:4] for row in sheet.iter_rows(min_row=6, max_row=8)]
    assert lines == [
        ["To mend", "Return!B3", "a row", "B3 is wrong"],
        ["To mend", "Return!C30", "a row", "C30 is blank"],
        ["To mend", "Return!K2", "a row", "K2 is beside"],
    ]
    assert [sheet[f"B{row}"].hyperlink.location for row in (6, 7, 8)] == [
        "'Return'!B3",
        "'Return'!C30",
        "'Return'!K2",
    ]
    assert sheet.freeze_panes == "A6"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["G"].hidden
    assert sheet["D6"].alignment.wrap_text


def test_cells_and_rows_that_were_not_there_are_put_in_where_they_belong():
    marks = [
        ("Return", ref, "error", ref) for ref in ("A1", "A20", "B2", "G2", "Z2", "C15", "A300")
    ]
    sheet = parts(mark(RICH, *marks))["xl/worksheets/sheet1.xml"].decode()
    rows = [int(one) for one in re.findall(r'<row r="(\d+)"', sheet)]
    assert rows == sorted(rows)
    assert {1, 15, 20, 300} <= {*rows}
    second = re.search(r'<row r="2".*?</row>', sheet)[0]
    assert re.findall(r'<c r="([A-Z]+)2"', second) == ["A", "B", "C", "D", "E", "F", "G", "Z"]


def test_of_cells_that_were_made_one_the_first_is_marked():
    book = opened(mark(RICH, ("Return", "H6", "error", "wrong")))
    assert look(book, "Return", "G5") == (RED, FRAME[RED], "To mend · mne\nwrong")


def test_a_cell_that_has_a_comment_already_keeps_it():
    book = opened(mark(RICH, ("Return", "A4", "error", "wrong")))
    assert look(book, "Return", "A4") == (RED, FRAME[RED], "theirs")


def test_pictures_and_comments_of_another_program_survive(tmp_path):
    data = pictured_book(tmp_path / "a.xlsx")
    marked = mark(data, ("Return", "B2", "error", "wrong"), ("Other", "A1", "note", "blank"))
    kept = parts(marked)
    assert kept["xl/media/image1.png"] == PNG
    assert kept["xl/drawings/drawing1.xml"] == parts(data)["xl/drawings/drawing1.xml"]
    book = opened(marked)
    assert look(book, "Return", "A1")[2] == "theirs"
    assert look(book, "Return", "C3")[2] == "theirs too"
    assert look(book, "Return", "B2") == (RED, FRAME[RED], "To mend · mne\nwrong")
    assert kept["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") == 3
    assert [bool(one.sheet_view.tabSelected) for one in book.worksheets] == [True, False, False]


def test_the_same_wish_gives_the_same_bytes():
    assert mark(RICH, *THREE) == mark(RICH, *THREE)


def test_without_anything_to_mark_the_file_is_the_same_to_the_byte():
    assert mark(RICH) == RICH


# --- again ---------------------------------------------------------------------------------------


def test_marked_again_it_is_marked_once():
    first = mark(RICH, *THREE)
    assert mark(first, *THREE) == first


@pytest.mark.parametrize(
    "hand", [bytes, lambda one: saved(opened(one))], ids=["as it was", "saved anew"]
)
def test_marked_anew_the_old_marks_are_gone_and_the_cells_as_they_were(hand):
    again = mark(hand(mark(RICH, *THREE)), ("Return", "A2", "warning", "another"))
    book = opened(again)
    before = opened(RICH)["Return"]
    assert book.sheetnames == ["To mend", "Return", "Aside"]
    assert [one.value for one in book["To mend"]["B"][5:]] == ["Return!A2"]
    assert look(book, "Return", "A2") == (AMBER, FRAME[AMBER], "To mend · mne\nanother")
    assert repr(book["Return"]["B3"].fill) == repr(before["B3"].fill)
    assert repr(book["Return"]["B3"].border) == repr(before["B3"].border)
    assert book["Return"]["B3"].comment is None
    assert look(book, "Return", "C30") == ("00000000", "", "")
    assert look(book, "Return", "A4")[2] == "theirs"


def test_with_nothing_left_to_mend_the_marks_are_taken_off():
    book = opened(mark(mark(RICH, *THREE), title="Nothing to mend"))
    assert book["To mend"]["A1"].value == "Nothing to mend"
    assert look(book, "Return", "B3")[0] == "FF00FF00"
    comments = [ref for row in book["Return"].iter_rows() for ref in row if ref.comment]
    assert [one.coordinate for one in comments] == ["A4"]


def test_marks_whose_list_was_thrown_away_are_taken_off_all_the_same():
    book = opened(mark(RICH, *THREE))
    del book["To mend"]
    again = opened(
        mark(saved(book), ("Return", "B3", "warning", "new"), ("Return", "A2", "note", ""))
    )
    assert look(again, "Return", "B3") == (AMBER, FRAME[AMBER], "To mend · mne\nnew")
    assert look(again, "Return", "C30")[2] == ""


def test_a_sheet_of_the_senders_own_with_that_name_stays():
    book = opened(RICH)
    book.create_sheet("TO MEND")["A1"] = "mine"
    marked = opened(mark(saved(book), *THREE))
    assert marked.sheetnames == ["To mend (2)", "Return", "Aside", "TO MEND"]
    assert marked["TO MEND"]["A1"].value == "mine"


# --- what stands in it is text -------------------------------------------------------------------

EVIL = '=cmd|"/c calc"!A0 <b>&amp;"\'\x01\x0b\ud800\ufffe _x0041_ ]]> <![CDATA[ </t> ភាសា'


def test_whatever_is_said_of_a_cell_stays_plain_text():
    marked = mark(RICH, ("Return", "B3", "error", EVIL), name="=To mend</sheet>")
    book = opened(marked)
    cell = book.worksheets[0]["D6"]
    assert cell.data_type == "s"
    assert cell.value.startswith('=cmd|"/c calc"!A0 <b>&amp;"\'')
    assert cell.value.endswith(" ]]> <![CDATA[ </t> ភាសា")
    assert "_x005F_x0041_" in parts(marked)["xl/worksheets/sheet3.xml"].decode()
    assert EVIL[:20] in book["Return"]["B3"].comment.text
    assert not re.search(rb"<f[ >]", parts(marked)["xl/worksheets/sheet3.xml"])


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_can_be_said(text):
    data = list_alone(wish([("Return", "A1", "error", text)]))
    kept = "".join(one for one in text if one in "\t\n" or one.isprintable() or one == "\xa0")
    value = opened(data)["To mend"]["D6"].value or ""
    assert [one for one in value if one.isalnum()] == [one for one in kept if one.isalnum()]


@given(
    st.lists(
        st.tuples(
            st.integers(1, 40), st.integers(1, 30), st.sampled_from(["error", "warning", "note"])
        ),
        min_size=1,
        max_size=12,
        unique_by=lambda one: one[:2],
    )
)
@settings(max_examples=40, deadline=None)
def test_whichever_cells_are_marked_all_values_stay(cells):
    marks = [
        ("Return", f"{openpyxl.utils.get_column_letter(column)}{row}", grave, "words")
        for row, column, grave in cells
    ]
    before, after = opened(RICH), opened(mark(RICH, *marks))
    for name in before.sheetnames:
        for row in before[name].iter_rows():
            for cell in row:
                assert after[name][cell.coordinate].value == cell.value


# --- strange workbooks ---------------------------------------------------------------------------


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as container:
        container.writestr(name, content)
    return out.getvalue()


def test_a_signed_workbook_is_left_alone():
    signed = with_part(RICH, "_xmlsignatures/sig1.xml", b"<Signature/>")
    with Readers() as readers:
        assert return_workbook(readers, "a.xlsx", signed, wish(THREE)) is None


def test_what_is_no_xlsx_is_left_alone():
    with Readers() as readers:
        for data in (b"a,b\n1,2\n", b"PK\x03\x04"):
            assert return_workbook(readers, "a.csv", data, wish(THREE)) is None


def test_the_child_goes_on_after_a_workbook_that_could_not_be_marked():
    signed = with_part(RICH, "_xmlsignatures/sig1.xml", b"<Signature/>")
    with Readers(20) as readers:
        return_workbook(readers, "a.xlsx", signed, wish(THREE))
        first = readers._warm[0]
        assert return_workbook(readers, "a.xlsx", RICH, wish(THREE)) == mark(RICH, *THREE)
        assert readers._warm == [first]


@pytest.mark.parametrize(
    "name", [name for name, (file, *_) in ODD.items() if file.endswith(".xlsx")]
)
def test_an_odd_workbook_is_marked_without_a_change_or_not_at_all(name):
    _, make, *_ = ODD[name]
    data = make()
    with Readers(8) as readers:
        sheets = readers.read_bytes("a.xlsx", data).sheets
        marks = [(one.name, ref, "error", "wrong") for one in sheets for ref in ("A1", "B3")]
        marked = return_workbook(readers, "a.xlsx", data, wish(marks))
    if marked is not None:
        assert parts(data).keys() <= parts(marked).keys()


@pytest.mark.skipif(not XLSX, reason="no corpora")
def test_of_the_workbooks_that_nobody_here_wrote_each_is_marked_with_all_its_values_and_parts():
    marked = 0
    with Readers(5 * len(XLSX)) as readers:
        for path in XLSX:
            data = path.read_bytes()
            try:
                before = readers.read_bytes(path.name, data)
            except UnreadableError:
                continue
            sheet = next((one for one in before.sheets if one.cells), before.sheets[0])
            refs = dict.fromkeys((*(one.ref for one in sheet.cells[:1]), "C7", "J40"))
            marks = [(sheet.name, ref, "error", "wrong") for ref in refs]
            own = return_workbook(readers, path.name, data, wish(marks))
            assert own is not None, path.name
            after = readers.read_bytes(path.name, own)
            assert [one.name for one in after.sheets[1:]] == [one.name for one in before.sheets]
            for old, new in zip(before.sheets, after.sheets[1:], strict=True):
                assert [one[1:] for one in old.cells] == [one[1:] for one in new.cells], path.name
            assert_nothing_lost(data, own)
            marked += 1
    print(f"{marked} of {len(XLSX)} marked")
    assert marked > 110


def assert_nothing_lost(before: bytes, after: bytes) -> None:
    """No part is gone; and no more than a few are changed."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        names = {one.filename: one.CRC for one in new.infolist()}
        lost = {one.filename for one in old.infolist()} - names.keys()
        assert not lost
        changed = {one.filename for one in old.infolist() if names[one.filename] != one.CRC}
    ours = r"workbook|styles|_rels/|(work|chart)?sheets?[/\d]|comments|drawings/.*vml"
    may_change = rf"\[Content_Types\]|(xl/)?({ours})|.*\.rels"
    plain = {one.replace("\\", "/") for one in changed}  # some writers part folders so
    assert not [one for one in plain if not re.match(may_change, one, re.IGNORECASE)]


# --- other programs ------------------------------------------------------------------------------


@needs_soffice
def test_libreoffice_shows_the_marks_and_its_own_files_can_be_marked(tmp_path):
    (tmp_path / "rich.xlsx").write_bytes(RICH)
    [theirs] = convert("xlsx", tmp_path / "by", tmp_path / "rich.xlsx")
    marked = tmp_path / "marked.xlsx"
    marked.write_bytes(mark(theirs.read_bytes(), *THREE))
    [again] = convert("xlsx", tmp_path / "again", marked)
    book = opened(again.read_bytes())
    assert book.sheetnames == ["To mend", "Return", "Aside"]
    assert look(book, "Return", "B3") == (RED, FRAME[RED], "To mend · mne\nB3 is wrong")
    assert look(book, "Return", "C30") == (AMBER, FRAME[AMBER], "To mend · mne\nC30 is blank")
    assert look(book, "Return", "A4")[2] == "theirs"
    [pdf] = convert("pdf", tmp_path, marked)
    assert pdf.read_bytes().startswith(b"%PDF")
    once_more = opened(mark(again.read_bytes(), ("Return", "A2", "error", "another")))
    assert look(once_more, "Return", "B3")[0] == "FF00FF00"
    assert look(once_more, "Return", "B3")[2] == ""
    assert look(once_more, "Return", "A4")[2] == "theirs"
