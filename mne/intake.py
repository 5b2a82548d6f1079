"""Takes a file in: reads it, runs every check in order, and comes to a verdict.

Reading happens in a child process; while that runs, the checking library is loaded here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mne.archive import Archive, receipts_that_count
from mne.checks import CHECKS, Answers, Return, counterpart_slots
from mne.definitions import list_plans, load_plan
from mne.errors import UnreadableError, UsageError
from mne.issues import has_errors, raise_issue
from mne.kinds import kind_of
from mne.layout import RETURN, STAMP_CELL, is_expected, lay_out, questions
from mne.model import At, CellCounts, Issue, Observation, Plan, Slot, Status, Verdict
from mne.model.selection import find_reporter
from mne.periods import MONTHS_BY_FREQUENCY, Period
from mne.reading import Reading, Stamp, find_stamp, read_csv_return, read_form, unknown
from mne.tables import plain
from mne.workbook import Workbook, start_reading
from mne.workspace import Workspace

_EARLIER = 4
"""How many earlier returns a new one is held against, at the least; a year of months is more."""


class Declared(NamedTuple):
    """What the command says of a file: needed for a CSV, a cross-check for a form."""

    plan: str | None = None
    period: str | None = None
    reporter: str | None = None


class Change(NamedTuple):
    """A figure that differs from the slot's last receipt."""

    indicator: str
    at: dict[str, str]
    part: str
    was: str
    now: str


def check_file(workspace: Workspace, path: Path, declared: Declared) -> tuple[Verdict, Plan]:
    """The verdict on one file, and the plan it was read under.

    UnreadableError where the file cannot be read or is not one of our forms.
    """
    pending = start_reading(path)
    from mne.schemas import check_frame  # noqa: PLC0415 - loads while the child reads

    workbook = pending.workbook()
    archive = Archive(workspace.submissions)
    if workbook.kind == "csv":
        plan, slot = _declared_slot(workspace, workbook, declared)
        known: tuple[Issue, ...] = _slot_issues(plan, slot, sheet=workbook.sheets[0].name)
        reading = read_csv_return(plan, slot, workbook) if not known else _unread(plan, slot)
    else:
        stamp = find_stamp(workbook)
        plan = _stamped_plan(workspace, archive, stamp, workbook)
        slot = _stamped_slot(plan, stamp, workbook)
        known = (
            *_declared_issues(plan, stamp, declared),
            *_slot_issues(plan, slot, sheet=RETURN, cell=STAMP_CELL),
        )
        form = lay_out(plan, slot)
        reading = read_form(plan, form, workbook) if not known else _unread(plan, slot)
    wrong = check_frame(plan, reading.observations)
    readable = _without_wrong(reading.observations, wrong)
    beside = (_earlier(archive, plan, slot), _counterparts(archive, plan, slot))
    answers = Answers(plan, slot, readable, *beside)
    found = [*known, *reading.issues, *wrong]
    if reading.observations:
        found += [issue for check in CHECKS for issue in check(answers)]
    issues = _in_order(_without_echoes(found), reading.observations)
    verdict = Verdict(
        verdict="refused" if has_errors(issues) else "accepted",
        slot=slot,
        digest=workbook.digest,
        reader=workbook.reader,
        definitions=plan.digest,
        cells=count_cells(plan, reading.observations),
        observations=reading.observations,
        issues=issues,
    )
    return verdict, plan


def _unread(plan: Plan, slot: Slot) -> Reading:
    """The answers to a file that was not looked into: asked for, and unknown."""
    return Reading(tuple(unknown(slot, one) for one in questions(plan, slot)), ())


def _without_wrong(
    observations: tuple[Observation, ...], wrong: Sequence[Issue]
) -> tuple[Observation, ...]:
    """The answers that later checks may lean on: one mistake, one message."""
    cells = {(issue.sheet, issue.cell) for issue in wrong if issue.severity == "error"}
    return tuple(
        one._replace(value=None, status="unreadable")
        if one.cell and (one.cell.sheet, one.cell.ref) in cells
        else one
        for one in observations
    )


