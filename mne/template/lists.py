"""The sheet with the code lists: what the drop-downs offer, and what each code means."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from mne.kinds import kind_of
from mne.kinds.milestone import NO_FLAG
from mne.layout import LISTS, STATUS_CODES
from mne.model import Indicator, State
from mne.template.answers import offered_states
from mne.template.desk import Desk, protect, set_page, write_title
from mne.template.style import height_for, in_two, write_runs
from mne.template.words import say

_WIDTH = 34
_CODE_WIDTH = 20
_MEANING_WIDTH = 44


class Answer(NamedTuple):
    """One line of a list."""

    offered: str
    """What the drop-down shows: for a state its name in the reporter's own language.

    Empty for a code that no cell asks for: it stands in the names of the rows.
    """
    code: str
    meanings: tuple[str, ...]
    """In each language of the form."""


class Block(NamedTuple):
    """One list, and the rows (from 1) that its answers stand in."""

    titles: tuple[str, ...]
    answers: tuple[Answer, ...]
    first: int

    @property
    def last(self) -> int:
        """The row of its last answer."""
        return self.first + len(self.answers) - 1

    @property
    def source(self) -> str:
        """The cells that a drop-down takes its answers from."""
        return f"={LISTS}!$A${self.first}:$A${self.last}"


class Lists(NamedTuple):
    """All lists of one form: statuses, states or flags of each milestone, codes of breakdowns."""

    status: Block
    by_indicator: dict[str, Block]
    codes: tuple[Block, ...]

    def blocks(self) -> tuple[Block, ...]:
        """Each list once, in the order of the sheet."""
        return tuple(dict.fromkeys((self.status, *self.by_indicator.values(), *self.codes)))


def lay_lists(desk: Desk, indicators: list[Indicator]) -> Lists:
    """Give every list its rows; milestones that have the same states share a list."""
    languages = desk.words.languages
    statuses = tuple(
        Answer(code, code, tuple(say(f"means_{code}", one) for one in languages))
        for code in STATUS_CODES
    )
    status = Block(desk.words.all("lists_status"), statuses, first=6)
    row = status.last + 4
    found: dict[tuple[Answer, ...], Block] = {}
    by_indicator = {}
    for indicator in indicators:
        if not (indicator.states or indicator.flags):
            continue
        answers = _answers(desk, indicator)
        if answers not in found:
            found[answers] = Block(_titles(desk, indicator), answers, row)
            row = found[answers].last + 4
        by_indicator[indicator.id] = found[answers]
    return Lists(status, by_indicator, tuple(_code_blocks(desk, row)))


def _code_blocks(desk: Desk, row: int) -> Iterator[Block]:
    """The codes by which the form breaks its figures down, list by list."""
    asked = (one for line in desk.form.lines for one in line.questions)
    pairs = dict.fromkeys(pair for one in asked for pair in one.at)
    for dimension in dict.fromkeys(dimension for dimension, _ in pairs):
        answers = []
        for pair in pairs:
            if pair[0] == dimension:
                names = tuple(desk.plan.code_names[pair].say(one) for one in desk.words.languages)
                answers.append(Answer("", pair[1], names))
        titles = desk.words.texts(desk.plan.codelists[dimension].title)
        block = Block(titles, tuple(answers), row)
        yield block
        row = block.last + 4


def _titles(desk: Desk, indicator: Indicator) -> tuple[str, ...]:
    """What a list is called: after its milestone, or, for all activities, after what it says."""
    if indicator.kind == "activity":
        return desk.words.all("lists_activity")
    return desk.words.texts(indicator.title)


def _answers(desk: Desk, indicator: Indicator) -> tuple[Answer, ...]:
    if indicator.flags:
        none = Answer(NO_FLAG, NO_FLAG, tuple("\u2013" for _ in desk.words.languages))
        return (none, *(Answer(one.id, one.id, _meanings(desk, one)) for one in indicator.flags))
    offered = offered_states(indicator, desk.words.own)
    return tuple(Answer(offered[one.id], one.id, _meanings(desk, one)) for one in indicator.states)


def _meanings(desk: Desk, state: State) -> tuple[str, ...]:
    return tuple(state.name.say(language) for language in desk.words.languages)


def state_names(indicator: Indicator, language: str) -> str:
    """The states or flags of a milestone, in their order, as one text."""
    kind = kind_of(indicator)
    states = indicator.states or indicator.flags
    return "; ".join(kind.show(indicator, one.id, language) for one in states)


def write_lists(desk: Desk, lists: Lists) -> None:
    """Write the sheet."""
    sheet = desk.book.add_worksheet(LISTS)
    languages = desk.words.languages
    widths = (_WIDTH, _CODE_WIDTH, *(_MEANING_WIDTH for _ in languages))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    write_title(sheet, desk, desk.words.all("lists_title"))
    for block in lists.blocks():
        _write_block(sheet, desk, block)
    set_page(sheet, desk, landscape=True)
    protect(sheet)


def _write_block(sheet: Worksheet, desk: Desk, block: Block) -> None:
    heading = in_two(block.titles, "bold", "second", parted="   ")
    write_runs(sheet, desk.looks, (block.first - 3, 0), heading, "flat")
    heads = ("lists_answer", "lists_code")
    first = 0 if block.answers[0].offered else 1
    for column, key in islice(enumerate(heads), first, None):
        names = in_two(desk.words.all(key), "bold", "second", parted="  ")
        write_runs(sheet, desk.looks, (block.first - 2, column), names, "header")
    for column, language in enumerate(desk.words.languages, 2):
        name = say("lists_meaning", language)
        sheet.write_string(block.first - 2, column, name, desk.looks["header"])
    sheet.set_row(block.first - 3, 22)
    sheet.set_row(block.first - 2, 22)
    for row, answer in enumerate(block.answers, block.first - 1):
        texts = (answer.offered, answer.code, *answer.meanings)
        for column, text in islice(enumerate(texts), first, None):
            look = "cell" if column else "sign left"
            sheet.write_string(row, column, text, desk.looks[look])
        needed = [([("cell", text)], float(_MEANING_WIDTH)) for text in texts]
        sheet.set_row(row, height_for(needed, least=18))
