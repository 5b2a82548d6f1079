"""What is decided is kept whole or not at all, is never changed, and is read back as it was."""

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import bagit
import pytest
from archive_samples import KHMER, PERIOD, PHNOM_PENH, SLOT, receipts, store, tree
from fault_points import PowerCutError, full_from, full_once, machine, never, power_cut
from hypothesis import given
from hypothesis import strategies as st

from mne.archive import Archive
from mne.archive.counting import in_force, judged
from mne.archive.decision_file import read_decision, write_decision
from mne.errors import IntegrityError, MachineError
from mne.model import CellCounts, Decision, Issue, Letter, Receipt, Slot
from mne.periods import Period

NOON = datetime(2012, 12, 22, 12, tzinfo=PHNOM_PENH)
WRONG = Issue("parts-not-total", "error", "Return", "D9", "C1", (("found", "40"),))
OTHER = Issue("rule-broken", "error", "Return", "D9", "C1", (("rule", "a"),))
RECEIPT = Receipt(
    SLOT, 1, "accepted", "form.xlsx", "0" * 64, 5, NOON, NOON, "", "", "", "", "",
    CellCounts(), "", (),
)  # fmt: skip
LETTER = ("លិខិត.pdf", b"%PDF a letter")
RECORD = "decisions/npa/2012-Q4/MOJ/d0001/data/decision.json"


def decision(**changes):
    fields = {
        "kind": "exemption",
        "slot": SLOT,
        "asked_by": "Mr Chan",
        "approved_by": "Ms Sok",
        "reason": KHMER,
        "on": NOON,
        "recorded_on": NOON + timedelta(hours=1),
        "tool": "mne 0.1.0",
    }
    return Decision(**(fields | changes))


def waiver(*issues, **changes):
    about = {"receipt": f"{SLOT}/r0001"} | changes
    return decision(kind="waiver", issues=issues, **about)


def extension(day, **changes):
    return decision(kind="extension", until=date(2013, 2, day), **changes)


def attestation(attested, **changes):
    return decision(kind="attestation", receipt=f"{SLOT}/r0001", attested=attested, **changes)


def kept(folder):
    return Archive(folder).decisions("npa")


# --- keeping ------------------------------------------------------------------------------------


def test_a_decision_is_a_numbered_bag_with_the_letter_beside_it(archive):
    first = archive.decide(decision(), LETTER).decision
    second = archive.decide(extension(15)).decision
    assert (first.id, second.id) == (
        "decisions/npa/2012-Q4/MOJ/d0001",
        "decisions/npa/2012-Q4/MOJ/d0002",
    )
    assert archive.decisions("npa") == (first, second)
    assert first == decision(
        number=1, letter=Letter("លិខិត.pdf", hashlib.sha256(LETTER[1]).hexdigest(), 13)
    )
    bag = archive.folder / first.id
    bagit.Bag(str(bag)).validate()
    assert (bag / "data" / "letter" / "លិខិត.pdf").read_bytes() == LETTER[1]
    assert sorted(path.name for path in (bag / "data").iterdir()) == ["decision.json", "letter"]
    assert KHMER in (bag / "data" / "decision.json").read_text("utf-8")


def test_each_return_has_decisions_of_its_own(archive):
    other = Slot("npa", Period.parse("2012-Q3"), "MOJ")
    archive.decide(decision())
    archive.decide(decision(slot=other))
    ids = ["decisions/npa/2012-Q3/MOJ/d0001", "decisions/npa/2012-Q4/MOJ/d0001"]
    assert sorted(one.id for one in archive.decisions("npa")) == ids
    assert [one.id for one in archive.decisions("npa", PERIOD)] == ids[1:]
    assert [one.id for one in archive.decisions("npa", other.period, "MOJ")] == ids[:1]
    assert archive.decisions("npa", reporter="MOI") == ()
    assert archive.decisions("another") == ()


def test_the_same_decision_again_changes_nothing(archive):
    first = archive.decide(decision(), LETTER)
    before = tree(archive.folder)
    again = archive.decide(decision(recorded_on=NOON + timedelta(days=1), tool="2"), LETTER)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.decision == first.decision
    assert tree(archive.folder) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "another"},
        {"asked_by": "another"},
        {"approved_by": "another"},
        {"on": NOON + timedelta(days=1)},
    ],
)
def test_one_other_fact_is_another_decision(archive, changes):
    archive.decide(decision(), LETTER)
    assert archive.decide(decision(**changes), LETTER).decision.number == 2


