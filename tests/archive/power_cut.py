"""Which order of system calls a power cut cannot break, and where a recorded order breaks it.

A kill leaves to the kernel what was written; a power cut does not. So what is renamed into its
place must have been synced before, with everything in it; the folders above it after; the chain of
digests after each line; and all of it before `.staging/next` is removed, which alone knows what is
still to be done.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from tests.archive.system_calls import OPENING, REMOVING, RENAMING, SYNCING, WRITING, Call, touching

ARCHIVE = "submissions"
STAGING, LOCK = f"{ARCHIVE}/.staging", f"{ARCHIVE}/.lock"
NEXT = f"{STAGING}/next"


class Disk:
    """What of a workspace may not be on the disk yet, and which rules that broke."""

    def __init__(self, root: str, there: Iterable[str]) -> None:
        self.root = root
        self.there = set(there)
        """What has a name; a file that is opened as if it were new gets no other."""
        self.unsynced: set[str] = set()
        """Files whose content changed, and folders whose names changed, since they were synced."""
        self.is_decided = NEXT in self.there
        """Whether `next` is in its place: what it says has happened, done or not."""
        self.promise: set[str] = set()
        """Folders to be synced before `next` can be relied on."""
        self.is_done = True
        """Whether the removal of the last `next` is on the disk."""
        self.broken: list[str] = []

    def see(self, call: Call) -> None:
        """Take one call into account that changed something."""
        paths = [path[len(self.root) + 1 :] for path in call.paths if self._is_inside(path)]
        if not paths or paths[-1] == LOCK:
            return
        if call.name in SYNCING:
            self.unsynced.discard(paths[0])
            self.promise.discard(paths[0])
            self.is_done |= paths[0] == STAGING
        elif call.name in RENAMING:
            self._rename(*paths)
        elif call.name in REMOVING:
            self._remove(paths[-1])
        elif call.name not in OPENING or paths[-1] not in self.there or "O_TRUNC" in call.rest:
            self._change(call.name, paths[-1])

    def end(self) -> list[str]:
        """Every rule that was broken, now that the command has ended."""
        self._all_is_on_disk("before the command ends")
        if self.is_decided:
            self.broken.append("next is left behind")
        return list(dict.fromkeys(self.broken))

    def _is_inside(self, path: str) -> bool:
        return path == self.root or path.startswith(f"{self.root}/")

    def _change(self, name: str, path: str) -> None:
        if is_in_place(path) and name in WRITING:
            self._needs_next(path)
        self.unsynced.add(path)
        if path not in self.there:
            self.there.add(path)
            if path != STAGING:  # whether that is there again matters only to what is put there
                self.unsynced.add(parent(path))

    def _rename(self, source: str, target: str) -> None:
        if target == NEXT or is_in_place(target) != is_in_place(source):
            for path in sorted(below(source, self.unsynced)):
                self.broken.append(f"{path} is not synced before it is renamed to {target}")
        for path in filter(is_in_place, (source, target)):
            self._needs_next(path)
        for known in (self.unsynced, self.there):
            for path in below(source, known):
                known.remove(path)
                known.add(target + path[len(source) :])
        self.unsynced |= {parent(source), *parents(target)}
        if target == NEXT:
            self.is_decided = True
            self.promise = {STAGING, ARCHIVE}

    def _needs_next(self, path: str) -> None:
        if not self.is_decided:
            self.broken.append(f"{path} is changed before next says so")
        for folder in sorted(self.promise):
            self.broken.append(f"{path} is changed before {folder} is synced, which holds next")

    def _remove(self, path: str) -> None:
        if path == NEXT:
            self._all_is_on_disk("before next is removed")
            self.is_decided, self.is_done = False, False
        elif is_in_place(path):
            self.broken.append(f"{path} is removed")
        elif not self.is_done:
            self.broken.append(f"{path} is removed before the removal of next is synced")
        self.unsynced -= below(path, self.unsynced)
        self.there -= below(path, self.there)
        if path != STAGING:
            self.unsynced.add(parent(path))

    def _all_is_on_disk(self, when: str) -> None:
        for path in sorted(filter(is_in_place, self.unsynced)):
            self.broken.append(f"{path or 'the workspace'} is not synced {when}")


def below(path: str, known: Iterable[str]) -> set[str]:
    """Of the paths that are known, this one and those below it."""
    return {one for one in known if one == path or one.startswith(f"{path}/")}


def is_in_place(path: str) -> bool:
    """Whether it belongs to the archive already, and is not only being built."""
    return path != STAGING and not path.startswith(f"{STAGING}/")


def parent(path: str) -> str:
    return path.rpartition("/")[0]


def parents(path: str) -> set[str]:
    """The folders above, up to the archive's own."""
    return {str(one) for one in PurePosixPath(path).parents[:-1]}


def names_in(root: Path) -> set[str]:
    """Everything in a workspace, by its path."""
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def broken_rules(calls: Iterable[Call], root: Path, there: Iterable[str]) -> list[str]:
    """What a power cut could break; nothing where the order is right. `there`: what was before."""
    disk = Disk(str(root), there)
    for call in touching(calls, root):
        if call.changes:
            disk.see(call)
    return disk.end()
