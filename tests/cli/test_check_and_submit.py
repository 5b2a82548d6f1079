"""`mne check` and `mne submit`: what they answer, what they keep, and what scripts may rely on."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil

import pytest

from mne.archive import Archive
from tests.fixtures.trial_kit import (
    MFAIC,
    as_csv,
    csv_lines,
    fill,
    good_form,
    spoil,
    trial,
    typing,
    write,
)

WHERE = "trial/2012-Q1/MOJ"
DECLARED = ("--plan", "trial", "--period", "2012-Q1", "--reporter", "MOJ")
ISSUE_KEYS = [
    "code",
    "severity",
    "sheet",
    "cell",
    "indicator",
    "row",
    "found",
    "expected",
    "fix",
    "message",
]
RECEIPT_KEYS = [
    "file",
    "receipt",
    "verdict",
    "sha256",
    "received_on",
    "recorded_on",
    "supersedes",
    "duplicate_of",
    "after_closing",
]


@pytest.fixture
def files(workspace):
    """Good, with a warning, refused, and unreadable."""
    root = workspace.root
    return {
        "good": write(root, "good.xlsx", good_form(WHERE)),
        "warned": write(root, "warned.xlsx", spoil(good_form(WHERE), typing(D30=None))),
        "refused": write(root, "refused.xlsx", spoil(good_form(WHERE), typing(D38="thirty"))),
        "unreadable": write(root, "unreadable.xlsx", b"PK\x03\x04"),
    }


def kept(workspace):
    return [one.id for one in Archive(workspace.submissions).receipts("trial")]


# --- exit codes and streams ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "check_code", "submit_code"),
    [
        (["good"], 0, 0),
        (["warned"], 0, 0),
        (["refused"], 1, 1),
        (["unreadable"], 3, 3),
        (["good", "refused"], 1, 1),
        (["unreadable", "refused", "good"], 3, 3),
    ],
)
def test_the_worst_of_several_files_is_the_exit_code(mne, files, names, check_code, submit_code):
    paths = [files[name] for name in names]
    assert mne("check", *paths).code == check_code
    assert mne("submit", *paths).code == submit_code


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [("error", (0, 1, 3)), ("warning", (1, 1, 3)), ("never", (0, 0, 3))],
)
def test_fail_on_moves_the_bar_but_never_for_the_unreadable(mne, files, fail_on, codes):
    names = ("warned", "refused", "unreadable")
    found = tuple(mne("check", "--fail-on", fail_on, files[name]).code for name in names)
    assert found == codes


def test_each_file_gets_its_own_answer_whatever_befell_the_others(mne, files):
    said = mne("check", "--format", "json", *(files[name] for name in sorted(files)), "gone.xlsx")
    found = {one["file"]: one["verdict"] for one in json.loads(said.out)["files"]}
    assert said.code == 3
    assert found == {
        "good.xlsx": "accepted",
        "refused.xlsx": "refused",
        "unreadable.xlsx": "unreadable",
        "warned.xlsx": "accepted",
        "gone.xlsx": "unreadable",
    }


def test_a_check_keeps_nothing_and_touches_no_file(mne, workspace, files):
    before = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    mne("check", *files.values())
    after = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    assert after == before
    assert list(workspace.submissions.iterdir()) == []


# --- mne check ----------------------------------------------------------------------------------


def test_the_json_of_check_has_the_promised_keys_and_the_facts(mne, files):
    said = mne("check", "--format", "json", files["refused"])
    assert said.err == ""
    (file,) = json.loads(said.out)["files"]
    assert list(file) == [
        "file",
        "plan",
        "period",
        "reporter",
        "verdict",
        "expected",
        "answered",
        "issues",
        "changes",
        "outcomes",
    ]
    assert [file[key] for key in ("plan", "period", "reporter")] == ["trial", "2012-Q1", "MOJ"]
    assert (file["expected"], file["answered"], file["changes"]) == (22, 21, [])
    (issue,) = file["issues"]
    assert list(issue) == ISSUE_KEYS
    assert issue == {
        "code": "number-expected",
        "severity": "error",
        "sheet": "Return",
        "cell": "D38",
        "indicator": "J-07",
        "row": "Staff trained",
        "found": "thirty",
        "expected": "a number in digits, such as 41; 0 if there were none",
        "fix": "Type only the number. Words belong in the note beside it.",
        "message": '"thirty" is not a number.',
    }


def test_an_unreadable_file_has_one_issue_and_no_slot_in_json(mne, files):
    (file,) = json.loads(mne("check", "--format", "json", files["unreadable"]).out)["files"]
    assert file["verdict"] == "unreadable"
    assert [file[key] for key in ("plan", "period", "reporter", "expected")] == [None] * 4
    (issue,) = file["issues"]
    assert list(issue) == ISSUE_KEYS
    assert (issue["code"], issue["severity"]) == ("file-damaged", "error")


def test_the_table_of_check_names_the_cell_the_fault_and_the_cure(mne, files):
    said = mne("check", files["refused"])
    lines = [line.strip() for line in said.out.splitlines() if line.strip()]
    assert lines == [
        "refused.xlsx: refused",
        "trial/2012-Q1/MOJ: 21 of 22 figures answered; 1 to mend, 0 to look at",
        "■ Return!D38  J-07  number-expected",
        "Staff trained",
        '"thirty" is not a number.',
        "Expected: a number in digits, such as 41; 0 if there were none",
        "→ Type only the number. Words belong in the note beside it.",
        "Not looked at, because a cell that is needed cannot be read or is not right:",
        "Women trained are among the staff trained (Return!D38)",
    ]
    assert said.err == ""


@pytest.mark.parametrize(
    ("language", "answers"),
    [("en", "Nothing yet, Being drafted, Adopted"), ("km", "មិនទាន់មាន, កំពុងព្រាង, អនុម័ត")],
)
def test_answers_to_choose_from_are_named_as_the_list_in_the_cell_has_them(
    mne, workspace, language, answers
):
    form = spoil(good_form(WHERE), typing(D28="nearly adopted"))
    said = mne("--lang", language, "check", write(workspace.root, "typo.xlsx", form))
    assert answers in said.out


def test_the_csv_of_check_has_a_line_for_each_issue_and_for_each_good_file(mne, files):
    said = mne("check", "--format", "csv", *(files[name] for name in sorted(files)))
    rows = list(csv.DictReader(io.StringIO(said.out)))
    slots = {row["file"]: (row["plan"], row["period"], row["reporter"]) for row in rows}
    assert slots["refused.xlsx"] == ("trial", "2012-Q1", "MOJ")
    assert [*rows[0]][:5] == ["file", "plan", "period", "reporter", "verdict"]
    assert [(row["file"], row["verdict"], row["code"], row["cell"]) for row in rows] == [
        ("good.xlsx", "accepted", "", ""),
        ("refused.xlsx", "refused", "number-expected", "D38"),
        ("unreadable.xlsx", "unreadable", "file-damaged", ""),
        ("warned.xlsx", "accepted", "evidence-missing", "D30"),
    ]


@pytest.mark.parametrize("style", ["json", "csv", "table"])
def test_what_goes_to_a_file_is_what_goes_to_the_screen(mne, files, tmp_path, style):
    screen = mne("check", "--format", style, files["refused"])
    target = tmp_path / "deep" / f"answer.{style}"
    said = mne("check", "--format", style, "-o", target, files["refused"])
    assert (said.code, said.out) == (1, "")
    assert target.read_text("utf-8") == screen.out


def test_messages_come_in_khmer_and_codes_do_not(mne, files):
    said = mne("--lang", "km", "check", files["refused"])
    assert "number-expected" in said.out
    assert "is not a number" not in said.out
    assert any("\u1780" <= letter <= "\u17f9" for letter in said.out)
    assert mne("check", files["refused"], "--lang=km").out == said.out


def test_a_csv_is_checked_with_its_slot_declared(mne, workspace):
    path = write(workspace.root, "moj.csv", as_csv(csv_lines()))
    assert mne("check", *DECLARED, path).code == 0
    said = mne("check", path)
    assert (said.code, said.out) == (2, "")
    assert "--plan, --period and --reporter" in said.err
    said = mne("check", *DECLARED[:-1], "MINISTRY", path)
    assert said.code == 2
    assert "MOJ, MFAIC, MOI" in said.err
    assert mne("check", "--plan", "nope", *DECLARED[2:], path).code == 2
    assert mne("check", *DECLARED[:2], "--period", "2012-Q9", *DECLARED[4:], path).code == 2


def test_check_lists_what_changed_since_the_last_receipt(mne, workspace, files):
    mne("submit", files["good"])
    changed = spoil(good_form(WHERE), typing(D10=19, D11=22, D38=None, E38="ND", F38="lost"))
    said = mne("check", "--format", "json", write(workspace.root, "new.xlsx", changed))
    (file,) = json.loads(said.out)["files"]
    assert file["changes"] == [
        {"indicator": "J-01", "at": {"sex": "female"}, "part": "", "was": "20", "now": "19"},
        {"indicator": "J-01", "at": {"sex": "male"}, "part": "", "was": "21", "now": "22"},
        {"indicator": "J-07", "at": {}, "part": "", "was": "30", "now": "ND"},
    ]
    assert "J-01@sex=female: 20 → 19" in mne("check", workspace.root / "new.xlsx").out
    assert (
        json.loads(mne("check", "--format", "json", files["good"]).out)["files"][0]["changes"] == []
    )


def test_a_changed_line_of_words_is_a_change_too(mne, workspace, files):
    mne("submit", files["good"])
    changed = spoil(good_form(WHERE), typing("Narrative", D7="Three meetings.", D8="A visit."))
    said = mne("check", "--format", "json", write(workspace.root, "new.xlsx", changed))
    (file,) = json.loads(said.out)["files"]
    assert [(one["at"], one["part"]) for one in file["changes"]] == [({"lang": "en"}, "done")]
    assert file["changes"][0]["was"] == "Two meetings with the courts."
    assert file["changes"][0]["now"].splitlines() == ["Three meetings.", "A visit."]


# --- mne submit ---------------------------------------------------------------------------------


def test_the_json_of_submit_has_the_promised_keys_and_the_facts(mne, workspace, files):
    said = mne(
        "submit",
        "--format",
        "json",
        "--received",
        "2012-04-10",
        "--by",
        "Sok",
        "--reason",
        "first",
        files["good"],
    )
    (receipt,) = json.loads(said.out)["receipts"]
    assert list(receipt) == RECEIPT_KEYS
    assert receipt["receipt"] == f"{WHERE}/r0001"
    assert receipt["verdict"] == "accepted"
    assert receipt["sha256"] == hashlib.sha256(files["good"].read_bytes()).hexdigest()
    assert receipt["received_on"] == "2012-04-10T00:00:00+07:00"
    assert (receipt["supersedes"], receipt["duplicate_of"]) == (None, None)
    (stored,) = Archive(workspace.submissions).receipts("trial")
    assert (stored.by, stored.reason, stored.file) == ("Sok", "first", "good.xlsx")
    assert Archive(workspace.submissions).original(stored) == files["good"].read_bytes()
    assert said.err == ""


def test_refused_returns_are_kept_and_unreadable_ones_are_not(mne, workspace, files):
    said = mne("submit", "--format", "json", files["refused"], files["unreadable"])
    assert [(one["verdict"], one["receipt"]) for one in json.loads(said.out)["receipts"]] == [
        ("refused", f"{WHERE}/r0001"),
        ("unreadable", None),
    ]
    assert kept(workspace) == [f"{WHERE}/r0001"]


def test_the_same_bytes_again_are_already_received_and_change_nothing(mne, workspace, files):
    mne("submit", "--received", "2012-04-10", files["good"])
    other_name = shutil.copy(files["good"], workspace.root / "copy of good.xlsx")
    said = mne("submit", "--received", "2012-05-01", other_name)
    assert said.code == 0
    assert f"already received as {WHERE}/r0001" in said.out
    (receipt,) = json.loads(mne("submit", "--format", "json", other_name).out)["receipts"]
    assert receipt["duplicate_of"] == receipt["receipt"] == f"{WHERE}/r0001"
    assert receipt["received_on"] == "2012-04-10T00:00:00+07:00"
    assert kept(workspace) == [f"{WHERE}/r0001"]


def test_a_correction_is_the_next_receipt_and_names_the_one_before(mne, workspace, files):
    mne("submit", files["good"])
    path = write(workspace.root, "better.xlsx", fill(WHERE, **{"J-07": "31"}))
    (receipt,) = json.loads(mne("submit", "--format", "json", path).out)["receipts"]
    assert (receipt["receipt"], receipt["supersedes"]) == (f"{WHERE}/r0002", f"{WHERE}/r0001")
    (first, second) = Archive(workspace.submissions).receipts("trial")
    archive = Archive(workspace.submissions)
    (old,) = (one.value for one in archive.observations(first, trial()) if one.indicator == "J-07")
    (new,) = (one.value for one in archive.observations(second, trial()) if one.indicator == "J-07")
    assert (old, new) == (30, 31)


def test_going_back_to_the_first_file_is_a_third_receipt(mne, workspace, files):
    other = write(workspace.root, "other.xlsx", fill(WHERE, **{"J-07": "31"}))
    mne("submit", files["good"], other, files["good"])
    assert kept(workspace) == [f"{WHERE}/r000{number}" for number in (1, 2, 3)]


def test_issues_go_to_stderr_and_the_receipt_to_stdout(mne, files):
    said = mne("submit", files["warned"], files["refused"])
    assert said.out.splitlines() == [
        f"warned.xlsx: accepted as {WHERE}/r0001",
        f"refused.xlsx: refused, and kept as {WHERE}/r0002",
    ]
    assert "evidence-missing" in said.err
    assert "number-expected" in said.err
    quiet = mne("-q", "submit", files["refused"])
    assert (quiet.code, quiet.err) == (1, "")


def test_the_csv_of_submit_parses(mne, files):
    said = mne("submit", "--format", "csv", files["good"], files["unreadable"])
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert list(rows[0]) == RECEIPT_KEYS
    assert [row["verdict"] for row in rows] == ["accepted", "unreadable"]
    assert [row["receipt"] for row in rows] == [f"{WHERE}/r0001", ""]


def test_a_form_for_another_quarter_than_was_said_is_refused(mne, files):
    said = mne("check", "--format", "json", "--period", "2012-Q2", files["good"])
    assert said.code == 1
    (issue,) = json.loads(said.out)["files"][0]["issues"]
    assert (issue["code"], issue["found"]) == ("form-other-period", "2012-Q1")


def test_a_day_that_is_none_is_refused_before_anything_is_kept(mne, workspace, files):
    said = mne("submit", "--received", "yesterday", files["good"])
    assert (said.code, said.out) == (2, "")
    assert "yesterday" in said.err
    assert kept(workspace) == []


def test_a_return_cannot_have_come_before_its_period_began(mne, workspace, files):
    said = mne("submit", "--received", "2011-12-31", files["good"])
    assert (said.code, said.out) == (2, "")
    assert "2011-12-31 comes before 2012-Q1 began" in said.err
    assert "a day from 2012-01-01 on" in said.err
    assert kept(workspace) == []
    assert mne("submit", "--received", "2012-01-01", files["good"]).code == 0


def test_of_several_files_only_those_that_came_before_their_period_are_left_out(mne, workspace):
    early = write(workspace.root, "early.xlsx", good_form("trial/2012-Q2/MOI"))
    good = write(workspace.root, "good.xlsx", good_form(WHERE))
    said = mne("submit", "--received", "2012-03-31", early, good)
    assert said.code == 3
    assert said.out.splitlines() == [
        "early.xlsx: was not kept, for what was said of it does not suit it",
        f"good.xlsx: accepted as {WHERE}/r0001",
    ]
    assert "2012-03-31 comes before 2012-Q2 began" in said.err
    assert kept(workspace) == [f"{WHERE}/r0001"]


def test_the_clock_may_be_set_from_outside(mne, monkeypatch, files):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1334000000")
    (receipt,) = json.loads(mne("submit", "--format", "json", files["good"]).out)["receipts"]
    assert receipt["received_on"] == receipt["recorded_on"] == "2012-04-10T02:33:20+07:00"


# --- the secretariat's word -------------------------------------------------------------------

WORD = ("--by", "Sok, secretariat", "--reason", "MOJ counted anew")


def counted_anew(workspace):
    """A second sending for the same quarter in which almost every figure is another one."""
    more = {key: str(int(value) + 1) for key, value in MFAIC.items()}
    more["F-01"] = str(int(MFAIC["F-01"]) + 11)
    return write(workspace.root, "anew.xlsx", fill("trial/2012-Q1/MFAIC", **more))


def test_what_was_refused_as_a_used_form_is_taken_once_somebody_answers_for_it(mne, workspace):
    first = write(workspace.root, "first.xlsx", good_form("trial/2012-Q1/MFAIC"))
    mne("submit", first)
    path = counted_anew(workspace)
    assert mne("submit", path).code == 1
    said = mne("submit", "--period", "2012-Q1", *WORD, path)
    assert (said.code, said.out) == (0, "anew.xlsx: accepted as trial/2012-Q1/MFAIC/r0003\n")
    last = Archive(workspace.submissions).receipts("trial")[-1]
    assert (last.by, last.reason, last.verdict) == (WORD[1], WORD[3], "accepted")
    again = mne("submit", "--period", "2012-Q1", *WORD, path)
    assert "already received as trial/2012-Q1/MFAIC/r0003" in again.out


@pytest.mark.parametrize("word", [("--by", "  ", "--reason", "x"), ("--by", "x", "--reason", " ")])
def test_a_blank_name_or_reason_is_nobody_s_word(mne, files, word):
    said = mne("check", "--period", "2012-Q2", *word, files["good"])
    assert (said.code, said.out) == (2, "")
    assert mne("submit", "--period", "2012-Q2", *word, files["good"]).code == 1


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--reporter", "MINISTRY", "MOJ, MFAIC, MOI"),
        ("--period", "2012-Q9", '"2012-Q9" is not a period'),
        ("--plan", "nope", 'no plan "nope"'),
    ],
)
def test_what_is_said_of_a_form_must_exist_too(mne, files, option, value, told):
    said = mne("check", option, value, files["good"])
    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_a_form_that_was_not_read_changes_no_figure(mne, files):
    mne("submit", files["good"])
    said = mne("check", "--format", "json", "--period", "2012-Q2", files["good"])
    (file,) = json.loads(said.out)["files"]
    assert (file["verdict"], file["changes"]) == ("refused", [])


@pytest.mark.parametrize("style", ["json", "csv", "table"])
def test_why_a_file_was_not_taken_is_said_whatever_the_list_is(mne, files, style):
    said = mne("submit", "--format", style, files["unreadable"], files["refused"])
    assert said.code == 3
    assert "unreadable.xlsx" in said.err
    assert "Return!D38" in said.err
