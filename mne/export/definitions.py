"""The plan itself as tables: what each figure means, who reports, and what the codes are."""

from __future__ import annotations

from collections.abc import Iterator

from mne.export.table import Field, Reference, Table
from mne.model import Indicator, Plan
from mne.model.common import Text


def definition_tables(plan: Plan) -> tuple[Table, ...]:
    """What the other tables refer to."""
    return (_indicators(plan), _objectives(plan), _reporters(plan), _codelists(plan))


def _texts(plan: Plan, name: str) -> tuple[Field, ...]:
    return tuple(Field(f"{name}_{language}") for language in plan.languages)


def _said(plan: Plan, text: Text | None) -> Iterator[str | None]:
    """In each language; where it was never said in one, nothing."""
    for language in plan.languages:
        yield text.root.get(language) if text else None


def _indicators(plan: Plan) -> Table:
    objective_by_id = {one.id: each.id for each in plan.objectives for one in each.indicators}
    objective_by_id |= {one.id: one.objective for one in plan.activities}
    fields = (
        Field("indicator", required=True),
        Field("objective"),
        Field("kind", required=True),
        *_texts(plan, "title"),
        *_texts(plan, "definition"),
        Field("level", required=True),
        Field("unit"),
        Field("counting_unit"),
        Field("stock_or_flow"),
        Field("repeats"),
        Field("frequency"),
        Field("over_time", required=True),
        Field("over_reporters", required=True),
        Field("direction"),
        Field("target_is"),
        Field("sensitivity"),
        Field("lead", required=True),
        Field("contributing"),
        Field("formula"),
        Field("basis", required=True),
        Field("source"),
    )
    rows = [
        (
            one.id,
            objective_by_id.get(one.id),
            one.kind,
            *_said(plan, one.title),
            *_said(plan, one.definition),
            *_rules(one),
            one.provenance.basis,
            one.provenance.source,
        )
        for one in plan.asked_by_id.values()
    ]
    references = (Reference("objective", "objectives"), Reference("lead", "reporters"))
    return Table("indicators", fields, rows, ("indicator",), references)


def _rules(one: Indicator) -> tuple[object, ...]:
    return (
        one.level,
        one.unit,
        one.counting_unit,
        one.stock_or_flow,
        one.repeats,
        one.frequency,
        one.combine.over_time,
        one.combine.over_reporters,
        one.direction,
        one.target_is,
        one.sensitivity,
        one.lead,
        " ".join(one.contributing),
        one.formula,
    )


def _objectives(plan: Plan) -> Table:
    fields = (
        Field("objective", required=True),
        *_texts(plan, "title"),
        Field("level", required=True),
        Field("pillar", required=True),
        Field("working_group"),
        Field("basis", required=True),
        Field("source"),
    )
    rows = [
        (one.id, *_said(plan, one.title), one.level, one.pillar, one.working_group,
         one.provenance.basis, one.provenance.source)
        for one in plan.objectives
    ]  # fmt: skip
    return Table("objectives", fields, rows, ("objective",))


def _reporters(plan: Plan) -> Table:
    fields = (
        Field("reporter", required=True),
        *_texts(plan, "name"),
        Field("abbreviation", required=True),
        Field("kind", required=True),
        Field("level", required=True),
        Field("country"),
        Field("valid_from", "date"),
        Field("valid_to", "date"),
    )
    rows = [
        (one.id, *_said(plan, one.name), one.abbreviation, one.kind, one.level, one.country,
         one.valid_from, one.valid_to)
        for one in plan.reporters
    ]  # fmt: skip
    return Table("reporters", fields, rows, ("reporter",))


def _codelists(plan: Plan) -> Table:
    fields = (
        Field("dimension", required=True),
        Field("code", required=True),
        *_texts(plan, "name"),
        Field("valid_from", "date"),
        Field("valid_to", "date"),
        Field("basis", required=True),
        Field("source"),
    )
    rows = [
        (name, code, *_said(plan, entry.name), entry.valid_from, entry.valid_to,
         codelist.provenance.basis, codelist.provenance.source)
        for name, codelist in plan.codelists.items()
        for code, entry in codelist.codes.items()
    ]  # fmt: skip
    return Table("codelists", fields, rows, ("dimension", "code"))
