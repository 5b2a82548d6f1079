"""What the headings of a ministry's own spreadsheet mean, and what may stand in its titles."""

from __future__ import annotations

from mne.model import At, Headings, Plan, Saying
from mne.periods import MONTHS_BY_FREQUENCY, Period
from mne.typed import Spellings

TOTAL, PASSED_OVER = "*total", "*passed-over"
"""What a heading may mean besides a code of its list; no code can be called so."""


def heading_spellings(plan: Plan, headings: Headings, period: Period) -> Spellings:
    """How each code of a period, the total, and what is passed over may be written."""
    besides = {TOTAL: headings.total, PASSED_OVER: headings.passed_over}
    if headings.dimension is None:
        return besides
    codes = plan.codes(headings.dimension, period)
    usual = plan.codelists[headings.dimension].spellings(codes)
    return {code: (*usual[code], *headings.words.get(code, ())) for code in codes} | besides


def place_of(rows: Headings, columns: Headings, row: str, column: str) -> At:
    """What the figure where a row and a column meet is about, by what their headings mean."""
    pairs = ((rows.dimension, row), (columns.dimension, column))
    return tuple((dimension, code) for dimension, code in pairs if dimension and code != TOTAL)


def what_may_stand(saying: Saying, period: Period) -> tuple[str, ...]:
    """What a cell may say in a return for this period."""
    quarter = (period.start.month - 1) // MONTHS_BY_FREQUENCY["quarter"] + 1
    words = {"year": period.start.year, "quarter": quarter, "month": period.start.month}
    return tuple(_filled(text, words) for text in saying.says)


def _filled(text: str, words: dict[str, int]) -> str:
    for name, number in words.items():
        text = text.replace(f"{{{name}}}", str(number))
    return text
