"""What can be wrong with where an indicator started and where it is meant to go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from mne.definitions.faults.flaw import Flaw, Path, flaw
from mne.kinds import kind_of
from mne.model import Baseline, Indicator, Plan, Target
from mne.model.words import as_written

_TARGET_IS = as_written(Indicator, "target_is")
_LARGEST = {"ratio": Decimal(1)}
_NUMBERS = frozenset({"count", "ratio", "amount"})


def target_flaws(plan: Plan, indicator: Indicator) -> Iterator[Flaw]:
    """Targets and baseline."""
    yield from _meaning(indicator)
    yield from _each(plan, indicator)
    if indicator.baseline:
        yield from _baseline(plan, indicator, indicator.baseline)


def _meaning(indicator: Indicator) -> Iterator[Flaw]:
    if indicator.targets and not indicator.target_is:
        yield flaw("targets", code="definition-key-needed", key="target_is", written=_TARGET_IS)
    if indicator.target_is and not indicator.targets:
        yield flaw("target_is", code="target-not-set")
    if indicator.target_is == "cumulative" and indicator.stock_or_flow == "stock":
        yield flaw("target_is", code="stock-cumulated")
    if indicator.targets and indicator.direction == "neutral":
        yield flaw("targets", code="target-on-neutral")


def _each(plan: Plan, indicator: Indicator) -> Iterator[Flaw]:
    seen = Counter((target.period, target.set_on) for target in indicator.targets)
    for index, target in enumerate(indicator.targets):
        path = ("targets", index)
        if seen[target.period, target.set_on] > 1:
            seen[target.period, target.set_on] = 0  # said once
            yield flaw(*path, code="target-twice", period=target.period)
        if not plan.span.period.contains(target.period):
            span = f"{plan.span.start} - {plan.span.end}"
            yield flaw(*path, "period", code="target-outside-span", span=span)
        elif target.set_on > target.period.end:
            yield flaw(*path, "set_on", code="target-set-late", period=target.period)
        yield from _value(indicator, target.value, (*path, "value"))
        yield from _reachable(indicator, target, (*path, "value"))


def _value(indicator: Indicator, text: str | None, path: Path) -> Iterator[Flaw]:
    """A value that its kind can have: a ratio is a plain quotient, and nothing is below zero."""
    if text is None:
        return
    value = kind_of(indicator).read_target(indicator, text)
    if value is None:
        if indicator.kind != "narrative":  # which is told that it has no such key at all
            yield flaw(*path, code="target-unreadable", value=text, kind=indicator.kind)
        return
    most = _LARGEST.get(indicator.kind)
    if isinstance(value, Decimal) and (value < 0 or (most is not None and value > most)):
        limits = f"0 - {most}" if most is not None else ">= 0"
        yield flaw(*path, code="target-out-of-range", value=text, limits=limits)


def _reachable(indicator: Indicator, target: Target, path: Path) -> Iterator[Flaw]:
    """A target that has been reached before anything is done."""
    if indicator.states and target.value == indicator.states[0].id:
        yield flaw(*path, code="target-on-first-state", state=target.value)
    start = _number(indicator, indicator.baseline.value if indicator.baseline else None)
    end = _number(indicator, target.value)
    if start is None or end is None or indicator.target_is != "level":
        return
    if (indicator.direction == "up" and end < start) or (
        indicator.direction == "down" and end > start
    ):
        facts = {"direction": indicator.direction, "value": target.value, "baseline": start}
        yield flaw(*path, code="target-against-direction", **facts)


def _number(indicator: Indicator, text: str | None) -> Decimal | None:
    if text is None or indicator.kind not in _NUMBERS:
        return None
    value = kind_of(indicator).read_target(indicator, text)
    return value if isinstance(value, Decimal) else None


def _baseline(plan: Plan, indicator: Indicator, baseline: Baseline) -> Iterator[Flaw]:
    last = plan.span.end
    yield from _value(indicator, baseline.value, ("baseline", "value"))
    for key, period in (("period", baseline.period), ("due", baseline.due)):
        if period and period.start > last:
            yield flaw("baseline", key, code="baseline-too-late", end=last)
    if baseline.not_established and baseline.due is None:
        yield flaw("baseline", code="definition-key-needed", key="due", written="due: ...")
    if baseline.value is None:
        return
    if not (baseline.source and baseline.method):
        yield flaw("baseline", code="baseline-without-source")
    elif indicator.method and baseline.method != indicator.method:
        yield flaw("baseline", "method", code="baseline-other-method")
