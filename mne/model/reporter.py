"""Who reports: ministries, committees, task forces and partners, with their names through time."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from mne.model.common import Day, Definition, Id, Text, Validity

ReporterKind = Literal[
    "ministry",
    "secretariat",
    "working-group",
    "provincial-committee",
    "task-force",
    "ngo",
    "donor",
]
ReporterLevel = Literal["national", "sub-national"]


class FormerName(Definition):
    """What a body was called until a day; its id stays."""

    until: Day
    """The last day of that name."""
    name: Text
    abbreviation: str
    """As printed where the name was too long."""
    source: str = ""
    """Where that was read."""


class Reporter(Validity):
    """A body that sends returns."""

    id: Id
    name: Text
    abbreviation: str
    """As printed where the name is too long."""
    aliases: tuple[str, ...] = ()
    """Other spellings that are accepted in a file; they are never printed."""
    languages: tuple[str, ...] = ("km", "en")
    """The languages of its form, its own first."""
    kind: ReporterKind = "ministry"
    """What sort of body it is."""
    part_of: Id | None = None
    """The body that it belongs to; the two may report the same events."""
    country: Id | None = None
    """The country it reports for, by the code of the list `country`."""
    family: Id | None = None
    """The entry of the register that made it, where one entry makes a body for each code."""
    place: Id | None = None
    """Of a family's member: the code that it was made for."""
    former: tuple[FormerName, ...] = ()
    """Earlier names, the oldest first."""

    @property
    def level(self) -> ReporterLevel:
        """Whether it reports for the whole country or for a part of it."""
        return "sub-national" if self.kind == "provincial-committee" else "national"

    def name_on(self, day: date) -> Text:
        """What it was called on a day."""
        return next((one.name for one in self.former if day <= one.until), self.name)

    def abbreviation_on(self, day: date) -> str:
        """Its short name on a day."""
        return next(
            (one.abbreviation for one in self.former if day <= one.until), self.abbreviation
        )


class Family(Definition):
    """An entry of the register that stands for one body per code, as a committee per province."""

    each: Id
    """The code list; `{name}` in the texts is the code's name, `{code}` the code."""
    name: Text
    abbreviation: str
    """As printed where the name is too long."""
    languages: tuple[str, ...] = ("km", "en")
    """The languages of their forms, their own first."""
    kind: ReporterKind
    """What sort of body each is."""
    part_of: Id | None = None
    """The body that they belong to."""
    country: Id | None = None
    """The country they report for, by the code of the list `country`."""
    without: tuple[Id, ...] = Field(default=("unknown",))
    """Codes for which there is no such body."""


class Register(Definition):
    """The file `reporters.yaml`: every body that any plan asks, once."""

    reporters: tuple[Reporter, ...] = ()
    """The bodies, each under its id."""
    families: dict[Id, Family] = Field(default_factory=dict)
    """Entries that stand for one body per code of a list, each under an id."""
