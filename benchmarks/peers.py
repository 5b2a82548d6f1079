"""The same work as an expert would do it with pandas or polars, to hold ours against.

Each is given the plan as we have laid it out (which returns count, which cells make which figure,
which periods belong to which stretch of time) and gives the same bundles, of which the same code
makes the figures. Numbers are whole here, so that an int64 holds them exactly; a polars decimal and
a pandas object would be slower.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mne.progress.combine import GIVEN, MEASURED

COLUMNS = ("receipt", "indicator", "at", "part", "number", "text", "status")
TEXTS = tuple(name for name in COLUMNS if name != "number")
_NEWEST = ("last", "last_in_period", "latest_state")
_ADDED = ("sum", "mean", "ratio_of_sums")
_LEAST, _MOST = ("min",), ("max", "none", "lead_only", "all_reached")
_KEYS = ["series", "over_time", "over_reporters", "span", "reporter"]
_ACROSS = ["series", "over_reporters", "span", "denominator", "text"]

Frame = Any
"""Of pandas, which is loaded only where it is measured."""
Tables = dict[str, pa.Table]
"""`cells`, `asked`, `members` and `rules`, as `series_of` hands them to its engine."""


def with_pandas(path: Path, plan: Tables) -> pa.Table:
    """Categories for the texts, joins on what is left after filtering."""
    import pandas as pd

    read = pq.read_table(path, columns=list(COLUMNS), read_dictionary=list(TEXTS))
    frame = read.set_column(
        read.column_names.index("number"), "number", read["number"].cast(pa.int64())
    ).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    given = frame["part"].isin(MEASURED) & frame["status"].isin(GIVEN)
    frame = frame[given & (frame["number"].notna() | frame["text"].notna())]
    cells, asked, members, rules = (
        plan[name].to_pandas() for name in ("cells", "asked", "members", "rules")
    )
    for name in ("indicator", "at"):
        cells[name] = pd.Categorical(cells[name], categories=frame[name].cat.categories)
    asked["receipt"] = pd.Categorical(asked["receipt"], categories=frame["receipt"].cat.categories)
    rows = frame.merge(cells, on=["indicator", "at"]).merge(asked, on=["asking", "receipt"])
    below = rows["part"] == "denominator"
    rows["numerator"], rows["denominator"] = rows["number"].mask(below), rows["number"].where(below)
    rows["text"] = rows["text"].astype("str").where(rows["text"].notna(), None)
    by = ["series", "reporter", "moment", "needed"]
    groups = rows.groupby(by, sort=False, observed=True)
    parts = groups[["numerator", "denominator"]].sum(min_count=1)
    parts["text"], parts["given"] = groups["text"].max(), groups.size()
    parts = parts.reset_index()
    parts = parts[parts["given"] >= parts["needed"]].merge(rules, on="series")
    return pa.Table.from_pandas(_over_reporters(_over_time(parts, members)), preserve_index=False)


def _over_time(parts: Frame, members: Frame) -> Frame:
    spread = parts.merge(members, on=["spread", "moment"]).sort_values("moment", kind="stable")
    groups = spread.groupby(_KEYS, sort=False)
    found = groups[["numerator", "denominator"]].sum(min_count=1).add_prefix("sum_")
    found["least"], found["most"] = groups["numerator"].min(), groups["numerator"].max()
    newest = spread.drop_duplicates(_KEYS, keep="last").set_index(_KEYS)
    held = newest[["numerator", "denominator", "text"]].add_prefix("new_")
    found = found.join(held)
    found["highest"], found["parts"] = groups["denominator"].max(), groups["numerator"].count()
    found["reported"], found["any"] = groups["inside"].sum(), groups["text"].max()
    found = found.reset_index()
    time = found["over_time"]
    found["numerator"] = (
        found["sum_numerator"]
        .mask(time.isin(_LEAST), found["least"])
        .mask(time.isin(_MOST), found["most"])
        .mask(time.isin(_NEWEST), found["new_numerator"])
    )
    found["denominator"] = (
        found["new_denominator"]
        .where(time.isin(_NEWEST))
        .mask(time == "mean", found["parts"])
        .mask(time == "ratio_of_sums", found["sum_denominator"])
        .mask(time == "none", found["highest"])
    )
    found["text"] = found["new_text"].where(time.isin(_NEWEST), found["any"].where(time == "none"))
    return found


def _over_reporters(found: Frame) -> Frame:
    groups = found.groupby(_ACROSS, sort=False, dropna=False)
    bundles = groups.agg(
        added=("numerator", lambda some: some.sum(min_count=1)),
        least=("numerator", "min"),
        most=("numerator", "max"),
        reporters=("reported", "size"),
        reported=("reported", "sum"),
    ).reset_index()
    over = bundles["over_reporters"]
    bundles["numerator"] = (
        bundles["added"]
        .mask(over.isin(_LEAST), bundles["least"])
        .mask(over.isin(_MOST), bundles["most"])
    )
    return bundles


def with_polars(path: Path, plan: Tables) -> pa.Table:
    """Lazy, so that polars itself decides what to read and in which order."""
    import polars as pl

    col = pl.col
    cells, asked, members, rules = (
        pl.from_arrow(plan[name]).lazy() for name in ("cells", "asked", "members", "rules")
    )
    given = pl.scan_parquet(path).select(COLUMNS)
    given = given.filter(
        col("part").is_in(MEASURED)
        & col("status").is_in(GIVEN)
        & (col("number").is_not_null() | col("text").is_not_null())
    ).with_columns(col("number").cast(pl.Int64))
    rows = given.join(cells, on=["indicator", "at"]).join(asked, on=["asking", "receipt"])
    below = col("part") == "denominator"

    def added(column: Any) -> Any:
        return pl.when(column.count() > 0).then(column.sum())

    parts = rows.group_by("series", "reporter", "moment", "needed").agg(
        numerator=added(col("number").filter(~below)),
        denominator=added(col("number").filter(below)),
        text=col("text").filter(col("part") == "state").max(),
        given=pl.len(),
    )
    parts = parts.filter(col("given") >= col("needed")).join(rules, on="series")
    spread = parts.join(members, on=["spread", "moment"])
    time, number = col("over_time").first(), col("numerator")
    found = spread.group_by("series", "over_reporters", "span", "reporter").agg(
        numerator=pl.when(time.is_in(_ADDED))
        .then(added(number))
        .when(time.is_in(_LEAST))
        .then(number.min())
        .when(time.is_in(_MOST))
        .then(number.max())
        .otherwise(number.sort_by("moment").last()),
        denominator=pl.when(time == "mean")
        .then(pl.len().cast(pl.Int64))
        .when(time == "ratio_of_sums")
        .then(added(col("denominator")))
        .when(time == "none")
        .then(col("denominator").max())
        .when(time.is_in(_NEWEST))
        .then(col("denominator").sort_by("moment").last()),
        text=pl.when(time == "none")
        .then(col("text").max())
        .when(time.is_in(_NEWEST))
        .then(col("text").sort_by("moment").last()),
        reported=col("inside").sum(),
    )
    over = col("over_reporters").first()
    bundles = found.group_by(_ACROSS).agg(
        numerator=pl.when(over.is_in(_ADDED))
        .then(added(number))
        .when(over.is_in(_LEAST))
        .then(number.min())
        .otherwise(number.max()),
        reporters=pl.len(),
        reported=col("reported").sum(),
    )
    return bundles.collect(engine="streaming").to_arrow()


PEERS: dict[str, Callable[[Path, Tables], pa.Table]] = {
    "pandas": with_pandas,
    "polars": with_polars,
}
