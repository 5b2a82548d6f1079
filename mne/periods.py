"""Spans of time: months, quarters, half-years, years and campaign windows, and their deadlines.

A period is a first and a last day, nothing more. Its label can name a folder: `2012`, `2012-H1`,
`2012-Q1`, `2012-03`, or `2022-08-18--2022-11-10` for any other window.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering
from typing import Literal

Frequency = Literal["month", "quarter", "half-year", "year"]

MONTHS_BY_FREQUENCY: dict[Frequency, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}

_LABEL = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?"
)
_WINDOW = re.compile(r"(\d{4}-\d{2}-\d{2})--(\d{4}-\d{2}-\d{2})")
_SATURDAY = 5
_REMEMBERED = 4096


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole days, both ends included; ordered by its last day, then its first."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            message = f"a period cannot end ({self.end}) before it starts ({self.start})"
            raise ValueError(message)

    @classmethod
    def parse(cls, label: str) -> Period:
        """Read a label; anything else is a ValueError that shows the accepted forms."""
        if found := _LABEL.fullmatch(label):
            year = int(found["year"])
            if found["half"]:
                return cls.containing(date(year, 6 * int(found["half"]), 1), "half-year")
            if found["quarter"]:
                return cls.containing(date(year, 3 * int(found["quarter"]), 1), "quarter")
            if found["month"]:
                return cls.containing(date(year, int(found["month"]), 1), "month")
            return cls.containing(date(year, 1, 1), "year")
        if found := _WINDOW.fullmatch(label):
            return cls(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
        message = (
            f"{label!r} is not a period; write 2012, 2012-H1, 2012-Q1, 2012-03 "
            "or 2012-08-18--2012-11-10"
        )
        raise ValueError(message)

    @classmethod
    def containing(cls, day: date, frequency: Frequency) -> Period:
        """The month, quarter, half-year or year in which a day falls."""
        return _containing(day, frequency)

    @property
    def frequency(self) -> Frequency | None:
        """The calendar unit that this period is exactly, or None for another window."""
        return _frequency_of(self)

    @property
    def label(self) -> str:
        """The folder-safe name."""
        year = f"{self.start.year:04d}"
        match self.frequency:
            case "year":
                return year
            case "half-year":
                return f"{year}-H{(self.start.month + 5) // 6}"
            case "quarter":
                return f"{year}-Q{(self.start.month + 2) // 3}"
            case "month":
                return f"{year}-{self.start.month:02d}"
            case None:
                return f"{self.start.isoformat()}--{self.end.isoformat()}"

    def parts(self, frequency: Frequency) -> tuple[Period, ...]:
        """The calendar units that lie wholly inside, in order."""
        return tuple(self._units(frequency))

    def _units(self, frequency: Frequency) -> Iterator[Period]:
        unit = Period.containing(self.start, frequency)
        while unit.end <= self.end:
            if unit.start >= self.start:
                yield unit
            unit = Period.containing(unit.end + timedelta(days=1), frequency)

    def contains(self, other: Period) -> bool:
        """Whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    @property
    def year_before(self) -> Period:
        """The same days of the year before; the last of February is its last in either year."""
        start = date(self.start.year - 1, self.start.month, 1)
        end = date(self.end.year - 1, self.end.month, 1)
        return Period(
            _on_day(start, self.start.day),
            _last_of(end) if self.end == _last_of(self.end) else _on_day(end, self.end.day),
        )

    @property
    def just_before(self) -> Period:
        """The period of the same length that ends on the day before this one begins."""
        eve = self.start - timedelta(days=1)
        if self.frequency:
            return Period.containing(eve, self.frequency)
        return Period(eve - (self.end - self.start), eve)

    def is_as_long_as(self, other: Period) -> bool:
        """Whether both are one calendar unit, or windows of as many days or of the same dates."""
        if self.frequency or other.frequency:
            return self.frequency == other.frequency
        later, earlier = max(self, other), min(self, other)
        return later.days == earlier.days or later.year_before == earlier

    @property
    def days(self) -> int:
        """How many days, both ends included."""
        return (self.end - self.start).days + 1

    def __lt__(self, other: Period) -> bool:
        return (self.end, self.start) < (other.end, other.start)

    def __str__(self) -> str:
        return self.label


def _last_of(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _on_day(month: date, day: int) -> date:
    """A day of a month, or its last where it is shorter."""
    return month.replace(day=min(day, _last_of(month).day))


@lru_cache(_REMEMBERED)
def _containing(day: date, frequency: Frequency) -> Period:
    months = MONTHS_BY_FREQUENCY[frequency]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return Period(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]))


@lru_cache(_REMEMBERED)
def _frequency_of(period: Period) -> Frequency | None:
    for frequency in MONTHS_BY_FREQUENCY:
        if _containing(period.start, frequency) == period:
            return frequency
    return None


def deadline(period: Period, due_days: int, holidays: frozenset[date] = frozenset()) -> date:
    """The day by whose end a return is due: so many days after the period, on a working day."""
    day = period.end + timedelta(days=due_days)
    while day.weekday() >= _SATURDAY or day in holidays:
        day += timedelta(days=1)
    return day
