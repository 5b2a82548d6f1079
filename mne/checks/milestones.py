"""Milestones: a state has its evidence, and what was reached is not lost again unsaid."""

from __future__ import annotations

from collections.abc import Iterator

from mne.checks.answers import Answers, Check, is_noted
from mne.issues import issue_at
from mne.kinds import milestone
from mne.model import Indicator, Issue, Observation

STATE, EVIDENCE = "state", "evidence"


def states_have_evidence(answers: Answers) -> Iterator[Issue]:
    """A state past the first names the document that shows it."""
    for indicator, one in _states(answers):
        start = indicator.states[0].id if indicator.states else milestone.NO_FLAG
        evidence = answers.find(one.indicator, one.at, EVIDENCE)
        if one.value != start and evidence and evidence.status == "blank":
            yield issue_at("evidence-missing", evidence, found=_codes(one))


def states_do_not_go_back(answers: Answers) -> Iterator[Issue]:
    """A state is as far as it was, with all its flags, or a note says what happened."""
    for indicator, one in _states(answers):
        before = _last(answers, one)
        if before is None or is_noted(one):
            continue
        if not _keeps(indicator, str(one.value), str(before.value)):
            facts = {"expected": _codes(before), "period": before.period.label}
            yield issue_at("state-went-back", one, found=_codes(one), **facts)


def _states(answers: Answers) -> Iterator[tuple[Indicator, Observation]]:
    for one in answers.observations:
        indicator = answers.plan.asked_by_id[one.indicator]
        if indicator.kind == "milestone" and one.part == STATE and one.value is not None:
            yield indicator, one


def _last(answers: Answers, one: Observation) -> Observation | None:
    """What was last said of it."""
    for _, figures in answers.before:
        found = figures.get((one.indicator, one.at, STATE))
        if found and found.value is not None:
            return found
    return None


def _keeps(indicator: Indicator, now: str, was: str) -> bool:
    """Whether a state is at or past another, which the definitions may no longer know."""
    known = set(milestone.state_ids(indicator))
    if not set(was.split(milestone.SEPARATOR)) <= known:
        return True
    return was == milestone.NO_FLAG or milestone.reached(indicator, now, was)


def _codes(one: Observation) -> str:
    return str(one.value).replace(milestone.SEPARATOR, ", ")


CHECKS: tuple[Check, ...] = (states_have_evidence, states_do_not_go_back)
