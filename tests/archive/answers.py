"""Asks an archive everything it can be asked, and keeps one more return, in a process of its own.

`python -m tests.archive.answers WORKSPACE` prints the answers as JSON, by command.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path

from mne.cli import main

KNOWN = ("--as-of", "2012-08-18", "--format", "json")
QUESTIONS = (
    ("verify", "--format", "json"),
    ("status", "--plan", "trial", *KNOWN),
    ("progress", "--plan", "trial", "--period", "2012-Q1", "--by", "sex", *KNOWN),
    ("trace", "trial/2012-Q1", "J-01", *KNOWN),
    ("diff", "--plan", "trial", "--from", "2012-04-01", "--to", "2012-08-18", "--format", "json"),
    ("submit", "corrected.xlsx", "--received", "2012-08-10", "--format", "json"),
    ("verify", "--format", "json"),
)
TIMES = frozenset(["recorded_on"])
"""What the clock alone says, and may differ."""
PROOFS = frozenset(["head"])
"""What the times of what was kept last go into."""


def ask(workspace: Path, words: tuple[str, ...], without: frozenset[str]) -> str:
    """What a command answers, with its exit code, less the facts that may differ."""
    out, err = io.StringIO(), io.StringIO()
    files = [str(workspace / word) if word.endswith(".xlsx") else word for word in words]
    sys.argv = ["mne", "-C", str(workspace), *files]
    code: object = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
    try:
        said = json.loads(out.getvalue(), object_hook=partial(less, without))
    except ValueError:
        said = out.getvalue()
    return f"{code} {json.dumps(said, ensure_ascii=False)} {err.getvalue()}"


def less(without: frozenset[str], facts: dict[str, object]) -> dict[str, object]:
    """The facts but for some, by name."""
    return {name: fact for name, fact in facts.items() if name not in without}


def kept(workspace: Path) -> dict[str, str]:
    """What is in the bag that was added: the figures, the sender's bytes, and the facts."""
    bag = workspace / "submissions" / "trial" / "2012-Q1" / "MOJ" / "r0002" / "data"
    receipt = less(TIMES, json.loads((bag / "receipt.json").read_text("utf-8")))
    originals = [path.read_bytes().hex() for path in sorted((bag / "original").iterdir())]
    return {
        "values": (bag / "values.csv").read_bytes().decode(),
        "receipt": json.dumps(receipt, ensure_ascii=False),
        "original": " ".join(originals),
    }


if __name__ == "__main__":
    place = Path(sys.argv[1])
    told = {}
    for words in QUESTIONS:
        without = TIMES | PROOFS if "submit" in told else TIMES
        told[words[0] if words[0] not in told else f"{words[0]} again"] = ask(place, words, without)
    sys.stdout.write(json.dumps(told | kept(place)))
