"""`mne template` beside an archive: last time's answers, the same bytes anywhere, its bar."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import openpyxl

from mne.layout import RETURN
from tests.fixtures.trial_kit import MOJ, fill, good_form, write

ROOT = Path(__file__).resolve().parents[2]
NEXT = ("template", "--plan", "trial", "--period", "2012-Q2", "--reporter", "MOJ")
ALL = ("template", "--plan", "trial", "--period", "2012-Q2", "--all")
NAME = "trial_2012-Q2_MOJ.xlsx"


def submit(mne, workspace, received="2012-04-10", **changes):
    content = fill("trial/2012-Q1/MOJ", **changes) if changes else good_form()
    path = write(workspace.root, "trial_2012-Q1_MOJ.xlsx", content)
    said = mne("submit", path, "--received", received)
    assert said.code == 0, said.err


def shown(path):
    sheet = openpyxl.load_workbook(path, data_only=True)[RETURN]
    return {
        str(sheet[f"A{row}"].value).partition(" ")[2]: sheet[f"H{row}"].value
        for row in range(6, sheet.max_row + 1)
        if sheet[f"A{row}"].value
    }


def test_a_form_shows_what_was_answered_last_time_figure_by_figure(mne, workspace, tmp_path):
    submit(mne, workspace)
    assert mne(*NEXT, "-o", tmp_path).code == 0
    last = shown(tmp_path / NAME)
    keys = ("J-01", "J-01@sex=male", "J-01@sex=unknown", "J-02#denominator", "J-05")
    assert [last[key] for key in keys] == [41, 21, 0, 12, 1250000.5]
    assert (last["J-03#state"], last["J-03#reached_on"]) == ("កំពុងព្រាង", "2012-02-14")
    assert last["J-03#evidence"] == MOJ["J-03#evidence"]
    assert last["J-04#state"] == "A law, A budget"


def test_a_form_shows_what_was_known_on_a_day(mne, workspace, tmp_path):
    submit(mne, workspace, "2012-04-10")
    submit(mne, workspace, "2012-05-02", **{"J-07": "31"})
    found = {}
    for day in ("2012-04-09", "2012-05-01", "2012-05-02"):
        mne(*NEXT, "--as-of", day, "-o", tmp_path / day)
        found[day] = shown(tmp_path / day / NAME)["J-07"]
    assert found == {"2012-04-09": None, "2012-05-01": 30, "2012-05-02": 31}
    assert mne(*NEXT, "--as-of", "tomorrow", "-o", tmp_path).code == 2


def test_a_form_with_synthetic_figures_says_so_and_an_empty_one_need_not(mne, workspace, tmp_path):
    (workspace.submissions / "SYNTHETIC.txt").write_text("invented", "utf-8")
    mne(*NEXT, "-o", tmp_path / "before")
    submit(mne, workspace)
    mne(*NEXT, "-o", tmp_path / "after")
    headers = [
        openpyxl.load_workbook(tmp_path / folder / NAME)[RETURN].oddHeader.center.text
        for folder in ("before", "after")
    ]
    assert headers[0] is None
    assert headers[1].startswith("SYNTHETIC")


def make_all(workspace, folder, **environment):
    """The digests of all forms, made by a process of its own."""
    words = [sys.executable, "-m", "mne", "-C", workspace.root, *ALL, "-o", folder]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    subprocess.run(words, env=settings, check=True, capture_output=True)
    return {one.name: sha256(one.read_bytes()).hexdigest() for one in sorted(folder.iterdir())}


def test_the_same_archive_gives_the_same_bytes_in_any_zone_language_and_on_any_day(
    mne, workspace, tmp_path
):
    submit(mne, workspace)
    first = make_all(workspace, tmp_path / "a", TZ="Asia/Phnom_Penh", PYTHONHASHSEED="1")
    other = make_all(
        workspace,
        tmp_path / "b",
        TZ="America/Los_Angeles",
        LANG="km_KH.UTF-8",
        LC_ALL="C",
        MNE_LANG="km",
        SOURCE_DATE_EPOCH="1000000000",
        PYTHONHASHSEED="2",
    )
    assert len(first) == 3
    assert first == other


def test_a_terminal_sees_a_bar_and_a_file_none(mne, workspace, tmp_path):
    words = [sys.executable, "-m", "mne", "-C", workspace.root, *ALL, "-o", tmp_path]
    ours, theirs = pty.openpty()
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    done = subprocess.run(words, env=settings, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    seen = os.read(ours, 10000).decode()
    os.close(ours)
    assert "forms" in seen
    assert "100%" in seen
    assert b"100%" not in done.stdout
    assert mne(*ALL, "-o", tmp_path).err == ""


def test_a_form_that_may_be_filled_in_is_never_written_over(mne, tmp_path):
    assert mne(*NEXT, "-o", tmp_path).code == 0
    blank = (tmp_path / NAME).read_bytes()
    assert mne(*NEXT, "-o", tmp_path).code == 0  # the same bytes: nothing is lost
    filled = write(tmp_path, NAME, fill("trial/2012-Q2/MOJ")).read_bytes()
    for words in ((*NEXT, "-o", tmp_path), (*ALL, "-o", tmp_path), (*NEXT, "-o", tmp_path / NAME)):
        said = mne(*words)
        assert (said.code, "--overwrite" in said.err) == (2, True)
        assert (tmp_path / NAME).read_bytes() == filled
    assert [path.name for path in tmp_path.glob("*.xlsx")] == [NAME]
    assert mne(*NEXT, "-o", tmp_path, "--overwrite").code == 0
    assert (tmp_path / NAME).read_bytes() == blank


def test_a_form_is_no_other_kind_of_file(mne, tmp_path):
    for words in ((*NEXT, "-o", tmp_path / "out.ods"), (*ALL, "-o", tmp_path / "all.xlsx")):
        assert mne(*words).code == 2
    assert list(tmp_path.glob("*.*s*")) == []
