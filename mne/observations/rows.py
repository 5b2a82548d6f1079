"""Observations as rows: the columns, their types, and the order in which they are written.

Figures become decimals of 18 digits, 4 of them after the point; no float ever carries one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from mne.model import Observation, at_text
from mne.observations.given import canonical_at

DIGITS, PLACES = 18, 4
Table = Any
"""Of pyarrow, which comes without types."""

SCHEMA = pa.schema(
    [
        ("receipt", pa.string()),
        ("indicator", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("reporter", pa.string()),
        ("at", pa.string()),
        ("part", pa.string()),
        ("number", pa.decimal128(DIGITS, PLACES)),
        ("text", pa.string()),
        ("status", pa.string()),
        ("sheet", pa.string()),
        ("cell", pa.string()),
    ]
)
_ORDER = [(name, "ascending") for name in ("indicator", "at", "part", "receipt")]


def no_rows() -> Table:
    """All columns, and nothing in them."""
    return SCHEMA.empty_table()


def rows_of(pairs: Iterable[tuple[str, Observation]]) -> Table:
    """A row for each observation, with the id of its receipt."""
    columns = list(zip(*(_row(*pair) for pair in pairs), strict=True))
    if not columns:
        return no_rows()
    arrays = [pa.array(one, field.type) for one, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def in_order(*tables: Table) -> Table:
    """The rows of several tables, like beside like: so they are small on the disk and read fast."""
    return pa.concat_tables(tables).sort_by(_ORDER)


def _row(receipt: str, one: Observation) -> tuple[object, ...]:
    number = one.value if isinstance(one.value, Decimal) else None
    text = one.value.isoformat() if isinstance(one.value, date) else one.value
    return (
        receipt,
        one.indicator,
        one.period.start,
        one.period.end,
        one.reporter,
        at_text(canonical_at(one.at)),
        one.part,
        number,
        text if isinstance(text, str) else None,
        one.status,
        one.cell.sheet if one.cell else None,
        one.cell.ref if one.cell else None,
    )
