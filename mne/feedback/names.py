"""What the files that go back are called: after the sender's own, and never in its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mne.messages import LANGUAGES

RETURNED, TO_MEND = ".returned.xlsx", ".to-mend.xlsx"
RECEIPT, PAGE, PAGE_AS_HTML = ".receipt.txt", ".receipt.pdf", ".receipt.html"
MESSAGES = {language: f".message.{language}.txt" for language in LANGUAGES}
"""The short message goes out in every language: whoever sends it on knows which is read."""
ENDINGS = (RETURNED, TO_MEND, RECEIPT, PAGE, PAGE_AS_HTML, *MESSAGES.values())
_LONGEST = 150
"""Bytes of a name: with an ending and a folder it must still be a name on every system."""


def stems_for(paths: Sequence[Path], folder: Path) -> tuple[str, ...]:
    """A stem for each file, no two alike, so that nothing is written over a file that was sent.

    What was returned before, and is sent back, does not gather one ending after another.
    """
    sent = {path.resolve() for path in paths}
    taken: set[str] = set()
    stems = []
    for path in paths:
        base = _short(path.stem.removesuffix(Path(RETURNED).stem))
        number, stem = 1, base
        while stem.casefold() in taken or _is_sent(stem, folder, sent):
            number += 1
            stem = f"{base} ({number})"
        taken.add(stem.casefold())
        stems.append(stem)
    return tuple(stems)


def _is_sent(stem: str, folder: Path, sent: set[Path]) -> bool:
    return any((folder / f"{stem}{ending}").resolve() in sent for ending in ENDINGS)


def _short(stem: str) -> str:
    kept = stem.encode()[:_LONGEST].decode("utf-8", "ignore").strip()
    return "".join(letter if letter.isprintable() else "_" for letter in kept) or "file"
