"""Who owed what by when, on any day, by the plan's own calendar and clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from mne.compliance import SlotDecisions, measure_compliance, slot_decisions
from mne.model import CellCounts, Decision, Indicator, Objective, Origin, Plan, Receipt, Slot
from mne.periods import Period

EN = {"en": "words"}
OURS = {"basis": "illustrative"}
HERE = ZoneInfo("Asia/Phnom_Penh")
FULL = CellCounts(required=4, figures=3, zeros=1)
AFTER_ALL = datetime(2015, 1, 1, tzinfo=HERE)


def asked(name, lead, **keys):
    return Indicator.model_validate(
        {
            "id": name,
            "title": EN,
            "level": "output",
            "kind": "count",
            "counting_unit": "event",
            "lead": lead,
            "provenance": OURS,
        }
        | keys
    )


def plan_of(*indicators, reporters=("MOI", "MOJ"), **keys):
    who = [
        one if isinstance(one, dict) else {"id": one, "name": EN, "abbreviation": one}
        for one in reporters
    ]
    objective = Objective(
        id="O",
        title=EN,
        level="output",
        pillar="follow-up",
        provenance=OURS,
        indicators=indicators or (asked("A", "MOI"), asked("B", "MOJ")),
    )
    defaults = {
        "id": "NPA",
        "title": EN,
        "span": {"start": date(2012, 1, 1), "end": date(2012, 6, 30)},
        "calendar": "quarter",
        "due_days": 30,
        "time_zone": "Asia/Phnom_Penh",
        "languages": {"en": "reviewed"},
        "reporters": who,
        "provenance": OURS,
        "objectives": (objective,),
        "codelists": {},
        "digest": "d" * 64,
    }
    return Plan.model_validate(defaults | keys)


def slot(reporter="MOI", period="2012-Q1", plan="NPA"):
    return Slot(plan, Period.parse(period), reporter)


def came(where, moment, number=1, verdict="accepted", cells=FULL):
    """A receipt that came at a moment, by the clock in Phnom Penh where no offset is named."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).replace(tzinfo=HERE)
    return Receipt(
        slot=where,
        number=number,
        verdict=verdict,
        file="return.xlsx",
        sha256=f"{number:064d}",
        size=1,
        received_on=moment,
        recorded_on=moment,
        by="secretariat",
        reason="",
        definitions="d" * 64,
        reader="test",
        tool="test",
        cells=cells,
        supersedes="",
        issues=(),
    )


def of(receipts, as_of=AFTER_ALL, *, plan=None, **keys):
    """The report, and the status of MOI's first quarter."""
    if isinstance(as_of, str):
        as_of = datetime.fromisoformat(as_of).replace(tzinfo=HERE)
    found = measure_compliance(plan or plan_of(), receipts, as_of=as_of, **keys)
    return found, next(
        (one for one in found.slots if (one.reporter, one.period.label) == ("MOI", "2012-Q1")),
        None,
    )


def test_every_reporter_who_is_asked_anything_owes_a_return_for_every_period():
    plan = plan_of(reporters=("MOI", "MOJ", "COM"))
    found, _ = of((), plan=plan)
    assert [(one.period.label, one.reporter) for one in found.slots] == [
        ("2012-Q1", "MOI"),
        ("2012-Q1", "MOJ"),
        ("2012-Q2", "MOI"),
        ("2012-Q2", "MOJ"),
    ]


def test_a_reporter_owes_returns_only_for_periods_that_it_exists_for():
    moj = {"id": "MOJ", "name": EN, "abbreviation": "MOJ", "valid_from": date(2012, 1, 2)}
    found, _ = of((), plan=plan_of(reporters=("MOI", moj)))
    assert ("2012-Q1", "MOJ") not in [(one.period.label, one.reporter) for one in found.slots]
    assert len(found.slots) == 3


def test_a_yearly_question_alone_makes_no_quarterly_return():
    plan = plan_of(
        asked("A", "MOI"),
        asked("B", "MOJ", frequency="half-year"),
    )
    found, _ = of((), plan=plan)
    assert [one.period.label for one in found.slots if one.reporter == "MOJ"] == ["2012-Q2"]


def test_returns_are_asked_for_inside_the_reporting_span():
    span = {
        "start": date(2012, 1, 1),
        "end": date(2012, 12, 31),
        "reporting_start": date(2012, 10, 1),
    }
    found, _ = of((), plan=plan_of(span=span))
    assert {one.period.label for one in found.slots} == {"2012-Q4"}


def test_a_period_may_be_asked_for_alone_or_as_a_year():
    assert len(of((), period=Period.parse("2012-Q2"))[0].slots) == 2
    assert len(of((), period=Period.parse("2012"))[0].slots) == 4


