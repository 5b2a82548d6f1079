"""The archive that the repository keeps is the one that was kept, and comes to the same figures."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from mne.archive import Archive
from mne.archive.verify import Signers, read_kept_line, verify
from tests.frozen.what_it_comes_to import PLAN, plan_of, what_it_comes_to

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
SUBMISSIONS = ROOT / "submissions"
KEPT_LINE = (HERE / "kept_line.txt").read_text().strip()


def test_nothing_in_it_was_altered_since_its_line_was_kept():
    signers = Signers(HERE / "allowed_signers", "example")
    found = verify(SUBMISSIONS, against=[read_kept_line(KEPT_LINE)], signers=signers)
    assert found.problems == ()
    assert found.receipts == 147
    assert str(found.head) == KEPT_LINE
    assert [one.receipt for one in found.removed] == [f"{PLAN}/2012-Q2/MOSVY/r0001"]
    assert {one.signature for one in found.checkpoints} <= {"good", "not-checked"}
    assert len({one.key for one in found.checkpoints}) == 1 == found.checkpoints[0].key.count(":")


def test_it_comes_to_the_same_figures_as_on_the_day_on_which_it_was_made():
    written = json.loads((HERE / "comes_to.json").read_text("utf-8"))
    assert what_it_comes_to(SUBMISSIONS) == written


def test_what_it_comes_to_holds_the_published_figures_and_what_was_decided():
    """By hand, from what the example says of itself."""
    written = json.loads((HERE / "comes_to.json").read_text("utf-8"))
    early, middle, late = written.values()
    assert late["progress"]["2012"]["NPA1-JUS-02"].startswith("44 from 4 of 4")
    assert late["progress"]["2013"]["NPA1-JUS-02"].startswith("18 from 4 of 4")
    assert late["progress"]["2013"]["NPA1-LAW-01"].startswith("35 from 4 of 4")
    assert late["unexpected"] == [f"{PLAN}/2011-Q3/MOINFO/r0001"]  # after the year was closed
    assert early["unexpected"] == []
    figures = [one["progress"]["2011"] for one in (middle, late)]
    assert figures[0] == figures[1]  # closed on 30 June 2012
    assert figures[0]["NPA1-PREV-03"].startswith("580 from 4 of 4")
    assert early["progress"]["2011"]["NPA1-PREV-03"].startswith("462 from 3 of 4")  # 118 in print
    assert figures[0]["NPA1-JUS-02"].endswith("signed")


def test_every_way_in_which_a_return_can_come_is_in_it():
    archive = Archive(SUBMISSIONS)
    receipts = archive.receipts(PLAN)
    assert {one.origin.how for one in receipts} == {"sent", "transcribed", "printed", "corrected"}
    kinds = {one.kind for one in archive.decisions(PLAN)}
    assert kinds == {"waiver", "exemption", "extension", "attestation", "closure", "removal"}
    (letter,) = (archive.letter(one) for one in receipts if one.origin.how == "corrected")
    assert letter is not None
    assert letter.startswith(b"SYNTHETIC.")


def test_it_says_that_it_is_synthetic_and_holds_its_own_rules():
    assert (SUBMISSIONS / "SYNTHETIC.txt").read_text("utf-8").startswith("Every return in this fol")
    assert plan_of(Archive(SUBMISSIONS)).id == PLAN


def _size(path):
    return path.stat().st_size if path.is_file() else 0


def test_it_is_smaller_than_eight_megabytes():
    assert sum(map(_size, SUBMISSIONS.rglob("*"))) < 8_000_000


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_git_changes_no_byte_whatever_it_is_set_to(tmp_path):
    """Line ends of every kind, stored and checked out by a git that would rather change them."""
    store, other = tmp_path / "store", tmp_path / "other"
    folder = store / "submissions" / "a plan"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / ".gitattributes", store)
    content = b"one\r\ntwo\nthree\r$Id$ \xff\n"
    for name in ("values.csv", "receipt.json", "letter.txt", "a.yaml", "bagit.txt", "no ending"):
        (folder / name).write_bytes(content)
    settings = ("-c", "core.autocrlf=true", "-c", "core.eol=crlf", "-c", "user.name=x")
    git = ["git", *settings, "-c", "user.email=x@example.org", "-C", str(store)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True, capture_output=True)
    subprocess.run([*git, "commit", "-qm", "x"], check=True)
    clone = ["git", *settings, "clone", "-q", str(store), str(other)]
    subprocess.run(clone, check=True)
    found = [path.read_bytes() for path in (other / "submissions" / "a plan").iterdir()]
    assert found == [content] * 6
