"""Holds what checkpoints state against the chain, and their signatures against their keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from mne.archive.chain import CHAIN, Head
from mne.archive.checkpoint_file import SIGNATURE, STATEMENT, read_checkpoint
from mne.archive.verify.chain import Chain
from mne.archive.verify.problem import NOTHING, Kind, Problem
from mne.archive.verify.record import Seen
from mne.archive.verify.signature import Signers, check_signature


class SeenCheckpoint(NamedTuple):
    """A checkpoint, as it was found."""

    path: str
    head: Head
    on: datetime
    key: str
    """The fingerprint of the key that it says it is signed with; empty where it is not signed."""
    signature: str
    """`good`, `bad`, `unknown-signer`, `none` or `not-checked`."""


class Checkpoints:
    """All checkpoints of an archive, looked at one by one."""

    def __init__(self, chain: Chain, program: str, signers: Signers | None) -> None:
        """`program` is `ssh-keygen`; empty where this machine has none."""
        self.found: list[SeenCheckpoint] = []
        self.problems: list[Problem] = []
        self._chain, self._program, self._signers = chain, program, signers

    def add(self, seen: Seen) -> None:
        """Look at one of them."""
        if seen.statement is None:
            return
        text, signature = seen.statement
        try:
            head, on, key = read_checkpoint(text.decode())
        except ValueError:
            self._blame("altered", seen, STATEMENT, "legible", "file")
            return
        if seen.bag.digest and head.lines > seen.bag.line:
            self._blame("altered", seen, STATEMENT, str(seen.bag.line), str(head.lines))
        verdict = self._judge(seen, text, signature, key, on)
        self.found.append(SeenCheckpoint(seen.bag.path, head, on, key, verdict))

    def _judge(
        self, seen: Seen, text: bytes, signature: bytes | None, key: str, on: datetime
    ) -> str:
        if signature is None and not key:
            return "none"
        if signature is None or not key:
            wanted = key or NOTHING
            found = NOTHING if signature is None else "signature"
            self._blame("signature", seen, SIGNATURE, wanted, found)
            return "bad"
        if not self._program:
            return "not-checked"
        answer = check_signature(self._program, text, signature, self._signers, on)
        if answer.key != key:
            self._blame("signature", seen, SIGNATURE, key, answer.key or "bad-signature")
            return "bad"
        if not answer.is_known and self._signers:
            self._blame("signature", seen, SIGNATURE, self._signers.identity, "unknown-signer")
            return "unknown-signer"
        return "good"

    def _blame(self, kind: Kind, seen: Seen, name: str, expected: str, found: str) -> None:
        self.problems.append(Problem(kind, f"{seen.bag.path}/data/{name}", expected, found))

    def first_broken(self) -> Iterator[Problem]:
        """Where the chain is not what the earliest of them states: later ones differ with it."""
        for one in sorted(self.found, key=lambda one: one.head.lines):
            if self._chain.digest(one.head.lines) != one.head.sha256:
                yield broken(self._chain, one.head)
                return


def broken(chain: Chain, kept: Head) -> Problem:
    """The chain is not what it was when this line was taken of it."""
    digest = chain.digest(kept.lines)
    found = Head(kept.lines, digest) if digest else Head(chain.lines, NOTHING)
    return Problem("altered", CHAIN, str(kept), str(found))
