"""One return of one ministry: the national table, the regional table and the goal's table."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

import mne as package
from mne.workspace import Workspace

HERE = ZoneInfo("Asia/Phnom_Penh")
SHIPPED = Path(package.__file__).parent.parent / "indicators"
MOI = "npa-kh-2011/2012-Q1/MOI"
GIRLS = {"sex": "female", "age": "15-17"}
FIRST = {"": 61, "sex=female;age=15-17": 40, "sex=male;age=18+": 21}
"""Victims identified: the total, and the two groups that there were."""


def clock(year, month, day):
    return str(int(datetime(year, month, day, 12, tzinfo=HERE).timestamp()))


@pytest.fixture(scope="module")
def received(tmp_path_factory):
    """The form of the Ministry of Interior, written, filled in and received on 10 April."""
    root = tmp_path_factory.mktemp("fed") / "a workspace"
    shutil.copytree(SHIPPED, root / "indicators")
    (root / "submissions").mkdir()

    def call(*words):
        environment = {**os.environ, "SOURCE_DATE_EPOCH": clock(2012, 4, 10)}
        command = [sys.executable, "-m", "mne", *map(str, words)]
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()[:900]

    form, cells = root / "moi.xlsx", root / "map.json"
    slot = ("--plan", "npa-kh-2011", "--period", "2012-Q1", "--reporter", "MOI")
    call("template", *slot, "-o", form, "--map", cells)
    fill(form, json.loads(cells.read_text("utf-8")))
    call("submit", form)
    return Workspace(root)


@pytest.fixture
def workspace(received):
    """One for all tests: what one adds is received in June, and the others look on in April."""
    return received


@pytest.fixture(autouse=True)
def _a_day_in_april(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", clock(2012, 4, 10))


def fill(form, cells):
    """The victims as above, and no others; what else is asked stays blank."""
    book = openpyxl.load_workbook(form)
    for one in cells:
        is_figure = (one["indicator"], one["part"]) == ("NPA1-PROT-01", "")
        if is_figure and {*one["at"]} <= {"sex", "age"}:
            place = ";".join(f"{name}={code}" for name, code in one["at"].items())
            book[one["sheet"]][one["cell"]] = FIRST.get(place, 0)
    book.save(form)


def told(mne, *words):
    said = mne("progress", *words, "--format", "json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def national(mne, *words):
    found = told(mne, "--plan", "npa-kh-2011", "--period", "2012", "--by", "sex,age", *words)
    rows = [one for one in found["rows"] if one["indicator"] == "NPA1-PROT-01"]
    return {one["actual"] for one in rows if one["at"] in ({}, GIRLS)}


def regional(mne, *words):
    """Cambodia's cell, where the task force sent nothing."""
    asked = ("--plan", "spa-3", "--period", "2012", "--by", "country", "--side-by-side")
    found = told(mne, *asked, "--across", *words)
    (cell,) = (
        one
        for one in found["cells"]
        if (one["indicator"], one["column"], one["at"]) == ("SPA3-DATA-02", "KH", {})
    )
    assert cell["actual"] is None
    return cell["fed"]


def goal(mne, *words):
    found = told(mne, "--plan", "SDG", "--period", "2012", *words)
    rows = [one for one in found["rows"] if one["figure"]["indicator"] == "NPA1-PROT-01"]
    return {one["figure"]["actual"] for one in rows if one["figure"]["at"] in ({}, GIRLS)}


FED = {
    "plan": "npa-kh-2011",
    "indicator": "NPA1-PROT-01",
    "relation": "proxy",
    "standing": "beside",
}


def test_one_return_fills_three_tables(mne):
    assert national(mne) == {"61", "40"}
    assert regional(mne) == [{**FED, "actual": "61"}]
    assert goal(mne) == {"61", "40"}


