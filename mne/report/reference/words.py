"""How a plan's things are called: values, days, bodies, code lists, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby

from mne.crosswalk import Crosswalk
from mne.kinds import kind_of
from mne.model import Indicator, Plan, Reporter, Text
from mne.periods import Period, deadline
from mne.report.typography import percent
from mne.report.wording import Wording

NONE = "–"
_FEW = 3
"""More members of one family than this are named by the first and the last."""


class PlanWords:
    """Says what a plan says."""

    def __init__(self, plan: Plan, wording: Wording, crosswalk: Crosswalk | None = None) -> None:
        self.plan = plan
        self.wording = wording
        self.language = wording.language
        self.crosswalk = crosswalk or Crosswalk({}, (), {})
        self._day = plan.span.reporting.end

    def say(self, code: str, **facts: object) -> str:
        """The words under a code."""
        return self.wording.say(code, **facts)

    def text(self, text: Text | None) -> str:
        """A text of the plan; nothing for none."""
        return text.say(self.language) if text else ""

    def days(self, start: date | None, end: date | None) -> str:
        """From a day, until a day, or both; nothing where it is always so."""
        if start and end:
            return self.say("days.both", start=self.wording.day(start), end=self.wording.day(end))
        if start:
            return self.say("days.from", day=self.wording.day(start))
        return self.say("days.until", day=self.wording.day(end)) if end else ""

    def value(self, indicator: Indicator, text: str | None) -> str:
        """A target or baseline as written in the plan, by the rules of its kind."""
        if text is None:
            return NONE
        kind = kind_of(indicator)
        value = kind.read_target(indicator, text)
        return NONE if value is None else kind.show(indicator, value, self.language)

    def unit(self, indicator: Indicator) -> str:
        """What one unit of a figure is."""
        if indicator.counting_unit is None:
            return indicator.unit
        counted = self.say(f"counting.{indicator.counting_unit}")
        if indicator.unit and self.language == "en" and indicator.unit != counted:
            return self.say("unit.both", unit=indicator.unit, counted=counted)
        return counted

    def reporter(self, reporter: str) -> str:
        """A body with its name of the plan's time and its short name."""
        one = self.plan.reporters_by_id.get(reporter)
        if one is None:
            return reporter
        name = one.name_on(self._day).say(self.language)
        short = one.abbreviation_on(self._day)
        return name if short == name else f"{name} ({short})"

    def reporters(self, ids: tuple[str, ...]) -> Iterator[str]:
        """Bodies; many of one family by the first and the last."""
        for family, group in groupby(ids, self._family):
            members = tuple(group)
            if family and len(members) > _FEW:
                facts = {"first": self.reporter(members[0]), "last": self.reporter(members[-1])}
                yield self.say("sheet.family", count=len(members), **facts)
            else:
                yield from map(self.reporter, members)

    def _family(self, reporter: str) -> str:
        one: Reporter | None = self.plan.reporters_by_id.get(reporter)
        return (one.family or "") if one else ""

    def dimension(self, dimension: str) -> str:
        """What a code list is called."""
        return self.text(self.plan.codelists[dimension].title)

    def code(self, dimension: str, code: str) -> str:
        """What a code is called; the code itself where the list does not have it."""
        name = self.plan.code_names.get((dimension, code))
        return name.say(self.language) if name else code

    def codes(self, dimension: str, codes: Iterable[str]) -> str:
        """Some codes of a list."""
        names = ", ".join(self.code(dimension, code) for code in codes)
        return f"{self.dimension(dimension)}: {names}"

    def frequency(self, indicator: Indicator | None = None) -> str:
        """How often a return, or an indicator, is asked for."""
        rhythm = (indicator.frequency if indicator else None) or self.plan.calendar
        return self.say(f"frequency.{rhythm}")

    def deadline(self, indicator: Indicator | None = None) -> str:
        """When a return is due, with the first one that asks for it as an example."""
        period = self._first_period(indicator)
        words = self.say("deadline", days=self.plan.due_days)
        if period is None:
            return words
        day = deadline(period, self.plan.due_days, self.plan.holidays)
        said = self.wording.day(day)
        first = self.say("deadline.first", period=self.wording.period(period), day=said)
        return f"{words} {first}"

    def _first_period(self, indicator: Indicator | None) -> Period | None:
        rhythm = (indicator.frequency if indicator else None) or self.plan.calendar
        if rhythm == "campaign":
            periods = tuple(one.period for one in self.plan.campaigns)
        else:
            periods = self.plan.span.reporting.parts(rhythm)
        return next((one for one in periods if not indicator or indicator.asked_in(one)), None)

    def period(self, period: Period | None) -> str:
        """A period in few words."""
        return self.wording.short_period(period) if period else NONE

    def basis(self, basis: str) -> str:
        """Sourced, adapted, illustrative: with what that means."""
        return self.say(f"basis-means.{basis}")

    @staticmethod
    def share(share: Decimal) -> str:
        """A share as a percentage."""
        return percent(share)
