"""Kills `mne` at every system call that changes the archive, and fills the disk at every one.

    python -m tests.archive.crash_points [submit waive ... | all] [--kill] [--full] [--every N]

Each command is done on a copy of a small archive. Once it is only watched, to find the calls; then
it is hindered at each of them in turn: killed before the call, or the call and all that follow fail
for want of space. After each, nothing that was kept may have changed and nothing may be half there.
Then the same command is called again, unhindered, a minute later, and must end as if nothing had
happened: the archive is, byte for byte, that of an undisturbed run at the one minute or at the
other. Both runs together must have written in an order that no power cut can break.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import bagit

from mne.archive.chain import CHAIN
from mne.archive.commit import LOCK, NEXT, STAGING
from tests.archive.power_cut import broken_rules, names_in
from tests.archive.system_calls import CHANGING, Call, calls_in, touching, why_not
from tests.archive.trial_archive import (
    TRIALS,
    Trial,
    at,
    make_archive,
    make_empty,
    put_back,
    verified,
)
from tests.archive.warm import Ended, Warm

NOW, LATER = at(20), at(20, minute=1)
FAULTS = ("kill", "full")
BUG = 70
MOST_SHOWN = 5
"""Failures of one command; they are mostly of one kind."""
CHANGES_ONLY = ("-f", "-e", "trace=chdir,fchdir,?" + ",?".join(sorted(CHANGING)))
Tree = dict[str, bytes]


@dataclass(frozen=True)
class Point:
    """A call at which something happens."""

    call: Call
    number: int
    """Which of all the calls of this name that touch one of these paths."""
    before: tuple[tuple[str, int], ...]
    """How many calls of each name came before."""


@dataclass(frozen=True)
class Plan:
    """One command, what it does to which paths, and how the archive is before and after."""

    name: str
    original: Path
    said: tuple[str, ...]
    points: tuple[Point, ...]
    old: Tree
    ends: tuple[Tree, Tree]
    """After an undisturbed run now, and after one a minute later."""
    twice: Tree
    """After it was done now and again a minute later."""
    codes: tuple[int, int]
    """What it answers when it is done, and when it was done before."""


def tree(root: Path) -> Tree:
    """Every file of the archive by its path; an empty folder by its path and a slash."""
    folder = root / "submissions"
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if name == LOCK:
            continue
        if path.is_file():
            found[name] = path.read_bytes()
        elif not any(path.iterdir()):
            found[f"{name}/"] = b""
    return found


class Told(NamedTuple):
    """What came of one trial."""

    fault: str
    call: str
    wrong: str
    """Empty where all is well."""


class Trials:
    """One process's share of the trials: all in one place, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.warm = Warm(folder / "scratch")
        self.folder = folder
        self.root = folder / "at"

    def run(self, plan: str, clock: dict[str, str], watched: Sequence[str] | None = None):
        return self.warm.mne(self.root, TRIALS[plan].words, environment=clock, watched=watched)

    def make(self, name: str) -> Path:
        """The workspace in which a command is to be done."""
        trial = TRIALS[name]
        if trial.finishes:
            return self._interrupted(trial)
        folder = self.folder / ("empty" if trial.on_nothing else "before")
        if folder.exists():
            return folder
        return make_empty(folder) if trial.on_nothing else make_archive(folder, self.warm)

    def _interrupted(self, trial: Trial) -> Path:
        """A workspace in which something was decided, and is half done."""
        folder = self.folder / "interrupted"
        if not folder.exists():
            plan = self.look(trial.finishes)
            place = f"/{trial.removes}"
            point = next(one for one in plan.points if one.call.paths[-1].endswith(place))
            put_back(plan.original, self.root)
            self.run(trial.finishes, NOW, [*looking_at(plan.said), *injected("kill", point)])
            put_back(self.root, folder)
        return folder

    def look(self, name: str) -> Plan:
        """Do a command unhindered, now and later, and see which calls it makes."""
        original = self.make(name)
        put_back(original, self.root)
        old = tree(self.root)
        self.run(name, LATER)  # also imports what is missing
        later = tree(self.root)
        verified(self.warm, self.root)
        put_back(original, self.root)
        code, now = self.run(name, NOW).code, tree(self.root)
        verified(self.warm, self.root)
        done_before, twice = self.run(name, LATER).code, tree(self.root)
        put_back(original, self.root)
        calls = self._changing(self.run(name, NOW, ["-f"]).log)
        said = tuple(dict.fromkeys(text for call in calls for text in call.said))
        put_back(original, self.root)
        watched = self.run(name, NOW, looking_at(said)).log
        points = tuple(points_in(calls_in(watched, str(self.root)), self.root))
        if [str(point.call) for point in points] != [str(call) for call in calls]:
            raise RuntimeError(f"{name}: another program changes the archive too, or at random")
        return Plan(name, original, said, points, old, (now, later), twice, (code, done_before))

    def _changing(self, log: str) -> list[Call]:
        calls = touching(calls_in(log, str(self.root)), self.root)
        return [call for call in calls if call.changes]

    def hinder(self, plan: Plan, fault: str, point: Point) -> str:
        """What went wrong; empty where nothing did."""
        put_back(plan.original, self.root)
        options = [*looking_at(plan.said), *injected(fault, point)]
        try:
            first = self.run(plan.name, NOW, options)
            if not was_hit(first.log, point, str(self.root), fault):
                return f"the call was not reached:\n{first.log}"
            return (
                what_it_answered(plan, self.root, fault, first)
                or what_is_wrong(plan, self.root)
                or self._again(plan, fault, first)
            )
        except Exception as error:  # noqa: BLE001 - one failed trial of many, told with its place
            return f"{type(error).__name__}: {error}"

    def _again(self, plan: Plan, fault: str, first: Ended) -> str:
        """Call the same command again; what is not as it should be then."""
        again = self.run(plan.name, LATER, CHANGES_ONLY if fault == "kill" else None)
        end, ends = tree(self.root), (plan.twice, plan.ends[1])
        if end not in ends:
            return f"called again: {differences(end, ends)} ({again.err.strip()})"
        if again.code != plan.codes[end == plan.twice]:
            return f"called again: exit code {again.code}: {again.err}"
        if fault == "full":
            return ""
        calls = [*self._changing(first.log), *self._changing(again.log)]
        return "; ".join(broken_rules(calls, self.root, names_in(plan.original)))


