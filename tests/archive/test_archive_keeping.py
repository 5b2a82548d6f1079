"""What is stored comes back exactly, and what is kept can be checked without this program."""

import hashlib
import json
import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import bagit
import pytest
from archive_samples import (
    KHMER,
    PERIOD,
    PLAN,
    assert_sound,
    digest_of,
    make_observations,
    make_plan,
    make_verdict,
    receipts,
    store,
    tree,
)

from mne.archive import Archive
from mne.definitions import canonical_text
from mne.errors import BusyError, IntegrityError, MachineError, UsageError
from mne.model import Slot
from mne.periods import Period

FORM = b"PK\x03\x04 not really a workbook"
DAMAGES = [b"cut", b"number", b"params", b"zone", b"word"]


def bag_of(archive, receipt):
    return archive.folder / receipt.id


def test_a_receipt_comes_back_with_everything_it_was_given(archive):
    receipt, is_new = store(archive, FORM)
    assert is_new
    assert receipt.id == "npa/2012-Q4/MOJ/r0001"
    assert archive.receipts("npa") == (receipt,)
    (again,) = archive.receipts("npa")
    assert again.issues == make_verdict(FORM).issues
    assert again.received_on.isoformat() == "2012-12-20T09:30:00+07:00"
    assert again.recorded_on.microsecond == 250
    assert (again.file, again.size, again.by) == ("របាយការណ៍ Q4.xlsx", len(FORM), "Ms Sok")


def test_every_answer_comes_back_as_it_was_with_its_cell(archive):
    receipt = store(archive, FORM).receipt
    assert archive.observations(receipt, PLAN) == make_observations(digest_of(FORM))


def test_the_file_is_kept_byte_for_byte(archive):
    content = bytes(range(256)) + b"\r\n\n\r"
    receipt = store(archive, content).receipt
    assert archive.original(receipt) == content
    (kept,) = (bag_of(archive, receipt) / "data" / "original").iterdir()
    assert kept.name == "របាយការណ៍ Q4.xlsx"
    assert kept.read_bytes() == content


def test_the_bag_is_valid_by_the_library_by_coreutils_and_by_hand(archive):
    receipt = store(archive, FORM).receipt
    bag = bag_of(archive, receipt)
    bagit.Bag(str(bag)).validate()
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "manifest-sha256.txt"], cwd=bag, check=False
    )
    assert done.returncode == 0
    lines = (bag / "manifest-sha256.txt").read_text("utf-8").splitlines()
    promised = {path: digest for digest, path in (line.split(maxsplit=1) for line in lines)}
    files = {
        path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.is_file()
    }
    assert set(promised) == files
    for path, digest in promised.items():
        assert hashlib.sha256((bag / path).read_bytes()).hexdigest() == digest


def test_the_bag_says_when_and_by_what_it_was_made_without_asking_the_clock(archive):
    info = bagit.Bag(str(bag_of(archive, store(archive, FORM).receipt))).info
    assert info["Bagging-Date"] == "2012-12-20"
    assert info["Bag-Software-Agent"] == "mne 0.1.0"
    assert info["External-Identifier"] == "npa/2012-Q4/MOJ/r0001"


def test_the_same_return_gives_the_same_bytes_on_another_day(tmp_path):
    for name in ("one", "two"):
        store(Archive(tmp_path / name), FORM)
    one, two = (tree(tmp_path / name) for name in ("one", "two"))
    tag_manifest = "npa/2012-Q4/MOJ/r0001/tagmanifest-sha256.txt"  # its lines have no set order
    assert {one.pop(tag_manifest), two.pop(tag_manifest)}
    assert one == two


def test_the_receipt_is_json_that_anyone_can_read(archive):
    bag = bag_of(archive, store(archive, FORM).receipt)
    data = json.loads((bag / "data" / "receipt.json").read_text("utf-8"))
    assert data["receipt"] == "npa/2012-Q4/MOJ/r0001"
    assert data["issues"][0]["params"] == {"found": KHMER}
    assert data["cells"]["zeros"] == 1
    assert KHMER in (bag / "data" / "receipt.json").read_text("utf-8")


