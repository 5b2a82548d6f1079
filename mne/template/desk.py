"""What every sheet of one form needs at hand while it is written, and what it says of a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from mne.kinds import kind_of
from mne.layout import HEADER_ROW, MARK_ROW, Form, Question, column_marks, with_check
from mne.model import At, Indicator, Objective, Plan, Target
from mne.periods import Period
from mne.template.answers import Answers
from mne.template.last import Past
from mne.template.style import Looks, Runs, height_for, in_two, text_of, write_runs
from mne.template.words import Words, knows, once, say, say_list, say_period

_PAGE_A4 = 9
_LONGEST_FOOTER = 250
_HEADERS = {"key": "header key", "last": "header last"}
"""The looks of headings that are not like the others, by the marks of their columns."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The plan, the form, and the workbook that is being written."""

    plan: Plan
    form: Form
    book: Workbook
    words: Words
    looks: Looks
    past: Past
    """What was answered last time."""
    answers: Answers
    """What the form is filled in with: for one that is sent out, what is gone on from."""
    due: date
    """The day by whose end the return is due."""

    def indicator(self, id_: str) -> Indicator:
        """An indicator of the plan."""
        return self.plan.asked_by_id[id_]

    def objective(self, id_: str) -> Objective:
        """An objective of the plan."""
        return next(one for one in self.plan.objectives if one.id == id_)

    def meaning(self, indicator: Indicator, language: str) -> tuple[str, ...]:
        """What counts, and the register it is counted from; what is not defined is left out."""
        means = indicator.means_of_verification
        return once(
            (
                indicator.definition.say(language) if indicator.definition else "",
                say("register", language, means=means.say(language)) if means else "",
            )
        )

    def names(self, question: Question) -> tuple[str, ...]:
        """What a figure's row is called, in each language."""
        if question.part.yearly:
            return self.words.each(lambda one: self._yearly(question, one))
        part = part_names(self.words, self.indicator(question.indicator), question.part.name)
        if not question.at:
            return part
        place = self.words.each(lambda one: self._place(question.at, one))
        if not question.part.name:
            return place
        return tuple(
            f"{where}: {what}"
            for where, what in zip(_padded(place, part), _padded(part, place), strict=True)
        )

    def _yearly(self, question: Question, language: str) -> str:
        period = say_period(question.period, language)
        return say(question.part.name, language, period=period)

    def _place(self, at: At, language: str) -> str:
        return ", ".join(self.plan.code_names[pair].say(language) for pair in at)

    def group_names(self, group: tuple[str, ...]) -> tuple[str, ...]:
        """`by sex and age`, in each language."""
        return self.words.each(lambda one: self._group_name(group, one))

    def _group_name(self, group: tuple[str, ...], language: str) -> str:
        titles = [_lowered(self.plan.codelists[one].title.say(language)) for one in group]
        return say("by", language, dimensions=say_list(titles, language))

    def units(self, indicator: Indicator) -> tuple[str, ...]:
        """The word after the number, in each language; the currency of an amount."""
        return self.words.each(lambda one: self.unit(indicator, one))

    def unit(self, indicator: Indicator, language: str) -> str:
        """The definition's own word is English; other languages name what is counted."""
        key = f"unit_{indicator.counting_unit}"
        own = language == "en" or indicator.currency or not knows(key)
        return (
            indicator.unit if own and indicator.unit else say(key, language) if knows(key) else ""
        )


