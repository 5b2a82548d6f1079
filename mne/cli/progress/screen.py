"""The progress as it is read on a screen: figures as they are printed, under their objectives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mne.charts import RATING_SIGNS
from mne.cli.app import App
from mne.cli.grid import Column, Grid, Heading, Line, terminal_width, wrap
from mne.cli.progress.words import MARKS, Told
from mne.cli.progress.workbook import Measured
from mne.messages import message
from mne.model import Progress
from mne.progress.activities import ActivityProgress
from mne.tables import shown

_COLORS = {
    "met": "green",
    "on-schedule": "green",
    "done": "green",
    "behind-schedule": "yellow",
    "needs-attention": "red",
}
"""Only to find a line sooner: the sign and the word say the same."""
_RIGHT_TO_FIGURES = frozenset({"km"})
"""Languages whose words stand to the right of all figures."""

_PAGE = 100
"""Longer lines of plain words are hard to read."""


def draw_tables(
    app: App,
    found: Measured,
) -> str:
    """The indicators, and below them the activities."""
    told = Told(found.plan, found.period, app.language)
    rows, activities = found.rows, found.activities
    tables = []
    if rows or not activities:
        tables.append(_indicators(app, told, rows).draw(color=app.color) + _notes(told, rows))
    if activities:
        tables.append(_activities(app, told, activities).draw(color=app.color))
    return "\n".join(tables)


def _indicators(app: App, told: Told, rows: Sequence[Progress]) -> Grid:
    def head(name: str) -> str:
        return message(f"column-{name}", app.language)

    marks = max((len(told.marks(row)) for row in rows), default=0)
    lines: list[Line | Heading] = []
    for objective in told.plan.objectives:
        inside = {one.id for one in objective.indicators}
        mine = [row for row in rows if row.indicator in inside]
        if mine:
            lines.append(Heading(objective.title.say(app.language)))
            lines += _lines(app, told, mine, marks)
    words_last = app.language in _RIGHT_TO_FIGURES
    figures = (
        Column(head("actual") + " " * marks, figures=True),
        Column(head("bounds"), figures=True, spare=True),
        Column(head("target"), figures=True),
        Column(head("achievement"), figures=True),
        Column(head("change"), figures=True, spare=True),
    )
    rest = (Column(head("coverage"), figures=True), Column(head("rating"), bold=True))
    return Grid(
        head("indicator"),
        head("title"),
        (*figures, *rest),
        tuple(lines),
        remark=head("remarks"),
        words_last=words_last,
    )


def _lines(app: App, told: Told, rows: Sequence[Progress], marks: int) -> Iterator[Line]:
    head = None
    for row in rows:
        is_first = head is None or row.indicator != head.indicator
        head = row if is_first or head is None else head
        same = not is_first and row.missing == head.missing
        remarks = told.remarks(row, everything=app.verbose, missing=app.verbose or not same)
        yield Line(
            words=shown(told.title(row)),
            cells=_cells(told, row, marks),
            remark=shown(" · ".join(filter(None, remarks))),
            key=row.indicator if is_first else "",
            color=_COLORS.get(row.rating),
        )


def _cells(told: Told, row: Progress, marks: int) -> tuple[str, ...]:
    mark = "".join(MARKS[name] for name in told.marks(row))
    return (
        f"{told.actual(row) or '–'}{mark:<{marks}}",
        told.bounds(row),
        told.value(row, row.target),
        told.figures.percent(row.achievement) if row.achievement is not None else "",
        told.change(row),
        told.coverage(row),
        rating_words(told, row.rating) if told.is_rated(row) else "",
    )


def rating_words(told: Told, rating: str) -> str:
    """Sign and word: legible in black and white."""
    return f"{RATING_SIGNS[rating]} {told.figures.rating(rating).word}"


def _notes(told: Told, rows: Sequence[Progress]) -> str:
    """What the marks above mean; only those that are there."""
    there = {name for row in rows for name in told.marks(row)}
    notes = [
        f"{mark} {message(f'progress-{name}', told.language)}"
        for name, mark in MARKS.items()
        if name in there
    ]
    if any(row.achievement is not None for row in rows):
        notes.append(told.rule())
    lines = [line for note in notes for line in wrap(note, min(terminal_width(), _PAGE))]
    return "".join(f"{line}\n" for line in ("", *lines)) if notes else ""


def _activities(app: App, told: Told, activities: Sequence[ActivityProgress]) -> Grid:
    def head(name: str) -> str:
        return message(f"column-{name}", app.language)

    lines: list[Line | Heading] = []
    for objective in told.plan.objectives:
        mine = [one for one in activities if one.activity.objective == objective.id]
        if mine:
            lines.append(Heading(objective.title.say(app.language)))
            lines += [_deed(told, one) for one in mine]
    columns = (
        Column(head("due")),
        Column(head("spent"), figures=True),
        Column(head("lead")),
        Column(head("state"), bold=True),
        Column(head("overdue")),
    )
    return Grid(
        head("activity"),
        head("title"),
        columns,
        tuple(lines),
        remark=head("remarks"),
        words_last=app.language in _RIGHT_TO_FIGURES,
    )


def _deed(told: Told, one: ActivityProgress) -> Line:
    return Line(
        words=shown(one.activity.title.say(told.language)),
        cells=(
            one.activity.due.isoformat(),
            told.money(one),
            told.figures.reporter(one.activity.lead),
            message(f"word-{one.state}", told.language),
            told.wording.say("activities.overdue") if one.overdue else "",
        ),
        remark=shown(told.deed_remarks(one)),
        key=one.activity.id,
        color=_COLORS.get(one.state),
    )
