"""One thing wrong in a definitions file, and how it is put to its author."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from mne.messages import Sentence, message, say

WARNINGS = frozenset(
    {
        "baseline-other-method",
        "baseline-without-source",
        "layout-without-period",
        "target-against-direction",
        "target-not-set",
        "target-on-neutral",
        "target-set-late",
        "text-language-missing",
    }
)
"""Codes that leave a plan usable: doubtful, but not contradictory."""


class Fault(NamedTuple):
    """One thing wrong in a definitions file; the code names the sentence."""

    file: str
    line: int
    column: int
    code: str
    params: tuple[tuple[str, str], ...]

    @property
    def severity(self) -> Literal["error", "warning"]:
        """Whether the plan can be used all the same."""
        return "warning" if self.code in WARNINGS else "error"

    @property
    def place(self) -> str:
        """`indicators/npa/justice.yaml:12:5`, as editors read it."""
        return f"{self.file}:{self.line}:{self.column}"


def errors_in(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults that keep a plan from being used."""
    return tuple(fault for fault in faults if fault.severity == "error")


def explain(fault: Fault, language: str) -> Sentence:
    """What is wrong, what was expected, and what to do; the word that was meant, if one is near."""
    facts = dict(fault.params)
    words = say(fault.code, language, facts)
    if not facts.get("near"):
        return words
    guess = message("did-you-mean", language, near=facts["near"])
    return words._replace(fix=f"{guess} {words.fix}".strip())
