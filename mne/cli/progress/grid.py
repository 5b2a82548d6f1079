"""Indicators down, countries (or bodies, or codes) across, and together where that is allowed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

import click

from mne.cli.app import App
from mne.cli.plan.draw import cells_of, wrap
from mne.cli.progress.across import coverage_text, fed_words, figure_text
from mne.kinds import kind_of
from mne.messages import message
from mne.model import Plan, Progress, at_text
from mne.model.selection import COUNTRY
from mne.progress.across import Fed
from mne.progress.side_by_side import Cell, Line
from mne.tables import plain

_FIRST, _LAST, _LEAST = 24, 22, 9
_GAP = 2
_DRAFT = "*"
_INDENT = "\u00a0\u00a0"
_NOT_SHOWN = frozenset({"no-figure", "not-comparable"})


def grid_json(lines: Sequence[Line], key: str, columns: Sequence[str]) -> dict[str, Any]:
    """The keys beside those of `progress`: what stands across, and a cell for each crossing."""
    return {
        "by": key,
        "columns": list(columns),
        "cells": [_cell_json(line, cell) for line in lines for cell in line.cells],
        "together": [_together_json(line) for line in lines],
    }


def _cell_json(line: Line, cell: Cell) -> dict[str, Any]:
    row = cell.row
    return {
        "indicator": line.indicator.id,
        "at": dict(line.at),
        "column": cell.column,
        "actual": _exact(row),
        "coverage": row.coverage if row else None,
        "reported": row.reported if row else 0,
        "expected": row.expected if row else 0,
        "provisional": row.provisional if row else None,
        "why": cell.why or None,
        "fed": [_source_json(one) for one in cell.fed],
    }


def _source_json(fed: Fed) -> dict[str, Any]:
    return {
        "plan": fed.plan.id,
        "indicator": fed.indicator.id,
        "relation": fed.tie.relation,
        "standing": fed.standing,
        "actual": _exact(fed.row),
    }


def _together_json(line: Line) -> dict[str, Any]:
    with_fed = line.with_fed
    return {
        "indicator": line.indicator.id,
        "at": dict(line.at),
        "actual": _exact(line.together) if not line.why_not else None,
        "why": line.why_not or None,
        "given": len(line.asked) - len(line.missing),
        "asked": len(line.asked),
        "missing": list(line.missing),
        "differs": line.differs,
        "with_fed": plain(with_fed.actual) if with_fed else None,
        "fed_columns": list(with_fed.columns) if with_fed else [],
    }


def _exact(row: Progress | None) -> str | None:
    return None if row is None or row.actual is None else plain(row.actual)


def grid_columns(columns: Sequence[str], *, across: bool) -> tuple[str, ...]:
    """The head of a CSV: a figure and the reason for its absence for each column."""
    more = ("", "_why", "_from_other_plans") if across else ("", "_why")
    pairs = (f"{column}{name}" for column in columns for name in more)
    return ("indicator", "at", *pairs, "together", "together_why", "given", "asked", "missing")


def grid_line(line: Line, *, across: bool) -> tuple[object, ...]:
    """A line of CSV: figures exact, a blank never a zero."""
    pairs = (one for cell in line.cells for one in _crossing(cell, across=across))
    told = _together_json(line)
    return (
        line.indicator.id,
        at_text(line.at),
        *pairs,
        told["actual"],
        line.why_not,
        told["given"],
        told["asked"],
        " ".join(line.missing),
    )


def _crossing(cell: Cell, *, across: bool) -> tuple[object, ...]:
    """Its figure, why there is none, and what other plans say of it."""
    own = (_exact(cell.row), cell.why)
    others = (" ".join(_words(one)) for one in cell.fed)
    return (*own, ", ".join(others)) if across else own


def _words(fed: Fed) -> tuple[str, ...]:
    whose = (fed.plan.id, fed.indicator.id, fed.tie.relation, fed.standing)
    return (_exact(fed.row) or "-", *whose)


def draw_grid(app: App, plan: Plan, lines: Sequence[Line], key: str, columns: Sequence[str]) -> str:
    """The table with its notes; every line of the terminal is used, and nothing is cut off."""
    total = shutil.get_terminal_size().columns
    rest = (total - _FIRST - _LAST) // max(len(columns), 1) - _GAP
    widths = [_FIRST, *(max(rest, _LEAST) for _ in columns), _LAST]
    notes: list[Fed] = []
    together = message("grid-together", app.language)
    head = [message("column-indicator", app.language), *columns, together]
    drawn = [*_row([[one] for one in head], widths)]
    drawn.append("\u2500" * (sum(widths) + _GAP * (len(widths) - 1)))
    for line in lines:
        cells = [_cell(app, line, cell, notes) for cell in line.cells]
        first = _first(plan, line, app.language)
        drawn += _row([first, *cells, _together(app, line, key)], widths)
    drawn += ["", *_notes(app, lines, notes, sum(widths))]
    if app.color:
        drawn[0] = click.style(drawn[0], bold=True)
    return "".join(f"{one.rstrip()}\n" for one in drawn)


def _row(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    """A row of the table; what stands between the first and the last column is set right."""
    broken = [
        [piece for text in texts for piece in wrap(text, width)]
        for texts, width in zip(cells, widths, strict=True)
    ]
    last = len(widths) - 1
    for pieces in zip_longest(*broken, fillvalue=""):
        padded = []
        for place, (piece, width) in enumerate(zip(pieces, widths, strict=True)):
            blank = " " * (width - cells_of(piece))
            padded.append(blank + piece if 0 < place < last else piece + blank)
        yield (" " * _GAP).join(padded)


def _first(plan: Plan, line: Line, language: str) -> list[str]:
    """Which indicator; of its places only which place."""
    if not line.at:
        return [line.indicator.id, line.indicator.title.say(language)]
    names = ", ".join(plan.code_names[one].say(language) for one in line.at)
    return [f"{_INDENT}{at_text(line.at).replace(';', ' ')}", f"{_INDENT}{names}"]


def _cell(app: App, line: Line, cell: Cell, notes: list[Fed]) -> list[str]:
    """The column's own figure or why there is none, and what others say of it."""
    shown = [one for one in cell.fed if _is_of_its_kind(line, one)]
    taken_over = any(one.standing == "stands-in" for one in shown)
    texts = [] if taken_over else [_own(app, line, cell)]
    for fed in shown:
        notes.append(fed)
        texts.append(f"{figure_text(fed, app.language)} [{len(notes)}]")
    return texts


