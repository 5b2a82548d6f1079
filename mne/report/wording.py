"""The report's own words, in the reader's language: headings, labels, dates.

They stand in `locale/report.<language>.yaml` and, for what is said of definitions, in
`locale/plan.<language>.yaml`; templates hold none, so that a translator needs no
template and a template needs no translator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from mne.errors import UsageError
from mne.messages import LANGUAGES, read_texts
from mne.periods import Period


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's words for reports."""

    language: str
    entries: Mapping[str, str]

    def say(self, code: str, **facts: object) -> str:
        """The words under a code, filled in with facts."""
        if code not in self.entries:
            raise UsageError("report-wording-unknown", wording=code, language=self.language)
        return self.entries[code].format(**facts)

    def knows(self, code: str) -> bool:
        """Whether there are words under a code."""
        return code in self.entries

    def day(self, day: date | None) -> str:
        """31 January 2013; nothing for no day."""
        if day is None:
            return ""
        month = self.say(f"month.{day.month}")
        return self.say("date", day=day.day, month=month, year=day.year)

    def period(self, period: Period) -> str:
        """Quarter 3 of 2012, or both days of a window that is no calendar unit."""
        return self._period(period, "period")

    def short_period(self, period: Period) -> str:
        """Q3 2012: for the head of a column."""
        return self._period(period, "short")

    def short_periods(self, periods: Sequence[Period]) -> str:
        """Q1, Q3 2012: several periods of the same years, in the order of the calendar."""
        words = []
        for year, group in groupby(sorted(periods), key=lambda period: period.start.year):
            inside = list(group)
            if len(inside) == 1 or any(self._in_year(one) is None for one in inside):
                words += [self.short_period(one) for one in inside]
            else:
                names = ", ".join(self._in_year(one) or "" for one in inside)
                words.append(self.say("short.several", periods=names, year=year))
        return "; ".join(words)

    def _in_year(self, period: Period) -> str | None:
        """Q3, beside a year that is named already; nothing for a window or a whole year."""
        if period.frequency is None or not self.knows(f"in-year.{period.frequency}"):
            return None
        return self._period(period, "in-year")

    def _period(self, period: Period, style: str) -> str:
        if period.frequency is None:
            return self.say("period.window", start=self.day(period.start), end=self.day(period.end))
        return self.say(
            f"{style}.{period.frequency}",
            year=period.start.year,
            half=(period.start.month + 5) // 6,
            quarter=(period.start.month + 2) // 3,
            month=self.say(f"month.{period.start.month}"),
        )


def load_wording(language: str) -> Wording:
    """The words of a language; a usage error where there are none."""
    if language not in LANGUAGES:
        raise UsageError("language-not-built", language=language)
    return Wording(language, read_texts(f"plan.{language}") | read_texts(f"report.{language}"))
