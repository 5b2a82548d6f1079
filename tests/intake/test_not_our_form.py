"""What is not one of our forms, or cannot be known to be one, is never taken in."""

from __future__ import annotations

import shutil
from io import BytesIO

import openpyxl
import pytest

from mne.archive import Archive
from mne.errors import UnreadableError, UsageError, exit_code
from mne.intake import Declared, check_file
from mne.workspace import Workspace
from tests.fixtures.checks import stamp
from tests.fixtures.trial_kit import (
    GOOD,
    answers_of,
    check,
    copy_workspace,
    fill,
    good_form,
    listed,
    slot_of,
    spoil,
    trial,
    typing,
    write,
)

DIGEST = trial().digest
WORDS = f"mne-form 2 trial 2012-Q1 MOJ {DIGEST}"
STAMP = stamp(WORDS)


def refusal(workspace, content, name="return.xlsx"):
    path = write(workspace.root, name, content)
    with pytest.raises(UnreadableError) as caught:
        check_file(workspace, path, Declared())
    assert exit_code(caught.value) == 3
    assert caught.value.params["file"] == name
    assert list(workspace.submissions.iterdir()) == []
    return caught.value


def stamped(text):
    return spoil(good_form(), typing(A1=text))


def test_the_stamp_of_a_form_is_what_the_other_tests_take_it_for():
    assert openpyxl.load_workbook(BytesIO(good_form()))["Return"]["A1"].value == STAMP


def test_any_other_workbook_is_not_our_form(workspace):
    book = openpyxl.Workbook()
    book.active["A1"] = "Victims"
    saved = BytesIO()
    book.save(saved)
    assert refusal(workspace, saved.getvalue()).code == "not-our-form"


@pytest.mark.parametrize("text", [None, "", "mine-form 1 trial 2012-Q1 MOJ", "Return of MOJ"])
def test_a_form_without_its_stamp_is_not_our_form(workspace, text):
    assert refusal(workspace, stamped(text)).code == "not-our-form"


@pytest.mark.parametrize(
    "text",
    [
        WORDS,
        f"{STAMP} more",
        STAMP.replace("2012-Q1", "2012-Q2"),
        STAMP.replace("MOJ", "MOI"),
        STAMP.replace(DIGEST, DIGEST.upper()),
        stamp(WORDS.replace("2012-Q1", "2012-Q5")),
        stamp(WORDS.replace("2012-Q1", "first-quarter")),
        stamp(WORDS.replace("MOJ", "MOX")),
        "mne-form",
    ],
)
def test_a_stamp_that_was_changed_is_damaged_and_not_guessed(workspace, text):
    assert refusal(workspace, stamped(text)).code == "form-stamp-damaged"


def test_a_form_of_another_version_names_both_versions(workspace):
    error = refusal(workspace, stamped(STAMP.replace("mne-form 2", "mne-form 1")))
    assert (error.code, error.params["found"], error.params["expected"]) == (
        "form-version-unknown",
        "1",
        "2",
    )


@pytest.mark.parametrize(
    "words",
    [
        WORDS.replace(DIGEST, "0" * 64),
        WORDS.replace(DIGEST, "../../../etc/passwd"),
        WORDS.replace(DIGEST, DIGEST.upper()),
        WORDS.replace(" trial ", " other "),
        WORDS.replace(" trial ", " npa-xx "),
        WORDS.replace(" trial ", " ../trial "),
    ],
)
def test_a_form_made_under_definitions_that_we_do_not_hold_is_not_read(workspace, words):
    assert refusal(workspace, stamped(stamp(words))).code == "form-definitions-unknown"


