"""The files of observations are a copy: exact, added to when receipts come, never half written."""

import hashlib
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from progress_kit import Returns, indicator, plan_of, receipt

from mne.archive import Archive, receipts_that_count
from mne.definitions import canonical_text, plan_from_text
from mne.model import Cell, CellCounts, Observation, Slot, Verdict
from mne.observations import file, load_observations, write_observations
from mne.observations.rows import SCHEMA
from mne.periods import Period
from mne.progress import measure_progress
from mne.progress.combine import open_engine

Q1 = Period.parse("2012-Q1")
SLOT = Slot("NPA", Q1, "MOI")


class Kept:
    """An archive of a few receipts, which counts how often it is read."""

    def __init__(self, *receipts):
        self.kept = receipts
        self.read = []

    def receipts(self, _plan):
        return self.kept

    def definitions(self, _digest):
        return None

    def observations(self, one, _plan):
        self.read.append(one.id)
        value = Decimal(one.number)
        return (Observation("A", Q1, "MOI", (), "", value, "reported", "", None),)


@pytest.fixture
def plan():
    return plan_of(indicator(over="lead_only"))


def test_a_receipt_is_read_once_and_a_later_one_is_added(plan, tmp_path):
    first, second = receipt(SLOT, 1), receipt(SLOT, 2)
    one = Kept(first)
    table = load_observations(one, plan, tmp_path)
    assert load_observations(one, plan, tmp_path) == table
    assert one.read == [first.id]
    two = Kept(first, second)
    later = load_observations(two, plan, tmp_path)
    assert two.read == [second.id]
    numbers = [number for path in later.paths for number in pq.ParquetFile(path).read()["number"]]
    assert sorted(one.as_py() for one in numbers) == [Decimal("1.0000"), Decimal("2.0000")]


def test_it_lies_by_plan_and_year_and_nothing_else_is_left(plan, tmp_path):
    load_observations(Kept(receipt(SLOT, 1)), plan, tmp_path)
    table = load_observations(Kept(receipt(SLOT, 2)), plan, tmp_path)
    (path,) = table.paths
    year = tmp_path / "observations" / "plan=NPA" / "year=2012"
    assert path == year / f"{hashlib.sha256(path.read_bytes()).hexdigest()[:32]}.parquet"
    lock = tmp_path / "observations" / "plan=NPA.lock"
    assert {one for one in tmp_path.rglob("*") if one.is_file()} == {path, lock}


def test_an_archive_without_receipts_is_an_empty_table(plan, tmp_path):
    table = load_observations(Kept(), plan, tmp_path)
    assert table.paths == ()
    with open_engine("duckdb") as backend:
        assert backend.to_pyarrow(table.read(backend)).num_rows == 0


def test_the_engine_sees_the_columns_and_not_the_folders(plan, tmp_path):
    folder = tmp_path / "our work [2012] *?"
    others = [receipt(Slot("NPA", Period.parse(f"{year}-Q1"), "MOI")) for year in (2011, 2013)]
    table = load_observations(Kept(receipt(SLOT, 1), *others), plan, folder)
    assert len(table.paths) == 3
    with open_engine("duckdb") as backend:
        seen = table.read(backend)
        names = seen.schema()
        rows = backend.to_pyarrow(seen)
    assert list(names) == SCHEMA.names
    assert str(names["number"]) == "decimal(18, 4)"
    assert rows.num_rows == 3


