"""Whatever was sent, decided and recorded: states, rates and delays are those of the oracle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from compliance_kit import DUE_DAYS, SLOTS, came, decided, of_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_of_returns import Given, Sent, Told, rates, tell

from mne.archive.counting import in_force, judged
from mne.compliance import measure_compliance, slot_decisions
from mne.model import CellCounts, Issue, Origin
from mne.periods import Period, deadline

HERE = ZoneInfo("Asia/Phnom_Penh")
PLAN = of_plan()
END = date(2012, 3, 31)
LAST = 90
WRONG = Issue("parts-not-total", "error", "Return", "D9")
ENOUGH, LITTLE = CellCounts(4, 2, 1, 1), CellCounts(4, 1, 0, 0, 0, 3)


def day_of(number: int) -> date:
    return END + timedelta(days=number)


def moment(number: int, hour: int = 9) -> datetime:
    return datetime.combine(day_of(number), time(hour), HERE)


@st.composite
def sendings(draw: st.DrawFn) -> tuple[Sent, ...]:
    days = sorted(draw(st.lists(st.integers(-10, LAST), max_size=4)))
    found = []
    for day in days:
        what = draw(st.sampled_from(["unreadable", "accepted", "refused", "waived"]))
        accepted = {"accepted": day, "waived": day + draw(st.integers(0, 40))}.get(what)
        printed = draw(st.integers(0, 7)) == 0
        found.append(Sent(day, what != "unreadable", draw(st.booleans()), accepted, printed))
    return tuple(found)


@st.composite
def returns(draw: st.DrawFn) -> Given:
    whole = deadline(Period(END, END), DUE_DAYS, PLAN.holidays)
    due = (whole - END).days
    days = st.integers(-20, LAST)
    out = tuple(sorted(draw(st.lists(days, max_size=2))))
    put_off = sorted(draw(st.dictionaries(days, st.integers(due + 1, 80), max_size=2)).items())
    return Given(
        working_due=due,
        extended=tuple(put_off),
        exempt=draw(st.one_of(st.none(), st.none(), days)),
        form_sent=out,
        form_time=tuple(
            (deadline(Period(day_of(one), day_of(one)), DUE_DAYS, PLAN.holidays) - END).days
            for one in out
        ),
        sent=draw(sendings()),
    )


def as_records(place: int, one: Given) -> tuple[list, list]:
    """The same as receipts and decisions, as the archive holds them."""
    slot = SLOTS[place]
    receipts, decisions = [], []
    for number, sent in enumerate(one.sent, 1):
        good = sent.accepted == sent.day
        verdict = "unreadable" if not sent.readable else "accepted" if good else "refused"
        receipt = came(slot, moment(sent.day), number, verdict, ENOUGH if sent.enough else LITTLE)
        receipt = replace(receipt, issues=() if good else (WRONG,))
        if sent.printed:
            receipt = replace(receipt, origin=Origin("printed", "Annual report 2012, page 14"))
        receipts.append(receipt)
        if sent.accepted is not None and not good:
            waiver = decided("waiver", moment(sent.accepted, 12), slot, issues=(WRONG,))
            decisions.append(replace(waiver, receipt=receipt.id))
    for day, until in one.extended:
        decisions.append(decided("extension", moment(day, 0), slot, until=day_of(until)))
    if one.exempt is not None:
        decisions.append(decided("exemption", moment(one.exempt, 0), slot))
    decisions += [decided("dispatch", moment(day, 0), slot) for day in one.form_sent]
    numbered = [replace(one, number=number) for number, one in enumerate(decisions, 1)]
    return receipts, numbered


def measured(many: list[Given], today: int):
    receipts, decisions = [], []
    for place, one in enumerate(many):
        mine, about = as_records(place, one)
        receipts += mine
        decisions += about
    as_of = PLAN.end_of(day_of(today))
    known = in_force(decisions, as_of)
    came_by_then = [one for one in receipts if one.received_on <= as_of]
    return measure_compliance(
        PLAN, judged(came_by_then, known), as_of=as_of, decisions=slot_decisions(known)
    )


def told_of(slot) -> Told:
    delay = slot.delay
    known = delay and delay.days is not None
    return Told(
        state=slot.state,
        on_time=slot.on_time,
        accepted=slot.first_accepted is not None,
        in_rates=slot.counted,
        because=delay.because if delay else None,
        days=(delay.days, delay.form, delay.returned, delay.ministry) if known else None,
    )


MANY = st.lists(returns(), min_size=len(SLOTS), max_size=len(SLOTS))


@settings(max_examples=200)
@given(MANY, st.integers(-30, LAST + 10))
def test_every_return_stands_where_the_oracle_has_it(many, today):
    found = measured(many, today)
    expected = [tell(one, today) for one in many]
    assert [told_of(slot) for slot in found.slots] == expected
    shares = rates(expected)
    names = ("completeness", "timeliness", "conditional_timeliness")
    for share, name in zip(shares, names, strict=True):
        assert _near(getattr(found.rates, name), share), name
    causes = [one.because for one in expected if one.because]
    assert {cause: causes.count(cause) for cause in found.late_because} == found.late_because


def _near(value: Decimal | None, share: Fraction | None) -> bool:
    """The same to the 28 digits of the quotient."""
    if value is None or share is None:
        return value is None and share is None
    return abs(Fraction(value) - share) < Fraction(1, 10**27)


@settings(max_examples=40)
@given(MANY, st.integers(-30, LAST + 10))
def test_the_days_of_a_delay_come_to_the_whole_and_none_is_negative(many, today):
    for slot in measured(many, today).slots:
        if slot.delay and slot.delay.days is not None:
            parts = (slot.delay.form, slot.delay.returned, slot.delay.ministry)
            assert sum(parts) == slot.delay.days
            assert min(parts) >= 0


@settings(max_examples=40)
@given(MANY, st.integers(-30, LAST + 10))
def test_without_a_record_nothing_is_laid_to_the_form(many, today):
    bare = [one._replace(form_sent=(), form_time=()) for one in many]
    found = measured(bare, today)
    assert found.late_because["form-late"] == 0
    assert all(not one.form for one in found.delays)
