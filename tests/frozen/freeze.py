"""Makes the frozen example anew, for a new layout of the archive: `python -m tests.frozen.freeze`.

`submissions/` holds what `mne demo` made on a day: old archives must read for ever, so it is not
made anew when something else changes. The key that signs its checkpoints is made for this run alone
and thrown away; who signed can be checked by `allowed_signers` beside this file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from mne import __version__
from mne.archive import Archive, signer_with
from mne.demo import run_demo

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
MADE_ON = datetime(2026, 11, 29, tzinfo=UTC)
SIGNER = "example"


def main() -> None:
    """Make the example, put it into the repository, and write down what it comes to."""
    with tempfile.TemporaryDirectory() as name:
        folder, key = Path(name) / "example", Path(name) / "key"
        folder.mkdir()
        make_key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "throw-away", "-f", key]
        subprocess.run(make_key, check=True)
        tool, signer = f"npa-mne {__version__}", signer_with(key)
        run_demo(folder, recorded_on=MADE_ON, tool=tool, watch=show, signer=signer)
        shutil.rmtree(ROOT / "submissions", ignore_errors=True)
        shutil.copytree(
            folder / "submissions", ROOT / "submissions", ignore=shutil.ignore_patterns(".lock")
        )
        public = key.with_suffix(".pub").read_text()
        (HERE / "allowed_signers").write_text(f'{SIGNER} namespaces="mne-archive" {public}')
    write_down()


def write_down() -> None:
    """What the example comes to, by the program of that day."""
    from tests.frozen.what_it_comes_to import what_it_comes_to

    archive = Archive(ROOT / "submissions")
    (HERE / "kept_line.txt").write_text(f"{archive.head()}\n")
    found = json.dumps(what_it_comes_to(ROOT / "submissions"), indent=1, ensure_ascii=False)
    (HERE / "comes_to.json").write_text(f"{found}\n", "utf-8")


def show(done: int, count: int) -> None:
    """So many files of so many are made."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {count}" if done < count else "\n")


if __name__ == "__main__":
    main()
