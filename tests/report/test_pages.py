"""The finished pages: HTML and real PDFs."""

import hashlib
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from invented_report import annual, ministry

from mne.errors import MachineError, UsageError
from mne.model import Text
from mne.report import OpenIssue, SectionText, render_report
from mne.report import pdf as pdf_module
from mne.workspace import shipped

TEMPLATES = shipped("report_templates")
WATERMARK = "INTERNAL – exact figures – not for publication"
POINTS_PER_MM = 72 / 25.4
HOSTILE = "</p><script>alert(1)</script>{{ 70 * 70 }}{% raw %}<img src=file:///etc/passwd>\"'&"


def words_of(path):
    """Page, text and box of each word."""
    command = ["pdftotext", "-bbox", path, "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    page, width = 0, 0.0
    for line in text.splitlines():
        if found := re.search(r'<page width="([\d.]+)"', line):
            page, width = page + 1, float(found[1])
        elif found := re.search(
            r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)</word>', line
        ):
            yield page, found[5], width, tuple(map(float, found.groups()[:4]))


def text_of(path):
    command = ["pdftotext", "-layout", path, "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def figures_in(node, found):
    """Every Figure of a structure tree."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            figures_in(child, found)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == "/Figure":
            found.append(node)
        if "/K" in node:
            figures_in(node.K, found)
    return found


def test_two_renderings_give_the_same_bytes(annual_report, annual_pdf):
    again = render_report(annual())
    assert again.html == annual_report.html
    assert again.pdf() == annual_pdf.read_bytes()


def test_another_process_with_another_hash_seed_gives_the_same_bytes(khmer_pdf, tmp_path):
    script = (
        "import sys; from invented_report import ministry; from mne.report import render_report\n"
        "sys.stdout.buffer.write(render_report(ministry('km')).pdf())"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(Path(__file__).parent)},
    )
    assert hashlib.sha256(found.stdout).hexdigest() == (
        hashlib.sha256(khmer_pdf.read_bytes()).hexdigest()
    )


def test_the_archive_variant_is_tagged_and_in_its_language(annual_pdf, khmer_pdf):
    for path, language in ((annual_pdf, "en"), (khmer_pdf, "km")):
        with pikepdf.open(path) as opened:
            assert opened.Root.MarkInfo.Marked
            assert str(opened.Root.Lang) == language
            with opened.open_metadata() as metadata:
                assert metadata["pdfaid:part"] == "3"
                assert metadata["pdfaid:conformance"] == "A"


def test_every_figure_has_words_for_whoever_cannot_see_it(annual_pdf):
    with pikepdf.open(annual_pdf) as opened:
        figures = figures_in(opened.Root.StructTreeRoot.K, [])
        assert len(figures) > 30
        assert [one for one in figures if not str(one.get("/Alt", "")).strip()] == []


def test_all_fonts_are_ours_and_embedded(annual_pdf, khmer_pdf):
    for path in (annual_pdf, khmer_pdf):
        command = ["pdffonts", path]
        listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        lines = listed.splitlines()[2:]
        assert lines
        for line in lines:
            assert re.match(r"[A-Z]{6}\+Noto-Sans(-Khmer)?", line), line
            assert line.split()[-5] == "yes", line


@pytest.mark.parametrize("name", ["annual_pdf", "khmer_pdf"])
def test_no_word_runs_into_the_margin(name, request):
    for page, word, width, (left, top, right, bottom) in words_of(request.getfixturevalue(name)):
        edge = 18 * POINTS_PER_MM - 1
        upright = bottom - top < 30 or len(word) < 3
        at_the_edge = left > width - 18 * POINTS_PER_MM
        assert at_the_edge or not upright or (left >= edge and right <= width - edge), (page, word)


@pytest.mark.parametrize(("name", "mark"), [("annual_pdf", WATERMARK), ("khmer_pdf", "INTERNAL")])
def test_every_page_says_that_it_is_internal(name, mark, request):
    path = request.getfixturevalue(name)
    words: dict[int, list[str]] = {}
    for page, word, _, _ in words_of(path):
        words.setdefault(page, []).append(word)
    with pikepdf.open(path) as opened:
        assert len(words) == len(opened.pages)
    for found in words.values():
        assert set(mark.split()) <= set(" ".join(found).replace("(", "").replace(")", "").split())


def test_every_page_of_invented_figures_says_so(annual_pdf):
    pages = text_of(annual_pdf).split("\f")[:-1]
    assert [number for number, page in enumerate(pages, 1) if "SAMPLE: invented" not in page] == []


def test_the_cover_is_one_page_and_the_summary_the_next(annual_pdf):
    pages = text_of(annual_pdf).split("\f")
    assert "Contents" in pages[0]
    assert "4 of 10 rated results" in pages[1]
    assert "Who reported" in pages[2]


def test_real_figures_carry_no_sample_mark():
    assert "SAMPLE" not in render_report(ministry(synthetic=False)).html


def test_the_khmer_report_says_that_it_awaits_a_reader(khmer_report, annual_report):
    assert khmer_report.html.count('class="awaits"') == 1
    assert 'class="awaits"' not in annual_report.html


def test_khmer_words_are_found_again_in_the_text_layer(khmer_pdf):
    """Signs below the line change places when Khmer is copied out of a PDF: nearly, not quite."""
    found = bare(text_of(khmer_pdf))
    pairs = [
        first + second
        for one in ministry("km").narratives
        if one.at == (("lang", "km"),)
        for first, second in pairwise(bare(str(one.value)))
    ]
    assert len(pairs) > 300
    assert sum(pair in found for pair in pairs) / len(pairs) > 0.9


def bare(text):
    return re.sub(r"[\s\u200b]", "", unicodedata.normalize("NFC", text))


def test_the_data_is_attached_byte_for_byte(annual_report, annual_pdf):
    with pikepdf.open(annual_pdf) as opened:
        attached = {
            name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments
        }
    assert attached == {one.name: one.content for one in annual_report.annexes}


def hostile_report():
    given = ministry()
    plan = given.plan.model_copy(
        update={"title": Text({"en": HOSTILE}), "note": Text({"en": HOSTILE})}
    )
    return replace(
        given,
        plan=plan,
        answers=tuple(one._replace(note=HOSTILE) for one in given.answers),
        narratives=tuple(one._replace(value=HOSTILE) for one in given.narratives),
        receipts=tuple(
            replace(one, file=HOSTILE, by=HOSTILE, reason=HOSTILE) for one in given.receipts
        ),
        issues=(OpenIssue(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        texts=(SectionText("summary", HOSTILE),),
        tool=HOSTILE,
    )


def test_hostile_text_never_becomes_markup_and_is_printed_as_it_is(tmp_path):
    rendered = render_report(hostile_report())
    assert "<script" not in rendered.html
    assert "<img" not in rendered.html
    assert ">4900<" not in rendered.html
    path = tmp_path / "hostile.pdf"
    path.write_bytes(rendered.pdf())
    assert "alert(1)" in text_of(path)


def test_a_page_that_would_fetch_something_stops_the_run(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("body { color: red }")
    page = f"<link rel=stylesheet href='{secret.as_uri()}'><p>text"
    with pytest.raises(UsageError) as caught:
        pdf_module.write_pdf(page, (), 0)
    assert caught.value.code == "report-would-fetch"


def test_the_html_asks_for_nothing_outside_itself(annual_report):
    assert re.findall(r"""(?:src|href)=["'](?!#|data:)[^"']+""", annual_report.html) == []
    assert "@import" not in annual_report.html
    assert set(re.findall(r"url\(\"?([a-z#]+)", annual_report.html)) <= {"data", "#gap"}


def test_templates_never_mark_text_as_safe_and_hold_no_words_in_drawings():
    for path in TEMPLATES.rglob("*.j2"):
        source = path.read_text()
        assert "safe" not in source, path
        assert "<text" not in source, path
        for drawing in re.findall(r"<svg.*?</svg>", source, re.DOTALL):
            assert "<title>" in drawing, path


def test_a_workspace_may_bring_its_own_layout(tmp_path):
    folder = tmp_path / "ministry"
    folder.mkdir()
    (folder / "report.html.j2").write_text("<p>{{ cover.subject }}</p>")
    assert render_report(ministry(), tmp_path).html == "<p>Ministry of Justice</p>"


@pytest.mark.parametrize(
    "source",
    ["{% if %}", "{{ not_there }}", "{{ cover.__class__.__mro__ }}", "{{ say('no-such-words') }}"],
)
def test_a_faulty_or_prying_layout_is_refused(source, tmp_path):
    folder = tmp_path / "ministry"
    folder.mkdir()
    (folder / "report.html.j2").write_text(source)
    with pytest.raises(UsageError) as caught:
        render_report(ministry(), tmp_path)
    assert caught.value.code in {"report-template-faulty", "report-wording-unknown"}


def test_a_machine_without_pango_still_gives_html_and_says_what_is_missing(monkeypatch):
    def without(name):
        raise OSError(f"cannot load library 'libpango-1.0-0'\nthe long story of {name}")

    pdf_module.load_weasyprint.cache_clear()
    monkeypatch.setattr(pdf_module, "import_module", without)
    rendered = render_report(ministry())
    with pytest.raises(MachineError) as caught:
        rendered.pdf()
    pdf_module.load_weasyprint.cache_clear()
    assert caught.value.code == "pdf-libraries-missing"
    assert "\n" not in str(caught.value.params["found"])
    assert rendered.html.startswith("<!doctype html>")


def test_a_program_without_its_fonts_says_so_before_anything_is_drawn(monkeypatch, tmp_path):
    pdf_module.load_weasyprint.cache_clear()
    monkeypatch.setattr(pdf_module, "FONTS", tmp_path)
    with pytest.raises(MachineError) as caught:
        pdf_module.load_weasyprint()
    assert caught.value.code == "pdf-fonts-missing"


def test_a_reference_sheet_is_never_cut(annual_pdf):
    pages = text_of(annual_pdf).split("\f")
    begun = [len(re.findall(r"^ *Definition  ", page, re.MULTILINE)) for page in pages]
    ended = [len(re.findall(r"^ *Counted from  ", page, re.MULTILINE)) for page in pages]
    assert begun == ended
    assert sum(begun) == 15


def test_no_page_holds_fewer_than_three_rows_of_a_table_that_goes_on(annual_pdf):
    pages = text_of(annual_pdf).split("\f")
    start = next(number for number, page in enumerate(pages) if "Returns this report" in page)
    rows = [len(re.findall(r"test-plan/2012-Q\d/\w+/r\d+", page)) for page in pages[start:]]
    assert sum(rows) == len(annual().receipts)
    assert [count for count in rows if 0 < count < 3] == []


def test_no_heading_stands_alone_at_the_foot_of_a_page(annual_pdf):
    headings = {one.title.say("en") for one in annual().plan.objectives} | {
        "Quarter by quarter",
        "Change on the year before",
        "Data quality",
    }
    for page in text_of(annual_pdf).split("\f")[:-1]:
        last = [line.strip() for line in page.splitlines() if line.strip()][-4:-1]
        assert not headings & set(last), last


def test_the_title_of_a_chart_is_one_run_of_text(annual_report):
    titles = re.findall(r"<figcaption>(.*?)</figcaption>", annual_report.html)
    assert titles
    assert all(re.fullmatch(r"<b>[^<]*</b><span>[^<]*</span>", title) for title in titles)
