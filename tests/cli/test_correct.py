"""`mne correct`: a figure put right by letter is a new receipt, and its cell can be looked up."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mne.archive import Archive
from mne.errors import BusyError
from mne.intake import Declared, check_file
from tests.fixtures.trial_kit import as_csv, csv_lines, trial, write

HERE = ZoneInfo("Asia/Phnom_Penh")
MOJ, MOI = "trial/2012-Q1/MOJ", "trial/2012-Q1/MOI"
SLOT = ("--plan", "trial", "--period", "2012-Q1")
WHO = ("--by", "Ms Sok, Ministry of Justice", "--reason", "A register was counted twice")
TOTAL = ("--at", "", "--value", "៥០")
FEMALE, PLACE = ("--at", "sex=female", "--value", "29"), ("--at", "province=12", "--value", "39")
WHOLE = ("correct", MOJ, "J-01", *TOTAL, *FEMALE, *PLACE, *WHO)
MONEY = ("correct", MOJ, "J-05", "--value", "1,250,001.5", *WHO)


def at(monkeypatch, month, day):
    moment = datetime(2012, month, day, 12, tzinfo=HERE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


@pytest.fixture(autouse=True)
def _a_day_in_may(monkeypatch):
    at(monkeypatch, 5, 20)


@pytest.fixture
def received(send):
    assert send().code == 0


def bag(workspace, number, where=MOJ):
    return workspace.submissions / where / f"r{number:04d}" / "data"


def values(workspace, number):
    """Every answer of a receipt as values.csv has it, by figure."""
    text = (bag(workspace, number) / "values.csv").read_text("utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {(row["indicator"], row["sex"], row["province"], row["part"]): row for row in rows}


def record(workspace, number):
    return json.loads((bag(workspace, number) / "receipt.json").read_text("utf-8"))


def receipts(workspace):
    return sorted(one.name for one in (workspace.submissions / MOJ).iterdir())


def actual(mne, indicator, *words):
    said = mne("progress", *SLOT, "--format", "json", *words)
    rows = json.loads(said.out)["rows"]
    return next(one["actual"] for one in rows if one["indicator"] == indicator)


# --- one letter ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("received")
def test_a_total_and_its_parts_become_a_new_receipt_and_are_listed(mne, workspace):
    said = mne(*WHOLE)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"{MOJ}/r0002: kept; it puts right what stood in {MOJ}/r0001, and counts from 2012-05-20",
        "  J-01: 41 → 50",
        "  J-01@sex=female: 20 → 29",
        "  J-01@province=12: 30 → 39",
    ]
    assert receipts(workspace) == ["r0001", "r0002"]


@pytest.mark.usefixtures("received")
def test_a_changed_figure_stands_in_a_cell_of_the_letter_s_file(mne, workspace):
    mne(*WHOLE)
    original = (bag(workspace, 2) / "original" / "correction.csv").read_text("utf-8")
    assert original.splitlines() == [
        "indicator,sex,province,part,value,status,note",
        "J-01,,,,៥០,,",
        "J-01,female,,,29,,",
        "J-01,,12,,39,,",
    ]
    row = values(workspace, 2)["J-01", "", "", ""]
    told = [row[name] for name in ("value", "sheet", "cell", "raw", "cell_file")]
    assert told == ["50", "csv", "E2", "៥០", ""]


@pytest.mark.usefixtures("received")
def test_all_other_answers_keep_the_cells_that_they_had(mne, workspace):
    mne(*WHOLE)
    was, now = values(workspace, 1), values(workspace, 2)
    changed = {("J-01", "", "", ""), ("J-01", "female", "", ""), ("J-01", "", "12", "")}
    assert was.keys() == now.keys()
    sha256 = record(workspace, 1)["sha256"]
    assert {row["cell_file"] for key, row in now.items() if key not in changed} == {sha256}
    for key, row in was.items():
        if key not in changed:
            assert {name: now[key][name] for name in row} == row


@pytest.mark.usefixtures("received")
def test_what_is_kept_is_what_is_read_again(mne, workspace):
    mne(*WHOLE)
    mne(*MONEY)
    archive = Archive(workspace.submissions)
    third = archive.receipts("trial")[-1]
    cells = {
        (one.indicator, one.at): (one.value, one.cell.sheet, one.cell.ref, one.cell.digest)
        for one in archive.observations(third, trial())
        if one.cell and one.indicator in {"J-01", "J-05", "J-07"}
    }
    digests = [one.sha256 for one in archive.receipts("trial")]
    assert cells["J-05", ()] == (pytest.approx(1250001.5), "csv", "C2", digests[2])
    assert cells["J-01", (("sex", "female"),)] == (29, "csv", "E3", digests[1])
    assert cells["J-07", ()] == (30, "Return", "D38", digests[0])


@pytest.mark.usefixtures("received")
def test_the_receipt_says_by_whom_why_and_from_what_and_keeps_the_letter(mne, workspace):
    letter = write(workspace.root, "លិខិត.pdf", b"%PDF a letter")
    assert mne(*WHOLE, "--letter", letter, "--received", "2012-05-18").code == 0
    told = record(workspace, 2)
    assert (told["how"], told["source"], told["supersedes"]) == (
        "corrected",
        f"{MOJ}/r0001",
        f"{MOJ}/r0001",
    )
    assert (told["by"], told["reason"]) == (WHO[1], WHO[3])
    assert (told["received_on"], told["recorded_on"]) == (
        "2012-05-18T00:00:00+07:00",
        "2012-05-20T12:00:00+07:00",
    )
    assert told["letter"]["file"] == "លិខិត.pdf"
    (kept,) = (bag(workspace, 2) / "letter").iterdir()
    assert kept.read_bytes() == b"%PDF a letter"


@pytest.mark.usefixtures("workspace", "received")
def test_a_script_gets_what_submit_says_with_the_changes(mne):
    (told,) = json.loads(mne(*MONEY, "--format", "json").out)["receipts"]
    assert told["receipt"] == f"{MOJ}/r0002"
    assert (told["verdict"], told["supersedes"], told["corrects"]) == (
        "accepted",
        f"{MOJ}/r0001",
        f"{MOJ}/r0001",
    )
    assert told["changes"] == [
        {"indicator": "J-05", "at": {}, "part": "", "was": "1250000.5", "now": "1250001.5"}
    ]
    assert (told["file"], told["duplicate_of"], told["issues"]) == ("correction.csv", None, [])


@pytest.mark.usefixtures("received")
def test_the_figures_count_from_the_day_of_the_letter(mne):
    mne(*WHOLE, "--received", "2012-05-18")
    assert actual(mne, "J-01", "--as-of", "2012-05-17") == "41"
    assert actual(mne, "J-01", "--as-of", "2012-05-18") == "50"


@pytest.mark.usefixtures("received")
def test_a_letter_does_not_make_a_return_late_but_provisional_again(mne):
    mne("attest", f"{MOJ}/r0001", "--role", "ministry", "--by", "Mr Chan", "--on", "2012-04-12")
    said = mne(*WHOLE)
    assert f"{MOJ}/r0001 was signed for" in said.out
    (slot, *_) = json.loads(mne("status", *SLOT, "--format", "json").out)["slots"]
    assert (slot["receipt"], slot["on_time"], slot["attested"]) == (f"{MOJ}/r0002", True, None)


@pytest.mark.usefixtures("received")
def test_a_ratio_a_state_and_a_reason_for_no_figure_are_put_right_too(mne, workspace):
    parts = ("--part", "numerator", "--part", "denominator", "--value", "9", "--value", "13")
    both = ("--at", "", "--at", "")
    women = ("--part", "numerator", "--value", "4", "--at", "sex=female")
    assert mne("correct", MOJ, "J-02", *parts, *both, *WHO).code == 1  # the parts make 8 of 12
    more = (*women, "--part", "denominator", "--value", "5", "--at", "sex=female")
    assert mne("correct", MOJ, "J-02", *parts, *both, *more, *WHO).code == 0
    assert mne("correct", MOJ, "J-03", "--part", "state", "--value", "អនុម័ត", *WHO).code == 0
    said = mne("correct", MOJ, "J-10", "--status", "ND", "--note", "The register burnt", *WHO)
    assert said.out.splitlines()[1:] == ["  J-10: 7 → ND"]
    kept = values(workspace, 4)
    assert [kept["J-02", "", "", one]["value"] for one in ("numerator", "denominator")] == [
        "9",
        "13",
    ]
    assert kept["J-03", "", "", "state"]["value"] == "adopted"
    row = kept["J-10", "", "", ""]
    assert (row["value"], row["status"], row["note"]) == ("", "ND", "The register burnt")


# --- what is not kept ---------------------------------------------------------------------------


@pytest.mark.usefixtures("received")
def test_where_the_parts_no_longer_add_up_nothing_is_kept(mne, workspace):
    said = mne("correct", MOJ, "J-01", "--value", "50", *WHO)
    assert said.code == 1
    assert "csv!C2  J-01  parts-not-total" in said.err
    assert f"Nothing was kept; {MOJ}/r0001 counts as before." in said.out
    assert "give them together" in said.out
    assert receipts(workspace) == ["r0001"]


@pytest.mark.usefixtures("received")
def test_the_answer_of_a_refusal_is_whole_for_a_script(mne):
    said = mne("correct", MOJ, "J-01", "--value", "50", *WHO, "--format", "json")
    (told,) = json.loads(said.out)["receipts"]
    assert (said.code, told["receipt"], told["verdict"]) == (1, None, "refused")
    assert [(one["code"], one["sheet"], one["cell"]) for one in told["issues"]] == [
        ("parts-not-total", "csv", "C2")
    ]


@pytest.mark.parametrize("value", ["about 40", "1.250.000,5", "-3"])
@pytest.mark.usefixtures("received")
def test_a_value_is_read_as_in_every_csv(mne, workspace, value):
    said = mne("correct", MOJ, "J-05", "--value", value, *WHO)
    assert said.code == 1
    assert "csv!C2" in said.err
    assert receipts(workspace) == ["r0001"]


@pytest.mark.parametrize("value", ["1250000.5", "1,250,000.50", "១២៥០០០០.៥"])
@pytest.mark.usefixtures("received")
def test_what_stands_there_already_is_nothing_to_change(mne, workspace, value):
    said = mne("correct", MOJ, "J-05", "--value", value, *WHO)
    assert said == (0, f"That is what stands in {MOJ}/r0001 already; nothing was written.\n", "")
    assert receipts(workspace) == ["r0001"]
    (told,) = json.loads(
        mne("correct", MOJ, "J-05", "--value", value, *WHO, "--format", "json").out
    )["receipts"]
    assert (told["receipt"], told["duplicate_of"], told["changes"]) == (
        f"{MOJ}/r0001",
        f"{MOJ}/r0001",
        [],
    )


@pytest.mark.usefixtures("received")
def test_of_several_figures_only_those_that_differ_are_in_the_file(mne, workspace):
    same = ("--at", "sex=male", "--value", "21")
    assert mne("correct", MOJ, "J-01", *TOTAL, *same, *FEMALE, *PLACE, *WHO).code == 0
    kept = values(workspace, 2)
    assert kept["J-01", "male", "", ""]["sheet"] == "Return"
    assert kept["J-01", "female", "", ""]["cell"] == "E3"


@pytest.mark.usefixtures("received")
def test_what_points_at_a_person_is_refused_and_not_repeated(mne, workspace):
    case = "សំណុំរឿងលេខ 123/2012"
    said = mne("correct", MOJ, "J-05", "--value", "9", "--note", case, *WHO)
    assert said.code == 1
    assert "case-number" in said.err
    assert "Nothing was kept, for it seems to point at a person" in said.out
    assert "123/2012" not in said.out + said.err
    why = ("--by", "Ms Sok", "--reason", case)
    said = mne("correct", MOJ, "J-05", "--value", "9", *why)
    assert said.code == 2
    assert "--reason" in said.err
    assert "123/2012" not in said.out + said.err
    assert receipts(workspace) == ["r0001"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((MOI, "P-01", "--value", "3"), "No return counts for trial/2012-Q1/MOI"),
        (("trial/2012-Q1", "J-01", "--value", "3"), "PLAN/PERIOD/REPORTER"),
        (("trial/2012-Q1/MOX", "J-01", "--value", "3"), "MOX"),
        ((MOJ, "J-99", "--value", "3"), "Did you mean J-09?"),
        ((MOJ, "P-01", "--value", "3"), "not asked of MOJ in 2012-Q1"),
        ((MOJ, "J-01", "--at", "sxe=male", "--value", "3"), "Did you mean sex?"),
        ((MOJ, "J-01", "--at", "sex=femal", "--value", "3"), "Did you mean female?"),
        ((MOJ, "J-01", "--at", "sheet=X", "--value", "3"), '"sheet" is no dimension'),
        ((MOJ, "J-01", "--at", "female", "--value", "3"), "DIMENSION=CODE"),
        ((MOJ, "J-01", "--at", "sex=female;sex=male", "--value", "3"), "the same dimension twice"),
        ((MOJ, "J-02", "--part", "numeratr", "--value", "3"), "Did you mean numerator?"),
        ((MOJ, "J-02", "--value", "3"), "numerator, denominator"),
        ((MOJ, "J-06", "--part", "done", "--value", "words"), "J-06 is answered in words"),
        ((MOJ, "J-01"), "--value is needed"),
        ((MOJ, "J-01", "--at", "", "--at", "sex=male", "--value", "3"), "--at is given 2 times"),
        ((MOJ, "J-01", "--value", "3", "--value", "4"), "given twice"),
        ((MOJ, "J-01", "--value", "3", "--received", "2012-04-09"), "2012-04-10 or later"),
        ((MOJ, "J-01", "--value", "3", "--received", "2012-05-21"), "2012-05-21"),
        ((MOJ, "J-01", "--value", "3", "--by", " "), "--by is needed"),
    ],
)
@pytest.mark.usefixtures("received")
def test_what_does_not_name_a_figure_is_told_in_one_sentence(mne, workspace, words, told):
    said = mne("correct", *WHO, *words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert receipts(workspace) == ["r0001"]


def test_a_letter_of_the_day_of_the_return_itself_counts_after_it(mne, workspace, send):
    assert send(day="2012-04-10T09:30").code == 0
    assert mne(*WHOLE, "--received", "2012-04-10").code == 0
    assert record(workspace, 2)["received_on"] == "2012-04-10T09:30:00+07:00"
    assert actual(mne, "J-01") == "50"


# --- one after another --------------------------------------------------------------------------


@pytest.mark.usefixtures("received")
def test_a_second_letter_starts_from_the_first(mne, workspace):
    mne(*WHOLE)
    assert mne(*MONEY).code == 0
    assert record(workspace, 3)["source"] == f"{MOJ}/r0002"
    assert (actual(mne, "J-01"), actual(mne, "J-05")) == ("50", "1250001.5")
    again = ("--at", "", "--value", "51", "--at", "sex=female", "--value", "30")
    said = mne("correct", MOJ, "J-01", *again, "--at", "province=12", "--value", "40", *WHO)
    assert said.out.splitlines()[1] == "  J-01: 50 → 51"
    files = {row["cell_file"] for row in values(workspace, 4).values()}
    sums = [record(workspace, number)["sha256"] for number in (1, 3)]
    assert files == {"", *sums}


def test_where_the_last_sending_is_refused_the_one_that_counts_is_put_right(mne, workspace, send):
    send()
    assert send(day="2012-04-12", D10=19).code == 1
    assert mne(*WHOLE).code == 0
    told = record(workspace, 3)
    assert (told["supersedes"], told["source"]) == (f"{MOJ}/r0002", f"{MOJ}/r0001")
    assert (
        values(workspace, 3)["J-01", "male", "", ""]["cell_file"] == record(workspace, 1)["sha256"]
    )


@pytest.mark.usefixtures("received")
def test_it_is_checked_under_the_definitions_of_the_return_itself(mne, workspace):
    path = workspace.indicators / "trial" / "justice.yaml"
    text = path.read_text("utf-8").replace("breakdowns: [[sex], [province]]", "breakdowns: [[sex]]")
    path.write_text(text, "utf-8")
    assert mne("correct", MOJ, "J-01", *TOTAL, *FEMALE, *WHO).code == 1
    assert mne(*WHOLE).code == 0
    first, second = record(workspace, 1), record(workspace, 2)
    assert first["definitions"] == second["definitions"]
    found, plan = check_file(
        workspace.root and workspace, workspace.root / "sent-0.xlsx", Declared()
    )
    assert plan.digest == found.definitions == first["definitions"]


def test_an_issue_about_an_answer_of_an_earlier_file_names_its_receipt(mne, workspace, send):
    blank = dict.fromkeys(["D14", "D15", "D16"])
    assert send(**blank, D38="=15*2").code == 1  # a formula without a value
    assert send(**blank).code == 0
    codes = [("not-broken-down", "Return", "D14")]
    assert [(one["code"], one["sheet"], one["cell"]) for one in record(workspace, 2)["issues"]] == (
        codes
    )
    assert mne(*MONEY).code == 0
    assert mne("correct", MOJ, "J-10", "--value", "6", *WHO).code == 0
    for number in (3, 4):
        (issue,) = record(workspace, number)["issues"]
        assert (issue["code"], issue["sheet"], issue["cell"]) == (
            "not-broken-down",
            "r0002 Return",
            "D14",
        )


@pytest.mark.usefixtures("send")
def test_what_was_seen_only_in_the_file_is_said_of_the_answers_that_stay(mne, workspace):
    lines = csv_lines()
    text = as_csv(lines).decode("utf-8").replace("Letter no. 12", "Call 012 345 678")
    path = write(workspace.root, "ours.csv", text.encode())
    came = ("--received", "2012-04-10")
    assert mne("submit", path, *SLOT, "--reporter", "MOJ", *came).code == 0
    (doubt,) = record(workspace, 1)["issues"]
    assert (doubt["code"], doubt["sheet"]) == ("personal-doubtful", "csv")
    assert mne(*MONEY).code == 0
    (same,) = record(workspace, 2)["issues"]
    assert (same["code"], same["sheet"], same["cell"]) == (
        "personal-doubtful",
        "r0001 csv",
        doubt["cell"],
    )


@pytest.mark.usefixtures("received")
def test_a_wrong_line_of_a_letter_is_not_taken_for_the_same_cell_of_an_earlier_csv(mne, workspace):
    path = write(workspace.root, "ours.csv", as_csv(csv_lines()))
    assert mne("submit", path, *SLOT, "--reporter", "MOJ").code == 0
    said = mne("correct", MOJ, "J-05", "--value", "1.2.3", *WHO)
    assert said.code == 1
    assert said.err.count("■") == 1


# --- decisions ----------------------------------------------------------------------------------

DECIDED = ("--asked-by", "Mr Chan", "--approved-by", "Ms Sok", "--reason", "Counted elsewhere")


@pytest.mark.usefixtures("workspace")
def test_what_was_waived_needs_a_waiver_of_its_own_and_is_kept_for_it(mne, send):
    assert send(D10=19).code == 1
    assert mne("waive", f"{MOJ}/r0001", "parts-not-total", *DECIDED).code == 0
    said = mne(*MONEY)
    assert said.code == 1
    assert f"{MOJ}/r0002: kept, and refused for what was waived in {MOJ}/r0001" in said.out
    assert actual(mne, "J-05") == "1250000.5"
    waive = ("waive", f"{MOJ}/r0002", "parts-not-total", "--sheet", "r0001 Return")
    assert mne(*waive, *DECIDED).code == 0
    assert actual(mne, "J-05") == "1250001.5"


def test_a_letter_that_mends_what_was_waived_needs_no_waiver(mne, workspace, send):
    send(D10=19)
    mne("waive", f"{MOJ}/r0001", "parts-not-total", *DECIDED)
    assert mne("correct", MOJ, "J-01", "--at", "sex=female", "--value", "20", *WHO).code == 0
    assert record(workspace, 2)["verdict"] == "accepted"


@pytest.mark.usefixtures("workspace", "received")
def test_letters_after_the_closing_wait_for_the_reopening_and_none_is_lost(mne, monkeypatch):
    assert mne("close", *SLOT, *DECIDED).code == 0
    at(monkeypatch, 5, 22)
    assert "The period was closed before" in mne(*WHOLE).out
    assert mne(*MONEY).code == 0
    assert (actual(mne, "J-01"), actual(mne, "J-05")) == ("41", "1250000.5")
    at(monkeypatch, 5, 24)
    assert mne("reopen", *SLOT, *DECIDED).code == 0
    assert (actual(mne, "J-01"), actual(mne, "J-05")) == ("50", "1250001.5")


@pytest.mark.usefixtures("received")
def test_a_return_that_comes_in_between_is_never_overwritten(workspace):
    archive = Archive(workspace.submissions)
    verdict, _ = check_file(workspace, workspace.root / "sent-0.xlsx", Declared())
    moment = datetime(2012, 5, 20, 12, tzinfo=HERE)
    facts = {"file": "x", "by": "", "reason": "", "tool": "test"}
    with pytest.raises(BusyError, match="archive-moved-on"):
        archive.store(
            verdict,
            (workspace.root / "sent-0.xlsx").read_bytes(),
            received_on=moment,
            recorded_on=moment,
            onto="",
            **facts,
        )
    assert receipts(workspace) == ["r0001"]


# --- told -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("received")
def test_the_khmer_answers_are_khmer(mne):
    said = mne("--lang", "km", *WHOLE)
    assert "បានរក្សាទុក" in said.out
    assert "counts" not in said.out
    assert "រួចហើយ" in mne("--lang", "km", *WHOLE).out
    refused = mne("--lang", "km", "correct", MOJ, "J-01", "--value", "7", *WHO)
    assert "មិនបានរក្សាទុកអ្វីទេ" in refused.out
    assert (
        "តើអ្នកចង់សរសេរ J-09 មែនទេ?" in mne("--lang", "km", "correct", MOJ, "J-99", *TOTAL, *WHO).err
    )


@pytest.mark.parametrize("words", [("ministry", "--reporter", "MOJ"), ("annual",)])
@pytest.mark.usefixtures("received")
def test_the_reports_say_how_the_receipt_came(mne, workspace, words):
    mne(*WHOLE)
    path = workspace.root / "report.html"
    period = ("--plan", "trial", "--period", "2012-Q1" if words[0] == "ministry" else "2012")
    said = mne("report", *words, *period, "-o", path)
    assert said.code == 0, said.err
    page = path.read_text("utf-8").replace("\u200b", "")
    assert "Corrected by letter of 20 May 2012" in page


# --- several indicators, and what was removed ---------------------------------------------------


@pytest.mark.usefixtures("received")
def test_one_letter_may_be_about_figures_of_several_indicators(mne):
    words = ("--indicator", "J-05", "--indicator", "J-07", "--value", "1250001", "--value", "31")
    said = mne("correct", MOJ, "J-05", *words, *WHO, "--format", "json")
    assert said.code == 0, said.err
    (told,) = json.loads(said.out)["receipts"]
    changed = {(one["indicator"], one["was"], one["now"]) for one in told["changes"]}
    assert changed == {("J-05", "1250000.5", "1250001"), ("J-07", "30", "31")}
    unmatched = ("--indicator", "J-05", "--indicator", "J-07", "--value", "1")
    assert mne("correct", MOJ, "J-05", *unmatched, *WHO).code == 2


REMOVE = ("--asked-by", "Mr Chan", "--approved-by", "Ms Sok", "--reason", "It told of a person")


@pytest.mark.usefixtures("received")
def test_the_letter_of_a_removed_correction_may_be_written_again(mne, workspace):
    assert mne(*MONEY).code == 0
    assert mne("remove", f"{MOJ}/r0002", *REMOVE).code == 0
    said = mne(*MONEY)
    assert said.code == 0, said.err
    assert receipts(workspace) == ["r0001", "r0002", "r0003"]
    assert actual(mne, "J-05") == "1250001.5"


@pytest.mark.usefixtures("received")
def test_a_figure_is_traced_though_the_file_of_its_cell_was_removed(mne):
    assert mne(*MONEY).code == 0
    assert mne("remove", f"{MOJ}/r0001", *REMOVE).code == 0
    said = mne("trace", "trial/2012-Q1", "J-01")
    assert said.code == 0, said.err
    assert f"{MOJ}/r0001: the file was removed by decision (decisions/{MOJ}/d0001)" in said.out
    assert "put right by letter" not in said.out
    letter = mne("trace", "trial/2012-Q1", "J-05")
    assert f"put right by letter (-, in data/letter/), over {MOJ}/r0001" in letter.out
    assert mne("verify").code == 0
