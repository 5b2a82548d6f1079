"""Checks that look at more than one answer. Each is one function in its module's list.

`mne.checks.CHECKS` runs them in the order of contract and house: arithmetic first, then what is
missing, then what other returns say. A check says nothing about an answer that could not be read.
`privacy` stands beside them: it looks at the file, not at its answers.
"""

from __future__ import annotations

from mne.checks import (
    activities,
    arithmetic,
    completeness,
    confirmation,
    coverage,
    history,
    milestones,
    quoted,
    rules,
    sendings,
)
from mne.checks.answers import Answers, Check, Return
from mne.checks.completeness import is_untouched
from mne.checks.privacy import WITHHELD, Personal, withhold, withhold_sheets
from mne.checks.rules import RuleOutcome, code_of, counterpart_slots, judge_rule

CHECKS: tuple[Check, ...] = (
    *arithmetic.CHECKS,
    *rules.CHECKS,
    *completeness.CHECKS,
    *milestones.CHECKS,
    *quoted.CHECKS,
    *confirmation.CHECKS,
    *activities.CHECKS,
    *coverage.CHECKS,
    *history.CHECKS,
    *sendings.CHECKS,
)

__all__ = [
    "CHECKS",
    "WITHHELD",
    "Answers",
    "Check",
    "Personal",
    "Return",
    "RuleOutcome",
    "code_of",
    "counterpart_slots",
    "is_untouched",
    "judge_rule",
    "withhold",
    "withhold_sheets",
]
