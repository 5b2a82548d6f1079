"""Numbers become marks: how long a bar is, where a tick stands, how dark a tile is.

A chart in a report holds marks only; its words stand around it as text. Everything here is a
length or a position in the units of the drawing, rounded to a tenth, ready for a template.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

RATING_SIGNS = {
    "met": "●",
    "on-schedule": "◆",
    "behind-schedule": "▲",
    "needs-attention": "■",
    "no-data": "○",
    "not-rated": "–",
}
"""Each rating as a shape, where it is written in letters; `report.css` draws the same shapes."""

_TENTH = Decimal("0.1")
_ZERO = Decimal(0)

BULLET_WIDTH, BULLET_HEIGHT = Decimal(96), Decimal(13)
BULLET_REACH = Decimal("1.3")
"""A bullet chart ends at 130 % of the target; what goes past it is cut and marked as cut."""
BARS_HEIGHT = Decimal(44)
BAR_STEP, BAR_WIDTH = Decimal(30), Decimal(24)
DUMBBELL_WIDTH, DUMBBELL_MARGIN = Decimal(180), Decimal(6)
STRIP_WIDTH = Decimal(200)
STEP_GAP, STEP_MARGIN = Decimal(16), Decimal(6)


class Bullet(NamedTuple):
    """A result against its target."""

    width: Decimal
    height: Decimal
    bar: Decimal
    target: Decimal
    baseline: Decimal | None
    band: Decimal
    """The darker ground: up to here the result needs attention."""
    cut: bool


class Bar(NamedTuple):
    """One period in a row of bars; a period without a figure is a gap, not a bar of height 0."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    missing: bool
    last: bool


class Bars(NamedTuple):
    """A row of bars on a common foot."""

    width: Decimal
    height: Decimal
    bars: tuple[Bar, ...]


class Dumbbell(NamedTuple):
    """From one year to the next on a common scale: an open mark and a filled one."""

    width: Decimal
    before: Decimal
    now: Decimal


class Segment(NamedTuple):
    """A stretch of a strip."""

    x: Decimal
    width: Decimal
    name: str


class Step(NamedTuple):
    """One state of a milestone."""

    x: Decimal
    reached: bool
    target: bool


class Steps(NamedTuple):
    """The states of a milestone in order."""

    width: Decimal
    steps: tuple[Step, ...]


def mark(value: Decimal) -> Decimal:
    """A length to a tenth of a unit."""
    return value.quantize(_TENTH, rounding=ROUND_HALF_UP)


def bullet(
    actual: Decimal, target: Decimal, baseline: Decimal | None, band: Decimal
) -> Bullet | None:
    """A bullet chart on the scale of its target; None where the target gives no scale."""
    if target <= 0:
        return None
    scale = BULLET_WIDTH / (target * BULLET_REACH)

    def place(value: Decimal) -> Decimal:
        return mark(min(max(value * scale, _ZERO), BULLET_WIDTH))

    return Bullet(
        width=BULLET_WIDTH,
        height=BULLET_HEIGHT,
        bar=place(actual),
        target=place(target),
        baseline=None if baseline is None else place(baseline),
        band=place(target * band),
        cut=actual > target * BULLET_REACH,
    )


def bars(values: Sequence[Decimal | None]) -> Bars:
    """A row of bars, the tallest as high as the drawing; a missing value stays missing."""
    tallest = max((value for value in values if value is not None), default=_ZERO)
    scale = BARS_HEIGHT / tallest if tallest > 0 else _ZERO
    drawn = []
    for place, value in enumerate(values):
        height = mark(max(value or _ZERO, _ZERO) * scale)
        drawn.append(
            Bar(
                x=BAR_STEP * place + (BAR_STEP - BAR_WIDTH) / 2,
                y=mark(BARS_HEIGHT - height),
                width=BAR_WIDTH,
                height=height,
                missing=value is None,
                last=place == len(values) - 1,
            )
        )
    return Bars(BAR_STEP * len(values), BARS_HEIGHT, tuple(drawn))


def dumbbell(before: Decimal, now: Decimal) -> Dumbbell:
    """Two values on a scale from 0 to the larger of them."""
    largest = max(before, now, _ZERO)
    room = DUMBBELL_WIDTH - 2 * DUMBBELL_MARGIN

    def place(value: Decimal) -> Decimal:
        share = max(value, _ZERO) / largest if largest > 0 else _ZERO
        return mark(DUMBBELL_MARGIN + room * share)

    return Dumbbell(DUMBBELL_WIDTH, place(before), place(now))


def strip(counts: Sequence[tuple[str, int]]) -> tuple[Segment, ...]:
    """Parts of a whole side by side; an empty part takes no room."""
    total = sum(count for _, count in counts)
    segments: list[Segment] = []
    start = 0
    for name, count in counts:
        if count:
            x = mark(STRIP_WIDTH * start / total)
            end = mark(STRIP_WIDTH * (start + count) / total)
            segments.append(Segment(x, end - x, name))
        start += count
    return tuple(segments)


def steps(count: int, reached: int, target: int | None) -> Steps:
    """The states of a milestone: filled up to the one reached, ringed at the one meant."""
    marks = tuple(
        Step(STEP_MARGIN + STEP_GAP * place, place <= reached, place == target)
        for place in range(count)
    )
    return Steps(2 * STEP_MARGIN + STEP_GAP * max(count - 1, 0), marks)


def share(value: Decimal, largest: Decimal, width: Decimal) -> Decimal:
    """The length of one bar in a list whose longest fills the width."""
    return mark(width * max(value, _ZERO) / largest) if largest > 0 else _ZERO


def shade_limits(values: Sequence[Decimal], shades: int = 3) -> tuple[Decimal, ...]:
    """From which value each darker shade begins: equal thirds of the values that are not zero."""
    ranked = sorted(value for value in values if value > 0)
    limits = [ranked[len(ranked) * cut // shades] for cut in range(1, shades)] if ranked else []
    return tuple(dict.fromkeys(limits))


def shade(value: Decimal, limits: Sequence[Decimal]) -> int:
    """The shade of a value: 0 for none at all, then 1 and up."""
    if value <= 0:
        return 0
    return 1 + sum(1 for limit in limits if value >= limit)
