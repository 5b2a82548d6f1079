"""`mne status`, `mne progress`, `mne plan` and `mne template`: what they print, and for whom."""

from __future__ import annotations

import csv
import io
import json
from io import BytesIO

import openpyxl
import pytest

from mne.layout import lay_out
from tests.fixtures.trial_kit import MOI as MOI_FIGURES
from tests.fixtures.trial_kit import fill, good_form, slot_of, spoil, trial, typing, write

MOJ, MOI = "trial/2012-Q1/MOJ", "trial/2012-Q1/MOI"
STATUS_KEYS = [
    "period",
    "reporter",
    "due",
    "state",
    "first_received",
    "first_accepted",
    "on_time",
    "receipt",
    "attested",
    "cells",
]
PROGRESS_KEYS = [
    "indicator",
    "period",
    "at",
    "actual",
    "numerator",
    "denominator",
    "target",
    "target_is",
    "baseline",
    "achievement",
    "rating",
    "why_not_rated",
    "coverage",
    "reported",
    "expected",
    "missing",
    "provisional",
]


@pytest.fixture
def received(mne, workspace):
    """MOJ on time, MOI late and once refused before; MFAIC nothing."""
    moj = write(workspace.root, "moj.xlsx", good_form(MOJ))
    wrong = write(workspace.root, "wrong.xlsx", spoil(good_form(MOI), typing(D10="?")))
    moi = write(workspace.root, "moi.xlsx", good_form(MOI))
    assert mne("submit", "--received", "2012-04-10", moj).code == 0
    assert mne("submit", "--received", "2012-04-20", wrong).code == 1
    assert mne("submit", "--received", "2012-04-25", moi).code == 0
    return mne


def first(found, **wanted):
    (one,) = (one for one in found if wanted.items() <= one.items())
    return one


# --- mne status ---------------------------------------------------------------------------------


def test_the_json_of_status_has_the_promised_keys_and_the_facts(received):
    words = ("status", "--plan", "trial", "--period", "2012-Q1", "--as-of", "2012-05-01")
    said = received(*words, "--format", "json")
    assert (said.code, said.err) == (0, "")
    told = json.loads(said.out)
    promised = ["plan", "as_of", "slots", "rates", "timeliness_unknown", "unexpected"]
    assert list(told) == [*promised, "synthetic", "selection"]
    assert all(set(STATUS_KEYS) <= set(one) for one in told["slots"])
    assert len(told["slots"]) == 3
    moj = first(told["slots"], reporter="MOJ")
    assert (moj["due"], moj["state"], moj["on_time"]) == ("2012-04-16", "received", True)
    assert moj["receipt"] == f"{MOJ}/r0001"
    assert moj["cells"] == {
        "required": 22,
        "figures": 18,
        "zeros": 4,
        "na": 0,
        "nd": 0,
        "blank": 0,
    }
    moi = first(told["slots"], reporter="MOI")
    assert (moi["state"], moi["on_time"], moi["receipt"]) == ("late", False, f"{MOI}/r0002")
    assert first(told["slots"], reporter="MFAIC")["state"] == "missing"
    assert list(told["rates"]) == [
        "completeness",
        "timeliness",
        "conditional_timeliness",
        "data_availability",
    ]
    assert told["rates"]["data_availability"][:6] == "0.7551"  # 37 of 49, MFAIC asked too
    assert [told["rates"][name][:6] for name in ("completeness", "timeliness")] == [
        "0.6666",
        "0.3333",
    ]
    assert told["rates"]["conditional_timeliness"] == "0.5"
    assert told["unexpected"] == []


def test_status_says_what_was_known_on_the_day(received):
    def states(day):
        said = received(
            "status", "--plan", "trial", "--period", "2012-Q1", "--as-of", day, "--format", "json"
        )
        return {one["reporter"]: one["state"] for one in json.loads(said.out)["slots"]}

    assert set(states("2012-03-31").values()) <= {"not-due", "due"}
    assert states("2012-04-10")["MOJ"] == "received"
    assert states("2012-04-22")["MOI"] == "refused"
    assert states("2012-04-25")["MOI"] == "late"


def test_the_csv_of_status_parses_and_the_table_ends_with_the_rates(received, tmp_path):
    words = ("status", "--plan", "trial", "--period", "2012-Q1", "--as-of", "2012-05-01")
    rows = list(csv.DictReader(io.StringIO(received(*words, "--format", "csv").out)))
    assert [(row["reporter"], row["state"], row["answered"]) for row in rows] == [
        ("MOJ", "received", "22/22"),
        ("MFAIC", "missing", "0/12"),
        ("MOI", "late", "15/15"),
    ]
    table = received(*words).out
    assert table.rstrip().splitlines()[-1].startswith("Completeness 67 % · on time 33 %")
    target = tmp_path / "status.txt"
    assert received(*words, "-o", target).out == ""
    assert target.read_text("utf-8") == table


