"""A return that comes as CSV says what the same form says, or says what is wrong in which line."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mne.archive import Archive
from mne.issues import sentence
from tests.fixtures.trial_kit import (
    KHMER,
    as_csv,
    check,
    csv_lines,
    good_form,
    keep,
    listed,
    said,
    spoil,
    trial,
    typing,
    write,
)

MOJ = {"plan": "trial", "period": "2012-Q1", "reporter": "MOJ"}


@pytest.fixture
def read(workspace):
    def given(content, **declared):
        text = content if isinstance(content, bytes) else as_csv(content)
        return check(workspace, write(workspace.root, "return.csv", text), **MOJ | declared)

    return given


def changed(old, new):
    """The good CSV with one line changed."""
    text = as_csv(csv_lines()).decode()
    assert text.count(f"\n{old}\n") == 1, old
    return text.replace(f"\n{old}\n", f"\n{new}\n").encode()


def some(*lines, columns="indicator,sex,province,part,value,status,note,lang"):
    return [columns.split(","), *(line.split(",") for line in lines)]


def about(verdict, indicator):
    """The issues that name an indicator's lines, blanks left out."""
    return [
        (one.code, one.cell)
        for one in verdict.issues
        if one.indicator == indicator and one.code != "answer-blank"
    ]


def test_the_same_figures_as_a_form_are_the_same_answers(read, workspace):
    form = check(workspace, write(workspace.root, "return.xlsx", good_form()))
    verdict = read(csv_lines())
    assert said(verdict) == said(form)
    assert verdict.cells == form.cells
    assert (verdict.verdict, verdict.issues) == ("accepted", ())
    assert {one.indicator for one in verdict.observations if one.value == KHMER} == {"J-06"}


def test_cells_are_named_as_on_a_sheet(read):
    (total, *_) = read(csv_lines()).observations
    assert (total.cell.sheet, total.cell.ref, total.cell.raw) == ("csv", "E2", "41")


@pytest.mark.parametrize(
    "content",
    [
        as_csv(csv_lines(), delimiter=";"),
        as_csv(csv_lines(), delimiter="\t"),
        as_csv(csv_lines(), delimiter="|"),
        b"sep=;\r\n" + as_csv(csv_lines(), delimiter=";", end="\r\n"),
        b"\n\n" + as_csv(csv_lines()),
        as_csv(csv_lines(), end="\r\n"),
        b"\xef\xbb\xbf" + as_csv(csv_lines(), end="\r\n"),
        as_csv(csv_lines()).decode().encode("utf-16"),
        as_csv([reversed(line) for line in csv_lines()]),
        as_csv([csv_lines()[0], *reversed(csv_lines()[1:])]),
        as_csv(csv_lines()).replace(b"indicator,sex", b" Indicator , SEX", 1),
        as_csv(csv_lines()).replace(b"\n", b"\n,,,,,,,\n"),
    ],
    ids=[
        "semicolons",
        "tabs",
        "upright bars",
        "the line of Excel that names the separator",
        "empty lines above the head",
        "Windows line ends",
        "byte order mark",
        "Unicode text of Excel",
        "columns turned round",
        "lines turned round",
        "capitals and spaces in the head",
        "empty lines",
    ],
)
def test_any_honest_csv_reads_the_same(read, content):
    verdict = read(content)
    assert verdict.issues == ()
    assert said(verdict) == said(read(csv_lines()))


@pytest.mark.parametrize("name", ["01", "1", "KH-1", "kh-1", "០១", " 1 "])
def test_a_province_that_lost_its_leading_zero_is_the_same_province(read, name):
    verdict = read(changed("J-01,,01,,11,,,", f"J-01,,{name},,11,,,"))
    assert verdict.issues == ()
    assert said(verdict)["J-01@province=01"][0] == 11