class TestTheDay:
    def test_thirty_days_after_the_quarter(self):
        assert of(())[1].due == date(2012, 4, 30)

    def test_a_deadline_on_a_weekend_moves_to_monday(self):
        # 14 days after 31 March 2012 is a Saturday
        assert of((), plan=plan_of(due_days=14))[1].due == date(2012, 4, 16)

    def test_a_deadline_on_a_holiday_moves_past_it(self):
        # 13 to 16 April 2012: Khmer New Year, the last of them a Monday
        holidays = [date(2012, 4, day) for day in (13, 14, 15, 16)]
        plan = plan_of(due_days=13, holidays=holidays)
        assert of((), plan=plan)[1].due == date(2012, 4, 17)

    def test_it_ends_at_midnight_where_the_plan_is_at_home(self):
        in_time = datetime(2012, 4, 30, 16, 59, 59, 999_999, tzinfo=UTC)
        assert of([came(slot(), in_time)])[1].on_time is True
        assert of([came(slot(), in_time + timedelta(microseconds=1))])[1].on_time is False

    def test_an_extension_moves_it(self):
        decisions = slot_decisions([decided("extension", until=date(2012, 5, 15))])
        _, status = of([came(slot(), "2012-05-15T23:59:59")], decisions=decisions)
        assert (status.due, status.on_time, status.state) == (date(2012, 5, 15), True, "received")


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2012-03-31T23:59:59.999999", "not-due"),
        ("2012-04-01T00:00", "due"),
        ("2012-04-30T23:59", "due"),
        ("2012-05-01T00:00", "missing"),
    ],
)
def test_an_empty_slot_is_not_due_then_due_then_missing(as_of, state):
    assert of((), as_of)[1].state == state


def test_the_end_of_the_last_day_is_the_end_of_it():
    assert of((), plan_of().end_of(date(2012, 4, 30)))[1].state == "missing"


def test_a_return_in_time_is_received_and_a_later_one_is_late():
    assert of([came(slot(), "2012-04-30T18:00")])[1].state == "received"
    assert of([came(slot(), "2012-05-01T08:00")])[1].state == "late"


def test_a_correction_does_not_make_a_ministry_late():
    receipts = [came(slot(), "2012-04-20"), came(slot(), "2012-06-20", 2)]
    _, status = of(receipts)
    assert (status.state, status.on_time, status.receipt) == (
        "received",
        True,
        "NPA/2012-Q1/MOI/r0002",
    )
    assert status.first_received == status.first_accepted == receipts[0].received_on


def test_being_refused_by_our_checks_does_not_make_a_ministry_late():
    receipts = [
        came(slot(), "2012-04-20", 1, "refused"),
        came(slot(), "2012-05-20", 2),
    ]
    _, status = of(receipts)
    assert (status.state, status.on_time) == ("received", True)
    assert status.first_received == receipts[0].received_on
    assert status.first_accepted == receipts[1].received_on


def test_a_file_that_nobody_could_read_keeps_no_deadline():
    receipts = [came(slot(), "2012-04-20", 1, "unreadable"), came(slot(), "2012-05-20", 2)]
    assert of(receipts)[1].state == "late"
    assert of(receipts[:1])[1].state == "missing"


def test_a_return_hardly_filled_in_keeps_no_deadline():
    below = CellCounts(required=4, figures=1, blank=3)
    half = CellCounts(required=4, figures=1, nd=1, blank=2)
    later = came(slot(), "2012-05-20", 2)
    _, status = of([came(slot(), "2012-04-20", cells=below), later])
    assert (status.state, status.on_time, status.first_received) == (
        "late",
        False,
        later.received_on,
    )
    assert of([came(slot(), "2012-04-20", cells=half), later])[1].state == "received"


def test_a_plan_may_ask_for_more_before_a_return_counts():
    plan = plan_of(minimum_answered="0.8")
    mostly = CellCounts(required=4, figures=3, blank=1)
    assert of([came(slot(), "2012-04-20", cells=mostly)], plan=plan)[1].state == "late"


def test_a_slot_with_refused_returns_only_is_refused():
    _, status = of([came(slot(), "2012-04-20", 1, "refused")])
    assert (status.state, status.receipt, status.on_time) == ("refused", None, True)


def test_what_came_later_is_not_known_yet():
    receipts = [came(slot(), "2012-05-20")]
    assert of(receipts, "2012-05-19")[1].state == "missing"
    assert of(receipts, "2012-05-21")[1].state == "late"


def rates(receipts, as_of=AFTER_ALL, **keys):
    return of(receipts, as_of, **keys)[0].rates


