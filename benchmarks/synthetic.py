"""Invents a large archive of one plan: its observations as one file, and the receipts that count.

Eleven bodies, forty quarters, every rule that a kind of indicator allows. Each figure is put
together of many observations: an indicator is broken down by as many places as the size needs, and
a view adds them up. Every second return was sent twice. The rows are in the order of the periods,
in groups of a million, as the table of observations keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mne.kinds import KINDS
from mne.model import CellCounts, Codelist, Indicator, Objective, Plan, Receipt, Slot, View
from mne.observations import ObservationTable
from mne.periods import Period

BODIES, GROUP = 11, 1_000_000
_WORDS = {"en": "invented"}
_OURS: Any = {"basis": "illustrative"}
_STATUS = pa.array(["reported", "estimated", "NA", "blank"])
_STATES = pa.array(["none", "drafting", "signed", "in-force"])
_OF_STATUS = [0.93, 0.02, 0.02, 0.03]


@dataclass(frozen=True)
class Large:
    """An invented archive."""

    plan: Plan
    as_of: date
    table: ObservationTable
    counting: dict[Slot, Receipt]
    rows: int


def make_large(path: Path, rows: int) -> Large:
    """As many places as `rows` needs; the file is written unless it is there."""
    quarters = Period(date(2012, 1, 1), date(2021, 12, 31)).parts("quarter")
    sent = len(quarters) * (BODIES + BODIES // 2)
    of_place = sum(_PARTS[kind] for kind, _, _ in _PAIRS)
    plan = large_plan(rows // (sent * of_place))
    cells = _cells(plan)
    receipts = list(_receipts(plan, quarters))
    if not path.exists():
        _write(path, cells, receipts)
    counting = {receipt.slot: receipt for receipt in receipts}
    as_of = receipts[-1].slot.period.end
    return Large(plan, as_of, ObservationTable((path,)), counting, len(receipts) * len(cells))


_PAIRS = [
    (kind, time, over)
    for kind in ("count", "ratio", "milestone")
    for time in sorted(KINDS[kind].OVER_TIME)
    for over in sorted(KINDS[kind].OVER_REPORTERS)
]
_PARTS = {"count": 1, "ratio": 2, "milestone": 0}
"""How many observations each place adds; a milestone is not broken down here."""


def large_plan(places: int) -> Plan:
    """A plan with an indicator for each pair of rules that a definition may name."""
    bodies = [f"B{number:03d}" for number in range(BODIES)]
    codes = {f"P{number:03d}": {"name": _WORDS} for number in range(places)}
    asked = [_indicator(n, *pair, bodies) for n, pair in enumerate(_PAIRS)]
    views = [_view(one, tuple(codes)) for one in asked if one.breakdowns]
    return Plan.model_validate(
        {
            "id": "LARGE",
            "title": _WORDS,
            "span": {"start": date(2012, 1, 1), "end": date(2021, 12, 31)},
            "calendar": "quarter",
            "due_days": 30,
            "time_zone": "Asia/Phnom_Penh",
            "languages": {"en": "reviewed"},
            "reporters": [{"id": one, "name": _WORDS, "abbreviation": one} for one in bodies],
            "provenance": _OURS,
            "objectives": (
                Objective(
                    id="O",
                    title=_WORDS,
                    level="output",
                    pillar="follow-up",
                    provenance=_OURS,
                    indicators=(*asked, *views),
                ),
            ),
            "codelists": {
                "place": Codelist.model_validate(
                    {"id": "place", "title": _WORDS, "provenance": _OURS, "codes": codes}
                )
            },
            "digest": "d" * 64,
        }
    )


def _indicator(number: int, kind: str, time: str, over: str, bodies: list[str]) -> Indicator:
    extras: dict[str, dict[str, Any]] = {
        "count": {"counting_unit": "event"},
        "ratio": {"counting_unit": "event", "numerator": _WORDS, "denominator": _WORDS},
        "milestone": {"states": [{"id": one, "name": _WORDS} for one in _STATES.to_pylist()]},
    }
    return Indicator.model_validate(
        {
            "id": f"LARGE-{number:02d}",
            "title": _WORDS,
            "level": "output",
            "kind": kind,
            "lead": bodies[0],
            "contributing": bodies[1:],
            "direction": "up",
            "provenance": _OURS,
            "combine": {"over_time": time, "over_reporters": over},
            "breakdowns": [["place"]] if _PARTS[kind] else [],
        }
        | extras[kind]
    )


def _view(source: Indicator, codes: tuple[str, ...]) -> Indicator:
    """All places of an indicator added up."""
    view = View(indicator=source.id, where={"place": codes})
    return source.model_copy(update={"id": f"{source.id}-ALL", "view_of": view, "breakdowns": ()})


def _cells(plan: Plan) -> list[tuple[str, str, str]]:
    """Every cell of the form: indicator, place, part."""
    parts = {"count": [""], "ratio": ["numerator", "denominator"], "milestone": ["state"]}
    codes = [f"place={code}" for code in plan.codelists["place"].codes]
    return [
        (one.id, at, part)
        for one in plan.objectives[0].indicators
        if one.is_asked
        for at in ["", *(codes if one.breakdowns else [])]
        for part in parts[one.kind]
    ]


def _receipts(plan: Plan, quarters: tuple[Period, ...]) -> Iterator[Receipt]:
    for quarter in quarters:
        moment = datetime.combine(quarter.end, datetime.min.time(), UTC)
        for place, body in enumerate(plan.reporters):
            slot = Slot(plan.id, quarter, body.id)
            for number in (1, 2) if place % 2 else (1,):
                yield Receipt(
                    slot=slot,
                    number=number,
                    verdict="accepted",
                    file="return.xlsx",
                    sha256="0" * 64,
                    size=1,
                    received_on=moment,
                    recorded_on=moment,
                    by="invented",
                    reason="",
                    definitions=plan.digest,
                    reader="none",
                    tool="none",
                    cells=CellCounts(),
                    supersedes="",
                    issues=(),
                )


def _write(path: Path, cells: list[tuple[str, str, str]], sent: list[Receipt]) -> None:
    luck = np.random.default_rng(7)
    columns = [_coded([cell[place] for cell in cells]) for place in range(3)]
    step = GROUP // len(cells)
    schema = pa.schema(
        [(name, pa.string()) for name in ("receipt", "indicator", "reporter", "at", "part")]
        + [(name, pa.date32()) for name in ("period_start", "period_end")]
        + [("number", pa.decimal128(18, 4))]
        + [(name, pa.string()) for name in ("text", "status", "sheet", "cell")]
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for first in range(0, len(sent), step):
            some = sent[first : first + step]
            table = _block(some, columns, [part for _, _, part in cells], luck)
            writer.write_table(table.select(schema.names).cast(schema), row_group_size=GROUP)


def _block(some: list[Receipt], columns: Any, parts: list[str], luck: Any) -> pa.Table:
    """A million rows, made as arrays."""
    cells, size = len(parts), len(parts) * len(some)
    states = np.array([part == "state" for part in parts])
    # One answer for all places of an indicator: a figure with a gap in it is none.
    names, codes = columns[0]
    status = luck.choice(4, size=(len(some), len(names)), p=_OF_STATUS)[:, codes].ravel()
    is_state = np.tile(states, len(some))
    is_number = (status < 2) & ~is_state
    # Below the line stands how many offices there are, a small number.
    most = np.tile(np.array([25 if part == "denominator" else 10**7 for part in parts]), len(some))
    whole = pa.array(luck.integers(1, most).astype("int32"), mask=~is_number)
    return pa.table(
        {
            "receipt": _repeated([one.id for one in some], cells),
            "indicator": _tiled(columns[0], len(some)),
            "reporter": _repeated([one.slot.reporter for one in some], cells),
            "at": _tiled(columns[1], len(some)),
            "part": _tiled(columns[2], len(some)),
            "period_start": _repeated([one.slot.period.start for one in some], cells),
            "period_end": _repeated([one.slot.period.end for one in some], cells),
            "number": whole.cast(pa.decimal128(18, 4)),
            "text": _taken(_STATES, luck.integers(0, 4, size=size), (status < 2) & is_state),
            "status": _taken(_STATUS, status),
            "sheet": _repeated(["Return"] * len(some), cells),
            "cell": _tiled(_coded([f"D{row}" for row in range(cells)]), len(some)),
        }
    )


def _coded(values: list[str]) -> tuple[pa.Array, Any]:
    names, codes = np.unique(np.array(values), return_inverse=True)
    return pa.array(names.tolist()), codes


def _tiled(coded: tuple[pa.Array, Any], times: int) -> pa.Array:
    return coded[0].take(pa.array(np.tile(coded[1], times)))


def _repeated(values: list[Any], times: int) -> pa.Array:
    return pa.array(values).take(pa.array(np.repeat(np.arange(len(values)), times)))


def _taken(values: pa.Array, codes: Any, there: Any = None) -> pa.Array:
    return values.take(pa.array(codes, mask=None if there is None else ~there))
