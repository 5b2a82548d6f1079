"""Writes and reads `receipt.json`: who sent what when, and what checking it came to."""

from __future__ import annotations

import json
from typing import cast

from mne.archive.json_fields import (
    issue_in,
    issue_to_json,
    moment_in,
    one_of,
    slot_in,
    text_in,
)
from mne.model import CellCounts, Receipt
from mne.model.record import VerdictName
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
            "issues": [issue_to_json(issue) for issue in receipt.issues],
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
        decisions=(),
        **texts,
    )
