"""The cross-walk: what an indicator of one plan has to do with other plans and frameworks.

A ministry answers once. Where its answer is also wanted elsewhere, a link says so: the same thing,
a part of it, something that helps towards it, or something that stands in for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import permutations
from typing import Literal, NamedTuple

from mne.model import Framework, Frameworks, Link, Plan, Text
from mne.periods import Period

What = Literal["indicator", "objective", "item", "framework", "unknown"]
Relation = Literal["same", "part_of", "contributes", "proxy"]
GapKind = Literal["objective-without-indicator", "not-served", "serves-nothing"]


class Entry(NamedTuple):
    """Something that a link may join."""

    id: str
    what: What
    title: Text
    home: str
    """The plan or framework that it stands in."""
    home_title: Text
    objective: str = ""
    """Of an indicator: its objective."""


class Tie(NamedTuple):
    """A link with both its ends."""

    source: Entry
    relation: Relation
    target: Entry
    since: date | None = None
    until: date | None = None

    def holds_during(self, period: Period) -> bool:
        """Whether the relation holds on every day of the period."""
        return (self.since is None or self.since <= period.start) and (
            self.until is None or period.end <= self.until
        )

    @property
    def reverse(self) -> Tie:
        """The same, told from the other end."""
        return self._replace(source=self.target, target=self.source)


def relation_name(relation: Relation, *, backwards: bool) -> str:
    """The name under which the words for a relation stand, told from either end."""
    name = relation.replace("_", "-")
    return f"{name}-back" if backwards else name


class Gap(NamedTuple):
    """What nothing is linked to, or what is linked to nothing."""

    kind: GapKind
    entry: Entry
    other: str = ""
    """The plan or framework on the other side of the gap."""


class Feed(NamedTuple):
    """An answer that is wanted in several places."""

    source: Entry
    ties: tuple[Tie, ...]


@dataclass(frozen=True)
class Crosswalk:
    """All plans and frameworks of a workspace with the links between them."""

    entries: dict[str, Entry]
    ties: tuple[Tie, ...]
    homes: dict[str, Text]
    """The titles of the plans and frameworks."""

    @cached_property
    def _ties_by_id(self) -> dict[str, list[Tie]]:
        found: dict[str, list[Tie]] = {}
        for tie in self.ties:
            found.setdefault(tie.source.id, []).append(tie)
            found.setdefault(tie.target.id, []).append(tie)
        return found

    def touching(self, entry_id: str) -> tuple[Tie, ...]:
        """The ties of an entry, in whichever direction they were written."""
        return tuple(self._ties_by_id.get(entry_id, ()))

    def of_home(self, home: str) -> tuple[Tie, ...]:
        """The ties of a plan or framework, in whichever direction they were written."""
        return tuple(tie for tie in self.ties if home in {tie.source.home, tie.target.home})


def walk_across(plans: Sequence[Plan], frameworks: Frameworks) -> Crosswalk:
    """Put the links of all plans together with what they name."""
    entries = {one.id: one for one in _entries(plans, frameworks)}
    ties = [
        _tie(entries, indicator.id, link)
        for plan in plans
        for indicator in plan.indicators
        for link in indicator.links
    ]
    homes = {plan.id: plan.title for plan in plans}
    homes |= {framework.id: framework.title for framework in frameworks.frameworks}
    return Crosswalk(entries, tuple(ties), homes)


def _entries(plans: Sequence[Plan], frameworks: Frameworks) -> Iterator[Entry]:
    for framework in frameworks.frameworks:
        yield from _framework_entries(framework)
    for plan in plans:
        for objective in plan.objectives:
            yield Entry(objective.id, "objective", objective.title, plan.id, plan.title)
            for one in objective.indicators:
                yield Entry(one.id, "indicator", one.title, plan.id, plan.title, objective.id)


def _framework_entries(framework: Framework) -> Iterator[Entry]:
    here = (framework.id, framework.title)
    yield Entry(framework.id, "framework", framework.title, *here)
    for item in framework.items:
        yield Entry(item.id, "item", item.title, *here)


def _tie(entries: dict[str, Entry], source: str, link: Link) -> Tie:
    nameless = Text({"en": link.to})
    target = entries.get(link.to) or Entry(link.to, "unknown", nameless, "", Text({"en": "-"}))
    return Tie(entries[source], link.relation, target, link.since, link.until)


def answers_feeding(
    crosswalk: Crosswalk, entry_id: str, period: Period | None = None
) -> tuple[Tie, ...]:
    """The indicators elsewhere whose answers are wanted under an entry, as ties that lead to it.

    What is the same feeds both ways. With a period, only what holds throughout it.
    """
    ties = [
        tie if tie.target.id == entry_id else tie.reverse
        for tie in crosswalk.touching(entry_id)
        if tie.target.id == entry_id or (tie.relation == "same" and _is_answer(tie.target))
    ]
    return tuple(tie for tie in ties if period is None or tie.holds_during(period))


def answers_fed_by(crosswalk: Crosswalk, indicator_id: str) -> tuple[Tie, ...]:
    """The entries elsewhere under which an indicator's answer is wanted."""
    return tuple(
        tie if tie.source.id == indicator_id else tie.reverse
        for tie in crosswalk.touching(indicator_id)
        if tie.source.id == indicator_id or tie.relation == "same"
    )


