"""What is missing from a return as a whole, and what stands there without its proof."""

from __future__ import annotations

from collections.abc import Iterator

from mne.checks.answers import Answers, Check
from mne.issues import issue_at, raise_issue
from mne.kinds import kind_of
from mne.model import Issue


def something_is_answered(answers: Answers) -> Iterator[Issue]:
    """A form with nothing in it is not a return."""
    if answers.observations and all(one.status == "blank" for one in answers.observations):
        yield raise_issue("return-empty", expected=len(answers.observations))


def states_have_evidence(answers: Answers) -> Iterator[Issue]:
    """A state past the first names the document that shows it."""
    for one in answers.observations:
        if one.part != "state" or one.status not in {"reported", "estimated"}:
            continue
        indicator = answers.plan.asked_by_id[one.indicator]
        start = indicator.states[0].id if indicator.states else "none"
        evidence = answers.find(one.indicator, one.at, "evidence")
        if one.value != start and evidence and evidence.status == "blank":
            found = kind_of(indicator).show(indicator, str(one.value), "en")
            yield issue_at("evidence-missing", evidence, found=found)


CHECKS: tuple[Check, ...] = (something_is_answered, states_have_evidence)
