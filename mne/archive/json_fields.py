"""Reads single facts out of a record of the archive, strictly: what is something else is damage."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast, get_args

from mne.model import Issue, Letter, Severity, Slot
from mne.periods import Period


def text_in(value: object) -> str:
    """A text; TypeError where it is none."""
    if isinstance(value, str):
        return value
    raise TypeError(f"{value!r} is no text")


def one_of(names: object, value: object) -> str:
    """One of the words that a `Literal` lists."""
    if value in get_args(names):
        return text_in(value)
    raise ValueError(f"{value!r} is none of {get_args(names)}")


def moment_in(value: object) -> datetime:
    """A moment with its offset from UTC."""
    moment = datetime.fromisoformat(text_in(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} lacks its UTC offset")
    return moment


def slot_in(data: dict[str, Any]) -> Slot:
    """Whose return it is, by its keys `plan`, `period`, `reporter`; a whole period is nobody's."""
    period = Period.parse(text_in(data["period"]))
    return Slot(text_in(data["plan"]), period, text_in(data["reporter"]))


def letter_in(data: dict[str, Any] | None) -> Letter | None:
    """A letter, by its facts; None where there is none."""
    if data is None:
        return None
    return Letter(text_in(data["file"]), text_in(data["sha256"]), int(data["size"]))


def issue_to_json(issue: Issue) -> dict[str, object]:
    """An issue with its facts by name."""
    return issue._asdict() | {"params": dict(issue.params)}


def issue_in(data: dict[str, Any]) -> Issue:
    """What `issue_to_json` was given."""
    return Issue(
        code=text_in(data["code"]),
        severity=cast("Severity", one_of(Severity, data["severity"])),
        sheet=text_in(data["sheet"]),
        cell=text_in(data["cell"]),
        indicator=text_in(data["indicator"]),
        params=tuple((name, text_in(fact)) for name, fact in data["params"].items()),
    )
