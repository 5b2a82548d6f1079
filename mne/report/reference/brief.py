"""Indicator reference sheets: what each figure means, for whoever doubts it years later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mne.kinds import kind_of
from mne.model import Indicator, Target
from mne.report.figures import NONE, Figures


class Sheet(NamedTuple):
    """One indicator: label and words, in a fixed order."""

    id: str
    title: str
    basis: str
    basis_word: str
    facts: tuple[tuple[str, str], ...]


def sheet(indicator: Indicator, figures: Figures) -> Sheet:
    """The reference sheet; keys that the plan leaves out are left out."""
    wording = figures.wording
    return Sheet(
        id=indicator.id,
        title=indicator.title.say(wording.language),
        basis=indicator.provenance.basis,
        basis_word=wording.say(f"basis.{indicator.provenance.basis}"),
        facts=tuple(
            (wording.say(f"sheet.{key}"), value)
            for key, value in _facts(indicator, figures)
            if value
        ),
    )


def _facts(indicator: Indicator, figures: Figures) -> Iterator[tuple[str, str]]:
    language = figures.language
    for key in ("definition", "counts_in", "counts_out", "numerator", "denominator"):
        text = getattr(indicator, key)
        yield key, text.say(language) if text else ""
    yield "kind", _kind(indicator, figures)
    yield (
        "states",
        "; ".join(state.name.say(language) for state in (*indicator.states, *indicator.flags)),
    )
    yield "breakdowns", "; ".join(_group(group, figures) for group in indicator.breakdowns)
    yield "combine", _combine(indicator, figures)
    yield "reporters", _reporters(indicator, figures)
    yield "baseline", _baseline(indicator, figures)
    yield "targets", "; ".join(_target(indicator, one, figures) for one in indicator.targets)
    yield "verification", _say(indicator, figures)
    yield "source", indicator.provenance.source


def _say(indicator: Indicator, figures: Figures) -> str:
    words = indicator.means_of_verification
    return words.say(figures.language) if words else ""


def _kind(indicator: Indicator, figures: Figures) -> str:
    say = figures.wording.say
    words = [say(f"kind.{indicator.kind}"), say(f"level.{indicator.level}")]
    if indicator.unit:
        words.append(indicator.unit)
    if indicator.counting_unit:
        words.append(say("sheet.counted", unit=say(f"counting.{indicator.counting_unit}")))
    words.append(say(f"flow.{indicator.stock_or_flow}"))
    words.append(say(f"direction.{indicator.direction}"))
    if indicator.repeats == "possible":
        words.append(say("sheet.repeats"))
    return "; ".join(words)


def _group(group: tuple[str, ...], figures: Figures) -> str:
    titles = (figures.plan.codelists[one].title.say(figures.language) for one in group)
    return " × ".join(titles)


def _combine(indicator: Indicator, figures: Figures) -> str:
    say = figures.wording.say
    return say(
        "sheet.combined",
        time=say(f"combine.{indicator.combine.over_time}"),
        reporters=say(f"combine.{indicator.combine.over_reporters}"),
    )


def _reporters(indicator: Indicator, figures: Figures) -> str:
    lead = figures.wording.say("sheet.lead", reporter=figures.reporter(indicator.lead))
    return ", ".join((lead, *map(figures.reporter, indicator.contributing)))


def _baseline(indicator: Indicator, figures: Figures) -> str:
    baseline = indicator.baseline
    if baseline is None:
        return figures.wording.say("baseline.none")
    if baseline.value is None or baseline.period is None:
        return figures.wording.say("baseline.not-established")
    value = kind_of(indicator).read_target(indicator, baseline.value)
    words = [f"{figures.show(indicator, value)} ({figures.wording.short_period(baseline.period)})"]
    return ", ".join(word for word in (*words, baseline.source, baseline.method) if word)


def _target(indicator: Indicator, target: Target, figures: Figures) -> str:
    wording = figures.wording
    value = None
    if target.value is not None:
        value = kind_of(indicator).read_target(indicator, target.value)
    return wording.say(
        "sheet.target",
        period=wording.short_period(target.period),
        value=NONE if value is None else figures.show(indicator, value),
        set_on=wording.day(target.set_on),
        reference=target.reference,
    )
