"""The look itself: a quick one over everything, and a close one at what is then suspected.

Its patterns take some time to build: it is loaded while the first file is being read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from mne.checks.privacy.found import WITHHELD, Personal, Place
from mne.checks.privacy.lists import Listed, kind_of_heading, lists_in, names_beside, year_of
from mne.checks.privacy.numbers import CASES, IDENTITIES, PHONES, numbers_in
from mne.checks.privacy.persons import describes_person
from mne.checks.privacy.words import CASES_NAMED, HEADINGS, NAMED, SEXES, SPOKEN_OF
from mne.issues import raise_issue
from mne.kinds import kind_of
from mne.model import Cell, Issue, Observation, Plan
from mne.typed import ZERO_BY_SCRIPT
from mne.workbook import Sheet

PERSONS = "person-described"
KINDS = (PERSONS, IDENTITIES, CASES, PHONES)
"""What may stand in one text, the gravest first: of one cell only that is said."""
DOUBTFUL = "personal-doubtful"
_SHOWN = 5
_BETWEEN = "\x1f"
_DIGIT = f"[0-9{''.join(f'{zero}-{chr(ord(zero) + 9)}' for zero in ZERO_BY_SCRIPT.values())}]"
_SPACES = r"[ .()/\-\u00a0\u00ad\u2007-\u2015\u202f\u2060\ufeff]{0,3}"
_DIGITS = re.compile(_SPACES.join([_DIGIT] * 6))
"""Six digits with nothing much between them: fewer say nothing of anyone."""
_TRIGGERS = re.compile("|".join(map(re.escape, (*NAMED, *SPOKEN_OF, *SEXES, *CASES_NAMED))))
_LONGEST_HEADING = 40
_STARTS = frozenset(
    word[: 3 if word.isascii() else 2] for words in HEADINGS.values() for word in words
)


@dataclass
class _Found:
    """What is gathered on the way through the sheets."""

    issues: list[Issue] = field(default_factory=list)
    cells: set[Place] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    sheets: set[str] = field(default_factory=set)
    refused: set[Place] = field(default_factory=set)

    def add(self, issue: Issue, sheet: Sheet, cells: Sequence[Cell]) -> None:
        """What was found in some cells of a sheet."""
        here = {(sheet.name, cell.ref) for cell in cells}
        self.issues.append(issue)
        self.cells |= here
        texts = {cell.raw for cell in (*cells, *names_beside(sheet.cells, cells))}
        self.texts |= {text for text in texts if not kind_of_heading(text)}
        self.refused |= here if issue.severity == "error" else set()

    def add_name(self, look: _Look, name: str) -> None:
        """What was found in the name of a sheet."""
        if kinds := look.kinds_in(name):
            self.issues.append(look.tell_name(kinds[0]))
            self.sheets.add(name)

    def personal(self) -> Personal:
        """All of it, for good."""
        return Personal(
            tuple(self.issues),
            frozenset(self.cells),
            frozenset(self.texts),
            frozenset(self.sheets),
            frozenset(self.refused),
        )


class _Look:
    """One file under a plan: what its cells are asked for, and what the plan refuses."""

    def __init__(self, plan: Plan, observations: Sequence[Observation]) -> None:
        self.plan = plan
        self.observations = observations
        self.hotlines = frozenset(re.sub(r"\D", "", one) for one in plan.privacy.hotlines)

    @cached_property
    def _names_of_places(self) -> frozenset[str]:
        texts = self.plan.code_names.values()
        return frozenset(name.lower() for text in texts for name in text.root.values())

    @cached_property
    def _part_by_place(self) -> dict[Place, tuple[str, str]]:
        return {
            (one.cell.sheet, one.cell.ref): (one.indicator, one.part)
            for one in self.observations
            if one.cell
        }

    def is_figure(self, place: Place | None) -> bool:
        """Whether a number is what the cell asks for."""
        if place not in self._part_by_place:
            return False
        name, part = self._part_by_place[place]
        asked = self.plan.asked_by_id[name]
        return any(one.holds == "number" for one in kind_of(asked).parts(asked) if one.name == part)

    def _is_for_contacts(self, place: Place | None) -> bool:
        if place not in self._part_by_place or self.is_figure(place):
            return False
        return self.plan.asked_by_id[self._part_by_place[place][0]].contacts == "allowed"

    def kinds_in(self, text: str, place: Place | None = None) -> list[str]:
        """What kinds of personal data a text holds that the plan does not allow there."""
        found = {PERSONS} if describes_person(text, self._names_of_places) else set()
        found |= {*numbers_in(text, self.hotlines, is_figure=False)}
        if found and self.is_figure(place):
            found &= {PERSONS, *numbers_in(text, self.hotlines, is_figure=True)}
        if PHONES in found and self._is_for_contacts(place):
            found.discard(PHONES)
        return [code for code in KINDS if code in found and self.plan.privacy.asks(code) != "allow"]

    def tell(self, code: str, sheet: str, cells: Sequence[Cell], *, is_figure: bool) -> Issue:
        """One message for one kind in one sheet, however many cells there are.

        Where a figure is asked for, a telephone number is no answer: it is refused in any case.
        """
        more = ", \u2026" if len(cells) > _SHOWN else ""
        refs = ", ".join(cell.ref for cell in cells[:_SHOWN]) + more
        facts = {"found": refs, "count": str(len(cells))}
        return self._issue(code, (sheet, cells[0].ref), facts, is_figure=is_figure)

    def tell_list(self, sheet: str, listed: Listed) -> Issue:
        """One message for one list."""
        first, last = listed.cells[0].ref, listed.cells[-1].ref
        facts = {"found": f"{first}\u2013{last}", "count": str(listed.rows)}
        return self._issue(listed.code, (sheet, first), facts)

    def tell_name(self, code: str) -> Issue:
        """A sheet that is called by a person's name or number; the name is not repeated."""
        return self._issue(code, ("", ""), {"found": WITHHELD, "count": "1"})

    def _issue(
        self, code: str, place: Place, facts: dict[str, str], *, is_figure: bool = False
    ) -> Issue:
        sheet, cell = place
        if self.plan.privacy.asks(code) == "refuse" or is_figure:
            return raise_issue(code, sheet=sheet, cell=cell, **facts)
        return raise_issue(DOUBTFUL, sheet=sheet, cell=cell, **facts, looks_like=code)


