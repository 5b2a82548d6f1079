"""A closed period is read as it was closed; a removed receipt leaves its dates and its digests."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta

import bagit
import pytest
from archive_samples import PERIOD, PHNOM_PENH, PLAN, SLOT, receipts, store, tree

from mne.archive import Archive, receipts_that_count
from mne.errors import IntegrityError, UsageError
from mne.model import Decision, Issue, Slot
from mne.periods import Period

NIGHT = datetime(2012, 12, 21, 23, 59, 59, tzinfo=PHNOM_PENH)
YEAR = Slot("npa", Period.parse("2012"), "")
WRONG = Issue("parts-not-total", "error", "Return", "D9")


def decision(kind, slot=YEAR, on=NIGHT, **more):
    return Decision(
        kind=kind,
        slot=slot,
        approved_by="Secretary general",
        reason="The report is printed",
        on=on,
        recorded_on=more.pop("recorded_on", on),
        tool="mne 0.1.0",
        **more,
    )


def counting(archive, as_of=None):
    """The number of the receipt that counts, or None."""
    found = receipts_that_count(archive.receipts("npa", as_of=as_of), as_of)
    return found[SLOT].number if SLOT in found else None


def test_what_comes_after_the_closing_is_kept_and_does_not_count(archive):
    store(archive, b"before", day=20)
    closure = archive.decide(decision("closure")).decision
    assert closure.id == "decisions/npa/2012/d0001"
    store(archive, b"after", day=23)
    assert counting(archive) == 1
    assert [one.after_closing for one in archive.receipts("npa")] == ["", closure.id]
    assert [one.number for one in archive.receipts("npa")] == [1, 2]


def test_what_came_before_but_is_recorded_after_does_not_count_either(archive):
    store(archive, b"before", day=20)
    archive.decide(decision("closure", recorded_on=NIGHT - timedelta(hours=20)))
    store(archive, b"said to be of the 21st", day=21)
    assert counting(archive) == 1


def test_reopened_it_counts_again_from_that_day_only(archive):
    store(archive, b"before", day=20)
    archive.decide(decision("closure"))
    store(archive, b"after", day=23)
    later = NIGHT + timedelta(days=10)
    archive.decide(decision("reopening", on=later))
    assert counting(archive) == 2
    assert counting(archive, as_of=later - timedelta(seconds=1)) == 1
    archive.decide(decision("closure", on=later + timedelta(days=1)))
    assert counting(archive) == 2


def test_the_closing_of_one_quarter_leaves_the_others_open(archive):
    other = Slot("npa", Period.parse("2012-Q3"), "MOJ")
    archive.decide(decision("closure", Slot("npa", PERIOD, "")))
    store(archive, b"after", day=23)
    store(archive, b"another quarter", other, day=23)
    counting_ = receipts_that_count(archive.receipts("npa"), None)
    assert list(counting_) == [other]


def test_a_waiver_after_the_closing_waits_until_it_is_reopened(archive):
    store(archive, b"refused", verdict="refused", issues=(WRONG,))
    archive.decide(decision("closure"))
    later = NIGHT + timedelta(days=1)
    waiver = decision("waiver", SLOT, later, receipt=f"{SLOT}/r0001", issues=(WRONG,))
    archive.decide(waiver)
    assert (counting(archive), archive.receipts("npa")[0].verdict) == (None, "refused")
    archive.decide(decision("reopening", on=later))
    assert (counting(archive), archive.receipts("npa")[0].verdict) == (1, "accepted")


# --- removal ------------------------------------------------------------------------------------


def remove(archive, number, **more):
    name = f"{SLOT}/r{number:04d}"
    return archive.remove(
        decision("removal", SLOT, receipt=name, **more), ("letter.txt", b"please")
    )


def test_of_a_removed_receipt_only_dates_counts_and_digests_are_left(archive):
    kept = store(archive, b"a name in it", day=20).receipt
    old_tags = (archive.folder / kept.id / "tagmanifest-sha256.txt").read_bytes()
    removed = remove(archive, 1).decision
    (now,) = archive.receipts("npa")
    assert (now.verdict, now.removed_by) == ("refused", removed.id)
    assert (now.file, now.by, now.reason, now.issues) == ("", "", "", ())
    left = ("slot", "number", "sha256", "size", "received_on", "recorded_on", "cells")
    assert [getattr(now, name) for name in left] == [getattr(kept, name) for name in left]
    bag = archive.folder / kept.id
    assert sorted(tree(bag)) == [
        "bag-info.txt",
        "bagit.txt",
        "data",
        "data/tombstone.json",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    ]
    bagit.Bag(str(bag)).validate()
    facts = json.loads((bag / "data/tombstone.json").read_text("utf-8"))
    assert facts["verdict"] == "accepted"
    assert facts["tagmanifest"] == hashlib.sha256(old_tags).hexdigest()
    for path in (path for path in archive.folder.rglob("*") if path.is_file()):
        assert b"a name in it" not in path.read_bytes()
        assert b"Ms Sok" not in path.read_bytes()


def test_a_removed_receipt_does_not_count_and_the_one_before_does_again(archive):
    store(archive, b"first", day=20)
    store(archive, b"second", day=22)
    remove(archive, 2)
    assert counting(archive) == 1
    assert archive.observations(archive.receipts("npa")[1], PLAN) == ()


def test_a_receipt_is_removed_once(archive):
    store(archive, b"first")
    remove(archive, 1)
    before = tree(archive.folder)
    with pytest.raises(UsageError, match="receipt-removed"):
        remove(archive, 1, asked_by="another")
    with pytest.raises(UsageError, match="receipt-removed"):
        archive.original(archive.receipts("npa")[0])
    assert tree(archive.folder) == before


def test_the_next_receipt_has_the_next_number_after_a_removal(archive):
    store(archive, b"first", day=20)
    remove(archive, 1)
    again = store(archive, b"second", day=22).receipt
    assert (again.number, again.supersedes) == (2, f"{SLOT}/r0001")


# --- the chain ----------------------------------------------------------------------------------


def chain(archive):
    lines = (archive.folder / "checkpoints/chain.sha256").read_text().splitlines()
    return [tuple(line.split("  ")) for line in lines]


def test_every_write_adds_a_line_in_its_order(archive):
    store(archive, b"first")
    archive.keep_definitions(PLAN)
    archive.decide(decision("closure"))
    archive.checkpoint(NIGHT, "mne 0.1.0")
    tag = "tagmanifest-sha256.txt"
    assert [path for _, path in chain(archive)] == [
        "ARCHIVE.txt",
        f"{SLOT}/r0001/{tag}",
        f"definitions/{PLAN.digest}/plan.json",
        f"decisions/npa/2012/d0001/{tag}",
        f"checkpoints/c0001/{tag}",
    ]
    for digest, path in chain(archive):
        assert hashlib.sha256((archive.folder / path).read_bytes()).hexdigest() == digest


def test_the_line_to_keep_elsewhere_covers_the_checkpoint_too(archive):
    store(archive, b"first")
    before = archive.head()
    after = archive.checkpoint(NIGHT, "mne 0.1.0").head
    content = (archive.folder / "checkpoints/chain.sha256").read_bytes()
    assert (after.lines, after.sha256) == (3, hashlib.sha256(content).hexdigest())
    text = (archive.folder / "checkpoints/c0001/data/checkpoint.txt").read_text()
    assert text == (
        f"mne-archive checkpoint 1\nlines 2\nsha256 {before.sha256}\non 2012-12-21T16:59:59+00:00\n"
    )


def test_the_chain_is_checked_by_coreutils_alone(archive):
    import subprocess

    store(archive, b"first")
    archive.decide(decision("closure"))
    command = ["sha256sum", "--strict", "-c", "checkpoints/chain.sha256"]
    assert subprocess.run(command, cwd=archive.folder, check=False, stdout=-3).returncode == 0


def test_nothing_is_written_where_the_chain_is_gone_or_torn(archive):
    store(archive, b"first")
    path = archive.folder / "checkpoints/chain.sha256"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(IntegrityError, match="chain-damaged"):
        store(archive, b"second")
    for damaged in (whole.replace(b"\n", b"\r\n"), whole[: whole[:-1].rindex(b"\n") + 1]):
        path.write_bytes(damaged)  # line ends changed; the last line taken away
        with pytest.raises(IntegrityError, match="chain-damaged"):
            store(archive, b"second")
    path.unlink()
    with pytest.raises(IntegrityError, match="chain-missing"):
        store(archive, b"second")
    path.write_bytes(whole)
    assert store(archive, b"second").receipt.number == 2


def test_the_receipts_of_a_removal_interrupted_at_every_fourth_call_are_whole_or_removed(tmp_path):
    import shutil

    from fault_points import PowerCutError, machine, never, power_cut

    before = tmp_path / "before"
    store(Archive(before), b"first", day=20)
    store(Archive(before), b"second", day=22)
    shutil.copytree(before, tmp_path / "count")
    with machine(never) as trace:
        remove(Archive(tmp_path / "count"), 1)
    for number in range(1, len(trace.calls) + 1, 4):
        folder = tmp_path / f"at-{number}"
        shutil.copytree(before, folder)
        try:
            with machine(power_cut(number)):
                remove(Archive(folder), 1)
        except PowerCutError:
            pass
        store(Archive(folder), b"third", day=24)  # whoever writes next finishes it
        first, second, third = receipts(folder)
        decisions = Archive(folder).decisions("npa")
        assert bool(first.removed_by) == (len(decisions) == 1)
        assert (second.verdict, third.verdict) == ("accepted", "accepted")
        assert not (folder / ".staging").exists()
        for receipt in (first, second, third):
            bagit.Bag(str(folder / receipt.id)).validate()
        lines = chain(Archive(folder))
        assert len(lines) == 4 + 2 * len(decisions)
        shutil.rmtree(folder)


def test_a_receipt_reads_as_it_was_written_whatever_its_origin(archive):
    from mne.archive.receipt_file import read_receipt, write_receipt
    from mne.model import Letter, Origin

    kept = store(archive, b"first").receipt
    page = Letter("page 14.png", "0" * 64, 12)
    other = replace(kept, origin=Origin("printed", "Annual report 2012, page 14", page))
    assert read_receipt(write_receipt(other)) == other
