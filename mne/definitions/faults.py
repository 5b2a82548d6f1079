"""Faults that show only when a plan's files are read together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mne.definitions.source import Source
from mne.formulas import formula_faults
from mne.kinds import kind_of
from mne.model import Codelist, Indicator, Objective, Plan, Term

UNKNOWN = "unknown"
RESERVED = frozenset(
    ("indicator", "part", "value", "status", "note", "lang", "reporter", "sheet", "cell", "raw")
)
"""Columns of a CSV and words of `--by` that no dimension may be called."""


class _At(NamedTuple):
    """A fault, and the key path below the thing it is in."""

    path: tuple[object, ...]
    code: str
    params: dict[str, object]


def _at(*path: object, code: str, **params: object) -> _At:
    return _At(path, code, params)


class Sources(NamedTuple):
    """The files of a plan, in which faults are noted."""

    header: Source
    objectives: Sequence[Source]
    activities: Source | None = None


def note_cross_faults(plan: Plan, sources: Sources) -> None:
    """Note every such fault in the source where the author can mend it."""
    for fault in (*_rule_faults(plan), *_codelist_faults(plan), *_reporter_faults(plan)):
        sources.header.fault(fault.path, fault.code, **fault.params)
    uses = Counter(indicator.id for indicator in plan.indicators)
    for objective, source in zip(plan.objectives, sources.objectives, strict=True):
        for indicator, fault in _objective_faults(plan, objective, uses):
            source.fault(("indicators", indicator.id, *fault.path), fault.code, **fault.params)


def _objective_faults(
    plan: Plan, objective: Objective, uses: Counter[str]
) -> Iterator[tuple[Indicator, _At]]:
    for indicator in objective.indicators:
        if uses[indicator.id] > 1:
            yield indicator, _at(code="indicator-twice", indicator=indicator.id)
        for fault in (
            *_who(plan, indicator),
            *_combination(indicator),
            *_targets(plan, indicator),
            *_view(plan, indicator),
        ):
            yield indicator, fault
        for one in (*kind_of(indicator).faults(indicator), *formula_faults(plan, indicator)):
            yield indicator, _at(one.key, code=one.code, **dict(one.params))


def _who(plan: Plan, indicator: Indicator) -> Iterator[_At]:
    known = ", ".join(plan.reporters_by_id)
    if indicator.lead not in plan.reporters_by_id:
        yield _at("lead", code="reporter-not-in-plan", reporter=indicator.lead, known=known)
    for index, reporter in enumerate(indicator.contributing):
        if reporter not in plan.reporters_by_id:
            where = ("contributing", index)
            yield _at(*where, code="reporter-not-in-plan", reporter=reporter, known=known)
    if len(set(indicator.reporters)) < len(indicator.reporters):
        yield _at("contributing", code="reporter-twice", indicator=indicator.id)


def _combination(indicator: Indicator) -> Iterator[_At]:
    kind = kind_of(indicator)
    for key, allowed in (("over_time", kind.OVER_TIME), ("over_reporters", kind.OVER_REPORTERS)):
        value = getattr(indicator.combine, key)
        if value not in allowed:
            yield _at(
                "combine",
                key,
                code="combination-not-allowed",
                value=value,
                kind=indicator.kind,
                known=", ".join(sorted(allowed)),
            )


def _targets(plan: Plan, indicator: Indicator) -> Iterator[_At]:
    if indicator.targets and not indicator.target_is:
        yield _at("targets", code="definition-key-needed", key="target_is")
    seen = Counter((target.period, target.set_on) for target in indicator.targets)
    for index, target in enumerate(indicator.targets):
        if seen[target.period, target.set_on] > 1:
            yield _at("targets", index, code="target-twice", period=target.period.label)
        if not plan.span.period.contains(target.period):
            span = f"{plan.span.start} - {plan.span.end}"
            yield _at("targets", index, "period", code="target-outside-span", span=span)
        yield from _value(indicator, target.value, ("targets", index, "value"))
    if indicator.baseline:
        yield from _value(indicator, indicator.baseline.value, ("baseline", "value"))


def _value(indicator: Indicator, text: str | None, path: tuple[object, ...]) -> Iterator[_At]:
    if text is not None and kind_of(indicator).read_target(indicator, text) is None:
        yield _at(*path, code="target-unreadable", value=text, kind=indicator.kind)


def _view(plan: Plan, indicator: Indicator) -> Iterator[_At]:
    if not (view := indicator.view_of):
        return
    seen = plan.indicators_by_id.get(view.indicator)
    if seen is None:
        where = ("view_of", "indicator")
        yield _at(*where, code="indicator-not-in-plan", indicator=view.indicator)
        return
    wanted = [{*view.where}, *({*view.where, *group} for group in indicator.breakdowns)]
    have = [set(group) for group in seen.breakdowns]
    for dimensions in wanted:
        if dimensions not in have and not any(dimensions <= group for group in have):
            yield _at(
                "view_of",
                code="view-not-broken-down",
                indicator=view.indicator,
                dimensions=", ".join(sorted(dimensions)),
            )


def _rule_faults(plan: Plan) -> Iterator[_At]:
    for rule in plan.rules:
        for side in ("left", "right"):
            for index, term in enumerate(getattr(rule, side)):
                yield from _term_faults(plan, term, ("rules", rule.id, side, index))


def _term_faults(plan: Plan, term: Term, path: tuple[object, ...]) -> Iterator[_At]:
    indicator = plan.indicators_by_id.get(term.indicator)
    if indicator is None:
        yield _at(*path, code="indicator-not-in-plan", indicator=term.indicator)
        return
    names = [part.name for part in kind_of(indicator).parts(indicator)]
    if term.part not in names:
        known = ", ".join(name or "-" for name in names)
        yield _at(*path, code="part-unknown", part=term.part or "-", known=known)
    dimensions = tuple(dimension for dimension, _ in term.at)
    codes_known = all(
        dimension in plan.codelists and code in plan.codelists[dimension].codes
        for dimension, code in term.at
    )
    if term.at and (dimensions not in indicator.breakdowns or not codes_known):
        yield _at(*path, code="place-unknown", indicator=indicator.id)


def _codelist_faults(plan: Plan) -> Iterator[_At]:
    counted = {
        dimension
        for indicator in plan.indicators
        if kind_of(indicator).HAS_TOTAL
        for group in indicator.breakdowns
        for dimension in group
    }
    for name, codelist in plan.codelists.items():
        if name in RESERVED or name.startswith("cell_"):
            yield _at(code="dimension-reserved", codelist=name)
        if name in counted and UNKNOWN not in codelist.codes:
            yield _at(code="codelist-needs-unknown", codelist=name)
        for spelling in _twice(codelist):
            yield _at(code="alias-twice", codelist=name, alias=spelling)


def _twice(codelist: Codelist) -> Iterator[str]:
    spellings = Counter(
        spelling.casefold()
        for code, entry in codelist.codes.items()
        for spelling in {code.casefold(), *(alias.casefold() for alias in entry.aliases)}
    )
    return (spelling for spelling, uses in spellings.items() if uses > 1)


def _reporter_faults(plan: Plan) -> Iterator[_At]:
    spellings = Counter(
        spelling
        for reporter in plan.reporters
        for spelling in {reporter.id.casefold(), *map(str.casefold, reporter.aliases)}
    )
    for reporter in plan.reporters:
        for alias in reporter.aliases:
            if spellings[alias.casefold()] > 1:
                where = ("reporters", reporter.id, "aliases")
                yield _at(*where, code="alias-twice", codelist="reporters", alias=alias)
