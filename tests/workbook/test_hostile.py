"""Attack files, and odd but honest ones: each ends as it should, and soon."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mne.errors import UnreadableError
from mne.workbook import FAULTS, read_workbook
from mne.workbook.faults import AMBIGUOUS_REASONS, UNSAFE_REASONS
from tests.workbook.attacks import ALL, ATTACKS
from tests.workbook.odd_but_honest import ODD

REASONS = {"file-unsafe": UNSAFE_REASONS, "file-ambiguous": AMBIGUOUS_REASONS}
ROOT = Path(__file__).parents[2]


def test_every_attack_ends_in_the_right_reading_or_refusal() -> None:
    """In a process of its own: an attack that ended it would show, and be this test's failure."""
    command = [sys.executable, "-m", "tests.workbook.attacks"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.stdout.splitlines()[-1:] == [f"{len(ALL)} passed, 0 failed"], told.stdout
    assert told.returncode == 0


def test_there_are_many_and_none_is_named_twice() -> None:
    assert len(ATTACKS) >= 200
    assert len(ALL) == len(ATTACKS) + len(ODD)


def test_every_end_is_one_that_exists() -> None:
    for _, _, expected in ATTACKS.values():
        code, _, reason = expected.partition(" ")
        assert code in FAULTS
        assert bool(reason) is (code in REASONS)
        assert not reason or reason in REASONS[code]


def test_every_reason_has_an_attack() -> None:
    tried = {expected.partition(" ")[2] for _, _, expected in ATTACKS.values()}
    assert tried >= UNSAFE_REASONS | AMBIGUOUS_REASONS


def test_every_code_is_tried() -> None:
    tried = {expected.partition(" ")[0] for _, _, expected in ATTACKS.values()}
    assert FAULTS.keys() - tried == {"file-missing", "file-folder", "file-reader-failed"}


@pytest.mark.parametrize(
    "sentence",
    ["a zip bomb", "rows out of order", "macros by name", "a ragged csv", "half a million cells"],
)
def test_a_refusal_carries_the_file_and_the_facts_of_its_code(
    sentence: str, tmp_path: Path
) -> None:
    name, make, expected = ATTACKS[sentence]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(UnreadableError) as refused:
        read_workbook(path)
    assert refused.value.code == expected.partition(" ")[0]
    assert refused.value.params["file"] == name
    assert refused.value.params.keys() == {"file", *FAULTS[refused.value.code]}


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="file-missing"):
        read_workbook(tmp_path / "gone.xlsx")


def test_a_folder_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="file-folder"):
        read_workbook(tmp_path)
    with pytest.raises(UnreadableError) as refused:
        read_workbook(Path())
    assert refused.value.params["file"] == "."


def test_of_a_file_that_is_too_large_the_size_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04" + bytes(30_000_000))
    with pytest.raises(UnreadableError) as refused:
        read_workbook(tmp_path / "a.xlsx")
    assert refused.value.params["found"] == 30_000_004
