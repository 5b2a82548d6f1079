"""The progress as a workbook: the figures, what they are made of, and who is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from mne import __version__
from mne.charts import RATING_SIGNS
from mne.cli.app import App
from mne.cli.progress.words import Told
from mne.layout import FONT
from mne.messages import message
from mne.model import Indicator, Plan, Progress
from mne.periods import Period
from mne.progress.activities import ActivityProgress
from mne.sheets import Cell, Figure, Sheet, SheetColumn, Tone, Toned, write_workbook

_TONES: dict[str, Tone] = {
    "met": "good",
    "on-schedule": "good",
    "done": "good",
    "behind-schedule": "middling",
    "needs-attention": "bad",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One answer of `mne progress`: what was asked, and what it came to."""

    plan: Plan
    period: Period
    as_of: date
    engine: str
    synthetic: bool
    rows: Sequence[Progress] = ()
    activities: Sequence[ActivityProgress] = ()


def progress_workbook(app: App, found: Measured) -> bytes:
    """The workbook in the user's language; its day of making is the day of knowledge."""
    book = _Book(app, found)
    sheets = [
        book.progress(),
        book.breakdowns(),
        book.missing(),
        book.activities(),
        book.about(),
    ]
    mark = message("book-mark", app.language)
    if found.synthetic:
        mark = f"{message('synthetic', app.language)} {mark}"
    return write_workbook(
        [sheet for sheet in sheets if sheet.rows],
        title=f"{found.plan.title.say(app.language)}, {found.period.label}",
        created=datetime.combine(found.as_of, time()),
        mark=mark,
        font=FONT,
    )


