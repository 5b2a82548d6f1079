"""The secretariat of the example: keeps what was sent, and records what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from mne.archive import Archive, Signer, receipts_that_count
from mne.demo.example import example
from mne.demo.sendings import Sending
from mne.intake import find_receipt, issues_to_waive
from mne.model import SENT, Decision, Origin, Plan, Receipt, Slot, Verdict
from mne.periods import Period

_BY = "Example officer (synthetic)"


class Ruling(NamedTuple):
    """Something that is decided, vouched for or proved on a day."""

    on: datetime
    kind: str
    facts: dict[str, Any]


def rulings(plan: Plan) -> Iterator[Ruling]:
    """Everything that the example says was decided."""
    zone = ZoneInfo(plan.time_zone)
    for one in example()["decisions"]:
        ends = one["kind"] == "closure"
        on = plan.end_of(one["day"]) if ends else datetime.combine(one["day"], time(10), zone)
        yield Ruling(on, one["kind"], one)
    for one in example()["attested"]:
        yield Ruling(datetime.combine(one["day"], time(11), zone), "attestation", one)
    for day in example()["checkpoints"]:
        yield Ruling(plan.end_of(day), "checkpoint", {})


class Clerk:
    """Writes to the archive, by the clock of the day on which the example is made."""

    def __init__(
        self, archive: Archive, plan: Plan, recorded_on: datetime, tool: str, signer: Signer | None
    ) -> None:
        self.archive, self.plan, self.signer = archive, plan, signer
        self.recorded_on, self.tool = recorded_on, tool

    def keep(self, verdict: Verdict, path: Path, sending: Sending) -> Receipt:
        """Keep one return."""
        source = example()["transcribed"].get(_here(sending.slot))
        return self.archive.store(
            verdict,
            path.read_bytes(),
            file=path.name,
            received_on=sending.received_on,
            recorded_on=self.recorded_on,
            by=_BY,
            reason=sending.reason,
            tool=self.tool,
            origin=Origin("transcribed", source) if source else SENT,
        ).receipt

    def decide(self, ruling: Ruling) -> None:
        """Record one decision, all attestations of a day, or a checkpoint."""
        match ruling.kind:
            case "checkpoint":
                self.archive.checkpoint(self.recorded_on, self.tool, self.signer)
            case "attestation":
                for receipt in self._attested(ruling):
                    facts = {"receipt": receipt.id, "attested": ruling.facts["attested"]}
                    self._record(ruling, receipt.slot, approved_by=ruling.facts["by"], **facts)
            case "closure":
                slot = Slot(self.plan.id, Period.parse(str(ruling.facts["period"])), "")
                self._record(ruling, slot, **self._asked(ruling))
            case _:
                self._about_slot(ruling)

    def _about_slot(self, ruling: Ruling) -> None:
        period, reporter = ruling.facts["slot"].split("/")
        slot = Slot(self.plan.id, Period.parse(period), reporter)
        more = self._asked(ruling)
        if number := ruling.facts.get("receipt"):
            more["receipt"] = f"{slot}/r{number:04d}"
        if code := ruling.facts.get("code"):
            receipt = find_receipt(self.archive, self.plan, more["receipt"])
            more["issues"] = issues_to_waive(receipt, code, None, None, everywhere=True)
        if until := ruling.facts.get("until"):
            more["until"] = until
        self._record(ruling, slot, **more)

    def _asked(self, ruling: Ruling) -> dict[str, Any]:
        by = example()["approved_by"]
        return {"approved_by": by, **{key: ruling.facts[key] for key in ("asked_by", "reason")}}

    def _attested(self, ruling: Ruling) -> Iterator[Receipt]:
        """The receipts of a year that counted on that day."""
        year, named = Period.parse(str(ruling.facts["year"])), ruling.facts.get("reporters")
        receipts = self.archive.receipts(self.plan.id, as_of=ruling.on)
        for slot, receipt in receipts_that_count(receipts, ruling.on).items():
            if year.contains(slot.period) and (not named or slot.reporter in named):
                yield receipt

    def _record(self, ruling: Ruling, slot: Slot, **more: Any) -> None:  # noqa: ANN401 - of its kind
        decision = Decision(
            kind=ruling.kind,  # type: ignore[arg-type]  # the example's own word
            slot=slot,
            on=ruling.on,
            recorded_on=self.recorded_on,
            tool=self.tool,
            **more,
        )
        keep = self.archive.remove if ruling.kind == "removal" else self.archive.decide
        keep(decision)


def _here(slot: Slot) -> str:
    return f"{slot.period.label}/{slot.reporter}"
