"""The words of the house: what a plan is made of, and what happens to a figure on its way.

`plan` and `indicator` hold what a plan says (objective, target, reporter, code list); `record`
holds what happens under it (cell, observation, issue, receipt, progress). Everything here
is frozen, is a plain value, and knows nothing of files, tables or screens.
"""

from mne.model.common import Provenance, Text
from mne.model.indicator import (
    Baseline,
    Combine,
    Indicator,
    Link,
    State,
    Target,
    View,
)
from mne.model.plan import (
    Code,
    Codelist,
    Objective,
    Plan,
    PlanHeader,
    Rating,
    Reporter,
    Rule,
    Span,
    Term,
)
from mne.model.record import (
    At,
    Cell,
    CellCounts,
    CellType,
    Coverage,
    Issue,
    Missing,
    Observation,
    Progress,
    RatingName,
    Receipt,
    Severity,
    Slot,
    Status,
    Value,
    Verdict,
    at_text,
    parse_at,
)

__all__ = [
    "At",
    "Baseline",
    "Cell",
    "CellCounts",
    "CellType",
    "Code",
    "Codelist",
    "Combine",
    "Coverage",
    "Indicator",
    "Issue",
    "Link",
    "Missing",
    "Objective",
    "Observation",
    "Plan",
    "PlanHeader",
    "Progress",
    "Provenance",
    "Rating",
    "RatingName",
    "Receipt",
    "Reporter",
    "Rule",
    "Severity",
    "Slot",
    "Span",
    "State",
    "Status",
    "Target",
    "Term",
    "Text",
    "Value",
    "Verdict",
    "View",
    "at_text",
    "parse_at",
]
