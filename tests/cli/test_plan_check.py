"""`mne plan check` tells faults from warnings, and runs the worked examples."""

from __future__ import annotations

import json

import pytest

CASE = """\
cases:
  ours:
    title: {{en: Ours, km: របស់យើង}}
    indicator: P-02
    given:
      - MOI reports 5 in 2012-Q1
    then:
      - "in 2012-Q1: the figure is {figure}"
"""


@pytest.fixture
def with_case(workspace):
    """The trial plan with one worked example."""

    def write(figure):
        folder = workspace.indicators / "trial" / "cases"
        folder.mkdir()
        (folder / "one.yaml").write_text(CASE.format(figure=figure), "utf-8")

    return write


def test_warnings_alone_refuse_nothing(mne):
    said = mne("plan", "check", "trial", "--format", "json")
    faults = json.loads(said.out)["faults"]
    assert said.code == 0
    assert {one["severity"] for one in faults} == {"warning"}
    assert {one["code"] for one in faults} == {"text-language-missing"}


def test_an_error_refuses_and_stands_with_its_place_and_remedy(mne, workspace):
    path = workspace.indicators / "trial" / "police.yaml"
    path.write_text(path.read_text("utf-8").replace("lead: MOI", "lead: MOO", 1), "utf-8")
    said = mne("plan", "check", "trial")
    assert said.code == 4
    line = next(one for one in said.out.splitlines() if "reporter-not-in-plan" in one)
    assert line.startswith("indicators/trial/police.yaml:15:5: error reporter-not-in-plan:")


def test_a_worked_example_that_holds_is_counted(mne, with_case):
    with_case(5)
    said = mne("plan", "check", "trial", "--format", "json")
    assert said.code == 0
    assert "case-fails" not in said.out


def test_a_worked_example_that_does_not_hold_refuses(mne, with_case):
    with_case(6)
    said = mne("plan", "check", "trial")
    assert said.code == 4
    expected = "indicators/trial/cases/one.yaml:8:9: error case-fails: The worked example ours"
    assert expected in said.out
    assert "the figure is 6" in said.out
