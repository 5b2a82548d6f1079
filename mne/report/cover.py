"""What stands on the cover and at the edge of every page: who, what, when, how far to trust it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from mne.report.inputs import ReportInput
from mne.report.typography import Block, blocks
from mne.report.wording import Wording


class Cover(NamedTuple):
    """The words about the report itself."""

    language: str
    kicker: str
    """The kind of report."""
    title: str
    other_titles: tuple[tuple[str, str], ...]
    """The title in the plan's other languages."""
    subject: str
    """The ministry, for a ministry's report."""
    period: str
    as_of: str
    running: str
    """The short title at the head of each page."""
    watermark: str
    sample: str
    """Empty where the figures are real."""
    awaits_reader: str
    """Empty where a native reader has been through the language."""
    note: tuple[Block, ...]
    made: tuple[tuple[str, str], ...]
    """How the report was made: label and fact."""
    created: str


def cover(given: ReportInput, wording: Wording) -> Cover:
    """The cover of either kind of report."""
    plan, say = given.plan, wording.say
    title = plan.title.say(wording.language)
    others = [
        (language, text)
        for language, text in plan.title.root.items()
        if language != wording.language and text != title
    ]
    subject = ""
    if given.reporter:
        body = plan.reporters_by_id[given.reporter]
        subject = body.name_on(given.period.end).say(wording.language)
    period = wording.period(given.period)
    return Cover(
        language=wording.language,
        kicker=say(f"kind-of-report.{given.kind}"),
        title=title,
        other_titles=tuple(others),
        subject=subject,
        period=period,
        as_of=wording.day(given.as_of),
        running=" · ".join(word for word in (subject or title, period) if word),
        watermark=say("watermark"),
        sample=say("sample") if given.synthetic else "",
        awaits_reader=say("awaits-reader") if _awaits_reader(given, wording) else "",
        note=blocks(plan.note.say(wording.language)) if plan.note else (),
        made=_made(given, wording),
        created=datetime.fromtimestamp(given.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _awaits_reader(given: ReportInput, wording: Wording) -> bool:
    ours = wording.say("reviewed") != "yes"
    return ours or given.plan.languages.get(wording.language) == "awaiting-reader"


def _made(given: ReportInput, wording: Wording) -> tuple[tuple[str, str], ...]:
    say = wording.say
    reporting = given.plan.span.reporting
    facts = (
        (
            "plan",
            f"{given.plan.id} ({wording.day(reporting.start)} – {wording.day(reporting.end)})",
        ),
        ("source", given.plan.provenance.source or say(f"basis.{given.plan.provenance.basis}")),
        ("as-of", wording.day(given.as_of)),
        ("receipts", str(len(given.receipts))),
        ("definitions", given.plan.digest),
        ("tool", given.tool),
    )
    return tuple((say(f"made.{key}"), fact) for key, fact in facts if fact)