class _Book:
    """The sheets of one answer."""

    def __init__(self, app: App, found: Measured) -> None:
        self.found, self.language = found, app.language
        self.told = Told(found.plan, found.period, app.language)
        self.objectives = {
            one.id: objective.title.say(app.language)
            for objective in found.plan.objectives
            for one in objective.indicators
        }

    def progress(self) -> Sheet:
        """The totals, and what a milestone comes to in each of its places."""
        columns = (
            self._column("objective", 18),
            self._column("indicator", 15),
            self._column("title", 34),
            self._column("unit", 10),
            *self._figure_columns(),
            self._column("remarks", 42),
            self._column("provenance", 11),
        )
        rows = tuple(
            (
                self.objectives[row.indicator],
                row.indicator,
                self._title(row),
                self.told.figures.unit(self._indicator(row)),
                *self._figures(row),
                self._remarks(row),
                self.told.basis(self._indicator(row).provenance.basis),
            )
            for row in self.found.rows
            if not row.at or self._indicator(row).kind == "milestone"
        )
        return Sheet(message("book-progress", self.language), columns, rows, kept=3)

    def breakdowns(self) -> Sheet:
        """The parts of the totals, if any were asked for."""
        columns = (
            self._column("indicator", 15),
            self._column("title", 34),
            self._column("at", 30),
            *self._figure_columns(),
            self._column("remarks", 42),
        )
        rows = tuple(
            (
                row.indicator,
                self._indicator(row).title.say(self.language),
                self.told.title(row),
                *self._figures(row),
                self._remarks(row),
            )
            for row in self.found.rows
            if row.at and self._indicator(row).kind != "milestone"
        )
        return Sheet(message("book-breakdowns", self.language), columns, rows, kept=3)

    def missing(self) -> Sheet:
        """Each part that a total lacks."""
        columns = (
            self._column("indicator", 15),
            self._column("title", 34),
            self._column("reporter", 16),
            self._column("period", 14),
            self._column("reason", 24),
        )
        return Sheet(message("book-missing", self.language), columns, tuple(self._lacking()))

    def _lacking(self) -> Iterator[tuple[Cell, ...]]:
        for row in self.found.rows:
            if row.at or row.coverage == "not-aggregated":
                continue
            for one in row.missing:
                yield (
                    row.indicator,
                    self._indicator(row).title.say(self.language),
                    self.told.figures.reporter(one.reporter),
                    self.told.wording.short_period(one.period),
                    self.told.wording.say(f"why-missing.{one.why}"),
                )

    def activities(self) -> Sheet:
        """What the plan does, and how far it has come."""
        columns = (
            self._column("activity", 10),
            self._column("title", 44),
            self._column("lead", 12),
            self._column("due", 12),
            self._column("state", 20),
            self._column("overdue", 10),
            self._column("spent", 18, figures=True),
            self._column("currency", 10),
            self._column("remarks", 42),
        )
        rows = tuple(
            (
                one.activity.id,
                one.activity.title.say(self.language),
                self.told.figures.reporter(one.activity.lead),
                one.activity.due.isoformat(),
                Toned(message(f"word-{one.state}", self.language), _TONES.get(one.state)),
                self.told.wording.say("activities.overdue") if one.overdue else None,
                None if one.spent is None else Figure(one.spent, _places(one.spent)),
                one.activity.currency or None,
                self.told.deed_remarks(one),
            )
            for one in self.found.activities
        )
        return Sheet(message("book-activities", self.language), columns, rows, kept=2)

    def about(self) -> Sheet:
        """What the figures are, on what day, made by what."""
        found, plan = self.found, self.found.plan
        say = self.told.wording.say
        marks = {
            message("book-figures", self.language): message("book-mark", self.language),
            message("column-plan", self.language): f"{plan.title.say(self.language)} ({plan.id})",
            message("column-period", self.language): self.told.wording.period(found.period),
            say("made.as-of"): found.as_of.isoformat(),
            say("made.definitions"): plan.digest,
            message("book-engine", self.language): found.engine,
            say("made.tool"): f"mne {__version__}",
            say("head.rating"): self.told.rule(),
            message("column-provenance", self.language): say("glossary.basis"),
        }
        if found.synthetic:
            marks = {message("book-sample", self.language): say("sample.long"), **marks}
        columns = (SheetColumn(message("book-about", self.language), 26), SheetColumn("", 90))
        name = message("book-about", self.language)
        return Sheet(name, columns, tuple(marks.items()), filters=False)

    def _column(self, name: str, width: int, *, figures: bool = False) -> SheetColumn:
        return SheetColumn(message(f"column-{name}", self.language), width, figures)

    def _figure_columns(self) -> tuple[SheetColumn, ...]:
        names = {
            "actual": 13,
            "signed": 10,
            "bounds": 11,
            "baseline": 9,
            "target": 12,
            "achievement": 9,
            "change": 12,
        }
        figures = tuple(
            self._column(name, width, figures=name != "signed") for name, width in names.items()
        )
        counts = {"reported": 9, "expected-parts": 6, "numerator": 12, "denominator": 12}
        parts = tuple(self._column(name, width, figures=True) for name, width in counts.items())
        return (*figures, self._column("rating", 19), *parts)

    def _figures(self, row: Progress) -> tuple[Cell, ...]:
        achieved = row.achievement
        return (
            self._value(row, row.actual),
            None if row.actual is None else message(f"word-{row.attested}", self.language),
            self.told.bounds(row),
            self._value(row, row.baseline),
            self._value(row, row.target),
            None if achieved is None else Figure(achieved, share=True, quotient=True),
            self.told.change(row),
            self._rating(row),
            Figure(Decimal(row.reported)),
            Figure(Decimal(row.expected)),
            self._part(row.numerator),
            self._part(row.denominator),
        )

    def _value(self, row: Progress, value: Decimal | str | None) -> Cell:
        """A figure as a number; a state as its word."""
        indicator = self._indicator(row)
        if value is None or isinstance(value, str):
            return self.told.value(row, value)
        divided = indicator.kind in {"ratio", "milestone"}
        mean = "mean" in {indicator.combine.over_time, indicator.combine.over_reporters}
        return Figure(value, indicator.places, share=divided, quotient=divided or mean)

    def _part(self, value: Decimal | None) -> Cell:
        return None if value is None else Figure(value, _places(value))

    def _rating(self, row: Progress) -> Cell:
        if not self.told.is_rated(row):
            return None
        word = self.told.figures.rating(row.rating).word
        return Toned(f"{RATING_SIGNS[row.rating]} {word}", _TONES.get(row.rating))

    def _title(self, row: Progress) -> str:
        title = self._indicator(row).title.say(self.language)
        return f"{title}: {self.told.title(row)}" if row.at else title

    def _remarks(self, row: Progress) -> str:
        remarks = self.told.remarks(row, everything=True, missing=False)
        return " · ".join(filter(None, remarks))

    def _indicator(self, row: Progress) -> Indicator:
        return self.found.plan.indicators_by_id[row.indicator]


def _places(value: Decimal) -> int:
    """As many as it has."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
