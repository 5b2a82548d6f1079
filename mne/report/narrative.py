"""What ministries wrote, carried into the report as they wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mne.kinds import kind_of
from mne.layout import FIRST_ROW, LANGUAGE
from mne.model import Observation
from mne.periods import Period
from mne.report.figures import Figures
from mne.report.inputs import ReportInput
from mne.report.wording import Wording

PARTS = ("done", "planned", "delayed", "reason", "recommendation", "obstacle")
DELAY_PARTS = ("delayed", "reason", "recommendation")
_ROW = re.compile(r"\d+$")


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
    """One line on what is late, why, and what is recommended, as often as it was written."""

    reporter: str
    periods: str
    language: str
    words: tuple[str, str, str]
    """Delay, reason, recommendation; empty where that line was left empty."""


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
        title=figures.plan.asked_by_id[indicator].title.say(wording.language),
        period=wording.period(period),
        languages=tuple((language, _language_name(language, wording)) for language in languages),
        said=said,
    )


def delays(given: ReportInput, figures: Figures, wording: Wording) -> tuple[Delay, ...]:
    """What is late by ministry, in the report's language where the ministry wrote it so.

    Delay, reason and recommendation stand side by side as they stood on the same line of the
    form; what a ministry wrote again in another quarter is printed once, with its quarters.
    """
    found: dict[tuple[str, str, tuple[str, str, str]], list[Period]] = {}
    places = {reporter: place for place, reporter in enumerate(given.plan.reporters_by_id)}
    groups = sorted(
        _grouped(given.narratives), key=lambda one: (places.get(one[0][2], len(places)), one[0][1])
    )
    for (indicator, period, reporter), said in groups:
        lines = _lines_of_form(indicator, figures)
        for language, words in _delay_lines(said, given.language, lines):
            periods = found.setdefault((reporter, language, words), [])
            if period not in periods:
                periods.append(period)
    ordered = sorted(found.items(), key=lambda item: places.get(item[0][0], len(places)))
    return tuple(
        Delay(figures.reporter(reporter), wording.short_periods(periods), language, words)
        for (reporter, language, words), periods in ordered
    )


def _delay_lines(
    said: Sequence[Observation], preferred: str, count: int
) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """The lines in the first language that says anything of delays."""
    languages = sorted({_language(one) for one in said}, key=lambda one: (one != preferred, one))
    for language in languages:
        lines: dict[int, dict[str, str]] = {}
        for part in DELAY_PARTS:
            inside = [one for one in said if (one.part, _language(one)) == (part, language)]
            for place, one in zip(_places(inside, count), inside, strict=True):
                lines.setdefault(place, {})[part] = str(one.value)
        if lines:
            for _, words in sorted(lines.items()):
                delayed, reason, recommendation = (words.get(part, "") for part in DELAY_PARTS)
                yield language, (delayed, reason, recommendation)
            return


def _lines_of_form(indicator: str, figures: Figures) -> int:
    known = figures.plan.asked_by_id[indicator]
    return kind_of(known).parts(known)[0].lines


def _places(lines: Sequence[Observation], count: int) -> Iterator[int]:
    """On which of the form's lines each stands; without a form, such as from a CSV, in order.

    Every part of a narrative has as many lines as the others and follows them without a gap, so
    that the same lines of two parts leave the same remainder.
    """
    rows = [_ROW.search(one.cell.ref) if one.cell and one.cell.sheet else None for one in lines]
    for order, row in enumerate(rows):
        yield (int(row[0]) - FIRST_ROW - 1) % count if row else order


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
