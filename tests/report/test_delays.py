"""With whom delays lay stands in one small table, in one order, and names nobody."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mne.compliance import Delay
from mne.report.returns import delay_note, delay_rows
from mne.report.wording import load_wording

sys.path.insert(0, str(Path(__file__).parent))

from invented_report import annual

DELAYS = (
    Delay("ministry", 27, 20, 4, 3),
    Delay("form-late", 20, 20, 0, 0),
    Delay("ministry", 9, 0, 0, 9),
    Delay("unknown"),
)


def with_delays(*delays, language="en"):
    """The yearly report, where so many returns that were accepted had been late."""
    given = annual(language)
    accepted = [slot for slot in given.compliance.slots if slot.first_accepted]
    late = [replace(slot, delay=delay) for slot, delay in zip(accepted, delays, strict=False)]
    others = [slot for slot in given.compliance.slots if not slot.first_accepted]
    return replace(given, compliance=replace(given.compliance, slots=(*late, *others)))


@pytest.mark.parametrize("language", ["en", "km"])
def test_each_cause_has_its_returns_and_its_days(language):
    rows = delay_rows(with_delays(*DELAYS, language=language), load_wording(language))
    assert [(row.returns, row.days) for row in rows] == [
        (1, "40"),
        (0, "4"),
        (2, "12"),
        (1, "–"),
    ]


def test_the_causes_stand_in_one_order_whatever_the_counts():
    words = ["The form went out late", "Returned to be put right", "With the ministry", "Not known"]
    for delays in (DELAYS, DELAYS[3:], DELAYS[:1] * 5):
        rows = delay_rows(with_delays(*delays), load_wording("en"))
        assert [row.cause for row in rows] == words


def test_days_of_what_has_not_been_accepted_are_in_no_sum():
    given = with_delays()
    missing = [slot for slot in given.compliance.slots if slot.state == "missing"]
    late = tuple(replace(slot, delay=Delay("ministry", 900, 0, 0, 900)) for slot in missing)
    rows = delay_rows(
        replace(given, compliance=replace(given.compliance, slots=late)), load_wording("en")
    )
    assert (rows[2].returns, rows[2].days) == (len(missing), "0")


def test_where_nothing_was_late_there_is_no_table():
    assert delay_rows(annual(), load_wording("en")) == ()


def test_the_note_says_of_how_many_returns_the_day_is_known():
    given = with_delays(*DELAYS)
    due = len(given.compliance.counted)
    note = delay_note(given, load_wording("en"))
    assert re.search(rf"on record for 0 of {due} returns due\.", note)
