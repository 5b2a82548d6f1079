"""Reads the frozen example as an evaluator would years later: under the rules that it holds."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from mne.archive import Archive, receipts_that_count
from mne.compliance import measure_compliance, slot_decisions
from mne.model import Plan, Progress
from mne.observations import load_observations
from mne.periods import Period
from mne.progress import Wanted, measure_all

PLAN = "npa-kh-2011"
PERIODS = ("2011", "2012", "2013", "2012-Q3")
DAYS = (date(2012, 5, 1), date(2012, 12, 31), date(2014, 12, 31))
"""Before a correction and the closing of 2011; before a waiver of 2013; when all was in."""


def plan_of(archive: Archive) -> Plan:
    """The definitions that the archive holds, not today's."""
    (digest,) = archive.digests()
    plan = archive.definitions(digest)
    assert plan is not None
    return plan


def what_it_comes_to(folder: Path) -> dict[str, Any]:
    """Rates and figures on some days, as plain text by name."""
    archive = Archive(folder)
    plan = plan_of(archive)
    with tempfile.TemporaryDirectory() as cache:
        table = load_observations(archive, plan, Path(cache))
        return {day.isoformat(): _on(archive, plan, table, day) for day in DAYS}


def _on(archive: Archive, plan: Plan, table: Any, day: date) -> dict[str, Any]:
    as_of = plan.end_of(day)
    receipts = archive.receipts(plan.id, as_of=as_of)
    counting = receipts_that_count(receipts, as_of)
    decided = slot_decisions(archive.decisions(plan.id, as_of=as_of))
    compliance = measure_compliance(plan, receipts, as_of=as_of, decisions=decided)
    wanted = [
        Wanted(plan, Period.parse(label), counting, day, exempt=decided.exempt) for label in PERIODS
    ]
    pages = measure_all(table, wanted)
    rates = compliance.rates
    names = ("completeness", "timeliness", "conditional_timeliness", "data_availability")
    return {
        "receipts": len(receipts),
        "counting": len(counting),
        "unexpected": list(compliance.unexpected),
        "rates": {name: str(getattr(rates, name)) for name in names},
        "progress": {
            label: {_name(row): _said(row) for row in rows if row.actual is not None}
            for label, rows in zip(PERIODS, pages, strict=True)
        },
    }


def _name(row: Progress) -> str:
    place = ";".join(f"{dimension}={code}" for dimension, code in row.at)
    return f"{row.indicator}@{place}" if place else row.indicator


def _said(row: Progress) -> str:
    signed = "provisional" if row.provisional else "signed"
    return f"{row.actual} from {row.reported} of {row.expected}, {row.rating}, {signed}"