@pytest.mark.parametrize("name", ["25", "KH-25"])
def test_a_province_that_did_not_exist_in_2012_is_refused_then_and_asked_in_2014(read, name):
    verdict = read(changed("J-01,,01,,11,,,", f"J-01,,{name},,11,,,"))
    assert listed(verdict) == [("code-not-in-period", "error", "csv", "C6")]
    facts = dict(verdict.issues[0].params)
    assert facts == {
        "found": name,
        "name": "25",
        "period": "2012-Q1",
        "days": "2014-01-01 –",
    }
    later = read(changed("J-01,,01,,11,,,", f"J-01,,{name},,11,,,"), period="2014-Q1")
    assert said(later)["J-01@province=25"][0] == 11


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("J-01,female,,,20,,,", "j-01,Female,,,20,,,"),
        ("J-01,female,,,20,,,", "J-01,ស្រី,,,20,,,"),
        ("J-01,,12,,30,,,", "J-01,,Phnom-Penh,,30,,,"),
        ("J-02,,,numerator,8,,,", "J-02,,,Numerator,8,,,"),
        ("J-03,,,reached_on,2012-02-14,,,", "J-03,,,Reached on,14/2/2012,,,"),
        ("J-03,,,state,drafting,,,", "J-03,,,state,Being_drafted,,,"),
        (
            "J-06,,,done,Two meetings with the courts.,,,en",
            "J-06,,,done,Two meetings with the courts.,,,EN",
        ),
    ],
)
def test_names_of_all_kinds_are_known_however_they_are_written(read, old, new):
    verdict = read(changed(old, new))
    assert verdict.issues == ()
    assert said(verdict) == said(read(csv_lines()))


def test_a_decimal_comma_is_refused_where_semicolons_part_the_fields_too(read):
    lines = csv_lines(**{"J-05": "1250000,5"})
    verdict = read(as_csv(lines, delimiter=";"))
    assert listed(verdict) == [("number-malformed", "error", "csv", "E22")]


@pytest.mark.parametrize(
    ("content", "code", "cell", "near"),
    [
        (some("J-07,3", columns="indikator,value"), "csv-column-unknown", "A1", "indicator"),
        (
            some("J-07,,3", columns="indicator,provnice,value"),
            "csv-column-unknown",
            "B1",
            "province",
        ),
        (changed("J-07,,,,30,,,", "J07,,,,30,,,"), "csv-indicator-unknown", "A23", "J-07"),
        (changed("J-01,female,,,20,,,", "J-01,femal,,,20,,,"), "csv-code-unknown", "B3", "female"),
        (
            changed("J-02,,,numerator,8,,,", "J-02,,,numrator,8,,,"),
            "csv-part-unknown",
            "D9",
            "numerator",
        ),
    ],
)
def test_a_slip_is_told_with_what_was_likely_meant(read, content, code, cell, near):
    found = [one for one in read(content).issues if one.code == code]
    assert [(one.cell, dict(one.params)["near"]) for one in found] == [(cell, near)]
    words = sentence(found[0], "en", trial())
    assert words.fix.startswith(f"Did you mean {near}? ")


def test_a_word_like_none_that_is_known_is_told_without_a_guess(read):
    (issue,) = read(changed("J-01,female,,,20,,,", "J-01,xyzzy,,,20,,,")).issues
    assert "near" not in dict(issue.params)
    assert sentence(issue, "en", trial()).fix.startswith("Write one of the codes.")


def test_figures_in_an_old_encoding_are_read_and_words_come_with_a_warning(read):
    lines = [line for line in csv_lines() if line[-1] != "km"]
    lines[-1][4] = "Réunion à l’été"
    verdict = read(as_csv(lines).decode().encode("cp1252"))
    assert listed(verdict) == [("csv-old-encoding", "warning", "csv", "")]
    assert verdict.verdict == "accepted"
    assert said(verdict)["J-06@lang=en#done"][0] == "Réunion à l’été"
    assert said(verdict)["J-05"] == said(read(csv_lines()))["J-05"]


def test_khmer_that_excel_turned_into_question_marks_is_refused_where_it_stood(read):
    """What "CSV (Comma delimited)" leaves of Khmer; the figures are untouched."""
    text = as_csv(csv_lines()).decode()
    lost = re.sub("[\u1780-\u17ff]", "?", text).encode()
    verdict = read(lost)
    assert listed(verdict) == [("text-lost", "error", "csv", "E27")]
    found = said(verdict)
    assert found["J-06@lang=km#done"] == (None, "unreadable", "")
    (cell,) = (one.cell for one in verdict.observations if one.cell and one.cell.ref == "E27")
    assert cell.raw.startswith("??????")
    assert found["J-01"] == (41, "reported", "")


def test_a_note_in_an_old_font_is_told_in_its_own_column_and_takes_no_figure_away(read):
    verdict = read(changed("J-07,,,,30,,,", "J-07,,,,30,,RbkasenHRtUvGnuvtþ,"))
    assert listed(verdict) == [("text-not-unicode", "error", "csv", "G23")]
    assert said(verdict)["J-07"][:2] == (30, "reported")


