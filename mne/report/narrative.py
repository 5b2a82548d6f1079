"""What ministries wrote, carried into the report as they wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mne.layout import LANGUAGE
from mne.model import Observation
from mne.periods import Period
from mne.report.figures import Figures
from mne.report.inputs import ReportInput
from mne.report.wording import Wording

PARTS = ("done", "planned", "delayed", "reason", "recommendation", "obstacle")


class Said(NamedTuple):
    """One part of a narrative in each language; a language with no lines was left empty."""

    part: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    """Language and lines."""


class Voice(NamedTuple):
    """One ministry's narrative for one period."""

    title: str
    period: str
    languages: tuple[tuple[str, str], ...]
    """Language and its name, for the heads of the columns."""
    said: tuple[Said, ...]


class Delay(NamedTuple):
    """What a ministry says is late, why, and what it recommends."""

    reporter: str
    period: str
    language: str
    delayed: tuple[str, ...]
    reason: tuple[str, ...]
    recommendation: tuple[str, ...]


def voices(given: ReportInput, figures: Figures, wording: Wording) -> tuple[Voice, ...]:
    """Every narrative in all its languages, side by side."""
    return tuple(
        _voice(indicator, period, found, figures, wording)
        for (indicator, period, _), found in _grouped(given.narratives)
    )


def _voice(
    indicator: str,
    period: Period,
    found: Sequence[Observation],
    figures: Figures,
    wording: Wording,
) -> Voice:
    languages = tuple(dict.fromkeys(_language(one) for one in found))
    said = tuple(
        Said(
            wording.say(f"part.{part}"),
            tuple((language, _lines(found, part, language)) for language in languages),
        )
        for part in PARTS
        if any(_lines(found, part, language) for language in languages)
    )
    return Voice(
        title=figures.plan.indicators_by_id[indicator].title.say(wording.language),
        period=wording.period(period),
        languages=tuple((language, _language_name(language, wording)) for language in languages),
        said=said,
    )


def delays(given: ReportInput, figures: Figures, wording: Wording) -> tuple[Delay, ...]:
    """What is late by ministry, in the report's language where the ministry wrote it so.

    Lines are listed as they stand and not paired: which reason belongs to which delay is for
    the ministry to say.
    """
    found = []
    places = {reporter: place for place, reporter in enumerate(given.plan.reporters_by_id)}
    groups = sorted(
        _grouped(given.narratives), key=lambda one: (places.get(one[0][2], len(places)), one[0][1])
    )
    for (_, period, reporter), said in groups:
        languages = sorted({_language(one) for one in said}, key=lambda one: one != given.language)
        for language in languages:
            columns = [_lines(said, part, language) for part in PARTS[2:5]]
            if any(columns):
                name = figures.reporter(reporter)
                found.append(Delay(name, wording.short_period(period), language, *columns))
                break
    return tuple(found)


def _grouped(
    narratives: Sequence[Observation],
) -> Iterator[tuple[tuple[str, Period, str], list[Observation]]]:
    groups: dict[tuple[str, Period, str], list[Observation]] = {}
    for one in narratives:
        if isinstance(one.value, str) and one.value.strip():
            groups.setdefault((one.indicator, one.period, one.reporter), []).append(one)
    yield from groups.items()


def _lines(found: Sequence[Observation], part: str, language: str) -> tuple[str, ...]:
    return tuple(str(one.value) for one in found if one.part == part and _language(one) == language)


def _language(one: Observation) -> str:
    return dict(one.at).get(LANGUAGE, "")


def _language_name(language: str, wording: Wording) -> str:
    known = f"language.{language}"
    return wording.say(known) if wording.knows(known) else language
