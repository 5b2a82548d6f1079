"""Writes and reads `receipt.json`: who sent what when, and what checking it came to.

And `tombstone.json`, which takes its place where the content of a receipt was removed: what is left
is when it came, how full it was, and the digests of what was there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from mne.archive.json_fields import (
    issue_in,
    issue_to_json,
    letter_in,
    moment_in,
    one_of,
    slot_in,
    text_in,
)
from mne.model import CellCounts, HowKnown, NotKept, Origin, Receipt
from mne.model.receipt import VerdictName
from mne.tables import write_json

_PLAIN_TEXTS = ("file", "sha256", "by", "reason", "definitions", "reader", "tool", "supersedes")


def write_receipt(receipt: Receipt) -> str:
    """Everything a receipt holds, as JSON that reads in the order of the questions people ask."""
    return write_json(
        {
            "receipt": receipt.id,
            "plan": receipt.slot.plan,
            "period": receipt.slot.period.label,
            "reporter": receipt.slot.reporter,
            "number": receipt.number,
            "verdict": receipt.verdict,
            "supersedes": receipt.supersedes,
            "file": receipt.file,
            "sha256": receipt.sha256,
            "size": receipt.size,
            "received_on": receipt.received_on,
            "recorded_on": receipt.recorded_on,
            "by": receipt.by,
            "reason": receipt.reason,
            "definitions": receipt.definitions,
            "reader": receipt.reader,
            "tool": receipt.tool,
            "cells": receipt.cells._asdict(),
            "how": receipt.origin.how,
            "source": receipt.origin.source,
            "letter": receipt.origin.letter._asdict() if receipt.origin.letter else None,
            "issues": [issue_to_json(issue) for issue in receipt.issues],
            **({"not_kept": receipt.not_kept} if receipt.not_kept else {}),
        }
    )


def read_receipt(text: str) -> Receipt:
    """What `write_receipt` was given.

    KeyError, TypeError, AttributeError or ValueError where it is something else. Keys that a later
    version may have added are passed over.
    """
    data = json.loads(text)
    texts = {name: text_in(data[name]) for name in _PLAIN_TEXTS}
    return Receipt(
        slot=slot_in(data),
        number=int(data["number"]),
        verdict=cast("VerdictName", one_of(VerdictName, data["verdict"])),
        size=int(data["size"]),
        received_on=moment_in(data["received_on"]),
        recorded_on=moment_in(data["recorded_on"]),
        cells=CellCounts(**{name: int(count) for name, count in data["cells"].items()}),
        issues=tuple(map(issue_in, data["issues"])),
        origin=_origin_in(data),
        not_kept=cast("NotKept", one_of(NotKept, data.get("not_kept", ""))),
        decisions=(),
        **texts,
    )


def _origin_in(data: dict[str, Any]) -> Origin:
    how = cast("HowKnown", one_of(HowKnown, data["how"]))
    return Origin(how, text_in(data["source"]), letter_in(data["letter"]))


_LEFT = ("definitions", "reader", "tool", "supersedes", "sha256")
"""The texts of a receipt that say nothing of what was in it, nor who sent it."""


def write_tombstone(receipt: Receipt, decision: str, digests: Mapping[str, str]) -> str:
    """What is left of a receipt; `digests` are those of what was there."""
    return write_json(
        {
            "receipt": receipt.id,
            "removed_by": decision,
            "plan": receipt.slot.plan,
            "period": receipt.slot.period.label,
            "reporter": receipt.slot.reporter,
            "number": receipt.number,
            "verdict": receipt.verdict,
            **{name: getattr(receipt, name) for name in _LEFT},
            "size": receipt.size,
            "received_on": receipt.received_on,
            "recorded_on": receipt.recorded_on,
            "cells": receipt.cells._asdict(),
            "how": receipt.origin.how,
            **digests,
        }
    )


def read_tombstone(text: str) -> Receipt:
    """The receipt as far as it is left: refused, for nothing in it counts any more."""
    data = json.loads(text)
    return Receipt(
        slot=slot_in(data),
        number=int(data["number"]),
        verdict="refused",
        size=int(data["size"]),
        received_on=moment_in(data["received_on"]),
        recorded_on=moment_in(data["recorded_on"]),
        cells=CellCounts(**{name: int(count) for name, count in data["cells"].items()}),
        issues=(),
        origin=Origin(cast("HowKnown", one_of(HowKnown, data["how"]))),
        removed_by=text_in(data["removed_by"]),
        not_kept="",
        file="",
        by="",
        reason="",
        decisions=(),
        **{name: text_in(data[name]) for name in _LEFT},
    )
