"""Issues become what is marked in a workbook: a comment at each cell, and a list of all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mne.feedback.words import Words
from mne.issues import row_label, sentence
from mne.layout import FONT, SHEET_ORDER
from mne.messages import Sentence
from mne.model import Issue, Plan, Verdict
from mne.refs import column_number, split_ref
from mne.workbook import Wish

_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_SEVERITIES = ("error", "warning", "note")
_ARROW = "\u2192"


class Told(NamedTuple):
    """An issue with its words."""

    issue: Issue
    row: str
    words: Sentence

    @property
    def cell(self) -> str:
        """Its cell, if it has a single one."""
        return self.issue.cell if _CELL.fullmatch(self.issue.cell) else ""


def tell_issues(verdict: Verdict, plan: Plan, language: str) -> tuple[Told, ...]:
    """Every issue in the order in which somebody goes through the workbook: sheet, row, column."""
    sheets = list(dict.fromkeys((*SHEET_ORDER, *(one.sheet for one in verdict.issues))))
    told = [
        Told(one, row_label(one, language, plan), _words(one, plan, language))
        for one in verdict.issues
    ]
    return tuple(sorted(told, key=lambda one: _place(one, sheets)))


def count_by_severity(issues: Sequence[Issue]) -> dict[str, int]:
    """How many errors, warnings and notes."""
    return {f"{one}s": sum(issue.severity == one for issue in issues) for one in _SEVERITIES}


def wish_for(
    verdict: Verdict, plan: Plan, told: Sequence[Told], language: str, *, beside: bool
) -> Wish:
    """What is to be marked; `beside` where the sender's own file cannot be."""
    say = Words(language)
    slot = verdict.slot
    line = say(
        "list.line",
        plan=plan.id,
        reporter=say.reporter(plan, slot),
        period=slot.period.label,
        **count_by_severity(verdict.issues),
    )
    hint = "list.hint-beside" if beside else "list.hint" if told else "list.hint-none"
    heads = ("severity", "where", "row", "wrong", "expected", "fix")
    return Wish(
        name=say("list.name"),
        title=say("list.title" if told else "list.title-none"),
        lines=(line, " ".join(filter(None, (say(hint), say("awaits-reader"))))),
        headings=tuple(say(f"list.head-{one}") for one in heads),
        rows=tuple(_row(one, say) for one in told),
        marks=tuple(_marks(told, say)),
        font=FONT,
    )


def _words(issue: Issue, plan: Plan, language: str) -> Sentence:
    """A note expects nothing of anybody."""
    words = sentence(issue, language, plan)
    return words._replace(expected="") if issue.severity == "note" else words


def _place(one: Told, sheets: Sequence[str]) -> tuple[int, int, int]:
    if not one.cell:
        return (sheets.index(one.issue.sheet) if one.issue.sheet else -1, 0, 0)
    column, row = split_ref(one.cell)
    return (sheets.index(one.issue.sheet), row, column_number(column))


def _row(one: Told, say: Words) -> tuple[str, str, str, str, str, str, str, str]:
    issue, words = one.issue, one.words
    sheet = issue.sheet or say("whole-file")
    kind = say(f"mark.{issue.severity}")
    return (
        *(issue.severity, kind, sheet, one.cell, one.row),
        *(words.message, words.expected, words.fix),
    )


def _marks(told: Sequence[Told], say: Words) -> list[tuple[str, str, str, str, str]]:
    """One mark for each cell, however much is wrong with it; the gravest gives it its colour."""
    by_cell: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        if one.cell:
            by_cell.setdefault((one.issue.sheet, one.cell), []).append(one)
    marks: list[tuple[str, str, str, str, str]] = []
    for (sheet, ref), several in by_cell.items():
        severity = min((one.issue.severity for one in several), key=_SEVERITIES.index)
        words = "\n\n".join(_comment(one.words, say) for one in several)
        marks.append((sheet, ref, severity, say(f"mark.{severity}"), words))
    return marks


def _comment(words: Sentence, say: Words) -> str:
    expected = say("comment.expected", expected=words.expected) if words.expected else ""
    fix = f"{_ARROW} {words.fix}" if words.fix else ""
    return "\n".join(filter(None, (words.message, expected, fix)))
