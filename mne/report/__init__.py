"""Figures become pages: one self-contained HTML file, a PDF for the archive, and the data behind.

The cli hands in a `ReportInput`, which holds everything; nothing is looked up, so that the same
input gives the same bytes years later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mne.errors import UsageError
from mne.report.annex import AnnexFile, annex_files
from mne.report.annual import annual_content
from mne.report.html import write_html
from mne.report.inputs import INTERNAL, OpenIssue, ReportInput, SectionText
from mne.report.ministry import ministry_content
from mne.report.pdf import write_pdf
from mne.report.wording import Wording, load_wording
from mne.workspace import shipped

_Content = Callable[[ReportInput, Wording, Sequence[AnnexFile], Sequence[Path]], dict[str, object]]
CONTENT_BY_KIND: dict[str, _Content] = {"annual": annual_content, "ministry": ministry_content}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished report."""

    html: str
    annexes: tuple[AnnexFile, ...]
    """The data behind it; attached to the PDF."""
    epoch: int

    def pdf(self) -> bytes:
        """The same pages as PDF/A; a MachineError where this machine cannot lay out text."""
        return write_pdf(self.html, self.annexes, self.epoch)


def render_report(given: ReportInput, templates: Path | None = None) -> Rendered:
    """Lay out a report; layouts in `templates` (the workspace's own) come before the built-in."""
    if given.edition != INTERNAL:
        raise UsageError("edition-not-built", edition=given.edition)
    if given.kind not in CONTENT_BY_KIND:
        raise UsageError("report-kind-unknown", kind=given.kind)
    wording = load_wording(given.language)
    built_in = shipped("report_templates")
    folders = (built_in,) if templates is None else (templates, built_in)
    annexes = annex_files(given)
    content = CONTENT_BY_KIND[given.kind](given, wording, annexes, folders)
    return Rendered(write_html(given.kind, content, wording, folders), annexes, given.epoch)


__all__ = [
    "CONTENT_BY_KIND",
    "INTERNAL",
    "AnnexFile",
    "OpenIssue",
    "Rendered",
    "ReportInput",
    "SectionText",
    "render_report",
]
