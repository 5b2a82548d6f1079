"""A page of progress as it was asked for: on the screen, as a workbook, or for a script."""

from __future__ import annotations

from mne.cli.progress.page import Page, list_page
from mne.cli.progress.screen import draw_tables
from mne.cli.progress.workbook import Measured, progress_workbook
from mne.cli.shared import XLSX, emit, write_bytes


def show_page(page: Page, what: str | None) -> None:
    """Print it, or write it to the file that was named."""
    if page.style == "table":
        emit(draw_page(page), page.output)
    elif page.style == XLSX and page.output:
        write_bytes(page.output, progress_workbook(page.app, _measured(page)))
    else:
        list_page(page, what)


def draw_page(page: Page) -> str:
    """The page as it is read on a screen."""
    return draw_tables(page.app, _measured(page))


def _measured(page: Page) -> Measured:
    wanted = page.own.wanted
    return Measured(
        plan=page.plan,
        period=wanted.period,
        as_of=wanted.as_of,
        engine=page.own.table.engine,
        synthetic=page.workspace.is_synthetic,
        rows=page.rows,
        activities=page.activities,
    )
