"""What an indicator reference sheet says, section by section: the ten facts and what limits them.

The sections follow the reference sheets of the field: meaning, source, who and when, baseline and
targets, adding up, quality, links, provenance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mne.crosswalk import relation_name
from mne.messages import message
from mne.model import Attained, HistoryBand, Indicator
from mne.report.reference.rules import expression, touching
from mne.report.reference.words import PlanWords

Line = tuple[str, tuple[str, ...]]
"""The code of a label, and its lines; a label without lines is not printed."""
_REFERENCE = re.compile(r"\[([^\]]+)\]")


def meaning(one: Indicator, words: PlanWords) -> Iterator[Line]:
    """What is counted, in which unit, by which formula, broken down by what."""
    for key in ("definition", "counts_in", "counts_out"):
        yield key, (words.text(getattr(one, key)),)
    yield "kind", ("; ".join((words.say(f"kind.{one.kind}"), words.say(f"level.{one.level}"))),)
    if one.unit or one.counting_unit:
        yield "unit", (words.unit(one),)
    yield "stage", (words.say(f"stage.{one.stage}") if one.stage else "",)
    yield from _formula(one, words)
    yield "states", tuple(words.text(state.name) for state in one.states)
    yield "flags", tuple(words.text(flag.name) for flag in one.flags)
    if one.kind not in {"milestone", "narrative"}:
        yield "flow", (words.say(f"flow.{one.stock_or_flow}"),)
        yield "breakdowns", (_groups(one, words) or words.say("breakdowns.none"),)
    else:
        yield "places", (_groups(one, words),)


def _groups(one: Indicator, words: PlanWords) -> str:
    return "; ".join(" × ".join(map(words.dimension, group)) for group in one.breakdowns)


def _formula(one: Indicator, words: PlanWords) -> Iterator[Line]:
    if one.kind == "ratio" and one.formula is None:
        yield "formula", (words.say("formula.ratio"),)
        yield "numerator", (words.text(one.numerator),)
        yield "denominator", (words.text(one.denominator),)
    if one.formula:
        yield "formula", (words.say("formula.derived"), one.formula)
        named = dict.fromkeys(_REFERENCE.findall(one.formula))
        known = words.plan.indicators_by_id
        yield "formula_names", tuple(f"{id_} {_title(id_, words)}" for id_ in named if id_ in known)
    if one.view_of:
        where = "; ".join(
            words.codes(dimension, codes) for dimension, codes in one.view_of.where.items()
        )
        source = f"{one.view_of.indicator} {_title(one.view_of.indicator, words)}"
        yield "formula", (words.say("formula.view", source=source, where=where),)


def _title(indicator: str, words: PlanWords) -> str:
    found = words.plan.indicators_by_id.get(indicator)
    return words.text(found.title) if found else ""


def source(one: Indicator, words: PlanWords) -> Iterator[Line]:
    """Out of which register, by which method."""
    yield "verification", (words.text(one.means_of_verification) or words.say("not-said"),)
    yield "method", (one.method,)


def who_and_when(one: Indicator, words: PlanWords) -> Iterator[Line]:
    """Who answers for it, how often, by when, and from when to when."""
    if one.is_asked:
        yield from _bodies(one, words)
        yield "frequency", (words.frequency(one),)
        yield "deadline", (words.deadline(one),)
    else:
        yield "reporters", (words.say("not-asked"),)
    yield "validity", (words.days(one.since, one.until),)
    if one.replaces:
        yield "replaces", (words.say("series-break.before", indicator=one.replaces),)
    later = [each.id for each in words.plan.indicators if each.replaces == one.id]
    yield "replaced", tuple(words.say("series-break.after", indicator=id_) for id_ in later)


def _bodies(one: Indicator, words: PlanWords) -> Iterator[Line]:
    """Who answers, and who else reports; of several countries none leads the others."""
    if words.plan.scope == "regional" and one.combine.over_reporters != "lead_only":
        yield "reporters", tuple(words.reporters(one.reporters))
        return
    yield "lead-role", (words.reporter(one.lead),)
    yield "contributing", tuple(words.reporters(one.contributing))


def baseline(one: Indicator, words: PlanWords) -> Iterator[Line]:
    """Where things stood, what is meant, and what is known to have been reached."""
    if one.kind == "narrative":
        return
    yield "direction", (words.say(f"direction.{one.direction}"),)
    yield "baseline", tuple(_baseline(one, words))
    if one.target_is and one.targets:
        yield "target_is", (words.say(f"target-is.{one.target_is}"),)
    if not one.targets:
        neutral = one.direction == "neutral"
        yield "targets", (words.say("targets.neutral" if neutral else "targets.none"),)
    yield "attained", tuple(_attained(one, each, words) for each in one.attained)


def _baseline(one: Indicator, words: PlanWords) -> Iterator[str]:
    found = one.baseline
    if found is None:
        yield words.say("baseline.not-given")
    elif found.value is None:
        due = words.period(found.due)
        yield words.say("baseline.due", due=due) if found.due else words.say("baseline.no-day")
    else:
        shown = words.value(one, found.value)
        yield words.say("baseline.value", value=shown, period=words.period(found.period))
        if found.source:
            yield words.say("baseline.source", source=found.source)
        if found.method:
            yield words.say("baseline.method", method=found.method)
            if one.method and one.method != found.method:
                yield words.say("baseline.other-method")


def _attained(one: Indicator, each: Attained, words: PlanWords) -> str:
    names = {state.id: words.text(state.name) for state in (*one.states, *one.flags)}
    return words.say(
        "attained",
        state=names.get(each.state, each.state),
        on=_known_day(each, words),
        evidence=each.evidence,
        source=each.source,
    )


def _known_day(each: Attained, words: PlanWords) -> str:
    if each.on.start == each.on.end:
        return words.wording.day(each.on.start)
    return words.period(each.on)


def adding_up(one: Indicator, words: PlanWords) -> Iterator[Line]:
    """How figures are put together, over time and over reporters, and what must not be added."""
    if one.kind == "narrative":
        return
    if not one.is_asked:
        yield "over_time", (words.say("adding.view" if one.view_of else "adding.formula"),)
    else:
        yield "over_time", (words.say(f"over-time.{one.combine.over_time}"),)
        yield "over_reporters", (words.say(f"over-reporters.{one.combine.over_reporters}"),)
    if one.contributing and one.combine.over_reporters == "sum":
        yield "overlap", (words.say(f"overlap.{'none' if one.combine.disjoint else 'possible'}"),)
    if one.repeats == "possible":
        yield "again", (words.say("repeats"),)
    if one.confirm_yearly:
        yield "confirmed", (words.say("confirm-yearly"),)


def quality(one: Indicator, words: PlanWords) -> Iterator[Line]:
    """By what its figures are checked, and how they are protected."""
    yield (
        "rules",
        tuple(
            f"{words.text(rule.title)}: {expression(rule, words)}"
            for rule in touching(one.id, words)
        ),
    )
    if one.breakdowns and one.is_asked and one.kind not in {"milestone", "narrative"}:
        yield "parts", (words.say("quality.parts"),)
    band = one.history or words.plan.history
    if band and one.kind in {"count", "ratio", "amount"} and one.is_asked:
        yield "history", (history(band, words),)
    if one.sensitivity != "none":
        threshold = words.plan.disclosure.threshold
        yield "sensitivity", (words.say(f"sensitivity.{one.sensitivity}", threshold=threshold),)


def history(band: HistoryBand, words: PlanWords) -> str:
    """When a figure is asked about because it is unlike the earlier ones."""
    return words.say(
        "quality.history",
        count=band.at_least,
        below=words.share(band.below),
        above=words.share(band.above),
        difference=band.difference,
    )


def links(one: Indicator, words: PlanWords) -> Iterator[Line]:
    """What it has to do with other plans and frameworks."""
    yield "links", tuple(_links(one, words))


def _links(one: Indicator, words: PlanWords) -> Iterator[str]:
    for tie in words.crosswalk.touching(one.id):
        is_ours = tie.source.id == one.id
        other = tie.target if is_ours else tie.source
        name = relation_name(tie.relation, backwards=not is_ours)
        relation = message(f"relation-{name}", words.language)
        days = words.days(tie.since, tie.until)
        home = words.text(other.home_title)
        said = f"{relation} {other.id} {words.text(other.title)} ({home})"
        yield f"{said}, {days}" if days else said


def provenance(one: Indicator, words: PlanWords) -> Iterator[Line]:
    """Where the definition comes from."""
    yield "basis", (words.basis(one.provenance.basis),)
    yield "source", (one.provenance.source,)


SECTIONS = {
    "meaning": meaning,
    "source": source,
    "who": who_and_when,
    "baseline": baseline,
    "adding": adding_up,
    "quality": quality,
    "links": links,
    "provenance": provenance,
}
"""In the order of the sheet."""
