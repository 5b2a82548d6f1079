"""Each thing that can be wrong with an archive is found, named by its kind and its place, once."""

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from by_hand import DEFINITIONS, ByHand, contents, make_key, remake, sample, sha256, sign, write_bag

from mne.archive.chain import Head
from mne.archive.verify import (
    Problem,
    Signers,
    read_kept_line,
    read_kept_lines,
    undisturbed,
    verify,
    write_kept_line,
)
from mne.archive.verify import pool as pool_module
from mne.archive.verify import run as run_module
from mne.errors import MachineError, UsageError

CHAIN = "checkpoints/chain.sha256"
FIRST = "npa/2012-Q4/MOJ/r0001"
OTHER = "npa/2012-Q4/MOI/r0001"
DECISION = "decisions/npa/2012-Q4/MOJ/d0001"
needs_ssh_keygen = pytest.mark.skipif(
    not shutil.which("ssh-keygen"), reason="signatures are made by ssh-keygen"
)


@pytest.fixture
def archive(tmp_path) -> ByHand:
    return sample(tmp_path / "submissions")


def problems(archive: ByHand, **asked) -> list[Problem]:
    return list(verify(archive.folder, **asked).problems)


def found(archive: ByHand, **asked) -> list[tuple[str, str]]:
    return [(one.kind, one.path) for one in problems(archive, **asked)]


def rewrite(archive: ByHand, line: int, digest: str) -> None:
    """A line of the chain with another digest."""
    lines = archive.chain.read_text().splitlines(keepends=True)
    lines[line] = digest + lines[line][64:]
    archive.chain.write_text("".join(lines))


# --- nothing is wrong -----------------------------------------------------------------------------


def test_an_archive_that_nobody_touched_is_sound_and_stays_as_it_is(archive):
    before = contents(archive.folder)
    seen = verify(archive.folder)
    assert seen.problems == ()
    assert seen.is_sound
    assert (seen.receipts, seen.decisions, seen.files) == (3, 1, 3 + 3 * 7 + 2 * 5)
    assert seen.head == archive.head()
    assert [(one.path, one.head.lines, one.signature) for one in seen.checkpoints] == [
        ("checkpoints/c0001", 6, "none")
    ]
    assert contents(archive.folder) == before


def test_every_file_is_counted_that_coreutils_checks(archive):
    def checked(folder: Path, name: str) -> int:
        done = subprocess.run(
            ["sha256sum", "-c", "--strict", name], cwd=folder, check=True, capture_output=True
        )
        return done.stdout.count(b": OK")

    bags = [path.parent for path in archive.folder.rglob("bagit.txt")]
    count = 1 + checked(archive.folder, CHAIN)  # the chain itself, and what has a line
    for bag in bags:
        count += checked(bag, "tagmanifest-sha256.txt") + checked(bag, "manifest-sha256.txt")
    assert verify(archive.folder).files == count


@pytest.mark.parametrize("make", [False, True], ids=["no folder", "an empty folder"])
def test_where_nothing_was_kept_nothing_is_wrong(tmp_path, make):
    folder = tmp_path / "submissions"
    if make:
        folder.mkdir()
    seen = verify(folder)
    assert (seen.problems, seen.receipts, seen.files) == ((), 0, 0)
    assert seen.head == (0, sha256(b""))
    assert folder.exists() == make


def test_empty_folders_are_no_problem(archive):
    for path in ("npa/2013-Q1/MOJ", ".staging", f"{FIRST}/data/empty", "reports"):
        (archive.folder / path).mkdir(parents=True)
    assert problems(archive) == []


def test_files_that_begin_the_same_and_khmer_names_are_no_problem(archive):
    archive.bag(
        "reports/npa/2012/annual-public-en/v0001", {"របាយការណ៍.pdf": b"%PDF", "a b.csv": b""}
    )
    assert problems(archive) == []


def test_a_decision_about_a_whole_period_is_kept_beside_those_about_returns(archive):
    archive.decision("decisions/npa/2012/d0001", receipt="", kind="closure")
    assert problems(archive) == []


def test_a_removed_receipt_is_told_as_removed_by_decision(archive):
    removal = "decisions/npa/2012-Q4/MOI/d0001"
    digest = sha256((archive.folder / OTHER / "tagmanifest-sha256.txt").read_bytes())
    archive.decision(removal, kind="removal", receipt=OTHER)
    archive.remove(OTHER, digest, removal)
    seen = verify(archive.folder)
    assert seen.problems == ()
    assert seen.removed == ((OTHER, removal),)
    assert (seen.receipts, seen.decisions) == (2, 2)


