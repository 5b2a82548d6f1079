"""Asks `ssh-keygen` whether a statement was signed, by which key, and whether by whom we think."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from mne.archive.checkpoint_file import NAMESPACE
from mne.errors import MachineError

_KEY = re.compile(r"key (SHA256:\S+)")
_PATIENCE = 30


class Signers(NamedTuple):
    """Whose signatures are wanted."""

    file: Path
    """In the format of `ssh-keygen`: one person and key a line."""
    identity: str


class Signature(NamedTuple):
    """What became of a signature."""

    key: str
    """The fingerprint of the key; empty where the signature is not good."""
    is_known: bool
    """Whether the key is one that was wanted; True where none was named."""


def find_ssh_keygen() -> str:
    """Where the program is; empty where this machine has none."""
    return shutil.which("ssh-keygen") or ""


def check_signature(
    program: str, statement: bytes, signature: bytes, signers: Signers | None, on: datetime | None
) -> Signature:
    """Whether these bytes were signed; `on` is when, by which a key that has expired is judged."""
    with tempfile.TemporaryDirectory(prefix="mne-verify-") as folder:
        path = Path(folder, "signature")
        path.write_bytes(signature)
        given = ["-n", NAMESPACE, "-s", str(path)]
        good = _ask([program, "-Y", "check-novalidate", *given], statement)
        if not good or not signers:
            return Signature(good, is_known=True)
        # In this machine's time: older versions of the program know no other.
        moment = [f"-Overify-time={on.astimezone():%Y%m%d%H%M%S}"] if on else []
        who = ["-f", str(signers.file), "-I", signers.identity]
        known = _ask([program, "-Y", "verify", *who, *given, *moment], statement)
        return Signature(good, is_known=bool(known))


def _ask(command: list[str], statement: bytes) -> str:
    """The fingerprint of the key, if the program says that the signature is good."""
    try:
        done = subprocess.run(
            command,
            input=statement,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MachineError("machine-refused", path=command[0], reason=str(error)) from error
    found = _KEY.search(done.stdout.decode("utf-8", "replace"))
    return found[1] if found and done.returncode == 0 else ""
