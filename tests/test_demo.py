"""The whole road on the shipped example, as its user goes it: by commands, on real files."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

import bagit
import pytest

from tests.trace import sweep

ROOT = Path(__file__).resolve().parents[1]
PLAN = "npa-kh-2011"


def mne(*words, at=None):
    where = ["-C", str(at)] if at else []
    command = [sys.executable, "-m", "mne", *where, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def data(*words, at):
    done = mne(*words, "--format", "json", at=at)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo with a space") / "demo"
    done = mne("demo", folder)
    assert done.returncode == 0, done.stderr
    (folder / "screen.txt").write_text(done.stdout, "utf-8")
    return folder


@pytest.fixture
def copy(demo, tmp_path):
    return Path(shutil.copytree(demo, tmp_path / "workspace"))


def total(demo, indicator, year):
    rows = data("progress", "--plan", PLAN, "--period", year, at=demo)["rows"]
    (row,) = [row for row in rows if row["indicator"] == indicator and not row["at"]]
    return row["actual"], row["coverage"]


def pdf_text(path):
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_it_ends_by_listing_what_it_made(demo):
    screen = (demo / "screen.txt").read_text("utf-8")
    assert "forms: 144 blank forms" in screen
    assert "148 receipts (4 refused, 10 sent again)" in screen
    for name in ("annual-2012-en", "annual-2012-km", "ministry-MOJ-2012-en"):
        assert f"{name}.pdf" in screen
        assert (demo / "reports" / f"{name}.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("indicator", "year", "published"),
    [("NPA1-JUS-02", "2012", "44"), ("NPA1-JUS-02", "2013", "18"), ("NPA1-LAW-01", "2013", "35")],
)
def test_a_published_figure_is_the_years_total(demo, indicator, year, published):
    assert total(demo, indicator, year) == (published, "complete")


def test_each_figure_of_a_quarter_is_what_the_cells_it_is_traced_to_make(demo, tmp_path):
    example = sweep.Example(demo, tmp_path)
    seen = sweep.hold_rows(example, "2012-Q1", ("sex",))
    assert (seen["rows"], seen["figures"]) == (77, 72)
    assert sweep.hold_back(example, "2012-Q1", (), every=15) > 1


def test_a_missing_quarter_makes_a_total_partial_and_says_who(demo):
    rows = data("progress", "--plan", PLAN, "--period", "2012", at=demo)["rows"]
    (row,) = [row for row in rows if row["indicator"] == "NPA1-LAW-02" and not row["at"]]
    assert (row["coverage"], row["reported"], row["expected"]) == ("partial", 7, 8)
    assert row["missing"] == [{"reporter": "MOND", "period": "2012-Q3", "why": "not-received"}]


def test_most_small_cells_of_the_example_lie_below_ten(demo):
    by = ("--by", "province,sex,age,form")
    rows = data("progress", "--plan", PLAN, "--period", "2012-Q1", *by, at=demo)["rows"]
    victims = [
        int(row["actual"]) for row in rows if row["indicator"] == "NPA1-PROT-01" and row["at"]
    ]
    assert len(victims) > 40
    assert sum(one < 10 for one in victims) > len(victims) / 2


def test_every_receipt_is_a_valid_bag(demo):
    bags = sorted(demo.glob("submissions/npa-kh-2011/*/*/r*"))
    assert len(bags) == 148
    for bag in bags[::12]:
        assert bagit.Bag(str(bag)).is_valid()


def test_a_correction_supersedes_and_the_first_sending_stays(demo):
    slots = data("status", "--plan", PLAN, "--period", "2012-Q1", at=demo)["slots"]
    (slot,) = [slot for slot in slots if slot["reporter"] == "MOJ"]
    assert slot["receipt"] == "npa-kh-2011/2012-Q1/MOJ/r0002"
    first = demo / "submissions/npa-kh-2011/2012-Q1/MOJ/r0001/data/receipt.json"
    assert json.loads(first.read_text("utf-8"))["verdict"] == "accepted"


def test_before_the_correction_the_first_figure_counts(demo):
    words = ("progress", "--plan", PLAN, "--period", "2012-Q1")
    was = data(*words, "--as-of", "2012-05-01", at=demo)["rows"]
    now = data(*words, at=demo)["rows"]
    figure = "NPA1-JUS-03B"
    before, after = (
        next(int(row["actual"]) for row in rows if row["indicator"] == figure)
        for rows in (was, now)
    )
    assert before - after == 2


def values(demo, slot, receipt="r0001"):
    path = demo / "submissions" / PLAN / slot / receipt / "data" / "values.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_activities_of_the_example_run_late_with_a_reason_and_end(demo):
    said = {
        (row["indicator"], row["part"]): row["value"]
        for quarter in ("2011-Q4/MOND", "2012-Q1/MOND", "2012-Q4/MFAIC", "2013-Q3/MFAIC")
        for row in values(demo, quarter)
        if row["part"] in {"status", "reason"}
    }
    assert said["A3.2", "status"] == "dropped"
    assert said["A3.2", "reason"]
    assert said["A2.3", "status"] == "done"
    assert not said["A2.3", "reason"]
    rows = values(demo, "2012-Q4/MFAIC")
    late = {row["part"]: row["value"] for row in rows if row["indicator"] == "A2.3"}
    assert late["status"] == "behind-schedule"
    assert late["reason"]


def test_seventeen_offices_of_twenty_four_were_heard(demo):
    rows = values(demo, "2012-Q4/MOND")
    heard = {row["province"]: row["value"] for row in rows if row["indicator"] == "coverage"}
    assert Counter(heard.values()) == {"yes": 17, "no": 7}
    silent = {province for province, answer in heard.items() if answer == "no"}
    figures = [row for row in rows if row["province"] in silent and row["indicator"] != "coverage"]
    assert {row["value"] for row in figures} <= {"0", ""}


def test_the_year_has_fewer_persons_than_its_quarters_and_says_why(demo):
    quarters = [f"2012-Q{number}/MOI" for number in range(1, 5)]
    trained = sum(
        int(row["value"])
        for quarter in quarters
        for row in values(demo, quarter)
        if row["indicator"] == "NPA1-LAW-03" and not (row["sex"] or row["province"] or row["part"])
    )
    (year,) = [row for row in values(demo, quarters[-1]) if row["part"] == "confirmed"]
    assert 0 < int(year["value"]) < trained
    assert year["note"]


def test_a_late_return_is_late_and_a_missing_one_missing(demo):
    slots = data("status", "--plan", PLAN, "--period", "2012-Q3", at=demo)["slots"]
    states = {slot["reporter"]: slot["state"] for slot in slots}
    assert states["MFAIC"] == "late"
    assert states["MOND"] == "missing"
    assert states["MOI"] == "received"


def test_a_refused_first_sending_does_not_make_a_ministry_late(demo):
    slots = data("status", "--plan", PLAN, "--period", "2012-Q2", at=demo)["slots"]
    (slot,) = [slot for slot in slots if slot["reporter"] == "MOSVY"]
    assert slot["on_time"] is True
    assert slot["receipt"].endswith("r0002")


@pytest.mark.parametrize("name", ["annual-2012-en", "ministry-MOJ-2012-en"])
def test_a_report_says_on_every_page_that_its_figures_are_invented(demo, name):
    pages = pdf_text(demo / "reports" / f"{name}.pdf").split("\f")[:-1]
    assert len(pages) >= 4
    assert all("SAMPLE" in page for page in pages)


def test_the_annual_report_prints_the_provenance_of_every_indicator_in_its_tables(demo):
    text = pdf_text(demo / "reports" / "annual-2012-en.pdf")
    assert len(re.findall(r"illustrative|adapted", text)) >= 30


def test_the_ministrys_khmer_words_are_in_its_report(demo):
    text = pdf_text(demo / "reports" / "ministry-MOJ-2012-en.pdf").replace("\u200b", "")
    assert "ថវិកា" in text


def test_the_same_example_is_made_on_every_machine(demo):
    from mne.definitions import load_plan
    from mne.demo.sendings import sendings_of
    from mne.model import Slot
    from mne.periods import Period
    from mne.template import SYNTHETIC_MARK, write_template

    plan = load_plan(ROOT / "indicators", PLAN)
    slot = Slot(PLAN, Period.parse("2011-Q1"), "MOI")
    sending = next(sendings_of(plan, slot))
    made = sha256(write_template(plan, slot, sending.answers, SYNTHETIC_MARK)).hexdigest()
    kept = demo / "returns" / "2011-Q1" / sending.file_name
    assert made == sha256(kept.read_bytes()).hexdigest()


def test_a_form_shows_what_the_quarter_before_answered_and_says_that_it_is_invented(demo):
    import openpyxl

    name = f"{PLAN}_2011-Q2_MOI.xlsx"
    forms = [openpyxl.load_workbook(demo / "forms" / "2011-Q2" / name)["Return"]]
    forms.append(openpyxl.load_workbook(demo / "returns" / "2011-Q2" / name)["Return"])
    before = openpyxl.load_workbook(demo / "returns" / "2011-Q1" / name.replace("Q2", "Q1"))
    total = before["Return"]["D8"].value
    assert isinstance(total, int)
    for sheet in forms:
        assert sheet["H5"].value.endswith("Last time: Quarter 1 of 2011")
        assert sheet["H8"].value == total
        assert sheet.oddHeader.center.text.startswith("SYNTHETIC")
    assert forms[0]["D8"].value is None


def test_the_demo_may_be_run_again_in_its_own_folder_and_in_no_other(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    done = mne("demo", tmp_path)
    assert done.returncode == 2
    assert "exists already" in done.stderr
    assert (tmp_path / "letter.txt").read_text("utf-8") == "mine"


def run_readme(heading, workspace, folder):
    """Run what the README shows under a heading, as it stands there."""
    text = (ROOT / "README.md").read_text("utf-8")
    block = text.split(f"## {heading}\n")[1].split("```sh\n")[1].split("```")[0]
    run = f"'{sys.executable}' -m mne -C '{workspace}' "
    for line in block.strip().splitlines():
        command = line.split("  #")[0].replace("mne ", run, 1)
        done = subprocess.run(
            command, shell=True, capture_output=True, text=True, check=False, cwd=folder
        )
        assert done.returncode == 0, (line, done.stderr)


def test_the_commands_that_the_readme_shows_for_definitions_work(copy, tmp_path):
    run_readme("For whoever writes or reads the definitions", copy, tmp_path)
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF-")


def test_the_commands_that_the_readme_shows_to_the_secretariat_work(copy, tmp_path):
    shutil.rmtree(copy / "submissions")
    (copy / "submissions").mkdir()
    returned = tmp_path / "returned"
    returned.mkdir()
    for one in (copy / "returns" / "2012-Q1").glob("*_MO[JI].xlsx"):
        shutil.copy(one, returned)
    run_readme("For the secretariat", copy, tmp_path)
    assert len(list((tmp_path / "forms").glob("*.xlsx"))) == 12
    assert (tmp_path / "annual-2012.pdf").is_file()
    assert (tmp_path / "moj-2012.pdf").is_file()