def test_many_bags_are_looked_at_by_several_processes_with_the_same_answer(archive, monkeypatch):
    for reporter in ("MOEYS", "MOWA", "MOT"):
        archive.receipt(1, f"npa/2012-Q4/{reporter}")
    (archive.folder / "npa/2012-Q4/MOT/r0001/data/values.csv").write_bytes(b"other")
    alone = verify(archive.folder)
    monkeypatch.setattr(pool_module, "MANY", 2)
    monkeypatch.setattr(pool_module, "AT_ONCE", 2)
    monkeypatch.setattr(pool_module, "_cores", lambda: 2)
    shown = []

    def watch(some, length):
        shown.append(length)
        yield from some

    assert verify(archive.folder, watch=watch) == alone
    assert [(one.kind, one.path) for one in alone.problems] == [
        ("altered", "npa/2012-Q4/MOT/r0001/data/values.csv")
    ]


# --- what is in a bag -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "bagit.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
        "data/receipt.json",
        "data/values.csv",
        "data/original/returned form.xlsx",
    ],
)
def test_a_file_of_a_bag_that_is_altered_or_gone_is_named_by_itself(archive, name):
    path = archive.folder / FIRST / name
    was = path.read_bytes()
    path.write_bytes(was[:-1] + b"!")
    assert problems(archive) == [
        Problem("altered", f"{FIRST}/{name}", sha256(was), sha256(was[:-1] + b"!"))
    ]
    path.unlink()
    assert problems(archive) == [Problem("missing", f"{FIRST}/{name}", sha256(was), "nothing")]


def test_a_bag_that_is_gone_is_one_problem(archive):
    digest = sha256((archive.folder / FIRST / "tagmanifest-sha256.txt").read_bytes())
    shutil.rmtree(archive.folder / FIRST)
    assert problems(archive) == [Problem("missing", FIRST, digest, "nothing")]


def test_a_bag_whose_lists_were_made_anew_is_told_by_its_tag_manifest(archive):
    (archive.folder / FIRST / "data/values.csv").write_bytes(b"C1,42\n")
    remake(archive.folder / FIRST)
    assert found(archive) == [("altered", f"{FIRST}/tagmanifest-sha256.txt")]


@pytest.mark.parametrize("name", ["notes.txt", "data/notes.txt", "data/original/second.xlsx"])
def test_a_file_that_no_list_of_its_bag_names_is_unexpected(archive, name):
    (archive.folder / FIRST / name).write_bytes(b"x")
    assert problems(archive) == [Problem("unexpected", f"{FIRST}/{name}", "nothing", "file")]


def test_a_bag_declares_exactly_one_version(archive):
    old = b"BagIt-Version: 0.96\nTag-File-Character-Encoding: UTF-8\n"
    archive.bag("reports/npa/2012/annual/v0001", {"report.html": b""}, bagit=old)
    assert found(archive) == [("altered", "reports/npa/2012/annual/v0001/bagit.txt")]


def test_a_list_that_leads_out_of_its_bag_is_followed_nowhere(archive):
    outside = archive.folder.parent / "outside"
    outside.write_bytes(b"x")
    path = "reports/npa/2012/annual/v0001"
    bag = archive.folder / path
    write_bag(bag, {"a": b"x"})
    manifest = bag / "manifest-sha256.txt"
    manifest.write_text(f"{sha256(b'x')}  data/../../../../../../../outside\n")
    tags = bag / "tagmanifest-sha256.txt"
    lines = [one for one in tags.read_text().splitlines() if "manifest" not in one]
    lines.append(f"{sha256(manifest.read_bytes())}  manifest-sha256.txt")
    tags.write_text("".join(f"{one}\n" for one in lines))
    archive.line(sha256(tags.read_bytes()), f"{path}/tagmanifest-sha256.txt")
    assert found(archive) == [
        ("missing", f"{path}/data/../../../../../../../outside"),
        ("unexpected", f"{path}/data/a"),
    ]


# --- records --------------------------------------------------------------------------------------


def test_a_receipt_says_the_id_of_its_own_place(archive):
    archive.receipt(3, receipt="npa/2012-Q4/MOI/r0003")
    assert problems(archive) == [
        Problem(
            "altered",
            "npa/2012-Q4/MOJ/r0003/data/receipt.json",
            "npa/2012-Q4/MOJ/r0003",
            "npa/2012-Q4/MOI/r0003",
        )
    ]


