"""A small plan and returns for it, made by hand: none of the shipped definitions is needed."""

import hashlib
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import bagit

from mne.archive import Archive, Stored
from mne.definitions import canonical_text, plan_from_text
from mne.model import Cell, CellCounts, Issue, Observation, Plan, Receipt, Slot, Verdict
from mne.periods import Period

PHNOM_PENH = timezone(timedelta(hours=7))
PERIOD = Period.parse("2012-Q4")
SLOT = Slot("npa", PERIOD, "MOJ")
KHMER = "បានបណ្តុះបណ្តាលមន្ត្រី ២៥ នាក់"


def _indicator(name: str, kind: str, **more: object) -> dict[str, object]:
    return {
        "id": name,
        "title": {"en": name},
        "level": "output",
        "kind": kind,
        "lead": "MOJ",
        "provenance": {"basis": "illustrative"},
        **more,
    }


def make_plan(due_days: int = 15) -> Plan:
    """One indicator of each kind, one of them yearly; an activity, and the offices heard."""
    states = [{"id": name, "name": {"en": name}} for name in ("drafting", "adopted")]
    flags = [{"id": name, "name": {"en": name}} for name in ("TH", "VN", "LA")]
    indicators = [
        _indicator("C1", "count", breakdowns=[["sex"], ["age", "sex"]], confirm_yearly=True),
        _indicator("R1", "ratio"),
        _indicator("M1", "milestone", states=states),
        _indicator("M2", "milestone", flags=flags),
        _indicator("A1", "amount", unit="KHR", frequency="year"),
        _indicator("N1", "narrative"),
    ]
    codes = {code: {"name": {"en": code}} for code in ("female", "male", "unknown")}
    basis = {"basis": "illustrative"}
    budget = {"amount": "800", "currency": "KHR", "stage": "planned", "source": "State budget"}
    activity = {
        "id": "2.1.3",
        "title": {"en": "A course"},
        "objective": "one",
        "lead": "MOJ",
        "due": date(2012, 12, 31),
        "budget": [budget],
        "provenance": basis,
    }
    plan = Plan.model_validate(
        {
            "id": "npa",
            "title": {"en": "A plan"},
            "span": {"start": date(2011, 1, 1), "end": date(2013, 12, 31)},
            "calendar": "quarter",
            "due_days": due_days,
            "time_zone": "Asia/Phnom_Penh",
            "languages": {"en": "reviewed", "km": "awaiting-reader"},
            "reporters": [{"id": "MOJ", "name": {"en": "Justice"}, "abbreviation": "MOJ"}],
            "provenance": basis,
            "coverage": {"dimension": "sex", "asked_of": ["MOJ"], "title": {"en": "Who was heard"}},
            "activities": [activity],
            "objectives": [
                {
                    "id": "one",
                    "title": {"en": "One"},
                    "level": "outcome",
                    "pillar": "policy",
                    "provenance": basis,
                    "indicators": indicators,
                }
            ],
            "codelists": {
                name: {"id": name, "title": {"en": name}, "provenance": basis, "codes": codes}
                for name in ("sex", "age")
            },
        }
    )
    return plan_from_text(canonical_text(plan))


