"""Whatever is sent and decided, in any order and with crashes in between: what counts is right.

Hypothesis makes up the story; beside the archive plain lists keep it, read as the contract words
it. Both must tell the same, now and as of any day.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as try_out

from mne.archive import Archive, receipts_that_count
from mne.errors import MachineError, UsageError
from mne.model import Decision, Issue, Slot
from mne.periods import Period
from tests.archive.archive_samples import PHNOM_PENH, digest_of, make_verdict
from tests.archive.fault_points import (
    PowerCutError,
    full_from,
    full_once,
    machine,
    never,
    power_cut,
)

WRONG = Issue("parts-not-total", "error", "Return", "D9")
SLOTS = tuple(
    Slot("npa", Period.parse(period), reporter)
    for period, reporter in (("2012-Q3", "MOJ"), ("2012-Q4", "MOJ"), ("2012-Q4", "MOI"))
)
PERIODS = tuple(Slot("npa", Period.parse(text), "") for text in ("2012", "2012-Q4"))
START = datetime(2013, 1, 1, tzinfo=PHNOM_PENH)
DAYS = st.integers(0, 12)
FAULTS = st.tuples(st.sampled_from([power_cut, full_once, full_from]), st.integers(1, 90))
CRASHES = st.one_of(st.none(), st.none(), st.none(), FAULTS)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


@dataclass(frozen=True)
class Sent:
    """A return that was kept."""

    slot: Slot
    number: int
    sha256: str
    accepted: bool
    received_on: datetime
    recorded_on: datetime
    removed: bool = False

    @property
    def id(self) -> str:
        return f"{self.slot}/r{self.number:04d}"


class Story(RuleBasedStateMachine):
    """The archive, and the lists that say what must be in it."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.archive = Archive(Path(self.place.name) / "submissions")
        self.sent: list[Sent] = []
        self.decided: list[Decision] = []
        self.clock = START

    def teardown(self) -> None:
        self.place.cleanup()

    # --- what may happen ------------------------------------------------------------------------

    @rule(
        slot=st.sampled_from(SLOTS),
        content=st.sampled_from([b"one", b"two", b"three"]),
        accepted=st.booleans(),
        on=DAYS,
        crash=CRASHES,
    )
    def send(self, slot, content, accepted, on, crash):
        """A return comes, or the same again, or one that is to be mended; in any order."""
        verdict = make_verdict(
            content,
            slot,
            verdict="accepted" if accepted else "refused",
            issues=() if accepted else (WRONG,),
        )
        before = [one for one in self.sent if one.slot == slot]
        now = self._moment(on)
        new = Sent(slot, len(before) + 1, digest_of(content), accepted, day(on), now)
        is_same = bool(before) and before[-1].sha256 == new.sha256
        stored = self._do(
            crash,
            lambda: self.archive.store(
                verdict,
                content,
                file="a.xlsx",
                received_on=day(on),
                recorded_on=now,
                by="",
                reason="",
                tool="test",
            ),
        )
        if stored is not None:
            assert stored.is_new != is_same
            assert stored.receipt.id == (before[-1] if is_same else new).id
        if not is_same and (stored or self._came_true(new.id)):
            self.sent.append(new)

    @precondition(lambda self: self._of(accepted=False))
    @rule(data=st.data(), on=DAYS, crash=CRASHES)
    def waive(self, data, on, crash):
        """What kept a return from being accepted is waived."""
        one = data.draw(st.sampled_from(self._of(accepted=False)))
        self._decide("waiver", one.slot, on, crash, receipt=one.id, issues=(WRONG,))

    @rule(
        kind=st.sampled_from(["exemption", "extension"]),
        slot=st.sampled_from(SLOTS),
        on=DAYS,
        crash=CRASHES,
    )
    def ease(self, kind, slot, on, crash):
        """A reporter is let off, or given more time."""
        more = {"until": date(2013, 2, 1)} if kind == "extension" else {}
        self._decide(kind, slot, on, crash, **more)

    @rule(
        kind=st.sampled_from(["closure", "reopening"]),
        slot=st.sampled_from(PERIODS),
        on=DAYS,
        crash=CRASHES,
    )
    def close(self, kind, slot, on, crash):
        """A period is closed or reopened, the year or a quarter of it."""
        self._decide(kind, slot, on, crash)

    @precondition(lambda self: self._of())
    @rule(data=st.data(), on=DAYS, crash=CRASHES)
    def remove(self, data, on, crash):
        """A receipt's content is removed, which cannot be undone."""
        one = data.draw(st.sampled_from(self._of()))
        decision = self._decision("removal", one.slot, on, receipt=one.id)
        if one.removed:
            with pytest.raises(UsageError, match="receipt-removed"):
                self.archive.remove(decision)
            return
        if self._do(crash, lambda: self.archive.remove(decision)) or self._came_true(decision.id):
            self.decided.append(decision)
            self.sent[self.sent.index(one)] = replace(one, removed=True)

    @rule()
    def look_anew(self):
        """Another process goes on."""
        self.archive = Archive(self.archive.folder)

    # --- what must hold -------------------------------------------------------------------------

    @invariant()
    def everything_that_was_kept_is_there(self):
        found = self.archive.receipts("npa")
        assert [one.id for one in found] == sorted(one.id for one in self.sent)
        by_id = {one.id: one for one in self.sent}
        for one in found:
            kept = by_id[one.id]
            assert (one.sha256, one.received_on) == (kept.sha256, kept.received_on)
            assert (one.recorded_on, bool(one.removed_by)) == (kept.recorded_on, kept.removed)
            if not kept.removed:
                assert digest_of(self.archive.original(one)) == kept.sha256
        assert not (self.archive.folder / ".staging").exists()

    @invariant()
    def every_line_of_the_chain_is_one_of_them(self):
        chain = self.archive.folder / "checkpoints" / "chain.sha256"
        lines = chain.read_text().splitlines() if chain.exists() else []
        removed = sum(one.removed for one in self.sent)
        kept = len(self.sent) + removed + len(self.decided)
        assert len(lines) == (kept + 1 if kept else 0)

    @invariant()
    def what_counts_now_is_what_the_words_say(self):
        self._compare(None)

    @rule(as_of=DAYS)
    def what_counted_on_a_day_is_what_the_words_say(self, as_of):
        self._compare(day(as_of))

    def _compare(self, moment):
        receipts = self.archive.receipts("npa", as_of=moment)
        found = {slot: one.number for slot, one in receipts_that_count(receipts, moment).items()}
        assert found == self._counting(moment)
        decisions = self.archive.decisions("npa", as_of=moment)
        assert sorted(one.id for one in decisions) == sorted(self._in_force(moment))

    def _counting(self, moment):
        """By slot: the last accepted one, by the day it came and its number, among those known."""
        found = {}
        for one in sorted(self.sent, key=lambda one: (one.received_on, one.number)):
            known = moment is None or one.received_on <= moment
            waived = any(
                decision.kind == "waiver" and decision.receipt == one.id
                for decision in self.decided
                if decision.id in self._in_force(moment)
            )
            late = self._after_closing(one.slot, one.received_on, one.recorded_on, moment)
            if known and (one.accepted or waived) and not one.removed and not late:
                found[one.slot] = one.number
        return found

    def _in_force(self, moment):
        """The decisions that are known, but for those about a return of a closed period."""
        return {
            one.id
            for one in self.decided
            if (moment is None or one.on <= moment)
            and (
                not one.slot.reporter
                or one.kind == "removal"
                or not self._after_closing(one.slot, one.on, one.recorded_on, moment)
            )
        }

    def _after_closing(self, slot, known_on, recorded_on, moment):
        """Whether it came after its period, or the year, was closed and not reopened since."""
        for period in PERIODS:
            about = [one for one in self.decided if one.slot == period]
            known = [one for one in about if moment is None or one.on <= moment]
            last = max(known, key=lambda one: (one.on, one.recorded_on, one.number), default=None)
            if (
                last
                and last.kind == "closure"
                and period.period.contains(slot.period)
                and (known_on > last.on or recorded_on > last.recorded_on)
            ):
                return True
        return False

    # --- how it is done -------------------------------------------------------------------------

    def _of(self, **facts):
        return [one for one in self.sent if all(getattr(one, k) == v for k, v in facts.items())]

    def _moment(self, on):
        """The clock: it never goes back, and nothing is recorded before it happened."""
        self.clock = max(self.clock + timedelta(minutes=1), day(on) + timedelta(hours=1))
        return self.clock

    def _decision(self, kind, slot, on, **facts):
        return Decision(
            number=sum(one.slot == slot for one in self.decided) + 1,
            kind=kind,
            slot=slot,
            approved_by="Ms Sok",
            on=day(on),
            recorded_on=self._moment(on),
            tool="test",
            **facts,
        )

    def _decide(self, kind, slot, on, crash, **facts):
        new = self._decision(kind, slot, on, **facts)
        before = [one for one in self.decided if one.slot == slot]
        is_same = any(
            replace(one, number=0, recorded_on=START) == replace(new, number=0, recorded_on=START)
            for one in (before if slot.reporter else before[-1:])
        )
        decided = self._do(crash, lambda: self.archive.decide(new))
        if decided is not None:
            assert decided.is_new != is_same
        if not is_same and (decided or self._came_true(new.id)):
            self.decided.append(new)

    def _do(self, crash, act):
        """What the archive answers; None where the machine failed in the middle of it.

        Then another process comes, and finishes or sweeps what was left.
        """
        failing, number = crash or (None, 0)
        answer = None
        try:
            with machine(failing(number) if failing else never):
                answer = act()
        except (PowerCutError, MachineError):
            assert failing
        if failing:
            self.archive = Archive(self.archive.folder)
            with machine(never):
                self.archive.finish()
        return answer

    def _came_true(self, name):
        """Whether a crash came too late to stop it."""
        return (self.archive.folder / name).exists()


def test_the_archive_tells_the_same_story():
    try_out(Story, settings=settings(max_examples=15, stateful_step_count=20, deadline=None))


@pytest.mark.long
def test_the_archive_tells_the_same_story_many_times():
    try_out(Story, settings=settings(max_examples=300, stateful_step_count=30, deadline=None))
