"""A return that points at a person: nothing of it is kept, and its text is repeated nowhere."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from itertools import product

import pytest

from mne.archive import Archive
from mne.intake import Declared, check_file
from tests.fixtures.trial_kit import as_csv, csv_lines, good_form, spoil, typing, write

# All invented; each stands in one place only.
FIGURE = "012 345 678"
TITLE = "Ask for 012 345 681 in Quarter 1"
HEADING = "Figure by 012 345 682"
BESIDE = "097 555 4321"
KEY = "J-99 of 012 345 683"
STATUS = "lost, 012 345 684 knows"
STATE = "drafted by 012 345 685"
WORDS = "Sok Zyxwa, born 12/3/1998, was brought home."
SHEET = "Call 012 777 666"
NAME, IDENTITY = "Chan Qwfpgj", "1-1037-02071-81-1"
NUMBERS = [f"012 345 {number}" for number in (678, *range(681, 686))]
SECRETS = [*NUMBERS, "345 68", BESIDE, "Zyxwa", "12/3/1998", SHEET, "777 666", "Qwfpgj", IDENTITY]
WHERE = "trial/2012-Q1/MOJ"
DECLARED = ("--plan", "trial", "--period", "2012-Q1", "--reporter", "MOJ")


def case_list(book):
    sheet = book.create_sheet("ours")
    sheet.append(["Name", "Date of birth", "ID card"])
    for number in range(5):
        sheet.append([NAME if number else "Sok Vbnm", date(1998, 3, 12 + number), IDENTITY])


def everywhere(book):
    """A personal text in every kind of cell that an issue may quote."""
    typing(D10=FIGURE, B3=TITLE, D5=HEADING, J10=BESIDE, A50=KEY, E36=STATUS, D28=STATE)(book)
    typing("Narrative", D7=WORDS)(book)
    case_list(book)
    book.create_sheet(SHEET)["A1"] = "x"


@pytest.fixture
def refused(workspace):
    return write(workspace.root, "refused.xlsx", spoil(good_form(), everywhere))


def kept(workspace):
    return sorted(one for one in workspace.submissions.rglob("*") if one.is_file())


def test_nothing_of_a_refused_file_is_kept_and_the_answer_says_so(mne, workspace, refused):
    said = mne("submit", refused, "--format", "json")
    (told,) = json.loads(said.out)["receipts"]
    assert said.code == 1
    assert told == {
        "file": "refused.xlsx",
        "receipt": None,
        "verdict": "refused",
        "sha256": None,
        "received_on": None,
        "recorded_on": None,
        "supersedes": None,
        "duplicate_of": None,
        "after_closing": None,
        "fact": f"{WHERE}/r0001",
    }
    only_the_fact_is_kept(workspace, refused)
    said = mne("submit", refused)
    assert "nothing of it was kept" in said.out
    assert "persons-listed" in said.err
    only_the_fact_is_kept(workspace, refused)


def only_the_fact_is_kept(workspace, path):
    """One receipt that says when it came, how full it was, and its digest; no word, no figure."""
    (receipt,) = Archive(workspace.submissions).receipts("trial")
    assert (receipt.not_kept, receipt.verdict) == ("personal", "refused")
    assert receipt.sha256 == sha256(path.read_bytes()).hexdigest()
    assert (receipt.file, receipt.by, receipt.reason, receipt.issues) == ("", "", "", ())
    data = workspace.submissions / receipt.id / "data"
    assert [one.name for one in data.iterdir()] == ["receipt.json"]
    for one in (one for one in workspace.submissions.rglob("*") if one.is_file()):
        assert [text for text in SECRETS if text in one.read_text("utf-8")] == []


@pytest.mark.parametrize(
    ("command", "style", "language"),
    [*product(("check", "submit"), ("table", "json", "csv"), ("en", "km"))],
)
def test_no_answer_repeats_a_personal_text(mne, refused, command, style, language):
    said = mne("--lang", language, "-v", command, refused, "--format", style)
    assert said.code == 1
    assert [one for one in SECRETS if one in said.out + said.err] == []


def test_what_is_found_is_said_once_for_each_kind_and_sheet(mne, refused):
    (answer,) = json.loads(mne("check", refused, "--format", "json").out)["files"]
    personal = {"persons-listed", "person-described", "phone-number", "personal-doubtful"}
    found = [
        (one["code"], one["sheet"], one["cell"], one["found"])
        for one in answer["issues"]
        if one["code"] in personal
    ]
    assert sorted(found) == [
        ("person-described", "Narrative", "D7", "D7"),
        ("personal-doubtful", "", "", "[…]"),
        ("personal-doubtful", "Return", "B3", "B3, D5, J10, D28, E36, …"),
        ("persons-listed", "ours", "A1", "A1–C6"),
        ("phone-number", "Return", "D10", "D10"),
    ]
    of_figure = [one["code"] for one in answer["issues"] if one["cell"] == "D10"]
    assert of_figure == ["phone-number"]
    assert answer["changes"] == []


def test_a_csv_of_names_is_one_message(mne, workspace):
    names = [["name", "date of birth"], [NAME, "12/3/1998"], ["Sok Zyxwa", "1/7/2001"]]
    path = write(workspace.root, "names.csv", as_csv(names))
    said = mne("check", path, *DECLARED, "--format", "json")
    (answer,) = json.loads(said.out)["files"]
    assert [(one["code"], one["cell"]) for one in answer["issues"]] == [("persons-listed", "A1")]
    assert [one for one in SECRETS if one in said.out + said.err] == []
    assert mne("submit", path, *DECLARED).code == 1
    only_the_fact_is_kept(workspace, path)


def test_a_telephone_number_in_words_is_kept_with_a_warning_that_does_not_repeat_it(mne, workspace):
    first, second = (f"The office ({number}) was opened." for number in NUMBERS[:2])
    for number, words in enumerate((first, second), 1):
        form = spoil(good_form(), typing("Narrative", D7=words))
        path = write(workspace.root, f"{number}.xlsx", form)
        answer = mne("check", path)
        said = mne("submit", path)
        assert (answer.code, said.code) == (0, 0)
        assert "personal-doubtful" in said.err
        assert [one for one in SECRETS if one in answer.out + said.out + said.err] == []
        receipt = workspace.submissions / f"trial/2012-Q1/MOJ/r000{number}"
        (told,) = receipt.rglob("receipt.json")
        (values,) = receipt.rglob("values.csv")
        assert "personal-doubtful" in told.read_text("utf-8")
        assert NUMBERS[number - 1] not in told.read_text("utf-8")
        assert NUMBERS[number - 1] in values.read_text("utf-8")
    assert "[…] → […]" in answer.out


def test_where_an_indicator_asks_for_contacts_their_numbers_are_welcome(mne, workspace):
    path = workspace.indicators / "trial" / "justice.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("kind: narrative", "kind: narrative\n    contacts: allowed"), "utf-8"
    )
    lines = [line for line in csv_lines() if line[-1] != "en"]
    lines.append(["J-06", "", "", "done", f"Ask {NUMBERS[0]}", "", "", "en"])
    said = mne("check", write(workspace.root, "a.csv", as_csv(lines)), *DECLARED)
    assert "personal-doubtful" not in said.out
    lines.append(["J-06", "", "", "planned", WORDS, "", "", "en"])
    said = mne("check", write(workspace.root, "b.csv", as_csv(lines)), *DECLARED)
    assert "person-described" in said.out


def test_a_crash_on_the_way_repeats_nothing_and_keeps_nothing(mne, workspace, refused, monkeypatch):
    def fail(_plan, sheets, _observations):
        raise ValueError([cell.raw for sheet in sheets for cell in sheet.cells])

    monkeypatch.setattr("mne.checks.privacy.look.look_for_persons", fail)
    monkeypatch.setattr("tempfile.tempdir", str(workspace.root))
    said = mne("-v", "submit", refused)
    assert said.code == 70
    (log,) = workspace.root.glob("mne-crash-*.log")
    whole = said.out + said.err + log.read_text("utf-8")
    assert [one for one in SECRETS if one in whole] == []
    assert kept(workspace) == []


def test_the_archive_takes_no_such_return_from_anyone(workspace, refused):
    verdict, _ = check_file(workspace, refused, Declared())
    with pytest.raises(ValueError, match="never stored"):
        Archive(workspace.submissions).store(
            verdict,
            refused.read_bytes(),
            file="refused.xlsx",
            received_on=None,
            recorded_on=None,
            by="",
            reason="",
            tool="test",
        )
    assert kept(workspace) == []


def test_whoever_sent_too_much_in_time_is_not_late(mne, workspace, refused):
    assert mne("submit", refused, "--received", "2012-04-10").code == 1
    clean = write(workspace.root, "clean.xlsx", good_form(WHERE))
    assert mne("submit", clean, "--received", "2012-04-25").code == 0
    said = mne("status", "--plan", "trial", "--period", "2012-Q1", "--format", "json")
    (slot,) = (one for one in json.loads(said.out)["slots"] if one["reporter"] == "MOJ")
    assert (slot["on_time"], slot["first_received"][:10]) == (True, "2012-04-10")
    assert slot["receipt"] == f"{WHERE}/r0002"
    assert mne("verify").code == 0
    traced = mne("trace", f"{WHERE}/r0001", "--cell", "Return!D8")
    assert (traced.code, "only the fact is kept" in traced.err) == (2, True)


def test_that_an_unreadable_file_came_is_kept_where_it_was_said_whose_it_is(mne, workspace):
    path = write(workspace.root, "broken.xlsx", b"PK no workbook")
    said = mne("submit", path, *DECLARED, "--format", "json")
    assert said.code == 3
    (told,) = json.loads(said.out)["receipts"]
    assert (told["receipt"], told["verdict"], told["fact"]) == (
        None,
        "unreadable",
        f"{WHERE}/r0001",
    )
    (receipt,) = Archive(workspace.submissions).receipts("trial")
    assert (receipt.not_kept, receipt.verdict, receipt.size) == ("unreadable", "unreadable", 14)
    said = mne("status", "--plan", "trial", "--period", "2012-Q1", "--format", "json")
    (slot,) = (one for one in json.loads(said.out)["slots"] if one["reporter"] == "MOJ")
    assert (slot["state"], slot["first_received"]) == ("missing", None)
    assert mne("verify").code == 0