PLAN = make_plan()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_observations(digest: str, first: int = 41) -> tuple[Observation, ...]:
    """Every status, every type of value, and texts that a spreadsheet would run."""

    def cell(ref: str, raw: str, kind: str = "text", sheet: str = "Return", **more) -> Cell:
        return Cell(digest, sheet, ref, raw, kind, **more)

    def one(name, value, held, status="reported", *, at=(), part="", note="", period=PERIOD):
        return Observation(name, period, "MOJ", at, part, value, status, note, held)

    year = Period.parse("2012")
    young = (("age", "female"), ("sex", "male"))
    return (
        one("C1", Decimal(first), cell("D9", str(first), "number")),
        one("C1", Decimal(0), cell("D10", "0", "number", formula=True), at=(("sex", "female"),)),
        one("C1", None, cell("D11", ""), "blank", at=(("sex", "male"),)),
        one("C1", None, cell("D12", "about 40"), "unreadable", at=young),
        one("C1", Decimal(39), cell("D20", "39"), part="confirmed", note="two twice", period=year),
        one("R1", None, cell("D13", "NA"), "NA", part="numerator", note="=HYPERLINK(1)"),
        one("R1", None, cell("D14", "ND"), "ND", part="denominator", note=KHMER),
        one("M1", "adopted", cell("D15", "adopted"), part="state"),
        one("M1", date(2012, 3, 31), cell("D16", "2012-03-31", "date"), part="reached_on"),
        one("M1", "@SUM(1)\r\n-2", cell("D17", "@SUM(1)\r\n-2"), part="evidence"),
        one("M2", "TH;LA", cell("D18", "TH; LA"), part="state"),
        one("A1", Decimal("70.5"), cell("D19", "70.50"), "estimated", period=year),
        one("N1", KHMER, cell("C6", KHMER, sheet="Narrative"), part="done", at=(("lang", "km"),)),
        one("N1", "'quoted'", cell("D6", "'quoted'"), part="done", at=(("lang", "en"),)),
        one("coverage", "yes", cell("D21", "Yes"), at=(("sex", "female"),)),
        one("2.1.3", "done", cell("D6", "done", sheet="Activities"), part="status"),
        one("2.1.3", KHMER, cell("E6", KHMER, sheet="Activities"), part="reason"),
        one("2.1.3", Decimal(-5), None, part="spent"),
    )


def make_verdict(content: bytes, slot: Slot = SLOT, **changes: object) -> Verdict:
    digest = digest_of(content)
    fields: dict[str, object] = {
        "verdict": "accepted",
        "slot": slot,
        "digest": digest,
        "reader": "calamine 0.9.1",
        "definitions": PLAN.digest,
        "cells": CellCounts(required=6, figures=2, zeros=1, na=1, nd=1, blank=1),
        "observations": make_observations(digest),
        "issues": (
            Issue("sum-differs", "warning", "Return", "D9", "C1", (("found", KHMER),)),
            Issue("form-old", "note"),
        ),
    }
    return Verdict(**(fields | changes))


def store(archive: Archive, content: bytes, slot: Slot = SLOT, **changes: object) -> Stored:
    """Keep some bytes, whatever they are; `day` is the day of December on which they came."""
    day = changes.pop("day", 20)
    file = changes.pop("file", "របាយការណ៍ Q4.xlsx")
    return archive.store(
        make_verdict(content, slot, **changes),
        content,
        file=file,
        received_on=datetime(2012, 12, day, 9, 30, tzinfo=PHNOM_PENH),
        recorded_on=datetime(2012, 12, day, 9, 31, 5, 250, tzinfo=PHNOM_PENH),
        by="Ms Sok",
        reason="by e-mail",
        tool="mne 0.1.0",
    )


def receipts(folder: Path) -> tuple[Receipt, ...]:
    return Archive(folder).receipts("npa")


def tree(folder: Path) -> dict[str, str | None]:
    """Every path below a folder with its content's digest; the lock file is no content."""
    return {
        path.relative_to(folder).as_posix(): digest_of(path.read_bytes())
        if path.is_file()
        else None
        for path in sorted(folder.rglob("*"))
        if path.name != ".lock"
    }


def assert_sound(folder: Path) -> None:
    """Every bag is valid by another program's judgement, and nothing else lies about."""
    bags = [path.parent for path in folder.glob("npa/*/*/*/bagit.txt")]
    for bag in bags:
        bagit.Bag(str(bag)).validate()
    assert len(bags) == len(receipts(folder))
    files = {path for path in (folder / "npa").rglob("*") if path.is_file()}
    assert files == {path for bag in bags for path in bag.rglob("*") if path.is_file()}
