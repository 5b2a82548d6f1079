"""Killing the commands, or filling the disk, at any system call: a few here, all in `make long`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.crash_points import Plan, differences, half_there, tree, what_is_wrong
from tests.archive.system_calls import why_not

ROOT = Path(__file__).parents[2]
OLD = {"npa/r0001/a.csv": b"1", "checkpoints/chain.sha256": b"one\n"}
NEW = OLD | {
    "npa/r0002/data/a.csv": b"2",
    "npa/r0002/b.txt": b"3",
    "checkpoints/chain.sha256": b"one\ntwo\n",
}


_TOLD = re.compile(r"(\w+): (\d+) points: (\d+) passed, 0 failed")


def of(module, *words):
    """What a command of the tests prints, and how it ends."""
    command = [sys.executable, "-m", f"tests.archive.{module}", *map(str, words)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def judged(folder, **files):
    """What is said of an archive that holds these files after a fault."""
    for name, content in files.items():
        path = folder / "submissions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return what_is_wrong(Plan("submit", folder, (), (), OLD, (NEW, NEW), NEW, (0, 0)), folder)


@pytest.mark.parametrize("files", [OLD, NEW, OLD | {"checkpoints/chain.sha256": b"one\ntw"}])
def test_the_old_and_the_new_are_good_and_a_line_that_is_not_finished(tmp_path, files):
    assert judged(tmp_path, **files, **{".staging/next": b"{}"}) == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"npa/r0001/a.csv": b"0"}, "npa/r0001/a.csv is lost or altered"),
        ({"npa/r0002/b.txt": b"3"}, "npa/r0002 holds ['npa/r0002/b.txt'], and not "),
        ({"npa/r0002/data/a.csv": b"2", "npa/r0002/b.txt": b""}, "npa/r0002 holds "),
        ({"npa/r0003/b.txt": b"3"}, "npa/r0003 holds ['npa/r0003/b.txt'], and not []"),
        ({"checkpoints/chain.sha256": b"on"}, "the chain of digests is another"),
        ({"checkpoints/chain.sha256": b"one\nthree"}, "the chain of digests is another"),
    ],
)
def test_what_is_lost_or_half_there_or_too_many_is_noticed(tmp_path, change, said):
    assert judged(tmp_path, **(OLD | change)).startswith(said)


def test_an_archive_that_ended_otherwise_is_told_by_its_files(tmp_path):
    assert judged(tmp_path, **OLD) == ""
    assert half_there({}, NEW) == ""
    assert differences(tree(tmp_path), [NEW]) == (
        "missing ['npa/r0002/b.txt', 'npa/r0002/data/a.csv'], too many [], "
        "other ['checkpoints/chain.sha256']"
    )


def test_some_points_of_a_submission_and_of_a_removal_leave_nothing_to_do():
    if reason := why_not():
        pytest.skip(reason)
    code, said = of("crash_points", "submit", "remove", "--every", 23, "--workers", 1)
    assert code == 0, said
    points = {one[1]: (int(one[2]), int(one[3])) for one in _TOLD.finditer(said)}
    assert set(points) == {"submit", "remove"}
    assert all(tried == passed >= 4 for tried, passed in points.values())


@pytest.mark.long
def test_no_point_of_any_command_leaves_anything_to_do():
    if reason := why_not():
        pytest.skip(reason)
    code, said = of("crash_points", "all")
    assert code == 0, said


def test_four_writers_that_are_killed_again_and_again_keep_every_return_once():
    code, said = of("writers", "--rounds", 1, "--writers", 4, "--each", 6, "--pause", 0.05)
    assert code == 0, said
    assert "1 passed, 0 failed" in said


@pytest.mark.long
def test_sixteen_writers_that_are_killed_again_and_again_keep_every_return_once():
    code, said = of("writers")
    assert code == 0, said
