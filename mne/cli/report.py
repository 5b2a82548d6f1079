"""`mne report`: a draft of a report, as PDF or HTML."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mne import __version__
from mne.cli.app import App
from mne.cli.shared import as_of_option, cache_of, known_on, plan_option, workspace_of, write_bytes
from mne.definitions import load_plan
from mne.errors import MachineError, UsageError
from mne.intake import period_within, slot_of
from mne.model import Plan
from mne.periods import Period
from mne.workspace import Workspace

if TYPE_CHECKING:
    from mne.report import Rendered
    from mne.report.gather import Kind

KINDS = ("ministry", "quarter", "annual", "regional", "evaluation")
BUILT = ("ministry", "annual")
_ENDINGS = {".pdf", ".html"}


@click.command("report")
@click.argument("kind", type=click.Choice(KINDS))
@plan_option
@click.option("--period", required=True, help="The period, such as 2012.")
@click.option("--reporter", help="The ministry, for its own report.")
@click.option("--edition", default="internal", type=click.Choice(["internal", "owner", "public"]))
@as_of_option
@click.option("-o", "output", type=click.Path(path_type=Path), help="A .pdf or .html file.")
@click.pass_obj
def command(
    app: App,
    kind: str,
    plan_id: str,
    period: str,
    reporter: str | None,
    edition: str,
    as_of: str | None,
    output: Path | None,
) -> None:
    """Print a draft of a report of one KIND, in the language of --lang.

    KIND is ministry (one reporter) or annual (the national plan).
    """
    if kind not in BUILT:
        raise UsageError("not-built", command=f"mne report {kind}")
    if kind == "ministry" and not reporter:
        raise UsageError("option-needed", option="--reporter")
    if edition != "internal":
        raise UsageError("edition-not-built", edition=edition)
    if kind == "annual" and reporter:
        raise UsageError("option-not-here", option="--reporter")
    workspace = workspace_of(app)
    plan = load_plan(workspace.indicators, plan_id)
    label = period_within(plan, period).label
    if kind == "annual":
        _refuse_what_is_not_annual(plan, label)
    chosen = slot_of(plan, period, reporter).reporter if reporter else ""
    name = "-".join(filter(None, (kind, chosen, label, app.language)))
    path = output or Path(f"{name}.pdf")
    if path.suffix not in _ENDINGS:
        raise UsageError("output-type", path=path)
    moment = known_on(as_of, plan)
    rendered = render(
        workspace,
        plan,
        kind=kind,
        period=label,
        reporter=chosen,
        as_of=moment,
        language=app.language,
    )
    write_bytes(path, rendered.pdf() if path.suffix == ".pdf" else rendered.html.encode())
    click.echo(path)


def _refuse_what_is_not_annual(plan: Plan, period: str) -> None:
    if plan.scope != "national":
        raise UsageError("report-not-regional", plan=plan.id)
    if Period.parse(period).frequency != "year":
        raise UsageError("report-needs-year", period=period)


def render(
    workspace: Workspace,
    plan: Plan,
    *,
    kind: str,
    period: str,
    reporter: str,
    as_of: datetime,
    language: str,
) -> Rendered:
    """The report as pages; its only time is the day of knowledge."""
    from mne.archive import Archive
    from mne.report import render_report
    from mne.report.gather import Asked, gather

    which: Kind = "ministry" if kind == "ministry" else "annual"
    midnight = datetime.combine(as_of.date(), time(), UTC)
    asked = Asked(
        kind=which,
        period=period_within(plan, period),
        reporter=reporter,
        as_of=as_of,
        language=language,
        edition="internal",
        epoch=int(midnight.timestamp()),
        tool=__version__,
        synthetic=workspace.is_synthetic,
    )
    archive = Archive(workspace.submissions)
    with suppress(MachineError):  # a draft may be printed from a copy that can only be read
        archive.keep_definitions(plan)
    given = gather(archive, plan, cache_of(workspace), asked)
    return render_report(given, workspace.report_templates)