def _padded(texts: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return texts if len(texts) >= len(other) else (*texts, *texts[-1:])


def _lowered(title: str) -> str:
    """`Sex` inside a sentence is `sex`; `ASEAN` stays as it is."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def part_names(words: Words, indicator: Indicator, part: str) -> tuple[str, ...]:
    """What one part of a figure is called, in each language."""
    if indicator.kind == "ratio" and (own := getattr(indicator, part)):
        return words.texts(own)
    if part:
        return words.all(part)
    if indicator.kind == "amount":
        return words.all(f"stage_{indicator.stage}" if indicator.stage else "amount")
    return words.all("total")


def targets_in_force(indicator: Indicator) -> tuple[Target, ...]:
    """For each period the target that was set last; those no longer pursued are left out."""
    latest = {one.period: one for one in sorted(indicator.targets, key=lambda one: one.set_on)}
    return tuple(latest[period] for period in sorted(latest) if latest[period].value is not None)


def target_for(indicator: Indicator, period: Period) -> Target | None:
    """The target that a figure of this period works towards: the next one that falls due."""
    return next((one for one in targets_in_force(indicator) if one.period.end >= period.end), None)


def say_target(indicator: Indicator, target: Target, language: str) -> str:
    """`210 in 2013`."""
    kind = kind_of(indicator)
    value = kind.read_target(indicator, target.value or "")
    if value is None:
        return ""
    shown = kind.show(indicator, value, language)
    period = say_period(target.period, language)
    return say(f"target_{indicator.target_is or 'level'}", language, value=shown, period=period)


def set_page(sheet: Worksheet, desk: Desk, *, landscape: bool, repeat: int | None = None) -> None:
    """A4, as wide as the paper, with the slot and the page number at the foot."""
    sheet.set_paper(_PAGE_A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
    if repeat is not None:
        sheet.repeat_rows(repeat)
    source = f"{desk.form.slot}  {desk.form.definitions[:12]}".replace("&", "&&")
    sheet.set_footer(f"&L&7{source}&R&7&P / &N"[:_LONGEST_FOOTER])


def write_title(sheet: Worksheet, desk: Desk, texts: tuple[str, ...]) -> None:
    """The title of a sheet, on one line."""
    sheet.set_row(0, 36)
    runs = in_two(texts, "title", "title second", parted="   ")
    write_runs(sheet, desk.looks, (0, 0), runs, "title flat")


def write_heading(
    sheet: Worksheet,
    desk: Desk,
    stem: str,
    width: float,
    last_column: int,
    also: tuple[str, ...] = (),
) -> None:
    """The title and the legend of a sheet with open cells, above its marks."""
    rows = {1: (f"{stem}_title", "title"), 2: (f"{stem}_legend", "legend")}
    for row, (key, look) in rows.items():
        second = "title second" if look == "title" else look
        runs = in_two(desk.words.all(key), look, second)
        if look == "legend":
            runs += [("legend strong", f"\n{text}") for text in also]
        sheet.merge_range(row, 1, row, last_column, "", desk.looks[look])
        write_runs(sheet, desk.looks, (row, 1), runs, look)
        sheet.set_row(row, height_for([(runs, width)]))


def write_band(
    sheet: Worksheet, desk: Desk, row: int, texts: tuple[str, ...], last: tuple[int, float]
) -> None:
    """A dark band across the table, for what begins here.

    `last` is its last column, and the width of the one that its words stand in.
    """
    runs = in_two(texts, "objective", "objective second")
    for column in range(last[0] + 1):
        sheet.write_blank(row - 1, column, None, desk.looks["objective"])
    write_runs(sheet, desk.looks, (row - 1, 1), runs, "objective")
    sheet.set_row(row - 1, height_for([(runs, last[1])], least=30))


def write_column_names(sheet: Worksheet, desk: Desk, names: list[Runs]) -> None:
    """The headings of the columns, from A, and the tiny marks by which they are known again."""
    marks = column_marks(desk.form, sheet.get_name())
    for column, (mark, runs) in enumerate(zip(marks.values(), names, strict=True)):
        look = _HEADERS.get(mark, "header")
        known_by = with_check(mark, text_of(runs))
        sheet.write_string(MARK_ROW - 1, column, known_by, desk.looks["key"])
        write_runs(sheet, desk.looks, (HEADER_ROW - 1, column), runs, look)
    sheet.set_row(MARK_ROW - 1, 9)


def write_key(sheet: Worksheet, desk: Desk, row: int, key: str, *label: Runs) -> None:
    """The key of a row (from 0), which belongs to the words in the cells beside it."""
    words = "".join(text_of(runs) for runs in label)
    sheet.write_string(row, 0, with_check(key, words), desk.looks["key"])


def write_link(
    sheet: Worksheet, desk: Desk, place: tuple[int, int], to: tuple[str, int], text: str
) -> None:
    """A word that leads to a row (from 1) of another sheet of the form."""
    target = f"internal:'{to[0]}'!A{to[1]}"
    sheet.write_url(*place, target, desk.looks["heading link"], text)


def protect(sheet: Worksheet) -> None:
    """Lock what is not open. There is no password: it guards against slips, not against people."""
    allowed = ("format_columns", "format_rows", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True))
    sheet.hide_gridlines(2)
