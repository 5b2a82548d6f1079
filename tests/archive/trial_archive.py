"""A small archive of the invented plan, made by the commands themselves, and one more of each.

The commands are those that write. Each is to be done on a copy of the archive, at a moment given.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.archive.warm import Warm
from tests.fixtures.trial_kit import copy_workspace, fill, good_form, spoil, typing, write

MOJ, MFAIC, SECOND = "trial/2012-Q1/MOJ", "trial/2012-Q1/MFAIC", "trial/2012-Q2/MOJ"
WHO = ("--asked-by", "Mr Chan, MoJ", "--approved-by", "Ms Sok, Secretariat")
WHY = ("--reason", "The parts were counted on another day")
LETTER = ("--by", "Ms Sok, MoJ", "--reason", "Typed wrongly", "--letter", "letter.txt")
ZONE = ZoneInfo("Asia/Phnom_Penh")


def at(day: int, hour: int = 12, minute: int = 0) -> dict[str, str]:
    """The clock of a command, as its environment sets it: a moment in August 2012."""
    moment = datetime(2012, 8, day, hour, minute, tzinfo=ZONE)
    return {"SOURCE_DATE_EPOCH": str(int(moment.timestamp()))}


def slot(text: str) -> tuple[str, ...]:
    """`trial/2012-Q1/MOJ` as options."""
    plan, period, reporter = text.split("/")
    return "--plan", plan, "--period", period, "--reporter", reporter


PERIOD = ("--plan", "trial", "--period", "2012-Q1")
WAIVED = (f"{SECOND}/r0001", "parts-not-total", *WHO, *WHY)
FIRST = (
    ("submit", "moj.xlsx", "--received", "2012-04-10"),
    ("submit", "mfaic.xlsx", "--received", "2012-04-11", "--by", "Ms Sok"),
    ("submit", "second.xlsx", "--received", "2012-07-10"),  # refused: its parts make no total
    ("extend", *slot(MFAIC), "--until", "2012-05-10", *WHO, *WHY),
    ("close", *PERIOD, *WHO, *WHY, "--on", "2012-08-05"),
)
"""What was done before, in this order."""


@dataclass(frozen=True)
class Trial:
    """One command that writes."""

    words: tuple[str, ...]
    on_nothing: bool = False
    """Whether it is the first thing that is ever kept."""
    removes: str = ""
    """The bag that it replaces."""
    finishes: str = ""
    """The trial that was killed before, in the middle of putting a tombstone into its place."""


TRIALS: Mapping[str, Trial] = {
    "first": Trial(("submit", "moj.xlsx", "--received", "2012-04-10"), on_nothing=True),
    "submit": Trial(("submit", "corrected.xlsx", "--received", "2012-04-20", "--by", "Ms Sok")),
    "correct": Trial(("correct", MOJ, "J-05", "--value", "1250001", *LETTER)),
    "waive": Trial(("waive", *WAIVED)),
    "attest": Trial(("attest", f"{MOJ}/r0001", "--role", "ministry", "--by", "H.E. Minister")),
    "exempt": Trial(("exempt", *slot("trial/2012-Q2/MFAIC"), *WHO, *WHY, "--letter", "letter.txt")),
    "close": Trial(("close", "--plan", "trial", "--period", "2012-Q2", *WHO, *WHY)),
    "reopen": Trial(("reopen", *PERIOD, *WHO, *WHY)),
    "remove": Trial(("remove", f"{MFAIC}/r0001", *WHO, *WHY), removes=f"{MFAIC}/r0001"),
    "finish": Trial(("waive", *WAIVED), removes=f"{MFAIC}/r0001", finishes="remove"),
    "checkpoint": Trial(("checkpoint",)),
    "sign": Trial(("checkpoint", "--sign", "throw-away-key")),
}


def make_archive(folder: Path, warm: Warm) -> Path:
    """A workspace in which the first four things were done, and lies what the others need."""
    root = make_empty(folder)
    for day, words in enumerate(FIRST, 1):
        ended = warm.mne(root, words, environment=at(day))
        assert ended.code == (1 if "second.xlsx" in words else 0), ended
    return root


def make_empty(folder: Path) -> Path:
    """A workspace in which nothing was kept yet, with files to send."""
    root = copy_workspace(folder).root
    write(root, "moj.xlsx", good_form(MOJ))
    write(root, "mfaic.xlsx", good_form(MFAIC))
    write(root, "second.xlsx", spoil(good_form(SECOND), typing(D10=19)))
    write(root, "corrected.xlsx", fill(MOJ, **{"J-05": "1250001"}))
    write(root, "letter.txt", "លិខិត, a letter".encode())
    key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "throw-away", "-f"]
    subprocess.run([*key, str(root / "throw-away-key")], check=True)
    return root


def put_back(original: Path, copy: Path) -> None:
    """The archive as it was, at the place of the last trial."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(original, copy, symlinks=True)


def verified(warm: Warm, root: Path) -> None:
    """`mne verify` finds nothing."""
    ended = warm.mne(root, ("verify", "--format", "json"), environment=at(30))
    assert ended.code == 0, (ended.out, ended.err)
    assert json.loads(ended.out)["problems"] == []
