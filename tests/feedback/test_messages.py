"""The words of what goes back: the same in every language, and short enough for a telephone."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter

import pytest

from mne.errors import UnreadableError
from mne.feedback import Given
from mne.feedback.short import LONGEST, length, short_message
from mne.issues import raise_issue
from mne.messages import LANGUAGES, read_texts
from mne.model import CellCounts, Receipt, Text, Verdict
from tests.fixtures.trial_kit import CAME, slot_of, trial

SLOT = slot_of("trial/2012-Q1/MOJ")
LONG_NAME = "ក្រសួង" * 40
LONG_PERIOD = "2022-08-18--2022-11-10"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words_with_the_same_facts(language):
    english, other = read_texts("feedback.en"), read_texts(f"feedback.{language}")
    assert list(english) == list(other)
    assert {key: placeholders(text) for key, text in english.items()} == {
        key: placeholders(text) for key, text in other.items()
    }


def test_khmer_says_that_it_awaits_a_reader():
    assert read_texts("feedback.km")["reviewed"] == "no"
    assert "awaits a native reader" in read_texts("feedback.km")["awaits-reader"]


def verdict(name: str) -> Verdict:
    return Verdict(name, SLOT, "0" * 64, "reader", "1" * 64, CellCounts(), (), ())


def receipt(name: str, number: int) -> Receipt:
    facts = {"file": "a.xlsx", "sha256": "0" * 64, "size": 1, "by": "", "reason": ""}
    made = {"definitions": "", "reader": "", "tool": "", "supersedes": "", "issues": ()}
    came = {"received_on": CAME, "recorded_on": CAME, "cells": CellCounts()}
    return Receipt(slot=SLOT, number=number, verdict=name, **facts, **made, **came)


def given(language: str, **more: object) -> Given:
    fixed = {"file": "a.xlsx", "data": b"", "moment": CAME, "tool": "", "synthetic": True}
    return Given(language=language, **{"plan": trial(), **fixed, **more})


PERSONAL = raise_issue("identity-number", sheet="Narrative", cell="D7")
CASES = {
    "pointing at a person": {"verdict": replace(verdict("refused"), issues=(PERSONAL,))},
    "checked and fine": {"verdict": verdict("accepted")},
    "checked and refused": {"verdict": verdict("refused")},
    "kept": {"verdict": verdict("accepted"), "receipt": receipt("accepted", 9999)},
    "kept as refused": {"verdict": verdict("refused"), "receipt": receipt("refused", 9999)},
    "received already": {
        "verdict": verdict("accepted"),
        "receipt": receipt("accepted", 1),
        "is_duplicate": True,
    },
    "unreadable": {"plan": None, "error": UnreadableError("file-empty", file="a")},
    "unreadable with a long name": {
        "file": "របាយការណ៍ប្រចាំត្រីមាស " * 12,
        "plan": None,
        "error": UnreadableError("file-empty", file="a"),
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_message_fits_a_telephone(language, case):
    text = short_message(given(language, **CASES[case]))
    assert 40 < length(text) <= LONGEST[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", [name for name in CASES if "unreadable" not in name])
def test_a_message_about_a_body_with_a_long_name_fits_too(language, case):
    plan = trial()
    long = [
        one.model_copy(update={"name": Text({"en": LONG_NAME, "km": LONG_NAME})})
        for one in plan.reporters
    ]
    fields = {name: getattr(plan, name) for name in type(plan).model_fields}
    named = type(plan).model_construct(**{**fields, "reporters": tuple(long)})
    text = short_message(given(language, **{**CASES[case], "plan": named}))
    assert length(text) <= LONGEST[language]
    assert "MOJ" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", [name for name in CASES if "unreadable" not in name])
def test_a_body_with_an_endless_id_is_cut(language, case):
    slot = SLOT._replace(reporter="PC-" + "X" * 300)
    facts = dict(CASES[case])
    facts["verdict"] = replace(facts["verdict"], slot=slot)
    text = short_message(given(language, **facts))
    assert length(text) <= LONGEST[language]
    assert "X.." in text
    assert "2012-Q1" in text


def test_an_english_message_keeps_to_the_letters_of_a_telephone():
    text = short_message(given("en", **{**CASES["unreadable"], "file": "Señor [ក] {x}~.xlsx"}))
    assert "Señor ??? ?x??.xlsx" in text


def test_a_message_says_what_counts():
    assert short_message(given("en", synthetic=False, **CASES["kept"])) == (
        "MOJ 2012-Q1: received 2012-04-10, receipt r9999. Accepted, thank you."
    )
