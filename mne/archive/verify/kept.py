"""Reads a line that was kept elsewhere, as people write it down and type it in again."""

from __future__ import annotations

import re

from mne.archive.chain import Head
from mne.errors import UsageError

_SEPARATORS = re.compile(r"[\s:.,;|/_\u00a0\u200b-]+")
_KEPT = re.compile(r"(\d{1,12})([0-9a-f]{64})")
_GROUP = 8


def read_kept_line(text: str) -> Head:
    """The number of lines and their digest, in groups and with signs between them or not."""
    found = _KEPT.fullmatch(_SEPARATORS.sub("", text).lower())
    if found is None or not text.isascii():
        raise UsageError("kept-line-malformed", value=text)
    return Head(int(found[1]), found[2])


def read_kept_lines(text: str) -> list[Head]:
    """Those in a file, one a line; empty lines and those that begin with # are passed over."""
    lines = (line.strip() for line in text.splitlines())
    return [read_kept_line(line) for line in lines if line and not line.startswith("#")]


def write_kept_line(kept: Head) -> str:
    """The line in groups of eight letters and digits, for writing on paper."""
    starts = range(0, len(kept.sha256), _GROUP)
    return " ".join([str(kept.lines), *(kept.sha256[at : at + _GROUP] for at in starts)])
