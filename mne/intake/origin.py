"""What the secretariat says of a return that did not come as a file: on paper, in print, by letter.

The words are kept for ever beside the figures, so nothing in them may point at a person.
"""

from __future__ import annotations

from collections.abc import Mapping

from mne.errors import UsageError
from mne.model import Plan


def keep_words_plain(plan: Plan, said: Mapping[str, str]) -> None:
    """UsageError where what an option says would point at a person; it is not repeated."""
    from mne.checks.privacy.look import is_personal  # noqa: PLC0415 - takes time to load

    for option, text in said.items():
        if is_personal(plan, text):
            raise UsageError("words-personal", option=option)
