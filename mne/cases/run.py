"""Runs the examples of a plan through the same reckoning as the reports."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from mne.cases.given import Refused, Told, read_given
from mne.cases.then import NO_ROW, Claims, read_then
from mne.definitions import Fault, Source, read_source, unknown_name
from mne.model import Case, Cases, CellCounts, Plan, Progress, Receipt, Slot
from mne.model.selection import Selection
from mne.observations import write_observations
from mne.progress import Wanted, measure_all

FOLDER = "cases"


class _Page(NamedTuple):
    """One sentence to be held against the reckoning, and what was sent."""

    case: Case
    where: tuple[str | int, ...]
    source: Source
    claims: Claims
    told: tuple[Told, ...]
    number: int
    """Of the example: its returns are numbered so, and no other example takes them for its own."""


def has_cases(indicators: Path, plan: Plan) -> bool:
    """Whether a plan has any examples."""
    return any((indicators / plan.id / FOLDER).glob("*.yaml"))


def run_cases(indicators: Path, plan: Plan) -> tuple[int, tuple[Fault, ...]]:
    """How many examples a plan has, and everything that does not hold in them."""
    sources, pages, count = [], [], 0
    for path in sorted((indicators / plan.id / FOLDER).glob("*.yaml")):
        source = read_source(path, indicators.parent)
        sources.append(source)
        found = source.build(Cases)
        for case in found.cases if found else ():
            count += 1
            pages += _pages(plan, case, source, count)
    for page, row in zip(pages, _rows(plan, pages), strict=True):
        for found_there, expected in _differences(plan, page, row):
            facts = {"found": found_there, "expected": expected, "case": page.case.id}
            page.source.fault(page.where, "case-fails", **facts)
    return count, tuple(sorted(fault for source in sources for fault in source.faults))


def _pages(plan: Plan, case: Case, source: Source, number: int) -> list[_Page]:
    """The sentences of one example; what cannot be understood is noted at its sentence."""
    if case.indicator not in plan.indicators_by_id:
        here = ("cases", case.id, "indicator")
        near = unknown_name(case.indicator, plan.indicators_by_id)
        source.fault(here, "indicator-not-in-plan", indicator=case.indicator, **near)
        return []
    told, pages = _told(plan, case, source), []
    for index, sentence in enumerate(case.then):
        where = ("cases", case.id, "then", index)
        claims = read_then(sentence)
        if claims is None:
            source.fault(where, "case-sentence", sentence=sentence)
        elif told is not None:
            pages.append(_Page(case, where, source, claims, tuple(told), number))
    return pages


def _told(plan: Plan, case: Case, source: Source) -> list[Told] | None:
    """What was sent; None where a sentence does not say it."""
    read = [read_given(plan, case.indicator, sentence) for sentence in case.given]
    for index, one in enumerate(read):
        if isinstance(one, Refused):
            source.fault(("cases", case.id, "given", index), one.code, **one.facts)
    told = [one for one in read if isinstance(one, Told)]
    return told if len(told) == len(read) else None


def _differences(plan: Plan, page: _Page, row: Progress | None) -> Iterator[tuple[str, str]]:
    """What the reckoning says, and what the sentence said."""
    indicator = plan.indicators_by_id[page.case.indicator]
    for claim in page.claims.claims:
        found = claim.ask(indicator, row) if row else NO_ROW
        if claim.expected not in found:
            yield " / ".join(sorted(found)) or "nothing", claim.text


def _rows(plan: Plan, pages: list[_Page]) -> Iterator[Progress | None]:
    """The row that each sentence speaks of, all put together in one run of the engine."""
    wanted, pairs = [], {}
    for page in pages:
        counting = {one.slot: _receipt(plan, one.slot, page.number) for one in page.told}
        for told in page.told:
            for one in told.observations:  # of two sentences about one figure the later counts
                pairs[counting[told.slot].id, one.indicator, one.at, one.part] = one
        wanted.append(_wanted(plan, page, counting))
    if not wanted:
        return
    with tempfile.TemporaryDirectory() as folder:
        kept = ((key[0], one) for key, one in pairs.items())
        table = write_observations(kept, Path(folder) / "observations.parquet")
        for page, rows in zip(pages, measure_all(table, wanted), strict=True):
            place = (page.case.indicator, frozenset(page.claims.at))
            found = (one for one in rows if (one.indicator, frozenset(one.at)) == place)
            yield next(found, None)


def _wanted(plan: Plan, page: _Page, counting: dict[Slot, Receipt]) -> Wanted:
    long_after = plan.span.reporting.end + timedelta(days=plan.due_days)
    return Wanted(
        plan,
        page.claims.period,
        counting,
        as_of=page.case.as_of or long_after,
        by=tuple(dict(page.claims.at)),
        selection=Selection(indicator=page.case.indicator),
    )


def _receipt(plan: Plan, slot: Slot, number: int) -> Receipt:
    """A return that came on the day after its period."""
    moment = datetime.combine(slot.period.end + timedelta(days=1), time(), UTC)
    return Receipt(
        slot=slot,
        number=number,
        verdict="accepted",
        file="",
        sha256="",
        size=0,
        received_on=moment,
        recorded_on=moment,
        by="",
        reason="",
        definitions=plan.digest,
        reader="",
        tool="",
        cells=CellCounts(),
        supersedes="",
        issues=(),
    )
