"""Reporters down, periods across: one look at who sent what, also without colour.

Reporters stand in the order of the plan. Where the periods do not fit side by side, each year gets
a table of its own, and a year that does not fit is broken where it must.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from mne.cli.app import App
from mne.cli.shared import screen_width
from mne.compliance import Compliance, SlotState, SlotStatus
from mne.messages import message
from mne.model import Plan
from mne.periods import Period, deadline

SYMBOLS: dict[SlotState, str] = {
    "not-due": "·",
    "due": "…",
    "received": "✓",
    "late": "◐",
    "missing": "○",
    "refused": "◇",
    "exempt": "–",
}
"""Each with its word beside it: neither colour nor shape alone says anything."""
_PUT_OFF = "+"
_GAP = 2
Cells = Mapping[tuple[str, Period], str]


def draw_grid(app: App, plan: Plan, compliance: Compliance) -> str:
    """The tables, and below them what the signs mean and which returns were put off."""
    slots = {(slot.reporter, slot.period): slot for slot in compliance.slots}
    cells = {place: _cell(app, slot) for place, slot in slots.items()}
    heads = {period: _head(plan, period) for _, period in slots}
    due = message("column-due", app.language)
    reporters = [one.id for one in plan.reporters]
    width = shutil.get_terminal_size().columns
    tables = [
        _table(reporters, due, {period: heads[period] for period in some}, cells)
        for some in _fitting((due, *reporters), heads, cells, width)
    ]
    return "".join((*tables, *_legend(app, compliance)))


def _head(plan: Plan, period: Period) -> tuple[str, str]:
    """A period, and below it the day by which its returns are due by the plan."""
    return period.label, deadline(period, plan.due_days, plan.holidays).isoformat()


def _cell(app: App, slot: SlotStatus) -> str:
    known = slot.timeliness_unknown and slot.state == "received"
    word = message("word-known" if known else f"word-{slot.state}", app.language)
    put_off = f" {_PUT_OFF}" if slot.why_due and slot.why_due.extension else ""
    return f"{SYMBOLS[slot.state]} {word}{put_off}"


def _fitting(
    labels: Sequence[str],
    heads: Mapping[Period, tuple[str, str]],
    cells: Cells,
    width: int,
) -> Iterator[list[Period]]:
    """The periods that fit side by side: all of them, else year by year."""

    def wide(period: Period) -> int:
        shown = [cells.get((one, period), "") for one in labels]
        return _GAP + max(map(screen_width, (*heads[period], *shown)))

    room = width - max(map(screen_width, labels))
    periods = sorted(heads)
    if sum(map(wide, periods)) <= room:
        yield periods
        return
    for _, year in groupby(periods, key=lambda one: one.end.year):
        some: list[Period] = []
        for period in year:
            if some and sum(map(wide, (*some, period))) > room:
                yield some
                some = []
            some.append(period)
        yield some


def _table(
    reporters: Sequence[str],
    due: str,
    heads: Mapping[Period, tuple[str, str]],
    cells: Cells,
) -> str:
    """One table; a reporter of whom nothing is expected in it is left out."""
    rows = [["", *(name for name, _ in heads.values())], [due, *(day for _, day in heads.values())]]
    for reporter in reporters:
        line = [cells.get((reporter, period), "") for period in heads]
        if any(line):
            rows.append([reporter, *line])
    widths = [max(map(screen_width, column)) for column in zip(*rows, strict=True)]
    lines = [_joined(row, widths) for row in rows]
    rule = "─" * (sum(widths) + _GAP * (len(widths) - 1))
    return "\n".join((*lines[:2], rule, *lines[2:], "", ""))


def _joined(row: Sequence[str], widths: Sequence[int]) -> str:
    """A line, each column as wide as its widest cell on the screen, whatever its letters."""
    padded = (
        one + " " * (width - screen_width(one)) for one, width in zip(row, widths, strict=True)
    )
    return (" " * _GAP).join(padded).rstrip()


def _legend(app: App, compliance: Compliance) -> Iterator[str]:
    """What the signs that are used mean; which returns were put off, and until when."""
    used = {slot.state for slot in compliance.slots}
    for state, symbol in SYMBOLS.items():
        if state in used:
            yield f"{symbol} {message(f'legend-{state}', app.language)}\n"
    put_off = [
        f"{slot.reporter} {slot.period.label} → {slot.due.isoformat()}"
        for slot in compliance.slots
        if slot.why_due and slot.why_due.extension
    ]
    if put_off:
        listed = ", ".join(put_off)
        yield f"{_PUT_OFF} {message('legend-put-off', app.language, listed=listed)}\n"
    yield "\n"
