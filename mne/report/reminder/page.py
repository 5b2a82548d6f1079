"""A letter as a printed page: languages side by side, on one sheet as long as they fit on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from mne.report.html import write_html
from mne.report.pdf import write_one_sheet
from mne.report.reminder.letter import Letter, Sender
from mne.report.reminder.words import remind_wording
from mne.workspace import shipped

KIND = "reminder"
SETTINGS = ("wide", "close", "tight")
"""How the page is set: with more and more room saved, at last one language after the other."""


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """The words of one letter, to be laid out as a page."""

    letter: Letter
    sender: Sender
    templates: Path | None = None
    """The workspace's own layouts; they come before the built-in."""

    def html(self, setting: str = SETTINGS[0]) -> str:
        """The page, set in one of the ways."""
        built_in = shipped("report_templates")
        folders: Sequence[Path] = (built_in,)
        if self.templates is not None:
            folders = (self.templates, built_in)
        first = self.letter.sides[0]
        created = datetime.combine(self.sender.day, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        content = {"sides": self.letter.sides, "setting": setting, "created": created}
        return write_html(KIND, content, remind_wording(first.language), folders)

    def pdf(self) -> bytes:
        """A4; a MachineError where this machine cannot lay out text."""
        return write_one_sheet(self.html(one) for one in SETTINGS)
