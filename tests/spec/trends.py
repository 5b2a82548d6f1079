# ruff: noqa: E501 - sentences of the manual
"""Chapter: against an earlier period."""

from datetime import date

from tests.spec.spec import Chapter, Example

SUM = "A:\n  combine: {over_time: sum, over_reporters: sum}"
HEAD = ("", "2011-Q1", "2011-Q2", "2012-Q1", "2012-Q2")

CHAPTER = Chapter(
    "Against an earlier period",
    "A figure is compared with that of the same days a year before, or of another earlier period of "
    "the same length. Both must rest on the same returns. Where they do not, both are reckoned again "
    "from the returns that are in both, like for like; and where that cannot be done, no change is "
    "given and the reason is said.",
    (
        Example(
            "From 87 to 104 is +19.5 %",
            "17 more than 87 is 19.5 %. Divided by the new figure it would be 16.3 %: a mistake that "
            "was once printed. Changes are reckoned from figures that were not rounded.",
            SUM,
            (("", "2011-Q1", "2012-Q1"), ("MOI", "87", "104")),
            (
                {
                    "in": "2012-Q1",
                    "against": "2011-Q1",
                    "figure": "104",
                    "change": "+19.5 %",
                    "means": "better",
                    "rests on": "the same returns in both",
                },
            ),
        ),
        Example(
            "Like for like",
            "MOND is silent in 2012. 60 against 90 would be a fall by a third, and nothing fell: one "
            "return is missing. So MOND is left out of both years.",
            "A:\n  contributing: [MOND]\n  combine: {over_time: sum, over_reporters: sum}",
            (("", "2011-Q1", "2012-Q1"), ("MOI", "50", "60"), ("MOND", "40", "–")),
            (
                {
                    "in": "2012-Q1",
                    "against": "2011-Q1",
                    "figure": "60",
                    "change": "+20.0 %",
                    "means": "better",
                    "rests on": "like for like, 50 to 60: 1 of 2 returns are in both; "
                    "without MOND 2012-Q1",
                },
            ),
        ),
        Example(
            "In the middle of a year",
            "On 30 April only the first quarter is over. It is compared with the first quarter of the "
            "year before, not with that whole year.",
            SUM,
            (
                ("", "2011-Q1", "2011-Q2", "2011-Q3", "2011-Q4", "2012-Q1"),
                ("MOI", "10", "9", "9", "9", "12"),
            ),
            (
                {
                    "in": "2012",
                    "against": "2011",
                    "figure": "12",
                    "change": "+20.0 %",
                    "rests on": "like for like, 10 to 12: 1 of 4 returns are in both; "
                    "without MOI 2012-Q2, 2012-Q3, 2012-Q4",
                },
            ),
            as_of=date(2012, 4, 30),
        ),
        Example(
            "No return in common",
            "Each half-year has one return, but of different quarters. There is nothing to compare.",
            SUM,
            (HEAD, ("MOI", "10", "–", "–", "20")),
            (
                {
                    "in": "2012-H1",
                    "against": "2011-H1",
                    "figure": "20",
                    "change": "no trend",
                    "rests on": "the two rest on different returns: without MOI 2011-Q2, 2012-Q1",
                },
            ),
        ),
        Example(
            "The period just before",
            "The second quarter against the first.",
            SUM,
            (HEAD, ("MOI", "–", "–", "40", "30")),
            (
                {
                    "in": "2012-Q2",
                    "against": "2012-Q1",
                    "figure": "30",
                    "change": "−25.0 %",
                    "means": "worse",
                },
            ),
        ),
        Example(
            "From nothing",
            "Nothing was there before, so that there is no percentage. What was added is said.",
            SUM,
            (("", "2011-Q1", "2012-Q1"), ("MOI", "0", "3")),
            ({"in": "2012-Q1", "against": "2011-Q1", "figure": "3", "change": "+3"},),
        ),
        Example(
            "A share changes by points",
            "From 40 % to 50 % are 10 points.",
            "A:\n  kind: ratio\n  combine: {over_time: ratio_of_sums, over_reporters: lead_only}",
            (("", "2011-Q1", "2012-Q1"), ("MOI", "4 of 10", "20 of 40")),
            (
                {
                    "in": "2012-Q1",
                    "against": "2011-Q1",
                    "figure": "50 %",
                    "change": "+10.0 points",
                    "means": "better",
                },
            ),
        ),
        Example(
            "Where neither is better",
            "The change is given, and no word says whether it is good.",
            SUM + "\n  direction: neutral",
            (("", "2011-Q1", "2012-Q1"), ("MOI", "129", "109")),
            (
                {
                    "in": "2012-Q1",
                    "against": "2011-Q1",
                    "change": "−15.5 %",
                    "means": "neither better nor worse",
                },
            ),
        ),
        Example(
            "A series that breaks",
            "Since 2012 another indicator is asked for in place of the old one. Two definitions are "
            "not one series, also where the numbers look alike.",
            "OLD:\n  until: 2011-12-31\n  combine: {over_time: sum, over_reporters: sum}\n"
            "NEW:\n  since: 2012-01-01\n  replaces: OLD\n"
            "  combine: {over_time: sum, over_reporters: sum}",
            (("", "2011-Q1", "2012-Q1"), ("MOI OLD", "78", "–"), ("MOI NEW", "–", "66")),
            (
                {
                    "in": "2012-Q1",
                    "of": "NEW",
                    "against": "2011-Q1",
                    "figure": "66",
                    "change": "no trend",
                    "rests on": "not one series: replaces-another on 2012-01-01",
                },
            ),
        ),
        Example(
            "Periods of another length",
            "A year is not compared with a quarter.",
            SUM,
            (HEAD, ("MOI", "10", "20", "30", "40")),
            (
                {
                    "in": "2012",
                    "against": "2011-Q1",
                    "change": "no trend",
                    "rests on": "not compared, because the two periods are not of the same length",
                },
            ),
        ),
    ),
)