def _is_of_its_kind(line: Line, fed: Fed) -> bool:
    """Whether it can be read in a column of such figures: a state beside meetings cannot."""
    here, there = line.indicator, fed.indicator
    alike = (here.kind, here.counting_unit) == (there.kind, there.counting_unit)
    return alike and fed.standing not in _NOT_SHOWN


def _own(app: App, line: Line, cell: Cell) -> str:
    """The figure with its marks; its coverage where it is not whole."""
    row = cell.row
    if cell.why or row is None:
        return message(f"why-{cell.why.lower()}", app.language)
    part = f" {row.reported}/{row.expected}" if row.coverage == "partial" else ""
    return f"{_figure(app, line, row)}{part}"


def _figure(app: App, line: Line, row: Progress) -> str:
    """As the kind of the indicator prints it, with the mark of what nobody signed."""
    if row.actual is None:
        return ""
    text = kind_of(line.indicator).show(line.indicator, row.actual, app.language)
    return text + (_DRAFT if row.provisional else "")


def _together(app: App, line: Line, key: str) -> list[str]:
    """The figure of all, or a dash and the reason; then how many are in it and who is missing."""
    texts = []
    row = line.together
    if line.why_not or row is None:
        texts.append(f"\u2013 {message(f'grid-{line.why_not.lower()}', app.language)}")
    elif line.indicator.kind == "milestone" and row.denominator is not None:
        counted = (row.numerator, row.denominator)
        texts.append(message("grid-reached", app.language, reached=counted[0], places=counted[1]))
    else:
        texts.append(_figure(app, line, row))
    if line.differs:
        texts.append(message("grid-differs", app.language))
    if line.with_fed:
        value = kind_of(line.indicator).show(line.indicator, line.with_fed.actual, app.language)
        which = ", ".join(line.with_fed.columns)
        texts.append(message("grid-with-fed", app.language, value=value, columns=which))
    texts += _given(app, line, key)
    return texts


def _given(app: App, line: Line, key: str) -> Iterator[str]:
    """5 of 6 countries, and which is missing; of a place only who is missing of those asked."""
    given, asked, row = len(line.asked) - len(line.missing), len(line.asked), line.together
    missing = message("grid-missing", app.language, columns=", ".join(line.missing))
    if line.at:
        if given and line.missing:
            yield missing
    elif asked:
        words = message("grid-countries" if key == COUNTRY else "grid-of", app.language)
        yield f"{given} / {asked} {words}" + (f"; {missing}" if given and line.missing else "")
    elif row and row.expected:
        yield f"{row.reported} / {row.expected} {message('grid-answers', app.language)}"


def _notes(app: App, lines: Sequence[Line], notes: Sequence[Fed], width: int) -> Iterator[str]:
    """What the marks mean, and whose the figures from other plans are."""
    rows = [one.together for one in lines if one.together]
    rows += [one.row for line in lines for one in line.cells if one.row]
    rows += [one.row for one in notes]
    if any(one.provisional and one.actual is not None for one in rows):
        yield f"{_DRAFT} {message('progress-provisional', app.language)}"
    for number, fed in enumerate(notes, start=1):
        coverage = coverage_text(fed.row, app.language)
        text = f"[{number}] {fed.country}: {fed_words(fed, app.language)}; {coverage}"
        yield from wrap(text, width)
    if any(one.fed and not _all_shown(line, one) for line in lines for one in line.cells):
        yield from wrap(message("grid-more", app.language), width)


def _all_shown(line: Line, cell: Cell) -> bool:
    return all(_is_of_its_kind(line, one) for one in cell.fed)
