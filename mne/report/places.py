"""Where it counts: one indicator as a map of tiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import yaml

from mne import charts
from mne.model import Indicator, Progress
from mne.report.breakdown import (
    also_missing,
    by_code,
    dimensions_of,
    in_parts,
    not_broken_down,
    total_of,
)
from mne.report.figures import Figures, progress_by_indicator


class Tile(NamedTuple):
    """One place on a tile map."""

    column: int
    row: int
    name: str
    value: str
    shade: str


class TileMap(NamedTuple):
    """One indicator by place: a tile each, set by neighbourhood, not to scale."""

    id: str
    title: str
    unit: str
    codelist: str
    dimension: str
    tiles: tuple[Tile, ...]
    elsewhere: tuple[tuple[str, str], ...]
    """Codes without a place, such as unknown; what was not broken down; the total."""
    key: tuple[tuple[str, str], ...]
    """Shade and words."""


def read_places(dimension: str, folders: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """Where the codes of a dimension stand on a tile map; empty where none is drawn."""
    for folder in folders:
        path = folder / "shared" / "tiles" / f"{dimension}.yaml"
        if path.is_file():
            places = yaml.safe_load(path.read_text(encoding="utf-8"))
            return {code: (column, row) for code, (column, row) in places.items()}
    return {}


def tile_map(rows: Sequence[Progress], figures: Figures, folders: Sequence[Path]) -> TileMap | None:
    """An indicator that is broken down by a dimension with a map; one about victims first."""
    by_id = progress_by_indicator(rows)
    for indicator in sorted(figures.plan.indicators, key=lambda one: one.sensitivity != "victims"):
        for dimension in dimensions_of([indicator]):
            rows_of_it = by_id.get(indicator.id, [])
            found = by_code(rows_of_it, dimension)
            places = read_places(dimension, folders) if found else {}
            if places:
                return _tile_map(indicator, dimension, rows_of_it, places, figures)
    return None


def _tile_map(
    indicator: Indicator,
    dimension: str,
    rows: Sequence[Progress],
    places: Mapping[str, tuple[int, int]],
    figures: Figures,
) -> TileMap:
    found = by_code(rows, dimension)
    placed = {code: row.actual for code, row in found.items() if code in places}
    limits = charts.shade_limits([one for one in placed.values() if isinstance(one, Decimal)])
    tiles = tuple(
        Tile(
            *places[code],
            figures.code_name(dimension, code),
            figures.show(indicator, value),
            f"s{charts.shade(value, limits)}" if isinstance(value, Decimal) else "none",
        )
        for code, value in placed.items()
    )
    return TileMap(
        id=indicator.id,
        title=indicator.title.say(figures.language),
        unit=figures.unit(indicator),
        codelist=dimension,
        dimension=figures.plan.codelists[dimension].title.say(figures.language),
        tiles=tiles,
        elsewhere=tuple(_elsewhere(indicator, dimension, rows, places, figures)),
        key=_key(indicator, limits, figures),
    )


def _elsewhere(
    indicator: Indicator,
    dimension: str,
    rows: Sequence[Progress],
    places: Mapping[str, tuple[int, int]],
    figures: Figures,
) -> Iterator[tuple[str, str]]:
    found = by_code(rows, dimension)
    for code, row in found.items():
        if code not in places:
            yield figures.code_name(dimension, code), figures.show(indicator, row.actual)
    total = total_of(rows)
    if total is None:
        return
    parts = tuple(found.values())
    rest = not_broken_down(indicator, total, parts)
    if rest is not None:
        yield figures.wording.say("head.rest"), figures.show(indicator, rest)
    yield figures.wording.say("head.total"), figures.show(indicator, total.actual)
    whole = in_parts(total, parts)
    if coverage := figures.coverage(whole):
        yield figures.wording.say("head.coverage"), coverage
    if missing := also_missing(total, whole, figures):
        yield figures.wording.say("breakdown.missing"), missing


def _key(
    indicator: Indicator, limits: Sequence[Decimal], figures: Figures
) -> tuple[tuple[str, str], ...]:
    say = figures.wording.say
    shown = [figures.show(indicator, limit) for limit in limits]
    key = [("none", say("figure.none")), ("s0", figures.show(indicator, Decimal(0)))]
    if not shown:
        return tuple(key)
    key.append(("s1", say("tiles.below", limit=shown[0])))
    for place, (low, high) in enumerate(pairwise(shown), 2):
        key.append((f"s{place}", say("tiles.between", low=low, high=high)))
    key.append((f"s{len(shown) + 1}", say("tiles.from", limit=shown[-1])))
    return tuple(key)
