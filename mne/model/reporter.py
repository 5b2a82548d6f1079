"""Who reports: ministries, committees, task forces and partners, with their names through time."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from mne.model.common import Definition, Id, Text, Validity

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

    until: date
    name: Text
    abbreviation: str
    source: str = ""


class Reporter(Validity):
    """A body that sends returns."""

    id: Id
    name: Text
    abbreviation: str
    """As printed where the name is too long."""
    aliases: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("km", "en")
    """The languages of its form, its own first."""
    kind: ReporterKind = "ministry"
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
    languages: tuple[str, ...] = ("km", "en")
    kind: ReporterKind
    part_of: Id | None = None
    country: Id | None = None
    without: tuple[Id, ...] = Field(default=("unknown",))
    """Codes for which there is no such body."""


class Register(Definition):
    """The file `reporters.yaml`: every body that any plan asks, once."""

    reporters: tuple[Reporter, ...] = ()
    families: dict[Id, Family] = Field(default_factory=dict)
