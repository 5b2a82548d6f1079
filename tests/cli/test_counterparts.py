"""What `mne check` prints of a figure that differs from the counterpart's: no figure of theirs."""

from __future__ import annotations

import json

import pytest

from tests.fixtures.account_kit import add_account, declared, file_of, send
from tests.fixtures.trial_kit import write

THEIRS = "8877"


@pytest.mark.parametrize("first", ["COURT", "SHELTER"])
@pytest.mark.parametrize("style", ["json", "csv", "table"])
def test_whoever_reports_second_reads_of_the_difference_and_of_no_figure(
    mne, workspace, first, style
):
    second = {"COURT": "SHELTER", "SHELTER": "COURT"}[first]
    send(add_account(workspace), f"2012-Q1/{first}", **{"A-HOME": THEIRS})
    path = write(workspace.root, "second.csv", file_of(f"2012-Q1/{second}"))
    options = [f"--{name}={value}" for name, value in declared(f"2012-Q1/{second}").items()]
    done = mne("check", path, *options, "--format", style)
    assert (done.code, done.err) == (0, "")
    assert "counterpart-differs" in done.out
    assert THEIRS not in done.out
    if style == "json":
        (issue,) = json.loads(done.out)["files"][0]["issues"]
        assert (issue["severity"], issue["found"]) == ("note", "")
        assert issue["message"].endswith("your figure differs from that of your counterpart.")
        assert issue["fix"].startswith("Please speak to the secretariat.")


def test_the_secretariat_sees_both_figures_when_it_asks_for_more(mne, workspace):
    send(add_account(workspace), "2012-Q1/COURT", **{"A-HOME": THEIRS})
    path = write(workspace.root, "second.csv", file_of("2012-Q1/SHELTER"))
    options = [f"--{name}={value}" for name, value in declared("2012-Q1/SHELTER").items()]
    done = mne("-v", "check", path, *options)
    (line,) = (line.strip() for line in done.out.splitlines() if THEIRS in line)
    assert line == (
        "For the secretariat alone, not to be passed on: "
        "same-people-home: COURT A-HOME = 8877; SHELTER A-HOME = 12"
    )
    kept = mne("-v", "--format", "json", "check", path, *options)
    assert THEIRS not in kept.out