def test_a_form_under_older_definitions_is_read_under_them(workspace, tmp_path):
    """J-10 is dropped from the plan after the form went out: its figure is still read."""
    Archive(workspace.submissions).keep_definitions(trial())
    justice = workspace.indicators / "trial" / "justice.yaml"
    text = justice.read_text("utf-8")
    before, after = text.index("  J-10:"), text.index("  J-11:")
    justice.write_text(text[:before] + text[after:], "utf-8")
    plan_file = workspace.indicators / "trial" / "plan.yaml"
    rules = plan_file.read_text("utf-8")
    start, end = rules.index("  few-closed"), rules.index("  sexual-within")
    plan_file.write_text(rules[:start] + rules[end:], "utf-8")
    verdict = check(workspace, write(tmp_path, "old.xlsx", good_form()))
    assert verdict.definitions == DIGEST
    assert "J-10" in {one.indicator for one in verdict.observations}
    assert verdict.issues == ()
    bare = Workspace(tmp_path / "elsewhere")
    shutil.copytree(workspace.indicators, bare.indicators)
    bare.submissions.mkdir()
    assert refusal(bare, good_form()).code == "form-definitions-unknown"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "return.xlsx", "file-empty"),
        (b"PK\x03\x04 torn off", "return.xlsx", "file-damaged"),
        (b"%PDF-1.7 a scan", "return.pdf", "file-type"),
        (good_form()[:9000], "return.xlsx", "file-damaged"),
    ],
)
def test_a_file_that_is_no_workbook_says_which_it_is(workspace, content, name, code):
    assert refusal(workspace, content, name).code == code


def test_a_file_that_is_not_there_is_unreadable(workspace):
    with pytest.raises(UnreadableError, match="file-missing"):
        check_file(workspace, workspace.root / "nowhere.xlsx", Declared())


def test_a_csv_has_no_stamp_and_must_be_declared_in_full(workspace):
    path = write(workspace.root, "return.csv", b"indicator,value\nJ-07,3\n")
    for said in (
        Declared(),
        Declared(plan="trial", period="2012-Q1"),
        Declared(reporter="MOJ", period="2012-Q1"),
    ):
        with pytest.raises(UsageError, match="csv-needs-slot"):
            check_file(workspace, path, said)


def test_the_stamp_counts_that_stands_on_the_sheet_that_is_read(workspace):
    """Somebody drags last quarter's sheet in front: the figures are those of `Return`."""

    def damage(book):
        old = book.create_sheet("Return (2)", 0)
        old["A1"] = stamp(WORDS.replace("2012-Q1", "2011-Q4"))

    verdict = check(workspace, write(workspace.root, "two.xlsx", spoil(good_form(), damage)))
    assert (str(verdict.slot), verdict.issues) == ("trial/2012-Q1/MOJ", ())


def test_a_form_whose_return_sheet_was_renamed_lacks_that_sheet_and_nothing_else(workspace):
    def damage(book):
        book["Return"].title = "MOJ Q1"

    verdict = check(workspace, write(workspace.root, "renamed.xlsx", spoil(good_form(), damage)))
    assert listed(verdict) == [("sheet-missing", "error", "Return", "")]
    assert verdict.cells.required == verdict.cells.blank == 22


def test_reporters_may_be_declared_by_their_aliases(workspace):
    path = write(workspace.root, "return.xlsx", good_form())
    for name in ("MOJ", "moj", "Justice", "justice"):
        assert check(workspace, path, reporter=name).issues == ()
    assert listed(check(workspace, path, reporter="MFAIC", period="2012-Q2", plan="other")) == [
        ("form-other-period", "error", "Return", "A1"),
        ("form-other-plan", "error", "Return", "A1"),
        ("form-other-reporter", "error", "Return", "A1"),
    ]


def test_a_form_of_another_plan_in_the_same_workspace_is_read_under_its_own(workspace):
    verdict = check(workspace, write(workspace.root, "o.xlsx", fill("other/2012-Q1/MOJ")))
    assert str(verdict.slot) == "other/2012-Q1/MOJ"
    assert {one.code for one in verdict.issues} == {"return-empty"}


def test_the_answers_of_the_kit_reach_every_figure_of_the_form():
    for reporter, typed in GOOD.items():
        slot = slot_of(f"trial/2012-Q1/{reporter}")
        keys = {one.key for one in answers_of(trial(), slot, typed)}
        assert keys >= set(typed)


def test_the_workspace_of_the_tests_is_a_copy(tmp_path):
    made = copy_workspace(tmp_path / "w")
    assert made.root != copy_workspace(tmp_path / "v").root
