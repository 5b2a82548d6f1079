"""How pages of text are drawn: nothing cut off, Khmer never broken inside a syllable."""

import pytest

from mne.cli.app import App
from mne.cli.plan.draw import cells_of, draw, grid, heading, wrap

PLAIN = App(None, "en", color=False, quiet=False, verbose=False)
KHMER = "គណៈកម្មាធិការជាតិប្រឆាំងការជួញដូរមនុស្ស"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one\ntwo", 20, ["one two"]),
        ("A-01  Victims", 20, ["A-01  Victims"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
    ],
)
def test_words_wrap_at_spaces_and_long_ones_are_cut(text, width, lines):
    assert list(wrap(text, width)) == lines


def test_khmer_wraps_between_words_and_loses_nothing():
    lines = list(wrap(KHMER, 12))
    assert "".join(lines) == KHMER
    assert len(lines) > 2
    assert all(cells_of(line) <= 12 for line in lines)
    assert not any("\u17b4" <= line[0] <= "\u17d3" for line in lines)


def test_a_vowel_sign_takes_a_place_and_a_mark_above_or_below_takes_none():
    assert (cells_of("កា"), cells_of("កិ"), cells_of("ក្រ"), cells_of("日")) == (2, 1, 2, 2)


def test_cells_stand_side_by_side_and_wrap_inside_their_column(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    words = "one two three four five six seven eight nine ten"
    assert draw(PLAIN, heading("Title"), grid([["label", words]], (10, None))) == (
        "Title\n    label       one two three four five six seven eight nine\n                ten\n"
    )
