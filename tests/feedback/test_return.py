"""`--return DIR`: every sender gets the own workbook back, a receipt, and a short message."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile

import openpyxl
import pytest

from mne.feedback import Given, write_feedback
from mne.intake import Declared, check_file
from mne.workbook import Readers
from tests.fixtures.marking import RED, opened, parts, saved
from tests.fixtures.soffice import convert, needs_soffice
from tests.fixtures.trial_kit import CAME, as_csv, csv_lines, good_form, spoil, typing, write

WHERE = "trial/2012-Q1/MOJ"
DECLARED = ("--plan", "trial", "--period", "2012-Q1", "--reporter", "MOJ")
SPOILT = spoil(good_form(WHERE), typing(D38="thirty", D30=None))


@pytest.fixture
def folder(workspace):
    return workspace.root / "back"


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def issues(said):
    return [one["code"] for file in json.loads(said.out)["files"] for one in file["issues"]]


def cells(said):
    return sorted(
        (one["code"], one["sheet"], one["cell"])
        for file in json.loads(said.out)["files"]
        for one in file["issues"]
    )


def test_a_return_goes_back_with_its_mistakes_marked(mne, workspace, folder):
    write(workspace.root, "a.xlsx", SPOILT)
    assert mne("check", "a.xlsx", "--return", folder).code == 1
    assert names(folder) == [
        "a.message.en.txt",
        "a.message.km.txt",
        "a.receipt.pdf",
        "a.receipt.txt",
        "a.returned.xlsx",
    ]
    book = opened((folder / "a.returned.xlsx").read_bytes())
    assert book.sheetnames[0] == "To mend"
    assert book["Return"]["D38"].fill.fgColor.rgb == RED
    assert '"thirty"' in book["Return"]["D38"].comment.text
    assert (workspace.root / "a.xlsx").read_bytes() == SPOILT


def test_in_khmer_the_list_is_khmer_and_says_that_it_awaits_a_reader(mne, workspace, folder):
    write(workspace.root, "a.xlsx", SPOILT)
    mne("--lang", "km", "check", "a.xlsx", "--return", folder)
    sheet = opened((folder / "a.returned.xlsx").read_bytes()).worksheets[0]
    assert sheet.title == "ត្រូវកែ"
    assert "awaits a native reader" in sheet["A3"].value
    assert "awaits a native reader" in (folder / "a.receipt.txt").read_text("utf-8")


def hands():
    """What becomes of a returned workbook on its way through an office."""
    return {"as it was": bytes, "saved by another program": lambda one: saved(opened(one))}


@pytest.mark.parametrize("hand", hands())
def test_a_returned_workbook_that_is_sent_back_mended_is_accepted_without_a_word(
    mne, workspace, folder, hand
):
    write(workspace.root, "a.xlsx", SPOILT)
    mne("check", "a.xlsx", "--return", folder)
    marked = hands()[hand]((folder / "a.returned.xlsx").read_bytes())
    mended = spoil(marked, typing(D38=30, D30=opened(good_form(WHERE))["Return"]["D30"].value))
    write(workspace.root, "a.returned.xlsx", mended)
    said = mne("--lang", "en", "check", "a.returned.xlsx", "--format", "json")
    assert (said.code, issues(said)) == (0, [])


@pytest.mark.parametrize("hand", hands())
def test_a_returned_workbook_that_is_sent_back_as_it_was_says_the_same_again(
    mne, workspace, folder, hand
):
    write(workspace.root, "a.xlsx", SPOILT)
    first = mne("check", "a.xlsx", "--return", folder, "--format", "json")
    again = hands()[hand]((folder / "a.returned.xlsx").read_bytes())
    write(workspace.root, "a.xlsx", again)
    second = mne("check", "a.xlsx", "--return", folder, "--format", "json")
    assert cells(second) == cells(first)
    book = opened((folder / "a.returned.xlsx").read_bytes())
    assert len([one for one in book.sheetnames if one.startswith("To mend")]) == 1
    assert book["Return"]["D38"].comment.text.count("thirty") == 1


@needs_soffice
def test_through_libreoffice_a_mended_workbook_is_accepted_without_a_word(
    mne, workspace, folder, tmp_path
):
    write(workspace.root, "a.xlsx", good_form(WHERE))
    [theirs] = convert("xlsx", tmp_path / "by", workspace.root / "a.xlsx")
    write(workspace.root, "a.xlsx", spoil(theirs.read_bytes(), typing(D38="thirty")))
    assert mne("check", "a.xlsx", "--return", folder).code == 1
    [again] = convert("xlsx", tmp_path / "again", folder / "a.returned.xlsx")
    assert "thirty" in opened(again.read_bytes())["Return"]["D38"].comment.text
    write(workspace.root, "b.xlsx", spoil(again.read_bytes(), typing(D38=30)))
    said = mne("check", "b.xlsx", "--format", "json")
    assert (said.code, issues(said)) == (0, [])


def test_a_return_without_fault_goes_back_as_it_came(mne, workspace, folder):
    write(workspace.root, "a.xlsx", good_form(WHERE))
    assert mne("check", "a.xlsx", "--return", folder).code == 0
    assert (folder / "a.returned.xlsx").read_bytes() == good_form(WHERE)


def test_for_a_csv_the_list_lies_beside_it(mne, workspace, folder):
    lines = csv_lines(**{"J-08": "-3"})
    write(workspace.root, "a.csv", as_csv(lines))
    said = mne("check", "a.csv", *DECLARED, "--return", folder)
    assert "only an .xlsx can be marked" in said.err
    assert "a.to-mend.xlsx" in names(folder)
    book = openpyxl.load_workbook(folder / "a.to-mend.xlsx")
    assert book.sheetnames == ["To mend"]
    assert book["To mend"]["D6"].value == "-3 is below zero."
    assert book["To mend"]["B6"].hyperlink is None


@needs_soffice
def test_for_an_ods_the_list_lies_beside_it(mne, workspace, folder, tmp_path):
    write(workspace.root, "a.xlsx", spoil(good_form(WHERE), typing(D38="thirty")))
    [ods] = convert("ods", tmp_path, workspace.root / "a.xlsx")
    mne("check", ods, "--return", folder)
    book = openpyxl.load_workbook(folder / "a.to-mend.xlsx")
    assert [one.value for one in book["To mend"]["B"][5:]] == ["Return!D38"]


def test_a_file_that_cannot_be_read_gets_words_only(mne, workspace, folder):
    write(workspace.root, "a.xlsx", b"PK\x03\x04")
    assert mne("check", "a.xlsx", "--return", folder).code == 3
    assert names(folder) == [
        *("a.message.en.txt", "a.message.km.txt", "a.receipt.pdf", "a.receipt.txt")
    ]
    text = (folder / "a.receipt.txt").read_text("utf-8")
    assert text.startswith("A file that could not be read\n")
    assert "CANNOT BE READ." in text
    assert hashlib.sha256(b"PK\x03\x04").hexdigest() in text


def test_a_file_that_holds_what_must_not_travel_on_is_not_written_back(workspace):
    path = write(workspace.root, "a.xlsx", SPOILT)
    verdict, plan = check_file(workspace, path, Declared())
    given = Given(
        file="a.xlsx",
        data=SPOILT,
        language="en",
        moment=CAME,
        tool="test",
        synthetic=False,
        verdict=verdict,
        plan=plan,
    )
    with Readers(4) as readers:
        feedback = write_feedback(given, "a", readers, keep_back=True)
    assert "a.returned.xlsx" not in feedback.files
    assert feedback.why_beside == "returned-kept-back"
    assert opened(feedback.files["a.to-mend.xlsx"]).sheetnames == ["To mend"]


def test_a_workbook_that_had_better_not_be_changed_gets_the_list_beside_it(mne, workspace, folder):
    out = io.BytesIO(SPOILT)
    with zipfile.ZipFile(out, "a") as container:
        container.writestr("_xmlsignatures/sig1.xml", b"<Signature/>")
    write(workspace.root, "a.xlsx", out.getvalue())
    said = mne("check", "a.xlsx", "--return", folder)
    assert "had better not be changed" in said.err
    assert "a.to-mend.xlsx" in names(folder)


# --- names ---------------------------------------------------------------------------------------


def test_two_files_of_one_name_do_not_write_over_each_other(mne, workspace, folder):
    for where in ("one", "two"):
        (workspace.root / where).mkdir()
        write(workspace.root / where, "a.xlsx", SPOILT)
    mne("check", "one/a.xlsx", "two/a.xlsx", "--return", folder)
    assert {"a.returned.xlsx", "a (2).returned.xlsx"} <= {*names(folder)}


def test_in_the_senders_own_folder_nothing_is_written_over(mne, workspace):
    sent = {name: write(workspace.root, name, SPOILT) for name in ("a.xlsx", "a.returned.xlsx")}
    before = {name: path.read_bytes() for name, path in sent.items()}
    mne("check", *sent, "--return", workspace.root)
    assert {name: path.read_bytes() for name, path in sent.items()} == before
    assert (workspace.root / "a (2).returned.xlsx").is_file()


def test_the_same_check_at_the_same_moment_writes_the_same_bytes(
    mne, workspace, folder, monkeypatch
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1334000000")
    write(workspace.root, "a.xlsx", SPOILT)
    mne("check", "a.xlsx", "--return", folder)
    first = {one.name: one.read_bytes() for one in folder.iterdir()}
    shutil.rmtree(folder)
    mne("check", "a.xlsx", "--return", folder)
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == first


# --- the receipt ---------------------------------------------------------------------------------


def submit(mne, workspace, folder, name, data, *words):
    write(workspace.root, name, data)
    mne("submit", name, *words, "--return", folder)
    return (folder / f"{name.removesuffix('.xlsx')}.receipt.txt").read_text("utf-8")


def test_a_receipt_says_what_came_when_and_as_what_it_was_kept(mne, workspace, folder):
    text = submit(mne, workspace, folder, "a.xlsx", SPOILT, "--received", "2012-04-10T09:30")
    for fact in (
        "Confirmation of receipt",
        "The secretariat confirms that the file described below reached it on 2012-04-10 09:30",
        "receipt trial/2012-Q1/MOJ/r0001",
        "REFUSED until what is named below has been mended.",
        hashlib.sha256(SPOILT).hexdigest(),
        "Ministry of Justice",
        "2012-Q1 (2012-01-01 – 2012-03-31)",
        'sha256sum "a.xlsx"',
        'certutil -hashfile "a.xlsx" SHA256',
        "■ To mend  Return!D38",
    ):
        assert fact in text, fact
    assert "signature" not in text.lower()


def test_a_receipt_says_whether_it_came_in_time(mne, workspace, folder):
    early = submit(mne, workspace, folder, "a.xlsx", SPOILT, "--received", "2012-04-10")
    assert re.search(r"This file: +In time", early)
    late = submit(mne, workspace, folder, "b.xlsx", good_form(WHERE), "--received", "2012-05-20")
    assert re.search(r"This file: +\d+ days late", late)
    assert re.search(r"counts for the deadline: *received 2012-04-10 .*, in time", late)


def test_a_receipt_says_what_changed_since_the_one_before(mne, workspace, folder):
    submit(mne, workspace, folder, "a.xlsx", good_form(WHERE), "--received", "2012-04-10")
    changed = spoil(good_form(WHERE), typing(D38=31))
    text = submit(mne, workspace, folder, "b.xlsx", changed, "--received", "2012-04-11")
    assert "Changed since receipt trial/2012-Q1/MOJ/r0001: 1" in text
    assert re.search(r": 30 → 31$", text, re.MULTILINE)
    assert re.search(r"Takes the place of: +trial/2012-Q1/MOJ/r0001", text)


def test_a_file_that_was_received_already_is_told_so(mne, workspace, folder):
    submit(mne, workspace, folder, "a.xlsx", good_form(WHERE), "--received", "2012-04-10")
    text = submit(mne, workspace, folder, "b.xlsx", good_form(WHERE), "--received", "2012-04-12")
    assert text.startswith("Confirmation of an earlier receipt\n")
    assert "had reached it already on 2012-04-10" in text
    assert "Changed since" not in text


def test_a_check_confirms_no_receipt(mne, workspace, folder):
    write(workspace.root, "a.xlsx", SPOILT)
    mne("check", "a.xlsx", "--return", folder)
    text = (folder / "a.receipt.txt").read_text("utf-8")
    assert "It was checked only; nothing was kept." in text
    assert "confirms that" not in text


def test_invented_figures_are_marked_as_such(mne, workspace, folder):
    (workspace.root / "submissions" / "SYNTHETIC.txt").touch()
    text = submit(mne, workspace, folder, "a.xlsx", SPOILT)
    assert "SAMPLE: invented figures" in text
    assert (folder / "a.message.en.txt").read_text("utf-8").startswith("SAMPLE ")


def test_a_name_that_a_shell_would_obey_is_not_put_into_the_command(mne, workspace, folder):
    text = submit(mne, workspace, folder, "a$(reboot).xlsx", SPOILT)
    assert 'sha256sum "FILE"' in text
    assert "$(reboot)" in text.partition("How to make sure")[0]


@pytest.mark.parametrize("language", ["en", "km"])
def test_however_much_is_wrong_the_page_is_one_sheet(mne, workspace, folder, language):
    import pikepdf

    everything = {f"D{row}": f"wrong {row} " + "very " * 40 for row in range(8, 60)}
    write(workspace.root, "a.xlsx", good_form(WHERE))
    mne("submit", "a.xlsx")
    write(workspace.root, "b.xlsx", spoil(good_form(WHERE), typing(**everything)))
    mne("--lang", language, "submit", "b.xlsx", "--reason", "why " * 30, "--return", folder)
    with pikepdf.open(folder / "b.receipt.pdf") as page:
        assert len(page.pages) == 1


def test_without_the_library_for_pdf_the_page_is_for_a_browser(mne, workspace, folder, monkeypatch):
    from mne.errors import MachineError
    from mne.report import receipt

    def lacks(*_):
        raise MachineError("pdf-libraries-missing", found="pango")

    monkeypatch.setattr(receipt, "write_one_sheet", lacks)
    write(workspace.root, "a.xlsx", spoil(SPOILT, typing(D38="<b>=cmd</b>")))
    mne("check", "a.xlsx", "--return", folder)
    page = (folder / "a.receipt.html").read_text("utf-8")
    assert "&lt;b&gt;=cmd" in page
    assert "<b>=cmd" not in page


def test_a_file_that_would_point_at_a_person_is_neither_kept_nor_written_back(
    mne, workspace, folder
):
    submit(mne, workspace, folder, "a.xlsx", good_form(WHERE))
    told = spoil(good_form(WHERE), typing("Narrative", D7="Passport no. N1234567 was found."))
    text = submit(mne, workspace, folder, "b.xlsx", told)
    assert [one for one in names(folder) if one.startswith("b.")] == [
        "b.message.en.txt",
        "b.message.km.txt",
        "b.receipt.pdf",
        "b.receipt.txt",
        "b.to-mend.xlsx",
    ]
    assert text.startswith("A file that was not kept\n")
    assert "Changed since" not in text
    everything = b"".join(parts((folder / "b.to-mend.xlsx").read_bytes()).values())
    assert "N1234567" not in text + everything.decode()
