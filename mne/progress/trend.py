"""Lays a figure beside that of an earlier period of the same length: what changed, and by how much.

A change is given only where both figures rest on the same returns, or where both can be reckoned
again from the returns that are in both: like for like. Where they are not one series, or rest on
nothing in common, the two stand side by side and the reason is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from mne.breaks import break_between
from mne.model import Indicator, LeftOut, Plan, Progress, Trend, TrendBasis
from mne.periods import Period
from mne.progress.ask import Ask, Part
from mne.progress.figure import Figure, decimal_of

WHY_NO_TREND: dict[str, str] = {
    "another-length": "the two periods are not of the same length",
    "series-break": "the two are not one series",
    "not-aggregated": "the definition forbids to put one of these figures together",
    "not-comparable": "a milestone's state is no number",
    "no-figure-now": "there is no figure for this period",
    "no-figure-before": "there is no figure for the earlier period",
    "another-target": "the places were counted against another state in the earlier period",
    "different-reporters": "the two rest on different returns, and cannot be put on the same ones",
    "zero-before": "nothing was there before, so that there is no percentage",
    "negative-before": "what was there before is below zero, so that there is no percentage",
}
"""Every code that `Trend.why` may hold, with its meaning for us; the last two still say what was
added. The sentences that people read are in the locales."""

_MONTHS = 12

Key = tuple[str, tuple[int, int], tuple[int, int]]
"""A reporter, and where in the period its part begins and ends."""
_Single = tuple[Ask, Figure]
Measure = Callable[[Sequence[Ask]], Mapping[int, Figure]]
"""The engine: figures by the identity of what was asked."""


class Stood(NamedTuple):
    """A row as it stood in one period, and the single rows that it rests on."""

    row: Progress
    figure: Figure
    made_of: tuple[tuple[Ask, Figure], ...]


class Compared(NamedTuple):
    """The rows of a period, and those of the earlier one."""

    plan: Plan
    as_of: date
    against: Period
    now: Sequence[Stood]
    before: Sequence[Stood]


def with_trends(compared: Sequence[Compared], measure: Measure) -> tuple[tuple[Progress, ...], ...]:
    """The rows of each with their trends; the engine is asked once more only where it must be."""
    pairs = [tuple(_pairs(one)) for one in compared]
    again = [ask for some in pairs for pair in some for ask in pair.like_for_like]
    figures = measure(again) if again else {}
    return tuple(
        tuple(replace(pair.now.row, trend=pair.trend(figures)) for pair in some) for some in pairs
    )


def usual_comparison(period: Period) -> Period:
    """The same days a year before; of a span of more than a year, the span just before it."""
    earlier = period.year_before
    return earlier if earlier.end < period.start else period.just_before


def change(before: Fraction, now: Fraction) -> Decimal | None:
    """What was added, over what was there before, divided once; None where that was not above 0."""
    return decimal_of((now - before) / before) if before > 0 else None


def _pairs(compared: Compared) -> Iterator[_Pair]:
    earlier = {(one.row.indicator, one.row.at): one for one in compared.before}
    for now in compared.now:
        yield _Pair(compared, now, earlier.get((now.row.indicator, now.row.at)))


class _Pair:
    """One row, and the same row in the earlier period."""

    def __init__(self, compared: Compared, now: Stood, before: Stood | None) -> None:
        self.now = now
        self.before = before
        self.indicator = compared.plan.indicators_by_id[now.row.indicator]
        self.plan, self.as_of, self.against = compared.plan, compared.as_of, compared.against
        self.parted = break_between(
            self.plan, self.indicator, now.row.at, self.against, now.row.period
        )
        self.sides = _sides(now, before, self.against) if before else ()
        self.why = self._why_not()
        self.like_for_like = () if self.why or self._is_alike else self._narrowed()
        if not (self.why or self._is_alike or self.like_for_like):
            self.why = "different-reporters"

    def _why_not(self) -> str:
        """What keeps the two from being compared at all, the plainest reason first."""
        now, before = self.now, self.before
        reasons = {
            "another-length": not now.row.period.is_as_long_as(self.against),
            "series-break": self.parted is not None,
            "not-aggregated": not all(one.figure.may_be_added for one in (now, before) if one),
            "not-comparable": isinstance(now.figure.value, str),
            "no-figure-now": now.figure.value is None,
            "no-figure-before": before is None or not isinstance(before.figure.value, Fraction),
            "another-target": self.indicator.kind == "milestone"
            and before is not None
            and now.row.target != before.row.target,
        }
        return next((why for why, applies in reasons.items() if applies), "")

    @property
    def _is_alike(self) -> bool:
        """Whether both figures, as they are, rest on the same parts of the same reporters."""
        return all(side.is_alike for side in self.sides)

    def _narrowed(self) -> tuple[Ask, ...]:
        """Both asked again, of the parts that are in both; nothing where that is not allowed.

        A formula's sides, and the places of a milestone, would not be the ones printed beside it.
        """
        alone = self.indicator.formula is None and self.indicator.kind != "milestone"
        if not alone or len(self.sides) != 1:
            return ()
        (side,) = self.sides
        return tuple(one.only(side.in_both) for one in (side.before, side.now) if side.in_both)

    def trend(self, figures: Mapping[int, Figure]) -> Trend:
        """What is said of the two."""
        before, now = (
            (figures[id(ask)].value for ask in self.like_for_like)
            if self.like_for_like
            else (self.before.figure.value if self.before else None, self.now.figure.value)
        )
        why = self.why or ("" if isinstance(now, Fraction) else "no-figure-now")
        why = why or ("" if isinstance(before, Fraction) else "no-figure-before")
        shown = Trend(
            against=self.against,
            before=_plainly(before),
            now=_plainly(now),
            why=why,
            series_break=self.parted,
            earlier=self.before.row if self.before else None,
        )
        if why in {"", "different-reporters"}:
            shown = replace(
                shown,
                reported_in_both=len(self._keys("in_both")),
                expected=len(self._keys("expected")),
                left_out=tuple(self._left_out()),
            )
        if why or not (isinstance(before, Fraction) and isinstance(now, Fraction)):
            return shown
        return self._moved(shown, before, now)

    def _moved(self, shown: Trend, before: Fraction, now: Fraction) -> Trend:
        way = _way(now - before)
        found = change(before, now)
        without = "" if found is not None else "negative-before" if before else "zero-before"
        return replace(
            shown,
            difference=decimal_of(now - before),
            change=found,
            way=way,
            means=_meaning(self.indicator, way),
            basis=self._basis(),
            why=without,
        )

    def _basis(self) -> TrendBasis:
        whole = self._is_alike and all(
            one is not None and one.figure.coverage == "complete" for one in (self.now, self.before)
        )
        same = self._keys("in_both") == self._keys("expected")
        return "same-reporters" if whole and same else "like-for-like"

    def _keys(self, name: Literal["in_both", "expected"]) -> set[Key]:
        """The parts of all that it rests on; one is in both only if it is so wherever it is due."""
        if name == "expected":
            return set[Key]().union(*(side.expected for side in self.sides))
        lacking = set[Key]().union(*(side.expected - side.in_both for side in self.sides))
        return self._keys("expected") - lacking

    def _left_out(self) -> Iterator[LeftOut]:
        """Who is in no comparison, and which of the two periods lacks the figure."""
        in_both, told = self._keys("in_both"), set[Key]()
        for side in self.sides:
            for key in side.ordered:
                if key not in in_both and key not in told and key in side.expected - side.in_both:
                    told.add(key)
                    yield side.why_not(key, self.as_of)


def _way(difference: Fraction) -> Literal["up", "down", "same"]:
    if not difference:
        return "same"
    return "up" if difference > 0 else "down"


def _meaning(indicator: Indicator, way: str) -> Literal["", "better", "worse"]:
    """Never of a neutral indicator: more victims found may be more victims, or better finding."""
    if indicator.direction == "neutral" or way == "same":
        return ""
    return "better" if way == indicator.direction else "worse"


def _plainly(value: Fraction | str | None) -> Decimal | str | None:
    return decimal_of(value) if isinstance(value, Fraction) else value


class _Side:
    """A single row in one period: its parts by their place in it, and what each one lacks."""

    def __init__(self, ask: Ask, figure: Figure, clock: _Clock) -> None:
        self.ask, self.figure, self.clock = ask, figure, clock
        self.parts = {clock.key(part): part for part in ask.expected}
        self.missing = {(one.reporter, one.period): one.why for one in figure.missing}

    @property
    def given(self) -> frozenset[Key]:
        """The parts that hold a figure."""
        return frozenset(
            key for key, one in self.parts.items() if (one.reporter, one.period) not in self.missing
        )

    @property
    def used(self) -> frozenset[Key]:
        """Those in the figure: of a standing figure each reporter's newest, also an older one."""
        return frozenset(self.clock.key(one) for one in self.figure.used)

    def only(self, keys: frozenset[Key]) -> Ask:
        """The same row of some of its parts."""
        return replace(self.ask, parts=tuple(one for key, one in self.parts.items() if key in keys))


