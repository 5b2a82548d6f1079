"""Which offices were heard, beside the figures that are given for them."""

from __future__ import annotations

from collections.abc import Iterator

from mne.checks.answers import Answers, Check, is_noted
from mne.issues import issue_at
from mne.kinds.coverage import YES
from mne.model import COVERAGE, Issue, Observation


def figures_come_from_offices_heard(answers: Answers) -> Iterator[Issue]:
    """No figures from an office that did not report; some heard where figures are given."""
    heard = [one for one in answers.observations if one.indicator == COVERAGE]
    given = _given(answers) if heard else {}
    blank = [one for one in heard if one.status == "blank"]
    if given and blank and len(blank) == len(heard):
        yield issue_at("coverage-blank", heard[0], count=len(given))
        return
    if blank and len(blank) < len(heard):
        yield issue_at("coverage-partly-blank", blank[0], blank=len(blank), count=len(heard))
    for one in heard:
        figures = [figure for figure in given.get(one.at[0][1], []) if not is_noted(figure)]
        if figures and isinstance(one.value, str) and one.value != YES:
            ids = ", ".join(dict.fromkeys(figure.indicator for figure in figures))
            yield issue_at("office-not-heard", one, office=one.at[0][1], figures=ids)


def _given(answers: Answers) -> dict[str, list[Observation]]:
    """The figures other than zero that are given for each office, in the order of the form."""
    asked = answers.plan.coverage
    found: dict[str, list[Observation]] = {}
    for one in answers.observations:
        office = dict(one.at).get(asked.dimension) if asked else None
        if office and one.indicator != COVERAGE and one.value:
            found.setdefault(office, []).append(one)
    return found


CHECKS: tuple[Check, ...] = (figures_come_from_offices_heard,)
