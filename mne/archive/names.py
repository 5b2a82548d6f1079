"""Decides what a folder or a file in the archive may be called, on any kind of machine.

Ids come from the definitions, but a name that could lead out of its folder, or that Windows
cannot open, is refused here all the same. The name that a sender gave a file is only tidied: the
original spelling stands in the receipt.
"""

from __future__ import annotations

import re
import unicodedata

from mne.errors import UsageError
from mne.model import Slot

LONGEST_FILE_NAME = 120
"""Bytes, not letters: a Khmer letter takes three, and some disks stop at 143."""

NOT_PLANS = frozenset({"decisions", "definitions", "reports", "checkpoints"})
"""Folders beside the plans'."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_NUMBER = re.compile(r"r(\d{4,})")
_DECISION = re.compile(r"d\d{4,}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,10}")
_SAFE_SIGNS = frozenset(" .-_()[],+")
_COENG = "\u17d2"
"""The Khmer sign that announces a letter below the line: nothing may end in it."""


def slot_folder(slot: Slot) -> tuple[str, ...]:
    """The folders of a slot, the plan's first; a whole period has no reporter."""
    if is_decision(slot.reporter):  # beside the reporters lie the decisions about the period
        raise UsageError("archive-id-unsafe", id=slot.reporter)
    above = (plan_folder(slot.plan), slot.period.label)
    return (*above, safe_id(slot.reporter)) if slot.reporter else above


def plan_folder(plan: str) -> str:
    """The folder of a plan: never one that the archive needs for something else."""
    if plan.casefold() in NOT_PLANS:
        raise UsageError("archive-id-unsafe", id=plan)
    return safe_id(plan)


def safe_id(text: str) -> str:
    """The id itself; UsageError where it cannot name a folder everywhere."""
    if not _ID.fullmatch(text) or text.endswith(".") or _RESERVED.fullmatch(text):
        raise UsageError("archive-id-unsafe", id=text)
    return text


def is_digest(text: str) -> bool:
    """Whether it is a SHA-256 in hexadecimal; a form's stamp may hold anything."""
    return bool(_DIGEST.fullmatch(text))


def bag_number(name: str) -> int | None:
    """The number of a receipt's folder, or None where it is none."""
    found = _NUMBER.fullmatch(name)
    return int(found[1]) if found else None


def is_decision(name: str) -> bool:
    """Whether a folder has the name of one that holds a decision."""
    return bool(_DECISION.fullmatch(name))


def printable(text: str) -> str:
    """What was given as a name or in words; bytes that are no text here become a mark."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def safe_file_name(name: str) -> str:
    """The name under which the sender's file is kept: the same letters where they are harmless.

    A manifest has one file a line, and BagIt tools read `%` and `~` in their own way: so only
    letters, marks, digits and a few signs stay, in one spelling (NFC).
    """
    text = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    text = "".join(map(_safe_letter, text)).strip(" .")
    stem, dot, extension = text.rpartition(".")
    ending = dot + extension
    if not (stem and _EXTENSION.fullmatch(ending)):
        stem, ending = text, ""
    stem = _cut(stem, LONGEST_FILE_NAME - len(ending)) or "file"
    return f"_{stem}{ending}" if _RESERVED.fullmatch(stem) else stem + ending


def _safe_letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cf":  # zero-width spaces part Khmer words; nobody sees them
        return ""
    return letter if letter in _SAFE_SIGNS or category[0] in "LMN" else "_"


def _cut(text: str, size: int) -> str:
    """As much of the text as fits into so many bytes, whole letters only."""
    return text.encode()[:size].decode("utf-8", "ignore").rstrip(f" .{_COENG}")
