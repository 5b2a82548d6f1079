"""Runs the examples of a plan through the same reckoning as the reports."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from mne.cases.given import Refused, Told, read_given
from mne.cases.then import NO_ROW, Claims, read_then
from mne.definitions import Fault, Source, read_source
from mne.model import Case, Cases, CellCounts, Observation, Plan, Progress, Receipt, Slot
from mne.observations import write_observations
from mne.progress import REPORTER, measure_progress

FOLDER = "cases"


def run_cases(indicators: Path, plan: Plan) -> tuple[int, tuple[Fault, ...]]:
    """How many examples a plan has, and everything that does not hold in them."""
    count, faults = 0, []
    for path in sorted((indicators / plan.id / FOLDER).glob("*.yaml")):
        source = read_source(path, indicators.parent)
        found = source.build(Cases)
        for case in found.cases if found else ():
            count += 1
            _run(plan, case, source)
        faults += source.faults
    return count, tuple(sorted(faults))


def _run(plan: Plan, case: Case, source: Source) -> None:
    """One example; what is wrong is noted at its sentence."""
    if case.indicator not in plan.indicators_by_id:
        here = ("cases", case.id, "indicator")
        source.fault(here, "indicator-not-in-plan", indicator=case.indicator)
        return
    told = _told(plan, case, source)
    for index, sentence in enumerate(case.then):
        where = ("cases", case.id, "then", index)
        claims = read_then(sentence)
        if claims is None:
            source.fault(where, "case-sentence", sentence=sentence)
        elif told is not None:
            for found, expected in _differences(plan, case, told, claims):
                source.fault(where, "case-fails", found=found, expected=expected, case=case.id)


def _told(plan: Plan, case: Case, source: Source) -> list[Told] | None:
    """What was sent; None where a sentence does not say it."""
    read = [read_given(plan, case.indicator, sentence) for sentence in case.given]
    for index, one in enumerate(read):
        if isinstance(one, Refused):
            source.fault(("cases", case.id, "given", index), one.code, **one.facts)
    told = [one for one in read if isinstance(one, Told)]
    return told if len(told) == len(read) else None


def _differences(
    plan: Plan, case: Case, told: list[Told], claims: Claims
) -> Iterator[tuple[str, str]]:
    """What the reckoning says, and what the sentence said."""
    row = _row(plan, case, told, claims)
    indicator = plan.indicators_by_id[case.indicator]
    for claim in claims.claims:
        found = claim.ask(indicator, row) if row else NO_ROW
        if claim.expected not in found:
            yield " / ".join(sorted(found)) or "-", claim.text


def _row(plan: Plan, case: Case, told: list[Told], claims: Claims) -> Progress | None:
    """The row that a sentence speaks of."""
    counting = {one.slot: _receipt(plan, one.slot) for one in told}
    pairs = [(counting[one.slot].id, each) for one in told for each in one.observations]
    as_of = case.as_of or plan.span.reporting.end + timedelta(days=plan.due_days)
    dimensions = tuple(dict.fromkeys((*dict(claims.at), *_reporter_asked(claims))))
    with tempfile.TemporaryDirectory() as folder:
        table = write_observations(_unique(pairs), Path(folder) / "observations.parquet")
        rows = measure_progress(plan, claims.period, table, counting, as_of=as_of, by=dimensions)
    wanted = (case.indicator, frozenset(claims.at))
    return next((one for one in rows if (one.indicator, frozenset(one.at)) == wanted), None)


def _reporter_asked(claims: Claims) -> tuple[str, ...]:
    return (REPORTER,) if REPORTER in dict(claims.at) else ()


def _unique(pairs: list[tuple[str, Observation]]) -> Iterator[tuple[str, Observation]]:
    """Of two sentences about one figure the later counts, as of two returns."""
    last = {(receipt, one.indicator, one.at, one.part): one for receipt, one in pairs}
    return ((key[0], one) for key, one in last.items())


def _receipt(plan: Plan, slot: Slot) -> Receipt:
    """A return that came on the day after its period."""
    moment = datetime.combine(slot.period.end + timedelta(days=1), time(), UTC)
    return Receipt(
        slot=slot,
        number=1,
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
