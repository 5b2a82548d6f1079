"""`mne plan diff`: every kind of change is told as what it is."""

import csv
import io
import json
import shutil

import pytest

from mne.archive import Archive
from mne.definitions import load_plan


@pytest.fixture
def change(workspace, tmp_path, mne):
    """Keeps the workspace as it is, changes a file of it, and says how the plan differs."""
    older = tmp_path / "older"
    shutil.copytree(workspace.indicators, older / "indicators")

    def done(file, *pairs, words=()):
        path = workspace.indicators / file
        text = path.read_text("utf-8")
        for was, becomes in pairs:
            assert was in text
            text = text.replace(was, becomes, 1)
        path.write_text(text, "utf-8")
        said = mne(*words, "plan", "diff", older, "trial", "--format", "json")
        assert (said.code, said.err) == (0, "")
        return json.loads(said.out)["changes"]

    return done


def told(changes):
    return [one["message"] for one in changes]


START = "J-01 Victims helped: "
TARGET = "{period: 2012, value: 200, set_on: 2011-03-01, reference: plan}"
REVISED = "{{period: 2012, value: {value}, set_on: 2012-01-10, reference: decree}}"
OVERWRITTEN = (
    "the target for 2012 that was set on 1 March 2011 was overwritten: 200 became 220 (plan). "
    "A revision is a line of its own."
)
DELETED = (
    "the target for 2012, 200, set on 1 March 2011, was deleted. "
    "A target that is no longer pursued gets a line with no value."
)


def test_no_difference_is_said(mne):
    assert mne("plan", "diff", "trial", "trial") == (0, "No difference.\n", "")


@pytest.mark.parametrize(
    ("was", "becomes", "sentences"),
    [
        (
            TARGET,
            f"{TARGET}\n      - {REVISED.format(value=250)}",
            [f"{START}target for 2012 revised from 200 to 250 on 10 January 2012 (decree)."],
        ),
        (
            TARGET,
            f"{TARGET}\n      - {REVISED.format(value='null')}",
            ["J-01 Victims helped: target for 2012, 200, dropped on 10 January 2012 (decree)."],
        ),
        (
            TARGET,
            f"{TARGET}\n      - {{period: 2013, value: 250, set_on: 2011-03-01, reference: plan}}",
            ["J-01 Victims helped: target for 2013 set to 250 on 1 March 2011 (plan)."],
        ),
        (
            "value: 200",
            "value: 220",
            [f"{START}{OVERWRITTEN}"],
        ),
        (
            "    target_is: per_period\n    targets:\n      - " + TARGET + "\n",
            "",
            [
                "J-01 Victims helped: kind of target is no longer given; it was per_period.",
                f"{START}{DELETED}",
            ],
        ),
        (
            "    direction: up\n",
            "    direction: up\n    baseline: {period: 2011, value: 120, source: register}\n",
            ["J-01 Victims helped: baseline established: 120 (2011; register)."],
        ),
        (
            "    lead: MOJ\n",
            "    lead: MOI\n    contributing: [MOJ]\n",
            [
                "J-01 Victims helped: the lead passes from MOJ to MOI.",
                "J-01 Victims helped: contributing bodies, new: MOJ.",
            ],
        ),
        (
            "title: {en: Victims helped, km: ជនរងគ្រោះបានជួយ}",
            "title: {en: Victims assisted, km: ជនរងគ្រោះបានជួយ}",
            ["J-01 Victims assisted: title reworded (English)."],
        ),
        (
            "    direction: up\n",
            "    direction: up\n    until: 2013-06-30\n",
            ["J-01 Victims helped: ends on 30 June 2013."],
        ),
        (
            "      drafting: {en: Being drafted, km: កំពុងព្រាង}\n",
            "      drafting: {en: Being drafted, km: កំពុងព្រាង}\n      sent: {en: Sent}\n",
            ["New: state sent (Sent) of J-03."],
        ),
        (
            "over_reporters: lead_only}",
            "over_reporters: max}",
            ["J-01 Victims helped: combination over reporters changed from lead_only to max."],
        ),
        (
            "breakdowns: [[sex], [province]]",
            "breakdowns: [[province]]",
            ["J-01 Victims helped: breakdowns, no longer: sex."],
        ),
    ],
)
def test_a_change_of_an_indicator_is_told_as_what_it_is(change, was, becomes, sentences):
    changes = change("trial/justice.yaml", (was, becomes))
    assert told(changes) == sentences
    assert {one["objective"] for one in changes} == {"justice"}


