"""What verifying can find: one thing that is not as it was kept, with its place."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["altered", "missing", "unexpected", "unsafe", "signature", "leftover"]

NOTHING = "nothing"
"""Stands for what is not there, or should not be there."""


class Problem(NamedTuple):
    """One thing that is not as it was kept.

    `expected` and `found` are digests, ids and other facts, or short codes that have a word in each
    language: those of `WORDS`.
    """

    kind: Kind
    path: str
    """Below the archive's folder, parted by `/`."""
    expected: str
    found: str


WORDS = (
    NOTHING,
    "bag",
    "bad-signature",
    "case-clash",
    "device",
    "empty",
    "fifo",
    "file",
    "folder",
    "hard-link",
    "legible",
    "line-per-thing",
    "one-file",
    "record",
    "safe-name",
    "signature",
    "socket",
    "symlink",
    "unfinished-write",
    "unknown-signer",
    "unsafe-name",
)
"""The codes that `expected` and `found` may be."""
