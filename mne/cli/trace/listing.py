"""What was traced as scripts read it: every answer with its receipt, its file and its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mne.cli.progress.listing import as_json
from mne.model import Plan, Receipt, at_text
from mne.tables import plain
from mne.trace import Gap, Piece, Rested, Traced, Typed

Path = Callable[[Receipt], str]
COLUMNS = (
    "indicator",
    "at",
    "part",
    "reporter",
    "period",
    "receipt",
    "file",
    "file_sha256",
    "sheet",
    "cell",
    "raw",
    "value",
    "status",
)
"""The columns of CSV: one line for each answer that a figure is made of."""
CELL_COLUMNS = ("receipt", "cell", "indicator", "period", "at", "actual")
"""The columns of CSV: one line for each figure that is made of a cell."""


def figure_as_json(plan: Plan, traced: Traced, path: Path) -> dict[str, Any]:
    """The figure with all its parts; `missing` says where else a part was looked for."""
    return {
        "value": _value(traced.value),
        "indicator": traced.indicator,
        "period": traced.period.label,
        "at": dict(traced.at),
        "parts": [piece_as_json(one, path) for one in traced.pieces],
        "missing": [_gap(one, path) for one in traced.gaps],
        "confirmed_parts": [piece_as_json(one, path) for one in traced.confirmed],
        "figure": as_json(plan, traced.row) if traced.row else None,
        "rule": rule_of(plan, traced.indicator),
    }


def rule_of(plan: Plan, name: str) -> dict[str, str] | None:
    """How the parts are put together; None for what is not."""
    indicator = plan.indicators_by_id.get(name)
    if indicator is None or indicator.kind == "narrative":
        return None
    if indicator.formula:
        return {"formula": indicator.formula}
    combine = indicator.combine
    rule: dict[str, str] = {
        "over_time": combine.over_time,
        "over_reporters": combine.over_reporters,
    }
    return rule | ({"view_of": indicator.view_of.indicator} if indicator.view_of else {})


def piece_as_json(piece: Piece, path: Path) -> dict[str, Any]:
    """One answer."""
    one, receipt, home = piece
    return {
        "indicator": one.indicator,
        "at": dict(one.at),
        "part": one.part,
        "reporter": one.reporter,
        "period": one.period.label,
        "receipt": receipt.id,
        "received_on": receipt.received_on.isoformat(),
        "file": path(home),
        "file_sha256": home.sha256,
        "how": receipt.origin.how,
        "source": receipt.origin.source,
        "sheet": one.cell.sheet if one.cell else None,
        "cell": one.cell.ref if one.cell else None,
        "raw": one.cell.raw if one.cell else None,
        "value": _value(one.value),
        "status": one.status,
    }


def lines(traced: Traced, path: Path) -> Iterator[tuple[object, ...]]:
    """The lines of CSV, in the order of `COLUMNS`."""
    for piece in traced.pieces:
        told = piece_as_json(piece, path) | {"at": at_text(piece.observation.at)}
        yield tuple(told[name] for name in COLUMNS)


def cell_as_json(typed: Typed, path: Path) -> dict[str, Any]:
    """The answer in a cell, whether it counts, and the figures that are made of it."""
    return {
        **piece_as_json(typed.piece, path),
        "verdict": typed.receipt.verdict,
        "counts": typed.counts,
        "why_not": typed.why_not or None,
        "counting": typed.counting.id if typed.counting else None,
        "instead": piece_as_json(typed.instead, path) if typed.instead else None,
        "figures": [_rested(one) for one in typed.rested],
    }


def cell_lines(typed: Typed) -> Iterator[tuple[object, ...]]:
    """The lines of CSV, in the order of `CELL_COLUMNS`."""
    cell = typed.piece.observation.cell
    where = f"{cell.sheet}!{cell.ref}" if cell else ""
    for one in typed.rested:
        place = at_text(one.at)
        yield (typed.receipt.id, where, one.indicator, one.period.label, place, one.value)


def _rested(one: Rested) -> dict[str, Any]:
    row = one.row
    return {
        "indicator": one.indicator,
        "period": one.period.label,
        "at": dict(one.at),
        "actual": _value(one.value),
        "numerator": _value(row.numerator) if row else None,
        "denominator": _value(row.denominator) if row else None,
        "coverage": row.coverage if row else None,
    }


def _gap(gap: Gap, path: Path) -> dict[str, Any]:
    return {
        "indicator": gap.indicator,
        "at": dict(gap.at),
        "reporter": gap.missing.reporter,
        "period": gap.missing.period.label,
        "why": gap.missing.why,
        "receipt": gap.receipt.id if gap.receipt else None,
        "cells": [piece_as_json(one, path) for one in gap.pieces],
    }


def _value(value: object) -> str | None:
    return None if value is None else plain(value)