def feeds(crosswalk: Crosswalk) -> tuple[Feed, ...]:
    """Every answer that is wanted in at least two plans or frameworks beside its own."""
    found = []
    for entry in crosswalk.entries.values():
        if _is_answer(entry):
            ties = answers_fed_by(crosswalk, entry.id)
            if len({tie.target.home for tie in ties}) > 1:
                found.append(Feed(entry, ties))
    return tuple(found)


def _is_answer(entry: Entry) -> bool:
    return entry.what == "indicator"


def find_gaps(crosswalk: Crosswalk, home: str | None = None) -> tuple[Gap, ...]:
    """Objectives without indicator, and between linked plans what either leaves without a link.

    With a home, only the gaps that it has a side in.
    """
    found = [*_unmeasured(crosswalk), *_between(crosswalk)]
    return tuple(one for one in found if home is None or home in {one.entry.home, one.other})


def _unmeasured(crosswalk: Crosswalk) -> Iterator[Gap]:
    measured = {entry.objective for entry in crosswalk.entries.values()}
    for entry in crosswalk.entries.values():
        if entry.what == "objective" and entry.id not in measured:
            yield Gap("objective-without-indicator", entry)


def _between(crosswalk: Crosswalk) -> Iterator[Gap]:
    joined = {frozenset((tie.source.home, tie.target.home)) for tie in crosswalk.ties}
    for one, other in permutations(crosswalk.homes, 2):
        if frozenset((one, other)) in joined:
            yield from _left_out(crosswalk, one, other)


def _left_out(crosswalk: Crosswalk, one: str, other: str) -> Iterator[Gap]:
    """What `other` wants that no indicator of `one` serves, and indicators that serve nothing."""
    ties = [tie for tie in crosswalk.of_home(one) if other in {tie.source.home, tie.target.home}]
    touched = {end.id for tie in ties for end in (tie.source, tie.target)}
    touched |= {end.objective for tie in ties for end in (tie.source, tie.target)}
    has_answers = any(map(_is_answer, _of(crosswalk, one)))
    for entry in _of(crosswalk, other) if has_answers else ():
        if entry.what in {"objective", "item"} and entry.id not in touched:
            yield Gap("not-served", entry, one)
    for entry in _of(crosswalk, one):
        if _is_answer(entry) and entry.id not in touched:
            yield Gap("serves-nothing", entry, other)


def _of(crosswalk: Crosswalk, home: str) -> Iterable[Entry]:
    return (entry for entry in crosswalk.entries.values() if entry.home == home)
