"""The status as scripts rely on it: keys are stable, and more may be added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from mne.compliance import Compliance, Delay, SlotStatus
from mne.model import Decision

_NO_DELAY = Delay("unknown")


def as_json(compliance: Compliance, changed: Mapping[str, int]) -> dict[str, Any]:
    """Everything that is known; `changed` has the figures corrected, where they were asked for."""
    return {
        "plan": compliance.plan,
        "as_of": compliance.as_of.isoformat(),
        "slots": [slot_as_json(slot, changed) for slot in compliance.slots],
        "rates": asdict(compliance.rates),
        "cells": compliance.cells._asdict(),
        "late_because": compliance.late_because,
        "days_late": compliance.days_late,
        "forms_on_record": compliance.forms_on_record,
        "timeliness_unknown": compliance.timeliness_unknown,
        "unexpected": list(compliance.unexpected),
    }


def slot_as_json(slot: SlotStatus, changed: Mapping[str, int]) -> dict[str, Any]:
    """One return: where it stands, how its due day comes about, why it is late, how often sent."""
    return {
        "period": slot.period.label,
        "reporter": slot.reporter,
        "due": slot.due,
        "state": slot.state,
        "first_received": slot.first_received,
        "first_accepted": slot.first_accepted,
        "on_time": slot.on_time,
        "receipt": slot.receipt,
        "attested": slot.attested,
        "cells": slot.cells._asdict(),
        "counted": slot.counted,
        "timeliness_unknown": slot.timeliness_unknown,
        **_register(slot),
        **_delay(slot),
        **slot.sent._asdict(),
        "figures_changed": changed.get(slot.receipt or ""),
    }


def _register(slot: SlotStatus) -> dict[str, Any]:
    why = slot.why_due
    return {
        "due_from": why and why.due_from,
        "due_by_plan": why and why.by_plan,
        "due_working_day": why and why.working_day,
        "due_moved_by": list(why.moved_by) if why else [],
        "extension": _decision(why.extension if why else None),
        "exemption": _decision(slot.exemption),
        "form_sent": slot.dispatch and slot.dispatch.on.date(),
    }


def _decision(one: Decision | None) -> dict[str, Any] | None:
    """Who asked, who decided, and why."""
    if one is None:
        return None
    who = {"asked_by": one.asked_by, "approved_by": one.approved_by, "reason": one.reason}
    until = {"until": one.until} if one.until else {}
    return {"decision": one.id, **who, "on": one.on, **until}


def _delay(slot: SlotStatus) -> dict[str, Any]:
    """Null throughout where the return is not late, or the days are not known."""
    delay = slot.delay or _NO_DELAY
    return {
        "late_because": slot.delay and slot.delay.because,
        "days_late": delay.days,
        "days_form": delay.form,
        "days_returned": delay.returned,
        "days_ministry": delay.ministry,
    }
