"""Progress and returns of some bodies, activities, offices and revised targets, as printed."""

from __future__ import annotations

import csv
import io
import json

import pytest

YEAR = ("--plan", "trial", "--period", "2012")
QUARTER = ("--plan", "trial", "--period", "2012-Q1")
ACTIVITIES = """\
activities:
  "1.1":
    title: {en: Write the guidelines}
    objective: justice
    lead: MOJ
    due: 2012-02-29
    budget: [{amount: 5000, currency: USD, stage: planned, source: state}]
    provenance: {basis: illustrative}
  "2.1":
    title: {en: Train the police}
    objective: police
    lead: MOI
    due: 2013-12-31
    provenance: {basis: illustrative}
"""
SAID = """\
indicator,province,part,value,status,note
J-01,,,41,,
J-01,01,,11,,
J-01,12,,30,,
J-01,unknown,,0,,
1.1,,status,behind-schedule,,
1.1,,reason,No budget,,
1.1,,spent,1200.5,,
coverage,01,,yes,,
coverage,12,,no,,
"""


@pytest.fixture
def acting(mne, workspace):
    """The trial plan with bodies of two countries, activities, offices and a revised target."""
    folder = workspace.indicators / "trial"
    (folder / "activities.yaml").write_text(ACTIVITIES, "utf-8")
    header = folder / "plan.yaml"
    text = header.read_text("utf-8")
    text = text.replace("    abbreviation: MoJ\n", "    abbreviation: MoJ\n    country: KH\n")
    group = "  WG-JUS:\n    name: {en: Group on justice, km: ក្រុម}\n    abbreviation: WG\n"
    group += "    aliases: [Justice group]\n    kind: working-group\n"
    text = text.replace("rules:\n", f"{group}rules:\n", 1)
    text += "coverage:\n  dimension: province\n  asked_of: [MOJ]\n  title: {en: Heard, km: ឮ}\n"
    header.write_text(text, "utf-8")
    countries = workspace.indicators / "codelists" / "country.yaml"
    text = countries.read_text("utf-8")
    countries.write_text(
        text.replace("codes:\n", "codes:\n  KH: {name: {en: Cambodia}}\n"), "utf-8"
    )
    justice = folder / "justice.yaml"
    text = justice.read_text("utf-8")
    text = text.replace(
        "pillar: criminal-justice\n", "pillar: criminal-justice\nworking_group: WG-JUS\n", 1
    )
    first = "      - {period: 2012, value: 200, set_on: 2011-03-01, reference: plan}\n"
    later = "      - {period: 2012, value: 150, set_on: 2012-03-01, reference: letter}\n"
    justice.write_text(text.replace(first, first + later, 1), "utf-8")
    file = workspace.root / "moj.csv"
    file.write_text(SAID, "utf-8")
    words = (*QUARTER, "--reporter", "MOJ", "--received", "2012-04-10")
    said = mne("submit", *words, file)
    assert said.code == 0, said.out + said.err
    return mne


def told(mne, *words):
    said = mne(*words, "--format", "json")
    assert (said.code, said.err) == (0, "")
    return json.loads(said.out)


def listed(mne, *words):
    said = mne(*words, "--format", "csv")
    assert said.code == 0
    return list(csv.DictReader(io.StringIO(said.out)))


def test_returns_are_asked_for_by_body_group_and_country(acting):
    def owing(*words):
        found = told(acting, "status", *QUARTER, "--as-of", "2012-05-01", *words)
        return [one["reporter"] for one in found["slots"]], found["rates"]["completeness"]

    assert owing() == (["MOJ", "MFAIC", "MOI"], "0.3333333333333333333333333333")
    assert owing("--reporter", "justice") == (["MOJ"], "1")
    assert owing("--group", "WG-JUS") == (["MOJ"], "1")
    assert owing("--group", "justice group") == (["MOJ"], "1")
    assert owing("--country", "kh") == (["MOJ"], "1")
    assert owing("--level", "national", "--reporter", "MOI") == (["MOI"], "0")
    assert owing("--country", "KH", "--reporter", "MOI") == ([], None)


def test_the_choice_is_told_to_scripts(acting):
    assert told(acting, "status", *QUARTER)["selection"] == {}
    found = told(acting, "progress", *YEAR, "--group", "wg-jus", "--reporter", "Justice")
    assert found["selection"] == {"reporter": "MOJ", "group": "WG-JUS"}
    assert {row["indicator"][0] for row in found["rows"]} == {"J"}
    assert [one["activity"] for one in found["activities"]] == ["1.1"]


def test_progress_is_laid_side_by_side_by_level_country_and_group(acting):
    found = told(acting, "progress", *QUARTER, "--by", "working-group,level,country")
    places = [row["at"] for row in found["rows"] if row["indicator"] == "J-01"]
    assert places == [
        {},
        {"working-group": "WG-JUS"},
        {"reporter-level": "national"},
        {"reporter-country": "KH"},
    ]


@pytest.mark.parametrize(
    ("option", "name", "known"),
    [
        ("--reporter", "MOX", "MOJ, MFAIC, MOI, WG-JUS"),
        ("--group", "MOJ", "WG-JUS"),
        ("--level", "sub-national", "national"),
        ("--country", "TH", "KH"),
    ],
)
@pytest.mark.parametrize("command", ["progress", "status"])
def test_a_name_that_is_not_known_is_answered_with_those_that_are(
    acting, command, option, name, known
):
    said = acting(command, *YEAR, option, name)
    assert (said.code, said.out) == (2, "")
    assert f'"{name}"' in said.err
    assert f"one of: {known}\n" in said.err


