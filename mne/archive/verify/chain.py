"""Reads the chain: a line for everything that was ever kept, in the order in which it was kept.

It is read strictly, and by itself: a fault in writing must not hide itself in verifying.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from mne.archive.bag import TAG_MANIFEST
from mne.archive.chain import CHAIN
from mne.archive.names import NOT_PLANS
from mne.archive.note import ARCHIVE_NOTE
from mne.archive.verify.problem import NOTHING, Problem
from mne.workspace import SYNTHETIC

NOTES = (ARCHIVE_NOTE, SYNTHETIC)

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_NAME = r"[A-Za-z0-9][A-Za-z0-9._+-]*"
_PLACES = re.compile(
    rf"checkpoints/c\d{{4,}}"
    rf"|decisions(?:/{_NAME}){{2,3}}/d\d{{4,}}"
    rf"|reports(?:/{_NAME})+"
    rf"|(?!(?:{'|'.join(sorted(NOT_PLANS))})/)(?:{_NAME}/){{3}}r\d{{4,}}"
)
_DEFINITIONS = re.compile(r"definitions/([0-9a-f]{64})/plan\.json")
_NUMBERED = re.compile(r"(.+/[a-z])(\d{4,})")


class Bag(NamedTuple):
    """A bag that has a line."""

    path: str
    digest: str
    """That of its tag manifest; empty where there is no chain to say so."""
    line: int
    """How many lines come before its own."""
    before: str = ""
    """Of a receipt that was removed: the digest of the tag manifest that it had."""


@dataclass
class Chain:
    """What the chain covers, and what is wrong with its lines."""

    content: bytes = b""
    bags: dict[str, Bag] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """Digests of the single files, the definitions and the notes."""
    ends: list[int] = field(default_factory=lambda: [0])
    """Where so many lines end, in bytes; none at 0."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self.ends) - 1

    def digest(self, lines: int) -> str | None:
        """The SHA-256 of so many lines; None where there are fewer."""
        if lines > self.lines:
            return None
        return hashlib.sha256(self.content[: self.ends[lines]]).hexdigest()

    def removed(self) -> list[str]:
        """The receipts that were removed."""
        return [bag.path for bag in self.bags.values() if bag.before]


def read_chain(content: bytes) -> Chain:
    """Everything that the chain says; what cannot be understood is a problem and is passed over."""
    chain = Chain(content)
    numbers: dict[str, int] = {}
    at = 0
    for line in content.split(b"\n")[:-1]:
        if not _take(chain, line, numbers):
            chain.problems.append(_malformed(chain.lines, line))
        at += len(line) + 1
        chain.ends.append(at)
    if at < len(content):
        chain.problems.append(_malformed(chain.lines, content[at:]))
    return chain


def _malformed(before: int, line: bytes) -> Problem:
    found = line[:200].decode("utf-8", "replace")
    return Problem("altered", CHAIN, "line-per-thing", f"{before + 1}: {found}")


def _take(chain: Chain, line: bytes, numbers: dict[str, int]) -> bool:
    """Add what a line covers; False where it is no line of a chain."""
    try:
        found = _LINE.fullmatch(line.decode())
    except UnicodeDecodeError:
        return False
    if not found:
        return False
    digest, path = found.groups()
    bag, _, last = path.rpartition("/")
    if last == TAG_MANIFEST:
        return bool(_PLACES.fullmatch(bag)) and _take_bag(chain, bag, digest, numbers)
    definitions = _DEFINITIONS.fullmatch(path)
    if path in chain.files or not (path in NOTES or definitions):
        return False
    chain.files[path] = digest
    return not definitions or definitions[1] == digest


def _take_bag(chain: Chain, path: str, digest: str, numbers: dict[str, int]) -> bool:
    """A bag, or the tombstone in the place of a receipt: nothing else has a second line."""
    known = chain.bags.get(path)
    if known:
        chain.bags[path] = known._replace(digest=digest, line=chain.lines, before=known.digest)
        return is_receipt(path) and not known.before
    chain.bags[path] = Bag(path, digest, chain.lines)
    if found := _NUMBERED.fullmatch(path):
        row, number = found[1], int(found[2])
        next_one = numbers.get(row, 0) + 1
        numbers[row] = max(number, next_one - 1)
        if number > next_one:
            chain.problems.append(Problem("missing", f"{row}{next_one:04d}", "bag", NOTHING))
        return number >= next_one and path == f"{row}{number:04d}"
    return True


def is_receipt(path: str) -> bool:
    """Whether a bag's place is that of a receipt."""
    return path.partition("/")[0] not in NOT_PLANS


def place_before(path: str) -> str:
    """The place of the bag that has the number before; empty for the first."""
    found = _NUMBERED.fullmatch(path)
    if not found or int(found[2]) == 1:
        return ""
    return f"{found[1]}{int(found[2]) - 1:04d}"
