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
from mne.intake import (
    CORRECTION_FILE,
    Declared,
    Figure,
    WrittenLetter,
    check_file,
    correct_figures,
    find_receipt,
    issues_to_waive,
)
from mne.model import SENT, Decision, Origin, Plan, Receipt, Slot, Verdict
from mne.periods import Period
from mne.tables import write_exact_csv
from mne.workspace import Workspace

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
    for kind in ("letters", "printed"):
        for one in example()[kind]:
            yield Ruling(datetime.combine(one["day"], time(9), zone), kind, one)
    for day in example()["checkpoints"]:
        yield Ruling(plan.end_of(day), "checkpoint", {})


class Clerk:
    """Writes to the archive, by the clock of the day on which the example is made."""

    def __init__(
        self,
        workspace: Workspace,
        plan: Plan,
        recorded_on: datetime,
        tool: str,
        signer: Signer | None,
    ) -> None:
        self.workspace, self.plan, self.signer = workspace, plan, signer
        self.archive = Archive(workspace.submissions)
        self.recorded_on, self.tool = recorded_on, tool

    def keep(self, verdict: Verdict, path: Path, sending: Sending) -> None:
        """Keep one return."""
        source = example()["transcribed"].get(_here(sending.slot))
        origin = Origin("transcribed", source) if source else SENT
        facts = {"by": _BY, "reason": sending.reason, "received_on": sending.received_on}
        self._store(verdict, path.read_bytes(), file=path.name, origin=origin, **facts)

    def _store(self, verdict: Verdict, content: bytes, **facts: Any) -> None:  # noqa: ANN401 - who, when
        when: dict[str, Any] = {"recorded_on": self.recorded_on, "tool": self.tool}
        self.archive.store(verdict, content, **when, **facts)

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
            case "letters":
                self._put_right(ruling)
            case "printed":
                self._type_in(ruling)
            case _:
                self._about_slot(ruling)

    def _put_right(self, ruling: Ruling) -> None:
        """A figure by letter."""
        said = ruling.facts
        figure = Figure(said["indicator"], (), said["part"], said["value"])
        letter = WrittenLetter((figure,), "", None, said["by"], said["reason"])
        found = correct_figures(self.archive, self.plan, self._slot(said["slot"]), letter)
        if found.verdict is None or not found.is_kept:
            raise ValueError(f"the example's letter of {said['day']} is not taken")
        self._store(
            found.verdict,
            found.content,
            file=CORRECTION_FILE,
            origin=Origin("corrected", found.base.id),
            letter=("letter.txt", said["letter"].encode()),
            onto=found.latest,
            received_on=ruling.on,
            by=said["by"],
            reason=said["reason"],
        )

    def _type_in(self, ruling: Ruling) -> None:
        """A figure from an old printed report."""
        said = ruling.facts
        slot = self._slot(said["slot"])
        path = self.workspace.root / "returns" / slot.period.label / f"{slot.reporter}-printed.csv"
        rows = [(said["indicator"], said["value"])]
        path.write_text(write_exact_csv(("indicator", "value"), rows), "utf-8")
        declared = Declared(slot.plan, slot.period.label, slot.reporter, how="printed")
        verdict, _ = check_file(self.workspace, path, declared)
        origin = Origin("printed", said["page"])
        facts = {"by": _BY, "reason": "", "received_on": ruling.on}
        self._store(verdict, path.read_bytes(), file=path.name, origin=origin, **facts)

    def _slot(self, name: str) -> Slot:
        """A slot as the example's file names it."""
        period, reporter = name.split("/")
        return Slot(self.plan.id, Period.parse(period), reporter)

    def _about_slot(self, ruling: Ruling) -> None:
        slot = self._slot(ruling.facts["slot"])
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
        """The receipts of a year that counted on that day; nobody validates what was not signed."""
        year, named = Period.parse(str(ruling.facts["year"])), ruling.facts.get("reporters")
        receipts = self.archive.receipts(self.plan.id, as_of=ruling.on)
        for slot, receipt in receipts_that_count(receipts, ruling.on).items():
            meant = year.contains(slot.period) and (not named or slot.reporter in named)
            if meant and (ruling.facts["attested"] == "signed" or receipt.attested):
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
