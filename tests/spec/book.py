"""The chapters of the manual, in order, and where it is printed."""

from pathlib import Path

import amounts
import answers
import coverage
import milestones
import over_reporters
import over_time
import shares
import targets
import trends
import worked_out

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "aggregation.md"
CHAPTERS = tuple(
    module.CHAPTER
    for module in (
        over_time,
        over_reporters,
        shares,
        answers,
        coverage,
        targets,
        milestones,
        amounts,
        worked_out,
        trends,
    )
)
