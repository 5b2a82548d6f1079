# ruff: noqa: E501 - sentences of the manual
"""Chapter: several periods of one reporter."""

from tests.spec.spec import Chapter, Example

QUARTERS = ("", "2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4")
ONE_YEAR = (QUARTERS, ("MOI", "10", "20", "5", "15"))


def rule(name: str, title: str, words: str, *answers: dict[str, str], stock: bool = False):
    kept = "\n  stock_or_flow: stock" if stock else ""
    keys = f"A:{kept}\n  combine: {{over_time: {name}, over_reporters: sum}}"
    return Example(title, words, keys, ONE_YEAR, answers)


CHAPTER = Chapter(
    "From quarters to a year",
    "The definition says how the figures of several periods make one. If it says nothing, nothing "
    "is put together: the rule is then `none`.",
    (
        rule(
            "sum",
            "What happened in each quarter is added: `sum`",
            "Cases that were opened, persons that were trained: each is in one quarter alone.",
            {"in": "2012", "figure": "50", "coverage": "complete, 4 of 4"},
            {"in": "2012-H1", "figure": "30", "coverage": "complete, 2 of 2"},
            {"in": "2012-Q3", "figure": "5", "coverage": "complete, 1 of 1"},
        ),
        rule(
            "mean",
            "The mean of the quarters: `mean`",
            "It is divided once, at the end. What is printed is rounded; what is reckoned with is "
            "not.",
            {"in": "2012", "figure": "13", "made of": "50 over 4", "coverage": "complete, 4 of 4"},
        ),
        rule(
            "min",
            "The lowest quarter: `min`",
            "For a figure that should never fall below something.",
            {"in": "2012", "figure": "5"},
        ),
        rule(
            "max",
            "The highest quarter: `max`",
            "For a figure that shows the most that there ever was, such as places filled.",
            {"in": "2012", "figure": "20"},
        ),
        rule(
            "last_in_period",
            "What stood at the end of the period: `last_in_period`",
            "Persons in a shelter on the last day are a stock. Four quarters of them are not added: "
            "whoever stayed all year would count four times.",
            {"in": "2012", "figure": "15"},
            {"in": "2012-H1", "figure": "20"},
            stock=True,
        ),
        Example(
            "The last word ever said: `last`",
            "A number that holds until another is given, such as the offices that a law created. "
            "The first half of 2013 brought no return: the number still stands, but the coverage "
            "says that nothing new was heard.",
            "A:\n  stock_or_flow: stock\n  combine: {over_time: last, over_reporters: sum}",
            (("", "2012-Q3", "2012-Q4", "2013-Q1", "2013-Q2"), ("MOI", "5", "15", "–", "–")),
            (
                {"in": "2012", "figure": "15", "coverage": "partial, 2 of 4"},
                {"in": "2013-H1", "figure": "15", "coverage": "partial, 0 of 2"},
            ),
        ),
        Example(
            "Cases handled are carried over, and not added: `none`",
            "A court handled 236 cases in a half-year: 118 carried over and 118 new. Whoever adds two "
            "half-years counts every case that was carried over twice. So each half-year has its "
            "figure, and the year has none.",
            "A:\n  frequency: half-year\n  combine: {over_time: none, over_reporters: sum}",
            (("", "2012-Q2", "2012-Q4"), ("MOI", "236", "230")),
            (
                {"in": "2012-H1", "figure": "236", "why no figure": ""},
                {
                    "in": "2012",
                    "figure": "no figure",
                    "why no figure": "Figures of several periods must not be put together",
                },
            ),
        ),
        Example(
            "Persons who may come back",
            "Ten persons were trained in one quarter and ten in the next. They may be the same ten. "
            "With `repeats: possible` the sum is still given, because it is what was asked for, but "
            "it says that it counts persons more than once. Four quarters added are attendances.",
            "A:\n  counting_unit: person\n  repeats: possible\n"
            "  combine: {over_time: sum, over_reporters: sum}",
            (QUARTERS, ("MOI", "10", "10", "0", "0")),
            (
                {"in": "2012", "figure": "20", "may repeat": "yes"},
                {"in": "2012-Q1", "figure": "10", "may repeat": "no"},
            ),
        ),
        Example(
            "How far the year has come",
            "A quarter's row also says what the year has come to by the end of that quarter.",
            "A:\n  combine: {over_time: sum, over_reporters: sum}",
            ONE_YEAR,
            (
                {"in": "2012-Q1", "figure": "10", "year to date": "10"},
                {"in": "2012-Q3", "figure": "5", "year to date": "35"},
            ),
        ),
        Example(
            "A correction takes the place of what it corrects",
            "A year later MOI sends its second quarter again. The newer return counts, the older one "
            "is kept. Last year's total is the corrected one from then on.",
            "A:\n  combine: {over_time: sum, over_reporters: sum}",
            (QUARTERS, ("MOI", "10", "20", "5", "15"), ("MOI", "–", "25", "–", "–")),
            ({"in": "2012", "figure": "55", "coverage": "complete, 4 of 4"},),
        ),
    ),
)
