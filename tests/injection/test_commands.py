"""Hostile texts in every field that a sender controls, through every command that shows them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from html.parser import HTMLParser

import openpyxl
import pytest
from looking import cells, obeyed, would_run
from triggers import FORMULAS, HARMLESS, MARKUP, OBEYED

from mne.archive import Archive
from mne.intake import earlier_returns
from mne.tables import write_csv, write_exact_csv
from mne.template import Answer, write_template
from tests.fixtures import acting_kit
from tests.fixtures.soffice import convert, needs_soffice
from tests.fixtures.trial_kit import (
    MOJ,
    as_csv,
    csv_lines,
    fill,
    good_form,
    keep,
    spoil,
    trial,
    typing,
    write,
)

WHERE = "trial/2012-Q1/MOJ"
SLOT = ("--plan", "trial", "--period", "2012-Q1", "--reporter", "MOJ")
NOTED = len([one for one in csv_lines()[1:] if not one[-1]])
# A CSV holds no NUL; what a terminal obeys may well stand in one.
HOSTILE = [*FORMULAS, *MARKUP, *OBEYED, *HARMLESS]


def returns(column, texts):
    """Good returns as CSV, the texts spread over one of their columns."""
    at = csv_lines()[0].index(column)
    for first in range(0, len(texts), NOTED):
        head, *lines = csv_lines()
        figures = [line for line in lines if not line[-1]]
        for line, text in zip(figures, texts[first : first + NOTED], strict=False):
            line[at] = text
        rows = [head, *figures]
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        yield out.getvalue().encode()


def listed(text):
    """The rows of a listing as a spreadsheet would have them; none would run, whatever parts it."""
    for delimiter in ",;\t|":
        assert not [one for one in cells(text, delimiter) if would_run(one)]
    assert not obeyed(text)
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def hostile(workspace):
    """Returns whose figures are hostile texts."""
    made = returns("value", HOSTILE)
    return [write(workspace.root, f"r{number}.csv", one) for number, one in enumerate(made)]


# --- what is found in a cell --------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "km"])
def test_what_is_found_in_a_cell_is_told_and_never_run(mne, hostile, language):
    said = mne("--lang", language, "check", *SLOT, "--format", "csv", *hostile)
    assert said.code == 1
    found = [row["found"] for row in listed(said.out) if row["found"]]
    assert len(found) > 300


def test_what_is_found_is_shown_on_a_terminal_that_obeys_nothing(mne, hostile):
    for words in (hostile, hostile[:1]):
        said = mne("check", *SLOT, *words)
        assert said.code == 1
        assert not obeyed(said.out + said.err)


def test_json_holds_what_was_found_and_nothing_that_a_terminal_obeys(mne, hostile):
    said = mne("check", *SLOT, "--format", "json", *hostile)
    assert not obeyed(said.out)
    assert json.loads(said.out)["files"]


# --- names of files and sheets, headings --------------------------------------------------------
NAMES = [one for one in (*FORMULAS[::7], *MARKUP, *OBEYED) if "/" not in one and "\0" not in one]


def test_a_file_s_name_is_shown_and_never_obeyed(mne, workspace):
    files = [write(workspace.root, f"{one[:60]}.xlsx", b"no workbook") for one in NAMES]
    for style in ("csv", "json", "table"):
        said = mne("check", "--format", style, "--", *(path.absolute() for path in files))
        assert said.code == 3
        assert not obeyed(said.out + said.err)
        if style == "csv":
            listed(said.out)
    for one in (*files[:3], *files[-3:]):
        alone = mne("submit", one.absolute())
        assert alone.code == 3
        assert not obeyed(alone.out + alone.err)


@pytest.mark.parametrize("name", ["=1+1", "+A1", "-x", "@x", "＝1", "<b>x", "\u202egnp", "a;=1"])
def test_a_sheet_of_any_name_is_told_by_it(mne, workspace, name):
    form = spoil(good_form(WHERE), lambda book: setattr(book["Return"], "title", name))
    path = write(workspace.root, "renamed.xlsx", form)
    rows = listed(mne("check", "--format", "csv", path).out)
    assert "sheet-renamed" in {row["code"] for row in rows}
    table = mne("check", path)
    assert not obeyed(table.out)


@pytest.mark.parametrize("heading", ["=1+1", "a;=1+1", "\x1b[31mred", "<script>", "\u202ex"])
def test_a_heading_of_a_csv_is_told_and_never_run(mne, workspace, heading):
    head, *lines = csv_lines()
    lines = [[*head, heading], *([*line, ""] for line in lines)]
    path = write(workspace.root, "a.csv", as_csv(lines))
    rows = listed(mne("check", *SLOT, "--format", "csv", path).out)
    assert "csv-column-unknown" in {row["code"] for row in rows}
    assert not obeyed(mne("check", *SLOT, path).out)


def test_what_stands_beside_the_form_is_told_and_never_run(mne, workspace):
    beside = spoil(good_form(WHERE), typing(Z9="'=1+1", Z10="<b>x", Z11="\u202egnp"))
    path = write(workspace.root, "a.xlsx", beside)
    listed(mne("check", "--format", "csv", path).out)
    assert not obeyed(mne("check", path).out)


# --- what is kept -------------------------------------------------------------------------------
def test_every_note_is_kept_exactly_as_it_was_read_and_its_file_runs_nothing(workspace):
    archive = Archive(workspace.submissions)
    notes = set()
    for number, one in enumerate(returns("note", HOSTILE)):
        path = write(workspace.root, f"n{number}.csv", one)
        verdict, receipt = keep(workspace, path, plan="trial", period="2012-Q1", reporter="MOJ")
        kept = archive.observations(receipt, trial())
        assert [x.note for x in kept] == [x.note for x in verdict.observations]
        notes |= {x.note for x in kept}
        text = archive.values_path(receipt).read_text("utf-8")
        for delimiter in ",;\t|":
            assert not [cell for cell in cells(text, delimiter) if would_run(cell)]
    assert len(notes) > 250


@pytest.mark.parametrize("text", ["=1+1", "a;=1+1", "<script>", "\u202ex", "\x1b[31mred"])
def test_who_sends_it_and_why_is_kept_and_never_obeyed(mne, workspace, text):
    path = write(workspace.root, "a.xlsx", good_form(WHERE))
    said = mne("submit", "--by", text, "--reason", text, path, "--format", "csv")
    assert said.code == 0
    listed(said.out)
    (receipt,) = Archive(workspace.submissions).receipts("trial")
    assert (receipt.by, receipt.reason) == (text, text)
    words = ("--period", "2012-Q2", "--by", text, "--reason", text)
    taken = mne("check", *words, path)
    assert "2012-Q2" in taken.out
    assert not obeyed(taken.out)
    listed(mne("check", *words, "--format", "csv", path).out)


def test_a_change_is_told_without_what_a_terminal_obeys(mne, workspace):
    keep(workspace, write(workspace.root, "a.xlsx", good_form(WHERE)))
    changed = spoil(good_form(WHERE), typing(D30="Letter\n=1+1\u202e <b>"))
    said = mne("check", write(workspace.root, "b.xlsx", changed))
    assert "J-03.evidence" in said.out
    assert not obeyed(said.out)


# --- forms --------------------------------------------------------------------------------------
def formulas_in(path_or_bytes):
    """Every formula of a workbook, the texts in it taken out, and its links."""
    book = openpyxl.load_workbook(path_or_bytes)
    found = []
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found.append(str(cell.value))
                assert cell.hyperlink is None or str(cell.hyperlink.location or "")
        rules = (rule for each in sheet.conditional_formatting for rule in each.rules)
        found += [formula for rule in rules for formula in rule.formula]
        for validation in sheet.data_validations.dataValidation:
            found += [one for one in (validation.formula1, validation.formula2) if one]
    return [re.sub('"(?:[^"]|"")*"', '""', one) for one in found]


CALLS = re.compile("HYPERLINK|WEBSERVICE|IMPORTXML|DDE|cmd|PWNED|onerror", re.IGNORECASE)


def test_a_form_that_is_filled_in_for_somebody_holds_texts_and_no_formula_of_theirs():
    texts = [one for one in HOSTILE if "\0" not in one]
    keys = [key for key in MOJ if "#" not in key]
    clean = formulas_in(io.BytesIO(fill(WHERE)))
    for first in range(0, len(texts), len(keys)):
        some = texts[first : first + len(keys)]
        typed = {key: Answer(MOJ[key], note=one) for key, one in zip(keys, some, strict=False)}
        found = formulas_in(io.BytesIO(fill(WHERE, **typed)))
        assert len(found) == len(clean)
        assert not [one for one in found if CALLS.search(one)]


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://localhost")',
        '"&HYPERLINK("http://localhost","x")&"',
        '""&WEBSERVICE("http://localhost")&""',
        "+cmd|' /C calc'!A0",
        "{=WEBSERVICE(A1)}",
        "http://localhost/x",
        "mailto:x@localhost",
        "internal:Return!A1",
        "external:\\\\localhost\\x",
    ],
)
def test_what_was_said_last_time_comes_back_as_text(tmp_path, text):
    clean, spoilt = (tmp_path / name for name in ("clean", "spoilt"))
    found = []
    for folder, said in ((clean, "Budget came late"), (spoilt, text)):
        folder.mkdir()
        desk = acting_kit.desk(folder)
        typed = {
            **acting_kit.GOOD,
            ("A1.1", "reason"): Answer(said),
            ("A1.1", "recommendation"): Answer(said),
            ("T-01#confirmed", "confirmed"): Answer("95", note=said),
        }
        form = acting_kit.fill(typed, acting_kit.slot("2012-Q3"))
        keep(desk, write(folder, "a.xlsx", form))
        found.append((desk, folder))
    books = []
    for desk, _ in found:
        earlier = earlier_returns(Archive(desk.submissions), acting_kit.acting(), acting_kit.slot())
        books.append(write_template(acting_kit.acting(), acting_kit.slot(), earlier=earlier))
    one, other = (formulas_in(io.BytesIO(book)) for book in books)
    assert one == other
    assert not [formula for formula in other if CALLS.search(formula)]
    shown = {
        cell.value
        for sheet in openpyxl.load_workbook(io.BytesIO(books[1]))
        for row in sheet
        for cell in row
        if isinstance(cell.value, str)
    }
    assert text in shown


# --- reports ------------------------------------------------------------------------------------
class Elements(HTMLParser):
    """Counts the elements of a page, and lists what none of our pages has."""

    def __init__(self):
        super().__init__()
        self.tags = []
        self.bad = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.bad += [name for name, value in attrs if name.startswith("on")]
        self.bad += [value for name, value in attrs if (value or "").startswith("javascript:")]
        if tag in {"script", "iframe", "object", "embed", "form"}:
            self.bad.append(tag)


def elements(page):
    parser = Elements()
    parser.feed(page)
    return parser


def narrative(text):
    head, *lines = csv_lines()
    for line in lines:
        if line[-1]:
            line[head.index("value")] = text
    out = io.StringIO(newline="")
    csv.writer(out).writerows([head, *lines])
    return out.getvalue().encode()


def page(mne, workspace, content):
    """The ministry's report on one return."""
    shutil.rmtree(workspace.submissions)
    workspace.submissions.mkdir()
    path = write(workspace.root, "a.csv", content)
    assert mne("submit", *SLOT, path).code == 0
    target = workspace.root / "report.html"
    words = ("--plan", "trial", "--period", "2012-Q1", "--reporter", "MOJ", "-o", target)
    said = mne("report", "ministry", *words)
    assert said.code == 0, said.err
    return target.read_text("utf-8")


