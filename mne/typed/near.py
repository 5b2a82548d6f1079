"""The known word that was most likely meant: only ever said, never taken."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was most likely meant, or nothing."""
    typed = word.casefold()
    by_small_letters = {one.casefold(): one for one in known}
    for small, one in by_small_letters.items():
        if sorted(small) == sorted(typed):  # two letters changed places: the commonest slip
            return one
    found = get_close_matches(typed, by_small_letters, n=1)
    return by_small_letters[found[0]] if found else ""
