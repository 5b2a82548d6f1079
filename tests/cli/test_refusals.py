"""What an operator may get wrong, and what a machine may refuse: one sentence, never a crash."""

from __future__ import annotations

import json

import pytest

from mne.cli import shared
from tests.fixtures.trial_kit import good_form, spoil, typing, write

PLAN = "trial"


@pytest.mark.parametrize(
    "words",
    [
        ("progress", "--plan", PLAN, "--period", "2015"),
        ("status", "--plan", PLAN, "--period", "2015-Q1"),
        ("report", "annual", "--plan", PLAN, "--period", "2015"),
    ],
)
def test_a_period_outside_the_plan_is_refused_with_the_plans_span(mne, words):
    said = mne(*words)
    assert said.code == 2
    assert "lies outside the plan trial" in said.err


def test_the_annual_report_is_about_a_year(mne):
    said = mne("report", "annual", "--plan", PLAN, "--period", "2012-Q1")
    assert (said.code, "is about a year" in said.err) == (2, True)


def test_the_annual_report_is_of_no_single_reporter(mne):
    said = mne("report", "annual", "--plan", PLAN, "--period", "2012", "--reporter", "MOJ")
    assert (said.code, "--reporter does not belong here" in said.err) == (2, True)


def test_a_return_cannot_have_come_tomorrow(mne, workspace):
    path = write(workspace.root, "return.xlsx", good_form())
    said = mne("submit", path, "--received", "2062-01-01")
    assert (said.code, "has not come yet" in said.err) == (2, True)
    assert not list(workspace.submissions.glob("trial/*/*/r*"))


def test_a_disk_that_refuses_is_no_bug_of_ours(mne, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device", "somewhere")

    monkeypatch.setattr(shared, "emit", refuse)
    monkeypatch.setattr("mne.cli.plan.listing.print_list", refuse)
    said = mne("plan", "list")
    assert said.code == 2
    assert "No space left on device (somewhere)" in said.err


def test_an_output_in_a_folder_that_is_a_file_is_refused(mne, workspace):
    path = write(workspace.root, "return.xlsx", good_form())
    said = mne("check", path, "--format", "json", "-o", path / "x.json")
    assert (said.code, "could not be written" in said.err) == (2, True)


def test_figures_are_shown_where_the_workspace_may_only_be_read(mne, workspace, monkeypatch):
    mne("submit", write(workspace.root, "return.xlsx", good_form()))
    monkeypatch.setattr(shared.os, "access", lambda *_: False)
    said = mne("progress", "--plan", PLAN, "--period", "2012-Q1", "--format", "json")
    assert said.code == 0
    assert json.loads(said.out)["rows"]
    assert not list(workspace.cache.rglob("*.parquet"))


def test_one_form_may_be_given_a_name(mne, tmp_path):
    path = tmp_path / "for the ministry.xlsx"
    slot = ("--plan", PLAN, "--period", "2012-Q1", "--reporter", "MOJ")
    said = mne("template", *slot, "-o", path)
    assert (said.code, path.is_file()) == (0, True)


def test_synthetic_figures_are_never_shown_without_saying_so(mne, workspace):
    (workspace.submissions / "SYNTHETIC.txt").write_text("invented", "utf-8")
    said = mne("status", "--plan", PLAN, "--period", "2012-Q1", "--format", "json")
    assert "SYNTHETIC" in said.err
    assert json.loads(said.out)["synthetic"] is True


def test_a_breakdown_under_a_reasoned_total_is_no_blank(mne, workspace):
    cells = {
        "D8": None,
        "E8": "NA",
        "F8": "none was planned",
        "D10": None,
        "D11": None,
        "D12": None,
    }
    path = write(workspace.root, "return.xlsx", spoil(good_form(), typing(**cells)))
    counted = json.loads(mne("check", path, "--format", "json").out)["files"][0]
    assert counted["answered"] == counted["expected"]