def test_the_values_have_the_columns_that_are_promised(archive):
    text = archive.values_path(store(archive, FORM).receipt).read_text("utf-8")
    columns = "indicator,sex,age,lang,part,value,status,note,sheet,cell,raw,cell_type"
    assert text.splitlines()[0] == columns
    assert text.splitlines()[1] == "C1,,,,,41,,,Return,D9,41,number"
    assert "'=HYPERLINK(1)" in text
    assert "'@SUM(1)" in text


def test_a_correction_is_a_later_receipt_that_names_the_one_before(archive):
    first = store(archive, FORM).receipt
    before = tree(bag_of(archive, first))
    second = store(archive, b"corrected", day=22).receipt
    assert second.id == "npa/2012-Q4/MOJ/r0002"
    assert (first.supersedes, second.supersedes) == ("", first.id)
    assert archive.receipts("npa") == (first, second)
    assert tree(bag_of(archive, first)) == before
    assert_sound(archive.folder)


def test_a_refused_return_is_kept_as_well(archive):
    assert store(archive, FORM, verdict="refused").receipt.verdict == "refused"
    assert archive.receipts("npa")[0].verdict == "refused"


def test_the_same_bytes_again_answer_with_the_receipt_they_have_and_write_nothing(archive):
    first = store(archive, FORM).receipt
    before = tree(archive.folder)
    assert store(archive, FORM, day=23) == (first, False)
    assert tree(archive.folder) == before


def test_only_the_latest_receipt_makes_a_duplicate(archive):
    store(archive, FORM)
    store(archive, b"corrected")
    back = store(archive, FORM)
    assert back.is_new
    assert back.receipt.number == 3


def test_the_same_bytes_in_another_slot_are_no_duplicate(archive):
    store(archive, FORM)
    other = Slot("npa", PERIOD, "MOI")
    assert store(archive, FORM, other).receipt.id == "npa/2012-Q4/MOI/r0001"


def test_receipts_come_by_slot_and_number_and_can_be_asked_for_by_either(archive):
    early, late = Period.parse("2012-Q3"), PERIOD
    for content, slot in (
        (b"d", Slot("npa", late, "MOJ")),
        (b"b", Slot("npa", early, "MOJ")),
        (b"a", Slot("npa", early, "MOI")),
        (b"e", Slot("npa", late, "MOJ")),
        (b"x", Slot("other", late, "MOJ")),
        (b"c", Slot("npa", early, "MOI")),
    ):
        store(archive, content, slot)
    ids = [receipt.id for receipt in archive.receipts("npa")]
    assert ids == [
        "npa/2012-Q3/MOI/r0001",
        "npa/2012-Q3/MOI/r0002",
        "npa/2012-Q3/MOJ/r0001",
        "npa/2012-Q4/MOJ/r0001",
        "npa/2012-Q4/MOJ/r0002",
    ]
    assert [one.id for one in archive.receipts("npa", early)] == ids[:3]
    assert [one.id for one in archive.receipts("npa", reporter="MOJ")] == ids[2:]
    assert [one.id for one in archive.receipts("npa", late, "MOJ")] == ids[3:]
    assert archive.receipts("npa", Period.parse("2011")) == ()
    assert archive.receipts("unheard-of") == ()


def test_ten_thousand_receipts_still_come_in_order(archive):
    first = store(archive, FORM).receipt
    text = (bag_of(archive, first) / "data" / "receipt.json").read_text("utf-8")
    for number in (9999, 10000):
        data = archive.folder / "npa/2012-Q4/MOJ" / f"r{number:04d}" / "data"
        data.mkdir(parents=True)
        (data / "receipt.json").write_text(
            text.replace('"number": 1,', f'"number": {number},'), "utf-8"
        )
    with (archive.folder / "checkpoints/chain.sha256").open("a", newline="") as chain:
        chain.write(f"{'0' * 64}  npa/2012-Q4/MOJ/r10000/tagmanifest-sha256.txt\n")
    assert [receipt.number for receipt in archive.receipts("npa")] == [1, 9999, 10000]
    assert store(archive, b"corrected").receipt.id.endswith("/r10001")