def test_figures_are_decimals_and_never_floats(tmp_path):
    cell = Cell("f" * 64, "Return", "D9", "0.1", "number")
    one = Observation(
        "A",
        Q1,
        "MOI",
        (("sex", "female"), ("age", "18+")),
        "",
        Decimal("0.1"),
        "reported",
        "",
        cell,
    )
    state = Observation("B", Q1, "MOI", (), "state", "signed", "reported", "", None)
    day = Observation("B", Q1, "MOI", (), "reached_on", Q1.start, "reported", "", None)
    blank = Observation("C", Q1, "MOI", (), "", None, "blank", "", None)
    path = tmp_path / "observations.parquet"
    write_observations([("r", each) for each in (one, state, day, blank)], path)
    table = pq.read_table(path)
    assert table.schema.field("number").type == pa.decimal128(18, 4)
    assert not any(pa.types.is_floating(field.type) for field in table.schema)
    assert table["number"].to_pylist() == [Decimal("0.1000"), None, None, None]
    assert table["text"].to_pylist() == [None, "signed", "2012-01-01", None]
    assert table["at"].to_pylist()[0] == "age=18+;sex=female"
    assert (table["sheet"][0].as_py(), table["cell"][0].as_py()) == ("Return", "D9")


def test_a_figure_that_does_not_fit_is_refused_and_leaves_no_file(tmp_path):
    too_fine = Observation("A", Q1, "MOI", (), "", Decimal("0.00001"), "reported", "", None)
    with pytest.raises(pa.ArrowInvalid):
        write_observations([("r", too_fine)], tmp_path / "observations.parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_what_was_there_before(tmp_path, monkeypatch):
    path = tmp_path / "observations.parquet"
    write_observations([], path)
    before = path.read_bytes()

    def write_half(_rows, place):
        place.write_bytes(b"PAR1")
        raise OSError("no space left on device")

    monkeypatch.setattr(file, "write_parquet", write_half)
    with pytest.raises(OSError, match="no space"):
        write_observations([], path)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == before


def test_what_the_archive_kept_is_what_is_added_up(tmp_path):
    plan = plan_of(indicator(breakdowns=[["sex"]], contributing=["MOND"]))
    plan = plan_from_text(canonical_text(plan))  # with its true digest
    archive = Archive(tmp_path / "submissions")
    archive.keep_definitions(plan)
    sent = (("MOI", 40, "accepted"), ("MOND", 7, "accepted"), ("MOI", 41, "accepted"))
    for who, figure, verdict in (*sent, ("MOI", 999, "refused")):
        keep(archive, plan, who, figure, verdict)
    table = load_observations(archive, plan, tmp_path / "cache")
    counting = receipts_that_count(archive.receipts(plan.id), None)
    total, female, *_ = measure_progress(
        plan, Q1, table, counting, as_of=date(2012, 5, 1), by=("sex",)
    )
    assert (total.actual, total.coverage) == (48, "complete")
    assert total.sources == ("NPA/2012-Q1/MOI/r0002", "NPA/2012-Q1/MOND/r0001")
    assert (female.actual, female.reported) == (41, 1)


def keep(archive, plan, who, figure, verdict):
    original = f"{who} {figure}".encode()
    digest = hashlib.sha256(original).hexdigest()
    answers = [((), figure), ((("sex", "female"),), figure if who == "MOI" else None)]
    observations = tuple(
        Observation(
            "A",
            Q1,
            who,
            at,
            "",
            None if value is None else Decimal(value),
            "blank" if value is None else "reported",
            "",
            Cell(digest, "Return", f"D{row}", str(value or ""), "number"),
        )
        for row, (at, value) in enumerate(answers, 8)
    )
    slot = Slot(plan.id, Q1, who)
    cells = CellCounts(required=2, figures=1, blank=1)
    moment = datetime(2012, 4, 2, tzinfo=UTC)
    archive.store(
        Verdict(verdict, slot, digest, "test", plan.digest, cells, observations, ()),
        original,
        file="return.xlsx",
        received_on=moment,
        recorded_on=moment,
        by="secretariat",
        reason="",
        tool="test",
    )


def test_a_folder_with_spaces_and_brackets_is_read_like_any_other(plan, tmp_path):
    returns = Returns(plan).put("MOI", "2012-Q1", 41)
    assert returns.total("2012-Q1", folder=tmp_path / "our work [2012] *?").actual == 41


def test_asking_who_owes_a_return_loads_no_engine():
    program = (
        "import sys, mne.compliance, mne.observations, mne.progress;"
        "print({'duckdb', 'ibis', 'pandas', 'pyarrow'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
