"""Whatever the machine does while storing, the archive holds the old or the new state."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from archive_samples import PLAN, assert_sound, make_observations, receipts, store, tree
from archive_samples import digest_of as digest
from fault_points import PowerCutError, full_from, full_once, machine, never, power_cut

from mne.archive import Archive
from mne.errors import MachineError

FIRST, SECOND = b"first", b"second"
SCRIPT = str(Path(__file__).with_name("store_some.py"))


@pytest.fixture(params=["the first receipt ever", "a second receipt"])
def before(request, tmp_path):
    """An archive as it was when a second return came."""
    folder = tmp_path / "before"
    folder.mkdir()
    if request.param == "a second receipt":
        store(Archive(folder), FIRST)
    return folder


def calls_of_one_store(before, tmp_path):
    shutil.copytree(before, tmp_path / "count")
    with machine(never) as trace:
        store(Archive(tmp_path / "count"), SECOND)
    return trace.calls


def storing_fails_at_every_call(before, tmp_path, failing, expected):
    """Yield the folder after each failure, and whether the new receipt is there."""
    calls = calls_of_one_store(before, tmp_path)
    assert len(calls) > 30
    old = receipts(before)
    for number in range(1, len(calls) + 1):
        folder = tmp_path / f"at-{number}"
        shutil.copytree(before, folder)
        try:
            with machine(failing(number)):
                store(Archive(folder), SECOND)
        except expected:
            pass
        assert_sound(folder)
        is_new = len(receipts(folder)) > len(old)
        assert receipts(folder)[: len(old)] == old
        yield folder, is_new
        the_next_run_needs_no_human(folder, len(old) + 1)
        shutil.rmtree(folder)


def the_next_run_needs_no_human(folder, expected):
    again = store(Archive(folder), SECOND)
    assert len(receipts(folder)) == expected
    assert not (folder / ".staging").exists()
    assert_sound(folder)
    observed = Archive(folder).observations(again.receipt, PLAN)
    assert [one.value for one in observed] == [
        one.value for one in make_observations(digest(SECOND))
    ]


def test_a_power_cut_at_any_call_leaves_the_old_or_the_new_state(before, tmp_path):
    ends = [
        is_new
        for _, is_new in storing_fails_at_every_call(before, tmp_path, power_cut, PowerCutError)
    ]
    assert ends == sorted(ends)  # once it is there, it stays there
    assert {False, True} == set(ends)


def test_a_disk_that_is_full_for_one_call_leaves_nothing_half_written(before, tmp_path):
    untouched = tree(before)
    failing = storing_fails_at_every_call(before, tmp_path, full_once, MachineError)
    for folder, is_new in failing:
        left = {path for path in tree(folder) if not path.startswith(".staging")}
        is_decided = (folder / ".staging" / "next").exists()
        assert is_new or is_decided or left == set(untouched)


def test_a_disk_that_stays_full_leaves_the_old_or_the_new_state(before, tmp_path):
    for _ in storing_fails_at_every_call(before, tmp_path, full_from, MachineError):
        pass


def test_a_full_disk_is_a_typed_error_with_the_machines_reason(tmp_path):
    folder = tmp_path / "submissions"
    store(Archive(folder), FIRST)
    before = tree(folder)
    with machine(full_once(20)), pytest.raises(MachineError) as caught:
        store(Archive(folder), SECOND)
    assert caught.value.code == "archive-not-writable"
    assert caught.value.params["reason"] == "No space left on device"
    assert set(caught.value.params) == {"path", "reason"}
    assert tree(folder) == before


def test_definitions_appear_whole_or_not_at_all(tmp_path):
    with machine(never) as trace:
        Archive(tmp_path / "count").keep_definitions(PLAN)
    for number in range(1, len(trace.calls) + 1):
        folder = tmp_path / f"at-{number}"
        folder.mkdir()
        try:
            with machine(power_cut(number)):
                Archive(folder).keep_definitions(PLAN)
        except PowerCutError:
            pass
        assert Archive(folder).definitions(PLAN.digest) in {None, PLAN}
        Archive(folder).keep_definitions(PLAN)
        assert Archive(folder).definitions(PLAN.digest) == PLAN


def test_everything_is_on_disk_before_the_rename_and_every_folder_above_after(tmp_path):
    folder = tmp_path / "submissions"
    with machine(never) as trace:
        receipt = store(Archive(folder), FIRST).receipt
    built = str(folder / ".staging" / "receipt")
    moved = max(place for place, call in enumerate(trace.calls) if call == ("rename", built))
    synced = [path for name, path in trace.calls if name == "fsync"]
    before = {path for name, path in trace.calls[:moved] if name == "fsync"}
    after = [path for name, path in trace.calls[moved:] if name == "fsync"]
    bag = folder / receipt.id
    inside = {built, *(built + str(path)[len(str(bag)) :] for path in bag.rglob("*"))}
    assert inside <= before
    written = [
        place
        for place, (name, path) in enumerate(trace.calls)
        if name in {"write", "open"} and path.startswith(built)
    ]
    first_sync_inside = trace.calls.index(("fsync", next(path for path in synced if built in path)))
    assert max(written) < first_sync_inside
    above = ["npa/2012-Q4/MOJ", "npa/2012-Q4", "npa", ""]
    assert {str(folder / name) for name in above} <= set(after)
    assert str(folder.parent) in before


def test_eight_writers_on_one_slot_get_distinct_numbers_without_gaps(tmp_path):
    folder = tmp_path / "submissions"
    writers = [
        subprocess.Popen([sys.executable, SCRIPT, str(folder), str(who), "3"], stdout=-1, text=True)
        for who in range(8)
    ]
    answers = [line for writer in writers for line in writer.communicate()[0].split()]
    assert [writer.returncode for writer in writers] == [0] * 8
    assert sorted(answers) == [f"npa/2012-Q4/MOJ/r{number:04d}" for number in range(1, 25)]
    assert [receipt.id for receipt in receipts(folder)] == sorted(answers)
    assert_sound(folder)
    chain = [receipt.supersedes for receipt in receipts(folder)]
    assert chain == ["", *sorted(answers)[:-1]]


def test_threads_of_one_process_get_distinct_numbers_too(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    archive = Archive(tmp_path / "submissions")
    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(lambda number: store(archive, str(number).encode()), range(12)))
    assert sorted(one.receipt.number for one in stored) == list(range(1, 13))
    assert_sound(archive.folder)


def test_threads_that_write_to_different_archives_do_not_disturb_each_other(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    archives = [Archive(tmp_path / str(number)) for number in range(4)]
    here = Path.cwd()
    with ThreadPoolExecutor(4) as pool:
        for number in range(5):
            list(pool.map(store, archives, [str(number).encode()] * 4))
    assert Path.cwd() == here
    for archive in archives:
        assert len(archive.receipts("npa")) == 5
        assert_sound(archive.folder)


@pytest.mark.long
def test_a_writer_killed_at_any_call_leaves_the_old_or_the_new_state(before, tmp_path):
    calls = calls_of_one_store(before, tmp_path)
    for number in range(1, len(calls) + 1):
        folder = tmp_path / f"at-{number}"
        shutil.copytree(before, folder)
        command = [sys.executable, SCRIPT, str(folder), "killed", "1", str(number)]
        assert subprocess.run(command, check=False, stdout=-1).returncode == -9
        assert_sound(folder)
        assert store(Archive(folder), b"killed 0").receipt == receipts(folder)[-1]
        assert_sound(folder)
        assert not (folder / ".staging").exists()


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC", "error=EIO"])
@pytest.mark.parametrize("call", ["mkdir", "rename", "fsync", "write", "unlinkat", "rmdir"])
def test_the_kernel_refusing_or_killing_at_any_call_leaves_a_sound_archive(tmp_path, call, fault):
    points = 0
    while the_kernel_interfered(tmp_path / f"at-{points}", f"{call}:{fault}:when={points + 1}"):
        points += 1
    assert points > 1


def the_kernel_interfered(folder, inject):
    """Whether the call to interfere with came up at all; the archive is sound in any case."""
    store(Archive(folder), FIRST)
    (folder / ".staging" / "receipt").mkdir(parents=True)  # a crash before left something
    (folder / ".staging" / "receipt" / "half").write_bytes(b"x")
    trace = folder.with_suffix(".trace")
    command = ["strace", "-f", "-o", str(trace), "-e", f"trace={inject.split(':')[0]}"]
    command += ["-e", f"inject={inject}", sys.executable, "-B", SCRIPT, str(folder), "new", "1"]
    subprocess.run(command, check=False, stdout=-3, stderr=-3)
    assert_sound(folder)
    store(Archive(folder), b"new 0")
    assert len(receipts(folder)) == 2
    assert_sound(folder)
    return "INJECTED" in trace.read_text() or "killed by SIGKILL" in trace.read_text()
