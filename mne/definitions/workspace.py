"""What shows only when all plans of a workspace are read: ids used twice, links to nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mne.definitions.fault import Fault
from mne.definitions.faults.flaw import Flaw, backwards, flaw, unknown_name
from mne.definitions.load import Read, list_plans, read_plan
from mne.definitions.shelf import Shelf, read_frameworks
from mne.definitions.source import Source
from mne.model import Frameworks, Indicator, Link, Plan

Path_ = tuple[str | int, ...]


def check_workspace(indicators: Path) -> tuple[tuple[Plan, ...], tuple[Fault, ...]]:
    """All plans that can be put together, without their digests, and every fault."""
    shelf = Shelf(indicators)
    reads = [read_plan(shelf, plan_id) for plan_id in list_plans(indicators)]
    source, frameworks = read_frameworks(indicators)
    _note_ids(reads, source, frameworks)
    _note_dimensions(shelf, source, frameworks)
    everything_read = frameworks is not None and not any(
        one.plan is None or one.sources.unread for one in reads
    )
    if everything_read:  # what could not be read may be what is looked for
        _note_names(reads, frameworks or Frameworks())
    faults = {fault for one in reads for fault in one.faults}
    faults |= {*source.faults} if source else set()
    plans = tuple(one.plan for one in reads if one.plan and one.is_whole)
    return plans, tuple(sorted(faults))


def _note_ids(reads: list[Read], source: Source | None, frameworks: Frameworks | None) -> None:
    """One id means one thing: an indicator, an objective, or an entry of a framework."""
    owners: dict[str, str] = {}
    for where, path, id_ in _ids(reads, source, frameworks):
        if id_ in owners:
            where.fault(path, "id-twice", id=id_, file=owners[id_])
        owners.setdefault(id_, where.file)
    for read in reads:
        for activity in read.plan.activities if read.plan else ():
            others = {one.id for one in read.plan.indicators} if read.plan else set()
            if activity.id in others and read.sources.activities:
                path = ("activities", activity.id)
                facts = {"id": activity.id, "file": owners[activity.id]}
                read.sources.activities.fault(path, "id-twice", **facts)


def _ids(
    reads: list[Read], source: Source | None, frameworks: Frameworks | None
) -> Iterator[tuple[Source, Path_, str]]:
    for framework in frameworks.frameworks if frameworks and source else ():
        path: Path_ = ("frameworks", framework.id)
        yield source, path, framework.id  # type: ignore[misc] # a source, if any framework
        for item in framework.items:
            yield source, (*path, "items", item.id), item.id  # type: ignore[misc]
    for read in reads:
        for where, objective in read.sources.objectives:
            if objective:
                yield where, ("id",), objective.id
                for one in objective.indicators:
                    yield where, ("indicators", one.id), one.id


def _note_dimensions(shelf: Shelf, source: Source | None, frameworks: Frameworks | None) -> None:
    """A goal is asked by code lists of the workspace: a slip in a name would hide its figures."""
    for framework in frameworks.frameworks if frameworks and source else ():
        for item in framework.items:
            for place, dimension in enumerate(item.by):
                if not shelf.has_list(dimension):
                    path: Path_ = ("frameworks", framework.id, "items", item.id, "by", place)
                    facts = {"dimension": dimension, **shelf.unknown_list(dimension)}
                    source.fault(path, "dimension-without-list", **facts)  # type: ignore[union-attr] # a source, if any framework


def _note_names(reads: list[Read], frameworks: Frameworks) -> None:
    """Links and replaced indicators that are nowhere in the workspace."""
    indicators = {one.id for read in reads if read.plan for one in read.plan.indicators}
    objectives = {one.id for read in reads if read.plan for one in read.plan.objectives}
    items = {item.id for one in frameworks.frameworks for item in one.items}
    for read in reads:
        for source, objective in read.sources.objectives:
            for indicator in objective.indicators if objective and read.plan else ():
                found = [
                    *_links(read.plan, indicator, indicators | objectives | items),
                    *_replaced(indicator, indicators),
                ]
                for one in found:
                    source.fault(("indicators", indicator.id, *one.path), one.code, **one.facts)


def _links(plan: Plan | None, indicator: Indicator, known: set[str]) -> Iterator[Flaw]:
    seen: list[Link] = []
    for index, link in enumerate(indicator.links):
        path: Path_ = ("links", index)
        if link.to not in known or link.to == indicator.id:
            near = unknown_name(link.to, known - {indicator.id})["near"]
            yield flaw(*path, "to", code="link-unknown", to=link.to, near=near)
        elif any(_same_time(link, one) for one in seen if one.to == link.to):
            yield flaw(*path, code="link-twice", to=link.to)
        yield from backwards(link.since, link.until, *path, "until")
        if plan and _is_outside(link, plan):
            span = f"{plan.span.start} - {plan.span.end}"
            yield flaw(*path, code="link-outside-span", span=span)
        seen.append(link)


def _same_time(one: Link, other: Link) -> bool:
    starts_first = one.since is None or other.until is None or one.since <= other.until
    return starts_first and (other.since is None or one.until is None or other.since <= one.until)


def _is_outside(link: Link, plan: Plan) -> bool:
    return plan.span.start <= plan.span.end and bool(
        (link.since and link.since > plan.span.end)
        or (link.until and link.until < plan.span.start and not link.since)
    )


def _replaced(indicator: Indicator, indicators: set[str]) -> Iterator[Flaw]:
    older = indicator.replaces
    if older and (older not in indicators or older == indicator.id):
        near = unknown_name(older, indicators - {indicator.id})["near"]
        yield flaw("replaces", code="replaces-unknown", indicator=older, near=near)
