"""`mne progress` on a terminal: aligned, whole at every width, and in words."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from mne.charts import RATING_SIGNS
from mne.cli.grid import Column, Grid, Heading, Line, wrap
from mne.workspace import shipped
from tests.fixtures.trial_kit import good_form, write

YEAR = ("progress", "--plan", "trial", "--period", "2012", "--as-of", "2013-03-01")


@pytest.fixture
def told(mne, workspace, monkeypatch):
    """What the screen shows at a width, line by line, of one return."""
    form = write(workspace.root, "moj.xlsx", good_form("trial/2012-Q1/MOJ"))
    assert mne("submit", "--received", "2012-04-10", form).code == 0

    def at(width, *words):
        monkeypatch.setenv("COLUMNS", str(width))
        said = mne(*YEAR, *words)
        assert said.code == 0
        return said.out.splitlines()

    return at


def line_of(lines, start):
    (found,) = (line for line in lines if line.startswith(start))
    return found


def test_figures_stand_at_their_right_edge_under_their_headings(told):
    lines = told(160)
    head = lines[0]
    edge = head.index("actual") + len("actual")
    figures = [line_of(lines, f"{name} ") for name in ("J-01", "J-05", "J-07")]
    assert [line[:edge].split()[-1] for line in figures] == ["41", "1,250,000.50", "30"]
    assert {line[edge] for line in figures} == {"*"}  # marks hang outside
    assert head.index("target") + len("target") == figures[0].index("200") + 3
    assert lines[2] == "Justice"


def test_a_rating_is_a_sign_and_a_word_and_coverage_names_who_is_missing(told):
    lines = told(160)
    line = line_of(lines, "J-01 ")
    assert "1 of 4  – Not rated" in line
    below = lines[lines.index(line) + 1].strip()
    assert below == (
        "Missing figures could change it · Missing: MoJ Q2 2012, Q3 2012, Q4 2012 (not received)"
    )
    assert " 0 of 4  " in line_of(lines, "F-01 ")
    added = line_of(lines, "J-04 ")
    assert " –   " in added
    assert "not added up" in added
    below = lines[lines.index(added) + 1].strip()
    assert below == "Figures of several periods must not be put together"
    assert "○ No data" in line_of(lines, "F-01 ")
    assert lines[-4].startswith("* Not yet signed by the ministry.")
    assert lines[-3].startswith("A result is met from 100")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
@pytest.mark.parametrize("language", ["en", "km"])
def test_no_figure_is_cut_and_no_line_is_longer_than_the_terminal(told, width, language):
    lines = told(width, "--lang", language, "--by", "sex")
    text = "\n".join(lines)
    for figure in ("41*", "1,250,000.50", "200", "20*", "21*"):
        assert re.search(rf"(?<![\d,.]){re.escape(figure)}(?!\d)", text), figure
    if width >= 80:
        assert max(map(cell_len, lines)) <= width


def test_a_breakdown_stands_indented_under_its_total(told):
    lines = told(160, "--by", "sex")
    place = next(number for number, line in enumerate(lines) if line.startswith("J-01 "))
    assert [line.split()[0] for line in lines[place + 2 : place + 4]] == ["Female", "Male"]
    assert all(line.startswith(" " * 13) for line in lines[place + 2 : place + 4])
    assert "rated" not in lines[place + 2]  # targets are set for totals


def test_who_reports_is_called_by_name_and_level_by_a_word(told):
    lines = told(160, "--by", "reporter,level")
    place = next(number for number, line in enumerate(lines) if line.startswith("J-01 "))
    assert [line.split()[0] for line in lines[place + 2 : place + 4]] == ["MoJ", "national"]


def test_in_khmer_every_word_is_khmer_and_stands_to_the_right_of_the_figures(told):
    lines = told(160, "--lang", "km")
    line = line_of(lines, "J-01 ")
    assert line.index("200") < line.index("មិនវាយតម្លៃ") < line.index("ជនរងគ្រោះ")
    assert not re.search(r"[a-z]{2,}", line)


def test_what_is_piped_has_no_colour_and_all_the_room_it_wants(mne, told, monkeypatch):
    told(80)
    monkeypatch.delenv("COLUMNS")
    lines = mne(*YEAR).out.splitlines()
    assert "\x1b" not in "".join(lines)
    assert line_of(lines, "J-01 ").endswith("Q2 2012, Q3 2012, Q4 2012 (not received)")


def test_more_is_said_on_demand(told):
    assert not [line for line in told(200) if "this year so far" in line and "J-01" in line]
    assert len("".join(told(200, "-v"))) >= len("".join(told(200)))


def test_the_signs_are_the_shapes_that_the_reports_draw():
    css = (shipped("report_templates") / "shared" / "report.css").read_text("utf-8")
    drawn = {"●": "circle", "◆": "path d='M5 0", "▲": "path d='M5 .4", "■": "rect x='.8'"}
    drawn |= {"○": "circle cx='5' cy='5' r='3.9' fill='none'", "–": "rect x='.5' y='4.2'"}
    for rating, sign in RATING_SIGNS.items():
        rule = css[css.index(f".rating.{rating} ") :].partition("\n")[0]
        assert drawn[sign] in rule, rating
    assert len(set(RATING_SIGNS.values())) == 6


# --- the layout by itself -----------------------------------------------------------------------

LINES = (
    Heading("A heading"),
    Line("Some words that can wrap over lines", ("1,234,567*", "≥ 5"), "a remark", "A-1"),
    Line("Part", ("7 ", "")),
)
GRID = Grid("id", "title", (Column("n", figures=True), Column("more", spare=True)), LINES)


def test_words_wrap_then_columns_are_spared_then_figures_fold_beneath():
    assert GRID.draw(74) == (
        "id   title                                         n  more\n"
        "────────────────────────────────────────────────────────────────────\n"
        "A heading\n"
        "A-1  Some words that can wrap over lines  1,234,567*  ≥ 5   a remark\n"
        "       Part                                       7\n"
    )
    assert GRID.draw(40) == (
        "              n\n"
        "───────────────\n"
        "A heading\n"
        "A-1  Some words that can wrap over lines\n"
        "     1,234,567*\n"
        "     more ≥ 5 · a remark\n"
        "  Part\n"
        "             7\n"
    )


def test_a_long_word_is_never_broken():
    assert wrap("a verylongword b", 6) == ["a", "verylongword", "b"]
    assert wrap("ក ខគឃងចឆជឈញដ ខ", 4) == ["ក", "ខគឃងចឆជឈញដ", "ខ"]
