"""What the letters and messages say, in which language, and that they fit."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise, product
from pathlib import Path
from string import Formatter

import pikepdf
import pytest

from mne.compliance import measure_compliance
from mne.definitions import load_plan
from mne.layout import form_file_name, form_periods
from mne.messages import LANGUAGES, read_texts
from mne.model import Slot
from mne.periods import deadline
from mne.report.reminder import (
    LONGEST,
    Owed,
    Owing,
    PrintedLetter,
    Sender,
    letter_text,
    who_owes,
    write_letter,
    write_message,
)
from mne.report.reminder.owing import Came
from tests.fixtures.trial_kit import WORKSPACE
from tests.remind.letter_text import one_line, text_of

INDICATORS = Path(__file__).parents[2] / "indicators"
NATIONAL = load_plan(INDICATORS, "npa-kh-2011")
TRIAL = load_plan(WORKSPACE / "indicators", "trial")
DAY = date(2012, 4, 20)
MENDED = Came(date(2012, 4, 12), "to-mend", 3)


def owed(plan, reporter, period, kind="late", **more):
    day = deadline(period, plan.due_days, plan.holidays)
    facts = {"due": day, "planned": day, "counted": day, "came": None, "closed_on": None}
    facts |= {"form_sent": None, "form": form_file_name(Slot(plan.id, period, reporter))}
    return Owed(period=period, kind=kind, **{**facts, **more})


def owing(plan, reporter, *kinds, received=(), **more):
    periods = form_periods(plan)
    listed = [
        owed(plan, reporter, period, kind, **more)
        for period, kind in zip(periods, kinds, strict=False)
    ]
    return Owing(plan.reporters_by_id[reporter], tuple(listed), received)


def sender(plan, day=DAY, synthetic=False):
    return Sender(plan, day, synthetic)


def english(one, plan=TRIAL):
    return write_message(one, sender(plan), "en").split("\n")[0]


# --- messages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            owing(TRIAL, "MOJ", "due"),
            (
                "Ministry of Justice: the return for Quarter 1 of 2012 (Plan of Trial) is due by "
                "16 April 2012. If it is on its way, thank you."
            ),
        ),
        (
            owing(TRIAL, "MOJ", "late"),
            (
                "Ministry of Justice: the return for Quarter 1 of 2012 (Plan of Trial), due 16 "
                "April 2012, has not reached us yet. If it is on its way, thank you."
            ),
        ),
        (
            owing(TRIAL, "MOJ", "late", "late"),
            (
                "Ministry of Justice: the returns for Q1, Q2 2012 (Plan of Trial), the first due "
                "16 April 2012, have not reached us yet. If they are on their way, thank you."
            ),
        ),
        (
            owing(TRIAL, "MOJ", "refused", came=MENDED),
            (
                "Ministry of Justice: thank you for the return for Quarter 1 of 2012 (Plan of Trial"
                "). Some points are to be mended before it counts; the marked file shows them."
            ),
        ),
        (
            owing(TRIAL, "MOJ", "refused", came=MENDED._replace(how="removed")),
            (
                "Ministry of Justice: thank you for the return for Quarter 1 of 2012 (Plan of Trial"
                "). We ask you to send it once more; our letter says why."
            ),
        ),
        (
            owing(TRIAL, "MOJ", "late", "due"),
            (
                "Ministry of Justice: the returns for Q1, Q2 2012 (Plan of Trial) are still open; "
                "our letter says what each needs. If one is on its way, thank you."
            ),
        ),
    ],
    ids=["due", "late", "several late", "refused", "removed", "mixed"],
)
def test_a_message_says_what_is_owed_and_when(one, said):
    assert english(one) == said


def test_a_message_names_whom_to_ask_where_the_plan_does():
    one = owing(NATIONAL, "MOWA", "late")
    assert english(one, NATIONAL).endswith("thank you. Questions: NC/STSLS.")
    assert "Questions" not in english(owing(NATIONAL, "NCCT", "late"), NATIONAL)


def test_a_message_of_an_invented_workspace_says_so():
    text = write_message(owing(TRIAL, "MOJ", "due"), sender(TRIAL, synthetic=True), "en")
    assert text.startswith("SAMPLE Ministry of Justice")
    assert text.split("\n\n")[1].startswith("គំរូ ក្រសួងយុត្តិធម៌")


@pytest.mark.parametrize("id_", sorted(one.parent.name for one in INDICATORS.glob("*/plan.yaml")))
def test_every_message_has_at_most_300_letters_in_each_language(id_):
    plan = load_plan(INDICATORS, id_)
    kinds = (("due",), ("late",), ("refused",), ("late", "due"), ("late",) * 40, ("refused",) * 40)
    seen = set()
    for one, tone, how in product(plan.reporters, kinds, ("to-mend", "removed")):
        whose = owing(plan, one.id, *tone, came=MENDED._replace(how=how))
        for text in write_message(whose, sender(plan, synthetic=True)).strip().split("\n\n"):
            seen.add(len(text))
            assert "\n" not in text
            assert not text.endswith("..")
    assert max(seen) <= LONGEST == 300


# --- letters in words ---------------------------------------------------------------------------


def test_a_letter_tells_how_a_day_comes_about():
    moved = owed(TRIAL, "MOJ", form_periods(TRIAL)[0], counted=date(2012, 4, 15))
    put_off = moved._replace(due=date(2012, 4, 30))
    one = Owing(TRIAL.reporters_by_id["MOJ"], (moved, put_off), ())
    items = write_letter(one, sender(TRIAL), "en").sides[0].items
    assert items[0].due == "Due on 16 April 2012."
    assert items[0].lines == (
        "15 April 2012, 15 days after the period, is no working day; the next one counts.",
    )
    assert items[1].due == "Due on 30 April 2012."
    assert items[1].lines == (
        "The day was put off to this date by decision; by the plan it was 16 April 2012.",
    )
    assert items[0].form == "Form: trial_2012-Q1_MOJ.xlsx"


def test_a_form_that_went_out_late_is_owned_up_to_without_blame():
    late = owing(TRIAL, "MOJ", "late", form_sent=date(2012, 4, 11))
    assert write_letter(late, sender(TRIAL), "en").sides[0].items[0].lines == (
        "Its form left us only on 11 April 2012, after the period had ended; that delay is ours.",
    )


def test_a_form_is_late_once_its_period_has_ended():
    slot = Slot("trial", form_periods(TRIAL)[0], "MOJ")
    moment = TRIAL.end_of(DAY)
    compliance = measure_compliance(TRIAL, (), as_of=moment, period=slot.period)
    for day, known in ((date(2012, 3, 31), None), (date(2012, 4, 1), date(2012, 4, 1))):
        first, *others = who_owes(TRIAL, compliance, (), (), {slot: day})
        assert first.owed[0].form_sent == known
        assert [one.owed[0].form_sent for one in others] == [None, None]


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (0, "sent back to be looked through; the marked file shows where."),
        (1, "sent back because of one point, which the marked file shows."),
        (3, "sent back because of 3 points, which the marked file shows one by one."),
    ],
)
def test_a_letter_about_a_refused_return_says_when_it_came_and_why_it_went_back(points, said):
    one = owing(TRIAL, "MOJ", "refused", came=MENDED._replace(points=points))
    side = write_letter(one, sender(TRIAL), "en").sides[0]
    assert side.items[0].lines == (f"Received on 12 April 2012, thank you, and {said}",)
    assert side.after[0].startswith("Please mend what is marked in the file that went back to you")
    assert not any("fill in" in line for line in side.after)


def test_the_tone_follows_what_is_owed():
    def opening(*kinds):
        one = owing(TRIAL, "MOJ", *kinds, came=MENDED if "refused" in kinds else None)
        return write_letter(one, sender(TRIAL), "en").sides[0].opening[:40]

    assert opening("due") == "We write in good time to recall that the"
    assert opening("late") == "On 20 April 2012 the return named here h"
    assert opening("refused") == "Thank you for the return named here. It "
    assert opening("late", "refused") == "The returns named here are still open as"


def test_what_has_come_already_is_thanked_for():
    first, second, *_ = form_periods(TRIAL)
    one = owing(TRIAL, "MOJ", "late", received=(first, second))
    side = write_letter(one, sender(TRIAL), "en").sides[0]
    assert side.after[0] == "Received already, with our thanks: Q1, Q2 2012."


def test_a_letter_is_in_the_languages_that_its_reporter_reads_its_own_first():
    def languages(reporter, first=None, plan=TRIAL):
        letter = write_letter(owing(plan, reporter, "late"), sender(plan), first)
        return [one.language for one in letter.sides]

    assert languages("MOJ") == ["km", "en"]
    assert languages("MOJ", "en") == ["en", "km"]
    assert languages("MOI") == ["en"]
    assert languages("MOI", "km") == ["en"]


def test_the_khmer_side_says_that_it_awaits_a_reader():
    km, en = write_letter(owing(TRIAL, "MOJ", "late"), sender(TRIAL)).sides
    assert km.foot[-1] == read_texts("remind.km")["awaits-reader"]
    assert en.foot == ("As known to the archive of the secretariat at the end of 20 April 2012.",)


@pytest.mark.parametrize("one", NATIONAL.asked_reporters, ids=lambda one: one.id)
def test_no_letter_or_message_names_another_reporter(one):
    whose = owing(NATIONAL, one.id, "late", "refused", came=MENDED)
    text = letter_text(write_letter(whose, sender(NATIONAL)))
    text += write_message(whose, sender(NATIONAL))
    others = [each for each in NATIONAL.reporters if each.id not in {one.id, "NCCT"}]
    names = [name for each in others for name in (*each.name.root.values(), each.abbreviation)]
    assert names
    assert not [name for name in names if name in text]
    assert one.name_on(DAY).say("en") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words_with_the_same_facts(language):
    def facts(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    ours, theirs = read_texts("remind.en"), read_texts(f"remind.{language}")
    assert list(ours) == list(theirs)
    assert {key: facts(text) for key, text in ours.items()} == {
        key: facts(text) for key, text in theirs.items()
    }
    assert not set(ours) & {*read_texts("report.en"), *read_texts("plan.en")} - {
        "reviewed",
        "sample",
        "sample.long",
        "awaits-reader",
    }


# --- pages ------------------------------------------------------------------------------------


def page(one, plan, folder, synthetic=False):
    path = folder / "letter.pdf"
    letter = write_letter(one, sender(plan, synthetic=synthetic))
    path.write_bytes(PrintedLetter(letter, sender(plan, synthetic=synthetic)).pdf())
    return path


@pytest.mark.parametrize(
    "kinds",
    [("due",), ("refused",), ("late", "refused", "late", "due", "late")],
    ids=["one", "refused", "five"],
)
@pytest.mark.parametrize("reporter", ["MOSVY", "NCCT"])
def test_a_letter_is_one_sheet_of_a4(kinds, reporter, tmp_path):
    one = owing(
        NATIONAL,
        reporter,
        *kinds,
        received=form_periods(NATIONAL)[5:],
        came=MENDED if "refused" in kinds else None,
        counted=date(2011, 1, 2),
    )
    with pikepdf.open(page(one, NATIONAL, tmp_path, synthetic=True)) as pdf:
        assert len(pdf.pages) == 1
        assert [round(float(one)) for one in pdf.pages[0].mediabox] == [0, 0, 595, 842]


def test_more_than_a_sheet_holds_goes_on_to_a_second_with_its_number(tmp_path):
    one = owing(NATIONAL, "MOSVY", *["late"] * 12, counted=date(2011, 1, 2), came=MENDED)
    path = page(one, NATIONAL, tmp_path)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 2
    text = text_of(path)
    assert "2/2" in text.replace(" ", "")
    assert "1/2" not in text.replace(" ", "")
    assert text.count("npa-kh-2011_2013-Q4_MOSVY.xlsx") == 2


def khmer_found(text, words):
    """The share of neighbouring Khmer letters that are found again in the text of a page.

    Signs below the line change places when Khmer is copied out of a PDF: nearly, not quite.
    """
    ours, theirs = (re.sub(r"[^\u1780-\u17ff]", "", one) for one in (text, words))
    pairs = [first + second for first, second in pairwise(theirs)]
    assert len(pairs) > 10
    return sum(pair in ours for pair in pairs) / len(pairs)


def test_both_languages_stand_in_the_text_of_the_page_one_after_the_other(tmp_path):
    one = owing(NATIONAL, "MOSVY", "late")
    text = one_line(text_of(page(one, NATIONAL, tmp_path), "-raw"))
    km, en = write_letter(one, sender(NATIONAL)).sides
    assert khmer_found(text, f"{km.addressee}{km.subject}{km.opening}{''.join(km.after)}") > 0.8
    for words in (en.addressee, en.opening, en.items[0].due, en.after[0], en.closing, "Signature"):
        assert words in text
    assert re.search("[\u1780-\u17ff]{3}", text[: text.index(en.addressee)])
    assert text.index("គោរពជូន") < text.index(en.addressee)
    assert "SAMPLE" not in text


def test_the_page_of_an_invented_workspace_carries_the_mark(tmp_path):
    text = one_line(text_of(page(owing(TRIAL, "MOJ", "due"), TRIAL, tmp_path, synthetic=True)))
    assert "SAMPLE: an invented workspace" in text
    assert khmer_found(text, read_texts("remind.km")["sample"]) > 0.7
    assert "asks for nothing" in text


def test_a_plan_that_names_no_secretariat_invents_none():
    letter = write_letter(owing(TRIAL, "MOJ", "late"), sender(TRIAL), "en")
    side = letter.sides[0]
    assert (side.secretariat, side.signed[0]) == ("", "For the secretariat of the plan")
    assert side.after[-1] == "Questions are gladly answered by the secretariat of the plan."


def test_nothing_on_the_page_leaves_it(tmp_path):
    path = page(owing(NATIONAL, "MOSVY", *["late"] * 5, came=MENDED), NATIONAL, tmp_path)
    text = text_of(path, "-bbox")
    edges = [float(part.split('"')[1]) for part in text.split("xMax=")[1:] if 'xMax="' not in part]
    assert edges
    assert max(edges) < 595 - 40
