"""`mne status`: reporters by periods on a screen, the register, the corrections, and why late."""

from __future__ import annotations

import csv
import json
import re
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest

from mne.cli.shared import screen_width
from tests.fixtures.trial_kit import good_form, write

HERE = ZoneInfo("Asia/Phnom_Penh")
QUARTER = ("--plan", "trial", "--period", "2012-Q1")
JUNE = ("--as-of", "2012-06-30")
FORMS = ("template", "--plan", "trial", "--period", "2012-Q1", "--overwrite")
WHO = ("--asked-by", "Mr Chan, MoJ", "--approved-by", "Ms Sok, Secretariat")
OFFICIAL = ["MOJ", "MFAIC", "MOI"]
"""As the plan has them: no sorting gives this order."""


@pytest.fixture(autouse=True)
def _a_day_in_july(monkeypatch):
    """The clock of the commands: noon on 2 July 2012."""
    moment = datetime(2012, 7, 2, 12, tzinfo=HERE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


def loaded(said):
    assert said.code == 0, said.err
    return json.loads(said.out)


def slots_of(mne, *words):
    found = loaded(mne("status", *QUARTER, "--format", "json", *words))
    return {slot["reporter"]: slot for slot in found["slots"]}


def send_out(mne, folder, day, *words, who="--all"):
    said = mne(*FORMS, who, *words, "-o", folder, "--sent", day, "--by", "Ms Sok, Secretariat")
    assert said.code == 0, said.err
    return said


# --- when the forms went out --------------------------------------------------------------------


def test_when_a_form_went_out_is_a_record_of_its_own_that_verify_knows(mne, workspace, tmp_path):
    said = send_out(mne, tmp_path, "2012-04-23")
    assert said.err.splitlines() == [
        f"decisions/trial/2012-Q1/{one}/d0001: the form for trial/2012-Q1/{one} went out on "
        "2012-04-23"
        for one in OFFICIAL
    ]
    path = workspace.submissions / "decisions/trial/2012-Q1/MOJ/d0001/data/decision.json"
    record = json.loads(path.read_text("utf-8"))
    assert (record["kind"], record["approved_by"]) == ("dispatch", "Ms Sok, Secretariat")
    assert record["on"] == "2012-04-23T00:00:00+07:00"
    assert {one["form_sent"] for one in slots_of(mne).values()} == {"2012-04-23"}
    assert {one["form_sent"] for one in slots_of(mne, "--as-of", "2012-04-22").values()} == {None}
    checked = loaded(mne("verify", "--format", "json"))
    assert (checked["ok"], checked["problems"]) == (True, [])


def test_said_twice_it_is_kept_once_and_a_form_sent_again_is_kept_beside_it(mne, tmp_path):
    send_out(mne, tmp_path, "2012-04-23")
    assert "d0001 says so already" in send_out(mne, tmp_path, "2012-04-23").err
    again = send_out(mne, tmp_path, "today", "MOJ", who="--reporter")
    assert "decisions/trial/2012-Q1/MOJ/d0002" in again.err
    assert "2012-07-02" in again.err
    assert slots_of(mne)["MOJ"]["form_sent"] == "2012-04-23"


def test_a_form_is_sent_by_somebody_and_not_tomorrow(mne, tmp_path):
    said = mne(*FORMS, "--all", "-o", tmp_path, "--sent", "2012-04-23")
    assert (said.code, "--by" in said.err) == (2, True)
    said = mne(*FORMS, "--all", "-o", tmp_path, "--sent", "2012-07-03", "--by", "Ms Sok")
    assert (said.code, "2012-07-03 has not come yet" in said.err) == (2, True)
    assert not list(tmp_path.glob("*.xlsx"))


def test_without_such_a_record_a_form_is_made_and_nothing_is_kept(mne, workspace, tmp_path):
    assert mne(*FORMS, "--all", "-o", tmp_path).code == 0
    assert not (workspace.submissions / "decisions").exists()


def test_a_late_form_is_not_laid_to_the_ministry(mne, send, tmp_path):
    send_out(mne, tmp_path, "2012-04-23")
    send("trial/2012-Q1/MOJ", "2012-05-07")
    send("trial/2012-Q1/MOI", "2012-05-09")
    found = loaded(mne("status", *QUARTER, "--format", "json", *JUNE))
    keys = ("late_because", "days_late", "days_form", "days_returned", "days_ministry")
    told = {one["reporter"]: tuple(one[key] for key in keys) for one in found["slots"]}
    assert told["MOJ"] == ("form-late", 21, 21, 0, 0)
    assert told["MOI"] == ("ministry", 23, 22, 0, 1)
    assert told["MFAIC"] == ("ministry", 75, 22, 0, 53)
    assert found["late_because"] == {"form-late": 1, "returned": 0, "ministry": 2, "unknown": 0}
    assert found["days_late"] == {"form-late": 43, "returned": 0, "ministry": 1}
    assert found["forms_on_record"] == 3
    shown = mne("status", *QUARTER, *JUNE).out
    assert "Not accepted by the due day 3: form went out late 1 ·" in shown


# --- the register -------------------------------------------------------------------------------


def test_the_register_says_how_each_due_day_comes_about_and_who_decided(mne):
    slot = (*QUARTER, "--reporter")
    mne("extend", *slot, "MOI", "--until", "2012-05-04", *WHO, "--reason", "Flood")
    mne("exempt", *slot, "MFAIC", *WHO, "--reason", "It moved house")
    slots = slots_of(mne)
    keys = ("due", "due_from", "due_by_plan", "due_working_day", "due_moved_by")
    moi, moj = ([slots[one][key] for key in keys] for one in ("MOI", "MOJ"))
    assert moi == ["2012-05-04", "extension", "2012-04-15", "2012-04-16", ["weekend"]]
    assert moj == ["2012-04-16", "working-day", "2012-04-15", "2012-04-16", ["weekend"]]
    assert slots["MOI"]["extension"] == {
        "decision": "decisions/trial/2012-Q1/MOI/d0001",
        "asked_by": "Mr Chan, MoJ",
        "approved_by": "Ms Sok, Secretariat",
        "reason": "Flood",
        "on": "2012-07-02T00:00:00+07:00",
        "until": "2012-05-04",
    }
    let_off = slots["MFAIC"]["exemption"]
    assert (let_off["approved_by"], let_off["reason"]) == ("Ms Sok, Secretariat", "It moved house")
    said = mne("status", *QUARTER, "--register", "--format", "csv")
    rows = {row["reporter"]: row for row in csv.DictReader(StringIO(said.out))}
    assert (rows["MOI"]["decided"], rows["MOI"]["reason"]) == ("d0001", "Flood")
    assert (rows["MFAIC"]["decided"], rows["MFAIC"]["reason"]) == ("d0001", "It moved house")
    assert "put off by decision" in mne("status", *QUARTER, "--register").out


# --- corrections --------------------------------------------------------------------------------


def test_corrections_are_counted_and_their_figures_on_request(mne, send):
    send(day="2012-04-09", D10=19)  # refused: its parts do not make the total
    send(day="2012-04-10")
    send(day="2012-04-20", D38=31)
    slot = slots_of(mne)["MOJ"]
    keys = ("sendings", "refused", "corrections", "letters", "figures_changed")
    assert [slot[key] for key in keys] == [3, 1, 1, 0, None]
    assert [slots_of(mne, "--corrections")["MOJ"][key] for key in keys] == [3, 1, 1, 0, 1]
    said = mne("status", *QUARTER, "--corrections", "--format", "csv")
    (row,) = csv.DictReader(StringIO(said.out))
    assert row == {
        "period": "2012-Q1",
        "reporter": "MOJ",
        "first_accepted": "2012-04-10",
        "receipt": "r0003",
        "sendings": "3",
        "refused": "1",
        "corrections": "1",
        "letters": "0",
        "figures_changed": "1",
    }


# --- the grid -----------------------------------------------------------------------------------


def grid_of(mne, *words, width=80, language="en", monkeypatch=None):
    monkeypatch.setenv("COLUMNS", str(width))
    said = mne("--lang", language, "status", "--plan", "trial", *JUNE, *words)
    assert said.code == 0, said.err
    return said.out


def test_reporters_stand_down_and_periods_across_with_their_due_days(mne, send, monkeypatch):
    send("trial/2012-Q1/MOI", "2012-04-02")
    send("trial/2012-Q1/MOJ", "2012-05-02")
    shown = grid_of(mne, "--period", "2012", monkeypatch=monkeypatch)
    heads, dues, rule, *rows = shown.splitlines()
    assert heads.split() == ["2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4"]
    assert dues.split() == ["due", "2012-04-16", "2012-07-16", "2012-10-15", "2013-01-15"]
    assert set(rule) == {"─"}
    assert [row.split()[:3] for row in rows[:3]] == [
        ["MOJ", "◐", "late"],
        ["MFAIC", "○", "missing"],
        ["MOI", "✓", "received"],
    ]
    assert "·" in rows[0]
    assert "○ missing: the due day has passed, and no return has come yet" in shown
    assert "Completeness 67 %" in shown
    assert "Figures asked for 49: figures 31 · zeros 6 · NA 0 · ND 0 · blank 12" in shown


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_columns_stand_below_each_other_and_fit_the_screen(
    mne, send, monkeypatch, language, width
):
    send("trial/2012-Q1/MOI", "2012-04-02")
    shown = grid_of(mne, width=width, language=language, monkeypatch=monkeypatch)
    tables = [one for one in shown.split("\n\n") if "─" in one]
    assert tables
    for table in tables:
        heads, dues, *rows = table.lstrip("\n").splitlines()
        assert max(map(screen_width, table.splitlines())) <= width
        starts = [screen_width(heads[: one.start()]) for one in re.finditer(r"\S+", heads)]
        days = [screen_width(dues[: one.start()]) for one in re.finditer(r"\d{4}-", dues)]
        assert days == starts
        for row in rows[1:]:
            signs = [one.start() for one in re.finditer(r"(?<= )[·…✓◐○◇–](?= )", row)]
            assert [screen_width(row[:place]) for place in signs] == starts[: len(signs)]


@pytest.mark.parametrize(
    ("text", "places"),
    [("due", 3), ("✓", 1), ("ថ្ងៃកំណត់", 6), ("បានទទួល", 6), ("លើកលែង", 6), ("មិនទទួលយក", 7), ("ខ្វះ", 3)],
)
def test_a_text_takes_as_many_places_as_terminals_give_it(text, places):
    """As read off the cursor of tmux 3; the C library counts the same."""
    assert screen_width(text) == places


def test_one_period_is_a_list_and_several_may_be_one(mne):
    for words in (QUARTER, ("--plan", "trial", "--list")):
        shown = mne("status", *words, *JUNE).out
        assert "first received" in shown
        assert [line.split()[1] for line in shown.splitlines() if "2012-Q1" in line] == OFFICIAL
    assert "first received" not in mne("status", "--plan", "trial", *JUNE).out


def test_a_return_that_was_put_off_is_marked_and_named(mne, monkeypatch):
    slot = (*QUARTER, "--reporter", "MOI", "--until", "2012-05-04")
    mne("extend", *slot, *WHO, "--reason", "Flood", "--on", "2012-04-20")
    shown = grid_of(mne, monkeypatch=monkeypatch)
    assert "MOI    ○ missing +" in shown
    assert "+ put off by decision: MOI 2012-Q1 → 2012-05-04" in shown


@pytest.mark.parametrize("best", OFFICIAL)
def test_reporters_stand_in_the_order_of_the_plan_in_every_answer(
    mne, workspace, best, monkeypatch
):
    name = f"{best}.xlsx"
    path = write(workspace.root, name, good_form(f"trial/2012-Q1/{best}"))
    assert mne("submit", path, "--received", "2012-04-02").code == 0
    for words in ((), ("--list",), ("--register",)):
        told = loaded(mne("status", *QUARTER, "--format", "json", *JUNE, *words))
        assert [one["reporter"] for one in told["slots"]] == OFFICIAL
        said = mne("status", *QUARTER, "--format", "csv", *JUNE, *words)
        assert [row["reporter"] for row in csv.DictReader(StringIO(said.out))] == OFFICIAL
    shown = grid_of(mne, monkeypatch=monkeypatch)
    first, *_ = shown.split("\n\n")
    assert [line.split()[0] for line in first.splitlines()[3:]] == OFFICIAL
