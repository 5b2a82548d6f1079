"""How a key is written in a file of definitions, and which words it may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

FOR_THE_FORM = frozenset({"activity", "coverage"})
"""Kinds of indicator that the form asks on behalf of the plan; no file defines one."""


def words_in_files(words: Iterable[str]) -> list[str]:
    """Of kinds, those that a file may define; any other list of words as it is."""
    listed = list(words)
    left_out = FOR_THE_FORM if {*listed} >= FOR_THE_FORM else frozenset()
    return [one for one in listed if one not in left_out]


def as_written(model: type[BaseModel], key: str) -> str:
    """A key with the words that it may hold: `stage: planned / approved / released / spent`."""
    words = words_in_files(_literals(model.model_fields[key].annotation))
    return f"{key}: {' / '.join(words) or '...'}"


def _literals(annotation: object) -> Iterator[str]:
    is_literal = get_origin(annotation) is Literal
    for inner in get_args(annotation):
        if is_literal:
            yield str(inner)
        else:
            yield from _literals(inner)