def test_times_of_a_zone_come_back_as_the_same_moment(archive):
    twice = ZoneInfo("Europe/Berlin")  # on this night half past two came twice
    moment = datetime(2012, 10, 28, 2, 30, 0, 999999, tzinfo=twice, fold=1)
    receipt = archive.store(
        make_verdict(FORM),
        FORM,
        file="f.csv",
        received_on=moment,
        recorded_on=moment.astimezone(UTC),
        by="",
        reason="",
        tool="",
    ).receipt
    assert archive.receipts("npa") == (receipt,)
    assert receipt.received_on.isoformat() == moment.isoformat()


def test_a_relative_folder_works_and_the_working_folder_stays(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    receipt = store(Archive(Path("submissions")), FORM).receipt
    assert Path.cwd() == tmp_path
    assert (tmp_path / "submissions" / receipt.id / "bagit.txt").is_file()


def test_a_correction_by_letter_keeps_the_cells_of_the_file_it_corrects(archive):
    first = store(archive, FORM).receipt
    old = archive.observations(first, PLAN)
    letter = b"Dear Sir, it was 43"
    corrected = (old[0]._replace(value=old[0].value + 2, cell=None), *old[1:])
    second = store(archive, letter, observations=corrected).receipt
    assert archive.observations(second, PLAN) == corrected
    assert archive.observations(second, PLAN)[1].cell.digest == digest_of(FORM)
    header = archive.values_path(second).read_text("utf-8").splitlines()[0]
    assert header.endswith(",cell_type,cell_file")


def test_a_return_without_a_single_answer_can_be_kept(archive):
    receipt = store(archive, FORM, observations=(), verdict="refused").receipt
    assert archive.observations(receipt, PLAN) == ()


def test_values_are_read_under_the_definitions_of_their_day(archive):
    archive.keep_definitions(PLAN)
    receipt = store(archive, FORM).receipt
    today = make_plan(due_days=30)
    today = today.model_copy(update={"calendar": "year"})
    assert Archive(archive.folder).observations(receipt, today) == make_observations(
        digest_of(FORM)
    )


def test_definitions_are_kept_once_and_come_back(archive):
    archive.keep_definitions(PLAN)
    before = tree(archive.folder)
    archive.keep_definitions(PLAN)
    assert tree(archive.folder) == before
    kept = Archive(archive.folder).definitions(PLAN.digest)
    assert kept == PLAN
    assert archive.definitions("0" * 64) is None
    (archive.folder / "plan.json").write_text("{}")
    assert archive.definitions("..") is None  # what a form's stamp says may be anything


def test_definitions_keep_their_digest_when_a_later_version_would_write_them_otherwise(archive):
    text = canonical_text(PLAN).replace('","', '", "').encode()
    path = archive.folder / "definitions" / digest_of(text) / "plan.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(text)
    assert archive.definitions(digest_of(text)).digest == digest_of(text)


def test_definitions_that_were_changed_are_refused(archive):
    archive.keep_definitions(PLAN)
    path = archive.folder / "definitions" / PLAN.digest / "plan.json"
    path.write_bytes(path.read_bytes().replace(b"15", b"16", 1))
    with pytest.raises(IntegrityError) as caught:
        Archive(archive.folder).definitions(PLAN.digest)
    assert caught.value.code == "definitions-altered"


def test_a_changed_figure_is_noticed_before_it_is_used(archive):
    receipt = store(archive, FORM).receipt
    path = archive.values_path(receipt)
    path.write_bytes(path.read_bytes().replace(b",41,", b",91,", 1))
    with pytest.raises(IntegrityError) as caught:
        archive.observations(receipt, PLAN)
    assert caught.value.code == "receipt-altered"
    assert caught.value.params["path"] == str(path)
    assert set(caught.value.params) == {"path", "expected", "found"}


def test_every_flipped_byte_of_the_values_is_noticed(archive):
    receipt = store(archive, FORM).receipt
    path = archive.values_path(receipt)
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(IntegrityError):
            archive.observations(receipt, PLAN)
    path.write_bytes(content)
    archive.observations(receipt, PLAN)


@pytest.mark.parametrize("name", ["values.csv", "original/form.xlsx"])
def test_a_changed_or_missing_file_is_named(archive, name):
    receipt = store(archive, FORM, file="form.xlsx").receipt
    path = bag_of(archive, receipt) / "data" / name

    def read():
        archive.observations(receipt, PLAN) if name == "values.csv" else archive.original(receipt)

    path.write_bytes(b"")
    with pytest.raises(IntegrityError, match="receipt-altered") as caught:
        read()
    assert caught.value.params["path"] == str(path)
    path.unlink()
    with pytest.raises(IntegrityError, match="receipt-unreadable") as caught:
        read()
    assert caught.value.params["path"] == str(path)


def test_an_original_swapped_with_its_manifest_is_noticed_by_the_receipt(archive):
    receipt = store(archive, FORM, file="form.xlsx").receipt
    bag = bag_of(archive, receipt)
    (bag / "data/original/form.xlsx").write_bytes(b"forged")
    manifest = bag / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text().replace(digest_of(FORM), digest_of(b"forged")))
    with pytest.raises(IntegrityError, match="receipt-altered"):
        archive.original(receipt)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b'{"receipt": ',
        b"cut",
        b"number",
        b"params",
        b"zone",
        b"word",
    ],
)
def test_a_malformed_receipt_in_the_way_is_named_and_nothing_is_stored(archive, content):
    receipt = store(archive, FORM).receipt
    path = bag_of(archive, receipt) / "data" / "receipt.json"
    good = path.read_bytes()
    damaged = {
        b"cut": good[: len(good) // 2],
        b"number": good.replace(b'"number": 1', b'"number": "one"'),
        b"zone": good.replace(b"+07:00", b""),
        b"word": good.replace(b'"accepted"', b'"welcomed"'),
        b"params": good.replace(b'"params": {}', b'"params": []'),
    }
    path.write_bytes(damaged.get(content, content))
    before = tree(archive.folder)
    for attempt in (lambda: archive.receipts("npa"), lambda: store(archive, b"corrected")):
        with pytest.raises(IntegrityError) as caught:
            attempt()
        assert caught.value.code == "receipt-unreadable"
        assert caught.value.params["path"] == str(path)
    assert tree(archive.folder) == before


def test_an_empty_folder_or_a_file_named_like_a_receipt_is_in_the_way(archive):
    store(archive, FORM)
    folder = archive.folder / "npa/2012-Q4/MOJ"
    (folder / "r0002").write_text("")
    with pytest.raises(IntegrityError, match="receipt-unreadable"):
        store(archive, b"corrected")
    (folder / "r0002").unlink()
    (folder / "r0002").mkdir()
    with pytest.raises(IntegrityError, match="receipt-unreadable"):
        store(archive, b"corrected")


def test_a_receipt_moved_to_another_place_is_noticed(archive):
    bag = bag_of(archive, store(archive, FORM).receipt)
    bag.rename(bag.with_name("r0002"))
    with pytest.raises(IntegrityError) as caught:
        archive.receipts("npa")
    assert caught.value.code == "receipt-misplaced"
    assert caught.value.params == {
        "path": str(bag.with_name("r0002")),
        "receipt": "npa/2012-Q4/MOJ/r0001",
    }


def test_files_that_are_no_receipts_do_not_stop_the_reading(archive):
    receipt = store(archive, FORM).receipt
    (archive.folder / "npa" / ".DS_Store").write_text("")
    (archive.folder / "npa/2012-Q4/MOJ/notes.txt").write_text("")
    (archive.folder / "npa/2012-Q4/MOJ/drafts").mkdir()
    assert archive.receipts("npa") == (receipt,)


@pytest.mark.parametrize(
    "place",
    [
        "npa",
        "npa/2012-Q4",
        "npa/2012-Q4/MOJ",
        "npa/2012-Q4/MOJ/r0001",
        "npa/2012-Q4/MOJ/r0001/data",
    ],
)
def test_a_link_in_the_archive_is_never_followed(archive, tmp_path, place):
    receipt = store(archive, FORM).receipt
    moved = tmp_path / "elsewhere"
    (archive.folder / place).rename(moved)
    (archive.folder / place).symlink_to(moved, target_is_directory=True)
    for attempt in (
        lambda: archive.receipts("npa"),
        lambda: archive.receipts("npa", PERIOD, "MOJ"),
        lambda: archive.observations(receipt, PLAN),
        lambda: archive.original(receipt),
        lambda: store(archive, b"corrected"),
    ):
        with pytest.raises(IntegrityError, match="archive-link"):
            attempt()


@pytest.mark.parametrize("name", [".staging", ".lock"])
def test_a_link_in_place_of_staging_or_lock_is_refused(archive, tmp_path, name):
    archive.folder.mkdir(parents=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("")
    (archive.folder / name).symlink_to(outside)
    with pytest.raises(IntegrityError, match="archive-link"):
        store(archive, FORM)
    assert (outside / "precious").exists()


def test_what_a_crash_left_in_staging_is_swept_by_the_next_writer(archive):
    left = archive.folder / ".staging" / "receipt" / "data"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"x")
    store(archive, FORM)
    assert not (archive.folder / ".staging").exists()
    assert_sound(archive.folder)


def test_a_second_writer_waits_and_then_says_that_the_archive_is_busy(archive):
    from filelock import FileLock

    store(archive, FORM)
    before = tree(archive.folder)
    with FileLock(archive.folder / ".lock"), pytest.raises(BusyError) as caught:
        store(Archive(archive.folder, patience=0.1), b"corrected")
    assert caught.value.code == "archive-busy"
    assert caught.value.params == {"path": str(archive.folder / ".lock"), "seconds": "0.1"}
    assert tree(archive.folder) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_named(archive):
    archive.folder.mkdir(parents=True)
    archive.folder.chmod(0o500)
    with pytest.raises(MachineError, match="archive-not-writable"):
        store(archive, FORM)


def test_a_file_where_the_archive_should_be_is_a_typed_error(tmp_path):
    (tmp_path / "submissions").write_text("")
    with pytest.raises(MachineError) as caught:
        store(Archive(tmp_path / "submissions"), FORM)
    assert caught.value.code == "archive-not-writable"
    assert caught.value.params["reason"] in {"Not a directory", "File exists"}


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "../x",
        "C:",
        "nul",
        "Com1",
        "aux.txt",
        "a.",
        "a b",
        ".hidden",
        KHMER,
    ],
)
def test_an_id_that_cannot_name_a_folder_is_refused(archive, name):
    for slot in (Slot(name, PERIOD, "MOJ"), Slot("npa", PERIOD, name)):
        with pytest.raises(UsageError, match="archive-id-unsafe"):
            store(archive, FORM, slot)
    with pytest.raises(UsageError, match="archive-id-unsafe"):
        archive.receipts(name)
    assert not archive.folder.exists()


