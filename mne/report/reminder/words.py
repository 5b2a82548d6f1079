"""The words of letters and messages, from `locale/remind.<language>.yaml`.

Days and periods are written as in the reports.
"""

from __future__ import annotations

from mne.messages import read_texts
from mne.report.wording import Wording, load_wording


def remind_wording(language: str) -> Wording:
    """The words of a language; a usage error where there are none."""
    reports = load_wording(language)
    return Wording(language, {**reports.entries, **read_texts(f"remind.{language}")})


def number(count: int) -> str:
    """The end of a key that has words for one and for several."""
    return "one" if count == 1 else "many"
