"""What can be wrong with the description of a ministry's own spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from mne.definitions.faults.flaw import Flaw, Path, flaw, unknown_name
from mne.definitions.faults.kind_keys import is_kind_doubtful
from mne.kinds import kind_of
from mne.model import (
    Block,
    Headings,
    Indicator,
    OwnLayout,
    OwnSheet,
    Plan,
    Saying,
    Single,
    parse_at,
)
from mne.refs import split_ref
from mne.typed import which_codes

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PLACEHOLDERS = ("year", "quarter", "month")
_TOTAL, _PASSED_OVER = "*total", "*passed_over"


def layout_flaws(plan: Plan, layout: OwnLayout, unread: Collection[str]) -> Iterator[Flaw]:
    """A figure that nobody asked for, a code that does not exist, a cell that is read twice."""
    for index, reporter in enumerate(layout.reporters):
        if reporter not in plan.reporters_by_id:
            facts = {"reporter": reporter, **unknown_name(reporter, plan.reporters_by_id)}
            yield flaw("reporters", index, code="reporter-not-in-plan", **facts)
    for path, saying in _sayings(layout):
        yield from _words(saying, path)
    yield from _without_period(plan, layout)
    for number, sheet in enumerate(layout.sheets):
        yield from _cells_twice(sheet, ("sheets", number))
    for path, one, rows in _figures(layout):
        indicator = plan.indicators_by_id.get(one.indicator)
        if indicator and not is_kind_doubtful(indicator):
            yield from _asked(layout, indicator, one.part, path)
            yield from _misfits(plan, indicator, one, rows, path)
        elif not indicator and one.indicator not in unread:
            facts = {"indicator": one.indicator}
            facts |= unknown_name(one.indicator, plan.indicators_by_id)
            yield flaw(*path, "indicator", code="indicator-not-in-plan", **facts)
    yield from _totals_twice(layout)


def _figures(layout: OwnLayout) -> Iterator[tuple[Path, Block | Single, Headings | None]]:
    """Every block of a table and every single figure, where it is described, and its rows."""
    for number, sheet in enumerate(layout.sheets):
        for index, table in enumerate(sheet.tables):
            for place, block in enumerate(table.blocks):
                yield ("sheets", number, "tables", index, "blocks", place), block, table.rows
        for index, single in enumerate(sheet.cells):
            yield ("sheets", number, "cells", index), single, None


def _sayings(layout: OwnLayout) -> Iterator[tuple[Path, Saying]]:
    for number, sheet in enumerate(layout.sheets):
        for index, saying in enumerate(sheet.says):
            yield ("sheets", number, "says", index), saying
    for path, one, _ in _figures(layout):
        if isinstance(one, Single):
            yield (*path, "heading"), one.heading


def _words(saying: Saying, path: Path) -> Iterator[Flaw]:
    for text in saying.says:
        for word in _PLACEHOLDER.findall(text):
            if word not in _PLACEHOLDERS:
                facts = {"word": word, **unknown_name(word, _PLACEHOLDERS)}
                yield flaw(*path, "says", code="layout-placeholder", **facts)


def _without_period(plan: Plan, layout: OwnLayout) -> Iterator[Flaw]:
    """Where no title names the period, last quarter's table would be read as this one's."""
    says = " ".join(text for _, saying in _sayings(layout) for text in saying.says)
    named = set(_PLACEHOLDER.findall(says))
    within_year = bool(named & {"quarter", "month"}) or plan.calendar == "year"
    if named <= {*_PLACEHOLDERS} and not ("year" in named and within_year):
        yield flaw("sheets", code="layout-without-period", calendar=plan.calendar)


def _asked(layout: OwnLayout, indicator: Indicator, part: str, path: Path) -> Iterator[Flaw]:
    """The body that sends the sheet must be asked for the figure, and the figure have the part."""
    if not {*layout.reporters} & {*indicator.reporters}:
        facts = {"indicator": indicator.id, "reporters": ", ".join(indicator.reporters)}
        yield flaw(*path, "indicator", code="layout-not-asked", **facts)
    parts = [one.name for one in kind_of(indicator).parts(indicator)]
    if part not in parts:
        known = ", ".join(one or "-" for one in parts)
        facts = {"part": part or "-", "indicator": indicator.id, "known": known}
        yield flaw(*path, "part", code="layout-part", **facts)


def _misfits(
    plan: Plan, indicator: Indicator, one: Block | Single, rows: Headings | None, path: Path
) -> Iterator[Flaw]:
    if isinstance(one, Single):
        yield from _single(plan, indicator, one, path)
    elif rows:
        yield from _block(plan, indicator, (rows, one), path)


def _block(
    plan: Plan, indicator: Indicator, table: tuple[Headings, Block], path: Path
) -> Iterator[Flaw]:
    rows, block = table
    lines = ((path[:-2], "rows", rows), (path, "columns", block.columns))
    flaws = [
        one._replace(path=(*above, *one.path))
        for above, key, headings in lines
        for one in _headings(plan, indicator, headings, key)
    ]
    yield from flaws
    asked = {frozenset(), *(frozenset(group) for group in indicator.breakdowns)}
    if not flaws and not asked & {*block.dimensions(rows)}:
        yield flaw(*path, code="layout-gives-nothing", indicator=indicator.id)


def _headings(plan: Plan, indicator: Indicator, headings: Headings, key: str) -> Iterator[Flaw]:
    known = {dimension for group in indicator.breakdowns for dimension in group}
    if _run_the_wrong_way(headings, key):
        yield flaw(key, "headings", code="layout-headings-turned", found=headings.headings)
    if headings.dimension is None:
        if not headings.total:
            yield flaw(key, code="layout-headings-of-nothing")
    elif headings.dimension not in known:
        where = {"dimension": headings.dimension, "indicator": indicator.id}
        facts = {**where, **unknown_name(headings.dimension, known)}
        yield flaw(key, "dimension", code="layout-dimension", **facts)
    elif codelist := plan.codelists.get(headings.dimension):
        codes = codelist.codes
        for code in headings.words.keys() - codes.keys():
            facts = {"entry": code, "dimension": headings.dimension, **unknown_name(code, codes)}
            yield flaw(key, "words", code, code="code-unknown", **facts)
        yield from _words_twice(plan, headings, key)


def _words_twice(plan: Plan, headings: Headings, key: str) -> Iterator[Flaw]:
    """A heading that would mean two things: neither would ever be found."""
    codelist = plan.codelists[headings.dimension or ""]
    given: list[tuple[Path, str, tuple[str, ...]]] = [
        *((("words", code), code, words) for code, words in headings.words.items()),
        (("total",), _TOTAL, headings.total),
        (("passed_over",), _PASSED_OVER, headings.passed_over),
    ]
    spellings = {code: [*words] for code, words in codelist.spellings(codelist.codes).items()}
    for path, means, words in given:
        others = {code: one for code, one in spellings.items() if code != means}
        for word in words:
            if twice := next(iter(which_codes(word, others)), ""):
                facts = {"word": word, "other": twice.removeprefix("*")}
                yield flaw(key, *path, code="layout-word-twice", **facts)
        spellings.setdefault(means, []).extend(words)


def _run_the_wrong_way(headings: Headings, key: str) -> bool:
    """Headings of rows stand one below the other, those of columns side by side."""
    columns = {split_ref(cell)[0] for cell in headings.cells}
    rows = {split_ref(cell)[1] for cell in headings.cells}
    return len(columns if key == "rows" else rows) > 1


def _single(plan: Plan, indicator: Indicator, single: Single, path: Path) -> Iterator[Flaw]:
    try:
        at = parse_at(single.at)
    except ValueError:
        at = (("", single.at),)
    groups = [{*group} for group in indicator.breakdowns]
    codes = all(code in plan.codelists[one].codes for one, code in at if one in plan.codelists)
    if at and ({dimension for dimension, _ in at} not in groups or not codes):
        facts = {"at": single.at, "indicator": indicator.id}
        yield flaw(*path, "at", code="layout-place", **facts)


def _totals_twice(layout: OwnLayout) -> Iterator[Flaw]:
    """Of two totals for one indicator nobody could say which counts."""
    seen: set[tuple[str, str]] = set()
    for path, one, rows in _figures(layout):
        if isinstance(one, Single):
            is_total = not one.at
        else:
            is_total = rows is not None and frozenset() in one.dimensions(rows)
        if is_total and (one.indicator, one.part) in seen:
            yield flaw(*path, "indicator", code="layout-total-twice", indicator=one.indicator)
        if is_total:
            seen.add((one.indicator, one.part))


def _cells_twice(sheet: OwnSheet, above: Path) -> Iterator[Flaw]:
    """A cell holds one figure, or a heading: no two of them may meet in it."""
    seen = {saying.cell for saying in sheet.says}
    seen |= {one.heading.cell for one in sheet.cells}
    for table in sheet.tables:
        for headings, key in ((table.rows, "rows"), *((one.columns, "") for one in table.blocks)):
            seen |= set() if _run_the_wrong_way(headings, key) else {*headings.cells}
    places: list[tuple[Path, set[str]]] = [
        (("tables", index, "blocks", place), _crossings(table.rows, block.columns))
        for index, table in enumerate(sheet.tables)
        for place, block in enumerate(table.blocks)
    ]
    places += [(("cells", index), {one.cell}) for index, one in enumerate(sheet.cells)]
    for path, cells in places:
        if twice := sorted(cells & seen, key=lambda ref: (split_ref(ref)[1], ref)):
            yield flaw(*above, *path, code="layout-cell-twice", found=twice[0])
        seen |= cells


def _crossings(rows: Headings, columns: Headings) -> set[str]:
    across = {split_ref(cell)[0] for cell in columns.cells}
    down = {split_ref(cell)[1] for cell in rows.cells}
    return {f"{column}{row}" for column in across for row in down}
