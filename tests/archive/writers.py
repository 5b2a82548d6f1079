"""Sixteen processes keep fifty returns each, in a few slots, and are killed at random meanwhile.

    python -m tests.archive.writers [--rounds 5] [--writers 16] [--each 50] [--seed 1]

A writer that was killed is started again. It first does what any write does first: it finishes or
sweeps what was left. Then it looks which of its returns are there, and goes on with the others. In
the end each is there once, under numbers without a gap, every one that was told to be kept is, and
nothing hung. Two of three kills hit whoever holds the lock.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import NoReturn

from mne.archive import Archive
from mne.archive.commit import LOCK, NEXT, STAGING, writing
from mne.model import Receipt, Slot
from mne.periods import Period
from tests.archive.archive_samples import assert_sound, digest_of, receipts, store

SLOTS = tuple(Slot("npa", Period.parse(text), "MOJ") for text in ("2012-Q1", "2012-Q2", "2012-Q3"))
PATIENCE = 120.0
"""Seconds that a writer waits for the lock."""
LIMIT = 300.0
"""Seconds after which a round counts as hanging."""


@dataclass
class Round:
    """One round: who writes what, and what came of it."""

    folder: Path
    writers: int
    each: int
    dice: random.Random
    pause: float
    """The mean of the seconds between two kills."""
    kills: int = 0
    to_sweep: int = 0
    """Kills after which something was left that did not happen."""
    to_finish: int = 0
    """Kills after which something was left that had happened, and was not done."""

    @property
    def archive(self) -> Path:
        return self.folder / "submissions"

    def run(self) -> list[str]:
        """What is wrong in the end; nothing where all is well."""
        self.archive.mkdir(parents=True)
        gc.freeze()
        running = {self._start(who): who for who in range(self.writers)}
        try:
            return self._watch(running) or list(self.what_is_wrong())
        finally:
            for process in running:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)

    def _watch(self, running: dict[int, int]) -> list[str]:
        """Kill and start again, until every writer has said that it is through."""
        end, due = time.monotonic() + LIMIT, time.monotonic() + self.pause
        while running:
            ended, status = os.waitpid(-1, os.WNOHANG)
            if ended:
                who, code = running.pop(ended), os.waitstatus_to_exitcode(status)
                if code == -signal.SIGKILL:
                    running[self._start(who)] = who
                elif code:
                    return [f"writer {who} ended with {code}"]
            elif time.monotonic() > end:
                return [f"{len(running)} writers are not through after {LIMIT:g} seconds"]
            elif time.monotonic() > due:
                self._kill(sorted(running))
                due = time.monotonic() + self.dice.uniform(0, 2 * self.pause)
            else:
                time.sleep(0.001)
        return []

    def _kill(self, running: Sequence[int]) -> None:
        holder = holder_of(self.archive / LOCK)
        aimed = holder in running and self.dice.random() < 2 / 3
        time.sleep(self.dice.uniform(0, 0.02))
        process = holder if aimed else self.dice.choice(running)
        os.kill(process, signal.SIGKILL)
        os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
        self.kills += 1
        if holder == process and holder_of(self.archive / LOCK) is None:
            self.to_finish += (self.archive / STAGING / NEXT).exists()
            self.to_sweep += not (self.archive / STAGING / NEXT).exists()

    def _start(self, who: int) -> int:
        sys.stdout.flush()
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            process = os.fork()  # the only thread that runs
        if process == 0:
            self._write(who)
        return process

    def _write(self, who: int) -> NoReturn:
        code = 1
        try:
            archive = Archive(self.archive, patience=PATIENCE)
            with writing(self.archive, PATIENCE):
                there = {one.sha256 for one in archive.receipts("npa")}
            for number, content in enumerate(self.contents(who)):
                if digest_of(content) not in there:
                    kept = store(archive, content, SLOTS[(who + number) % len(SLOTS)])
                    self._tell(kept.receipt)
            code = 0
        except BaseException:  # noqa: BLE001 - a fork must never go on as its parent
            traceback.print_exc()
        finally:
            os._exit(code)

    def contents(self, who: int) -> Iterator[bytes]:
        """What one writer has to keep."""
        return (f"return {number} of writer {who}".encode() for number in range(self.each))

    def _tell(self, receipt: Receipt) -> None:
        """Note down that it is kept, where no kill can undo it."""
        with (self.folder / "told").open("a") as file:
            file.write(f"{receipt.id} {receipt.sha256}\n")

    def what_is_wrong(self) -> Iterator[str]:
        """Everything that should be so and is not."""
        due = {digest_of(content) for who in range(self.writers) for content in self.contents(who)}
        kept = receipts(self.archive)
        if sorted(one.sha256 for one in kept) != sorted(due):
            returns = len({one.sha256 for one in kept})
            yield f"{len(kept)} receipts of {returns} returns, not {len(due)}"
        there = {f"{one.id} {one.sha256}" for one in kept}
        if lost := set((self.folder / "told").read_text().splitlines()) - there:
            yield f"told to be kept, and not there: {sorted(lost)}"
        for slot, in_slot in groupby(kept, key=lambda one: one.slot):
            ids = [one.id for one in in_slot]
            if [int(name[-4:]) for name in ids] != list(range(1, len(ids) + 1)):
                yield f"{slot}: {ids}"
        if [one.supersedes for one in kept if one.number > 1] != [
            one.id for one, after in pairwise(kept) if one.slot == after.slot
        ]:
            yield "a receipt names another than the one before it"
        if (self.archive / STAGING).exists():
            yield "something is left in the staging folder"
        yield from self._what_is_wrong_with_the_chain(len(kept))
        assert_sound(self.archive)

    def _what_is_wrong_with_the_chain(self, count: int) -> Iterator[str]:
        chain = (self.archive / "checkpoints" / "chain.sha256").read_text()
        command = ["sha256sum", "--check", "--strict", "--quiet", "checkpoints/chain.sha256"]
        checked = subprocess.run(command, cwd=self.archive, capture_output=True, check=False)
        if checked.returncode:
            yield f"sha256sum: {checked.stdout.decode()}"
        bags = [line for line in chain.splitlines() if "  npa/" in line]
        if len(set(bags)) != len(bags) or len(bags) != count:
            yield f"{len(bags)} lines in the chain for {count} receipts"


def holder_of(lock: Path) -> int | None:
    """The process that holds the lock just now, as the kernel tells."""
    try:
        inode = lock.stat().st_ino
        locks = Path("/proc/locks").read_text()
    except OSError:
        return None
    found = re.search(rf"^\d+: FLOCK +ADVISORY +WRITE (\d+) \S+:{inode} ", locks, re.MULTILINE)
    return int(found[1]) if found else None


def main(words: Sequence[str] | None = None) -> int:
    """Run the rounds, and print what came of each."""
    parser = argparse.ArgumentParser(prog="python -m tests.archive.writers")
    for name, default in (("rounds", 5), ("writers", 16), ("each", 50), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--pause", type=float, default=0.3, help="mean seconds between two kills")
    chosen = parser.parse_args(words)
    dice, failed = random.Random(chosen.seed), 0
    for number in range(1, chosen.rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            began = time.monotonic()
            one = Round(Path(folder), chosen.writers, chosen.each, dice, chosen.pause)
            wrong = one.run()
            took = time.monotonic() - began
            failed += bool(wrong)
            print(
                f"round {number}: {chosen.writers} x {chosen.each} returns, {one.kills} kills "
                f"({one.to_sweep} left something to sweep, {one.to_finish} something to finish): "
                f"{'FAILED' if wrong else 'passed'} ({took:.0f} s)",
                *wrong,
                sep="\n  ",
                flush=True,
            )
    print(f"{chosen.rounds - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
