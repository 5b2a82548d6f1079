"""The reference sheet of an indicator, and a whole plan on paper."""

import re
import subprocess
from html import unescape
from pathlib import Path

import pytest

import mne
from mne.crosswalk import walk_across
from mne.definitions import list_plans, load_frameworks, load_plan
from mne.messages import LANGUAGES
from mne.report.html import write_html
from mne.report.plan import PlanInput, print_plan
from mne.report.reference import PlanWords, full_sheet, rule_line
from mne.report.wording import load_wording

INDICATORS = Path(mne.__file__).parent.parent / "indicators"
PLANS = {plan: load_plan(INDICATORS, plan) for plan in list_plans(INDICATORS)}
WALK = walk_across(tuple(PLANS.values()), load_frameworks(INDICATORS))
NPA = PLANS["npa-kh-2011"]


def sheet_of(indicator, language="en"):
    plan = next(one for one in PLANS.values() if indicator in one.indicators_by_id)
    words = PlanWords(plan, load_wording(language), WALK)
    return full_sheet(plan.indicators_by_id[indicator], words)


def facts_of(sheet):
    return {
        (section.key, fact.label): fact.lines
        for section in sheet.sections
        for fact in section.facts
    }


def printed(language="en", plan=NPA, indicator=None):
    given = PlanInput(
        plan=plan, language=language, epoch=0, crosswalk=WALK, indicator=indicator, tool="mne 0"
    )
    return print_plan(given)


def text_of(html):
    return " ".join(unescape(re.sub("<[^>]*>", " ", html.partition("</style>")[2])).split())


# --- one sheet ----------------------------------------------------------------------------------


def test_a_sheet_says_the_ten_things_that_reference_sheets_say():
    sheet = sheet_of("NPA1-LAW-03")
    facts = facts_of(sheet)
    assert (sheet.id, sheet.title, sheet.basis) == (
        "NPA1-LAW-03",
        "Police and gendarmes trained on victim identification",
        "adapted",
    )
    assert [section.key for section in sheet.sections] == [
        "meaning", "source", "who", "baseline", "adding", "quality", "links", "provenance",
    ]  # fmt: skip
    assert facts["meaning", "Unit"] == ("persons",)
    assert facts["meaning", "Broken down by"] == ("Sex; Province",)
    assert facts["source", "Counted from"]
    assert facts["who", "Answers for it"] == ("Ministry of Interior (MoI)",)
    assert facts["who", "Also reported by"] == ("Ministry of National Defence (MoND)",)
    assert facts["who", "How often"] == ("every quarter",)
    assert facts["who", "Deadline"][0].endswith(
        "The first return, for Quarter 1 of 2011, is due by 15 April 2011."
    )
    assert facts["baseline", "Baseline"][:2] == (
        "118 in 2010",
        "Source: Illustrative, not from a register",
    )
    assert facts["adding", "Over time"] == ("The figures of the periods are added up.",)
    assert any(
        "NPA1-LAW-04 (denominator) = NPA1-LAW-03" in one for one in facts["quality", "Rules"]
    )
    assert facts["links", "Linked to"][0].startswith("contributes to SPA3-CAP-01 Officials trained")
    assert facts["provenance", "Basis"] == ("Adapted: from a named source or standard",)


def test_a_revised_target_stays_and_says_when_it_was_revised():
    section = next(one for one in sheet_of("NPA1-LAW-03").sections if one.key == "baseline")
    assert [(one.period, one.value, one.set_on, one.remark) for one in section.targets] == [
        ("2011", "150", "1 March 2011", ""),
        ("2012", "180", "1 March 2011", ""),
        ("2013", "190", "1 March 2011", "revised on 1 December 2012"),
        ("2013", "210", "1 December 2012", "revision, in force"),
    ]


def test_a_ratio_names_what_stands_above_and_below_the_line():
    facts = facts_of(sheet_of("NPA1-PROT-03"))
    assert facts["meaning", "Formula"][0].startswith("numerator ÷ denominator")
    assert facts["meaning", "Above the line"]
    assert facts["meaning", "Below the line"]


def test_a_milestone_shows_its_states_and_what_is_known_to_be_reached():
    known = next(one for one in PLANS["commit-milestones"].indicators if one.attained)
    facts = facts_of(sheet_of(known.id))
    assert facts["meaning", "States"] == tuple(state.name.say("en") for state in known.states)
    assert len(facts["baseline", "Known to be reached"]) == len(known.attained)
    assert known.attained[0].evidence in facts["baseline", "Known to be reached"][0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_of_every_plan_has_a_sheet_that_names_all_ten(language):
    for plan in PLANS.values():
        words = PlanWords(plan, load_wording(language), WALK)
        for one in plan.indicators:
            keys = [section.key for section in full_sheet(one, words).sections]
            assert {"meaning", "source", "who", "provenance"} <= set(keys), one.id
            if one.kind != "narrative":
                assert {"baseline", "adding"} <= set(keys), one.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_can_be_said(language):
    for plan in PLANS.values():
        words = PlanWords(plan, load_wording(language), WALK)
        for rule in plan.rules:
            said = rule_line(rule, words)
            assert {term.indicator for term in rule.left} <= set(
                re.findall(r"[\w.-]+", said.expression)
            )


def test_a_body_bears_the_name_that_it_had_in_the_years_of_the_plan():
    words = PlanWords(NPA, load_wording("en"), WALK)
    assert "NC/STSLS" in words.reporter("NCCT")


def test_among_countries_none_is_said_to_lead():
    facts = facts_of(sheet_of("SPA4-PRE-01"))
    assert len(facts["who", "Reported by"]) == 6
    assert ("who", "Answers for it") not in facts


# --- on paper -----------------------------------------------------------------------------------


def test_a_printed_plan_holds_its_lists_and_every_sheet():
    page = text_of(printed().html)
    for one in NPA.indicators:
        assert f"{one.id} " in page
    for one in NPA.activities:
        assert one.title.say("en") in page
    for one in NPA.rules:
        assert one.title.say("en") in page
    for one in NPA.objectives:
        assert one.title.say("en") in page
    assert NPA.note.say("en") in page
    assert NPA.digest in page
    assert "Illustrative: ours alone" in page


def test_a_printed_sheet_says_on_its_first_page_how_far_to_trust_the_plan():
    page = text_of(printed(indicator=NPA.indicators_by_id["NPA1-LAW-03"]).html)
    assert page.index(NPA.note.say("en")) < page.index("What is measured")
    assert "NPA1-LAW-04 Share" not in page


def test_every_plan_is_printed_in_every_language():
    for language in LANGUAGES:
        for plan in PLANS.values():
            html = printed(language, plan).html
            assert f'<html lang="{language}">' in html
            assert plan.title.say(language) in unescape(html)


def test_the_same_plan_gives_the_same_page():
    assert printed().html == printed().html


def test_a_workspace_may_bring_its_own_layout(tmp_path):
    own = tmp_path / "plan"
    own.mkdir()
    (own / "report.html.j2").write_text("<p>{{ cover.title }}</p>", "utf-8")
    wording = load_wording("en")
    assert write_html("plan", {"cover": {"title": "Mine"}}, wording, [tmp_path]) == "<p>Mine</p>"


def test_a_sheet_becomes_a_pdf_with_khmer_in_it(tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(printed("km", NPA, NPA.indicators_by_id["NPA1-LAW-03"]).pdf())
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "NPA1-LAW-03" in text
    assert "\ufffd" not in text
