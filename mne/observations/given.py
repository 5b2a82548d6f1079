"""What the table is made from: the archive, and answers that have their place in one way only."""

from __future__ import annotations

from typing import Protocol

from mne.model import At, Observation, Plan, Receipt


class Keeper(Protocol):
    """What is needed of the archive."""

    def receipts(self, plan_id: str, /) -> tuple[Receipt, ...]:
        """Every receipt of a plan."""

    def observations(self, receipt: Receipt, plan: Plan, /) -> tuple[Observation, ...]:
        """What one receipt holds, read under a plan's definitions."""

    def definitions(self, digest: str, /) -> Plan | None:
        """The definitions of that digest, if they were kept."""


def canonical_at(at: At) -> At:
    """A place with its dimensions in one order: a crossed table turned round is the same."""
    return tuple(sorted(at))
