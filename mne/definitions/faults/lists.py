"""What can be wrong with a code list."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mne.definitions.faults.flaw import (
    Flaw,
    backwards,
    flaw,
    spelling_flaws,
    unknown_name,
)
from mne.model import Codelist

UNKNOWN = "unknown"
RESERVED = frozenset(
    ("indicator", "part", "value", "status", "note", "lang", "reporter", "sheet", "cell", "raw")
)
"""Columns of a CSV and words of `--by` that no dimension may be called."""


def is_reserved(dimension: str) -> bool:
    """Whether a list cannot be called so."""
    return dimension in RESERVED or dimension.startswith("cell_")


def list_flaws(codelist: Codelist) -> Iterator[Flaw]:
    """A list by itself: codes that cannot be told apart, or never exist."""
    aliases = {code: entry.aliases for code, entry in codelist.codes.items()}
    yield from spelling_flaws("codes", codelist.id, aliases)
    for code, entry in codelist.codes.items():
        path = ("codes", code)
        yield from backwards(entry.valid_from, entry.valid_to, *path, "valid_to")
        yield from _split(codelist, code)


def _split(codelist: Codelist, code: str) -> Iterator[Flaw]:
    entry = codelist.codes[code]
    if entry.split_from is None:
        return
    path = ("codes", code, "split_from")
    others = [one for one in codelist.codes if one != code]
    if entry.split_from not in others:
        facts = {"entry": entry.split_from, "dimension": codelist.id}
        yield flaw(*path, code="code-unknown", **facts, **unknown_name(entry.split_from, others))
    elif entry.valid_from is None:
        yield flaw(*path, code="split-without-day", id=code)


def used_list_flaws(
    codelist: Codelist, *, has_total: bool, bodies: Collection[str]
) -> Iterator[Flaw]:
    """A list in the hands of a plan: what its figures need, and who is asked."""
    if has_total and UNKNOWN not in codelist.codes:
        yield flaw("codes", code="codelist-needs-unknown", codelist=codelist.id)
    for code, entry in codelist.codes.items():
        for index, body in enumerate(entry.asked_of):
            if body not in bodies:
                facts = {"reporter": body, **unknown_name(body, bodies)}
                yield flaw("codes", code, "asked_of", index, code="body-unknown", **facts)
