"""What can be wrong with the bodies that report: in the register, or in a plan's own list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from string import Formatter

from mne.definitions.faults.flaw import (
    Flaw,
    Path,
    backwards,
    flaw,
    spelling_flaws,
    unknown_name,
)
from mne.model import Codelist, Family, Register, Reporter

COUNTRY = "country"
"""The list of the countries for which bodies report, where a workspace has one."""
FILLED_IN = frozenset({"name", "code"})
"""What stands for a code's own words in the names of a family."""


def body_flaws(
    register: Register, unread: Collection[str] = (), countries: Collection[str] = ()
) -> Iterator[Flaw]:
    """Every body by itself, and the names that two of them share."""
    known = {one.id: one for one in register.reporters}
    names = (*known, *register.families, *unread)
    aliases = {one: known[one].aliases if one in known else () for one in names}
    yield from spelling_flaws("reporters", "reporters", aliases)
    for one in register.reporters:
        path = ("reporters", one.id)
        yield from backwards(one.valid_from, one.valid_to, *path, "valid_to")
        if one.country and countries and one.country not in countries:
            facts = {"entry": one.country, "dimension": COUNTRY}
            near = unknown_name(one.country, countries)
            yield flaw(*path, "country", code="code-unknown", **facts, **near)
        yield from _part_of(one.id, one.part_of, known, names, path)
        yield from _former(one, path)


def _part_of(
    id_: str,
    above: str | None,
    known: Mapping[str, Reporter],
    names: tuple[str, ...],
    path: tuple[str, ...],
) -> Iterator[Flaw]:
    if above is None:
        return
    if above not in names:
        facts = {"reporter": above, **unknown_name(above, names)}
        yield flaw(*path, "part_of", code="part-of-unknown", **facts)
    seen = [id_]
    while above and above in known and above not in seen:
        seen.append(above)
        above = known[above].part_of
    if above == id_ == min(seen):  # said once, of all who stand in the circle
        circle = " > ".join((*seen, id_))
        yield flaw(*path, "part_of", code="part-of-circle", circle=circle)


def _former(one: Reporter, path: tuple[str, ...]) -> Iterator[Flaw]:
    """Names follow one another: each ends after the one before it, within the body's own life."""
    before = one.valid_from
    for index, name in enumerate(one.former):
        too_late = one.valid_to is not None and name.until >= one.valid_to
        if (before is not None and name.until <= before) or too_late:
            yield flaw(*path, "former", index, "until", code="former-name-order", until=name.until)
        before = name.until


def family_flaws(id_: str, family: Family, codelist: Codelist | None) -> Iterator[Flaw]:
    """A family whose members could not be told apart, or made at all."""
    path = ("families", id_)
    texts: list[tuple[Path, str]] = [
        *((("name", key), text) for key, text in family.name.root.items()),
        (("abbreviation",), family.abbreviation),
    ]
    for where, text in texts:
        found = _placeholders(text)
        if found is None or not found <= FILLED_IN:
            yield flaw(*path, *where, code="family-placeholder", text=text)
        elif not found:
            yield flaw(*path, *where, code="family-all-alike", text=text)
    for index, code in enumerate(family.without):
        if codelist and code not in codelist.codes:
            facts = {"entry": code, "dimension": family.each}
            near = unknown_name(code, codelist.codes)
            yield flaw(*path, "without", index, code="code-unknown", **facts, **near)


def _placeholders(text: str) -> frozenset[str] | None:
    """The names in braces; None where the braces do not match."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def can_be_made(family: Family) -> bool:
    """Whether the names of its members can be filled in."""
    texts = (*family.name.root.values(), family.abbreviation)
    return all((_placeholders(text) or frozenset("?")) <= FILLED_IN for text in texts)
