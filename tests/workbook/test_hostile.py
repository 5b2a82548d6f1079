"""Attack files: each ends in our own refusal, with the right code, and quickly."""

from __future__ import annotations

from pathlib import Path

import pytest

from mne.errors import UnreadableError
from mne.workbook import FAULTS, read_workbook
from mne.workbook.faults import AMBIGUOUS_REASONS, UNSAFE_REASONS
from tests.workbook.hostile import ATTACKS, ods_cell, ods_parts, ods_row, pack, xlsx_parts


@pytest.mark.parametrize("attack", ATTACKS)
def test_is_refused(attack: str, tmp_path: Path) -> None:
    name, make, code, reason = ATTACKS[attack]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(UnreadableError) as refused:
        read_workbook(path)
    assert refused.value.code == code, refused.value
    assert refused.value.params["file"] == name
    assert refused.value.params.keys() == {"file", *FAULTS[code]}
    if reason is not None:
        assert refused.value.params["reason"] == reason
    known = {"file-unsafe": UNSAFE_REASONS, "file-ambiguous": AMBIGUOUS_REASONS}.get(code)
    assert known is None or refused.value.params["reason"] in known


def test_the_unspoiled_workbooks_are_read(tmp_path: Path) -> None:
    """Otherwise the refusals above would prove nothing."""
    honest = {"a.xlsx": xlsx_parts(), "a.ods": ods_parts(ods_row(ods_cell("41")))}
    for name, parts in honest.items():
        (tmp_path / name).write_bytes(pack(parts))
        (sheet,) = read_workbook(tmp_path / name).sheets
        assert [(cell.ref, cell.raw, cell.type) for cell in sheet.cells] == [("A1", "41", "number")]


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.xlsx", tmp_path):
        with pytest.raises(UnreadableError, match="file-missing"):
            read_workbook(path)


def test_every_reason_has_an_attack() -> None:
    tried = {reason for _, _, _, reason in ATTACKS.values()}
    assert tried >= UNSAFE_REASONS | AMBIGUOUS_REASONS


def test_every_code_is_tried() -> None:
    tried = {code for _, _, code, _ in ATTACKS.values()}
    assert FAULTS.keys() - tried == {"file-missing", "file-reader-failed"}
