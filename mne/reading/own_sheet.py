"""Reads a ministry's own spreadsheet by its layout: each figure where its headings meet.

Headings are known by their words, so rows and columns may have changed places within a table. A
heading that nobody knows, or that stands somewhere else, is named, and nothing of its table is
read: a figure under a wrong heading is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mne.issues import raise_issue
from mne.layout import (
    PASSED_OVER,
    TOTAL,
    Question,
    heading_spellings,
    lay_out,
    place_of,
    what_may_stand,
)
from mne.model import (
    At,
    Block,
    Cell,
    Headings,
    Issue,
    OwnLayout,
    OwnSheet,
    Plan,
    Saying,
    Single,
    Slot,
    Table,
    parse_at,
)
from mne.reading.answers import Entries, Reading, read_answers, unknown
from mne.reading.covered import covered, merged_cells, tell_several
from mne.reading.grid import Grid
from mne.refs import column_number, split_ref
from mne.typed import Spellings, clean, clean_words, which_codes
from mne.workbook import Workbook

_Figure = tuple[str, str, frozenset[tuple[str, str]]]
"""Indicator, part and place."""
_Meant = tuple[Headings, dict[str, str]]
"""Headings, and the cell of each of their meanings."""
_FEWEST = 2
"""So many headings in a line elsewhere show that a table has moved."""
_NAMED = 5
"""So many of the headings that are wanted are named."""


@dataclass(slots=True)
class _Found:
    """What a spreadsheet gives, while it is read."""

    plan: Plan
    slot: Slot
    questions: dict[_Figure, Question]
    cells: dict[Question, Cell] = field(default_factory=dict)
    lost: set[tuple[str, str]] = field(default_factory=set)
    """Indicators and parts of which nothing can be said."""
    merged: set[Question] = field(default_factory=set)
    """Figures whose cell was made one with others."""
    issues: list[Issue] = field(default_factory=list)

    def take(self, question: Question, grid: Grid, ref: str) -> None:
        """A figure and its cell; of one that was made one with others nothing is believed."""
        if merged_cells(grid, {split_ref(ref)}):
            self.merged.add(question)
        self.cells[question] = grid.cell(ref)

    def wants(self, one: Block | Single, at: At) -> Question | None:
        """The question that a figure answers, if it is asked."""
        return self.questions.get((one.indicator, one.part, frozenset(at)))

    def is_broken_down_so(self, one: Block, at: At) -> bool:
        """Whether figures of this kind are asked for."""
        indicator = self.plan.asked_by_id[one.indicator]
        dimensions = {dimension for dimension, _ in at}
        return not dimensions or any(dimensions == {*group} for group in indicator.breakdowns)


def read_own_sheet(plan: Plan, slot: Slot, layout: OwnLayout, workbook: Workbook) -> Reading:
    """Every answer that the form would ask for; what the layout does not speak of is blank."""
    asked = [one.question for one in lay_out(plan, slot).open_cells() if one.entry == "value"]
    figures = {(one.indicator, one.part.name, frozenset(one.at)): one for one in asked}
    found = _Found(plan, slot, figures)
    found.issues.append(raise_issue("read-by-layout", found=layout.id))
    for sheet in layout.sheets:
        told = len(found.issues)
        _read_sheet(found, sheet, workbook)
        found.issues[told:] = _moved_together(found.issues[told:])
    is_lost = {one for one in asked if (one.indicator, one.part.name) in found.lost} | found.merged
    entries = [Entries(one, found.cells.get(one)) for one in asked if one not in is_lost]
    reading = read_answers(plan, slot, entries)
    lost = tuple(unknown(slot, one) for one in asked if one in is_lost)
    # In a spreadsheet of one's own a total is a formula, and rightly so.
    issues = (one for one in reading.issues if one.code != "formula-in-cell")
    return Reading((*reading.observations, *lost), (*found.issues, *issues))


def _read_sheet(found: _Found, described: OwnSheet, workbook: Workbook) -> None:
    names = {_plain(name) for name in described.sheet}
    sheet = next((one for one in workbook.sheets if _plain(one.name) in names), None)
    figures = {(one.indicator, one.part) for table in described.tables for one in table.blocks}
    figures |= {(one.indicator, one.part) for one in described.cells}
    if sheet is None:
        expected = " / ".join(described.sheet)
        found.issues.append(raise_issue("own-sheet-missing", sheet=expected))
        found.lost |= figures
        return
    grid = Grid(sheet.name, sheet, workbook.digest)
    wrong = [issue for one in described.says for issue in _unlike(grid, one, found.slot)]
    if wrong:
        found.issues += wrong
        found.lost |= figures
        return
    read: set[str] = set()
    for table in described.tables:
        read |= _read_table(found, grid, table)
    for single in described.cells:
        if changed := list(_unlike(grid, single.heading, found.slot)):
            found.issues += changed
            found.lost.add((single.indicator, single.part))
        elif question := found.wants(single, parse_at(single.at)):
            found.take(question, grid, single.cell)
            read.add(single.cell)
    found.issues += covered(grid, {split_ref(ref) for ref in read})


def _unlike(grid: Grid, saying: Saying, slot: Slot) -> Iterator[Issue]:
    """A title or heading that says something else, or says it somewhere else."""
    expected = what_may_stand(saying, slot.period)
    wanted = {_plain(text) for text in expected}
    if _plain(grid.raw(saying.cell)) in wanted:
        return
    facts = {"found": _words(grid, saying.cell), "expected": " / ".join(expected)}
    elsewhere = [ref for ref, cell in grid.cells.items() if _plain(cell.raw) in wanted]
    code = "heading-renamed" if facts["found"] else "heading-missing"
    if len(elsewhere) == 1:
        code, facts = "heading-moved", {"found": elsewhere[0], "expected": saying.cell}
    yield raise_issue(code, sheet=grid.shown, cell=saying.cell, **facts)


def _moved_together(issues: list[Issue]) -> list[Issue]:
    """One mistake, one message: a row put in above moves all titles below it alike."""
    seen: set[tuple[int, int]] = set()
    told = []
    for issue in issues:
        if issue.code == "heading-moved":
            now = dict(issue.params)["found"].partition(":")[0]
            (left, top), (right, bottom) = split_ref(issue.cell), split_ref(now)
            shift = (column_number(right) - column_number(left), bottom - top)
            if shift in seen:
                continue
            seen.add(shift)
        told.append(issue)
    return told


def _words(grid: Grid, ref: str) -> str:
    """What a cell says, as it stands there."""
    return clean_words(grid.raw(ref))


def _plain(text: str) -> str:
    """A text as far as it matters: digits of any script, and no matter how it is spaced."""
    return clean(text).casefold().replace(" ", "")


def _read_table(found: _Found, grid: Grid, table: Table) -> set[str]:
    """Puts the figures of a table to their questions; gives the cells that were read."""
    read: set[str] = set()
    rows, wrong_rows = _meanings(found, grid, table.rows)
    found.issues += wrong_rows
    have_moved = any(one.code == "heading-moved" for one in wrong_rows)
    for block in table.blocks:
        if have_moved:  # and so have the headings above it
            found.lost.add((block.indicator, block.part))
            continue
        columns, wrong = _meanings(found, grid, block.columns)
        if not wrong and not wrong_rows:
            wrong = _without_heading(found, grid, (table.rows, rows), (block.columns, columns))
        found.issues += wrong
        if wrong or wrong_rows:
            found.lost.add((block.indicator, block.part))
        else:
            read |= _read_block(found, grid, (table.rows, rows), (block, columns))
    if not wrong_rows:
        found.issues += _below(grid, table)
    return read


def _below(grid: Grid, table: Table) -> Iterator[Issue]:
    """A row that was added under the last one, with its heading and its figures."""
    column, row = split_ref(table.rows.cells[-1])
    if grid.text(f"{column}{row + 1}"):
        columns = [split_ref(ref)[0] for block in table.blocks for ref in block.columns.cells]
        filled = [f"{one}{row + 1}" for one in columns if grid.text(f"{one}{row + 1}")]
        if filled:
            yield tell_several("typed-beside", grid, filled, filled)


def _read_block(
    found: _Found,
    grid: Grid,
    rows: _Meant,
    columns: tuple[Block, dict[str, str]],
) -> set[str]:
    (row_headings, row_by_code), (block, column_by_code) = rows, columns
    read, unasked = set(), []
    for row_means, row_ref in row_by_code.items():
        for column_means, column_ref in column_by_code.items():
            ref = f"{split_ref(column_ref)[0]}{split_ref(row_ref)[1]}"
            at = place_of(row_headings, block.columns, row_means, column_means)
            if question := found.wants(block, at):
                found.take(question, grid, ref)
                read.add(ref)
            elif found.is_broken_down_so(block, at) and grid.text(ref):
                unasked.append(ref)
    if unasked:
        found.issues.append(tell_several("rows-not-asked", grid, unasked, unasked))
    return read


def _meanings(found: _Found, grid: Grid, headings: Headings) -> tuple[dict[str, str], list[Issue]]:
    """What each heading means, with its cell; and what is wrong with them."""
    spellings = heading_spellings(found.plan, headings, found.slot.period)
    meant: dict[str, str] = {}
    issues, unknown_cells = [], []
    for ref in headings.cells:
        codes = which_codes(grid.raw(ref), spellings)
        if len(codes) == 1 and codes[0] in meant and codes[0] != PASSED_OVER:
            facts = {"found": _words(grid, ref), "expected": meant[codes[0]]}
            issues.append(raise_issue("heading-twice", sheet=grid.shown, cell=ref, **facts))
        elif len(codes) == 1:
            meant[codes[0]] = ref
        elif grid.text(ref):
            unknown_cells.append(ref)
    meant.pop(PASSED_OVER, None)
    lacks_total = bool(headings.total) and TOTAL not in meant
    if (not meant or lacks_total) and (moved := _moved(grid, headings, spellings)):
        facts = {"found": moved, "expected": headings.headings}
        where = headings.cells[0]
        return {}, [raise_issue("heading-moved", sheet=grid.shown, cell=where, **facts)]
    wanted = _names(found.plan, headings, spellings, meant)
    for ref in unknown_cells:
        facts = {"found": _words(grid, ref), "expected": wanted}
        issues.append(raise_issue("heading-renamed", sheet=grid.shown, cell=ref, **facts))
    if not issues and (lacks_total or not meant):
        where = headings.cells[-1]
        issues = [raise_issue("heading-missing", sheet=grid.shown, cell=where, expected=wanted)]
    return meant, issues


def _names(plan: Plan, headings: Headings, spellings: Spellings, meant: Mapping[str, str]) -> str:
    """The headings that were not found, by this spreadsheet's words or else by their names."""
    lacking = [
        code
        for code in sorted(spellings, key=lambda code: code != TOTAL)
        if code not in meant and code != PASSED_OVER and (code != TOTAL or headings.total)
    ]
    more = ", \u2026" if len(lacking) > _NAMED else ""
    return ", ".join(_name(plan, headings, code) for code in lacking[:_NAMED]) + more


