"""`mne export`: whole, honest about what it is, and readable by a program that is not ours."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from mne.archive import Archive, receipts_that_count
from mne.compliance import slot_decisions
from mne.definitions import load_plan
from mne.export.table import as_text
from mne.model import Plan, Progress
from mne.model.record import figure_text
from mne.observations import load_observations
from mne.periods import Period
from mne.progress import Wanted, measure_all
from mne.tables import read_csv
from tests.fixtures.trial_kit import good_form, write

ROOT = Path(__file__).resolve().parents[2]
PLAN = "npa-kh-2011"
FROZEN = ("-C", ROOT, "export", "--plan", PLAN, "--period", "2012", "--as-of", "2013-06-30")
TRIAL = ("export", "--plan", "trial", "--period", "2012-Q1", "--as-of", "2012-05-01")
JUDGE = """
import json, sys
from frictionless import validate
found = [validate(path) for path in sys.argv[1:]]
print(json.dumps([sorted({error[0] for error in one.flatten(["type"])}) for one in found]))
"""
"""In a process of its own: what frictionless imports is not ours to keep free of warnings."""


def rows(content: bytes) -> list[dict[str, str]]:
    return read_csv(content.decode())


@pytest.fixture
def package(mne, tmp_path):
    said = mne(*FROZEN, "--to", "datapackage", "-o", tmp_path / "package")
    assert (said.code, said.out) == (0, f"{tmp_path / 'package'}\n")
    return tmp_path / "package"


@pytest.fixture
def received(mne, workspace):
    form = write(workspace.root, "moj.xlsx", good_form("trial/2012-Q1/MOJ"))
    assert mne("submit", "--received", "2012-04-10", form).code == 0
    return mne


def spoilt(package: Path, file: str, old: str, new: str) -> Path:
    """A copy in which one file was changed, and its digest with it."""
    copy = package.with_name(f"{file}-{new}".replace("/", "-"))
    copy.mkdir()
    for one in package.iterdir():
        (copy / one.name).write_bytes(one.read_bytes())
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), "utf-8", newline="")
    descriptor = json.loads((copy / "datapackage.json").read_text("utf-8"))
    (told,) = (one for one in descriptor["resources"] if one["path"] == file)
    content = (copy / file).read_bytes()
    told |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    (copy / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return copy


def test_frictionless_finds_the_package_valid_and_every_spoilt_one_not(package):
    state = ",MOINFO,"
    cases = {
        package: [],
        spoilt(package, "observations.csv", ",reported,", ",guessed,"): ["constraint-error"],
        spoilt(package, "progress.csv", "1.005775", "over 100 %"): ["type-error"],
        spoilt(package, "series.csv", ",year-to-date,", ",so-far,"): ["constraint-error"],
        spoilt(package, "slots.csv", state, ",MOX,"): ["foreign-key"],
        spoilt(package, "codelists.csv", "sex,male", "sex,female"): ["primary-key"],
    }
    digest = package.with_name("digest")
    digest.mkdir()
    for one in package.iterdir():
        content = one.read_bytes()
        altered = content.replace(b"40231", b"40232") if one.name == "progress.csv" else content
        (digest / one.name).write_bytes(altered)
    cases[digest] = ["hash-count"]
    asked = [str(folder / "datapackage.json") for folder in cases]
    ran = subprocess.run(
        [sys.executable, "-c", JUDGE, *asked],
        capture_output=True, text=True, check=True, cwd=package.parent,
    )  # fmt: skip
    assert json.loads(ran.stdout) == [*cases.values()]


def test_the_descriptor_says_what_it_is_and_nothing_by_the_clock(package):
    told = json.loads((package / "datapackage.json").read_text("utf-8"))
    assert told["name"] == "npa-kh-2011-2012-internal"
    assert told["created"] == "2013-06-30T16:59:59Z"  # the end of that day in Phnom Penh
    assert (told["edition"], told["synthetic"], told["basis"]) == ("internal", True, "illustrative")
    assert told["description"].startswith("SYNTHETIC: ")
    assert "INTERNAL edition" in told["description"]
    assert told["version"] == load_plan(ROOT / "indicators", PLAN).digest
    assert "licenses" not in told  # the plan gives none
    fields = {
        one["name"]: {each["name"]: each for each in one["schema"]["fields"]}
        for one in told["resources"]
    }
    assert fields["observations"]["sex"]["constraints"]["enum"] == ["female", "male", "unknown"]
    assert fields["progress"]["actual"]["type"] == "number"
    assert not [one for each in fields.values() for one in each.values() if not one["description"]]


def test_what_was_observed_adds_up_to_what_is_said_of_progress(package):
    """By plain Python, from the files alone: every count that is summed, total and parts."""
    defined = {
        row["indicator"]: row
        for row in rows((package / "indicators.csv").read_bytes())
        if row["kind"] == "count" and not row["formula"]
        and (row["over_time"], row["over_reporters"]) == ("sum", "sum")
    }  # fmt: skip
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows((package / "observations.csv").read_bytes()):
        if row["indicator"] in defined and row["part"] == "" and row["value"]:
            sums[row["figure"]] += Decimal(row["value"])
    said = {
        row["figure"]: Decimal(row["actual"])
        for row in rows((package / "progress.csv").read_bytes())
        if row["indicator"] in defined and row["actual"]
    }
    own = {figure: total for figure, total in said.items() if figure in sums}
    assert len(own) > 100
    assert own == {figure: sums[figure] for figure in own}
    assert own["NPA1-PREV-01"] == 40231
    rest = said.keys() - own.keys()
    assert {figure.partition("@")[0] for figure in rest} <= {"NPA1-COORD-05", "NPA1-CHI-01"}


def test_each_figure_through_time_is_the_one_that_its_page_gives(package):
    plan, found = load_plan(ROOT / "indicators", PLAN), rows((package / "series.csv").read_bytes())
    through_time = {
        (row["figure"], row["period"]): (
            row["state"] or (Decimal(row["value"]) if row["value"] else None),
            row["numerator"], row["denominator"], row["reported"], row["expected"],
        )
        for row in found
    }  # fmt: skip
    periods = {period for _, period in through_time}
    assert {"2012", "2012-Q1", "2012-Q4", "2012-H1", "2012-01-01--2012-09-30"} == periods - {
        "2012-Q2", "2012-Q3",
    }  # fmt: skip
    pages = measured(plan, map(Period.parse, periods), package.with_name("cache"))
    # Of a milestone's places together a page gives the share that is there, the series their state.
    places = {one.id for one in plan.indicators_by_id.values() if one.kind == "milestone"}
    said = {
        (figure_text(row.indicator, row.at, ""), row.period.label): (
            row.actual,
            *("" if row.denominator is None else as_text(one)
              for one in (row.numerator, row.denominator)),
            str(row.reported), str(row.expected),
        )
        for row in pages
        if row.indicator not in places or row.at
    }  # fmt: skip
    assert {figure for figure, _ in through_time.keys() - said.keys()} <= places
    compared = through_time.keys() & said.keys()
    assert {key: through_time[key] for key in compared} == {key: said[key] for key in compared}
    left = {key for key, one in said.items() if one[0] is not None} - compared
    worked_out = {one.id for one in plan.indicators_by_id.values() if one.formula}
    assert {figure.partition("@")[0] for figure, _ in left} == worked_out


def measured(plan: Plan, periods: Iterable[Period], cache: Path) -> list[Progress]:
    """Every row of the page of each period."""
    archive, as_of = Archive(ROOT / "submissions"), plan.end_of(date(2013, 6, 30))
    counting = receipts_that_count(archive.receipts(PLAN, as_of=as_of), as_of)
    exempt = slot_decisions(archive.decisions(PLAN, as_of=as_of)).exempt
    by = tuple(plan.codelists)
    wanted = [Wanted(plan, one, counting, as_of.date(), by, None, exempt) for one in periods]
    pages = measure_all(load_observations(archive, plan, cache), wanted)
    return [row for page in pages for row in page]


def test_a_quarter_holds_no_period_that_begins_before_it(mne, tmp_path):
    words = ("-C", ROOT, "export", "--plan", PLAN, "--as-of", "2013-06-30", "--to", "datapackage")
    for period in ("2012-Q1", "2012-Q4"):
        assert mne(*words, "--period", period, "-o", tmp_path / period).code == 0
    kinds = {
        period: {
            (row["period_kind"], row["period"])
            for row in rows((tmp_path / period / "series.csv").read_bytes())
        }
        for period in ("2012-Q1", "2012-Q4")
    }
    assert kinds == {
        "2012-Q1": {("own", "2012-Q1"), ("year-to-date", "2012-Q1")},
        "2012-Q4": {("own", "2012-Q4")},
    }


def test_every_figure_leads_back_to_its_receipt_sheet_and_cell(package):
    archive, plan = Archive(ROOT / "submissions"), load_plan(ROOT / "indicators", PLAN)
    found = rows((package / "observations.csv").read_bytes())
    receipts = {one.id: one for one in archive.receipts(PLAN)}
    chosen = next(row for row in found if row["indicator"] == "NPA1-JUS-02" and row["value"])
    one = next(
        each
        for each in archive.observations(receipts[chosen["receipt"]], plan)
        if each.cell and (each.cell.sheet, each.cell.ref) == (chosen["sheet"], chosen["cell"])
    )
    assert (one.indicator, str(one.value)) == ("NPA1-JUS-02", chosen["value"])
    listed = {row["receipt"] for row in rows((package / "receipts.csv").read_bytes())}
    assert {row["receipt"] for row in found} <= listed


def test_a_single_csv_holds_the_figures_with_their_label(received, tmp_path):
    path = tmp_path / "figures.csv"
    assert received(*TRIAL, "--to", "csv", "-o", path).code == 0
    text = path.read_bytes().decode()
    assert "\r" not in text
    found = list(csv.DictReader(io.StringIO(text)))
    (total,) = (row for row in found if row["figure"] == "J-01")
    assert (total["receipt"], total["period"], total["reporter"], total["value"]) == (
        "trial/2012-Q1/MOJ/r0001", "2012-Q1", "MOJ", "41",
    )  # fmt: skip
    assert (total["period_end"], total["status"], total["edition"]) == (
        "2012-03-31", "reported", "internal",
    )  # fmt: skip
    assert (total["sheet"], total["cell"]) == ("Return", "D8")
    assert {row["figure"]: row["state"] for row in found}["J-03#state"] == "drafting"
    assert {row["figure"]: row["value"] for row in found}["J-05"] == "1250000.5"


def test_a_folder_and_a_zip_hold_the_same_bytes_each_time(received, tmp_path):
    for name in ("one", "two", "one.zip", "two.zip"):
        assert received(*TRIAL, "--to", "datapackage", "-o", tmp_path / name).code == 0
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == one
    assert sorted(one) == sorted(
        ["datapackage.json", "observations.csv", "progress.csv", "series.csv", "narratives.csv",
         "activities.csv", "slots.csv", "receipts.csv", "indicators.csv", "objectives.csv",
         "reporters.csv", "codelists.csv"]
    )  # fmt: skip


@pytest.mark.parametrize("edition", ["public", "owner"])
def test_an_edition_that_cannot_be_protected_yet_is_refused_as_its_report_is(
    received, tmp_path, edition
):
    words = (*TRIAL, "--to", "datapackage", "-o", tmp_path / "out", "--edition", edition)
    said = received(*words)
    assert (said.code, said.out) == (2, "")
    assert f"The {edition} edition is not built yet" in said.err
    assert not (tmp_path / "out").exists()


def test_what_lies_there_is_kept_unless_it_was_exported_before_and_may_be_replaced(
    received, tmp_path
):
    path, folder = tmp_path / "figures.csv", tmp_path / "out"
    path.write_text("mine", "utf-8")
    assert received(*TRIAL, "--to", "csv", "-o", path).code == 2
    assert path.read_text("utf-8") == "mine"
    assert received(*TRIAL, "--to", "csv", "-o", path, "--overwrite").code == 0
    assert path.read_text("utf-8") != "mine"

    words = (*TRIAL, "--to", "datapackage", "-o", folder)
    assert received(*words).code == 0
    assert received(*words).code == 0  # the same again
    (folder / "slots.csv").write_text("old", "utf-8")
    assert received(*words).code == 2
    assert received(*words, "--overwrite").code == 0
    assert (folder / "slots.csv").read_text("utf-8") != "old"
    (folder / "letter.txt").write_text("mine", "utf-8")
    assert received(*words, "--overwrite").code == 2
    assert (folder / "letter.txt").read_text("utf-8") == "mine"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("style", "name"), [("csv", "a.xlsx"), ("csv", "a"), ("datapackage", "a.csv")]
)
def test_a_name_that_does_not_fit_is_answered_in_words(received, tmp_path, style, name):
    said = received(*TRIAL, "--to", style, "-o", tmp_path / name)
    assert (said.code, said.out) == (2, "")
    assert name in said.err
    assert not (tmp_path / name).exists()
