"""Who gets a letter on a day, and who does not."""

from __future__ import annotations

import json

import pytest

from tests.fixtures.trial_kit import spoil, typing, write

SLOT = ("--plan", "trial", "--period", "2012-Q1")
WHO = ("--asked-by", "Mr Chan", "--approved-by", "Ms Sok", "--reason", "A move of offices")
ALL = {"MOJ", "MFAIC", "MOI"}


def test_before_a_period_has_ended_nobody_is_reminded_of_it(owing):
    assert owing("2012-03-31") == {}
    assert owing("2012-04-01") == dict.fromkeys(ALL, ("due", "2012-Q1"))


def test_a_return_is_late_from_the_day_after_the_one_on_which_it_is_due(owing):
    assert set(owing("2012-04-15").values()) == {("due", "2012-Q1")}
    assert set(owing("2012-04-16").values()) == {("late", "2012-Q1")}


def test_reporters_stand_in_the_order_of_the_plan(owing):
    assert list(owing("2012-05-01")) == ["MOJ", "MFAIC", "MOI"]


def test_what_was_accepted_is_not_asked_for_from_its_day_on(owing, send):
    assert send(day="2012-04-10").code == 0
    assert set(owing("2012-04-09")) == ALL
    assert set(owing("2012-04-10")) == {"MFAIC", "MOI"}


def test_a_late_return_that_came_is_not_asked_for(owing, send):
    assert send(day="2012-06-10").code == 0
    assert owing("2012-06-09")["MOJ"] == ("late", "2012-Q1")
    assert set(owing("2012-06-10")) == {"MFAIC", "MOI"}


def test_a_return_that_was_refused_is_asked_to_be_mended_until_it_is(owing, send):
    assert send(day="2012-04-10", D10=19).code == 1
    assert owing("2012-04-12")["MOJ"] == ("refused", "2012-Q1")
    assert owing("2012-05-12")["MOJ"] == ("refused", "2012-Q1")
    assert send(day="2012-05-20").code == 0
    assert set(owing("2012-05-20")) == {"MFAIC", "MOI"}


def test_who_was_let_off_is_not_reminded_from_that_day_on(owing, mne):
    words = ("exempt", *SLOT, "--reporter", "MFAIC", *WHO, "--on", "2012-04-20")
    assert mne(*words).code == 0
    assert set(owing("2012-04-19")) == ALL
    assert set(owing("2012-04-20")) == {"MOJ", "MOI"}


def test_a_return_that_was_put_off_is_not_late_before_its_new_day(owing, mne):
    words = ("extend", *SLOT, "--reporter", "MFAIC", "--until", "2012-04-30", *WHO)
    assert mne(*words, "--on", "2012-04-10").code == 0
    kinds = {name: kind for name, (kind, *_) in owing("2012-04-20").items()}
    assert kinds == {"MOJ": "late", "MFAIC": "due", "MOI": "late"}


def test_one_letter_names_all_that_is_owed_in_a_longer_period(owing, send):
    assert send("trial/2012-Q2/MOJ", "2012-07-10").code == 0
    found = owing("2012-10-05")
    assert found["MOJ"] == ("late", "2012-Q1", "2012-Q3")
    assert found["MOI"] == ("late", "2012-Q1", "2012-Q2", "2012-Q3")
    assert owing("2012-10-05", period="2012-Q3")["MOI"] == ("due", "2012-Q3")


def test_without_a_period_all_that_is_owed_so_far_is_named(mne):
    words = ("--plan", "trial", "--as-of", "2013-02-01", "--format", "json")
    found = json.loads(mne("remind", *words).out)["reminders"]
    periods = ["2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4"]
    assert {one["reporter"]: one["periods"] for one in found} == dict.fromkeys(ALL, periods)
    assert found[0]["letter"] == ("reminders-trial-so-far-2013-02-01/trial_so-far_MOJ_letter.pdf")


@pytest.mark.parametrize(
    ("words", "who"),
    [
        (("--reporter", "justice"), {"MOJ"}),
        (("--level", "national"), ALL),
        (("--level", "national", "--reporter", "MOI"), {"MOI"}),
    ],
)
def test_the_choice_is_that_of_status(owing, words, who):
    assert set(owing("2012-05-01", *words)) == who


def test_what_came_after_its_period_was_closed_is_not_asked_for_again(mne, owing, send):
    assert mne("close", *SLOT, *WHO, "--on", "2012-05-01").code == 0
    assert send(day="2012-05-20").code == 0
    said = mne("remind", *SLOT, "--as-of", "2012-06-01", "--format", "json")
    assert [one["reporter"] for one in json.loads(said.out)["reminders"]] == ["MFAIC", "MOI"]
    assert json.loads(said.out)["after_closing"] == ["trial/2012-Q1/MOJ"]
    assert said.err.startswith("trial/2012-Q1/MOJ: what came after the period was closed")
    assert owing("2012-05-10")["MOJ"] == ("late", "2012-Q1")


def test_what_came_after_the_closing_with_points_to_mend_is_thanked_for(mne, owing, send):
    assert mne("close", *SLOT, *WHO, "--on", "2012-05-01").code == 0
    assert send(day="2012-05-20", D10=19).code == 1
    assert owing("2012-06-01")["MOJ"] == ("refused", "2012-Q1")


def test_it_agrees_with_status_on_every_day_of_a_year(mne, owing, send):
    assert send("trial/2012-Q1/MOJ", "2012-04-10", D10=19).code == 1
    assert send("trial/2012-Q1/MOI", "2012-05-02").code == 0
    assert send("trial/2012-Q1/MOJ", "2012-07-02").code == 0
    asked = {"due", "missing", "refused"}
    for day in ("2012-04-01", "2012-04-12", "2012-05-02", "2012-07-01", "2012-07-02", "2012-12-31"):
        words = ("--plan", "trial", "--as-of", day, "--format", "json")
        slots = json.loads(mne("status", *words).out)["slots"]
        owed = [(one["reporter"], one["period"]) for one in slots if one["state"] in asked]
        found = [(who, one) for who, (_, *periods) in owing(day).items() for one in periods]
        assert sorted(owed) == sorted(found)


def test_a_file_of_which_nothing_was_kept_is_asked_for_again(mne, remind, workspace):
    from tests.fixtures.trial_kit import good_form

    told = spoil(good_form(), typing("Narrative", D7="Passport no. N1234567 was found."))
    mne("submit", write(workspace.root, "a.xlsx", told), "--received", "2012-04-10")
    assert remind("2012-04-12", "--reporter", "MOJ", "--format", "text").code == 0
    letter = (workspace.root / "out" / "trial_2012_MOJ_letter.txt").read_text("utf-8")
    assert "because it held what would point at a person" in letter
    assert "N1234567" not in letter
    message = (workspace.root / "out" / "trial_2012_MOJ_message.txt").read_text("utf-8")
    assert "We ask you to send it once more; our letter says why." in message
