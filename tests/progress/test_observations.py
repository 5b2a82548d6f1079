"""The file of observations is a copy: exact, made anew when receipts change, never half written."""

import subprocess
import sys
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from progress_kit import Returns, indicator, plan_of, receipt

from mne.model import Cell, Observation, Slot
from mne.observations import load_observations, receipts_digest, write_observations
from mne.periods import Period

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


def test_it_is_made_once_and_made_anew_when_a_receipt_comes(plan, tmp_path):
    first, second = receipt(SLOT, 1), receipt(SLOT, 2)
    one = Kept(first)
    table = load_observations(one, plan, tmp_path)
    assert load_observations(one, plan, tmp_path) == table
    assert one.read == [first.id]
    two = Kept(first, second)
    later = load_observations(two, plan, tmp_path)
    assert later.path != table.path
    assert pq.read_table(later.path)["number"].to_pylist() == [Decimal("1.0000"), Decimal("2.0000")]


def test_what_was_made_from_other_receipts_is_removed_and_nothing_else_is_left(plan, tmp_path):
    load_observations(Kept(receipt(SLOT, 1)), plan, tmp_path)
    table = load_observations(Kept(receipt(SLOT, 2)), plan, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [table.path]


def test_the_name_depends_on_the_receipts_and_their_bytes_but_not_on_their_order():
    first, second = receipt(SLOT, 1), receipt(SLOT, 2)
    assert receipts_digest([first, second]) == receipts_digest([second, first])
    assert receipts_digest([first]) != receipts_digest([receipt(SLOT, 1, sha256="e" * 64)])
    assert receipts_digest([first]) != receipts_digest([])


def test_an_archive_without_receipts_is_an_empty_table(plan, tmp_path):
    table = load_observations(Kept(), plan, tmp_path)
    assert pq.read_table(table.path).num_rows == 0


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


def test_a_folder_with_spaces_and_brackets_is_read_like_any_other(plan, tmp_path, monkeypatch):
    returns = Returns(plan).put("MOI", "2012-Q1", 41)
    odd = tmp_path / "our work [2012] *?"
    odd.mkdir()
    monkeypatch.setattr("tempfile.mkdtemp", lambda: str(odd))
    assert returns.total("2012-Q1").actual == 41


def test_asking_who_owes_a_return_loads_no_engine():
    program = (
        "import sys, mne.compliance, mne.observations, mne.progress;"
        "print({'duckdb', 'ibis', 'pandas', 'pyarrow'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
