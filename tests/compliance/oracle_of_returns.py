"""What each return comes to, once more: by loops over plain days, from the words of the contract.

It shares no line with `mne.compliance`. Days are counted from the end of the period; a moment is
such a day, and stands for the end of it. A sending is its day, whether enough is answered, and the
day from which it is accepted, if ever.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Sent(NamedTuple):
    """One sending of a return."""

    day: int
    readable: bool
    enough: bool
    accepted: int | None
    """The day from which it is accepted: its own, or a waiver's; None if never."""
    printed: bool = False


class Given(NamedTuple):
    """One return that is owed, and what became of it."""

    working_due: int
    """The due day by the plan, on a working day."""
    extended: tuple[tuple[int, int], ...]
    """The days on which it was put off, and until when, in this order."""
    exempt: int | None
    """The day since which it is not owed."""
    form_sent: tuple[int, ...]
    """When its form went out."""
    form_time: tuple[int, ...]
    """The day until which a form that went out then leaves the time that the plan gives."""
    sent: tuple[Sent, ...]
    """In the order in which they came."""


class Told(NamedTuple):
    """What is known of one return on a day."""

    state: str
    on_time: bool | None
    accepted: bool
    in_rates: bool
    because: str | None
    days: tuple[int, int, int, int] | None
    """In all, with the form, with the returning, with the ministry."""


def tell(given: Given, today: int) -> Told:
    """Where one return stands at the end of a day."""
    due = [given.working_due, *(until for day, until in given.extended if day <= today)][-1]
    known = [one for one in given.sent if one.day <= today and one.readable]
    enough = [one for one in known if one.enough]
    accepted_days = [
        one.accepted for one in known if one.accepted is not None and one.accepted <= today
    ]
    accepted = bool(accepted_days)
    printed = bool(known) and known[0].printed
    over = today >= due
    in_time: bool | None = enough[0].day <= due if enough else (False if over else None)
    if printed:
        in_time = None
    exempt = given.exempt is not None and given.exempt <= today
    state = "exempt" if exempt else _state(today, in_time, came=bool(known), accepted=accepted)
    in_rates = over and not exempt
    because, days = None, None
    if in_rates and (in_time is False or not accepted or min(accepted_days) > due):
        because, days = _why(given, today, due, enough, accepted_days, printed=printed)
    return Told(state, None if exempt else in_time, accepted, in_rates, because, days)


def _state(today: int, in_time: bool | None, *, came: bool, accepted: bool) -> str:
    if accepted:
        return "late" if in_time is False else "received"
    if came:
        return "refused"
    if in_time is False:
        return "missing"
    return "due" if today > 0 else "not-due"


def _why(
    given: Given,
    today: int,
    due: int,
    enough: list[Sent],
    accepted_days: list[int],
    *,
    printed: bool,
) -> tuple[str, tuple[int, int, int, int] | None]:
    """Each day after the due day is laid to one of three."""
    if printed:
        return "unknown", None
    sent = enough[0].day if enough else None
    last = max(min(accepted_days) if accepted_days else today, today if sent is None else sent)
    out = [time for day, time in zip(given.form_sent, given.form_time, strict=True) if day <= today]
    fair = out[0] if out else due
    with_form = with_returning = with_ministry = 0
    for day in range(due + 1, last + 1):
        if sent is not None and day > sent:
            with_returning += 1
        elif day <= fair:
            with_form += 1
        else:
            with_ministry += 1
    if sent is not None and sent <= due:
        because = "returned"
    elif fair > due and (last if sent is None else sent) <= fair:
        because = "form-late"
    else:
        because = "ministry"
    return because, (last - due, with_form, with_returning, with_ministry)


def rates(told: list[Told]) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Completeness, timeliness, and timeliness of what came."""
    due = [one for one in told if one.in_rates]
    known = [one for one in due if one.on_time is not None]
    came = [one for one in known if one.accepted]
    return (
        _share([one.accepted for one in due]),
        _share([one.on_time is True for one in known]),
        _share([one.on_time is True for one in came]),
    )


def _share(yes: list[bool]) -> Fraction | None:
    return Fraction(sum(yes), len(yes)) if yes else None
