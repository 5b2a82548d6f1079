"""Goes through two versions of a plan in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from pydantic import BaseModel

from mne.model import Activity, Codelist, Indicator, Objective, Plan, State, Target
from mne.plan_diff.change import Change, ChangeKind
from mne.plan_diff.values import Subject, compare_keys, compare_value

_OF_THE_HEADER = ("reporters", "rules", "objectives", "activities", "codelists", "digest")
_OF_AN_INDICATOR = ("lead", "until", "states", "flags", "targets", "baseline")


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)


def compare_plans(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Every difference: first of the plan as a whole, then objective by objective."""
    return tuple(
        change
        for part in (_header, _reporters, _rules, _codelists, _objectives, _activities)
        for change in part(old, new)
    )


def _header(old: Plan, new: Plan) -> Iterator[Change]:
    subject = Subject("plan", new.id, new.title)
    if old.id != new.id:
        yield subject.change("altered", key="id", old=old.id, new=new.id)
    yield from compare_keys(subject, old, new, _OF_THE_HEADER)


def _reporters(old: Plan, new: Plan) -> Iterator[Change]:
    for named, one, other in _pairs(old.reporters, new.reporters):
        yield from _thing(Subject("reporter", named.id, named.name), one, other)


def _rules(old: Plan, new: Plan) -> Iterator[Change]:
    for named, one, other in _pairs(old.rules, new.rules):
        yield from _thing(Subject("rule", named.id, named.title), one, other)


def _codelists(old: Plan, new: Plan) -> Iterator[Change]:
    for named, one, other in _pairs(old.codelists.values(), new.codelists.values()):
        subject = Subject("codelist", named.id, named.title)
        yield from _came_or_went(subject, one, other)
        if one and other:
            yield from compare_keys(subject, one, other, ("codes",))
            yield from _codes(one, other)


def _codes(old: Codelist, new: Codelist) -> Iterator[Change]:
    for code in dict.fromkeys((*old.codes, *new.codes)):
        one, other = old.codes.get(code), new.codes.get(code)
        name = (new.codes.get(code) or old.codes[code]).name
        yield from _thing(Subject("code", code, name, parent=new.id), one, other)


def _objectives(old: Plan, new: Plan) -> Iterator[Change]:
    homes = {one.id: each.id for each in old.objectives for one in each.indicators}
    was = old.indicators_by_id
    for named, one, other in _pairs(old.objectives, new.objectives):
        subject = Subject("objective", named.id, named.title, named.id)
        yield from _came_or_went(subject, one, other)
        if one and other:
            yield from compare_keys(subject, one, other, ("indicators",))
        if other:
            yield from _indicators_of(other, was, homes)
        if one:
            yield from _gone(one, new.indicators_by_id)


def _indicators_of(
    objective: Objective, was: Mapping[str, Indicator], homes: Mapping[str, str]
) -> Iterator[Change]:
    for indicator in objective.indicators:
        subject = Subject("indicator", indicator.id, indicator.title, objective.id)
        before = was.get(indicator.id)
        if before is None:
            yield subject.change("added")
            continue
        home = homes[indicator.id]
        if home != objective.id:
            yield subject.change("moved", key="objective", old=home, new=objective.id)
        yield from _indicator(subject, before, indicator)


def _gone(objective: Objective, now: Mapping[str, Indicator]) -> Iterator[Change]:
    for one in objective.indicators:
        if one.id not in now:
            yield Subject("indicator", one.id, one.title, objective.id).change("removed")


def _indicator(subject: Subject, old: Indicator, new: Indicator) -> Iterator[Change]:
    if old.until != new.until:
        kind: ChangeKind = "ended" if old.until is None else "altered"
        yield subject.change(kind, "until", old.until, new.until)
    if old.lead != new.lead:
        yield subject.change("lead-changed", key="lead", old=old.lead, new=new.lead)
    yield from compare_keys(subject, old, new, _OF_AN_INDICATOR)
    if old.baseline != new.baseline:
        yield from _baseline(subject, old, new)
    yield from _targets(subject, old, new)
    for key in ("states", "flags"):
        yield from _states(subject, getattr(old, key), getattr(new, key))


