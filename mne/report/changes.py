"""Against the year before, where the two years rest on the same returns and on one definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from mne import charts
from mne.breaks import break_between
from mne.kinds.kind import round_half_up, show_number
from mne.model import Indicator, Missing, Progress, SeriesBreak, parse_at
from mne.progress import change
from mne.report.figures import NONE, Figures
from mne.report.wording import Wording


class Change(NamedTuple):
    """One indicator this year and the year before."""

    id: str
    title: str
    unit: str
    before: str
    now: str
    change: str
    way: str
    """`up`, `down`, `same`, or `unlike` where the two rest on different returns or definitions."""
    dumbbell: charts.Dumbbell | None
    remark: str
    chart_title: str


def changes(
    indicators: Sequence[Indicator],
    now: Sequence[Progress],
    before: Sequence[Progress],
    figures: Figures,
) -> tuple[Change, ...]:
    """What moved since the same period a year earlier, from unrounded figures."""
    totals = {row.indicator: row for row in now if not row.at}
    earlier = {row.indicator: row for row in before if not row.at}
    return tuple(
        _change(one, totals[one.id], earlier[one.id], figures)
        for one in indicators
        if one.id in totals
        and one.id in earlier
        and isinstance(totals[one.id].actual, Decimal)
        and isinstance(earlier[one.id].actual, Decimal)
    )


def _change(indicator: Indicator, now: Progress, before: Progress, figures: Figures) -> Change:
    new, old = now.actual, before.actual
    if not isinstance(new, Decimal) or not isinstance(old, Decimal):
        raise TypeError(now.indicator)
    parted = break_between(figures.plan, indicator, now.at, before.period, now.period)
    like = alike(now, before) and parted is None
    way = "unlike"
    if like:
        way = "same" if new == old else "up" if new > old else "down"
    shown = (figures.result(indicator, before), figures.result(indicator, now))
    return Change(
        id=indicator.id,
        title=indicator.title.say(figures.language),
        unit=figures.unit(indicator),
        before=shown[0],
        now=shown[1],
        change=_text(indicator, before, now, figures.wording) if like else "",
        way=way,
        # The scale begins at 0: a difference may be below it.
        dumbbell=charts.dumbbell(old, new) if like and min(old, new) >= 0 else None,
        remark=_remark(now, before, parted, figures),
        chart_title=f"{indicator.id}: {shown[0]}, {shown[1]}",
    )


def _text(indicator: Indicator, before: Progress, now: Progress, wording: Wording) -> str:
    """A milestone of as many places as before changes by places, not by a share of them."""
    places = indicator.kind == "milestone" and before.denominator == now.denominator
    if places and before.numerator is not None and now.numerator is not None:
        return _signed(now.numerator - before.numerator, 0)
    if not isinstance(before.actual, Decimal) or not isinstance(now.actual, Decimal):
        raise TypeError(now.indicator)
    return change_text(indicator, before.actual, now.actual, wording)


def alike(now: Progress, before: Progress) -> bool:
    """Whether two figures rest on returns of the same bodies for the same part of the year."""
    return (now.reported, now.expected) == (before.reported, before.expected) and (
        set(_gaps(now)) == set(_gaps(before))
    )


def _gaps(row: Progress) -> Mapping[tuple[str, int, int], Missing]:
    """What is missing, by reporter and by the months that the period runs over in its year."""
    return {
        (one.reporter, one.period.start.month, one.period.end.month): one for one in row.missing
    }


def _remark(now: Progress, before: Progress, parted: SeriesBreak | None, figures: Figures) -> str:
    """Why the two are not compared; nothing where they are."""
    if parted is not None:
        return figures.wording.say(
            "change.break", reason=_reason(parted, figures), day=figures.wording.day(parted.day)
        )
    return "" if alike(now, before) else _unlike(now, before, figures)


def _reason(parted: SeriesBreak, figures: Figures) -> str:
    """What parts the two, in words; a code by its name."""
    name = figures.plan.code_names.get(next(iter(parse_at(parted.place)), ("", "")))
    place = name.say(figures.language) if name else ""
    return figures.wording.say(f"break.{parted.because}", other=parted.other, place=place)


def _unlike(now: Progress, before: Progress, figures: Figures) -> str:
    """How many returns either year rests on; where as many, which of them are missing."""
    if (now.reported, now.expected) == (before.reported, before.expected):
        old, new = _gaps(before), _gaps(now)
        return figures.wording.say(
            "change.unlike-parts",
            before=_named([old[gap] for gap in old if gap not in new], figures),
            now=_named([new[gap] for gap in new if gap not in old], figures),
        )
    return figures.wording.say(
        "change.unlike", before=figures.coverage(before), now=figures.coverage(now)
    )


def _named(parts: Sequence[Missing], figures: Figures) -> str:
    names = (
        f"{figures.reporter(one.reporter)} {figures.wording.short_period(one.period)}"
        for one in parts
    )
    return ", ".join(names) or NONE


def change_text(indicator: Indicator, old: Decimal, new: Decimal, wording: Wording) -> str:
    """Percentage points for a share, percent for a count, the difference where it began at 0."""
    difference = new - old
    if indicator.kind in {"ratio", "milestone"}:
        return wording.say("change.points", points=_signed(difference * 100, 1))
    share = change(old, new) if old > 0 else None
    if share is None:
        return _signed(difference, indicator.places)
    return f"{_signed(share * 100, 1)}\u00a0%"


def _signed(value: Decimal, places: int) -> str:
    sign = "+" if round_half_up(value, places) > 0 else ""
    return sign + show_number(value, places)
