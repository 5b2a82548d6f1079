"""The log of a bug of ours: versions and places in the code, never a figure or a text of anyone."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("npa-mne", "pandas", "pandera", "ibis-framework", "duckdb", "weasyprint", "click")


def write_crash_log(error: BaseException) -> Path:
    """Write the log to the temporary folder and say where.

    An exception's own message may quote what was submitted, so only its type is kept.
    """
    lines = [f"python {platform.python_version()} on {platform.platform()}"]
    lines += [f"{name} {_version(name)}" for name in _PACKAGES]
    lines += [f"command {sys.argv[1:2]}", ""]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        for frame in traceback.extract_tb(cause.__traceback__):
            place = Path(frame.filename)
            lines.append(f"  {place.parent.name}/{place.name}:{frame.lineno} {frame.name}")
        cause = cause.__cause__ or cause.__context__
    with tempfile.NamedTemporaryFile(
        "w", prefix="mne-crash-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write("\n".join(lines) + "\n")
    return Path(log.name)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
