"""What was reported and what it comes to, as tables that name each other's keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import count
from typing import get_args

from mne.compliance import SlotState
from mne.export.columns import PERIOD, dimension_fields, period_cells
from mne.export.definitions import definition_tables
from mne.export.given import ExportInput
from mne.export.series import series
from mne.export.table import Field, Reference, Table
from mne.kinds import kind_of
from mne.layout import LANGUAGE
from mne.model import Observation, at_text
from mne.model.activity import ACTIVITY_STATES
from mne.model.record import Coverage, RatingName, Status, Vouched, figure_text
from mne.progress.activities import NO_DATA

OBSERVATIONS = "observations"


def all_tables(given: ExportInput) -> tuple[Table, ...]:
    """Every table, the figures first."""
    return (
        observations(given),
        _progress(given),
        series(given),
        _narratives(given),
        _activities(given),
        _slots(given),
        _receipts(given),
        *definition_tables(given.plan),
    )


def observations(given: ExportInput) -> Table:
    """Every figure, state and day of the returns that count, with the cell that it stood in."""
    found = [(receipt, one) for receipt, one in given.answers if not _is_words(given, one)]
    dimensions = dimension_fields(given.plan, [one.at for _, one in found])
    return Table(
        OBSERVATIONS,
        (
            Field("receipt", required=True),
            Field("figure", required=True),
            Field("indicator", required=True),
            *PERIOD,
            Field("reporter", required=True),
            *dimensions,
            Field("part"),
            Field("value", "number"),
            Field("state"),
            Field("status", required=True, enum=get_args(Status)),
            Field("note"),
            Field("sheet"),
            Field("cell"),
            Field("edition", required=True, enum=(given.edition,)),
            Field("synthetic", "boolean", required=True),
        ),
        [
            (
                receipt.id,
                figure_text(one.indicator, one.at, one.part),
                one.indicator,
                *period_cells(one.period),
                one.reporter,
                *(dict(one.at).get(each.name) for each in dimensions),
                one.part,
                one.value if isinstance(one.value, Decimal) else None,
                one.value if isinstance(one.value, str | date) else None,
                one.status,
                one.note,
                *_address(one),
                given.edition,
                given.synthetic,
            )
            for receipt, one in found
        ],
        key=("receipt", "figure"),
        references=(
            Reference("receipt", "receipts"),
            Reference("indicator", "indicators"),
            Reference("reporter", "reporters"),
        ),
    )


def _address(one: Observation) -> tuple[str | None, str | None]:
    return (one.cell.sheet, one.cell.ref) if one.cell else (None, None)


def _is_words(given: ExportInput, one: Observation) -> bool:
    """Whether it is told in words, by the kind of what is asked."""
    asked = given.plan.asked_by_id[one.indicator]
    return any(
        part.name == one.part and part.holds == "text" for part in kind_of(asked).parts(asked)
    )


def _narratives(given: ExportInput) -> Table:
    """What was told in words, in each language in which it was."""
    rows = []
    lines: dict[tuple[str, str], Iterator[int]] = {}
    for receipt, one in given.answers:
        if one.value is None or not _is_words(given, one):
            continue
        figure = figure_text(one.indicator, one.at, one.part)
        line = next(lines.setdefault((receipt.id, figure), count(1)))
        place = tuple(pair for pair in one.at if pair[0] != LANGUAGE)
        language = dict(one.at).get(LANGUAGE)
        rows.append(
            (receipt.id, figure, line, one.indicator, *period_cells(one.period), one.reporter,
             at_text(place), one.part, language, one.value, *_address(one))
        )  # fmt: skip
    return Table(
        "narratives",
        (
            Field("receipt", required=True),
            Field("figure", required=True),
            Field("line", "integer", required=True),
            Field("indicator", required=True),
            *PERIOD,
            Field("reporter", required=True),
            Field("at"),
            Field("part", required=True),
            Field("language"),
            Field("text", required=True),
            Field("sheet"),
            Field("cell"),
        ),
        rows,
        key=("receipt", "figure", "line"),
        references=(
            Reference("receipt", "receipts"),
            Reference("indicator", "indicators"),
            Reference("reporter", "reporters"),
        ),
    )


def _progress(given: ExportInput) -> Table:
    """What the figures come to, against what was meant."""
    rows = [
        (
            figure_text(row.indicator, row.at, ""),
            row.indicator,
            row.period.label,
            row.period.start,
            row.period.end,
            at_text(row.at),
            *_number_or_state(row.actual),
            row.low,
            row.high,
            row.why_not_aggregated,
            row.repeats,
            row.numerator,
            row.denominator,
            *_number_or_state(row.baseline),
            *_number_or_state(row.target),
            row.target_is,
            row.target_set_on,
            *_number_or_state(row.original_target),
            row.achievement,
            row.rating,
            row.why_not_rated,
            row.to_date,
            row.year_to_date,
            row.due.day if row.due else None,
            row.due.state if row.due else None,
            row.coverage,
            row.reported,
            row.expected,
            " ".join(f"{one.reporter}:{one.period.label}:{one.why}" for one in row.missing),
            row.provisional,
            row.attested,
            " ".join(row.sources),
        )
        for row in given.progress
    ]
    return Table("progress", _PROGRESS, rows, ("figure",), (Reference("indicator", "indicators"),))


_PROGRESS = (
    Field("figure", required=True),
    Field("indicator", required=True),
    *PERIOD,
    Field("at"),
    Field("actual", "number"),
    Field("actual_state"),
    Field("low", "number"),
    Field("high", "number"),
    Field("why_not_aggregated"),
    Field("may_repeat", "boolean", required=True),
    Field("numerator", "number"),
    Field("denominator", "number"),
    Field("baseline", "number"),
    Field("baseline_state"),
    Field("target", "number"),
    Field("target_state"),
    Field("target_is"),
    Field("target_set_on", "date"),
    Field("original_target", "number"),
    Field("original_target_state"),
    Field("achievement", "number"),
    Field("rating", required=True, enum=get_args(RatingName)),
    Field("why_not_rated"),
    Field("to_date", "number"),
    Field("year_to_date", "number"),
    Field("due", "date"),
    Field("due_state"),
    Field("coverage", required=True, enum=get_args(Coverage)),
    Field("reported", "integer", required=True),
    Field("expected", "integer", required=True),
    Field("missing"),
    Field("provisional", "boolean", required=True),
    Field("attested", required=True, enum=get_args(Vouched)),
    Field("receipts"),
)


def _number_or_state(value: Decimal | str | None) -> tuple[Decimal | None, str | None]:
    return (None, value) if isinstance(value, str) else (value, None)


def _activities(given: ExportInput) -> Table:
    """Where each activity of the plan stands."""
    rows = [
        (
            one.activity.id,
            one.activity.title.say("en"),
            one.activity.objective,
            one.activity.lead,
            one.activity.due,
            one.state,
            one.since.label if one.since else None,
            one.told_in.label if one.told_in else None,
            one.overdue,
            one.spent,
            one.activity.currency,
            one.receipt,
            one.sheet,
            one.cell,
            one.activity.provenance.basis,
        )
        for one in given.activities
    ]
    fields = (
        Field("activity", required=True),
        Field("title", required=True),
        Field("objective", required=True),
        Field("lead", required=True),
        Field("due", "date", required=True),
        Field("state", required=True, enum=(*ACTIVITY_STATES, NO_DATA)),
        Field("since"),
        Field("told_in"),
        Field("overdue", "boolean", required=True),
        Field("spent", "number"),
        Field("currency"),
        Field("receipt"),
        Field("sheet"),
        Field("cell"),
        Field("basis", required=True),
    )
    references = (Reference("objective", "objectives"), Reference("lead", "reporters"))
    return Table("activities", fields, rows, ("activity",), references)


def _slots(given: ExportInput) -> Table:
    """Who owed which return, and what came of it."""
    rows = [
        (
            slot.period.label,
            slot.period.start,
            slot.period.end,
            slot.reporter,
            slot.due,
            slot.state,
            slot.first_received,
            slot.first_accepted,
            slot.on_time,
            slot.timeliness_unknown,
            slot.counted,
            slot.receipt,
            slot.attested,
            *slot.cells,
        )
        for slot in given.compliance.slots
    ]
    fields = (
        *PERIOD,
        Field("reporter", required=True),
        Field("due", "date", required=True),
        Field("state", required=True, enum=get_args(SlotState)),
        Field("first_received", "datetime"),
        Field("first_accepted", "datetime"),
        Field("on_time", "boolean"),
        Field("timeliness_unknown", "boolean", required=True),
        Field("counted", "boolean", required=True),
        Field("receipt"),
        Field("attested"),
        *(Field(name, "integer", required=True) for name in _CELLS),
    )
    references = (Reference("reporter", "reporters"), Reference("receipt", "receipts"))
    return Table("slots", fields, rows, ("period", "reporter"), references)


_CELLS = ("required", "figures", "zeros", "na", "nd", "blank")


def _receipts(given: ExportInput) -> Table:
    """The returns on which everything here rests."""
    rows = [
        (one.id, one.slot.reporter, one.slot.period.label, one.sha256, one.received_on,
         one.recorded_on, one.origin.how, one.definitions)
        for one in given.receipts
    ]  # fmt: skip
    fields = (
        Field("receipt", required=True),
        Field("reporter", required=True),
        Field("period", required=True),
        Field("file_sha256", required=True),
        Field("received_on", "datetime", required=True),
        Field("recorded_on", "datetime", required=True),
        Field("how", required=True),
        Field("definitions", required=True),
    )
    return Table("receipts", fields, rows, ("receipt",), (Reference("reporter", "reporters"),))