class _Sides(NamedTuple):
    """A single row in both periods."""

    before: _Side
    now: _Side

    @property
    def in_both(self) -> frozenset[Key]:
        return self.before.given & self.now.given

    @property
    def expected(self) -> frozenset[Key]:
        return frozenset(self.before.parts) | frozenset(self.now.parts)

    @property
    def ordered(self) -> Iterator[Key]:
        """In the order of this period, then what only the earlier one had."""
        yield from self.now.parts
        yield from (key for key in self.before.parts if key not in self.now.parts)

    @property
    def is_alike(self) -> bool:
        return self.before.given == self.now.given and self.before.used == self.now.used

    def why_not(self, key: Key, as_of: date) -> LeftOut:
        """Which period lacks this part, and why: this period first where both do."""
        lacking = self.before if key in self.now.given else self.now
        part = lacking.parts.get(key)
        if part is not None:
            return LeftOut(*part[:2], lacking.missing[part[:2]])
        period = lacking.clock.at(key)
        return LeftOut(key[0], period, "not-due" if period.end > as_of else "not-asked")


def _sides(now: Stood, before: Stood, against: Period) -> tuple[_Sides, ...]:
    """The single rows that both rest on; one that only one of them rests on has nothing to meet."""
    period = now.row.period
    by_months = period.start.day == against.start.day
    clocks = _Clock(against, by_months=by_months), _Clock(period, by_months=by_months)
    old, new = (
        {(ask.indicator.id, ask.at): (ask, figure) for ask, figure in one.made_of}
        for one in (before, now)
    )
    return tuple(
        _Sides(
            _side(old.get(key), new.get(key), clocks[0]),
            _side(new.get(key), old.get(key), clocks[1]),
        )
        for key in dict.fromkeys((*new, *old))
    )


