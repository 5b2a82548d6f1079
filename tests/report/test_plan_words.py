"""The words about definitions: the same in every language, none missing, none left over."""

import re
import string
import unicodedata
from pathlib import Path

import pytest

import mne
from mne.messages import LANGUAGES, read_texts
from mne.report.wording import load_wording

ROOT = Path(mne.__file__).parent
ENGLISH = read_texts("plan.en")
SOURCES = "\n".join(
    path.read_text("utf-8")
    for folder in (ROOT / "report", ROOT / "cli" / "plan", ROOT.parent / "report_templates")
    for path in folder.rglob("*.*")
    if path.suffix in {".py", ".j2"}
)


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words_with_the_same_facts(language):
    other = read_texts(f"plan.{language}")
    assert list(other) == list(ENGLISH)
    assert {key: placeholders(text) for key, text in other.items()} == {
        key: placeholders(text) for key, text in ENGLISH.items()
    }


def test_no_word_of_a_plan_stands_in_the_words_of_the_reports_as_well():
    assert not set(ENGLISH) & set(read_texts("report.en"))


def test_khmer_is_written_in_one_way_only():
    texts = list(read_texts("plan.km").values())
    assert not [text for text in texts if not unicodedata.is_normalized("NFC", text)]
    assert not [text for text in texts if re.search("[\u17e0-\u17e9\u200b-\u200d]", text)]


def test_no_word_is_left_over():
    """A code is written out in the program, or its first part is and the rest is put to it."""
    starts = set(re.findall(r'f"([a-z-]+)\.\{', SOURCES)) | set(
        re.findall(r'f"([a-z.-]+-)\{', SOURCES)
    )
    lines = set(re.findall(r'yield\s*\(?\s*"([a-z_-]+)"', SOURCES))
    unused = [
        code
        for code in ENGLISH
        if f'"{code}"' not in SOURCES
        and code.partition(".")[0] not in starts
        and not (code.startswith(("sheet.", "plan.")) and code.partition(".")[2] in lines)
    ]
    assert unused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_a_sheet_has_a_label(language):
    wording = load_wording(language)
    facts = (ROOT / "report" / "reference" / "facts.py").read_text("utf-8")
    labels = re.findall(r'yield\s*\(?\s*"([a-z_-]+)"', facts)
    assert len(labels) > 30
    assert [label for label in labels if not wording.knows(f"sheet.{label}")] == []
