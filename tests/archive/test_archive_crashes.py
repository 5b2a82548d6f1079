"""Whatever the machine does while storing, the archive holds the old or the new state."""

import shutil
from pathlib import Path

import pytest
from archive_samples import PLAN, assert_sound, make_observations, receipts, store, tree
from archive_samples import digest_of as digest
from fault_points import PowerCutError, full_from, full_once, machine, never, power_cut

from mne.archive import Archive
from mne.errors import MachineError

FIRST, SECOND = b"first", b"second"


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
