"""The short form of a reference sheet, as it stands at the end of the annual report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mne.model import Indicator
from mne.report.figures import Figures
from mne.report.reference.facts import SECTIONS
from mne.report.reference.sheet import target_lines
from mne.report.reference.words import PlanWords

_LEFT_OUT = frozenset(
    ("deadline", "direction", "target_is", "parts", "history", "sensitivity", "rules", "basis")
)
"""Said elsewhere in the report, or only of interest to whoever fills in a form."""


class Sheet(NamedTuple):
    """One indicator: label and words, in a fixed order."""

    id: str
    title: str
    basis: str
    basis_word: str
    facts: tuple[tuple[str, str], ...]


def sheet(indicator: Indicator, figures: Figures) -> Sheet:
    """The reference sheet; keys that the plan leaves out are left out."""
    words = PlanWords(figures.plan, figures.wording)
    return Sheet(
        id=indicator.id,
        title=words.text(indicator.title),
        basis=indicator.provenance.basis,
        basis_word=words.say(f"basis.{indicator.provenance.basis}"),
        facts=tuple(_facts(indicator, words)),
    )


def _facts(indicator: Indicator, words: PlanWords) -> Iterator[tuple[str, str]]:
    silence = words.say("not-said")
    for key, tell in SECTIONS.items():
        for label, lines in tell(indicator, words):
            said = "; ".join(filter(None, lines))
            if said not in {"", silence} and label not in _LEFT_OUT:
                yield words.say(f"sheet.{label}"), said
        targets = target_lines(indicator, words) if key == "baseline" else ()
        said = "; ".join(
            words.say(
                "sheet.target",
                period=one.period,
                value=one.value,
                set_on=one.set_on,
                reference=one.reference,
            )
            for one in targets
        )
        if said:
            yield words.say("sheet.targets"), said
