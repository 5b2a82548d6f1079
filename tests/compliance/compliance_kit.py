"""A small plan made by hand, with receipts and decisions about its returns; all of it invented."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mne.model import CellCounts, Decision, Indicator, Objective, Plan, Receipt, Slot
from mne.periods import Period

EN = {"en": "words"}
OURS = {"basis": "illustrative"}
HERE = ZoneInfo("Asia/Phnom_Penh")
FULL = CellCounts(required=4, figures=3, zeros=1)
QUARTER = Period.parse("2012-Q1")
DUE_DAYS = 14
OFFICIAL = ("MOWA", "MOJ", "COM", "AUTH")
"""In an order that no sorting would give."""
SLOTS = tuple(Slot("NPA", QUARTER, one) for one in OFFICIAL)


def asked(name: str, lead: str, **keys: Any) -> Indicator:
    """One count that a reporter is asked for."""
    plain = {"id": name, "title": EN, "level": "output", "kind": "count", "lead": lead}
    return Indicator.model_validate(plain | {"counting_unit": "event", "provenance": OURS} | keys)


def of_plan(*indicators: Indicator, **keys: Any) -> Plan:
    """Four reporters who owe one quarter, due after the Khmer New Year and a weekend."""
    each = indicators or tuple(asked(f"I-{one}", one) for one in OFFICIAL)
    plain = {
        "id": "NPA",
        "title": EN,
        "span": {"start": date(2012, 1, 1), "end": date(2012, 3, 31)},
        "calendar": "quarter",
        "due_days": DUE_DAYS,
        "holidays": [date(2012, 4, day) for day in (13, 14, 15, 16)],
        "time_zone": "Asia/Phnom_Penh",
        "languages": {"en": "reviewed"},
        "reporters": [{"id": one, "name": EN, "abbreviation": one} for one in OFFICIAL],
        "provenance": OURS,
        "objectives": (
            Objective(
                id="O",
                title=EN,
                level="output",
                pillar="follow-up",
                provenance=OURS,
                indicators=each,
            ),
        ),
        "codelists": {},
        "digest": "d" * 64,
    }
    return Plan.model_validate(plain | keys)


def came(
    slot: Slot,
    moment: datetime,
    number: int = 1,
    verdict: Any = "accepted",
    cells: CellCounts = FULL,
) -> Receipt:
    """A receipt that came at a moment."""
    return Receipt(
        slot=slot,
        number=number,
        verdict=verdict,
        file="return.xlsx",
        sha256=f"{number:064d}",
        size=1,
        received_on=moment,
        recorded_on=moment,
        by="secretariat",
        reason="",
        definitions="d" * 64,
        reader="test",
        tool="test",
        cells=cells,
        supersedes="",
        issues=(),
    )


def decided(kind: Any, moment: datetime, slot: Slot, **more: Any) -> Decision:
    """A decision that is in force from a moment."""
    facts = {"asked_by": "Mr Chan", "approved_by": "Ms Sok", "reason": "Flood", "tool": ""}
    return Decision(kind=kind, slot=slot, on=moment, recorded_on=moment, **(facts | more))