def test_a_report_shows_markup_as_text(mne, workspace):
    plain = elements(page(mne, workspace, narrative("plain words")))
    joined = " ".join(MARKUP)
    shown = page(mne, workspace, narrative(joined))
    found = elements(shown)
    assert (found.tags, found.bad) == (plain.tags, [])
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.replace("\u200b", "")
    assert "{{ 7*7 }}" in shown.replace("\u200b", "")


def test_a_report_shows_khmer_with_the_spaces_that_nobody_sees(mne, workspace):
    shown = page(mne, workspace, narrative("ការបណ្តុះបណ្តាល\u200bមន្ត្រី -5 នាក់"))
    assert "មន្ត្រី" in shown


# --- what goes back to the sender ---------------------------------------------------------------
def shell_of(text):
    """A text that openpyxl writes as a text; it holds no letters that XML cannot."""
    return "".join(one for one in text if one in "\t\n\r" or one >= " ")


def test_what_goes_back_to_the_sender_runs_nothing_and_shows_texts_as_texts(mne, workspace):
    texts = [shell_of(one) for one in (*FORMULAS[::60], *MARKUP[::2], *OBEYED[::2])]
    cells_at = [f"D{row}" for row in (8, 10, 18, 34, 36, 38, 40, 42, 44)]

    def spoilt(book):
        for cell, text in zip(cells_at, some, strict=False):
            book["Return"][cell].value = text
            book["Return"][cell].data_type = "s"

    for number, first in enumerate(range(0, len(texts), len(cells_at))):
        some = texts[first : first + len(cells_at)]
        form = spoil(good_form(WHERE), spoilt)
        path = write(workspace.root, f"r{number}.xlsx", form)
        back = workspace.root / f"back{number}"
        said = mne("check", "--return", back, path)
        assert said.code == 1, said.err
        assert not obeyed(said.out + said.err)
        (book,) = back.glob("*.returned.xlsx")
        assert sorted(formulas_in(book)) == sorted(formulas_in(path))
        assert "To mend" in openpyxl.load_workbook(book).sheetnames
        for page in back.glob("*.html"):
            assert elements(page.read_text("utf-8")).bad == []
        for text in back.glob("*.txt"):
            assert not obeyed(text.read_text("utf-8"), "\r\n\u200b\u200c\u200d")


