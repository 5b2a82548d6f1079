"""The sheets around the figures: what to read first, the narrative, and what each figure means."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from mne.layout import DEFINITIONS, HEADER_ROW, NARRATIVE, README, Line, asked_of
from mne.model import COVERAGE, Indicator, Text
from mne.template.answers import NOTHING, write_entry
from mne.template.desk import (
    Desk,
    protect,
    say_target,
    set_page,
    targets_in_force,
    write_column_names,
    write_heading,
    write_key,
    write_link,
    write_title,
)
from mne.template.head import say_form_period
from mne.template.help import words_options
from mne.template.lists import state_names
from mne.template.style import Runs, height_for, in_two, write_runs
from mne.template.words import knows, once, say, say_day, say_span

_SIGN_WIDTH, _FIELD_WIDTH, _COLUMN_WIDTH = 13.0, 20.0, 62.0
_LABEL_WIDTH, _WORDS_WIDTH, _WORDS_HEIGHT = 36.0, 62.0, 48.0

_SAID_IN_PLACE = frozenset({"activity", "coverage"})
"""Kinds that say all there is to say where they are asked."""
_HOW = ("number", "zero", "NA", "ND", "estimated", "blank")


class _SideBySide:
    """A sheet that says each thing in one row, in a column for each language."""

    def __init__(self, desk: Desk, name: str, first_width: float) -> None:
        self.desk = desk
        self.sheet: Worksheet = desk.book.add_worksheet(name)
        self.row = 1
        self._first_width = first_width
        self.sheet.set_column(0, 0, first_width)
        self.sheet.set_column(1, len(desk.words.languages), _COLUMN_WIDTH)

    def add(
        self, field: Runs, texts: list[str], looks: tuple[str, str] = ("field", "cell")
    ) -> None:
        """A row: what it is about, and the words in each language."""
        write_runs(self.sheet, self.desk.looks, (self.row, 0), field, looks[0])
        for column, text in enumerate(texts, 1):
            write_runs(
                self.sheet, self.desk.looks, (self.row, column), [(looks[1], text)], looks[1]
            )
        needed = [(field, self._first_width)]
        needed += [([(looks[1], text)], _COLUMN_WIDTH) for text in texts]
        self.sheet.set_row(self.row, height_for(needed, least=18))
        self.row += 1

    def say(self, key: str, look: str = "cell", field: Runs | None = None) -> None:
        """A row of our own wording."""
        texts = [say(key, one) for one in self.desk.words.languages]
        self.add(field or [], texts, ("field", look))

    def head(self, key: str) -> None:
        """A heading with a little room above it."""
        self.sheet.set_row(self.row, 10)
        self.row += 1
        self.say(key, "section")

    def finish(self) -> None:
        """Page and protection."""
        set_page(self.sheet, self.desk, landscape=False)
        protect(self.sheet)


def write_readme(desk: Desk) -> None:
    """Half a page that answers: what is this, by when, how, and whom can I ask."""
    page = _SideBySide(desk, README, _SIGN_WIDTH)
    write_title(page.sheet, desk, desk.words.all("read_me"))
    _add_facts(page)
    page.head("how")
    page.say("how_intro")
    for one in _HOW:
        typed = f"typed_{one}"
        signs = desk.words.all(typed) if knows(typed) else (one,)
        runs = [("sign", " / ".join(signs))]
        page.add(
            runs, [say(f"means_{one}", each) for each in desk.words.languages], ("sign", "cell")
        )
    for section in _sections(desk):
        page.head(section)
        page.say(f"{section}_text")
    _add_provenance(page)
    page.finish()


def _sections(desk: Desk) -> Iterator[str]:
    """What is said further, of what this form asks."""
    form = desk.form
    yield "breakdowns"
    if any(one.part.yearly for line in form.lines for one in line.questions):
        yield "whole_year"
    if any(line.id == COVERAGE for line in form.lines):
        yield "offices"
    if form.activities:
        yield "activities"
    yield from ("send", "ask", "who")


def _add_facts(page: _SideBySide) -> None:
    desk, languages = page.desk, page.desk.words.languages
    slot = desk.form.slot
    name = desk.plan.reporters_by_id[slot.reporter].name_on(slot.period.end)
    facts = {
        "plan": [desk.plan.title.say(one) for one in languages],
        "from": [name.say(one) for one in languages],
        "period": [
            "\n".join(once((*say_form_period(desk, one), say_span(slot.period, one))))
            for one in languages
        ],
        "due": [say_day(desk.due, one) for one in languages],
    }
    for key, texts in facts.items():
        page.add(_field(desk, key), texts, ("field", "fact"))
    for note in _notices(desk):
        page.add([], note, ("field", "notice"))


def _notices(desk: Desk) -> Iterator[list[str]]:
    """What a reader must know before trusting it: of the plan, and of our wording."""
    languages = desk.words.languages
    if desk.plan.note:
        yield [desk.words.column(desk.plan.note, one) for one in languages]
    notes = [say("reader_note", one) for one in languages]
    if any(notes):
        yield notes


def _add_provenance(page: _SideBySide) -> None:
    desk = page.desk
    page.head("provenance")
    page.say("provenance_text")
    found = {one.provenance.basis for one in asked_of(desk.plan, desk.form.slot)}
    for basis in ("sourced", "adapted", "illustrative"):
        if basis in found:
            page.say(f"provenance_{basis}")


def _field(desk: Desk, key: str) -> Runs:
    return in_two(desk.words.all(key), "field", "field second")


def write_definitions(desk: Desk) -> None:
    """What each figure means: one block for each indicator, in the order of the form."""
    page = _SideBySide(desk, DEFINITIONS, _FIELD_WIDTH)
    write_title(page.sheet, desk, desk.words.all("definitions_title"))
    asked_in = {
        line.id: (sheet, line.row)
        for sheet, lines in desk.form.sheets
        for line in lines
        if line.role == "indicator"
    }
    for indicator, fields in _explained(desk):
        page.sheet.set_row(page.row, 8)
        page.row += 1
        titles = [indicator.title.say(one) for one in desk.words.languages]
        place, back = (page.row, 0), f"\u2190 {indicator.id}"
        page.add([], titles, ("heading", "heading indented"))
        write_link(page.sheet, desk, place, asked_in[indicator.id], back)
        for key, texts in fields:
            page.add(_field(desk, f"field_{key}"), texts)
    page.sheet.freeze_panes(1, 1)
    page.finish()


def definition_rows(desk: Desk) -> dict[str, int]:
    """The row (from 1) of the sheet `Definitions` in which each indicator's block begins."""
    rows, row = {}, 1
    for indicator, fields in _explained(desk):
        rows[indicator.id] = row + 2
        row += 2 + len(fields)
    return rows


