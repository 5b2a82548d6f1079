"""How words sit on a page: where Khmer may break, how a day and a share are written.

Khmer, Lao and Burmese have no spaces between words, and the text layout breaks lines only where
it is told to. A zero-width space is put where a line may break, in the page only: never in what
is kept, copied into the data files or read aloud from a chart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from icu4py.breakers import LineBreaker

from mne.kinds.kind import round_half_up, show_number

ZERO_WIDTH_SPACE = "\u200b"
_UNSPACED = re.compile(r"[\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u200b-\u200d]{2,}")
_TAG = re.compile(r"(<!--.*?-->|<[^<>]*>)", re.DOTALL)
_SPOKEN = re.compile(r"<(/?)(?:title|style)\b", re.IGNORECASE)
_MINUS, _PRINTED_MINUS = "\u2212", "\u2013"
_FINEST = 4


def break_lines(text: str) -> str:
    """The text with a zero-width space wherever a line may break inside unspaced writing."""
    return _UNSPACED.sub(lambda run: _break_run(run[0]), text)


def _break_run(run: str) -> str:
    pieces = list(LineBreaker(run, "km"))
    return ZERO_WIDTH_SPACE.join(piece.rstrip(ZERO_WIDTH_SPACE) for piece in pieces)


def typeset(html: str) -> str:
    """A finished page, with line breaks; tags, styles and the titles of charts are left alone.

    Working on the finished page means that no template can forget it. The minus sign is printed
    as an en dash of the same width, for the report's fonts hold no minus sign.
    """
    pieces: list[str] = []
    spoken = False
    for place, piece in enumerate(_TAG.split(html)):
        if place % 2:
            if found := _SPOKEN.match(piece):
                spoken = not found[1]
            pieces.append(piece)
        else:
            pieces.append(piece if spoken else _set(piece))
    return "".join(pieces)


def _set(text: str) -> str:
    return break_lines(unicodedata.normalize("NFC", text)).replace(_MINUS, _PRINTED_MINUS)


def percent(share: Decimal | None, thresholds: Sequence[Decimal] = ()) -> str:
    """A share as a percentage; nothing where there is none.

    Where rounding would carry it over a threshold, as many places as needed are printed: 99.6 %
    of a target is not 100 %.
    """
    if share is None:
        return ""
    places = next(
        (places for places in range(_FINEST) if _on_its_side(share, places, thresholds)), _FINEST
    )
    return f"{show_number(share * 100, places)}\u00a0%"


def _on_its_side(share: Decimal, places: int, thresholds: Sequence[Decimal]) -> bool:
    rounded = round_half_up(share * 100, places)
    return all((rounded >= limit * 100) == (share >= limit) for limit in thresholds)


class Block(NamedTuple):
    """A paragraph, or a list of points."""

    points: bool
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Plain text as paragraphs and lists: a blank line parts them, `- ` begins a point."""
    found = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        lines = tuple(line.strip() for line in chunk.splitlines() if line.strip())
        points = bool(lines) and all(line.startswith("- ") for line in lines)
        if points:
            found.append(Block(points=True, lines=tuple(line.removeprefix("- ") for line in lines)))
        elif lines:
            found.append(Block(points=False, lines=(" ".join(lines),)))
    return tuple(found)
