"""The files of `mne remind`: their names and bytes, what they never replace, what is said."""

from __future__ import annotations

import json

import pytest

from mne.report import pdf as pdf_module
from tests.remind.letter_text import one_line, text_of

SLOT = ("--plan", "trial", "--period", "2012-Q1")
NAMES = sorted(
    f"trial_2012-Q1_{who}_{what}"
    for who in ("MOJ", "MFAIC", "MOI")
    for what in ("letter.pdf", "message.txt")
)


def names(folder):
    return sorted(one.name for one in folder.iterdir())


@pytest.fixture
def without_pango(monkeypatch):
    def lacks(name):
        raise OSError(f"cannot load library 'libpango-1.0-0'\nthe long story of {name}")

    pdf_module.load_weasyprint.cache_clear()
    monkeypatch.setattr(pdf_module, "import_module", lacks)
    yield
    pdf_module.load_weasyprint.cache_clear()


def test_everyone_who_owes_gets_a_letter_and_a_message(mne, workspace):
    said = mne("remind", *SLOT, "--as-of", "2012-04-20")
    folder = workspace.root / "reminders-trial-2012-Q1-2012-04-20"
    assert names(folder) == NAMES
    assert (said.code, said.err) == (0, "")
    told = [
        f"{who}_{what}" for who in ("MOJ", "MFAIC", "MOI") for what in ("letter.pdf", "message.txt")
    ]
    assert said.out.splitlines() == [
        f"reminders-trial-2012-Q1-2012-04-20/trial_2012-Q1_{one}" for one in told
    ]
    assert (folder / "trial_2012-Q1_MOI_message.txt").read_text("utf-8") == (
        "Ministry of Interior: the return for Quarter 1 of 2012 (Plan of Trial), due 16 April "
        "2012, has not reached us yet. If it is on its way, thank you.\n"
    )


def test_the_letter_bears_the_day_of_knowledge(remind, workspace):
    assert remind("2012-04-20", "--reporter", "MOI").code == 0
    text = one_line(text_of(workspace.root / "out" / "trial_2012_MOI_letter.pdf"))
    assert "20 April 2012" in text
    assert "As known to the archive of the secretariat at the end of 20 April 2012." in text