def _explained(desk: Desk) -> Iterator[tuple[Indicator, list[tuple[str, list[str]]]]]:
    """Each indicator with what there is to say of it."""
    for indicator in asked_of(desk.plan, desk.form.slot):
        if indicator.kind not in _SAID_IN_PLACE:
            yield indicator, [one for one in _fields(desk, indicator) if any(one[1])]


def _fields(desk: Desk, indicator: Indicator) -> Iterator[tuple[str, list[str]]]:
    """Everything that the definition says, in the order in which one asks."""

    def told(text: Text | None) -> list[str]:
        return [desk.words.column(text, one) for one in desk.words.languages]

    languages = desk.words.languages
    yield "definition", told(indicator.definition)
    yield "numerator", told(indicator.numerator)
    yield "denominator", told(indicator.denominator)
    yield "counts_in", told(indicator.counts_in)
    yield "counts_out", told(indicator.counts_out)
    yield "states", [state_names(indicator, one) for one in languages]
    yield "confirmed", [_confirmed(indicator, one) for one in languages]
    yield "unit", [desk.unit(indicator, one) for one in languages]
    yield "means", told(indicator.means_of_verification)
    targets = targets_in_force(indicator)
    yield "target", ["\n".join(say_target(indicator, t, one) for t in targets) for one in languages]
    source = indicator.provenance.source
    bases = [say(f"basis_{indicator.provenance.basis}", one) for one in languages]
    yield "provenance", [f"{basis} \u2013 {source}" if source else basis for basis in bases]


def _confirmed(indicator: Indicator, language: str) -> str:
    return say("confirmed_means", language) if indicator.confirm_yearly else ""


def write_narrative(desk: Desk) -> None:
    """The ministry's own words: a line for each thing, a column for each language."""
    sheet = desk.book.add_worksheet(NARRATIVE)
    languages = desk.form.languages
    sheet.set_column(0, 0, 7)
    sheet.set_column(1, 1, _LABEL_WIDTH)
    sheet.set_column(2, 1 + len(languages), _WORDS_WIDTH)
    sheet.set_row(0, 6)
    write_heading(sheet, desk, "narrative", _LABEL_WIDTH + _WORDS_WIDTH, 1 + len(languages))
    write_column_names(sheet, desk, [[], [], *(_language(desk, one) for one in languages)])
    for line in desk.form.narrative:
        _write_words(sheet, desk, line)
    sheet.freeze_panes(HEADER_ROW, 2)
    set_page(sheet, desk, landscape=True, repeat=HEADER_ROW - 1)
    protect(sheet)


def _language(desk: Desk, language: str) -> Runs:
    """A language by its name in each language."""
    key = f"language_{language}"
    names = desk.words.all(key) if knows(key) else (language,)
    return in_two(names, "header", "second", parted="  ")


def _write_words(sheet: Worksheet, desk: Desk, line: Line) -> None:
    """A heading, or one line of a narrative with a cell for each language."""
    row, looks = line.row - 1, desk.looks
    if line.role == "indicator":
        indicator = desk.indicator(line.id)
        titles = in_two(desk.words.texts(indicator.title), "heading", "second")
        runs = [("heading id", f"{indicator.id}   "), *titles]
        for column in range(2 + len(desk.form.languages)):
            sheet.write_blank(row, column, None, looks["heading"])
        write_runs(sheet, looks, (row, 1), runs, "heading")
        sheet.set_row(row, height_for([(runs, _LABEL_WIDTH)], least=24))
        return
    first = line.questions[0]
    number = f" {first.line}" if first.part.lines > 1 else ""
    names = tuple(f"{name}{number}" for name in desk.words.all(first.part.name))
    label = in_two(names, "top", "second")
    write_key(sheet, desk, row, first.key, label)
    write_runs(sheet, looks, (row, 1), label, "words label")
    for column, question in enumerate(line.questions, 2):
        answer = desk.answers.get(question, NOTHING)
        write_entry(sheet, (row, column), answer.value, looks["answer words"])
    last = 1 + len(line.questions)
    sheet.data_validation(row, 2, row, last, words_options(desk))
    sheet.set_row(row, _WORDS_HEIGHT)
