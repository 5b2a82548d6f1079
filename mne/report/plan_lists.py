"""What a plan lists beside its indicators: objectives, activities, bodies, rules, code lists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from mne.model import Activity, Objective, Reporter
from mne.report.reference import PlanWords
from mne.report.typography import percent

Fact = tuple[str, str]


class ObjectiveLine(NamedTuple):
    """One objective."""

    id: str
    title: str
    facts: str
    """Level, pillar and working group, in one short line."""
    basis: str
    indicators: int


class ActivityLine(NamedTuple):
    """One activity."""

    id: str
    title: str
    objective: str
    lead: str
    contributing: str
    days: str
    budget: tuple[str, ...]
    basis: str


class ReporterLine(NamedTuple):
    """One body, or all bodies of one family."""

    short: str
    name: str
    kind: str
    remarks: tuple[str, ...]


class CodeLine(NamedTuple):
    """One code."""

    code: str
    name: str
    days: str


class CodelistLine(NamedTuple):
    """One code list."""

    id: str
    title: str
    source: str
    codes: tuple[CodeLine, ...]


def objectives(words: PlanWords) -> tuple[ObjectiveLine, ...]:
    """The objectives in the plan's order."""
    return tuple(_objective(one, words) for one in words.plan.objectives)


def _objective(one: Objective, words: PlanWords) -> ObjectiveLine:
    facts = [words.say(f"level.{one.level}"), _pillar(one.pillar, words)]
    if one.working_group:
        facts.append(words.reporter(one.working_group))
    source = one.provenance.source
    basis = words.say(f"basis.{one.provenance.basis}")
    return ObjectiveLine(
        id=one.id,
        title=words.text(one.title),
        facts="; ".join(facts),
        basis=f"{basis}: {source}" if source else basis,
        indicators=len(one.indicators),
    )


def _pillar(pillar: str, words: PlanWords) -> str:
    known = f"pillar.{pillar}"
    return words.say(known) if words.wording.knows(known) else pillar


def activities(words: PlanWords) -> tuple[ActivityLine, ...]:
    """The activities in the plan's order."""
    return tuple(_activity(one, words) for one in words.plan.activities)


def _activity(one: Activity, words: PlanWords) -> ActivityLine:
    day = words.wording.day
    due = words.say("activity.due", day=day(one.due))
    if one.start:
        due = words.days(one.start, one.due)
    return ActivityLine(
        id=one.id,
        title=words.text(one.title),
        objective=one.objective,
        lead=_short(one.lead, words),
        contributing=", ".join(_short(member, words) for member in one.contributing),
        days=due,
        budget=tuple(
            words.say(
                "activity.budget",
                amount=f"{line.amount:,f}",
                currency=line.currency,
                stage=words.say(f"stage.{line.stage}"),
                source=line.source,
            )
            for line in one.budget
        ),
        basis=words.say(f"basis.{one.provenance.basis}"),
    )


def _short(reporter: str, words: PlanWords) -> str:
    one = words.plan.reporters_by_id.get(reporter)
    return one.abbreviation if one else reporter


def reporters(words: PlanWords) -> tuple[ReporterLine, ...]:
    """The bodies in the official order; a family in one line."""
    return tuple(_reporters(words))


def _reporters(words: PlanWords) -> Iterator[ReporterLine]:
    for family, group in groupby(words.plan.reporters, lambda one: one.family):
        members = tuple(group)
        if family and len(members) > 1:
            ids = tuple(one.id for one in members)
            first = members[0]
            yield ReporterLine(
                family,
                "; ".join(words.reporters(ids)),
                words.say(f"reporter-kind.{first.kind}"),
                tuple(_remarks(first, words, is_family=True)),
            )
        else:
            yield from (_reporter(one, words) for one in members)


def _reporter(one: Reporter, words: PlanWords) -> ReporterLine:
    remarks = tuple(_remarks(one, words, is_family=False))
    kind = words.say(f"reporter-kind.{one.kind}")
    return ReporterLine(one.abbreviation, words.text(one.name), kind, remarks)


def _remarks(one: Reporter, words: PlanWords, *, is_family: bool) -> Iterator[str]:
    if one.part_of:
        yield words.say("reporter.part-of", body=_short(one.part_of, words))
    if one.country and ("country", one.country) in words.plan.code_names:
        yield words.say("reporter.country", country=words.code("country", one.country))
    for former in one.former:
        until = words.wording.day(former.until)
        yield words.say("reporter.former", name=words.text(former.name), until=until)
    if (days := words.days(one.valid_from, one.valid_to)) and not is_family:
        yield days


def codelists(words: PlanWords) -> tuple[CodelistLine, ...]:
    """The code lists, with every code."""
    return tuple(
        CodelistLine(
            id=one.id,
            title=words.text(one.title),
            source=one.provenance.source or words.say(f"basis.{one.provenance.basis}"),
            codes=tuple(
                CodeLine(code, words.text(entry.name), words.days(entry.valid_from, entry.valid_to))
                for code, entry in one.codes.items()
            ),
        )
        for one in words.plan.codelists.values()
    )


def how_it_works(words: PlanWords) -> tuple[Fact, ...]:
    """The plan's years, rhythm, deadlines and thresholds."""
    return tuple((words.say(f"plan.{key}"), said) for key, said in _how(words) if said)


def _how(words: PlanWords) -> Iterator[Fact]:
    plan, wording = words.plan, words.wording
    yield "years", words.days(plan.span.start, plan.span.end)
    yield "adopted", wording.day(plan.adopted_on)
    if plan.span.reporting != plan.span.period:
        yield "reporting", words.days(plan.span.reporting.start, plan.span.reporting.end)
    yield "scope", words.say(f"scope.{plan.scope}")
    yield "rhythm", words.frequency()
    yield "deadline", words.deadline()
    yield (
        "campaigns",
        "; ".join(
            f"{words.text(one.title)} ({wording.period(one.period)})" for one in plan.campaigns
        ),
    )
    yield "minimum", words.say("plan.minimum-is", share=percent(plan.minimum_answered))
    thresholds = {"met": percent(plan.rating.met), "behind": percent(plan.rating.behind_schedule)}
    yield "rating", words.say("rating.rule", **thresholds)
    yield "disclosure", words.say("plan.disclosure-is", threshold=plan.disclosure.threshold)
    if plan.coverage:
        heard = "; ".join(words.reporters(plan.coverage.asked_of))
        yield "coverage", f"{words.text(plan.coverage.title)} ({heard})"


def share_of_bases(words: PlanWords) -> str:
    """How many indicators are worded by the plan, adapted, or ours alone."""
    found = [one.provenance.basis for one in words.plan.indicators]
    return ", ".join(
        f"{found.count(basis)} {words.say(f'basis.{basis}')}"
        for basis in ("sourced", "adapted", "illustrative")
        if basis in found
    )


__all__ = [
    "activities",
    "codelists",
    "how_it_works",
    "objectives",
    "reporters",
    "share_of_bases",
]