def test_a_figure_of_the_archive_has_a_decimal_point_whatever_it_looks_like(workspace, tmp_path):
    path = write(workspace.root, "return.xlsx", spoil(good_form(), typing(D36=1.577)))
    verdict, receipt = keep(workspace, path)
    assert said(verdict)["J-05"][0] == Decimal("1.577")
    kept = tmp_path / "values.csv"
    shutil.copy(Archive(workspace.submissions).values_path(receipt), kept)
    assert said(check(workspace, kept, **MOJ))["J-05"][0] == Decimal("1.577")


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.integers(0, 10**13 - 1).map(Decimal),
        st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False),
    ),
    st.sampled_from("0០๐໐၀０"),
    st.sampled_from(["", ",", " ", "\u00a0", "\u202f"]),
    st.sampled_from(",;|\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_figure_in_any_script_comes_through_a_file_of_any_kind(
    read, number, zero, group, separator, encoding
):
    printed = f"{number:,f}".replace(",", group)
    typed = "".join(chr(ord(zero) + int(one)) if one.isdigit() else one for one in printed)
    content = as_csv(csv_lines(**{"J-05": typed}), delimiter=separator).decode().encode(encoding)
    verdict = read(content)
    assert said(verdict)["J-05"][0] == number
    assert verdict.issues == ()


def test_status_and_note_stand_in_their_own_columns(read):
    verdict = read(
        as_csv(
            [
                line[:4]
                + {"J-07": ["", "NA", "no course"], "J-08": ["nd", "", "lost"]}[line[0]]
                + [""]
                if line[0] in {"J-07", "J-08"}
                else line
                for line in csv_lines()
            ]
        )
    )
    assert said(verdict)["J-07"] == (None, "NA", "no course")
    assert said(verdict)["J-08"] == (None, "ND", "lost")
    assert verdict.issues == ()


def test_a_count_out_of_nowhere_is_found_where_it_stands(read):
    verdict = read(changed("J-07,,,,30,,,", "J-07,,,,30 staff,,,"))
    assert listed(verdict) == [("number-malformed", "error", "csv", "E23")]
    verdict = read(changed("J-07,,,,30,,,", "J-07,,,,30,ND,,"))
    assert listed(verdict) == [("status-and-value", "error", "csv", "E23")]
    verdict = read(changed("J-07,,,,30,,,", "J-07,,,,,maybe,,"))
    assert listed(verdict) == [("status-unknown", "error", "csv", "F23")]
    verdict = read(changed("J-07,,,,30,,,", "J-07,,,,30,blank,,"))
    assert listed(verdict) == [("status-unknown", "error", "csv", "F23")]


def test_what_does_not_stand_in_the_file_is_blank_and_not_zero(read):
    verdict = read(some("J-07,,,,3,,,"))
    found = said(verdict)
    assert found["J-07"] == (3, "reported", "")
    assert {status for key, (_, status, _) in found.items() if key != "J-07"} == {"blank"}
    assert verdict.cells.answered == 1
    assert {one.code for one in verdict.issues} == {"answer-blank"}


def test_a_narrative_may_have_more_lines_than_the_form_and_two_languages(read):
    lines = [["J-06", "", "", "done", f"line {n}", "", "", "en"] for n in range(1, 6)]
    verdict = read([*csv_lines(), *lines, ["J-06", "", "", "planned", KHMER, "", "", "KM"]])
    assert verdict.issues == ()
    done = [
        one.value
        for one in verdict.observations
        if one.part == "done" and one.at == (("lang", "en"),) and one.value
    ]
    assert done == ["Two meetings with the courts.", *(f"line {n}" for n in range(1, 6))]
    planned = [one.value for one in verdict.observations if one.part == "planned" and one.value]
    assert planned == [KHMER]


def test_words_may_hold_commas_quotes_and_line_breaks(read):
    words = 'Two "joint" visits;\none, by night'
    line = ["J-06", "", "", "delayed", words, "", "", "en"]
    assert words in {one.value for one in read([*csv_lines(), line]).observations}
    windows = read(as_csv([*csv_lines(), line], delimiter=";", end="\r\n"))
    assert words in {one.value for one in windows.observations}


@pytest.mark.parametrize(
    ("line", "code", "cell"),
    [
        ("J-99,,,,3,,,", "csv-indicator-unknown", "A2"),
        ("F-01,,,,3,,,", "csv-not-asked", "A2"),
        ("J-11,,,,3,,,", "csv-not-asked", "A2"),
        ("J-07,,,numerator,3,,,", "csv-part-unknown", "D2"),
        ("J-02,,,,3,,,", "csv-part-unknown", "D2"),
        ("J-07,female,,,3,,,", "csv-not-asked", "A2"),
        ("J-01,women,,,3,,,", "csv-code-unknown", "B2"),
        ("J-06,,,done,words,,,fr", "csv-not-asked", "A2"),
        ("J-06,,,done,words,,,", "csv-not-asked", "A2"),
        (",,,,3,,,", "csv-indicator-unknown", "A2"),
    ],
)
def test_a_line_that_is_not_understood_is_named(read, line, code, cell):
    verdict = read(some(line))
    wrong = [one for one in listed(verdict) if one[1] == "error"]
    assert wrong == [(code, "error", "csv", cell)]