# --- definitions --------------------------------------------------------------------------------
TITLES = ["=1+1", "<script>alert(1)</script>", "a;=cmd|' /C calc'!A0", '"><img src=x onerror=1>']


@pytest.mark.parametrize("title", TITLES)
def test_titles_of_a_plan_are_listed_and_printed_as_text(mne, workspace, title):
    plan = workspace.indicators / "trial" / "plan.yaml"
    text = plan.read_text("utf-8")
    quoted = json.dumps(title)
    plan.write_text(text.replace("en: Plan of Trial", f"en: {quoted}"), "utf-8")
    listed(mne("plan", "list", "--format", "csv").out)
    listed(mne("plan", "show", "trial", "--format", "csv").out)
    for words in (("plan", "list"), ("plan", "show", "trial")):
        assert not obeyed(mne(*words).out)
    target = workspace.root / "plan.html"
    assert mne("plan", "show", "trial", "-o", target).code == 0
    assert elements(target.read_text("utf-8")).bad == []
    words = ("template", "--plan", "trial", "--period", "2012-Q1", "--reporter", "MOJ")
    assert mne(*words, "-o", workspace.root / "form.xlsx").code == 0
    assert not [one for one in formulas_in(workspace.root / "form.xlsx") if CALLS.search(one)]
    for words in (
        ("status", "--plan", "trial"),
        ("progress", "--plan", "trial", "--period", "2012"),
    ):
        listed(mne(*words, "--format", "csv").out)