def test_rates_divide_the_slots_that_were_due():
    receipts = [
        came(slot("MOI"), "2012-04-20"),
        came(slot("MOJ"), "2012-05-20"),
        came(slot("MOI", "2012-Q2"), "2012-07-20"),
    ]
    found = rates(receipts)
    assert found.completeness == Decimal("0.75")
    assert found.timeliness == Decimal("0.5")
    assert f"{found.conditional_timeliness:.4f}" == "0.6667"


def test_before_anything_is_due_there_is_no_rate_and_not_zero():
    for as_of in ("2012-02-01", "2012-04-15"):
        found = rates([came(slot(), "2012-01-31")], as_of)
        assert set(vars_of(found)) == {None}


def vars_of(found):
    return [getattr(found, name) for name in type(found).__slots__]


def test_slots_that_are_not_due_yet_are_in_no_rate():
    assert rates([came(slot(), "2012-04-20")], "2012-05-02").completeness == Decimal("0.5")


def test_a_return_sent_twice_counts_once():
    receipts = [came(slot(), "2012-04-20", number) for number in (1, 2, 3, 4, 5)]
    assert rates(receipts).completeness == Decimal("0.25")


def test_no_rate_exceeds_the_whole_even_where_refused_returns_came_in_time():
    receipts = [
        came(slot("MOI"), "2012-04-20", 1, "refused"),
        came(slot("MOI", "2012-Q2"), "2012-07-20", 1, "refused"),
        came(slot("MOJ"), "2012-04-20"),
    ]
    found = rates(receipts)
    assert (found.timeliness, found.completeness) == (Decimal("0.75"), Decimal("0.25"))
    assert found.conditional_timeliness == 1


def test_nothing_received_leaves_no_share_of_it():
    found = rates(())
    assert (found.completeness, found.timeliness, found.conditional_timeliness) == (0, 0, None)


def test_an_exempt_slot_leaves_the_rates_and_is_still_listed():
    decisions = exempt(slot("MOJ"), slot("MOJ", "2012-Q2"))
    receipts = [came(slot(), "2012-04-20")]
    found, _ = of(receipts, decisions=decisions)
    assert [one.state for one in found.slots] == ["received", "exempt", "missing", "exempt"]
    assert found.rates.completeness == Decimal("0.5")


def test_an_unexpected_return_is_listed_and_never_added():
    receipts = [
        came(slot("MOI"), "2012-04-20"),
        came(slot("COM"), "2012-04-20"),
        came(slot("MOI", "2013-Q1"), "2013-04-20"),
    ]
    plan = plan_of(reporters=("MOI", "MOJ", "COM"))
    found, _ = of(receipts, plan=plan)
    assert found.unexpected == ("NPA/2012-Q1/COM/r0001", "NPA/2013-Q1/MOI/r0001")
    assert found.rates.completeness == Decimal("0.25")
    only, _ = of(receipts, plan=plan, period=Period.parse("2012"))
    assert only.unexpected == ("NPA/2012-Q1/COM/r0001",)


ONE_QUARTER = {"span": {"start": date(2012, 1, 1), "end": date(2012, 3, 31)}}


def test_a_return_full_of_nd_holds_no_data_and_na_is_not_held_against_it():
    plan = plan_of(asked("A", "MOI"), reporters=("MOI",), **ONE_QUARTER)
    for cells, expected in (
        (CellCounts(required=4, nd=4), Decimal(0)),
        (CellCounts(required=4, figures=1, zeros=1, na=2), Decimal(1)),
        (CellCounts(required=4, figures=1, nd=1, blank=1, na=1), Decimal(1) / 3),
        (CellCounts(required=4, na=4), None),
    ):
        found = rates([came(slot(), "2012-04-20", cells=cells)], plan=plan)
        assert found.data_availability == expected


def test_a_return_that_never_came_holds_no_data_either():
    one_figure = CellCounts(required=1, figures=1)
    found, _ = of([came(slot(), "2012-04-20", cells=one_figure)], plan=plan_of(**ONE_QUARTER))
    missing = found.slots[1]
    assert missing.cells == CellCounts(required=1, blank=1)
    assert found.rates.data_availability == Decimal("0.5")


def decided(kind, on="2012-04-20", where=None, **changes):
    moment = datetime.fromisoformat(on).replace(tzinfo=HERE)
    return Decision(
        kind=kind,
        slot=where or slot(),
        approved_by="Ms Sok",
        on=moment,
        recorded_on=moment,
        tool="",
        **changes,
    )


def test_who_signed_is_shown_beside_the_receipt_that_counts():
    signed = decided("attestation", receipt="NPA/2012-Q1/MOI/r0001", attested="signed")
    receipts = [replace(came(slot(), "2012-04-20"), decisions=(signed,))]
    assert of(receipts)[1].attested == "signed"
    receipts.append(came(slot(), "2012-04-21", 2))
    assert of(receipts)[1].attested is None