def test_another_letter_is_another_decision(archive):
    archive.decide(decision(), LETTER)
    assert archive.decide(decision()).decision.number == 2
    assert archive.decide(decision(), ("l.pdf", b"another")).decision.number == 3


def test_a_letter_may_be_called_anything(archive):
    one = archive.decide(decision(), ("../../CON.pdf", b"x")).decision
    assert one.letter.file == "../../CON.pdf"
    assert (archive.folder / one.id / "data" / "letter" / "_CON.pdf").read_bytes() == b"x"


def test_a_moment_without_its_offset_is_a_mistake_of_ours(archive):
    with pytest.raises(ValueError, match="UTC offset"):
        archive.decide(decision(on=NOON.replace(tzinfo=None)))


# --- what follows for the receipts --------------------------------------------------------------


def refused(archive, *issues):
    return store(archive, b"refused", verdict="refused", issues=issues).receipt


def test_a_receipt_is_accepted_when_every_error_is_waived(archive):
    note = Issue("answer-blank", "warning", "Return", "D10")
    receipt = refused(archive, WRONG, OTHER, note)
    archive.decide(waiver(WRONG))
    assert archive.receipts("npa")[0].verdict == "refused"
    archive.decide(waiver(OTHER))
    (now,) = archive.receipts("npa")
    assert (now.verdict, now.accepted_on) == ("accepted", NOON)
    assert [one.number for one in now.waivers] == [1, 2]
    assert now.waiver_of(OTHER).number == 2
    assert now.waiver_of(note) is None
    assert replace(now, decisions=(), verdict="refused") == receipt


def test_it_is_in_force_from_its_moment_however_late_it_was_recorded(archive):
    refused(archive, WRONG)
    archive.decide(waiver(WRONG, recorded_on=NOON + timedelta(days=400)))
    assert archive.receipts("npa", as_of=NOON - timedelta(seconds=1))[0].verdict == "refused"
    assert archive.receipts("npa", as_of=NOON)[0].verdict == "accepted"


def test_a_waiver_of_another_receipt_or_another_place_changes_nothing(archive):
    refused(archive, WRONG)
    archive.decide(waiver(WRONG, receipt=f"{SLOT}/r0002"))
    archive.decide(waiver(WRONG._replace(cell="D10")))
    assert archive.receipts("npa")[0].verdict == "refused"


PLACES = [Issue("parts-not-total", "error", "Return", f"D{row}") for row in range(9, 13)]
REMARK = Issue("answer-blank", "warning", "Return", "D13")


@given(
    st.sets(st.sampled_from(PLACES), min_size=1),
    st.lists(st.tuples(st.sets(st.sampled_from(PLACES)), st.integers(1, 4), st.integers(1, 2))),
    st.integers(0, 5),
)
def test_the_verdict_is_what_was_stored_less_the_waivers_then_in_force(wrong, waived, day):
    """By hand: an error is gone from the first day on which somebody waived it in this receipt."""
    receipt = replace(RECEIPT, verdict="refused", issues=(*sorted(wrong), REMARK), received_on=NOON)
    decisions = [
        waiver(*some, receipt=f"{SLOT}/r{of:04d}", on=NOON + timedelta(days=since))
        for some, since, of in waived
    ]
    gone = {
        issue
        for some, since, of in waived
        if (since <= day and of == receipt.number)
        for issue in some
    }
    (now,) = judged([receipt], in_force(decisions, NOON + timedelta(days=day)))
    assert now.verdict == ("accepted" if wrong <= gone else "refused")
    assert {one for one in now.issues if now.waiver_of(one)} == wrong & gone
    assert now.issues == receipt.issues


def test_receipts_received_later_are_not_known_yet(archive):
    store(archive, b"first", day=20)
    store(archive, b"second", day=22)
    early = datetime(2012, 12, 21, tzinfo=PHNOM_PENH)
    assert [one.number for one in archive.receipts("npa", as_of=early)] == [1]


@pytest.mark.parametrize(
    ("said", "attested"),
    [
        ((), ""),
        (("signed",), "signed"),
        (("validated",), ""),
        (("signed", "validated"), "validated"),
    ],
)
def test_what_nobody_signed_is_not_validated(archive, said, attested):
    store(archive, b"a return")
    for one in said:
        archive.decide(attestation(one))
    assert archive.receipts("npa")[0].attested == attested