def test_a_receipt_names_the_digest_of_the_file_that_was_sent(archive):
    archive.receipt(3, sha256="0" * 64)
    (one,) = problems(archive)
    assert (one.kind, one.path) == ("altered", "npa/2012-Q4/MOJ/r0003/data/receipt.json")
    assert one.found == "0" * 64
    original = archive.folder / "npa/2012-Q4/MOJ/r0003/data/original/returned form.xlsx"
    assert one.expected == sha256(original.read_bytes())


def test_a_receipt_supersedes_the_one_before(archive):
    archive.receipt(3, supersedes="npa/2012-Q4/MOJ/r0001")
    assert problems(archive) == [
        Problem(
            "altered",
            "npa/2012-Q4/MOJ/r0003/data/receipt.json",
            "npa/2012-Q4/MOJ/r0002",
            "npa/2012-Q4/MOJ/r0001",
        )
    ]


def test_the_definitions_of_a_receipt_are_kept(archive):
    archive.receipt(3, definitions="0" * 64)
    path = f"definitions/{'0' * 64}/plan.json"
    assert problems(archive) == [Problem("missing", path, "0" * 64, "nothing")]


@pytest.mark.parametrize("record", [b"[]", b"{", b"\xff", b"[" * 100_000])
def test_a_record_that_is_none_is_told_plainly(archive, record):
    archive.bag("npa/2012-Q4/MOWA/r0001", {"receipt.json": record, "original/a": b""})
    path = "npa/2012-Q4/MOWA/r0001/data/receipt.json"
    assert problems(archive) == [Problem("altered", path, "legible", "file")]


def test_a_bag_without_its_record_is_told(archive):
    archive.bag("npa/2012-Q4/MOWA/r0001", {"original/a": b""})
    archive.bag("checkpoints/c0002", {"a": b""})
    assert problems(archive) == [
        Problem("missing", "checkpoints/c0002/data/checkpoint.txt", "record", "nothing"),
        Problem("missing", "npa/2012-Q4/MOWA/r0001/data/receipt.json", "record", "nothing"),
    ]


def test_a_decision_is_about_a_receipt_that_was_kept(archive):
    archive.decision("decisions/npa/2012-Q4/MOJ/d0002", receipt="npa/2012-Q4/MOJ/r0009")
    assert problems(archive) == [Problem("missing", "npa/2012-Q4/MOJ/r0009", "bag", "nothing")]


def test_a_decision_says_the_id_of_its_own_place(archive):
    archive.decision("decisions/npa/2012-Q4/MOJ/d0002", decision=DECISION)
    path = "decisions/npa/2012-Q4/MOJ/d0002"
    assert problems(archive) == [Problem("altered", f"{path}/data/decision.json", path, DECISION)]


# --- removals -------------------------------------------------------------------------------------


def test_a_tombstone_without_its_decision_is_a_problem(archive):
    digest = sha256((archive.folder / OTHER / "tagmanifest-sha256.txt").read_bytes())
    archive.remove(OTHER, digest, "decisions/npa/2012-Q4/MOI/d0001")
    assert found(archive) == [("missing", "decisions/npa/2012-Q4/MOI/d0001")]


def test_a_tombstone_names_a_decision_to_remove_that_receipt(archive):
    digest = sha256((archive.folder / OTHER / "tagmanifest-sha256.txt").read_bytes())
    archive.decision("decisions/npa/2012-Q4/MOJ/d0002", kind="removal", receipt=FIRST)
    archive.remove(OTHER, digest, "decisions/npa/2012-Q4/MOJ/d0002")
    assert problems(archive) == [Problem("altered", f"{OTHER}/data/tombstone.json", FIRST, OTHER)]
    rest = archive.chain.read_text().splitlines()[:-2]
    archive.chain.write_text("".join(f"{one}\n" for one in rest))


def test_a_waiver_is_no_decision_to_remove(archive):
    digest = sha256((archive.folder / FIRST / "tagmanifest-sha256.txt").read_bytes())
    archive.remove(FIRST, digest, DECISION)
    assert found(archive) == [("altered", f"{FIRST}/data/tombstone.json")]


def test_a_tombstone_keeps_the_digest_of_what_was_there(archive):
    removal = "decisions/npa/2012-Q4/MOI/d0001"
    digest = sha256((archive.folder / OTHER / "tagmanifest-sha256.txt").read_bytes())
    archive.decision(removal, kind="removal", receipt=OTHER)
    archive.remove(OTHER, "0" * 64, removal)
    assert problems(archive) == [
        Problem("altered", f"{OTHER}/data/tombstone.json", digest, "0" * 64)
    ]