def looking_at(said: Sequence[str]) -> list[str]:
    return [word for text in said for word in ("-P", text)]


def points_in(calls: list[Call], root: Path) -> Iterator[Point]:
    seen: Counter[str] = Counter()
    interesting = set(map(id, touching(calls, root)))
    for call in calls:
        before = tuple(sorted(seen.items()))
        seen[call.name] += 1
        if call.changes and id(call) in interesting:
            yield Point(call, seen[call.name], before)


def injected(fault: str, point: Point) -> list[str]:
    """The options that make strace do it."""
    if fault == "kill":
        return ["-e", f"inject={point.call.name}:signal=KILL:when={point.number}"]
    # From here on the disk is full, for whatever call needs room.
    seen = dict(point.before)
    names = {
        point.call.name,
        "openat",
        "write",
        "mkdir",
        "rename",
        "fsync",
        "ftruncate",
        "sendfile",
    }
    return [
        word
        for name in sorted(names)
        for word in ("-e", f"inject={name}:error=ENOSPC:when={seen.get(name, 0) + 1}+")
    ]


def was_hit(log: str, point: Point, folder: str, fault: str) -> bool:
    """Whether strace did to the very call what it was told to."""
    same = [call for call in calls_in(log, folder) if call.name == point.call.name]
    if len(same) < point.number or same[point.number - 1].paths != point.call.paths:
        return False
    if fault == "kill":
        return "killed by SIGKILL" in log and same[point.number - 1] == same[-1]
    return "(INJECTED)" in same[point.number - 1].rest


def what_it_answered(plan: Plan, root: Path, fault: str, ended: Ended) -> str:
    """A full disk is no fault of ours, and whoever is told that all is well can rely on it."""
    if fault == "full" and (ended.code == BUG or ended.code < 0):
        return f"exit code {ended.code}: {ended.err}"
    if ended.code == plan.codes[0] and plan.ends[0].keys() - tree(root).keys():
        return "it said that all was well, and nothing was kept"
    return ""


def what_is_wrong(plan: Plan, root: Path) -> str:
    """After the fault, before anybody has done anything: something lost, or half there."""
    found, old, new = map(without_staging, (tree(root), plan.old, plan.ends[0]))
    if removed := TRIALS[plan.name].removes:
        bags = [take_out(one, f"{removed}/") for one in (found, old, new)]
        is_moving = (root / "submissions" / STAGING / NEXT).exists()
        if bags[0] not in bags[1:] and (bags[0] or not is_moving):
            return f"{removed} is neither what it was nor its tombstone"
    chains = [take_out(one, CHAIN).get(CHAIN, b"") for one in (old, found, new)]
    if not (chains[1].startswith(chains[0]) and chains[2].startswith(chains[1])):
        return "the chain of digests is another"
    for name, content in old.items():
        if name[-1] != "/" and found.pop(name, None) != content:
            return f"{name} is lost or altered"
    for mark in (root / "submissions").glob("[!.]*/**/bagit.txt"):
        bagit.Bag(str(mark.parent)).validate()
    return half_there(
        {name: content for name, content in found.items() if name[-1] != "/"},
        {name: content for name, content in new.items() if name not in old},
    )


