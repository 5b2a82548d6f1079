"""Holds one bag against its line: its tag manifest first, then what each list promises.

One cause is told once: where a list is not what it was, what it says of other files is not asked.
"""

from __future__ import annotations

import os
import re

from mne.archive import bag as names
from mne.archive.bag import MANIFEST, TAG_MANIFEST
from mne.archive.checkpoint_file import SIGNATURE, STATEMENT
from mne.archive.shelf import DECISION, RECEIPT, TOMBSTONE
from mne.archive.verify.chain import Bag
from mne.archive.verify.look import (
    FILE,
    FOLDER,
    DiskError,
    UnsafeError,
    entries_of,
    read_plain,
    unsafe_names,
)
from mne.archive.verify.problem import NOTHING, Kind, Problem

BAGIT, DATA = "bagit.txt", f"{names.DATA}/"
DECLARATION = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
"""Exactly so: a bag that declares an older version would not have its tag manifest checked."""

_ENTRY = re.compile(r"^([0-9a-f]{64})  ?(\S.*)\n", re.MULTILINE)
_RECORDS = frozenset(DATA + name for name in (RECEIPT, TOMBSTONE, DECISION, STATEMENT, SIGNATURE))


class OpenBag:
    """A bag as it was found, and what is wrong with it."""

    def __init__(self, root: str, bag: Bag, place: str) -> None:
        """`place` is where it lies now, below the root."""
        self.bag = bag
        self.problems: list[Problem] = []
        self.promised: dict[str, str] = {}
        """The digest of each file under `data/`, as far as the list of them can be trusted."""
        self.records: dict[str, bytes] = {}
        """What is read of it beyond its digest."""
        self.files = 0
        """How many were read."""
        self._folder = f"{root}/{place}"
        self._entries: dict[str, str] = {}
        """`file`, or why it must not be read, by the path in the bag."""
        try:
            self._look_through()
        except (FileNotFoundError, NotADirectoryError):
            self.problems = [Problem("missing", bag.path, bag.digest or "bag", NOTHING)]
        else:
            self._hold()

    def blame(self, kind: Kind, name: str, expected: str, found: str) -> None:
        """Note a problem with a file of the bag."""
        self.problems.append(Problem(kind, f"{self.bag.path}/{name}", expected, found))

    def _look_through(self) -> None:
        folders = [""]
        while folders:
            here = folders.pop()
            entries = entries_of(f"{self._folder}/{here}")
            unsafe = unsafe_names(entries)
            for name, what in entries.items():
                if what == FOLDER and name not in unsafe:
                    folders.append(f"{here}{name}/")
                else:
                    self._entries[here + name] = unsafe.get(name, what) if what == FILE else what

    def _hold(self) -> None:
        tags = self._read_list(TAG_MANIFEST, self.bag.digest)
        content = None
        if tags is not None:
            content = self._read_list(MANIFEST, tags.pop(MANIFEST, NOTHING))
            if self._take(BAGIT, tags.pop(BAGIT, NOTHING)) not in {None, DECLARATION}:
                self.blame("altered", BAGIT, DECLARATION.decode(), "file")
            for name, digest in tags.items():
                self._take(name, digest)
        if content is not None:
            self.promised = content
            for name, digest in content.items():
                taken = self._take(name, digest)
                if taken is not None and name in _RECORDS:
                    self.records[name] = taken
        self._blame_the_rest(lists=tags is not None, content=content is not None)

    def _blame_the_rest(self, *, lists: bool, content: bool) -> None:
        """What no list names; where a list cannot be trusted, only what must not be read."""
        for name, found in self._entries.items():
            what = found
            if what == FILE and os.lstat(f"{self._folder}/{name}").st_nlink > 1:
                what = "hard-link"
            if what not in {FILE, "case-clash"}:
                self.blame("unsafe", name, "safe-name" if what == "unsafe-name" else FILE, what)
            elif content if name.startswith(DATA) else lists:
                self.blame("unexpected" if what == FILE else "unsafe", name, NOTHING, what)

    def _read_list(self, name: str, digest: str) -> dict[str, str] | None:
        """A manifest; None where it is not what it was."""
        content = self._take(name, digest)
        if content is None:
            return None
        text = content.decode("utf-8", "replace")
        promised = {path: digest for digest, path in _ENTRY.findall(text)}
        if len(promised) != text.count("\n") or text[-1:] not in {"", "\n"}:
            self.blame("altered", name, "legible", FILE)
            return None
        return promised

    def _take(self, name: str, expected: str) -> bytes | None:
        """The content of a file if it is what was promised; else that is a problem."""
        what = self._entries.get(name, NOTHING)
        if what == NOTHING:
            self.blame("missing", name, expected or FILE, NOTHING)
            return None
        if what not in {FILE, "case-clash"}:
            return None  # told with the rest
        del self._entries[name]
        try:
            digest, content = read_plain(f"{self._folder}/{name}")
        except UnsafeError as error:
            self.blame("unsafe", name, FILE, str(error))
            return None
        except DiskError as error:
            digest, content = str(error), b""
        self.files += 1
        if digest == expected or not expected:
            return content
        self.blame("altered", name, expected, digest)
        return None