def test_a_second_line_that_brings_no_tombstone_is_a_problem(archive):
    shutil.rmtree(archive.folder / OTHER)
    archive.receipt(1, "npa/2012-Q4/MOI")
    assert problems(archive) == [
        Problem("missing", f"{OTHER}/data/tombstone.json", "record", "nothing")
    ]


# --- the chain ------------------------------------------------------------------------------------


def test_a_chain_that_is_gone_is_one_problem_and_bags_are_looked_at_all_the_same(archive):
    archive.chain.unlink()
    assert problems(archive) == [Problem("missing", CHAIN, "file", "nothing")]
    (archive.folder / FIRST / "data/values.csv").write_bytes(b"x")
    assert found(archive) == [("missing", CHAIN), ("altered", f"{FIRST}/data/values.csv")]


def test_a_note_alone_needs_no_chain(tmp_path):
    (tmp_path / "SYNTHETIC.txt").write_text("invented")
    assert verify(tmp_path).problems == ()
    (tmp_path / "other.txt").write_text("x")
    assert verify(tmp_path).problems == (Problem("unexpected", "other.txt", "nothing", "file"),)


@pytest.mark.parametrize(
    "line",
    [
        b"no line of a chain",
        b"0" * 63 + b"g  ARCHIVE.txt",
        b"0" * 64 + b" ARCHIVE.txt",
        b"0" * 64 + b"  README.txt",
        b"0" * 64 + b"  ../ARCHIVE.txt",
        b"0" * 64 + b"  npa/2012-Q4/MOJ/r0003",
        b"0" * 64 + b"  npa/2012-Q4/r0001/tagmanifest-sha256.txt",
        b"0" * 64 + b"  npa/../MOJ/r0001/tagmanifest-sha256.txt",
        b"0" * 64 + b"  npa/2012-Q4/MOJ/x0001/tagmanifest-sha256.txt",
        b"0" * 64 + b"  definitions/" + b"1" * 64 + b"/plan.json",
        b"0" * 64 + b"  ARCHIVE.txt",
        b"\xff\xfe",
        b"",
    ],
)
def test_a_line_that_says_nothing_is_told_by_its_number(archive, line):
    with archive.chain.open("ab") as file:
        file.write(line + b"\n")
    told = [one for one in problems(archive) if one.path == CHAIN]
    assert told == [
        Problem("altered", CHAIN, "line-per-thing", f"8: {line.decode('utf-8', 'replace')}")
    ]


def test_a_chain_that_ends_within_a_line_is_told(archive):
    with archive.chain.open("ab") as file:
        file.write(b"0" * 64)
    assert problems(archive) == [Problem("altered", CHAIN, "line-per-thing", f"8: {'0' * 64}")]


def test_the_same_bag_twice_is_no_line(archive):
    lines = archive.chain.read_text().splitlines()
    decision = next(one for one in lines if DECISION in one)
    with archive.chain.open("a") as file:
        file.write(f"{decision}\n")
    assert ("altered", CHAIN) in found(archive)


@pytest.mark.parametrize("line", range(6))
def test_a_digest_changed_in_the_chain_shows_at_the_thing_and_at_the_checkpoint(archive, line):
    path = archive.chain.read_text().splitlines()[line][66:]
    rewrite(archive, line, "0" * 64)
    told = found(archive)
    assert ("altered", path) in told or path.startswith("definitions/")
    assert ("altered", CHAIN) in told


def test_a_receipt_without_a_line_is_unexpected(archive):
    write_bag(archive.folder / "npa/2012-Q4/MOWA/r0001", {"receipt.json": b"{}"})
    assert problems(archive) == [Problem("unexpected", "npa/2012-Q4/MOWA/r0001", "nothing", "bag")]


def test_a_gap_in_the_numbers_is_a_missing_receipt(archive):
    archive.receipt(4)
    assert ("missing", "npa/2012-Q4/MOJ/r0003") in found(archive)
    archive.decision("decisions/npa/2012-Q4/MOJ/d0003")
    assert ("missing", "decisions/npa/2012-Q4/MOJ/d0002") in found(archive)


def test_a_number_is_written_in_one_way_only(archive):
    archive.bag("npa/2012-Q4/MOWA/r00001", {"receipt.json": b"{}"})
    assert ("altered", CHAIN) in found(archive)


