"""The wording of the form is whole in every language and fits where Excel shows it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from mne.kinds import KINDS
from mne.layout import ACTIVITY_COLUMNS
from mne.periods import Period
from mne.template.help import runs
from mne.template.words import say_day, say_list, say_period, wording

LONGEST_MESSAGE, LONGEST_TITLE = 255, 32


def facts(text: object) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", str(text)))


def test_khmer_has_every_sentence_that_english_has():
    assert set(wording("en")) == set(wording("km")) - {"digits"}


@pytest.mark.parametrize("key", [key for key in wording("en") if key != "months"])
def test_a_sentence_names_the_same_facts_in_both_languages(key):
    assert facts(wording("km")[key]) == facts(wording("en")[key])


@pytest.mark.parametrize("language", ["en", "km"])
def test_what_excel_shows_in_a_small_window_fits_it(language):
    for key, text in wording(language).items():
        if key in {"warn_title", "hint_title"}:
            assert len(text) <= LONGEST_TITLE
        elif key.startswith(("warn_", "hint_")):
            assert len(text) <= LONGEST_MESSAGE


@pytest.mark.parametrize("language", ["en", "km"])
def test_every_part_of_every_kind_has_a_name(language):
    names = {"numerator", "denominator", "state", "reached_on", "evidence", "total"}
    names |= {part.name for part in KINDS["narrative"].parts(None)}  # type: ignore[arg-type]
    names |= {"confirmed", *(f"activity_{part}" for part in ACTIVITY_COLUMNS)}
    assert names <= set(wording(language))


def test_a_language_without_wording_of_ours_gets_english():
    assert wording("xx") == wording("en")


def test_days_and_periods_are_said_as_in_each_language():
    assert say_day(date(2012, 4, 15), "en") == "15 April 2012"
    assert say_day(date(2012, 4, 15), "km") == "ថ្ងៃទី១៥ ខែមេសា ឆ្នាំ២០១២"
    assert say_period(Period.parse("2012-Q3"), "km") == "ត្រីមាសទី៣ ឆ្នាំ២០១២"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("2012", "2012"),
        ("2012-H2", "Half-year 2 of 2012"),
        ("2012-Q3", "Quarter 3 of 2012"),
        ("2012-03", "March 2012"),
        ("2022-08-18--2022-11-10", "18 August 2022 to 10 November 2022"),
    ],
)
def test_every_span_of_time_has_its_words(label, said):
    assert say_period(Period.parse(label), "en") == said


def test_a_list_is_said_as_one_would_say_it():
    assert say_list(["sex"], "en") == "sex"
    assert say_list(["sex", "age", "province"], "en") == "sex, age and province"


def test_neighbouring_rows_become_one_range():
    assert list(runs([6, 7, 8, 11, 13, 14])) == [(6, 8), (11, 11), (13, 14)]
    assert list(runs([])) == []