# --- LibreOffice --------------------------------------------------------------------------------
@needs_soffice
@pytest.mark.parametrize("delimiter", [44, 59, 9, 124])
def test_libreoffice_told_to_calculate_finds_no_formula(tmp_path, delimiter):
    rows = [["J-01", one, "-5", "-1,577"] for one in FORMULAS]
    for name, make in (("shown", write_csv), ("exact", write_exact_csv)):
        write(tmp_path, f"{name}.csv", make(("a", "b", "c", "d"), rows).encode())
    raw = io.StringIO(newline="")
    csv.writer(raw).writerows(rows)
    write(tmp_path, "raw.csv", raw.getvalue().encode())
    paths = [tmp_path / f"{name}.csv" for name in ("raw", "shown", "exact")]
    # separator, quote, UTF-8, first line, -, language, quoted stay text, detect numbers, -, -, -,
    # -, formulas are calculated
    filters = f"CSV:{delimiter},34,76,1,,1033,false,true,false,false,false,-1,true"
    (tmp_path / "out").mkdir()
    unguarded, *guarded = convert("xlsx", tmp_path / "out", *paths, infilter=filters)
    assert formulas_in(unguarded)  # so that this test can fail
    for path in guarded:
        book = openpyxl.load_workbook(path)
        values = [cell for row in book.active for cell in row if cell.value is not None]
        assert not [cell.value for cell in values if cell.data_type == "f"]
        if delimiter == 44:
            assert {cell.value for cell in values if cell.column == 3} == {"c", -5}
            assert {cell.value for cell in values if cell.column == 4} == {"d", -1577}
