"""`mne close`, `reopen`, `remove`, `checkpoint`: what counts follows, and what is left is told."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.fixtures.trial_kit import good_form, spoil, typing, write

MOJ = "trial/2012-Q1/MOJ"
PERIOD = ("--plan", "trial", "--period", "2012-Q1")
WHO = ("--asked-by", "Mr Chan, MoJ", "--approved-by", "Ms Sok, Secretariat", "--reason", "Printed")
CLOSE, REOPEN = ("close", *PERIOD, *WHO), ("reopen", *PERIOD, *WHO)
MORE = {"D8": 43, "D11": 23, "D15": 32}
"""Two more persons, everywhere."""
REMOVE = ("remove", f"{MOJ}/r0001", *WHO)


def at(monkeypatch, month, day):
    moment = datetime(2012, month, day, 12, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


@pytest.fixture(autouse=True)
def _a_day_in_may(monkeypatch):
    at(monkeypatch, 5, 20)


@pytest.fixture
def send(mne, workspace):
    def submit(name, day="2012-04-10", **cells):
        form = good_form(MOJ)
        content = spoil(form, typing(**cells)) if cells else form
        return mne("submit", write(workspace.root, f"{name}.xlsx", content), "--received", day)

    return submit


def figure(mne, *words):
    said = mne("progress", *PERIOD, "--format", "json", *words)
    assert said.code == 0, said.err
    (row,) = (one for one in json.loads(said.out)["rows"] if one["indicator"] == "J-01")
    return row["actual"]


def status(mne, *words):
    return json.loads(mne("status", *PERIOD, "--format", "json", *words).out)


def test_a_closed_period_keeps_its_figures_until_it_is_reopened(mne, send, monkeypatch):
    assert send("first").code == 0
    was = figure(mne)
    closed = mne(*CLOSE)
    assert closed.code == 0
    assert closed.out == (
        "decisions/trial/2012-Q1/d0001: trial/2012-Q1 is closed as of 2012-05-20; what comes later "
        "is kept and does not count\n"
    )
    at(monkeypatch, 6, 1)
    assert send("second", "2012-05-30", **MORE).code == 0
    assert figure(mne) == was
    assert status(mne)["unexpected"] == [f"{MOJ}/r0002"]
    at(monkeypatch, 6, 20)
    assert mne(*REOPEN).code == 0
    assert figure(mne) == "43"
    assert figure(mne, "--as-of", "2012-06-10") == was
    assert status(mne)["unexpected"] == []


def test_a_closing_of_a_past_day_holds_from_the_end_of_that_day(mne, send):
    assert send("first").code == 0
    assert mne(*CLOSE, "--on", "2012-04-30").code == 0
    assert send("second", "2012-05-10", **MORE).code == 0
    assert status(mne)["slots"][0]["receipt"] == f"{MOJ}/r0001"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((*CLOSE, "--on", "2012-03-30"), "has not ended yet"),
        ((*CLOSE, "--on", "2012-06-01"), "has not come yet"),
        (REOPEN, "2012-Q1 is not closed"),
    ],
)
def test_what_cannot_be_closed_or_reopened_is_said(mne, words, code):
    said = mne(*words)
    assert (said.code, code in said.err) == (2, True), said.err


def test_closing_twice_changes_nothing_and_by_others_is_refused(mne, workspace):
    assert mne(*CLOSE).code == 0
    again = mne(*CLOSE)
    assert (again.code, "says so already" in again.out) == (0, True)
    other = mne("close", *PERIOD, *WHO[:2], "--approved-by", "Another", "--reason", "Printed")
    assert (other.code, "This was decided before" in other.err) == (2, True)
    assert len(list(workspace.submissions.glob("decisions/trial/2012-Q1/d*"))) == 1


def test_a_removal_takes_the_content_and_says_what_it_does_not_reach(mne, send, workspace):
    assert send("first").code == 0
    assert figure(mne) == "41"
    cached = list((workspace.root / ".mne").rglob("*.parquet"))
    assert cached
    said = mne(*REMOVE)
    assert said.code == 0, said.err
    assert said.out.startswith(
        f"decisions/{MOJ}/d0001: the content of {MOJ}/r0001 is removed; a tombstone is left\n"
    )
    assert "Copies elsewhere are not reached" in said.out
    assert not any(path.exists() for path in cached)
    assert figure(mne) is None
    (slot,) = (one for one in status(mne)["slots"] if one["reporter"] == "MOJ")
    assert (slot["state"], slot["on_time"], slot["receipt"]) == ("refused", True, None)
    again = mne(*REMOVE)
    assert (again.code, "was removed by decision" in again.err) == (2, True)


def test_a_checkpoint_gives_the_line_that_covers_it(mne, send, workspace):
    assert send("first").code == 0
    said = mne("checkpoint", "--format", "json")
    facts = json.loads(said.out)
    content = (workspace.submissions / "checkpoints/chain.sha256").read_bytes()
    assert facts["checkpoint"] == "checkpoints/c0001"
    assert facts["lines"] == content.count(b"\n") == 4
    assert facts["sha256"] == hashlib.sha256(content).hexdigest()
    assert facts["key"] is None


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")
def test_a_signed_checkpoint_is_checked_by_ssh_keygen_alone(mne, send, workspace):
    assert send("first").code == 0
    key = workspace.root / "a key"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", key], check=True
    )
    said = mne("checkpoint", "--sign", key)
    assert said.code == 0, said.err
    bag = workspace.submissions / "checkpoints/c0001/data"
    signers = workspace.root / "signers"
    signers.write_text(f"secretariat {key.with_suffix('.pub').read_text()}")
    check = ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", "secretariat", "-n", "mne-archive"]
    text = (bag / "checkpoint.txt").read_bytes()
    for content, code in ((text, 0), (text.replace(b"lines 3", b"lines 2"), 255)):
        command = [*check, "-s", bag / "checkpoint.txt.sig"]
        done = subprocess.run(command, input=content, check=False, capture_output=True)
        assert done.returncode == code
    assert text.decode().splitlines()[-1].removeprefix("key ") in said.out


def test_a_file_that_is_no_key_is_refused_and_nothing_is_written(mne, workspace):
    no_key = workspace.root / "no-key"
    no_key.write_text("nothing")
    said = mne("checkpoint", "--sign", no_key)
    assert (said.code, "ssh-keygen cannot sign with" in said.err) == (2, True)
    assert not (workspace.submissions / "checkpoints").exists()


def test_reports_list_what_was_closed_and_removed(mne, send, workspace):
    assert send("first").code == 0
    assert send("second", "2012-04-11", **MORE).code == 0
    assert mne(*REMOVE).code == 0
    assert mne(*CLOSE).code == 0
    path = workspace.root / "report.html"
    said = mne("report", "ministry", *PERIOD, "--reporter", "MOJ", "-o", path)
    assert said.code == 0, said.err
    page = path.read_text("utf-8").replace("\u200b", "")
    for words in ("Period closed", "Content removed", "removed by decision"):
        assert words in page


def withdrawn(mne, since, until):
    said = mne("diff", "--from", since, "--to", until, "--plan", "trial", "--format", "json")
    assert said.code == 0, said.err
    return [(one["receipt"], one["cause"]) for one in json.loads(said.out)["withdrawn"]]


def test_diff_lists_what_was_removed_in_between(mne, send):
    assert send("first").code == 0
    assert mne(*REMOVE, "--on", "2012-05-02").code == 0
    assert withdrawn(mne, "2012-05-01", "2012-05-03") == [(f"{MOJ}/r0001", "removed")]
    assert withdrawn(mne, "2012-05-03", "2012-05-20") == []


def test_diff_names_the_closing_and_the_reopening(mne, send, monkeypatch):
    assert send("first").code == 0
    assert mne(*CLOSE, "--on", "2012-05-02").code == 0
    at(monkeypatch, 6, 1)
    assert send("second", "2012-05-30", **MORE).code == 0
    at(monkeypatch, 6, 20)
    assert mne(*REOPEN, "--on", "2012-06-10").code == 0
    words = ("diff", "--plan", "trial", "--format", "json", "--from")
    quiet = json.loads(mne(*words, "2012-05-20", "--to", "2012-06-05").out)
    assert quiet["corrected"] == []
    moved = json.loads(mne(*words, "2012-06-05", "--to", "2012-06-20").out)
    assert {
        (one["indicator"], one["was"], one["now"], one["cause"]) for one in moved["corrected"]
    } == {
        ("J-01", "41", "43", "reopened"),
        ("J-01", "21", "23", "reopened"),
        ("J-01", "30", "32", "reopened"),
    }