def test_files_and_folders_that_no_line_covers_are_unexpected_each_by_one_problem(archive):
    for path in ("notes.txt", "npa/2012-Q4/notes.txt", "checkpoints/old.sha256", ".hidden"):
        (archive.folder / path).write_bytes(b"x")
    for path in ("copies/deep/a.txt", "copies/deep/deeper/b.txt", f"definitions/{'0' * 64}/c.json"):
        (archive.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (archive.folder / path).write_bytes(b"x")
    assert [(one.path, one.found) for one in problems(archive)] == [
        (".hidden", "file"),
        ("checkpoints/old.sha256", "file"),
        ("copies/deep", "folder"),
        (f"definitions/{'0' * 64}", "folder"),
        ("notes.txt", "file"),
        ("npa/2012-Q4/notes.txt", "file"),
    ]
    assert {one.kind for one in problems(archive)} == {"unexpected"}


def test_definitions_and_notes_are_held_against_their_line(archive):
    path = f"definitions/{sha256(DEFINITIONS)}/plan.json"
    (archive.folder / path).write_bytes(b"{}")
    (archive.folder / "ARCHIVE.txt").unlink()
    assert problems(archive) == [
        Problem("missing", "ARCHIVE.txt", sha256(b"what this folder is\n"), "nothing"),
        Problem("altered", path, sha256(DEFINITIONS), sha256(b"{}")),
    ]


def test_a_file_where_a_folder_belongs_and_the_other_way_round(archive):
    shutil.rmtree(archive.folder / FIRST)
    (archive.folder / FIRST).write_bytes(b"x")
    (archive.folder / "ARCHIVE.txt").unlink()
    (archive.folder / "ARCHIVE.txt").mkdir()
    assert problems(archive) == [
        Problem("altered", "ARCHIVE.txt", "file", "folder"),
        Problem("altered", FIRST, "folder", "file"),
    ]


def test_the_lock_is_an_empty_file(archive):
    (archive.folder / ".lock").write_bytes(b"hidden here")
    with undisturbed(archive.folder):
        assert problems(archive) == [Problem("altered", ".lock", "empty", "file")]
    assert (archive.folder / ".lock").read_bytes() == b"hidden here"


# --- what is not safe to open ---------------------------------------------------------------------

PLACES = ["stray", f"{FIRST}/stray", f"{FIRST}/data/values.csv", "ARCHIVE.txt", CHAIN, ".lock"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("thing", ["symlink", "dangling", "hard-link", "fifo", "socket"])
def test_links_and_special_files_are_told_and_never_opened(archive, place, thing, monkeypatch):
    path = archive.folder / place
    content = path.read_bytes() if path.exists() else b"x"
    path.unlink(missing_ok=True)
    outside = archive.folder.parent / "outside"
    outside.write_bytes(content)
    if thing == "symlink":
        path.symlink_to(outside)
    elif thing == "dangling":
        path.symlink_to("nowhere")
    elif thing == "hard-link":
        path.hardlink_to(outside)
    elif thing == "fifo":
        os.mkfifo(path)
    else:
        monkeypatch.chdir(path.parent)  # the path of a socket may not be long
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    with undisturbed(archive.folder):
        expected = "symlink" if thing == "dangling" else thing
        assert problems(archive) == [Problem("unsafe", place, "file", expected)]
    assert outside.read_bytes() == content


@pytest.mark.parametrize("place", [FIRST, "npa", "npa/2012-Q4/MOJ", "checkpoints", ".staging"])
def test_a_folder_that_is_a_link_is_one_problem(archive, place):
    path, outside = archive.folder / place, archive.folder.parent / "outside"
    path.rename(outside) if path.exists() else outside.mkdir()
    path.symlink_to(outside)
    assert problems(archive) == [Problem("unsafe", place, "file", "symlink")]


@pytest.mark.parametrize(
    "name",
    ["a\nb", "a\\b", "con", "AUX.txt", "com1", "ends.", "ends ", "a:b", "what?", "\udcff", "a\x7f"],
)
@pytest.mark.parametrize("place", ["", f"{FIRST}/data", "npa"])
def test_names_that_not_every_machine_can_hold_are_unsafe(archive, place, name):
    (archive.folder / place / name).write_bytes(b"x")
    path = f"{place}/{name}".lstrip("/")
    assert problems(archive) == [Problem("unsafe", path, "safe-name", "unsafe-name")]


def test_names_that_differ_only_in_case_are_unsafe(archive):
    for path in ("archive.TXT", f"{FIRST}/data/Values.csv", "npa/2012-q4"):
        (archive.folder / path).write_bytes(b"x")
    assert [(one.kind, one.path, one.found) for one in problems(archive)] == [
        ("unsafe", "archive.TXT", "case-clash"),
        ("unsafe", f"{FIRST}/data/Values.csv", "case-clash"),
        ("unsafe", "npa/2012-q4", "case-clash"),
    ]


# --- checkpoints and signatures -------------------------------------------------------------------


def test_a_checkpoint_states_what_the_chain_was(archive):
    archive.checkpoint(2, sha256="0" * 64)
    lines, digest = 7, sha256(b"".join(archive.chain.read_bytes().splitlines(True)[:7]))
    assert problems(archive) == [Problem("altered", CHAIN, f"7 {'0' * 64}", f"{lines} {digest}")]


def test_a_checkpoint_states_no_more_than_what_came_before(archive):
    archive.checkpoint(2, lines=9)
    assert found(archive) == [
        ("altered", "checkpoints/c0002/data/checkpoint.txt"),
        ("altered", CHAIN),
    ]


def test_the_earliest_checkpoint_that_does_not_hold_is_told(archive):
    archive.checkpoint(2)
    rewrite(archive, 0, sha256(b"other"))
    (archive.folder / "ARCHIVE.txt").write_bytes(b"other")
    (one,) = problems(archive)
    assert (one.kind, one.path, one.expected[:2]) == ("altered", CHAIN, "6 ")


def test_a_checkpoint_that_says_something_else_is_told(archive):
    archive.bag("checkpoints/c0002", {"checkpoint.txt": b"mne-archive checkpoint 2\n"})
    path = "checkpoints/c0002/data/checkpoint.txt"
    assert problems(archive) == [Problem("altered", path, "legible", "file")]


@needs_ssh_keygen
def test_signatures_are_held_against_the_key_that_is_named(archive, tmp_path):
    key, other = make_key(tmp_path), make_key(tmp_path, "other")
    archive.checkpoint(2, key)
    (_, signed) = verify(archive.folder).checkpoints
    assert signed.signature == "good"
    assert signed.key.startswith("SHA256:")
    text = (archive.folder / "checkpoints/c0002/data/checkpoint.txt").read_bytes()
    path = "checkpoints/c0003/data/checkpoint.txt.sig"

    def third(signature: bytes | None) -> list[Problem]:
        content = {"checkpoint.txt": text}
        if signature is not None:
            content["checkpoint.txt.sig"] = signature
        shutil.rmtree(archive.folder / "checkpoints/c0003", ignore_errors=True)
        lines = archive.chain.read_text().splitlines(keepends=True)
        archive.chain.write_text("".join(lines[:8]))
        archive.bag("checkpoints/c0003", content)
        return problems(archive)

    assert third(sign(text, key)) == []
    (one,) = third(sign(text, other))
    assert (one.kind, one.path, one.expected) == ("signature", path, signed.key)
    assert one.found.startswith("SHA256:")
    assert third(sign(text, key, "another purpose")) == [
        Problem("signature", path, signed.key, "bad-signature")
    ]
    assert third(sign(b"other", key)) == [Problem("signature", path, signed.key, "bad-signature")]
    assert third(b"no signature") == [Problem("signature", path, signed.key, "bad-signature")]
    assert third(None) == [Problem("signature", path, signed.key, "nothing")]


@needs_ssh_keygen
def test_a_signature_without_a_named_key_is_a_problem(archive, tmp_path):
    archive.checkpoint(2, make_key(tmp_path), key="")
    path = "checkpoints/c0002/data/checkpoint.txt.sig"
    assert problems(archive) == [Problem("signature", path, "nothing", "signature")]


@needs_ssh_keygen
def test_a_signer_is_known_by_the_list_and_by_name(archive, tmp_path):
    key, other = make_key(tmp_path), make_key(tmp_path, "other")
    archive.checkpoint(2, key)
    signers = tmp_path / "signers"

    def asked(who: str, line: str) -> list[str]:
        signers.write_text(f"{line}\n")
        seen = verify(archive.folder, signers=Signers(signers, who))
        return [*(one.found for one in seen.problems), seen.checkpoints[1].signature]

    public, others = Path(f"{key}.pub").read_text(), Path(f"{other}.pub").read_text()
    assert asked("sok@example.org", f"sok@example.org {public}") == ["good"]
    assert asked("keo@example.org", f"sok@example.org {public}") == ["unknown-signer"] * 2
    assert asked("sok@example.org", f"sok@example.org {others}") == ["unknown-signer"] * 2
    # A key that has expired since was good when it signed.
    until = 'sok@example.org valid-before="20261201"'
    assert asked("sok@example.org", f"{until} {public}") == ["good"]
    until = 'sok@example.org valid-before="20261101"'
    assert asked("sok@example.org", f"{until} {public}") == ["unknown-signer"] * 2


@needs_ssh_keygen
def test_without_ssh_keygen_signatures_are_not_checked_and_that_is_no_problem(
    archive, tmp_path, monkeypatch
):
    archive.checkpoint(2, make_key(tmp_path))
    monkeypatch.setattr(run_module, "find_ssh_keygen", lambda: "")
    seen = verify(archive.folder)
    assert seen.problems == ()
    assert seen.checkpoints[1].signature == "not-checked"
    assert seen.signatures_unchecked


# --- lines kept elsewhere -------------------------------------------------------------------------


def test_a_line_kept_elsewhere_holds_as_the_archive_grows(archive):
    kept = Head(*archive.head())
    archive.receipt(3)
    assert problems(archive, against=[kept]) == []


def test_a_receipt_taken_out_with_its_line_shows_against_the_kept_line_alone(archive):
    archive.receipt(1, "npa/2012-Q4/MOWA")
    kept = Head(*archive.head())
    shutil.rmtree(archive.folder / "npa/2012-Q4/MOWA")
    lines = archive.chain.read_text().splitlines(keepends=True)
    archive.chain.write_text("".join(lines[:-1]))
    assert problems(archive) == []
    assert problems(archive, against=[kept]) == [Problem("altered", CHAIN, str(kept), "7 nothing")]
    archive.receipt(1, "npa/2012-Q4/MOT")
    digest = sha256(archive.chain.read_bytes())
    assert problems(archive, against=[kept]) == [
        Problem("altered", CHAIN, str(kept), f"8 {digest}")
    ]


@pytest.mark.parametrize("left", [False, True], ids=["nothing", "an empty folder"])
def test_an_archive_that_is_gone_shows_against_the_kept_line(archive, left):
    kept = Head(*archive.head())
    shutil.rmtree(archive.folder)
    if left:
        archive.folder.mkdir()
    seen = verify(archive.folder, against=[kept])
    assert seen.problems == (Problem("altered", CHAIN, str(kept), "0 nothing"),)
    assert seen.holds == (False,)


@pytest.mark.parametrize(
    "line",
    [
        "1234 " + "0123abcd" * 8,
        "1234:" + "0123ABCD" * 8,
        "1 234  " + " ".join(["0123 abcd"] * 8),
        "  1,234\t" + "-".join(["0123abcd"] * 8) + "\n",
    ],
)
def test_a_kept_line_is_read_as_people_type_it(line):
    assert read_kept_line(line) == Head(1234, "0123abcd" * 8)


@pytest.mark.parametrize("line", ["", "1234", "0123abcd" * 8, "x " + "0" * 64, "១ " + "0" * 64])
def test_what_is_no_kept_line_is_refused(line):
    with pytest.raises(UsageError, match="kept-line-malformed"):
        read_kept_line(line)


def test_a_kept_line_is_written_in_groups_and_read_again():
    kept = Head(13_002, "0123abcd" * 8)
    text = write_kept_line(kept)
    assert text == "13002 " + " ".join(["0123abcd"] * 8)
    assert len(text) < 79
    assert read_kept_lines(f"# of 2026\n\n{text}\n") == [kept]


# --- what a crash leaves behind -------------------------------------------------------------------


def unfinished(archive: ByHand, moved: int, written: int) -> list[tuple[str, str]]:
    """A removal that was interrupted after so many moves, and so many bytes of the chain."""
    removal = "decisions/npa/2012-Q4/MOI/d0001"
    digest = sha256((archive.folder / OTHER / "tagmanifest-sha256.txt").read_bytes())
    chain = archive.chain.read_bytes()
    staging = archive.folder / ".staging"
    shutil.copytree(archive.folder / OTHER, staging / "kept")
    archive.decision(removal, kind="removal", receipt=OTHER)
    archive.remove(OTHER, digest, removal)
    lines = archive.chain.read_bytes()[len(chain) :]
    (archive.folder / removal).rename(staging / "decision")
    (archive.folder / OTHER).rename(staging / "tombstone")
    (staging / "kept").rename(archive.folder / OTHER)
    moves = [
        (".staging/decision", removal),
        (OTHER, ".staging/replaced-tombstone"),
        (".staging/tombstone", OTHER),
    ]
    todo = {"chain_size": len(chain), "moves": moves, "lines": lines.decode().splitlines()}
    (staging / "next").write_text(json.dumps(todo))
    for source, target in moves[:moved]:
        (archive.folder / source).rename(archive.folder / target)
    archive.chain.write_bytes(chain + lines[:written])
    return moves


@pytest.mark.parametrize("moved", range(4))
@pytest.mark.parametrize("written", [0, 1, 100, 10_000])
def test_a_write_that_was_interrupted_is_left_over_and_no_damage(archive, moved, written):
    unfinished(archive, moved, written)
    seen = verify(archive.folder)
    assert {one.kind for one in seen.problems} == {"leftover"}
    assert seen.is_sound
    assert seen.removed == ((OTHER, "decisions/npa/2012-Q4/MOI/d0001"),)
    assert seen.head.lines == 9
    assert (".staging/next" in {one.path for one in seen.problems}) is True


@pytest.mark.parametrize("moved", range(4))
def test_what_is_altered_in_an_interrupted_write_is_told(archive, moved):
    moves = unfinished(archive, moved, 0)
    place = OTHER if moved > 2 else moves[2][0]
    (archive.folder / place / "bag-info.txt").write_bytes(b"x")
    damage = [one for one in problems(archive) if one.kind != "leftover"]
    assert [(one.kind, one.path) for one in damage] == [("altered", f"{OTHER}/bag-info.txt")]


def test_what_lies_in_staging_without_being_decided_is_left_over(archive):
    write_bag(archive.folder / ".staging/receipt", {"receipt.json": b"{}"})
    (archive.folder / ".staging/next.part").write_bytes(b"{")
    assert problems(archive) == [
        Problem("leftover", ".staging/next.part", "nothing", "file"),
        Problem("leftover", ".staging/receipt", "nothing", "folder"),
    ]


def test_a_link_in_staging_is_unsafe_all_the_same(archive):
    (archive.folder / ".staging/receipt").mkdir(parents=True)
    (archive.folder / ".staging/receipt/link").symlink_to("/")
    assert found(archive) == [
        ("leftover", ".staging/receipt"),
        ("unsafe", ".staging/receipt/link"),
    ]


@pytest.mark.parametrize(
    "todo",
    [
        "{",
        "[]",
        '{"chain_size": 0}',
        '{"chain_size": 0, "moves": [["../../x", "npa"]], "lines": []}',
        '{"chain_size": 0, "moves": [["/etc", "npa"]], "lines": []}',
    ],
)
def test_a_next_that_cannot_be_done_is_altered(archive, todo):
    (archive.folder / ".staging").mkdir()
    (archive.folder / ".staging/next").write_text(todo)
    assert problems(archive) == [Problem("altered", ".staging/next", "legible", "file")]


def test_a_forged_next_hides_nothing_from_the_kept_line(archive):
    kept = Head(*archive.head())
    (archive.folder / ".staging").mkdir()
    todo = {"chain_size": 0, "moves": [], "lines": archive.chain.read_text().splitlines()[:2]}
    (archive.folder / ".staging/next").write_text(json.dumps(todo))
    assert ("altered", CHAIN) in found(archive, against=[kept])
    assert ("unexpected", FIRST) in found(archive)


# --- the machine ----------------------------------------------------------------------------------


def refusing(monkeypatch, name: str, errno: int) -> None:
    """Opening a file of this name fails, as root is refused nothing."""
    really = os.open

    def opening(path, *more, **named):
        if str(path).endswith(name):
            raise OSError(errno, os.strerror(errno), path)
        return really(path, *more, **named)

    monkeypatch.setattr(os, "open", opening)


@pytest.mark.parametrize("name", ["values.csv", "chain.sha256", "plan.json"])
def test_a_file_that_may_not_be_read_is_told_as_such(archive, monkeypatch, name):
    refusing(monkeypatch, name, 13)
    with pytest.raises(MachineError) as caught:
        verify(archive.folder)
    assert caught.value.code == "archive-not-readable"
    assert caught.value.params["path"].endswith(name)


@pytest.mark.parametrize("name", ["r0001/data/values.csv", "plan.json"])
def test_a_file_that_the_disk_has_lost_is_altered(archive, monkeypatch, name):
    refusing(monkeypatch, name, 5)
    assert {(one.kind, one.found) for one in problems(archive)} == {
        ("altered", "Input/output error")
    }


def test_an_archive_that_is_a_file_cannot_be_read(tmp_path):
    (tmp_path / "submissions").write_bytes(b"x")
    with undisturbed(tmp_path / "submissions"), pytest.raises(MachineError):
        verify(tmp_path / "submissions")


def test_large_files_are_read_in_pieces(archive, monkeypatch):
    from mne.archive.verify import look

    monkeypatch.setattr(look, "_PIECE", 7)
    monkeypatch.setattr(look, "AT_ONCE", 100)
    assert look.read_plain(str(archive.chain), 100) == (archive.head()[1], b"")
    assert problems(archive) == []
