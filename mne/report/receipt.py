"""A receipt on one sheet of paper. What does not fit on it stands in the workbook beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mne.report.html import write_html
from mne.report.pdf import write_one_sheet
from mne.report.wording import load_wording
from mne.workspace import shipped

KIND = "receipt"
_SHOWN = ((8, 4), (6, 3), (4, 2), (2, 1), (0, 0))
"""How many issues, and changes, are listed: as many as fit on the page."""


def _named(shown: tuple[int, int]) -> dict[str, int]:
    return dict(zip(("shown", "shown_changes"), shown, strict=True))


@dataclass(frozen=True, slots=True)
class PrintedReceipt:
    """The words of one receipt, to be laid out as a page."""

    words: Mapping[str, object]
    """As `feedback` has them, by name."""
    language: str
    epoch: int
    templates: Path | None = None
    """The workspace's own layouts; they come before the built-in."""

    def html(self, shown: tuple[int, int] = _SHOWN[0]) -> str:
        """The page, with so many issues and changes listed."""
        built_in = shipped("report_templates")
        folders = (built_in,) if self.templates is None else (self.templates, built_in)
        created = datetime.fromtimestamp(self.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        content = {**self.words, "created": created, **_named(shown)}
        return write_html(KIND, content, load_wording(self.language), folders)

    def pdf(self) -> bytes:
        """One sheet of A4; a MachineError where this machine cannot lay out text."""
        return write_one_sheet(self.html(shown) for shown in _SHOWN)
