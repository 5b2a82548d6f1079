"""What stands beside a figure: the same since the start of the year, and since that of the plan.

Only what happens during a period is followed so. What stands at the end of one is not put together
over time, and a milestone's state is the last one ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from mne.model import Indicator
from mne.periods import Period
from mne.progress.ask import Ask, Asker
from mne.progress.figure import NEWEST_COUNTS, Figure
from mne.progress.judge import Row


class Beside:
    """The longer figures of the rows of one indicator, each asked for once."""

    def __init__(self, asker: Asker, rows: Sequence[Ask], to_date: Ask | None) -> None:
        self._year: dict[int, Ask] = {}
        self._plan: dict[int, Ask] = {}
        self._known = {id(one) for one in (*rows, to_date)}
        if not rows or not _adds_up(rows[0].indicator):
            return
        indicator, period = rows[0].indicator, rows[0].period
        year, plan = Period.containing(period.end, "year").start, asker.plan.span.start
        for ask in rows:
            from_day = {period.start: ask}
            if to_date and ask is rows[0]:
                from_day[to_date.period.start] = to_date
            if year <= period.start:
                self._year[id(ask)] = _from(asker, ask, year, from_day)
            if indicator.target_is == "cumulative" and plan <= period.start:
                self._plan[id(ask)] = _from(asker, ask, plan, from_day)

    @property
    def asks(self) -> Iterator[Ask]:
        """What has to be measured besides."""
        further = {id(one): one for one in (*self._year.values(), *self._plan.values())}
        yield from (one for key, one in further.items() if key not in self._known)

    def added(self, row: Row, figures: Mapping[int, Figure]) -> Row:
        """The row with what stands beside it."""
        year, plan = self._year.get(id(row.ask)), self._plan.get(id(row.ask))
        return replace(
            row,
            year_to_date=figures[id(year)] if year else None,
            cumulative=figures[id(plan)] if plan else None,
        )


def _adds_up(indicator: Indicator) -> bool:
    return (
        indicator.kind != "milestone"
        and indicator.stock_or_flow == "flow"
        and indicator.combine.over_time not in NEWEST_COUNTS
    )


def _from(asker: Asker, ask: Ask, start: date, known: dict[date, Ask]) -> Ask:
    if start not in known:
        known[start] = asker.from_day(ask, start)
    return known[start]