def test_a_correction_by_letter_changes_all_three_and_the_day_before_none(mne, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", clock(2012, 6, 1))
    who = ("--by", "Mr Chan, Ministry of Interior", "--reason", "Counted twice")
    girls = "sex=female;age=15-17"
    values = ("--at", "", "--value", "58", "--at", girls, "--value", "37")
    said = mne("correct", MOI, "NPA1-PROT-01", *values, *who)
    assert said.code == 0, said.out + said.err
    assert national(mne) == {"58", "37"}
    assert regional(mne) == [{**FED, "actual": "58"}]
    assert goal(mne) == {"58", "37"}
    before = ("--as-of", "2012-05-31")
    assert national(mne, *before) == {"61", "40"}
    assert regional(mne, *before) == [{**FED, "actual": "61"}]
    assert goal(mne, *before) == {"61", "40"}
    nothing_yet = ("--as-of", "2012-04-09")
    assert regional(mne, *nothing_yet) == [{**FED, "standing": "no-figure", "actual": None}]


def test_the_command_that_is_named_walks_a_figure_back_to_its_cell(mne):
    found = told(mne, "--plan", "spa-3", "--period", "2012", "--across")
    (fed,) = (one for one in found["across"] if one["told_under"] == "SPA3-DATA-02")
    assert fed["trace"] == "mne trace npa-kh-2011/2012 NPA1-PROT-01"
    assert (fed["country"], fed["figure"]["reported"], fed["figure"]["expected"]) == ("KH", 1, 1)
    assert fed["figure"]["provisional"]
    traced = json.loads(mne(*fed["trace"].split()[1:], "--format", "json").out)
    assert [(one["receipt"], one["value"]) for one in traced["parts"]] == [(f"{MOI}/r0001", "61")]


def test_a_goal_is_told_by_each_dimension_it_asks_for(mne):
    found = told(mne, "--plan", "SDG", "--period", "2012")["rows"]
    rows = [one for one in found if one["figure"]["indicator"] == "NPA1-PROT-01"]
    by_place = {tuple(one["figure"]["at"].items()): one for one in rows}
    assert [len(place) for place in by_place] == sorted(len(place) for place in by_place)
    girls = by_place[(("sex", "female"),)]
    assert (girls["figure"]["actual"], girls["figure"]["coverage"]) == ("40", "complete")
    assert by_place[(("age", "18+"),)]["figure"]["actual"] == "21"
    assert by_place[(("form", "sexual"),)]["figure"]["actual"] is None
    traces = girls["trace"].split("; ")
    assert len(traces) == 4
    one = "mne trace npa-kh-2011/2012 NPA1-PROT-01 --at 'sex=female;age=15-17'"
    assert one in traces
    traced = json.loads(mne(*shlex.split(one)[1:], "--format", "json").out)
    assert traced["value"] == "40"
    page = mne("progress", "--plan", "SDG", "--period", "2012").out
    assert "Female  " in page
    assert "Female, 15-17 years" not in page


def test_a_rate_is_given_only_with_a_population_and_its_source(mne, workspace):
    def rates():
        found = told(mne, "--plan", "SDG", "--period", "2012")
        return {
            one["figure"]["indicator"]: (one["rate"], one["why_no_rate"], one["population_source"])
            for one in found["rows"]
            if not one["figure"]["at"]
        }

    assert rates() == {
        "NPA1-PROT-01": (None, "no-population", None),
        "NPA1-CHI-01": (None, "no-population", None),
    }
    file = workspace.indicators / "frameworks.yaml"
    text = file.read_text("utf-8")
    invented = "{country: KH, period: 2012, value: 1000000, source: Invented for this test}"
    there = "        per: 100000\n"
    file.write_text(text.replace(there, f"{there}        population: [{invented}]\n"), "utf-8")
    try:
        source = "Invented for this test"
        assert rates()["NPA1-PROT-01"] == ("6.1", None, source)
        assert rates()["NPA1-CHI-01"] == ("4", None, source)
        page = " ".join(mne("progress", "--plan", "SDG", "--period", "2012").out.split())
        assert f"KH: 6.100 per 100,000 (1,000,000 inhabitants: {source})" in page
        assert "no population given" not in page
        assert "they stand side by side and are never added" in page
    finally:
        file.write_text(text, "utf-8")


def test_every_line_of_a_csv_says_whose_figure_it_is(mne):
    said = mne("progress", "--plan", "spa-3", "--period", "2012", "--across", "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(said.out)))
    (fed,) = (one for one in lines if one["told_under"] == "SPA3-DATA-02")
    whose = ("indicator", "plan", "country", "relation", "standing", "actual", "own")
    assert [fed[one] for one in whose] == [
        "NPA1-PROT-01",
        "npa-kh-2011",
        "KH",
        "proxy",
        "beside",
        "61",
        "",
    ]
    assert {one["actual"] for one in lines if not one["plan"]} == {""}


def test_a_goal_takes_no_choice_and_a_page_has_one_thing_across(mne):
    for choice in (("--country", "KH"), ("--against", "2011")):
        narrowed = mne("progress", "--plan", "SDG", "--period", "2012", *choice)
        assert (narrowed.code, "SDG is no plan" in narrowed.err) == (2, True)
    two = ("--by", "country,sex", "--side-by-side")
    several = mne("progress", "--plan", "spa-3", "--period", "2012", *two)
    assert (several.code, "--by names country, sex" in several.err) == (2, True)
    nothing = mne("progress", "--plan", "SDGS", "--period", "2012")
    assert (nothing.code, "SDGS" in nothing.err) == (2, True)


GRID = ("--plan", "spa-3", "--period", "2012", "--by", "country", "--side-by-side", "--across")
SIX = ["KH", "CN", "LA", "MM", "TH", "VN"]


def test_a_year_later_six_countries_stand_in_their_order_and_none_is_zero(mne, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", clock(2013, 3, 1))
    monkeypatch.setenv("COLUMNS", "120")
    said = mne("progress", *GRID, "--format", "csv", "--as-of", "2013-03-01")
    head, *lines = csv.reader(io.StringIO(said.out))
    assert [one for one in head if one in SIX] == SIX
    (line,) = (dict(zip(head, one, strict=True)) for one in lines if one[0] == "SPA3-DATA-02")
    assert [line[one] for one in SIX] == [""] * 6
    assert {line[f"{one}_why"] for one in SIX} == {"not-received"}
    ours = [line[f"{one}_from_other_plans"] for one in SIX]
    (found, *others) = (one.split() for one in ours)
    assert found[1:] == ["npa-kh-2011", "NPA1-PROT-01", "proxy", "beside"]
    assert others == [[]] * 5
    assert (line["together"], line["together_why"], line["given"], line["asked"]) == (
        "",
        "kept-apart",
        "0",
        "6",
    )
    page = mne("progress", *GRID, "--what", "indicators").out.splitlines()
    assert page[0].split() == ["indicator", *SIX, "together"]
    assert max(map(len, page)) <= 120
    start = next(place for place, text in enumerate(page) if text.startswith("SPA3-DATA-02"))
    cells = " ".join(" ".join(page[start : start + 3]).split())
    assert f"{found[0]}* [" in cells
    assert "\u2013 not added" in cells
    assert " 0 " not in cells.replace("0 / 6", "")


def test_bodies_or_one_breakdown_stand_side_by_side_too(mne):
    plan = ("--plan", "npa-kh-2011", "--period", "2012-Q1", "--side-by-side", "--by")
    by_age = told(mne, "--plan", "npa-kh-2011", "--period", "2012-Q1", "--by", "age")
    across_age = told(mne, *plan, "age")
    assert across_age["rows"] == by_age["rows"]
    assert across_age["columns"] == ["0-14", "15-17", "18+", "unknown"]
    across_sex = told(mne, *plan, "sex")
    children = [one for one in across_sex["cells"] if one["indicator"] == "NPA1-CHI-01"]
    assert [(one["column"], one["actual"], one["why"]) for one in children] == [
        ("female", "40", None),
        ("male", "0", None),
        ("unknown", "0", None),
    ]
    by_body = told(mne, *plan, "reporter")
    (cell,) = (
        one
        for one in by_body["cells"]
        if (one["indicator"], one["column"]) == ("NPA1-PROT-01", "MOI")
    )
    assert (cell["actual"], cell["fed"]) == ("61", [])