def without_staging(files: Tree) -> Tree:
    """What belongs to the archive already."""
    return {name: content for name, content in files.items() if name[0] != "."}


def half_there(found: Tree, new: Tree) -> str:
    """What is there of the new, it must be there as a whole; and nothing else may be."""
    for folder in sorted(set(map(bag_of, found))):
        there, due = ({n: one[n] for n in one if bag_of(n) == folder} for one in (found, new))
        if there != due:
            return f"{folder or 'the archive'} holds {sorted(there)}, and not {sorted(due)}"
    return ""


def take_out(files: Tree, start: str) -> Tree:
    """Take some files out of a tree, and return them."""
    return {name: files.pop(name) for name in sorted(files) if name.startswith(start)}


def bag_of(name: str) -> str:
    """The folder that appears as one: the one that holds `data/`, or the file's own."""
    return name.partition("/data/")[0] if "/data/" in name else name.rpartition("/")[0]


def differences(end: Tree, ends: Sequence[Tree]) -> str:
    """The archive is neither of the two that it may be: how so, against the nearer one."""
    said = []
    for other in ends:
        missing, more = sorted(other.keys() - end.keys()), sorted(end.keys() - other.keys())
        altered = sorted(name for name in end.keys() & other.keys() if end[name] != other[name])
        said.append(f"missing {missing}, too many {more}, other {altered}")
    return min(said, key=len)[:500]


@cache
def trials_in(folder: Path) -> Trials:
    """The trials of one process, which makes its archive once."""
    return Trials(folder)


def hindered(name: str, faults: Sequence[str], folder: Path, share: slice) -> list[Told]:
    """Look at a command, then hinder it at a share of its calls, all in a folder of one's own."""
    trials = trials_in(folder / str(os.getpid()))
    plan = trials.look(name)
    if plan.twice != plan.ends[0] and share.start == 0:
        told = [Told("done twice", name, differences(plan.twice, plan.ends[:1]))]
    else:
        told = []
    work = [(fault, point) for point in plan.points for fault in faults][share]
    return told + [
        Told(fault, str(point.call), trials.hinder(plan, fault, point)) for fault, point in work
    ]


def try_one(name: str, pool: Executor, chosen: argparse.Namespace, folder: Path) -> int:
    """Try one command, print what came of it, and return how many points failed."""
    began = time.monotonic()
    faults = [fault for fault in FAULTS if getattr(chosen, fault)] or FAULTS
    step = chosen.workers * chosen.every
    shares = [slice(start, None, step) for start in range(0, step, chosen.every)]
    parts = pool.map(partial(hindered, name, faults, folder), shares)
    told = [one for part in parts for one in part]
    failed = [one for one in told if one.wrong]
    for one in failed[:MOST_SHOWN]:
        print(f"FAILED {name}, {one.fault} at {one.call}\n  {one.wrong}")
    said = f"{len(told) - len(failed)} passed, {len(failed)} failed"
    print(f"{name}: {len(told)} points: {said} ({time.monotonic() - began:.0f} s)", flush=True)
    return len(failed)


def main(words: Sequence[str] | None = None) -> int:
    """Try the commands that were named."""
    parser = argparse.ArgumentParser(prog="python -m tests.archive.crash_points")
    parser.add_argument("commands", nargs="*", default="all", choices=["all", *TRIALS])
    parser.add_argument("--kill", action="store_true", help="only kill")
    parser.add_argument("--full", action="store_true", help="only fill the disk")
    parser.add_argument("--every", type=int, default=1, help="only every so many-th point")
    parser.add_argument("--workers", type=int, default=2, help="how many to try at the same time")
    chosen = parser.parse_args(words)
    if reason := why_not():
        print(f"skipped: {reason}")
        return 0
    names = [name for name in TRIALS if name in chosen.commands or "all" in chosen.commands]
    failed = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(chosen.workers, get_context("fork")) as pool,
    ):
        for name in names:
            failed += try_one(name, pool, chosen, Path(folder))
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
