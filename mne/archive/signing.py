"""Signs with an ordinary SSH key, by the program `ssh-keygen` that comes with OpenSSH.

Nothing cryptographic is ours. Where the key has a passphrase, `ssh-keygen` asks for it itself.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from mne.archive.checkpoint_file import NAMESPACE, Signer
from mne.errors import MachineError, UsageError

_FINGERPRINT = re.compile(rb"\bSHA256:[A-Za-z0-9+/]+")


def signer_with(key: Path) -> Signer:
    """Whoever holds the private key in a file, or has it in an agent and names the public one.

    MachineError without `ssh-keygen`, UsageError where it cannot use the key.
    """
    found = _FINGERPRINT.search(_keygen(key, "-l", "-f", str(key)))
    if found is None:
        raise UsageError("key-unusable", key=key, reason="-")
    command = ("-q", "-Y", "sign", "-f", str(key), "-n", NAMESPACE)
    return Signer(found[0].decode(), lambda content: _keygen(key, *command, content=content))


def _keygen(key: Path, *words: str, content: bytes = b"") -> bytes:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise MachineError("ssh-keygen-missing")
    done = subprocess.run([program, *words], input=content, capture_output=True, check=False)
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["-"]
        raise UsageError("key-unusable", key=key, reason=reason[0])
    return done.stdout
