"""What the plans of a workspace share: the register of bodies and the code lists, read once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from mne.definitions.faults import note
from mne.definitions.faults.bodies import COUNTRY, body_flaws, family_flaws
from mne.definitions.faults.flaw import unknown_name
from mne.definitions.faults.lists import is_reserved, list_flaws
from mne.definitions.register import Members, members_by_name
from mne.definitions.source import Source, read_source
from mne.model import Codelist, Frameworks, Register, Reporter

CODELISTS = "codelists"
REGISTER = "reporters.yaml"
FRAMEWORKS = "frameworks.yaml"


class Named(NamedTuple):
    """A place in a file where the list of a dimension is named."""

    source: Source
    path: tuple[str | int, ...]
    dimension: str


@dataclass
class Shelf:
    """The shared files, each read when it is first asked for."""

    indicators: Path
    sources: dict[str, Source] = field(default_factory=dict)
    codelists: dict[str, Codelist | None] = field(default_factory=dict)
    register: Register | None = None
    members: Members | None = None

    @property
    def base(self) -> Path:
        """The folder from which files are named."""
        return self.indicators.parent

    def has_list(self, dimension: str) -> bool:
        """Whether there is a list of that name."""
        return dimension in self.sources or self._list_path(dimension).is_file()

    def lists(self) -> list[str]:
        """The names of all lists."""
        return sorted(path.stem for path in (self.indicators / CODELISTS).glob("*.yaml"))

    def codelist(self, dimension: str) -> Codelist | None:
        """A list that exists; None where it cannot be read."""
        if dimension not in self.sources:
            source = read_source(self._list_path(dimension), self.base)
            self.sources[dimension] = source
            found = self.codelists[dimension] = source.build(Codelist, id=dimension)
            note(source, list_flaws(found) if found else ())
        return self.codelists[dimension]

    def unknown_list(self, dimension: str) -> dict[str, object]:
        """What lists there are, and which was likely meant."""
        return unknown_name(dimension, self.lists())

    @property
    def family_lists(self) -> tuple[str, ...]:
        """The lists by which families of the register are spread out."""
        families = self.register.families.values() if self.register else ()
        return tuple(one.each for one in families if one.each in self.sources)

    def countries(self) -> Collection[str]:
        """The codes of the countries, where there is a list of them."""
        found = self.codelist(COUNTRY) if self.has_list(COUNTRY) else None
        return found.codes if found else ()

    def _list_path(self, dimension: str) -> Path:
        return self.indicators / CODELISTS / f"{dimension}.yaml"

    @property
    def has_register(self) -> bool:
        """Whether there is a register of bodies."""
        return (self.indicators / REGISTER).is_file()

    def register_source(self) -> Source:
        """The register's file; its bodies are in `register` and `members` then."""
        if REGISTER in self.sources:
            return self.sources[REGISTER]
        source = self.sources[REGISTER] = read_source(self.indicators / REGISTER, self.base)
        self.register = source.build(Register, "reporters")
        if self.register:
            for id_, family in self.register.families.items():
                self._take_family(source, id_, family.each)
                note(source, family_flaws(id_, family, self.codelists.get(family.each)))
            note(source, body_flaws(self.register, source.unread, self.countries()))
            self.members = members_by_name(self.register, self.codelists)
        return source

    def _take_family(self, source: Source, id_: str, dimension: str) -> None:
        if self.has_list(dimension):
            self.codelist(dimension)
        else:
            facts = {"dimension": dimension, **self.unknown_list(dimension)}
            source.fault(("families", id_, "each"), "dimension-without-list", **facts)

    def bodies(self, reporters: Collection[Reporter]) -> set[str]:
        """Every id that may stand for a body in a shared file."""
        register = self.register or Register()
        return {one.id for one in (*register.reporters, *reporters)} | {*register.families}


def take_lists(shelf: Shelf, names: Iterable[Named]) -> dict[str, Codelist | None]:
    """The lists that are named; one that does not exist is noted where it is named first."""
    found: dict[str, Codelist | None] = {}
    missing: set[str] = set()
    for source, path, dimension in names:
        if is_reserved(dimension):
            source.fault(path, "dimension-reserved", codelist=dimension)
            source.unread.add(dimension)
        elif shelf.has_list(dimension):
            found[dimension] = shelf.codelist(dimension)
        elif dimension not in missing:
            missing.add(dimension)
            facts = {"dimension": dimension, **shelf.unknown_list(dimension)}
            source.fault(path, "dimension-without-list", **facts)
            source.unread.add(dimension)
    return found


def read_frameworks(indicators: Path) -> tuple[Source | None, Frameworks | None]:
    """The frameworks that links may name; nothing where the workspace has no such file."""
    path = indicators / FRAMEWORKS
    if not path.is_file():
        return None, Frameworks()
    source = read_source(path, indicators.parent)
    return source, source.build(Frameworks)
