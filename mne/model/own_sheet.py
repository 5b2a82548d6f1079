"""A ministry's own spreadsheet, described: which cell holds which figure.

The keys of a file in the folder `layouts` of a plan. A figure is found by its headings, so that
rows and columns may change places within their table; what their headings say must be known.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from mne.model.common import Definition, Id, Text, misfit
from mne.refs import cells_of, split_ref

_MOST_HEADINGS = 1000


def _cell(text: str) -> str:
    try:
        split_ref(text)
    except ValueError:
        raise misfit("value-not-cell") from None
    return text


def _line_of_cells(text: str) -> str:
    first, _, last = text.partition(":")
    try:
        (left, top), (right, bottom) = split_ref(first), split_ref(last or first)
    except ValueError:
        raise misfit("value-not-line-of-cells") from None
    forward = (len(left), left) <= (len(right), right) and top <= bottom < top + _MOST_HEADINGS
    if not forward or (left != right and top != bottom):
        raise misfit("value-not-line-of-cells")
    return text


CellRef = Annotated[str, AfterValidator(_cell)]
LineOfCells = Annotated[str, AfterValidator(_line_of_cells)]


class Saying(Definition):
    """A cell by whose words a sheet or a figure is known, such as a title."""

    cell: CellRef
    """Its address, as C2."""
    says: tuple[str, ...] = Field(min_length=1)
    """What may stand there; `{year}`, `{quarter}` and `{month}` are those of the return."""


class Headings(Definition):
    """The headings of a table's rows or columns, and what each of them means."""

    headings: LineOfCells
    """Where they stand: C9:C35, or D7:F7."""
    dimension: Id | None = None
    """The code list whose codes they name, by name, alias or code; none where there is but one
    heading, for the total."""
    words: dict[Id, tuple[str, ...]] = Field(default_factory=dict)
    """More words for a code, as this spreadsheet has them."""
    total: tuple[str, ...] = ()
    """What the heading of the total says."""
    passed_over: tuple[str, ...] = ()
    """Headings of rows or columns that hold no figure asked for."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of the headings, one by one."""
        return cells_of(self.headings)


class Block(Definition):
    """The columns of a table that hold figures of one indicator."""

    indicator: Id
    """The id of the indicator that they are figures of."""
    part: str = ""
    """numerator or denominator of a ratio."""
    columns: Headings

    def dimensions(self, rows: Headings) -> tuple[frozenset[str], ...]:
        """The kinds of figures that it can hold: each by the dimensions that part it."""
        by_row, by_column = (
            ([{one.dimension}] if one.dimension else []) + ([set()] if one.total else [])
            for one in (rows, self.columns)
        )
        return tuple(frozenset(one | other) for one in by_row for other in by_column)


class Table(Definition):
    """Figures that stand in rows and columns."""

    rows: Headings
    blocks: tuple[Block, ...]
    """One for each indicator, or each part of a ratio, side by side."""


class Single(Definition):
    """One figure in a cell of its own."""

    indicator: Id
    """The id of the indicator that it is a figure of."""
    part: str = ""
    """numerator or denominator of a ratio; state, reached_on or evidence of a milestone."""
    at: str = ""
    """Which place or group it is about: sex=female;age=child; the total if not given."""
    cell: CellRef
    """Where the figure stands, as F41."""
    heading: Saying
    """The words beside or above it, by which it is known."""


class OwnSheet(Definition):
    """One sheet of the spreadsheet."""

    sheet: tuple[str, ...] = Field(min_length=1)
    """What the sheet is called; several names if it changes."""
    says: tuple[Saying, ...] = ()
    """Cells that tell whether it is the right sheet, and of the right period."""
    tables: tuple[Table, ...] = ()
    """Figures in rows and columns."""
    cells: tuple[Single, ...] = ()
    """Figures in cells of their own."""


class OwnLayout(Definition):
    """How to read a spreadsheet that is not our form; known by its file's name."""

    id: Id
    title: Text
    """What kind of spreadsheet it is."""
    reporters: tuple[Id, ...] = Field(min_length=1)
    """The bodies that send it."""
    sheets: tuple[OwnSheet, ...]
    """The sheets on which figures stand."""