def _side(own: _Single | None, other: _Single | None, clock: _Clock) -> _Side:
    """One period's side; of a row that it does not have, one without any part."""
    if own:
        return _Side(*own, clock)
    if other is None:
        raise TypeError(clock)
    return _Side(replace(other[0], parts=()), Figure(), clock)


class _Clock:
    """Where in a period a day stands: the third quarter of a year, whichever year it is."""

    def __init__(self, period: Period, *, by_months: bool) -> None:
        self.period = period
        self.by_months = by_months
        """Months and days; else days alone, as of windows that begin on another day of a month."""

    def key(self, part: Part) -> Key:
        return part.reporter, self._steps(part.period.start), self._steps(_after(part.period.end))

    def at(self, key: Key) -> Period:
        """The days at that place in this period."""
        start, after = (self._day(*steps) for steps in key[1:])
        return Period(start, after - timedelta(days=1))

    def _steps(self, day: date) -> tuple[int, int]:
        start = self.period.start
        if not self.by_months:
            return 0, (day - start).days
        return (day.year - start.year) * _MONTHS + day.month - start.month, day.day

    def _day(self, months: int, days: int) -> date:
        start = self.period.start
        if not self.by_months:
            return start + timedelta(days=days)
        months += start.year * _MONTHS + start.month - 1
        first = date(months // _MONTHS, months % _MONTHS + 1, 1)
        return min(first + timedelta(days=days - 1), Period.containing(first, "month").end)


def _after(day: date) -> date:
    return day + timedelta(days=1)
