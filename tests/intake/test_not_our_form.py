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
    MFAIC,
    answers_of,
    check,
    copy_workspace,
    fill,
    good_form,
    keep,
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
def test_a_form_without_its_stamp_is_told_so(workspace, text):
    assert refusal(workspace, stamped(text)).code == "form-stamp-missing"


def changed(hand):
    def damage(book):
        for merged in [str(one) for one in book["Return"].merged_cells.ranges]:
            book["Return"].unmerge_cells(merged)
        hand(book)

    return spoil(good_form(), damage)


@pytest.mark.parametrize(
    ("hand", "code", "found"),
    [
        (lambda book: book["Return"].insert_rows(1, 2), "form-stamp-moved", "A3"),
        (lambda book: book["Return"].insert_cols(1), "form-stamp-moved", "B1"),
        (lambda book: book["Return"].delete_cols(1), "form-stamp-missing", None),
        (lambda book: book.remove(book["Return"]), "form-return-missing", None),
    ],
)
def test_a_form_without_its_stamp_in_its_place_says_what_became_of_it(workspace, hand, code, found):
    error = refusal(workspace, changed(hand))
    assert (error.code, error.params.get("found")) == (code, found)


def test_two_sheets_that_have_each_other_s_names_are_known_by_their_marks(workspace):
    def damage(book):
        book["Narrative"].title, book["Lists"].title = "x", "Narrative"
        book["x"].title = "Lists"
        book["Lists"]["D7"] = "Three meetings with the courts."

    verdict = check(workspace, write(workspace.root, "names.xlsx", spoil(good_form(), damage)))
    assert ("sheet-renamed", "warning", "Lists", "") in listed(verdict)
    assert "Three meetings with the courts." in {one.value for one in verdict.observations}


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


def test_a_sheet_under_another_name_is_known_by_its_marks_and_named_as_it_is_now(workspace):
    def damage(book):
        book["Return"].title = "MOJ Q1"
        book["MOJ Q1"]["D10"] = "twenty"

    verdict = check(workspace, write(workspace.root, "renamed.xlsx", spoil(good_form(), damage)))
    assert listed(verdict) == [
        ("number-expected", "error", "MOJ Q1", "D10"),
        ("sheet-renamed", "warning", "MOJ Q1", ""),
    ]
    assert verdict.cells.blank == 1


def test_of_two_sheets_that_could_be_the_one_that_is_gone_neither_is_taken(workspace):
    def damage(book):
        book.copy_worksheet(book["Return"]).title = "ours"
        book["Return"].title = "theirs"

    verdict = check(workspace, write(workspace.root, "two.xlsx", spoil(good_form(), damage)))
    assert listed(verdict) == [("sheet-missing", "error", "Return", "")]
    assert verdict.cells.required == verdict.cells.blank == 22


def test_the_secretariat_may_take_an_old_form_for_the_quarter_it_was_filled_in_for(workspace):
    word = {"by": "Sok, secretariat", "reason": "MOJ used the old form"}
    path = write(workspace.root, "old.xlsx", good_form())
    verdict = check(workspace, path, period="2012-Q2", **word)
    assert str(verdict.slot) == "trial/2012-Q2/MOJ"
    assert listed(verdict) == [("stamp-overridden", "note", "Return", "A1")]
    assert dict(verdict.issues[0].params) == {
        "found": "trial/2012-Q1/MOJ",
        "expected": "trial/2012-Q2/MOJ",
        **word,
    }
    assert verdict.cells == check(workspace, path).cells
    assert {one.period.label for one in verdict.observations} == {"2012-Q2"}


@pytest.mark.parametrize("word", [{}, {"by": "Sok"}, {"reason": "the old form"}])
def test_without_a_name_and_a_reason_the_stamp_stands(workspace, word):
    path = write(workspace.root, "old.xlsx", good_form())
    verdict = check(workspace, path, period="2012-Q2", **word)
    assert listed(verdict) == [("form-other-period", "error", "Return", "A1")]
    assert str(verdict.slot) == "trial/2012-Q1/MOJ"


def test_a_form_with_too_few_rows_for_its_quarter_leaves_the_others_blank(workspace):
    """The old form of a first quarter does not ask for J-11, which is asked for once a year."""
    path = write(workspace.root, "old.xlsx", good_form())
    verdict = check(workspace, path, period="2012-Q4", by="Sok", reason="old form")
    assert [one.code for one in verdict.issues] == ["stamp-overridden", "answer-blank"]
    assert (verdict.issues[1].indicator, verdict.issues[1].cell) == ("J-11", "")
    assert verdict.verdict == "accepted"


@pytest.mark.parametrize(
    ("text", "code"), [(f"{STAMP} more", "form-stamp-damaged"), (None, "form-stamp-missing")]
)
def test_a_damaged_stamp_needs_the_whole_slot_on_somebodys_word(workspace, text, code):
    path = write(workspace.root, "torn.xlsx", stamped(text))
    word = {"by": "Sok", "reason": "the stamp was typed over"}
    whole = {"plan": "trial", "period": "2012-Q1", "reporter": "MOJ"}
    verdict = check(workspace, path, **whole, **word)
    assert listed(verdict) == [("stamp-overridden", "note", "Return", "A1")]
    for less in ({}, {"period": "2012-Q1"}, {"plan": "trial", "reporter": "MOJ"}):
        with pytest.raises(UnreadableError, match=code):
            check(workspace, path, **less, **word)
    with pytest.raises(UnreadableError, match=code):
        check(workspace, path, **whole)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("trial_2012-Q2_MOJ.xlsx", True),
        ("trial_2012-Q1_MOI.xlsx", True),
        ("trial_2012-Q2_MOJ (2).xlsx", True),
        ("trial_2012-Q2_MOJ_final.xlsx", True),
        ("trial_2012-Q1_MOJ (2).xlsx", False),
        ("trial_2012-Q9_MOJ.xlsx", False),
        ("trial_2012-Q2_MOJX.xlsx", False),
        ("other_2012-Q2_MOJ.xlsx", False),
        ("Q2 of MOJ.xlsx", False),
    ],
)
def test_a_form_under_the_name_of_another_is_told_and_no_name_is_guessed(workspace, name, told):
    verdict = check(workspace, write(workspace.root, name, good_form()))
    assert [one.code for one in verdict.issues] == (["form-copied"] if told else [])


def test_a_correction_of_some_figures_is_not_taken_for_an_old_form(workspace):
    keep(workspace, write(workspace.root, "first.xlsx", good_form("trial/2012-Q1/MFAIC")))
    parts = {key: str(int(MFAIC[key]) + 1) for key in list(MFAIC)[1:8]}
    second = fill("trial/2012-Q1/MFAIC", **parts, **{"F-01": str(757 + 7)})
    assert check(workspace, write(workspace.root, "second.xlsx", second)).issues == ()
    parts |= {key: str(int(MFAIC[key]) + 1) for key in list(MFAIC)[1:9]}
    third = fill("trial/2012-Q1/MFAIC", **parts, **{"F-01": str(757 + 8)})
    path = write(workspace.root, "third.xlsx", third)
    (issue,) = check(workspace, path).issues
    assert (issue.code, dict(issue.params)) == (
        "form-used-again",
        {"found": "9", "count": "12", "period": "2012-Q1", "expected": "2012-Q2"},
    )
    word = {"period": "2012-Q1", "by": "Sok", "reason": "all counted anew"}
    assert check(workspace, path, **word).verdict == "accepted"
    keep(workspace, write(workspace.root, "next.xlsx", good_form("trial/2012-Q2/MFAIC")))
    assert check(workspace, path).issues == ()


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
