"""The one table of how figures may be put together: a name, and the expression that carries it out.

Time first, for each reporter; then over reporters. The expressions are Ibis's, so that the same
ones run on the embedded engine and on a large one. They add, compare and count integers and
decimals; no division is done here, and nothing depends on the order in which rows are met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

import ibis
import pyarrow as pa

from mne.model import At, at_text
from mne.observations import ObservationTable, canonical_at, while_it_lasts
from mne.progress.ask import Ask, Bundle
from mne.progress.engine import open_engine

Expression = Any
NUMBER = "decimal(38, 4)"
GIVEN = ("reported", "estimated")
MEASURED = ("", "numerator", "denominator", "state")
"""The parts of a figure that say how much or how far; days, evidence and words do not."""


class Over(NamedTuple):
    """What the parts of one reporter come to: a number, a quotient or a state."""

    numerator: Expression
    denominator: Expression = None
    text: Expression = None


class Combined(NamedTuple):
    """What the engine found out about the rows asked for."""

    bundles: tuple[tuple[Bundle, ...], ...]
    """For each row."""
    problems: tuple[tuple[str | None, ...], ...]
    """For each row, for each of its parts: why it is missing, or None."""


def _newest(parts: Expression) -> Over:
    """Two parts of one reporter never share a period, so that there is always one newest."""
    return Over(*(column.argmax(parts.moment) for column in _columns(parts)))


def _only(parts: Expression) -> Over:
    return Over(*(column.max() for column in _columns(parts)))


def _columns(parts: Expression) -> tuple[Expression, Expression, Expression]:
    return parts.numerator, parts.denominator, parts.text


OVER_TIME: dict[str, Callable[[Expression], Over]] = {
    "sum": lambda parts: Over(parts.numerator.sum()),
    "mean": lambda parts: Over(parts.numerator.sum(), parts.count()),
    "min": lambda parts: Over(parts.numerator.min()),
    "max": lambda parts: Over(parts.numerator.max()),
    "last": _newest,
    "last_in_period": _newest,
    "latest_state": _newest,
    "ratio_of_sums": lambda parts: Over(parts.numerator.sum(), parts.denominator.sum()),
    "none": _only,
}

OVER_REPORTERS: dict[str, Callable[[Expression], Expression]] = {
    "sum": lambda figures: figures.numerator.sum(),
    "mean": lambda figures: figures.numerator.sum(),
    "min": lambda figures: figures.numerator.min(),
    "max": lambda figures: figures.numerator.max(),
    "lead_only": lambda figures: figures.numerator.max(),
    "ratio_of_sums": lambda figures: figures.numerator.sum(),
    "all_reached": lambda figures: figures.numerator.max(),
    "none": lambda figures: figures.numerator.max(),
}
"""Applied within each denominator, so that quotients are added exactly: `figure` does the rest."""


@while_it_lasts
def combine(table: ObservationTable, asks: Sequence[Ask]) -> Combined:
    """Put together what the rows ask for."""
    with open_engine(table.engine) as backend:
        observations = table.read(backend)
        parts = backend.to_pyarrow(_parts(observations, ibis.memtable(_wanted(asks))))
        bundled = backend.to_pyarrow(_bundles(handed_back(parts))).to_pylist()
    found = parts.select(["row", "part", "why"]).to_pylist()
    why = {(one["row"], one["part"]): one["why"] for one in found}
    bundles = defaultdict(list)
    for one in bundled:
        key = one.pop("row")
        bundles[key].append(Bundle(**one))
    return Combined(
        bundles=tuple(tuple(bundles[row]) for row in range(len(asks))),
        problems=tuple(
            tuple(
                why[row, number] if part.receipt else "not-received"
                for number, part in enumerate(ask.parts)
            )
            for row, ask in enumerate(asks)
        ),
    )


def _wanted(asks: Sequence[Ask]) -> pa.Table:
    """One line for each cell of each part that was received."""
    lines = [
        (
            row,
            number,
            part.reporter,
            moments[part.period],
            ask.over_time,
            ask.over_reporters,
            len(part.cells) * (2 if ask.source.kind == "ratio" else 1),
            part.receipt,
            ask.source.id,
            _cell_text(cell),
        )
        for row, ask in enumerate(asks)
        for moments in (_moments(ask),)
        for number, part in enumerate(ask.parts)
        if part.receipt
        for cell in part.cells
    ]
    columns = zip(*lines, strict=True) if lines else [()] * len(_WANTED)
    arrays = [pa.array(one, type_) for one, type_ in zip(columns, _WANTED.values(), strict=True)]
    return pa.table(dict(zip(_WANTED, arrays, strict=True)))


_WANTED = {
    "row": pa.int64(),
    "part": pa.int64(),
    "reporter": pa.string(),
    "moment": pa.int64(),
    "over_time": pa.string(),
    "over_reporters": pa.string(),
    "needed": pa.int64(),
    "receipt": pa.string(),
    "indicator": pa.string(),
    "at": pa.string(),
}
_OF_PART = ["row", "part", "reporter", "moment", "over_time", "over_reporters", "needed"]
_OF_CELL = ["receipt", "indicator", "at"]


def _cell_text(cell: At) -> str:
    return at_text(canonical_at(cell))


def _moments(ask: Ask) -> dict[object, int]:
    """The place of each period in time: by its end, then by its start."""
    return {period: place for place, period in enumerate(sorted({p.period for p in ask.parts}))}


def _parts(observations: Expression, wanted: Expression) -> Expression:
    """Each part that was received: its figure, or why there is none."""
    measured = observations.filter(observations.part.isin(MEASURED))
    asked = measured.semi_join(wanted, _OF_CELL)
    holds = asked.number.notnull() | asked.text.notnull()
    given = asked.status.isin(GIVEN) & holds
    cells = asked.group_by(_OF_CELL).agg(
        numerator=asked.number.max(where=given & asked.part.isin(["", "numerator"])),
        denominator=asked.number.max(where=given & (asked.part == "denominator")),
        text=asked.text.max(where=given & (asked.part == "state")),
        given=given.cast("int64").sum(),
        # Of several reasons the weightiest, which is the last: NA, ND, blank, unreadable.
        why=asked.status.max(where=~given),
    )
    found = wanted.left_join(cells, _OF_CELL)
    parts = found.group_by(_OF_PART).agg(
        numerator=found.numerator.cast(NUMBER).sum().cast(NUMBER),
        denominator=found.denominator.cast(NUMBER).sum().cast(NUMBER),
        text=found.text.max(),
        given=ibis.coalesce(found.given, 0).sum(),
        why=ibis.coalesce(found.why, "blank").max(where=_incomplete(found)),
    )
    return parts.mutate(why=(parts.given < parts.needed).ifelse(parts.why, ibis.null("string")))


def handed_back(parts: pa.Table) -> Expression:
    """The parts as a table of the engine; figures as text, for Spark takes no blank decimal."""
    numbers = {name: parts[name].cast(pa.string()) for name in ("numerator", "denominator")}
    others = {name: parts[name] for name in parts.column_names if name not in {"why", *numbers}}
    table = ibis.memtable(pa.table(others | numbers))
    return table.mutate(**{name: table[name].cast(NUMBER) for name in numbers})


def _incomplete(found: Expression) -> Expression:
    return found.given.isnull() | found.why.notnull()


def _bundles(parts: Expression) -> Expression:
    """Time first, then reporters; by denominator and by state, so that all stays exact."""
    whole = parts.filter(parts.given >= parts.needed).mutate(inside=1)
    by = ["row", "over_time", "over_reporters"]
    figures = over_time(whole, [*by, "reporter"], OVER_TIME)
    bundles = over_reporters(figures, by, OVER_REPORTERS)
    return bundles.select("row", *Bundle._fields)


def over_time(parts: Expression, by: Sequence[str], rules: Collection[str]) -> Expression:
    """One figure for each of the keys, by the rule that `over_time` names for them.

    `rules` are the names of those that may be met; no other is reckoned.
    """
    found = {name: OVER_TIME[name](parts) for name in sorted(rules)}
    every = {
        f"{name}_{kind}": value
        for name, over in found.items()
        for kind, value in over._asdict().items()
        if value is not None
    }
    figures = parts.group_by(by).agg(**every, reported=parts.inside.sum())
    chosen = {
        kind: _by_rule(figures.over_time, figures, kind, type_) for kind, type_ in _KINDS.items()
    }
    return figures.select(*by, "reported", **chosen)


def over_reporters(figures: Expression, by: Sequence[str], rules: Collection[str]) -> Expression:
    """The bundles of each key, by the rule that `over_reporters` names for it."""
    every = {f"{name}_numerator": OVER_REPORTERS[name](figures) for name in sorted(rules)}
    bundles = figures.group_by([*by, "denominator", "text"]).agg(
        **every, reporters=figures.count(), reported=figures.reported.sum()
    )
    numerator = _by_rule(bundles.over_reporters, bundles, "numerator", NUMBER)
    return bundles.select(*by, "denominator", "text", "reporters", "reported", numerator=numerator)


_KINDS = {"numerator": NUMBER, "denominator": NUMBER, "text": "string"}


def _by_rule(rule: Expression, found: Expression, kind: str, type_: str) -> Expression:
    """What the rule of each line came to; that rule alone is looked at."""
    branches = [
        (rule == column.removesuffix(f"_{kind}"), found[column].cast(type_))
        for column in found.columns
        if column.endswith(f"_{kind}")
    ]
    return ibis.cases(*branches, else_=ibis.null(type_)) if branches else ibis.null(type_)
