"""Whatever a text begins with, the CSV of it holds no formula, and reads back as it was."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from looking import cells, would_run
from triggers import BODIES, FORMULAS, HARMLESS, MARKUP, OBEYED, STARTS

from mne.tables import guard, read_csv, shown, unguard, write_csv, write_exact_csv, write_json

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "latin-1", "mac_roman")
DELIMITERS = (",", ";", "\t", "|")
EVERY = (*FORMULAS, *MARKUP, *OBEYED, *HARMLESS)
RISKY = st.text("'\"=+-@＝\t\n\r;|, 0123456789a\u200b\ufeff\x00.\u00a0", max_size=12)


def test_there_are_more_than_three_hundred_triggers():
    assert len(FORMULAS) > 300
    plain = FORMULAS[: len(STARTS) * len(BODIES)]
    assert all(would_run(one) for one in plain)


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("write", [write_csv, write_exact_csv])
def test_no_cell_would_run_in_whatever_way_the_file_is_opened(write, encoding, delimiter):
    rows = [["J-01", one, "figure"] for one in FORMULAS]
    text = write(("indicator", "note", "kind"), rows).encode().decode(encoding, "replace")
    assert not [cell for cell in cells(text, delimiter) if would_run(cell)]


def test_without_the_guard_this_test_would_fail():
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([["J-01", one, "figure"] for one in FORMULAS])
    for delimiter in DELIMITERS:
        assert len([one for one in cells(lines.getvalue(), delimiter) if would_run(one)]) >= 40


def test_what_is_written_exactly_is_read_back_exactly():
    rows = [[one, one] for one in EVERY]
    text = write_exact_csv(("a", "b"), rows)
    assert [[row["a"], row["b"]] for row in read_csv(text)] == rows


@given(RISKY)
def test_a_guard_is_taken_off_again_whatever_it_was_put_on(text):
    assert unguard(guard(text)) == text


@given(RISKY)
@example("-0;")
@example("a\t-0;1")
def test_what_is_guarded_would_not_run(text):
    for delimiter in DELIMITERS[1:]:
        for line in text.split("\0"):
            for piece in guard(line).replace("\r", "\n").split("\n"):
                for cell in piece.split(delimiter):
                    assert not would_run(cell)


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_khmer_and_plain_words_are_written_as_they_are(text):
    assert guard(text) == text
    assert shown(text) == text
    assert write_csv(("a",), [[text]]).splitlines()[1].strip('"') == text
    assert json.loads(write_json(text)) == text


@pytest.mark.parametrize("text", OBEYED)
def test_a_terminal_is_shown_nothing_that_it_obeys(text):
    listed = write_csv(("a",), [[text]]).removesuffix("\n").partition("\n")[2]
    for one in (shown(text), listed, write_json(text).removesuffix("\n")):
        assert not [sign for sign in one if unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"}]
    assert json.loads(write_json(text)) == text
