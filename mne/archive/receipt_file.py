"""Writes and reads `receipt.json`: who sent what when, and what checking it came to."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, cast, get_args

from mne.model import CellCounts, Issue, Receipt, Slot
from mne.model.record import Severity, VerdictName
from mne.periods import Period
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
            "issues": [_issue_to_json(issue) for issue in receipt.issues],
        }
    )


def read_receipt(text: str) -> Receipt:
    """What `write_receipt` was given.

    KeyError, TypeError, AttributeError or ValueError where it is something else. Keys that a later
    version may have added are passed over.
    """
    data = json.loads(text)
    texts = {name: _text(data[name]) for name in _PLAIN_TEXTS}
    return Receipt(
        slot=Slot(
            _text(data["plan"]), Period.parse(_text(data["period"])), _text(data["reporter"])
        ),
        number=int(data["number"]),
        verdict=cast("VerdictName", _one_of(VerdictName, data["verdict"])),
        size=int(data["size"]),
        received_on=_moment(data["received_on"]),
        recorded_on=_moment(data["recorded_on"]),
        cells=CellCounts(**{name: int(count) for name, count in data["cells"].items()}),
        issues=tuple(map(_issue_from_json, data["issues"])),
        **texts,
    )


def _issue_to_json(issue: Issue) -> dict[str, object]:
    return issue._asdict() | {"params": dict(issue.params)}


def _issue_from_json(data: dict[str, Any]) -> Issue:
    return Issue(
        code=_text(data["code"]),
        severity=cast("Severity", _one_of(Severity, data["severity"])),
        sheet=_text(data["sheet"]),
        cell=_text(data["cell"]),
        indicator=_text(data["indicator"]),
        params=tuple((name, _text(fact)) for name, fact in data["params"].items()),
    )


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(f"{value!r} is no text")


def _one_of(names: object, value: object) -> str:
    if value in get_args(names):
        return _text(value)
    raise ValueError(f"{value!r} is none of {get_args(names)}")


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} lacks its UTC offset")
    return moment
