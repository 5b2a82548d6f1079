"""Many files at once: each has its own answer, and one bad file never stops the others."""

from __future__ import annotations

import json

import pytest

from tests.fixtures.account_kit import add_account, declared, file_of, send
from tests.fixtures.trial_kit import as_csv, csv_lines, good_form, spoil, typing, write

MOJ, MFAIC = "trial/2012-Q1/MOJ", "trial/2012-Q1/MFAIC"


@pytest.fixture
def inbox(workspace):
    folder = workspace.root / "in box"
    folder.mkdir()
    write(folder, "a good.xlsx", good_form(MOJ))
    write(folder, "b bad.xlsx", spoil(good_form(MFAIC), typing(D8="n/a")))
    write(folder, "c torn.xlsx", good_form(MOJ)[:4000])
    write(folder, "d whose.csv", as_csv(csv_lines()))
    write(folder, "e blank.xlsx", spoil(good_form(MOJ), typing(D36=None)))
    return folder


def test_each_file_has_a_table_and_all_of_them_a_summary(mne, inbox):
    done = mne("check", *sorted(inbox.iterdir()))
    assert done.code == 3
    assert done.err == ""
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert "a good.xlsx: accepted" in lines
    (summary,) = (at for at, line in enumerate(lines) if line.startswith("file return verdict"))
    assert lines[summary + 2 :] == [
        "a good.xlsx trial/2012-Q1/MOJ accepted 22/22 0 0",
        "b bad.xlsx trial/2012-Q1/MFAIC refused 11/12 1 0",
        "c torn.xlsx not readable 1 0",
        "d whose.csv not readable 1 0",
        "e blank.xlsx trial/2012-Q1/MOJ accepted 21/22 0 1",
        "",
        "Files: 5. Accepted: 2. Refused: 1. Not readable: 2.",
    ]


@pytest.mark.parametrize(
    ("files", "fail_on", "code"),
    [
        ("a*", "error", 0),
        ("[ae]*", "error", 0),
        ("[ae]*", "warning", 1),
        ("[abe]*", "error", 1),
        ("[abe]*", "never", 0),
        ("[abc]*", "error", 3),
        ("[abc]*", "never", 3),
        ("[abd]*", "error", 2),
        ("d*", "error", 2),
    ],
)
def test_the_worst_of_several_files_is_the_exit_code(mne, inbox, files, fail_on, code):
    """A pattern is taken apart here too, for not every terminal does it."""
    assert mne("check", inbox / files, "--fail-on", fail_on).code == code


def test_a_file_without_a_slot_is_told_among_others_and_is_an_error_alone(mne, inbox):
    among = mne("check", "--format", "json", inbox / "a good.xlsx", inbox / "d whose.csv")
    verdicts = [(one["file"], one["verdict"]) for one in json.loads(among.out)["files"]]
    assert verdicts == [("a good.xlsx", "accepted"), ("d whose.csv", "unreadable")]
    alone = mne("check", "--format", "json", inbox / "d whose.csv")
    assert (alone.code, alone.out) == (2, "")
    assert "--plan, --period and --reporter" in alone.err


def test_a_pattern_that_fits_nothing_is_a_file_that_is_not_there(mne, inbox):
    done = mne("check", inbox / "z*.xlsx")
    assert done.code == 3
    assert "There is no file z*.xlsx." in done.out


def test_what_is_submitted_together_is_held_against_what_was_kept_just_before(mne, workspace):
    """The second quarter is the first under a new name."""
    for quarter in (1, 2):
        name = f"trial_2012-Q{quarter}_MOI.xlsx"
        write(workspace.root, name, good_form(f"trial/2012-Q{quarter}/MOI"))
    when = ("--received", "2012-04-10")
    done = mne("submit", workspace.root / "trial_2012-Q*_MOI.xlsx", *when)
    assert done.code == 0
    assert "same-as-earlier" in done.err


def test_a_late_return_is_kept_with_the_days(mne, workspace):
    write(workspace.root, "late.xlsx", good_form(MOJ))
    done = mne("submit", workspace.root / "late.xlsx", "--received", "2012-04-20")
    assert (done.code, "days late - 4" in done.err) == (0, True)
    again = mne("check", workspace.root / "late.xlsx")
    assert "sent-before" in again.out
    assert "sent-late" not in again.out


def test_a_reason_lets_a_figure_go(mne, workspace):
    send(add_account(workspace), "2012-Q1/SHELTER")
    path = write(workspace.root, "again.csv", file_of("2012-Q1/SHELTER", **{"A-BEDS": ""}))
    options = [f"--{name}={value}" for name, value in declared("2012-Q1/SHELTER").items()]
    refused = mne("check", path, *options)
    assert (refused.code, "figure-withdrawn" in refused.out) == (1, True)
    kept = mne("submit", path, *options, "--reason", "The shelter was closed all quarter")
    assert (kept.code, "figure-withdrawn" in kept.err) == (0, False)
