"""`mne checks list` and `mne checks show`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import mne as package
from mne.catalogue import FAMILIES
from mne.definitions import load_plan

CODES = {code for codes in FAMILIES.values() for code in codes}
SHIPPED = Path(package.__file__).parent.parent
RULE = "court-cases-carried-over"


def listed(said):
    assert (said.code, said.err) == (0, "")
    return [row["code"] for row in csv.DictReader(io.StringIO(said.out))]


def test_every_code_is_listed_with_severity_family_and_title(mne):
    said = mne("checks", "list", "--format", "csv")
    assert listed(said) == [code for codes in FAMILIES.values() for code in codes]
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(said.out))}
    assert rows["answer-blank"] == {
        "code": "answer-blank",
        "severity": "warning",
        "family": "answer",
        "title": "Answer left blank",
    }


def test_a_list_can_be_of_one_family_or_of_one_severity(mne):
    assert listed(mne("checks", "list", "--family", "year", "--format", "csv")) == [
        "confirmation-blank",
        "confirmed-above-sum",
        "confirmed-unexplained",
    ]
    words = ("checks", "list", "--family", "year", "--severity", "error", "--format", "csv")
    assert listed(mne(*words)) == ["confirmed-above-sum"]


def test_the_list_for_programs_says_what_each_family_is(mne):
    told = json.loads(mne("checks", "list", "--severity", "note", "--format", "json").out)
    assert {one["severity"] for one in told["checks"]} == {"note"}
    families = {one["id"]: one["title"] for one in told["families"]}
    assert families["counterpart"] == "Beside another body's return"
    assert "year" not in families
    assert told["rules"] == []


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_table_names_every_code_whole(mne, language):
    said = mne("--lang", language, "checks", "list")
    assert (said.code, said.err) == (0, "")
    assert {word for line in said.out.splitlines() for word in line.split()[:1]} >= CODES


def test_the_rules_of_a_plan_are_listed_by_their_ids_and_titles(mne):
    words = ("-C", SHIPPED, "checks", "list", "--plan", "npa-kh-2011", "--family", "rule")
    told = json.loads(mne(*words, "--format", "json").out)
    plan = load_plan(SHIPPED / "indicators", "npa-kh-2011")
    assert [one["code"] for one in told["checks"]] == [one.id for one in plan.rules]
    (rule,) = (one for one in told["rules"] if one["rule"] == RULE)
    assert (rule["severity"], rule["code"]) == ("warning", "carry-over-doubtful")
    assert rule["holds"] == (
        "NPA1-JUS-03A (of the period before) + NPA1-JUS-03B − NPA1-JUS-03C = NPA1-JUS-03A"
    )


def test_a_rule_between_two_bodies_is_a_note_whatever_it_says(mne):
    words = ("-C", SHIPPED, "checks", "show", "repatriated-as-received", "--plan", "npa-kh-2011")
    told = json.loads(mne(*words, "--format", "json").out)
    assert (told["severity"], told["code"]) == ("note", "counterpart-differs")


def test_a_rule_is_explained_in_words(mne):
    said = mne("-C", SHIPPED, "checks", "show", RULE, "--plan", "npa-kh-2011")
    assert (said.code, said.err) == (0, "")
    assert "Court cases open at the start" in said.out
    assert "NPA1-JUS-03A (of the period before)" in said.out
    assert "carry-over-doubtful" in said.out


@pytest.mark.parametrize("language", ["en", "km"])
def test_every_code_can_be_shown(mne, language):
    for code in CODES:
        said = mne("--lang", language, "checks", "show", code)
        assert (said.code, said.err) == (0, "")
        assert code in said.out


def test_a_code_is_shown_to_programs_with_everything_about_it(mne):
    told = json.loads(mne("checks", "show", "answer-blank", "--format", "json").out)
    assert [*told] == [
        "code",
        "family",
        "severity",
        "title",
        "why",
        "example",
        "message",
        "expected",
        "fix",
        "answer",
        "skips",
        "family_title",
        "family_about",
        "family_skips",
    ]
    assert told["message"] == "No answer is given. A blank is not read as zero."
    assert told["example"] == "An empty cell where there were no cases. Right is 0."


@pytest.mark.parametrize("typed", ["part-not-total", "Parts-Not-Total", "parts-not-totla"])
def test_a_slip_in_a_code_is_met_with_the_nearest(mne, typed):
    said = mne("checks", "show", typed)
    assert (said.code, said.out) == (2, "")
    assert "Did you mean parts-not-total?" in said.err


def test_a_slip_in_a_rule_is_met_with_the_nearest_where_its_plan_is_named(mne):
    said = mne("-C", SHIPPED, "checks", "show", "court-cases-carried", "--plan", "npa-kh-2011")
    assert said.code == 2
    assert f"Did you mean {RULE}?" in said.err


def test_a_code_like_no_other_gets_no_suggestion(mne):
    said = mne("checks", "show", "xyzzy")
    assert (said.code, said.out) == (2, "")
    assert "Did you mean" not in said.err
    assert "`mne checks list`" in said.err


@pytest.mark.parametrize("words", [(), ("answer-blank", "--all")])
def test_one_code_or_all_of_them(mne, words):
    said = mne("checks", "show", *words)
    assert (said.code, said.out) == (2, "")
    assert "--all" in said.err


def test_everything_at_once_is_a_page_or_json(mne):
    assert mne("checks", "show", "--all").out.count("\n### ") == len(CODES)
    told = json.loads(mne("checks", "show", "--all", "--format", "json").out)
    assert {one["code"] for one in told["checks"]} == CODES
