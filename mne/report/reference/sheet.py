"""The reference sheet of one indicator, ready to be laid out anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mne.model import Indicator, Target
from mne.report.reference.facts import SECTIONS
from mne.report.reference.words import PlanWords


class Fact(NamedTuple):
    """A label and what is said under it."""

    label: str
    lines: tuple[str, ...]


class TargetLine(NamedTuple):
    """One target; a revised one stays, with what became of it."""

    period: str
    value: str
    set_on: str
    reference: str
    remark: str


class Section(NamedTuple):
    """A part of the sheet."""

    key: str
    title: str
    facts: tuple[Fact, ...]
    targets: tuple[TargetLine, ...] = ()


class FullSheet(NamedTuple):
    """Everything that is said of an indicator."""

    id: str
    title: str
    other_titles: tuple[tuple[str, str], ...]
    """In the plan's other languages."""
    objective: str
    basis: str
    basis_word: str
    sections: tuple[Section, ...]


def full_sheet(indicator: Indicator, words: PlanWords) -> FullSheet:
    """The reference sheet; what the plan leaves out is left out."""
    home = next(one for one in words.plan.objectives if indicator in one.indicators)
    return FullSheet(
        id=indicator.id,
        title=words.text(indicator.title),
        other_titles=tuple(
            (language, text)
            for language, text in indicator.title.root.items()
            if language != words.language
        ),
        objective=f"{home.id} {words.text(home.title)}",
        basis=indicator.provenance.basis,
        basis_word=words.say(f"basis.{indicator.provenance.basis}"),
        sections=tuple(_sections(indicator, words)),
    )


def _sections(indicator: Indicator, words: PlanWords) -> Iterator[Section]:
    for key, tell in SECTIONS.items():
        facts = tuple(
            Fact(words.say(f"sheet.{label}"), said)
            for label, lines in tell(indicator, words)
            if (said := tuple(filter(None, lines)))
        )
        targets = tuple(target_lines(indicator, words)) if key == "baseline" else ()
        if facts or targets:
            yield Section(key, words.say(f"section.{key}"), facts, targets)


def target_lines(indicator: Indicator, words: PlanWords) -> Iterator[TargetLine]:
    """By period, then by the day they were set: the last one set counts."""
    for one in sorted(indicator.targets, key=lambda one: (one.period, one.set_on)):
        yield TargetLine(
            period=words.period(one.period),
            value=words.value(indicator, one.value),
            set_on=words.wording.day(one.set_on),
            reference=one.reference,
            remark=_remark(indicator, one, words),
        )


def _remark(indicator: Indicator, target: Target, words: PlanWords) -> str:
    """Whether it was revised later, or revises an earlier one."""
    same = [one for one in indicator.targets if one.period == target.period]
    later = [one.set_on for one in same if one.set_on > target.set_on]
    if later:
        return words.say("target.replaced", day=words.wording.day(min(later)))
    if target.value is None:
        return words.say("target.dropped")
    return words.say("target.revision") if len(same) > 1 else ""
