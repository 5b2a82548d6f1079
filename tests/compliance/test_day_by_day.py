"""One quarter walked through day by day: what was known on each, decisions of that day included."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from compliance_kit import OFFICIAL, SLOTS, asked, came, decided, of_plan

from mne.archive.counting import in_force, judged
from mne.compliance import measure_compliance, slot_decisions
from mne.model import CellCounts, Issue, Origin, Slot
from mne.periods import Period

HERE = ZoneInfo("Asia/Phnom_Penh")
WRONG = Issue("parts-not-total", "error", "Return", "D9")
MOWA, MOJ, COM, AUTH = SLOTS


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def known(day: str, receipts=(), decisions=(), plan=None):
    """The returns as known at the end of a day."""
    plan = plan or of_plan()
    as_of = plan.end_of(date.fromisoformat(day))
    decisions = [replace(one, number=place) for place, one in enumerate(decisions, 1)]
    in_time = in_force(decisions, as_of)
    receipts = [one for one in receipts if one.received_on <= as_of]
    return measure_compliance(
        plan, judged(receipts, in_time), as_of=as_of, decisions=slot_decisions(in_time)
    )


def slot_on(day: str, receipts=(), decisions=(), slot=MOWA):
    found = known(day, receipts, decisions)
    return next(one for one in found.slots if one.reporter == slot.reporter)


# The quarter ends on 31 March; fourteen days later is Saturday 14 April, a holiday like the two
# days after it, so the return is due by Tuesday 17 April.


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2012-03-30", "not-due"),
        ("2012-03-31", "not-due"),
        ("2012-04-01", "due"),
        ("2012-04-16", "due"),
        ("2012-04-17", "missing"),
        ("2012-04-18", "missing"),
    ],
)
def test_nothing_sent(day, state):
    assert slot_on(day).state == state


@pytest.mark.parametrize(
    ("day", "state", "due", "counted"),
    [
        ("2012-04-16", "due", "2012-04-17", False),
        ("2012-04-19", "missing", "2012-04-17", True),
        ("2012-04-20", "due", "2012-05-04", False),
        ("2012-05-03", "due", "2012-05-04", False),
        ("2012-05-04", "missing", "2012-05-04", True),
        ("2012-05-07", "late", "2012-05-04", True),
    ],
)
def test_put_off_on_20_april_after_the_due_day_and_sent_on_7_may(day, state, due, counted):
    put_off = decided("extension", at("2012-04-20"), MOWA, until=date(2012, 5, 4))
    found = slot_on(day, [came(MOWA, at("2012-05-07"))], [put_off])
    assert (found.state, found.due.isoformat(), found.counted) == (state, due, counted)


@pytest.mark.parametrize(
    ("day", "state", "counted"),
    [
        ("2012-04-16", "due", False),
        ("2012-04-17", "missing", True),
        ("2012-04-20", "missing", True),
        ("2012-04-21", "exempt", False),
        ("2012-06-30", "exempt", False),
    ],
)
def test_let_off_on_21_april(day, state, counted):
    let_off = decided("exemption", at("2012-04-21"), MOWA)
    found = slot_on(day, (), [let_off])
    assert (found.state, found.counted) == (state, counted)


@pytest.mark.parametrize(
    ("day", "state", "accepted", "because", "days"),
    [
        ("2012-04-10", "refused", None, None, None),
        ("2012-04-17", "refused", None, "returned", (0, 0, 0, 0)),
        ("2012-04-20", "refused", None, "returned", (3, 0, 3, 0)),
        ("2012-04-24", "refused", None, "returned", (7, 0, 7, 0)),
        ("2012-04-25", "received", "2012-04-25", "returned", (8, 0, 8, 0)),
        ("2012-06-30", "received", "2012-04-25", "returned", (8, 0, 8, 0)),
    ],
)
def test_refused_on_10_april_and_accepted_by_a_waiver_of_25_april(
    day, state, accepted, because, days
):
    receipt = replace(came(MOWA, at("2012-04-10"), 1, "refused"), issues=(WRONG,))
    waiver = decided(
        "waiver", at("2012-04-25"), MOWA, receipt="NPA/2012-Q1/MOWA/r0001", issues=(WRONG,)
    )
    check_way(slot_on(day, [receipt], [waiver]), state, accepted, because, days)


def check_way(found, state, accepted, because, days):
    first = found.first_accepted.date().isoformat() if found.first_accepted else None
    delay = found.delay
    told = (delay.days, delay.form, delay.returned, delay.ministry) if delay else None
    cause = delay.because if delay else None
    assert (found.state, first, cause, told) == (state, accepted, because, days)


@pytest.mark.parametrize(
    ("day", "state", "accepted", "because", "days"),
    [
        ("2012-04-16", "refused", None, None, None),
        ("2012-04-18", "refused", None, "returned", (1, 0, 1, 0)),
        ("2012-04-20", "received", "2012-04-20", "returned", (3, 0, 3, 0)),
        ("2012-05-20", "received", "2012-04-20", "returned", (3, 0, 3, 0)),
    ],
)
def test_sent_in_time_refused_and_sent_again_on_20_april(day, state, accepted, because, days):
    receipts = [came(MOWA, at("2012-04-16"), 1, "refused"), came(MOWA, at("2012-04-20"), 2)]
    check_way(slot_on(day, receipts), state, accepted, because, days)


# --- with whom a delay lies ---------------------------------------------------------------------


def way_of(receipts, sent_out=None, day="2012-07-31"):
    """Cause and days where the form went out on a day."""
    forms = [decided("dispatch", at(sent_out), MOWA)] if sent_out else []
    delay = slot_on(day, receipts, forms).delay
    return delay and (delay.because, delay.days, delay.form, delay.returned, delay.ministry)


MAY_7 = [came(MOWA, at("2012-05-07"))]


def test_a_form_that_went_out_on_23_april_leaves_time_until_7_may():
    assert way_of(MAY_7, "2012-04-23") == ("form-late", 20, 20, 0, 0)
    assert way_of([came(MOWA, at("2012-05-08"))], "2012-04-23") == ("ministry", 21, 20, 0, 1)


def test_the_time_since_a_late_form_ends_on_a_working_day_too():
    # fourteen days after Saturday 21 April is a Saturday: until Monday 7 May
    assert way_of(MAY_7, "2012-04-21") == ("form-late", 20, 20, 0, 0)


def test_a_form_that_went_out_when_the_quarter_ended_makes_nobody_late_but_the_sender():
    assert way_of(MAY_7, "2012-03-30") == ("ministry", 20, 0, 0, 20)
    assert way_of(MAY_7) == ("ministry", 20, 0, 0, 20)


def test_of_forms_sent_twice_the_first_counts():
    forms = [decided("dispatch", at(day), MOWA) for day in ("2012-03-30", "2012-04-23")]
    found = slot_on("2012-07-31", MAY_7, forms)
    assert (found.delay.because, found.dispatch.on) == ("ministry", at("2012-03-30"))


def test_the_days_of_one_delay_may_lie_with_all_three():
    receipts = [came(MOWA, at("2012-05-10"), 1, "refused"), came(MOWA, at("2012-05-14"), 2)]
    assert way_of(receipts, "2012-04-23") == ("ministry", 27, 20, 4, 3)
    receipts = [came(MOWA, at("2012-05-04"), 1, "refused"), came(MOWA, at("2012-05-14"), 2)]
    assert way_of(receipts, "2012-04-23") == ("form-late", 27, 17, 10, 0)


def test_who_came_in_time_with_a_late_form_waits_for_the_returning_alone():
    receipts = [came(MOWA, at("2012-04-17"), 1, "refused"), came(MOWA, at("2012-04-20"), 2)]
    assert way_of(receipts, "2012-04-10") == ("returned", 3, 0, 3, 0)


def test_as_long_as_there_would_have_been_time_the_delay_is_the_forms():
    assert way_of((), "2012-04-23", "2012-05-07") == ("form-late", 20, 20, 0, 0)
    assert way_of((), "2012-04-23", "2012-05-08") == ("ministry", 21, 20, 0, 1)


def test_a_form_is_not_known_to_have_gone_out_before_it_did():
    assert way_of((), "2012-04-23", "2012-04-22") == ("ministry", 5, 0, 0, 5)


def test_a_return_hardly_filled_in_does_not_end_the_ministrys_days():
    little = CellCounts(4, 1, 0, 0, 0, 3)
    receipts = [
        came(MOWA, at("2012-04-10"), 1, "refused", little),
        came(MOWA, at("2012-04-20"), 2),
    ]
    assert way_of(receipts) == ("ministry", 3, 0, 0, 3)
    accepted = [replace(receipts[0], verdict="accepted"), receipts[1]]
    assert way_of(accepted) == ("ministry", 3, 0, 0, 3)


def test_of_what_stands_in_an_old_report_the_cause_is_unknown():
    printed = replace(came(MOWA, at("2014-03-01")), origin=Origin("printed", "Report 2012"))
    assert way_of([printed], day="2014-06-01") == ("unknown", None, None, None, None)


def test_what_is_accepted_in_time_has_no_delay_and_an_exempt_return_has_none():
    assert way_of([came(MOWA, at("2012-04-17"))], "2012-04-23") is None
    let_off = decided("exemption", at("2012-04-21"), MOWA)
    assert slot_on("2012-06-30", (), [let_off]).delay is None


def test_the_causes_are_counted_and_the_days_of_what_was_accepted_added():
    receipts = [
        came(MOWA, at("2012-05-07")),
        came(MOJ, at("2012-04-16"), 1, "refused"),
        came(MOJ, at("2012-04-20"), 2),
        came(COM, at("2012-04-30")),
    ]
    found = known("2012-07-31", receipts, [decided("dispatch", at("2012-04-23"), MOWA)])
    assert found.late_because == {"form-late": 1, "returned": 1, "ministry": 2, "unknown": 0}
    # that of the one who never sent goes on, and is in no sum
    assert found.days_late == {"form-late": 20, "returned": 3, "ministry": 13}
    assert (found.forms_on_record, len(found.counted), len(found.delays)) == (1, 4, 4)


# --- how a due day comes about ------------------------------------------------------------------


def why_of(plan, decisions=()):
    (slot, *_) = known("2012-06-30", (), decisions, plan).slots
    why = slot.why_due
    steps = (why.by_plan.isoformat(), why.working_day.isoformat(), slot.due.isoformat())
    return steps, why.moved_by, why.due_from


def test_a_due_day_on_a_working_day_is_the_plans():
    assert why_of(of_plan(due_days=30)) == (("2012-04-30",) * 3, (), "plan")


def test_a_due_day_is_moved_by_holidays_and_by_weekends():
    assert why_of(of_plan()) == (
        ("2012-04-14", "2012-04-17", "2012-04-17"), ("holiday",), "working-day",
    )  # fmt: skip
    assert why_of(of_plan(holidays=[])) == (
        ("2012-04-14", "2012-04-16", "2012-04-16"), ("weekend",), "working-day",
    )  # fmt: skip
    monday = of_plan(holidays=[date(2012, 4, 16)])
    assert why_of(monday) == (
        ("2012-04-14", "2012-04-17", "2012-04-17"), ("weekend", "holiday"), "working-day",
    )  # fmt: skip


def test_a_due_day_that_was_put_off_keeps_the_days_before_it():
    put_off = decided("extension", at("2012-04-20"), MOWA, until=date(2012, 5, 4))
    steps = ("2012-04-14", "2012-04-17", "2012-05-04")
    assert why_of(of_plan(), [put_off]) == (steps, ("holiday",), "extension")


# --- how often it was sent ----------------------------------------------------------------------


def test_sendings_refusals_corrections_and_letters_are_counted_apart():
    receipts = [
        came(MOWA, at("2012-04-10"), 1, "unreadable"),
        came(MOWA, at("2012-04-11"), 2, "refused"),
        came(MOWA, at("2012-04-12"), 3),
        came(MOWA, at("2012-04-20"), 4),
        came(MOWA, at("2012-04-21"), 5, "refused"),
        replace(came(MOWA, at("2012-05-02"), 6), origin=Origin("corrected", "r0004")),
    ]
    assert slot_on("2012-06-30", receipts).sent == (6, 3, 2, 1)
    assert slot_on("2012-04-11", receipts).sent == (2, 2, 0, 0)
    assert slot_on("2012-04-12", receipts).sent == (3, 2, 0, 0)
    assert slot_on("2012-04-09", receipts).sent == (0, 0, 0, 0)


# --- who is in the register ---------------------------------------------------------------------


def owed(plan):
    return [(one.period.label, one.reporter) for one in known("2013-06-30", plan=plan).slots]


YEAR = {"span": {"start": date(2012, 1, 1), "end": date(2012, 12, 31)}}


def test_a_body_that_came_to_be_or_ended_in_the_year_owes_its_own_quarters():
    words = {"name": {"en": "words"}}
    reporters = [
        {"id": "MOWA", "abbreviation": "MOWA", **words, "valid_from": date(2012, 4, 1)},
        {"id": "MOJ", "abbreviation": "MOJ", **words, "valid_to": date(2012, 9, 30)},
    ]
    plan = of_plan(asked("A", "MOWA"), asked("B", "MOJ"), reporters=reporters, **YEAR)
    assert owed(plan) == [
        ("2012-Q1", "MOJ"),
        ("2012-Q2", "MOWA"),
        ("2012-Q2", "MOJ"),
        ("2012-Q3", "MOWA"),
        ("2012-Q3", "MOJ"),
        ("2012-Q4", "MOWA"),
    ]


def test_what_is_asked_once_a_year_is_owed_with_the_quarter_that_ends_it():
    plan = of_plan(asked("A", "MOWA", frequency="year"), asked("B", "MOJ"), **YEAR)
    assert owed(plan) == [
        ("2012-Q1", "MOJ"),
        ("2012-Q2", "MOJ"),
        ("2012-Q3", "MOJ"),
        ("2012-Q4", "MOWA"),
        ("2012-Q4", "MOJ"),
    ]


# --- nothing ranks ------------------------------------------------------------------------------


@pytest.mark.parametrize("best", OFFICIAL)
def test_reporters_stand_in_the_order_of_the_plan_however_they_do(best):
    receipts = [came(Slot("NPA", Period.parse("2012-Q1"), best), at("2012-04-02"))]
    receipts += [came(Slot("NPA", Period.parse("2013-Q1"), one), at("2013-04-02")) for one in sorted(OFFICIAL)]  # fmt: skip  # noqa: E501
    found = known("2013-06-30", receipts)
    assert tuple(one.reporter for one in found.slots) == OFFICIAL
    assert found.unexpected == tuple(f"NPA/2013-Q1/{one}/r0001" for one in OFFICIAL)