def _baseline(subject: Subject, old: Indicator, new: Indicator) -> Iterator[Change]:
    """The value with its period in one sentence; what else is said of it key by key."""
    was, now = old.baseline, new.baseline
    before = was.value if was else None
    after = now.value if now else None
    if before != after or was is None or now is None:
        yield replace(
            subject.change("baseline-changed", "baseline", before, after),
            period=now.period.label if now and now.period else "",
            reference=now.source if now else "",
            indicator=new,
        )
    if was and now:
        for key in ("period", "source", "method", "not_established", "due"):
            values = getattr(was, key), getattr(now, key)
            yield from compare_value(subject, f"baseline.{key}", *values)


def _targets(subject: Subject, old: Indicator, new: Indicator) -> Iterator[Change]:
    was = {(one.period, one.set_on): one for one in old.targets}
    now = {(one.period, one.set_on): one for one in new.targets}
    for key, target in now.items():
        before = was.get(key)
        if before is None:
            yield _new_target(subject, old, new, target)
        elif before != target:
            yield _target(subject, "target-altered", new, target, before.value)
    for key, target in was.items():
        if key not in now:
            yield _target(subject, "target-removed", old, target, target.value)


def _new_target(subject: Subject, old: Indicator, new: Indicator, target: Target) -> Change:
    """One for a period that had none, or a revision; a revision to nothing drops it."""
    earlier = [
        one for one in old.targets if one.period == target.period and one.set_on < target.set_on
    ]
    if not earlier:
        return _target(subject, "target-set", new, target, None)
    last = max(earlier, key=lambda one: one.set_on)
    kind: ChangeKind = "target-dropped" if target.value is None else "target-revised"
    return _target(subject, kind, new, target, last.value)


def _target(
    subject: Subject, kind: ChangeKind, indicator: Indicator, target: Target, old: str | None
) -> Change:
    new = None if kind == "target-removed" else target.value
    return replace(
        subject.change(kind, "targets", old, new),
        period=target.period.label,
        set_on=target.set_on.isoformat(),
        reference=target.reference,
        indicator=indicator,
    )


def _states(subject: Subject, old: tuple[State, ...], new: tuple[State, ...]) -> Iterator[Change]:
    for named, one, other in _pairs(old, new):
        state = Subject("state", named.id, named.name, subject.objective, subject.id)
        yield from _thing(state, one, other)


def _activities(old: Plan, new: Plan) -> Iterator[Change]:
    for named, one, other in _pairs(old.activities, new.activities):
        subject = Subject("activity", named.id, named.title, named.objective)
        yield from _came_or_went(subject, one, other)
        if one and other:
            yield from _activity(subject, one, other)


def _activity(subject: Subject, old: Activity, new: Activity) -> Iterator[Change]:
    for key in ("objective", "start", "due"):
        was, becomes = getattr(old, key), getattr(new, key)
        if was != becomes:
            yield subject.change("moved", key=key, old=was, new=becomes)
    if old.lead != new.lead:
        yield subject.change("lead-changed", key="lead", old=old.lead, new=new.lead)
    yield from compare_keys(subject, old, new, ("objective", "start", "due", "lead"))


def _thing(subject: Subject, old: BaseModel | None, new: BaseModel | None) -> Iterator[Change]:
    """One thing that has no parts of its own."""
    yield from _came_or_went(subject, old, new)
    if old and new:
        yield from compare_keys(subject, old, new)


def _came_or_went(subject: Subject, old: object, new: object) -> Iterator[Change]:
    if old is None:
        yield subject.change("added")
    elif new is None:
        yield subject.change("removed")


def _pairs(old: Iterable[T], new: Iterable[T]) -> Iterator[tuple[T, T | None, T | None]]:
    """Each thing and both its versions, in the new order, with those that are gone at the end."""
    was = {one.id: one for one in old}
    now = {one.id: one for one in new}
    for id_ in dict.fromkeys((*now, *was)):
        yield now.get(id_) or was[id_], was.get(id_), now.get(id_)
