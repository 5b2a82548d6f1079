"""A page of progress: what is asked for, what was found, and how it is to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mne.cli.app import App
from mne.cli.progress.activities import LISTED, activity_as_json, activity_listed
from mne.cli.progress.listing import CSV_COLUMNS, as_json, csv_line
from mne.cli.shared import chosen, print_list
from mne.model import Plan, Progress
from mne.model.selection import Selection
from mne.progress.across import Opened
from mne.progress.activities import ActivityProgress
from mne.workspace import Workspace


class Page(NamedTuple):
    """The figures of one plan for one period."""

    app: App
    workspace: Workspace
    own: Opened
    style: str
    output: Path | None
    rows: Sequence[Progress] = ()
    activities: Sequence[ActivityProgress] = ()

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.own.plan

    @property
    def listed(self) -> dict[str, Any]:
        """The page as scripts read it."""
        from mne.progress.engine import shown_engine

        wanted = self.own.wanted
        return {
            "plan": self.plan.id,
            "period": wanted.period.label,
            "as_of": wanted.as_of.isoformat(),
            "engine": shown_engine(self.own.table.engine),
            "synthetic": self.workspace.is_synthetic,
            "rows": [as_json(self.plan, row) for row in self.rows],
            "activities": [activity_as_json(one) for one in self.activities],
            "selection": chosen(wanted.selection or Selection()),
        }


def list_page(page: Page, what: str | None) -> None:
    """As JSON, or as CSV, which holds one list: the indicators, or the activities."""
    app, style, output = page.app, page.style, page.output
    if what == "activities":
        deeds = [activity_listed(one, app.language) for one in page.activities]
        print_list(app, style, output, LISTED, deeds, page.listed)
    else:
        lines = [csv_line(page.plan, row) for row in page.rows]
        print_list(app, style, output, CSV_COLUMNS, lines, page.listed)
