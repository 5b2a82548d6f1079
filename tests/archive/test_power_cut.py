"""The order in which a write reaches the disk, as strace recorded it, and the judge of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.power_cut import broken_rules
from tests.archive.system_calls import calls_in, touching, why_not

ROOT = Path(__file__).parents[2]
ARCHIVE = "/w/submissions"
THERE = ["submissions", "submissions/npa", "submissions/chain.sha256", "submissions/.staging/left"]
LINES = Path(__file__).with_name("one_write.strace").read_text().splitlines()


def broken(lines):
    return broken_rules(calls_in("\n".join(lines), "/w"), Path("/w"), THERE)


def without(number):
    return LINES[:number] + LINES[number + 1 :]


def line_of(text, lines=LINES):
    """The line that makes a call on a file; the second one where `2` follows."""
    call, _, file = text.partition("(")
    file, _, nth = file.partition(" ")
    found = [number for number, line in enumerate(lines) if f"{call}(" in line or not file]
    return [number for number in found if (file or call) in lines[number]][int(nth or 1) - 1]


def test_a_write_in_the_right_order_breaks_no_rule():
    assert broken(LINES) == []


NOT_SYNCED = {
    "b.csv>": ".staging/receipt/b.csv is not synced before it is renamed to ",
    ".staging/receipt>": ".staging/receipt is not synced before it is renamed to ",
    "next.part>": ".staging/next.part is not synced before it is renamed to ",
    ".staging>": "npa/MOJ/r0001 is changed before submissions/.staging is synced, which holds next",
    "submissions>": "npa/MOJ/r0001 is changed before submissions is synced, which holds next",
    "npa/MOJ>": "npa/MOJ is not synced before next is removed",
    "npa>": "npa is not synced before next is removed",
    "chain.sha256>": "chain.sha256 is not synced before next is removed",
}


@pytest.mark.parametrize("file", NOT_SYNCED)
def test_a_sync_that_is_missing_is_noticed(file):
    (first, *_) = [number for number, line in enumerate(LINES) if "fsync(" in line and file in line]
    lines = without(first) if "unfinished" not in LINES[first] else [*LINES[:7], *LINES[10:]]
    assert any(f"submissions/{NOT_SYNCED[file]}" in line for line in broken(lines))


def test_every_sync_matters_to_the_judge():
    syncs = [number for number, line in enumerate(LINES) if "7 fsync(" in line and " = 0" in line]
    assert len(syncs) == 9
    assert [number for number in syncs if not broken(without(number))] == []


@pytest.mark.parametrize(
    ("moved", "before", "said"),
    [
        ("MOJ/r0001", "rename(next.part", "MOJ/r0001 is changed before next says so"),
        ("write(chain", "rename(next.part", "chain.sha256 is changed before next says so"),
        (
            "write(chain",
            "fsync(.staging>",
            "chain.sha256 is changed before submissions/.staging is",
        ),
        ("unlink(next", "write(chain", "chain.sha256 is changed before next says so"),
        ("unlinkat", "fsync(.staging> 2", "left is removed before the removal of next is synced"),
    ],
)
def test_a_step_that_comes_too_early_is_noticed(moved, before, said):
    line = LINES[line_of(moved)]
    rest = without(line_of(moved))
    place = line_of(before, rest)
    assert any(said in one for one in broken([*rest[:place], line, *rest[place:]]))


def test_what_is_left_undone_is_noticed():
    assert broken(LINES[: line_of("unlink(")]) == ["next is left behind"]
    assert "submissions/npa is removed" in broken([*LINES, f'7 rmdir("{ARCHIVE}/npa") = 0'])


def test_a_call_that_nobody_has_looked_at_is_asked_about():
    log = f'7 renameat9(4</w>, "{ARCHIVE}/npa", "{ARCHIVE}/other") = 0'
    with pytest.raises(ValueError, match="renameat9"):
        touching(calls_in(log, "/w"), Path("/w"))


def test_the_commands_write_in_an_order_that_no_power_cut_can_break():
    if reason := why_not():
        pytest.skip(reason)
    command = [sys.executable, "-m", "tests.archive.trace_order", "first", "remove", "sign"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.stdout.splitlines()[-1:] == ["3 passed, 0 failed"], ended.stdout + ended.stderr
    assert ended.returncode == 0
