"""Whose return a file is: by its stamp, by what the command says, or by the secretariat's word.

A form says itself whose it is. What the command says besides is a cross-check: where the two differ
the form is not read, for an old form that was filled in again is the commonest fault of all. Only
with a name and a reason does the secretariat's word go before the stamp; the receipt keeps both.
"""

from __future__ import annotations

from typing import NamedTuple

from mne.archive import Archive
from mne.errors import UnreadableError, UsageError
from mne.intake.plans import Plans
from mne.issues import raise_issue
from mne.layout import RETURN, STAMP_CELL, is_expected
from mne.model import Issue, OwnLayout, Plan, Slot
from mne.model.selection import find_reporter
from mne.periods import Period
from mne.reading import Stamp, find_stamp
from mne.workbook import Workbook

_SLOT_FIELDS = ("plan", "period", "reporter")
_STAMP_LOST = {"form-stamp-damaged", "form-stamp-missing"}
"""Of such a form all else can still be read, once somebody says whose it is."""


class Declared(NamedTuple):
    """What the command says of a file: needed for a CSV, a cross-check for a form."""

    plan: str | None = None
    period: str | None = None
    reporter: str | None = None
    layout: str | None = None
    """By which layout of the plan it is read, where it is a spreadsheet of the reporter's own."""
    by: str = ""
    reason: str = ""
    how: str = "sent"
    """How the secretariat came to know what it holds, as its receipt will say."""
    made_here: bool = False
    """Whether the file was made here, from a letter: the same again is no file sent again."""

    @property
    def goes_first(self) -> bool:
        """Whether somebody answers for it that this goes before the stamp of a form."""
        vouched = self.by.strip() and self.reason.strip()
        return bool(vouched and (self.plan or self.period or self.reporter))


class Taken(NamedTuple):
    """Whose return a file is taken for."""

    plan: Plan
    slot: Slot
    issues: tuple[Issue, ...] = ()
    made_as: tuple[Plan, Slot] | None = None
    """What its form was made as, where the secretariat's word goes before the stamp."""


def slot_of(plan: Plan, period: str, reporter: str) -> Slot:
    """A slot by its names; UsageError where one of them is not known. Aliases are accepted."""
    return Slot(plan.id, read_period(period), reporter_named(plan, reporter))


def owed_slot(plan: Plan, period: str, reporter: str) -> Slot:
    """A slot by its names; UsageError where the plan expects no such return."""
    slot = slot_of(plan, period, reporter)
    if not is_expected(plan, slot):
        facts = {"plan": plan.id, "period": slot.period.label, "reporter": slot.reporter}
        raise UsageError("slot-not-expected", **facts)
    return slot


def reporter_named(plan: Plan, name: str) -> str:
    """A reporter by its code or another of its names; UsageError where it is none of the plan's."""
    found = find_reporter(plan, name)
    if found is None:
        known = ", ".join(plan.reporters_by_id)
        raise UsageError("reporter-unknown", reporter=name, known=known)
    return found


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


def take_declared(plans: Plans, workbook: Workbook, declared: Declared) -> Taken:
    """Whose return a file without a stamp is."""
    if not (declared.plan and declared.period and declared.reporter):
        raise _slot_needed(plans, workbook, declared)
    plan = plans.plan(declared.plan)
    slot = slot_of(plan, declared.period, declared.reporter)
    sheet = next((one.name for one in workbook.sheets), "")  # one of nothing but charts has none
    return Taken(plan, slot, _slot_issues(plan, slot, sheet=sheet))


def _slot_needed(plans: Plans, workbook: Workbook, declared: Declared) -> UsageError:
    """It has to be said whose the file is; a layout that does not exist is told first."""
    if declared.layout is None:
        return UsageError("csv-needs-slot", file=workbook.path_name)
    ids = [declared.plan] if declared.plan else sorted(plans.ids)
    known = [one.id for id_ in ids for one in plans.plan(id_).layouts]
    if declared.layout in known:
        return UsageError("layout-needs-slot", file=workbook.path_name)
    return UsageError("layout-not-known", layout=declared.layout, known=", ".join(known) or "-")


def layout_for(taken: Taken, name: str) -> OwnLayout:
    """The layout of a plan by its name; UsageError where it is none that this reporter sends."""
    layouts = {one.id: one for one in taken.plan.layouts if taken.slot.reporter in one.reporters}
    if name not in layouts:
        known = ", ".join(layouts) or "-"
        facts = {"plan": taken.plan.id, "reporter": taken.slot.reporter, "known": known}
        raise UsageError("layout-unknown", layout=name, **facts)
    return layouts[name]