_SAID_BY: dict[str, frozenset[str]] = {
    "answer-blank": frozenset({"ratio-half-answered", "group-without-total"}),
    "group-without-total": frozenset({"ratio-half-answered"}),
    "ratio-half-answered": frozenset({"group-partly-blank"}),
}
"""What need not be said of a cell of which the other is said."""


def _without_echoes(issues: Sequence[Issue]) -> list[Issue]:
    """One mistake, one message: an empty form is not also blank in every cell."""
    told = {(one.code, one.sheet, one.cell, one.indicator) for one in issues}
    codes = {one.code for one in issues}
    echo = "return-empty" if "csv-not-asked" in codes else "answer-blank"
    return [
        one
        for one in issues
        if not ("return-empty" in codes and one.code == echo)
        and not any(
            (code, one.sheet, one.cell, one.indicator) in told
            for code in _SAID_BY.get(one.code, ())
        )
    ]


def _in_order(issues: Sequence[Issue], observations: Sequence[Observation]) -> tuple[Issue, ...]:
    """Issues in the order of the form's cells; what concerns the whole form comes first."""
    place = {
        (one.cell.sheet, one.cell.ref): number
        for number, one in enumerate(observations)
        if one.cell
    }
    unique = dict.fromkeys(issues)
    return tuple(sorted(unique, key=lambda issue: place.get((issue.sheet, issue.cell), -1)))


def count_cells(plan: Plan, observations: Sequence[Observation]) -> CellCounts:
    """What became of the figures asked for; narrative, days and evidence are not counted."""
    required = {
        (indicator.id, part.name)
        for indicator in plan.asked_by_id.values()
        for part in kind_of(indicator).parts(indicator)
        if part.required
    }
    counted = [one for one in observations if (one.indicator, one.part) in required]
    totals = {(one.indicator, one.part): one.status for one in counted if not one.at}
    by_status = Counter(_counts_as(one, totals.get((one.indicator, one.part))) for one in counted)
    return CellCounts(
        required=len(counted),
        figures=by_status["reported"] + by_status["estimated"],
        zeros=by_status["zero"],
        na=by_status["NA"],
        nd=by_status["ND"],
        blank=by_status["blank"] + by_status["unreadable"],
    )


def _counts_as(one: Observation, total: Status | None) -> str:
    """Its status; a blank part of a total that does not apply, or is not known, is answered too."""
    if one.value is not None and one.value == 0:
        return "zero"
    if one.status == "blank" and total in {"NA", "ND"}:
        return total
    return one.status


def _declared_slot(
    workspace: Workspace, workbook: Workbook, declared: Declared
) -> tuple[Plan, Slot]:
    if not (declared.plan and declared.period and declared.reporter):
        raise UsageError("csv-needs-slot", file=workbook.path_name)
    plan = load_plan(workspace.indicators, declared.plan)
    return plan, slot_of(plan, declared.period, declared.reporter)


def slot_of(plan: Plan, period: str, reporter: str) -> Slot:
    """A slot by its names; UsageError where one of them is not known. Aliases are accepted."""
    found = find_reporter(plan, reporter)
    if found is None:
        known = ", ".join(plan.reporters_by_id)
        raise UsageError("reporter-unknown", reporter=reporter, known=known)
    return Slot(plan.id, read_period(period), found)


def period_within(plan: Plan, label: str) -> Period:
    """A period that the plan covers; UsageError where it lies outside, or is none."""
    period = read_period(label)
    span = plan.span.reporting
    if not span.contains(period):
        facts = {"plan": plan.id, "span": f"{span.start} to {span.end}"}
        raise UsageError("period-outside-plan", period=label, **facts)
    return period


def read_period(label: str) -> Period:
    """A period by its label; UsageError where it is none."""
    try:
        return Period.parse(label)
    except ValueError as error:
        raise UsageError("period-malformed", period=label) from error


