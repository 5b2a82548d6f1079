"""Walks through the archive's folders: finds what no line covers, and what must not be read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mne.archive.chain import CHAIN
from mne.archive.commit import LOCK, STAGING
from mne.archive.shelf import DEFINITIONS
from mne.archive.verify.bag import BAGIT
from mne.archive.verify.chain import NOTES, Bag, Chain
from mne.archive.verify.look import FILE, FOLDER, entries_of, unsafe_names
from mne.archive.verify.problem import NOTHING, Problem


class Folder(NamedTuple):
    """A folder that is to be looked into."""

    path: str
    known: bool
    """Whether it leads to something that a line covers."""
    told: bool = False
    """Whether it lies in one that was found to be unexpected: that is not said of what is in it."""


@dataclass
class Walk:
    """What is to be found, and what was."""

    root: str
    chain: Chain
    moved: set[str]
    """Places from which a thing will be moved: it is looked at as what it will be."""
    problems: list[Problem] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    """Places that hold something else than they should: what belongs there is not missing."""
    above: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Look into every folder that is no bag."""
        covered = (*self.chain.bags, *self.chain.files, CHAIN)
        self.above = {above for path in covered for above in folders_above(path)}
        folders = [Folder("", known=True)]
        while folders:
            folders += self._look_into(*folders.pop())

    def _look_into(self, folder: str, known: bool, told: bool) -> Iterator[Folder]:  # noqa: FBT001 - the fields of a Folder
        """Note what is wrong with what is in a folder; gives the folders in it."""
        here = f"{folder}/" if folder else ""
        entries = entries_of(f"{self.root}/{folder}")
        unsafe = unsafe_names(entries)
        staged = folder == STAGING or folder.startswith(f"{STAGING}/")
        if not known and not told and not staged and FILE in entries.values():
            what = "bag" if entries.get(BAGIT) == FILE else FOLDER
            self.problems.append(Problem("unexpected", folder, NOTHING, what))
            told = True
        for name in sorted(entries):
            path, what = here + name, entries[name]
            if path in self.moved:
                continue
            if reason := self._why_unsafe(path, what, unsafe.get(name, "")):
                wanted = "safe-name" if what in {FILE, FOLDER} and name in unsafe else FILE
                self.problems.append(Problem("unsafe", path, wanted, reason))
                self.blocked.add(path)
            elif what == FILE:
                self._see_file(path, told=told or staged)
            elif path in self.chain.files:
                self._see_other(path, FILE, FOLDER)
            elif path not in self.chain.bags:
                yield Folder(path, path in self.above or path == STAGING, told)

    def _why_unsafe(self, path: str, what: str, name: str) -> str:
        """Why a thing may not be read; nothing where it may."""
        if what not in {FILE, FOLDER}:
            return what
        if name == "case-clash" and self._is_covered(path):
            return ""  # the other one is too much
        if name:
            return name
        if what == FILE and path not in self.chain.files and path != CHAIN:  # those will be read
            return "hard-link" if os.lstat(f"{self.root}/{path}").st_nlink > 1 else ""
        return ""

    def _is_covered(self, path: str) -> bool:
        return path in self.above or path in self.chain.files or path in self.chain.bags

    def _see_file(self, path: str, *, told: bool) -> None:
        if path in self.chain.files or path == CHAIN or told:
            return
        if path in self.chain.bags or path in self.above:
            self._see_other(path, FOLDER, FILE)
        elif path != LOCK:
            self.problems.append(Problem("unexpected", path, NOTHING, FILE))
        elif os.lstat(f"{self.root}/{path}").st_size:
            self.problems.append(Problem("altered", path, "empty", FILE))

    def _see_other(self, path: str, expected: str, found: str) -> None:
        self.problems.append(Problem("altered", path, expected, found))
        self.blocked.add(path)

    def is_blocked(self, path: str) -> bool:
        """Whether a place cannot be looked at, because of what is there or above it."""
        return bool(self.blocked) and not self.blocked.isdisjoint((path, *folders_above(path)))


def folders_above(path: str) -> Iterator[str]:
    """The folders on the way to a path, the nearest first."""
    while path := path.rpartition("/")[0]:
        yield path


def discover(root: str) -> Chain:
    """What an archive holds that has lost its chain, by its own word; notes alone need no chain."""
    chain, folders = Chain(), [""]
    while folders:
        folder = folders.pop()
        here = f"{folder}/" if folder else ""
        entries = entries_of(f"{root}/{folder}")
        if entries.get(BAGIT) == FILE:
            chain.bags[folder] = Bag(folder, "", 0)
            continue
        for name, what in entries.items():
            if what == FOLDER and here + name != STAGING:
                folders.append(here + name)
            elif what == FILE and (here + name in NOTES or here.startswith(f"{DEFINITIONS}/")):
                chain.files[here + name] = here.split("/")[1] if here else ""
    if chain.bags or set(chain.files) - set(NOTES):
        chain.problems.append(Problem("missing", CHAIN, FILE, NOTHING))
    return chain
