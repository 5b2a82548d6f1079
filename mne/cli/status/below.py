"""What the returns come to: the lines below the grid or the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from mne.cli.app import App
from mne.compliance import Compliance
from mne.messages import message


def lines_below(app: App, compliance: Compliance) -> str:
    """The rates, what became of the figures, with whom delays lay, and what was not expected."""
    return "".join(f"{line}\n" for line in _lines(app.language, compliance))


def _lines(language: str, compliance: Compliance) -> Iterator[str]:
    shares = {
        name: "-" if value is None else f"{value * 100:.0f} %"
        for name, value in asdict(compliance.rates).items()
    }
    yield message("rates", language, **shares)
    if compliance.counted:
        yield message("status-cells", language, **compliance.cells._asdict())
    if count := compliance.timeliness_unknown:
        yield message("timeliness-unknown", language, count=count)
    yield from _why_late(language, compliance)
    if listed := ", ".join(compliance.unexpected):
        yield message("status-unexpected", language, receipts=listed)


def _why_late(language: str, compliance: Compliance) -> Iterator[str]:
    """How many of each cause, and how many days lay with each; nobody is named."""
    if not compliance.delays:
        return
    counts, days = compliance.late_because, compliance.days_late
    yield message(
        "status-late",
        language,
        count=len(compliance.delays),
        form=counts["form-late"],
        returned=counts["returned"],
        ministry=counts["ministry"],
        unknown=counts["unknown"],
    )
    if any(days.values()):
        yield message(
            "status-days-late",
            language,
            form=days["form-late"],
            returned=days["returned"],
            ministry=days["ministry"],
            known=compliance.forms_on_record,
            due=len(compliance.counted),
        )