def _name(plan: Plan, headings: Headings, code: str) -> str:
    if code == TOTAL:
        return headings.total[0]
    if words := headings.words.get(code):
        return words[0]
    name = plan.code_names[headings.dimension or "", code]
    return " / ".join(dict.fromkeys(name.root.values()))


def _moved(grid: Grid, headings: Headings, spellings: Spellings) -> str:
    """The line of the sheet, other than its own, in which the most headings stand now."""
    ours = set(headings.cells)
    stands_up = len({split_ref(cell)[0] for cell in ours}) == 1
    if len(ours) == 1:
        return ""
    lines: dict[str | int, list[str]] = {}
    for ref, cell in grid.cells.items():
        if cell.type == "text" and which_codes(cell.raw, spellings):
            column, row = split_ref(ref)
            lines.setdefault(column if stands_up else row, []).append(ref)
    best = max(lines.values(), key=len, default=[])
    known = sum(ref in ours for ref in best)
    if len(best) < _FEWEST or known == len(best):
        return ""
    return best[0] if len(best) == 1 else f"{best[0]}:{best[-1]}"


def _without_heading(found: _Found, grid: Grid, rows: _Meant, columns: _Meant) -> list[Issue]:
    """Figures in a row or column of the table whose heading is blank: whose are they?"""
    across = {split_ref(ref)[0] for ref in columns[1].values()}
    down = {split_ref(ref)[1] for ref in rows[1].values()}
    beside = {
        **{ref: [f"{column}{split_ref(ref)[1]}" for column in across] for ref in rows[0].cells},
        **{ref: [f"{split_ref(ref)[0]}{row}" for row in down] for ref in columns[0].cells},
    }
    issues = []
    for headings, meant in (rows, columns):
        spellings = heading_spellings(found.plan, headings, found.slot.period)
        expected = _names(found.plan, headings, spellings, meant) or "-"
        issues += [
            raise_issue("heading-missing", sheet=grid.shown, cell=ref, expected=expected)
            for ref in headings.cells
            if not grid.text(ref) and any(map(grid.text, beside[ref]))
        ]
    return issues
