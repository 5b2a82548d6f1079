"""Numbers that look like chance and are not: the same key always draws the same number.

No random generator is needed, so the order in which forms are filled does not matter, and the
example is the same on every machine and under every version of Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from math import floor

_FINE = 10_000


def draw(least: int, most: int, *key: object) -> int:
    """A whole number between two others, both included."""
    text = "/".join(map(str, key))
    return least + int.from_bytes(sha256(text.encode()).digest()[:8], "big") % (most - least + 1)


def spread(
    total: int, places: Sequence[str], weights: Mapping[str, int], *key: object
) -> list[int]:
    """A total spread over places by their weights, shaken a little; the parts add up to it."""
    shaken = [weights.get(place, 1) * draw(40, 160, *key, place) for place in places]
    return share_out(total, shaken)


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """A total divided by weights, by largest remainder."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [floor(one) for one in exact]
    by_rest = sorted(range(len(parts)), key=lambda at: parts[at] - exact[at])
    for at in by_rest[: total - sum(parts)]:
        parts[at] += 1
    return parts


def within(part: int, wholes: Sequence[int]) -> list[int]:
    """A part of all, spread so that no place has more than its whole."""
    found = [min(one, whole) for one, whole in zip(share_out(part, wholes), wholes, strict=True)]
    for at, whole in enumerate(wholes):
        room = min(whole - found[at], part - sum(found))
        found[at] += max(room, 0)
    return found


def between(first: int, last: int, step: int, steps: int, *key: object) -> int:
    """A value that moves from a first to a last one, with a little noise, in hundredths."""
    along = first + (last - first) * step // max(steps - 1, 1)
    return max(0, min(100, along + draw(-4, 4, *key)))
