"""Comes to a verdict on a return that was read: runs every check, in order, once for each mistake.

What is wrong with an answer by itself is known already; then follow the answers beside each other,
beside earlier returns, and beside those of other bodies.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mne.archive import Archive
from mne.checks import CHECKS, Answers, is_untouched, withhold, withhold_sheets
from mne.intake.before import returns_beside, sent_before, sent_late, sent_removed, used_again
from mne.intake.counts import count_cells
from mne.intake.opening import Opened
from mne.issues import has_errors
from mne.model import Issue, Observation, Outcome, Verdict


def judge(
    archive: Archive, opened: Opened, wrong: Sequence[Issue], came: datetime | None
) -> Verdict:
    """The verdict; `wrong` are the answers that are not right by themselves.

    `came`: when it came in; None where it is not asked whether that is late.
    """
    (plan, slot), read = opened.taken[:2], opened.reading
    readable = _without_wrong(read.observations, wrong)
    beside = returns_beside(archive, plan, slot)
    answers = Answers(
        plan,
        slot,
        readable,
        beside.earlier,
        beside.counterparts,
        beside.received,
        beside.overlapping,
        opened.declared.reason,
    )
    found = [*opened.taken.issues, *read.issues, *wrong]
    if not opened.declared.made_here:
        found += sent_removed(beside, opened.digest)
    if opened.is_own_form:
        found += used_again(archive, plan, beside, slot, readable)
    outcomes: list[Outcome] = []
    if read.observations:
        found += sent_before(beside, opened.digest, read.observations)
        found += sent_late(plan, beside, came) if came and not _is_printed(opened) else []
        for one in (one for check in CHECKS for one in check(answers)):
            if isinstance(one, Issue):
                found.append(one)
            else:
                outcomes.append(one)
    told = withhold(_without_echoes(found), opened.personal)
    issues = _in_order(_as_printed(opened, told), read.observations)
    return Verdict(
        verdict="refused" if has_errors(issues) else "accepted",
        slot=slot,
        digest=opened.digest,
        reader=opened.reader,
        definitions=plan.digest,
        cells=count_cells(plan, _counted(answers, read.observations)),
        observations=read.observations,
        issues=issues,
        outcomes=withhold_sheets(outcomes, opened.personal),
        withheld=opened.personal.cells,
    )


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
    if not cells:
        return observations
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
    "parts-not-total": frozenset({"ratio-above-one"}),
}
"""What need not be said of a cell of which the other is said."""
_BLANKS = frozenset(
    {
        *("answer-blank", "not-broken-down", "group-without-total"),
        *("ratio-half-answered", "group-partly-blank"),
    }
)
"""What is said of blanks: not of an indicator whose figures were withdrawn, and with other weight
of what was printed."""


def _without_echoes(issues: Sequence[Issue]) -> list[Issue]:
    """One mistake, one message: an empty form is not also blank in every cell."""
    told = {(one.code, one.sheet, one.cell, one.indicator) for one in issues}
    codes = {one.code for one in issues}
    withdrawn = {one.indicator for one in issues if one.code == "figure-withdrawn"}
    echo = "return-empty" if "csv-not-asked" in codes else "answer-blank"
    wrong = {(one.sheet, one.cell, one.indicator) for one in issues if one.severity == "error"}
    return [
        one
        for one in issues
        if not ("return-empty" in codes and one.code == echo)
        and not (one.indicator in withdrawn and one.code in _BLANKS)
        and not (wrong and one.code == "sent-before")
        and not (one.code == "unlike-earlier" and (one.sheet, one.cell, one.indicator) in wrong)
        and not any(
            (code, one.sheet, one.cell, one.indicator) in told
            for code in _SAID_BY.get(one.code, ())
        )
    ]


def _is_printed(opened: Opened) -> bool:
    return opened.declared.how == "printed"


def _as_printed(opened: Opened, issues: Sequence[Issue]) -> list[Issue]:
    """A printed report holds a few figures only: what is blank there nobody can fill in.

    Wholly blank figures are not listed one by one; what is half there is a warning.
    """
    if not _is_printed(opened):
        return list(issues)
    return [
        one._replace(severity="warning") if one.code in _BLANKS else one
        for one in issues
        if not (one.code in _BLANKS and one.severity != "error")
    ]


def _in_order(issues: Sequence[Issue], observations: Sequence[Observation]) -> tuple[Issue, ...]:
    """Issues in the order of the form's cells; what concerns the whole form comes first."""
    if not issues:
        return ()
    place = {
        (one.cell.sheet, one.cell.ref): number
        for number, one in enumerate(observations)
        if one.cell
    }
    unique = dict.fromkeys(issues)
    return tuple(sorted(unique, key=lambda issue: place.get((issue.sheet, issue.cell), -1)))
