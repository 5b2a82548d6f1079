"""`mne verify`: exit codes, the shape that scripts rely on, and the screens in both languages."""

import json
import os
import shutil
import subprocess

import pytest

from mne.archive.commit import locked
from mne.archive.verify import WORDS
from mne.archive.verify import run as run_module
from mne.messages import LANGUAGES, message, read_texts
from tests.archive.by_hand import fingerprint, make_key, sample

FIRST = "npa/2012-Q4/MOJ/r0001"


@pytest.fixture
def archive(workspace):
    return sample(workspace.submissions)


def grouped(archive) -> str:
    lines, digest = archive.head()
    return f"{lines} " + " ".join(digest[at : at + 8] for at in range(0, 64, 8))


def test_a_sound_archive_is_told_in_a_few_lines_that_end_in_the_line_to_keep(mne, archive):
    said = mne("verify")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "Receipts: 3. Decisions: 1. Files looked at: 34.\n"
        "Everything is as it was kept.\n"
        "\n"
        "To keep elsewhere, on paper or by e-mail:\n"
        "\n"
        f"  {grouped(archive)}\n"
        "\n"
        "With this line it can be shown later whether anything that is in the archive now was "
        "altered, removed or had something put in between. It shows nothing about what comes after "
        "it, nor that what was kept is true, nor who kept it. "
        'mne verify --against "LINE" asks for it.\n'
    )


def test_where_nothing_was_kept_there_is_nothing_to_keep_elsewhere(mne, workspace):
    shutil.rmtree(workspace.submissions, ignore_errors=True)
    nothing = (
        "Receipts: 0. Decisions: 0. Files looked at: 0.\nNothing has been kept here yet. "
        "If it should have been, look whether this is the right workspace (-C).\n"
    )
    assert mne("verify") == (0, nothing, "")
    assert not workspace.submissions.exists()


def test_the_json_has_the_keys_that_scripts_rely_on(mne, archive):
    said = mne("verify", "--format", "json", "--against", grouped(archive))
    assert said.code == 0
    lines, digest = archive.head()
    assert json.loads(said.out) == {
        "ok": True,
        "receipts": 3,
        "decisions": 1,
        "files": 34,
        "problems": [],
        "removed": [],
        "head": {"lines": lines, "sha256": digest},
        "against": [{"lines": lines, "sha256": digest, "holds": True}],
        "checkpoints": [
            {
                "path": "checkpoints/c0001",
                "head": {
                    "lines": 6,
                    "sha256": json.loads(said.out)["checkpoints"][0]["head"]["sha256"],
                },
                "on": "2026-11-28T22:00:00+00:00",
                "key": "",
                "signature": "none",
            }
        ],
        "signatures": "none",
    }


def test_problems_end_in_exit_code_5_each_with_its_kind_path_and_both_sides(mne, archive):
    path = archive.folder / FIRST / "data/values.csv"
    path.unlink()
    (archive.folder / "stray.txt").write_bytes(b"x")
    said = mne("verify")
    assert said.code == 5
    assert said.out == (
        f"missing  {FIRST}/data/values.csv\n"
        "  expected: 9b42551d4b009e32…; found: nothing\n"
        "unexpected  stray.txt\n"
        "  expected: nothing; found: a file\n"
        "→ Missing: bring it back from the second copy of the archive, and find out who took it "
        "away.\n"
        "→ Unexpected: nothing says that this was ever kept. Find out who put it there, and move "
        "it out of the archive.\n"
        "\n"
        "Receipts: 3. Decisions: 1. Files looked at: 33.\n"
        "The archive is not as it was kept. Problems: 2.\n"
    )
    found = json.loads(mne("verify", "--format", "json").out)
    assert found["ok"] is False
    assert found["problems"] == [
        {
            "kind": "missing",
            "path": f"{FIRST}/data/values.csv",
            "expected": "9b42551d4b009e32329a52182fca76331834755067e5ae0f4e3a6fa400773a6b",
            "found": "nothing",
        },
        {"kind": "unexpected", "path": "stray.txt", "expected": "nothing", "found": "file"},
    ]
    said = mne("verify", "--format", "csv")
    assert said.code == 5
    assert said.out.splitlines()[0] == "kind,path,expected,found"
    assert said.out.splitlines()[2] == "unexpected,stray.txt,nothing,file"


def test_what_a_crash_left_is_listed_and_is_no_failure(mne, archive):
    (archive.folder / ".staging/receipt").mkdir(parents=True)
    said = mne("verify")
    assert said.code == 0
    assert said.out.startswith(
        "left over  .staging/receipt\n"
        "→ Left over: a write was interrupted. Nothing is wrong; the next write clears it up by "
        "itself.\n\n"
    )
    found = json.loads(mne("verify", "--format", "json").out)
    assert (found["ok"], [one["kind"] for one in found["problems"]]) == (True, ["leftover"])


