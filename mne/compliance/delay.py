"""With whom the days lay by which a return is late: the form, the returning of it, the ministry.

What is not accepted by the end of its due day is late, whoever that is due to. The days since are
parted by three moments: until when a ministry that got its form late still had the time that the
plan gives; when its first return came that was filled in enough; when one was accepted. Without a
record of when the form went out, nothing is laid to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Cause = Literal["form-late", "returned", "ministry", "unknown"]
CAUSES: tuple[Cause, ...] = get_args(Cause)


@dataclass(frozen=True, slots=True)
class Delay:
    """Why a return was not accepted by its due day, and by how many days so far."""

    because: Cause
    days: int | None = None
    """From the due day to the acceptance, or to the day of knowledge; None where that is unknown.

    The three below come to this.
    """
    form: int | None = None
    """Those that the ministry would still have had, had the form gone out when the period ended."""
    returned: int | None = None
    """Those between its first return that was filled in enough, and the acceptance."""
    ministry: int | None = None
    """All others."""


UNKNOWN = Delay("unknown")
"""Of what stands in an old printed report nobody knows when it came."""


@dataclass(frozen=True, slots=True)
class Way:
    """The days on which a return went its way, where the plan is at home."""

    due: date
    fair: date
    """Until when the ministry had the time that the plan gives; never before the due day."""
    sent: date | None
    """When its first return came that was filled in enough; None as long as none did."""
    end: date
    """When it was accepted too; the day of knowledge as long as it is not."""


def delay_of(way: Way) -> Delay:
    """The days of a delay, parted among those with whom they lay."""
    sent = way.end if way.sent is None else min(way.sent, way.end)
    days = (way.end - way.due).days
    returned = min((way.end - sent).days, days)
    ministry = max((sent - way.fair).days, 0)
    return Delay(
        because=_because(way, sent),
        days=days,
        form=days - returned - ministry,
        returned=returned,
        ministry=ministry,
    )


def _because(way: Way, sent: date) -> Cause:
    """Who came in time and was refused is not late; nor who had less time than the plan gives."""
    if way.sent is not None and way.sent <= way.due:
        return "returned"
    return "form-late" if way.due < way.fair and sent <= way.fair else "ministry"