@pytest.mark.parametrize("name", ["decisions", "Definitions", "reports", "checkpoints"])
def test_a_plan_cannot_be_named_like_another_part_of_the_archive(archive, name):
    with pytest.raises(UsageError, match="archive-id-unsafe"):
        store(archive, FORM, Slot(name, PERIOD, "MOJ"))


def test_what_could_not_be_read_is_never_stored(archive):
    with pytest.raises(ValueError, match="never stored"):
        store(archive, FORM, verdict="unreadable")
    with pytest.raises(ValueError, match="other bytes"):
        store(archive, FORM, digest="0" * 64)
    assert not archive.folder.exists()


def test_a_moment_without_its_offset_is_a_mistake_of_the_caller(archive):
    naive = datetime(2012, 12, 20)  # noqa: DTZ001
    with pytest.raises(ValueError, match="UTC offset"):
        archive.store(
            make_verdict(FORM), FORM, file="f", received_on=naive, recorded_on=naive,
            by="", reason="", tool="",
        )  # fmt: skip


def test_the_library_that_makes_bags_is_loaded_only_for_storing():
    code = "import sys, mne.archive; sys.exit('bagit' in sys.modules)"
    assert subprocess.run([os.sys.executable, "-c", code], check=False).returncode == 0


def test_receipts_read_back_equal_whatever_was_decided_about_them(archive):
    receipt = store(archive, FORM, issues=(), cells=make_verdict(FORM).cells).receipt
    assert receipts(archive.folder) == (replace(receipt, issues=()),)
