"""Holds the recorded system calls of each command against the order that a power cut cannot break.

python -m tests.archive.trace_order [submit waive ... | all]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.archive.crash_points import NOW, Trials
from tests.archive.power_cut import broken_rules, names_in
from tests.archive.system_calls import calls_in, touching, why_not
from tests.archive.trial_archive import TRIALS, put_back


def order_of(name: str, trials: Trials) -> tuple[int, list[str]]:
    """How many calls of a command change something, and which rules are broken."""
    put_back(trials.make(name), trials.root)
    there = names_in(trials.root)
    log = trials.run(name, NOW, ["-f"]).log
    calls = calls_in(log, str(trials.root))
    changing = [call for call in touching(calls, trials.root) if call.changes]
    return len(changing), broken_rules(changing, trials.root, there)


def main(words: Sequence[str] | None = None) -> int:
    """Record the commands that were named, and judge them."""
    parser = argparse.ArgumentParser(prog="python -m tests.archive.trace_order")
    parser.add_argument("commands", nargs="*", default="all", choices=["all", *TRIALS])
    chosen = parser.parse_args(words).commands
    if reason := why_not():
        print(f"skipped: {reason}")
        return 0
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        trials = Trials(Path(folder))
        for name in TRIALS if "all" in chosen else chosen:
            calls, broken = order_of(name, trials)
            print(f"{name}: {calls} calls, {'in order' if not broken else 'FAILED'}")
            print("".join(f"  {line}\n" for line in broken), end="")
            passed, failed = passed + (not broken), failed + bool(broken)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
