"""The cross-walk: links with both ends, what an answer feeds, and what nothing is linked to."""

from datetime import date

import pytest

from mne.crosswalk import answers_fed_by, answers_feeding, feeds, find_gaps, walk_across
from mne.definitions import check_workspace, load_frameworks
from mne.periods import Period

HEADER = """
title: {{en: Plan {name}}}
span: {{start: 2011-01-01, end: 2013-12-31}}
calendar: year
due_days: 15
time_zone: Asia/Phnom_Penh
languages: {{en: reviewed}}
provenance: {{basis: illustrative}}
objectives: [{objectives}]
reporters: {{MOI: {{name: {{en: Interior}}, abbreviation: MoI}}}}
"""
OBJECTIVE = """
id: {id}
title: {{en: Objective {id}}}
level: outcome
pillar: policy
provenance: {{basis: illustrative}}
"""
INDICATOR = """
  {id}:
    title: {{en: Indicator {id}}}
    level: output
    kind: count
    counting_unit: case
    lead: MOI
    provenance: {{basis: illustrative}}
    links: {links}
"""
FRAMEWORKS = """
frameworks:
  GOALS:
    title: {en: Goals}
    provenance: {basis: illustrative}
    items:
      GOAL-1: {title: {en: First goal}}
      GOAL-2: {title: {en: Second goal}}
"""
PLANS = {
    "a": {
        "one": ("A-ONE", {"A-01": "[{to: B-01, relation: same}, {to: GOAL-1, relation: proxy}]"}),
        "two": (
            "A-TWO",
            {
                "A-02": "[{to: B-ONE, relation: contributes, since: 2012-01-01}]",
                "A-03": "[]",
            },
        ),
    },
    "b": {
        "one": ("B-ONE", {"B-01": "[]"}),
        "two": ("B-TWO", {"B-02": "[]"}),
        "bare": ("B-BARE", {}),
    },
}


@pytest.fixture
def crosswalk(tmp_path):
    indicators = tmp_path / "indicators"
    for plan, objectives in PLANS.items():
        folder = indicators / plan
        folder.mkdir(parents=True)
        header = HEADER.format(name=plan.upper(), objectives=", ".join(objectives))
        (folder / "plan.yaml").write_text(header, "utf-8")
        for name, (id_, found) in objectives.items():
            blocks = [INDICATOR.format(id=one, links=links) for one, links in found.items()]
            body = "indicators:" + "".join(blocks) if blocks else ""
            (folder / f"{name}.yaml").write_text(OBJECTIVE.format(id=id_) + body, "utf-8")
    (indicators / "frameworks.yaml").write_text(FRAMEWORKS, "utf-8")
    plans, faults = check_workspace(indicators)
    assert faults == ()
    return walk_across(plans, load_frameworks(indicators))


def told(ties):
    return [(tie.source.id, tie.relation, tie.target.id) for tie in ties]


def test_every_link_has_both_its_ends(crosswalk):
    assert told(crosswalk.ties) == [
        ("A-01", "same", "B-01"),
        ("A-01", "proxy", "GOAL-1"),
        ("A-02", "contributes", "B-ONE"),
    ]
    first, proxy, last = crosswalk.ties
    assert (first.target.what, first.target.home, first.target.title.say("en")) == (
        "indicator",
        "b",
        "Indicator B-01",
    )
    assert (proxy.target.what, proxy.target.home_title.say("en")) == ("item", "Goals")
    assert (last.target.what, last.since, last.until) == ("objective", date(2012, 1, 1), None)


def test_a_link_is_found_from_either_end(crosswalk):
    assert told(crosswalk.touching("B-01")) == [("A-01", "same", "B-01")]
    assert told(crosswalk.of_home("GOALS")) == [("A-01", "proxy", "GOAL-1")]
    assert crosswalk.touching("A-03") == ()


def test_one_answer_feeds_several_plans(crosswalk):
    assert told(answers_fed_by(crosswalk, "A-01")) == [
        ("A-01", "same", "B-01"),
        ("A-01", "proxy", "GOAL-1"),
    ]
    assert [one.source.id for one in feeds(crosswalk)] == ["A-01"]


def test_what_is_the_same_feeds_both_ways_and_nothing_else_does(crosswalk):
    assert told(answers_feeding(crosswalk, "B-01")) == [("A-01", "same", "B-01")]
    assert told(answers_feeding(crosswalk, "A-01")) == [("B-01", "same", "A-01")]
    assert told(answers_feeding(crosswalk, "B-ONE")) == [("A-02", "contributes", "B-ONE")]
    assert answers_feeding(crosswalk, "A-02") == ()


def test_a_link_feeds_only_while_it_holds(crosswalk):
    found = [
        told(answers_feeding(crosswalk, "B-ONE", Period.parse(year))) for year in ("2011", "2012")
    ]
    assert found == [[], [("A-02", "contributes", "B-ONE")]]


def test_gaps_are_told_from_both_sides_and_only_between_what_is_linked(crosswalk):
    assert [(one.kind, one.entry.id, one.other) for one in find_gaps(crosswalk)] == [
        ("objective-without-indicator", "B-BARE", ""),
        ("not-served", "B-TWO", "a"),
        ("not-served", "B-BARE", "a"),
        ("serves-nothing", "A-03", "b"),
        ("not-served", "GOAL-2", "a"),
        ("serves-nothing", "A-02", "GOALS"),
        ("serves-nothing", "A-03", "GOALS"),
        ("serves-nothing", "B-02", "a"),
    ]


def test_gaps_can_be_asked_for_one_plan_or_framework(crosswalk):
    found = find_gaps(crosswalk, "GOALS")
    assert [one.entry.id for one in found] == ["GOAL-2", "A-02", "A-03"]
