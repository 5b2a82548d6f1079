"""What did not come as a file: typed from paper, or from an old report; and what must not come."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mne.cli import submit
from tests.fixtures.trial_kit import as_csv, good_form, spoil, typing, write

MOJ = "trial/2012-Q1/MOJ"
PERIOD = ("--plan", "trial", "--period", "2012-Q1")
SLOT = (*PERIOD, "--reporter", "MOJ")
BY = ("--by", "Ms Sok, Secretariat")
PAPER = ("--transcribed", "The paper form of 12 April")
PRINT = ("--printed-in", "Annual report 2012, page 14")
FEW = [
    ["indicator", "sex", "part", "value"],
    ["J-01", "", "", "41"],
    ["J-01", "female", "", "20"],
    ["J-02", "", "numerator", "8"],
    ["J-07", "", "", "30"],
]


@pytest.fixture(autouse=True)
def _years_later(monkeypatch):
    moment = datetime(2014, 3, 1, 12, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


@pytest.fixture
def form(workspace):
    return write(workspace.root, "moj.xlsx", good_form())


@pytest.fixture
def few(workspace):
    return write(workspace.root, "page14.csv", as_csv(FEW))


def record(workspace, number=1):
    path = workspace.submissions / MOJ / f"r{number:04d}" / "data" / "receipt.json"
    return json.loads(path.read_text("utf-8"))


def status(mne, *words):
    return json.loads(mne("status", *PERIOD, "--format", "json", *words).out)


# --- from paper ---------------------------------------------------------------------------------


def test_a_paper_form_is_kept_with_who_typed_it_and_its_image(mne, workspace, form):
    scan = write(workspace.root, "scan 12.png", b"an image")
    said = mne("submit", form, *PAPER, *BY, "--evidence", scan, "--received", "2012-04-12")
    assert (said.code, said.out) == (0, f"moj.xlsx: accepted as {MOJ}/r0001\n")
    told = record(workspace)
    assert (told["how"], told["source"], told["by"]) == ("transcribed", PAPER[1], BY[1])
    (kept,) = (workspace.submissions / MOJ / "r0001" / "data" / "letter").iterdir()
    assert kept.read_bytes() == b"an image"
    assert told["letter"]["file"] == "scan 12.png"
    (slot, *_) = status(mne)["slots"]
    assert (slot["state"], slot["on_time"], slot["timeliness_unknown"]) == ("received", True, False)


def test_paper_is_checked_like_every_return(mne, few):
    said = mne("submit", few, *SLOT, *PAPER, *BY)
    assert said.code == 1
    assert "group-partly-blank" in said.err


# --- from an old report -------------------------------------------------------------------------


def test_the_few_figures_of_an_old_report_are_kept_with_their_page(mne, workspace, few):
    said = mne("submit", few, *SLOT, *PRINT, *BY)
    assert (said.code, said.out) == (0, f"page14.csv: accepted as {MOJ}/r0001\n")
    told = record(workspace)
    assert (told["how"], told["source"]) == ("printed", PRINT[1])
    assert [(one["code"], one["severity"]) for one in told["issues"]] == [
        ("group-partly-blank", "warning"),
        ("ratio-half-answered", "warning"),
    ]
    assert told["cells"]["figures"] == 4
    assert mne("submit", few, *SLOT).code == 0  # the very same bytes: received already


def test_without_the_page_the_same_figures_are_refused(mne, few):
    assert mne("submit", few, *SLOT).code == 1


def test_what_is_wrong_otherwise_is_refused_all_the_same(mne, workspace):
    wrong = write(workspace.root, "page.csv", as_csv([*FEW, ["J-08", "", "", "about 40"]]))
    assert mne("submit", wrong, *SLOT, *PRINT, *BY).code == 1
    empty = write(workspace.root, "empty.csv", as_csv(FEW[:1]))
    said = mne("submit", empty, *SLOT, *PRINT, *BY)
    assert said.code == 1
    assert "return-empty" in said.err


def test_figures_of_a_return_do_not_vanish_behind_a_page(mne, form, few):
    assert mne("submit", form, "--received", "2012-04-10").code == 0
    said = mne("submit", few, *SLOT, *PRINT, *BY)
    assert said.code == 1
    assert "figure-withdrawn" in said.err


def test_nobody_is_late_for_what_stands_in_an_old_report(mne, few):
    assert "sent-late" not in mne("submit", few, *SLOT, *PRINT, *BY).err
    told = status(mne)
    (slot, *_) = told["slots"]
    assert (slot["state"], slot["on_time"], slot["timeliness_unknown"]) == ("received", None, True)
    assert told["timeliness_unknown"] == 1
    rates = told["rates"]
    assert rates["completeness"].startswith("0.3333")
    assert (rates["timeliness"], rates["conditional_timeliness"]) == ("0", None)
    shown = mne("status", *PERIOD).out
    (row,) = (line for line in shown.splitlines() if " MOJ " in line)
    assert " unknown " in row
    assert "nobody knows when the return came: 1\n" in shown
    assert "មិនដឹង" in mne("--lang", "km", "status", *PERIOD).out


def test_a_letter_puts_a_printed_figure_right_and_its_blanks_stay_natural(mne, workspace, few):
    mne("submit", few, *SLOT, *PRINT, *BY)
    said = mne("correct", MOJ, "J-07", "--value", "31", *BY, "--reason", "Page 14 was misread")
    assert said.code == 0
    assert [one["severity"] for one in record(workspace, 2)["issues"]] == ["warning", "warning"]
    (slot, *_) = status(mne)["slots"]
    assert (slot["receipt"], slot["timeliness_unknown"]) == (f"{MOJ}/r0002", True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*PRINT,), "--by is needed"),
        ((*PAPER,), "--by is needed"),
        ((*PAPER, "--by", " "), "--by is needed"),
        (("--transcribed", " ", *BY), "--transcribed is needed"),
        ((*PAPER, *PRINT, *BY), "not both"),
        (("--evidence", "moj.xlsx", *BY), "needs --transcribed or --printed-in"),
        (("--printed-in", "Report, call 012 345 678", *BY), "--printed-in says seems to point"),
    ],
)
@pytest.mark.usefixtures("form")
def test_what_is_missing_is_told_and_nothing_is_kept(mne, workspace, words, told):
    said = mne("submit", "moj.xlsx", *words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert not (workspace.submissions / "trial").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [(PAPER, "Transcribed from paper: The paper form"), (PRINT, "Printed in: Annual report 2012")],
)
def test_the_receipt_and_the_reports_say_how_it_came(mne, workspace, form, words, told):
    assert mne("submit", form, *words, *BY, "--return", workspace.root / "back").code == 0
    text = (workspace.root / "back" / "moj.receipt.txt").read_text("utf-8")
    assert f"How it came: {told}" in text
    assert "Recorded by: Ms Sok, Secretariat" in text
    is_printed = words is PRINT
    assert ("Unknown: the figures stand in an old printed report" in text) == is_printed
    assert ("days late" in text) != is_printed
    path = workspace.root / "report.html"
    assert mne("report", "ministry", *SLOT, "-o", path).code == 0
    page = path.read_text("utf-8").replace("\u200b", "")
    assert told in page
    assert ("<b>late</b>" in page) != is_printed
    assert ("<b>on record</b>" in page) == is_printed
    assert mne("--lang", "km", "submit", form, *words, *BY, "--return", workspace.root / "km")
    text = (workspace.root / "km" / "moj.receipt.txt").read_text("utf-8")
    assert ("បោះពុម្ពក្នុង" if is_printed else "ចម្លងពីក្រដាស") in text


def test_the_annual_report_counts_such_returns_in_no_rate_of_timeliness(mne, workspace, few):
    mne("submit", few, *SLOT, *PRINT, *BY)
    path = workspace.root / "report.html"
    said = mne("report", "annual", "--plan", "trial", "--period", "2012", "-o", path)
    assert said.code == 0, said.err
    page = path.read_text("utf-8").replace("\u200b", "")
    assert "returns on time among those due; 1 of unknown date left out" in page
    assert '<td class="cell received">on record</td>' in page


# --- what changed, and what was removed ---------------------------------------------------------


@pytest.mark.parametrize("gone", [False, True])
def test_a_file_that_changes_while_it_is_looked_at_is_not_kept(
    mne, workspace, form, monkeypatch, gone
):
    other = write(workspace.root, "moi.xlsx", good_form("trial/2012-Q1/MOI"))
    opening = submit.open_files

    def then_changed(*words):
        opened = opening(*words)
        if gone:
            form.unlink()
        else:
            form.write_bytes(spoil(good_form(), typing(D38=31)))
        return opened

    monkeypatch.setattr(submit, "open_files", then_changed)
    said = mne("submit", form, other, "--received", "2012-04-10", "--format", "json")
    first, second = json.loads(said.out)["receipts"]
    assert said.code == 3
    assert (first["receipt"], first["verdict"]) == (None, "unreadable")
    assert second["receipt"] == "trial/2012-Q1/MOI/r0001"
    assert "moj.xlsx was changed, or taken away, while it was looked at" in said.err
    assert not (workspace.submissions / MOJ).exists()


WHO = ("--asked-by", "Mr Chan", "--approved-by", "Ms Sok", "--reason", "A name was in it")


def test_what_was_removed_is_not_brought_back_by_sending_it_again(mne, workspace, form):
    assert mne("submit", form, "--received", "2012-04-10").code == 0
    assert mne("remove", f"{MOJ}/r0001", *WHO).code == 0
    said = mne("submit", form, "--return", workspace.root / "back")
    assert said.code == 1
    assert said.out.endswith("nothing of it was kept, for it was removed by decision before\n")
    assert f"This very file was received as {MOJ}/r0001" in said.err
    assert sorted(one.name for one in (workspace.submissions / MOJ).iterdir()) == ["r0001"]
    text = (workspace.root / "back" / "moj.receipt.txt").read_text("utf-8")
    assert "was removed from the archive by decision" in text
    sms = (workspace.root / "back" / "moj.message.en.txt").read_text("utf-8")
    assert "this very file was removed by decision" in sms


def test_what_is_left_of_it_may_be_sent_and_is_compared_with_what_is_there(mne, workspace, form):
    mne("submit", form, "--received", "2012-04-10")
    second = write(workspace.root, "second.xlsx", spoil(good_form(), typing(D38=31)))
    mne("submit", second, "--received", "2012-04-11")
    mne("remove", f"{MOJ}/r0002", *WHO)
    third = write(workspace.root, "third.xlsx", spoil(good_form(), typing(D38=32)))
    (told,) = json.loads(mne("check", third, "--format", "json").out)["files"]
    assert told["changes"] == [
        {"indicator": "J-07", "at": {}, "part": "", "was": "30", "now": "32"}
    ]
    assert mne("submit", third).code == 0
