"""Whatever comes, goes, breaks or happens at once: the table is what reading everything would give.

And what is written down is not read again.
"""

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from progress_kit import indicator, plan_of, receipt

from mne.model import Observation, Slot
from mne.observations import build, file, forget_observations, load_observations, while_it_lasts
from mne.observations.rows import SCHEMA, rows_of
from mne.periods import Period
from mne.progress.combine import open_engine

PLAN = plan_of(indicator(over="lead_only"))
OLD = PLAN.model_copy(update={"digest": "o" * 64})


class Archive:
    """Receipts whose figures are their sizes, as many rows as it is told; it counts the reading."""

    def __init__(self, *receipts):
        self.kept = {one.id: one for one in receipts}
        self.definitions_kept = {OLD.digest: OLD}
        self.read = Counter()

    def receipts(self, _plan):
        return tuple(self.kept.values())

    def definitions(self, digest):
        return self.definitions_kept.get(digest)

    def observations(self, one, plan):
        assert one.has_content
        self.read[one.id] += 1
        return answers(one, plan)


def answers(one, plan):
    """As many as the size says, of an indicator named after the definitions."""
    slot, name = one.slot, plan.digest[:1]
    return tuple(
        Observation(
            name, slot.period, slot.reporter, (), f"p{at}", Decimal(at), "reported", "", None
        )
        for at in range(one.size)
    )


def sent(reporter="MOI", period="2012-Q1", number=1, **keys):
    return receipt(Slot("NPA", Period.parse(period), reporter), number, **{"size": 3} | keys)


def rows_in(table):
    tables = [file.look_at(path).read().rows for path in table.paths]
    found = pa.concat_tables([SCHEMA.empty_table(), *tables])
    return sorted(map(repr, found.to_pylist()))


def rows_of_all(archive):
    """What reading all of the archive gives."""
    pairs = [
        (one.id, answer)
        for one in archive.kept.values()
        if one.has_content
        for answer in answers(one, archive.definitions(one.definitions) or PLAN)
    ]
    return sorted(map(repr, rows_of(pairs).to_pylist()))


def load(archive, cache):
    """The table, held against all of the archive."""
    table = load_observations(archive, PLAN, cache)
    assert rows_in(table) == rows_of_all(archive)
    return table


def files_in(cache):
    return sorted(cache.rglob("*.parquet"))


class Following(RuleBasedStateMachine):
    """Returns come, are corrected and removed; files are damaged; commands look in between."""

    def __init__(self):
        super().__init__()
        self.cache = Path(tempfile.mkdtemp())
        self.archive = Archive()
        self.written = set()
        """The receipts that no damage has touched since they were read."""

    def teardown(self):
        shutil.rmtree(self.cache)

    @rule(
        reporter=st.sampled_from("ABC"),
        period=st.sampled_from(["2011-Q4", "2012-Q1", "2012-Q2"]),
        size=st.integers(0, 9),
        definitions=st.sampled_from([PLAN.digest, OLD.digest, "n" * 64]),
    )
    def come(self, reporter, period, size, definitions):
        number = 1
        while (one := sent(reporter, period, number)).id in self.archive.kept:
            number += 1
        self.archive.kept[one.id] = replace(one, size=size, definitions=definitions)

    @precondition(lambda self: self.archive.kept)
    @rule(data=st.data())
    def remove(self, data):
        name = data.draw(st.sampled_from(sorted(self.archive.kept)))
        self.archive.kept[name] = replace(self.archive.kept[name], removed_by="d0001")
        forget_observations(self.cache, PLAN, name)
        self.written.discard(name)
        assert not any(name.encode() in path.read_bytes() for path in files_in(self.cache))

    @rule(data=st.data(), how=st.sampled_from(["cut", "flipped", "gone", "garbage"]))
    def damage(self, data, how):
        files = files_in(self.cache)
        if not files:
            return
        path = data.draw(st.sampled_from(files))
        if found := file.look_at(path):  # else it was damaged before
            self.written -= found.origins.keys()
        spoil(path, how)

    @rule()
    def delete(self):
        shutil.rmtree(self.cache / "observations", ignore_errors=True)
        self.written.clear()

    @rule()
    def leave_behind(self):
        for path in files_in(self.cache)[:1]:
            path.with_name(".half.unfinished").write_bytes(path.read_bytes()[:50])

    @rule()
    def look(self):
        before = self.archive.read.copy()
        table = load(self.archive, self.cache)
        again = {name for name in self.written if self.archive.read[name] > before[name]}
        assert again == set()
        self.written = {one.id for one in self.archive.kept.values() if one.has_content}
        assert {*table.paths} == {*files_in(self.cache)}


def spoil(path, how):
    content = path.read_bytes()
    if how == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif how == "flipped":
        path.write_bytes(content[:9] + bytes([content[9] ^ 1]) + content[10:])
    elif how == "gone":
        path.unlink()
    else:
        path.write_bytes(b"garbage")


