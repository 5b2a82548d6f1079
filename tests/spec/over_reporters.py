# ruff: noqa: E501 - sentences of the manual
"""Chapter: several reporters."""

from tests.spec.spec import Chapter, Example

TWO = (("", "2012-Q1", "2012-Q2"), ("MOI", "30", "40"), ("MOND", "10", "20"))


def rule(name: str, title: str, words: str, *answers: dict[str, str]):
    keys = f"A:\n  contributing: [MOND]\n  combine: {{over_time: sum, over_reporters: {name}}}"
    return Example(title, words, keys, TWO, answers)


CHAPTER = Chapter(
    "From ministries to the country",
    "A second rule says how the figures of several reporters make one. The two rules are chosen one "
    "by one: what may be added over places may not always be added over time, and the other way "
    "round. Time comes first, then the reporters.",
    (
        rule(
            "sum",
            "Each counts its own: `sum`",
            "National police and military police open different cases. They may be added.",
            {"in": "2012-H1", "figure": "100", "coverage": "complete, 4 of 4"},
        ),
        rule(
            "mean",
            "The mean of the reporters: `mean`",
            "70 and 30 in the half-year; the mean is that of the two totals.",
            {"in": "2012-H1", "figure": "50", "made of": "100 over 2"},
        ),
        rule(
            "min",
            "The lowest of the reporters: `min`",
            "The quarters of each are added first.",
            {"in": "2012-H1", "figure": "30"},
        ),
        rule(
            "max",
            "The highest of the reporters: `max`",
            "Likewise.",
            {"in": "2012-H1", "figure": "70"},
        ),
        rule(
            "lead_only",
            "Only the lead's figure counts: `lead_only`",
            "The same victims may be identified by one ministry and assisted by another. Then one of "
            "them leads, and its figure is the country's. The other's figure is shown beside it and "
            "never added.",
            {"in": "2012-H1", "where": "", "figure": "70", "coverage": "complete, 2 of 2"},
            {
                "in": "2012-H1",
                "where": "reporter=MOND",
                "figure": "30",
                "coverage": "complete, 2 of 2",
            },
        ),
        rule(
            "none",
            "Side by side: `none`",
            "No rule, no number. Each reporter has its figure, the country has none.",
            {
                "in": "2012-H1",
                "where": "",
                "figure": "no figure",
                "why no figure": "Figures of several reporters must not be put together",
            },
            {"in": "2012-H1", "where": "reporter=MOI", "figure": "70", "why no figure": ""},
        ),
        Example(
            "The same person at two ministries",
            "A victim whom the police found and whom a shelter took in is one person. Persons of two "
            "reporters are added only if the definition says that nobody can be in both figures "
            "(`disjoint: true`). Here it does not say so.",
            "A:\n  counting_unit: person\n  contributing: [MOND]\n"
            "  combine: {over_time: sum, over_reporters: sum}",
            TWO,
            (
                {
                    "in": "2012-H1",
                    "where": "",
                    "figure": "no figure",
                    "coverage": "not-aggregated, 4 of 4",
                    "why no figure": "The same person may be in the figures of several reporters",
                },
                {
                    "in": "2012-H1",
                    "where": "reporter=MOI",
                    "figure": "70",
                    "coverage": "complete, 2 of 2",
                    "why no figure": "",
                },
            ),
        ),
        Example(
            "Police and military police: nobody is in both",
            "With `disjoint: true` they are added.",
            "A:\n  counting_unit: person\n  contributing: [MOND]\n"
            "  combine: {over_time: sum, over_reporters: sum, disjoint: true}",
            TWO,
            ({"in": "2012-H1", "figure": "100", "coverage": "complete, 4 of 4"},),
        ),
        Example(
            "Three groups that add up to a total",
            "138 and 40 and 167 are 345. The total over a breakdown is a figure of its own: it is "
            "what the reporter wrote, and the check makes sure that the parts add up to it.",
            "A:\n  breakdowns: [[sex]]\n  combine: {over_time: sum, over_reporters: sum}",
            (
                ("", "2012-Q1"),
                ("MOI", "345"),
                ("MOI sex=female", "138"),
                ("MOI sex=male", "167"),
                ("MOI sex=unknown", "40"),
            ),
            (
                {"in": "2012-Q1", "where": "", "figure": "345"},
                {"in": "2012-Q1", "where": "sex=female", "figure": "138"},
                {"in": "2012-Q1", "where": "sex=male", "figure": "167"},
                {"in": "2012-Q1", "where": "sex=unknown", "figure": "40"},
            ),
        ),
    ),
)
