"""Faults that show only when a plan's files are read together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from mne.definitions.faults.activities import activity_flaws
from mne.definitions.faults.flaw import Flaw, Path, flaw, unknown_name
from mne.definitions.faults.header import header_flaws, span_flaws
from mne.definitions.faults.indicators import indicator_flaws
from mne.definitions.faults.kind_keys import is_kind_doubtful
from mne.definitions.faults.layouts import layout_flaws
from mne.definitions.faults.lists import used_list_flaws
from mne.definitions.faults.rules import rule_flaws
from mne.definitions.source import Source
from mne.kinds import kind_of
from mne.messages import LANGUAGES
from mne.model import Objective, OwnLayout, Plan

_EXPLAINING = frozenset({"definition", "counts_in", "counts_out", "means_of_verification"})
"""Texts that may be wanting in a language: they stand in no form, and English is shown instead."""
_WORKING_GROUP = "working-group"


class _AnyId(frozenset[str]):
    """Holds whatever it is asked about."""

    def __contains__(self, _: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True


class Sources(NamedTuple):
    """The files of a plan, in which faults are noted."""

    header: Source
    objectives: tuple[tuple[Source, Objective | None], ...]
    activities: Source | None
    codelists: Mapping[str, Source]
    register: Source | None
    layouts: tuple[tuple[Source, OwnLayout | None], ...] = ()

    @property
    def every(self) -> tuple[Source, ...]:
        """All of them."""
        more = [one for one in (self.activities, self.register) if one]
        several = (one for one, _ in (*self.objectives, *self.layouts))
        return (self.header, *several, *more, *self.codelists.values())

    @property
    def unread(self) -> Collection[str]:
        """The ids of what could not be read: any id, where a whole file could not."""
        if any(source.is_lost for source in self.every):
            return _AnyId()
        return {id_ for source in self.every for id_ in source.unread}


def note(source: Source | None, flaws: Iterable[Flaw], *above: str | int) -> None:
    """Put flaws down in a file, below a key path."""
    for one in flaws if source else ():
        source.fault((*above, *one.path), one.code, **one.facts)  # type: ignore[union-attr]


def note_faults(plan: Plan, sources: Sources, bodies: Iterable[str]) -> None:
    """Note every such fault in the file where the author can mend it."""
    unread = sources.unread
    doubtful = {one.id for one in plan.indicators if is_kind_doubtful(one)}
    note_texts(plan, sources.every)
    span = [*span_flaws(plan)]
    note(sources.header, span)
    bodies = {*bodies}
    tell = partial(_tell_bodies, plan, bodies if sources.register else frozenset())
    _note_lists(plan, sources, bodies)
    if span:
        return  # periods that do not exist cannot be held against each other
    note(sources.header, header_flaws(plan))
    note(sources.header, tell(_coverage(plan)))
    note(sources.header, tell(rule_flaws(plan, unread, doubtful)))
    note(sources.activities, tell(activity_flaws(plan, unread)))
    for source, objective in sources.objectives:
        if objective:
            note(source, _objective(plan, objective))
            for indicator in objective.indicators:
                found = indicator_flaws(plan, indicator, unread or doubtful)
                note(source, tell(found), "indicators", indicator.id)
    for source, layout in sources.layouts:
        if layout:
            note(source, tell(layout_flaws(plan, layout, unread)))


def _tell_bodies(plan: Plan, bodies: Collection[str], flaws: Iterable[Flaw]) -> Iterator[Flaw]:
    """Of a name that is no reporter of the plan: whether the register knows it all the same."""
    families = {one.family for one in plan.reporters}
    for one in flaws:
        name = one.facts.get("reporter")
        if one.code == "reporter-not-in-plan" and name in bodies:
            code = "reporter-is-family" if name in families else "reporter-not-listed"
            yield flaw(*one.path, code=code, reporter=name, known=one.facts["known"])
        else:
            yield one


def note_texts(plan: Plan, sources: Iterable[Source]) -> None:
    """Texts that lack a language of the plan, or are in one that nobody asked for."""
    wanted, known = {*plan.languages}, {*plan.languages, *LANGUAGES}
    for source in sources:
        for key, place, words in source.reading.texts:
            if wanted <= words.keys() <= known and "" not in words.values():
                continue
            missing = sorted(language for language in wanted if words.get(language, "") == "")
            if missing and key not in _EXPLAINING:
                facts = {"key": key, "languages": ", ".join(missing)}
                source.fault_at(place, "text-language-missing", **facts)
            elif unknown := sorted(words.keys() - known):
                facts = {"key": key, "languages": ", ".join(unknown)}
                source.fault_at(place, "text-language-unknown", **facts)


def _objective(plan: Plan, objective: Objective) -> Iterator[Flaw]:
    group = objective.working_group
    if group is None:
        return
    groups = [one.id for one in plan.reporters if one.kind == _WORKING_GROUP]
    if group not in groups:
        facts = {"reporter": group, **unknown_name(group, groups)}
        yield flaw("working_group", code="working-group-unknown", **facts)


def _coverage(plan: Plan) -> Iterator[Flaw]:
    for index, reporter in enumerate(plan.coverage.asked_of if plan.coverage else ()):
        if reporter not in plan.reporters_by_id:
            path: Path = ("coverage", "asked_of", index)
            facts = {"reporter": reporter, **unknown_name(reporter, plan.reporters_by_id)}
            yield flaw(*path, code="reporter-not-in-plan", **facts)


def _note_lists(plan: Plan, sources: Sources, bodies: set[str]) -> None:
    counted = {
        dimension
        for indicator in plan.indicators
        if kind_of(indicator).HAS_TOTAL
        for group in indicator.breakdowns
        for dimension in group
    }
    for name, codelist in plan.codelists.items():
        found = used_list_flaws(codelist, has_total=name in counted, bodies=bodies)
        note(sources.codelists[name], found)
