"""Everything that is known of one file when something is sent back to its sender."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from mne.compliance import SlotStatus
from mne.errors import MneError
from mne.model import Plan, Receipt, Verdict

_HEAD = 64
"""Bytes in which the first part of a container has its name."""


class Changed(NamedTuple):
    """A figure that differs from the last receipt."""

    indicator: str
    figure: str
    """Its whole name: `NPA1-JUS-02@sex=female#numerator`."""
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One file and what became of it."""

    file: str
    """Its name, as its sender gave it."""
    data: bytes | None
    """What it holds; None where it could not be opened at all."""
    language: str
    moment: datetime
    """When it was checked, by the clock, where the plan is at home."""
    tool: str
    synthetic: bool
    """Whether the figures are invented."""
    verdict: Verdict | None = None
    plan: Plan | None = None
    error: MneError | None = None
    """Why it cannot be read, where it cannot."""
    receipt: Receipt | None = None
    """As what it was kept; None where it was only checked."""
    is_duplicate: bool = False
    """Whether these very bytes had been received before."""
    status: SlotStatus | None = None
    """Where the return stands; None where none is expected."""
    before: str = ""
    """The slot's last receipt before this."""
    changes: tuple[Changed, ...] = ()
    """What differs from it."""

    @property
    def own_xlsx(self) -> bytes | None:
        """The very workbook that was checked, if it is an .xlsx; an .ods begins with its type."""
        data, verdict = self.data, self.verdict
        if data is None or verdict is None or sha256(data).hexdigest() != verdict.digest:
            return None
        return data if data.startswith(b"PK") and b"mimetype" not in data[:_HEAD] else None