# --- mne progress -------------------------------------------------------------------------------


def test_the_json_of_progress_has_the_promised_keys_and_decimal_strings(received):
    said = received("progress", "--plan", "trial", "--period", "2012", "--format", "json")
    assert said.code == 0
    told = json.loads(said.out)
    promised = ["plan", "period", "as_of", "engine", "synthetic", "rows"]
    assert list(told) == [*promised, "activities", "selection"]
    assert all(set(PROGRESS_KEYS) <= set(row) for row in told["rows"])
    victims = first(told["rows"], indicator="J-01")
    assert (victims["actual"], victims["target"], victims["target_is"]) == (
        "41",
        "200",
        "per_period",
    )
    assert (victims["coverage"], victims["reported"], victims["expected"]) == ("partial", 1, 4)
    assert [(one["reporter"], one["period"], one["why"]) for one in victims["missing"]] == [
        ("MOJ", f"2012-Q{quarter}", "not-received") for quarter in (2, 3, 4)
    ]
    share = first(told["rows"], indicator="J-02")
    assert (share["numerator"], share["denominator"]) == ("8", "12")
    assert first(told["rows"], indicator="J-03")["actual"] == "drafting"
    assert first(told["rows"], indicator="J-05")["actual"] == "1250000.5"
    assert first(told["rows"], indicator="F-01")["actual"] is None


def test_progress_says_how_far_a_figure_may_move_and_why_another_is_none(received):
    words = ("progress", "--plan", "trial", "--period", "2012-H1")
    rows = json.loads(received(*words, "--format", "json").out)["rows"]
    victims = first(rows, indicator="J-01")
    found = {name: victims[name] for name in ("low", "high", "year_to_date", "attested", "repeats")}
    assert found == {
        "low": "41",
        "high": None,
        "year_to_date": "41",
        "attested": "provisional",
        "repeats": False,
    }
    assert victims["year_to_date_coverage"] == "partial"
    apart = first(rows, indicator="J-08")
    assert (apart["actual"], apart["coverage"]) == (None, "not-aggregated")
    assert apart["why_not_aggregated"] == "over-time"
    table = received(*words).out
    assert "over-time: Figures of several periods must not be put together." in table
    listed = list(csv.DictReader(io.StringIO(received(*words, "--format", "csv").out)))
    line = first(listed, indicator="J-01", at="")
    assert (line["low"], line["high"], line["attested"]) == ("41", "", "provisional")
    assert first(listed, indicator="J-08", at="")["why_not_aggregated"] == "over-time"


def test_a_second_sending_replaces_the_first_in_progress(received, workspace):
    form = fill(MOI, **{**MOI_FIGURES, "P-02": "70500"})
    path = write(workspace.root, "again.xlsx", form)
    assert received("submit", "--received", "2012-05-02", path).code == 0
    words = ("progress", "--plan", "trial", "--period", "2012-Q1", "--format", "json")
    rows = json.loads(received(*words).out)["rows"]
    assert first(rows, indicator="P-02")["actual"] == "70500"
    rows = json.loads(received(*words, "--as-of", "2012-05-01").out)["rows"]
    assert first(rows, indicator="P-02")["actual"] == "118"
    rows = json.loads(received(*words, "--as-of", "2012-04-21").out)["rows"]
    assert first(rows, indicator="P-02")["actual"] is None


def test_progress_is_broken_down_and_parses_as_csv(received, tmp_path):
    words = ("progress", "--plan", "trial", "--period", "2012-Q1", "--by", "sex")
    target = tmp_path / "progress.csv"
    assert received(*words, "--format", "csv", "-o", target).out == ""
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8"))))
    found = {row["at"]: row["actual"] for row in rows if row["indicator"] == "J-01"}
    found.pop("", None)  # whether the total is listed again is left open
    assert found == {"sex=female": "20", "sex=male": "21", "sex=unknown": "0"}