@pytest.fixture
def _small(monkeypatch):
    """Files and batches of a few rows, so that a year has many."""
    monkeypatch.setattr(build, "MOST_ROWS", 20)
    monkeypatch.setattr(build, "BATCH", 5)


@pytest.mark.usefixtures("_small")
def test_any_course_of_events_ends_as_if_all_were_read_and_nothing_is_read_again():
    few = settings(max_examples=20, stateful_step_count=20, deadline=None)
    run_state_machine_as_test(Following, settings=few)


@pytest.mark.parametrize("how", ["cut", "flipped", "gone", "garbage"])
def test_a_damaged_file_is_made_anew_and_the_others_are_not_touched(tmp_path, how):
    archive = Archive(sent("A"), sent("B", "2011-Q1"), sent("C"))
    _, damaged = load(archive, tmp_path).paths
    spoil(damaged, how)
    load(archive, tmp_path)
    assert archive.read == {"NPA/2012-Q1/A/r0001": 2, "NPA/2011-Q1/B/r0001": 1} | {
        "NPA/2012-Q1/C/r0001": 2
    }
    assert len(files_in(tmp_path)) == 2


def test_a_file_of_another_version_is_made_anew(tmp_path, monkeypatch):
    archive = Archive(sent())
    load(archive, tmp_path)
    monkeypatch.setattr(file, "FORMAT", "next")
    load(archive, tmp_path)
    assert archive.read == {sent().id: 2}
    assert len(files_in(tmp_path)) == 1


def test_only_what_was_read_under_other_definitions_or_from_other_bytes_is_read_again(tmp_path):
    archive = Archive(sent("A"), sent("B"), sent("C"))
    load(archive, tmp_path)
    archive.kept[sent("A").id] = sent("A", definitions=OLD.digest)
    archive.kept[sent("B").id] = sent("B", sha256="e" * 64)
    load(archive, tmp_path)
    assert archive.read == {sent("A").id: 2, sent("B").id: 2, sent("C").id: 1}


def test_what_was_read_under_today_s_rules_is_read_again_once_its_own_are_found(tmp_path):
    archive = Archive(sent("A", definitions=OLD.digest), sent("B"))
    archive.definitions_kept.clear()
    load(archive, tmp_path)
    load(archive, tmp_path)
    assert archive.read == {sent("A").id: 1, sent("B").id: 1}
    archive.definitions_kept[OLD.digest] = OLD
    load(archive, tmp_path)
    assert archive.read == {sent("A").id: 2, sent("B").id: 1}


def test_a_removal_takes_the_rows_out_of_every_file_and_costs_no_reading(tmp_path):
    archive = Archive(sent("A"), sent("B"), sent("C", "2011-Q1"))
    load(archive, tmp_path)
    for path in files_in(tmp_path):  # as a process that was stopped may leave them
        shutil.copy(path, path.with_name(f".{path.name}.unfinished"))
    name = sent("A").id
    archive.kept[name] = replace(archive.kept[name], removed_by="d0001")
    forget_observations(tmp_path, PLAN, name)
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert left == files_in(tmp_path)
    assert not any(name.encode() in path.read_bytes() for path in left)
    load(archive, tmp_path)
    assert set(archive.read.values()) == {1}


def test_a_removal_where_the_disk_is_full_takes_the_whole_file(tmp_path, monkeypatch):
    load(Archive(sent("A"), sent("B")), tmp_path)

    def refuse(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr(file, "write_parquet", refuse)
    with pytest.raises(OSError, match="no space"):
        forget_observations(tmp_path, PLAN, sent("A").id)
    assert files_in(tmp_path) == []


def test_a_removal_without_any_cache_makes_none(tmp_path):
    forget_observations(tmp_path, PLAN, sent().id)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        lambda cache: load(Archive(sent()), cache),
        lambda cache: forget_observations(cache, PLAN, sent().id),
    ],
    ids=["load", "forget"],
)
def test_folders_of_the_earlier_layout_go_and_what_is_written_now_stays(tmp_path, command):
    load(Archive(sent("A"), sent()), tmp_path)
    (written,) = files_in(tmp_path)
    for plan in (PLAN.id, "a-plan-that-is-no-more"):
        earlier = tmp_path / "observations" / plan / f"{'0' * 32}.parquet"
        earlier.parent.mkdir()
        shutil.copy(written, earlier)
    command(tmp_path)
    folders = [path for path in (tmp_path / "observations").iterdir() if path.is_dir()]
    assert folders == [tmp_path / "observations" / f"plan={PLAN.id}"]
    assert len(files_in(tmp_path)) == 1


def test_a_year_that_grows_by_one_return_at_a_time_stays_in_few_files(tmp_path):
    archive = Archive()
    for number in range(1, 65):
        archive.kept[sent(number=number).id] = sent(number=number)
        table = load_observations(archive, PLAN, tmp_path)
        # Each file is more than twice as large as all smaller ones together: 1, 3, 9, 27 and so on.
        assert len(table.paths) <= 4
    load(archive, tmp_path)
    assert set(archive.read.values()) == {1}