def test_the_first_return_is_accepted_when_its_waiver_comes_into_force():
    waived = decided("waiver", "2012-04-22", receipt="NPA/2012-Q1/MOI/r0001")
    receipts = [replace(came(slot(), "2012-04-20"), decisions=(waived,))]
    _, status = of(receipts)
    assert status.first_received == datetime(2012, 4, 20, tzinfo=HERE)
    assert status.first_accepted == datetime(2012, 4, 22, tzinfo=HERE)
    receipts.append(came(slot(), "2012-04-21", 2))
    assert of(receipts)[1].first_accepted == datetime(2012, 4, 21, tzinfo=HERE)


def exempt(*slots):
    return slot_decisions([decided("exemption", where=one) for one in slots])


def test_of_several_decisions_the_last_extension_counts_and_the_first_of_the_others():
    given = [
        decided("extension", until=date(2012, 5, 31)),
        decided("exemption", where=slot("MOJ")),
        decided("dispatch", "2012-04-02"),
        decided("extension", until=date(2012, 5, 15)),
        decided("waiver", receipt="NPA/2012-Q1/MOI/r0001"),
        decided("exemption", where=slot("MOJ"), reason="Once more"),
        decided("dispatch", "2012-04-09"),
    ]
    found = slot_decisions(given)
    assert found == SlotDecisions({slot("MOJ"): given[1]}, {slot(): given[3]}, {slot(): given[2]})
    assert found.exempt == {slot("MOJ")}
    assert found.due_day(plan_of(), slot()) == date(2012, 5, 15)
    assert slot_decisions(()) == SlotDecisions()


def test_where_every_return_is_exempt_there_are_no_rates():
    decisions = exempt(slot(), slot("MOJ"))
    found, _ = of((), decisions=decisions, plan=plan_of(**ONE_QUARTER))
    assert [one.state for one in found.slots] == ["exempt", "exempt"]
    assert (found.rates.completeness, found.rates.timeliness) == (None, None)
    assert found.rates.data_availability is None


# --- old printed reports ------------------------------------------------------------------------

SECOND = "2012-Q2"
PRINTED = Origin("printed", "Annual report 2012, page 14")


def typed(where, moment, origin=PRINTED, number=1, **more):
    return replace(came(where, moment, number, **more), origin=origin)


def test_what_stands_in_an_old_report_is_in_completeness_and_in_neither_rate_of_timeliness():
    found, one = of(
        [
            typed(slot(), "2014-03-01"),
            came(slot("MOJ"), "2012-04-20"),
            came(slot("MOI", SECOND), "2012-08-20"),
        ]
    )
    assert (one.state, one.on_time, one.timeliness_unknown) == ("received", None, True)
    rates = found.rates
    assert found.timeliness_unknown == 1
    assert rates.completeness == Decimal("0.75")
    assert f"{rates.timeliness:.4f}" == "0.3333"
    assert rates.conditional_timeliness == Decimal("0.5")


def test_where_all_stands_in_old_reports_there_is_no_rate_of_timeliness():
    found, _ = of(
        [
            typed(slot(who, when), "2014-03-01")
            for who in ("MOI", "MOJ")
            for when in ("2012-Q1", SECOND)
        ]
    )
    rates = found.rates
    assert (rates.completeness, rates.timeliness, rates.conditional_timeliness) == (1, None, None)
    assert found.timeliness_unknown == 4


def test_a_letter_about_an_old_report_does_not_make_its_day_known():
    corrected = Origin("corrected", "NPA/2012-Q1/MOI/r0001")
    _, one = of([typed(slot(), "2014-03-01"), typed(slot(), "2014-04-01", corrected, 2)])
    assert (one.receipt, one.on_time, one.timeliness_unknown) == (
        "NPA/2012-Q1/MOI/r0002",
        None,
        True,
    )


def test_a_return_that_was_sent_first_keeps_its_day():
    _, one = of([came(slot(), "2012-04-20"), typed(slot(), "2014-03-01", number=2)])
    assert (one.on_time, one.timeliness_unknown) == (True, False)


def test_what_was_typed_from_paper_came_on_the_day_of_the_paper():
    paper = Origin("transcribed", "The paper form of 12 April")
    found, one = of([typed(slot(), "2012-05-12", paper)])
    assert (one.state, one.on_time, found.timeliness_unknown) == ("late", False, 0)


def test_a_printed_figure_that_is_refused_is_not_late_either():
    found, one = of([typed(slot(), "2014-03-01", verdict="refused")])
    assert (one.state, one.on_time, found.rates.completeness) == ("refused", None, 0)
