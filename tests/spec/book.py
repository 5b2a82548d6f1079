"""The chapters of the manual, in order, and where it is printed."""

from pathlib import Path

from tests.spec import (
    amounts,
    answers,
    coverage,
    milestones,
    over_reporters,
    over_time,
    shares,
    targets,
    trends,
    worked_out,
)

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
