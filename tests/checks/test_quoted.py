"""Percentages in words: those that follow from the figures beside them, and those that do not."""

from __future__ import annotations

import pytest

from tests.fixtures.trial_kit import check, good_form, keep, listed, spoil, typing, write


@pytest.fixture
def told(workspace):
    def told(text):
        form = spoil(good_form(), typing("Narrative", D7=text))
        verdict = check(workspace, write(workspace.root, "return.xlsx", form))
        assert {one.code for one in verdict.issues} <= {"percentage-doubtful"}
        return [(dict(one.params)["found"], dict(one.params)["expected"]) for one in verdict.issues]

    return told


@pytest.mark.parametrize(
    "text",
    [
        "Cases rose from 92 to 159, that is +72.8 %.",
        "109 cases against 129 in the same months, down 15.5 %.",
        "99 against 104 = -4.8 %",
        "From 87 to 104 (+17, +19.5 %)",
        "from 87 to 104, up 19.54 per cent",
        "from 87 to 104, an increase of 20%",
        "from 87 to 104, an increase of 19%",  # cut off, as many do
        "from 87 to 104, an increase of almost 20 %",
        "from 1,087 to 1,304 an increase of 20.0 %",
        "17 of 104 cases (16.3 %) were cross-border",
        "កើនឡើងពី 87 ទៅ 104 គឺ 19.5 ភាគរយ",
        "កើនឡើងពី ៨៧ ទៅ ១០៤ គឺ ១៩.៥%",
    ],
)
def test_what_follows_is_let_pass(told, text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("104 cases (+17, +16.34 %)", ("+16.34 %", "19.5 %")),
        ("From 87 to 104 cases, an increase of 16.34%.", ("16.34%", "19.5 %")),
        ("It fell from 129 to 109, by 18.3 %.", ("18.3 %", "15.5 %")),
        ("17 of 104 cases (18 %) were cross-border", ("18 %", "16.3 %")),
        ("កើនឡើងពី ៨៧ ទៅ ១០៤ គឺ ១៦.៣៤ ភាគរយ", ("16.34 ភាគរយ", "19.5 %")),
        ("All went well. From 50 to 60 is +25 %. Thanks.", ("+25 %", "20.0 %")),
    ],
)
def test_what_does_not_follow_is_asked_about_with_what_would(told, text, found):
    assert told(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "80 % of the budget was spent.",
        "In 2012 the share rose to 40 %.",
        "up 3 percentage points, to 40 %",
        "rise by 5 %",
        "60 % of the 30 trainees in 3 provinces were women",
        "We met 4 times; attendance was 90 %.",
    ],
)
def test_nothing_is_said_where_it_is_not_plain_which_figures_are_meant(told, text):
    assert told(text) == []


def test_a_change_of_a_figure_that_was_reported_is_worked_out_from_the_archive(workspace):
    """Staff trained were 30; now they are 36, as the words say."""
    keep(workspace, write(workspace.root, "q1.xlsx", good_form("trial/2012-Q1/MOJ")))

    def said(percentage):
        words = f"36 staff were trained, an increase of {percentage}."
        form = good_form("trial/2012-Q2/MOJ")
        book = spoil(spoil(form, typing(D38=36)), typing("Narrative", D7=words))
        verdict = check(workspace, write(workspace.root, "q2.xlsx", book))
        return [one for one in listed(verdict) if one[0] == "percentage-doubtful"]

    assert said("20 %") == []
    assert said("17 %") == [("percentage-doubtful", "warning", "Narrative", "D7")]


def test_a_note_is_read_too(workspace):
    form = spoil(good_form(), typing(F38="From 20 to 30, an increase of 33 %"))
    verdict = check(workspace, write(workspace.root, "return.xlsx", form))
    assert listed(verdict) == [("percentage-doubtful", "warning", "Return", "D38")]
