"""Indicator reference sheets: what each figure means, for whoever doubts it years later.

`words` says things of a plan, `facts` are the sections, `sheet` puts them together for terminal and
print, `rules` says rules; `brief` is the short form at the end of the annual report.
"""

from mne.report.reference.brief import Sheet, sheet
from mne.report.reference.rules import RuleLine, rule_line
from mne.report.reference.sheet import Fact, FullSheet, Section, TargetLine, full_sheet
from mne.report.reference.words import PlanWords

__all__ = [
    "Fact",
    "FullSheet",
    "PlanWords",
    "RuleLine",
    "Section",
    "Sheet",
    "TargetLine",
    "full_sheet",
    "rule_line",
    "sheet",
]
