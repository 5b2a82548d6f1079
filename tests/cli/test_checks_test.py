"""`mne checks test`: good and bad returns against the codes that they are to come to."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import mne as package
from tests.fixtures import own_kit
from tests.fixtures.trial_kit import as_csv, csv_lines, good_form, keep, spoil, typing, write

SHIPPED = Path(package.__file__).parent.parent
SLOT = "trial_2012-Q1_MOJ"
FORM = "trial/2012-Q1/MOJ"
GOOD = as_csv(csv_lines())
BAD = GOOD.decode().replace("\nJ-01,,01,", "\nJ-01,,01,1,1,").encode()  # one comma too many


@pytest.fixture
def checks(workspace):
    """The folder of the trial plan for good and bad returns."""
    folder = workspace.indicators / "trial" / "checks"
    for name in ("good", "bad"):
        (folder / name).mkdir(parents=True)
    return folder


def told(said):
    return {one["file"]: one for one in json.loads(said.out)["files"]}


def test_good_and_bad_returns_that_come_to_what_is_expected_pass(mne, checks):
    write(checks / "good", f"{SLOT}.xlsx", good_form(FORM))
    write(checks / "good", f"{SLOT}.csv", GOOD)
    write(checks / "bad", "number-expected D38.xlsx", spoil(good_form(FORM), typing(D38="forty")))
    write(checks / "bad", "number-expected.two.xlsx", spoil(good_form(FORM), typing(D38="forty")))
    write(checks / "bad", f"csv-ragged {SLOT}.csv", BAD)
    write(checks / "bad", "file-type a letter.pdf", b"%PDF-1.7 nothing")
    said = mne("checks", "test", "--format", "json")
    assert (said.code, said.err) == (0, "")
    assert {name: one["passed"] for name, one in told(said).items()} == {
        f"good/{SLOT}.csv": True,
        f"good/{SLOT}.xlsx": True,
        f"bad/csv-ragged {SLOT}.csv": True,
        "bad/file-type a letter.pdf": True,
        "bad/number-expected D38.xlsx": True,
        "bad/number-expected.two.xlsx": True,
    }
    found = told(said)["bad/number-expected D38.xlsx"]
    assert found["expected"] == [{"code": "number-expected", "sheet": "", "cell": "D38"}]
    assert found["found"] == [{"code": "number-expected", "sheet": "Return", "cell": "D38"}]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("good/good.xlsx", {"D38": "forty"}),  # an issue in a good one
        ("good/warned.xlsx", {"D30": None}),  # a warning is one too
        ("bad/number-expected.xlsx", {}),  # nothing found
        ("bad/number-expected D37.xlsx", {"D38": "forty"}),  # at another cell
        ("bad/number-malformed D38.xlsx", {"D38": "forty"}),  # another code
        ("bad/number-expected D38.xlsx", {"D38": "forty", "D30": None}),  # and something else
        ("bad/number-expected D38.xlsx", {"D38": "forty", "D40": "ten"}),  # and elsewhere
    ],
)
def test_anything_else_fails_and_is_shown(mne, checks, name, cells):
    write(checks, name, spoil(good_form(FORM), typing(**cells)))
    said = mne("checks", "test", "--format", "json")
    assert said.code == 1
    assert (json.loads(said.out)["passed"], json.loads(said.out)["failed"]) == (0, 1)
    assert not told(said)[name]["passed"]
    table = mne("checks", "test")
    assert table.code == 1
    assert "failed" in table.out
    assert table.err == "0 passed, 1 failed\n"


def test_a_list_says_what_a_name_cannot(mne, checks):
    form = spoil(good_form(FORM), typing(D38="forty", D30=None))
    write(checks / "bad", "two mistakes.xlsx", form)
    rows = ("number-expected,Return,D38", "evidence-missing,,D30")
    text = "file,code,sheet,cell\n" + "".join(f"bad/two mistakes.xlsx,{row}\n" for row in rows)
    (checks / "expected.csv").write_text(text)
    assert mne("checks", "test").code == 0
    (checks / "expected.csv").write_text(text.replace("Return,D38", "Activities,D38"))
    assert mne("checks", "test").code == 1


def test_a_spreadsheet_of_a_ministry_s_own_is_read_by_the_layout_that_the_list_names(mne, checks):
    write(checks / "good", "consul.xlsx", own_kit.consul())
    row = "good/consul.xlsx,read-by-layout,trial,2012-Q1,MFAIC,consul\n"
    (checks / "expected.csv").write_text("file,code,plan,period,reporter,layout\n" + row)
    said = mne("checks", "test")
    assert (said.code, said.err) == (0, "1 passed, 0 failed\n")


def test_what_was_received_has_no_say_and_nothing_is_kept(mne, checks, workspace):
    keep(workspace, write(workspace.root, "before.xlsx", good_form(FORM)))
    before = sorted(workspace.submissions.rglob("*"))
    write(checks / "good", f"{SLOT}.xlsx", good_form(FORM))
    assert mne("checks", "test").code == 0  # no sent-before
    assert sorted(workspace.submissions.rglob("*")) == before


def test_a_folder_of_one_s_own_may_lie_anywhere(mne, tmp_path):
    for kind in ("good", "bad"):
        (tmp_path / "mine" / kind).mkdir(parents=True)
    write(tmp_path / "mine" / "good", f"{SLOT}.csv", GOOD)
    said = mne("checks", "test", tmp_path / "mine", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(said.out))
    assert row == {
        "file": f"good/{SLOT}.csv",
        "result": "passed",
        "expected": "",
        "found": "",
    }


def test_a_file_that_is_not_named_after_a_code_is_told_with_the_nearest(mne, checks):
    write(checks / "bad", "number-expcted.xlsx", good_form(FORM))
    said = mne("checks", "test")
    assert (said.code, said.out) == (2, "")
    assert "the nearest is number-expected" in said.err


def test_a_list_that_does_not_fit_its_files_is_told(mne, checks):
    write(checks / "good", f"{SLOT}.csv", GOOD)
    (checks / "expected.csv").write_text("file,code\nbad/gone.csv,csv-ragged\n")
    assert "bad/gone.csv" in mne("checks", "test").err
    (checks / "expected.csv").write_text("name,code\n")
    assert '"file" is needed' in mne("checks", "test").err


@pytest.mark.usefixtures("checks")
def test_where_there_is_nothing_to_try_it_says_so(mne, tmp_path):
    for words in ((), (tmp_path / "nowhere",)):
        said = mne("checks", "test", *words)
        assert (said.code, said.out) == (2, "")
        assert "no good or bad returns" in said.err


def test_the_examples_that_ship_pass_and_say_that_they_are_invented(mne):
    said = mne("-C", SHIPPED, "checks", "test", "--format", "json")
    assert said.code == 0
    assert {one["passed"] for one in json.loads(said.out)["files"]} == {True}
    kinds = [name.partition("/")[0] for name in told(said)]
    assert (kinds.count("good"), kinds.count("bad")) == (1, 4)
    folder = SHIPPED / "indicators" / "npa-kh-2011" / "checks"
    texts = [path.read_text("utf-8") for path in folder.glob("*/*.csv")]
    assert len(texts) == 4
    assert all("SYNTHETIC" in text for text in texts)
