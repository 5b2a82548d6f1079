"""What was found in a file, and how all that is said of the file is freed of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mne.issues import CATALOGUE
from mne.model import Issue, Outcome
from mne.typed import clean

WITHHELD = "[\u2026]"
"""What stands in the place of a text that is not repeated."""
Place = tuple[str, str]
"""Sheet and cell."""
_OURS = frozenset({"expected", "figure", "rule", "group"})
"""Facts that come from the plan and never from the file."""
_QUOTES = frozenset({"found", "near"})
"""Facts that repeat what a cell holds."""
_FEWEST = 4
"""Letters or digits from which a text is looked for within others."""


@dataclass(frozen=True)
class Personal:
    """What was found: the issues, and what none of our answers may repeat."""

    issues: tuple[Issue, ...] = ()
    cells: frozenset[Place] = frozenset()
    """Those in which something was found."""
    texts: frozenset[str] = frozenset()
    """What they hold, and the names beside them."""
    sheets: frozenset[str] = frozenset()
    """Names of sheets that are themselves such a text."""
    refused: frozenset[Place] = frozenset()
    """Those of the cells for which the file is refused."""


def withhold(issues: Iterable[Issue], personal: Personal) -> list[Issue]:
    """The issues without those about a refused text, and without the text in any other.

    One mistake, one message: a telephone number in the place of a figure is not also no number. Of
    what is only warned of, all else that is wrong is still said, for it may be an error.
    """
    if not personal.issues:
        return [*issues]
    texts = {clean(text) for text in personal.texts}
    long = {text for text in texts if sum(map(str.isalnum, text)) >= _FEWEST}
    kept = (_without(one, personal, texts, long) for one in issues if not _is_said(one, personal))
    ours = (one._replace(sheet=_shown(one.sheet, personal)) for one in personal.issues)
    return [*ours, *kept]


def withhold_sheets(outcomes: Iterable[Outcome], personal: Personal) -> tuple[Outcome, ...]:
    """What the checks came to, without the name of a sheet that is itself such a text."""
    return tuple(
        one._replace(cells=tuple(_without_sheets(cell, personal) for cell in one.cells))
        for one in outcomes
    )


def _is_said(issue: Issue, personal: Personal) -> bool:
    """Of a text that is only warned of it need not be said too that it is in the wrong place."""
    place = (issue.sheet, issue.cell)
    is_about_place = issue.code in CATALOGUE["form"] and issue.severity != "error"
    return place in personal.refused or (place in personal.cells and is_about_place)


def _without(
    issue: Issue, personal: Personal, texts: Collection[str], long: Collection[str]
) -> Issue:
    is_at_cell = (issue.sheet, issue.cell) in personal.cells
    facts = tuple(
        (name, WITHHELD)
        if name not in _OURS and ((is_at_cell and name in _QUOTES) or _repeats(fact, texts, long))
        else (name, _without_sheets(fact, personal))
        for name, fact in issue.params
    )
    return issue._replace(sheet=_shown(issue.sheet, personal), params=facts)


def _shown(sheet: str, personal: Personal) -> str:
    return WITHHELD if sheet in personal.sheets else sheet


def _repeats(fact: str, texts: Collection[str], long: Collection[str]) -> bool:
    plain = clean(fact)
    shown = plain.removesuffix("\u2026")  # a fact is cut where it is very long
    return (
        (len(plain) >= _FEWEST and plain in texts)
        or any(text in plain for text in long)
        or (shown != plain and any(text.startswith(shown) for text in long))
    )


def _without_sheets(fact: str, personal: Personal) -> str:
    for name in personal.sheets:
        fact = fact.replace(name, WITHHELD)
    return fact
