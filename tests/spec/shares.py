# ruff: noqa: E501 - sentences of the manual
"""Chapter: ratios."""

from tests.spec.spec import Chapter, Example

KEYS = (
    "A:\n  kind: ratio\n  contributing: [MOND]\n"
    "  combine: {over_time: ratio_of_sums, over_reporters: ratio_of_sums}"
)

CHAPTER = Chapter(
    "Percentages",
    "A percentage is never asked for. What stands above the line and what stands below it are asked "
    "for, each is added, and it is divided once.",
    (
        Example(
            "98 %, not 74.5 %",
            "One office did 1 of 2, another 99 of 100. The mean of 50 % and 99 % would be 74.5 %. But "
            "100 of 102 were done, and that is 98 %.",
            KEYS,
            (("", "2012-Q1"), ("MOI", "1 of 2"), ("MOND", "99 of 100")),
            ({"in": "2012-Q1", "figure": "98 %", "made of": "100 of 102"},),
        ),
        Example(
            "Quarters of different size",
            "In the first quarter 8 of 10, in the second 30 of 90. The half-year is 38 of 100.",
            KEYS,
            (("", "2012-Q1", "2012-Q2"), ("MOI", "8 of 10", "30 of 90"), ("MOND", "NA", "NA")),
            (
                {"in": "2012-Q1", "figure": "80 %", "made of": "8 of 10"},
                {"in": "2012-Q2", "figure": "33 %", "made of": "30 of 90"},
                {"in": "2012-H1", "figure": "38 %", "made of": "38 of 100"},
            ),
        ),
        Example(
            "Nothing below the line",
            "Nobody was inspected, so that nobody could be found in order. That is no figure, and it "
            "is not 0 %.",
            "A:\n  kind: ratio\n  combine: {over_time: ratio_of_sums, over_reporters: lead_only}",
            (("", "2012-Q1"), ("MOI", "0 of 0")),
            (
                {
                    "in": "2012-Q1",
                    "figure": "no figure",
                    "coverage": "complete, 1 of 1",
                    "why not rated": "The base of the ratio is zero",
                },
            ),
        ),
    ),
)