def test_without_decisions_a_receipt_is_as_it_was_stored(archive):
    stored = store(archive, b"a return").receipt
    assert archive.receipts("npa") == (stored,)
    assert (stored.decisions, stored.attested, stored.accepted_on) == ((), "", stored.received_on)


# --- reading back -------------------------------------------------------------------------------

texts = st.text(max_size=30)
words = st.text(min_size=1, max_size=10)
moments = st.datetimes(
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda one: timezone(timedelta(minutes=one)))
)
issues = st.builds(
    Issue,
    words,
    st.sampled_from(["error", "warning", "note"]),
    texts,
    texts,
    texts,
    st.dictionaries(words, texts, max_size=2).map(lambda facts: tuple(facts.items())),
)
by_kind = st.one_of(
    st.fixed_dictionaries({"kind": st.just("exemption")}),
    st.fixed_dictionaries(
        {"kind": st.just("waiver"), "issues": st.lists(issues, max_size=3).map(tuple)}
    ),
    st.fixed_dictionaries({"kind": st.just("extension"), "until": st.dates()}),
    st.fixed_dictionaries(
        {"kind": st.just("attestation"), "attested": st.sampled_from(["signed", "validated"])}
    ),
)
common = st.fixed_dictionaries(
    {
        "number": st.integers(1, 10**5),
        "receipt": texts,
        "asked_by": texts,
        "approved_by": texts,
        "reason": texts,
        "on": moments,
        "recorded_on": moments,
        "tool": texts,
        "letter": st.none() | st.builds(Letter, texts, texts, st.integers(0, 10**9)),
    }
)


@given(by_kind, common)
def test_a_record_is_read_back_as_it_was(of_its_kind, facts):
    one = decision(**facts, **of_its_kind)
    assert read_decision(write_decision(one).encode().decode()) == one


# --- damage -------------------------------------------------------------------------------------


def damaged(archive, code):
    with pytest.raises(IntegrityError) as caught:
        archive.receipts("npa")
    assert caught.value.code == code
    return caught.value.params["path"].removeprefix(f"{archive.folder}/")


def forge(archive, was, becomes):
    """Changes a record and its digest with it, as no accident does."""
    path = archive.folder / RECORD
    old = path.read_bytes()
    new = old.decode().replace(was, becomes).encode()
    assert new != old
    path.write_bytes(new)
    manifest = path.parents[1] / "manifest-sha256.txt"
    digests = [hashlib.sha256(one).hexdigest() for one in (old, new)]
    manifest.write_text(manifest.read_text().replace(*digests))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"exemption"', '"pardon"'),  # a kind that only a later version knows
        ('"asked_by"', '"by"'),
        ('"Ms Sok"', "null"),
        ("T12:00:00+07:00", "T12:00:00"),
        ('"2012-Q4"', '"2012-Q5"'),
        ('"2012-Q4"', '"2012-Q3"'),
        ('"number": 1', '"number": 2'),
        ("{", "["),
    ],
)
def test_a_record_that_says_something_else_is_named(archive, was, becomes):
    archive.decide(decision())
    forge(archive, was, becomes)
    assert damaged(archive, "decision-unreadable") == RECORD


def test_a_changed_letter_of_a_record_is_noticed(archive):
    archive.decide(decision())
    path = archive.folder / RECORD
    path.write_text(path.read_text("utf-8").replace("Ms Sok", "Mr Sok"), "utf-8")
    assert damaged(archive, "decision-altered") == RECORD


def test_a_record_that_is_gone_is_noticed(archive):
    archive.decide(decision())
    (archive.folder / RECORD).unlink()
    assert damaged(archive, "decision-unreadable") == RECORD


def test_a_decision_taken_out_of_the_row_is_noticed(archive):
    for day in (1, 2, 3):
        archive.decide(extension(day))
    shutil.rmtree(archive.folder / "decisions/npa/2012-Q4/MOJ/d0002")
    assert damaged(archive, "decision-missing") == "decisions/npa/2012-Q4/MOJ/d0002"
    with pytest.raises(IntegrityError):
        archive.decide(extension(4))


def test_a_link_in_place_of_a_decision_is_not_followed(archive):
    archive.decide(decision())
    bag = (archive.folder / RECORD).parents[1]
    bag.rename(bag.with_name("elsewhere"))
    bag.symlink_to(bag.with_name("elsewhere"))
    assert damaged(archive, "archive-link") == bag.relative_to(archive.folder).as_posix()


# --- the machine --------------------------------------------------------------------------------