@pytest.mark.usefixtures("_small")
def test_a_file_is_closed_once_it_is_as_large_as_a_group_of_rows(tmp_path):
    archive = Archive(*(sent(number=number) for number in range(1, 41)))
    table = load(archive, tmp_path)
    assert sorted(file.look_at(path).rows for path in table.paths) == [24] * 5


class Stopped(BaseException):
    """The power goes off."""


def test_wherever_it_is_stopped_the_next_command_finds_or_makes_the_right_table(
    tmp_path, monkeypatch
):
    points = 0
    while stopped_at(points, tmp_path / str(points), monkeypatch):
        points += 1
    assert points >= 6


def stopped_at(point, cache, monkeypatch):
    """Whether a rebuilding that replaces, merges and cuts files was stopped at that step."""
    archive = Archive(sent("A"), sent("B"), sent("C", "2011-Q1"))
    load(archive, cache)
    archive.kept[sent("A").id] = replace(sent("A"), removed_by="d0001")
    for one in (sent("D"), sent("E", "2011-Q2"), sent("F", "2013-Q2")):
        archive.kept[one.id] = one
    steps = iter(range(point))

    def stopping(doing):
        def step(*args, **kwargs):
            if next(steps, None) is None:
                raise Stopped
            return doing(*args, **kwargs)

        return step

    with monkeypatch.context() as patched:
        for name in ("replace", "unlink", "mkdir"):
            patched.setattr(Path, name, stopping(getattr(Path, name)))
        patched.setattr(file, "write_parquet", stopping(file.write_parquet))
        try:
            load_observations(archive, PLAN, cache)
        except Stopped:
            stopped = True
        else:
            stopped = False
    load(archive, cache)
    assert (archive.read[sent("B").id], archive.read[sent("C", "2011-Q1").id]) == (1, 1)
    return stopped


def test_a_cache_that_is_deleted_while_it_is_made_is_made_all_the_same(tmp_path):
    class Deleting(Archive):
        def observations(self, one, plan):
            found = super().observations(one, plan)
            if self.read.total() == 2:
                shutil.rmtree(tmp_path / "observations")
            return found

    archive = Deleting(sent("A", "2011-Q1"), sent("B"), sent("C"))
    table = load_observations(archive, PLAN, tmp_path)
    assert while_it_lasts(rows_in)(table) == rows_of_all(archive)
    load(archive, tmp_path)


@pytest.mark.parametrize("how", ["cut", "gone", "garbage"])
def test_a_cache_that_is_spoilt_before_the_engine_reads_it_is_made_anew(tmp_path, how):
    archive = Archive(sent(), sent("MOJ", "2011-Q1"))
    table = load_observations(archive, PLAN, tmp_path)
    for path in table.paths:
        spoil(path, how)
    with pytest.raises(Exception, match=r"arquet|No files found"):
        numbers(replace(table, renew=None))
    assert numbers(table) == [0, 1, 2]


@while_it_lasts
def numbers(table):
    """By the engine."""
    with open_engine("duckdb") as backend:
        found = table.read(backend).select("number").distinct()
        return sorted(backend.to_pyarrow(found)["number"].to_pylist())


def test_an_error_of_the_engine_itself_is_not_asked_twice(tmp_path):
    table = load_observations(Archive(sent()), PLAN, tmp_path)
    asked = []

    @while_it_lasts
    def ask(given):
        asked.append(given)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(table)
    assert asked == [table]


@pytest.mark.parametrize("patience", [60, 0])
def test_several_that_build_at_once_all_see_the_right_rows(tmp_path, monkeypatch, patience):
    monkeypatch.setattr(build, "PATIENCE", patience)
    receipts = [sent(f"R{at}", f"201{at % 3}-Q1") for at in range(9)]
    archives = [Archive(*receipts[: 6 + at]) for at in range(4)]

    @while_it_lasts
    def ask(table):
        return rows_in(table)

    def work(archive):
        for _ in range(3):
            with suppress(FileNotFoundError):
                return ask(load_observations(archive, PLAN, tmp_path))
        return None

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(work, archives))
    assert found == [rows_of_all(one) for one in archives]
    load(archives[-1], tmp_path)


def test_two_processes_that_build_at_once_read_each_receipt_once(tmp_path):
    program = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path\n"
        "from test_table_follows_archive import *\n"
        "archive = Archive(*(sent(f'R{at}') for at in range(20)))\n"
        "load(archive, Path(sys.argv[1])); print(archive.read.total())"
    )
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", program, str(tmp_path), here]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    read = [int(one.communicate(timeout=300)[0]) for one in both]
    assert sorted(read) == [0, 20]
    assert len(files_in(tmp_path)) == 1
