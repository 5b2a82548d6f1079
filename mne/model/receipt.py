"""What is kept of a return: the verdict on it, the receipt, and what people decide about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from mne.model.record import CellCounts, Issue, Observation, Outcome, Slot

VerdictName = Literal["accepted", "refused", "unreadable"]
DecisionKind = Literal[
    "waiver",
    "exemption",
    "extension",
    "dispatch",
    "attestation",
    "closure",
    "reopening",
    "removal",
]
HowKnown = Literal["sent", "transcribed", "printed", "corrected"]
NotKept = Literal["", "personal", "unreadable"]
Attested = Literal["", "signed", "validated"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking one file came to."""

    verdict: VerdictName
    slot: Slot
    digest: str
    """SHA-256 of the file."""
    reader: str
    """The reader's name and version."""
    definitions: str
    """Digest of the definitions the file was read under."""
    cells: CellCounts
    observations: tuple[Observation, ...]
    issues: tuple[Issue, ...]
    outcomes: tuple[Outcome, ...] = ()
    """Every rule of the plan; of other checks those that had to be skipped."""
    withheld: frozenset[tuple[str, str]] = frozenset()
    """Sheet and cell of what would point at a person; its text is repeated nowhere."""


class Letter(NamedTuple):
    """The letter that a decision or a figure rests on, kept beside it."""

    file: str
    """The name of the file as it was given."""
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What people decided about a return: who asked, who approved, why, from which day.

    A `dispatch` is the word of the secretariat that the form for it went out on that day.

    It is appended, and never edited: a later one takes its place, and both stay.
    """

    number: int = 0
    """1 for the first decision about a slot; 0 as long as it is not kept."""
    kind: DecisionKind
    slot: Slot
    receipt: str = ""
    """The receipt that a waiver, an attestation or a removal is about; other kinds name none."""
    asked_by: str = ""
    """Empty for an attestation and a dispatch, which nobody asks for."""
    approved_by: str
    """Who decided; of an attestation, who signed; of a dispatch, who sent the form out."""
    reason: str = ""
    on: datetime
    """From when it is in force, with its offset from UTC."""
    recorded_on: datetime
    """When it was recorded, by the clock; with its offset from UTC."""
    tool: str
    letter: Letter | None = None
    issues: tuple[Issue, ...] = ()
    """Of a waiver: what it waives, each as it stands in the receipt."""
    until: date | None = None
    """Of an extension: the day by whose end the return is now due."""
    attested: Attested = ""
    """Of an attestation: `signed` by the ministry, or `validated` by the secretariat."""

    @property
    def id(self) -> str:
        """`decisions/PLAN/PERIOD/REPORTER/d0001`: also its path below `submissions/`.

        One about a whole period is `decisions/PLAN/PERIOD/d0001`.
        """
        return f"decisions/{self.slot}/d{self.number:04d}"


class Origin(NamedTuple):
    """How the secretariat came to know what a receipt holds."""

    how: HowKnown = "sent"
    """`sent` by the reporter as a file; `transcribed` by the secretariat from paper; `printed` in
    an old report; `corrected` by letter, in one figure or a few."""
    source: str = ""
    """Where it stands, in words: the paper form of 12 April; Annual report 2012, page 14. Of what
    was corrected, the receipt whose other answers were taken over."""
    letter: Letter | None = None
    """The letter, or an image of the page; kept with the receipt."""


SENT = Origin()


@dataclass(frozen=True, slots=True)
class Receipt:
    """One sending, kept for ever: a correction is a later receipt, never an edit."""

    slot: Slot
    number: int
    """1 for a slot's first receipt."""
    verdict: VerdictName
    file: str
    """The name the sender gave the file."""
    sha256: str
    size: int
    received_on: datetime
    """When it reached the secretariat, as declared, else by the clock; with its UTC offset."""
    recorded_on: datetime
    """When it was recorded, by the clock; with its UTC offset."""
    by: str
    reason: str
    definitions: str
    """Digest of the definitions it was checked under."""
    reader: str
    tool: str
    """The version of mne."""
    cells: CellCounts
    supersedes: str
    """The receipt that this one corrects, or the empty text."""
    issues: tuple[Issue, ...]
    origin: Origin = SENT
    removed_by: str = ""
    """The decision by which its content was removed; it is refused then, whatever it was before."""
    not_kept: NotKept = ""
    """Why only the fact is kept that it came: it would point at a person, or cannot be read."""
    decisions: tuple[Decision, ...] = ()
    """What was decided about it by the day of knowledge; kept beside it, not in it."""
    after_closing: str = ""
    """The decision that closed its period before it came: it does not count until reopened."""

    @property
    def id(self) -> str:
        """`PLAN/PERIOD/REPORTER/r0001`: also the bag's path below `submissions/`."""
        return f"{self.slot}/r{self.number:04d}"

    @property
    def has_content(self) -> bool:
        """Whether more of it is kept than that it came."""
        return not (self.removed_by or self.not_kept)

    @property
    def waivers(self) -> tuple[Decision, ...]:
        """The waivers in force."""
        return tuple(one for one in self.decisions if one.kind == "waiver")

    def waiver_of(self, issue: Issue) -> Decision | None:
        """The waiver by which an issue no longer keeps the return from being accepted."""
        return next((one for one in self.waivers if issue in one.issues), None)

    @property
    def accepted_on(self) -> datetime | None:
        """When it came; where it took a waiver, when that came into force."""
        if self.verdict != "accepted":
            return None
        return max((self.received_on, *(one.on for one in self.waivers)))

    @property
    def attested(self) -> Attested:
        """How far its figures are vouched for: what nobody signed cannot be validated."""
        roles = {one.attested for one in self.decisions}
        if "signed" not in roles:
            return ""
        return "validated" if "validated" in roles else "signed"