@pytest.fixture(params=["the first decision ever", "a second decision"])
def before(request, tmp_path):
    folder = tmp_path / "before"
    folder.mkdir()
    refused(Archive(folder), WRONG)
    if request.param == "a second decision":
        Archive(folder).decide(extension(1))
    return folder


def decide(folder):
    return Archive(folder).decide(waiver(WRONG), LETTER)


def assert_whole(folder):
    bags = [path.parent for path in folder.glob("decisions/*/*/*/*/bagit.txt")]
    for bag in bags:
        bagit.Bag(str(bag)).validate()
    assert len(bags) == len(kept(folder))
    files = {path for path in (folder / "decisions").rglob("*") if path.is_file()}
    assert files == {path for bag in bags for path in bag.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("failing", "expected"),
    [(power_cut, PowerCutError), (full_once, MachineError), (full_from, MachineError)],
)
def test_a_machine_that_fails_at_any_call_leaves_the_old_or_the_new_state(
    before, tmp_path, failing, expected
):
    old = kept(before)
    shutil.copytree(before, tmp_path / "count")
    with machine(never) as trace:
        decide(tmp_path / "count")
    assert len(trace.calls) > 30
    ends = []
    for number in range(1, len(trace.calls) + 1):
        folder = tmp_path / f"at-{number}"
        shutil.copytree(before, folder)
        try:
            with machine(failing(number)):
                decide(folder)
        except expected:
            pass
        assert_whole(folder)
        is_new = len(kept(folder)) > len(old)
        assert kept(folder)[: len(old)] == old
        assert receipts(folder)[0].verdict == ("accepted" if is_new else "refused")
        decide(folder)  # the next run needs no human
        assert len(kept(folder)) == len(old) + 1
        assert receipts(folder)[0].verdict == "accepted"
        assert not (folder / ".staging").exists()
        assert_whole(folder)
        shutil.rmtree(folder)
        ends.append(is_new)
    assert {False, True} == set(ends)
    assert failing is full_once or ends == sorted(ends)  # once it is there, it stays there


def test_everything_is_on_disk_before_the_rename_and_every_folder_above_after(tmp_path):
    folder = tmp_path / "submissions"
    with machine(never) as trace:
        decide(folder)
    built = str(folder / ".staging" / "decision")
    moved = max(place for place, call in enumerate(trace.calls) if call == ("rename", built))
    before = {path for name, path in trace.calls[:moved] if name == "fsync"}
    after = [path for name, path in trace.calls[moved:] if name == "fsync"]
    bag = folder / "decisions/npa/2012-Q4/MOJ/d0001"
    inside = {built, *(built + str(path)[len(str(bag)) :] for path in bag.rglob("*"))}
    assert inside <= before
    above = ["decisions/npa/2012-Q4/MOJ", "decisions/npa/2012-Q4", "decisions/npa", "decisions", ""]
    assert {str(folder / name) for name in above} <= set(after)


SCRIPT = """
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from mne.archive import Archive
from mne.model import Decision, Slot
from mne.periods import Period
folder, who = sys.argv[1:3]
archive = Archive(Path(folder), patience=60)
moment = datetime(2012, 12, 22, tzinfo=timezone(timedelta(hours=7)))
for number in range(3):
    one = Decision(
        kind="exemption", slot=Slot("npa", Period.parse("2012-Q4"), "MOJ"), approved_by=who,
        reason=str(number), on=moment, recorded_on=moment, tool="",
    )
    print(archive.decide(one).decision.number)
"""


def test_several_writers_get_distinct_numbers_without_gaps(tmp_path):
    folder = tmp_path / "submissions"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder), str(who)],
            stdout=-1,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for who in range(4)
    ]
    numbers = [int(line) for one in writers for line in one.communicate()[0].split()]
    assert [one.returncode for one in writers] == [0] * 4
    assert sorted(numbers) == list(range(1, 13))
    assert sorted(one.number for one in kept(folder)) == list(range(1, 13))
    assert_whole(folder)


def test_the_record_reads_in_the_order_of_the_questions_people_ask(archive):
    archive.decide(waiver(WRONG), LETTER)
    keys = list(json.loads((archive.folder / RECORD).read_text("utf-8")))
    assert keys == [
        "decision",
        "kind",
        "plan",
        "period",
        "reporter",
        "number",
        "receipt",
        "issues",
        "asked_by",
        "approved_by",
        "reason",
        "on",
        "recorded_on",
        "letter",
        "tool",
    ]
