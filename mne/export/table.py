"""A table of the package: its columns with their types, its rows, and the keys between tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

from mne.tables import plain, write_exact_csv

FieldType = Literal["string", "number", "integer", "boolean", "date", "datetime"]
MOMENT = "%Y-%m-%dT%H:%M:%S%z"


class Field(NamedTuple):
    """One column."""

    name: str
    type: FieldType = "string"
    required: bool = False
    enum: tuple[str, ...] = ()
    about: str = ""
    """Words of the plan's own; where there are none, those under the column's name."""


class Reference(NamedTuple):
    """A column whose values are keys of another table."""

    field: str
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the package."""

    name: str
    fields: tuple[Field, ...]
    rows: Sequence[Sequence[object]]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = field(default=())

    def csv(self) -> bytes:
        """UTF-8 with a line of headings; figures exact, nothing as nothing."""
        columns = [one.name for one in self.fields]
        rows = ([as_text(value) for value in row] for row in self.rows)
        return write_exact_csv(columns, rows).encode()


def as_text(value: object) -> str:
    """A value as it is written."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.replace(microsecond=0).isoformat()
        case date():
            return value.isoformat()
        case _:
            return plain(value)
