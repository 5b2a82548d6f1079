"""What the rows say, in words: the same on the screen and in a workbook, and as in the reports."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from mne.kinds.kind import show_number
from mne.messages import message
from mne.model import Plan, Progress
from mne.model.selection import COUNTRY, LEVEL, WORKING_GROUP
from mne.periods import Period
from mne.progress import REPORTER
from mne.progress.activities import ActivityProgress
from mne.progress.trend_words import trend_cell, trend_remark
from mne.report.changes import trend_names
from mne.report.figures import Figures
from mne.report.wording import load_wording

MARKS = {"repeats": "†", "provisional": "*", "validated": "✓"}
"""Beside a figure: what may count one person twice, what no ministry has signed, what the
secretariat has looked at."""


class Printed(NamedTuple):
    """The part of a report that its figures need to be put into words."""

    plan: Plan
    period: Period
    progress: tuple[Progress, ...] = ()


class Told:
    """Puts the rows of one plan and period into words."""

    def __init__(self, plan: Plan, period: Period, language: str) -> None:
        self.plan, self.language = plan, language
        self.wording = load_wording(language)
        self.figures = Figures(Printed(plan, period), self.wording)

    def title(self, row: Progress) -> str:
        """The indicator's title; of a part of it, which part."""
        if row.at:
            return ", ".join(self.place(*pair) for pair in row.at)
        indicator = self.plan.indicators_by_id[row.indicator]
        return f"{indicator.title.say(self.language)} · {self.basis(indicator.provenance.basis)}"

    def basis(self, basis: str) -> str:
        """How far a definition is the plan's own."""
        return self.wording.say(f"basis.{basis}")

    def place(self, dimension: str, code: str) -> str:
        """A code in words, or the body or bodies whose figure it is."""
        if dimension in {REPORTER, WORKING_GROUP}:
            return self.figures.reporter(code)
        if dimension == LEVEL:
            return message(f"word-{code}", self.language)
        if dimension == COUNTRY:
            known = (
                "country" in self.plan.codelists and code in self.plan.codelists["country"].codes
            )
            return self.figures.code_name("country", code) if known else code
        return self.figures.code_name(dimension, code)

    def actual(self, row: Progress) -> str:
        """The figure as printed; nothing where there is none."""
        if row.actual is None:
            return ""
        return self.figures.result(self.plan.indicators_by_id[row.indicator], row)

    def value(self, row: Progress, value: Decimal | str | None) -> str:
        """Another value of the same indicator."""
        if value is None:
            return ""
        return self.figures.show(self.plan.indicators_by_id[row.indicator], value)

    def is_rated(self, row: Progress) -> bool:
        """Whether a rating could be given: targets are set for totals, not for parts of them."""
        kind = self.plan.indicators_by_id[row.indicator].kind
        return not row.at or kind == "milestone" or row.rating != "not-rated"

    def change(self, row: Progress) -> str:
        """How far it is from the earlier period, where the two may be compared."""
        return trend_cell(self.plan.indicators_by_id[row.indicator], row, self.language)

    def _change_remark(self, row: Progress) -> str:
        """What that comparison rests on, or why there is none."""
        indicator = self.plan.indicators_by_id[row.indicator]
        return trend_remark(indicator, row, self.language, trend_names(self.figures))

    def marks(self, row: Progress) -> tuple[str, ...]:
        """Which of `MARKS` stand beside the figure."""
        if row.actual is None:
            return ()
        repeats = ("repeats",) if "actual" in row.repeats_in else ()
        return (*repeats, *({row.attested} & MARKS.keys()))

    def bounds(self, row: Progress) -> str:
        """Between what a partial figure lies: `≥ 120`, `120–140`."""
        low, high = self.value(row, row.low), self.value(row, row.high)
        if low and high:
            return f"{low}–{high}"
        return f"≥ {low}" if low else f"≤ {high}" if high else ""

    def why(self, row: Progress) -> str:
        """Why there is no figure or no rating; nothing for a part, whose total has it."""
        if row.why_not_aggregated:
            return self.wording.say(f"why-not-added.{row.why_not_aggregated}")
        if row.why_not_rated == "no-data" or not self.is_rated(row):
            return ""
        if row.why_not_rated == "not-due-yet" and row.due:
            return ""  # said with its day
        return self.figures.why_not_rated(row)

    def due(self, row: Progress) -> str:
        """Of a milestone: its day, and whether it was reached by then."""
        if row.due is None:
            return ""
        states = [
            message("progress-due-count", self.language, count=number, state=self._word(state))
            for state, number in row.due.counts
        ]
        words = ", ".join(states) or self._word(row.due.state or "unknown")
        day = self.wording.day(row.due.day)
        return message("progress-due", self.language, day=day, state=words)

    def _word(self, code: str) -> str:
        return message(f"word-{code}", self.language)

    def coverage(self, row: Progress) -> str:
        """`3 of 4`; the words where nothing may be added."""
        if row.coverage == "not-aggregated":
            return self.wording.say("figure.not-added")
        return self.figures.coverage(row)

    def missing(self, row: Progress, *, everyone: bool = False) -> str:
        """Who is missing, for which period, and why; the first few unless all are asked for."""
        who = self.figures.missing(row, most=None if everyone else self.figures.MOST_NAMED)
        return self.wording.say("figure.missing", who=who) if who else ""

    def remarks(self, row: Progress, *, everything: bool, missing: bool) -> Iterator[str]:
        """All that has no column of its own, the weightiest first."""
        yield self.why(row)
        yield self.due(row)
        if row.to_date is not None:
            yield message("progress-to-date", self.language, value=self.value(row, row.to_date))
        if row.original_target is not None:
            first = self.value(row, row.original_target)
            yield message("progress-first-target", self.language, value=first)
        yield self.figures.confirmed(self.plan.indicators_by_id[row.indicator], row)
        if row.units and (everything or row.units.reported < row.units.expected):
            yield self.figures.units(row)
        if missing:
            yield self.missing(row, everyone=everything)
        if everything:
            yield from self._to_date(row)
            yield self.figures.known(row)
            yield self._change_remark(row)

    def _to_date(self, row: Progress) -> Iterator[str]:
        """The same figure over longer spans, where it is another."""
        for name in ("year_to_date", "cumulative"):
            value = getattr(row, name)
            if value is not None and value not in {row.actual, row.to_date}:
                code = f"progress-{name.replace('_', '-')}"
                yield message(code, self.language, value=self.value(row, value))

    def rule(self) -> str:
        """From which achievement each rating is given."""
        limits = self.plan.rating
        return self.wording.say(
            "rating.rule",
            met=self.figures.percent(limits.met),
            behind=self.figures.percent(limits.behind_schedule),
        )

    def money(self, one: ActivityProgress) -> str:
        """What was spent on an activity, with its currency."""
        if one.spent is None:
            return ""
        return f"{one.activity.currency} {show_number(one.spent, 0)}"

    def deed_remarks(self, one: ActivityProgress) -> str:
        """An activity's reason and recommendation, in its ministry's own words."""
        since = "" if one.since is None else self.wording.short_period(one.since)
        words = (
            self.wording.say("activities.since", period=since) if since else "",
            one.reason,
            self.wording.say("activities.recommended", words=one.recommendation)
            if one.recommendation
            else "",
        )
        return " · ".join(filter(None, words))