def take_stamped(plans: Plans, archive: Archive, workbook: Workbook, declared: Declared) -> Taken:
    """Whose return a form is."""
    try:
        stamp = find_stamp(workbook)
    except UnreadableError as error:
        whole = all(getattr(declared, field) for field in _SLOT_FIELDS)
        if error.code not in _STAMP_LOST or not (declared.goes_first and whole):
            raise
        taken = take_declared(plans, workbook, declared)
        note = _override(declared, taken.slot, "?")
        return taken._replace(issues=(*taken.issues, note), made_as=(taken.plan, taken.slot))
    plan = _stamped_plan(plans, archive, stamp, workbook)
    slot = _stamped_slot(plan, stamp, workbook)
    if declared.goes_first:
        return _take_by_word(plans, plan, slot, declared)
    issues = (
        *_declared_issues(stamp, _as_known(plans, plan, declared)),
        *_slot_issues(plan, slot, sheet=RETURN, cell=STAMP_CELL),
        *_name_issues(plan, slot, workbook.path_name),
    )
    return Taken(plan, slot, issues)


def _take_by_word(plans: Plans, plan: Plan, made_as: Slot, declared: Declared) -> Taken:
    """The form of one slot, taken for another because somebody answers for it."""
    same_plan = declared.plan in {None, plan.id}
    taken_plan = plan if same_plan else plans.plan(declared.plan or "")
    slot = slot_of(
        taken_plan,
        declared.period or made_as.period.label,
        declared.reporter or made_as.reporter,
    )
    issues = _slot_issues(taken_plan, slot, sheet=RETURN, cell=STAMP_CELL)
    note = _override(declared, slot, str(made_as))
    return Taken(taken_plan, slot, (*issues, note), (plan, made_as))


def _override(declared: Declared, slot: Slot, stamp: str) -> Issue:
    facts = {"found": stamp, "expected": str(slot), "by": declared.by, "reason": declared.reason}
    return raise_issue("stamp-overridden", sheet=RETURN, cell=STAMP_CELL, **facts)


def _stamped_plan(plans: Plans, archive: Archive, stamp: Stamp, workbook: Workbook) -> Plan:
    """The definitions that the form was made from: today's, or those kept under its digest."""
    if stamp.plan in plans.ids:
        plan = plans.plan(stamp.plan)
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


def _as_known(plans: Plans, plan: Plan, declared: Declared) -> Declared:
    """What was said, by the names that the plan has; UsageError where it has none such."""
    other = declared.plan not in {None, plan.id}
    said = plans.plan(declared.plan or "") if other else plan
    if declared.period:
        declared = declared._replace(period=read_period(declared.period).label)
    if name := declared.reporter:
        found = find_reporter(plan, name) or reporter_named(said, name)
        declared = declared._replace(reporter=found)
    return declared


def _declared_issues(stamp: Stamp, declared: Declared) -> tuple[Issue, ...]:
    """A form of another plan, quarter or ministry than was said to be sent."""
    return tuple(
        raise_issue(
            f"form-other-{key}", sheet=RETURN, cell=STAMP_CELL, found=found, expected=expected
        )
        for key in _SLOT_FIELDS
        if (expected := getattr(declared, key)) and (found := getattr(stamp, key)) != expected
    )


def _slot_issues(plan: Plan, slot: Slot, **where: str) -> tuple[Issue, ...]:
    if is_expected(plan, slot):
        return ()
    facts = {"reporter": slot.reporter, "period": slot.period.label, "plan": plan.id}
    return (raise_issue("slot-not-expected", **where, **facts),)


def _name_issues(plan: Plan, slot: Slot, file: str) -> tuple[Issue, ...]:
    """A file that bears the name of another form: somebody saved an old one under a new name."""
    named = _named_slot(plan, file)
    if named is None or named == (slot.period.label, slot.reporter):
        return ()
    facts = {"found": f"{slot.period.label}, {slot.reporter}", "expected": ", ".join(named)}
    return (raise_issue("form-copied", sheet=RETURN, cell=STAMP_CELL, **facts),)


def _named_slot(plan: Plan, file: str) -> tuple[str, str] | None:
    """Period and reporter, where the file has such a name as a form of this plan has.

    `npa-kh-2011_2012-Q1_MOJ (2).xlsx` is 2012-Q1 and MOJ; of any other name nothing is known.
    """
    words = file.rpartition(".")[0].split("_")
    if len(words) < len(_SLOT_FIELDS) or words[0] != plan.id:
        return None
    reporter = next((one for one in plan.reporters_by_id if _begins(words[2], one)), None)
    try:
        period = Period.parse(words[1])
    except ValueError:
        return None
    return (period.label, reporter) if reporter else None


def _begins(text: str, word: str) -> bool:
    """Whether a text is this word, or goes on with something that is no part of one."""
    rest = text.removeprefix(word)
    return text.startswith(word) and not rest[:1].isalnum() and rest[:1] != "-"
