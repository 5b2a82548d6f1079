"""Every code has its long help, in every language, and the pages of docs are made from it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

import mne
from mne.catalogue import FAMILIES, FORM_FAULTS, explain, list_entries, list_families
from mne.cli.checks.page import draw_page
from mne.issues import SEVERITY_BY_CODE, why_not_waived
from mne.messages import LANGUAGES, read_texts, say
from mne.workbook import FAULTS

ROOT = Path(mne.__file__).parent.parent
CODES = [*FAULTS, *FORM_FAULTS, *SEVERITY_BY_CODE]
# The answers to an error that no decision lets in.
NEVER_WAIVED = {"mend", "figure", "fill-in", "delete", "layout", "vouch", "register"}
PAGES = {"en": "checks.md", "km": "checks.km.md"}


def own_texts(language):
    return read_texts(f"checks.{language}")


def test_every_code_is_in_one_family():
    assert Counter(code for codes in FAMILIES.values() for code in codes) == Counter(CODES)


def test_every_reason_for_which_a_file_is_no_form_is_in_the_catalogue():
    raised = re.compile(r'UnreadableError\(\s*"([a-z-]+)"(?: if [^"]*? else "([a-z-]+)")?')
    found = {
        code
        for path in (ROOT / "mne").rglob("*.py")
        for codes in raised.findall(path.read_text("utf-8"))
        for code in codes
        if code
    }
    assert found - set(FAULTS) == set(FORM_FAULTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_long_help_and_there_is_no_other(language):
    texts = own_texts(language)
    assert set(CODES) - set(texts["codes"]) == set(), "codes without their long help"
    assert set(texts["codes"]) - set(CODES) == set(), "long help of no code"
    assert set(texts["families"]) == set(FAMILIES)
    assert not [
        code for code, words in texts["codes"].items() if not (words["why"] and words["example"])
    ]
    allowed = {"title", "why", "example", "skips"} | ({"answer"} if language == "en" else set())
    assert not [code for code, words in texts["codes"].items() if set(words) - allowed]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_stands_in_one_place_only(language):
    reported = {
        key.removeprefix("check.") for key in read_texts(f"report.{language}") if "check." in key
    }
    titled = {code for code, words in own_texts(language)["codes"].items() if "title" in words}
    assert not reported & titled
    assert not [code for code in CODES if code not in reported | titled]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_written_twice(language):
    codes = own_texts(language)["codes"].values()
    texts = [words[key] for words in codes for key in ("why", "example")]
    assert not [text for text, times in Counter(texts).items() if times > 1]
    slots = {name: name for name in own_texts("en")["slots"]}
    said = {text for code in CODES for text in say(code, language, slots) if text}
    assert not said & set(texts)


def test_a_translation_has_the_parts_of_english():
    english = own_texts("en")
    for language in LANGUAGES:
        texts = own_texts(language)
        for part in ("words", "answers", "slots", "families"):
            assert [*texts[part]] == [*english[part]]
        with_skips = {code for code, words in texts["codes"].items() if "skips" in words}
        assert with_skips == {code for code, words in english["codes"].items() if "skips" in words}


def test_every_fact_of_a_sentence_has_a_word():
    slots = own_texts("en")["slots"]
    fields = ("message", "expected", "fix")
    texts = [read_texts("en")[code].get(field, "") for code in CODES for field in fields]
    facts = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
    assert facts == set(slots)


def test_every_answer_is_one_of_the_list_and_each_is_given():
    texts = own_texts("en")
    given = {entry.answer for entry in list_entries("en")}
    assert given == set(texts["answers"].values())


def test_what_may_not_be_waived_is_said_so():
    answers = own_texts("en")["answers"]
    refusing = {text for key, text in answers.items() if key in NEVER_WAIVED}
    wrong = [
        entry.code
        for entry in list_entries("en")
        if entry.severity == "error"
        and (entry.answer in refusing) != bool(why_not_waived(entry.code))
    ]
    assert not wrong


def test_khmer_is_written_in_one_way_only():
    def texts(value):
        return (
            [value] if isinstance(value, str) else [t for one in value.values() for t in texts(one)]
        )

    written = texts(own_texts("km"))
    assert not [text for text in written if not unicodedata.is_normalized("NFC", text)]
    assert not [text for text in written if re.search("[\u200b-\u200d]", text)]
    assert len([text for text in written if re.search("[\u17e0-\u17e9]", text)]) == 1  # on digits


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_to_be_filled_in(language):
    for entry in list_entries(language):
        assert all((entry.title, entry.why, entry.example, entry.answer, entry.sentence.message))
        assert "{" not in "".join((*entry.sentence, entry.why, entry.example, entry.answer))
    assert all(one.about and one.skips for one in list_families(language))


def test_an_entry_says_everything_of_its_code():
    entry = explain("parts-not-total", "en")
    assert (entry.family, entry.severity) == ("figures", "error")
    assert entry.title == "Parts that do not add up to the total"
    assert entry.sentence.message == (
        "The parts by [breakdown] add up to [what was found]; the total is [what is expected]."
    )
    assert entry.answer.startswith("Mend it and send the return again.")
    assert explain("unlike-earlier", "en").answer.startswith("Mend it, or write a note")
    assert explain("file-type", "en").severity == "unreadable"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_docs_is_current(language):
    page = ROOT / "docs" / "reference" / PAGES[language]
    assert page.read_text("utf-8") == draw_page(language), (
        f"make it anew: mne --lang {language} checks show --all -o {page.relative_to(ROOT)}"
    )


def test_every_link_of_the_page_leads_somewhere():
    page = draw_page("en")
    targets = set(re.findall(r'<a id="([a-z-]+)">', page)) | set(
        re.findall(r"^### (.+)$", page, re.MULTILINE)
    )
    assert set(re.findall(r"\]\(#([a-z-]+)\)", page)) == targets
    assert set(CODES) <= targets
