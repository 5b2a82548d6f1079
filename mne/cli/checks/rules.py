"""The plan's own rules as checks: each by its id and title, with what must hold in words."""

from __future__ import annotations

from typing import NamedTuple

from mne.checks import code_of
from mne.issues import SEVERITY_BY_CODE
from mne.model import Plan
from mne.report.reference import PlanWords, rule_line
from mne.report.wording import load_wording


class RuleEntry(NamedTuple):
    """One rule of a plan, explained in one language."""

    rule: str
    severity: str
    title: str
    holds: str
    """The relation in words: `A + B is at most C`."""
    consequence: str
    days: str
    code: str
    """Under which code it is said that it does not hold."""


def list_rules(plan: Plan, language: str) -> list[RuleEntry]:
    """The rules of a plan, in its order."""
    words = PlanWords(plan, load_wording(language))
    found = []
    for rule in plan.rules:
        line, code = rule_line(rule, words), code_of(rule)
        facts = (line.title, line.expression, line.consequence, line.days, code)
        found.append(RuleEntry(rule.id, SEVERITY_BY_CODE[code], *facts))
    return found