def _stamped_plan(workspace: Workspace, archive: Archive, stamp: Stamp, workbook: Workbook) -> Plan:
    """The definitions that the form was made from: today's, or those kept under its digest."""
    if stamp.plan in list_plans(workspace.indicators):
        plan = load_plan(workspace.indicators, stamp.plan)
        if plan.digest == stamp.definitions:
            return plan
    kept = archive.definitions(stamp.definitions)
    if kept is None or kept.id != stamp.plan:
        raise UnreadableError(
            "form-definitions-unknown", file=workbook.path_name, digest=stamp.definitions[:12]
        )
    return kept


def _stamped_slot(plan: Plan, stamp: Stamp, workbook: Workbook) -> Slot:
    try:
        return slot_of(plan, stamp.period, stamp.reporter)
    except UsageError as error:
        raise UnreadableError("form-stamp-damaged", file=workbook.path_name) from error


def _declared_issues(plan: Plan, stamp: Stamp, declared: Declared) -> tuple[Issue, ...]:
    """A form of another plan, quarter or ministry than was said to be sent."""
    if declared.reporter and (reporter := find_reporter(plan, declared.reporter)):
        declared = declared._replace(reporter=reporter)
    return tuple(
        raise_issue(
            f"form-other-{key}", sheet=RETURN, cell=STAMP_CELL, found=found, expected=expected
        )
        for key in Declared._fields
        if (expected := getattr(declared, key)) and (found := getattr(stamp, key)) != expected
    )


def _slot_issues(plan: Plan, slot: Slot, **where: str) -> tuple[Issue, ...]:
    if is_expected(plan, slot):
        return ()
    facts = {"reporter": slot.reporter, "period": slot.period.label, "plan": plan.id}
    return (raise_issue("slot-not-expected", **where, **facts),)


def _earlier(archive: Archive, plan: Plan, slot: Slot) -> tuple[Return, ...]:
    """The reporter's last returns before this period, the latest first.

    Campaigns have a history of their own.
    """
    windows = {one.period for one in plan.campaigns}
    counting = receipts_that_count(archive.receipts(plan.id, reporter=slot.reporter), None)
    before = sorted(
        one
        for one in counting
        if one.period.end < slot.period.start
        and (one.period in windows) == (slot.period in windows)
    )
    most = max(_EARLIER, MONTHS_BY_FREQUENCY["year"] // MONTHS_BY_FREQUENCY[plan.calendar])
    return tuple(
        (one, archive.observations(counting[one], plan)) for one in reversed(before[-most:])
    )


def _counterparts(archive: Archive, plan: Plan, slot: Slot) -> tuple[Return, ...]:
    """What other bodies last reported, where a rule of the plan holds this return against it."""
    found = []
    for one in counterpart_slots(plan, slot):
        receipts = archive.receipts(plan.id, period=one.period, reporter=one.reporter)
        if receipt := receipts_that_count(receipts, None).get(one):
            found.append((one, archive.observations(receipt, plan)))
    return tuple(found)


def list_changes(archive: Archive, plan: Plan, verdict: Verdict) -> tuple[Change, ...]:
    """What differs from the slot's last receipt, figure by figure."""
    receipts = archive.receipts(plan.id, period=verdict.slot.period, reporter=verdict.slot.reporter)
    if not receipts:
        return ()
    was = _by_figure(archive.observations(receipts[-1], plan))
    now = _by_figure(verdict.observations)
    return tuple(
        Change(key[0], dict(key[1]), key[2], was.get(key, ""), now.get(key, ""))
        for key in dict.fromkeys((*now, *was))
        if was.get(key, "") != now.get(key, "")
    )


def _by_figure(observations: Sequence[Observation]) -> dict[tuple[str, At, str], str]:
    """What stands for each figure; the lines of a narrative are one text."""
    lines: dict[tuple[str, At, str], list[str]] = {}
    for one in observations:
        status = {"blank": "", "unreadable": "?"}.get(one.status, one.status)
        said = status if one.value is None else plain(one.value)
        lines.setdefault((one.indicator, one.at, one.part), []).append(said)
    return {key: "\n".join(filter(None, said)) for key, said in lines.items()}
