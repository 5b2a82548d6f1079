"""The register of bodies: described once in `reporters.yaml`, named by every plan that asks them.

A plan lists the ids of its reporters in the official order of precedence. An entry under
`families` stands for many bodies, one for each code of a list, as a committee for each province.
"""

from __future__ import annotations

from collections.abc import Iterator

from mne.definitions.faults.bodies import can_be_made
from mne.definitions.faults.flaw import unknown_name
from mne.definitions.source import Source
from mne.model import Codelist, Family, Register, Reporter, Text

Members = dict[str, tuple[Reporter, ...]]
"""The bodies for which each name of the register stands."""


def members_by_name(register: Register, codelists: dict[str, Codelist | None]) -> Members:
    """Each body under its id, and the bodies of each family under the family's."""
    found: Members = {one.id: (one,) for one in register.reporters}
    for id_, family in register.families.items():
        found[id_] = tuple(_members(id_, family, codelists.get(family.each)))
    return found


def take_reporters(header: Source, members: Members | None, unread: set[str]) -> list[Reporter]:
    """The bodies that a plan names, in its order; none where the register cannot be read."""
    names = header.data["reporters"]
    found: list[Reporter] = []
    for index, name in enumerate(names):
        if name in names[:index]:
            header.fault(("reporters", index), "reporter-listed-twice", reporter=name)
        elif members is not None and name not in members and name not in unread:
            facts = {"reporter": name, **unknown_name(str(name), members)}
            header.fault(("reporters", index), "reporter-not-in-register", **facts)
        else:
            found += (members or {}).get(name, ())
    return found


def _members(id_: str, family: Family, codelist: Codelist | None) -> Iterator[Reporter]:
    """The bodies of a family: one for each code, called after it, and as old as it is."""
    for code, entry in codelist.codes.items() if codelist and can_be_made(family) else ():
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
