# ruff: noqa: E501 - sentences of the manual
"""Chapter: achievement and rating."""

from datetime import date

from tests.spec.spec import Chapter, Example

QUARTERS = ("", "2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4")
FLOW = "combine: {over_time: sum, over_reporters: sum}"
STOCK = "stock_or_flow: stock\n  combine: {over_time: last_in_period, over_reporters: sum}"
MEANT = "targets: [{period: %s, value: %s, set_on: 2011-01-01, reference: plan}]"
BASELINE = "baseline: {period: 2010, value: %s}"


def year(*quarters: str) -> tuple[tuple[str, ...], ...]:
    return (QUARTERS, ("MOI", *quarters))


def keys(what: str, period: str, value: str, *more: str) -> str:
    lines = (*more, f"target_is: {what}", MEANT % (period, value))
    return "A:\n  " + "\n  ".join(lines)


CHAPTER = Chapter(
    "Targets, achievement and rating",
    "A figure is held against a target of its own span and nothing else. At the end of the target's "
    "time it is `met` at 100 % and more, `behind schedule` from 50 %, and `needs attention` below. "
    "While the time runs, the achievement is first divided by the share of the time that has passed; "
    "what is enough then is `on schedule`. The thresholds belong to the plan.",
    (
        Example(
            "In each period: `per_period`",
            "150 of 200 in the year. The second quarter has no target of its own: it is not held "
            "against a quarter of the yearly one.",
            keys("per_period", "2012", "200", FLOW),
            year("30", "40", "50", "30"),
            (
                {
                    "in": "2012",
                    "figure": "150",
                    "target": "200",
                    "achieved": "75 %",
                    "rating": "behind schedule",
                    "why not rated": "",
                },
                {
                    "in": "2012-Q2",
                    "figure": "40",
                    "target": "none",
                    "achieved": "not compared",
                    "rating": "not rated",
                    "why not rated": "No target for this span",
                },
            ),
        ),
        Example(
            "Half of the year, half of the target",
            "By 15 August, half of the year's returns can be there. 100 of 200 is 50 %, and 50 % is "
            "what can be asked of half a year: on schedule.",
            keys("per_period", "2012", "200", FLOW),
            year("50", "50", "–", "–"),
            ({"in": "2012", "figure": "100", "achieved": "50 %", "rating": "on schedule"},),
            as_of=date(2012, 8, 15),
        ),
        Example(
            "Since the plan began: `cumulative`",
            "The target for the end of 2012 counts from the plan's first day. 2012 brought 40, 2011 "
            "brought 60: 100 of 120.",
            keys("cumulative", "2012", "120", FLOW),
            (
                ("", "2011-Q1", "2011-Q2", "2011-Q3", "2011-Q4", *QUARTERS[1:]),
                ("MOI", "10", "20", "10", "20", "10", "10", "10", "10"),
            ),
            (
                {
                    "in": "2012",
                    "figure": "40",
                    "since the plan began": "100",
                    "target": "120",
                    "achieved": "83.3 %",
                    "rating": "behind schedule",
                },
            ),
        ),
        Example(
            "A level, from where it began: `level` with a baseline",
            "From 20 to 80 is a way of 60. 50 is half of the way, not 50 of 80.",
            keys("level", "2012", "80", STOCK, BASELINE % "20"),
            year("20", "30", "40", "50"),
            (
                {
                    "in": "2012",
                    "figure": "50",
                    "target": "80",
                    "achieved": "50 %",
                    "rating": "behind schedule",
                },
            ),
        ),
        Example(
            "A level without a baseline",
            "Nobody knows where it began. Then it is the share of the target, and the report says so.",
            keys("level", "2012", "80", STOCK),
            year("20", "30", "40", "50"),
            ({"in": "2012", "figure": "50", "achieved": "62.5 %", "rating": "behind schedule"},),
        ),
        Example(
            "A target that equals the baseline",
            "There is no way to go, only something to keep. It is read as `maintain`: met or not.",
            keys("level", "2012", "80", STOCK, BASELINE % "80"),
            year("80", "80", "80", "79"),
            ({"in": "2012", "figure": "79", "achieved": "0 %", "rating": "needs attention"},),
        ),
        Example(
            "Not to fall below: `maintain`",
            "Met or not; nearly met is not met.",
            keys("maintain", "2012", "50", STOCK),
            year("60", "55", "52", "50"),
            ({"in": "2012", "figure": "50", "achieved": "100 %", "rating": "met"},),
        ),
        Example(
            "Not to rise above: `ceiling`",
            "52 are two too many.",
            keys("ceiling", "2012", "50", "direction: down", STOCK),
            year("49", "50", "51", "52"),
            ({"in": "2012", "figure": "52", "achieved": "0 %", "rating": "needs attention"},),
        ),
        Example(
            "Less is better",
            "Days until a case is heard: 90 in 2010, 30 are meant. 60 is half of the way. Actual over "
            "target would praise the opposite.",
            keys("level", "2012", "30", "direction: down", STOCK, BASELINE % "90"),
            year("90", "80", "70", "60"),
            ({"in": "2012", "figure": "60", "achieved": "50 %", "rating": "behind schedule"},),
        ),
        Example(
            "Neither more nor less is better",
            "More victims identified may mean more victims or better finding. A neutral indicator has "
            "no rating and no colour, whatever was meant.",
            keys("per_period", "2012", "200", "direction: neutral", FLOW),
            year("30", "40", "50", "30"),
            (
                {
                    "in": "2012",
                    "figure": "150",
                    "achieved": "75 %",
                    "rating": "not rated",
                    "why not rated": "More is neither better nor worse",
                },
            ),
        ),
        Example(
            "A gap that could change the rating",
            "45 of 80 without the third quarter: it could still be met. So nothing is said.",
            keys("per_period", "2012", "80", FLOW),
            year("10", "20", "–", "15"),
            (
                {
                    "in": "2012",
                    "figure": "45",
                    "coverage": "partial, 3 of 4",
                    "rating": "not rated",
                    "why not rated": "Missing figures could change it",
                },
            ),
        ),
        Example(
            "A gap that cannot change it",
            "45 of 40 is met already, whatever the third quarter was.",
            keys("per_period", "2012", "40", FLOW),
            year("10", "20", "–", "15"),
            (
                {
                    "in": "2012",
                    "figure": "45",
                    "coverage": "partial, 3 of 4",
                    "achieved": "112.5 %",
                    "rating": "met",
                },
            ),
        ),
        Example(
            "Nothing was reported",
            "No data is an answer of its own. It is not 0 %, and it is not a bad rating.",
            keys("per_period", "2012", "40", FLOW),
            year("–", "–", "–", "–"),
            (
                {
                    "in": "2012",
                    "figure": "no figure",
                    "achieved": "not compared",
                    "rating": "no data",
                },
            ),
        ),
        Example(
            "A target that was revised",
            "The target set last counts. What was meant first stands beside it and is never hidden.",
            "A:\n  combine: {over_time: sum, over_reporters: sum}\n  target_is: per_period\n  targets:\n"
            "    - {period: 2012, value: 200, set_on: 2011-01-01, reference: plan}\n"
            "    - {period: 2012, value: 150, set_on: 2012-06-01, reference: minutes}",
            year("30", "40", "50", "30"),
            (
                {
                    "in": "2012",
                    "figure": "150",
                    "target": "150",
                    "first target": "200",
                    "achieved": "100 %",
                    "rating": "met",
                },
            ),
        ),
    ),
)
