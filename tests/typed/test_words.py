"""Words that cannot be printed: an old Khmer font, or letters lost on the way."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import yaml

from mne.messages import LANGUAGES, read_texts
from mne.typed import is_old_khmer, read_date, read_number, which_codes, words_fault

HERE = Path(__file__).parent
INDICATORS = HERE.parents[1] / "indicators"
KHMER = "កិច្ចប្រជុំពីរលើក"


def lines_of(name):
    text = (HERE / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


HONEST = lines_of("honest_texts.txt")


def texts_in(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, str):
        yield value


def test_no_honest_text_is_taken_for_an_old_font_or_for_lost():
    """English, Khmer, Vietnamese, French, Thai, Chinese, Lao, Burmese; hard ones among them."""
    assert len(set(HONEST)) >= 200
    assert [text for text in HONEST if words_fault(text)] == []


def test_none_of_our_own_texts_is():
    files = [yaml.safe_load(path.read_text("utf-8")) for path in INDICATORS.rglob("*.yaml")]
    ours = {*texts_in([*files, *map(read_texts, LANGUAGES)])}
    assert len(ours) > 3000
    assert [text for text in ours if words_fault(text)] == []


def test_limon_is_told_by_its_spelling_where_the_font_is_lost():
    """27 of 29 that people typed; what is missed is short and has hardly any sign of its own."""
    real = lines_of("limon_real.txt")
    missed = [text for text in real if words_fault(text) != "text-not-unicode"]
    assert (len(real), missed) == (29, ["nigsmuRT", "ykTMnijvijedayeCaKC½y"])


def test_limon_that_was_made_by_a_converter_is_told_less_well():
    derived = lines_of("limon_derived.txt")
    found = sum(words_fault(text) == "text-not-unicode" for text in derived)
    assert (found, len(derived)) == (53, 60)


@pytest.mark.parametrize("text", ["nigsmuRT", "kar", "RBHmhakSRt", "MoJ", "xMlW 1"])
def test_a_known_old_font_tells_it_however_short(text):
    assert words_fault(text, "Limon S1") == "text-not-unicode"


@pytest.mark.parametrize("text", ["", "41", "12/3/2012", "1,577.5 %", "-", KHMER, f"{KHMER} MoJ"])
def test_digits_are_the_same_in_an_old_font_and_unicode_shows_in_any(text):
    assert words_fault(text, "Limon S1") is None
    assert not is_old_khmer(text, "Limon S1")


LOST = [
    "??????????? ???????",
    "???",
    "MoJ ?????? 12 ???",
    "?????????????2012",
    "a\ufffdb",
    KHMER.encode().decode("latin-1"),
    KHMER.encode().decode("cp1252", "replace"),
    "ประชุม".encode().decode("latin-1"),
    "မရှိပါ".encode().decode("latin-1"),
]


@pytest.mark.parametrize("text", LOST, ids=json.dumps)
def test_letters_that_were_lost_on_saving_are_told(text):
    assert words_fault(text) == "text-lost"


@pytest.mark.parametrize("text", ["Why???", "?", "??", "Done? Yes?? No???", "A (?), B (??)"])
def test_questions_are_no_lost_letters(text):
    assert words_fault(text) is None


@pytest.mark.parametrize(
    "piece", ["a", "?", "a?", "a.", "1", ",000", "1 ", "-", "@", "aB", "R;", "ក"]
)
def test_a_text_of_a_million_letters_keeps_nobody_waiting(piece):
    """A CSV may hold it; each of the readers must be done with it at once."""
    text = "a" + piece * (1_000_000 // len(piece))
    start = time.perf_counter()
    for read in (
        words_fault,
        read_number,
        read_date,
        lambda text: which_codes(text, {"01": ("a",)}),
    ):
        read(text)
    assert time.perf_counter() - start < 5