def test_an_indicator_that_comes_or_goes_is_named_with_its_title(change):
    assert told(change("trial/justice.yaml", ("  J-01:", "  J-81:"))) == [
        "New: J-81 Victims helped.",
        "No longer there: J-01 Victims helped.",
    ]


@pytest.mark.parametrize(
    ("file", "was", "becomes", "sentence"),
    [
        ("trial/plan.yaml", "due_days: 15", "due_days: 20", "plan trial: days until the deadline"),
        ("trial/plan.yaml", "abbreviation: MoJ", "abbreviation: MJ", "reporter MOJ (Ministry of"),
        ("trial/plan.yaml", "left: [J-08]", "left: [J-09]", "rule women-within-staff ("),
        ("codelists/sex.yaml", "  unknown:", "  other: {name: {en: Other}}\n  unknown:", "New: "),
    ],
)
def test_what_concerns_the_plan_as_a_whole_stands_under_no_objective(
    change, file, was, becomes, sentence
):
    changes = change(file, (was, becomes))
    assert changes[0]["message"].startswith(sentence)
    assert {one["objective"] for one in changes} == {""}


def test_a_reworded_text_is_shown_in_both_versions_under_its_objective(change, mne, tmp_path):
    change("trial/justice.yaml", ("en: Law adopted", "en: Law in force"))
    said = mne("plan", "diff", tmp_path / "older", "trial").out.splitlines()
    assert said[0].startswith("trial (")
    assert [" ".join(line.split()) for line in said[2:]] == [
        "justice Justice",
        "J-03 Law in force: title reworded (English).",
        "was Law adopted",
        "is now Law in force",
    ]


def test_changes_come_as_csv_and_in_khmer(change, mne, tmp_path):
    change("trial/justice.yaml", ("value: 200", "value: 220"))
    said = mne("plan", "diff", tmp_path / "older", "trial", "--format", "csv", "--lang", "km")
    (row,) = csv.DictReader(io.StringIO(said.out))
    assert (row["change"], row["subject"], row["key"], row["old"], row["new"]) == (
        "target-altered",
        "J-01",
        "targets",
        "200",
        "220",
    )
    assert "ត្រូវបានសរសេរពីលើ" in row["message"]


# --- which versions -----------------------------------------------------------------------------


def test_versions_are_found_in_folders_workspaces_and_the_archive(mne, workspace):
    plan = load_plan(workspace.indicators, "trial")
    Archive(workspace.submissions).keep_definitions(plan)
    for version in ("indicators/trial", "indicators", ".", plan.digest, plan.digest[:8]):
        assert mne("plan", "diff", version, "trial") == (0, "No difference.\n", "")
        assert mne("plan", "diff", "trial", version) == (0, "No difference.\n", "")


@pytest.mark.parametrize(
    ("versions", "words"),
    [
        (("nope", "trial"), '"nope" is neither a plan'),
        (("trial", "0123456789"), '"0123456789" is neither a plan'),
        ((".", "."), '"." holds several plans (other, trial).'),
    ],
)
def test_a_version_that_cannot_be_found_is_a_usage_error(mne, versions, words):
    said = mne("plan", "diff", *versions)
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_two_versions_of_different_plans_say_so_first(mne):
    said = json.loads(mne("plan", "diff", "other", "trial", "--format", "json").out)
    assert said["changes"][0]["message"] == "plan trial: id changed from other to trial."
    assert said["from"]["plan"] == "other"
