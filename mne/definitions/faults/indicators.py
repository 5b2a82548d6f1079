"""What can be wrong with an indicator: who is asked for it, when, and what it is broken down by."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mne.definitions.faults.flaw import Flaw, backwards, flaw, unknown_name
from mne.definitions.faults.header import finer_than
from mne.definitions.faults.kind_keys import is_kind_doubtful, kind_flaws
from mne.definitions.faults.targets import target_flaws
from mne.formulas import formula_faults
from mne.kinds import kind_of
from mne.model import COVERAGE, Indicator, Plan, Term, View
from mne.model.selection import may_be_added
from mne.model.words import FOR_THE_FORM

_ADDING = frozenset({"sum", "mean", "min", "max", "ratio_of_sums"})


def indicator_flaws(plan: Plan, indicator: Indicator, in_doubt: Collection[str]) -> Iterator[Flaw]:
    """Everything; nothing that rests on others while some are not read, or of a doubtful kind."""
    yield from kind_flaws(indicator)
    if indicator.kind in FOR_THE_FORM:
        return
    yield from id_flaws(indicator.id)
    yield from _who(plan, indicator)
    yield from _breakdowns(indicator)
    yield from _when(plan, indicator)
    yield from _replaces(plan, indicator)
    if not is_kind_doubtful(indicator):
        yield from _combination(indicator)
        yield from target_flaws(plan, indicator)
        yield from _milestone(indicator)
    if not in_doubt:
        yield from _view(plan, indicator)
        for one in formula_faults(plan, indicator):
            yield flaw(one.key, code=one.code, **dict(one.params))


def id_flaws(id_: str) -> Iterator[Flaw]:
    """An id that a rule or a formula could not name."""
    if id_ == COVERAGE:
        yield flaw(code="id-reserved", id=id_)
    elif "." in id_ and Term.model_validate(id_).part:
        yield flaw(code="id-not-writable", id=id_)


def _who(plan: Plan, indicator: Indicator) -> Iterator[Flaw]:
    known = plan.reporters_by_id
    for index, reporter in enumerate(indicator.reporters):
        if reporter not in known:
            where = ("contributing", index - 1) if index else ("lead",)
            facts = {"reporter": reporter, **unknown_name(reporter, known)}
            yield flaw(*where, code="reporter-not-in-plan", **facts)
            return
    if len(set(indicator.reporters)) < len(indicator.reporters):
        yield flaw("contributing", code="reporter-twice", indicator=indicator.id)
    elif (
        indicator.contributing
        and indicator.combine.over_reporters in _ADDING
        and not may_be_added(plan, indicator.reporters)
    ):
        yield flaw("combine", "over_reporters", code="levels-added", indicator=indicator.id)


def _combination(indicator: Indicator) -> Iterator[Flaw]:
    kind = kind_of(indicator)
    for key, allowed in (("over_time", kind.OVER_TIME), ("over_reporters", kind.OVER_REPORTERS)):
        value = getattr(indicator.combine, key)
        if value not in allowed:
            known = ", ".join(sorted(allowed))
            facts = {"value": value, "kind": indicator.kind, "known": known}
            yield flaw("combine", key, code="combination-not-allowed", **facts)


def _breakdowns(indicator: Indicator) -> Iterator[Flaw]:
    seen: set[frozenset[str]] = set()
    for index, group in enumerate(indicator.breakdowns):
        dimensions = frozenset(group)
        if not group:
            yield flaw("breakdowns", index, code="list-empty", key="breakdowns", value="[]")
        elif dimensions in seen or len(dimensions) < len(group):
            yield flaw("breakdowns", index, code="breakdown-twice", dimensions=", ".join(group))
        seen.add(dimensions)


def _when(plan: Plan, indicator: Indicator) -> Iterator[Flaw]:
    yield from backwards(indicator.since, indicator.until, "until")
    frequency = indicator.frequency or plan.calendar
    if frequency == "campaign" and not plan.campaigns:
        yield flaw("frequency", code="campaign-without-window")
        return
    if finer_than(frequency, plan):
        facts = {"frequency": frequency, "calendar": plan.calendar}
        yield flaw("frequency", code="frequency-finer-than-form", **facts)
        return
    starts_before_end = not (
        indicator.since and indicator.until and indicator.until < indicator.since
    )
    limited = indicator.since or indicator.until or indicator.frequency
    if limited and starts_before_end and not _is_ever_asked(plan, indicator):
        key = "since" if indicator.since else "until" if indicator.until else "frequency"
        yield flaw(key, code="never-asked", indicator=indicator.id)


def _is_ever_asked(plan: Plan, indicator: Indicator) -> bool:
    if indicator.frequency == "campaign":
        return any(indicator.asked_in(one.period) for one in plan.campaigns)
    periods = plan.span.reporting.parts(indicator.frequency or plan.calendar)
    return any(map(indicator.asked_in, periods))


def _replaces(plan: Plan, indicator: Indicator) -> Iterator[Flaw]:
    """Of two versions of an indicator one is in force at a time."""
    older = plan.indicators_by_id.get(indicator.replaces or "")
    if older is None:
        return
    start = indicator.since or plan.span.reporting.start
    if older.until is None or older.until >= start:
        yield flaw("replaces", code="replaced-still-asked", indicator=older.id, start=start)


def _milestone(indicator: Indicator) -> Iterator[Flaw]:
    if indicator.kind != "milestone":
        return
    for key in ("states", "flags"):
        seen: set[str] = set()
        for state in getattr(indicator, key):
            words = {state.id.casefold(), *map(str.casefold, state.name.root.values())}
            if seen & words:
                yield flaw(key, state.id, code="state-twice", state=state.id)
            elif key == "flags" and state.id == "none":
                yield flaw(key, state.id, code="flag-reserved")
            seen |= words
    if len(indicator.states) == 1:
        yield flaw("states", code="states-too-few")
    yield from _attained(indicator)


def _attained(indicator: Indicator) -> Iterator[Flaw]:
    order = [state.id for state in (*indicator.states, *indicator.flags)]
    seen: set[str] = set()
    for index, one in enumerate(indicator.attained):
        path = ("attained", index)
        if one.state not in order:
            facts = {"state": one.state, **unknown_name(one.state, order)}
            yield flaw(*path, "state", code="attained-unknown", **facts)
        elif one.state in seen:
            yield flaw(*path, "state", code="attained-twice", state=one.state)
        elif indicator.states and any(
            order.index(one.state) < order.index(other.state) and other.on.end < one.on.start
            for other in indicator.attained
            if other.state in order
        ):
            yield flaw(*path, "on", code="attained-out-of-order", state=one.state)
        seen.add(one.state)


def _view(plan: Plan, indicator: Indicator) -> Iterator[Flaw]:
    if not (view := indicator.view_of):
        return
    seen = plan.indicators_by_id.get(view.indicator)
    if seen is None:
        facts = {"indicator": view.indicator, **unknown_name(view.indicator, plan.indicators_by_id)}
        yield flaw("view_of", "indicator", code="indicator-not-in-plan", **facts)
        return
    if not seen.is_asked:
        return  # which is said where formulas are looked at
    if seen.kind != indicator.kind:
        yield flaw("kind", code="view-of-other-kind", indicator=seen.id, kind=seen.kind)
    wanted = [{*view.where}, *({*view.where, *group} for group in indicator.breakdowns)]
    have = [set(group) for group in seen.breakdowns]
    lacking = [one for one in wanted if not any(one <= group for group in have)]
    for dimensions in lacking[:1]:
        facts = {"indicator": seen.id, "dimensions": ", ".join(sorted(dimensions))}
        yield flaw("view_of", code="view-not-broken-down", **facts)
    yield from _view_codes(plan, view)


def _view_codes(plan: Plan, view: View) -> Iterator[Flaw]:
    for dimension, codes in view.where.items():
        known = plan.codelists[dimension].codes if dimension in plan.codelists else codes
        for index, code in enumerate(codes):
            if code not in known:
                facts = {"entry": code, "dimension": dimension, **unknown_name(code, known)}
                yield flaw("view_of", "where", dimension, index, code="code-unknown", **facts)
