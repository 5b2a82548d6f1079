"""What was corrected between two moments: the days may be parted anywhere, whatever was sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mne.corrections import list_corrections
from mne.model import Observation, Slot
from mne.periods import Period
from tests.progress.progress_kit import indicator, plan_of, receipt

PLAN = plan_of(indicator())
PERIOD = Period.parse("2012-Q1")
FIRST = datetime(2012, 4, 1, tzinfo=UTC)
REPORTERS = ("MOI", "MOJ")
AT = {"": (), "female": (("sex", "female"),), "male": (("sex", "male"),)}
SAID = st.sampled_from(
    [
        ("reported", Decimal(0), ""),
        ("reported", Decimal("12.5"), ""),
        ("estimated", Decimal("12.5"), ""),
        ("blank", None, ""),
        ("NA", None, "none here"),
        ("NA", None, "none any more"),
        ("ND", None, "lost"),
    ]
)
RETURN = st.dictionaries(st.sampled_from(sorted(AT)), SAID)
"""What is said at each place; a place that is not in it was not asked for."""
LATER = st.lists(st.tuples(st.sampled_from(REPORTERS), st.integers(1, 9), RETURN), max_size=6)


class Kept:
    """Receipts as an archive gives them back, each accepted when it came."""

    def __init__(self, firsts, later):
        self.values = {}
        self.all = []
        for reporter, said in zip(REPORTERS, firsts, strict=True):
            self.send(reporter, 0, said)
        for reporter, day, said in later:
            self.send(reporter, day, said)

    def send(self, reporter, day, said):
        slot = Slot(PLAN.id, PERIOD, reporter)
        number = 1 + sum(one.slot == slot for one in self.all)
        one = receipt(slot, number, received_on=FIRST + timedelta(day))
        self.all.append(one)
        self.values[one.id] = tuple(
            Observation("A", PERIOD, reporter, AT[place], "", value, status, note, None)
            for place, (status, value, note) in said.items()
        )

    def decisions(self, plan, **_):
        assert plan == PLAN.id
        return ()

    def receipts(self, plan, *, as_of):
        assert plan == PLAN.id
        return tuple(one for one in self.all if one.received_on <= as_of)

    def observations(self, one, plan):
        assert plan is PLAN
        return self.values[one.id]


def between(kept, since, until):
    """By reporter and figure: what was there, and what is there now."""
    moments = (FIRST + timedelta(day) for day in (since, until))
    found = list_corrections(kept, PLAN, *moments)
    assert (found.received, found.withdrawn) == ((), ())
    return {
        (pair.now.slot.reporter, one.at): (one.was.content, one.now.content)
        for pair in found.corrected
        for one in pair.figures
    }


@given(st.tuples(RETURN, RETURN), LATER, st.lists(st.integers(0, 10), min_size=3, max_size=3))
def test_two_stretches_of_days_come_to_the_same_as_the_whole(firsts, later, days):
    kept = Kept(firsts, later)
    a, b, c = sorted(days)
    first, second = between(kept, a, b), between(kept, b, c)
    both = {}
    for figure in {*first, *second}:
        was = first[figure][0] if figure in first else second[figure][0]
        now = second[figure][1] if figure in second else first[figure][1]
        if figure in first and figure in second:
            assert first[figure][1] == second[figure][0]
        if was != now:
            both[figure] = (was, now)
    assert between(kept, a, c) == both


@given(st.tuples(RETURN, RETURN), LATER, st.integers(0, 10))
def test_a_day_against_itself_has_no_corrections(firsts, later, day):
    assert between(Kept(firsts, later), day, day) == {}


def test_a_difference_is_exact_and_a_blank_is_not_zero():
    was = {"": ("reported", Decimal("0.1"), ""), "female": ("blank", None, "")}
    now = {
        "": ("reported", Decimal("123456789012345678.3"), ""),
        "female": ("reported", Decimal(0), ""),
    }
    kept = Kept((was, {}), [("MOI", 3, now)])
    (pair,) = list_corrections(kept, PLAN, FIRST, FIRST + timedelta(5)).corrected
    assert [one.difference for one in pair.figures] == [Decimal("123456789012345678.2"), None]
