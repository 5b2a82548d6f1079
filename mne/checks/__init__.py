"""Checks that look at more than one answer. Each is one function in its module's list.

`mne.checks.CHECKS` runs them in the order of contract and house: arithmetic first, then what is
missing. A check says nothing about an answer that could not be read.
"""

from __future__ import annotations

from mne.checks import arithmetic, completeness, history
from mne.checks.answers import Answers, Check

CHECKS: tuple[Check, ...] = (*arithmetic.CHECKS, *completeness.CHECKS, *history.CHECKS)

__all__ = ["CHECKS", "Answers", "Check"]
