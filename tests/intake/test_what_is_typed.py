"""What people type into a cell, and the figure, the status or the one issue that it becomes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from mne.archive import Archive
from mne.layout import questions
from mne.model import Cell, CellCounts
from mne.reading import Entries, read_answers
from tests.fixtures.trial_kit import (
    check,
    good_form,
    keep,
    listed,
    said,
    slot_of,
    spoil,
    trial,
    typing,
    write,
)

SLOT = slot_of("trial/2012-Q1/MOJ")
NBSP, THIN, ZERO_WIDTH, MARK = "\u00a0", "\u2009", "\u200b", "\u200e"


@pytest.fixture
def read(workspace):
    """The verdict on the good form with these cells typed over."""

    def typed(sheet="Return", **cells):
        changed = spoil(good_form(), typing(sheet, **cells))
        return check(workspace, write(workspace.root, "return.xlsx", changed))

    return typed


def errors(verdict):
    return [(code, cell) for code, severity, _, cell in listed(verdict) if severity == "error"]


def test_figures_are_read_however_they_are_written(read):
    verdict = read(
        D8="៤១",  # Khmer digits
        D10=f"20{NBSP}",
        D11=f" 2{ZERO_WIDTH}1 ",
        D14=11.0,
        D15=f"{MARK}30",
        D18="  8",
        D19="12.0",
        D36="១,៥៧៧",
        D38="1,577",
        D40=f"{THIN}12",
        D42="2014",
        D44="៩",
    )
    assert verdict.issues == ()
    found = {key: value for key, (value, *_) in said(verdict).items()}
    assert {key: found[key] for key in ("J-01", "J-01@sex=female", "J-01@sex=male")} == {
        "J-01": 41,
        "J-01@sex=female": 20,
        "J-01@sex=male": 21,
    }
    wanted = {"J-05": 1577, "J-07": 1577, "J-08": 12, "J-09": 2014, "J-10": 9}
    assert {key: found[key] for key in wanted} == wanted
    assert found["J-02#denominator"] == 12
    assert str(found["J-05"]) == "1577"


def test_a_figure_is_a_decimal_and_never_a_float(read):
    verdict = read(D36=0.1)
    assert said(verdict)["J-05"] == (Decimal("0.1"), "reported", "")
    assert all(isinstance(one.value, Decimal | date | str | None) for one in verdict.observations)


ALONE = ("D36", "D38", "D40", "D42", "D44")
"""Figures without breakdowns: each may be typed over without touching another."""


def codes_of(read, values):
    """What is said of each value, typed into a figure of its own; five to a form."""
    found = {}
    for batch in (values[at : at + 5] for at in range(0, len(values), 5)):
        verdict = read(**dict(zip(ALONE, batch, strict=False)))
        assert len(verdict.issues) == len(batch)
        for value, issue in zip(batch, verdict.issues, strict=True):
            assert dict(issue.params)["found"] == value
            found[value] = issue.code
    return found


def test_what_could_be_two_figures_is_refused_and_not_guessed(read):
    texts = [
        "70,5000",
        "1 57",
        "1 5770",
        "1.577,5",
        "3,5",
        "1e3",
        "1_000",
        "50%",
        "12-14",
        "41 persons",
        "~40",
        "1,57",
    ]
    assert codes_of(read, texts) == dict.fromkeys(texts, "number-malformed")
    assert said(read(D38="70,5000"))["J-07"] == (None, "unreadable", "")


def test_a_word_is_not_a_figure_and_not_a_blank(read):
    words = ["#REF", "TRUE", "O", "nobody"]
    assert codes_of(read, words) == dict.fromkeys(words, "number-expected")
    may_be_zero = ["-", "none", "n/a", "N.A.", "nil", "គ្មាន", "?"]
    assert codes_of(read, may_be_zero) == dict.fromkeys(may_be_zero, "number-not-said")


def test_a_spreadsheet_error_is_named_as_it_stands(read):
    marks = ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"]
    assert codes_of(read, marks) == dict.fromkeys(marks, "cell-error")


def test_a_day_and_a_truth_value_are_no_figures_though_excel_counts_them(read):
    verdict = read(D38=date(2012, 3, 1), D40=datetime(2012, 3, 1, 8, 30), D42=True)  # noqa: DTZ001
    assert [(one.code, one.cell, dict(one.params)["found"]) for one in verdict.issues] == [
        ("number-is-date", "D38", "2012-03-01"),
        ("number-is-date", "D40", "2012-03-01T08:30:00"),
        ("number-expected", "D42", "TRUE"),
    ]


def test_a_day_is_the_same_in_a_workbook_that_counts_from_1904(workspace):
    """As Excel for the Mac did: the same day is another number of days."""

    def damage(book):
        book.epoch = CALENDAR_MAC_1904
        book["Return"]["D29"] = date(2012, 2, 29)

    verdict = check(workspace, write(workspace.root, "mac.xlsx", spoil(good_form(), damage)))
    assert said(verdict)["J-03#reached_on"][0] == date(2012, 2, 29)
    assert verdict.issues == ()


def test_a_percentage_typed_into_a_percent_cell_is_no_count(workspace):
    def damage(book):
        book["Return"]["D38"] = 0.5
        book["Return"]["D38"].number_format = "0%"

    verdict = check(workspace, write(workspace.root, "a.xlsx", spoil(good_form(), damage)))
    assert listed(verdict) == [("number-not-whole", "error", "Return", "D38")]


def test_blank_zero_na_and_nd_are_four_things_all_the_way(workspace):
    """J-07 is zero, J-08 is blank, J-09 does not apply, J-10 is not known."""
    cells = {
        "D38": 0,
        "D40": None,
        "D42": None,
        "E42": "NA",
        "F42": "No court sat",
        "D44": "nd",  # the status typed into the cell itself
        "F44": " ទិន្នន័យ\u200bមិនទាន់\u200bមកដល់ ",
    }
    path = write(workspace.root, "four.xlsx", spoil(good_form(), typing(**cells)))
    verdict, receipt = keep(workspace, path)
    assert listed(verdict) == [("answer-blank", "warning", "Return", "D40")]
    four = {
        "J-07": (Decimal(0), "reported", ""),
        "J-08": (None, "blank", ""),
        "J-09": (None, "NA", "No court sat"),
        "J-10": (None, "ND", "ទិន្នន័យ\u200bមិនទាន់\u200bមកដល់"),
    }
    assert {key: said(verdict)[key] for key in four} == four
    expected = CellCounts(required=22, figures=14, zeros=5, na=1, nd=1, blank=1)
    assert verdict.cells == receipt.cells == expected
    kept = Archive(workspace.submissions).observations(receipt, trial())
    assert kept == verdict.observations
    assert [one.cell.ref for one in kept if one.indicator in four] == ["D38", "D40", "D42", "D44"]


def test_only_invisible_characters_are_a_blank(read):
    verdict = read(D38=f"{NBSP}{ZERO_WIDTH} ", E38=ZERO_WIDTH)
    assert listed(verdict) == [("answer-blank", "warning", "Return", "D38")]
    assert said(verdict)["J-07"] == (None, "blank", "")


def test_an_estimate_is_a_figure_with_its_note(read):
    verdict = read(E38="Estimated", F38="counted from lists")
    assert verdict.issues == ()
    assert said(verdict)["J-07"] == (Decimal(30), "estimated", "counted from lists")


@pytest.mark.parametrize("status", ["NA", "ND"])
def test_no_figure_needs_a_reason_and_a_figure_needs_no_status(read, status):
    assert listed(read(D38=None, E38=status)) == [("reason-needed", "error", "Return", "D38")]
    assert listed(read(E38=status, F38="why")) == [("status-and-value", "error", "Return", "D38")]


def test_zero_beside_na_is_two_answers_and_refused(read):
    assert errors(read(D38=0, E38="NA", F38="why")) == [("status-and-value", "D38")]


@pytest.mark.parametrize(
    ("state", "code", "flags", "kept", "day"),
    [
        ("adopted", "adopted", "budget; law", "law;budget", date(2012, 2, 29)),
        ("ADOPTED", "adopted", "A body", "body", datetime(2012, 2, 29)),  # noqa: DTZ001
        (f"Being {NBSP} drafted", "drafting", "none", "none", "29/2/2012"),
        ("អនុម័ត", "adopted", "body;body;", "body", "2012-02-29"),
        (f"adopted{ZERO_WIDTH}", "adopted", "LAW", "law", "២៩/០២/២០១២"),
    ],
)
def test_states_go_by_code_or_name_and_days_before_months(read, state, code, flags, kept, day):
    found = said(read(D28=state, D32=flags, D29=day))
    assert found["J-03#state"] == (code, "reported", "")
    assert found["J-04#state"] == (kept, "reported", "")
    assert found["J-03#reached_on"] == (date(2012, 2, 29), "reported", "")


@pytest.mark.parametrize(
    ("flags", "day", "other"),
    [
        ("law, body", "30/2/2012", "2/29/2012"),
        ("law;parliament", "29/2/12", "40968"),
        (1, "Q1", "2012-02-30"),
        (date(2012, 3, 1), "yesterday", "2012"),
    ],
)
def test_a_flag_not_on_the_list_and_a_day_that_could_be_two_are_refused(read, flags, day, other):
    verdict = read(D32=flags, D29=day, D33=other)
    assert [(one.code, one.cell) for one in verdict.issues] == [
        ("date-expected", "D29"),
        ("state-unknown", "D32"),
        ("date-expected", "D33"),
    ]


@pytest.mark.parametrize(("typed", "late"), [("2012-03-31", False), ("2012-04-01", True)])
def test_the_last_day_of_the_period_is_in_it_and_the_next_is_not(read, typed, late):
    expected = [("date-after-period", "error", "Return", "D29")] if late else []
    assert listed(read(D29=typed)) == expected


def test_na_is_no_answer_to_when_and_a_word_like_others_to_by_what_document(read):
    verdict = read(D29="NA", D30="NA")
    assert listed(verdict) == [("date-expected", "error", "Return", "D29")]
    assert said(verdict)["J-03#evidence"] == ("NA", "reported", "")


def test_where_nothing_was_reached_no_document_is_asked_for(read):
    assert read(D28="none", D29=None, D30=None).issues == ()


def test_words_keep_their_zero_width_spaces_and_lose_the_space_around_them(read):
    words = "កិច្ចប្រជុំ\u200bពីរ\u200bលើក\nជាមួយតុលាការ"
    verdict = read("Narrative", C8=f"  {words}{NBSP}\n", D9=f" {ZERO_WIDTH} ")
    found = said(verdict)
    assert found["J-06@lang=km#done.2"] == (words, "reported", "")
    assert found["J-06@lang=en#done.3"] == (None, "blank", "")
    assert verdict.issues == ()


LIMON = "karGnuvtþc,ab;RBhμTNÐkm<úCaenAkñúglMh"


def in_limon(**changes):
    """A reading of cells whose font is known, as those of a workbook are."""
    questions_asked = {one.key: one for one in questions(trial(), SLOT)}
    question = questions_asked[changes.pop("key")]
    raws = {"value": "", "status": "", "note": ""} | changes
    cells = [
        Cell("0" * 64, "Return", ref, raw, "text", font="Limon S1" if raw else "")
        for ref, raw in zip(("D1", "E1", "F1"), raws.values(), strict=True)
    ]
    reading = read_answers(trial(), SLOT, [Entries(question, *cells)])
    (one,) = reading.observations
    return one, [(issue.code, issue.cell) for issue in reading.issues]


def test_words_in_an_old_khmer_font_are_not_words_and_what_was_typed_is_kept():
    one, issues = in_limon(key="J-03#evidence", value="nigsmuRT")
    assert issues == [("text-not-unicode", "D1")]
    assert (one.value, one.status, one.cell.raw) == (None, "unreadable", "nigsmuRT")


def test_digits_and_codes_in_an_old_khmer_font_are_what_they_are():
    assert in_limon(key="J-07", value="41")[0].value == 41
    assert in_limon(key="J-07", value="1,577")[1] == []
    assert in_limon(key="J-03#state", value="drafting")[0].value == "drafting"
    assert in_limon(key="J-03#evidence", value="12/3")[0].value == "12/3"


def test_a_figure_or_a_state_in_letters_of_an_old_font_is_told_as_such():
    assert in_limon(key="J-07", value="ha")[1] == [("text-not-unicode", "D1")]
    assert in_limon(key="J-03#state", value="RBag")[1] == [("text-not-unicode", "D1")]


def test_a_reason_in_an_old_font_is_asked_for_again_and_still_a_reason():
    one, issues = in_limon(key="J-07", status="ND", note="KµanTinñn½y")
    assert issues == [("text-not-unicode", "F1")]
    assert (one.status, one.note) == ("ND", "KµanTinñn½y")


def test_limon_is_told_without_its_font_in_a_form_too(read):
    verdict = read("Narrative", C7=LIMON, D7="ok")
    assert listed(verdict) == [("text-not-unicode", "error", "Narrative", "C7")]
    assert said(verdict)["J-06@lang=km#done"] == (None, "unreadable", "")


def test_a_sum_with_the_noise_of_binary_fractions_is_the_sum(read):
    assert said(read(D36=0.1 + 0.2))["J-05"][0] == Decimal("0.3")
    assert said(read(D36=-0.0))["J-05"][0] == 0


def test_an_unreadable_part_leaves_the_sum_in_silence(read):
    """Whether the other two fit the total, nobody can know."""
    assert listed(read(D10="some", D11=99)) == [("number-expected", "error", "Return", "D10")]


def test_an_unreadable_figure_leaves_the_rules_in_silence(read):
    assert listed(read(D38="thirty", D40=31)) == [("number-expected", "error", "Return", "D38")]


def test_two_mistakes_are_two_messages_in_the_order_of_the_form(read):
    verdict = read(D44=-1, D8="?", D29="soon")
    assert [(one.code, one.cell) for one in verdict.issues] == [
        ("number-not-said", "D8"),
        ("date-expected", "D29"),
        ("number-negative", "D44"),
    ]


def test_an_empty_form_is_one_mistake_but_words_alone_are_a_return(workspace):
    def only_words(book):
        for row in range(6, 46):
            for column in "DEF":
                book["Return"][f"{column}{row}"] = None

    verdict = check(workspace, write(workspace.root, "w.xlsx", spoil(good_form(), only_words)))
    assert "return-empty" not in {one.code for one in verdict.issues}
    blank = {one.cell for one in verdict.issues if one.code == "answer-blank"}
    assert blank == {"D8", "D18", "D19", "D28", "D32", "D36", "D38", "D40", "D42", "D44"}
