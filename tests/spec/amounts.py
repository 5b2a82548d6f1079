# ruff: noqa: E501 - sentences of the manual
"""Chapter: money."""

from tests.spec.spec import Chapter, Example

CHAPTER = Chapter(
    "Money",
    "An amount has a currency and a stage: planned, approved, released or spent. Riel and dollars are "
    "never added, and neither are two stages of the same money.",
    (
        Example(
            "Amounts are exact",
            "Amounts are reckoned as decimals, not as computers usually do: 0.10 and 0.20 are 0.30, "
            "to the last digit.",
            "A:\n  kind: amount\n  unit: USD\n  stage: spent\n  places: 2\n"
            "  combine: {over_time: sum, over_reporters: sum}",
            (("", "2012-Q1", "2012-Q2"), ("MOI", "0.10", "0.20")),
            ({"in": "2012-H1", "figure": "USD 0.30", "coverage": "complete, 2 of 2"},),
        ),
        Example(
            "Two currencies, two figures",
            "Each currency is an indicator of its own. No rate is guessed, so that there is no common "
            "total.",
            "A:\n  kind: amount\n  unit: KHR\n  stage: spent\n"
            "  combine: {over_time: sum, over_reporters: sum}\n"
            "B:\n  kind: amount\n  unit: USD\n  stage: spent\n"
            "  combine: {over_time: sum, over_reporters: sum}",
            (
                ("", "2012-Q1", "2012-Q2"),
                ("MOI A", "4,000,000", "1,500,000"),
                ("MOI B", "900", "100"),
            ),
            (
                {"in": "2012-H1", "of": "A", "figure": "KHR 5,500,000"},
                {"in": "2012-H1", "of": "B", "figure": "USD 1,000"},
            ),
        ),
    ),
)