def test_kept_lines_come_from_the_command_and_from_a_file(mne, archive, tmp_path):
    first = grouped(archive)
    archive.receipt(3)
    kept = tmp_path / "kept.txt"
    kept.write_text(f"# from the letter of May\n{first}\n")
    said = mne("verify", "--against-file", kept, "--against", grouped(archive).replace(" ", ":", 1))
    assert said.code == 0
    assert "The line kept elsewhere holds, up to line 8 of the chain.\n" in said.out
    assert "The line kept elsewhere holds, up to line 7 of the chain.\n" in said.out
    said = mne("verify", "--against", "3 " + "0" * 64, "--format", "json")
    assert said.code == 5
    found = json.loads(said.out)
    assert [one["holds"] for one in found["against"]] == [False]
    assert [one["path"] for one in found["problems"]] == ["checkpoints/chain.sha256"]


def test_a_line_that_is_none_is_a_usage_error(mne, tmp_path):
    said = mne("verify", "--against", "1234 abc")
    assert (said.code, said.out) == (2, "")
    assert '"1234 abc" is no line that proves an archive.' in said.err
    empty = tmp_path / "empty.txt"
    empty.write_text("# nothing\n")
    assert mne("verify", "--against-file", empty).code == 2
    assert mne("verify", "--signer", "sok").code == 2


def test_a_removed_receipt_is_shown_as_removed_by_decision(mne, archive):
    tags = archive.folder / FIRST / "tagmanifest-sha256.txt"
    digest = subprocess.run(["sha256sum", tags], capture_output=True, check=True).stdout[:64]
    removal = "decisions/npa/2012-Q4/MOJ/d0002"
    archive.decision(removal, kind="removal")
    archive.remove(FIRST, digest.decode(), removal)
    said = mne("verify")
    assert said.code == 0
    assert said.out.startswith(
        f"removed by decision  {FIRST}  ({removal})\nReceipts: 2. Decisions: 2."
    )


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="signatures are made by ssh-keygen")
def test_who_signed_is_said_as_far_as_it_is_known(mne, archive, tmp_path, monkeypatch):
    key = make_key(tmp_path)
    archive.checkpoint(2, key)
    assert f"signed with the key {fingerprint(key)}: c0002\n" in mne("verify").out
    signers = tmp_path / "signers"
    signers.write_text("sok@example.org " + (tmp_path / "key.pub").read_text())
    asked = ("verify", "--signers", signers, "--signer")
    said = mne(*asked, "sok@example.org")
    assert said.code == 0
    assert f"signed by sok@example.org with the key {fingerprint(key)}: c0002\n" in said.out
    said = mne(*asked, "keo@example.org")
    assert said.code == 5
    assert said.out.startswith(
        "signature  checkpoints/c0002/data/checkpoint.txt.sig\n"
        "  expected: keo@example.org; found: the signature of somebody else\n"
    )
    monkeypatch.setattr(run_module, "find_ssh_keygen", lambda: "")
    said = mne("verify", "--format", "json")
    assert said.code == 0
    assert said.err.startswith("Signatures were not checked")
    assert json.loads(said.out)["signatures"] == "not-checked"


def test_the_real_archive_that_commands_write_is_sound(mne):
    assert mne("checkpoint").code == 0
    said = mne("verify", "--format", "json")
    assert (said.code, json.loads(said.out)["problems"]) == (0, [])


def test_whoever_writes_is_waited_for_and_then_the_archive_is_busy(mne, archive, monkeypatch):
    from mne.archive import verify as package
    from mne.archive.verify.lock import undisturbed

    monkeypatch.setattr(package, "undisturbed", lambda folder: undisturbed(folder, 0.1))
    with locked(archive.folder, 1):
        said = mne("verify")
    assert (said.code, said.out) == (7, "")


def test_a_medium_that_cannot_be_written_needs_no_lock(mne, archive, monkeypatch):
    (archive.folder / ".lock").unlink()
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert mne("verify").code == 0
    assert not (archive.folder / ".lock").exists()


def test_khmer_says_the_same(mne, archive):
    (archive.folder / "stray.txt").write_bytes(b"x")
    said = mne("--lang", "km", "verify")
    assert said.code == 5
    assert said.out.startswith("មិនរំពឹងទុក  stray.txt\n  រំពឹងទុក៖ គ្មានអ្វី; រកឃើញ៖ ឯកសារ\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_expected_or_found_has_a_word(language):
    assert {message(f"seen-{code}", language) for code in WORDS}
    seen = {code.removeprefix("seen-") for code in read_texts(language) if code[:5] == "seen-"}
    assert seen == set(WORDS)
