"""How words, days and shares are written."""

import re
import string
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from mne.errors import UsageError
from mne.issues import SEVERITY_BY_CODE
from mne.messages import LANGUAGES, read_texts
from mne.model.record import WhyMissing, WhyNotAdded
from mne.periods import Period
from mne.progress import WHY_NOT_ADDED, WHY_NOT_RATED
from mne.report.typography import Block, blocks, break_lines, percent, typeset
from mne.report.wording import load_wording

KHMER = "ផែនការសកម្មភាពជាតិ"


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words_with_the_same_facts(language):
    english, other = read_texts("report.en"), read_texts(f"report.{language}")
    assert other.keys() == english.keys()
    assert {key: placeholders(text) for key, text in other.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


def test_every_reason_for_not_rating_has_words():
    wording = load_wording("km")
    assert [code for code in WHY_NOT_RATED if not wording.knows(f"why-not-rated.{code}")] == []


def test_every_reason_for_not_putting_figures_together_has_words():
    wording = load_wording("km")
    assert {*WHY_NOT_ADDED} == {*get_args(WhyNotAdded)} - {""}
    assert [code for code in WHY_NOT_ADDED if not wording.knows(f"why-not-added.{code}")] == []


def test_every_reason_for_a_gap_has_words():
    wording = load_wording("km")
    whys = get_args(WhyMissing)
    assert [code for code in whys if not wording.knows(f"why-missing.{code}")] == []


def test_a_language_that_is_not_built_is_a_usage_error():
    with pytest.raises(UsageError) as caught:
        load_wording("fr")
    assert caught.value.code == "language-not-built"


def test_khmer_may_break_between_words_and_loses_nothing():
    broken = break_lines(KHMER)
    assert broken.split("\u200b") == ["ផែនការ", "សកម្មភាព", "ជាតិ"]
    assert broken.replace("\u200b", "") == KHMER


def test_breaks_that_are_there_already_are_not_doubled():
    assert break_lines(break_lines(KHMER)) == break_lines(KHMER)


def test_english_gets_no_breaks():
    assert break_lines("An act of 2012, e.g. <b>") == "An act of 2012, e.g. <b>"


def test_tags_styles_and_titles_of_charts_are_left_alone():
    page = f"<style>/*{KHMER}*/</style><p title='{KHMER}'>{KHMER}</p><title>{KHMER}</title>"
    set_page = typeset(page)
    assert set_page.count("\u200b") == 2
    assert set_page.replace("\u200b", "") == page


def test_the_minus_sign_is_printed_as_a_dash_that_our_fonts_hold():
    assert typeset("<p>\u22124</p>") == "<p>–4</p>"


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        ("0.745", "75\u00a0%"),
        ("0.9959", "99.6\u00a0%"),
        ("0.99996", "99.996\u00a0%"),
        ("1", "100\u00a0%"),
        ("0.4999", "49.99\u00a0%"),
        ("0.5", "50\u00a0%"),
        ("-0.1", "\u221210\u00a0%"),
        ("12.5", "1,250\u00a0%"),
    ],
)
def test_a_share_is_rounded_half_up_and_never_over_a_threshold(share, printed):
    assert percent(Decimal(share), (Decimal(1), Decimal("0.5"))) == printed


def test_no_share_is_nothing_at_all():
    assert percent(None) == ""


def test_days_and_periods_are_written_out():
    english, khmer = load_wording("en"), load_wording("km")
    assert english.day(date(2013, 1, 31)) == "31 January 2013"
    assert khmer.day(date(2013, 1, 31)) == "31 មករា 2013"
    assert english.period(Period.parse("2012-Q3")) == "Quarter 3 of 2012"
    assert english.short_period(Period.parse("2012-H2")) == "H2 2012"
    assert english.period(Period.parse("2022-08-18--2022-11-10")) == (
        "18 August 2022 to 10 November 2022"
    )


def test_plain_text_becomes_paragraphs_and_points_and_no_more():
    assert blocks("One\nline.\n\n- a\n- b\n\n<b>Two</b>") == (
        Block(False, ("One line.",)),
        Block(True, ("a", "b")),
        Block(False, ("<b>Two</b>",)),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_has_a_title_in_words(language):
    wording = load_wording(language)
    assert [code for code in SEVERITY_BY_CODE if not wording.knows(f"check.{code}")] == []


KHMER_MAY_SAY = {"INTERNAL", "NA", "ND", "CSV", "PDF", "narratives", "csv"}
"""Signs and names of files that are the same in every language."""


def test_none_of_our_own_words_are_left_in_english_in_the_khmer_reports():
    for key, text in read_texts("report.km").items():
        words = set(re.findall(r"[A-Za-z]+", re.sub(r"\{.*?\}", "", text)))
        assert key == "reviewed" or words <= KHMER_MAY_SAY, (key, words)


def test_periods_of_one_year_share_its_name():
    quarters = [Period.parse(f"2012-Q{number}") for number in (3, 1)]
    english, khmer = load_wording("en"), load_wording("km")
    assert english.short_periods(quarters) == "Q1, Q3 2012"
    assert khmer.short_periods(quarters) == "ត1, ត3 2012"
    assert english.short_periods([*quarters, Period.parse("2011-Q4")]) == "Q4 2011; Q1, Q3 2012"
    assert english.short_periods([Period.parse("2012")]) == "2012"
