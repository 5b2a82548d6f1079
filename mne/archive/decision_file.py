"""Writes and reads `decision.json`: who asked for what, who approved it, why, and from when."""

from __future__ import annotations

import json
from datetime import date
from typing import cast, get_args

from mne.archive.json_fields import (
    issue_in,
    issue_to_json,
    letter_in,
    moment_in,
    one_of,
    slot_in,
    text_in,
)
from mne.model import Attested, Decision, DecisionKind
from mne.tables import write_json

_PLAIN_TEXTS = ("asked_by", "approved_by", "reason", "tool")


def write_decision(decision: Decision) -> str:
    """Everything that was decided, as JSON that reads in the order of the questions people ask."""
    return write_json(decision_facts(decision))


def decision_facts(decision: Decision) -> dict[str, object]:
    """Everything that was decided, by name."""
    letter = decision.letter
    return {
        "decision": decision.id,
        "kind": decision.kind,
        "plan": decision.slot.plan,
        "period": decision.slot.period.label,
        "reporter": decision.slot.reporter,
        "number": decision.number,
        "receipt": decision.receipt,
        **_of_its_kind(decision),
        "asked_by": decision.asked_by,
        "approved_by": decision.approved_by,
        "reason": decision.reason,
        "on": decision.on,
        "recorded_on": decision.recorded_on,
        "letter": letter._asdict() if letter else None,
        "tool": decision.tool,
    }


def _of_its_kind(decision: Decision) -> dict[str, object]:
    match decision.kind:
        case "waiver":
            return {"issues": [issue_to_json(issue) for issue in decision.issues]}
        case "extension":
            return {"until": decision.until}
        case "attestation":
            return {"attested": decision.attested}
        case "exemption" | "dispatch" | "closure" | "reopening" | "removal":
            return {}


def read_decision(text: str) -> Decision:
    """What `write_decision` was given.

    KeyError, TypeError, AttributeError or ValueError where it is something else, a kind of decision
    that a later version brought among them: what it changes must not be passed over. Other keys
    are.
    """
    data = json.loads(text)
    kind = cast("DecisionKind", one_of(DecisionKind, data["kind"]))
    texts = {name: text_in(data[name]) for name in _PLAIN_TEXTS}
    return Decision(
        number=int(data["number"]),
        kind=kind,
        slot=slot_in(data),
        receipt=text_in(data["receipt"]),
        on=moment_in(data["on"]),
        recorded_on=moment_in(data["recorded_on"]),
        letter=letter_in(data["letter"]),
        issues=tuple(map(issue_in, data["issues"])) if kind == "waiver" else (),
        until=date.fromisoformat(text_in(data["until"])) if kind == "extension" else None,
        attested=_attested_in(data["attested"]) if kind == "attestation" else "",
        **texts,
    )


def _attested_in(value: object) -> Attested:
    if not value:
        raise ValueError(f"{value!r} is none of {get_args(Attested)[1:]}")
    return cast("Attested", one_of(Attested, value))
