"""The returns one by one: where each stands, how its due day comes about, how often it was sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mne.cli.status.as_json import slot_as_json
from mne.compliance import Compliance, SlotStatus

_LIST = (
    "period",
    "reporter",
    "due",
    "state",
    "first_received",
    "on_time",
    "receipt",
    "attested",
    "answered",
)
_WHY_LATE = ("late_because", "days_late", "days_form", "days_returned", "days_ministry")
_REGISTER = (
    "period",
    "reporter",
    "due_by_plan",
    "due_moved_by",
    "due",
    "due_from",
    "form_sent",
    "decided",
    "reason",
)
_CORRECTIONS = (
    "period",
    "reporter",
    "first_accepted",
    "receipt",
    "sendings",
    "refused",
    "corrections",
    "letters",
    "figures_changed",
)


def columns_of(view: str, *, whole: bool) -> tuple[str, ...]:
    """The columns of a view; `whole` adds why a return is late, which is wide for a screen."""
    if view == "list":
        return _LIST + (_WHY_LATE if whole else ())
    return _REGISTER if view == "register" else _CORRECTIONS


def rows_of(
    view: str, compliance: Compliance, changed: Mapping[str, int], *, whole: bool
) -> list[tuple[object, ...]]:
    """A row for each return, in the order of the periods and then of the plan."""
    columns = columns_of(view, whole=whole)
    return [
        tuple(facts[column] for column in columns)
        for slot in compliance.slots
        if view != "corrections" or slot.sent.sendings
        for facts in (_facts(slot, changed),)
    ]


def _facts(slot: SlotStatus, changed: Mapping[str, int]) -> dict[str, object]:
    """What scripts are given, as it reads in one line."""
    cells = slot.cells
    return slot_as_json(slot, changed) | {
        "first_received": slot.first_received.date() if slot.first_received else "",
        "first_accepted": slot.first_accepted.date() if slot.first_accepted else "",
        "on_time": _on_time(slot),
        "receipt": (slot.receipt or "").rpartition("/")[2],
        "attested": slot.attested or "",
        "answered": f"{cells.answered}/{cells.required}",
        "due_moved_by": "-and-".join(sorted(slot.why_due.moved_by)) if slot.why_due else "",
        "decided": " ".join(one.rpartition("/")[2] for one, _ in _decided(slot)),
        "reason": " · ".join(reason for _, reason in _decided(slot)),
    }


def _decided(slot: SlotStatus) -> Iterator[tuple[str, str]]:
    """What was decided about the due day, and why."""
    extension = slot.why_due.extension if slot.why_due else None
    for one in (extension, slot.exemption):
        if one:
            yield one.id, one.reason


def _on_time(slot: SlotStatus) -> str:
    """Whether it came in time; a form that was hardly filled in did not, whenever it came."""
    if slot.timeliness_unknown:
        return "unknown"
    if slot.on_time is None:
        return ""
    early = slot.first_received is not None and slot.first_received.date() <= slot.due
    return "yes" if slot.on_time else "too-little" if early else "no"