def test_a_line_about_nothing_known_leaves_what_else_is_blank_in_silence(read):
    verdict = read(some("J-07,,,,3,,,", "J-70,,,,4,,,"))
    assert listed(verdict) == [("csv-indicator-unknown", "error", "csv", "A3")]
    assert said(verdict)["J-07"] == (3, "reported", "")


def test_a_figure_that_is_given_twice_is_unknown_even_where_both_agree(read):
    verdict = read(changed("J-07,,,,30,,,", "J-07,,,,30,,,\nJ-07,,,,30,,,"))
    assert listed(verdict) == [("csv-row-twice", "error", "csv", "A24")]
    assert said(verdict)["J-07"] == (None, "unreadable", "")


def test_a_figure_that_is_given_three_times_is_said_twice(read):
    again = "\n".join(["J-07,,,,30,,,"] * 3)
    verdict = read(changed("J-07,,,,30,,,", again))
    assert [(one.cell, dict(one.params)["first"]) for one in verdict.issues] == [
        ("A24", "A23"),
        ("A25", "A23"),
    ]


def test_every_wrong_column_is_named_at_once(read):
    verdict = read(some("J-07,3", columns="indikator,wert"))
    assert listed(verdict) == [
        ("csv-column-unknown", "error", "csv", "A1"),
        ("csv-column-unknown", "error", "csv", "B1"),
    ]
    assert verdict.cells.required == verdict.cells.blank == 22


def test_a_column_that_is_missing_is_told_unless_a_heading_was_meant_for_it(read):
    verdict = read(some("J-07,3", columns="indicator,valeu"))
    assert listed(verdict) == [("csv-column-unknown", "error", "csv", "B1")]
    verdict = read(some("J-07,3", columns="indicator,provnice"))
    assert listed(verdict) == [
        ("csv-column-missing", "error", "csv", "A1"),
        ("csv-column-unknown", "error", "csv", "B1"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        as_csv(csv_lines()[1:]),
        as_csv(csv_lines()).replace(b",", b"^"),
        b"sep=,\n" + as_csv(csv_lines(), delimiter=";"),
    ],
)
def test_a_first_line_without_one_known_heading_is_one_mistake(read, content):
    verdict = read(content)
    (issue,) = verdict.issues
    assert (issue.code, issue.severity) == ("csv-no-headings", "error")
    assert {one.status for one in verdict.observations} == {"unreadable"}


def test_columns_that_are_not_needed_may_be_left_out(read):
    verdict = read(some("J-07,3", "J-08,2", columns="indicator,value"))
    assert {one.code for one in verdict.issues} == {"answer-blank"}
    assert said(verdict)["J-08"] == (2, "reported", "")


@pytest.mark.parametrize("period", ["2011-Q4", "2015-Q1", "2012", "2012-01"])
def test_a_return_for_a_period_outside_the_plan_is_refused(read, period):
    verdict = read(csv_lines(), period=period)
    assert [(one.code, one.severity) for one in verdict.issues] == [("slot-not-expected", "error")]


def test_what_the_archive_keeps_may_be_sent_again_as_it_is(workspace, tmp_path):
    """Blanks, reasons, estimates, days, words and the address columns too."""
    cells = {"D38": None, "E42": "estimated", "D44": None, "E44": "NA", "F44": "=none, truly"}

    def change(book):
        typing(**cells)(book)
        book["Return"]["F44"].data_type = "s"  # words, and no formula

    path = write(workspace.root, "return.xlsx", spoil(good_form(), change))
    verdict, receipt = keep(workspace, path)
    kept = tmp_path / "values.csv"
    shutil.copy(Archive(workspace.submissions).values_path(receipt), kept)
    again = check(workspace, kept, **MOJ)
    assert said(again) == said(verdict)
    codes = [one.code for one in verdict.issues]
    assert [one.code for one in again.issues] == ["sent-before", *codes]


def test_issues_of_a_csv_point_to_the_csv(read):
    verdict = read(csv_lines(), period="2015-Q1")
    assert listed(verdict) == [("slot-not-expected", "error", "csv", "")]
