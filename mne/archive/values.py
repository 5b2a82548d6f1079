"""Writes and reads `values.csv`: every answer of a return on a line, with the cell it stood in.

The columns are those of the CSV that a reporter may send (`indicator`, one per dimension used,
`lang` where there are words, `part`, `value`, `status`, `note`), then the address: `sheet`, `cell`
and `raw`, what the cell held. Then follows `cell_type`, how it held it (`number`, `text`, ...;
`number+formula` where a formula gave it, `number+formula+outside` where that formula reads another
file, `text+font=Limon S1` where it was typed in an old Khmer font). `cell_file` is there only where
a cell belongs to another file than the one in the same bag: its SHA-256.

Lines stand in the order in which the figures were read, and none is left out. A figure that was
reported, zero included, has an empty `status`; `blank`, `NA`, `ND`, `estimated` and `unreadable`
are written as such. An empty `value` is no value; an answer that came from no cell has no
`cell_type`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, cast, get_args

from mne.kinds import kind_of
from mne.layout import LANGUAGE, part_period
from mne.model import At, Cell, Observation, Plan, Receipt, Value
from mne.model.record import CellType, Status
from mne.tables import read_csv, write_exact_csv

REPORTED: Status = "reported"
CELL_FILE = "cell_file"
BEFORE_PLACE = ("indicator",)
AFTER_PLACE = ("part", "value", "status", "note", "sheet", "cell", "raw", "cell_type")
_FORMULA, _OUTSIDE, _FONT = "+formula", "+outside", "+font="


def write_values(observations: Sequence[Observation], digest: str) -> str:
    """The answers of one return; `digest` is that of the file they were read from."""
    dimensions = _dimensions(observations)
    elsewhere = any(one.cell and one.cell.digest != digest for one in observations)
    columns = (*BEFORE_PLACE, *dimensions, *AFTER_PLACE, *([CELL_FILE] if elsewhere else ()))
    if len(set(columns)) < len(columns):
        raise ValueError(f"a dimension has the name of a column of values.csv: {dimensions}")
    rows = [
        [*_answer(one, dimensions), *_address(one.cell), *_file(one.cell, digest)]
        for one in observations
    ]
    # The last column is left out where it says nothing.
    return write_exact_csv(columns, (row[: len(columns)] for row in rows))


def _dimensions(observations: Iterable[Observation]) -> tuple[str, ...]:
    """The dimensions used, as they come up; the language of words after them."""
    used = dict.fromkeys(dimension for one in observations for dimension, _ in one.at)
    return tuple(sorted(used, key=lambda dimension: dimension == LANGUAGE))


def _answer(one: Observation, dimensions: Iterable[str]) -> Iterator[object]:
    place = dict(one.at)
    yield one.indicator
    yield from (place.get(dimension) for dimension in dimensions)
    yield from (one.part, one.value, "" if one.status == REPORTED else one.status, one.note)


def _address(cell: Cell | None) -> tuple[str, str, str, str]:
    if cell is None:
        return "", "", "", ""
    return cell.sheet, cell.ref, cell.raw, _how_held(cell)


def _how_held(cell: Cell) -> str:
    formula = _FORMULA if cell.formula else ""
    outside = _OUTSIDE if cell.outside else ""
    font = _FONT + cell.font if cell.font else ""
    return f"{cell.type}{formula}{outside}{font}"


def _file(cell: Cell | None, digest: str) -> tuple[str]:
    return (cell.digest if cell and cell.digest != digest else "",)


def read_values(text: str, receipt: Receipt, plan: Plan) -> tuple[Observation, ...]:
    """What `write_values` was given; ValueError where it is something else.

    The plan must be the one that the return was checked under: it knows a number from a day.
    """
    asked: dict[str, _Asked] = {}
    rows = read_csv(text)
    outside = {*BEFORE_PLACE, *AFTER_PLACE, CELL_FILE}
    dimensions = [column for column in (rows[0] if rows else ()) if column not in outside]
    observations = []
    for row in rows:
        name = row["indicator"]
        if name not in asked:
            asked[name] = _what_is_asked(plan, receipt, name)
        observations.append(_observation(row, asked[name], dimensions, receipt))
    return tuple(observations)


class _Asked(NamedTuple):
    """What the definitions say of an indicator's answers."""

    blank_by_part: dict[str, Observation]
    """Answers without an answer: what each part is about."""
    reads: dict[str, Callable[[str], Value]]
    """How a value is read, by part."""
    places: dict[frozenset[str], tuple[str, ...]]
    """The order of the dimensions, by which of them are used."""


def _what_is_asked(plan: Plan, receipt: Receipt, name: str) -> _Asked:
    slot, indicator = receipt.slot, plan.asked_by_id.get(name)
    if indicator is None:
        raise ValueError(f"{name!r} is not asked by the plan {plan.id}")
    blanks, reads = {}, {}
    for part in kind_of(indicator).parts(indicator):
        period = part_period(plan, indicator, part, slot.period) or slot.period
        place = (name, period, slot.reporter, (), part.name)
        blanks[part.name] = Observation(*place, None, REPORTED, "", None)
        reads[part.name] = _reader(part.holds)
    return _Asked(blanks, reads, {frozenset(group): group for group in indicator.breakdowns})


def _reader(holds: str) -> Callable[[str], Value]:
    match holds:
        case "number":
            return Decimal
        case "date":
            return date.fromisoformat
        case _:
            return str


def _observation(
    row: dict[str, str], asked: _Asked, dimensions: Sequence[str], receipt: Receipt
) -> Observation:
    part, status = row["part"], row["status"] or REPORTED
    if status not in get_args(Status):
        raise ValueError(f"{status!r} is no status")
    if part not in asked.reads:
        raise ValueError(f"{row['indicator']} has no part {part!r}")
    return asked.blank_by_part[part]._replace(
        at=_place(row, asked, dimensions),
        value=_value(asked.reads[part], row["value"]) if row["value"] else None,
        status=cast("Status", status),
        note=row["note"],
        cell=_cell(row, receipt.sha256),
    )


def _value(read: Callable[[str], Value], text: str) -> Value:
    try:
        return read(text)
    except ArithmeticError as error:  # what Decimal raises for a text that is no number
        raise ValueError(f"{text!r} is no number") from error


def _place(row: dict[str, str], asked: _Asked, dimensions: Sequence[str]) -> At:
    used = tuple(dimension for dimension in dimensions if row[dimension])
    in_order = asked.places.get(frozenset(used), used)
    return tuple((dimension, row[dimension]) for dimension in in_order)


def _cell(row: dict[str, str], digest: str) -> Cell | None:
    if not row["cell_type"]:
        return None
    how, _, font = row["cell_type"].partition(_FONT)
    outside = how.endswith(_OUTSIDE)
    how = how.removesuffix(_OUTSIDE)
    formula = how.endswith(_FORMULA)
    held = how.removesuffix(_FORMULA)
    if held not in get_args(CellType):
        raise ValueError(f"{held!r} is no type of cell")
    digest = row.get(CELL_FILE) or digest
    kind = cast("CellType", held)
    return Cell(digest, row["sheet"], row["cell"], row["raw"], kind, formula, outside, font)
