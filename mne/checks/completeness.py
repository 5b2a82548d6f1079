"""What is missing from a return as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from mne.checks.answers import Answers, Check
from mne.issues import raise_issue
from mne.kinds import kind_of
from mne.kinds.activity import SPENT
from mne.model import Issue, Observation


def something_is_answered(answers: Answers) -> Iterator[Issue]:
    """A form with nothing in it is not a return."""
    if is_untouched(answers):
        yield raise_issue("return-empty", expected=len(answers.observations))


def is_untouched(answers: Answers) -> bool:
    """Whether nothing is answered, or nothing but what the form came filled in with.

    A form goes on from what was last said of the activities. Where only that stands, and figures
    are asked for too, nobody filled it in; where nothing else is asked, all may be as it was.
    """
    filled = [one for one in answers.observations if one.status != "blank"]
    if not filled:
        return bool(answers.observations)
    figures_asked = any(_is_figure(answers, one) for one in answers.observations)
    return figures_asked and all(_came_with_the_form(answers, one) for one in filled)


def _is_figure(answers: Answers, one: Observation) -> bool:
    """Whether it has to be answered, and is not of an activity."""
    indicator = answers.plan.asked_by_id[one.indicator]
    parts = kind_of(indicator).parts(indicator)
    required = any(part.required for part in parts if part.name == one.part)
    return required and not _is_of_activity(answers, one)


def _is_of_activity(answers: Answers, one: Observation) -> bool:
    return answers.plan.asked_by_id[one.indicator].kind == "activity"


def _came_with_the_form(answers: Answers, one: Observation) -> bool:
    if not _is_of_activity(answers, one) or one.part == SPENT:
        return False
    # Not the last one alone: the form may have gone out before that came in.
    before = (figures.get((one.indicator, (), one.part)) for _, figures in answers.before)
    return any(found is not None and found.value == one.value for found in before)


CHECKS: tuple[Check, ...] = (something_is_answered,)