def test_the_clock_is_the_one_that_is_set(mne, workspace, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1334941200")  # midnight between 20 and 21 April there
    assert mne("remind", *SLOT, "--reporter", "MOI", "--format", "text").code == 0
    folder = workspace.root / "reminders-trial-2012-Q1-2012-04-21"
    assert "\n21 April 2012\n" in (folder / "trial_2012-Q1_MOI_letter.txt").read_text("utf-8")


@pytest.mark.parametrize("style", ["pdf", "html", "text"])
def test_the_same_day_gives_the_same_bytes_again(mne, workspace, style):
    words = ("remind", *SLOT, "--as-of", "2012-04-20", "--reporter", "MOJ", "--format", style)
    for name in ("one", "two"):
        assert mne(*words, "-o", name).code == 0
    one, two = workspace.root / "one", workspace.root / "two"
    assert len(names(one)) == 2
    assert [(one / name).read_bytes() for name in names(one)] == [
        (two / name).read_bytes() for name in names(two)
    ]
    assert mne(*words, "-o", "one").code == 0  # the same bytes are in nobody's way


def test_what_is_there_already_is_not_replaced_and_nothing_is_written(remind, workspace):
    folder = workspace.root / "out"
    folder.mkdir()
    (folder / "trial_2012_MOI_message.txt").write_text("A note of the officer")
    said = remind("2012-04-20", "--format", "text")
    assert (said.code, said.out) == (2, "")
    assert "trial_2012_MOI_message.txt is there already" in said.err
    assert "--overwrite" in said.err
    assert names(folder) == ["trial_2012_MOI_message.txt"]
    assert (folder / "trial_2012_MOI_message.txt").read_text() == "A note of the officer"
    assert remind("2012-04-20", "--format", "text", "--overwrite").code == 0
    assert (folder / "trial_2012_MOI_message.txt").read_text().startswith("Ministry of Interior")
    assert len(names(folder)) == 6


def test_where_nobody_owes_nothing_is_written(remind, workspace):
    said = remind("2012-03-31")
    assert (said.code, said.out) == (0, "")
    assert said.err == "Nobody owes a return of trial on 2012-03-31; nothing was written.\n"
    assert not (workspace.root / "out").exists()


@pytest.mark.usefixtures("without_pango")
def test_without_the_library_for_pdf_the_letters_are_for_a_browser(remind, workspace):
    said = remind("2012-04-20", "--reporter", "MOJ")
    assert said.code == 0
    assert "So the letters are written as HTML, which any browser prints." in said.err
    assert said.err.count("\n") == 1
    assert names(workspace.root / "out") == [
        "trial_2012_MOJ_letter.html",
        "trial_2012_MOJ_message.txt",
    ]
    html = (workspace.root / "out" / "trial_2012_MOJ_letter.html").read_text("utf-8")
    assert html.startswith('<!doctype html>\n<html lang="km">')


@pytest.mark.usefixtures("without_pango")
def test_pdf_asked_for_by_name_and_not_to_be_had_is_refused(remind, workspace):
    said = remind("2012-04-20", "--format", "pdf")
    assert (said.code, said.out) == (2, "")
    assert "The libraries that lay out text for PDF are missing" in said.err
    assert not (workspace.root / "out").exists()


def test_a_list_alone_writes_nothing_and_with_a_folder_says_what_was_written(mne, workspace):
    words = ("remind", *SLOT, "--as-of", "2012-04-20", "--reporter", "MOJ", "--format", "json")
    before = names(workspace.root)
    told = json.loads(mne(*words).out)
    assert names(workspace.root) == before
    assert told == {
        "plan": "trial",
        "as_of": "2012-04-20T23:59:59.999999+07:00",
        "synthetic": False,
        "selection": {"reporter": "MOJ"},
        "written": False,
        "reminders": [
            {
                "reporter": "MOJ",
                "kind": "late",
                "periods": ["2012-Q1"],
                "owed": [{"period": "2012-Q1", "kind": "late", "due": "2012-04-16"}],
                "letter": "reminders-trial-2012-Q1-2012-04-20/trial_2012-Q1_MOJ_letter.pdf",
                "message": "reminders-trial-2012-Q1-2012-04-20/trial_2012-Q1_MOJ_message.txt",
            }
        ],
        "after_closing": [],
    }
    told = json.loads(mne(*words, "-o", "out").out)
    assert told["written"] is True
    assert names(workspace.root / "out") == [
        "trial_2012-Q1_MOJ_letter.pdf",
        "trial_2012-Q1_MOJ_message.txt",
    ]


def test_the_language_that_is_asked_for_comes_first(remind, workspace):
    letter = workspace.root / "out" / "trial_2012_MOJ_letter.txt"
    words = ("--reporter", "MOJ", "--format", "text", "--overwrite")
    for more, first in (((), "ផែនការសាកល្បង"), (("--lang", "en"), "Plan of Trial")):
        assert remind("2012-04-20", *words, *more).code == 0
        assert letter.read_text("utf-8").startswith(first)
    assert remind("2012-04-20", *words, "--lang=km").code == 0
    assert letter.read_text("utf-8").startswith("ផែនការសាកល្បង")


def test_an_invented_workspace_is_told_on_the_screen_and_in_every_file(remind, workspace):
    (workspace.submissions / "SYNTHETIC.txt").write_text("invented")
    said = remind("2012-04-20", "--reporter", "MOI", "--format", "text")
    assert said.err.startswith("SYNTHETIC")
    folder = workspace.root / "out"
    assert "SAMPLE: an invented workspace" in (folder / "trial_2012_MOI_letter.txt").read_text()
    assert (folder / "trial_2012_MOI_message.txt").read_text().startswith("SAMPLE ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--plan", "nowhere"), 'There is no plan "nowhere"'),
        (("--plan", "trial", "--period", "2019"), "2019 lies outside the plan trial"),
        (("--plan", "trial", "--period", "spring"), '"spring" is not a period'),
        (("--plan", "trial", "--reporter", "MOX"), '"MOX" is not a reporter of the plan'),
        (("--plan", "trial", "--as-of", "soon"), '"soon" is not a date'),
        (("--plan", "trial", "-o", "a-file"), "a-file"),
        (("--period", "2012"), "--plan"),
    ],
)
def test_what_does_not_fit_together_is_refused(mne, workspace, words, said):
    (workspace.root / "a-file").write_text("")
    ended = mne("remind", *words)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_a_secretariats_own_layout_comes_before_the_built_in(remind, workspace):
    folder = workspace.report_templates / "reminder"
    folder.mkdir(parents=True)
    (folder / "report.html.j2").write_text("<p>{{ sides[0].addressee }}</p>")
    assert remind("2012-04-20", "--reporter", "MOI", "--format", "html").code == 0
    letter = workspace.root / "out" / "trial_2012_MOI_letter.html"
    assert letter.read_text("utf-8") == "<p>Ministry of Interior</p>"
