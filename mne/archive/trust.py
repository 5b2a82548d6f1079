"""Trusts nothing that is read: bytes are held against their digest, and damage names its file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mne.errors import IntegrityError


def hold_against(path: Path, expected: str, content: bytes, code: str) -> None:
    """IntegrityError where the bytes of a file are not those that were promised."""
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise IntegrityError(code, path=str(path), expected=expected, found=found)


@contextmanager
def legible(path: Path, code: str = "receipt-unreadable") -> Iterator[None]:
    """Turn what a damaged or missing file makes of reading into an error that names the file."""
    try:
        yield
    except FileNotFoundError as error:
        place = error.filename or str(path)
        raise IntegrityError(code, path=place, reason="not there") from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise IntegrityError(code, path=str(path), reason=reason) from error
