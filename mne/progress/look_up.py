"""Looks up single answers as they were given: states and words, which nothing adds up."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from mne.observations import ObservationTable, while_it_lasts


class Answer(NamedTuple):
    """What stands in one cell of a return."""

    value: Decimal | str
    sheet: str
    cell: str


Answers = dict[tuple[str, str, str, str], Answer]
"""By receipt, indicator, place (as text) and part; what was left blank is not among them."""
_KEY = ("receipt", "indicator", "at", "part")
_HOLDS = ("number", "text", "sheet", "cell")


@while_it_lasts
def read_answers(
    table: ObservationTable, asked: Collection[str], receipts: Collection[str]
) -> Answers:
    """What some receipts say of some of the things that a form asks."""
    if not asked or not receipts:
        return {}
    from mne.progress.engine import open_engine  # noqa: PLC0415  # loads the engine

    with open_engine(table.engine) as backend:
        kept = table.read(backend)
        wanted = kept.filter(kept.indicator.isin([*asked])).select(*_KEY, *_HOLDS)
        rows = backend.to_pyarrow(wanted).to_pylist()
    return {
        (row["receipt"], row["indicator"], row["at"], row["part"]): Answer(
            value, row["sheet"] or "", row["cell"] or ""
        )
        for row in rows
        if row["receipt"] in receipts
        and (value := row["text"] if row["number"] is None else row["number"]) is not None
    }
