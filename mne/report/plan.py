"""A whole plan on paper, or the reference sheet of one indicator: what stands in the definitions.

Shares its content with the terminal: only the cover and the layout are its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from mne.crosswalk import Crosswalk
from mne.model import Indicator, Plan
from mne.report import plan_lists
from mne.report.html import write_html
from mne.report.pdf import write_pdf
from mne.report.reference import FullSheet, PlanWords, full_sheet, rule_line
from mne.report.typography import Block, blocks
from mne.report.wording import load_wording
from mne.workspace import shipped

KIND = "plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInput:
    """Everything that is printed of a plan."""

    plan: Plan
    language: str
    epoch: int
    """Seconds since 1970: the only time that is written into the files."""
    crosswalk: Crosswalk
    indicator: Indicator | None = None
    """The one whose sheet is wanted; the whole plan if none."""
    tool: str = ""


class PlanCover(NamedTuple):
    """The words about the plan itself."""

    language: str
    kicker: str
    title: str
    other_titles: tuple[tuple[str, str], ...]
    span: str
    adopted: str
    running: str
    watermark: str
    sample: str
    awaits_reader: str
    note: tuple[Block, ...]
    made: tuple[tuple[str, str], ...]
    created: str


class SheetGroup(NamedTuple):
    """The sheets of one objective."""

    id: str
    title: str
    sheets: tuple[FullSheet, ...]


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """The finished pages."""

    html: str
    epoch: int

    def pdf(self) -> bytes:
        """The same as PDF/A; a MachineError where this machine cannot lay out text."""
        return write_pdf(self.html, (), self.epoch)


def print_plan(given: PlanInput, templates: Path | None = None) -> PrintedPlan:
    """Lay out a plan; layouts in `templates` (the workspace's own) come before the built-in."""
    wording = load_wording(given.language)
    words = PlanWords(given.plan, wording, given.crosswalk)
    built_in = shipped("report_templates")
    folders = (built_in,) if templates is None else (templates, built_in)
    content = _one_sheet(given, words) if given.indicator else _whole(given, words)
    return PrintedPlan(write_html(KIND, content, wording, folders), given.epoch)


def _one_sheet(given: PlanInput, words: PlanWords) -> dict[str, object]:
    only = full_sheet(given.indicator, words) if given.indicator else None
    return {"cover": _cover(given, words), "only": only}


def _whole(given: PlanInput, words: PlanWords) -> dict[str, object]:
    plan = given.plan
    return {
        "cover": _cover(given, words),
        "only": None,
        "how": plan_lists.how_it_works(words),
        "objectives": plan_lists.objectives(words),
        "activities": plan_lists.activities(words),
        "reporters": plan_lists.reporters(words),
        "rules": tuple(rule_line(rule, words) for rule in plan.rules),
        "codelists": plan_lists.codelists(words),
        "groups": tuple(
            SheetGroup(
                one.id,
                words.text(one.title),
                tuple(full_sheet(each, words) for each in one.indicators),
            )
            for one in plan.objectives
            if one.indicators
        ),
    }


def _cover(given: PlanInput, words: PlanWords) -> PlanCover:
    plan, say = given.plan, words.say
    title = words.text(plan.title)
    others = tuple(
        (language, text)
        for language, text in plan.title.root.items()
        if language != words.language and text != title
    )
    adopted = words.wording.day(plan.adopted_on)
    ours = words.say("reviewed") != "yes"
    awaits = ours or plan.languages.get(words.language) == "awaiting-reader"
    return PlanCover(
        language=words.language,
        kicker=say("plan.kicker-sheet" if given.indicator else "plan.kicker"),
        title=title,
        other_titles=others,
        span=words.days(plan.span.start, plan.span.end),
        adopted=say("plan.adopted-on", day=adopted) if adopted else "",
        running=title,
        watermark="",
        sample="",
        awaits_reader=say("awaits-reader") if awaits else "",
        note=blocks(words.text(plan.note)) if plan.note else (),
        made=_made(given, words),
        created=datetime.fromtimestamp(given.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _made(given: PlanInput, words: PlanWords) -> tuple[tuple[str, str], ...]:
    plan, say = given.plan, words.say
    facts = (
        ("made.plan", plan.id),
        ("plan.basis", words.basis(plan.provenance.basis)),
        ("made.source", plan.provenance.source),
        ("plan.bases", plan_lists.share_of_bases(words)),
        ("made.definitions", plan.digest),
        ("made.tool", given.tool),
    )
    return tuple((say(code), fact) for code, fact in facts if fact)
