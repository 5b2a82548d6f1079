# ruff: noqa: E501 - sentences of the manual
"""Chapter: what is missing, and between what a figure lies."""

from datetime import date

from tests.spec.spec import Chapter, Example

QUARTERS = ("", "2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4")
GAP = (QUARTERS, ("MOI", "10", "20", "–", "15"))


def rule(name: str, title: str, words: str, *answers: dict[str, str]):
    keys = f"A:\n  combine: {{over_time: {name}, over_reporters: sum}}"
    return Example(title, words, keys, GAP, answers)


CHAPTER = Chapter(
    "What is missing, and what that means",
    "Every figure says how many of its parts were reported: one part is one reporter in one period. "
    "Where a part is missing, the figure is `partial`. What it may still become is said as far as it "
    "is known.",
    (
        rule(
            "sum",
            "A sum can only grow",
            "The third quarter may bring nothing or much. So the year is 45 or more, and not less.",
            {
                "in": "2012",
                "figure": "45",
                "coverage": "partial, 3 of 4",
                "lies between": "45 or more",
            },
        ),
        rule(
            "max",
            "So can a highest value",
            "The missing quarter may be higher than all others.",
            {"in": "2012", "figure": "20", "lies between": "20 or more"},
        ),
        rule(
            "min",
            "A lowest value can only shrink",
            "The missing quarter may be 0, but it cannot make the lowest one higher.",
            {"in": "2012", "figure": "10", "lies between": "0 to 10"},
        ),
        rule(
            "mean",
            "A mean may go either way",
            "With 0 in the third quarter the mean of four is 11.25; upwards there is no bound. 11 is "
            "printed, for the indicator has no decimal places.",
            {"in": "2012", "figure": "15", "lies between": "11 or more"},
        ),
        Example(
            "Before a quarter is over, its return is not missing",
            "On 15 August the first two quarters are over. The year so far is complete: nobody owes "
            "the third quarter yet.",
            "A:\n  combine: {over_time: sum, over_reporters: sum}",
            (QUARTERS, ("MOI", "10", "20", "–", "–")),
            ({"in": "2012", "figure": "30", "coverage": "complete, 2 of 2"},),
            as_of=date(2012, 8, 15),
        ),
        Example(
            "Fewer cases may be fewer returns",
            "MOND was silent in the second quarter. 30 are not fewer cases than 40: they are one "
            "return less. The coverage stands beside the number wherever it is printed.",
            "A:\n  contributing: [MOND]\n  combine: {over_time: sum, over_reporters: sum}",
            (("", "2012-Q1", "2012-Q2"), ("MOI", "25", "30"), ("MOND", "15", "–")),
            (
                {"in": "2012-Q1", "figure": "40", "coverage": "complete, 2 of 2"},
                {"in": "2012-Q2", "figure": "30", "coverage": "partial, 1 of 2"},
            ),
        ),
    ),
)