def test_a_plan_without_groups_says_so(mne):
    said = mne("status", *YEAR, "--group", "WG-JUS")
    assert (said.code, said.out) == (2, "")
    assert "one of: -\n" in said.err


def test_activities_stand_below_the_figures(acting):
    out = acting("progress", *YEAR).out
    lines = out.splitlines()
    head = next(place for place, line in enumerate(lines) if line.split()[:1] == ["activity"])
    assert any(line.split()[:1] == ["P-08"] for line in lines[:head])
    below = [" ".join(line.split()) for line in lines[head + 2 :]]
    told_of_it = "USD 1,201 MoJ behind schedule overdue since Q1 2012 · No budget"
    assert below == [
        "Justice",
        f"1.1 Write the guidelines 2012-02-29 {told_of_it}",
        "",
        "Police",
        "2.1 Train the police 2013-12-31 MoI no data",
    ]


def test_activities_are_told_to_scripts_with_the_cell_they_stand_in(acting):
    one, other = told(acting, "progress", *YEAR)["activities"]
    assert one == {
        "activity": "1.1",
        "objective": "justice",
        "lead": "MOJ",
        "state": "behind-schedule",
        "since": "2012-Q1",
        "told_in": "2012-Q1",
        "due": "2012-02-29",
        "overdue": True,
        "spent": "1200.5",
        "currency": "USD",
        "reason": "No budget",
        "recommendation": None,
        "receipt": "trial/2012-Q1/MOJ/r0001",
        "sheet": one["sheet"],
        "cell": "D6",
        "provenance": "illustrative",
    }
    assert (other["state"], other["since"], other["overdue"]) == ("no-data", None, False)


def test_a_csv_holds_the_indicators_or_the_activities(acting):
    rows = listed(acting, "progress", *YEAR)
    assert {row["indicator"][0] for row in rows} == {"J", "F", "P"}
    rows = listed(acting, "progress", *YEAR, "--what", "activities")
    assert [(row["activity"], row["title"], row["state"], row["spent"]) for row in rows] == [
        ("1.1", "Write the guidelines", "behind-schedule", "1200.5"),
        ("2.1", "Train the police", "no-data", ""),
    ]
    assert "1.1" not in acting("progress", *YEAR, "--what", "indicators").out
    assert "J-01" not in acting("progress", *YEAR, "--what", "activities").out


def test_a_revised_target_shows_what_was_set_first(acting):
    row = next(one for one in told(acting, "progress", *YEAR)["rows"] if one["indicator"] == "J-01")
    assert (row["target"], row["target_set_on"]) == ("150", "2012-03-01")
    assert (row["original_target"], row["original_set_on"]) == ("200", "2011-03-01")
    assert "target first set: 200" in acting("progress", *YEAR).out
    (row,) = (one for one in listed(acting, "progress", *YEAR) if one["indicator"] == "J-01")
    assert (row["target"], row["original_target"]) == ("150", "200")


def test_a_total_says_how_many_offices_it_is_of(acting):
    rows = told(acting, "progress", *QUARTER)["rows"]
    row = next(one for one in rows if one["indicator"] == "J-01")
    assert row["units"] == {"dimension": "province", "reported": 1, "unknown": 0, "expected": 2}
    assert next(one for one in rows if one["indicator"] == "J-02")["units"] is None
    line = next(one for one in acting("progress", *QUARTER).out.splitlines() if "J-01" in one)
    assert " 1 of 1 " in line
    assert "Offices heard, by province: 1 of 2" in line
    (row,) = (one for one in listed(acting, "progress", *QUARTER) if one["indicator"] == "J-01")
    assert (row["units_reported"], row["units_expected"]) == ("1", "2")


def by(acting, dimensions, indicator="J-01"):
    """Where each row of an indicator stands, and what it holds, laid side by side by these."""
    rows = told(acting, "progress", *QUARTER, "--by", dimensions)["rows"]
    return {
        ";".join(f"{name}={code}" for name, code in row["at"].items()): row["actual"]
        for row in rows
        if row["indicator"] == indicator
    }


@pytest.mark.parametrize(
    ("dimensions", "expected"),
    [
        ("province", {"": "41", "province=01": "11", "province=12": "30", "province=unknown": "0"}),
        ("reporter", {"": "41", "reporter=MOJ": "41"}),
        ("working-group", {"": "41", "working-group=WG-JUS": "41"}),
        ("level", {"": "41", "reporter-level=national": "41"}),
        ("country", {"": "41", "reporter-country=KH": "41"}),
    ],
)
def test_progress_is_broken_down_by_anything_that_it_can_be(acting, dimensions, expected):
    assert by(acting, dimensions) == expected


def test_what_is_broken_down_by_several_has_their_crossings(acting):
    found = by(acting, "reporter,province")
    assert found.items() >= {"": "41", "province=12": "30", "reporter=MOJ": "41"}.items()
    assert found["reporter=MOJ;province=12"] == "30"
    assert found["reporter=MOJ;province=01"] == "11"


def test_an_unknown_breakdown_is_answered_with_the_known_ones(acting):
    said = acting("progress", *QUARTER, "--by", "shoe-size")
    assert (said.code, said.out) == (2, "")
    assert '"shoe-size" is not a breakdown of this plan' in said.err
    for name in ("sex", "province", "reporter", "working-group", "level", "country"):
        assert name in said.err.partition("some of:")[2]
