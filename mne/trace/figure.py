"""From a figure to its cells: what `progress` put together, each looked up in its receipt.

Words and activities are not put together: of those the answers themselves are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from mne.errors import UsageError
from mne.kinds import activity as activity_kind
from mne.kinds.count import CONFIRMED
from mne.model import At, Indicator, at_text
from mne.model.selection import Selection
from mne.periods import Period
from mne.progress import Grounded, Wanted, ground_all
from mne.progress.activities import ActivityProgress, follow_activities
from mne.progress.ask import Ask
from mne.progress.figure import Figure
from mne.trace.found import Gap, Known, Piece, Traced, answers_in, pieces_of

_NEAR = 3
_TOLD = (activity_kind.STATUS, activity_kind.REASON, activity_kind.RECOMMENDATION)


def trace_figure(
    known: Known, name: str, period: Period, at: At = (), selection: Selection | None = None
) -> Traced:
    """A figure that `progress` prints, by its indicator or activity, with all its answers.

    UsageError where there is no such row: by its name, in that period, or at that place.
    """
    selection = replace(selection or Selection(), indicator=name)
    indicator = known.plan.indicators_by_id.get(name)
    if indicator is None:
        return _activity(known, name, period, at, selection)
    if indicator.kind == "narrative":
        return _words(known, indicator, period, at, selection)
    by = tuple(dimension for dimension, _ in at)
    rows = trace_rows(known, known.wanted(period)._replace(by=by, selection=selection))
    for traced in rows:
        if dict(traced.at) == dict(at):
            return traced
    if not rows:
        raise UsageError("trace-not-asked", indicator=name, period=period.label)
    places = [at_text(one.at) for one in rows if one.at] or map(", ".join, indicator.breakdowns)
    facts = {"indicator": name, "at": at_text(at)}
    raise UsageError("trace-no-such-place", known="; ".join(places) or "-", **facts)


def trace_rows(known: Known, wanted: Wanted) -> tuple[Traced, ...]:
    """Every row that `progress` has of what is wanted, with all its answers."""
    (rows,) = ground_all(known.table, [wanted])
    return tuple(_traced(known, found) for found in rows)


def _traced(known: Known, found: Grounded) -> Traced:
    pieces = [
        piece
        for ask, figure in found.made_of
        for part in figure.used
        for piece in pieces_of(known, ask, part)
    ]
    row = found.row
    return Traced(
        indicator=row.indicator,
        period=row.period,
        at=row.at,
        value=row.actual,
        row=row,
        pieces=tuple(dict.fromkeys(pieces)),
        gaps=tuple(gap for made in found.made_of for gap in _gaps(known, *made)),
        confirmed=tuple(_confirmed(known, found)),
    )


def _gaps(known: Known, ask: Ask, figure: Figure) -> Iterator[Gap]:
    """What is missing in a row, and what stands in the cells where it was asked for."""
    parts = {(one.reporter, one.period): one for one in ask.expected}
    for missing in figure.missing:
        part = parts[missing.reporter, missing.period]
        pieces = tuple(pieces_of(known, ask, part)) if part.receipt else ()
        receipt = known.receipts.get(part.receipt)
        yield Gap(ask.source.id, ask.at, missing, receipt, pieces)


def _confirmed(known: Known, found: Grounded) -> Iterator[Piece]:
    """Who said how many different persons a year's figure is."""
    if found.row.confirmed is None:
        return
    for ask, figure in found.made_of:
        end = found.row.period.end
        for part in (one for one in ask.expected if one.receipt and one.period.end == end):
            receipt = known.receipts[part.receipt]
            for one in answers_in(known, receipt, ask.source.id, (CONFIRMED,)):
                if one.value is not None and figure.may_be_added:
                    yield known.piece(one, receipt)


def _words(
    known: Known, indicator: Indicator, period: Period, at: At, selection: Selection
) -> Traced:
    """All that was written in the returns of a period."""
    meant = {*selection.reporters(known.plan)}
    pieces = [
        known.piece(one, receipt)
        for slot, receipt in known.counting.items()
        if period.contains(slot.period) and slot.reporter in meant
        for one in known.archive.observations(receipt, known.plan)
        if one.indicator == indicator.id and one.value is not None and at in {(), one.at}
    ]
    return Traced(indicator.id, period, at, None, None, tuple(pieces))


def _activity(known: Known, name: str, period: Period, at: At, selection: Selection) -> Traced:
    """How far an activity has come, in the answers that say so."""
    if name not in {one.id for one in known.plan.activities}:
        raise _unknown(known, name)
    if at:
        raise UsageError("trace-no-such-place", indicator=name, at=at_text(at), known="-")
    rows = follow_activities(
        known.plan,
        period,
        known.table,
        known.counting,
        as_of=known.as_of,
        selection=replace(selection, indicator=""),
    )
    for row in rows:
        if row.activity.id == name:
            pieces = tuple(activity_pieces(known, row))
            return Traced(name, period, (), row.state, None, pieces)
    raise UsageError("trace-not-asked", indicator=name, period=period.label)


def activity_pieces(known: Known, row: ActivityProgress) -> Iterator[Piece]:
    """The state with its reasons, and the money, which an older return may have told last."""
    for name, parts in ((row.receipt, _TOLD), (row.spent_receipt, (activity_kind.SPENT,))):
        receipt = known.receipts.get(name)
        if receipt:
            for one in answers_in(known, receipt, row.activity.id, parts):
                if one.value is not None:
                    yield known.piece(one, receipt)


def _unknown(known: Known, name: str) -> UsageError:
    names = [*known.plan.indicators_by_id, *(one.id for one in known.plan.activities)]
    by_small_letters = {one.casefold(): one for one in names}
    found = get_close_matches(name.casefold(), by_small_letters, n=_NEAR, cutoff=0.7)
    near = ", ".join(by_small_letters[one] for one in found)
    return UsageError("trace-unknown", indicator=name, plan=known.plan.id, near=near)