@pytest.mark.parametrize(
    "words",
    [
        ("progress", "--plan", "trial", "--period", "2012", "--by", "shoe-size"),
        ("progress", "--plan", "trial", "--period", "2012", "--engine", "spark"),
        ("progress", "--plan", "trial", "--period", "last year"),
        ("progress", "--plan", "nope", "--period", "2012"),
        ("progress", "--plan", "trial", "--period", "2012", "--as-of", "1 May"),
        ("status", "--plan", "trial", "--as-of", "2012-02-30"),
        ("status", "--plan", "../trial"),
        ("status",),
        ("check",),
        ("check", "--format", "xml", "a.xlsx"),
        ("plan", "show", "trial", "J-99"),
        ("template", "--plan", "trial", "--period", "2012-Q1"),
        ("template", "--plan", "trial", "--period", "2012-Q1", "--all", "--reporter", "MOJ"),
        ("template", "--plan", "trial", "--period", "2015-Q1", "--reporter", "MOJ"),
        ("template", "--plan", "trial", "--period", "2015-Q1", "--all"),
        ("template", "--plan", "trial", "--period", "2012-Q1", "--reporter", "MOX"),
    ],
)
def test_what_does_not_exist_is_a_usage_error_in_words(mne, words):
    said = mne(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err.strip()
    assert "Traceback" not in said.err


# --- mne template -------------------------------------------------------------------------------


def test_all_forms_of_a_period_are_made_and_named_after_their_slots(mne, tmp_path):
    folder = tmp_path / "forms"
    said = mne("template", "--plan", "trial", "--period", "2012-Q1", "--all", "-o", folder)
    assert said.code == 0
    names = [f"trial_2012-Q1_{reporter}.xlsx" for reporter in ("MOJ", "MFAIC", "MOI")]
    assert [line.rpartition("/")[2] for line in said.out.splitlines()] == names
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_a_form_has_the_same_bytes_whenever_it_is_made(mne, tmp_path, monkeypatch):
    words = ("template", "--plan", "trial", "--period", "2012-Q1", "--reporter", "justice", "-o")
    mne(*words, tmp_path / "a")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    mne(*words, tmp_path / "b")
    name = "trial_2012-Q1_MOJ.xlsx"
    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_map_leads_a_script_to_every_open_cell(mne, workspace, tmp_path):
    """A form that is filled in by the map alone is accepted."""
    at = tmp_path / "map.json"
    words = ("--reporter", "MOI", "-o", tmp_path, "--map", at)
    mne("template", "--plan", "trial", "--period", "2012-Q1", *words)
    entries = json.loads(at.read_text("utf-8"))
    assert all({"sheet", "cell", "indicator", "at", "part"} <= entry.keys() for entry in entries)
    asked = list(lay_out(trial(), slot_of(MOI)).open_cells())
    assert [(one["sheet"], one["cell"]) for one in entries] == [
        (one.sheet, one.cell) for one in asked
    ]
    form = tmp_path / "trial_2012-Q1_MOI.xlsx"
    book = openpyxl.load_workbook(BytesIO(form.read_bytes()))
    for entry in entries:
        place = ";".join(f"{dimension}={code}" for dimension, code in entry["at"].items())
        key = entry["indicator"] + (f"@{place}" if place else "")
        if entry["part"] == "":
            book[entry["sheet"]][entry["cell"]] = int(MOI_FIGURES[key])
    book.save(workspace.root / "filled.xlsx")
    (file,) = json.loads(mne("check", "--format", "json", workspace.root / "filled.xlsx").out)[
        "files"
    ]
    assert (file["verdict"], file["issues"], file["answered"]) == ("accepted", [], 15)


def test_the_definitions_of_a_form_are_kept_when_it_goes_out(mne, workspace, tmp_path):
    mne("template", "--plan", "trial", "--period", "2012-Q1", "--all", "-o", tmp_path)
    assert (workspace.submissions / "definitions" / trial().digest).is_dir()


# --- mne plan -----------------------------------------------------------------------------------


def test_plans_are_listed_and_shown_in_every_format(mne):
    told = json.loads(mne("plan", "list", "--format", "json").out)
    assert [one["plan"] for one in told["plans"]] == ["other", "trial"]
    rows = list(csv.DictReader(io.StringIO(mne("plan", "show", "trial", "--format", "csv").out)))
    assert rows[0]["indicator"] == "J-01"
    sheet = mne("plan", "show", "trial", "J-01").out
    assert "Victims helped" in sheet
    assert "200" in sheet


def test_faulty_definitions_are_all_named_with_line_and_column_and_exit_4(mne, workspace):
    file = workspace.indicators / "trial" / "justice.yaml"
    text = file.read_text("utf-8").replace("kind: ratio", "kind: share")
    file.write_text(text.replace("stage: spent", "stagee: spent"), "utf-8")
    said = mne("plan", "check", "trial")
    assert said.code == 4
    lines = text[: text.index("kind: share")].count("\n") + 1
    assert f"justice.yaml:{lines}:" in said.out
    assert "stagee" in said.out
    assert len(said.out.splitlines()) >= 2
    status = mne("status", "--plan", "trial")
    assert (status.code, status.out) == (4, "")
    assert mne("plan", "check", "other").code == 0
