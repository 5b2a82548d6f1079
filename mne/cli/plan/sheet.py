"""An indicator's reference sheet on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from mne.cli.app import App
from mne.cli.plan.draw import Part, draw, grid, heading, quiet
from mne.report.reference import FullSheet, Section

_LABEL = 21


def draw_sheet(app: App, sheet: FullSheet) -> str:
    """The sheet, section below section."""
    return draw(app, *_parts(sheet))


def _parts(sheet: FullSheet) -> Iterator[Part]:
    yield heading(f"{sheet.id}  {sheet.title}")
    for _, title in sheet.other_titles:
        yield title
    yield quiet(f"{sheet.objective} · {sheet.basis_word}")
    for section in sheet.sections:
        yield ""
        yield heading(section.title)
        yield grid(_facts(section), (_LABEL, None))
        if section.targets:
            yield grid(_targets(section), (12, 16, None), indent=_LABEL + 6)


def _facts(section: Section) -> Iterator[tuple[str, str]]:
    for fact in section.facts:
        for place, line in enumerate(fact.lines):
            yield ("" if place else fact.label), line


def _targets(section: Section) -> Iterator[tuple[str, ...]]:
    for one in section.targets:
        said = f"{one.set_on}; {one.reference}"
        yield one.period, one.value, f"{said} ({one.remark})" if one.remark else said


def sheet_rows(sheet: FullSheet) -> Iterator[tuple[str, str, str]]:
    """The same as rows: section, label, words."""
    yield "", sheet.id, sheet.title
    for section in sheet.sections:
        for fact in section.facts:
            yield from ((section.title, fact.label, line) for line in fact.lines)
        for period, value, *said in _targets(section):
            yield section.title, period, "; ".join((value, *said))