def is_personal(plan: Plan, text: str) -> bool:
    """Whether a text, wherever it stands, holds what the plan refuses or warns of."""
    suspects, _ = _sift({text})
    return any(map(_Look(plan, ()).kinds_in, suspects))


def look_for_persons(
    plan: Plan, sheets: Sequence[Sheet], observations: Sequence[Observation]
) -> Personal:
    """Everything in a file that would point at a person."""
    texts = {cell.raw for sheet in sheets for cell in sheet.cells if cell.type == "text"}
    suspects, headings = _sift(texts | {sheet.name for sheet in sheets})
    look = _Look(plan, observations)
    found = _Found()
    for sheet in sheets:
        if sheet.name in suspects:
            found.add_name(look, sheet.name)
        for issue, cells in _in_sheet(look, sheet, suspects, headings):
            found.add(issue, sheet, cells)
    return found.personal()


def _in_sheet(
    look: _Look, sheet: Sheet, suspects: Collection[str], headings: Collection[str]
) -> Iterator[tuple[Issue, Sequence[Cell]]]:
    telling = {*suspects, *headings}
    some = [one for one in sheet.cells if one.type == "date" or (telling and one.raw in telling)]
    suspected = [cell for cell in some if cell.type == "text" and cell.raw in suspects]
    heads = [cell for cell in some if cell.raw in headings]
    kinds_by_ref = {cell.ref: look.kinds_in(cell.raw, (sheet.name, cell.ref)) for cell in suspected}
    days = ((cell.ref, year_of(cell.raw)) for cell in some if cell.raw not in headings)
    marks = {ref: str(year) for ref, year in days if year}
    marks |= {ref: kinds[0] for ref, kinds in kinds_by_ref.items() if kinds}
    taken: set[str] = set()
    for listed in lists_in(sheet.cells, heads, marks):
        if look.plan.privacy.asks(listed.code) != "allow":
            taken |= {cell.ref for cell in listed.cells}
            yield look.tell_list(sheet.name, listed), listed.cells
    groups: dict[tuple[str, bool], list[Cell]] = defaultdict(list)
    for cell in suspected:
        if cell.ref not in taken and (kinds := kinds_by_ref[cell.ref]):
            groups[kinds[0], look.is_figure((sheet.name, cell.ref))].append(cell)
    for (code, is_figure), cells in groups.items():
        yield look.tell(code, sheet.name, cells, is_figure=is_figure), cells


_HARMLESS: set[str] = set()
"""Texts that were looked through in this process, for most of a form is the same in all."""
_MOST_HARMLESS = 50_000


def _sift(texts: AbstractSet[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The texts that hold something, and those that could head a column.

    All are looked through as one, for that takes a tenth of the time.
    """
    unknown = [*(texts - _HARMLESS)]
    headings = frozenset(filter(_may_be_heading, unknown))
    whole = _BETWEEN.join(unknown)
    at = {found.start() for one in (_DIGITS, _TRIGGERS) for found in one.finditer(whole)}
    starts = list(accumulate((len(text) + 1 for text in unknown), initial=0)) if at else []
    near = {unknown[bisect_right(starts, one) - 1] for one in at}
    suspects = frozenset(filter(_is_suspect, near))
    if len(_HARMLESS) > _MOST_HARMLESS:
        _HARMLESS.clear()
    _HARMLESS.update({*unknown} - suspects - headings)
    return suspects, headings


def _is_suspect(text: str) -> bool:
    """Whether it could be personal, or a date of birth, under any plan."""
    return (
        bool(year_of(text))
        or describes_person(text, frozenset())
        or any(numbers_in(text, frozenset(), is_figure=False))
    )


def _may_be_heading(text: str) -> bool:
    if len(text) > _LONGEST_HEADING:
        return False
    start = text[: 3 if text.isascii() else 2].lower()
    return start in _STARTS and bool(kind_of_heading(text))
