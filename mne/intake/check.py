"""Takes a file in: reads it, runs every check in order, and comes to a verdict.

Reading happens in a child process; while that runs, the checking library is loaded here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mne.archive import Archive
from mne.checks import CHECKS, Answers, is_untouched
from mne.intake.before import counterpart_returns, earlier_returns, used_again
from mne.intake.slot import Declared, Taken, layout_for, take_declared, take_stamped
from mne.issues import has_errors
from mne.kinds import kind_of
from mne.layout import lay_out, questions
from mne.model import CellCounts, Issue, Observation, Plan, Status, Verdict
from mne.reading import Reading, read_csv_return, read_form, read_own_sheet, unknown
from mne.workbook import Readers, Workbook
from mne.workspace import Workspace


def check_file(
    workspace: Workspace, path: Path, declared: Declared, readers: Readers | None = None
) -> tuple[Verdict, Plan]:
    """The verdict on one file, and the plan it was read under.

    `readers` are those that are kept warm for many files. UnreadableError where the file cannot be
    read or is not one of our forms.
    """
    if readers is None:
        with Readers() as own:
            return check_file(workspace, path, declared, own)
    pending = readers.start(path)
    from mne.schemas import check_frame  # noqa: PLC0415 - loads while the child reads

    workbook = pending.workbook()
    archive = Archive(workspace.submissions)
    taken, reading = _read(workspace, archive, workbook, declared)
    plan, slot = taken.plan, taken.slot
    wrong = check_frame(plan, reading.observations)
    readable = _without_wrong(reading.observations, wrong)
    beside = (earlier_returns(archive, plan, slot), counterpart_returns(archive, plan, slot))
    answers = Answers(plan, slot, readable, *beside)
    found = [*taken.issues, *reading.issues, *wrong]
    if workbook.kind != "csv" and taken.made_as is None and not declared.layout:
        found += used_again(archive, plan, slot, readable)
    if reading.observations:
        found += [issue for check in CHECKS for issue in check(answers)]
    issues = _in_order(_without_echoes(found), reading.observations)
    verdict = Verdict(
        verdict="refused" if has_errors(issues) else "accepted",
        slot=slot,
        digest=workbook.digest,
        reader=workbook.reader,
        definitions=plan.digest,
        cells=count_cells(plan, _counted(answers, reading.observations)),
        observations=reading.observations,
        issues=issues,
    )
    return verdict, plan


def _read(
    workspace: Workspace, archive: Archive, workbook: Workbook, declared: Declared
) -> tuple[Taken, Reading]:
    """Whose return it is, and every answer; of a file that is somebody else's, none is read."""
    if declared.layout:
        taken = take_declared(workspace, workbook, declared)
        layout = layout_for(taken, declared.layout)
        if not taken.issues:
            return taken, read_own_sheet(taken.plan, taken.slot, layout, workbook)
    elif workbook.kind == "csv":
        taken = take_declared(workspace, workbook, declared)
        if not taken.issues:
            return taken, read_csv_return(taken.plan, taken.slot, workbook)
    else:
        taken = take_stamped(workspace, archive, workbook, declared)
        if not has_errors(taken.issues):
            made_as = lay_out(*taken.made_as) if taken.made_as else None
            form = lay_out(taken.plan, taken.slot)
            return taken, read_form(taken.plan, form, workbook, made_as)
    asked = questions(taken.plan, taken.slot)
    return taken, Reading(tuple(unknown(taken.slot, one) for one in asked), ())


def _counted(answers: Answers, read: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """What a form comes filled in with is no answer where nothing else is."""
    if not is_untouched(answers):
        return read
    return tuple(one._replace(value=None, status="blank") for one in read)


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
