"""What the modules here hand over: a code, its facts, and the keys that lead to the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mne.typed import nearest

Path = tuple[str | int, ...]


class Flaw(NamedTuple):
    """A fault, and the key path below the thing that was looked at."""

    path: Path
    code: str
    facts: dict[str, object]


def flaw(*path: str | int, code: str, **facts: object) -> Flaw:
    """A flaw at a key path."""
    return Flaw(path, code, facts)


def unknown_name(word: str, known: Iterable[str]) -> dict[str, object]:
    """The facts about a name that leads nowhere: what there is, and what was likely meant."""
    names = tuple(known)
    return {"known": ", ".join(names) or "-", "near": nearest(word, names)}


def backwards(start: date | None, end: date | None, *path: str | int) -> Iterator[Flaw]:
    """An end that lies before its start."""
    if start and end and end < start:
        yield flaw(*path, code="ends-before-start", start=start, end=end)


def spelling_flaws(
    key: str, name: str, aliases_by_id: Mapping[str, Sequence[str]]
) -> Iterator[Flaw]:
    """Ids that differ by capitals alone, and spellings that stand for two entries of a list."""
    owners: dict[str, str] = {}
    for id_ in aliases_by_id:
        if owners.setdefault(id_.casefold(), id_) != id_:
            yield flaw(key, id_, code="id-in-other-case", id=id_, other=owners[id_.casefold()])
    for id_, aliases in aliases_by_id.items():
        for index, alias in enumerate(aliases):
            owner = owners.setdefault(alias.casefold(), id_)
            if owner.casefold() != id_.casefold():
                yield flaw(
                    key, id_, "aliases", index, code="alias-twice", alias=alias, codelist=name
                )
