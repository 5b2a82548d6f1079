"""Chapter: views and formulas."""

from tests.spec.spec import Chapter, Example

CHAPTER = Chapter(
    "Figures that nobody is asked for",
    "A ministry is never asked twice for the same thing. What can be read out of a breakdown is a "
    "view; what can be worked out of other figures is a formula.",
    (
        Example(
            "Read out of a breakdown: a view",
            "Children are those of two age groups. If one of the two cells is missing, the view is "
            "missing too: half of it would be a wrong number.",
            "A:\n  breakdowns: [[age]]\n  combine: {over_time: sum, over_reporters: sum}\n"
            "B:\n  combine: {over_time: sum, over_reporters: sum}\n"
            "  view_of: {indicator: A, where: {age: [0-14, 15-17]}}",
            (
                ("", "2012-Q1", "2012-Q2"),
                ("MOI", "30", "30"),
                ("MOI age=0-14", "4", "5"),
                ("MOI age=15-17", "6", "ND"),
                ("MOI age=18+", "20", "20"),
            ),
            (
                {"in": "2012-Q1", "of": "B", "figure": "10", "coverage": "complete, 1 of 1"},
                {"in": "2012-Q2", "of": "B", "figure": "no figure", "coverage": "none, 0 of 1"},
                {"in": "2012-H1", "of": "B", "figure": "10", "coverage": "partial, 1 of 2"},
            ),
        ),
        Example(
            "Worked out of two figures: a formula",
            "A formula is applied to the finished figures, once. The year's share is that of the "
            "year's sums: 18 of 40, not the mean of two shares.",
            "A: {combine: {over_time: sum, over_reporters: sum}}\n"
            "B: {combine: {over_time: sum, over_reporters: sum}}\n"
            'C: {kind: ratio, formula: "[A] / [B]"}',
            (("", "2012-Q1", "2012-Q2"), ("MOI A", "8", "10"), ("MOI B", "10", "30")),
            (
                {"in": "2012-Q1", "of": "C", "figure": "80 %", "made of": "8 of 10"},
                {"in": "2012-Q2", "of": "C", "figure": "33 %", "made of": "10 of 30"},
                {"in": "2012-H1", "of": "C", "figure": "45 %", "made of": "18 of 40"},
            ),
        ),
        Example(
            "A formula with a gap below the line",
            "The second quarter of B is missing. The share would be 180 %, of two sums that do not "
            "belong together. It is shown as partial, and nothing is said of what it may become.",
            "A: {combine: {over_time: sum, over_reporters: sum}}\n"
            "B: {combine: {over_time: sum, over_reporters: sum}}\n"
            'C: {kind: ratio, formula: "[A] / [B]"}',
            (("", "2012-Q1", "2012-Q2"), ("MOI A", "8", "10"), ("MOI B", "10", "ND")),
            (
                {
                    "in": "2012-H1",
                    "of": "C",
                    "made of": "18 of 10",
                    "coverage": "partial, 1 of 2",
                    "lies between": "nothing is known",
                },
            ),
        ),
    ),
)
