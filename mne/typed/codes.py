"""Which code of a list a text means: by code, alias or name, however it is written.

Used for all that is answered by a code: statuses, states, flags, places, parts, reporters. The
likeness is looked for in steps; the first step that finds anything decides. Where it finds two
entries the text is ambiguous, and it is for the caller to name them and refuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from mne.typed.plain import clean

Spellings = Mapping[str, Iterable[str]]
"""Codes, each with its aliases and its names in all languages."""

_REMEMBERED = 4096
_LONGEST = 200
"""Characters; no spelling of a code is longer."""
_BETWEEN = re.compile(r"(?<=\S)[\s_\u2010-\u2015-]+(?=\S)")
_COENG_DA, _COENG_TA = "\u17d2\u178a", "\u17d2\u178f"
_ACCENTS = re.compile("[\u0300-\u036f]")
_NUMBERED = re.compile(r"(?:([a-z]{2}) ?)?0*([0-9]+)(?:\.0+)?")
"""A number, or a country and a number as in ISO 3166-2: 1, 01, 1.0, KH-1, KH-01."""


def which_codes(text: str, spellings: Spellings) -> tuple[str, ...]:
    """The codes that a text may mean: one where it is clear, several where it is not, or none."""
    if len(text) > _LONGEST:
        return ()
    return _which(text, tuple([(code, tuple(names)) for code, names in spellings.items()]))


@lru_cache(_REMEMBERED)
def _which(text: str, spellings: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    steps: tuple[tuple[Callable[[str], str], bool], ...] = (
        (_folded, False),  # the code itself
        (_folded, True),  # an alias or a name
        (_unaccented, True),
        (_numbered, True),  # zeros that a spreadsheet has dropped
    )
    for form, by_names in steps:
        typed = form(text)
        found = tuple(
            code
            for code, names in spellings
            if typed and typed in {form(one) for one in (code, *(names if by_names else ()))}
        )
        if found:
            return found
    return ()


@lru_cache(_REMEMBERED)
def _folded(text: str) -> str:
    """Without capitals, and with one kind of space between words: `on_schedule`, `On schedule`.

    The two ways of writing a Khmer subscript that look the same on every screen are one.
    """
    plain = _BETWEEN.sub(" ", clean(text).casefold())
    return plain.replace(_COENG_DA, _COENG_TA)


@lru_cache(_REMEMBERED)
def _unaccented(text: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFD", _folded(text)))


@lru_cache(_REMEMBERED)
def _numbered(text: str) -> str:
    found = _NUMBERED.fullmatch(_folded(text))
    return f"{found[1] or ''} {found[2]}" if found else ""
