"""The register of bodies: described once in `reporters.yaml`, named by every plan that asks them.

A plan lists the ids of its reporters in the official order of precedence. An entry under
`families` stands for many bodies, one for each code of a list, as a committee for each province.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mne.definitions.source import Source, read_source
from mne.model import Codelist, Family, Register, Reporter, Text

REGISTER = "reporters.yaml"


@dataclass(frozen=True)
class NamedRegister:
    """The register as one plan needs it."""

    header: Source
    names: tuple[object, ...] = ()
    """What the plan lists; nothing where it describes its reporters itself."""
    source: Source | None = None
    register: Register | None = None

    @property
    def dimensions(self) -> set[str]:
        """The code lists by which the named families are spread out."""
        families = self.register.families if self.register else {}
        return {family.each for name, family in families.items() if name in self.names}

    def take_reporters(self, codelists: Mapping[str, Codelist | None]) -> None:
        """Put the bodies that the plan names in the place of their names."""
        if self.source is None:
            return
        known: dict[object, tuple[Reporter, ...]] = {}
        if self.register:
            known |= {one.id: (one,) for one in self.register.reporters}
            for id_, family in self.register.families.items():
                known[id_] = tuple(_members(id_, family, codelists.get(family.each)))
        found = []
        for index, name in enumerate(self.names):
            found += [one.model_dump(exclude_defaults=True) for one in known.get(name, ())]
            if self.register and name not in known:
                facts = {"reporter": name, "known": ", ".join(map(str, known))}
                self.header.fault(("reporters", index), "reporter-not-in-register", **facts)
        self.header.data["reporters"] = found


def named_register(header: Source, indicators: Path) -> NamedRegister:
    """The register, if the plan lists its reporters by id alone."""
    names = header.data.get("reporters") if isinstance(header.data, dict) else None
    if not isinstance(names, list):
        return NamedRegister(header)
    source = read_source(indicators / REGISTER, indicators.parent)
    return NamedRegister(header, tuple(names), source, source.build(Register))


def _members(id_: str, family: Family, codelist: Codelist | None) -> Iterator[Reporter]:
    """The bodies of a family: one for each code, called after it, and as old as it is."""
    for code, entry in codelist.codes.items() if codelist else ():
        if code in family.without:
            continue
        words = {
            language: text.format_map({"name": entry.name.say(language), "code": code})
            for language, text in family.name.root.items()
        }
        short = family.abbreviation.format_map({"name": entry.name.say("en"), "code": code})
        yield Reporter(
            id=f"{id_}-{code}",
            name=Text(words),
            abbreviation=short,
            languages=family.languages,
            kind=family.kind,
            part_of=family.part_of,
            country=family.country,
            family=id_,
            place=code,
            valid_from=entry.valid_from,
            valid_to=entry.valid_to,
        )
