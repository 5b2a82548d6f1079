# ruff: noqa: E501 - sentences of the manual
"""Chapter: zero, blank, NA, ND and silence."""

from tests.spec.spec import Chapter, Example

KEYS = "A:\n  combine: {over_time: sum, over_reporters: sum}"


def one(answer: str, *answers: dict[str, str], title: str, words: str):
    return Example(title, words, KEYS, (("", "2012-Q1"), ("MOI", answer)), answers)


CHAPTER = Chapter(
    "Zero is a number; a blank is not",
    "Zero means: we know that there were none. A blank means: we do not know. Nothing that is missing "
    "is ever read as zero.",
    (
        one(
            "0",
            {"in": "2012-Q1", "figure": "0", "coverage": "complete, 1 of 1", "missing": "nobody"},
            title="Zero",
            words="It is a figure, and the return is complete.",
        ),
        one(
            "blank",
            {
                "in": "2012-Q1",
                "figure": "no figure",
                "coverage": "none, 0 of 1",
                "missing": "MOI 2012-Q1 (blank)",
            },
            title="Blank",
            words="The cell was left empty. Nobody knows whether there were none.",
        ),
        one(
            "NA",
            {
                "in": "2012-Q1",
                "figure": "no figure",
                "coverage": "none, 0 of 1",
                "missing": "MOI 2012-Q1 (NA)",
            },
            title="NA: does not apply",
            words="The reporter says that the question does not apply to it, and why. No figure can "
            "come any more.",
        ),
        one(
            "ND",
            {
                "in": "2012-Q1",
                "figure": "no figure",
                "coverage": "none, 0 of 1",
                "missing": "MOI 2012-Q1 (ND)",
            },
            title="ND: no data",
            words="The question applies, but there is no figure, and the reporter says why.",
        ),
        one(
            "–",
            {
                "in": "2012-Q1",
                "figure": "no figure",
                "coverage": "none, 0 of 1",
                "missing": "MOI 2012-Q1 (not-received)",
            },
            title="No return",
            words="Nothing came. That is not the fault of the figure, and it is said.",
        ),
        Example(
            "All five in one year",
            "The year is the sum of what is known. It is partial, and it names what it lacks. Two "
            "years with the same sum and other gaps are not the same figure.",
            "A:\n  contributing: [MOND]\n  combine: {over_time: sum, over_reporters: sum}",
            (
                ("", "2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4"),
                ("MOI", "12", "0", "blank", "9"),
                ("MOND", "NA", "ND", "–", "4"),
            ),
            (
                {
                    "in": "2012",
                    "figure": "25",
                    "coverage": "partial, 4 of 8",
                    "missing": "MOI 2012-Q3 (blank); MOND 2012-Q1 (NA); MOND 2012-Q2 (ND); "
                    "MOND 2012-Q3 (not-received)",
                },
            ),
        ),
        Example(
            "Provisional, signed, validated",
            "A figure is provisional until its ministry has signed the return. A total is only as far "
            "as the weakest return in it.",
            "A:\n  combine: {over_time: sum, over_reporters: sum}",
            (("", "2012-Q1", "2012-Q2", "2012-Q3"), ("MOI", "10", "20", "30")),
            (
                {"in": "2012-Q1", "figure": "10", "stands": "validated"},
                {"in": "2012-Q2", "figure": "20", "stands": "signed"},
                {"in": "2012-H1", "figure": "30", "stands": "signed"},
                {"in": "2012-Q3", "figure": "30", "stands": "provisional"},
                {"in": "2012", "figure": "60", "stands": "provisional"},
            ),
            vouched=(("MOI", "2012-Q1", "signed and validated"), ("MOI", "2012-Q2", "signed")),
        ),
    ),
)
