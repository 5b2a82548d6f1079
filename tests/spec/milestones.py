# ruff: noqa: E501 - sentences of the manual
"""Chapter: steps instead of numbers."""

from datetime import date

from tests.spec.spec import Chapter, Example

KEYS = (
    "A:\n  kind: milestone\n  states:\n"
    "    none: {en: Not begun}\n"
    "    drafting: {en: Being drafted}\n"
    "    signed: {en: Signed}\n"
    "    in-force: {en: In force}\n"
    "  combine: {over_time: latest_state, over_reporters: lead_only}\n  target_is: level\n"
    "  targets: [{period: 2012, value: signed, set_on: 2011-01-01, reference: plan}]"
)

CHAPTER = Chapter(
    "Milestones",
    "A law, an agreement, a handbook goes through states in order. The newest state counts. A target "
    "names a state and the period by whose end it is to be reached.",
    (
        Example(
            "Reached by its day",
            "`in-force` comes after `signed`, so that `signed` is reached too.",
            KEYS,
            (("", "2012-Q2", "2012-Q4"), ("MOI", "drafting", "in-force")),
            (
                {
                    "in": "2012",
                    "figure": "in-force",
                    "target": "signed",
                    "achieved": "100 %",
                },
            ),
        ),
        Example(
            "Its day has not come",
            "In the middle of the year nobody is behind: the milestone is not due yet.",
            KEYS,
            (("", "2012-Q1", "2012-Q2"), ("MOI", "none", "drafting")),
            (
                {
                    "in": "2012-H1",
                    "figure": "drafting",
                    "rating": "not rated",
                    "why not rated": "Not due yet",
                    "due": "not-due",
                },
            ),
            as_of=date(2012, 8, 15),
        ),
        Example(
            "Its day is over",
            "Every return came, and it is still being drafted: overdue.",
            KEYS,
            (
                ("", "2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4"),
                ("MOI", "none", "drafting", "drafting", "drafting"),
            ),
            (
                {
                    "in": "2012",
                    "figure": "drafting",
                    "achieved": "0 %",
                    "rating": "needs attention",
                    "due": "overdue",
                },
            ),
        ),
        Example(
            "Reached after its day",
            "The return for the first quarter of 2013 tells of the signature. It was due in 2012.",
            KEYS,
            (
                ("", "2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4", "2013-Q1"),
                ("MOI", "none", "none", "drafting", "drafting", "signed"),
            ),
            ({"in": "2013-Q1", "figure": "signed", "due": "reached-late"},),
        ),
        Example(
            "A day that was given up",
            "The law was dropped: the target ends, with the decision that ended it. It lapsed. It was "
            "neither met nor missed.",
            KEYS.replace("  targets: [", "  targets:\n    - ").replace("}]", "}\n")
            + "    - {period: 2012, value: null, set_on: 2012-06-01, reference: minutes}",
            (("", "2012-Q1", "2012-Q2"), ("MOI", "none", "drafting")),
            (
                {
                    "in": "2012-H1",
                    "figure": "drafting",
                    "rating": "not rated",
                    "why not rated": "Target no longer pursued",
                    "due": "lapsed",
                },
            ),
        ),
        Example(
            "Several places",
            "Two of three places have signed. The total counts the places, it does not mix their "
            "states.",
            KEYS.replace("  target_is", "  breakdowns: [[province]]\n  target_is"),
            (
                ("", "2012-Q4"),
                ("MOI province=KH01", "signed"),
                ("MOI province=KH02", "in-force"),
                ("MOI province=unknown", "none"),
            ),
            (
                {"in": "2012-Q4", "where": "", "figure": "2 of 3 places", "achieved": "66.7 %"},
                {
                    "in": "2012-Q4",
                    "where": "province=KH01",
                    "figure": "signed",
                    "achieved": "100 %",
                },
                {
                    "in": "2012-Q4",
                    "where": "province=unknown",
                    "figure": "none",
                    "achieved": "0 %",
                },
            ),
        ),
    ),
)
